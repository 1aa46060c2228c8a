//! What a run is about, from the settings: the forms, the last period, the answers, the era, the place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::check;
use crate::check::period::{commonest, named, of_each};
use crate::decision::Decisions;
use crate::drawing;
use crate::finding::identity::Problem as Identity;
use crate::finding::intake::Problem as Intake;
use crate::finding::{Finding, record, structure};
use crate::fingerprint::FormPrint;
use crate::form::{Form, built_in, file as form_file};
use crate::period::Period;
use crate::periods::Periods;
use crate::previous::{Figure, Key, Previous, ReadError};
use crate::record::Record;
use crate::register::place::{Asked, find};
use crate::register::{COUNTRY, Era, Register, UnitIndex};
use crate::round::{Origin, Set, Settings};
use crate::submission::{Identified, Submission};
use crate::vietnamese::text::fold;

use super::went::WhereItWent;
use super::{Failure, Request, run, run_on};
use crate::run::Run;

/// The forms to look for.
pub(super) struct Forms {
    pub forms: Set<Vec<Form>>,
    /// One form was named; else each sheet is recognised among them.
    pub named: bool,
}

/// The form named, those of the template, or all built-in ones.
pub(super) fn forms(form: Option<Set<String>>, template: Option<Set<PathBuf>>) -> Result<Forms, Failure> {
    let from_flag = |o: &Origin| *o == Origin::Flag;
    // A flag wins over the round file; a form that is written down over a blank.
    let template_wins =
        template.as_ref().is_some_and(|t| form.as_ref().is_none_or(|f| from_flag(&t.origin) && !from_flag(&f.origin)));
    if let Some(template) = template.filter(|_| template_wins) {
        let forms =
            drawing::from_template(&template.value).map_err(|e| Failure::Template(template.value.clone(), e))?;
        let named = forms.len() == 1;
        let value = forms.into_iter().map(|drawn| drawn.form).collect();
        return Ok(Forms { forms: Set { value, origin: template.origin }, named });
    }
    match form {
        Some(asked) => {
            // Several forms, such as have rules between them, stand behind commas; each sheet is recognised
            // among them.
            let names = match asked.value.split(',').map(str::trim).filter(|n| !n.is_empty()) {
                _ if Path::new(&asked.value).exists() => vec![asked.value.clone()],
                names => names.map(str::to_owned).collect(),
            };
            let forms = names.into_iter().map(named_form).collect::<Result<Vec<Form>, _>>()?;
            if forms.is_empty() {
                return Err(Failure::UnknownForm(asked.value));
            }
            let named = forms.len() == 1;
            Ok(Forms { forms: Set { value: forms, origin: asked.origin }, named })
        }
        None => {
            let forms = built_in::names().filter_map(built_in::form).collect::<Result<Vec<Form>, _>>();
            Ok(Forms { forms: Set::worked_out(forms.map_err(Failure::Form)?), named: false })
        }
    }
}

/// A built-in form by its name, or one from a file.
fn named_form(asked: String) -> Result<Form, Failure> {
    if let Some(form) = built_in::form(&asked) {
        return form.map_err(Failure::Form);
    }
    let path = Path::new(&asked);
    if !asked.to_ascii_lowercase().ends_with(".toml") {
        return Err(Failure::UnknownForm(asked));
    }
    let text = std::fs::read_to_string(path).map_err(|e| Failure::FormUnreadable(path.to_owned(), e))?;
    form_file::parse(&asked, &text).map_err(Failure::Form)
}

/// Takes the forms of blanks among those looked for, each in the version that most blanks are of; tells whether
/// there is any.
pub(super) fn take_up_forms_of_blanks(forms: &mut Vec<Form>, found: Vec<FormPrint>) -> bool {
    let mut versions: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    for FormPrint { name, version, toml, .. } in found {
        versions.entry((name, version)).or_insert((0, toml)).0 += 1;
    }
    let mut best: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for ((name, _), (count, toml)) in versions {
        if best.get(&name).is_none_or(|(most, _)| count > *most) {
            best.insert(name, (count, toml));
        }
    }
    let mut any = false;
    for (name, (_, toml)) in best {
        // What does not hold together is no form; its sheets are recognised like any other.
        let Ok(form) = form_file::parse(&name, &toml) else { continue };
        any = true;
        match forms.iter_mut().find(|known| known.name == form.name) {
            Some(known) => *known = form,
            None => forms.push(form),
        }
    }
    any
}

