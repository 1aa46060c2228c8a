//! The part of a sheet: its cells with their looks, rows, columns, merged areas, page and view.

use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};
use crate::xml::attribute;

use super::colours::Palette;
use super::strings::Runs;
use super::{Columns, Content, Page, Run, SheetLook, View, each, number, spoken, yes};

/// More cells than this, merged ones counted, are no form that people fill in.
const MOST_CELLS: u64 = 200_000;

/// What is being read of a cell.
#[derive(Default)]
struct Open {
    at: Option<Address>,
    look: usize,
    kind: String,
    value: String,
    runs: Runs,
}

/// Which text is being read.
#[derive(Clone, Copy, PartialEq)]
enum Text {
    None,
    Value,
    Header,
    Footer,
}

/// Reads a sheet's part; nothing where it holds more than a form would.
pub(super) fn read(xml: &str, strings: &[Vec<Run>], palette: &Palette, digit: f64) -> Option<SheetLook> {
    let mut sheet = SheetLook { width: pixels(8.43 + 5.0 / digit, digit), height: 15.0, ..SheetLook::default() };
    let mut walk = Walk {
        strings,
        palette,
        digit,
        open: None,
        text: Text::None,
        next: (0, 0),
        fit: false,
        between_columns: false,
    };
    each(xml, |event, ends| walk.take(&mut sheet, event, ends));
    if !walk.fit {
        sheet.page.fit = None;
    }
    let cells = |a: &Area| u64::from(a.last.row - a.first.row + 1) * u64::from(a.last.column - a.first.column + 1);
    sheet.merges.retain(|a| a.first.row <= a.last.row && a.first.column <= a.last.column);
    let all = sheet.merges.iter().map(cells).fold(sheet.cells.len() as u64, u64::saturating_add);
    (all <= MOST_CELLS && sheet.rows.len() as u64 <= MOST_CELLS).then_some(sheet)
}

struct Walk<'a> {
    strings: &'a [Vec<Run>],
    palette: &'a Palette,
    digit: f64,
    open: Option<Open>,
    text: Text,
    /// Where a row or cell that does not say so stands.
    next: (u32, u32),
    fit: bool,
    /// The breaks that follow are those of columns.
    between_columns: bool,
}

impl Walk<'_> {
    fn take(&mut self, sheet: &mut SheetLook, event: Event<'_>, ends: bool) {
        match &event {
            Event::Start(e) => match e.local_name().as_ref() {
                "row" => self.row(sheet, e),
                "c" => {
                    self.cell(e);
                    if ends {
                        self.close(sheet);
                    }
                }
                "v" => self.text = if ends { Text::None } else { Text::Value },
                "oddHeader" => self.text = if ends { Text::None } else { Text::Header },
                "oddFooter" => self.text = if ends { Text::None } else { Text::Footer },
                "col" => sheet.columns.extend(columns(e, self.digit)),
                "mergeCell" => sheet.merges.extend(attribute(e, "ref").as_deref().and_then(area)),
                "pageSetUpPr" => self.fit = yes(e, "fitToPage"),
                "sheetFormatPr" => {
                    if let Some(width) = number::<f64>(e, "defaultColWidth").filter(|w| (0.0..=255.0).contains(w)) {
                        sheet.width = pixels(width, self.digit);
                    } else if let Some(digits) = number::<f64>(e, "baseColWidth").filter(|w| (1.0..=255.0).contains(w))
                    {
                        // Excel rounds what columns have by themselves up to eight pixels.
                        sheet.width = ((digits * self.digit + 5.0) / 8.0).ceil() as u32 * 8;
                    }
                    sheet.height = height(e, "defaultRowHeight").unwrap_or(sheet.height);
                }
                "brk" if !self.between_columns => {
                    sheet.page.breaks.extend(number::<u32>(e, "id").filter(|r| (1..=LAST_ROW).contains(r)))
                }
                "colBreaks" => self.between_columns = !ends,
                name => {
                    if self.open.is_none() {
                        page(&mut sheet.page, name, e);
                        view(&mut sheet.view, name, e);
                    }
                    self.within(&event, ends);
                }
            },
            Event::End(e) => match e.local_name().as_ref() {
                "v" | "oddHeader" | "oddFooter" => self.text = Text::None,
                "row" => self.next = (self.next.0.saturating_add(1), 0),
                "c" => self.close(sheet),
                _ => self.within(&event, ends),
            },
            _ => match (self.text, self.open.as_mut()) {
                (Text::Value, Some(open)) => spoken(&event, &mut open.value),
                (Text::Header, _) => spoken(&event, &mut sheet.page.header),
                (Text::Footer, _) => spoken(&event, &mut sheet.page.footer),
                _ => self.within(&event, ends),
            },
        }
    }

    /// The text that stands in the cell itself.
    fn within(&mut self, event: &Event<'_>, ends: bool) {
        if let Some(open) = self.open.as_mut().filter(|o| o.kind == "inlineStr") {
            open.runs.take(event, ends, self.palette);
        }
    }

    fn row(&mut self, sheet: &mut SheetLook, e: &BytesStart<'_>) {
        let row = number::<u32>(e, "r").and_then(|r| r.checked_sub(1)).unwrap_or(self.next.0);
        self.next = (row, 0);
        let look = number::<usize>(e, "s").filter(|_| yes(e, "customFormat"));
        let own =
            super::RowLook { height: height(e, "ht"), fixed: yes(e, "customHeight"), hidden: yes(e, "hidden"), look };
        if row <= LAST_ROW && own != super::RowLook::default() {
            sheet.rows.insert(row, own);
        }
    }

    fn cell(&mut self, e: &BytesStart<'_>) {
        let at = attribute(e, "r").as_deref().map_or_else(|| Address::new(self.next.0, self.next.1), Address::parse);
        if let Some(at) = at {
            self.next.1 = at.column.saturating_add(1);
        }
        let (look, kind) = (number(e, "s").unwrap_or(0), attribute(e, "t").unwrap_or_default());
        self.open = Some(Open { at, look, kind, ..Open::default() });
    }

    fn close(&mut self, sheet: &mut SheetLook) {
        let Some(mut open) = self.open.take() else { return };
        let Some(at) = open.at else { return };
        let text = |text: String| match text.is_empty() {
            true => Content::Empty,
            false => Content::Text(vec![Run { font: None, text }]),
        };
        let content = match open.kind.as_str() {
            "s" => {
                let runs = open.value.trim().parse::<usize>().ok().and_then(|at| self.strings.get(at));
                runs.filter(|r| !r.is_empty()).map_or(Content::Empty, |runs| Content::Text(runs.clone()))
            }
            "inlineStr" => Some(open.runs.finish()).filter(|r| !r.is_empty()).map_or(Content::Empty, Content::Text),
            "str" | "e" | "d" => text(open.value),
            "b" => Content::Boolean(matches!(open.value.trim(), "1" | "true")),
            _ => {
                let number = open.value.trim().parse::<f64>().ok().filter(|n| n.is_finite());
                number.map_or(Content::Empty, Content::Number)
            }
        };
        sheet.cells.insert(at, super::CellLook { look: open.look, content });
    }
}

