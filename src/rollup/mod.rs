//! The roll-up: consolidated workbooks of several places and periods, side by side.
//!
//! Each period is consolidated as any round is, from the workbooks of that period. Years of before the
//! reorganisation of 1 July 2025 are shown in the communes of after ([`rebase`]) where the last period is of
//! that era, or where it is asked for. [`series`] puts the periods beside each other,
//! [`agree`] holds parts of a year against the year, [`grew`] sums that run against those before, [`missing`] tells who of
//! then is not there, [`again`] knows a roll-up among what is rolled up. [`shares`] reads what became of units that were split.

pub mod again;
mod agree;
mod grew;
mod missing;
pub mod rebase;
pub mod series;
pub mod shares;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::check::period::of_each;
use crate::finding::rollup::Problem;
use crate::finding::{self, Finding, Place, identity, total};
use crate::form::Aggregate;
use crate::intake::{Source, walk};
use crate::period::Period;
use crate::pipeline::{self, Failure, Request, verify};
use crate::progress::{Progress, Stage};
use crate::record::Record;
use crate::register::place::{Asked, find};
use crate::register::successors::{OF_THEN, Shares, Successors};
use crate::register::{COUNTRY, Era, Register, UnitIndex};
use crate::round::{self, Set, Settings};
use crate::run::Run;
use series::OverYears;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct RollupRequest {
    /// Consolidated workbooks, and folders of them.
    pub inputs: Vec<PathBuf>,
    /// The place, the era to show all periods in, the form, the units file.
    pub settings: Settings,
    /// Files that are none: this run's outputs.
    pub not: Vec<PathBuf>,
    /// The shares of units that were split.
    pub shares: Shares,
    /// How deep the places are shown at first: 1 for those right below. All where nobody says.
    pub depth: Option<u8>,
    /// Where it is counted how far the work has come.
    pub progress: Progress,
}

/// A period, as it was consolidated, and as it is shown.
#[derive(Debug)]
pub struct Rolled {
    /// The period.
    pub period: Period,
    /// The round with the units of its time.
    pub then: Run,
    /// The same in the units of today, where those are others.
    pub now: Option<Run>,
}

impl Rolled {
    /// Says with each unit that did not send for which period that is.
    fn name_period(&mut self) {
        let own = self.period;
        let name = |finding: &mut Finding| {
            if let finding::Problem::Identity(identity::Problem::NotSubmitted { period, .. }) = &mut finding.problem {
                *period = Some(own);
            }
        };
        self.then.findings.iter_mut().for_each(|finding| finding.each_mut(name));
    }

    /// The round as it is shown.
    pub fn shown(&self) -> &Run {
        self.now.as_ref().unwrap_or(&self.then)
    }
}

/// Everything that a roll-up found out.
#[derive(Debug)]
pub struct Rollup {
    /// How deep the places are shown at first.
    pub depth: Option<u8>,
    /// The periods by their ends, of those that end together the widest last.
    pub periods: Vec<Rolled>,
    /// What was found in all of them.
    pub findings: Vec<Finding>,
}

