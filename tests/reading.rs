//! Cells in their surroundings: what was once read wrongly, or refused without need.

use crate::na_ri::{
    self,
    page::{Content, Look},
};
use crate::workdir::{Workdir, field};

/// One changed row of a clean appendix.
struct Case {
    row: &'static str,
    measure: Option<&'static str>,
    figure: Content,
    format: Option<&'static str>,
    /// The value, or the state where there is none.
    expected: &'static str,
    /// The codes of warnings and errors.
    codes: &'static [&'static str],
}

fn text(row: &'static str, figure: &str, expected: &'static str, codes: &'static [&'static str]) -> Case {
    Case { row, measure: None, figure: Content::Text(figure.into()), format: None, expected, codes }
}

fn under(measure: &'static str, case: Case) -> Case {
    Case { measure: Some(measure), ..case }
}

fn number(
    row: &'static str,
    figure: &str,
    format: &'static str,
    expected: &'static str,
    codes: &'static [&'static str],
) -> Case {
    Case { row, measure: None, figure: Content::Number(figure.into()), format: Some(format), expected, codes }
}

/// Reads an appendix of numbers with one row changed; rows with texts of their own are blanked.
fn read(case: &Case, titles: &[&str]) -> (String, Vec<String>) {
    let mut appendix = na_ri::made_up::titled("02137", ("12", "20"));
    for line in &mut appendix.lines {
        if line.code == case.row {
            line.figure = case.figure.clone();
            line.format = case.format;
            if let Some(measure) = case.measure {
                line.measure = measure.into();
            }
        }
    }
    for title in titles {
        appendix.titles.push(((*title).into(), Look::CAPTION));
    }
    let work = Workdir::new();
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[appendix.page()]));
    work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
    let facts = work.json("facts.json", "facts");
    let fact = facts.iter().find(|f| field(f, "row") == case.row).unwrap();
    let value = field(fact, "value");
    let value = if value.is_empty() { field(fact, "state") } else { value };
    let findings = work.json("findings.json", "findings");
    let codes = findings.iter().filter(|f| f["severity"] != "note").map(|f| field(f, "code").to_owned());
    (value.to_owned(), codes.collect())
}

