//! Examples and remedies for the codes about figures that stand out against the last period or other units.

use super::Explained;

pub(super) const THOUSAND_TIMES: Explained = Explained {
    example: [
        "Năm trước vốn của xã là 3.347.500.000, năm nay ghi 3.512.000 và các dòng khác cũng nhỏ hơn khoảng 1.000 lần: một phát hiện cho cả tệp.",
        "Last year the commune had 3.347.500.000, this year it writes 3.512.000, and the other rows are about a thousandth too: one finding for the file.",
    ],
    mend: [
        "Xem dòng đơn vị tính trên bảng: nếu đã tính bằng nghìn đồng thì ghi đúng như vậy, nếu bằng đồng thì ghi lại số cho đủ.",
        "Look at the measure over the table: where figures are in thousands say so there, where they are in đồng write them in full.",
    ],
};

pub(super) const UNLIKE_CHANGE: Explained = Explained {
    example: [
        "Các xã khác tăng từ 3 % đến 12 % so với năm trước, riêng xã này số hộ được hỗ trợ từ 100 lên 900.",
        "Other communes grew by 3 to 12 % over the year; in this one the households supported went from 100 to 900.",
    ],
    mend: [
        "So với báo cáo năm trước của xã; nếu thay đổi là thật thì ghi nguyên nhân vào cột «Lý do» khi trả lời.",
        "Compare with the commune's report of last year; where the change is real, answer with the reason.",
    ],
};

pub(super) const CUMULATIVE_FELL: Explained = Explained {
    example: [
        "Giải ngân lũy kế đến tháng 5 là 1.200.000.000 mà đến tháng 6 chỉ còn 310.000.000: có thể đã ghi số của riêng tháng 6.",
        "Disbursed by May 1.200.000.000, by June only 310.000.000: June's own amount was probably written.",
    ],
    mend: [
        "Cộng số của kỳ này vào lũy kế kỳ trước; nếu có thu hồi, điều chỉnh giảm thì ghi rõ ở cột ghi chú.",
        "Add this period to what stood before; where money was taken back, say so in the notes.",
    ],
};

pub(super) const REPEATED: Explained = Explained {
    example: [
        "Xã Kim Hỷ gửi biểu năm 2025 với 29 số giống hệt năm 2024, 9 xã khác đều có số mới: có thể chỉ sửa năm trên tiêu đề tệp cũ.",
        "Xã Kim Hỷ sends its form of 2025 with the 29 figures of 2024, while nine communes have new ones: perhaps only the year in the title of the old file was changed.",
    ],
    mend: [
        "Mở tệp, so vài số với sổ sách của kỳ này; nếu là tệp cũ thì gửi tệp đúng kỳ, nếu số không đổi thì trả lời «giữ nguyên».",
        "Open the file and compare some figures with this period's books; send the right file if it is the old one, answer «keep» if nothing changed.",
    ],
};

pub(super) const PREVIOUS_UNUSED: Explained = Explained {
    example: [
        "Kiểm tra số năm 2024 nhưng --previous lại là kết quả của chính năm 2024, hoặc của biểu khác. Hoặc xã mới nhận một phần của xã cũ bị chia tách: số kỳ trước của các xã cũ không cộng thành số của xã mới.",
        "Figures of 2024 are checked, but --previous is the result of 2024 itself, or of another form. Or a new commune took a part of one that was split: the last period's figures do not add up to its own.",
    ],
    mend: [
        "Chỉ đúng tệp --facts hoặc bảng tổng hợp của kỳ trước, cùng biểu, cùng địa bàn; nếu tệp đã mở và lưu lại bằng Excel thì dùng lại bản gốc.",
        "Name the facts or the consolidated workbook of the last period, of the same form and place; where Excel saved the file anew, use the original.",
    ],
};

pub(super) const UNIT_SLIP: Explained = Explained {
    example: [
        "16 xã có vốn từng dự án hàng trăm triệu đồng, tệp này ghi vài trăm nghìn ở 9 trên 11 dòng: có thể số tính bằng nghìn đồng.",
        "Sixteen communes have hundreds of millions a project, this file some hundred thousand in 9 of 11 rows: perhaps in thousands.",
    ],
    mend: [
        "Hỏi đơn vị số ghi bằng đồng, nghìn đồng hay triệu đồng, sửa dòng đơn vị tính hoặc sửa số rồi chạy lại.",
        "Ask the unit which measure it wrote in, correct the measure line or the figures, and run again.",
    ],
};

pub(super) const MAGNITUDE: Explained = Explained {
    example: [
        "Trên bảng ghi «Đơn vị tính: Triệu đồng», dưới ghi 1.204.000.000: thành 1.204.000 tỷ đồng cho một xã. Hoặc ghi «Đơn vị tính: đồng» mà số nào cũng nhỏ, lại có số lẻ: 305; 7.030,6.",
        "«Đơn vị tính: Triệu đồng» stands over the table, 1.204.000.000 below: that is 1.204.000 billion for a commune. Or «đồng» over figures that are all small, some with decimals: 305; 7.030,6.",
    ],
    mend: [
        "Sửa dòng đơn vị tính cho đúng với số đã ghi, hoặc ghi lại số theo đơn vị tính của biểu.",
        "Correct the measure line to what the figures are in, or write the figures in the form's measure.",
    ],
};

pub(super) const UNLIKE_LEVEL: Explained = Explained {
    example: [
        "Tính theo số hộ, các xã có khoảng 30 hộ nghèo được hỗ trợ, xã này ghi 3.100: có thể thừa hai chữ số.",
        "By its households a commune has about 30 poor ones supported, this one says 3.100: perhaps two digits too many.",
    ],
    mend: [
        "Xem lại chữ số và đơn vị tính của ô; nếu số đúng thì trả lời «giữ nguyên» ở cột «Giá trị đúng» kèm lý do.",
        "Look at the digits and the measure of the cell; where it is right answer «as is» with the reason.",
    ],
};

pub(super) const FIGURES_CHANGED: Explained = Explained {
    example: [
        "Tuần trước tổng hợp, tuần này xã Côn Minh gửi lại: số hộ 412 thành 421.",
        "Consolidated last week; this week xã Côn Minh sent again: 412 households became 421.",
    ],
    mend: [
        "Xem trang «Thay đổi»: số nào đổi, số tổng hợp nào đổi theo.",
        "See the sheet of changes: which figures, and which totals with them.",
    ],
};

pub(super) const UNIT_CAME: Explained = Explained {
    example: ["Xã Kim Hỷ nộp sau khi huyện đã tổng hợp lần đầu.", "Xã Kim Hỷ sent after the first consolidation."],
    mend: ["Không phải làm gì.", "Nothing to do."],
};

pub(super) const UNIT_WENT: Explained = Explained {
    example: [
        "Xã gửi lại tệp hỏng, đè lên tệp cũ: lần này không có số của xã.",
        "A commune sent a damaged file over the old one: now it has no figures.",
    ],
    mend: [
        "Tìm lại tệp đã dùng lần trước, hoặc xin lại tệp của đơn vị.",
        "Find the file that was used, or ask for it again.",
    ],
};
