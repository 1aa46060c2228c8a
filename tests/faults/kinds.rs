//! The kinds of faults, each with how it is planted and what it should be told as.

use phubieu::form::{Form, Kind, Role};

use crate::clean::{Dice, Submission};
use crate::na_ri::page::Content;

/// What a fault is seen against.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The file alone.
    File,
    /// The other units' files.
    Peers,
    /// The last period.
    Previous,
}

/// A kind of fault.
pub struct Fault {
    pub name: &'static str,
    /// The codes it may be told as.
    pub codes: &'static [&'static str],
    pub ground: Ground,
    /// How often it is tried.
    pub times: u64,
    /// Plants it and says where; nothing where the form has no place for it.
    pub plant: fn(&Form, &mut Submission, &mut Dice) -> Option<String>,
}

const fn fault(
    name: &'static str,
    codes: &'static [&'static str],
    plant: fn(&Form, &mut Submission, &mut Dice) -> Option<String>,
) -> Fault {
    Fault { name, codes, ground: Ground::File, times: 12, plant }
}

const fn once(mut fault: Fault, ground: Ground, times: u64) -> Fault {
    fault.ground = ground;
    fault.times = times;
    fault
}

/// All of them.
pub const ALL: &[Fault] = &[
    fault("a digit mistyped", &["PB401"], |form, s, dice| {
        in_sums(form, s, dice, |n, dice| n + (1 + dice.roll(4) as i64) * 1_000_000)
    }),
    fault("a digit left out", &["PB401"], |form, s, dice| {
        in_sums(form, s, dice, |n, _| n / 100_000 * 10_000 + n % 10_000)
    }),
    fault("a digit too many", &["PB401"], |form, s, dice| in_sums(form, s, dice, |n, _| n * 10)),
    fault("a thousand times too large", &["PB401"], |form, s, dice| in_sums(form, s, dice, |n, _| n * 1_000)),
    fault("a thousand times too small", &["PB401"], |form, s, dice| in_sums(form, s, dice, |n, _| n / 1_000)),
    fault("two neighbours exchanged", &["PB401"], exchanged),
    fault("a row in thousands", &["PB401"], |form, s, dice| {
        let row = summed(form)?[dice.roll(summed(form)?.len() as u64) as usize];
        (form.value_columns().count() > 4).then_some(())?;
        for (column, _) in form.value_columns() {
            scale(s, row, column, 1_000);
        }
        Some(format!("row {row}"))
    }),
    fault("an ambiguous text", &["PB301"], |form, s, dice| {
        text(form, s, dice, |f| f.kind == Kind::Number && f.measure != "%", "18.939")
    }),
    fault("words", &["PB302"], |form, s, dice| text(form, s, dice, |_| true, "xem phụ lục")),
    fault("two numbers", &["PB302"], |form, s, dice| text(form, s, dice, |_| true, "12 hoặc 15")),
    fault("a wrong measure in the cell", &["PB303"], |form, s, dice| {
        text(form, s, dice, |f| f.measure == "Hộ", "12 km")
    }),
    fault("a percentage of a count", &["PB304"], |form, s, dice| text(form, s, dice, |f| f.measure == "Hộ", "55%")),
    fault("part of a household", &["PB310"], |form, s, dice| number(form, s, dice, |f| f.measure == "Hộ", "12.5")),
    fault("less than nothing", &["PB311"], |form, s, dice| {
        number(form, s, dice, |f| f.kind == Kind::Integer && f.measure != "Đồng", "-12")
    }),
    fault("more than all", &["PB311"], |form, s, dice| {
        number(form, s, dice, |f| f.kind == Kind::Percent && f.max.is_some(), "182.5")
    }),
    fault("one of Excel's errors", &["PB314"], |form, s, dice| {
        put(form, s, dice, |_| true, Content::Formula("=A1/0".into(), "#DIV/0!".into()))
    }),
    fault("nothing", &["PB317"], |form, s, dice| put(form, s, dice, |f| f.measure != "Đồng", Content::Blank)),
    fault("not collected", &["PB318"], |form, s, dice| text(form, s, dice, |f| f.measure != "Đồng", "…")),
    fault("another measure beside the row", &["PB305"], |form, s, dice| {
        let column = form.column_of(Role::Measure)?;
        let row = rows(form, |f| f.measure == "Hộ")[dice.roll(4) as usize];
        s.body[row][column] = Content::Text("Người".into());
        Some(format!("row {row}"))
    }),
    fault("a row left out", &["PB204"], |form, s, dice| {
        let row = leaf(form, s, dice)?;
        s.body.remove(row);
        Some(format!("row {row}"))
    }),
    fault("a row under another name", &["PB204", "PB207"], |form, s, dice| {
        let row = leaf(form, s, dice)?;
        let label = form.column_of(Role::Label)?;
        s.body[row][label] = Content::Text("Sản lượng cá nuôi lồng bè trên sông".into());
        Some(format!("row {row}"))
    }),
    fault("a row twice", &["PB206"], |form, s, dice| {
        let row = leaf(form, s, dice)?;
        let copy = s.body[row].clone();
        s.body.insert(row + 1, copy);
        Some(format!("row {row}"))
    }),
    fault("a row that the form does not have", &["PB205"], |form, s, dice| {
        let row = leaf(form, s, dice)?;
        let mut line = s.body[row].clone();
        line[form.column_of(Role::Label)?] = Content::Text("Sản lượng cá nuôi lồng bè trên sông".into());
        line[form.column_of(Role::Number)?] = Content::Blank;
        s.body.insert(row + 1, line);
        Some(format!("row {row}"))
    }),
    fault("another version of the form", &["PB236"], |form, s, _| {
        let label = form.column_of(Role::Label)?;
        let rows: Vec<usize> = rows(form, |_| true).into_iter().filter(|r| !is_summed(form, *r)).collect();
        if form.name != "chi-tieu" {
            return None;
        }
        for (n, row) in rows.iter().step_by(3).enumerate() {
            s.body[*row][label] = Content::Text(format!("Chỉ tiêu cũ của chương trình trước số {n}"));
            if let Some(number) = form.column_of(Role::Number) {
                s.body[*row][number] = Content::Blank;
            }
        }
        Some("every third row".into())
    }),
    fault("a column under another heading", &["PB202"], |form, s, dice| {
        let columns: Vec<usize> = form.value_columns().filter(|(_, c)| c.heading.len() == 1).map(|(i, _)| i).collect();
        if columns.len() < 2 {
            return None;
        }
        let column = columns[dice.roll(columns.len() as u64) as usize];
        s.heads[0][column] = "Dư nợ vay ngân hàng".into();
        Some(format!("column {column}"))
    }),
    fault("a column that the form does not have", &["PB210"], |_, s, _| {
        for (level, line) in s.heads.iter_mut().enumerate() {
            line.push(if level == 0 { "Dư nợ vay ngân hàng".into() } else { String::new() });
        }
        for line in &mut s.body {
            line.push(Content::Number("17".into()));
        }
        Some("the last column".into())
    }),
    fault("figures in a hidden row", &["PB235"], |form, s, dice| {
        let row = if form.is_list() { dice.roll(5) as usize } else { leaf(form, s, dice)? };
        s.hidden.push(row);
        Some(format!("row {row}"))
    }),
    fault("a merged figure", &["PB211"], |form, s, dice| {
        let rows = rows(form, |f| f.measure == "Hộ" || f.measure == "Người");
        let pairs: Vec<usize> = rows.iter().copied().filter(|r| rows.contains(&(r + 1))).collect();
        let row = *pairs.get(dice.roll(pairs.len().max(1) as u64) as usize)?;
        let column = form.value_columns().next()?.0;
        s.merged.push((row, column));
        s.body[row + 1][column] = Content::Blank;
        Some(format!("row {row}"))
    }),
    fault("another commune in the title", &["PB103"], |_, s, _| {
        s.titles[0] = "ỦY BAN NHÂN DÂN XÃ KIM LƯ".into();
        Some("title".into())
    }),
    fault("another year in the title and the headings", &["PB110", "PB225"], |_, s, _| {
        let other = |t: &String| t.replace("2024", "2022");
        s.titles = s.titles.iter().map(other).collect();
        s.heads = s.heads.iter().map(|l| l.iter().map(other).collect()).collect();
        Some("title".into())
    }),
    fault("a total of a list that is none", &["PB401"], |form, s, _| {
        if !form.is_list() {
            return None;
        }
        let mut line = vec![Content::Blank; form.columns.len()];
        line[form.column_of(Role::Label)?] = Content::Text("Cộng".into());
        for (column, definition) in form.value_columns() {
            let sum: i64 = s.body.iter().map(|l| amount(&l[column])).sum();
            let off = if definition.code == "tmdt" { 5_000_000 } else { 0 };
            line[column] = Content::Number((sum + off).to_string());
        }
        s.body.push(line);
        Some("the last row".into())
    }),
    fault("an item twice", &["PB221"], |form, s, dice| {
        if !form.is_list() {
            return None;
        }
        let copy = s.body[dice.roll(4) as usize].clone();
        s.body.push(copy);
        Some("the last row".into())
    }),
    once(
        fault("money a thousand times that of last year", &["PB601"], |form, s, _| {
            let scaled = thousand_times(form, s);
            (scaled >= 3).then(|| "all money".into())
        }),
        Ground::Previous,
        1,
    ),
    once(
        fault("one figure a thousand times that of last year", &["PB601"], |form, s, dice| {
            let row = free(form, dice, |f| f.measure == "Hộ")?;
            scale(s, row, form.value_columns().next()?.0, 1_000);
            Some(format!("row {row}"))
        }),
        Ground::Previous,
        4,
    ),
    once(
        fault("a change unlike that of the others", &["PB602"], |form, s, dice| {
            let row = free(form, dice, |f| f.measure == "Hộ")?;
            scale(s, row, form.value_columns().next()?.0, 40);
            Some(format!("row {row}"))
        }),
        Ground::Previous,
        4,
    ),
    once(
        fault("money a thousand times that of the others", &["PB611"], |form, s, _| {
            let scaled = thousand_times(form, s);
            (scaled >= 3).then(|| "all money".into())
        }),
        Ground::Peers,
        1,
    ),
    once(
        fault("an item a thousand times the others", &["PB612"], |form, s, dice| {
            if !form.is_list() {
                return None;
            }
            let item = dice.roll(s.body.len() as u64) as usize;
            form.value_columns().for_each(|(column, _)| scale(s, item, column, 1_000));
            Some(format!("row {item}"))
        }),
        Ground::Peers,
        4,
    ),
    once(
        fault("a figure far from those of the others", &["PB612"], |form, s, dice| {
            let row = free(form, dice, |f| f.measure == "Hộ")?;
            scale(s, row, form.value_columns().next()?.0, 1_000);
            Some(format!("row {row}"))
        }),
        Ground::Peers,
        4,
    ),
];

