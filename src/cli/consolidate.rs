//! `phubieu consolidate INPUT... -o OUT.xlsx`

use std::path::{Path, PathBuf};

use crate::finding::{Severity, Tally};
use crate::run::Run;

use super::args::{ConsolidateArgs, ResultArgs, RoundArgs, SendingArgs, Shared};
use super::outputs::{Also, produce};
use super::ui::Ui;
use super::{Status, whole};

pub fn run(args: &ConsolidateArgs, shared: &Shared, ui: &mut Ui) -> Status {
    let output = Also::Consolidated(&args.output);
    let settings = args.sending.complete(args.round.settings());
    let produced = produce(output, &args.inputs, settings, &args.results, shared, Severity::Warning, ui);
    let Some(run) = produced else { return Status::Failed };
    conclude(&run, &args.output, ui);
    if args.results.strict && Tally::of(&run.findings).errors > 0 { Status::ErrorsFound } else { Status::Done }
}

fn conclude(run: &Run, output: &Path, ui: &mut Ui) {
    let units = run.place.as_ref().map(|p| run.register.communes(p.value)).unwrap_or_default();
    let whole = run.whole_units();
    let counted = units.iter().filter(|unit| whole.contains(unit)).count();
    let (all, files, output) = (units.len(), run.files, output.display());
    let sentence = ui.lang().of(
        format!("Đã đọc {files} tệp, tổng hợp {counted}/{all} đơn vị, ghi vào «{output}»."),
        format!("{files} files read, {counted} of {all} units consolidated, written to «{output}»."),
    );
    if counted == all { ui.good(&sentence) } else { ui.bad(&sentence) }
}

/// A folder dropped on the program: the result stands beside it, under a name that is free.
pub fn dropped(folder: &Path, shared: &Shared, ui: &mut Ui) -> Status {
    let output = free_name(folder, "tong-hop");
    let args = ConsolidateArgs {
        inputs: vec![folder.to_owned()],
        output,
        round: RoundArgs::default(),
        sending: SendingArgs::default(),
        results: ResultArgs::default(),
    };
    run(&args, shared, ui)
}

/// `X-tong-hop.xlsx` beside X, with a number where that is taken.
pub fn free_name(beside: &Path, what: &str) -> PathBuf {
    let whole = whole(beside);
    let stem = whole.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = beside
        .parent()
        .filter(|p| !p.as_os_str().is_empty() && beside.file_name().is_some())
        .map_or_else(|| whole.parent().unwrap_or(Path::new(".")).to_owned(), Path::to_owned);
    let first = folder.join(format!("{stem}-{what}.xlsx"));
    if !first.exists() {
        return first;
    }
    (2..).map(|n| folder.join(format!("{stem}-{what}-{n}.xlsx"))).find(|p| !p.exists()).unwrap_or(first)
}
