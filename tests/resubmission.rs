//! Communes send again: which of several files counts, what changed since the last consolidation, who was late.

use crate::clean;
use crate::na_ri::page::{Content, Page};
use crate::na_ri::xlsx;
use crate::workdir::{Workdir, field};
use serde_json::Value;

const ROUND: &str = "--form giai-ngan --era 2024 --period 2024 --under 066";

/// A commune's submission.
fn of(n: usize) -> clean::Submission {
    clean::submission(&clean::form("giai-ngan"), n, 2024, 100 + n as u64)
}

/// Three communes of Na Rì.
fn round() -> Workdir {
    let work = Workdir::new();
    for n in 0..3 {
        let one = of(n);
        work.write(&format!("in/{}.xlsx", one.commune), &one.bytes());
    }
    work
}

fn told(work: &Workdir, code: &str) -> Vec<Value> {
    work.json("f.json", "findings").into_iter().filter(|f| f["code"] == code).collect()
}

#[test]
fn of_several_files_the_latest_counts_where_that_is_asked_for() {
    let work = round();
    let mut again = of(0);
    let number = again.body.iter_mut().flatten().find(|c| matches!(c, Content::Number(_))).unwrap();
    *number = Content::Text("-".into());
    work.write(&format!("in/{} lan 2.xlsx", again.commune), &again.bytes());
    // Nobody said what to do: neither counts.
    work.run(&format!("consolidate in {ROUND} -o a.xlsx --findings f.json --force --quiet"));
    assert_eq!(told(&work, "PB105").len(), 2);
    work.run(&format!(
        "consolidate in {ROUND} --latest -o a.xlsx --findings f.json --facts facts.json --force --quiet"
    ));
    assert!(told(&work, "PB105").is_empty());
    let left = told(&work, "PB114");
    assert_eq!(left.len(), 1);
    assert_eq!(field(&left[0], "file"), format!("{}.xlsx", of(0).commune));
    assert!(field(&left[0], "message").contains("lần 2"), "{}", left[0]);
    // Each figure that does not count says why.
    let facts = work.json("facts.json", "facts");
    let first = |f: &&Value| field(f, "file") == format!("{}.xlsx", of(0).commune);
    assert!(facts.iter().filter(first).all(|f| field(f, "findings").contains("PB114")));
    // A third file with the same version: nobody can tell.
    work.write(&format!("in/v2/{}.xlsx", again.commune), &of(1).bytes());
    work.run(&format!("consolidate in {ROUND} --latest -o a.xlsx --findings f.json --force --quiet"));
    assert!(!told(&work, "PB105").is_empty() || !told(&work, "PB103").is_empty());
}

/// A round in which one commune's first file has two figures that cannot be read and its second is right.
fn round_with_errors_that_were_mended() -> (Workdir, String) {
    let work = round();
    let (mut first, again) = (of(0), of(0));
    let mut numbers = first.body.iter_mut().flatten().filter(|c| matches!(c, Content::Number(_)));
    for words in ["Đối ứng sau", "chưa rõ"] {
        *numbers.next().unwrap() = Content::Text(words.into());
    }
    work.write(&format!("in/{}.xlsx", first.commune), &first.bytes());
    work.write(&format!("in/{} lan 2.xlsx", again.commune), &again.bytes());
    (work, again.commune)
}

