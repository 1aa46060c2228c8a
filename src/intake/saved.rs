//! When a document says that it was last saved: docProps/core.xml of xlsx and xlsb, meta.xml of ods, the summary
//! of an xls, the first lines of XML Spreadsheet 2003. A csv or a web page says nothing; when the disk got a file is not when it was written.

use std::io::{Cursor, Read as _};

use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan as _};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::package::Package;
use super::sniff::Kind;
use super::{Source, contained, guard, limits, load, markup, sniff};

/// When a file's document was last saved, as a clock in Vietnam showed it.
pub fn saved(source: &Source) -> Option<DateTime> {
    let bytes = load(source).ok()?;
    guard::directory(&bytes, limits::current()).ok()?;
    let kind = sniff::kind(&bytes).ok()?;
    contained(|| of_kind(kind, &bytes)).ok().flatten()
}

fn of_kind(kind: Kind, bytes: &[u8]) -> Option<DateTime> {
    match kind {
        Kind::Xlsx | Kind::Xlsb => in_vietnam(element(bytes, "docProps/core.xml", "modified")?.parse().ok()?),
        Kind::Ods => local_or_zoned(&element(bytes, "meta.xml", "date")?),
        Kind::FlatOds => local_or_zoned(&first(&markup::decode(bytes), "date")?),
        Kind::SpreadsheetMl => local_or_zoned(&first(&markup::decode(bytes), "LastSaved")?),
        Kind::Xls { .. } => in_vietnam(of_summary(bytes)?),
        Kind::Html | Kind::Mhtml | Kind::Delimited => None,
    }
}

/// A time that is local, or with a zone.
fn local_or_zoned(text: &str) -> Option<DateTime> {
    text.parse::<Timestamp>().ok().and_then(in_vietnam).or_else(|| text.parse().ok())
}

fn in_vietnam(at: Timestamp) -> Option<DateTime> {
    Some(jiff::tz::Offset::constant(7).to_datetime(at))
}

/// The text of the first element of a name in a part.
fn element(bytes: &[u8], part: &str, name: &str) -> Option<String> {
    const MOST: u64 = 1 << 20;
    first(&Package::open(bytes)?.text_within(part, MOST)?, name)
}

fn first(xml: &str, name: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(e) => inside = e.local_name().as_ref() == name,
            Event::Text(text) if inside => return Some(text.trim().to_owned()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The time of the last save in the summary of an OLE container ([MS-OLEPS] 2.21, property 13).
fn of_summary(bytes: &[u8]) -> Option<Timestamp> {
    const LAST_SAVED: u32 = 13;
    const FILETIME: u32 = 64;
    /// Between 1601 and 1970, in units of 100 ns.
    const TO_1970: u64 = 116_444_736_000_000_000;
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut set = Vec::new();
    container.open_stream("/\u{5}SummaryInformation").ok()?.take(1 << 20).read_to_end(&mut set).ok()?;
    let word = |at: usize| set.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes);
    let section = usize::try_from(word(44)?).ok()?;
    let count = usize::try_from(word(section.checked_add(4)?)?).ok()?.min(64);
    let entries = (0..count).map(|n| section + 8 + n * 8);
    let entry = entries.into_iter().find(|at| word(*at) == Some(LAST_SAVED))?;
    let at = section.checked_add(usize::try_from(word(entry + 4)?).ok()?)?;
    if word(at)? != FILETIME {
        return None;
    }
    let (low, high) = (u64::from(word(at + 4)?), u64::from(word(at + 8)?));
    let since = ((high << 32) | low).checked_sub(TO_1970)?;
    Timestamp::UNIX_EPOCH.checked_add(i64::try_from(since / 10_000_000).ok()?.seconds()).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::path::Path;

    use super::*;

    #[test]
    fn a_document_says_when_it_was_saved() {
        let file = |name: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/na-ri-2024").join(name);
            saved(&Source { name: name.to_owned(), path }).map(|at| at.to_string())
        };
        let mut book = rust_xlsxwriter::Workbook::new();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 3, 12).unwrap().and_hms(20, 30, 0).unwrap();
        book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&date));
        book.add_worksheet();
        let xlsx = of_kind(Kind::Xlsx, &book.save_to_buffer().unwrap());
        // Twenty o'clock in Greenwich is the next day in Vietnam.
        assert_eq!(xlsx.map(|at| at.to_string()).as_deref(), Some("2024-03-13T03:30:00"));
        assert_eq!(file("PL liêm thuỷ 2024.xlsx").as_deref(), Some("2024-03-28T15:30:00"));
        assert_eq!(file("phubieu.toml"), None);
        let ml = b"<Workbook><LastSaved>2024-03-28T08:30:00Z</LastSaved></Workbook>";
        let at = of_kind(Kind::SpreadsheetMl, ml).map(|at| at.to_string());
        assert_eq!(at.as_deref(), Some("2024-03-28T15:30:00"));
        let flat = b"<office:document><dc:date>2024-03-28T15:30:00.5</dc:date></office:document>";
        let at = of_kind(Kind::FlatOds, flat).map(|at| at.to_string());
        assert_eq!(at.as_deref(), Some("2024-03-28T15:30:00.5"));
    }

    #[test]
    fn an_old_workbook_says_it_in_its_summary() {
        // One property set at 48, one property (13) at 16 in it: a FILETIME of 2004-03-12 01:00 in Greenwich.
        let time = (1_079_053_200u64 + 11_644_473_600) * 10_000_000;
        let mut set = vec![0u8; 48];
        set[44] = 48;
        for word in [36u32, 1, 13, 16, 64] {
            set.extend(word.to_le_bytes());
        }
        set.extend(time.to_le_bytes());
        let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        container.create_stream("/\u{5}SummaryInformation").unwrap().write_all(&set).unwrap();
        let bytes = container.into_inner().into_inner();
        let at = of_kind(Kind::Xls { biff8: true }, &bytes);
        assert_eq!(at.map(|at| at.to_string()).as_deref(), Some("2004-03-12T08:00:00"));
        for cut in 0..set.len() {
            let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
            container.create_stream("/\u{5}SummaryInformation").unwrap().write_all(&set[..cut]).unwrap();
            assert_eq!(of_kind(Kind::Xls { biff8: true }, &container.into_inner().into_inner()), None);
        }
    }
}
