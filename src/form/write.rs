//! A form as TOML, in the order and with the remarks that a person reads it by.
//!
//! Written by hand, not by a serialiser: remarks stand beside what they are about, and what holds by
//! itself is left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::checks::{Checks, Graver, PeerChecks, PreviousChecks, decimal};
use super::figure::{Aggregate, Figure, Kind};
use super::file::NO_BOUND;
use super::model::{Column, Form, Role, Row, RowIndex};
use super::rule::{MissingBySide, Over};

/// Remarks that stand in the file.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    /// The lines at the top.
    pub top: Vec<String>,
    /// One for each column, in order; an empty one is none.
    pub columns: Vec<String>,
    /// One for each row, in order.
    pub rows: Vec<String>,
}

/// Writes a form as TOML that reads back as the same form.
pub fn toml(form: &Form, remarks: &Remarks) -> String {
    let mut out = String::new();
    for line in &remarks.top {
        let _ = writeln!(out, "# {line}");
    }
    if !remarks.top.is_empty() {
        out.push('\n');
    }
    pair(&mut out, "name", &form.name);
    let _ = writeln!(out, "shape = {}", quoted(form.shape.name()));
    pair(&mut out, "title", &form.title);
    if !form.subject.is_empty() {
        pair(&mut out, "subject", &form.subject);
    }
    if !form.measure.is_empty() {
        pair(&mut out, "measure", &form.measure);
    }
    if !form.overview.is_empty() {
        let row = |row: &RowIndex| form.row(*row).map(|r| r.code.clone());
        let name = |(at, column): &(Option<RowIndex>, usize)| {
            let column = form.columns.get(*column).map(|c| c.code.clone()).unwrap_or_default();
            at.as_ref().and_then(row).map_or_else(|| quoted(&column), |row| quoted(&format!("{row}/{column}")))
        };
        let names: Vec<String> = form.overview.iter().map(name).collect();
        let _ = writeln!(out, "overview = [{}]", names.join(", "));
    }
    if !form.keys.is_empty() {
        let codes: Vec<String> =
            form.keys.iter().filter_map(|k| form.columns.get(*k)).map(|c| quoted(&c.code)).collect();
        let _ = writeln!(out, "keys = [{}]", codes.join(", "));
    }
    words(&mut out, form);
    checks(&mut out, &form.checks);
    for (column, remark) in
        form.columns.iter().zip(remarks.columns.iter().map(String::as_str).chain(std::iter::repeat("")))
    {
        write_column(&mut out, form, column, remark);
    }
    for (row, remark) in form.rows.iter().zip(remarks.rows.iter().map(String::as_str).chain(std::iter::repeat(""))) {
        write_row(&mut out, form, row, remark);
    }
    for rule in &form.rules {
        let code = |at: &usize| match rule.over {
            Over::Rows => form.rows.get(*at).map(|r| r.code.clone()),
            Over::Columns => form.columns.get(*at).map(|c| c.code.clone()),
        };
        let Some(balance) = rule.balance.map(code) else { continue };
        let _ = writeln!(out, "\n[[rules]]\nover = {}", quoted(rule.over.name()));
        pair(&mut out, "rule", &balance.to_string());
        if !rule.from.is_empty() {
            pair(&mut out, "from", &rule.from);
        }
        missing(&mut out, rule.missing);
    }
    for rule in &form.cell_rules {
        out.push_str("\n[[rules]]\nover = \"cells\"\n");
        pair(&mut out, "rule", &rule.balance.to_string());
        missing(&mut out, rule.missing);
    }
    out
}

/// What a rule does about figures that are not given, where it is not the usual.
fn missing(out: &mut String, missing: MissingBySide) {
    let usual = MissingBySide::default();
    for (key, found, usual) in
        [("missing_left", missing.left, usual.left), ("missing_right", missing.right, usual.right)]
    {
        if found != usual {
            pair(out, key, found.name());
        }
    }
}

/// Severities and parameters that are not the usual ones.
fn checks(out: &mut String, checks: &Checks) {
    let mut by_code: BTreeMap<&str, Vec<&Graver>> = BTreeMap::new();
    for graver in &checks.severities {
        by_code.entry(graver.code.id()).or_default().push(graver);
    }
    if !by_code.is_empty() {
        out.push_str("\n[severity]\n");
    }
    for (code, gravers) in by_code {
        let by_span = |g: &&Graver| Some(format!("{} = {}", g.span?.name(), quoted(g.severity.as_str())));
        let spans: Vec<String> = gravers.iter().filter_map(by_span).collect();
        let _ = match gravers.iter().find(|g| g.span.is_none()) {
            Some(always) => writeln!(out, "{code} = {}", quoted(always.severity.as_str())),
            None => writeln!(out, "{code} = {{ {} }}", spans.join(", ")),
        };
    }
    let (usual, own) = (PreviousChecks::default(), &checks.previous);
    let previous = [
        ("size", own.size, usual.size),
        ("floor", own.floor, usual.floor),
        ("width", own.width, usual.width),
        ("least", own.least, usual.least),
        ("units", as_number(own.units), as_number(usual.units)),
        ("thousand", own.thousand, usual.thousand),
    ];
    parameters(out, "checks.previous", &previous);
    let (usual, own) = (PeerChecks::default(), &checks.peers);
    let peers = [
        ("z", own.z, usual.z),
        ("times", own.times, usual.times),
        ("units", as_number(own.units), as_number(usual.units)),
    ];
    parameters(out, "checks.peers", &peers);
}

