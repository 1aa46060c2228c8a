//! Columns and rows whose figures stand in each other's place: one finding, with every figure of both marked.

use std::collections::BTreeSet;

use crate::clean::{self, Submission};
use phubieu::finding::{Code, Finding, Lang, Severity};
use phubieu::form::Form;
use phubieu::pipeline::{self, Request};
use phubieu::round::{Set, Settings};
use phubieu::run::Run;

fn check(submission: &Submission, form: &str) -> Run {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(format!("Xa {}.xlsx", submission.commune)), submission.bytes()).unwrap();
    let settings = Settings {
        form: Some(Set::flag(form.to_owned())),
        under: Some(Set::flag("066".to_owned())),
        period: Some(Set::flag("2024".parse().unwrap())),
        ..Settings::default()
    };
    let request = Request { inputs: vec![dir.path().to_owned()], settings, ..Request::default() };
    pipeline::run(&request).unwrap_or_else(|e| panic!("{}", e.say(Lang::Vi)))
}

fn column(form: &Form, code: &str) -> usize {
    form.columns.iter().position(|c| c.code == code).unwrap()
}

fn row(form: &Form, code: &str) -> usize {
    form.rows.iter().position(|r| r.code == code).unwrap()
}

/// What is found, with what is proposed; and the rows and columns of the figures that are marked.
fn found(run: &Run) -> (Vec<String>, BTreeSet<(String, String)>) {
    let grave: Vec<&Finding> = run.findings.iter().filter(|f| f.severity() != Severity::Note).collect();
    let said = grave.iter().map(|f| {
        let words = f.problem.words(Lang::Vi);
        format!("{} {}: {} {}", f.code(), f.place.cell.unwrap(), words.message, words.suggestion)
    });
    let facts = run.submissions.iter().flat_map(|one| one.submission.facts.iter());
    let marked = facts.filter(|fact| fact.has(Code::Unbalanced));
    (said.collect(), marked.map(|fact| (fact.row().to_owned(), fact.column().to_owned())).collect())
}

/// A clean submission with the columns of each two codes exchanged, in some rows.
fn with_columns(form: &Form, pairs: &[[&str; 2]], concerned: impl Fn(usize) -> bool) -> Submission {
    let mut submission = clean::submission(form, 8, 2024, 100);
    for (_, line) in submission.body.iter_mut().enumerate().filter(|(at, _)| concerned(*at)) {
        for [one, other] in pairs {
            line.swap(column(form, one), column(form, other));
        }
    }
    submission
}

/// A clean submission with the figures of two rows exchanged.
fn with_rows(form: &Form, one: &str, other: &str) -> Submission {
    let mut submission = clean::submission(form, 8, 2024, 100);
    for (column, _) in form.value_columns() {
        let (one, other) = (row(form, one), row(form, other));
        let figure = submission.body[one][column].clone();
        submission.body[one][column] = std::mem::replace(&mut submission.body[other][column], figure);
    }
    submission
}

/// Which figures of a submission are not those of the clean one, as far as they differ.
fn wrong(form: &Form, submission: &Submission) -> BTreeSet<(String, String)> {
    let clean = clean::submission(form, 8, 2024, 100);
    let mut wrong = BTreeSet::new();
    for (at, (line, was)) in submission.body.iter().zip(&clean.body).enumerate() {
        let code = form.rows.get(at).map_or_else(|| (at + 1).to_string(), |r| r.code.clone());
        let own = form.value_columns().filter(|(c, _)| line[*c] != was[*c]);
        wrong.extend(own.map(|(_, c)| (code.clone(), c.code.clone())));
    }
    wrong
}

#[test]
fn two_columns_exchanged_are_one_finding_and_all_their_figures_are_marked() {
    for (name, one, other, first, words) in [
        ("ke-hoach-von", "tong", "dt", "C", "cột «Tổng số» và cột «Vốn đầu tư › Tổng số»"),
        ("ke-hoach-von", "tong", "sn_dp", "C", "cột «Tổng số» và cột «Vốn sự nghiệp › NSĐP»"),
        ("ke-hoach-von", "dt_tw", "sn_tw", "E", "cột «Vốn đầu tư › NSTW» và cột «Vốn sự nghiệp › NSTW»"),
        ("ke-hoach-von", "dt", "sn_tw", "D", "cột «Vốn đầu tư › Tổng số» và cột «Vốn sự nghiệp › NSTW»"),
        ("giai-ngan", "ke_hoach", "giai_ngan", "C", "và cột «Giải ngân lũy kế»"),
        ("danh-muc-cong-trinh", "tmdt", "kh_dp", "D", "cột «Tổng mức đầu tư» và cột «Kế hoạch vốn › NSĐP»"),
        ("danh-muc-cong-trinh", "kh_tong", "kh_tw", "E", "«Kế hoạch vốn › NSTW»"),
    ] {
        let form = clean::form(name);
        let submission = with_columns(&form, &[[one, other]], |_| true);
        let (said, marked) = found(&check(&submission, name));
        let [told] = said.as_slice() else { panic!("{one} {other}: {said:#?}") };
        assert!(told.starts_with(&format!("PB401 {first}")), "{told}");
        assert!(told.contains(words) && told.contains("bị ghi đổi chỗ cho nhau"), "{told}");
        assert_eq!(marked, wrong(&form, &submission), "{name} {one} {other}");
    }
}

