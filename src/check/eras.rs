//! What a submission says of the units before 1 July 2025 in a round of those after: a code, a commune, a district or
//! a province of then. Most communes of today were merged from several of that name or another, so figures of one of
//! them are not the new one's.

use std::cell::OnceCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::finding::identity::{Problem, Source};
use crate::register::names::{Fit, Mention};
use crate::register::successors::{Extent, Successors};
use crate::register::{Era, Level, Names, Register, Unit, UnitIndex};
use crate::submission::Submission;
use crate::vietnamese::text::{fold, plain};

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
}

/// The levels that a commune lies in.
const ABOVE_COMMUNES: [Level; 2] = [Level::Province, Level::District];

/// The register of then, and what it has to do with that of today.
struct Then {
    register: Register,
    successors: Successors,
    /// The communes of then by that of now they went into.
    into: HashMap<&'static str, Vec<UnitIndex>, RandomState>,
}

impl<'r> Before<'r> {
    /// Nothing where the round itself is of then.
    pub fn new(register: &'r Register, place: Option<UnitIndex>) -> Option<Self> {
        let new = || Self { register, place, then: OnceCell::new(), above: OnceCell::new(), named: OnceCell::new() };
        (register.era() == Era::From2025).then(new)
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
            Then { register, successors, into }
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

    /// Whose a blank of then is now, by the code that it was made for: the commune that is the same as it was.
    ///
    /// # Errors
    /// It went into others, or into none of the place.
    pub fn of_blank(&self, code: &str) -> Option<Result<UnitIndex, Problem>> {
        let then = self.then();
        let old = then.register.find(code)?;
        let to = then.successors.of(code);
        let now: Vec<UnitIndex> = to.iter().filter_map(|to| self.register.find(to.new_code)).collect();
        let unit = then.register.full_name(old);
        if let Some(place) = self.place.filter(|place| !now.iter().any(|u| self.register.lies_in(*u, *place))) {
            return Some(Err(Problem::UnitElsewhere { unit, place: self.register.full_name(place) }));
        }
        let alone = |now: &str| then.into.get(now).is_some_and(|from| from.as_slice() == [old]);
        if let ([to], [same]) = (to, now.as_slice())
            && to.extent == Extent::Whole
            && alone(to.new_code)
        {
            return Some(Ok(*same));
        }
        let now = now.into_iter().filter_map(|u| self.register.unit(u)).map(Unit::to_string).collect();
        Some(Err(Problem::UnitThatWas { unit, now }))
    }

    /// What speaks for it that a submission is of a commune of then which is not the same as that of now.
    pub fn contradiction(&self, unit: UnitIndex, above: &Names, submission: &Submission) -> Option<Problem> {
        let stem = submission.file.rsplit('/').next().unwrap_or_default();
        let name = self.unit_in_name(unit, stem).map(|said| (Source::FileName, said));
        let said = name
            .or_else(|| submission.titles.iter().find_map(|l| self.gone_in_title(l, above)).map(|s| (Source::Title, s)))
            .or_else(|| self.gone_in(stem, above, Names::in_name).map(|said| (Source::FileName, said)))?;
        let then = self.then();
        let code = self.register.code(unit);
        let own = || self.register.unit(unit).map(Unit::to_string).unwrap_or_default();
        let from = then.into.get(code).map(Vec::as_slice).unwrap_or_default();
        // A name that begins with the code of a commune of then which has nothing to do with it.
        let begins = plain(stem).words().next().and_then(|code| then.register.unit(then.register.find(code)?));
        let is_elsewhere = |u: &&Unit| {
            u.level == Level::Commune && u.code != code && from.iter().all(|old| then.register.code(*old) != u.code)
        };
        if let Some(other) = begins.filter(is_elsewhere) {
            let said = vec![(Source::FileName, other.to_string()), (said.0, own())];
            return Some(Problem::UnitsDisagree { said });
        }
        // What is the same as it was has the same figures.
        let same = match from {
            [] => true,
            [one] => matches!(then.successors.of(then.register.code(*one)), [to] if to.extent == Extent::Whole),
            _ => false,
        };
        if same {
            return None;
        }
        let from = from.iter().filter_map(|old| then.register.unit(*old)).map(Unit::to_string);
        Some(Problem::OldUnit { unit: own(), from: from.collect(), said: vec![said] })
    }

    /// A commune of then that a file's name gives by its code, or by its name where that of the unit is not there.
    fn unit_in_name(&self, unit: UnitIndex, stem: &str) -> Option<String> {
        let key = plain(stem);
        let words: Vec<&str> = key.words().collect();
        let holds = |unit: &Unit| {
            let own = plain(unit.bare_name());
            let own: Vec<&str> = own.words().collect();
            own.len() > 1 && words.windows(own.len()).any(|w| w == own)
        };
        let is_code = |word: &&&str| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit());
        let own_code = self.register.code(unit);
        let mut other_codes = words.iter().filter(is_code).filter(|code| **code != own_code).peekable();
        if other_codes.peek().is_none() && self.register.unit(unit).is_some_and(holds) {
            return None;
        }
        let then = self.then();
        let of_then = |code: &str| then.register.unit(then.register.find(code)?);
        let by_code = other_codes.find_map(|code| of_then(code)).map(Unit::to_string);
        by_code.or_else(|| {
            let from = then.into.get(own_code)?;
            let other = from.iter().filter_map(|old| then.register.unit(*old)).find(|old| holds(old))?;
            let named_now = self.register.unit(unit).is_some_and(holds);
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
        let padded = format!(" {key} ");
        let cited = cites.iter().any(|word| padded.contains(&format!(" {word} ")));
        let commune = ["xã", "phường", "thị trấn"].map(fold);
        let names_a_commune = || {
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

    /// A commune of then, where a submission that fits none of today names it and it went into the place.
    pub fn unknown(&self, submission: &Submission) -> Option<Problem> {
        let then = self.then();
        let [communes, places] = self.named.get_or_init(|| {
            [&[Level::Commune][..], &ABOVE_COMMUNES].map(|levels| Names::of_levels(&then.register, levels))
        });
        let into = |unit: UnitIndex| -> Vec<UnitIndex> {
            let to = then.successors.of(then.register.code(unit)).iter();
            to.filter_map(|to| self.register.find(to.new_code)).collect()
        };
        let inside = |unit: &UnitIndex| {
            self.place.is_none_or(|place| into(*unit).iter().any(|now| self.register.lies_in(*now, place)))
        };
        let candidates = super::place::candidates(&then.register, communes, places, submission);
        let candidates: Vec<UnitIndex> = candidates.into_iter().filter(inside).collect();
        let [one] = candidates.as_slice() else { return None };
        let now = into(*one).into_iter().filter_map(|u| self.register.unit(u)).map(Unit::to_string).collect();
        Some(Problem::UnitThatWas { unit: then.register.full_name(*one), now })
    }
}

/// Words for what stands above communes, before a name.
const PLACES: [&str; 7] = [" huyen ", " quan ", " thi xa ", " thanh pho ", " tinh ", " tp ", " tx "];

/// Tells whether a text has such a word: most lines of a round have none.
fn may_name_a_place(text: &str) -> bool {
    let key = format!(" {} ", plain(text).as_str());
    PLACES.iter().any(|kind| key.contains(kind))
}
