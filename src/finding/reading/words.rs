//! What is said of the value of a cell, in both languages.

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::{Lang, Words, list};
use crate::vietnamese::measure::UNNAMED;
use crate::vietnamese::number::{Refusal, Vietnamese};

use super::{Candidate, ColumnSays, DecidedBy, How, Problem};

impl How {
    fn words(self, lang: Lang) -> &'static str {
        match self {
            How::DotGroups => lang.of("dấu chấm ngăn hàng nghìn", "the dot groups thousands"),
            How::DotDecimal => lang.of("dấu chấm là dấu thập phân", "the dot begins the decimals"),
            How::CommaGroups => lang.of("dấu phẩy ngăn hàng nghìn", "the comma groups thousands"),
            How::CommaDecimal => lang.of("dấu phẩy là dấu thập phân", "the comma begins the decimals"),
            How::Points => lang.of("tính theo phần trăm, đúng như ghi", "in percentage points, as it stands"),
            How::Fraction => lang.of("là phần của 1, tức nhân 100", "a fraction of one, times 100"),
            How::AsStored => lang.of("đúng như số Excel giữ", "as Excel holds it"),
            How::LostGrouping => lang.of("mất dấu chấm ngăn hàng nghìn", "a dot between thousands was lost"),
        }
    }
}

fn vn(value: Decimal) -> Vietnamese {
    Vietnamese(value)
}

fn refusal(refusal: Refusal, lang: Lang) -> &'static str {
    match refusal {
        Refusal::NotANumber => {
            lang.of("không phải là số, cũng không phải ký hiệu đã biết", "neither a number nor a known sign")
        }
        Refusal::BrokenGrouping => lang.of("dấu chấm, dấu phẩy đặt sai chỗ", "dots and commas in impossible places"),
        Refusal::LettersInNumber => {
            lang.of("có chữ cái lẫn trong số (chữ l, O thay cho 1, 0)", "letters among the digits (l, O for 1, 0)")
        }
        Refusal::TwoNumbers => lang.of("có hai số trong một ô", "two numbers in one cell"),
        Refusal::StraySigns => lang.of("có ký hiệu lạ sau số", "strange signs behind the number"),
        Refusal::Range => lang.of("là một khoảng, không phải một số", "a range, not one number"),
        Refusal::Approximation => lang.of("là số ước chừng", "an approximation"),
        Refusal::CutShort => lang.of(
            "kết thúc bằng dấu chấm ngăn hàng nghìn, phần sau có thể nằm ở dòng dưới",
            "it ends with the dot between thousands: the rest may stand in the row below",
        ),
        Refusal::TooLong => lang.of("quá nhiều chữ số", "too many digits"),
    }
}

/// Cells with what stands there.
fn named_cells(cells: &[(Address, String)], lang: Lang) -> String {
    let cells: Vec<String> = cells.iter().map(|(at, text)| format!("{at} («{text}»)")).collect();
    list(&cells, 4, lang)
}