fn as_number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn parameters(out: &mut String, table: &str, all: &[(&str, f64, f64)]) {
    if all.iter().all(|(_, value, usual)| value == usual) {
        return;
    }
    let _ = writeln!(out, "\n[{table}]");
    for (key, value, usual) in all {
        number(out, key, Some(decimal(*value)), Some(decimal(*usual)));
    }
}

fn words(out: &mut String, form: &Form) {
    use crate::vietnamese::symbol::Nothing;
    let kinds = [
        ("deferred", Nothing::Deferred),
        ("nil", Nothing::Nil),
        ("not_collected", Nothing::NotCollected),
        ("not_applicable", Nothing::NotApplicable),
    ];
    let mut lines = String::new();
    for (name, kind) in kinds {
        let mut found: Vec<String> = form
            .words
            .iter()
            .filter(|(_, k)| **k == kind)
            .map(|(w, _)| crate::vietnamese::text::nfc(w.as_str()).into_owned())
            .collect();
        found.sort();
        if !found.is_empty() {
            let all: Vec<String> = found.iter().map(|w| quoted(w)).collect();
            let _ = writeln!(lines, "{name} = [{}]", all.join(", "));
        }
    }
    if !lines.is_empty() {
        let _ = write!(out, "\n[words]\n{lines}");
    }
}

fn write_column(out: &mut String, form: &Form, column: &Column, remark: &str) {
    out.push_str("\n[[columns]]\n");
    pair(out, "code", &column.code);
    let _ = writeln!(out, "role = {}", quoted(column.role.name()));
    pair(out, "heading", &column.spoken());
    if let Some(dot) = column.dot {
        pair(out, "dot", dot.name());
    }
    if let Some(cumulative) = column.cumulative {
        pair(out, "cumulative", cumulative.name());
    }
    if column.signed {
        out.push_str("signed = true\n");
    }
    if let Some(figure) = &column.figure {
        write_figure(out, form, figure, column.role == Role::Text);
    }
    comment(out, remark);
}

fn write_row(out: &mut String, form: &Form, row: &Row, remark: &str) {
    out.push_str("\n[[rows]]\n");
    pair(out, "code", &row.code);
    if !row.stt.is_empty() {
        pair(out, "stt", &row.stt);
    }
    if let Some(parent) = row.parent.and_then(|p| form.row(p)) {
        pair(out, "parent", &parent.code);
    }
    pair(out, "label", &row.label);
    if let Some(cumulative) = row.cumulative {
        pair(out, "cumulative", cumulative.name());
    }
    write_figure(out, form, &row.figure, false);
    let silent = row.figure.dimension.is_none() && row.figure.kind != Kind::Group;
    if let Some(own) = row.otherwise.aggregate.as_ref().filter(|_| silent) {
        pair(out, "aggregate", own.name());
    }
    comment(out, remark);
}

fn write_figure(out: &mut String, form: &Form, figure: &Figure, of_words: bool) {
    if !figure.measure.is_empty() && (figure.measure != form.measure || figure.kind == Kind::Percent) {
        pair(out, "measure", &figure.measure);
    }
    // A row under columns that all say what stands in them says nothing itself.
    let silent = figure.dimension.is_none() && figure.kind != Kind::Group;
    if !silent {
        pair(out, "kind", figure.kind.name());
    }
    if !silent || of_words {
        pair(out, "aggregate", figure.aggregate.name());
    }
    match &figure.aggregate {
        Aggregate::WeightedMean { weight } => pair(out, "weight", weight),
        Aggregate::Ratio { parts, factor } => {
            let code = |at: &usize| match parts.of {
                Over::Columns => form.columns.get(*at).map(|c| c.code.clone()),
                Over::Rows => form.rows.get(*at).map(|r| r.code.clone()),
            };
            let under: Vec<String> = parts.under.iter().filter_map(code).collect();
            pair(out, "over", &code(&parts.over).unwrap_or_default());
            pair(out, "under", &under.join(" + "));
            number(out, "factor", Some(*factor).filter(|f| *f != Decimal::ONE || figure.kind == Kind::Percent), None);
        }
        _ => {}
    }
    if !silent {
        bounds(out, figure);
    }
    if figure.below_one {
        out.push_str("below_one = true\n");
    }
}

/// The bounds that do not hold by themselves.
fn bounds(out: &mut String, figure: &Figure) {
    let (least, most) = match figure.kind {
        Kind::Percent => (Some(Decimal::ZERO), Some(Decimal::ONE_HUNDRED)),
        Kind::Integer => (Some(Decimal::ZERO), None),
        Kind::Number | Kind::Group => (None, None),
    };
    number(out, "min", figure.min, least);
    number(out, "max", figure.max, most);
}

/// A number, unless it is what holds by itself.
fn number(out: &mut String, key: &str, value: Option<Decimal>, usual: Option<Decimal>) {
    if value == usual {
        return;
    }
    let _ = match value {
        None => writeln!(out, "{key} = {}", quoted(NO_BOUND)),
        Some(value) if value.is_integer() && i64::try_from(value).is_ok() => {
            writeln!(out, "{key} = {}", value.normalize())
        }
        Some(value) => writeln!(out, "{key} = {}", quoted(&value.normalize().to_string())),
    };
}

fn comment(out: &mut String, remark: &str) {
    if !remark.is_empty() {
        let _ = writeln!(out, "# ↑ {remark}");
    }
}

fn pair(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{key} = {}", quoted(value));
}

/// A TOML string on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
