//! What a submission says of the units before 1 July 2025 in a round of those after: a code, a commune, a district or
//! a province of then. Most communes of today were merged from several of that name or another, so figures of one of
//! them are not the new one's. [`said`] is how lines and names of files speak of them.

mod said;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use crate::finding::identity::{Problem, Source};
use crate::intake::sheet_name;
use crate::register::names::{Fit, Mention};
use crate::register::successors::{Extent, Mergers, Successors};
use crate::register::{Era, Level, Names, Register, Unit, UnitIndex};
use crate::submission::Submission;
use crate::vietnamese::text::{fold, plain};

use super::coded;
use said::{Name, Spoken};

/// The units of before, made when the first file asks for them.
pub(super) struct Before<'r> {
    /// The register of today.
    register: &'r Register,
    /// What the round is about.
    place: Option<UnitIndex>,
    then: OnceCell<Then>,
    /// Its provinces and districts alone, with their names.
    above: OnceCell<(Register, Names)>,
    /// The names in the whole register of then: of communes, and of what they lie in.
    named: OnceCell<[Names; 2]>,
    /// The communes of then that sent something themselves, by that of now they went into.
    parts: RefCell<BTreeMap<UnitIndex, BTreeSet<UnitIndex>>>,
}

/// The levels that a commune lies in.
const ABOVE_COMMUNES: [Level; 2] = [Level::Province, Level::District];

/// The register of then, and what it has to do with that of today.
struct Then {
    register: Register,
    successors: Successors,
    mergers: Mergers,
    /// The communes of then by that of now they went into.
    into: HashMap<&'static str, Vec<UnitIndex>, RandomState>,
}

impl<'r> Before<'r> {
    /// Nothing where the round itself is of then.
    pub fn new(register: &'r Register, place: Option<UnitIndex>) -> Option<Self> {
        (register.era() == Era::From2025).then(|| Self {
            register,
            place,
            then: OnceCell::new(),
            above: OnceCell::new(),
            named: OnceCell::new(),
            parts: RefCell::default(),
        })
    }

    fn then(&self) -> &Then {
        self.then.get_or_init(|| {
            let (register, successors) = (Register::built_in(Era::Before), Successors::built_in());
            let mut into: HashMap<&'static str, Vec<UnitIndex>, RandomState> = HashMap::default();
            for (at, old) in register.units().filter(|(_, u)| u.level == Level::Commune) {
                for to in successors.of(&old.code) {
                    into.entry(to.new_code).or_default().push(at);
                }
            }
            let mergers = successors.mergers();
            Then { register, successors, mergers, into }
        })
    }

    /// The provinces and districts of then, and their names. Nearly every title names one that is still there, for which
    /// no commune of then need be known.
    fn above(&self) -> &(Register, Names) {
        self.above.get_or_init(|| {
            let register = Register::above_communes(Era::Before);
            let names = Names::of_levels(&register, &ABOVE_COMMUNES);
            (register, names)
        })
    }

    /// What speaks for it that a submission is of a commune of then which is not the same as that of now. The unit was
    /// met by its own kind, or another.
    pub fn contradiction(
        &self,
        unit: UnitIndex,
        met: Option<Fit>,
        above: &Names,
        submission: &Submission,
    ) -> Option<Problem> {
        let about = Told::new(self.register.unit(unit)?, submission);
        if self.is_whole(unit, &about) {
            return None;
        }
        // Nearly every file says the kind of its commune.
        let of_its_kind = if met == Some(Fit::OtherKind) { self.of_its_kind(&about) } else { None };
        if let Some(gone) = of_its_kind.filter(|gone| !self.went_into(*gone, unit)) {
            return Some(self.that_was(&[gone]));
        }
        let said = self
            .unit_in_name(unit, &about)
            .map(|said| (Source::FileName, said))
            .or_else(|| self.as_it_was(&about))
            .or_else(|| self.part_of(unit, &about))
            .or_else(|| self.coded(unit, &about))
            .or_else(|| self.place_of(unit, &about, above))
            .or_else(|| Some((Source::Title, self.then().register.unit(of_its_kind?)?.to_string())))?;
        let then = self.then();
        let code = self.register.code(unit);
        let from = self.from(unit);
        // A name that begins with the code of a commune of then which has nothing to do with it.
        let begins = plain(about.stem).words().next().and_then(|code| then.register.unit(then.register.find(code)?));
        let is_elsewhere = |u: &&Unit| {
            u.level == Level::Commune && u.code != code && from.iter().all(|old| then.register.code(*old) != u.code)
        };
        if let Some(other) = begins.filter(is_elsewhere) {
            let said = vec![(Source::FileName, other.to_string()), (said.0, about.own.to_string())];
            return Some(Problem::UnitsDisagree { said });
        }
        if self.is_as_it_was(unit) {
            return None;
        }
        Some(self.old_or_new(unit, said))
    }

