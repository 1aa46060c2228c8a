//! Examples and remedies for the codes about the value of a cell.

use super::Explained;

pub(super) const AMBIGUOUS: Explained = Explained {
    example: [
        "Ô D31 (tính bằng km) ghi «18.939» dạng chữ, cùng cột có cả «86,92» lẫn «82.76%»: có thể là 18.939 km hoặc 18,939 km, nên chưa lấy số nào.",
        "D31, in km, holds the text «18.939», and the column has both «86,92» and «82.76%»: 18.939 km and 18,939 km are both possible, so neither is taken.",
    ],
    mend: [
        "Đổi ô sang định dạng Number rồi gõ lại số, không gõ dấu ngăn hàng nghìn (18939); tỷ lệ thì gõ theo phần trăm, không gõ dấu % (82,5), trừ số thật dưới 1 phần trăm (0,8%). Cán bộ huyện có thể trả lời ở cột «Giá trị đúng».",
        "Format the cell as Number and type the figure again without a sign between thousands (18939); a rate in per cent without the sign (82,5), but with it below 1 per cent (0,8%). The district may answer in the column of right values.",
    ],
};

pub(super) const NOT_A_NUMBER: Explained = Explained {
    example: [
        "Ô ghi «khoảng 50 hộ», «3-4» hay «1OO» (hai chữ O thay số 0): không phải một số rõ ràng, không lấy.",
        "The cell says «khoảng 50 hộ», «3-4» or «1OO» (letters O for zeros): not one clear number, and not taken.",
    ],
    mend: [
        "Ghi đúng một số; lời giải thích và số ước chừng để ở cột «Ghi chú».",
        "Write exactly one number; put explanations and estimates in the column of notes.",
    ],
};

pub(super) const WRONG_MEASURE: Explained = Explained {
    example: [
        "Chỉ tiêu tính bằng % mà ô ghi «04 hộ»: số hộ không phải tỷ lệ, không lấy.",
        "The row is in % and the cell says «04 hộ»: a number of households is no rate, and it is not taken.",
    ],
    mend: [
        "Tính lại theo đơn vị của dòng rồi ghi riêng con số, hoặc chuyển «04 hộ» về dòng đếm số hộ.",
        "Work it out in the row's measure and write the number alone, or move «04 hộ» to the row that counts households.",
    ],
};

pub(super) const PERCENT_UNDER_MEASURE: Explained = Explained {
    example: [
        "Dòng «Số hộ được giải quyết đất ở» ghi «5%»: không biết là mấy hộ, không lấy.",
        "The row «Số hộ được giải quyết đất ở» says «5%»: how many households that is cannot be told, and it is not taken.",
    ],
    mend: [
        "Ghi số hộ. Nếu dấu % do định dạng của ô thì Ctrl+1, chọn Number, rồi gõ lại số.",
        "Write the number of households. If the % comes from the cell's format, press Ctrl+1, choose Number and type the figure again.",
    ],
};

pub(super) const DECLARED_MEASURE: Explained = Explained {
    example: [
        "Mẫu tính «Số hộ được giải quyết nhà ở» bằng «Hộ», tệp ghi ĐVT «Người» và số 12: vẫn lấy là 12 hộ.",
        "The form counts «Số hộ được giải quyết nhà ở» in «Hộ»; the file says «Người» and 12: it is taken as 12 households.",
    ],
    mend: [
        "Hỏi lại 12 là số hộ hay số người: đúng là hộ thì sửa ĐVT, là người thì sửa số.",
        "Ask whether the 12 are households or persons: correct the measure in the first case, the figure in the second.",
    ],
};

pub(super) const CONVERTED: Explained = Explained {
    example: [
        "Trên bảng ghi «Đơn vị tính: nghìn đồng», mẫu tính bằng đồng: 2.215.700 được đổi thành 2.215.700.000.",
        "The line above the table says «Đơn vị tính: nghìn đồng» and the form is in đồng: 2.215.700 becomes 2.215.700.000.",
    ],
    mend: [
        "ĐVT ghi đúng thì không phải sửa. Nếu số đã là đồng thì sửa dòng «Đơn vị tính», vì số đang bị nhân thừa 1.000 lần.",
        "If the declared measure is right, leave it. If the figures are in đồng already, correct the line, for they were multiplied by 1.000 too much.",
    ],
};

