//! How many checks ran, how many passed and failed, and which could not be tested and why. A run in which
//! nothing was checked is no good run.

use std::collections::BTreeMap;

use crate::finding::{Code, Lang};
use crate::form::{Form, Role};
use crate::reading::State;
use crate::submission::Identified;
use crate::vietnamese::number::Vietnamese;

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// A file can be opened.
    File,
    /// A submission's unit is known, and it is the only one of its unit.
    Unit,
    /// A submission's period is the round's.
    Period,
    /// A row or a column of figures of the form is there.
    Layout,
    /// A cell can be read in one way.
    Reading,
    /// A figure lies within the form's bounds and is whole where things are counted.
    Range,
    /// Figures hold to a rule of the form.
    Balance,
    /// Figures of several forms or sheets hold to a rule.
    Across,
    /// A printed total is that of its items.
    Printed,
    /// A figure is of the size it had in the last period.
    Previous,
    /// A figure changed as those of other units did.
    Ratio,
    /// A figure that only grows is no less than in the last period.
    Cumulative,
    /// A figure is of the size that other units have.
    Level,
}

impl Check {
    /// The name for people.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Check::File => lang.of("mở được tệp", "files opened"),
            Check::Unit => lang.of("đơn vị, nộp trùng", "unit, duplicates"),
            Check::Period => lang.of("kỳ báo cáo", "period"),
            Check::Layout => lang.of("đủ dòng, cột theo mẫu", "rows and columns of the form"),
            Check::Reading => lang.of("đọc số", "reading"),
            Check::Range => lang.of("giới hạn, số nguyên", "bounds, whole numbers"),
            Check::Balance => lang.of("cân đối trong biểu", "balances of the form"),
            Check::Across => lang.of("cân đối giữa các biểu", "balances across forms"),
            Check::Printed => lang.of("dòng cộng của danh mục", "printed totals of lists"),
            Check::Previous => lang.of("so với kỳ trước", "size against the last period"),
            Check::Ratio => lang.of("mức tăng giảm so với các đơn vị khác", "change against other units"),
            Check::Cumulative => lang.of("lũy kế không giảm", "cumulative figures"),
            Check::Level => lang.of("độ lớn so với các đơn vị khác", "level against other units"),
        }
    }

    /// The name for programs.
    pub fn id(self) -> &'static str {
        match self {
            Check::File => "file",
            Check::Unit => "unit",
            Check::Period => "period",
            Check::Layout => "layout",
            Check::Reading => "reading",
            Check::Range => "range",
            Check::Balance => "balance",
            Check::Across => "across",
            Check::Printed => "printed",
            Check::Previous => "previous",
            Check::Ratio => "ratio",
            Check::Cumulative => "cumulative",
            Check::Level => "level",
        }
    }

    /// Tells whether it is about figures; the others are about where they stand.
    pub fn is_of_figures(self) -> bool {
        !matches!(self, Check::File | Check::Unit | Check::Period | Check::Layout)
    }
}

/// Why something could not be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// A figure that it needs is not given.
    NotGiven,
    /// A figure that it needs could not be used.
    Unusable,
    /// The last period has no such figure.
    NoPrevious,
    /// The last period is the same one, or of another era.
    NotComparable,
    /// Too few units.
    FewUnits,
    /// The figures of the units are nearly all the same, or nearly all 0.
    NoSpread,
    /// The submission of another form is not there.
    NoOtherForm,
}

impl Why {
    /// The reason for people.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Why::NotGiven => lang.of("chưa có số", "for want of figures"),
            Why::Unusable => lang.of("có số không đọc được", "for figures that could not be read"),
            Why::NoPrevious => lang.of("kỳ trước không có số", "for want of a figure of the last period"),
            Why::NotComparable => lang.of("kỳ trước không so sánh được", "as the last period is not comparable"),
            Why::FewUnits => lang.of("quá ít đơn vị để so sánh", "for want of units"),
            Why::NoSpread => lang.of("số của các đơn vị gần như nhau hoặc bằng 0", "as figures are all alike or 0"),
            Why::NoOtherForm => lang.of("không có biểu kia", "for want of the other form"),
        }
    }

    /// The reason for programs.
    pub fn id(self) -> &'static str {
        match self {
            Why::NotGiven => "not_given",
            Why::Unusable => "unusable",
            Why::NoPrevious => "no_previous",
            Why::NotComparable => "not_comparable",
            Why::FewUnits => "few_units",
            Why::NoSpread => "no_spread",
            Why::NoOtherForm => "no_other_form",
        }
    }
}

/// What became of the checks of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// How many found nothing.
    pub passed: usize,
    /// How many found something.
    pub failed: usize,
    /// How many could not be tested.
    pub untested: BTreeMap<Why, usize>,
}

impl Count {
    /// How many ran.
    pub fn ran(&self) -> usize {
        self.passed + self.failed
    }

