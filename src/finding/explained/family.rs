//! The families of codes, by their first digit.

use crate::finding::{Code, Lang};

/// What a finding is about, in the large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// `PB0xx`: files as such.
    Files,
    /// `PB1xx`: who sent a file and for when.
    Identity,
    /// `PB2xx`: sheets, rows and columns.
    Structure,
    /// `PB3xx`: the value of a cell.
    Reading,
    /// `PB4xx`: figures that do not agree with each other.
    Balance,
    /// `PB5xx`: totals and weights.
    Totals,
    /// `PB6xx`: figures beside those of the last period and of the peers.
    Comparison,
    /// `PB7xx`: consolidated workbooks of the level below.
    Records,
    /// `PB9xx`: a person's answers.
    Decisions,
}

impl Family {
    /// All families, in the order of their codes.
    pub const ALL: &'static [Family] = &[
        Family::Files,
        Family::Identity,
        Family::Structure,
        Family::Reading,
        Family::Balance,
        Family::Totals,
        Family::Comparison,
        Family::Records,
        Family::Decisions,
    ];

    /// Returns the digit that the codes of the family begin with.
    pub fn digit(self) -> char {
        match self {
            Family::Files => '0',
            Family::Identity => '1',
            Family::Structure => '2',
            Family::Reading => '3',
            Family::Balance => '4',
            Family::Totals => '5',
            Family::Comparison => '6',
            Family::Records => '7',
            Family::Decisions => '9',
        }
    }

    /// Returns the name of the family.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Family::Files => lang.of("Tệp", "Files"),
            Family::Identity => lang.of("Đơn vị và kỳ báo cáo", "Unit and period"),
            Family::Structure => lang.of("Bảng, dòng, cột", "Tables, rows, columns"),
            Family::Reading => lang.of("Đọc số", "Reading figures"),
            Family::Balance => lang.of("Cân đối", "Balances"),
            Family::Totals => lang.of("Tổng hợp", "Totals"),
            Family::Comparison => lang.of("So sánh", "Comparison"),
            Family::Records => lang.of("Bảng tổng hợp cấp dưới", "Workbooks of the level below"),
            Family::Decisions => lang.of("Quyết định xử lý", "Decisions"),
        }
    }

    /// Returns the codes of the family, in order.
    pub fn codes(self) -> impl Iterator<Item = Code> {
        Code::ALL.iter().copied().filter(move |c| c.family() == self)
    }
}

impl Code {
    /// Returns the family that the code's number puts it in.
    pub fn family(self) -> Family {
        let digit = self.id().chars().nth(2);
        // A test holds that every code begins with the digit of a family.
        Family::ALL.iter().copied().find(|f| Some(f.digit()) == digit).unwrap_or(Family::Decisions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_family_by_its_number() {
        for code in Code::ALL {
            assert_eq!(code.id().chars().nth(2), Some(code.family().digit()), "{code}");
        }
        let together: Vec<Code> = Family::ALL.iter().flat_map(|f| f.codes()).collect();
        assert_eq!(together, Code::ALL);
    }
}
