//! Money of a size that no such unit has: đồng under «Triệu đồng», or millions under «đồng». Other units tell that too
//! ([`super::level`]), but a commune that checks its own file has none beside it, and a round of a few has too few. That
//! all amounts are small says nothing by itself: a commune may have been given little, or be trying the blank. Beside
//! amounts with decimals, which đồng do not have, it says that they are in another measure too.

use rust_decimal::Decimal;

use crate::finding::comparison::{Problem, Size};
use crate::form::{Figure, Form};
use crate::register::{Era, Level, Register};
use crate::vietnamese::measure::Measure;

use super::Doubt;
use super::panel::{Cell, Member, Panel};

/// Finds files with amounts that are too large for their unit, or all of whose amounts are next to nothing.
pub(super) fn find(form: &Form, panel: &Panel<'_>, register: &Register) -> Vec<Doubt> {
    let Some(dong) = Measure::parse("đồng") else { return Vec::new() };
    let factors = Factors::of(form, &dong);
    if factors.is_empty() {
        return Vec::new();
    }
    let doubt = |(at, member): (usize, &Member<'_>)| {
        let level = register.unit(member.unit).map_or(Level::Commune, |unit| unit.level);
        let most = ceiling(level, register.era());
        let amount = |(cell, value): (Cell, Decimal)| {
            let factor = factors.at(form, cell)?;
            let ceiling = if factor.is_plain { most } else { Decimal::from(MOST_PER_TIME) };
            Some(Amount { cell, dong: value.checked_mul(factor.to_dong)?.abs(), ceiling })
        };
        // A list has millions of them: they are gone through as often as is asked, and only those in doubt are kept.
        let amounts = || member.figures.iter().filter_map(amount).filter(|a| !a.dong.is_zero());
        let largest = |of: &mut dyn Iterator<Item = Amount>| of.map(|a| a.dong).max();
        if let Some(largest) = largest(&mut amounts().filter(Amount::is_large)) {
            let large: Vec<Cell> = amounts().filter(Amount::is_large).map(|a| a.cell).collect();
            // One may be a slip of its own; where several are, the table is in another measure than it says.
            let others = amounts().filter(|a| large.len() > 1 && a.ceiling == most && !a.is_large());
            let problem = Problem::Magnitude { size: Size::Large, largest, figures: large.len() };
            let told = large.len();
            let cells = large.iter().copied().chain(others.map(|a| a.cell)).collect();
            return Some(Doubt { told, ..Doubt::new(at, cells, problem) });
        }
        let largest = largest(&mut amounts()).filter(|largest| *largest < Decimal::from(SMALL))?;
        let cells = || amounts().map(|a| a.cell).collect::<Vec<Cell>>();
        let problem = Problem::Magnitude { size: Size::Small, largest, figures: amounts().count() };
        member.has_money_with_decimals().then(|| Doubt::new(at, cells(), problem))
    };
    panel.members.iter().enumerate().filter_map(doubt).collect()
}

/// An amount of a member.
struct Amount {
    cell: Cell,
    dong: Decimal,
    /// What none of its kind is.
    ceiling: Decimal,
}

impl Amount {
    fn is_large(&self) -> bool {
        self.dong >= self.ceiling
    }
}

/// Nobody earns a billion đồng a month, nor is so much paid a head.
const MOST_PER_TIME: u32 = 1_000_000_000;

/// Below a million đồng next to nothing is planned.
const SMALL: u32 = 1_000_000;

/// What no unit of a level plans or spends in a year, in đồng: a large province's whole budget is some 150 thousand
/// billion, a district's two, a commune's a tenth of that; a commune of today is three of before.
fn ceiling(level: Level, era: Era) -> Decimal {
    let billion = Decimal::from(1_000_000_000);
    let billions: u32 = match (level, era) {
        (Level::Country, _) => 10_000_000,
        (Level::Province, _) => 1_000_000,
        (Level::District, _) => 20_000,
        (Level::Commune, Era::Before) => 1_000,
        (Level::Commune, Era::From2025) => 5_000,
    };
    billion * Decimal::from(billions)
}

/// What amounts are multiplied by to be in đồng, by row and column; of a list by column.
struct Factors(Vec<Vec<Option<Factor>>>);

#[derive(Clone, Copy)]
struct Factor {
    to_dong: Decimal,
    /// It is neither per head nor per month.
    is_plain: bool,
}

impl Factors {
    fn of(form: &Form, dong: &Measure) -> Self {
        let factor = |figure: &Figure| {
            let measure = figure.dimension.as_ref().filter(|m| m.is_money())?;
            Some(Factor { to_dong: measure.size_of_money(dong)?, is_plain: measure.is_plain() })
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

    fn at(&self, form: &Form, (row, column): Cell) -> Option<Factor> {
        *self.0.get(if form.is_list() { 0 } else { row })?.get(column)?
    }
}
