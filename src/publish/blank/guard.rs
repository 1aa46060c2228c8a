//! What keeps a cell clean while it is typed: formulas for totals, validation with its messages, and the checks
//! that turn red in Excel itself.
//!
//! Every formula is of functions that Excel and LibreOffice calculate alike, and none stumbles over a word among
//! figures: `SUM` and `COUNT` pass words over, and what compares or divides asks first.

use rust_decimal::Decimal;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Formula};

use crate::finding::Lang;
use crate::form::{Figure, Kind, Over};
use crate::publish::PublishError;
use crate::vietnamese::number::Vietnamese;
use crate::vietnamese::symbol::Nothing;
use crate::vietnamese::text::shorten;

use super::plan::{Cell, Check, Computed};
use super::words::Words;

/// The longest formula that Excel takes, with room to spare.
const LONGEST: usize = 8000;

/// Names the cells of a table as formulas do.
pub(super) struct Names<'a> {
    /// The first line of the table.
    pub first: u32,
    /// The words that may stand for a figure.
    pub words: &'a Words,
}

impl Names<'_> {
    /// The address of a cell.
    pub fn at(&self, (line, column): Cell) -> String {
        let row = u64::from(self.first) + line as u64 + 1;
        format!("{}{row}", crate::address::ColumnName(u32::try_from(column).unwrap_or(0)))
    }

    /// Cells as arguments of `SUM` and `COUNT`, neighbours in a column together.
    fn list(&self, cells: &[Cell]) -> String {
        let mut runs: Vec<(Cell, Cell)> = Vec::new();
        for cell in cells {
            match runs.last_mut() {
                Some((_, last)) if (last.0 + 1, last.1) == *cell => *last = *cell,
                _ => runs.push((*cell, *cell)),
            }
        }
        let name = |(from, to): &(Cell, Cell)| match from == to {
            true => self.at(*from),
            false => format!("{}:{}", self.at(*from), self.at(*to)),
        };
        runs.iter().map(name).collect::<Vec<_>>().join(",")
    }

    /// Tells of each of some cells whether it holds one of some words.
    fn any_is(&self, cells: &[Cell], words: &[String]) -> String {
        let one = |cell: &Cell| words.iter().map(|w| format!("{}={}", self.at(*cell), quoted(w))).collect::<Vec<_>>();
        format!("OR({})", cells.iter().flat_map(one).collect::<Vec<_>>().join(","))
    }

    /// The formula of a computed cell; nothing where Excel could not hold it.
    pub fn formula(&self, computed: &Computed) -> Option<Formula> {
        let text = match computed {
            Computed::Sum(parts) => self.sum(parts),
            Computed::Ratio { over, under, factor } => self.ratio(*over, under, *factor),
        };
        (text.len() < LONGEST).then(|| Formula::new(format!("={text}")).set_result(""))
    }

    /// The sum of some parts. A total is one only where every part is there: while one is blank it is blank, and
    /// where one was not collected, so is the total; what comes of the others would be read as the whole.
    fn sum(&self, parts: &[(bool, Cell)]) -> String {
        let of = |minus: bool| -> Vec<Cell> { parts.iter().filter(|(m, _)| *m == minus).map(|(_, c)| *c).collect() };
        let (plus, minus) = (of(false), of(true));
        let cells: Vec<Cell> = parts.iter().map(|(_, cell)| *cell).collect();
        let sums = match (plus.is_empty(), minus.is_empty()) {
            (_, true) => format!("SUM({})", self.list(&plus)),
            (true, _) => format!("-SUM({})", self.list(&minus)),
            _ => format!("SUM({})-SUM({})", self.list(&plus), self.list(&minus)),
        };
        let nil = self.any_is(&cells, &self.words.of(Nothing::Nil));
        let given = format!("IF(COUNT({})>0,{sums},IF({nil},\"-\",\"x\"))", self.list(&cells));
        format!("IF({},{given},{})", self.all_given(&cells), self.lacking(&cells))
    }

    /// That each of some cells has a number, or a word that stands for none.
    fn all_given(&self, cells: &[Cell]) -> String {
        let words: Vec<String> =
            [Nothing::Nil, Nothing::NotApplicable].into_iter().flat_map(|kind| self.words.of(kind)).collect();
        let word =
            |cell: &Cell| words.iter().map(|w| format!("({}={})", self.at(*cell), quoted(w))).collect::<Vec<_>>();
        let worded: Vec<String> = cells.iter().flat_map(word).collect();
        format!("COUNT({})+{}={}", self.list(cells), worded.join("+"), cells.len())
    }

    /// What stands for a total that lacks parts: nothing while one is blank, else that it was not collected.
    fn lacking(&self, cells: &[Cell]) -> String {
        let blank: Vec<String> = cells.iter().map(|c| format!("LEN({})=0", self.at(*c))).collect();
        format!("IF(OR({}),\"\",\"…\")", blank.join(","))
    }

    /// A quotient: as a total, one only where all parts are there; of nothing by nothing it does not apply.
    fn ratio(&self, over: Cell, under: &[Cell], factor: Decimal) -> String {
        let cells: Vec<Cell> = std::iter::once(over).chain(under.iter().copied()).collect();
        let (top, bottom) = (self.at(over), self.list(under));
        let times = if factor == Decimal::ONE { String::new() } else { format!("*{}", factor.normalize()) };
        let value = format!("IF(SUM({bottom})=0,\"x\",SUM({top})/SUM({bottom}){times})");
        format!("IF({},{value},{})", self.all_given(&cells), self.lacking(&cells))
    }

    /// That a cell holds a number which is not whole, or lies outside the bounds.
    fn outside(&self, cell: Cell, figure: &Figure) -> String {
        let name = self.at(cell);
        let mut tests = Vec::new();
        tests.extend(figure.min.map(|min| format!("{name}<{}", min.normalize())));
        tests.extend(figure.max.map(|max| format!("{name}>{}", max.normalize())));
        if tests.is_empty() {
            "FALSE".to_owned()
        } else {
            format!("IF(ISNUMBER({name}),OR({}),FALSE)", tests.join(","))
        }
    }

    fn broken(&self, cell: Cell, figure: &Figure) -> Option<String> {
        let name = self.at(cell);
        (figure.kind == Kind::Integer).then(|| format!("IF(ISNUMBER({name}),{name}<>INT({name}),FALSE)"))
    }

    /// That a cell holds words which are none of those that may stand there.
    fn wordy(&self, cell: Cell) -> String {
        let name = self.at(cell);
        // Not MATCH, to which «?» and «*» are any text.
        format!("IF(ISTEXT({name}),AND(LEN({name})>0,SUMPRODUCT(--({}={name}))=0),FALSE)", self.words.name)
    }

    /// That what is typed is none of what may be typed: for a format that marks the cell.
    pub fn wrong(&self, cell: Cell, figure: &Figure) -> Formula {
        let tests = [Some(self.wordy(cell)), self.broken(cell, figure), Some(self.outside(cell, figure))];
        Formula::new(format!("=OR({})", tests.into_iter().flatten().collect::<Vec<_>>().join(",")))
    }

    /// That a check fails.
    pub fn fails(&self, left: Cell, check: &Check) -> String {
        let name = self.at(left);
        match check {
            Check::AtMost(parts) => {
                let list = self.list(parts);
                format!(
                    "IF(AND(COUNT({list})>0,OR(COUNT({name})=1,{name}=\"-\")),OR(MAX({list})>SUM({name}),SUM({list})>SUM({name})),FALSE)"
                )
            }
            Check::Sum { parts, .. } => {
                let cells: Vec<Cell> = parts.iter().map(|(_, cell)| *cell).collect();
                let nil: Vec<String> = cells.iter().map(|c| format!("({}=\"-\")", self.at(*c))).collect();
                let term =
                    |(minus, cell): &(bool, Cell)| format!("{}SUM({})", if *minus { "-" } else { "+" }, self.at(*cell));
                let sum: String = parts.iter().map(term).collect();
                let sum = sum.trim_start_matches('+');
                format!(
                    "IF(AND(OR(COUNT({name})=1,{name}=\"-\"),COUNT({})+{}={}),ABS(SUM({name})-({sum}))>0.005,FALSE)",
                    self.list(&cells),
                    nil.join("+"),
                    cells.len()
                )
            }
        }
    }

    /// That a sum lacks parts which were not collected, so that there is none.
    pub fn partial(&self, computed: &Computed) -> Option<String> {
        let Computed::Sum(parts) = computed else { return None };
        let cells: Vec<Cell> = parts.iter().map(|(_, cell)| *cell).collect();
        let open = self.any_is(&cells, &self.words.of(Nothing::NotCollected));
        Some(format!("AND(COUNT({})>0,{open})", self.list(&cells)))
    }

    /// That a figure is far from that of the last period, which stands in another column.
    pub fn far(&self, cell: Cell, before: Cell) -> String {
        let (now, then) = (self.at(cell), self.at(before));
        format!("IF(COUNT({now},{then})=2,IF(AND({now}>0,{then}>0),OR({now}>100*{then},100*{now}<{then}),FALSE),FALSE)")
    }

    /// What is to be looked at in a line, the gravest first, in a few words.
    pub fn remarks(&self, line: &Watched<'_>, lang: Lang) -> Formula {
        let each = |test: &dyn Fn(Cell, &Figure) -> Option<String>| -> Vec<String> {
            line.inputs.iter().filter_map(|(cell, figure)| test(*cell, figure)).collect()
        };
        let mut tests: Vec<(Vec<String>, &str)> = vec![
            (each(&|cell, _| Some(self.wordy(cell))), remark(Remark::Wordy, lang)),
            (each(&|cell, figure| self.broken(cell, figure)), remark(Remark::NotWhole, lang)),
            (
                each(&|cell, figure| Some(self.outside(cell, figure)).filter(|t| t != "FALSE")),
                remark(Remark::Outside, lang),
            ),
        ];
        for (left, check) in line.checks {
            tests.push((vec![self.fails(*left, check)], remark(Remark::of(check), lang)));
        }
        let ratios = line.computed.iter().map(|(cell, figure)| self.outside(*cell, figure)).filter(|t| t != "FALSE");
        tests.push((ratios.collect(), remark(Remark::Outside, lang)));
        let small = each(&|cell, figure| {
            let name = self.at(cell);
            (figure.kind == Kind::Percent && !figure.below_one)
                .then(|| format!("IF(ISNUMBER({name}),AND({name}<>0,ABS({name})<1),FALSE)"))
        });
        let blanks: Vec<String> = line.inputs.iter().map(|(cell, _)| self.at(*cell)).collect();
        let blank = |name: &String| format!("LEN({name})=0");
        if let Some(named) = &line.named {
            // A free line is blank as long as nothing stands in it.
            let given = named.iter().map(|n| format!("LEN({n})>0")).chain(blanks.iter().map(|n| format!("LEN({n})>0")));
            let label = named.first().cloned().unwrap_or_default();
            let given: Vec<String> = given.collect();
            tests.push((vec![format!("AND(LEN({label})=0,OR({}))", given.join(","))], remark(Remark::Unnamed, lang)));
            let open = format!("AND(LEN({label})>0,OR({}))", blanks.iter().map(blank).collect::<Vec<_>>().join(","));
            tests.push((if blanks.is_empty() { Vec::new() } else { vec![open] }, remark(Remark::Blank, lang)));
        } else {
            tests.push((blanks.iter().map(blank).collect(), remark(Remark::Blank, lang)));
        }
        tests.push((line.partial.clone(), remark(Remark::Partial, lang)));
        tests.push((small, remark(Remark::BelowOne, lang)));
        tests.push((line.before.iter().map(|(now, then)| self.far(*now, *then)).collect(), remark(Remark::Far, lang)));
        let mut text = "\"\"".to_owned();
        for (tests, words) in tests.into_iter().rev().filter(|(tests, _)| !tests.is_empty()) {
            let longer = format!("IF(OR({}),{},{text})", tests.join(","), quoted(words));
            // What does not fit is checked when the workbook comes back.
            if longer.len() < LONGEST {
                text = longer;
            }
        }
        Formula::new(format!("={text}")).set_result("")
    }
}

