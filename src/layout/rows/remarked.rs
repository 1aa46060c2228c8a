//! Labels with a remark in brackets behind them that says nothing of which row is meant: what the row goes by («theo KH
//! 45»), what lies beside it («có biểu 2 kèm theo»), the time of the round («trong năm»), its own figure once more («60
//! người»). All else may be another measure, period, subject or part, and stays a doubt.

use rust_decimal::Decimal;

use crate::form::model::label_key;
use crate::form::{Row, RowIndex};
use crate::intake::{Sheet, Value};
use crate::layout::labels::{row_key, without_brackets};
use crate::period::{Part, named_in};
use crate::vietnamese::measure::Measure;
use crate::vietnamese::number;
use crate::vietnamese::text::{ending_in_brackets, fold};

use super::twice::readings;
use super::{How, Matching};

impl Matching<'_> {
    /// A label of the form in any of its wordings, with such a remark.
    pub(super) fn by_label_without_remark(&mut self, sheet: &Sheet) {
        let claims: Vec<(usize, RowIndex)> = (0..self.rows.len())
            .filter(|at| self.is_open(*at))
            .filter_map(|at| Some((at, self.remarked(sheet, at)?)))
            .collect();
        // Two labels that differ by such remarks alone are told as that row twice.
        for (at, row) in claims {
            self.take(at, row, How::Alike);
        }
    }

    /// The row of the form that a sheet row is but for the remark.
    fn remarked(&self, sheet: &Sheet, at: usize) -> Option<RowIndex> {
        let sheet_row = self.rows.get(at)?;
        let (bare, remark) = ending_in_brackets(sheet_row.label.trim_end_matches([' ', '.', ':', ';', ',']))?;
        let [only] = *self.form.by_label().rows(&row_key(bare, self.form.by_label())) else { return None };
        let row = self.form.row(only).filter(|_| !self.is_taken(only) && !self.has_its_like(only))?;
        let says_nothing = is_source(remark)
            || is_attached(remark)
            || (is_of_round(remark) && !says_time(row) && !is_of_part_of_year(sheet, sheet_row.header.first_row))
            || self.is_own_figure(sheet, at, row, remark);
        (says_nothing && !self.says_percent_of(at, only) && !self.says_another_time(at, only)).then_some(only)
    }

    /// Tells whether another row of the form differs from one by what stands in brackets alone.
    fn has_its_like(&self, of: RowIndex) -> bool {
        let bare = |row: &Row| label_key(&without_brackets(&row.label));
        let own = self.form.row(of).map(bare);
        self.form.indexed_rows().any(|(index, row)| index != of && Some(bare(row)) == own)
    }

    /// Tells whether a remark says the figure beside it again, in the row's measure: «(60 người)» before 60.
    fn is_own_figure(&self, sheet: &Sheet, at: usize, row: &Row, remark: &str) -> bool {
        let Ok(numeral) = number::read(remark) else { return false };
        let (Some(said), Some(own)) = (Measure::parse(numeral.tail), row.figure.dimension.as_ref()) else {
            return false;
        };
        // «Số người … (60 người)» says what it counts, even where the form counts «lượt người».
        let in_label = || said.is_counted() && row.keys.iter().any(|key| key.says(&label_key(&said.name())));
        let same = own.is_counted() && (said.factor_to(own) == Some(Decimal::ONE) || in_label());
        let beside = self.rows.get(at).map(|r| &r.measure);
        let as_in_form = beside.is_none_or(|beside| beside.is_empty() || *beside == fold(&row.figure.measure));
        let said: Vec<Decimal> = numeral.readings.iter().map(|reading| reading.value.normalize()).collect();
        let figures: Vec<&Value> = self.figures(sheet, at).into_iter().flatten().collect();
        same && as_in_form && figures.iter().any(|figure| readings(figure).iter().any(|value| said.contains(value)))
    }
}

