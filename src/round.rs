//! The settings of a round: `phubieu.toml` in an input folder, and the flags that win over it.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::calendar;
use crate::finding::Lang;
use crate::intake::walk::ROUND_FILE;
use crate::period::Period;
use crate::register::Era;
use crate::toml_file::{self, STROKE, Said, TomlError};

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The command line.
    Flag,
    /// The round file.
    RoundFile,
    /// Worked out from the submissions.
    WorkedOut,
    /// Drawn from what most submissions share.
    Drawn,
    /// It follows from the period that was asked for.
    Period,
}

impl Origin {
    /// The origin in words.
    pub fn name(&self, lang: Lang) -> &'static str {
        match self {
            Origin::Flag => lang.of("theo tham số dòng lệnh", "from the command line"),
            Origin::RoundFile => lang.of("theo phubieu.toml", "from phubieu.toml"),
            Origin::WorkedOut => lang.of("suy ra từ các bản nộp", "worked out from the submissions"),
            Origin::Period => lang.of("theo kỳ báo cáo", "from the period"),
            Origin::Drawn => lang.of("dựng từ phần chung của các bản nộp", "drawn from what the submissions share"),
        }
    }
}

/// A setting and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

impl<T> Set<T> {
    /// A setting from the command line.
    pub fn flag(value: T) -> Self {
        Self { value, origin: Origin::Flag }
    }

    /// A setting worked out.
    pub fn worked_out(value: T) -> Self {
        Self { value, origin: Origin::WorkedOut }
    }
}

/// What a round is about; empty where nobody said.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// A built-in form's name, or a form file.
    pub form: Option<Set<String>>,
    /// The blank form that was sent out.
    pub template: Option<Set<PathBuf>>,
    /// The place, by code or name.
    pub under: Option<Set<String>>,
    /// The era of the codes.
    pub era: Option<Set<Era>>,
    /// The reporting period.
    pub period: Option<Set<Period>>,
    /// The units file.
    pub units: Option<Set<PathBuf>>,
    /// The decisions file.
    pub decisions: Option<Set<PathBuf>>,
    /// The figures of the last period.
    pub previous: Option<Set<PathBuf>>,
    /// The last day to send by.
    pub due: Option<Set<Date>>,
    /// The day that a document was last saved stands for that of sending.
    pub file_dates: bool,
    /// Of several files of a unit the latest counts.
    pub latest: bool,
}

impl Settings {
    /// These settings, completed by others where these say nothing.
    pub fn or(self, other: Settings) -> Settings {
        Settings {
            form: self.form.or(other.form),
            template: self.template.or(other.template),
            under: self.under.or(other.under),
            era: self.era.or(other.era),
            period: self.period.or(other.period),
            units: self.units.or(other.units),
            decisions: self.decisions.or(other.decisions),
            previous: self.previous.or(other.previous),
            due: self.due.or(other.due),
            file_dates: self.file_dates || other.file_dates,
            latest: self.latest || other.latest,
        }
    }
}

