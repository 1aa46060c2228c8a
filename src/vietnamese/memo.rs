//! What was worked out for a text before, on the same thread.
//!
//! The submissions of a round are one form filled in thousands of times: nearly all of their texts are the same few
//! hundred. What a text folds to, or which periods it names, is worked out once for each.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;

/// The most texts that are kept, and the longest: a form has some hundred, none of a page's length. Lists of a
/// million names neither fill the memory nor gain anything.
const MOST: usize = 8_192;
const LONGEST: usize = 600;

/// The values of a pure function of texts, by text.
pub(crate) struct Memo<V>(RefCell<Known<V>>);

struct Known<V> {
    values: HashMap<Box<str>, V, RandomState>,
    /// Texts that were not there since nothing more is kept.
    missed: usize,
}

impl<V: Clone> Memo<V> {
    /// One that knows nothing yet.
    pub(crate) fn new() -> Self {
        Self(RefCell::new(Known { values: HashMap::default(), missed: 0 }))
    }

    /// The value for a text: the one that is known, else what `work` makes of it.
    pub(crate) fn of(&self, text: &str, work: impl FnOnce(&str) -> V) -> V {
        if let Some(value) = self.0.borrow().values.get(text) {
            return value.clone();
        }
        // Outside of any borrow: what works it out may ask for other texts.
        let value = work(text);
        if text.len() <= LONGEST {
            self.0.borrow_mut().keep(text, &value);
        }
        value
    }
}

impl<V: Clone> Known<V> {
    /// Keeps a value. Once full, it begins anew only after many more texts that were not there, so that a long list
    /// passes by without pushing a form's labels out again and again.
    fn keep(&mut self, text: &str, value: &V) {
        if self.values.len() < MOST {
            self.values.insert(text.into(), value.clone());
            return;
        }
        self.missed += 1;
        if self.missed > 8 * MOST {
            self.values.clear();
            self.missed = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_worked_out_once_and_a_long_list_is_not_kept() {
        let memo: Memo<usize> = Memo::new();
        let worked = std::cell::Cell::new(0);
        let length = |text: &str| {
            memo.of(text, |text| {
                worked.set(worked.get() + 1);
                text.len()
            })
        };
        assert_eq!((length("xã"), length("xã"), worked.get()), (3, 3, 1));
        for n in 0..20 * MOST {
            assert_eq!(length(&n.to_string()), n.to_string().len());
        }
        assert!(memo.0.borrow().values.len() <= MOST);
        let long = "a".repeat(LONGEST + 1);
        let before = worked.get();
        assert_eq!((length(&long), length(&long), worked.get() - before), (LONGEST + 1, LONGEST + 1, 2));
    }
}
