//! For every rule of aggregation and any tree of units: consolidating by districts and then the province is
//! consolidating all communes at once. Trees, values and what is missing are drawn at random.

use crate::workdir::{Workdir, field};
use proptest::prelude::*;
use serde_json::Value;

/// A row for each rule.
const ROWS: [(&str, &str, &str); 9] = [
    ("1", "Số hộ được hỗ trợ", "kind = \"integer\"\naggregate = \"sum\""),
    ("2", "Diện tích rừng trồng mới", "kind = \"number\"\naggregate = \"sum\""),
    ("3", "Tỷ lệ hộ nghèo", "kind = \"percent\"\naggregate = \"weighted_mean\"\nweight = \"so_ho\""),
    ("4", "Số đàn lợn cuối kỳ", "kind = \"integer\"\naggregate = \"last\""),
    ("5", "Thu nhập thấp nhất", "kind = \"number\"\naggregate = \"min\""),
    ("6", "Thu nhập cao nhất", "kind = \"number\"\naggregate = \"max\""),
    ("7", "Thu nhập trung bình các thôn", "kind = \"number\"\naggregate = \"mean\""),
    ("8", "Số xã có trạm y tế", "kind = \"integer\"\naggregate = \"count\""),
    (
        "9",
        "Tỷ lệ hộ được hỗ trợ so với diện tích",
        "kind = \"number\"\naggregate = \"ratio\"\nover = \"1\"\nunder = \"2\"\nfactor = 100",
    ),
];

fn form() -> String {
    let mut text = String::from(
        "name = \"thu\"\ntitle = \"Biểu thử năm {year}\"\n[[columns]]\ncode = \"stt\"\nrole = \"number\"\nheading = \"STT\"\n\
         [[columns]]\ncode = \"chi_tieu\"\nrole = \"label\"\nheading = \"Chỉ tiêu\"\n\
         [[columns]]\ncode = \"so\"\nrole = \"value\"\nheading = \"Thực hiện năm {year?}\"\n",
    );
    for (code, label, rest) in ROWS {
        let measure = if rest.contains("percent") { "%" } else { "Hộ" };
        text.push_str(&format!(
            "[[rows]]\ncode = \"{code}\"\nstt = \"{code}\"\nlabel = \"{label}\"\nmeasure = \"{measure}\"\n{rest}\n"
        ));
    }
    text
}

/// What a commune writes in a cell.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (1u32..100_000).prop_map(|n| n.to_string()),
        3 => (1u32..90, 1u32..100).prop_map(|(n, d)| format!("{n},{d:02}")),
        1 => Just("0".to_owned()),
        1 => Just("-".to_owned()),
        1 => Just(String::new()),
        1 => Just("…".to_owned()),
        1 => Just("x".to_owned()),
        1 => Just("12 hoặc 15".to_owned()),
    ]
}

/// A commune: its weight, which may be missing, and its cells, unless it sent nothing.
type Commune = (Option<u16>, Option<Vec<String>>);

/// Districts with their communes.
fn tree() -> impl Strategy<Value = Vec<Vec<Commune>>> {
    let sent = prop_oneof![5 => prop::collection::vec(cell(), ROWS.len()).prop_map(Some), 1 => Just(None)];
    let commune = (prop_oneof![6 => (0u16..2_000).prop_map(Some), 1 => Just(None)], sent);
    prop::collection::vec(prop::collection::vec(commune, 1..5), 2..5)
}

/// The totals with everything that they say, but for the findings.
fn totals(work: &Workdir, name: &str) -> Vec<String> {
    let columns = ["row", "unit", "level", "value", "state", "rule"];
    let line = |t: &Value| {
        let texts: Vec<&str> = columns.iter().map(|c| field(t, c)).collect();
        format!("{} {} {} {}", texts.join(" "), t["reported"], t["expected"], t["excluded"])
    };
    work.json(name, "totals").iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn by_districts_and_then_the_province_is_all_at_once(tree in tree()) {
        // Somebody sent something: else there is nothing to consolidate.
        prop_assume!(tree.iter().all(|d| d.iter().any(|(_, cells)| cells.as_ref().is_some_and(|c| c.iter().any(|t| t.starts_with(char::is_numeric))))));
        let work = Workdir::new();
        work.write("thu.toml", form().as_bytes());
        let mut units = String::from("code,name,level,kind,parent_code,so_ho\n990,Tỉnh Thử,province,Tỉnh,,\n");
        let mut districts = Vec::new();
        for (d, communes) in tree.iter().enumerate() {
            let district = format!("99{}", d + 1);
            units.push_str(&format!("{district},Huyện Thử {},district,Huyện,990,\n", d + 1));
            for (c, (weight, cells)) in communes.iter().enumerate() {
                let code = format!("9{}{:03}", d + 1, c + 1);
                let weight = weight.map(|w| w.to_string()).unwrap_or_default();
                units.push_str(&format!("{code},Xã Thử {}{},commune,Xã,{district},{weight}\n", d + 1, c + 1));
                let Some(cells) = cells else { continue };
                let mut text = String::from("BIỂU THỬ NĂM 2024\nSTT;Chỉ tiêu;Thực hiện năm 2024\n");
                for ((number, label, _), cell) in ROWS.iter().zip(cells) {
                    text.push_str(&format!("{number};{label};{cell}\n"));
                }
                work.write(&format!("in/{district}/{code}.csv"), text.as_bytes());
            }
            districts.push(district);
        }
        work.write("units.csv", units.as_bytes());
        std::fs::create_dir_all(work.path("by")).unwrap();
        let round = "--form thu.toml --era 2024 --period 2024 --units units.csv --quiet";
        let ran = work.run(&format!("consolidate in {round} --under 990 -o all.xlsx --totals all.json"));
        prop_assert_eq!(ran.status, 0, "{}", ran.said);
        for district in &districts {
            let ran = work.run(&format!("consolidate in/{district} {round} --under {district} -o by/{district}.xlsx"));
            prop_assert_eq!(ran.status, 0, "{}", ran.said);
        }
        let ran = work.run("consolidate by --under 990 --units units.csv -o up.xlsx --totals up.json --quiet");
        prop_assert_eq!(ran.status, 0, "{}", ran.said);
        prop_assert_eq!(totals(&work, "all.json"), totals(&work, "up.json"));
        // A part of the communes directly, the rest inside a district's workbook.
        let first = &districts[0];
        let ran = work.run(&format!("consolidate in/{first} by {round} --under 990 -o mixed.xlsx --totals mixed.json"));
        prop_assert_eq!(ran.status, 0, "{}", ran.said);
        prop_assert_eq!(totals(&work, "all.json"), totals(&work, "mixed.json"));
    }
}
