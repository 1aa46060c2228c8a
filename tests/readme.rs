//! What the README promises: its commands do what it says, its tables name what there is.

use std::path::Path;
use std::process::Command;

use crate::workdir::Workdir;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn the_main_command_works_on_the_samples_as_they_are_in_the_repository() {
    let command = "cargo run --release -- consolidate samples/na-ri-2024 -o tong-hop.xlsx";
    assert!(readme().contains(command));
    let work = Workdir::new();
    let out = work.path("tong-hop.xlsx");
    let typed = command.split(" -- ").nth(1).unwrap().replace(" tong-hop.xlsx", "");
    let run = Command::new(env!("CARGO_BIN_EXE_phubieu"))
        .args(typed.split(' '))
        .arg(&out)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(out.exists());
}

#[test]
fn the_example_of_a_finding_is_what_the_program_says() {
    let work = Workdir::with_samples();
    let ran = work.run("check 'in/Phu luc KH 45 - xa Con Minh.xlsx'");
    let readme = readme();
    let example = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(ran.said.contains(example.trim_end()), "{}", ran.said);
}

#[test]
fn the_round_file_of_the_readme_is_accepted() {
    let work = Workdir::with_samples();
    let readme = readme();
    let example = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    work.write("in/phubieu.toml", example.as_bytes());
    assert_eq!(work.run("consolidate in -o out.xlsx").status, 0);
}

const BEGIN: &str = "<!-- codes: begin -->\n";
const END: &str = "<!-- codes: end -->\n";

/// The README's table of codes is what the library renders; `PHUBIEU_WRITE_README=1` writes it anew.
#[test]
fn the_table_of_codes_is_that_of_the_program() {
    let readme = readme();
    let (before, rest) = readme.split_once(BEGIN).expect("the table's beginning");
    let (_, after) = rest.split_once(END).expect("the table's end");
    let expected = format!("{before}{BEGIN}{}{END}{after}", phubieu::finding::explained::markdown());
    if std::env::var_os("PHUBIEU_WRITE_README").is_some_and(|value| value == "1") {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), &expected).unwrap();
        return;
    }
    assert!(readme == expected, "write it anew: PHUBIEU_WRITE_README=1 cargo test --test all readme::");
}

#[test]
fn explain_says_why_with_an_example_and_a_remedy() {
    let work = Workdir::new();
    let full = work.run("explain PB301").out;
    for part in ["PB301 · Lỗi · Đọc được nhiều cách", "Đọc số", "Ví dụ:", "18.939", "Cách sửa:", "Number"]
    {
        assert!(full.contains(part), "{part}: {full}");
    }
    assert!(full.lines().all(|l| l.chars().count() <= 100), "{full}");
    for other in ["pb301", "301", "' Pb301 '"] {
        assert_eq!(work.run(&format!("explain {other}")).out, full, "{other}");
    }
    let english = work.run("explain 105 --lang en").out;
    assert!(english.contains("Example:") && english.contains("How to mend it:"), "{english}");
    let all = work.run("explain").out;
    assert!(all.starts_with("Tệp (PB0xx)\n  PB001  Ghi nhận   Tệp khóa tạm\n"), "{all}");
    let unknown = work.run("explain PB3O1");
    assert!(unknown.status == 2 && unknown.said.contains("Có phải PB301 «Đọc được nhiều cách»"), "{}", unknown.said);
}

#[test]
fn every_command_and_alias_of_the_readme_is_there() {
    let work = Workdir::with_samples();
    for typed in [
        "tong-hop in -o a.xlsx",
        "kiem-tra 'in/02137_Van Vu_2024.xlsx'",
        "form list",
        "form show chi-tieu",
        "units find 'Côn Minh' --era 2024",
        "units tree 066 --era 2024",
        "don-vi tree",
        "explain PB301",
        "giai-thich",
        "explain pb301 --lang en",
        "--help",
        "--version",
    ] {
        let ran = work.run(typed);
        assert_eq!(ran.status, 0, "{typed}: {}{}", ran.said, ran.out);
    }
    assert!(work.run("units tree 066 --era 2024").out.contains("02173  Xã Côn Minh"));
    assert!(work.run("units find 02173 --era 2024").out.contains("→ Xã Côn Minh (02185), Tỉnh Thái Nguyên"));
    let form = work.run("form show chi-tieu").out;
    work.write("mine.toml", form.as_bytes());
    assert_eq!(work.run("form check mine.toml").status, 0);
    assert_eq!(work.run("explain PB999").status, 2);
    // The form written out in full holds together.
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let example = readme.split("```toml\n").nth(2).and_then(|rest| rest.split("```").next()).unwrap();
    work.write("vi-du.toml", example.as_bytes());
    let checked = work.run("form check vi-du.toml");
    assert_eq!(checked.status, 0, "{}", checked.said);
}

