//! What formulas make of cells without figures: 0 of blanks, and sums that lack what «…» will be.

use std::collections::BTreeMap;

use crate::clean;
use crate::decisions::answered;
use crate::sheets::{book, rows};
use crate::workdir::{Workdir, field};

const ROUND: &str = "--under 066 --era 2024 --period 2024 --form giai-ngan";

/// A table of Dự án 3 with its two parts: the plan, what was carried over, what was paid out, and the rate of each.
fn table(sum: &str, first: &str, second: &str) -> Vec<u8> {
    let form = clean::form("giai-ngan");
    let label = |code: &str| form.rows.iter().find(|row| row.code == code).unwrap().label.clone();
    let text = format!(
        "KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\nĐơn vị tính: đồng\n\
         STT | Nội dung | Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế | Tỷ lệ giải ngân (%)\n\
         2 | {} | {sum}\n2.1 | {} | {first}\n2.2 | {} | {second}",
        label("DA3"),
        label("DA3.TDA1"),
        label("DA3.TDA2"),
    );
    book(&[("Giải ngân", rows(&text))])
}

const FULL: [&str; 3] = ["900000 | 100000 | 500000 | 50", "400000 | 100000 | 250000 | 50", "500000 | 0 | 250000 | 50"];
/// As Excel has it where nothing was typed yet: a sum of blanks, and rates that are 0 where they would be an error.
const OF_NOTHING: [&str; 3] = ["=SUM(C5:C6)⇒0 | =SUM(D5:D6)⇒0 | =SUM(E5:E6)⇒0 | 0", " | | | 0", " | | | 0"];

/// A round of xã Kim Hỷ, all of whose cells have figures, and of xã Côn Minh.
fn round(of_con_minh: [&str; 3]) -> Workdir {
    let work = Workdir::new();
    let [sum, first, second] = FULL;
    work.write("in/Xa Kim Hy.xlsx", &table(sum, first, second));
    let [sum, first, second] = of_con_minh;
    work.write("in/Xa Con Minh.xlsx", &table(sum, first, second));
    work
}

/// The facts of Côn Minh: what they say, and the codes of sums of nothing and of sums that lack a part.
fn facts(work: &Workdir, list: &str) -> BTreeMap<String, String> {
    let said = |fact: &serde_json::Value| match field(fact, "state") {
        "number" => field(fact, "value").to_owned(),
        state => state.to_owned(),
    };
    let of_con_minh = |fact: &&serde_json::Value| field(fact, "file").contains("Con Minh") && fact["row"] != "";
    let codes = |fact: &serde_json::Value| {
        let codes = field(fact, "findings").split(' ').filter(|code| ["PB327", "PB404"].contains(code));
        codes.map(|code| format!(" {code}")).collect::<String>()
    };
    let all = work.json(list, "facts");
    all.iter().filter(of_con_minh).map(|f| (field(f, "cell").to_owned(), said(f) + &codes(f))).collect()
}

/// The findings of one code that are folded under one of another.
fn folded(work: &Workdir, list: &str, parent: &str, code: &str) -> Vec<serde_json::Value> {
    let found = work.json(list, "findings").into_iter().filter(|f| f["code"] == parent);
    let folded = found.flat_map(|f| f["folded"].as_array().cloned().unwrap_or_default());
    folded.filter(|f| f["code"] == code).collect()
}

