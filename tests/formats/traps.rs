//! One trap a test: files that office programs open, and that a reader may take for something else.

use phubieu::finding::Finding;
use phubieu::intake::{self, Workbook};

use super::package::{changed, minimal};

/// What a file holds: `S!A1=value` a cell, and the codes of what is told.
fn read(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut findings = Vec::new();
    match intake::read("a.xls", bytes, &mut findings) {
        Ok(workbook) => (cells(&workbook), codes(&findings)),
        Err(problem) => (vec![format!("{problem:?}")], codes(&findings)),
    }
}

fn cells(workbook: &Workbook) -> Vec<String> {
    let of = |sheet: &intake::Sheet| {
        let cells = sheet.rows().flat_map(|(_, cells)| cells.iter());
        cells.map(|c| format!("{}!{}={}", sheet.name, c.at, c.value)).collect::<Vec<_>>()
    };
    workbook.sheets.iter().flat_map(of).collect()
}

fn codes(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| f.code().to_string()).collect()
}

/// Asserts what a file holds, cells parted by `|`, and which codes are told.
fn holds(bytes: &[u8], expected: &str, told: &[&str], what: &str) {
    let (cells, codes) = read(bytes);
    assert_eq!((cells.join("|").as_str(), codes), (expected, told.iter().map(|c| (*c).to_owned()).collect()), "{what}");
}

/// A workbook of one sheet with these rows.
fn rows(rows: &str) -> Vec<u8> {
    let strings = ["<t>không</t>", "<t>một</t>", "<t>hai</t>"];
    minimal(&[("S", &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))], &strings)
}

#[test]
fn a_value_is_read_whole_or_marked() {
    for (cells, expected, told) in [
        ("<c r='A1' t='s'><v>2 </v></c>", "S!A1=hai", &[][..]),
        ("<c r='A1' t='s'><v> 2</v></c>", "S!A1=hai", &[]),
        ("<c r='A1' t='s'><v>x</v></c>", "S!A1=?", &["PB016"]),
        ("<c r='A1' t='s'><v>3</v></c>", "S!A1=?", &["PB016"]),
        ("<c r='A1'><v>12<!-- -->34</v></c>", "S!A1=1234", &[]),
        ("<c r='A1'><v>12&#51;4</v></c>", "S!A1=1234", &[]),
        ("<c r='A1'><v><![CDATA[12]]></v></c>", "S!A1=12", &[]),
        ("<c r='A1'><v> 12 </v></c>", "S!A1=12", &[]),
        ("<c r='A1' t='n'><v>\n12\n</v></c>", "S!A1=12", &[]),
        ("<c r='A1' t='n'><v>12,5</v></c>", "S!A1=?", &["PB016"]),
        ("<c r='A1' t='e'><v>#SPILL!</v></c>", "S!A1=#SPILL!", &[]),
        ("<c r='A1' t='d'><v>2024-01-03</v></c>", "S!A1=2024-01-03", &[]),
        ("<c r='A1' t='str'><f>B1</f><v> a &amp; b</v></c>", "S!A1= a & b", &[]),
        ("<c r='A1' t='inlineStr'><is><t>a_x000D_b</t></is></c>", "S!A1=a\rb", &[]),
        ("<c r='A1' t='inlineStr'><is><t>a_x005F_x000D_b</t></is></c>", "S!A1=a_x000D_b", &[]),
        ("<c r='A1' t='inlineStr'><is><t xml:space='preserve'> a </t></is></c>", "S!A1= a ", &[]),
        ("<c r='A1' t='inlineStr'><is><r><t>12</t></r><rPh sb='0' eb='1'><t>34</t></rPh></is></c>", "S!A1=12", &[]),
        (
            "<c r='A1' t='inlineStr'><is><r><t>12</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></is></c>",
            "S!A1=?",
            &[],
        ),
        (
            "<c r='A1'><f t='shared' ref='A1:A2' si='0'>1+1</f><v>2</v></c><c r='B1'><f t='shared' si='0'/><v>3</v></c>",
            "S!A1=2|S!B1=3",
            &[],
        ),
        ("<c r='A1'><f>1+1</f></c>", "S!A1==1+1", &[]),
    ] {
        holds(&rows(&format!("<row r='1'>{cells}</row>")), expected, told, cells);
    }
}

