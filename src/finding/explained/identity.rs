//! Examples and remedies for the codes about who sent a file and for when.

use super::Explained;

pub(super) const UNKNOWN_UNIT: Explained = Explained {
    example: [
        "Tiêu đề chỉ ghi «UBND xã», tệp tên «Phu luc 1.xlsx»: không biết là số của xã nào, cả tệp không được cộng.",
        "The title says only «UBND xã» and the file is named «Phu luc 1.xlsx»: nobody knows whose figures they are, and the file is not counted.",
    ],
    mend: [
        "Ghi tên xã ở đầu biểu («Ủy ban nhân dân xã Côn Minh») hoặc trong tên tệp. Cán bộ huyện có thể ghi mã xã dạng chữ (02173) vào cột «Giá trị đúng» rồi chạy lại với --decisions.",
        "Name the commune at the top («Ủy ban nhân dân xã Côn Minh») or in the file name. The district may write its code as text (02173) as the right value and run again with --decisions.",
    ],
};

pub(super) const AMBIGUOUS_UNIT: Explained = Explained {
    example: [
        "Tiêu đề chỉ ghi «xã Sơn Thành», lúc chạy không nêu địa bàn: có xã Sơn Thành ở Na Rì, Yên Thành và Sơn Hà, nên tệp chưa được cộng.",
        "The title says only «xã Sơn Thành» and no place was given: there is one in Na Rì, in Yên Thành and in Sơn Hà, so the file is not counted.",
    ],
    mend: [
        "Ghi thêm huyện, tỉnh ở tiêu đề, hoặc đặt mã xã vào tên tệp (02161_Son Thanh.xlsx), hoặc chạy với --under.",
        "Add district and province to the title, or put the code in the file name (02161_Son Thanh.xlsx), or run with --under.",
    ],
};

pub(super) const UNITS_DISAGREE: Explained = Explained {
    example: [
        "Tiêu đề ghi «xã Côn Minh» mà tệp tên «Phu luc xa Cu Le.xlsx»: không rõ ai nộp, cả tệp không được cộng.",
        "The title says «xã Côn Minh» and the file is named «Phu luc xa Cu Le.xlsx»: who sent it cannot be told, and it is not counted.",
    ],
    mend: [
        "Xem số liệu là của xã nào, sửa tên ở nơi ghi nhầm (tiêu đề, tên trang hoặc tên tệp) rồi nộp lại.",
        "See whose figures they are, correct the name where it is wrong (title, sheet or file) and send it again.",
    ],
};

pub(super) const UNIT_ELSEWHERE: Explained = Explained {
    example: [
        "Đang tổng hợp huyện Na Rì mà trong thư mục có tệp của xã Yên Hân, huyện Chợ Mới: tệp không được cộng.",
        "The district Na Rì is being consolidated and a file of xã Yên Hân, huyện Chợ Mới lies in the folder: it is not counted.",
    ],
    mend: [
        "Chuyển tệp về thư mục của huyện kia. Nếu đang tổng hợp cả tỉnh thì sửa lại --under (khóa under trong phubieu.toml).",
        "Move it to the other district's folder. If the whole province is meant, correct --under (the key under in phubieu.toml).",
    ],
};

pub(super) const DUPLICATE_SUBMISSION: Explained = Explained {
    example: [
        "Xã Văn Vũ gửi «Van Vu.xlsx», hôm sau gửi «Van Vu (sua).xlsx», cả hai còn trong thư mục: chưa tệp nào được cộng.",
        "Xã Văn Vũ sent «Van Vu.xlsx» and the next day «Van Vu (sua).xlsx», and both are in the folder: neither is counted.",
    ],
    mend: [
        "Hỏi xã bản nào là bản cuối, chuyển bản kia đi chỗ khác; hoặc ghi «dùng» vào cột «Giá trị đúng» của bản đúng rồi chạy lại với --decisions.",
        "Ask which is the final one and move the other away; or write «use» as the right value of the right one and run again with --decisions.",
    ],
};

pub(super) const NOT_SUBMITTED: Explained = Explained {
    example: [
        "Huyện Na Rì có 17 xã, thị trấn; trong thư mục mới có 16 tệp, thiếu xã Lương Thượng: mỗi số tổng hợp mang dấu * và nêu tên xã thiếu.",
        "Na Rì has 17 communes, files of 16 are there and xã Lương Thượng is missing: every total is marked * and names it.",
    ],
    mend: [
        "Đề nghị xã gửi. Nếu xã cho biết đã gửi thì tìm trong các tệp bị báo PB003, PB101, PB103 hoặc trong hộp thư.",
        "Remind the commune. If it says that it has sent, look among the files with PB003, PB101 or PB103, or in the mailbox.",
    ],
};

pub(super) const UNKNOWN_PERIOD: Explained = Explained {
    example: [
        "Tiêu đề ghi «CHỈ TIÊU KẾ HOẠCH», tiêu đề cột ghi «Kế hoạch», không nơi nào có năm: số vẫn được cộng nhưng không rõ của kỳ nào.",
        "The title says «CHỈ TIÊU KẾ HOẠCH» and the column «Kế hoạch», with no year anywhere: the figures are counted, of which period is not known.",
    ],
    mend: [
        "Ghi năm ở tiêu đề («… năm 2024»), hoặc chạy lại với --period 2024.",
        "Write the year in the title («… năm 2024»), or run again with --period 2024.",
    ],
};

