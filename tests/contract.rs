//! What programs that read the results rely on of files that are left out: each is told by name, on its figures too, and one level up.

use serde_json::Value;

use crate::workdir::{Workdir, field};

/// A commune's disbursement: a plan of 100, half of it spent.
fn disbursed(title: &str, year: u16) -> String {
    format!(
        "{title}\nKẾT QUẢ GIẢI NGÂN VỐN NĂM {year}\nĐơn vị tính: đồng\n\
         STT;Nội dung;Kế hoạch vốn năm {year};Vốn kéo dài;Giải ngân lũy kế;Tỷ lệ giải ngân (%)\n\
         ;Tổng cộng;100;0;50;50\n"
    )
}

/// Three communes of Na Rì, with what else lies there.
fn round(others: &[(&str, &str)]) -> Workdir {
    let work = Workdir::new();
    for name in ["Văn Vũ", "Cường Lợi", "Kim Lư"] {
        let title = format!("UBND XÃ {}", name.to_uppercase());
        work.write(&format!("in/{name}.csv"), disbursed(&title, 2024).as_bytes());
    }
    others.iter().for_each(|(name, text)| work.write(&format!("in/{name}"), text.as_bytes()));
    work
}

/// What is told of a file, but for the rows that it does not have.
fn about<'f>(findings: &'f [Value], file: &str) -> Vec<(&'f str, &'f str)> {
    let own = findings.iter().filter(|f| field(f, "file") == file && field(f, "code") != "PB204");
    own.map(|f| (field(f, "code"), field(f, "severity"))).collect()
}

const ALL: &str = "--findings f.json --facts facts.json --totals t.json --force --quiet";

