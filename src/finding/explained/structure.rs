//! Examples and remedies for the codes about sheets, rows and columns.

use super::Explained;

pub(super) const FORM_NOT_FOUND: Explained = Explained {
    example: [
        "Xã xóa mất dòng «STT | Chỉ tiêu | ĐVT | Kế hoạch năm 2024», chỉ còn tên và số: không nhận ra biểu, cả tệp không có số nào.",
        "The row «STT | Chỉ tiêu | ĐVT | Kế hoạch năm 2024» was deleted and only labels and figures are left: the form is not recognised and nothing is read.",
    ],
    mend: [
        "Chép dòng tiêu đề cột từ biểu mẫu vào ngay trên bảng; chắc nhất là nhập số vào tệp mẫu được gửi xuống.",
        "Copy the heading row of the form right above the table; safest is to fill in the blank that was sent out.",
    ],
};

pub(super) const VALUE_COLUMN_MISSING: Explained = Explained {
    example: [
        "Biểu kế hoạch vốn không có cột «Vốn đầu tư › NSĐP»: các cột khác vẫn đọc, số của cột này coi như chưa báo cáo.",
        "The capital plan has no column «Vốn đầu tư › NSĐP»: the other columns are read, this one counts as not reported.",
    ],
    mend: [
        "Thêm cột với đúng tiêu đề của mẫu, cả tầng trên («Vốn đầu tư») lẫn tầng dưới («NSĐP»).",
        "Add the column with the form's heading, its upper level («Vốn đầu tư») and its lower («NSĐP»).",
    ],
};

pub(super) const VALUE_COLUMN_AMBIGUOUS: Explained = Explained {
    example: [
        "Bảng có cột «Kế hoạch năm 2023» và cột «Kế hoạch năm 2024», tiêu đề biểu không ghi năm: không đọc cột nào.",
        "The table has the columns «Kế hoạch năm 2023» and «Kế hoạch năm 2024» and no year in its title: neither is read.",
    ],
    mend: [
        "Chạy với --period 2024, hoặc xóa cột không thuộc kỳ báo cáo.",
        "Run with --period 2024, or delete the column that is not of the round.",
    ],
};

pub(super) const ROW_MISSING: Explained = Explained {
    example: [
        "Xã không phát sinh nên xóa dòng «Số hộ được giải quyết đất ở»: xã bị coi là chưa báo cáo, số tổng hợp thiếu xã này.",
        "Nothing arose and the row «Số hộ được giải quyết đất ở» was deleted: the commune counts as not reporting, and the total lacks it.",
    ],
    mend: [
        "Chèn lại dòng với tên chép từ mẫu; không phát sinh thì ghi 0 hoặc «-».",
        "Insert the row again with the label copied from the form; where nothing arose write 0 or «-».",
    ],
};

pub(super) const ROW_UNKNOWN: Explained = Explained {
    example: [
        "Xã chèn thêm dòng «Thôn Bản Cuôn» ghi 12, mẫu không có dòng này: số 12 không được cộng.",
        "A row «Thôn Bản Cuôn» with 12 was inserted that the form does not have: the 12 is not counted.",
    ],
    mend: [
        "Nếu đây là chỉ tiêu của mẫu bị đổi tên thì chép lại tên từ mẫu; nếu là dòng tự thêm thì xóa đi.",
        "If it is a row of the form under another name, copy the label from the form; if it was added, delete it.",
    ],
};

pub(super) const ROW_TWICE: Explained = Explained {
    example: [
        "Dòng «Số hộ được giải quyết nhà ở» có ở B30 ghi 12 và ở B33 ghi 15: không rõ dòng nào đúng, không lấy số nào.",
        "The row «Số hộ được giải quyết nhà ở» stands at B30 with 12 and at B33 with 15: which is right cannot be told, and neither is taken.",
    ],
    mend: [
        "Giữ dòng có số đúng, xóa dòng còn lại; đừng tự cộng hai số khi chưa rõ vì sao bị lặp.",
        "Keep the row with the right figure and delete the other; do not add the two before you know why there are two.",
    ],
};

