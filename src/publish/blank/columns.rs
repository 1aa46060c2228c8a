//! The columns of a form's sheet: the form's own, the figures of the last period, the checks.

use crate::finding::Lang;
use crate::form::Role;
use crate::form::heading::with_year;
use crate::publish::workbook::headings::Headed;
use crate::vietnamese::measure::UNNAMED;

use super::sheet::Page;

/// What stands in a column of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Col {
    /// A column of the form, by its place, which is that in the sheet.
    Form(usize),
    /// What a column of figures was in the last period.
    Before(usize),
    /// The checks of the line.
    Check,
}

/// The columns of a sheet, with their headings and widths.
pub(super) struct Columns {
    pub all: Vec<Col>,
    pub headed: Vec<Headed>,
}

impl Columns {
    /// The columns of a page.
    pub fn new(page: &Page<'_, '_>) -> Self {
        let form = page.own.form;
        let wide = form.value_columns().count() > 3;
        let year = page.blanks.year();
        let (mut all, mut headed) = (Vec::new(), Vec::new());
        for (at, column) in form.columns.iter().enumerate() {
            let width = match column.role {
                Role::Number => 6.0,
                Role::Label if form.is_list() => 38.0,
                Role::Label if wide => 44.0,
                Role::Label => 56.0,
                Role::Measure => 11.0,
                Role::Value => 17.0,
                Role::Text => 20.0,
            };
            let mut levels: Vec<String> =
                column.heading.iter().map(|level| with_year(level, &year).trim().to_owned()).collect();
            // A column with a measure of its own says it: what stands beside the rows is not about it.
            let named = |m: &&str| !m.is_empty() && *m != UNNAMED;
            let measure = column.figure.as_ref().map(|f| f.measure.as_str()).filter(named);
            let said = |m: &str| levels.iter().any(|level| level.contains(m)) || m == form.measure;
            if let Some(measure) = measure.filter(|m| column.role == Role::Value && !said(m))
                && let Some(lowest) = levels.last_mut()
            {
                lowest.push_str(&format!(" ({})", measure.to_lowercase()));
            }
            all.push(Col::Form(at));
            headed.push(Headed { levels, width });
        }
        let before: Vec<usize> = form.value_columns().map(|(at, _)| at).filter(|at| page.has_before(*at)).collect();
        let over = page.before_heading();
        for at in &before {
            let mut levels = vec![over.clone()];
            if before.len() > 1 {
                let name = form.columns.get(*at).map(|c| with_year(&c.spoken(), "").trim().to_owned());
                levels.extend(name);
            }
            all.push(Col::Before(*at));
            headed.push(Headed { levels, width: 16.0 });
        }
        all.push(Col::Check);
        headed.push(Headed { levels: vec![page.blanks.lang.of("Kiểm tra", "Check").to_owned()], width: 32.0 });
        Self { all, headed }
    }

    /// The place of a column in the sheet.
    pub fn of(&self, col: Col) -> Option<u16> {
        self.all.iter().position(|c| *c == col).and_then(|at| u16::try_from(at).ok())
    }

    /// The last of the form's columns.
    pub fn last_of_form(&self) -> u16 {
        let own = self.all.iter().filter(|c| matches!(c, Col::Form(_))).count();
        u16::try_from(own.saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// The width of the form's columns together.
    pub fn width(&self) -> f64 {
        self.headed.iter().take(usize::from(self.last_of_form()) + 1).map(|h| h.width).sum()
    }

    /// The cells of the headings from a row on: where each stands, its text, and the column it begins in.
    pub fn heading_cells(&self, top: u32) -> Vec<((u32, u16), String, Col)> {
        let mut found = Vec::new();
        for (at, (headed, col)) in self.headed.iter().zip(&self.all).enumerate() {
            for (level, text) in headed.levels.iter().enumerate() {
                // A heading over several columns stands in the first of them.
                let left = at.checked_sub(1).and_then(|left| self.headed.get(left));
                let goes_on = |h: &Headed| h.levels.len() > level + 1;
                let shared = left.is_some_and(|l| {
                    goes_on(l) && goes_on(headed) && l.levels.get(..=level) == headed.levels.get(..=level)
                });
                if !shared {
                    let row = top + u32::try_from(level).unwrap_or(0);
                    found.push(((row, u16::try_from(at).unwrap_or(u16::MAX)), text.clone(), *col));
                }
            }
        }
        found
    }
}

/// The heading over the figures of the last period; `merged` where they may be those of several communes of before
/// 1 July 2025.
pub(super) fn before_heading(period: Option<String>, merged: bool, lang: Lang) -> String {
    let merged = merged.then(|| lang.of("các xã trước sắp xếp cộng lại", "communes of before added up").to_owned());
    let about: Vec<String> = period.into_iter().chain(merged).collect();
    match about.join("; ") {
        none if none.is_empty() => lang.of("Kỳ trước", "Last period").to_owned(),
        about => lang.of(format!("Kỳ trước ({about})"), format!("Last period ({about})")),
    }
}
