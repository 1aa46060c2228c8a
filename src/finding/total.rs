//! Findings about totals, weights and decisions.

use rust_decimal::Decimal;

use crate::vietnamese::number::Vietnamese;

use super::{Code, Lang, Words, list};

/// What is wrong with a total, or with a person's decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No unit has the weight that the rows need.
    NoWeight {
        /// The weight's name.
        weight: String,
        /// The rows that have no total for it.
        rows: Vec<String>,
    },
    /// Some units lack the weight.
    UnitsWithoutWeight {
        /// The weight's name.
        weight: String,
        /// The units.
        units: Vec<String>,
    },
    /// The weights of all reporting units are zero together.
    ZeroWeights {
        /// The weight's name.
        weight: String,
        /// The rows that have no total for it.
        rows: Vec<String>,
    },
    /// The denominators of all units are zero together.
    ZeroDenominator {
        /// The rows or columns that have no total for it.
        rows: Vec<String>,
    },
    /// By the form these rows, columns and cells have no total, though units gave figures.
    NotTotalled {
        /// What has none.
        rows: Vec<String>,
    },
    /// The exact total needs more digits than can be held.
    TooManyDigits {
        /// The row.
        row: String,
    },
    /// A decision was applied.
    DecisionApplied {
        /// What was decided.
        decided: String,
        /// Why.
        reason: String,
        /// Who is said to have decided.
        by: String,
    },
    /// A decision names a cell that changed, or a file that is not there.
    DecisionStale {
        /// What was decided.
        decided: String,
        /// Why it does not fit.
        why: Stale,
    },
    /// A decision that could not be understood.
    DecisionUnclear {
        /// What stands there.
        decided: String,
        /// Why it is none.
        why: Unclear,
    },
}

/// Why an answer is no answer to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// It is no number, sign or word that answers.
    NotAnAnswer,
    /// It reads in as many ways as the cell itself.
    Echo,
    /// The row takes whole numbers.
    NotWhole,
    /// The row is no percentage.
    NotPercent,
    /// It is beyond the bounds of the row.
    OutOfBounds {
        /// The least.
        min: Option<Decimal>,
        /// The most.
        max: Option<Decimal>,
    },
    /// The cell has nothing that could be kept.
    NothingToKeep,
    /// It is about a whole file, and the line about a cell.
    AboutFiles,
    /// The line names no file.
    NoPlace,
    /// The line is about a whole file, which takes no figure.
    WholeFile,
    /// The file is left out for a fault that no answer mends.
    FileUnusable,
    /// It is no code of a commune that the round knows.
    NoCommune(NoCommune),
    /// It is for several blank cells together, which cannot all be one figure.
    SeveralCells,
    /// Another line says otherwise of the same cell.
    Contradicted,
    /// Other lines say of other files of the unit that they be used.
    SeveralUsed,
    /// It is about a row, a column or a table that only the file can put right.
    InTheFile,
    /// It is about no figure: it can be seen and let stand, and only the file can put it right.
    OnlySeen,
    /// The total that a list prints is in no total of the round, which are made of the items.
    PrintedTotal,
}

/// Why a code names no commune of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCommune {
    /// It is that of one of before 1 July 2025.
    OfThen,
    /// It lies outside the place.
    Elsewhere,
    /// It is nobody's.
    Unknown,
}