#[test]
fn arguments_that_cannot_be_taken_are_told_in_the_language_asked_for() {
    let work = Workdir::with_samples();
    for (typed, vietnamese, english) in [
        ("consolidate in", "Thiếu tham số bắt buộc: --output", "What must be given is missing: --output"),
        ("check in --era 2023", "«2023» của «--era", "not an era"),
        ("check in --frm a", "Có phải «--form»?", "Did you mean «--form»?"),
        ("check in --color pink", "chọn một trong: auto, always, never", "choose one of: auto, always, never"),
        ("rollup in -o a.xlsx --depth 9", "từ 1 đến 6", "from 1 to 6"),
        ("check in --form a --template b", "không dùng cùng với", "cannot be used with"),
        ("check in --limit cell=3", "không có giới hạn «cell»", "there is no limit «cell»"),
        ("form", "Cách dùng: phubieu form", "Usage: phubieu form"),
    ] {
        let (vi, en) = (work.run(typed), work.run(&format!("{typed} --lang en")));
        assert_eq!((vi.status, en.status), (2, 2), "{typed}");
        assert!(vi.said.contains(vietnamese), "{typed}: {}", vi.said);
        assert!(typed == "form" || en.said.contains(english), "{typed}: {}", en.said);
        assert!(!vi.said.contains("error:") && !vi.said.contains("Usage"), "{typed}: {}", vi.said);
    }
    assert!(work.run("consolidate --help").out.contains("Cách dùng: phubieu consolidate"));
    assert!(work.run("consolidate --help --lang en").out.contains("The consolidated workbook to write"));
}

#[test]
fn what_cannot_be_done_names_the_file_and_what_is_lacking() {
    let work = Workdir::with_samples();
    assert_eq!(work.run("template --form chi-tieu --under 066 --era 2024 --period 2024 -o trang").status, 0);
    for (typed, said) in [
        ("consolidate trang -o a.xlsx", "biểu trắng chưa điền số nào"),
        ("explain tong-hop.xlsx", "Ghi thêm ô cần tra"),
        ("normalise khong.xlsx -o b.xlsx", "khong.xlsx"),
    ] {
        let ran = work.run(typed);
        assert_eq!(ran.status, 2, "{typed}");
        assert!(ran.said.contains(said), "{typed}: {}", ran.said);
    }
}

#[test]
fn a_folder_or_file_dropped_on_the_program_is_consolidated_or_checked_beside_it() {
    let work = Workdir::with_samples();
    assert_eq!(work.run("in").status, 0);
    assert!(work.path("in-tong-hop.xlsx").exists());
    assert_eq!(work.run("in").status, 0);
    assert!(work.path("in-tong-hop-2.xlsx").exists(), "an earlier result stays");
    assert_eq!(work.run("'in/Phu luc KH 45 - xa Con Minh.xlsx'").status, 1);
    assert!(work.path("in/Phu luc KH 45 - xa Con Minh-phat-hien.xlsx").exists());
    assert_eq!(work.run("nowhere").status, 2);
}

#[test]
fn several_files_dropped_on_the_program_are_checked_each_and_a_command_typed_wrong_does_nothing() {
    let work = Workdir::with_samples();
    for name in ["a.xlsx", "b.xlsx"] {
        work.write(name, &work.read("in/Phu luc KH 45 - xa Con Minh.xlsx"));
    }
    let ran = work.run("chek a.xlsx b.xlsx");
    assert_eq!(ran.status, 2, "{}", ran.said);
    assert!(ran.said.contains("«chek»") && !work.path("a-phat-hien.xlsx").exists(), "{}", ran.said);
    assert_eq!(work.run("a.xlsx b.xlsx").status, 1);
    assert!(work.path("a-phat-hien.xlsx").exists() && work.path("b-phat-hien.xlsx").exists());
}

#[test]
fn messages_and_headings_come_in_english_too() {
    let work = Workdir::with_samples();
    let ran = work.run("consolidate in -o out.xlsx --lang en --findings findings.html");
    assert!(ran.said.contains("17 files read, 17 of 17 units consolidated"), "{}", ran.said);
    let page = String::from_utf8(work.read("findings.html")).unwrap();
    assert!(page.contains("It can be read in several ways: 18.939 (the dot groups thousands) or 18,939"));
    assert!(!page.contains("http:") && !page.contains("https:"), "self-contained");
}
