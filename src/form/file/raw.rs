//! What stands in a form file, before anything is checked. The JSON Schema for editors is drawn from
//! these types, so their comments are its descriptions.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::vietnamese::symbol::Nothing;
use crate::vietnamese::text::{Folded, fold};

use super::super::checks::Cumulative;
use super::super::figure::Kind;
use super::super::model::{Dot, Role, Shape};
use super::super::rule::Missing;

/// Biểu mẫu của phubieu (một phụ biểu): cột, dòng, đơn vị tính, cách tổng hợp, quan hệ cân đối.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    /// Tên ngắn của biểu, dùng trong --form và trong kết quả
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// indicators: chỉ tiêu × cột; tree: dòng có cấp cha con; list: danh mục, mỗi dòng một mục
    #[serde(default)]
    pub shape: Shape,
    /// Tên biểu; {year} là chỗ của năm
    pub title: String,
    /// Tên chương trình, kế hoạch mà biểu thuộc về
    #[serde(default)]
    pub subject: String,
    /// Đơn vị tính chung (dòng «Đơn vị tính: …» trên bảng)
    #[schemars(with = "Option<String>")]
    pub measure: Option<Spanned<String>>,
    /// Loại số của dòng nào không ghi kind
    pub kind: Option<Kind>,
    /// Cách tổng hợp của dòng nào không ghi aggregate
    #[schemars(with = "Option<AggregateFile>")]
    pub aggregate: Option<Spanned<AggregateFile>>,
    /// list: các cột phân biệt mục này với mục khác
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub keys: Vec<Spanned<String>>,
    /// Các chỉ tiêu được vẽ biểu đồ ở «Tổng quan»: mã dòng, hoặc dòng/cột; danh mục thì mã cột. Bỏ trống: tự chọn
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub overview: Vec<Spanned<String>>,
    /// Chữ riêng của biểu cho các loại «không có số»
    #[serde(default)]
    pub words: WordsFile,
    /// Các cột, từ trái sang phải
    #[schemars(with = "Vec<ColumnFile>")]
    pub columns: Spanned<Vec<Spanned<ColumnFile>>>,
    /// Các dòng, từ trên xuống; list không có dòng cố định
    #[serde(default)]
    #[schemars(with = "Vec<RowFile>")]
    pub rows: Option<Spanned<Vec<Spanned<RowFile>>>>,
    /// Các quan hệ cân đối
    #[serde(default)]
    #[schemars(with = "Vec<RuleFile>")]
    pub rules: Vec<Spanned<RuleFile>>,
    /// Mức độ của phát hiện ở biểu này, theo mã: PB401 = "error", hoặc theo kỳ: PB401 = { year = "error", quarter = "warning" }
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, SeverityFile>")]
    pub severity: BTreeMap<String, Spanned<SeverityFile>>,
    /// Tham số của các phép so sánh
    #[serde(default)]
    pub checks: ChecksFile,
}

/// Mức độ của một phát hiện.
#[derive(Deserialize, Clone, Copy, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum SeverityWord {
    /// Lỗi: số không được đưa vào tổng
    Error,
    /// Cảnh báo: đã dùng, cần xem lại
    Warning,
    /// Ghi nhận: không phải làm gì
    Note,
}

/// Mức độ, cho mọi kỳ hoặc theo kỳ.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum SeverityFile {
    /// Cho mọi kỳ
    Always(SeverityWord),
    /// Theo kỳ báo cáo
    ByPeriod(SeverityByPeriod),
}

/// Mức độ theo kỳ báo cáo; kỳ không ghi thì như thường lệ.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeverityByPeriod {
    /// Năm
    pub year: Option<SeverityWord>,
    /// 6 tháng, 9 tháng
    pub half: Option<SeverityWord>,
    /// Quý
    pub quarter: Option<SeverityWord>,
    /// Tháng
    pub month: Option<SeverityWord>,
}

/// Tham số của các phép so sánh.
#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChecksFile {
    /// So với kỳ trước
    #[serde(default)]
    pub previous: PreviousFile,
    /// So giữa các đơn vị
    #[serde(default)]
    pub peers: PeersFile,
}

