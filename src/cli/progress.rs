//! Draws how far the work has come, on a terminal and only there, once it takes longer than a moment.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rust_decimal::Decimal;

use crate::lang::Lang;
use crate::progress::{Progress, Seen, Stage};
use crate::vietnamese::number::Vietnamese;

/// Work that is done before this is shown needs no bar.
const MOMENT: Duration = Duration::from_millis(500);
/// So often it is looked at.
const PAUSE: Duration = Duration::from_millis(100);

/// A bar stands on the terminal.
static ON_SCREEN: AtomicBool = AtomicBool::new(false);
/// The program is ending, and none is to be drawn any more.
static OVER: AtomicBool = AtomicBool::new(false);

/// Shows work while it is done; gone from the screen when this is dropped.
pub struct Shown {
    over: Option<Sender<()>>,
    drawing: Option<JoinHandle<()>>,
}

impl Shown {
    /// Begins to watch; draws nothing where nobody would see it.
    pub fn new(progress: &Progress, lang: Lang, quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self { over: None, drawing: None };
        }
        let (over, is_over) = mpsc::channel();
        let progress = progress.clone();
        let drawing = thread::spawn(move || {
            let (began, bar) = (Instant::now(), ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()));
            let (mut last, mut since) = (progress.seen(), began);
            while is_over.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) && !OVER.load(Ordering::Relaxed) {
                let seen = progress.seen();
                if (seen.stage, seen.all) != (last.stage, last.all) {
                    since = Instant::now();
                }
                last = seen;
                if began.elapsed() >= MOMENT {
                    draw(&bar, seen, since.elapsed(), lang);
                }
            }
            bar.finish_and_clear();
            ON_SCREEN.store(false, Ordering::Relaxed);
        });
        Self { over: Some(over), drawing: Some(drawing) }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(drawing) = self.drawing.take() {
            // It is only the picture that could be wrong.
            let _ = drawing.join();
        }
    }
}

/// Wipes a bar off the screen: for whoever is about to end the program.
pub fn wipe() {
    OVER.store(true, Ordering::Relaxed);
    if ON_SCREEN.swap(false, Ordering::Relaxed) {
        let _ = write!(std::io::stderr(), "\r\u{1b}[2K");
    }
}

fn draw(bar: &ProgressBar, seen: Seen, since: Duration, lang: Lang) {
    if !ON_SCREEN.swap(true, Ordering::Relaxed) {
        bar.set_draw_target(ProgressDrawTarget::stderr());
    }
    let (template, length) = match u64::try_from(seen.all) {
        Ok(all) if all > 0 => ("{bar:24} {msg}", Some(all)),
        _ => ("{spinner} {msg}", None),
    };
    // A template of ours is none that cannot be read.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    match length {
        Some(length) => bar.set_length(length),
        None => bar.unset_length(),
    }
    bar.set_position(seen.done as u64);
    bar.set_message(words(seen, since, lang));
    bar.tick();
}

/// What is being done and how far it is: how many, how fast, how long yet.
fn words(seen: Seen, since: Duration, lang: Lang) -> String {
    let doing = match seen.stage {
        Stage::Looking => lang.of("Đang tìm tệp", "Looking for files"),
        Stage::Reading => lang.of("Đang đọc tệp", "Reading files"),
        Stage::Adding => lang.of("Đang kiểm tra, tổng hợp", "Checking, adding up"),
        Stage::Writing => lang.of("Đang ghi kết quả", "Writing the results"),
        Stage::GivingBack => lang.of("Đang ghi chú vào tệp", "Marking the files"),
        Stage::Blanks => lang.of("Đang lập biểu trắng", "Making the blanks"),
    };
    let Seen { done, all, .. } = seen;
    let seconds = since.as_secs_f64();
    if all == 0 {
        let passed = since.as_secs();
        return lang.of(format!("{doing}… ({passed} giây)"), format!("{doing}… ({passed} s)"));
    }
    let mut text = format!("{doing}: {done}/{all}");
    // After the first ones nothing can be said of the others.
    if done > 0 && seconds > 0.2 {
        let rate = done as f64 / seconds;
        // Below ten a second the first decimal says something.
        let places = if rate < 10.0 { 1 } else { 0 };
        let shown = Decimal::try_from(rate).unwrap_or_default().round_dp(places);
        let left = ((all - done.min(all)) as f64 / rate).ceil();
        text.push_str(&match lang {
            Lang::Vi => format!(", {} tệp/giây, còn khoảng {left} giây", Vietnamese(shown)),
            Lang::En => format!(", {shown} files/s, about {left} s left"),
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_say_how_many_how_fast_and_how_long_yet() {
        let seen = Seen { stage: Stage::Reading, done: 30, all: 120 };
        let text = |seen, lang| words(seen, Duration::from_secs(4), lang);
        assert_eq!(text(seen, Lang::Vi), "Đang đọc tệp: 30/120, 7,5 tệp/giây, còn khoảng 12 giây");
        assert_eq!(text(seen, Lang::En), "Reading files: 30/120, 7.5 files/s, about 12 s left");
        assert_eq!(text(Seen { done: 0, ..seen }, Lang::Vi), "Đang đọc tệp: 0/120");
        assert_eq!(text(Seen { done: 0, all: 0, stage: Stage::Writing }, Lang::Vi), "Đang ghi kết quả… (4 giây)");
    }
}
