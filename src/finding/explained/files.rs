//! Examples and remedies for the codes about files as such.

use super::Explained;

pub(super) const LOCK_FILE: Explained = Explained {
    example: [
        "Khi có người đang mở «Phụ lục xã Văn Vũ.xlsx», bên cạnh xuất hiện «~$Phụ lục xã Văn Vũ.xlsx». phubieu bỏ qua tệp này và chỉ đọc tệp chính.",
        "While somebody has «Phụ lục xã Văn Vũ.xlsx» open, «~$Phụ lục xã Văn Vũ.xlsx» lies beside it. It is passed over and only the workbook is read.",
    ],
    mend: [
        "Không phải sửa gì; chỉ nên lưu và đóng tệp trong Excel trước khi chép đi, để số vừa nhập không bị sót.",
        "Nothing to mend; but save and close the workbook before copying it, so that the latest figures are in it.",
    ],
};

pub(super) const HIDDEN_FILE: Explained = Explained {
    example: [
        "Thư mục chép từ USB hoặc máy Mac có «Thumbs.db», «desktop.ini», «._Phu luc.xlsx»: các tệp này không được đọc.",
        "A folder copied from a USB stick or a Mac holds «Thumbs.db», «desktop.ini», «._Phu luc.xlsx»: they are not read.",
    ],
    mend: [
        "Có thể bỏ qua. Nếu bản nộp lỡ mang tên bắt đầu bằng dấu chấm thì đổi tên rồi chạy lại.",
        "Ignore it. If a submission happens to be named with a dot in front, rename it and run again.",
    ],
};

pub(super) const EMPTY_FILE: Explained = Explained {
    example: [
        "«ghi chu.txt» nằm cùng các bản nộp và có 0 KB: không có gì để đọc. Còn «Phu luc xa Cu Le.xlsx» 0 KB là tệp hỏng (PB011).",
        "«ghi chu.txt» lies among the submissions and has 0 KB: there is nothing to read. «Phu luc xa Cu Le.xlsx» of 0 KB is a damaged file (PB011).",
    ],
    mend: [
        "Có thể bỏ qua. Nếu đó là bản nộp mang đuôi lạ thì tải lại, hoặc đề nghị xã gửi lại.",
        "Ignore it. If it was a submission under an odd ending, download it again or ask the commune to send it again.",
    ],
};

pub(super) const OWN_OUTPUT: Explained = Explained {
    example: [
        "Lần chạy trước ghi «tong-hop.xlsx» ngay trong thư mục bản nộp. Lần này phubieu nhận ra bảng của chính mình và không cộng vào.",
        "The last run wrote «tong-hop.xlsx» into the folder of submissions. This time phubieu knows its own workbook again and does not add it.",
    ],
    mend: [
        "Mọi số trong đó đã có ở các bản nộp, nên tổng không bị ảnh hưởng (nếu không, phubieu báo lỗi PB717). Để khỏi lẫn, ghi kết quả ra thư mục khác (-o).",
        "All figures in it are in the submissions, so the totals are not affected (else it is an error, PB717). To keep things apart, write results to another folder (-o).",
    ],
};

pub(super) const NOT_A_WORKBOOK: Explained = Explained {
    example: [
        "Xã gửi «Phu luc.xls» nhưng bên trong là văn bản Word, hoặc gửi bản quét PDF: không đọc được số nào; trang web có bảng thì đọc được.",
        "A commune sends «Phu luc.xls» that is a Word document inside, or a scanned PDF: no figure can be read; a web page with a table is read.",
    ],
    mend: [
        "Mở tệp bằng Excel, chọn Tệp › Lưu dưới dạng (Save As), kiểu Excel Workbook (*.xlsx). Nếu là bản quét hoặc Word thì xin lại tệp Excel gốc.",
        "Open it in Excel and choose File › Save As, type Excel Workbook (*.xlsx). For a scan or a Word document ask for the original workbook.",
    ],
};