/// Takes back what is said of the tables of a blank that are of other forms than those asked for: they are as they were
/// sent out.
pub(super) fn forget_other_forms(submissions: &[Submission], sheets: &BTreeSet<String>, findings: &mut Vec<Finding>) {
    let of_blanks: BTreeSet<&str> =
        submissions.iter().filter(|one| one.stamp.is_some()).map(|one| one.file.as_str()).collect();
    findings.retain(|finding| {
        let strange = matches!(
            &finding.problem,
            crate::finding::Problem::Structure(structure::Problem::SheetNotRecognised { .. })
        );
        let place = &finding.place;
        let is_known = |file: &String| of_blanks.contains(file.as_str());
        !(strange
            && place.file.as_ref().is_some_and(is_known)
            && place.sheet.as_ref().is_some_and(|s| sheets.contains(s)))
    });
}

/// Leaves only the forms that some submission is of.
pub(super) fn keep_found(forms: &mut Vec<Form>, submissions: &mut [Submission]) {
    let found: Vec<bool> = (0..forms.len()).map(|at| submissions.iter().any(|s| s.has_form && s.form == at)).collect();
    let kept: Vec<usize> = (0..forms.len()).filter(|at| found.get(*at) == Some(&true)).collect();
    for one in submissions.iter_mut() {
        // A file without any form is spoken of with the first.
        one.form = kept.iter().position(|k| *k == one.form).unwrap_or(0);
    }
    let mut at = 0;
    forms.retain(|_| {
        at += 1;
        found.get(at - 1) == Some(&true)
    });
}

/// The figures of earlier periods: facts, or the submissions of such a period, read with the same form.
pub(super) fn previous(settings: &Settings) -> Result<Option<Previous>, Failure> {
    let Some(path) = settings.previous.as_ref().map(|p| &p.value) else { return Ok(None) };
    if !path.exists() {
        return Err(Failure::Input(path.clone(), std::io::ErrorKind::NotFound.into()));
    }
    if path.is_file() {
        match Previous::read(path) {
            Ok(facts) if !facts.is_empty() => return Ok(Some(facts)),
            Err(e @ ReadError::Value { .. }) => return Err(Failure::Previous(path.clone(), e)),
            _ => {}
        }
    }
    let earlier = Settings { period: None, previous: None, decisions: None, ..settings.clone() };
    let request = Request { inputs: vec![path.clone()], settings: earlier, earlier: true, ..Request::default() };
    let nothing = || Failure::Previous(path.clone(), ReadError::NoFacts);
    let mut found = run(&request).map_err(|_| nothing())?;
    if let Some(era) = era_of_periods(&found).filter(|era| *era != found.era.value) {
        // The place that is asked for now has another code then, or was not there.
        let settings = Settings { era: Some(Set::worked_out(era)), under: None, ..request.settings.clone() };
        found = run(&Request { settings, ..request }).map_err(|_| nothing())?;
    }
    let previous = Previous::of_run(&found);
    if previous.is_empty() { Err(nothing()) } else { Ok(Some(previous)) }
}

/// The era of what was sent, where all of it is of one.
fn era_of_periods(run: &Run) -> Option<Era> {
    let eras: BTreeSet<Era> = run.submissions.iter().filter_map(|one| one.period).map(Era::of).collect();
    eras.first().copied().filter(|_| eras.len() == 1)
}

/// The last consolidation of the same period, where the figures given are those.
pub(super) fn last_consolidation(settings: &Settings, previous: Option<&Previous>, now: &Run) -> Option<Run> {
    let path = &settings.previous.as_ref()?.value;
    let (period, place, previous) = (now.periods.shared().cloned()?, now.place.as_ref()?, previous?);
    if now.totals.is_empty() || !previous.is_of(period.value) {
        return None;
    }
    let settings = Settings {
        under: Some(Set::worked_out(now.register.code(place.value).to_owned())),
        era: Some(now.era.clone()),
        period: Some(period),
        previous: None,
        decisions: None,
        due: None,
        ..settings.clone()
    };
    let forms = Some(now.forms.value.clone());
    let request = Request { settings, consolidate: true, earlier: true, forms, ..Request::default() };
    match previous.record() {
        Some(record) => run_on(vec![record.clone()], &request).ok(),
        None => run(&Request { inputs: vec![path.clone()], ..request }).ok(),
    }
}

