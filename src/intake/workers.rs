//! Files worked on side by side, each within a time limit, whatever part of this program or of a library it is that
//! does not come to an end.
//!
//! A thread cannot be stopped from outside: one that is late is left to itself, another takes its place, and the work
//! goes on with the rest. It costs a look at the clock a step.
//!
//! Work on a file goes in steps, and a worker does one step of several files before the next: what a processor has
//! learnt of a step serves all of them. Thousands of small files are read in a quarter less of its time so.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::companion;

/// How often is looked for workers that are late.
const BETWEEN: Duration = Duration::from_millis(250);

/// The most pieces that a worker has in hand at once.
const MOST: usize = 32;

/// A worker whose pieces in hand weigh more than this takes no further one; a piece that grows beyond it is done to its
/// end before the others, so that no two such are held at once.
const HEAVY: usize = 512 << 10;

/// Pieces of work that are done step by step.
pub trait Work: Send + Sync + 'static {
    /// A piece that is begun.
    type Begun;
    /// What comes of it.
    type Done: Send + 'static;

    /// Does the first step of a piece.
    fn begin(&self, piece: usize) -> Step<Self::Begun, Self::Done>;

    /// Does the next one.
    fn go_on(&self, begun: Self::Begun) -> Step<Self::Begun, Self::Done>;

    /// How many bytes are held of a piece that is begun, about.
    fn weight(&self, begun: &Self::Begun) -> usize;

    /// What is said of a piece that did not come to an end in time.
    fn late(&self, piece: usize) -> Self::Done;
}

/// How far a piece has come.
pub enum Step<B, D> {
    /// There is more to do.
    Begun(B),
    /// It is done.
    Done(D),
}

/// What all workers share.
struct Shared<W> {
    work: W,
    pieces: usize,
    /// The piece that nobody has taken yet.
    next: AtomicUsize,
    /// Pieces that others had in hand who were late with another one.
    again: Mutex<Vec<usize>>,
    workers: usize,
}

impl<W> Shared<W> {
    fn take(&self) -> Option<usize> {
        let again = locked(&self.again).pop();
        again.or_else(|| Some(self.next.fetch_add(1, Ordering::Relaxed)).filter(|piece| *piece < self.pieces))
    }

