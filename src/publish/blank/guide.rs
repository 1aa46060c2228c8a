//! «Hướng dẫn»: what to do, what the signs and colours mean, whom to send to.

use rust_xlsxwriter::{Format, Worksheet};

use crate::finding::Lang;
use crate::fingerprint::{Fingerprint, GUIDES};
use crate::form::Role;
use crate::publish::PublishError;
use crate::publish::workbook::{fit, page};
use crate::register::{Unit, UnitIndex};
use crate::sheet_text::SheetText as _;

use super::{Blanks, lock};

/// The width of the column of sentences.
const WIDE: f64 = 96.0;

/// Makes the sheet.
pub(super) fn sheet(
    blanks: &Blanks<'_>,
    at: UnitIndex,
    unit: &Unit,
    print: &mut Fingerprint,
) -> Result<Worksheet, PublishError> {
    let (lang, looks) = (blanks.lang, &blanks.styles);
    let styles = &looks.styles;
    let name = lang.of("Hướng dẫn", "Guide");
    print.guides.push(name.to_owned());
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.set_column_width(0, 18.0)?;
    sheet.set_column_width(1, WIDE)?;
    let (plain, bold) = (styles.base.clone().set_text_wrap(), styles.base.clone().set_bold());
    let mut row = 0;
    let [vi, en] = GUIDES;
    let title = format!("{}{}", lang.of(vi, en), unit.name.to_uppercase());
    sheet.put_merged(row, 0, row, 1, &title, &styles.heading.clone().set_font_size(14))?;
    sheet.set_row_height(row, 26.0)?;
    row += 2;
    for (text, n) in steps(blanks, at).iter().zip(1u32..) {
        line(&mut sheet, row, &format!("{n}."), text, (&centred(&bold), &plain))?;
        row += 1;
    }
    row += 1;
    sheet.put_text(row, 0, lang.of("Ký hiệu", "Signs"), &bold)?;
    row += 1;
    let centre = styles.centre.clone();
    for (sign, means) in signs(lang) {
        line(&mut sheet, row, sign, means, (&centre, &styles.cell))?;
        row += 1;
    }
    for own in &blanks.forms {
        let words = own.words.own();
        if !words.is_empty() {
            let words = words.iter().map(|w| format!("«{w}»")).collect::<Vec<_>>().join(", ");
            let text = lang.of(
                format!("Trang «{}» còn nhận các chữ: {words}.", own.sheet),
                format!("The sheet «{}» takes these words too: {words}.", own.sheet),
            );
            line(&mut sheet, row, lang.of("chữ", "words"), &text, (&centre, &styles.cell))?;
            row += 1;
        }
    }
    row += 1;
    sheet.put_text(row, 0, lang.of("Màu", "Colours"), &bold)?;
    row += 1;
    let locked = |format: &Format| format.clone().set_locked();
    let wrong = styles.cell.clone().set_background_color(rust_xlsxwriter::Color::RGB(0x00F8_CBAD)).set_bold();
    for (sample, format, means) in [
        (lang.of("vàng nhạt", "pale yellow"), locked(&looks.text), lang.of("ô để điền", "to be filled in")),
        (
            lang.of("xám", "grey"),
            looks.total.clone(),
            lang.of("ô tự tính (tổng, tỷ lệ), không điền", "computes itself (totals, rates)"),
        ),
        (
            lang.of("đỏ", "red"),
            wrong,
            lang.of(
                "giá trị không nhận: cột «Kiểm tra» cùng dòng nói vì sao",
                "not accepted: the column «Check» says why",
            ),
        ),
        (
            lang.of("trắng", "white"),
            styles.cell.clone(),
            lang.of("chữ có sẵn của biểu, đã khóa", "the form's own, locked"),
        ),
    ] {
        let format = format.set_align(rust_xlsxwriter::FormatAlign::Center);
        line(&mut sheet, row, sample, means, (&format, &styles.cell))?;
        row += 1;
    }
    row += 1;
    sheet.put_text(row, 0, lang.of("Dấu phẩy, dấu chấm", "Comma and point"), &bold)?;
    row += 1;
    let number = styles.cell.clone().set_num_format("#,##0.00").set_align(rust_xlsxwriter::FormatAlign::Center);
    sheet.write_number_with_format(row, 0, 1234.5, &number)?;
    let text = lang.of(
        "Ô bên trái là một nghìn hai trăm ba mươi tư phẩy năm, viết theo máy này: dấu đứng trước «50» là dấu thập phân phải gõ; dấu ngăn nghìn không cần gõ.",
        "The cell on the left is one thousand two hundred thirty-four and a half as this computer writes it: the sign before «50» is the decimal mark to type; thousands need no separator.",
    );
    sheet.put_text(row, 1, text, &styles.cell)?;
    sheet.set_row_height(row, fit::height(text, WIDE, 12.0))?;
    page(&mut sheet, (0, 0), lang)?;
    sheet.set_print_fit_to_pages(1, 1);
    lock(&mut sheet);
    Ok(sheet)
}

