//! What is to be said of totals: who is missing and why, and how they came about.

use crate::consolidate::{Outcome, Total, is_doubt};
use crate::finding::Code;
use crate::form::{Aggregate, Figure, Row};
use crate::reading::State;
use crate::register::UnitIndex;

use super::book::Book;

/// Who is missing from the totals of a row and why, and how they came about.
pub(super) fn note(book: &Book<'_>, row: &Row, totals: &[&Total]) -> String {
    if row.is_group() {
        return String::new();
    }
    let mut parts: Vec<String> = Vec::new();
    for total in totals {
        let figure = book.form.figure(row, total.column);
        for part in of_total(book, figure, total) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    if is_of_units_alone(book, row, totals) {
        parts.push(
            book.lang
                .of(
                    "Không cộng giữa các đơn vị: xem từng đơn vị ở trang «Theo đơn vị».",
                    "Not added over units: see each on the sheet «By unit».",
                )
                .to_owned(),
        );
    }
    parts.join(" ")
}

/// Tells whether a row has no totals by its rule, while units gave figures that are not all one: a rate in a form that
/// says no weight.
fn is_of_units_alone(book: &Book<'_>, row: &Row, totals: &[&Total]) -> bool {
    let not_totalled = |total: &&Total| book.form.figure(row, total.column).aggregate == Aggregate::None;
    let differ = |total: &&Total| {
        let Some(at) = total.row else { return false };
        let fact = |unit: &UnitIndex| book.facts.get(&(*unit, at, total.column)).and_then(|f| f.state().value());
        let mut values = book.units.iter().filter_map(fact);
        values.next().is_some_and(|first| values.any(|value| value != first))
    };
    totals.iter().all(not_totalled) && totals.iter().any(differ)
}

/// How many units stand behind a row's totals, of those that should: of several columns from the fewest to the most;
/// and whether that is not all. Columns that are not totalled say nothing.
pub(super) fn behind(book: &Book<'_>, row: &Row, totals: &[&Total]) -> (String, bool) {
    let totalled = |total: &&&Total| book.form.figure(row, total.column).aggregate != Aggregate::None;
    let counted: Vec<&Total> = totals.iter().filter(totalled).copied().filter(|_| !row.is_group()).collect();
    let short = counted.iter().any(|t| t.reported < t.expected && t.outcome.value().is_some());
    let counts = || counted.iter().map(|total| (gave(book, total), total.expected));
    let text = match (counts().min(), counts().max()) {
        (Some((fewest, of)), Some((most, of_most))) if of == of_most && fewest == most => format!("{most}/{of}"),
        (Some((fewest, of)), Some((most, of_most))) if of == of_most => format!("{fewest}–{most}/{of}"),
        (Some((fewest, of)), Some((most, of_most))) => format!("{fewest}/{of} – {most}/{of_most}"),
        _ => String::new(),
    };
    (text, short)
}

/// How many units gave a figure. Where no weight is known there is no total, yet their figures are there.
fn gave(book: &Book<'_>, total: &Total) -> usize {
    let weightless = total.outcome == Outcome::NoTotal;
    let Some(row) = total.row.filter(|_| weightless) else { return total.reported };
    let has_figure =
        |unit: &&UnitIndex| book.facts.get(&(**unit, row, total.column)).is_some_and(|f| f.state().value().is_some());
    book.units.iter().filter(has_figure).count().max(total.reported)
}

/// What is to be said of one total, a sentence each.
pub(super) fn of_total(book: &Book<'_>, figure: &Figure, total: &Total) -> Vec<String> {
    let Book { run, lang, .. } = *book;
    let mut parts = Vec::new();
    let name = |u: &UnitIndex| run.register.unit(*u).map(|u| u.bare_name().to_owned()).unwrap_or_default();
    let named = |units: &[UnitIndex]| {
        let most = 8;
        let mut text = units.iter().take(most).map(name).collect::<Vec<_>>().join(", ");
        if units.len() > most {
            let more = units.len() - most;
            text.push_str(&lang.of(format!(" và {more} đơn vị khác"), format!(" and {more} more")));
        }
        text
    };
    if let (Aggregate::WeightedMean { weight }, Some(_)) = (&figure.aggregate, total.outcome.value()) {
        parts.push(lang.of(format!("Bình quân theo quyền số {weight}."), format!("Mean weighted by {weight}.")));
    }
    if total.outcome == Outcome::NoTotal
        && let Aggregate::WeightedMean { weight } = &figure.aggregate
    {
        parts.push(lang.of(
            format!("Thiếu quyền số {weight}: xem từng đơn vị ở trang «Theo đơn vị»."),
            format!("The weight {weight} is missing: see each unit on the sheet «By unit»."),
        ));
        return parts;
    }
    if figure.aggregate == Aggregate::None && book.form.value_columns().count() > 1 {
        return parts;
    }
    if matches!(total.outcome, Outcome::Nothing(State::Deferred)) {
        return parts;
    }
    if total.codes.contains(&Code::Unbalanced) {
        parts.push(lang.of(
            "(!) Có số không khớp với các số khác: xem trang «Phát hiện».".to_owned(),
            "(!) A figure does not agree with others: see the sheet «Findings».".to_owned(),
        ));
    }
    if total.codes.contains(&Code::DeclaredMeasure) {
        parts.push(lang.of(
            "(!) Có số ghi đơn vị tính khác biểu: xem trang «Phát hiện».".to_owned(),
            "(!) A figure is declared in another measure: see the sheet «Findings».".to_owned(),
        ));
    }
    if total.codes.contains(&Code::StruckThrough) {
        parts.push(lang.of(
            "(!) Có số bị gạch ngang mà chưa xóa: xem trang «Phát hiện».".to_owned(),
            "(!) A figure is struck through and was not deleted: see the sheet «Findings».".to_owned(),
        ));
    }
    let said = [Code::Unbalanced, Code::DeclaredMeasure, Code::StruckThrough];
    for code in total.codes.iter().copied().filter(|code| is_doubt(*code) && !said.contains(code)) {
        let title = code.title(lang);
        parts.push(
            lang.of(format!("(!) {title}: xem trang «Phát hiện»."), format!("(!) {title}: see the sheet «Findings».")),
        );
    }
    let decided = book.decided(total);
    if !decided.is_empty() {
        parts.push(lang.of(
            format!("(qđ) Theo quyết định, số của: {}.", named(&decided)),
            format!("(qđ) Decided by a person, of: {}.", named(&decided)),
        ));
    }
    let weightless = |u: &UnitIndex| match &figure.aggregate {
        Aggregate::WeightedMean { weight } => {
            let fact = total.row.and_then(|row| book.facts.get(&(*u, row, total.column)));
            fact.is_some_and(|f| f.state().value().is_some()) && run.register.weight(weight, *u).is_none()
        }
        _ => false,
    };
    let (without, excluded): (Vec<UnitIndex>, Vec<UnitIndex>) = total.excluded.iter().partition(|u| weightless(u));
    if !without.is_empty() {
        parts.push(lang.of(
            format!("Thiếu quyền số của: {}.", named(&without)),
            format!("Without a weight: {}.", named(&without)),
        ));
    }
    if !excluded.is_empty() {
        parts.push(lang.of(
            format!("Không dùng được số của: {}.", named(&excluded)),
            format!("Not usable: {}.", named(&excluded)),
        ));
    }
    let sent = |u: &UnitIndex| book.has_sent(*u) && !book.is_held(*u);
    let silent = |state: Option<State>, was_sent: bool| -> Vec<UnitIndex> {
        total.absent.iter().filter(|(u, s)| *s == state && sent(u) == was_sent).map(|(u, _)| *u).collect()
    };
    // Of a list there is no row to be missing.
    let missing = if total.row.is_some() {
        ("Không có dòng này", "Row missing")
    } else {
        ("Không kê mục nào", "Nothing listed")
    };
    for (state, was_sent, vi, en) in [
        (Some(State::NotCollected), true, "Chưa có số liệu", "Not collected"),
        (Some(State::Blank), true, "Để trống", "Left blank"),
        (None, true, missing.0, missing.1),
        (Some(State::Deferred), true, "Đánh giá cuối giai đoạn", "Assessed at the end of the stage"),
        (None, false, "Chưa nộp", "Not submitted"),
    ] {
        let units = silent(state, was_sent);
        // Where nobody gave a figure, the cell says so itself; who has not submitted is said always.
        let some = total.reported > 0 || total.outcome.value().is_some();
        if !units.is_empty() && (some || !was_sent) {
            let (held, silent): (Vec<UnitIndex>, Vec<UnitIndex>) = units.into_iter().partition(|u| book.is_held(*u));
            let not_usable = lang.of("Có tệp nhưng chưa dùng được", "A file that cannot be used");
            for (what, units) in [(not_usable, held), (lang.of(vi, en), silent)] {
                if !units.is_empty() {
                    parts.push(format!("{what}: {}.", named(&units)));
                }
            }
        }
    }
    parts
}
