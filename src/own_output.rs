//! By what this program's results are known: they are written with these names and headings, and
//! known again by them ([`crate::intake::own`]) when they lie among the submissions.

use crate::lang::Lang;
use crate::vietnamese::text::shorten;

/// The names of the sheets.
#[derive(Debug, Clone, Copy)]
pub struct SheetNames {
    /// In the form's layout.
    pub summary: &'static str,
    /// Rows × units.
    pub by_unit: &'static str,
    /// Findings.
    pub findings: &'static str,
    /// Who sent what.
    pub received: &'static str,
    /// Facts.
    pub data: &'static str,
    /// What the facts were made from, for whoever reads them back.
    pub origin: &'static str,
    /// The periods of a roll-up beside each other.
    pub by_period: &'static str,
    /// The places of a roll-up.
    pub by_place: &'static str,
    /// Which units drive the changes between the periods of a roll-up.
    pub drivers: &'static str,
    /// Who sent, by period.
    pub sent: &'static str,
}

impl SheetNames {
    /// The names in a language.
    pub fn new(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self {
                summary: "Tổng hợp",
                by_unit: "Theo đơn vị",
                findings: "Phát hiện",
                received: "Tình hình nộp",
                data: "Số liệu",
                origin: "Nguồn",
                by_period: "Theo năm",
                by_place: "Theo địa bàn",
                drivers: "Biến động",
                sent: "Nộp theo kỳ",
            },
            Lang::En => Self {
                summary: "Summary",
                by_unit: "By unit",
                findings: "Findings",
                received: "Submissions",
                data: "Data",
                origin: "Origin",
                by_period: "By period",
                by_place: "By place",
                drivers: "Changes",
                sent: "Received by period",
            },
        }
    }

    /// Those of the sheets that show no figures of a form by its rows.
    pub fn other_than_figures(&self) -> [&'static str; 8] {
        let Self { findings, received, data, origin, by_period, by_place, drivers, sent, .. } = *self;
        [findings, received, data, origin, by_period, by_place, drivers, sent]
    }
}

/// The name of a sheet of one of several forms: of the first as it is, of others with the form's name.
pub fn sheet_of_form(name: &str, at: usize, form: &str) -> String {
    if at == 0 { name.to_owned() } else { shorten(&format!("{name} {form}"), 31) }
}

/// The name of a sheet that goes on from others: what the first cannot hold stands in further ones. Excel's names
/// have 31 characters.
pub fn further(name: &str, n: usize) -> String {
    if n == 0 { name.to_owned() } else { format!("{} ({})", shorten(name, 25), n + 1) }
}

/// The name of a sheet of facts.
pub fn data_sheet(lang: Lang, n: usize) -> String {
    further(SheetNames::new(lang).data, n)
}

/// Tells whether a sheet is of some name, or goes on from one that is.
pub fn is_of(name: &str, of: &str) -> bool {
    let further = |rest: &str| {
        rest.strip_prefix(" (").and_then(|r| r.strip_suffix(')')).is_some_and(|n| n.parse::<u32>().is_ok())
    };
    name.strip_prefix(of).is_some_and(|rest| rest.is_empty() || further(rest))
}

/// Tells whether a sheet is one of facts by its name.
pub fn is_data_sheet(name: &str) -> bool {
    [Lang::Vi, Lang::En].into_iter().any(|lang| is_of(name, SheetNames::new(lang).data))
}

/// The sheet in which a blank says what it is.
pub const FINGERPRINT: &str = "phubieu";

/// The states of facts in Vietnamese, as the sheet of facts has them.
pub const STATES_VI: [(&str, &str); 9] = [
    ("number", "số"),
    ("nil", "không phát sinh"),
    ("blank", "để trống"),
    ("deferred", "để sau"),
    ("not_collected", "chưa có số liệu"),
    ("not_applicable", "không áp dụng"),
    ("ambiguous", "đọc được nhiều cách"),
    ("unreadable", "không đọc được"),
    ("text", "chữ"),
];

/// The columns of facts, which programs rely on.
pub const FACTS: &[&str] = &[
    "form",
    "row",
    "column",
    "unit",
    "unit_name",
    "period",
    "value",
    "state",
    "measure",
    "file",
    "sheet",
    "cell",
    "raw",
    "findings",
];
/// The columns of facts in Vietnamese, as the sheet of facts has them.
pub const FACTS_VI: &[&str] = &[
    "Biểu",
    "Dòng",
    "Cột",
    "Mã đơn vị",
    "Đơn vị",
    "Kỳ",
    "Giá trị",
    "Trạng thái",
    "ĐVT",
    "Tệp",
    "Trang",
    "Ô",
    "Nguyên văn",
    "Mã phát hiện",
];
/// The columns of totals, which programs rely on.
pub const TOTALS: &[&str] = &[
    "form",
    "row",
    "column",
    "unit",
    "unit_name",
    "level",
    "period",
    "value",
    "state",
    "measure",
    "rule",
    "reported",
    "expected",
    "excluded",
    "findings",
];
/// The fields of findings, which programs rely on.
pub const FINDINGS: &[&str] = &[
    "code",
    "severity",
    "message",
    "file",
    "sheet",
    "cell",
    "unit",
    "row",
    "column",
    "raw",
    "value",
    "suggestion",
    "evidence",
];
/// The column that a flat list of findings has besides: the finding that one is folded under.
pub const UNDER: &str = "under";

/// Who made a page of findings, as its head says.
pub const GENERATOR: &str = "phubieu";

/// What a sheet of totals that was drawn after a template is named besides, for whoever makes it again.
pub const DRESSED: &str = "phubieu_theo_bieu_mau";

/// The author of the comments in a returned workbook.
pub const AUTHOR: &str = "phubieu";

/// What stands between somebody's comment and this program's below it.
pub const BELOW: &str = "—— phubieu ——";

/// What stands in a hidden cell of the sheet on which a returned workbook lists its findings.
pub const RETURNED_LIST: &str = "phubieu:phat-hien-cua-tep";

/// The name of that sheet.
pub fn returned_list_name(lang: Lang) -> &'static str {
    lang.of("Phát hiện (phubieu)", "Findings (phubieu)")
}

/// Tells whether a sheet may be that list by its name, with whatever Excel puts behind that of a copy.
pub fn may_be_returned_list(name: &str) -> bool {
    [Lang::Vi, Lang::En].into_iter().any(|lang| name.starts_with(returned_list_name(lang)))
}
