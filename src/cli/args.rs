//! Arguments as typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::finding::Lang;
use crate::intake::{Limits, child};
use crate::period::Period;
use crate::register::Era;
use crate::round::{Set, Settings};

use super::values::{day, depth, era, jobs, limit, period};

/// Đọc, kiểm tra và tổng hợp phụ biểu Excel của các xã
///
/// Kéo thả một thư mục vào chương trình để tổng hợp, một tệp để kiểm tra; kết quả được ghi bên cạnh.
#[derive(Debug, Parser)]
#[command(name = "phubieu", version, args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Thư mục (tổng hợp) hoặc tệp (kiểm tra)
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub shared: Shared,
}

/// Flags of every command.
#[derive(Debug, Clone, clap::Args)]
pub struct Shared {
    /// Ngôn ngữ của thông báo và tiêu đề
    #[arg(long, value_enum, default_value = "vi", global = true)]
    pub lang: LangArg,
    /// Số luồng xử lý (mặc định: số nhân máy)
    #[arg(long, value_name = "N", global = true, value_parser = jobs)]
    pub jobs: Option<usize>,
    /// Chỉ in lỗi khiến không làm được việc
    #[arg(long, global = true)]
    pub quiet: bool,
    /// Màu trong thông báo
    #[arg(long, value_enum, default_value = "auto", global = true)]
    pub color: ColorArg,
    /// Ghi đè tệp kết quả đã có
    #[arg(long, global = true)]
    pub force: bool,
    /// Nâng hoặc hạ một giới hạn an toàn khi mở tệp, ví dụ --limit cells=50000000 --limit memory=4G.
    ///
    /// Các giới hạn của một tệp: bytes (dung lượng), parts (số phần), inflated (byte sau giải nén), ratio (số lần
    /// nở ra), cells (số ô), strings (số chuỗi khác nhau), merges (vùng gộp), styles (kiểu ô), sheets (trang tính),
    /// text (byte chữ một ô), nesting (lớp lồng nhau), seconds (số giây đọc), memory (byte bộ nhớ đọc tệp đáng ngờ).
    /// K, M, G sau số là lũy thừa của 1.024.
    #[arg(long = "limit", value_name = "TÊN=SỐ", global = true, action = clap::ArgAction::Append, value_parser = limit)]
    pub limit: Vec<String>,
}

