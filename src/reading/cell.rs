//! One cell: every reading it admits, less what its surroundings rule out.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::finding::reading::{Candidate, ColumnSays, Problem};
use crate::form::{Dot, Figure, Kind};
use crate::intake::{Cell, NumberFormat, Value};
use crate::vietnamese::measure::{Measure, multiplier};
use crate::vietnamese::number::{self, Readings, Refusal};
use crate::vietnamese::symbol::{Nothing, nothing};
use crate::vietnamese::text::{Folded, fold, one_line};

use super::column::Evidence;
use super::declared::{Declared, Scale};
use super::fact::State;
use super::percent::{fraction, scale_is_unsure};
use super::residue;
use super::text::{read_text, tail_factor};

/// What a reader knows about a cell's surroundings.
pub struct Context<'a> {
    /// What the form has here.
    pub figure: &'a Figure,
    /// What the declared measure means.
    pub declared: &'a Declared,
    /// How the form says that a lone dot is meant here.
    pub dot: Option<Dot>,
    /// Words of the form for the kinds of nothing.
    pub words: &'a HashMap<Folded, Nothing>,
    /// What the rest of the column says.
    pub column: Evidence,
    /// The result of a formula that was saved without one, where it is simple.
    pub computed: Option<Decimal>,
    /// The row below holds nothing but what may be the rest of a figure.
    pub goes_on: bool,
}

/// A cell read, and what is to be said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// What it says.
    pub state: State,
    /// What a person should know.
    pub problems: Vec<Problem>,
}

impl Read {
    pub(super) fn plain(state: State) -> Self {
        Self { state, problems: Vec::new() }
    }

    pub(super) fn unreadable(problem: Problem) -> Self {
        Self { state: State::Unreadable, problems: vec![problem] }
    }
}

/// Reads a cell of a row that the form has.
pub fn read(cell: Option<&Cell>, context: &Context<'_>) -> Read {
    let read = read_once(cell, context);
    if let Declared::Contradicting(scales) = context.declared
        && matches!(read.problems.as_slice(), [Problem::NotWhole { .. }])
        && let Some(widest) = scales.iter().max_by_key(|scale| scale.factor)
    {
        // Not whole as it stands, it may be whole in the measure that it is in.
        let scaled = read_once(cell, &Context { declared: &Declared::Scaled(widest.clone()), ..*context });
        let value = scaled.state.value().and_then(|value| Some(value.checked_div(widest.factor)?.normalize()));
        return value.map_or(read, |value| by_each_line(value, scales));
    }
    match (context.declared, &read.state) {
        // A measure written in the cell itself wins over lines that contradict each other.
        (Declared::Contradicting(scales), State::Number(value)) if !value.is_zero() && !names_its_measure(cell) => {
            by_each_line(*value, scales)
        }
        (Declared::OtherTime { text }, State::Number(value)) if !value.is_zero() && !names_its_measure(cell) => {
            let (found, expected) = (text.clone(), context.figure.measure.clone());
            Read::unreadable(Problem::WrongMeasure { value: *value, found, expected })
        }
        // «64.295.646 đ» under «nghìn đồng»: the sign may be a habit.
        (Declared::Scaled(scale), State::Number(value)) if !value.is_zero() && is_signed_as_money(cell) => {
            let own =
                Scale { factor: tail_factor("đồng", context.figure).unwrap_or(Decimal::ONE), text: "đ".to_owned() };
            match value.checked_div(own.factor).filter(|_| own.factor != scale.factor) {
                Some(value) => by_each_line(value, &[scale.clone(), own]),
                None => read,
            }
        }
        // What the balances decide of several readings is decided of the measures too.
        (Declared::Contradicting(scales), State::Ambiguous) if !names_its_measure(cell) => by_lines_too(read, scales),
        _ => read,
    }
}

/// The readings of an ambiguous cell, each under each of the lines that contradict each other.
fn by_lines_too(mut read: Read, scales: &[Scale]) -> Read {
    for problem in &mut read.problems {
        if let Problem::Ambiguous { candidates, .. } = problem {
            let under = |one: &Candidate, scale: &Scale| {
                Some(Candidate { value: one.value.checked_mul(scale.factor)?.normalize(), how: one.how })
            };
            let each = candidates.iter().flat_map(|one| scales.iter().filter_map(move |scale| under(one, scale)));
            *candidates = each.collect();
        }
    }
    read
}

