//! The records of an old workbook ([MS-XLS] 2.1), walked from end to end.
//!
//! A block of zeros inside a stream, as a failing disk or stick leaves it, reads as records of no kind; or,
//! where one long record covers it, as a run of zeros that no text and no row of figures has. So a stream
//! whose records all have a kind, whose sheets begin and end, and whose long records hold no such run has
//! lost nothing. The library would give what is left of it as if it were whole.

use crate::finding::intake::{Problem, Size};
use crate::intake::biff::u16_at;
use crate::intake::damaged;
use crate::intake::limits::Limits;

use super::container::u32_at;
use super::{Verdict, rectangle, shared_strings};

const FORMULA: u16 = 0x06;
const EOF: u16 = 0x0A;
const FILEPASS: u16 = 0x2F;
const CONTINUE: u16 = 0x3C;
const BOUNDSHEET: u16 = 0x85;
const MULRK: u16 = 0xBD;
const RSTRING: u16 = 0xD6;
const XF: u16 = 0xE0;
const MERGECELLS: u16 = 0xE5;
const SST: u16 = 0xFC;
const LABELSST: u16 = 0xFD;
const DIMENSIONS: u16 = 0x200;
const NUMBER: u16 = 0x203;
const LABEL: u16 = 0x204;
const BOOLERR: u16 = 0x205;
const STRING: u16 = 0x207;
const RK: u16 = 0x27E;
const BOF: u16 = 0x809;

/// The smallest block that disks lose.
const BLOCK: usize = 512;
/// The columns a sheet of any Excel can have; cells beyond would be left out without a word.
const COLUMNS: u16 = 16_384;
/// What one letter of a text takes at most.
const LETTER: u64 = 3;

type Checked<T> = Result<T, Box<Problem>>;

/// One record: where it stands, its kind, its data.
type Record<'a> = (usize, u16, &'a [u8]);

/// The records from an offset on; one that is no record ends them with an error.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    fn next(&mut self) -> Checked<Record<'a>> {
        let at = self.at;
        let read = || {
            let (kind, length) = (u16_at(self.stream, at)?, u16_at(self.stream, at.checked_add(2)?)?);
            let data = self.stream.get(at + 4..(at + 4).checked_add(usize::from(length))?)?;
            Some((kind, data))
        };
        let (kind, data) = read().ok_or_else(|| damaged(format!("the records are cut short at byte {at}")))?;
        if kind == 0 {
            return Err(damaged(format!("a block of zeros stands at byte {at} of the records")));
        }
        if data.len() >= BLOCK && is_read(kind) && has_lost_block(data) {
            return Err(damaged(format!("a block of zeros stands in the record at byte {at}")));
        }
        self.at = at + 4 + data.len();
        Ok((at, kind, data))
    }

    /// The CONTINUE records that follow, as far as they do.
    fn continued(&mut self) -> Checked<Vec<&'a [u8]>> {
        let mut pieces = Vec::new();
        while u16_at(self.stream, self.at) == Some(CONTINUE) {
            let (at, _, data) = self.next()?;
            if has_lost_block(data) {
                return Err(damaged(format!("a block of zeros stands in the texts at byte {at}")));
            }
            pieces.push(data);
        }
        Ok(pieces)
    }
}

/// Records whose data is read; others may well hold zeros: pictures, the settings of printers.
fn is_read(kind: u16) -> bool {
    matches!(kind, FORMULA | BOUNDSHEET | MULRK | RSTRING | MERGECELLS | SST | LABELSST | NUMBER | LABEL | STRING | RK)
}

fn has_lost_block(data: &[u8]) -> bool {
    let mut run = 0usize;
    data.iter().any(|byte| {
        run = if *byte == 0 { run + 1 } else { 0 };
        run >= BLOCK
    })
}

/// What the part of a workbook before its sheets says.
#[derive(Default)]
struct Globals {
    /// Where each sheet begins, and whether it is one of cells.
    sheets: Vec<(usize, bool)>,
    /// The lengths of the shared strings.
    strings: Vec<u32>,
}

/// What the sheets hold together.
#[derive(Default)]
struct Held {
    cells: u64,
    rectangles: u64,
    letters: u64,
    merges: u64,
    /// Room that the library makes because a sheet says it will need it.
    announced: u64,
}

