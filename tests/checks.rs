//! Comparison with the last period and rules across forms, as they are used from the command line.

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

/// The codes of what a run found, with the file and cell.
fn codes(work: &Workdir, name: &str) -> Vec<String> {
    let places = |f: &serde_json::Value| format!("{} {} {}", field(f, "code"), field(f, "file"), field(f, "cell"));
    work.json(name, "findings").iter().filter(|f| f["severity"] != "note").map(places).collect()
}

#[test]
fn a_unit_whose_figures_are_all_those_of_the_last_period_is_told_where_those_of_others_changed() {
    let work = Workdir::new();
    let before = round("ke-hoach-von", 2023, 100);
    write(&work, "before", &before);
    work.run("check before --under 066 --era 2024 --period 2023 --form ke-hoach-von --facts b.csv --quiet");
    let same = round("ke-hoach-von", 2024, 100);
    let mut now = round("ke-hoach-von", 2024, 105);
    now[5] = same[5].clone();
    let found = |folder: &str, now: &[Submission]| {
        write(&work, folder, now);
        work.run(&format!(
            "check {folder} {ROUND} --form ke-hoach-von --previous b.csv --findings f.json --quiet --force"
        ));
        codes(&work, "f.json")
    };
    assert_eq!(found("one", &now), ["PB605 Xa Kim Lư.xlsx C7"]);
    // One figure of another makes it another file.
    now[5].body[0][2] = Content::Number("1".into());
    assert!(!found("other", &now).iter().any(|code| code.starts_with("PB605")));
    // Where nobody's figures changed nobody is asked.
    assert!(found("same", &same).is_empty());
}

#[test]
fn the_last_period_may_be_facts_a_consolidated_workbook_or_its_submissions() {
    let work = Workdir::new();
    write(&work, "before", &round("ke-hoach-von", 2023, 100));
    let ran = work.run(
        "consolidate before --under 066 --era 2024 --period 2023 --form ke-hoach-von -o before.xlsx --facts b.csv --quiet",
    );
    assert_eq!(ran.status, 0, "{}", ran.said);
    for ending in ["json", "jsonl"] {
        let ran = work.run(&format!(
            "check before --under 066 --era 2024 --period 2023 --form ke-hoach-von --facts b.{ending} --quiet"
        ));
        assert_eq!(ran.status, 0, "{}", ran.said);
    }
    let mut now = round("ke-hoach-von", 2024, 105);
    // One commune writes its plan in thousands.
    for content in now[5].body.iter_mut().flatten() {
        if let Content::Number(n) = content
            && n.len() > 3
        {
            n.truncate(n.len() - 3);
        }
    }
    write(&work, "now", &now);
    for previous in ["b.csv", "b.json", "b.jsonl", "before.xlsx", "before"] {
        let ran = work.run(&format!(
            "check now {ROUND} --form ke-hoach-von --previous {previous} --findings f.json --quiet --force"
        ));
        assert_eq!(ran.status, 0, "{}", ran.said);
        assert_eq!(codes(&work, "f.json"), ["PB601 Xa Kim Lư.xlsx C7"], "{previous}");
    }
    let told = &work.json("f.json", "findings")[0];
    assert!(field(told, "message").contains("phần lớn số của tệp (126 ô) nhỏ hơn 1.000 lần"), "{told}");
    assert_eq!(told["folded"][0]["code"], "PB611", "the other units say so as well");
    // The round file may name it.
    work.write(
        "now/phubieu.toml",
        b"form = \"ke-hoach-von\"\nunder = \"066\"\nera = \"2024\"\nperiod = 2024\nprevious = \"../b.csv\"\n",
    );
    let ran = work.run("check now --findings f.json --quiet --force");
    assert_eq!(codes(&work, "f.json"), ["PB601 Xa Kim Lư.xlsx C7"], "{}", ran.said);
}

#[test]
fn figures_of_the_same_period_or_of_nothing_are_no_last_period() {
    let work = Workdir::new();
    write(&work, "now", &round("ke-hoach-von", 2024, 100)[..2]);
    work.run(&format!("check now {ROUND} --form ke-hoach-von --facts same.csv --quiet"));
    let ran = work.run(&format!("check now {ROUND} --form ke-hoach-von --previous same.csv"));
    assert!(ran.said.contains("kỳ trước không so sánh được"), "{}", ran.said);
    assert!(ran.said.contains("PB604") && ran.said.contains("không phải số của kỳ đã kết thúc trước"), "{}", ran.said);
    work.write("notes.csv", "Họ và tên;Chức vụ\nBàn Văn A;Chủ tịch\n".as_bytes());
    for (previous, words) in [("notes.csv", "Không đọc được số của kỳ trước"), ("none.csv", "Không có tệp")]
    {
        let ran = work.run(&format!("check now {ROUND} --form ke-hoach-von --previous {previous}"));
        assert_eq!(ran.status, 2);
        assert!(ran.said.contains(words), "{}", ran.said);
    }
}