pub(super) fn decisions(asked: Option<Set<PathBuf>>) -> Result<Decisions, Failure> {
    match asked {
        None => Ok(Decisions::default()),
        Some(path) => Decisions::read(&path.value).map_err(|e| Failure::Decisions(path.value, e)),
    }
}

/// The era asked for, or that of the period, or the one whose register knows the place; else today's.
pub(super) fn era(asked: Option<Set<Era>>, period: Option<&Set<Period>>, under: Option<&Set<String>>) -> Set<Era> {
    if let Some(asked) = asked {
        return asked;
    }
    if let Some(period) = period {
        let said = matches!(period.origin, Origin::Flag | Origin::RoundFile);
        let origin = if said { Origin::Period } else { period.origin.clone() };
        return Set { value: Era::of(period.value), origin };
    }
    let known = under.and_then(|under| {
        Era::ALL.into_iter().rev().find(|era| matches!(find(&Register::built_in(*era), &under.value), Asked::One(_)))
    });
    Set { value: known.unwrap_or(Era::From2025), origin: Origin::WorkedOut }
}

/// What was asked for; or else the period that most submissions are about, each form's own where they are of several, or
/// that of the consolidated workbooks where they agree.
pub(super) fn periods(
    asked: Option<Set<Period>>,
    forms: &[Form],
    submissions: &[Submission],
    records: &[Record],
) -> Periods {
    if let Some(asked) = asked {
        return Periods::One(asked);
    }
    let form = |one: &Submission| forms.get(one.form).map(|form| form.name.clone());
    let plain = submissions.iter().filter(|s| s.has_form).filter_map(|one| Some((form(one)?, named(one))));
    let below = records.iter().flat_map(|record| &record.files).filter(|file| file.counts);
    if let Some(each) = of_each(plain.chain(below.map(|file| (file.form.clone(), file.period)))) {
        return Periods::Each(each);
    }
    let of_records: BTreeSet<Period> = records.iter().filter_map(|r| r.period).collect();
    let one = of_records.first().copied().filter(|_| of_records.len() == 1);
    Periods::of_all(commonest(submissions).or(one).map(Set::worked_out))
}

/// Tells whether the round is about the whole country: it is asked for by its code or its name, or a consolidated
/// workbook is of it.
pub(crate) fn is_about_the_country(under: Option<&Set<String>>, records: &[Record]) -> bool {
    let names = ["cả nước", "toàn quốc", COUNTRY].map(fold);
    under.is_some_and(|under| names.contains(&fold(&under.value))) || records.iter().any(|r| r.place == COUNTRY)
}

/// The lowest unit that covers the submissions and the places of consolidated workbooks.
pub(super) fn covering<'r>(
    register: &Register,
    submissions: &[Submission],
    places: impl Iterator<Item = &'r str>,
) -> Option<UnitIndex> {
    let places: Vec<UnitIndex> = places.filter_map(|place| register.find(place)).collect();
    let plain = check::place::covering(register, submissions);
    let all: Vec<UnitIndex> = places.into_iter().chain(plain).collect();
    let first = *all.first()?;
    let shared = std::iter::once(first).chain(register.lineage(first));
    shared.into_iter().find(|unit| all.iter().all(|other| register.lies_in(*other, *unit)))
}

/// Consolidated workbooks by what becomes of them.
#[derive(Default)]
pub(super) struct Inside {
    /// They go into the totals.
    pub taken: Vec<Record>,
    /// They are of the place itself among what its totals are made of: results of an earlier run, it seems.
    pub aside: Vec<Record>,
}

/// The consolidated workbooks that go into those of a place: of places inside it; its own, halves or copies of it,
/// where nothing else is given.
pub(super) fn inside(
    register: &Register,
    place: Option<UnitIndex>,
    records: Vec<Record>,
    plain: bool,
    findings: &mut Vec<Finding>,
) -> Inside {
    let mut inside = Inside::default();
    let mut own = Vec::new();
    for record in records {
        match (register.find(&record.place), place) {
            (_, None) => inside.taken.push(record),
            (Some(of), Some(place)) if of != place && register.lies_in(of, place) => inside.taken.push(record),
            (Some(of), Some(place)) if register.lies_in(place, of) => own.push(record),
            (of, Some(place)) => {
                let found = of.map_or(record.place.clone(), |of| register.full_name(of));
                let expected = register.full_name(place);
                findings.push(Finding::of_file(&record.workbook, record::Problem::OtherPlace { found, expected }));
            }
        }
    }
    match plain || !inside.taken.is_empty() {
        true => inside.aside = own,
        false => inside.taken = own,
    }
    inside
}