pub(super) const DAMAGED_FILE: Explained = Explained {
    example: [
        "Tệp chép dở từ USB nên mất phần cuối, Excel mở cũng báo lỗi: cả tệp không được đọc.",
        "A copy from a USB stick broke off and the end of the file is missing; Excel complains too: nothing of it is read.",
    ],
    mend: [
        "Mở bằng Excel và chọn Sửa chữa (Repair), so lại số với bản giấy rồi lưu thành tệp mới; không mở được thì chép lại từ máy gốc.",
        "Open it in Excel, choose Repair, compare the figures with the paper and save as a new file; if it does not open, copy it again from where it was made.",
    ],
};

pub(super) const ENCRYPTED_FILE: Explained = Explained {
    example: [
        "«Von 2024.xlsx» đòi mật khẩu mới mở được. phubieu không hỏi mật khẩu, nên số của xã chưa vào tổng.",
        "«Von 2024.xlsx» opens only with a password. phubieu does not ask for one, so the commune's figures are not in the total.",
    ],
    mend: [
        "Mở tệp, vào Tệp › Thông tin › Bảo vệ sổ làm việc › Mã hóa bằng mật khẩu (Encrypt with Password), xóa trắng ô mật khẩu, lưu rồi gửi lại.",
        "Open it, go to File › Info › Protect Workbook › Encrypt with Password, clear the password, save and send it again.",
    ],
};

pub(super) const UNREACHABLE_FILE: Explained = Explained {
    example: [
        "Thư mục bản nộp nằm trên ổ mạng vừa mất kết nối, hoặc tệp bị chương trình khác khóa: máy không cho đọc.",
        "The folder lies on a network drive that was just lost, or another program has locked the file: the system does not let it be read.",
    ],
    mend: [
        "Đóng tệp ở các máy khác, kiểm tra ổ mạng và quyền đọc, hoặc chép hẳn về máy, rồi chạy lại.",
        "Close the file on other machines, check the network drive and the permissions, or copy it to this machine, and run again.",
    ],
};

pub(super) const TOO_LARGE: Explained = Explained {
    example: [
        "Một tệp chèn nhiều ảnh nặng 300 MB, quá mức 256 MB: không mở, số trong đó chưa vào tổng.",
        "A workbook full of pictures has 300 MB, more than the limit of 256 MB: it is not opened and its figures are not in the total.",
    ],
    mend: [
        "Xóa ảnh, trang thừa và những dòng trống được định dạng kéo dài xuống cuối trang, rồi lưu thành tệp mới. Nếu tệp thật sự lớn như vậy, nâng giới hạn mà thông báo nêu, ví dụ --limit bytes=500M.",
        "Delete pictures, spare sheets and the formatting that runs down empty rows to the end of the sheet, then save as a new file. If the file really is that large, raise the limit that the message names, such as --limit bytes=500M.",
    ],
};

pub(super) const SHEET_UNREADABLE: Explained = Explained {
    example: [
        "Trang «Phụ lục 2» bị hỏng, trang «Phụ lục 1» thì không: số của «Phụ lục 2» chưa có trong tổng.",
        "The sheet «Phụ lục 2» is damaged and «Phụ lục 1» is not: the figures of «Phụ lục 2» are not in the total.",
    ],
    mend: [
        "Chép nội dung trang đó sang một trang mới bằng Dán đặc biệt › Giá trị (Paste Special › Values), xóa trang cũ, lưu lại.",
        "Copy the sheet's content to a new one with Paste Special › Values, delete the old sheet and save.",
    ],
};

pub(super) const CELL_UNREADABLE: Explained = Explained {
    example: [
        "Một phần mềm xuất bảng lưu sai ô H7: riêng ô đó không đọc được, các ô khác vẫn đọc.",
        "Some program exported the table and stored cell H7 wrongly: that cell could not be read, all others were.",
    ],
    mend: [
        "Xem ô được nêu trong Excel; nếu có nội dung cần nộp thì gõ lại và lưu tệp.",
        "Look at the cell in Excel; if it holds something that matters, type it again and save.",
    ],
};

