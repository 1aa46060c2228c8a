//! Money of a size that no such unit has: đồng under «Triệu đồng». Other units tell that too ([`super::level`]), but a
//! commune that checks its own file has none beside it, and a round of a few has too few. That all amounts are small
//! says nothing: a commune may have been given little, or be trying the blank.

use rust_decimal::Decimal;

use crate::finding::comparison::Problem;
use crate::form::{Figure, Form};
use crate::register::{Level, Register};
use crate::vietnamese::measure::Measure;

use super::Doubt;
use super::panel::{Cell, Member, Panel};

/// Finds files with amounts that are too large for their unit.
pub(super) fn find(form: &Form, panel: &Panel<'_>, register: &Register) -> Vec<Doubt> {
    let Some(dong) = Measure::parse("đồng") else { return Vec::new() };
    let factors = Factors::of(form, &dong);
    if factors.is_empty() {
        return Vec::new();
    }
    let doubt = |(at, member): (usize, &Member<'_>)| {
        let level = register.unit(member.unit).map_or(Level::Commune, |unit| unit.level);
        let most = ceiling(level);
        let amount = |(cell, value): (Cell, Decimal)| Some((cell, value.checked_mul(factors.at(form, cell)?)?.abs()));
        let (cells, amounts): (Vec<Cell>, Vec<Decimal>) =
            member.figures.iter().filter_map(amount).filter(|(_, amount)| *amount >= most).unzip();
        let problem = Problem::Magnitude { largest: amounts.into_iter().max()?, figures: cells.len() };
        Some(Doubt { member: at, cells, problem })
    };
    panel.members.iter().enumerate().filter_map(doubt).collect()
}

/// What no unit of a level plans or spends in a year, in đồng: a large province's whole budget is some 150 thousand
/// billion, a district's two, a commune's a tenth of that.
fn ceiling(level: Level) -> Decimal {
    let billion = Decimal::from(1_000_000_000);
    let billions: u32 = match level {
        Level::Country => 10_000_000,
        Level::Province => 1_000_000,
        Level::District => 50_000,
        Level::Commune => 10_000,
    };
    billion * Decimal::from(billions)
}

/// What amounts are multiplied by to be in đồng, by row and column; of a list by column.
struct Factors(Vec<Vec<Option<Decimal>>>);

impl Factors {
    fn of(form: &Form, dong: &Measure) -> Self {
        let factor = |figure: &Figure| {
            let measure = figure.dimension.as_ref().filter(|m| m.is_money() && m.is_plain())?;
            measure.factor_to(dong)
        };
        let columns = || form.columns.iter().enumerate();
        if form.is_list() {
            return Self(vec![columns().map(|(_, c)| c.figure.as_ref().and_then(factor)).collect()]);
        }
        let value = |at: usize| form.value_columns().any(|(i, _)| i == at);
        let of_row = |row| columns().map(|(at, _)| value(at).then(|| factor(form.figure(row, at))).flatten()).collect();
        Self(form.rows.iter().map(of_row).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.iter().flatten().all(Option::is_none)
    }

    fn at(&self, form: &Form, (row, column): Cell) -> Option<Decimal> {
        *self.0.get(if form.is_list() { 0 } else { row })?.get(column)?
    }
}
