//! Findings about when files were sent, which of several of a unit was taken, and what changed since the last
//! consolidation of the same period.

use jiff::civil::{Date, DateTime};

use crate::calendar;

use super::{Code, Lang, Words, list};

/// Where the day of sending is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayFrom {
    /// The units file says when it came in.
    Register,
    /// The document says when it was last saved.
    Document,
}

/// Why a file was taken of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Later {
    /// Its name says a later version: «lần 2».
    Version {
        /// Its version.
        kept: u32,
        /// That of the other; a name without one is the first.
        other: u32,
    },
    /// Its document was saved later.
    Saved {
        /// When.
        kept: DateTime,
        /// When the other was.
        other: DateTime,
    },
    /// Both are the same bytes.
    Identical,
    /// A person said so.
    Chosen,
}

/// Why none of several files of a unit could be taken for the latest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untold {
    /// The names of several say the same version, and none says a later one.
    SameVersion {
        /// The version; a name without one is the first.
        version: u32,
        /// Those files.
        files: Vec<String>,
    },
    /// No name says a version, and some do not say when they were saved.
    NoTime {
        /// Which do not.
        files: Vec<String>,
    },
    /// No name says a version, and several were saved at the same time, the latest.
    SameTime {
        /// When.
        at: DateTime,
        /// Those files.
        files: Vec<String>,
    },
}

impl Untold {
    pub(super) fn words(&self, lang: Lang) -> String {
        match self {
            Untold::SameVersion { version, files } => {
                let files = list(files, 5, lang);
                lang.of(
                    format!("--latest không chọn được: tên các tệp {files} đều là lần {version} (tên không ghi lần là lần 1), không tệp nào ghi lần sau."),
                    format!("--latest could not choose: by their names {files} are all version {version} (a name without one is the first), and none is later."),
                )
            }
            Untold::NoTime { files } => {
                let files = list(files, 5, lang);
                lang.of(
                    format!("--latest không chọn được: không tên tệp nào ghi lần (như «lần 2»), và trong {files} không ghi ngày giờ lưu."),
                    format!("--latest could not choose: no name says a version (such as «lan 2»), and {files} do not say when they were saved."),
                )
            }
            Untold::SameTime { at, files } => {
                let (files, at) = (list(files, 5, lang), clock(*at));
                lang.of(
                    format!("--latest không chọn được: không tên tệp nào ghi lần (như «lần 2»), và {files} cùng được lưu lúc {at}."),
                    format!("--latest could not choose: no name says a version (such as «lan 2»), and {files} were saved at the same time, {at}."),
                )
            }
        }
    }
}

