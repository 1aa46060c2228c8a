//! The whole way through: from a request to facts, findings and totals.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::check::tally::Tallies;
use crate::check::{self, Round, fold, identity, period, place};
use crate::consolidate::{self, Total};
use crate::decision::{Decisions, DecisionsError};
use crate::drawing::{self, TemplateError};
use crate::finding::{Finding, Lang, Tally};
use crate::form::{Form, built_in, file as form_file};
use crate::intake::walk;
use crate::period::Period;
use crate::previous::Previous;
use crate::register::overlay::{self, OverlayError};
use crate::register::place::{Asked, find};
use crate::register::{Era, Register, UnitIndex};
use crate::round::{self, Origin, RoundError, Set, Settings};
use crate::submission::{self, Identified, Opened, ReadAll, Submission, Wanted};
use crate::system_error::SystemError;
use crate::toml_file::TomlError;

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
}

/// Everything that a run found out.
#[derive(Debug)]
pub struct Run {
    /// The forms that were read, in order; with where they came from.
    pub forms: Set<Vec<Form>>,
    /// The units, with their weights.
    pub register: Register,
    /// Where the era came from.
    pub era: Set<Era>,
    /// The place the round is about.
    pub place: Option<Set<UnitIndex>>,
    /// The period the round is about.
    pub period: Option<Set<Period>>,
    /// The submissions that could be opened, by file.
    pub submissions: Vec<Identified>,
    /// The files that could be opened, whether or not a form was found in them.
    pub opened: Vec<Opened>,
    /// The totals, of the place first.
    pub totals: Vec<Total>,
    /// What a person should know, in order.
    pub findings: Vec<Finding>,
    /// What became of the checks.
    pub checks: Tallies,
    /// How many files were looked at.
    pub files: usize,
    /// Keys of the round file that this version does not use.
    pub unused: Vec<&'static str>,
}

/// Why the work could not be done; each is one sentence for a person.
#[derive(Debug)]
pub enum Failure {
    /// An input does not exist or cannot be listed.
    Input(PathBuf, std::io::Error),
    /// No file to read under the inputs.
    NothingToRead(Vec<Finding>),
    /// Files, but no figure of the form in any of those that could be opened.
    NothingUsable(Vec<Finding>, Vec<Opened>),
    /// Not one figure could be checked.
    NothingChecked(Vec<Finding>, Vec<Opened>),
    /// The round file cannot be used.
    Round(RoundError),
    /// No form of that name, no such file.
    UnknownForm(String),
    /// The form file cannot be read.
    FormUnreadable(PathBuf, std::io::Error),
    /// The form file is wrong.
    Form(Box<TomlError>),
    /// No form can be drawn from the template.
    Template(PathBuf, TemplateError),
    /// The units file cannot be used.
    Units(OverlayError),
    /// The decisions file cannot be used.
    Decisions(PathBuf, DecisionsError),
    /// No figures of an earlier period in it.
    Previous(PathBuf),
    /// No unit of that code or name.
    UnknownPlace(String, Era),
    /// Several units of that name.
    AmbiguousPlace(String, Vec<String>),
    /// The place cannot be told from the submissions.
    NoPlace(Vec<Finding>),
}

