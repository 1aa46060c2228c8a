//! What nobody reads of a part is taken out of it before it is walked: cells that are framed and hold nothing, a
//! third of an ordinary appendix, and of the looks all but fonts and formats of numbers.
//!
//! The library tells each such cell with great care, and builds each border, only for us to pass them over.

use memchr::memmem;

use super::super::mended;

/// Takes out of the part that `to` ends with, from `start` on, what nobody reads. How many cells those were.
pub(super) fn spare(name: &str, to: &mut Vec<u8>, start: usize) -> u64 {
    if name.starts_with("xl/worksheets/") {
        blanks(to, start)
    } else {
        if name == "xl/styles.xml" {
            looks(to, start);
        }
        0
    }
}

/// Takes out the cells without content. What says its own place follows them, so that nothing moves.
fn blanks(to: &mut Vec<u8>, start: usize) -> u64 {
    let Some(part) = to.get_mut(start..) else { return 0 };
    let ends = memmem::Finder::new(b"/>");
    // Up to where the part is looked through, taken over, and written anew.
    let (mut seen, mut taken, mut made, mut count) = (0, 0, 0, 0);
    while let Some(end) = part.get(seen..).and_then(|rest| ends.find(rest)).map(|at| seen + at + 2) {
        let before = part.get(taken.max(end.saturating_sub(LONGEST))..end).unwrap_or_default();
        let begin = before.iter().rposition(|b| *b == b'<').map(|at| end - before.len() + at);
        let run = begin.map(|begin| (begin, Run::of(part.get(begin..).unwrap_or_default())));
        let Some((begin, run)) = run.filter(|(_, run)| run.length > 0) else {
            seen = end;
            continue;
        };
        part.copy_within(taken..begin, made);
        (made, taken, count) = (made + begin - taken, begin + run.length, count + run.cells);
        seen = taken.max(end);
    }
    if count > 0 {
        let length = part.len();
        part.copy_within(taken.., made);
        to.truncate(start + made + length - taken);
    }
    count
}

/// How a cell begins that says its place, as Excel and nearly all others write it.
const CELL: &[u8] = b"<c r=\"";
/// The longest that is looked at: «<c r="XFD1048576" s="65535" />» and some more.
const LONGEST: usize = 40;

/// Cells without content, one behind the other.
#[derive(Default)]
struct Run {
    length: usize,
    cells: u64,
}

impl Run {
    /// Those that a part begins with, up to the last that can be left out: behind it stands what says its own place.
    fn of(part: &[u8]) -> Self {
        let (mut run, mut rest, mut found) = (Self::default(), part, 0);
        while let Some(behind) = behind_blank(rest) {
            found += 1;
            if behind.starts_with(CELL) || behind.starts_with(b"</row>") {
                run = Self { length: part.len() - behind.len(), cells: found };
            }
            rest = behind;
        }
        run
    }
}

/// What follows a cell with nothing but its place and its look, where one begins here.
fn behind_blank(part: &[u8]) -> Option<&[u8]> {
    let rest = mended::behind_look(part)?;
    rest.strip_prefix(b"/>").or_else(|| rest.strip_prefix(b" />"))
}

/// Takes out everything but the formats of numbers, the fonts and the cells' looks; parts in another order than
/// that of the standard (ECMA-376 part 1, 18.8.39) are left alone.
fn looks(to: &mut Vec<u8>, start: usize) {
    let Some(part) = to.get(start..) else { return };
    let after =
        |from: usize, what: &[u8]| part.get(from..).and_then(|rest| memmem::find(rest, what)).map(|at| from + at);
    let cuts = || {
        let fonts = after(0, b"</fonts>")? + b"</fonts>".len();
        let cells = after(fonts, b"<cellXfs")?;
        let rest = after(cells, b"</cellXfs>")? + b"</cellXfs>".len();
        let end = after(rest, b"</styleSheet>")?;
        Some((fonts, cells, rest, end))
    };
    let Some((fonts, cells, rest, end)) = cuts() else { return };
    // Nothing that is wanted, and no remark or literal text that only looks like an element.
    let unread = |part: &[u8]| {
        let wanted: [&[u8]; 3] = [b"<numFmts", b"<fonts", b"<cellXfs"];
        wanted.iter().all(|name| memmem::find(part, name).is_none())
    };
    let plain = memmem::find(part, b"<!").is_none();
    if plain && [fonts..cells, rest..end].into_iter().all(|cut| part.get(cut).is_some_and(unread)) {
        to.drain(start + rest..start + end);
        to.drain(start + fonts..start + cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spared(name: &str, part: &str) -> (String, u64) {
        let mut to = format!("before{part}").into_bytes();
        let count = spare(name, &mut to, "before".len());
        (String::from_utf8(to).unwrap().split_off("before".len()), count)
    }

    #[test]
    fn cells_that_hold_nothing_are_left_out_and_no_other_is_moved() {
        let sheet = |rows: &str| spared("xl/worksheets/sheet1.xml", rows);
        for (rows, left, count) in [
            // As Excel and openpyxl write them.
            (
                r#"<row r="1"><c r="A1" s="3"/><c r="B1" t="s"><v>0</v></c><c r="C1"/><c r="D1" s="12"/></row><row r="2"/>"#,
                r#"<row r="1"><c r="B1" t="s"><v>0</v></c></row><row r="2"/>"#,
                3,
            ),
            (r#"<c r="A1" s="3" /><c r="B1"><v /></c>"#, r#"<c r="B1"><v /></c>"#, 1),
            // Runs of them, and one at the end.
            (r#"<c r="A1"/><c r="B1"/></row><c r="C1"/></row>x"#, "</row></row>x", 3),
        ] {
            assert_eq!(sheet(rows), (left.to_owned(), count), "{rows}");
        }
        for rows in [
            // The place of what follows would be counted from the one before.
            r#"<c r="A1"/><c><v>1</v></c>"#,
            r#"<c r="A1"/> <c s="1"><v>1</v></c>"#,
            // Of a kind, without a place, of another name, with a text.
            r#"<c r="A1" t="s"/><c r="B1"/>"#,
            r#"<c s="1"/></row>"#,
            r#"<x:c r="A1"/></row>"#,
            r#"<c r="A1"><f>1</f></c></row><row r="3" spans="1:2"/>"#,
            "",
        ] {
            assert_eq!(sheet(rows), (rows.to_owned(), 0), "{rows}");
        }
        let elsewhere = r#"<c r="A1"/></row>"#;
        assert_eq!(spared("xl/sharedStrings.xml", elsewhere), (elsewhere.to_owned(), 0));
    }

    #[test]
    fn of_the_looks_only_formats_fonts_and_cells_are_left() {
        let part = |between: &str, behind: &str| {
            format!(
                "<styleSheet><numFmts><numFmt/></numFmts><fonts><font/></fonts>{between}<cellXfs><xf/></cellXfs>{behind}</styleSheet>"
            )
        };
        let looks = |part: &str| spared("xl/styles.xml", part).0;
        let borders = "<fills><fill/></fills><borders/><cellStyleXfs><xf/></cellStyleXfs>";
        assert_eq!(looks(&part(borders, "<dxfs><dxf><font/></dxf></dxfs>")), part("", ""));
        for odd in [
            part(borders, "<fonts><font/></fonts>"),
            part("<numFmts/>", ""),
            part("<!-- <cellXfs> -->", ""),
            "<styleSheet><cellXfs/></styleSheet>".to_owned(),
        ] {
            assert_eq!(looks(&odd), odd);
        }
    }
}
