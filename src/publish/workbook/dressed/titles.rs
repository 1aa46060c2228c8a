//! The lines of a template that leave room for a commune's name or a year, with those of the place.
//!
//! What cannot be told for certain stays as it is.

use crate::form::model::label_key;
use crate::intake::dress::Run;
use crate::register::{Level, Unit};
use crate::vietnamese::text::{nfc, one_line};

use super::super::book::Book;
use super::super::letterhead::agency;

/// The kinds of units that lines name, the longer before those that they end with.
const KINDS: &[(&str, Level)] = &[
    ("xã, phường, thị trấn", Level::Commune),
    ("xã (phường, thị trấn)", Level::Commune),
    ("xã/phường/thị trấn", Level::Commune),
    ("xã, phường", Level::Commune),
    ("xã/phường", Level::Commune),
    ("thị trấn", Level::Commune),
    ("phường", Level::Commune),
    ("thị xã", Level::District),
    ("xã", Level::Commune),
    ("huyện", Level::District),
    ("quận", Level::District),
    ("tỉnh", Level::Province),
];

/// What the lines of a template are filled with.
pub(super) struct Titles<'b> {
    own: Option<&'b Unit>,
    lineage: Vec<&'b Unit>,
    communes: Vec<&'b Unit>,
    year: Option<u16>,
    title: &'b str,
    /// The levels whose names the lines leave room for.
    open: Vec<Level>,
    /// An agency of a commune is among them: «UBND XÃ ………».
    agency: bool,
}