#[test]
fn where_the_place_is_a_commune_the_files_of_its_neighbours_are_told() {
    let work = round(&[]);
    let ran = work.run(&format!("consolidate in -o a.xlsx --form giai-ngan --era 2024 --under 02137 {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let findings = work.json("f.json", "findings");
    assert_eq!(about(&findings, "Văn Vũ.csv"), []);
    for file in ["Cường Lợi.csv", "Kim Lư.csv"] {
        assert_eq!(about(&findings, file), [("PB104", "error")], "{file}");
    }
    for fact in work.json("facts.json", "facts") {
        let told = if field(&fact, "file") == "Văn Vũ.csv" { "" } else { "PB104" };
        assert_eq!(field(&fact, "findings"), told, "{fact}");
    }
    assert_eq!(work.run("check in --form giai-ngan --era 2024 --under 02137 --quiet").status, 1);
}

#[test]
fn the_figures_of_another_period_have_that_period() {
    let work = round(&[("Kim Hỷ.csv", &disbursed("UBND XÃ KIM HỶ", 2023))]);
    let ran =
        work.run(&format!("consolidate in -o a.xlsx --form giai-ngan --era 2024 --under 066 --period 2024 {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(about(&work.json("f.json", "findings"), "Kim Hỷ.csv"), [("PB110", "error")]);
    for fact in work.json("facts.json", "facts") {
        let of_2023 = field(&fact, "file") == "Kim Hỷ.csv";
        assert_eq!(field(&fact, "period"), if of_2023 { "2023" } else { "2024" }, "{fact}");
        assert_eq!(field(&fact, "findings"), if of_2023 { "PB110" } else { "" }, "{fact}");
    }
}

#[test]
fn an_empty_file_that_may_be_a_submission_is_an_error() {
    let work = round(&[("Kim Hỷ.xlsx", ""), ("ghi chu.txt", "")]);
    let ran = work.run("check in --form giai-ngan --era 2024 --under 066 --findings f.json");
    assert!(ran.status == 1 && ran.said.contains("CHƯA GỬI ĐƯỢC"), "{}", ran.said);
    let findings = work.json("f.json", "findings");
    assert_eq!(about(&findings, "Kim Hỷ.xlsx"), [("PB011", "error")]);
    assert_eq!(about(&findings, "ghi chu.txt"), [("PB003", "note")]);
    // By itself it is nothing to work on, and why is told.
    let ran = work.run("check 'in/Kim Hỷ.xlsx' --findings f.json --force");
    assert!(ran.status == 2 && ran.said.contains("0 byte"), "{}", ran.said);
    assert_eq!(about(&work.json("f.json", "findings"), "Kim Hỷ.xlsx"), [("PB011", "error")]);
}

#[test]
fn a_file_that_could_not_be_read_is_told_by_name_at_every_level_above() {
    let work = round(&[("Kim Hỷ.xlsx", "PK\u{3}\u{4} broken off"), ("scan.pdf", "%PDF-1.7 ...")]);
    let about_it = "--form giai-ngan --era 2024 --period 2024";
    std::fs::create_dir_all(work.path("up")).unwrap();
    let ran = work.run(&format!("consolidate in -o up/066.xlsx {about_it} --under 066 {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let below = work.json("f.json", "findings");
    let told = |file: &str| about(&below, file).into_iter().map(|(code, _)| code.to_owned()).collect::<Vec<_>>();
    assert_eq!([told("Kim Hỷ.xlsx"), told("scan.pdf")], [["PB011"], ["PB010"]]);
    for (from, to, prefix) in [("up", "b.xlsx", "066.xlsx › "), ("b.xlsx", "c.xlsx", "b.xlsx › 066.xlsx › ")] {
        for command in ["consolidate", "rollup"] {
            let ran = work.run(&format!("{command} {from} -o {to} {about_it} --under 06 {ALL} --strict"));
            assert_eq!(ran.status, 1, "{command} {from}: {}", ran.said);
            let findings = work.json("f.json", "findings");
            assert_eq!(about(&findings, &format!("{prefix}Kim Hỷ.xlsx")), [("PB011", "error")], "{command} {from}");
            assert_eq!(about(&findings, &format!("{prefix}scan.pdf")), [("PB010", "error")], "{command} {from}");
        }
    }
    let ran = work.run("verify b.xlsx");
    assert_eq!(ran.status, 0, "{}", ran.said);
}

#[test]
fn a_place_of_the_other_era_is_told_with_what_became_of_it() {
    let work = round(&[]);
    for (asked, era, said) in [
        ("06", "2025", &["Tỉnh Bắc Kạn (06) nay thuộc Tỉnh Thái Nguyên (19)", "--era 2024"][..]),
        ("tỉnh Bắc Kạn", "2025", &["nay thuộc Tỉnh Thái Nguyên (19)", "--era 2024"]),
        ("066", "2025", &["Huyện Na Rì (066), Tỉnh Bắc Kạn", "Xã Côn Minh (02185)", "--era 2024"]),
        ("huyện Na Rì", "2025", &["Xã Na Rì (02155)", "--era 2024"]),
        ("02173", "2025", &["Xã Côn Minh (02173), Huyện Na Rì", "nay thuộc Xã Côn Minh (02185)"]),
        ("phường Quy Nhơn Nam", "2024", &["có từ 01/7/2025: thêm --era 2025"]),
        ("huyện Châu Thành", "2025", &["Huyện Châu Thành (808)"]),
        ("Xyzzy", "2025", &["trong danh mục từ 01/7/2025.\n"]),
    ] {
        let ran = work.run(&format!("check in --under '{asked}' --era {era} --form giai-ngan"));
        assert_eq!(ran.status, 2, "{asked}: {}", ran.said);
        said.iter().for_each(|said| assert!(ran.said.contains(said), "{asked}: {}", ran.said));
    }
}

#[test]
fn a_list_of_findings_holds_the_same_fields_whatever_its_ending() {
    let work = Workdir::with_samples();
    for ending in ["json", "xlsx", "html"] {
        work.run(&format!("check in --findings f.{ending} --quiet"));
    }
    let findings = work.json("f.json", "findings");
    let all: Vec<&Value> =
        findings.iter().flat_map(|f| std::iter::once(f).chain(f["folded"].as_array().into_iter().flatten())).collect();
    let lines = work.sheet("f.xlsx", "Phát hiện");
    let head = lines.iter().position(|line| line[0] == "STT").unwrap();
    let column = |name: &str| lines[head].iter().position(|cell| cell == name).unwrap();
    let names = ["Mã", "Mã đơn vị", "Mã chỉ tiêu", "Mã cột", "Giá trị trong tệp", "Giá trị đã dùng"].map(column);
    let mut listed: Vec<[String; 6]> = lines[head + 1..].iter().map(|line| names.map(|at| line[at].clone())).collect();
    let fields = ["code", "unit", "row", "column", "raw", "value"];
    let mut expected: Vec<[String; 6]> =
        all.iter().map(|f| fields.map(|name| field(f, name).replace('\n', " ").trim().to_owned())).collect();
    listed.iter_mut().for_each(|line| line[4] = line[4].replace('\n', " ").trim().to_owned());
    // People see the decimals of a number as they write them: «0,0439» for 0.0439.
    listed.iter_mut().chain(&mut expected).for_each(|line| line[4] = line[4].replace('.', ","));
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);
    let page = String::from_utf8(work.read("f.html")).unwrap();
    for (name, attribute) in
        [("unit", "data-unit"), ("row", "data-row"), ("column", "data-column"), ("value", "data-value")]
    {
        let told = all.iter().filter(|f| !field(f, name).is_empty());
        let escaped = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        told.for_each(|f| {
            let said = format!("{attribute}=\"{}\"", escaped(field(f, name)));
            assert!(page.contains(&said), "{said}");
        });
        let count = all.iter().filter(|f| !field(f, name).is_empty()).count();
        assert!(count > 0 && page.matches(&format!("{attribute}=\"")).count() == count, "{attribute}");
    }
}

#[test]
fn a_workbook_that_is_refused_does_not_take_their_period_from_the_totals_of_the_others() {
    let work = round(&[("2025/Nghĩa Tá.csv", &disbursed("UBND XÃ NGHĨA TÁ", 2025))]);
    for (from, to, about) in
        [("in/2025", "y.xlsx", "--era 2025 --under 19"), ("'in/Văn Vũ.csv'", "x.xlsx", "--era 2024 --under 066")]
    {
        let ran = work.run(&format!("consolidate {from} -o {to} --form giai-ngan {about} --quiet"));
        assert_eq!(ran.status, 0, "{}", ran.said);
    }
    let ran = work.run(&format!("consolidate x.xlsx y.xlsx -o z.xlsx {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(about(&work.json("f.json", "findings"), "y.xlsx"), [("PB703", "error")]);
    let totals = work.json("t.json", "totals");
    assert!(totals.iter().any(|t| field(t, "value") == "100"));
    assert!(totals.iter().all(|t| field(t, "period") == "2024"), "{totals:?}");
}
