//! Findings about files as such: passed over, damaged, locked, of another kind.

use serde::{Deserialize, Serialize};

pub use super::limit::Size;
use super::{Code, Lang, Words};
use crate::system_error::SystemError;
use crate::vietnamese::legacy::Encoding;
use crate::vietnamese::number::Vietnamese;

/// What is wrong with a file before anything in it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Excel's lock file of an open workbook.
    LockFile,
    /// A hidden file.
    HiddenFile,
    /// A file of no bytes, of a kind that nobody sends.
    EmptyFile,
    /// A file of no bytes that by its name is a submission.
    NothingInFile,
    /// A hidden folder, or a link to a folder.
    FolderPassedOver,
    /// Not a table of any kind that is read.
    NotAWorkbook {
        /// What it is.
        kind: Foreign,
    },
    /// A csv in which letters were lost when it was saved.
    LettersLost,
    /// A workbook that cannot be opened.
    Damaged {
        /// The library's own words, for engineers.
        detail: String,
    },
    /// Needs a password.
    Encrypted,
    /// Could not be read from the disk.
    Unreachable {
        /// Why the system refused.
        refusal: SystemError,
    },
    /// Larger than what is safe to open.
    TooLarge {
        /// What is too large.
        what: Size,
        /// How large it is.
        found: u64,
        /// The most that is taken.
        most: u64,
    },
    /// Reading it did not end in time.
    TooSlow {
        /// The seconds that were waited.
        seconds: u64,
    },
    /// Reading it asked for more memory than a doubtful file is given.
    TooMuchMemory {
        /// The bytes it was given.
        most: u64,
    },
    /// This program itself stopped while it worked on the file.
    Unexpected {
        /// What it said, for engineers.
        detail: String,
    },
    /// One sheet could not be read.
    SheetUnreadable {
        /// The library's own words.
        detail: String,
    },
    /// One cell could not be read, its place is known from the place of the finding.
    CellUnreadable {
        /// The library's own words.
        detail: String,
    },
    /// Cells of a sheet stand where no sheet has any.
    BeyondSheet {
        /// How many.
        cells: usize,
    },
    /// A workbook that this program wrote.
    OwnOutput,
    /// Texts in an encoding of before Unicode, converted.
    LegacyEncoding {
        /// The encoding.
        encoding: Encoding,
        /// How many cells.
        cells: usize,
    },
}

/// Kinds of files that people send and that are no workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A PDF or a scan.
    Pdf,
    /// A text document.
    Word,
    /// A picture.
    Picture,
    /// A web page without a table.
    Html,
    /// A web page that only shows others in frames; the tables are in files of a folder beside it.
    Frames,
    /// An XML file that is no workbook.
    Xml,
    /// An archive.
    Archive,
    /// Text without columns.
    Text,
    /// Something else.
    Unknown,
}

/// Why a cell that was read is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The library could not understand it; its own words.
    Library(String),
    /// Digits set high or struck through stand against other digits.
    SetApart,
    /// A record with more fields than the table has columns: a comma within a figure parted it.
    Parted,
}

impl Fault {
    pub(super) fn words(&self, lang: Lang) -> String {
        let (vi, en) = match self {
            Fault::Library(detail) => return detail.clone(),
            Fault::SetApart => {
                ("Trong ô có chữ số gạch ngang hoặc chỉ số trên.", "Digits in it are struck through or set high.")
            }
            Fault::Parted => (
                "Dòng này nhiều cột hơn bảng: dấu phẩy trong số đã bị coi là dấu phân cách.",
                "The row has more fields than the table has columns: a comma in a figure was taken for a separator.",
            ),
        };
        lang.of(vi, en).to_owned()
    }
}