impl<'b> Titles<'b> {
    /// For a place, from all lines around the table.
    pub(super) fn new<'t>(book: &Book<'b>, lines: impl Iterator<Item = &'t str>) -> Self {
        let unit = |at: &crate::register::UnitIndex| book.run.register.unit(*at);
        let place = book.place();
        let lineage = place.map(|(at, _)| book.run.register.lineage(at).skip(1).filter_map(|u| unit(&u)).collect());
        let mut open = Vec::new();
        let mut agency = false;
        for line in lines {
            for_each_gap(line, |level, _| {
                open.push(level);
                agency |= level == Level::Commune && begins_with_an_agency(line);
                None
            });
        }
        Self {
            own: place.map(|(_, own)| own),
            lineage: lineage.unwrap_or_default(),
            communes: book.units.iter().filter_map(unit).collect(),
            year: book.year(),
            title: &book.form.title,
            open,
            agency,
        }
    }

    /// A line as the place has it; nothing where it stays as it is.
    pub(super) fn filled(&self, line: &str) -> Option<String> {
        let own = self.own?;
        let text = nfc(line).into_owned();
        if self.is_above_a_province(&text, own) {
            return Some(String::new());
        }
        let text = self.without_what_is_above(text, own);
        let text = self.of_the_agency(&text, own).unwrap_or(text);
        let text = for_each_gap(&text, |level, kind| Some(cased(self.name(level, own)?, kind)));
        let text = self.named(&text, own).unwrap_or(text);
        let text = self.of_communes(&text, own).unwrap_or(text);
        let text = self.dated(&text);
        (text != nfc(line)).then_some(text)
    }

    /// Above the place.
    fn above(&self) -> Option<&'b Unit> {
        self.lineage.first().copied()
    }

    /// Tells whether the communes' agency becomes that of a province, and nobody is above it.
    fn is_of_a_province(&self, own: &Unit) -> bool {
        own.level == Level::Province && self.agency && !self.lineage.iter().any(|unit| unit.level != Level::Country)
    }

    /// «UBND HUYỆN ………», «UBND HUYỆN NA RÌ» or the province itself above the communes' agency, which becomes the
    /// province's: nobody stands above that.
    fn is_above_a_province(&self, text: &str, own: &Unit) -> bool {
        if !self.is_of_a_province(own) || !begins_with_an_agency(text) {
            return false;
        }
        let small: String = text.chars().map(lower).collect();
        let mut open = Vec::new();
        for_each_gap(text, |level, _| {
            open.push(level);
            None
        });
        let district = [" huyện ", " quận ", " thị xã "].iter().any(|kind| format!("{small} ").contains(kind));
        let long = text.split_whitespace().count() > MOST_WORDS;
        !open.contains(&Level::Commune)
            && !long
            && (district || label_key(text) == label_key(&agency(&own.name, crate::lang::Lang::Vi)))
    }

    /// «UBND XÃ ………, HUYỆN ………, TỈNH ………» without what stands above, where the agency becomes a province's.
    fn without_what_is_above(&self, text: String, own: &Unit) -> String {
        if !self.is_of_a_province(own) || !begins_with_an_agency(&text) {
            return text;
        }
        let is_room = |part: &str| {
            let part = part.trim().chars().map(lower).collect::<String>();
            let kinds = ["huyện", "quận", "thị xã", "tỉnh"];
            let rest = kinds.iter().find_map(|kind| part.strip_prefix(kind));
            rest.is_some_and(|rest| weight(rest) >= 3 && rest.chars().all(is_gap_or_space))
        };
        let mut parts = text.split([',', '-']);
        let first = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        if rest.is_empty() || !rest.iter().all(|part| is_room(part)) { text } else { first.trim_end().to_owned() }
    }

    /// The unit that a line leaves room for: a commune's is the place's; what stands above a commune's is above
    /// the place.
    fn name(&self, level: Level, own: &'b Unit) -> Option<&'b Unit> {
        if level == Level::Commune {
            return Some(own);
        }
        if let Some(higher) = self.lineage.iter().find(|u| u.level == level) {
            return Some(higher);
        }
        if !self.open.contains(&Level::Commune) {
            return (level == own.level).then_some(own);
        }
        self.above().filter(|above| !self.open.contains(&above.level))
    }

    /// A line that names an agency outright: one of the communes, or the place where a commune's stands below.
    fn of_the_agency(&self, text: &str, own: &Unit) -> Option<String> {
        let key = label_key(text);
        let names = |unit: &Unit| key == label_key(&agency(&unit.name, crate::lang::Lang::Vi));
        if self.communes.iter().any(|commune| names(commune)) {
            return Some(agency(&own.name, crate::lang::Lang::Vi));
        }
        let above = self.above().filter(|_| names(own) && self.open.contains(&Level::Commune))?;
        Some(agency(&above.name, crate::lang::Lang::Vi))
    }

    /// «… của Ủy ban nhân dân xã Côn Minh»: a commune's own workbook that was sent out as the blank.
    fn of_communes(&self, text: &str, own: &Unit) -> Option<String> {
        let small: Vec<char> = text.chars().map(lower).collect();
        let leads = ["ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd "];
        let named = self.communes.iter().flat_map(|unit| leads.map(|lead| (lead, unit.spoken())));
        for (lead, name) in named {
            let whole: Vec<char> = lead.chars().chain(name.chars()).map(lower).collect();
            let Some(at) = small.windows(whole.len()).position(|w| w == whole) else { continue };
            let (from, to) = (at + lead.chars().count(), at + whole.len());
            // «Côn Minh Đông» is another.
            let next = text.chars().skip(to).find(|c| !c.is_whitespace());
            if is_letter_at(&small, Some(to)) || next.is_some_and(char::is_uppercase) {
                continue;
            }
            let part = |range: std::ops::Range<usize>| -> String {
                text.chars().skip(range.start).take(range.len()).collect()
            };
            let written = part(from..to);
            // A name has small letters unless all of the line is in capitals.
            let loud = written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
            let kind = if loud { "XÃ".to_owned() } else { part(from..from + 1) };
            return Some(format!("{}{}{}", part(0..from), cased(own, &kind), part(to..small.len())));
        }
        None
    }

    /// «Đơn vị: …………»
    fn named(&self, text: &str, own: &Unit) -> Option<String> {
        let (lead, rest) = text.split_once(':')?;
        let leads = ["Đơn vị", "Tên đơn vị", "Đơn vị báo cáo", "Đơn vị lập biểu", "Đơn vị gửi báo cáo"];
        let is_lead = leads.iter().any(|l| label_key(l) == label_key(lead));
        (is_lead && weight(rest) >= 3 && rest.chars().all(is_gap_or_space)).then(|| format!("{lead}: {}", own.name))
    }

    /// «năm ……», «năm 20…»; in a line that dates a letter the year is the writer's. The form's own title takes the
    /// year that is told.
    fn dated(&self, text: &str) -> String {
        let Some(year) = self.year.map(|y| y.to_string()) else { return text.to_owned() };
        if let Some(was) =
            years(text).find(|was| one_line(&text.replace(was.as_str(), "{year}")) == one_line(self.title))
        {
            return text.replace(&was, &year);
        }
        let lower: Vec<char> = text.chars().map(lower).collect();
        let chars: Vec<char> = text.chars().collect();
        let mut out = String::new();
        let mut at = 0;
        while let Some(c) = chars.get(at) {
            out.push(*c);
            at += 1;
            let before: String = lower.get(..at).unwrap_or_default().iter().collect();
            if !before.ends_with("năm") || is_letter_at(&lower, at.checked_sub(4)) || before.contains("tháng") {
                continue;
            }
            let rest: String = chars.get(at..).unwrap_or_default().iter().collect();
            let spaces = rest.chars().take_while(|c| c.is_whitespace()).count();
            let body: String = rest.chars().skip(spaces).collect();
            let begun = body.strip_prefix("20").map_or(0, |_| 2);
            let gap = body.chars().skip(begun).take_while(|c| is_gap(*c)).count();
            let open: String = body.chars().skip(begun).take(gap).collect();
            let followed = body.chars().nth(begun + gap).is_some_and(|c| c.is_ascii_digit());
            if weight(&open) >= 2 && !followed {
                out.push(' ');
                out.push_str(&year);
                at += spaces + begun + gap;
            }
        }
        out
    }
}

