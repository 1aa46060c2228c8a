//! A cell the way it is shown to people: as they see it in the sheet, not as the file stores it.

use std::borrow::Cow;

use crate::finding::{Code, Finding, Problem, reading};
use crate::intake::cell::DateValue;
use crate::reading::Fact;
use crate::vietnamese::number::as_shown;

/// Where how it was typed is the point.
const AS_TYPED: [Code; 4] = [Code::Ambiguous, Code::NotANumber, Code::EnglishNotation, Code::Decided];

/// The cell of a finding: a stored number the Vietnamese way («1.488.262.300.000», «100,93»), a date as one, words as
/// they were typed; empty where it has none.
pub(crate) fn of_finding(finding: &Finding) -> Cow<'_, str> {
    let raw = finding.raw.as_deref().unwrap_or_default();
    match &finding.problem {
        Problem::Reading(reading::Problem::Date { typed }) => {
            dated(raw, typed.as_deref()).map_or(Cow::Borrowed(raw), Cow::Owned)
        }
        _ => shown(raw, AS_TYPED.contains(&finding.code())),
    }
}

/// The cell of a figure as people see it in the sheet.
pub(super) fn of_fact(fact: Fact<'_>) -> String {
    shown(&fact.raw(), AS_TYPED.into_iter().any(|code| fact.has(code))).into_owned()
}

fn shown(raw: &str, as_typed: bool) -> Cow<'_, str> {
    as_shown(raw).filter(|_| !as_typed).map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// The day that a stored date shows. Workbooks that count from 1904 store other numbers for it: what was probably typed
/// is of the day that is meant.
fn dated(raw: &str, typed: Option<&str>) -> Option<String> {
    let date = DateValue::Serial { days: raw.parse().ok()?, from_1904: false };
    date.written(true).filter(|_| typed.is_some() && date.typed().as_deref() == typed)
}
