//! The rows of facts, totals and findings, as programs that read them rely on them: no column goes, none
//! changes its meaning.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::check::tally::{Check, Count};
use crate::consolidate::Outcome;
use crate::digits;
use crate::finding::{Code, Finding, Lang, Problem, Severity};
use crate::reading::State;
use crate::run::Run;
use crate::submission::Identified;

/// One cell read.
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // `parquet/SCHEMA.md` says what the columns are
pub struct FactRow<'a> {
    pub form: &'a str,
    pub row: &'a str,
    pub column: &'a str,
    pub unit: &'a str,
    pub unit_name: &'a str,
    pub period: String,
    pub value: String,
    /// The value as a number.
    #[serde(skip)]
    pub number: Option<Decimal>,
    pub state: &'static str,
    pub measure: &'a str,
    pub file: &'a str,
    pub sheet: &'a str,
    pub cell: String,
    pub raw: Cow<'a, str>,
    pub findings: String,
}

impl FactRow<'_> {
    /// Its fields, in the order of [`own_output::FACTS`](crate::own_output::FACTS).
    pub fn fields(&self) -> [&str; 14] {
        [
            self.form,
            self.row,
            self.column,
            self.unit,
            self.unit_name,
            &self.period,
            &self.value,
            self.state,
            self.measure,
            self.file,
            self.sheet,
            &self.cell,
            &self.raw,
            &self.findings,
        ]
    }
}

/// One aggregated cell.
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // `parquet/SCHEMA.md` says what the columns are
pub struct TotalRow<'a> {
    pub form: &'a str,
    pub row: &'a str,
    pub column: &'a str,
    pub unit: &'a str,
    pub unit_name: &'a str,
    pub level: &'static str,
    pub period: String,
    pub value: String,
    pub state: &'static str,
    pub measure: &'a str,
    pub rule: &'static str,
    pub reported: usize,
    pub expected: usize,
    pub excluded: usize,
    pub findings: String,
}

/// One finding.
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // `parquet/SCHEMA.md` says what the columns are
pub struct FindingRow {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub file: String,
    pub sheet: String,
    pub cell: String,
    pub unit: String,
    pub row: String,
    pub column: String,
    pub raw: String,
    pub value: String,
    pub suggestion: String,
    pub evidence: String,
    /// The finding that this one is folded under, where rows are flat.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub under: String,
    /// Findings with the same cause.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub folded: Vec<FindingRow>,
}

fn joined(codes: impl IntoIterator<Item = Code>) -> String {
    // Nearly all figures have none.
    let mut codes = codes.into_iter().map(Code::id);
    let mut joined = codes.next().unwrap_or_default().to_owned();
    for code in codes {
        joined.push(';');
        joined.push_str(code);
    }
    joined
}

/// The facts of a run, by file, sheet and cell.
pub fn facts(run: &Run) -> impl Iterator<Item = FactRow<'_>> {
    let by_file = run.findings_by_file();
    run.submissions.iter().flat_map(move |one| {
        // What keeps a whole file out points at each of its cells.
        let about = by_file.get(one.submission.file.as_str()).map(Vec::as_slice).unwrap_or_default();
        // Nor does what is said of another form of the file.
        let is_meant = |f: &&&Finding| f.place.cell.is_some() || one.submission.is_meant_by(&f.place);
        let about: Vec<&Finding> = about.iter().filter(is_meant).copied().collect();
        let refused: Vec<Code> = about
            .iter()
            .filter(|f| f.severity() == Severity::Error && keeps_file_out(f, one))
            .map(|f| f.code())
            .collect();
        // A file that a person left out: the decision points at each of its cells.
        // What a level below left out says so itself.
        let is_told = one.submission.recorded.as_ref().is_some_and(|recorded| !recorded.counts);
        let left_out = !one.counts && one.unit.is_some() && refused.is_empty() && !is_told;
        let says = |code: Code| about.iter().any(|f| f.code() == code);
        let refused: Vec<Code> = match left_out {
            // A later file of the unit was taken, or the same one is there twice.
            true if about.iter().any(|f| f.is_superseded_unasked()) => vec![Code::Superseded],
            true if says(Code::TwoWays) => vec![Code::TwoWays],
            true => vec![Code::DecisionApplied],
            false => refused,
        };
        let form = run.forms.value.get(one.submission.form).map_or("", |f| &f.name);
        let (unit, unit_name) = one.unit.map_or(("", ""), |u| (run.register.code(u), run.register.name(u)));
        let period = one.period.map(|p| p.to_string()).unwrap_or_default();
        one.submission.facts.iter().map(move |fact| FactRow {
            number: fact.state().value(),
            form,
            row: fact.row(),
            column: fact.column(),
            unit,
            unit_name,
            period: period.clone(),
            value: fact.state().value().map(digits::written).unwrap_or_default(),
            state: fact.state().as_str(),
            measure: fact.measure(),
            file: &one.submission.file,
            sheet: fact.sheet(),
            cell: fact.cell().to_string(),
            raw: fact.raw(),
            findings: joined(fact.codes().iter().chain(&refused).copied()),
        })
    })
}

