//! Several tables in one workbook: of different forms on one sheet, of several years, of a form that goes
//! on in another sheet, and those that only look like the form.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::collections::BTreeMap;

use crate::sheets::{Rows, below, book, rows};
use crate::workdir::{Workdir, field};
use rust_xlsxwriter::Workbook;

/// The capital plan of a year: one figure a column, from which parts and totals follow.
fn capital(year: u32, part: u32, measure: &str) -> Rows {
    let (two, four) = (2 * part, 4 * part);
    rows(&format!(
        "KẾ HOẠCH VỐN NĂM {year}\n{measure}\n\
         STT | Nội dung | Tổng số | Vốn đầu tư | | | Vốn sự nghiệp\n\
         | | | Tổng số | NSTW | NSĐP | Tổng số | NSTW | NSĐP\n\
         | Tổng cộng | {four} | {two} | {part} | {part} | {two} | {part} | {part}\n\
         1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | {four} | {two} | {part} | {part} | {two} | {part} | {part}"
    ))
}

fn disbursement(spent: u32, measure: &str) -> Rows {
    let rate = (f64::from(spent) / 2.0).to_string().replace('.', ",");
    rows(&format!(
        "KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\n{measure}\n\
         STT | Nội dung | Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế | Tỷ lệ (%)\n\
         | Tổng cộng | 200 | 0 | {spent} | {rate}\n\
         1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | 200 | 0 | {spent} | {rate}"
    ))
}

fn works(title: &str, items: &str) -> Rows {
    rows(&format!(
        "{title}\nĐơn vị tính: đồng\n\
         TT | Danh mục công trình | Địa điểm | Tổng mức đầu tư | Kế hoạch vốn năm 2024 | | | Chủ đầu tư\n\
         | | | | Tổng số | NSTW | NSĐP |\n{items}"
    ))
}

/// What was read of a file: its facts as `form row column` to value, and its findings' codes with their places.
struct Read {
    status: i32,
    values: BTreeMap<String, String>,
    codes: Vec<String>,
}

fn read(sheets: &[(&str, Rows)], more: &str) -> Read {
    let work = Workdir::new();
    work.write("in/xa Con Minh.xlsx", &book(sheets));
    let ran = work.run(&format!("check in --under 066 --era 2024 --facts f.json --findings p.json --force {more}"));
    if ran.status == 2 {
        return Read { status: 2, values: BTreeMap::new(), codes: vec![ran.said] };
    }
    let fact = |f: &serde_json::Value| {
        let name = ["form", "row", "column"].map(|k| field(f, k).to_owned()).join(" ");
        (name, field(f, if field(f, "state") == "number" { "value" } else { "state" }).to_owned())
    };
    let finding = |f: &serde_json::Value| ["code", "sheet", "cell"].map(|k| field(f, k).to_owned()).join(" ");
    let findings = work.json("p.json", "findings");
    let told = findings.iter().filter(|f| field(f, "code") != "PB204" && field(f, "code") != "PB216").map(finding);
    Read {
        status: ran.status,
        values: work.json("f.json", "facts").iter().map(fact).collect(),
        codes: told.map(|t| t.trim().to_owned()).collect(),
    }
}

#[test]
fn tables_of_different_forms_on_one_sheet_are_each_read_as_theirs() {
    let sheet = below(&[
        capital(2024, 10, "Đơn vị tính: đồng"),
        disbursement(7, "Đơn vị tính: nghìn đồng"),
        works("DANH MỤC CÔNG TRÌNH NĂM 2024", "1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100 | UBND xã"),
    ]);
    let read = read(&[("Sheet1", sheet)], "--period 2024");
    assert_eq!(read.values["ke-hoach-von T tong"], "40");
    assert_eq!(read.values["ke-hoach-von DA1 sn_dp"], "10");
    assert_eq!(read.values["giai-ngan T giai_ngan"], "7000");
    assert_eq!(read.values["danh-muc-cong-trinh 1 kh_tw"], "400");
    assert!(!read.values.keys().any(|k| k.contains('?')), "{:?}", read.values);
}

#[test]
fn a_measure_at_the_top_of_the_sheet_is_the_first_tables_and_leaves_the_second_unread() {
    let second = |measure: &str| {
        let sheet = below(&[capital(2024, 10, "Đơn vị tính: triệu đồng"), disbursement(7, measure)]);
        read(&[("Sheet1", sheet)], "--period 2024").values["giai-ngan T giai_ngan"].clone()
    };
    assert_eq!(second("Đơn vị tính: nghìn đồng"), "7000");
    assert_eq!(second(""), "ambiguous");
}

#[test]
fn with_one_form_named_a_table_of_another_is_told_and_not_mixed_in() {
    let sheet = below(&[disbursement(7, "Đơn vị tính: đồng"), capital(2024, 10, "Đơn vị tính: đồng")]);
    let read = read(&[("Sheet1", sheet)], "--period 2024 --form ke-hoach-von");
    assert_eq!(read.values["ke-hoach-von T tong"], "40");
    assert_eq!(read.codes, ["PB226 Sheet1 A3"]);
    let other = rows("BẢNG PHỤ\nSTT | Đàn vật nuôi | ĐVT | Số lượng\n1 | Trâu | Con | 12\n2 | Bò | Con | 31");
    let sheet = below(&[capital(2024, 10, "Đơn vị tính: đồng"), other]);
    for form in ["", "--form ke-hoach-von"] {
        let read = self::read(&[("Sheet1", sheet.clone())], &format!("--period 2024 {form}"));
        assert_eq!(read.values["ke-hoach-von T tong"], "40");
        assert_eq!(read.codes, ["PB222 Sheet1 A10"], "{form}");
    }
}

