//! Where a figure of a consolidated workbook comes from, as a tree: the totals of places, the figures of units,
//! the files and cells they stood in, what was written there and what became of it.

use std::collections::HashMap;

use crate::consolidate::{Outcome, Total};
use crate::finding::{Code, Finding, Lang};
use crate::form::{Aggregate, Figure, Form, Over, RowIndex};
use crate::reading::{Fact, State};
use crate::register::UnitIndex;
use crate::run::Run;
use crate::submission::Identified;
use crate::vietnamese::number::Vietnamese;
use crate::vietnamese::text::{one_line, shorten};

use super::rows::state_sign;
use super::stood;
use super::workbook::style::shown;

/// What a cell of a consolidated workbook shows: a figure of a form for a place or a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figured {
    /// Which of the run's forms.
    pub form: usize,
    /// Its row; none for all items of a list.
    pub row: Option<RowIndex>,
    /// Its column.
    pub column: usize,
    /// The place or the unit.
    pub unit: UnitIndex,
}

/// Tells where a figure comes from; nothing where it is no figure of the run.
pub fn tree(run: &Run, figured: Figured, lang: Lang) -> Option<String> {
    let form = run.forms.value.get(figured.form)?;
    let column = form.columns.get(figured.column)?;
    let row = figured.row.and_then(|at| form.row(at));
    let figure = match row {
        Some(row) => Some(form.figure(row, figured.column)),
        None => column.figure.as_ref(),
    };
    let mut tree = Tree { run, form, figured, figure, lang, told: told(run), lines: Vec::new() };
    let period = run.periods.of(form).map(|p| p.spoken(lang)).unwrap_or_default();
    let mut about = vec![lang.of(format!("Biểu {}", form.name), format!("Form {}", form.name))];
    about.extend(row.map(|row| format!("{} {}", row.code, row.label)));
    about.push(column.name());
    about.push(run.register.full_name(figured.unit));
    about.push(period);
    about.retain(|part| !part.trim().is_empty());
    tree.lines.push(about.join(" · "));
    tree.unit(figured.unit, 0);
    Some(tree.lines.join("\n") + "\n")
}

/// The findings of each file.
fn told(run: &Run) -> HashMap<&str, Vec<&Finding>> {
    run.findings_by_file()
}

struct Tree<'r> {
    run: &'r Run,
    form: &'r Form,
    figured: Figured,
    figure: Option<&'r Figure>,
    lang: Lang,
    told: HashMap<&'r str, Vec<&'r Finding>>,
    lines: Vec<String>,
}

