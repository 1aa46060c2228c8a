//! Clean submissions of any form: every figure holds to the form's rules, every heading and label is the
//! form's own.
#![allow(dead_code)] // every benchmark takes a part of it

use std::collections::BTreeMap;

use phubieu::form::{Aggregate, Form, Kind, Over, Relation, Role, built_in};
use rust_decimal::Decimal;

use crate::na_ri::page::{Cell, Content, Look, Page};

/// The communes that send, with their codes: enough to be compared with each other.
pub const COMMUNES: [(&str, &str); 12] = [
    ("02137", "Văn Vũ"),
    ("02140", "Văn Lang"),
    ("02143", "Lương Thượng"),
    ("02146", "Kim Hỷ"),
    ("02152", "Cường Lợi"),
    ("02158", "Kim Lư"),
    ("02161", "Sơn Thành"),
    ("02170", "Văn Minh"),
    ("02173", "Côn Minh"),
    ("02176", "Cư Lễ"),
    ("02179", "Trần Phú"),
    ("02185", "Quang Phong"),
];

/// How many items a list has.
pub const ITEMS: usize = 6;

/// A submission on its way to a file.
#[derive(Clone)]
pub struct Submission {
    /// The commune's name.
    pub commune: String,
    /// The lines above the table.
    pub titles: Vec<String>,
    /// The headings, a line each.
    pub heads: Vec<Vec<String>>,
    /// The body: a line for each row or item.
    pub body: Vec<Vec<Content>>,
    /// Rows of the body that do not show.
    pub hidden: Vec<usize>,
    /// Cells of the body merged with the one below.
    pub merged: Vec<(usize, usize)>,
}

/// Numbers from a seed.
pub struct Dice(pub u64);

