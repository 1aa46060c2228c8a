//! Any grid of cells against a slow, obvious model: of every figure that is read the model asks whether the cell
//! under that heading, beside that label, can be read so by the plainest rules; of every plain figure that stands
//! in the grid whether it was read. What the model contradicts must have been told.

use std::collections::BTreeSet;

use crate::na_ri::{
    self,
    page::{Cell, Content, Look, Page},
};
use phubieu::finding::{Finding, Severity};
use phubieu::form::{Form, file};
use phubieu::intake::Source;
use phubieu::layout::parts::Wanted;
use phubieu::progress::Progress;
use phubieu::reading::State;
use phubieu::submission::{self, ReadAll};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Code, label, measure.
const ROWS: [(&str, &str, &str); 6] = [
    ("1", "Số hộ được hỗ trợ đất ở", "Hộ"),
    ("2", "Diện tích rừng trồng mới", "Ha"),
    ("3", "Tỷ lệ hộ nghèo đa chiều", "%"),
    ("4", "Số thôn có đường ô tô đến trung tâm", "Thôn"),
    ("5", "Thu nhập bình quân đầu người", "Triệu đồng"),
    ("6", "Chiều dài kênh mương được cứng hóa", "Km"),
];

fn form() -> Form {
    let mut text = String::from(
        "name = \"luoi\"\ntitle = \"Biểu lưới năm {year}\"\n[[columns]]\ncode = \"stt\"\nrole = \"number\"\nheading = \"STT\"\n\
         [[columns]]\ncode = \"chi_tieu\"\nrole = \"label\"\nheading = \"Chỉ tiêu\"\n\
         [[columns]]\ncode = \"dvt\"\nrole = \"measure\"\nheading = \"Đơn vị tính\"\n\
         [[columns]]\ncode = \"so\"\nrole = \"value\"\nheading = \"Thực hiện năm {year?}\"\n",
    );
    for (code, label, measure) in ROWS {
        let kind = match measure {
            "%" => "kind = \"percent\"\naggregate = \"none\"",
            "Hộ" | "Thôn" => "kind = \"integer\"\naggregate = \"sum\"",
            _ => "kind = \"number\"\naggregate = \"sum\"",
        };
        text.push_str(&format!(
            "[[rows]]\ncode = \"{code}\"\nstt = \"{code}\"\nlabel = \"{label}\"\nmeasure = \"{measure}\"\n{kind}\n"
        ));
    }
    file::parse("luoi.toml", &text).unwrap()
}

/// What stands in a cell of figures.
fn figure() -> impl Strategy<Value = Content> {
    let text = move |t: String| if t.is_empty() { Content::Blank } else { Content::Text(t) };
    prop_oneof![
        4 => (0u32..200_000).prop_map(|n| Content::Number(n.to_string())),
        2 => (0u32..90_000, 1u32..3).prop_map(|(n, s)| Content::Number(Decimal::new(n.into(), s).normalize().to_string())),
        1 => (-500i32..0).prop_map(|n| Content::Number(n.to_string())),
        3 => "[0-9]{1,3}([.,][0-9]{3}){0,2}([.,][0-9]{1,3})?".prop_map(text),
        3 => "[-+(~>]?[0-9lO.,  ]{1,7}[%)*x]?".prop_map(text),
        1 => "[0-9]{1,2}[lIOo][0-9O]?( ?%| hộ| ha)?".prop_map(text),
        2 => "[0-9]{1,4}([.,][0-9]{1,3})?( hộ| ha| thôn| km| nghìn| triệu|%| triệu đồng| người| tạ)".prop_map(text),
        1 => "[0-9]{1,2}[-/;][0-9]{1,3}".prop_map(text),
        1 => prop::sample::select(vec!["", "-", "…", "x", "0", "không", "chưa có", "12 hoặc 15", "'5", "năm 2024"])
            .prop_map(move |t| text(t.to_owned())),
    ]
}

/// What is laid out besides.
#[derive(Debug, Clone)]
struct Layout {
    /// Rows of the form in the order in which they stand, with their figures.
    lines: Vec<(usize, Content)>,
    /// How each line's measure is written: as the form has it, in other letters, not at all, another one.
    measures: Vec<u8>,
    /// Between the lines: nothing, a blank line, a line of words, a line that the form does not have.
    between: Vec<u8>,
    hidden: Vec<bool>,
    headings: (u8, u8, u8, u8),
    /// A column of another year or of notes with numbers, before or behind that of the figures.
    beside: u8,
    /// Titles above, columns left free before, an index row below the headings.
    above: (u8, u8, bool),
    /// Cells of figures merged with the one below.
    merged: Option<usize>,
    format: u8,
}

