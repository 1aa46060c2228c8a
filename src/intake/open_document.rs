//! What calamine leaves out of an ods: which numbers are percentages, which number formats show another
//! figure, figures struck through or set apart from others, merged areas, hidden rows and columns.
//!
//! OpenDocument writes a percentage as its value type, so nothing need be known of formats. Values
//! come from calamine; where this scan fails, cells merely have no style.

mod styles;
mod text;

use std::collections::{HashMap, HashSet};
use std::mem::take;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};
use crate::xml::attribute;

use super::hidden::Hidden;
use super::package::Package;
use styles::Styles;
use text::Text;

/// What one table of the document has besides its values.
#[derive(Default)]
pub(super) struct Looks {
    /// The table's name.
    pub(super) name: String,
    /// Numbers that are percentages.
    pub(super) percentages: HashSet<Address>,
    /// Numbers that show as another figure, with what their formats add.
    pub(super) shown: HashMap<Address, String>,
    /// Numbers shown with three decimals.
    pub(super) thousandths: HashSet<Address>,
    /// Cells struck through as a whole.
    pub(super) struck: HashSet<Address>,
    /// Texts in which figures are set apart from others.
    pub(super) apart: HashSet<Address>,
    /// Formulas without a value whose result is an empty text: LibreOffice writes its paragraph and no type for it.
    pub(super) empty: HashSet<Address>,
    /// Merged areas.
    pub(super) merges: Vec<Area>,
    /// Hidden rows and columns.
    pub(super) hidden: Hidden,
}

/// More repeated percentages than an appendix holds: then nothing is known.
const MOST: usize = 1_000_000;

/// Reads what the tables of an ods have besides their values.
pub(super) fn looks(bytes: &[u8]) -> Option<Vec<Looks>> {
    let mut package = Package::open(bytes)?;
    // Styles of the whole document stand apart from those of its content.
    let common = package.text("styles.xml").and_then(|xml| Styles::of_part(&xml)).unwrap_or_default();
    scan(&package.text("content.xml")?, common)
}

