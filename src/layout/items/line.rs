//! One row of a list below the headings: what its label says by its words, and what stands beside it.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet, Value, in_row};
use crate::layout::header::{self, Header};
use crate::layout::is_figure;
use crate::layout::items::lists_nothing;
use crate::table::rows::{Part, Row, is_ditto};
use crate::table::{numbering, words};
use crate::vietnamese::number;
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::{fold, one_line};

/// The headings over some lines, and the columns that are asked for in each of them.
pub(super) struct Under<'a> {
    form: &'a Form,
    pub(super) header: &'a Header,
    number: Option<u32>,
    label: Option<u32>,
    /// All that have a heading of the form's.
    headed: Vec<u32>,
    figures: Vec<u32>,
    words: Vec<u32>,
}

impl<'a> Under<'a> {
    pub(super) fn new(form: &'a Form, header: &'a Header) -> Self {
        let columns = |wanted: &dyn Fn(Role) -> bool| -> Vec<u32> {
            let own = form.columns.iter().enumerate().filter(|(_, c)| wanted(c.role));
            own.filter_map(|(at, _)| header.columns.get(&at)).map(|h| h.column).collect()
        };
        Self {
            form,
            header,
            number: header.column(form, Role::Number),
            label: header.column(form, Role::Label),
            headed: columns(&|_| true),
            figures: columns(&|role| role == Role::Value),
            words: columns(&|role| role == Role::Text),
        }
    }

    /// The number and the label of a row, given its cells; and whether the label stands in the column of numbers.
    fn named<'c>(&self, cells: &'c [Cell]) -> (Cow<'c, str>, Cow<'c, str>, Across) {
        let number = self.number.and_then(|column| in_row(cells, column)).map(|c| c.value.on_one_line());
        let (sign, label) = self.header.label_in(cells);
        let number = number.filter(|n| !n.is_empty()).or(sign).unwrap_or_default();
        // A total is often written in the column of numbers, across both.
        let totals =
            label.is_empty() && !number.is_empty() && (words::begins_total(&fold(&number)) || lists_nothing(&number));
        let heads = || label.is_empty() && numbering::read(&number).is_empty() && is_phrase(&number);
        match () {
            () if totals => (Cow::default(), number, Across::Total),
            () if heads() => (Cow::default(), number, Across::Words),
            () => (number, label, Across::None),
        }
    }
}

/// Whether a label stands in the column of numbers, across that of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Across {
    /// It stands in its own.
    None,
    /// «Tổng cộng», or that there is nothing to list.
    Total,
    /// Other words: mostly the name of a group.
    Words,
}

/// Several words, as no number is.
fn is_phrase(text: &str) -> bool {
    let words = text.split_whitespace().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1);
    words.count() > 1
}

/// One row below the headings. A list has millions of them, and what each of them is shows only when all are known: of
/// its cells a line holds what is asked of them, and no text but its number.
pub(super) struct Line<'a> {
    pub(super) under: &'a Under<'a>,
    pub(super) row: u32,
    /// Its label, where that goes on in rows below.
    pub(super) joined: Option<Arc<str>>,
    /// It has no label.
    pub(super) is_unnamed: bool,
    /// The label of a line above is merged over it: the same work's second source or stage.
    pub(super) under_merged: bool,
    /// Its label stands in the column of numbers, and is neither a total nor a number.
    pub(super) is_across: bool,
    /// A number stands in its own column, or before the label in one of its own; it has letters or digits.
    is_numbered: bool,
    has_number: bool,
    pub(super) said: Said,
    pub(super) outlined: Outlined,
    /// Words in one of the form's columns of words: a place, an owner.
    pub(super) has_words: bool,
    /// Words or figures beside the label.
    pub(super) says_more: bool,
    /// The column of the first figure among the form's columns of figures.
    figure: Option<u32>,
}

/// What places a line in the tree of numbers.
pub(super) struct Outlined {
    /// Its number: its own, or one that its label begins with.
    pub(super) number: Box<str>,
    pub(super) part: Option<Part>,
    /// Its label has a dash in it.
    dashed: bool,
}

/// What a line's label says by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// It is «Tổng cộng» and no more.
    pub(super) is_total: bool,
    /// It begins as a total does, or carries one over.
    pub(super) begins_total: bool,
    /// It is the sum of a printed page, or carries one over: the list goes on behind it.
    pub(super) of_page: bool,
    /// It is «Trong đó» or «Chia ra», and no more.
    pub(super) marker: Option<Part>,
    /// It begins with one of these.
    pub(super) lead: Option<Part>,
}