fn names_its_measure(cell: Option<&Cell>) -> bool {
    let numeral = cell.and_then(Cell::text).and_then(|text| number::read(text).ok());
    numeral.is_some_and(|n| n.percent || !n.tail.is_empty())
}

/// Tells whether the sign of money stands behind a figure, or «₫» before it, and not its name: «đ», «VND», and «®», which is «đ» in the
/// fonts of before Unicode.
fn is_signed_as_money(cell: Option<&Cell>) -> bool {
    // Hardly any figure has the sign behind it, which its last letter tells.
    let ends = ['đ', '₫', 'Đ', '®', 'D', 'd'];
    let signed = |text: &&str| text.trim_end().ends_with(ends) || text.contains('₫');
    let text = cell.and_then(Cell::text).filter(signed);
    let is_sign = |tail: &str| matches!(tail, "đ" | "₫" | "Đ" | "®") || ["vnd", "vnđ"].contains(&&*tail.to_lowercase());
    text.and_then(|text| number::read(text).ok()).is_some_and(|n| is_sign(n.tail.trim()))
}

/// The readings of a value under lines that contradict each other.
fn by_each_line(value: Decimal, scales: &[Scale]) -> Read {
    let candidates = scales.iter().filter_map(|s| Some((value.checked_mul(s.factor)?.normalize(), s.text.clone())));
    Read {
        state: State::Ambiguous,
        problems: vec![Problem::MeasuresContradict { value, candidates: candidates.collect() }],
    }
}

fn read_once(cell: Option<&Cell>, context: &Context<'_>) -> Read {
    let Some(cell) = cell else { return blank(context) };
    if context.figure.kind == Kind::Group {
        return group(cell);
    }
    match &cell.value {
        Value::Text(text) => read_text(text, context),
        Value::Number(value) => read_stored(*value, cell, context),
        Value::Huge(_) => Read::unreadable(Problem::NotANumber { refusal: Refusal::TooLong }),
        Value::Date(date) => Read::unreadable(Problem::Date { typed: date.typed() }),
        Value::Boolean(_) => Read::unreadable(Problem::Boolean),
        Value::Error(_) => Read::unreadable(Problem::ExcelError),
        Value::NoResult(_) => computed(None, cell, context),
        Value::Unsure { stored, .. } => computed(Some(*stored), cell, context),
        Value::Broken(fault) => Read::unreadable(Problem::Unreadable { fault: fault.clone() }),
    }
}

/// A formula without a result to trust: computed where it is simple. A stored 0 may be what a program
/// puts in place of a result; another number was computed by somebody.
fn computed(stored: Option<Decimal>, cell: &Cell, context: &Context<'_>) -> Read {
    match (context.computed, stored.filter(|s| !s.is_zero())) {
        (Some(result), _) if Some(result) == stored => read_stored(result, cell, context),
        (Some(result), _) => {
            let mut read = read_stored(result, cell, context);
            read.problems.insert(0, Problem::Computed { result, stored: stored.filter(|s| !s.is_zero()) });
            read
        }
        (None, Some(stored)) => read_stored(stored, cell, context),
        (None, None) => Read::unreadable(Problem::NoResult),
    }
}

/// A number as it is stored, unless its format shows another figure.
fn read_stored(value: Decimal, cell: &Cell, context: &Context<'_>) -> Read {
    match shown_otherwise(value, cell, context) {
        Some(format) => Read::unreadable(Problem::ShownOtherwise { format: format.to_owned() }),
        None => read_number(residue::without(value), cell.number_format(), context),
    }
}

/// What a number format adds where it makes a cell show another figure than it holds: words that are
/// not the row's measure (`0" nghìn"`), a scale (`#,##0,`), a word in place of zero.
fn shown_otherwise<'a>(value: Decimal, cell: &'a Cell, context: &Context<'_>) -> Option<&'a str> {
    let style = cell.style.as_ref()?;
    if value.is_zero() && !style.zero.is_empty() {
        return Some(&style.zero);
    }
    // «4.884 triệu» under «ĐVT: triệu đồng» says the same twice.
    let of_measure = || Measure::parse(&style.shown)?.factor_to(context.figure.dimension.as_ref()?);
    let same = || of_measure().or_else(|| tail_factor(&style.shown, context.figure)) == Some(declared_factor(context));
    (!style.shown.is_empty() && !same()).then_some(&style.shown)
}

