//! The form as a commune sees it: what is printed before anyone fills it in.
//!
//! Written out here, not read from the program's own form file: these samples
//! check the program, so they may not learn anything from it.

/// One row of the form.
pub struct Row {
    /// The row's code in the consolidated form (`9.1` is the first `-` under 9).
    pub code: &'static str,
    /// What stands in the STT column.
    pub stt: &'static str,
    /// The text of the chỉ tiêu.
    pub label: &'static str,
    /// The measure (ĐVT).
    pub measure: &'static str,
}

/// The heading of the appendix.
pub const TITLE: &str = "CHỈ TIÊU KẾ HOẠCH NĂM 2024";

/// The programme the plan belongs to.
pub const PROGRAMME: &str = "Chương trình mục tiêu quốc gia phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi giai đoạn 2021-2030; giai đoạn I từ năm 2021 đến năm 2025";

/// The column headings.
pub const HEADER: [&str; 6] =
    ["STT", "Chỉ tiêu", "ĐVT", "Chỉ tiêu Kế hoạch năm 2024", "Đơn vị chủ trì theo dõi, đánh giá, đề xuất", "Ghi chú"];

/// The words that put a figure off, in the provincial plan and in most communes'.
pub const DEFERRED: &str = "Đánh giá cuối giai đoạn";

const fn row(code: &'static str, stt: &'static str, label: &'static str, measure: &'static str) -> Row {
    Row { code, stt, label, measure }
}

/// The 29 rows, in order.
#[rustfmt::skip]
pub const ROWS: [Row; 29] = [
    row("1", "1", "Thu nhập bình quân đầu người của người DTTS", "Triệu đồng/tháng"),
    row("2", "2", "Mức giảm tỷ lệ hộ nghèo trong đồng bào DTTS", "%"),
    row("3", "3", "Tỷ lệ lao động trong độ tuổi được đào tạo nghề", "%"),
    row("4", "4", "Số người được hỗ trợ đào tạo nghề trong Chương trình", "Lượt người"),
    row("5", "5", "Phấn đấu số xã ra khỏi địa bàn đặc biệt khó khăn", "xã"),
    row("6", "6", "Phấn đấu số thôn ra khỏi địa bàn đặc biệt khó khăn", "thôn"),
    row("7", "7", "Tỷ lệ đồng bào DTTS được sử dụng nước sinh hoạt hợp vệ sinh", "%"),
    row("8", "8", "Tỷ lệ hộ DTTS đang cư trú tại các khu vực xa xôi, hẻo lánh, nguy cơ xảy ra lũ ống, lũ quét, sạt lở được quy hoạch, sắp xếp, di dời, bố trí", "%"),
    row("9", "9", "Số hộ được hỗ trợ nước sinh hoạt", "Hộ"),
    row("9.1", "-", "Số hộ hưởng nước sinh hoạt tập trung", "Hộ"),
    row("10", "10", "Số công trình nước sinh hoạt tập trung được xây dựng", "Công trình"),
    row("11", "11", "Số hộ được giải quyết đất ở", "Hộ"),
    row("12", "12", "Số hộ được hỗ trợ trực tiếp đất sản xuất", "Hộ"),
    row("13", "13", "Tỷ lệ hộ di cư không theo quy hoạch được sắp xếp, bố trí ổn định", "%"),
    row("14", "14", "Bố trí, sắp xếp ổn định dân cư vùng đặc biệt khó khăn và khu vực cần thiết khác", "Hộ"),
    row("15", "15", "Số hộ không có hoặc thiếu đất sản xuất được hỗ trợ giải quyết sinh kế, chuyển đổi nghề", "Hộ"),
    row("16", "16", "Số người có uy tín trong cộng đồng làm hạt nhân chính trị, nòng cốt ở cơ sở được hỗ trợ, tạo điều kiện thực hiện nhiệm vụ", "Lượt người"),
    row("17", "17", "Tỷ lệ hộ DTTS nghèo, hộ nghèo dân tộc Kinh sinh sống ở xã ĐBKK, thôn ĐBKK không có hoặc thiếu đất sản xuất được hỗ trợ trực tiếp bằng đất sản xuất hoặc hỗ trợ chuyển đổi nghề", "%"),
    row("18", "18", "Số hộ được hỗ trợ nước sinh hoạt", "Hộ"),
    row("18.1", "-", "Số hộ hưởng nước sinh hoạt phân tán", "Hộ"),
    row("19", "19", "Tỷ lệ dự án đầu tư cơ sở hạ tầng thực hiện theo cơ chế đầu tư đặc thù (có sự đóng góp, tham gia thực hiện của cộng đồng người dân)", "%"),
    row("20", "20", "Tỷ lệ xã có đường ô tô đến trung tâm xã đạt cấp 6 trở lên", "%"),
    row("21", "21", "Tỷ lệ thôn có đường ô tô đến trung tâm được cứng hóa", "%"),
    row("22", "22", "Số km đường giao thông nông thôn được nhựa hóa, bê tông hóa hoặc cứng hóa", "Km"),
    row("23", "23", "Tỷ lệ hộ dân được sử dụng điện lưới quốc gia và các nguồn điện khác phù hợp", "%"),
    row("24", "24", "Tỷ lệ thôn có nhà sinh hoạt cộng đồng", "%"),
    row("25", "25", "Số hộ được giải quyết nhà ở", "Hộ"),
    row("26", "26", "Tỷ lệ thanh niên DTTS được tiếp cận thông tin thông qua mô hình CLB “thủ lĩnh của sự thay đổi”", "%"),
    row("27", "27", "Tỷ lệ người dân ở vùng DTTS&MN tiếp cận thông tin về BĐG thông qua các hoạt động truyền thông dựa vào cộng đồng", "%"),
];