impl Unclear {
    fn words(self, lang: Lang) -> String {
        let said = match self {
            Unclear::NotAnAnswer => lang.of(
                "không phải một số hay một từ trả lời đã biết; chỉ ghi số, không ghi đơn vị tính",
                "it is no number and no word that answers; write the number alone, without its measure",
            ),
            Unclear::Echo => lang.of(
                "đọc được nhiều cách như chính ô đó; gõ thành số của Excel hoặc ghi rõ phần thập phân",
                "it reads in as many ways as the cell itself; type it as an Excel number or show the decimals",
            ),
            Unclear::NotWhole => lang.of("chỉ tiêu này là số nguyên", "the row takes whole numbers"),
            Unclear::NotPercent => lang.of("chỉ tiêu này không tính bằng %", "the row is no percentage"),
            Unclear::OutOfBounds { min: Some(min), max: Some(max) } => {
                let (min, max) = (Vietnamese(min), Vietnamese(max));
                return lang.of(
                    format!("chỉ tiêu này chỉ nhận từ {min} đến {max}"),
                    format!("the row takes {min} to {max} only"),
                );
            }
            Unclear::OutOfBounds { min: Some(min), .. } => {
                let min = Vietnamese(min);
                return lang.of(
                    format!("chỉ tiêu này không nhận số dưới {min}"),
                    format!("the row takes nothing below {min}"),
                );
            }
            Unclear::OutOfBounds { max: Some(max), .. } => {
                let max = Vietnamese(max);
                return lang.of(
                    format!("chỉ tiêu này không nhận số trên {max}"),
                    format!("the row takes nothing above {max}"),
                );
            }
            Unclear::OutOfBounds { .. } => {
                lang.of("nằm ngoài giới hạn của chỉ tiêu", "it is beyond the bounds of the row")
            }
            Unclear::NothingToKeep => {
                lang.of("ô đó không có số nào dùng được để giữ", "the cell has no figure that could be kept")
            }
            Unclear::AboutFiles => lang
                .of("đó là câu trả lời cho cả tệp, không cho một ô", "that answers for a whole file, not for a cell"),
            Unclear::NoPlace => lang.of("dòng này không có tệp nào", "the line names no file"),
            Unclear::WholeFile => lang.of(
                "dòng này nói về cả tệp hoặc cả bảng, không có ô nào để nhận câu trả lời ấy",
                "the line is about a whole file or table, and no cell is there to take it",
            ),
            Unclear::FileUnusable => lang.of(
                "tệp không được cộng vì chính lỗi này, trả lời không sửa được",
                "the file is left out for this very fault, which no answer mends",
            ),
            Unclear::NoCommune(NoCommune::OfThen) => lang.of(
                "đó là mã của một xã trước 01/7/2025, không có trong danh mục của đợt này",
                "it is the code of a commune of before 1 July 2025, which the round's register does not have",
            ),
            Unclear::NoCommune(NoCommune::Elsewhere) => lang.of(
                "xã có mã đó không thuộc địa bàn của đợt này",
                "the commune of that code does not lie in the place of the round",
            ),
            Unclear::NoCommune(NoCommune::Unknown) => lang.of(
                "không có xã nào mang mã đó trong danh mục của đợt này",
                "the round's register has no commune of that code",
            ),
            Unclear::SeveralCells => lang.of(
                "câu trả lời là cho nhiều ô trống cùng lúc, không thể cùng là một số",
                "it is for several blank cells together, which cannot all be that number",
            ),
            Unclear::Contradicted => lang
                .of("có hai câu trả lời khác nhau cho cùng một ô", "there are two different answers for the same cell"),
            Unclear::SeveralUsed => lang.of(
                "nhiều tệp của cùng một đơn vị đều được ghi «dùng», mà chỉ một tệp được cộng",
                "several files of one unit are to be used, and only one of them can count",
            ),
            Unclear::InTheFile => lang.of(
                "lỗi này ở dòng, cột hoặc bảng, trả lời ở đây không sửa được, phải sửa trong tệp",
                "it is about a row, a column or a table, which no answer here puts right, only the file",
            ),
            Unclear::OnlySeen => lang.of(
                "phát hiện này không nói về một ô số nào của mẫu, nên không nhận số",
                "it is about no figure of the form and takes none",
            ),
            Unclear::PrintedTotal => lang.of(
                "dòng cộng ghi sẵn của danh mục không vào tổng nào (tổng tính từ các mục), nên không nhận số",
                "the total that a list prints is in no total, they are made of the items, and takes no figure",
            ),
        };
        said.to_owned()
    }

