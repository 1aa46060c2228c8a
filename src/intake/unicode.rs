//! Texts in TCVN3 and VNI turned into Unicode before anything else looks at them.
//!
//! A cell's font decides where the file gives it, else its letters; texts that are syllables either
//! way go with the rest of their column, or of the workbook where all of it is of one kind.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::own_output::FINGERPRINT;
use crate::vietnamese::legacy::{self, Encoding, OfFont, Verdict, judge, of_font};
use crate::vietnamese::text::nfc;

use super::Workbook;
use super::cell::{Cell, CellStyle, Value};
use super::own::is_own;
use super::sheet::Sheet;

/// What a text turned out to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Unicode,
    Legacy(Encoding),
}

/// Turns the texts of a workbook into composed Unicode; returns how many cells of each old encoding there were.
pub(super) fn to_unicode(workbook: &mut Workbook) -> BTreeMap<Encoding, usize> {
    let (converted, marks_apart) = from_legacy(&mut workbook.sheets);
    if marks_apart {
        compose(workbook);
    }
    converted
}

/// Turns every legacy text into Unicode; returns how many cells of each encoding there were, and whether some texts may
/// have marks apart from their letters.
fn from_legacy(sheets: &mut [Sheet]) -> (BTreeMap<Encoding, usize>, bool) {
    let mut marks_apart = false;
    let mut found = Surroundings::default();
    let mut fonts = Fonts::default();
    for sheet in sheets.iter() {
        for (_, cells) in sheet.scan() {
            for (cell, text) in cells.iter().filter_map(|c| Some((c, c.text()?))) {
                let font = fonts.of(cell);
                found.fonts_tell |= font.is_some();
                found.count(known(font, text));
                marks_apart |= has_marks(text);
            }
        }
    }
    let mut converted = BTreeMap::new();
    if !found.any_legacy() || found.is_unicode_but_for_names() {
        return (converted, marks_apart);
    }
    for (number, sheet) in sheets.iter().enumerate() {
        for (_, cells) in sheet.scan() {
            for cell in cells.iter() {
                let kind = cell.text().and_then(|text| known(fonts.of(cell), text));
                found.columns.entry((number, cell.at.column)).or_default().extend(kind);
            }
        }
    }
    for (number, sheet) in sheets.iter_mut().enumerate() {
        let mut recoded = BTreeSet::new();
        sheet.each_mut(|cell| {
            let Value::Text(text) = &cell.value else { return };
            let font = fonts.of(cell);
            let kind = known(font, text).or_else(|| found.around(number, cell, text));
            let Some(Kind::Legacy(encoding)) = kind else { return };
            let unicode = match font {
                Some(font) => legacy::convert_as_drawn(text, font),
                None => legacy::convert(text, encoding),
            };
            if *unicode != **text {
                *converted.entry(encoding).or_default() += 1;
                cell.value = Value::Text(unicode.into());
                recoded.insert(cell.at);
            }
        });
        sheet.recoded = recoded;
    }
    (converted, marks_apart)
}

/// Composes letters and the marks that stand behind them, as macOS and some converters write them. What this program wrote
/// is read back letter by letter: its seals are over the letters that it wrote.
fn compose(workbook: &mut Workbook) {
    if is_own(workbook) || workbook.sheets.iter().any(|sheet| sheet.name == FINGERPRINT) {
        return;
    }
    for sheet in &mut workbook.sheets {
        let mut composed = BTreeSet::new();
        sheet.each_mut(|cell| {
            let Value::Text(text) = &cell.value else { return };
            if let Cow::Owned(text) = nfc(text) {
                cell.value = Value::Text(text.into());
                composed.insert(cell.at);
            }
        });
        sheet.recoded.append(&mut composed);
    }
}

/// Tells whether a text may have marks apart from their letters: those from U+0300 to U+036F begin with these bytes.
fn has_marks(text: &str) -> bool {
    memchr::memchr2(0xCC, 0xCD, text.as_bytes()).is_some()
}

/// The font of cells, asked for once where neighbours share their style.
#[derive(Default)]
struct Fonts(Option<(Arc<CellStyle>, Option<OfFont>)>);

impl Fonts {
    fn of(&mut self, cell: &Cell) -> Option<OfFont> {
        let style = cell.style.as_ref()?;
        match &self.0 {
            Some((last, font)) if Arc::ptr_eq(last, style) => *font,
            _ => {
                let font = style.font.as_deref().and_then(of_font);
                self.0 = Some((style.clone(), font));
                font
            }
        }
    }
}

/// What a text is, as far as it and its font tell.
fn known(font: Option<OfFont>, text: &str) -> Option<Kind> {
    match (font, judge(text)) {
        // Capitals that exist by the font only, of letters that are ASCII.
        (Some(font), Verdict::Plain) if font.capitals => Some(Kind::Legacy(font.encoding)),
        (_, Verdict::Plain) => None,
        (_, Verdict::Legacy(encoding)) => Some(Kind::Legacy(encoding)),
        // Unicode pasted into an old font shows in another; it is what it is.
        (Some(_), Verdict::Unicode) => Some(Kind::Unicode),
        (Some(font), Verdict::Either(_) | Verdict::Unclear) => Some(Kind::Legacy(font.encoding)),
        (None, Verdict::Unicode) => Some(Kind::Unicode),
        (None, Verdict::Either(_) | Verdict::Unclear) => None,
    }
}

/// What the texts around are.
#[derive(Default)]
struct Surroundings {
    workbook: BTreeSet<Kind>,
    columns: BTreeMap<(usize, u32), BTreeSet<Kind>>,
    /// How many texts tell that they are Unicode, and how many that they are not.
    counts: [usize; 2],
    /// Some text is set in a font of an old encoding, so the fonts of the workbook tell.
    fonts_tell: bool,
}

