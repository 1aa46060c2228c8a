//! The families of codes, by which a reader chooses.

use crate::finding::{Code, Lang};

/// The digit that tells a code's family.
pub(super) fn digit(code: Code) -> char {
    code.id().chars().nth(2).unwrap_or('0')
}

/// A family's name.
pub(super) fn name(digit: char, lang: Lang) -> &'static str {
    match digit {
        '0' => lang.of("Tệp", "Files"),
        '1' => lang.of("Đơn vị, kỳ báo cáo", "Unit and period"),
        '2' => lang.of("Dòng, cột, biểu", "Rows, columns, forms"),
        '3' => lang.of("Giá trị trong ô", "Values of cells"),
        '4' => lang.of("Cân đối", "Balances"),
        '5' => lang.of("Số tổng hợp", "Totals"),
        _ => lang.of("Quyết định xử lý", "Decisions"),
    }
}