/// Rolls up.
///
/// # Errors
/// Why nothing could be done.
pub fn run(request: &RollupRequest) -> Result<Rollup, Failure> {
    // The files that a round names lie among its workbooks, and are none of them.
    let rounds = round::found(&request.inputs).map_err(Failure::Round)?;
    let of_rounds = rounds.iter().flat_map(|one| one.settings.files());
    let not: Vec<PathBuf> = of_rounds.map(Path::to_owned).chain(request.not.iter().cloned()).collect();
    let from_files = round::of_roll_up(&rounds, &request.inputs);
    let request = &RollupRequest { settings: request.settings.clone().or(from_files), ..request.clone() };
    let mut findings = Vec::new();
    let sources = walk::sources(&request.inputs, &not, &mut findings).map_err(|(p, e)| Failure::Input(p, e))?;
    if sources.is_empty() {
        return Err(Failure::NothingToRead(findings));
    }
    let mut by_period = by_period(&sources, &request.progress, &mut findings);
    if let Some(asked) = request.settings.period.as_ref().map(|p| p.value) {
        by_period.retain(|period, _| {
            let inside = period.lies_in(asked);
            if !inside {
                let (period, asked) = (period.to_string(), asked.to_string());
                findings.push(Finding::at(Place::default(), Problem::OutsidePeriod { period, asked }));
            }
            inside
        });
    }
    // What came before them is held against the widest of those that begin: a year rather than a quarter of it.
    let first = by_period.keys().next().copied();
    let with_era = |(period, given): (Period, Vec<Record>)| (period, era_of(period, &given), given);
    let mut in_turn: Vec<(Period, Era, Vec<Record>)> = by_period.into_iter().map(with_era).collect();
    in_turn.sort_by_key(|(period, ..)| turn(*period));
    let Some((.., last, _)) = in_turn.last() else {
        return Err(Failure::NothingUsable(findings, Vec::new()));
    };
    let era = request.settings.era.as_ref().map_or(*last, |e| e.value);
    let ends_today = *last == Era::From2025;
    let mut today = Register::built_in(Era::From2025);
    if pipeline::is_about_the_country(request.settings.under.as_ref(), &[]) {
        today = today.with_country();
    }
    let under = match &request.settings.under {
        Some(_) if era == Era::From2025 && today.find(COUNTRY).is_some() => today.find(COUNTRY),
        Some(under) if era == Era::From2025 => match find(&today, &under.value) {
            Asked::One(unit) => Some(unit),
            _ => None,
        },
        _ => None,
    };
    // One place for all periods: where each had its own, those of several districts would stand on one line.
    let mut shared: BTreeMap<Era, Option<String>> = BTreeMap::new();
    let of_era = |of: Era| {
        let given = in_turn.iter().filter(|(_, own, _)| *own == of).flat_map(|(.., given)| given);
        given.filter(|record| record.era == of).map(Record::of_round).collect::<Vec<Record>>()
    };
    let eras = Era::ALL.map(|of| (of, of_era(of))).into_iter().filter(|(_, records)| !records.is_empty());
    let eras: Vec<(Era, Vec<Record>)> = eras.collect();
    // Units of one's own, and weights, have the codes of one era.
    let has_units = |(of, records): &(Era, Vec<Record>)| {
        !matches!(pipeline::place_of(records, *of, &request.settings), Err(Failure::Units(_)))
    };
    let with_units: BTreeSet<Era> = eras.iter().filter(|era| has_units(era)).map(|(of, _)| *of).collect();
    let units_of =
        |of: Era| request.settings.units.clone().filter(|_| with_units.is_empty() || with_units.contains(&of));
    let mut merged = None;
    for (of, records) in eras {
        let settings = Settings { units: units_of(of), ..request.settings.clone() };
        let place = pipeline::place_of(&records, of, &settings)?;
        if place.is_none() && of == era && request.settings.under.is_none() {
            return Err(Failure::NoPlace(findings));
        }
        // Several provinces of then are shown in one of today: above them there was the country alone.
        let of_then = place.is_none() && of != era;
        merged = merged.or_else(|| place_of_merged(&records, &today).filter(|_| of_then));
        let is_shown = under.is_some() || ends_today || merged.is_some();
        shared.insert(of, place.or_else(|| Some(COUNTRY.to_owned()).filter(|_| of_then && is_shown)));
    }
    // With the places whose workbooks were given for it.
    let mut periods: Vec<(Rolled, Vec<String>)> = Vec::new();
    for (period, own_era, given) in in_turn {
        if own_era == Era::From2025 && era == Era::Before {
            findings.push(Finding::at(Place::default(), Problem::NotBack { period: period.to_string() }));
            continue;
        }
        let same = own_era == era;
        let shared = shared.get(&own_era).cloned().flatten().map(Set::worked_out);
        let settings = Settings {
            under: request.settings.under.clone().filter(|_| same).or(shared),
            era: Some(Set::worked_out(own_era)),
            period: Some(Set::worked_out(period)),
            form: request.settings.form.clone(),
            template: request.settings.template.clone(),
            units: units_of(own_era),
            decisions: request.settings.decisions.clone(),
            // What came before the first of them; each other has the one before it.
            previous: request.settings.previous.clone().filter(|_| Some(period) == first),
            ..Settings::default()
        };
        let request_of_period =
            Request { settings, consolidate: true, progress: request.progress.clone(), ..Request::default() };
        let places = given.iter().map(|record| record.place.clone()).collect();
        let then = match pipeline::run_on(given, &request_of_period) {
            Ok(then) => then,
            Err(failure) => return Err(failure.after(findings)),
        };
        periods.push((Rolled { period, then, now: None }, places));
    }
    if periods.len() > 1 {
        periods.iter_mut().for_each(|(rolled, _)| rolled.name_period());
        forget_decisions_of_others(&mut periods);
    }
    // Where no place was named, older years are shown in that of the last one.
    let place = under.or_else(|| place_of_today(&periods, &today)).or(merged).filter(|_| era == Era::From2025);
    if let Some(place) = place {
        missing::tell(&mut periods, &today, place);
    }
    let mut periods: Vec<Rolled> = periods.into_iter().map(|(rolled, _)| rolled).collect();
    if era == Era::From2025 {
        for rolled in periods.iter_mut().filter(|p| p.then.era.value == Era::Before) {
            rolled.now = rebase::rebase(&rolled.then, &today, place, &request.shares, &mut findings);
        }
    }
    if periods.is_empty() {
        return Err(Failure::NothingUsable(findings, Vec::new()));
    }
    report_gaps(&periods, &mut findings);
    report_over_years(&periods, &mut findings);
    agree::check(&periods, &mut findings);
    grew::check(&periods, &mut findings);
    name_units(&mut periods, &today, &mut findings);
    findings.extend(periods.iter().flat_map(|p| p.then.findings.iter().cloned()));
    findings.sort_by_cached_key(Finding::order);
    findings.dedup();
    let is_rebased = periods.iter().any(|rolled| rolled.now.is_some());
    // The list of findings is that of the whole, and so are the shares that older periods are shown by.
    if let Some(last) = periods.last_mut() {
        last.then.findings.clone_from(&findings);
        if is_rebased {
            last.then.shares.clone_from(&request.shares);
        }
    }
    Ok(Rollup { depth: request.depth, periods, findings })
}

