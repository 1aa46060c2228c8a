//! Which columns hold words: by their cells, or where these are blank by their headings.
//!
//! «Xã», «Người», «Lý do» head words; «Xã hội hóa», «Người cao tuổi», «Lý do khác» count. Where a heading goes on, what
//! it goes on with decides, and what stands beside it under the same heading.

use crate::intake::{Cell, Value};
use crate::table::{self, Part, Table, words};
use crate::vietnamese::number;
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::{Folded, fold};

use super::columns::cells;
use super::leads::{ACCOUNTS, Account, LEADS, Lead};
use super::told::{begins, says};
use super::{measures, named};

/// Tells whether a column holds words, or numbers that name something: by its cells, or where it is blank by its heading.
pub(super) fn holds_words(table: &Table<'_>, column: &table::Column) -> bool {
    let also = |c: &table::Column| named::heads(table, c) || gives_account(table, c);
    // Something is figures in a table.
    let figures = |c: &table::Column| c.column != column.column && !also(c) && !says_of_items(table, c);
    says_of_items(table, column) || also(column) && table.others().any(figures)
}

/// Tells whether a column holds words that say something of an item, as in lists.
pub(super) fn says_of_items(table: &Table<'_>, column: &table::Column) -> bool {
    // «8/15», «2023-2025» begin as figures do and may stand among them.
    let (mut figures, mut texts, mut unclear) = (0, 0, 0);
    for cell in cells(table, column) {
        match &cell.value {
            Value::Text(text) if nothing(text).is_some() => {}
            Value::Text(text) if number::read(text).is_err() => {
                match text.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
                    true => unclear += 1,
                    false => texts += 1,
                }
            }
            _ => figures += 1,
        }
    }
    let key = fold(&column.path.join(" "));
    let last = column.path.last().map(String::as_str).unwrap_or_default();
    let measured = column.path.iter().any(|level| measures::in_brackets(level).is_some());
    let persons = lists_persons(table);
    // Numbers of papers and telephones are names, however they look, and remarks are words even where they are a number.
    let counts_papers = !persons && (measured || counts_papers(table, column, last));
    if words::heads_identifiers(&fold(last)) && !counts_papers || names_by_number(last) || is_remark(column) {
        return true;
    }
    if !measured && begins(last, NAMES_OF_PERSONS) && persons {
        return true;
    }
    // «Quyết định phê duyệt › Số, ngày, tháng | Tổng mức đầu tư»
    if !measured && is_numbered(&column.path) {
        return true;
    }
    // «Năm sinh › Nam | Nữ»
    let above = column.path.split_last().map(|(_, above)| above).unwrap_or_default();
    if above.iter().any(|level| begins(level, BIRTHS)) {
        return true;
    }
    // Criteria are each met by an answer of its own: «Đạt», «100%», «15,2 triệu đồng».
    if figures == 0 && begins(last, &["kết quả"]) && lists_criteria(table) {
        return true;
    }
    let worded = || is_worded(table, column, last);
    // «Địa chỉ (thôn)» names what is to be written there.
    let place = || begins(last, PLACES) && worded();
    if figures == 0 && (place() || above.is_empty() && is_personal(last) && persons) {
        return true;
    }
    if begins(last, &["năm"]) && texts == 0 && figures > 0 && cells(table, column).all(|c| is_year(&c.value)) {
        return true;
    }
    // «Lý do khác (hộ)», «Quy mô đàn (con)» are figures.
    let by_heading = || !measured && worded() || words::heads_codes(&key);
    match (figures, texts + unclear) {
        (0, 0) => by_heading(),
        (0, _) => true,
        (_, others) => texts > figures || (others > 0 && by_heading()) || words::heads_codes(&key),
    }
}

/// Tells whether a column is kept for an account of what was done, which tables of printed rows have too: «Khó khăn,
/// vướng mắc», «Nguồn vốn», «Diễn giải».
fn gives_account(table: &Table<'_>, column: &table::Column) -> bool {
    let Some(last) = column.path.last() else { return false };
    let measured = || measures::in_heading(&column.path).is_some();
    let is_figure = |c: &Cell| !matches!(&c.value, Value::Text(t) if number::read(t).is_err());
    let accounts = ACCOUNTS.iter().filter(|a| begins(last, &[a.word])).any(|account| {
        let rest = behind(last, account.word);
        let Account { goes_on, .. } = account;
        let whole = *goes_on || rest.is_empty() || begins(&rest, account.said);
        // «Kế hoạch | Kết quả» are figures both.
        whole && (!account.beside_done || is_beside_done(table, column))
    });
    accounts && !measured() && siblings(table, column).is_none() && !cells(table, column).any(is_figure)
}

