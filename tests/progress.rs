//! Long work shows how far it is: on a terminal, after half a second, and nowhere else.
#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::na_ri;
use crate::workdir::Workdir;

/// What a command writes to a terminal, which `script` plays.
fn on_a_terminal(work: &Workdir, typed: &str) -> Option<String> {
    let line = format!("{} {typed}", env!("CARGO_BIN_EXE_phubieu"));
    let mut command = Command::new("script");
    command.args(["-qec", &line, "/dev/null"]).current_dir(work.path(".")).stdin(Stdio::null()).env("TERM", "xterm");
    match command.output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            println!("skipped: there is no `script` here to play a terminal");
            None
        }
    }
}

/// Enough to read that it takes more than a moment.
fn much() -> Workdir {
    let work = Workdir::new();
    let samples = na_ri::all();
    for n in 0..60 {
        for sample in samples.iter().take(6) {
            work.write(&format!("in/{n}/{}", sample.file), &sample.bytes);
        }
    }
    work
}

#[test]
fn long_work_shows_files_rate_and_time_left_on_a_terminal_and_wipes_it_off() {
    let work = much();
    let round = "--under 066 --era 2024 --period 2024 --jobs 1";
    let Some(seen) = on_a_terminal(&work, &format!("check in {round} --facts f.csv")) else { return };
    assert!(seen.contains("Đang đọc tệp: ") && seen.contains("/360, "), "{}", tail(&seen));
    assert!(seen.contains(" tệp/giây, còn khoảng "), "{}", tail(&seen));
    // What is said afterwards begins on a clean line.
    let (_, after) = seen.rsplit_once("tệp/giây").unwrap();
    assert!(after.contains("\u{1b}[2K") && after.find("\u{1b}[2K") < after.find("Biểu mẫu"), "{}", tail(after));
    let english = on_a_terminal(&work, &format!("check in {round} --facts g.csv --lang en")).unwrap();
    assert!(english.contains("Reading files: ") && english.contains(" files/s, about "), "{}", tail(&english));
    let quiet = on_a_terminal(&work, &format!("check in {round} --facts h.csv --quiet")).unwrap();
    assert!(quiet.trim().is_empty(), "{}", tail(&quiet));
    let piped = work.run(&format!("check in {round} --facts i.csv"));
    assert!(!piped.said.contains("tệp/giây") && !piped.said.contains('\u{1b}'), "{}", tail(&piped.said));
    assert_eq!(work.read("f.csv"), work.read("i.csv"));
}

#[test]
fn short_work_shows_nothing() {
    let work = Workdir::new();
    work.write("in/a.xlsx", &na_ri::all()[0].bytes);
    let Some(seen) = on_a_terminal(&work, "check in --under 066 --era 2024 --period 2024") else { return };
    assert!(!seen.contains("Đang "), "{seen}");
}

fn tail(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters[letters.len().saturating_sub(2_000)..].iter().collect()
}
