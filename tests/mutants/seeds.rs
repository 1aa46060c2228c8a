//! The small files that are damaged: one line a format.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::na_ri::{self, delimited};

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As a submission, of whatever form.
    Submission,
    /// As the answers to findings.
    Decisions,
    /// As a form.
    Form,
    /// As a register of one's own.
    Units,
    /// As the file of a round.
    Round,
    /// As the figures of an earlier period.
    Previous,
}

impl Way {
    /// The way that has this name.
    pub fn named(name: &str) -> Self {
        let all = [Way::Submission, Way::Decisions, Way::Form, Way::Units, Way::Round, Way::Previous];
        all.into_iter().find(|way| format!("{way:?}") == name).unwrap()
    }
}

/// A file and how it is read.
pub struct Seed {
    /// What the report calls it.
    pub format: &'static str,
    /// Its name, with its ending.
    pub name: &'static str,
    pub way: Way,
    pub bytes: Vec<u8>,
}

/// Every format that is read. A new one is a line here.
pub fn all(work: &Path) -> Vec<Seed> {
    let of = |code: &str| na_ri::all().into_iter().find(|s| s.code == code).unwrap().bytes;
    let text = delimited::lines(&page(), ';');
    let tabs = delimited::lines(&page(), '\t');
    let seed = |format, name, way, bytes| Seed { format, name, way, bytes };
    let made = made_by_the_program(work);
    let made = |name: &str| std::fs::read(made.join(name)).unwrap();
    vec![
        seed("xlsx", "a.xlsx", Way::Submission, na_ri::xlsx::workbook(&[page()])),
        seed("xlsx, several sheets", "b.xlsx", Way::Submission, na_ri::capital::files().swap_remove(0).1),
        seed("xlsx, shifted", "c.xlsx", Way::Submission, of("02158")),
        seed("xlsm", "d.xlsm", Way::Submission, with_macros(&na_ri::xlsx::workbook(&[page()]))),
        seed("xlsb", "e.xlsb", Way::Submission, na_ri::xlsb::workbook(&page())),
        seed("xls", "f.xls", Way::Submission, na_ri::xls::workbook(&page())),
        seed("ods", "g.ods", Way::Submission, na_ri::ods::workbook(&page())),
        seed("csv utf-8", "h.csv", Way::Submission, delimited::utf8(&text)),
        seed("csv utf-16", "i.txt", Way::Submission, delimited::utf16(&tabs)),
        seed("csv tcvn3", "j.csv", Way::Submission, delimited::tcvn3(&text)),
        seed("csv windows-1258", "k.csv", Way::Submission, delimited::windows_1258(&text)),
        seed("html", "l.xls", Way::Submission, html().into_bytes()),
        seed("XML Spreadsheet 2003", "m.xml", Way::Submission, spreadsheet_2003().into_bytes()),
        seed("flat ods", "n.fods", Way::Submission, flat_ods()),
        seed("consolidated workbook", "o.xlsx", Way::Submission, made("tong-hop.xlsx")),
        seed("consolidated, as previous", "p.xlsx", Way::Previous, made("tong-hop.xlsx")),
        seed("facts csv", "q.csv", Way::Previous, made("f.csv")),
        seed("facts json", "r.json", Way::Previous, made("f.json")),
        seed("filled blank", "s.xlsx", Way::Submission, filled(&made("blank.xlsx"))),
        seed("decisions csv", "t.csv", Way::Decisions, DECISIONS.as_bytes().to_vec()),
        seed("decisions xlsx", "u.xlsx", Way::Decisions, made("p.xlsx")),
        seed("form toml", "v.toml", Way::Form, made("form.toml")),
        seed("units csv", "w.csv", Way::Units, na_ri::units_csv().into_bytes()),
        seed("phubieu.toml", "phubieu.toml", Way::Round, ROUND.as_bytes().to_vec()),
    ]
}

const ROUND: &str = "# Đợt báo cáo\nform = \"chi-tieu\"\nunder = \"066\"\nera = \"2024\"\nperiod = \"2024-Q1\"\n\
    due = \"2024-04-01\"\nunits = \"units.csv\"\nprevious = \"f.csv\"\ndecisions = \"d.csv\"\n";

const DECISIONS: &str = "file,sheet,cell,raw,code,message,decision,reason,by\n\
    a.xlsx,Sheet1,D8,\"12,5\",PB301,,12.5,hỏi lại xã,Lan\n\
    \"b, c.xlsx\",,'Sheet 1'!D9,'-?,PB302,x,bỏ,,\n\
    d.csv,,,,PB101,,02173,,\nd.csv,Sheet1,D11,4 hộ,PB303,,dùng,,\n";