fn layout() -> impl Strategy<Value = Layout> {
    let lines = (
        Just((0..ROWS.len()).collect::<Vec<_>>()).prop_shuffle(),
        prop::collection::vec(figure(), ROWS.len()),
        3..=6usize,
    )
        .prop_map(|(order, figures, n)| order.into_iter().zip(figures).take(n).collect::<Vec<_>>());
    // Mostly in the form's own order.
    let lines = (lines, prop::bool::weighted(0.75)).prop_map(|(mut lines, in_order)| {
        if in_order {
            lines.sort_by_key(|(row, _)| *row);
        }
        lines
    });
    let six = |most: u8| prop::collection::vec(prop_oneof![4 => Just(0u8), 1 => 0..most], ROWS.len());
    let hidden = prop::collection::vec(prop::bool::weighted(0.05), ROWS.len());
    let headings = (0u8..3, 0u8..3, 0u8..3, 0u8..3);
    let merged = prop_oneof![5 => Just(None), 1 => (0..5usize).prop_map(Some)];
    (lines, six(4), six(4), hidden, headings, 0u8..5, (0u8..3, 0u8..2, any::<bool>()), merged, 0u8..6).prop_map(
        |(lines, measures, between, hidden, headings, beside, above, merged, format)| Layout {
            lines,
            measures,
            between,
            hidden,
            headings,
            beside,
            above,
            merged,
            format,
        },
    )
}

/// A cell of figures: what the model knows of it.
#[derive(Debug, Clone)]
struct Known {
    /// From 0.
    row: usize,
    code: &'static str,
    content: Content,
    /// What the row says of its measure.
    measure: String,
    /// It lies under a merge, or shows for others.
    merged: bool,
}

