//! One fault, one finding: findings with one cause are folded under the one that tells it.
//!
//! Three kinds of cause are known: what follows from a heading, a row or a form that was not recognised;
//! the same remark on many cells of a sheet; and several checks that doubt the same figure. A figure that
//! is left out of the totals keeps a finding of its own, unless a whole column has one and the same flaw, or the
//! file was replaced by another: then all that is said of it stands with the finding that says so.

use std::collections::{BTreeMap, HashMap};

use crate::address::Address;
use crate::finding::identity;
use crate::finding::structure::Problem as Structure;
use crate::finding::{Code, Finding, Place, Problem, Severity, balance, comparison, reading, record};
use crate::form::Form;

use super::replaced::Replaced;
use super::{of_parts, passed_over};

/// Folds findings, given in the order of the report; the order stays.
pub fn fold(forms: &[Form], replaced: &Replaced, findings: Vec<Finding>) -> Vec<Finding> {
    let mut folding = Folding { under: vec![None; findings.len()], findings };
    for (child, parent) in replaced.explained(&folding.findings) {
        folding.put_whatever_it_is(child, parent);
    }
    folding.below();
    folding.headings();
    folding.periods();
    folding.versions();
    folding.rows(forms);
    folding.put_each(of_parts::explained(folding.open()));
    folding.foreign();
    folding.errors();
    folding.same_remarks();
    folding.copies();
    folding.put_each(passed_over::explained(folding.open()));
    folding.doubts();
    folding.wide_doubts();
    folding.finish()
}

/// So many figures of a column that are of quite another size have one cause.
const COLUMN: usize = 3;

/// A flaw that leaves figures out of the totals is told cell by cell, unless so many cells have it.
const MANY: usize = 10;

struct Folding {
    findings: Vec<Finding>,
    /// The finding that each is folded under.
    under: Vec<Option<usize>>,
}

type Sheet<'a> = (Option<&'a str>, Option<&'a str>);

fn sheet_of(place: &Place) -> Sheet<'_> {
    (place.file.as_deref(), place.sheet.as_deref())
}

impl Folding {
    /// The findings that are folded under none.
    fn open(&self) -> impl DoubleEndedIterator<Item = (usize, &Finding)> + Clone {
        self.findings.iter().enumerate().filter(|(at, _)| self.under.get(*at) == Some(&None))
    }

    /// Puts each of some under one of the others, children with their parents.
    fn put_each(&mut self, found: Vec<(usize, usize)>) {
        for (child, parent) in found {
            self.put([child], parent);
        }
    }

    /// Folds findings under another; what is graver than that stays on its own, so that no error stands
    /// under a warning.
    fn put(&mut self, children: impl IntoIterator<Item = usize>, parent: usize) {
        let severity = |at: usize| self.findings.get(at).map(Finding::severity);
        let no_graver: Vec<usize> = children.into_iter().filter(|child| severity(*child) >= severity(parent)).collect();
        for child in no_graver {
            self.put_whatever_it_is(child, parent);
        }
    }

    /// Folds a finding under another, be it graver: an error of what was replaced is none of the round's.
    fn put_whatever_it_is(&mut self, child: usize, parent: usize) {
        // Two that explain each other would have no first.
        let mut above = std::iter::successors(Some(parent), |at| self.under.get(*at).copied().flatten());
        if above.any(|at| at == child) {
            return;
        }
        if let Some(slot) = self.under.get_mut(child) {
            *slot = Some(parent);
        }
    }

    /// What a level below had folded, which knew what each is.
    fn below(&mut self) {
        let mut numbers: HashMap<(&str, &str), usize> = HashMap::new();
        let mut found: Vec<(usize, (&str, &str))> = Vec::new();
        for (at, finding) in self.findings.iter().enumerate() {
            let Problem::Record(record::Problem::Retold { workbook, number, .. }) = &finding.problem else { continue };
            match number.split_once('.') {
                Some((first, _)) => found.push((at, (workbook.as_str(), first))),
                None => _ = numbers.insert((workbook.as_str(), number.as_str()), at),
            }
        }
        let found: Vec<(usize, usize)> =
            found.into_iter().filter_map(|(at, first)| Some((at, *numbers.get(&first)?))).collect();
        for (child, parent) in found {
            match self.findings.get(parent) {
                Some(told) if told.code() == Code::Superseded || told.is_answer_about_a_file() => {
                    self.put_whatever_it_is(child, parent);
                }
                _ => self.put([child], parent),
            }
        }
    }