#[test]
fn a_table_without_the_rows_of_the_form_or_without_a_figure_is_no_rival_of_the_one_that_was_filled_in() {
    let form = phubieu::form::built_in::form("ke-hoach-von").unwrap().unwrap();
    let filled = |figure: &str| {
        let mut sheet = capital(2024, 1, "Đơn vị tính: đồng");
        sheet.truncate(4);
        sheet.extend(form.rows.iter().map(|row| {
            let figures = std::iter::repeat_n(figure.to_owned(), 7);
            [row.stt.clone(), row.label.clone()].into_iter().chain(figures).collect()
        }));
        sheet
    };
    let mut villages = capital(2024, 1, "Đơn vị tính: đồng");
    villages.truncate(4);
    villages.extend(rows("1 | Nà Lẹng | 3 | 2 | 1 | 1 | 1 | 1 | 0\n2 | Khuổi | 3 | 2 | 1 | 1 | 1 | 1 | 0\n | Cộng | 6 | 4 | 2 | 2 | 2 | 2 | 0"));
    for (other, place) in [(villages, "PB226 Khác A3"), (filled("0"), "PB226 Khác A3"), (filled(""), "PB226 Khác A3")]
    {
        for sheets in
            [[("Biểu", filled("5")), ("Khác", other.clone())], [("Khác", other.clone()), ("Biểu", filled("5"))]]
        {
            let read = read(&sheets, "--period 2024 --form ke-hoach-von");
            assert!(
                read.codes.contains(&place.to_owned()) && !read.codes.iter().any(|c| c.starts_with("PB215")),
                "{:?}",
                read.codes
            );
            assert_eq!(read.values["ke-hoach-von T tong"], "5");
        }
    }
}

#[test]
fn an_empty_table_of_the_round_does_not_give_way_to_one_of_another_year() {
    let form = phubieu::form::built_in::form("ke-hoach-von").unwrap().unwrap();
    let sheet = |figure: &str| {
        let mut sheet = capital(2024, 1, "Đơn vị tính: đồng");
        sheet.truncate(4);
        sheet[0] = vec!["KẾ HOẠCH VỐN".into()];
        sheet.extend(form.rows.iter().map(|row| {
            let figures = std::iter::repeat_n(figure.to_owned(), 7);
            [row.stt.clone(), row.label.clone()].into_iter().chain(figures).collect()
        }));
        sheet
    };
    let read = read(&[("2023", sheet("5")), ("2024", sheet("0"))], "--period 2024 --form ke-hoach-von");
    assert!(read.status == 2 || read.codes.iter().any(|c| c.starts_with("PB215")), "{:?}", read.codes);
}

#[test]
fn of_tables_of_several_years_that_of_the_round_is_read() {
    let [old, new] = [(2023, 3), (2024, 10)].map(|(year, part)| capital(year, part, "Đơn vị tính: đồng"));
    let one_sheet = [("Sheet1", below(&[old.clone(), new.clone()]))];
    let two_sheets = [("2023", old), ("2024", new)];
    for sheets in [&one_sheet[..], &two_sheets[..]] {
        let taken = read(sheets, "--period 2024");
        assert_eq!(taken.values["ke-hoach-von T tong"], "40");
        assert_eq!(taken.codes, [format!("PB225 {} A3", sheets[0].0)]);
        assert_eq!(read(sheets, "--period 2023").values["ke-hoach-von T tong"], "12");
        let unsettled = read(sheets, "");
        assert!(unsettled.status == 2 && unsettled.codes[0].contains("PB215"), "{:?}", unsettled.codes);
    }
}

#[test]
fn lists_of_one_file_are_put_together_and_that_is_told_unless_they_are_of_several_years() {
    let [a, b] =
        ["1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100", "1 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | 0"];
    let two = |one: &str, other: &str| read(&[("DM", below(&[works(one, a), works(other, b)]))], "--period 2024");
    let going = two("DANH MỤC CÔNG TRÌNH NĂM 2024", "DANH MỤC CÔNG TRÌNH NĂM 2024 (tiếp theo)");
    assert_eq!(going.values["danh-muc-cong-trinh 2 cong_trinh"], "text");
    assert!(going.codes.is_empty(), "{:?}", going.codes);
    let titled = two("DANH MỤC CÔNG TRÌNH CHUYỂN TIẾP NĂM 2024", "DANH MỤC CÔNG TRÌNH KHỞI CÔNG MỚI NĂM 2024");
    assert_eq!(titled.values["danh-muc-cong-trinh 2 kh_tong"], "50");
    assert_eq!(titled.codes, ["PB227"]);
    let years = two("DANH MỤC CÔNG TRÌNH NĂM 2024", "DANH MỤC CÔNG TRÌNH NĂM 2023");
    assert!(!years.values.contains_key("danh-muc-cong-trinh 2 kh_tong"));
    assert_eq!(years.codes, ["PB225 DM A10"]);
}

#[test]
fn a_list_goes_on_in_another_sheet_where_its_headings_are_repeated_and_its_numbers_go_on() {
    let title = "DANH MỤC CÔNG TRÌNH NĂM 2024";
    let first = "1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100\n2 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | 0";
    let second = |number: u32, total: u32| {
        let (cost, plan) = (70 + 950 * total, 30 + 550 * total);
        let (central, local) = (30 + 450 * total, 100 * total);
        format!(
            "{number} | Kênh Khuổi A | Nà Mới | 70 | 30 | 30 | 0\n | Tổng cộng | | {cost} | {plan} | {central} | {local}"
        )
    };
    let pages = |other: &str, number, total| {
        let sheets = [("Trang 1", works(title, first)), ("Trang 2", works(other, &second(number, total)))];
        let codes = read(&sheets, "--period 2024").codes;
        codes.into_iter().filter(|code| !code.starts_with("PB220")).collect::<Vec<_>>()
    };
    for again in [title, "DANH MỤC CÔNG TRÌNH NĂM 2024 (tiếp theo)", "DANH MỤC CÔNG TRÌNH NĂM 2024 (Tiếp)"]
    {
        assert_eq!(pages(again, 3, 1), [""; 0], "{again}");
    }
    // The total of one page alone.
    assert_eq!(pages(title, 3, 0), [""; 0]);
    // Numbers that begin again, or another title, are another list.
    assert_eq!(pages(title, 1, 0), ["PB227"]);
    assert_eq!(pages("DANH MỤC CÔNG TRÌNH KHỞI CÔNG MỚI NĂM 2024", 3, 0), ["PB227"]);
}

#[test]
fn no_number_follows_the_largest_that_a_line_of_a_list_may_have() {
    let title = "DANH MỤC CÔNG TRÌNH NĂM 2024";
    let page =
        |number: u32, name: &str| works(title, &format!("{number} | Đường {name} | {name} | 900 | 500 | 400 | 100"));
    let sheets = [("Trang 1", page(u32::MAX, "Bản Cuôn")), ("Trang 2", page(1, "Nà Cầm"))];
    let read = read(&sheets, "--period 2024");
    assert!(read.values.len() >= 8, "{:?}", read.codes);
}