/// What a person should know about the sending of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It came after the last day.
    Late {
        /// The last day as it was set.
        due: Date,
        /// When it was sent.
        sent: Date,
        /// By how many working days.
        days: usize,
        /// Where that is from.
        from: DayFrom,
    },
    /// When it was sent is not known.
    DayUnknown,
    /// A later file of the unit was taken.
    Superseded {
        /// The later file.
        kept: String,
        /// The form, where the other forms of the file did not come again.
        form: Option<String>,
        /// Why.
        why: Later,
        /// The file that was not taken was saved later than that whose name says a later version.
        doubtful: bool,
    },
    /// Figures of a unit are not those of the last consolidation.
    Changed {
        /// The unit.
        unit: String,
        /// How many.
        cells: usize,
        /// Some of them: the label, what it was, what it is.
        examples: Vec<[String; 3]>,
    },
    /// A unit, or some of its forms, was not in the last consolidation.
    Came {
        /// The unit.
        unit: String,
        /// The forms, where others of it were.
        forms: Vec<String>,
    },
    /// A unit, or some of its forms, was in the last consolidation and is not in this.
    Went {
        /// The unit.
        unit: String,
        /// The forms, where others of it are.
        forms: Vec<String>,
    },
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::Late { .. } => Code::Late,
            Problem::DayUnknown => Code::DayUnknown,
            Problem::Superseded { .. } => Code::Superseded,
            Problem::Changed { .. } => Code::FiguresChanged,
            Problem::Came { .. } => Code::UnitCame,
            Problem::Went { .. } => Code::UnitWent,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::Late { due, sent, days, from } => {
                let last = calendar::last_day(*due);
                let (due_text, sent, last_text) = (written(*due), written(*sent), written(last));
                let until = if last == *due {
                    lang.of(format!("hạn {due_text}"), format!("due {due_text}"))
                } else {
                    lang.of(
                        format!("hạn {due_text} là ngày nghỉ nên tính đến {last_text}"),
                        format!("due {due_text}, a day of rest, so until {last_text}"),
                    )
                };
                let by = match days {
                    0 => lang.of("vào ngày nghỉ sau hạn".to_owned(), "on a day of rest behind it".to_owned()),
                    n => lang.of(format!("chậm {n} ngày làm việc"), format!("{n} working days late")),
                };
                let source = match from {
                    DayFrom::Register => lang.of("theo danh mục đơn vị", "by the units file"),
                    DayFrom::Document => lang.of("theo ngày lưu ghi trong tệp", "by the day the document was saved"),
                };
                Words::new(lang.of(
                    format!("Nộp ngày {sent} ({source}), {until}: {by}. Số vẫn được dùng."),
                    format!("Sent on {sent} ({source}), {until}: {by}. The figures are used."),
                ))
            }
            Problem::DayUnknown => Words::new(lang.of(
                "Không biết ngày nộp của tệp này, nên không xét được có đúng hạn không.",
                "When this file was sent is not known, so whether it was in time cannot be said.",
            ))
            .suggest(lang.of(
                "Ghi ngày vào cột ngay_nop của tệp danh mục (--units), hoặc dùng --file-dates.",
                "Write the day in the column ngay_nop of the units file (--units), or use --file-dates.",
            )),
            Problem::Superseded { kept, form, why, doubtful } => {
                let why = match why {
                    Later::Version { kept, other } => lang.of(
                        format!("tên tệp kia ghi lần {kept}, tệp này lần {other}"),
                        format!("its name says version {kept}, this one's {other}"),
                    ),
                    Later::Saved { kept, other } => lang.of(
                        format!("tệp kia lưu lúc {}, tệp này lúc {}", clock(*kept), clock(*other)),
                        format!("it was saved {}, this one {}", clock(*kept), clock(*other)),
                    ),
                    Later::Identical => lang.of("hai tệp giống hệt nhau", "both are the same").to_owned(),
                    Later::Chosen => return chosen(kept, form.as_deref(), lang),
                };
                let words = Words::new(match form {
                    None => lang.of(
                        format!("Theo --latest, không dùng tệp này mà dùng «{kept}»: {why}."),
                        format!("By --latest this file is not used, «{kept}» is: {why}."),
                    ),
                    Some(form) => lang.of(
                        format!("Theo --latest, biểu {form} không lấy ở tệp này mà lấy ở «{kept}»: {why}. Các biểu khác của tệp vẫn được dùng."),
                        format!("By --latest the form {form} is not taken from this file but from «{kept}»: {why}. The other forms of the file are used."),
                    ),
                });
                let words = match doubtful {
                    true => words.because(
                        lang.of("Tuy vậy tệp này được lưu sau tệp kia.", "Yet this file was saved after the other."),
                    ),
                    false => words,
                };
                words.suggest(lang.of(
                    "Nếu không đúng, ghi «dùng» ở cột «Giá trị đúng» của tệp đúng rồi chạy lại với --decisions.",
                    "If that is wrong, write «use» as the right value of the right file and run again with --decisions.",
                ))
            }
            Problem::Changed { unit, cells, examples } => {
                let told = |[label, before, now]: &[String; 3]| format!("«{label}» {before} → {now}");
                let all: Vec<String> = examples.iter().map(told).collect();
                let named = list(&all, 3, lang);
                let more = if *cells > all.len() { "; …" } else { "" };
                Words::new(lang.of(
                    format!("{unit}: {cells} số khác lần tổng hợp trước: {named}{more}."),
                    format!("{unit}: {cells} figures differ from the last consolidation: {named}{more}."),
                ))
            }
            Problem::Came { unit, forms } => {
                let (vi, en) = of_forms(forms);
                Words::new(lang.of(
                    format!("{unit}{vi} mới có trong lần tổng hợp này, lần trước chưa có."),
                    format!("{unit}{en} is new in this consolidation."),
                ))
            }
            Problem::Went { unit, forms } => Words::new({
                let (vi, en) = of_forms(forms);
                lang.of(
                    format!("{unit}{vi} có trong lần tổng hợp trước, lần này không có."),
                    format!("{unit}{en} was in the last consolidation and is not in this one."),
                )
            })
            .suggest(lang.of(
                "Xem tệp của đơn vị này có còn trong thư mục, có bị lỗi không.",
                "See whether the unit's file is still in the folder, and whether it could be used.",
            )),
        }
    }
}

/// Which forms of a unit are meant, where not all are.
fn of_forms(forms: &[String]) -> (String, String) {
    if forms.is_empty() {
        return (String::new(), String::new());
    }
    let [vi, en] = [Lang::Vi, Lang::En].map(|lang| list(forms, 6, lang));
    (format!(": biểu {vi}"), format!(": the form {en}"))
}

/// That a person said which of several files counts.
fn chosen(kept: &str, form: Option<&str>, lang: Lang) -> Words {
    Words::new(match form {
        None => lang.of(
            format!("Theo trả lời của người tổng hợp, không dùng tệp này mà dùng «{kept}»."),
            format!("By an answer this file is not used, «{kept}» is."),
        ),
        Some(form) => lang.of(
            format!("Theo trả lời của người tổng hợp, biểu {form} không lấy ở tệp này mà lấy ở «{kept}». Các biểu khác của tệp vẫn được dùng."),
            format!("By an answer the form {form} is not taken from this file but from «{kept}». The other forms of the file are used."),
        ),
    })
}

fn written(day: Date) -> String {
    calendar::written(day)
}

fn clock(at: DateTime) -> String {
    format!("{} {:02}:{:02}", calendar::written(at.date()), at.hour(), at.minute())
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Sending(problem)
    }
}
