//! `phubieu explain CODE`, `phubieu explain OUT.xlsx "Tổng hợp!D12"`

use std::path::Path;

use crate::address::Address;
use crate::finding::explained::{Family, nearest};
use crate::finding::{Code, Finding, Lang};
use crate::form::Aggregate;
use crate::intake::Workbook;
use crate::own_output::SheetNames;
use crate::pipeline::verify::visible::Words;
use crate::pipeline::verify::{self, VerifyError};
use crate::publish::trace::Figured;
use crate::publish::{trace, workbook};
use crate::record::Record;
use crate::rollup::again;
use crate::run::Run;
use crate::vietnamese::text::fold;

use super::Status;
use super::args::{ExplainArgs, VerifyArgs};
use super::ui::Ui;
use crate::publish::terminal::wrap::wrap;

pub fn run(args: &ExplainArgs, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let Some(asked) = &args.code else {
        ui.result(list(lang).as_bytes());
        return Status::Done;
    };
    if let Some(cell) = &args.cell {
        return figure(Path::new(asked), cell, ui);
    }
    match Code::parse(asked) {
        Some(code) => {
            ui.result(about(code, lang, width()).as_bytes());
            Status::Done
        }
        None if Path::new(asked).extension().is_some() || Path::new(asked).exists() => {
            ui.fail(lang.of(
                format!("Ghi thêm ô cần tra: phubieu explain \"{asked}\" \"Tổng hợp!D12\"."),
                format!("Say which cell: phubieu explain \"{asked}\" \"Summary!D12\"."),
            ));
            Status::Failed
        }
        None => {
            ui.fail(unknown(asked, lang));
            Status::Failed
        }
    }
}

/// Where a figure of a consolidated workbook comes from.
fn figure(path: &Path, asked: &str, ui: &mut Ui) -> Status {
    let lang = ui.lang();
    let traced = verify::open(path).and_then(|(book, record)| {
        let run = verify::again(path, &book, &record).map_err(|e| match verify::broken(&record) {
            Some(finding) => VerifyError::Unreadable(Box::new(finding)),
            None => VerifyError::Failed(Box::new(e)),
        })?;
        let written = verify::visible::language(&book).map_or(Lang::Vi, |(lang, _)| lang);
        Ok((run, written, book, record))
    });
    let (run, written, book, record) = match traced {
        Ok(traced) => traced,
        Err(error) => {
            super::verify::tell(&error, &VerifyArgs { workbook: path.to_owned(), inputs: Vec::new() }, ui);
            return Status::Failed;
        }
    };
    let shown = workbook::consolidated_with_places(&run, written).map(|(_, shown)| shown).unwrap_or_default();
    let (sheet, cell) = asked.rsplit_once('!').unwrap_or(("", asked));
    let sheet = sheet.trim_matches('\'');
    let cell = Address::parse(cell);
    let found = shown.iter().find(|s| Some(s.cell) == cell && (sheet.is_empty() || fold(&s.sheet) == fold(sheet)));
    match found.and_then(|shown| trace::tree(&run, shown.figure, lang)) {
        Some(tree) => {
            // Of what was changed by hand the tree says what came of it, which is not what phubieu wrote.
            let mut about = changed(&record, &run, found.map(|shown| shown.figure), lang);
            let here =
                |f: &&Finding| f.place.cell == cell && f.place.sheet.as_deref() == found.map(|shown| &*shown.sheet);
            let visible =
                verify::visible::differences(&verify::visible::Seen::figures_of(&book), &run, Words::Beside, &mut 0);
            about.extend(visible.iter().filter(here).map(|f| format!("{} {}", f.code(), f.words(lang).message)));
            let about: String = about.iter().map(|line| format!("! {line}\n")).collect();
            ui.result(format!("{tree}{about}").as_bytes());
            Status::Done
        }
        None if is_of_roll_up(&book, sheet) => {
            ui.fail(lang.of(
                format!("Trang «{sheet}» là của bảng lũy kế, gồm số của nhiều kỳ. Tra số ấy ở bảng tổng hợp của kỳ đó: phubieu explain BANG-CUA-KY.xlsx \"Tổng hợp!D12\"."),
                format!("The sheet «{sheet}» is of a roll-up, of several periods. Ask for the figure in the workbook of its period: phubieu explain OF-THE-PERIOD.xlsx \"Summary!D12\"."),
            ));
            Status::Failed
        }
        None => {
            let first = shown.first().map(|s| format!("{}!{}", s.sheet, s.cell)).unwrap_or_default();
            ui.fail(lang.of(
                format!(
                    "Ô «{asked}» không phải số tổng hợp hay số của đơn vị nào. Ghi tên trang và ô, ví dụ \"{first}\"."
                ),
                format!("«{asked}» shows no figure. Write the sheet and the cell, such as \"{first}\"."),
            ));
            Status::Failed
        }
    }
}