/// An agency's name has no more words: «Ủy ban nhân dân huyện Bắc Trà My».
const MOST_WORDS: usize = 9;

/// Tells whether a line is an agency's name, or begins with one.
fn begins_with_an_agency(line: &str) -> bool {
    label_key(line).as_str().starts_with(label_key("Ủy ban nhân dân").as_str())
}

/// A text with a stretch of it changed, in the runs that it had: what is new is set as what stood there.
pub(super) fn in_runs(runs: &[Run], text: &str) -> Vec<Run> {
    let old: Vec<char> = runs.iter().flat_map(|r| r.text.chars()).collect();
    let new: Vec<char> = text.chars().collect();
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - same;
    let behind = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let mut put = new.get(same..new.len() - behind).unwrap_or_default().iter().collect::<String>();
    let (mut at, mut found) = (0, Vec::new());
    for (n, run) in runs.iter().enumerate() {
        let mut own = String::new();
        let ends = at + run.text.chars().count();
        let holds = (at..ends).contains(&same) || n + 1 == runs.len();
        for c in run.text.chars() {
            if at == same {
                own.push_str(&std::mem::take(&mut put));
            }
            if at < same || at >= old.len() - behind {
                own.push(c);
            }
            at += 1;
        }
        if holds {
            own.push_str(&std::mem::take(&mut put));
        }
        if !own.is_empty() {
            found.push(Run { font: run.font.clone(), text: own });
        }
    }
    found
}