/// «theo KH 45», «theo Quyết định số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng Chính phủ»: a paper with its number. One
/// that is named by a year («theo KH 2023») may be that year's.
fn is_source(remark: &str) -> bool {
    const KINDS: &[&str] = &[
        "kế hoạch",
        "kh",
        "quyết định",
        "qđ",
        "công văn",
        "cv",
        "nghị quyết",
        "nq",
        "văn bản",
        "vb",
        "hướng dẫn",
        "hd",
        "thông báo",
        "tb",
        "thông tư",
        "tt",
        "nghị định",
        "nđ",
        "chỉ thị",
        "ct",
        "tờ trình",
        "ttr",
        "đề án",
    ];
    const REST: &[&str] = &[
        "ngày",
        "của",
        "ubnd",
        "hđnd",
        "tỉnh",
        "huyện",
        "xã",
        "chính phủ",
        "thủ tướng",
        "ttg",
        "cp",
        "bộ",
        "ubdt",
        "bldtbxh",
        "bnnptnt",
        "btc",
        "bkhđt",
    ];
    let key = fold(remark);
    let Some((_, rest)) = key.around(&fold("theo")).filter(|(before, _)| before.is_empty()) else { return false };
    let known = |words: &[&str]| -> Vec<String> { words.iter().map(|w| fold(w).as_str().to_owned()).collect() };
    let kinds = known(KINDS);
    let Some(kind) = kinds.iter().find(|kind| rest.begins(&fold(kind))) else { return false };
    let rest: Vec<&str> = rest.words().skip(kind.split(' ').count()).collect();
    let number = match rest.as_slice() {
        [first, number @ ..] if *first == fold("số").as_str() => number,
        all => all,
    };
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let named = number.first().is_some_and(|first| is_number(first) && !is_year(first));
    let (codes, words) = (known(KINDS), known(REST));
    let said = |word: &&str| {
        is_number(word) || codes.iter().chain(&words).any(|known| known.split(' ').any(|part| part == *word))
    };
    named && number.iter().all(said)
}

/// «có biểu 2 kèm theo», «chi tiết tại phụ lục 01», «xem danh sách đính kèm».
fn is_attached(remark: &str) -> bool {
    const WORDS: &[&str] = &[
        "có", "xem", "chi", "tiết", "tại", "theo", "kèm", "đính", "danh", "sách", "biểu", "bảng", "phụ", "lục", "văn",
        "bản", "số", "mẫu",
    ];
    const PAPERS: &[&str] = &["kèm", "danh sách", "biểu", "bảng", "phụ lục", "chi tiết"];
    let key = fold(remark);
    let number = |word: &str| word.len() < 3 && word.chars().all(|c| c.is_ascii_digit());
    let known = |word: &str| number(word) || WORDS.iter().any(|w| fold(w).as_str() == word);
    key.words().all(known) && PAPERS.iter().any(|paper| key.says(&fold(paper)))
}

/// «trong năm», «trong kỳ báo cáo»: of the round itself.
fn is_of_round(remark: &str) -> bool {
    const TIMES: &[&str] =
        &["trong năm", "trong năm báo cáo", "năm báo cáo", "trong kỳ", "trong kỳ báo cáo", "kỳ báo cáo"];
    TIMES.iter().any(|time| fold(remark) == fold(time))
}

/// Tells whether a row's own label says of which time it is: beside «lũy kế» the year alone is another figure.
fn says_time(row: &Row) -> bool {
    const TIMES: &[&str] = &["năm", "quý", "tháng", "kỳ", "lũy kế", "giai đoạn", "đầu", "cuối", "đến"];
    row.keys.iter().any(|key| TIMES.iter().any(|time| key.says(&fold(time))))
}

/// Tells whether the lines above a table name a part of a year: the year is another time then.
fn is_of_part_of_year(sheet: &Sheet, table: u32) -> bool {
    let above = sheet.rows().take_while(|(row, _)| *row < table);
    let mut texts = above.flat_map(|(_, cells)| cells.iter().filter_map(|cell| Some(cell.text()?.to_owned())));
    texts.any(|text| named_in(&text).iter().any(|period| period.part != Part::Whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_told_from_what_may_be_another_figure() {
        for remark in [
            "theo KH 45",
            "theo Kế hoạch số 45/KH-UBND",
            "Theo QĐ số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng Chính phủ",
            "theo CV 12",
        ] {
            assert!(is_source(remark), "{remark}");
        }
        for remark in
            ["theo KH 2023", "theo KH", "theo KH năm 2023", "theo BC 12", "KH 45", "theo KH 45, thực hiện", "45"]
        {
            assert!(!is_source(remark), "{remark}");
        }
        for remark in ["có danh sách kèm theo", "chi tiết tại phụ lục 01", "biểu 2", "có văn bản kèm theo"]
        {
            assert!(is_attached(remark), "{remark}");
        }
        for remark in ["bản", "số 2", "theo", "danh sách hộ nghèo", "phụ lục 2023", "biểu nữ"] {
            assert!(!is_attached(remark), "{remark}");
        }
    }
}
