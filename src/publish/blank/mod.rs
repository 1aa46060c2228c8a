//! Blank workbooks, one a unit, that Excel itself keeps clean: labels and structure locked, inputs coloured and
//! validated, totals as formulas, and checks that turn red while one types.
//!
//! [`plan`] says which cells of a form are typed and which are computed, [`guard`] puts that into formulas,
//! validation and formats; [`sheet`] lays a form out, [`table`] fills its rows in and [`list`] the free lines of a
//! list, over the [`columns`] that it has; [`words`] may stand for figures, [`names`] are those of files and
//! sheets. [`guide`] is the page of instructions and [`fingerprint`] the sheet that nobody sees.

mod columns;
mod fingerprint;
mod guard;
mod guide;
mod list;
pub mod names;
mod plan;
mod sheet;
mod table;
mod words;

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, ProtectionOptions, Workbook, Worksheet};

use crate::finding::Lang;
use crate::fingerprint::Fingerprint;
use crate::form::Form;
use crate::previous::{Before, NotComparable};
use crate::register::{Unit, UnitIndex};
use crate::run::asked::Asked;

use super::workbook::language;
use super::workbook::style::Styles;
use super::{PublishError, saved};
use plan::Plan;
use words::Words;

/// Everything that the blanks of a round share.
pub struct Blanks<'a> {
    asked: &'a Asked,
    lang: Lang,
    styles: Looks,
    forms: Vec<Prepared<'a>>,
}

/// A form with what is made of it once for all units.
struct Prepared<'a> {
    form: &'a Form,
    /// The name of its sheet.
    sheet: String,
    plan: Plan,
    words: Words,
    /// The figures of the last period.
    before: Option<Before<'a>>,
}

/// How the blanks look: what may be typed into is pale yellow, what is computed is grey.
struct Looks {
    styles: Styles,
    input: Format,
    text: Format,
    total: Format,
    aside: Format,
    check: Format,
    wrong: Format,
    mild: Format,
}

impl Looks {
    fn new() -> Self {
        let styles = Styles::new();
        let (input, grey, dim) = (Color::RGB(0x00FF_F9DB), Color::RGB(0x00ED_EDED), Color::RGB(0x0059_5959));
        let right = rust_xlsxwriter::FormatAlign::Right;
        Self {
            input: styles.cell.clone().set_unlocked().set_background_color(input).set_align(right),
            text: styles.cell.clone().set_unlocked().set_background_color(input),
            total: styles.cell.clone().set_background_color(grey).set_align(right).set_bold(),
            aside: styles.cell.clone().set_italic().set_font_color(dim).set_font_size(11).set_align(right),
            check: styles.cell.clone().set_bold().set_font_color(Color::RGB(0x00C0_0000)).set_font_size(11),
            wrong: Format::new()
                .set_background_color(Color::RGB(0x00F8_CBAD))
                .set_font_color(Color::RGB(0x00C0_0000))
                .set_bold(),
            mild: Format::new().set_font_color(Color::RGB(0x009C_5700)),
            styles,
        }
    }
}

impl<'a> Blanks<'a> {
    /// Prepares the blanks of a round.
    pub fn new(asked: &'a Asked, lang: Lang) -> Self {
        let mut taken: Vec<String> = Vec::new();
        let forms = asked.forms.iter().enumerate().map(|(at, form)| {
            let sheet = names::sheet(&form.name, &taken);
            taken.push(sheet.to_lowercase());
            let before = asked.previous.as_ref().filter(|_| !form.is_list());
            let earlier = before.and_then(|p| p.before(&form.name, asked.period, asked.era.value).ok());
            let before = earlier.and_then(|e| e.last.or(e.until));
            Prepared { form, sheet, plan: Plan::new(form), words: Words::new(form, at), before }
        });
        Self { asked, lang, styles: Looks::new(), forms: forms.collect() }
    }

    /// The forms whose last period's figures cannot stand beside the inputs, and why.
    pub fn without_previous(&self) -> Vec<(&'a str, Option<NotComparable>)> {
        let Some(previous) = &self.asked.previous else { return Vec::new() };
        let without = self.forms.iter().filter(|own| own.before.is_none());
        let why = |own: &Prepared<'a>| previous.before(&own.form.name, self.asked.period, self.asked.era.value).err();
        without.map(|own| (own.form.name.as_str(), why(own))).collect()
    }

    /// Makes the blank of a unit.
    ///
    /// # Errors
    /// Something that a workbook cannot hold.
    pub fn workbook(&self, at: UnitIndex) -> Result<Vec<u8>, PublishError> {
        let Some(unit) = self.asked.register.unit(at) else { return Ok(Vec::new()) };
        let mut print = Fingerprint {
            unit: unit.code.to_string(),
            unit_name: unit.name.to_string(),
            era: Some(self.asked.era.value),
            period: self.asked.period,
            ..Fingerprint::default()
        };
        let mut sheets: Vec<Worksheet> = Vec::new();
        for own in &self.forms {
            let page = sheet::Page { blanks: self, own, at, unit };
            let made = page.sheet(&mut print)?;
            sheets.push(made);
        }
        if let Some(first) = sheets.first_mut() {
            first.set_active(true);
        }
        sheets.push(guide::sheet(self, at, unit, &mut print)?);
        let mut workbook = self.empty(unit)?;
        let hidden = fingerprint::sheet(&print, &self.styles.styles, &mut workbook, &self.forms)?;
        sheets.push(hidden);
        for sheet in sheets {
            workbook.push_worksheet(sheet);
        }
        Ok(language::spoken(&saved(&mut workbook)?, self.lang)?)
    }

    fn empty(&self, unit: &Unit) -> Result<Workbook, PublishError> {
        let mut workbook = Workbook::new();
        workbook.set_default_format(&self.styles.styles.base, 21, 72)?;
        let title = self.forms.first().map(|own| own.form.subject_or_title()).unwrap_or_default();
        let title = format!("{title} - {}", unit.name);
        // A fixed date: the same inputs give the same bytes.
        let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new().set_title(title).set_author("phubieu").set_creation_datetime(&date);
        workbook.set_properties(&properties);
        Ok(workbook)
    }

    /// Who the unit sends to: what it lies in.
    fn above(&self, at: UnitIndex) -> Option<&Unit> {
        self.asked.register.lineage(at).nth(1).and_then(|above| self.asked.register.unit(above))
    }

    /// The period as it is spoken; empty where none is known.
    fn period(&self) -> String {
        self.asked.period.map(|p| p.spoken(Lang::Vi)).unwrap_or_default()
    }

    fn year(&self) -> String {
        self.asked.period.map(|p| p.year.to_string()).unwrap_or_default()
    }
}

/// Locks a sheet without a password: against slips, not against people. Looks may be changed.
fn lock(sheet: &mut Worksheet) {
    let options = ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    };
    sheet.protect_with_options(&options);
}
