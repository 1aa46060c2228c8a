//! A text cell: every number that it admits, less what the measure, the bounds, the form and the
//! column rule out.

use rust_decimal::Decimal;

use crate::finding::reading::{ColumnSays, DecidedBy, How, Problem};
use crate::form::{Dot, Figure, Kind};
use crate::intake::NumberFormat;
use crate::vietnamese::measure::{Measure, multiplier};
use crate::vietnamese::number::{self, Notation, Reading, Readings, Refusal};
use crate::vietnamese::text::one_line;

use super::cell::{Context, Read, declared_factor, note_conversion, out_of_bounds, said, settle};
use super::date_text;
use super::declared::Declared;
use super::fact::State;
use super::percent::{fraction, scale_is_unsure};

const BILLION: u32 = 1_000_000_000;

/// Excel's error values as text: what a CSV file keeps of them.
fn is_error_text(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('#')
        && text.len() > 2
        && text.chars().skip(1).all(|c| c.is_ascii_uppercase() || "/0!?_".contains(c))
}

/// Tells whether a text ends with the dot between thousands, as «850.000.» over «000» of a figure that was wrapped. It is
/// the full stop of a sentence unless the row below goes on.
fn is_cut(text: &str, goes_on: bool) -> bool {
    let Some(whole) = text.trim().strip_suffix('.') else { return false };
    let mut groups = whole.split('.');
    let first = groups.next().is_some_and(|group| group.len() <= 3 && is_digits(group));
    goes_on && first && groups.all(|group| group.len() == 3 && is_digits(group))
}

/// Tells whether a text goes on with thousands: «000», «200.000.000».
pub(super) fn goes_on(text: &str) -> bool {
    text.trim().split('.').all(|group| group.len() == 3 && is_digits(group))
}

/// The figure that a text is whose letters stand for digits, «1.O54.338.OOO», where it can be but one.
fn with_digits(text: &str) -> Option<Decimal> {
    let as_digit = |c: char| match c {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        other => other,
    };
    let is_alike = text.contains(|c: char| c.is_ascii_digit())
        && text.trim().chars().all(|c| as_digit(c).is_ascii_digit() || matches!(c, '.' | ','));
    let digits: String = text.trim().chars().filter(|_| is_alike).map(as_digit).collect();
    match number::read(&digits).ok()?.readings {
        Readings::One(one) => Some(one.value),
        Readings::Two { .. } => None,
    }
}