impl Said {
    fn of(label: &str) -> Self {
        let key = fold(label);
        let of_page = words::is_of_page(&key);
        Self {
            is_total: words::is_total(&key),
            begins_total: words::begins_total(&key) || of_page && words::carries_over(&key),
            of_page,
            marker: words::marker(&key),
            lead: words::lead(&key),
        }
    }
}

impl Outlined {
    fn of(number: &str, label: &str, said: Said) -> Self {
        let split = numbering::split(label).filter(|_| number.is_empty());
        let (number, label, said) = match split {
            Some((number, rest)) => (number, rest, Said::of(rest)),
            None => (number, label, said),
        };
        Self { number: number.into(), part: said.lead.or(said.marker), dashed: label.contains('-') }
    }
}

impl<'a> Line<'a> {
    pub(super) fn new(under: &'a Under<'a>, row: u32, cells: &[Cell]) -> Self {
        let (number, label, across) = under.named(cells);
        let said = Said::of(&label);
        let named = [under.number, under.label];
        let says = |c: &Cell| c.text().is_some_and(|t| !t.trim().is_empty());
        let beside = |column: u32| under.headed.contains(&column) && !named.contains(&Some(column));
        let is_figure = |c: &&Cell| under.figures.contains(&c.at.column) && is_figure(&c.value);
        Self {
            under,
            row,
            joined: (across != Across::None).then(|| label.as_ref().into()),
            is_unnamed: label.is_empty(),
            under_merged: false,
            is_across: across == Across::Words,
            is_numbered: number.chars().any(char::is_alphanumeric),
            has_number: !number.is_empty(),
            said,
            outlined: Outlined::of(&number, &label, said),
            has_words: cells.iter().any(|c| under.words.contains(&c.at.column) && says(c)),
            says_more: cells.iter().any(|c| beside(c.at.column)),
            figure: cells.iter().find(is_figure).map(|c| c.at.column),
        }
    }

    /// Takes up the label that is merged over it from above.
    pub(super) fn look_above(&mut self, sheet: &Sheet) {
        if !self.is_unnamed || self.figure.is_none() {
            return;
        }
        let at = self.under.label.and_then(|column| Address::new(self.row, column));
        let merged = at.and_then(|at| sheet.merge_at(at)).filter(|area| area.first.row < self.row);
        if let Some(name) = merged.and_then(|area| sheet.peek_cell(area.first)).filter(|c| c.text().is_some()) {
            self.under_merged = true;
            self.joined = Some(name.value.on_one_line().as_ref().into());
        }
    }

    /// Its label.
    pub(super) fn label(&self, sheet: &Sheet) -> String {
        match &self.joined {
            Some(label) => label.to_string(),
            None => self.under.named(&sheet.peek(self.row)).1.into_owned(),
        }
    }

    /// Where its label stands.
    pub(super) fn label_at(&self) -> Option<Address> {
        self.under.label.and_then(|column| Address::new(self.row, column))
    }

    /// What it adds in one of the form's columns: nothing where it has a blank, and not known where that cannot be told.
    /// (How the column is written is not asked here: `reading::by_sum` tells it by the sums that are found so.)
    pub(super) fn amount_in(&self, sheet: &Sheet, column: usize) -> Option<Option<Decimal>> {
        let Some(heading) = self.under.header.columns.get(&column) else { return Some(None) };
        let Some(cell) = sheet.peek_cell(Address::new(self.row, heading.column)?) else { return Some(None) };
        match &cell.value {
            Value::Number(n) => Some(Some(*n)),
            Value::Text(text) if text.trim().is_empty() => Some(None),
            Value::Text(text) if nothing(text).is_some() => Some(Some(Decimal::ZERO)),
            // Of two readings the sum tells as well by one as by the other, where all are taken in one way.
            Value::Text(text) => {
                let read = number::read(text).ok().filter(|n| !n.percent && n.tail.is_empty())?;
                read.readings.iter().next().map(|reading| Some(reading.value))
            }
            _ => None,
        }
    }

