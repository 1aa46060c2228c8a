//! How results look to people: names that are not cut, figures the Vietnamese way, counts that add up.
#![allow(clippy::disallowed_methods)] // these texts are its own

use crate::opened::Opened;
use crate::sheets::{book, rows};
use crate::workdir::Workdir;

/// A commune's plan of money.
fn planned(title: &str, of_state: &str) -> String {
    format!(
        "{title}\nKẾ HOẠCH VỐN NĂM 2024\nĐơn vị tính: đồng\n\
         STT|Nội dung|Tổng số|Vốn đầu tư|||Vốn sự nghiệp||\n\
         |||Tổng số|NSTW|NSĐP|Tổng số|NSTW|NSĐP\n\
         |Tổng cộng|100|60|{of_state}|20|40|30|10\n"
    )
}

/// A commune's disbursement.
fn disbursed(title: &str) -> String {
    format!(
        "{title}\nKẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\nĐơn vị tính: đồng\n\
         STT|Nội dung|Kế hoạch vốn năm 2024|Vốn kéo dài|Giải ngân lũy kế|Tỷ lệ giải ngân (%)\n\
         |Tổng cộng|100|0|50|50\n"
    )
}

#[test]
fn the_name_of_a_city_stands_whole_above_its_totals_which_are_called_by_what_it_is() {
    let work = Workdir::new();
    work.write("in/a.xlsx", &book(&[("Vốn", rows(&planned("PHƯỜNG ĐÔ VINH", "40")))]));
    let ran =
        work.run("consolidate in --form ke-hoach-von --era 2024 --period 2024 --under 582 -o a.xlsx --force --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let opened = Opened::new(&work.read("a.xlsx"));
    let summary = opened.sheet("Tổng hợp");
    // In the columns above the labels, the name below «ỦY BAN NHÂN DÂN».
    let name = &work.sheet("a.xlsx", "Tổng hợp")[1][0];
    assert!(name.contains("DÂN\nTHÀNH PHỐ PHAN RANG - THÁP CHÀM"), "{name}");
    let rows = summary.all("row");
    let height: f64 = rows.iter().find(|r| r.get("r") == "2").unwrap().get("ht").parse().unwrap();
    assert!(height > 30.0, "{height}");
    let by_unit = work.sheet("a.xlsx", "Theo đơn vị");
    assert!(by_unit.iter().flatten().any(|text| text == "Toàn thành phố"));
}

#[test]
fn what_is_wrong_with_one_form_of_a_file_is_counted_in_the_line_of_that_form() {
    let work = Workdir::new();
    let (plan, result) = (rows(&planned("XÃ CÔN MINH", "4O tỷ")), rows(&disbursed("XÃ CÔN MINH")));
    work.write("in/Con Minh.xlsx", &book(&[("Vốn", plan), ("Giải ngân", result)]));
    let ran = work.run(
        "consolidate in --form ke-hoach-von,giai-ngan --era 2024 --period 2024 --under 066 -o a.xlsx --force --quiet",
    );
    assert_eq!(ran.status, 0, "{}", ran.said);
    let lines = work.sheet("a.xlsx", "Tình hình nộp");
    let head = lines.iter().position(|l| l[0] == "STT").unwrap();
    let at = |name: &str| lines[head].iter().position(|h| h == name).unwrap();
    let own: Vec<&Vec<String>> = lines.iter().filter(|l| l[at("Tệp")] == "Con Minh.xlsx").collect();
    let told = |name: &str| own.iter().map(|l| l[at(name)].as_str()).collect::<Vec<_>>();
    assert_eq!(told("Biểu"), ["Kế hoạch vốn năm 2024", "Kết quả giải ngân vốn năm 2024"]);
    let errors: Vec<u32> = told("Lỗi").iter().map(|n| n.parse().unwrap()).collect();
    // Each lacks the same rows; a cell of the plan cannot be read besides.
    assert_eq!(errors[0], errors[1] + 1, "{errors:?}");
    // The number counts communes, not lines.
    let numbered: Vec<&str> = lines[head + 1..].iter().map(|l| l[0].as_str()).filter(|n| !n.is_empty()).collect();
    assert_eq!((told("STT")[1], numbered.len(), *numbered.last().unwrap()), ("", 17, "17"));
}

#[test]
fn a_figure_in_the_list_of_findings_is_grouped_and_an_answer_beside_it_is_taken() {
    let work = Workdir::new();
    let plan = planned("XÃ CÔN MINH", "@").replace('@', "-1054338000,5");
    let typed: Vec<Vec<String>> = rows(&plan);
    let mut made = rust_xlsxwriter::Workbook::new();
    let sheet = made.add_worksheet();
    for (row, cells) in (0u32..).zip(&typed) {
        for (column, text) in (0u16..).zip(cells) {
            match text.replace(',', ".").parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if text == "<" => continue,
                Err(_) => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
    work.write("in/Con Minh.xlsx", &made.save_to_buffer().unwrap());
    let about = "--form ke-hoach-von --era 2024 --period 2024 --under 066 --force --quiet";
    let ran = work.run(&format!("consolidate in {about} -o a.xlsx --findings f.json"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let lines = work.sheet("a.xlsx", "Phát hiện");
    let head = lines.iter().position(|l| l[0] == "STT").unwrap();
    let at = |name: &str| lines[head].iter().position(|h| h == name).unwrap();
    let refused = lines.iter().position(|l| l[at("Giá trị trong tệp")] == "-1.054.338.000,5").unwrap();
    // For programs it stays as it is stored.
    assert!(work.json("f.json", "findings").iter().any(|f| f["raw"] == "-1054338000.5"));
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for line in [head, refused] {
        let mut cells = lines[line].clone();
        if line == refused {
            cells[at("Giá trị đúng")] = "40".to_owned();
        }
        writer.write_record(&cells).unwrap();
    }
    work.write("answers.csv", &writer.into_inner().unwrap());
    work.run(&format!("consolidate in {about} -o b.xlsx --decisions answers.csv --findings g.json"));
    let codes = work.codes("g.json");
    assert!(codes.contains_key("PB901") && !codes.contains_key("PB902"), "{codes:?}");
}
