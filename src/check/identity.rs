//! Whose each submission is, and which of them count.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::decision::{Answer, Decisions};
use crate::finding::blank;
use crate::finding::identity::{Apart, Problem, Source};
use crate::finding::sending::Untold;
use crate::finding::total::NoCommune;
use crate::finding::{Finding, Place, Severity, sending};
use crate::form::Form;
use crate::form::model::label_key;
use crate::period::{Period, named_in_titles};
use crate::periods::Periods;
use crate::register::names::{Fit, Mention};
use crate::register::{Era, Level, Names, Register, Unit, UnitIndex};
use crate::submission::{Identified, Submission};
use crate::vietnamese::memo::Memo;

use super::above;
use super::again::Again;
use super::coded;
use super::copies;
use super::eras::Before;
use super::latest::{self, GivesWay, Saved};

/// Names whose each submission is. A place narrows the units that count; of several files of a unit the latest
/// counts where that is asked for. Files name units of today's register, which may lack communes of then that are in the
/// other.
pub fn identify(
    (register, of_today): (&Register, &Register),
    place: Option<UnitIndex>,
    (forms, periods): (&[Form], &Periods),
    submissions: Vec<Submission>,
    latest: Option<&Saved<'_>>,
    decisions: &mut Decisions,
    findings: &mut Vec<Finding>,
) -> Vec<Identified> {
    let resolver = Resolver::new(of_today, place);
    let mut identified: Vec<Identified> = submissions
        .into_iter()
        .map(|submission| {
            let unit = match &submission.recorded {
                Some(recorded) => register.find(&recorded.unit),
                None if submission.has_form => {
                    let told = findings.len();
                    let unit = resolver.unit(&submission, decisions, findings);
                    // Who leaves out a file that is nobody's has answered what is said of it.
                    if unit.is_none() && decisions.about_whole(&submission) == Some(Answer::LeaveOut) {
                        findings.truncate(told);
                        decisions.report_applied(&submission, None, findings);
                    }
                    unit
                }
                None => None,
            };
            let period = match &submission.recorded {
                Some(recorded) if !recorded.counts => Err(super::period::NotOfRound),
                _ if submission.has_form => {
                    let round = forms.get(submission.form).and_then(|form| periods.of(form));
                    super::period::settle(&submission, round, findings)
                }
                _ => Err(super::period::NotOfRound),
            };
            let inside = unit.is_some_and(|u| place.is_none_or(|p| register.lies_in(u, p)));
            Identified { counts: inside && period.is_ok(), unit, period: period.ok().flatten(), submission }
        })
        .collect();
    if let Some(before) = &resolver.before {
        let is_open = |one: &Submission| one.recorded.is_none() && decisions.unit_of(one).is_none();
        for one in identified.iter_mut().filter(|one| is_open(&one.submission)) {
            if let Some(problem) = one.unit.and_then(|unit| before.among_its_parts(unit, &one.submission)) {
                findings.push(Finding::of_file(&one.submission.file, problem));
                (one.unit, one.counts) = (None, false);
            }
        }
    }
    refuse_duplicates((register, forms), &mut identified, latest, decisions, findings);
    identified
}

struct Resolver<'r> {
    register: &'r Register,
    place: Option<UnitIndex>,
    /// The communes of the place, or of the country.
    names: Remembered,
    /// The communes of the country, made when the first file fits none of the place.
    everywhere: OnceCell<Remembered>,
    /// Districts and provinces, which narrow a name shared by several communes.
    above: Remembered,
    /// The units of before, in a round of today.
    before: Option<Before<'r>>,
}

/// Names, with what lines were found to name: most lines of a round are the same.
struct Remembered {
    names: Names,
    lines: Memo<Vec<Mention>>,
}

impl Remembered {
    fn new(names: Names) -> Self {
        Self { names, lines: Memo::new() }
    }

    /// The units that some lines name.
    fn in_lines(&self, lines: &[String]) -> Vec<UnitIndex> {
        self.mentions(lines).map(|m| m.unit).collect()
    }

