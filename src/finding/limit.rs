//! What a file may have too much of, and what those limits are called on the command line.

use serde::{Deserialize, Serialize};

use super::Lang;

/// What a file may have too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    /// Bytes on the disk.
    Bytes,
    /// Parts in the package.
    Parts,
    /// Bytes when inflated, and of all texts that are made of them.
    Inflated,
    /// How many times its size one part inflates to.
    Ratio,
    /// Cells, and the empty ones between them where a reader keeps those too.
    Cells,
    /// Distinct texts.
    Strings,
    /// Merged areas.
    Merges,
    /// Looks of cells.
    Styles,
    /// Sheets.
    Sheets,
    /// Bytes of the text of one cell.
    Text,
    /// Elements within elements.
    Nesting,
    /// Seconds that reading takes.
    Seconds,
    /// Bytes of memory of the process in which a doubtful file is read.
    Memory,
    /// Rows; this limit is the format's own.
    Rows,
    /// Columns; this limit is the format's own.
    Columns,
}

impl Size {
    /// Those that can be set, in the order in which help lists them.
    pub const SETTABLE: [Size; 13] = [
        Size::Bytes,
        Size::Parts,
        Size::Inflated,
        Size::Ratio,
        Size::Cells,
        Size::Strings,
        Size::Merges,
        Size::Styles,
        Size::Sheets,
        Size::Text,
        Size::Nesting,
        Size::Seconds,
        Size::Memory,
    ];

    /// The name under which it is set; nothing for limits of the format itself.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Size::Bytes => "bytes",
            Size::Parts => "parts",
            Size::Inflated => "inflated",
            Size::Ratio => "ratio",
            Size::Cells => "cells",
            Size::Strings => "strings",
            Size::Merges => "merges",
            Size::Styles => "styles",
            Size::Sheets => "sheets",
            Size::Text => "text",
            Size::Nesting => "nesting",
            Size::Seconds => "seconds",
            Size::Memory => "memory",
            Size::Rows | Size::Columns => return None,
        })
    }

    /// What it counts.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Size::Bytes => lang.of("số byte", "bytes"),
            Size::Parts => lang.of("số phần trong tệp", "parts"),
            Size::Inflated => lang.of("số byte sau khi giải nén", "inflated bytes"),
            Size::Ratio => {
                lang.of("số lần nở ra của một phần khi giải nén", "times its size that one part inflates to")
            }
            Size::Cells => lang.of("số ô, kể cả ô trống ở giữa", "cells, with the empty ones between"),
            Size::Strings => lang.of("số chuỗi khác nhau", "distinct texts"),
            Size::Merges => lang.of("số vùng ô gộp", "merged areas"),
            Size::Styles => lang.of("số kiểu ô", "cell styles"),
            Size::Sheets => lang.of("số trang tính", "sheets"),
            Size::Text => lang.of("số byte chữ trong một ô", "bytes of text in one cell"),
            Size::Nesting => lang.of("số lớp lồng nhau", "levels of nesting"),
            Size::Seconds => lang.of("số giây đọc một tệp", "seconds to read a file"),
            Size::Memory => lang.of("số byte bộ nhớ để đọc tệp đáng ngờ", "bytes of memory to read a doubtful file"),
            Size::Rows => lang.of("số dòng", "rows"),
            Size::Columns => lang.of("số cột", "columns"),
        }
    }

    /// What to do to have a file read in spite of it.
    pub(super) fn remedy(self, lang: Lang) -> String {
        let mend = lang.of(
            "Xóa các trang, dòng, cột thừa rồi gửi lại.",
            "Remove what is not needed from the workbook and send it again.",
        );
        match self.key() {
            None => mend.to_owned(),
            Some(key) => {
                let raise = lang.of("Nếu chắc là tệp thật, chạy lại với", "If the file is a real one, run again with");
                format!("{mend} {raise} --limit {key}=…")
            }
        }
    }
}