/// Names the units of findings whose codes are of another era than those of the last period: they are others' there.
fn name_units(periods: &mut [Rolled], today: &Register, findings: &mut [Finding]) {
    let Some(last) = periods.last().map(|rolled| rolled.then.era.value) else { return };
    let name = |finding: &mut Finding, register: &Register, behind: &str| {
        let unit = finding.place.unit.as_deref().and_then(|code| register.find(code));
        finding.place.unit_name = unit.map(|unit| format!("{}{behind}", register.name(unit)));
    };
    let rebased = |finding: &Finding| {
        use Problem::{ItemsInPart, RebasedInPart};
        matches!(&finding.problem, finding::Problem::Rollup(RebasedInPart { .. } | ItemsInPart { .. }))
    };
    if last == Era::Before {
        findings.iter_mut().filter(|f| rebased(f)).for_each(|f| name(f, today, ""));
    }
    for Rolled { then, .. } in periods.iter_mut().filter(|rolled| rolled.then.era.value != last) {
        let Run { register, findings, .. } = then;
        findings.iter_mut().for_each(|finding| finding.each_mut(|f| name(f, register, OF_THEN)));
    }
}

/// A decision about a file of one period finds no such file in the others: that is told only where none has it.
fn forget_decisions_of_others(periods: &mut [(Rolled, Vec<String>)]) {
    let is_about_no_file = |finding: &Finding| {
        matches!(
            &finding.problem,
            finding::Problem::Total(total::Problem::DecisionStale { why: total::Stale::NoSuchFile, .. })
        )
    };
    let told: Vec<Finding> =
        periods.iter().flat_map(|(p, _)| &p.then.findings).filter(|f| is_about_no_file(f)).cloned().collect();
    let all = periods.len();
    for (rolled, _) in periods {
        let by_all = |finding: &Finding| told.iter().filter(|other| *other == finding).count() == all;
        rolled.then.findings.retain(|finding| !is_about_no_file(finding) || by_all(finding));
    }
}

/// The place of the last period, where that is of today.
fn place_of_today(periods: &[(Rolled, Vec<String>)], today: &Register) -> Option<UnitIndex> {
    let (last, _) = periods.last().filter(|(p, _)| p.then.era.value == Era::From2025)?;
    today.find(last.then.register.code(last.then.place.as_ref()?.value))
}

/// The province of today that those of then went into which some workbooks are of, where it is one.
fn place_of_merged(records: &[Record], today: &Register) -> Option<UnitIndex> {
    let (then, successors) = (Register::above_communes(Era::Before), Successors::built_in());
    let province = |record: &Record| then.province(then.find(&record.place)?);
    let into = |record: &Record| Some(successors.of(then.code(province(record)?)).first()?.new_code);
    let all: Option<BTreeSet<&str>> = records.iter().map(into).collect();
    let all = all?;
    all.first().and_then(|code| today.find(code)).filter(|_| all.len() == 1)
}