/// Tells whether words behind a figure are a remark in brackets that names no measure: «(đã điều chỉnh)», not «(triệu)».
fn is_remark(tail: &str) -> bool {
    let inside = tail.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let names_a_measure = |words: &str| {
        let measure = Measure::parse(words);
        multiplier(words).is_some() || measure.is_some_and(|m| m.converts() || m.is_money() || m.is_percent())
    };
    let any_word = |words: &str| words.split_whitespace().any(names_a_measure) || names_a_measure(words);
    // One word or two may be what is counted: «(hộ)», «(lượt người)».
    inside.is_some_and(|words| words.split_whitespace().count() > 2 && !any_word(words))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

pub(super) fn read_text(text: &str, context: &Context<'_>) -> Read {
    if is_error_text(text) {
        return Read::unreadable(Problem::ExcelError);
    }
    if let Some(state) = said(text, Some(context.words)) {
        let problems = if state == State::NotCollected { vec![Problem::NotCollected] } else { Vec::new() };
        return Read { state, problems };
    }
    if let Some(typed) = date_text::typed(text) {
        return Read::unreadable(Problem::Date { typed: Some(typed) });
    }
    let numeral = match number::read(text) {
        Ok(numeral) => numeral,
        Err(refusal) => {
            let probably = with_digits(text).map(|probably| Problem::LetterForDigit { probably });
            return Read::unreadable(probably.unwrap_or(Problem::NotANumber { refusal }));
        }
    };
    let figure = context.figure;
    if is_cut(text, context.goes_on) && figure.kind != Kind::Percent {
        return Read::unreadable(Problem::NotANumber { refusal: Refusal::CutShort });
    }
    let shown = match numeral.readings {
        Readings::One(one) => one.value,
        Readings::Two { grouped, .. } => grouped.value,
    };
    let mut problems = Vec::new();
    // The measure written in the cell wins over the one declared for the row.
    let factor = if numeral.percent {
        if figure.kind == Kind::Percent && !numeral.tail.is_empty() {
            let found = format!("% {}", one_line(numeral.tail));
            return Read::unreadable(Problem::WrongMeasure { value: shown, found, expected: figure.measure.clone() });
        }
        if figure.kind != Kind::Percent {
            return Read::unreadable(Problem::PercentUnderMeasure { value: shown, expected: figure.measure.clone() });
        }
        Decimal::ONE
    } else if !numeral.tail.is_empty() {
        // «5 nghìn» beside a declared «nghìn hộ»: five thousand, or five million? (Of money «150 triệu» is a measure.)
        let money = figure.dimension.as_ref().is_some_and(Measure::is_money);
        let twice = matches!(context.declared, Declared::Scaled(_) | Declared::NoTime(_))
            && multiplier(numeral.tail).is_some()
            && !money;
        // Nothing is counted by the billion: «12 tỷ» is money.
        let billions = figure.kind == Kind::Integer && !money && multiplier(numeral.tail) >= Some(BILLION.into());
        match tail_factor(numeral.tail, figure).filter(|_| !billions && (!twice || figure.kind != Kind::Integer)) {
            Some(factor) => factor,
            None if is_remark(numeral.tail) && matches!(numeral.readings, Readings::One(_)) => {
                return Read::unreadable(Problem::WordsBehind { value: shown, words: one_line(numeral.tail) });
            }
            None => {
                return Read::unreadable(Problem::WrongMeasure {
                    value: shown,
                    found: one_line(numeral.tail),
                    expected: figure.measure.clone(),
                });
            }
        }
    } else {
        declared_factor(context)
    };
    let scaled = |r: Reading| r.value.checked_mul(factor).map(|value| Reading { value: value.normalize(), ..r });
    let (chosen, stored) = match numeral.readings {
        Readings::One(one) => {
            let Some(value) = scaled(one) else {
                return Read::unreadable(Problem::NotANumber { refusal: Refusal::TooLong });
            };
            if one.notation == Notation::English {
                problems.push(Problem::EnglishNotation { value: one.value });
            }
            (value, one.value)
        }
        Readings::Two { grouped, decimal } => {
            let (Some(as_grouped), Some(as_decimal)) = (scaled(grouped), scaled(decimal)) else {
                return Read::unreadable(Problem::NotANumber { refusal: Refusal::TooLong });
            };
            match decide(as_grouped, as_decimal, factor, context) {
                Decision::Keep(kept, by) => {
                    // Dots between thousands of a whole thing are plain Vietnamese: nothing to note.
                    if kept.notation != Notation::Vietnamese || by != DecidedBy::Whole || context.column.english {
                        problems.push(Problem::Decided { kept: How::of(kept.notation, kept == as_grouped), by });
                    }
                    (kept, if kept == as_grouped { grouped.value } else { decimal.value })
                }
                Decision::Neither => return out_of_bounds(as_grouped.value, figure),
                Decision::Both => {
                    let column = ColumnSays::of(context.column.vietnamese, context.column.english);
                    let problem = Problem::either(as_grouped, as_decimal, column);
                    return Read { state: State::Ambiguous, problems: vec![problem] };
                }
            }
        }
    };
    if figure.kind == Kind::Percent
        && !numeral.percent
        && numeral.tail.is_empty()
        && scale_is_unsure(chosen.value, NumberFormat::Plain, context)
    {
        return fraction(chosen.value);
    }
    note_conversion(factor, stored, numeral.tail, context, &mut problems);
    settle(chosen.value, figure, problems)
}

/// What the words behind a number multiply it by to stand in the row's measure: another measure of
/// the same thing, or a bare «nghìn», «triệu» of whatever the row counts.
pub(super) fn tail_factor(tail: &str, figure: &Figure) -> Option<Decimal> {
    // «Tỷ lệ %» names a measure above a column; behind a number, letters before the sign are none of it.
    if tail.contains(['%', '％']) {
        return None;
    }
    let of_measure = || Measure::parse(tail)?.factor_to(figure.dimension.as_ref()?);
    // Of a row that counts in thousands already, «5 nghìn» may mean either.
    let counted = figure.kind == Kind::Integer && figure.dimension.as_ref().is_some_and(Measure::is_single);
    let bare = || multiplier(tail).filter(|_| counted);
    of_measure().or_else(bare)
}

enum Decision {
    Keep(Reading, DecidedBy),
    Neither,
    Both,
}

/// Decides between the two ways of taking a lone separator. Strongest first: what the form says, the
/// measure, the bounds, the sure numbers of the column.
fn decide(grouped: Reading, decimal: Reading, factor: Decimal, context: &Context<'_>) -> Decision {
    let figure = context.figure;
    let by_dot = |dot: Dot| match dot {
        Dot::Grouping => Notation::Vietnamese,
        Dot::Decimal => Notation::English,
    };
    if let Some(notation) = context.dot.map(by_dot) {
        let kept = if grouped.notation == notation { grouped } else { decimal };
        return Decision::Keep(kept, DecidedBy::Form);
    }
    let (vietnamese, english) = (context.column.vietnamese, context.column.english);
    let by_column = || match number::by_hand(grouped, decimal, vietnamese, english) {
        Some(kept) if kept.notation == Notation::English && context.column.hardly_english() => Decision::Both,
        Some(kept) => Decision::Keep(kept, DecidedBy::Column),
        None => Decision::Both,
    };
    if figure.kind == Kind::Integer {
        // `76,236 nghìn` is whole either way, and thousands are counted in thousandths too.
        if factor != Decimal::ONE && decimal.value.is_integer() {
            return by_column();
        }
        let comma = grouped.notation == Notation::English && decimal.value.is_integer();
        let by = if comma { DecidedBy::Column } else { DecidedBy::Whole };
        let kept = number::of_whole(grouped, decimal, vietnamese, english);
        return kept.map_or(Decision::Both, |kept| Decision::Keep(kept, by));
    } else {
        match (figure.admits(grouped.value), figure.admits(decimal.value)) {
            (true, false) => return Decision::Keep(grouped, DecidedBy::Bounds),
            (false, true) => return Decision::Keep(decimal, DecidedBy::Bounds),
            (false, false) => return Decision::Neither,
            (true, true) => {}
        }
    }
    by_column()
}
