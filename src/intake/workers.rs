//! Files worked on side by side, each within a time limit, whatever part of this program or of a library it is that
//! does not come to an end.
//!
//! A thread cannot be stopped from outside: one that is late is left to itself, another takes its place, and the work
//! goes on with the rest. It costs a look at the clock a file.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::companion;

/// How often is looked for workers that are late.
const BETWEEN: Duration = Duration::from_millis(250);

/// What all workers share.
struct Shared<W> {
    work: W,
    pieces: usize,
    /// The piece that nobody has taken yet.
    next: AtomicUsize,
}

/// One of them, as whoever waits sees it.
#[derive(Clone, Default)]
struct Worker {
    /// The piece it is at, and since when.
    at: Arc<Mutex<Option<(usize, Instant)>>>,
    /// It was late, and takes no further piece.
    given_up: Arc<AtomicBool>,
}

impl Worker {
    /// The piece that it is at for too long.
    fn late(&self, limit: Duration) -> Option<usize> {
        let at = *self.at.lock().unwrap_or_else(PoisonError::into_inner);
        at.filter(|(_, since)| since.elapsed() > limit).map(|(piece, _)| piece)
    }

    fn begins(&self, piece: Option<usize>) {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = piece.map(|piece| (piece, Instant::now()));
    }
}

/// Does each of some pieces of work on so many threads, and gives what comes of them in their order; of one that is
/// not done in time what `late` says. `done` is called for every piece that is.
pub fn each<T: Send + 'static>(
    pieces: usize,
    threads: usize,
    limit: Duration,
    work: impl Fn(usize) -> T + Send + Sync + 'static,
    late: impl Fn(usize) -> T,
    mut done: impl FnMut(),
) -> Vec<T> {
    let shared = Arc::new(Shared { work, pieces, next: AtomicUsize::new(0) });
    let (sender, results) = mpsc::channel();
    let mut workers: Vec<Worker> =
        (0..threads.max(1).min(pieces)).filter_map(|_| hire(&shared, sender.clone())).collect();
    let mut found: Vec<Option<T>> = (0..pieces).map(|_| None).collect();
    let mut left = pieces;
    let mut put = |piece: usize, value: T| {
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
        if let Ok((piece, value)) = results.recv_timeout(BETWEEN) {
            goes_on = put(piece, value);
        }
        if looked.elapsed() < BETWEEN {
            continue;
        }
        looked = Instant::now();
        let mut hired = Vec::new();
        workers.retain(|worker| {
            let Some(piece) = worker.late(limit) else { return true };
            worker.given_up.store(true, Ordering::Relaxed);
            goes_on = put(piece, late(piece));
            hired.extend(hire(&shared, sender.clone()));
            false
        });
        workers.append(&mut hired);
    }
    // Where no thread could be had, the work is done here.
    let rest = found.into_iter().enumerate().map(|(piece, value)| value.unwrap_or_else(|| (shared.work)(piece)));
    rest.collect()
}

fn hire<T: Send + 'static, W: Fn(usize) -> T + Send + Sync + 'static>(
    shared: &Arc<Shared<W>>,
    results: Sender<(usize, T)>,
) -> Option<Worker> {
    let worker = Worker::default();
    let (own, shared) = (worker.clone(), shared.clone());
    let run = move || {
        companion::set_watched();
        while !own.given_up.load(Ordering::Relaxed) {
            let piece = shared.next.fetch_add(1, Ordering::Relaxed);
            if piece >= shared.pieces {
                break;
            }
            own.begins(Some(piece));
            let value = (shared.work)(piece);
            own.begins(None);
            if results.send((piece, value)).is_err() {
                break;
            }
        }
    };
    thread::Builder::new().name("reader".to_owned()).spawn(run).ok().map(|_| worker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whoever_makes_them() {
        for threads in [0, 1, 3, 40] {
            let mut counted = 0;
            let squares = each(100, threads, Duration::from_secs(60), |n| n * n, |_| 0, || counted += 1);
            assert_eq!(squares, (0..100).map(|n| n * n).collect::<Vec<_>>());
            assert_eq!(counted, 100);
        }
        assert!(each(0, 2, Duration::from_secs(1), |n| n, |n| n, || ()).is_empty());
    }

    #[test]
    fn a_piece_that_does_not_end_is_told_and_the_rest_goes_on() {
        let (stop, stopped) = mpsc::channel::<()>();
        let stopped = Mutex::new(stopped);
        let work = move |n: usize| {
            // On the only thread, and the last of them too.
            if n % 7 == 3 {
                let _ = stopped.lock().unwrap().recv();
            }
            n
        };
        let found = each(11, 1, Duration::from_millis(20), work, |n| 1000 + n, || ());
        assert_eq!(found, [0, 1, 2, 1003, 4, 5, 6, 7, 8, 9, 1010]);
        drop(stop);
    }
}
