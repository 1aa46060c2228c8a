//! Finding the units that a text mentions: a title, a sheet's name, a file's name. [`above`] knows the names that are
//! no commune's, [`every`] those that go on where one of the units' ends.

mod above;
mod every;
mod words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use foldhash::fast::RandomState;

use crate::vietnamese::text::{Folded, fold, fold_once, plain};

use super::unit::{Level, Register, Unit, UnitIndex};
use words::{Words, number_word};

/// How a unit was mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The name alone.
    Name,
    /// The name behind another kind than the unit's: «xã Yến Lạc» for a thị trấn.
    OtherKind,
    /// The name behind its kind.
    Kind,
    /// The unit's code.
    Code,
}

/// A unit that a text mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// How it was mentioned.
    pub fit: Fit,
    /// The unit.
    pub unit: UnitIndex,
}

struct Entry {
    unit: UnitIndex,
    level: Level,
    /// The bare name's words.
    words: Words,
    /// The kind's words.
    kind: Arc<Words>,
}

/// An index of the names of some units, in both keys.
#[derive(Default)]
pub struct Names {
    folded: Entries,
    plain: Entries,
    glued: HashMap<String, Vec<UnitIndex>, RandomState>,
    codes: HashMap<Cow<'static, str>, UnitIndex, RandomState>,
}

/// Names by their first word.
type Entries = HashMap<String, Vec<Entry>, RandomState>;

/// Words for kinds and their short forms, by level. `t`, `x`, `p`, `h` are written with a full stop
/// («TT. Yến Lạc», «P. Sông Cầu»), which folding drops.
const KINDS: &[(Level, &[&str])] = &[
    (Level::Province, &["tỉnh", "thành phố", "tp", "t"]),
    (Level::District, &["huyện", "quận", "thị xã", "thành phố", "tx", "tp", "h", "q"]),
    (Level::Commune, &["xã", "phường", "thị trấn", "đặc khu", "tt", "đk", "p", "x"]),
];

/// What stands before the name of who sends, with a colon between: «Đơn vị báo cáo: Côn Minh».
static LEADS: LazyLock<Vec<Folded>> = LazyLock::new(|| {
    let leads = ["đơn vị", "tên đơn vị", "đơn vị báo cáo", "đơn vị nộp", "đơn vị gửi", "đơn vị lập", "địa bàn", "UBND"];
    leads.map(fold).to_vec()
});

