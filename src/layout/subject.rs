//! What a table tells of, by its title in capitals, where that is not what its form tells of: results where the form is a
//! plan («KẾT QUẢ GIẢI NGÂN» over the columns of a capital plan), capital carried over from another year, a span of years.

use std::sync::LazyLock;

use crate::finding::structure::{Problem, Subject};
use crate::finding::{Finding, Place};
use crate::form::Form;
use crate::table::words::is_capital;
use crate::vietnamese::measure::Measure;
use crate::vietnamese::text::{Folded, fold};

use super::Table;
pub use super::shares::Part;
use super::shares::Shares;

/// What titles tell of, as far as it can be taken for another thing under the same headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Told {
    /// What is planned.
    plan: bool,
    /// What was done or spent.
    result: bool,
    /// What was left of an earlier year.
    carried: bool,
    /// A span of years and no year.
    span: bool,
}

/// Words, folded once.
type Words = LazyLock<Vec<Folded>>;

static PLAN: Words = Words::new(|| folded(&["kế hoạch", "dự toán", "phân bổ", "giao vốn", "đầu ra"]));
static RESULT: Words = Words::new(|| folded(&["kết quả", "thực hiện", "giải ngân", "quyết toán"]));
static CARRIED: Words = Words::new(|| folded(&["kéo dài", "chuyển nguồn"]));
static SPAN: Words = Words::new(|| folded(&["giai đoạn"]));
/// «Chương trình mục tiêu quốc gia … GIAI ĐOẠN 2021-2025» names a programme, whatever is told of it.
static PROGRAM: Words = Words::new(|| folded(&["chương trình"]));
static PUBLIC: Words = Words::new(|| folded(&["đầu tư công"]));
/// «(không bao gồm vốn kéo dài)» says the opposite.
static WITHOUT: Words = Words::new(|| folded(&["không bao gồm", "chưa bao gồm", "không gồm", "ngoài"]));
/// What stands before the colon of a numbered title.
static NUMBERED: Words = Words::new(|| folded(&["biểu", "phụ lục", "bảng"]));
static YEAR: LazyLock<Folded> = LazyLock::new(|| fold("năm"));

fn folded(words: &[&str]) -> Vec<Folded> {
    words.iter().map(|w| fold(w)).collect()
}

/// Tells whether a line holds one of some words.
fn says(line: &Folded, words: &Words) -> bool {
    words.iter().any(|w| line.says(w))
}

/// Tells whether a line is of a year: «năm 2024», «NĂM {year}» in a form's title.
fn is_of_year(line: &Folded) -> bool {
    let year = |word: &str| word.starts_with('2') || word.starts_with("year");
    line.words().zip(line.words().skip(1)).any(|(word, next)| word == YEAR.as_str() && year(next))
}

impl Told {
    /// What a line tells of; nothing where it names a programme.
    fn of(line: &str) -> Self {
        let line = fold(line);
        let says = |words: &Words| says(&line, words);
        if says(&PROGRAM) {
            return Self::default();
        }
        let without = says(&WITHOUT);
        Self {
            plan: says(&PLAN),
            result: says(&RESULT),
            carried: says(&CARRIED) && !without,
            span: says(&SPAN) && !is_of_year(&line),
        }
    }

    fn with(self, line: &str) -> Self {
        let other = Self::of(line);
        Self {
            plan: self.plan || other.plan,
            result: self.result || other.result,
            carried: self.carried || other.carried,
            span: self.span || other.span,
        }
    }
}

/// Says which tables have titles of another subject than the form's, and tells it.
pub fn report(form: &Form, file: &str, table: &Table<'_>, findings: &mut Vec<Finding>) -> bool {
    let titles: Vec<&String> = table.over_headers.iter().flatten().filter(|l| is_capital(l) || leads(l)).collect();
    let heads = || {
        let of_rows = table.rows.first().into_iter().flat_map(|row| row.cells.iter().map(|c| &*c.head));
        of_rows.chain(table.items.heads()).map(|head| head.heading.as_str())
    };
    let of_another = || another_subject(form, table, &titles, &heads().fold(Told::default(), Told::with));
    let part = of_a_part(form, &titles, &heads().map(Shares::of).collect::<Vec<_>>());
    let how = if part.is_some() { Subject::Part } else { Subject::Another };
    let Some(title) = part.or_else(of_another) else { return false };
    let place = Place { file: Some(file.to_owned()), sheet: Some(table.sheet.name.clone()), ..Place::default() };
    let problem = Problem::OtherSubject { title, form: super::recognise::name(form), how };
    findings.push(Finding::at(place, problem));
    true
}

