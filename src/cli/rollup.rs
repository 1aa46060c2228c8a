//! `phubieu rollup INPUT... -o OUT.xlsx`

use crate::finding::Tally;
use crate::rollup::RollupRequest;
use crate::rollup::shares::{self, SharesError};

use super::Status;
use super::args::{RollupArgs, Shared};
use super::outputs::produce_rollup;
use super::ui::Ui;

pub fn run(args: &RollupArgs, shared: &Shared, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let shares = match args.shares.as_deref().map(shares::read).transpose() {
        Ok(shares) => shares.unwrap_or_default(),
        Err(error) => {
            let path = args.shares.as_deref().map(|p| p.display().to_string()).unwrap_or_default();
            ui.fail(match error {
                SharesError::Unreadable => lang
                    .of(format!("Không đọc được tệp tỷ lệ «{path}»."), format!("The shares «{path}» cannot be read.")),
                SharesError::Line { line, said } => {
                    let said = said.in_lang(lang);
                    lang.of(
                        format!("Tệp tỷ lệ «{path}», dòng {line}: {said}."),
                        format!("Shares «{path}», line {line}: {said}."),
                    )
                }
            });
            return Status::Failed;
        }
    };
    let request = RollupRequest {
        inputs: args.inputs.clone(),
        settings: args.round.settings(),
        shares,
        depth: args.depth,
        ..RollupRequest::default()
    };
    let rolled = produce_rollup(&args.output, request, args.shares.as_deref(), &args.results, shared, ui);
    let Some(rolled) = rolled else { return Status::Failed };
    let periods: Vec<String> = rolled.periods.iter().map(|p| p.period.named(lang)).collect();
    let (periods, output) = (periods.join(", "), args.output.display());
    ui.good(&lang.of(
        format!("Đã lũy kế các kỳ {periods}, ghi vào «{output}»."),
        format!("Rolled up {periods}, written to «{output}»."),
    ));
    if args.results.strict && Tally::of(&rolled.findings).errors > 0 { Status::ErrorsFound } else { Status::Done }
}
