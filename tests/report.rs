//! What people see of findings: at the terminal, and as a page.

use crate::na_ri::page::Content;
use crate::na_ri::{self, appendix::Appendix};
use crate::workdir::Workdir;
use phubieu::finding::{Finding, Lang, Severity};
use phubieu::pipeline::{self, Request};
use phubieu::publish::excerpt::{self, Excerpt, Mark};
use phubieu::publish::html;
use phubieu::publish::terminal::{self, Terminal};
use phubieu::round::{Set, Settings};
use phubieu::run::Run;

const CHECK: &str = "check in --under 066 --period 2024";

/// An appendix with the figures of some rows written otherwise.
fn written(figures: &[(&str, Content)]) -> Appendix {
    let mut appendix = na_ri::made_up::titled("02137", ("12", "20"));
    for (code, figure) in figures {
        appendix.lines.iter_mut().find(|l| l.code == *code).unwrap().figure = figure.clone();
    }
    appendix
}

fn text(text: &str) -> Content {
    Content::Text(text.into())
}

/// A folder with that appendix.
fn folder(appendix: &Appendix) -> Workdir {
    let work = Workdir::new();
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[appendix.page()]));
    work
}

fn run(work: &Workdir) -> Run {
    let settings = Settings {
        under: Some(Set::flag("066".to_owned())),
        period: Some(Set::flag("2024".parse().unwrap())),
        ..Settings::default()
    };
    pipeline::run(&Request { inputs: vec![work.path("in")], settings, ..Request::default() }).unwrap()
}

/// What a terminal of some width shows.
fn shown(run: &Run, width: Option<usize>) -> String {
    let ordered = terminal::order(&run.findings, Severity::Note);
    tell(&ordered, excerpt::of(run, &ordered), width)
}

fn tell(ordered: &[&Finding], excerpts: Vec<Option<Excerpt>>, width: Option<usize>) -> String {
    let mut said = String::new();
    Terminal { lang: Lang::Vi, width }.tell(ordered, excerpts, &mut |text| {
        said.push_str(text);
        said.push('\n');
    });
    anstream::adapter::strip_str(&said).to_string()
}

/// A text without any space, to be found however its lines were broken.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_piped_check_shows_the_place_the_sheet_around_the_cell_what_is_wrong_and_what_to_write() {
    let said = folder(&written(&[("22", text("18.939"))])).run(CHECK).said;
    let golden = include_str!("report/ambiguous.txt");
    assert!(said.contains(golden), "{said}");
}

#[test]
fn findings_are_grouped_the_worst_first_and_a_file_is_named_once_a_group() {
    let said = folder(&written(&[("22", text("18.939")), ("23", text("#REF!")), ("24", text("…"))])).run(CHECK).said;
    let at = |words: &str| said.find(words).unwrap_or_else(|| panic!("{words} in {said}"));
    assert!(at("=== Lỗi (2)") < at("Lỗi PB301") && at("Lỗi PB301") < at("=== Cảnh báo (1)"));
    assert!(at("=== Cảnh báo (1)") < at("Cảnh báo PB318"));
    assert_eq!(said.matches("--- Van Vu.xlsx").count(), said.matches("\n=== ").count());
}

#[test]
fn no_colour_is_in_piped_output_and_none_is_needed_to_find_the_cell() {
    let work = folder(&written(&[("22", text("18.939"))]));
    let piped = work.run(CHECK).said;
    assert!(!piped.contains('\u{1b}'));
    assert!(piped.contains("^^^^^^"));
    let coloured = work.run(&format!("{CHECK} --color always")).said;
    assert!(coloured.contains("\u{1b}[1m\u{1b}[31m"));
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), piped);
}

/// The samples with balances and headings of two levels.
fn with_balances() -> Run {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/con-minh-2024");
    pipeline::run(&Request { inputs: vec![folder], ..Request::default() }).unwrap()
}