/// Reads a cell of a row or column that the form does not have: a value only where one is certain.
pub fn read_foreign(cell: Option<&Cell>) -> Read {
    Read::plain(match cell.map(|c| &c.value) {
        None => State::Blank,
        Some(Value::Number(value)) => as_shown(*value, cell),
        Some(Value::Text(text)) => match (said(text, None), number::read(text)) {
            (Some(state), _) => state,
            (None, Ok(numeral)) => match numeral.readings {
                Readings::One(one) => State::Number(one.value),
                Readings::Two { grouped, decimal } => {
                    let problem = Problem::either(grouped, decimal, ColumnSays::Nothing);
                    return Read { state: State::Ambiguous, problems: vec![problem] };
                }
            },
            (None, Err(_)) => State::Unreadable,
        },
        Some(_) => State::Unreadable,
    })
}

/// What a number says to whoever looks at it, where no measure of the form tells what it should be: 85 where 0.85 is shown
/// as 85 %, and nothing certain where it is shown in thousands (`#,##0,`, `0" nghìn"`) or as something else than zero.
fn as_shown(value: Decimal, cell: Option<&Cell>) -> State {
    let Some(style) = cell.and_then(|cell| cell.style.as_ref()) else { return State::Number(value) };
    let is_single = |words: &str| multiplier(words).is_none() && Measure::parse(words).is_some_and(|m| m.is_single());
    if (value.is_zero() && !style.zero.is_empty()) || !(style.shown.is_empty() || is_single(&style.shown)) {
        return State::Unreadable;
    }
    match style.number_format {
        NumberFormat::Percent => {
            let percent = residue::without(value).checked_mul(Decimal::ONE_HUNDRED).map(|value| value.normalize());
            percent.map_or(State::Unreadable, State::Number)
        }
        NumberFormat::Plain | NumberFormat::Unknown => State::Number(value),
    }
}

fn blank(context: &Context<'_>) -> Read {
    let problems = if context.figure.kind == Kind::Group { Vec::new() } else { vec![Problem::Blank] };
    Read { state: State::Blank, problems }
}

/// A group row has no figure of its own; one that stands there is kept in sight, not in totals.
fn group(cell: &Cell) -> Read {
    let state = match &cell.value {
        Value::Number(value) => as_shown(*value, Some(cell)),
        Value::Text(text) => match said(text, None) {
            Some(state) => return Read::plain(state),
            None => number::read(text).map_or(State::Unreadable, |n| match n.readings {
                Readings::One(one) => State::Number(one.value),
                Readings::Two { .. } => State::Ambiguous,
            }),
        },
        _ => State::Unreadable,
    };
    Read { state, problems: vec![Problem::FigureInGroup] }
}

/// The kind of nothing that a text says.
pub(super) fn said(text: &str, words: Option<&HashMap<Folded, Nothing>>) -> Option<State> {
    // What most cells hold is told from words by its first character.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let of_form = || words.and_then(|w| w.get(&fold(text)).copied());
    nothing(text).or_else(of_form).map(|kind| match kind {
        Nothing::Nil => State::Nil,
        Nothing::NotCollected => State::NotCollected,
        Nothing::NotApplicable => State::NotApplicable,
        Nothing::Deferred => State::Deferred,
    })
}

fn read_number(value: Decimal, format: NumberFormat, context: &Context<'_>) -> Read {
    let figure = context.figure;
    let mut problems = Vec::new();
    let mut value = value;
    if figure.kind == Kind::Percent {
        if format == NumberFormat::Percent {
            let Some(points) = value.checked_mul(Decimal::ONE_HUNDRED) else {
                return Read::unreadable(Problem::NotANumber { refusal: Refusal::TooLong });
            };
            value = points.normalize();
            problems.push(Problem::PercentFormat);
        } else if scale_is_unsure(value, format, context) {
            return fraction(value);
        }
    } else if format == NumberFormat::Percent {
        return Read::unreadable(Problem::PercentUnderMeasure {
            value: value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value).normalize(),
            expected: figure.measure.clone(),
        });
    }
    let stored = value;
    let factor = declared_factor(context);
    let Some(scaled) = value.checked_mul(factor) else {
        return Read::unreadable(Problem::NotANumber { refusal: Refusal::TooLong });
    };
    note_conversion(factor, stored, "", context, &mut problems);
    if stored.abs() >= Decimal::new(1, 0) * Decimal::from(1_000_000_000_000_000u64) {
        problems.push(Problem::LostDigits);
    }
    settle(scaled.normalize(), figure, problems)
}

