//! Answers that accept a figure as it stands, as they are given back with `--decisions`.

use crate::clean::{self, Submission, round};
use crate::na_ri;
use crate::na_ri::page::Content;
use crate::workdir::{Workdir, field};

const ROUND: &str = "--under 066 --era 2024 --period 2024";

fn write(work: &Workdir, folder: &str, submissions: &[Submission]) {
    for submission in submissions {
        work.write(&format!("{folder}/Xa {}.xlsx", submission.commune), &submission.bytes());
    }
}

/// The findings list of a run with «giữ nguyên» as the answer to those of some codes.
pub fn answered(work: &Workdir, list: &str, codes: &[&str]) {
    let text = String::from_utf8(work.read(list)).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut head = reader.headers().unwrap().clone();
    head.push_field("decision");
    writer.write_record(&head).unwrap();
    for record in reader.records() {
        let mut record = record.unwrap();
        let answer = if codes.contains(&&record[0]) { "giữ nguyên" } else { "" };
        record.push_field(answer);
        writer.write_record(&record).unwrap();
    }
    work.write("answers.csv", &writer.into_inner().unwrap());
}

fn codes_of(work: &Workdir, list: &str) -> Vec<String> {
    work.json(list, "findings").iter().map(|f| format!("{} {}", field(f, "code"), field(f, "severity"))).collect()
}

#[test]
fn an_answer_about_a_balance_holds_while_its_figures_are_the_same() {
    let work = Workdir::new();
    let plan = clean::form("ke-hoach-von");
    let mut one = clean::submission(&plan, 8, 2024, 100);
    one.body[1][2] = Content::Number("999000".into());
    write(&work, "now", std::slice::from_ref(&one));
    work.run(&format!("check now {ROUND} --form ke-hoach-von --findings list.csv --quiet"));
    answered(&work, "list.csv", &["PB401"]);
    let check = || {
        work.run(&format!(
            "check now {ROUND} --form ke-hoach-von --decisions answers.csv --findings g.json --quiet --force"
        ));
        codes_of(&work, "g.json")
    };
    assert_eq!(check(), ["PB901 note"]);
    // Another figure of the balance changes; the cell that was answered about does not.
    one.body[1][3] = Content::Number("5000000".into());
    write(&work, "now", &[one]);
    let codes = check();
    assert!(codes.contains(&"PB902 warning".to_owned()) && codes.contains(&"PB401 warning".to_owned()), "{codes:?}");
}

#[test]
fn an_answer_settles_the_finding_it_was_given_to_and_no_other_at_its_cell() {
    let work = Workdir::new();
    write(&work, "before", &round("ke-hoach-von", 2023, 100));
    let mut now = round("ke-hoach-von", 2024, 105);
    // A file in thousands, whose first figure does not agree with its parts either.
    for content in now[8].body.iter_mut().flatten() {
        if let Content::Number(n) = content
            && n.len() > 3
        {
            n.push_str("000");
        }
    }
    now[8].body[0][2] = Content::Number("1234567000000".into());
    write(&work, "now", &now);
    let base = format!("check now {ROUND} --form ke-hoach-von --previous before --quiet --force");
    work.run(&format!("{base} --findings list.csv --facts facts.json"));
    answered(&work, "list.csv", &["PB401"]);
    work.run(&format!("{base} --findings g.json --facts facts.json --decisions answers.csv"));
    let codes = codes_of(&work, "g.json");
    assert!(codes.contains(&"PB601 warning".to_owned()) && !codes.iter().any(|c| c.starts_with("PB401")), "{codes:?}");
    // Accepting what is said of the file takes its code from every figure.
    answered(&work, "list.csv", &["PB401", "PB601", "PB611"]);
    work.run(&format!("{base} --findings g.json --facts facts.json --decisions answers.csv"));
    let codes = codes_of(&work, "g.json");
    assert!(!codes.iter().any(|c| c.ends_with("warning")), "{codes:?}");
    let facts = work.json("facts.json", "facts");
    let open = facts.iter().filter(|f| ["PB601", "PB611", "PB401"].iter().any(|c| field(f, "findings").contains(c)));
    assert_eq!(open.count(), 0);
}

