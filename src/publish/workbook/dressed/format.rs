//! The looks of a template as the formats that draw them.

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, FormatDiagonalBorder, FormatPattern, FormatScript, FormatUnderline,
};

use crate::intake::dress::{Edge, Fill, Font, Format as Shown, Look};

use super::super::style::{Mark, Styles, number_code, sign_in_format};

/// A look as a format.
pub(super) fn format(look: &Look) -> Format {
    let mut format = aligned(grounded(font(&look.font), look), look);
    let [left, right, top, bottom, diagonal] = look.borders.each_ref().map(edge);
    format = format
        .set_border_left(left.0)
        .set_border_left_color(left.1)
        .set_border_right(right.0)
        .set_border_right_color(right.1)
        .set_border_top(top.0)
        .set_border_top_color(top.1)
        .set_border_bottom(bottom.0)
        .set_border_bottom_color(bottom.1);
    let ways = match look.diagonal {
        (true, true) => FormatDiagonalBorder::BorderUpDown,
        (true, false) => FormatDiagonalBorder::BorderUp,
        (false, true) => FormatDiagonalBorder::BorderDown,
        (false, false) => FormatDiagonalBorder::None,
    };
    if look.diagonal != (false, false) {
        format =
            format.set_border_diagonal(diagonal.0).set_border_diagonal_color(diagonal.1).set_border_diagonal_type(ways);
    }
    match &look.format {
        Shown::BuiltIn(0) => format,
        Shown::BuiltIn(number) => format.set_num_format_index(*number),
        Shown::Own(code) => format.set_num_format(code),
    }
}

/// A font as the format of a stretch of text.
pub(super) fn font(font: &Font) -> Format {
    let mut format = Format::new();
    if !font.name.is_empty() {
        format = format.set_font_name(&font.name);
    }
    if font.size > 0.0 {
        format = format.set_font_size(font.size);
    }
    if font.bold {
        format = format.set_bold();
    }
    if font.italic {
        format = format.set_italic();
    }
    if font.strike {
        format = format.set_font_strikethrough();
    }
    if let Some(colour) = font.colour {
        format = format.set_font_color(Color::RGB(colour));
    }
    format = match font.script.as_str() {
        "superscript" => format.set_font_script(FormatScript::Superscript),
        "subscript" => format.set_font_script(FormatScript::Subscript),
        _ => format,
    };
    match font.underline.as_str() {
        "" => format,
        "double" => format.set_underline(FormatUnderline::Double),
        "singleAccounting" => format.set_underline(FormatUnderline::SingleAccounting),
        "doubleAccounting" => format.set_underline(FormatUnderline::DoubleAccounting),
        _ => format.set_underline(FormatUnderline::Single),
    }
}

fn grounded(format: Format, look: &Look) -> Format {
    let Some(Fill { pattern, front, back }) = &look.fill else { return format };
    let pattern = match pattern.as_str() {
        // A solid ground is said as the colour of what lies behind.
        "solid" => return front.map_or(format.clone(), |c| format.set_background_color(Color::RGB(c))),
        "mediumGray" => FormatPattern::MediumGray,
        "darkGray" => FormatPattern::DarkGray,
        "lightGray" => FormatPattern::LightGray,
        "darkHorizontal" => FormatPattern::DarkHorizontal,
        "darkVertical" => FormatPattern::DarkVertical,
        "darkDown" => FormatPattern::DarkDown,
        "darkUp" => FormatPattern::DarkUp,
        "darkGrid" => FormatPattern::DarkGrid,
        "darkTrellis" => FormatPattern::DarkTrellis,
        "lightHorizontal" => FormatPattern::LightHorizontal,
        "lightVertical" => FormatPattern::LightVertical,
        "lightDown" => FormatPattern::LightDown,
        "lightUp" => FormatPattern::LightUp,
        "lightGrid" => FormatPattern::LightGrid,
        "lightTrellis" => FormatPattern::LightTrellis,
        "gray125" => FormatPattern::Gray125,
        "gray0625" => FormatPattern::Gray0625,
        _ => return format,
    };
    let mut format = format.set_pattern(pattern);
    if let Some(colour) = front {
        format = format.set_foreground_color(Color::RGB(*colour));
    }
    match back {
        Some(colour) => format.set_background_color(Color::RGB(*colour)),
        None => format,
    }
}

