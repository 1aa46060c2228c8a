//! A fingerprint from the sheets of a workbook, and what is none of the submission taken out of them.

use crate::address::Address;
use crate::intake::{Cell, Sheet, Workbook};
use crate::vietnamese::text::one_line;

use super::recompute::recompute;
use super::{FIELDS, Fingerprint, FormPrint, GUIDES, Labelled, MARK, Tag, VERSION, is_seal, seal_of};

/// What a workbook says of the blank it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The fingerprint as it was written.
    Whole(Box<Fingerprint>),
    /// One that was changed: nothing of it is believed.
    Broken,
}

impl Fingerprint {
    /// Takes the fingerprint out of a workbook; nothing where it has none.
    pub fn take(workbook: &mut Workbook) -> Option<Found> {
        let marked = |s: &Sheet| s.rows().next().and_then(|(_, cells)| cells.first()?.text()) == Some(MARK);
        let Some(at) = workbook.sheets.iter().position(marked) else {
            // The guide of a blank without what the blank says of itself: that was taken out.
            let guide = |s: &Sheet| s.rows().next().and_then(|(_, cells)| cells.first()?.text()).map(one_line);
            let left = |text: String| GUIDES.iter().any(|title| text.starts_with(title));
            return workbook.sheets.iter().filter_map(guide).any(left).then_some(Found::Broken);
        };
        let sheet = workbook.sheets.remove(at);
        let lines: Vec<(Tag, Vec<String>)> = sheet.rows().skip(1).filter_map(|(_, cells)| line(cells)).collect();
        let sealed = lines.iter().find(|(tag, fields)| is_seal(*tag, fields)).and_then(|(_, f)| f.get(1));
        if sealed != Some(&seal_of(&lines)) {
            return Some(Found::Broken);
        }
        Some(parsed(&lines).map_or(Found::Broken, |print| Found::Whole(Box::new(print))))
    }

    /// Takes out what stands beside the form's tables: the checks, the figures of the last period, the guide. Totals
    /// that were saved without results get them.
    pub fn set_aside(&self, workbook: &mut Workbook) {
        workbook.sheets.retain(|sheet| !self.guides.contains(&sheet.name));
        for sheet in &mut workbook.sheets {
            let own: Vec<&Labelled> = self.asides.iter().filter(|a| self.is_of(a, sheet)).collect();
            for heading in own {
                if let Some(at) = found(sheet, heading) {
                    let last = sheet.merge_at(at).map_or(at.column, |merge| merge.last.column);
                    sheet.take_out(at.row, at.column..=last);
                }
            }
            let live = self.live.iter().filter(|(name, _)| *name == sheet.name).map(|(_, at)| *at);
            for at in live.collect::<Vec<_>>() {
                sheet.take_out_cell(at);
            }
            recompute(sheet);
        }
    }

    /// Tells whether a cell is of a sheet: by its name, or, where that was changed, of the only form.
    fn is_of(&self, cell: &Labelled, sheet: &Sheet) -> bool {
        cell.sheet == sheet.name || self.forms.len() == 1
    }
}

/// Where a heading stands now: where it stood, or else where its text is.
fn found(sheet: &Sheet, heading: &Labelled) -> Option<Address> {
    let is = |cell: &Cell| cell.text().is_some_and(|text| one_line(text) == heading.text);
    if sheet.cell(heading.at).is_some_and(is) {
        return Some(heading.at);
    }
    sheet.rows().flat_map(|(_, cells)| cells).find(|cell| is(cell)).map(|cell| cell.at)
}

fn line(cells: &[Cell]) -> Option<(Tag, Vec<String>)> {
    let word = cells.first()?.text()?;
    let tag = Tag::ALL.into_iter().find(|tag| tag.name() == word)?;
    let text = |column: usize| {
        let cell = cells.iter().find(|c| usize::try_from(c.at.column) == Ok(column));
        cell.map(|c| c.value.to_string()).unwrap_or_default()
    };
    Some((tag, (1..=FIELDS).map(text).collect()))
}

fn parsed(lines: &[(Tag, Vec<String>)]) -> Option<Fingerprint> {
    let of = |tag: Tag| lines.iter().filter(move |(t, _)| *t == tag).map(|(_, fields)| fields.as_slice());
    let field = |fields: &[String], n: usize| fields.get(n).cloned().unwrap_or_default();
    let key = |name: &str| of(Tag::Key).find(|f| f.first().is_some_and(|n| n == name)).map(|f| field(f, 1));
    if key("version").as_deref() != Some(VERSION) {
        return None;
    }
    let forms = of(Tag::Form).map(|f| {
        let name = field(f, 0);
        let own = |tag: Tag| of(tag).filter(|f| f.first() == Some(&name)).map(|f| field(f, 1));
        let toml = own(Tag::Toml).fold(String::new(), |text, line| text + &line + "\n");
        FormPrint { version: field(f, 1), sheet: field(f, 2), toml, words: own(Tag::Word).collect(), name }
    });
    let placed = |tag: Tag| {
        let cells = of(tag).filter_map(|f| {
            Some(Labelled { sheet: field(f, 0), at: Address::parse(f.get(1)?)?, text: one_line(f.get(2)?) })
        });
        cells.collect::<Vec<_>>()
    };
    Some(Fingerprint {
        unit: key("unit")?,
        unit_name: key("name").unwrap_or_default(),
        era: key("era").and_then(|e| e.parse().ok()),
        period: key("period").and_then(|p| p.parse().ok()),
        forms: forms.collect(),
        cells: placed(Tag::Cell),
        asides: placed(Tag::Aside),
        live: of(Tag::Live).filter_map(|f| Some((field(f, 0), Address::parse(f.get(1)?)?))).collect(),
        guides: of(Tag::Guide).map(|f| field(f, 0)).collect(),
    })
}