#[test]
fn a_cell_stands_where_it_says_or_is_told() {
    for (given, expected, told) in [
        ("<row r='1'><c r='A1'><v>1</v></c><c r='A4294967297'><v>7</v></c></row>", "S!A1=1", &["PB021"][..]),
        ("<row r='1'><c r='A1'><v>1</v></c><c r='A1048577'><v>7</v></c></row>", "S!A1=1", &["PB021"]),
        (
            "<row r='1'><c r='A1'><v>1</v></c><c r='XFE1'><v>7</v></c><c r='AAAAAAAAAA1'><v>7</v></c></row>",
            "S!A1=1",
            &["PB021"],
        ),
        ("<row r='1'><c r='XFE1' s='0'/><c r='A1'><v>1</v></c></row>", "S!A1=1", &[]),
        ("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>7</v></c></row>", "S!A1=7", &[]),
        ("<row r='1'><c r='a1'><v>1</v></c><c r='$B$1'><v>7</v></c></row>", "S!A1=1|S!B1=7", &[]),
        ("<row r='3'><c><v>1</v></c><c><v>7</v></c></row><row><c><v>8</v></c></row>", "S!A3=1|S!B3=7|S!A4=8", &[]),
        ("<row r='1'><c r='B1'><v>1</v></c><c><v>7</v></c></row>", "S!B1=1|S!C1=7", &[]),
        ("<row r='1'><c r='A1'><v>1</v></c></row><row r='1'><c r='A1'><v>9</v></c></row>", "S!A1=9", &[]),
    ] {
        holds(&rows(given), expected, told, given);
    }
}

#[test]
fn a_dimension_that_is_none_or_lies_says_nothing() {
    for dimension in
        ["ref=''", "", "ref='A:C'", "ref='A1'", "ref='A1:XFD1048576'", "ref='XFE1:A0'", "ref=' '", "ref='A1:B2:C3'"]
    {
        let sheet = format!(
            "<worksheet><dimension {dimension}/><sheetData><row r='5'><c r='C5'><v>1</v></c></row></sheetData></worksheet>"
        );
        holds(&minimal(&[("S", &sheet)], &[]), "S!C5=1", &[], dimension);
    }
}

#[test]
fn sheets_that_are_no_worksheets_and_sheets_of_one_name_are_told_apart() {
    let one = |value: u8| {
        format!("<worksheet><sheetData><row r='1'><c r='A1'><v>{value}</v></c></row></sheetData></worksheet>")
    };
    let chart =
        "<chartsheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetViews/></chartsheet>";
    let macros = "<xm:macrosheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' \
        xmlns:xm='http://schemas.microsoft.com/office/excel/2006/main'><sheetData/></xm:macrosheet>";
    let (first, second) = (one(1), one(2));
    for (sheets, expected) in [
        (vec![("C", chart), ("S", &first)], "S!A1=1"),
        (vec![("M", macros), ("S", &first)], "S!A1=1"),
        (vec![("S", first.as_str()), ("S", &second)], "S!A1=1|S (2)!A1=2"),
        (vec![("a&amp;b &lt;x&gt; &quot;'[1]!:\\/?*", first.as_str())], "a&b <x> \"'[1]!:\\/?*!A1=1"),
    ] {
        holds(&minimal(&sheets, &[]), expected, &[], expected);
    }
}

#[test]
fn an_ods_is_read_whatever_stands_between_its_cells() {
    let page = super::page();
    let plain = super::na_ri::ods::workbook(&page);
    let (expected, _) = read(&plain);
    assert!(expected.len() > 100);
    let remarks = changed(&plain, |name, text| match name {
        "content.xml" => text.replace("</table:table-row>", "<!-- a remark -->\n\t</table:table-row>\n"),
        _ => text,
    });
    assert_eq!(read(&remarks).0, expected);
    // A second table of the same name, and one of none.
    let more = "<table:table table:name=\"Phụ lục\"><table:table-row><table:table-cell office:value-type=\"float\" \
        office:value=\"7\"/></table:table-row></table:table><table:table><table:table-row><table:table-cell \
        office:value-type=\"float\" office:value=\"8\"/></table:table-row></table:table>";
    let three = changed(&plain, |name, text| match name {
        "content.xml" => text.replace("</office:spreadsheet>", &format!("{more}</office:spreadsheet>")),
        _ => text,
    });
    let expected = [expected, vec!["Phụ lục (2)!A1=7".to_owned(), "Sheet!A1=8".to_owned()]].concat();
    assert_eq!(read(&three).0, expected);
}

