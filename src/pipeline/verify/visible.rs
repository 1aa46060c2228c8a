//! What people see in a workbook, held against the workbook made again.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::record::Problem;
use crate::finding::{Finding, Lang, Place};
use crate::intake::{self, Sheet, Value, Workbook};
use crate::own_output::{SheetNames, is_of, sheet_of_form};
use crate::pipeline::Run;
use crate::publish::workbook;
use crate::vietnamese::number::Vietnamese;

/// The language that a workbook was written in, and the names of its sheets.
pub fn language(book: &Workbook) -> Option<(Lang, SheetNames)> {
    let of_lang = |lang: Lang| {
        let names = SheetNames::new(lang);
        book.sheets.iter().any(|s| s.name == names.data).then_some((lang, names))
    };
    [Lang::Vi, Lang::En].into_iter().find_map(of_lang)
}

/// What people see on the sheets of figures that is not what stands on those of the workbook made again: the figures,
/// and the words too where they are to be looked at.
pub fn differences(book: &Workbook, run: &Run, words: Words, compared: &mut usize) -> Vec<Finding> {
    let Some((lang, names)) = language(book) else { return Vec::new() };
    let made = workbook::figures_alone(run, lang).ok();
    let Some(new) = made.and_then(|bytes| intake::read(&book.file, &bytes, &mut Vec::new()).ok()) else {
        return Vec::new();
    };
    // What was drawn after a template was made again after itself: the columns that stand beside stand there twice.
    let of_forms = run.forms.value.iter().enumerate();
    let dressed = of_forms.filter(|(_, form)| run.dressed.contains_key(&form.name));
    let dressed: Vec<String> = dressed.map(|(n, form)| sheet_of_form(names.summary, n, &form.name)).collect();
    let mut findings = Vec::new();
    for expected in &new.sheets {
        let words = if dressed.contains(&expected.name) { Words::Beside } else { words };
        let shown = match book.sheets.iter().find(|s| s.name == expected.name) {
            Some(shown) => shown,
            None => {
                let renamed = renamed(book, (&new, names), expected);
                let (sheet, name) = (expected.name.clone(), renamed.map(|s| s.name.clone()));
                findings.push(Finding::of_file(&book.file, Problem::SheetMissing { sheet, renamed: name }));
                let Some(renamed) = renamed else { continue };
                renamed
            }
        };
        findings.extend(of_sheet(book, (expected, shown), words, lang, compared));
    }
    findings
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
    (expected, shown): (&Sheet, &Sheet),
    words: Words,
    lang: Lang,
    compared: &mut usize,
) -> Vec<Finding> {
    let name = shown.name.clone();
    let (computed, shown) = (figures(expected, words), figures(shown, words));
    let cells: BTreeSet<&Address> = computed.keys().chain(shown.keys()).collect();
    let mut findings = Vec::new();
    for cell in cells {
        let (here, there) = (shown.get(cell), computed.get(cell));
        // A formula that was saved without its result shows what Excel makes of it, as its format has it.
        if let Some(Visible::NoResult(as_shown)) = here
            && !matches!(there, Some(Visible::Number(_, as_computed)) if !as_shown.is_same(*as_computed))
        {
            continue;
        }
        // What is remarked about figures comes of findings, which the sheet of figures does not keep.
        let either = |is: fn(&Visible) -> bool| [here, there].into_iter().flatten().any(is);
        let of_figures = either(Visible::is_figure);
        if !of_figures && either(Visible::is_remark) {
            continue;
        }
        *compared += usize::from(of_figures);
        let same = match (here, there) {
            (Some(here), Some(there)) => is_same(here, there),
            (here, there) => here.is_none() && there.is_none(),
        };
        if !same {
            let of_format = match (here, there) {
                (Some(Visible::Number(here, _)), Some(Visible::Number(there, _))) => here == there,
                (here, _) => matches!(here, Some(Visible::NoResult(_))),
            };
            let as_shown = |shown: &Shown| if of_format { shown.words(lang) } else { "" };
            let spoken = |value: Option<&Visible>| match value {
                Some(Visible::Number(value, shown)) => format!("{}{}", Vietnamese(*value), as_shown(shown)),
                Some(Visible::NoResult(shown)) => format!("{}{}", lang.of("công thức", "a formula"), as_shown(shown)),
                Some(Visible::Words(text)) => format!("«{text}»"),
                None => lang.of("không có số", "no figure").to_owned(),
            };
            let place = Place {
                file: Some(book.file.clone()),
                sheet: Some(name.clone()),
                cell: Some(*cell),
                ..Place::default()
            };
            let problem = Problem::VisibleDiffers { shown: spoken(here), computed: spoken(there) };
            findings.push(Finding::at(place, problem));
        }
    }
    findings
}