/// Facts of one figure.
fn facts_of(form: &str, unit: &str, period: &str, value: &str) -> String {
    format!(
        "form,row,column,unit,unit_name,period,value,state,measure,file,sheet,cell,raw,findings\n\
         {form},DA8,tong,{unit},Xã Côn Minh,{period},{value},number,Đồng,a,b,C1,{value},\n"
    )
}

#[test]
fn earlier_figures_that_fit_nothing_or_were_changed_are_told() {
    let work = Workdir::new();
    let plan = clean::form("ke-hoach-von");
    write(&work, "now", &[clean::submission(&plan, 8, 2024, 100)]);
    let base = format!("check now {ROUND} --form ke-hoach-von --previous");
    let by_excel = |text: String| text.replace(',', ";");
    for (name, text, status, words) in [
        ("a.csv", facts_of("ke-hoach-von", "02173", "2023", "80000000"), 0, ""),
        // Excel takes the zero from the front of a code.
        ("b.csv", facts_of("ke-hoach-von", "2173", "2023", "80000000"), 0, ""),
        ("c.csv", facts_of("giai-ngan", "02173", "2023", "80000000"), 0, "trong đó không có biểu này"),
        ("d.csv", facts_of("ke-hoach-von", "02140", "2023", "80000000"), 0, "không có ô nào cùng dòng"),
        ("e.csv", facts_of("ke-hoach-von", "02173", "2024-Q4", "80000000"), 0, "đã kết thúc trước kỳ này"),
        ("f.csv", facts_of("ke-hoach-von", "02173", "2023", "80 triệu"), 2, "ở 2 ghi «80 triệu»"),
        ("g.csv", by_excel(facts_of("ke-hoach-von", "02173", "2023", "80.000")), 2, "ở 2 ghi «80.000»"),
    ] {
        work.write(name, text.as_bytes());
        let ran = work.run(&format!("{base} {name}"));
        assert_eq!(ran.status, status, "{name}: {}", ran.said);
        assert_eq!(ran.said.contains("kỳ trước") && !words.is_empty(), !words.is_empty(), "{name}: {}", ran.said);
        assert!(ran.said.contains(words), "{name}: {}", ran.said);
        assert_eq!(ran.said.contains("PB604"), status == 0 && !words.is_empty(), "{name}: {}", ran.said);
    }
}

/// The submission of a commune of after 1 July 2025 that reports what some of before reported, together.
fn merged(name: &str, of: &[usize], year: u16, growth: u64) -> Submission {
    let plan = clean::form("ke-hoach-von");
    let mut parts = of.iter().map(|n| clean::submission(&plan, *n, year, growth));
    let mut whole = parts.next().unwrap();
    whole.commune = name.to_owned();
    whole.titles[0] = format!("ỦY BAN NHÂN DÂN XÃ {}", name.to_uppercase());
    for part in parts {
        for (sum, own) in whole.body.iter_mut().flatten().zip(part.body.iter().flatten()) {
            if let (Content::Number(sum), Content::Number(own)) = (sum, own) {
                *sum = (sum.parse::<u64>().unwrap() + own.parse::<u64>().unwrap()).to_string();
            }
        }
    }
    whole
}

/// Takes three zeros off every amount.
fn in_thousands(one: &mut Submission) {
    for content in one.body.iter_mut().flatten() {
        if let Content::Number(n) = content {
            n.truncate(n.len() - 3);
        }
    }
}

