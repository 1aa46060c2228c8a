//! The lengths of the shared strings of an old workbook, and those set in several fonts
//! ([MS-XLS] 2.4.265, 2.5.293).

use crate::intake::biff::u16_at;

use super::container::u32_at;

/// A text set in several fonts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::intake) struct Rich {
    /// Its number among the texts.
    pub(in crate::intake) number: u32,
    pub(in crate::intake) units: Vec<u16>,
    /// From which letter on which font holds.
    pub(in crate::intake) runs: Vec<(u16, u16)>,
}

/// What is behind a record, in pieces: its own data and that of the CONTINUE records behind it.
pub(super) struct Pieces<'a> {
    rest: &'a [u8],
    more: std::vec::IntoIter<&'a [u8]>,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(pieces: Vec<&'a [u8]>) -> Self {
        let mut more = pieces.into_iter();
        Self { rest: more.next().unwrap_or_default(), more }
    }

    fn turn(&mut self) -> Option<()> {
        self.rest = self.more.next()?;
        Some(())
    }

    fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        Some(taken)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > self.rest.len() {
            bytes -= self.rest.len();
            self.turn()?;
        }
        self.take(bytes).map(|_| ())
    }

    /// The next two numbers, of which each may stand in a piece of its own.
    fn run(&mut self) -> Option<(u16, u16)> {
        let mut number = || {
            let mut byte = || {
                while self.rest.is_empty() {
                    self.turn()?;
                }
                self.take(1)?.first().copied()
            };
            Some(u16::from_le_bytes([byte()?, byte()?]))
        };
        Some((number()?, number()?))
    }

    /// How many letters the next string has; nothing if it is not whole. One set in several fonts goes to `rich`.
    fn string(&mut self, mut rich: Option<&mut Rich>) -> Option<u32> {
        if self.rest.is_empty() {
            self.turn()?;
        }
        let letters = usize::from(u16_at(self.rest, 0)?);
        let flags = *self.rest.get(2)?;
        self.take(3)?;
        let (mut runs, mut behind) = (0usize, 0usize);
        if flags & 8 != 0 {
            runs = usize::from(u16_at(self.take(2)?, 0)?);
        }
        if flags & 4 != 0 {
            behind = usize::try_from(u32_at(self.take(4)?, 0)?).ok()?;
        }
        rich = rich.filter(|_| runs > 0);
        // Each piece says anew whether its letters take one byte or two.
        let (mut left, mut wide) = (letters, flags & 1);
        loop {
            let size = 1 + usize::from(wide);
            let here = left.min(self.rest.len() / size);
            let said = self.take(here * size)?;
            if let Some(rich) = rich.as_mut() {
                let units =
                    said.chunks(size).map(|letter| letter.iter().rev().fold(0, |unit, b| unit << 8 | u16::from(*b)));
                rich.units.extend(units);
            }
            left -= here;
            if left == 0 {
                break;
            }
            self.turn()?;
            wide = self.take(1)?.first()? & 1;
        }
        match rich {
            Some(rich) => rich.runs = (0..runs).map(|_| self.run()).collect::<Option<_>>()?,
            None => self.skip(4 * runs)?,
        }
        self.skip(behind)?;
        u32::try_from(letters).ok()
    }
}

/// The lengths of some strings; nothing if they are not all there.
pub(super) fn lengths(pieces: Vec<&[u8]>, count: u32) -> Option<Vec<u32>> {
    let most = pieces.iter().map(|piece| piece.len() / 3).sum::<usize>();
    if usize::try_from(count).ok()? > most {
        return None;
    }
    let mut pieces = Pieces::new(pieces);
    (0..count).map(|_| pieces.string(None)).collect()
}

/// Those of some strings that are set in several fonts, as far as the strings are there.
pub(in crate::intake) fn rich(pieces: Vec<&[u8]>, count: u32) -> Vec<Rich> {
    let mut pieces = Pieces::new(pieces);
    let mut found = Vec::new();
    for number in 0..count {
        let mut own = Rich { number, ..Rich::default() };
        if pieces.string(Some(&mut own)).is_none() {
            break;
        }
        found.extend(Some(own).filter(|own| !own.runs.is_empty()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_go_on_in_the_next_piece_in_letters_of_another_width() {
        let first: &[u8] = &[2, 0, 0, b'a', b'b', 4, 0, 1, b'a', 0, b'b', 0];
        let then: &[u8] = &[0, b'c', b'd', 1, 0, 8, 1, 0, b'x', 0, 0];
        let last: &[u8] = &[0, 0, 0, 0, 4, 2, 0, 0, 0, 9, 9];
        assert_eq!(lengths(vec![first, then, last], 4), Some(vec![2, 4, 1, 0]));
        assert_eq!(lengths(vec![first, then, last], 5), None);
        assert_eq!(lengths(vec![first, then], 3), None);
        assert_eq!(lengths(vec![first], u32::MAX), None);
        let (text, runs) = (&[2, 0, 8, 1, 0, b'1', b'2', 1][..], &[0, 5, 0, 1, 0, 0, b'x'][..]);
        let own = Rich { number: 1, units: vec![49, 50], runs: vec![(1, 5)] };
        assert_eq!(rich(vec![&[1, 0, 0, b'a'], text, runs], 3), [own]);
        assert_eq!(rich(vec![text], 1), []);
    }
}