#[test]
fn several_lists_are_named_by_the_lines_that_differ() {
    let [a, b] =
        ["1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100", "1 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | 0"];
    let titled =
        |title: &str, items| works(&format!("{title}\nChương trình mục tiêu quốc gia giảm nghèo bền vững"), items);
    let work = Workdir::new();
    let [old, new] = ["CÔNG TRÌNH CHUYỂN TIẾP NĂM 2024", "CÔNG TRÌNH KHỞI CÔNG MỚI NĂM 2024"];
    work.write("in/xa Con Minh.xlsx", &book(&[("1", titled(old, a)), ("2", titled(new, b))]));
    work.run("check in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh --findings p.json --quiet");
    let findings = work.json("p.json", "findings");
    let told = findings.iter().find(|f| field(f, "code") == "PB227").map(|f| field(f, "message").to_owned());
    assert!(told.as_ref().is_some_and(|t| t.contains(old) && t.contains(new)), "{told:?}");
}

#[test]
fn a_form_may_go_on_in_another_sheet_by_rows_or_by_columns() {
    let whole = capital(2024, 10, "Đơn vị tính: đồng");
    let take = |columns: &[usize]| -> Rows {
        let of = |row: &Vec<String>| columns.iter().map(|c| row.get(*c).cloned().unwrap_or_default()).collect();
        whole.iter().map(of).collect()
    };
    let by_columns = [("1a", take(&[0, 1, 2, 3, 4, 5])), ("1b", take(&[0, 1, 6, 7, 8]))];
    let by_rows = [
        ("1a", whole.iter().take(5).cloned().collect()),
        ("1b", whole.iter().take(4).chain(whole.iter().skip(5)).cloned().collect()),
    ];
    for sheets in [&by_columns[..], &by_rows[..]] {
        let read = read(sheets, "--period 2024 --form ke-hoach-von");
        for (name, value) in [("T tong", "40"), ("T sn_dp", "10"), ("DA1 dt", "20"), ("DA1 sn_tw", "10")] {
            assert_eq!(read.values[&format!("ke-hoach-von {name}")], value, "{}: {name}", sheets[0].0);
        }
        assert!(read.codes.is_empty(), "{:?}", read.codes);
    }
}

#[test]
fn a_template_with_two_tables_on_a_sheet_reads_what_comes_back_from_it() {
    let table = |title: &str, labels: [&str; 3], figures: bool| {
        let row = |(n, label): (usize, &str)| format!("{} | {label} | Con | {}", n + 1, if figures { "7" } else { "" });
        let body: Vec<String> = labels.into_iter().enumerate().map(row).collect();
        rows(&format!("{title}\nSTT | Chỉ tiêu | ĐVT | Số lượng\n{}", body.join("\n")))
    };
    let both = |figures| {
        let cattle = table("BIỂU 1. CHĂN NUÔI GIA SÚC", ["Đàn trâu", "Đàn bò", "Đàn dê"], figures);
        let fowl = table("BIỂU 2. CHĂN NUÔI GIA CẦM", ["Đàn gà", "Đàn vịt", "Đàn ngan"], figures);
        book(&[("Sheet1", below(&[cattle, fowl]))])
    };
    let work = Workdir::new();
    work.write("blank.xlsx", &both(false));
    work.write("in/xa Con Minh.xlsx", &both(true));
    let ran = work.run("check in --template blank.xlsx --under 066 --era 2024 --period 2024 --facts f.json --force");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let facts = work.json("f.json", "facts");
    let forms: Vec<&str> = facts.iter().map(|f| field(f, "form")).collect();
    assert_eq!(forms, ["blank", "blank", "blank", "blank-2", "blank-2", "blank-2"]);
    assert!(facts.iter().all(|f| field(f, "value") == "7"), "{facts:?}");
}

#[test]
fn the_printed_totals_of_a_list_are_held_against_its_items() {
    let told = |items: &str| {
        let sheet = works("DANH MỤC CÔNG TRÌNH NĂM 2024", items);
        let read = read(&[("DM", sheet)], "--period 2024");
        // The items are read whatever the total says.
        let items = ["1 kh_tong", "2 kh_tong"].map(|item| read.values[&format!("danh-muc-cong-trinh {item}")].as_str());
        assert_eq!(items, ["500", "50"]);
        read.codes.into_iter().filter(|c| c.starts_with("PB401")).collect::<Vec<_>>()
    };
    let [a, b] = ["1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100", "2 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | "];
    for (items, expected) in [
        (format!("{a}\n{b}\n | Tổng cộng | | 950 | 550 | 450 | 100"), vec![]),
        (format!(" | Tổng cộng | | 950 | 550 | 450 | 100\n{a}\n{b}"), vec![]),
        (format!("{a}\n{b}\nTổng cộng | | | 950 | 550 | 450 | 100"), vec![]),
        (format!("{a}\n{b}\n | Tổng cộng | | 950 | 650 | 450 | 100"), vec!["PB401 DM E7"]),
        (format!("{a}\n{b}\n | Cộng | | 950 | 550000 | 450 | 100"), vec!["PB401 DM E7"]),
        (
            format!(
                "A | Chuyển tiếp\n{a}\n | Cộng | | 900 | 500 | 400 | 100\nB | Mới\n{b}\n | Cộng | | 50 | 50 | 50 | \n | Tổng cộng | | 950 | 550 | 450 | 100"
            ),
            vec![],
        ),
        (
            format!("A | Chuyển tiếp | | 900 | 500 | 400 | 100\n{a}\nB | Mới | | 50 | 60 | 50 | \n{b}"),
            vec!["PB401 DM E7"],
        ),
    ] {
        assert_eq!(told(&items), expected, "{items}");
    }
}

#[test]
fn numbers_beside_and_below_a_table_are_told() {
    let told = |change: fn(&mut Rows)| {
        let mut sheet = capital(2024, 10, "Đơn vị tính: đồng");
        change(&mut sheet);
        read(&[("Sheet1", sheet)], "--period 2024").codes
    };
    assert!(told(|_| {}).is_empty());
    assert_eq!(told(|s| s[4].extend(["", "40"].map(str::to_owned))), ["PB228 Sheet1 K5"]);
    assert_eq!(told(|s| s.push(vec![String::new(), String::new(), "80".to_owned()])), ["PB212 Sheet1 C7"]);
    let signed = told(|s| s.extend(rows("| | | TM. ỦY BAN NHÂN DÂN\n| | | CHỦ TỊCH\n| | | Nguyễn Văn An")));
    assert!(signed.is_empty(), "{signed:?}");
}