fn amount(content: &Content) -> i64 {
    match content {
        Content::Number(n) => n.parse().unwrap_or(0),
        _ => 0,
    }
}

fn scale(s: &mut Submission, row: usize, column: usize, by: i64) {
    if let Content::Number(n) = &s.body[row][column] {
        let value = n.parse::<rust_decimal::Decimal>().unwrap() * rust_decimal::Decimal::from(by);
        s.body[row][column] = Content::Number(value.to_string());
    }
}

fn thousand_times(form: &Form, s: &mut Submission) -> usize {
    let mut scaled = 0;
    if form.is_list() {
        for (column, _) in form.value_columns() {
            (0..s.body.len()).for_each(|item| scale(s, item, column, 1_000));
            scaled += s.body.len();
        }
    }
    for (at, row) in form.rows.iter().enumerate() {
        for (column, _) in form.value_columns() {
            if form.figure(row, column).dimension.as_ref().is_some_and(|m| m.is_money()) {
                scale(s, at, column, 1_000);
                scaled += 1;
            }
        }
    }
    scaled
}

/// The rows whose figure is of some kind.
fn rows(form: &Form, fits: impl Fn(&phubieu::form::Figure) -> bool) -> Vec<usize> {
    let column = form.value_columns().next().unwrap().0;
    let own = |(_, row): &(usize, &phubieu::form::Row)| !row.is_group() && fits(form.figure(row, column));
    form.rows.iter().enumerate().filter(own).map(|(at, _)| at).collect()
}

