//! Processes and what they cost.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wait4::Wait4 as _;

use crate::floor;

/// How often each is run; the median counts.
const ROUNDS: usize = 3;

/// A process to be measured.
pub struct Case {
    program: PathBuf,
    arguments: Vec<String>,
    result: Option<PathBuf>,
}

/// What a process cost.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Of the processor, on all threads.
    pub seconds: f64,
    /// By the clock.
    pub clock: f64,
    /// The most memory, in MB.
    pub memory: f64,
}

impl Case {
    /// A command of the program.
    pub fn program(command: &str, input: &Path, round: &[String]) -> Self {
        let mut arguments = vec![command.to_owned(), input.display().to_string()];
        arguments.extend(round.iter().cloned());
        arguments.push("--force".into());
        Self { program: env!("CARGO_BIN_EXE_phubieu").into(), arguments, result: None }
    }

    /// A part of the floor.
    pub fn floor(part: &str, path: &Path) -> Self {
        let arguments = vec!["floor".into(), part.into(), path.display().to_string()];
        Self { program: std::env::current_exe().unwrap(), arguments, result: None }
    }

    /// A file that it writes.
    pub fn and(mut self, flag: &str, file: &Path) -> Self {
        if !flag.is_empty() {
            self.arguments.push(flag.to_owned());
        }
        self.arguments.push(file.display().to_string());
        self.result = Some(file.to_owned());
        self
    }

    fn run(&self) -> Measured {
        let start = std::time::Instant::now();
        let child = Command::new(&self.program).args(&self.arguments).stdout(Stdio::null()).spawn().unwrap();
        let ended = child.wait4().unwrap();
        // A check that finds errors ends with 1.
        assert!(ended.status.code().is_some_and(|code| code < 2), "{:?}: {:?}", self.arguments, ended.status);
        Measured {
            seconds: (ended.rusage.utime + ended.rusage.stime).as_secs_f64(),
            clock: start.elapsed().as_secs_f64(),
            memory: ended.rusage.maxrss as f64 / f64::from(1 << 20),
        }
    }
}

/// Runs a command and its floor in turns and tells what they cost; of a command that writes a workbook the writing
/// of as many cells is a part of the floor.
pub fn beside(name: &str, command: &Case, floors: &[&Case], target: Option<f64>) -> Measured {
    command.run();
    let written = command.result.as_ref().filter(|r| r.extension().is_some_and(|e| e == "xlsx")).map(|result| {
        let shape = result.with_extension("shape");
        std::fs::write(&shape, floor::shape(result)).unwrap();
        Case::floor("write", &shape).and("", &result.with_extension("floor.xlsx"))
    });
    let floors: Vec<&Case> = floors.iter().copied().chain(written.as_ref()).collect();
    let mut ours = Vec::new();
    let mut beneath = vec![Vec::new(); floors.len()];
    for _ in 0..ROUNDS {
        ours.push(command.run());
        for (floor, runs) in floors.iter().zip(&mut beneath) {
            runs.push(floor.run());
        }
    }
    let ours = median(&ours);
    let beneath: Vec<Measured> = beneath.iter().map(|runs| median(runs)).collect();
    let floor: f64 = beneath.iter().map(|m| m.seconds).sum();
    let parts: Vec<String> = beneath.iter().map(|m| format!("{:.2} s", m.seconds)).collect();
    let target = target.map(|t| format!(" (target {t})")).unwrap_or_default();
    println!(
        "{name}: {:.2} s of the processor, {:.2} s by the clock, {:.0} MB; floor {} ({:.0} MB): ratio {:.2}{target}",
        ours.seconds,
        ours.clock,
        ours.memory,
        parts.join(" + "),
        beneath.iter().map(|m| m.memory).fold(0.0, f64::max),
        ours.seconds / floor
    );
    ours
}

fn median(runs: &[Measured]) -> Measured {
    let mut runs = runs.to_vec();
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let memory = runs.iter().map(|m| m.memory).fold(0.0, f64::max);
    Measured { memory, ..runs[runs.len() / 2] }
}