    /// A column of figures that is missing and one that the form does not have are one heading written
    /// otherwise; tables that are no form's are told with the form that was not found.
    fn headings(&mut self) {
        let mut tables: HashMap<Option<&str>, Vec<usize>> = HashMap::new();
        let mut columns: HashMap<Sheet<'_>, Vec<usize>> = HashMap::new();
        for (at, finding) in self.open() {
            match finding.code() {
                Code::ColumnUnknown => columns.entry(sheet_of(&finding.place)).or_default().push(at),
                Code::SheetNotRecognised | Code::NearlyRecognised | Code::FiguresUnread => {
                    tables.entry(finding.place.file.as_deref()).or_default().push(at);
                }
                _ => {}
            }
        }
        let mut found: Vec<(Vec<usize>, usize)> = Vec::new();
        for (at, finding) in self.open() {
            let own = match finding.code() {
                Code::ValueColumnMissing => columns.remove(&sheet_of(&finding.place)),
                Code::FormNotFound => tables.remove(&finding.place.file.as_deref()),
                _ => None,
            };
            found.extend(own.map(|own| (own, at)));
        }
        for (own, at) in found {
            self.put(own, at);
        }
    }

    /// In a file of another period the headings are of its years: that none is of the round's follows from that.
    fn periods(&mut self) {
        let mut of_file: HashMap<&str, usize> = HashMap::new();
        let of_headings = |code: Code| matches!(code, Code::ValueColumnMissing | Code::ValueColumnAmbiguous);
        for (at, finding) in self.open().filter(|(_, f)| f.code() == Code::OtherPeriod) {
            of_file.extend(finding.place.file.as_deref().map(|file| (file, at)));
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, finding) in self.open().filter(|(_, f)| of_headings(f.code())) {
            found.extend(finding.place.file.as_deref().and_then(|f| of_file.get(f)).map(|parent| (at, *parent)));
        }
        self.put_each(found);
        // That the round has several is said of one file, with the others behind.
        let open = |f: &Finding| matches!(f.problem, Problem::Identity(identity::Problem::PeriodOpen { .. }));
        let mut of_several = self.open().filter(|(_, f)| open(f)).map(|(at, _)| at);
        if let Some(first) = of_several.next() {
            let others: Vec<usize> = of_several.collect();
            self.put(others, first);
        }
    }

