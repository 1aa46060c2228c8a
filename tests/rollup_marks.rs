//! What is to be said of a figure is said of it on the sheets of a roll-up too, and of what is made of it.

use std::collections::BTreeMap;

use crate::na_ri::page::Content;
use crate::opened::Opened;
use crate::rolled::of_commune;
use crate::workdir::Workdir;
use phubieu::register::{Era, Register};

/// Consolidates the plans of two communes of a year, with what is written over the figures of the first.
fn plan(work: &Workdir, year: u16, growth: u64, typed: &[(usize, usize, &str)]) {
    for (code, typed) in [("02173", typed), ("02143", &[])] {
        let mut one = of_commune(&Register::built_in(Era::Before), code, "ke-hoach-von", year, growth);
        for (row, column, text) in typed {
            one.body[*row][*column] = Content::Number((*text).into());
        }
        work.write(&format!("in-{year}/{}.xlsx", one.commune), &one.bytes());
    }
    std::fs::create_dir_all(work.path("w")).unwrap();
    let ran = work.run(&format!(
        "consolidate in-{year} --form ke-hoach-von --period {year} --era 2024 --under 066 -o w/{year}.xlsx --quiet"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
}

/// The cells of a sheet of figures by their columns: how many there are, and how many of them are marked.
fn marked(book: &Opened, sheet: &str) -> BTreeMap<String, (usize, usize)> {
    let mut found: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for line in book.told(sheet).lines().filter(|line| line.contains("#,##0")) {
        let column: String = line.chars().take_while(char::is_ascii_uppercase).collect();
        let own = found.entry(column).or_default();
        own.0 += 1;
        own.1 += usize::from(line.contains("(!)"));
    }
    found
}

#[test]
fn a_figure_that_is_doubted_is_marked_on_every_sheet_of_a_roll_up_and_so_is_what_it_is_in() {
    // The year whose figure is doubted, and the columns of «Theo năm» with a mark: the years E, F and G, the change and
    // its percentage H and I, the whole J, against the first K.
    for (doubted, expected) in [(2024, "G H I J K"), (2023, "F H I J"), (2022, "E J K")] {
        let work = Workdir::new();
        for year in 2022..=2024u16 {
            let typed: &[(usize, usize, &str)] = if year == doubted { &[(0, 2, "999000")] } else { &[] };
            plan(&work, year, u64::from(year - 2021), typed);
        }
        assert_eq!(work.run("rollup w -o up.xlsx --quiet").status, 0);
        let book = Opened::new(&work.read("up.xlsx"));
        let by_period = marked(&book, "Theo năm");
        let columns = |found: &BTreeMap<String, (usize, usize)>| {
            let marked = found.iter().filter(|(_, (_, marked))| *marked > 0);
            marked.map(|(column, _)| column.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(columns(&by_period), expected, "{doubted}");
        assert!(by_period.values().all(|(all, marked)| marked < all), "what is sound has no mark: {by_period:?}");
        // Those of the last year, and the changes from the one before.
        let (place, drivers) = (marked(&book, "Theo địa bàn"), marked(&book, "Biến động"));
        assert_eq!(!columns(&place).is_empty(), doubted == 2024, "{place:?}");
        let of_drivers = match doubted {
            2024 => "F G H I",
            2023 => "E G H I",
            _ => "",
        };
        assert_eq!(columns(&drivers), of_drivers, "{doubted}");
        for sheet in ["Theo năm", "Theo địa bàn", "Biến động", "Nộp theo kỳ"] {
            assert!(work.sheet("up.xlsx", sheet)[1][0].contains("«(!)»"), "{sheet}");
        }
        let charts = work.sheet("up.xlsx", "Biểu đồ theo năm").concat().concat();
        assert!(charts.contains("(!) có kỳ có số đáng ngờ"), "{charts}");
        assert_eq!(work.run("verify up.xlsx w").status, 0);
    }
}

#[test]
fn percentages_of_one_column_are_shown_with_as_many_decimals() {
    let work = Workdir::new();
    (2022..=2024).for_each(|year| plan(&work, year, u64::from(year - 2021), &[]));
    assert_eq!(work.run("rollup w -o up.xlsx --quiet").status, 0);
    let book = Opened::new(&work.read("up.xlsx"));
    for (sheet, columns) in [("Theo năm", &["I", "K"][..]), ("Biến động", &["H", "I"])] {
        let told = book.told(sheet);
        for column in columns {
            let cells = told.lines().filter(|line| line.starts_with(column) && line.contains("#,##0"));
            let cells: Vec<&str> = cells.collect();
            assert!(cells.len() > 3 && cells.iter().all(|cell| cell.contains("#,##0.00")), "{sheet} {cells:?}");
        }
    }
}