#[test]
fn what_the_form_made_an_error_of_can_be_accepted_and_is_used_then() {
    let work = Workdir::new();
    let plan = phubieu::form::built_in::text("ke-hoach-von").unwrap();
    work.write("f.toml", plan.replace("[words]", "[severity]\nPB401 = \"error\"\n\n[words]").as_bytes());
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    one.body[1][2] = Content::Number("999000".into());
    write(&work, "now", &[one]);
    let base = format!("check now {ROUND} --form f.toml --quiet --force");
    assert_eq!(work.run(&format!("{base} --findings list.csv")).status, 1);
    answered(&work, "list.csv", &["PB401"]);
    let ran = work.run(&format!("{base} --findings g.json --facts facts.json --decisions answers.csv"));
    assert_eq!((ran.status, codes_of(&work, "g.json")), (0, vec!["PB901 note".to_owned()]));
    assert!(work.json("facts.json", "facts").iter().all(|f| f["state"] != "unreadable"));
}

#[test]
fn a_person_accepts_a_figure_as_it_stands_and_is_named() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    one.body[1][2] = Content::Number("999000".into());
    write(&work, "now", &[one]);
    let ran = work.run(&format!("check now {ROUND} --form ke-hoach-von --findings f.json --quiet"));
    assert_eq!(ran.status, 0);
    let found = &work.json("f.json", "findings")[0];
    let (file, sheet, cell) = (field(found, "file"), field(found, "sheet"), field(found, "cell"));
    work.write(
        "answers.csv",
        format!("file,sheet,cell,raw,decision,reason,decided by\n{file},{sheet},{cell},999000,giữ nguyên,theo QĐ 02,Nông Thị B\n").as_bytes(),
    );
    work.run(&format!("check now {ROUND} --form ke-hoach-von --decisions answers.csv --findings g.json --quiet"));
    let found = work.json("g.json", "findings");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((field(&found[0], "code"), field(&found[0], "severity")), ("PB901", "note"));
    assert!(field(&found[0], "evidence").contains("theo QĐ 02"), "{found:?}");
    assert!(field(&found[0], "evidence").contains("Nông Thị B"), "{found:?}");
    // A cell that changed since is asked about again.
    work.write(
        "answers.csv",
        format!("file,sheet,cell,raw,decision\n{file},{sheet},{cell},998000,giữ nguyên\n").as_bytes(),
    );
    work.run(&format!("check now {ROUND} --form ke-hoach-von --decisions answers.csv --findings h.json --quiet"));
    let codes: Vec<String> = work.json("h.json", "findings").iter().map(|f| field(f, "code").to_owned()).collect();
    assert_eq!(codes.iter().filter(|c| *c == "PB401" || *c == "PB902").count(), 2, "{codes:?}");
}

#[test]
fn blank_cells_of_a_row_are_answered_together() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    let row = form.rows.iter().position(|r| r.code == "DA8").unwrap();
    for column in 6..9 {
        one.body[row][column] = Content::Blank;
    }
    write(&work, "now", &[one]);
    work.run(&format!("check now {ROUND} --form ke-hoach-von --findings f.json --quiet"));
    let found = work.json("f.json", "findings").into_iter().find(|f| f["code"] == "PB317").unwrap();
    let (file, sheet, cell) = (field(&found, "file"), field(&found, "sheet"), field(&found, "cell"));
    for (answer, states, code) in [
        ("-", ["nil"; 3], "PB901"),
        ("0", ["number"; 3], "PB901"),
        ("giữ nguyên", ["blank"; 3], "PB901"),
        ("5.000.000", ["blank"; 3], "PB903"),
    ] {
        let line = format!("file,sheet,cell,decision,reason\n{file},{sheet},{cell},{answer},theo QĐ\n");
        work.write("answers.csv", line.as_bytes());
        work.run(&format!(
            "check now {ROUND} --form ke-hoach-von --decisions answers.csv --findings g.json --facts facts.json --quiet --force"
        ));
        let facts = work.json("facts.json", "facts");
        let of_row: Vec<&str> = facts
            .iter()
            .filter(|f| f["row"] == "DA8" && field(f, "column").starts_with("sn"))
            .map(|f| field(f, "state"))
            .collect();
        assert_eq!(of_row, states, "{answer}");
        let told = work.json("g.json", "findings");
        assert!(told.iter().any(|f| f["code"] == code), "{answer}: {told:?}");
        // No blank is left without a finding or an answer.
        let open = facts.iter().any(|f| f["row"] == "DA8" && field(f, "findings").contains("PB317"));
        assert_eq!(open, told.iter().any(|f| f["code"] == "PB317"), "{answer}: {told:?}");
    }
}

