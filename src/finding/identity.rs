//! Findings about who sent a file and for which period.

use super::sending::Untold;
use super::{Code, Lang, Words, list};
use crate::period::{Period, named};

/// Where something about a file's identity was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The lines above and below the table.
    Title,
    /// The heading of a value column.
    Heading,
    /// The file's name.
    FileName,
    /// The sheet's name.
    SheetName,
    /// The blank that the file was made from.
    Blank,
    /// What else was sent.
    OtherFiles,
}

impl Source {
    /// The source in words.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Source::Title => lang.of("tiêu đề", "the title"),
            Source::Heading => lang.of("tiêu đề cột", "the column heading"),
            Source::FileName => lang.of("tên tệp", "the file name"),
            Source::SheetName => lang.of("tên trang", "the sheet name"),
            Source::Blank => lang.of("biểu trắng", "the blank"),
            Source::OtherFiles => lang.of("đợt này còn có tệp của", "this round also has files of"),
        }
    }
}

/// What tells units apart that a name fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// They lie in one place, and their names or kinds differ: «Xã Văn Lang», «Xã Văn Lăng».
    Name,
    /// The province that each lies in.
    Province,
    /// The district or the province, before 1 July 2025.
    District,
}

/// What is wrong with a file's identity. Units and periods stand here as people read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No unit was recognised.
    UnknownUnit,
    /// A name that fits several units.
    AmbiguousUnit {
        /// The units it fits.
        candidates: Vec<String>,
        /// What tells them apart.
        apart: Apart,
    },
    /// The title names one unit, the file name another.
    UnitsDisagree {
        /// What each source says.
        said: Vec<(Source, String)>,
    },
    /// A commune of today was merged of several, and the file may be of one of them as it was before.
    OldUnit {
        /// The commune of today.
        unit: String,
        /// Those it was merged of.
        from: Vec<String>,
        /// What speaks for one of then.
        said: Vec<(Source, String)>,
        /// Those add up to it: none of them was split.
        adds: bool,
    },
    /// A commune that is no longer, or several of the name that is given.
    UnitThatWas {
        /// The communes of then.
        units: Vec<String>,
        /// What it went into.
        now: Vec<String>,
        /// With the others that went there it adds up to that: none of them was split.
        adds: bool,
    },
    /// No commune is named, only a district or province that is no longer.
    PlaceThatWas {
        /// The place.
        place: String,
        /// The communes of today, or of a province the provinces, that it lies in.
        now: Vec<String>,
    },
    /// A unit that does not lie under the place asked for.
    UnitElsewhere {
        /// The unit.
        unit: String,
        /// The place.
        place: String,
    },
    /// Several files for one unit.
    DuplicateSubmission {
        /// The unit.
        unit: String,
        /// The form, where the other forms of the file did not come again.
        form: Option<String>,
        /// The other files.
        others: Vec<String>,
        /// All of them are the same bytes.
        identical: bool,
        /// Why the latest of them could not be told, where that was asked for.
        untold: Option<Untold>,
    },
    /// Another unit's file holds the same figures throughout.
    SameFigures {
        /// The other units with their files.
        others: Vec<(String, String)>,
    },
    /// An expected unit sent nothing that can be used, or not every form.
    NotSubmitted {
        /// The unit.
        unit: String,
        /// The forms that it did not send, where it sent others.
        forms: Vec<String>,
        /// Files that name it and cannot be used, with the code of what was found.
        files: Vec<(String, String)>,
        /// The period that it did not send for, where figures of several stand together.
        period: Option<Period>,
    },
    /// Nobody sent a form that was asked for.
    FormNotSubmitted {
        /// The form.
        form: String,
    },
    /// No period was recognised.
    UnknownPeriod,
    /// Two sources in the file name different periods.
    PeriodsDisagree {
        /// What each source says.
        said: Vec<(Source, String)>,
        /// The period used, if one was.
        used: Option<String>,
    },
    /// The file is of another period than the round.
    OtherPeriod {
        /// What the file says.
        found: String,
        /// What the round is about.
        expected: String,
    },
    /// A commune of today sent something, and so did those of then that it was made of.
    BesideItsParts {
        /// The commune of today.
        unit: String,
        /// The other files.
        others: Vec<String>,
    },
    /// Of a place of before 1 July 2025 that is shown in one of today nobody is there.
    NoneOf {
        /// The place of then.
        place: String,
        /// How many communes it had.
        communes: usize,
        /// The period, where several stand together.
        period: Option<Period>,
    },
    /// The period begins after 1 July 2025, and the units are those of before.
    UnitsOfBefore {
        /// The period.
        period: Period,
    },
    /// The files are of several periods, and which of them is wanted cannot be told.
    PeriodOpen {
        /// The period of the file.
        found: Period,
        /// All periods, in order.
        periods: Vec<Period>,
    },
}