impl Surroundings {
    fn count(&mut self, kind: Option<Kind>) {
        let [unicode, legacy] = &mut self.counts;
        match kind {
            // Nearly all are, and are there already.
            Some(Kind::Unicode) if *unicode > 0 => *unicode += 1,
            Some(kind) => {
                *(if kind == Kind::Unicode { unicode } else { legacy }) += 1;
                self.workbook.insert(kind);
            }
            None => {}
        }
    }

    /// Where no font says otherwise and nearly all texts are Unicode for certain, a text that is none is a name of
    /// no Vietnamese syllables: «XÃ EA YÔNG» would be «XÃ EA YỄNG» in TCVN3.
    fn is_unicode_but_for_names(&self) -> bool {
        let [unicode, legacy] = self.counts;
        !self.fonts_tell && unicode >= 10 * legacy
    }

    fn any_legacy(&self) -> bool {
        self.workbook.iter().any(|k| matches!(k, Kind::Legacy(_)))
    }

    /// What the texts around one that tells nothing itself are: all of the workbook, or, where the file
    /// has no fonts, all of the column.
    fn around(&self, sheet: usize, cell: &Cell, text: &str) -> Option<Kind> {
        if !matches!(judge(text), Verdict::Either(_) | Verdict::Unclear) {
            return None;
        }
        let only = |kinds: &BTreeSet<Kind>| kinds.first().copied().filter(|_| kinds.len() == 1);
        // A font of Unicode shows it as it stands, unless no text in the workbook has the font it needs.
        let has_font = cell.style.as_ref().is_some_and(|s| s.font.is_some());
        if has_font && self.fonts_tell {
            return None;
        }
        let column = self.columns.get(&(sheet, cell.at.column)).filter(|_| !has_font);
        column.and_then(only).or_else(|| only(&self.workbook))
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;
    use crate::address::Address;

    fn sheet(texts: &[(&str, Option<&str>)]) -> Sheet {
        let cells = texts.iter().zip(0..).map(|((text, font), row)| Cell {
            at: Address { row, column: 0 },
            value: Value::Text((*text).into()),
            style: font.map(|f| Arc::new(CellStyle { font: Some(f.to_owned()), ..CellStyle::default() })),
        });
        Sheet::new("S", true, cells, vec![])
    }

    fn after(given: &[(&str, Option<&str>)]) -> Vec<String> {
        let mut sheets = [sheet(given)];
        from_legacy(&mut sheets);
        sheets[0].rows().flat_map(|(_, cells)| cells).filter_map(Cell::text).map(str::to_owned).collect()
    }

    #[test]
    fn names_of_other_languages_stay_as_they_are_among_unicode() {
        let mut given = vec![("ỦY BAN NHÂN DÂN XÃ EA YÔNG", None)];
        given.extend(std::iter::repeat_n(("Số hộ được hỗ trợ", None), 12));
        assert_eq!(after(&given)[0], "ỦY BAN NHÂN DÂN XÃ EA YÔNG");
    }

    #[test]
    fn letters_apart_from_their_marks_are_put_together() {
        let composed = ["Đơn vị tính: nghìn đồng", "Tổng số"];
        let given = composed.map(|text| text.nfd().collect::<String>());
        assert_ne!(given, composed);
        let of_sheets = |names: &[&str]| {
            let named = |name: &&str| {
                let mut sheet = sheet(&[(&given[0], None)]);
                sheet.name = (*name).to_owned();
                sheet
            };
            let sheets = names.iter().map(named);
            let mut workbook = Workbook {
                file: String::new(),
                sha256: String::new(),
                kind: super::super::Kind::Ods,
                sheets: sheets.collect(),
            };
            compose(&mut workbook);
            workbook
                .sheets
                .iter()
                .flat_map(Sheet::rows)
                .filter_map(|(_, cells)| cells[0].text())
                .next()
                .map(str::to_owned)
        };
        assert_eq!(of_sheets(&["S"]).as_deref(), Some(composed[0]));
        // Results and blanks are sealed as they were written.
        for own in [&["Tổng hợp", "Số liệu", "Nguồn"][..], &["Biểu", "phubieu"]] {
            assert_eq!(of_sheets(own).as_deref(), Some(&*given[0]), "{own:?}");
        }
    }

    #[test]
    fn fonts_decide_and_where_there_are_none_the_rest_of_the_column() {
        assert_eq!(after(&[("Sè hé", Some(".VnTime")), ("tæng sè", Some(".VnTimeH"))]), ["Số hộ", "TỔNG SỐ"]);
        let mixed = [("Sè hé", Some("Arial")), ("Tæng céng ®\u{ad}îc", None), ("Số hộ", Some("Arial"))];
        assert_eq!(after(&mixed), ["Sè hé", "Tổng cộng được", "Số hộ"]);
        assert_eq!(
            after(&[("Sè hé", None), ("Tæng céng ®\u{ad}îc", None), ("§VT", None)]),
            ["Số hộ", "Tổng cộng được", "ĐVT"]
        );
        assert_eq!(after(&[("Sè hé", None), ("Tổng số", None)]), ["Sè hé", "Tổng số"]);
    }

    #[test]
    fn unicode_in_an_old_font_and_foreign_words_are_left_alone() {
        let given = [("Số hộ nghèo", Some(".VnTime")), ("café", None), ("Müller", Some("Arial")), ("có và là", None)];
        assert_eq!(after(&given), given.map(|(text, _)| text));
    }
}