    /// Takes up the words of its label that stand in the line below.
    pub(super) fn take_up(&mut self, sheet: &Sheet, below: &Self) {
        let label = one_line(&format!("{} {}", self.label(sheet), below.label(sheet)));
        self.said = Said::of(&label);
        let number = if self.has_number { std::mem::take(&mut self.outlined.number) } else { Box::default() };
        self.outlined = Outlined::of(&number, &label, self.said);
        self.is_unnamed = label.is_empty();
        self.joined = Some(label.into());
    }

    /// Where its measure is written, where the form or the file has a column of measures, given that of the line above.
    pub(super) fn written_measure(&self, sheet: &Sheet, above: Option<&Arc<str>>) -> Written {
        let Some(column) = self.under.header.measures(self.under.form) else { return Written::Nowhere };
        let own = header::text_in(&sheet.peek(self.row), column).map(|text| Arc::from(&*text));
        let ditto = |text: &Arc<str>| is_ditto(text);
        match own {
            Some(text) if ditto(&text) => above.cloned().map_or(Written::Nowhere, Written::Above),
            Some(text) => Written::Beside(text),
            None => {
                let merged = Address::new(self.row, column).and_then(|at| sheet.shown(at));
                let shown = merged.filter(|cell| cell.at.row < self.row).and_then(|cell| cell.text().map(one_line));
                shown.map_or(Written::Nowhere, |text| Written::Above(text.into()))
            }
        }
    }

    /// The first figure in a column of figures.
    pub(super) fn figure(&self) -> Option<Address> {
        self.figure.and_then(|column| Address::new(self.row, column))
    }

    /// Tells whether its figures are nothing but zeros, as the formulas of rows of a blank that nobody filled in may give.
    pub(super) fn is_nought(&self, sheet: &Sheet) -> bool {
        let columns = self.under.figures.iter();
        let cells = columns.filter_map(|column| sheet.peek_cell(Address::new(self.row, *column)?));
        let mut figures = cells.filter(|c| is_figure(&c.value)).peekable();
        figures.peek().is_some() && figures.all(|c| matches!(c.value, Value::Number(n) if n.is_zero()))
    }

    /// Signatures, recipients and notes stand at the label or left of it, without number or figure. The cells are
    /// those of its row.
    pub(super) fn is_below_table(&self, cells: &[Cell]) -> bool {
        if self.figure.is_some() || self.is_numbered() {
            return false;
        }
        let beside = cells.iter().filter(|c| self.under.label.is_none_or(|l| c.at.column <= l));
        let signs = beside.filter_map(Cell::text).any(words::stands_below);
        signs || self.is_unnamed && cells.iter().filter_map(Cell::text).any(words::stands_below)
    }

    pub(super) fn is_numbered(&self) -> bool {
        self.is_numbered
    }

    /// «Tổng cộng»; a work whose name begins like that has a number.
    pub(super) fn is_total(&self) -> bool {
        self.said.is_total || (!self.is_numbered() && self.said.begins_total)
    }

    /// More words of the label above: alone in its row, where the list has numbers.
    pub(super) fn goes_on(&self) -> bool {
        let alone = !self.is_unnamed && !self.has_number && !self.says_more && !self.is_across;
        alone && self.under.number.is_some() && !self.is_total() && !self.is_marker()
    }

    /// Only «Trong đó» or «Chia ra».
    pub(super) fn is_marker(&self) -> bool {
        self.said.marker.is_some()
    }

    /// The line as a row whose place in the tree of numbers is asked for.
    pub(super) fn outline(&self) -> Row {
        let Outlined { number, part, dashed } = &self.outlined;
        Row {
            sheet_row: self.row,
            last_row: self.row,
            number: number.to_string(),
            whole_label: String::new(),
            // All that is asked of a label there.
            label: if *dashed { "-".to_owned() } else { String::new() },
            measure: String::new(),
            has_figures: self.figure.is_some(),
            is_filled: true,
            indent: 0,
            carried: false,
            part: *part,
            introduced: false,
            is_total: self.is_total(),
            parent: None,
        }
    }
}

/// Where the measure of a line is written.
pub(super) enum Written {
    /// Beside it.
    Beside(Arc<str>),
    /// Beside a line above, which a ditto mark or a merged cell says again.
    Above(Arc<str>),
    /// Nowhere.
    Nowhere,
}

impl Written {
    /// The measure; empty where there is none.
    pub(super) fn text(&self) -> String {
        match self {
            Written::Beside(text) | Written::Above(text) => text.to_string(),
            Written::Nowhere => String::new(),
        }
    }
}