#[test]
fn an_answer_settles_what_was_found_of_a_cell_at_the_level_below() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    let row = form.rows.iter().position(|r| r.code == "DA8").unwrap();
    one.body[row][6] = Content::Text("khoảng 5".into());
    write(&work, "now", &[one]);
    std::fs::create_dir_all(work.path("d")).unwrap();
    work.run(&format!("consolidate now {ROUND} --form ke-hoach-von -o d/huyen.xlsx --quiet"));
    work.run(&format!("consolidate d {ROUND} -o a.xlsx --findings f.json --quiet"));
    let found = work.json("f.json", "findings").into_iter().find(|f| f["code"] == "PB302").unwrap();
    let (file, sheet, cell) = (field(&found, "file"), field(&found, "sheet"), field(&found, "cell"));
    let line = format!("file,sheet,cell,decision\n{file},{sheet},{cell},5.000.000\n");
    work.write("answers.csv", line.as_bytes());
    let round = format!("{ROUND} --decisions answers.csv --findings g.json --facts facts.json");
    work.run(&format!("consolidate d {round} -o b.xlsx --quiet"));
    let told: Vec<String> =
        work.json("g.json", "findings").iter().map(|f| field(f, "code").to_owned()).filter(|c| c == "PB302").collect();
    assert!(told.is_empty(), "{told:?}");
    let facts = work.json("facts.json", "facts");
    let fact = facts.iter().find(|f| field(f, "cell") == cell && field(f, "row") == "DA8").unwrap();
    assert_eq!((field(fact, "state"), field(fact, "value")), ("number", "5000000"));
    assert!(field(fact, "findings").starts_with("PB901") && !field(fact, "findings").contains("PB302"));
}

#[test]
fn a_percentage_typed_in_excel_is_one() {
    let work = Workdir::new();
    let form = clean::form("chi-tieu");
    let mut one = clean::submission(&form, 8, 2024, 100);
    let row = form.rows.iter().position(|r| r.figure.kind == phubieu::form::Kind::Percent && !r.is_group()).unwrap();
    let column = form.value_columns().next().unwrap().0;
    one.body[row][column] = Content::Text("7 hoặc 8".into());
    write(&work, "now", &[one]);
    work.run(&format!("check now {ROUND} --form chi-tieu --findings f.json --quiet"));
    let found = &work.json("f.json", "findings")[0];
    let mut page = na_ri::page::Page { name: "Trả lời".into(), ..na_ri::page::Page::default() };
    let plain = na_ri::page::Look::PLAIN;
    for (at, text) in ["Tệp", "Ô", "Giá trị đúng"].into_iter().enumerate() {
        page.put(0, at, na_ri::page::Cell::text(text, plain));
    }
    page.put(1, 0, na_ri::page::Cell::text(field(found, "file"), plain));
    page.put(1, 1, na_ri::page::Cell::text(&format!("{}!{}", field(found, "sheet"), field(found, "cell")), plain));
    let mut answer = na_ri::page::Cell::new(Content::Number("0.0795".into()), plain);
    answer.format = Some("0.00%");
    page.put(1, 2, answer);
    work.write("answers.xlsx", &na_ri::xlsx::workbook(&[page]));
    work.run(&format!("check now {ROUND} --form chi-tieu --decisions answers.xlsx --facts facts.json --quiet"));
    let facts = work.json("facts.json", "facts");
    let decided = facts.iter().find(|f| f["cell"] == found["cell"]).unwrap();
    assert_eq!((field(decided, "value"), field(decided, "findings")), ("7.95", "PB901"));
}