pub(super) const ENGLISH_NOTATION: Explained = Explained {
    example: [
        "Ô là chữ «82.76%»: dấu chấm ở đây chỉ có thể là dấu thập phân, nên đọc là 82,76%.",
        "The cell is the text «82.76%»: here the dot can only begin decimals, so it is read as 82,76 %.",
    ],
    mend: ["Không phải sửa lần này; lần sau viết 82,76%.", "It was read; next time write 82,76%."],
};

pub(super) const DECIDED: Explained = Explained {
    example: [
        "Dòng đếm hộ ghi chữ «1,234»: số hộ phải nguyên nên đọc là 1.234 hộ, không phải 1,234.",
        "A row that counts households holds the text «1,234»: households are whole, so it is read as 1.234 and not as 1,234.",
    ],
    mend: [
        "Xem cách đọc này có đúng không; nếu sai thì gõ lại số, bỏ dấu ngăn hàng nghìn.",
        "See whether that is what was meant; if not, type the number again without a sign between thousands.",
    ],
};

pub(super) const PERCENT_FORMAT: Explained = Explained {
    example: [
        "Ô hiện 82,76% nhưng Excel lưu 0,8276: được lấy là 82,76.",
        "The cell shows 82,76% while Excel holds 0.8276: it is taken as 82,76.",
    ],
    mend: [
        "Đây là cách ghi tỷ lệ tốt nhất trong Excel, không phải sửa.",
        "This is the best way to write a rate in Excel; there is nothing to mend.",
    ],
};

pub(super) const NOT_WHOLE: Explained = Explained {
    example: [
        "Dòng đếm hộ mà Excel lưu 1,25: có thể đã gõ 1.250 trên máy dùng dấu chấm làm dấu thập phân; không lấy.",
        "A row that counts households holds 1.25: perhaps 1.250 was typed where the dot begins decimals; it is not taken.",
    ],
    mend: [
        "Gõ lại số nguyên liền nhau (1250); muốn thấy dấu ngăn hàng nghìn thì dùng định dạng số của Excel.",
        "Type the whole number without separators (1250); let Excel's number format show them.",
    ],
};

pub(super) const OUT_OF_BOUNDS: Explained = Explained {
    example: [
        "Tỷ lệ hộ dân dùng điện ghi 120, hoặc số hộ ghi -3: ngoài giới hạn của chỉ tiêu, không lấy.",
        "The rate of households with electricity says 120, or a number of households -3: beyond the row's bounds, and not taken.",
    ],
    mend: [
        "Xem có gõ thừa chữ số, sai dấu hay nhầm dòng không. Nếu số đúng, báo cơ quan ra biểu mẫu để sửa giới hạn.",
        "Look for a digit too many, a wrong sign or a wrong row. If the figure is right, ask whoever issues the form to change the bounds.",
    ],
};

pub(super) const DATE_FOR_NUMBER: Explained = Explained {
    example: [
        "Gõ «3.1» hoặc «3/4», Excel tự đổi thành ngày 3 tháng 1, ngày 3 tháng 4: không còn là số, không lấy.",
        "«3.1» or «3/4» was typed and Excel made 3 January or 3 April of it: it is no figure any more, and not taken.",
    ],
    mend: [
        "Chọn ô, Ctrl+1, chọn Number trước, rồi gõ lại số; chỉ đổi định dạng mà không gõ lại thì ô sẽ hiện số như 45294.",
        "Select the cell, press Ctrl+1 and choose Number first, then type the figure again; changing the format alone leaves something like 45294.",
    ],
};

pub(super) const BOOLEAN_FOR_NUMBER: Explained = Explained {
    example: [
        "Ô hiện TRUE vì công thức so sánh «=D5=D6»: không phải số liệu.",
        "The cell shows TRUE because it compares, «=D5=D6»: it is no figure.",
    ],
    mend: [
        "Thay công thức bằng con số cần báo cáo; phép kiểm tra thì để ngoài bảng.",
        "Put the figure to be reported in its place; keep checks outside the table.",
    ],
};

pub(super) const EXCEL_ERROR: Explained = Explained {
    example: [
        "Ô hiện #REF! vì dòng mà công thức trỏ tới đã bị xóa: không có số để lấy.",
        "The cell shows #REF! because the row its formula points at was deleted: there is no figure to take.",
    ],
    mend: [
        "Sửa công thức cho ra số; không cần công thức nữa thì gõ thẳng số vào ô.",
        "Mend the formula; if none is needed any more, type the number.",
    ],
};

