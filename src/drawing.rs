//! Forms that nobody wrote down: drawn from the blank that was sent out, or from what most submissions
//! share.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rayon::prelude::*;

use crate::finding::structure::Problem;
use crate::finding::{Finding, Lang};
use crate::fingerprint::{Fingerprint, FormPrint, Found};
use crate::form::heading::with_year;
use crate::form::infer::{self, Formulas, Inferred, NoForm};
use crate::form::model::label_key;
use crate::form::rule::Relation;
use crate::form::write::{self, Remarks};
use crate::form::{Aggregate, Form, Over, Row, RowIndex, Rule, file};
use crate::intake::{self, Source};
use crate::table::{self, words};
use crate::vietnamese::text::{fold, plain};

/// Why no form can be drawn from a workbook.
#[derive(Debug)]
pub enum TemplateError {
    /// It cannot be read.
    Unreadable(Box<Finding>),
    /// It holds no table with headings.
    NoTable,
    /// Its tables lack something.
    NoForm(NoForm),
}

impl TemplateError {
    /// The reason, as the end of a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            TemplateError::Unreadable(finding) => finding.problem.words(lang).message,
            TemplateError::NoTable => lang
                .of(
                    "không trang nào có bảng với dòng tiêu đề cột (STT, Chỉ tiêu, ĐVT, …).",
                    "no sheet has a table with column headings (STT, Chỉ tiêu, ĐVT, …).",
                )
                .to_owned(),
            TemplateError::NoForm(NoForm::NoLabels) => {
                lang.of("bảng không có cột tên chỉ tiêu.", "its table has no column of labels.").to_owned()
            }
            TemplateError::NoForm(NoForm::NoFigures) => {
                lang.of("bảng không có cột số liệu.", "its table has no column of figures.").to_owned()
            }
            TemplateError::NoForm(NoForm::SideBySide) => lang
                .of(
                    "hai bảng đứng cạnh nhau; đặt mỗi bảng một trang.",
                    "two tables stand side by side; give each a sheet.",
                )
                .to_owned(),
            TemplateError::NoForm(NoForm::NoRows) => {
                lang.of("bảng không có dòng nào.", "its table has no rows.").to_owned()
            }
        }
    }
}

/// A form drawn from a sheet.
pub struct Drawn {
    /// The form.
    pub form: Form,
    /// What is remarked on its parts.
    pub remarks: Remarks,
    /// The sheet it was drawn from.
    pub sheet: String,
    /// The rules as they stand in the sheet.
    pub rules: Vec<String>,
    /// The list that the table is, if its rows turn out to be each submission's own.
    list: Option<Box<Form>>,
}

impl Drawn {
    /// The form as TOML, each guess remarked.
    pub fn toml(&self) -> String {
        write::toml(&self.form, &self.remarks)
    }
}

/// Draws the forms of a blank workbook, one a table, in order.
///
/// # Errors
/// Why there is none.
pub fn from_template(path: &Path) -> Result<Vec<Drawn>, TemplateError> {
    let source = Source::at(path);
    let bytes = intake::load(&source).map_err(TemplateError::Unreadable)?;
    let stem = path.file_stem().map(|s| slug(&s.to_string_lossy())).unwrap_or_default();
    from_bytes(&source.name, &stem, &bytes)
}

/// Draws the forms of a workbook's bytes.
///
/// # Errors
/// Why there is none.
pub fn from_bytes(file: &str, stem: &str, bytes: &[u8]) -> Result<Vec<Drawn>, TemplateError> {
    let mut found = Vec::new();
    let mut workbook = intake::read(file, bytes, &mut found)
        .map_err(|problem| TemplateError::Unreadable(Box::new(Finding::of_file(file, *problem))))?;
    if let Some(drawn) = of_own_blank(&mut workbook) {
        return Ok(drawn);
    }
    let formulas = intake::formulas(&workbook, bytes);
    let none = Formulas::new();
    let mut why = None;
    let mut drawn: Vec<Drawn> = Vec::new();
    let sheets = || workbook.sheets.iter().filter(|s| s.visible);
    // Only where nothing says that a table stands there are headings taken by what stands below them.
    let named: Vec<_> = sheets().map(|sheet| (sheet, table::find(sheet))).collect();
    let tables = match named.iter().all(|(_, tables)| tables.is_empty()) {
        true => sheets().map(|sheet| (sheet, table::find_unnamed(sheet))).collect(),
        false => named,
    };
    for (sheet, tables) in tables {
        let formulas = formulas.get(&sheet.name).unwrap_or(&none);
        for table in tables {
            let name = match drawn.len() {
                0 => stem.to_owned(),
                n => format!("{stem}-{}", n + 1),
            };
            match infer::from_table(&name, &table, formulas) {
                Ok(inferred) => {
                    let list = infer::list_of(&name, &table, formulas).map(Box::new);
                    drawn.push(Drawn { list, ..Drawn::new(file, &sheet.name, inferred) });
                }
                Err(no_form) => why = why.or(Some(no_form)),
            }
        }
    }
    match (drawn.is_empty(), why) {
        (false, _) => Ok(drawn),
        (true, Some(why)) => Err(TemplateError::NoForm(why)),
        (true, None) => Err(TemplateError::NoTable),
    }
}