fn aligned(mut format: Format, look: &Look) -> Format {
    let across = match look.horizontal.as_str() {
        "left" => Some(FormatAlign::Left),
        "center" => Some(FormatAlign::Center),
        "right" => Some(FormatAlign::Right),
        "fill" => Some(FormatAlign::Fill),
        "justify" => Some(FormatAlign::Justify),
        "centerContinuous" => Some(FormatAlign::CenterAcross),
        "distributed" => Some(FormatAlign::Distributed),
        _ => None,
    };
    let down = match look.vertical.as_str() {
        "top" => Some(FormatAlign::Top),
        "center" => Some(FormatAlign::VerticalCenter),
        "justify" => Some(FormatAlign::VerticalJustify),
        "distributed" => Some(FormatAlign::VerticalDistributed),
        _ => None,
    };
    for align in [across, down].into_iter().flatten() {
        format = format.set_align(align);
    }
    if look.wrap {
        format = format.set_text_wrap();
    }
    if look.shrink {
        format = format.set_shrink();
    }
    if look.indent > 0 {
        format = format.set_indent(look.indent);
    }
    match look.rotation {
        0 => format,
        up @ 1..=90 => format.set_rotation(i16::from(up)),
        down @ 91..=180 => format.set_rotation(90 - i16::from(down)),
        _ => format.set_rotation(270),
    }
}

fn edge(edge: &Edge) -> (FormatBorder, Color) {
    let border = match edge.style.as_str() {
        "thin" => FormatBorder::Thin,
        "medium" => FormatBorder::Medium,
        "dashed" => FormatBorder::Dashed,
        "dotted" => FormatBorder::Dotted,
        "thick" => FormatBorder::Thick,
        "double" => FormatBorder::Double,
        "hair" => FormatBorder::Hair,
        "mediumDashed" => FormatBorder::MediumDashed,
        "dashDot" => FormatBorder::DashDot,
        "mediumDashDot" => FormatBorder::MediumDashDot,
        "dashDotDot" => FormatBorder::DashDotDot,
        "mediumDashDotDot" => FormatBorder::MediumDashDotDot,
        "slantDashDot" => FormatBorder::SlantDashDot,
        _ => FormatBorder::None,
    };
    (border, edge.colour.map_or(Color::Default, Color::RGB))
}

/// The format of a figure: the template's, with what shows the number whole and what marks it.
pub(super) fn of_figure(look: &Look, decimals: Option<u32>, mark: Mark, styles: &Styles) -> Format {
    let mut format = format(look);
    if let Some(decimals) = decimals {
        let code = match kept(&look.format, decimals) {
            Some(own) => {
                own.split(';').map(|part| format!("{part}{}", sign_in_format(mark))).collect::<Vec<_>>().join(";")
            }
            None => number_code(decimals, mark),
        };
        // A built-in format is known by its number, which would hold over the code.
        format = format.set_num_format_index(0).set_num_format(code);
    }
    if look.horizontal.is_empty() {
        format = format.set_align(if decimals.is_some() { FormatAlign::Right } else { FormatAlign::Center });
    }
    // The ground of a mark is one colour; a pattern of the template would show through.
    if mark == Mark::None { format } else { styles.marked(format.set_pattern(FormatPattern::Solid), mark) }
}

/// The template's own format of numbers, where it shows one as it is with all its decimals.
fn kept(format: &Shown, decimals: u32) -> Option<String> {
    let code = match format {
        Shown::BuiltIn(1) => "0",
        Shown::BuiltIn(2) => "0.00",
        Shown::BuiltIn(3) => "#,##0",
        Shown::BuiltIn(4) => "#,##0.00",
        Shown::BuiltIn(_) => return None,
        Shown::Own(code) => code,
    };
    let plain = |part: &str| {
        let (whole, places) = part.split_once('.').unwrap_or((part, ""));
        let digits = places.chars().filter(|c| matches!(c, '0' | '#')).count();
        // A comma behind the last digit leaves out thousands.
        part.chars().all(|c| matches!(c, '0' | '#' | ',' | '.' | '-' | '(' | ')' | ' '))
            && whole.contains('0')
            && !whole.trim_end_matches([')', ' ']).ends_with(',')
            && !places.contains(',')
            && u32::try_from(digits).is_ok_and(|d| d >= decimals)
    };
    code.split(';').all(plain).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_that_hides_something_gives_way() {
        let own = |code: &str| Shown::Own(code.to_owned());
        for (format, decimals, expected) in [
            (own("#,##0.00"), 1, true),
            (own("#,##0"), 1, false),
            (own("#,##0;(#,##0)"), 0, true),
            (own("0%"), 0, false),
            (own("#,##0,"), 0, false),
            (own("dd/mm/yyyy"), 0, false),
            (own("#,##0;-#,##0;\"-\""), 0, false),
            (own("General"), 0, false),
            (own("@"), 0, false),
            (Shown::BuiltIn(0), 0, false),
            (Shown::BuiltIn(4), 2, true),
        ] {
            assert_eq!(kept(&format, decimals).is_some(), expected, "{format:?} {decimals}");
        }
    }
}