impl Foreign {
    fn name(self, lang: Lang) -> &'static str {
        match self {
            Foreign::Pdf => lang.of("tệp PDF", "a PDF"),
            Foreign::Word => lang.of("văn bản Word", "a Word document"),
            Foreign::Picture => lang.of("tệp ảnh", "a picture"),
            Foreign::Html => lang.of("trang web (HTML) không có bảng nào", "a web page (HTML) without a table"),
            Foreign::Frames => lang.of(
                "trang web chỉ có khung, các bảng nằm ở những tệp trong thư mục «…_files» đi kèm",
                "a web page of frames only, whose tables are in files of the folder «…_files» beside it",
            ),
            Foreign::Xml => {
                lang.of("tệp XML loại khác, không phải bảng tính", "an XML file of another kind, not a workbook")
            }
            Foreign::Archive => lang.of("tệp nén", "an archive"),
            Foreign::Text => lang.of("văn bản không có cột", "text without columns"),
            Foreign::Unknown => lang.of("loại tệp không nhận ra", "of a kind that is not recognised"),
        }
    }

    /// How its figures may come to be read: Excel opens no PDF, no picture and no Word document.
    fn remedy(self, lang: Lang) -> &'static str {
        match self {
            Foreign::Pdf | Foreign::Picture => lang.of(
                "Đề nghị đơn vị gửi tệp Excel gốc; không có thì gõ lại vào biểu trắng.",
                "Ask the unit for the Excel file it was made from; if there is none, type it into the blank.",
            ),
            Foreign::Word => lang.of(
                "Đề nghị đơn vị gửi bản Excel, hoặc chép bảng trong văn bản sang Excel rồi lưu thành .xlsx.",
                "Ask for the Excel file, or copy the table into Excel and save it as .xlsx.",
            ),
            Foreign::Archive => lang.of(
                "Giải nén rồi đưa các tệp bên trong vào thư mục bản nộp.",
                "Unpack it and put the files in it into the folder of submissions.",
            ),
            _ => lang.of(
                "Mở bằng Excel rồi lưu lại thành .xlsx, hoặc đề nghị đơn vị gửi bản Excel.",
                "Open it in Excel and save as .xlsx, or ask for the Excel file.",
            ),
        }
    }
}

