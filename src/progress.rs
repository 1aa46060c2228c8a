//! How far a long piece of work has come: whoever does it counts here, whoever wants to show it looks.
//!
//! The library draws nothing and asks no clock; the command line does both.

use std::sync::{Arc, Mutex, PoisonError};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Files are looked for.
    #[default]
    Looking,
    /// Files are read.
    Reading,
    /// What was read is checked and added up.
    Adding,
    /// Results are made and written.
    Writing,
    /// Files are given back with their findings.
    GivingBack,
    /// Blank workbooks are made.
    Blanks,
}

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// What is being done.
    pub stage: Stage,
    /// How many pieces of it are done.
    pub done: usize,
    /// Of how many; zero where it has no pieces.
    pub all: usize,
}

/// Counts what is done; its copies count together.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Mutex<Seen>>);

impl Progress {
    /// Begins a stage of some pieces.
    pub fn begin(&self, stage: Stage, all: usize) {
        self.change(|seen| *seen = Seen { stage, done: 0, all });
    }

    /// One more piece is done.
    pub fn step(&self) {
        self.change(|seen| seen.done += 1);
    }

    /// How far it is.
    pub fn seen(&self) -> Seen {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_count_together_and_a_new_stage_begins_at_nothing() {
        let progress = Progress::default();
        progress.begin(Stage::Reading, 3);
        std::thread::scope(|threads| {
            for _ in 0..3 {
                let copy = progress.clone();
                threads.spawn(move || copy.step());
            }
        });
        assert_eq!(progress.seen(), Seen { stage: Stage::Reading, done: 3, all: 3 });
        progress.begin(Stage::Adding, 0);
        assert_eq!(progress.seen(), Seen { stage: Stage::Adding, done: 0, all: 0 });
    }
}
