//! «Nguồn»: what the figures were made from, a tagged line each, for the level above ([`crate::record`]).

use rust_xlsxwriter::Worksheet;

use crate::record::{self, Tag, WholeSeal};
use crate::register::{Level, Unit};
use crate::sheet_text::SheetText as _;

use super::PublishError;
use super::book::Book;

/// Makes the sheet; the seal over the lines of figures is completed by its own.
pub(super) fn sheet(book: &Book<'_>, whole: &mut WholeSeal) -> Result<Worksheet, PublishError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(book.names.origin)?;
    for (width, at) in [9.0, 60.0, 66.0, 14.0, 9.0, 9.0, 6.0].into_iter().zip(0u16..) {
        sheet.set_column_width(at, width)?;
    }
    let small = book.styles.base.clone().set_font_size(9);
    let remark = book.lang.of(
        "Trang này để phubieu đọc lại khi tổng hợp ở cấp trên; không sửa.",
        "This sheet is read back by phubieu when a higher level consolidates; do not change it.",
    );
    sheet.put_text(0, 0, record::MARK, &small)?;
    sheet.put_text(0, 1, remark, &small)?;
    let mut at = 1;
    let mut write = |tag: Tag, fields: &[&str]| -> Result<(), PublishError> {
        sheet.put_text(at, 0, tag.name(), &small)?;
        for (field, column) in fields.iter().zip(1u16..).filter(|(field, _)| !field.is_empty()) {
            sheet.put_text(at, column, *field, &small)?;
        }
        at += 1;
        Ok(())
    };
    for (tag, fields) in lines(book) {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let all = (0..FIELDS).map(|n| fields.get(n).copied().unwrap_or_default());
        whole.line(record::seal(std::iter::once(tag.name()).chain(all)));
        write(tag, &fields)?;
    }
    write(Tag::Key, &["seal", &whole.finish()])?;
    sheet.set_hidden(true);
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(sheet)
}

/// A line has so many fields behind its tag.
const FIELDS: usize = 6;

fn lines(book: &Book<'_>) -> Vec<(Tag, Vec<String>)> {
    let run = book.run;
    let mut lines: Vec<(Tag, Vec<String>)> = Vec::new();
    let mut put = |tag: Tag, fields: Vec<String>| lines.push((tag, fields));
    let place = run.place.as_ref().map(|p| run.register.code(p.value).to_owned()).unwrap_or_default();
    for (name, value) in [
        ("version", record::VERSION.to_owned()),
        ("era", run.era.value.to_string()),
        ("place", place),
        ("period", run.periods.shared().map(|p| p.value.to_string()).unwrap_or_default()),
    ] {
        put(Tag::Key, vec![name.to_owned(), value]);
    }
    for one in &run.submissions {
        let submission = &one.submission;
        let form = run.forms.value.get(submission.form).filter(|_| submission.has_form);
        put(
            Tag::File,
            vec![
                submission.file.clone(),
                submission.sha256.clone(),
                form.map(|f| f.name.clone()).unwrap_or_default(),
                one.unit.map(|u| run.register.code(u).to_owned()).unwrap_or_default(),
                one.period.map(|p| p.to_string()).unwrap_or_default(),
                if one.counts { "1" } else { "0" }.to_owned(),
            ],
        );
    }
    for unit in run.register.added().filter(|unit| is_recorded(unit)) {
        let parent = unit.parent.map(|p| run.register.code(p).to_owned()).unwrap_or_default();
        let level = unit.level.as_str().to_owned();
        put(Tag::Unit, vec![unit.code.to_string(), unit.name.to_string(), level, unit.kind.to_string(), parent]);
    }
    let mut weights: Vec<&str> = run.register.weight_names().collect();
    weights.sort_unstable();
    for name in weights {
        for unit in &book.units {
            if let Some(value) = run.register.weight(name, *unit) {
                let value = value.normalize().to_string();
                put(Tag::Weight, vec![run.register.code(*unit).to_owned(), name.to_owned(), value]);
            }
        }
    }
    for ((old, new), share) in &run.shares {
        put(Tag::Share, vec![old.clone(), new.clone(), share.normalize().to_string()]);
    }
    for form in &run.forms.value {
        for line in form.toml().lines() {
            put(Tag::Form, vec![form.name.clone(), line.to_owned()]);
        }
    }
    lines
}

/// Tells whether a unit is one that only its round knows: the country is known to whoever asks about it, and its level is
/// none of a units file.
fn is_recorded(unit: &Unit) -> bool {
    unit.level != Level::Country
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{Era, Register};

    #[test]
    fn every_unit_of_a_record_can_be_read_back() {
        let mut register = Register::above_communes(Era::From2025).with_country();
        let (name, kind) = ("Xã Mới".into(), "Xã".into());
        register.add(Unit { code: "99999".into(), name, kind, level: Level::Commune, parent: register.find("19") });
        let recorded: Vec<&Unit> = register.added().filter(|unit| is_recorded(unit)).collect();
        assert_eq!(recorded.iter().map(|unit| &*unit.code).collect::<Vec<_>>(), ["99999"]);
        assert!(recorded.iter().all(|unit| Level::parse(unit.level.as_str()) == Some(unit.level)));
    }
}
