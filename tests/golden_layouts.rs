//! The layouts of real sheets, listed by hand: header paths, rows, parents, measures, rules.
//!
//! `tests/golden_layouts/*.txt` were written by people who looked at the sheets, not by the program. The
//! real workbooks lie in `../shared/data/legacy-xls` and are not committed: where they are missing the
//! test says that it skips them. `tests/golden_layouts_made/*.txt` are sheets of our own making, the cells
//! before the line `@@`, what they are behind it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use phubieu::address::{Address, Area, ColumnName};
use phubieu::finding::{Code, Severity};
use phubieu::form::Form;
use phubieu::form::infer::{self, Formulas};
use phubieu::intake::cell::DateValue;
use phubieu::intake::{self, Cell, Sheet, Value};
use phubieu::layout;
use phubieu::layout::parts::Known;
use phubieu::layout::recognise::{Recognised, recognise};
use phubieu::layout::stretches;
use phubieu::table::{self, Role, Table};

fn here(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// The real workbooks, where they are.
fn legacy_workbooks() -> Option<PathBuf> {
    let folder = here("../shared/data/legacy-xls");
    if !folder.is_dir() {
        println!("skipped: ../shared/data/legacy-xls is not there");
        return None;
    }
    Some(folder)
}

/// The files of a folder that end so, by name.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == ending));
    files.sort();
    files
}

/// One table as a golden file lists it.
#[derive(Debug, Default)]
struct Golden {
    sheet: String,
    header: String,
    measure: String,
    index: String,
    columns: Vec<String>,
    /// Only the first so many rows are listed.
    most: Option<usize>,
    rows: Vec<String>,
    must: BTreeSet<String>,
    may: BTreeSet<String>,
}

fn golden(text: &str) -> Vec<Golden> {
    let mut tables: Vec<Golden> = Vec::new();
    let mut part = "";
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(sheet) = line.strip_prefix("== ") {
            tables.push(Golden { sheet: sheet.to_owned(), ..Golden::default() });
            part = "columns";
            continue;
        }
        let table = tables.last_mut().expect("a section");
        if let Some(area) = line.strip_prefix("header ") {
            table.header = area.to_owned();
        } else if let Some(measure) = line.strip_prefix("measure ") {
            table.measure = measure.to_owned();
        } else if let Some(index) = line.strip_prefix("index ") {
            table.index = index.to_owned();
        } else if line == "rows all" {
            part = "rows";
        } else if let Some(most) = line.strip_prefix("rows first ") {
            (part, table.most) = ("rows", most.parse().ok());
        } else if line == "rules must" {
            part = "must";
        } else if line == "rules may" {
            part = "may";
        } else {
            match part {
                "columns" => table.columns.push(tidy(line)),
                "rows" => table.rows.push(tidy(line)),
                "must" => _ = table.must.insert(sorted(line)),
                _ => _ = table.may.insert(sorted(line)),
            }
        }
    }
    tables
}

/// One space around each bar, however many stand in the file.
fn tidy(line: &str) -> String {
    line.split('|').map(str::trim).collect::<Vec<_>>().join(" | ").trim().to_owned()
}

/// A rule with its terms in order, so that `K = J + I` is `K = I + J`.
fn sorted(rule: &str) -> String {
    let (left, sign, right) = match (rule.split_once(" = "), rule.split_once(" >= ")) {
        (Some((l, r)), _) => (l, "=", r),
        (_, Some((l, r))) => (l, ">=", r),
        _ => panic!("{rule}"),
    };
    if right.contains('/') || right.contains(" - ") {
        return format!("{left} {sign} {right}");
    }
    let mut terms: Vec<&str> = right.split(" + ").collect();
    terms.sort_by_key(|t| (t.len(), *t));
    format!("{left} {sign} {}", terms.join(" + "))
}

/// A table as the program sees it, in the words of a golden file.
fn seen(table: &Table<'_>, formulas: &Formulas, most: Option<usize>) -> Golden {
    let first = table.columns.iter().find(|c| !c.path.is_empty()).map_or(0, |c| c.column);
    let last = table.columns.iter().rfind(|c| !c.path.is_empty()).map_or(0, |c| c.column);
    let corner = |row, column| Address::new(row, column).unwrap().to_string();
    let role = |role| match role {
        Role::Number => " number",
        Role::Label => " label",
        Role::Measure => " measure",
        Role::Other => "",
    };
    let columns = table
        .columns
        .iter()
        .map(|c| tidy(&format!("{}{} | {}", ColumnName(c.column), role(c.role), c.path.join(" › "))));
    let rows = table.rows.iter().map(|r| {
        let parent = r.parent.map_or("-".to_owned(), |p| (table.rows[p].sheet_row + 1).to_string());
        tidy(&format!("{} | {} | {} | {} | {parent}", r.sheet_row + 1, r.number, r.label, r.measure))
    });
    let inferred = infer::from_table("x", table, formulas);
    let rules = inferred.map(|i| i.rules_in_sheet()).unwrap_or_default();
    Golden {
        sheet: table.sheet.name.clone(),
        header: format!("{}:{}", corner(table.top, first), corner(table.bottom, last)),
        measure: table.measure.as_ref().map_or("-".to_owned(), |(_, m)| m.clone()),
        index: table.index_row.map_or("-".to_owned(), |r| (r + 1).to_string()),
        columns: columns.collect(),
        most,
        rows: rows.take(most.unwrap_or(usize::MAX)).collect(),
        must: rules.iter().map(|r| sorted(r)).collect(),
        may: BTreeSet::new(),
    }
}

