//! `phubieu form list / show / infer / check / schema`

use std::path::{Path, PathBuf};

use crate::drawing::{self, Drawn};
use crate::form::consistency::{Fault, faults};
use crate::form::{Aggregate, Form, Over, Shape, built_in, file};
use crate::publish::atomic::Staged;
use crate::system_error::SystemError;

use super::Status;
use super::args::{FormAction, FormArgs, Shared};
use super::outputs::{is_input, tell_input};
use super::ui::Ui;

pub fn run(args: &FormArgs, shared: &Shared, ui: &mut Ui) -> Status {
    match &args.action {
        FormAction::List => list(ui),
        FormAction::Show { name } => show(name, ui),
        FormAction::Infer { blank, output, name } => infer(blank, output.as_deref(), name.as_deref(), shared, ui),
        FormAction::Check { file } => check(file, ui),
        FormAction::Schema => {
            ui.result(file::SCHEMA.as_bytes());
            Status::Done
        }
    }
}

fn list(ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let lines: String = built_in::names()
        .filter_map(|name| Some((name, built_in::form(name)?.ok()?)))
        .map(|(name, form)| format!("{name}\t{}\t{}\n", form.subject_or_title(), size(&form, lang)))
        .collect();
    ui.result(lines.as_bytes());
    Status::Done
}

/// How large a form is, in words.
fn size(form: &Form, lang: crate::finding::Lang) -> String {
    let columns = form.value_columns().count();
    if form.shape == Shape::List {
        return lang.of(format!("danh mục, {columns} cột số liệu"), format!("list, {columns} columns of figures"));
    }
    let rows = form.rows.len();
    lang.of(format!("{rows} dòng, {columns} cột số liệu"), format!("{rows} rows, {columns} columns of figures"))
}

fn show(name: &str, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    match built_in::text(name) {
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
    }
}

fn infer(blank: &Path, output: Option<&Path>, name: Option<&str>, shared: &Shared, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let mut drawn = match drawing::from_template(blank) {
        Ok(drawn) => drawn,
        Err(e) => {
            let (blank, why) = (blank.display(), e.say(lang));
            ui.fail(lang.of(
                format!("Không dựng được biểu mẫu từ «{blank}»: {why}"),
                format!("No form can be drawn from «{blank}»: {why}"),
            ));
            return Status::Failed;
        }
    };
    if let Some(name) = name {
        for (n, one) in drawn.iter_mut().enumerate() {
            one.form.name = if n == 0 { name.to_owned() } else { format!("{name}-{}", n + 1) };
        }
    }
    for one in &drawn {
        ui.say(told(one, lang));
    }
    match output {
        None => {
            // One file holds one form.
            if drawn.len() > 1 {
                ui.say(lang.of(
                    "Chỉ in biểu thứ nhất; thêm -o TỆP.toml để ghi tất cả.",
                    "Only the first is printed; add -o FILE.toml to write them all.",
                ));
            }
            let text = drawn.first().map(Drawn::toml).unwrap_or_default();
            ui.result(text.as_bytes());
            Status::Done
        }
        Some(output) => {
            let read = [blank.to_owned()];
            if let Some(over) = (0..drawn.len()).map(|n| numbered(output, n)).find(|path| is_input(path, &read)) {
                tell_input(&over, ui);
                return Status::Failed;
            }
            write(&drawn, output, shared, ui)
        }
    }
}

/// Writes each form into a file of its own: `X.toml`, `X-2.toml`.
fn write(drawn: &[Drawn], output: &Path, shared: &Shared, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let mut staged = Staged::new(shared.force);
    let mut paths = Vec::new();
    for (n, one) in drawn.iter().enumerate() {
        let path = numbered(output, n);
        let written = staged.reserve(&path).and_then(|at| staged.write(at, one.toml().as_bytes()));
        if let Err(e) = written {
            ui.write_error(&e);
            return Status::Failed;
        }
        paths.push(format!("«{}»", path.display()));
    }
    if let Err(e) = staged.commit() {
        ui.write_error(&e);
        return Status::Failed;
    }
    let paths = paths.join(", ");
    ui.good(&lang.of(
        format!("Đã ghi {paths}. Xem lại rồi dùng với --form."),
        format!("{paths} written. Look it over, then use it with --form."),
    ));
    Status::Done
}

fn numbered(output: &Path, n: usize) -> PathBuf {
    if n == 0 {
        return output.to_owned();
    }
    let stem = output.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    output.with_file_name(format!("{stem}-{}.toml", n + 1))
}

/// What was drawn, in a sentence; what needs a person is counted.
fn told(one: &Drawn, lang: crate::finding::Lang) -> String {
    let form = &one.form;
    let open = form.rows.iter().filter(|r| !r.is_group()).map(|r| &r.figure);
    let open = open.chain(form.columns.iter().filter_map(|c| c.figure.as_ref()));
    let open = open.filter(|f| f.aggregate == Aggregate::None && f.dimension.is_some()).count();
    let (name, sheet, size, rules) = (&form.name, &one.sheet, size(form, lang), form.rules.len());
    lang.of(
        format!(
            "Trang «{sheet}» → biểu «{name}»: {size}, {rules} quan hệ cân đối; {open} dòng, cột chưa rõ cách tổng hợp."
        ),
        format!("Sheet «{sheet}» → form «{name}»: {size}, {rules} rules; {open} rows or columns do not aggregate yet."),
    )
}

fn check(path: &Path, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) => {
            let (path, why) = (path.display(), SystemError::from(&e).reason(lang));
            ui.fail(lang.of(format!("Không đọc được «{path}»: {why}."), format!("«{path}» cannot be read: {why}.")));
            return Status::Failed;
        }
    };
    match file::parse(&path.display().to_string(), &text) {
        Ok(form) => {
            for (at, fault) in faults(&form.rules) {
                if let (Some(rule), Fault::Redundant) = (named(&form, at), fault) {
                    ui.say(lang.of(
                        format!("Quan hệ «{rule}» thừa: đã suy ra được từ các quan hệ ở trên."),
                        format!("The rule «{rule}» is redundant: it follows from those above."),
                    ));
                }
            }
            let (size, rules) = (size(&form, lang), form.rules.len());
            ui.good(&lang.of(
                format!("Biểu «{}» hợp lệ: {size}, {rules} quan hệ cân đối.", form.name),
                format!("The form «{}» is sound: {size}, {rules} rules.", form.name),
            ));
            Status::Done
        }
        Err(e) => {
            let shown = e.in_lang(lang).to_string();
            ui.fail(shown);
            Status::Failed
        }
    }
}

/// A rule as the form's file has it.
fn named(form: &Form, at: usize) -> Option<String> {
    let rule = form.rules.get(at)?;
    let code = |at: &usize| match rule.over {
        Over::Rows => form.rows.get(*at).map(|r| r.code.as_str()),
        Over::Columns => form.columns.get(*at).map(|c| c.code.as_str()),
    };
    Some(rule.balance.map(code)?.to_string())
}
