//! What a workbook names of a sheet: what is printed of it, and on every page.

use quick_xml::events::Event;

use crate::address::{Address, Area};
use crate::own_output::DRESSED;
use crate::xml::attribute;

use super::{each, number, spoken};

/// The named parts of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// What is printed.
    pub printed: Option<Area>,
    /// The first and last row that every page repeats.
    pub rows: Option<(u32, u32)>,
    /// The first and last column that every page repeats.
    pub columns: Option<(u32, u32)>,
    /// This program drew it after a template.
    pub dressed: bool,
}

/// The named parts of a sheet.
pub(super) fn of_sheet(workbook: &str, sheet: &str) -> Named {
    let mut named = Named::default();
    let (mut sheets, mut place) = (0usize, None);
    let mut name: Option<(String, Option<usize>)> = None;
    let mut text = String::new();
    each(workbook, |event, _| match &event {
        Event::Start(e) => match e.local_name().as_ref() {
            "sheet" => {
                if place.is_none() && attribute(e, "name").as_deref() == Some(sheet) {
                    place = Some(sheets);
                }
                sheets += 1;
            }
            "definedName" => {
                name = attribute(e, "name").map(|n| (n, number(e, "localSheetId")));
                text.clear();
            }
            _ => {}
        },
        Event::End(e) if e.local_name().as_ref() == "definedName" => {
            if let Some((name, of)) = name.take().filter(|(_, of)| of.is_some() && *of == place) {
                let _ = of;
                named.take(&name, &text);
            }
        }
        event => spoken(event, &mut text),
    });
    named
}

impl Named {
    fn take(&mut self, name: &str, text: &str) {
        match name {
            "_xlnm.Print_Area" => self.printed = whole(text),
            "_xlnm.Print_Titles" => {
                for part in parts(text) {
                    let (first, last) = part.split_once(':').unwrap_or((part, part));
                    let (first, last) = (first.replace('$', ""), last.replace('$', ""));
                    // `$5:$7` are rows, `$A:$B` columns.
                    let row = |t: &str| t.parse::<u32>().ok()?.checked_sub(1);
                    let column = |t: &str| Address::parse(&format!("{t}1")).map(|a| a.column);
                    self.rows = row(&first).zip(row(&last)).or(self.rows);
                    if first.chars().all(|c| c.is_ascii_alphabetic()) {
                        self.columns = column(&first).zip(column(&last)).or(self.columns);
                    }
                }
            }
            DRESSED => self.dressed = true,
            _ => {}
        }
    }
}

/// The areas of a reference, without the sheet's name, which may hold commas and exclamation marks.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c: char| {
        quoted ^= c == '\'';
        c == ',' && !quoted
    })
    .map(|part| part.rsplit_once('!').map_or(part, |(_, area)| area).trim())
}

/// One area; nothing where there are several.
fn whole(text: &str) -> Option<Area> {
    let mut all = parts(text);
    let one = all.next().filter(|_| all.next().is_none())?;
    let (first, last) = one.split_once(':').unwrap_or((one, one));
    Some(Area { first: Address::parse(first)?, last: Address::parse(last)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_sheet_are_found_by_its_place() {
        let xml = "<workbook><sheets><sheet name='A'/><sheet name='B, C!'/></sheets><definedNames>\
            <definedName name='_xlnm.Print_Area' localSheetId='0'>A!$A$1:$B$2</definedName>\
            <definedName name='_xlnm.Print_Area' localSheetId='1'>'B, C!'!$A$1:$F$40</definedName>\
            <definedName name='_xlnm.Print_Titles' localSheetId='1'>'B, C!'!$A:$B,'B, C!'!$5:$7</definedName>\
            </definedNames></workbook>";
        let named = of_sheet(xml, "B, C!");
        assert_eq!(named.printed.map(|a| a.to_string()).as_deref(), Some("A1:F40"));
        assert_eq!((named.rows, named.columns, named.dressed), (Some((4, 6)), Some((0, 1)), false));
        assert_eq!(of_sheet(xml, "Z"), Named::default());
    }
}