/// Walks the records of a workbook.
pub(super) fn check(stream: &[u8], limits: &Limits) -> Checked<Verdict> {
    let globals = globals(stream, limits)?;
    let mut held = Held::default();
    for (at, of_cells) in &globals.sheets {
        match sheet(stream, *at, &globals.strings, &mut held) {
            Ok(()) => {}
            Err(problem) if *of_cells => return Err(problem),
            // Modules and macro sheets hold no figures; what the library makes of an odd one is its own.
            Err(problem) => return Ok(Verdict::Doubtful(format!("{problem:?}"))),
        }
    }
    limits.allow(Size::Merges, held.merges)?;
    limits.allow(Size::Inflated, held.letters.saturating_mul(LETTER))?;
    Ok(rectangle(held.rectangles, held.cells, limits)?.and(|| {
        if held.announced <= super::SMALL.max(held.cells.saturating_mul(16)) {
            Verdict::Clear
        } else {
            Verdict::Doubtful(format!("{} cells are announced and {} are there", held.announced, held.cells))
        }
    }))
}

fn globals(stream: &[u8], limits: &Limits) -> Checked<Globals> {
    let mut found = Globals::default();
    let mut styles = 0;
    let mut records = Records { stream, at: 0 };
    if !matches!(records.next()?, (_, BOF, _)) {
        return Err(damaged("the workbook's records do not begin"));
    }
    loop {
        let (_, kind, data) = records.next()?;
        match kind {
            EOF => return Ok(found),
            // Everything behind it is encrypted.
            FILEPASS => return Err(Box::new(Problem::Encrypted)),
            BOUNDSHEET => {
                let at = u32_at(data, 0).and_then(|at| usize::try_from(at).ok());
                let at = at.ok_or_else(|| damaged("a sheet's entry is cut short"))?;
                found.sheets.push((at, data.get(5) == Some(&0)));
                limits.allow(Size::Sheets, found.sheets.len() as u64)?;
            }
            XF => {
                styles += 1;
                limits.allow(Size::Styles, styles)?;
            }
            SST => {
                let count = u32_at(data, 4).unwrap_or(0);
                limits.allow(Size::Strings, u64::from(count))?;
                let mut pieces = vec![data.get(8..).unwrap_or_default()];
                pieces.extend(records.continued()?);
                found.strings = shared_strings::lengths(pieces, count)
                    .ok_or_else(|| damaged(format!("not all of {count} texts are there")))?;
            }
            _ => {}
        }
    }
}

/// Walks one sheet to its end.
fn sheet(stream: &[u8], at: usize, strings: &[u32], held: &mut Held) -> Checked<()> {
    let mut records = Records { stream, at };
    if !matches!(records.next()?, (_, BOF, _)) {
        return Err(damaged(format!("no sheet begins at byte {at}")));
    }
    // Rows and columns, first and last, of all cells.
    let mut around: Option<[u16; 4]> = None;
    let mut depth = 1usize;
    loop {
        let (at, kind, data) = records.next()?;
        match kind {
            // A chart inside a sheet is a stream of its own.
            BOF => depth += 1,
            EOF => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ if depth > 1 => {}
            DIMENSIONS => held.announced = held.announced.saturating_add(announced(data)),
            MERGECELLS => held.merges += u64::from(u16_at(data, 0).unwrap_or(0)),
            FORMULA | MULRK | RSTRING | LABELSST | NUMBER | LABEL | BOOLERR | RK => {
                let short = || damaged(format!("a cell is cut short at byte {at}"));
                let (row, first) = (u16_at(data, 0).ok_or_else(short)?, u16_at(data, 2).ok_or_else(short)?);
                let last = if kind == MULRK { u16_at(data, data.len() - 2).ok_or_else(short)? } else { first };
                if last >= COLUMNS || first > last {
                    return Err(damaged(format!("a cell lies outside of its sheet at byte {at}")));
                }
                if kind == LABELSST {
                    let string = u32_at(data, 6).and_then(|n| strings.get(usize::try_from(n).ok()?));
                    let letters = string.ok_or_else(|| damaged(format!("a text that is not there, at byte {at}")))?;
                    held.letters += u64::from(*letters);
                }
                held.cells += u64::from(last - first) + 1;
                around = Some(match around {
                    None => [row, row, first, last],
                    Some([top, bottom, left, right]) => {
                        [top.min(row), bottom.max(row), left.min(first), right.max(last)]
                    }
                });
            }
            _ => {}
        }
    }
    if let Some([top, bottom, left, right]) = around {
        held.rectangles += (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1);
    }
    Ok(())
}

