//! Figures that are the last period's throughout, while those of most other units changed: last year's file was sent
//! again, with another year in its title. Where nobody's figures changed it is no wonder, or the earlier figures are
//! this period's own.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::comparison::Problem;

use super::Doubt;
use super::panel::{Pair, Panel};

/// So many different figures above 0 do not stay the same by chance.
const LEAST: usize = 6;

/// Finds the members whose figures are all those of the last period.
pub(super) fn find(panel: &Panel<'_>, pairs: &[Pair]) -> Vec<Doubt> {
    let of_members = || pairs.chunk_by(|a, b| a.member == b.member).filter(|own| has_different(own));
    let changed = of_members().filter(|own| own.iter().any(|pair| pair.change.before != pair.change.now)).count();
    let repeated: Vec<&[Pair]> = of_members().filter(|own| is_repeated(panel, own)).collect();
    if repeated.len() >= changed {
        return Vec::new();
    }
    let doubt = |own: &[Pair]| {
        let cells: Vec<_> = own.iter().map(|pair| pair.cell).collect();
        let problem = Problem::Repeated { figures: cells.len(), changed };
        Some(Doubt { told: 1, ..Doubt::new(own.first()?.member, cells, problem) })
    };
    repeated.into_iter().filter_map(doubt).collect()
}

/// Tells whether all figures that a member gives were given in the last period, and as they are now.
fn is_repeated(panel: &Panel<'_>, own: &[Pair]) -> bool {
    let member = own.first().and_then(|pair| panel.members.get(pair.member));
    let given = member.map_or(0, |member| member.figures.iter().filter(|(_, now)| !now.is_zero()).count());
    own.iter().all(|pair| pair.change.before == pair.change.now)
        && own.iter().filter(|p| !p.change.now.is_zero()).count() == given
}

fn has_different(own: &[Pair]) -> bool {
    let mut different: BTreeSet<Decimal> = BTreeSet::new();
    own.iter().map(|pair| pair.change.now).filter(|now| !now.is_zero()).any(|now| {
        different.insert(now);
        different.len() >= LEAST
    })
}