    /// Tells whether a commune of then has a code.
    pub fn has_code(&self, code: &str) -> bool {
        let then = &self.then().register;
        then.find(code).and_then(|at| then.unit(at)).is_some_and(|unit| unit.level == Level::Commune)
    }

    /// A doubt whether the figures of a commune are of all of it.
    fn old_or_new(&self, unit: UnitIndex, said: (Source, String)) -> Problem {
        let then = &self.then().register;
        let from = self.from(unit).iter().filter_map(|old| then.unit(*old)).map(Unit::to_string).collect();
        let adds = !self.then().mergers.of(self.register.code(unit)).is_empty();
        let unit = self.register.unit(unit).map(Unit::to_string).unwrap_or_default();
        Problem::OldUnit { unit, from, said: vec![said], adds }
    }

    /// The communes of then that went into one of today.
    fn from(&self, unit: UnitIndex) -> &[UnitIndex] {
        self.then().into.get(self.register.code(unit)).map(Vec::as_slice).unwrap_or_default()
    }

    /// What is the same as it was has the same figures.
    fn is_as_it_was(&self, unit: UnitIndex) -> bool {
        let then = self.then();
        match self.from(unit) {
            [] => true,
            [one] => matches!(then.successors.of(then.register.code(*one)), [to] if to.extent == Extent::Whole),
            _ => false,
        }
    }

    /// Tells whether a submission says itself that it is of the whole commune of today: «Xã Côn Minh (mới)», «gồm 03 xã:
    /// Côn Minh, Quang Phong, Dương Sơn».
    fn is_whole(&self, unit: UnitIndex, about: &Told<'_>) -> bool {
        if about.lines.iter().any(|line| line.as_it_is(&about.name)) {
            return true;
        }
        if !about.lines.iter().any(|line| line.may_name_another(&about.name) || line.as_it_was(&about.name)) {
            return false;
        }
        let then = &self.then().register;
        let from = self.from(unit);
        let names: Vec<Name> = from.iter().filter_map(|old| then.unit(*old)).map(Name::of).collect();
        names.len() > 1 && about.lines.iter().any(|line| names.iter().all(|old| line.names(old)))
    }

    /// Whose a blank of then is now, by the code that it was made for: the commune that is the same as it was.
    ///
    /// # Errors
    /// It went into others, or into none of the place.
    pub fn of_blank(&self, code: &str) -> Option<Result<UnitIndex, Problem>> {
        let old = self.then().register.find(code)?;
        if let Some(place) = self.place.filter(|_| !self.is_near(old)) {
            let unit = self.then().register.full_name(old);
            return Some(Err(Problem::UnitElsewhere { unit, place: self.register.full_name(place) }));
        }
        match self.into(old)[..] {
            [same] if self.is_as_it_was(same) => Some(Ok(same)),
            _ => Some(Err(self.that_was(&[old]))),
        }
    }

    /// A commune of then by the titles alone, where the file's name or a code says one of today.
    pub fn titled(&self, submission: &Submission) -> Option<Problem> {
        let [communes, _] = self.named();
        let is_said = |line: &String| communes.in_line(line).iter().any(|m| m.fit == Fit::Kind);
        submission.titles.iter().any(is_said).then(|| self.unknown(submission)).flatten()
    }