impl Settings {
    /// What a round file can say, by the name that it and the flag have.
    fn said(&self) -> [(&'static str, Option<String>); 9] {
        // One file may be named from several folders.
        let file = |set: &Option<Set<PathBuf>>| {
            let path = set.as_ref().map(|set| fs::canonicalize(&set.value).unwrap_or_else(|_| set.value.clone()));
            path.map(|path| path.display().to_string())
        };
        [
            ("form", self.form.as_ref().map(|set| set.value.clone())),
            ("template", file(&self.template)),
            ("under", self.under.as_ref().map(|set| set.value.clone())),
            ("era", self.era.as_ref().map(|set| set.value.to_string())),
            ("period", self.period.as_ref().map(|set| set.value.to_string())),
            ("units", file(&self.units)),
            ("decisions", file(&self.decisions)),
            ("previous", file(&self.previous)),
            (DUE, self.due.as_ref().map(|set| set.value.to_string())),
        ]
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundFile {
    form: Option<Spanned<String>>,
    template: Option<Spanned<String>>,
    under: Option<Spanned<Word>>,
    era: Option<Spanned<Word>>,
    period: Option<Spanned<Word>>,
    units: Option<Spanned<String>>,
    due: Option<Spanned<toml::Value>>,
    previous: Option<Spanned<String>>,
    decisions: Option<Spanned<String>>,
}

/// A word that people also write as a bare number: `period = 2024`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Word {
    Number(i64),
    Text(String),
}

impl Word {
    fn text(&self) -> String {
        match self {
            Word::Number(n) => n.to_string(),
            Word::Text(text) => text.clone(),
        }
    }
}

/// Why a round file could not be used.
#[derive(Debug)]
pub enum RoundError {
    /// It could not be read from the disk.
    Unreadable(PathBuf, std::io::Error),
    /// Something in it is wrong.
    Wrong(Box<TomlError>),
    /// Two input folders have round files that differ, in settings of these names.
    Several(PathBuf, PathBuf, Vec<&'static str>),
}

/// The round file of an input folder.
#[derive(Debug)]
pub struct Found {
    path: PathBuf,
    text: String,
    /// What it says.
    pub settings: Settings,
}

/// Reads the round files of the input folders.
///
/// # Errors
/// One cannot be read, or is wrong (with line and column).
pub fn found(inputs: &[PathBuf]) -> Result<Vec<Found>, RoundError> {
    let paths = inputs.iter().filter(|i| i.is_dir()).map(|i| i.join(ROUND_FILE)).filter(|p| p.is_file());
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(|e| RoundError::Unreadable(path.clone(), e))?;
        let settings = parse(&path, &text).map_err(RoundError::Wrong)?;
        Ok(Found { path, text, settings })
    };
    paths.map(read).collect()
}

/// Reads the round file of input folders of which no more than one says anything of its own.
///
/// # Errors
/// As [`found`] and [`agreed`].
pub fn settings(inputs: &[PathBuf]) -> Result<Settings, RoundError> {
    agreed(found(inputs)?, &Settings::default(), true)
}

/// What the round files say together, which is that of the first: they differ at the most in what the flags say
/// anyhow, or in what is not asked for where nothing is consolidated.
///
/// # Errors
/// Two of them differ in something else.
pub fn agreed(found: Vec<Found>, flags: &Settings, consolidate: bool) -> Result<Settings, RoundError> {
    let said = flags.said();
    let settled = |at: usize| said.get(at).is_some_and(|(_, value)| value.is_some());
    let mut all = found.into_iter();
    let Some(first) = all.next() else { return Ok(Settings::default()) };
    for other in all.filter(|other| other.text != first.text) {
        let pairs = first.settings.said().into_iter().zip(other.settings.said()).enumerate();
        let differ =
            pairs.filter(|(at, ((name, one), (_, two)))| one != two && !settled(*at) && (consolidate || *name != DUE));
        let names: Vec<&'static str> = differ.map(|(_, ((name, _), _))| name).collect();
        if !names.is_empty() {
            return Err(RoundError::Several(first.path, other.path, names));
        }
    }
    Ok(first.settings)
}

/// What the round files of inputs say for a roll-up of them. What is of each round, such as its period and its place, is
/// taken where all inputs are folders that say it alike: several rounds are of several, which the workbooks say
/// themselves. Of the rest what they differ in is left to the workbooks too.
pub fn of_roll_up(found: &[Found], inputs: &[PathBuf]) -> Settings {
    let everywhere = found.len() == inputs.len();
    let said: Vec<[(&str, Option<String>); 9]> = found.iter().map(|one| one.settings.said()).collect();
    let agree = |name: &str| {
        let mut values = said.iter().flatten().filter(|(own, _)| *own == name).map(|(_, value)| value);
        let first = values.next();
        values.all(|value| Some(value) == first)
    };
    let Some(first) = found.first().map(|one| one.settings.clone()) else { return Settings::default() };
    let of_each = |name: &str| everywhere && agree(name);
    Settings {
        form: first.form.filter(|_| agree("form")),
        template: first.template.filter(|_| agree("template")),
        units: first.units.filter(|_| agree("units")),
        under: first.under.filter(|_| of_each("under")),
        era: first.era.filter(|_| of_each("era")),
        period: first.period.filter(|_| of_each("period")),
        decisions: first.decisions.filter(|_| of_each("decisions")),
        previous: first.previous.filter(|_| of_each("previous")),
        ..Settings::default()
    }
}

/// Until when it is sent; that matters only where it is told who is late.
const DUE: &str = "due";

fn parse(path: &Path, text: &str) -> Result<Settings, Box<TomlError>> {
    let file = path.display().to_string();
    let raw: RoundFile = toml_file::parse(&file, text)?;
    let from_file = |value| Set { value, origin: Origin::RoundFile };
    let beside = |name: &str| path.parent().unwrap_or(Path::new("")).join(name);
    let wrong = |span, vi: &str, en: &str| Box::new(TomlError::at(&file, text, span, Said::new(vi, en)));
    // `"..\tong-hop.xlsx"` has a tab in it, and no name has one.
    let name = |typed: &Option<Spanned<String>>| match typed {
        Some(typed) if typed.get_ref().contains(char::is_control) => Err(wrong(typed.span(), STROKE.0, STROKE.1)),
        typed => Ok(typed.as_ref().map(|typed| typed.get_ref().clone())),
    };
    let era = match &raw.era {
        None => None,
        Some(era) => Some(
            era.get_ref()
                .text()
                .parse()
                .map_err(|_| wrong(era.span(), "era phải là \"2024\" hoặc \"2025\"", "era is \"2024\" or \"2025\""))?,
        ),
    };
    let period = match &raw.period {
        None => None,
        Some(period) => Some(period.get_ref().text().parse().map_err(|_| {
            wrong(
                period.span(),
                "period phải có dạng \"2024\", \"2024-Q1\", \"2024-H1\" hoặc \"2024-03\"",
                "period is written \"2024\", \"2024-Q1\", \"2024-H1\" or \"2024-03\"",
            )
        })?),
    };
    let under = match &raw.under {
        None => None,
        // A code without quotes loses its leading zero: 066 is no TOML number, 66 is another unit.
        Some(under) if matches!(under.get_ref(), Word::Number(_)) => {
            return Err(wrong(
                under.span(),
                "mã đơn vị phải để trong dấu nháy: under = \"066\"",
                "a unit's code stands in quotes: under = \"066\"",
            ));
        }
        Some(under) => Some(under.get_ref().text()),
    };
    // A form that is a file is named relative to the round file; a built-in one by its name.
    let one = |f: &str| {
        let is_file = f.to_ascii_lowercase().ends_with(".toml");
        if is_file { beside(f).display().to_string() } else { f.to_owned() }
    };
    let form = name(&raw.form)?.map(|f| f.split(',').map(|f| one(f.trim())).collect::<Vec<_>>().join(","));
    let due = match &raw.due {
        None => None,
        Some(due) => {
            let text = match due.get_ref() {
                toml::Value::String(text) => Some(text.clone()),
                toml::Value::Datetime(day) => day.date.map(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day)),
                _ => None,
            };
            Some(text.as_deref().and_then(calendar::parse).ok_or_else(|| {
                wrong(
                    due.span(),
                    "due phải là một ngày: 2024-04-01 hoặc \"01/04/2024\"",
                    "due is a day: 2024-04-01 or \"01/04/2024\"",
                )
            })?)
        }
    };
    Ok(Settings {
        form: form.map(from_file),
        template: name(&raw.template)?.map(|t| Set { value: beside(&t), origin: Origin::RoundFile }),
        under: under.map(|value| Set { value, origin: Origin::RoundFile }),
        era: era.map(|value| Set { value, origin: Origin::RoundFile }),
        period: period.map(|value| Set { value, origin: Origin::RoundFile }),
        units: name(&raw.units)?.map(|u| Set { value: beside(&u), origin: Origin::RoundFile }),
        decisions: name(&raw.decisions)?.map(|d| Set { value: beside(&d), origin: Origin::RoundFile }),
        previous: name(&raw.previous)?.map(|p| Set { value: beside(&p), origin: Origin::RoundFile }),
        due: due.map(|value| Set { value, origin: Origin::RoundFile }),
        file_dates: false,
        latest: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_file_says_what_the_flags_do_not() {
        let settings = parse(Path::new("dot/phubieu.toml"), "form = \"chi-tieu\"\nunder = \"066\"\nperiod = 2024\nera = \"2024\"\nunits = \"../units.csv\"\ndue = 2024-04-01\n").unwrap();
        assert_eq!(settings.form.unwrap().value, "chi-tieu");
        assert_eq!(settings.under.unwrap().value, "066");
        assert_eq!(settings.period.unwrap().value, Period::year(2024));
        assert_eq!(settings.units.unwrap().value, Path::new("dot/../units.csv"));
        assert_eq!(settings.due.unwrap().value.to_string(), "2024-04-01");
    }

    #[test]
    fn a_path_as_it_is_typed_on_windows_is_told_as_one() {
        for typed in
            ["..\\units.csv", "..\\xa.csv", "..\\dan so.csv", "..\\tong-hop.csv", "..\\ngay.csv", "D:\\2024.csv"]
        {
            let e = parse(Path::new("phubieu.toml"), &format!("units = \"{typed}\"\n")).unwrap_err();
            assert_eq!(e.said, Said::new(STROKE.0, STROKE.1), "{typed}");
            assert!(parse(Path::new("phubieu.toml"), &format!("units = '{typed}'\n")).is_ok());
        }
    }

    #[test]
    fn faults_in_a_round_file_point_at_line_and_column() {
        for (text, line, column) in [
            ("form = \"a\"\nundr = \"066\"\n", 2, 1),
            ("period = \"năm nay\"\n", 1, 10),
            ("under = 66\n", 1, 9),
            ("under = 066\n", 1, 9),
            ("era = \"2030\"\n", 1, 7),
            ("form = 3\n", 1, 8),
            ("due = \"tháng tư\"\n", 1, 7),
            ("previous = \"..\\tong-hop.xlsx\"\n", 1, 12),
        ] {
            let e = parse(Path::new("phubieu.toml"), text).unwrap_err();
            assert_eq!((e.line, e.column), (line, column), "{text}: {}", e.said.vi);
        }
    }
}