pub(super) const ROW_AMBIGUOUS: Explained = Explained {
    example: [
        "Mẫu có hai dòng tên «Số hộ được hỗ trợ nước sinh hoạt» (9 và 18). Trong tệp, dòng này không có số thứ tự và nằm ở cuối bảng: không biết là dòng nào.",
        "The form has two rows «Số hộ được hỗ trợ nước sinh hoạt» (9 and 18). In the file it has no number and stands at the bottom: which it is cannot be told.",
    ],
    mend: [
        "Ghi số thứ tự như mẫu và đưa dòng về đúng chỗ; tên viết tắt thì chép lại nguyên văn.",
        "Write the form's number beside it and put the row in its place; where the label was cut short, copy it in full.",
    ],
};

pub(super) const ROW_SPELLING: Explained = Explained {
    example: [
        "Xã ghi «Phân đấu số xã ra khỏi địa bàn ĐBKK»: được hiểu là dòng «Phấn đấu số xã ra khỏi địa bàn đặc biệt khó khăn».",
        "The file says «Phân đấu số xã ra khỏi địa bàn ĐBKK»: it is taken for «Phấn đấu số xã ra khỏi địa bàn đặc biệt khó khăn».",
    ],
    mend: [
        "Nếu hiểu đúng thì không phải sửa; nếu sai thì chép lại tên chỉ tiêu từ mẫu.",
        "If that is right, leave it; if not, copy the label from the form.",
    ],
};

pub(super) const ROW_NUMBER: Explained = Explained {
    example: [
        "Dòng «Số hộ được giải quyết nhà ở» mang số 20, trong mẫu là 25: số liệu vẫn lấy theo tên dòng.",
        "The row «Số hộ được giải quyết nhà ở» has the number 20 where the form has 25: its figure is taken by the label.",
    ],
    mend: [
        "Không bắt buộc sửa; lần sau giữ nguyên cột STT của mẫu.",
        "Need not be mended; next time leave the column of numbers as the form has it.",
    ],
};

pub(super) const COLUMN_UNKNOWN: Explained = Explained {
    example: [
        "Xã thêm cột «Ước thực hiện 6 tháng» có 29 ô số: các số này không được cộng. Hoặc một cột mẫu ghi là cột chữ mà mọi ô đều là số.",
        "A column «Ước thực hiện 6 tháng» with 29 figures was added: they are not counted. Or all cells of a column that the form has as words hold figures.",
    ],
    mend: [
        "Nếu là cột của mẫu thì sửa lại tiêu đề (hoặc role trong tệp mẫu); nếu chỉ để tham khảo thì để ở tệp riêng.",
        "If it is a column of the form, correct its heading (or its role in the form file); if it is only for reference, keep it in a file of its own.",
    ],
};

pub(super) const MERGED_VALUE: Explained = Explained {
    example: [
        "Ba ô D12:D14 gộp làm một và ghi 45: không rõ 45 là của dòng nào, cả ba dòng không có số.",
        "The cells D12:D14 are merged and say 45: whose figure that is cannot be told, and none of the three rows has one.",
    ],
    mend: [
        "Chọn ô gộp, bấm Gộp & Căn giữa (Merge & Center) để tách ra, rồi ghi số cho từng dòng.",
        "Select it, press Merge & Center to part the cells, and write a figure in each row.",
    ],
};

pub(super) const FIGURE_WITHOUT_LABEL: Explained = Explained {
    example: [
        "Ô D36 ghi 12 ở cột số liệu, còn ô tên chỉ tiêu cùng dòng để trống: số 12 không được cộng.",
        "D36 holds 12 in the column of figures and the label beside it is blank: the 12 is not counted.",
    ],
    mend: [
        "Ghi tên chỉ tiêu vào dòng đó, hoặc xóa số nếu là số nháp.",
        "Write the label in that row, or delete the figure if it was scratch work.",
    ],
};

pub(super) const HIDDEN_SHEET: Explained = Explained {
    example: [
        "Trang nhìn thấy chỉ có công văn, còn biểu nằm ở trang «Phụ lục» đang bị ẩn: số được đọc từ trang ẩn.",
        "The visible sheet holds only a letter, the table stands on the hidden sheet «Phụ lục»: the figures are read from there.",
    ],
    mend: [
        "Bấm chuột phải vào tên trang bất kỳ, chọn Bỏ ẩn (Unhide), xem có phải số mới nhất không.",
        "Right-click a sheet's name, choose Unhide, and see whether these are the latest figures.",
    ],
};