    fn mentions(&self, lines: &[String]) -> impl Iterator<Item = Mention> {
        lines.iter().flat_map(|line| self.lines.of(line, |line| self.names.in_line(line)))
    }

    /// How some lines, or else a file's name, name a unit.
    fn fit(&self, unit: UnitIndex, lines: &[String], file: &str) -> Option<Fit> {
        let titled = self.mentions(lines).filter(|m| m.unit == unit).map(|m| m.fit).max();
        titled.or_else(|| self.names.in_name(file).iter().find(|m| m.unit == unit).map(|m| m.fit))
    }

    /// The units that a file's or a sheet's name mentions.
    fn in_name(&self, name: &str) -> Vec<UnitIndex> {
        self.names.in_name(name).iter().map(|m| m.unit).collect()
    }
}

impl<'r> Resolver<'r> {
    fn new(register: &'r Register, place: Option<UnitIndex>) -> Self {
        // The neighbours of a commune are known too, so that a file that names one of them inside and
        // another outside is told.
        let scope = place.map(|p| match register.unit(p) {
            Some(Unit { level: Level::Commune, parent: Some(parent), .. }) => *parent,
            _ => p,
        });
        let names = match scope {
            Some(place) => Names::communes_in(register, place),
            None => Names::of_levels(register, &[Level::Commune]),
        };
        Self {
            register,
            place,
            names: Remembered::new(names),
            everywhere: OnceCell::new(),
            above: Remembered::new(Names::of_levels(register, &[Level::Province, Level::District])),
            before: Before::new(register, place),
        }
    }

    /// What each source names; sources that name nothing are left out.
    fn said(&self, submission: &Submission) -> Vec<(Source, Vec<UnitIndex>)> {
        let narrow = |mut units: Vec<UnitIndex>| {
            units.sort_unstable();
            units.dedup();
            if units.len() > 1 {
                let within = |places: &[UnitIndex]| -> Vec<UnitIndex> {
                    let inside = |u: &UnitIndex| places.iter().any(|p| self.register.lies_in(*u, *p));
                    units.iter().copied().filter(inside).collect()
                };
                // What the titles say comes before the file's name.
                let titled = within(&self.above.in_lines(&submission.titles));
                let by_name = || within(&above::choosing(self.register, &self.above.names, &submission.file, &units));
                let chosen = match titled.len() {
                    0 => by_name(),
                    1 => titled,
                    _ => Some(by_name().into_iter().filter(|u| titled.contains(u)).collect::<Vec<_>>())
                        .filter(|both| !both.is_empty())
                        .unwrap_or(titled),
                };
                if !chosen.is_empty() {
                    return chosen;
                }
            }
            units
        };
        let mut titles = self.names.in_lines(&submission.titles);
        if titles.is_empty() {
            titles = self.coded(&submission.titles).collect();
        }
        let sheets = submission
            .sheets
            .iter()
            .filter(|s| !submission.file.contains(s.as_str()))
            .flat_map(|s| self.names.in_name(s))
            .collect();
        let file = self.names.in_name(&submission.file);
        [(Source::Title, titles), (Source::SheetName, sheets), (Source::FileName, file)]
            .into_iter()
            .map(|(source, units)| (source, narrow(units)))
            .filter(|(_, units)| !units.is_empty())
            .collect()
    }

    /// The communes of the place whose codes the titles give.
    fn coded(&self, titles: &[String]) -> impl Iterator<Item = UnitIndex> {
        let codes = titles.iter().filter_map(|line| coded::in_line(line));
        let found = codes.filter_map(|code| self.register.find(&code));
        found.filter(|unit| self.place.is_none_or(|place| self.register.lies_in(*unit, place)))
    }