#[test]
fn a_commune_of_communes_that_merged_is_held_against_what_they_reported_together() {
    let work = Workdir::new();
    write(&work, "before", &round("ke-hoach-von", 2024, 100));
    let ran = work.run(&format!("consolidate before {ROUND} --form ke-hoach-von -o before.xlsx --facts b.csv --quiet"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    // Nghị quyết 1683/NQ-UBTVQH15: Văn Vũ and Cường Lợi; Văn Lang, Lương Thượng and Kim Hỷ; Văn Minh, Cư Lễ and Trần Phú.
    let mut now = vec![
        merged("Cường Lợi", &[0, 4], 2026, 104),
        merged("Văn Lang", &[1, 2, 3], 2026, 105),
        merged("Trần Phú", &[7, 9, 10], 2026, 106),
    ];
    in_thousands(&mut now[1]);
    // Of the third commune that became Côn Minh, Dương Sơn, no figures are at hand; so nothing is said of it.
    now.push(merged("Côn Minh", &[8], 2026, 100));
    write(&work, "now", &now);
    let round = "--under 19 --era 2025 --period 2026 --form ke-hoach-von";
    for previous in ["b.csv", "before.xlsx", "before"] {
        let ran = work.run(&format!("check now {round} --previous {previous} --findings f.json --quiet --force"));
        assert_eq!(codes(&work, "f.json"), ["PB601 Xa Văn Lang.xlsx C7"], "{previous}: {}", ran.said);
        let told = &work.json("f.json", "findings")[0];
        let said = format!("{} {}", field(told, "message"), field(told, "evidence"));
        assert!(said.contains("nhỏ hơn 1.000 lần") && said.contains("(cộng 3 xã trước sắp xếp 1/7/2025)"), "{said}");
    }
    // They stand beside the inputs of its blank too; not in that of Côn Minh.
    let ran = work.run(&format!("template {round} --previous b.csv -o blanks"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let says = |blank: &str| {
        let sheet = work.sheet(&format!("blanks/{blank}.xlsx"), "ke-hoach-von");
        let heading = "Kỳ trước (năm 2024; các xã trước sắp xếp cộng lại)";
        sheet.iter().flatten().any(|text| text == heading)
    };
    assert!(says("02143_Văn Lang") && !says("02185_Côn Minh"));
    // Alone it is told.
    write(&work, "alone", &now[3..]);
    let ran = work.run(&format!("check alone {round} --previous b.csv"));
    assert!(ran.said.contains("PB604") && ran.said.contains("gồm trọn những đơn vị đã có đủ số"), "{}", ran.said);
}

#[test]
fn a_half_year_of_before_the_mergers_that_the_units_of_after_reported_is_theirs() {
    let work = Workdir::new();
    // Code 02185 was xã Quang Phong, and is the Côn Minh of today.
    let facts =
        |name: &str, value: &str| facts_of("ke-hoach-von", "02185", "2025-H1", value).replace("Xã Côn Minh", name);
    let plan = clean::form("ke-hoach-von");
    let mut one = clean::submission(&plan, 8, 2026, 100);
    one.titles[1] = one.titles[1].replace("năm 2026", "6 tháng đầu năm 2026");
    write(&work, "now", &[one]);
    for (name, compared) in [("Xã Côn Minh", true), ("Xã Quang Phong", false)] {
        work.write("b.csv", facts(name, "80000").as_bytes());
        let ran = work.run(
            "check now --under 19 --era 2025 --period 2026-H1 --form ke-hoach-von --previous b.csv --findings f.json --force",
        );
        let codes = codes(&work, "f.json");
        assert_eq!(codes.iter().any(|c| c.starts_with("PB604")), !compared, "{name}: {codes:?} {}", ran.said);
    }
}

#[test]
fn a_folder_of_the_last_period_is_read_without_its_own_last_period() {
    let work = Workdir::new();
    write(&work, "before", &round("ke-hoach-von", 2023, 100));
    write(&work, "now", &round("ke-hoach-von", 2024, 105));
    let round_file = "form = \"ke-hoach-von\"\nunder = \"066\"\nera = \"2024\"\nperiod = 2023\nprevious = \".\"\n";
    work.write("before/phubieu.toml", round_file.as_bytes());
    let ran = work.run(&format!("check now {ROUND} --form ke-hoach-von --previous before --findings f.json --quiet"));
    assert_eq!((ran.status, codes(&work, "f.json").len()), (0, 0), "{}", ran.said);
}

#[test]
fn a_cumulative_figure_that_falls_within_the_year_is_told() {
    let work = Workdir::new();
    let facts = |period: &str, spent: u64| {
        format!(
            "form,row,column,unit,unit_name,period,value,state,measure,file,sheet,cell,raw,findings\n\
             giai-ngan,DA8,giai_ngan,02173,Xã Côn Minh,{period},{spent},number,Đồng,a,b,C1,{spent},\n"
        )
    };
    let form = clean::form("giai-ngan");
    let now = clean::submission(&form, 8, 2024, 100);
    let row = form.rows.iter().position(|r| r.code == "DA8").unwrap();
    let column = form.columns.iter().position(|c| c.code == "giai_ngan").unwrap();
    let Content::Number(spent) = &now.body[row][column] else { panic!() };
    let spent: u64 = spent.parse().unwrap();
    write(&work, "now", &[now]);
    for (period, before, found) in
        [("2024-06", spent + 10, 1), ("2024-06", spent, 0), ("2024-H1", spent * 2, 1), ("2023", spent * 2, 0)]
    {
        work.write("b.csv", facts(period, before).as_bytes());
        work.run(&format!("check now {ROUND} --form giai-ngan --previous b.csv --findings f.json --quiet --force"));
        let codes = codes(&work, "f.json");
        assert_eq!(codes.len(), found, "{period} {before}: {codes:?}");
        assert!(codes.iter().all(|c| c.starts_with("PB603")), "{codes:?}");
    }
}

/// The capital plan with rules of its own behind it.
fn with_rules(rules: &str) -> String {
    let plan = phubieu::form::built_in::text("ke-hoach-von").unwrap();
    format!("{plan}\n{rules}")
}

#[test]
fn rules_between_cells_hold_within_a_form_and_across_the_forms_of_a_unit() {
    let work = Workdir::new();
    let (plan, works) = (clean::form("ke-hoach-von"), clean::form("danh-muc-cong-trinh"));
    let one = clean::submission(&plan, 8, 2024, 100);
    let list = clean::submission(&works, 8, 2024, 100);
    let Content::Number(total) = &one.body[0][2] else { panic!() };
    write(&work, "plan", std::slice::from_ref(&one));
    let check = |rule: &str, folder: &str| {
        work.write("f.toml", with_rules(&format!("[[rules]]\nover = \"cells\"\n{rule}\n")).as_bytes());
        let ran = work.run(&format!("check {folder} {ROUND} --form f.toml --findings f.json --quiet --force"));
        assert!(ran.status < 2, "{}", ran.said);
        codes(&work, "f.json")
    };
    assert!(check("rule = \"T/tong = T/dt + T/sn\"", "plan").is_empty());
    assert_eq!(check("rule = \"T/tong = T/dt + DA1/sn\"", "plan"), ["PB403 Xa Côn Minh.xlsx C7"]);
    assert!(check("rule = \"T/tong >= T/dt + DA1/sn\"", "plan").is_empty());
    assert!(check("rule = \"T/tong = danh-muc-cong-trinh/*/kh_tong\"", "plan").is_empty(), "the list was not sent");
    let found = work.json("f.json", "checks");
    let across = found.iter().find(|c| c["check"] == "across").unwrap();
    assert_eq!(across["untested"]["no_other_form"], 1, "{across}");
    // Both forms of a unit, recognised from one workbook.
    let pages = [one.page(), na_ri::page::Page { name: "Công trình".into(), ..list.page() }];
    work.write("both/Xa Con Minh.xlsx", &na_ri::xlsx::workbook(&pages));
    let all: u64 = list
        .body
        .iter()
        .map(|l| match &l[4] {
            Content::Number(n) => n.parse::<u64>().unwrap(),
            _ => 0,
        })
        .sum();
    assert_ne!(total.parse::<u64>().unwrap(), all);
    let check = |rule: &str| {
        work.write("f.toml", with_rules(&format!("[[rules]]\nover = \"cells\"\n{rule}\n")).as_bytes());
        let ran = work
            .run(&format!("check both {ROUND} --form f.toml,danh-muc-cong-trinh --findings f.json --quiet --force"));
        assert!(ran.status < 2, "{}", ran.said);
        codes(&work, "f.json")
    };
    assert_eq!(check("rule = \"T/tong = danh-muc-cong-trinh/*/kh_tong\""), ["PB403 Xa Con Minh.xlsx C7"]);
    let told = field(&work.json("f.json", "findings")[0], "evidence").to_owned();
    assert!(told.contains("danh-muc-cong-trinh/*/kh_tong"), "{told}");
    assert!(check("rule = \"T/tong >= danh-muc-cong-trinh/*/kh_tw\"").is_empty());
}

#[test]
fn the_difference_of_two_rates_is_neither_a_rate_of_differences_nor_totalled() {
    let column = |code: &str, role: &str, heading: &str, more: &str| {
        format!("[[columns]]\ncode = \"{code}\"\nrole = \"{role}\"\nheading = \"{heading}\"\n{more}\n")
    };
    let row = |code: &str, label: &str, more: &str| {
        format!("[[rows]]\ncode = \"{code}\"\nstt = \"{code}\"\nlabel = \"{label}\"\n{more}\n")
    };
    let form = [
        "name = \"giam-ngheo\"\ntitle = \"Kết quả giảm nghèo năm {year}\"\nshape = \"indicators\"\n".to_owned(),
        column("stt", "number", "STT", ""),
        column("chi_tieu", "label", "Chỉ tiêu", ""),
        column("kh", "value", "Kế hoạch", ""),
        column("th", "value", "Thực hiện", ""),
        column("cl", "value", "Tăng (+), giảm (-)", "signed = true"),
        row("1", "Tổng số hộ", "measure = \"Hộ\"\nkind = \"integer\"\naggregate = \"sum\""),
        row("2", "Số hộ nghèo", "measure = \"Hộ\"\nkind = \"integer\"\naggregate = \"sum\""),
        row(
            "3",
            "Tỷ lệ hộ nghèo",
            "measure = \"%\"\nkind = \"percent\"\naggregate = \"ratio\"\nover = \"2\"\nunder = \"1\"\nfactor = 100",
        ),
        "[[rules]]\nover = \"columns\"\nrule = \"cl = th - kh\"\n".to_owned(),
    ];
    let work = Workdir::new();
    work.write("f.toml", form.concat().as_bytes());
    let lines = "STT;Chỉ tiêu;Kế hoạch;Thực hiện;Tăng (+), giảm (-)\n\
                 1;Tổng số hộ;400;400;0\n2;Số hộ nghèo;40;50;10\n3;Tỷ lệ hộ nghèo;10;12,5;2,5\n";
    // «-» for a rate is none that is wrong.
    work.write("in/Xa Cu Le.csv", lines.replace(";10;12,5;2,5", ";10;-;-").as_bytes());
    work.write("in/Xa Con Minh.csv", lines.as_bytes());
    let ran = work.run(&format!(
        "consolidate in {ROUND} --form f.toml -o o.xlsx --totals t.json --findings f.json --quiet --force"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(!codes(&work, "f.json").iter().any(|code| code.starts_with("PB401")), "{:?}", codes(&work, "f.json"));
    let totals = work.json("t.json", "totals");
    let total = |row: &str, column: &str| {
        let own =
            |t: &&serde_json::Value| [field(t, "row"), field(t, "column"), field(t, "unit")] == [row, column, "066"];
        let total = totals.iter().find(own).unwrap();
        (field(total, "value").to_owned(), field(total, "rule").to_owned())
    };
    assert_eq!(total("2", "cl"), ("20".to_owned(), "sum".to_owned()));
    assert_eq!(total("3", "th"), ("12.5".to_owned(), "ratio".to_owned()));
    assert_eq!(total("3", "cl"), (String::new(), "none".to_owned()));
}

#[test]
fn what_a_missing_figure_means_is_said_side_by_side() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    // The current expenditure of project 8 is not given.
    let row = form.rows.iter().position(|r| r.code == "DA8").unwrap();
    for column in 6..9 {
        one.body[row][column] = Content::Blank;
    }
    write(&work, "now", &[one]);
    let plain = with_rules("");
    for (missing, found) in [("", false), ("missing_right = \"skip\"\n", false), ("missing_right = \"zero\"\n", true)] {
        let rule = "rule = \"tong = dt + sn\"\n";
        let form = plain.replace(rule, &format!("{rule}{missing}"));
        assert!(missing.is_empty() || form != plain);
        work.write("f.toml", form.as_bytes());
        let ran = work.run(&format!("check now {ROUND} --form f.toml --findings f.json --quiet --force"));
        let codes = codes(&work, "f.json");
        assert_eq!(codes.iter().any(|c| c.starts_with("PB401")), found, "{missing}: {codes:?} {}", ran.said);
    }
}

#[test]
fn files_of_two_units_with_the_same_figures_are_one_finding() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let mut two = [clean::submission(&form, 3, 2024, 100), clean::submission(&form, 8, 2024, 100)];
    two[1].body = two[0].body.clone();
    write(&work, "now", &two);
    work.run(&format!("check now {ROUND} --form ke-hoach-von --findings f.json --quiet"));
    let found = work.json("f.json", "findings");
    assert_eq!((found.len(), field(&found[0], "code")), (1, "PB111"), "{found:?}");
    assert_eq!(found[0]["folded"][0]["code"], "PB111");
}

#[test]
fn a_run_without_any_figure_is_no_result() {
    let work = Workdir::new();
    let form = clean::form("ke-hoach-von");
    let mut one = clean::submission(&form, 8, 2024, 100);
    for line in &mut one.body {
        line[2..9].fill(Content::Blank);
    }
    write(&work, "now", &[one]);
    let ran = work.run(&format!("check now {ROUND} --form ke-hoach-von"));
    assert_eq!(ran.status, 2, "{}", ran.said);
    assert!(ran.said.contains("Không có số nào để kiểm tra"), "{}", ran.said);
}