    /// What speaks against a submission that nothing in itself speaks against: others of the round are of the communes
    /// that its own was made of, and it has the name of one of them.
    pub fn among_its_parts(&self, unit: UnitIndex, submission: &Submission) -> Option<Problem> {
        let parts = self.parts.borrow();
        let others = parts.get(&unit)?;
        let about = Told::new(self.register.unit(unit)?, submission);
        let code = self.register.code(unit);
        let coded = about.titles.iter().filter_map(|line| coded::in_line(line)).any(|own| own == code)
            || plain(about.stem).words().any(|word| word == code);
        let then = &self.then().register;
        let namesake = |old: &&UnitIndex| then.unit(**old).is_some_and(|old| about.name.is_of(old));
        let was_there = self.from(unit).iter().find(namesake).is_some_and(|old| !others.contains(old));
        if coded || !was_there || submission.stamp.is_some() || self.is_whole(unit, &about) {
            return None;
        }
        let sent: Vec<String> = others.iter().filter_map(|old| then.unit(*old)).map(Unit::to_string).collect();
        Some(self.old_or_new(unit, (Source::OtherFiles, sent.join(", "))))
    }

    /// The commune itself as it was: «xã Côn Minh cũ».
    fn as_it_was(&self, about: &Told<'_>) -> Option<(Source, String)> {
        let titled = about.titles.iter().zip(&about.lines).find(|(_, line)| line.as_it_was(&about.name));
        let named = || about.file.as_it_was(&about.name).then(|| (Source::FileName, about.stem.to_owned()));
        titled.map(|(line, _)| (Source::Title, line.clone())).or_else(named)
    }

    /// Some of the communes that went into the unit, and not all: «Xã Côn Minh (địa bàn xã Quang Phong cũ)».
    fn part_of(&self, unit: UnitIndex, about: &Told<'_>) -> Option<(Source, String)> {
        let (lines, file) = (&about.lines, &about.file);
        if !lines.iter().chain([file]).any(|said| said.may_name_another(&about.name)) {
            return None;
        }
        let then = self.then();
        let from = self.from(unit).iter().filter_map(|old| then.register.unit(*old));
        let others: Vec<(&Unit, Name)> =
            from.filter(|old| !about.name.is_of(old)).map(|old| (old, Name::of(old))).collect();
        let some_in = |said: &[&Spoken]| {
            let surely = |name: &Name| said.iter().any(|line| line.names_surely(name));
            let at_all = |name: &Name| said.iter().any(|line| line.names(name));
            let (found, _) = others.iter().find(|(_, name)| surely(name))?;
            (!others.iter().all(|(_, name)| at_all(name))).then(|| found.to_string())
        };
        let titled = some_in(&lines.iter().collect::<Vec<_>>()).map(|said| (Source::Title, said));
        titled.or_else(|| Some((Source::FileName, some_in(&[file])?)))
    }

    /// A commune of then by its code in a title.
    fn coded(&self, unit: UnitIndex, about: &Told<'_>) -> Option<(Source, String)> {
        let mut codes = about.titles.iter().filter_map(|line| coded::in_line(line)).peekable();
        codes.peek()?;
        let then = self.then();
        let mut others = codes.filter(|code| *code != self.register.code(unit));
        let gone = others.find_map(|code| then.register.find(&code))?;
        Some((Source::Title, then.register.unit(gone)?.to_string()))
    }

    /// A district or a province that is no longer, where a commune of the unit's name was there: one of a name that
    /// nobody had before is of today.
    fn place_of(&self, unit: UnitIndex, about: &Told<'_>, above: &Names) -> Option<(Source, String)> {
        let titled = about.titles.iter().find_map(|line| self.gone_in_title(line, above));
        let said = titled
            .map(|said| (Source::Title, said))
            .or_else(|| self.gone_in(about.stem, above, Names::in_name).map(|said| (Source::FileName, said)))?;
        let then = self.then();
        let province = self.register.province(unit);
        let namesakes = then.register.units().filter(|(_, u)| u.level == Level::Commune && about.name.is_of(u));
        let mut near =
            namesakes.flat_map(|(old, _)| self.into(old)).filter(|now| self.register.province(*now) == province);
        near.next().map(|_| said)
    }

