//! Whatever order the inputs come in and however many threads read them: the same bytes of every result.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::na_ri::{self, page::Content};
use crate::workdir::Workdir;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// Which results are written together: every ending of each kind is in one of them.
const RESULTS: [[&str; 4]; 3] = [
    ["t.xlsx", "f.csv", "t.csv", "p.html"],
    ["t.xlsx", "f.json", "t.json", "p.json"],
    ["t.xlsx", "f.jsonl", "t.jsonl", "p.xlsx"],
];

/// Files of several formats, good and bad: a commune that sent twice, two of one name in two folders, one of another
/// district, a damaged one, one that is no workbook.
fn files(work: &Workdir) -> Vec<String> {
    let mut names = Vec::new();
    let mut put = |name: &str, bytes: &[u8]| {
        work.write(name, bytes);
        names.push(format!("'{name}'"));
    };
    for sample in na_ri::all().into_iter().filter(|s| ["02140", "02146", "02152", "02170", "02173"].contains(&s.code)) {
        put(&format!("in/{}", sample.file), &sample.bytes);
    }
    for (name, code, figure) in [
        ("in/a/bieu.xlsx", "02137", "12"),
        ("in/b/bieu.xlsx", "02137", "13"),
        ("in/c/bieu.xlsx", "02158", "12 hoặc 15"),
        ("in/Xa Kim Lu.xlsx", "02158", "1.234"),
        ("in/Cu Le.xlsx", "02176", "=1+1"),
    ] {
        let mut appendix = na_ri::made_up::titled(code, ("1", "1"));
        appendix.line("11").figure = Content::Text(figure.into());
        put(name, &na_ri::xlsx::workbook(&[appendix.page()]));
    }
    put("in/hong.xlsx", b"PK\x03\x04 cut short");
    put("in/anh.pdf", b"%PDF-1.4");
    work.write("units.csv", na_ri::units_csv().as_bytes());
    names
}

#[test]
fn any_order_of_inputs_and_any_number_of_threads_give_the_same_bytes() {
    let work = Workdir::new();
    let files = files(&work);
    let first: RefCell<BTreeMap<usize, Vec<Vec<u8>>>> = RefCell::default();
    let runs = RefCell::new(0usize);
    let config =
        ProptestConfig { cases: 15, failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default() };
    let any = (Just(files).prop_shuffle(), prop::sample::select(vec![1usize, 2, 3, 8]));
    let outcome = TestRunner::new(config).run(&any, |(order, jobs)| {
        let run = *runs.borrow();
        *runs.borrow_mut() += 1;
        // Each set first on the files in order, from the first one on.
        let results = RESULTS[run % RESULTS.len()];
        let [book, facts, totals, findings] = results;
        let ran = work.run(&format!(
            "consolidate {} -o {book} --facts {facts} --totals {totals} --findings {findings} --force --jobs {jobs} \
             --under 066 --era 2024 --period 2024 --units units.csv --quiet",
            order.join(" ")
        ));
        prop_assert_eq!(ran.status, 0, "{}", ran.said);
        let bytes: Vec<Vec<u8>> = results.iter().map(|name| work.read(name)).collect();
        let mut first = first.borrow_mut();
        let of_first = first.entry(run % RESULTS.len()).or_insert_with(|| bytes.clone());
        for (name, (own, other)) in results.iter().zip(bytes.iter().zip(of_first.iter())) {
            prop_assert!(own == other, "{} differs: --jobs {} {:?}", name, jobs, order);
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn what_people_are_told_is_the_same_in_any_order_too() {
    let work = Workdir::new();
    let files = files(&work);
    let said = |order: &[String], jobs: usize| {
        let ran = work.run(&format!("check {} --under 066 --era 2024 --period 2024 --jobs {jobs}", order.join(" ")));
        ran.said
    };
    let expected = said(&files, 1);
    let mut backwards = files.clone();
    backwards.reverse();
    for jobs in [2, 8] {
        assert_eq!(said(&backwards, jobs), expected);
    }
}