/// So với kỳ trước (Hidiroglou và Berthelot).
#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PreviousFile {
    /// Ảnh hưởng của quy mô đơn vị (U), từ 0 đến 1; thường là "0.5"
    #[schemars(with = "Option<Number>")]
    pub size: Option<Spanned<Number>>,
    /// Độ rộng nhỏ nhất của khoảng bình thường (A); thường là "0.05"
    #[schemars(with = "Option<Number>")]
    pub floor: Option<Spanned<Number>>,
    /// Khoảng bình thường rộng bao nhiêu lần khoảng tứ phân vị (C); thường là 20
    #[schemars(with = "Option<Number>")]
    pub width: Option<Spanned<Number>>,
    /// Thay đổi ít hơn phần này so với mức giữa thì luôn là bình thường; thường là "0.5", tức một nửa
    #[schemars(with = "Option<Number>")]
    pub least: Option<Spanned<Number>>,
    /// Ít đơn vị hơn thì không so
    #[schemars(with = "Option<Number>")]
    pub units: Option<Spanned<Number>>,
    /// Lệch từ lũy thừa này của 10 thì coi là sai đơn vị tính 1.000 lần; thường là "2.5"
    #[schemars(with = "Option<Number>")]
    pub thousand: Option<Spanned<Number>>,
}

/// So giữa các đơn vị.
#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PeersFile {
    /// Từ mức lệch này (z theo trung vị) thì cần xem lại; thường là "3.5"
    #[schemars(with = "Option<Number>")]
    pub z: Option<Spanned<Number>>,
    /// và gấp (hoặc kém) mức giữa ít nhất bấy nhiêu lần; thường là 50, vì thị trấn và xã vốn khác nhau nhiều lần
    #[schemars(with = "Option<Number>")]
    pub times: Option<Spanned<Number>>,
    /// Ít đơn vị hơn thì không so
    #[schemars(with = "Option<Number>")]
    pub units: Option<Spanned<Number>>,
}

/// Chữ được hiểu là một loại «không có số».
#[derive(Deserialize, Default, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsFile {
    /// Để sau: «Đánh giá cuối giai đoạn»
    #[serde(default)]
    deferred: Vec<String>,
    /// Không phát sinh, tính là 0
    #[serde(default)]
    nil: Vec<String>,
    /// Có phát sinh nhưng chưa thu thập
    #[serde(default)]
    not_collected: Vec<String>,
    /// Không áp dụng
    #[serde(default)]
    not_applicable: Vec<String>,
}

impl WordsFile {
    pub fn folded(&self) -> HashMap<Folded, Nothing> {
        [
            (&self.deferred, Nothing::Deferred),
            (&self.nil, Nothing::Nil),
            (&self.not_collected, Nothing::NotCollected),
            (&self.not_applicable, Nothing::NotApplicable),
        ]
        .into_iter()
        .flat_map(|(words, kind)| words.iter().map(move |w| (fold(w), kind)))
        .collect()
    }
}

