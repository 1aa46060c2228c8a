//! Every figure that is not the truth is marked: what rounds of messy workbooks whose figures were known brought out.

use std::collections::BTreeMap;

use crate::sheets::{Rows, book, rows};
use crate::workdir::{Workdir, field};

/// What came of one commune's workbook: the codes of warnings and errors with their cells, and what the totals of the
/// district say, by row and column.
struct Outcome {
    told: Vec<String>,
    totals: BTreeMap<String, (String, String)>,
}

impl Outcome {
    fn value(&self, total: &str) -> &str {
        &self.totals[total].0
    }

    fn marks(&self, total: &str) -> Vec<&str> {
        self.totals[total].1.split(';').filter(|code| !code.is_empty() && *code != "PB106").collect()
    }
}

fn round(file: &str, sheets: &[(&str, Rows)], more: &str) -> Outcome {
    let work = Workdir::new();
    work.write(&format!("in/{file}.xlsx"), &book(sheets));
    let ran = work.run(&format!(
        "consolidate in --under 066 --era 2024 -o o.xlsx --totals t.json --findings p.json --force --quiet {more}"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let findings = work.json("p.json", "findings");
    let grave = findings.iter().filter(|f| f["severity"] != "note" && f["code"] != "PB106" && f["code"] != "PB204");
    let told = grave.map(|f| format!("{} {}", field(f, "code"), field(f, "cell")).trim().to_owned()).collect();
    let totals = work.json("t.json", "totals").into_iter().filter(|t| field(t, "unit") == "066").map(|t| {
        let said = (field(&t, "value").to_owned(), field(&t, "findings").to_owned());
        (format!("{} {}", field(&t, "row"), field(&t, "column")), said)
    });
    Outcome { told, totals: totals.collect() }
}

const COMMUNE: &str = "xa Con Minh";

/// A plan of capital under a title, with headings and lines of one's own.
fn plan(title: &str, headings: &str, lines: &str) -> Vec<(&'static str, Rows)> {
    vec![("KHV", rows(&format!("{title}\nĐơn vị tính: đồng\n{headings}\n{lines}")))]
}

const OF_BOTH_FUNDS: &str = "STT | Nội dung | Tổng số | Vốn đầu tư | | | Vốn sự nghiệp\n\
    | | | Tổng số | NSTW | NSĐP | Tổng số | NSTW | NSĐP";

/// A list of works with its lines.
fn list(lines: &str) -> Rows {
    rows(&format!(
        "DANH MỤC CÔNG TRÌNH NĂM 2024\nĐơn vị tính: đồng\n\
         TT | Danh mục công trình | Địa điểm | Tổng mức đầu tư | Kế hoạch vốn năm 2024\n\
         | | | | Tổng số | NSTW | NSĐP\n{lines}"
    ))
}

#[test]
fn the_whole_under_the_title_of_one_fund_is_that_funds() {
    let part = "STT | Nội dung | Tổng số | NSTW | NSĐP";
    let lines = " | Tổng cộng | 40 | 30 | 10\n1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | 40 | 30 | 10";
    for (title, headings, marked) in [
        ("KẾ HOẠCH VỐN SỰ NGHIỆP NĂM 2024", part, true),
        ("KẾ HOẠCH VỐN ĐẦU TƯ NĂM 2024", part, true),
        ("KẾ HOẠCH VỐN NĂM 2024", part, false),
        ("KẾ HOẠCH VỐN ĐẦU TƯ VÀ VỐN SỰ NGHIỆP NĂM 2024", part, false),
        // Where both stand under headings of their own the title is but loosely said.
        ("KẾ HOẠCH VỐN SỰ NGHIỆP NĂM 2024", OF_BOTH_FUNDS, false),
    ] {
        let outcome = round(COMMUNE, &plan(title, headings, lines), "--form ke-hoach-von --period 2024");
        assert_eq!(outcome.marks("T tong").contains(&"PB237"), marked, "{title}: {:?}", outcome.told);
    }
}

#[test]
fn a_mark_stays_on_a_figure_that_the_balances_decide() {
    // «10.000» may be ten million or ten billion; struck through it is doubtful whichever it is.
    let lines = |struck: &str| {
        list(&format!(
            "1 | Đường | Nà Cầm | 900000000 | 200000000 | 150000000 | 50000000\n2 | Cầu | Nà Cầm | 60000 | 60000 | {struck}10.000 | 50000"
        ))
    };
    for (struck, marks) in [("", &[][..]), ("~", &["PB326"][..])] {
        let outcome = round(COMMUNE, &[("DM", lines(struck))], "--form danh-muc-cong-trinh --period 2024");
        assert_eq!(outcome.value("* kh_tw"), "150010000", "{:?}", outcome.told);
        assert_eq!(outcome.marks("* kh_tw"), marks);
    }
    // So is one of a list that may go on in a sheet that was not read.
    let more = rows("| Kênh | Nà Cầm | 70000 | 70000 | 60000 | 10000");
    let outcome = round(COMMUNE, &[("1", lines("")), ("2", more)], "--form danh-muc-cong-trinh --period 2024");
    for column in ["kh_tong", "kh_tw", "cong_trinh"] {
        assert_eq!(outcome.marks(&format!("* {column}")), ["PB239"], "{column}: {:?}", outcome.told);
    }
}

#[test]
fn readings_under_lines_that_contradict_each_other_are_as_many_as_both_give() {
    let mut sheet = list(
        "1 | Đường | Nà Cầm | 900 | 200 | 150 | 50\n2 | Cầu | Nà Cầm | 60000 | 60000 | 10.000 | 50000\n3 | Kênh | Nà Cầm | 7 | 7 | 7 | 0",
    );
    sheet.insert(1, rows("ĐVT: nghìn đồng").remove(0));
    let outcome = round(COMMUNE, &[("DM", sheet)], "--form danh-muc-cong-trinh --period 2024");
    assert!(outcome.told.iter().any(|t| t.starts_with("PB301") || t.starts_with("PB323")), "{:?}", outcome.told);
    assert_eq!(outcome.value("* kh_tw"), "", "nothing is certain: {:?}", outcome.told);
}

#[test]
fn a_grand_total_with_works_below_it_is_held_against_all_works() {
    let works = "1 | Đường | Nà Cầm | 900 | 200 | 150 | 50\n2 | Cầu | Nà Cầm | 90 | 20 | 15 | 5";
    let below = "1 | Kênh | Tà Bầu | 700 | 300 | 250 | 50";
    for (total, more, failing) in [
        (" | Tổng cộng | | 990 | 220 | 165 | 55", format!("\n{below}"), 4),
        (" | Tổng cộng | | 990 | 220 | 165 | 55", format!("\n | Danh mục dự phòng\n{below}"), 4),
        // Of two it is the total of its part, and so is one that says what of.
        (" | Tổng cộng | | 990 | 220 | 165 | 55", format!("\n{below}\n | Tổng cộng | | 700 | 300 | 250 | 50"), 0),
        (" | Cộng chuyển tiếp | | 990 | 220 | 165 | 55", format!("\n{below}"), 0),
        // What comes to the same again is what the list is made of, numbered like works.
        (
            " | Tổng cộng | | 990 | 220 | 165 | 55",
            "\n | Chia theo lĩnh vực\n1 | Giao thông | | 900 | 200 | 150 | 50\n2 | Thủy lợi | | 90 | 20 | 15 | 5"
                .to_owned(),
            4,
        ),
        (" | Tổng cộng | | 990 | 220 | 165 | 55", String::new(), 0),
    ] {
        let sheet = list(&format!("{works}\n{total}{more}"));
        let outcome = round(COMMUNE, &[("DM", sheet)], "--form danh-muc-cong-trinh --period 2024");
        assert_eq!(
            outcome.told.iter().filter(|t| t.starts_with("PB401")).count(),
            failing,
            "{more}: {:?}",
            outcome.told
        );
        assert_eq!(outcome.marks("* kh_tong").contains(&"PB401"), failing > 0);
        let items = match more.as_str() {
            "" => "220",
            more if more.contains("lĩnh vực") => "440",
            _ => "520",
        };
        assert_eq!(outcome.value("* kh_tong"), items, "{more}");
    }
}

#[test]
fn parts_of_a_work_at_the_top_of_the_next_page_are_no_works() {
    let first = list(
        "1 | Đường | Nà Cầm | 900 | 200 | 150 | 50\n- | Xây lắp | | 500 | 120 | 90 | 30\n- | Chi phí khác | | 400 | 80 | 60 | 20\n2 | Cầu | Nà Cầm | 90 | 20 | 15 | 5",
    );
    let parts = "- | Xây lắp | | 50 | 12 | 9 | 3\n- | Chi phí khác | | 40 | 8 | 6 | 2\n3 | Kênh | Tà Bầu | 700 | 300 | 250 | 50";
    for second in [list(parts), rows(parts)] {
        let sheets = [("1", first.clone()), ("2", second)];
        let outcome = round(COMMUNE, &sheets, "--form danh-muc-cong-trinh --period 2024");
        assert_eq!((outcome.value("* kh_tong"), outcome.value("* cong_trinh")), ("520", "3"), "{:?}", outcome.told);
        assert_eq!(outcome.told, [""; 0]);
    }
    // Those that do not come to it are told.
    let odd = list(&parts.replace("| 12 |", "| 13 |"));
    let outcome = round(COMMUNE, &[("1", first), ("2", odd)], "--form danh-muc-cong-trinh --period 2024");
    assert_eq!(outcome.value("* kh_tong"), "520");
    assert_eq!(outcome.told, ["PB233 B5", "PB233 B6"]);
}

#[test]
fn two_communes_in_a_workbook_are_neither_ones() {
    let of = |name: &str, lines: &str| {
        let mut sheet = list(lines);
        sheet.insert(0, rows(&format!("ỦY BAN NHÂN DÂN XÃ {name}")).remove(0));
        sheet
    };
    let sheets = [
        ("DM", of("CÔN MINH", "1 | Đường | Nà Cầm | 900 | 200 | 150 | 50")),
        ("Cư Lễ", of("CƯ LỄ", "1 | Kênh | Tà Bầu | 700 | 300 | 250 | 50")),
    ];
    let work = Workdir::new();
    work.write("in/cong trinh 2024.xlsx", &book(&sheets));
    work.run("check in --under 066 --era 2024 --period 2024 --findings p.json");
    assert!(work.codes("p.json").contains_key("PB103"), "{:?}", work.codes("p.json"));
}

#[test]
fn a_column_of_another_year_is_not_the_total_of_this_one() {
    let headings = "STT | Nội dung | Kế hoạch vốn năm 2023 | Tổng số | Vốn đầu tư | | | Vốn sự nghiệp\n\
        | | | | Tổng số | NSTW | NSĐP | Tổng số | NSTW | NSĐP";
    let lines = " | Tổng cộng | 90 | 100 | 60 | 40 | 20 | 40 | 30 | 10";
    for more in ["--form ke-hoach-von", "--form ke-hoach-von --period 2024"] {
        let outcome = round(COMMUNE, &plan("KẾ HOẠCH VỐN NĂM 2024", headings, lines), more);
        assert_eq!(outcome.value("T tong"), "100", "{more}: {:?}", outcome.told);
        assert_eq!(outcome.told, ["PB210 C5"], "{more}");
    }
}

#[test]
fn a_figure_merged_over_two_columns_is_neither_ones() {
    let lines = "1 | Đường | Nà Cầm | 90 | 20 | 15 | 5\n2 | Cầu | Nà Cầm | 60 | 60 | 60 | <";
    let listed = round(COMMUNE, &[("DM", list(lines))], "--form danh-muc-cong-trinh --period 2024");
    assert_eq!((listed.value("* kh_tong"), listed.value("* kh_tw"), listed.value("* kh_dp")), ("80", "15", "5"));
    assert_eq!(listed.told, ["PB211 F6"]);
    assert!(["* kh_tw", "* kh_dp"].iter().all(|total| listed.marks(total).contains(&"PB211")));
    let planned = |line: &str| {
        let lines = format!(" | Tổng cộng | {line}");
        round(COMMUNE, &plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, &lines), "--form ke-hoach-von --period 2024")
    };
    let merged = planned("100 | 60 | 40 | 20 | 40 | 40 | <");
    assert_eq!((merged.value("T sn_tw"), merged.told.as_slice()), ("", &["PB211 H5".to_owned()][..]));
    // A word is said of both.
    assert_eq!(planned("60 | 60 | 40 | 20 | Không | Không | <").value("T sn_tw"), "0");
}

#[test]
fn a_cross_where_sums_need_a_figure_hides_one() {
    let project = "Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt";
    for (whole, own, told) in [
        ("x | 60 | 40 | 20 | 40 | 30 | 10", "100 | 60 | 40 | 20 | 40 | 30 | 10", true),
        ("100 | 60 | 40 | 20 | 40 | 30 | 10", "100 | x | 40 | 20 | 40 | 30 | 10", true),
        // Nothing is missing where nothing is needed.
        ("40 | x | x | x | 40 | 30 | 10", "40 | x | x | x | 40 | 30 | 10", false),
        ("x | x | x | x | x | x | x", "x | x | x | x | x | x | x", false),
    ] {
        let lines = format!(" | Tổng cộng | {whole}\n1 | {project} | {own}");
        let sheets = plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, &lines);
        let outcome = round(COMMUNE, &sheets, "--form ke-hoach-von --period 2024");
        assert_eq!(outcome.told.iter().any(|code| code.starts_with("PB401")), told, "{lines}: {:?}", outcome.told);
        let doubted = ["T tong", "T dt", "DA1 dt"].iter().any(|total| outcome.marks(total).contains(&"PB401"));
        assert_eq!(doubted, told, "{lines}");
    }
}