pub(super) const BEYOND_SHEET: Explained = Explained {
    example: [
        "Phần mềm báo cáo ghi một ô ở dòng 1.048.580, quá dòng cuối của Excel: ô đó không được đọc, các ô khác vẫn đọc.",
        "A report program wrote a cell into row 1,048,580, beyond Excel's last: it is not read, all others are.",
    ],
    mend: [
        "Mở tệp bằng Excel, so số dòng với bản gốc; thiếu thì nhập lại vào đúng chỗ rồi lưu thành .xlsx.",
        "Open the file in Excel and compare its rows with the original; enter what is missing and save as .xlsx.",
    ],
};

pub(super) const LEGACY_ENCODING: Explained = Explained {
    example: [
        "Ô gõ phông .VnTime được lưu là «Sè hé nghÌo»: phubieu đổi thành «Số hộ nghèo» rồi mới so với mẫu.",
        "A cell typed in .VnTime is stored as «Sè hé nghÌo»: it is turned into «Số hộ nghèo» before it is compared with the form.",
    ],
    mend: [
        "Lần này không cần sửa. Lần sau gõ Unicode, phông Times New Roman; muốn đổi cả tệp thì dùng «phubieu normalise».",
        "Nothing to do now. Next time type Unicode in Times New Roman; «phubieu normalise» converts a whole file.",
    ],
};

pub(super) const FOLDER_PASSED_OVER: Explained = Explained {
    example: [
        "Trong thư mục bản nộp có thư mục «.dropbox.cache» do chương trình đồng bộ tạo ra: không tệp nào trong đó được đọc.",
        "Among the submissions lies a folder «.dropbox.cache» made by a sync program: none of its files is read.",
    ],
    mend: [
        "Thường không phải làm gì; nếu xã nào đặt bản nộp trong đó thì chép ra ngoài rồi chạy lại.",
        "Mostly nothing; where a submission was put there, copy it out and run again.",
    ],
};

pub(super) const READING_TOO_LONG: Explained = Explained {
    example: [
        "Một tệp chép từ USB bị đứt giữa chừng khiến việc đọc chạy mãi: sau 60 giây tệp bị bỏ dở, 16 tệp kia vẫn vào tổng.",
        "A file whose copy from a stick broke off makes reading run on: after 60 seconds it is given up; the other 16 files are in the total.",
    ],
    mend: [
        "Mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi chạy lại. Tệp thật sự lớn: cho thêm thời gian bằng --limit seconds=300.",
        "Open the file in Excel, save it as a new .xlsx and run again. If it really is large, give it more time with --limit seconds=300.",
    ],
};

pub(super) const UNEXPECTED_STOP: Explained = Explained {
    example: [
        "Tệp của một xã làm chương trình gặp lỗi chưa từng thấy: tệp ấy chưa vào tổng và được nêu tên, các tệp khác vẫn vào tổng.",
        "One commune's file makes the program stumble over a fault nobody has seen: that file is named and not in the total, the others are.",
    ],
    mend: [
        "Lưu lại tệp bằng Excel rồi chạy lại. Nếu vẫn bị, gửi tệp cùng thông báo này cho người phát triển phubieu.",
        "Save the file again in Excel and run again. If it happens again, send the file with this message to the developers of phubieu.",
    ],
};

pub(super) const LETTERS_LOST: Explained = Explained {
    example: [
        "Tệp csv ghi «CH? TIÊU K? HO?CH», «Th?c hi?n»: các chữ ỉ, ế, ạ, ự, ệ đã thành dấu hỏi khi lưu, nên không dòng nào khớp với biểu.",
        "The csv says «CH? TIÊU K? HO?CH», «Th?c hi?n»: ỉ, ế, ạ, ự, ệ became question marks when it was saved, and no row fits the form.",
    ],
    mend: [
        "Mở tệp Excel gốc (không mở tệp csv này), chọn Save As, kiểu «CSV UTF-8 (Comma delimited)», hoặc gửi chính tệp .xlsx.",
        "Open the original workbook (not this csv), choose Save As, «CSV UTF-8 (Comma delimited)», or send the .xlsx itself.",
    ],
};
