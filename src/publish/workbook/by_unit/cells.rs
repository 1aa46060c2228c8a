//! What stands in the cells of rows × units: figures of units, totals with their formulas, weights.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Formula, Note, Worksheet};

use crate::consolidate::{Outcome, Total, is_doubt};
use crate::finding::{Code, Finding};
use crate::form::{Aggregate, Figure, Over, RowIndex};
use crate::publish::PublishError;
use crate::publish::rows::state_sign;
use crate::publish::stood;
use crate::publish::workbook::book::Book;
use crate::publish::workbook::fit;
use crate::publish::workbook::formulas::{is_quotient, write_figure};
use crate::publish::workbook::letterhead::LINE;
use crate::publish::workbook::remarks::of_total;
use crate::publish::workbook::style::{Mark, as_excel, decimals_of, shown, shown_decimals, write_decimal};
use crate::reading::{Fact, State};
use crate::register::UnitIndex;
use crate::sheet_text::SheetText as _;
use crate::vietnamese::text::shorten;

use super::grid::Grid;
use super::live::Live;

/// Notes make a workbook slow to open; what a sheet has more of is told by «Phát hiện» alone.
const MOST_NOTES: usize = 5_000;

/// The notes of a sheet, as many as it takes.
#[derive(Default)]
pub(super) struct Notes {
    written: usize,
}

impl Notes {
    fn is_full(&self) -> bool {
        self.written >= MOST_NOTES
    }

    /// Puts a note at a cell.
    fn put(&mut self, sheet: &mut Worksheet, (r, c): (u32, u16), text: &str) -> Result<(), PublishError> {
        if self.is_full() {
            return Ok(());
        }
        self.written += 1;
        // Wide and tall enough for the text: 38 characters a line.
        let lines = text.lines().map(|l| l.chars().count() / 38 + 1).sum::<usize>();
        let height = u32::try_from(lines * 18 + 14).unwrap_or(600).clamp(60, 600);
        let note = Note::new(text).set_author("phubieu").add_author_prefix(false).set_width(280).set_height(height);
        sheet.insert_note(r, c, &note)?;
        Ok(())
    }
}

/// Writes the total of a row and value column: its formula with the exact result, or what stands for one.
pub(super) fn write_total(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    (grid, row, k): (&Grid, RowIndex, usize),
    figure: &Figure,
    total: &Total,
    notes: &mut Notes,
    fits: bool,
) -> Result<(), PublishError> {
    let Book { styles, lang, .. } = *book;
    let spot = grid.spot(row, super::Block::Whole, k);
    let (r, c) = (spot.row, spot.column);
    let value = total.outcome.value().filter(|_| total.outcome != Outcome::Nil);
    let words = match &total.outcome {
        Outcome::Nil => "-",
        Outcome::Nothing(state) => state_sign(*state, lang),
        _ if figure.aggregate == Aggregate::None => "",
        _ => lang.of("không tính", "none"),
    };
    // An empty result of a formula is written as 0, which programs that do not calculate would show.
    let words = if words.is_empty() { " " } else { words };
    let live = Live {
        grid,
        row,
        k,
        otherwise: words,
        has_value: value.is_some(),
        of_totals: is_of_totals(book, row, grid, k, figure),
        some_do_not_apply: some_do_not_apply(book, row, grid, k, figure),
    };
    // Excel cannot add what it cannot hold.
    let formula = live.formula(figure).filter(|_| fits);
    let mark = book.mark_of(total);
    match (value, formula) {
        (Some(value), formula) => {
            let format = styles.number(shown_decimals(&figure.aggregate, value), mark, true);
            write_figure(sheet, (r, c), shown(&figure.aggregate, value), formula, format)?;
        }
        (None, Some(formula)) => {
            let formula = Formula::new(formula).set_result(words);
            sheet.write_formula_with_format(r, c, formula, styles.sign(Mark::None))?;
        }
        (None, None) => _ = sheet.put_text(r, c, words.trim(), styles.sign(Mark::None))?,
    }
    if mark != Mark::None {
        let said = of_total(book, figure, total).join("\n");
        if !said.is_empty() {
            notes.put(sheet, (r, c), &said)?;
        }
    }
    Ok(())
}