impl Dice {
    /// A number below another.
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// A built-in form.
pub fn form(name: &str) -> Form {
    built_in::form(name).unwrap().unwrap()
}

/// The clean submission of a commune; `growth` in per cent is what its figures are of those of the year before.
pub fn submission(form: &Form, commune: usize, year: u16, growth: u64) -> Submission {
    made(form, year, Of { commune, growth, uneven: None })
}

/// A submission of a round as rounds are: communes of very different size, figures that arise and end, some that
/// are as they were, all others a fifth more or less.
pub fn uneven(form: &Form, commune: usize, year: u16, seed: u64) -> Submission {
    made(form, year, Of { commune, growth: 100, uneven: Some((seed, u64::from(year))) })
}

/// Whose figures, and of which kind of round.
#[derive(Clone, Copy)]
struct Of {
    commune: usize,
    growth: u64,
    /// The round and the year.
    uneven: Option<(u64, u64)>,
}

fn made(form: &Form, year: u16, of: Of) -> Submission {
    let commune = of.commune;
    let figures = figures(form, of);
    let (_, name) = COMMUNES[commune];
    let mut titles =
        vec![format!("ỦY BAN NHÂN DÂN XÃ {}", name.to_uppercase()), form.title.replace("{year}", &year.to_string())];
    if !form.measure.is_empty() {
        titles.push(format!("Đơn vị tính: {}", form.measure));
    }
    let depth = form.columns.iter().map(|c| c.heading.len()).max().unwrap();
    let head = |level: usize| {
        let text = |c: &phubieu::form::Column| c.heading.get(level).cloned().unwrap_or_default();
        let with_year = |t: String| t.replace("{year?}", &year.to_string()).replace("{year}", &year.to_string());
        form.columns.iter().map(|c| with_year(text(c))).collect()
    };
    let body = (0..if form.is_list() { ITEMS } else { form.rows.len() })
        .map(|row| form.columns.iter().enumerate().map(|(c, _)| content(form, row, c, commune, &figures)).collect())
        .collect();
    Submission {
        commune: name.to_owned(),
        titles,
        heads: (0..depth).map(head).collect(),
        body,
        hidden: vec![],
        merged: vec![],
    }
}

/// The clean round of a form: every commune's submission, each grown a little differently.
pub fn round(form: &str, year: u16, growth: u64) -> Vec<Submission> {
    let form = self::form(form);
    (0..COMMUNES.len()).map(|commune| submission(&form, commune, year, growth + commune as u64 % 4)).collect()
}

fn content(
    form: &Form,
    row: usize,
    column: usize,
    commune: usize,
    figures: &BTreeMap<(usize, usize), Decimal>,
) -> Content {
    let text = |text: String| if text.is_empty() { Content::Blank } else { Content::Text(text) };
    let works = ["Đường thôn", "Cầu treo", "Nhà văn hóa thôn", "Trạm bơm", "Kênh mương", "Lớp học thôn"];
    match (form.columns[column].role, form.rows.get(row)) {
        (Role::Value, _) => match figures.get(&(row, column)) {
            Some(value) => Content::Number(value.to_string()),
            None => Content::Blank,
        },
        (Role::Number, Some(row)) => text(row.stt.clone()),
        (Role::Number, None) => Content::Number((row + 1).to_string()),
        (Role::Label, Some(row)) => text(row.label.clone()),
        (Role::Label, None) => text(format!("{} {}", works[row % works.len()], COMMUNES[commune].1)),
        (Role::Measure, Some(row)) => text(row.figure.measure.clone()),
        (Role::Text, None) if form.columns[column].code == "dia_diem" => text(format!("Thôn {}", row + 1)),
        _ => Content::Blank,
    }
}

/// Figures that hold to all rules.
fn figures(form: &Form, of: Of) -> BTreeMap<(usize, usize), Decimal> {
    let mut found = BTreeMap::new();
    let rows = if form.is_list() { ITEMS } else { form.rows.len() };
    for row in 0..rows {
        for (column, _) in form.value_columns() {
            figure(form, row, column, of, &mut found);
        }
    }
    found
}

fn figure(
    form: &Form,
    row: usize,
    column: usize,
    of: Of,
    found: &mut BTreeMap<(usize, usize), Decimal>,
) -> Option<Decimal> {
    if let Some(value) = found.get(&(row, column)) {
        return Some(*value);
    }
    let definition = form.rows.get(row);
    if definition.is_some_and(phubieu::form::Row::is_group) {
        return None;
    }
    let own = match definition {
        Some(definition) => form.figure(definition, column),
        None => form.columns[column].figure.as_ref().unwrap(),
    };
    let sum = |over: Over, left: usize| {
        form.rules.iter().find(|r| r.over == over && r.balance.left == left).map(|r| r.balance.relation.clone())
    };
    let mut at = |row, column| figure(form, row, column, of, found);
    let value = match (&own.aggregate, sum(Over::Columns, column), sum(Over::Rows, row)) {
        (Aggregate::Ratio { parts, factor }, _, _) => {
            let under: Decimal = parts.under.iter().filter_map(|c| at(row, *c)).sum();
            (at(row, parts.over)? / under * factor).round_dp(2)
        }
        (_, Some(Relation::Sum(terms)), _) => terms.iter().filter_map(|t| at(row, t.of)).sum(),
        // A whole of which parts are named is a good deal more.
        (_, Some(Relation::AtMost(parts)), _) => {
            parts.iter().filter_map(|p| at(row, *p)).sum::<Decimal>() * Decimal::TWO
        }
        (_, _, Some(Relation::Sum(terms))) if definition.is_some() && own.aggregate.adds() => {
            terms.iter().filter_map(|t| at(t.of, column)).sum()
        }
        _ => leaf(form, row, column, own, of),
    };
    found.insert((row, column), value.normalize());
    Some(value.normalize())
}

/// A figure of its own. What is disbursed is less than what was planned, and no two are alike.
fn leaf(form: &Form, row: usize, column: usize, own: &phubieu::form::Figure, of: Of) -> Decimal {
    let plain = plain_leaf(form, row, column, own, of);
    let Some((seed, year)) = of.uneven else { return plain };
    let place = (row * 131 + column * 17 + of.commune * 7919) as u64 + seed * 104_729;
    let mut before = Dice(place * 2 + 1);
    let mut now = Dice(place * 2 + year * 1_000_003);
    before.roll(2);
    now.roll(2);
    let size = [1, 2, 3, 5, 8, 50][(of.commune + seed as usize) % 6];
    let scaled = plain * Decimal::from(if column.is_multiple_of(3) { 1 } else { size });
    let fifth = Decimal::new(80 + i64::try_from(now.roll(41)).unwrap(), 2);
    match (own.kind, before.roll(20), now.roll(20)) {
        (Kind::Percent, ..) => plain + Decimal::new(i64::try_from(now.roll(300)).unwrap(), 2),
        // Here and there nothing this year, or nothing at all.
        (_, 0..=2, _) | (_, _, 0) => Decimal::ZERO,
        (_, 3..=7, _) => scaled,
        (Kind::Integer, ..) if own.measure == "Đồng" => {
            (scaled * fifth / Decimal::ONE_THOUSAND).round() * Decimal::ONE_THOUSAND
        }
        (Kind::Integer, ..) => (scaled * fifth).round(),
        _ => (scaled * fifth).round_dp(1),
    }
    .normalize()
}

fn plain_leaf(
    form: &Form,
    row: usize,
    column: usize,
    own: &phubieu::form::Figure,
    Of { commune, growth, .. }: Of,
) -> Decimal {
    let mut dice = Dice((row * 131 + column * 17 + commune * 7919 + 5) as u64);
    dice.roll(2);
    let grown = |value: u64| Decimal::from(value * growth / 100);
    match own.kind {
        Kind::Percent => Decimal::new(4_010 + dice.roll(4_900) as i64, 2).normalize() * Decimal::new(growth as i64, 2),
        Kind::Integer if own.measure == "Đồng" => {
            let least = if form.columns[column].code == "giai_ngan" { 30_000 } else { 60_000 };
            grown(least + dice.roll(25_000)) * Decimal::ONE_THOUSAND
        }
        Kind::Integer => grown(120 + dice.roll(750)),
        _ => (grown(3_001 + dice.roll(4_000)) / Decimal::ONE_HUNDRED).round_dp(1).normalize(),
    }
}

impl Submission {
    /// The sheet row of a row of the body.
    pub fn sheet_row(&self, row: usize) -> usize {
        self.titles.len() + 1 + self.heads.len() + row
    }

