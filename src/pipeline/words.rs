//! What the submissions say about the columns of a blank list: from an empty one nobody can tell that names stand under
//! «Dân tộc» or «Trưởng thôn».

use crate::form::{Aggregate, Form, Over, Role};
use crate::reading::State;
use crate::submission::Submission;
use crate::vietnamese::measure::Measure;
use crate::vietnamese::number::{self, Refusal};
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::{ending_in_brackets, fold};

/// What the headings of amounts say: what is wrong under them stays wrong.
const AMOUNTS: [&str; 11] = ["số", "tiền", "vốn", "phí", "mức", "giá", "tổng", "cộng", "diện", "lượng", "tỷ"];

/// Makes columns of words of those that were drawn from a blank list as columns of figures, where the submissions have
/// nothing but words in them; tells whether there are any.
pub(super) fn take_up(forms: &mut [Form], submissions: &[Submission]) -> bool {
    let mut any = false;
    // A form that was read says itself what its columns are.
    for (at, form) in forms.iter_mut().enumerate().filter(|(_, form)| form.text.is_none() && form.is_list()) {
        let own = || submissions.iter().filter(|s| s.form == at && s.has_form);
        let says_words = |column: usize| {
            let Some(column) = form.columns.get(column).filter(|c| !is_of_amounts(&c.heading)) else { return false };
            let said: Vec<Said> = own().map(|submission| said(submission, &column.code)).collect();
            let words = said.iter().filter(|said| **said == Said::Words).count();
            !said.contains(&Said::Figures)
                && words > 0
                && words * 2 > said.iter().filter(|s| **s != Said::Nothing).count()
        };
        let columns: Vec<usize> = form.value_columns().map(|(at, _)| at).filter(|at| says_words(*at)).collect();
        // A list that has figures nowhere is no list of figures.
        if columns.is_empty() || columns.len() == form.value_columns().count() {
            continue;
        }
        make_words(form, &columns);
        any = true;
    }
    any
}

/// What a submission has in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Words,
    /// Something that begins as a figure does, and is none.
    Unclear,
    Figures,
    Nothing,
}

fn said(submission: &Submission, column: &str) -> Said {
    let mut found = Said::Nothing;
    for fact in submission.facts.iter().filter(|f| f.column() == column && f.state() != State::Blank) {
        let raw = fact.raw();
        if raw.is_empty() || nothing(&raw).is_some() {
            continue;
        }
        if fact.state() != State::Unreadable || number::read(&raw).is_ok() {
            return Said::Figures;
        }
        // «2023-2025», «#REF!»
        let begins = raw.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '#');
        let unclear = begins || number::read(&raw) == Err(Refusal::Approximation);
        found = if unclear || found == Said::Unclear { Said::Unclear } else { Said::Words };
    }
    found
}

/// Tells whether a heading names a measure, or amounts.
fn is_of_amounts(heading: &[String]) -> bool {
    let words = AMOUNTS.map(fold);
    let amount = |level: &String| fold(level).words().any(|word| words.iter().any(|amount| amount.as_str() == word));
    // «Nguồn vốn» says whose money it is.
    let source = heading.last().is_some_and(|level| fold(level).words().next() == Some(fold("nguồn").as_str()));
    let measured = |level: &String| {
        // «Học sinh», «Hộ nghèo» count.
        let counted = || Measure::parse(level).is_some_and(|m| m.is_counted());
        let named = ending_in_brackets(level).and_then(|(_, inside)| Measure::parse(inside));
        named.is_some_and(|m| m.converts() || m.is_counted()) || counted()
    };
    !source && heading.iter().any(|level| level.contains('%') || measured(level) || amount(level))
}

/// Makes columns of words of some, and leaves what rests on their figures.
fn make_words(form: &mut Form, columns: &[usize]) {
    for (at, column) in form.columns.iter_mut().enumerate() {
        if columns.contains(&at) {
            (column.role, column.figure, column.cumulative, column.signed) = (Role::Text, None, None, false);
        }
        let Some(figure) = &mut column.figure else { continue };
        if let Aggregate::Ratio { parts, .. } = &figure.aggregate
            && parts.of == Over::Columns
            && std::iter::once(&parts.over).chain(&parts.under).any(|part| columns.contains(part))
        {
            figure.aggregate = Aggregate::None;
        }
    }
    form.rules.retain(|rule| {
        let mut parts = rule.balance.right().into_iter().chain([&rule.balance.left]);
        rule.over != Over::Columns || !parts.any(|part| columns.contains(part))
    });
    form.overview.retain(|(_, column)| !columns.contains(column));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_amounts_are_told_from_others() {
        for (heading, expected) in [
            ("Dân tộc", false),
            ("Trưởng thôn", false),
            ("Địa chỉ", false),
            ("Ký nhận", false),
            ("Giới tính", false),
            ("Học sinh", true),
            ("Nguồn vốn", false),
            ("Số khẩu", true),
            ("Kinh phí", true),
            ("Diện tích (ha)", true),
            ("Tỷ lệ", true),
        ] {
            assert_eq!(is_of_amounts(&[heading.to_owned()]), expected, "{heading}");
        }
    }

    #[test]
    fn figures_that_are_not_sure_are_no_words() {
        for (text, expected) in [("khoảng 20", true), ("Trên 15 hộ", true), ("Trên núi", false), ("Thôn 3", false)]
        {
            assert_eq!(number::read(text) == Err(Refusal::Approximation), expected, "{text}");
        }
    }
}
