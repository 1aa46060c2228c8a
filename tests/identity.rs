//! Whose a file is: by what it is called and titled, in both eras; files that are there twice; who is missing.

use crate::workdir::{Workdir, field};
use serde_json::Value;

/// A commune's disbursement: a plan of 100, half of it spent.
fn disbursed(title: &str, year: u16) -> String {
    format!(
        "{title}\nKẾT QUẢ GIẢI NGÂN VỐN NĂM {year}\nĐơn vị tính: đồng\n\
         STT;Nội dung;Kế hoạch vốn năm {year};Vốn kéo dài;Giải ngân lũy kế;Tỷ lệ giải ngân (%)\n\
         ;Tổng cộng;100;0;50;50\n"
    )
}

/// A commune's plan of money.
fn planned(title: &str) -> String {
    format!(
        "{title}\nKẾ HOẠCH VỐN NĂM 2024\nĐơn vị tính: đồng\n\
         STT;Nội dung;Tổng số;Vốn đầu tư;;;Vốn sự nghiệp;;\n\
         ;;;Tổng số;NSTW;NSĐP;Tổng số;NSTW;NSĐP\n\
         ;Tổng cộng;100;60;40;20;40;30;10\n"
    )
}

/// Writes files with their titles.
fn round(files: &[(&str, &str, u16)]) -> Workdir {
    let work = Workdir::new();
    for (name, title, year) in files {
        work.write(&format!("in/{name}.csv"), disbursed(title, *year).as_bytes());
    }
    work
}

