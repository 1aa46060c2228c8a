//! How titles and names of files speak of communes as they were: «xã Côn Minh cũ», «(xã Quang Phong cũ)» below the name of
//! the commune that it went into, «thị trấn Sóc Sơn» where there is a xã of that name.

use std::sync::LazyLock;

use crate::register::Unit;
use crate::vietnamese::text::{fold, plain};

/// Words for the kinds of communes, with marks and without.
static KINDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let kinds = ["xã", "phường", "thị trấn", "đặc khu"];
    let marked = kinds.iter().map(|kind| fold(kind).as_str().to_owned());
    marked.chain(kinds.iter().map(|kind| plain(kind).as_str().to_owned())).collect()
});

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

    fn bare(&self, unit: &Unit) -> String {
        match self.marked {
            true => padded(fold(unit.bare_name()).words()),
            false => padded(plain(unit.bare_name()).words()),
        }
    }

    /// Tells whether a unit's name is said and what stands right behind it, «cũ» or «mới», in marks or without.
    fn is_behind(&self, unit: &Unit, [marked, plain]: [&str; 2]) -> bool {
        let bare = self.bare(unit);
        if !self.key.contains(&bare) {
            return false;
        }
        let word = if self.marked { fold(marked).as_str().to_owned() } else { plain.to_owned() };
        self.key.contains(&format!("{bare}{word} "))
    }

    /// «Xã Côn Minh cũ», «xã Côn Minh (cũ)».
    pub fn as_it_was(&self, unit: &Unit) -> bool {
        self.is_behind(unit, ["cũ", "cu"])
    }

    /// «Xã Côn Minh (mới)».
    pub fn as_it_is(&self, unit: &Unit) -> bool {
        self.is_behind(unit, ["mới", "moi"])
    }

    /// Tells whether the name of a unit is said at all.
    pub fn names(&self, unit: &Unit) -> bool {
        self.key.contains(&self.bare(unit))
    }

    /// Tells whether a unit is said for certain: behind a word for a kind or before «cũ»; in a file's name by two words.
    pub fn names_surely(&self, unit: &Unit) -> bool {
        let bare = self.bare(unit);
        let behind_kind = || KINDS.iter().any(|kind| self.key.contains(&format!(" {kind}{bare}")));
        let long = !self.marked && bare.trim().contains(' ');
        self.key.contains(&bare) && (long || behind_kind() || self.as_it_was(unit))
    }

    /// Tells whether it may name another commune than one: most do not.
    pub fn may_name_another(&self, unit: &Unit) -> bool {
        let bare = self.bare(unit);
        if !self.marked {
            // A name of two words, beside the unit's own.
            let rest = self.key.replace(&bare, " ");
            return rest.split(' ').filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic)).count()
                > 1;
        }
        KINDS.iter().any(|kind| {
            let kind = format!(" {kind} ");
            // The space behind the kind is the one before the name.
            let mut behind =
                self.key.match_indices(&kind).filter_map(|(at, found)| self.key.get(at + found.len() - 1..));
            behind.any(|rest| rest.len() > 1 && !rest.starts_with(&bare))
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
        let (con_minh, quang_phong) = (unit("02173"), unit("02185"));
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
    }
}
