//! How fast cell texts are read: whole numbers as programs write them, and what offices type.
//!
//! `cargo bench --bench number`; the throughput is in cells a second on one core.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use phubieu::vietnamese::number;
use phubieu::vietnamese::symbol::nothing;

/// Whole numbers of one to nine digits.
fn plain() -> Vec<String> {
    (0..10_000u64).map(|i| (i * 7_919 % 10u64.pow(1 + (i % 9) as u32)).to_string()).collect()
}

/// What stands in the value cells of real appendices, in about their proportions.
fn mixed() -> Vec<String> {
    let shapes = [
        "86,92 %",
        "82.76%",
        "1.234.567",
        "18.939",
        "04 hộ",
        "1 091",
        "12",
        "3,0",
        "1.234.567,8",
        "-",
        "0",
        "118.000.000 đồng",
        "Đánh giá cuối giai đoạn",
        "1.470đ",
        "(0,54)",
        "11799021954,0",
        "…",
        "75,5",
        "1,5 triệu",
        "150.000- 300.000",
    ];
    shapes.iter().cycle().step_by(7).take(10_000).map(|s| (*s).to_owned()).collect()
}

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("number");
    for (name, texts) in [("plain integers", plain()), ("mixed Vietnamese text", mixed())] {
        group.throughput(Throughput::Elements(texts.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| texts.iter().filter(|t| number::read(black_box(t)).is_ok()).count());
        });
        group.bench_function(format!("{name}, signs of nothing too"), |b| {
            b.iter(|| texts.iter().filter(|t| nothing(black_box(t)).is_some() || number::read(t).is_ok()).count());
        });
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
