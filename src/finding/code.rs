//! Every finding's code: stable once published, never reused.
//!
//! One table is the source for `phubieu explain`, the reports and the program itself. The first digit
//! says the family ([`Family`](super::explained::Family)).

use std::fmt;

use serde::Serialize;

use super::Lang;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The value or the file is left out of the totals.
    Error,
    /// It was used, but a person should look.
    Warning,
    /// It was normalised; nothing to do.
    Note,
}

impl Severity {
    /// The word used in machine-readable results.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// The word for people.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Severity::Error => lang.of("Lỗi", "Error"),
            Severity::Warning => lang.of("Cảnh báo", "Warning"),
            Severity::Note => lang.of("Ghi nhận", "Note"),
        }
    }

    /// What it means for the figure and for whom it concerns.
    pub fn means(self, lang: Lang) -> &'static str {
        match self {
            Severity::Error => {
                lang.of("không đưa vào tổng, phải sửa hoặc trả lời", "left out of the totals: mend or answer")
            }
            Severity::Warning => {
                lang.of("vẫn dùng hoặc còn thiếu, nên xem lại", "used, or missing: somebody should look")
            }
            Severity::Note => {
                lang.of("đã hiểu và chuẩn hóa, không phải làm gì", "understood and normalised: nothing to do")
            }
        }
    }
}

/// A code's entry in the table.
struct Entry {
    id: &'static str,
    severity: Severity,
    title: [&'static str; 2],
    explanation: [&'static str; 2],
}

macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $vi:literal, $en:literal, $why_vi:literal, $why_en:literal;)*) => {
        /// The code of a finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $en] $name,)*
        }

        impl Code {
            /// All codes, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            fn entry(self) -> Entry {
                match self {
                    $(Code::$name => Entry {
                        id: $id,
                        severity: Severity::$severity,
                        title: [$vi, $en],
                        explanation: [$why_vi, $why_en],
                    },)*
                }
            }
        }
    };
}

