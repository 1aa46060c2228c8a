//! Where the machine-readable results go.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use crate::finding::{Lang, Severity};
use crate::form::Form;
use crate::intake::{Workbook, walk};
use crate::own_output;
use crate::pipeline::{self, Failure, Request, verify};
use crate::progress::{Progress, Stage};
use crate::publish::atomic::{Out, Staged, Unwritten, WriteError};
#[cfg(feature = "parquet")]
use crate::publish::parquet;
use crate::publish::records::{self, Ending};
use crate::publish::{PublishError, html, rows, workbook};
use crate::record::Record;
use crate::rollup::{self, Rollup, RollupRequest, again};
use crate::round::{self, Settings};
use crate::run::Run;
use crate::submission;

use super::annotate;
use super::args::{ResultArgs, Shared};
use super::ui::Ui;

/// What a result holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// The consolidated workbook.
    Workbook,
    Facts,
    Totals,
    Findings,
}

/// Results to be written, each with its reserved place or standard output.
struct Outputs {
    staged: Staged,
    wanted: Vec<(Content, Ending, Option<usize>)>,
    /// The folder of facts for a warehouse.
    dataset: Option<usize>,
    paths: Vec<PathBuf>,
    /// Results of this program in a folder that is read, over which some are to be written.
    over: Vec<(Content, PathBuf)>,
}