/// Says of files whose unit is known that it lies outside the place: where that is a commune, its neighbours are known.
/// Of a consolidated workbook of more than the place only what is of it was asked for.
pub(super) fn report_elsewhere(
    register: &Register,
    place: Option<UnitIndex>,
    submissions: &[Identified],
    findings: &mut Vec<Finding>,
) {
    let Some(place) = place else { return };
    for one in submissions.iter().filter(|one| one.submission.recorded.is_none()) {
        if let Some(unit) = one.unit.filter(|unit| !register.lies_in(*unit, place)) {
            let (unit, place) = (register.full_name(unit), register.full_name(place));
            findings.push(Finding::of_file(&one.submission.file, Identity::UnitElsewhere { unit, place }));
        }
    }
}

/// Says of the workbooks that were set aside whether anything is lost with them: what they hold was sent by others
/// too, or is in no total.
pub(super) fn report_aside(
    register: &Register,
    forms: &[Form],
    aside: &[Record],
    submissions: &[Identified],
    findings: &mut Vec<Finding>,
) {
    if aside.is_empty() {
        return;
    }
    let form = |one: &Identified| forms.get(one.submission.form).map(|f| f.name.as_str());
    let sent: BTreeSet<(&str, &str)> =
        submissions.iter().filter_map(|one| Some((register.code(one.unit?), form(one)?))).collect();
    for record in aside {
        let only_here: BTreeSet<&str> = record
            .files
            .iter()
            .filter(|f| f.counts && !sent.contains(&(f.unit.as_str(), f.form.as_str())))
            .map(|f| f.unit.as_str())
            .collect();
        if only_here.is_empty() {
            findings.push(Finding::of_file(&record.workbook, Intake::OwnOutput));
        } else {
            let name = |code: &str| register.find(code).map_or(code.to_owned(), |unit| register.name(unit).to_owned());
            let units = only_here.into_iter().map(name).collect();
            findings.push(Finding::of_file(&record.workbook, record::Problem::AmongSubmissions { units }));
        }
    }
}

pub(super) fn place(register: &Register, asked: &str) -> Result<UnitIndex, Failure> {
    // Only a round about the country has it in its register.
    let country = ["cả nước", "toàn quốc"].map(fold).contains(&fold(asked));
    let asked = if country { COUNTRY } else { asked };
    match find(register, asked) {
        Asked::One(unit) => Ok(unit),
        Asked::Several(units) => {
            Err(Failure::AmbiguousPlace(asked.to_owned(), units.iter().map(|u| register.full_name(*u)).collect()))
        }
        Asked::Nobody => {
            let went = WhereItWent::of(asked, register.era());
            Err(Failure::UnknownPlace(asked.to_owned(), register.era(), went))
        }
    }
}

impl Previous {
    /// The figures of a run, to compare a later period with.
    fn of_run(run: &Run) -> Self {
        Self::of_runs(&run.forms.value, [run]).with_era(Some(run.era.value))
    }

    /// The figures of some runs of the same forms.
    pub(crate) fn of_runs<'r>(forms: &[Form], runs: impl IntoIterator<Item = &'r Run>) -> Self {
        Self::of_figures(runs.into_iter().flat_map(figures_of)).with_labels(forms)
    }
}

/// The figures of a run, each with its place and period.
fn figures_of(run: &Run) -> impl Iterator<Item = (Key, Option<Period>, Figure)> {
    let form = |at: usize| run.forms.value.get(at).map(|f| f.name.clone());
    let of = move |one: &Identified| {
        let (unit, form, period) = (run.register.code(one.unit?).to_owned(), form(one.submission.form)?, one.period);
        let key = move |row: &str, column: &str| (form.clone(), row.to_owned(), column.to_owned(), unit.clone());
        let value = move |f: crate::reading::Fact<'_>| {
            let figure = Figure { value: f.state().value()?, measure: f.measure().to_owned() };
            Some((key(f.row(), f.column()), period, figure))
        };
        Some(one.submission.facts.iter().filter_map(value).collect::<Vec<_>>())
    };
    run.submissions.iter().filter(|s| s.counts).filter_map(of).flatten()
}