    /// What to do instead.
    fn remedy(self, lang: Lang) -> &'static str {
        match self {
            Unclear::FileUnusable => lang.of(
                "Đề nghị đơn vị sửa và gửi lại tệp, theo gợi ý của phát hiện đó; bỏ dòng trả lời này.",
                "Ask the unit to mend the file and send it again, as that finding suggests; drop this answer.",
            ),
            Unclear::NoCommune(_) => lang.of(
                "Ghi mã của xã trong danh mục của đợt này (xem «phubieu units find TÊN»), hoặc «bỏ».",
                "Write the code of a commune of the round's register (see `phubieu units find NAME`), or «leave out».",
            ),
            Unclear::InTheFile => lang.of(
                "Sửa trong tệp như gợi ý của phát hiện đó rồi nộp lại; bỏ dòng trả lời này.",
                "Mend the file as that finding suggests and send it again; drop this answer.",
            ),
            Unclear::OnlySeen | Unclear::PrintedTotal => lang.of(
                "Ghi «giữ nguyên» nếu đã xem và để như vậy; muốn sửa thì sửa trong tệp rồi nộp lại.",
                "Write «as is» where it was seen and is to stand; to put it right mend the file and send it again.",
            ),
            Unclear::SeveralUsed => lang.of(
                "Chỉ ghi «dùng» ở một tệp đúng của đơn vị; các tệp còn lại để trống hoặc ghi «bỏ».",
                "Write «use» at the one right file of the unit; leave the others empty, or write «leave out».",
            ),
            Unclear::NoPlace => lang.of(
                "Dòng không có tệp thì không trả lời được ở đây: làm theo gợi ý của phát hiện đó.",
                "A line without a file cannot be answered here: do what that finding suggests.",
            ),
            Unclear::WholeFile => lang.of(
                "Với cả tệp chỉ ghi «dùng», «bỏ», hoặc mã đơn vị 5 số; số đúng thì ghi ở dòng của từng ô.",
                "For a whole file write «use», «leave out» or its unit's code of five digits; right figures go to the lines of their cells.",
            ),
            Unclear::NothingToKeep => lang.of(
                "Ghi số đúng (gõ thành số của Excel), hoặc «bỏ» (không lấy ô này).",
                "Write the right number (as an Excel number), or «leave out».",
            ),
            Unclear::AboutFiles => lang.of(
                "Cho một ô, ghi số đúng (gõ thành số của Excel), «giữ nguyên» hoặc «bỏ» (không lấy).",
                "Of a cell write the right number (as an Excel number), «as is» or «leave out».",
            ),
            _ => lang.of(
                "Ghi một số trong giới hạn của chỉ tiêu (gõ thành số của Excel), hoặc «giữ nguyên», «bỏ» (không lấy); với cả tệp: «dùng», «bỏ», hoặc mã đơn vị 5 số.",
                "Write a number within the row's bounds (as an Excel number), «as is» or «leave out»; for a whole file «use», «leave out» or its unit's code of five digits.",
            ),
        }
    }
}

/// Why a decision was not applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// The file's bytes are not those decided about.
    FileChanged,
    /// The cell's text is not the one decided about.
    CellChanged,
    /// The figures that the finding compared are not those decided about.
    FiguresChanged,
    /// No such file among the inputs.
    NoSuchFile,
    /// No value is read from that cell.
    NoSuchCell,
    /// What it answers was not found again.
    NotFound,
}

