//! The container of an old workbook ([MS-CFB]): its chains of sectors, walked before anyone follows them.
//!
//! calamine follows a chain as far as it leads, and a copy that failed half-way, whose tail is zeros, leads
//! in a circle: the commonest damage of all takes memory without end. The crate `cfb` would find that out,
//! but refuses containers that Excel opens, and a chain must be followed here as calamine follows it.

use std::borrow::Cow;

use crate::finding::intake::Problem;
use crate::intake::biff::u16_at;
use crate::intake::damaged;

/// The end of a chain.
const END: u32 = 0xFFFF_FFFE;
/// From here on numbers are marks, not sectors.
const MARKS: u32 = 0xFFFF_FFFA;
/// A stream of fewer bytes is kept in small sectors.
const SMALL_STREAM: u64 = 4096;
const SMALL_SECTOR: usize = 64;
/// An entry of the directory.
const ENTRY: usize = 128;

type Checked<T> = Result<T, Box<Problem>>;

/// Where sectors are, and which follows which.
struct Sectors<'a> {
    data: Cow<'a, [u8]>,
    size: usize,
    next: Vec<u32>,
}

impl Sectors<'_> {
    fn count(&self) -> usize {
        self.data.len().div_ceil(self.size)
    }

    /// A sector; the last one of a file may be shorter.
    fn get(&self, number: u32) -> Checked<&[u8]> {
        let start = usize::try_from(number).ok().and_then(|n| n.checked_mul(self.size));
        let found = start.and_then(|start| {
            let end = start.checked_add(self.size)?.min(self.data.len());
            self.data.get(start..end).filter(|sector| !sector.is_empty())
        });
        found.ok_or_else(|| damaged(format!("sector {number} lies behind the end of the file")))
    }

    /// What a chain holds, up to some bytes.
    fn chain(&self, first: u32, most: u64) -> Checked<Vec<u8>> {
        let mut held = Vec::new();
        let mut seen = vec![false; self.count()];
        let mut number = first;
        while number != END && (held.len() as u64) < most {
            let sector = self.get(number)?;
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            match seen.get_mut(at) {
                Some(seen) if !*seen => *seen = true,
                _ => return Err(damaged("a chain of sectors leads in a circle")),
            }
            let wanted = usize::try_from(most - held.len() as u64).unwrap_or(usize::MAX);
            held.extend_from_slice(sector.get(..wanted.min(sector.len())).unwrap_or_default());
            if (held.len() as u64) < most {
                number = *self.next.get(at).ok_or_else(|| damaged("a chain of sectors leads nowhere"))?;
            }
        }
        Ok(held)
    }
}

/// The stream of the workbook's records, whole.
pub(super) fn workbook(bytes: &[u8]) -> Checked<Vec<u8>> {
    let short = || damaged("the header is cut short");
    let header = bytes.get(..512).ok_or_else(short)?;
    let size = match u16_at(header, 30) {
        Some(9) => 512,
        Some(12) => 4096,
        _ => return Err(damaged("the size of sectors is neither 512 nor 4,096")),
    };
    let data = Cow::Borrowed(bytes.get(size..).ok_or_else(short)?);
    let mut sectors = Sectors { data, size, next: Vec::new() };
    sectors.next = table(header, &sectors)?;
    let field = |at: usize| u32_at(header, at).ok_or_else(short);
    let directory = sectors.chain(field(48)?, u64::MAX)?;
    let entries: Vec<Entry> = directory.chunks_exact(ENTRY).filter_map(|e| Entry::of(e, size)).collect();
    let root = entries.first().ok_or_else(|| damaged("the directory is empty"))?;
    // The library reads the small sectors whether or not it needs them.
    let small = if field(64)? > 0 {
        let data = sectors.chain(root.first, root.length)?;
        let next = sectors.chain(field(60)?, u64::from(field(64)?).saturating_mul(size as u64))?;
        Sectors { data: Cow::Owned(data), size: SMALL_SECTOR, next: numbers(&next).collect() }
    } else {
        Sectors { data: Cow::Borrowed(&[]), size: SMALL_SECTOR, next: Vec::new() }
    };
    let named = |name: &str| entries.iter().find(|e| e.name.eq_ignore_ascii_case(name));
    let entry = named("Workbook").or_else(|| named("Book")).ok_or_else(|| damaged("there is no workbook in it"))?;
    let keeper = if entry.length < SMALL_STREAM { &small } else { &sectors };
    let stream = keeper.chain(entry.first, entry.length)?;
    if stream.len() as u64 == entry.length { Ok(stream) } else { Err(damaged("the workbook's stream is cut short")) }
}

/// Which sector follows which; the table is in sectors itself, and which those are is in the header and in
/// sectors behind it.
fn table(header: &[u8], sectors: &Sectors<'_>) -> Checked<Vec<u32>> {
    let mut keepers: Vec<u32> = numbers(header.get(76..).unwrap_or_default()).collect();
    let mut more = u32_at(header, 68).unwrap_or(END);
    let most = sectors.count();
    let mut steps = 0;
    while more < MARKS {
        steps += 1;
        let sector = sectors.get(more)?;
        let (own, last) = sector.split_at_checked(sectors.size - 4).ok_or_else(|| damaged("a sector is cut short"))?;
        keepers.extend(numbers(own));
        more = u32_at(last, 0).unwrap_or(END);
        if steps > most {
            return Err(damaged("the list of tables leads in a circle"));
        }
    }
    keepers.retain(|number| *number < MARKS);
    // A table that names one sector over and over would take more memory than the file has bytes.
    if keepers.len() > most {
        return Err(damaged("there are more tables of sectors than sectors"));
    }
    let mut next = Vec::new();
    for number in keepers {
        next.extend(numbers(sectors.get(number)?));
    }
    Ok(next)
}

struct Entry {
    name: String,
    first: u32,
    length: u64,
}

impl Entry {
    fn of(entry: &[u8], sector: usize) -> Option<Self> {
        let units = entry.get(..64)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).take_while(|unit| *unit != 0);
        let name = String::from_utf16_lossy(&units.collect::<Vec<_>>());
        let (low, high) = (u64::from(u32_at(entry, 120)?), u64::from(u32_at(entry, 124)?));
        // The upper half means nothing where sectors are small.
        let length = if sector == 512 { low } else { high << 32 | low };
        Some(Self { name, first: u32_at(entry, 116)?, length })
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0))
}

pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