/// Tells whether an error is about a whole file: who sent it, or what the form makes an error of and no figure
/// was taken out for.
fn keeps_file_out(finding: &Finding, one: &Identified) -> bool {
    let alone = || !one.submission.facts.iter().any(|f| f.has(finding.code()));
    // Of a file with several forms one may be whose it says.
    (finding.is_raised() && alone()) || (matches!(finding.problem, Problem::Identity(_)) && !one.counts)
}

/// The totals of a run, the place first.
pub fn totals(run: &Run) -> impl Iterator<Item = TotalRow<'_>> {
    run.totals.iter().filter_map(move |total| {
        let form = run.forms.value.get(total.form)?;
        let (row, column) = (total.row.map(|r| form.row(r)), form.columns.get(total.column)?);
        let figure = match row {
            Some(row) => Some(form.figure(row?, total.column)),
            None => column.figure.as_ref(),
        };
        let unit = run.register.unit(total.unit)?;
        Some(TotalRow {
            form: &form.name,
            row: row.flatten().map_or(ALL_ITEMS, |r| &r.code),
            column: &column.code,
            unit: &unit.code,
            unit_name: &unit.name,
            level: unit.level.as_str(),
            period: run.periods.of(form).map(|p| p.to_string()).unwrap_or_default(),
            value: match &total.outcome {
                Outcome::Text(text) => text.clone(),
                outcome => outcome.value().map(|v| v.to_string()).unwrap_or_default(),
            },
            state: total.outcome.as_str(),
            measure: figure.map_or("", |f| &f.measure),
            // What names the items of a list is counted.
            rule: figure.map_or("count", |f| f.aggregate.name()),
            reported: total.reported,
            expected: total.expected,
            excluded: total.excluded.len(),
            findings: joined(total.codes.iter().copied()),
        })
    })
}

/// What the totals of a list call the row of all its items.
pub const ALL_ITEMS: &str = "*";

/// What became of the checks of one kind.
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // named as they are said
pub struct CheckRow {
    pub check: &'static str,
    pub ran: usize,
    pub passed: usize,
    pub failed: usize,
    /// Why how many could not be tested.
    pub untested: BTreeMap<&'static str, usize>,
}

/// The checks of a run.
pub fn checks(run: &Run) -> Vec<CheckRow> {
    let row = |(check, count): (Check, &Count)| CheckRow {
        check: check.id(),
        ran: count.ran(),
        passed: count.passed,
        failed: count.failed,
        untested: count.untested.iter().map(|(why, n)| (why.id(), *n)).collect(),
    };
    run.checks.iter().map(row).collect()
}

/// Findings in words, those folded under another as rows of their own behind it.
pub fn flat_findings(findings: &[Finding], lang: Lang) -> impl Iterator<Item = FindingRow> {
    findings.iter().flat_map(move |finding| {
        let mut first = finding_row(finding, lang);
        let cell = if first.cell.is_empty() { String::new() } else { format!(" {}!{}", first.sheet, first.cell) };
        let under = format!("{}{cell}", first.code);
        let folded = std::mem::take(&mut first.folded);
        let folded = folded.into_iter().map(move |row| FindingRow { under: under.clone(), ..row });
        std::iter::once(first).chain(folded)
    })
}

/// Findings in words.
pub fn findings(findings: &[Finding], lang: Lang) -> impl Iterator<Item = FindingRow> {
    findings.iter().map(move |finding| finding_row(finding, lang))
}

fn finding_row(finding: &Finding, lang: Lang) -> FindingRow {
    let words = finding.words(lang);
    let place = &finding.place;
    FindingRow {
        code: finding.code().id(),
        severity: finding.severity(),
        message: words.message,
        file: place.file.clone().unwrap_or_default(),
        sheet: place.sheet.clone().unwrap_or_default(),
        cell: place.cell.map(|c| c.to_string()).unwrap_or_default(),
        unit: place.unit.clone().unwrap_or_default(),
        row: place.row.clone().unwrap_or_default(),
        column: place.column.clone().unwrap_or_default(),
        raw: finding.raw.clone().unwrap_or_default(),
        value: finding.value.map(|v| v.to_string()).unwrap_or_default(),
        suggestion: words.suggestion,
        evidence: words.evidence,
        under: String::new(),
        folded: finding.folded.iter().map(|f| finding_row(f, lang)).collect(),
    }
}

/// A state in the words of a table: what stands in a cell that holds no number.
pub fn state_sign(state: State, lang: Lang) -> &'static str {
    match state {
        State::Number(_) | State::Blank | State::Text => "",
        State::Nil => "-",
        State::Deferred => lang.of("cuối GĐ", "deferred"),
        State::NotCollected => "…",
        State::NotApplicable => "x",
        State::Ambiguous | State::Unreadable => "?",
    }
}