impl Shared {
    /// What a file may have at most.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for typed in &self.limit {
            // Refused when it was parsed, if it is none.
            let _ = limits.set(typed);
        }
        limits
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LangArg {
    Vi,
    En,
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Self {
        match arg {
            LangArg::Vi => Lang::Vi,
            LangArg::En => Lang::En,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Đọc mọi bản nộp, kiểm tra, tổng hợp và ghi bảng tổng hợp (tong-hop)
    #[command(alias = "tong-hop")]
    Consolidate(ConsolidateArgs),
    /// Đọc và kiểm tra trước khi gửi, không tổng hợp (kiem-tra)
    #[command(alias = "kiem-tra")]
    Check(CheckArgs),
    /// Đổi mọi số viết kiểu Việt Nam thành số thật, mọi chữ sang Unicode, giữ nguyên bố cục (chuan-hoa)
    #[command(alias = "chuan-hoa")]
    Normalise(NormaliseArgs),
    /// Lập biểu trắng cho từng đơn vị: đã khóa, tự tính, tự kiểm tra khi gõ (bieu-mau)
    #[command(alias = "bieu-mau")]
    Template(TemplateArgs),
    /// Các biểu mẫu: có sẵn, dựng từ biểu trắng, kiểm tra
    Form(FormArgs),
    /// Danh mục đơn vị hành chính (don-vi)
    #[command(alias = "don-vi")]
    Units(UnitsArgs),
    /// Lũy kế nhiều bảng tổng hợp: các huyện của một tỉnh, các năm của một nơi (luy-ke)
    #[command(alias = "luy-ke")]
    Rollup(RollupArgs),
    /// Kiểm chứng bảng tổng hợp: tính lại từ số liệu của nó, đối chiếu với bản nộp (kiem-chung)
    #[command(alias = "kiem-chung")]
    Verify(VerifyArgs),
    /// Giải thích một mã phát hiện, ví dụ PB301; hoặc một số của bảng tổng hợp từ đâu ra (giai-thich)
    #[command(alias = "giai-thich")]
    Explain(ExplainArgs),
    /// Reads a doubtful file from standard input, in a process of its own; for this program itself.
    #[command(name = child::COMMAND, hide = true)]
    ReadDoubtful,
}

impl Command {
    /// The inputs of a command that takes any number of them.
    pub fn inputs(&mut self) -> Option<&mut Vec<PathBuf>> {
        match self {
            Command::Consolidate(command) => Some(&mut command.inputs),
            Command::Check(command) => Some(&mut command.inputs),
            Command::Rollup(command) => Some(&mut command.inputs),
            Command::Verify(command) => Some(&mut command.inputs),
            _ => None,
        }
    }
}

/// What a round is about.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct RoundArgs {
    /// Biểu mẫu: tên biểu có sẵn hoặc tệp .toml; nhiều biểu cách nhau bằng dấu phẩy
    #[arg(long, value_name = "BIỂU")]
    pub form: Option<String>,
    /// Biểu trắng đã gửi đi (bảng tính), dùng làm biểu mẫu
    #[arg(long, value_name = "BIỂU TRẮNG", conflicts_with = "form")]
    pub template: Option<PathBuf>,
    /// Địa bàn: mã hoặc tên huyện, tỉnh (066, "huyện Na Rì")
    #[arg(long, value_name = "MÃ|TÊN")]
    pub under: Option<String>,
    /// Danh mục đơn vị riêng hoặc quyền số (csv)
    #[arg(long, value_name = "TỆP")]
    pub units: Option<PathBuf>,
    /// Thời kỳ hành chính của mã: 2024 (trước 01/7/2025) hoặc 2025
    #[arg(long, value_name = "2024|2025", value_parser = era)]
    pub era: Option<Era>,
    /// Kỳ báo cáo: 2024, 2024-Q1, 2024-H1, 2024-03
    #[arg(long, value_name = "KỲ", value_parser = period)]
    pub period: Option<Period>,
    /// Các quyết định xử lý: danh sách phát hiện đã điền (xlsx, csv)
    #[arg(long, value_name = "TỆP")]
    pub decisions: Option<PathBuf>,
    /// Số của kỳ trước để so sánh: tệp --facts, bảng tổng hợp của phubieu, hoặc bản nộp kỳ trước
    #[arg(long, value_name = "TỆP")]
    pub previous: Option<PathBuf>,
}

impl RoundArgs {
    /// The flags as settings.
    pub fn settings(&self) -> Settings {
        Settings {
            form: self.form.clone().map(Set::flag),
            template: self.template.clone().map(Set::flag),
            under: self.under.clone().map(Set::flag),
            era: self.era.map(Set::flag),
            period: self.period.map(Set::flag),
            units: self.units.clone().map(Set::flag),
            decisions: self.decisions.clone().map(Set::flag),
            previous: self.previous.clone().map(Set::flag),
            ..Settings::default()
        }
    }
}

/// When submissions were sent, and which of several counts.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct SendingArgs {
    /// Hạn nộp: ai nộp chậm được ghi ở «Tình hình nộp». Ngày nộp lấy từ cột ngay_nop của --units
    #[arg(long, value_name = "NGÀY", value_parser = day)]
    pub due: Option<Date>,
    /// Lấy ngày lưu ghi trong tệp làm ngày nộp, khi không có cột ngay_nop
    #[arg(long)]
    pub file_dates: bool,
    /// Đơn vị gửi nhiều tệp: dùng bản sau cùng («lần 2» trong tên, hoặc lưu sau), thay vì không dùng tệp nào
    #[arg(long)]
    pub latest: bool,
}