#[test]
fn an_answer_that_cannot_be_one_is_refused_with_the_reason() {
    let work = Workdir::new();
    let form = clean::form("chi-tieu");
    let mut one = clean::submission(&form, 8, 2024, 100);
    // A row of whole households, and one of percentages.
    let row = |kind| form.rows.iter().position(|r| r.figure.kind == kind && !r.is_group()).unwrap();
    let column = form.value_columns().next().unwrap().0;
    let (whole, percent) = (row(phubieu::form::Kind::Integer), row(phubieu::form::Kind::Percent));
    for at in [whole, percent] {
        one.body[at][column] = Content::Text("7 hoặc 8".into());
    }
    write(&work, "now", &[one]);
    work.run(&format!("check now {ROUND} --form chi-tieu --findings f.json --quiet"));
    let found = work.json("f.json", "findings");
    let cell = |at: usize| {
        let own = found.iter().find(|f| f["row"] == form.rows[at].code.as_str() && !field(f, "cell").is_empty());
        field(own.unwrap(), "cell").to_owned()
    };
    let file = field(&found[0], "file");
    for (at, answer, why) in [
        (whole, "-6", "không nhận số dưới 0"),
        (whole, "6 hộ", "không ghi đơn vị tính"),
        (whole, "6,5", "số nguyên"),
        (whole, "6%", "không tính bằng %"),
        (percent, "120", "đến 100"),
        (whole, "dùng", "cho cả tệp"),
        (whole, "giữ nguyên", "không có số nào dùng được"),
    ] {
        let text = format!("file;cell;decision\n{file};{};{answer}\n", cell(at));
        work.write("answers.csv", text.as_bytes());
        let typed =
            format!("check now {ROUND} --form chi-tieu --decisions answers.csv --findings g.json --quiet --force");
        work.run(&typed);
        let told = work.json("g.json", "findings");
        let refused = told.iter().find(|f| f["code"] == "PB903").unwrap_or_else(|| panic!("{answer}: {told:?}"));
        assert!(field(refused, "message").contains(why), "{refused}");
        // What has just been refused is not offered.
        let offered = field(refused, "suggestion");
        assert!(answer != "giữ nguyên" || !offered.contains("giữ nguyên"), "{offered}");
        assert!(answer != "dùng" || !offered.contains("«dùng»"), "{offered}");
    }
}

#[test]
fn a_list_without_answers_answers_nothing() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    one.body[1][2] = Content::Number("999000".into());
    write(&work, "now", &[one]);
    let base = format!("check now {ROUND} --form ke-hoach-von --quiet --force");
    work.run(&format!("{base} --findings list.csv --facts facts.csv"));
    for list in ["list.csv", "facts.csv"] {
        let ran = work.run(&format!("{base} --decisions {list}"));
        assert_eq!(ran.status, 2, "{list}: {}", ran.said);
    }
    // In a column of values nothing is taken that reads two ways.
    work.write("plain.csv", "file,cell,value\nXa Côn Minh.xlsx,C8,18.939\n".as_bytes());
    work.run(&format!("{base} --decisions plain.csv --findings g.json"));
    assert!(codes_of(&work, "g.json").contains(&"PB903 warning".to_owned()));
}