#[test]
fn a_sum_that_waits_for_figures_typed_as_text_says_so() {
    let sum = "=IF(COUNT(D5:D6)=2,SUM(D5:D6),\"…\")⇒…";
    let projects = [
        "Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt",
        "Dự án 3: Phát triển sản xuất nông, lâm nghiệp bền vững, phát huy tiềm năng, thế mạnh của các vùng miền để sản xuất hàng hóa theo chuỗi giá trị",
    ];
    let headings = "STT | Nội dung | Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế | Tỷ lệ giải ngân (%)";
    let [one, three] = projects;
    let table = format!(
        "KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\nĐơn vị tính: đồng\n{headings}\n | Tổng cộng | 100 | {sum} | 50 | 50\n\
         1 | {one} | 40 | 12.000.000 | 20 | 50\n3 | {three} | 60 | 5000000 | 30 | 50"
    );
    let outcome = round(COMMUNE, &[("GN", rows(&table))], "--form giai-ngan --period 2024");
    let of_sums = outcome.told.iter().filter(|code| !code.starts_with("PB401 F"));
    assert_eq!(of_sums.collect::<Vec<_>>(), ["PB325 D4"]);
    assert_eq!((outcome.value("T keo_dai"), outcome.value("DA1 keo_dai")), ("", "12000000"));
}

