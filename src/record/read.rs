//! A record from the sheets of a consolidated workbook.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::digits::hex;
use crate::finding::{Code, Lang, Severity};
use crate::form::file as form_file;
use crate::intake::{Cell, Sheet, Value, Workbook};
use crate::own_output::{self, FACTS, STATES_VI, SheetNames, is_data_sheet};
use crate::reading::{Facts, Parts, State};
use crate::register::{Era, Level};
use crate::vietnamese::text::fold;

use super::{MARK, Record, RecordedFact, RecordedFile, RecordedUnit, Tag, Told, WholeSeal, seal};

impl Record {
    /// Reads the record of a workbook; nothing where it has none, or one of another version.
    pub fn of(workbook: &Workbook) -> Option<Self> {
        let origin =
            workbook.sheets.iter().find(|s| s.rows().next().and_then(|(_, c)| c.first()?.text()) == Some(MARK))?;
        let mut lines: Vec<(Tag, Vec<String>)> = Vec::new();
        for (_, cells) in origin.rows().skip(1) {
            let tag = cells.first().and_then(Cell::text).and_then(|t| Tag::ALL.into_iter().find(|tag| tag.name() == t));
            if let Some(tag) = tag {
                lines.push((tag, fields(cells, 1, 6)));
            }
        }
        let key = |name: &str| lines.iter().find(|(t, f)| *t == Tag::Key && first(f) == name).map(|(_, f)| at(f, 1));
        if key("version") != Some(super::VERSION) {
            return None;
        }
        let era = key("era")?.parse::<Era>().ok()?;
        let mut whole = WholeSeal::default();
        for (tag, fields) in &lines {
            if !(*tag == Tag::Key && first(fields) == "seal") {
                whole.line(seal(std::iter::once(tag.name()).chain(fields.iter().map(String::as_str))));
            }
        }
        let mut figures = Facts::default();
        let of_figures = workbook.sheets.iter().filter(|s| is_data_sheet(&s.name));
        let facts = of_figures.flat_map(|sheet| facts(sheet, &mut figures, &mut whole)).collect();
        // In the order of the round: the sheets of the first form have the plain names.
        let mut forms: Vec<(&str, String)> = Vec::new();
        for (_, f) in lines.iter().filter(|(t, _)| *t == Tag::Form) {
            if forms.last().is_none_or(|(name, _)| *name != first(f)) {
                forms.push((first(f), String::new()));
            }
            if let Some((_, text)) = forms.last_mut() {
                text.push_str(at(f, 1));
                text.push('\n');
            }
        }
        let parsed: Option<Vec<_>> = forms.iter().map(|(name, text)| form_file::parse(name, text).ok()).collect();
        let is_lost = |f: &Vec<String>| unit(f).is_none() && at(f, 2) != Level::Country.as_str();
        let lost = lines.iter().any(|(tag, f)| *tag == Tag::Unit && is_lost(f));
        let broken = parsed.is_none() || lost || Some(whole.finish().as_str()) != key("seal");
        let of = |tag: Tag| lines.iter().filter(move |(t, _)| *t == tag).map(|(_, f)| f);
        let value = |f: &Vec<String>| Some((at(f, 0).to_owned(), at(f, 1).to_owned(), at(f, 2).parse().ok()?));
        Some(Self {
            workbook: workbook.file.clone(),
            sha256: workbook.sha256.clone(),
            era,
            place: key("place").unwrap_or_default().to_owned(),
            period: key("period").and_then(|p| p.parse().ok()),
            forms: parsed.unwrap_or_default(),
            files: of(Tag::File).map(|f| file(f)).collect(),
            units: of(Tag::Unit).filter_map(|f| unit(f)).collect(),
            weights: of(Tag::Weight).filter_map(value).collect(),
            shares: of(Tag::Share).filter_map(value).collect(),
            figures,
            facts,
            told: told(workbook),
            broken,
            seen: None,
        })
    }
}

impl Record {
    /// Tells whether a workbook of this program should have a record and has none: the sheets of figures are there, and
    /// somebody took out the one that says what they were made from.
    pub fn is_missing_from(workbook: &Workbook) -> bool {
        let has = |name: &str| workbook.sheets.iter().any(|s| s.name == name);
        [Lang::Vi, Lang::En].map(SheetNames::new).iter().any(|n| has(n.data) && has(n.received))
            && Self::of(workbook).is_none()
    }
}

fn first(fields: &[String]) -> &str {
    at(fields, 0)
}

fn at(fields: &[String], n: usize) -> &str {
    fields.get(n).map(String::as_str).unwrap_or_default()
}

