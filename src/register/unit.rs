//! The tree of one era.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use foldhash::fast::RandomState;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::lang::Lang;

use super::era::Era;
use super::successors::code_of_then;

const UNITS_2024: &str = include_str!("data/units-2024.csv");
const UNITS_2025: &str = include_str!("data/units-2025.csv");

/// The kinds of units that a name may begin with.
const KINDS: [&str; 9] = ["Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã", "Thị trấn", "Phường", "Đặc khu", "Xã"];

/// The kind that a full name begins with, as the name writes it («Thành Phố Bắc Kạn»). The tables'
/// own column disagrees with the name in seven places (15061 «Thị trấn Ngọc Lặc» is called Xã); the
/// name is what documents print.
fn kind_in(name: &str) -> Option<&str> {
    let of_kind = |same: fn(&str, &str) -> bool| {
        KINDS.into_iter().find_map(|kind| {
            let head = name.get(..kind.len())?;
            let parted = name.get(kind.len()..).is_some_and(|rest| rest.starts_with(' '));
            (parted && same(head, kind)).then_some(head)
        })
    };
    // Nearly all names write their kinds as they are written here.
    of_kind(|head, kind| head == kind).or_else(|| of_kind(same_but_for_case))
}

fn same_but_for_case(one: &str, other: &str) -> bool {
    one == other || one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// A unit's place in its register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitIndex(u32);

/// The level of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The country, where a round is about all of it.
    Country,
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố; until 30 June 2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

impl Level {
    /// The level as tables name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Country => "country",
            Level::Province => "province",
            Level::District => "district",
            Level::Commune => "commune",
        }
    }

    /// Reads a level as tables name it.
    pub fn parse(text: &str) -> Option<Self> {
        [Level::Province, Level::District, Level::Commune].into_iter().find(|l| l.as_str() == text.trim())
    }

    /// The level in words: «cấp xã».
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Level::Country => lang.of("cả nước", "country"),
            Level::Province => lang.of("cấp tỉnh", "province"),
            Level::District => lang.of("cấp huyện", "district"),
            Level::Commune => lang.of("cấp xã", "commune"),
        }
    }
}

/// An administrative unit of one era.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its code, text with leading zeros.
    pub code: Cow<'static, str>,
    /// Its full name: `Xã Côn Minh`.
    pub name: Cow<'static, str>,
    /// What it is: `Xã`.
    pub kind: Cow<'static, str>,
    /// Its level.
    pub level: Level,
    /// The unit it lies in.
    pub parent: Option<UnitIndex>,
}

impl Unit {
    /// The name without its kind: `Côn Minh`.
    pub fn bare_name(&self) -> &str {
        // A file of one's own says «xã» where the name says «Xã».
        let kind = self.name.get(..self.kind.len()).filter(|kind| same_but_for_case(kind, &self.kind));
        let bare = kind.and_then(|_| self.name.get(self.kind.len()..)).map(str::trim_start);
        bare.filter(|b| !b.is_empty()).unwrap_or(&self.name)
    }

    /// What «the whole of it» is called above a column of totals, by what it is: «Toàn huyện», «Toàn thành phố».
    pub fn whole(&self, lang: Lang) -> String {
        let kind = self.kind.trim().to_lowercase();
        let named = match self.level {
            Level::Country => return lang.of("Cả nước", "Whole country").to_owned(),
            Level::Province => ["tỉnh", "thành phố"].as_slice(),
            Level::District => &["huyện", "thành phố", "thị xã", "quận"],
            Level::Commune => &["xã", "phường", "thị trấn", "đặc khu"],
        };
        // A file of one's own may say anything.
        let kind = named.iter().find(|k| **k == kind).or(named.first()).copied().unwrap_or_default();
        let english = match (self.level, kind) {
            (_, "thành phố") => "city",
            (_, "thị xã") => "town",
            (level, _) => level.as_str(),
        };
        lang.of(format!("Toàn {kind}"), format!("Whole {english}"))
    }

    /// The name inside a sentence: `xã Côn Minh`.
    pub fn spoken(&self) -> String {
        let mut chars = self.name.chars();
        chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
    }
}

/// The unit as messages name it: `Xã Côn Minh (02173)`; one of then below one of today by the code it had.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, code_of_then(&self.code).unwrap_or(&self.code))
    }
}

/// The code of the country.
pub const COUNTRY: &str = "00";

/// The units of one era, and the weights known for them.
#[derive(Debug, Clone)]
pub struct Register {
    era: Era,
    units: Vec<Unit>,
    by_code: HashMap<Cow<'static, str>, UnitIndex, RandomState>,
    children: HashMap<UnitIndex, Vec<UnitIndex>, RandomState>,
    weights: BTreeMap<String, HashMap<UnitIndex, Decimal, RandomState>>,
    sent_on: HashMap<UnitIndex, Date>,
    /// How many of the units were built in; others were added behind them.
    built_in: usize,
    /// Those of a units file that are not built in.
    own: HashSet<UnitIndex, RandomState>,
}