#[test]
fn measures_that_contradict_each_other_are_told() {
    // What stands above the table, beside its rows and behind its figures; whether that can be told apart.
    for (above, beside, sign, told) in [
        ("Đơn vị tính: nghìn đồng", ["Đồng", "Đồng"], "", true),
        ("Đơn vị tính: triệu đồng", ["Nghìn đồng", "Nghìn đồng"], "", true),
        ("Đơn vị tính: nghìn đồng", ["", ""], " đ", true),
        ("Đơn vị tính: nghìn đồng", ["", ""], " VND", true),
        ("Đơn vị tính: nghìn đồng", ["", ""], "®", true),
        ("Đơn vị tính: đồng", ["", ""], "®", false),
        // Each says itself what it is in, or goes by the line.
        ("Đơn vị tính: nghìn đồng", ["Đồng", ""], "", false),
        ("Đơn vị tính: nghìn đồng", ["Nghìn đồng", "Đồng"], "", false),
        ("Đơn vị tính: đồng", ["Đồng", "đồng"], " đ", false),
        ("Đơn vị tính: nghìn đồng", ["", ""], " đồng", false),
    ] {
        let headings =
            "STT | Nội dung | ĐVT | Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế | Tỷ lệ giải ngân (%)";
        let project = "Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt";
        let [whole, own] = beside;
        let table = format!(
            "KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\n{above}\n{headings}\n\
             | Tổng cộng | {whole} | 64.295.646{sign} | 0 | 32.000.000{sign} | 49,77\n\
             1 | {project} | {own} | 64.295.646{sign} | 0 | 32.000.000{sign} | 49,77"
        );
        let outcome = round(COMMUNE, &[("GN", rows(&table))], "--form giai-ngan --period 2024");
        let contradict = outcome.told.iter().any(|code| code.starts_with("PB323"));
        assert_eq!(contradict, told, "{above}, {beside:?}, {sign}: {:?}", outcome.told);
        assert_eq!(outcome.value("T ke_hoach").is_empty(), told, "{above}, {beside:?}, {sign}");
    }
}

