//! What happens to files: on the way, on bad disks, in programs that are not careful. All of it drawn from a seed.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;

/// A generator without a clock (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % sides.max(1) as u64).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

pub type Parts = Vec<(String, Vec<u8>)>;

/// The parts of a zipped file.
pub fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    Some(parts)
}

/// Parts as a zipped file; of two of one name the library takes only the first, so the other's is as long and
/// put right afterwards.
pub fn zipped(parts: &Parts) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut twice = Vec::new();
    for (at, (name, content)) in parts.iter().enumerate() {
        let before = parts[..at].iter().filter(|(n, _)| n == name).count();
        let own = if before > 0 {
            let stand_in = format!("{}{}", &name[..name.len() - 1], char::from(u8::try_from(before).unwrap()));
            twice.push((stand_in.clone().into_bytes(), name.clone().into_bytes()));
            stand_in
        } else {
            name.clone()
        };
        zip.start_file(own, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    for (from, to) in twice {
        let mut at = 0;
        while at + from.len() <= bytes.len() {
            if bytes[at..at + from.len()] == from[..] {
                bytes[at..at + to.len()].copy_from_slice(&to);
            }
            at += 1;
        }
    }
    bytes
}

/// Damages a file.
pub fn damage(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = match parts(bytes) {
        // Most of what happens to a package from outside only breaks its sums: what is inside is reached here.
        Some(parts) if dice.roll(4) > 0 => zipped(&inside(parts, dice)),
        _ => {
            let mut out = bytes.to_vec();
            if let Some(records) = records(&out).filter(|_| dice.roll(2) == 0) {
                record(&mut out, &records, dice);
            } else {
                block(&mut out, dice);
            }
            out
        }
    };
    if dice.roll(8) == 0 {
        block(&mut out, dice);
    }
    out
}

/// Damages parts of a package, whose sums are right afterwards.
fn inside(mut parts: Parts, dice: &mut Dice) -> Parts {
    for _ in 0..=dice.roll(2) {
        if parts.is_empty() {
            break;
        }
        let at = dice.roll(parts.len());
        match dice.roll(12) {
            0 => drop(parts.remove(at)),
            1 => {
                let name = parts[dice.roll(parts.len())].0.clone();
                parts[at].0 = name;
            }
            2 => {
                let twin = parts[at].clone();
                parts.push(twin);
            }
            3 => {
                let other = dice.roll(parts.len());
                let content = parts[other].1.clone();
                parts[at].1 = content;
            }
            _ => {
                // The part with the cells is what matters most.
                let cells = parts.iter().position(|(name, _)| name.contains("sheet1.") || name == "content.xml");
                let at = if dice.roll(2) == 0 { cells.unwrap_or(at) } else { at };
                let content = &mut parts[at].1;
                if content.first() == Some(&b'<') && dice.roll(4) > 0 {
                    markup(content, dice)
                } else {
                    block(content, dice)
                }
            }
        }
    }
    parts
}

/// Numbers at which programs stumble.
const TURNING: [i64; 16] = [
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    16_383,
    16_384,
    65_535,
    65_536,
    1_048_575,
    1_048_576,
    2_147_483_647,
    4_294_967_295,
];

/// Texts at which readers of numbers and addresses stumble.
const ODD: [&str; 22] = [
    "",
    "A",
    "XFD1048576",
    "A4294967297",
    "ZZZZZZ1",
    "1e999",
    "NaN",
    "-0",
    "1,5",
    "2 ",
    "99999999999999999999",
    "s",
    "str",
    "inlineStr",
    "e",
    "d",
    "b",
    "n",
    "#SPILL!",
    "1:1048576",
    "&#x10FFFF;",
    "&lt;",
];

/// Edits the values of attributes and texts of an XML part, or its tags.
fn markup(content: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.roll(3) {
        if content.len() < 8 {
            return;
        }
        let from = dice.roll(content.len());
        let find =
            |content: &[u8], from: usize, sign: u8| content[from..].iter().position(|b| *b == sign).map(|n| from + n);
        let value: Vec<u8> = match dice.roll(3) {
            0 => dice.one(&TURNING).to_string().into_bytes(),
            1 => dice.one(&ODD).as_bytes().to_vec(),
            _ => dice.roll(100_000).to_string().into_bytes(),
        };
        match dice.roll(6) {
            // An attribute: r="…", count="…", t="…", s="…", spans, repeats.
            0..=2 => {
                let Some(begin) = find(content, from, b'"') else { continue };
                let Some(end) = find(content, begin + 1, b'"') else { continue };
                content.splice(begin + 1..end, value);
            }
            // What stands between two tags.
            3 => {
                let Some(begin) = find(content, from, b'>') else { continue };
                let Some(end) = find(content, begin + 1, b'<') else { continue };
                content.splice(begin + 1..end, value);
            }
            // A tag goes, or comes twice.
            4 => {
                let Some(begin) = find(content, from, b'<') else { continue };
                let Some(end) = find(content, begin + 1, b'>') else { continue };
                content.drain(begin..=end);
            }
            _ => {
                let Some(begin) = find(content, from, b'<') else { continue };
                let Some(end) = find(content, begin + 1, b'>') else { continue };
                let tag = content[begin..=end].to_vec();
                content.splice(begin..begin, tag);
            }
        }
    }
}

/// Damages bytes whatever they are.
fn block(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.roll(3) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.roll(bytes.len());
        let most = if dice.roll(3) == 0 { 4096 } else { 32 };
        let length = (1 + dice.roll(most)).min(bytes.len() - at);
        match dice.roll(9) {
            0 => bytes[at] ^= 1 << dice.roll(8),
            1 => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
            2 => bytes.insert(at, u8::try_from(dice.roll(256)).unwrap()),
            3 => drop(bytes.drain(at..at + length)),
            4 => bytes[at..at + length].fill(0),
            5 => bytes.truncate(at),
            6 => {
                let chunk = bytes[at..at + length].to_vec();
                bytes.splice(at..at, chunk);
            }
            7 => {
                let other = dice.roll(bytes.len());
                let length = length.min(bytes.len() - other);
                for n in 0..length {
                    bytes.swap(at + n, other + n);
                }
            }
            _ => {
                let number = *dice.one(&TURNING);
                let width = *dice.one(&[1usize, 2, 4, 8]);
                let number = number.to_le_bytes();
                let width = width.min(bytes.len() - at);
                bytes[at..at + width].copy_from_slice(&number[..width]);
            }
        }
    }
}

