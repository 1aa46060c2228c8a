//! Results are written safely: whole or not at all, harmless to whoever opens them, and without a word about the
//! machine they were made on.

use std::io::{Cursor, Read as _};
#[cfg(unix)]
use std::process::Command;

use crate::na_ri::{self, page::Content};
use crate::workdir::{Workdir, field};

/// Runs a line of the shell with the program as `$P`; its status and what it said.
#[cfg(unix)]
fn shell(work: &Workdir, line: &str) -> (i32, String) {
    let mut command = Command::new("bash");
    command.args(["-c", line]).env("P", env!("CARGO_BIN_EXE_phubieu")).current_dir(work.path("."));
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_enough_is_no_error_and_a_full_disk_is_one() {
    let work = Workdir::with_samples();
    for typed in [
        "consolidate in -o out.xlsx --facts -",
        "check in --findings -",
        "form show chi-tieu",
        "form schema",
        "units tree 06 --era 2024",
        "explain",
        "--help",
    ] {
        let (status, said) = shell(&work, &format!("$P {typed} --force | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}"));
        assert!(status < 2, "{typed}: {status} {said}");
        assert!(!said.contains("panicked"), "{typed}: {said}");
        if typed == "--help" {
            continue;
        }
        let (status, said) = shell(&work, &format!("$P {typed} --force > /dev/full"));
        assert_eq!(status, 2, "{typed}: {said}");
        assert_eq!(said.matches("đĩa đã đầy").count(), 1, "{typed}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_to_talk_to_is_no_error_either() {
    let work = Workdir::with_samples();
    assert_eq!(shell(&work, "$P consolidate in -o a.xlsx 2>&-").0, 0);
    assert_eq!(shell(&work, "$P consolidate in -o b.xlsx 2>/dev/full").0, 0);
    assert_eq!(work.read("a.xlsx"), work.read("b.xlsx"));
}

#[cfg(unix)]
#[test]
fn where_a_result_cannot_go_one_sentence_says_so_before_the_work_and_nothing_is_lost() {
    use std::os::unix::fs::symlink;
    let work = Workdir::with_samples();
    for (name, device) in [("full.csv", "/dev/full"), ("null.csv", "/dev/null"), ("out.csv", "/dev/stdout")] {
        symlink(device, work.path(name)).unwrap();
    }
    Command::new("mkfifo").arg(work.path("pipe.csv")).status().unwrap();
    work.write("kept.csv", b"old");
    let mut permissions = std::fs::metadata(work.path("kept.csv")).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(work.path("kept.csv"), permissions).unwrap();
    let before = work.list(".");
    let long = "a".repeat(300);
    for (name, words) in [
        ("full.csv", "thiết bị"),
        ("null.csv", "thiết bị"),
        ("pipe.csv", "thiết bị"),
        ("kept.csv", "chỉ đọc"),
        (format!("{long}.csv").as_str(), "không hợp lệ"),
        ("/dev/stdout", "phải có đuôi"),
        ("./tong-hop.csv", "Hai kết quả"),
        // A folder that nobody can write into, be it the administrator.
        ("/proc/f.csv", "Không ghi được «/proc/f.csv»"),
    ] {
        let typed = format!("consolidate in -o tong-hop.xlsx --totals tong-hop.csv --facts {name} --force");
        let ran = work.run(&typed);
        assert_eq!(ran.status, 2, "{name}: {}", ran.said);
        assert!(ran.said.lines().count() == 1 && ran.said.contains(words), "{name}: {}", ran.said);
        assert_eq!(work.list("."), before, "{name}");
    }
    assert_eq!(work.read("kept.csv"), b"old");
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_leaves_nothing_half_written_and_what_was_there_as_it_was() {
    let work = Workdir::with_samples();
    work.write("f.csv", b"old");
    let before = work.list(".");
    // Files of more than 8 KiB are refused, as a full disk refuses them: in the middle of writing.
    let typed = "consolidate in -o tong-hop.xlsx --facts f.csv --totals t.csv --force";
    let (status, said) = shell(&work, &format!("trap '' XFSZ; ulimit -f 8; $P {typed} --quiet"));
    assert_eq!(status, 2, "{said}");
    assert!(said.lines().count() == 1 && said.contains("Không ghi được"), "{said}");
    assert_eq!((work.list("."), work.read("f.csv")), (before, b"old".to_vec()));
}

#[test]
fn texts_that_a_spreadsheet_would_run_are_harmless_in_csv_exact_in_json_and_undone_when_read_back() {
    let work = Workdir::new();
    let mut appendix = na_ri::made_up::titled("02137", ("1", "1"));
    appendix.line("1").figure = Content::Text("=1+cmd|' /C calc'!A0".into());
    appendix.line("2").figure = Content::Text("-5".into());
    appendix.line("3").figure = Content::Text("- chưa có".into());
    appendix.line("5").figure = Content::Text("-".into());
    work.write("in/-Van Vu.xlsx", &na_ri::xlsx::workbook(&[appendix.page()]));
    let round = "--under 066 --period 2024";
    work.run(&format!("check in {round} --facts f.csv --findings p.csv"));
    work.run(&format!("check in {round} --facts f.json --findings p.json"));
    let raws = |name: &str, column: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_path(work.path(name)).unwrap();
        let at = reader.headers().unwrap().iter().position(|h| h == column).unwrap();
        reader.records().map(|r| r.unwrap()[at].to_owned()).collect()
    };
    for (list, csv, json) in [("facts", "f.csv", "f.json"), ("findings", "p.csv", "p.json")] {
        for column in ["raw", "file", "cell", "row"] {
            for text in raws(csv, column) {
                assert!(!text.starts_with(['=', '@', '+']) && !text.starts_with("- "), "{csv} {column}: {text}");
            }
        }
        let exact: Vec<String> = work.json(json, list).iter().map(|r| field(r, "raw").to_owned()).collect();
        assert!(exact.iter().any(|r| r == "=1+cmd|' /C calc'!A0"), "{exact:?}");
        let back: Vec<String> =
            raws(csv, "raw").iter().map(|r| phubieu::formula_guard::unguarded(r).to_owned()).collect();
        if list == "facts" {
            assert_eq!(back, exact);
            assert!(exact.iter().any(|r| r == "-") && raws(csv, "raw").iter().any(|r| r == "-5"));
        }
    }
    // A decision in a csv finds its file and its cell again.
    let mut answers = csv::Writer::from_path(work.path("decisions.csv")).unwrap();
    answers.write_record(["file", "sheet", "cell", "raw", "code", "decision"]).unwrap();
    let rows = csv::Reader::from_path(work.path("p.csv")).unwrap().records().map(Result::unwrap).collect::<Vec<_>>();
    let row = rows.iter().find(|r| r[9].contains("calc")).unwrap();
    assert_eq!(&row[3], "'-Van Vu.xlsx");
    answers.write_record([&row[3], &row[4], &row[5], &row[9], &row[0], "12"]).unwrap();
    answers.flush().unwrap();
    work.run(&format!("check in {round} --decisions decisions.csv --facts g.json --findings q.json"));
    let facts = work.json("g.json", "facts");
    let decided = facts.iter().find(|f| field(f, "raw").contains("calc")).unwrap();
    assert_eq!((field(decided, "state"), field(decided, "value")), ("number", "12"));
}

#[test]
fn a_cell_that_looks_like_a_piece_of_a_workbook_breaks_none() {
    let work = Workdir::new();
    let hostile = "<r><t>12</t></r></si><si><r><b</r>";
    work.write(
        "in/con minh.csv",
        format!("STT;Chỉ tiêu;ĐVT;Năm 2024\n2;{hostile};Hộ;5\n3;Số hộ;Hộ;{hostile}\n").as_bytes(),
    );
    let round = "--under 066 --period 2024 --force --quiet";
    let ran = work.run(&format!("consolidate in -o whole.xlsx --findings findings.xlsx {round}"));
    assert!(ran.status < 2, "{}", ran.said);
    for book in ["whole.xlsx", "findings.xlsx"] {
        let bytes = work.read(book);
        for (name, part) in parts(&bytes).into_iter().filter(|(name, _)| name.ends_with(".xml")) {
            let mut reader = quick_xml::Reader::from_reader(part.as_slice());
            let mut buffer = Vec::new();
            loop {
                match reader.read_event_into(&mut buffer) {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => buffer.clear(),
                    Err(e) => panic!("{book}: {name}: {e}"),
                }
            }
        }
        let read = phubieu::intake::read(book, &bytes, &mut Vec::new()).unwrap();
        let cells = read.sheets.iter().flat_map(|sheet| sheet.rows()).flat_map(|(_, cells)| cells);
        let said = cells.filter_map(phubieu::intake::Cell::text).filter(|text| text.contains(hostile)).count();
        assert!(said > 0, "{book}");
    }
}

#[test]
fn no_result_says_where_on_the_machine_it_was_made_or_by_whom() {
    const CANARY: &str = "nguoi-dung-7f3a";
    let work = Workdir::new();
    for sample in na_ri::all() {
        work.write(&format!("{CANARY}/in/{}", sample.file), &sample.bytes);
    }
    work.write(&format!("{CANARY}/in/hong.xlsx"), b"PK\x03\x04 cut short");
    work.write(&format!("{CANARY}/units.csv"), na_ri::units_csv().as_bytes());
    let whole = work.path(CANARY);
    let at = whole.display();
    let common = format!("--under 066 --era 2024 --period 2024 --units {at}/units.csv");
    for typed in [
        format!(
            "consolidate {at}/in -o out/a.xlsx --facts out/f.csv --totals out/t.csv --findings out/p.html {common}"
        ),
        format!(
            "consolidate {at}/in -o out/b.xlsx --facts out/f.json --totals out/t.json --findings out/p.json {common}"
        ),
        format!(
            "consolidate {at}/in -o out/c.xlsx --facts out/f.jsonl --totals out/t.jsonl --findings out/p.xlsx {common}"
        ),
        format!("check {at}/in --annotate out/tra {common} --findings out/p.csv"),
        format!("template --form chi-tieu -o out/bieu {common}"),
        "rollup out/a.xlsx -o out/r.xlsx --facts out/rf.csv".to_owned(),
        format!("normalise '{at}/in/02137_Van Vu_2024.xlsx' -o out/n.xlsx"),
        format!("form infer '{at}/in/02137_Van Vu_2024.xlsx' -o out/i.toml"),
    ] {
        std::fs::create_dir_all(work.path("out")).unwrap();
        let ran = work.run(&typed);
        assert!(ran.status < 2, "{typed}: {}", ran.said);
    }
    let user = std::env::var("USER").ok().filter(|u| u.len() > 5);
    let home = std::env::var("HOME").ok().filter(|h| h.len() > 5);
    let mut telling = vec![CANARY.to_owned(), std::env::temp_dir().display().to_string() + "/"];
    telling.extend(user.into_iter().chain(home));
    let mut open = vec![work.path("out")];
    let mut looked_at = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            // The round file says where its units are: it is read from its own folder.
            if path.ends_with("phubieu.toml") {
                continue;
            }
            for (part, bytes) in parts(&std::fs::read(&path).unwrap()) {
                let text = String::from_utf8_lossy(&bytes);
                for word in &telling {
                    assert!(!text.contains(word.as_str()), "{}: {part} tells of {word}", path.display());
                }
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 100, "{looked_at}");
}

/// The parts of a zipped file, or the file itself.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return vec![(String::new(), bytes.to_vec())];
    };
    let part = |at: usize, archive: &mut zip::ZipArchive<Cursor<&[u8]>>| {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (name, content)
    };
    (0..archive.len()).map(|at| part(at, &mut archive)).collect()
}