impl Failure {
    /// The sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Failure::Input(path, e) if e.kind() == std::io::ErrorKind::NotFound => {
                let path = path.display();
                lang.of(format!("Không có tệp hoặc thư mục «{path}»."), format!("There is no file or folder «{path}»."))
            }
            Failure::Input(path, e) => {
                let (path, why) = (path.display(), SystemError::from(e).reason(lang));
                lang.of(format!("Không đọc được «{path}»: {why}."), format!("«{path}» cannot be read: {why}."))
            }
            Failure::NothingToRead(_) => lang.of("Không có tệp nào để đọc: thư mục rỗng hoặc chỉ có tệp bị bỏ qua.", "There is nothing to read: the folder is empty or holds only files that are passed over.").to_owned(),
            Failure::NothingUsable(..) => lang.of("Không đọc được biểu nào trong các tệp, nên không có gì để làm.", "The form could not be read from any file, so there is nothing to work on.").to_owned(),
            Failure::NothingChecked(..) => lang.of("Không có số nào để kiểm tra: các bảng đều trống, nên không kết luận được gì.", "There was no figure to check: all tables are empty, so nothing can be concluded.").to_owned(),
            Failure::Round(RoundError::Unreadable(path, e)) => {
                let (path, why) = (path.display(), SystemError::from(e).reason(lang));
                lang.of(format!("Không đọc được «{path}»: {why}."), format!("«{path}» cannot be read: {why}."))
            }
            Failure::Round(RoundError::Wrong(e)) | Failure::Form(e) => e.in_lang(lang).to_string(),
            Failure::Round(RoundError::Several(a, b)) => {
                let (a, b) = (a.display(), b.display());
                lang.of(format!("Hai tệp phubieu.toml khác nhau: «{a}» và «{b}»."), format!("Two different round files: «{a}» and «{b}»."))
            }
            Failure::UnknownForm(name) => {
                let known = built_in::names().collect::<Vec<_>>().join(", ");
                lang.of(format!("Không có biểu mẫu «{name}». Các biểu có sẵn: {known}; hoặc ghi đường dẫn tệp .toml."), format!("There is no form «{name}». Built in: {known}; or name a .toml file."))
            }
            Failure::FormUnreadable(path, e) => {
                let (path, why) = (path.display(), SystemError::from(e).reason(lang));
                lang.of(format!("Không đọc được tệp biểu mẫu «{path}»: {why}."), format!("The form file «{path}» cannot be read: {why}."))
            }
            Failure::Template(path, e) => {
                let (path, why) = (path.display(), e.say(lang));
                lang.of(
                    format!("Không dùng được biểu trắng «{path}»: {why}"),
                    format!("The template «{path}» cannot be used: {why}"),
                )
            }
            Failure::Units(OverlayError::Unreadable { file, source }) => {
                let why = SystemError::from(source).reason(lang);
                lang.of(format!("Không đọc được tệp đơn vị «{file}»: {why}."), format!("The units file «{file}» cannot be read: {why}."))
            }
            Failure::Units(OverlayError::Line { file, line, said }) => {
                let said = said.in_lang(lang);
                lang.of(format!("Tệp đơn vị «{file}», dòng {line}: {said}."), format!("Units file «{file}», line {line}: {said}."))
            }
            Failure::Decisions(path, e) => {
                let path = path.display();
                let why = match e {
                    DecisionsError::Unreadable(finding) => finding.problem.words(lang).message,
                    DecisionsError::NoTable => lang.of("không có bảng với cột «Tệp» và «Giá trị đúng».", "it has no table with the columns «file» and «decision».").to_owned(),
                };
                lang.of(format!("Không dùng được tệp quyết định «{path}»: {why}"), format!("The decisions file «{path}» cannot be used: {why}"))
            }
            Failure::Previous(path) => {
                let path = path.display();
                lang.of(
                    format!("Không đọc được số của kỳ trước từ «{path}»: cần tệp --facts hoặc bảng tổng hợp của phubieu, hoặc chính các bản nộp kỳ trước."),
                    format!("No figures of the last period could be read from «{path}»: give facts or a consolidated workbook of phubieu, or that period's submissions themselves."),
                )
            }
            Failure::UnknownPlace(asked, era) => {
                let era = era.name(lang);
                lang.of(format!("Không có đơn vị «{asked}» trong danh mục {era}."), format!("There is no unit «{asked}» in the register of {era}."))
            }
            Failure::AmbiguousPlace(asked, candidates) => {
                let candidates = candidates.join("; ");
                lang.of(format!("«{asked}» khớp với nhiều đơn vị: {candidates}. Ghi mã hoặc thêm tên tỉnh."), format!("«{asked}» fits several units: {candidates}. Give the code or add the province."))
            }
            Failure::NoPlace(_) => lang.of("Không xác định được địa bàn từ các bản nộp. Ghi --under, ví dụ --under 066 hoặc --under \"huyện Na Rì\".", "The place cannot be told from the submissions. Give --under, such as --under 066.").to_owned(),
        }
    }

    /// The files that could be opened before the work ended.
    pub fn opened(&self) -> &[Opened] {
        match self {
            Failure::NothingUsable(_, opened) => opened,
            _ => &[],
        }
    }

    /// What was found before the work ended.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Failure::NothingToRead(findings)
            | Failure::NothingUsable(findings, _)
            | Failure::NothingChecked(findings, _)
            | Failure::NoPlace(findings) => findings,
            _ => &[],
        }
    }
}