/// The workbooks by their period; what is no consolidated workbook is told, and what a roll-up does not bring along.
fn by_period(sources: &[Source], progress: &Progress, findings: &mut Vec<Finding>) -> BTreeMap<Period, Vec<Record>> {
    progress.begin(Stage::Reading, sources.len());
    let mut found: BTreeMap<Period, Vec<Record>> = BTreeMap::new();
    let mut rolled: Vec<(&Source, BTreeSet<Period>)> = Vec::new();
    let open = |source| {
        let mut told = Vec::new();
        let opened = verify::open_source(source, &mut told);
        progress.step();
        (opened, told)
    };
    let opened: Vec<_> = sources.par_iter().map(open).collect();
    for (source, (opened, told)) in sources.iter().zip(opened) {
        findings.extend(told);
        match opened {
            // What cannot be relied on opens no period: the others are rolled up without it.
            Ok((_, record)) if record.broken => findings.extend(verify::broken(&record)),
            Ok((book, record)) => match record.period {
                Some(period) => {
                    rolled.push((source, again::periods(&book)));
                    found.entry(period).or_default().push(record.seen_in(book, &source.path));
                }
                None => {
                    let counting = record.files.iter().filter(|file| file.counts);
                    let each = of_each(counting.map(|file| (file.form.clone(), file.period))).unwrap_or_default();
                    findings.push(Finding::of_file(&source.name, Problem::NoPeriod { each }));
                }
            },
            Err(verify::VerifyError::Unreadable(finding)) => findings.push(*finding),
            Err(_) => findings.push(Finding::of_file(&source.name, Problem::NoRecord)),
        }
    }
    for (source, periods) in rolled {
        let dropped: Vec<Period> = periods.into_iter().filter(|period| !found.contains_key(period)).collect();
        if !dropped.is_empty() {
            let periods = dropped.iter().map(Period::to_string).collect();
            findings.push(Finding::of_file(&source.name, Problem::EarlierDropped { periods }));
        }
    }
    found
}

/// The era of the codes of a period's workbooks, as they say it: a plan of 2025 is of the units that were there when
/// it was made. Where they are of both, that of the period.
fn era_of(period: Period, given: &[Record]) -> Era {
    Record::shared_era(given).unwrap_or_else(|| Era::of(period))
}

/// Where a period stands among others: it is the last whose end is. A part of a year that ends with it comes before
/// it, which holds it.
fn turn(period: Period) -> (u32, u32) {
    (period.months().1, period.length())
}

/// Tells of periods between the first and the last that are not there.
fn report_gaps(periods: &[Rolled], findings: &mut Vec<Finding>) {
    let mut begun: Vec<Period> = periods.iter().map(|rolled| rolled.period).collect();
    begun.sort_by_key(|period| period.months());
    let mut furthest: Option<Period> = None;
    for next in begun {
        if let Some(one) = furthest.filter(|one| next.months().0 > one.months().1 + 1) {
            let (after, before) = (one.to_string(), next.to_string());
            findings.push(Finding::at(Place::default(), Problem::PeriodMissing { after, before }));
        }
        furthest = furthest.into_iter().chain([next]).max_by_key(|period| turn(*period));
    }
}

/// Tells which figures do not add over the years.
fn report_over_years(periods: &[Rolled], findings: &mut Vec<Finding>) {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return };
    if first.period.year == last.period.year {
        return;
    }
    let mut found: BTreeMap<OverYears, BTreeSet<String>> = BTreeMap::new();
    for form in &last.shown().forms.value {
        for cell in series::cells(std::slice::from_ref(form)) {
            let adds = cell.figure(form).is_some_and(|figure| figure.aggregate == Aggregate::Sum);
            let Some(over) = series::over_years(form, cell).filter(|_| adds) else { continue };
            let column = form.columns.get(cell.column).filter(|_| form.value_columns().count() > 1).map(|c| c.name());
            let row = cell.row.and_then(|row| form.row(row)).map(|row| row.label.clone());
            found.entry(over).or_default().extend(column.or(row));
        }
    }
    for (over, figures) in found {
        let figures = figures.into_iter().collect();
        findings.push(Finding::at(Place::default(), Problem::OverYears { figures, over }));
    }
}