#[test]
fn where_the_parts_may_be_exchanged_instead_both_are_said_and_marked() {
    let form = clean::form("ke-hoach-von");
    for pairs in [&[["dt", "sn"]][..], &[["dt_tw", "sn_tw"], ["dt_dp", "sn_dp"]]] {
        let submission = with_columns(&form, pairs, |_| true);
        let (said, marked) = found(&check(&submission, "ke-hoach-von"));
        let [told] = said.as_slice() else { panic!("{said:#?}") };
        assert!(told.contains("cột «Vốn đầu tư › Tổng số» và cột «Vốn sự nghiệp › Tổng số» bị ghi đổi chỗ"), "{told}");
        assert!(told.contains("hoặc các cột «Vốn đầu tư › NSTW», «Vốn đầu tư › NSĐP» và các cột"), "{told}");
        assert!(told.len() < 1_500, "{told}");
        assert!(wrong(&form, &submission).is_subset(&marked) && !marked.iter().any(|(_, column)| column == "tong"));
    }
}

#[test]
fn two_rows_exchanged_are_one_finding_and_all_their_figures_are_marked() {
    for (name, one, other) in [
        ("ke-hoach-von", "T", "DA1"),
        ("ke-hoach-von", "DA1", "DA3"),
        ("ke-hoach-von", "DA1.ND1", "DA3.TDA1"),
        ("ke-hoach-von", "DA1.ND3", "DA1.ND4"),
        ("ke-hoach-von", "DA8", "DA9.TDA2"),
        ("giai-ngan", "DA1", "DA3"),
    ] {
        let form = clean::form(name);
        let submission = with_rows(&form, one, other);
        let (said, marked) = found(&check(&submission, name));
        let [told] = said.as_slice() else { panic!("{one} {other}: {said:#?}") };
        assert!(told.starts_with("PB401 C") && told.contains("bị ghi đổi chỗ cho nhau"), "{told}");
        let wrong = wrong(&form, &submission);
        assert_eq!(marked, wrong, "{name} {one} {other}");
    }
    // A row that is the same as its only part may be written into the place of another as well.
    let form = clean::form("ke-hoach-von");
    let submission = with_rows(&form, "DA4", "DA8");
    let (said, marked) = found(&check(&submission, "ke-hoach-von"));
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(wrong(&form, &submission).is_subset(&marked), "{marked:?}");
    assert!(marked.iter().all(|(row, _)| ["DA4", "DA4.TDA1", "DA8"].contains(&row.as_str())), "{marked:?}");
}

#[test]
fn columns_exchanged_in_a_block_of_rows_are_marked_there() {
    let form = clean::form("ke-hoach-von");
    let own = ["DA1", "DA1.ND1", "DA1.ND3", "DA1.ND3.a", "DA1.ND3.b"].map(|code| row(&form, code));
    let submission = with_columns(&form, &[["dt", "sn_tw"]], |at| own.contains(&at));
    let (said, marked) = found(&check(&submission, "ke-hoach-von"));
    let [told] = said.as_slice() else { panic!("{said:#?}") };
    assert!(told.contains("đổi chỗ cho nhau ở 5 dòng"), "{told}");
    assert_eq!(marked, wrong(&form, &submission));
}

#[test]
fn a_slip_beside_columns_that_are_exchanged_is_found_as_well() {
    let form = clean::form("ke-hoach-von");
    let mut submission = with_columns(&form, &[["tong", "dt"]], |_| true);
    let (line, cell) = (row(&form, "DA3.TDA2"), column(&form, "sn_tw"));
    submission.body[line][cell] = crate::na_ri::page::Content::Number("7".into());
    let (said, marked) = found(&check(&submission, "ke-hoach-von"));
    assert!(said.iter().any(|told| told.contains("cột «Tổng số» và cột «Vốn đầu tư › Tổng số»")), "{said:#?}");
    let mut expected = wrong(&form, &submission);
    expected.retain(|own| !marked.contains(own));
    assert!(expected.is_empty(), "{expected:?} {said:#?}");
}
