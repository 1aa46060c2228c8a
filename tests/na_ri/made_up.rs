//! What the 16 made-up appendices share: names of officers, letterhead, signatures.
//!
//! No officer named here exists.

use super::appendix::Appendix;
use super::form;
use super::page::Look;

/// Who stands in charge where, in most communes' own words.
pub const OFFICES: [(&str, &str); 5] = [
    ("1", "Công chức Văn hóa - xã hội"),
    ("5", "Công chức ĐC-NN-XD&MT"),
    ("15", "Công chức Văn hóa - xã hội"),
    ("19", "Công chức ĐC-NN-XD&MT"),
    ("26", "Hội LHPN xã"),
];

/// An appendix with the usual title and the commune's figures.
///
/// `plan` is number and day of the plan it belongs to: `("32", "15")`.
pub fn titled(code: &str, plan: (&str, &str)) -> Appendix {
    let mut appendix = Appendix::of(code);
    let (number, day) = plan;
    appendix.titles = vec![
        (form::TITLE.into(), Look::TITLE),
        (form::PROGRAMME.into(), Look::STRONG),
        (
            format!(
                "(Kèm theo Kế hoạch số {number}/KH-UBND ngày {day} tháng 3 năm 2024 của Ủy ban nhân dân {})",
                in_a_sentence(code)
            ),
            Look::CAPTION,
        ),
    ];
    appendix.offices(&OFFICES);
    appendix
}

/// The commune's name inside a sentence: «xã Văn Vũ».
pub fn in_a_sentence(code: &str) -> String {
    super::name(code).replacen("Xã", "xã", 1).replacen("Thị trấn", "thị trấn", 1)
}

/// Puts the commune and the national motto at the top.
pub fn put_letterhead(appendix: &mut Appendix, code: &str) {
    let name = super::name(code).to_uppercase();
    appendix.letterhead = vec![
        ("ỦY BAN NHÂN DÂN".into(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".into()),
        (name, "Độc lập - Tự do - Hạnh phúc".into()),
    ];
}

/// Puts only the commune at the top, in one cell.
pub fn put_name(appendix: &mut Appendix, code: &str) {
    let name = super::name(code).to_uppercase();
    appendix.letterhead = vec![(format!("ỦY BAN NHÂN DÂN {name}"), String::new())];
}

/// Puts recipients and a signature below the table.
pub fn put_signature(appendix: &mut Appendix, rank: &str, signer: &str) {
    let line = |left: &str, right: &str| (left.to_string(), right.to_string());
    appendix.footer = vec![
        line("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        line("- Phòng Dân tộc huyện (b/c);", rank),
        line("- TT Đảng ủy, HĐND xã;", ""),
        line("- Lưu: VT.", ""),
        line("", signer),
    ];
}
