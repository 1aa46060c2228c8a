//! `--annotate FOLDER`: every submission given back with its findings in place.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::annotate::names::{Given, keeps, names};
use crate::annotate::{Marks, rebuilt, workbook};
use crate::digits;
use crate::finding::{Finding, Lang, Tally};
use crate::intake::{self, Kind, sniff};
use crate::patch::{PatchError, has_macros};
use crate::progress::{Progress, Stage};
use crate::publish::PublishError;
use crate::publish::atomic::{MadeFolders, Staged, WriteError};
use crate::submission::Opened;

use super::ui::Ui;

/// Why nothing can be given back.
pub enum Refused {
    /// Inputs lie in the folder: they would be written over, or taken for results.
    HoldsInput(PathBuf, PathBuf),
    /// The folder lies among the inputs: what is given back would be read as submissions.
    InsideInput(PathBuf, PathBuf),
    /// The folder or a file in it cannot be written.
    Write(WriteError),
}

/// Why one file is not given back.
enum NotReturned {
    /// Another file has the same name: whose a finding is cannot be told.
    SameName,
    /// It was changed after it was checked.
    Changed,
    /// It cannot be read any more.
    Unreadable(Box<Finding>),
    /// It cannot be patched.
    Patch(PatchError),
    /// It cannot be written anew.
    Publish(PublishError),
    /// A link leads out of the folder.
    Elsewhere,
    /// The disk.
    Write(WriteError),
}

/// Makes the folder, so that one that cannot be written is told before the work; if nothing comes into it until
/// what this gives is dropped, it goes again.
pub fn prepare(folder: &Path, inputs: &[PathBuf]) -> Result<MadeFolders, Refused> {
    let system = |e| Refused::Write(WriteError::System(folder.to_owned(), e));
    let made = MadeFolders::make(folder).map_err(system)?;
    lies_among(folder, inputs)?;
    Ok(made)
}

/// Refuses a folder that holds inputs, or lies in one.
fn lies_among(folder: &Path, inputs: &[PathBuf]) -> Result<(), Refused> {
    let system = |e| Refused::Write(WriteError::System(folder.to_owned(), e));
    let whole = fs::canonicalize(folder).map_err(system)?;
    let inside = |input: &&PathBuf| fs::canonicalize(input).is_ok_and(|i| i.starts_with(&whole));
    if let Some(input) = inputs.iter().find(inside) {
        return Err(Refused::HoldsInput(folder.to_owned(), input.clone()));
    }
    // What is given back would be read as submissions the next time.
    let around = |input: &&PathBuf| fs::canonicalize(input).is_ok_and(|i| i.is_dir() && whole.starts_with(&i));
    match inputs.iter().find(around) {
        Some(input) => Err(Refused::InsideInput(folder.to_owned(), input.clone())),
        None => Ok(()),
    }
}