fn centred(format: &Format) -> Format {
    format.clone().set_align(rust_xlsxwriter::FormatAlign::Center)
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    lead: &str,
    text: &str,
    (left, right): (&Format, &Format),
) -> Result<(), PublishError> {
    sheet.put_text(row, 0, lead, left)?;
    sheet.put_text(row, 1, text, right)?;
    sheet.set_row_height(row, fit::height(text, WIDE, 12.0))?;
    Ok(())
}

fn signs(lang: Lang) -> [(&'static str, &'static str); 4] {
    [
        ("-", lang.of("không phát sinh (tính là 0 khi cộng)", "nothing arose (counts as 0)")),
        (
            "…",
            lang.of(
                "có phát sinh nhưng chưa có số liệu (gõ … hoặc ba dấu chấm)",
                "it arose but was not collected (type … or three points)",
            ),
        ),
        ("x", lang.of("không áp dụng cho đơn vị", "does not apply to the unit")),
        ("0", lang.of("số không: đã đếm và bằng 0", "zero: it was counted and is 0")),
    ]
}

/// What to do, a sentence each.
fn steps(blanks: &Blanks<'_>, at: UnitIndex) -> Vec<String> {
    let lang = blanks.lang;
    let sheets = blanks.forms.iter().map(|own| format!("«{}»", own.sheet)).collect::<Vec<_>>().join(", ");
    let above = blanks.above(at);
    let to = above.map_or_else(
        || lang.of("cơ quan cấp trên", "the office above").to_owned(),
        |u| lang.of(format!("Ủy ban nhân dân {}", u.spoken()), format!("the People's Committee of {}", u.name)),
    );
    let mut steps = vec![
        lang.of(
            format!("Mở trang {sheets} và điền vào các ô nền vàng. Đơn vị, kỳ báo cáo, tên chỉ tiêu đã ghi sẵn, không cần sửa."),
            format!("Open {sheets} and fill in the yellow cells. Unit, period and labels are there already."),
        ),
        lang.of(
            "Chọn một ô thì Excel hiện lời nhắc phải gõ gì. Gõ số thật, không gõ kèm đơn vị tính, không gõ dấu %.",
            "Excel says what to type when a cell is chosen. Type plain numbers, without measure or %.",
        ).to_owned(),
        lang.of(
            "Không để trống: không phát sinh gõ - , chưa có số liệu gõ … , không áp dụng gõ x.",
            "Leave nothing blank: type - where nothing arose, … where it was not collected, x where it does not apply.",
        ).to_owned(),
        lang.of(
            "Nhìn cột «Kiểm tra» ở bên phải: chữ đỏ là phải sửa, chữ nâu là chưa điền hoặc nên xem lại. Dòng trên cùng của bảng cho biết còn bao nhiêu.",
            "Look at the column «Check» on the right: red is to be mended, brown to be filled in or looked at again. The line above the table says how many are left.",
        ).to_owned(),
    ];
    let lists: Vec<&super::Prepared<'_>> = blanks.forms.iter().filter(|own| own.form.is_list()).collect();
    for own in lists {
        let keys: Vec<String> = own
            .form
            .keys
            .iter()
            .filter_map(|at| own.form.columns.get(*at))
            .map(|c| format!("«{}»", c.name()))
            .collect();
        let label = own
            .form
            .column_of(Role::Label)
            .and_then(|at| own.form.columns.get(at))
            .map(|c| c.name())
            .unwrap_or_default();
        let keys = if keys.is_empty() { format!("«{label}»") } else { keys.join(", ") };
        steps.push(lang.of(
            format!("Trang «{}»: mỗi dòng một mục, điền từ dòng 1, dòng không dùng thì để trống (ẩn đi trước khi in). Hai dòng cùng {keys} bị coi là kê hai lần.", own.sheet),
            format!("«{}»: one item a line, from line 1; leave lines that are not used blank (hide them before printing). Two lines with the same {keys} count as one item twice.", own.sheet),
        ));
    }
    steps.push(lang.of(
        "Không chèn, xóa dòng, cột; không đổi tên trang, không chép cả trang sang tệp khác. Có thể đổi cỡ chữ, độ rộng cột.",
        "Put in or take out no rows or columns, rename no sheets, copy no sheet to another file. Sizes of letters and columns may be changed.",
    ).to_owned());
    steps.push(lang.of(
        "Nếu máy có phubieu, kéo thả tệp này vào chương trình (hoặc chạy «phubieu check tệp») để kiểm tra trước khi gửi.",
        "Where phubieu is installed, drop this file on the program (or run `phubieu check FILE`) before sending.",
    ).to_owned());
    steps.push(lang.of(
        format!("Lưu và gửi chính tệp này (xlsx, không gửi ảnh, PDF) cho {to}."),
        format!("Save this very file (xlsx, no picture or PDF) and send it to {to}."),
    ));
    steps
}
