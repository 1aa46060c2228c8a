//! Blank workbooks: what goes out, and what comes back.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use crate::workdir;
use crate::workdir::{Workdir, field};
use phubieu::address::Address;
use phubieu::form::{Aggregate, Form, Kind, Role, built_in};
use serde_json::Value;

const CON_MINH: &str = "02173_Côn Minh.xlsx";

/// The parts of a workbook, as text.
type Parts = BTreeMap<String, String>;

fn unzip(bytes: &[u8]) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (name, text)
        })
        .collect()
}

fn zipped(parts: &Parts) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The styles of cells that may be typed into.
fn unlocked(parts: &Parts) -> Vec<String> {
    let xfs = parts["xl/styles.xml"].split_once("<cellXfs").unwrap().1.split_once("</cellXfs>").unwrap().0;
    let all = xfs.split("<xf ").skip(1).enumerate();
    all.filter(|(_, xf)| xf.contains("locked=\"0\"")).map(|(at, _)| at.to_string()).collect()
}

/// The cells of a sheet's XML, each with its address and the rest of its element.
fn cells(xml: &str) -> Vec<(Address, String)> {
    let all = xml.split("<c r=\"").skip(1);
    all.map(|rest| {
        let (name, rest) = rest.split_once('"').unwrap();
        let end = rest.find("/>").into_iter().chain(rest.find("</c>").map(|e| e + 2)).min().unwrap();
        (Address::parse(name).unwrap(), rest[..end].to_owned())
    })
    .collect()
}

/// Types values into the cells that may be typed into, and drops the results of formulas, as libraries do that write
/// workbooks without computing them.
fn filled(bytes: &[u8], value: impl Fn(usize, Address) -> Option<String>) -> Vec<u8> {
    let mut parts = unzip(bytes);
    let open = unlocked(&parts);
    let sheets: Vec<String> = parts.keys().filter(|n| n.starts_with("xl/worksheets/sheet")).cloned().collect();
    for (n, name) in sheets.iter().enumerate() {
        let mut xml = parts[name].clone();
        for (at, rest) in cells(&xml) {
            let style = rest.split("s=\"").nth(1).and_then(|s| s.split('"').next()).unwrap_or_default().to_owned();
            let blank = format!("<c r=\"{at}\" s=\"{style}\"/>");
            let Some(value) = value(n, at).filter(|_| open.contains(&style)) else { continue };
            let typed = match value.parse::<f64>() {
                Ok(_) => format!("<c r=\"{at}\" s=\"{style}\"><v>{value}</v></c>"),
                Err(_) => format!("<c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"),
            };
            xml = xml.replace(&blank, &typed);
        }
        let results: Vec<&str> = xml.split("<c r=\"").collect();
        let dropped = results.iter().map(|cell| match cell.split_once("<f>") {
            Some((head, rest)) => {
                let (formula, rest) = rest.split_once("</f>").unwrap();
                let rest = rest.split_once("</v>").map_or(rest, |(_, after)| after);
                format!("{}<f>{formula}</f><v/>{rest}", head.replace(" t=\"str\"", ""))
            }
            None => (*cell).to_owned(),
        });
        parts.insert(name.clone(), dropped.collect::<Vec<_>>().join("<c r=\""));
    }
    zipped(&parts)
}

fn form(name: &str) -> Form {
    built_in::form(name).unwrap().unwrap()
}

/// The first line of a form's table: below the titles, the measure, the headings and the index row, of a list
/// below its total.
fn first_line(form: &Form) -> u32 {
    let measure = !form.measure.is_empty() && form.column_of(Role::Measure).is_none();
    let depth = form.columns.iter().map(|c| c.heading.len()).max().unwrap() as u32;
    7 + u32::from(measure) + depth + 1 + u32::from(form.is_list())
}

/// What is typed into a column of figures of a form: numbers that any kind admits, of a list those that fit.
fn typed(form: &Form, at: Address) -> Option<String> {
    let column = form.columns.get(at.column as usize)?;
    let lines = if form.is_list() { 3 } else { form.rows.len() as u32 };
    let line = at.row.checked_sub(first_line(form)).filter(|line| *line < lines)?;
    if form.is_list() {
        return Some(match column.code.as_str() {
            "tmdt" => "900000".to_owned(),
            "kh_tw" => format!("{}", 1000 * (line + 1)),
            "kh_dp" => "-".to_owned(),
            _ => format!("Mục {} {}", column.code, line + 1),
        });
    }
    let group = form.rows.get(line as usize).is_some_and(|r| r.is_group());
    (column.role == Role::Value && !group).then(|| (at.row * 2 + 3).to_string())
}

