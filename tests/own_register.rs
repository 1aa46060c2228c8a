//! A register of one's own (`--units`) whose communes are called like those of the built-in one.

use crate::workdir::{Ran, Workdir, field};

const UNITS: &str = "code,name,level,kind,parent_code,so_ho\nD1,Huyện Mẫu,district,Huyện,,\n\
                     C1,Xã Côn Minh,commune,Xã,D1,100\nC2,Xã Cư Lễ,commune,Xã,D1,300\nC3,Xã Văn Vũ,commune,Xã,D1,100\n";

/// Two communes' disbursements, with what stands behind their names.
fn sent(above: &str) -> Workdir {
    let work = Workdir::new();
    for name in ["Côn Minh", "Cư Lễ"] {
        let table = "STT;Nội dung;Kế hoạch vốn năm 2024;Vốn kéo dài;Giải ngân lũy kế;Tỷ lệ giải ngân (%)\n;Tổng cộng;100;0;50;50\n";
        let text = format!("UBND XÃ {name}{above}\nKẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\nĐơn vị tính: đồng\n{table}");
        work.write(&format!("in/{name}.csv"), text.as_bytes());
    }
    work.write("own.csv", UNITS.as_bytes());
    work
}

fn consolidated(work: &Workdir, more: &str) -> Ran {
    let flags = "--form giai-ngan --period 2024 --units own.csv --facts f.json --totals t.json --findings g.json";
    work.run(&format!("consolidate in -o a.xlsx --quiet {flags} {more}"))
}

fn units(work: &Workdir) -> Vec<String> {
    let mut units: Vec<String> = work.json("f.json", "facts").iter().map(|f| field(f, "unit").to_owned()).collect();
    units.dedup();
    units
}

#[test]
fn a_register_of_ones_own_wins_over_communes_of_the_same_names() {
    let work = sent("");
    let ran = consolidated(&work, "");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(units(&work), ["C1", "C2"]);
    let totals = work.json("t.json", "totals");
    let whole = totals.iter().find(|t| field(t, "unit") == "D1").unwrap();
    assert_eq!((&whole["reported"], &whole["expected"]), (&2.into(), &3.into()));
    assert_eq!(work.codes("g.json").get("PB105").or(work.codes("g.json").get("PB106")), Some(&1), "Văn Vũ is missing");
}

#[test]
fn titles_that_name_the_built_in_district_mean_its_communes() {
    let work = sent(", HUYỆN NA RÌ");
    let ran = consolidated(&work, "");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(units(&work), ["02173", "02176"]);
}