pub(super) const NO_RESULT: Explained = Explained {
    example: [
        "Phần mềm khác lưu ô «=VLOOKUP(A1;…)» mà không kèm kết quả: phubieu không tính được công thức này, không lấy.",
        "Another program saved «=VLOOKUP(A1;…)» without its result: this is more than phubieu computes, and nothing is taken.",
    ],
    mend: [
        "Mở tệp bằng Excel, bấm F9 cho tính lại, lưu (Ctrl+S) rồi gửi.",
        "Open the file in Excel, press F9 to compute it, save (Ctrl+S) and send it.",
    ],
};

pub(super) const LOST_DIGITS: Explained = Explained {
    example: [
        "Ô lưu một số tiền 16 chữ số: Excel chỉ giữ 15 chữ số đầu, chữ số cuối đã thành 0; số vẫn được dùng.",
        "The cell holds an amount of 16 digits: Excel keeps the first 15 and the last has become 0; the figure is used.",
    ],
    mend: [
        "So với chứng từ xem có gõ dính hai số không; số quá dài thì báo cáo theo triệu đồng và ghi rõ ĐVT.",
        "Compare it with the papers for two numbers run together; report amounts of this length in triệu đồng and declare that.",
    ],
};

pub(super) const BLANK_CELL: Explained = Explained {
    example: [
        "Dòng «Phấn đấu số xã ra khỏi địa bàn đặc biệt khó khăn» để trống ô kế hoạch: coi như chưa báo cáo chứ không phải 0.",
        "The row «Phấn đấu số xã ra khỏi địa bàn đặc biệt khó khăn» has a blank cell for the plan: it counts as not reported, not as 0.",
    ],
    mend: [
        "Điền số; không phát sinh thì ghi 0 hoặc «-», chưa thu thập được thì ghi «…».",
        "Fill it in; write 0 or «-» where nothing arose, «…» where it is not collected yet.",
    ],
};

pub(super) const NOT_COLLECTED: Explained = Explained {
    example: [
        "Ô ghi «…» hoặc «Chưa có số liệu»: số tổng hợp không gồm xã này và mang dấu *.",
        "The cell says «…» or «Chưa có số liệu»: the total does not include the commune and is marked *.",
    ],
    mend: [
        "Khi có số thì gửi bổ sung; nếu thật ra không phát sinh thì ghi «-» thay cho «…».",
        "Send the figure when it is known; if nothing arose after all, write «-» in place of «…».",
    ],
};

pub(super) const UNREADABLE_CELL: Explained = Explained {
    example: [
        "Trong ô còn «120» gạch ngang bên cạnh «135», hoặc «12» kèm số chú thích nhỏ ở trên: phần mềm chỉ thấy «120135», «121», nên không lấy.",
        "The cell holds «120» struck through beside «135», or «12» with a small footnote number: as text it is «120135» or «121», so it is not taken.",
    ],
    mend: [
        "Chỉ để một số trong ô: xóa hẳn số cũ, chuyển chú thích sang cột «Ghi chú». Tệp csv thì đặt số có dấu phẩy trong dấu ngoặc kép.",
        "Leave one number in the cell: delete the old one, move the footnote to the notes. In a csv put figures with commas in quotation marks.",
    ],
};

pub(super) const FIGURE_IN_GROUP: Explained = Explained {
    example: [
        "Dòng nhóm «9 Số hộ được hỗ trợ nước sinh hoạt» ghi 26, mà mẫu chỉ lấy số ở dòng chi tiết bên dưới: 26 không được cộng.",
        "The group row «9 Số hộ được hỗ trợ nước sinh hoạt» says 26, and the form takes figures only from the row below it: the 26 is not counted.",
    ],
    mend: [
        "Chuyển số xuống dòng chi tiết nếu ở đó còn trống; dòng nhóm để trống.",
        "Move the figure to the row below if that is blank; leave the group row empty.",
    ],
};

pub(super) const SHOWN_OTHERWISE: Explained = Explained {
    example: [
        "Excel lưu 1.234.000 nhưng định dạng «#,##0,» chỉ hiện 1.234: không rõ xã muốn báo số nào, không lấy.",
        "Excel holds 1.234.000 and the format «#,##0,» shows 1.234: which one is meant cannot be told, and neither is taken.",
    ],
    mend: [
        "Ctrl+1, chọn Number thay cho định dạng tự đặt (Custom), rồi xem số hiện ra có đúng ĐVT của dòng không.",
        "Press Ctrl+1, choose Number in place of the Custom format, and see whether what shows is in the row's measure.",
    ],
};

