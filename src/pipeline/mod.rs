//! The whole way through: from a request to facts, findings and totals.
//!
//! [`given`] reads the inputs, [`resolve`] says what a run is about, [`asked`] the same where nothing was
//! sent yet, [`failure`] why it could not be done at all, [`went`] what became of a place that is no more,
//! [`merged`] brings workbooks of communes that are no more to those of today; [`words`]
//! makes columns of words of a blank list those in which nobody has figures. [`verify`] makes a consolidated workbook
//! again from its own figures and says where it differs; [`revision`] says what changed since the last consolidation of
//! the same period; [`dressing`] what the totals are drawn after.

pub mod asked;
pub mod dressing;
mod failure;
mod given;
mod merged;
mod resolve;
pub mod revision;
pub mod verify;
mod went;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::check::balance::{after_decisions, of_nothing};
use crate::check::deadline::{self, Deadline};
use crate::check::latest::Saved;
use crate::check::missing::{self, Workbook};
use crate::check::replaced::Replaced;
use crate::check::{self, Round, fold, identity};
use crate::consolidate;
use crate::decision;
use crate::finding::{Code, Finding, Place, identity as told};
use crate::form::Form;
use crate::periods::Periods;
use crate::progress::{Progress, Stage};
use crate::record::{Record, join};
use crate::register::overlay;
use crate::register::successors::Shares;
use crate::register::{Era, Register, UnitIndex};
use crate::round::{Origin, Set, Settings};
use crate::run::Run;
use crate::submission::{Identified, ReadAll};
pub use failure::Failure;
use given::Given;
pub(crate) use resolve::is_about_the_country;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// The flags; a round file completes them.
    pub settings: Settings,
    /// Files and folders that hold no submissions wherever they lie: this run's outputs.
    pub not: Vec<PathBuf>,
    /// A consolidated result is wanted: the place must be known, and who is missing is told.
    pub consolidate: bool,
    /// The inputs are looked at by whom they are of: that others are not among them is no matter.
    pub alone: bool,
    /// The inputs are those of an earlier period, to compare with: what they were compared with is not read.
    pub earlier: bool,
    /// The forms, where they are known and not to be looked for.
    pub forms: Option<Vec<Form>>,
    /// Rounds whose own units and weights are known too: the inputs are theirs.
    pub known: Vec<Record>,
    /// Figures of consolidated workbooks are taken as they stand, changed or not: the workbook is being looked at.
    pub as_they_stand: bool,
    /// Where it is counted how far the work has come.
    pub progress: Progress,
}

/// The code of the lowest place that all rounds of such records lie in; none where there is none.
///
/// # Errors
/// The units file cannot be used.
pub fn place_of(records: &[Record], era: Era, settings: &Settings) -> Result<Option<String>, Failure> {
    let mut register = Register::built_in(era);
    if resolve::is_about_the_country(None, records) {
        register = register.with_country();
    }
    join::complete(&mut register, records);
    if let Some(units) = &settings.units {
        overlay::apply(&mut register, &units.value).map_err(Failure::Units)?;
    }
    Ok(resolve::covering(&register, &[], records.iter().map(|r| r.place.as_str()))
        .map(|unit| register.code(unit).to_owned()))
}

/// Does what is asked.
///
/// # Errors
/// Why it could not be done at all; faults of single files, sheets and cells are findings.
pub fn run(request: &Request) -> Result<Run, Failure> {
    finish(request, Given::read(request)?)
}

/// Does what is asked with the records of consolidated workbooks that were read already, instead of its inputs.
///
/// # Errors
/// Why it could not be done at all.
pub fn run_on(records: Vec<Record>, request: &Request) -> Result<Run, Failure> {
    finish(request, Given::of_records(records, request)?)
}

