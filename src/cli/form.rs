//! `phubieu form list / show / check`

use crate::form::{built_in, file};
use crate::system_error::SystemError;

use super::Status;
use super::args::{FormAction, FormArgs};
use super::ui::Ui;

pub fn run(args: &FormArgs, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    match &args.action {
        FormAction::List => {
            let lines: String = built_in::names()
                .filter_map(|name| Some((name, built_in::form(name)?.ok()?)))
                .map(|(name, form)| {
                    format!(
                        "{name}\t{}\t{}\n",
                        form.subject_or_title(),
                        lang.of(format!("{} dòng", form.rows.len()), format!("{} rows", form.rows.len()))
                    )
                })
                .collect();
            ui.result(lines.as_bytes());
            Status::Done
        }
        FormAction::Show { name } => match built_in::text(name) {
            Some(text) => {
                ui.result(text.as_bytes());
                Status::Done
            }
            None => {
                let known = built_in::names().collect::<Vec<_>>().join(", ");
                ui.fail(lang.of(
                    format!("Không có biểu mẫu «{name}». Các biểu có sẵn: {known}."),
                    format!("There is no form «{name}». Built in: {known}."),
                ));
                Status::Failed
            }
        },
        FormAction::Check { file: path } => {
            let text = match std::fs::read_to_string(path) {
                Ok(text) => text,
                Err(e) => {
                    let (path, why) = (path.display(), SystemError::from(&e).reason(lang));
                    ui.fail(
                        lang.of(format!("Không đọc được «{path}»: {why}."), format!("«{path}» cannot be read: {why}.")),
                    );
                    return Status::Failed;
                }
            };
            match file::parse(&path.display().to_string(), &text) {
                Ok(form) => {
                    let (rows, columns) = (form.rows.len(), form.columns.len());
                    ui.good(&lang.of(
                        format!("Biểu «{}» hợp lệ: {rows} dòng, {columns} cột.", form.name),
                        format!("The form «{}» is sound: {rows} rows, {columns} columns.", form.name),
                    ));
                    Status::Done
                }
                Err(e) => {
                    let shown = e.in_lang(lang).to_string();
                    ui.fail(shown);
                    Status::ErrorsFound
                }
            }
        }
    }
}