/// What a command makes besides the results that every command can.
#[derive(Debug, Clone, Copy)]
pub enum Also<'a> {
    /// Nothing.
    Nothing,
    /// The consolidated workbook.
    Consolidated(&'a Path),
    /// A folder that is written after the run; what lies in it is no submission.
    Folder(&'a Path),
}

/// Reserves the results, does the work and writes them; what keeps any of it from being done is told.
pub fn produce(
    also: Also<'_>,
    inputs: &[PathBuf],
    settings: Settings,
    results: &ResultArgs,
    shared: &Shared,
    least: Severity,
    ui: &mut Ui,
) -> Option<Run> {
    let (consolidated, folder) = match also {
        Also::Nothing => (None, None),
        Also::Consolidated(path) => (Some(path), None),
        Also::Folder(folder) => (None, Some(folder)),
    };
    let read = read(inputs, &settings);
    let outputs = Outputs::prepare(consolidated, &read, results, shared.force).map_err(|e| e.tell(ui)).ok()?;
    let request = Request {
        inputs: inputs.to_vec(),
        settings,
        not: outputs.paths().iter().map(PathBuf::as_path).chain(folder).map(Path::to_owned).collect(),
        // Totals are made where they are asked for.
        consolidate: consolidated.is_some() || results.totals.is_some(),
        // Who checks its own files before sending is not told of others.
        alone: consolidated.is_none() && inputs.iter().all(|input| input.is_file()),
        ..Request::default()
    };
    let watched = ui.watch(&request.progress);
    let run = pipeline::run(&request);
    drop(watched);
    let run = match run {
        Ok(run) => run,
        Err(failure) => {
            // Whoever sent what cannot be used is to see why, in the file.
            if let Some(folder) = folder.filter(|_| !failure.opened().is_empty()) {
                annotate::give_back(failure.opened(), failure.findings(), folder, shared.force, ui);
            }
            ui.failure(&failure);
            drop(outputs);
            findings_alone(&failure, &read, results, shared, ui);
            return None;
        }
    };
    if let Some(path) = outputs.over_an_input(Some(&run), false) {
        tell_input(path, ui);
        return None;
    }
    ui.settings(&run);
    // Who consolidates reads the findings in the workbook; who checks mends the cells now.
    ui.findings_of(&run, least, consolidated.is_none());
    let lang = ui.lang();
    let made = |content, ending, out: &mut dyn Out| make(&run, content, ending, lang, out);
    outputs.write(made, &[&run], ui).map_err(|e| e.tell(ui)).ok()?;
    // How many checks were made stands here, before what they found.
    ui.tally(&run.findings);
    ui.say(run.checks.words(ui.lang()));
    Some(run)
}

/// Does the same for a roll-up.
pub fn produce_rollup(
    output: &Path,
    mut request: RollupRequest,
    shares: Option<&Path>,
    results: &ResultArgs,
    shared: &Shared,
    ui: &mut Ui,
) -> Option<Rollup> {
    let mut read = read(&request.inputs, &request.settings);
    read.extend(shares.map(Path::to_owned));
    let outputs = Outputs::prepare(Some(output), &read, results, shared.force).map_err(|e| e.tell(ui)).ok()?;
    request.not = outputs.paths().to_vec();
    let watched = ui.watch(&request.progress);
    let rolled = rollup::run(&request);
    drop(watched);
    let rolled = match rolled {
        Ok(rolled) => rolled,
        Err(failure) => {
            ui.failure(&failure);
            drop(outputs);
            findings_alone(&failure, &read, results, shared, ui);
            return None;
        }
    };
    if let Some(path) = outputs.over_an_input(rolled.periods.last().map(|last| &last.then), true) {
        tell_input(path, ui);
        return None;
    }
    ui.findings(&rolled.findings, Severity::Warning);
    let lang = ui.lang();
    let facts = || rolled.periods.iter().flat_map(|p| rows::facts(&p.then));
    let totals = || rolled.periods.iter().flat_map(|p| rows::totals(p.shown()));
    let made = |content, ending, out: &mut dyn Out| match (content, ending, rolled.periods.last()) {
        (Content::Workbook, ..) => workbook::write_rolled_up(&rolled, lang, out),
        (Content::Facts, Ending::Json, _) => records::json("facts", facts(), &mut *out),
        (Content::Facts, Ending::Jsonl, _) => records::jsonl(facts(), &mut *out),
        #[cfg(feature = "parquet")]
        (Content::Facts, Ending::Parquet, _) => put(out, parquet::facts(facts())?),
        #[cfg(feature = "parquet")]
        (Content::Totals, Ending::Parquet, _) => put(out, parquet::totals(totals())?),
        (Content::Facts, ..) => records::facts_csv(facts(), &mut *out),
        (Content::Totals, Ending::Json, _) => records::json("totals", totals(), &mut *out),
        (Content::Totals, Ending::Jsonl, _) => records::jsonl(totals(), &mut *out),
        (Content::Totals, ..) => put(out, records::csv(own_output::TOTALS, totals())?),
        // The last period's list is that of all.
        (Content::Findings, _, Some(last)) => make(&last.then, content, ending, lang, out),
        (Content::Findings, _, None) => Ok(()),
    };
    let runs: Vec<&Run> = rolled.periods.iter().map(|p| &p.then).collect();
    outputs.write(made, &runs, ui).map_err(|e| e.tell(ui)).ok()?;
    ui.tally(&rolled.findings);
    Some(rolled)
}

/// Writes what was found where nothing could be made of it: who asked for the findings is to see in them why.
fn findings_alone(failure: &Failure, inputs: &[PathBuf], results: &ResultArgs, shared: &Shared, ui: &mut Ui) {
    let only = ResultArgs { findings: results.findings.clone(), ..ResultArgs::default() };
    if only.findings.is_none() || failure.findings().is_empty() {
        return;
    }
    let run = Run::of_findings(failure.findings().to_vec());
    let lang = ui.lang();
    let made = |content, ending, out: &mut dyn Out| make(&run, content, ending, lang, out);
    let written = Outputs::prepare(None, inputs, &only, shared.force).and_then(|outputs| {
        match outputs.over_an_input(None, false).map(Path::to_owned) {
            Some(path) => Err(OutputError::Input(path)),
            None => outputs.write(made, &[&run], ui),
        }
    });
    if let Err(error) = written {
        error.tell(ui);
    }
}

/// Everything that is read: the inputs, and the files that the flags and the round file name.
fn read(inputs: &[PathBuf], settings: &Settings) -> Vec<PathBuf> {
    // What is wrong with a round file is told when it is used.
    let found = round::found(inputs).unwrap_or_default();
    let named = found.iter().map(|one| &one.settings).chain([settings]).flat_map(Settings::files).map(Path::to_owned);
    let round = inputs.iter().map(|input| input.join(walk::ROUND_FILE)).filter(|file| file.is_file());
    inputs.iter().cloned().chain(named).chain(round).collect()
}

/// Tells whether a file is an input: named as one, or in a folder that is one and no result of an
/// earlier run.
pub(super) fn is_input(path: &Path, inputs: &[PathBuf]) -> bool {
    let Ok(whole) = std::fs::canonicalize(path) else { return false };
    let given = |input: &PathBuf| std::fs::canonicalize(input).is_ok_and(|i| i == whole);
    if inputs.iter().any(given) {
        return true;
    }
    is_inside(path, inputs) && !submission::is_own_result(&whole)
}

/// Tells whether a file is there and lies in a folder that is an input.
fn is_inside(path: &Path, inputs: &[PathBuf]) -> bool {
    let Ok(whole) = std::fs::canonicalize(path) else { return false };
    let inside = |input: &PathBuf| std::fs::canonicalize(input).is_ok_and(|i| i.is_dir() && whole.starts_with(&i));
    inputs.iter().any(inside) && whole.is_file()
}

/// Says that a result would be written over what is read.
pub(super) fn tell_input(path: &Path, ui: &mut Ui) {
    let path = path.display();
    ui.fail(ui.lang().of(
        format!("«{path}» là tệp đầu vào, không được ghi đè. Đặt tên khác cho kết quả."),
        format!("«{path}» is an input and is not written over. Choose another name for the result."),
    ));
}

/// Why the results could not be prepared or written.
enum OutputError {
    /// An ending that the result cannot have.
    Ending(PathBuf, &'static str),
    /// This program was built without Parquet.
    NoParquet(PathBuf),
    /// The result would be written over what is read.
    Input(PathBuf),
    /// The disk.
    Write(WriteError),
    /// The result could not be made.
    Publish(PublishError),
}

impl Outputs {
    /// Reserves a place for every result, so that what cannot be written is told before the work.
    fn prepare(
        consolidated: Option<&Path>,
        inputs: &[PathBuf],
        results: &ResultArgs,
        force: bool,
    ) -> Result<Self, OutputError> {
        let mut outputs =
            Self { staged: Staged::new(force), wanted: Vec::new(), dataset: None, paths: Vec::new(), over: Vec::new() };
        let rows = [Ending::Csv, Ending::Json, Ending::Jsonl, Ending::Parquet];
        let wanted = [
            (consolidated, Content::Workbook, &[Ending::Xlsx][..], ".xlsx"),
            (results.facts.as_deref(), Content::Facts, &rows, ROWS_NAMED),
            (results.totals.as_deref(), Content::Totals, &rows, ROWS_NAMED),
            (
                results.findings.as_deref(),
                Content::Findings,
                &[Ending::Json, Ending::Jsonl, Ending::Csv, Ending::Html, Ending::Xlsx],
                ".json, .jsonl, .csv, .html, .xlsx",
            ),
        ];
        for (path, content, endings, named) in wanted {
            let Some(path) = path else { continue };
            if path == Path::new("-") && content != Content::Workbook {
                // One behind the other they would be neither.
                if outputs.wanted.iter().any(|(.., at)| at.is_none()) {
                    return Err(OutputError::Write(WriteError::Twice(path.to_owned())));
                }
                let ending = if content == Content::Findings { Ending::Json } else { Ending::Csv };
                outputs.wanted.push((content, ending, None));
                continue;
            }
            let ending = Ending::of(path)
                .filter(|e| endings.contains(e))
                .ok_or_else(|| OutputError::Ending(path.to_owned(), named))?;
            if ending == Ending::Parquet && !cfg!(feature = "parquet") {
                return Err(OutputError::NoParquet(path.to_owned()));
            }
            if outputs.paths.iter().any(|p| p == path) {
                return Err(OutputError::Write(WriteError::Twice(path.to_owned())));
            }
            if is_input(path, inputs) {
                return Err(OutputError::Input(path.to_owned()));
            }
            if is_inside(path, inputs) {
                outputs.over.push((content, path.to_owned()));
            }
            if ending == Ending::Parquet && content == Content::Facts && is_folder_name(path) {
                let at = outputs.staged.reserve_folder(path, DATASET_MARK).map_err(OutputError::Write)?;
                outputs.dataset = Some(at);
                outputs.paths.push(path.to_owned());
                continue;
            }
            let at = outputs.staged.reserve(path).map_err(OutputError::Write)?;
            outputs.wanted.push((content, ending, Some(at)));
            outputs.paths.push(path.to_owned());
        }
        Ok(outputs)
    }

    /// A consolidated workbook that would be written over and is not what this run, a roll-up or not, made earlier: one of
    /// another place, of other forms, of another kind has figures that are nowhere else.
    fn over_an_input(&self, run: Option<&Run>, is_rolled_up: bool) -> Option<&Path> {
        let is_earlier = |book: &Workbook, record: &Record, run: &Run| {
            let place = run.place.as_ref().map(|place| run.register.code(place.value));
            let has = |form: &Form| run.forms.value.iter().any(|own| own.name == form.name);
            again::is_one(book) == is_rolled_up
                && record.era == run.era.value
                && place == Some(record.place.as_str())
                && (record.forms.is_empty() || record.forms.iter().any(has))
        };
        let is_input = |(content, path): &&(Content, PathBuf)| match verify::open(path) {
            Ok((book, record)) => {
                *content != Content::Workbook || !run.is_some_and(|run| is_earlier(&book, &record, run))
            }
            Err(_) => false,
        };
        self.over.iter().find(is_input).map(|(_, path)| path.as_path())
    }

    /// The files that will be written; they are no submissions.
    fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Makes every result, and puts them in place together.
    fn write(
        mut self,
        make: impl Fn(Content, Ending, &mut dyn Out) -> Result<(), PublishError>,
        runs: &[&Run],
        ui: &mut Ui,
    ) -> Result<(), OutputError> {
        let progress = Progress::default();
        progress.begin(Stage::Writing, 0);
        let watched = ui.watch(&progress);
        let mut printed = Vec::new();
        for (inside, bytes) in dataset(runs, self.dataset).map_err(OutputError::Publish)? {
            let at = self.dataset.unwrap_or_default();
            self.staged.write_into(at, &inside, &bytes).map_err(OutputError::Write)?;
        }
        for (content, ending, at) in std::mem::take(&mut self.wanted) {
            match at {
                Some(at) => self.staged.write_with(at, |out| make(content, ending, out)).map_err(|e| match e {
                    Unwritten::Made(e) => OutputError::Publish(e),
                    Unwritten::System(e) => OutputError::Write(e),
                })?,
                None => {
                    let mut bytes = Cursor::new(Vec::new());
                    make(content, ending, &mut bytes).map_err(OutputError::Publish)?;
                    printed.push(bytes.into_inner());
                }
            }
        }
        drop(watched);
        for bytes in printed {
            ui.try_result(&bytes).map_err(|e| OutputError::Write(WriteError::System("-".into(), e)))?;
        }
        self.staged.commit().map_err(OutputError::Write)
    }
}

/// The endings of rows that this program can write.
#[cfg(feature = "parquet")]
const ROWS_NAMED: &str = ".csv, .json, .jsonl, .parquet";
#[cfg(not(feature = "parquet"))]
const ROWS_NAMED: &str = ".csv, .json, .jsonl";

/// The file by which a folder of facts is known again.
const DATASET_MARK: &str = "SCHEMA.md";

/// Tells whether a name is meant for a folder: it ends with a stroke.
fn is_folder_name(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(['/', '\\'])
}

/// The files of the folder of facts, where one is asked for.
#[cfg(feature = "parquet")]
fn dataset(runs: &[&Run], wanted: Option<usize>) -> Result<Vec<(String, Vec<u8>)>, PublishError> {
    wanted.map_or(Ok(Vec::new()), |_| parquet::dataset(runs))
}

/// Without the feature none can be asked for.
#[cfg(not(feature = "parquet"))]
fn dataset(_: &[&Run], _: Option<usize>) -> Result<Vec<(String, Vec<u8>)>, PublishError> {
    Ok(Vec::new())
}

/// Writes what is made whole.
fn put(out: &mut dyn Out, bytes: Vec<u8>) -> Result<(), PublishError> {
    out.write_all(&bytes).map_err(|e| PublishError::Csv(e.into()))
}

fn make(run: &Run, content: Content, ending: Ending, lang: Lang, out: &mut dyn Out) -> Result<(), PublishError> {
    let findings = || rows::findings(&run.findings, lang);
    match (content, ending) {
        (Content::Workbook, _) => workbook::write_consolidated(run, lang, out),
        (Content::Facts, Ending::Json) => records::json("facts", rows::facts(run), &mut *out),
        (Content::Facts, Ending::Jsonl) => records::jsonl(rows::facts(run), &mut *out),
        #[cfg(feature = "parquet")]
        (Content::Facts, Ending::Parquet) => put(out, parquet::facts(rows::facts(run))?),
        #[cfg(feature = "parquet")]
        (Content::Totals, Ending::Parquet) => put(out, parquet::totals(rows::totals(run))?),
        (Content::Facts, _) => records::facts_csv(rows::facts(run), &mut *out),
        (Content::Totals, Ending::Json) => records::json("totals", rows::totals(run), &mut *out),
        (Content::Totals, Ending::Jsonl) => records::jsonl(rows::totals(run), &mut *out),
        (Content::Totals, _) => put(out, records::csv(own_output::TOTALS, rows::totals(run))?),
        (Content::Findings, Ending::Csv) => {
            let header = [own_output::FINDINGS, &[own_output::UNDER]].concat();
            put(out, records::csv(&header, rows::flat_findings(&run.findings, lang))?)
        }
        (Content::Findings, Ending::Jsonl) => records::jsonl(findings(), &mut *out),
        (Content::Findings, Ending::Html) => put(out, html::page(run, lang).into_bytes()),
        (Content::Findings, Ending::Xlsx) => put(out, workbook::findings_alone(run, lang)?),
        (Content::Findings, _) => {
            records::json_and("findings", findings(), Some(("checks", rows::checks(run))), &mut *out)
        }
    }
}

impl OutputError {
    /// Says what went wrong.
    fn tell(&self, ui: &mut Ui) {
        let lang = ui.lang();
        match self {
            OutputError::Write(error) => ui.write_error(error),
            OutputError::Ending(path, endings) => {
                let path = path.display();
                ui.fail(lang.of(
                    format!("Tệp kết quả «{path}» phải có đuôi {endings}."),
                    format!("The result «{path}» must end in {endings}."),
                ));
            }
            OutputError::NoParquet(path) => {
                let path = path.display();
                ui.fail(lang.of(
                    format!("Bản phubieu này không ghi được «{path}»: dựng lại với --features parquet, hoặc dùng .csv, .jsonl."),
                    format!("This phubieu cannot write «{path}»: build it with --features parquet, or use .csv or .jsonl."),
                ));
            }
            OutputError::Input(path) => tell_input(path, ui),
            OutputError::Publish(PublishError::Stopped(said)) => {
                let folder = std::env::temp_dir();
                let folder = folder.display();
                ui.fail(lang.of(
                    format!("Không ghi được kết quả: ghi bảng tính bị dừng giữa chừng, thường vì đĩa đầy hoặc không ghi được vào thư mục tạm «{folder}» ({said})."),
                    format!("The result cannot be written: writing the workbook stopped, mostly because a disk is full or the temporary folder «{folder}» cannot be written ({said})."),
                ));
            }
            OutputError::Publish(e) => {
                ui.fail(lang.of(format!("Không tạo được kết quả: {e}."), format!("The result could not be made: {e}.")))
            }
        }
    }
}
