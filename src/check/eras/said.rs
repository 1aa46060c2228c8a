//! How titles and names of files speak of communes as they were: «xã Côn Minh cũ», «(xã Quang Phong cũ)» below the name of
//! the commune that it went into, «thị trấn Sóc Sơn» where there is a xã of that name.

use std::sync::LazyLock;

use crate::register::Unit;
use crate::vietnamese::text::{fold, fold_once, plain};

/// Words for the kinds of communes with a space around, with marks and without.
static KINDS: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    let kinds = ["xã", "phường", "thị trấn", "đặc khu"];
    [kinds.map(|kind| padded(fold(kind).words())).to_vec(), kinds.map(|kind| padded(plain(kind).words())).to_vec()]
});

/// «Cũ» and «mới», with marks and without.
static WAS: LazyLock<[String; 2]> = LazyLock::new(|| [fold("cũ").as_str().to_owned(), "cu".to_owned()]);
static IS: LazyLock<[String; 2]> = LazyLock::new(|| [fold("mới").as_str().to_owned(), "moi".to_owned()]);

/// A commune's name without its kind, with a space around.
pub(super) struct Name {
    marked: String,
    plain: String,
}

impl Name {
    /// That of a unit.
    pub fn of(unit: &Unit) -> Self {
        let name = fold(unit.bare_name());
        Self { marked: padded(name.words()), plain: padded(name.plain().words()) }
    }

    /// Tells whether it is of more than one word: one may stand in any file's name.
    pub fn has_several_words(&self) -> bool {
        self.plain.trim().contains(' ')
    }

    /// Tells whether it is a unit's name.
    pub fn is_of(&self, unit: &Unit) -> bool {
        self.marked.trim() == fold_once(unit.bare_name()).as_str()
    }
}

/// A line or a file's name, its words parted by single spaces, with one before and behind.
pub(super) struct Spoken {
    key: String,
    marked: bool,
}

impl Spoken {
    /// A line of a title.
    pub fn line(line: &str) -> Self {
        Self { key: padded(fold(line).words()), marked: true }
    }

    /// A file's name, which may be typed without marks.
    pub fn name(stem: &str) -> Self {
        Self { key: padded(plain(stem).words()), marked: false }
    }

    /// Of what is there with marks and without, what it is to be held against.
    fn own<'a, T: ?Sized>(&self, marked: &'a T, plain: &'a T) -> &'a T {
        if self.marked { marked } else { plain }
    }

    fn bare<'a>(&self, name: &'a Name) -> &'a str {
        self.own(name.marked.as_str(), name.plain.as_str())
    }

    /// Tells whether a name is said and a word stands right behind it.
    fn is_behind(&self, name: &Name, [marked, plain]: &[String; 2]) -> bool {
        let (bare, word) = (self.bare(name), self.own(marked.as_str(), plain.as_str()));
        let behind = |(at, found): (usize, &str)| self.key.get(at + found.len()..);
        self.key.match_indices(bare).filter_map(behind).any(|rest| {
            let rest = rest.strip_prefix(word);
            rest.is_some_and(|rest| rest.starts_with(' '))
        })
    }

    /// «Xã Côn Minh cũ», «xã Côn Minh (cũ)».
    pub fn as_it_was(&self, name: &Name) -> bool {
        self.is_behind(name, &WAS)
    }

    /// «Xã Côn Minh (mới)».
    pub fn as_it_is(&self, name: &Name) -> bool {
        self.is_behind(name, &IS)
    }

    /// Tells whether a name is said at all.
    pub fn names(&self, name: &Name) -> bool {
        self.key.contains(self.bare(name))
    }

    /// Tells whether a name is said for certain: behind a word for a kind or before «cũ»; in a file's name by two words.
    pub fn names_surely(&self, name: &Name) -> bool {
        let bare = self.bare(name);
        let long = !self.marked && name.has_several_words();
        self.names(name) && (long || self.behind_kinds().any(|rest| rest.starts_with(bare)) || self.as_it_was(name))
    }

    /// Tells whether a name is said behind the word for a kind, or its first letters: «TT. Sóc Sơn».
    pub fn names_of_kind(&self, name: &Name, kind: &str) -> bool {
        let (marked, plain) = (fold(kind), plain(kind));
        let kind = self.own(marked.as_str(), plain.as_str());
        let short: String = kind.split(' ').filter_map(|word| word.chars().next()).collect();
        let bare = self.bare(name);
        [kind, &short].iter().any(|kind| self.key.contains(&format!(" {kind}{bare}")))
    }

    /// Tells whether it may name another commune than one: most do not.
    pub fn may_name_another(&self, name: &Name) -> bool {
        let bare = self.bare(name);
        if self.marked {
            return self.behind_kinds().any(|rest| rest.len() > 1 && !rest.starts_with(bare));
        }
        // A name of two words, beside the unit's own and its kind.
        let rest = self.key.replace(bare, " ");
        let [_, kinds] = &*KINDS;
        let is_kind = |word: &str| kinds.iter().any(|kind| kind.split(' ').any(|own| own == word));
        let words = rest.split(' ').filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic));
        words.filter(|word| !is_kind(word)).count() > 1
    }

    /// What stands behind each word for a kind, from the space before it on.
    fn behind_kinds(&self) -> impl Iterator<Item = &str> {
        let [marked, plain] = &*KINDS;
        let kinds = self.own(marked.as_slice(), plain.as_slice());
        kinds.iter().flat_map(|kind| {
            self.key.match_indices(kind.as_str()).filter_map(|(at, found)| self.key.get(at + found.len() - 1..))
        })
    }
}

fn padded<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut text = String::from(" ");
    for word in words {
        text.push_str(word);
        text.push(' ');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{Era, Register};

    #[test]
    fn what_is_said_of_a_commune_stands_beside_its_name() {
        let then = Register::built_in(Era::Before);
        let unit = |code: &str| then.unit(then.find(code).unwrap()).unwrap();
        let (con_minh, quang_phong) = (&Name::of(unit("02173")), &Name::of(unit("02185")));
        for (line, was, is, another) in [
            ("UBND XÃ CÔN MINH", false, false, false),
            ("ỦY BAN NHÂN DÂN XÃ CÔN MINH (CŨ)", true, false, false),
            ("UBND xã Côn Minh (mới)", false, true, false),
            ("UBND xã Côn Minh (địa bàn xã Quang Phong cũ)", false, false, true),
            ("Kế hoạch của UBND xã Côn Minh, các xã, phường", false, false, true),
        ] {
            let said = Spoken::line(line);
            assert_eq!(
                (said.as_it_was(con_minh), said.as_it_is(con_minh), said.may_name_another(con_minh)),
                (was, is, another),
                "{line}"
            );
        }
        for (line, surely) in [("(xã Quang Phong cũ)", true), ("Quang Phong cũ", true), ("Quang Phong", false)] {
            assert_eq!(Spoken::line(line).names_surely(quang_phong), surely, "{line}");
        }
        assert!(Spoken::name("Con Minh - Quang Phong").names_surely(quang_phong));
        assert!(Spoken::name("xa Con Minh cu").as_it_was(con_minh));
        let yen_lac = &Name::of(unit("02155"));
        for (line, said) in [("UBND THỊ TRẤN YẾN LẠC", true), ("UBND TT. Yến Lạc", true), ("UBND xã Yến Lạc", false)]
        {
            assert_eq!(Spoken::line(line).names_of_kind(yen_lac, "Thị trấn"), said, "{line}");
        }
        assert!(yen_lac.is_of(unit("02155")) && !yen_lac.is_of(unit("02173")));
    }
}
