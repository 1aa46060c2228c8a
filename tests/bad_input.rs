//! Bad input is normal: one clear sentence, the right exit status, nothing half-written, and the work
//! goes on with the rest.

use crate::na_ri;
use crate::workdir::{Workdir, field};

/// Asserts that the work could not be done, with one sentence that holds these words, and that
/// nothing of a result is left.
fn fails(work: &Workdir, typed: &str, words: &str) {
    let ran = work.run(typed);
    assert_eq!(ran.status, 2, "{typed}: {}", ran.said);
    let last =
        ran.said.lines().find(|l| l.starts_with("Không làm được:")).unwrap_or_else(|| panic!("{typed}: {}", ran.said));
    assert!(last.contains(words), "{typed}: {last}");
    assert!(
        !work.list(".").iter().any(|n| n.starts_with("out") || n.contains("phubieu-")),
        "{typed}: {:?}",
        work.list(".")
    );
}

#[test]
fn who_asked_for_the_findings_gets_them_where_nothing_could_be_made_of_the_files() {
    let work = Workdir::new();
    work.write("junk/a.xlsx", b"PK\x03\x04 cut short");
    for typed in ["check junk", "check junk/a.xlsx", "consolidate junk -o out.xlsx --facts out.csv --under 066"] {
        for ending in ["json", "csv", "html", "xlsx"] {
            let ran = work.run(&format!("{typed} --findings found.{ending} --force"));
            assert_eq!(ran.status, 2, "{typed} {}", ran.said);
            assert!(work.path(&format!("found.{ending}")).exists(), "{typed} {ending} {}", ran.said);
        }
        let found = work.json("found.json", "findings");
        assert_eq!((found.len(), field(&found[0], "severity")), (1, "error"), "{typed}");
        assert!(field(&found[0], "file").ends_with("a.xlsx"));
    }
    assert!(!work.path("out.xlsx").exists() && !work.path("out.csv").exists());
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence_with_exit_status_2() {
    let work = Workdir::with_samples();
    work.write("empty/readme", b"");
    std::fs::remove_file(work.path("empty/readme")).unwrap();
    work.write("junk/a.xlsx", b"PK\x03\x04 cut short");
    work.write("junk/b.pdf", b"%PDF-1.4");
    work.write("junk/~$a.xlsx", b"lock");
    work.write("there.xlsx", b"mine");
    work.write("bad.toml", b"name = \"x\"\ntitle = 3\n");
    work.write("bad.csv", b"code,so_ho\n02173,1.234\n");
    for (typed, words) in [
        ("consolidate nowhere -o out.xlsx", "Không có tệp hoặc thư mục «nowhere»"),
        ("consolidate empty -o out.xlsx", "Không có tệp nào để đọc"),
        ("consolidate junk -o out.xlsx", "Không đọc được biểu nào"),
        ("check junk", "Không đọc được biểu nào"),
        ("consolidate in -o there.xlsx", "đã có"),
        ("consolidate in -o no/such/folder/out.xlsx", "Không ghi được"),
        ("consolidate in -o in", "phải có đuôi .xlsx"),
        ("consolidate in -o out.csv", "phải có đuôi .xlsx"),
        ("consolidate in -o out.xlsx --facts out.docx", "phải có đuôi .csv"),
        ("consolidate in -o out.xlsx --findings out.xlsx", "Hai kết quả cùng ghi"),
        ("consolidate in -o out.xlsx --form khong-co", "Không có biểu mẫu «khong-co»"),
        ("consolidate in -o out.xlsx --form bad.toml", "bad.toml:2:9"),
        ("consolidate in -o out.xlsx --units bad.csv", "dòng 2"),
        ("consolidate in -o out.xlsx --under 'huyện Không Đâu'", "Không có đơn vị «huyện Không Đâu»"),
        ("consolidate in -o out.xlsx --under 'huyện Châu Thành'", "khớp với nhiều đơn vị"),
        ("consolidate in -o out.xlsx --decisions nowhere.csv", "Không dùng được tệp quyết định"),
    ] {
        fails(&work, typed, words);
    }
    assert_eq!(work.read("there.xlsx"), b"mine", "a file that was there is untouched");
    // Arguments that are not understood: clap's own words, the same status.
    assert_eq!(work.run("consolidate in").status, 2);
    assert_eq!(work.run("check in --period nam-nay").status, 2);
}

#[test]
fn a_faulty_round_file_points_at_line_and_column() {
    let work = Workdir::with_samples();
    work.write("in/phubieu.toml", "form = \"chi-tieu\"\nunder = 066\n".as_bytes());
    fails(&work, "consolidate in -o out.xlsx", "phubieu.toml:2:9");
}

#[test]
fn files_that_cannot_be_read_are_named_with_the_reason_and_the_rest_goes_on() {
    let work = Workdir::with_samples();
    let good = na_ri::all();
    let xlsx = &good.iter().find(|s| s.code == "02137").unwrap().bytes;
    let xls = &good.iter().find(|s| s.code == "02140").unwrap().bytes;
    // Excel puts the encrypted package into a container of the old kind.
    let mut container = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    container.create_stream("/EncryptedPackage").unwrap();
    let encrypted = container.into_inner().into_inner();
    for (name, bytes, code, words) in [
        ("cut.xlsx", &xlsx[..xlsx.len() / 2], "PB011", "hỏng"),
        ("cut.xls", &xls[..xls.len() / 3], "PB011", "hỏng"),
        ("secret.xlsx", &encrypted, "PB012", "mật khẩu"),
        ("scan.pdf", b"%PDF-1.7 ...", "PB010", "PDF"),
        ("web.xls", b"<html><p>1</p></html>", "PB010", "HTML"),
        ("nothing.xlsx", b"", "PB011", "rỗng"),
        ("nothing.csv", b"", "PB011", "rỗng"),
        ("nothing.txt", b"", "PB003", "rỗng"),
        ("~$02137_Van Vu_2024.xlsx", b"lock", "PB001", "khóa tạm"),
        (".hidden.xlsx", b"x", "PB002", "ẩn"),
        ("noise.xlsx", &[7u8; 300], "PB010", "không nhận ra"),
    ] {
        work.write(&format!("in/{name}"), bytes);
        let ran = work.run("consolidate in -o out.xlsx --findings findings.json --totals totals.json --force");
        assert_eq!(ran.status, 0, "{name}: {}", ran.said);
        let findings = work.json("findings.json", "findings");
        let about: Vec<_> = findings.iter().filter(|f| field(f, "file") == name).collect();
        assert_eq!(about.len(), 1, "{name}: {about:?}");
        assert_eq!(field(about[0], "code"), code, "{name}");
        assert!(field(about[0], "message").contains(words), "{name}: {}", about[0]);
        assert!(ran.said.contains("tổng hợp 17/17"), "{name}");
        std::fs::remove_file(work.path(&format!("in/{name}"))).unwrap();
    }
}

#[test]
fn one_bad_cell_costs_that_cell_and_not_the_sheet() {
    let work = Workdir::new();
    let mut appendix = na_ri::made_up::titled("02137", ("1", "1"));
    appendix.line("10").figure = na_ri::page::Content::Number("987654".into());
    appendix.line("11").figure = na_ri::page::Content::Number("876543".into());
    let bytes = na_ri::xlsx::workbook(&[appendix.page()]);
    // #SPILL! is ordinary in Excel 365 but unknown to the library; 1,5 under t="n" is no number.
    let retyped = |xml: &str, from: &str, kind: &str, to: &str| {
        let at = xml.find(from).unwrap();
        let mark = xml[..at].rfind('>').unwrap();
        format!("{} t=\"{kind}\">{to}{}", &xml[..mark], &xml[at + from.len()..])
    };
    let spoiled = patched(&bytes, "xl/worksheets/sheet1.xml", |xml| {
        let xml = retyped(xml, "<v>987654</v>", "e", "<v>#SPILL!</v>");
        retyped(&xml, "<v>876543</v>", "n", "<v>1,5</v>")
    });
    work.write("in/Van Vu.xlsx", &spoiled);
    let ran = work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
    assert_eq!(ran.status, 1, "{}", ran.said);
    let facts = work.json("facts.json", "facts");
    let of = |row: &str| {
        facts.iter().find(|f| field(f, "row") == row).map(|f| (field(f, "state"), field(f, "findings"))).unwrap()
    };
    assert_eq!(of("10"), ("unreadable", "PB314"));
    assert_eq!(of("11"), ("unreadable", "PB319"));
    assert_eq!((facts.len(), of("12").0, of("27").0), (29, "number", "number"));
}

/// A workbook with one part changed.
fn patched(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut file = from.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            content = change(std::str::from_utf8(&content).unwrap()).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_cell_in_the_last_corner_of_a_sheet_costs_nothing() {
    let work = Workdir::new();
    let mut page = na_ri::made_up::titled("02137", ("1", "1")).page();
    page.name = "PL".into();
    let bytes = patched(&na_ri::xlsx::workbook(&[page]), "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>")
    });
    work.write("in/Van Vu.xlsx", &bytes);
    let ran = work.run("check in --under 066 --period 2024 --facts facts.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(work.json("facts.json", "facts").len(), 29);
}

#[test]
fn identity_that_is_unsure_keeps_a_file_out_and_says_why() {
    for (file, code, title, expected) in [
        // The title block is of Văn Vũ unless another commune's code is given.
        ("in/xa Con Minh.xlsx", "02137", None, "PB103"),
        ("in/phu luc.xlsx", "02137", Some(""), "PB101"),
        ("in/phu luc.xlsx", "02137", Some("Ủy ban nhân dân xã Văn Vũ và xã Văn Lang"), "PB102"),
        ("in/phu luc.xlsx", "02137", Some("Ủy ban nhân dân xã Quân Hà, huyện Bạch Thông"), "PB104"),
        ("in/Van Vu 2023.xlsx", "02137", None, "PB108"),
    ] {
        let work = Workdir::new();
        let mut appendix = na_ri::made_up::titled(code, ("1", "1"));
        if let Some(title) = title {
            appendix.letterhead.clear();
            appendix.footer.clear();
            appendix.titles.retain(|(text, _)| !text.contains("Văn Vũ"));
            appendix.titles.push((title.to_owned(), na_ri::page::Look::CAPTION));
        }
        work.write(file, &na_ri::xlsx::workbook(&[appendix.page()]));
        let ran = work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
        let codes = work.codes("findings.json");
        assert_eq!(codes.get(expected), Some(&1), "{file} {title:?}: {codes:?}\n{}", ran.said);
        let counts = work.json("facts.json", "facts").iter().all(|f| field(f, "unit") == "02137");
        assert_eq!(counts, expected == "PB108", "{file}: only a differing file name leaves the unit certain");
    }
}

#[test]
fn another_period_is_left_out() {
    let work = Workdir::with_samples();
    let ran = work.run("consolidate in -o out.xlsx --period 2023 --era 2024 --findings findings.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(work.codes("findings.json").get("PB110"), Some(&17));
    assert!(ran.said.contains("tổng hợp 0/17"), "{}", ran.said);
}
