//! One submission: calamine visiting every cell with its style, opening it as the program does, and reading its
//! figures.
//!
//! `cargo bench --bench one`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(missing_docs, dead_code, clippy::print_stdout, clippy::cast_possible_truncation)]

#[path = "../tests/clean.rs"]
mod clean;
#[path = "rounds/floor.rs"]
mod floor;
#[path = "../tests/na_ri/mod.rs"]
mod na_ri;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use phubieu::intake::{self, Source};
use phubieu::progress::Progress;
use phubieu::submission::{self, Wanted};

fn one(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let forms = [clean::form("chi-tieu")];
    let path = dir.path().join("one.xlsx");
    let bytes = clean::submission(&forms[0], 0, 2024, 100).bytes();
    std::fs::write(&path, &bytes).unwrap();
    let source = [Source { name: "one.xlsx".into(), path }];
    let wanted = Wanted { forms: &forms, named: true, year: Some(2024) };
    let mut group = c.benchmark_group("one submission");
    group.bench_function("calamine visiting its cells", |b| b.iter(|| floor::visited(black_box(&bytes))));
    group.bench_function("opened", |b| b.iter(|| intake::open(black_box(&source[0]), &mut Vec::new()).unwrap()));
    group.bench_function("opened and read", |b| {
        b.iter(|| submission::read_all(black_box(&source), wanted, &Progress::default(), &mut Vec::new()));
    });
    group.finish();
}

criterion_group!(benches, one);
criterion_main!(benches);