/// Does what is asked.
///
/// # Errors
/// Why it could not be done at all; faults of single files, sheets and cells are findings.
pub fn run(request: &Request) -> Result<Run, Failure> {
    let from_file = round::settings(&request.inputs).map_err(Failure::Round)?;
    let settings = request.settings.clone().or(from_file);
    let mut findings = Vec::new();
    let not = settings.files().chain(request.not.iter().map(PathBuf::as_path)).map(Path::to_owned).collect::<Vec<_>>();
    let sources = walk::sources(&request.inputs, &not, &mut findings).map_err(|(path, e)| Failure::Input(path, e))?;
    if sources.is_empty() {
        return Err(Failure::NothingToRead(findings));
    }
    let previous = resolve_previous(&settings)?;
    let Forms { forms, named } = resolve_forms(settings.form, settings.template)?;
    let mut decisions = resolve_decisions(settings.decisions)?;
    let year = settings.period.as_ref().map(|p| p.value.year);
    let wanted = Wanted { forms: &forms.value, named, year };
    let ReadAll { mut submissions, mut opened } = submission::read_all(&sources, wanted, &mut findings);
    let mut forms = forms;
    if forms.origin == Origin::WorkedOut && !submissions.iter().any(|s| s.has_form || s.recognised) {
        // No form was named and none was recognised: what most submissions share is the form.
        if let Some(drawn) = drawing::from_submissions(&sources) {
            findings.clear();
            let _ = walk::sources(&request.inputs, &not, &mut findings);
            findings.push(Finding::at(crate::finding::Place::default(), drawn.told()));
            forms = Set { value: vec![drawn.form], origin: Origin::Drawn };
            let wanted = Wanted { forms: &forms.value, named: true, year };
            ReadAll { submissions, opened } = submission::read_all(&sources, wanted, &mut findings);
        }
    }
    if !submissions.iter().any(|s| s.has_form) {
        sort(&mut findings);
        return Err(Failure::NothingUsable(findings, opened));
    }
    keep_found(&mut forms.value, &mut submissions);
    let period = settings.period.or_else(|| period::commonest(&submissions).map(Set::worked_out));
    let era = resolve_era(settings.era, period.as_ref(), settings.under.as_ref());
    let mut register = Register::built_in(era.value);
    if let Some(units) = &settings.units {
        overlay::apply(&mut register, &units.value).map_err(Failure::Units)?;
    }
    let place = match settings.under {
        Some(under) => Some(Set { value: resolve_place(&register, &under.value)?, origin: under.origin }),
        None => place::covering(&register, &submissions).map(Set::worked_out),
    };
    let mut submissions = identity::identify(
        &register,
        place.as_ref().map(|p| p.value),
        period.as_ref().map(|p| p.value),
        submissions,
        &mut decisions,
        &mut findings,
    );
    decisions.apply(&forms.value, &mut submissions, &mut findings);
    let round = Round {
        forms: &forms.value,
        register: &register,
        period: period.as_ref().map(|p| p.value),
        previous: previous.as_ref(),
    };
    let mut checks = check::figures(&round, &mut submissions, &mut findings);
    check::count_files(&submissions, &findings, &mut checks);
    if checks.of_figures() == 0 {
        sort(&mut findings);
        return Err(Failure::NothingChecked(findings, opened));
    }
    decisions.accept(&mut submissions, &mut findings);
    check::severity::apply(&forms.value, &mut submissions, &mut findings);
    let mut totals = Vec::new();
    if request.consolidate {
        let Some(place) = &place else {
            sort(&mut findings);
            return Err(Failure::NoPlace(findings));
        };
        identity::report_missing(&register, place.value, &submissions, &mut findings);
        totals = consolidate::fold(&forms.value, &register, place.value, &submissions, &mut findings);
    }
    name_units(&register, &submissions, &mut findings);
    sort(&mut findings);
    // What is wrong with a file is wrong with every form in it, and is said once.
    findings.dedup();
    let mut findings = fold::fold(&forms.value, findings);
    // Those of the totals have their severity from the form too.
    check::severity::apply(&forms.value, &mut submissions, &mut findings);
    Ok(Run {
        forms,
        register,
        era,
        place,
        period,
        submissions,
        opened,
        totals,
        findings,
        checks,
        files: sources.len(),
        unused: settings.unused,
    })
}

impl Settings {
    /// The files that settings name; they are no submissions.
    fn files(&self) -> impl Iterator<Item = &Path> {
        [&self.units, &self.decisions, &self.template, &self.previous].into_iter().flatten().map(|s| s.value.as_path())
    }
}

/// The forms to look for.
struct Forms {
    forms: Set<Vec<Form>>,
    /// One form was named; else each sheet is recognised among them.
    named: bool,
}