#[test]
fn the_cells_that_a_finding_rests_on_are_pointed_at_in_another_way() {
    let run = with_balances();
    let said = shown(&run, None);
    let unequal = said.split("\n\n").find(|block| block.contains("PB401")).unwrap();
    let figures: Vec<&str> = unequal.lines().filter(|l| l.contains("~~~")).collect();
    assert_eq!(unequal.lines().filter(|l| l.contains("^^^")).count(), 1, "{unequal}");
    assert!(figures.len() >= 2, "{unequal}");
    let page = html::page(&run, Lang::Vi);
    let unequal = articles(&page).into_iter().find(|a| a.contains("PB401")).unwrap();
    assert_eq!(unequal.matches("class=\"rests\"").count(), figures.len(), "{unequal}");
    assert!(unequal.contains("khung đứt: ô liên quan"));
}

#[test]
fn every_line_keeps_within_the_terminal_and_no_word_is_lost() {
    let work = Workdir::with_samples();
    for run in [run(&work), with_balances()] {
        keeps_within(&run);
    }
}

fn keeps_within(run: &Run) {
    for width in [40, 57, 80, 133, 300] {
        let said = shown(run, Some(width));
        for line in said.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
        let dense_said = dense(&said);
        for finding in &run.findings {
            let words = finding.problem.words(Lang::Vi);
            for part in [words.message, words.evidence, words.suggestion] {
                assert!(dense_said.contains(&dense(&part)), "{width}: {part}");
            }
        }
    }
}

#[test]
fn where_the_sheet_is_no_longer_drawn_that_is_said() {
    let work = Workdir::with_samples();
    let run = run(&work);
    let ordered = terminal::order(&run.findings, Severity::Note);
    let few = tell(&ordered, excerpt::of(&run, &ordered[..2]), None);
    assert!(few.contains("(Sau 2 phát hiện đầu,"), "{few}");
    let to_look_at = ordered.iter().filter(|f| f.severity() != Severity::Note).count();
    let all = tell(&ordered, excerpt::of(&run, &ordered[..to_look_at]), None);
    assert!(!all.contains("(Sau "), "{all}");
    let heads = |said: &str| said.lines().filter(|l| l.contains(" PB") && l.contains(": ")).count();
    assert!(heads(&few) >= ordered.len());
}

#[test]
fn an_excerpt_shows_the_cell_its_neighbours_its_heading_and_its_label() {
    let work = folder(&written(&[("22", text("18.939"))]));
    let run = run(&work);
    let finding = run.findings.iter().find(|f| f.code().id() == "PB301").unwrap();
    let excerpt = excerpt::of(&run, &[finding]).remove(0).unwrap();
    let rows: Vec<Vec<&str>> =
        excerpt.lines.iter().map(|l| l.pieces.iter().map(|p| p.text.as_str()).collect()).collect();
    assert!(rows[0].contains(&"STT") && rows[0].contains(&"Chỉ tiêu Kế hoạch năm 2024"), "{rows:?}");
    assert!(rows.iter().any(|r| r.contains(&"18.939") && r.contains(&"22")), "{rows:?}");
    assert!(rows.iter().any(|r| r.contains(&"21")) && rows.iter().any(|r| r.contains(&"23")), "{rows:?}");
    let meant: Vec<&str> = excerpt
        .lines
        .iter()
        .flat_map(|l| &l.pieces)
        .filter(|p| p.mark == Mark::Meant)
        .map(|p| p.text.as_str())
        .collect();
    assert_eq!(meant, ["18.939"]);
}

#[test]
fn a_file_that_changed_since_it_was_checked_gives_no_excerpt() {
    let work = folder(&written(&[("22", text("18.939"))]));
    let run = run(&work);
    let ordered = terminal::order(&run.findings, Severity::Note);
    assert!(excerpt::of(&run, &ordered).iter().any(Option::is_some));
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[written(&[("22", text("18.940"))]).page()]));
    assert!(excerpt::of(&run, &ordered).iter().all(Option::is_none));
    std::fs::remove_file(work.path("in/Van Vu.xlsx")).unwrap();
    assert!(excerpt::of(&run, &ordered).iter().all(Option::is_none));
}

/// The articles of a page.
fn articles(page: &str) -> Vec<&str> {
    page.split("<article").skip(1).map(|rest| rest.split("</article>").next().unwrap()).collect()
}

