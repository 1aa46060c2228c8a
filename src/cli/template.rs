//! `phubieu template --form F --under 066 -o DIR`: a blank workbook for every unit.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use crate::form::{Form, built_in};
use crate::intake::walk::ROUND_FILE;
use crate::period::{self, Period};
use crate::pipeline::Failure;
use crate::pipeline::asked;
use crate::previous::NotComparable;
use crate::progress::{Progress, Stage};
use crate::publish::PublishError;
use crate::publish::atomic::{MadeFolders, Staged, WriteError};
use crate::publish::blank::{Blanks, names};
use crate::register::UnitIndex;
use crate::round::{self, Settings};
use crate::run::asked::Asked;
use crate::submission;

use super::args::{Shared, TemplateArgs};
use super::ui::Ui;
use super::{Status, whole};

/// So many workbooks are in memory at once.
const TOGETHER: usize = 64;

pub fn run(args: &TemplateArgs, shared: &Shared, ui: &mut Ui) -> Status {
    let folder = &args.output;
    // A round file that is there says the rest, as it does when the folder is consolidated.
    let from_file = match round::settings(std::slice::from_ref(folder)) {
        Ok(settings) => settings,
        Err(e) => {
            ui.failure(&Failure::Round(e));
            return Status::Failed;
        }
    };
    let settings = args.settings().or(from_file);
    let asked = match asked::resolve(&settings) {
        Ok(asked) => asked,
        Err(failure) => {
            ui.failure(&failure);
            return Status::Failed;
        }
    };
    let blanks = Blanks::new(&asked, ui.lang());
    tell(&asked, &blanks, ui);
    let progress = Progress::default();
    let watched = ui.watch(&progress);
    let outcome = write(&asked, &blanks, &settings, folder, shared.force, &progress);
    drop(watched);
    match outcome {
        Ok(written) => {
            conclude(&asked, &written, folder, ui);
            Status::Done
        }
        Err(Refused::Write(e)) => {
            ui.write_error(&e);
            Status::Failed
        }
        Err(Refused::Made(e)) => {
            ui.fail(e.to_string());
            Status::Failed
        }
        Err(Refused::Filled(path)) => {
            let path = path.display();
            ui.fail(ui.lang().of(
                format!("«{path}» đã có số liệu (hoặc không phải biểu trắng): không ghi đè, kể cả với --force. Chuyển các tệp đã nhận sang thư mục khác rồi chạy lại."),
                format!("«{path}» holds figures (or is no blank): it is not replaced, not even with --force. Move what was received to another folder first."),
            ));
            Status::Failed
        }
        Err(Refused::FormThere(path)) => {
            let path = path.display();
            ui.fail(ui.lang().of(
                format!("«{path}» đã có và là biểu mẫu khác: không ghi đè. Đặt biểu trắng vào thư mục khác."),
                format!("«{path}» exists and is another form: it is not replaced. Choose another folder."),
            ));
            Status::Failed
        }
    }
}

/// Why nothing was written.
enum Refused {
    Write(WriteError),
    Made(PublishError),
    /// Another form file of that name is there.
    FormThere(PathBuf),
    /// A workbook of that name is there, and no blank that nothing was typed into.
    Filled(PathBuf),
}

impl From<WriteError> for Refused {
    fn from(error: WriteError) -> Self {
        Refused::Write(error)
    }
}

/// What was written.
struct Written {
    workbooks: usize,
    /// A round file was written too.
    round_file: bool,
    /// One was there that says something else.
    other_round: bool,
}

