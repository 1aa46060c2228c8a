//! What people see in a workbook, held against the workbook made again.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::record::Problem;
use crate::finding::{Finding, Lang, Place};
use crate::intake::{self, Kind, Sheet, SheetFormulas, Value, Workbook, formulas};
use crate::own_output::{SheetNames, is_of, sheet_of_form};
use crate::publish::workbook;
use crate::reading::formula;
use crate::run::Run;
use crate::vietnamese::number::Vietnamese;

use super::remarks::{counts_findings, without_remarks};
use super::shown::Shown;

/// The language that a workbook was written in, and the names of its sheets.
pub fn language(book: &Workbook) -> Option<(Lang, SheetNames)> {
    let of_lang = |lang: Lang| {
        let names = SheetNames::new(lang);
        book.sheets.iter().any(|s| s.name == names.data).then_some((lang, names))
    };
    [Lang::Vi, Lang::En].into_iter().find_map(of_lang)
}

/// A workbook with the formulas of its cells, where they are to be looked at.
pub struct Seen<'a> {
    /// The workbook.
    pub book: &'a Workbook,
    /// Its formulas, by sheets.
    pub formulas: SheetFormulas,
}

impl<'a> Seen<'a> {
    /// A workbook with the formulas that its bytes have. Only those of an xlsx are spelt as they were written.
    pub fn of(book: &'a Workbook, bytes: &[u8]) -> Self {
        let formulas = if book.kind == Kind::Xlsx { formulas(book, bytes) } else { SheetFormulas::new() };
        Self { book, formulas }
    }

    /// A workbook whose formulas are not looked at.
    pub fn figures_of(book: &'a Workbook) -> Self {
        Self { book, formulas: SheetFormulas::new() }
    }

    /// A sheet of it with its formulas.
    pub(super) fn side<'s>(&'s self, sheet: &'s Sheet, names: &'s [(&'s str, &'s str)]) -> Side<'s> {
        Side { sheet, formulas: self.formulas.get(&sheet.name), names }
    }
}

/// A sheet with its formulas, and the names that sheets were given since they were written.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    sheet: &'a Sheet,
    formulas: Option<&'a BTreeMap<Address, String>>,
    names: &'a [(&'a str, &'a str)],
}

/// What people see on the sheets of figures that is not what stands on those of the workbook made again: the figures,
/// and the words too where they are to be looked at.
pub fn differences(seen: &Seen<'_>, run: &Run, words: Words, compared: &mut usize) -> Vec<Finding> {
    let book = seen.book;
    let Some((lang, names)) = language(book) else { return Vec::new() };
    let made = workbook::figures_alone(run, lang).ok();
    let Some((bytes, new)) = made.and_then(|bytes| {
        let new = intake::read(&book.file, &bytes, &mut Vec::new()).ok()?;
        Some((bytes, new))
    }) else {
        return Vec::new();
    };
    let new = if words == Words::Beside { Seen::figures_of(&new) } else { Seen::of(&new, &bytes) };
    // What was drawn after a template was made again after itself: the columns that stand beside stand there twice.
    let of_forms = run.forms.value.iter().enumerate();
    let dressed = of_forms.filter(|(_, form)| run.dressed.contains_key(&form.name));
    let dressed: Vec<String> = dressed.map(|(n, form)| sheet_of_form(names.summary, n, &form.name)).collect();
    let mut findings = Vec::new();
    let mut pairs: Vec<(&Sheet, &Sheet)> = Vec::new();
    for expected in &new.book.sheets {
        // A level up only the figures of the forms are read.
        let of_forms = is_of_forms(&expected.name, names);
        if !of_forms && words == Words::Beside {
            continue;
        }
        match book.sheets.iter().find(|s| s.name == expected.name) {
            Some(shown) => pairs.push((expected, shown)),
            // Without its overview a workbook shows no other figure.
            None if !of_forms => {}
            None => {
                let renamed = renamed(book, (new.book, names), expected);
                let (sheet, name) = (expected.name.clone(), renamed.map(|s| s.name.clone()));
                findings.push(Finding::of_file(&book.file, Problem::SheetMissing { sheet, renamed: name }));
                pairs.extend(renamed.map(|shown| (expected, shown)));
            }
        }
    }
    let names_now: Vec<(&str, &str)> =
        pairs.iter().map(|(written, now)| (written.name.as_str(), now.name.as_str())).filter(|(w, n)| w != n).collect();
    for (expected, shown) in &pairs {
        let of_template = dressed.contains(&expected.name);
        let words = if of_template { Words::Beside } else { words };
        let mut sides = (new.side(expected, &[]), seen.side(shown, &names_now));
        // The formulas of a template are its own.
        if of_template {
            sides.0.formulas = None;
        }
        findings.extend(of_sheet(book, sides, words, lang, compared));
    }
    let known: Vec<&str> = pairs.iter().map(|(_, shown)| shown.name.as_str()).collect();
    if words != Words::Beside {
        findings.extend(strangers(book, &known, names));
    }
    findings
}

