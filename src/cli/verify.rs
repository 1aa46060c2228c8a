//! `phubieu verify OUT.xlsx [INPUT...]`

use crate::finding::{Code, Finding, Problem, Severity, record};
use crate::pipeline::verify::{VerifyError, verify};
use crate::vietnamese::number::Vietnamese;

use super::Status;
use super::args::VerifyArgs;
use super::ui::Ui;

pub fn run(args: &VerifyArgs, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let verified = match verify(&args.workbook, &args.inputs) {
        Ok(verified) => verified,
        Err(error) => {
            tell(&error, args, ui);
            return Status::Failed;
        }
    };
    ui.findings(&verified.findings, Severity::Note);
    let number = |n: usize| Vietnamese(n.into()).to_string();
    let (visible, sources) = (number(verified.visible), number(verified.sources));
    ui.say(lang.of(
        format!("Đã đối chiếu {visible} số trên các trang với số liệu, {sources} số liệu với bản nộp."),
        format!(
            "{visible} visible figures were held against the sheet of figures, {sources} figures of that sheet against submissions."
        ),
    ));
    // A sheet under another name was looked at there.
    let renamed =
        |f: &Finding| matches!(&f.problem, Problem::Record(record::Problem::SheetMissing { renamed: Some(_), .. }));
    let differ = verified.findings.iter().filter(|f| f.severity() != Severity::Note && !renamed(f)).count();
    if differ > 0 {
        ui.bad(
            &lang.of(format!("KHÔNG KHỚP: {} chỗ.", number(differ)), format!("DIFFERS in {} places.", number(differ))),
        );
        return Status::ErrorsFound;
    }
    if verified.findings.iter().any(|f| f.code() == Code::NotVerified) {
        ui.good(lang.of(
            "KHỚP ở những trang đã kiểm; các trang nêu ở PB720 chưa kiểm được.",
            "AGREES on the sheets that were looked at; those that PB720 names were not.",
        ));
        return Status::Done;
    }
    ui.good(lang.of("KHỚP: mọi số trên bảng là số tính được.", "AGREES: every figure is what it comes to."));
    ui.say(lang.of(
        "Chữ ở các trang số liệu và «Tổng quan» cũng được đối chiếu, trừ câu «(!) …: xem trang «Phát hiện»»; các trang «Phát hiện», «Tình hình nộp» thì không.",
        "The words on the sheets of figures and on «Overview» were looked at too, but for sentences «(!) …: see the sheet «Findings»»; the sheets «Findings» and «Submissions» were not.",
    ));
    Status::Done
}

/// Says why a workbook cannot be looked into.
pub(super) fn tell(error: &VerifyError, args: &VerifyArgs, ui: &mut Ui) {
    let lang = ui.lang();
    let path = args.workbook.display();
    match error {
        VerifyError::Unreadable(finding) => ui.fail(format!("«{path}»: {}", finding.words(lang).message)),
        VerifyError::NoRecord => ui.fail(lang.of(
            format!(
                "«{path}» không phải bảng tổng hợp có ghi nguồn số liệu (trang «Số liệu» và «Nguồn» do phubieu ghi)."
            ),
            format!("«{path}» is no consolidated workbook that records where its figures came from."),
        )),
        VerifyError::Failed(failure) => ui.failure(failure),
    }
}