fn made(work: &Workdir, flags: &str) -> workdir::Ran {
    let ran = work.run(&format!("template --under 066 --period 2024 -o out {flags}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    ran
}

/// The codes of a check, but for those that say what is in order: a list's total, a total computed.
fn told(work: &Workdir, file: &str, flags: &str) -> (i32, BTreeMap<String, usize>, Vec<Value>) {
    let ran = work.run(&format!("check '{file}' --force --facts f.json --findings g.json {flags}"));
    let mut codes = work.codes("g.json");
    codes.remove("PB220");
    (ran.status, codes, work.json("f.json", "facts"))
}

#[test]
fn every_form_goes_out_locked_with_messages_that_excel_takes() {
    for name in built_in::names() {
        let work = Workdir::new();
        made(&work, &format!("--form {name}"));
        let files = work.list("out");
        assert_eq!(files.len(), 18, "{files:?}");
        assert!(files.contains(&CON_MINH.to_owned()) && files.contains(&"phubieu.toml".to_owned()));
        let parts = unzip(&work.read(&format!("out/{CON_MINH}")));
        let sheet = &parts["xl/worksheets/sheet1.xml"];
        assert!(sheet.contains("<sheetProtection sheet=\"1\"") && !sheet.contains("password"), "{name}");
        assert!(parts["xl/workbook.xml"].contains("state=\"veryHidden\""));
        let mut validations = 0;
        for validation in sheet.split("<dataValidation ").skip(1) {
            let attributes = validation.split_once('>').unwrap().0;
            for (attribute, most) in [("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 255)] {
                let text = attributes.split(&format!(" {attribute}=\"")).nth(1).unwrap().split('"').next().unwrap();
                assert!((1..=most).contains(&text.encode_utf16().count()), "{name} {attribute}: {text}");
            }
            assert!(!attributes.contains("errorStyle"), "only a stop keeps a wrong value out");
            validations += 1;
        }
        assert!(validations > 0, "{name}");
        // Every cell of a figure is typed or computed; nothing else is open but words, the date and the names.
        let open = unlocked(&parts);
        let form = form(name);
        let columns: Vec<usize> = form.value_columns().map(|(at, _)| at).collect();
        let (first, rows) = match form.is_list() {
            true => (first_line(&form) - 1, 101),
            false => (first_line(&form), form.rows.len() as u32),
        };
        let (mut typed, mut computed) = (0, 0);
        for (at, rest) in cells(sheet) {
            if !columns.contains(&(at.column as usize)) || !(first..first + rows).contains(&at.row) {
                continue;
            }
            let style = rest.split("s=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            assert!(!(rest.contains("<f>") && open.contains(&style)), "{name} {at}: an open formula");
            typed += usize::from(open.contains(&style));
            computed += usize::from(rest.contains("<f>"));
        }
        let groups = form.rows.iter().filter(|r| r.figure.kind == Kind::Group).count();
        let all = if form.is_list() { 100 * columns.len() + 4 } else { (form.rows.len() - groups) * columns.len() };
        assert_eq!(typed + computed, all, "{name}: {typed} {computed}");
    }
}

#[test]
fn what_is_filled_in_comes_back_for_certain_whatever_the_file_is_called() {
    for name in built_in::names() {
        let (work, form) = (Workdir::new(), form(name));
        made(&work, &format!("--form {name}"));
        let blank = work.read(&format!("out/{CON_MINH}"));
        work.write("a.xlsx", &filled(&blank, |sheet, at| (sheet == 0).then(|| typed(&form, at)).flatten()));
        let (_, mut codes, facts) = told(&work, "a.xlsx", "");
        // A total without its result is computed, which is a note.
        codes.remove("PB322");
        // Numbers made up may be wide of a rate of 100 %.
        codes.remove("PB310");
        assert_eq!(codes, BTreeMap::new(), "{name}");
        assert!(!facts.is_empty(), "{name}");
        let mut numbers = 0;
        for fact in &facts {
            assert_eq!((field(fact, "unit"), field(fact, "form"), field(fact, "period")), ("02173", name, "2024"));
            assert!(!field(fact, "row").starts_with('?') && !field(fact, "column").starts_with('?'), "{fact}");
            let at = Address::parse(field(fact, "cell")).unwrap();
            if let Some(value) = typed(&form, at).filter(|v| v.parse::<f64>().is_ok() && !is_computed(&form, fact)) {
                assert_eq!(field(fact, "value"), value, "{fact}");
                numbers += 1;
            }
        }
        assert!(numbers >= 6, "{name}");
        sums_hold(&form, &facts);
    }
}

fn is_computed(form: &Form, fact: &Value) -> bool {
    let (row, column) = (field(fact, "row"), field(fact, "column"));
    let left = |over, at: Option<usize>| {
        form.rules.iter().any(|r| {
            r.over == over
                && Some(r.balance.left) == at
                && matches!(r.balance.relation, phubieu::form::Relation::Sum(_))
        })
    };
    let ratio = form.figure_of(row, column).is_some_and(|f| matches!(f.aggregate, Aggregate::Ratio { .. }));
    ratio
        || left(phubieu::form::Over::Rows, form.rows.iter().position(|r| r.code == row))
        || left(phubieu::form::Over::Columns, form.columns.iter().position(|c| c.code == column))
}

/// Every sum of the form holds over the facts.
fn sums_hold(form: &Form, facts: &[Value]) {
    let value = |row: &str, column: &str| -> f64 {
        let fact = facts.iter().find(|f| field(f, "row") == row && field(f, "column") == column);
        fact.map_or("", |f| field(f, "value")).parse().unwrap_or(0.0)
    };
    let mut held = 0;
    for rule in &form.rules {
        let phubieu::form::Relation::Sum(terms) = &rule.balance.relation else { continue };
        let lines: Vec<String> = match (rule.over, form.is_list()) {
            (phubieu::form::Over::Columns, true) => (1..=3).map(|n| n.to_string()).collect(),
            (phubieu::form::Over::Columns, false) => form.rows.iter().map(|r| r.code.clone()).collect(),
            (phubieu::form::Over::Rows, _) => form
                .value_columns()
                .filter(|(_, c)| c.figure.as_ref().is_none_or(|f| f.kind != Kind::Percent))
                .map(|(_, c)| c.code.clone())
                .collect(),
        };
        for line in lines {
            let of = |at: usize| match rule.over {
                phubieu::form::Over::Columns => value(&line, &form.columns[at].code),
                phubieu::form::Over::Rows => value(&form.rows[at].code, &line),
            };
            let sum: f64 = terms.iter().map(|t| of(t.of)).sum();
            assert_eq!(of(rule.balance.left), sum, "{} {line} {:?}", form.name, rule.balance);
            held += 1;
        }
    }
    assert!(held > 0 || form.rules.is_empty());
}

/// A filled form of Côn Minh with a change made to its parts.
fn changed(work: &Workdir, change: impl Fn(&mut Parts)) -> (BTreeMap<String, usize>, Vec<Value>) {
    let form = form("chi-tieu");
    if !work.path("out").exists() {
        made(work, "--form chi-tieu");
    }
    let blank = work.read(&format!("out/{CON_MINH}"));
    let bytes = filled(&blank, |sheet, at| (sheet == 0).then(|| typed(&form, at)).flatten());
    let mut parts = unzip(&bytes);
    change(&mut parts);
    work.write("con minh.xlsx", &zipped(&parts));
    let (_, codes, facts) = told(work, "con minh.xlsx", "--under 066 --period 2024");
    (codes, facts)
}

fn one(code: &str) -> BTreeMap<String, usize> {
    BTreeMap::from([(code.to_owned(), 1)])
}

fn replace(parts: &mut Parts, part: &str, from: &str, to: &str) {
    let text = parts.get_mut(part).unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replace(from, to);
}

const STRINGS: &str = "xl/sharedStrings.xml";

#[test]
fn a_label_that_reads_otherwise_is_told_once() {
    let work = Workdir::new();
    let (codes, facts) = changed(&work, |parts| {
        // The fingerprint has the same text: only the label's own cell gets another.
        let label = "Số hộ được giải quyết đất ở";
        let strings = parts[STRINGS].clone();
        let at = strings.split("<si>").skip(1).position(|s| s.contains(&format!(">{label}<"))).unwrap();
        let count = strings.matches("<si>").count();
        replace(parts, STRINGS, "</sst>", "<si><t>Số hộ được giải quyết đất ở mới</t></si></sst>");
        let sheet = "xl/worksheets/sheet1.xml";
        replace(parts, sheet, &format!("<v>{at}</v>"), &format!("<v>{count}</v>"));
    });
    assert!(codes.get("PB132") == Some(&1) && !codes.contains_key("PB133"), "{codes:?}");
    assert!(facts.iter().all(|f| field(f, "unit") == "02173"));
}

#[test]
fn a_filled_blank_without_its_headings_is_not_called_unfilled() {
    let work = Workdir::new();
    made(&work, "--form chi-tieu");
    let form = form("chi-tieu");
    let blank = work.read(&format!("out/{CON_MINH}"));
    let mut parts = unzip(&filled(&blank, |sheet, at| (sheet == 0).then(|| typed(&form, at)).flatten()));
    let sheet = "xl/worksheets/sheet1.xml";
    let heading = parts[STRINGS].split("<si>").skip(1).position(|s| s.contains(">Chỉ tiêu<")).unwrap();
    let (heading, xml) = (format!("<v>{heading}</v>"), parts[sheet].clone());
    let row = xml.split("<row ").find(|row| row.contains(&heading)).unwrap();
    let cleared = format!("<row {}></row>", row.split('>').next().unwrap());
    replace(&mut parts, sheet, &format!("<row {row}"), &cleared);
    work.write("con minh.xlsx", &zipped(&parts));
    let said = work.run("check 'con minh.xlsx' --under 066 --period 2024").said;
    assert!(said.contains("PB201") && !said.contains("PB136"), "{said}");
}

/// A sheet without one of its rows, those below come up.
fn without_row(xml: &str, gone: u32) -> String {
    let mut rows: Vec<String> = xml.split("<row r=\"").map(str::to_owned).collect();
    let head = rows.remove(0);
    let mut kept = head;
    for row in rows {
        let (number, rest) = row.split_once('"').unwrap();
        let number: u32 = number.parse().unwrap();
        if number == gone {
            continue;
        }
        let now = if number > gone { number - 1 } else { number };
        let rest = ('A'..='Z').fold(rest.to_owned(), |rest, column| {
            rest.replace(&format!("<c r=\"{column}{number}\""), &format!("<c r=\"{column}{now}\""))
        });
        kept.push_str(&format!("<row r=\"{now}\"{rest}"));
    }
    kept
}

#[test]
fn a_row_taken_out_is_told_and_the_others_keep_their_figures() {
    let work = Workdir::new();
    let (_, before) = changed(&work, |_| {});
    let (codes, after) = changed(&work, |parts| {
        let sheet = "xl/worksheets/sheet1.xml";
        let xml = without_row(&parts[sheet], 20);
        parts.insert(sheet.to_owned(), xml);
    });
    assert!(codes.get("PB133") == Some(&1) && codes.get("PB204") == Some(&1), "{codes:?}");
    assert!(!codes.contains_key("PB132"), "{codes:?}");
    let value = |facts: &[Value], row: &str| {
        facts
            .iter()
            .find(|f| field(f, "row") == row && field(f, "column") == "ke_hoach")
            .map(|f| field(f, "value").to_owned())
    };
    assert_eq!(value(&after, "27"), value(&before, "27"));
}

#[test]
fn a_sheet_that_was_renamed_is_told_and_still_read() {
    let work = Workdir::new();
    let (codes, facts) = changed(&work, |parts| {
        replace(parts, "xl/workbook.xml", "name=\"chi-tieu\"", "name=\"Sheet1\"");
    });
    assert_eq!(codes, one("PB134"));
    assert_eq!(facts.len(), 29);
}

#[test]
fn a_fingerprint_that_was_changed_is_told_and_not_believed() {
    let work = Workdir::new();
    let (codes, facts) = changed(&work, |parts| replace(parts, STRINGS, "<t>02173</t>", "<t>02158</t>"));
    assert!(codes.contains_key("PB135"), "{codes:?}");
    // The titles say whose it is.
    assert!(facts.iter().all(|f| field(f, "unit") == "02173"));
}

#[test]
fn another_unit_in_the_title_is_told() {
    let work = Workdir::new();
    let (codes, facts) = changed(&work, |parts| {
        let strings = parts[STRINGS].clone();
        let title = "ỦY BAN NHÂN DÂN XÃ CÔN MINH";
        let at = strings.split("<si>").skip(1).position(|s| s.contains(&format!(">{title}<"))).unwrap();
        let count = strings.matches("<si>").count();
        replace(parts, STRINGS, "</sst>", "<si><t>ỦY BAN NHÂN DÂN XÃ KIM LƯ</t></si></sst>");
        replace(parts, "xl/worksheets/sheet1.xml", &format!("<v>{at}</v>"), &format!("<v>{count}</v>"));
    });
    assert!(codes.contains_key("PB130") && codes.contains_key("PB132"), "{codes:?}");
    assert!(facts.iter().all(|f| field(f, "unit") == "02173"));
}

#[test]
fn a_blank_of_another_version_of_the_form_is_told() {
    let work = Workdir::new();
    changed(&work, |_| {});
    let text = built_in::text("chi-tieu").unwrap().replace("Số hộ được giải quyết nhà ở", "Số hộ được hỗ trợ nhà ở");
    work.write("moi.toml", text.as_bytes());
    let (_, codes, _) = told(&work, "con minh.xlsx", "--form moi.toml --under 066");
    assert!(codes.contains_key("PB131"), "{codes:?}");
}

#[test]
fn a_form_of_ones_own_is_known_without_its_file_and_put_beside_the_blanks() {
    let work = Workdir::new();
    let text = built_in::text("chi-tieu")
        .unwrap()
        .replace("name = \"chi-tieu\"", "name = \"rieng\"")
        .replace("Số hộ được giải quyết nhà ở", "Số hộ được hỗ trợ xóa nhà tạm");
    work.write("rieng.toml", text.as_bytes());
    made(&work, "--form rieng.toml");
    assert_eq!(work.read("out/rieng.toml"), text.as_bytes());
    let own = form("chi-tieu");
    let bytes =
        filled(&work.read(&format!("out/{CON_MINH}")), |sheet, at| (sheet == 0).then(|| typed(&own, at)).flatten());
    work.write("in/x.xlsx", &bytes);
    let (status, codes, facts) = told(&work, "in/x.xlsx", "");
    assert_eq!((status, codes), (0, BTreeMap::new()));
    assert!(facts.iter().all(|f| field(f, "form") == "rieng"));
    // Filled in where it lies, the folder is consolidated with nothing said.
    work.write(&format!("out/{CON_MINH}"), &bytes);
    let ran = work.run("consolidate out -o t.xlsx --force --totals t.json --findings g.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(!work.codes("g.json").contains_key("PB010"), "the form file is no submission");
    assert!(work.json("t.json", "totals").iter().all(|t| field(t, "unit") == "066"));
}

#[test]
fn figures_of_the_last_period_stand_beside_and_are_not_read() {
    let work = Workdir::new();
    let head = "form,row,column,unit,unit_name,period,value,state,measure,file,sheet,cell,raw,findings";
    let line =
        |row: &str, value: &str| format!("chi-tieu,{row},ke_hoach,02173,Xã Côn Minh,2023,{value},number,,a,b,C1,,");
    let facts = format!("{head}\n{}\n{}\n", line("4", "31"), line("11", "7"));
    work.write("2023.csv", facts.as_bytes());
    made(&work, "--form chi-tieu --previous 2023.csv");
    let blank = work.read(&format!("out/{CON_MINH}"));
    let parts = unzip(&blank);
    assert!(parts[STRINGS].contains("Kỳ trước (năm 2023)"));
    assert!(parts["xl/worksheets/sheet1.xml"].contains("Kỳ trước: 31. "));
    let own = form("chi-tieu");
    work.write("a.xlsx", &filled(&blank, |sheet, at| (sheet == 0).then(|| typed(&own, at)).flatten()));
    let (status, codes, facts) = told(&work, "a.xlsx", "");
    assert_eq!((status, codes), (0, BTreeMap::new()));
    assert_eq!(facts.len(), 29);
}

#[test]
fn several_forms_stand_in_one_workbook() {
    let work = Workdir::new();
    made(&work, "--form ke-hoach-von,giai-ngan,danh-muc-cong-trinh");
    let blank = work.read(&format!("out/{CON_MINH}"));
    let forms = ["ke-hoach-von", "giai-ngan", "danh-muc-cong-trinh"].map(form);
    let bytes = filled(&blank, |sheet, at| forms.get(sheet).and_then(|f| typed(f, at)));
    // For whoever opens it in a spreadsheet and compares what that computes.
    if let Ok(path) = std::env::var("PHUBIEU_FILLED") {
        std::fs::write(path, &bytes).unwrap();
    }
    work.write("a.xlsx", &bytes);
    let (_, codes, facts) = told(&work, "a.xlsx", "");
    for form in &forms {
        assert!(facts.iter().any(|f| field(f, "form") == form.name && field(f, "unit") == "02173"), "{}", form.name);
        let own: Vec<Value> = facts.iter().filter(|f| field(f, "form") == form.name).cloned().collect();
        sums_hold(form, &own);
    }
    let structure: Vec<&String> = codes.keys().filter(|c| c.starts_with("PB1") || c.starts_with("PB2")).collect();
    assert!(structure.is_empty(), "{codes:?}");
    // Where one of them is asked for the others are no strange tables, and it is read as before.
    let (_, codes, own) = told(&work, "a.xlsx", "--form giai-ngan");
    assert!(!codes.contains_key("PB232") && !codes.contains_key("PB222"), "{codes:?}");
    assert_eq!(own.len(), facts.iter().filter(|f| field(f, "form") == "giai-ngan").count());
}

#[test]
fn free_lines_that_are_not_used_are_no_items() {
    let (work, form) = (Workdir::new(), form("danh-muc-cong-trinh"));
    made(&work, "--form danh-muc-cong-trinh");
    let blank = work.read(&format!("out/{CON_MINH}"));
    work.write("a.xlsx", &filled(&blank, |sheet, at| (sheet == 0).then(|| typed(&form, at)).flatten()));
    let (status, codes, facts) = told(&work, "a.xlsx", "");
    assert_eq!((status, codes), (0, BTreeMap::new()));
    let items: std::collections::BTreeSet<&str> = facts.iter().map(|f| field(f, "row")).collect();
    assert_eq!(items.into_iter().collect::<Vec<_>>(), ["1", "2", "3"]);
}

#[test]
fn a_blank_that_comes_back_unfilled_says_so_and_no_more() {
    let work = Workdir::new();
    made(&work, "--form chi-tieu,ke-hoach-von,giai-ngan,danh-muc-cong-trinh");
    let ran = work.run("check out --findings g.json");
    assert_eq!(ran.status, 2, "{}", ran.said);
    assert!(ran.said.contains("PB136") && ran.said.contains("coi như chưa nộp"), "{}", ran.said);
    assert!(!ran.said.contains("PB315") && !ran.said.contains("PB212"), "{}", ran.said);
}

#[test]
fn a_blank_beside_those_filled_in_is_no_submission_and_no_rival_of_one() {
    let (work, form) = (Workdir::new(), form("chi-tieu"));
    made(&work, "--form chi-tieu");
    let blank = work.read(&format!("out/{CON_MINH}"));
    // It comes back under another name; the blanks still lie there.
    work.write("out/a.xlsx", &filled(&blank, |sheet, at| (sheet == 0).then(|| typed(&form, at)).flatten()));
    let ran = work.run("consolidate out -o o.xlsx --facts f.json --findings g.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(ran.said.contains("tổng hợp 1/17 đơn vị"), "{}", ran.said);
    let codes = work.codes("g.json");
    assert_eq!((codes.get("PB136"), codes.get("PB106"), codes.get("PB105")), (Some(&17), Some(&16), None), "{codes:?}");
    assert!(work.json("f.json", "facts").iter().all(|f| field(f, "file") == "a.xlsx"));
}

#[test]
fn what_was_not_collected_leaves_no_total_above_it() {
    let (work, own) = (Workdir::new(), form("giai-ngan"));
    made(&work, "--form giai-ngan");
    let blank = work.read(&format!("out/{CON_MINH}"));
    // One part of the first project says «…»: its sums, and the rates of them, are not known either.
    let part = own.rows.iter().position(|r| r.code == "DA1.ND1").unwrap() as u32 + first_line(&own);
    let bytes = filled(&blank, |sheet, at| match (sheet, at.row == part) {
        (0, true) => typed(&own, at).map(|_| "…".to_owned()),
        (0, false) => typed(&own, at),
        _ => None,
    });
    work.write("a.xlsx", &bytes);
    let (_, _, facts) = told(&work, "a.xlsx", "");
    let state = |row: &str, column: &str| {
        let fact = facts.iter().find(|f| field(f, "row") == row && field(f, "column") == column);
        field(fact.unwrap_or_else(|| panic!("{row} {column}")), "state").to_owned()
    };
    for column in ["ke_hoach", "giai_ngan", "ty_le"] {
        assert_eq!(state("DA1", column), "not_collected", "DA1 {column}");
        assert_eq!(state("T", column), "not_collected", "T {column}");
        assert_eq!(state("DA3", column), "number", "DA3 {column}");
    }
}

#[test]
fn an_old_blank_is_of_the_commune_that_it_was_made_for() {
    let work = Workdir::new();
    // «Sông Cầu» is a ward of Đắk Lắk today, and 01843 the code of the ward Bắc Kạn.
    assert_eq!(work.run("template --form ke-hoach-von --under 058 --era 2024 --period 2024 -o old --quiet").status, 0);
    let form = form("ke-hoach-von");
    for name in ["01837_Sông Cầu.xlsx", "01843_Phùng Chí Kiên.xlsx"] {
        let blank = work.read(&format!("old/{name}"));
        work.write(&format!("in/{name}"), &filled(&blank, |_, at| typed(&form, at)));
    }
    let check = |under: &str| {
        work.run(&format!("check in --under {under} --era 2025 --period 2024 --findings f.json --force"));
        work.json("f.json", "findings")
    };
    let told = check("19");
    let units: Vec<&Value> = told.iter().filter(|f| ["PB101", "PB103", "PB104"].contains(&field(f, "code"))).collect();
    assert!(units.len() == 2 && units.iter().all(|f| f["code"] == "PB101"), "{units:?}");
    let message = units.iter().map(|f| field(f, "message")).find(|m| m.contains("Sông Cầu")).unwrap();
    for words in ["Phường Sông Cầu (01837)", "Tỉnh Bắc Kạn", "đã nhập vào Phường Bắc Kạn (01843)"]
    {
        assert!(message.contains(words), "{message}");
    }
    // In another province it is elsewhere, under its own name.
    let told = check("04");
    let there = told.iter().find(|f| f["code"] == "PB104" && field(f, "message").contains("Sông Cầu")).unwrap();
    assert!(field(there, "message").contains("Tỉnh Bắc Kạn không thuộc Tỉnh Cao Bằng"), "{there}");
}

#[test]
fn another_commune_in_the_name_and_another_year_in_the_title_are_told() {
    let (work, form) = (Workdir::new(), form("chi-tieu"));
    made(&work, "--form chi-tieu");
    let blank = work.read(&format!("out/{CON_MINH}"));
    let bytes = filled(&blank, |sheet, at| (sheet == 0).then(|| typed(&form, at)).flatten());
    work.write("in/02158_Kim Lư.xlsx", &bytes);
    let ran = work.run("check in --under 066 --era 2024 --findings g.json");
    let codes = work.codes("g.json");
    assert_eq!(codes.get("PB130"), Some(&1), "{}", ran.said);
    let mut parts = unzip(&bytes);
    let strings = parts[STRINGS].clone();
    // The hidden sheet has the same text: only the title's cell gets another.
    let at = strings.split("<si>").skip(1).position(|s| s.contains(">CHỈ TIÊU KẾ HOẠCH NĂM 2024<")).unwrap();
    let count = strings.matches("<si>").count();
    replace(&mut parts, STRINGS, "</sst>", "<si><t>CHỈ TIÊU KẾ HOẠCH NĂM 2023</t></si></sst>");
    replace(&mut parts, "xl/worksheets/sheet1.xml", &format!("<v>{at}</v>"), &format!("<v>{count}</v>"));
    work.write("b.xlsx", &zipped(&parts));
    let (_, codes, facts) = told(&work, "b.xlsx", "");
    assert_eq!(codes.get("PB137"), Some(&1), "{codes:?}");
    assert!(facts.iter().all(|f| field(f, "period") == "2024"));
}

#[test]
fn the_hidden_sheet_taken_out_is_told() {
    let work = Workdir::new();
    let (codes, facts) = changed(&work, |parts| {
        let book = parts["xl/workbook.xml"].clone();
        let sheet =
            book.split("<sheet ").find(|s| s.starts_with("name=\"phubieu\"")).unwrap().split("/>").next().unwrap();
        replace(parts, "xl/workbook.xml", &format!("<sheet {sheet}/>"), "");
    });
    assert!(codes.contains_key("PB135"), "{codes:?}");
    assert!(facts.iter().all(|f| field(f, "unit") == "02173"));
}

#[test]
fn what_communes_filled_in_is_never_made_again() {
    let (work, form) = (Workdir::new(), form("chi-tieu"));
    made(&work, "--form chi-tieu");
    let blank = work.read(&format!("out/{CON_MINH}"));
    let bytes = filled(&blank, |sheet, at| (sheet == 0).then(|| typed(&form, at)).flatten());
    work.write(&format!("out/{CON_MINH}"), &bytes);
    let ran = work.run("template --form chi-tieu --under 066 --era 2024 --period 2025 -o out --force");
    assert_eq!(ran.status, 2, "{}", ran.said);
    assert!(ran.said.contains("đã có số liệu"), "{}", ran.said);
    assert_eq!(work.read(&format!("out/{CON_MINH}")), bytes);
    // The others are blanks, and may be made again; the round file that says another period is spoken of.
    std::fs::remove_file(work.path(&format!("out/{CON_MINH}"))).unwrap();
    let ran = work.run("template --form chi-tieu --under 066 --era 2024 --period 2025 -o out --force");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(ran.said.contains("phubieu.toml đã có"), "{}", ran.said);
}

#[test]
fn a_blank_of_ones_own_is_the_form_itself_for_the_next_round() {
    let work = Workdir::new();
    made(&work, "--form ke-hoach-von");
    let ran = work.run(&format!("template --template 'out/{CON_MINH}' --under 066 --period 2025 --era 2024 -o next"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let round = String::from_utf8(work.read("next/phubieu.toml")).unwrap();
    assert!(round.contains("form = \"ke-hoach-von\"") && round.contains("era = \"2024\""), "{round}");
    assert_eq!(work.list("next").len(), 18);
}

#[test]
fn blanks_are_the_same_bytes_each_time() {
    let work = Workdir::new();
    made(&work, "--form chi-tieu,ke-hoach-von");
    let first: Vec<Vec<u8>> = work.list("out").iter().map(|f| work.read(&format!("out/{f}"))).collect();
    let ran = work.run("template --under 066 --period 2024 -o again --form chi-tieu,ke-hoach-von --jobs 1");
    assert_eq!(ran.status, 0);
    let second: Vec<Vec<u8>> = work.list("again").iter().map(|f| work.read(&format!("again/{f}"))).collect();
    assert!(first == second);
}

#[test]
fn what_cannot_be_done_is_said_in_a_sentence_and_leaves_nothing() {
    let work = Workdir::new();
    for (typed, said) in [
        ("template --under 066 -o a", "Chưa ghi biểu mẫu. Thêm --form với một biểu có sẵn (chi-tieu"),
        ("template --form chi-tieu -o a", "Chưa ghi địa bàn"),
        ("template --form khong-co --under 066 -o a", "Không có biểu mẫu «khong-co»"),
        ("template --form chi-tieu --under 999 -o a", "Không có đơn vị «999»"),
        ("template --template khong.xlsx --under 066 -o a", "Không dùng được biểu trắng"),
        ("template --form chi-tieu --under 066 --previous khong.csv -o a", "Không có tệp hoặc thư mục"),
    ] {
        let ran = work.run(typed);
        assert_eq!(ran.status, 2, "{typed}: {}", ran.said);
        assert!(ran.said.contains(said), "{typed}: {}", ran.said);
        assert!(!work.path("a").exists(), "{typed}");
    }
}

#[test]
fn what_is_there_is_replaced_only_with_force_and_the_round_file_never() {
    let work = Workdir::new();
    work.write("out/phubieu.toml", b"under = \"066\"\nera = \"2024\"\n");
    work.write(&format!("out/{CON_MINH}"), b"mine");
    let ran = work.run("template --form chi-tieu -o out");
    assert_eq!(ran.status, 2);
    assert!(ran.said.contains("đã có"), "{}", ran.said);
    assert_eq!(work.read(&format!("out/{CON_MINH}")), b"mine");
    assert_eq!(work.list("out").len(), 2);
    assert_eq!(work.run("template --form chi-tieu -o out --force").status, 0);
    assert_eq!(work.read("out/phubieu.toml"), b"under = \"066\"\nera = \"2024\"\n");
    assert_eq!(work.list("out").len(), 18);
}

#[test]
fn blanks_of_a_period_after_the_mergers_for_units_of_before_are_told() {
    let work = Workdir::new();
    for (about, told, register) in [
        ("--under 066 --era 2024 --period 2026", true, "trước 01/7/2025 (theo tham số dòng lệnh)"),
        ("--under 066 --era 2024 --period 2024", false, "trước 01/7/2025 (theo tham số dòng lệnh)"),
        ("--under 02185 --period 2026", false, "từ 01/7/2025 (theo kỳ báo cáo)"),
        ("--under 066 --period 2024", false, "trước 01/7/2025 (theo kỳ báo cáo)"),
    ] {
        let folder = format!("blanks{}", about.replace([' ', '-'], ""));
        let ran = work.run(&format!("template --form ke-hoach-von {about} -o '{folder}'"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        assert_eq!(ran.said.contains("Biểu của năm 2026 mà làm cho đơn vị trước 01/7/2025"), told, "{}", ran.said);
        assert!(ran.said.contains(register), "{}", ran.said);
    }
}