impl Tree<'_> {
    fn say(&mut self, depth: usize, text: impl AsRef<str>) {
        let branch = if depth == 0 { String::new() } else { format!("{}└ ", "  ".repeat(depth - 1)) };
        self.lines.push(format!("{branch}{}", text.as_ref()));
    }

    /// A place with what lies in it, or a commune with what it sent.
    fn unit(&mut self, unit: UnitIndex, depth: usize) {
        let run = self.run;
        let name = format!("{} {}", run.register.code(unit), run.register.name(unit));
        if run.register.sends(unit) {
            return self.commune(unit, &name, depth);
        }
        let said = self.total_of(unit).map(|t| self.total(t)).unwrap_or_default();
        self.say(depth, format!("{name}: {said}"));
        for child in run.register.children(unit) {
            self.unit(child, depth + 1);
        }
    }

    /// The total of a place, or of a unit's items.
    fn total_of(&self, unit: UnitIndex) -> Option<&Total> {
        let Figured { form, row, column, .. } = self.figured;
        self.run.totals.iter().find(|t| (t.form, t.row, t.column, t.unit) == (form, row, column, unit))
    }

    /// The value of a total in words.
    fn value(&self, total: &Total) -> String {
        let lang = self.lang;
        match &total.outcome {
            Outcome::Text(text) => format!("«{}»", shorten(text, 80)),
            Outcome::Nothing(state) => state_sign(*state, lang).to_owned(),
            outcome => outcome.value().map_or_else(
                || lang.of("không có số tổng hợp", "no total").to_owned(),
                |value| {
                    // A quotient has no last digit of its own.
                    let value = self.figure.map_or(value, |figure| shown(&figure.aggregate, value));
                    Vietnamese(value.normalize()).to_string()
                },
            ),
        }
    }

    /// The rule of a total in words.
    fn rule(&self) -> String {
        let lang = self.lang;
        match self.figure.map(|f| &f.aggregate) {
            Some(Aggregate::Sum) => lang.of("cộng".to_owned(), "sum".to_owned()),
            Some(Aggregate::WeightedMean { weight }) => {
                lang.of(format!("bình quân gia quyền theo «{weight}»"), format!("mean weighted by «{weight}»"))
            }
            Some(Aggregate::Ratio { .. }) => {
                lang.of("tổng tử số chia tổng mẫu số".to_owned(), "sum of numerators by sum of denominators".to_owned())
            }
            Some(rule) => rule.name().to_owned(),
            None => lang.of("đếm".to_owned(), "count".to_owned()),
        }
    }

    /// A total in words: its value, the rule, how many units stand behind it.
    fn total(&self, total: &Total) -> String {
        let lang = self.lang;
        let (value, rule) = (self.value(total), self.rule());
        let (reported, expected) = (total.reported, total.expected);
        let partial =
            if matches!(total.outcome, Outcome::Partial(_)) { lang.of(", còn thiếu", ", partial") } else { "" };
        lang.of(
            format!("{value} ({rule}; {reported}/{expected} đơn vị có số{partial})"),
            format!("{value} ({rule}; {reported} of {expected} units{partial})"),
        )
    }

    fn commune(&mut self, unit: UnitIndex, name: &str, depth: usize) {
        let (run, lang) = (self.run, self.lang);
        let own: Vec<&Identified> = run
            .submissions
            .iter()
            .filter(|s| s.unit == Some(unit) && s.submission.form == self.figured.form && s.submission.has_form)
            .collect();
        let Some(one) = own.iter().find(|s| s.counts) else {
            let files: Vec<&str> = own.iter().map(|s| s.submission.file.as_str()).collect();
            let why = match files.as_slice() {
                [] => lang.of("chưa nộp".to_owned(), "not submitted".to_owned()),
                files => lang
                    .of(format!("chưa được tính: {}", files.join(", ")), format!("not counted: {}", files.join(", "))),
            };
            return self.say(depth, format!("{name}: {why}"));
        };
        let sha256 = one.submission.sha256.get(..12).unwrap_or_default();
        // Of a list the unit has a total of its own, of its items.
        let own = self.figured.row.is_none().then(|| self.total_of(unit)).flatten();
        let own = own.map(|total| format!("{} ({}); ", self.value(total), self.rule())).unwrap_or_default();
        self.say(depth, format!("{name}: {own}{} (SHA-256 {sha256}…)", one.submission.file));
        for (fact, role) in self.facts(one) {
            let line = self.fact(fact, &role, unit);
            self.say(depth + 1, line);
            for told in self.of_fact(one, fact) {
                self.say(depth + 2, told);
            }
        }
    }

    /// The cells that a unit's part rests on, each with what it is to it.
    fn facts<'o>(&self, one: &'o Identified) -> Vec<(Fact<'o>, String)> {
        let facts = &one.submission.facts;
        let code = |at: usize| self.form.columns.get(at).map(|c| c.code.as_str());
        let Some(row) = self.figured.row else {
            // Of a list every item.
            let own = facts.iter().filter(|f| Some(f.column()) == code(self.figured.column));
            return own.map(|f| (f, self.lang.of(format!("mục {}", f.row()), format!("item {}", f.row())))).collect();
        };
        let at = |row: RowIndex, column: usize| {
            let row = self.form.row(row).map(|r| r.code.as_str());
            facts.iter().find(|f| Some(f.row()) == row && Some(f.column()) == code(column))
        };
        match self.figure.map(|f| &f.aggregate) {
            Some(Aggregate::Ratio { parts, .. }) => {
                let part = |other: usize| match parts.of {
                    Over::Columns => at(row, other),
                    Over::Rows => at(RowIndex(other), self.figured.column),
                };
                let over = part(parts.over).map(|f| (f, self.lang.of("tử số", "numerator").to_owned()));
                let under = parts.under.iter().filter_map(|other| part(*other));
                let under = under.map(|f| (f, self.lang.of("mẫu số", "denominator").to_owned()));
                // What the unit itself gives as its rate is its own figure, and no part of a total.
                let asked = one.unit == Some(self.figured.unit);
                let own = at(row, self.figured.column).filter(|_| asked);
                let own = own.map(|f| (f, self.lang.of("số của đơn vị", "the unit's figure").to_owned()));
                own.into_iter().chain(over).chain(under).collect()
            }
            _ => at(row, self.figured.column).map(|f| (f, String::new())).into_iter().collect(),
        }
    }

    /// A cell in a line: where it stood, what was written, what it was taken for.
    fn fact(&self, fact: Fact<'_>, role: &str, unit: UnitIndex) -> String {
        let lang = self.lang;
        let role = if role.is_empty() { String::new() } else { format!("{role}: ") };
        let raw = shorten(&one_line(&stood::of_fact(fact)), 60);
        let value = match fact.state() {
            State::Number(value) => Vietnamese(value.normalize()).to_string(),
            state => state_sign(state, lang).to_owned(),
        };
        let mut line = lang.of(
            format!("{role}{}!{} ghi «{raw}» → {value}", fact.sheet(), fact.cell()),
            format!("{role}{}!{} says «{raw}» → {value}", fact.sheet(), fact.cell()),
        );
        if !fact.measure().is_empty() && fact.state().value().is_some() {
            line.push_str(&format!(" {}", fact.measure()));
        }
        if let Some(Aggregate::WeightedMean { weight }) = self.figure.map(|f| &f.aggregate) {
            let value = self.run.register.weight(weight, unit);
            let value = value.map_or_else(
                || lang.of("không có".to_owned(), "none".to_owned()),
                |v| Vietnamese(v.normalize()).to_string(),
            );
            line.push_str(&lang.of(format!("; quyền số {weight} = {value}"), format!("; weight {weight} = {value}")));
        }
        line
    }

    /// What was told of a cell: conversions, decisions, doubts.
    fn of_fact(&self, one: &Identified, fact: Fact<'_>) -> Vec<String> {
        let about = self.told.get(one.submission.file.as_str()).into_iter().flatten();
        let here = |f: &&&Finding| {
            let place = &f.place;
            let at = place.cell == Some(fact.cell()) || f.cells.contains(&fact.cell());
            at && place.sheet.as_deref() == Some(fact.sheet()) && fact.has(f.code())
        };
        let mut told: Vec<(Code, String)> = about
            .filter(here)
            .map(|f| {
                let words = f.words(self.lang);
                (f.code(), format!("{} {} {}", f.code(), words.message, words.evidence).trim().to_owned())
            })
            .collect();
        // What needs no finding of its own is still named.
        for code in fact.codes() {
            if !told.iter().any(|(c, _)| c == code) {
                told.push((*code, format!("{code} {}", code.title(self.lang))));
            }
        }
        told.into_iter().map(|(_, line)| line).collect()
    }
}
