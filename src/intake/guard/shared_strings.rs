//! The lengths of the shared strings of an old workbook ([MS-XLS] 2.4.265, 2.5.293).

use crate::intake::biff::u16_at;

use super::container::u32_at;

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

    /// How many letters the next string has; nothing if it is not whole.
    fn string(&mut self) -> Option<u32> {
        if self.rest.is_empty() {
            self.turn()?;
        }
        let letters = usize::from(u16_at(self.rest, 0)?);
        let flags = *self.rest.get(2)?;
        self.take(3)?;
        let mut behind = 0usize;
        if flags & 8 != 0 {
            behind += 4 * usize::from(u16_at(self.take(2)?, 0)?);
        }
        if flags & 4 != 0 {
            behind = behind.checked_add(usize::try_from(u32_at(self.take(4)?, 0)?).ok()?)?;
        }
        // Each piece says anew whether its letters take one byte or two.
        let (mut left, mut wide) = (letters, flags & 1);
        loop {
            let size = 1 + usize::from(wide);
            let here = left.min(self.rest.len() / size);
            self.take(here * size)?;
            left -= here;
            if left == 0 {
                break;
            }
            self.turn()?;
            wide = self.take(1)?.first()? & 1;
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
    (0..count).map(|_| pieces.string()).collect()
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
    }
}