#[test]
fn a_zero_that_a_formula_made_of_blank_cells_is_doubted() {
    let work = round(OF_NOTHING);
    let ran =
        work.run(&format!("consolidate in {ROUND} -o o.xlsx --facts f.json --totals t.json --findings g.json --quiet"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let all = facts(&work, "f.json");
    for cell in ["C4", "D4", "E4", "F4", "F5", "F6"] {
        assert_eq!(all[cell], "0 PB327", "{cell}");
    }
    // The blanks are the fault, one finding; the sums over them say of what they are.
    assert_eq!(work.codes("g.json").get("PB327"), None);
    let found = folded(&work, "g.json", "PB317", "PB327");
    assert_eq!(found.len(), 6, "{found:?}");
    let of_sum = found.iter().find(|f| field(f, "cell") == "C4").unwrap();
    assert!(field(of_sum, "message").contains("«Tiểu dự án 1», «Tiểu dự án 2» chưa có số"), "{of_sum:?}");
    // The total of the district says it as well, and those of the parts lack the commune.
    let totals = work.json("t.json", "totals");
    for (row, reported, code) in [("DA3", 2, "PB327"), ("DA3.TDA1", 1, "PB106")] {
        let of = |t: &&serde_json::Value| t["row"] == row && t["column"] == "ke_hoach" && t["unit"] == "066";
        let total = totals.iter().find(of).unwrap();
        assert_eq!(total["reported"], reported, "{row}: {total:?}");
        assert!(field(total, "findings").contains(code), "{row}: {total:?}");
    }
    // One level up it is as it was here.
    std::fs::create_dir_all(work.path("d")).unwrap();
    std::fs::copy(work.path("o.xlsx"), work.path("d/huyen.xlsx")).unwrap();
    work.run(&format!("consolidate d {ROUND} -o p.xlsx --facts h.json --findings i.json --quiet"));
    assert_eq!(facts(&work, "h.json"), all);
    assert_eq!(folded(&work, "i.json", "PB317", "PB327").len(), 6);
    // Beside its own files the result is the same submissions, and one counts.
    work.run(&format!("consolidate in d {ROUND} -o q.xlsx --totals u.json --findings k.json --quiet"));
    assert!(!work.codes("k.json").contains_key("PB105"), "{:?}", work.codes("k.json"));
    assert_eq!(work.json("u.json", "totals"), totals);
}

#[test]
fn a_zero_whose_parts_say_that_nothing_arose_is_one() {
    for part in ["- | - | - | ", "0 | 0 | 0 | 0", "x | x | x | x"] {
        let work = round([OF_NOTHING[0], part, part]);
        work.run(&format!("check in {ROUND} --facts f.json --findings g.json --quiet"));
        let all = facts(&work, "f.json");
        assert_eq!([&all["C4"], &all["E4"]], ["0", "0"], "{part}: {all:?}");
        assert!(!work.codes("g.json").contains_key("PB327"), "{part}");
    }
    // Of two parts one is given: the sum is at least that.
    let work = round([OF_NOTHING[0], "0 | 0 | 0 | 0", ""]);
    work.run(&format!("check in {ROUND} --facts f.json --findings g.json --quiet"));
    assert_eq!(facts(&work, "f.json")["C4"], "0");
}

#[test]
fn what_is_answered_about_a_zero_of_nothing_or_its_parts_holds() {
    let work = round(OF_NOTHING);
    work.run(&format!("check in {ROUND} --findings list.csv --quiet"));
    answered(&work, "list.csv", &["PB327"]);
    work.run(&format!("check in {ROUND} --decisions answers.csv --facts f.json --findings g.json --quiet"));
    assert_eq!(facts(&work, "f.json")["C4"], "0", "the cell that was answered about");
    assert_eq!((work.codes("g.json")["PB901"], work.codes("g.json").get("PB327")), (6, None));
    // Parts of which a person says that nothing arose make a figure of their sum.
    let file = "in/Xa Con Minh.xlsx";
    let line = |cell: &str| format!("{file},Giải ngân,{cell},-\n");
    let answers: String = ["C5", "C6"].map(line).concat();
    let listed = work.json("g.json", "findings").iter().find(|f| f["code"] == "PB901").map(|f| f["file"].clone());
    let answers = answers.replace(file, listed.unwrap().as_str().unwrap());
    work.write("answers.csv", format!("file,sheet,cell,decision\n{answers}").as_bytes());
    work.run(&format!("check in {ROUND} --decisions answers.csv --facts f.json --findings g.json --quiet --force"));
    let all = facts(&work, "f.json");
    assert_eq!([&all["C5"], &all["C6"], &all["C4"]], ["nil", "nil", "0"], "{all:?}");
}

#[test]
fn a_sum_that_is_exactly_that_of_the_other_parts_lacks_the_one_without_a_figure() {
    let lacks = |part: &str, sum: &str| {
        let work = round([&format!("{sum} | 100000 | 250000 | 50"), &format!("{part} | 100000 | 0 | 0"), FULL[2]]);
        work.run(&format!("consolidate in {ROUND} -o o.xlsx --facts f.json --totals t.json --findings g.json --quiet"));
        let marked = |t: &&serde_json::Value| field(t, "findings").contains("PB404") && t["unit"] == "066";
        let totals = work.json("t.json", "totals");
        let totals: Vec<String> =
            totals.iter().filter(marked).map(|t| format!("{} {}", field(t, "row"), field(t, "column"))).collect();
        assert_eq!(work.codes("g.json").get("PB404"), None, "the part is the fault");
        (facts(&work, "f.json")["C4"].clone(), totals)
    };
    let marked = ["DA3 ke_hoach", "DA3 ty_le"].map(str::to_owned);
    for part in ["…", "khoảng 400000"] {
        assert_eq!(lacks(part, "500000"), ("500000 PB404".to_owned(), marked.to_vec()), "{part}");
        // More may hold it.
        assert_eq!(lacks(part, "900000"), ("900000".to_owned(), vec![]), "{part}");
    }
    // Blank may be nothing.
    assert_eq!(lacks("", "500000"), ("500000".to_owned(), vec![]));
}

#[test]
fn a_sum_that_holds_what_was_refused_is_marked_and_accuses_nobody_else() {
    // The formula takes what the reader refuses: a number below 0, a figure in a merged cell.
    let sum = "=C5+C6⇒-500000 | 100000 | 250000 | 50";
    let work = round([sum, "-1000000 | 100000 | 0 | 0", FULL[2]]);
    work.run(&format!("check in {ROUND} --facts f.json --findings g.json --quiet"));
    let all = facts(&work, "f.json");
    assert_eq!(all["C5"], "unreadable");
    assert!(["-500000 PB404", "unreadable"].contains(&all["C4"].as_str()), "{all:?}");
    assert!(!work.codes("g.json").contains_key("PB401"), "{:?}", work.codes("g.json"));
}

#[test]
fn the_sums_of_a_file_are_computed_again_with_what_was_decided_of_their_parts() {
    let sum = "=SUM(C5:C6)⇒500000 | 100000 | 500000 | 50";
    for part in ["", "khoảng 400000", "400"] {
        let sum = if part == "400" {
            sum.replace("500000 |", "500400 |").replacen("500400 | 50", "500000 | 50", 1)
        } else {
            sum.into()
        };
        let work = round([&sum, &format!("{part} | 100000 | 250000 | 50"), FULL[2]]);
        work.run(&format!("check in {ROUND} --findings list.csv --quiet"));
        work.write(
            "answers.csv",
            b"file,sheet,cell,decision\nXa Con Minh.xlsx,Gi\xe1\xba\xa3i ng\xc3\xa2n,C5,400.000\n",
        );
        let ran = work.run(&format!(
            "consolidate in {ROUND} -o o.xlsx --decisions answers.csv --facts f.json --totals t.json --findings g.json --quiet"
        ));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let all = facts(&work, "f.json");
        assert_eq!([&all["C5"], &all["C4"]], ["400000", "900000"], "{part}: {all:?}");
        let found = folded(&work, "g.json", "PB901", "PB904");
        assert_eq!(found.iter().map(|f| field(f, "cell")).collect::<Vec<_>>(), ["C4"], "{part}");
        assert!(!work.codes("g.json").contains_key("PB401"), "{part}");
        let of = |t: &&serde_json::Value| t["row"] == "DA3" && t["column"] == "ke_hoach" && t["unit"] == "066";
        assert_eq!(field(work.json("t.json", "totals").iter().find(of).unwrap(), "value"), "1800000", "{part}");
        assert_eq!(work.run("verify o.xlsx in").status, 0);
    }
}
