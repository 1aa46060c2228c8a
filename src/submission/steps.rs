//! A file read step by step, each for several files before the next ([`workers`]).

use std::sync::Arc;

use crate::finding::intake::Problem;
use crate::finding::{Finding, record};
use crate::form::Form;
use crate::intake::limits;
use crate::intake::workers::{Step, Work};
use crate::intake::{self, Examined, Readings, Source, Workbook};
use crate::layout::parts::Wanted;
use crate::record::Record;

use super::{ReadAll, contents};

/// What comes of a file.
type Ended = (ReadAll, Vec<Finding>);

/// Files to be read.
pub(super) struct Files {
    pub(super) sources: Vec<Source>,
    pub(super) forms: Vec<Form>,
    pub(super) named: bool,
    pub(super) year: Option<u16>,
}

/// A file on its way.
pub(super) struct Reading {
    source: Source,
    findings: Vec<Finding>,
    state: State,
}

/// How far it has come.
enum State {
    Loaded(Arc<Vec<u8>>),
    Examined(Box<Examined>),
    Read(Readings),
    /// It may be a submission.
    Opened(Workbook),
    Parted(Box<contents::Parted>),
}

impl Reading {
    fn begin(source: &Source) -> Step<Self, Ended> {
        let source = source.clone();
        match intake::load(&source) {
            Ok(bytes) => Step::Begun(Self { source, findings: Vec::new(), state: State::Loaded(Arc::new(bytes)) }),
            Err(finding) => Step::Done((ReadAll::default(), vec![*finding])),
        }
    }

    /// Does the next step. Where this program itself stops at it, that is told of the file, and nothing of it is taken.
    fn go_on(self, wanted: Wanted<'_>) -> Step<Self, Ended> {
        let name = self.source.name.clone();
        intake::contained(|| self.next(wanted)).unwrap_or_else(|detail| {
            Step::Done((ReadAll::default(), vec![Finding::of_file(&name, Problem::Unexpected { detail })]))
        })
    }

    fn next(self, wanted: Wanted<'_>) -> Step<Self, Ended> {
        let Self { source, mut findings, state } = self;
        let state = match state {
            State::Loaded(bytes) if intake::own::is_own_text(&bytes) => Err(Box::new(Problem::OwnOutput)),
            State::Loaded(bytes) => {
                Examined::of(bytes, limits::current()).map(|examined| State::Examined(Box::new(examined)))
            }
            State::Examined(examined) => examined.read(&source.name, limits::current()).map(State::Read),
            State::Read(readings) => {
                let workbook = readings.workbook(&source.name, &mut findings);
                if !intake::own::is_own(&workbook) {
                    Ok(State::Opened(workbook))
                } else if let Some(record) = Record::of(&workbook) {
                    let record = record.seen_in(workbook, &source.path);
                    return Step::Done((ReadAll { records: vec![record], ..ReadAll::default() }, findings));
                } else if Record::is_missing_from(&workbook) {
                    findings.push(Finding::of_file(&source.name, record::Problem::Broken));
                    return Step::Done((ReadAll::default(), findings));
                } else {
                    Err(Box::new(Problem::OwnOutput))
                }
            }
            State::Opened(workbook) => Ok(State::Parted(Box::new(contents::parted(workbook, wanted, &mut findings)))),
            State::Parted(parted) => return Step::Done(contents::submissions(source, *parted, wanted, findings)),
        };
        match state {
            Ok(state) => Step::Begun(Self { source, findings, state }),
            Err(problem) => {
                findings.push(Finding::of_file(&source.name, *problem));
                Step::Done((ReadAll::default(), findings))
            }
        }
    }
}

impl Work for Files {
    type Begun = Reading;
    type Done = Ended;

    fn begin(&self, piece: usize) -> Step<Reading, Ended> {
        self.sources.get(piece).map_or_else(|| Step::Done(Ended::default()), Reading::begin)
    }

    fn go_on(&self, reading: Reading) -> Step<Reading, Ended> {
        reading.go_on(Wanted { forms: &self.forms, named: self.named, year: self.year })
    }

    fn weight(&self, reading: &Reading) -> usize {
        match &reading.state {
            State::Loaded(bytes) => bytes.len(),
            State::Examined(examined) => examined.weight(),
            State::Read(readings) => readings.weight(),
            // They come right behind: what they hold has been weighed.
            State::Opened(_) | State::Parted(_) => 0,
        }
    }

    fn late(&self, piece: usize) -> Ended {
        let seconds = limits::current().seconds;
        let told = |source: &Source| Finding::of_file(&source.name, Problem::TooSlow { seconds });
        (ReadAll::default(), self.sources.get(piece).map(told).into_iter().collect())
    }
}

/// Reads one file.
pub(super) fn read(source: &Source, wanted: Wanted<'_>) -> Ended {
    let mut step = Reading::begin(source);
    loop {
        match step {
            Step::Begun(reading) => step = reading.go_on(wanted),
            Step::Done(ended) => return ended,
        }
    }
}

/// What one file is found to be when it is opened; nothing for what may be a submission.
pub(super) fn opened(source: &Source) -> Option<Ended> {
    let mut step = Reading::begin(source);
    loop {
        match step {
            Step::Begun(Reading { state: State::Opened(_), .. }) => return None,
            Step::Begun(reading) => step = reading.go_on(Wanted { forms: &[], named: false, year: None }),
            Step::Done(ended) => return Some(ended),
        }
    }
}