pub(super) const HIDDEN_COPY: Explained = Explained {
    example: [
        "Tệp có trang «Phụ lục» và một trang ẩn «Phụ lục (2)» cùng biểu: chỉ trang nhìn thấy được đọc.",
        "The file has a sheet «Phụ lục» and a hidden «Phụ lục (2)» with the same table: only the visible one is read.",
    ],
    mend: [
        "Bỏ ẩn để so hai trang, rồi xóa bản cũ cho khỏi nhầm.",
        "Unhide it, compare the two and delete the old one.",
    ],
};

pub(super) const SEVERAL_TABLES: Explained = Explained {
    example: [
        "Trang «Phụ lục» và trang «Bản sửa» đều có đủ các chỉ tiêu: không biết bản nào là bản nộp, không đọc bản nào.",
        "The sheets «Phụ lục» and «Bản sửa» both have all rows: which one is the submission cannot be told, and neither is read.",
    ],
    mend: [
        "Xóa bản không dùng. Bảng của hai năm thì ghi năm ở từng tiêu đề và chạy với --period; bảng của hai đơn vị thì tách thành hai tệp.",
        "Delete the one not meant. For two years write the year in each title and run with --period; for two units make two files.",
    ],
};

pub(super) const GROUP_MISSING: Explained = Explained {
    example: [
        "Xã xóa dòng nhóm «9 Số hộ được hỗ trợ nước sinh hoạt» (không có số riêng), giữ dòng chi tiết bên dưới: số liệu không mất gì.",
        "The group row «9 Số hộ được hỗ trợ nước sinh hoạt», which has no figure, was deleted and the row below it kept: nothing is lost.",
    ],
    mend: [
        "Không ảnh hưởng đến lần nộp này; lần sau giữ đủ dòng như mẫu.",
        "It does no harm this time; next time keep all rows of the form.",
    ],
};

pub(super) const ROW_OF_ANOTHER_NUMBER: Explained = Explained {
    example: [
        "Ở chỗ số 11 ghi «Số hộ được giải quyết nhà ở», ở chỗ số 25 ghi «Số hộ được giải quyết đất ở»: tên hai dòng có vẻ bị đổi chỗ cho nhau, số vẫn lấy theo tên.",
        "Number 11 says «Số hộ được giải quyết nhà ở» and number 25 «Số hộ được giải quyết đất ở»: the two labels seem swapped; the figures are taken by the labels.",
    ],
    mend: [
        "So hai dòng với mẫu: đổi lại tên nếu tên sai chỗ, hoặc sửa số thứ tự nếu chỉ số thứ tự sai.",
        "Compare both rows with the form: put the labels back if they are swapped, or correct the numbers if only those are.",
    ],
};

pub(super) const ROW_MOVED: Explained = Explained {
    example: [
        "Dòng «25 Số hộ được giải quyết nhà ở» bị chuyển lên đầu bảng: số vẫn vào đúng chỉ tiêu nhờ tên.",
        "The row «25 Số hộ được giải quyết nhà ở» was moved to the top: its figure goes to the right row by its label.",
    ],
    mend: [
        "Có thể để nguyên. Nếu chuyển nhầm khi cắt dán thì xem các dòng quanh đó có bị lệch số không.",
        "It may stay. If it was moved by accident, see whether the figures around it have slipped too.",
    ],
};

pub(super) const COLUMNS_MOVED: Explained = Explained {
    example: [
        "Cột «NSĐP» đứng trước cột «NSTW», ngược với mẫu: mỗi số vẫn theo tiêu đề của cột nó.",
        "The column «NSĐP» stands before «NSTW», not as in the form: each figure follows the heading over it.",
    ],
    mend: [
        "Xem số có nằm đúng dưới tiêu đề của nó không; đã đúng thì để nguyên.",
        "See whether the figures stand under their right headings; if so, leave it.",
    ],
};

pub(super) const TOTAL_OF_LIST: Explained = Explained {
    example: [
        "Dưới 14 công trình có dòng «Tổng cộng 5.200»: đây không phải công trình thứ 15; tổng được cộng lại từ 14 mục rồi so với 5.200.",
        "Below 14 works stands «Tổng cộng 5.200»: it is no fifteenth; the total is added up from the 14 and held against 5.200.",
    ],
    mend: [
        "Thường không phải làm gì. Nếu một công trình bị coi là dòng cộng hay phần của mục khác thì ghi số thứ tự cho nó.",
        "Mostly nothing to do. If a work was taken for a total or for a part of another, give it a number.",
    ],
};