/// The texts of some cells of a row, empty where nothing stands.
fn fields(cells: &[Cell], from: u32, count: u32) -> Vec<String> {
    let text = |column: u32| {
        let value = cells.iter().find(|c| c.at.column == column).map(|c| &c.value);
        match value {
            Some(Value::Number(number)) => number.normalize().to_string(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    };
    (from..from + count).map(text).collect()
}

fn file(fields: &[String]) -> RecordedFile {
    RecordedFile {
        file: at(fields, 0).to_owned(),
        sha256: at(fields, 1).to_owned(),
        form: at(fields, 2).to_owned(),
        unit: at(fields, 3).to_owned(),
        period: at(fields, 4).parse().ok(),
        counts: at(fields, 5) == "1",
    }
}

/// A unit that only its round knew; none where its level is not known. Workbooks of before have the country among them,
/// which every round about it knows.
fn unit(fields: &[String]) -> Option<RecordedUnit> {
    Some(RecordedUnit {
        code: at(fields, 0).to_owned(),
        name: at(fields, 1).to_owned(),
        level: Level::parse(at(fields, 2))?,
        kind: at(fields, 3).to_owned(),
        parent: at(fields, 4).to_owned(),
    })
}

/// The column of the value on the sheet of figures.
const VALUE: u32 = 6;

/// The lines of a sheet of figures.
fn facts(own: &Sheet, figures: &mut Facts, whole: &mut WholeSeal) -> Vec<RecordedFact> {
    let columns = u32::try_from(FACTS.len()).unwrap_or(0);
    let mut found: Vec<RecordedFact> = Vec::new();
    let name: Arc<str> = own.name.as_str().into();
    for (at, cells) in own.scan().skip(1) {
        let mut fields = fields(&cells, 0, columns + 1);
        let said = fields.pop().unwrap_or_default();
        if fields.iter().all(String::is_empty) && said.is_empty() {
            continue;
        }
        let now = seal(fields.iter().map(String::as_str));
        let edited = hex(&now) != said;
        // A line that was changed stands for the one it was: the rest is as complete as it says.
        whole.said(said);
        let [form, row, column, _, _, _, value, state, measure, file, sheet, cell, raw, codes] = fields.as_slice()
        else {
            continue;
        };
        figures.push(Parts {
            row,
            column,
            state: state_of(state, value.parse().ok()),
            measure,
            sheet,
            cell: Address::parse(cell).unwrap_or(Address { row: 0, column: 0 }),
            raw,
            codes: codes.split(';').filter_map(code_of).collect(),
        });
        let line = (name.clone(), Address { row: at, column: VALUE });
        // The figures of a file follow each other, and share what they are from.
        let last = found.last();
        let (form, file) = (shared(last.map(|l| &l.form), form), shared(last.map(|l| &l.file), file));
        found.push(RecordedFact { form, file, line, edited });
    }
    found
}

/// A text, the last one where it is the same.
fn shared(last: Option<&Arc<str>>, text: &str) -> Arc<str> {
    last.filter(|last| ***last == *text).cloned().unwrap_or_else(|| text.into())
}

fn state_of(word: &str, value: Option<Decimal>) -> State {
    let english = STATES_VI.iter().find(|(_, vi)| *vi == word).map_or(word, |(en, _)| en);
    let states = [
        State::Nil,
        State::Blank,
        State::Deferred,
        State::NotCollected,
        State::NotApplicable,
        State::Ambiguous,
        State::Text,
    ];
    match (english, value) {
        ("number", Some(value)) => State::Number(value),
        _ => states.into_iter().find(|s| s.as_str() == english).unwrap_or(State::Unreadable),
    }
}

fn code_of(id: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|code| code.id() == id)
}

fn severity_of(word: &str) -> Option<Severity> {
    let all = [Severity::Error, Severity::Warning, Severity::Note];
    all.into_iter().find(|severity| [Lang::Vi, Lang::En].iter().any(|lang| severity.name(*lang) == word))
}

/// What the list of findings says.
fn told(workbook: &Workbook) -> Vec<Told> {
    let lang_of = |sheet: &Sheet| {
        [Lang::Vi, Lang::En].into_iter().find(|lang| own_output::is_of(&sheet.name, SheetNames::new(*lang).findings))
    };
    let lists = workbook.sheets.iter().filter_map(|sheet| Some((sheet, lang_of(sheet)?)));
    lists.flat_map(|(sheet, lang)| told_by(sheet, lang)).collect()
}

fn told_by(sheet: &Sheet, lang: Lang) -> Vec<Told> {
    let headings: [[&str; 2]; 5] =
        [["Mã", "Code"], ["Tệp", "File"], ["Ô", "Cell"], ["Nội dung", "Message"], ["Đề nghị", "Suggestion"]];
    // A list without these says less, and is one all the same.
    let further: [[&str; 2]; 4] =
        [["STT", "STT"], ["Mức độ", "Severity"], ["Chỉ tiêu", "Row"], ["Giá trị trong tệp", "Raw"]];
    let mut columns: HashMap<usize, u32> = HashMap::new();
    let mut found = Vec::new();
    for (_, cells) in sheet.rows() {
        if columns.len() < headings.len() {
            let named = |names: &[&str; 2]| {
                cells.iter().find(|c| c.text().is_some_and(|t| names.iter().any(|n| fold(n) == fold(t))))
            };
            let all = headings.iter().chain(&further).map(named).enumerate();
            columns = all.filter_map(|(n, c)| Some((n, c?.at.column))).collect();
            if (0..headings.len()).any(|n| !columns.contains_key(&n)) {
                columns.clear();
            }
            continue;
        }
        let text = |n: usize| {
            let column = columns.get(&n).copied();
            cells.iter().find(|c| Some(c.at.column) == column).map(|c| c.value.to_string()).unwrap_or_default()
        };
        if let Some(code) = code_of(&text(0)) {
            let severity = severity_of(&text(6)).unwrap_or(code.severity());
            let (file, cell, message, suggestion) = (text(1), text(2), text(3), text(4));
            let (number, label, raw) = (text(5), text(7), text(8));
            found.push(Told { number, code, severity, file, cell, label, raw, message, suggestion, lang });
        }
    }
    found
}
