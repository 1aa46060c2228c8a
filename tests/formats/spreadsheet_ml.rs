//! A page to XML Spreadsheet 2003, as Excel writes it.

use crate::na_ri::page::{Cell, Content, Page};

/// The workbook of this one sheet.
pub fn workbook(page: &Page) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n<Workbook \
         xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"\r\n xmlns:o=\"urn:schemas-microsoft-com:office:office\"\r\n \
         xmlns:x=\"urn:schemas-microsoft-com:office:excel\"\r\n xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"\r\n \
         xmlns:html=\"http://www.w3.org/TR/REC-html40\">\r\n <DocumentProperties \
         xmlns=\"urn:schemas-microsoft-com:office:office\">\r\n  <LastSaved>2024-03-28T08:30:00Z</LastSaved>\r\n \
         </DocumentProperties>\r\n <Styles>\r\n  <Style ss:ID=\"Default\" ss:Name=\"Normal\">\r\n   <Font \
         ss:FontName=\"Times New Roman\" x:Family=\"Roman\" ss:Size=\"12\"/>\r\n  </Style>\r\n  <Style ss:ID=\"s21\"><Font \
         ss:FontName=\"Times New Roman\" ss:Italic=\"1\"/></Style>\r\n </Styles>\r\n",
    );
    xml += &format!(" <Worksheet ss:Name=\"{}\">\r\n  <Table ss:ExpandedColumnCount=\"9999\">\r\n", escape(&page.name));
    let mut next = 0;
    for (row, cells) in page.rows.iter().enumerate().filter(|(_, cells)| !cells.iter().all(Cell::is_nothing)) {
        let index = if row == next { String::new() } else { format!(" ss:Index=\"{}\"", row + 1) };
        next = row + 1;
        xml += &format!("   <Row{index} ss:AutoFitHeight=\"0\">\r\n");
        let mut next_column = 0;
        for (column, cell) in cells.iter().enumerate() {
            let merge = page.merges.iter().find(|(top, left, bottom, right)| {
                (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
            });
            let spans = match merge {
                Some((top, left, bottom, right)) if (*top, *left) == (row, column) => {
                    format!(" ss:MergeAcross=\"{}\" ss:MergeDown=\"{}\"", right - left, bottom - top)
                }
                Some(_) => continue,
                None if cell.is_nothing() => continue,
                None => String::new(),
            };
            let index = if column == next_column { String::new() } else { format!(" ss:Index=\"{}\"", column + 1) };
            next_column = merge.map_or(column, |m| m.3) + 1;
            let style = if cell.look.italic { " ss:StyleID=\"s21\"" } else { "" };
            xml += &format!("    <Cell{index}{style}{spans}>{}</Cell>\r\n", data(&cell.content));
        }
        xml += "   </Row>\r\n";
    }
    xml + "  </Table>\r\n  <WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\">\r\n   <Selected/>\r\n  \
           </WorksheetOptions>\r\n </Worksheet>\r\n</Workbook>\r\n"
}

fn data(content: &Content) -> String {
    match content {
        Content::Blank => String::new(),
        Content::Text(text) => format!("<Data ss:Type=\"String\">{}</Data>", escape(text)),
        Content::Number(number) => format!("<Data ss:Type=\"Number\">{number}</Data>"),
        Content::Formula(formula, result) => format!("{formula}<Data ss:Type=\"Number\">{result}</Data>"),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\n', "&#10;")
}
