//! `phubieu explain CODE`

use crate::finding::Code;

use super::Status;
use super::args::ExplainArgs;
use super::ui::Ui;

pub fn run(args: &ExplainArgs, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let Some(asked) = &args.code else {
        let lines: String = Code::ALL
            .iter()
            .map(|c| format!("{}  {:<9}  {}\n", c.id(), c.severity().name(lang), c.title(lang)))
            .collect();
        ui.result(lines.as_bytes());
        return Status::Done;
    };
    match Code::parse(asked) {
        Some(code) => {
            let text = format!(
                "{} · {} · {}\n\n{}\n",
                code.id(),
                code.severity().name(lang),
                code.title(lang),
                code.explanation(lang)
            );
            ui.result(text.as_bytes());
            Status::Done
        }
        None => {
            ui.fail(lang.of(
                format!("Không có mã «{asked}». Chạy «phubieu explain» để xem mọi mã."),
                format!("There is no code «{asked}». Run «phubieu explain» for all of them."),
            ));
            Status::Failed
        }
    }
}