impl Drawn {
    fn new(file: &str, sheet: &str, inferred: Inferred) -> Self {
        let rules = inferred.rules_in_sheet();
        let top = vec![
            format!("Dựng từ «{file}», trang «{sheet}» bằng lệnh: phubieu form infer"),
            "Dòng «# ↑» ghi vì sao chọn như vậy; những gì được đoán cần người biết biểu xem lại,".to_owned(),
            "nhất là kind (loại số) và aggregate (cách tổng hợp).".to_owned(),
        ];
        let mut remarks = Remarks { top, columns: inferred.columns, rows: inferred.rows };
        if lacks_sums(&inferred.form) {
            remarks.top.push(
                "Biểu trống không cho biết dòng nào là tổng của những dòng nào: tổng ghi sai sẽ không bị phát hiện."
                    .to_owned(),
            );
            remarks.top.push("Nếu có thì thêm [[rules]], ví dụ rule = \"I = 1 + 2 + 3\".".to_owned());
        }
        Self { form: inferred.form, remarks, sheet: sheet.to_owned(), rules, list: None }
    }
}

/// Tells whether a form has rows that are parts of others, and of none it is known that it is their sum.
fn lacks_sums(form: &Form) -> bool {
    let sums = |rule: &Rule| rule.over == Over::Rows && matches!(rule.balance.relation, Relation::Sum(_));
    !form.is_list() && form.rows.iter().any(|row| row.parent.is_some()) && !form.rules.iter().any(sums)
}

/// The forms of a blank that this program made: it carries them, so nothing is to be drawn.
fn of_own_blank(workbook: &mut intake::Workbook) -> Option<Vec<Drawn>> {
    let Found::Whole(print) = Fingerprint::take(workbook)? else { return None };
    let of = |own: FormPrint| {
        let form = file::parse(&own.name, &own.toml).ok()?;
        Some(Drawn { form, remarks: Remarks::default(), sheet: own.sheet, rules: Vec::new(), list: None })
    };
    print.forms.into_iter().map(of).collect()
}

/// A name for a form: small letters, digits and hyphens.
fn slug(text: &str) -> String {
    let words: Vec<String> = plain(text)
        .words()
        .map(|w| w.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|w| !w.is_empty())
        .collect();
    if words.is_empty() { "bieu".to_owned() } else { words.join("-") }
}

/// A form that most submissions share.
pub struct Shared {
    /// The form.
    pub form: Form,
    files: usize,
    of: usize,
}

impl Shared {
    /// What is said of it.
    pub fn told(&self) -> Problem {
        let size = (self.form.rows.len(), self.form.value_columns().count());
        let title = with_year(&self.form.title, "");
        Problem::FormDrawn { title, files: self.files, of: self.of, size }
    }
}

/// Draws the forms that submissions share: the headings that most files have, and all others that more than half of
/// them have; of their rows those that more than half have. None where no table is in any.
pub fn from_submissions(sources: &[Source]) -> Vec<Shared> {
    // Files are read one more time for this; nothing else could be done with them.
    let drawn: Vec<Vec<Drawn>> = sources.par_iter().map(tables).collect();
    let of = drawn.iter().filter(|d| !d.is_empty()).count();
    let mut by_headings: BTreeMap<Vec<String>, Vec<(usize, &Drawn)>> = BTreeMap::new();
    for (file, tables) in drawn.iter().enumerate() {
        for one in tables {
            let same = by_headings.entry(headings(&one.form)).or_default();
            if !same.iter().any(|(f, _)| *f == file) {
                same.push((file, one));
            }
        }
    }
    // The commonest first; of equals the one with the most columns.
    let mut commonest: Vec<_> = by_headings.into_iter().collect();
    commonest.sort_by_key(|(headings, files)| std::cmp::Reverse((files.len(), headings.len())));
    let alike = commonest.into_iter().map(|(_, alike)| alike).enumerate();
    let alike = alike.take_while(|(at, alike)| *at == 0 || 2 * alike.len() > of);
    let shared = alike.filter_map(|(_, alike)| Some(Shared { form: shared(&alike)?, files: alike.len(), of }));
    let mut shared: Vec<Shared> = shared.collect();
    for (at, one) in shared.iter_mut().enumerate().skip(1) {
        one.form.name = format!("{}-{}", one.form.name, at + 1);
    }
    shared
}