    /// The workbook it is.
    pub fn bytes(&self) -> Vec<u8> {
        crate::na_ri::xlsx::workbook(&[self.page()])
    }

    /// The page it is.
    pub fn page(&self) -> Page {
        let mut page = Page { name: "Biểu".into(), ..Page::default() };
        page.widths = vec![8.0, 40.0];
        for (row, title) in self.titles.iter().enumerate() {
            page.put(row, 0, Cell::text(title, Look::PLAIN));
        }
        let top = self.titles.len() + 1;
        for (level, line) in self.heads.iter().enumerate() {
            for (column, text) in line.iter().enumerate() {
                // A heading over several columns is one merged cell.
                let same = level + 1 < self.heads.len() && column > 0 && line[column - 1] == *text && !text.is_empty();
                page.put(top + level, column, Cell::text(if same { "" } else { text }, Look::HEAD));
            }
            for (first, last) in runs(line).into_iter().filter(|_| level + 1 < self.heads.len()) {
                page.merges.push((top + level, first, top + level, last));
            }
        }
        // A heading of one level stands over all lines.
        for column in 0..self.heads[0].len() {
            if self.heads.len() > 1 && self.heads[1][column].is_empty() {
                page.merges.push((top, column, top + self.heads.len() - 1, column));
            }
        }
        for (row, cells) in self.body.iter().enumerate() {
            for (column, content) in cells.iter().enumerate() {
                page.put(self.sheet_row(row), column, Cell::new(content.clone(), Look::CENTRE));
            }
        }
        page.hidden_rows = self.hidden.iter().map(|row| self.sheet_row(*row)).collect();
        for (row, column) in &self.merged {
            page.merges.push((self.sheet_row(*row), *column, self.sheet_row(*row) + 1, *column));
        }
        page
    }
}

/// Where neighbours say the same.
fn runs(line: &[String]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut first = 0;
    for column in 1..=line.len() {
        if column == line.len() || line[column] != line[first] {
            if column - first > 1 && !line[first].is_empty() {
                found.push((first, column - 1));
            }
            first = column;
        }
    }
    found
}