/// Says what the blanks are made for.
fn tell(asked: &Asked, blanks: &Blanks<'_>, ui: &mut Ui) {
    let lang = ui.lang();
    let forms: Vec<&str> = asked.forms.iter().map(|f| f.name.as_str()).collect();
    ui.say(format!("{}: {}", lang.of("Biểu mẫu", "Form"), forms.join(", ")));
    ui.say(format!("{}: {}", lang.of("Địa bàn", "Place"), asked.register.full_name(asked.place)));
    ui.say(format!(
        "{}: {} ({})",
        lang.of("Danh mục đơn vị", "Register"),
        asked.era.value.name(lang),
        asked.era.origin.name(lang)
    ));
    match asked.period {
        Some(period) => ui.say(format!("{}: {}", lang.of("Kỳ báo cáo", "Period"), period.spoken(lang))),
        None => ui.say(lang.of(
            "Kỳ báo cáo: chưa ghi (--period 2024), nên biểu không ghi năm.",
            "Period: none was given (--period 2024), so the forms name no year.",
        )),
    }
    if let Some(period) = asked.period.filter(|period| asked.era.value.is_over_in(*period)) {
        let period = period.spoken(lang);
        ui.bad(&lang.of(
            format!("Biểu của {period} mà làm cho đơn vị trước 01/7/2025: từ ngày đó không còn huyện, xã đã sắp xếp lại, mã cũ được cấp cho xã khác. Bỏ --era 2024 (khóa era của phubieu.toml), xem lại --under; nếu đúng là để các xã cũ điền thì cứ để vậy."),
            format!("The forms are of {period}, and for units of before 1 July 2025: since then there are no districts, communes have merged, and codes were given to others. Leave out --era 2024 (the key era of phubieu.toml) and look at --under; leave it so if the old communes are indeed to fill them in."),
        ));
    }
    for form in &asked.forms {
        tell_fixed_years(form, asked.period, ui);
    }
    for (form, why) in blanks.without_previous() {
        let why = match why {
            Some(NotComparable::OtherForm) => lang.of("không có số của biểu này", "it has no figures of this form"),
            Some(NotComparable::NotEarlier) => lang.of("không phải kỳ trước", "it is of no earlier period"),
            Some(NotComparable::OtherEra) => {
                lang.of("mã đơn vị của thời kỳ khác", "its units have the codes of another era")
            }
            None => lang.of("danh mục không có dòng cố định", "a list has no rows to put them beside"),
        };
        ui.say(lang.of(
            format!("Biểu «{form}» không có cột kỳ trước: {why}."),
            format!("«{form}» has no columns of the last period: {why}."),
        ));
    }
}

/// Says which years stand in a form's headings whatever the period, where none is the period's.
fn tell_fixed_years(form: &Form, period: Option<Period>, ui: &mut Ui) {
    let fixed: BTreeSet<u16> = form
        .value_columns()
        .flat_map(|(_, column)| &column.heading)
        .flat_map(|level| period::named_in(level))
        .map(|named| named.year)
        .collect();
    let Some(period) = period.filter(|p| !fixed.is_empty() && !fixed.contains(&p.year)) else { return };
    let years = fixed.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    let (name, year) = (&form.name, period.year);
    ui.bad(&ui.lang().of(
        format!("Biểu «{name}» ghi cố định năm {years} ở tiêu đề cột, không phải năm {year}: sửa tiêu đề, hoặc ghi {{year}}, {{year-1}} thay cho năm."),
        format!("The headings of «{name}» name {years} whatever the period, not {year}: mend them, or write {{year}}, {{year-1}} for the years."),
    ));
}

fn conclude(asked: &Asked, written: &Written, folder: &Path, ui: &mut Ui) {
    let (count, sheets, folder) = (written.workbooks, asked.forms.len(), folder.display());
    ui.good(&ui.lang().of(
        format!("Đã ghi {count} biểu trắng, mỗi tệp {sheets} biểu, vào «{folder}»."),
        format!("{count} blank workbooks with {sheets} forms each written to «{folder}»."),
    ));
    if written.other_round {
        ui.bad(&ui.lang().of(
            format!("{ROUND_FILE} đã có trong thư mục và ghi khác (được giữ nguyên): xem lại biểu, địa bàn, kỳ trong đó trước khi tổng hợp."),
            format!("The {ROUND_FILE} in the folder says otherwise (it was kept): look at its form, place and period before consolidating."),
        ));
    }
    if written.round_file {
        ui.say(ui.lang().of(
            format!("Đã ghi {ROUND_FILE}: khi các xã gửi lại vào thư mục này, chạy «phubieu consolidate {folder} -o tong-hop.xlsx»."),
            format!("{ROUND_FILE} written: once the files are back in this folder, run `phubieu consolidate {folder} -o total.xlsx`."),
        ));
    }
}