#[test]
fn a_measure_line_is_that_of_the_table_it_touches() {
    let [first, second] = ["giai-ngan T giai_ngan", "ke-hoach-von T tong"];
    // In đồng above the first table: the second has none of its own, and that is told.
    let sheet = below(&[disbursement(7, "Đơn vị tính: đồng"), capital(2024, 10, "")]);
    let inherited = read(&[("Sheet1", sheet)], "--period 2024");
    assert_eq!((inherited.values[second].as_str(), &inherited.codes[..]), ("40", &["PB324 Sheet1".to_owned()][..]));
    // Right below the first table, with a gap behind it.
    let mut upper = disbursement(7, "");
    upper.push(vec!["(Đơn vị tính: triệu đồng)".to_owned()]);
    let read_below = read(&[("Sheet1", below(&[upper, capital(2024, 10, "")]))], "--period 2024");
    assert_eq!([first, second].map(|at| read_below.values[at].as_str()), ["7000000", "40"]);
    // Above the title of the first table it is the sheet's.
    let mut upper = disbursement(7, "");
    upper.insert(0, vec!["Đơn vị tính: nghìn đồng".to_owned()]);
    let shared = read(&[("Sheet1", below(&[upper, capital(2024, 10, "")]))], "--period 2024");
    assert_eq!([first, second].map(|at| shared.values[at].as_str()), ["7000", "40000"]);
}

#[test]
fn a_measure_on_one_sheet_of_a_table_is_that_of_the_next_only_where_the_table_goes_on() {
    let title = "DANH MỤC CÔNG TRÌNH NĂM 2024";
    let page = |title: &str, item: &str| works(title, item);
    let mut first = page(title, "1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100 | UBND xã");
    first[1] = vec!["Đơn vị tính: triệu đồng".to_owned()];
    let second = |lines: &[&str]| {
        let mut page = page("", "2 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | 0 | UBND xã");
        page.splice(..2, lines.iter().map(|line| vec![(*line).to_owned()]));
        read(&[("Trang 1", first.clone()), ("Trang 2", page)], "--period 2024")
    };
    let total = |read: &Read| read.values["danh-muc-cong-trinh 2 kh_tong"].clone();
    for lines in [&[][..], &["DANH MỤC CÔNG TRÌNH NĂM 2024 (tiếp theo)"]] {
        let read = second(lines);
        assert_eq!(total(&read), "50000000", "{lines:?}");
        assert!(!read.codes.iter().any(|code| code.contains("PB32")), "{lines:?}: {:?}", read.codes);
    }
    // With a title of its own it may be in đồng, as the form is.
    let read = second(&[title]);
    assert_eq!(total(&read), "ambiguous");
    assert!(read.codes.iter().any(|code| code.starts_with("PB323 Trang 2")), "{:?}", read.codes);
}

#[test]
fn tables_of_two_columns_or_with_long_labels_are_not_lost() {
    let two = rows(
        "KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\nNội dung | Giải ngân lũy kế\nTổng cộng | 7\nDự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | 7",
    );
    let sheet = below(&[capital(2024, 10, "Đơn vị tính: đồng"), two]);
    let told = read(&[("Sheet1", sheet)], "--period 2024");
    assert_eq!(told.codes, ["PB222 Sheet1 A10"]);
    let nothing = rows("Thôn | Kinh phí\nBản Cuôn | 12\nNà Cầm | 31");
    let sheets = [("KH", capital(2024, 10, "Đơn vị tính: đồng")), ("Khác", nothing.clone())];
    assert_eq!(read(&sheets, "--period 2024").codes, ["PB222 Khác"]);
    let sheet = below(&[capital(2024, 10, "Đơn vị tính: đồng"), nothing]);
    assert_eq!(read(&[("Sheet1", sheet)], "--period 2024").codes, ["PB231 Sheet1 B10"]);
}

#[test]
fn another_year_or_commune_inside_a_table_is_told_and_what_is_below_not_counted() {
    let [a, b] =
        ["1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100", "2 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | 0"];
    let with = |line: &str| {
        let sheet = works("DANH MỤC CÔNG TRÌNH NĂM 2024", &format!("{a}\n{line}\n{b}"));
        let read = read(&[("DM", sheet)], "--period 2024");
        let last = read.values.iter().rfind(|(k, _)| k.ends_with("kh_tong")).unwrap().1.clone();
        (last, read.codes)
    };
    assert_eq!(with("DANH MỤC CÔNG TRÌNH NĂM 2023"), ("unreadable".to_owned(), vec!["PB229 DM A6".to_owned()]));
    assert_eq!(with(" | Công trình dự kiến năm 2025"), ("50".to_owned(), vec!["PB229 DM B6".to_owned()]));
    let page = |title: &str| {
        let whole = capital(2024, 10, "Đơn vị tính: đồng");
        let head = whole[2..4].to_vec();
        let tail = [vec![title.to_owned()]].into_iter().chain(head).chain([whole[5].clone()]);
        read(&[("S", whole[..5].iter().cloned().chain([vec![]]).chain(tail).collect())], "--period 2024").codes
    };
    assert_eq!(page("KẾ HOẠCH VỐN NĂM 2024 CỦA XÃ CÔN MINH (tiếp theo)"), Vec::<String>::new());
    assert_eq!(page("KẾ HOẠCH VỐN NĂM 2024 CỦA XÃ KIM LƯ"), ["PB103"]);
}

#[test]
fn in_a_list_no_item_is_lost_to_the_lines_around_it() {
    let [a, b] =
        ["1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100", "2 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | 0"];
    let with = |more: &str| {
        let read =
            read(&[("DM", works("DANH MỤC CÔNG TRÌNH NĂM 2024", &format!("{a}\n{b}\n{more}")))], "--period 2024");
        let items = read.values.iter().filter(|(k, _)| k.ends_with("kh_tong")).map(|(_, v)| v.clone());
        (items.collect::<Vec<_>>().join(" "), read.codes.join(", "))
    };
    for (more, items, codes) in [
        // A sum without a label, and a row of checks.
        (" | | | 950 | 550 | 450 | 100", "500 50", "PB212 DM D7"),
        (
            " | Tổng cộng | | 950 | 550 | 450 | 100\n | Vốn đối ứng | | 10 | 10 | 10 | 0",
            "500 50",
            "PB220 DM B7, PB230 DM B8",
        ),
        (
            "- | Mố cầu | Nà Cầm | 30 | 30 | 30 | 0\n- | Mặt cầu | Nà Cầm | 20 | 20 | 20 | 0",
            "500 50",
            "PB220 DM B7, PB220 DM B8",
        ),
        ("- | Trạm bơm | Chè Cọ | 30 | 30 | 30 | 0", "500 50", "PB233 DM B7"),
        (" | Trạm bơm | Chè Cọ | 30 | 30 | 30 | 0", "500 50 30", ""),
    ] {
        assert_eq!(with(more), (items.to_owned(), codes.to_owned()), "{more}");
    }
}