#[test]
fn what_a_work_costs_in_lines_below_it_is_counted_once_with_numbers_or_without() {
    let parts = [
        ["+ Chi phí xây dựng", "+ Chi phí tư vấn"],
        ["- Xây lắp", "- Chi phí khác"],
        ["Trong đó: Xây lắp", "Chi phí khác"],
        ["Xây lắp", "Chi phí khác"],
    ];
    for ([first, second], numbers) in parts.into_iter().flat_map(|p| [(p, ["1", "2", "3"]), (p, ["", "", ""])]) {
        let [one, two, three] = numbers;
        let table = format!(
            "I | Giao thông | | | | |\n{one} | Đường | Nà Cầm | 900 | 200 | 150 | 50\n\
             {two} | Cầu | Tà Bầu | 286 | 286 | 249 | 37\n | {first} | | 229 | 229 | 199 | 30\n\
             | {second} | | 57 | 57 | 50 | 7\n{three} | Kênh | Nà Mới | 700 | 300 | 250 | 50"
        );
        let outcome = round(COMMUNE, &[("DM", list(&table))], "--form danh-muc-cong-trinh --period 2024");
        let found = (outcome.value("* cong_trinh"), outcome.value("* tmdt"), outcome.value("* kh_tw"));
        assert_eq!(found, ("3", "1886", "649"), "{first}, {numbers:?}: {:?}", outcome.told);
    }
    // Works with a sign below a group that has no place are the works.
    let signed = "I | Giao thông | | | | |\n | Chuyển tiếp | | 1600 | 500 | 400 | 100\n\
        | - Đường | Nà Cầm | 900 | 200 | 150 | 50\n | - Kênh | Nà Mới | 700 | 300 | 250 | 50";
    let outcome = round(COMMUNE, &[("DM", list(signed))], "--form danh-muc-cong-trinh --period 2024");
    assert_eq!((outcome.value("* cong_trinh"), outcome.value("* tmdt")), ("2", "1600"), "{:?}", outcome.told);
}

