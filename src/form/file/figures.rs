//! The part of a form file that says what stands in cells.

use rust_decimal::Decimal;
use toml::Spanned;

use crate::vietnamese::measure::Measure;

use super::super::figure::{Aggregate, Figure, Kind, Parts};
use super::super::rule::Over;
use super::check::{Check, Checked, Codes, kind_fits};
use super::raw::{AggregateFile, FigureFile, Number};

/// What holds where a row or a column says nothing of its own.
pub(super) struct Default<'a> {
    pub measure: Option<&'a Spanned<String>>,
    pub kind: Option<Kind>,
    pub aggregate: Option<&'a Spanned<AggregateFile>>,
}

/// What stands in place of a bound where there is none: growth may be over 100 %.
pub(in crate::form) const NO_BOUND: &str = "none";

/// Whose cells are spoken of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// A column of figures.
    Column,
    /// A column of words.
    Text,
    /// A row.
    Row,
    /// A row of a form whose columns all say what stands in them.
    RowUnderFigures,
}

impl Check<'_> {
    /// What stands in the cells of a row or a column.
    pub fn figure(
        &self,
        said: &FigureFile<'_>,
        code: &Spanned<String>,
        codes: &Codes,
        default: &Default<'_>,
        whose: Whose,
    ) -> Checked<Figure> {
        let kind = match said.kind.map(|k| *k.get_ref()).or(default.kind) {
            Some(kind) => kind,
            None if matches!(whose, Whose::Text | Whose::RowUnderFigures) => Kind::Number,
            None => return self.fail(code.span(), "thiếu loại số (kind)", "the kind is missing"),
        };
        let measure = said.measure.or(default.measure.filter(|_| said.kind.is_none() || kind != Kind::Percent));
        let measure_span = said.measure.map_or_else(|| code.span(), Spanned::span);
        let measure = measure.map(|m| m.get_ref().as_str()).unwrap_or_default();
        let dimension = Measure::parse(measure);
        if kind == Kind::Group && whose == Whose::Column {
            return self.fail(code.span(), "một cột không thể là dòng nhóm (group)", "a column is no group");
        }
        if matches!(kind, Kind::Integer | Kind::Number | Kind::Percent)
            && dimension.is_none()
            && matches!(whose, Whose::Row | Whose::Column)
        {
            return self.fail(
                code.span(),
                "dòng, cột có số liệu phải có đơn vị tính (measure)",
                "what holds figures needs a measure",
            );
        }
        if !kind_fits(kind, dimension.as_ref()) {
            let (span, vi, en) = if kind == Kind::Percent {
                (
                    measure_span,
                    "kind = \"percent\" thì measure phải là \"%\"",
                    "kind = \"percent\" goes with measure = \"%\"",
                )
            } else {
                let span = said.kind.map_or(measure_span, Spanned::span);
                (span, "measure = \"%\" thì kind phải là \"percent\"", "measure = \"%\" goes with kind = \"percent\"")
            };
            return self.fail(span, vi, en);
        }
        let aggregate = self.aggregate(said, code, codes, default, kind, whose)?;
        let (min, max) = self.bounds(said, kind)?;
        let below_one = match said.below_one {
            Some(flag) if kind != Kind::Percent => {
                return self.fail(
                    flag.span(),
                    "«below_one» chỉ dùng với kind = \"percent\"",
                    "`below_one` goes with kind = \"percent\" only",
                );
            }
            flag => flag.is_some_and(|f| *f.get_ref()),
        };
        Ok(Figure { measure: measure.to_owned(), dimension, kind, aggregate, min, max, below_one })
    }

    fn aggregate(
        &self,
        said: &FigureFile<'_>,
        code: &Spanned<String>,
        codes: &Codes,
        default: &Default<'_>,
        kind: Kind,
        whose: Whose,
    ) -> Checked<Aggregate> {
        let Some(file) = said.aggregate.or(default.aggregate.filter(|_| kind != Kind::Group)) else {
            return match (kind, whose) {
                (Kind::Group, _) | (_, Whose::RowUnderFigures | Whose::Text) => Ok(Aggregate::None),
                _ => self.fail(code.span(), "thiếu cách tổng hợp (aggregate)", "the aggregation is missing"),
            };
        };
        let span = file.span();
        let file = *file.get_ref();
        if let Some(weight) = said.weight.filter(|_| file != AggregateFile::WeightedMean) {
            return self.fail(
                weight.span(),
                "quyền số (weight) chỉ dùng với weighted_mean",
                "a weight goes with weighted_mean only",
            );
        }
        let ratio_only =
            said.over.map(Spanned::span).or(said.under.map(Spanned::span)).or(said.factor.map(Spanned::span));
        if let Some(span) = ratio_only.filter(|_| file != AggregateFile::Ratio) {
            return self.fail(
                span,
                "over, under, factor chỉ dùng với aggregate = \"ratio\"",
                "over, under and factor go with aggregate = \"ratio\" only",
            );
        }
        let aggregate = match file {
            AggregateFile::WeightedMean => match said.weight {
                Some(weight) if !weight.get_ref().trim().is_empty() => {
                    Aggregate::WeightedMean { weight: weight.get_ref().clone() }
                }
                _ => return self.fail(span, "weighted_mean cần quyền số (weight)", "weighted_mean needs a weight"),
            },
            AggregateFile::Ratio => match (said.over, said.under) {
                (Some(over), Some(under)) => self.ratio((over, under), (said.factor, kind), codes, whose)?,
                _ => {
                    return self.fail(
                        span,
                        "ratio cần tử số (over) và mẫu số (under)",
                        "ratio needs a numerator (over) and a denominator (under)",
                    );
                }
            },
            AggregateFile::Sum => Aggregate::Sum,
            AggregateFile::Mean => Aggregate::Mean,
            AggregateFile::Min => Aggregate::Min,
            AggregateFile::Max => Aggregate::Max,
            AggregateFile::Last => Aggregate::Last,
            AggregateFile::Count => Aggregate::Count,
            AggregateFile::First => Aggregate::First,
            AggregateFile::Concat => Aggregate::Concat,
            AggregateFile::None => Aggregate::None,
        };
        let of_words = aggregate.is_of_texts() || matches!(aggregate, Aggregate::Count | Aggregate::None);
        match (kind, &aggregate) {
            (Kind::Percent, Aggregate::Sum | Aggregate::Last) => {
                self.fail(span, "tỷ lệ phần trăm không bao giờ được cộng (sum)", "a percentage is never summed")
            }
            (Kind::Percent, Aggregate::Mean) => self.fail(
                span,
                "tỷ lệ phần trăm không được chia trung bình thường: dùng weighted_mean hoặc ratio",
                "a percentage is never averaged without its weight: weighted_mean or ratio",
            ),
            (Kind::Group, aggregate) if *aggregate != Aggregate::None => self.fail(
                span,
                "dòng nhóm không có số để tổng hợp: aggregate = \"none\"",
                "a group has no figure to aggregate: aggregate = \"none\"",
            ),
            _ if (whose == Whose::Text && !of_words) || (whose != Whose::Text && aggregate.is_of_texts()) => self.fail(
                span,
                "first, concat chỉ dùng cho cột chữ (text); cột chữ chỉ dùng first, concat, count, none",
                "first and concat are for text columns, which have only first, concat, count, none",
            ),
            _ => Ok(aggregate),
        }
    }

    fn ratio(
        &self,
        (over, under): (&Spanned<String>, &Spanned<String>),
        (factor, kind): (Option<&Spanned<Number>>, Kind),
        codes: &Codes,
        whose: Whose,
    ) -> Checked<Aggregate> {
        let of_columns = whose == Whose::Column;
        let (vi, en) = if of_columns { ("cột", "column") } else { ("dòng", "row") };
        let place = |text: &str, span| match codes.get(text) {
            Some(at) => Ok(*at),
            None => self.unknown(span, text, vi, en),
        };
        // `under = "ke_hoach + keo_dai"`: the denominator is their sum.
        let denominators: Checked<Vec<usize>> =
            under.get_ref().split(" + ").map(|code| place(code.trim(), under.span())).collect();
        let of = if of_columns { Over::Columns } else { Over::Rows };
        let parts = Parts { of, over: place(over.get_ref(), over.span())?, under: denominators? };
        // A quotient is a hundredth of the per cent that it is.
        let usual = if kind == Kind::Percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        let value = self.number(factor)?.unwrap_or(usual);
        match factor {
            Some(factor) if value.is_zero() => {
                self.fail(factor.span(), "factor không được bằng 0", "a factor is not 0")
            }
            _ => Ok(Aggregate::Ratio { parts, factor: value }),
        }
    }

    /// Bounds as written; else what the kind allows: counts from 0, percentages from 0 to 100.
    fn bounds(&self, said: &FigureFile<'_>, kind: Kind) -> Checked<(Option<Decimal>, Option<Decimal>)> {
        let (least, most) = match kind {
            Kind::Percent => (Some(Decimal::ZERO), Some(Decimal::ONE_HUNDRED)),
            Kind::Integer => (Some(Decimal::ZERO), None),
            Kind::Number | Kind::Group => (None, None),
        };
        let min = self.bound(said.min, least)?;
        let max = self.bound(said.max, most)?;
        match (said.min, said.max, min, max) {
            (at_min, at_max, Some(a), Some(b)) if a > b => {
                let span = at_max.or(at_min).map(Spanned::span).unwrap_or_default();
                self.fail(span, format!("min ({a}) lớn hơn max ({b})"), format!("min ({a}) is above max ({b})"))
            }
            _ => Ok((min, max)),
        }
    }

    /// A bound as written, «none» for no bound at all, or what the kind allows.
    fn bound(&self, raw: Option<&Spanned<Number>>, usual: Option<Decimal>) -> Checked<Option<Decimal>> {
        match raw.map(Spanned::get_ref) {
            None => Ok(usual),
            Some(Number::Text(text)) if text == NO_BOUND => Ok(None),
            Some(_) => self.number(raw),
        }
    }

    pub(super) fn number(&self, raw: Option<&Spanned<Number>>) -> Checked<Option<Decimal>> {
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
