//! The free lines of a list, and its total.

use rust_xlsxwriter::Formula;

use crate::address::ColumnName;
use crate::form::Role;
use crate::publish::PublishError;
use crate::sheet_text::SheetText as _;

use super::columns::{Col, Columns};
use super::sheet::{Draft, Page};
use super::table::shown;

impl Page<'_, '_> {
    /// Writes the number and the cells of words of a free line.
    pub fn free_line(
        &self,
        draft: &mut Draft<'_>,
        columns: &Columns,
        at: u32,
        line: usize,
    ) -> Result<(), PublishError> {
        let (form, looks) = (self.own.form, &self.blanks.styles);
        draft.sheet.set_row_height(at, 20.0)?;
        for (col, column) in columns.all.iter().zip(0u16..) {
            let Col::Form(n) = col else { continue };
            match form.columns.get(*n).map(|c| c.role) {
                Some(Role::Number) => {
                    draft.sheet.put_text(at, column, (line + 1).to_string(), &looks.styles.centre)?;
                }
                Some(Role::Label | Role::Text | Role::Measure) => {
                    _ = draft.sheet.write_blank(at, column, &looks.text)?
                }
                Some(Role::Value) | None => {}
            }
        }
        Ok(())
    }

    /// Writes the total of a list over its lines.
    pub fn list_total(
        &self,
        draft: &mut Draft<'_>,
        columns: &Columns,
        at: u32,
        (first, last): (u32, u32),
    ) -> Result<(), PublishError> {
        let (form, looks) = (self.own.form, &self.blanks.styles);
        // The reader knows the words, whatever the language of the rest.
        let label = "Tổng cộng";
        for (col, column) in columns.all.iter().zip(0u16..) {
            let definition = match col {
                Col::Form(n) => form.columns.get(*n),
                Col::Before(_) | Col::Check => None,
            };
            let figure = definition.and_then(|c| c.figure.as_ref());
            match (definition.map(|c| c.role), figure) {
                (Some(Role::Label), _) => {
                    let bold = looks.styles.cell.clone().set_bold();
                    draft.sheet.put_text(at, column, label, &bold)?;
                    draft.note((at, column), label);
                }
                (Some(Role::Value), Some(figure)) if figure.aggregate.adds() => {
                    let name = ColumnName(u32::from(column));
                    let range = format!("{name}{}:{name}{}", first + 1, last + 1);
                    // Lines that are not needed are blank; one that says «…» leaves no total.
                    let open = format!("COUNTIF({range},\"…\")+COUNTIF({range},\"...\")>0");
                    let sum = format!("IF({open},\"…\",IF(COUNT({range})>0,SUM({range}),\"\"))");
                    let formula = Formula::new(format!("={sum}")).set_result("");
                    draft.sheet.write_formula_with_format(at, column, formula, &shown(&looks.total, figure))?;
                }
                _ => _ = draft.sheet.write_blank(at, column, &looks.styles.cell)?,
            }
        }
        Ok(())
    }
}