/// Một cột.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnFile {
    /// Mã cột trong kết quả
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// number: STT; label: tên chỉ tiêu; measure: ĐVT; value: số liệu; text: chữ
    #[schemars(with = "Role")]
    pub role: Spanned<Role>,
    /// Tiêu đề cột; các cấp cách nhau bằng « › », ví dụ «Vốn đầu tư › NSTW»; {year} là năm báo cáo, {year-1} năm trước
    pub heading: String,
    /// Các cách ghi khác của tiêu đề
    #[serde(default)]
    pub also: Vec<String>,
    /// Một dấu chấm đứng trước ba chữ số: grouping là hàng nghìn, decimal là thập phân
    #[schemars(with = "Option<Dot>")]
    pub dot: Option<Spanned<Dot>>,
    /// Lũy kế, không giảm từ kỳ này sang kỳ sau: year là từ đầu năm, stage là từ đầu giai đoạn
    pub cumulative: Option<Cumulative>,
    /// Cột chênh lệch (tăng, giảm): số âm là bình thường, dù dòng đếm gì
    #[serde(default)]
    pub signed: bool,
    /// Đơn vị tính của cả cột, thay cho đơn vị của dòng
    #[schemars(with = "Option<String>")]
    pub measure: Option<Spanned<String>>,
    /// Loại số của cả cột, thay cho loại của dòng
    #[schemars(with = "Option<Kind>")]
    pub kind: Option<Spanned<Kind>>,
    /// Cách tổng hợp của cả cột
    #[schemars(with = "Option<AggregateFile>")]
    pub aggregate: Option<Spanned<AggregateFile>>,
    /// weighted_mean: cột quyền số trong tệp đơn vị
    #[schemars(with = "Option<String>")]
    pub weight: Option<Spanned<String>>,
    /// ratio: mã cột tử số
    #[schemars(with = "Option<String>")]
    pub over: Option<Spanned<String>>,
    /// ratio: mã cột mẫu số; nhiều cột cộng lại thì nối bằng « + »
    #[schemars(with = "Option<String>")]
    pub under: Option<Spanned<String>>,
    /// ratio: nhân với; không ghi thì là 100 cho phần trăm, 1 cho số khác
    #[schemars(with = "Option<Number>")]
    pub factor: Option<Spanned<Number>>,
    /// Nhỏ nhất được phép; "none" là không giới hạn
    #[schemars(with = "Option<Number>")]
    pub min: Option<Spanned<Number>>,
    /// Lớn nhất được phép; "none" là không giới hạn
    #[schemars(with = "Option<Number>")]
    pub max: Option<Spanned<Number>>,
    /// percent: số nhỏ hơn 1 là bình thường, không phải phân số
    #[schemars(with = "Option<bool>")]
    pub below_one: Option<Spanned<bool>>,
}

/// Một dòng.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RowFile {
    /// Mã dòng trong kết quả
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Số thứ tự như in trên biểu
    #[serde(default)]
    pub stt: String,
    /// Mã của dòng cha, đứng ở phía trên
    #[schemars(with = "Option<String>")]
    pub parent: Option<Spanned<String>>,
    /// Tên chỉ tiêu
    #[schemars(with = "String")]
    pub label: Spanned<String>,
    /// Các cách ghi khác của tên
    #[serde(default)]
    pub also: Vec<String>,
    /// Lũy kế, không giảm từ kỳ này sang kỳ sau: year là từ đầu năm, stage là từ đầu giai đoạn
    pub cumulative: Option<Cumulative>,
    /// Đơn vị tính
    #[schemars(with = "Option<String>")]
    pub measure: Option<Spanned<String>>,
    /// integer: đếm, số nguyên; percent: điểm phần trăm; number; group: không có số riêng
    #[schemars(with = "Option<Kind>")]
    pub kind: Option<Spanned<Kind>>,
    /// Cách tổng hợp qua các đơn vị
    #[schemars(with = "Option<AggregateFile>")]
    pub aggregate: Option<Spanned<AggregateFile>>,
    /// weighted_mean: cột quyền số trong tệp đơn vị
    #[schemars(with = "Option<String>")]
    pub weight: Option<Spanned<String>>,
    /// ratio: mã dòng tử số
    #[schemars(with = "Option<String>")]
    pub over: Option<Spanned<String>>,
    /// ratio: mã dòng mẫu số; nhiều dòng cộng lại thì nối bằng « + »
    #[schemars(with = "Option<String>")]
    pub under: Option<Spanned<String>>,
    /// ratio: nhân với; không ghi thì là 100 cho phần trăm, 1 cho số khác
    #[schemars(with = "Option<Number>")]
    pub factor: Option<Spanned<Number>>,
    /// Nhỏ nhất được phép; "none" là không giới hạn
    #[schemars(with = "Option<Number>")]
    pub min: Option<Spanned<Number>>,
    /// Lớn nhất được phép; "none" là không giới hạn
    #[schemars(with = "Option<Number>")]
    pub max: Option<Spanned<Number>>,
    /// percent: số nhỏ hơn 1 là bình thường, không phải phân số
    #[schemars(with = "Option<bool>")]
    pub below_one: Option<Spanned<bool>>,
}

