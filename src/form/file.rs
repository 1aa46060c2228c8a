//! A form as a TOML file: what a person writes, checked before anything rests on it.

use std::collections::HashMap;
use std::ops::Range;

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use crate::toml_file::{self, Said, TomlError};
use crate::vietnamese::measure::Measure;
use crate::vietnamese::symbol::Nothing;
use crate::vietnamese::text::{Folded, fold};

use super::heading::HeadingPattern;
use super::model::{Aggregate, Column, Dot, Form, Kind, Role, Row, RowIndex, label_key};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    name: Spanned<String>,
    title: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    words: WordsFile,
    columns: Spanned<Vec<Spanned<ColumnFile>>>,
    rows: Spanned<Vec<Spanned<RowFile>>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    #[serde(default)]
    deferred: Vec<String>,
    #[serde(default)]
    nil: Vec<String>,
    #[serde(default)]
    not_collected: Vec<String>,
    #[serde(default)]
    not_applicable: Vec<String>,
}

impl WordsFile {
    fn folded(&self) -> HashMap<Folded, Nothing> {
        [
            (&self.deferred, Nothing::Deferred),
            (&self.nil, Nothing::Nil),
            (&self.not_collected, Nothing::NotCollected),
            (&self.not_applicable, Nothing::NotApplicable),
        ]
        .into_iter()
        .flat_map(|(words, kind)| words.iter().map(move |w| (fold(w), kind)))
        .collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFile {
    code: Spanned<String>,
    role: Spanned<Role>,
    heading: String,
    #[serde(default)]
    also: Vec<String>,
    dot: Option<Spanned<Dot>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFile {
    code: Spanned<String>,
    #[serde(default)]
    stt: String,
    parent: Option<Spanned<String>>,
    label: Spanned<String>,
    #[serde(default)]
    also: Vec<String>,
    measure: Option<Spanned<String>>,
    kind: Spanned<Kind>,
    aggregate: Spanned<AggregateFile>,
    weight: Option<Spanned<String>>,
    min: Option<Spanned<Number>>,
    max: Option<Spanned<Number>>,
    below_one: Option<Spanned<bool>>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum AggregateFile {
    Sum,
    WeightedMean,
    None,
}

/// A bound: a whole number, or text for one with decimals, so that none passes through binary.
#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Text(String),
}

/// Reads a form from TOML.
///
/// # Errors
/// The first thing that is wrong or inconsistent, with its line and column.
pub fn parse(file: &str, text: &str) -> Result<Form, Box<TomlError>> {
    let raw: FormFile = toml_file::parse(file, text)?;
    Check { file, text }.form(raw)
}

struct Check<'a> {
    file: &'a str,
    text: &'a str,
}

type Checked<T> = Result<T, Box<TomlError>>;

impl Check<'_> {
    fn fail<T>(&self, span: Range<usize>, vi: impl Into<String>, en: impl Into<String>) -> Checked<T> {
        Err(Box::new(TomlError::at(self.file, self.text, span, Said::new(vi, en))))
    }

    fn form(&self, raw: FormFile) -> Checked<Form> {
        if raw.name.get_ref().is_empty() || raw.name.get_ref().starts_with('?') {
            return self.fail(
                raw.name.span(),
                "tên biểu không được trống, không bắt đầu bằng «?»",
                "a form's name is not empty and does not begin with «?»",
            );
        }
        let columns = self.columns(&raw.columns)?;
        let rows = self.rows(&raw.rows)?;
        Ok(Form {
            name: raw.name.into_inner(),
            title: raw.title,
            subject: raw.subject,
            columns,
            rows,
            words: raw.words.folded(),
        })
    }

    fn columns(&self, raw: &Spanned<Vec<Spanned<ColumnFile>>>) -> Checked<Vec<Column>> {
        let mut seen = HashMap::new();
        let mut columns = Vec::new();
        for column in raw.get_ref() {
            let ColumnFile { code, role, heading, also, dot } = column.get_ref();
            self.code(code, &mut seen)?;
            if heading.trim().is_empty() {
                return self.fail(column.span(), "cột phải có tiêu đề (heading)", "a column needs a heading");
            }
            if let Some(dot) = dot
                && *role.get_ref() != Role::Value
            {
                return self.fail(
                    dot.span(),
                    "«dot» chỉ dùng cho cột số liệu (role = \"value\")",
                    "`dot` is for value columns only",
                );
            }
            if let Some(other) = columns
                .iter()
                .find(|c: &&Column| c.role == *role.get_ref() && !matches!(c.role, Role::Value | Role::Text))
            {
                let other = &other.code;
                return self.fail(
                    role.span(),
                    format!("đã có cột «{other}» cùng vai trò"),
                    format!("column `{other}` has this role already"),
                );
            }
            columns.push(Column {
                code: code.get_ref().clone(),
                role: *role.get_ref(),
                heading: heading.clone(),
                patterns: std::iter::once(heading).chain(also).map(|h| HeadingPattern::new(h)).collect(),
                dot: dot.as_ref().map(|d| *d.get_ref()),
            });
        }
        for (role, vi, en) in [(Role::Label, "label", "label"), (Role::Value, "value", "value")] {
            if !columns.iter().any(|c| c.role == role) {
                return self.fail(
                    raw.span(),
                    format!("biểu phải có cột với role = \"{vi}\""),
                    format!("a form needs a column with role = \"{en}\""),
                );
            }
        }
        Ok(columns)
    }

    fn code(&self, code: &Spanned<String>, seen: &mut HashMap<String, RowIndex>) -> Checked<()> {
        let text = code.get_ref();
        if text.trim().is_empty() || text.starts_with('?') || text.contains(char::is_whitespace) {
            return self.fail(
                code.span(),
                "mã (code) không được trống, không có khoảng trắng, không bắt đầu bằng «?»",
                "a code is not empty, holds no space and does not begin with «?»",
            );
        }
        if seen.insert(text.clone(), RowIndex(seen.len())).is_some() {
            return self.fail(
                code.span(),
                format!("mã «{text}» đã dùng ở trên"),
                format!("the code `{text}` is used above already"),
            );
        }
        Ok(())
    }

    fn rows(&self, raw: &Spanned<Vec<Spanned<RowFile>>>) -> Checked<Vec<Row>> {
        if raw.get_ref().is_empty() {
            return self.fail(raw.span(), "biểu phải có ít nhất một dòng", "a form needs at least one row");
        }
        let mut seen = HashMap::new();
        raw.get_ref().iter().map(|row| self.row(row.get_ref(), &mut seen)).collect()
    }

    fn row(&self, raw: &RowFile, seen: &mut HashMap<String, RowIndex>) -> Checked<Row> {
        let parent = match &raw.parent {
            None => None,
            Some(parent) => match seen.get(parent.get_ref()) {
                Some(at) => Some(*at),
                None => {
                    let name = parent.get_ref();
                    return self.fail(
                        parent.span(),
                        format!("không có dòng «{name}» ở phía trên"),
                        format!("there is no row `{name}` above"),
                    );
                }
            },
        };
        self.code(&raw.code, seen)?;
        if raw.label.get_ref().trim().is_empty() {
            return self.fail(raw.label.span(), "tên chỉ tiêu (label) không được trống", "a label is not empty");
        }
        let kind = *raw.kind.get_ref();
        let measure = raw.measure.as_ref().map(|m| m.get_ref().as_str()).unwrap_or_default();
        let measure_span = raw.measure.as_ref().map_or_else(|| raw.code.span(), Spanned::span);
        let dimension = Measure::parse(measure);
        match (kind, &dimension) {
            (Kind::Group, _) => {}
            (_, None) => {
                return self.fail(
                    raw.code.span(),
                    "dòng có số liệu phải có đơn vị tính (measure)",
                    "a row with figures needs a measure",
                );
            }
            (Kind::Percent, Some(m)) if !m.is_percent() => {
                return self.fail(
                    measure_span,
                    "kind = \"percent\" thì measure phải là \"%\"",
                    "kind = \"percent\" goes with measure = \"%\"",
                );
            }
            (Kind::Integer | Kind::Number, Some(m)) if m.is_percent() => {
                return self.fail(
                    raw.kind.span(),
                    "measure = \"%\" thì kind phải là \"percent\"",
                    "measure = \"%\" goes with kind = \"percent\"",
                );
            }
            _ => {}
        }
        let aggregate = self.aggregate(raw, kind)?;
        let (min, max) = self.bounds(raw, kind)?;
        let below_one = match &raw.below_one {
            Some(flag) if kind != Kind::Percent => {
                return self.fail(
                    flag.span(),
                    "«below_one» chỉ dùng với kind = \"percent\"",
                    "`below_one` goes with kind = \"percent\" only",
                );
            }
            flag => flag.as_ref().is_some_and(|f| *f.get_ref()),
        };
        Ok(Row {
            code: raw.code.get_ref().clone(),
            stt: raw.stt.clone(),
            parent,
            label: raw.label.get_ref().clone(),
            keys: std::iter::once(raw.label.get_ref()).chain(&raw.also).map(|l| label_key(l)).collect(),
            measure: measure.to_owned(),
            dimension,
            kind,
            aggregate,
            min,
            max,
            below_one,
        })
    }

    fn aggregate(&self, raw: &RowFile, kind: Kind) -> Checked<Aggregate> {
        let span = raw.aggregate.span();
        let aggregate = match (raw.aggregate.get_ref(), &raw.weight) {
            (AggregateFile::WeightedMean, Some(weight)) if !weight.get_ref().trim().is_empty() => {
                Aggregate::WeightedMean { weight: weight.get_ref().clone() }
            }
            (AggregateFile::WeightedMean, _) => {
                return self.fail(span, "weighted_mean cần quyền số (weight)", "weighted_mean needs a weight");
            }
            (_, Some(weight)) => {
                return self.fail(
                    weight.span(),
                    "quyền số (weight) chỉ dùng với weighted_mean",
                    "a weight goes with weighted_mean only",
                );
            }
            (AggregateFile::Sum, None) => Aggregate::Sum,
            (AggregateFile::None, None) => Aggregate::None,
        };
        match (kind, &aggregate) {
            (Kind::Percent, Aggregate::Sum) => {
                self.fail(span, "tỷ lệ phần trăm không bao giờ được cộng (sum)", "a percentage is never summed")
            }
            (Kind::Group, Aggregate::Sum | Aggregate::WeightedMean { .. }) => self.fail(
                span,
                "dòng nhóm không có số để tổng hợp: aggregate = \"none\"",
                "a group has no figure to aggregate: aggregate = \"none\"",
            ),
            _ => Ok(aggregate),
        }
    }

    /// Bounds as written; else what the kind allows: counts from 0, percentages from 0 to 100.
    fn bounds(&self, raw: &RowFile, kind: Kind) -> Checked<(Option<Decimal>, Option<Decimal>)> {
        let (least, most) = match kind {
            Kind::Percent => (Some(Decimal::ZERO), Some(Decimal::ONE_HUNDRED)),
            Kind::Integer => (Some(Decimal::ZERO), None),
            Kind::Number | Kind::Group => (None, None),
        };
        let min = self.bound(raw.min.as_ref())?.or(least);
        let max = self.bound(raw.max.as_ref())?.or(most);
        match (&raw.min, &raw.max, min, max) {
            (at_min, at_max, Some(a), Some(b)) if a > b => {
                let span = at_max.as_ref().or(at_min.as_ref()).map(Spanned::span).unwrap_or_default();
                self.fail(span, format!("min ({a}) lớn hơn max ({b})"), format!("min ({a}) is above max ({b})"))
            }
            _ => Ok((min, max)),
        }
    }

    fn bound(&self, raw: Option<&Spanned<Number>>) -> Checked<Option<Decimal>> {
        let Some(raw) = raw else { return Ok(None) };
        match raw.get_ref() {
            Number::Whole(n) => Ok(Some((*n).into())),
            Number::Text(text) => match text.parse() {
                Ok(value) => Ok(Some(value)),
                Err(_) => {
                    self.fail(raw.span(), format!("«{text}» không phải là số"), format!("`{text}` is not a number"))
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name = \"t\"\ntitle = \"T\"\n\
        [[columns]]\ncode = \"label\"\nrole = \"label\"\nheading = \"Chỉ tiêu\"\n\
        [[columns]]\ncode = \"v\"\nrole = \"value\"\nheading = \"Số\"\n";

    fn error(rows: &str) -> (usize, usize, String) {
        let e = parse("t.toml", &format!("{HEAD}{rows}")).unwrap_err();
        (e.line, e.column, e.said.vi)
    }

    fn row(body: &str) -> String {
        format!("[[rows]]\ncode = \"1\"\nlabel = \"A\"\n{body}")
    }

    #[test]
    fn faults_in_a_form_file_point_at_line_and_column() {
        for (rows, line, column, words) in [
            (row("measure = \"Hộ\"\nkind = \"integer\"\naggregat = \"sum\"\n"), 16, 1, "khóa lạ «aggregat»"),
            (row("measure = 3\nkind = \"integer\"\naggregate = \"sum\"\n"), 14, 11, "sai kiểu"),
            (row("measure = \"%\"\nkind = \"percent\"\naggregate = \"sum\"\n"), 16, 13, "không bao giờ được cộng"),
            (row("measure = \"%\"\nkind = \"percent\"\naggregate = \"weighted_mean\"\n"), 16, 13, "cần quyền số"),
            (
                row("measure = \"Hộ\"\nkind = \"integer\"\naggregate = \"sum\"\nweight = \"so_ho\"\n"),
                17,
                10,
                "chỉ dùng với weighted_mean",
            ),
            (row("measure = \"Hộ\"\nkind = \"percent\"\naggregate = \"none\"\n"), 14, 11, "measure phải là"),
            (row("measure = \"Hộ\"\nkind = \"tổng\"\naggregate = \"none\"\n"), 15, 8, "giá trị lạ"),
            (
                row("measure = \"Hộ\"\nkind = \"integer\"\naggregate = \"sum\"\nmin = 5\nmax = 2\n"),
                18,
                7,
                "lớn hơn max",
            ),
            (
                row("measure = \"Hộ\"\nkind = \"integer\"\naggregate = \"sum\"\nparent = \"9\"\n"),
                17,
                10,
                "không có dòng «9»",
            ),
            (
                format!("{0}{0}", row("measure = \"Hộ\"\nkind = \"integer\"\naggregate = \"sum\"\n")),
                18,
                8,
                "đã dùng ở trên",
            ),
            (row("kind = \"integer\"\naggregate = \"sum\"\n"), 12, 8, "phải có đơn vị tính"),
        ] {
            let (found_line, found_column, said) = error(&rows);
            assert!(said.contains(words), "{said} / {words}");
            assert_eq!((found_line, found_column), (line, column), "{words}");
        }
    }

    #[test]
    fn an_error_shows_the_line_and_marks_the_fault() {
        let e =
            parse("biểu.toml", &format!("{HEAD}{}", row("measure = \"%\"\nkind = \"percent\"\naggregate = \"sum\"\n")))
                .unwrap_err();
        let shown = e.in_lang(crate::finding::Lang::Vi).to_string();
        assert!(shown.starts_with("biểu.toml:16:13: "), "{shown}");
        assert!(shown.ends_with("aggregate = \"sum\"\n    |             ^^^^^"), "{shown}");
    }
}
