//! A time limit for reading a single file: a thread that nobody watches has a companion that reads, and waits for it
//! no longer than that. A reader that does not answer is left to itself, and the next file gets a new one.
//!
//! A thread cannot be stopped from outside. What the guard lets in has always come to an end so far; the
//! limit is for what nobody has seen yet.

use std::cell::{Cell, RefCell};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

type Work = Box<dyn FnOnce() + Send>;

thread_local! {
    static COMPANION: RefCell<Option<Sender<Work>>> = const { RefCell::new(None) };
    static WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// Says of this thread that somebody watches the time for it ([`super::workers`]): what it does needs no companion.
pub(super) fn set_watched() {
    WATCHED.set(true);
}

/// Why work came to no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// The time was up.
    Late,
    /// The thread went away.
    Lost,
}

/// Does work on the companion of this thread, within some seconds.
pub(super) fn within<T: Send + 'static>(
    seconds: u64,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unfinished> {
    if WATCHED.get() {
        return Ok(work());
    }
    let (answer, answered) = mpsc::channel();
    let work: Work = Box::new(move || {
        // An error means that nobody waits any more: the time was up.
        let _ = answer.send(work());
    });
    let companion = match give(COMPANION.take(), work) {
        Ok(companion) => Some(companion),
        Err(work) => match give(hire(), work) {
            Ok(companion) => Some(companion),
            Err(work) => {
                // Where there are no threads, work is done here, without a limit.
                work();
                None
            }
        },
    };
    let done = answered.recv_timeout(Duration::from_secs(seconds));
    match done {
        Ok(done) => {
            COMPANION.set(companion);
            Ok(done)
        }
        Err(RecvTimeoutError::Timeout) => Err(Unfinished::Late),
        Err(RecvTimeoutError::Disconnected) => Err(Unfinished::Lost),
    }
}

/// Gives work to a companion; one that is gone gives it back.
fn give(companion: Option<Sender<Work>>, work: Work) -> Result<Sender<Work>, Work> {
    let Some(companion) = companion else { return Err(work) };
    companion.send(work).map_err(|back| back.0)?;
    Ok(companion)
}

/// Starts a companion; it ends when its worker does, or has given it up.
fn hire() -> Option<Sender<Work>> {
    let (sender, given) = mpsc::channel::<Work>();
    let started = thread::Builder::new().name("reader".to_owned()).spawn(move || given.iter().for_each(|work| work()));
    started.ok().map(|_| sender)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_does_not_end_is_given_up_and_the_next_gets_a_new_companion() {
        assert_eq!(within(5, || thread::current().name().map(str::to_owned)), Ok(Some("reader".to_owned())));
        let (_stop, stopped) = mpsc::channel::<()>();
        assert_eq!(within(0, move || stopped.recv_timeout(Duration::from_secs(30)).is_ok()), Err(Unfinished::Late));
        let first = within(5, || thread::current().id());
        let second = within(5, || thread::current().id());
        assert!(first.is_ok() && first == second, "a companion that answers is kept");
    }

    #[test]
    fn a_companion_that_is_gone_is_replaced() {
        assert_eq!(within(5, || -> u32 { panic!("gone") }), Err(Unfinished::Lost));
        assert_eq!(within(5, || 1), Ok(1));
    }
}
