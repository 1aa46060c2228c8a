//! People, households and offices under a sheet that announces the measure of something else: «ĐVT: triệu đồng» above
//! «Biên chế | Quỹ tiền lương» says nothing of the heads, and «ĐVT: ha» nothing of «Lao động», «Hộ nghèo».
//!
//! The same names are those of whom the money is for («Dư nợ › Hộ nghèo | Hộ cận nghèo»). What stands beside them tells
//! which; where it does not, their measure is not known.

use crate::form::model::{Column, Role};
use crate::table::{self, Table, words};
use crate::vietnamese::measure::Measure;
use crate::vietnamese::text::fold;

use super::told::{begins, counts_things, says};
use super::{measures, worded};

/// What the figures of a name are measured in under the line of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measured {
    /// In what the line announces.
    ByLine,
    /// In a measure of its own.
    Own(&'static str),
    /// It cannot be told.
    Unknown,
}

/// Heads whatever stands beside them, with their measure.
const HEADS: &[(&str, &str)] = &[("nhân khẩu", "khẩu"), ("dân số", "người")];
/// Who may be counted, and whom money or land may be for.
const THINGS: &[(&str, &str)] = &[
    ("biên chế", "người"),
    ("đại biểu", "người"),
    ("hộ nghèo", "hộ"),
    ("hộ cận nghèo", "hộ"),
    ("hộ thoát nghèo", "hộ"),
    ("hộ mới thoát nghèo", "hộ"),
    ("hộ tái nghèo", "hộ"),
    ("hộ dân tộc", "hộ"),
    ("hộ dân", "hộ"),
    ("hộ chính sách", "hộ"),
    ("lao động", "lao động"),
    ("học sinh", "học sinh"),
    ("sinh viên", "sinh viên"),
    ("học viên", "học viên"),
    ("giáo viên", "giáo viên"),
    ("cán bộ", "người"),
    ("công chức", "người"),
    ("viên chức", "người"),
    ("trẻ em", "trẻ em"),
    ("trẻ", "trẻ em"),
    ("phụ nữ", "người"),
    ("đảng viên", "đảng viên"),
    ("đoàn viên", "đoàn viên"),
    ("hội viên", "hội viên"),
    ("cử tri", "người"),
    ("người", "người"),
];
/// What a name of those goes on with where it is of money all the same.
const OF_MONEY: &[&str] = &["tiền", "kinh phí", "vốn", "quỹ", "mức", "đóng góp", "ủng hộ", "nộp", "chi trả"];
/// Words of money, and those that money alone begins with.
const MONEY: &[&str] = &["tiền", "kinh phí", "vốn", "ngân sách", "dư nợ", "dự toán", "giá trị", "giải ngân", "lương"];
const BEGIN_MONEY: &[&str] = &[
    "chi",
    "thu",
    "quỹ",
    "nguồn",
    "nợ",
    "phí",
    "lệ phí",
    "thuế",
    "trợ cấp",
    "phụ cấp",
    "học bổng",
    "quyết toán",
    "doanh số",
    "đầu tư",
    "số dư",
    "hỗ trợ",
];
const SOMETHING_ELSE: &[&str] = &["khác", "đối tượng khác", "còn lại"];

/// What a name counts, and whether it does so whatever stands beside it.
fn thing(text: &str) -> Option<(&'static str, bool)> {
    let of = |list: &[(&'static str, &'static str)]| {
        list.iter().find(|(name, _)| begins(text, &[name])).map(|(_, measure)| *measure)
    };
    if says(OF_MONEY, text) {
        return None;
    }
    of(HEADS).map(|m| (m, true)).or_else(|| of(THINGS).map(|m| (m, false)))
}

/// Tells whether words name what a line's measure is of: money, areas.
pub(super) fn names_amount(text: &str, line: &Measure) -> bool {
    let of = |one: &str| Measure::parse(one).is_some_and(|m| m.factor_to(line).is_some());
    if line.is_money() {
        return says(MONEY, text) || begins(text, BEGIN_MONEY) && !begins(text, &["chỉ tiêu"]);
    }
    match () {
        () if of("m2") => says(&["diện tích"], text) || begins(text, &["đất", "rừng"]),
        () if of("kg") => says(&["sản lượng", "khối lượng"], text),
        () if of("m") => says(&["chiều dài"], text),
        () => false,
    }
}

/// Tells whether words under a line that announces areas, lengths or masses are of something else: «Số hộ», «Kinh phí»,
/// «Sản lượng» are not in ha.
pub(super) fn names_another(text: &str, line: &Measure) -> bool {
    const MONEY: &[&str] = &["kinh phí", "số tiền", "thành tiền", "tổng tiền", "tổng kinh phí", "giá trị"];
    // «Số diện tích», «Số đất» are of land, «Số lượng» of anything.
    const LAND: &[&str] = &["số diện tích", "số đất", "số rừng", "số lượng", "số cây trồng"];
    if line.is_money() || !line.converts() || names_amount(text, line) {
        return false;
    }
    let area = Measure::parse("m2").is_some_and(|m| m.factor_to(line).is_some());
    let sizes: &[&str] = if area { &["sản lượng", "chiều dài"] } else { &["diện tích"] };
    begins(text, MONEY) || begins(text, sizes) || counts_things(text) && !begins(text, LAND)
}