pub(super) const PERIODS_DIFFER: Explained = Explained {
    example: [
        "Đợt báo cáo năm 2024, trong biểu ghi năm 2024, nhưng tệp tên «Phu luc 2023.xlsx»: số được lấy cho năm 2024.",
        "The round is of 2024 and so says the table, but the file is named «Phu luc 2023.xlsx»: the figures are taken for 2024.",
    ],
    mend: [
        "Mở xem có phải nộp nhầm số năm trước không; nếu chỉ ghi sai năm thì sửa chỗ sai.",
        "See whether last year's figures were sent by mistake; if only the year is wrong somewhere, correct it there.",
    ],
};

pub(super) const PERIODS_DISAGREE: Explained = Explained {
    example: [
        "Tiêu đề ghi «CHỈ TIÊU KẾ HOẠCH NĂM 2024», cột số liệu ghi «Kế hoạch năm 2023»: không rõ số của năm nào, cả tệp không được cộng.",
        "The title says «CHỈ TIÊU KẾ HOẠCH NĂM 2024», the column of figures «Kế hoạch năm 2023»: of which year they are cannot be told, and the file is not counted.",
    ],
    mend: [
        "Đối chiếu số với văn bản, sửa năm ở tiêu đề hoặc ở tiêu đề cột cho hai nơi như nhau.",
        "Compare the figures with the document and correct the year in the title or in the heading, so that both say the same.",
    ],
};

pub(super) const OTHER_PERIOD: Explained = Explained {
    example: [
        "Đợt báo cáo năm 2024, còn tiêu đề và cột số liệu của tệp đều ghi năm 2023: cả tệp không được cộng.",
        "The round is of 2024, and both title and heading of the file say 2023: the file is not counted.",
    ],
    mend: [
        "Gửi phụ biểu của đúng kỳ. Nếu tệp đúng mà đợt báo cáo đặt nhầm thì sửa --period (khóa period trong phubieu.toml).",
        "Send the appendix of the right period. If the file is right and the round is wrong, correct --period (the key period in phubieu.toml).",
    ],
};

pub(super) const SAME_FIGURES: Explained = Explained {
    example: [
        "Tệp của xã Kim Lư và xã Cư Lễ có 29 chỉ tiêu giống nhau từng số: cả hai vẫn được cộng, nhưng cần hỏi lại.",
        "The files of Kim Lư and Cư Lễ agree in every one of 29 figures: both are counted, but somebody should ask.",
    ],
    mend: [
        "Gọi cho cả hai xã; xã nào gửi nhầm bản chép thì điền số của mình và gửi lại.",
        "Call both communes; whichever sent the copy fills in figures of its own and sends again.",
    ],
};

pub(super) const LATE: Explained = Explained {
    example: [
        "Hạn 31/3/2024 là Chủ nhật nên tính đến 01/4; xã nộp ngày 03/4: chậm 2 ngày làm việc.",
        "The last day, 31 March 2024, is a Sunday, so 1 April counts; the commune sent on 3 April: 2 working days late.",
    ],
    mend: [
        "Không phải sửa gì; dùng để đôn đốc. Nếu ngày ghi sai, sửa cột ngay_nop của tệp danh mục.",
        "Nothing to mend. Where the day is wrong, correct the column ngay_nop of the units file.",
    ],
};

pub(super) const DAY_UNKNOWN: Explained = Explained {
    example: [
        "Chạy với --due 2024-03-31 mà không ghi ngày nộp ở đâu.",
        "--due 2024-03-31 was given, and the day of sending nowhere.",
    ],
    mend: [
        "Thêm cột ngay_nop (31/03/2024) vào tệp --units, hoặc chạy với --file-dates để lấy ngày lưu ghi trong tệp.",
        "Add a column ngay_nop (31/03/2024) to the file of --units, or run with --file-dates to take the day each document was saved.",
    ],
};

pub(super) const UNITS_OF_BEFORE: Explained = Explained {
    example: [
        "phubieu.toml chép từ năm 2024 còn dòng era = \"2024\", mà các biểu là của năm 2026.",
        "A phubieu.toml copied from 2024 still says era = \"2024\", and the tables are of 2026.",
    ],
    mend: [
        "Bỏ dòng era (hoặc --era 2024), sửa under thành mã tỉnh, xã của hiện nay, rồi chạy lại.",
        "Leave out era (or --era 2024), give the code of today's province or commune as under, and run again.",
    ],
};

pub(super) const SUPERSEDED: Explained = Explained {
    example: [
        "Xã gửi «Van Vu.xlsx» rồi «Van Vu lan 2.xlsx»; chạy với --latest thì bản lần 2 được dùng.",
        "A commune sent «Van Vu.xlsx» and then «Van Vu lan 2.xlsx»; with --latest the second is used.",
    ],
    mend: [
        "Xem đúng là bản sau mới đúng không. Nếu không, ghi «dùng» cho bản đúng trong danh sách phát hiện, rồi --decisions.",
        "See that the later one is right. If not, write «use» for the right one in the list of findings, and give it with --decisions.",
    ],
};
