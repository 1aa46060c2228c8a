//! `phubieu check INPUT...`

use std::path::Path;

use crate::finding::{Severity, Tally};
use crate::lang::counted;

use super::Status;
use super::annotate;
use super::args::{CheckArgs, ResultArgs, RoundArgs, Shared};
use super::consolidate::free_name;
use super::outputs::{Also, produce};
use super::ui::Ui;

pub fn run(args: &CheckArgs, shared: &Shared, ui: &mut Ui) -> Status {
    let prepared = args.annotate.as_deref().map(|folder| annotate::prepare(folder, &args.inputs)).transpose();
    let _made = match prepared {
        Ok(made) => made,
        Err(refused) => {
            refused.tell(ui);
            return Status::Failed;
        }
    };
    let also = args.annotate.as_deref().map_or(Also::Nothing, Also::Folder);
    let produced = produce(also, &args.inputs, args.round.settings(), &args.results, shared, Severity::Note, ui);
    let Some(run) = produced else { return Status::Failed };
    if let Some(folder) = &args.annotate
        && !annotate::give_back(&run.opened, &run.findings, folder, shared.force, ui)
    {
        return Status::Failed;
    }
    let Tally { errors, warnings, .. } = Tally::of(&run.findings);
    let lang = ui.lang();
    if errors > 0 {
        ui.bad(&lang.of(
            format!("CHƯA GỬI ĐƯỢC: còn {errors} lỗi phải sửa."),
            format!("NOT READY TO SEND: mend {} first.", counted(errors, "error")),
        ));
        return Status::ErrorsFound;
    }
    let look = match warnings {
        0 => String::new(),
        n => lang.of(
            format!(" Nên xem lại {n} cảnh báo trước khi gửi."),
            format!(" Look at {} first.", counted(n, "warning")),
        ),
    };
    ui.good(&lang.of(format!("CÓ THỂ GỬI: không có lỗi.{look}"), format!("READY TO SEND: no errors.{look}")));
    Status::Done
}

/// A file dropped on the program: its findings stand beside it as a workbook.
pub fn dropped(file: &Path, shared: &Shared, ui: &mut Ui) -> Status {
    let findings = file.exists().then(|| free_name(file, "phat-hien"));
    let args = CheckArgs {
        inputs: vec![file.to_owned()],
        annotate: None,
        round: RoundArgs::default(),
        results: ResultArgs { findings: findings.clone(), ..ResultArgs::default() },
    };
    let status = run(&args, shared, ui);
    if let Some(findings) = findings.filter(|f| f.exists()) {
        let path = findings.display();
        ui.say(ui.lang().of(format!("Danh sách phát hiện: «{path}»."), format!("The findings: «{path}».")));
    }
    status
}