/// A line with what is checked in it.
pub(super) struct Watched<'a> {
    /// The cells that are typed.
    pub inputs: Vec<(Cell, &'a Figure)>,
    /// The cells that are computed.
    pub computed: Vec<(Cell, &'a Figure)>,
    /// What is held against what.
    pub checks: &'a [(Cell, Check)],
    /// That sums lack parts.
    pub partial: Vec<String>,
    /// Cells with that of the last period.
    pub before: Vec<(Cell, Cell)>,
    /// Of a free line the cells of words, its name first.
    pub named: Option<Vec<String>>,
}

/// What may be said of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remark {
    Wordy,
    NotWhole,
    Outside,
    PartAboveWhole,
    RowsDiffer,
    ColumnsDiffer,
    Unnamed,
    Blank,
    Partial,
    BelowOne,
    Far,
}

impl Remark {
    /// What is said of a check that fails.
    fn of(check: &Check) -> Self {
        match check {
            Check::AtMost(_) => Remark::PartAboveWhole,
            Check::Sum { over: Over::Rows, .. } => Remark::RowsDiffer,
            Check::Sum { over: Over::Columns, .. } => Remark::ColumnsDiffer,
        }
    }

    /// Those that are no faults: something is still to be typed, or to be looked at again.
    pub const MILD: [Remark; 4] = [Remark::Blank, Remark::Partial, Remark::BelowOne, Remark::Far];
}