impl Names {
    /// Indexes the names of units.
    pub fn new<'r>(units: impl IntoIterator<Item = (UnitIndex, &'r Unit)>) -> Self {
        let mut names = Self::default();
        // Units are of a few kinds.
        let mut kinds: HashMap<&str, [Arc<Words>; 2], RandomState> = HashMap::default();
        for (at, unit) in units {
            let name = fold_once(unit.bare_name());
            let [folded_kind, plain_kind] = kinds.entry(unit.kind.as_ref()).or_insert_with(|| {
                let kind = fold(&unit.kind);
                [Words::of(kind.words()), Words::of(kind.plain().words())].map(Arc::new)
            });
            let (folded, plain) = (Words::of(name.words()), Words::of(name.plain().words()));
            names.glued.entry(plain.glued()).or_default().push(at);
            names.codes.insert(unit.code.clone(), at);
            for (index, words, kind) in
                [(&mut names.folded, folded, folded_kind), (&mut names.plain, plain, plain_kind)]
            {
                let Some(first) = words.first() else { continue };
                let own = match index.get_mut(first) {
                    Some(own) => own,
                    None => index.entry(first.to_owned()).or_default(),
                };
                own.push(Entry { unit: at, level: unit.level, words, kind: Arc::clone(kind) });
            }
        }
        names
    }

    /// Indexes the units of some levels.
    pub fn of_levels(register: &Register, levels: &[Level]) -> Self {
        Self::new(register.units().filter(|(_, unit)| levels.contains(&unit.level)))
    }

    /// Indexes the communes in a place.
    pub fn communes_in(register: &Register, place: UnitIndex) -> Self {
        Self::new(register.communes(place).into_iter().filter_map(|at| register.unit(at).map(|u| (at, u))))
    }

    /// The units that a line of text mentions, each with its best fit. Names count behind a word for
    /// a kind, or where they are all the text says.
    pub fn in_line(&self, text: &str) -> Vec<Mention> {
        let key = fold(text);
        let words: Vec<Cow<'_, str>> = words_of(key.words());
        let mut found = mentions(&self.folded, &words, false);
        let whole = found
            .iter()
            .filter(|(m, range)| m.fit == Fit::Name && range.len() == words.len())
            .map(|(m, _)| *m)
            .collect::<Vec<_>>();
        found.retain(|(m, _)| m.fit > Fit::Name);
        let mut found: Vec<Mention> = found.into_iter().map(|(m, _)| m).collect();
        if found.is_empty() {
            found = whole;
        }
        if found.is_empty() {
            found = self.without_marks(&words);
        }
        if found.is_empty()
            && let Some((lead, name)) = text.split_once(':')
            && LEADS.contains(&fold(lead))
        {
            let key = fold(name);
            let words = words_of(key.words());
            let named = mentions(&self.folded, &words, false).into_iter();
            found = named.filter(|(_, range)| range.len() == words.len()).map(|(m, _)| m).collect();
        }
        best(found)
    }

    /// The units that a line names in letters without marks, behind a word for a kind: «XÃ CON MINH».
    fn without_marks(&self, words: &[Cow<'_, str>]) -> Vec<Mention> {
        if !words.iter().any(|word| word.is_ascii()) {
            return Vec::new();
        }
        let plain = words.iter().map(|word| above::plain_word(word)).collect::<Vec<_>>();
        // «Xã Sơn Thành» is no xã Sơn Thanh; a letter before a name says too little here.
        let is_so = |(mention, range): &Found| {
            let kind = range.start.checked_sub(1).and_then(|at| plain.get(at));
            mention.fit > Fit::Name
                && words
                    .get(range.clone())
                    .is_some_and(|name| name.iter().all(|word| word.is_ascii()) && !every::is_one(name))
                && kind.is_some_and(|kind| kind.len() > 1 && kind != "tt")
        };
        mentions(&self.plain, &plain, true).into_iter().filter(is_so).map(|(m, _)| m).collect()
    }

    /// The units that a file's or a sheet's name mentions: with or without diacritics, with or
    /// without a kind, glued together (`ConMinh`), or by code.
    pub fn in_name(&self, name: &str) -> Vec<Mention> {
        let stem = name.rsplit('/').next().unwrap_or(name);
        let spaced = camel_spaced(stem);
        let key = plain(&spaced);
        let words: Vec<Cow<'_, str>> = words_of(key.words());
        // A name typed with diacritics means them; one without means any («xa Son Thanh» is not xã
        // Thanh, which has none).
        let folded = fold(&spaced);
        let marked: Vec<Cow<'_, str>> = words_of(folded.words());
        let mut found: Vec<Mention> = Vec::new();
        let places = |found: Vec<Found>| -> Vec<Mention> {
            found.into_iter().filter(|(m, at)| m.fit > Fit::Name || !is_person(&words, at)).map(|(m, _)| m).collect()
        };
        if marked != words {
            found = places(mentions(&self.folded, &marked, false));
        }
        if found.is_empty() {
            found = places(mentions(&self.plain, &words, true));
        }
        let glued_words = plain(stem);
        let glued_words: Vec<Cow<'_, str>> = glued_words.words().map(Cow::Borrowed).collect();
        for (at, word) in glued_words.iter().enumerate() {
            let word = word.as_ref();
            let before = glued_words.get(..at).unwrap_or_default();
            if let Some(unit) = self.codes.get(word) {
                found.push(Mention { fit: Fit::Code, unit: *unit });
            }
            let bare = ["xa", "phuong", "tt", "thitran"].iter().find_map(|k| word.strip_prefix(k)).unwrap_or_default();
            for glued in [word, bare] {
                // Short names glued would be found inside other words.
                if glued.len() >= 6 && !above::is_said(before, &[Cow::Borrowed(glued)]) {
                    let units = self.glued.get(glued).map(Vec::as_slice).unwrap_or_default();
                    found.extend(units.iter().map(|unit| Mention { fit: Fit::Name, unit: *unit }));
                }
            }
        }
        best(found)
    }
}

/// Family names that stand before no commune's name in files: «Nguyen Van Minh» sent it, xã Văn Minh
/// need not have.
const FAMILY_NAMES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "ngo", "duong", "dinh",
    "trinh", "trieu", "nong", "ly", "dam",
];

/// Tells whether a name found among the words of a file's name is a person's: a family name before it.
fn is_person(words: &[Cow<'_, str>], at: &std::ops::Range<usize>) -> bool {
    let before = at.start.checked_sub(1).and_then(|i| words.get(i));
    before.is_some_and(|w| FAMILY_NAMES.contains(&w.as_ref())) && at.len() <= 2
}

fn words_of<'w>(words: impl Iterator<Item = &'w str>) -> Vec<Cow<'w, str>> {
    words.map(|word| Cow::Borrowed(number_word(word))).collect()
}

