//! What the styles of XML Spreadsheet 2003 mean: fonts and number formats, with what each takes over from
//! its parent.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use crate::xml::attribute;

use super::super::cell::CellStyle;
use super::super::look;

/// The styles of a workbook, by their identifiers.
#[derive(Default)]
pub(super) struct Styles {
    said: HashMap<String, Said>,
    open: Option<(String, Said)>,
    /// Those that cells have asked for.
    made: HashMap<String, Option<Arc<CellStyle>>>,
}

/// What one style says itself.
#[derive(Default, Clone)]
struct Said {
    parent: Option<String>,
    format: Option<String>,
    font: Option<String>,
    italic: Option<bool>,
    struck: Option<bool>,
}

/// The style of every cell that names none, and what the others take over.
const DEFAULT: &str = "Default";
/// Styles take over from styles no longer in a row than this, so that a ring of them ends.
const MOST_PARENTS: usize = 16;

impl Styles {
    pub(super) fn begin(&mut self, e: &BytesStart<'_>) {
        match e.local_name().as_ref() {
            "Style" => {
                let said = Said { parent: attribute(e, "Parent"), ..Said::default() };
                self.open = attribute(e, "ID").map(|id| (id, said));
            }
            "Font" => {
                if let Some((_, said)) = &mut self.open {
                    said.font = attribute(e, "FontName");
                    let yes = |name| Some(matches!(attribute(e, name).as_deref(), Some("1" | "true")));
                    (said.italic, said.struck) = (yes("Italic"), yes("StrikeThrough"));
                }
            }
            "NumberFormat" => {
                if let Some((_, said)) = &mut self.open {
                    said.format = Some(attribute(e, "Format").unwrap_or_default());
                }
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        if name == "Style" {
            self.said.extend(self.open.take());
        }
    }

    /// The style of that name; the workbook's default where there is none.
    pub(super) fn of(&mut self, id: Option<&str>) -> Option<Arc<CellStyle>> {
        let id = id.unwrap_or(DEFAULT);
        if let Some(made) = self.made.get(id) {
            return made.clone();
        }
        let made = self.make(id).map(Arc::new);
        self.made.insert(id.to_owned(), made.clone());
        made
    }

    fn make(&self, id: &str) -> Option<CellStyle> {
        let mut all = Said::default();
        let mut next = Some(id);
        let mut known = false;
        for _ in 0..MOST_PARENTS {
            let Some(said) = next.and_then(|id| self.said.get(id)) else { break };
            known = true;
            all.format = all.format.or_else(|| said.format.clone());
            all.font = all.font.or_else(|| said.font.clone());
            all.italic = all.italic.or(said.italic);
            all.struck = all.struck.or(said.struck);
            next = said.parent.as_deref().or((next != Some(DEFAULT)).then_some(DEFAULT));
        }
        if !known {
            return None;
        }
        let format = all.format.unwrap_or_default();
        let font = look::Font {
            name: all.font.unwrap_or_default(),
            italic: all.italic.unwrap_or(false),
            struck: all.struck.unwrap_or(false),
            off_line: false,
        };
        Some(look::style(None, code(&format), font))
    }
}

/// The code of a format that goes by a name.
fn code(name: &str) -> &str {
    match name {
        "General" | "General Number" => "General",
        "General Date" => "dd/mm/yyyy hh:mm",
        "Long Date" | "Medium Date" | "Short Date" => "dd/mm/yyyy",
        "Long Time" | "Medium Time" | "Short Time" => "hh:mm",
        "Currency" | "Euro Currency" | "Standard" => "#,##0.00",
        "Fixed" => "0.00",
        "Percent" => "0.00%",
        "Scientific" => "0.00E+00",
        "Yes/No" => "\"Yes\";\"Yes\";\"No\"",
        "True/False" => "\"True\";\"True\";\"False\"",
        "On/Off" => "\"On\";\"On\";\"Off\"",
        code => code,
    }
}
