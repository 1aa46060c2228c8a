//! A page to HTML, as several programs write it.

use crate::na_ri::page::{Cell, Content, Look, Page};

/// A program that writes pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Author {
    /// Excel 2003: numbers beside what shows of them.
    Excel,
    /// Excel 2010 and later: only what shows.
    ExcelOfToday,
    /// LibreOffice, several sheets in one page.
    LibreOffice,
    /// Google Sheets, one page of its zip.
    Google,
    /// PhpSpreadsheet.
    Php,
    /// An ASP page that writes tags by hand.
    Asp,
}

/// The page in tags.
pub fn html(page: &Page, author: Author) -> String {
    let (head, tail) = match author {
        Author::Excel | Author::ExcelOfToday => (
            format!(
                "<html xmlns:v=\"urn:schemas-microsoft-com:vml\"\r\nxmlns:x=\"urn:schemas-microsoft-com:office:excel\"\r\n\
                 xmlns=\"http://www.w3.org/TR/REC-html40\">\r\n<head>\r\n<meta http-equiv=Content-Type content=\"text/html; \
                 charset=utf-8\">\r\n<meta name=Generator content=\"Microsoft Excel 11\">\r\n<style>\r\n<!--table\r\n\
                 {{mso-displayed-decimal-separator:\"\\.\";}}\r\n.xl24\r\n\t{{mso-style-parent:style0;\r\n\tfont-family:\"Times \
                 New Roman\", serif;\r\n\tborder:.5pt solid black;}}\r\n.xl25\r\n\t{{mso-number-format:\"\\#\\,\\#\\#0\\.00\";}}\r\n\
                 -->\r\n</style>\r\n<!--[if gte mso 9]><xml>\r\n <x:ExcelWorkbook>\r\n  <x:ExcelWorksheets>\r\n   \
                 <x:ExcelWorksheet>\r\n    <x:Name>{}</x:Name>\r\n    <x:WorksheetOptions/>\r\n   </x:ExcelWorksheet>\r\n  \
                 </x:ExcelWorksheets>\r\n </x:ExcelWorkbook>\r\n</xml><![endif]-->\r\n</head>\r\n<body link=blue>\r\n\
                 <table x:str border=0 cellpadding=0 style='border-collapse:collapse;table-layout:fixed'>\r\n <col class=xl24 \
                 width=64 span=6>\r\n",
                page.name
            ),
            " <![if supportMisalignedColumns]>\r\n <tr height=0 style='display:none'>\r\n  <td width=64></td>\r\n </tr>\r\n \
             <![endif]>\r\n</table>\r\n</body>\r\n</html>\r\n"
                .to_owned(),
        ),
        Author::LibreOffice => (
            format!(
                "<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\"/>\n\
                 <title></title>\n<meta name=\"generator\" content=\"LibreOffice 7.4.7.2 (Linux)\"/>\n</head>\n<body>\n<hr>\n\
                 <p><center>\n<h1>Overview</h1>\n<A HREF=\"#table0\">Bìa</A><br>\n<A HREF=\"#table1\">{0}</A><br>\n\
                 </center></p>\n<hr>\n<A NAME=\"table0\"><h1>Sheet 1: <em>Bìa</em></h1></A>\n<table><tr><td>BÁO CÁO</td></tr>\
                 </table>\n<hr>\n<A NAME=\"table1\"><h1>Sheet 2: <em>{0}</em></h1></A>\n<table cellspacing=\"0\" border=\"0\">\n\
                 <colgroup width=\"63\"></colgroup>\n<colgroup span=\"5\" width=\"119\"></colgroup>\n",
                page.name
            ),
            "</table>\n</body>\n</html>\n".to_owned(),
        ),
        Author::Google => {
            let letters: String = (0..page.width())
                .map(|c| {
                    let letter = char::from(b'A' + c as u8);
                    format!("<th id=\"0C{c}\" style=\"width:100px;\" class=\"column-headers-background\">{letter}</th>")
                })
                .collect();
            (
                format!(
                    "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><link type=\"text/css\" \
                     rel=\"stylesheet\" href=\"resources/sheet.css\"><style type=\"text/css\">.ritz .waffle a {{ color: inherit; \
                     }}.ritz .waffle .s0{{font-style:italic;}}</style><div class=\"ritz grid-container\" dir=\"ltr\"><table \
                     class=\"waffle\" cellspacing=\"0\" cellpadding=\"0\"><thead><tr><th class=\"row-header \
                     freezebar-origin-ltr\"></th>{letters}</tr></thead><tbody>"
                ),
                "</tbody></table></div>".to_owned(),
            )
        }
        Author::Php => (
            format!(
                "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<style type=\"text/css\">\ntable.sheet0 tr \
                 {{ height:15pt }}\ntd.style1, th.style1 {{ vertical-align:bottom; font-family:'Times New Roman' }}\n</style>\n\
                 </head>\n<body>\n<ul class=\"navigation\">\n<li class=\"sheet0\"><a href=\"#sheet0\">{}</a></li>\n</ul>\n<div \
                 style='page: page0'>\n<table border='0' cellpadding='0' cellspacing='0' id='sheet0' class='sheet0 \
                 gridlines'>\n<col class=\"col0\">\n<tbody>\n",
                page.name
            ),
            "</tbody></table></div>\n</body>\n</html>".to_owned(),
        ),
        Author::Asp => ("\r\n\r\n<TABLE BORDER=1>".to_owned(), "</TABLE>".to_owned()),
    };
    let rows: String = (0..page.rows.len()).map(|row| row_of(page, row, author)).collect();
    head + &rows + &tail
}