#[test]
fn works_behind_the_sum_of_a_page_are_works_with_numbers_or_without() {
    for (carried, first, second) in [("Cộng trang 1", "", ""), ("Cộng trang", "1", "2"), ("Trang 1 mang sang", "", "")]
    {
        let table = format!(
            "I | Giao thông | | | | |\n{first} | Đường | Nà Cầm | 900 | 200 | 150 | 50\n\
             | {carried} | | 900 | 200 | 150 | 50\n{second} | Cầu | Tà Bầu | 286 | 286 | 249 | 37"
        );
        let outcome = round(COMMUNE, &[("DM", list(&table))], "--form danh-muc-cong-trinh --period 2024");
        let found = (outcome.value("* cong_trinh"), outcome.value("* tmdt"));
        assert_eq!(found, ("2", "1186"), "{carried}: {:?}", outcome.told);
        assert!(!outcome.told.iter().any(|t| t.starts_with("PB230")), "{carried}: {:?}", outcome.told);
    }
}

#[test]
fn a_blank_row_and_figures_typed_as_text_begin_no_other_table() {
    let headings = " | Nội dung | Kế hoạch vốn năm 2024 | Vốn kéo dài | Giải ngân lũy kế | Tỷ lệ giải ngân (%)";
    let table = format!(
        "KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024\nĐơn vị tính: nghìn đồng\n{headings}\n\
         | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | 64.295.646 | 0 | 32.147.823 | 50\n\
         \n | Nội dung 1: Hỗ trợ đất ở | 64.295.646 | 0 | 32.147.823 | 50"
    );
    let outcome = round(COMMUNE, &[("GN", rows(&table))], "--form giai-ngan --period 2024");
    assert_eq!(outcome.value("DA1.ND1 ke_hoach"), "64295646000", "{:?}", outcome.told);
}

#[test]
fn a_measure_written_once_holds_where_a_mark_says_it_again_and_else_cannot_be_told() {
    let list = |again: &str| {
        rows(&format!(
            "DANH MỤC CÔNG TRÌNH NĂM 2024\nTT | Danh mục công trình | Địa điểm | ĐVT | Tổng mức đầu tư | Kế hoạch vốn năm 2024\n\
             | | | | | Tổng số | NSTW | NSĐP\n1 | Đường | Nà Cầm | Nghìn đồng | 900000 | 200000 | 150000 | 50000\n\
             2 | Cầu | Nà Cầm | {again} | 90000 | 20000 | 15000 | 5000"
        ))
    };
    for (again, value, marks) in [
        ("Nghìn đồng", "220000000", &[][..]),
        ("\"", "220000000", &[]),
        ("″", "220000000", &[]),
        ("-nt-", "220000000", &[]),
        ("//", "220000000", &[]),
        ("Như trên", "220000000", &[]),
        ("", "200000000", &["PB323"]),
        ("-", "200000000", &["PB323"]),
    ] {
        let outcome = round(COMMUNE, &[("DM", list(again))], "--form danh-muc-cong-trinh --period 2024");
        assert_eq!(outcome.value("* kh_tong"), value, "{again}: {:?}", outcome.told);
        assert_eq!(outcome.marks("* kh_tong"), marks, "{again}");
        assert!(!outcome.told.iter().any(|t| t.starts_with("PB324")), "{again}: {:?}", outcome.told);
    }
}

#[test]
fn the_total_of_a_list_is_in_the_measure_of_its_items() {
    let table = "DANH MỤC CÔNG TRÌNH NĂM 2024\nTT | Danh mục công trình | Địa điểm | ĐVT | Tổng mức đầu tư | Kế hoạch vốn năm 2024\n\
        | | | | | Tổng số | NSTW | NSĐP\n1 | Đường | Nà Cầm | Nghìn đồng | 900000 | 200000 | 150000 | 50000\n\
        2 | Cầu | Nà Cầm | Nghìn đồng | 600000 | 60000 | 10000 | 50000\n | Tổng cộng | | | 1500000 | 260000 | 160000 | 100000";
    let outcome = round(COMMUNE, &[("DM", rows(table))], "--form danh-muc-cong-trinh --period 2024");
    assert_eq!((outcome.value("* kh_tong"), outcome.told.as_slice()), ("260000000", &[][..]));
}

#[test]
fn what_is_recorded_with_letters_apart_from_their_marks_is_read_back_as_it_was() {
    let work = Workdir::new();
    // «Phụ lục», as macOS writes it.
    let table = " | Tổng cộng | 100 | 60 | 40 | 20 | 40 | 30 | 10";
    let mut sheets = plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, table);
    sheets[0].0 = "Phu\u{323} lu\u{323}c";
    work.write("in/xa Con Minh.xlsx", &book(&sheets));
    work.run("consolidate in --under 066 --era 2024 --form ke-hoach-von --period 2024 -o o.xlsx");
    let verified = work.run("verify o.xlsx in");
    assert!(verified.said.contains("KHỚP:") && verified.status == 0, "{}", verified.said);
}

