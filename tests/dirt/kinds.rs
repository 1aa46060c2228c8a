//! The ways in which offices dirty a figure, each with what must come of it.
//!
//! Sources: «Numbers seen as text» and «Symbols of nothing» of the field notes that the README of the
//! project names, the real appendix of xã Côn Minh, and number strings of real workbooks.

use rust_decimal::Decimal;

use crate::na_ri::page::Content;

/// A small generator (SplitMix64), so that a failure names a seed that makes it again.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
}

/// What must come of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Due {
    /// The true value, and nothing of severity warning or error.
    Clean,
    /// The true value.
    Recovered,
    /// The true value, or an honest «cannot tell».
    NeverAnother,
    /// No value, and an error.
    Flagged,
    /// A kind of nothing: no value (a nil's is 0), this state, no error.
    Nothing(&'static str),
}

/// How a file's author writes numbers as text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hand {
    /// `1.234,5` throughout.
    Vietnamese,
    /// `1,234.5` throughout.
    English,
    /// Both, as the real appendix has them: `86,92` beside `82.76%`.
    Mixed,
}

impl Hand {
    fn is_english(self, dice: &mut Dice) -> bool {
        match self {
            Hand::Vietnamese => false,
            Hand::English => true,
            Hand::Mixed => dice.roll(2) == 0,
        }
    }

    /// The value with groups of thousands and decimals in this hand.
    pub fn write(self, value: Decimal, dice: &mut Dice) -> String {
        let vietnamese = phubieu::vietnamese::number::Vietnamese(value).to_string();
        if !self.is_english(dice) {
            return vietnamese;
        }
        let swap = |c| match c {
            '.' => ',',
            ',' => '.',
            c => c,
        };
        vietnamese.chars().map(swap).collect()
    }

    /// The value without groups.
    pub fn bare(self, value: Decimal, dice: &mut Dice) -> String {
        let plain = value.to_string();
        if self.is_english(dice) { plain } else { plain.replace('.', ",") }
    }

    /// Plain Vietnamese is clean; another hand is recovered.
    fn due(self) -> Due {
        if self == Hand::Vietnamese { Due::Clean } else { Due::Recovered }
    }
}

/// A dirtied cell.
pub struct Dirty {
    pub kind: &'static str,
    pub content: Content,
    pub format: Option<&'static str>,
    pub due: Due,
}

fn text(kind: &'static str, text: impl Into<String>, due: Due) -> Dirty {
    Dirty { kind, content: Content::Text(text.into()), format: None, due }
}

fn number(kind: &'static str, value: Decimal, format: Option<&'static str>, due: Due) -> Dirty {
    Dirty { kind, content: Content::Number(value.to_string()), format, due }
}

fn spaced(value: Decimal, space: char) -> String {
    phubieu::vietnamese::number::Vietnamese(value).to_string().replace('.', &space.to_string())
}

fn wide(value: &str) -> String {
    value.chars().map(|c| c.to_digit(10).map_or(c, |d| char::from_u32(0xFF10 + d).unwrap())).collect()
}