/// Makes the workbooks and puts all of them in place together.
fn write(
    asked: &Asked,
    blanks: &Blanks<'_>,
    settings: &Settings,
    folder: &Path,
    force: bool,
    progress: &Progress,
) -> Result<Written, Refused> {
    let units = asked.register.communes(asked.place);
    let targets: Vec<(UnitIndex, PathBuf)> = units
        .iter()
        .filter_map(|at| Some((*at, asked.register.unit(*at)?)))
        .map(|(at, unit)| (at, folder.join(names::file(&unit.code, unit.bare_name()))))
        .collect();
    if let Some((_, there)) = targets.iter().find(|(_, target)| !force && target.exists()) {
        return Err(WriteError::Exists(there.clone()).into());
    }
    // What communes have filled in is not made again by anybody.
    let filled = |(_, target): &&(UnitIndex, PathBuf)| target.exists() && submission::holds_work(target, &asked.forms);
    if let Some((_, there)) = targets.par_iter().find_first(filled) {
        return Err(Refused::Filled(there.clone()));
    }
    let system = |e| Refused::Write(WriteError::System(folder.to_owned(), e));
    // If nothing comes into it, it goes again.
    let _made = MadeFolders::make(folder).map_err(system)?;
    let mut staged = Staged::new(force);
    let written = stage(asked, blanks, settings, folder, &targets, progress, &mut staged)?;
    staged.commit()?;
    Ok(written)
}

fn stage(
    asked: &Asked,
    blanks: &Blanks<'_>,
    settings: &Settings,
    folder: &Path,
    targets: &[(UnitIndex, PathBuf)],
    progress: &Progress,
    staged: &mut Staged,
) -> Result<Written, Refused> {
    progress.begin(Stage::Blanks, targets.len());
    let round_file = folder.join(ROUND_FILE);
    let with_round_file = !round_file.exists();
    let mut forms = Vec::new();
    for form in &asked.forms {
        forms.push(form_name(form, folder, staged)?);
    }
    let text = round_text(asked, settings, &forms, folder);
    let other_round = !with_round_file && fs::read_to_string(&round_file).is_ok_and(|there| there != text);
    if with_round_file {
        staged.put_new(&round_file, text.as_bytes())?;
    }
    for together in targets.chunks(TOGETHER) {
        let made: Vec<(&PathBuf, Vec<u8>)> = together
            .par_iter()
            .map(|(at, target)| {
                let bytes = blanks.workbook(*at)?;
                progress.step();
                Ok((target, bytes))
            })
            .collect::<Result<_, PublishError>>()
            .map_err(Refused::Made)?;
        for (target, bytes) in made {
            staged.put(target, &bytes)?;
        }
    }
    Ok(Written { workbooks: targets.len(), round_file: with_round_file, other_round })
}

/// What a round file calls a form: a built-in one by its name, another by the file that is put beside it. That
/// is not ours to replace, whatever was asked for.
fn form_name(form: &Form, folder: &Path, staged: &mut Staged) -> Result<String, Refused> {
    let text = form.toml();
    if built_in::text(&form.name) == Some(text.as_str()) {
        return Ok(form.name.clone());
    }
    let name = format!("{}.toml", names::safe(&form.name).replace(',', " "));
    let target = folder.join(&name);
    match fs::read_to_string(&target) {
        Ok(there) if there == text => {}
        Ok(_) => return Err(Refused::FormThere(target)),
        Err(_) => staged.put_new(&target, text.as_bytes())?,
    }
    Ok(name)
}

/// The round file, with which the folder is consolidated once it is filled.
fn round_text(asked: &Asked, settings: &Settings, forms: &[String], folder: &Path) -> String {
    let mut text = String::from(
        "# Đợt báo cáo của các biểu trắng trong thư mục này.\n# Bình quân cần quyền số của từng xã: units = \"units.csv\"\n",
    );
    let mut put = |key: &str, value: &str| {
        // A text of JSON is one of TOML.
        text.push_str(&format!("{key} = {}\n", serde_json::Value::from(value)));
    };
    put("form", &forms.join(", "));
    put("under", asked.register.code(asked.place));
    put("era", &asked.era.value.to_string());
    if let Some(period) = asked.period {
        put("period", &period.to_string());
    }
    for (key, path) in [("units", &settings.units), ("previous", &settings.previous)] {
        if let Some(path) = path {
            put(key, &from_folder(folder, &path.value));
        }
    }
    text
}

/// A path as it is seen from a folder, with `/`; whole where there is no way between them.
fn from_folder(folder: &Path, path: &Path) -> String {
    let (folder, path) = (whole(folder), whole(path));
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (folder.components().collect(), path.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return path.display().to_string();
    }
    let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
    let down = to.iter().skip(shared).map(|c| c.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