#[test]
fn the_errors_of_a_file_that_was_replaced_are_none_of_the_round() {
    let (work, commune) = round_with_errors_that_were_mended();
    let first = format!("{commune}.xlsx");
    let unasked = format!("consolidate in {ROUND} -o a.xlsx --findings f.json --force --quiet --strict");
    assert_eq!(work.run(&unasked).status, 1);
    for (answer, how) in [("", "--latest"), ("dùng", "--decisions answers.csv"), ("bỏ", "--decisions answers.csv")] {
        let answered = if answer == "bỏ" { first.clone() } else { format!("{commune} lan 2.xlsx") };
        work.write("answers.csv", format!("file;cell;decision\n{answered};;{answer}\n").as_bytes());
        let ran = work.run(&format!("{unasked} {how}"));
        assert_eq!(ran.status, 0, "{answer}: {}", ran.said);
        let list = work.json("f.json", "findings");
        assert!(list.iter().all(|f| f["severity"] != "error"), "{answer}: {list:?}");
        let parent = if answer == "bỏ" { "PB901" } else { "PB114" };
        let told = list.iter().find(|f| f["code"] == parent && field(f, "file") == first).unwrap();
        // They are still there to be looked at.
        let folded = told["folded"].as_array().unwrap();
        assert_eq!(folded.iter().filter(|f| f["severity"] == "error").count(), 2, "{told}");
        let sheet = work.sheet("a.xlsx", "Tình hình nộp");
        let own = sheet.iter().find(|row| row[4] == first).unwrap();
        assert_eq!(own[7], "0", "{own:?}");
        assert!(answer == "bỏ" || own[3] == "Đã thay bằng bản sau", "{own:?}");
        // One level up they are none of its round either.
        let up = "--form giai-ngan --era 2024 --period 2024 --under 06";
        let ran = work.run(&format!("consolidate a.xlsx {up} -o b.xlsx --findings g.json --force --quiet --strict"));
        assert_eq!(ran.status, 0, "{answer}: {}", ran.said);
        let above = work.json("g.json", "findings");
        let told = above.iter().find(|f| f["code"] == parent && !field(f, "file").is_empty()).unwrap();
        assert_eq!(told["folded"].as_array().unwrap().len(), folded.len(), "{told}");
    }
}

#[test]
fn why_the_latest_of_several_files_cannot_be_told_is_said_with_their_names() {
    let said = |names: [&str; 2], lang: &str| {
        let work = round();
        let mut again = of(0);
        for (at, name) in names.into_iter().enumerate() {
            let number = again.body.iter_mut().flatten().find(|c| matches!(c, Content::Number(_))).unwrap();
            *number = Content::Text(["-", "…"][at].into());
            work.write(&format!("in/{} {name}.xlsx", again.commune), &again.bytes());
        }
        work.run(&format!("consolidate in {ROUND} --latest -o a.xlsx --findings f.json --force --quiet --lang {lang}"));
        let told = told(&work, "PB105");
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.iter().all(|f| f["evidence"] == told[0]["evidence"]));
        field(&told[0], "evidence").to_owned()
    };
    let twice = said(["lan 2", "lan 2 (sua)"], "vi");
    assert!(
        twice.contains("--latest") && twice.contains("lan 2.xlsx") && twice.contains("lan 2 (sua).xlsx"),
        "{twice}"
    );
    assert!(twice.contains("đều là lần 2"), "{twice}");
    assert!(said(["lan 2", "lan 2 (sua)"], "en").contains("are all version 2"));
    // Their documents were saved at one time.
    let silent = said(["gui lai", "sua"], "vi");
    assert!(silent.contains("không tên tệp nào ghi lần") && silent.contains("sua.xlsx"), "{silent}");
    assert!(said(["gui lai", "sua"], "en").contains("no name says a version"));
}

#[test]
fn two_files_of_a_unit_that_are_both_to_be_used_are_told_as_what_they_are() {
    let work = round();
    let mut again = of(0);
    let number = again.body.iter_mut().flatten().find(|c| matches!(c, Content::Number(_))).unwrap();
    *number = Content::Text("-".into());
    let names = [format!("{}.xlsx", of(0).commune), format!("{} lan 2.xlsx", again.commune)];
    work.write(&format!("in/{}", names[1]), &again.bytes());
    for (used, refused) in [(&names[..], 2), (&names[..1], 0)] {
        let lines: String = used.iter().map(|name| format!("{name};;dùng\n")).collect();
        work.write("answers.csv", format!("file;cell;decision\n{lines}").as_bytes());
        work.run(&format!(
            "consolidate in {ROUND} --decisions answers.csv -o a.xlsx --findings f.json --force --quiet"
        ));
        let unclear = told(&work, "PB903");
        assert_eq!(unclear.len(), refused, "{unclear:?}");
        assert!(unclear.iter().all(|f| field(f, "message").contains("chỉ một tệp được cộng")), "{unclear:?}");
        assert_eq!(told(&work, "PB105").len(), refused);
    }
}

