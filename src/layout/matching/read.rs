//! The headings over a sheet's column, read once for all columns of the form.

use std::cell::OnceCell;

use crate::form::heading::WordSet;
use crate::layout::paths::{Level, Path};

use super::neutral::Neutral;

/// One level of headings, with what is asked of it for every column of the form.
pub(super) struct Words<'p> {
    pub(super) level: &'p Level,
    pub(super) words: Vec<&'p str>,
    neutral: &'p Neutral,
    plain: OnceCell<(bool, bool)>,
}

impl Words<'_> {
    /// It says nothing of which column is meant where it stands above.
    pub(super) fn plain_above(&self) -> bool {
        self.plain().0
    }

    /// It says nothing of which column is meant where it stands below.
    pub(super) fn plain_below(&self) -> bool {
        self.plain().1
    }

    /// Worked out where it is asked for: the words of most headings fit as they stand.
    fn plain(&self) -> (bool, bool) {
        *self.plain.get_or_init(|| (self.neutral.above(self.level), self.neutral.below(self.level)))
    }
}

/// The headings over a column, read once for all columns of the form.
pub struct Read<'p> {
    pub(super) path: &'p Path,
    pub(super) cells: Vec<Words<'p>>,
    pub(super) levels: Vec<Words<'p>>,
    /// All words in a row.
    pub(super) whole: Vec<&'p str>,
    pub(super) said: WordSet,
    pub(super) neutral: &'p Neutral,
    /// As the headings read with what «Trong đó» is said of, where that stands beside it.
    pub(super) led: Option<Box<Self>>,
}

impl<'p> Read<'p> {
    /// Reads the headings over a column.
    pub fn new(path: &'p Path, neutral: &'p Neutral) -> Self {
        let (cells, levels) = (neutral.read(&path.cells), neutral.read(&path.levels));
        let whole: Vec<&str> = cells.iter().flat_map(|c| c.words.iter().copied()).collect();
        let said = WordSet::of(whole.iter().chain(levels.iter().flat_map(|l| &l.words)).copied());
        let led = path.led.as_deref().map(|led| Box::new(Self::new(led, neutral)));
        Self { path, cells, levels, whole, said, neutral, led }
    }
}

impl Neutral {
    pub(super) fn read<'p>(&'p self, levels: &'p [Level]) -> Vec<Words<'p>> {
        let words = |level: &'p Level| Words {
            level,
            words: level.key.words().collect(),
            neutral: self,
            plain: OnceCell::new(),
        };
        levels.iter().map(words).collect()
    }
}