/// Tells whether a sheet has figures of a form: it is neither the overview nor what that draws.
fn is_of_forms(name: &str, names: SheetNames) -> bool {
    [names.summary, names.by_unit].iter().any(|own| name.starts_with(own))
}

/// The sheets that people see and that nothing can be held against: one with figures of its own before a hidden
/// «Tổng hợp» is read as that.
fn strangers(book: &Workbook, known: &[&str], names: SheetNames) -> Option<Finding> {
    let is_own = |name: &str| names.other_than_figures().iter().any(|own| is_of(name, own));
    // A sheet that draws alone shows what the others have.
    let strange = |sheet: &&Sheet| {
        let own = known.contains(&sheet.name.as_str()) || is_own(&sheet.name);
        sheet.visible && !own && !figures(sheet, Words::Beside).is_empty()
    };
    let sheets: Vec<String> = book.sheets.iter().filter(strange).map(|sheet| sheet.name.clone()).collect();
    let hidden = |sheet: &&Sheet| !sheet.visible && known.contains(&sheet.name.as_str());
    let hidden = book.sheets.iter().filter(hidden).filter(|sheet| is_of_forms(&sheet.name, names));
    let hidden = hidden.map(|sheet| sheet.name.clone()).collect();
    (!sheets.is_empty()).then(|| Finding::of_file(&book.file, Problem::NotOurs { sheets, hidden }))
}

/// The sheet that stands for one that is not there under its name: most of its figures are those.
fn renamed<'b>(book: &'b Workbook, (new, names): (&Workbook, SheetNames), expected: &Sheet) -> Option<&'b Sheet> {
    let computed = figures(expected, Words::Beside);
    let alike = |sheet: &Sheet| {
        let shown = figures(sheet, Words::Beside);
        let stands = |shown: &Visible, value: &Visible| matches!(shown, Visible::NoResult(_)) || is_same(shown, value);
        computed.iter().filter(|(cell, value)| shown.get(*cell).is_some_and(|shown| stands(shown, value))).count()
    };
    let other = |sheet: &&Sheet| {
        !names.other_than_figures().iter().any(|own| is_of(&sheet.name, own))
            && !new.sheets.iter().any(|own| own.name == sheet.name)
    };
    let others = book.sheets.iter().filter(other).map(|sheet| (alike(sheet), sheet));
    let (same, best) = others.max_by_key(|(same, _)| *same)?;
    (!computed.is_empty() && same * 2 > computed.len()).then_some(best)
}

/// Whether the words of a sheet are looked at as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// They may be anything.
    Beside,
    /// Those from this row on say what the figures are of.
    From(u32),
}

/// The cells of a sheet that show another figure than the sheet made again.
pub(super) fn of_sheet(
    book: &Workbook,
    (expected, shown): (Side<'_>, Side<'_>),
    words: Words,
    lang: Lang,
    compared: &mut usize,
) -> Vec<Finding> {
    let name = shown.sheet.name.clone();
    let (computed, seen) = (figures(expected.sheet, words), figures(shown.sheet, words));
    let cells: BTreeSet<&Address> = computed.keys().chain(seen.keys()).collect();
    let mut findings = Vec::new();
    for cell in cells {
        let (here, there) = (seen.get(cell), computed.get(cell));
        let of_figures = [here, there].into_iter().flatten().any(Visible::is_figure);
        let other = other_formula((expected, shown), *cell, there);
        // A formula that was saved without its result shows what Excel makes of it, as its format has it.
        if let Some(Visible::NoResult(as_shown)) = here
            && other.is_none()
            && !matches!(there, Some(Visible::Number(_, as_computed)) if !as_shown.is_same(as_computed))
        {
            continue;
        }
        *compared += usize::from(of_figures);
        let same = match (here, there) {
            (Some(here), Some(there)) => is_same(here, there),
            (here, there) => here.is_none() && there.is_none(),
        };
        if same && other.is_none() {
            continue;
        }
        let of_format = match (here, there) {
            (Some(Visible::Number(here, _)), Some(Visible::Number(there, _))) => here == there,
            (here, _) => matches!(here, Some(Visible::NoResult(_))),
        };
        let as_shown = |shown: &Shown| if of_format { shown.words(lang) } else { String::new() };
        let spoken = |value: Option<&Visible>| match value {
            Some(Visible::Number(value, shown)) => format!("{}{}", Vietnamese(*value), as_shown(shown)),
            Some(Visible::NoResult(shown)) => format!("{}{}", lang.of("công thức", "a formula"), as_shown(shown)),
            Some(Visible::Words(text)) => format!("«{text}»"),
            None => lang.of("không có số", "no figure").to_owned(),
        };
        let shown = match other {
            Some(formula) => lang.of(
                format!("công thức khác với công thức phubieu ghi («={formula}»)"),
                format!("another formula than phubieu wrote («={formula}»)"),
            ),
            None => spoken(here),
        };
        let place =
            Place { file: Some(book.file.clone()), sheet: Some(name.clone()), cell: Some(*cell), ..Place::default() };
        findings.push(Finding::at(place, Problem::VisibleDiffers { shown, computed: spoken(there) }));
    }
    findings
}