impl Stale {
    fn words(self, lang: Lang) -> &'static str {
        match self {
            Stale::FileChanged => lang.of("tệp đã thay đổi từ khi quyết định", "the file has changed since"),
            Stale::CellChanged => lang.of("ô đã thay đổi từ khi quyết định", "the cell has changed since"),
            Stale::FiguresChanged => {
                lang.of("các số được so sánh đã thay đổi từ khi quyết định", "the figures compared have changed since")
            }
            Stale::NoSuchFile => lang.of("không có tệp này trong đợt nộp", "there is no such file among the inputs"),
            Stale::NotFound => lang.of("phát hiện được trả lời không còn nữa", "what it answers is not found any more"),
            Stale::NoSuchCell => lang.of("không có số liệu nào đọc từ ô này", "no figure is read from that cell"),
        }
    }
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::NoWeight { .. } => Code::NoWeight,
            Problem::UnitsWithoutWeight { .. } => Code::UnitsWithoutWeight,
            Problem::ZeroWeights { .. } => Code::ZeroWeights,
            Problem::ZeroDenominator { .. } => Code::ZeroDenominator,
            Problem::NotTotalled { .. } => Code::NotTotalled,
            Problem::TooManyDigits { .. } => Code::TooManyDigits,
            Problem::DecisionApplied { .. } => Code::DecisionApplied,
            Problem::DecisionStale { .. } => Code::DecisionStale,
            Problem::DecisionUnclear { .. } => Code::DecisionUnclear,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::NoWeight { weight, rows } => {
                let rows = list(rows, 40, lang);
                Words::new(lang.of(
                    format!("Không có quyền số «{weight}»: tỷ lệ không được cộng hay chia trung bình thường, nên các dòng {rows} không có số tổng hợp."),
                    format!("There is no weight «{weight}»: percentages are neither summed nor averaged without one, so the rows {rows} have no total."),
                ))
                .suggest(lang.of(
                    format!("Thêm cột {weight} vào tệp đơn vị (--units) rồi chạy lại."),
                    format!("Add the column {weight} to the units file (--units) and run again."),
                ))
            }
            Problem::UnitsWithoutWeight { weight, units } => {
                let units = list(units, 10, lang);
                Words::new(lang.of(
                    format!("Thiếu quyền số «{weight}» của: {units}; tỷ lệ chung không tính các đơn vị này."),
                    format!("The weight «{weight}» is missing for: {units}; the overall rate leaves them out."),
                ))
                .suggest(
                    lang.of(
                        "Bổ sung quyền số vào tệp đơn vị (--units).",
                        "Add the weight to the units file (--units).",
                    ),
                )
            }
            Problem::ZeroWeights { weight, rows } => {
                let rows = list(rows, 40, lang);
                Words::new(lang.of(
                    format!("Quyền số «{weight}» của các đơn vị có số liệu đều bằng 0: các dòng {rows} không có số tổng hợp."),
                    format!("The weight «{weight}» is 0 for every reporting unit: the rows {rows} have no total."),
                ))
            }
            Problem::NotTotalled { rows } => {
                let rows = list(rows, 40, lang);
                Words::new(lang.of(
                    format!("Không có số tổng hợp của: {rows}. Theo biểu, các số này không cộng (giá, bình quân, tỷ lệ) hoặc chưa rõ có cộng được không; số của từng đơn vị ở trang «Theo đơn vị»."),
                    format!("There is no total of: {rows}. By the form these figures do not add (prices, means, rates), or nobody said that they do; those of each unit are on the sheet «By unit»."),
                ))
                .suggest(lang.of(
                    "Nếu có cộng được: ghi aggregate = \"sum\" (tỷ lệ: \"ratio\", \"weighted_mean\") cho dòng, cột đó trong tệp biểu (phubieu form infer ra tệp để sửa).",
                    "If they do: write aggregate = \"sum\" (rates: \"ratio\", \"weighted_mean\") for that row or column in the form's file (phubieu form infer makes one).",
                ))
            }
            Problem::ZeroDenominator { rows } => {
                let rows = list(rows, 40, lang);
                Words::new(lang.of(
                    format!("Mẫu số của tỷ lệ ở {rows} đều bằng 0: không có số tổng hợp."),
                    format!("The denominators of the ratio in {rows} are all 0: there is no total."),
                ))
            }
            Problem::TooManyDigits { row } => Words::new(lang.of(
                format!("Tổng của dòng {row} cần nhiều chữ số hơn mức giữ được chính xác: không ghi tổng."),
                format!("The total of row {row} needs more digits than can be held exactly: none is given."),
            )),
            Problem::DecisionApplied { decided, reason, by } => {
                let why = match reason.as_str() {
                    "" => String::new(),
                    reason => lang.of(format!("Lý do: {reason}."), format!("Reason: {reason}.")),
                };
                let who = match by.as_str() {
                    "" => lang.of("Không ghi ai quyết định.", "Nobody is named as having decided.").to_owned(),
                    by => lang.of(format!("Người quyết định: {by}."), format!("Decided by: {by}.")),
                };
                Words::new(
                    lang.of(
                        format!("Đã áp dụng quyết định: {decided}."),
                        format!("A decision was applied: {decided}."),
                    ),
                )
                .because(format!("{why} {who}").trim())
            }
            Problem::DecisionStale { decided, why } => {
                let why = why.words(lang);
                Words::new(lang.of(
                    format!("Quyết định «{decided}» không được áp dụng: {why}."),
                    format!("The decision «{decided}» was not applied: {why}."),
                ))
                .suggest(lang.of("Xem lại và quyết định lại.", "Look again and decide anew."))
            }
            Problem::DecisionUnclear { decided, why } => {
                let said = why.words(lang);
                Words::new(lang.of(
                    format!("Không áp dụng được quyết định «{decided}»: {said}."),
                    format!("The decision «{decided}» could not be applied: {said}."),
                ))
                .suggest(why.remedy(lang))
            }
        }
    }
}

/// The codes of what a person let stand, as the message of an applied decision names them behind the answer.
pub fn let_stand(message: &str) -> Vec<Code> {
    let says = |lang: Lang| {
        let said = Problem::DecisionApplied { decided: "\u{1f}".to_owned(), reason: String::new(), by: String::new() };
        let words = said.words(lang);
        let (before, after) = words.message.split_once('\u{1f}')?;
        let (decided, _) = message.strip_prefix(before)?.split_once(after)?;
        let (_, codes) = decided.strip_suffix(')')?.rsplit_once(" (")?;
        let code = |id: &str| Code::ALL.iter().copied().find(|code| code.id() == id);
        codes.split(", ").map(code).collect::<Option<Vec<Code>>>()
    };
    [Lang::Vi, Lang::En].into_iter().find_map(says).unwrap_or_default()
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Total(problem)
    }
}