/// The findings of one code after a round is consolidated.
fn told(work: &Workdir, about: &str, code: &str) -> Vec<Value> {
    let ran = work.run(&format!(
        "consolidate in {about} -o a.xlsx --findings f.json --facts facts.json --totals t.json --force --quiet"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
    work.json("f.json", "findings").into_iter().filter(|f| f["code"] == code).collect()
}

/// The total of the whole.
fn total(work: &Workdir, column: &str) -> Value {
    let all = work.json("t.json", "totals");
    all.into_iter().find(|t| t["row"] == "T" && t["column"] == column).unwrap()
}

const NA_RI: &str = "--form giai-ngan --era 2024 --period 2024 --under 066";

#[test]
fn the_sheet_of_a_district_is_not_that_of_its_commune_of_the_same_name() {
    // Huyện Ba Vì has a xã Ba Vì; somebody's own sum lies among the submissions.
    let work = round(&[("Huyện Ba Vì", "HUYỆN BA VÌ", 2024), ("Xã Ba Trại", "XÃ BA TRẠI", 2024)]);
    let about = "--form giai-ngan --era 2024 --period 2024 --under 271";
    let unknown = told(&work, about, "PB101");
    assert_eq!(unknown.len(), 1);
    assert_eq!(field(&unknown[0], "file"), "Huyện Ba Vì.csv");
    assert_eq!(
        (field(&total(&work, "ke_hoach"), "value"), total(&work, "ke_hoach")["state"].as_str()),
        ("100", Some("partial"))
    );
}

#[test]
fn figures_of_a_commune_of_before_the_merger_are_not_those_of_the_new_one() {
    // Côn Minh, Quang Phong and Dương Sơn became xã Côn Minh (02185).
    let about = "--form giai-ngan --era 2025 --period 2025 --under 19";
    for (name, title, code) in [
        ("02173_Xã Côn Minh", "XÃ CÔN MINH", "PB103"),
        ("02188 Xã Dương Sơn", "XÃ CÔN MINH", "PB103"),
        ("Dương Sơn", "XÃ CÔN MINH", "PB103"),
        ("phu luc", "XÃ CÔN MINH, HUYỆN NA RÌ", "PB103"),
        ("phu luc", "XÃ CÔN MINH, TỈNH BẮC KẠN", "PB103"),
        ("xa Con Minh huyen Na Ri", "XÃ CÔN MINH", "PB103"),
        ("phu luc", "XÃ DƯƠNG SƠN", "PB101"),
    ] {
        let work = round(&[(name, title, 2025), ("Xã Nghĩa Tá", "XÃ NGHĨA TÁ", 2025)]);
        let found = told(&work, about, code);
        assert_eq!(found.len(), 1, "{name}, {title}");
        assert!(field(&found[0], "message").contains("Côn Minh (02185)"), "{}", found[0]);
    }
    // The code of another commune of then.
    let work = round(&[("02173_Xã Nghĩa Tá", "XÃ NGHĨA TÁ", 2025), ("02185", "XÃ CÔN MINH", 2025)]);
    assert_eq!(told(&work, about, "PB103").len(), 1);
    for (name, title) in [
        ("02185_Xã Côn Minh", "XÃ CÔN MINH"),
        ("phu luc", "ỦY BAN NHÂN DÂN XÃ CÔN MINH, TỈNH THÁI NGUYÊN"),
        ("phu luc", "UBND xã Côn Minh\nThực hiện Nghị quyết số 1 của HĐND tỉnh Bắc Kạn"),
    ] {
        let work = round(&[(name, title, 2025), ("Xã Nghĩa Tá", "XÃ NGHĨA TÁ", 2025)]);
        assert!(told(&work, about, "PB103").is_empty(), "{name}, {title}");
        assert_eq!(field(&total(&work, "ke_hoach"), "value"), "200", "{name}, {title}");
    }
}

#[test]
fn a_name_of_before_the_mergers_is_no_commune_of_today_of_a_like_name() {
    for (place, other, name, title, code, said) in [
        // A name that goes on where another ends, wherever either lies.
        ("52", "PHƯỜNG QUY NHƠN NAM", "bc", "UBND XÃ IA MƠ NÔNG", "PB101", "Xã Ia Mơ Nông (23737)"),
        ("52", "PHƯỜNG QUY NHƠN NAM", "xa Ia Mo Nong", "", "PB101", "Xã Ia Mơ Nông (23737)"),
        ("01", "PHƯỜNG BA ĐÌNH", "bc", "UBND PHƯỜNG LÁNG HẠ", "PB101", "Phường Láng Hạ (00199)"),
        ("31", "ĐẶC KHU CÁT HẢI", "bc", "UBND PHƯỜNG ĐÔNG HẢI 1", "PB101", "Phường Đông Hải 1 (11410)"),
        // A name without marks is that name.
        ("31", "ĐẶC KHU CÁT HẢI", "bc", "UBND XÃ AN THANH", "PB101", "Xã An Thanh (11125)"),
        // The kind is of then: the same place, or quite another.
        ("04", "PHƯỜNG NÙNG TRÍ CAO", "bc", "UBND THỊ TRẤN TRÙNG KHÁNH", "PB103", "Thị trấn Trùng Khánh (01477)"),
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND PHƯỜNG TÂN THÀNH", "PB101", "Phường Tân Thành (05479)"),
        // It is said to be the one of then, or one of several that went into that of today.
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND XÃ CÔN MINH (CŨ)", "PB103", "UBND XÃ CÔN MINH (CŨ)"),
        ("19", "XÃ NGHĨA TÁ", "xa Con Minh cu", "", "PB103", "xa Con Minh cu"),
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND XÃ CÔN MINH (xã Quang Phong cũ)", "PB103", "Xã Quang Phong (02185)"),
        ("19", "XÃ NGHĨA TÁ", "Con Minh - Duong Son", "UBND XÃ CÔN MINH", "PB103", "Xã Dương Sơn (02188)"),
        // Codes: of then, of today beside another name, of then alone, of then with its own name.
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND XÃ TRẦN PHÚ - Mã đơn vị: 02179", "PB103", "Xã Trần Phú (02179)"),
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND XÃ TRẦN PHÚ - Mã đơn vị: 02185", "PB103", "Xã Côn Minh (02185)"),
        ("19", "XÃ NGHĨA TÁ", "bc", "Mã đơn vị: 02173", "PB101", "Xã Côn Minh (02173)"),
        ("19", "XÃ NGHĨA TÁ", "02185_Quang Phong", "UBND XÃ QUANG PHONG", "PB101", "Xã Quang Phong (02185)"),
        // It lies in the place itself, and not where another of the name does.
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND PHƯỜNG QUANG TRUNG", "PB101", "Tỉnh Thái Nguyên"),
    ] {
        let work = round(&[(name, title, 2026), ("khac", other, 2026)]);
        let found = told(&work, &format!("--form giai-ngan --era 2025 --period 2026 --under {place}"), code);
        assert_eq!(found.len(), 1, "{name}, {title}");
        assert!(field(&found[0], "message").contains(said), "{}", found[0]);
        assert_eq!(field(&total(&work, "ke_hoach"), "value"), "100", "{name}, {title}");
    }
    // What says that it is of today, or can be of nothing else, is.
    for (place, other, name, title) in [
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND HUYỆN NA RÌ, XÃ CÔN MINH (MỚI)"),
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND XÃ CÔN MINH (sáp nhập Quang Phong, Dương Sơn, Côn Minh cũ)"),
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND HUYỆN NA RÌ, XÃ NA RÌ"),
        ("19", "XÃ NGHĨA TÁ", "bc", "UBND PHƯỜNG ĐẠI PHÚC"),
        ("19", "XÃ NGHĨA TÁ", "bc", "Mã đơn vị: 02185"),
        ("52", "PHƯỜNG QUY NHƠN NAM", "bc", "UBND TỈNH BÌNH ĐỊNH, PHƯỜNG QUY NHƠN"),
        ("91", "PHƯỜNG RẠCH GIÁ", "bc", "UBND ĐK. PHÚ QUỐC"),
    ] {
        let work = round(&[(name, title, 2026), ("khac", other, 2026)]);
        let about = format!("--form giai-ngan --era 2025 --period 2026 --under {place}");
        let codes: Vec<Value> = ["PB101", "PB103"].into_iter().flat_map(|code| told(&work, &about, code)).collect();
        assert!(codes.is_empty(), "{title}: {codes:?}");
        assert_eq!(field(&total(&work, "ke_hoach"), "value"), "200", "{name}, {title}");
    }
}

#[test]
fn a_commune_is_not_taken_for_the_whole_where_its_parts_send_too() {
    let about = "--form giai-ngan --era 2025 --period 2026 --under 19";
    let with = |name: &str, title: &str| {
        let work = round(&[
            (name, title, 2026),
            ("b", "XÃ QUANG PHONG", 2026),
            ("c", "XÃ DƯƠNG SƠN", 2026),
            ("d", "XÃ NGHĨA TÁ", 2026),
        ]);
        let doubted = told(&work, about, "PB103");
        (doubted.first().map(|f| field(f, "message").to_owned()), field(&total(&work, "ke_hoach"), "value").to_owned())
    };
    let (doubted, value) = with("a", "XÃ CÔN MINH");
    let doubted = doubted.unwrap();
    assert!(doubted.contains("đợt này còn có tệp của: Xã Quang Phong (02185), Xã Dương Sơn (02188)"), "{doubted}");
    assert_eq!(value, "100");
    // Its own code of today says that it is all of it.
    assert_eq!(with("02185_Xã Côn Minh", "XÃ CÔN MINH"), (None, "200".to_owned()));
}

#[test]
fn a_period_after_the_mergers_with_the_units_of_before_is_told() {
    let work = round(&[("a", "XÃ CÔN MINH", 2026)]);
    let about = |era: &str, period: &str| format!("--form giai-ngan --under 066 --era {era} --period {period}");
    assert_eq!(told(&work, &about("2024", "2026"), "PB115").len(), 1);
    // The whole of 2025 began before.
    let work = round(&[("a", "XÃ CÔN MINH", 2025)]);
    assert!(told(&work, &about("2024", "2025"), "PB115").is_empty());
}

#[test]
fn a_title_names_its_commune_without_marks_or_behind_a_colon() {
    for (title, known) in [
        ("XÃ CON MINH", true),
        ("UBND xa Con Minh", true),
        ("Đơn vị báo cáo: Côn Minh", true),
        ("Đơn vị: Côn Minh", true),
        ("UBND: Côn Minh", true),
        ("Người lập: Côn Minh", false),
    ] {
        let work = round(&[("phu luc", title, 2024), ("b", "XÃ KIM LƯ", 2024)]);
        assert_eq!(told(&work, NA_RI, "PB101").is_empty(), known, "{title}");
    }
}

#[test]
fn a_code_in_the_files_name_chooses_among_communes_of_the_titles_name() {
    let work = round(&[("02185_Quang Phong", "XÃ QUANG PHONG", 2024)]);
    assert!(told(&work, "--form giai-ngan --era 2024 --period 2024", "PB102").is_empty());
    assert_eq!(field(&total(&work, "ke_hoach"), "unit"), "02185");
}

#[test]
fn a_part_of_the_year_in_a_files_name_is_the_period_of_a_file_that_names_none() {
    let work = round(&[]);
    let silent = disbursed("XÃ CÔN MINH", 2024).replace("NĂM 2024", "").replace("năm 2024", "");
    work.write("in/Côn Minh quý 2 2024.csv", silent.as_bytes());
    let about = "--form giai-ngan --under 066 --era 2024";
    assert!(told(&work, about, "PB107").is_empty());
    assert_eq!(work.json("facts.json", "facts")[0]["period"], "2024-Q2");
    // In the round of another it is out, where the year is asked for too.
    for period in ["2024-Q3", "2024"] {
        assert_eq!(told(&work, &format!("{about} --period {period}"), "PB110").len(), 1, "{period}");
    }
    assert!(told(&work, &format!("{about} --period 2024-Q2"), "PB110").is_empty());
}

#[test]
fn the_same_bytes_twice_are_one_submission() {
    let work = round(&[("xa Con Minh", "XÃ CÔN MINH", 2024), ("xa Con Minh (ban sao)", "XÃ CÔN MINH", 2024)]);
    assert!(told(&work, NA_RI, "PB105").is_empty());
    let again = told(&work, NA_RI, "PB706");
    assert_eq!(again.len(), 1);
    assert_eq!(field(&again[0], "severity"), "note");
    assert_eq!(field(&total(&work, "ke_hoach"), "value"), "100");
    // The facts of the copy say why they do not count.
    let facts = work.json("facts.json", "facts");
    let copy = facts.iter().filter(|f| f["file"] == again[0]["file"]);
    assert!(copy.clone().count() > 0 && copy.clone().all(|f| f["findings"] == "PB706"));
    // A third with another figure: nobody can tell.
    work.write("in/xa Con Minh moi.csv", disbursed("XÃ CÔN MINH", 2024).replace("100", "90").as_bytes());
    assert_eq!(told(&work, NA_RI, "PB105").len(), 2);
}

#[test]
fn figures_of_several_years_are_not_added_where_nobody_says_which_year_is_wanted() {
    let work = round(&[
        ("xa Con Minh 2023", "XÃ CÔN MINH", 2023),
        ("xa Con Minh 2024", "XÃ CÔN MINH", 2024),
        ("thi tran Yen Lac", "THỊ TRẤN YẾN LẠC", 2024),
        ("xa Kim Lu", "XÃ KIM LƯ", 2023),
    ]);
    // That they lie in Na Rì, of before the merger, is said by both years.
    let open = told(&work, "--form giai-ngan", "PB110");
    assert_eq!(open.len(), 1, "one cause, one finding");
    for said in ["năm 2023, năm 2024", "--period 2024"] {
        assert!(format!("{}{}", field(&open[0], "message"), field(&open[0], "suggestion")).contains(said), "{said}");
    }
    assert!(told(&work, "--form giai-ngan", "PB105").is_empty(), "two years are no two versions");
    let whole = total(&work, "ke_hoach");
    assert_eq!((field(&whole, "unit"), field(&whole, "value"), &whole["reported"]), ("066", "", &0.into()));
    for (year, units) in [("2023", 2), ("2024", 2)] {
        assert_eq!(told(&work, &format!("--form giai-ngan --period {year}"), "PB110").len(), 2);
        assert_eq!(total(&work, "ke_hoach")["reported"], units, "{year}");
    }
    // Each may be looked at by itself.
    work.run("check in --form giai-ngan --findings c.json");
    let said = work.codes("c.json");
    assert!(["PB105", "PB110"].iter().all(|code| !said.contains_key(*code)), "{said:?}");
}

#[test]
fn a_plan_of_the_year_and_what_a_quarter_of_it_paid_out_are_each_of_their_own_period() {
    let work = Workdir::new();
    let disbursed = |commune: &str, quarter: &str| {
        disbursed(commune, 2024).replace("GIẢI NGÂN VỐN NĂM", &format!("GIẢI NGÂN VỐN QUÝ {quarter} NĂM"))
    };
    for (commune, quarter) in [("XÃ CÔN MINH", "III"), ("XÃ XUÂN DƯƠNG", "III"), ("XÃ ĐỔNG XÁ", "II")] {
        work.write(&format!("in/{commune} a.csv"), disbursed(commune, quarter).as_bytes());
        work.write(&format!("in/{commune} b.csv"), planned(commune).as_bytes());
    }
    let of_another = told(&work, "--era 2024 --under 066", "PB110");
    assert_eq!(of_another.len(), 1, "a quarter for which one file is");
    assert_eq!(field(&of_another[0], "file"), "XÃ ĐỔNG XÁ a.csv");
    let totals = work.json("t.json", "totals");
    let all = |form: &str, column: &str| {
        let own = totals.iter().find(|t| t["form"] == form && t["row"] == "T" && t["column"] == column).unwrap();
        format!("{} {} {}", field(own, "period"), field(own, "value"), field(own, "state"))
    };
    assert_eq!(all("ke-hoach-von", "tong"), "2024 300 partial");
    assert_eq!(all("giai-ngan", "ke_hoach"), "2024-Q3 200 partial");
    // Its figures are as true one level up, and in no one period.
    assert!(work.run("verify a.xlsx").said.contains("KHỚP"));
    let rolled = work.run("rollup a.xlsx -o r.xlsx");
    assert!(rolled.said.contains("PB712") && rolled.said.contains("Tổng hợp riêng từng biểu"), "{}", rolled.said);
}

#[test]
fn a_file_given_twice_keeps_its_findings_however_its_path_is_written() {
    let work = round(&[("xa Con Minh", "XÃ CÔN MINH", 2024)]);
    let doubtful = disbursed("XÃ CÔN MINH", 2024).replace("100", "1.0.0");
    for folder in ["a/nop", "b/nop"] {
        work.write(&format!("{folder}/xa Con Minh.csv"), doubtful.as_bytes());
    }
    let told = |inputs: &str| {
        let ran = work.run(&format!("check {inputs} {NA_RI} --findings f.json --force --quiet"));
        assert_eq!(ran.status, 1, "{inputs}: {}", ran.said);
        let found = work.json("f.json", "findings");
        let of = |code: &str| found.iter().filter(|f| f["code"] == code).cloned().collect::<Vec<Value>>();
        let rest = found.iter().filter(|f| f["code"] != "PB706").map(|f| field(f, "code").to_owned());
        (of("PB706"), rest.collect::<Vec<String>>())
    };
    let (_, alone) = told("a/nop");
    for inputs in ["a/nop b/nop", "a/nop a/../a/nop", "'a/nop/xa Con Minh.csv' './a/nop/xa Con Minh.csv'"] {
        let (again, rest) = told(inputs);
        assert_eq!(rest, alone, "{inputs}");
        // One path written in two ways is one file.
        assert_eq!(again.len(), usize::from(inputs.contains("b/")), "{inputs}");
        for one in again {
            assert!(!field(&one, "message").contains(&format!("«{}»", field(&one, "file"))), "{inputs}: {one}");
        }
    }
    // Other bytes are two files, which do not name themselves.
    work.write("b/nop/xa Con Minh.csv", doubtful.replace("1.0.0", "90").as_bytes());
    let ran = work.run(&format!("check a/nop b/nop {NA_RI} --findings f.json --force --quiet"));
    assert_eq!(ran.status, 1, "{}", ran.said);
    let found = work.json("f.json", "findings");
    let several: Vec<&Value> = found.iter().filter(|f| f["code"] == "PB105").collect();
    assert_eq!(several.len(), 2);
    for one in several {
        assert!(!field(one, "message").contains(&format!("còn: {}", field(one, "file"))), "{one}");
    }
}

#[test]
fn a_commune_whose_file_cannot_be_used_is_not_told_to_send() {
    let work = round(&[("xa Con Minh", "XÃ QUANG PHONG", 2024), ("xa Cu Le", "XÃ CƯ LỄ", 2024)]);
    work.write("in/xa Kim Lu.xlsx", b"PK\x03\x04 broken");
    let missing = told(&work, NA_RI, "PB106");
    let message = |code: &str| {
        let own = missing.iter().find(|f| f["unit"] == code).unwrap_or_else(|| panic!("{code}"));
        field(own, "message").to_owned()
    };
    assert!(message("02173").contains("«xa Con Minh.csv» (PB103)"), "{}", message("02173"));
    assert!(message("02185").contains("«xa Con Minh.csv» (PB103)"), "{}", message("02185"));
    assert!(message("02158").contains("«xa Kim Lu.xlsx»"), "{}", message("02158"));
    assert!(message("02137").ends_with("chưa nộp."), "{}", message("02137"));
    let received = work.sheet("a.xlsx", "Tình hình nộp");
    let status = |code: &str| received.iter().find(|row| row[1] == code).unwrap()[3].clone();
    assert_eq!((status("02173").as_str(), status("02137").as_str()), ("Chưa dùng được", "Chưa nộp"));
}

#[test]
fn a_form_that_one_unit_or_nobody_sent_is_told() {
    let work = round(&[("gn Con Minh", "XÃ CÔN MINH", 2024)]);
    work.write("in/von Con Minh.csv", planned("XÃ CÔN MINH").as_bytes());
    work.write("in/von Cu Le.csv", planned("XÃ CƯ LỄ").as_bytes());
    let about = "--form ke-hoach-von,giai-ngan,chi-tieu --era 2024 --period 2024 --under 066";
    let missing = told(&work, about, "PB106");
    let messages: Vec<&str> = missing.iter().map(|f| field(f, "message")).collect();
    assert!(messages.contains(&"Xã Cư Lễ (02176) chưa nộp biểu giai-ngan."), "{messages:?}");
    assert!(messages.contains(&"Chưa đơn vị nào nộp biểu chi-tieu."), "{messages:?}");
    assert!(!messages.iter().any(|m| m.contains("Côn Minh")), "{messages:?}");
    assert!(field(&total(&work, "giai_ngan"), "findings").contains("PB106"));
}

#[test]
fn communes_that_sent_nothing_are_told_in_a_line_each() {
    let work = round(&[("a", "XÃ CÔN MINH", 2024)]);
    let said = work.run(&format!("consolidate in {NA_RI} -o a.xlsx")).said;
    let late = said.lines().filter(|line| line.ends_with(" chưa nộp.")).count();
    assert_eq!(late, 16);
    assert!(said.contains("Cảnh báo PB106: Chưa nộp (16)\n"), "{said}");
    assert_eq!(said.matches("Đôn đốc đơn vị nộp").count(), 1);
}

#[test]
fn who_checks_a_file_before_sending_is_not_told_of_others() {
    let work = round(&[("con-minh", "XÃ CÔN MINH", 2024)]);
    work.run(&format!("check in/con-minh.csv {NA_RI} --totals t.json --findings f.json --quiet"));
    assert!(work.json("f.json", "findings").iter().all(|f| f["code"] != "PB106"));
}

#[test]
fn the_district_that_a_files_name_names_is_the_units_or_it_is_no_unit_of_it() {
    let work = round(&[("Xã Xuân Dương, huyện Lộc Bình, tỉnh Lạng Sơn", "BÁO CÁO", 2024)]);
    assert_eq!(told(&work, NA_RI, "PB103").len(), 1, "another Xuân Dương");
    let work = round(&[("Xã Xuân Dương, huyện Na Rì, tỉnh Bắc Kạn", "BÁO CÁO", 2024)]);
    assert!(told(&work, NA_RI, "PB103").is_empty());
    assert_eq!(field(&total(&work, "giai_ngan"), "value"), "50");
}

/// The codes of the findings about whose a file is.
fn of_units(work: &Workdir) -> Vec<String> {
    let found = work.json("g.json", "findings");
    let codes = found.iter().map(|f| field(f, "code").to_owned());
    codes.filter(|code| ["PB101", "PB102", "PB103", "PB104"].contains(&code.as_str())).collect()
}

#[test]
fn the_district_in_a_files_name_chooses_among_communes_of_one_name_with_marks_and_without() {
    // Na Rì, Lộc Bình and others have a xã Xuân Dương each.
    let nowhere = "--form giai-ngan --era 2024 --period 2024";
    let said = |name: &str, title: &str| {
        let work = round(&[(name, title, 2024)]);
        let ran = work.run(&format!("check in {nowhere} --facts f.json --findings g.json --force"));
        let place = ran.said.lines().find(|l| l.starts_with("Địa bàn")).unwrap_or_default().to_owned();
        let codes = of_units(&work);
        (field(&work.json("f.json", "facts")[0], "unit").to_owned(), place.contains("Na Rì"), codes.join(" "))
    };
    for name in [
        "Xã Xuân Dương huyện Na Rì",
        "Xa Xuan Duong huyen Na Ri",
        "Xa Xuan Duong - Na Ri",
        "Xuan Duong_Na Ri_Bac Kan",
        "Na Ri - Xa Xuan Duong",
    ] {
        for title in ["BÁO CÁO", "ỦY BAN NHÂN DÂN XÃ XUÂN DƯƠNG"] {
            assert_eq!(said(name, title), ("02191".to_owned(), true, String::new()), "{name}, {title}");
        }
    }
    // A commune of a district's name does not choose itself, and another district is no place of it.
    for (name, title, code) in [
        ("Xa Ba Vi", "BÁO CÁO", "PB102"),
        ("Xa Xuan Duong", "BÁO CÁO", "PB102"),
        ("Xa Con Minh huyen Loc Binh", "XÃ CÔN MINH", "PB103"),
    ] {
        assert_eq!(said(name, title), (String::new(), name.contains("Con Minh"), code.to_owned()), "{name}");
    }
}

#[test]
fn a_kind_without_marks_is_not_the_beginning_of_another_communes_name() {
    // A round of communes all over the country: «Xa Luong Thuong» is not xã Xá Lượng.
    let work = round(&[("Xa Luong Thuong", "XÃ LƯƠNG THƯỢNG", 2024), ("Xa Ba Vi", "XÃ BA VÌ, HUYỆN BA VÌ", 2024)]);
    let ran = work.run("check in --form giai-ngan --era 2024 --period 2024 --findings g.json");
    let codes = of_units(&work);
    assert_eq!(codes, Vec::<String>::new(), "{}", ran.said);
}

#[test]
fn a_figure_whose_measure_is_told_otherwise_marks_the_totals_that_it_is_in() {
    let work = Workdir::new();
    let plan = planned("XÃ CÔN MINH").replace("Đơn vị tính: đồng", "Đơn vị tính: nghìn USD");
    work.write("in/xa Con Minh.csv", plan.as_bytes());
    let about = NA_RI.replace("giai-ngan", "ke-hoach-von");
    assert!(!told(&work, &about, "PB305").is_empty());
    assert!(field(&total(&work, "tong"), "findings").contains("PB305"));
}

#[test]
fn what_one_fund_paid_out_is_told_beside_what_all_did() {
    for (funds, expected) in [
        (["", "", "SỰ NGHIỆP "], 1),
        (["ĐẦU TƯ ", "SỰ NGHIỆP ", "ĐẦU TƯ "], 3),
        // The round is about one; what is invested by the public is all of it.
        (["SỰ NGHIỆP ", "SỰ NGHIỆP ", "SỰ NGHIỆP "], 0),
        (["", "ĐẦU TƯ CÔNG ", ""], 0),
    ] {
        let work = Workdir::new();
        for (commune, fund) in ["XÃ CÔN MINH", "XÃ XUÂN DƯƠNG", "XÃ KIM LƯ"].iter().zip(funds) {
            let text = disbursed(commune, 2024).replace("GIẢI NGÂN VỐN ", &format!("GIẢI NGÂN VỐN {fund}"));
            work.write(&format!("in/{commune}.csv"), text.as_bytes());
        }
        assert_eq!(told(&work, NA_RI, "PB237").len(), expected, "{funds:?}");
        let whole = total(&work, "ke_hoach");
        assert_eq!((field(&whole, "value"), &whole["reported"]), ("300", &3.into()), "{funds:?}");
        assert_eq!(whole["findings"].to_string().contains("PB237"), expected > 0, "{funds:?}");
    }
}

#[test]
fn one_stray_sheet_of_another_form_takes_no_unit_out_of_those_that_are_counted() {
    let work = Workdir::new();
    for (file, unit) in [("xa Con Minh", "XÃ CÔN MINH"), ("xa Kim Lu", "XÃ KIM LƯ"), ("xa Cu Le", "XÃ CƯ LỄ")] {
        work.write(&format!("in/{file}.csv"), disbursed(unit, 2024).as_bytes());
    }
    work.write("in/von xa Van Minh.csv", planned("XÃ VĂN MINH").as_bytes());
    let all = work.run("consolidate in -o a.xlsx --era 2024 --period 2024 --under 066 --findings f.json");
    assert!(all.said.contains("tổng hợp 3/17 đơn vị"), "Văn Minh lacks the form of the others: {}", all.said);
    assert_eq!(work.sheet("a.xlsx", "Tình hình nộp")[1][0].split("; ").nth(2), Some("được đưa vào tổng hợp: 3"));
    // Where the forms are named each is expected of everyone.
    let named =
        work.run("consolidate in -o a.xlsx --era 2024 --period 2024 --under 066 --force --form giai-ngan,ke-hoach-von");
    assert!(named.said.contains("tổng hợp 0/17 đơn vị"), "{}", named.said);
}

#[test]
fn what_a_flag_names_is_read_and_never_written_over() {
    let work = round(&[("xa Con Minh", "XÃ CÔN MINH", 2024)]);
    work.write("u.csv", b"code,so_ho\n02173,100\n");
    work.write("d.csv", "Tệp,Trang,Ô,Giá trị đúng\n".as_bytes());
    assert_eq!(work.run(&format!("consolidate in {NA_RI} -o prev.xlsx --quiet")).status, 0);
    let base = format!("consolidate in {NA_RI} --force --quiet");
    for (flags, file) in [
        ("-o o.xlsx --units u.csv --facts u.csv", "u.csv"),
        ("-o o.xlsx --units u.csv --totals ./u.csv", "u.csv"),
        ("-o o.xlsx --decisions d.csv --findings d.csv", "d.csv"),
        ("-o prev.xlsx --previous prev.xlsx", "prev.xlsx"),
    ] {
        let before = work.read(file);
        let ran = work.run(&format!("{base} {flags}"));
        assert_eq!(ran.status, 2, "{flags}: {}", ran.said);
        assert!(ran.said.contains("không được ghi đè"), "{flags}: {}", ran.said);
        assert_eq!(work.read(file), before, "{flags}");
    }
    let ran = work.run("form infer prev.xlsx -o prev.xlsx --force");
    assert_eq!(ran.status, 2, "{}", ran.said);
    // Two results one behind the other are neither.
    assert_eq!(work.run(&format!("{base} -o o.xlsx --facts - --totals -")).status, 2);
    assert_eq!(work.run(&format!("{base} -o o.xlsx --units u.csv --facts -")).status, 0);
}