    fn unit(
        &self,
        submission: &Submission,
        decisions: &mut Decisions,
        findings: &mut Vec<Finding>,
    ) -> Option<UnitIndex> {
        if let Some(code) = decisions.unit_of(submission) {
            match self.decided(&code) {
                Ok(unit) => {
                    let name = self.register.name(unit);
                    decisions.report_applied_to(submission, None, Some(name), findings);
                    return Some(unit);
                }
                Err(why) => decisions.has_no_commune(submission, why),
            }
        }
        if let Some(unit) = self.stamped(submission) {
            return self.unit_of_blank(unit, submission, findings);
        }
        match self.stamped_in_another_era(submission) {
            Some(Ok(unit)) => return self.unit_of_blank(unit, submission, findings),
            Some(Err(problem)) => {
                findings.push(Finding::of_file(&submission.file, problem));
                return None;
            }
            None => {}
        }
        let mut report = |problem| findings.push(Finding::of_file(&submission.file, problem));
        let name = |u: &UnitIndex| self.register.unit(*u).map(Unit::to_string).unwrap_or_default();
        let said = self.said(submission);
        let Some(((_, first), others)) = said.split_first() else {
            let was = || self.before.as_ref()?.unknown(submission);
            let place = || self.before.as_ref()?.unknown_but_place(submission, &self.above.names);
            report(was().or_else(|| self.elsewhere(submission)).or_else(place).unwrap_or(Problem::UnknownUnit));
            return None;
        };
        let agreed: Vec<UnitIndex> =
            first.iter().copied().filter(|u| others.iter().all(|(_, units)| units.contains(u))).collect();
        match agreed.as_slice() {
            [one] => match self.contradicted(*one, &said, submission) {
                None => Some(*one),
                Some(problem) => {
                    report(problem);
                    None
                }
            },
            [] => {
                let said = said
                    .iter()
                    .map(|(source, units)| (*source, units.iter().map(name).collect::<Vec<_>>().join(", ")))
                    .collect();
                report(Problem::UnitsDisagree { said });
                None
            }
            several => {
                report(self.ambiguous(several));
                None
            }
        }
    }

    /// The commune of the place whose code somebody gave a file.
    ///
    /// # Errors
    /// Why there is none.
    fn decided(&self, code: &str) -> Result<UnitIndex, NoCommune> {
        let found = self.register.find(code);
        let commune = found.filter(|at| self.register.unit(*at).is_some_and(|u| u.level == Level::Commune));
        match commune {
            Some(unit) if self.place.is_none_or(|place| self.register.lies_in(unit, place)) => Ok(unit),
            Some(_) => Err(NoCommune::Elsewhere),
            None if self.before.as_ref().is_some_and(|before| before.has_code(code)) => Err(NoCommune::OfThen),
            None => Err(NoCommune::Unknown),
        }
    }

    /// The unit of the blank that a submission was made from, where its code is of this register.
    fn stamped(&self, submission: &Submission) -> Option<UnitIndex> {
        let stamp = submission.stamp.as_ref().filter(|s| s.era == Some(self.register.era()))?;
        self.register.find(&stamp.unit)
    }

    /// What a blank of the other era says, whose codes are others': one of before in a round of today says for certain
    /// which commune it was made for, and names of today that are alike in other provinces say nothing.
    fn stamped_in_another_era(&self, submission: &Submission) -> Option<Result<UnitIndex, Problem>> {
        let stamp = submission.stamp.as_ref()?;
        let era = stamp.era.filter(|era| *era != self.register.era())?;
        if let Some(before) = &self.before {
            return before.of_blank(&stamp.unit);
        }
        let unit = Register::built_in(era);
        let unit = unit.unit(unit.find(&stamp.unit)?)?;
        let titled = self.names.in_lines(&submission.titles);
        let titled = titled.first().and_then(|u| self.register.unit(*u)).map(|u| (Source::Title, u.to_string()));
        let said = [(Source::Blank, unit.to_string())].into_iter().chain(titled).collect();
        Some(Err(Problem::UnitsDisagree { said }))
    }