impl Register {
    /// The built-in register of an era.
    pub fn built_in(era: Era) -> Self {
        Self::of_table(era, |_| true)
    }

    /// The provinces and districts of an era alone, for those who ask for no commune: it is made in a fraction of the
    /// time.
    pub fn above_communes(era: Era) -> Self {
        Self::of_table(era, |level| level != Level::Commune)
    }

    fn of_table(era: Era, wanted: impl Fn(Level) -> bool) -> Self {
        let table = match era {
            Era::Before => UNITS_2024,
            Era::From2025 => UNITS_2025,
        };
        let mut register = Self::empty(era);
        // The tables hold no quotes (a test sees to it), so a line splits at its commas. Parents
        // stand before their children.
        for line in table.lines().skip(1) {
            let mut fields = line.split(',');
            let mut next = || fields.next().unwrap_or_default();
            let (code, name, level, kind, parent) = (next(), next(), next(), next(), next());
            if let Some(level) = Level::parse(level).filter(|level| wanted(*level)) {
                let parent = register.find(parent);
                let kind = kind_in(name).unwrap_or(kind);
                register.add(Unit { code: code.into(), name: name.into(), kind: kind.into(), level, parent });
            }
        }
        register.built_in = register.units.len();
        register
    }

    /// Puts all provinces into the country, for a round that is about all of them.
    pub fn with_country(mut self) -> Self {
        let provinces: Vec<UnitIndex> =
            self.units().filter(|(_, u)| u.level == Level::Province).map(|(at, _)| at).collect();
        let country = self.add(Unit {
            code: COUNTRY.into(),
            name: "Cả nước".into(),
            kind: "".into(),
            level: Level::Country,
            parent: None,
        });
        for unit in &provinces {
            if let Some(unit) = self.units.get_mut(unit.0 as usize) {
                unit.parent = Some(country);
            }
        }
        self.children.insert(country, provinces);
        self
    }

    /// A register without units.
    pub fn empty(era: Era) -> Self {
        Self {
            era,
            units: Vec::new(),
            by_code: HashMap::default(),
            children: HashMap::default(),
            weights: BTreeMap::new(),
            sent_on: HashMap::new(),
            built_in: 0,
            own: HashSet::default(),
        }
    }

    /// The era its codes belong to.
    pub fn era(&self) -> Era {
        self.era
    }

    /// Adds a unit. One whose code is known stays as it is, and where it lies: the tree has each unit once.
    pub fn add(&mut self, unit: Unit) -> UnitIndex {
        if let Some(at) = self.find(&unit.code) {
            return at;
        }
        let at = UnitIndex(u32::try_from(self.units.len()).unwrap_or(u32::MAX));
        if let Some(parent) = unit.parent {
            self.children.entry(parent).or_default().push(at);
        }
        self.by_code.insert(unit.code.clone(), at);
        self.units.push(unit);
        at
    }

    /// Sets a weight of a unit.
    pub fn set_weight(&mut self, name: &str, unit: UnitIndex, value: Decimal) {
        match self.weights.get_mut(name) {
            Some(known) => {
                known.insert(unit, value);
            }
            None => {
                self.weights.entry(name.to_owned()).or_default().insert(unit, value);
            }
        }
    }

    /// A unit's weight of a name.
    pub fn weight(&self, name: &str, unit: UnitIndex) -> Option<Decimal> {
        self.weights.get(name)?.get(&unit).copied()
    }

    /// Says when a unit's submission came in.
    pub fn set_sent_on(&mut self, unit: UnitIndex, day: Date) {
        self.sent_on.insert(unit, day);
    }

    /// When a unit's submission came in, where the units file says it.
    pub fn sent_on(&self, unit: UnitIndex) -> Option<Date> {
        self.sent_on.get(&unit).copied()
    }

    /// The names of the weights known.
    pub fn weight_names(&self) -> impl Iterator<Item = &str> {
        self.weights.keys().map(String::as_str)
    }

    /// Finds a unit by its code.
    pub fn find(&self, code: &str) -> Option<UnitIndex> {
        self.by_code.get(code).copied()
    }

    /// The unit at a place. Indexes come from this register only.
    pub fn unit(&self, at: UnitIndex) -> Option<&Unit> {
        self.units.get(at.0 as usize)
    }

    /// A unit's code, empty for an index of another register.
    pub fn code(&self, at: UnitIndex) -> &str {
        self.unit(at).map_or("", |u| u.code.as_ref())
    }

    /// A unit's name, empty for an index of another register.
    pub fn name(&self, at: UnitIndex) -> &str {
        self.unit(at).map_or("", |u| u.name.as_ref())
    }

    /// All units, parents before children.
    pub fn units(&self) -> impl Iterator<Item = (UnitIndex, &Unit)> {
        self.units.iter().zip(0u32..).map(|(u, i)| (UnitIndex(i), u))
    }

    /// The units that are not built in: those of a file of one's own, or of a workbook of the level below.
    pub fn added(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().skip(self.built_in)
    }