/// Một quan hệ cân đối.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// rows: giữa các dòng (trong từng cột); columns: giữa các cột (trong từng dòng); cells: giữa các ô, kể cả của biểu khác
    pub over: OverFile,
    /// «T = A + B - C», «T >= A + B» (trong đó), «R = A / B * 100»; quanh mỗi dấu là khoảng trắng. Với cells mỗi ô ghi «dòng/cột» hoặc «biểu/dòng/cột»; «*» là tổng các mục của danh mục
    #[schemars(with = "String")]
    pub rule: Spanned<String>,
    /// Ô của biểu mẫu mà quan hệ này được suy ra
    #[serde(default)]
    pub from: String,
    /// Vế trái không có số: skip là không kiểm tra, zero là tính bằng 0
    #[schemars(with = "Option<Missing>")]
    pub missing_left: Option<Spanned<Missing>>,
    /// Vế phải thiếu số: open là phần thiếu chỉ có thể làm tổng lớn hơn, skip là không kiểm tra, zero là tính bằng 0
    pub missing_right: Option<Missing>,
}

/// Quan hệ giữa những gì.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum OverFile {
    /// Giữa các dòng, trong từng cột
    Rows,
    /// Giữa các cột, trong từng dòng
    Columns,
    /// Giữa các ô, kể cả của biểu khác
    Cells,
}

/// Cách tổng hợp qua các đơn vị.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AggregateFile {
    /// Cộng
    Sum,
    /// Bình quân gia quyền; cần weight
    WeightedMean,
    /// Tổng tử số chia tổng mẫu số; cần over, under
    Ratio,
    /// Bình quân đơn giản giữa các đơn vị
    Mean,
    /// Nhỏ nhất
    Min,
    /// Lớn nhất
    Max,
    /// Số dư: cộng qua các đơn vị, lấy kỳ cuối qua các kỳ
    Last,
    /// Số đơn vị có số liệu
    Count,
    /// Chữ của đơn vị đầu tiên
    First,
    /// Các chữ khác nhau, nối lại
    Concat,
    /// Không tổng hợp
    None,
}

/// A number: whole, or text for one with decimals, so that none passes through binary.
#[derive(Deserialize, Clone, JsonSchema)]
#[serde(untagged)]
pub(super) enum Number {
    /// Số nguyên
    Whole(i64),
    /// Số có phần thập phân, để trong dấu nháy: "0.5"
    Text(String),
}

/// The fields of a row or a column that say what stands in its cells.
pub(super) struct FigureFile<'a> {
    pub measure: Option<&'a Spanned<String>>,
    pub kind: Option<&'a Spanned<Kind>>,
    pub aggregate: Option<&'a Spanned<AggregateFile>>,
    pub weight: Option<&'a Spanned<String>>,
    pub over: Option<&'a Spanned<String>>,
    pub under: Option<&'a Spanned<String>>,
    pub factor: Option<&'a Spanned<Number>>,
    pub min: Option<&'a Spanned<Number>>,
    pub max: Option<&'a Spanned<Number>>,
    pub below_one: Option<&'a Spanned<bool>>,
}

macro_rules! figure_fields {
    ($($file:ty),*) => {$(
        impl $file {
            pub fn figure(&self) -> FigureFile<'_> {
                FigureFile {
                    measure: self.measure.as_ref(),
                    kind: self.kind.as_ref(),
                    aggregate: self.aggregate.as_ref(),
                    weight: self.weight.as_ref(),
                    over: self.over.as_ref(),
                    under: self.under.as_ref(),
                    factor: self.factor.as_ref(),
                    min: self.min.as_ref(),
                    max: self.max.as_ref(),
                    below_one: self.below_one.as_ref(),
                }
            }
        }
    )*};
}

figure_fields!(ColumnFile, RowFile);
