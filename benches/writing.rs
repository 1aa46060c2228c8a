//! What the consolidated workbook costs beside a bare program that writes the same cells with the same library, no
//! format, no width, no note: 200 communes × 21 rows × 7 columns, and 17 communes of the sample's form. Both in one
//! run, turn by turn, so that the ratio holds on any machine. Target: at most 25 % more.
#![allow(clippy::disallowed_methods)] // these texts are its own
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]
#![allow(missing_docs)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{Data, Reader as _, Xlsx};
use phubieu::finding::Lang;
use phubieu::form::{Form, Over, Relation, Role, built_in};
use phubieu::pipeline::{self, Request};
use phubieu::publish::workbook;
use phubieu::round::{Set, Settings};
use phubieu::run::Run;
use rust_xlsxwriter::{Formula, Workbook};

const ROUNDS: usize = 15;

/// The cells of a sheet, by row and column.
type Cells = Vec<(u32, u16, Cell)>;

/// A cell of the workbook, bare.
enum Cell {
    Number(f64),
    Text(String),
    Formula(String, String),
}

fn main() {
    // One of them alone, where it is named.
    let named: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    for (name, communes) in [("ke-hoach-von", 200), ("chi-tieu", 17)] {
        if !named.is_empty() && !named.iter().any(|n| n == name) {
            continue;
        }
        let dir = tempfile::tempdir().unwrap();
        let form = built_in::form(name).unwrap().unwrap();
        let run = round(dir.path(), &form, communes);
        let bytes = workbook::consolidated(&run, Lang::Vi).unwrap();
        let cells = cells(&bytes);
        let (size, bare_size) = (bytes.len(), written_bare(&cells).len());
        let count: usize = cells.iter().map(|(_, cells)| cells.len()).sum();
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(time(|| workbook::consolidated(&run, Lang::Vi).unwrap().len()));
            bare.push(time(|| written_bare(&cells).len()));
        }
        let (ours, bare) = (median(ours), median(bare));
        let findings = run.findings.len();
        println!(
            "{name}, {communes} communes, {count} cells, {findings} findings, {size} bytes beside {bare_size}: {:.1} ms, bare {:.1} ms, ratio {:.2} (target 1.25)",
            ours.as_secs_f64() * 1e3,
            bare.as_secs_f64() * 1e3,
            ours.as_secs_f64() / bare.as_secs_f64()
        );
    }
}

fn time(work: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A round of clean submissions as csv, read.
fn round(dir: &Path, form: &Form, communes: usize) -> Run {
    let mut units = String::from("code,name,level,kind,parent_code,so_ho\n990,Huyện Thử,district,huyện,,\n");
    let inputs = dir.join("in");
    std::fs::create_dir(&inputs).unwrap();
    for n in 0..communes {
        let code = 91_000 + n;
        writeln!(units, "{code},Xã Thử {n},commune,xã,990,{}", 200 + n * 7 % 900).unwrap();
        std::fs::write(inputs.join(format!("{code} Xa Thu {n}.csv")), submission(form, n)).unwrap();
    }
    let register = dir.join("units.csv");
    std::fs::write(&register, units).unwrap();
    let settings = Settings {
        form: Some(Set::flag(form.name.clone())),
        under: Some(Set::flag("990".to_owned())),
        period: Some(Set::flag("2024".parse().unwrap())),
        units: Some(Set::flag(register)),
        ..Settings::default()
    };
    let request = Request { inputs: vec![inputs], settings, consolidate: true, ..Request::default() };
    pipeline::run(&request).unwrap_or_else(|e| panic!("{e:?}"))
}

/// A submission that balances: parts are made up, what they come to follows from the form's rules.
fn submission(form: &Form, n: usize) -> String {
    let mut figures: Vec<Vec<u64>> = (0..form.rows.len())
        .map(|row| (0..form.columns.len()).map(|c| ((row + 1) * (c + 3) * 1_000 + n * 13) as u64).collect())
        .collect();
    // Rows within rows, columns within columns: as often as they lie deep.
    for _ in 0..6 {
        for rule in &form.rules {
            let Relation::Sum(terms) = &rule.balance.relation else { continue };
            let left = rule.balance.left;
            match rule.over {
                Over::Rows => {
                    let sum = |column: usize| terms.iter().map(|t| figures[t.of][column]).sum();
                    let sums: Vec<u64> = (0..form.columns.len()).map(sum).collect();
                    figures[left] = sums;
                }
                Over::Columns => {
                    for row in &mut figures {
                        row[left] = terms.iter().map(|t| row[t.of]).sum();
                    }
                }
            }
        }
    }
    let mut out = format!("Xã Thử {n};\nKế hoạch năm 2024;\n");
    let headings: Vec<String> = form.columns.iter().map(|c| c.name().replace(" › ", " ")).collect();
    out.push_str(&headings.join(";"));
    out.push('\n');
    for (at, row) in form.rows.iter().enumerate() {
        let cells = form.columns.iter().enumerate().map(|(column, definition)| match definition.role {
            Role::Number => row.stt.clone(),
            Role::Label => row.label.clone(),
            Role::Measure => row.figure.measure.clone(),
            Role::Value if row.is_group() => String::new(),
            Role::Value if row.figure.measure == "%" => format!("{},5", (at * 7 + n) % 100),
            Role::Value => figures[at][column].to_string(),
            Role::Text => String::new(),
        });
        out.push_str(&cells.collect::<Vec<_>>().join(";"));
        out.push('\n');
    }
    out
}

/// The cells of all sheets, as the workbook has them.
fn cells(bytes: &[u8]) -> Vec<(String, Cells)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let of_sheet = |name: &String| {
        let values = book.worksheet_range(name).unwrap();
        let formulas = book.worksheet_formula(name).unwrap();
        let at = |(row, column): (usize, usize), start: (u32, u32)| {
            (start.0 + row as u32, u16::try_from(start.1 + column as u32).unwrap())
        };
        let mut cells = Vec::new();
        let start = values.start().unwrap_or_default();
        for (row, column, data) in values.used_cells() {
            let place = at((row, column), start);
            let formula = formulas.get_value((place.0, u32::from(place.1))).filter(|f| !f.is_empty());
            let cell = match (formula, data) {
                (Some(formula), data) => Cell::Formula(formula.clone(), data.to_string()),
                (None, Data::Float(number)) => Cell::Number(*number),
                (None, Data::Int(number)) => Cell::Number(*number as f64),
                (None, data) => Cell::Text(data.to_string()),
            };
            cells.push((place.0, place.1, cell));
        }
        (name.clone(), cells)
    };
    names.iter().map(of_sheet).collect()
}

/// The same cells, and nothing else.
fn written_bare(sheets: &[(String, Cells)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, cells) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, column, cell) in cells {
            match cell {
                Cell::Number(number) => _ = sheet.write_number(*row, *column, *number).unwrap(),
                Cell::Text(text) => _ = sheet.write_string(*row, *column, text).unwrap(),
                Cell::Formula(formula, result) => {
                    let formula = Formula::new(format!("={formula}")).set_result(result);
                    _ = sheet.write_formula(*row, *column, formula).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}