    /// One that ran.
    pub fn add(&mut self, passes: bool) {
        *(if passes { &mut self.passed } else { &mut self.failed }) += 1;
    }

    /// One that could not be tested.
    pub fn untested(&mut self, why: Why) {
        *self.untested.entry(why).or_default() += 1;
    }

    /// Those of another count as well.
    pub fn join(&mut self, other: &Count) {
        self.passed += other.passed;
        self.failed += other.failed;
        for (why, count) in &other.untested {
            *self.untested.entry(*why).or_default() += count;
        }
    }
}

/// What became of all checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies(BTreeMap<Check, Count>);

impl Tallies {
    /// The count of a check.
    pub fn of(&mut self, check: Check) -> &mut Count {
        self.0.entry(check).or_default()
    }

    /// Each check with its count.
    pub fn iter(&self) -> impl Iterator<Item = (Check, &Count)> {
        self.0.iter().filter(|(_, c)| c.ran() > 0 || !c.untested.is_empty()).map(|(check, count)| (*check, count))
    }

    /// All checks together.
    pub fn all(&self) -> Count {
        let mut all = Count::default();
        for count in self.0.values() {
            all.join(count);
        }
        all
    }

    /// How many checks of figures ran.
    pub fn of_figures(&self) -> usize {
        self.iter().filter(|(check, _)| check.is_of_figures()).map(|(_, count)| count.ran()).sum()
    }

    /// The checks in a sentence: «Đã kiểm tra 812 lần: …».
    pub fn words(&self, lang: Lang) -> String {
        let all = self.all();
        let number = |n: usize| Vietnamese(n.into()).to_string();
        let (ran, passed, failed) = (number(all.ran()), number(all.passed), number(all.failed));
        let why: Vec<String> =
            all.untested.iter().map(|(why, count)| format!("{} {}", number(*count), why.name(lang))).collect();
        let untested = match all.untested.values().sum::<usize>() {
            0 => lang.of(String::from("không có phép nào bị bỏ qua"), String::from("none was left out")),
            n => {
                let (n, why) = (number(n), why.join("; "));
                lang.of(format!("{n} phép không làm được ({why})"), format!("{n} could not be tested ({why})"))
            }
        };
        lang.of(
            format!("Đã làm {ran} phép kiểm tra: {passed} đạt, {failed} không đạt; {untested}."),
            format!("{ran} checks ran: {passed} passed, {failed} failed; {untested}."),
        )
    }
}

/// Counts what reading the submissions has checked: their layout, their cells and their bounds.
pub fn of_reading(forms: &[Form], identified: &[Identified], tallies: &mut Tallies) {
    for one in identified.iter().filter(|i| i.submission.has_form) {
        let Some(form) = forms.get(one.submission.form) else { continue };
        let mut columns: Vec<&str> = Vec::new();
        let mut rows: Vec<&str> = Vec::new();
        for fact in &one.submission.facts {
            if fact.row().starts_with('?') || fact.column().starts_with('?') {
                continue;
            }
            if !columns.contains(&fact.column()) {
                columns.push(fact.column());
            }
            if !form.is_list() && rows.last() != Some(&fact.row()) {
                rows.push(fact.row());
            }
            if fact.state() == State::Text {
                continue;
            }
            let reading = tallies.of(Check::Reading);
            let beyond = fact.codes().iter().any(|c| matches!(c, Code::OutOfBounds | Code::NotWhole));
            match fact.state() {
                State::Blank => reading.untested(Why::NotGiven),
                // A figure beyond the bounds was read.
                state => reading.add(!state.is_unusable() || beyond),
            }
            if fact.state().value().is_some() || beyond {
                tallies.of(Check::Range).add(!beyond);
            }
        }
        let layout = tallies.of(Check::Layout);
        for (_, column) in form.value_columns() {
            layout.add(columns.contains(&column.code.as_str()));
        }
        if !form.is_list() {
            rows.sort_unstable();
            rows.dedup();
            let expected = form.rows.iter().filter(|r| !r.is_group());
            for row in expected {
                layout.add(rows.binary_search(&row.code.as_str()).is_ok());
            }
        } else if form.column_of(Role::Label).is_some() {
            layout.add(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_and_say_why_something_was_not_tested() {
        let mut tallies = Tallies::default();
        tallies.of(Check::Reading).add(true);
        tallies.of(Check::Reading).add(false);
        tallies.of(Check::Balance).untested(Why::NotGiven);
        tallies.of(Check::File).add(true);
        assert_eq!((tallies.all().ran(), tallies.all().passed, tallies.all().failed), (3, 2, 1));
        assert_eq!(tallies.of_figures(), 2);
        assert_eq!(
            tallies.words(Lang::Vi),
            "Đã làm 3 phép kiểm tra: 2 đạt, 1 không đạt; 1 phép không làm được (1 chưa có số)."
        );
        assert_eq!(tallies.iter().map(|(c, _)| c.id()).collect::<Vec<_>>(), ["file", "reading", "balance"]);
    }
}