fn camel_spaced(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for c in name.chars() {
        if (before.is_lowercase() && c.is_uppercase()) || (before.is_alphabetic() && c.is_ascii_digit()) {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    spaced
}

/// The words for kinds, with diacritics and without.
static KIND_WORDS: LazyLock<[KindWords; 2]> = LazyLock::new(|| [false, true].map(kind_words));

fn kinds_of(without_marks: bool) -> &'static KindWords {
    let [with, without] = &*KIND_WORDS;
    if without_marks { without } else { with }
}

type KindWords = Vec<(Level, Words)>;

fn kind_words(without_marks: bool) -> KindWords {
    KINDS
        .iter()
        .flat_map(|(level, kinds)| kinds.iter().map(|kind| (*level, kind)))
        .map(|(level, kind)| {
            let key = fold(kind);
            (level, if without_marks { Words::of(key.plain().words()) } else { Words::of(key.words()) })
        })
        .collect()
}

type Found = (Mention, std::ops::Range<usize>);

/// The mentions in a run of words; of names that begin at one word the longest, of units with that
/// name those whose kind stands before it.
///
/// A name behind the word for a kind of another level is no unit of this level: «Huyện Ba Vì» is not xã Ba Vì.
fn mentions(index: &Entries, words: &[Cow<'_, str>], without_marks: bool) -> Vec<Found> {
    let kinds = kinds_of(without_marks);
    let mut found: Vec<Found> = Vec::new();
    let mut from = 0;
    while let Some(first) = words.get(from) {
        let names = index.get(first.as_ref()).map(Vec::as_slice).unwrap_or_default();
        let begins = |e: &&Entry| words.get(from..).is_some_and(|rest| e.words.begin(rest));
        let here: Vec<&Entry> = names.iter().filter(begins).collect();
        // Most words begin no name.
        if here.is_empty() {
            from += 1;
            continue;
        }
        let longest = here.iter().map(|e| e.words.len()).max().unwrap_or(0);
        if without_marks && reaches_further(index, words, from, longest) {
            from += 1;
            continue;
        }
        let rest = words.get(from..).unwrap_or_default();
        // «Xã Ia Mơ Nông» is no xã Ia Mơ, where that alone lies in the place.
        if here.iter().any(|e| e.level == Level::Commune)
            && let Some(longer) = every::longer(rest, longest, without_marks)
        {
            from += longer;
            continue;
        }
        let before = words.get(..from).unwrap_or_default();
        let longest_kind = kinds.iter().map(|(_, k)| k).filter(|k| k.end(before)).map(Words::len).max().unwrap_or(0);
        let of_other_level = |e: &Entry| {
            let own = kinds.iter().any(|(l, k)| *l == e.level && k.len() >= longest_kind && k.end(before));
            let clear = || kinds.iter().any(|(_, k)| k.end(before) && k.glued().chars().count() > 2);
            // Without marks «Huyen» may be a person too, and one letter anything: a district of that name is meant
            // where there is one.
            longest_kind > 0 && !own && ((!without_marks && clear()) || above::is_said(before, rest))
        };
        let fits: Vec<(Fit, &Entry)> = here
            .into_iter()
            .filter(|e| e.words.len() == longest && !of_other_level(e))
            .map(|e| {
                // «Thị xã Sa Pa» is no xã of that name: the longest word for a kind is the one that is meant.
                let is_kind = |k: &Words| k.len() >= longest_kind && k.end(before);
                let of_level = |level: Level| kinds.iter().any(|(l, k)| *l == level && is_kind(k));
                let short = kinds.iter().any(|(l, k)| {
                    *l == e.level
                        && k.len() == 1
                        && k.iter().all(|w| w.len() <= 2)
                        && k.end(before)
                        && initials(&e.kind).ends_with(k.glued().as_str())
                });
                let fit = if is_kind(&e.kind) || short {
                    Fit::Kind
                } else if of_level(e.level) {
                    Fit::OtherKind
                } else {
                    Fit::Name
                };
                (fit, e)
            })
            .collect();
        let most = fits.iter().map(|(fit, _)| *fit).max();
        // «1» in «Phụ biểu 1» is no mention of phường 1.
        let numbered = |e: &Entry| e.words.iter().all(|w| w.chars().all(|c| c.is_ascii_digit()));
        // «tinh Bac Kan» is no mention of xã Tịnh Bắc.
        let counts = |fit: Fit, e: &Entry| fit > Fit::Name || !(numbered(e) || above::begins(rest));
        for (fit, entry) in fits.into_iter().filter(|(fit, e)| Some(*fit) == most && counts(*fit, e)) {
            found.push((Mention { fit, unit: entry.unit }, from..from + longest));
        }
        from += longest.max(1);
    }
    found
}

/// Tells whether the first word of a name that was found is the kind of a longer one: «Xa Luong Thuong» without marks
/// is xã Lương Thượng, not xã Xá Lượng.
fn reaches_further(index: &Entries, words: &[Cow<'_, str>], from: usize, longest: usize) -> bool {
    let (Some(kind), Some(rest)) = (words.get(from), words.get(from + 1..)) else { return false };
    let named = rest.first().and_then(|first| index.get(first.as_ref())).map(Vec::as_slice).unwrap_or_default();
    let of_kind = |e: &&Entry| e.kind.is_word(kind);
    named.iter().filter(of_kind).any(|e| e.words.len() >= longest && e.words.begin(rest))
}

fn initials(words: &Words) -> String {
    words.iter().filter_map(|w| w.chars().next()).collect()
}

/// One mention a unit, the best; a unit met by kind drives out those met by name alone.
fn best(mut found: Vec<Mention>) -> Vec<Mention> {
    let most = found.iter().map(|m| m.fit).max();
    found.retain(|m| Some(m.fit) == most || (most == Some(Fit::Code) && m.fit == Fit::Kind));
    found.sort_unstable_by_key(|m| (m.unit, std::cmp::Reverse(m.fit)));
    found.dedup_by_key(|m| m.unit);
    found
}

#[cfg(test)]
mod tests {
    use super::super::Era;
    use super::*;

    fn named(place: &str, find: impl Fn(&Names) -> Vec<Mention>) -> Vec<String> {
        let register = Register::built_in(Era::Before);
        let names = Names::communes_in(&register, register.find(place).unwrap());
        find(&names).iter().map(|m| register.code(m.unit).to_owned()).collect()
    }

    #[test]
    fn titles_name_their_commune_in_any_spelling() {
        for (line, codes) in [
            ("(Kèm theo Kế hoạch số /KH-UBND ngày tháng 03 năm 2024 của Ủy ban nhân dân xã Côn Minh", &["02173"][..]),
            ("ỦY BAN NHÂN DÂN XÃ LIÊM THUỶ", &["02197"]),
            ("UBND thị trấn Yến Lạc", &["02155"]),
            ("UBND TT. Yến Lạc", &["02155"]),
            ("UBND xã Yến Lạc", &["02155"]),
            ("Co\u{302}n Minh", &["02173"]),
            ("Côn Minh, ngày 25 tháng 3 năm 2024", &[]),
            ("xã Văn Lang và xã Văn Vũ", &["02137", "02140"]),
            ("Kế hoạch số 45", &[]),
        ] {
            assert_eq!(named("066", |n| n.in_line(line)), codes, "{line}");
        }
    }

    #[test]
    fn a_town_is_no_commune_of_its_name() {
        // Thị xã Sa Pa has a phường Sa Pa, thị xã Nghĩa Lộ a xã Nghĩa Lộ.
        for (place, line, codes) in [
            ("088", "Thị xã Sa Pa, Tỉnh Lào Cai", &[][..]),
            ("088", "UBND phường Sa Pa, thị xã Sa Pa", &["03001"]),
            ("133", "UBND THỊ XÃ NGHĨA LỘ", &[]),
            ("133", "Ủy ban nhân dân xã Nghĩa Lộ, thị xã Nghĩa Lộ", &["04624"]),
        ] {
            assert_eq!(named(place, |n| n.in_line(line)), codes, "{line}");
        }
        assert_eq!(named("088", |n| n.in_name("thi xa Sa Pa - phuong Ham Rong.xlsx")), ["03016"]);
    }

    #[test]
    fn a_name_behind_the_word_for_a_district_or_a_province_is_no_commune() {
        let register = Register::built_in(Era::Before);
        let names = Names::of_levels(&register, &[Level::Commune]);
        let none = |name: &str| assert_eq!(names.in_name(name), [], "{name}");
        for name in [
            "Huyện Ba Vì.xlsx",
            "Huyen Ba Vi.xlsx",
            "HuyenBaVi.xlsx",
            "H. Ba Vi.xlsx",
            "Huyen Ba Be.xlsx",
            "Bieu 1 tinh Bac Kan.xlsx",
            "tỉnh Bắc Kạn.xlsx",
            "TP Bac Kan.xlsx",
            "huyen YenThe.xlsx",
        ] {
            none(name);
        }
        // In the communes of today no district is left, and yet none is one.
        let today = Register::built_in(Era::From2025);
        let names = Names::of_levels(&today, &[Level::Commune]);
        assert_eq!(names.in_name("Huyen Ba Vi.xlsx"), []);
        assert_eq!(names.in_line("HUYỆN BA VÌ"), []);
        let found = |name: &str| names.in_name(name).iter().map(|m| today.name(m.unit)).collect::<Vec<_>>();
        assert_eq!(found("Xa Suoi Hai.xlsx"), ["Xã Suối Hai"]);
    }

    #[test]
    fn what_only_looks_like_a_word_for_a_district_keeps_no_commune_out() {
        // Huyền sent it; xã Tịnh Bắc, Quan Lạn and Quản Bạ begin like a tỉnh and a quận.
        for (place, name, code) in [
            ("066", "Nguyen Thi Huyen_Con Minh.xlsx", "02173"),
            ("066", "huyen Na Ri - xa Con Minh.xlsx", "02173"),
            ("066", "huyện Na Rì_Côn Minh.xlsx", "02173"),
            ("527", "Tinh Bac.xlsx", "21205"),
        ] {
            assert_eq!(named(place, |n| n.in_name(name)), [code], "{name}");
        }
    }

    #[test]
    fn file_names_name_their_commune_with_or_without_diacritics() {
        for (name, code) in [
            ("Phu luc KH 45 - xa Con Minh.xlsx", "02173"),
            // Persons who sent a file are no communes.
            ("Nguyen Van Minh_xa Con Minh.xlsx", "02173"),
            ("a/b/con_minh.xlsx", "02173"),
            ("ConMinh2024.xlsx", "02173"),
            ("xaconminh.xls", "02173"),
            ("02137_Van Vu_2024.xlsx", "02137"),
            ("TT. Yến Lạc - phụ biểu KH 2024.xlsx", "02155"),
            ("PL liêm thuỷ 2024.xlsx", "02197"),
            ("DONG-XA.csv", "02194"),
        ] {
            assert_eq!(named("066", |n| n.in_name(name)), [code], "{name}");
        }
    }

    #[test]
    fn a_kind_that_begins_another_name_is_still_the_kind_of_the_longer_one() {
        let register = Register::built_in(Era::Before);
        let names = Names::of_levels(&register, &[Level::Commune]);
        let found = |name: &str| names.in_name(name).iter().map(|m| register.name(m.unit)).collect::<Vec<_>>();
        assert_eq!(found("Xa Luong Thuong.xlsx"), ["Xã Lương Thượng"]);
        assert_eq!(found("phuong nam khe.xlsx"), ["Phường Nam Khê"]);
        assert!(found("Xa Luong.xlsx").contains(&"Xã Xá Lượng"), "{:?}", found("Xa Luong.xlsx"));
    }

    #[test]
    fn a_name_shared_by_several_units_gives_them_all_until_its_kind_decides() {
        // Huyện Đình Lập (189) has both thị trấn Đình Lập and xã Đình Lập.
        assert_eq!(named("189", |n| n.in_name("dinh lap.xlsx")), ["06613", "06628"]);
        assert_eq!(named("189", |n| n.in_name("xa dinh lap.xlsx")), ["06628"]);
        assert_eq!(named("189", |n| n.in_line("UBND thị trấn Đình Lập")), ["06613"]);
    }

    #[test]
    fn every_commune_is_found_by_its_own_name_in_both_eras() {
        let mut lost = Vec::new();
        for era in Era::ALL {
            let register = Register::built_in(era);
            let holds_communes = |at: UnitIndex| register.children(at).iter().any(|child| register.sends(*child));
            for (place, _) in register.units().filter(|(at, _)| holds_communes(*at)) {
                let names = Names::communes_in(&register, place);
                for at in register.communes(place) {
                    let unit = register.unit(at).unwrap();
                    let (name, bare) = (unit.name.to_string(), unit.bare_name().to_owned());
                    let unmarked = [plain(&name), plain(&bare)].map(|key| key.as_str().to_owned());
                    let written = [name, bare].into_iter().chain(unmarked);
                    for name in written.filter(|n| !n.chars().all(|c| c.is_ascii_digit())) {
                        if names.in_name(&format!("{name}.xlsx")).iter().all(|m| m.unit != at) {
                            lost.push(name);
                        }
                    }
                }
            }
        }
        assert_eq!(lost, Vec::<String>::new());
    }
}