    /// Rows that are missing, and others in their place, are told with the version of the form that they make.
    fn versions(&mut self) {
        let mut of_version: BTreeMap<Sheet<'_>, usize> = BTreeMap::new();
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, finding) in self.open().filter(|(_, f)| f.code() == Code::OtherVersion) {
            of_version.insert(sheet_of(&finding.place), at);
        }
        for (at, finding) in self.open().filter(|(_, f)| matches!(f.code(), Code::RowMissing | Code::RowUnknown)) {
            found.extend(of_version.get(&sheet_of(&finding.place)).map(|version| (at, *version)));
        }
        self.put_each(found);
    }

    /// A row that the form does not have, standing where one of the form is missing, is that row with
    /// another label.
    fn rows(&mut self, forms: &[Form]) {
        // The row of a form that stands before each, by its code.
        let before: Vec<HashMap<&str, &str>> = forms
            .iter()
            .map(|f| {
                f.rows.windows(2).filter_map(|w| Some((w.get(1)?.code.as_str(), w.first()?.code.as_str()))).collect()
            })
            .collect();
        let mut missing: BTreeMap<Sheet<'_>, Vec<(usize, &str)>> = BTreeMap::new();
        for (at, finding) in self.open().filter(|(_, f)| f.code() == Code::RowMissing) {
            if let Some(row) = finding.place.row.as_deref() {
                missing.entry(sheet_of(&finding.place)).or_default().push((at, row));
            }
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, finding) in self.open() {
            let Problem::Structure(Structure::RowUnknown { after, .. }) = &finding.problem else { continue };
            let Some(lost) = missing.get(&sheet_of(&finding.place)) else { continue };
            // Rows lost together stand behind each other.
            let follows = |row: &str| {
                let lost_too = |code: &str| lost.iter().any(|(_, l)| *l == code);
                before.iter().any(|before| {
                    let mut previous = before.get(row).copied();
                    while let Some(code) = previous.filter(|c| lost_too(c)) {
                        previous = before.get(code).copied();
                    }
                    match (previous, after) {
                        (Some(code), Some(after)) => after.split(' ').next() == Some(code),
                        (None, None) => true,
                        _ => false,
                    }
                })
            };
            let taken = |parent: usize| found.iter().any(|(_, p)| *p == parent);
            if let Some((parent, _)) = lost.iter().find(|(parent, row)| !taken(*parent) && follows(row)) {
                found.push((at, *parent));
            }
        }
        let instead: Vec<_> =
            found.iter().filter_map(|one| Some((one.1, self.instead(*one, &found, &before)?))).collect();
        for (parent, stands) in instead {
            let problem = self.findings.get_mut(parent).map(|f| &mut f.problem);
            if let Some(Problem::Structure(Structure::RowMissing { instead, .. })) = problem {
                *instead = Some(stands);
            }
        }
        self.put_each(found);
    }

    /// The row that stands exactly where a missing one should: behind the same row, each alone there.
    fn instead(
        &self,
        (child, parent): (usize, usize),
        found: &[(usize, usize)],
        before: &[HashMap<&str, &str>],
    ) -> Option<(Address, String)> {
        let unknown = |at: usize| match self.findings.get(at) {
            Some(Finding { place, problem: Problem::Structure(Structure::RowUnknown { label, after }), .. }) => {
                Some((place, label, after.as_deref()?.split(' ').next()?))
            }
            _ => None,
        };
        let (place, label, after) = unknown(child)?;
        let is_beside = |(at, _): &&(usize, usize)| {
            unknown(*at).is_some_and(|(other, _, behind)| sheet_of(other) == sheet_of(place) && behind == after)
        };
        let row = self.findings.get(parent)?.place.row.as_deref()?;
        let lacks = |row: &str| {
            self.open().any(|(_, f)| {
                let same = sheet_of(&f.place) == sheet_of(place) && f.code() == Code::RowMissing;
                same && f.place.row.as_deref() == Some(row)
            })
        };
        let form = before.iter().find(|form| form.get(row) == Some(&after))?;
        let next = form.iter().find(|(_, above)| **above == row).map(|(next, _)| *next);
        let alone = found.iter().filter(is_beside).count() == 1 && !next.is_some_and(lacks);
        Some((place.cell.filter(|_| alone)?, label.clone()))
    }

    /// Formulas that have their error from one cell which is told itself.
    fn errors(&mut self) {
        let mut told: HashMap<(Sheet<'_>, Address), usize> = HashMap::new();
        let mut found: Vec<(usize, usize)> = Vec::new();
        let is_of_others = |f: &Finding| matches!(f.problem, Problem::Reading(reading::Problem::ErrorOf { .. }));
        for (at, finding) in self.open().filter(|(_, f)| f.code().is_of_reading() && !is_of_others(f)) {
            if let Some(cell) = finding.place.cell.filter(|_| finding.severity() == Severity::Error) {
                told.insert((sheet_of(&finding.place), cell), at);
            }
        }
        for (at, finding) in self.open() {
            let Problem::Reading(reading::Problem::ErrorOf { causes, .. }) = &finding.problem else { continue };
            let cause = causes.first().and_then(|(cell, _)| told.get(&(sheet_of(&finding.place), *cell)));
            found.extend(cause.map(|parent| (at, *parent)));
        }
        self.put_each(found);
    }

    /// That a figure of a row which the form does not have can be read in several ways is told with the row.
    fn foreign(&mut self) {
        let line = |place: &Place| place.cell.map(|cell| cell.row);
        let mut rows: HashMap<(Sheet<'_>, Option<u32>), usize> = HashMap::new();
        for (at, finding) in self.findings.iter().enumerate() {
            if matches!(finding.code(), Code::RowUnknown | Code::RowAmbiguous) {
                rows.insert((sheet_of(&finding.place), line(&finding.place)), at);
            }
        }
        let of_foreign = |place: &Place| place.row.as_deref().is_some_and(|row| row.starts_with('?'));
        let told = self.open().filter(|(_, f)| f.code() == Code::Ambiguous && of_foreign(&f.place));
        let found: Vec<(usize, usize)> =
            told.filter_map(|(at, f)| Some((at, *rows.get(&(sheet_of(&f.place), line(&f.place)))?))).collect();
        self.put_each(found);
    }

    /// The same remark on several cells.
    fn same_remarks(&mut self) {
        let mut groups: BTreeMap<(Sheet<'_>, Code, String), (usize, Vec<usize>)> = BTreeMap::new();
        for (at, finding) in self.open() {
            if let Some(Remark { across_files, least, what }) = remark(finding) {
                let sheet = if across_files { (None, None) } else { sheet_of(&finding.place) };
                groups.entry((sheet, finding.code(), what)).or_insert((least, Vec::new())).1.push(at);
            }
        }
        let groups: Vec<Vec<usize>> =
            groups.into_values().filter(|(least, own)| own.len() >= *least).map(|(_, own)| own).collect();
        for own in groups {
            if let Some(first) = own.first().copied() {
                self.put(own, first);
            }
        }
    }

    /// Files with the same figures: that one of them does not fit its unit follows from that.
    fn copies(&mut self) {
        let mut of_file: HashMap<&str, usize> = HashMap::new();
        for (at, finding) in self.open() {
            let Problem::Identity(identity::Problem::SameFigures { others }) = &finding.problem else { continue };
            let own = finding.place.file.as_deref();
            for file in others.iter().map(|(_, file)| file.as_str()).chain(own) {
                of_file.entry(file).or_insert(at);
            }
        }
        let follows = |finding: &Finding| match &finding.problem {
            Problem::Comparison(_) => true,
            Problem::Structure(Structure::ItemTwice { across, .. }) => *across,
            _ => false,
        };
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, finding) in self.open().filter(|(_, f)| follows(f)) {
            found.extend(finding.place.file.as_deref().and_then(|f| of_file.get(f)).map(|parent| (at, *parent)));
        }
        self.put_each(found);
    }

    /// A file, a column or a row in another measure: its figures that are seen by their size alone are of it.
    fn wide_doubts(&mut self) {
        use comparison::{Extent, Problem as Comparison};
        let mut wide: BTreeMap<Option<&str>, Vec<(usize, &Finding)>> = BTreeMap::new();
        for (at, finding) in self.open().filter(|(_, f)| f.problem.is_wider_than_a_cell()) {
            wide.entry(finding.place.file.as_deref()).or_default().push((at, finding));
        }
        let holds = |wide: &Finding, one: &Finding| match &wide.problem {
            Problem::Comparison(Comparison::ThousandTimes { extent: Extent::Column(_), .. }) => {
                wide.place.column == one.place.column && wide.place.sheet == one.place.sheet
            }
            Problem::Comparison(Comparison::ThousandTimes { extent: Extent::Row(_), .. }) => {
                wide.place.row == one.place.row && wide.place.sheet == one.place.sheet
            }
            _ => true,
        };
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut columns: BTreeMap<(Sheet<'_>, Option<&str>), Vec<usize>> = BTreeMap::new();
        for (at, finding) in self.open() {
            if matches!(finding.problem, Problem::Comparison(Comparison::Level { .. })) {
                columns.entry((sheet_of(&finding.place), finding.place.column.as_deref())).or_default().push(at);
            }
        }
        for own in columns.values().filter(|own| own.len() >= COLUMN) {
            found.extend(own.iter().skip(1).map(|at| (*at, own.first().copied().unwrap_or(*at))));
        }
        for (at, finding) in self.open() {
            if let Problem::Comparison(
                Comparison::Level { .. } | Comparison::UnitSlip { .. } | Comparison::Magnitude { .. },
            ) = &finding.problem
            {
                let of_file = wide.get(&finding.place.file.as_deref()).into_iter().flatten();
                found.extend(of_file.clone().find(|(w, f)| *w != at && holds(f, finding)).map(|(w, _)| (at, *w)));
            }
        }
        self.put_each(found);
    }

    /// Several checks that doubt the same figure: the one that says most about the cause tells it.
    fn doubts(&mut self) {
        let mut by_file: BTreeMap<Option<&str>, Vec<(u8, usize)>> = BTreeMap::new();
        for (at, finding) in self.open() {
            if let Some(rank) = doubt(finding) {
                by_file.entry(finding.place.file.as_deref()).or_default().push((rank, at));
            }
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for mut own in by_file.into_values().filter(|own| own.len() > 1) {
            own.sort_unstable();
            // The cells that each finding which stays rests on.
            let mut resting: HashMap<(Option<&str>, Address), (u8, usize)> = HashMap::new();
            for (rank, at) in own {
                let Some(finding) = self.findings.get(at) else { continue };
                let sheet = finding.place.sheet.as_deref();
                let cells = || finding.place.cell.iter().chain(&finding.cells);
                // What is said of many figures is no part of what is said of a few of them.
                let mut parents: BTreeMap<usize, usize> = BTreeMap::new();
                for cell in cells() {
                    if let Some((_, parent)) = resting.get(&(sheet, *cell)).filter(|(other, _)| *other < rank) {
                        *parents.entry(*parent).or_default() += 1;
                    }
                }
                let explained = parents.values().sum::<usize>() * 2 >= cells().count()
                    || (matches!(finding.problem, Problem::Balance(_))
                        && parents.keys().any(|at| self.is_of_a_line(*at)));
                match parents.into_iter().max_by_key(|(_, count)| *count).filter(|_| explained) {
                    Some((parent, _)) => found.push((at, parent)),
                    None => {
                        for cell in cells() {
                            resting.entry((sheet, *cell)).or_insert((rank, at));
                        }
                    }
                }
            }
        }
        self.put_each(found);
    }

    /// Tells whether a finding says that a row or a column is in another measure: what it is balanced with fails.
    fn is_of_a_line(&self, at: usize) -> bool {
        use comparison::{Extent, Problem as Comparison};
        let problem = self.findings.get(at).map(|f| &f.problem);
        let Some(Problem::Comparison(Comparison::ThousandTimes { extent, .. })) = problem else { return false };
        matches!(extent, Extent::Row(_) | Extent::Column(_))
    }

    fn finish(self) -> Vec<Finding> {
        let mut found: Vec<Option<Finding>> = self.findings.into_iter().map(Some).collect();
        // What is folded under something folded goes with it to the top.
        let top = |at: usize| {
            let mut at = at;
            while let Some(Some(parent)) = self.under.get(at) {
                at = *parent;
            }
            at
        };
        for at in 0..found.len() {
            let parent = top(at);
            if parent != at
                && let Some(child) = found.get_mut(at).and_then(Option::take)
                && let Some(Some(parent)) = found.get_mut(parent)
            {
                parent.folded.push(child);
            }
        }
        let mut folded: Vec<Finding> = found.into_iter().flatten().collect();
        folded.sort_by_cached_key(Finding::order);
        folded
    }
}

/// A remark that is the same on whichever cell it is made.
struct Remark {
    /// On cells of whichever file.
    across_files: bool,
    /// So many make it one finding.
    least: usize,
    /// What must be the same.
    what: String,
}

fn remark(finding: &Finding) -> Option<Remark> {
    let column = || finding.place.column.clone().unwrap_or_default();
    let (least, what) = match &finding.problem {
        Problem::Reading(problem) => match problem {
            reading::Problem::Converted { from, to, .. } => (2, format!("{from} > {to}")),
            reading::Problem::DeclaredMeasure { found, expected } => (2, format!("{found} > {expected}")),
            reading::Problem::EnglishNotation { .. } | reading::Problem::PercentFormat => (2, column()),
            reading::Problem::Decided { kept, by } => (2, format!("{kept:?} {by:?} {}", column())),
            reading::Problem::Computed { stored, .. } => (2, if stored.is_some() { "stored" } else { "" }.to_owned()),
            // A row struck through is one thing withdrawn.
            reading::Problem::StruckThrough => (2, finding.place.row.clone().unwrap_or_default()),
            // Whoever sums up a group does it in all columns, and so do the others who were sent the blank.
            reading::Problem::FigureInGroup => {
                let (row, label) = (finding.place.row.as_deref(), finding.place.row_label.as_deref());
                let what = format!("{} {}", row.unwrap_or_default(), label.unwrap_or_default());
                return Some(Remark { across_files: true, least: 2, what });
            }
            // A column that the form does not have is one thing, however it is written.
            reading::Problem::Ambiguous { .. } if column().starts_with('?') => (2, column()),
            reading::Problem::NoResult => (MANY, String::new()),
            reading::Problem::Blank | reading::Problem::BlankCells { .. } => (3, String::new()),
            reading::Problem::NotCollected => (3, String::new()),
            reading::Problem::SumOfNothing { .. } => (2, String::new()),
            reading::Problem::SumHeldBack { .. } => (2, String::new()),
            // The lines that contradict each other are those of the sheet.
            reading::Problem::MeasuresContradict { candidates, .. } => {
                let lines: Vec<&str> = candidates.iter().map(|(_, line)| line.as_str()).collect();
                (MANY, lines.join("\n"))
            }
            // One format, of a whole block of cells.
            reading::Problem::ShownOtherwise { format } => (MANY, format.clone()),
            // One error of a formula goes on in all that take it up.
            // One cell is the cause, and all formulas over it say so.
            reading::Problem::ErrorOf { said, causes } => {
                let causes: Vec<String> = causes.iter().map(|(at, text)| format!("{at} {text}")).collect();
                (2, format!("{} {}", if said.starts_with('#') { "#" } else { "" }, causes.join("\n")))
            }
            reading::Problem::ExcelError => (MANY, finding.raw.clone().unwrap_or_default()),
            // A column whose dots Excel took for decimals.
            reading::Problem::NotWhole { lost_grouping: Some(_), .. } => (MANY, column()),
            _ => return None,
        },
        // What one part lacks all sums above it lack.
        Problem::Balance(balance::Problem::PartLacking { .. } | balance::Problem::Recomputed { .. }) => {
            (2, String::new())
        }
        Problem::Structure(Structure::MergedValue { area }) => (2, area.to_string()),
        // One row put in moves the numbers of all below it.
        Problem::Structure(Structure::RowNumber { .. } | Structure::GroupMissing { .. }) => (3, String::new()),
        // One row in another measure; what it is called differs, how far it is off does not matter.
        Problem::Comparison(comparison::Problem::Level { .. }) => {
            (2, format!("row {}", finding.place.row.as_deref().unwrap_or_default()))
        }
        Problem::Comparison(comparison::Problem::ThousandTimes {
            extent: comparison::Extent::Cell, factor, ..
        }) => (2, format!("{factor} {}", column())),
        Problem::Identity(identity::Problem::SameFigures { others }) => {
            let own = finding.place.file.clone().unwrap_or_default();
            let mut files: Vec<String> = others.iter().map(|(_, file)| file.clone()).chain([own]).collect();
            files.sort_unstable();
            return Some(Remark { across_files: true, least: 2, what: files.join("\n") });
        }
        Problem::Structure(Structure::ItemTwice { item, .. }) => {
            return Some(Remark {
                across_files: true,
                least: 2,
                what: crate::form::model::label_key(item).as_str().to_owned(),
            });
        }
        // What the level below had folded too.
        Problem::Record(record::Problem::Retold { code, message, .. }) => match code {
            Code::BlankCell | Code::NotCollected => (3, String::new()),
            Code::FormDrawn | Code::WeightsDiffer => {
                return Some(Remark { across_files: true, least: 2, what: message.clone() });
            }
            code if code.severity() == Severity::Error => (MANY, message.clone()),
            _ => (2, message.clone()),
        },
        _ => return None,
    };
    Some(Remark { across_files: false, least, what })
}

/// How much a check that doubts figures says about the cause: the less, the more it says.
fn doubt(finding: &Finding) -> Option<u8> {
    match &finding.problem {
        Problem::Balance(balance::Problem::Unbalanced { proposals, .. }) => {
            Some(if proposals.len() == 1 { 0 } else { 3 })
        }
        // It is said of the file, and explains no figure of it.
        Problem::Comparison(
            comparison::Problem::PreviousUnused { .. }
            | comparison::Problem::PreviousUnclear { .. }
            | comparison::Problem::Repeated { .. },
        ) => None,
        Problem::Comparison(problem) => Some(match problem {
            comparison::Problem::ThousandTimes { extent: comparison::Extent::Cell, .. } => 4,
            comparison::Problem::ThousandTimes { .. } => 1,
            comparison::Problem::UnitSlip { .. } | comparison::Problem::Magnitude { .. } => 2,
            comparison::Problem::Fell { .. } => 5,
            comparison::Problem::Ratio { .. } => 6,
            _ => 7,
        }),
        _ => None,
    }
}