/// What any figure may be dirtied with, whatever it measures.
fn of_any(value: Decimal, hand: Hand, dice: &mut Dice) -> Vec<Dirty> {
    let bare = hand.bare(value, dice);
    vec![
        number("a number", value, None, Due::Clean),
        text("spaces around", format!("  {bare} "), hand.due()),
        text("no-break space before", format!("\u{a0}{bare}"), hand.due()),
        text("apostrophe before", format!("'{bare}"), hand.due()),
        text("zero-width space behind", format!("{bare}\u{200b}"), hand.due()),
        text("byte order mark before", format!("\u{feff}{bare}"), hand.due()),
        text("line break behind", format!("{bare}\n"), hand.due()),
        text("plus sign", format!("+{bare}"), hand.due()),
        text("full-width digits", wide(&bare), hand.due()),
        text("semicolon behind", format!("{bare};"), hand.due()),
        text("full stop behind", format!("{bare}."), hand.due()),
        text("nil", ["-", "–", "—", "- -", "không có", "Không phát sinh"][dice.roll(6) as usize], Due::Nothing("nil")),
        text("not collected", ["…", "...", "Chưa có số liệu"][dice.roll(3) as usize], Due::Nothing("not_collected")),
        text("not applicable", ["x", "X"][dice.roll(2) as usize], Due::Nothing("not_applicable")),
        text(
            "deferred",
            ["Đánh giá cuối giai đoạn", "đánh giá cuối giai đoạn."][dice.roll(2) as usize],
            Due::Nothing("deferred"),
        ),
        text("range", format!("{bare} - {}", hand.bare(value + Decimal::TEN, dice)), Due::Flagged),
        text("range in words", format!("từ {bare} đến {}", hand.bare(value + Decimal::ONE, dice)), Due::Flagged),
        text(
            "approximation",
            format!("{} {bare}", ["khoảng", "gần", "~", ">", "≥", "trên", "ước", "hơn"][dice.roll(8) as usize]),
            Due::Flagged,
        ),
        text("alternatives", format!("{bare} hoặc {}", hand.bare(value + Decimal::ONE, dice)), Due::Flagged),
        text("two numbers", format!("{bare} ({})", dice.roll(90)), Due::Flagged),
        text("a fraction", format!("{}/{}", dice.roll(9) + 1, dice.roll(90) + 1), Due::Flagged),
        text("broken grouping", format!("{}.2.34", dice.roll(90) + 1), Due::Flagged),
        text("commas thrice", format!("{},5,7", dice.roll(90) + 1), Due::Flagged),
        text("letters for digits", format!("1O{}", dice.roll(9)), Due::Flagged),
        text("l for 1", format!("l{}", dice.roll(9)), Due::Flagged),
        text("words", "theo kế hoạch của huyện", Due::Flagged),
        text("number in words", "mười hai", Due::Flagged),
        text("footnote mark", format!("{bare}*"), Due::Flagged),
        text("another measure", format!("{bare} tấn"), Due::Flagged),
        text("error as text", "#N/A", Due::Flagged),
        number("a date", Decimal::from(45_000 + dice.roll(600)), Some("dd/mm/yyyy"), Due::Flagged),
        number("a day and month", Decimal::from(45_000 + dice.roll(600)), Some("d-mmm"), Due::Flagged),
        number("below zero", -value.abs().max(Decimal::ONE), None, Due::Flagged),
        text("below zero in brackets", format!("({})", hand.bare(value.abs().max(Decimal::ONE), dice)), Due::Flagged),
    ]
}

/// A count of whole things.
pub fn count(measure: &str, value: Decimal, hand: Hand, dice: &mut Dice) -> Dirty {
    let large = value >= Decimal::from(1000);
    let round = large && (value % Decimal::from(1000)).is_zero();
    // `12.000`, `12,000` in a foreign hand may be twelve.
    let grouped = if hand == Hand::Vietnamese { Due::Clean } else { Due::NeverAnother };
    let mut all = of_any(value, hand, dice);
    all.extend([
        text("as text", value.to_string(), Due::Clean),
        text("grouped", hand.write(value, dice), grouped),
        text("grouped by no-break spaces", spaced(value, '\u{a0}'), Due::Recovered),
        text("grouped by thin spaces", spaced(value, '\u{2009}'), Due::Recovered),
        text("grouped by narrow spaces", spaced(value, '\u{202f}'), Due::Recovered),
        text("its own measure", format!("{value} {measure}"), Due::Recovered),
        text("its own measure, close", format!("{value}{}", measure.to_lowercase()), Due::Recovered),
        text(
            "its own measure, grouped",
            format!("{} {measure}", hand.write(value, dice)),
            if round { Due::NeverAnother } else { Due::Recovered },
        ),
        text("leading zero", format!("0{value}"), Due::Recovered),
        text("needless decimal", hand.bare(Decimal::new(value.mantissa() as i64 * 10, 1), dice), hand.due()),
        text(
            "in thousands",
            format!("{} nghìn", hand.bare((value / Decimal::from(1000)).normalize(), dice)),
            Due::NeverAnother,
        ),
        // A dot between thousands that Excel took for a decimal one.
        number("a lost dot", Decimal::new(i64::try_from(1_001 + dice.roll(998)).unwrap(), 3), None, Due::Flagged),
        text("percent sign", format!("{value}%"), Due::Flagged),
        number("percent format", value, Some("0%"), Due::Flagged),
        number("shown in thousands", value, Some("#,##0,"), Due::Flagged),
        number("shown with another measure", value, Some("0\" tấn\""), Due::Flagged),
        number("shown with its own measure", value, Some("0\" \""), Due::Clean),
        number("accounting format", value, Some("_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)"), Due::Clean),
    ]);
    pick(all, dice)
}

