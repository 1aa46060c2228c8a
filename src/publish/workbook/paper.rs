//! How sheets are printed: A4 landscape, numbered pages, headings that repeat, no page with signatures alone, no
//! block of columns cut by a page's edge.

use rust_xlsxwriter::Worksheet;

use crate::finding::Lang;

use super::PublishError;

/// A4 landscape, in inches.
const WIDE: f64 = 11.69;
const TALL: f64 = 8.27;
/// A column is a little wider than its characters: 8 pixels each and 5 around them, at 96 to the inch.
const PIXELS: f64 = 8.0;
const AROUND: f64 = 5.0;
const PER_INCH: f64 = 96.0;
const POINTS: f64 = 72.0;
/// What is shrunk more cannot be read on paper.
const LEAST_SCALE: f64 = 0.45;
/// The scale at which what is too wide for a page goes on to the next, if a block takes no less.
const SCALE_ACROSS: f64 = 0.55;
const LEAST_SCALE_ACROSS: f64 = 0.3;
/// Excel takes so many breaks.
const MOST_BREAKS: usize = 1_000;

/// What a sheet is printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    /// A document to be signed and filed: the margins of Decree 30/2020/NĐ-CP, appendix I.
    Document,
    /// A list to work with.
    Plain,
}

impl Paper {
    /// Left, right, top and bottom, in inches.
    fn margins(self) -> [f64; 4] {
        match self {
            // 30 mm on the side that is bound, 15 mm on the other, 20 mm above and below.
            Self::Document => [1.18, 0.59, 0.79, 0.79],
            Self::Plain => [0.5, 0.5, 0.6, 0.6],
        }
    }

    fn room_across(self) -> f64 {
        let [left, right, ..] = self.margins();
        (WIDE - left - right) * PER_INCH
    }
}

/// What every sheet for people has: A4 landscape, as wide as the page, numbered pages.
pub(crate) fn page(sheet: &mut Worksheet, repeat: (u32, u32), lang: Lang) -> Result<(), PublishError> {
    set(sheet, Paper::Plain, lang);
    sheet.set_print_fit_to_pages(1, 0).set_repeat_rows(repeat.0, repeat.1)?;
    Ok(())
}

fn set(sheet: &mut Worksheet, paper: Paper, lang: Lang) {
    let [left, right, top, bottom] = paper.margins();
    sheet
        .set_paper_size(9)
        .set_landscape()
        .set_margins(left, right, top, bottom, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_footer(format!("&C&\"Times New Roman,Regular\"&10{} &P/&N", lang.of("Trang", "Page")));
}

/// A table that is signed below: how tall its lines are, in points.
pub(crate) struct Signed<'h> {
    /// The widths of its columns, in characters.
    pub widths: &'h [f64],
    /// What stands above the headings.
    pub above: f64,
    /// The headings, which each page repeats; and the rows they stand in.
    pub head: f64,
    /// Those rows.
    pub repeat: (u32, u32),
    /// The lines of the table; the first stands below the headings.
    pub lines: &'h [f64],
    /// The signatures, with the space above them.
    pub signatures: f64,
}

/// Prints a document as wide as the page, and breaks it so that the signatures are never alone on one: the last
/// lines go with them. Excel minds no breaks where it fits a sheet to the page, so the scale is worked out here.
pub(crate) fn document(sheet: &mut Worksheet, signed: &Signed<'_>, lang: Lang) -> Result<(), PublishError> {
    set(sheet, Paper::Document, lang);
    sheet.set_repeat_rows(signed.repeat.0, signed.repeat.1)?;
    let scale = scale(Paper::Document, signed.widths);
    sheet.set_print_scale(percent(scale));
    let [.., top, bottom] = Paper::Document.margins();
    let page = (TALL - top - bottom) * POINTS / scale;
    // Programs differ a little in how much a page holds.
    let alone = signatures_alone(signed, page * 0.985);
    let first = signed.repeat.1 + 1;
    let kept = u32::try_from(signed.lines.len().saturating_sub(WITH_SIGNATURES)).unwrap_or(0);
    if alone && kept > 0 {
        sheet.set_page_breaks(&[first + kept])?;
    }
    Ok(())
}

/// The scale at which columns are as wide as the page. Programs round their widths differently; none may lose the
/// last one to another page.
fn scale(paper: Paper, widths: &[f64]) -> f64 {
    let wide: f64 = widths.iter().map(|w| w * PIXELS + AROUND).sum();
    (paper.room_across() / wide * 0.96).clamp(0.1, 1.0)
}

fn percent(scale: f64) -> u16 {
    (scale * 100.0).floor().max(10.0) as u16
}

/// So many lines go with the signatures.
const WITH_SIGNATURES: usize = 3;

/// Tells whether the page that the signatures come to has too few lines of the table.
fn signatures_alone(signed: &Signed<'_>, page: f64) -> bool {
    let mut used = signed.above + signed.head;
    let mut on_page = 0;
    for line in signed.lines {
        if used + line > page && on_page > 0 {
            used = signed.head;
            on_page = 0;
        }
        used += line;
        on_page += 1;
    }
    used + signed.signatures > page || on_page < WITH_SIGNATURES.min(signed.lines.len())
}

/// Prints a sheet of charts over columns of some widths as wide as the page, with pages that begin at rows.
pub(super) fn charts(
    sheet: &mut Worksheet,
    paper: Paper,
    widths: &[f64],
    breaks: &[u32],
    lang: Lang,
) -> Result<(), PublishError> {
    set(sheet, paper, lang);
    sheet.set_print_scale(percent(scale(paper, widths)));
    sheet.set_page_breaks(breaks)?;
    Ok(())
}