/// A submission of several forms, each on a sheet, and one of its forms sent again with a figure less.
fn round_with_a_form_sent_again() -> (Workdir, String) {
    let work = Workdir::new();
    let page = |form: &str, growth: u64| clean::submission(&clean::form(form), 0, 2024, growth);
    let named = |form: &str, page: Page| Page { name: form.to_owned(), ..page };
    let (plan, mut spent) = (page("ke-hoach-von", 103), page("giai-ngan", 104));
    let commune = plan.commune.clone();
    let whole = [named("ke-hoach-von", plan.page()), named("giai-ngan", spent.page())];
    work.write(&format!("in/{commune}.xlsx"), &xlsx::workbook(&whole));
    let number = spent.body.iter_mut().flatten().find(|c| matches!(c, Content::Number(_))).unwrap();
    *number = Content::Text("-".into());
    work.write(&format!("in/{commune} lan 2.xlsx"), &xlsx::workbook(&[named("giai-ngan", spent.page())]));
    (work, commune)
}

#[test]
fn of_a_form_sent_again_alone_the_form_is_asked_about_and_the_others_of_the_file_count() {
    let (work, commune) = round_with_a_form_sent_again();
    let consolidate = |more: &str| {
        let round =
            "--era 2024 --period 2024 --under 066 -o a.xlsx --findings f.json --facts facts.json --force --quiet";
        work.run(&format!("consolidate in {round} {more}"));
        let facts = work.json("facts.json", "facts");
        let refused = |file: String, form: &str| {
            let own = |f: &&Value| field(f, "file") == file && field(f, "form") == form;
            let codes: std::collections::BTreeSet<String> =
                facts.iter().filter(own).map(|f| field(f, "findings").to_owned()).collect();
            assert!(!codes.is_empty(), "{file} {form}");
            codes.into_iter().next().unwrap()
        };
        let first = format!("{commune}.xlsx");
        (
            refused(first.clone(), "ke-hoach-von"),
            refused(first, "giai-ngan"),
            refused(format!("{commune} lan 2.xlsx"), "giai-ngan"),
        )
    };
    let of = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(consolidate(""), of("", "PB105", "PB105"));
    let asked = told(&work, "PB105");
    assert_eq!(asked.len(), 2);
    for one in &asked {
        assert_eq!(field(one, "sheet"), "giai-ngan", "{one}");
        assert!(field(one, "message").contains("nộp biểu giai-ngan ở nhiều tệp"), "{one}");
    }
    // The answer stands behind the line of the form, with or without its code; it is about that form alone.
    for (file, sheet, answer) in
        [("{} lan 2.xlsx", "giai-ngan", "dùng"), ("{}.xlsx", "giai-ngan", "bỏ"), ("{} lan 2.xlsx", "", "dùng")]
    {
        let file = file.replace("{}", &commune);
        work.write("answers.csv", format!("code;file;sheet;decision\nPB105;{file};{sheet};{answer}\n").as_bytes());
        assert_eq!(consolidate("--decisions answers.csv"), of("", "PB901", ""), "{file} {sheet} {answer}");
        assert!(told(&work, "PB105").is_empty());
        assert_eq!(told(&work, "PB901").len(), 1);
    }
    assert_eq!(consolidate("--latest"), of("", "PB114", ""));
    let left = told(&work, "PB114");
    assert!(field(&left[0], "message").contains("Các biểu khác của tệp vẫn được dùng"), "{}", left[0]);
}

