//! Headings that name their measure: «Tiền ăn (nghìn đồng)» in a form is «Tiền ăn (đồng)» in a submission that counts in
//! đồng. What it is counted in is read from the submission's heading and converted; «Tiền ăn» alone says nothing of it.

use crate::vietnamese::measure::{Measure, measure_in_brackets};
use crate::vietnamese::text::{ending_in_brackets, fold};

use super::heading::HeadingPattern;
use super::model::LEVELS;
use super::{Column, Role};

/// Lets the columns of a form be found by their headings without the measure, where that tells them from all others.
pub(super) fn without_measures(columns: &mut [Column]) {
    let bare: Vec<Option<String>> = columns.iter().map(bare).collect();
    let key = |heading: &str| fold(heading);
    let headings: Vec<_> = columns.iter().map(|c| key(&c.heading.join(LEVELS))).collect();
    let keys: Vec<_> = bare.iter().flatten().map(|b| key(b)).collect();
    for (column, bare) in columns.iter_mut().zip(&bare) {
        let Some(bare) = bare else { continue };
        let own = key(bare);
        let alone = keys.iter().filter(|k| **k == own).count() == 1 && !headings.contains(&own);
        if alone && !own.is_empty() {
            column.patterns.push(HeadingPattern::without_measure(bare));
        }
    }
}

/// The heading of a column of figures without the measure behind it, which is that of its figures.
fn bare(column: &Column) -> Option<String> {
    let measure = column.figure.as_ref().filter(|_| column.role == Role::Value)?.dimension.as_ref()?;
    let (last, above) = column.heading.split_last()?;
    let named = Measure::parse(measure_in_brackets(last)?)?;
    let name = ending_in_brackets(last)?.0.trim_end();
    let is_own = named.factor_to(measure) == Some(rust_decimal::Decimal::ONE);
    let levels = above.iter().map(String::as_str).chain([name]).collect::<Vec<_>>();
    (is_own && !name.is_empty()).then(|| levels.join(LEVELS))
}
