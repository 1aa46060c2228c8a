//! What a consolidated workbook tells of places that are no figure's: labels, headings, sheets, files. What makes its
//! totals doubtful, or lack something, is so one level up as well.

use std::collections::{HashMap, HashSet};

use crate::address::Address;
use crate::finding::{Code, Finding, Place, Severity};
use crate::form::{Form, Row};
use crate::reading::Facts;

use super::join::{Anew, is_found_anew, is_of_a_file, retell};
use super::{Record, RecordedFile, Told};

/// What is said of no file, and not found anew: how the forms came about, by what was weighed.
const OF_THE_WHOLE: [Code; 2] = [Code::FormDrawn, Code::WeightsDiffer];

/// What was told in a workbook and is told of no figure again.
pub(super) struct Rest<'r> {
    record: &'r Record,
    forms: &'r [Form],
    anew: Anew,
    /// What is told already, by its place in the list.
    told: HashSet<usize>,
    /// The files that are taken, with their forms.
    files: HashMap<&'r str, Vec<&'r Form>>,
    /// The sheets of each that have figures of these forms.
    sheets: HashSet<(&'r str, String)>,
    /// The codes of their figures.
    codes: HashSet<(&'r str, Code)>,
}

impl<'r> Rest<'r> {
    pub fn new(record: &'r Record, forms: &'r [Form], anew: Anew) -> Self {
        let (told, files) = (HashSet::new(), HashMap::new());
        Self { record, forms, anew, told, files, sheets: HashSet::new(), codes: HashSet::new() }
    }

    /// Takes note of a file.
    pub fn file(&mut self, file: &'r RecordedFile) {
        let form = self.forms.iter().find(|form| form.name == file.form);
        self.files.entry(file.file.as_str()).or_default().extend(form);
    }

    /// Takes note of its figures.
    pub fn figures(&mut self, file: &'r RecordedFile, facts: &Facts) {
        let file = file.file.as_str();
        let mut last = String::new();
        for fact in facts {
            self.codes.extend(fact.codes().iter().map(|code| (file, *code)));
            if fact.sheet() != last {
                fact.sheet().clone_into(&mut last);
                self.sheets.insert((file, last.clone()));
            }
        }
    }

    /// Takes note that something is told already.
    pub fn is_told(&mut self, at: usize) {
        self.told.insert(at);
    }

    /// Tells the rest.
    pub fn tell(self, findings: &mut Vec<Finding>) {
        let retold: HashSet<(&str, Code)> =
            self.told.iter().filter_map(|at| self.record.told.get(*at)).map(|t| (t.file.as_str(), t.code)).collect();
        let others = self.others();
        let open = self.record.told.iter().enumerate().filter(|(at, _)| !self.told.contains(at));
        for one in open.map(|(_, one)| one) {
            let told = match self.files.get(one.file.as_str()) {
                _ if is_found_anew(one.code, self.anew) => None,
                Some(forms) => {
                    let points_here = || {
                        let of_file = (one.file.as_str(), one.code);
                        self.codes.contains(&of_file) && !retold.contains(&of_file)
                    };
                    let matters = one.severity != Severity::Note
                        || (one.cell.is_empty() && is_of_a_file(one.code))
                        || points_here();
                    (matters && !self.is_of_another_form(one, &others)).then(|| self.place(one, forms))
                }
                None => self.is_of_the_whole(one).then(|| self.place(one, &[])),
            };
            if let Some(place) = told {
                let again = retell(self.record, one, place);
                findings.push(if one.raw.is_empty() { again } else { again.with_raw(one.raw.clone()) });
            }
        }
    }

    /// Tells whether it is said of the round below, or of a workbook that its files came in.
    fn is_of_the_whole(&self, told: &Told) -> bool {
        let inside = || self.files.keys().any(|file| file.starts_with(&format!("{} › ", told.file)));
        match told.file.is_empty() {
            true => OF_THE_WHOLE.contains(&told.code),
            false => {
                let code = told.code;
                (code == Code::VisibleDiffers || OF_THE_WHOLE.contains(&code)) && inside()
            }
        }
    }

    /// Tells whether it is said of a sheet whose figures are of forms that were not asked for.
    fn is_of_another_form(&self, told: &Told, others: &HashSet<(&str, &str)>) -> bool {
        let (Some(sheet), _) = spot(&told.cell) else { return false };
        others.contains(&(told.file.as_str(), sheet)) && !self.sheets.contains(&(told.file.as_str(), sheet.to_owned()))
    }

    /// The sheets with figures of forms that were not asked for.
    fn others(&self) -> HashSet<(&'r str, &'r str)> {
        let asked = |name: &str| self.forms.iter().any(|form| form.name == name);
        if self.record.files.iter().all(|file| file.form.is_empty() || asked(&file.form)) {
            return HashSet::new();
        }
        let all = self.record.facts.iter().zip(&self.record.figures);
        all.filter(|(one, _)| !asked(&one.form)).map(|(one, fact)| (&*one.file, fact.sheet())).collect()
    }

    /// Where it is, as it is told by at this level.
    fn place(&self, told: &Told, forms: &[&Form]) -> Place {
        let workbook = &self.record.workbook;
        let file = if told.file.is_empty() { workbook.clone() } else { format!("{workbook} › {}", told.file) };
        let (sheet, cell) = spot(&told.cell);
        let row = forms.iter().find_map(|form| row_of(form, &told.label));
        Place {
            file: Some(file),
            sheet: sheet.map(str::to_owned),
            cell,
            row: row.map(|row| row.code.clone()),
            row_label: row.map(|row| row.label.clone()),
            ..Place::default()
        }
    }
}

/// The sheet and the cell that the list names: `Sheet!C12`, `Sheet`, nothing.
fn spot(said: &str) -> (Option<&str>, Option<Address>) {
    let both = said.rsplit_once('!').and_then(|(sheet, cell)| Some((sheet, Address::parse(cell)?)));
    match both {
        Some((sheet, cell)) => (Some(sheet), Some(cell)),
        None => (Some(said).filter(|said| !said.is_empty()), None),
    }
}

/// The row of a form that «1.1 Trâu · Kế hoạch» begins with.
fn row_of<'f>(form: &'f Form, label: &str) -> Option<&'f Row> {
    let is_it = |row: &&Row| {
        let rest = label.strip_prefix(row.code.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    form.rows.iter().filter(is_it).max_by_key(|row| row.code.len())
}
