//! Names of files and sheets that every system takes.

use crate::vietnamese::text::{nfc, shorten};

/// Names that Windows keeps for devices, whatever ending follows.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The name of a unit's file: `02173_Côn Minh.xlsx`.
///
/// ```
/// use phubieu::publish::blank::names::file;
/// assert_eq!(file("02185", "Quang Phong"), "02185_Quang Phong.xlsx");
/// assert_eq!(file("", "Xã A/B: «?» "), "Xã A B «».xlsx");
/// assert_eq!(file("", "con"), "_con.xlsx");
/// ```
pub fn file(code: &str, name: &str) -> String {
    let whole = if code.is_empty() { name.to_owned() } else { format!("{code}_{name}") };
    format!("{}.xlsx", safe(&whole))
}

/// A name without what Windows refuses in one.
pub fn safe(name: &str) -> String {
    let plain: String =
        nfc(name).chars().map(|c| if c.is_control() || "<>:\"/\\|?*".contains(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    // Parts of a word that stood around a forbidden sign come together again.
    let joined = words.join(" ").replace("« »", "«»");
    let bare = joined.trim_end_matches(['.', ' ']);
    let stem = bare.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    match bare.is_empty() || DEVICES.contains(&stem.as_str()) {
        true => format!("_{bare}"),
        false => bare.to_owned(),
    }
}

/// The name of a form's sheet: without what Excel refuses, and none of those taken.
pub(super) fn sheet(form: &str, taken: &[String]) -> String {
    let plain: String = form.chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
    let plain = plain.trim().trim_matches('\'').trim();
    let reserved = ["", "history", "phubieu"].contains(&plain.to_lowercase().as_str());
    let plain = if reserved { "Biểu".to_owned() } else { shorten(plain, 28) };
    let free = |name: &String| !taken.contains(&name.to_lowercase());
    let numbered = (2..).map(|n| format!("{plain} {n}"));
    std::iter::once(plain.clone()).chain(numbered.take(taken.len() + 1)).find(free).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_excel_takes_each_once() {
        let taken = ["chi-tieu".to_owned()];
        for (form, name) in [
            ("ke-hoach-von", "ke-hoach-von"),
            ("chi-tieu", "chi-tieu 2"),
            ("a/b:c", "a b c"),
            ("'x'", "x"),
            ("History", "Biểu"),
            ("phubieu", "Biểu"),
        ] {
            assert_eq!(sheet(form, &taken), name);
        }
        assert!(sheet(&"dài ".repeat(30), &taken).encode_utf16().count() <= 31);
    }

    #[test]
    fn files_have_names_that_windows_takes() {
        for (name, expected) in [
            ("a.b.", "a.b"),
            ("nul.txt", "_nul.txt"),
            ("  ", "_"),
            ("COM1", "_COM1"),
            ("Quang\u{301} Phong", "Quanǵ Phong"),
        ] {
            assert_eq!(safe(name), expected);
        }
    }
}