/// The sheet, the column of the figures, and its cells.
fn laid_out(layout: &Layout) -> (Page, usize, Vec<Known>) {
    let mut page = Page { name: "Biểu".into(), ..Page::default() };
    let text = |t: &str| Cell::text(t, Look::LABEL);
    let (titles, left, index) = layout.above;
    let left = usize::from(left);
    for n in 0..titles {
        let title = ["BIỂU LƯỚI NĂM 2024", "(Kèm theo Báo cáo số 12/BC-UBND ngày 15 tháng 3 năm 2024)"][usize::from(n)];
        page.put(usize::from(n), left, text(title));
    }
    let (stt, label, measure, value) = layout.headings;
    let pick = |names: [&'static str; 3], at: u8| names[usize::from(at)];
    let mut heads = vec![
        pick(["STT", "TT", "Số TT"], stt),
        pick(["Chỉ tiêu", "Tên chỉ tiêu", "Nội dung"], label),
        pick(["Đơn vị tính", "ĐVT", "Đơn vị"], measure),
    ];
    let own = pick(["Thực hiện năm 2024", "Thực hiện", "Thực hiện năm 2024"], value);
    let other = match layout.beside {
        1 => Some("Thực hiện năm 2023"),
        2 | 3 => Some("Ghi chú"),
        _ => None,
    };
    // The other column stands before that of the figures, or behind.
    let before = matches!(layout.beside, 1 | 2);
    heads.extend(other.filter(|_| before));
    heads.push(own);
    heads.extend(other.filter(|_| !before));
    let column = left + heads.iter().position(|h| *h == own).unwrap();
    let beside = other.map(|o| left + heads.iter().position(|h| *h == o).unwrap());
    let mut row = usize::from(titles);
    for (n, head) in heads.iter().enumerate() {
        page.put(row, left + n, Cell::text(head, Look::HEAD));
    }
    row += 1;
    if index {
        for n in 0..heads.len() {
            page.put(row, left + n, Cell::new(Content::Number((n + 1).to_string()), Look::INDEX));
        }
        row += 1;
    }
    let mut known = Vec::new();
    for (n, (at, content)) in layout.lines.iter().enumerate() {
        match layout.between[n] {
            1 => row += 1,
            2 => {
                page.put(row, left + 1, text("Trong đó các xã đặc biệt khó khăn"));
                row += 1;
            }
            3 => {
                page.put(row, left + 1, text("Chỉ tiêu xã tự thêm vào"));
                page.put(row, column, Cell::new(Content::Number("777".into()), Look::LABEL));
                row += 1;
            }
            _ => {}
        }
        let (code, label, measure) = ROWS[*at];
        let measure = match layout.measures[n] {
            1 => measure.to_uppercase(),
            2 => String::new(),
            3 => "nghìn".to_owned() + if measure == "%" { " hộ" } else { " " } + measure.trim_matches('%'),
            _ => measure.to_owned(),
        };
        page.put(row, left, Cell::new(Content::Number(code.into()), Look::LABEL));
        page.put(row, left + 1, text(label));
        page.put(row, left + 2, text(&measure));
        page.put(row, column, Cell::new(content.clone(), Look::LABEL));
        if let Some(beside) = beside {
            page.put(row, beside, Cell::new(Content::Number((40 + n).to_string()), Look::LABEL));
        }
        if layout.hidden[n] {
            page.hidden_rows.push(row);
        }
        known.push(Known { row, code, content: content.clone(), measure, merged: false });
        row += 1;
    }
    if let Some(at) = layout.merged
        && let [first, second] = &mut known[at.min(layout.lines.len() - 2)..][..2]
        && first.row + 1 == second.row
    {
        page.merges.push((first.row, column, second.row, column));
        // Excel keeps the first of merged cells only.
        page.put(second.row, column, Cell::new(Content::Blank, Look::LABEL));
        second.content = Content::Blank;
        (first.merged, second.merged) = (true, true);
    }
    page.widths = vec![12.0; left + heads.len()];
    (page, column, known)
}

fn read(form: &Form, page: &Page, format: u8) -> (ReadAll, Vec<Finding>) {
    let dir = tempfile::tempdir().unwrap();
    // Grids with merges and hidden rows stay in the formats that have them.
    let plain = page.merges.is_empty() && page.hidden_rows.is_empty();
    let (name, bytes) = match format {
        1 => ("a.xls", na_ri::xls::workbook(page)),
        2 if plain => ("a.ods", na_ri::ods::workbook(page)),
        3 if plain => ("a.csv", na_ri::delimited::utf8(&na_ri::delimited::lines(page, ';'))),
        4 if plain => ("a.xlsb", na_ri::xlsb::workbook(page)),
        _ => ("a.xlsx", na_ri::xlsx::workbook(std::slice::from_ref(page))),
    };
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut findings = Vec::new();
    let wanted = Wanted { forms: std::slice::from_ref(form), named: true, year: Some(2024) };
    let source = Source { name: name.to_owned(), path };
    (submission::read_all(&[source], wanted, &Progress::default(), &mut findings), findings)
}

/// Every value that a text may be by the plainest rules; none where it is no number.
fn readings(text: &str) -> BTreeSet<Decimal> {
    // An apostrophe in front makes a text of a number in Excel, and is typed where it does not.
    let text: String =
        text.trim().trim_start_matches('\'').chars().filter(|c| !matches!(c, '\u{a0}' | '\u{202f}')).collect();
    // Accountants write what is below zero in brackets.
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return readings(inner).into_iter().map(|v| -v).collect();
    }
    let (sign, rest) = match text.strip_prefix(['-', '+']) {
        Some(rest) if text.starts_with('-') => (-Decimal::ONE, rest.trim()),
        Some(rest) => (Decimal::ONE, rest.trim()),
        None => (Decimal::ONE, text.as_str()),
    };
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))).unwrap_or(rest.len());
    // «17,66.»: the full stop of a sentence.
    let figure = rest[..end].trim();
    let figure = figure.strip_suffix('.').filter(|_| rest[end..].trim().is_empty()).unwrap_or(figure);
    let words = rest[end..].trim().to_lowercase();
    let factor = match words.as_str() {
        "" | "%" | "hộ" | "ha" | "thôn" | "km" | "triệu đồng" => Decimal::ONE,
        "nghìn" => Decimal::from(1_000),
        // «5 triệu» in a row of «Triệu đồng» is 5, elsewhere five million.
        "triệu" => {
            return readings(figure)
                .into_iter()
                .flat_map(|v| [v * sign, v * sign * Decimal::from(1_000_000)])
                .collect();
        }
        _ => return BTreeSet::new(),
    };
    let mut found = BTreeSet::new();
    // Spaces group thousands; points and commas group or begin the decimals.
    for (group, decimal) in [('.', ','), (',', '.'), (' ', ','), (' ', '.')] {
        let (whole, part) = match figure.split_once(decimal) {
            // «,5» is a half.
            Some((whole, part)) => (if whole.is_empty() { "0" } else { whole }, Some(part)),
            None => (figure, None),
        };
        let groups: Vec<&str> = whole.split(group).collect();
        let digits = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit());
        let grouped = groups.len() == 1 || groups[1..].iter().all(|g| g.len() == 3) && groups[0].len() <= 3;
        if groups.iter().all(|g| digits(g)) && grouped && part.is_none_or(digits) {
            let plain = format!("{}.{}", groups.concat(), part.unwrap_or("0"));
            found.extend(plain.parse::<Decimal>().ok().map(|v| v * sign * factor));
        }
    }
    found
}

