//! The period of each submission: from its titles, its column headings and its file name.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::identity::{Problem, Source};
use crate::finding::{Finding, Lang};
use crate::period::{Part, Period, in_file_name, named_in_titles};
use crate::register::Era;
use crate::submission::{Identified, Submission};

/// What a submission says about its period.
#[derive(Debug, Clone, Default)]
struct Said {
    titles: BTreeSet<Period>,
    headings: BTreeSet<Period>,
    file: Option<Period>,
}

fn said(submission: &Submission) -> Said {
    // What a level below settled is settled; so is what a blank was made for.
    if let Some(recorded) = &submission.recorded {
        return Said { titles: recorded.period.into_iter().collect(), ..Said::default() };
    }
    if let Some(period) = submission.stamp.as_ref().and_then(|stamp| stamp.period) {
        return Said { titles: BTreeSet::from([period]), ..Said::default() };
    }
    Said {
        titles: named_in_titles(&submission.titles),
        headings: submission.heading_years.iter().map(|y| Period::year(*y)).collect(),
        file: in_file_name(submission.file.rsplit('/').next().unwrap_or(&submission.file)),
    }
}

impl Said {
    /// The period inside the file, where it says one.
    fn inside(&self) -> Inside {
        let both: Vec<Period> = self.titles.intersection(&self.headings).copied().collect();
        let either: Vec<Period> = self.titles.union(&self.headings).copied().collect();
        match (both.as_slice(), either.as_slice()) {
            ([one], _) | (_, [one]) => Inside::One(*one),
            ([], []) => Inside::Silent,
            // A heading of a year under a title of a part of that year says the same.
            _ => match (
                self.titles.iter().collect::<Vec<_>>().as_slice(),
                self.headings.iter().collect::<Vec<_>>().as_slice(),
            ) {
                ([title], [heading]) if title.year == heading.year => Inside::One(**title),
                _ => Inside::Several,
            },
        }
    }

    fn sayings(&self) -> Vec<(Source, String)> {
        let sets = [(Source::Title, &self.titles), (Source::Heading, &self.headings)];
        let mut sayings: Vec<(Source, String)> = sets
            .into_iter()
            .filter(|(_, set)| !set.is_empty())
            .map(|(source, set)| (source, set.iter().map(|p| p.to_string()).collect::<Vec<_>>().join(", ")))
            .collect();
        sayings.extend(self.file.map(|p| (Source::FileName, p.to_string())));
        sayings
    }
}

enum Inside {
    Silent,
    One(Period),
    Several,
}

/// The period that a submission is about, by what it says itself.
pub fn named(submission: &Submission) -> Option<Period> {
    let said = said(submission);
    match said.inside() {
        Inside::One(period) => Some(period),
        Inside::Silent => said.file,
        Inside::Several => None,
    }
}

/// How many are about each period that any is about.
fn votes(named: impl Iterator<Item = Option<Period>>) -> BTreeMap<Period, usize> {
    let mut votes: BTreeMap<Period, usize> = BTreeMap::new();
    for period in named.flatten() {
        *votes.entry(period).or_default() += 1;
    }
    votes
}

fn votes_of(submissions: &[Submission]) -> BTreeMap<Period, usize> {
    votes(submissions.iter().filter(|s| s.has_form).map(named))
}

/// The era of the periods that submissions are about, where all are of one.
pub fn era(submissions: &[Submission]) -> Option<Era> {
    let mut eras = votes_of(submissions).into_keys().map(Era::of);
    let first = eras.next()?;
    eras.all(|era| era == first).then_some(first)
}

/// The period that each form is about, where they are several, of what each submission names: that of more than half of
/// the form's, all inside one year. (A plan for the year, and what was paid out in a quarter of it. Of other years, or of
/// two quarters, some were sent by mistake.)
pub fn of_each<F: Ord>(submissions: impl Iterator<Item = (F, Option<Period>)>) -> Option<BTreeMap<F, Period>> {
    let mut by_form: BTreeMap<F, Vec<Option<Period>>> = BTreeMap::new();
    for (form, named) in submissions {
        by_form.entry(form).or_default().push(named);
    }
    let most = |named: Vec<Option<Period>>| {
        let half = named.len() / 2;
        votes(named.into_iter()).into_iter().find(|(_, n)| *n > half).map(|(period, _)| period)
    };
    let each: BTreeMap<F, Period> =
        by_form.into_iter().map(|(form, named)| Some((form, most(named)?))).collect::<Option<_>>()?;
    let differ = each.values().any(|period| Some(period) != each.values().next());
    let nested = |one: &Period| each.values().all(|other| one.lies_in(*other) || other.lies_in(*one));
    (differ && each.values().all(nested)).then_some(each)
}