#[test]
fn a_csv_gives_what_was_kept_from_excel_and_tells_lost_letters() {
    let kept = "STT;Số\n=\"01\";=\"3,5\"\n=\"\";'=\"4\"\n";
    holds(kept.as_bytes(), "a!A1=STT|a!B1=Số|a!A2=01|a!B2=3,5|a!B3='=\"4\"", &[], kept);
    // As Excel saves «CHỈ TIÊU», «Kế hoạch», «Số hộ được hỗ trợ» in the page of Western Europe.
    let lost = b"STT,CH? TI\xCAU,K? ho?ch\n1,S? h? ???c h? tr?,12\n2,T? l? lao ??ng,3\n";
    holds(lost, "LettersLost", &[], "lost");
}

#[test]
fn cells_struck_through_are_known_in_pages_and_xml() {
    let page = "<style>.s {text-decoration:line-through;}</style><table><tr><td>1<td class=s>2<td \
        style='text-decoration:line-through'>3</table>";
    let xml = "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' \
        xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Styles><Style ss:ID='s'><Font ss:StrikeThrough='1'/></Style>\
        </Styles><Worksheet ss:Name='S'><Table><Row><Cell><Data ss:Type='Number'>1</Data></Cell><Cell ss:StyleID='s'><Data \
        ss:Type='Number'>2</Data></Cell><Cell ss:StyleID='s'><Data ss:Type='String'>3</Data></Cell></Row></Table></Worksheet>\
        </Workbook>";
    for bytes in [page, xml] {
        let workbook = intake::read("a.xls", bytes.as_bytes(), &mut Vec::new()).unwrap();
        let struck = workbook.sheets[0].row(0).iter().map(intake::Cell::is_struck);
        assert_eq!(struck.collect::<Vec<_>>(), [false, true, true], "{bytes}");
    }
}

#[test]
fn percentages_and_dates_are_known_by_the_formats_that_pages_give() {
    let page = "<style>.p {mso-number-format:\"0\\.00%\";} .d {mso-number-format:\"dd\\/mm\\/yyyy\";}</style><table><tr><td \
        class=p x:num=\"0.8276\">82,76%<td class=d x:num=\"45294\">03/01/2024<td sdval=\"0.5\" sdnum=\"1066;0;0,00%\">50%\
        </table>";
    let workbook = intake::read("a.xls", page.as_bytes(), &mut Vec::new()).unwrap();
    let cells = workbook.sheets[0].row(0);
    assert!(cells[0].is_percent() && cells[2].is_percent() && !cells[1].is_percent());
    assert!(matches!(cells[1].value, intake::Value::Date(_)), "{:?}", cells[1]);
    let ml = format!("{ML}<Row><Cell ss:StyleID=\"p\"><Data ss:Type=\"Number\">0.5</Data></Cell></Row>{ML_END}");
    let workbook = intake::read("a.xls", ml.as_bytes(), &mut Vec::new()).unwrap();
    assert!(workbook.sheets[0].row(0)[0].is_percent());
}

#[test]
fn spans_without_end_are_bounded() {
    let page = format!("<table>{}</table>", "<tr><td colspan=1000><td colspan=1000>1".repeat(11_000));
    assert!(read(page.as_bytes()).0[0].starts_with("TooLarge"));
    let page = format!("<table>{}</table>", "<tr><td rowspan=65534>1".repeat(5_000));
    assert_eq!(read(page.as_bytes()).0.len(), 5_000);
}

const ML: &str = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
    xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles><Style ss:ID=\"p\"><NumberFormat \
    ss:Format=\"Percent\"/></Style></Styles><Worksheet ss:Name=\"S\"><Table>";
const ML_END: &str = "</Table></Worksheet></Workbook>";

