//! Damaged files of every format: no panic gets out, nothing hangs, nothing takes the memory, and what comes of
//! each is facts or a finding, never silence.
//!
//! The mutants are drawn from a seed and read in child processes of this test, under a limit of memory, so that one
//! that aborts or hangs costs itself. `PHUBIEU_MUTANTS` is how many a file has (a hundred); those that fail are
//! kept in `/tmp/mutants` under names that say how, `PHUBIEU_MUTANT=12345` reads a single one, and `PHUBIEU_FORMATS=xls,ods` only those
//! of some formats.

mod outcome;
mod seeds;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::damage::{Dice, damage};
use outcome::Ground;
use seeds::{Seed, Way};

/// How long one may take on a processor of its own.
const MOST_SECONDS: f64 = 5.0;
/// How long at most on the clock, where others have the processors.
const MOST_WAIT: Duration = Duration::from_secs(60);
/// The address space of a child, in KiB: a file of some thousand bytes needs no more.
const MOST_MEMORY: u64 = 2 << 20;
/// Mutants of one file have numbers from its place times this.
const APART: usize = 1_000_000;

fn each() -> usize {
    std::env::var("PHUBIEU_MUTANTS").ok().and_then(|n| n.parse().ok()).unwrap_or(100)
}

fn wanted(format: &str) -> bool {
    std::env::var("PHUBIEU_FORMATS").map_or(true, |list| list.split(',').any(|f| f == format))
}

/// What came of how many, by the place of the file they were made of.
type Counts = BTreeMap<(usize, String), usize>;

/// What went wrong with a mutant.
struct Failed {
    number: usize,
    how: &'static str,
    said: String,
}

/// Where children find the files, what they are to read and which: the seeds in order of `all`.
struct Work {
    dir: PathBuf,
    seeds: Vec<(String, String, Way)>,
}

impl Work {
    fn mutant(&self, number: usize) -> Vec<u8> {
        let (at, n) = (number / APART, number % APART);
        let bytes = std::fs::read(self.dir.join(at.to_string())).unwrap();
        // The first is the file as it was.
        if n == 0 { bytes } else { damage(&bytes, &mut Dice(number as u64 * 7_919 + 17)) }
    }
}

#[test]
fn what_comes_of_a_damaged_file_is_facts_or_a_finding() {
    let dir = tempfile::tempdir().unwrap();
    let all = seeds::all(dir.path());
    for (at, Seed { bytes, .. }) in all.iter().enumerate() {
        std::fs::write(dir.path().join(at.to_string()), bytes).unwrap();
    }
    let ways: String = all.iter().map(|s| format!("{}\t{:?}\n", s.name, s.way)).collect();
    std::fs::write(dir.path().join("seeds"), ways).unwrap();
    let seeds = all.iter().map(|s| (s.format.to_owned(), s.name.to_owned(), s.way)).collect();
    let work = Work { dir: dir.path().to_owned(), seeds };
    let single: Option<usize> = std::env::var("PHUBIEU_MUTANT").ok().and_then(|n| n.parse().ok());
    let numbers: Vec<usize> = match single {
        Some(number) => vec![number],
        None => (0..all.len())
            .filter(|at| wanted(all[*at].format))
            .flat_map(|at| (0..each()).map(move |n| at * APART + n))
            .collect(),
    };
    assert!(
        single.is_some() || std::env::var_os("PHUBIEU_FORMATS").is_some() || numbers.len() >= 2_000,
        "{} mutants",
        numbers.len()
    );
    // Every second one for each of two children, so that both have some of every format.
    let halves: Vec<Vec<usize>> = (0..2).map(|h| numbers.iter().copied().skip(h).step_by(2).collect()).collect();
    let work = &work;
    let began = Instant::now();
    let results: Vec<(Counts, Vec<Failed>)> = std::thread::scope(|threads| {
        let running: Vec<_> = halves.iter().map(|half| threads.spawn(move || run(work, half))).collect();
        running.into_iter().map(|r| r.join().unwrap()).collect()
    });
    let mut counts = Counts::new();
    let mut failed = Vec::new();
    for (own, own_failed) in results {
        own.into_iter().for_each(|(key, n)| *counts.entry(key).or_default() += n);
        failed.extend(own_failed);
    }
    failed.sort_by_key(|f: &Failed| f.number);
    table(work, &counts, &failed);
    println!("{} mutants in {:.0} s", numbers.len(), began.elapsed().as_secs_f64());
    keep(work, &failed);
    let told: Vec<String> = failed
        .iter()
        .map(|f| format!("{} {} {}: {}", f.number, work.seeds[f.number / APART].0, f.how, f.said))
        .collect();
    assert!(failed.is_empty(), "{} of {} mutants:\n{}", failed.len(), numbers.len(), told.join("\n"));
}