pub(super) fn declared_factor(context: &Context<'_>) -> Decimal {
    match &context.declared {
        Declared::Scaled(scale) | Declared::NoTime(scale) => scale.factor,
        Declared::Same | Declared::Foreign { .. } | Declared::OtherTime { .. } | Declared::Contradicting(_) => {
            Decimal::ONE
        }
    }
}

pub(super) fn note_conversion(
    factor: Decimal,
    stored: Decimal,
    tail: &str,
    context: &Context<'_>,
    problems: &mut Vec<Problem>,
) {
    if factor != Decimal::ONE {
        let from = match &context.declared {
            Declared::Scaled(scale) | Declared::NoTime(scale) if tail.is_empty() => scale.text.clone(),
            _ => one_line(tail),
        };
        problems.push(Problem::Converted { from, to: context.figure.measure.clone(), before: stored });
    }
}

/// The last look at a value: whole where things are counted, within the bounds.
pub(super) fn settle(value: Decimal, figure: &Figure, problems: Vec<Problem>) -> Read {
    if figure.kind == Kind::Integer && !value.is_integer() {
        let times = value.checked_mul(1000.into()).filter(Decimal::is_integer).map(|v| v.normalize());
        return Read::unreadable(Problem::NotWhole { value, measure: figure.measure.clone(), lost_grouping: times });
    }
    if !figure.admits(value) {
        return out_of_bounds(value, figure);
    }
    Read { state: State::Number(value), problems }
}