impl Problem {
    pub(in crate::finding) fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::Ambiguous { candidates, column, likely } => ambiguous(candidates, *column, *likely, lang),
            Problem::NotANumber { refusal: why } => {
                let why = refusal(*why, lang);
                Words::new(lang.of(format!("Không đọc được số: {why}."), format!("No figure could be read: {why}.")))
                    .suggest(lang.of(
                        "Ghi một số, chữ và giải thích để ở cột ghi chú; không phát sinh thì ghi «-».",
                        "Write one number and put words in the notes column; where nothing arose write «-».",
                    ))
            }
            Problem::WrongMeasure { value, found, expected } if expected.is_empty() => {
                let value = vn(*value);
                Words::new(lang.of(
                    format!("Ghi {value} {found}, mà tiêu đề không ghi cột tính bằng đơn vị nào: không đổi."),
                    format!("It says {value} {found}, and no heading says what the column is in: left as it is."),
                ))
                .suggest(lang.of(
                    "Ghi đơn vị tính ở tiêu đề cột, ví dụ (triệu đồng).",
                    "Write the measure in the column's heading, such as (triệu đồng).",
                ))
            }
            Problem::WrongMeasure { value, found, expected } => {
                let value = vn(*value);
                Words::new(lang.of(
                    format!("Ghi {value} {found}, trong khi chỉ tiêu tính bằng {expected}: không lấy."),
                    format!("It says {value} {found}, but the row is measured in {expected}: not taken."),
                ))
                .suggest(lang.of(
                    format!("Ghi lại theo {expected}, hoặc chuyển số này sang đúng chỉ tiêu."),
                    format!("Write it in {expected}, or move it to the row it belongs to."),
                ))
            }
            Problem::PercentUnderMeasure { value, expected } => {
                let value = vn(*value);
                if expected == UNNAMED {
                    return Words::new(lang.of(
                        format!("Ghi {value} %, mà biểu không ghi đơn vị tính: không rõ có phải tính bằng phần trăm không, không lấy."),
                        format!("It says {value} %, and the form names no measure: whether it is in per cent cannot be told; not taken."),
                    ))
                    .suggest(lang.of(
                        "Ghi đơn vị tính vào tiêu đề cột, ví dụ «Kết quả (%)», hoặc vào cột ĐVT của biểu.",
                        "Name the measure in the heading («Kết quả (%)») or in the column of measures.",
                    ));
                }
                Words::new(lang.of(
                    format!("Ghi {value} %, trong khi chỉ tiêu tính bằng {expected}: không lấy."),
                    format!("It says {value} %, but the row is measured in {expected}: not taken."),
                ))
                .suggest(lang.of(format!("Ghi lại theo {expected}."), format!("Write it in {expected}.")))
            }
            Problem::DeclaredMeasure { found, expected } => Words::new(lang.of(
                format!("ĐVT trong tệp ghi «{found}», mẫu là «{expected}»: số được đọc theo {expected}."),
                format!("The file declares «{found}», the form has «{expected}»: the figure was read as {expected}."),
            ))
            .suggest(lang.of(
                format!("Xem lại số này có đúng tính bằng {expected} không, rồi sửa ĐVT."),
                format!("Check that the figure is in {expected}, then correct the measure."),
            )),
            Problem::MeasuresContradict { value, candidates } => {
                let value = vn(*value);
                let each: Vec<String> = candidates
                    .iter()
                    .map(|(v, text)| {
                        let v = vn(*v);
                        lang.of(format!("{v} nếu là «{text}»"), format!("{v} if it is «{text}»"))
                    })
                    .collect();
                Words::new(lang.of(
                    format!("Không rõ {value} tính bằng đơn vị nào, vì các chỗ ghi đơn vị tính không thống nhất hoặc không rõ áp dụng cho bảng, cột nào: không lấy."),
                    format!("What measure {value} is in cannot be told: what the sheet declares is contradictory, or about which table or column is not clear: not taken."),
                ))
                .because(list(&each, 4, lang))
                .suggest(lang.of("Ghi một dòng đơn vị tính ngay trên bảng này, hoặc ghi ĐVT ở từng dòng, từng cột.", "Write one measure line right above this table, or the measure beside each row or in each heading."))
            }
            Problem::MeasureMissing { rows } => {
                let rows = list(rows, 4, lang);
                Words::new(lang.of(
                    format!("Không ghi đơn vị tính cho: {rows}. Số được lấy theo đơn vị tính của mẫu."),
                    format!("No measure is declared for: {rows}. The figures were taken in the form's measure."),
                ))
                .suggest(lang.of("Ghi ĐVT như trong mẫu.", "Write the measure as the form has it."))
            }
            Problem::ThousandsLost { value, figures } => {
                let thousand = vn(value.checked_mul(Decimal::ONE_THOUSAND).unwrap_or(*value).normalize());
                let value = vn(*value);
                let more = match figures {
                    1 => String::new(),
                    n => lang.of(format!(" ({n} ô của cột như vậy)"), format!(" ({n} cells of the column are so)")),
                };
                Words::new(lang.of(
                    format!("Số {value} kém các số khác trong cột khoảng 1.000 lần{more}: có thể đã gõ {thousand} mà Excel hiểu dấu chấm là dấu thập phân."),
                    format!("The number {value} is about a thousandth of the others in its column{more}: perhaps {thousand} was typed and Excel took the dot for a decimal sign."),
                ))
                .suggest(lang.of(
                    format!("Nếu đúng là {thousand} thì gõ lại số, không gõ dấu chấm. Số vẫn được dùng như đã ghi."),
                    format!("If {thousand} is meant, type it again without a dot. It was used as it stands."),
                ))
            }
            Problem::ShownInThousandths { value } => {
                let thousand = vn(value.checked_mul(Decimal::ONE_THOUSAND).unwrap_or(*value).normalize());
                let value = vn(*value);
                Words::new(lang.of(
                    format!("Ô lưu số {value} nhưng định dạng số thêm ba chữ số lẻ nên hiện «{value}.000» hoặc «{value},000», trong khi chỉ tiêu đếm số nguyên: có thể là {thousand}."),
                    format!("The cell holds {value}, which its number format shows with three decimals as «{value}.000» or «{value},000», though the row counts whole things: perhaps {thousand} is meant."),
                ))
                .suggest(lang.of(
                    format!("Nếu đúng là {thousand} thì gõ lại số, không gõ dấu chấm; nếu là {value} thì bỏ phần lẻ trong định dạng ô. Số vẫn được dùng như đã ghi."),
                    format!("If {thousand} is meant, type it again without a dot; if {value} is, take the decimals out of the format. It was used as it stands."),
                ))
            }
            Problem::SumHeldBack { typed } => {
                let texts = named_cells(typed, lang);
                Words::new(lang.of(
                    format!("Công thức của biểu trắng chưa cộng được, vì có số gõ dạng chữ: {texts}. Ô này hiện «…» và chưa tính vào tổng."),
                    format!("The blank's formula has no sum yet, since figures are typed as text: {texts}. The cell shows «…» and is not in the totals."),
                ))
                .suggest(lang.of("Gõ lại các ô đó thành số, tính lại rồi lưu tệp.", "Make numbers of those cells, calculate again and save."))
            }
            Problem::SumPassesOver { typed, dates } => {
                let (texts, days) = (named_cells(typed, lang), named_cells(dates, lang));
                let passed = || {
                    lang.of(
                        format!("Công thức cộng của ô này bỏ sót số gõ dạng chữ: {texts}. Excel không cộng chữ."),
                        format!("The sum in this cell passes over figures typed as text: {texts}. Excel adds no text."),
                    )
                };
                let taken = || {
                    lang.of(
                        format!("Công thức cộng của ô này cộng cả ô ngày tháng: {days}. Excel cộng số thứ tự của ngày, không phải số đã gõ."),
                        format!("The sum in this cell takes dates in: {days}. Excel adds the number of the day, not the figure that was typed."),
                    )
                };
                let message = match (typed.is_empty(), dates.is_empty()) {
                    (false, false) => format!("{} {}", passed(), taken()),
                    (true, false) => taken(),
                    _ => passed(),
                };
                Words::new(message).suggest(lang.of(
                    "Chuyển các ô đó thành số, tính lại rồi lưu tệp. Số vẫn được dùng như đã ghi.",
                    "Make numbers of those cells, calculate again and save. It was used as it stands.",
                ))
            }
            Problem::Converted { from, to, before } => {
                let before = vn(*before);
                Words::new(lang.of(
                    format!("Đổi từ {before} («{from}») sang «{to}»."),
                    format!("Converted from {before} («{from}») to «{to}»."),
                ))
            }
            Problem::EnglishNotation { value } => {
                let value = vn(*value);
                Words::new(lang.of(
                    "Số viết kiểu Anh (chấm là thập phân hoặc phẩy ngăn nghìn); chỉ có một cách đọc nên đã lấy.",
                    "Written the English way; only one reading is possible, which was taken.",
                ))
                .suggest(lang.of(
                    format!("Lần sau ghi kiểu Việt Nam: {value}."),
                    format!("Next time write it the Vietnamese way: {value}."),
                ))
            }
            Problem::Decided { kept, by } => {
                let kept = kept.words(lang);
                let why = match by {
                    DecidedBy::Whole => lang.of("chỉ tiêu đếm bằng số nguyên", "the row counts whole things"),
                    DecidedBy::Bounds => lang
                        .of("cách đọc kia vượt giới hạn của chỉ tiêu", "the other reading is beyond the row's bounds"),
                    DecidedBy::Column => lang
                        .of("các số chắc chắn cùng cột viết như vậy", "the sure numbers of the column are written so"),
                    DecidedBy::Form => lang.of("biểu mẫu quy định như vậy", "the form says so"),
                };
                Words::new(
                    lang.of(format!("Đọc theo cách: {kept}, vì {why}."), format!("Read so: {kept}, because {why}.")),
                )
            }
            Problem::PercentFormat => Words::new(lang.of(
                "Ô định dạng phần trăm của Excel; đã đổi sang số phần trăm.",
                "A percent-formatted cell of Excel; turned into percentage points.",
            )),
            Problem::NotWhole { value, measure, lost_grouping } => {
                let value = vn(*value);
                let words = Words::new(lang.of(
                    format!("{value} không phải số nguyên, trong khi chỉ tiêu đếm bằng {measure}: không lấy."),
                    format!("{value} is not whole, but the row counts {measure}: not taken."),
                ));
                match lost_grouping {
                    Some(v) => {
                        let v = vn(*v);
                        words.suggest(lang.of(
                            format!("Có thể đã mất dấu ngăn hàng nghìn: {v}? Gõ lại số cho đúng."),
                            format!("A dot between thousands may have been lost: {v}? Type the number again."),
                        ))
                    }
                    None => words.suggest(lang.of("Ghi số nguyên.", "Write a whole number.")),
                }
            }
            Problem::OutOfBounds { value, min, max } => {
                let value = vn(*value);
                let bounds = match (min, max) {
                    (Some(a), Some(b)) => {
                        lang.of(format!("từ {} đến {}", vn(*a), vn(*b)), format!("from {} to {}", vn(*a), vn(*b)))
                    }
                    (Some(a), None) => lang.of(format!("từ {} trở lên", vn(*a)), format!("at least {}", vn(*a))),
                    (None, Some(b)) => lang.of(format!("không quá {}", vn(*b)), format!("at most {}", vn(*b))),
                    (None, None) => String::new(),
                };
                Words::new(lang.of(
                    format!("{value} ngoài giới hạn của chỉ tiêu ({bounds}): không lấy."),
                    format!("{value} is beyond the row's bounds ({bounds}): not taken."),
                ))
                .suggest(lang.of("Kiểm tra và ghi lại số.", "Check the figure and write it again."))
            }
            Problem::Date { typed } => {
                let words = Words::new(lang.of(
                    "Excel đã đổi số gõ vào thành ngày tháng: không lấy.",
                    "Excel turned what was typed into a date: not taken.",
                ));
                match typed {
                    Some(typed) => words.suggest(lang.of(
                        format!("Có thể đã gõ «{typed}». Định dạng ô là số rồi gõ lại."),
                        format!("«{typed}» was probably typed. Format the cell as a number and type it again."),
                    )),
                    None => words.suggest(
                        lang.of("Định dạng ô là số rồi gõ lại.", "Format the cell as a number and type it again."),
                    ),
                }
            }
            Problem::Boolean => {
                Words::new(lang.of("Ô chứa TRUE/FALSE, không phải số.", "The cell holds TRUE/FALSE, not a number."))
                    .suggest(lang.of("Ghi số.", "Write a number."))
            }
            Problem::ErrorOf { said, causes } => {
                let named: Vec<String> = causes.iter().map(|(at, _)| at.to_string()).collect();
                let (cells, named) = (named_cells(causes, lang), list(&named, 4, lang));
                Words::new(lang.of(
                    format!("Ô có công thức và ghi «{said}» vì lấy từ ô {cells}."),
                    format!("The formula in this cell says «{said}» because of {cells}."),
                ))
                .suggest(lang.of(
                    format!("Ghi ô {named} thành số (chữ để ở cột ghi chú), tính lại rồi lưu tệp; giữ nguyên các công thức, không gõ số đè lên."),
                    format!("Make a number of {named} (words go to the notes), calculate again and save; leave the formulas, and type no figure over them."),
                ))
            }
            Problem::LetterForDigit { probably } => {
                let probably = vn(*probably);
                Words::new(lang.of(
                    format!("Không đọc được số: có chữ cái (O, l) gõ thay cho chữ số (0, 1); có phải là {probably}?"),
                    format!("No figure could be read: letters (O, l) stand for digits (0, 1); is it {probably}?"),
                ))
                .suggest(lang.of(
                    format!("Nếu đúng thì gõ lại {probably} bằng chữ số."),
                    format!("If so type {probably} in digits."),
                ))
            }
            Problem::WordsBehind { value, words } => {
                let value = vn(*value);
                Words::new(lang.of(
                    format!("Ghi {value} kèm chữ «{words}», không phải đơn vị tính: không lấy."),
                    format!("It says {value} with the words «{words}», which are no measure: not taken."),
                ))
                .suggest(lang.of(
                    format!("Bỏ chữ trong ngoặc (để ở cột ghi chú), trong ô chỉ để {value}."),
                    format!("Take the words in brackets out (to the notes column) and leave {value} alone in the cell."),
                ))
            }
            Problem::ExcelError => {
                Words::new(lang.of("Ô chứa lỗi của Excel.", "The cell holds one of Excel's errors."))
                    .suggest(lang.of("Sửa công thức hoặc ghi số.", "Mend the formula or write the number."))
            }
            Problem::NoResult => {
                Words::new(lang.of("Công thức được lưu mà không kèm kết quả.", "A formula saved without its result."))
                    .suggest(lang.of("Mở bằng Excel và lưu lại.", "Open it in Excel and save it again."))
            }
            Problem::Computed { result, stored } => {
                let result = vn(*result);
                let words = match stored.map(vn) {
                    None => lang.of(
                        format!("Công thức lưu không có kết quả; đã tính lại: {result}."),
                        format!("A formula saved without its result; computed: {result}."),
                    ),
                    Some(stored) => lang.of(
                        format!("Công thức lưu kết quả {stored}, nhưng tính lại ra {result}: lấy số tính lại."),
                        format!("A formula saved with the result {stored}, but it gives {result}: taken as computed."),
                    ),
                };
                Words::new(words)
                .suggest(
                    lang.of("Mở bằng Excel và lưu lại trước khi gửi.", "Open it in Excel and save it before sending."),
                )
            }
            Problem::LostDigits => Words::new(lang.of(
                "Số dài quá 15 chữ số: Excel chỉ giữ 15 chữ số đầu.",
                "The number has more than 15 digits: Excel keeps only the first 15.",
            ))
            .suggest(lang.of("Kiểm tra các chữ số cuối.", "Check the last digits.")),
            Problem::BlankCells { headings } => {
                let (count, headings) = (headings.len(), crate::finding::list(headings, 8, lang));
                Words::new(lang.of(
                    format!("{count} ô số liệu của dòng để trống (cột {headings}): coi như chưa báo cáo, không tính là 0."),
                    format!("{count} value cells of the row are blank (columns {headings}): they count as not reported, not as 0."),
                ))
                .suggest(lang.of(
                    "Ghi số; không phát sinh thì ghi 0 hoặc «-».",
                    "Write the figures; where nothing arose write 0 or «-».",
                ))
            }
            Problem::Blank => Words::new(lang.of(
                "Ô số liệu để trống: coi như chưa báo cáo, không tính là 0.",
                "The value cell is blank: it counts as not reported, not as 0.",
            ))
            .suggest(lang.of(
                "Ghi số; không phát sinh thì ghi 0 hoặc «-».",
                "Write a figure; where nothing arose write 0 or «-».",
            )),
            Problem::SumOfNothing { parts, left_out } => {
                let parts = list(parts, 3, lang);
                let taken = match left_out {
                    true => lang.of(
                        "Coi như chưa báo cáo, không tính là 0.",
                        "It counts as not reported, not as 0.",
                    ),
                    false => lang.of("Số 0 vẫn được dùng như đã ghi.", "The 0 was used as it stands."),
                };
                Words::new(lang.of(
                    format!("Ghi 0 trong khi {parts} chưa có số: công thức tính trên các ô trống luôn ra 0. {taken}"),
                    format!("It says 0 while there is no figure yet for {parts}: a formula over blank cells always gives 0. {taken}"),
                ))
                .suggest(lang.of(
                    "Ghi số vào các ô ấy; không phát sinh thì ghi 0 hoặc «-» ở từng ô.",
                    "Write the figures of those cells; where nothing arose write 0 or «-» in each.",
                ))
            }
            Problem::EmptyList => Words::new(lang.of(
                "Danh mục không có dòng nào: đơn vị coi như chưa báo cáo, không tính là không có.",
                "The list has no line: the unit counts as not reporting, not as having none.",
            ))
            .suggest(lang.of("Ghi từng mục; không có mục nào thì ghi «Không có» ở dòng đầu.", "Write the items; where there are none, write «Không có» in the first line.")),
            Problem::NotCollected => {
                Words::new(lang.of(
                    "Ghi là chưa có số liệu: chưa tính vào tổng.",
                    "Said to be not collected yet: not in the total.",
                ))
                .suggest(lang.of("Bổ sung khi có số liệu.", "Send it when it is known."))
            }
            Problem::ShownOtherwise { format } if format == "," => Words::new(lang.of(
                "Định dạng số giấu hàng nghìn, nên số nhìn thấy nhỏ hơn số được lưu: không rõ ý nào, không lấy.",
                "The number format hides the thousands, so what is seen is less than what is held: not taken.",
            ))
            .suggest(lang.of("Bỏ định dạng đó và ghi số theo đúng ĐVT của chỉ tiêu.", "Remove the format and write the figure in the row's measure.")),
            Problem::ShownOtherwise { format } if format.trim().is_empty() => Words::new(lang.of(
                "Định dạng số giấu cả số: ô nhìn như để trống mà vẫn lưu một số, không rõ ý nào, không lấy.",
                "The number format hides the figure: the cell looks blank and holds one all the same; not taken.",
            ))
            .suggest(lang.of("Còn dùng số đó thì bỏ định dạng; đã bỏ thì xóa ô.", "Remove the format if the figure stands; delete it if not.")),
            Problem::ShownOtherwise { format } => Words::new(lang.of(
                format!("Định dạng số làm ô hiện khác số được lưu (thêm «{format}»): không rõ ý nào, không lấy."),
                format!("The number format makes the cell show another figure than it holds (it adds «{format}»): not taken."),
            ))
            .suggest(lang.of("Bỏ định dạng đó và ghi số theo đúng ĐVT của chỉ tiêu.", "Remove the format and write the figure in the row's measure.")),
            Problem::FigureInGroup => Words::new(lang.of(
                "Dòng nhóm không có số riêng, nhưng ở đây có ghi: không được cộng.",
                "A group row holds no figure of its own, but here it does: it is not counted.",
            ))
            .suggest(lang.of("Ghi số vào dòng chi tiết bên dưới.", "Write the figure in the row below it.")),
            Problem::StruckThrough => Words::new(lang.of(
                "Ô này bị gạch ngang mà chưa xóa: vẫn được đọc như các ô khác, có thể đã bỏ.",
                "This cell is struck through and was not deleted: it is read like any other, though it may be withdrawn.",
            ))
            .suggest(lang.of(
                "Đã bỏ thì xóa ô (hoặc cả dòng); còn dùng thì bỏ gạch ngang.",
                "If it is withdrawn, delete it (or the whole row); if it stands, take the line away.",
            )),
            Problem::Unreadable { fault } => {
                Words::new(lang.of("Ô này không đọc được.", "This cell could not be read."))
                    .suggest(lang.of("Gõ lại giá trị của ô.", "Type the cell's value again."))
                    .because(fault.words(lang))
            }
        }
    }
}