/// Tells whether the figures of what was done stand in a column beside.
fn is_beside_done(table: &Table<'_>, column: &table::Column) -> bool {
    const DONE: &[&str] =
        &["thực hiện", "ước thực hiện", "giải ngân", "đã giải ngân", "quyết toán", "th", "đã thực hiện"];
    let done = |c: &table::Column| c.path.iter().any(|level| begins(level, DONE));
    table.others().any(|c| c.column != column.column && done(c))
}

/// What is remarked on a column that is one of words by its heading alone.
pub(super) const WHY: &str = "cột chữ, chỉ theo tiêu đề: nếu là cột số thì đổi role thành \"value\"";

/// Tells whether a blank column is one of words by its heading alone, which may be wrong.
pub(super) fn by_heading_alone(table: &Table<'_>, column: &table::Column) -> bool {
    let named = words::heads_identifiers(&fold(column.path.last().map(String::as_str).unwrap_or_default()));
    !named && !is_remark(column) && cells(table, column).next().is_none()
}

/// Tells whether a heading is one of words: it says so alone («Xã», «Thôn, bản», «Lý do»), or it goes on with what is
/// written there and not counted («Người phụ trách»).
fn is_worded(table: &Table<'_>, column: &table::Column, last: &str) -> bool {
    let Some(lead) = LEADS.iter().find(|lead| begins(last, &[lead.word])) else {
        let named = words::heads_words(&fold(last)) && !begins(last, &["số"]);
        return named || begins(last, JUDGEMENTS) || begins(last, PLACES);
    };
    let rest = behind(last, lead.word);
    let siblings = siblings(table, column);
    let whole = rest.is_empty();
    if siblings == Some(Siblings::Parts) && !whole {
        return false;
    }
    if begins(&rest, lead.said) {
        return true;
    }
    if begins(&rest, lead.counted) || begins(&rest, &["khác"]) {
        return false;
    }
    // «Khiếu nại | Tố cáo | Kiến nghị» are petitions of three kinds.
    let beside = |words: &[&str]| table.others().any(|c| c.path.last().is_some_and(|l| begins(l, words)));
    if lead.word == "kiến nghị" && beside(&["khiếu nại", "tố cáo"]) {
        return false;
    }
    let counted = ["xã", "huyện", "thôn", "người"].contains(&lead.word);
    match siblings {
        Some(Siblings::Parts) if whole => !COUNTED_AS_PARTS.contains(&lead.word),
        // «Ngân sách › Tỉnh | Huyện | Xã», «Thiệt hại › Người | Nhà»
        Some(Siblings::Figures) if whole => !counted,
        Some(Siblings::Parts | Siblings::Figures) => false,
        None if whole => true,
        // «Nguyên nhân thiếu vốn | Nguyên nhân thiếu đất»
        None => !lead.counts && !several_go_on(table, column, lead),
    }
}

/// What stands beside a column under the same heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Siblings {
    /// Some that count, and the heading says that all are parts of something.
    Parts,
    /// Some that count.
    Figures,
}