    /// How many pieces one may have in hand: few where few are left, for all to have some.
    fn most(&self) -> usize {
        let left = self.pieces.saturating_sub(self.next.load(Ordering::Relaxed));
        (left / (4 * self.workers.max(1))).clamp(1, MOST)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One of them, as whoever waits sees it.
#[derive(Clone, Default)]
struct Worker(Arc<Mutex<Hand>>);

/// What a worker has in hand.
#[derive(Default)]
struct Hand {
    pieces: Vec<usize>,
    /// The piece it is at, and when it would have begun with it if it did nothing else between.
    at: Option<(usize, Instant)>,
    /// It was late, and goes no further.
    given_up: bool,
}

impl Worker {
    /// Gives a worker up that is at a piece for too long: the piece, and the others that it had in hand.
    fn give_up(&self, limit: Duration) -> Option<(usize, Vec<usize>)> {
        let mut hand = locked(&self.0);
        let (piece, _) = hand.at.filter(|(_, since)| since.elapsed() > limit)?;
        hand.given_up = true;
        let others = std::mem::take(&mut hand.pieces).into_iter().filter(|other| *other != piece);
        Some((piece, others.collect()))
    }

    /// Its thread has ended.
    fn is_gone(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    /// Does a step of a piece for which it has taken some time already; gives what it takes with this.
    fn timed<T>(&self, piece: usize, taken: Duration, step: impl FnOnce() -> T) -> (T, Duration) {
        let now = Instant::now();
        locked(&self.0).at = Some((piece, now.checked_sub(taken).unwrap_or(now)));
        let value = step();
        locked(&self.0).at = None;
        (value, taken + now.elapsed())
    }
}

/// Does each of some pieces of work on so many threads, and gives what comes of them in their order; of one that is
/// not done in time what is said of late ones. `done` is called for every piece that is.
pub fn each<W: Work>(work: W, pieces: usize, threads: usize, limit: Duration, mut done: impl FnMut()) -> Vec<W::Done> {
    let workers = threads.max(1).min(pieces);
    let (next, again) = (AtomicUsize::new(0), Mutex::default());
    let shared = Arc::new(Shared { work, pieces, next, again, workers });
    let (sender, results) = mpsc::channel();
    let mut workers: Vec<Worker> = (0..workers).filter_map(|_| hire(&shared, sender.clone())).collect();
    let mut found: Vec<Option<W::Done>> = (0..pieces).map(|_| None).collect();
    let mut left = pieces;
    let mut put = |piece: usize, value: W::Done| {
        if let Some(slot @ None) = found.get_mut(piece) {
            *slot = Some(value);
            left -= 1;
            done();
        }
        left > 0
    };
    let mut goes_on = pieces > 0;
    let mut looked = Instant::now();
    while goes_on && !workers.is_empty() {
        for (piece, value) in results.recv_timeout(BETWEEN).unwrap_or_default() {
            goes_on = put(piece, value);
        }
        if looked.elapsed() < BETWEEN {
            continue;
        }
        looked = Instant::now();
        let mut hired = Vec::new();
        workers.retain(|worker| {
            let Some((piece, others)) = worker.give_up(limit) else { return !worker.is_gone() };
            goes_on = put(piece, shared.work.late(piece));
            locked(&shared.again).extend(others);
            hired.extend(hire(&shared, sender.clone()));
            false
        });
        workers.append(&mut hired);
    }
    for (piece, value) in results.try_iter().flatten() {
        put(piece, value);
    }
    // Where no thread could be had, the work is done here.
    let rest = found.into_iter().enumerate().map(|(piece, value)| value.unwrap_or_else(|| whole(&shared.work, piece)));
    rest.collect()
}

/// Does a piece of work from its first step to its last.
pub fn whole<W: Work>(work: &W, piece: usize) -> W::Done {
    let mut step = work.begin(piece);
    loop {
        match step {
            Step::Begun(begun) => step = work.go_on(begun),
            Step::Done(done) => return done,
        }
    }
}

fn hire<W: Work>(shared: &Arc<Shared<W>>, results: Sender<Vec<(usize, W::Done)>>) -> Option<Worker> {
    let worker = Worker::default();
    let (own, shared) = (worker.clone(), shared.clone());
    let run = move || {
        companion::set_watched();
        while let Some(done) = own.hand_of(&shared) {
            locked(&own.0).pieces.clear();
            if results.send(done).is_err() {
                break;
            }
        }
    };
    thread::Builder::new().name("reader".to_owned()).spawn(run).ok().map(|_| worker)
}

impl Worker {
    /// Takes some pieces in hand and does them step by step; nothing where there are none left, or where it was late.
    fn hand_of<W: Work>(&self, shared: &Shared<W>) -> Option<Vec<(usize, W::Done)>> {
        let (mut hand, mut done) = (Vec::new(), Vec::new());
        let (most, mut weight) = (shared.most(), 0);
        while hand.len() + done.len() < most && weight < HEAVY {
            let Some(piece) = self.taken(shared) else { break };
            match self.timed(piece, Duration::ZERO, || shared.work.begin(piece)) {
                (Step::Begun(begun), taken) => {
                    weight += shared.work.weight(&begun);
                    hand.push((piece, begun, taken));
                }
                (Step::Done(value), _) => done.push((piece, value)),
            }
            if self.is_given_up() {
                return None;
            }
        }
        while !hand.is_empty() {
            for (piece, begun, taken) in std::mem::take(&mut hand) {
                let (mut step, mut taken) = self.timed(piece, taken, || shared.work.go_on(begun));
                loop {
                    match step {
                        Step::Begun(begun) if shared.work.weight(&begun) < HEAVY => {
                            hand.push((piece, begun, taken));
                            break;
                        }
                        Step::Begun(begun) => {
                            (step, taken) = self.timed(piece, taken, || shared.work.go_on(begun));
                        }
                        Step::Done(value) => {
                            done.push((piece, value));
                            break;
                        }
                    }
                }
                if self.is_given_up() {
                    return None;
                }
            }
        }
        (!done.is_empty()).then_some(done)
    }

    /// Takes a piece in hand: from then on it comes back to the others where this worker is given up.
    fn taken<W>(&self, shared: &Shared<W>) -> Option<usize> {
        let mut hand = locked(&self.0);
        let piece = if hand.given_up { None } else { shared.take() }?;
        hand.pieces.push(piece);
        Some(piece)
    }

    fn is_given_up(&self) -> bool {
        locked(&self.0).given_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Squares of numbers, in so many steps as a number has units; some never come to an end.
    struct Squares {
        endless: Option<Mutex<mpsc::Receiver<()>>>,
    }

    impl Work for Squares {
        type Begun = (usize, usize);
        type Done = usize;

        fn begin(&self, piece: usize) -> Step<(usize, usize), usize> {
            self.go_on((piece, piece % 10))
        }

        fn go_on(&self, (piece, left): (usize, usize)) -> Step<(usize, usize), usize> {
            // On the only thread, and the last of them too.
            if let Some(stopped) = self.endless.as_ref().filter(|_| piece % 7 == 3 && left < 2) {
                let _ = stopped.lock().unwrap().recv();
            }
            if left > 0 { Step::Begun((piece, left - 1)) } else { Step::Done(piece * piece) }
        }

        fn weight(&self, (piece, _): &(usize, usize)) -> usize {
            piece * 10_000
        }

        fn late(&self, piece: usize) -> usize {
            1_000_000 + piece
        }
    }

    #[test]
    fn results_come_in_order_whoever_makes_them() {
        for threads in [0, 1, 3, 40] {
            let mut counted = 0;
            let work = Squares { endless: None };
            let squares = each(work, 200, threads, Duration::from_secs(60), || counted += 1);
            assert_eq!(squares, (0..200).map(|n| n * n).collect::<Vec<_>>());
            assert_eq!(counted, 200);
        }
        assert!(each(Squares { endless: None }, 0, 2, Duration::from_secs(1), || ()).is_empty());
    }

    #[test]
    fn a_piece_that_does_not_end_is_told_and_the_rest_goes_on() {
        for threads in [1, 3] {
            let (stop, stopped) = mpsc::channel::<()>();
            let work = Squares { endless: Some(Mutex::new(stopped)) };
            let found = each(work, 60, threads, Duration::from_millis(20), || ());
            let expected = |n: usize| if n % 7 == 3 { 1_000_000 + n } else { n * n };
            assert_eq!(found, (0..60).map(expected).collect::<Vec<_>>());
            drop(stop);
        }
    }
}