#[test]
fn each_cell_is_read_as_a_careful_person_would_in_its_surroundings() {
    const CLEAN: &[&str] = &[];
    for case in [
        // A cell is no evidence for itself, whatever the measure beside it.
        under("nghìn hộ", text("11", "1.234", "ambiguous", &["PB301"])),
        under("1000 hộ", text("11", "1,234", "ambiguous", &["PB301"])),
        text("11", "1.234 nghìn hộ", "ambiguous", &["PB301"]),
        text("11", "1,5 nghìn hộ", "1500", CLEAN),
        // A bare word where the row or the measure beside it is scaled already.
        under("nghìn hộ", text("11", "5 nghìn", "unreadable", &["PB303"])),
        text("22", "5 nghìn", "unreadable", &["PB303"]),
        text("11", "5 tr", "unreadable", &["PB303"]),
        text("1", "3,5 tr", "3.5", CLEAN),
        // What a measure is per.
        under("Triệu đồng/hộ/tháng", text("1", "3,5", "3.5", &["PB305"])),
        // Per another time it is another figure.
        under("triệu đồng/6 tháng", text("1", "3,5", "unreadable", &["PB303"])),
        under("Triệu đồng/năm", number("1", "42", "General", "unreadable", &["PB303"])),
        under("Triệu đồng/năm", text("1", "3,5 triệu đồng/tháng", "3.5", CLEAN)),
        // A sign or a head that makes it another thing, wherever it is written.
        under("% hộ", number("11", "26", "General", "26", &["PB305"])),
        under("% hộ", number("19", "26", "General", "26", CLEAN)),
        under("Hộ/người", number("11", "26", "General", "26", &["PB305"])),
        text("11", "6 hộ/người", "unreadable", &["PB303"]),
        number("11", "6", "0\" % hộ\"", "unreadable", &["PB321"]),
        under("Triệu đồng/tháng/người", text("1", "3,5", "3.5", CLEAN)),
        text("1", "3,5 triệu đồng/hộ/tháng", "unreadable", &["PB303"]),
        // Figures that strayed into the measure.
        under("1,5 hộ", text("11", "26", "26", &["PB305"])),
        under("0 hộ", text("11", "26", "26", &["PB305"])),
        // Number formats that show another figure.
        number("11", "5", "0\\k", "unreadable", &["PB321"]),
        number("11", "5", "#,##0\".000\"", "unreadable", &["PB321"]),
        number("11", "5", "0 [$nghìn-42A]", "unreadable", &["PB321"]),
        number("11", "1234000", "[<1000]0;#,##0,", "unreadable", &["PB321"]),
        number("11", "0", "0;-0;\"chưa có\"", "unreadable", &["PB321"]),
        number("11", "0", "_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)", "0", CLEAN),
        number("11", "12", "#,##0_ ;[Red]-#,##0 ", "12", CLEAN),
        number("11", "5", "General\" nghìn\"", "unreadable", &["PB321"]),
        number("11", "5", "\"…\"", "unreadable", &["PB321"]),
        number("11", "5", ";;;", "unreadable", &["PB321"]),
        number("22", "18939", "0\\.000", "unreadable", &["PB321"]),
        number("11", "5", "\"-\"0", "unreadable", &["PB321"]),
        number("11", "5", "-0", "unreadable", &["PB321"]),
        number("11", "5", "(#,##0)", "unreadable", &["PB321"]),
        number("11", "5", "#,##0_);(#,##0)", "5", CLEAN),
        number("11", "5", "[<0]-0;0", "5", CLEAN),
        under("Triệu đồng/người", text("1", "42", "42", &["PB305"])),
        // What leaves out the time is what people write who mean the year.
        under("Triệu đồng", text("1", "36,5", "36.5", &["PB305"])),
        under("nghìn đồng", number("1", "36500", "General", "36.5", &["PB305"])),
        // A whole number that its format shows with three decimals, as one that lost its thousands looks.
        number("11", "2", "0.000", "2", &["PB330"]),
        number("11", "2", "#,##0.000_ ", "2", &["PB330"]),
        number("11", "2", "0.00", "2", CLEAN),
        number("11", "0", "0.000", "0", CLEAN),
        number("11", "1200", "#,##0.000", "1200", CLEAN),
        number("22", "2", "0.000", "2", CLEAN),
        // Nobody earns a billion a month.
        number("1", "3750000", "General", "3750000", &["PB613"]),
        text("11", "12 tỷ", "unreadable", &["PB303"]),
        // Permille, with its sign.
        text("19", "4 ‰", "0.4", CLEAN),
        text("19", "98 % hộ", "unreadable", &["PB303"]),
        // A range left unfinished.
        text("22", "12 -", "unreadable", &["PB302"]),
        // The same said by the format and beside the row.
        under("nghìn hộ", number("11", "5", "0\" nghìn\"", "5000", CLEAN)),
        under("nghìn hộ", number("11", "5", "0\" hộ\"", "unreadable", &["PB321"])),
        // Dates of a csv, and figures that go on in the row below.
        text("11", "3-Apr", "unreadable", &["PB312"]),
        text("11", "03/04/2024", "unreadable", &["PB312"]),
        text("22", "2024-04-03", "unreadable", &["PB312"]),
        text("11", "850.000.", "850000", CLEAN),
        text("11", "12.", "12", CLEAN),
        text("22", "17,66.", "17.66", CLEAN),
        text("19", "98.", "98", CLEAN),
        // What formulas leave of nothing.
        number("11", "2.2737367544323206E-13", "General", "0", CLEAN),
        number("11", "-1.4210854715202004E-14", "_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)", "0", CLEAN),
        number("22", "2.2737367544323206E-13", "General", "0", CLEAN),
        // What is typed is what it says, however small, and beyond what can be held it is told.
        number("22", "1E-10", "General", "0.0000000001", CLEAN),
        number("11", "1E-10", "General", "unreadable", &["PB310"]),
        number("22", "2.5E-27", "General", "0.0000000000000000000000000025", CLEAN),
        number("22", "1E-40", "General", "unreadable", &["PB302"]),
        number("11", "1E+20", "General", "100000000000000000000", &["PB316"]),
        number("11", "1E+28", "General", "10000000000000000000000000000", &["PB316"]),
        number("11", "1E+29", "General", "unreadable", &["PB302"]),
        number("11", "1E+300", "General", "unreadable", &["PB302"]),
        // Households under their other names.
        text("11", "12 hộ dân", "12", CLEAN),
    ] {
        let (value, codes) = read(&case, &[]);
        let name = format!("row {} {:?} under {:?} {:?}", case.row, case.figure, case.measure, case.format);
        assert_eq!(
            (value.as_str(), codes.iter().map(String::as_str).collect::<Vec<_>>()),
            (case.expected, case.codes.to_vec()),
            "{name}"
        );
    }
}

