//! `phubieu normalise FILE -o OUT`

use std::collections::BTreeMap;
use std::path::Path;

use crate::address::Address;
use crate::finding::intake::Problem;
use crate::finding::{Finding, Lang, Severity, Tally};
use crate::intake::own::is_own;
use crate::intake::{self, Kind, Source, Value, Workbook};
use crate::normalise::delimited::{self, Flavour};
use crate::normalise::lost::{self, Lost};
use crate::normalise::patch::{self, PatchError};
use crate::normalise::{Plan, plan, rebuild, unguard};
use crate::publish::PublishError;
use crate::publish::atomic::{Staged, WriteError};
use crate::publish::records::Ending;
use crate::reading::formula;

use super::Status;
use super::args::{NormaliseArgs, Shared};
use super::ui::Ui;

pub fn run(args: &NormaliseArgs, shared: &Shared, ui: &mut Ui) -> Status {
    match produce(args, shared, ui) {
        Ok(errors) if args.strict && errors > 0 => Status::ErrorsFound,
        Ok(_) => Status::Done,
        Err(failure) => {
            failure.tell(ui);
            Status::Failed
        }
    }
}

/// Why nothing was written.
enum Failure {
    /// The file could not be read.
    Unreadable(Box<Finding>),
    /// The result cannot have this ending.
    Ending(&'static str),
    /// A csv holds one sheet.
    Sheets(Vec<String>),
    /// The result would be written over the file itself.
    SameFile,
    /// It is a result of this program.
    Own,
    /// Only csv is written for programs.
    Plain,
    /// A csv would hold results of formulas from before texts became numbers.
    Formulas,
    Write(WriteError),
    Publish(PublishError),
    Patch(PatchError),
}

impl From<WriteError> for Failure {
    fn from(e: WriteError) -> Self {
        Failure::Write(e)
    }
}

/// Writes the result; returns how many cells could not be read.
fn produce(args: &NormaliseArgs, shared: &Shared, ui: &mut Ui) -> Result<usize, Failure> {
    let ending = Ending::of(&args.output);
    let ending = match ending {
        Some(Ending::Xlsx | Ending::Csv) => ending,
        _ if is_xlsm(&args.output) => Some(Ending::Xlsx),
        _ => None,
    };
    let ending = ending.ok_or(Failure::Ending(".xlsx, .xlsm, .csv"))?;
    if args.plain && ending != Ending::Csv {
        return Err(Failure::Plain);
    }
    let whole = |path: &Path| std::fs::canonicalize(path).ok();
    if whole(&args.output).is_some_and(|out| Some(out) == whole(&args.file)) {
        return Err(Failure::SameFile);
    }
    let mut staged = Staged::new(shared.force);
    let at = staged.reserve(&args.output)?;
    let name = args.file.file_name().map(intake::naming::shown).unwrap_or_default();
    let source = Source { name, path: args.file.clone() };
    let mut findings = Vec::new();
    let bytes = intake::load(&source).map_err(Failure::Unreadable)?;
    let refuse = |problem: Box<Problem>| Failure::Unreadable(Box::new(Finding::of_file(&source.name, *problem)));
    let mut workbook = intake::read(&source.name, &bytes, &mut findings).map_err(refuse)?;
    if is_own(&workbook) {
        return Err(Failure::Own);
    }
    if workbook.kind == Kind::Delimited {
        unguard(&mut workbook);
    }
    let plan = plan(&workbook);
    let made = match ending {
        Ending::Csv => as_csv(args, &bytes, &workbook, &plan)?,
        _ => as_workbook(args, &bytes, &workbook, &plan, ui.lang())?,
    };
    staged.write(at, &made.bytes)?;
    staged.commit()?;
    findings.extend(plan.findings.iter().cloned());
    findings.sort_by_cached_key(Finding::order);
    ui.findings(&findings, Severity::Note);
    conclude(args, &plan, &made, ui);
    Ok(Tally::of(&findings).errors)
}

/// A result, and what can be seen in it.
struct Made {
    bytes: Vec<u8>,
    coloured: bool,
    listed: bool,
    /// Formulas became the values they had.
    frozen: bool,
    /// Formulas are left for Excel to compute.
    recomputes: bool,
    /// What figures lost that made them doubtful.
    lost: BTreeMap<Address, Lost>,
}

fn as_csv(args: &NormaliseArgs, bytes: &[u8], workbook: &Workbook, plan: &Plan) -> Result<Made, Failure> {
    let full: Vec<_> = workbook.sheets.iter().zip(&plan.sheets).filter(|(s, _)| !s.is_empty()).collect();
    let [(sheet, changes)] = full.as_slice() else {
        return Err(Failure::Sheets(full.iter().map(|(s, _)| s.name.clone()).collect()));
    };
    // A result that is not to be trusted is what the formula comes to, or is not known.
    let lacks_result = |value: &Value| match value {
        Value::NoResult(_) => true,
        Value::Unsure { formula, stored } => formula::evaluate(formula, sheet).is_none_or(|v| v != stored.normalize()),
        _ => false,
    };
    if sheet.rows().flat_map(|(_, cells)| cells).any(|cell| lacks_result(&cell.value)) {
        return Err(Failure::Formulas);
    }
    if plan.numbers() > 0 {
        let stale = patch::has_stale_formulas(bytes, workbook, plan).map_err(Failure::Patch)?;
        if stale {
            return Err(Failure::Formulas);
        }
    }
    let flavour = if args.plain { Flavour::Plain } else { Flavour::Excel };
    let lost = lost::in_csv(sheet, changes);
    let bytes = delimited::write(sheet, changes, &lost, flavour).map_err(Failure::Publish)?;
    Ok(Made { bytes, coloured: false, listed: false, frozen: freezes(workbook), recomputes: false, lost })
}

fn as_workbook(
    args: &NormaliseArgs,
    bytes: &[u8],
    workbook: &Workbook,
    plan: &Plan,
    lang: Lang,
) -> Result<Made, Failure> {
    let lost = BTreeMap::new();
    if workbook.kind != Kind::Xlsx {
        if is_xlsm(&args.output) {
            return Err(Failure::Ending(".xlsx"));
        }
        let bytes = rebuild::workbook(&workbook.sheets, plan, lang).map_err(Failure::Publish)?;
        return Ok(Made { bytes, coloured: true, listed: true, frozen: freezes(workbook), recomputes: false, lost });
    }
    // Excel refuses a workbook whose name does not say whether it may hold macros.
    match (patch::has_macros(bytes), is_xlsm(&args.output)) {
        (true, false) => return Err(Failure::Ending(".xlsm")),
        (false, true) => return Err(Failure::Ending(".xlsx")),
        _ => {}
    }
    let patched = patch::workbook(bytes, workbook, plan, lang).map_err(Failure::Patch)?;
    Ok(Made {
        bytes: patched.bytes,
        coloured: patched.coloured,
        listed: patched.listed,
        frozen: false,
        recomputes: patched.recomputes,
        lost,
    })
}

/// Formulas of these kinds are read by their results only.
fn freezes(workbook: &Workbook) -> bool {
    matches!(workbook.kind, Kind::Xls { .. } | Kind::Xlsb | Kind::Ods)
}

fn is_xlsm(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsm"))
}

fn conclude(args: &NormaliseArgs, plan: &Plan, made: &Made, ui: &mut Ui) {
    let lang = ui.lang();
    let (numbers, texts, left) = (plan.numbers(), plan.texts(), plan.findings.len());
    let output = args.output.display();
    ui.good(&lang.of(
        format!("Đã đổi {numbers} ô thành số thật, {texts} ô chữ sang Unicode; ghi vào «{output}»."),
        format!("{numbers} cells became real numbers, {texts} texts Unicode; written to «{output}»."),
    ));
    if made.recomputes {
        ui.say(lang.of(
            "Công thức trong tệp sẽ được Excel tính lại khi mở. Xem lại công thức nào đang xử lý các ô đó như chữ (so sánh với \"7\", SUBSTITUTE, COUNTIF).",
            "Excel will compute the formulas anew when it opens the file. Look at formulas that take those cells for text (compared with \"7\", SUBSTITUTE, COUNTIF).",
        ));
    }
    if made.frozen {
        ui.say(lang.of(
            "Tệp loại này được ghi lại từ giá trị: công thức thành số như lúc lưu, trừ công thức cộng ở trang có số gõ dạng chữ. Nếu có dòng tổng, hãy kiểm tra lại tổng.",
            "Files of this kind are written anew from values: formulas became the numbers they had, but for sums beside figures typed as text. Check the totals.",
        ));
    }
    tell_lost(&made.lost, ui);
    if left == 0 {
        return;
    }
    let seen = match (made.coloured, made.listed) {
        (true, true) => lang.of(", tô vàng và liệt kê ở trang cuối", ", coloured and listed on the last sheet"),
        (true, false) => lang.of(", tô vàng và liệt kê ở trên", ", coloured and listed above"),
        (false, true) => lang.of(", liệt kê ở trang cuối", ", listed on the last sheet"),
        (false, false) => lang.of(", thêm «(?)» và liệt kê ở trên", ", with «(?)» behind, and listed above"),
    };
    ui.bad(&lang.of(
        format!("{left} ô không đọc chắc chắn được: giữ nguyên{seen}."),
        format!("{left} cells could not be read with certainty: left as they stood{seen}."),
    ));
}

/// Says which figures lost in a csv what made them doubtful.
fn tell_lost(lost: &BTreeMap<Address, Lost>, ui: &mut Ui) {
    const SHOWN: usize = 12;
    let lang = ui.lang();
    let of = |wanted: Lost| -> Option<(usize, String)> {
        let cells: Vec<String> = lost.iter().filter(|(_, l)| **l == wanted).map(|(at, _)| at.to_string()).collect();
        let more = if cells.len() > SHOWN { ", …" } else { "" };
        let said: Vec<&str> = cells.iter().take(SHOWN).map(String::as_str).collect();
        (!cells.is_empty()).then(|| (cells.len(), format!("{}{more}", said.join(", "))))
    };
    for wanted in [Lost::Struck, Lost::Merged, Lost::Short, Lost::Hidden] {
        let Some((n, cells)) = of(wanted) else { continue };
        ui.bad(&match wanted {
            Lost::Struck => lang.of(
                format!("{n} ô số bị gạch ngang ({cells}): csv không giữ được nét gạch, đã thêm «(?)»."),
                format!("{n} figures are struck through ({cells}): a csv cannot show it, «(?)» stands behind."),
            ),
            Lost::Merged => lang.of(
                format!("{n} ô số gộp qua nhiều cột hoặc nhiều dòng ({cells}): không rõ số của ô nào, đã thêm «(?)»."),
                format!("{n} figures are merged over several columns or rows ({cells}): whose they are cannot be told, «(?)» stands behind."),
            ),
            Lost::Short => lang.of(
                format!("{n} tổng tính bằng công thức bỏ sót số gõ dạng chữ ({cells}): đã thêm «(?)»."),
                format!("{n} sums pass over figures typed as text ({cells}): «(?)» stands behind."),
            ),
            Lost::Hidden => lang.of(
                format!("{n} ô số ở hàng, cột ẩn ({cells}): csv không ẩn được gì; kiểm tra có đúng là số định gửi."),
                format!(
                    "{n} figures stand in hidden rows or columns ({cells}): a csv hides nothing; check that they are meant."
                ),
            ),
        });
    }
}

impl Failure {
    fn tell(&self, ui: &mut Ui) {
        let lang = ui.lang();
        let sentence = match self {
            Failure::Write(error) => return ui.write_error(error),
            Failure::Unreadable(finding) => {
                let file = finding.place.file.as_deref().unwrap_or_default();
                format!("«{file}»: {}", finding.words(lang).message)
            }
            Failure::Ending(endings) => lang.of(
                format!("Tệp kết quả phải có đuôi {endings}."),
                format!("The result must end in {endings}."),
            ),
            Failure::Sheets(names) if names.is_empty() => {
                lang.of("Tệp không có ô nào.", "The file has no cells.").to_owned()
            }
            Failure::Sheets(names) => {
                let names = names.join(", ");
                lang.of(
                    format!("Tệp csv chỉ chứa một trang, mà tệp này có nhiều trang ({names}). Ghi ra .xlsx."),
                    format!("A csv holds one sheet and this file has several ({names}). Write .xlsx."),
                )
            }
            Failure::Formulas => lang
                .of(
                    "Tệp có công thức chưa tính, hoặc có thể tính từ các ô vừa đổi thành số. Ghi ra .xlsx, mở bằng Excel và lưu lại, rồi ghi ra .csv.",
                    "The file has formulas without results, or perhaps over cells that became numbers. Write .xlsx, open and save it in Excel, then write .csv.",
                )
                .to_owned(),
            Failure::Own => lang
                .of(
                    "Tệp này là kết quả của phubieu: số trong đó đã là số thật, sửa vào thì hồ sơ kèm theo không còn dùng được. Chuẩn hóa từng tệp nộp.",
                    "This is a result of phubieu: its figures are real numbers, and a change would break the record in it. Normalise the submissions.",
                )
                .to_owned(),
            Failure::SameFile => lang
                .of(
                    "Tệp kết quả trùng với tệp đầu vào. Đặt tên khác: tệp đầu vào không bao giờ bị ghi đè.",
                    "The result is the input itself. Choose another name: no input is ever written over.",
                )
                .to_owned(),
            Failure::Plain => {
                lang.of("--plain chỉ dùng khi ghi ra .csv.", "--plain is for .csv results only.").to_owned()
            }
            Failure::Publish(e) => {
                lang.of(format!("Không tạo được kết quả: {e}."), format!("The result could not be made: {e}."))
            }
            Failure::Patch(PatchError::Signed) => lang
                .of(
                    "Tệp có chữ ký số; sửa vào sẽ làm mất hiệu lực chữ ký.",
                    "The workbook is signed; a change would break the signature.",
                )
                .to_owned(),
            Failure::Patch(PatchError::Part(detail)) => lang.of(
                format!("Cấu trúc tệp khác thường nên không sửa tại chỗ được ({detail}). Mở bằng Excel, lưu lại rồi chạy lại."),
                format!("The file is built in an unusual way and cannot be patched ({detail}). Open and save it in Excel, then run again."),
            ),
        };
        ui.fail(sentence);
    }
}
