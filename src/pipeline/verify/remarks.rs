//! What of the words on a sheet comes of findings: the sheet of figures does not keep them, so it cannot be made again.

/// What is remarked about figures comes of findings, which the sheet of figures does not keep: a sentence that a mark
/// begins and that points to the sheet of findings, or says what the mark means. Whatever else stands in the cell is
/// held against what was written.
pub(super) fn without_remarks(text: &str) -> String {
    let meant = [
        "Dấu (!): có số không khớp với số khác hoặc đáng ngờ.",
        "(!): a figure does not agree with others, or is doubted.",
    ];
    let text = meant.into_iter().fold(text.to_owned(), |text, meant| text.replace(meant, ""));
    let (mut kept, mut rest) = (String::new(), text.as_str());
    while let Some((before, behind)) = rest.split_once("(!) ") {
        let ends = [": xem trang «Phát hiện».", ": see the sheet «Findings»."];
        let end = ends.into_iter().filter_map(|end| behind.split_once(end)).min_by_key(|(said, _)| said.len());
        let (said, after) = end.filter(|(said, _)| is_title(said)).map_or(("(!) ", behind), |(_, after)| ("", after));
        kept.push_str(before);
        kept.push_str(said);
        rest = after;
    }
    kept.push_str(rest);
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells whether a text may be the title of a code: words without a figure, of one sentence.
fn is_title(text: &str) -> bool {
    !text.contains(|c: char| c.is_numeric() || matches!(c, '.' | ':' | ';' | '\n'))
}

/// The line of the overview that counts the findings.
pub(super) fn counts_findings(text: &str) -> bool {
    ["Phát hiện khi kiểm tra: ", "Findings: "].iter().any(|begin| text.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_remark_itself_is_passed_over() {
        for (text, kept) in [
            ("(!) Có số không khớp với các số khác: xem trang «Phát hiện».", ""),
            (
                "Bình quân theo quyền số ho. (!) Có số đáng ngờ: xem trang «Phát hiện». Chưa nộp: Văn Vũ.",
                "Bình quân theo quyền số ho. Chưa nộp: Văn Vũ.",
            ),
            ("(!) A figure does not agree with others: see the sheet «Findings».", ""),
            ("Đã nộp 8/9 đơn vị. Dấu (!): có số không khớp với số khác hoặc đáng ngờ.", "Đã nộp 8/9 đơn vị."),
            ("Xã Côn Minh (!)", "Xã Côn Minh (!)"),
            ("(!) Số đúng là 999: xem trang «Phát hiện».", "(!) Số đúng là 999: xem trang «Phát hiện»."),
            ("«*» tổng thiếu; «(!)» không khớp với số khác", "«*» tổng thiếu; «(!)» không khớp với số khác"),
        ] {
            assert_eq!(without_remarks(text), kept);
        }
    }
}