pub(super) fn out_of_bounds(value: Decimal, figure: &Figure) -> Read {
    Read::unreadable(Problem::OutOfBounds { value, min: figure.min, max: figure.max })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::address::Address;
    use crate::form::{Form, built_in};
    use crate::intake::CellStyle;
    use crate::intake::cell::DateValue;

    fn form() -> Form {
        built_in::form("chi-tieu").unwrap().unwrap()
    }

    fn context<'a>(form: &'a Form, code: &str, column: Evidence) -> Context<'a> {
        let figure = &form.rows.iter().find(|r| r.code == code).unwrap().figure;
        Context {
            figure,
            declared: &Declared::Same,
            dot: None,
            words: &form.words,
            column,
            computed: None,
            goes_on: false,
        }
    }

    fn cell(value: Value, format: NumberFormat) -> Cell {
        Cell {
            at: Address { row: 0, column: 0 },
            value,
            style: Some(Arc::new(CellStyle { number_format: format, ..CellStyle::default() })),
        }
    }

    fn outcome(row: &str, value: Value, format: NumberFormat, column: Evidence) -> String {
        let form = form();
        let read = read(Some(&cell(value, format)), &context(&form, row, column));
        let codes: Vec<&str> =
            read.problems.iter().map(|p| crate::finding::Problem::from(p.clone()).code().id()).collect();
        let value = read.state.value().map_or_else(|| read.state.as_str().to_owned(), |v| v.to_string());
        format!("{value} {}", codes.join(" ")).trim_end().to_owned()
    }

    const NONE: Evidence = Evidence {
        vietnamese: false,
        english: false,
        fractions: false,
        percent_formats: false,
        points: false,
        thousandths: false,
        commas_in_wholes: 0,
        surely_english: 0,
        of_points: false,
        open: false,
    };
    const VI: Evidence = Evidence { vietnamese: true, ..NONE };
    const EN: Evidence = Evidence { english: true, surely_english: 1, ..NONE };
    const BOTH: Evidence = Evidence { english: true, surely_english: 1, ..VI };

    #[test]
    fn texts_are_read_by_what_surrounds_them() {
        // Rows of chi-tieu: 1 triệu đồng/tháng, 2 mức giảm %, 4 lượt người, 9 group, 11 hộ, 17 and 19
        // %, 22 km. The first cases are the appendix of xã Côn Minh.
        for (row, text, column, expected) in [
            ("19", "82.76%", BOTH, "82.76 PB307"),
            ("21", "86,92", BOTH, "86.92"),
            ("22", "18.939", BOTH, "ambiguous PB301"),
            ("17", "04 hộ", BOTH, "unreadable PB303"),
            ("2", "3,0", BOTH, "3"),
            ("1", "Đánh giá cuối giai đoạn", BOTH, "deferred"),
            ("22", "18.939", NONE, "ambiguous PB301"),
            ("22", "18.939", VI, "18939 PB308"),
            ("22", "18.939", EN, "18.939 PB308"),
            ("22", "14,275", VI, "14.275 PB308"),
            ("11", "04 hộ", NONE, "4"),
            ("11", "1.234", EN, "1234 PB308"),
            ("11", "1.234", VI, "1234"),
            ("11", "12.000", NONE, "12000"),
            ("11", "1,234", NONE, "1234 PB308"),
            ("11", "12,000", NONE, "ambiguous PB301"),
            ("11", "12,000", EN, "12000 PB308"),
            ("11", "2.000", EN, "ambiguous PB301"),
            ("11", "2.000", BOTH, "ambiguous PB301"),
            ("11", "#N/A", NONE, "unreadable PB314"),
            ("11", "12,5", NONE, "unreadable PB310"),
            ("11", "-3", NONE, "unreadable PB311"),
            ("11", "5%", NONE, "unreadable PB304"),
            ("11", "khoảng 50", NONE, "unreadable PB302"),
            ("11", "-", NONE, "0"),
            ("11", "…", NONE, "not_collected PB318"),
            ("13", "x", NONE, "not_applicable"),
            ("7", "98 %", NONE, "98"),
            ("7", "18.939", NONE, "18.939 PB308"),
            ("7", "120", NONE, "unreadable PB311"),
            ("7", "0,98", NONE, "ambiguous PB301"),
            ("7", "0,98%", NONE, "0.98"),
            ("2", "0,5", NONE, "0.5"),
            ("1", "3,2 triệu đồng", NONE, "3.2"),
            ("1", "3200 nghìn đồng", NONE, "3.2 PB306"),
            ("22", "500 m", NONE, "0.5 PB306"),
            ("9", "26", NONE, "26 PB320"),
        ] {
            assert_eq!(outcome(row, Value::Text(text.into()), NumberFormat::Plain, column), expected, "{row}: {text}");
        }
    }

    #[test]
    fn stored_numbers_are_not_taken_on_trust() {
        let fractions = Evidence { fractions: true, ..NONE };
        let points = Evidence { points: true, ..NONE };
        for (row, stored, format, column, expected) in [
            ("11", "26", NumberFormat::Plain, NONE, "26"),
            ("11", "1.25", NumberFormat::Plain, NONE, "unreadable PB310"),
            ("22", "18.939", NumberFormat::Plain, NONE, "18.939"),
            ("19", "0.8276", NumberFormat::Percent, NONE, "82.76 PB309"),
            ("19", "0.8276", NumberFormat::Plain, points, "ambiguous PB301"),
            ("19", "1", NumberFormat::Plain, points, "1"),
            ("19", "1", NumberFormat::Plain, fractions, "ambiguous PB301"),
            ("19", "1", NumberFormat::Unknown, NONE, "ambiguous PB301"),
            ("19", "1", NumberFormat::Unknown, points, "ambiguous PB301"),
            ("2", "0.0325", NumberFormat::Plain, fractions, "ambiguous PB301"),
            ("2", "0.5", NumberFormat::Unknown, points, "ambiguous PB301"),
            ("19", "1", NumberFormat::Percent, NONE, "100 PB309"),
            ("19", "98", NumberFormat::Percent, NONE, "unreadable PB311"),
            ("2", "0.5", NumberFormat::Plain, NONE, "0.5"),
            ("11", "0.5", NumberFormat::Percent, NONE, "unreadable PB304"),
            ("11", "1000000000000001", NumberFormat::Plain, NONE, "1000000000000001 PB316"),
        ] {
            assert_eq!(
                outcome(row, Value::Number(stored.parse().unwrap()), format, column),
                expected,
                "{row}: {stored}"
            );
        }
    }

    #[test]
    fn more_than_all_is_as_unsure_as_less_in_a_column_of_parts_of_one() {
        let form = built_in::form("chi-tieu").unwrap().unwrap();
        let bounded = &form.rows.iter().find(|r| r.code == "19").unwrap().figure;
        let open = Figure { max: None, ..bounded.clone() };
        let fractions = Evidence { fractions: true, ..NONE };
        for (figure, value, column, expected) in [
            (&open, "1.286", fractions, true),
            (&open, "1.286", NONE, false),
            (&open, "3.5", fractions, false),
            (&open, "1.286", Evidence { points: true, ..fractions }, false),
            (bounded, "1.286", fractions, false),
            (bounded, "0.774", NONE, true),
            (bounded, "0.774", Evidence { of_points: true, ..fractions }, false),
            (&open, "1.286", Evidence { of_points: true, ..fractions }, false),
        ] {
            let (declared, words) = (Declared::Same, HashMap::new());
            let context = Context {
                figure,
                declared: &declared,
                dot: None,
                words: &words,
                column,
                computed: None,
                goes_on: false,
            };
            let unsure = scale_is_unsure(value.parse().unwrap(), NumberFormat::Plain, &context);
            assert_eq!(unsure, expected, "{value} {:?} {column:?}", figure.max);
        }
    }

    #[test]
    fn what_is_no_number_is_never_one() {
        let date = Value::Date(DateValue::Serial { days: 45_294.0, from_1904: false });
        for (value, expected) in [
            (date, "unreadable PB312"),
            (Value::Boolean(true), "unreadable PB313"),
            (Value::Error("#REF!".into()), "unreadable PB314"),
            (Value::NoResult("A1+1".into()), "unreadable PB315"),
            (Value::Huge(1e300), "unreadable PB302"),
        ] {
            assert_eq!(outcome("11", value, NumberFormat::Plain, NONE), expected);
        }
    }

    #[test]
    fn what_the_form_does_not_have_says_what_it_shows() {
        let shown = |value: &str, format: NumberFormat, shown: &str, zero: &str| {
            let style =
                CellStyle { shown: shown.into(), zero: zero.into(), number_format: format, ..CellStyle::default() };
            let cell = Cell { style: Some(Arc::new(style)), ..cell(Value::Number(value.parse().unwrap()), format) };
            let of_group = group(&cell).state;
            assert_eq!(of_group, read_foreign(Some(&cell)).state, "{value} {shown}");
            of_group.value().map_or_else(|| of_group.as_str().to_owned(), |value| value.to_string())
        };
        for (value, format, words, zero, says) in [
            ("0.85", NumberFormat::Percent, "", "", "85"),
            ("1.2", NumberFormat::Percent, "", "", "120"),
            ("0.85", NumberFormat::Plain, "", "", "0.85"),
            ("0.85", NumberFormat::Unknown, "", "", "0.85"),
            // Of thousands a form that has the row knows what is meant; of another nobody does.
            ("12000", NumberFormat::Plain, ",", "", "unreadable"),
            ("12", NumberFormat::Plain, "nghìn", "", "unreadable"),
            ("12", NumberFormat::Plain, "triệu đồng", "", "unreadable"),
            ("12", NumberFormat::Plain, "₫", "", "12"),
            ("12", NumberFormat::Plain, "hộ", "", "12"),
            ("0", NumberFormat::Plain, "", "x", "unreadable"),
            ("12", NumberFormat::Plain, "", "x", "12"),
        ] {
            assert_eq!(shown(value, format, words, zero), says, "{value} {words} {zero}");
        }
    }

    #[test]
    fn a_result_that_is_not_the_formulas_is_named() {
        let form = form();
        let context = Context { computed: Some(58.into()), ..context(&form, "11", NONE) };
        let told = |stored: i64| {
            let value = Value::Unsure { stored: stored.into(), formula: "50+8".into() };
            read(Some(&cell(value, NumberFormat::Plain)), &context).problems
        };
        let computed =
            |stored: Option<i64>| vec![Problem::Computed { result: 58.into(), stored: stored.map(Into::into) }];
        assert_eq!(told(85), computed(Some(85)));
        assert_eq!(told(0), computed(None));
        assert_eq!(told(58), []);
    }

    #[test]
    fn the_form_may_say_how_its_dots_are_meant() {
        let form = form();
        for (dot, expected) in [(Dot::Grouping, "18939"), (Dot::Decimal, "18.939")] {
            let context = Context { dot: Some(dot), ..context(&form, "22", BOTH) };
            assert_eq!(
                read(Some(&cell(Value::Text("18.939".into()), NumberFormat::Plain)), &context).state,
                State::Number(expected.parse().unwrap())
            );
        }
    }
}