/// The years that a text names.
fn years(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = text.split(|c: char| !c.is_ascii_digit()).map(str::to_owned).collect();
    words.into_iter().filter(|w| w.len() == 4 && (w.starts_with("19") || w.starts_with("20")))
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn is_gap(c: char) -> bool {
    matches!(c, '.' | '…' | '_' | '‥')
}

fn is_gap_or_space(c: char) -> bool {
    is_gap(c) || c.is_whitespace()
}

/// How many dots a gap comes to.
fn weight(gap: &str) -> usize {
    gap.chars().map(|c| if c == '…' { 3 } else { usize::from(is_gap(c)) }).sum()
}

fn is_letter_at(chars: &[char], at: Option<usize>) -> bool {
    at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric())
}

/// Puts a name where a kind of unit stands before a gap («xã ……», «Xã: …»), or ends the name of an agency.
fn for_each_gap(text: &str, mut name: impl FnMut(Level, &str) -> Option<String>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let lower: Vec<char> = chars.iter().map(|c| lower(*c)).collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let rest = lower.get(at..).unwrap_or_default();
        let kind = KINDS.iter().find(|(kind, _)| {
            !is_letter_at(&lower, at.checked_sub(1)) && {
                let length = kind.chars().count();
                rest.iter().copied().take(length).eq(kind.chars()) && !is_letter_at(rest, Some(length))
            }
        });
        if let Some((kind, level)) = kind {
            let length = kind.chars().count();
            let behind = rest.get(length..).unwrap_or_default();
            let lead = behind.iter().take_while(|c| c.is_whitespace() || **c == ':').count();
            let gap = behind.iter().skip(lead).take_while(|c| is_gap_or_space(**c)).count();
            let open: String = behind.iter().skip(lead).take(gap).collect();
            let ends = open.chars().rev().take_while(|c| c.is_whitespace()).count();
            let before = label_key(&chars.get(..at).unwrap_or_default().iter().collect::<String>());
            let of_agency =
                before.as_str().ends_with(label_key("Ủy ban nhân dân").as_str()) && lead + gap == behind.len();
            if weight(&open) >= 3 || of_agency {
                let written: String = chars.get(at..at + length).unwrap_or_default().iter().collect();
                if let Some(name) = name(*level, &written) {
                    out.push_str(&name);
                    at += length + lead + gap - if weight(&open) > 0 { ends } else { 0 };
                    continue;
                }
            }
        }
        out.push(*c);
        at += 1;
    }
    out
}