/// A remark in words.
pub(super) fn remark(remark: Remark, lang: Lang) -> &'static str {
    match remark {
        Remark::Wordy => lang.of("Có ô ghi chữ, không phải số", "Words where a number is due"),
        Remark::NotWhole => lang.of("Không phải số nguyên", "Not a whole number"),
        Remark::Outside => lang.of("Ngoài khoảng cho phép", "Outside the bounds"),
        Remark::PartAboveWhole => lang.of("Trong đó lớn hơn tổng", "A part exceeds the whole"),
        Remark::RowsDiffer => lang.of("Không bằng tổng các dòng", "Not the sum of the rows"),
        Remark::ColumnsDiffer => lang.of("Không bằng tổng các cột", "Not the sum of the columns"),
        Remark::Unnamed => lang.of("Thiếu tên", "No name"),
        Remark::Blank => lang.of("Chưa điền", "To be filled in"),
        Remark::Partial => lang.of("Không có tổng: có phần ghi …", "No total: … stands among the parts"),
        Remark::BelowOne => lang.of("Nhỏ hơn 1%: 82,5% thì gõ 82,5", "Below 1%: for 82.5% type 82.5"),
        Remark::Far => lang.of("Khác xa kỳ trước", "Far from the last period"),
    }
}

/// A text in a formula.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// What may be typed into a cell, and what is said of it. `then` is the figure of the last period.
pub(super) fn validation(
    names: &Names<'_>,
    cell: Cell,
    figure: &Figure,
    then: Option<&str>,
    lang: Lang,
) -> Result<DataValidation, PublishError> {
    let name = names.at(cell);
    let mut tests: Vec<String> = Vec::new();
    tests.extend(figure.min.map(|min| format!("{name}>={}", min.normalize())));
    tests.extend(figure.max.map(|max| format!("{name}<={}", max.normalize())));
    if figure.kind == Kind::Integer {
        tests.push(format!("{name}=INT({name})"));
    }
    let number = match tests.is_empty() {
        true => format!("ISNUMBER({name})"),
        false => format!("IF(ISNUMBER({name}),AND({}),FALSE)", tests.join(",")),
    };
    let rule = Formula::new(format!("=OR({number},SUMPRODUCT(--({}={name}))>0)", names.words.name));
    let asked = asked(figure, lang);
    let signs = lang.of(
        "Không phát sinh: gõ - ; chưa có số liệu: gõ … ; không áp dụng: gõ x.",
        "Nothing arose: type - ; not collected: type … ; does not apply: type x.",
    );
    let then = then.map(|t| lang.of(format!("Kỳ trước: {t}. "), format!("Last period: {t}. "))).unwrap_or_default();
    let message = shorten(&format!("{then}{asked} {signs}"), 250);
    let refused = lang.of("Chưa đúng.", "Not accepted.");
    Ok(DataValidation::new()
        .allow_custom(rule)
        .ignore_blank(true)
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_input_title(shorten(&title(figure, lang), 32))?
        .set_input_message(&message)?
        .set_error_title(lang.of("Không nhận giá trị này", "This cannot be typed here"))?
        .set_error_message(shorten(&format!("{refused} {asked} {signs}"), 250))?)
}