/// What differs between what is and what should be, a line each.
fn differences(file: &str, is: &Golden, should: &Golden) -> Vec<String> {
    let at = format!("{file} › {} {}", should.sheet, should.header);
    let mut found = Vec::new();
    let mut differ = |what: &str, is: &str, should: &str| {
        if is != should {
            found.push(format!("{at}: {what}: is «{is}», should be «{should}»"));
        }
    };
    differ("header", &is.header, &should.header);
    differ("measure", &is.measure, &should.measure);
    differ("index", &is.index, &should.index);
    for n in 0..is.columns.len().max(should.columns.len()) {
        let line = |of: &[String]| of.get(n).cloned().unwrap_or_default();
        differ("column", &line(&is.columns), &line(&should.columns));
    }
    let number = |row: &String| row.split('|').next().unwrap().trim().to_owned();
    for row in &should.rows {
        let own = is.rows.iter().find(|r| number(r) == number(row)).cloned().unwrap_or_default();
        differ("row", &own, row);
    }
    for row in is.rows.iter().filter(|r| !should.rows.iter().any(|s| number(s) == number(r))) {
        differ("row", row, "");
    }
    if should.most.is_none() || !should.rows.is_empty() {
        for rule in is.must.iter().filter(|r| !should.must.contains(*r) && !should.may.contains(*r)) {
            differ("wrong rule", rule, "");
        }
        for rule in should.must.iter().filter(|r| !is.must.contains(*r)) {
            differ("missing rule", "", rule);
        }
    }
    found
}

/// A sheet of our own making, with its formulas.
fn made(text: &str) -> (Sheet, Formulas) {
    let (mut cells, mut merges, mut formulas) = (Vec::new(), Vec::new(), Formulas::new());
    for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        if let Some(area) = line.strip_prefix("merge ") {
            let (first, last) = area.split_once(':').unwrap();
            merges.push(Area { first: Address::parse(first).unwrap(), last: Address::parse(last).unwrap() });
            continue;
        }
        let (at, content) = line.split_once(" | ").unwrap_or_else(|| panic!("{line}"));
        let at = Address::parse(at).unwrap();
        let value = if let Some(formula) = content.strip_prefix('=') {
            formulas.insert(at, formula.to_owned());
            Value::NoResult(formula.to_owned())
        } else if let Some(days) = content.strip_prefix("date ") {
            Value::Date(DateValue::Serial { days: days.parse().unwrap(), from_1904: false })
        } else {
            // Codes keep their zeros as text.
            let number = content.parse().ok().filter(|_| !content.starts_with('0'));
            number.map_or_else(|| Value::Text(content.into()), Value::Number)
        };
        cells.push(Cell { at, value, style: None });
    }
    (Sheet::new("S", true, cells, merges), formulas)
}

