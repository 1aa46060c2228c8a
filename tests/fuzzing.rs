//! The functions that the fuzz targets in `tests/fuzz` call, driven by what a seed draws, so that they cannot rot;
//! `PHUBIEU_WRITE_CORPUS=tests/fuzz/corpus` writes the seeds for the fuzzer.

use std::path::Path;

use crate::damage::{Dice, damage};
use crate::na_ri;
use crate::na_ri::delimited;
use phubieu::form::built_in;
use phubieu::fuzzing;

const NUMBERS: &[&str] = &[
    "1.234,5",
    "1,234.5",
    "12 hộ",
    "82.76%",
    "-5",
    "(1.000)",
    "1.234.567",
    "3-4",
    "khoảng 50",
    "lOO",
    "1e5",
    "12/15",
    "1 234,5",
    "0,5 ha",
    "+7",
    "−3",
    "½",
    "12,5 triệu đồng/năm",
    "79228162514264337593543950335",
    "0,0000000000000000000000000001",
];
const MEASURES: &[&str] = &[
    "Hộ",
    "nghìn hộ",
    "Triệu đồng/người/năm",
    "%",
    "‰",
    "1.000 hộ",
    "tỷ đồng",
    "m3/ngày đêm",
    "Km",
    "đồng",
    "Điểm %",
    "lượt người",
    "ĐVT: nghìn đồng",
    "(Đơn vị tính: 1.000đ)",
    "tấn/ha",
    "103 tấn",
];
const TITLES: &[&str] = &[
    "KẾ HOẠCH NĂM 2024",
    "(Kèm theo Kế hoạch số 45/KH-UBND ngày 15 tháng 3 năm 2024)",
    "quý I năm 2024",
    "6 tháng đầu năm 2024",
    "Tháng 03/2024",
    "giai đoạn 2021-2025",
    "Đơn vị tính: Triệu đồng",
    "ước thực hiện 9 tháng",
    "2024.2025-2026/2027",
    "quý IV/2023 và quý I/2024",
];

fn sheets() -> Vec<Vec<u8>> {
    let page = na_ri::made_up::titled("02137", ("12", "20")).page();
    let text = delimited::lines(&page, ';');
    vec![
        delimited::utf8(&text),
        delimited::utf16(&delimited::lines(&page, '\t')),
        delimited::tcvn3(&text),
        delimited::windows_1258(&text),
        b"sep=,\na,b\n1,2\n\n\"x\ny\",3\n".to_vec(),
        b"file,sheet,cell,raw,code,message,decision\na.xlsx,Sheet1,D8,'-?,PB301,x,12\n".to_vec(),
        "<html><body><table><tr><td>STT<td>Chỉ tiêu<td>ĐVT<td>Số</table>".as_bytes().to_vec(),
    ]
}

fn workbooks() -> Vec<Vec<u8>> {
    let page = na_ri::made_up::titled("02137", ("12", "20")).page();
    let one = std::slice::from_ref(&page);
    vec![
        na_ri::xlsx::workbook(one),
        na_ri::xls::workbook(&page),
        na_ri::xlsb::workbook(&page),
        na_ri::ods::workbook(&page),
    ]
}

/// A target with the seeds that it begins from.
type Target = (&'static str, Vec<Vec<u8>>, fn(&[u8]), usize);

fn targets() -> Vec<Target> {
    let texts = |texts: &[&str]| texts.iter().map(|t| t.as_bytes().to_vec()).collect::<Vec<_>>();
    let forms: Vec<&str> = built_in::names().filter_map(built_in::text).collect();
    vec![
        ("number", texts(NUMBERS), |b| fuzzing::number(&String::from_utf8_lossy(b)), 3_000),
        ("measure", texts(MEASURES), |b| fuzzing::measure(&String::from_utf8_lossy(b)), 3_000),
        ("title", texts(TITLES), |b| fuzzing::title(&String::from_utf8_lossy(b)), 2_000),
        ("form_toml", texts(&forms), |b| fuzzing::form_toml(&String::from_utf8_lossy(b)), 60),
        ("delimited", sheets(), fuzzing::delimited, 150),
        ("html", sheets(), fuzzing::html, 100),
        ("decisions", sheets(), fuzzing::decisions, 100),
        // The mutation test goes through damaged workbooks, each in a child; here they are whole.
        (
            "bytes_to_facts",
            [sheets(), workbooks()].concat(),
            |b| drop(fuzzing::bytes_to_facts(b, &fuzzing::forms())),
            0,
        ),
    ]
}

#[test]
fn the_targets_of_the_fuzzer_hold_on_what_a_seed_draws() {
    let corpus = std::env::var_os("PHUBIEU_WRITE_CORPUS");
    for (name, seeds, target, draws) in targets() {
        for (at, seed) in seeds.iter().enumerate() {
            target(seed);
            if let Some(corpus) = &corpus {
                let folder = Path::new(corpus).join(name);
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join(format!("seed-{at}")), seed).unwrap();
            }
        }
        for draw in 0..draws {
            let mut dice = Dice(draw as u64);
            let seed = &seeds[draw % seeds.len()];
            let mutant = damage(seed, &mut dice);
            let outcome = std::panic::catch_unwind(|| target(&mutant));
            assert!(outcome.is_ok(), "{name} on {:?}", String::from_utf8_lossy(&mutant));
        }
    }
}

#[test]
fn every_target_of_the_fuzzer_is_driven_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/fuzz_targets");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut names: Vec<&str> = targets().iter().map(|(name, ..)| *name).collect();
    names.sort_unstable();
    assert_eq!(files, names);
}