/// What a figure may be, in the row's own measure.
fn possible(known: &Known) -> BTreeSet<Decimal> {
    let found = match &known.content {
        Content::Number(n) => [n.parse().unwrap()].into_iter().collect(),
        Content::Text(t) => readings(t),
        _ => BTreeSet::new(),
    };
    let (.., own) = ROWS.iter().find(|(code, ..)| *code == known.code).unwrap();
    // «nghìn hộ» beside a row of «Hộ».
    let thousand = Decimal::from(1_000);
    let thousands = known.measure.starts_with("nghìn") && *own != "%";
    let text = if let Content::Text(text) = &known.content { text.as_str() } else { "" };
    // A cell that names a measure itself is taken at its word, beside a row that names another.
    let names_its_own = text.contains(char::is_alphabetic);
    let mut possible: BTreeSet<Decimal> = BTreeSet::new();
    for value in found {
        possible.extend((!thousands || names_its_own).then_some(value));
        possible.extend(thousands.then(|| value * thousand));
        // «5 nghìn» of money are five thousand đồng.
        let money = text.contains("nghìn") && *own == "Triệu đồng";
        possible.extend(money.then(|| (value / (thousand * thousand)).normalize()));
    }
    possible
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PHUBIEU_GRIDS").ok().and_then(|n| n.parse().ok()).unwrap_or(384), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_figure_of_any_grid_is_silently_another_one(layout in layout()) {
        let form = form();
        let (page, column, known) = laid_out(&layout);
        let (all, findings) = read(&form, &page, layout.format);
        // A note only says what was made of a cell: it excuses nothing.
        let grave: Vec<&Finding> = findings.iter().filter(|f| f.severity() != Severity::Note).collect();
        let about = |row: usize| {
            let row = u32::try_from(row).unwrap();
            grave.iter().any(|f| f.place.cell.is_some_and(|c| c.row == row))
        };
        // What is told of a sheet or of a file is told of each of its cells.
        let of_all = grave.iter().any(|f| f.place.cell.is_none());
        let facts: Vec<_> = all.submissions.iter().flat_map(|s| &s.facts).collect();
        for fact in &facts {
            let State::Number(value) = fact.state() else { continue };
            // Rows and columns that the form does not have are read as such and count nowhere.
            if fact.row().starts_with('?') || fact.column().starts_with('?') {
                continue;
            }
            prop_assert_eq!(fact.cell().column as usize, column, "another column: {:?} {:?}", fact, layout);
            let one = known.iter().find(|k| k.row == fact.cell().row as usize && k.code == fact.row());
            let one = one.unwrap_or_else(|| panic!("beside another label: {fact:?} {layout:?}"));
            let right = possible(one).contains(&value.normalize()) || possible(one).contains(&value);
            let told = about(one.row);
            prop_assert!(right || told, "{} of {:?} beside {:?}: {:?}", value, one.content, one.measure, fact);
        }
        for one in &known {
            let is_figure = !possible(one).is_empty();
            let fact = facts.iter().find(|f| f.row() == one.code && f.cell().row as usize == one.row);
            let read = fact.is_some_and(|f| matches!(f.state(), State::Number(_)));
            let told = about(one.row) || of_all;
            prop_assert!(read || told || !is_figure || one.merged, "{:?} is left out: {:?} {:?}", one, fact, layout);
        }
    }
}