#[test]
fn a_measure_behind_a_heading_needs_no_brackets() {
    for said in ["(nghìn đồng)", "(ĐVT: nghìn đồng)", "ĐVT: nghìn đồng", "ĐVT nghìn đồng", "- Đơn vị tính: nghìn đồng"]
    {
        let table = format!(
            "DANH MỤC CÔNG TRÌNH NĂM 2024\n\
             TT | Danh mục công trình | Địa điểm | Tổng mức đầu tư {said} | Kế hoạch vốn năm 2024 {said}\n\
             | | | | Tổng số | NSTW | NSĐP\n1 | Đường | Nà Cầm | 900000 | 200000 | 150000 | 50000"
        );
        let outcome = round(COMMUNE, &[("DM", rows(&table))], "--form danh-muc-cong-trinh --period 2024");
        assert_eq!((outcome.value("* tmdt"), outcome.value("* kh_tw")), ("900000000", "150000000"), "{said}");
        assert_eq!(outcome.told, [""; 0], "{said}");
    }
}

#[test]
fn a_list_without_a_line_is_told_and_rows_of_zeros_are_not() {
    for (lines, told, works) in [
        ("", &["PB317 A3"][..], ""),
        ("1 | Không có công trình", &[], "0"),
        ("1 | Đường | Nà Cầm | 90 | 20 | 15 | 5\n2 | | | 0 | 0 | 0 | 0\n3 | | | | 0", &[], "1"),
        ("1 | Đường | Nà Cầm | 90 | 20 | 15 | 5\n2 | | | 7 | 0 | 0 | 0", &["PB212 D6"], "1"),
    ] {
        let mut sheets =
            plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, " | Tổng cộng | 100 | 60 | 40 | 20 | 40 | 30 | 10");
        sheets.push(("DM", list(lines)));
        let outcome = round(COMMUNE, &sheets, "--form ke-hoach-von,danh-muc-cong-trinh --period 2024");
        assert_eq!(outcome.told, told, "{lines}");
        assert_eq!(outcome.value("* cong_trinh"), works, "{lines}");
    }
}

#[test]
fn a_total_above_and_below_its_table_counts_once_where_both_are_the_same() {
    let with = |below: &str| {
        let lines = format!(
            " | Tổng cộng | 100 | 60 | 40 | 20 | 40 | 30 | 10\n1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | 100 | 60 | 40 | 20 | 40 | 30 | 10\n | Cộng | {below}"
        );
        round(COMMUNE, &plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, &lines), "--form ke-hoach-von --period 2024")
    };
    let same = with("100 | 60 | 40 | 20 | 40 | 30 | 10");
    assert_eq!((same.value("T tong"), same.told.as_slice()), ("100", &[][..]));
    // Left blank, or typed as text, it says nothing else.
    for below in ["100", "100 | 60", " | | | | | | "] {
        let again = with(below);
        assert_eq!((again.value("T tong"), again.told.as_slice()), ("100", &[][..]), "{below}");
    }
    let other = with("101 | 60 | 40 | 20 | 40 | 30 | 10");
    assert_eq!((other.value("T tong"), other.told.as_slice()), ("", &["PB206 B5".to_owned()][..]));
}

#[test]
fn a_subtotal_below_a_part_is_not_the_total() {
    let figures = |n: u32| format!("{} | {} | {} | {} | {} | {} | {}", 10 * n, 6 * n, 4 * n, 2 * n, 4 * n, 3 * n, n);
    let lines = format!(
        " | Tổng cộng | {}\n1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | {}\n | Cộng | {}\n\
         2 | Dự án 10: Truyền thông, tuyên truyền, vận động trong vùng đồng bào DTTS&MN. Kiểm tra, giám sát đánh giá việc tổ chức thực hiện Chương trình | {}\n | Cộng | {}",
        figures(10),
        figures(7),
        figures(7),
        figures(3),
        figures(3)
    );
    let told = plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, &lines);
    let outcome = round(COMMUNE, &told, "--form ke-hoach-von --period 2024");
    assert_eq!((outcome.value("T tong"), outcome.told.as_slice()), ("100", &[][..]));
}

#[test]
fn a_list_over_two_pages_is_one_whatever_letterheads_they_have() {
    let page = |letterhead: &str, lines: &str| {
        let mut sheet = list(lines);
        for line in rows(letterhead).into_iter().rev() {
            sheet.insert(0, line);
        }
        sheet
    };
    let first = "1 | Đường | Nà Cầm | 900 | 200 | 150 | 50\n2 | Cầu | Nà Cầm | 90 | 20 | 15 | 5";
    let second = "3 | Kênh | Tà Bầu | 700 | 300 | 250 | 50\n | Tổng cộng | | 1690 | 520 | 415 | 105";
    for (one, other) in [
        ("ỦY BAN NHÂN DÂN XÃ CÔN MINH", "ỦY BAN NHÂN DÂN XÃ CÔN MINH"),
        ("ỦY BAN NHÂN DÂN XÃ CÔN MINH\nCôn Minh, ngày 5 tháng 3 năm 2024", "ỦY BAN NHÂN DÂN XÃ CÔN MINH"),
        ("ỦY BAN NHÂN DÂN XÃ CÔN MINH", "ỦY BAN NHÂN DÂN HUYỆN NA RÌ\nỦY BAN NHÂN DÂN XÃ CÔN MINH"),
    ] {
        let sheets = [("1", page(one, first)), ("2", page(other, second))];
        let outcome = round(COMMUNE, &sheets, "--form danh-muc-cong-trinh --period 2024");
        assert_eq!((outcome.value("* kh_tong"), outcome.told.as_slice()), ("520", &[][..]), "{one} / {other}");
    }
}