/// Where the records of an xls begin, as far as they stand in a row in the file.
fn records(bytes: &[u8]) -> Option<Vec<usize>> {
    if !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return None;
    }
    // The Workbook stream begins with a BOF record of BIFF8.
    let mut at = bytes.windows(6).position(|w| w == [0x09, 0x08, 0x10, 0x00, 0x00, 0x06])?;
    let mut found = Vec::new();
    while let Some(head) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        if head == [0, 0, 0, 0] || at + 4 + length > bytes.len() {
            break;
        }
        found.push(at);
        at += 4 + length;
    }
    Some(found).filter(|f| !f.is_empty())
}

/// Damages a record of an xls: its kind, its length, a number in it.
fn record(bytes: &mut [u8], records: &[usize], dice: &mut Dice) {
    for _ in 0..=dice.roll(2) {
        let at = *dice.one(records);
        let length = usize::from(u16::from_le_bytes([bytes[at + 2], bytes[at + 3]]));
        let number = dice.one(&TURNING).to_le_bytes();
        let to = match dice.roll(4) {
            0 => at,
            1 => at + 2,
            _ => at + 4 + dice.roll(length),
        };
        let width = 2.min(bytes.len().saturating_sub(to));
        bytes[to..to + width].copy_from_slice(&number[..width]);
    }
}