#[test]
fn tables_side_by_side_are_refused_and_not_mixed() {
    let (left, right) = (capital(2024, 10, ""), disbursement(7, ""));
    let beside = |n: usize| {
        let mut row = left.get(n).cloned().unwrap_or_default();
        row.resize(10, String::new());
        row.extend(right.get(n.saturating_sub(usize::from(n > 3))).cloned().filter(|_| n != 3).unwrap_or_default());
        row
    };
    let sheet: Rows = (0..6).map(beside).collect();
    for form in ["--form ke-hoach-von", ""] {
        let read = read(&[("S", sheet.clone())], &format!("--period 2024 {form}"));
        assert!(read.status == 2 && read.codes[0].contains("PB234"), "{form}: {:?}", read.codes);
    }
}

#[test]
fn another_word_for_the_rows_over_the_figures_makes_no_second_table() {
    let sheet = rows(
        "CHỈ TIÊU KẾ HOẠCH NĂM 2024\n\n\
         STT | Chỉ tiêu | ĐVT | Mục tiêu | Ghi chú\n\
         2 | Mức giảm tỷ lệ hộ nghèo trong đồng bào DTTS | % | 3\n\
         3 | Tỷ lệ lao động trong độ tuổi được đào tạo nghề | % | 57",
    );
    let read = read(&[("S", sheet)], "--period 2024 --form chi-tieu");
    assert!(read.codes.iter().all(|c| !c.starts_with("PB234") && !c.starts_with("PB202")), "{:?}", read.codes);
    assert!(read.values.values().any(|v| v == "57"), "{:?}", read.values);
}

#[test]
fn works_with_a_dash_under_a_heading_are_the_items_and_the_heading_is_none() {
    let names = |items: &str| {
        let read = read(&[("DM", works("DANH MỤC CÔNG TRÌNH NĂM 2024", items))], "--period 2024");
        let totals = read.values.iter().filter(|(k, _)| k.ends_with("kh_tong")).map(|(_, v)| v.clone());
        (totals.collect::<Vec<_>>().join(" "), read.codes.join(", "))
    };
    let works =
        "- | Đường A | Bản Cuôn | 900 | 500 | 400 | 100 | UBND xã\n- | Cầu B | Nà Cầm | 50 | 50 | 50 | 0 | UBND xã";
    let with_sum = names(&format!("1 | Lĩnh vực giao thông | | 950 | 550 | 450 | 100\n{works}"));
    assert_eq!(with_sum, ("500 50".to_owned(), "PB220 DM B5".to_owned()));
    let without = names(&format!("1 | Đường giao thông\n{works}"));
    assert_eq!(without, ("500 50".to_owned(), String::new()));
}

#[test]
fn a_date_in_a_heading_and_where_a_row_comes_from_change_neither() {
    let mut sheet = disbursement(7, "Đơn vị tính: đồng");
    sheet[2][4] = "Lũy kế giải ngân đến hết ngày 31/12/2024".to_owned();
    sheet[3][1] = "TỔNG CỘNG (1+2+3)".to_owned();
    sheet[4][1].push_str(" (theo Quyết định số 1719/QĐ-TTg năm 2021)");
    let read = read(&[("S", sheet)], "--period 2024");
    for (row, value) in [("T", "7"), ("DA1", "7")] {
        assert_eq!(read.values[&format!("giai-ngan {row} giai_ngan")], value);
    }
}

#[test]
fn an_ambiguous_cell_is_read_where_one_reading_alone_adds_up() {
    let read_as = |part: &str, whole: &str| {
        let mut sheet = capital(2024, 10, "Đơn vị tính: triệu đồng");
        // Of vốn sự nghiệp, in both rows.
        for row in [4, 5] {
            sheet[row].splice(6..9, [whole, "1000", part].map(str::to_owned));
            sheet[row].splice(2..6, ["", "", "", ""].map(str::to_owned));
        }
        let read = read(&[("S", sheet)], "--period 2024");
        let told = read.codes.iter().filter(|c| c.starts_with("PB402") || c.starts_with("PB301")).cloned();
        (read.values["ke-hoach-von T sn_dp"].clone(), told.collect::<Vec<_>>().join(", "))
    };
    assert_eq!(read_as("18.939", "19939"), ("18939000000".to_owned(), "PB402 S I5, PB402 S I6".to_owned()));
    assert_eq!(read_as("18.939", "20000"), ("ambiguous".to_owned(), "PB301 S I5, PB301 S I6".to_owned()));
}

#[test]
fn a_column_of_another_year_beside_one_of_the_round_is_missing_and_capital_carried_over_names_its_own() {
    let table = |headings: &str| {
        rows(&format!(
            "KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\n | | Đơn vị tính: đồng\nSTT | Nội dung | {headings} | Tỷ lệ (%)\n\
             | Tổng cộng | 200 | 100 | 150 | 50"
        ))
    };
    for (headings, missing) in [
        ("Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế", None),
        ("Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân năm 2023", Some("giai_ngan")),
        ("Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế đến 31/12/2023", Some("giai_ngan")),
        ("Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế đến 31/01/2025", None),
        ("Kế hoạch vốn năm 2024 | Vốn năm 2023 kéo dài sang năm 2024 | Giải ngân lũy kế", None),
        ("Kế hoạch vốn năm 2024 | Vốn kéo dài từ năm 2023 | Giải ngân lũy kế", None),
    ] {
        let read = read(&[("Sheet1", table(headings))], "--period 2024 --form giai-ngan");
        let told = read.codes.iter().any(|c| c.starts_with("PB202"));
        assert_eq!(told, missing.is_some(), "{headings} {:?}", read.codes);
        for (column, value) in [("ke_hoach", "200"), ("keo_dai", "100"), ("giai_ngan", "150")] {
            let found = read.values.get(&format!("giai-ngan T {column}")).map(String::as_str);
            let expected = Some(value).filter(|_| Some(column) != missing);
            assert_eq!(found, expected, "{headings} {column} {:?}", read.codes);
        }
    }
}