#[test]
fn xml_spreadsheet_2003_says_where_cells_stand_and_what_they_hold() {
    for (rows, expected, told) in [
        (
            "<Row ss:Index=\"3\"><Cell ss:Index=\"2\" ss:MergeAcross=\"1\"><Data ss:Type=\"Number\">1</Data></Cell>\
             <Cell><Data ss:Type=\"Number\">2</Data></Cell></Row>",
            "S!B3=1|S!D3=2",
            &[][..],
        ),
        (
            "<Row ss:Span=\"2\"/><Row><Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>Số \
             </B><Font>hộ &amp; thôn</Font></ss:Data></Cell></Row>",
            "S!A4=Số hộ & thôn",
            &[],
        ),
        (
            "<Row><Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\">12<Sup>1</Sup></ss:Data>\
             </Cell></Row>",
            "S!A1=?",
            &[],
        ),
        (
            "<Row><Cell><Data ss:Type=\"Number\">1</Data><Comment><ss:Data>ghi chú 5</ss:Data></Comment></Cell></Row>",
            "S!A1=1",
            &[],
        ),
        ("<Row><Cell ss:Formula=\"=R1C1+1\"></Cell></Row>", "S!A1==A1+1", &[]),
        ("<Row><Cell ss:Formula=\"=1+1\"><Data ss:Type=\"Number\">2</Data></Cell></Row>", "S!A1=2", &[]),
        (
            "<Row><Cell><Data ss:Type=\"DateTime\">2024-01-03T00:00:00.000</Data></Cell><Cell><Data \
             ss:Type=\"Boolean\">1</Data></Cell><Cell><Data ss:Type=\"Error\">#REF!</Data></Cell></Row>",
            "S!A1=2024-01-03|S!B1=TRUE|S!C1=#REF!",
            &[],
        ),
        (
            "<Row><Cell ss:StyleID=\"p\"><Data ss:Type=\"Number\">0.82760000000000011</Data></Cell></Row>",
            "S!A1=0.8276",
            &[],
        ),
        ("<Row ss:Index=\"1048577\"><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>", "", &["PB021"]),
        ("<Row><Cell ss:Index=\"16385\"><Data ss:Type=\"Number\">1</Data></Cell></Row>", "", &["PB021"]),
        ("<Row><Cell><Data ss:Type=\"Number\">82,76</Data></Cell></Row>", "S!A1=82,76", &[]),
        ("<Row><Cell><Data ss:Type=\"String\"><![CDATA[a<b]]>&#10;c</Data></Cell></Row>", "S!A1=a<b\nc", &[]),
    ] {
        holds(format!("{ML}{rows}{ML_END}").as_bytes(), expected, told, rows);
    }
    let cut = format!("{ML}<Row><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>");
    assert!(read(cut.as_bytes()).0[0].starts_with("Damaged"));
    let deep = format!("{ML}<Row><Cell><Data>{}", "<B>".repeat(100_000));
    assert!(read(deep.as_bytes()).0[0].starts_with("TooLarge { what: Nesting"));
}