/// How tall a sheet is, in points.
pub(super) struct Tall<'h> {
    /// What stands above the headings.
    pub above: f64,
    /// The headings, which each page repeats.
    pub head: f64,
    /// The lines below them, in order.
    pub lines: &'h [f64],
}

impl Tall<'_> {
    /// The scale at which the last page is no page with a line or two alone: that, or a little less.
    fn scale(&self, paper: Paper, scale: f64) -> f64 {
        let [.., top, bottom] = paper.margins();
        // Programs differ a little in how much a page holds.
        let page = |scale: f64| (TALL - top - bottom) * POINTS / scale * 0.97;
        let most = self.pages(page(scale));
        let less = (1..=MOST_SHRUNK).map(|n| scale * (1.0 - f64::from(n) / 100.0));
        let fewer = less.take_while(|s| *s >= LEAST_SCALE_ACROSS).find(|s| self.pages(page(*s)) < most);
        fewer.filter(|_| most > 1).unwrap_or(scale)
    }

    fn pages(&self, page: f64) -> usize {
        let (mut pages, mut used) = (1, self.above + self.head);
        for line in self.lines {
            if used + line > page {
                (pages, used) = (pages + 1, self.head);
            }
            used += line;
        }
        pages
    }
}

/// A sheet is shrunk by so many hundredths so that it takes a page less.
const MOST_SHRUNK: u32 = 18;

/// How much wider labels may be where the pages of a sheet of blocks have room to spare.
pub(super) fn spare(paper: Paper, labels: f64, blocks: &[f64]) -> f64 {
    let whole = labels + blocks.iter().sum::<f64>();
    let room = paper.room_across() / (PIXELS + AROUND / 10.0);
    if room / whole >= LEAST_SCALE {
        return 0.0;
    }
    let room = room / SCALE_ACROSS;
    let widest = blocks.iter().copied().fold(0.0, f64::max);
    let on_a_page = ((room - labels) / widest.max(1.0)).floor();
    // A little is left: programs round widths differently.
    if on_a_page < 1.0 { 0.0 } else { (room * 0.97 - labels - on_a_page * widest).max(0.0) }
}

/// Prints a sheet of blocks of columns behind labels that repeat: one page wide where that can be read, else whole
/// blocks page by page. Blocks have widths in characters and first columns.
pub(super) fn across(
    sheet: &mut Worksheet,
    paper: Paper,
    labels: f64,
    (blocks, firsts): (&[f64], &[u16]),
    tall: &Tall<'_>,
) -> Result<(), PublishError> {
    let pixels = |characters: f64| characters * (PIXELS + AROUND / 10.0);
    let whole = pixels(labels) + blocks.iter().map(|w| pixels(*w)).sum::<f64>();
    if paper.room_across() / whole >= LEAST_SCALE {
        let of_width = (paper.room_across() / whole).min(1.0);
        let scale = tall.scale(paper, of_width);
        if scale < of_width {
            sheet.set_print_scale((scale * 100.0) as u16);
        }
        return Ok(());
    }
    let widest = blocks.iter().copied().fold(0.0, f64::max);
    let of_block = paper.room_across() / (pixels(labels) + pixels(widest)) * 0.97;
    let scale = tall.scale(paper, of_block.clamp(LEAST_SCALE_ACROSS, SCALE_ACROSS));
    sheet.set_print_scale((scale * 100.0) as u16);
    let room = paper.room_across() / scale - pixels(labels);
    let (mut used, mut breaks) = (0.0, Vec::new());
    for (block, first) in blocks.iter().map(|w| pixels(*w)).zip(firsts) {
        if used > 0.0 && used + block > room && breaks.len() < MOST_BREAKS {
            breaks.push(u32::from(*first));
            used = 0.0;
        }
        used += block;
    }
    sheet.set_vertical_page_breaks(&breaks)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_page_of_a_line_or_two_is_saved_by_shrinking_a_little() {
        let scale = |lines: usize| {
            let lines = vec![40.0; lines];
            Tall { above: 60.0, head: 60.0, lines: &lines }.scale(Paper::Plain, 0.5)
        };
        // A page holds 987 points at this scale.
        assert_eq!(scale(21), 0.5, "all on one page");
        assert!((0.46..0.5).contains(&scale(22)), "one line goes over");
        assert_eq!(scale(33), 0.5, "half a page goes over");
    }

    #[test]
    fn labels_take_the_room_that_blocks_leave() {
        let blocks = [126.0, 118.0, 118.0, 118.0];
        let spare = spare(Paper::Plain, 58.0, &blocks);
        assert!((20.0..40.0).contains(&spare), "{spare}");
        assert_eq!(super::spare(Paper::Plain, 58.0, &[15.0; 8]), 0.0, "all on one page");
    }

    fn signed(lines: &[f64]) -> Signed<'_> {
        Signed { widths: &[], above: 100.0, head: 50.0, repeat: (8, 9), lines, signatures: 120.0 }
    }

    #[test]
    fn signatures_that_would_stand_alone_take_lines_with_them() {
        assert!(!signatures_alone(&signed(&[20.0; 5]), 500.0), "all on one page");
        assert!(signatures_alone(&signed(&[20.0; 17]), 500.0), "the table fills the page");
        assert!(signatures_alone(&signed(&[20.0; 19]), 500.0), "one line goes over");
        assert!(!signatures_alone(&signed(&[20.0; 25]), 500.0), "several lines go over");
        assert!(!signatures_alone(&signed(&[]), 500.0));
    }
}