fn is_summed(form: &Form, row: usize) -> bool {
    form.rules
        .iter()
        .any(|r| r.over == phubieu::form::Over::Rows && (r.balance.left == row || r.balance.right().contains(&&row)))
}

/// A row of some kind that no rule speaks of.
fn free(form: &Form, dice: &mut Dice, fits: impl Fn(&phubieu::form::Figure) -> bool) -> Option<usize> {
    let rows: Vec<usize> = rows(form, fits).into_iter().filter(|r| !is_summed(form, *r)).collect();
    (!rows.is_empty()).then(|| rows[dice.roll(rows.len() as u64) as usize])
}

/// A row that holds no others and has a label of its own.
fn leaf(form: &Form, s: &Submission, dice: &mut Dice) -> Option<usize> {
    let parent = |at: usize| form.rows.iter().any(|r| r.parent.is_some_and(|p| p.0 == at));
    let label = form.column_of(Role::Label)?;
    let single = |at: usize| s.body.iter().filter(|l| l[label] == s.body[at][label]).count() == 1;
    let rows: Vec<usize> =
        (0..form.rows.len()).filter(|at| !parent(*at) && !form.rows[*at].is_group() && single(*at)).collect();
    (!rows.is_empty()).then(|| rows[dice.roll(rows.len() as u64) as usize])
}

