//! The rows of a form drawn from a table.

use crate::form::checks::Cumulative;
use crate::form::figure::{Figure, Kind};
use crate::form::model::{Otherwise, Role, Row, RowIndex, label_key};
use crate::intake::Value;
use crate::table::{self, Table};
use crate::vietnamese::text::fold;

use super::codes::Taken;
use super::columns::Drawn;
use super::evidence::has_figure;
use super::measures;
use super::things::{self, Measured};
use super::told::of_per_cent;

/// Draws the rows; with each what is remarked on it and the sheet row it was seen in.
pub(super) fn draw(table: &Table<'_>, line: &str, drawn: &Drawn) -> (Vec<Row>, Vec<String>, Vec<u32>) {
    let mut taken = Taken::default();
    let mut rows: Vec<Row> = Vec::new();
    let (mut notes, mut seen) = (Vec::new(), Vec::new());
    let filled = table.is_filled() && !is_printed_norms(table, drawn);
    let measured = table.column_of(table::Role::Measure).is_some();
    let all_columns_say = drawn.columns.iter().filter(|c| c.role == Role::Value).all(|c| c.figure.is_some());
    // Rows without a label (lines kept free for items) are no rows of a form.
    let kept: Vec<usize> =
        (0..table.rows.len()).filter(|i| table.rows.get(*i).is_some_and(|r| !r.label.is_empty())).collect();
    for at in &kept {
        let Some(found) = table.rows.get(*at) else { continue };
        let parent = found.parent.and_then(|p| kept.iter().position(|k| *k == p)).map(RowIndex);
        let code = code(table, *at, parent, &rows, &mut taken);
        let values: Vec<&Value> = values(table, found, drawn).collect();
        let has_parts = table.rows.iter().any(|r| r.parent == Some(*at));
        // «I Tổng diện tích» has a figure, whatever was left out beside it in the blank.
        let total = fold(&found.label).words().next() == Some(fold("tổng").as_str());
        let heads = found.measure.is_empty() && !found.has_figures && (measured || (filled && has_parts && !total));
        let mut otherwise = None;
        let (figure, mut note) = if heads {
            (Figure::group(""), "dòng nhóm: không có đơn vị tính, không có số".to_owned())
        } else {
            figure(table, found, (line, drawn), all_columns_say, &values)
        };
        if all_columns_say && figure.kind != Kind::Group {
            otherwise = measures::otherwise(&found.label, &drawn.columns);
            if let Some((_, why)) = &otherwise {
                note.clone_from(why);
            }
        }
        rows.push(Row {
            code,
            stt: found.number.clone(),
            parent,
            label: found.label.clone(),
            keys: vec![label_key(&found.label)],
            cumulative: Cumulative::named(&found.label),
            figure,
            difference: std::sync::OnceLock::new(),
            otherwise: Otherwise::new(otherwise.map(|(own, _)| own)),
        });
        notes.push(note);
        seen.push(found.sheet_row);
    }
    (rows, notes, seen)
}

fn values<'t>(table: &'t Table<'_>, row: &'t table::Row, drawn: &'t Drawn) -> impl Iterator<Item = &'t Value> {
    let columns = drawn.columns.iter().zip(&drawn.sheet_columns);
    // A column that says its own measure (per cent) says nothing of the row.
    columns.filter(|(c, _)| c.role == Role::Value && c.figure.is_none()).filter_map(move |(_, column)| {
        let at = crate::address::Address::new(row.sheet_row, *column)?;
        table.sheet.cell(at).map(|c| &c.value)
    })
}

/// Tells whether all figures that stand in a table are those of one of something, printed for those who fill in the rest:
/// «Mức trợ cấp (đồng/tháng)» beside «Số người» and «Kinh phí», which are blank. A row that lacks them is no group.
fn is_printed_norms(table: &Table<'_>, drawn: &Drawn) -> bool {
    let figures = |adds: bool| {
        let of = drawn.columns.iter().zip(&drawn.sheet_columns).filter(|(c, _)| c.role == Role::Value);
        let of = of.filter(|(c, _)| c.figure.as_ref().is_none_or(|f| f.aggregate.adds()) == adds);
        let places: Vec<u32> = of.map(|(_, at)| *at).collect();
        let any = table.rows.iter().any(|row| places.iter().any(|column| has_figure(table, row, *column)));
        (!places.is_empty()).then_some(any)
    };
    figures(true) == Some(false) && figures(false) == Some(true)
}

fn figure(
    table: &Table<'_>,
    row: &table::Row,
    (line, drawn): (&str, &Drawn),
    all_columns_say: bool,
    values: &[&Value],
) -> (Figure, String) {
    let named = measures::in_brackets(&row.label);
    let percent = of_per_cent(&row.label).then(|| "%".to_owned());
    let own = Some(row.measure.clone()).filter(|m| !m.is_empty()).or(named).or(percent);
    let of_line = || match things::of_row(table, row, &drawn.columns, line) {
        _ if line.is_empty() => measures::UNKNOWN.to_owned(),
        Measured::ByLine => measures::in_line(&row.label, line),
        Measured::Own(own) => own.to_owned(),
        Measured::Unknown => measures::UNKNOWN.to_owned(),
    };
    let measure = own.unwrap_or_else(|| if all_columns_say { String::new() } else { of_line() });
    if measure.is_empty() {
        let none = Figure { kind: Kind::Number, ..Figure::group("") };
        return (none, "đơn vị tính ghi ở từng cột".to_owned());
    }
    measures::guess(&measure, &row.label, values)
}

/// A row's name: its number where no other row has it, else behind its parent's name.
fn code(table: &Table<'_>, at: usize, parent: Option<RowIndex>, rows: &[Row], taken: &mut Taken) -> String {
    let Some(row) = table.rows.get(at) else { return String::new() };
    let number: String = row
        .number
        .trim()
        .trim_matches(['(', ')', '.'])
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
        .collect();
    let unique = table.rows.iter().filter(|r| r.number == row.number).count() == 1;
    if !number.is_empty() && unique && taken.is_free(&number) {
        return taken.name(&number);
    }
    let above = parent.and_then(|p| rows.get(p.0)).map(|r| r.code.clone());
    let behind = |own: &str| above.as_ref().map_or_else(|| own.to_owned(), |above| format!("{above}.{own}"));
    if !number.is_empty() {
        return taken.name(&behind(&number));
    }
    if row.is_total && parent.is_none() {
        return taken.name("T");
    }
    let place = rows.iter().filter(|r| r.parent == parent).count() + 1;
    let counted = behind(&if above.is_some() { place.to_string() } else { format!("x{place}") });
    taken.name(&counted)
}