pub(super) const COMPUTED: Explained = Explained {
    example: [
        "Phần mềm khác lưu ô «=SUM(D5:D8)» không có kết quả: phubieu tự cộng bốn ô và lấy kết quả đó.",
        "Another program saved «=SUM(D5:D8)» without its result: phubieu adds the four cells and takes that.",
    ],
    mend: [
        "Số đã dùng được; lần sau mở và lưu bằng Excel trước khi gửi.",
        "The figure is used; next time open and save the file in Excel before sending it.",
    ],
};

pub(super) const MEASURES_CONTRADICT: Explained = Explained {
    example: [
        "Trên bảng có cả «Đơn vị tính: đồng» và «Đơn vị tính: 1.000 đồng»: 5.000 có thể là 5.000 đồng hoặc 5.000.000 đồng, không lấy.",
        "Above the table stand both «Đơn vị tính: đồng» and «Đơn vị tính: 1.000 đồng»: 5.000 may be 5.000 or 5.000.000 đồng, and is not taken.",
    ],
    mend: [
        "Chỉ giữ một dòng đơn vị tính ngay trên bảng; cột nào tính khác thì ghi đơn vị trong tiêu đề cột đó.",
        "Keep one line of measures right above the table; where a column differs, write its measure in its heading.",
    ],
};

pub(super) const THOUSANDS_LOST: Explained = Explained {
    example: [
        "Cột vốn (triệu đồng) ghi 1.250,5; 2.150,75; 980,5, và một ô là số 1,234: có thể là 1.234 triệu.",
        "A column of capital in million says 1.250,5; 2.150,75; 980,5, and one cell holds the number 1,234: perhaps 1.234 million.",
    ],
    mend: [
        "Xem lại ô đó với đơn vị: nếu là một nghìn hai trăm ba mươi tư thì gõ 1234 rồi gửi lại.",
        "Ask the unit about the cell: if one thousand two hundred and thirty-four is meant, type 1234 and send it again.",
    ],
};

pub(super) const SUM_PASSES_OVER: Explained = Explained {
    example: [
        "Ô «Cả năm» là =SUM(D5:G5); E5 là chữ «1.015», nên Excel hiện 28 thay vì 1.043.",
        "«Cả năm» is =SUM(D5:G5); E5 is the text «1.015», so Excel shows 28 instead of 1.043.",
    ],
    mend: [
        "Chọn các ô gõ dạng chữ (có tam giác xanh ở góc), bấm «Chuyển thành số» hoặc gõ lại, rồi lưu tệp.",
        "Select the cells typed as text (a green corner), choose «Convert to number» or type them again, and save.",
    ],
};

pub(super) const SUM_OF_NOTHING: Explained = Explained {
    example: [
        "«Dự án 3» là =SUM(C16:C17); C16 và C17 để trống nên Excel hiện 0: xã chưa báo cáo Dự án 3, không phải không có vốn.",
        "«Dự án 3» is =SUM(C16:C17); C16 and C17 are blank, so Excel shows 0: the commune did not report the project, which is not to have no money for it.",
    ],
    mend: [
        "Ghi số vào các ô được cộng (C16, C17); không phát sinh thì ghi 0 hoặc «-» ở từng ô.",
        "Write the figures into the cells that are added (C16, C17); where nothing arose write 0 or «-» in each.",
    ],
};

pub(super) const MEASURE_MISSING: Explained = Explained {
    example: [
        "Biểu kế hoạch vốn ghi 2.245.700 mà không nơi nào ghi đơn vị tính: lấy là đồng như mẫu, dù xã có thể tính bằng nghìn đồng.",
        "A capital plan says 2.245.700 and declares no measure anywhere: it is taken as đồng like the form, though thousands may be meant.",
    ],
    mend: [
        "Ghi «Đơn vị tính: …» ở góc phải ngay trên bảng, đúng đơn vị đã dùng khi nhập số.",
        "Write «Đơn vị tính: …» at the right above the table, with the measure the figures were entered in.",
    ],
};

pub(super) const STRUCK_THROUGH: Explained = Explained {
    example: [
        "Dòng công trình «Đường Nà Ngoài» được gạch ngang cả dòng nhưng 820 triệu đồng vẫn còn trong ô: vẫn cộng 820 triệu, tổng được đánh dấu.",
        "The row of the work «Đường Nà Ngoài» is struck through and still holds 820 million đồng: they are added, and the total is marked.",
    ],
    mend: [
        "Công trình đã bỏ thì xóa dòng đó; còn thực hiện thì Ctrl+1, thẻ Font, bỏ chọn Strikethrough.",
        "If the work was dropped, delete its row; if not, press Ctrl+1, open Font and clear Strikethrough.",
    ],
};