fn ambiguous(candidates: &[Candidate], column: ColumnSays, likely: Option<Decimal>, lang: Lang) -> Words {
    let readings: Vec<String> = candidates.iter().map(|c| format!("{} ({})", vn(c.value), c.how.words(lang))).collect();
    let readings = readings.join(lang.of(" hoặc ", " or "));
    let evidence = match column {
        ColumnSays::Nothing => {
            lang.of("Các ô khác cùng cột không cho biết cách viết nào.", "The other cells of the column do not tell.")
        }
        ColumnSays::Both => lang.of(
            "Cùng cột có ô viết kiểu Việt Nam, có ô viết kiểu Anh, nên không suy ra được.",
            "Other cells of the column are written both ways, so they do not tell.",
        ),
    };
    let evidence = match likely.map(vn) {
        None => evidence.to_owned(),
        Some(value) => lang.of(
            format!(
                "{evidence} Cách đọc {value} hợp với các tổng hơn, nhưng chỉ khi sửa một số khác ghi sai, nên chưa lấy."
            ),
            format!(
                "{evidence} The sums speak for {value}, but only where another figure is corrected, so it is not taken."
            ),
        ),
    };
    let spaced: Vec<String> = candidates.iter().map(|c| vn(c.value).to_string()).collect();
    let choice = spaced.join(lang.of(" hay ", " or "));
    Words::new(lang.of(
        format!("Có nhiều cách đọc: {readings}. Chưa lấy số nào."),
        format!("It can be read in several ways: {readings}. None was taken."),
    ))
    // As an Excel number 0,98 is as doubtful as before.
    .suggest(match candidates.iter().any(|c| c.how == How::Fraction) {
        true => lang.of(
            format!("Xác nhận là {choice} (%); tính theo phần trăm thì gõ số như «82,5», không gõ dấu %; số thật dưới 1 phần trăm mới gõ kèm dấu, ví dụ «0,8%»."),
            format!("Say whether it is {choice} (%); in per cent type a number such as «82,5» without the sign; only what is really below 1 per cent with it, such as «0,8%»."),
        ),
        false => lang.of(
            format!("Xác nhận là {choice}; ghi lại dưới dạng số của Excel (không phải chữ)."),
            format!("Say whether it is {choice}; write it as an Excel number, not as text."),
        ),
    })
    .because(evidence)
}