#[test]
fn a_page_is_laid_out_as_its_program_meant_it() {
    for (page, expected) in [
        // Spans in both directions, and cells that end where the next begins.
        (
            "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td>e</table>",
            "a!A1=a|a!B1=b|a!B2=c|a!C2=d|a!A3=e",
        ),
        ("<table><tr><td rowspan=0>a<td>b<tr><td>c</table>", "a!A1=a|a!B1=b|a!B2=c"),
        ("<table><thead><tr><th rowspan=9>a<th>b</thead><tbody><tr><td>c</table>", "a!A1=a|a!B1=b|a!A2=c"),
        // Lines of text around a table take rows, as in Excel.
        (
            "<h3>XÃ CÔN MINH</h3><p>Biểu 1<br>Đơn vị: hộ</p><table><tr><td>1</table>Người lập",
            "a!A1=XÃ CÔN MINH|a!A2=Biểu 1|a!A3=Đơn vị: hộ|a!A4=1|a!A5=Người lập",
        ),
        // A table that only arranges others.
        (
            "<table><tr><td>TIÊU ĐỀ</td></tr><tr><td><table><tr><td>1<td>2<tr><td>3<td>4</table></td></tr></table>",
            "a!A1=TIÊU ĐỀ|a!A2=1|a!B2=2|a!A3=3|a!B3=4",
        ),
        ("<table><tr><td>1<td><table><tr><td>2</table><td>3<tr><td>4</table>", "a!A1=1|a!B1=2|a!C1=3|a!A2=4"),
        // White space is one space, a line break one; a blank of one kind is a blank.
        ("<table><tr><td>Số\r\n   hộ<br>nghèo &amp; cận<td>&nbsp;<td><br></table>", "a!A1=Số hộ\nnghèo & cận"),
        ("<table><tr><td><p>a</p><p>b</p><td><b> 1</b><i>2 </i></table>", "a!A1=a\nb|a!B1=12"),
        // Figures set apart are two.
        ("<table><tr><td>12<sup>1</sup><td><s>5</s>7<td>m<sup>2</sup></table>", "a!A1=?|a!B1=?|a!C1=m2"),
        ("<table><tr><td>12<span style='vertical-align:super'>1</span></table>", "a!A1=?"),
        // Numbers that the page gives itself.
        (
            "<table><tr><td x:num=\"1234.5\">1.234,50<td x:num>12<td x:num>1,234</table>",
            "a!A1=1234.5|a!B1=12|a!C1=1,234",
        ),
        ("<table><tr><td sdval=\"0.8276\" sdnum=\"1066;0;0,00%\">82,76%<td sdval=x>7</table>", "a!A1=0.8276|a!B1=7"),
        ("<table><tr><td>#REF!<td>82,76%</table>", "a!A1=#REF!|a!B1=82,76%"),
        // What does not show is there to sort by; Excel's own is the end of a long text.
        ("<table><tr><td><span style='display:none'>00012</span>12</table>", "a!A1=12"),
        (
            "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>Uỷ ban<span style='display:none'> nhân \
             dân</span></table>",
            "a!A1=Uỷ ban nhân dân",
        ),
        ("<table><tr><td><input type=text value='12'><input type=hidden value=9></table>", "a!A1=12"),
        ("<script>var t='<table><tr><td>0</table>'</script><table><tr><td>1</table><!-- <table> -->", "a!A1=1"),
        // Sheets in one page.
        (
            "<a href='#sheet0'>Biểu &amp; 1</a><table id=sheet0><tr><td>1</table><table id=sheet1><tr><td>2</table>",
            "Biểu & 1!A1=1|sheet1!A1=2",
        ),
        ("<table><tr><td>1</table><table><tr><td>2</table>", "a!A1=1|a!A2=2"),
        ("<table border=1><caption>BIỂU 1</caption><tr><td>1</table>", "a!A1=1|a!A2=BIỂU 1"),
    ] {
        holds(format!("<html><body>{page}").as_bytes(), expected, &[], page);
    }
    let deep = format!("<table><tr><td>{}1", "<div>".repeat(100_000));
    assert!(read(deep.as_bytes()).0[0].starts_with("Damaged"));
    let soup = format!("<table>{}</table>", "<tr><td><font size=2><b>1".repeat(3_000));
    assert_eq!(read(soup.as_bytes()).0.len(), 3_000);
}

#[test]
fn rows_and_columns_that_a_page_hides_are_known() {
    let page = "<html><style>.h {display:none}</style><table><col><col style='display:none'><tr><td>1<td>2<td>3<td \
        class=h>4<tr style='display:none'><td>5<td>6<td>7<td class=h>8</table>";
    let workbook = intake::read("a.htm", page.as_bytes(), &mut Vec::new()).unwrap();
    let hidden = &workbook.sheets[0].hidden;
    let rows: Vec<u32> = (0..3).filter(|row| hidden.has_row(*row)).collect();
    let columns: Vec<u32> = (0..5).filter(|column| hidden.has_column(*column)).collect();
    assert_eq!((rows, columns), (vec![1], vec![1, 3]));
    let ml = format!(
        "{ML}<Column/><Column ss:Hidden=\"1\" ss:Span=\"1\"/><Row/><Row ss:Hidden=\"1\"><Cell><Data \
         ss:Type=\"Number\">1</Data></Cell></Row>{}",
        ML_END.replace(
            "</Table>",
            "</Table><WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>SheetHidden</Visible>\
             </WorksheetOptions>"
        )
    );
    let workbook = intake::read("a.xml", ml.as_bytes(), &mut Vec::new()).unwrap();
    let sheet = &workbook.sheets[0];
    let columns: Vec<u32> = (0..5).filter(|column| sheet.hidden.has_column(*column)).collect();
    assert_eq!((sheet.visible, sheet.hidden.has_row(1), columns), (false, true, vec![1, 2]));
}