/// What stands beside a column under the same heading, if some of it counts by its own heading.
fn siblings(table: &Table<'_>, column: &table::Column) -> Option<Siblings> {
    let (_, above) = column.path.split_last()?;
    let group = above.last()?;
    if begins(group, OF_WORDS) {
        return None;
    }
    let under = |c: &&table::Column| {
        c.column != column.column && c.path.len() == column.path.len() && c.path.starts_with(above)
    };
    let counts = |c: &table::Column| {
        let last = c.path.last().map(String::as_str).unwrap_or_default();
        let key = fold(last);
        let worded = LEADS.iter().any(|lead| begins(last, &[lead.word])) || words::heads_words(&key);
        !(worded
            || words::heads_identifiers(&key)
            || names_by_number(last)
            || begins(last, JUDGEMENTS)
            || is_numbered(&c.path))
    };
    let total = |c: &table::Column| c.path.last().is_some_and(|last| words::is_total(&fold(last)));
    let parted = |key: &Folded| words::marker(key).is_some() || words::lead(key).is_some();
    let by_kind = begins(group, &["theo", "phân theo", "chia theo"]) || says(&["chia theo", "phân theo"], group);
    let mut beside = table.others().filter(under).peekable();
    beside.peek()?;
    let beside: Vec<&table::Column> = beside.collect();
    match beside.iter().any(|c| counts(c)) {
        true if parted(&fold(group)) || by_kind || beside.iter().any(|c| total(c)) => Some(Siblings::Parts),
        true => Some(Siblings::Figures),
        // Of whom nothing is said but that they are parts: «Trong đó › Người nghèo | Người cao tuổi».
        false if words::marker(&fold(group)) == Some(Part::Divided) || by_kind => Some(Siblings::Parts),
        false => None,
    }
}

/// Tells whether other headings begin with the same words and go on otherwise, too.
fn several_go_on(table: &Table<'_>, column: &table::Column, lead: &Lead) -> bool {
    let goes_on = |c: &table::Column| {
        let last = c.path.last().map(String::as_str).unwrap_or_default();
        let rest = behind(last, lead.word);
        begins(last, &[lead.word]) && !rest.is_empty() && !begins(&rest, lead.said)
    };
    table.others().any(|c| c.column != column.column && goes_on(c))
}

/// What a heading goes on with behind its first words; nothing where a sign parts it from that («Thôn, bản»,
/// «Địa chỉ (thôn)», «Xã/phường»).
fn behind(heading: &str, lead: &str) -> String {
    let first = heading.split([',', '/', ';', '(', '-', '–', ':', '+']).next().unwrap_or_default();
    let words = fold(lead).words().count();
    let rest: Vec<&str> = first.split_whitespace().skip(words).collect();
    rest.join(" ")
}

/// Tells whether «Số văn bản trả lời», «Số thẻ BHYT» count papers: where rows are no persons, and nothing says that
/// the number of one is to be written there.
fn counts_papers(table: &Table<'_>, column: &table::Column, last: &str) -> bool {
    const CARDS: &[&str] = &["số thẻ", "số sổ"];
    const PAPERS: &[&str] = &["số văn bản", "số quyết định"];
    const OF_ONE: &[&str] =
        &["phê duyệt", "công nhận", "giao", "đầu tư", "hưởng", "thành lập", "cho phép", "và", "ngày", "bổ nhiệm"];
    let names_one = |rest: &str| rest.is_empty() || begins(rest, OF_ONE);
    let parted = last.contains([',', '/', ';']) || says(&["ngày"], last);
    let paper = |lead: &&&str| begins(last, &[lead]);
    if parted || cells(table, column).any(|c| matches!(&c.value, Value::Text(t) if number::read(t).is_err())) {
        return false;
    }
    match (CARDS.iter().any(|lead| paper(&lead)), PAPERS.iter().find(paper)) {
        (true, _) => true,
        (_, Some(lead)) => !names_one(&behind(last, lead)),
        _ => begins(last, &["điện thoại"]) && siblings(table, column).is_some(),
    }
}

/// Tells whether a heading is of the numbers and days of papers: «Số, ngày, tháng», «Số, ký hiệu», «Quyết định › Số».
fn is_numbered(path: &[String]) -> bool {
    let Some((heading, above)) = path.split_last() else { return false };
    let first = heading.split([',', ';', '/']).next().unwrap_or_default();
    let dated = says(&["ngày", "tháng", "ký hiệu"], heading);
    let of_paper =
        above.last().is_some_and(|group| begins(group, &["quyết định", "văn bản", "công văn", "nghị quyết"]));
    let number = fold(first) == fold("số");
    number && (dated || of_paper)
        || of_paper && begins(heading, &["ngày", "số hiệu", "ký hiệu"]) && !says(&["số ngày"], heading)
}

/// Tells whether a heading is of numbers that name something.
fn names_by_number(heading: &str) -> bool {
    [words::NAMES, words::YEARS_OF_WORKS, words::COORDINATES].iter().any(|names| begins(heading, names))
}

