//! What colours come to: `rgb`, the old palette of 64, or one of the theme, made lighter or darker
//! (ECMA-376 part 1, 18.3.1.15 and 18.8.27).

use quick_xml::events::{BytesStart, Event};

use crate::xml::attribute;

use super::{each, number};

/// The colours that a workbook points at by number.
#[derive(Debug)]
pub(super) struct Palette {
    theme: Vec<u32>,
    indexed: Vec<u32>,
}

/// The theme of Office 2007 to 2022, in the order of the theme part.
const OFFICE: [u32; 12] = [
    0x00_0000, 0xFF_FFFF, 0x1F_497D, 0xEE_ECE1, 0x4F_81BD, 0xC0_504D, 0x9B_BB59, 0x80_64A2, 0x4B_ACC6, 0xF7_9646,
    0x00_00FF, 0x80_0080,
];

/// The palette of Excel 97, from index 8; 0 to 7 are the same as 8 to 15.
const EXCEL_97: [u32; 56] = [
    0x00_0000, 0xFF_FFFF, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0xFF_FF00, 0xFF_00FF, 0x00_FFFF, 0x80_0000, 0x00_8000,
    0x00_0080, 0x80_8000, 0x80_0080, 0x00_8080, 0xC0_C0C0, 0x80_8080, 0x99_99FF, 0x99_3366, 0xFF_FFCC, 0xCC_FFFF,
    0x66_0066, 0xFF_8080, 0x00_66CC, 0xCC_CCFF, 0x00_0080, 0xFF_00FF, 0xFF_FF00, 0x00_FFFF, 0x80_0080, 0x80_0000,
    0x00_8080, 0x00_00FF, 0x00_CCFF, 0xCC_FFFF, 0xCC_FFCC, 0xFF_FF99, 0x99_CCFF, 0xFF_99CC, 0xCC_99FF, 0xFF_CC99,
    0x33_66FF, 0x33_CCCC, 0x99_CC00, 0xFF_CC00, 0xFF_9900, 0xFF_6600, 0x66_6699, 0x96_9696, 0x00_3366, 0x33_9966,
    0x00_3300, 0x33_3300, 0x99_3300, 0x99_3366, 0x33_3399, 0x33_3333,
];

impl Palette {
    /// From the theme and the styles; without them, what Excel takes.
    pub(super) fn new(theme: Option<&str>, styles: Option<&str>) -> Self {
        let mut found = Vec::new();
        let mut inside = false;
        each(theme.unwrap_or_default(), |event, _| match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "clrScheme" => inside = true,
                "srgbClr" if inside => found.extend(attribute(&e, "val").as_deref().and_then(rgb)),
                "sysClr" if inside => found.extend(attribute(&e, "lastClr").as_deref().and_then(rgb)),
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "clrScheme" => inside = false,
            _ => {}
        });
        let mut indexed = Vec::new();
        each(styles.unwrap_or_default(), |event, _| {
            if let Event::Start(e) = event
                && e.local_name().as_ref() == "rgbColor"
            {
                indexed.extend(attribute(&e, "rgb").as_deref().and_then(rgb));
            }
        });
        let theme = if found.len() >= OFFICE.len() { found } else { OFFICE.to_vec() };
        Self { theme, indexed }
    }

    /// The colour that an element names; nothing for the one a thing has by itself.
    pub(super) fn of(&self, e: &BytesStart<'_>) -> Option<u32> {
        let plain = match (attribute(e, "rgb"), number::<usize>(e, "theme"), number::<usize>(e, "indexed")) {
            (Some(text), ..) => rgb(&text)?,
            (None, Some(theme), _) => *self.theme.get(in_part(theme))?,
            (None, None, Some(index)) => self.indexed(index)?,
            _ => return None,
        };
        let tint = number::<f64>(e, "tint").filter(|t| t.is_finite() && *t != 0.0);
        Some(tint.map_or(plain, |tint| tinted(plain, tint.clamp(-1.0, 1.0))))
    }

    fn indexed(&self, index: usize) -> Option<u32> {
        // 64 and 65 are the window's own colours.
        let own = self.indexed.get(index).copied().filter(|_| index < 64);
        own.or_else(|| EXCEL_97.get(index.checked_sub(8).unwrap_or(index)).copied())
    }
}

/// The theme part has dark before light, references have light before dark.
fn in_part(theme: usize) -> usize {
    match theme {
        0 => 1,
        1 => 0,
        2 => 3,
        3 => 2,
        other => other,
    }
}

/// `FF00AA11`, `00AA11`.
fn rgb(text: &str) -> Option<u32> {
    let value = u32::from_str_radix(text.trim(), 16).ok()?;
    Some(value & 0x00FF_FFFF)
}

/// A colour with its lightness moved towards white, or towards black.
fn tinted(colour: u32, tint: f64) -> u32 {
    let part = |shift: u32| f64::from((colour >> shift) & 0xFF) / 255.0;
    let (r, g, b) = (part(16), part(8), part(0));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let light = (most + least) / 2.0;
    let moved = if tint < 0.0 { light * (1.0 + tint) } else { light + (1.0 - light) * tint };
    // In the model of hue, saturation and lightness a colour is its lightness and what it has around it.
    let room = |l: f64| 1.0 - (2.0 * l - 1.0).abs();
    let scale = if room(light) > 0.0 { room(moved) / room(light) } else { 0.0 };
    let byte = |c: f64| (((c - light) * scale + moved).clamp(0.0, 1.0) * 255.0).round() as u32;
    (byte(r) << 16) | (byte(g) << 8) | byte(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tints_come_to_what_excel_shows() {
        for (colour, tint, expected) in [
            (0xFF_FFFF, -0.149_998_474_074_526_2, 0xD9_D9D9),
            (0x00_0000, 0.5, 0x80_8080),
            (0x4F_81BD, 0.799_981_688_894_314_4, 0xDC_E6F1),
            (0x4F_81BD, -0.249_977_111_117_893, 0x36_6092),
        ] {
            let found = tinted(colour, tint);
            let near = (0..3).all(|i| ((found >> (8 * i)) & 0xFF).abs_diff((expected >> (8 * i)) & 0xFF) <= 1);
            assert!(near, "{found:06X} for {expected:06X}");
        }
    }

    #[test]
    fn numbers_point_into_the_theme_and_the_old_palette() {
        let palette = Palette::new(None, None);
        for (xml, expected) in [
            ("<c theme='0'/>", Some(0xFF_FFFF)),
            ("<c theme='4'/>", Some(0x4F_81BD)),
            ("<c indexed='10'/>", Some(0xFF_0000)),
            ("<c indexed='2'/>", Some(0xFF_0000)),
            ("<c indexed='64'/>", None),
            ("<c rgb='FF00AA11'/>", Some(0x00_AA11)),
            ("<c auto='1'/>", None),
            ("<c rgb='red'/>", None),
            ("<c theme='99'/>", None),
        ] {
            each(xml, |event, _| {
                if let Event::Start(e) = event {
                    assert_eq!(palette.of(&e), expected, "{xml}");
                }
            });
        }
    }
}