#[test]
fn an_answer_to_a_missing_row_says_nothing_about_the_file() {
    let work = Workdir::new();
    let form = clean::form("chi-tieu");
    let mut one = clean::submission(&form, 8, 2024, 100);
    one.body.remove(12);
    write(&work, "now", &[one]);
    let base = format!("check now {ROUND} --form chi-tieu --quiet --force --facts facts.json");
    work.run(&format!("{base} --findings list.csv"));
    let text = String::from_utf8(work.read("list.csv")).unwrap();
    assert!(text.contains("PB204"));
    let marked: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(n, l)| {
            format!(
                "{l},{}",
                if n == 0 {
                    "decision"
                } else if l.contains("PB204") {
                    "bỏ"
                } else {
                    ""
                }
            )
        })
        .collect();
    work.write("answers.csv", marked.join("\n").as_bytes());
    work.run(&format!("{base} --decisions answers.csv --findings g.json"));
    let codes = codes_of(&work, "g.json");
    let refused = work.json("g.json", "findings").into_iter().find(|f| f["code"] == "PB903").unwrap();
    assert!(!field(&refused, "message").contains("không có tệp"), "{refused}");
    assert!(codes.iter().any(|c| c.starts_with("PB903")) && codes.iter().any(|c| c.starts_with("PB204")), "{codes:?}");
    assert!(work.json("facts.json", "facts").iter().all(|f| !field(f, "findings").contains("PB901")));
}

#[test]
fn an_answer_stays_with_the_row_it_was_given_to() {
    let work = Workdir::new();
    let form = clean::form("chi-tieu");
    let mut one = clean::submission(&form, 8, 2024, 100);
    let column = form.value_columns().next().unwrap().0;
    let leaves: Vec<usize> = (0..form.rows.len()).filter(|r| form.rows[*r].figure.measure == "Hộ").collect();
    let (first, second) = (leaves[1], leaves[2]);
    one.body[first][column] = Content::Blank;
    write(&work, "now", &[one.clone()]);
    let base = format!("check now {ROUND} --form chi-tieu --quiet --force --facts facts.json");
    work.run(&format!("{base} --findings list.csv"));
    let text = String::from_utf8(work.read("list.csv")).unwrap();
    let marked: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(n, l)| {
            format!(
                "{l},{}",
                if n == 0 {
                    "decision"
                } else if l.contains("PB317") {
                    "60"
                } else {
                    ""
                }
            )
        })
        .collect();
    work.write("answers.csv", marked.join("\n").as_bytes());
    // The commune moves its rows: another one stands there, blank as well.
    one.body.swap(first, second);
    write(&work, "now", &[one]);
    work.run(&format!("{base} --decisions answers.csv --findings g.json"));
    let codes = codes_of(&work, "g.json");
    assert!(codes.iter().all(|c| !c.starts_with("PB901")), "{codes:?}");
}

#[test]
fn files_of_one_name_under_two_inputs_are_told_apart() {
    let work = Workdir::new();
    let form = clean::form("chi-tieu");
    let column = form.value_columns().next().unwrap().0;
    for (folder, commune) in [("i1", 3), ("i2", 8)] {
        let mut one = clean::submission(&form, commune, 2024, 100);
        one.body[3][column] = Content::Text("12abc".into());
        work.write(&format!("{folder}/bieu.xlsx"), &one.bytes());
    }
    let ran = work.run(&format!("check i1 i2 {ROUND} --form chi-tieu --findings f.json --quiet"));
    assert_eq!(ran.status, 1, "{}", ran.said);
    let found = work.json("f.json", "findings");
    let files: Vec<&str> = found.iter().map(|f| field(f, "file")).collect();
    assert_eq!(files, ["i1/bieu.xlsx", "i2/bieu.xlsx"]);
}