#[test]
fn sheets_of_our_own_making_are_read_as_people_read_them() {
    let mut found = Vec::new();
    for file in files(&here("tests/golden_layouts_made"), "txt") {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let (cells, expected) = text.split_once("@@").unwrap();
        let (sheet, formulas) = made(cells);
        let tables = table::find(&sheet);
        let expected = golden(expected);
        if tables.len() != expected.len() {
            found.push(format!("{name}: {} tables, should be {}", tables.len(), expected.len()));
        }
        for (table, should) in tables.iter().zip(&expected) {
            found.extend(differences(&name, &seen(table, &formulas, should.most), should));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn real_sheets_are_read_as_people_read_them() {
    let Some(folder) = legacy_workbooks() else { return };
    let mut found = Vec::new();
    let (mut tables, mut rules) = (0, 0);
    for golden_file in files(&here("tests/golden_layouts"), "txt") {
        let stem = golden_file.file_stem().unwrap().to_string_lossy().into_owned();
        let file = folder.join(format!("{stem}.xls"));
        let bytes = std::fs::read(&file).unwrap();
        let workbook = intake::read(&stem, &bytes, &mut Vec::new()).unwrap();
        let formulas = intake::formulas(&workbook, &bytes);
        let expected = golden(&std::fs::read_to_string(&golden_file).unwrap());
        let mut seen_tables: Vec<(&Sheet, Table<'_>)> = Vec::new();
        for sheet in &workbook.sheets {
            seen_tables.extend(table::find(sheet).into_iter().map(|t| (sheet, t)));
        }
        let none = Formulas::new();
        for should in &expected {
            tables += 1;
            let top = should.header.split(':').next().unwrap();
            let same = |t: &Table<'_>| {
                let first = t.columns.iter().find(|c| !c.path.is_empty()).map_or(0, |c| c.column);
                Address::new(t.top, first).unwrap().to_string() == top
            };
            let of_sheet: Vec<&Table<'_>> =
                seen_tables.iter().filter(|(s, _)| s.name == should.sheet).map(|(_, t)| t).collect();
            let Some(table) = of_sheet.iter().find(|t| same(t)) else {
                let tops: Vec<String> = of_sheet.iter().map(|t| format!("row {}", t.top + 1)).collect();
                found.push(format!("{stem} › {} {}: not found, only {tops:?}", should.sheet, should.header));
                continue;
            };
            let is = seen(table, formulas.get(&should.sheet).unwrap_or(&none), should.most);
            rules += is.must.len();
            found.extend(differences(&stem, &is, should));
        }
        // Nothing is taken for a table that is none.
        for (sheet, table) in &seen_tables {
            let top = table.top + 1;
            let listed = expected
                .iter()
                .any(|g| g.sheet == sheet.name && g.header.split(':').next().unwrap().ends_with(&top.to_string()));
            if !listed {
                found.push(format!("{stem} › {}: a table at row {top} that is none", sheet.name));
            }
        }
    }
    println!("{tables} tables, {rules} rules derived, {} differences", found.len());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The second line of a work's figures, without its name; somebody's sums below a table.
const SCRIBBLES: &[Code] = &[Code::FigureWithoutLabel, Code::FiguresUnread];

/// What is not read of a sheet by the form drawn from it, or read with a warning.
fn lost(name: &str, form: &Form, sheet: Sheet) -> Vec<String> {
    // Catalogues of customs codes in three columns under one heading, and rows named «Công ty …».
    if name.contains("391F5_Danh_muc") || name.contains("Mau 12") {
        return Vec::new();
    }
    let kind = intake::Kind::Xls { biff8: true };
    let workbook = intake::Workbook { file: "x.xls".into(), sha256: String::new(), kind, sheets: vec![sheet] };
    let mut told = Vec::new();
    let tables = layout::locate(form, &workbook, &[0], &Known::default(), None, &mut told);
    let read: BTreeSet<_> = tables.iter().flat_map(|t| &t.rows).map(|r| r.row).collect();
    let rows = form.indexed_rows().filter(|(at, row)| !row.is_group() && !read.contains(at));
    let lost = rows.map(|(_, row)| format!("{name}: {} is not read", row.name()));
    let told = told.iter().filter(|f| f.severity() != Severity::Note && !SCRIBBLES.contains(&f.code()));
    lost.chain(told.map(|f| format!("{name}: {} {:?}", f.code(), f.place.cell))).collect()
}

#[test]
fn each_table_of_a_real_sheet_is_found_again_among_the_forms_drawn_from_all_of_them() {
    let Some(folder) = legacy_workbooks() else { return };
    let (mut forms, mut tables, mut sheets) = (Vec::new(), Vec::new(), Vec::new());
    for file in files(&folder, "xls") {
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        let workbook = intake::read(&stem, &std::fs::read(&file).unwrap(), &mut Vec::new()).unwrap();
        for sheet in workbook.sheets.into_iter().filter(|s| !s.is_empty()) {
            for table in table::find(&sheet) {
                let Ok(drawn) = infer::from_table(&stem, &table, &Formulas::new()) else { continue };
                let last = table.rows.last().map_or(table.bottom, |r| r.last_row);
                tables.push((format!("{stem} › {}!{}", sheet.name, table.top + 1), table.top, last, sheets.len()));
                forms.push(drawn.form);
            }
            sheets.push(sheet);
        }
    }
    let mut found = Vec::new();
    for (at, sheet) in sheets.into_iter().enumerate() {
        let cells = sheet.len();
        let stretches = stretches::cut(&forms, sheet, None);
        assert_eq!(stretches.iter().map(|s| s.sheet.len()).sum::<usize>(), cells, "no cell is lost");
        for (form, (name, top, last, _)) in tables.iter().enumerate().filter(|(_, t)| t.3 == at) {
            let holds = |s: &&stretches::Stretch| s.sheet.rows_in(top..=last).next().is_some();
            let own: Vec<&stretches::Stretch> = stretches.iter().filter(holds).collect();
            let [one] = own[..] else {
                found.push(format!("{name} is cut into {} pieces", own.len()));
                continue;
            };
            match recognise(&one.fits, &one.sheet) {
                Recognised::One(of) if of == form => found.extend(lost(name, &forms[form], one.sheet.clone())),
                // The same table for another year or place.
                Recognised::Several(of) if of.contains(&form) => {}
                other => found.push(format!("{name} is taken for {other:?}, not {form}: {:?}", one.fits[form])),
            }
        }
    }
    println!("{} tables, {} not found again", tables.len(), found.len());
    assert!(found.is_empty(), "{}", found.join("\n"));
}
