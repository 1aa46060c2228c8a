//! What checking costs beside reading: 240 submissions of two forms, read once; then all checks on them. In
//! one run, so that the ratio holds on any machine. Target: under 30 %.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]
#![allow(missing_docs, dead_code)]

#[path = "../tests/clean.rs"]
mod clean;
#[path = "../tests/na_ri/mod.rs"]
mod na_ri;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::Criterion;
use phubieu::check::replaced::Replaced;
use phubieu::check::{self, Round, fold, identity};
use phubieu::finding::Finding;
use phubieu::form::Form;
use phubieu::intake::Source;
use phubieu::period::Period;
use phubieu::periods::Periods;
use phubieu::previous::Previous;
use phubieu::progress::Progress;
use phubieu::register::{Era, Register};
use phubieu::round::Set;
use phubieu::submission::{self, Identified, Submission, Wanted};

const COPIES: usize = 10;

/// Writes the round: every commune's file of both forms, in folders so that each counts.
fn write(dir: &Path, forms: &[Form]) -> Vec<Source> {
    let mut sources = Vec::new();
    for copy in 0..COPIES {
        for form in forms {
            for commune in 0..clean::COMMUNES.len() {
                let mut one = clean::submission(form, commune, 2024, 100 + copy as u64);
                // One in ten has a figure that agrees with nothing.
                if copy == 0 && form.name == "ke-hoach-von" {
                    one.body[3][2] = na_ri::page::Content::Number("999000".into());
                }
                let name = format!("{copy}-{}-Xa {}.xlsx", form.name, one.commune);
                std::fs::write(dir.join(&name), na_ri::xlsx::workbook(&[one.page()])).unwrap();
                sources.push(Source { path: dir.join(&name), name });
            }
        }
    }
    sources
}

fn read(sources: &[Source], forms: &[Form]) -> (Vec<Submission>, Vec<Finding>) {
    let mut findings = Vec::new();
    let wanted = Wanted { forms, named: false, year: Some(2024) };
    (submission::read_all(sources, wanted, &Progress::default(), &mut findings).submissions, findings)
}

fn checked(round: &Round<'_>, mut identified: Vec<Identified>, mut findings: Vec<Finding>) -> usize {
    let tallies = check::figures(round, &mut identified, &mut findings);
    findings.sort_by_cached_key(Finding::order);
    fold::fold(round.forms, &Replaced::default(), findings).len() + tallies.of_figures()
}

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let forms = ["chi-tieu", "ke-hoach-von"].map(clean::form);
    let sources = write(dir.path(), &forms);
    let register = Register::built_in(Era::Before);
    let place = register.find("066");
    let periods = Periods::of_all(Some(Set::flag(Period::year(2024))));
    let identify = || {
        let (submissions, mut findings) = read(&sources, &forms);
        let identified = identity::identify(
            (&register, &register),
            place,
            (&forms, &periods),
            submissions,
            None,
            &mut Default::default(),
            &mut findings,
        );
        // The copies are several files of one unit; here each counts.
        let counting = identified.into_iter().map(|one| Identified { counts: one.unit.is_some(), ..one }).collect();
        (counting, findings)
    };
    let (identified, findings): (Vec<Identified>, Vec<Finding>) = identify();
    let figures = identified.iter().filter_map(|one| {
        let unit = register.code(one.unit?).to_owned();
        let form = forms[one.submission.form].name.clone();
        Some(one.submission.facts.iter().filter_map(move |f| {
            Some((
                (form.clone(), f.row().to_owned(), f.column().to_owned(), unit.clone()),
                Some(Period::year(2023)),
                f.state().value()?,
            ))
        }))
    });
    let previous = Previous::of_figures(figures.flatten());
    let round = Round { forms: &forms, register: &register, periods: &periods, previous: Some(&previous) };
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    criterion.bench_function("read 240 submissions", |b| b.iter(|| black_box(read(&sources, &forms))));
    criterion.bench_function("check 240 submissions", |b| {
        b.iter_batched(
            || (identified.clone(), findings.clone()),
            |(identified, findings)| black_box(checked(&round, identified, findings)),
            criterion::BatchSize::LargeInput,
        );
    });
    criterion.final_summary();
    let best = |mut run: Box<dyn FnMut() -> Duration + '_>| (0..7).map(|_| run()).min().unwrap_or_default();
    let reading = best(Box::new(|| {
        let start = Instant::now();
        black_box(read(&sources, &forms));
        start.elapsed()
    }));
    let checking = best(Box::new(|| {
        let (identified, findings) = (identified.clone(), findings.clone());
        let start = Instant::now();
        black_box(checked(&round, identified, findings));
        start.elapsed()
    }));
    println!(
        "reading {:.1} ms, all checks {:.1} ms: {:.1} % of reading",
        reading.as_secs_f64() * 1e3,
        checking.as_secs_f64() * 1e3,
        100.0 * checking.as_secs_f64() / reading.as_secs_f64()
    );
}