#[test]
fn what_changed_since_the_last_consolidation_is_told_figure_by_figure() {
    let work = round();
    work.run(&format!("consolidate in {ROUND} -o a.xlsx --totals a.json --quiet"));
    // One sends again with two other figures, one is lost, one is new.
    let mut again = of(0);
    let mut numbers: Vec<&mut Content> =
        again.body.iter_mut().flatten().filter(|c| matches!(c, Content::Number(_))).collect();
    *numbers[0] = Content::Text("-".into());
    *numbers[1] = Content::Blank;
    work.write(&format!("in/{}.xlsx", again.commune), &again.bytes());
    std::fs::remove_file(work.path(&format!("in/{}.xlsx", of(1).commune))).unwrap();
    work.write(&format!("in/{}.xlsx", of(3).commune), &of(3).bytes());
    let ran = work.run(&format!(
        "consolidate in {ROUND} --previous a.xlsx -o b.xlsx --totals b.json --findings f.json --force --quiet"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let changed = told(&work, "PB621");
    assert_eq!(changed.len(), 1);
    assert!(field(&changed[0], "message").contains("2 số khác"), "{}", changed[0]);
    assert!(field(&changed[0], "message").contains("→ không phát sinh"), "{}", changed[0]);
    assert_eq!((told(&work, "PB622").len(), told(&work, "PB623").len()), (1, 1));
    // It is no comparison with an earlier period that failed.
    assert!(told(&work, "PB604").is_empty());
    // The sheet lists exactly the totals that moved, and the figures.
    let rows = work.sheet("b.xlsx", "Thay đổi");
    let totals = |name: &str| -> Vec<(String, String)> {
        let key = |t: &Value| format!("{} {} {}", field(t, "unit"), field(t, "row"), field(t, "column"));
        let said = |t: &Value| format!("{} {}", field(t, "value"), field(t, "state"));
        work.json(name, "totals").iter().map(|t| (key(t), said(t))).collect()
    };
    let moved = totals("a.json").iter().zip(totals("b.json")).filter(|(a, b)| **a != *b).count();
    let from = |text: &str| rows.iter().position(|r| r[0] == text).unwrap();
    let (of_totals, of_figures) = (from("Số tổng hợp"), from("Số của các đơn vị"));
    assert_eq!(of_figures - of_totals - 1, moved);
    let again = rows[of_figures + 1..].iter().filter(|r| r[1].ends_with("Văn Vũ")).collect::<Vec<_>>();
    assert_eq!(again.len(), 2, "{again:?}");
    // Nothing changed: that is said.
    work.run(&format!("consolidate in {ROUND} --previous b.xlsx -o c.xlsx --findings f.json --force --quiet"));
    assert!(["PB621", "PB622", "PB623"].iter().all(|code| told(&work, code).is_empty()));
    assert!(work.sheet("c.xlsx", "Thay đổi").iter().any(|r| r[0].contains("Không có số nào thay đổi")));
}

#[test]
fn of_several_forms_a_change_is_told_at_the_file_of_its_form_and_a_form_that_went_is_told() {
    let work = Workdir::new();
    let of = |form: &str, n: usize| clean::submission(&clean::form(form), n, 2024, 103);
    let put = |name: &str, forms: &[(&str, clean::Submission)]| {
        let pages: Vec<Page> =
            forms.iter().map(|(form, one)| Page { name: (*form).to_owned(), ..one.page() }).collect();
        work.write(&format!("in/{name}.xlsx"), &xlsx::workbook(&pages));
    };
    let both = |n: usize| [("ke-hoach-von", of("ke-hoach-von", n)), ("giai-ngan", of("giai-ngan", n))];
    let name = |n: usize| of("giai-ngan", n).commune;
    put(&name(0), &both(0));
    put(&format!("{} giai ngan", name(1)), &both(1)[1..]);
    put(&format!("{} ke hoach", name(1)), &both(1)[..1]);
    put(&name(2), &both(2)[..1]);
    let round = "--era 2024 --period 2024 --under 066 --findings f.json --force --quiet";
    work.run(&format!("consolidate in {round} -o a.xlsx"));
    // One form less, a figure less in the first of two files, a form more.
    put(&name(0), &both(0)[..1]);
    let mut spent = of("giai-ngan", 1);
    let number = spent.body.iter_mut().flatten().find(|c| matches!(c, Content::Number(_))).unwrap();
    *number = Content::Text("-".into());
    put(&format!("{} giai ngan", name(1)), &[("giai-ngan", spent)]);
    put(&name(2), &both(2));
    work.run(&format!("consolidate in {round} --previous a.xlsx -o b.xlsx"));
    let lines = |code: &str| -> Vec<(String, String)> {
        let line = |f: &Value| (field(f, "file").to_owned(), field(f, "message").to_owned());
        told(&work, code).iter().map(line).collect()
    };
    let changed = lines("PB621");
    let [(file, words)] = changed.as_slice() else { panic!("{changed:?}") };
    assert_eq!(*file, format!("{} giai ngan.xlsx", name(1)));
    assert!(words.contains(": 1 số khác"), "{words}");
    for (code, n, file) in [("PB622", 2, format!("{}.xlsx", name(2))), ("PB623", 0, String::new())] {
        let told = lines(code);
        let [(at, words)] = told.as_slice() else { panic!("{code} {told:?}") };
        assert_eq!(*at, file, "{code}");
        assert!(words.contains(&name(n)) && words.contains("biểu giai-ngan"), "{code} {words}");
    }
    // A form that is not asked for any more went from nobody.
    put(&name(0), &both(0));
    std::fs::remove_file(work.path(&format!("in/{} giai ngan.xlsx", name(1)))).unwrap();
    work.run(&format!("consolidate in {round} --previous a.xlsx -o c.xlsx --form ke-hoach-von"));
    let told: Vec<Value> = ["PB621", "PB622", "PB623"].iter().flat_map(|code| told(&work, code)).collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn who_was_late_is_told_by_the_day_in_the_units_file() {
    let work = round();
    let code = |n: usize| clean::COMMUNES[n].0;
    // 31 March 2024 is a Sunday.
    let units = format!("code,ngay_nop\n{},29/03/2024\n{},01/04/2024\n{},03/04/2024\n", code(0), code(1), code(2));
    work.write("units.csv", units.as_bytes());
    work.run(&format!(
        "consolidate in {ROUND} --units units.csv --due 31/3/2024 -o a.xlsx --findings f.json --force --quiet"
    ));
    let late = told(&work, "PB112");
    assert_eq!(late.len(), 1);
    assert_eq!(field(&late[0], "unit"), code(2));
    assert!(field(&late[0], "message").contains("chậm 2 ngày làm việc"), "{}", late[0]);
    assert!(told(&work, "PB113").is_empty());
    let said = work.sheet("a.xlsx", "Tình hình nộp");
    assert!(said.iter().any(|r| r[0].contains("Hạn nộp 31/03/2024: 1 tệp chậm.")));
    // No day is known: that is said once.
    work.run(&format!("consolidate in {ROUND} --due 2024-03-31 -o b.xlsx --findings f.json --force --quiet"));
    assert_eq!(told(&work, "PB113").len(), 1);
    // A day that nobody can read stops the run at its line.
    work.write("units.csv", format!("code,ngay_nop\n{},hôm qua\n", code(0)).as_bytes());
    let ran = work.run(&format!("consolidate in {ROUND} --units units.csv --due 2024-03-31 -o c.xlsx"));
    assert_eq!(ran.status, 2);
    assert!(ran.said.contains("dòng 2") && ran.said.contains("hôm qua"), "{}", ran.said);
}
