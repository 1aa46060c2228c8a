//! The command line: arguments as typed become a request, the library does the work, and one place
//! ([`ui`]) prints.
//!
//! One file a command (`check`, `consolidate`, `normalise`, …); [`args`] are the arguments of all of them,
//! `values` what single ones may be and `wildcard` the names that no shell of Windows puts in the place of
//! `*.xlsx`. `outputs` says where machine-readable results go, `progress` shows how far the work has come,
//! and `usage` is the help, in the language asked for.

mod annotate;
mod args;
mod check;
mod consolidate;
mod explain;
mod form;
mod normalise;
mod outputs;
mod progress;
mod rollup;
mod template;
mod ui;
mod units;
mod usage;
mod values;
mod verify;
mod wildcard;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::intake::{self, child, limits};
use crate::publish::atomic;
use crate::system_error::SystemError;

use args::{Command, Shared};
use ui::Ui;

/// How a command ended; the numbers are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Done.
    Done = 0,
    /// Errors were found.
    ErrorsFound = 1,
    /// The work could not be done.
    Failed = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(status as u8)
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    quiet_contained_panics();
    let mut args = match usage::parsed() {
        Ok(args) => args,
        Err(status) => return status,
    };
    if cfg!(windows) {
        let inputs = args.command.as_mut().map_or(Some(&mut args.paths), Command::inputs);
        inputs.into_iter().for_each(|inputs| *inputs = wildcard::expanded(inputs));
    }
    let (lang, quiet) = (args.shared.lang.into(), args.shared.quiet);
    // Without a handler an interruption would leave what is being written; that is all it is for.
    let _ = ctrlc::set_handler(move || {
        atomic::abandon();
        ui::interrupted(lang, quiet);
        std::process::exit(130);
    });
    let mut ui = Ui::new(&args.shared);
    limits::set(args.shared.limits());
    if let Ok(program) = std::env::current_exe() {
        child::set_reader(program);
    }
    if let Some(jobs) = args.shared.jobs {
        // Fails only if a pool is there already.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
    let status = match args.command {
        Some(Command::Consolidate(command)) => consolidate::run(&command, &args.shared, &mut ui),
        Some(Command::Check(command)) => check::run(&command, &args.shared, &mut ui),
        Some(Command::Normalise(command)) => normalise::run(&command, &args.shared, &mut ui),
        Some(Command::Template(command)) => template::run(&command, &args.shared, &mut ui),
        Some(Command::Form(command)) => form::run(&command, &args.shared, &mut ui),
        Some(Command::Units(command)) => units::run(&command, &mut ui),
        Some(Command::Rollup(command)) => rollup::run(&command, &args.shared, &mut ui),
        Some(Command::Verify(command)) => verify::run(&command, &mut ui),
        Some(Command::Explain(command)) => explain::run(&command, &mut ui),
        Some(Command::ReadDoubtful) => read_doubtful(&mut ui),
        None => {
            let status = dropped(&args.paths, &args.shared, &mut ui);
            ui.keep_window();
            status
        }
    };
    // What was asked for and could not be printed was not done.
    if ui.is_cut_off() { Status::Failed.into() } else { status.into() }
}

/// Does what is meant by paths without a command, one after the other. Where one is missing only that is told: it may be
/// a command that was typed wrong.
fn dropped(paths: &[PathBuf], shared: &Shared, ui: &mut Ui) -> Status {
    if paths.is_empty() {
        ui.help();
        return Status::Failed;
    }
    let missing = paths.iter().find(|path| !path.exists());
    let meant = missing.map_or(paths, std::slice::from_ref);
    let statuses = meant.iter().map(|path| match path.is_dir() {
        true => consolidate::dropped(path, shared, ui),
        false => check::dropped(path, shared, ui),
    });
    statuses.max().unwrap_or(Status::Failed)
}

/// The whole path of something. The one that Windows gives is meant for programs (`\\?\C:\…`): people are not shown it,
/// and Explorer does not take it.
fn whole(path: &Path) -> PathBuf {
    let whole = if cfg!(windows) { std::path::absolute(path) } else { std::fs::canonicalize(path) };
    whole.unwrap_or_else(|_| path.to_owned())
}

/// Reads one doubtful file from standard input, for the process that started this one.
fn read_doubtful(ui: &mut Ui) -> Status {
    match child::serve(limits::current()).and_then(|bytes| ui.try_result(&bytes)) {
        Ok(()) => Status::Done,
        Err(error) => {
            ui.fail(SystemError::from(&error).reason(ui.lang()));
            Status::Failed
        }
    }
}

/// A panic inside a library while it reads a file becomes a finding about the file; its trace would
/// only frighten.
pub(crate) fn quiet_contained_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !intake::is_contained(info) {
            usual(info);
        }
    }));
}