/// A width in characters, with the room beside them, in pixels.
fn pixels(width: f64, digit: f64) -> u32 {
    ((256.0 * width + (128.0 / digit).trunc()) / 256.0 * digit).trunc() as u32
}

fn height(e: &BytesStart<'_>, name: &str) -> Option<f64> {
    number::<f64>(e, name).filter(|h| (0.0..=409.5).contains(h))
}

fn columns(e: &BytesStart<'_>, digit: f64) -> Option<Columns> {
    let at = |name| number::<u32>(e, name)?.checked_sub(1);
    let (first, last) = (at("min")?, at("max")?.min(LAST_COLUMN));
    let width = number::<f64>(e, "width").filter(|w| (0.0..=255.0).contains(w)).map(|w| pixels(w, digit));
    let hidden = yes(e, "hidden") || width == Some(0);
    (first <= last).then_some(Columns { first, last, width, hidden, look: number(e, "style") })
}

fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    Some(Area { first: Address::parse(first)?, last: Address::parse(last)? })
}

fn page(page: &mut Page, name: &str, e: &BytesStart<'_>) {
    match name {
        "pageMargins" => {
            let margin = |name| number::<f64>(e, name).filter(|m| (0.0..=50.0).contains(m)).unwrap_or(0.5);
            page.margins = Some(["left", "right", "top", "bottom", "header", "footer"].map(margin));
        }
        "printOptions" => {
            page.centred = (yes(e, "horizontalCentered"), yes(e, "verticalCentered"));
            page.printed = (yes(e, "gridLines"), yes(e, "headings"));
        }
        "pageSetup" => {
            page.paper = number(e, "paperSize").unwrap_or(0);
            page.landscape = attribute(e, "orientation").as_deref() == Some("landscape");
            page.scale = number::<u16>(e, "scale").filter(|s| (10..=400).contains(s));
            page.fit = Some((number(e, "fitToWidth").unwrap_or(1), number(e, "fitToHeight").unwrap_or(1)));
            page.across_first = attribute(e, "pageOrder").as_deref() == Some("overThenDown");
            page.black_and_white = yes(e, "blackAndWhite");
        }
        _ => {}
    }
}

fn view(view: &mut View, name: &str, e: &BytesStart<'_>) {
    match name {
        "sheetView" => {
            view.no_grid = matches!(attribute(e, "showGridLines").as_deref(), Some("0" | "false"));
            view.zoom = number::<u16>(e, "zoomScale").filter(|z| (10..=400).contains(z) && *z != 100);
        }
        "pane" if attribute(e, "state").is_some_and(|s| s.starts_with("frozen")) => {
            let split = |name| number::<f64>(e, name).filter(|n| (0.0..1e6).contains(n)).unwrap_or(0.0) as u32;
            view.frozen = Some((split("ySplit"), split("xSplit").min(LAST_COLUMN)));
        }
        _ => {}
    }
}