fn scan(xml: &str, mut styles: Styles) -> Option<Vec<Looks>> {
    let mut reader = Reader::from_str(xml);
    let mut tables: Vec<Looks> = Vec::new();
    let (mut row, mut rows, mut column) = (0u32, 1u32, 0u32);
    // A cell may hold a document of its own, with tables.
    let mut depth = 0usize;
    let mut noted = 0usize;
    // The style of a column's cells that have none of their own.
    let mut columns: Vec<(u32, String)> = Vec::new();
    let (mut hidden_rows, mut hidden_columns) = (Vec::new(), Vec::new());
    // The text of the cell that is being read, its first column and how many hold the same.
    let (mut text, mut cell): (Option<Text>, (u32, u32)) = (None, (0, 1));
    let mut bare_formula = false;
    loop {
        let event = reader.read_event().ok()?;
        let start = matches!(event, Event::Start(_));
        match event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "table" => {
                    depth += usize::from(start);
                    if depth <= 1 {
                        tables.push(Looks { name: attribute(&e, "name").unwrap_or_default(), ..Looks::default() });
                        (row, rows) = (0, 1);
                        columns.clear();
                    }
                }
                "table-column" if depth == 1 => {
                    let from = columns.last().map_or(0, |(last, _)| *last);
                    let until = from.saturating_add(number(&e, "number-columns-repeated"));
                    hidden_columns.extend(hides(&e).then_some(from..=until - 1));
                    columns.push((until, attribute(&e, "default-cell-style-name").unwrap_or_default()));
                }
                "table-row" if depth == 1 => {
                    (rows, column) = (number(&e, "number-rows-repeated"), 0);
                    hidden_rows.extend(hides(&e).then_some(row..=row.saturating_add(rows - 1)));
                }
                "table-cell" | "covered-table-cell" if depth == 1 => {
                    let repeated = number(&e, "number-columns-repeated");
                    let table = tables.last_mut()?;
                    let style = || {
                        let of_column = || columns.iter().find(|(until, _)| column < *until).map(|(_, style)| style);
                        attribute(&e, "style-name").or_else(|| of_column().cloned())
                    };
                    let kind = attribute(&e, "value-type");
                    let empty = |formula: String| formula.contains("\"\"");
                    bare_formula = start && kind.is_none() && attribute(&e, "formula").is_some_and(empty);
                    let style = kind.as_ref().and_then(|_| style());
                    let percentage = kind.as_deref() == Some("percentage");
                    let said = match kind.as_deref() {
                        Some("float" | "currency" | "boolean") => style.as_deref().and_then(|s| styles.of(s)),
                        _ => None,
                    };
                    let struck = style.as_deref().is_some_and(|s| styles.strikes(s));
                    let thousandth = said.is_none()
                        && kind.as_deref() == Some("float")
                        && style.as_deref().is_some_and(|s| styles.shows_thousandths(s));
                    let all = || {
                        (row..row.saturating_add(rows))
                            .flat_map(|r| (column..column + repeated).filter_map(move |c| Address::new(r, c)))
                    };
                    if percentage || struck || thousandth || said.is_some() {
                        noted += rows as usize * repeated as usize;
                        if noted > MOST {
                            return None;
                        }
                        match said {
                            Some(said) => table.shown.extend(all().map(|at| (at, said.clone()))),
                            None if percentage => table.percentages.extend(all()),
                            None if thousandth => table.thousandths.extend(all()),
                            None => {}
                        }
                        if struck {
                            table.struck.extend(all());
                        }
                    }
                    if start && kind.as_deref() == Some("string") {
                        let apart = style.as_deref().and_then(|s| styles.sets_apart("table-cell", s));
                        text = Some(Text::of_cell(apart.unwrap_or(false)));
                    }
                    let (down, across) = (number(&e, "number-rows-spanned"), number(&e, "number-columns-spanned"));
                    if (down > 1 || across > 1)
                        && let (Some(first), Some(last)) =
                            (Address::new(row, column), Address::new(row + down - 1, column + across - 1))
                    {
                        table.merges.push(Area { first, last });
                    }
                    cell = (column, repeated);
                    column = column.saturating_add(repeated).min(LAST_COLUMN + 1);
                }
                "p" if depth == 1 && bare_formula && !start => {
                    tables.last_mut()?.empty.extend(Address::new(row, cell.0));
                }
                "annotation" if bare_formula => bare_formula = false,
                _ => match text.as_mut() {
                    Some(text) => text.begin(&e, start, &styles),
                    None => styles.begin(&e),
                },
            },
            Event::Text(words) => match text.as_mut() {
                Some(text) => text.say(&words),
                None => styles.say(&words),
            },
            Event::GeneralRef(_) => text.iter_mut().for_each(|text| text.say("&")),
            Event::End(e) => match e.local_name().as_ref() {
                "table" => {
                    depth = depth.saturating_sub(1);
                    if let Some(table) = tables.last_mut().filter(|_| depth == 0) {
                        table.hidden = Hidden::new(take(&mut hidden_rows), take(&mut hidden_columns));
                    }
                }
                "table-row" if depth == 1 => row = row.saturating_add(rows).min(LAST_ROW + 1),
                "table-cell" | "covered-table-cell" if depth == 1 => {
                    if text.take().is_some_and(|text| text.is_doubtful()) {
                        noted += rows as usize * cell.1 as usize;
                        if noted > MOST {
                            return None;
                        }
                        let (from, repeated) = cell;
                        let all = (row..row.saturating_add(rows))
                            .flat_map(|r| (from..from + repeated).filter_map(move |c| Address::new(r, c)));
                        tables.last_mut()?.apart.extend(all);
                    }
                }
                name => match text.as_mut() {
                    Some(text) => text.end(name),
                    None => styles.end(name),
                },
            },
            Event::Eof => return Some(tables),
            _ => {}
        }
    }
}

/// Tells whether a row or column does not show: by hand, in a folded outline, or by a filter
/// (OpenDocument 1.3 part 3, 19.749 `table:visibility`).
fn hides(e: &BytesStart<'_>) -> bool {
    matches!(attribute(e, "visibility").as_deref(), Some("collapse" | "filter"))
}