pub(super) const ITEM_TWICE: Explained = Explained {
    example: [
        "«Đường Bản Cuôn, thôn Bản Cuôn» có ở dòng 12 và dòng 27 của danh mục: cả hai vẫn được cộng, có thể là tính trùng.",
        "«Đường Bản Cuôn, thôn Bản Cuôn» stands in rows 12 and 27 of the list: both are counted, perhaps the same work twice.",
    ],
    mend: [
        "Cùng một công trình thì xóa một dòng; hai đoạn hoặc hai giai đoạn thì ghi rõ trong tên để phân biệt.",
        "If it is one work, delete a row; if there are two sections or phases, say so in their names.",
    ],
};

pub(super) const SHEET_NOT_RECOGNISED: Explained = Explained {
    example: [
        "Ngoài phụ biểu, tệp còn trang «Bảng lương» có số nhưng không giống biểu nào: trang đó không đọc.",
        "Besides the appendix the file has a sheet «Bảng lương» with figures that is like no form: that sheet is not read.",
    ],
    mend: [
        "Trang không phải bản nộp thì bỏ qua; nếu phải nộp thì sửa tiêu đề cột theo mẫu, hoặc chạy với --form hay --template.",
        "If the sheet is no submission, ignore it; if it is one, write the form's headings, or run with --form or --template.",
    ],
};

pub(super) const SHEET_AMBIGUOUS: Explained = Explained {
    example: [
        "Một bảng rút gọn khớp biểu kế hoạch vốn và biểu giải ngân gần bằng nhau (chênh dưới 10%): không đọc theo biểu nào.",
        "A shortened table fits the capital plan and the disbursement form nearly alike (less than 10 % apart): it is read as neither.",
    ],
    mend: [
        "Nêu biểu khi chạy, ví dụ --form giai-ngan (tên các biểu: «phubieu form list»), hoặc bổ sung các cột còn thiếu của mẫu.",
        "Name the form, such as --form giai-ngan (for the names: «phubieu form list»), or add the form's missing columns.",
    ],
};

pub(super) const FORM_DRAWN: Explained = Explained {
    example: [
        "Không nêu biểu và không có biểu sẵn nào khớp, nhưng 15 trong 17 tệp có bảng giống nhau: biểu được dựng từ 15 tệp đó.",
        "No form was named and none fits, but 15 of 17 files have the same table: a form is drawn from these.",
    ],
    mend: [
        "Chạy lại với --template và biểu trắng đã gửi xuống xã; nếu không còn thì soát cách tổng hợp của từng dòng trước khi dùng số.",
        "Run again with --template and the blank that was sent out; if there is none, check how each row aggregates before using the totals.",
    ],
};

pub(super) const TABLE_OF_ANOTHER_YEAR: Explained = Explained {
    example: [
        "Tệp có biểu năm 2023 ở trên và biểu năm 2024 ở dưới, đợt báo cáo là năm 2024: bảng năm 2023 không được đọc.",
        "The file has the table of 2023 above that of 2024, and the round is of 2024: the table of 2023 is not read.",
    ],
    mend: [
        "Đúng là số năm trước thì để nguyên; nếu ghi nhầm năm thì sửa tiêu đề của bảng.",
        "If it really is last year's, leave it; if the year is a slip, correct the table's title.",
    ],
};

pub(super) const RIVAL_TABLE: Explained = Explained {
    example: [
        "Chạy với biểu kế hoạch vốn; trên trang còn bảng giải ngân với cùng các dự án: chỉ bảng có đủ cột kế hoạch vốn được đọc.",
        "The form is the capital plan; a table of disbursement with the same projects stands on the sheet too: only the one with the plan's columns is read.",
    ],
    mend: [
        "Nếu bảng bị bỏ mới là bản nộp thì ghi đủ tiêu đề cột của mẫu và xóa bảng kia.",
        "If the table left out is the submission, write all the form's headings and delete the other.",
    ],
};

pub(super) const LISTS_STACKED: Explained = Explained {
    example: [
        "Tệp có danh mục «Công trình chuyển tiếp» và danh mục «Công trình khởi công mới»: các mục của cả hai được gộp và cùng được cộng.",
        "The file has a list «Công trình chuyển tiếp» and a list «Công trình khởi công mới»: the items of both are put together and counted.",
    ],
    mend: [
        "Đọc tiêu đề từng bảng; bảng nào dự kiến, đã xong hoặc của năm khác thì xóa khỏi tệp nộp.",
        "Read the title of each; delete a list that is planned, finished or of another year.",
    ],
};

