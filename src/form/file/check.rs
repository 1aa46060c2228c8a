//! Makes a form of what stands in a form file, or says with line and column why it is none.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use toml::Spanned;

use crate::toml_file::{Said, TomlError};
use crate::vietnamese::measure::Measure;

use super::super::consistency;
use super::super::figure::{Figure, Kind};
use super::super::heading::HeadingPattern;
use super::super::model::{Column, Form, LEVELS, Otherwise, Role, Row, RowIndex, label_key};
use super::super::rule::{self, Balance, CellName, CellRule, Missing, MissingBySide, Over, Rule, RuleError};
use super::super::{implied, measured};
use super::figures::{Default, Whose};
use super::raw::{ColumnFile, FormFile, OverFile, RowFile, RuleFile};

pub(super) struct Check<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

pub(super) type Checked<T> = Result<T, Box<TomlError>>;

/// The codes of rows or columns, with their places.
pub(super) type Codes = HashMap<String, usize>;

impl Check<'_> {
    pub fn fail<T>(&self, span: Range<usize>, vi: impl Into<String>, en: impl Into<String>) -> Checked<T> {
        Err(Box::new(TomlError::at(self.file, self.text, span, Said::new(vi, en))))
    }

    pub fn form(&self, raw: FormFile) -> Checked<Form> {
        if raw.name.get_ref().is_empty() || raw.name.get_ref().starts_with('?') {
            return self.fail(
                raw.name.span(),
                "tên biểu không được trống, không bắt đầu bằng «?»",
                "a form's name is not empty and does not begin with «?»",
            );
        }
        let is_list = raw.shape == super::super::model::Shape::List;
        let default = Default { measure: raw.measure.as_ref(), kind: raw.kind, aggregate: raw.aggregate.as_ref() };
        let column_codes = self.codes(raw.columns.get_ref().iter().map(|c| &c.get_ref().code))?;
        let columns = self.columns(&raw.columns, &column_codes, &default, is_list)?;
        let keys = self.keys(&raw.keys, &column_codes, is_list)?;
        let no_rows = Vec::new();
        let raw_rows = raw.rows.as_ref().map_or(&no_rows, Spanned::get_ref);
        if raw_rows.is_empty() != is_list {
            let span = raw.rows.as_ref().map_or_else(|| raw.name.span(), Spanned::span);
            return self.fail(
                span,
                "biểu phải có ít nhất một dòng; riêng danh mục (shape = \"list\") thì không có dòng cố định",
                "a form needs at least one row; only a list has none of its own",
            );
        }
        let row_codes = self.codes(raw_rows.iter().map(|r| &r.get_ref().code))?;
        let needs_figure = columns.iter().any(|c| c.role == Role::Value && c.figure.is_none());
        let mut rows: Vec<Row> = Vec::with_capacity(raw_rows.len());
        for (at, row) in raw_rows.iter().enumerate() {
            rows.push(self.row(row.get_ref(), at, &row_codes, &default, needs_figure)?);
        }
        let (rules, cell_rules) = self.rules(&raw.rules, &row_codes, &column_codes)?;
        let checks = self.checks(&raw.severity, &raw.checks)?;
        let overview = self.overview(&raw.overview, &columns, (&row_codes, &column_codes), is_list)?;
        Ok(Form {
            text: None,
            name: raw.name.into_inner(),
            shape: raw.shape,
            title: raw.title,
            subject: raw.subject,
            measure: raw.measure.map(Spanned::into_inner).unwrap_or_default(),
            words: raw.words.folded(),
            columns,
            rows,
            rules,
            cell_rules,
            checks,
            keys,
            overview,
            by_label: OnceLock::new(),
        })
    }

    /// The figures that the overview shows: `row`, `row/column`, of a list `column`.
    fn overview(
        &self,
        raw: &[Spanned<String>],
        columns: &[Column],
        (row_codes, column_codes): (&Codes, &Codes),
        is_list: bool,
    ) -> Checked<Vec<(Option<RowIndex>, usize)>> {
        let is_value = |at: &usize| columns.get(*at).is_some_and(|c| c.role == Role::Value);
        let first = columns.iter().position(|c| c.role == Role::Value);
        let mut chosen = Vec::new();
        for name in raw {
            let text = name.get_ref().as_str();
            let (row, column) = match text.split_once('/') {
                _ if is_list => (None, column_codes.get(text).copied()),
                Some((row, column)) => (row_codes.get(row), column_codes.get(column).copied()),
                None => (row_codes.get(text), first),
            };
            match column.filter(is_value) {
                Some(column) if is_list || row.is_some() => chosen.push((row.map(|r| RowIndex(*r)), column)),
                _ => return self.unknown(name.span(), text, "số liệu", "figure"),
            }
        }
        Ok(chosen)
    }

    fn columns(
        &self,
        raw: &Spanned<Vec<Spanned<ColumnFile>>>,
        codes: &Codes,
        default: &Default<'_>,
        is_list: bool,
    ) -> Checked<Vec<Column>> {
        let mut columns: Vec<Column> = Vec::new();
        for column in raw.get_ref() {
            let span = column.span();
            let column = column.get_ref();
            let role = *column.role.get_ref();
            // A table may leave the column of its labels without a heading.
            if column.heading.trim().is_empty() && role != Role::Label {
                return self.fail(span, "cột phải có tiêu đề (heading)", "a column needs a heading");
            }
            if let Some(dot) = &column.dot
                && role != Role::Value
            {
                return self.fail(
                    dot.span(),
                    "«dot» chỉ dùng cho cột số liệu (role = \"value\")",
                    "`dot` is for value columns only",
                );
            }
            if let Some(other) = columns.iter().find(|c| c.role == role && !matches!(role, Role::Value | Role::Text)) {
                let other = &other.code;
                return self.fail(
                    column.role.span(),
                    format!("đã có cột «{other}» cùng vai trò"),
                    format!("column `{other}` has this role already"),
                );
            }
            columns.push(Column {
                code: column.code.get_ref().clone(),
                role,
                heading: levels(&column.heading),
                patterns: std::iter::once(&column.heading)
                    .chain(&column.also)
                    .map(|h| HeadingPattern::new(h))
                    .collect(),
                dot: column.dot.as_ref().map(|d| *d.get_ref()),
                cumulative: column.cumulative,
                figure: self.column_figure(column, codes, default, is_list)?,
                signed: column.signed,
                not_added: std::sync::OnceLock::new(),
            });
        }
        measured::without_measures(&mut columns);
        implied::headings(&mut columns);
        for role in [Role::Label, Role::Value] {
            if !columns.iter().any(|c| c.role == role) {
                let name = role.name();
                return self.fail(
                    raw.span(),
                    format!("biểu phải có cột với role = \"{name}\""),
                    format!("a form needs a column with role = \"{name}\""),
                );
            }
        }
        Ok(columns)
    }

    /// What stands in a column whatever the row, where the column says so. In a list only columns can.
    fn column_figure(
        &self,
        column: &ColumnFile,
        codes: &Codes,
        default: &Default<'_>,
        is_list: bool,
    ) -> Checked<Option<Figure>> {
        let said = column.figure();
        let own = said.kind.is_some() || said.measure.is_some() || said.aggregate.is_some();
        match *column.role.get_ref() {
            Role::Value if own || is_list => self.figure(&said, &column.code, codes, default, Whose::Column).map(Some),
            Role::Text if said.aggregate.is_some() => {
                self.figure(&said, &column.code, codes, default, Whose::Text).map(Some)
            }
            _ => match said.kind.map(Spanned::span).or(said.aggregate.map(Spanned::span)) {
                Some(span) => self.fail(
                    span,
                    "chỉ cột số liệu (value) có kind và aggregate; cột chữ (text) chỉ có aggregate",
                    "only value columns have kind and aggregate; text columns have aggregate alone",
                ),
                None => Ok(None),
            },
        }
    }

    /// Codes with their places: not empty, without spaces, each once.
    fn codes<'c>(&self, codes: impl Iterator<Item = &'c Spanned<String>>) -> Checked<Codes> {
        let mut seen = Codes::new();
        for code in codes {
            let text = code.get_ref();
            let sign = matches!(text.as_str(), "+" | "-" | "=" | ">=" | "/" | "*");
            if text.trim().is_empty() || text.starts_with('?') || text.contains(char::is_whitespace) || sign {
                return self.fail(
                    code.span(),
                    "mã (code) không được trống, không có khoảng trắng, không bắt đầu bằng «?», không phải là một dấu",
                    "a code is not empty, holds no space, does not begin with «?» and is no sign",
                );
            }
            if seen.insert(text.clone(), seen.len()).is_some() {
                return self.fail(
                    code.span(),
                    format!("mã «{text}» đã dùng ở trên"),
                    format!("the code `{text}` is used above already"),
                );
            }
        }
        Ok(seen)
    }

    fn keys(&self, raw: &[Spanned<String>], codes: &Codes, is_list: bool) -> Checked<Vec<usize>> {
        let mut keys = Vec::new();
        for key in raw {
            match codes.get(key.get_ref()) {
                Some(at) if is_list => keys.push(*at),
                Some(_) => {
                    return self.fail(
                        key.span(),
                        "«keys» chỉ dùng cho danh mục (shape = \"list\")",
                        "`keys` is for lists only",
                    );
                }
                None => return self.unknown(key.span(), key.get_ref(), "cột", "column"),
            }
        }
        Ok(keys)
    }

    pub fn unknown<T>(&self, span: Range<usize>, code: &str, vi: &str, en: &str) -> Checked<T> {
        self.fail(span, format!("không có {vi} «{code}»"), format!("there is no {en} `{code}`"))
    }

    fn row(&self, raw: &RowFile, at: usize, codes: &Codes, default: &Default<'_>, needs_figure: bool) -> Checked<Row> {
        let parent = match &raw.parent {
            None => None,
            Some(parent) => match codes.get(parent.get_ref()) {
                Some(above) if *above < at => Some(RowIndex(*above)),
                _ => {
                    let name = parent.get_ref();
                    return self.fail(
                        parent.span(),
                        format!("không có dòng «{name}» ở phía trên"),
                        format!("there is no row `{name}` above"),
                    );
                }
            },
        };
        if raw.label.get_ref().trim().is_empty() {
            return self.fail(raw.label.span(), "tên chỉ tiêu (label) không được trống", "a label is not empty");
        }
        let whose = if needs_figure { Whose::Row } else { Whose::RowUnderFigures };
        let figure = self.figure(&raw.figure(), &raw.code, codes, default, whose)?;
        // Of a quotient its own line says what it is of.
        let own = raw.aggregate.is_some()
            && !needs_figure
            && !matches!(figure.aggregate, crate::form::Aggregate::Ratio { .. });
        Ok(Row {
            code: raw.code.get_ref().clone(),
            stt: raw.stt.clone(),
            parent,
            label: raw.label.get_ref().clone(),
            keys: std::iter::once(raw.label.get_ref()).chain(&raw.also).map(|l| label_key(l)).collect(),
            cumulative: raw.cumulative,
            otherwise: Otherwise::new(own.then(|| figure.aggregate.clone())),
            figure,
            difference: std::sync::OnceLock::new(),
        })
    }

    /// The balances over rows and columns, and those between cells.
    fn rules(&self, raw: &[Spanned<RuleFile>], rows: &Codes, columns: &Codes) -> Checked<(Vec<Rule>, Vec<CellRule>)> {
        let (mut rules, mut cell_rules) = (Vec::new(), Vec::new());
        for rule in raw {
            let rule = rule.get_ref();
            let missing = self.missing(rule)?;
            let over = match rule.over {
                OverFile::Rows => Over::Rows,
                OverFile::Columns => Over::Columns,
                OverFile::Cells => {
                    cell_rules.push(CellRule { balance: self.cells(&rule.rule, rows, columns)?, missing });
                    continue;
                }
            };
            let codes = if over == Over::Rows { rows } else { columns };
            let balance = rule::parse(rule.rule.get_ref(), |code| codes.get(code).copied());
            let balance = balance.or_else(|error| self.no_rule(&rule.rule, error))?;
            rules.push(Rule { over, balance, from: rule.from.clone(), missing });
            // Rules that cannot hold together keep a form from being checked against anything.
            if let Some(consistency::Fault::Contradiction { .. }) = consistency::last_fault(&rules) {
                return self.fail(
                    rule.rule.span(),
                    "quan hệ này mâu thuẫn với các quan hệ ở trên: cùng đúng thì có số phải bằng 0",
                    "this rule contradicts those above: together they make a figure 0",
                );
            }
        }
        Ok((rules, cell_rules))
    }

    /// What a rule does about figures that are not given.
    fn missing(&self, rule: &RuleFile) -> Checked<MissingBySide> {
        let usual = MissingBySide::default();
        if let Some(left) = rule.missing_left.as_ref().filter(|left| *left.get_ref() == Missing::Open) {
            return self.fail(left.span(), "vế trái chỉ có skip hoặc zero", "the left side is skip or zero");
        }
        Ok(MissingBySide {
            left: rule.missing_left.as_ref().map_or(usual.left, |left| *left.get_ref()),
            right: rule.missing_right.unwrap_or(usual.right),
        })
    }

    /// A balance between cells; those of the own form must be there.
    fn cells(&self, text: &Spanned<String>, rows: &Codes, columns: &Codes) -> Checked<Balance<CellName>> {
        let balance = rule::parse_cells(text.get_ref()).or_else(|error| self.no_rule(text, error))?;
        let own = std::iter::once(&balance.left).chain(balance.right()).filter(|cell| cell.form.is_none());
        for CellName { row, column, .. } in own {
            let known = columns.contains_key(column) && (rows.contains_key(row) || (row == "*" && rows.is_empty()));
            if !known {
                return self.no_rule(text, RuleError::Unknown(format!("{row}/{column}")));
            }
        }
        Ok(balance)
    }

    fn no_rule<T>(&self, text: &Spanned<String>, error: RuleError) -> Checked<T> {
        let (vi, en) = match error {
            RuleError::Shape => (
                "quan hệ phải có dạng «T = A + B - C», «T >= A + B» hoặc «R = A / B * 100», quanh mỗi dấu có khoảng trắng".to_owned(),
                "a rule is written `T = A + B - C`, `T >= A + B` or `R = A / B * 100`, with spaces around every sign".to_owned(),
            ),
            RuleError::Unknown(code) => {
                (format!("quan hệ nhắc đến mã «{code}» không có trong biểu"), format!("the rule names the code `{code}`, which the form does not have"))
            }
            RuleError::Twice(code) => (format!("mã «{code}» đứng hai lần trong một quan hệ"), format!("the code `{code}` stands twice in one rule")),
        };
        self.fail(text.span(), vi, en)
    }
}

/// The levels of a heading written on one line.
fn levels(heading: &str) -> Vec<String> {
    heading.split(LEVELS.trim()).map(|level| level.trim().to_owned()).collect()
}

/// Tells whether a measure is the percent sign where the kind says so, and only there.
pub(super) fn kind_fits(kind: Kind, dimension: Option<&Measure>) -> bool {
    match (kind, dimension) {
        (Kind::Percent, Some(m)) => m.is_percent(),
        (Kind::Integer | Kind::Number, Some(m)) => !m.is_percent(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

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
        let shown = e.in_lang(crate::lang::Lang::Vi).to_string();
        assert!(shown.starts_with("biểu.toml:16:13: "), "{shown}");
        assert!(shown.ends_with("aggregate = \"sum\"\n    |             ^^^^^"), "{shown}");
    }
}
