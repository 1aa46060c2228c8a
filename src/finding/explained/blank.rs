//! Examples and remedies for the codes about workbooks that were made from a blank of this program.

use super::Explained;

pub(super) const BLANK_OF_OTHER_UNIT: Explained = Explained {
    example: [
        "Xã Kim Lư mượn biểu trắng của xã Côn Minh, bỏ khóa trang rồi sửa tên ở tiêu đề: tệp vẫn mang mã của Côn Minh.",
        "Kim Lư borrowed the blank of Côn Minh and changed the title: the file still has the code of Côn Minh.",
    ],
    mend: [
        "Mỗi xã điền đúng biểu trắng của mình; nếu đã lỡ dùng nhầm, chép số sang biểu của xã rồi gửi lại.",
        "Each commune fills in its own blank; where another's was used, copy the figures into the right one.",
    ],
};

pub(super) const BLANK_OF_OTHER_VERSION: Explained = Explained {
    example: [
        "Huyện thêm một chỉ tiêu vào biểu sau khi đã gửi biểu trắng cho các xã.",
        "The district added a row to the form after the blanks had gone out.",
    ],
    mend: [
        "Lập lại biểu trắng bằng «phubieu template» rồi gửi cho xã, hoặc tổng hợp bằng đúng biểu đã gửi.",
        "Make the blanks again with `phubieu template`, or consolidate with the form that went out.",
    ],
};

pub(super) const BLANK_REWORDED: Explained = Explained {
    example: [
        "Ô B12 của biểu trắng ghi «Số hộ được giải quyết đất ở», trong tệp gửi về ghi «Số hộ thiếu đất ở».",
        "B12 of the blank says «Số hộ được giải quyết đất ở», the file that came back says «Số hộ thiếu đất ở».",
    ],
    mend: [
        "Lấy lại biểu trắng gốc, chép số sang. Nếu chỉ tiêu cần sửa thật, báo cơ quan lập biểu.",
        "Copy the figures into the blank as it was sent. Where a row must really change, tell whoever made the form.",
    ],
};

pub(super) const BLANK_MOVED: Explained = Explained {
    example: [
        "Dòng 15 bị xóa nên các chỉ tiêu bên dưới đều dồn lên một dòng.",
        "Row 15 was deleted and all rows below came up by one.",
    ],
    mend: [
        "Không chèn, xóa dòng, cột. Không phát sinh thì gõ dấu - chứ không xóa dòng.",
        "Put in and take out no rows or columns. Where nothing arose, type - and keep the row.",
    ],
};

pub(super) const BLANK_SHEET_GONE: Explained = Explained {
    example: ["Trang «chi-tieu» được đổi tên thành «Sheet1 (2)».", "The sheet «chi-tieu» was renamed to «Sheet1 (2)»."],
    mend: ["Giữ nguyên tên các trang của biểu trắng.", "Keep the names of the sheets."],
};

pub(super) const BLANK_BROKEN: Explained = Explained {
    example: [
        "Có người mở trang ẩn «phubieu» và sửa mã đơn vị 02173 thành 02158.",
        "Somebody opened the hidden sheet «phubieu» and changed the unit's code.",
    ],
    mend: [
        "Không mở và sửa trang ẩn; dùng biểu trắng gốc của chính đơn vị.",
        "Leave the hidden sheet alone; use the unit's own blank.",
    ],
};

pub(super) const BLANK_NOT_FILLED: Explained = Explained {
    example: [
        "Trong thư mục nhận bài còn nguyên biểu trắng «02173_Côn Minh.xlsx» đã gửi đi.",
        "The blank «02173_Côn Minh.xlsx» as it was sent still lies in the folder where files are collected.",
    ],
    mend: [
        "Không phải làm gì; khi xã gửi tệp đã điền thì chép đè lên.",
        "Nothing to do; the file that the commune fills in takes its place.",
    ],
};

pub(super) const BLANK_OF_OTHER_PERIOD: Explained = Explained {
    example: [
        "Biểu trắng của kỳ 2024, nhưng dòng tiêu đề đã sửa thành «năm 2023».",
        "The blank is of 2024, but its title was changed to «năm 2023».",
    ],
    mend: [
        "Hỏi lại số của kỳ nào; dùng biểu trắng của đúng kỳ đó.",
        "Ask which period the figures are of; use the blank of that period.",
    ],
};
