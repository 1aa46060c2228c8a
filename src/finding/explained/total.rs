//! Examples and remedies for the codes about totals and their weights.

use super::Explained;

pub(super) const NO_WEIGHT: Explained = Explained {
    example: [
        "Tỷ lệ hộ dân dùng điện của huyện cần số hộ từng xã, mà tệp đơn vị không có cột «so_ho»: dòng này không có số tổng hợp.",
        "A district's rate of households with electricity needs each commune's households, and the units file has no column «so_ho»: the row has no total.",
    ],
    mend: [
        "Thêm cột được nêu vào tệp đơn vị, mỗi xã một số, rồi chạy lại với --units.",
        "Add the column named to the units file, a number for each commune, and run again with --units.",
    ],
};

pub(super) const UNITS_WITHOUT_WEIGHT: Explained = Explained {
    example: [
        "Xã Xuân Dương báo 86,92% nhưng ô «so_ho» của xã trong tệp đơn vị để trống: tỷ lệ của huyện tính từ 16 đơn vị còn lại và mang dấu *.",
        "Xã Xuân Dương reports 86,92 % but has a blank «so_ho» in the units file: the district's rate is made of the other 16 and marked *.",
    ],
    mend: [
        "Điền quyền số của các xã được nêu vào tệp đơn vị (số hộ, dân số theo niên giám hoặc báo cáo gần nhất).",
        "Fill in the weights of the communes named (households or population from the yearbook or the latest report).",
    ],
};

pub(super) const ZERO_WEIGHTS: Explained = Explained {
    example: [
        "Cột «ho_di_cu» của mọi xã có báo cáo đều là 0, tức không có hộ di cư: tỷ lệ hộ di cư được bố trí ổn định không xác định.",
        "The column «ho_di_cu» is 0 for every reporting commune, so there are no migrant households: the rate of those settled is undefined.",
    ],
    mend: [
        "Kiểm tra cột đó trong tệp đơn vị có bị điền 0 thay cho «chưa biết» không; đúng là không có đối tượng thì để nguyên.",
        "See whether zeros were filled in there for «not known»; if there really is nobody, leave it.",
    ],
};

pub(super) const TOO_MANY_DIGITS: Explained = Explained {
    example: [
        "Vài xã gõ dính các số tiền thành số dài 28 chữ số, cộng lại vượt mức giữ được chính xác: không ghi tổng.",
        "Some communes ran amounts together to 28 digits, and their total is longer than can be held exactly: none is given.",
    ],
    mend: [
        "Tìm các số dài bất thường của dòng đó ở trang «Theo đơn vị», sửa trong tệp của xã rồi chạy lại.",
        "Find the unusually long figures of that row on the sheet «By unit», correct them in the communes' files and run again.",
    ],
};

pub(super) const ZERO_DENOMINATOR: Explained = Explained {
    example: [
        "Tỷ lệ giải ngân là vốn đã giải ngân chia cho vốn được giao, mà mọi xã đều ghi kế hoạch vốn bằng 0: không có tỷ lệ chung.",
        "The rate of disbursement is what was spent by what was granted, and every commune reports a plan of 0: there is no overall rate.",
    ],
    mend: [
        "Chưa giao vốn thì để nguyên; đã giao thì bổ sung cột kế hoạch vốn trong bản nộp của các xã.",
        "If no capital was granted yet, leave it; if it was, have the communes fill in the column of the plan.",
    ],
};

pub(super) const NOT_TOTALLED: Explained = Explained {
    example: [
        "Cột «Đơn giá» và dòng «Năng suất lúa» của các xã không cộng thành đơn giá, năng suất của huyện.",
        "The column «Đơn giá» (price) and the row «Năng suất lúa» (yield) of communes do not add up to those of the district.",
    ],
    mend: [
        "Không phải sửa gì nếu đúng là không cộng. Nếu có cộng được, sửa aggregate trong tệp biểu: phubieu form infer BIỂU.xlsx -o bieu.toml, rồi dùng --form bieu.toml.",
        "Nothing, where they indeed do not add. If they do, change aggregate in the form's file: phubieu form infer FORM.xlsx -o form.toml, then --form form.toml.",
    ],
};