#[test]
fn the_page_has_every_finding_once() {
    let work = Workdir::with_samples();
    let run = run(&work);
    let page = html::page(&run, Lang::Vi);
    let articles = articles(&page);
    assert_eq!(articles.len(), run.findings.len());
    for finding in terminal::order(&run.findings, Severity::Note) {
        let cell = finding.place.cell.map(|c| format!("!{c}</b>")).unwrap_or_default();
        let message = escaped(&finding.problem.words(Lang::Vi).message);
        let own =
            articles.iter().filter(|a| a.contains(finding.code().id()) && a.contains(&message) && a.contains(&cell));
        assert!(own.count() >= 1, "{message}");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn what_stands_in_cells_is_text_in_the_page() {
    let mut appendix = written(&[("22", text("<script>alert(1)</script>"))]);
    appendix.lines[3].label = "<img src=x onerror=alert(2)> \"&amp;".into();
    let work = folder(&appendix);
    work.run(&format!("{CHECK} --findings f.html"));
    let page = String::from_utf8(work.read("f.html")).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!page.contains("<script>alert") && !page.contains("<img"));
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn the_page_refers_to_nothing_outside_itself_and_forbids_it() {
    let page = html::page(&run(&Workdir::with_samples()), Lang::Vi);
    for outside in ["http:", "https:", "src=", "url(", "@import", "<link", "//cdn", " style=", " onclick"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"));
    let generator = page.find("<meta name=\"generator\" content=\"phubieu\">").unwrap();
    assert!(generator < 300, "a page is known again by its first bytes");
}

#[test]
fn the_page_shows_the_sheet_around_a_cell_and_does_without_where_there_is_none() {
    let mut appendix = written(&[("22", text("18.939"))]);
    appendix.lines.retain(|l| l.code != "20");
    let page = html::page(&run(&folder(&appendix)), Lang::Vi);
    let articles = articles(&page);
    let ambiguous = articles.iter().find(|a| a.contains("PB301")).unwrap();
    let sheet = ambiguous.split("<table").nth(1).unwrap();
    assert!(sheet.contains("<mark>18.939</mark>"), "{sheet}");
    assert!(sheet.contains("<th class=\"heading\" scope=\"col\">STT</th>") || sheet.contains(">STT</th>"), "{sheet}");
    for (neighbour, tag) in [("D", "th"), ("21", "td"), ("23", "td")] {
        assert!(sheet.contains(&format!(">{neighbour}</{tag}>")), "{neighbour} in {sheet}");
    }
    let missing = articles.iter().find(|a| a.contains("PB204")).unwrap();
    assert!(!missing.contains("<table"));
}

#[test]
fn findings_folded_under_another_stand_inside_its_details() {
    let work = Workdir::with_samples();
    let run = run(&work);
    let page = html::page(&run, Lang::Vi);
    let folded = run.findings.iter().map(|f| f.folded.len()).sum::<usize>();
    assert!(folded > 0);
    let inside: usize =
        page.split("<details>").skip(1).map(|d| d.split("</details>").next().unwrap().matches("<li ").count()).sum();
    assert_eq!(inside, folded);
}

#[test]
fn without_script_all_findings_are_shown_and_the_filter_is_not() {
    let page = html::page(&run(&Workdir::with_samples()), Lang::Vi);
    let filter = page.split("id=\"filter\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(filter.contains("hidden"));
    assert!(articles(&page).iter().all(|a| !a.split('>').next().unwrap().contains("hidden")));
}

#[test]
fn the_page_has_the_same_bytes_on_every_run_and_any_number_of_threads() {
    let work = Workdir::with_samples();
    let pages: Vec<Vec<u8>> = [1, 2, 3, 1]
        .iter()
        .map(|jobs| {
            let ran = work.run(&format!("check in --findings f.html --force --jobs {jobs}"));
            assert_eq!(ran.status, 1, "{}", ran.said);
            work.read("f.html")
        })
        .collect();
    assert!(pages.windows(2).all(|w| w[0] == w[1]));
}

#[test]
fn the_page_speaks_english_where_asked() {
    let page = html::page(&run(&Workdir::with_samples()), Lang::En);
    assert!(page.contains("<html lang=\"en\">") && page.contains("Search words and figures"));
    assert!(page.contains("Errors") || page.contains("Error ("), "headings");
    assert!(!page.contains("Cần làm"));
}
