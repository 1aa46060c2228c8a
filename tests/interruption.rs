//! Ctrl-C ends the program within a second in whatever it is doing, and leaves all results or none, no file of
//! its own and no folder that it made for nothing.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::na_ri;
use crate::workdir::Workdir;

/// Everything under a folder, by its path from there.
fn tree(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let entry = entry.unwrap();
            found.insert(entry.path().strip_prefix(folder).unwrap().to_owned());
            if entry.file_type().unwrap().is_dir() {
                open.push(entry.path());
            }
        }
    }
    found
}

fn begin(work: &Workdir, typed: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_phubieu"));
    command.args(typed.split_whitespace()).current_dir(work.path("."));
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Interrupts a command after ever longer delays, until it is done before it can be interrupted.
fn interrupt(work: &Workdir, typed: &str) {
    let before = tree(&work.path("."));
    let whole = {
        assert!(begin(work, typed).wait().unwrap().code().is_some_and(|c| c < 2), "{typed}");
        let whole = tree(&work.path("."));
        clean(work, &before, &whole);
        whole
    };
    assert!(whole.len() > before.len(), "{typed}: there are results");
    let (mut delay, mut interrupted) = (20u64, 0);
    loop {
        let mut child = begin(work, typed);
        std::thread::sleep(Duration::from_millis(delay));
        let is_done = child.try_wait().unwrap().is_some();
        let asked = Instant::now();
        if !is_done {
            let _ = Command::new("kill").arg("-INT").arg(child.id().to_string()).stderr(Stdio::null()).status();
        }
        let status = child.wait().unwrap();
        let took = asked.elapsed();
        assert!(took < Duration::from_secs(1), "{typed}: interrupted after {delay} ms it went on for {took:?}");
        let left = tree(&work.path("."));
        if is_done {
            assert_eq!(left, whole, "{typed}");
            break;
        }
        // Before the handler is there the system ends the program.
        assert!(
            status.code().is_some_and(|c| c < 2 || c == 130) || status.signal() == Some(2),
            "{typed}: {status:?} after {delay} ms"
        );
        assert!(
            left == before || left == whole,
            "{typed}: interrupted after {delay} ms it left {:?}",
            left.difference(&before).collect::<Vec<_>>()
        );
        interrupted += 1;
        clean(work, &before, &left);
        delay = delay * 5 / 2;
    }
    assert!(interrupted > 0, "{typed}: it was never interrupted");
}

fn clean(work: &Workdir, before: &BTreeSet<PathBuf>, now: &BTreeSet<PathBuf>) {
    for new in now.difference(before) {
        let path = work.path(".").join(new);
        let _ = std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir_all(&path));
    }
    assert_eq!(tree(&work.path(".")), *before);
}

/// A csv of many lines, with the form at its top.
fn long_csv(lines: usize) -> Vec<u8> {
    let sample = na_ri::all().into_iter().find(|s| s.code == "02152").unwrap().bytes;
    let line = "Ghi chú thêm;của xã;12,5;;\r\n";
    [sample, line.repeat(lines).into_bytes()].concat()
}

#[test]
fn an_interruption_of_a_consolidation_with_all_its_results_leaves_all_or_none() {
    let work = Workdir::with_samples();
    interrupt(&work, "consolidate in -o tong-hop.xlsx --facts f.csv --totals t.jsonl --findings p.html");
}

#[test]
fn an_interruption_while_a_million_lines_are_read_ends_at_once() {
    let work = Workdir::with_samples();
    work.write("in/dai.csv", &long_csv(1_000_000));
    let before = tree(&work.path("."));
    for delay in [100, 1200] {
        let mut child = begin(&work, "consolidate in -o tong-hop.xlsx --facts f.csv");
        std::thread::sleep(Duration::from_millis(delay));
        let asked = Instant::now();
        assert!(Command::new("kill").arg("-INT").arg(child.id().to_string()).status().unwrap().success());
        let status = child.wait().unwrap();
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
        assert!(status.code() == Some(130) || status.signal() == Some(2), "{status:?}");
        assert_eq!(tree(&work.path(".")), before);
    }
}

#[test]
fn an_interruption_while_files_are_given_back_leaves_all_or_none() {
    let work = Workdir::new();
    for (n, sample) in na_ri::all().iter().chain(&na_ri::all()).enumerate() {
        work.write(&format!("in/{n}/{}", sample.file), &sample.bytes);
    }
    interrupt(&work, "check in --under 066 --era 2024 --period 2024 --annotate sub/tra-lai");
}

#[test]
fn an_interruption_while_blanks_are_made_leaves_all_or_none() {
    let work = Workdir::new();
    interrupt(&work, "template --form chi-tieu --under 066 --era 2024 --period 2024 -o sub/bieu");
}

#[test]
fn an_interruption_of_a_roll_up_leaves_all_or_none() {
    let work = Workdir::with_samples();
    std::fs::create_dir(work.path("nam")).unwrap();
    for period in ["2023", "2024"] {
        let ran = work.run(&format!("consolidate in -o nam/{period}.xlsx --period {period} --quiet"));
        assert_ne!(ran.status, 2, "{}", ran.said);
    }
    interrupt(&work, "rollup nam -o luy-ke.xlsx --facts f.csv --totals t.json");
}

#[test]
fn an_interruption_of_a_normalisation_leaves_nothing() {
    let work = Workdir::new();
    work.write("dai.csv", &long_csv(20_000));
    interrupt(&work, "normalise dai.csv -o ra.xlsx");
}
