//! What it costs to add up the country: 29 figures of each of 10,035 communes over districts, provinces and the whole,
//! and a tenth of them, to show that the cost grows with them.
//!
//! `cargo bench --bench consolidating`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs, dead_code)]

#[path = "../tests/clean.rs"]
mod clean;
#[path = "../tests/na_ri/mod.rs"]
mod na_ri;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use phubieu::consolidate;
use phubieu::form::Form;
use phubieu::intake::Source;
use phubieu::period::Period;
use phubieu::periods::Periods;
use phubieu::progress::Progress;
use phubieu::register::{Era, Register};
use phubieu::round::Set;
use phubieu::submission::{self, Identified, Submission, Wanted};

/// The submissions of a few communes, read from their files.
fn few(forms: &[Form]) -> Vec<Submission> {
    let dir = tempfile::tempdir().unwrap();
    let sources: Vec<Source> = (0..clean::COMMUNES.len())
        .map(|commune| {
            let name = format!("{commune}.xlsx");
            let path = dir.path().join(&name);
            std::fs::write(&path, clean::submission(&forms[0], commune, 2024, 100).bytes()).unwrap();
            Source { name, path }
        })
        .collect();
    let wanted = Wanted { forms, named: true, year: Some(2024) };
    submission::read_all(&sources, wanted, &Progress::default(), &mut Vec::new()).submissions
}

fn consolidating(c: &mut Criterion) {
    let forms = [clean::form("chi-tieu")];
    let few = few(&forms);
    let mut register = Register::built_in(Era::Before).with_country();
    let communes: Vec<_> = register.units().filter(|(at, _)| register.sends(*at)).map(|(at, _)| at).collect();
    for unit in &communes {
        register.set_weight("so_ho", *unit, 500.into());
    }
    let country = register.find("00").unwrap();
    let mut group = c.benchmark_group("consolidating");
    group.sample_size(10);
    for n in [communes.len() / 10, communes.len()] {
        let submissions: Vec<Identified> = communes
            .iter()
            .take(n)
            .zip(few.iter().cycle())
            .map(|(unit, one)| Identified {
                submission: one.clone(),
                unit: Some(*unit),
                period: Some(Period::year(2024)),
                counts: true,
            })
            .collect();
        group.throughput(Throughput::Elements(n as u64));
        group.bench_with_input(BenchmarkId::from_parameter(n), &submissions, |b, submissions| {
            b.iter(|| {
                let periods = Periods::of_all(Some(Set::flag(Period::year(2024))));
                let mut findings = Vec::new();
                black_box(consolidate::fold(&forms, &register, country, &periods, submissions, &mut findings)).len()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, consolidating);
criterion_main!(benches);