#[test]
fn measure_lines_are_found_however_they_are_written() {
    let bare = |row| {
        under(
            "",
            Case { row, measure: None, figure: Content::Number("3200".into()), format: None, expected: "", codes: &[] },
        )
    };
    for (line, row, expected) in [
        ("Biểu 2: Kế hoạch vốn (Đơn vị tính: nghìn đồng)", "1", "3.2"),
        ("Đơn vị tính nghìn đồng", "1", "3.2"),
        ("ĐVT: Nghìn đồng", "1", "3.2"),
        ("ĐVT: 1.000 hộ", "11", "3200000"),
        ("Đơn vị tính: nghìn hộ", "11", "3200000"),
        ("Đơn vị: Văn phòng UBND", "11", "3200"),
        ("Tổng vốn: 3.200 (đơn vị: nghìn đồng)", "1", "3200"),
    ] {
        assert_eq!(read(&bare(row), &[line]).0, expected, "{line}");
    }
}

#[test]
fn what_brackets_add_to_a_label_and_ditto_marks_are_understood() {
    let changed = |change: &dyn Fn(&mut na_ri::appendix::Appendix)| {
        let mut appendix = na_ri::made_up::titled("02137", ("12", "20"));
        change(&mut appendix);
        let work = Workdir::new();
        work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[appendix.page()]));
        work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
        let facts = work.json("facts.json", "facts");
        let values: std::collections::BTreeMap<String, String> =
            facts.iter().map(|f| (field(f, "row").to_owned(), field(f, "value").to_owned())).collect();
        values
    };
    for brackets in ["(nghìn hộ)", "(năm 2023)", "(lũy kế 2021-2024)", "(chưa được giải quyết)", "(đã thực hiện)"]
    {
        let values = changed(&|a| a.line("11").label = format!("Số hộ được giải quyết đất ở {brackets}"));
        assert!(!values.contains_key("11"), "{brackets}");
    }
    for brackets in ["(%)", "(người)", "(kinh phí)", "(nữ)", "(DTTS)"] {
        let values = changed(&|a| a.line("11").label = format!("Số hộ được giải quyết đất ở {brackets}"));
        assert!(!values.contains_key("11"), "{brackets}");
    }
    let values = changed(&|a| a.line("11").label = "Số hộ được giải quyết đất ở (hộ)".into());
    assert!(values.contains_key("11"));
    let values = changed(&|a| {
        a.line("4").label = "Số người được hỗ trợ đào tạo nghề trong Chương trình (người)".into();
    });
    assert!(values.contains_key("4"));
    let values = changed(&|a| a.line("11").label = "Số hộ được giải quyết đất ở (theo kế hoạch của xã)".into());
    assert!(values.contains_key("11"));
    let values = changed(&|a| {
        a.line("11").measure = "nghìn hộ".into();
        a.line("11").figure = Content::Number("5".into());
        a.line("12").measure = "\"".into();
        a.line("12").figure = Content::Number("7".into());
    });
    assert_eq!((values["11"].as_str(), values["12"].as_str()), ("5000", "7000"));
}

#[test]
fn a_remark_behind_a_label_that_says_nothing_of_which_row_it_is_leaves_it_that_row() {
    let row_four = |remark: &str, title: &str| {
        let mut appendix = na_ri::made_up::titled("02137", ("12", "20"));
        appendix.titles.push((title.into(), Look::CAPTION));
        let line = appendix.line("4");
        line.label = format!("Số người được hỗ trợ đào tạo nghề trong Chương trình {remark}");
        line.figure = Content::Number("60".into());
        let work = Workdir::new();
        work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[appendix.page()]));
        work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
        let fact = work.json("facts.json", "facts").into_iter().find(|f| field(f, "row") == "4");
        let told = work.json("findings.json", "findings").into_iter().find(|f| field(f, "row") == "4");
        (fact.map(|f| field(&f, "value").to_owned()), told.map(|f| field(&f, "code").to_owned()))
    };
    for remark in [
        "(theo KH 45)",
        "(theo KH số 45/KH-UBND ngày 12/3/2024)",
        "(trong năm)",
        "(60 người)",
        "(có danh sách kèm theo)",
        "(chi tiết tại phụ lục 01)",
    ] {
        // Another spelling is told, as a note.
        assert_eq!(row_four(remark, ""), (Some("60".into()), Some("PB208".into())), "{remark}");
    }
    for remark in ["(nữ)", "(hộ nghèo)", "(tỷ lệ %)", "(ha)", "(năm 2023)", "(theo KH 2023)", "(50 người)", "(60 hộ)"]
    {
        assert_eq!(row_four(remark, ""), (None, Some("PB204".into())), "{remark}");
    }
    // In the round of a quarter the year is another time.
    assert_eq!(row_four("(trong năm)", "QUÝ I NĂM 2024").0, None);
    assert_eq!(row_four("(trong kỳ)", "NĂM 2024").0, Some("60".into()));
}