#[test]
fn a_row_that_stands_twice_is_known_everywhere_by_the_figure_that_a_person_decided() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let one = clean::submission(&form, 8, 2024, 100);
    let row = form.rows.iter().position(|r| r.code == "DA8").unwrap();
    let (mut twice, sent) = (one.clone(), one.body[row].clone());
    twice.body.insert(row + 1, sent.clone());
    write(&work, "now", std::slice::from_ref(&twice));
    let base = format!("check now {ROUND} --form ke-hoach-von --quiet --force --findings g.json --facts facts.json");
    work.run(&base);
    // The upper row is decided figure by figure; its first does not agree with its parts.
    let upper = |work: &Workdir| -> Vec<serde_json::Value> {
        let all: Vec<_> = work.json("facts.json", "facts").into_iter().filter(|f| f["row"] == "DA8").collect();
        all[..all.len() / 2].to_vec()
    };
    let mut answers = "file,sheet,cell,decision\n".to_owned();
    for (at, fact) in upper(&work).iter().enumerate() {
        assert_eq!(field(fact, "state"), "unreadable");
        let value = if at == 0 { "777777" } else { field(fact, "raw") };
        answers += &format!("{},{},{},{value}\n", field(fact, "file"), field(fact, "sheet"), field(fact, "cell"));
    }
    work.write("answers.csv", answers.as_bytes());
    work.run(&format!("{base} --decisions answers.csv"));
    let decided = &upper(&work)[0];
    assert_eq!((field(decided, "state"), field(decided, "value")), ("number", "777777"));
    let found = work.json("g.json", "findings");
    let balance = found.iter().find(|f| f["code"] == "PB401").unwrap();
    assert_eq!((field(balance, "cell"), field(balance, "raw")), (field(decided, "cell"), field(decided, "raw")));
    assert!(field(decided, "findings").contains("PB401"), "{decided}");
    // The total that it is in says so as well.
    let base = base.replace("check", "consolidate");
    work.run(&format!("{base} -o t.xlsx --totals totals.json --decisions answers.csv"));
    let totals = work.json("totals.json", "totals");
    let total = totals.iter().find(|t| t["row"] == "DA8" && t["column"] == decided["column"]).unwrap();
    assert!(field(total, "findings").contains("PB401"), "{total}");
}

#[test]
fn an_answer_without_a_sheet_contradicts_one_that_names_it() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    let row = form.rows.iter().position(|r| r.code == "DA8").unwrap();
    one.body[row][6] = Content::Text("khoảng 5".into());
    write(&work, "now", std::slice::from_ref(&one));
    let base = format!("check now {ROUND} --form ke-hoach-von --quiet --force --findings g.json --facts facts.json");
    work.run(&base);
    let found = work.json("g.json", "findings").into_iter().find(|f| f["code"] == "PB302").unwrap();
    let (file, sheet, cell) = (field(&found, "file"), field(&found, "sheet"), field(&found, "cell"));
    let answered = |lines: &[(&str, &str)]| {
        let line = |(sheet, answer): &(&str, &str)| format!("{file},{sheet},{cell},{answer}\n");
        let lines: String = lines.iter().map(line).collect();
        work.write("answers.csv", format!("file,sheet,cell,decision\n{lines}").as_bytes());
        work.run(&format!("{base} --decisions answers.csv"));
        let facts = work.json("facts.json", "facts");
        let fact = facts.iter().find(|f| f["cell"] == cell).unwrap();
        let unclear = work.json("g.json", "findings").iter().filter(|f| f["code"] == "PB903").count();
        (field(fact, "state").to_owned(), field(fact, "value").to_owned(), unclear)
    };
    for lines in [[("", "5000000"), (sheet, "7000000")], [(sheet, "7000000"), ("", "5000000")]] {
        assert_eq!(answered(&lines), ("unreadable".into(), String::new(), 2), "{lines:?}");
    }
    for lines in [[("", "5000000"), (sheet, "5000000")], [(sheet, "5000000"), ("", "5000000")]] {
        assert_eq!(answered(&lines), ("number".into(), "5000000".into(), 0), "{lines:?}");
    }
}