/// What a cell of figures shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Visible {
    Number(Decimal, Shown),
    Words(String),
    /// A formula without a result.
    NoResult(Shown),
}

/// What a number format makes of a number, beyond grouping it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The file does not say it, or it is not looked at.
    Unknown,
    /// A hundred times as a percentage, thousands left out, the mark of a total that lacks units.
    As { percent: bool, scaled: bool, short: bool },
}

impl Shown {
    fn of(cell: &intake::Cell, words: Words) -> Self {
        let Some(style) = cell.style.as_ref().filter(|_| words != Words::Beside) else { return Shown::Unknown };
        let has = |sign: char| style.shown.contains(sign);
        Shown::As { percent: cell.is_percent(), scaled: has(','), short: has('*') }
    }

    fn is_same(self, other: Self) -> bool {
        self == Shown::Unknown || other == Shown::Unknown || self == other
    }

    fn words(self, lang: Lang) -> &'static str {
        match self {
            Shown::Unknown => "",
            Shown::As { scaled: true, .. } => {
                lang.of(" (định dạng lược bớt hàng nghìn)", " (its format leaves out thousands)")
            }
            Shown::As { percent: true, .. } => lang.of(" (định dạng phần trăm)", " (shown as a percentage)"),
            Shown::As { short: true, .. } => {
                lang.of(" có dấu «*» (thiếu đơn vị)", " with the mark «*» (units are missing)")
            }
            Shown::As { .. } => lang.of(" không có dấu gì", " without a mark"),
        }
    }
}

impl Visible {
    fn is_figure(&self) -> bool {
        matches!(self, Visible::Number(..) | Visible::NoResult(_))
    }

    fn is_remark(&self) -> bool {
        matches!(self, Visible::Words(text) if text.contains("(!)"))
    }
}

/// Tells whether a cell shows what was computed. A share or a mean that ends nowhere has the last of its digits from
/// whichever program computed it last.
fn is_same(shown: &Visible, computed: &Visible) -> bool {
    let (Visible::Number(shown, as_shown), Visible::Number(computed, as_computed)) = (shown, computed) else {
        return shown == computed;
    };
    if !as_shown.is_same(*as_computed) {
        return false;
    }
    if shown == computed {
        return true;
    }
    let endless = |value: &Decimal| value.scale() >= 6 && value.mantissa().unsigned_abs().to_string().len() >= 13;
    let near = || {
        let apart = shown.checked_sub(*computed)?.abs();
        Some(apart <= computed.abs().checked_mul(Decimal::new(1, 9))?)
    };
    (endless(shown) || endless(computed)) && near() == Some(true)
}

/// The figures of a sheet by their cells.
fn figures(sheet: &Sheet, words: Words) -> BTreeMap<Address, Visible> {
    let figure = |cell: &intake::Cell| {
        let visible = match &cell.value {
            Value::Number(number) | Value::Unsure { stored: number, .. } => {
                Visible::Number(number.normalize(), Shown::of(cell, words))
            }
            Value::NoResult(_) => Visible::NoResult(Shown::of(cell, words)),
            _ => match (words, cell.text()) {
                (Words::From(row), Some(text)) if cell.at.row >= row && !text.trim().is_empty() => {
                    Visible::Words(text.trim().to_owned())
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