codes! {
    LockFile = "PB001", Note, "Tệp khóa tạm", "Lock file",
        "Excel tạo tệp ~$… khi một bảng tính đang mở. Nó không chứa số liệu.",
        "Excel keeps a file ~$… while a workbook is open. It holds no figures.";
    HiddenFile = "PB002", Note, "Tệp ẩn", "Hidden file",
        "Tệp có tên bắt đầu bằng dấu chấm, hoặc Thumbs.db, desktop.ini, do hệ thống tạo ra.",
        "Files whose names begin with a dot, Thumbs.db and desktop.ini are made by the system.";
    EmptyFile = "PB003", Note, "Tệp rỗng", "Empty file",
        "Tệp 0 byte không phải bảng tính, nằm cùng các bản nộp. Bị bỏ qua. Bảng tính, PDF hay văn bản 0 byte là tệp hỏng (PB011).",
        "A file of 0 bytes that is no table lies among the submissions. It is passed over. Tables, PDF and documents of 0 bytes are damaged files (PB011).";
    OwnOutput = "PB004", Note, "Kết quả của phubieu", "Output of phubieu",
        "Kết quả do chính phubieu ghi ra nằm trong thư mục bản nộp; mọi số trong đó đã có ở các bản nộp, đọc lại sẽ cộng hai lần.",
        "A result of phubieu lies among the submissions; all figures in it are in the submissions, reading it would count them twice.";
    FolderPassedOver = "PB005", Note, "Thư mục bỏ qua", "Folder passed over",
        "Thư mục có tên bắt đầu bằng dấu chấm, hoặc lối tắt tới thư mục khác, không được xem bên trong.",
        "Folders whose names begin with a dot, and links to other folders, are not looked into.";
    NotAWorkbook = "PB010", Error, "Không phải bảng tính", "Not a workbook",
        "Loại tệp được nhận theo nội dung, không theo đuôi tên. PDF, Word, ảnh, trang web không có bảng không đọc được số liệu chắc chắn.",
        "What a file is, is told by its content, not by its name. No figure can be read with certainty from PDF, Word, pictures or web pages without a table.";
    DamagedFile = "PB011", Error, "Tệp hỏng", "Damaged file",
        "Tệp bị cắt cụt, sai cấu trúc hoặc rỗng (0 byte). Không đọc một nửa: cả tệp chưa được tính cho đến khi có bản lành.",
        "The file is cut short, malformed or empty (0 bytes). It is not read by halves: nothing of it counts until there is a sound one.";
    EncryptedFile = "PB012", Error, "Tệp có mật khẩu", "Password",
        "Tệp được mã hóa, nội dung không xem được nếu không có mật khẩu.",
        "The file is encrypted; without the password nothing of it can be seen.";
    UnreachableFile = "PB013", Error, "Không đọc được từ đĩa", "Not readable from disk",
        "Hệ thống từ chối đọc tệp: không có quyền, ổ mạng mất kết nối, tệp đang bị khóa.",
        "The system refused to read the file: no permission, a lost network drive, a lock.";
    TooLarge = "PB014", Error, "Vượt giới hạn", "Beyond the limits",
        "Tệp lớn bất thường so với một bản nộp, mở ra có thể làm treo máy.",
        "The file is unusually large for a submission; opening it might hang the machine.";
    SheetUnreadable = "PB015", Error, "Trang tính không đọc được", "Sheet not readable",
        "Một trang của tệp bị hỏng; các trang khác vẫn được đọc.",
        "One sheet of the file is damaged; the others were read.";
    CellUnreadable = "PB016", Warning, "Ô không đọc được", "Cell not readable",
        "Một ô được lưu sai quy cách; các ô khác vẫn được đọc. Nếu là ô số liệu, nó còn có lỗi PB319.",
        "One cell is stored against the rules of the format; the others were read. If it is a value cell it has PB319 too.";
    LegacyEncoding = "PB017", Note, "Bảng mã cũ", "Old encoding",
        "Chữ trong tệp theo bảng mã TCVN3 (phông .VnTime…) hoặc VNI, được đổi sang Unicode trước khi đọc.",
        "Texts of the file are in TCVN3 (fonts .VnTime…) or VNI and were converted to Unicode before reading.";
    ReadingTooLong = "PB018", Error, "Đọc quá lâu", "Reading takes too long",
        "Đọc tệp không xong trong thời gian cho phép, thường vì tệp hỏng hoặc do chương trình khác ghi ra sai. Bỏ dở tệp này để các tệp khác không phải chờ.",
        "Reading the file did not end in the time allowed, mostly because it is damaged. It was given up so that the others need not wait.";
    UnexpectedStop = "PB019", Error, "Dừng bất ngờ ở một tệp", "Unexpected stop at one file",
        "Chương trình gặp lỗi của chính nó ở tệp này. Không dùng một nửa: cả tệp chưa được tính; các tệp khác vẫn đọc.",
        "The program met a fault of its own at this file. Nothing is taken by halves: none of the file counts; the others were read.";
    BeyondSheet = "PB021", Warning, "Ô ngoài trang tính", "Cells outside of the sheet",
        "Chương trình xuất bảng ghi ô ở nơi không trang tính nào có. Excel không mở ô đó, nên không đoán nó thuộc chỗ nào.",
        "The program that wrote the table put cells where no sheet has any. Excel does not show them, and where they belong is not guessed.";
    UnknownUnit = "PB101", Error, "Không rõ đơn vị", "Unit not recognised",
        "Tên đơn vị được tìm ở tiêu đề, tên tệp và tên trang. Không có tên thì số liệu không biết của ai.",
        "The unit's name is looked for in the title, the file name and the sheet name. Without it nobody knows whose figures they are.";
    AmbiguousUnit = "PB102", Error, "Tên trùng nhiều đơn vị", "Name fits several units",
        "Cả nước có nhiều xã trùng tên. Chọn nhầm là cộng số vào xã khác, nên không chọn khi chưa rõ.",
        "Many communes share a name. To choose wrongly is to give one's figures to another, so none is chosen.";
    UnitsDisagree = "PB103", Error, "Đơn vị không thống nhất", "Unit not consistent",
        "Tiêu đề ghi một xã, tên tệp ghi xã khác: thường do chép tệp của xã bạn rồi quên sửa.",
        "The title names one commune and the file name another: mostly a neighbour's file copied and not corrected.";
    UnitElsewhere = "PB104", Error, "Đơn vị ngoài địa bàn", "Unit outside the place",
        "Đơn vị có thật nhưng không thuộc địa bàn đang tổng hợp.",
        "The unit exists but does not lie under the place being consolidated.";
    DuplicateSubmission = "PB105", Error, "Nộp trùng", "Several files for one unit",
        "Một đơn vị có từ hai tệp trở lên. Cộng cả hai là cộng trùng, chọn một là đoán: nên chưa tệp nào được cộng, cho đến khi có người quyết định.",
        "A unit has two files or more. Adding both counts twice, choosing one is a guess: so neither is counted until a person decides.";
    NotSubmitted = "PB106", Warning, "Chưa nộp", "Not submitted",
        "Đơn vị có trong danh mục nhưng không có tệp nào. Mọi số tổng hợp thiếu đơn vị này và ghi rõ điều đó.",
        "The register expects the unit, no file came from it. Every total lacks it and says so.";
    UnknownPeriod = "PB107", Warning, "Không rõ kỳ báo cáo", "Period not recognised",
        "Kỳ được tìm ở tiêu đề, tiêu đề cột và tên tệp. Không thấy thì số vẫn được cộng, nhưng có thể là của kỳ khác.",
        "The period is looked for in the title, the column heading and the file name. Without one the figures are counted, but may be of another period.";
    PeriodsDiffer = "PB108", Warning, "Kỳ ghi không thống nhất", "Period not consistent",
        "Các nơi trong tệp ghi kỳ khác nhau; kỳ của đợt báo cáo đã quyết định.",
        "The file names several periods; the round's own decided.";
    PeriodsDisagree = "PB109", Error, "Kỳ mâu thuẫn", "Periods contradict",
        "Tiêu đề và tiêu đề cột ghi hai kỳ khác nhau, không có căn cứ để chọn.",
        "Title and heading name two periods and nothing decides between them.";
    OtherPeriod = "PB110", Error, "Sai kỳ", "Another period",
        "Tệp thuộc kỳ khác với đợt báo cáo, cộng vào sẽ sai.",
        "The file belongs to another period than the round; adding it would be wrong.";
    SameFigures = "PB111", Warning, "Số giống hệt đơn vị khác", "Same figures as another unit",
        "Tệp của hai đơn vị có mọi số giống nhau: thường do chép tệp của xã bạn, sửa tên mà chưa sửa số.",
        "The files of two units hold the same figures throughout: mostly a neighbour's file with the name changed and not the figures.";
    Late = "PB112", Warning, "Nộp chậm", "Late",
        "Bản nộp đến sau ngày cuối (--due). Hạn rơi vào ngày nghỉ thì tính đến ngày làm việc kế tiếp (Bộ luật Dân sự 2015, Điều 148); số ngày chậm chỉ đếm ngày làm việc.",
        "The submission came behind the last day (--due). A term that ends on a day of rest ends on the next working day (Civil Code 2015, article 148); only working days are counted.";
    DayUnknown = "PB113", Note, "Không rõ ngày nộp", "Day of sending unknown",
        "Có hạn nộp nhưng không có ngày nộp: tệp csv không ghi ngày lưu, danh mục không có cột ngay_nop.",
        "There is a last day but no day of sending: a csv does not say when it was saved, the units file has no column ngay_nop.";
    Superseded = "PB114", Warning, "Đã có bản nộp sau", "A later file was taken",
        "Đơn vị gửi nhiều tệp và người chạy chọn --latest: bản sau được dùng, bản này không được cộng.",
        "The unit sent several files and --latest was asked for: the later one is used, this one is not counted.";
    UnitsOfBefore = "PB115", Warning, "Kỳ sau 1/7/2025, đơn vị trước đó", "Period after 1 July 2025, units of before",
        "Kỳ báo cáo bắt đầu sau 01/7/2025 nhưng danh mục đơn vị đang dùng là của trước ngày đó.",
        "The period begins after 1 July 2025, and the units in use are those of before.";
    BlankOfOtherUnit = "PB130", Warning, "Tiêu đề khác đơn vị của biểu trắng", "Title unlike the blank's unit",
        "Tệp lập từ biểu trắng mang sẵn mã đơn vị; tiêu đề lại ghi đơn vị khác. Mã của biểu trắng được dùng.",
        "A file made from a blank carries its unit's code; the title names another unit. The blank's code was used.";
    BlankOfOtherVersion = "PB131", Warning, "Biểu trắng của phiên bản khác", "Blank of another version",
        "Biểu trắng ghi sẵn phiên bản của biểu mẫu. Khác với biểu của đợt này thì có thể thừa, thiếu dòng, cột.",
        "A blank says which version of the form it was made from. Of another, rows or columns may be missing or new.";
    BlankReworded = "PB132", Warning, "Chữ của biểu trắng bị sửa", "Labels of the blank changed",
        "Tên chỉ tiêu, tiêu đề cột hoặc đơn vị tính không còn như biểu trắng đã gửi: số có thể là của chỉ tiêu khác.",
        "A label, heading or measure is not as the blank had it: the figure beside it may be another row's.";
    BlankMoved = "PB133", Warning, "Dòng, cột của biểu trắng bị xê dịch", "Rows or columns of the blank moved",
        "Dòng hoặc cột đã bị chèn, xóa hoặc chuyển chỗ. Số vẫn được lấy theo tên chỉ tiêu, không theo vị trí.",
        "Rows or columns were put in, taken out or moved. Figures are taken by their labels, not by their place.";
    BlankSheetGone = "PB134", Warning, "Trang của biểu trắng không còn", "Sheet of the blank gone",
        "Một trang của biểu trắng đã đổi tên hoặc bị xóa; biểu được tìm ở các trang còn lại.",
        "A sheet of the blank was renamed or taken out; its form is looked for on the others.";
    BlankBroken = "PB135", Warning, "Thông tin ẩn của biểu trắng bị sửa", "Fingerprint of the blank changed",
        "Trang ẩn ghi đơn vị, kỳ và biểu không còn nguyên vẹn, nên không chắc biểu trắng này của ai.",
        "The hidden sheet with unit, period and form is not whole, so whose blank it is is not certain.";
    BlankNotFilled = "PB136", Note, "Biểu trắng chưa điền", "Blank not filled in",
        "Tệp là biểu trắng của phubieu, chưa ô nào được điền: không phải bản nộp, không tính là đã nộp.",
        "The file is a blank of phubieu into which nothing was typed: it is no submission and does not count as one.";
    BlankOfOtherPeriod = "PB137", Warning, "Tiêu đề khác kỳ của biểu trắng", "Title unlike the blank's period",
        "Tệp lập từ biểu trắng mang sẵn kỳ báo cáo; tiêu đề lại ghi năm khác. Kỳ của biểu trắng được dùng.",
        "A file made from a blank carries its period; the title names another year. The blank's period was used.";
    LettersLost = "PB140", Error, "Mất chữ tiếng Việt", "Letters lost",
        "Excel lưu «CSV (Comma delimited)» bằng bảng mã của máy, chữ nào không có trong bảng mã thì thành «?» và không lấy lại được.",
        "Excel saves «CSV (Comma delimited)» in the computer's own page; a letter that the page lacks becomes «?» and cannot be had back.";
    FormNotFound = "PB201", Error, "Không tìm thấy biểu", "Form not found",
        "Không trang nào có dòng tiêu đề cột và các chỉ tiêu của biểu.",
        "No sheet has the form's column headings and rows.";
    ValueColumnMissing = "PB202", Error, "Thiếu cột số liệu", "Value column missing",
        "Bảng thiếu một cột số liệu của biểu. Số của cột đó không đọc được; thiếu mọi cột thì không đọc được bảng.",
        "The table lacks one of the form's columns of figures. Without any of them nothing of it can be read.";
    ValueColumnAmbiguous = "PB203", Error, "Nhiều cột số liệu giống nhau", "Several value columns fit",
        "Hai cột cùng khớp với một cột của biểu, ví dụ kế hoạch của hai năm.",
        "Two columns fit one column of the form, such as the plans of two years.";
    RowMissing = "PB204", Error, "Thiếu dòng", "Row missing",
        "Dòng có trong mẫu nhưng không có trong tệp. Đơn vị coi như chưa báo cáo chỉ tiêu này; không coi là 0.",
        "A row of the form is not in the file. The unit counts as not reporting it, not as zero.";
    RowUnknown = "PB205", Warning, "Dòng ngoài mẫu", "Row not in the form",
        "Dòng được chèn thêm hoặc đổi tên đến mức không nhận ra.",
        "A row that was inserted, or renamed beyond recognition.";
    RowTwice = "PB206", Error, "Dòng lặp", "Row occurs twice",
        "Cùng một chỉ tiêu có hai dòng, không rõ lấy dòng nào.",
        "One row of the form stands twice; which one holds cannot be told.";
    RowAmbiguous = "PB207", Error, "Dòng gần giống nhiều chỉ tiêu", "Row close to several",
        "Tên chỉ tiêu viết khác mẫu và gần giống nhiều dòng như nhau.",
        "The label is spelt otherwise and is as close to one row as to another.";
    RowSpelling = "PB208", Note, "Viết khác mẫu", "Spelt otherwise",
        "Tên chỉ tiêu khác mẫu vài chữ nhưng chỉ khớp một dòng.",
        "The label differs by a few letters but fits one row only.";
    RowNumber = "PB209", Note, "Số thứ tự khác mẫu", "Number differs",
        "Số thứ tự bị đánh lại; dòng được nhận theo tên chỉ tiêu.",
        "Rows were renumbered; the row was taken by its label.";
    ColumnUnknown = "PB210", Warning, "Cột ngoài mẫu", "Column not in the form",
        "Cột thêm vào có số. Số ở đó không được cộng.",
        "An added column holds figures. They are not counted.";
    MergedValue = "PB211", Error, "Ô số liệu gộp", "Merged value cell",
        "Một ô số gộp qua nhiều dòng: số đó của dòng nào, không biết được.",
        "One figure stands over several rows; whose it is cannot be told.";
    FigureWithoutLabel = "PB212", Warning, "Số không có tên chỉ tiêu", "Figure without a label",
        "Có số trong cột số liệu ở dòng không có tên chỉ tiêu.",
        "A figure in a value column has no label beside it.";
    HiddenSheet = "PB213", Warning, "Đọc từ trang ẩn", "Read from a hidden sheet",
        "Biểu chỉ có trên một trang bị ẩn.",
        "The form stands on a hidden sheet only.";
    HiddenCopy = "PB214", Warning, "Trang ẩn có biểu", "Hidden copy",
        "Một trang bị ẩn cũng có biểu, có thể là bản cũ.",
        "A hidden sheet holds the form too, perhaps an old copy.";
    SeveralTables = "PB215", Error, "Biểu ở nhiều nơi", "Form stands twice",
        "Cùng biểu có nhiều bảng cho cùng chỉ tiêu hoặc của nhiều năm.",
        "The form stands in several places with the same rows, or for several years.";
    GroupMissing = "PB216", Note, "Thiếu dòng nhóm", "Group row missing",
        "Dòng nhóm không có số liệu riêng bị xóa; các dòng chi tiết vẫn được đọc.",
        "A group row without figures of its own was deleted; the rows below it were read.";
    RowOfAnotherNumber = "PB217", Warning, "Tên và số thứ tự chỉ hai dòng", "Label and number point at two rows",
        "Tên chỉ tiêu là của một dòng, số thứ tự và vị trí là của dòng khác: hai tên có thể đã bị đổi chỗ cho nhau. Số được lấy theo tên.",
        "The label is one row's, number and place are another's: two labels may have been swapped. The figure was taken by the label.";
    RowMoved = "PB218", Note, "Dòng đứng chỗ khác", "Row moved",
        "Dòng của mẫu đứng ở vị trí khác. Số được lấy theo tên chỉ tiêu.",
        "A row of the form stands elsewhere. Its figure was taken by its label.";
    ColumnsMoved = "PB219", Note, "Cột đổi thứ tự", "Columns moved",
        "Các cột số liệu đứng khác thứ tự trong mẫu. Số được lấy theo tiêu đề cột.",
        "The columns of figures stand in another order than the form's. They were taken by their headings.";
    TotalOfList = "PB220", Note, "Dòng cộng của danh mục", "Total of a list",
        "Dòng «Cộng», dòng cộng của một phần, dòng «Trong đó» trong danh mục không phải là một mục. Tổng được cộng lại từ các mục.",
        "A row «Cộng», the subtotal of a part or «Trong đó» in a list is no item. The total is added up from the items.";
    ItemTwice = "PB221", Warning, "Mục trùng", "Item twice",
        "Hai mục của danh mục giống nhau (cùng tên, cùng địa điểm): một công trình có thể được kê hai lần, hoặc ở hai đơn vị.",
        "Two items of lists are the same (name and place): one work may be listed twice, or by two units.";
    SheetNotRecognised = "PB222", Note, "Trang không thuộc biểu nào", "Sheet of no form",
        "Trang có bảng số liệu nhưng tiêu đề cột và các dòng không khớp biểu nào. Không bị ép vào biểu gần nhất.",
        "The sheet holds a table whose headings and rows fit no form. It is not forced into the nearest.";
    SheetAmbiguous = "PB223", Error, "Trang khớp nhiều biểu", "Sheet of several forms",
        "Tiêu đề cột và các dòng khớp nhiều biểu như nhau, không có căn cứ để chọn.",
        "Headings and rows fit several forms equally well and nothing decides between them.";
    FormDrawn = "PB224", Warning, "Biểu được suy ra", "Form drawn from submissions",
        "Không có biểu mẫu, nên biểu được suy ra từ phần chung của các bản nộp. Cái gì không rõ cách tổng hợp thì không tổng hợp.",
        "There was no form, so one was drawn from what the submissions share. What is not known to add is not totalled.";
    TableOfAnotherYear = "PB225", Warning, "Bảng của năm khác", "Table of another year",
        "Tệp có nhiều bảng cùng biểu, mỗi bảng một năm. Chỉ bảng của năm báo cáo được đọc.",
        "The file holds several tables of the form, each of a year. Only that of the round's year was read.";
    RivalTable = "PB226", Warning, "Bảng giống biểu", "Table like the form",
        "Một bảng khác trong tệp có cùng chỉ tiêu nhưng thiếu cột của biểu (ví dụ biểu giải ngân cạnh biểu kế hoạch vốn). Bảng đủ cột hơn được đọc.",
        "Another table of the file has the same rows but lacks columns of the form (such as disbursement beside the capital plan). The one with more of the columns was read.";
    ListsStacked = "PB227", Warning, "Gộp nhiều danh mục", "Lists put together",
        "Một tệp có nhiều bảng danh mục, mỗi bảng một tiêu đề. Các mục được gộp lại; cần xem có bảng nào không thuộc đợt báo cáo.",
        "One file holds several lists, each with a title. Their items were put together; see whether one does not belong to the round.";
    FiguresOutside = "PB228", Note, "Số ngoài bảng", "Figures outside the table",
        "Bên phải bảng có số ở cột không có tiêu đề, thường là số cộng thử. Chúng không được đọc.",
        "Numbers right of the table in columns without heading, mostly somebody's check sums. They were not read.";
    YearInside = "PB229", Warning, "Dòng ghi năm khác trong bảng", "Another year inside the table",
        "Trong bảng có một dòng tiêu đề ghi năm khác. Nếu dòng đó lặp lại tiêu đề của bảng với năm khác, các dòng dưới nó không được lấy.",
        "A line inside the table names another year. Where it repeats the table's title for another year, the rows below it are not taken.";
    AfterTotal = "PB230", Warning, "Dòng sau dòng cộng", "Row below the total",
        "Danh mục có số thứ tự; dòng có số liệu nhưng không có số thứ tự, đứng sau dòng cộng, thường là phần diễn giải của tổng.",
        "In a numbered list a row with figures but without a number below the total mostly says more of the total.";
    FiguresUnread = "PB231", Warning, "Số không thuộc bảng nào", "Figures of no table",
        "Trang có dòng chứa số mà không bảng nào nhận: bảng thiếu tiêu đề cột, hoặc ghi chú có số.",
        "Rows with numbers that no table takes: a table without headings, or notes with numbers.";
    NearlyRecognised = "PB232", Warning, "Bảng gần giống một biểu", "Nearly a form",
        "Bảng có nhiều tiêu đề cột hoặc dòng của một biểu nhưng chưa đủ để đọc. Số liệu trong bảng chưa được lấy.",
        "The table has many headings or rows of a form, but not enough to be read. Its figures were not taken.";
    PartDoubtful = "PB233", Warning, "Phần của một mục không khớp", "Parts of an item do not agree",
        "Dòng «-» dưới một mục được coi là phần của mục đó, nhưng số của các phần không bằng số của mục: có thể là một mục riêng bị bỏ sót.",
        "Rows with a dash below an item are taken for its parts, but their figures do not come to the item's: one may be an item of its own.";
    SideBySide = "PB234", Error, "Hai bảng cạnh nhau", "Tables side by side",
        "Hai bảng đặt cạnh nhau trên một trang: dòng của bảng này có thể bị gán cho bảng kia, nên không đọc bảng nào.",
        "Two tables side by side on one sheet: rows of one may be taken for those of the other, so neither is read.";
    HiddenFigures = "PB235", Warning, "Số ở hàng, cột ẩn", "Figures in hidden rows or columns",
        "Hàng hoặc cột bị ẩn (kể cả do lọc, do gom nhóm) có số liệu. Số vẫn được lấy, nhưng người xem tệp không thấy: có thể là số cũ, hoặc số không định gửi.",
        "Hidden rows or columns (by a filter or a folded outline too) hold figures. They were used, but nobody who looks at the file sees them: they may be old, or not meant to be sent.";
    OtherVersion = "PB236", Error, "Phiên bản khác của biểu", "Another version of the form",
        "Nhiều dòng của mẫu không có trong bảng: đơn vị có thể đã dùng biểu của năm trước hoặc của chương trình khác.",
        "Many rows of the form are not in the table: the unit may have used last year's form or another programme's.";
    OtherSubject = "PB237", Warning, "Tiêu đề khác nội dung biểu", "Title of another subject",
        "Tiêu đề nói về việc khác với biểu (kết quả, vốn kéo dài, cả giai đoạn, một nguồn vốn) dù tiêu đề cột giống nhau. Số vẫn được lấy.",
        "The title tells of something else than the form (results, capital carried over, a span of years, one fund) under the same headings. The figures were used.";
    ListGoesOn = "PB238", Note, "Danh mục sang trang", "List over several sheets",
        "Trang không có dòng tiêu đề cột, số thứ tự nối tiếp trang trước và không có số ở cột khác: được đọc như phần tiếp của danh mục.",
        "A sheet without column headings whose order numbers go on from the sheet before, with no figures in other columns, was read as the rest of its list.";
    ListMayGoOn = "PB239", Warning, "Bảng có thể còn ở trang sau", "Table that may go on",
        "Trang sau không khớp biểu nào nhưng giống phần tiếp của bảng ở trang trước. Không chắc nên không đọc; số tổng hợp có thể thiếu.",
        "The sheet after is of no form but looks like the rest of the table in the sheet before. It is not certain, so it was not read; totals may lack it.";
    RowRepeated = "PB240", Note, "Dòng ghi hai lần", "Row given again",
        "Dòng tổng đứng hai chỗ với cùng các số, thường ở đầu và ở cuối bảng: tính một lần.",
        "A total stands in two places with the same figures, often above and below its table: it counts once.";
    Ambiguous = "PB301", Error, "Đọc được nhiều cách", "Several readings",
        "«18.939» có thể là mười tám nghìn hoặc mười tám phẩy chín, «0,98» ở chỉ tiêu % có thể là 0,98% hoặc 98%. Không có căn cứ thì không lấy số nào.",
        "«18.939» may be eighteen thousand or eighteen point nine, «0,98» in a row of percentages 0,98 % or 98 %. Without evidence neither is taken.";
    NotANumber = "PB302", Error, "Không đọc được số", "Not a number",
        "Ô có chữ, khoảng, số ước chừng, hai số, hoặc dấu đặt sai chỗ.",
        "The cell holds words, a range, an approximation, two numbers or misplaced separators.";
    WrongMeasure = "PB303", Error, "Sai đơn vị tính trong ô", "Wrong measure in the cell",
        "Ví dụ «04 hộ» ở chỉ tiêu tính bằng %: số hộ không phải là tỷ lệ.",
        "Such as «04 hộ» in a row of percentages: a count is no rate.";
    PercentUnderMeasure = "PB304", Error, "Phần trăm ở chỉ tiêu đếm", "Percent in a count",
        "Dấu % đứng ở chỉ tiêu không tính bằng phần trăm.",
        "A percent sign stands in a row that is not a percentage.";
    DeclaredMeasure = "PB305", Warning, "ĐVT khác mẫu", "Measure differs",
        "Cột ĐVT trong tệp ghi khác mẫu. Số vẫn lấy, nhưng cần xem lại.",
        "The file declares another measure than the form. The figure was used, but look again.";
    Converted = "PB306", Note, "Đã đổi đơn vị tính", "Converted",
        "Giá trị được đổi chính xác sang đơn vị tính của biểu.",
        "The value was converted exactly to the form's measure.";
    EnglishNotation = "PB307", Note, "Viết kiểu Anh", "English notation",
        "«82.76%»: chấm là dấu thập phân. Chỉ có một cách đọc nên đã lấy.",
        "«82.76%»: the dot begins the decimals. Only one reading is possible, so it was taken.";
    Decided = "PB308", Note, "Đã chọn cách đọc", "Reading decided",
        "Có hai cách đọc nhưng đơn vị tính, giới hạn hoặc cột cho thấy chỉ một cách đúng.",
        "Two readings, of which measure, bounds or column leave one.";
    PercentFormat = "PB309", Note, "Ô định dạng %", "Percent format",
        "Excel giữ 0,8276 và hiện 82,76%.",
        "Excel holds 0.8276 and shows 82.76 %.";
    NotWhole = "PB310", Error, "Không phải số nguyên", "Not whole",
        "Chỉ tiêu đếm hộ, người, công trình thì phải là số nguyên. 1,25 hộ thường là 1.250 bị mất dấu chấm.",
        "Households, people and works are counted in whole numbers. 1.25 households is mostly 1,250 with its separator lost.";
    OutOfBounds = "PB311", Error, "Ngoài giới hạn", "Out of bounds",
        "Ví dụ tỷ lệ trên 100 %, số hộ âm.",
        "Such as a rate over 100 %, or a negative number of households.";
    DateForNumber = "PB312", Error, "Ngày thay cho số", "Date for a number",
        "Gõ 3/4 hoặc 3.1, Excel đổi thành ngày.",
        "3/4 or 3.1 was typed and Excel made a date of it.";
    BooleanForNumber = "PB313", Error, "TRUE/FALSE thay cho số", "Boolean for a number",
        "Ô chứa giá trị đúng/sai, thường do một công thức kiểm tra; không đổi thành 1 hay 0.",
        "The cell holds a truth value, mostly from a check; it is not made 1 or 0.";
    ExcelError = "PB314", Error, "Lỗi Excel", "Excel error",
        "#REF!, #DIV/0!, #N/A…: công thức bị hỏng, không còn số nào để lấy; không coi là 0.",
        "#REF!, #DIV/0!, #N/A …: a broken formula leaves no figure; it is not taken for 0.";
    NoResult = "PB315", Error, "Công thức chưa có kết quả", "Formula without result",
        "Chương trình khác lưu công thức mà không tính, và công thức này phức tạp hơn loại được tính lại (PB322).",
        "Another program saved the formula without computing it, and it is more than what is computed here (PB322).";
    LostDigits = "PB316", Warning, "Quá 15 chữ số", "Over 15 digits",
        "Excel chỉ giữ 15 chữ số có nghĩa; các chữ số sau bị thay bằng 0 từ lúc gõ, không lấy lại được.",
        "Excel keeps 15 significant digits; those behind became 0 as they were typed and cannot be had back.";
    BlankCell = "PB317", Warning, "Ô trống", "Blank cell",
        "Trống không phải là 0: có thể không phát sinh, có thể quên. Không đoán, nên đơn vị coi như chưa báo cáo chỉ tiêu này.",
        "Blank is not zero: nothing may have arisen, or it was forgotten. The unit counts as not reporting the row.";
    NotCollected = "PB318", Warning, "Chưa có số liệu", "Not collected",
        "Ký hiệu «…» hoặc «chưa có số liệu»: có phát sinh nhưng chưa thu thập được.",
        "«…» or «chưa có số liệu»: it arose but was not collected.";
    UnreadableCell = "PB319", Error, "Ô hỏng", "Broken cell",
        "Ô số liệu lưu sai quy cách, hoặc có chữ số gạch ngang, chỉ số trên lẫn vào số, hoặc (tệp csv) bị dấu phẩy tách đôi.",
        "The value cell is stored against the rules of its format, or mixes digits struck through or set high with others, or (csv) was parted by a comma.";
    FigureInGroup = "PB320", Warning, "Số ở dòng nhóm", "Figure in a group row",
        "Dòng nhóm chỉ để gom các dòng chi tiết. Cộng cả số ở dòng nhóm là cộng trùng, nên số đó không được dùng.",
        "A group row only holds those below it together. To count its figure too would count twice, so it is not used.";
    ShownOtherwise = "PB321", Error, "Hiện khác số được lưu", "Shown otherwise",
        "Định dạng số thêm chữ («nghìn», «m») hoặc bỏ bớt hàng nghìn, nên số nhìn thấy khác số trong ô.",
        "The number format adds words or leaves out thousands, so what is seen is not what the cell holds.";
    Computed = "PB322", Note, "Tính lại công thức", "Formula computed",
        "Công thức được lưu mà không có kết quả, hoặc với kết quả không phải của nó (tệp do phần mềm khác Excel ghi). Công thức đơn giản (SUM, + − × ÷) đã được tính lại.",
        "The formula was saved without its result, or with one that is not its (by another program than Excel). Simple formulas (SUM, + − × ÷) were computed.";
    MeasuresContradict = "PB323", Error, "Đơn vị tính mâu thuẫn", "Measures contradict",
        "Trang có hai dòng «Đơn vị tính» khác cỡ (đồng và 1.000 đồng). Lấy sai thì số lệch nghìn lần.",
        "The sheet declares two measures of different sizes (đồng and 1.000 đồng). The wrong one is off by a thousand.";
    MeasureMissing = "PB324", Warning, "Không ghi đơn vị tính", "Measure not declared",
        "Tiền, chiều dài, diện tích có nhiều cỡ đơn vị. Không ghi ĐVT thì không biết đơn vị có dùng đúng đơn vị tính của mẫu không.",
        "Money, lengths and areas have measures of several sizes. Undeclared, nobody knows whether the form's was used.";
    SumPassesOver = "PB325", Warning, "Công thức cộng bỏ sót số", "Sum passes over figures",
        "Trong các ô mà công thức SUM cộng có số gõ dạng chữ: Excel không cộng các ô đó, nên kết quả thiếu.",
        "Among the cells that a SUM adds are figures typed as text: Excel leaves them out, so the result lacks them.";
    StruckThrough = "PB326", Warning, "Số bị gạch ngang", "Struck through",
        "Cả ô được định dạng gạch ngang: người lập biểu có thể đã bỏ số đó mà không xóa. Số vẫn được tính, vì không biết chắc.",
        "The whole cell is set struck through: whoever made the table may have withdrawn the figure without deleting it. It is counted, for that is not certain.";
    SumOfNothing = "PB327", Warning, "Số 0 của các ô trống", "A zero of blank cells",
        "Ô tổng hoặc tỷ lệ ghi 0 trong khi không phần nào của nó có số: công thức tính trên các ô trống luôn ra 0. Trống không phải là 0: số tổng hợp mang dấu (!), còn trong biểu trắng của phubieu thì ô ấy coi như trống.",
        "A total or a rate says 0 while none of its parts has a figure: a formula over blank cells always gives 0. Blank is not zero: totals are marked (!), and in a blank of this program the cell counts as blank.";
    ThousandsLost = "PB330", Warning, "Có thể mất phần nghìn", "Thousands perhaps lost",
        "Số có ba chữ số thập phân, kém các số khác trong cột khoảng 1.000 lần: gõ «1.234» ở máy dùng dấu chấm thập phân thì Excel lưu 1,234.",
        "A number with three decimals, about a thousandth of the others in its column: «1.234» typed on a computer with decimal points is stored as 1,234.";
    Unbalanced = "PB401", Warning, "Số liệu không khớp", "Figures do not agree",
        "Số ghi không bằng tổng các phần của nó theo quan hệ của biểu (ví dụ vốn đầu tư = NSTW + NSĐP), hoặc phần «trong đó» lớn hơn tổng. Sai số do làm tròn không tính.",
        "A figure is not the sum of its parts by a rule of the form (such as investment = NSTW + NSĐP), or a part exceeds the whole. Differences from rounding do not count.";
    ReadByBalance = "PB402", Note, "Đọc được nhờ cân đối", "Read by the balances",
        "Ô đọc được nhiều cách, nhưng chỉ một cách khớp với các quan hệ cân đối của biểu (ví dụ tổng = NSTW + NSĐP): số đó được lấy.",
        "The cell has several readings, of which one alone satisfies the sums of the form (such as total = NSTW + NSĐP): it was taken.";
    AcrossForms = "PB403", Warning, "Các biểu không khớp nhau", "Forms do not agree",
        "Một số phải có mặt ở hai biểu, hoặc bằng tổng của biểu kia, nhưng hai nơi ghi khác nhau.",
        "A figure stands in two forms, or is the sum of another form, and the two places say different things.";
    PartLacking = "PB404", Warning, "Tổng gồm phần chưa có số", "A sum over a part without a figure",
        "Một phần của tổng ghi «…», không đọc được hoặc bị loại, mà tổng được cộng từ chính phần ấy: tổng thiếu phần ấy, hoặc gồm cả số đã bị loại.",
        "A part of a sum says «…», cannot be read or was refused, and the sum is made of it: it lacks that part, or holds the figure that was refused.";
    NoWeight = "PB501", Warning, "Không có quyền số", "No weight",
        "Tỷ lệ của huyện là bình quân gia quyền. Thiếu quyền số thì không có số tổng hợp, chỉ có số của từng xã.",
        "A district's rate is a weighted mean. Without weights there is no total, only the communes' figures.";
    UnitsWithoutWeight = "PB502", Warning, "Đơn vị thiếu quyền số", "Units without weight",
        "Đơn vị có tỷ lệ nhưng không có quyền số bị để ngoài bình quân, và số tổng hợp được đánh dấu thiếu.",
        "A unit with a rate but no weight is left out of the mean, and the total is marked as partial.";
    ZeroWeights = "PB503", Warning, "Quyền số bằng 0", "Weights are zero",
        "Không đơn vị nào có đối tượng (ví dụ không có hộ di cư): tỷ lệ không xác định.",
        "No unit has any subject (such as migrant households): the rate is undefined.";
    TooManyDigits = "PB504", Error, "Tổng quá nhiều chữ số", "Total too long",
        "Tổng chính xác vượt 28 chữ số. Không làm tròn ngầm, nên không ghi tổng.",
        "The exact total exceeds 28 digits. It is not rounded in silence, so none is given.";
    ZeroDenominator = "PB505", Note, "Mẫu số bằng 0", "Denominators are zero",
        "Tỷ lệ là tổng tử số chia tổng mẫu số; mẫu số của mọi đơn vị đều bằng 0 (chưa giao kế hoạch) thì tỷ lệ không xác định.",
        "A ratio is the sum of numerators by the sum of denominators; where all denominators are 0 it is undefined.";
    NotTotalled = "PB506", Note, "Không tổng hợp", "Not totalled",
        "Giá, bình quân, tỷ lệ không có quyền số và số không rõ có cộng được không thì không cộng; số của từng đơn vị vẫn có.",
        "Prices, means, rates without a weight, and figures that nobody said add are not added; those of each unit are kept.";
    ThousandTimes = "PB601", Warning, "Lệch 1.000 lần so với kỳ trước", "A thousand times the last period",
        "Số kỳ này gấp hoặc kém kỳ trước khoảng 1.000 lần: thường do nhầm đồng, nghìn đồng và triệu đồng.",
        "Figures are about a thousand times those of the last period or a thousandth: mostly đồng, thousand and million mixed up.";
    UnlikeChange = "PB602", Warning, "Tăng giảm khác thường", "Unlike the change elsewhere",
        "Tỷ lệ giữa kỳ này và kỳ trước nằm ngoài khoảng của các đơn vị khác (phương pháp Hidiroglou-Berthelot).",
        "The ratio to the last period lies outside the interval of the other units (Hidiroglou and Berthelot's method).";
    CumulativeFell = "PB603", Warning, "Lũy kế giảm", "Cumulative figure fell",
        "Số lũy kế chỉ có thể tăng hoặc giữ nguyên từ kỳ này sang kỳ sau.",
        "A cumulative figure can only grow or stay from one period to the next.";
    PreviousUnused = "PB604", Warning, "Không so được với kỳ trước", "Last period not compared",
        "Đã cho số của kỳ trước nhưng không số nào so sánh được: khác biểu, khác mã đơn vị, không phải kỳ trước hoặc khác danh mục địa bàn.",
        "Figures of an earlier period were given, but none can be compared: another form, other units' codes, no earlier period, or another register.";
    Repeated = "PB605", Warning, "Giống hệt kỳ trước", "Same as the last period",
        "Mọi số của đơn vị đều bằng số kỳ trước, trong khi phần lớn đơn vị khác có số thay đổi: có thể tệp kỳ trước được sửa năm rồi gửi lại.",
        "All of a unit's figures are those of the last period, while those of most other units changed: perhaps the last period's file with another year in its title.";
    UnitSlip = "PB611", Warning, "Sai đơn vị tính so với các đơn vị khác", "Measure unlike the other units'",
        "Phần lớn số tiền của tệp cùng lệch khoảng 1.000 lần so với các đơn vị khác.",
        "Most of the file's amounts of money are about a thousand times off from those of the other units.";
    UnlikeLevel = "PB612", Warning, "Khác xa các đơn vị khác", "Unlike the other units",
        "Số khác xa mức của các đơn vị khác (z theo trung vị, có tính quy mô nếu có quyền số).",
        "The figure is far from those of the other units (modified z-score, by head or household where a weight is known).";
    Magnitude = "PB613", Warning, "Cỡ số tiền bất thường", "Money of no likely size",
        "Số tiền lớn hơn mọi đơn vị cùng cấp có thể có, hoặc số nào cũng quá nhỏ mà có số lẻ: thường do sai đơn vị tính.",
        "An amount is more than any unit of this level has, or all are next to nothing and some have decimals: mostly a wrong measure.";
    FiguresChanged = "PB621", Note, "Số khác lần tổng hợp trước", "Changed since the last consolidation",
        "Tệp --previous là bảng tổng hợp của chính kỳ này: đơn vị đã gửi lại với số khác. Từng ô ở trang «Thay đổi».",
        "The workbook of --previous is of this very period: the unit sent other figures since. Each cell stands on the sheet of changes.";
    UnitCame = "PB622", Note, "Đơn vị mới nộp", "Unit new since the last consolidation",
        "Lần tổng hợp trước của kỳ này chưa có đơn vị.",
        "The unit was not in the last consolidation of this period.";
    UnitWent = "PB623", Warning, "Đơn vị không còn số", "Unit gone since the last consolidation",
        "Lần tổng hợp trước của kỳ này có số của đơn vị, lần này không: tệp có thể bị thất lạc hoặc nay có lỗi.",
        "The last consolidation of this period had figures of the unit, this one has none: the file may be lost, or faulty now.";
    RecordEdited = "PB701", Error, "Số liệu của bảng tổng hợp bị sửa", "Line of a consolidated workbook changed",
        "Một dòng của trang «Số liệu» không còn như khi phubieu ghi. Số đã sửa không rõ từ đâu nên không được dùng.",
        "A line of the sheet of figures is not as phubieu wrote it. Where the figure came from is not known, so it is not used.";
    RecordBroken = "PB702", Error, "Bảng tổng hợp không còn nguyên vẹn", "Consolidated workbook broken",
        "Trang «Số liệu» hoặc «Nguồn» thiếu, thừa dòng: không biết còn thiếu đơn vị nào nên cả bảng không được dùng.",
        "Lines of the figures or of their origin are missing or new: what else is missing cannot be known, so the workbook is not used.";
    RecordOtherEra = "PB703", Error, "Bảng tổng hợp của danh mục khác", "Workbook of another era",
        "Mã đơn vị được dùng lại sau 1/7/2025 cho nơi khác, nên bảng của hai thời kỳ không cộng được.",
        "Codes were given to other places on 1 July 2025, so workbooks of the two eras do not add.";
    RecordOtherForm = "PB704", Error, "Bảng tổng hợp theo biểu khác", "Workbook of another form",
        "Hai biểu cùng tên nhưng khác dòng, cột hoặc cách cộng thì số không cộng được với nhau.",
        "Two forms of one name with other rows, columns or rules have figures that do not add.";
    RecordElsewhere = "PB705", Error, "Bảng tổng hợp của nơi khác", "Workbook of another place",
        "Địa bàn của bảng tổng hợp không nằm trong địa bàn đang tổng hợp.",
        "The place of the workbook does not lie in the place that is consolidated.";
    TwoWays = "PB706", Note, "Nộp bằng hai đường", "Came two ways",
        "Một bản nộp có mặt hai lần: hai tệp giống hệt nhau, hoặc vừa trực tiếp vừa trong bảng tổng hợp của cấp dưới với đúng các số đó: chỉ tính một lần.",
        "A submission is there twice: the same bytes, or directly and inside the workbook of a level below with the same figures: it counts once.";
    VisibleDiffers = "PB707", Warning, "Số trên trang khác số liệu", "Visible figure differs",
        "Số người đọc thấy trên bảng tổng hợp không bằng số tính lại từ trang «Số liệu» của chính bảng đó.",
        "A figure that people see in a consolidated workbook is not what its own sheet of figures comes to.";
    SourceDiffers = "PB708", Error, "Số liệu khác bản nộp", "Figure differs from its source",
        "Đọc lại bản nộp (đúng tệp, theo SHA-256) được số khác với số trong bảng tổng hợp.",
        "The submission, the same file by its SHA-256, says another figure than the workbook.";
    SourceMissing = "PB709", Note, "Không có bản nộp để đối chiếu", "Source not given",
        "Số của một tệp trong bảng tổng hợp không được đối chiếu vì tệp đó không được đưa vào.",
        "The figures of a file were not compared because the file was not given.";
    SourceNew = "PB710", Warning, "Tệp không thuộc bảng tổng hợp", "File is no source of the workbook",
        "Tệp đưa vào không có trong danh sách nguồn của bảng tổng hợp, hoặc nội dung đã đổi.",
        "A file that was given is not among the sources of the workbook, or has changed.";
    NoRecord = "PB711", Error, "Không phải bảng tổng hợp", "No consolidated workbook",
        "Lũy kế chỉ nhận bảng tổng hợp do phubieu ghi, vì chỉ bảng đó có đủ số liệu và nguồn.",
        "A roll-up takes consolidated workbooks that phubieu wrote: they alone hold the figures and their sources.";
    RecordWithoutPeriod = "PB712", Error, "Bảng tổng hợp không ghi kỳ", "Workbook without a period",
        "Không biết kỳ thì không biết đặt số vào năm nào.",
        "Without its period the figures have no place among the years.";
    PeriodMissing = "PB713", Warning, "Thiếu kỳ", "A period is missing",
        "Giữa hai kỳ được đưa vào còn một khoảng không có số.",
        "Between two of the periods there is one without figures.";
    NotBack = "PB714", Warning, "Không quy ngược được", "Cannot be shown in older units",
        "Đơn vị mới gồm nhiều đơn vị cũ; số chung không tách lại được.",
        "A unit of today is several of then; its figures cannot be taken apart.";
    RebasedInPart = "PB715", Warning, "Quy đổi còn thiếu", "Shown in new units in part",
        "Một đơn vị mới nhận một phần đơn vị cũ chưa có tỷ lệ chia, hoặc nhận đơn vị không có trong các bảng.",
        "A new unit took a part of an old one without a share known, or units that are in none of the workbooks.";
    PartsDisagree = "PB716", Warning, "Các kỳ không khớp cả năm", "Parts of a period disagree with it",
        "Có đủ các quý (tháng) của một năm và báo cáo của chính năm đó: cộng lại phải bằng nhau, số lũy kế cuối kỳ phải bằng số cả năm.",
        "All quarters (months) of a year are there and the year's own report: they must come to the same.";
    RecordAmongSubmissions = "PB717", Error, "Bảng tổng hợp của chính địa bàn bị để ngoài", "Workbook of the place itself left out",
        "Bảng tổng hợp của chính địa bàn nằm cùng các bản nộp mà có số của đơn vị không gửi tệp nào khác: không rõ là kết quả lần trước hay là số cần cộng.",
        "A workbook of the place itself lies among the submissions and has figures of units that sent nothing else: whether it is an earlier result or meant to be added cannot be told.";
    EarlierDropped = "PB718", Error, "Kỳ trước của bảng lũy kế không được lấy", "Earlier periods of a roll-up not taken",
        "Bảng lũy kế chỉ giữ số liệu từng đơn vị của kỳ cuối. Lũy kế tiếp từ nó thì các kỳ trước mất, trừ khi bảng tổng hợp của các kỳ đó cũng được đưa vào.",
        "A roll-up records the units' figures of its last period only. Rolled on, the earlier ones are lost unless their workbooks are given too.";
    OutsidePeriod = "PB719", Warning, "Kỳ ngoài kỳ được hỏi", "Period outside the one asked for",
        "Với --period, lũy kế chỉ lấy các kỳ nằm trong kỳ đó.",
        "With --period a roll-up takes only the periods that lie in it.";
    NotVerified = "PB720", Note, "Trang chưa được kiểm chứng", "Sheets not verified",
        "Số trên trang không tính lại được từ số liệu của bảng: kỳ trước của bảng lũy kế (cần các bảng đã lũy kế), hoặc trang do người khác thêm vào.",
        "What the sheet shows cannot be made again from the figures of the workbook: earlier periods of a roll-up (that takes the workbooks that were rolled up), or a sheet that somebody added.";
    SheetMissing = "PB721", Warning, "Trang bị đổi tên hoặc bị bỏ", "Sheet renamed or gone",
        "Một trang do phubieu ghi không còn dưới tên của nó.",
        "A sheet that phubieu wrote does not stand under its name any more.";
    WeightsDiffer = "PB722", Warning, "Trọng số không thống nhất", "Weights that differ",
        "Hai bảng tổng hợp ghi trọng số khác nhau cho cùng một đơn vị, nên bình quân có trọng số tùy vào bảng được dùng.",
        "Two consolidated workbooks have other weights for one unit, so weighted means depend on which is used.";
    DecisionApplied = "PB901", Note, "Đã áp dụng quyết định", "Decision applied",
        "Một người đã quyết định giá trị này; lý do đứng bên cạnh.",
        "A person decided this value; the reason stands beside it.";
    DecisionStale = "PB902", Warning, "Quyết định không còn khớp", "Decision out of date",
        "Tệp hoặc ô đã đổi từ khi quyết định, nên quyết định không được áp dụng.",
        "The file or the cell has changed since, so the decision was not applied.";
    DecisionUnclear = "PB903", Warning, "Quyết định không rõ", "Decision unclear",
        "Câu trả lời phải là một số hợp với chỉ tiêu, một ký hiệu như «-», «bỏ» hoặc «dùng»; mỗi ô chỉ một câu.",
        "An answer is a number that the row admits, a sign such as «-», «leave out» or «use»; one for a cell.";
    Recomputed = "PB904", Note, "Tính lại theo quyết định", "Computed again after a decision",
        "Tổng trong tệp được cộng từ một ô mà sau đó có quyết định, nên được tính lại với số đã quyết định.",
        "A sum in the file is made of a cell that was decided since, so it was computed again with the figure decided.";
}