/// The formula of a cell where another stands than was written, and does not come to the same. Excel computes the
/// formulas again when it opens what this program wrote: the result that is saved beside them is not looked at.
fn other_formula((expected, shown): (Side<'_>, Side<'_>), cell: Address, computed: Option<&Visible>) -> Option<String> {
    let (written, now) = (expected.formulas?, shown.formulas?.get(&cell)?);
    // Names of sheets are quoted where they need it.
    let plain = |text: &str| text.trim_start_matches('=').replace('\'', "").split_whitespace().collect::<String>();
    let as_written = |formula: &str| {
        let renamed = |formula: String, (written, now): &(&str, &str)| {
            formula.replace(&format!("{}!", plain(now)), &format!("{}!", plain(written)))
        };
        shown.names.iter().fold(plain(formula), renamed)
    };
    if written.get(&cell).is_some_and(|written| plain(written).eq_ignore_ascii_case(&as_written(now))) {
        return None;
    }
    let value = formula::evaluate(now, shown.sheet);
    let is_computed = |value: Decimal| match computed {
        Some(Visible::Number(number, _)) => is_near(value, *number),
        _ => false,
    };
    (!value.is_some_and(is_computed)).then(|| now.trim_start_matches('=').to_owned())
}

/// What a cell of figures shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Visible {
    Number(Decimal, Shown),
    Words(String),
    /// A formula without a result.
    NoResult(Shown),
}

impl Visible {
    fn is_figure(&self) -> bool {
        matches!(self, Visible::Number(..) | Visible::NoResult(_))
    }
}

/// Tells whether a cell shows what was computed.
fn is_same(shown: &Visible, computed: &Visible) -> bool {
    let (Visible::Number(shown, as_shown), Visible::Number(computed, as_computed)) = (shown, computed) else {
        return shown == computed;
    };
    as_shown.is_same(as_computed) && is_near(*shown, *computed)
}

/// Tells whether two numbers are one. A share or a mean that ends nowhere has the last of its digits from whichever
/// program computed it last.
fn is_near(shown: Decimal, computed: Decimal) -> bool {
    if shown == computed {
        return true;
    }
    let endless = |value: &Decimal| value.scale() >= 6 && value.mantissa().unsigned_abs().to_string().len() >= 13;
    let near = || {
        let apart = shown.checked_sub(computed)?.abs();
        Some(apart <= computed.abs().checked_mul(Decimal::new(1, 9))?)
    };
    (endless(&shown) || endless(&computed)) && near() == Some(true)
}

/// The figures of a sheet by their cells, without those that a merge covers.
fn figures(sheet: &Sheet, words: Words) -> BTreeMap<Address, Visible> {
    let as_shown = |cell: &intake::Cell, number: Option<Decimal>| match words {
        Words::Beside => Shown::Unknown,
        Words::From(_) => Shown::of(cell, number),
    };
    let figure = |cell: &intake::Cell| {
        if sheet.merge_at(cell.at).is_some_and(|area| area.first != cell.at) {
            return None;
        }
        let visible = match &cell.value {
            Value::Number(number) | Value::Unsure { stored: number, .. } => {
                Visible::Number(number.normalize(), as_shown(cell, Some(*number)))
            }
            Value::NoResult(_) => Visible::NoResult(as_shown(cell, None)),
            value => match words {
                Words::From(row) if cell.at.row >= row => {
                    let text = without_remarks(&value.on_one_line());
                    if text.is_empty() || counts_findings(&text) {
                        return None;
                    }
                    Visible::Words(text)
                }
                _ => return None,
            },
        };
        Some((cell.at, visible))
    };
    sheet.rows().flat_map(|(_, cells)| cells).filter_map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_digits_of_what_ends_nowhere_may_be_others() {
        for (shown, computed, same) in [
            ("86.0108290155441", "86.010829015544", true),
            ("86.0108290155441", "86.0108291155441", false),
            ("0.333333333333333", "0.33333333333333331", true),
            ("5389036001004952", "5389036001004951", false),
            ("12.5", "12.500001", false),
            ("80", "800", false),
        ] {
            let number = |text: &str| Visible::Number(text.parse().unwrap(), Shown::Unknown);
            assert_eq!(is_same(&number(shown), &number(computed)), same, "{shown} {computed}");
        }
        assert!(!is_same(&Visible::Words("8/8".into()), &Visible::Words("8/108".into())));
    }
}