    /// A commune of then that is said with its kind, where that of today of its name is of another: «Thị trấn Sóc Sơn».
    fn of_its_kind(&self, about: &Told<'_>) -> Option<UnitIndex> {
        let then = &self.then().register;
        let is_said = |unit: &Unit| match about.lines.iter().any(|line| line.names(&about.name)) {
            true => about.lines.iter().any(|line| line.names_of_kind(&about.name, &unit.kind)),
            false => about.file.names_of_kind(&about.name, &unit.kind),
        };
        let namesake = |unit: &Unit| {
            unit.level == Level::Commune && unit.kind != about.own.kind && about.name.is_of(unit) && is_said(unit)
        };
        let found = then.units().filter(|(at, unit)| namesake(unit) && self.is_near(*at)).map(|(at, _)| at);
        let found: Vec<UnitIndex> = found.collect();
        if found.len() < 2 {
            return found.first().copied();
        }
        let [_, places] = self.named();
        let said: Vec<UnitIndex> = about.titles.iter().flat_map(|line| places.in_line(line)).map(|m| m.unit).collect();
        let within = found.iter().copied().find(|u| said.iter().any(|p| then.lies_in(*u, *p)));
        within.or_else(|| found.first().copied())
    }

    /// The units of today that a commune of then went into.
    fn into(&self, old: UnitIndex) -> Vec<UnitIndex> {
        let then = self.then();
        let to = then.successors.of(then.register.code(old)).iter();
        to.filter_map(|to| self.register.find(to.new_code)).collect()
    }

    fn went_into(&self, old: UnitIndex, unit: UnitIndex) -> bool {
        self.into(old).contains(&unit)
    }

    /// Tells whether a commune of then went into the place.
    fn is_near(&self, old: UnitIndex) -> bool {
        self.place.is_none_or(|place| self.into(old).iter().any(|now| self.register.lies_in(*now, place)))
    }

    /// The names in the whole register of then: of communes, and of what they lie in.
    fn named(&self) -> &[Names; 2] {
        self.named.get_or_init(|| {
            let register = &self.then().register;
            [&[Level::Commune][..], &ABOVE_COMMUNES].map(|levels| Names::of_levels(register, levels))
        })
    }

    fn that_was(&self, gone: &[UnitIndex]) -> Problem {
        let names: Vec<String> = gone.iter().map(|old| self.then().register.full_name(*old)).collect();
        let mut into: Vec<UnitIndex> = gone.iter().flat_map(|old| self.into(*old)).collect();
        into.sort_unstable();
        into.dedup();
        for now in &into {
            self.parts.borrow_mut().entry(*now).or_default().extend(gone);
        }
        let adds = into.iter().all(|now| !self.then().mergers.of(self.register.code(*now)).is_empty());
        let now = into.into_iter().filter_map(|u| self.register.unit(u)).map(Unit::to_string).collect();
        Problem::UnitThatWas { units: names, now, adds }
    }