impl SendingArgs {
    /// Settings, completed by the flags.
    pub fn complete(&self, settings: Settings) -> Settings {
        let due = self.due.map(Set::flag).or(settings.due);
        Settings { due, file_dates: self.file_dates, latest: self.latest, ..settings }
    }
}

/// Machine-readable results.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ResultArgs {
    /// Ghi số liệu từng ô (.csv, .json, .jsonl; «-» là đầu ra chuẩn)
    #[arg(long, value_name = "TỆP")]
    pub facts: Option<PathBuf>,
    /// Ghi số tổng hợp (.csv, .json, .jsonl; «-» là đầu ra chuẩn)
    #[arg(long, value_name = "TỆP")]
    pub totals: Option<PathBuf>,
    /// Ghi các phát hiện (.json, .jsonl, .csv, .html, .xlsx; «-» là đầu ra chuẩn)
    #[arg(long, value_name = "TỆP")]
    pub findings: Option<PathBuf>,
    /// Có lỗi thì mã thoát là 1
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, clap::Args)]
pub struct ConsolidateArgs {
    /// Tệp và thư mục bản nộp
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Bảng tổng hợp được ghi ra (.xlsx)
    #[arg(short, long, value_name = "TỆP.xlsx")]
    pub output: PathBuf,
    #[command(flatten)]
    pub round: RoundArgs,
    #[command(flatten)]
    pub sending: SendingArgs,
    #[command(flatten)]
    pub results: ResultArgs,
}

#[derive(Debug, clap::Args)]
pub struct RollupArgs {
    /// Các bảng tổng hợp do phubieu ghi, và thư mục chứa chúng
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Bảng lũy kế được ghi ra (.xlsx)
    #[arg(short, long, value_name = "TỆP.xlsx")]
    pub output: PathBuf,
    /// Tỷ lệ chia các đơn vị cũ bị tách (.csv: old_code,new_code,share)
    #[arg(long, value_name = "TỆP.csv")]
    pub shares: Option<PathBuf>,
    /// «Theo địa bàn» mở sẵn đến cấp nào: 1 là cấp ngay dưới, 2 sâu hơn một cấp; cấp sâu hơn được gập lại
    #[arg(long, value_name = "N", value_parser = depth)]
    pub depth: Option<u8>,
    #[command(flatten)]
    pub round: RoundArgs,
    #[command(flatten)]
    pub results: ResultArgs,
}

#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Tệp và thư mục cần kiểm tra
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Ghi mỗi tệp vào thư mục này với các phát hiện ngay tại ô (tô màu, ghi chú, trang liệt kê)
    #[arg(long, value_name = "THƯ MỤC")]
    pub annotate: Option<PathBuf>,
    #[command(flatten)]
    pub round: RoundArgs,
    #[command(flatten)]
    pub results: ResultArgs,
}

#[derive(Debug, clap::Args)]
pub struct TemplateArgs {
    /// Thư mục được ghi ra: mỗi đơn vị một tệp, kèm phubieu.toml của đợt
    #[arg(short, long, value_name = "THƯ MỤC")]
    pub output: PathBuf,
    /// Biểu mẫu: tên biểu có sẵn hoặc tệp .toml; nhiều biểu cách nhau bằng dấu phẩy, mỗi biểu một trang
    #[arg(long, value_name = "BIỂU")]
    pub form: Option<String>,
    /// Biểu trắng đang dùng (bảng tính), dùng làm biểu mẫu
    #[arg(long, value_name = "BIỂU TRẮNG", conflicts_with = "form")]
    pub template: Option<PathBuf>,
    /// Địa bàn: mã hoặc tên huyện, tỉnh (066, "huyện Na Rì"), hoặc một xã
    #[arg(long, value_name = "MÃ|TÊN")]
    pub under: Option<String>,
    /// Danh mục đơn vị riêng (csv)
    #[arg(long, value_name = "TỆP")]
    pub units: Option<PathBuf>,
    /// Thời kỳ hành chính của mã: 2024 (trước 01/7/2025) hoặc 2025
    #[arg(long, value_name = "2024|2025", value_parser = era)]
    pub era: Option<Era>,
    /// Kỳ báo cáo: 2024, 2024-Q1, 2024-H1, 2024-03
    #[arg(long, value_name = "KỲ", value_parser = period)]
    pub period: Option<Period>,
    /// Số của kỳ trước, ghi bên cạnh ô điền: tệp --facts, bảng tổng hợp của phubieu, hoặc bản nộp kỳ trước
    #[arg(long, value_name = "TỆP")]
    pub previous: Option<PathBuf>,
}