/// Tells whether a sheet puts periods or places beside each other.
fn is_of_roll_up(book: &Workbook, sheet: &str) -> bool {
    let of = |lang: Lang| {
        let names = SheetNames::new(lang);
        [names.by_period, names.by_place, names.drivers, names.sent].iter().any(|name| fold(name) == fold(sheet))
    };
    again::by_period(book).is_some() && [Lang::Vi, Lang::En].into_iter().any(of)
}

/// What was changed in the record of a figure since it was written.
fn changed(record: &Record, run: &Run, figured: Option<Figured>, lang: Lang) -> Vec<String> {
    let Some(figured) = figured else { return Vec::new() };
    let mut lines = Vec::new();
    if record.broken {
        lines.push(format!("{} {}", Code::RecordBroken, Code::RecordBroken.explanation(lang)));
    }
    let Some(form) = run.forms.value.get(figured.form) else { return lines };
    let column = form.columns.get(figured.column).map(|c| c.code.as_str());
    let row = figured.row.and_then(|row| form.row(row)).map(|row| row.code.as_str());
    let ratio = match (row, figured.row.and_then(|row| form.row(row))) {
        (Some(_), Some(row)) => matches!(form.figure(row, figured.column).aggregate, Aggregate::Ratio { .. }),
        _ => false,
    };
    let unit = |file: &str| {
        let own = record.files.iter().find(|own| own.file == file && own.form == form.name)?;
        run.register.find(&own.unit)
    };
    for (fact, own) in record.facts.iter().zip(&record.figures).filter(|(fact, _)| fact.edited) {
        let (same_row, same_column) = (row.is_none_or(|row| row == own.row()), column == Some(own.column()));
        let part = if ratio { same_row || same_column } else { same_row && same_column };
        let inside = unit(&fact.file).is_none_or(|unit| run.register.lies_in(unit, figured.unit));
        if *fact.form == *form.name && part && inside {
            let (sheet, cell) = &fact.line;
            let (file, source) = (&fact.file, format!("{}!{}", own.sheet(), own.cell()));
            lines.push(format!(
                "{} {}",
                Code::RecordEdited,
                lang.of(
                    format!("Dòng «{sheet}»!{cell} (của {file} › {source}) đã bị sửa sau khi phubieu ghi: số ở trên là số đã sửa, cấp trên sẽ không dùng."),
                    format!("The line «{sheet}»!{cell} (of {file} › {source}) was changed after phubieu wrote it: what stands above is the changed figure, which is not used one level up."),
                )
            ));
        }
    }
    lines
}

/// The width of what is written to standard output: that of the terminal, within what reads well.
fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stdout());
    terminal.map_or(100, |(terminal_size::Width(columns), _)| usize::from(columns).clamp(40, 100))
}

/// A text in lines of at most some width, each indented.
fn fill(text: &str, indent: &str, width: usize) -> String {
    let lines = wrap(text, width.saturating_sub(indent.len()));
    lines.iter().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n")
}

/// Everything that there is to say about a code.
fn about(code: Code, lang: Lang, width: usize) -> String {
    let (severity, title, family) = (code.severity().name(lang), code.title(lang), code.family().name(lang));
    let why = fill(code.explanation(lang), "", width);
    let part = |heading: &str, text: &str| format!("\n{heading}:\n{}\n", fill(text, "    ", width));
    let example = part(lang.of("Ví dụ", "Example"), code.example(lang));
    let mend = part(lang.of("Cách sửa", "How to mend it"), code.mend(lang));
    format!("{code} · {severity} · {title}\n{family}\n\n{why}\n{example}{mend}")
}

/// All codes, by family.
fn list(lang: Lang) -> String {
    let mut text = String::new();
    for family in Family::ALL.iter().filter(|f| f.codes().next().is_some()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{} (PB{}xx)\n", family.name(lang), family.digit()));
        for code in family.codes() {
            text.push_str(&format!("  {code}  {:<9}  {}\n", code.severity().name(lang), code.title(lang)));
        }
    }
    text
}

/// That there is no such code, with those that may have been meant.
fn unknown(asked: &str, lang: Lang) -> String {
    let near: Vec<String> = nearest(asked).iter().map(|c| format!("{c} «{}»", c.title(lang))).collect();
    let all = lang.of("Chạy «phubieu explain» để xem mọi mã.", "Run «phubieu explain» for all of them.");
    let none = lang.of(format!("Không có mã «{asked}»."), format!("There is no code «{asked}»."));
    if near.is_empty() {
        return format!("{none} {all}");
    }
    let near = near.join(lang.of(" hoặc ", " or "));
    let meant = lang.of(format!("Có phải {near}?"), format!("Did you mean {near}?"));
    format!("{none} {meant} {all}")
}