#[test]
fn a_measure_that_stands_over_a_column_is_no_heading_of_it() {
    for place in 2..8 {
        let mut sheet = capital(2024, 10, "");
        let mut line = vec![String::new(); place];
        line.push("Đơn vị tính: nghìn đồng".into());
        sheet[1] = line;
        let read = read(&[("Sheet1", sheet)], "--period 2024");
        assert_eq!(read.values["ke-hoach-von T tong"], "40000", "{place} {:?}", read.codes);
        assert_eq!(read.values["ke-hoach-von DA1 sn"], "20000", "{place} {:?}", read.codes);
    }
}

#[test]
fn a_measure_in_the_cell_beside_the_word_that_announces_it_is_a_line_above_the_table() {
    for place in 0..7 {
        for (word, gap) in [("ĐVT:", 0), ("ĐVT", 0), ("ĐVT", 1), ("Đơn vị tính:", 1), ("Đơn vị:", 0)] {
            let mut sheet = capital(2024, 10, "");
            let blank = |cells: usize| vec![String::new(); cells];
            sheet[1] = [blank(place), vec![word.into()], blank(gap), vec!["Triệu đồng".into()]].concat();
            let read = read(&[("Sheet1", sheet)], "--period 2024");
            assert_eq!(read.values["ke-hoach-von DA1 sn"], "20000000", "{word} {place} {gap} {:?}", read.codes);
            assert_eq!(read.codes, ["PB306 Sheet1 C5"], "{word} {place} {gap}");
        }
    }
}

#[test]
fn a_work_that_is_struck_through_is_told_and_its_totals_are_marked() {
    let items = "1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100\n\
        ~2 | ~Cầu Nà Cầm | ~Nà Cầm | ~50 | ~50 | ~50 | ~0\n3 | Kênh | Nà Cầm | ~7 | 7 | 7 | 0";
    let sheets = [("DM", works("DANH MỤC CÔNG TRÌNH NĂM 2024", items))];
    assert_eq!(read(&sheets, "--period 2024").codes, ["PB326 DM B6", "PB326 DM D7"]);
    let work = Workdir::new();
    work.write("in/xa Con Minh.xlsx", &book(&sheets));
    work.run("consolidate in -o o.xlsx --under 066 --era 2024 --period 2024 --facts f.json --totals t.json --force");
    let facts = work.json("f.json", "facts");
    let marked = facts.iter().filter(|f| field(f, "findings") == "PB326").map(|f| field(f, "cell").to_owned());
    assert_eq!(marked.collect::<Vec<_>>(), ["B6", "D6", "E6", "F6", "D7"]);
    for total in work.json("t.json", "totals").iter().filter(|t| field(t, "unit") == "066") {
        let marked = field(total, "findings").contains("PB326");
        assert_eq!(marked, !field(total, "column").ends_with("kh_dp"), "{total}");
    }
}

/// The figures of a list's items in a column, and what was told but notes that all is well.
fn listed(read: &Read, column: &str) -> (Vec<String>, String) {
    let own = read.values.iter().filter(|(name, _)| name.ends_with(&format!(" {column}")));
    let mut own: Vec<(u32, String)> =
        own.map(|(name, value)| (name.split(' ').nth(1).unwrap().parse().unwrap(), value.clone())).collect();
    own.sort_unstable();
    (own.into_iter().map(|(_, value)| value).collect(), read.codes.join(", "))
}

#[test]
fn a_list_goes_on_in_a_sheet_without_headings_where_its_numbers_do_and_else_its_totals_say_so() {
    let first = || {
        let mut sheet = works(
            "DANH MỤC CÔNG TRÌNH NĂM 2024",
            "1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100\n2 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | 0",
        );
        sheet[1] = rows("Đơn vị tính: nghìn đồng").remove(0);
        sheet
    };
    let with = |rest: &str| listed(&read(&[("1", first()), ("2", rows(rest))], "--period 2024"), "kh_tong");
    let (three, four) = ("3 | Kênh | Nà Cầm | 70 | 70 | 60 | 10", "4 | Đập | Nà Cầm | 80 | 80 | 80 | 0");
    let all = ["500000", "50000", "70000", "80000"].map(str::to_owned).to_vec();
    for (rest, codes) in [
        (format!("{three}\n{four}"), "PB306 1 D5, PB238 2, PB306 2 D1"),
        (format!("1 | 2 | 3 | 4 | 5 | 6 | 7\n{three}\n{four}"), "PB306 1 D5, PB238 2, PB306 2 D2"),
        (
            format!("{three}\n{four}\n | Tổng cộng | | 1100 | 700 | 590 | 110"),
            "PB306 1 D5, PB238 2, PB306 2 D1, PB220 2 B3",
        ),
        (format!("DANH MỤC CÔNG TRÌNH NĂM 2024 (tiếp theo)\n{three}\n{four}"), "PB306 1 D5, PB238 2, PB306 2 D2"),
    ] {
        assert_eq!(with(&rest), (all.clone(), codes.to_owned()), "{rest}");
    }
    for (rest, told) in [
        // Another list may begin there.
        ("1 | Kênh | Nà Cầm | 70 | 70 | 60 | 10\n2 | Đập | Nà Cầm | 80 | 80 | 80 | 0", "PB239 2"),
        ("CÔNG TRÌNH DỪNG THỰC HIỆN\n3 | Kênh | Nà Cầm | 70 | 70 | 60 | 10", "PB239 2"),
        ("3 | Kênh | Nà Cầm | 70 | 70 | 60 | 10 | | | | 12", "PB239 2"),
        ("Trâu | 5 | 6\nBò | 7 | 8", "PB222 2"),
    ] {
        let (figures, codes) = with(rest);
        assert_eq!(figures, ["500000", "50000"], "{rest}");
        assert!(codes.contains(told), "{rest}: {codes}");
    }
}

