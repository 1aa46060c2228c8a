//! Findings about consolidated workbooks that are put together one level up.

use rust_decimal::Decimal;

use crate::register::Era;
use crate::vietnamese::number::Vietnamese;

use super::{Code, Lang, Words, list};

/// What is wrong with a consolidated workbook, or was told in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A line of its figures was changed.
    Edited {
        /// The workbook.
        workbook: String,
        /// The other end of it: the cell it came from, or where it stands in the workbook.
        source: String,
    },
    /// Lines were taken out or put in, or something about the round was changed.
    Broken,
    /// Its codes are of another era.
    OtherEra {
        /// Its era.
        found: Era,
        /// The round's.
        expected: Era,
    },
    /// A form has the name of one of the round and is another.
    OtherForm {
        /// The name.
        form: String,
    },
    /// Its place does not lie in the round's.
    OtherPlace {
        /// Its place.
        found: String,
        /// The round's.
        expected: String,
    },
    /// It is of the round's own place, lies among what that is made of, and holds units that nobody else sent.
    AmongSubmissions {
        /// The units.
        units: Vec<String>,
    },
    /// The same figures came directly and inside a consolidated workbook.
    TwoWays {
        /// The file that counts.
        kept: String,
    },
    /// The file itself came beside a consolidated workbook in which figures of it were edited.
    Original {
        /// The file that counts.
        kept: String,
        /// How many figures were edited.
        edited: usize,
    },
    /// The same bytes came twice.
    SameFile {
        /// The file that counts.
        kept: String,
    },
    /// A figure that people see is not what the figures beneath come to.
    VisibleDiffers {
        /// What stands there.
        shown: String,
        /// What it comes to.
        computed: String,
    },
    /// Sheets of a roll-up cannot be made again from the workbook alone.
    NotVerified {
        /// Which.
        sheets: Vec<String>,
    },
    /// Sheets that people see are none of those that were written with figures, so nothing can be held against them.
    NotOurs {
        /// Which.
        sheets: Vec<String>,
        /// The sheets of figures that are hidden beside them.
        hidden: Vec<String>,
    },
    /// A sheet that belongs to the workbook is not there under its name.
    SheetMissing {
        /// Its name.
        sheet: String,
        /// The name under which its figures stand, where one is like it.
        renamed: Option<String>,
    },
    /// Consolidated workbooks have other weights for the same units.
    WeightsDiffer {
        /// What is weighed by.
        weights: Vec<String>,
        /// How many units.
        units: usize,
        /// One of them, for the first of the weights.
        unit: String,
        /// Its weights, with the workbooks that have them; the last is used.
        values: Vec<(Decimal, String)>,
    },
    /// Communes of before 1 July 2025 in a round of after that do not add up to one of today.
    NotMerged {
        /// Which.
        units: Vec<String>,
    },
    /// A figure is not what its source says.
    SourceDiffers {
        /// What the workbook has.
        recorded: String,
        /// What the source says.
        source: String,
    },
    /// The source of figures is not among the files given.
    SourceMissing,
    /// A file is not among the sources of the workbook.
    SourceNew,
    /// What the workbook says of a cell or a file.
    Retold {
        /// Its code.
        code: Code,
        /// What was said.
        message: String,
        /// What to do.
        suggestion: String,
        /// The language of that.
        lang: Lang,
        /// The workbook.
        workbook: String,
        /// Its number in that: `3`; `3.1` where it was folded under that.
        number: String,
    },
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::Edited { .. } => Code::RecordEdited,
            Problem::Broken => Code::RecordBroken,
            Problem::OtherEra { .. } | Problem::NotMerged { .. } => Code::RecordOtherEra,
            Problem::OtherForm { .. } => Code::RecordOtherForm,
            Problem::OtherPlace { .. } => Code::RecordElsewhere,
            Problem::AmongSubmissions { .. } => Code::RecordAmongSubmissions,
            Problem::TwoWays { .. } | Problem::Original { .. } | Problem::SameFile { .. } => Code::TwoWays,
            Problem::VisibleDiffers { .. } => Code::VisibleDiffers,
            Problem::NotVerified { .. } | Problem::NotOurs { .. } => Code::NotVerified,
            Problem::SheetMissing { .. } => Code::SheetMissing,
            Problem::WeightsDiffer { .. } => Code::WeightsDiffer,
            Problem::SourceDiffers { .. } => Code::SourceDiffers,
            Problem::SourceMissing => Code::SourceMissing,
            Problem::SourceNew => Code::SourceNew,
            Problem::Retold { code, .. } => *code,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        let again = lang.of(
            "Xin lại bảng tổng hợp gốc do phubieu ghi, hoặc gửi kèm chính các bản nộp.",
            "Ask for the workbook as phubieu wrote it, or for the submissions themselves.",
        );
        match self {
            Problem::Edited { workbook, source } => Words::new(lang.of(
                format!("Dòng số liệu này trong bảng tổng hợp «{workbook}» ({source}) đã bị sửa sau khi phubieu ghi, nên số không được dùng."),
                format!("This line of figures in «{workbook}» ({source}) was changed after phubieu wrote it, so the figure is not used."),
            ))
            .suggest(again),
            Problem::Broken => Words::new(lang.of(
                "Trang «Số liệu» hoặc «Nguồn» của bảng tổng hợp này thiếu hoặc thừa dòng so với khi phubieu ghi, nên cả bảng không được dùng.",
                "The sheets of figures or of their origin have lost or gained lines since phubieu wrote them, so the workbook is not used.",
            ))
            .suggest(again),
            Problem::OtherEra { found: found_era, expected } => {
                let (found, expected) = (found_era.name(lang), expected.name(lang));
                Words::new(lang.of(
                    format!("Bảng tổng hợp dùng mã đơn vị {found}, đợt này dùng mã {expected}: cùng một mã là hai nơi khác nhau."),
                    format!("The workbook has the codes of units {found}, the round those {expected}: one code is two places."),
                ))
                .suggest(match found_era {
                    Era::Before => lang.of(
                        "Bảng của kỳ trước 01/7/2025: dùng «phubieu rollup --era 2025», lệnh này quy các năm về đơn vị mới.",
                        "Of a period before 1 July 2025 use `phubieu rollup --era 2025`, which brings years to the units of today.",
                    ),
                    Era::From2025 => lang.of(
                        "Số theo đơn vị mới không quy ngược về đơn vị cũ được: nếu là số của kỳ từ 01/7/2025 thì bỏ --era 2024; cùng một kỳ trước đó thì chỉ đưa vào những bảng cùng danh mục.",
                        "Figures of today's units cannot be shown in those of then: of a period from 1 July 2025 leave out --era 2024; of one before it give workbooks of one register.",
                    ),
                })
            }
            Problem::NotMerged { units } => {
                let units = list(units, 6, lang);
                Words::new(lang.of(
                    format!("Số của {units} trong bảng này không được cộng: xã cũ bị chia cho nhiều xã mới, hoặc nhập vào xã mới cùng một phần của xã khác, nên cộng lại không thành số của xã mới."),
                    format!("The figures of {units} in this workbook are not counted: these were split between communes of today, or went into one together with a part of another, so they do not add up to it."),
                ))
                .suggest(lang.of("Xin biểu của xã mới.", "Ask for the new communes' tables."))
            }
            Problem::OtherForm { form } => Words::new(lang.of(
                format!("Biểu «{form}» trong bảng tổng hợp này không giống biểu cùng tên của đợt này."),
                format!("The form «{form}» in this workbook is not the round's form of that name."),
            ))
            .suggest(lang.of(
                "Thống nhất một tệp biểu mẫu (--form) cho các cấp rồi tổng hợp lại.",
                "Use one form file (--form) at all levels, and consolidate again.",
            )),
            Problem::OtherPlace { found, expected } => Words::new(lang.of(
                format!("Bảng tổng hợp của {found} không thuộc {expected}."),
                format!("The workbook is of {found}, which does not lie in {expected}."),
            ))
            .suggest(lang.of("Kiểm tra --under hoặc bỏ tệp này ra.", "Check --under, or leave the file out.")),
            Problem::AmongSubmissions { units } => {
                let units = list(units, 6, lang);
                Words::new(lang.of(
                    format!("Bảng tổng hợp này của chính địa bàn, nằm cùng các bản nộp nên bị để ngoài như kết quả lần trước; nhưng chỉ nó có số của {units}: các số đó không được cộng."),
                    format!("This workbook is of the place itself and lies among its submissions, so it is left out as the result of an earlier run; but only it has the figures of {units}: these are not counted."),
                ))
                .suggest(lang.of(
                    "Nếu cần các số đó: đưa bản nộp của các đơn vị này vào, hoặc tổng hợp các tệp còn lại riêng rồi tổng hợp hai bảng (phubieu consolidate a.xlsx b.xlsx). Nếu là kết quả cũ: chuyển tệp ra khỏi thư mục.",
                    "If these are wanted, add the submissions of these units, or consolidate the other files by themselves and then the two workbooks (phubieu consolidate a.xlsx b.xlsx). If it is an old result, move it out of the folder.",
                ))
            }
            Problem::TwoWays { kept } => Words::new(lang.of(
                format!("Số liệu này giống hệt «{kept}», đến bằng hai đường: tính một lần."),
                format!("These figures are those of «{kept}», which came another way: they count once."),
            )),
            Problem::Original { kept, edited } => Words::new(lang.of(
                format!("Trong bảng tổng hợp này {edited} số của bản nộp đã bị sửa; chính bản nộp có gửi kèm nên dùng số của «{kept}»."),
                format!("In this consolidated workbook {edited} figures of the submission were edited; the submission came along, so those of «{kept}» are used."),
            )),
            Problem::SameFile { kept } => Words::new(lang.of(
                format!("Tệp này giống hệt «{kept}» (cùng nội dung từng byte): tính một lần."),
                format!("This file is «{kept}» again, byte for byte: it counts once."),
            )),
            Problem::VisibleDiffers { shown, computed } => Words::new(lang.of(
                format!("Ô này ghi {shown}, nhưng tính từ trang «Số liệu» thì được {computed}."),
                format!("The cell shows {shown}, but the sheet of figures comes to {computed}."),
            ))
            .suggest(lang.of(
                "Có người đã sửa trang này. Sửa ở bản nộp của xã rồi tổng hợp lại.",
                "Somebody changed the sheet. Mend the commune's submission and consolidate again.",
            )),
            Problem::NotVerified { sheets } => {
                let sheets = list(sheets, 8, lang);
                Words::new(lang.of(
                    format!("Chưa kiểm được các trang {sheets}: bảng lũy kế chỉ giữ số liệu từng đơn vị của kỳ cuối, nên các kỳ trước không tính lại được từ chính nó."),
                    format!("The sheets {sheets} were not looked at: a roll-up records the units' figures of its last period only, so the earlier ones cannot be made again from it."),
                ))
                .suggest(lang.of(
                    "Đưa thêm các bảng tổng hợp đã dùng để lũy kế: phubieu verify LUY-KE.xlsx BANG-1.xlsx BANG-2.xlsx.",
                    "Give the workbooks that were rolled up too: phubieu verify ROLLED-UP.xlsx ONE.xlsx TWO.xlsx.",
                ))
            }
            Problem::NotOurs { sheets, hidden } => {
                let (sheets, hidden) = (list(sheets, 8, lang), Some(list(hidden, 8, lang)).filter(|_| !hidden.is_empty()));
                let words = Words::new(lang.of(
                    format!("Các trang {sheets} không tính lại được từ số liệu của bảng, nên số trên đó chưa được kiểm chứng."),
                    format!("The sheets {sheets} cannot be made again from the figures of the workbook, so what they show was not looked at."),
                ));
                let Some(hidden) = hidden else { return words };
                let also = lang.of(
                    format!("Trong khi đó các trang {hidden} bị ẩn: người mở bảng không thấy các số đã kiểm."),
                    format!("The sheets {hidden} are hidden meanwhile: who opens the workbook does not see what was looked at."),
                );
                words.suggest(also)
            }
            Problem::SheetMissing { sheet, renamed } => Words::new(match renamed {
                Some(renamed) => lang.of(
                    format!("Trang «{sheet}» đã bị đổi tên thành «{renamed}»; số trên trang được đối chiếu theo tên mới."),
                    format!("The sheet «{sheet}» was renamed to «{renamed}»; its figures were looked at there."),
                ),
                None => lang.of(
                    format!("Bảng không còn trang «{sheet}», nên số trên trang đó chưa được đối chiếu."),
                    format!("The sheet «{sheet}» is not there, so its figures were not looked at."),
                ),
            })
            .suggest(lang.of("Để nguyên tên các trang do phubieu ghi.", "Leave the names of the sheets as they were written.")),
            Problem::WeightsDiffer { weights, units, unit, values } => {
                let (all, first) = (list(weights, 4, lang), weights.first().map(String::as_str).unwrap_or_default());
                let said: Vec<String> =
                    values.iter().map(|(value, workbook)| format!("{} («{workbook}»)", Vietnamese(*value))).collect();
                let said = list(&said, 4, lang);
                let used = values.last().map(|(value, _)| Vietnamese(*value).to_string()).unwrap_or_default();
                Words::new(lang.of(
                    format!("Trọng số ({all}) của {units} đơn vị khác nhau giữa các bảng tổng hợp, như «{first}» của {unit}: {said}. Đang dùng {used}."),
                    format!("Weights ({all}) of {units} units differ between workbooks, such as «{first}» of {unit}: {said}. {used} is used."),
                ))
                .suggest(lang.of(
                    "Bỏ bảng cũ ra khỏi thư mục, hoặc chỉ rõ trọng số đúng bằng --units.",
                    "Take the old workbook out of the folder, or say the right weights with --units.",
                ))
            }
            Problem::SourceDiffers { recorded, source } => Words::new(lang.of(
                format!("Bảng tổng hợp ghi {recorded}, bản nộp đọc được {source}."),
                format!("The workbook has {recorded}, the submission says {source}."),
            ))
            .suggest(lang.of("Tổng hợp lại từ các bản nộp.", "Consolidate the submissions again.")),
            Problem::SourceMissing => Words::new(lang.of(
                "Không thấy bản nộp này trong các tệp đưa vào (so theo nội dung tệp), nên số của nó chưa được đối chiếu.",
                "This submission is not among the files given (by their contents), so its figures were not compared.",
            )),
            Problem::SourceNew => Words::new(lang.of(
                "Tệp này không phải một bản nộp của bảng tổng hợp, hoặc đã thay đổi từ khi tổng hợp.",
                "This file is no submission of the workbook, or has changed since it was consolidated.",
            )),
            Problem::Retold { code, message, suggestion, lang: own, workbook, .. } => {
                // The workbook has no more than the words. What a decision says is read again from them.
                let (message, suggestion) = if *own == lang || *code == Code::DecisionApplied {
                    (message.clone(), suggestion.clone())
                } else {
                    let mend = if suggestion.is_empty() { "" } else { code.mend(lang) };
                    (format!("{}: «{message}»", code.title(lang)), mend.to_owned())
                };
                Words::new(message).suggest(suggestion).because(lang.of(
                    format!("Theo trang «Phát hiện» của «{workbook}»."),
                    format!("As the findings of «{workbook}» say."),
                ))
            }
        }
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Record(problem)
    }
}