    /// A blank says for certain whose it is: another unit in the titles is told. It may lie elsewhere.
    fn unit_of_blank(
        &self,
        unit: UnitIndex,
        submission: &Submission,
        findings: &mut Vec<Finding>,
    ) -> Option<UnitIndex> {
        let mut report = |problem: crate::finding::Problem| findings.push(Finding::of_file(&submission.file, problem));
        if let Some(place) = self.place.filter(|place| !self.register.lies_in(unit, *place)) {
            let (unit, place) = (self.register.full_name(unit), self.register.full_name(place));
            report(Problem::UnitElsewhere { unit, place }.into());
            return None;
        }
        let near = self.names.in_lines(&submission.titles);
        let titled = if near.is_empty() { self.everywhere().in_lines(&submission.titles) } else { near };
        if let Some(other) = titled.first().filter(|_| !titled.contains(&unit)) {
            let name = |u: UnitIndex| self.register.unit(u).map(Unit::to_string).unwrap_or_default();
            report(blank::Problem::OtherUnit { unit: name(unit), titled: self.register.full_name(*other) }.into());
        } else {
            // A name that is nobody's says nothing; that of another unit of the place does.
            let by_name = self.names.in_name(&submission.file);
            if let Some(other) = by_name.first().filter(|_| !by_name.contains(&unit)) {
                let named = self.register.full_name(*other);
                let unit = self.register.unit(unit).map(Unit::to_string).unwrap_or_default();
                report(blank::Problem::NamedOtherUnit { unit, named }.into());
            }
        }
        if let Some(period) = submission.stamp.as_ref().and_then(|s| s.period) {
            let titled = named_in_titles(&submission.titles);
            let years = submission.heading_years.iter().map(|y| Period::year(*y));
            let other = titled.iter().copied().chain(years).find(|said| said.year != period.year);
            if let Some(other) = other {
                report(blank::Problem::OtherPeriod { period: period.to_string(), titled: other.to_string() }.into());
            }
        }
        Some(unit)
    }

    /// What the titles say against a unit that the file's or the sheet's name gives, or against where
    /// it lies: another commune, one that is in no register, another district or province.
    fn contradicted(
        &self,
        unit: UnitIndex,
        said: &[(Source, Vec<UnitIndex>)],
        submission: &Submission,
    ) -> Option<Problem> {
        let own = self.register.unit(unit).map(Unit::to_string).unwrap_or_default();
        let against = |by: Source, other: String| {
            let source = said.iter().map(|(s, _)| *s).find(|s| *s != by).unwrap_or(by);
            Some(Problem::UnitsDisagree { said: vec![(by, other), (source, own.clone())] })
        };
        // A table, or a page of one, under another commune's name.
        for lines in &submission.over_headers {
            let named = self.names.in_lines(lines);
            if let Some(other) = named.first().filter(|_| !named.contains(&unit)) {
                return against(Source::Title, self.register.full_name(*other));
            }
        }
        if let Some(other) = self.coded(&submission.titles).find(|coded| *coded != unit) {
            return against(Source::Title, self.register.full_name(other));
        }
        if self.names.in_lines(&submission.titles).is_empty() {
            if let Some(problem) = self.before.as_ref().and_then(|before| before.titled(submission)) {
                return Some(problem);
            }
            let elsewhere = self.everywhere().in_lines(&submission.titles);
            if let Some(other) = elsewhere.first() {
                return against(Source::Title, self.register.full_name(*other));
            }
            if let Some(line) = submission.titles.iter().find(|l| names_a_commune(l)) {
                return against(Source::Title, line.clone());
            }
        }
        // The lowest places that the titles name, and those that the file's name does, must hold the unit.
        let named = above::said_in_name(self.register, &self.above.names, &submission.file);
        for (by, places) in [(Source::Title, self.above.in_lines(&submission.titles)), (Source::FileName, named)] {
            let lowest = places.iter().filter_map(|p| self.register.unit(*p)).map(|u| u.level).max();
            let lowest: Vec<UnitIndex> =
                places.into_iter().filter(|p| self.register.unit(*p).map(|u| u.level) == lowest).collect();
            if let Some(other) = lowest.first().filter(|_| !lowest.iter().any(|p| self.register.lies_in(unit, *p))) {
                return against(by, self.register.full_name(*other));
            }
        }
        let before = self.before.as_ref()?;
        let met = self.names.fit(unit, &submission.titles, &submission.file);
        before.contradiction(unit, met, &self.above.names, submission)
    }