/// The title that tells of a part of what the form asks for («KẾ HOẠCH VỐN SỰ NGHIỆP» over «Tổng số, NSTW, NSĐP»), where
/// the form tells the parts apart and no heading of the table does: its «Tổng số» is that of the part.
fn of_a_part(form: &Form, titles: &[&String], headings: &[Shares]) -> Option<String> {
    let asked: Vec<Shares> = form.value_columns().map(|(_, column)| Shares::of(&column.spoken())).collect();
    let own = Shares::of(&form.title);
    let is_part = |title: &&&String| Shares::of(title).parts_beyond(own).any(|part| part.is_alone(&asked, headings));
    titles.iter().find(is_part).map(|title| (*title).clone())
}

/// One fund that a table is titled by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// Which it is.
    pub part: Part,
    /// The title.
    pub title: String,
}

/// Tells whether a form of fixed rows is about money, and neither its title nor its columns tell funds apart.
pub fn counts_all_funds(form: &Form) -> bool {
    let money = Measure::parse(&form.measure).is_some_and(|measure| measure.is_money());
    let mut texts = std::iter::once(form.title.clone()).chain(form.value_columns().map(|(_, column)| column.spoken()));
    money && !form.is_list() && texts.all(|text| Shares::of(&text) == Shares::default())
}

/// The fund that the lines over a table are titled by. («Đầu tư công» is all that is planned and paid out so.)
pub fn fund(form: &Form, over_headers: &[Vec<String>]) -> Option<Fund> {
    let own = Shares::of(&form.title);
    let titles = over_headers.iter().flatten().filter(|line| is_capital(line) || leads(line));
    let mut titles = titles.filter(|line| {
        let line = fold(line);
        !says(&line, &PUBLIC) && !says(&line, &PROGRAM)
    });
    titles.find_map(|title| Some(Fund { part: Shares::of(title).parts_beyond(own).next()?, title: title.clone() }))
}

/// The title that tells of another thing than the form.
fn another_subject(form: &Form, table: &Table<'_>, titles: &[&String], headings: &Told) -> Option<String> {
    let (title, tells) = titles.iter().map(|line| (*line, Told::of(line))).find(|(_, t)| *t != Told::default())?;
    let form_tells = Told::of(&form.title);
    let names_a_year = || table.over_headers.iter().flatten().any(|line| names_year(line));
    // Headings that name a plan are one, whatever the title says of what came of it.
    let other = (form_tells.plan && !form_tells.result && tells.result && !tells.plan && !headings.plan)
        || (form_tells.result && !form_tells.plan && tells.plan && !tells.result && !headings.result)
        || (tells.carried && !form_tells.carried && !headings.carried)
        || (tells.span && !form_tells.span && form.title.contains("{year") && !names_a_year());
    other.then(|| title.clone())
}

/// Tells whether a line that is not in capitals is a title all the same: «Biểu 02: Kế hoạch vốn kéo dài».
fn leads(line: &str) -> bool {
    if line.len() >= LONGEST_TITLE {
        return false;
    }
    let (head, rest) = line.split_once(':').unwrap_or(("", line));
    let key = fold(rest);
    let begins = |words: &Words| words.iter().any(|w| key.as_str().starts_with(w.as_str()));
    let head = fold(head);
    let numbered = head.is_empty() || NUMBERED.iter().any(|w| head.as_str().starts_with(w.as_str()));
    numbered && (begins(&PLAN) || begins(&RESULT))
}

/// In bytes; longer ones are prose.
const LONGEST_TITLE: usize = 160;

/// Tells whether a line names one year: «Năm 2024».
fn names_year(line: &str) -> bool {
    !crate::period::named_in(line).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_plans_from_results_and_years_from_spans() {
        let told = |plan, result, carried, span| Told { plan, result, carried, span };
        for (line, expected) in [
            ("KẾ HOẠCH VỐN NĂM 2024", told(true, false, false, false)),
            ("KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024", told(false, true, false, false)),
            ("KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2024", told(true, true, false, false)),
            ("KẾ HOẠCH VỐN NĂM 2023 KÉO DÀI SANG NĂM 2024", told(true, false, true, false)),
            ("KẾ HOẠCH VỐN GIAI ĐOẠN 2021-2025", told(true, false, false, true)),
            ("KẾ HOẠCH VỐN NĂM 2024, GIAI ĐOẠN 2021-2025", told(true, false, false, false)),
            ("THỰC HIỆN CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA GIAI ĐOẠN 2021-2025", Told::default()),
            ("Kế hoạch vốn năm {year}", told(true, false, false, false)),
            ("ỦY BAN NHÂN DÂN XÃ CÔN MINH", Told::default()),
        ] {
            assert_eq!(Told::of(line), expected, "{line}");
        }
    }
}
