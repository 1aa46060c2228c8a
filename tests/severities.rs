//! What a form makes of findings: errors that are left out of the totals, also by the length of the period.

use crate::clean::{self, Submission, round};
use crate::na_ri::page::Content;
use crate::workdir::{Workdir, field};

const ROUND: &str = "--under 066 --era 2024 --period 2024";

fn write(work: &Workdir, folder: &str, submissions: &[Submission]) {
    for submission in submissions {
        work.write(&format!("{folder}/Xa {}.xlsx", submission.commune), &submission.bytes());
    }
}

/// A built-in form with severities of its own.
fn form(work: &Workdir, name: &str, severities: &str) {
    let text = phubieu::form::built_in::text(name).unwrap();
    let own = format!("[severity]\n{severities}\n");
    let text = if text.contains("[words]") {
        text.replace("[words]", &format!("{own}[words]"))
    } else {
        format!("{text}\n{own}")
    };
    work.write("f.toml", text.as_bytes());
}

/// A thousand times larger, in every column of figures of a row.
fn thousandfold(submission: &mut Submission, row: usize) {
    for content in &mut submission.body[row] {
        if let Content::Number(n) = content
            && n.len() > 3
        {
            n.push_str("000");
        }
    }
}

/// Consolidates; gives the facts of a commune's file that carry a code, and the totals whose findings have it.
fn consolidated(
    work: &Workdir,
    more: &str,
    file: &str,
    code: &str,
) -> (Vec<serde_json::Value>, Vec<serde_json::Value>) {
    let ran = work.run(&format!(
        "consolidate now {ROUND} --form f.toml {more} -o o.xlsx --facts facts.json --totals totals.json --findings f.json --quiet --force"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let facts = work.json("facts.json", "facts").into_iter();
    let facts = facts.filter(|f| f["file"] == file && field(f, "findings").contains(code)).collect();
    let totals = work.json("totals.json", "totals").into_iter();
    let totals = totals.filter(|t| t["unit"] == "066" && field(t, "findings").contains(code)).collect();
    (facts, totals)
}

#[test]
fn every_figure_that_a_raised_finding_doubts_is_left_out() {
    let work = Workdir::new();
    write(&work, "before", &round("ke-hoach-von", 2023, 100));
    let plan = clean::form("ke-hoach-von");
    let row = plan.rows.iter().position(|r| r.code == "DA8").unwrap();
    // A row in thousands against its balances; a file in thousands against the last period; the same against
    // the other communes.
    type Plant = fn(&mut Submission, usize);
    let cases: [(&str, &str, Plant); 3] = [
        ("PB401", "", |s, row| thousandfold(s, row)),
        ("PB601", "--previous before", |s, _| (0..s.body.len()).for_each(|row| thousandfold(s, row))),
        ("PB611", "", |s, _| (0..s.body.len()).for_each(|row| thousandfold(s, row))),
    ];
    for (code, more, plant) in cases {
        let mut now = round("ke-hoach-von", 2024, 105);
        plant(&mut now[8], row);
        write(&work, "now", &now);
        form(&work, "ke-hoach-von", &format!("{code} = \"error\""));
        let (facts, totals) = consolidated(&work, more, "Xa Côn Minh.xlsx", code);
        assert!(facts.len() >= 6, "{code}: {}", facts.len());
        assert!(facts.iter().all(|f| f["state"] == "unreadable" && f["value"] == ""), "{code}: {facts:?}");
        assert_eq!(totals.len(), facts.len(), "{code}");
        assert!(totals.iter().all(|t| t["excluded"] == 1 && t["state"] == "partial"), "{code}: {totals:?}");
    }
}

#[test]
fn an_item_that_stands_twice_is_left_out_with_its_row_where_the_form_says_so() {
    let work = Workdir::new();
    let mut now = round("danh-muc-cong-trinh", 2024, 100);
    now[8].body[3] = now[8].body[1].clone();
    write(&work, "now", &now);
    form(&work, "danh-muc-cong-trinh", "PB221 = \"error\"");
    let (facts, totals) = consolidated(&work, "", "Xa Côn Minh.xlsx", "PB221");
    let figures = |f: &&serde_json::Value| f["state"] != "text";
    assert!(facts.iter().filter(figures).count() >= 4, "{facts:?}");
    assert!(facts.iter().filter(figures).all(|f| f["state"] == "unreadable"), "{facts:?}");
    assert!(!totals.is_empty());
    let all = work.json("totals.json", "totals");
    let of_place: Vec<_> = all.iter().filter(|t| t["unit"] == "066" && t["rule"] != "text").collect();
    assert!(of_place.iter().all(|t| t["excluded"] == 1), "the count of works as well: {of_place:?}");
}

#[test]
fn totals_name_what_kept_a_file_out_also_where_the_form_says_so() {
    let work = Workdir::new();
    let mut now = round("ke-hoach-von", 2024, 105);
    now[3].body = now[8].body.clone();
    write(&work, "now", &now);
    form(&work, "ke-hoach-von", "PB111 = \"error\"");
    let (facts, totals) = consolidated(&work, "", "Xa Côn Minh.xlsx", "PB111");
    assert!(!facts.is_empty());
    assert!(!totals.is_empty() && totals.iter().all(|t| t["excluded"] == 2), "{totals:?}");
}

#[test]
fn what_is_about_no_file_goes_by_the_period_of_the_round() {
    let work = Workdir::new();
    write(&work, "now", &round("ke-hoach-von", 2024, 105)[..3]);
    for (severities, expected) in [("", "warning"), ("PB106 = { year = \"error\", quarter = \"note\" }", "error")] {
        form(&work, "ke-hoach-von", severities);
        consolidated(&work, "", "", "PB106");
        let found = work.json("f.json", "findings");
        let missing: Vec<_> = found.iter().filter(|f| f["code"] == "PB106").collect();
        assert!(!missing.is_empty() && missing.iter().all(|f| f["severity"] == expected), "{missing:?}");
    }
}

#[test]
fn a_form_makes_findings_graver_also_by_the_length_of_the_period() {
    let work = Workdir::new();
    let mut one = clean::submission(&clean::form("ke-hoach-von"), 8, 2024, 100);
    one.body[1][2] = Content::Number("999000".into());
    write(&work, "now", &[one]);
    form(&work, "ke-hoach-von", "PB401 = { year = \"error\", quarter = \"note\" }");
    let ran = work.run(&format!("check now {ROUND} --form f.toml --findings f.json --facts facts.json --quiet"));
    assert_eq!(ran.status, 1, "the year blocks: {}", ran.said);
    let found = &work.json("f.json", "findings")[0];
    assert_eq!((field(found, "code"), field(found, "severity")), ("PB401", "error"));
    let cell = field(found, "cell");
    let facts = work.json("facts.json", "facts");
    let fact = facts.iter().find(|f| f["cell"] == cell).unwrap();
    assert_eq!((field(fact, "state"), field(fact, "value")), ("unreadable", ""), "an error is left out of the totals");
    // What has no figure to use cannot be made less grave.
    form(&work, "ke-hoach-von", "PB301 = \"note\"");
    let ran = work.run(&format!("check now {ROUND} --form f.toml"));
    assert_eq!(ran.status, 2);
    assert!(ran.said.contains("PB301 là lỗi vì không có số nào để dùng"), "{}", ran.said);
}

#[test]
fn no_error_is_folded_under_a_warning() {
    let work = Workdir::new();
    write(&work, "before", &round("ke-hoach-von", 2023, 100));
    let mut now = round("ke-hoach-von", 2024, 105);
    // A figure a thousand times too large: its balances fail, and it is a thousand times last year's.
    let plan = clean::form("ke-hoach-von");
    let row = plan.rows.iter().position(|r| r.code == "DA8").unwrap();
    let column = plan.columns.iter().position(|c| c.code == "sn_dp").unwrap();
    if let Content::Number(n) = &mut now[5].body[row][column] {
        n.push_str("000");
    }
    write(&work, "now", &now);
    for (severity, grave, folded) in [("", 0, 1), ("PB601 = \"error\"", 1, 0)] {
        form(&work, "ke-hoach-von", severity);
        let ran =
            work.run(&format!("check now {ROUND} --form f.toml --previous before --findings f.json --quiet --force"));
        assert_eq!(ran.status, grave, "{}", ran.said);
        let found = work.json("f.json", "findings");
        let errors = found.iter().filter(|f| f["severity"] == "error").count();
        let under = found.iter().filter_map(|f| f["folded"].as_array()).flatten().filter(|f| f["code"] == "PB601");
        assert_eq!((errors, under.count()), (usize::try_from(grave).unwrap(), folded), "{found:?}");
    }
}
