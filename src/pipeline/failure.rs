//! Why a run could not be done at all, in a sentence for a person.

use std::io::ErrorKind;
use std::path::PathBuf;

use crate::decision::DecisionsError;
use crate::drawing::TemplateError;
use crate::finding::{Code, Finding, Lang, Severity};
use crate::form::built_in;
use crate::previous::ReadError;
use crate::register::Era;
use crate::register::overlay::OverlayError;
use crate::round::RoundError;
use crate::submission::Opened;
use crate::system_error::SystemError;
use crate::toml_file::TomlError;

use super::went::WhereItWent;

/// Why the work could not be done; each is one sentence for a person.
#[derive(Debug)]
pub enum Failure {
    /// An input does not exist or cannot be listed.
    Input(PathBuf, std::io::Error),
    /// No file to read under the inputs.
    NothingToRead(Vec<Finding>),
    /// Files, but no figure of the form in any of those that could be opened.
    NothingUsable(Vec<Finding>, Vec<Opened>),
    /// Not one figure could be checked.
    NothingChecked(Vec<Finding>, Vec<Opened>),
    /// The round file cannot be used.
    Round(RoundError),
    /// Nobody said which form blanks are to be made of.
    NoForm,
    /// No form of that name, no such file.
    UnknownForm(String),
    /// The form file cannot be read.
    FormUnreadable(PathBuf, std::io::Error),
    /// The form file is wrong.
    Form(Box<TomlError>),
    /// No form can be drawn from the template.
    Template(PathBuf, TemplateError),
    /// The units file cannot be used.
    Units(OverlayError),
    /// The decisions file cannot be used.
    Decisions(PathBuf, DecisionsError),
    /// No figures of an earlier period in it.
    Previous(PathBuf, ReadError),
    /// No unit of that code or name.
    UnknownPlace(String, Era, WhereItWent),
    /// Several units of that name.
    AmbiguousPlace(String, Vec<String>),
    /// Nobody said whose blanks are to be made.
    NoUnits,
    /// The place cannot be told from the submissions.
    NoPlace(Vec<Finding>),
}

impl Failure {
    /// The same with what was found before it, where it tells what was found.
    pub(crate) fn after(mut self, before: Vec<Finding>) -> Self {
        if let Failure::NothingToRead(own)
        | Failure::NothingUsable(own, _)
        | Failure::NothingChecked(own, _)
        | Failure::NoPlace(own) = &mut self
        {
            own.extend(before);
            own.sort_by_cached_key(Finding::order);
            own.dedup();
        }
        self
    }
}

/// Tells whether nothing could be read for the only reason that blanks came back as they were sent.
fn only_blanks(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.code() == Code::BlankNotFilled) && findings.iter().all(|f| f.severity() == Severity::Note)
}