#[test]
fn the_second_sheet_of_a_list_that_no_form_was_named_for_is_told() {
    let first = rows(
        "DANH SÁCH HỘ ĐƯỢC HỖ TRỢ NĂM 2024\n\nSTT | Họ và tên | Thôn | Số tiền\n\
         1 | Hoàng Văn A | Thôn 1 | 40\n2 | Nông Thị B | Thôn 2 | 40\n3 | Triệu Văn C | Thôn 3 | 40",
    );
    let rest = "4 | Lý Thị D | Thôn 1 | 40\n5 | Bàn Thị G | Thôn 2 | 40";
    for rest in [rest.to_owned(), format!("STT | Họ và tên | Thôn | Số tiền\n{rest}")] {
        let read = read(&[("1", first.clone()), ("2", rows(&rest))], "--period 2024");
        assert!(read.codes.iter().any(|c| c.starts_with("PB239 2")), "{rest}: {:?}", read.codes);
    }
}

#[test]
fn what_a_list_may_lack_is_said_with_its_total() {
    let work = Workdir::new();
    let list = works("DANH MỤC CÔNG TRÌNH NĂM 2024", "1 | Đường | Bản Cuôn | 900 | 500 | 400 | 100");
    let rest = rows("1 | Kênh | Nà Cầm | 70 | 70 | 60 | 10");
    work.write("in/xa Con Minh.xlsx", &book(&[("1", list), ("2", rest)]));
    work.run("consolidate in --under 02173 --era 2024 --period 2024 -o o.xlsx --totals t.json --force");
    let totals = work.json("t.json", "totals");
    let own = totals.iter().find(|t| field(t, "column") == "kh_tong").unwrap();
    assert!(own["findings"].to_string().contains("PB239"), "{own}");
}

#[test]
fn rows_that_come_to_those_around_them_are_no_works() {
    let with = |items: &str| {
        let read = read(&[("DM", works("DANH MỤC CÔNG TRÌNH NĂM 2024", items))], "--period 2024");
        let (figures, codes) = listed(&read, "kh_tong");
        (figures.join(" "), codes)
    };
    let [a, b, c] = [
        "Đường A | Bản Cuôn | 900 | 500 | 400 | 100",
        "Cầu B | Nà Cầm | 50 | 50 | 50 | 0",
        "Kênh C | X | 70 | 70 | 60 | 10",
    ];
    let (over, one) = ("Chuyển tiếp | | 950 | 550 | 450 | 100", "Mới | | 70 | 70 | 60 | 10");
    for (items, expected, codes) in [
        (format!(" | {over}\n1 | {a}\n2 | {b}\n | {one}\n3 | {c}"), "500 50 70", "PB220 DM B5, PB220 DM B8"),
        (format!(" | {over}\n- | {a}\n- | {b}\n | {one}\n- | {c}"), "500 50 70", "PB220 DM B5, PB220 DM B8"),
        (format!("* | {over}\n1 | {a}\n2 | {b}\n* | {one}\n1 | {c}"), "500 50 70", "PB220 DM B5, PB220 DM B8"),
        (format!("1 | {a}\n2 | {b}\n | {over}\n3 | {c}"), "500 50 70", "PB220 DM B7"),
        // A name in the column of numbers.
        (format!("Công trình {over}\n1 | {a}\n2 | {b}").replace("tiếp |", "tiếp | |"), "500 50", "PB220 DM B5"),
        (
            format!("I. {over}\n1 | {a}\n2 | {b}\nII. CÔNG TRÌNH {one}\n1 | {c}")
                .replace("tiếp |", "tiếp | |")
                .replace("Mới |", "Mới | |"),
            "500 50 70",
            "PB220 DM B5, PB220 DM B8",
        ),
        // Groups of which one has no works yet.
        (
            format!(
                "I | Chuyển tiếp | | - | - | - | -\nII | {over}\n1 | {a}\n2 | {b}\nIII | Chuẩn bị | | 0 | 0 | 0 | 0"
            ),
            "500 50",
            "PB220 DM B5, PB220 DM B6, PB220 DM B9",
        ),
        // The parts of a work.
        (format!("1 | {over}\n | {a}\n | {b}\n2 | {c}"), "550 70", "PB220 DM B6, PB220 DM B7"),
        // One figure differs; one row below alone proves nothing.
        (format!(" | {}\n1 | {a}\n2 | {b}", over.replace("950", "951")), "550 500 50", ""),
        (format!("1 | {a}\n | {one}\n2 | {c}"), "500 70 70", ""),
        // A work put in between others.
        (format!("1 | {a}\n2 | {b}\n2a | {c}"), "500 50 70", ""),
        (format!("1 | {a}\n2 | {b}\n… | … | …"), "500 50", ""),
    ] {
        assert_eq!(with(&items), (expected.to_owned(), codes.to_owned()), "{items}");
    }
}