/// The period that most submissions are about, if one is ahead.
pub fn commonest(submissions: &[Submission]) -> Option<Period> {
    let votes = votes_of(submissions);
    let most = votes.values().copied().max()?;
    let mut ahead = votes.into_iter().filter(|(_, n)| *n == most).map(|(p, _)| p);
    match (ahead.next(), ahead.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// The file is about another period than the round, or about none for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotOfRound;

/// Settles a submission's period against the round's.
///
/// # Errors
/// The file does not belong to the round; the finding says why.
pub fn settle(
    submission: &Submission,
    round: Option<Period>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Period>, NotOfRound> {
    let said = said(submission);
    let mut report = |problem| findings.push(Finding::of_file(&submission.file, problem));
    let Some(round) = round else {
        return match said.inside() {
            Inside::One(period) => Ok(Some(period)),
            Inside::Silent if said.file.is_some() => Ok(said.file),
            Inside::Silent => {
                report(Problem::UnknownPeriod);
                Ok(None)
            }
            Inside::Several => {
                report(Problem::PeriodsDisagree { said: said.sayings(), used: None });
                Err(NotOfRound)
            }
        };
    };
    let agrees = |p: Period| p == round;
    match said.inside() {
        Inside::One(period) if !agrees(period) => {
            report(Problem::OtherPeriod { found: period.spoken(Lang::Vi), expected: round.spoken(Lang::Vi) });
            return Err(NotOfRound);
        }
        Inside::Several if !said.titles.union(&said.headings).any(|p| agrees(*p)) => {
            report(Problem::PeriodsDisagree { said: said.sayings(), used: None });
            return Err(NotOfRound);
        }
        // Several periods inside, the round's among them; the headings of the columns read decide.
        Inside::Several if !said.headings.is_empty() && !said.headings.iter().any(|p| p.year == round.year) => {
            report(Problem::PeriodsDisagree { said: said.sayings(), used: None });
            return Err(NotOfRound);
        }
        // A month may be when it was sent.
        Inside::Silent if said.file.is_some_and(|f| f.year != round.year || is_another_part(f, round)) => {
            report(Problem::OtherPeriod {
                found: said.file.map(|f| f.spoken(Lang::Vi)).unwrap_or_default(),
                expected: round.spoken(Lang::Vi),
            });
            return Err(NotOfRound);
        }
        _ => {}
    }
    let month_of_name =
        matches!(said.inside(), Inside::Silent) && said.file.is_some_and(|f| f.part != Part::Whole && f != round);
    let other_title = !said.titles.is_empty() && !said.titles.iter().any(|t| t.year == round.year);
    let other_heading = !said.headings.is_empty() && !said.headings.iter().any(|h| h.year == round.year);
    if said.file.is_some_and(|f| f.year != round.year) || other_title || other_heading || month_of_name {
        report(Problem::PeriodsDisagree { said: said.sayings(), used: Some(round.to_string()) });
    }
    Ok(Some(round))
}

/// Tells whether a file's name says a quarter or a half that is not the round's.
fn is_another_part(named: Period, round: Period) -> bool {
    named != round && !matches!(named.part, Part::Whole | Part::Month(_))
}

/// Leaves out submissions of one form that are of several periods, where none of those is that of the round: they do
/// not add up, and to choose would be to guess.
pub fn refuse_several(submissions: &mut [Identified], findings: &mut Vec<Finding>) {
    let mut periods: BTreeMap<usize, BTreeSet<Period>> = BTreeMap::new();
    for one in submissions.iter().filter(|one| one.counts) {
        periods.entry(one.submission.form).or_default().extend(one.period);
    }
    periods.retain(|_, periods| periods.len() > 1);
    for one in submissions.iter_mut().filter(|one| one.counts) {
        if let (Some(found), Some(periods)) = (one.period, periods.get(&one.submission.form)) {
            one.counts = false;
            let problem = Problem::PeriodOpen { found, periods: periods.iter().copied().collect() };
            findings.push(Finding::of_file(&one.submission.file, problem));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    fn submission(file: &str, titles: &[&str], years: &[u16]) -> Submission {
        Submission {
            file: file.into(),
            titles: titles.iter().map(|t| (*t).to_owned()).collect(),
            heading_years: years.to_vec(),
            has_form: true,
            recognised: true,
            ..Submission::default()
        }
    }

    #[test]
    fn forms_are_of_several_periods_where_most_of_each_are_and_one_holds_the_others() {
        for (sent, expected) in [
            ("a 2024, b 2024-Q3", "a 2024, b 2024-Q3"),
            ("a 2024-H1, b 2024-Q1, c 2024-03", "a 2024-H1, b 2024-Q1, c 2024-03"),
            ("a 2024, a 2024, a 2023, b 2024-Q3", "a 2024, b 2024-Q3"),
            // One period; another year, another quarter; half of a form's; forms that name none.
            ("a 2024, b 2024", ""),
            ("a 2024, b 2023-Q3", ""),
            ("a 2024-Q2, b 2024-Q3", ""),
            ("a 2024, b 2024-Q3, b 2024-Q2", ""),
            ("a 2024, b 2024-Q3, b -", ""),
            ("a 2024, b -", ""),
        ] {
            let read =
                |one: &'static str| one.split_once(' ').map(|(form, period)| (form, period.parse().ok())).unwrap();
            let each = of_each(sent.split(", ").map(read)).unwrap_or_default();
            let each: Vec<String> = each.iter().map(|(form, period)| format!("{form} {period}")).collect();
            assert_eq!(each.join(", "), expected, "{sent}");
        }
    }

    #[test]
    fn a_file_is_of_the_round_or_is_told() {
        let title = "CHỈ TIÊU KẾ HOẠCH NĂM 2024";
        let kem_theo = "(Kèm theo Kế hoạch số 1/KH-UBND ngày 2 tháng 1 năm 2023 của UBND xã)";
        for (file, titles, years, round, expected) in [
            ("a.xlsx", &[title, kem_theo][..], &[2024][..], Some("2024"), "2024"),
            ("a.xlsx", &[title], &[], None, "2024"),
            ("a.xlsx", &[], &[], Some("2024"), "2024"),
            ("a 2023.xlsx", &[title], &[2024], Some("2024"), "2024 PB108"),
            ("a.xlsx", &["CHỈ TIÊU KẾ HOẠCH NĂM 2023"], &[2024], Some("2024"), "2024 PB108"),
            ("a.xlsx", &["Ước thực hiện năm 2023, kế hoạch năm 2024"], &[2024], Some("2024"), "2024"),
            ("a.xlsx", &["KẾ HOẠCH NĂM 2023"], &[2023], Some("2024"), "out PB110"),
            ("a.xlsx", &[title], &[2023], None, "out PB109"),
            ("a.xlsx", &[], &[], None, "none PB107"),
            ("a 2023.xlsx", &[], &[], Some("2024"), "out PB110"),
            ("a.xlsx", &["Báo cáo quý I năm 2024"], &[2024], Some("2024-Q1"), "2024-Q1"),
        ] {
            let mut findings = Vec::new();
            let outcome =
                match settle(&submission(file, titles, years), round.map(|r| r.parse().unwrap()), &mut findings) {
                    Ok(Some(period)) => period.to_string(),
                    Ok(None) => "none".to_owned(),
                    Err(NotOfRound) => "out".to_owned(),
                };
            let codes: Vec<&str> = findings.iter().map(Finding::code).map(Code::id).collect();
            assert_eq!(
                format!("{outcome} {}", codes.join(" ")).trim(),
                expected,
                "{file} {titles:?} {years:?} {round:?}"
            );
        }
    }
}