/// A percentage of two decimals above one.
pub fn percent(value: Decimal, hand: Hand, dice: &mut Dice) -> Dirty {
    let bare = hand.bare(value, dice);
    let fraction = (value / Decimal::ONE_HUNDRED).normalize();
    let mut all = of_any(value, hand, dice);
    all.extend([
        text("as text", bare.clone(), hand.due()),
        text("with its sign", format!("{bare}%"), hand.due()),
        text("with its sign, apart", format!("{bare} %"), hand.due()),
        text("with its sign, no-break", format!("{bare}\u{a0}%"), hand.due()),
        text("with its sign, full width", format!("{bare}％"), hand.due()),
        text("in words", format!("{bare} phần trăm"), Due::Recovered),
        text("needless zero", format!("{bare}0"), Due::NeverAnother),
        number("percent format", fraction, Some("0.00%"), Due::Recovered),
        number("a fraction", fraction, None, if fraction == Decimal::ONE { Due::NeverAnother } else { Due::Flagged }),
        number("shown with its sign", value, Some("0.00\"%\""), Due::Clean),
        text("a count", format!("{} hộ", dice.roll(90)), Due::Flagged),
        number("over 100", value + Decimal::ONE_HUNDRED, None, Due::Flagged),
        number("a lost comma", Decimal::from(101 + dice.roll(9_000)), None, Due::Flagged),
    ]);
    pick(all, dice)
}

/// A length of three decimals: the kind that a lone dot makes ambiguous.
pub fn length(value: Decimal, hand: Hand, dice: &mut Dice) -> Dirty {
    let metres = (value * Decimal::from(1000)).normalize();
    let mut all = of_any(value, hand, dice);
    // As text a figure of three decimals may be whole, whatever stands around it.
    for dirty in &mut all {
        if matches!(dirty.content, Content::Text(_)) && matches!(dirty.due, Due::Clean | Due::Recovered) {
            dirty.due = Due::NeverAnother;
        }
    }
    all.extend([
        text("as text", hand.bare(value, dice), Due::NeverAnother),
        text("its own measure", format!("{} km", hand.bare(value, dice)), Due::NeverAnother),
        text("in metres", format!("{metres} m"), Due::Recovered),
        text("in metres, grouped", format!("{} m", hand.write(metres, dice)), Due::NeverAnother),
    ]);
    pick(all, dice)
}

/// Money in millions, of one decimal.
pub fn money(value: Decimal, hand: Hand, dice: &mut Dice) -> Dirty {
    let dong = (value * Decimal::from(1_000_000)).normalize();
    let mut all = of_any(value, hand, dice);
    all.extend([
        text("as text", hand.bare(value, dice), hand.due()),
        text("triệu", format!("{} triệu", hand.bare(value, dice)), hand.due()),
        text("tr.đ", format!("{} Tr.đ", hand.bare(value, dice)), hand.due()),
        text("triệu đồng/tháng", format!("{} triệu đồng/tháng", hand.bare(value, dice)), hand.due()),
        text("in đồng", format!("{} đồng", hand.write(dong, dice)), Due::Recovered),
        text("in đ", format!("{}đ", hand.write(dong, dice)), Due::Recovered),
        text("in VNĐ", format!("{} VNĐ", hand.write(dong, dice)), Due::Recovered),
        text("in nghìn đồng", format!("{} nghìn đồng", value * Decimal::from(1000)), Due::NeverAnother),
        text("in ngàn", format!("{} ngàn", (value * Decimal::from(1000)).trunc()), Due::Recovered),
        text("in tỷ", format!("{} tỷ", hand.bare((value / Decimal::from(1000)).normalize(), dice)), Due::NeverAnother),
        text("in another currency", format!("{} USD", hand.bare(value, dice)), Due::Flagged),
        text("percent sign", format!("{}%", hand.bare(value, dice)), Due::Flagged),
    ]);
    pick(all, dice)
}

fn pick(mut all: Vec<Dirty>, dice: &mut Dice) -> Dirty {
    // A third of all cells are plain numbers, as in real workbooks.
    let at = if dice.roll(3) == 0 { 0 } else { dice.roll(all.len() as u64) };
    all.swap_remove(at as usize)
}