impl Failure {
    /// The sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            // Windows calls a name with a `*` that fits nothing no name at all.
            Failure::Input(path, e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::InvalidFilename) => {
                let path = path.display();
                lang.of(format!("Không có tệp hoặc thư mục «{path}»."), format!("There is no file or folder «{path}»."))
            }
            Failure::Input(path, e) => {
                let (path, why) = (path.display(), SystemError::from(e).reason(lang));
                lang.of(format!("Không đọc được «{path}»: {why}."), format!("«{path}» cannot be read: {why}."))
            }
            Failure::NothingToRead(_) => lang.of("Không có tệp nào để đọc: thư mục rỗng hoặc chỉ có tệp bị bỏ qua.", "There is nothing to read: the folder is empty or holds only files that are passed over.").to_owned(),
            Failure::NothingUsable(findings, _) if only_blanks(findings) => lang.of("Các tệp đều là biểu trắng chưa điền số nào, nên không có gì để làm.", "All files are blanks that were not filled in, so there is nothing to work on.").to_owned(),
            Failure::NothingUsable(..) => lang.of("Không đọc được biểu nào trong các tệp, nên không có gì để làm.", "The form could not be read from any file, so there is nothing to work on.").to_owned(),
            Failure::NothingChecked(..) => lang.of("Không có số nào để kiểm tra: các bảng đều trống, nên không kết luận được gì.", "There was no figure to check: all tables are empty, so nothing can be concluded.").to_owned(),
            Failure::Round(RoundError::Unreadable(path, e)) => {
                let (path, why) = (path.display(), SystemError::from(e).reason(lang));
                lang.of(format!("Không đọc được «{path}»: {why}."), format!("«{path}» cannot be read: {why}."))
            }
            Failure::Round(RoundError::Wrong(e)) | Failure::Form(e) => e.in_lang(lang).to_string(),
            Failure::Round(RoundError::Several(a, b, settings)) => {
                let (a, b, names) = (a.display(), b.display(), settings.join(", "));
                let flags = settings.iter().map(|name| format!("--{name}")).collect::<Vec<_>>().join(", ");
                lang.of(
                    format!("Hai tệp phubieu.toml khác nhau ở {names}: «{a}» và «{b}». Ghi {flags} để chọn chung cho cả hai, hoặc làm riêng từng thư mục rồi tổng hợp các kết quả."),
                    format!("Two round files differ in {names}: «{a}» and «{b}». Say {flags} for both of them, or work on each folder by itself and consolidate the results."),
                )
            }
            Failure::NoForm => {
                let known = built_in::names().collect::<Vec<_>>().join(", ");
                lang.of(format!("Chưa ghi biểu mẫu. Thêm --form với một biểu có sẵn ({known}) hoặc tệp .toml, hoặc --template với biểu trắng đã có."), format!("No form was named. Add --form with a built-in form ({known}) or a .toml file, or --template with a blank workbook."))
            }
            Failure::UnknownForm(name) => {
                let known = built_in::names().collect::<Vec<_>>().join(", ");
                lang.of(format!("Không có biểu mẫu «{name}». Các biểu có sẵn: {known}; hoặc ghi đường dẫn tệp .toml."), format!("There is no form «{name}». Built in: {known}; or name a .toml file."))
            }
            Failure::FormUnreadable(path, e) => {
                let (path, why) = (path.display(), SystemError::from(e).reason(lang));
                lang.of(format!("Không đọc được tệp biểu mẫu «{path}»: {why}."), format!("The form file «{path}» cannot be read: {why}."))
            }
            Failure::Template(path, e) => {
                let (path, why) = (path.display(), e.say(lang));
                lang.of(
                    format!("Không dùng được biểu trắng «{path}»: {why}"),
                    format!("The template «{path}» cannot be used: {why}"),
                )
            }
            Failure::Units(OverlayError::Unreadable { file, source }) => {
                let why = SystemError::from(source).reason(lang);
                lang.of(format!("Không đọc được tệp đơn vị «{file}»: {why}."), format!("The units file «{file}» cannot be read: {why}."))
            }
            Failure::Units(OverlayError::Line { file, line, said }) => {
                let said = said.in_lang(lang);
                lang.of(format!("Tệp đơn vị «{file}», dòng {line}: {said}."), format!("Units file «{file}», line {line}: {said}."))
            }
            Failure::Decisions(path, e) => {
                let path = path.display();
                let why = match e {
                    DecisionsError::Unreadable(finding) => finding.problem.words(lang).message,
                    DecisionsError::NoTable => lang.of("không có bảng với cột «Tệp» và «Giá trị đúng».", "it has no table with the columns «file» and «decision».").to_owned(),
                };
                lang.of(format!("Không dùng được tệp quyết định «{path}»: {why}"), format!("The decisions file «{path}» cannot be used: {why}"))
            }
            Failure::Previous(path, ReadError::Value { at, text }) => {
                let path = path.display();
                lang.of(
                    format!("Không dùng được số của kỳ trước «{path}»: ở {at} ghi «{text}», không phải số do phubieu ghi, nên không chắc là bao nhiêu. Dùng lại tệp gốc chưa sửa."),
                    format!("The figures of the last period «{path}» cannot be used: «{text}» at {at} is no number that phubieu wrote, so what it says is not certain. Use the file as it was written."),
                )
            }
            Failure::Previous(path, ReadError::NoFacts) => {
                let path = path.display();
                lang.of(
                    format!("Không đọc được số của kỳ trước từ «{path}»: cần tệp --facts hoặc bảng tổng hợp của phubieu, hoặc chính các bản nộp kỳ trước."),
                    format!("No figures of the last period could be read from «{path}»: give facts or a consolidated workbook of phubieu, or that period's submissions themselves."),
                )
            }
            Failure::UnknownPlace(asked, era, went) => {
                let (era, went) = (era.name(lang), went.words(lang));
                lang.of(format!("Không có đơn vị «{asked}» trong danh mục {era}.{went}"), format!("There is no unit «{asked}» in the register of {era}.{went}"))
            }
            Failure::AmbiguousPlace(asked, candidates) => {
                let candidates = candidates.join("; ");
                lang.of(format!("«{asked}» khớp với nhiều đơn vị: {candidates}. Ghi mã hoặc thêm tên tỉnh."), format!("«{asked}» fits several units: {candidates}. Give the code or add the province."))
            }
            Failure::NoPlace(_) => lang.of("Không xác định được địa bàn từ các bản nộp. Ghi --under với mã hoặc tên tỉnh, xã (trước 01/7/2025: cả huyện), ví dụ --under 19 hoặc --under \"tỉnh Thái Nguyên\".", "The place cannot be told from the submissions. Give --under with a province or commune (before 1 July 2025 also a district), such as --under 19.").to_owned(),
            Failure::NoUnits => lang.of("Chưa ghi địa bàn. Thêm --under với mã hoặc tên tỉnh, xã (trước 01/7/2025: cả huyện), ví dụ --under 19 hoặc --under \"tỉnh Thái Nguyên\".", "No place was named. Add --under with the code or name of a province or commune (before 1 July 2025 also a district), such as --under 19.").to_owned(),
        }
    }

    /// The files that could be opened before the work ended.
    pub fn opened(&self) -> &[Opened] {
        match self {
            Failure::NothingUsable(_, opened) => opened,
            _ => &[],
        }
    }

    /// What was found before the work ended.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Failure::NothingToRead(findings)
            | Failure::NothingUsable(findings, _)
            | Failure::NothingChecked(findings, _)
            | Failure::NoPlace(findings) => findings,
            _ => &[],
        }
    }
}