/// Tells whether a ratio is the quotient of the totals of its parts: where they come of the same units.
fn is_of_totals(book: &Book<'_>, row: RowIndex, grid: &Grid, k: usize, figure: &Figure) -> bool {
    let Aggregate::Ratio { parts, .. } = &figure.aggregate else { return false };
    let column = grid.columns.get(k).copied().unwrap_or_default();
    let total = |at: usize| match parts.of {
        Over::Rows => book.total(RowIndex(at), column)?.outcome.value(),
        Over::Columns => book.total(row, at)?.outcome.value(),
    };
    is_quotient(figure, book.total(row, column).and_then(|t| t.outcome.value()), total)
}

/// Tells whether an addend of a ratio's denominator does not apply to some unit.
fn some_do_not_apply(book: &Book<'_>, row: RowIndex, grid: &Grid, k: usize, figure: &Figure) -> bool {
    let Aggregate::Ratio { parts, .. } = &figure.aggregate else { return false };
    let column = grid.columns.get(k).copied().unwrap_or_default();
    let place = |at: usize| match parts.of {
        Over::Rows => (RowIndex(at), column),
        Over::Columns => (row, at),
    };
    let says = |unit: UnitIndex, (row, column)| {
        book.facts.get(&(unit, row, column)).is_some_and(|f| f.state() == State::NotApplicable)
    };
    parts.under.len() > 1 && grid.units.iter().any(|unit| parts.under.iter().any(|at| says(*unit, place(*at))))
}

/// Tells whether Excel holds all figures of a row, so that it can calculate with them.
pub(super) fn fits<'f>(facts: impl IntoIterator<Item = Fact<'f>>) -> bool {
    facts.into_iter().filter_map(|f| f.state().value()).all(|v| as_excel(v).is_some())
}

/// Writes a unit's figure; gives the text it shows where that is words.
pub(super) fn write_fact(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    (r, c): (u32, u16),
    (file, fact): (&str, Fact<'_>),
    decimals: u32,
    notes: &mut Notes,
) -> Result<String, PublishError> {
    let Book { styles, lang, .. } = *book;
    let mark = mark_of_fact(fact);
    let text = match fact.state() {
        State::Number(value) => {
            write_decimal(sheet, r, c, value, styles.number(decimals, mark, false))?;
            String::new()
        }
        State::Ambiguous | State::Unreadable => {
            // Never a number: it must not slip into the live sum.
            let text = format!("{} (?)", shorten(&fact.raw(), 30));
            sheet.put_text(r, c, &text, styles.sign(Mark::Unusable))?;
            text
        }
        state => {
            let text = state_sign(state, lang);
            sheet.put_text(r, c, text, styles.sign(Mark::None))?;
            text.to_owned()
        }
    };
    if mark != Mark::None && !notes.is_full() {
        let said = said(book, file, fact);
        if !said.is_empty() {
            notes.put(sheet, (r, c), &said)?;
        }
    }
    Ok(text)
}

/// How a unit's figure is marked.
pub(in crate::publish::workbook) fn mark_of_fact(fact: Fact<'_>) -> Mark {
    if fact.state().is_unusable() {
        return Mark::Unusable;
    }
    let is_number = fact.state().value().is_some();
    // Every total that it is in says so, and whoever asks why looks for it here.
    if is_number && fact.codes().iter().any(|code| is_doubt(*code)) {
        return Mark::Doubtful;
    }
    if fact.has(Code::DecisionApplied) {
        return Mark::Decided;
    }
    if is_number && !fact.codes().is_empty() { Mark::Noted } else { Mark::None }
}

/// What the findings say of a figure, the gravest first, with where it came from.
pub(in crate::publish::workbook) fn said(book: &Book<'_>, file: &str, fact: Fact<'_>) -> String {
    let about = book.about(file, fact.sheet(), fact.cell()).iter();
    let mut findings: Vec<&Finding> = about.copied().filter(|f| fact.has(f.code())).collect();
    findings.sort_by_key(|f| f.severity());
    let mut messages: Vec<String> = Vec::new();
    let grave = 3;
    for finding in findings {
        if messages.len() == grave {
            break;
        }
        let message = finding.words(book.lang).message;
        if !messages.contains(&message) {
            messages.push(message);
        }
    }
    if messages.is_empty() {
        return String::new();
    }
    let origin = format!("{file} · {}!{}", fact.sheet(), fact.cell());
    let raw = shorten(&stood::of_fact(fact), 60);
    let said = book.lang.of(format!("Trong tệp ghi: {raw}"), format!("As it stood: {raw}"));
    format!("{origin}\n{said}\n{}", messages.join("\n"))
}

/// The decimals that all figures of a row are shown with.
pub(super) fn decimals<'f>(facts: impl IntoIterator<Item = Fact<'f>>) -> u32 {
    facts.into_iter().filter_map(|f| f.state().value()).map(decimals_of).max().unwrap_or(0)
}