impl TemplateArgs {
    /// The flags as settings.
    pub fn settings(&self) -> Settings {
        Settings {
            form: self.form.clone().map(Set::flag),
            template: self.template.clone().map(Set::flag),
            under: self.under.clone().map(Set::flag),
            era: self.era.map(Set::flag),
            period: self.period.map(Set::flag),
            units: self.units.clone().map(Set::flag),
            previous: self.previous.clone().map(Set::flag),
            ..Settings::default()
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct NormaliseArgs {
    /// Bảng tính hoặc csv
    #[arg(value_name = "TỆP")]
    pub file: PathBuf,
    /// Tệp được ghi ra (.xlsx, .xlsm, .csv)
    #[arg(short, long, value_name = "TỆP")]
    pub output: PathBuf,
    /// csv cho chương trình: phân cách bằng dấu phẩy, thập phân là dấu chấm
    #[arg(long)]
    pub plain: bool,
    /// Có ô không đọc được thì mã thoát là 1
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, clap::Args)]
pub struct FormArgs {
    #[command(subcommand)]
    pub action: FormAction,
}

#[derive(Debug, Subcommand)]
pub enum FormAction {
    /// Liệt kê các biểu mẫu có sẵn
    List,
    /// In một biểu mẫu dưới dạng TOML
    Show {
        /// Tên biểu có sẵn
        #[arg(value_name = "TÊN")]
        name: String,
    },
    /// Dựng biểu mẫu từ biểu trắng đã gửi đi
    Infer {
        /// Bảng tính chứa biểu trắng
        #[arg(value_name = "BIỂU TRẮNG")]
        blank: PathBuf,
        /// Tệp .toml được ghi ra; bỏ trống thì in ra màn hình
        #[arg(short, long, value_name = "TỆP.toml")]
        output: Option<PathBuf>,
        /// Tên biểu; bỏ trống thì theo tên tệp
        #[arg(long, value_name = "TÊN")]
        name: Option<String>,
    },
    /// In JSON Schema của tệp biểu mẫu (cho trình soạn thảo)
    Schema,
    /// Kiểm tra một tệp biểu mẫu
    Check {
        /// Tệp .toml
        #[arg(value_name = "TỆP.toml")]
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub struct UnitsArgs {
    #[command(subcommand)]
    pub action: UnitsAction,
    /// Thời kỳ: 2024 hoặc 2025
    #[arg(long, value_name = "2024|2025", default_value = "2025", global = true, value_parser = era)]
    pub era: Era,
}

#[derive(Debug, Subcommand)]
pub enum UnitsAction {
    /// Tìm đơn vị theo mã hoặc tên
    Find {
        /// Mã hoặc tên
        #[arg(value_name = "MÃ|TÊN")]
        name: String,
    },
    /// In cây đơn vị từ một địa bàn
    Tree {
        /// Mã hoặc tên; bỏ trống thì in các tỉnh
        #[arg(value_name = "MÃ|TÊN")]
        place: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Mã phát hiện (PB301, pb301 hay 301); bỏ trống thì liệt kê mọi mã. Hoặc một bảng tổng hợp
    #[arg(value_name = "MÃ|TỆP.xlsx")]
    pub code: Option<String>,
    /// Ô của bảng tổng hợp, ví dụ "Tổng hợp!D12": in ra số đó từ đâu ra
    #[arg(value_name = "Ô")]
    pub cell: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// Bảng tổng hợp do phubieu ghi
    #[arg(value_name = "TỆP.xlsx")]
    pub workbook: PathBuf,
    /// Các bản nộp đã tổng hợp, để đối chiếu từng ô
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
}