/// The findings of a run of one submission with one answer to those of a code, given in the list itself.
fn told_with(one: &Submission, form: &str, code: &str, answer: &str) -> Vec<serde_json::Value> {
    let work = Workdir::new();
    write(&work, "now", std::slice::from_ref(one));
    let base = format!("check now {ROUND} --form {form} --quiet --force");
    work.run(&format!("{base} --findings list.csv"));
    let text = String::from_utf8(work.read("list.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut head = reader.headers().unwrap().clone();
    head.push_field("decision");
    writer.write_record(&head).unwrap();
    let mut met = false;
    for record in reader.records() {
        let mut record = record.unwrap();
        met |= &record[0] == code;
        let given = if &record[0] == code { answer } else { "" }.to_owned();
        record.push_field(&given);
        writer.write_record(&record).unwrap();
    }
    assert!(met, "{code}: {text}");
    work.write("answers.csv", &writer.into_inner().unwrap());
    work.run(&format!("{base} --decisions answers.csv --findings g.json"));
    let told = work.json("g.json", "findings");
    let folded = |f: &serde_json::Value| f["folded"].as_array().cloned().unwrap_or_default();
    told.iter().flat_map(|f| std::iter::once(f.clone()).chain(folded(f))).collect()
}

#[test]
fn a_row_that_the_form_does_not_have_can_be_seen_and_let_stand_and_takes_no_figure() {
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    let mut foreign = one.body[3].clone();
    (foreign[0], foreign[1]) = (Content::Text("9".into()), Content::Text("Vốn xã hội hóa khác".into()));
    one.body.push(foreign);
    let has = |told: &[serde_json::Value], code: &str| told.iter().any(|f| f["code"] == code);
    for answer in ["giữ nguyên", "bỏ"] {
        let told = told_with(&one, "ke-hoach-von", "PB205", answer);
        assert!(!has(&told, "PB205") && !has(&told, "PB902") && !has(&told, "PB903"), "{answer}: {told:?}");
        assert!(told.iter().any(|f| f["code"] == "PB901" && field(f, "message").contains("PB205")), "{told:?}");
    }
    let told = told_with(&one, "ke-hoach-von", "PB205", "5");
    let refused = told.iter().find(|f| f["code"] == "PB903").unwrap();
    assert!(field(refused, "message").contains("không nhận số") && has(&told, "PB205"), "{told:?}");
}

#[test]
fn an_answer_to_a_missing_column_is_told_that_only_the_file_can_put_it_right() {
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    *one.heads.iter_mut().flatten().find(|heading| *heading == "Tổng số").unwrap() = "Kinh phí".into();
    let told = told_with(&one, "ke-hoach-von", "PB202", "dùng");
    let refused = told.iter().find(|f| f["code"] == "PB903").unwrap();
    let said = field(refused, "message");
    assert!(said.contains("phải sửa trong tệp") && !said.contains("không được cộng"), "{said}");
    // Nothing has changed of the column that the form does not have.
    for (answer, met) in [("5", "PB903"), ("giữ nguyên", "PB901")] {
        let told = told_with(&one, "ke-hoach-von", "PB210", answer);
        assert!(told.iter().any(|f| f["code"] == met), "{answer}: {told:?}");
        assert!(told.iter().all(|f| f["code"] != "PB902"), "{answer}: {told:?}");
    }
}

#[test]
fn the_printed_total_of_a_list_can_be_seen_and_takes_no_figure() {
    let form = clean::form("danh-muc-cong-trinh");
    let mut one = clean::submission(&form, 8, 2024, 100);
    // The figures of one item, as if there were no other.
    let mut printed = one.body[0].clone();
    printed.iter_mut().filter(|c| matches!(c, Content::Text(_))).for_each(|c| *c = Content::Blank);
    (printed[0], printed[1]) = (Content::Blank, Content::Text("Tổng cộng".into()));
    one.body.push(printed);
    let told = told_with(&one, "danh-muc-cong-trinh", "PB401", "giữ nguyên");
    assert!(told.iter().all(|f| f["code"] != "PB401" && f["code"] != "PB902"), "{told:?}");
    let told = told_with(&one, "danh-muc-cong-trinh", "PB401", "5000");
    let refused = told.iter().find(|f| f["code"] == "PB903").unwrap();
    assert!(field(refused, "message").contains("không vào tổng nào"), "{refused}");
}

#[test]
fn figures_given_for_cells_that_were_merged_settle_them() {
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    let number = |row: &Vec<Content>| matches!(row[3], Content::Number(_));
    let at = (4..one.body.len() - 1).find(|at| number(&one.body[*at]) && number(&one.body[*at + 1])).unwrap();
    one.merged.push((at, 3));
    let told = told_with(&one, "ke-hoach-von", "PB211", "5000");
    assert!(told.iter().all(|f| f["code"] != "PB211"), "{told:?}");
    assert_eq!(told.iter().filter(|f| f["code"] == "PB901").count(), 2, "{told:?}");
}