/// A count that is one where it is not given.
fn number(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, LAST_ROW + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_is_a_result_and_no_paragraph_is_none() {
        let xml = "<t:table t:name='A'><t:table-row><t:table-cell t:formula='of:=\"\"'><x:p/></t:table-cell>\
            <t:table-cell t:formula='of:=SUM([.A2:.A3])'/><t:table-cell t:formula='of:=1' o:value-type='float' \
            o:value='1'><x:p>1</x:p></t:table-cell><t:table-cell><x:p/></t:table-cell></t:table-row></t:table>";
        let tables = scan(xml, Styles::default()).unwrap();
        assert_eq!(tables[0].empty, HashSet::from([Address::new(0, 0).unwrap()]));
    }

    #[test]
    fn percentages_and_merges_are_found_where_they_stand() {
        let xml = "<t:table t:name='A'><t:table-row t:number-rows-repeated='2'><t:table-cell/></t:table-row>\
            <t:table-row><t:table-cell t:number-columns-repeated='2'/>\
            <t:table-cell o:value-type='percentage' o:value='1.2'/><t:table-cell t:number-rows-spanned='3'/></t:table-row>\
            </t:table><t:table t:name='B'/>";
        let tables = scan(xml, Styles::default()).unwrap();
        assert_eq!(tables.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(tables[0].percentages, HashSet::from([Address::new(2, 2).unwrap()]));
        let formats = "<o:s><n:number-style s:name='N1'><n:number/><n:text> nghìn</n:text></n:number-style>\
            <n:number-style s:name='N2'><n:number n:display-factor='1000'/></n:number-style>\
            <s:style s:name='ce1' s:family='table-cell' s:data-style-name='N1'/>\
            <s:style s:name='ce2' s:family='table-cell' s:data-style-name='N2'/></o:s>";
        // The last section shows zero; the numbers above it have a format of their own.
        let sections = "<n:number-style s:name='N3P0'><n:number/></n:number-style><n:number-style s:name='N3'>\
            <n:text>-</n:text><s:map s:condition='value()&gt;0' s:apply-style-name='N3P0'/></n:number-style>\
            <s:style s:name='ce3' s:family='table-cell' s:data-style-name='N3'/>";
        let one =
            "<t:table><t:table-row><t:table-cell t:style-name='ce3' o:value-type='float'/></t:table-row></t:table>";
        assert!(scan(&format!("<d>{sections}{one}</d>"), Styles::default()).unwrap().remove(0).shown.is_empty());
        let cells = "<t:table t:name='A'><t:table-column t:default-cell-style-name='ce2' t:number-columns-repeated='3'/>\
            <t:table-row><t:table-cell t:style-name='ce1' o:value-type='float'/><t:table-cell o:value-type='float'/>\
            </t:table-row></t:table>";
        let shown = scan(&format!("<d>{formats}{cells}</d>"), Styles::default()).unwrap().remove(0).shown;
        // A style is as its parent; of «;;;» nothing shows; three decimals are those of «7,000».
        let inherited = "<s:style s:name='ce4' s:family='table-cell' s:parent-style-name='ce2'/>\
            <n:number-style s:name='N5P0'><n:text/></n:number-style><n:text-style s:name='N5'><n:text/>\
            <s:map s:condition='value()&gt;0' s:apply-style-name='N5P0'/></n:text-style>\
            <s:style s:name='ce5' s:family='table-cell' s:data-style-name='N5'/>\
            <n:number-style s:name='N6'><n:number n:decimal-places='3'/></n:number-style>\
            <s:style s:name='ce6' s:family='table-cell' s:data-style-name='N6'/>";
        let others: String = ["ce4", "ce5", "ce6"]
            .map(|style| format!("<t:table-cell t:style-name='{style}' o:value-type='float'/>"))
            .concat();
        let others = format!("<t:table><t:table-row>{others}</t:table-row></t:table>");
        let looks = scan(&format!("<d>{formats}{inherited}{others}</d>"), Styles::default()).unwrap().remove(0);
        let said = |column| looks.shown.get(&Address::new(0, column).unwrap()).map(String::as_str);
        assert_eq!((said(0), said(1), said(2)), (Some(","), Some(" "), None));
        assert_eq!(looks.thousandths, HashSet::from([Address::new(0, 2).unwrap()]));
        let said = |column| shown.get(&Address::new(0, column).unwrap()).map(String::as_str);
        assert_eq!((said(0), said(1), said(2)), (Some("nghìn"), Some(","), None));
        assert_eq!(tables[0].merges[0].last, Address::new(4, 3).unwrap());
    }

    #[test]
    fn hidden_rows_and_columns_are_found_where_they_stand() {
        let xml = "<t:table t:name='A'><t:table-column t:number-columns-repeated='2'/>\
            <t:table-column t:visibility='collapse' t:number-columns-repeated='2'/><t:table-column t:visibility='visible'/>\
            <t:table-row t:number-rows-repeated='3'><t:table-cell/></t:table-row><t:table-row-group>\
            <t:table-row t:visibility='collapse' t:number-rows-repeated='2'><t:table-cell/></t:table-row></t:table-row-group>\
            <t:table-row><t:table-cell><t:table><t:table-row t:visibility='filter'/></t:table></t:table-cell></t:table-row>\
            <t:table-row t:visibility='filter'><t:table-cell/></t:table-row></t:table><t:table t:name='B'/>";
        let tables = scan(xml, Styles::default()).unwrap();
        assert_eq!(tables[0].hidden, Hidden::new(vec![3..=4, 6..=6], vec![2..=3]));
        assert!(tables[1].hidden.is_empty());
    }

    #[test]
    fn figures_struck_through_or_set_apart_are_found() {
        let style = |family: &str, name: &str, says: &str| {
            format!("<s:style s:name='{name}' s:family='{family}'><s:text-properties {says}/></s:style>")
        };
        let styles = [
            style("table-cell", "ce1", "s:text-line-through-style='solid'"),
            style("text", "ce2", "s:text-line-through-style='solid'"),
            style("text", "T1", "s:text-position='super 58%'"),
            style("text", "T2", "s:text-line-through-type='single'"),
            style("text", "T3", "s:text-line-through-style='none' s:text-position='0% 100%'"),
            "<s:style s:name='ce3' s:family='table-cell' s:parent-style-name='ce1'/>".to_owned(),
        ];
        let cell = |style: &str, text: &str| {
            format!("<t:table-cell t:style-name='{style}' o:value-type='string'><x:p>{text}</x:p></t:table-cell>")
        };
        let span = |style: &str, text: &str| format!("<x:span x:style-name='{style}'>{text}</x:span>");
        let remark = "<o:annotation><x:p>7</x:p></o:annotation>";
        let cells = [
            cell("ce0", &("12".to_owned() + &span("T1", "1"))),
            cell("ce0", &(span("T2", "15") + "12")),
            cell("ce0", &("50 m".to_owned() + &span("T1", "2"))),
            cell("ce0", &("12".to_owned() + &span("T3", "1"))),
            cell("ce1", "12"),
            cell("ce1", &("15".to_owned() + &span("T3", "12"))),
            cell("ce3", "12"),
            cell("ce2", &(remark.to_owned() + "12")),
            cell("ce0", &(format!("<o:annotation><x:p>{}</x:p></o:annotation>", span("T2", "15")) + "12")),
        ];
        let xml = format!(
            "<d>{}<t:table t:name='A'><t:table-row>{}</t:table-row></t:table></d>",
            styles.concat(),
            cells.concat()
        );
        let table = scan(&xml, Styles::default()).unwrap().remove(0);
        let columns = |cells: &HashSet<Address>| {
            let mut columns: Vec<u32> = cells.iter().map(|at| at.column).collect();
            columns.sort_unstable();
            columns
        };
        assert_eq!((columns(&table.apart), columns(&table.struck)), (vec![0, 1, 5], vec![4, 5, 6]));
    }
}