/// Gives every file back that could be opened, all together; what cannot be given back is told, and if the disk
/// refuses one nothing is. Tells whether everything could be written.
pub fn give_back(opened: &[Opened], findings: &[Finding], folder: &Path, force: bool, ui: &mut Ui) -> bool {
    let lang = ui.lang();
    let mut with_name: HashMap<&str, usize> = HashMap::new();
    for opened in opened {
        *with_name.entry(opened.source.name.as_str()).or_default() += 1;
    }
    let (files, twice): (Vec<&Opened>, Vec<&Opened>) =
        opened.iter().partition(|o| with_name.get(o.source.name.as_str()) == Some(&1));
    let endings: Vec<&str> = files.par_iter().map(|o| ending(o)).collect();
    let given: Vec<Given<'_>> =
        files.iter().zip(endings).map(|(o, ending)| Given { name: &o.source.name, ending }).collect();
    let names = names(&given);
    let target = |opened: &Opened| folder.join(names.get(opened.source.name.as_str()).map_or("", String::as_str));
    if let Some(there) = files.iter().map(|o| target(o)).find(|t| !force && t.exists()) {
        ui.write_error(&WriteError::Exists(there));
        return false;
    }
    let findings = findings_of_files(findings);
    let none = (Vec::new(), Tally::default());
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let progress = Progress::default();
    progress.begin(Stage::GivingBack, files.len());
    let watched = ui.watch(&progress);
    let returned: Vec<Result<(Staged, MadeFolders), NotReturned>> = files
        .par_iter()
        .map(|opened| {
            let (own, tally) = findings.get(opened.source.name.as_str()).unwrap_or(&none);
            let marks = Marks::new(own.iter().copied(), *tally, lang);
            let written = made(opened, marks).and_then(|bytes| stage(&bytes, &target(opened), &whole, force));
            progress.step();
            written
        })
        .collect();
    drop(watched);
    // What is not put in place goes before the folders that were made for it.
    let mut folders = Vec::new();
    let (mut all, mut count) = (Staged::new(force), 0usize);
    let mut failed: Vec<(&Opened, NotReturned)> = twice.iter().map(|o| (*o, NotReturned::SameName)).collect();
    for (opened, outcome) in files.iter().zip(returned) {
        match outcome {
            Ok((staged, made)) => {
                all.take_up(staged);
                folders.push(made);
                count += 1;
            }
            Err(why) => failed.push((opened, why)),
        }
    }
    for (opened, why) in &failed {
        match why {
            NotReturned::Write(error) => ui.write_error(error),
            why => ui.bad(&why.say(&opened.source.name, lang)),
        }
    }
    // A disk that refuses is more than a file that cannot be given back.
    if failed.iter().any(|(_, why)| matches!(why, NotReturned::Write(_))) {
        return false;
    }
    if let Err(error) = all.commit() {
        ui.write_error(&error);
        return false;
    }
    let folder = folder.display();
    ui.say(lang.of(
        format!("Đã ghi {count} tệp có ghi chú tại ô vào «{folder}»."),
        format!("{count} files with notes at their cells written to «{folder}»."),
    ));
    true
}

/// Every finding about each file, those that are folded as well, and their counts: what is folded under a
/// finding of the same file is counted with it.
fn findings_of_files(findings: &[Finding]) -> BTreeMap<&str, (Vec<&Finding>, Tally)> {
    let mut by_file: BTreeMap<&str, (Vec<&Finding>, Vec<&Finding>, usize)> = BTreeMap::new();
    for told in findings {
        for finding in told.all() {
            let Some(file) = finding.place.file.as_deref() else { continue };
            let (all, counted, folded) = by_file.entry(file).or_default();
            all.push(finding);
            if std::ptr::eq(finding, told) || told.place.file.as_deref() != Some(file) {
                counted.push(finding);
            } else {
                *folded += 1;
            }
        }
    }
    let tally = |counted: Vec<&Finding>, folded| Tally { folded, ..Tally::of(counted) };
    by_file.into_iter().map(|(file, (all, counted, folded))| (file, (all, tally(counted, folded)))).collect()
}

/// The ending of a workbook made of a file, where its own cannot stay.
fn ending(opened: &Opened) -> &'static str {
    let asked = !keeps(&opened.source.name);
    let macros = asked
        && intake::load(&opened.source).is_ok_and(|bytes| sniff::kind(&bytes) == Ok(Kind::Xlsx) && has_macros(&bytes));
    if macros { "xlsm" } else { "xlsx" }
}