/// The form named, those of the template, or all built-in ones.
fn resolve_forms(form: Option<Set<String>>, template: Option<Set<PathBuf>>) -> Result<Forms, Failure> {
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

/// Leaves only the forms that some submission is of.
fn keep_found(forms: &mut Vec<Form>, submissions: &mut [Submission]) {
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
fn resolve_previous(settings: &Settings) -> Result<Option<Previous>, Failure> {
    let Some(path) = settings.previous.as_ref().map(|p| &p.value) else { return Ok(None) };
    if !path.exists() {
        return Err(Failure::Input(path.clone(), std::io::ErrorKind::NotFound.into()));
    }
    if path.is_file()
        && let Some(facts) = Previous::read(path)
    {
        return if facts.is_empty() { Err(Failure::Previous(path.clone())) } else { Ok(Some(facts)) };
    }
    let earlier = Settings { period: None, previous: None, decisions: None, ..settings.clone() };
    let request = Request { inputs: vec![path.clone()], settings: earlier, ..Request::default() };
    let run = run(&request).map_err(|_| Failure::Previous(path.clone()))?;
    let previous = Previous::of_run(&run);
    if previous.is_empty() { Err(Failure::Previous(path.clone())) } else { Ok(Some(previous)) }
}

fn resolve_decisions(asked: Option<Set<PathBuf>>) -> Result<Decisions, Failure> {
    match asked {
        None => Ok(Decisions::default()),
        Some(path) => Decisions::read(&path.value).map_err(|e| Failure::Decisions(path.value, e)),
    }
}

/// The era asked for, or that of the period, or the one whose register knows the place; else today's.
fn resolve_era(asked: Option<Set<Era>>, period: Option<&Set<Period>>, under: Option<&Set<String>>) -> Set<Era> {
    if let Some(asked) = asked {
        return asked;
    }
    if let Some(period) = period {
        return Set { value: Era::of(period.value), origin: period.origin.clone() };
    }
    let known = under.and_then(|under| {
        Era::ALL.into_iter().rev().find(|era| matches!(find(&Register::built_in(*era), &under.value), Asked::One(_)))
    });
    Set { value: known.unwrap_or(Era::From2025), origin: Origin::WorkedOut }
}

fn resolve_place(register: &Register, asked: &str) -> Result<UnitIndex, Failure> {
    match find(register, asked) {
        Asked::One(unit) => Ok(unit),
        Asked::Several(units) => {
            Err(Failure::AmbiguousPlace(asked.to_owned(), units.iter().map(|u| register.full_name(*u)).collect()))
        }
        Asked::Nobody => Err(Failure::UnknownPlace(asked.to_owned(), register.era())),
    }
}

/// Names the unit in every finding about a file whose unit is known.
fn name_units(register: &Register, submissions: &[Identified], findings: &mut [Finding]) {
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

impl Previous {
    /// The figures of a run, to compare a later period with.
    fn of_run(run: &Run) -> Self {
        let form = |at: usize| run.forms.value.get(at).map(|f| f.name.clone());
        let of = |one: &Identified| {
            let (unit, form, period) =
                (run.register.code(one.unit?).to_owned(), form(one.submission.form)?, one.period);
            let key = move |row: &str, column: &str| (form.clone(), row.to_owned(), column.to_owned(), unit.clone());
            let value = move |f: &crate::reading::Fact| Some((key(&f.row, &f.column), period, f.state.value()?));
            Some(one.submission.facts.iter().filter_map(value).collect::<Vec<_>>())
        };
        Self::of_figures(run.submissions.iter().filter(|s| s.counts).filter_map(of).flatten())
    }
}

impl Run {
    /// The findings about each file, made once for whoever goes through all files.
    pub fn findings_by_file(&self) -> HashMap<&str, Vec<&Finding>> {
        let mut by_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for finding in self.findings.iter().flat_map(Finding::all) {
            if let Some(file) = finding.place.file.as_deref() {
                by_file.entry(file).or_default().push(finding);
            }
        }
        by_file
    }

    /// How many findings about each file stand in the list on their own: what is folded under them is counted
    /// with them, so that the counts of the files, and of what is about none, come to that of the list.
    pub fn tallies_by_file(&self) -> HashMap<&str, Tally> {
        let mut by_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for finding in &self.findings {
            by_file.entry(finding.place.file.as_deref().unwrap_or_default()).or_default().push(finding);
        }
        by_file.into_iter().map(|(file, findings)| (file, Tally::of(findings))).collect()
    }
}
