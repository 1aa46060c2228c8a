//! Texts broken into lines that fit the terminal.

/// Where the width is not known (a pipe, a file), lines are as long as these sources'.
const UNKNOWN: usize = 100;
/// Longer lines are hard to read, shorter ones break every other word.
const BOUNDS: (usize, usize) = (40, 100);

/// The width of the lines written to standard output.
pub fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stdout());
    let (least, most) = BOUNDS;
    terminal.map_or(UNKNOWN, |(terminal_size::Width(columns), _)| usize::from(columns).clamp(least, most))
}

/// Breaks a text between words into lines of at most some width, each indented; a longer word stands
/// alone. Every letter of Vietnamese is one column wide.
pub fn fill(text: &str, indent: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{indent}{word}")),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_longer_than_asked_and_lose_no_word() {
        let text = "Ghi lại số liền nhau, không gõ dấu ngăn hàng nghìn.";
        for width in [12, 20, 80] {
            let filled = fill(text, "  ", width);
            assert!(filled.lines().all(|l| l.chars().count() <= width && l.starts_with("  ")), "{filled}");
            assert_eq!(filled.split_whitespace().collect::<Vec<_>>().join(" "), text);
        }
        assert_eq!(fill("nghìn-hai-trăm-ba-mươi-bốn một", "", 8), "nghìn-hai-trăm-ba-mươi-bốn\nmột");
    }
}