#[test]
fn fonts_before_unicode_are_known_in_pages_and_xml() {
    let page = "<html><meta charset=windows-1252><style>.t {font-family:.VnTime}</style><table><tr><td class=t>S\u{e8} \
        h\u{e9}<td><font face='.VnTimeH'>t\u{e6}ng s\u{e8}</font></table>";
    let bytes = encoding_rs::WINDOWS_1252.encode(page).0.into_owned();
    holds(&bytes, "a!A1=Số hộ|a!B1=TỔNG SỐ", &["PB017"], "a page");
    let ml = format!("{ML}<Row><Cell ss:StyleID=\"t\"><Data ss:Type=\"String\">Sè hé</Data></Cell></Row>{ML_END}");
    let ml = ml.replace("<Styles>", "<Styles><Style ss:ID=\"t\"><Font ss:FontName=\".VnTime\"/></Style>");
    holds(ml.as_bytes(), "S!A1=Số hộ", &["PB017"], "xml");
}

/// An xls with something done to the records of its stream.
fn xls(change: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut container = cfb::CompoundFile::open(Cursor::new(super::na_ri::xls::workbook(&super::page()))).unwrap();
    let mut records = Vec::new();
    container.open_stream("/Workbook").unwrap().read_to_end(&mut records).unwrap();
    let mut made = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    made.create_stream("/Workbook").unwrap().write_all(&change(records)).unwrap();
    made.into_inner().into_inner()
}

#[test]
fn an_old_workbook_with_a_macro_sheet_or_a_chart_is_read() {
    let (expected, _) = read(&xls(|records| records));
    for kind in [1u8, 2] {
        let bytes = xls(|records| {
            // One more BOUNDSHEET behind the first, whose sheet moves on by its length.
            let at = records.windows(2).position(|w| w == [0x85, 0]).unwrap();
            let length = usize::from(records[at + 2]) + 4;
            let more = [&[0x85, 0, 9, 0][..], &[0; 4], &[0, kind, 1, 0, b'M']].concat();
            let mut start = u32::from_le_bytes(records[at + 4..at + 8].try_into().unwrap());
            start += u32::try_from(more.len()).unwrap();
            let mut made = records[..at + length].to_vec();
            made[at + 4..at + 8].copy_from_slice(&start.to_le_bytes());
            made.extend(&more);
            made.extend(&records[at + length..]);
            let end = u32::try_from(made.len()).unwrap();
            made[at + length + 4..at + length + 8].copy_from_slice(&end.to_le_bytes());
            let substream = if kind == 1 { 0x40 } else { 0x20 };
            made.extend([0x09, 0x08, 16, 0, 0, 6, substream, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            made.extend([0x0A, 0, 0, 0]);
            made
        });
        let (found, told) = read(&bytes);
        assert_eq!((found.len(), told.len()), (expected.len(), 0), "{kind}");
        assert_eq!(found, expected);
    }
}

#[test]
fn a_file_with_a_password_is_told_as_such() {
    let encrypted = ["Encrypted".to_owned()];
    let locked = xls(|records| {
        let head = usize::from(records[2]) + 4;
        [&records[..head], &[0x2F, 0, 6, 0, 0, 0, 1, 2, 3, 4][..], &records[head..]].concat()
    });
    assert_eq!(read(&locked).0, encrypted);
    let ods = changed(&super::na_ri::ods::workbook(&super::page()), |name, text| match name {
        "META-INF/manifest.xml" => text.replace(
            "media-type=\"text/xml\"/>",
            "media-type=\"text/xml\"><manifest:encryption-data/></manifest:file-entry>",
        ),
        "content.xml" => "\u{1}\u{2}".to_owned(),
        _ => text,
    });
    assert_eq!(read(&ods).0, encrypted);
    // LibreOffice 24.2 and later: one part that holds all others.
    let wrapped = super::package::packed(&[
        ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("encrypted-package".to_owned(), vec![1, 2, 3]),
        ("META-INF/manifest.xml".to_owned(), b"<m:manifest><m:encryption-data/></m:manifest>".to_vec()),
    ]);
    assert_eq!(read(&wrapped).0, encrypted);
}
