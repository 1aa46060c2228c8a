//! What is said of the layout of a submission, in both languages.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use crate::address::ColumnName;
use crate::finding::{Lang, Words, list};
use crate::vietnamese::number::Vietnamese;

use super::{Problem, Rival, Subject};

impl Problem {
    pub(in crate::finding) fn words(&self, lang: Lang) -> Words {
        match self {
            // Nobody asked for a form, and none was recognised.
            Problem::FormNotFound { form, sheets } if form.is_empty() => {
                let sheets = list(sheets, 8, lang);
                Words::new(lang.of(
                    format!("Không nhận ra bảng số liệu nào trong tệp (đã xem các trang: {sheets})."),
                    format!("No table of figures was recognised in the file (sheets looked at: {sheets})."),
                ))
                .suggest(lang.of(
                    "Bảng phải có dòng tiêu đề cột (STT, Chỉ tiêu, ĐVT, …); hoặc chỉ rõ biểu bằng --form, --template.",
                    "A table must have a row of column headings (STT, Chỉ tiêu, ĐVT, …); or name the form with --form, --template.",
                ))
            }
            Problem::FormNotFound { form, sheets } => {
                let sheets = list(sheets, 8, lang);
                Words::new(lang.of(
                    format!("Không tìm thấy biểu «{form}» trong tệp (đã xem các trang: {sheets})."),
                    format!("The form «{form}» was not found in the file (sheets looked at: {sheets})."),
                ))
                .suggest(lang.of(
                    "Kiểm tra dòng tiêu đề cột (STT, Chỉ tiêu, ĐVT, …) có đúng như mẫu không.",
                    "Check that the column headings (STT, Chỉ tiêu, ĐVT, …) are those of the form.",
                ))
            }
            Problem::ValueColumnMissing { heading, others } => Words::new(lang.of(
                format!("Bảng không có cột «{heading}»: không đọc được số liệu của cột này."),
                format!("The table has no column «{heading}»: its figures could not be read."),
            ))
            .because(match others.as_slice() {
                [] => String::new(),
                others => {
                    let quoted: Vec<String> = others.iter().map(|o| format!("«{o}»")).collect();
                    let quoted = list(&quoted, 6, lang);
                    lang.of(
                        format!("Các cột không có trong mẫu: {quoted}."),
                        format!("Columns that the form does not have: {quoted}."),
                    )
                }
            })
            .suggest(lang.of("Ghi lại tiêu đề cột như trong mẫu.", "Write the column heading as the form has it.")),
            Problem::ValueColumnAmbiguous { headings } => {
                let headings = list(headings, 6, lang);
                Words::new(lang.of(
                    format!("Nhiều cột cùng khớp với một cột của biểu ({headings}): không đọc cột nào."),
                    format!("Several columns fit one column of the form ({headings}): none was read."),
                ))
                .suggest(lang.of("Ghi rõ năm ở tiêu đề cột, hoặc bỏ cột thừa, hoặc dùng --period.", "Write the year in the heading, remove the other column, or use --period."))
            }
            Problem::SideBySide { headings } => {
                let headings = list(headings, 4, lang);
                Words::new(lang.of(
                    format!("Hai bảng đứng cạnh nhau, mỗi bảng có cột tên chỉ tiêu riêng ({headings}): không đọc."),
                    format!("Two tables stand side by side, each with a column of labels ({headings}): not read."),
                ))
                .suggest(lang.of("Đặt mỗi bảng một trang, hoặc bảng này dưới bảng kia.", "Put each on a sheet of its own, or one below the other."))
            }
            Problem::RowMissing { row, instead: Some((at, label)) } => Words::new(lang.of(
                format!("Thiếu dòng «{row}» so với mẫu, đúng chỗ đó là dòng «{label}» (ô {at}) không có trong mẫu: đơn vị coi như chưa báo cáo chỉ tiêu này."),
                format!("The row «{row}» of the form is missing, and «{label}» ({at}), which the form does not have, stands in its place: the unit counts as not reporting it."),
            ))
            .suggest(lang.of(
                format!("Nếu dòng ở {at} chính là dòng này thì sửa tên dòng ở {at} thành «{row}», giữ nguyên số. Nếu là dòng khác thì thêm lại dòng đúng như mẫu; không phát sinh thì ghi 0 hoặc «-»."),
                format!("If the row at {at} is this one, call it «{row}» there and leave its figures. If it is another, put the row back; where nothing arose write 0 or «-»."),
            )),
            Problem::RowMissing { row, instead: None } => Words::new(lang.of(
                format!("Thiếu dòng «{row}» so với mẫu: đơn vị coi như chưa báo cáo chỉ tiêu này."),
                format!("The row «{row}» of the form is missing: the unit counts as not reporting it."),
            ))
            .suggest(lang.of("Thêm lại dòng đúng như mẫu; không phát sinh thì ghi 0 hoặc «-».", "Put the row back; where nothing arose write 0 or «-».")),
            Problem::OtherSubject { title, form, how: Subject::Part } => Words::new(lang.of(
                format!("Tiêu đề của bảng là «{title}», chỉ một phần của biểu «{form}»: «Tổng số» trong bảng có thể chỉ là của nguồn vốn đó, nhưng được lấy làm tổng các nguồn."),
                format!("The table's title is «{title}», a part of what the form «{form}» asks for: its total may be that fund's alone, and was taken for that of all funds."),
            ))
            .suggest(lang.of(
                "Nếu xã còn nguồn vốn khác thì ghi lại theo mẫu đủ các cột; nếu chỉ có nguồn này thì sửa tiêu đề.",
                "If the unit has other funds, have it fill in the form with all its columns; if it has this one alone, mend the title.",
            )),
            Problem::OtherSubject { title, how: Subject::OneFund, .. } => Words::new(lang.of(
                format!("Tiêu đề của bảng là «{title}», chỉ một nguồn vốn, trong khi các tệp khác của biểu này không như vậy: số của bảng được cộng chung với số của mọi nguồn."),
                format!("The table's title is «{title}», of one fund, while other files of this form are not: its figures were added to those of all funds."),
            ))
            .suggest(lang.of(
                "Hỏi đơn vị: số đã gồm mọi nguồn vốn thì sửa tiêu đề; chỉ của một nguồn thì gửi lại bảng đủ các nguồn.",
                "Ask the unit: if the figures are of all funds, mend the title; if of one, have the table of all sent.",
            )),
            Problem::OtherSubject { title, form, how: Subject::Another } => Words::new(lang.of(
                format!("Tiêu đề của bảng là «{title}», khác nội dung của biểu «{form}»; số vẫn được lấy."),
                format!("The table's title is «{title}», which is not what the form «{form}» tells of; the figures were used."),
            ))
            .suggest(lang.of(
                "Xem lại đơn vị có gửi đúng biểu không (kế hoạch hay kết quả, vốn năm nay hay kéo dài, một năm hay cả giai đoạn), rồi sửa tiêu đề hoặc gửi lại.",
                "Check whether the right table was sent (plan or results, this year's or carried over, a year or a span), then mend the title or send it again.",
            )),
            Problem::OtherVersion { missing, unknown, rows } => Words::new(lang.of(
                format!("Bảng có thể là phiên bản khác của biểu: thiếu {missing} trên {rows} dòng của mẫu và có {unknown} dòng không có trong mẫu."),
                format!("The table may be another version of the form: {missing} of its {rows} rows are missing and {unknown} rows are not the form's."),
            ))
            .suggest(lang.of(
                "Kiểm tra đơn vị có dùng đúng mẫu của kỳ này không; nếu là biểu khác thì dùng --form hoặc --template.",
                "Check that the unit used this round's form; where it is another one use --form or --template.",
            )),
            Problem::GroupMissing { row } => Words::new(lang.of(
                format!("Thiếu dòng nhóm «{row}»; dòng này không có số nên không ảnh hưởng."),
                format!("The group row «{row}» is missing; it holds no figure, so nothing is lost."),
            )),
            Problem::RowUnknown { label, after } => {
                let place = match after {
                    Some(after) => lang.of(format!(", chèn sau dòng «{after}»"), format!(", inserted after «{after}»")),
                    None => String::new(),
                };
                Words::new(lang.of(
                    format!("Dòng «{label}» không có trong mẫu{place}: không được cộng."),
                    format!("The row «{label}» is not in the form{place}: it is not counted."),
                ))
                .suggest(lang.of("Bỏ dòng này, hoặc ghi lại tên chỉ tiêu như mẫu.", "Remove the row, or write its label as the form has it."))
            }
            Problem::RowTwice { row, others } => {
                let others = list(others, 6, lang);
                Words::new(lang.of(
                    format!("Dòng «{row}» xuất hiện nhiều lần (còn ở {others}): không lấy số nào."),
                    format!("The row «{row}» occurs more than once (also at {others}): none was taken."),
                ))
                .suggest(lang.of("Giữ lại một dòng.", "Keep one of them."))
            }
            Problem::RowRepeated { row, first } => {
                let first = first.map(|at| at.to_string()).unwrap_or_default();
                Words::new(lang.of(
                    format!("Dòng «{row}» ghi lại đúng các số đã có ở {first}: tính một lần."),
                    format!("The row «{row}» gives the figures at {first} again: they count once."),
                ))
            }
            Problem::RowAmbiguous { label, candidates } => {
                let candidates = list(candidates, 4, lang);
                Words::new(lang.of(
                    format!("Tên chỉ tiêu «{label}» gần giống nhiều dòng của mẫu ({candidates}): không đọc."),
                    format!("The label «{label}» is close to several rows of the form ({candidates}): not read."),
                ))
                .suggest(lang.of("Ghi lại tên chỉ tiêu đúng như mẫu.", "Write the label as the form has it."))
            }
            Problem::RowSpelling { found, expected } => Words::new(lang.of(
                format!("«{found}» được hiểu là «{expected}»."),
                format!("«{found}» was taken for «{expected}»."),
            )),
            Problem::RowNumber { found, expected } => Words::new(lang.of(
                format!("Số thứ tự «{found}» khác mẫu («{expected}»); đã nhận theo tên chỉ tiêu."),
                format!("The number «{found}» is not the form's («{expected}»); the row was taken by its label."),
            )),
            Problem::RowOfAnotherNumber { found, other } => Words::new(lang.of(
                format!("Số thứ tự «{found}» và vị trí là của dòng «{other}»; số được lấy theo tên chỉ tiêu."),
                format!("The number «{found}» and the place are those of the row «{other}»; the figure was taken by the label."),
            ))
            .suggest(lang.of(
                "Xem tên hai dòng có bị đổi chỗ cho nhau không.",
                "Check whether the labels of the two rows were swapped.",
            )),
            Problem::ColumnUnknown { heading, figures } => Words::new(lang.of(
                format!("Cột «{heading}» không có trong mẫu nhưng có {figures} ô số: không được cộng."),
                format!("The column «{heading}» is not in the form but holds {figures} figures: they are not counted."),
            )),
            Problem::FiguresInWords { heading, figures } => Words::new(lang.of(
                format!("Cột «{heading}» trong mẫu là cột chữ, nhưng {figures} ô có ghi đều là số: không được đọc, không được cộng."),
                format!("The column «{heading}» is one of words in the form, but all of its {figures} cells hold figures: they were neither read nor counted."),
            ))
            .suggest(lang.of(
                "Nếu là cột số liệu: nơi lập mẫu sửa role = \"value\" của cột này trong tệp mẫu.",
                "If it is a column of figures, whoever keeps the form sets its role = \"value\".",
            )),
            Problem::FiguresOutside { columns, figures } => {
                let columns = list(columns, 6, lang);
                Words::new(lang.of(
                    format!("Bên phải bảng có {figures} ô số không có tiêu đề cột (cột {columns}): không đọc."),
                    format!("Right of the table stand {figures} numbers without a heading (columns {columns}): they were not read."),
                ))
            }
            Problem::RowMoved { row, after } => {
                let place = match after {
                    Some(after) => lang.of(format!("sau dòng «{after}»"), format!("behind «{after}»")),
                    None => lang.of("ở đầu bảng".to_owned(), "at the top".to_owned()),
                };
                Words::new(lang.of(
                    format!("Dòng «{row}» đứng {place}, khác vị trí trong mẫu; đã nhận theo tên chỉ tiêu."),
                    format!("The row «{row}» stands {place}, not where the form has it; it was taken by its label."),
                ))
            }
            Problem::ColumnsMoved { headings } => {
                let headings = list(headings, 10, lang);
                Words::new(lang.of(
                    format!("Các cột số liệu đứng khác thứ tự trong mẫu ({headings}); đã nhận theo tiêu đề."),
                    format!("The columns of figures stand in another order than the form's ({headings}); they were taken by their headings."),
                ))
            }
            Problem::TotalOfList { label } => Words::new(lang.of(
                format!("Dòng «{label}» là dòng cộng của danh mục: không tính là một mục, tổng được cộng lại từ các mục."),
                format!("The row «{label}» totals the list: it is no item, and the total is added up from the items."),
            )),
            Problem::PartOfItem { label, whole, fits } => {
                let words = Words::new(lang.of(
                    format!("Dòng «{label}» là một phần của «{whole}» ở trên: số đã nằm trong mục đó, không cộng lần nữa."),
                    format!("The row «{label}» is a part of «{whole}» above: its figures are in that item's and are not added again."),
                ));
                if *fits {
                    return words;
                }
                words
                    .because(lang.of(
                        "Nhưng các phần cộng lại không bằng số của mục đó.",
                        "But the parts do not come to that item's figures.",
                    ))
                    .suggest(lang.of(
                        "Nếu là một mục riêng: ghi số thứ tự cho dòng này.",
                        "If it is an item of its own, give it a number.",
                    ))
            }
            Problem::AfterTotal { label } => Words::new(lang.of(
                format!("Dòng «{label}» đứng sau dòng cộng của danh mục và không có số thứ tự: không tính là một mục."),
                format!("The row «{label}» stands below the total of the list and has no number: it is taken for no item."),
            ))
            .suggest(lang.of("Nếu là một mục: đưa lên trên dòng cộng, hoặc ghi số thứ tự.", "If it is an item, put it above the total or give it a number.")),
            Problem::YearInside { line, own, read } => {
                let own = list(&own.iter().map(u16::to_string).collect::<Vec<_>>(), 4, lang);
                if *read {
                    Words::new(lang.of(
                        format!("Trong bảng của năm {own} có dòng «{line}»: các dòng bên dưới vẫn được đọc như năm {own}."),
                        format!("Inside the table of {own} stands the line «{line}»: the rows below it were read as of {own} all the same."),
                    ))
                    .suggest(lang.of("Nếu là số liệu của năm khác: bỏ khỏi bảng này.", "If they are of another year, take them out of this table."))
                } else {
                    Words::new(lang.of(
                        format!("Từ dòng «{line}» là bảng của năm khác (bảng này của năm {own}): các dòng bên dưới không được lấy."),
                        format!("From the line «{line}» on the table is of another year than {own}: the rows below it were not taken."),
                    ))
                    .suggest(lang.of("Để mỗi năm một trang, có đủ dòng tiêu đề cột.", "Give each year a sheet with column headings of its own."))
                }
            }
            Problem::FiguresUnread { rows } => Words::new(lang.of(
                format!("Từ ô này có {rows} dòng có số nhưng không thuộc bảng nào: không đọc."),
                format!("From this cell on {rows} rows hold numbers but belong to no table: they were not read."),
            ))
            .suggest(lang.of("Nếu là số liệu: đặt dưới dòng tiêu đề cột như mẫu.", "If they are figures, put them under headings as the form has them.")),
            Problem::ItemTwice { item, others, across } => {
                let others = list(others, 6, lang);
                let words = if *across {
                    Words::new(lang.of(
                        format!("Mục «{item}» có ở nhiều đơn vị (còn ở {others}): có thể bị tính trùng; vẫn được cộng."),
                        format!("The item «{item}» stands in several units' lists (also at {others}): it may be counted twice; it was counted."),
                    ))
                } else {
                    Words::new(lang.of(
                        format!("Mục «{item}» có nhiều lần trong danh mục (còn ở {others}): có thể bị tính trùng; vẫn được cộng."),
                        format!("The item «{item}» stands in the list more than once (also at {others}): it may be counted twice; it was counted."),
                    ))
                };
                words.suggest(lang.of("Xác nhận là hai mục khác nhau, hoặc bỏ một mục.", "Confirm that they are two, or remove one."))
            }
            Problem::SheetNotRecognised { headings, nearest } => {
                let headings = list(&headings.iter().map(|h| format!("«{h}»")).collect::<Vec<_>>(), 6, lang);
                let words = Words::new(lang.of(
                    format!("Bảng này (cột {headings}) không khớp biểu mẫu nào: không đọc."),
                    format!("This table (columns {headings}) fits no form: it was not read."),
                ));
                match nearest {
                    Some((form, near)) => words.because(lang.of(
                        format!("Gần nhất là biểu «{form}»: khớp {near}%."),
                        format!("The nearest is the form «{form}»: {near} % fit."),
                    )),
                    None => words,
                }
                .suggest(lang.of(
                    "Nếu là bản nộp: ghi lại tiêu đề cột như mẫu, hoặc chỉ ra biểu bằng --form, --template.",
                    "If it is a submission, write the headings as the form has them, or name the form with --form or --template.",
                ))
            }
            Problem::SheetAmbiguous { forms } => {
                let forms = list(forms, 6, lang);
                Words::new(lang.of(
                    format!("Bảng này khớp với nhiều biểu mẫu như nhau ({forms}): không đọc."),
                    format!("This table fits several forms equally well ({forms}): it was not read."),
                ))
                .suggest(lang.of("Chỉ ra biểu bằng --form.", "Name the form with --form."))
            }
            Problem::TableOfAnotherYear { years, wanted } => {
                let years = list(&years.iter().map(u16::to_string).collect::<Vec<_>>(), 4, lang);
                Words::new(lang.of(
                    format!("Bảng này ghi năm {years}, không phải năm {wanted} của đợt báo cáo: không đọc; đã đọc bảng của năm {wanted}."),
                    format!("This table is of {years}, not of the round's year {wanted}: it was not read; the table of {wanted} was."),
                ))
            }
            Problem::RivalTable { form, percent, better, why } => Words::new(match why {
                Rival::Columns => lang.of(
                    format!("Bảng này giống biểu «{form}» ({percent}%), nhưng bảng ở {better} có cùng chỉ tiêu và đủ cột hơn: chỉ đọc bảng ở {better}."),
                    format!("This table is like the form «{form}» ({percent} %), but the one at {better} has the same rows and more of the columns: only that one was read."),
                ),
                Rival::Rows => lang.of(
                    format!("Bảng này có tiêu đề cột như biểu «{form}», nhưng hầu như không có chỉ tiêu của biểu; bảng ở {better} có: chỉ đọc bảng ở {better}."),
                    format!("This table has the headings of the form «{form}», but hardly any of its rows; the one at {better} has them: only that one was read."),
                ),
                Rival::Empty => lang.of(
                    format!("Bảng này của biểu «{form}» chưa có số; bảng ở {better} có: chỉ đọc bảng ở {better}."),
                    format!("This table of the form «{form}» has no figures; the one at {better} has: only that one was read."),
                ),
            })
            .suggest(match why {
                Rival::Empty => lang.of("Xóa bảng trống này trước khi gửi.", "Remove this empty table before sending."),
                Rival::Columns | Rival::Rows => lang.of(
                    "Nếu bảng này mới là bản nộp: xóa bảng kia, hoặc ghi lại tiêu đề cột như mẫu.",
                    "If this is the submission, remove the other table, or write the headings as the form has them.",
                ),
            }),
            Problem::ListsStacked { lists } => {
                let lists: Vec<String> = lists.iter().map(|(place, title)| format!("{place} «{title}»")).collect();
                let lists = list(&lists, 6, lang);
                Words::new(lang.of(
                    format!("Tệp có nhiều bảng danh mục ({lists}): các mục đã được gộp vào một danh mục."),
                    format!("The file holds several lists ({lists}): their items were put into one."),
                ))
                .suggest(lang.of(
                    "Nếu có bảng không thuộc đợt báo cáo này (năm khác, dự kiến, đã xong) thì xóa bảng đó.",
                    "If one of them does not belong to this round (another year, planned, finished), remove it.",
                ))
            }
            Problem::ListGoesOn { above } => Words::new(lang.of(
                format!("Trang này không có dòng tiêu đề cột; số thứ tự nối tiếp danh mục ở trang «{above}» nên được đọc như phần tiếp của danh mục đó."),
                format!("This sheet has no column headings; its order numbers go on from the list in the sheet «{above}», so it was read as the rest of that list."),
            )),
            Problem::ListMayGoOn { list } => Words::new(lang.of(
                format!("Trang này giống phần tiếp của bảng ở trang «{list}» nhưng không chắc: không đọc, số tổng hợp có thể thiếu."),
                format!("This sheet looks like the rest of the table in the sheet «{list}», but that is not certain: it was not read, and totals may lack it."),
            ))
            .suggest(lang.of(
                "Nếu là phần tiếp: đưa các dòng về cùng trang với bảng, hoặc chỉ ra biểu bằng --form, --template; nếu không phải thì xóa trang này khỏi tệp nộp.",
                "If it is the rest: put its rows on the sheet of the table, or name the form with --form or --template; if not, remove the sheet.",
            )),
            Problem::FormDrawn { title, files, of, size: (rows, columns) } => Words::new(lang.of(
                format!("Không có biểu mẫu nào được chỉ ra hoặc nhận ra: biểu «{title}» được suy ra từ {files}/{of} tệp giống nhau ({rows} dòng, {columns} cột số liệu)."),
                format!("No form was named or recognised: «{title}» was drawn from the {files} of {of} files that are alike ({rows} rows, {columns} columns of figures)."),
            ))
            .suggest(lang.of(
                "Kiểm tra cách tổng hợp của từng dòng; tốt hơn là dùng --template với biểu trắng đã gửi đi, hoặc --form.",
                "Check how each row aggregates; better, use --template with the blank that was sent out, or --form.",
            )),
            Problem::MergedValue { area } if area.first.row == area.last.row => Words::new(lang.of(
                format!("Ô số liệu gộp {area} trùm lên nhiều cột: không rõ số của cột nào, không đọc."),
                format!("The merged value cell {area} stands over several columns: whose figure it is cannot be told; not read."),
            ))
            .suggest(lang.of("Bỏ gộp ô và ghi số cho từng cột.", "Unmerge it and write a figure in each column.")),
            Problem::MergedValue { area } => Words::new(lang.of(
                format!("Ô số liệu gộp {area} trùm lên nhiều dòng: không rõ số của dòng nào, không đọc."),
                format!("The merged value cell {area} stands over several rows: whose figure it is cannot be told; not read."),
            ))
            .suggest(lang.of("Bỏ gộp ô và ghi số cho từng dòng.", "Unmerge it and write a figure for each row.")),
            Problem::FigureWithoutLabel => Words::new(lang.of(
                "Có số trong cột số liệu nhưng không có tên chỉ tiêu bên cạnh: không được cộng.",
                "A figure stands in the value column with no label beside it: it is not counted.",
            ))
            .suggest(lang.of("Ghi tên chỉ tiêu, hoặc xóa số.", "Write the label, or delete the figure.")),
            Problem::HiddenFigures { rows, columns, figures, labels, headings } => {
                let place = hidden_places(rows, columns, lang);
                let named: Vec<String> =
                    labels.iter().take(3).chain(headings.iter().take(3)).map(|n| format!("«{n}»")).collect();
                let left_out = labels.len().saturating_sub(3) + headings.len().saturating_sub(3);
                let more = if left_out > 0 { ", …" } else { "" };
                let named = format!("{}{more}", named.join(", "));
                let grouped = Vietnamese(Decimal::from(*figures));
                Words::new(lang.of(
                    format!("Bảng có {grouped} ô số bị ẩn ({place}): {named}; vẫn được lấy."),
                    format!("The table has {figures} hidden figures ({place}): {named}; they were used."),
                ))
                .suggest(lang.of(
                    "Bỏ ẩn (hoặc bỏ lọc) và kiểm tra các số đó trước khi gửi; số không dùng thì xóa.",
                    "Unhide them (or clear the filter) and check the figures before sending; delete what is not meant.",
                ))
            }
            Problem::HiddenSheet => Words::new(lang.of("Biểu nằm trên trang bị ẩn; đã đọc từ đó.", "The form stands on a hidden sheet; it was read from there.")),
            Problem::HiddenCopy => Words::new(lang.of(
                "Trang bị ẩn này cũng có biểu; không đọc.",
                "This hidden sheet holds the form too; it was not read.",
            )),
            Problem::SeveralTables { sheets } => {
                let sheets = list(sheets, 6, lang);
                Words::new(lang.of(
                    format!("Biểu có nhiều bảng ({sheets}) cho cùng chỉ tiêu, hoặc của nhiều năm: không rõ lấy bảng nào, không đọc."),
                    format!("The form stands in several places ({sheets}) with the same rows, or for several years: which one holds cannot be told; not read."),
                ))
                .suggest(lang.of(
                    "Chỉ giữ một bảng. Bảng của nhiều năm: ghi năm ở tiêu đề bảng và dùng --period. Bảng của nhiều đơn vị: tách mỗi đơn vị một tệp.",
                    "Keep one table. Tables of several years: write the year in each title and use --period. Tables of several units: give each unit a file.",
                ))
            }
        }
    }
}

/// Rows and columns as people name them: `hàng 12–14, 18; cột E`.
fn hidden_places(rows: &[RangeInclusive<u32>], columns: &[RangeInclusive<u32>], lang: Lang) -> String {
    let said = |ranges: &[RangeInclusive<u32>], name: fn(u32) -> String| {
        let ranges = ranges.iter().map(|r| match (name(*r.start()), name(*r.end())) {
            (first, last) if first == last => first,
            (first, last) => format!("{first}–{last}"),
        });
        list(&ranges.collect::<Vec<_>>(), 6, lang)
    };
    let one = |ranges: &[RangeInclusive<u32>]| matches!(ranges, [range] if range.start() == range.end());
    let row = lang.of("hàng", if one(rows) { "row" } else { "rows" });
    let column = lang.of("cột", if one(columns) { "column" } else { "columns" });
    let rows = (!rows.is_empty()).then(|| format!("{row} {}", said(rows, |row| (u64::from(row) + 1).to_string())));
    let columns = (!columns.is_empty()).then(|| format!("{column} {}", said(columns, |c| ColumnName(c).to_string())));
    rows.into_iter().chain(columns).collect::<Vec<_>>().join("; ")
}
