//! Files that take a program down: each ends as one finding about it, within little memory and time, and the
//! rest is read.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::bombs;
use crate::na_ri;
use crate::workdir::{Workdir, field};
use phubieu::finding::intake::Problem;
use phubieu::intake::{self, Limits, Workbook, child};

fn named_reader() {
    child::set_reader(env!("CARGO_BIN_EXE_phubieu").into());
}

fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Workbook, Problem> {
    intake::read_within(file, &Arc::new(bytes.to_vec()), limits, &mut Vec::new()).map_err(|problem| *problem)
}

#[test]
fn every_bomb_ends_as_one_finding_within_little_memory_and_the_rest_is_read() {
    let work = Workdir::with_samples();
    let bombs = bombs::all();
    for bomb in &bombs {
        work.write(&format!("in/{}", bomb.file), &bomb.bytes);
    }
    let (program, typed) = (env!("CARGO_BIN_EXE_phubieu"), "consolidate in -o out.xlsx --findings f.json --jobs 2");
    let mut command = if cfg!(unix) {
        let mut limited = Command::new("bash");
        limited.args(["-c", &format!("ulimit -v 600000; exec \"$0\" {typed}"), program]);
        limited
    } else {
        let mut plain = Command::new(program);
        plain.args(typed.split(' '));
        plain
    };
    command.current_dir(work.path("."));
    let begun = Instant::now();
    let output = command.output().unwrap();
    let (said, took) = (String::from_utf8_lossy(&output.stderr), begun.elapsed());
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("tổng hợp 17/17"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(took < Duration::from_secs(60), "{took:?}");
    let findings = work.json("f.json", "findings");
    for bomb in &bombs {
        let about: Vec<_> = findings.iter().filter(|f| field(f, "file") == bomb.file).collect();
        assert_eq!(about.len(), 1, "{}: {about:?}", bomb.file);
        assert_eq!(field(about[0], "code"), bomb.code, "{}: {}", bomb.file, about[0]);
        assert_eq!(field(about[0], "severity"), "error");
    }
}

#[test]
fn a_limit_that_is_met_is_named_and_can_be_raised() {
    let work = Workdir::with_samples();
    let ran = work.run("check 'in/02137_Van Vu_2024.xlsx' --limit cells=40 --findings f.json");
    assert_eq!(ran.status, 2, "{}", ran.said);
    let ran = work.run("consolidate in -o out.xlsx --limit bytes=11k --findings f.json --force");
    let findings = work.json("f.json", "findings");
    let about = findings.iter().find(|f| field(f, "code") == "PB014").unwrap_or_else(|| panic!("{}", ran.said));
    assert!(field(about, "message").contains("giới hạn 11.264"), "{about}");
    assert!(field(about, "suggestion").contains("--limit bytes="), "{about}");
    for wrong in ["cell=40", "cells", "cells=0", "cells=many"] {
        let ran = work.run(&format!("check in --limit {wrong}"));
        assert_eq!(ran.status, 2);
        assert!(ran.said.contains("--limit"), "{}", ran.said);
    }
}

/// What is left of an old workbook is never taken for the whole: it is refused, or what was lost was no figure.
#[test]
fn an_old_workbook_that_lost_a_block_or_its_tail_is_refused_or_read_whole() {
    named_reader();
    let limits = Limits { seconds: 10, ..Limits::default() };
    let mut olds: Vec<(String, Vec<u8>)> = na_ri::all()
        .into_iter()
        .filter(|sample| sample.file.ends_with(".xls"))
        .map(|sample| (sample.file.to_owned(), sample.bytes))
        .collect();
    // Real ones lie beside the project and are not part of it.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/legacy-xls");
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|ending| ending == "xls") {
            olds.push((entry.path().display().to_string(), std::fs::read(entry.path()).unwrap()));
        }
    }
    for (file, bytes) in olds {
        let whole = format!("{:?}", read(&file, &bytes, &limits).unwrap().sheets);
        let mut refused = 0;
        for at in (0..bytes.len()).step_by(512) {
            let end = (at + 512).min(bytes.len());
            let block = [&bytes[..at], &vec![0; end - at], &bytes[end..]].concat();
            let tail = [&bytes[..at], &vec![0; bytes.len() - at]].concat();
            for (what, damaged) in [("block", &block[..]), ("tail", &tail[..]), ("cut", &bytes[..at])] {
                if damaged.is_empty() || damaged == bytes {
                    continue;
                }
                match read(&file, damaged, &limits) {
                    Ok(left) => assert!(format!("{:?}", left.sheets) == whole, "{file}: {what} at {at}"),
                    Err(Problem::Damaged { .. } | Problem::NotAWorkbook { .. }) => refused += 1,
                    Err(other) => panic!("{file}: {what} at {at}: {other:?}"),
                }
            }
        }
        assert!(refused > bytes.len() / 512, "{file}: {refused}");
    }
}

#[test]
fn a_process_of_its_own_reads_what_this_one_reads() {
    named_reader();
    for sample in na_ri::all().into_iter().filter(|s| !s.file.ends_with(".csv") && !s.file.ends_with(".txt")) {
        let (mut here, mut apart) = (Vec::new(), Vec::new());
        let limits = Limits::default();
        let ours = intake::read_within(sample.file, &Arc::new(sample.bytes.clone()), &limits, &mut here).unwrap();
        let theirs = intake::read_apart(sample.file, &sample.bytes, &limits, &mut apart).unwrap();
        // `Debug` shows the digits of decimals, which equality does not ask for.
        assert!(format!("{ours:?}") == format!("{theirs:?}"), "{}", sample.file);
        assert_eq!(format!("{here:?}"), format!("{apart:?}"), "{}", sample.file);
    }
}

#[test]
fn a_process_of_its_own_has_so_much_memory_and_time_and_no_more() {
    named_reader();
    let limits = Limits { memory: 256 << 20, seconds: 2, ..Limits::default() };
    let apart =
        |bytes: &[u8], limits: &Limits| intake::read_apart("a.ods", bytes, limits, &mut Vec::new()).map_err(|p| *p);
    // Of these the guard lets none pass; what happens to one that it does is what is asked here.
    if cfg!(unix) {
        let large = apart(&bombs::repeats(2_000, 16_384), &Limits { seconds: 60, ..limits.clone() });
        assert_eq!(large.err(), Some(Problem::TooMuchMemory { most: 256 << 20 }));
    }
    let begun = Instant::now();
    let endless = apart(&bombs::cut_between_rows(), &limits);
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(endless.err(), Some(Problem::TooSlow { seconds: 2 }));
    // Some damage is simply told.
    assert!(matches!(apart(b"PK\x05\x06 nothing", &limits), Err(Problem::Damaged { .. })));
}

#[test]
fn a_workbook_whose_far_corner_is_legal_is_read_apart() {
    named_reader();
    let bytes = bombs::old_workbook(65_535, 255);
    let read = read("a.xls", &bytes, &Limits::default()).unwrap();
    let cells: Vec<String> = read.sheets[0].rows().flat_map(|(_, c)| c).map(|c| c.at.to_string()).collect();
    assert_eq!(cells, ["A1", "IV65536"]);
}
