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
}

impl Origin {
    /// The origin in words.
    pub fn name(&self, lang: Lang) -> &'static str {
        match self {
            Origin::Flag => lang.of("theo tham số dòng lệnh", "from the command line"),
            Origin::RoundFile => lang.of("theo phubieu.toml", "from phubieu.toml"),
            Origin::WorkedOut => lang.of("suy ra từ các bản nộp", "worked out from the submissions"),
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
    /// Two input folders have round files that differ.
    Several(PathBuf, PathBuf),
}

/// Reads the round file of the input folders, if one has any.
///
/// # Errors
/// It cannot be read, it is wrong (with line and column), or two folders have different ones.
pub fn settings(inputs: &[PathBuf]) -> Result<Settings, RoundError> {
    let mut found: Option<(PathBuf, String)> = None;
    for path in inputs.iter().filter(|i| i.is_dir()).map(|i| i.join(ROUND_FILE)).filter(|p| p.is_file()) {
        let text = fs::read_to_string(&path).map_err(|e| RoundError::Unreadable(path.clone(), e))?;
        match &found {
            Some((first, before)) if *before != text => return Err(RoundError::Several(first.clone(), path)),
            Some(_) => {}
            None => found = Some((path, text)),
        }
    }
    match found {
        None => Ok(Settings::default()),
        Some((path, text)) => parse(&path, &text).map_err(RoundError::Wrong),
    }
}

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