/// The form that tables of one kind share.
fn shared(alike: &[(usize, &Drawn)]) -> Option<Form> {
    let mut votes: HashMap<String, usize> = HashMap::new();
    for (_, one) in alike {
        for key in keys(&one.form) {
            *votes.entry(key).or_default() += 1;
        }
    }
    let shared = |key: &String| votes.get(key).is_some_and(|n| 2 * n > alike.len());
    let (_, best) = alike
        .iter()
        .max_by_key(|(file, one)| (keys(&one.form).iter().filter(|k| shared(k)).count(), std::cmp::Reverse(*file)))?;
    // Names that differ from submission to submission, but for the total below them, are items of a list; of one row it is
    // that of the unit itself («UBND xã Côn Minh»).
    let keys = keys(&best.form);
    let telling = |row: &Row| {
        let key = fold(&row.label);
        !row.is_group() && !words::is_total(&key) && !words::begins_total(&key)
    };
    let names: Vec<&String> =
        best.form.rows.iter().zip(&keys).filter(|(r, _)| telling(r)).map(|(_, key)| key).collect();
    if alike.len() >= 2
        && !names.is_empty()
        && !names.into_iter().any(shared)
        && let Some(list) = &best.list
    {
        return Some(Form { name: "suy-ra".to_owned(), ..(**list).clone() });
    }
    let mut form = best.form.clone();
    keep_rows(&mut form, &keys.iter().map(shared).collect::<Vec<bool>>());
    form.name = "suy-ra".to_owned();
    (form.is_list() || !form.rows.is_empty()).then_some(form)
}

fn tables(source: &Source) -> Vec<Drawn> {
    let Ok(bytes) = intake::load(source) else { return Vec::new() };
    from_bytes(&source.name, "suy-ra", &bytes).unwrap_or_default()
}

fn headings(form: &Form) -> Vec<String> {
    form.columns.iter().map(|c| label_key(&c.spoken()).as_str().to_owned()).collect()
}

/// What tells each row from others: its label, and that of the row it is part of.
fn keys(form: &Form) -> Vec<String> {
    let label = |at: RowIndex| form.row(at).map(|r| label_key(&r.label).as_str().to_owned()).unwrap_or_default();
    form.indexed_rows().map(|(at, r)| format!("{}\n{}", r.parent.map(label).unwrap_or_default(), label(at))).collect()
}

/// Leaves some rows of a form, and what rests on them.
fn keep_rows(form: &mut Form, keep: &[bool]) {
    let kept = |at: usize| keep.get(at) == Some(&true);
    let moved: HashMap<usize, usize> = (0..form.rows.len()).filter(|at| kept(*at)).zip(0..).collect();
    let old = std::mem::take(&mut form.rows);
    form.rows = old.into_iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, row)| row).collect();
    for row in &mut form.rows {
        row.parent = row.parent.and_then(|p| moved.get(&p.0)).map(|p| RowIndex(*p));
        let Aggregate::Ratio { parts, .. } = &mut row.figure.aggregate else { continue };
        if parts.of == Over::Rows {
            let under: Option<Vec<usize>> = parts.under.iter().map(|at| moved.get(at).copied()).collect();
            match (moved.get(&parts.over), under) {
                (Some(over), Some(under)) => (parts.over, parts.under) = (*over, under),
                _ => row.figure.aggregate = Aggregate::None,
            }
        }
    }
    let rules = std::mem::take(&mut form.rules);
    form.rules = rules
        .into_iter()
        .filter_map(|rule| match rule.over {
            Over::Columns => Some(rule),
            Over::Rows => {
                let balance = rule.balance.map(|at| moved.get(at).copied())?;
                Some(Rule { balance, ..rule })
            }
        })
        .collect();
}