fn sayings(said: &[(Source, String)], lang: Lang) -> String {
    let parts: Vec<String> = said.iter().map(|(source, what)| format!("{}: {what}", source.name(lang))).collect();
    parts.join("; ")
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::UnknownUnit => Code::UnknownUnit,
            Problem::AmbiguousUnit { .. } => Code::AmbiguousUnit,
            Problem::UnitThatWas { .. } | Problem::PlaceThatWas { .. } => Code::UnknownUnit,
            Problem::UnitsDisagree { .. } | Problem::OldUnit { .. } => Code::UnitsDisagree,
            Problem::UnitElsewhere { .. } => Code::UnitElsewhere,
            Problem::DuplicateSubmission { .. } | Problem::BesideItsParts { .. } => Code::DuplicateSubmission,
            Problem::SameFigures { .. } => Code::SameFigures,
            Problem::NotSubmitted { .. } | Problem::NoneOf { .. } | Problem::FormNotSubmitted { .. } => {
                Code::NotSubmitted
            }
            Problem::UnknownPeriod => Code::UnknownPeriod,
            Problem::UnitsOfBefore { .. } => Code::UnitsOfBefore,
            Problem::PeriodsDisagree { used: Some(_), .. } => Code::PeriodsDiffer,
            Problem::PeriodsDisagree { used: None, .. } => Code::PeriodsDisagree,
            Problem::OtherPeriod { .. } | Problem::PeriodOpen { .. } => Code::OtherPeriod,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::UnknownUnit => Words::new(lang.of(
                "Không nhận ra đơn vị nào trong tiêu đề, tên tệp, tên trang: tệp không được cộng.",
                "No unit was recognised in the title, file name or sheet name: the file is not counted.",
            ))
            .suggest(lang.of(
                "Ghi tên xã ở tiêu đề, ví dụ «Ủy ban nhân dân xã Côn Minh», hoặc đặt tên tệp theo xã.",
                "Write the commune's name in the title, such as «Ủy ban nhân dân xã Côn Minh», or name the file after it.",
            )),
            Problem::AmbiguousUnit { candidates, apart } => {
                let names = list(candidates, 6, lang);
                Words::new(lang.of(format!("Tên đơn vị khớp với nhiều đơn vị: {names}."), format!("The name fits several units: {names}.")))
                    .suggest(match apart {
                        Apart::Name => lang.of("Viết tên có đủ dấu và loại đơn vị (xã, phường), hoặc ghi mã đơn vị trong tên tệp.", "Write the name with its marks and its kind (xã, phường), or put the unit's code in the file name."),
                        Apart::Province => lang.of("Ghi rõ tỉnh, hoặc mã đơn vị trong tên tệp; hay dùng --under.", "Name the province, or put the unit's code in the file name; or use --under."),
                        Apart::District => lang.of("Ghi rõ huyện, tỉnh, hoặc mã đơn vị trong tên tệp; hay dùng --under.", "Name the district or province, or put the unit's code in the file name; or use --under."),
                    })
            }
            Problem::UnitsDisagree { said } => {
                let said = sayings(said, lang);
                Words::new(lang.of(
                    format!("Các nơi ghi đơn vị không thống nhất ({said}): biểu ghi như vậy không được cộng."),
                    format!("The unit is not the same everywhere ({said}): the form that says so is not counted."),
                ))
                .suggest(lang.of("Sửa tiêu đề hoặc tên tệp cho đúng đơn vị nộp.", "Correct the title or the file name."))
            }
            Problem::OldUnit { unit, from, said, adds } => {
                let (from, said) = (list(from, 6, lang), sayings(said, lang));
                let whole = lang.of(
                    "Hỏi đơn vị. Nếu là số của cả xã mới: sửa tiêu đề, tên tệp, hoặc ghi mã xã vào cột «Giá trị đúng» rồi chạy lại với --decisions. Nếu là số của xã cũ:",
                    "Ask the unit. If they are of the whole new commune, correct the title or the file name, or write its code as the right value and run again with --decisions. If they are of an old one:",
                );
                let old = old_communes(*adds, lang);
                Words::new(lang.of(
                    format!("{unit} được lập ngày 01/7/2025 từ {from}, mà tệp ghi theo đơn vị cũ ({said}): không rõ số là của cả xã mới hay của một xã cũ, nên tệp không được cộng."),
                    format!("{unit} was made of {from} on 1 July 2025, and the file speaks of units of before ({said}): whether the figures are of the whole commune or of one of these cannot be told, so it is not counted."),
                ))
                .suggest(format!("{whole} {old}"))
            }
            Problem::UnitThatWas { units, now, adds } => {
                let (unit, now) = (list(units, 3, lang), list(now, 6, lang));
                let ask = lang.of("Xin biểu của xã mới.", "Ask for the new commune's table.");
                let words = Words::new(lang.of(
                    format!("{unit} không còn từ 01/7/2025, đã nhập vào {now}: tệp không được cộng."),
                    format!("{unit} is no longer since 1 July 2025, it went into {now}: the file is not counted."),
                ));
                match adds {
                    true => {
                        let or = lang.of("Nếu chỉ có số của các xã cũ:", "If there are figures of the old ones only:");
                        words.suggest(format!("{ask} {or} {}", old_communes(true, lang)))
                    }
                    false => words.suggest(ask),
                }
            }
            Problem::PlaceThatWas { place, now } => {
                let now = list(now, 12, lang);
                Words::new(lang.of(
                    format!("{place} không còn từ 01/7/2025, địa bàn nay thuộc {now}; tệp không ghi xã nào, nên không được cộng."),
                    format!("{place} is no longer since 1 July 2025, and lies in {now} now; the file names no commune, so it is not counted."),
                ))
                .suggest(lang.of(
                    "Hỏi đơn vị gửi là xã nào, ghi tên xã ở tiêu đề hoặc đặt tên tệp theo xã.",
                    "Ask which commune it is of, and write its name in the title or name the file after it.",
                ))
            }
            Problem::BesideItsParts { unit, others } => {
                let others = list(others, 5, lang);
                Words::new(lang.of(
                    format!("{unit} có biểu của chính mình, lại có số của các xã cũ hợp thành nó (còn: {others}): cộng cả hai là tính hai lần, nên chưa tệp nào được cộng."),
                    format!("{unit} sent a table, and there are figures of the communes of then that it was made of (also {others}): both together would count twice, so none is counted."),
                ))
                .suggest(lang.of(
                    "Giữ một bên: ghi «bỏ» ở cột «Giá trị đúng» của biểu xã mới rồi chạy lại với --decisions, hoặc bỏ bảng các xã cũ ra.",
                    "Keep one side: write «leave out» as the right value of the new commune's table and run again with --decisions, or take out the workbook of the old ones.",
                ))
            }
            Problem::UnitElsewhere { unit, place } => Words::new(lang.of(
                format!("{unit} không thuộc {place}: tệp không được cộng."),
                format!("{unit} does not lie under {place}: the file is not counted."),
            ))
            .suggest(lang.of(
                "Bỏ tệp này ra khỏi thư mục, hoặc xem lại địa bàn (--under, khóa under của phubieu.toml).",
                "Take the file out of the folder, or look at the place again (--under, the key under of phubieu.toml).",
            )),
            Problem::DuplicateSubmission { unit, form: Some(form), others, untold, .. } => {
                let names = list(others, 5, lang);
                let words = Words::new(lang.of(
                    format!("{unit} nộp biểu {form} ở nhiều tệp (còn: {names}): biểu này chưa được cộng ở tệp nào."),
                    format!("{unit} sent the form {form} in several files (also {names}): it is counted from none of them."),
                ));
                because_untold(words, untold.as_ref(), lang).suggest(lang.of(
                    "Ghi «dùng» ở cột «Giá trị đúng» của tệp có biểu đúng rồi chạy lại với --decisions; các biểu khác trong tệp vẫn được cộng.",
                    "Write «use» as the right value of the file whose form is right and run again with --decisions; the other forms of the file are counted.",
                ))
            }
            Problem::DuplicateSubmission { unit, form: None, others, identical, untold } => {
                let names = list(others, 5, lang);
                let message = if *identical {
                    lang.of(
                        format!("{unit} có nhiều tệp giống hệt nhau (còn: {names}): chưa tệp nào được cộng."),
                        format!("{unit} has several identical files (also {names}): none of them is counted."),
                    )
                } else {
                    lang.of(
                        format!("{unit} có nhiều tệp (còn: {names}): chưa tệp nào được cộng."),
                        format!("{unit} has several files (also {names}): none of them is counted."),
                    )
                };
                because_untold(Words::new(message), untold.as_ref(), lang).suggest(lang.of(
                    "Giữ lại một tệp, hoặc ghi «dùng» ở cột «Giá trị đúng» của tệp đúng rồi chạy lại với --decisions.",
                    "Keep one file, or write «use» as the right value of the right file and run again with --decisions.",
                ))
            }
            Problem::SameFigures { others } => {
                let named: Vec<String> = others.iter().map(|(unit, file)| format!("{unit} («{file}»)")).collect();
                let names = list(&named, 5, lang);
                Words::new(lang.of(
                    format!("Mọi số trong tệp giống hệt {names}: có thể tệp được chép lại mà chưa sửa số."),
                    format!("All figures are the same as those of {names}: one file may be a copy of the other."),
                ))
                .suggest(lang.of(
                    "Hỏi lại các đơn vị này xem số nào là của ai. Số vẫn được dùng như đã ghi.",
                    "Ask these units whose figures they are. They were used as they stand.",
                ))
            }
            Problem::NotSubmitted { unit, forms, files, period } => {
                let of = match forms.as_slice() {
                    [] => String::new(),
                    forms => {
                        let forms = list(forms, 6, lang);
                        lang.of(format!(" biểu {forms}"), format!(" the form {forms}"))
                    }
                };
                let when = period.map(|p| lang.of(format!(" ({})", p.spoken(lang)), format!(" for {}", p.spoken(lang))));
                let of = format!("{of}{}", when.unwrap_or_default());
                if files.is_empty() {
                    return Words::new(lang.of(format!("{unit} chưa nộp{of}."), format!("{unit} has not submitted{of}.")))
                        .suggest(lang.of("Đôn đốc đơn vị nộp; số tổng hợp đang thiếu đơn vị này.", "Ask the unit; the totals lack it."));
                }
                let files: Vec<String> = files.iter().map(|(file, code)| format!("«{file}» ({code})")).collect();
                let files = list(&files, 4, lang);
                Words::new(lang.of(
                    format!("{unit} chưa có{of} trong tổng hợp: có tệp ghi tên đơn vị này nhưng chưa dùng được: {files}."),
                    format!("{unit} is not in the totals{of}: a file that names it is there and cannot be used: {files}."),
                ))
                .suggest(lang.of(
                    "Xem lỗi của tệp đó trước khi đôn đốc; số tổng hợp đang thiếu đơn vị này.",
                    "See what is wrong with that file before asking the unit; the totals lack it.",
                ))
            }
            Problem::NoneOf { place, communes, period } => {
                let when = period.map(|p| format!(", {}", p.spoken(lang))).unwrap_or_default();
                Words::new(lang.of(
                    format!("Thiếu toàn bộ {communes} xã, phường, thị trấn trước 01/7/2025 của {place}{when}: không có trong các bảng được đưa vào."),
                    format!("All {communes} communes of before 1 July 2025 of {place} are missing{when}: they are in none of the workbooks given."),
                ))
                .suggest(lang.of(
                    "Đưa thêm bảng tổng hợp của nơi đó; số quy về đơn vị mới đang thiếu các xã này.",
                    "Add the workbook of that place; what is shown in the units of today lacks these communes.",
                ))
            }
            Problem::FormNotSubmitted { form } => Words::new(lang.of(
                format!("Chưa đơn vị nào nộp biểu {form}."),
                format!("No unit has submitted the form {form}."),
            ))
            .suggest(lang.of(
                "Đôn đốc các đơn vị nộp; nếu đợt này không có biểu đó thì bỏ tên biểu khỏi --form (khóa form).",
                "Ask the units; or leave the form out of --form (the key form) if this round is not about it.",
            )),
            Problem::UnknownPeriod => Words::new(lang.of("Không nhận ra kỳ báo cáo.", "No reporting period was recognised."))
                .suggest(lang.of("Ghi năm ở tiêu đề, ví dụ «năm 2024», hoặc dùng --period.", "Write the year in the title, or use --period.")),
            Problem::PeriodsDisagree { said, used } => {
                let said: Vec<(Source, String)> = said.iter().map(|(s, what)| (*s, named(what, lang))).collect();
                let (said, used) = (sayings(&said, lang), used.as_deref().map(|used| named(used, lang)));
                match used {
                    Some(used) => Words::new(lang.of(
                        format!("Các nơi ghi kỳ báo cáo không thống nhất ({said}); đã dùng kỳ {used}."),
                        format!("The period is not the same everywhere ({said}); {used} was used."),
                    )),
                    None => Words::new(lang.of(
                        format!("Các nơi ghi kỳ báo cáo không thống nhất ({said}): tệp không được cộng."),
                        format!("The period is not the same everywhere ({said}): the file is not counted."),
                    )),
                }
                .suggest(lang.of("Sửa tiêu đề hoặc tên tệp cho đúng kỳ.", "Correct the title or the file name."))
            }
            Problem::OtherPeriod { found, expected } => {
                let (found, expected) = (named(found, lang), named(expected, lang));
                Words::new(lang.of(
                    format!("Tệp thuộc kỳ {found}, không phải kỳ {expected}: không được cộng."),
                    format!("The file is of period {found}, not {expected}: it is not counted."),
                ))
                .suggest(lang.of("Đề nghị đơn vị gửi đúng kỳ.", "Ask for the right period."))
            }
            Problem::UnitsOfBefore { period } => {
                let period = period.spoken(lang);
                Words::new(lang.of(
                    format!("Số của {period} đang được đọc theo danh mục đơn vị trước 01/7/2025: từ ngày đó không còn huyện, xã đã sắp xếp lại, mã cũ được cấp cho xã khác."),
                    format!("Figures of {period} are read with the units of before 1 July 2025: since then there are no districts, communes have merged, and codes were given to others."),
                ))
                .suggest(lang.of(
                    "Bỏ --era 2024 (khóa era của phubieu.toml), xem lại --under; nếu đúng là số theo xã cũ thì cứ để vậy; muốn cộng thành xã mới thì đưa bảng này vào cùng biểu của các xã mới với --era 2025.",
                    "Leave out --era 2024 (the key era of phubieu.toml) and look at --under; leave it so if the figures are indeed by the old communes; given with --era 2025 along with the new communes' files, the result adds up to them.",
                ))
            }
            Problem::PeriodOpen { found, periods } => {
                let all = list(&periods.iter().map(|p| p.spoken(lang)).collect::<Vec<_>>(), 6, lang);
                let (found, last) = (found.spoken(lang), periods.last().unwrap_or(found).to_string());
                Words::new(lang.of(
                    format!("Tệp thuộc {found}, còn các tệp thuộc nhiều kỳ ({all}) mà chưa nói tổng hợp kỳ nào; số của nhiều kỳ không cộng với nhau: không được cộng."),
                    format!("The file is of {found}; the files are of several periods ({all}), and which is wanted was not said. Figures of several periods do not add up: it is not counted."),
                ))
                .suggest(lang.of(
                    format!("Mỗi lần tổng hợp một kỳ: thêm --period, ví dụ --period {last}, hoặc để mỗi kỳ một thư mục; muốn xem nhiều năm cạnh nhau thì lũy kế (rollup) các bảng đã tổng hợp."),
                    format!("Consolidate one period at a time: add --period, such as --period {last}, or keep each in a folder; rollup shows the results of several years side by side."),
                ))
            }
        }
    }
}