    /// A name that fits several units.
    fn ambiguous(&self, several: &[UnitIndex]) -> Problem {
        let parents: BTreeSet<Option<UnitIndex>> =
            several.iter().map(|u| self.register.unit(*u).and_then(|u| u.parent)).collect();
        let apart = match (parents.len(), self.register.era()) {
            (1, _) => Apart::Name,
            (_, Era::From2025) => Apart::Province,
            (_, Era::Before) => Apart::District,
        };
        Problem::AmbiguousUnit { candidates: several.iter().map(|u| self.register.full_name(*u)).collect(), apart }
    }

    fn everywhere(&self) -> &Remembered {
        self.everywhere.get_or_init(|| Remembered::new(Names::of_levels(self.register, &[Level::Commune])))
    }

    /// A commune outside the place, where the titles name one for certain.
    fn elsewhere(&self, submission: &Submission) -> Option<Problem> {
        let place = self.place?;
        let everywhere = self.everywhere();
        let candidates = super::place::candidates(self.register, &everywhere.names, &self.above.names, submission);
        match candidates.as_slice() {
            [] => None,
            [one] => Some(Problem::UnitElsewhere {
                unit: self.register.full_name(*one),
                place: self.register.full_name(place),
            }),
            several if !everywhere.in_lines(&submission.titles).is_empty() => Some(self.ambiguous(several)),
            _ => None,
        }
    }
}

/// Tells whether a title line is an agency's name and so names a commune, known or not: «ỦY BAN NHÂN
/// DÂN XÃ …», «XÃ …» alone.
fn names_a_commune(line: &str) -> bool {
    let key = label_key(line);
    let rest = key.as_str().strip_prefix(label_key("Ủy ban nhân dân").as_str()).unwrap_or(key.as_str()).trim_start();
    let kinds = ["xã", "phường", "thị trấn"].map(label_key);
    let name = kinds.iter().find_map(|k| rest.strip_prefix(k.as_str()).filter(|r| r.starts_with(' ')));
    name.is_some_and(|n| (1..=4).contains(&n.split_whitespace().count()))
}

/// Leaves out the files that give way to the latest of a unit.
///
/// # Errors
/// Why the latest cannot be told.
fn give_way(
    (register, unit): (&Register, UnitIndex),
    identified: &mut [Identified],
    open: &[usize],
    again: &Again<'_>,
    saved: &Saved<'_>,
    findings: &mut Vec<Finding>,
) -> Result<(), Untold> {
    let files: Vec<(usize, &Submission)> =
        open.iter().filter_map(|at| Some((*at, &identified.get(*at)?.submission))).collect();
    let (kept, others) = latest::latest(&files, saved)?;
    let kept = identified.get(kept).map(|one| one.submission.file.clone()).unwrap_or_default();
    for GivesWay { at, why, doubtful } in others {
        let Some(one) = identified.get_mut(at) else { continue };
        one.counts = false;
        let form = again.form_alone(at).map(|form| form.name.clone());
        let problem = sending::Problem::Superseded { kept: kept.clone(), form, why, doubtful };
        let unit = Some(register.code(unit).to_owned());
        findings.push(Finding::at(Place { unit, ..again.place(at, &one.submission) }, problem));
    }
    Ok(())
}