/// What stands alone over figures where all beside it are parts of one thing: «Chia ra › Tỉnh | Huyện | Xã».
const COUNTED_AS_PARTS: &[&str] = &["xã", "huyện", "thôn", "người", "đối tượng", "kiến nghị"];
/// Headings over what is said of something or somebody in words.
const OF_WORDS: &[&str] = &[
    "địa chỉ",
    "địa điểm",
    "địa bàn",
    "địa danh",
    "nơi",
    "quê quán",
    "hộ khẩu",
    "thông tin",
    "người",
    "quyết định",
    "văn bản",
    "giấy",
];

/// Headings of numbers that name something where each row is a person's; elsewhere they count papers and plots.
const NAMES_OF_PERSONS: &[&str] = &["dự kiến năm", "số giấy", "số tờ", "số thửa"];
/// Headings of what someone thinks of it, in words: «Đạt», «Không đạt», «Loại A».
const JUDGEMENTS: &[&str] = &[
    "xếp loại",
    "đánh giá",
    "tự đánh giá",
    "hạng mục",
    "lý do",
    "nguyên nhân",
    "giải pháp",
    "kiến nghị",
    "thời điểm",
    "kết quả xét nghiệm",
    "kết quả kiểm tra",
    "kết quả thẩm định",
    "loại vật nuôi",
    "loại cây",
    "loại giấy tờ",
    "chủ cơ sở",
    "chủ sở hữu",
];

/// Headings over when someone was born.
const BIRTHS: &[&str] = &["năm sinh", "ngày sinh", "ngày tháng năm sinh", "ngày, tháng, năm sinh"];
/// Headings of places and signatures, whatever stands in brackets behind them.
const PLACES: &[&str] =
    &["địa chỉ", "địa điểm", "địa bàn", "nơi ở", "nơi cư trú", "ký nhận", "ký tên", "chữ ký", "người nhận", "điểm chỉ"];
/// What a list of persons says of each in words; elsewhere the same headings count people.
const PERSONAL: &[&str] = &[
    "dân tộc",
    "tôn giáo",
    "giới tính",
    "nam/nữ",
    "nam, nữ",
    "quan hệ với chủ hộ",
    "quan hệ",
    "chủ hộ",
    "chức vụ",
    "chức danh",
    "nghề nghiệp",
    "trình độ",
    "trình độ chuyên môn",
    "trình độ học vấn",
    "trình độ văn hóa",
    "đơn vị công tác",
    "nơi công tác",
    "quê quán",
    "diện hộ",
    "diện đối tượng",
    "đối tượng",
    "loại hộ",
    "tên ngân hàng",
    "ngân hàng",
];

fn is_personal(heading: &str) -> bool {
    let plain = heading.split_once('(').map_or(heading, |(plain, _)| plain);
    PERSONAL.iter().any(|w| fold(w) == fold(plain))
}

/// Tells whether the rows are criteria beside which no measure stands.
fn lists_criteria(table: &Table<'_>) -> bool {
    let label = table.column_of(table::Role::Label).and_then(|c| c.path.last());
    let criteria = label.is_some_and(|heading| begins(heading, &["tiêu chí", "tên tiêu chí", "nội dung tiêu chí"]));
    criteria && table.column_of(table::Role::Measure).is_none()
}

/// Tells whether the rows are persons: «Họ và tên», «Tên chủ hộ».
pub(super) fn lists_persons(table: &Table<'_>) -> bool {
    const PERSONS: &[&str] = &[
        "họ và tên",
        "họ tên",
        "họ, tên",
        "họ và chữ đệm",
        "tên chủ hộ",
        "chủ hộ",
        "tên đối tượng",
        "tên người",
        "tên học sinh",
        "tên hộ",
    ];
    let label = table.column_of(table::Role::Label).and_then(|c| c.path.last());
    label.is_some_and(|heading| begins(heading, PERSONS))
}

fn is_year(value: &Value) -> bool {
    matches!(value, Value::Number(n) if n.is_integer() && (1945.into()..=2100.into()).contains(n))
}

/// Tells whether a column is for remarks, which every table may have.
pub(super) fn is_remark(column: &table::Column) -> bool {
    fold(&column.path.join(" ")) == fold("ghi chú")
}