/// A commune's appendix with some of each kind of cell.
fn page() -> na_ri::page::Page {
    let mut appendix = na_ri::made_up::titled("02137", ("12", "20"));
    na_ri::made_up::put_letterhead(&mut appendix, "02137");
    appendix.write("3", "1.234,5");
    appendix.write("11", "12 hộ");
    appendix.write("22", "-");
    appendix.page()
}

/// What this program writes and reads again.
fn made_by_the_program(work: &Path) -> PathBuf {
    let dir = work.join("made");
    std::fs::create_dir_all(dir.join("in")).unwrap();
    for sample in na_ri::all().into_iter().take(3) {
        std::fs::write(dir.join("in").join(sample.file), &sample.bytes).unwrap();
    }
    let round = "--under 066 --era 2024 --period 2024";
    for typed in [
        format!("consolidate in -o tong-hop.xlsx {round} --facts f.csv --findings p.xlsx"),
        format!("check in {round} --facts f.json"),
        "template --form chi-tieu --under 02137 --era 2024 --period 2024 -o blank".to_owned(),
        "form infer blank.xlsx -o form.toml".to_owned(),
    ] {
        if typed.starts_with("form") {
            let blank = std::fs::read_dir(dir.join("blank")).unwrap().map(|e| e.unwrap().path());
            let blank = blank.filter(|p| p.extension().is_some_and(|e| e == "xlsx")).min().unwrap();
            std::fs::copy(blank, dir.join("blank.xlsx")).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_phubieu"));
        command.args(typed.split_whitespace()).current_dir(&dir);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().is_some_and(|c| c < 2), "{typed}: {said}");
    }
    dir
}

/// A blank into which a commune has typed.
fn filled(blank: &[u8]) -> Vec<u8> {
    let mut parts = crate::damage::parts(blank).unwrap();
    for (name, bytes) in &mut parts {
        if name.starts_with("xl/worksheets/") {
            let mut xml = String::from_utf8_lossy(bytes).into_owned();
            for row in 5..40 {
                // The cells to be filled in are blank cells with a style.
                let cell = format!("<c r=\"D{row}\" s=\"");
                if let Some(at) = xml.find(&cell)
                    && let Some(end) = xml[at..].find("/>")
                    && !xml[at..at + end].contains('>')
                {
                    xml.replace_range(at + end..at + end + 2, &format!("><v>{row}</v></c>"));
                }
            }
            *bytes = xml.into_bytes();
        }
    }
    crate::damage::zipped(&parts)
}

/// The same workbook as one that may hold macros.
fn with_macros(xlsx: &[u8]) -> Vec<u8> {
    let mut parts = crate::damage::parts(xlsx).unwrap();
    for (name, bytes) in &mut parts {
        if name == "[Content_Types].xml" {
            let text = String::from_utf8_lossy(bytes)
                .replace("openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main");
            *bytes = text.into_bytes();
        }
    }
    parts.push(("xl/vbaProject.bin".to_owned(), vec![0xCC; 300]));
    crate::damage::zipped(&parts)
}

fn rows() -> impl Iterator<Item = Vec<String>> {
    let lines = delimited::lines(&page(), '\t');
    let rows: Vec<Vec<String>> = lines.lines().map(|l| l.split('\t').map(|f| f.replace('"', "")).collect()).collect();
    rows.into_iter()
}

/// What web systems give under the name of a workbook.
fn html() -> String {
    let row = |cells: Vec<String>| format!("<tr><td>{}</td></tr>", cells.join("</td><td>"));
    let rows: String = rows().map(row).collect();
    format!("<html><head><meta charset=\"utf-8\"></head><body><table border=1>{rows}</table></body></html>")
}

fn spreadsheet_2003() -> String {
    let cell = |text: String| format!("<Cell><Data ss:Type=\"String\">{}</Data></Cell>", text.replace('&', "&amp;"));
    let row = |cells: Vec<String>| format!("<Row>{}</Row>", cells.into_iter().map(cell).collect::<String>());
    let rows: String = rows().map(row).collect();
    format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Worksheet ss:Name=\"Sheet1\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
}

/// The content of an ods as one file of XML.
fn flat_ods() -> Vec<u8> {
    let parts = crate::damage::parts(&na_ri::ods::workbook(&page())).unwrap();
    let content = &parts.iter().find(|(name, _)| name == "content.xml").unwrap().1;
    let text = String::from_utf8(content.clone()).unwrap();
    text.replace("office:document-content", "office:document")
        .replacen(
            "<office:document ",
            "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\" ",
            1,
        )
        .into_bytes()
}