/// Writes the weights that means are weighted by, below the table; gives how tall their lines are.
pub(super) fn write_weights(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    grid: &Grid,
    at: usize,
) -> Result<Vec<f64>, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let mut lines = Vec::new();
    for (n, weight) in grid.weights.iter().enumerate() {
        let Some(row) = grid.row_of_weight(weight) else { continue };
        if n == 0 {
            let heading = lang.of("Quyền số để tính bình quân", "Weights of the means");
            sheet.put_text(row - 1, 1, heading, &styles.base.clone().set_bold())?;
            lines.extend([LINE, LINE]);
        }
        let values: Vec<(usize, Decimal)> =
            grid.units.iter().enumerate().filter_map(|(n, u)| Some((n, run.register.weight(weight, *u)?))).collect();
        let decimals = values.iter().map(|(_, v)| decimals_of(*v)).max().unwrap_or(0);
        let tall = fit::height(weight, 40.0, 12.0);
        sheet.set_row_height(row, tall)?;
        lines.push(tall);
        sheet.write_blank(row, 0, &styles.cell)?;
        sheet.put_text(row, 1, weight, &styles.cell.clone().set_italic())?;
        sheet.write_blank(row, 2, &styles.cell)?;
        if at == 0 {
            let (_, column) = grid.block(super::Block::Whole);
            let sum = values.iter().try_fold(Decimal::ZERO, |sum, (_, v)| sum.checked_add(*v));
            if let Some(sum) = sum.filter(|s| as_excel(*s).is_some()) {
                let spans = grid.spans(row, 0).join(",");
                let format = styles.number(decimals, Mark::None, true);
                write_figure(sheet, (row, column), sum, Some(format!("=SUM({spans})")), format)?;
            }
        }
        for (n, value) in values {
            let (of, column) = grid.block(super::Block::Unit(n));
            if of == at {
                write_decimal(sheet, row, column, value, styles.number(decimals, Mark::None, false))?;
            }
        }
    }
    Ok(lines)
}

/// Tells whether Excel holds the weights of a rule.
pub(super) fn weights_fit(book: &Book<'_>, figure: &Figure) -> bool {
    match &figure.aggregate {
        Aggregate::WeightedMean { weight } => {
            book.units.iter().filter_map(|u| book.run.register.weight(weight, *u)).all(|w| as_excel(w).is_some())
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::consolidate::DOUBTS;
    use crate::reading::{Facts, Parts};

    #[test]
    fn a_figure_is_marked_as_the_totals_are_that_it_is_in() {
        let mark = |state: State, codes: &[Code]| {
            let mut facts = Facts::default();
            let (cell, codes) = (Address { row: 0, column: 0 }, codes.to_vec());
            facts.push(Parts { row: "1", column: "so", state, measure: "Hộ", sheet: "S", cell, raw: "7", codes });
            mark_of_fact(facts.get(0).unwrap())
        };
        let seven = State::Number(7.into());
        for code in DOUBTS {
            assert_eq!(mark(seven, &[code]), Mark::Doubtful, "{code:?}");
            assert_eq!(mark(seven, &[Code::DecisionApplied, code]), Mark::Doubtful, "{code:?}");
            assert_eq!(mark(State::Blank, &[code]), Mark::None, "{code:?}");
            assert_eq!(mark(State::Unreadable, &[code]), Mark::Unusable, "{code:?}");
        }
        assert_eq!(mark(seven, &[Code::DecisionApplied]), Mark::Decided);
        assert_eq!(mark(seven, &[Code::Converted]), Mark::Noted);
        assert_eq!(mark(seven, &[]), Mark::None);
    }
}
