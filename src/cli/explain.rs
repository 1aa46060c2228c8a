//! `phubieu explain CODE`, `phubieu explain OUT.xlsx "Tổng hợp!D12"`

use std::path::Path;

use crate::address::Address;
use crate::finding::explained::{Family, nearest};
use crate::finding::{Code, Lang};
use crate::own_output::SheetNames;
use crate::pipeline::verify::{self, VerifyError};
use crate::publish::{trace, workbook};
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
        let run = verify::again(path, &record).map_err(|e| VerifyError::Failed(Box::new(e)))?;
        let of = |lang: Lang| book.sheets.iter().any(|s| s.name == SheetNames::new(lang).data);
        Ok((run, if of(Lang::En) { Lang::En } else { Lang::Vi }))
    });
    let (run, written) = match traced {
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
            ui.result(tree.as_bytes());
            Status::Done
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