/// Makes the returned workbook of a file.
fn made(opened: &Opened, marks: Marks<'_>) -> Result<Vec<u8>, NotReturned> {
    let bytes = intake::load(&opened.source).map_err(NotReturned::Unreadable)?;
    if digits::hex(&Sha256::digest(&bytes)) != opened.sha256 {
        return Err(NotReturned::Changed);
    }
    if sniff::kind(&bytes) == Ok(Kind::Xlsx) {
        return workbook(&bytes, &marks).map_err(NotReturned::Patch);
    }
    let read = intake::read(&opened.source.name, &bytes, &mut Vec::new());
    drop(bytes);
    let read = read.map_err(|p| NotReturned::Unreadable(Box::new(Finding::of_file(&opened.source.name, *p))))?;
    let (bytes, renamed) = rebuilt::rebuilt(read, marks.lang).map_err(NotReturned::Publish)?;
    workbook(&bytes, &marks.renamed(renamed)).map_err(NotReturned::Patch)
}

/// Writes a returned workbook beside its place, which is nowhere but in the folder.
fn stage(bytes: &[u8], target: &Path, folder: &Path, force: bool) -> Result<(Staged, MadeFolders), NotReturned> {
    let parent = target.parent().unwrap_or(folder);
    let system = |e: io::Error| NotReturned::Write(WriteError::System(target.to_owned(), e));
    let made = MadeFolders::make(parent).map_err(system)?;
    if !fs::canonicalize(parent).map_err(system)?.starts_with(folder) {
        return Err(NotReturned::Elsewhere);
    }
    let mut staged = Staged::new(force);
    staged.put(target, bytes).map_err(NotReturned::Write)?;
    Ok((staged, made))
}

impl Refused {
    /// Says why.
    pub fn tell(&self, ui: &mut Ui) {
        match self {
            Refused::Write(error) => ui.write_error(error),
            Refused::InsideInput(folder, input) => {
                let (folder, input) = (folder.display(), input.display());
                ui.fail(ui.lang().of(
                    format!("«{folder}» nằm trong «{input}»: tệp trả lại sẽ bị đọc như bản nộp ở lần sau. Chọn thư mục khác cho --annotate."),
                    format!("«{folder}» lies in «{input}»: what is given back would be read as submissions. Choose another folder for --annotate."),
                ));
            }
            Refused::HoldsInput(folder, input) => {
                let (folder, input) = (folder.display(), input.display());
                ui.fail(ui.lang().of(
                    format!("«{input}» nằm trong «{folder}»: tệp đầu vào không bao giờ bị ghi đè. Chọn thư mục khác cho --annotate."),
                    format!("«{input}» lies in «{folder}», and no input is ever written over. Choose another folder for --annotate."),
                ));
            }
        }
    }
}

impl NotReturned {
    /// The sentence for a person.
    fn say(&self, file: &str, lang: Lang) -> String {
        let why = match self {
            NotReturned::SameName => lang
                .of(
                    "có tệp khác cùng tên ở một đầu vào khác; kiểm tra từng nơi riêng",
                    "another input has a file of the same name; check each on its own",
                )
                .to_owned(),
            NotReturned::Changed => {
                lang.of("tệp đã thay đổi sau khi kiểm tra", "it was changed after it was checked").to_owned()
            }
            NotReturned::Unreadable(finding) => finding.words(lang).message,
            NotReturned::Patch(PatchError::Signed) => lang
                .of(
                    "tệp có chữ ký số, sửa vào sẽ làm mất hiệu lực chữ ký",
                    "it is signed, and a change would break the signature",
                )
                .to_owned(),
            NotReturned::Patch(PatchError::Part(detail)) => lang.of(
                format!("cấu trúc tệp khác thường ({detail}); mở bằng Excel, lưu lại rồi chạy lại"),
                format!("it is built in an unusual way ({detail}); open and save it in Excel, then run again"),
            ),
            NotReturned::Publish(e) => e.to_string(),
            NotReturned::Elsewhere => {
                lang.of("thư mục con là liên kết dẫn ra ngoài", "its folder is a link that leads elsewhere").to_owned()
            }
            // That is told with what may be done about it.
            NotReturned::Write(_) => String::new(),
        };
        let why = why.trim_end_matches('.');
        lang.of(format!("Không trả lại được «{file}»: {why}."), format!("«{file}» could not be given back: {why}."))
    }
}