/// What is said around the figures of the capital plan, and some figures of its row DA8.
#[derive(Default)]
struct Plan {
    /// The line above the table.
    line: &'static str,
    /// A line below it.
    below: &'static str,
    /// Behind its title.
    title: &'static str,
    /// The heading of its totals.
    heading: Option<&'static str>,
    /// By column, from the totals on.
    figures: Vec<(usize, &'static str)>,
}

impl Plan {
    /// The total of DA8 as read, or its state, with the codes of its findings.
    fn total(&self) -> String {
        let mut page = na_ri::capital::plan();
        let is = |content: &Content, text: &str| *content == Content::Text(text.into());
        let header = page.rows.iter().position(|r| r.iter().any(|c| is(&c.content, "STT"))).unwrap();
        page.rows[header - 1][0].content = Content::Text(self.line.into());
        if !self.title.is_empty() {
            page.rows[2][0].content = Content::Text(format!("KẾ HOẠCH VỐN NĂM 2024 {}", self.title));
        }
        if let Some(heading) = self.heading {
            page.rows[header][2].content = Content::Text(heading.into());
        }
        let row = header + 3 + na_ri::capital::PROJECTS.iter().position(|(code, ..)| *code == "DA8").unwrap();
        let last = header + 3 + na_ri::capital::PROJECTS.len();
        for cells in &mut page.rows[header + 3..last] {
            cells[2..=8].iter_mut().for_each(|c| c.content = Content::Blank);
        }
        for (column, figure) in &self.figures {
            let number = figure.parse::<i64>().is_ok();
            let content = if number { Content::Number((*figure).into()) } else { Content::Text((*figure).into()) };
            page.rows[row][2 + column].content = content;
        }
        page.put(last, 0, na_ri::page::Cell::text(self.below, Look::CAPTION));
        let work = Workdir::new();
        work.write("in/Con Minh.xlsx", &na_ri::xlsx::workbook(&[page]));
        let ran = work.run("check in --under 066 --period 2024 --form ke-hoach-von --facts facts.json");
        if ran.status == 2 {
            return "none".to_owned();
        }
        let facts = work.json("facts.json", "facts");
        let fact = facts.iter().find(|f| field(f, "row") == "DA8" && field(f, "column") == "tong");
        let Some(fact) = fact else { return "none".to_owned() };
        let value = field(fact, "value");
        let value = if value.is_empty() { field(fact, "state") } else { value };
        let codes = fact["findings"].as_str().map(str::to_owned).unwrap_or_else(|| fact["findings"].to_string());
        format!("{value} {codes}").trim().to_owned()
    }
}

#[test]
fn a_measure_that_lines_or_cells_say_is_read_or_told() {
    let with = |line, below, title, figure| Plan { line, below, title, figures: vec![(0, figure)], heading: None };
    for (line, below, title, figure, expected) in [
        // Two lines at odds, wherever they stand.
        ("Đơn vị tính: đồng", "", "", "157", "157"),
        ("Đơn vị tính: đồng", "(Đơn vị tính: triệu đồng)", "", "157", "ambiguous PB323"),
        ("Đơn vị tính: triệu đồng", "ĐVT: nghìn đồng", "", "157", "ambiguous PB323"),
        ("Đơn vị tính: triệu đồng", "ĐVT: triệu đồng", "", "157", "157000000 PB306"),
        ("ĐVT: đồng", "", "(triệu đồng)", "157", "ambiguous PB323"),
        ("", "", "(triệu đồng)", "157", "157000000 PB306"),
        // Written otherwise, and still plain.
        ("ĐVT: 1000.000 đồng", "", "", "157", "157000000 PB306"),
        ("ĐVT: 1 triệu đồng", "", "", "157", "157000000 PB306"),
        ("Đơn vị tính: triệu đông", "", "", "157", "157000000 PB306"),
        ("Đơn vị tính: triệu đồng (làm tròn)", "", "", "157", "157000000 PB306"),
        ("ĐVT: ngđ", "", "", "157", "157000 PB306"),
        ("ĐVT: triệu đồng, %", "", "", "157", "157000000 PB306"),
        // No measure of the figures at all.
        ("ĐVT: nghìn USD", "", "", "157", "157 PB305"),
        ("ĐVT: người", "", "", "157", "157 PB305"),
        ("ĐVT: triệu đồng/người", "", "", "157", "157 PB305"),
        ("ĐVT: triệu đồng (hoặc đồng)", "", "", "157", "157 PB305"),
        ("Đơn vị: Văn phòng UBND xã", "", "", "157", "157"),
        // A cell that names its measure.
        ("Đơn vị tính: triệu đồng", "", "", "150 triệu", "150000000 PB306"),
        ("Đơn vị tính: triệu đồng", "", "", "0,15 tỷ", "150000000 PB306"),
        ("Đơn vị tính: nghìn đồng", "", "", "150000 nghìn", "150000000 PB306"),
        ("Đơn vị tính: đồng", "", "", "150.000.000 đồng/người", "unreadable PB303"),
    ] {
        assert_eq!(with(line, below, title, figure).total(), expected, "{line} {below} {title} {figure}");
    }
}

#[test]
fn cells_of_one_sum_that_only_one_combination_of_readings_satisfies_are_read_together() {
    let plan = |figures: &[(usize, &'static str)]| {
        Plan { line: "Đơn vị tính: triệu đồng", figures: figures.to_vec(), ..Plan::default() }.total()
    };
    assert_eq!(plan(&[(0, "2.198"), (1, "2.070"), (4, "128")]), "2198000000 PB402");
    // Either way the sum holds.
    assert!(plan(&[(0, "3.198"), (1, "2.070"), (4, "1.128")]).starts_with("ambiguous"));
}

#[test]
fn a_heading_of_another_year_or_of_several_is_not_the_rounds() {
    let total = |heading| Plan {
        line: "Đơn vị tính: đồng",
        heading: Some(heading),
        figures: vec![(0, "157")],
        ..Plan::default()
    };
    for (heading, expected) in [
        ("Tổng số 2024", "157"),
        ("Tổng số 2023", "157 PB109"),
        ("Kế hoạch vốn năm 2024", "157"),
        ("Kế hoạch vốn năm 2021-2025", "none"),
        ("Tổng số 2023-2024", "none"),
    ] {
        assert_eq!(total(heading).total(), expected, "{heading}");
    }
}

#[test]
fn formulas_with_an_error_are_told_once_with_the_cell_that_they_have_it_from() {
    let form = crate::clean::form("ke-hoach-von");
    for (typed, code, said, folded) in [
        // It is read, and the formulas over it are not.
        ("1.054.338.000 đ", "PB314", "«1.054.338.000 đ»", 1),
        ("1.O54.338.OOO", "PB302", "có phải là 1.054.338.000?", 2),
        ("1.054.338.000 (đã điều chỉnh)", "PB302", "không phải đơn vị tính", 2),
        ("Đối ứng sau", "PB302", "không phải là số", 2),
    ] {
        let mut one = crate::clean::submission(&form, 8, 2024, 100);
        let numbers: Vec<usize> =
            (0..one.body.len()).filter(|row| matches!(one.body[*row][4], Content::Number(_))).collect();
        let [first, second, cause] = [numbers[0], numbers[1], numbers[2]];
        let at = |row: usize| format!("E{}", one.sheet_row(row) + 1);
        let (second_at, cause_at) = (at(second), at(cause));
        one.body[first][4] = Content::Formula(format!("={second_at}+1"), "#VALUE!".into());
        one.body[second][4] = Content::Formula(format!("={cause_at}+1"), "#VALUE!".into());
        one.body[cause][4] = Content::Text(typed.into());
        let work = Workdir::new();
        work.write("in/Xa Con Minh.xlsx", &one.bytes());
        work.run("check in --under 066 --era 2024 --period 2024 --form ke-hoach-von --findings f.json --force --quiet");
        let list = work.json("f.json", "findings");
        let errors: Vec<_> = list.iter().filter(|f| f["severity"] == "error").collect();
        assert_eq!(errors.len(), 1, "{typed}: {errors:?}");
        let told = errors[0];
        assert!(told["code"] == code && field(told, "message").contains(said), "{typed}: {told}");
        let under = told["folded"].as_array().unwrap();
        assert_eq!(under.len(), folded, "{typed}: {told}");
        let of_formulas = under.iter().chain(errors).filter(|f| f["code"] == "PB314");
        assert!(of_formulas.into_iter().all(|f| field(f, "suggestion").contains(&cause_at)), "{typed}: {told}");
    }
}
