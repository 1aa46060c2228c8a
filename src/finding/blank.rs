//! Findings about workbooks that were made from a blank of this program and came back.

use crate::address::Address;
use crate::vietnamese::text::shorten;

use super::{Code, Lang, Words, list};

/// A label that no longer stands where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where it stood.
    pub at: Address,
    /// What stood there.
    pub was: String,
    /// What stands there now.
    pub now: String,
    /// Where its text is now.
    pub to: Option<Address>,
}

/// What is wrong with a workbook that was made from a blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The titles name another unit.
    OtherUnit {
        /// The unit of the blank.
        unit: String,
        /// What the titles name.
        titled: String,
    },
    /// It was made from another version of the form.
    OtherVersion {
        /// The form's name.
        form: String,
    },
    /// Labels, headings or measures read otherwise.
    Reworded {
        /// The first of them.
        cells: Vec<Changed>,
        /// How many more there are.
        more: usize,
    },
    /// Rows or columns were put in, taken out or moved.
    Moved {
        /// The first of what moved.
        cells: Vec<Changed>,
        /// How many more there are.
        more: usize,
    },
    /// A sheet of a form is not there.
    SheetGone {
        /// Its name.
        sheet: String,
        /// The sheets that are.
        others: Vec<String>,
    },
    /// The fingerprint was changed.
    Broken,
    /// Nothing was typed into it.
    NotFilled,
    /// The titles name another period.
    OtherPeriod {
        /// The period of the blank.
        period: String,
        /// What the titles name.
        titled: String,
    },
    /// The file's name names another unit.
    NamedOtherUnit {
        /// The unit of the blank.
        unit: String,
        /// What the name names.
        named: String,
    },
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::OtherUnit { .. } => Code::BlankOfOtherUnit,
            Problem::OtherVersion { .. } => Code::BlankOfOtherVersion,
            Problem::Reworded { .. } => Code::BlankReworded,
            Problem::Moved { .. } => Code::BlankMoved,
            Problem::SheetGone { .. } => Code::BlankSheetGone,
            Problem::Broken => Code::BlankBroken,
            Problem::NotFilled => Code::BlankNotFilled,
            Problem::OtherPeriod { .. } => Code::BlankOfOtherPeriod,
            Problem::NamedOtherUnit { .. } => Code::BlankOfOtherUnit,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        let restore = lang.of(
            "Điền lại trên biểu trắng gốc đã gửi; không chèn, xóa dòng, cột, không sửa tên chỉ tiêu.",
            "Fill in the blank as it was sent; put in or take out no rows or columns, change no labels.",
        );
        match self {
            Problem::OtherUnit { unit, titled } => Words::new(lang.of(
                format!("Tệp được lập từ biểu trắng của {unit}, nhưng tiêu đề ghi {titled}; vẫn tính cho {unit}."),
                format!("The file was made from the blank of {unit}, but its title names {titled}; it counts as {unit}'s."),
            ))
            .suggest(lang.of(
                "Hỏi lại số này của đơn vị nào: có thể biểu trắng của xã khác đã được dùng lại.",
                "Ask whose figures these are: the blank of another commune may have been used.",
            )),
            Problem::NamedOtherUnit { unit, named } => Words::new(lang.of(
                format!("Tệp được lập từ biểu trắng của {unit}, nhưng tên tệp ghi {named}; vẫn tính cho {unit}."),
                format!("The file was made from the blank of {unit}, but its name says {named}; it counts as {unit}'s."),
            ))
            .suggest(lang.of(
                "Hỏi lại số này của đơn vị nào: có thể biểu trắng của xã khác đã được dùng lại.",
                "Ask whose figures these are: the blank of another commune may have been used.",
            )),
            Problem::OtherPeriod { period, titled } => Words::new(lang.of(
                format!("Biểu trắng là của kỳ {period}, nhưng tiêu đề ghi {titled}; vẫn tính cho kỳ {period}."),
                format!("The blank is of {period}, but its title says {titled}; it counts as of {period}."),
            ))
            .suggest(lang.of(
                "Hỏi lại số này của kỳ nào; nếu của kỳ khác thì lập lại trên biểu trắng của kỳ đó.",
                "Ask which period the figures are of; if of another, use the blank of that period.",
            )),
            Problem::NotFilled => Words::new(lang.of(
                "Biểu trắng chưa điền số nào: coi như chưa nộp.",
                "A blank into which nothing was typed: it counts as not submitted.",
            ))
            .suggest(lang.of("Điền số vào các ô nền vàng rồi gửi.", "Fill in the yellow cells, then send it.")),
            Problem::OtherVersion { form } => Words::new(lang.of(
                format!("Biểu trắng được lập từ phiên bản khác của biểu «{form}»."),
                format!("The blank was made from another version of the form «{form}»."),
            ))
            .suggest(lang.of(
                "Kiểm tra các dòng, cột đã thay đổi giữa hai phiên bản, hoặc dùng đúng tệp biểu mẫu (--form) của đợt này.",
                "Look at what changed between the versions, or give the form file (--form) of this round.",
            )),
            Problem::Reworded { cells, more } => {
                let named: Vec<String> = cells.iter().map(|c| c.rewritten(lang)).collect();
                let (named, more) = (named.join("; "), and_more(*more, lang));
                Words::new(lang.of(
                    format!("Chữ có sẵn của biểu trắng đã bị sửa: {named}{more}."),
                    format!("What the blank says was changed: {named}{more}."),
                ))
                .suggest(restore)
            }
            Problem::Moved { cells, more } => {
                let named: Vec<String> = cells.iter().map(|c| c.moved(lang)).collect();
                let (named, more) = (named.join("; "), and_more(*more, lang));
                Words::new(lang.of(
                    format!("Dòng hoặc cột của biểu trắng đã bị chèn, xóa hoặc chuyển chỗ: {named}{more}. Số được lấy theo tên chỉ tiêu và tiêu đề cột."),
                    format!("Rows or columns of the blank were put in, taken out or moved: {named}{more}. Figures were taken by labels and headings."),
                ))
                .suggest(restore)
            }
            Problem::SheetGone { sheet, others } => {
                let others = list(others, 4, lang);
                Words::new(lang.of(
                    format!("Trang «{sheet}» của biểu trắng không còn: đã đổi tên hoặc bị xóa (trong tệp có: {others})."),
                    format!("The sheet «{sheet}» of the blank is gone: renamed or taken out (there is: {others})."),
                ))
                .suggest(lang.of("Đặt lại tên trang như biểu trắng đã gửi.", "Give the sheet its name again."))
            }
            Problem::Broken => Words::new(lang.of(
                "Trang ẩn ghi đơn vị, kỳ và biểu của biểu trắng đã bị sửa, nên không dùng; tệp được nhận theo tiêu đề và tên tệp như mọi bản nộp khác.",
                "The hidden sheet that says unit, period and form was changed and is not used; the file is recognised by its titles and its name, like any other.",
            ))
            .suggest(restore),
        }
    }
}

impl Changed {
    fn rewritten(&self, lang: Lang) -> String {
        let (at, was, now) = (self.at, shorten(&self.was, 40), shorten(&self.now, 40));
        if now.is_empty() {
            return lang.of(format!("{at} «{was}» bị xóa"), format!("{at} «{was}» was deleted"));
        }
        lang.of(format!("{at} «{was}» thành «{now}»"), format!("{at} «{was}» became «{now}»"))
    }

    fn moved(&self, lang: Lang) -> String {
        let (at, was) = (self.at, shorten(&self.was, 40));
        match self.to {
            Some(to) => lang.of(format!("«{was}» từ {at} sang {to}"), format!("«{was}» from {at} to {to}")),
            None => lang.of(format!("«{was}» ở {at} không còn"), format!("«{was}» at {at} is gone")),
        }
    }
}

fn and_more(more: usize, lang: Lang) -> String {
    if more == 0 { String::new() } else { lang.of(format!(" và {more} ô khác"), format!(" and {more} more cells")) }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Blank(problem)
    }
}