    /// A commune of then that a file's name gives by its code, or by its name where that of the unit is not there.
    fn unit_in_name(&self, unit: UnitIndex, about: &Told<'_>) -> Option<String> {
        let key = plain(about.stem);
        let is_code = |word: &&str| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit());
        let own_code = self.register.code(unit);
        let mut other_codes = key.words().filter(is_code).filter(|code| *code != own_code).peekable();
        let holds = |name: &Name| name.has_several_words() && about.file.names(name);
        let named_now = holds(&about.name);
        if other_codes.peek().is_none() && named_now {
            return None;
        }
        let then = self.then();
        let of_then = |code: &str| then.register.unit(then.register.find(code)?);
        let by_code = other_codes.find_map(of_then).map(Unit::to_string);
        by_code.or_else(|| {
            let from = then.into.get(own_code)?;
            let other = from.iter().filter_map(|old| then.register.unit(*old)).find(|old| holds(&Name::of(old)))?;
            (!named_now).then(|| other.to_string())
        })
    }

    /// A district or a province that is no longer, in a title. What a document is based on may be of any time.
    fn gone_in_title(&self, line: &str, above: &Names) -> Option<String> {
        if !may_name_a_place(line) {
            return None;
        }
        let key = fold(line);
        let cites = ["theo", "căn cứ", "quyết định", "nghị quyết", "công văn"].map(fold);
        let cited = cites.iter().any(|word| key.says(word));
        let commune = ["xã", "phường", "thị trấn"].map(fold);
        let names_a_commune = || {
            let padded = format!(" {key} ");
            commune
                .iter()
                .any(|kind| padded.replace(&format!(" {} ", fold("thị xã")), " ").contains(&format!(" {kind} ")))
        };
        if cited && !names_a_commune() {
            return None;
        }
        self.gone_in(line, above, Names::in_line)
    }

    /// A district or a province that is no longer, behind a word for its kind.
    fn gone_in(&self, text: &str, above: &Names, mentions: fn(&Names, &str) -> Vec<Mention>) -> Option<String> {
        if !may_name_a_place(text) {
            return None;
        }
        let (then, places) = self.above();
        let of_its_kind = |m: &Mention| m.fit == Fit::Kind;
        let bare = |register: &Register, at: UnitIndex| register.unit(at).map(|u| fold(u.bare_name()));
        let now: Vec<_> =
            mentions(above, text).into_iter().filter(of_its_kind).map(|m| bare(self.register, m.unit)).collect();
        let mut found = mentions(places, text).into_iter().filter(of_its_kind);
        let gone = found.find(|m| !now.contains(&bare(then, m.unit)))?;
        Some(then.name(gone.unit).to_owned())
    }

    /// The district or province that is no longer, where the titles of a submission that names no commune say one and it
    /// went into the place.
    pub fn unknown_but_place(&self, submission: &Submission, above: &Names) -> Option<Problem> {
        let said = submission.titles.iter().filter(|line| self.gone_in_title(line, above).is_some());
        let [_, places] = self.named();
        let then = &self.then().register;
        let mut found: Vec<UnitIndex> =
            said.flat_map(|line| places.in_line(line)).filter(|m| m.fit == Fit::Kind).map(|m| m.unit).collect();
        found.retain(|place| then.communes(*place).into_iter().any(|old| self.is_near(old)));
        // The lowest, and one alone: several districts have one name.
        let lowest = found.iter().filter_map(|at| then.unit(*at)).map(|unit| unit.level).max();
        found.retain(|at| then.unit(*at).map(|unit| unit.level) == lowest);
        found.sort_unstable();
        found.dedup();
        let [place] = found[..] else { return None };
        let is_province = then.unit(place).is_some_and(|unit| unit.level == Level::Province);
        let into = then.communes(place).into_iter().flat_map(|old| self.into(old));
        let now: BTreeSet<UnitIndex> =
            into.filter_map(|now| if is_province { self.register.province(now) } else { Some(now) }).collect();
        let now = now.into_iter().filter_map(|unit| self.register.unit(unit)).map(Unit::to_string).collect();
        Some(Problem::PlaceThatWas { place: then.full_name(place), now })
    }

    /// The commune of then, or those of one name, where a submission that fits none of today names it and it went into
    /// the place.
    pub fn unknown(&self, submission: &Submission) -> Option<Problem> {
        let [communes, places] = self.named();
        let mut candidates = super::place::candidates(&self.then().register, communes, places, submission);
        if candidates.is_empty() {
            let codes = submission.titles.iter().filter_map(|line| coded::in_line(line));
            candidates = codes.filter_map(|code| self.then().register.find(&code)).collect();
        }
        candidates.retain(|unit| self.is_near(*unit));
        (!candidates.is_empty()).then(|| self.that_was(&candidates))
    }
}

/// What a submission says of whose it is.
struct Told<'a> {
    /// The unit of today that it was taken for, and its name.
    own: &'a Unit,
    name: Name,
    titles: &'a [String],
    /// The titles once more, to be held against names.
    lines: Vec<Spoken>,
    stem: &'a str,
    file: Spoken,
}

impl<'a> Told<'a> {
    fn new(own: &'a Unit, submission: &'a Submission) -> Self {
        let stem = stem_of(submission);
        let lines = submission.titles.iter().map(|line| Spoken::line(line)).collect();
        Self { own, name: Name::of(own), titles: &submission.titles, lines, stem, file: Spoken::name(sheet_name(stem)) }
    }
}

/// The name of a submission's file, without its folders.
fn stem_of(submission: &Submission) -> &str {
    submission.file.rsplit('/').next().unwrap_or_default()
}

/// Words for what stands above communes, before a name.
const PLACES: [&str; 7] = [" huyen ", " quan ", " thi xa ", " thanh pho ", " tinh ", " tp ", " tx "];

/// Tells whether a text has such a word: most lines of a round have none.
fn may_name_a_place(text: &str) -> bool {
    let key = format!(" {} ", plain(text).as_str());
    PLACES.iter().any(|kind| key.contains(kind))
}