/// What is remarked on a column that adds in the measure of its sheet though its headings do not say of what they are;
/// nothing where they do.
pub(super) fn doubt(path: &[String], line: &str) -> String {
    const PLAIN: &[&str] = &[
        "kế hoạch",
        "thực hiện",
        "ước",
        "dự toán",
        "dự kiến",
        "quyết toán",
        "lũy kế",
        "tổng",
        "cộng",
        "trong đó",
        "chia ra",
        "năm",
        "quý",
        "tháng",
        "đầu kỳ",
        "cuối kỳ",
        "tăng",
        "giảm",
        "số",
        "giao",
        "còn lại",
        "đã",
        "chưa",
        "trung ương",
        "tỉnh",
        "huyện",
        "xã",
        "nhu cầu",
        "đề nghị",
        "phân bổ",
        "so sánh",
        "chênh lệch",
        "khác",
        "cùng kỳ",
        "KH",
        "TH",
        "NSTW",
        "NSĐP",
        "NST",
        "NSH",
        "NSX",
    ];
    let Some(measure) = Measure::parse(line).filter(Measure::converts) else { return String::new() };
    let says_what = |level: &String| names_amount(level, &measure) || begins(level, PLAIN);
    if path.iter().any(says_what) || path.iter().any(|level| thing(level).is_some()) {
        return String::new();
    }
    format!("tên cột không nói là gì, tính bằng «{line}» ghi chung cho biểu: nếu không phải thì ghi measure của cột")
}

/// What beside a name tells of it.
#[derive(Debug, Default)]
struct Beside {
    /// Something is plainly of what the line announces.
    amounts: bool,
    /// There is a sum that it may be a part of.
    sum: bool,
    /// Something is neither.
    others: bool,
    /// There are more such names: together they may be whom the amounts are for.
    things: bool,
}

impl Beside {
    fn take(&mut self, text: &str, line: &Measure) {
        match () {
            () if words::is_total(&fold(text)) || begins(text, &["tổng", "cộng"]) => self.sum = true,
            () if thing(text).is_some() || begins(text, SOMETHING_ELSE) => self.things = true,
            () if names_amount(text, line) => self.amounts = true,
            () => self.others = true,
        }
    }

    fn tells(&self, (own, always): (&'static str, bool), line: &Measure) -> Measured {
        match (self.amounts, self.sum) {
            _ if always => Measured::Own(own),
            (true, false) if !self.things || !line.is_money() => Measured::Own(own),
            // They are its parts, or it is of the amounts alone; «Hộ nghèo | Học sinh | Số tiền» may be heads, or for whom.
            (true, _) => Measured::Unknown,
            (false, true) => Measured::ByLine,
            // What the line announces must be something.
            (false, false) if self.others => Measured::Unknown,
            (false, false) => Measured::ByLine,
        }
    }
}

/// What the figures of a column are measured in whose heading names no measure.
pub(super) fn of_column(table: &Table<'_>, column: &table::Column, line: &str) -> Measured {
    let Some(line) = Measure::parse(line).filter(Measure::converts) else { return Measured::ByLine };
    let Some(own) = column.path.iter().rev().find_map(|level| thing(level)) else { return Measured::ByLine };
    // «Chia ra › Lao động | Vốn | Vật tư»: what is parted says what they are of.
    let part = |level: &String| words::marker(&fold(level)).is_some() || words::lead(&fold(level)).is_some();
    if column.path.iter().any(|level| names_amount(level, &line) || part(level)) {
        return Measured::ByLine;
    }
    let mut beside = Beside::default();
    let measured = |c: &table::Column| measures::in_heading(&c.path).is_some();
    for other in table.others().filter(|c| c.column != column.column && !measured(c)) {
        if !worded::holds_words(table, other) {
            beside.take(&other.path.join(" "), &line);
        }
    }
    beside.tells(own, &line)
}

/// What the figures of a row are measured in that names no measure, under columns some of which leave it to the rows.
pub(super) fn of_row(table: &Table<'_>, row: &table::Row, columns: &[Column], line: &str) -> Measured {
    let Some(line) = Measure::parse(line).filter(Measure::converts) else { return Measured::ByLine };
    let mut left = columns.iter().filter(|c| c.role == Role::Value && c.figure.is_none());
    if left.any(|c| names_amount(&c.heading.join(" "), &line)) {
        return Measured::ByLine;
    }
    of_label(table, row, &line, 0)
}

fn of_label(table: &Table<'_>, row: &table::Row, line: &Measure, depth: usize) -> Measured {
    const PARTS: &[&str] = &["nam", "nữ", "trong đó nữ", "trong đó: nữ", "dân tộc thiểu số"];
    let parent = row.parent.and_then(|at| table.rows.get(at)).filter(|_| depth < 9);
    let is_part = || PARTS.iter().any(|part| fold(part) == fold(&row.label));
    let Some(own) = thing(&row.label) else {
        return match parent {
            Some(above) if is_part() => of_label(table, above, line, depth + 1),
            _ => Measured::ByLine,
        };
    };
    if let Some(above) = parent {
        if names_amount(&above.label, line) {
            return Measured::ByLine;
        }
        if thing(&above.label).is_some() && !own.1 {
            return of_label(table, above, line, depth + 1);
        }
    }
    let mut beside = Beside { sum: parent.is_some(), ..Beside::default() };
    let same = |other: &&table::Row| other.parent == row.parent && other.sheet_row != row.sheet_row;
    for other in table.rows.iter().filter(same).filter(|r| r.measure.is_empty()) {
        beside.take(&other.label, line);
    }
    beside.tells(own, line)
}