/// The cells that a sheet says it has, as the library counts them ([MS-XLS] 2.4.90).
fn announced(data: &[u8]) -> u64 {
    let word = |at: usize| u16_at(data, at).map(u64::from);
    let long = |at: usize| u32_at(data, at).map(u64::from);
    let (rows, columns) = if data.len() == 10 {
        (word(0).zip(word(2)), word(4).zip(word(6)))
    } else {
        (long(0).zip(long(4)), word(8).zip(word(10)))
    };
    let (Some((top, bottom)), Some((left, right))) = (rows, columns) else { return 0 };
    let left = if left > 0xFF || right < left { 0 } else { left };
    match (bottom, right) {
        (0, _) | (_, 0) => 1,
        // What runs backwards is taken for the largest sheet there is.
        _ if bottom <= top => 1 << 34,
        _ => (bottom - top).saturating_mul(right.saturating_sub(left).max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: (u16, &[u8]) = (BOF, &[0, 6, 5, 0]);
    const END: (u16, &[u8]) = (EOF, &[]);

    /// A workbook with one sheet of these records, and some among those before it.
    fn judged(globals: &[(u16, &[u8])], sheet: &[(u16, &[u8])]) -> Checked<Verdict> {
        let bytes = |records: &[(u16, &[u8])]| {
            let mut all = Vec::new();
            for (kind, data) in records {
                all.extend(kind.to_le_bytes());
                all.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
                all.extend(*data);
            }
            all
        };
        let begins = bytes(&[&[BEGIN, (BOUNDSHEET, &[0; 8]), END], globals].concat()).len();
        let mut entry = u32::try_from(begins).unwrap().to_le_bytes().to_vec();
        entry.extend([0, 0, 1, b'A']);
        let before = [&[BEGIN, (BOUNDSHEET, &entry)], globals, &[END]].concat();
        check(&[bytes(&before), bytes(sheet)].concat(), &Limits::default())
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let words = [row, column, 0].into_iter().flat_map(u16::to_le_bytes);
        words.chain(7u64.to_le_bytes()).collect()
    }

    #[test]
    fn sheets_that_begin_and_end_are_cleared_and_what_was_lost_is_found() {
        let (first, last, outside) = (cell(0, 0), cell(65_535, 255), cell(0, 16_384));
        let printer = [1u8; 40].iter().chain(&[0; 2000]).copied().collect::<Vec<u8>>();
        let row = [&[0, 0, 0, 0][..], &[0; 6 * 100], &[99, 0]].concat();
        let (number, corner) = ((NUMBER, first.as_slice()), (NUMBER, last.as_slice()));
        // Zeros in the settings of a printer are nothing lost; in a row of figures they are.
        assert_eq!(judged(&[], &[BEGIN, number, (0x4D, &printer), END]), Ok(Verdict::Clear));
        assert_eq!(judged(&[], &[BEGIN, BEGIN, number, END, number, END]), Ok(Verdict::Clear), "a chart inside");
        assert!(matches!(judged(&[], &[BEGIN, number, corner, END]), Ok(Verdict::Doubtful(_))));
        for (what, sheet) in [
            ("no end", &[BEGIN, number][..]),
            ("no beginning", &[number, END]),
            ("zeros between", &[BEGIN, number, (0, &[]), number, END]),
            ("zeros within", &[BEGIN, (MULRK, &row), END]),
            ("outside", &[BEGIN, (NUMBER, &outside), END]),
            ("short", &[BEGIN, (NUMBER, &[1]), END]),
            ("a text that is not there", &[BEGIN, (LABELSST, &[0; 10]), END]),
        ] {
            assert!(matches!(judged(&[], sheet).map_err(|p| *p), Err(Problem::Damaged { .. })), "{what}");
        }
        let announced = [0u32.to_le_bytes(), 65_536u32.to_le_bytes(), [0, 0, 0, 1], [0; 4]].concat();
        assert!(matches!(judged(&[], &[BEGIN, (DIMENSIONS, &announced[..14]), END]), Ok(Verdict::Doubtful(_))));
    }

    #[test]
    fn texts_are_all_there_and_what_is_encrypted_is_told() {
        let strings = [1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, b'a', 1, 0, 0, b'b'];
        let cell = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        let sheet: &[(u16, &[u8])] = &[BEGIN, (LABELSST, &cell), END];
        assert_eq!(judged(&[(SST, &strings)], sheet), Ok(Verdict::Clear));
        assert_eq!(judged(&[(SST, &strings[..12]), (CONTINUE, &strings[12..])], sheet), Ok(Verdict::Clear));
        let lost = judged(&[(SST, &strings[..12])], sheet).map_err(|problem| *problem);
        assert!(matches!(lost, Err(Problem::Damaged { .. })));
        assert_eq!(judged(&[(FILEPASS, &[0, 0])], sheet), Err(Box::new(Problem::Encrypted)));
    }
}