/// Reads mutants in a child, and in the next where one ends before its time.
fn run(work: &Work, numbers: &[usize]) -> (Counts, Vec<Failed>) {
    let (mut counts, mut failed) = (Counts::new(), Vec::new());
    let mut next = 0;
    while next < numbers.len() {
        let mut child = spawn(work, &numbers[next..]);
        let (told, lines) = mpsc::channel();
        let out = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                // The harness of tests has begun a line before the first.
                if let Some((_, line)) = line.split_once('@')
                    && told.send(line.to_owned()).is_err()
                {
                    break;
                }
            }
        });
        let err = child.stderr.take().unwrap();
        let said = std::thread::spawn(move || std::io::read_to_string(err).unwrap_or_default());
        // Until the first the child only makes itself ready.
        let (mut since, mut used) = (Instant::now(), None);
        let mut hung = false;
        while next < numbers.len() {
            match lines.recv_timeout(Duration::from_millis(250)) {
                Ok(line) => {
                    if line != "ready" {
                        let number = numbers[next];
                        match line.split_once('!') {
                            None if number.is_multiple_of(APART) && line == "refused" => {
                                let said = "as it was it is refused".to_owned();
                                failed.push(Failed { number, how: "silent or wrong", said });
                            }
                            None => *counts.entry((number / APART, line)).or_default() += 1,
                            Some((how, why)) => {
                                let how = if how == "panic" { "panic" } else { "silent or wrong" };
                                failed.push(Failed { number, how, said: why.to_owned() });
                            }
                        }
                        next += 1;
                    }
                    (since, used) = (Instant::now(), processor_seconds(&child));
                }
                Err(RecvTimeoutError::Timeout) => {
                    let own = processor_seconds(&child).zip(used).map(|(now, then)| now - then);
                    if own.unwrap_or(since.elapsed().as_secs_f64()) > MOST_SECONDS || since.elapsed() > MOST_WAIT {
                        hung = true;
                        break;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let _ = child.kill();
        let status = child.wait().unwrap();
        let said = said.join().unwrap();
        if next < numbers.len() {
            let how = match hung {
                true => "hang",
                false if said.contains("memory allocation") || said.contains("capacity overflow") => "over memory",
                false => "abort",
            };
            let last = said.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or_default();
            failed.push(Failed { number: numbers[next], how, said: format!("{status} {last}") });
            next += 1;
        }
    }
    (counts, failed)
}

fn spawn(work: &Work, numbers: &[usize]) -> Child {
    let program = std::env::current_exe().unwrap();
    let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let file = work.dir.join(format!("numbers-{}", numbers[0]));
    std::fs::write(&file, list.join("\n")).unwrap();
    let limit = format!("ulimit -v {MOST_MEMORY}; exec \"$0\" \"$@\"");
    let mut command = if cfg!(unix) {
        let mut command = Command::new("sh");
        command.arg("-c").arg(limit).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.args(["mutants::worker", "--exact", "--nocapture", "--test-threads", "1"]);
    command.env("PHUBIEU_MUTANTS_OF", &file).env("RUST_BACKTRACE", "0").env("RAYON_NUM_THREADS", "1");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What a process has had of processors; only Linux says it in a file.
fn processor_seconds(child: &Child) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|t| t.parse::<f64>().ok());
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// Reads the mutants that the parent names; nothing where nobody does.
#[test]
fn worker() {
    let Some(file) = std::env::var_os("PHUBIEU_MUTANTS_OF") else { return };
    let dir = Path::new(&file).parent().unwrap().to_owned();
    let list = std::fs::read_to_string(&file).unwrap();
    let mut ways = Vec::new();
    for (at, line) in std::fs::read_to_string(dir.join("seeds")).unwrap().lines().enumerate() {
        let (name, way) = line.split_once('\t').unwrap();
        assert_eq!(ways.len(), at);
        ways.push((String::new(), name.to_owned(), Way::named(way)));
    }
    let work = Work { dir: dir.clone(), seeds: ways };
    let ground = Ground::new();
    // What is in doubt is read by the program, not by this test.
    phubieu::intake::child::set_reader(env!("CARGO_BIN_EXE_phubieu").into());
    let own = tempfile::tempdir_in(&dir).unwrap();
    std::panic::set_hook(Box::new(|_| {}));
    let say = |line: &str| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "@{}", line.replace(['\n', '\r'], " ")).unwrap();
        out.flush().unwrap();
    };
    say("ready");
    for number in list.lines().map(|l| l.parse::<usize>().unwrap()) {
        let (_, name, way) = &work.seeds[number / APART];
        let path = own.path().join(name);
        std::fs::write(&path, work.mutant(number)).unwrap();
        let read = std::panic::AssertUnwindSafe(|| ground.read(*way, &path));
        match std::panic::catch_unwind(read) {
            Ok(Ok(outcome)) => say(outcome),
            Ok(Err(wrong)) => say(&format!("wrong!{wrong}")),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                let text = text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
                say(&format!("panic!{}", text.unwrap_or_default()));
            }
        }
        let _ = std::fs::remove_file(&path);
    }
}

/// Prints what came of the mutants of each format.
fn table(work: &Work, counts: &Counts, failed: &[Failed]) {
    let columns = [
        "read",
        "read with findings",
        "refused",
        "contained",
        "panic",
        "abort",
        "over memory",
        "hang",
        "silent or wrong",
    ];
    println!("| format | {} |", columns.join(" | "));
    println!("|{}", " --- |".repeat(columns.len() + 1));
    for (at, (format, ..)) in work.seeds.iter().enumerate() {
        let of = |column: &str| {
            let fine = counts.get(&(at, column.to_owned())).copied().unwrap_or_default();
            fine + failed.iter().filter(|f| f.number / APART == at && f.how == column).count()
        };
        let cells: Vec<String> = columns.iter().map(|c| of(c).to_string()).collect();
        println!("| {format} | {} |", cells.join(" | "));
    }
}

/// Keeps what failed, for whoever mends it.
fn keep(work: &Work, failed: &[Failed]) {
    let dir = std::env::temp_dir().join("mutants");
    if failed.is_empty() || std::fs::create_dir_all(&dir).is_err() {
        return;
    }
    let mut readme = String::new();
    for Failed { number, how, said } in failed {
        let (format, name, _) = &work.seeds[number / APART];
        let ending = name.rsplit_once('.').map_or("", |(_, e)| e);
        let name = format!("{}-{number}.{ending}", how.replace(' ', "-"));
        std::fs::write(dir.join(&name), work.mutant(*number)).unwrap();
        readme.push_str(&format!("{name}\t{format}\t{how}\t{said}\n"));
    }
    std::fs::write(dir.join("README"), readme).unwrap();
}