/// A list whose first work has three lines, name and investment merged over them.
fn of_three_lines(lines: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let work = Workdir::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let items = format!("{lines}\n2 | Cầu | Nà Cầm | 70 | 70 | 60 | 10");
    for (row, cells) in (0u32..).zip(works("DANH MỤC CÔNG TRÌNH NĂM 2024", &items)) {
        for (column, text) in (0u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<u32>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(4, 0, 6, 0, "1", &format).unwrap();
    sheet.merge_range(4, 1, 6, 1, "Đường", &format).unwrap();
    sheet.merge_range(4, 3, 6, 3, "", &format).unwrap();
    sheet.write_number(4, 3, 900).unwrap();
    work.write("in/xa Con Minh.xlsx", &book.save_to_buffer().unwrap());
    let ran = work.run("check in --under 066 --era 2024 --period 2024 --facts f.json --findings p.json --force");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let facts = work.json("f.json", "facts");
    let column = |name: &str| -> Vec<String> {
        let own = facts.iter().filter(|f| field(f, "column") == name);
        own.map(|f| if field(f, "state") == "number" { field(f, "value") } else { field(f, "state") }.to_owned())
            .collect()
    };
    let codes = work.json("p.json", "findings").iter().map(|f| field(f, "code").to_owned()).collect();
    (column("tmdt"), column("kh_tong"), codes)
}

#[test]
fn a_figure_merged_over_the_lines_of_one_work_is_that_works() {
    let (places, planned, codes) = of_three_lines(
        "1 | Đường | Bản Cuôn | | 500 | 400 | 100\n | | Nà Cầm | | 50 | 50 | 0\n | | Nà Mố | | 60 | 50 | 10",
    );
    assert_eq!(places, ["900", "not_applicable", "not_applicable", "70"]);
    assert_eq!(planned, ["500", "50", "60", "70"]);
    assert!(codes.is_empty(), "{codes:?}");
    // The whole over the sources that it comes from.
    let (sources, planned, codes) = of_three_lines(
        "1 | Đường | Bản Cuôn | | 500 | 400 | 100\n | | NSTW | | 400 | 400 | \n | | NSĐP | | 100 | | 100",
    );
    assert_eq!((sources, planned), (vec!["900".into(), "70".into()], vec!["500".into(), "70".into()]));
    assert_eq!(codes, ["PB220", "PB220"]);
}

#[test]
fn columns_under_the_heading_of_a_part_are_not_the_whole() {
    let under = |parts: &str, form: &str| {
        let sheet = rows(&format!(
            "KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\nĐơn vị tính: đồng\n{parts}\n\
             STT | Nội dung | Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế | Tỷ lệ (%)\n\
             | Tổng cộng | 200 | 0 | 50 | 25\n\
             1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | 200 | 0 | 50 | 25"
        ));
        read(&[("S", sheet)], &format!("--period 2024 {form}"))
    };
    for parts in [
        " | | Vốn đầu tư",
        " | | Vốn sự nghiệp",
        " | | Ngân sách trung ương",
        " | | Ngân sách địa phương | | Ngân sách trung ương |",
    ] {
        for form in ["", "--form giai-ngan"] {
            let read = under(parts, form);
            assert!(read.status == 2 && read.codes[0].contains("PB202"), "{parts} {form}: {:?}", read.codes);
        }
    }
    for parts in ["", " | | Chia theo nội dung", " | | Vốn đầu tư và vốn sự nghiệp", " | | | | | Đơn vị tính: đồng"]
    {
        assert_eq!(under(parts, "").values["giai-ngan T ke_hoach"], "200", "{parts}");
    }
}

#[test]
fn a_figure_that_goes_on_in_the_row_below_is_not_taken_for_its_beginning() {
    for (upper, lower, expected) in [
        ("850.000.", "000", "unreadable"),
        ("1.", "200.000.000", "unreadable"),
        ("850.000.", "", "850000"),
        ("850.", "", "850"),
    ] {
        let items = format!("1 | Đường | Bản Cuôn | | {upper}\n | | | | {lower}\n2 | Cầu | Nà Cầm | | 900.000");
        let sheet = works("DANH MỤC CÔNG TRÌNH NĂM 2024", &items);
        let read = read(&[("DM", sheet)], "--period 2024");
        assert_eq!(read.values["danh-muc-cong-trinh 1 kh_tong"], expected, "{upper} {lower} {:?}", read.codes);
    }
}

#[test]
fn headings_beside_what_they_are_parts_of_and_under_their_decision_are_read() {
    let plan = |headings: &str, figures: &str| {
        let sheet = rows(&format!(
            "KẾ HOẠCH VỐN NĂM 2024\nĐơn vị tính: đồng\n{headings}\n | Tổng cộng | {figures}\n\
             1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | {figures}"
        ));
        read(&[("S", sheet)], "")
    };
    let beside = plan(
        "STT | Nội dung | Tổng số | Vốn đầu tư | Trong đó: | | Vốn sự nghiệp | Trong đó: |\n\
         | | | | NSTW | NSĐP | | NSTW | NSĐP",
        "10 | 4 | 1 | 3 | 6 | 2 | 4",
    );
    for (column, value) in [("tong", "10"), ("dt", "4"), ("dt_tw", "1"), ("dt_dp", "3"), ("sn_tw", "2"), ("sn_dp", "4")]
    {
        assert_eq!(beside.values[&format!("ke-hoach-von T {column}")], value, "{column} {:?}", beside.codes);
    }
    // The title says which of two years is meant.
    let years = plan(
        "STT | Nội dung | Kế hoạch vốn năm 2023 | Kế hoạch vốn năm 2024 | Vốn đầu tư | | | Vốn sự nghiệp | |\n\
         | | | | Tổng số | NSTW | NSĐP | Tổng số | NSTW | NSĐP",
        "7 | 10 | 4 | 1 | 3 | 6 | 2 | 4",
    );
    assert_eq!(years.values["ke-hoach-von T tong"], "10", "{:?}", years.codes);
    let list = rows(
        "DANH MỤC CÔNG TRÌNH NĂM 2024\nĐơn vị tính: đồng\n\
         TT | Danh mục công trình | Địa điểm | Quyết định đầu tư | | Kế hoạch vốn năm 2024 | Trong đó | \n\
         | | | Số, ngày | Tổng mức đầu tư | | NSTW | NSĐP\n\
         1 | Đường | Bản Cuôn | 45/QĐ-UBND | 900 | 500 | 400 | 100",
    );
    let list = read(&[("S", list)], "--period 2024");
    for (column, value) in [("tmdt", "900"), ("kh_tong", "500"), ("kh_tw", "400")] {
        assert_eq!(list.values[&format!("danh-muc-cong-trinh 1 {column}")], value, "{column} {:?}", list.codes);
    }
}

#[test]
fn what_an_empty_list_does_not_say_of_its_columns_the_submissions_do() {
    let list = |lines: &[&str]| {
        let lines = lines.join("\n");
        rows(&format!("DANH SÁCH HỘ ĐƯỢC HỖ TRỢ NĂM 2024\nSTT | Họ và tên | Dân tộc | Ký nhận | Số khẩu\n{lines}"))
    };
    let work = Workdir::new();
    work.write("blank.xlsx", &book(&[("DS", list(&["1", "2", "3"]))]));
    work.write(
        "in/xa Con Minh.xlsx",
        &book(&[("DS", list(&["1 | Lý Văn Bảo | Tày | | 4", "2 | Ma Thị Hoa | Dao | | 3"]))]),
    );
    work.write("in/xa Cu Le.xlsx", &book(&[("DS", list(&["1 | Nông Văn Páo | Mông | | năm người"]))]));
    let ran = work.run(
        "check in --template blank.xlsx --under 066 --era 2024 --period 2024 --facts f.json --findings p.json --force",
    );
    assert_eq!(ran.status, 1, "{}", ran.said);
    let findings = work.json("p.json", "findings");
    let wrong: Vec<&str> = findings.iter().filter(|f| field(f, "code") == "PB302").map(|f| field(f, "cell")).collect();
    assert_eq!(wrong, ["E3"]);
    let facts = work.json("f.json", "facts");
    let state = |raw: &str| facts.iter().find(|f| field(f, "raw") == raw).map(|f| field(f, "state"));
    assert_eq!((state("Tày"), state("Mông")), (Some("text"), Some("text")));
}
