//! Whole commands beside their floors, in one run: every commune of the country in a folder, a list of a million
//! lines, and each at a tenth of its size.
//!
//! A command is the program itself, a process of its own; its floor is a process that does what cannot be left out:
//! calamine visiting every cell of the same files with styles and doing nothing with them, then rust_xlsxwriter
//! writing as many cells as the result holds, unformatted, both on as many threads. Compared are the processor's
//! seconds and the most memory, as the system counts them, so that the ratios hold on any machine.
//!
//! `cargo bench --bench rounds` runs all; `-- submissions`, `-- memory` or `-- list` one. `-- make FOLDER` only writes the files.
//! Criterion measures time alone, and within one process; so these are measured by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::print_stdout, clippy::cast_possible_truncation, missing_docs, dead_code)]

#[path = "../../tests/clean.rs"]
mod clean;
mod floor;
mod made;
mod measured;
#[path = "../../tests/na_ri/mod.rs"]
mod na_ri;

use std::path::Path;

use measured::{Case, Measured};

/// The communes since 1 July 2025.
const COMMUNES: usize = 3_321;
/// Lines of the long list.
const LINES: usize = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("floor", rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return floor::run(rest);
    }
    if let [make, folder] = &arguments[..]
        && make == "make"
    {
        // For whoever looks with a profiler at where the time goes.
        println!("{}", made::submissions(Path::new(folder), COMMUNES).display());
        println!("{}", made::list(Path::new(folder), LINES).display());
        return;
    }
    let named: Vec<&String> = arguments.iter().filter(|a| !a.starts_with('-')).collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|n| *n == name);
    let dir = tempfile::tempdir().unwrap();
    if wanted("submissions") {
        let sizes = [COMMUNES / 10, COMMUNES];
        let folders = sizes.map(|n| made::submissions(dir.path(), n));
        linear(sizes, folders.map(|folder| submissions(&folder, "2025")));
    }
    if wanted("memory") {
        // As many as there were before: no more memory than this program may take, however many files there are.
        let folder = made::submissions(dir.path(), 10_000);
        submissions(&folder, "2024");
        println!();
    }
    if wanted("list") {
        let sizes = [LINES / 10, LINES];
        let files = sizes.map(|n| made::list(dir.path(), n));
        linear(sizes, files.map(|file| list(&file)));
    }
}

/// What one more file, or line, costs at full size beside a tenth of it.
fn linear(sizes: [usize; 2], [small, large]: [Measured; 2]) {
    let each = |m: &Measured, n: usize| m.seconds / n as f64 * 1e6;
    let (small, large) = (each(&small, sizes[0]), each(&large, sizes[1]));
    println!("  each costs {small:.1} µs of {} and {large:.1} µs of {}: {:.2}\n", sizes[0], sizes[1], large / small);
}

fn submissions(folder: &Path, year: &str) -> Measured {
    let work = tempfile::tempdir().unwrap();
    let round = ["--under", "00", "--units", "", "--era", year, "--period", year, "--form", "chi-tieu", "--quiet"];
    let units = folder.with_extension("csv");
    let round: Vec<String> =
        round.iter().map(|a| if a.is_empty() { units.display().to_string() } else { (*a).to_owned() }).collect();
    let facts = Case::program("check", folder, &round).and("--facts", &work.path().join("facts.csv"));
    let whole = Case::program("consolidate", folder, &round).and("-o", &work.path().join("whole.xlsx"));
    let reading = Case::floor("read", folder);
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let whole = measured::beside(&format!("{name}: workbook"), &whole, &[&reading], Some(1.5));
    measured::beside(&format!("{name}: facts alone"), &facts, &[&reading], Some(1.3));
    whole
}

fn list(file: &Path) -> Measured {
    let work = tempfile::tempdir().unwrap();
    let round: Vec<String> =
        ["--under", "066", "--era", "2024", "--period", "2024", "--form", "danh-muc-cong-trinh", "--quiet"]
            .map(str::to_owned)
            .to_vec();
    let whole = Case::program("consolidate", file, &round).and("-o", &work.path().join("whole.xlsx"));
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    measured::beside(&name, &whole, &[&Case::floor("read", file)], Some(1.6))
}