pub(super) const FIGURES_OUTSIDE: Explained = Explained {
    example: [
        "Bên phải cột «Ghi chú», cột J không có tiêu đề chứa 5 số cộng thử: không đọc các số này.",
        "Right of «Ghi chú» the column J, without a heading, holds 5 check sums: they are not read.",
    ],
    mend: [
        "Xóa số nháp trước khi nộp; nếu là số liệu thật thì ghi tiêu đề cột như mẫu.",
        "Delete scratch figures before sending; if they are real, give the column the form's heading.",
    ],
};

pub(super) const YEAR_INSIDE: Explained = Explained {
    example: [
        "Giữa danh mục năm 2024 có dòng «DANH MỤC CÔNG TRÌNH NĂM 2023»: các công trình bên dưới bị coi là của năm 2023, không lấy số.",
        "Inside the list of 2024 stands the line «DANH MỤC CÔNG TRÌNH NĂM 2023»: the works below it are taken for those of 2023 and not counted.",
    ],
    mend: [
        "Chuyển phần của năm khác sang trang riêng, có đủ dòng tiêu đề cột; nếu dòng đó ghi nhầm năm thì sửa lại.",
        "Move the other year's part to a sheet of its own with column headings; if the line's year is a slip, correct it.",
    ],
};

pub(super) const AFTER_TOTAL: Explained = Explained {
    example: [
        "Dưới dòng «Tổng cộng» của danh mục có dòng «Vốn đối ứng 10» không đánh số: không tính là một công trình.",
        "Below «Tổng cộng» of a list stands «Vốn đối ứng 10» without a number: it is taken for no work.",
    ],
    mend: [
        "Nếu là công trình thì đánh số thứ tự hoặc đưa lên trên dòng cộng; nếu chỉ diễn giải thì để nguyên.",
        "If it is a work, number it or put it above the total; if it only explains the total, leave it.",
    ],
};

pub(super) const FIGURES_UNREAD: Explained = Explained {
    example: [
        "Dưới phụ biểu còn bảng nhỏ «Thôn | Kinh phí» ghi «Bản Cuôn 12», «Nà Cầm 31»: bảng này không thuộc biểu nào, số không được đọc.",
        "Below the appendix stands a small table «Thôn | Kinh phí» with «Bản Cuôn 12», «Nà Cầm 31»: it belongs to no form and its figures are not read.",
    ],
    mend: [
        "Số liệu cần nộp thì nhập vào đúng dòng, cột của mẫu; số tham khảo thì để ở trang khác.",
        "Enter figures that count in the form's own rows and columns; keep others on another sheet.",
    ],
};

pub(super) const NEARLY_RECOGNISED: Explained = Explained {
    example: [
        "Bảng có đủ cột của biểu chỉ tiêu nhưng phần lớn tên dòng bị rút ngắn, chỉ khớp 45%: số trong bảng chưa được lấy.",
        "The table has the columns of the indicators form but most labels are cut short and only 45 % fit: its figures are not taken.",
    ],
    mend: [
        "Chép tên dòng và tiêu đề cột từ mẫu vào bảng; nếu chắc đó là biểu này thì chạy với --form.",
        "Copy labels and headings from the form; if it is that form for certain, run with --form.",
    ],
};

pub(super) const PART_DOUBTFUL: Explained = Explained {
    example: [
        "Dưới mục «2 Cầu Nà Cầm» ghi 50 có dòng «- Trạm bơm» ghi 30: bị coi là phần của cầu nên không cộng, nhưng 30 không bằng 50.",
        "Below «2 Cầu Nà Cầm» with 50 stands «- Trạm bơm» with 30: it is taken for a part of the bridge and not added, but 30 is not 50.",
    ],
    mend: [
        "Nếu trạm bơm là công trình riêng thì đánh số thứ tự; nếu là phần của mục trên thì ghi đủ các phần để cộng lại bằng 50.",
        "If the pump station is a work of its own, number it; if it is a part, write all parts so that they come to 50.",
    ],
};

