//! «Số liệu»: the facts as a table, for pivots, for whoever asks where a figure came from, and for the level
//! above, which reads them back ([`crate::record`]).

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rust_xlsxwriter::{Table, TableColumn, TableStyle, Workbook, Worksheet};

use crate::address::ColumnName;
use crate::digits;
use crate::finding::Lang;
use crate::own_output;
use crate::patch::{Package, PatchError};
use crate::publish::rows;
use crate::record::{self, LineSeal, WholeSeal};
use crate::run::Run;
use crate::vietnamese::text::shorten;

use super::book::Book;
use super::streamed::{HUGE, Line, Streamed, fits_a_cell, most_bytes};
use super::style::as_excel;
use super::{PublishError, page};

const WIDTHS: [f64; 15] = [20.0, 14.0, 16.0, 9.0, 20.0, 9.0, 13.0, 20.0, 14.0, 40.0, 18.0, 7.0, 24.0, 20.0, 13.0];

/// A sheet has 1,048,576 rows; what is more goes on in a further one.
const MOST_ROWS: usize = 1_000_000;

/// Makes the sheets but for their lines, and takes the seals of these; tells of each whether it is huge.
pub(super) fn sheets(
    workbook: &mut Workbook,
    book: &Book<'_>,
    whole: &mut WholeSeal,
) -> Result<Vec<(Worksheet, bool)>, PublishError> {
    let mut facts = rows::facts(book.run);
    let mut sheets = Vec::new();
    for (n, lines) in lines(book.run).enumerate() {
        let mut most = 0;
        for fact in facts.by_ref().take(lines) {
            let line = DataLine::new(fact);
            let texts = line.texts(book.lang);
            texts.into_iter().try_for_each(fits_a_cell)?;
            most += most_bytes(texts);
            whole.line(record::seal(texts));
        }
        // The texts of its headings stand in the sheet itself, as those of its lines do.
        let sheet = workbook.new_worksheet_with_constant_memory()?;
        sheets.push((frame(sheet, book, n, lines)?, most >= HUGE));
    }
    Ok(sheets)
}

/// A sheet without its lines.
fn frame(mut sheet: Worksheet, book: &Book<'_>, n: usize, lines: usize) -> Result<Worksheet, PublishError> {
    let Book { styles, lang, .. } = *book;
    sheet.set_name(own_output::data_sheet(lang, n))?;
    for (width, at) in WIDTHS.into_iter().zip(0u16..) {
        sheet.set_column_width(at, width)?;
    }
    let headings = lang.of(own_output::FACTS_VI, own_output::FACTS).iter().copied().chain([lang.of("Dấu", "seal")]);
    let columns: Vec<TableColumn> =
        headings.map(|h| TableColumn::new().set_header(h).set_header_format(&styles.head)).collect();
    let table = Table::new().set_name(table_name(n)).set_columns(&columns).set_style(TableStyle::Light1);
    // The library remembers every cell of a table: it is told of one line, and `stretch` says how many there are.
    sheet.add_table(0, 0, 1, SEAL, &table)?;
    if let Some(last) = u32::try_from(lines).ok().filter(|last| *last > 0) {
        // How far the sheet reaches.
        sheet.write_number(last, SEAL, 0)?;
    }
    page(&mut sheet, (0, 0), lang)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}

/// The lines of the sheets, with their seals.
pub(super) fn streams<'b>(book: &'b Book<'_>, seals: &'b [LineSeal], huge: &[bool]) -> Vec<Streamed<'b>> {
    let (run, lang) = (book.run, book.lang);
    let facts = Rc::new(RefCell::new(rows::facts(run).zip(seals)));
    let stream = |(n, lines): (usize, usize)| {
        let facts = facts.clone();
        let line = move |line: &mut Line<'_>| {
            line.begin("");
            if let Some((fact, seal)) = facts.borrow_mut().next() {
                DataLine::new(fact).write(line, seal, lang);
            }
            line.end();
        };
        let end = u32::try_from(lines).unwrap_or(0) + 1;
        let rows = std::iter::once(1..end).collect();
        Streamed {
            sheet: own_output::data_sheet(lang, n),
            rows,
            line: Box::new(line),
            is_huge: huge.get(n) == Some(&true),
        }
    };
    lines(run).enumerate().map(stream).collect()
}

/// A fact as its line shows it.
struct DataLine<'r> {
    fact: rows::FactRow<'r>,
    /// The value without zeros at its end.
    value: String,
    raw: Cow<'r, str>,
}

impl<'r> DataLine<'r> {
    fn new(mut fact: rows::FactRow<'r>) -> Self {
        let value = match fact.number {
            Some(value) if value.scale() > 0 || value.is_zero() => value.normalize().to_string(),
            _ => std::mem::take(&mut fact.value),
        };
        let raw = std::mem::take(&mut fact.raw);
        let raw = if raw.len() > 30_000 { shorten(&raw, 10_000).into() } else { raw };
        Self { fact, value, raw }
    }

    fn texts(&self, lang: Lang) -> [&str; 14] {
        let Self { fact, value, raw } = self;
        [
            fact.form,
            fact.row,
            fact.column,
            fact.unit,
            fact.unit_name,
            &fact.period,
            value,
            spoken(fact.state, lang),
            fact.measure,
            fact.file,
            fact.sheet,
            &fact.cell,
            raw,
            &fact.findings,
        ]
    }

    fn write(&self, line: &mut Line<'_>, seal: &LineSeal, lang: Lang) {
        let seal = digits::hex(seal);
        for (text, column) in self.texts(lang).into_iter().zip(0u16..).chain([(seal.as_str(), SEAL)]) {
            match self.fact.number.filter(|_| column == VALUE).and_then(as_excel) {
                Some(number) => line.number(column, number, None),
                None => line.text(column, text, None),
            }
        }
    }
}

/// How many lines of facts there are, sheet by sheet.
fn lines(run: &Run) -> impl Iterator<Item = usize> {
    let all: usize = run.submissions.iter().map(|s| s.submission.facts.len()).sum();
    let sheets = all.div_ceil(MOST_ROWS).max(1);
    (0..sheets).map(move |n| all.saturating_sub(n * MOST_ROWS).min(MOST_ROWS))
}

/// Says in a workbook that is being completed how far the tables of facts reach.
///
/// # Errors
/// A part is damaged.
pub(super) fn stretch(package: &mut Package<'_>, run: &Run) -> Result<(), PatchError> {
    let lines: Vec<usize> = lines(run).collect();
    for n in 1u32.. {
        let name = format!("xl/tables/table{n}.xml");
        if !package.has(&name) {
            break;
        }
        let part = package.part(&name)?;
        let of_sheet = |n: &usize| part.contains(&format!(" displayName=\"{}\"", table_name(*n)));
        if let Some(lines) = (0..lines.len()).find(of_sheet).and_then(|n| lines.get(n)) {
            let reach = |last: usize| format!(" ref=\"A1:{}{last}\"", ColumnName(u32::from(SEAL)));
            package.set(name, part.replace(&reach(2), &reach(lines.max(&1) + 1)));
        }
    }
    Ok(())
}

fn table_name(n: usize) -> String {
    if n == 0 { "SoLieu".to_owned() } else { format!("SoLieu{}", n + 1) }
}

/// The columns of the value and of the seal over the line.
const VALUE: u16 = 6;
const SEAL: u16 = 14;

/// A state in the reader's language.
fn spoken(state: &'static str, lang: Lang) -> &'static str {
    let vietnamese = own_output::STATES_VI.iter().find(|(en, _)| *en == state).map_or(state, |(_, vi)| vi);
    lang.of(vietnamese, state)
}