/// What a library said of a damaged file, as far as it can be said in plain words.
fn damage(detail: &str, lang: Lang) -> String {
    let said = detail.to_lowercase();
    let is = |signs: &[&str]| signs.iter().any(|sign| said.contains(sign));
    let plain = if is(&["eocd", "end of central directory"]) {
        lang.of(
            "thiếu phần cuối của tệp, thường do tải hoặc chép chưa xong",
            "the end of the file is missing, as after a copy that did not end",
        )
    } else if is(&["unexpected end", "unexpected eof", "failed to fill whole buffer"]) {
        lang.of("tệp bị cụt giữa chừng", "the file is cut short")
    } else if is(&["checksum", "crc"]) {
        lang.of(
            "nội dung không khớp mã kiểm tra của chính tệp",
            "the content does not agree with the file's own checksum",
        )
    } else {
        return lang.of(format!("chi tiết kỹ thuật: {detail}"), format!("in technical terms: {detail}"));
    };
    plain.to_owned()
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::LockFile => Code::LockFile,
            Problem::HiddenFile => Code::HiddenFile,
            Problem::EmptyFile => Code::EmptyFile,
            Problem::FolderPassedOver => Code::FolderPassedOver,
            Problem::NotAWorkbook { .. } => Code::NotAWorkbook,
            Problem::NothingInFile | Problem::Damaged { .. } => Code::DamagedFile,
            Problem::LettersLost => Code::LettersLost,
            Problem::Encrypted => Code::EncryptedFile,
            Problem::Unreachable { .. } => Code::UnreachableFile,
            Problem::TooLarge { .. } | Problem::TooMuchMemory { .. } => Code::TooLarge,
            Problem::TooSlow { .. } => Code::ReadingTooLong,
            Problem::Unexpected { .. } => Code::UnexpectedStop,
            Problem::SheetUnreadable { .. } => Code::SheetUnreadable,
            Problem::CellUnreadable { .. } => Code::CellUnreadable,
            Problem::BeyondSheet { .. } => Code::BeyondSheet,
            Problem::OwnOutput => Code::OwnOutput,
            Problem::LegacyEncoding { .. } => Code::LegacyEncoding,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        let number = |n: u64| Vietnamese(n.into()).to_string();
        match self {
            Problem::LockFile => Words::new(lang.of(
                "Tệp khóa tạm của Excel (~$…), không phải bản nộp: bỏ qua.",
                "Excel's temporary lock file (~$…), not a submission: passed over.",
            )),
            Problem::FolderPassedOver => Words::new(lang.of(
                "Thư mục ẩn hoặc lối tắt tới thư mục khác: không xem bên trong.",
                "A hidden folder or a link to another folder: what is inside was not looked at.",
            ))
            .suggest(lang.of(
                "Nếu có bản nộp ở đó, chép tệp vào thư mục thường.",
                "If there are submissions in it, copy them into an ordinary folder.",
            )),
            Problem::HiddenFile => Words::new(lang.of("Tệp ẩn: bỏ qua.", "A hidden file: passed over.")),
            Problem::EmptyFile => Words::new(
                lang.of("Tệp rỗng (0 byte): bỏ qua.", "An empty file (0 bytes): passed over."),
            )
            .suggest(
                lang.of("Nếu đây là bản nộp, đề nghị đơn vị gửi lại.", "If this was a submission, ask for it again."),
            ),
            Problem::NothingInFile => Words::new(lang.of(
                "Tệp rỗng (0 byte): không có số liệu nào, thường do tải hoặc chép chưa xong.",
                "The file is empty (0 bytes): there are no figures in it, as after a copy that did not end.",
            ))
            .suggest(lang.of(
                "Tải lại tệp; vẫn rỗng thì đề nghị đơn vị gửi lại.",
                "Download it again; if it is still empty, ask the unit to send it again.",
            )),
            Problem::NotAWorkbook { kind } => {
                let name = kind.name(lang);
                Words::new(lang.of(
                    format!("Không phải bảng tính: {name}. Không đọc được số liệu."),
                    format!("Not a workbook: {name}. No figures could be read."),
                ))
                .suggest(kind.remedy(lang))
            }
            Problem::LettersLost => Words::new(lang.of(
                "Chữ tiếng Việt đã mất khi lưu tệp csv (thành «?»): không nhận ra chỉ tiêu nào, không đọc tệp.",
                "Vietnamese letters were lost when the csv was saved (they became «?»): no row can be told, and the file is not read.",
            ))
            .suggest(lang.of(
                "Mở lại bảng gốc, lưu lại CSV UTF-8 (Save As: CSV UTF-8) hoặc gửi thẳng tệp Excel.",
                "Open the original table again and save it as CSV UTF-8, or send the Excel file itself.",
            )),
            Problem::Damaged { detail } => {
                Words::new(lang.of("Tệp hỏng, không mở được.", "The file is damaged and cannot be opened."))
                    .suggest(lang.of(
                        "Mở thử bằng Excel và lưu lại; nếu không mở được, đề nghị đơn vị gửi lại.",
                        "Try to open and save it in Excel; if that fails, ask for it again.",
                    ))
                    .because(damage(detail, lang))
            }
            Problem::Encrypted => {
                Words::new(lang.of("Tệp có mật khẩu, không mở được.", "The file is protected by a password."))
                    .suggest(lang.of("Bỏ mật khẩu rồi gửi lại.", "Remove the password and send it again."))
            }
            Problem::Unreachable { refusal } => {
                let why = refusal.reason(lang);
                Words::new(lang.of(
                    format!("Không đọc được tệp từ đĩa: {why}."),
                    format!("The file could not be read from the disk: {why}."),
                ))
                .suggest(lang.of(
                    "Đóng tệp nếu đang mở, kiểm tra quyền đọc và ổ mạng, rồi chạy lại.",
                    "Close the file if it is open, check the permissions and the network drive, and run again.",
                ))
            }
            Problem::TooLarge { what, found, most } => {
                let what_remedy = what.remedy(lang);
                let (what, found, most) = (what.name(lang), number(*found), number(*most));
                Words::new(lang.of(
                    format!("Tệp vượt giới hạn an toàn ({what}: {found}, giới hạn {most}), không mở."),
                    format!("The file is beyond the safe limit ({what}: {found}, limit {most}) and was not opened."),
                ))
                .suggest(what_remedy)
            }
            Problem::TooMuchMemory { most } => {
                let most = number(*most);
                Words::new(lang.of(
                    format!("Đọc tệp này cần hơn {most} byte bộ nhớ: không đọc."),
                    format!("Reading this file takes more than {most} bytes of memory: it was not read."),
                ))
                .suggest(Size::Memory.remedy(lang))
            }
            Problem::TooSlow { seconds } => Words::new(lang.of(
                format!("Đọc tệp này quá {seconds} giây chưa xong: bỏ dở, các tệp khác vẫn đọc."),
                format!(
                    "Reading this file did not end within {seconds} seconds and was given up; the others were read."
                ),
            ))
            .suggest(Size::Seconds.remedy(lang)),
            Problem::Unexpected { detail } => Words::new(lang.of(
                "phubieu dừng bất ngờ khi xử lý tệp này; các tệp khác vẫn đọc.",
                "phubieu stopped unexpectedly while it worked on this file; the others were read.",
            ))
            .suggest(lang.of(
                "Mở tệp bằng Excel, lưu lại rồi chạy lại; nếu vẫn vậy, báo lỗi kèm tệp này.",
                "Open the file in Excel, save it and run again; if it happens again, report it with the file.",
            ))
            .because(damage(detail, lang)),
            Problem::SheetUnreadable { detail } => {
                Words::new(lang.of("Không đọc được trang tính này.", "This sheet could not be read."))
                    .because(damage(detail, lang))
            }
            Problem::CellUnreadable { detail } => Words::new(
                lang.of("Ô này không đọc được; các ô khác vẫn đọc.", "This cell could not be read; the others were."),
            )
            .suggest(lang.of("Gõ lại giá trị của ô.", "Type the cell's value again."))
            .because(damage(detail, lang)),
            Problem::BeyondSheet { cells } => Words::new(lang.of(
                format!("{cells} ô được lưu ở ngoài trang tính (quá cột XFD hoặc dòng 1.048.576): không đọc."),
                format!(
                    "{cells} cells are stored outside of the sheet (beyond column XFD or row 1,048,576): not read."
                ),
            ))
            .suggest(lang.of(
                "Mở tệp bằng Excel, so với bản giấy xem có thiếu số không, rồi lưu lại.",
                "Open the file in Excel, compare it with the paper, and save it again.",
            )),
            Problem::LegacyEncoding { encoding, cells } => {
                let encoding = encoding.name();
                Words::new(lang.of(
                    format!("{cells} ô gõ theo bảng mã cũ {encoding}: đã đổi sang Unicode rồi mới đọc."),
                    format!("{cells} cells are in the old encoding {encoding}: converted to Unicode before reading."),
                ))
                .suggest(
                    lang.of(
                        "Lần sau gõ Unicode với phông Times New Roman.",
                        "Next time type Unicode in Times New Roman.",
                    ),
                )
            }
            Problem::OwnOutput => Words::new(lang.of(
                "Đây là bảng tổng hợp do phubieu ghi ra, không phải bản nộp: bỏ qua.",
                "A consolidated workbook written by phubieu, not a submission: passed over.",
            )),
        }
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Intake(problem)
    }
}