/// A name in capitals where its kind was, and as in a sentence where it was small.
fn cased(unit: &Unit, kind: &str) -> String {
    let mut letters = kind.chars().filter(|c| c.is_alphabetic());
    match (letters.clone().all(char::is_uppercase), letters.next().is_some_and(char::is_uppercase)) {
        (true, _) => unit.name.to_uppercase(),
        (false, true) => unit.name.to_string(),
        (false, false) => unit.spoken(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_set_as_what_stood_there() {
        let runs =
            |texts: &[&str]| -> Vec<Run> { texts.iter().map(|t| Run { font: None, text: (*t).to_owned() }).collect() };
        for (old, text, expected) in [
            (&["KẾ HOẠCH ", "NĂM 2024"][..], "KẾ HOẠCH NĂM 2025", &["KẾ HOẠCH ", "NĂM 2025"][..]),
            (&["UBND ", "XÃ ……"], "UBND HUYỆN NA RÌ", &["UBND ", "HUYỆN NA RÌ"]),
            (&["XÃ …", "…", " (kèm)"], "HUYỆN (kèm)", &["HUYỆN", " (kèm)"]),
            (&["năm"], "năm 2024", &["năm 2024"]),
            (&["năm ", "…"], "năm 2024", &["năm ", "2024"]),
            (&["a"], "", &[]),
        ] {
            assert_eq!(in_runs(&runs(old), text), runs(expected), "{old:?}");
        }
    }

    #[test]
    fn room_for_a_place_and_a_year_is_filled_and_nothing_else() {
        let unit = |name: &str, kind: &str, level| Unit {
            code: "1".into(),
            name: name.to_owned().into(),
            kind: kind.to_owned().into(),
            level,
            parent: None,
        };
        let (own, above) =
            (unit("Huyện Na Rì", "Huyện", Level::District), unit("Tỉnh Bắc Kạn", "Tỉnh", Level::Province));
        let commune = unit("Xã Côn Minh", "Xã", Level::Commune);
        let titles = Titles {
            own: Some(&own),
            lineage: vec![&above],
            communes: vec![&commune],
            year: Some(2024),
            title: "CHỈ TIÊU NĂM {year}",
            open: vec![Level::Commune],
            agency: true,
        };
        for (line, expected) in [
            ("ỦY BAN NHÂN DÂN XÃ ………", Some("ỦY BAN NHÂN DÂN HUYỆN NA RÌ")),
            ("UBND XÃ ......", Some("UBND HUYỆN NA RÌ")),
            ("UBND XÃ", Some("UBND HUYỆN NA RÌ")),
            ("TM. UBND XÃ …", Some("TM. UBND HUYỆN NA RÌ")),
            ("Xã: ………….", Some("Huyện Na Rì")),
            ("UBND HUYỆN ……", Some("UBND TỈNH BẮC KẠN")),
            ("UBND HUYỆN NA RÌ", Some("ỦY BAN NHÂN DÂN TỈNH BẮC KẠN")),
            ("ỦY BAN NHÂN DÂN XÃ CÔN MINH", Some("ỦY BAN NHÂN DÂN HUYỆN NA RÌ")),
            ("Đơn vị: ………", Some("Đơn vị: Huyện Na Rì")),
            ("Đơn vị tính: ………", None),
            ("(Kèm theo Báo cáo của UBND xã ……… )", Some("(Kèm theo Báo cáo của UBND huyện Na Rì )")),
            (
                "(Kèm theo Kế hoạch của Ủy ban nhân dân xã Côn Minh)",
                Some("(Kèm theo Kế hoạch của Ủy ban nhân dân huyện Na Rì)"),
            ),
            ("UBND XÃ CÔN MINH ĐÔNG", None),
            ("BÁO CÁO NĂM ……", Some("BÁO CÁO NĂM 2024")),
            ("Kế hoạch năm 20…", Some("Kế hoạch năm 2024")),
            ("CHỈ TIÊU NĂM 2023", Some("CHỈ TIÊU NĂM 2024")),
            ("Theo Quyết định ngày 2/3/2023", None),
            ("………, ngày … tháng … năm ……", None),
            ("Các xã đặc biệt khó khăn", None),
            ("Số: …/BC-UBND", None),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),
        ] {
            assert_eq!(titles.filled(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn nobody_stands_above_a_province() {
        let own = Unit {
            code: "19".into(),
            name: "Tỉnh Thái Nguyên".into(),
            kind: "Tỉnh".into(),
            level: Level::Province,
            parent: None,
        };
        let titles = |agency: bool| Titles {
            own: Some(&own),
            lineage: Vec::new(),
            communes: Vec::new(),
            year: Some(2026),
            title: "CHỈ TIÊU NĂM {year}",
            open: vec![Level::Commune],
            agency,
        };
        for (line, expected) in [
            ("UBND HUYỆN ………", Some("")),
            ("UBND HUYỆN NA RÌ", Some("")),
            ("ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN", Some("")),
            ("UBND XÃ/PHƯỜNG ………", Some("UBND TỈNH THÁI NGUYÊN")),
            ("UBND XÃ ………, HUYỆN ………, TỈNH ………", Some("UBND TỈNH THÁI NGUYÊN")),
            ("(Kèm theo Báo cáo của UBND huyện Na Rì)", None),
            ("CÁC HUYỆN, XÃ", None),
        ] {
            assert_eq!(titles(true).filled(line).as_deref(), expected, "{line}");
        }
        // Where the commune has a field instead, the letterhead is the province's own.
        assert_eq!(titles(false).filled("ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"), None);
        assert_eq!(titles(false).filled("Xã: ………").as_deref(), Some("Tỉnh Thái Nguyên"));
    }
}
