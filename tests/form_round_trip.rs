//! A form written as a blank workbook and drawn back is the same form; and whatever is done to the layout
//! of a filled one, the facts are the same.

use std::collections::BTreeMap;

use crate::blank::{self, Blank, Perturbed};
use crate::workdir::{Workdir, field};
use phubieu::drawing;
use phubieu::form::model::label_key;
use phubieu::form::{Form, Over, built_in, file};
use proptest::prelude::*;

/// Each rule over what it is over, by headings and labels: codes are of the program's own making.
fn rules(form: &Form) -> Vec<String> {
    let name = |over: Over, at: &usize| match over {
        Over::Rows => {
            let row = &form.rows[*at];
            let parent = row.parent.map(|p| form.rows[p.0].label.clone()).unwrap_or_default();
            format!("[{parent} / {}]", row.label)
        }
        Over::Columns => format!("[{}]", form.columns[*at].spoken().replace("{year?}", "{year}")),
    };
    let mut found: Vec<String> = form
        .rules
        .iter()
        // A blank has no way to say that a figure is no more than another.
        .filter(|r| !matches!(r.balance.relation, phubieu::form::Relation::AtMost(_)))
        .map(|r| format!("{}: {}", r.over.name(), r.balance.map(|at| Some(name(r.over, at))).unwrap()))
        .collect();
    found.sort();
    found
}

fn rows(form: &Form) -> Vec<String> {
    let label = |at: usize| form.rows[at].label.clone();
    form.rows
        .iter()
        .map(|r| {
            let parent = r.parent.map(|p| label(p.0)).unwrap_or_default();
            // A group has no figure, so a blank need not print its measure.
            let measure = if r.is_group() { "" } else { &r.figure.measure };
            format!("{} | {} | {measure} | {parent}", r.stt, label_key(&r.label))
        })
        .collect()
}

fn columns(form: &Form) -> Vec<String> {
    form.columns.iter().map(|c| format!("{} {}", c.role.name(), c.spoken())).collect()
}

fn drawn_back(form: &Form, blank: &Blank) -> Form {
    let bytes = blank.workbook(form);
    let mut drawn = drawing::from_bytes("blank.xlsx", "x", &bytes).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(drawn.len(), 1, "{}", blank.describe());
    let one = drawn.remove(0);
    // What is drawn is a form that can be written down and read back.
    let toml = one.toml();
    let again = file::parse("x.toml", &toml).unwrap_or_else(|e| panic!("{e:?}\n{toml}"));
    assert_eq!(rows(&again), rows(&one.form));
    assert_eq!(columns(&again), columns(&one.form));
    assert_eq!(rules(&again), rules(&one.form));
    one.form
}

#[test]
fn the_built_in_forms_are_drawn_back_from_their_blanks() {
    for name in built_in::names() {
        let form = built_in::form(name).unwrap().unwrap();
        let drawn = drawn_back(&form, &Blank::default());
        assert_eq!(rows(&drawn), rows(&form), "{name}");
        assert_eq!(rules(&drawn), rules(&form), "{name}");
        // A year's place comes back where the blank had its year.
        let plain = |f: &Form| columns(f).iter().map(|c| c.replace("{year?}", "{year}")).collect::<Vec<_>>();
        assert_eq!(plain(&drawn), plain(&form), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_form_written_as_a_blank_is_drawn_back(form in blank::any_form(), blank in blank::any_blank()) {
        let drawn = drawn_back(&form, &blank);
        prop_assert_eq!(columns(&drawn), columns(&form), "{}", blank.describe());
        prop_assert_eq!(rows(&drawn), rows(&form), "{}", blank.describe());
        prop_assert_eq!(rules(&drawn), rules(&form), "{}", blank.describe());
    }
}

/// The facts of a file: row and column to value and state; foreign rows and columns are left out.
fn facts(work: &Workdir, form: &str) -> (BTreeMap<(String, String), String>, Vec<String>) {
    let ran = work.run(&format!(
        "check in --form {form} --under 066 --era 2024 --period 2024 --facts f.json --findings p.json --force"
    ));
    assert!(ran.status < 2, "{form}: {}", ran.said);
    let facts = work
        .json("f.json", "facts")
        .iter()
        .filter(|f| !field(f, "row").starts_with('?') && !field(f, "column").starts_with('?'))
        .map(|f| {
            let at = (field(f, "row").to_owned(), field(f, "column").to_owned());
            (at, format!("{} {}", field(f, "state"), field(f, "value")))
        })
        .collect();
    let codes = work.json("p.json", "findings").iter().map(|f| field(f, "code").to_owned()).collect();
    (facts, codes)
}

#[test]
fn whatever_is_done_to_the_layout_the_facts_are_the_same() {
    for name in ["ke-hoach-von", "giai-ngan", "danh-muc-cong-trinh", "chi-tieu"] {
        let form = built_in::form(name).unwrap().unwrap();
        let work = Workdir::new();
        work.write("in/Con Minh.xlsx", &Perturbed::default().workbook(&form));
        let (expected, _) = facts(&work, name);
        assert!(expected.len() >= form.value_columns().count() * form.rows.len().max(blank::ITEMS), "{name}");
        assert!(
            expected.values().all(|v| v.starts_with("number") || v.starts_with("text") || v.starts_with("blank")),
            "{name}: {expected:?}"
        );
        for perturbed in Perturbed::all(&form) {
            work.write("in/Con Minh.xlsx", &perturbed.workbook(&form));
            let (found, codes) = facts(&work, name);
            assert_eq!(found, expected, "{name}: {perturbed:?}: {codes:?}");
        }
    }
}

#[test]
fn a_column_that_is_missing_is_told_and_the_others_are_read() {
    let form = built_in::form("ke-hoach-von").unwrap().unwrap();
    let work = Workdir::new();
    work.write("in/Con Minh.xlsx", &Perturbed::default().workbook(&form));
    let (all, _) = facts(&work, "ke-hoach-von");
    work.write("in/Con Minh.xlsx", &Perturbed { without: Some("sn_dp"), ..Perturbed::default() }.workbook(&form));
    let (found, codes) = facts(&work, "ke-hoach-von");
    let others: BTreeMap<_, _> = all.into_iter().filter(|((_, column), _)| column != "sn_dp").collect();
    assert_eq!(found, others);
    assert_eq!(codes.iter().filter(|c| *c == "PB202").count(), 1, "{codes:?}");
}