/// Goes on from what was read: places it, checks it, adds it up.
fn finish(request: &Request, given: Given) -> Result<Run, Failure> {
    let Given { settings, sources, mut forms, previous, mut decisions, read, mut findings } = given;
    let ReadAll { mut submissions, opened, records, .. } = read;
    let files = sources.len().max(records.len());
    request.progress.begin(Stage::Adding, 0);
    let periods = resolve::periods(settings.period.clone(), &forms.value, &submissions, &records);
    let period = periods.widest();
    // Consolidated workbooks say it themselves. Of files that do not, it is that of their period.
    let alone = !submissions.iter().any(|s| s.has_form);
    let of_records = Record::shared_era(&records).filter(|_| alone || period.is_none()).map(Set::worked_out);
    let of_records =
        of_records.or_else(|| records.first().map(|r| Set::worked_out(r.era)).filter(|_| period.is_none()));
    // Those of a blank are of the era that it says, unless the period was asked for.
    let of_blanks = submissions.iter().find_map(|s| s.stamp.as_ref()?.era).map(Set::worked_out);
    let of_blanks = of_blanks.filter(|_| settings.period.is_none());
    let known = settings.era.clone().or(of_records).or(of_blanks);
    // Of the years before 2025 the era is known, be there no one period.
    let known = known.or_else(|| check::period::era(&submissions).filter(|_| period.is_none()).map(Set::worked_out));
    let era = resolve::era(known, period.as_ref(), settings.under.as_ref());
    if let Some(over) = period.as_ref().map(|p| p.value).filter(|p| era.value.is_over_in(*p)) {
        findings.push(Finding::at(Place::default(), told::Problem::UnitsOfBefore { period: over }));
    }
    let mut register = Register::built_in(era.value);
    if resolve::is_about_the_country(settings.under.as_ref(), &records) {
        register = register.with_country();
    }
    // Where nobody named a form and only levels below sent, theirs are the forms.
    if forms.origin == Origin::WorkedOut && submissions.is_empty() {
        forms.value.clear();
    }
    let merged::Parted { records, of_then } = merged::part(records, era.value, &mut findings);
    let workbooks: Vec<Workbook> = records.iter().chain(&of_then).map(Workbook::of).collect();
    let named_forms = matches!(forms.origin, Origin::Flag | Origin::RoundFile);
    let how = (request.as_they_stand, named_forms);
    let records = join::admit(records, era.value, how, &mut forms.value, &mut findings);
    let of_then = join::admit(of_then, era.value, how, &mut forms.value, &mut findings);
    join::complete(&mut register, &records);
    join::complete(&mut register, &of_then);
    join::complete(&mut register, &request.known);
    match &settings.units {
        Some(units) => overlay::apply(&mut register, &units.value).map_err(Failure::Units)?,
        None => join::report_weights(&register, &records, &mut findings),
    }
    let place = match settings.under.clone() {
        Some(under) => Some(Set { value: resolve::place(&register, &under.value)?, origin: under.origin }),
        None => {
            let places = records.iter().chain(&of_then).map(|record| record.place.as_str());
            resolve::covering(&register, &submissions, places).map(Set::worked_out)
        }
    };
    let place_of = place.as_ref().map(|p| p.value);
    let plain = submissions.iter().any(|s| s.has_form);
    // Files name the communes of today, which send nothing themselves where they stand over those of then.
    let of_today = (join::has_parts(&records) || join::has_parts(&of_then)).then(|| register.clone());
    if of_today.is_some() {
        join::complete_with_parts(&mut register, &records);
        join::complete_with_parts(&mut register, &of_then);
    }
    let resolve::Inside { mut taken, aside } = resolve::inside(&register, place_of, records, plain, &mut findings);
    taken.extend(merged::inside(&register, place_of, of_then, &mut findings));
    // What was refused says nothing of the round: that it is of another period keeps the rest from none.
    let periods = match taken.len() < workbooks.len() {
        true => resolve::periods(settings.period.clone(), &forms.value, &submissions, &taken),
        false => periods,
    };
    let looked_at = |record: &Record| if request.as_they_stand { Vec::new() } else { verify::visible_of(record) };
    let visible: Vec<Vec<Finding>> = taken.par_iter().map(looked_at).collect();
    let mut let_stand = Vec::new();
    let anew = join::Anew { earlier: previous.is_some(), due: settings.due.is_some() };
    for (mut record, visible) in taken.into_iter().zip(visible) {
        findings.extend(visible);
        if request.as_they_stand {
            record.facts.iter_mut().for_each(|fact| fact.edited = false);
        }
        let_stand.extend(join::let_stand(&record));
        submissions.extend(join::submissions(&record, &forms.value, anew, &mut findings));
    }
    if !submissions.iter().any(|s| s.has_form) {
        sort(&mut findings);
        return Err(Failure::NothingUsable(findings, opened));
    }
    // Forms that somebody named are expected, also where nobody sent them.
    let asked_for: Vec<String> = forms.value.iter().filter(|_| named_forms).map(|f| f.name.clone()).collect();
    resolve::keep_found(&mut forms.value, &mut submissions);
    of_nothing::tell(&forms.value, submissions.iter_mut(), &mut findings);
    let saved = Saved::new(&sources);
    let mut submissions = identity::identify(
        (&register, of_today.as_ref().unwrap_or(&register)),
        place.as_ref().map(|p| p.value),
        (&forms.value, &periods),
        submissions,
        Some(&saved).filter(|_| settings.latest),
        &mut decisions,
        &mut findings,
    );
    if of_today.is_some() {
        merged::refuse_both(&register, &mut submissions, &mut findings);
    }
    if request.consolidate && periods == Periods::Open {
        check::period::refuse_several(&mut submissions, &mut findings);
    }
    resolve::report_elsewhere(&register, place_of, &submissions, &mut findings);
    resolve::report_aside(&register, &forms.value, &aside, &submissions, &mut findings);
    if request.consolidate && place.is_none() {
        sort(&mut findings);
        return Err(Failure::NoPlace(findings));
    }
    decisions.apply(&forms.value, &mut submissions, &mut findings);
    if !decisions.is_empty() {
        // Parts that were given a figure make a figure of their sum, and another sum.
        of_nothing::tell_again(&forms.value, &mut submissions, &mut findings);
        after_decisions::compute(&forms.value, &mut submissions, &mut findings);
    }
    let round = Round { forms: &forms.value, register: &register, periods: &periods, previous: previous.as_ref() };
    let mut checks = check::figures(&round, &mut submissions, &mut findings);
    check::count_files(&submissions, &findings, &mut checks);
    if checks.of_figures() == 0 {
        sort(&mut findings);
        findings.dedup();
        return Err(Failure::NothingChecked(fold::fold(&forms.value, &Replaced::default(), findings), opened));
    }
    check::copies::forget(&mut findings);
    name_units(&register, &submissions, &mut findings);
    sort(&mut findings);
    // What is wrong with a file is wrong with every form in it, and is said once.
    findings.dedup();
    check::severity::apply(&forms.value, &submissions, &periods, &mut findings);
    let replaced = Replaced::of(&submissions, &decisions);
    let mut findings = fold::fold(&forms.value, &replaced, findings);
    decisions.accept(&mut submissions, &mut findings);
    decision::accept_again(&let_stand, &mut submissions, &mut findings);
    check::severity::take_out(&mut submissions, &mut findings);
    let mut totals = Vec::new();
    if let Some(place) = place.as_ref().map(|p| p.value).filter(|_| request.consolidate) {
        if !request.alone {
            missing::report(&register, place, (&forms.value, &asked_for), (&submissions, &workbooks), &mut findings);
            missing::report_forms(&asked_for, &forms.value, &mut findings);
        }
        if let Some(due) = &settings.due {
            let documents = Some(&saved).filter(|_| settings.file_dates);
            let deadline = Deadline { due: due.value, documents };
            deadline::report(&deadline, &register, place, &submissions, &mut findings);
        }
        totals = consolidate::fold(&forms.value, &register, place, &periods, &submissions, &mut findings);
        // Those of the totals have their severity from the form too.
        check::severity::apply(&forms.value, &submissions, &periods, &mut findings);
    }
    // What is of another period than the round, or was set aside below, is of the one that it names.
    for one in submissions.iter_mut().filter(|one| !one.counts && one.period.is_none() && one.submission.has_form) {
        one.period = check::period::named(&one.submission);
    }
    submissions.iter_mut().for_each(|one| one.submission.forget_lines());
    name_units(&register, &submissions, &mut findings);
    sort(&mut findings);
    let mut run = Run {
        forms,
        register,
        era,
        place,
        periods,
        submissions,
        opened,
        totals,
        findings,
        checks,
        files,
        due: settings.due.clone(),
        changes: None,
        dressed: BTreeMap::new(),
        shares: Shares::new(),
    };
    if let Some(template) = settings.template.as_ref().filter(|_| request.consolidate && !request.earlier) {
        run.dressed = dressing::of_template(&template.value, &run);
    }
    if let Some(last) = resolve::last_consolidation(&settings, previous.as_ref(), &run) {
        // Instead of against an earlier period the figures are held against those of this one, one by one.
        run.findings.retain(|finding| finding.code() != Code::PreviousUnused);
        let mut told = Vec::new();
        run.changes = Some(revision::between(&last, &run, &mut told));
        run.findings.extend(told);
        sort(&mut run.findings);
    }
    Ok(run)
}

impl Settings {
    /// The files that settings name; they are no submissions.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let forms = self.form.iter().flat_map(|f| f.value.split(',')).map(|f| Path::new(f.trim()));
        let forms = forms.filter(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")));
        let named = [&self.units, &self.decisions, &self.template, &self.previous];
        named.into_iter().flatten().map(|s| s.value.as_path()).chain(forms)
    }
}

/// Names the unit in every finding about a file whose unit is known.
pub(crate) fn name_units(register: &Register, submissions: &[Identified], findings: &mut [Finding]) {
    let units: HashMap<&str, UnitIndex> =
        submissions.iter().filter_map(|s| Some((s.submission.file.as_str(), s.unit?))).collect();
    for finding in findings.iter_mut().filter(|f| f.place.unit.is_none()) {
        let unit = finding.place.file.as_deref().and_then(|f| units.get(f));
        finding.place.unit = unit.map(|u| register.code(*u).to_owned());
    }
}

/// The order of a report: file-wide findings first within a file, then down the sheets.
fn sort(findings: &mut [Finding]) {
    findings.sort_by_cached_key(Finding::order);
}