fn row_of(page: &Page, row: usize, author: Author) -> String {
    let mut html = match author {
        Author::Google => format!(
            "<tr style=\"height: 20px\"><th id=\"0R{row}\" class=\"row-headers-background\"><div \
             class=\"row-header-wrapper\">{}</div></th>",
            row + 1
        ),
        Author::Asp => "<TR>".to_owned(),
        _ => format!(" <tr class='row{row}' height=20>\r\n"),
    };
    for column in 0..page.width() {
        let merge = page
            .merges
            .iter()
            .find(|(top, left, bottom, right)| (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column));
        let spans = match merge {
            Some((top, left, bottom, right)) if (*top, *left) == (row, column) => {
                let across = if right > left { format!(" colspan={}", right - left + 1) } else { String::new() };
                let down = if bottom > top { format!(" rowspan={}", bottom - top + 1) } else { String::new() };
                across + &down
            }
            Some(_) => continue,
            None => String::new(),
        };
        let cell = page.rows[row].get(column).cloned().unwrap_or(Cell::new(Content::Blank, Look::PLAIN));
        html += &cell_of(&cell, &spans, author);
    }
    match author {
        Author::Asp => html,
        _ => html + "</tr>\r\n",
    }
}

fn cell_of(cell: &Cell, spans: &str, author: Author) -> String {
    let blank = if author == Author::Asp { "&nbsp;" } else { "" };
    let (shown, number) = match &cell.content {
        Content::Blank => (blank.to_owned(), None),
        Content::Text(text) => (escape(text), None),
        Content::Number(number) => (number.replace('.', ","), Some(number)),
        Content::Formula(..) => panic!("no formulas here"),
    };
    match (author, number) {
        (Author::Excel, Some(number)) => {
            format!("  <td class=xl25{spans} style='border-top:none' x:num=\"{number}\">{shown}</td>\r\n")
        }
        (Author::Excel | Author::ExcelOfToday, _) => format!("  <td class=xl24{spans} width=64>{shown}</td>\r\n"),
        (Author::LibreOffice, Some(number)) => format!(
            "\t\t<td{spans} align=\"center\" sdval=\"{number}\" sdnum=\"1066;\"><font face=\"Times New Roman\" \
             size=3>{shown}</font></td>\n"
        ),
        (Author::LibreOffice, None) => {
            let shown = if shown.is_empty() { "<br>".to_owned() } else { shown };
            format!(
                "\t\t<td{spans} align=\"left\" valign=bottom><b><font face=\"Times New Roman\">{shown}</font></b></td>\n"
            )
        }
        (Author::Google, _) => format!("<td class=\"s0 softmerge\" dir=\"ltr\"{spans}>{shown}</td>"),
        (Author::Php, _) => format!("<td class=\"column0 style1 s\"{spans}>{shown}</td>\n"),
        (Author::Asp, _) => format!("<TD{spans}><P ALIGN=CENTER>{shown}"),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>\r\n    ")
}

/// The letters that a page in Western European cannot hold, as numbers: how Excel saves Vietnamese.
pub fn western(html: &str) -> Vec<u8> {
    let html = html.replace("charset=utf-8", "charset=windows-1252");
    html.chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", c as u32) })
        .collect::<String>()
        .into_bytes()
}

/// «Single File Web Page»: a page of frames, and the page of each sheet.
pub fn message(html: &str, sheet: &str) -> Vec<u8> {
    let frames = format!(
        "<html xmlns:x=3D\"urn:schemas-microsoft-com:office:excel\"><head><!--[if gte mso 9]><xml><x:ExcelWorkbook>\
         <x:ExcelWorksheets><x:ExcelWorksheet><x:Name>{}</x:Name><x:WorksheetSource \
         HRef=3D\"a_files/sheet001.htm\"/></x:ExcelWorksheet><x:ExcelWorksheet><x:Name>Sheet2</x:Name></x:ExcelWorksheet>\
         </x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><frameset><frame \
         src=3D\"a_files/sheet001.htm\"></frameset></html>",
        quoted(sheet)
    );
    format!(
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; \
         boundary=\"----=_NextPart_01\"\r\n\r\nThis document is a Single File Web Page.\r\n\r\n------=_NextPart_01\r\n\
         Content-Location: file:///C:/1/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; \
         charset=\"utf-8\"\r\n\r\n{frames}\r\n\r\n------=_NextPart_01\r\nContent-Location: \
         file:///C:/1/a_files/sheet001.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; \
         charset=\"utf-8\"\r\n\r\n{}\r\n\r\n------=_NextPart_01--\r\n",
        quoted(html)
    )
    .into_bytes()
}

fn quoted(text: &str) -> String {
    let byte = |b: u8| match b {
        b'=' => "=3D".to_owned(),
        b'\r' | b'\n' | b' '..=b'~' => char::from(b).to_string(),
        b => format!("={b:02X}"),
    };
    text.bytes().map(byte).collect()
}