/// Of several files of one unit none counts, unless a decision says which.
fn refuse_duplicates(
    (register, forms): (&Register, &[Form]),
    identified: &mut [Identified],
    latest: Option<&Saved<'_>>,
    decisions: &mut Decisions,
    findings: &mut Vec<Finding>,
) {
    // A unit sends one file of each form for a period; one of which that is not known may be of any.
    let mut by_unit: BTreeMap<(UnitIndex, usize), Vec<usize>> = BTreeMap::new();
    for (at, one) in identified.iter().enumerate() {
        if let Some(unit) = one.unit.filter(|_| one.counts) {
            by_unit.entry((unit, one.submission.form)).or_default().push(at);
        }
    }
    let of_one_period = |(key, files): ((UnitIndex, usize), Vec<usize>)| {
        let mut by_period: BTreeMap<Option<Period>, Vec<usize>> = BTreeMap::new();
        files.iter().for_each(|at| by_period.entry(identified.get(*at).and_then(|i| i.period)).or_default().push(*at));
        let apart = if by_period.contains_key(&None) { vec![files] } else { by_period.into_values().collect() };
        apart.into_iter().map(move |files| (key, files))
    };
    let groups: Vec<_> = by_unit.into_iter().flat_map(of_one_period).collect();
    let again = Again::new(forms, identified, &groups);
    for ((unit, _), files) in groups {
        let answer = |at: &usize| identified.get(*at).and_then(|i| decisions.about_whole(&i.submission));
        let left_out: Vec<usize> = files.iter().copied().filter(|at| answer(at) == Some(Answer::LeaveOut)).collect();
        let used: Vec<usize> = files.iter().copied().filter(|at| answer(at) == Some(Answer::Use)).collect();
        let mut open: Vec<usize> = files.iter().copied().filter(|at| !left_out.contains(at)).collect();
        let mut kept = match (used.as_slice(), open.as_slice()) {
            ([one], _) | ([], [one]) => Some(*one),
            _ => None,
        };
        let chosen = used.len() == 1;
        if files.len() == 1 && left_out.is_empty() {
            continue;
        }
        // Copies of one submission are one; nobody need decide.
        let mut files = files;
        if kept.is_none() && open.len() > 1 {
            let apart = copies::set_apart(identified, &open, &again, findings);
            files.retain(|at| !open.contains(at) || apart.contains(at));
            open = apart;
            kept = match open.as_slice() {
                [one] => Some(*one),
                _ => None,
            };
        }
        let mut untold = None;
        if let Some(saved) = latest.filter(|_| kept.is_none()) {
            match give_way((register, unit), identified, &open, &again, saved, findings) {
                Ok(()) => continue,
                Err(why) => untold = Some(why),
            }
        }
        for at in &files {
            let Some(one) = identified.get(*at) else { continue };
            if kept.is_some() || left_out.contains(at) {
                decisions.report_applied(&one.submission, None, findings);
            } else {
                let others: Vec<&Identified> =
                    files.iter().filter(|o| *o != at).filter_map(|o| identified.get(*o)).collect();
                // What came inside a workbook may have been edited there, or read with answers.
                let itself = |one: &Identified| one.submission.recorded.is_none();
                let identical =
                    itself(one) && others.iter().all(|o| itself(o) && o.submission.sha256 == one.submission.sha256);
                let problem = Problem::DuplicateSubmission {
                    unit: register.unit(unit).map(Unit::to_string).unwrap_or_default(),
                    form: again.form_alone(*at).map(|form| form.name.clone()),
                    others: others.iter().map(|o| o.submission.file.clone()).collect(),
                    identical,
                    untold: untold.clone(),
                };
                let unit = Some(register.code(unit).to_owned());
                findings.push(Finding::at(Place { unit, ..again.place(*at, &one.submission) }, problem));
            }
        }
        let used = kept.and_then(|at| identified.get(at)).map(|one| one.submission.file.clone());
        for at in files {
            if Some(at) != kept
                && let Some(one) = identified.get_mut(at)
            {
                one.counts = false;
                // Whoever says «use» of one file need not say «leave out» of the others.
                if let Some(kept) = used.clone().filter(|_| chosen && !left_out.contains(&at)) {
                    let form = again.form_alone(at).map(|form| form.name.clone());
                    let problem =
                        sending::Problem::Superseded { kept, form, why: sending::Later::Chosen, doubtful: false };
                    let unit = Some(register.code(unit).to_owned());
                    let mut told = Finding::at(Place { unit, ..again.place(at, &one.submission) }, problem);
                    // Nobody need look at what was answered.
                    told.severity = Severity::Note;
                    findings.push(told);
                }
            }
        }
    }
}