    /// Says that a unit stands in the units file; one that is built in gets no more than weights from it.
    pub fn set_own(&mut self, unit: UnitIndex) {
        if unit.0 as usize >= self.built_in {
            self.own.insert(unit);
        }
    }

    /// Tells whether a unit is of a units file and not built in.
    pub fn is_own(&self, unit: UnitIndex) -> bool {
        self.own.contains(&unit)
    }

    /// The units directly in a unit, by code.
    pub fn children(&self, of: UnitIndex) -> Vec<UnitIndex> {
        let mut children = self.children.get(&of).cloned().unwrap_or_default();
        children.sort_by(|a, b| self.code(*a).cmp(self.code(*b)));
        children
    }

    /// Tells whether a unit sends submissions: a commune that holds no others. (Where an older year is shown in
    /// the communes of today, those hold the communes that were merged.)
    pub fn sends(&self, unit: UnitIndex) -> bool {
        self.unit(unit).is_some_and(|u| u.level == Level::Commune) && !self.children.contains_key(&unit)
    }

    /// The communes in a unit, or the unit itself if it is one, by code.
    pub fn communes(&self, of: UnitIndex) -> Vec<UnitIndex> {
        if self.sends(of) {
            return vec![of];
        }
        let mut found: Vec<UnitIndex> = self.children(of).into_iter().flat_map(|c| self.communes(c)).collect();
        found.sort_by(|a, b| self.code(*a).cmp(self.code(*b)));
        found
    }

    /// The province that a unit is or lies in.
    pub fn province(&self, of: UnitIndex) -> Option<UnitIndex> {
        self.lineage(of).find(|at| self.unit(*at).is_some_and(|u| u.level == Level::Province))
    }

    /// A unit and what it lies in, up to the province.
    pub fn lineage(&self, of: UnitIndex) -> impl Iterator<Item = UnitIndex> {
        std::iter::successors(Some(of), |at| self.unit(*at).and_then(|u| u.parent))
    }

    /// Tells whether a unit lies in another, or is it.
    pub fn lies_in(&self, unit: UnitIndex, place: UnitIndex) -> bool {
        self.lineage(unit).any(|u| u == place)
    }

    /// A unit as messages name it, with what it lies in: `Xã Côn Minh (02173), Huyện Na Rì, Tỉnh Bắc Kạn`.
    pub fn full_name(&self, at: UnitIndex) -> String {
        let mut parts = self.lineage(at).filter_map(|u| self.unit(u));
        let mut text = parts.next().map(Unit::to_string).unwrap_or_default();
        for unit in parts {
            text.push_str(", ");
            text.push_str(&unit.name);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(era: Era) -> [usize; 3] {
        let register = Register::built_in(era);
        [Level::Province, Level::District, Level::Commune]
            .map(|level| register.units().filter(|(_, u)| u.level == level).count())
    }

    #[test]
    fn a_unit_that_is_added_again_stays_where_it_lies() {
        let mut register = Register::built_in(Era::From2025);
        let top = register.find("02185").unwrap();
        let own = register.unit(top).unwrap().clone();
        // The commune that is the place itself comes once more, to be put into it.
        assert_eq!(register.add(Unit { parent: Some(top), ..own }), top);
        assert_eq!(register.lineage(top).take(5).count(), 2);
        assert!(register.children(top).is_empty());
    }

    #[test]
    fn the_register_has_every_unit_of_both_eras() {
        assert_eq!(counts(Era::Before), [63, 696, 10_035]);
        assert_eq!(counts(Era::From2025), [34, 0, 3_321]);
    }

    #[test]
    fn the_tables_are_plain_and_every_unit_but_a_province_has_its_parent() {
        for (era, table) in [(Era::Before, UNITS_2024), (Era::From2025, UNITS_2025)] {
            assert!(!table.contains(['"', '\r']));
            assert!(table.lines().all(|l| l.split(',').count() == 5));
            let register = Register::built_in(era);
            for (_, unit) in register.units() {
                assert_eq!(unit.parent.is_none(), unit.level == Level::Province, "{unit}");
                assert!(unit.bare_name().len() < unit.name.len(), "{unit}");
            }
        }
    }

    #[test]
    fn a_code_means_nothing_without_its_era() {
        let name = |era| {
            let register = Register::built_in(era);
            register.full_name(register.find("02185").unwrap())
        };
        assert_eq!(name(Era::Before), "Xã Quang Phong (02185), Huyện Na Rì, Tỉnh Bắc Kạn");
        assert_eq!(name(Era::From2025), "Xã Côn Minh (02185), Tỉnh Thái Nguyên");
    }

    #[test]
    fn na_ri_has_17_communes() {
        let register = Register::built_in(Era::Before);
        let na_ri = register.find("066").unwrap();
        assert_eq!(register.communes(na_ri).len(), 17);
        let con_minh = register.find("02173").unwrap();
        assert!(register.lies_in(con_minh, na_ri));
        assert_eq!(register.unit(con_minh).unwrap().bare_name(), "Côn Minh");
    }
}