#[test]
fn where_columns_are_in_different_measures_all_that_balance_are_marked() {
    // Either the capital for current expenses is in thousands, or all else is a thousand times too large.
    let figures = |n: u32| {
        let [all, invested, centre, place] = [100, 60, 40, 20].map(|part| part * n * 1_000);
        format!("{all} | {invested} | {centre} | {place} | {} | {} | {}", 40 * n, 30 * n, 10 * n)
    };
    let lines = format!(
        " | Tổng cộng | {}\n1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | {}",
        figures(3_000),
        figures(2_000)
    );
    let sheets = plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, &lines);
    let outcome = round(COMMUNE, &sheets, "--form ke-hoach-von --period 2024");
    assert_eq!(outcome.told, ["PB401 G5"], "one cause, one finding, at the columns that are the fewest");
    for column in ["tong", "dt", "dt_tw", "dt_dp", "sn", "sn_tw", "sn_dp"] {
        assert_eq!(outcome.marks(&format!("T {column}")), ["PB401"], "{column}");
    }
}

#[test]
fn a_total_is_told_from_that_of_a_part_by_place_and_balance_whatever_both_are_called() {
    let figures = |n: u32| format!("{} | {} | {} | {} | {} | {} | {}", 10 * n, 6 * n, 4 * n, 2 * n, 4 * n, 3 * n, n);
    const FIRST: &str = "1 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt";
    const PART: &str = "- | Nội dung 1: Hỗ trợ đất ở";
    const LAST: &str =
        "2 | Dự án 8: Thực hiện bình đẳng giới và giải quyết những vấn đề cấp thiết đối với phụ nữ và trẻ em";
    let told = |lines: &str| {
        let outcome =
            round(COMMUNE, &plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, lines), "--form ke-hoach-von --period 2024");
        (outcome.value("T tong").to_owned(), outcome.told)
    };
    for total in ["Tổng cộng", "Tổng số", "TỔNG SỐ", "Tổng", "Cộng", "Tổng cộng (1)", "Tổng công"]
    {
        for part in ["Cộng", "Tổng", "Tổng cộng"] {
            let (whole, first, last) = (figures(10), figures(7), figures(3));
            let above = format!(
                " | {total} | {whole}\n{FIRST} | {first}\n{PART} | {first}\n | {part} | {first}\n{LAST} | {last}"
            );
            assert_eq!(told(&above), ("100".to_owned(), vec![]), "{total} above, {part}");
            let below = format!(
                "{FIRST} | {first}\n{PART} | {first}\n | {part} | {first}\n{LAST} | {last}\n | {total} | {whole}"
            );
            assert_eq!(told(&below), ("100".to_owned(), vec![]), "{total} below, {part}");
        }
    }
    // Rows in another order: what the projects come to is the total.
    let (whole, first, last) = (figures(10), figures(7), figures(3));
    let among =
        format!("{LAST} | {last}\n | Tổng số | {whole}\n{FIRST} | {first}\n | Cộng | {first}\n{PART} | {first}");
    assert_eq!(told(&among), ("100".to_owned(), vec![]));
    // Two that stand over all and below all, and do not agree, are neither.
    let odd =
        format!(" | Tổng số | {whole}\n{FIRST} | {first}\n{PART} | {first}\n{LAST} | {last}\n | Cộng | {}", figures(9));
    assert_eq!(told(&odd), (String::new(), vec!["PB206 B5".to_owned()]));
    // Place says the one and balance the other.
    let at_odds =
        format!(" | Tổng số | {}\n{FIRST} | {first}\n{PART} | {first}\n | Cộng | {whole}\n{LAST} | {last}", figures(9));
    assert_eq!(told(&at_odds), (String::new(), vec!["PB206 B5".to_owned()]));
}

