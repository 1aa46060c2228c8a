//! What a run is made of: its inputs, read with the forms that were asked for, or that the inputs speak of themselves.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::decision::Decisions;
use crate::drawing;
use crate::finding::{Finding, Place, Problem, structure};
use crate::fingerprint::FormPrint;
use crate::form::Form;
use crate::intake::{Source, walk};
use crate::previous::Previous;
use crate::record::Record;
use crate::round::{self, Origin, Set, Settings};
use crate::submission::{self, ReadAll, Wanted};

use super::{Failure, Request, resolve, words};

/// What was read, and what it is to be held against.
pub(super) struct Given {
    pub(super) settings: Settings,
    pub(super) forms: Set<Vec<Form>>,
    pub(super) sources: Vec<Source>,
    pub(super) read: ReadAll,
    pub(super) previous: Option<Previous>,
    pub(super) decisions: Decisions,
    pub(super) findings: Vec<Finding>,
}

impl Given {
    /// Reads the inputs, with a round file that lies among them.
    pub(super) fn read(request: &Request) -> Result<Self, Failure> {
        let found = round::found(&request.inputs).map_err(Failure::Round)?;
        let named = |one: &round::Found| {
            let previous = one.settings.previous.clone().filter(|_| !request.earlier);
            let own = Settings { previous, ..one.settings.clone() };
            own.files().map(Path::to_owned).collect::<Vec<PathBuf>>()
        };
        let of_rounds: Vec<PathBuf> = found.iter().flat_map(named).collect();
        // Where the round is known, what its files say is known too.
        let from_file = match request.known.is_empty() {
            true => round::agreed(found, &request.settings, request.consolidate).map_err(Failure::Round)?,
            false => Settings::default(),
        };
        let mut settings = request.settings.clone().or(from_file);
        settings.previous = settings.previous.filter(|_| !request.earlier);
        let not: Vec<PathBuf> = settings
            .files()
            .chain(request.not.iter().map(PathBuf::as_path))
            .map(Path::to_owned)
            .chain(of_rounds)
            .collect();
        let mut findings = Vec::new();
        let walked = |findings: &mut Vec<Finding>| walk::sources(&request.inputs, &not, findings);
        let sources = walked(&mut findings).map_err(|(path, e)| Failure::Input(path, e))?;
        if sources.is_empty() {
            return Err(Failure::NothingToRead(findings));
        }
        let previous = resolve::previous(&settings)?;
        let resolve::Forms { mut forms, named } = forms_of(request, &settings)?;
        let decisions = resolve::decisions(settings.decisions.clone())?;
        let year = settings.period.as_ref().map(|p| p.value.year);
        let read_with = |forms: &[Form], named: bool, findings: &mut Vec<Finding>| {
            submission::read_all(&sources, Wanted { forms, named, year }, &request.progress, findings)
        };
        // Read with other forms, the inputs say all that they have to say once more.
        let forget = |findings: &mut Vec<Finding>| {
            findings.clear();
            let _ = walked(findings);
        };
        let nobody_named = request.forms.is_none() && forms.origin == Origin::WorkedOut;
        let mut read = read_with(&forms.value, named, &mut findings);
        let of_blanks = std::mem::take(&mut read.of_blanks);
        // One that is asked for in another version is no other form.
        let is_other = |print: &&FormPrint| !forms.value.iter().any(|form| form.name == print.name);
        let known: BTreeSet<String> = of_blanks.iter().filter(is_other).map(|print| print.sheet.clone()).collect();
        if nobody_named && resolve::take_up_forms_of_blanks(&mut forms.value, of_blanks) {
            // Blanks of forms that nobody named: they say themselves what they are.
            forget(&mut findings);
            read = read_with(&forms.value, named, &mut findings);
        }
        if request.forms.is_none() && words::take_up(&mut forms.value, &read.submissions) {
            // What an empty list did not say its submissions do.
            forget(&mut findings);
            read = read_with(&forms.value, named, &mut findings);
        }
        let recognised = || read.submissions.iter().any(|s| s.has_form || s.recognised);
        if read.records.is_empty() && forms.origin == Origin::WorkedOut && !recognised() {
            // No form was named and none was recognised: what most submissions share is the form.
            let drawn = drawing::from_submissions(&sources);
            if !drawn.is_empty() {
                forget(&mut findings);
                findings.extend(drawn.iter().map(|d| Finding::at(Place::default(), d.told())));
                forms = Set { value: drawn.into_iter().map(|d| d.form).collect(), origin: Origin::Drawn };
                read = read_with(&forms.value, true, &mut findings);
            }
        }
        let nobody_knows = forms.origin == Origin::WorkedOut
            && request.forms.is_none()
            && !read.submissions.iter().any(|s| s.has_form || s.recognised);
        if nobody_knows {
            name_no_form(&mut findings);
        }
        if !nobody_named {
            resolve::forget_other_forms(&read.submissions, &known, &mut findings);
        }
        Ok(Self { settings, forms, sources, read, previous, decisions, findings })
    }

    /// The same of records of consolidated workbooks that were read already.
    pub(super) fn of_records(records: Vec<Record>, request: &Request) -> Result<Self, Failure> {
        let settings = request.settings.clone();
        Ok(Self {
            forms: forms_of(request, &settings)?.forms,
            sources: Vec::new(),
            read: ReadAll { records, ..ReadAll::default() },
            previous: resolve::previous(&settings)?,
            decisions: resolve::decisions(settings.decisions.clone())?,
            findings: Vec::new(),
            settings,
        })
    }
}

/// Where no form was asked for and none recognised, none is missing more than another.
fn name_no_form(findings: &mut [Finding]) {
    for finding in findings {
        finding.each_mut(|finding| {
            if let Problem::Structure(structure::Problem::FormNotFound { form, .. }) = &mut finding.problem {
                form.clear();
            }
        });
    }
}

/// The forms that are asked for, or all that may be meant.
fn forms_of(request: &Request, settings: &Settings) -> Result<resolve::Forms, Failure> {
    match &request.forms {
        Some(forms) => Ok(resolve::Forms { forms: Set::worked_out(forms.clone()), named: forms.len() == 1 }),
        None => resolve::forms(settings.form.clone(), settings.template.clone()),
    }
}