impl Code {
    /// The code as it is published: `PB301`.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// How grave it is.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// It is about what stands in a cell, as it was read: the codes from PB301 to PB399.
    pub fn is_of_reading(self) -> bool {
        self.id().starts_with("PB3")
    }

    /// It is about a figure, which an answer can put right or let stand; others are about headings, rows, files.
    pub fn is_of_a_figure(self) -> bool {
        let of_lines = matches!(self, Code::MeasureMissing);
        let of_checks = self.id().starts_with("PB4") || self.id().starts_with("PB6");
        of_checks || matches!(self, Code::MergedValue | Code::ItemTwice) || (self.is_of_reading() && !of_lines)
    }

    /// Tells whether it is said of a sum because of its parts, which the finding's `cells` are.
    pub fn is_of_parts(self) -> bool {
        matches!(self, Code::SumOfNothing | Code::PartLacking | Code::Recomputed)
    }

    /// Its name.
    pub fn title(self, lang: Lang) -> &'static str {
        let [vi, en] = self.entry().title;
        lang.of(vi, en)
    }

    /// What it means and why it matters; [`Code::example`] and [`Code::mend`] say the rest.
    pub fn explanation(self, lang: Lang) -> &'static str {
        let [vi, en] = self.entry().explanation;
        lang.of(vi, en)
    }

    /// Finds a code by its published form, in either case, or by its number alone: `PB301`, `pb301`, `301`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is = |c: &Code| c.id().eq_ignore_ascii_case(text) || c.id().strip_prefix("PB") == Some(text);
        Self::ALL.iter().copied().find(is)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order() {
        for pair in Code::ALL.windows(2) {
            assert!(pair[0].id() < pair[1].id(), "{} before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn every_code_is_found_by_its_id() {
        for code in Code::ALL {
            assert_eq!(Code::parse(&code.id().to_lowercase()), Some(*code));
            assert_eq!(Code::parse(&format!(" {} ", code.id().trim_start_matches("PB"))), Some(*code));
        }
    }
}