#[test]
fn the_mark_of_a_footnote_hides_no_row_however_it_is_called() {
    let figures = |n: u32| format!("{} | {} | {} | {} | {} | {} | {}", 10 * n, 6 * n, 4 * n, 2 * n, 4 * n, 3 * n, n);
    let told = |total: &str, part: &str, row: &str| {
        let lines = format!(" | {total} | {}\n1 | {part} | {}", figures(10), figures(10));
        let outcome =
            round(COMMUNE, &plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, &lines), "--form ke-hoach-von --period 2024");
        let value = |total: &str| outcome.totals.get(total).map(|t| t.0.clone()).unwrap_or_default();
        (value("T tong"), value(&format!("{row} tong")), outcome.told)
    };
    let hundred = || "100".to_owned();
    for mark in [" (1)", "(1)", " [1]", " (a)", " 1)", " ¹", " (12)"] {
        let part = format!("Hỗ trợ đất sản xuất, chuyển đổi nghề{mark}");
        assert_eq!(told(&format!("Tổng số{mark}"), &part, "DA1.ND3"), (hundred(), hundred(), vec![]), "{mark}");
    }
    // A measure is no mark, and two that differ by the mark are not one row.
    assert_eq!(told("Tổng số", "Hỗ trợ đất ở (ha)", "DA1.ND1"), (hundred(), String::new(), vec![]));
    let parts = format!("Hỗ trợ đất ở (1) | {}\n2 | Hỗ trợ đất ở (2)", figures(4));
    assert_eq!(told("Tổng số", &parts, "DA1.ND1"), (hundred(), String::new(), vec!["PB206 B6".to_owned()]));
}

#[test]
fn other_words_for_a_fund_hold_over_other_words_for_where_it_comes_from() {
    const FIGURES: &str = " | Tổng cộng | 100 | 60 | 40 | 20 | 40 | 30 | 10";
    for (invested, current) in [("Vốn ĐTPT", "Vốn SN"), ("Vốn đầu tư phát triển", "Kinh phí sự nghiệp")]
    {
        for (central, local) in [("TW", "ĐP"), ("Trung ương", "Địa phương"), ("Vốn NSTW", "Vốn NSĐP"), ("NSTW", "NSĐP")]
        {
            let headings = format!(
                "STT | Nội dung | Tổng số | {invested} | | | {current}\n\
                 | | | Tổng số | {central} | {local} | Tổng số | {central} | {local}"
            );
            let outcome =
                round(COMMUNE, &plan("KẾ HOẠCH VỐN NĂM 2024", &headings, FIGURES), "--form ke-hoach-von --period 2024");
            assert_eq!(outcome.told, [""; 0], "{headings}");
            for (column, value) in [("dt_tw", "40"), ("dt_dp", "20"), ("sn_tw", "30"), ("sn_dp", "10")] {
                assert_eq!(outcome.value(&format!("T {column}")), value, "{headings}");
            }
        }
    }
}

#[test]
fn a_space_that_slipped_in_beside_a_dot_and_the_sign_of_money_before_a_figure_leave_one_reading() {
    for (total, value) in [
        ("11. 308.370.000", "11308370000"),
        ("11 .308.370.000", "11308370000"),
        ("₫11.308.370.000", "11308370000"),
        ("₫ 11.308.370.000", "11308370000"),
    ] {
        let table = format!(" | Tổng cộng | {total} | {total} | {total} | 0 | 0 | 0 | 0");
        let outcome =
            round(COMMUNE, &plan("KẾ HOẠCH VỐN NĂM 2024", OF_BOTH_FUNDS, &table), "--form ke-hoach-von --period 2024");
        assert_eq!((outcome.value("T tong"), outcome.told.as_slice()), (value, &[][..]), "{total}");
    }
    // The sign under «nghìn đồng» may be a habit, before the figure as behind it.
    for signed in ["₫56.648.260", "56.648.260 ₫"] {
        let table = format!(
            "Đơn vị tính: nghìn đồng\n{OF_BOTH_FUNDS}\n | Tổng cộng | {signed} | {signed} | {signed} | 0 | 0 | 0 | 0"
        );
        let sheets = [("KHV", rows(&format!("KẾ HOẠCH VỐN NĂM 2024\n{table}")))];
        let outcome = round(COMMUNE, &sheets, "--form ke-hoach-von --period 2024");
        assert_eq!(outcome.marks("T tong"), ["PB323"], "{signed}");
    }
}

#[test]
fn what_is_rounded_to_millions_is_rounded_in_full_width_digits_too() {
    let table = " | Tổng cộng | 1.001 | 601 | 400 | 200 | 401 | 300 | 100";
    let full: String =
        table.chars().map(|c| c.to_digit(10).map_or(c, |d| char::from_u32('０' as u32 + d).unwrap())).collect();
    for table in [table, full.as_str()] {
        let sheets =
            [("KHV", rows(&format!("KẾ HOẠCH VỐN NĂM 2024\nĐơn vị tính: triệu đồng\n{OF_BOTH_FUNDS}\n{table}")))];
        let outcome = round(COMMUNE, &sheets, "--form ke-hoach-von --period 2024");
        assert_eq!(outcome.value("T tong"), "1001000000", "{table}");
        assert_eq!(outcome.told, [""; 0], "{table}");
    }
}
