//! The looks of cells from the part with the styles.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use crate::xml::attribute;

use super::colours::Palette;
use super::{Edge, Fill, Font, Format, Look, each, number, on, yes};

/// The looks of a workbook's cells.
#[derive(Debug, Default)]
pub(super) struct Styles {
    pub(super) looks: Vec<Look>,
    fonts: Vec<Font>,
    fills: Vec<Option<Fill>>,
    borders: Vec<([Edge; 5], (bool, bool))>,
    formats: HashMap<u32, String>,
}

/// Which list an element of the part stands in.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Other,
    Fonts,
    Fills,
    Borders,
    Cells,
}

impl Styles {
    pub(super) fn parse(xml: &str, palette: &Palette) -> Self {
        let mut styles = Self::default();
        let mut within = Within::Other;
        let mut side = None;
        each(xml, |event, ends| match event {
            Event::Start(e) => match (e.local_name().as_ref(), within) {
                (list @ ("fonts" | "fills" | "borders" | "cellXfs" | "dxfs" | "cellStyleXfs"), _) => {
                    within = match list {
                        _ if ends => Within::Other,
                        "fonts" => Within::Fonts,
                        "fills" => Within::Fills,
                        "borders" => Within::Borders,
                        "cellXfs" => Within::Cells,
                        _ => Within::Other,
                    };
                }
                ("numFmt", Within::Other) => {
                    if let (Some(id), Some(code)) = (number(&e, "numFmtId"), attribute(&e, "formatCode")) {
                        styles.formats.entry(id).or_insert(code);
                    }
                }
                ("font", Within::Fonts) => styles.fonts.push(Font::default()),
                (_, Within::Fonts) => {
                    if let Some(font) = styles.fonts.last_mut() {
                        font_part(font, &e, palette);
                    }
                }
                ("fill", Within::Fills) => styles.fills.push(None),
                (name, Within::Fills) => {
                    if let Some(fill) = styles.fills.last_mut() {
                        fill_part(fill, name, &e, palette);
                    }
                }
                ("border", Within::Borders) => {
                    side = None;
                    let ways = (yes(&e, "diagonalUp"), yes(&e, "diagonalDown"));
                    styles.borders.push((Default::default(), ways));
                }
                (name, Within::Borders) => {
                    let named = ["left", "right", "top", "bottom", "diagonal"].iter().position(|s| *s == name);
                    // What reads from right to left has a start and an end.
                    let named = named.or(match name {
                        "start" => Some(0),
                        "end" => Some(1),
                        _ => None,
                    });
                    side = named.or(side);
                    let edge = styles.borders.last_mut().zip(side).and_then(|((edges, _), at)| edges.get_mut(at));
                    if let Some(edge) = edge {
                        match name {
                            "color" => edge.colour = palette.of(&e),
                            _ => edge.style = attribute(&e, "style").filter(|s| s != "none").unwrap_or_default(),
                        }
                    }
                }
                ("xf", Within::Cells) => {
                    let look = styles.look(&e);
                    styles.looks.push(look);
                }
                ("alignment", Within::Cells) => {
                    if let Some(look) = styles.looks.last_mut() {
                        align(look, &e);
                    }
                }
                _ => {}
            },
            Event::End(e) => {
                if matches!(
                    e.local_name().as_ref(),
                    "fonts" | "fills" | "borders" | "cellXfs" | "dxfs" | "cellStyleXfs"
                ) {
                    within = Within::Other;
                }
            }
            _ => {}
        });
        styles
    }

    fn look(&self, e: &BytesStart<'_>) -> Look {
        let at = |name| number::<usize>(e, name).unwrap_or(0);
        let (borders, diagonal) = self.borders.get(at("borderId")).cloned().unwrap_or_default();
        let id = number::<u32>(e, "numFmtId").unwrap_or(0);
        let format = match (self.formats.get(&id), u8::try_from(id)) {
            (Some(code), _) => Format::Own(code.clone()),
            (None, Ok(id)) => Format::BuiltIn(id),
            (None, Err(_)) => Format::default(),
        };
        Look {
            font: self.fonts.get(at("fontId")).cloned().unwrap_or_default(),
            fill: self.fills.get(at("fillId")).cloned().flatten(),
            borders,
            diagonal,
            format,
            ..Look::default()
        }
    }

    /// The width in pixels of a digit of the font that column widths are counted in, the workbook's first.
    pub(super) fn digit_width(&self) -> f64 {
        let (name, size) = self.fonts.first().map_or(("", 0.0), |f| (f.name.as_str(), f.size));
        let name = name.to_lowercase();
        let of_size = if name.contains("times") || name.contains(".vn") {
            0.5
        } else if name.contains("arial") || name.contains("helv") {
            0.556
        } else {
            0.507
        };
        let size = if (4.0..=72.0).contains(&size) { size } else { 11.0 };
        (size * 4.0 / 3.0 * of_size).round().max(1.0)
    }
}

/// Takes up one property of a font.
pub(super) fn font_part(font: &mut Font, e: &BytesStart<'_>, palette: &Palette) {
    let value = || attribute(e, "val").unwrap_or_default();
    match e.local_name().as_ref() {
        "name" | "rFont" => font.name = value(),
        "sz" => font.size = number(e, "val").filter(|s| (1.0..=409.0).contains(s)).unwrap_or(0.0),
        "b" => font.bold = on(e),
        "i" => font.italic = on(e),
        "strike" => font.strike = on(e),
        "u" => {
            let how = attribute(e, "val").unwrap_or_else(|| "single".to_owned());
            font.underline = if how == "none" { String::new() } else { how };
        }
        "vertAlign" => {
            let how = value();
            font.script = if how == "baseline" { String::new() } else { how };
        }
        "color" => font.colour = palette.of(e),
        _ => {}
    }
}

fn fill_part(fill: &mut Option<Fill>, name: &str, e: &BytesStart<'_>, palette: &Palette) {
    match (name, fill.as_mut()) {
        ("patternFill", _) => {
            let pattern = attribute(e, "patternType").filter(|p| p != "none");
            *fill = pattern.map(|pattern| Fill { pattern, front: None, back: None });
        }
        ("fgColor", Some(fill)) => fill.front = palette.of(e),
        // What lies behind a solid ground does not show.
        ("bgColor", Some(fill)) if fill.pattern != "solid" => fill.back = palette.of(e),
        // A ground that runs from one colour to another is drawn in its first.
        ("color", None) => {
            *fill = palette.of(e).map(|c| Fill { pattern: "solid".to_owned(), front: Some(c), back: None });
        }
        _ => {}
    }
}

fn align(look: &mut Look, e: &BytesStart<'_>) {
    look.horizontal = attribute(e, "horizontal").filter(|h| h != "general").unwrap_or_default();
    // At the bottom is where text stands by itself.
    look.vertical = attribute(e, "vertical").filter(|v| v != "bottom").unwrap_or_default();
    look.wrap = yes(e, "wrapText");
    look.shrink = yes(e, "shrinkToFit");
    look.indent = number::<u8>(e, "indent").unwrap_or(0).min(250);
    look.rotation = number::<u8>(e, "textRotation").filter(|r| *r <= 180 || *r == 255).unwrap_or(0);
}