/// What to do with figures of communes of before 1 July 2025 in a round of after.
fn old_communes(adds: bool, lang: Lang) -> &'static str {
    match adds {
        true => lang.of(
            "để tệp của các xã cũ vào thư mục riêng, tổng hợp riêng với --era 2024 (phubieu consolidate XA-CU -o xa-cu.xlsx --era 2024), rồi đưa bảng đó vào cùng biểu của các xã mới (phubieu consolidate XA-MOI xa-cu.xlsx -o TONG-HOP.xlsx --era 2025): số các xã cũ được cộng thành xã mới.",
            "put the old communes' files in a folder of their own, consolidate them with --era 2024 (phubieu consolidate OLD -o old.xlsx --era 2024), and give the result along with the new communes' files (phubieu consolidate NEW old.xlsx -o ALL.xlsx --era 2025): they add up to the new commune.",
        ),
        false => lang.of(
            "xin biểu của xã mới; trong các xã cũ có xã bị chia cho nhiều xã mới, nên cộng lại không thành số của xã mới.",
            "ask for the new commune's table; some of the old ones were split, so they do not add up to it.",
        ),
    }
}

/// Adds why the latest of several files could not be told.
fn because_untold(words: Words, untold: Option<&Untold>, lang: Lang) -> Words {
    match untold {
        Some(untold) => words.because(untold.words(lang)),
        None => words,
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Identity(problem)
    }
}
