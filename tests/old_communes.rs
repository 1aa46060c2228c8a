//! Rounds from 1 July 2025 on where some figures still come from communes of before: these are consolidated by
//! themselves and given along with the new communes' files, and add up to the communes that were made of them.

use serde_json::Value;

use crate::workdir::{Workdir, field};

/// The three communes that xã Côn Minh (02185) of today was made of, with what they planned.
const OLD: [(&str, &str, u32); 3] =
    [("cm", "XÃ CÔN MINH", 10), ("qp", "XÃ QUANG PHONG", 200), ("ds", "XÃ DƯƠNG SƠN", 3000)];

fn write(work: &Workdir, folder: &str, (name, title, plan): (&str, &str, u32)) {
    let text = format!(
        "UBND {title}\nKẾT QUẢ GIẢI NGÂN VỐN NĂM 2026\nĐơn vị tính: đồng\n\
         STT;Nội dung;Kế hoạch vốn năm 2026;Vốn kéo dài;Giải ngân lũy kế;Tỷ lệ giải ngân (%)\n\
         ;Tổng cộng;{plan};0;{plan};100\n"
    );
    work.write(&format!("{folder}/{name}.csv"), text.as_bytes());
}

/// The old ones consolidated; two communes of today beside them.
fn round(old: &[(&str, &str, u32)]) -> Workdir {
    let work = Workdir::new();
    old.iter().for_each(|one| write(&work, "old", *one));
    for one in [("nr", "XÃ NA RÌ", 40_000), ("cl", "XÃ CƯỜNG LỢI", 500_000)] {
        write(&work, "new", one);
    }
    let ran = work.run("consolidate old --form giai-ngan --era 2024 --under 06 -o old.xlsx --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let ran = work.run("consolidate new --form giai-ngan --era 2025 --under 19 -o new.xlsx --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    work
}

const OUT: &str = "-o all.xlsx --totals t.json --findings f.json --facts facts.json --force --quiet";

fn ran(work: &Workdir, command: &str) {
    let ran = work.run(&format!("{command} {OUT}"));
    assert_eq!(ran.status, 0, "{command}: {}", ran.said);
}

/// Value, state, rate of a place: of 2026.
fn total(work: &Workdir, unit: &str) -> [String; 3] {
    let all = work.json("t.json", "totals");
    let of = |column: &str| {
        let own = |t: &&Value| ["unit", "row", "column", "period"].map(|c| field(t, c)) == [unit, "T", column, "2026"];
        all.iter().find(own).cloned().unwrap_or_default()
    };
    let (plan, rate) = (of("ke_hoach"), of("ty_le"));
    [field(&plan, "value"), field(&plan, "state"), field(&rate, "value")].map(str::to_owned)
}

fn findings(work: &Workdir, code: &str) -> Vec<Value> {
    work.json("f.json", "findings").into_iter().filter(|f| field(f, "code") == code).collect()
}

#[test]
fn old_communes_consolidated_by_themselves_add_up_to_the_new_one() {
    let work = round(&OLD);
    for command in [
        "consolidate new old.xlsx --form giai-ngan --under 19",
        "consolidate old.xlsx new --form giai-ngan --under 19 --era 2025",
        "consolidate new.xlsx old.xlsx",
        "rollup new.xlsx old.xlsx",
        "rollup new.xlsx old.xlsx --era 2025 --under 19",
    ] {
        ran(&work, command);
        assert_eq!(total(&work, "02185"), ["3210", "number", "100"], "{command}");
        assert_eq!(total(&work, "19"), ["543210", "partial", "100"], "{command}");
        assert_eq!(findings(&work, "PB703"), Vec::<Value>::new(), "{command}");
        // 92 communes of today, three of which sent.
        assert_eq!(findings(&work, "PB106").len(), 89, "{command}");
        let figures = work.json("facts.json", "facts");
        let own =
            figures.iter().find(|f| field(f, "unit") == "2024:02185" && field(f, "column") == "ke_hoach").unwrap();
        assert_eq!((field(own, "value"), field(own, "unit_name")), ("200", "Xã Quang Phong (cũ)"), "{command}");
        assert!(field(own, "file").ends_with("old.xlsx › qp.csv"), "{command}: {own}");
        assert!(work.run("verify all.xlsx --quiet").status == 0, "{command}");
        // One level up it is what it is.
        let direct = total(&work, "02185");
        work.write("lower.xlsx", &work.read("all.xlsx"));
        ran(&work, "consolidate lower.xlsx");
        assert_eq!((total(&work, "02185"), total(&work, "19")[0].as_str()), (direct, "543210"), "{command}");
    }
}

#[test]
fn a_commune_of_then_that_is_not_there_is_missing_in_the_one_of_today() {
    let work = round(&OLD[..2]);
    ran(&work, "consolidate new old.xlsx --form giai-ngan --under 19");
    assert_eq!(total(&work, "02185"), ["210", "partial", "100"]);
    let missing = findings(&work, "PB106");
    let told = missing.iter().find(|f| field(f, "unit") == "2024:02188").map(|f| field(f, "message"));
    assert_eq!(told, Some("Xã Dương Sơn (cũ) (02188) chưa nộp."));
    assert!(!missing.iter().any(|f| field(f, "unit") == "02185"));
}

#[test]
fn a_commune_that_sends_itself_beside_those_it_was_made_of_counts_neither_way_until_somebody_says() {
    let work = round(&OLD);
    write(&work, "new", ("all of it", "XÃ CÔN MINH", 3210));
    ran(&work, "consolidate new old.xlsx --form giai-ngan --under 19");
    assert_eq!(total(&work, "19")[0], "540000");
    assert_eq!(findings(&work, "PB105").len(), 4);
    work.write("d.csv", "Tệp,Ô,Giá trị đúng,Lý do\nall of it.csv,,bỏ,đã có ở các xã cũ\n".as_bytes());
    ran(&work, "consolidate new old.xlsx --form giai-ngan --under 19 --decisions d.csv");
    assert_eq!((total(&work, "19")[0].as_str(), findings(&work, "PB105").len()), ("543210", 0));
}

#[test]
fn a_commune_that_was_split_adds_up_to_none_and_one_that_is_as_it_was_is_that_of_today() {
    // Cam Giá went into Gia Sàng and Tích Lương; Thượng Quan (01957) is what it was.
    let work = Workdir::new();
    write(&work, "split", ("cg", "PHƯỜNG CAM GIÁ", 7));
    write(&work, "same", ("tq", "XÃ THƯỢNG QUAN", 5));
    write(&work, "new", ("nr", "XÃ NA RÌ", 40_000));
    for (folder, under) in [("split", "19"), ("same", "06")] {
        let done = work
            .run(&format!("consolidate {folder} --form giai-ngan --era 2024 --under {under} -o {folder}.xlsx --quiet"));
        assert_eq!(done.status, 0, "{}", done.said);
    }
    ran(&work, "consolidate new split.xlsx same.xlsx --form giai-ngan --under 19");
    assert_eq!(total(&work, "19")[0], "40005");
    let told = findings(&work, "PB703");
    assert!(told.len() == 1 && field(&told[0], "message").contains("Phường Cam Giá (05467)"), "{told:?}");
    let facts = work.json("facts.json", "facts");
    assert!(facts.iter().any(|f| field(f, "unit") == "01957" && field(f, "value") == "5"));
    // Nor is that way named where it leads nowhere.
    for (folder, way) in [("split", false), ("old", true)] {
        write(&work, "old", OLD[1]);
        ran(&work, &format!("consolidate new {folder} --form giai-ngan --under 19 --era 2025"));
        let told = findings(&work, "PB101");
        assert_eq!(field(&told[0], "suggestion").contains("--era 2024"), way, "{told:?}");
    }
}

#[test]
fn a_year_that_was_over_before_is_rolled_up_and_a_round_of_then_takes_nothing_of_today() {
    let work = round(&OLD);
    ran(&work, "consolidate old new.xlsx --form giai-ngan --era 2024 --under 06");
    let told = findings(&work, "PB703");
    assert!(told.len() == 1 && field(&told[0], "suggestion").contains("bỏ --era 2024"), "{told:?}");
}

#[test]
fn a_unit_s_code_that_is_none_of_the_round_s_is_refused_for_that_and_who_leaves_the_file_out_has_answered() {
    let work = Workdir::new();
    write(&work, "in", ("nr", "XÃ NA RÌ", 40_000));
    write(&work, "in", OLD[1]);
    for (answer, applied, says) in [
        ("02173", false, "mã của một xã trước 01/7/2025"),
        ("99999", false, "không có xã nào mang mã đó"),
        ("00004", false, "không thuộc địa bàn"),
        ("02185", true, "02185, Xã Côn Minh"),
        ("bỏ", true, "bỏ"),
    ] {
        work.write("d.csv", format!("Tệp,Ô,Giá trị đúng,Lý do\nqp.csv,,{answer},đã hỏi\n").as_bytes());
        ran(&work, "consolidate in --form giai-ngan --under 19 --decisions d.csv");
        let told = findings(&work, if applied { "PB901" } else { "PB903" });
        assert!(told.len() == 1 && field(&told[0], "message").contains(says), "{answer}: {told:?}");
        assert_eq!(findings(&work, "PB101").is_empty(), applied, "{answer}");
        let counted = if answer == "02185" { "40200" } else { "40000" };
        assert_eq!(total(&work, "19")[0], counted, "{answer}");
    }
}

#[test]
fn a_district_or_province_that_is_no_longer_is_told_with_what_it_lies_in_now() {
    for (title, says) in [
        (
            "HUYỆN NA RÌ",
            "Huyện Na Rì (066), Tỉnh Bắc Kạn không còn từ 01/7/2025, địa bàn nay thuộc Xã Văn Lang (02143)",
        ),
        ("TỈNH BẮC KẠN", "Tỉnh Bắc Kạn (06) không còn từ 01/7/2025, địa bàn nay thuộc Tỉnh Thái Nguyên (19)"),
        ("TỈNH THÁI NGUYÊN", "Không nhận ra đơn vị nào"),
    ] {
        let work = Workdir::new();
        write(&work, "in", ("bc", title, 7));
        write(&work, "in", ("nr", "XÃ NA RÌ", 40_000));
        ran(&work, "consolidate in --form giai-ngan --under 19");
        let told = findings(&work, "PB101");
        assert!(told.len() == 1 && field(&told[0], "message").starts_with(says), "{title}: {told:?}");
    }
}

#[test]
fn what_tells_communes_of_one_name_apart_is_asked_for() {
    let work = Workdir::new();
    write(&work, "in", ("nr", "XÃ NA RÌ", 40_000));
    write(&work, "in", ("xa van lang", "", 7));
    ran(&work, "consolidate in --form giai-ngan --under 19");
    let told = findings(&work, "PB102");
    assert!(told.len() == 1 && field(&told[0], "suggestion").starts_with("Viết tên có đủ dấu"), "{told:?}");
}

#[test]
fn communes_that_sent_nothing_stand_together_also_where_a_file_of_one_between_them_cannot_be_used() {
    let work = Workdir::new();
    write(&work, "in", ("nr", "XÃ NA RÌ", 40_000));
    write(&work, "in", ("Con Minh (Quang Phong cu)", "XÃ CÔN MINH", 7));
    let done = work.run("consolidate in --form giai-ngan --under 19 --era 2025 -o all.xlsx --force");
    let heads: Vec<&str> = done.said.lines().filter(|line| line.contains("PB106: Chưa nộp")).collect();
    assert_eq!(heads.len(), 2, "{heads:?}");
}