/// The kind of figure with its measure.
fn title(figure: &Figure, lang: Lang) -> String {
    let kind = match figure.kind {
        Kind::Integer => lang.of("Số nguyên", "Whole number"),
        Kind::Percent => lang.of("Tỷ lệ phần trăm", "Percentage"),
        Kind::Number | Kind::Group => lang.of("Số", "Number"),
    };
    match figure.measure.is_empty() || figure.kind == Kind::Percent {
        true => kind.to_owned(),
        false => format!("{kind} ({})", figure.measure),
    }
}

/// What is to be typed, in a sentence.
fn asked(figure: &Figure, lang: Lang) -> String {
    let shown = |value: Decimal| Vietnamese(value.normalize()).to_string();
    let bounds = match (figure.min, figure.max) {
        (Some(min), Some(max)) => lang.of(
            format!(" từ {} đến {}", shown(min), shown(max)),
            format!(" from {} to {}", min.normalize(), max.normalize()),
        ),
        (Some(min), None) if min.is_zero() => lang.of(" không âm".to_owned(), " of 0 or more".to_owned()),
        (Some(min), None) => lang.of(format!(" từ {}", shown(min)), format!(" of {} or more", min.normalize())),
        (None, Some(max)) => lang.of(format!(" đến {}", shown(max)), format!(" up to {}", max.normalize())),
        (None, None) => String::new(),
    };
    match figure.kind {
        Kind::Integer => lang.of(
            format!("Nhập số nguyên{bounds}, ví dụ 1234 (không gõ dấu chấm ngăn nghìn)."),
            format!("Type a whole number{bounds}, such as 1234 (no separator of thousands)."),
        ),
        Kind::Percent => lang.of(
            format!("Nhập tỷ lệ theo điểm phần trăm{bounds}: tám mươi hai phẩy năm phần trăm thì gõ 82,5, không gõ dấu % (dấu phẩy hay chấm: xem trang Hướng dẫn)."),
            format!("Type the percentage in points{bounds}: 82.5 for 82.5 %, without % (comma or point: see the guide)."),
        ),
        Kind::Number | Kind::Group => lang.of(
            format!("Nhập số{bounds}, ví dụ 18,9; không gõ dấu ngăn nghìn (dấu phẩy hay chấm: xem trang Hướng dẫn)."),
            format!("Type a number{bounds}, such as 18.9; no separator of thousands (comma or point: see the guide)."),
        ),
    }
}
