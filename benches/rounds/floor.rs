//! What cannot be left out, as a process of its own.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{DataRef, Reader as _, Xlsx};
use rayon::prelude::*;
use rust_xlsxwriter::{Workbook, Worksheet};

/// Does the part of the floor that is named.
pub fn run(arguments: &[String]) {
    match arguments {
        [part, path] if part == "read" => println!("{}", read(Path::new(path))),
        [part, path, to] if part == "write" => write(Path::new(path), Path::new(to)),
        other => panic!("{other:?}"),
    }
}

/// Visits every cell of every workbook under a path with its style; how many there are.
fn read(path: &Path) -> usize {
    let files: Vec<PathBuf> = match std::fs::read_dir(path) {
        Ok(folder) => folder.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => vec![path.to_owned()],
    };
    files
        .par_iter()
        .filter(|f| f.extension().is_some_and(|e| e == "xlsx"))
        .map(|file| visited(&std::fs::read(file).unwrap()))
        .sum()
}

/// Visits every cell of one workbook with its style; how many there are.
pub fn visited(bytes: &[u8]) -> usize {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut cells = 0;
    for sheet in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&sheet).unwrap();
        std::hint::black_box(reader.styles().len());
        while let Some((cell, style)) = reader.next_cell_with_style_id().unwrap() {
            std::hint::black_box((cell.get_value(), style));
            cells += 1;
        }
    }
    cells
}

/// How many cells of each kind the sheets of a workbook hold: a line a sheet, of rows, numbers and texts.
pub fn shape(workbook: &Path) -> String {
    let bytes = std::fs::read(workbook).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    let mut lines = String::new();
    for sheet in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&sheet).unwrap();
        let (mut rows, mut numbers, mut texts) = (0, 0usize, 0usize);
        while let Some((cell, _)) = reader.next_cell_with_style_id().unwrap() {
            rows = rows.max(cell.get_position().0 + 1);
            match cell.get_value() {
                DataRef::Empty => {}
                DataRef::String(_) | DataRef::SharedString(_) => texts += 1,
                _ => numbers += 1,
            }
        }
        lines.push_str(&format!("{rows} {numbers} {texts}\n"));
    }
    lines
}

/// Writes as many cells, unformatted: the sheets on as many threads as there are.
fn write(shape: &Path, to: &Path) {
    let shape = std::fs::read_to_string(shape).unwrap();
    let sheets: Vec<Vec<usize>> = shape.lines().map(|l| l.split(' ').map(|n| n.parse().unwrap()).collect()).collect();
    let mut book = Workbook::new();
    let words: Vec<String> = (0..5_000).map(|n| format!("Chỉ tiêu số {n} của xã")).collect();
    let cells: usize = sheets.iter().flat_map(|sheet| &sheet[1..]).sum();
    if cells > MOST_HELD {
        for sheet in &sheets {
            fill(book.add_worksheet_with_constant_memory().unwrap(), sheet, &words);
        }
    } else {
        let made = |sheet: &Vec<usize>| {
            let mut made = Worksheet::new();
            fill(&mut made, sheet, &words);
            made
        };
        for sheet in sheets.par_iter().map(made).collect::<Vec<_>>() {
            book.push_worksheet(sheet);
        }
    }
    book.save(to).unwrap();
}

/// Of more cells than this the library holds no more than a row: of a hundred million it would take all memory.
const MOST_HELD: usize = 5_000_000;

fn fill(made: &mut Worksheet, sheet: &[usize], words: &[String]) {
    let [rows, numbers, texts] = sheet[..] else { panic!("{sheet:?}") };
    let across = (numbers + texts).div_ceil(rows.max(1)).max(1);
    for cell in 0..numbers + texts {
        let (row, column) = ((cell / across) as u32, (cell % across) as u16);
        // Texts and numbers in turn, as many of each.
        if (cell * texts) / (numbers + texts) == ((cell + 1) * texts) / (numbers + texts) {
            made.write_number(row, column, cell as f64).unwrap();
        } else {
            made.write_string(row, column, &words[cell % words.len()]).unwrap();
        }
    }
}
