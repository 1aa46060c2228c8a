//! The appendices of the 17 communes of huyện Na Rì (066, tỉnh Bắc Kạn) for 2024.
//!
//! A consolidation is only as good as the worst file it is handed, so these
//! workbooks come in the formats and states that offices send. What happens:
//!
//! 1. [`form`] lists the 29 rows as a commune sees them, [`truth`] the figures
//!    that every commune meant (or the nothing that it wrote).
//! 2. [`communes`] and [`con_minh`] put those figures into an
//!    [`appendix::Appendix`], each in the state its office leaves it in: shifted
//!    columns, text numbers, inserted rows.
//! 3. An appendix lays itself out as a [`page::Page`]: cells, merges, looks.
//! 4. A page goes to bytes through [`xlsx`], [`xls`], [`xlsb`], [`ods`] or
//!    [`delimited`].
//!
//! Côn Minh's is the real appendix, transcribed; the other 16 are made up.
//! The bytes are the same on every run, so the files in `samples/` can be
//! compared with what this writes.
#![allow(dead_code)] // every benchmark takes a part of it
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub mod appendix;
pub mod capital;
pub mod communes;
pub mod con_minh;
pub mod delimited;
pub mod form;
pub mod made_up;
pub mod ods;
pub mod page;
pub mod truth;
pub mod xls;
pub mod xlsb;
pub mod xlsx;

/// One file as an office sent it.
pub struct Sample {
    /// The file's name, as the office named it.
    pub file: &'static str,
    /// The commune's code of before 1 July 2025.
    pub code: &'static str,
    /// The commune's name in the register.
    pub name: &'static str,
    /// What is in the file.
    pub bytes: Vec<u8>,
}

/// Code, name, file, and what writes it.
type Office = (&'static str, &'static str, &'static str, fn() -> Vec<u8>);

/// The communes in the order of their codes.
const OFFICES: [Office; 17] = [
    ("02137", "Xã Văn Vũ", "02137_Van Vu_2024.xlsx", communes::van_vu),
    ("02140", "Xã Văn Lang", "PHU LUC DTTS Xa Van Lang 2024.xls", communes::van_lang),
    ("02143", "Xã Lương Thượng", "Phụ lục chỉ tiêu CTMTQG xã Lương Thượng.xlsx", communes::luong_thuong),
    ("02146", "Xã Kim Hỷ", "Bieu chi tieu DTTS xa Kim Hy nam 2024.ods", communes::kim_hy),
    ("02152", "Xã Cường Lợi", "cuong_loi_chi_tieu_2024.csv", communes::cuong_loi),
    ("02155", "Thị trấn Yến Lạc", "TT. Yến Lạc - phụ biểu KH 2024.xlsx", communes::yen_lac),
    ("02158", "Xã Kim Lư", "Xã Kim Lư - Phụ lục KH.xlsx", communes::kim_lu),
    ("02161", "Xã Sơn Thành", "Phu luc 2024 xa Son Thanh.xls", communes::son_thanh),
    ("02170", "Xã Văn Minh", "Văn Minh - phụ lục KH thực hiện CTMTQG.xlsb", communes::van_minh),
    ("02173", "Xã Côn Minh", "Phu luc KH 45 - xa Con Minh.xlsx", con_minh::con_minh),
    ("02176", "Xã Cư Lễ", "cu le.txt", communes::cu_le),
    ("02179", "Xã Trần Phú", "xa Tran Phu_phu luc (sua).xlsx", communes::tran_phu),
    ("02185", "Xã Quang Phong", "QUANG PHONG PL kem KH 2024.xlsx", communes::quang_phong),
    ("02188", "Xã Dương Sơn", "Phu luc chi tieu xa Duong Son.xlsx", communes::duong_son),
    ("02191", "Xã Xuân Dương", "Xuan Duong - chi tieu 2024 (chinh thuc).xlsx", communes::xuan_duong),
    ("02194", "Xã Đổng Xá", "Dong Xa phu luc 2024.csv", communes::dong_xa),
    ("02197", "Xã Liêm Thủy", "PL liêm thuỷ 2024.xlsx", communes::liem_thuy),
];

/// All 17 files, in the order of the communes' codes.
pub fn all() -> Vec<Sample> {
    OFFICES.iter().map(|&(code, name, file, write)| Sample { file, code, name, bytes: write() }).collect()
}

/// The name of a commune in the register.
pub fn name(unit_code: &str) -> &'static str {
    OFFICES.iter().find(|office| office.0 == unit_code).map(|office| office.1).expect("a commune of Na Rì")
}

/// `samples/units.csv`: the communes with the weights of their percentages.
pub fn units_csv() -> String {
    let mut csv = format!("code,name,level,kind,parent_code,{}\n", truth::WEIGHTS.join(","));
    for (code, name, _, _) in OFFICES {
        let kind = if name.starts_with("Thị trấn") { "Thị trấn" } else { "Xã" };
        let weights: Vec<&str> = truth::WEIGHTS.iter().map(|column| truth::weight(code, column)).collect();
        csv.push_str(&format!("{code},{name},commune,{kind},066,{}\n", weights.join(",")));
    }
    csv
}