pub(super) const SIDE_BY_SIDE: Explained = Explained {
    example: [
        "Cột A đến D là bảng năm 2023, cột F đến I là bảng năm 2024, mỗi bảng có cột «Chỉ tiêu» riêng: không đọc bảng nào.",
        "Columns A to D hold the table of 2023, F to I that of 2024, each with its own column «Chỉ tiêu»: neither is read.",
    ],
    mend: [
        "Cắt bảng bên phải, cả tiêu đề cột, dán sang trang mới hoặc xuống dưới bảng kia.",
        "Cut the table on the right with its headings and paste it on a new sheet or below the other.",
    ],
};

pub(super) const OTHER_VERSION: Explained = Explained {
    example: [
        "Mẫu năm 2024 có 29 chỉ tiêu, tệp thiếu 9 chỉ tiêu trong đó và có 7 dòng lạ: đơn vị đã điền vào mẫu năm 2022.",
        "Of the 29 indicators of 2024's form 9 are missing and 7 other rows stand there: the unit filled in the form of 2022.",
    ],
    mend: [
        "Gửi lại cho đơn vị đúng mẫu của kỳ này để điền; đừng chép từng dòng sang mẫu mới thay họ.",
        "Send the unit this round's form to fill in; do not copy rows over on its behalf.",
    ],
};

pub(super) const LIST_GOES_ON: Explained = Explained {
    example: [
        "Trang 1 có tiêu đề cột và các công trình 1–5, trang 2 không có tiêu đề mà bắt đầu ngay từ công trình 6: cả 8 công trình được đọc.",
        "Sheet 1 has the headings and the works 1–5, sheet 2 begins with work 6 and has no headings: all works were read.",
    ],
    mend: [
        "Không phải sửa; nên lặp lại dòng tiêu đề cột ở đầu mỗi trang.",
        "Nothing to mend; repeat the column headings at the top of each sheet.",
    ],
};

pub(super) const LIST_MAY_GO_ON: Explained = Explained {
    example: [
        "Trang 2 không có tiêu đề cột, có tên và số ở đúng các cột của danh mục ở trang 1, nhưng số thứ tự bắt đầu lại từ 1: không rõ là phần tiếp hay bảng khác.",
        "Sheet 2 has no headings, and names and figures in the columns of the list on sheet 1, but its numbers begin anew: the rest of the list, or another.",
    ],
    mend: [
        "Lặp lại dòng tiêu đề cột và đánh số thứ tự nối tiếp, hoặc xóa trang không phải nộp.",
        "Repeat the column headings and go on with the numbers, or remove a sheet that is not to be sent.",
    ],
};

pub(super) const ROW_REPEATED: Explained = Explained {
    example: [
        "«Tổng cộng» đứng ngay dưới tiêu đề và «Cộng» ở cuối bảng, cùng một số: chỉ tính một lần.",
        "«Tổng cộng» stands right below the headings and «Cộng» at the end of the table, with one and the same figure: it counts once.",
    ],
    mend: [
        "Không phải sửa gì. Nếu hai dòng phải khác nhau thì sửa số rồi gửi lại.",
        "Nothing need be done. If the two rows should differ, mend the figures and send it again.",
    ],
};

pub(super) const OTHER_SUBJECT: Explained = Explained {
    example: [
        "Biểu là kế hoạch vốn năm 2024, tệp có tiêu đề «KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024» với cùng các cột Tổng số, Vốn đầu tư, Vốn sự nghiệp.",
        "The form is the capital plan of 2024; the file is titled «KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024» (disbursement) over the same columns.",
    ],
    mend: [
        "Hỏi đơn vị đã gửi đúng biểu chưa; nếu đúng, sửa tiêu đề cho khớp biểu.",
        "Ask the unit whether this is the right table; if it is, mend its title.",
    ],
};

pub(super) const HIDDEN_FIGURES: Explained = Explained {
    example: [
        "Hàng 12 đến 14 bị ẩn do đang lọc, nhưng có số ở cột kế hoạch: các số đó vẫn được đọc và cộng.",
        "Rows 12 to 14 are hidden by a filter but hold figures of the plan: these were read and counted all the same.",
    ],
    mend: [
        "Bỏ lọc, bỏ ẩn (chọn cả trang, bấm chuột phải, Bỏ ẩn), xem lại các số vừa hiện ra; dòng không dùng thì xóa hẳn.",
        "Clear the filter, unhide the rows and columns, look at what appears, and delete rows that are not used.",
    ],
};