/// The rows that a form of money has, or the items of a list.
fn summed(form: &Form) -> Option<Vec<usize>> {
    match form.name.as_str() {
        "chi-tieu" => None,
        "danh-muc-cong-trinh" => Some((0..crate::clean::ITEMS).collect()),
        _ => Some((0..form.rows.len()).collect()),
    }
}

/// Changes a figure that stands in a sum.
fn in_sums(form: &Form, s: &mut Submission, dice: &mut Dice, change: impl Fn(i64, &mut Dice) -> i64) -> Option<String> {
    let rows = summed(form)?;
    let columns: Vec<usize> = form.value_columns().map(|(i, _)| i).filter(|c| in_sum(form, *c)).collect();
    let (row, column) =
        (rows[dice.roll(rows.len() as u64) as usize], columns[dice.roll(columns.len() as u64) as usize]);
    let before = amount(&s.body[row][column]);
    let after = change(before, dice);
    if after == before || before == 0 {
        return None;
    }
    s.body[row][column] = Content::Number(after.to_string());
    Some(format!("row {row} column {column}: {before} > {after}"))
}

/// A column whose figures an equality holds.
fn in_sum(form: &Form, column: usize) -> bool {
    let own = &form.columns[column];
    own.figure.as_ref().is_none_or(|f| f.kind != Kind::Percent) && own.code != "tmdt"
}

fn exchanged(form: &Form, s: &mut Submission, dice: &mut Dice) -> Option<String> {
    let rows = summed(form)?;
    let row = rows[dice.roll(rows.len() as u64) as usize];
    let columns: Vec<usize> = form.value_columns().map(|(i, _)| i).filter(|c| in_sum(form, *c)).collect();
    let at = dice.roll(columns.len() as u64 - 1) as usize;
    let (one, other) = (columns[at], columns[at + 1]);
    // The parts of one sum are exchanged unseen.
    let part = |c: usize| {
        form.rules.iter().any(|r| {
            r.over == phubieu::form::Over::Columns
                && r.balance.right().contains(&&c)
                && r.balance.right().contains(&&if c == one { other } else { one })
        })
    };
    if form.is_list() && part(one) {
        return None;
    }
    s.body[row].swap(one, other);
    Some(format!("row {row} columns {one} and {other}"))
}

fn put(
    form: &Form,
    s: &mut Submission,
    dice: &mut Dice,
    fits: impl Fn(&phubieu::form::Figure) -> bool,
    content: Content,
) -> Option<String> {
    if form.is_list() {
        return None;
    }
    // The first column of figures; in a form of sums a figure that is not there takes its sums along.
    let row = free(form, dice, fits)?;
    let column = form.value_columns().next()?.0;
    s.body[row][column] = content;
    Some(format!("row {row}"))
}

fn text(
    form: &Form,
    s: &mut Submission,
    dice: &mut Dice,
    fits: impl Fn(&phubieu::form::Figure) -> bool,
    text: &str,
) -> Option<String> {
    put(form, s, dice, fits, Content::Text(text.into()))
}

fn number(
    form: &Form,
    s: &mut Submission,
    dice: &mut Dice,
    fits: impl Fn(&phubieu::form::Figure) -> bool,
    number: &str,
) -> Option<String> {
    put(form, s, dice, fits, Content::Number(number.into()))
}
