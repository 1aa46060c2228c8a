//! What an operating system says when it refuses, in words for an officer.

use std::io::{self, ErrorKind};

use crate::lang::Lang;

/// A refusal of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemError {
    kind: ErrorKind,
    detail: String,
}

impl From<&io::Error> for SystemError {
    fn from(error: &io::Error) -> Self {
        // What Windows says of a file that another program holds, or a part of it, has no kind of its own.
        let held = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
        let kind = if held { ErrorKind::ResourceBusy } else { error.kind() };
        Self { kind, detail: error.to_string() }
    }
}

impl SystemError {
    /// The reason; the system's own words only where no plain ones are known.
    pub fn reason(&self, lang: Lang) -> String {
        let (vi, en) = match self.kind {
            ErrorKind::NotFound => ("không có tệp hoặc thư mục này", "there is no such file or folder"),
            ErrorKind::PermissionDenied => ("không có quyền", "permission denied"),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("đĩa đã đầy", "the disk is full"),
            ErrorKind::FileTooLarge => ("tệp vượt dung lượng cho phép của đĩa", "the file is too large for the disk"),
            ErrorKind::ReadOnlyFilesystem => ("ổ đĩa chỉ cho đọc", "the disk can only be read"),
            ErrorKind::IsADirectory => ("đó là thư mục, không phải tệp", "it is a folder, not a file"),
            ErrorKind::NotADirectory => ("đường dẫn đi qua một tệp", "the path leads through a file"),
            ErrorKind::InvalidData => ("nội dung không phải văn bản UTF-8", "the content is not UTF-8 text"),
            ErrorKind::InvalidFilename => ("tên tệp không hợp lệ", "the file name is not valid"),
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
                ("tệp đang được chương trình khác dùng", "another program is using the file")
            }
            _ => return self.detail.clone(),
        };
        lang.of(vi, en).to_owned()
    }

    /// Tells whether another program may be holding the file, as Excel does while it is open.
    pub fn may_be_open(&self) -> bool {
        matches!(self.kind, ErrorKind::PermissionDenied | ErrorKind::ResourceBusy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_an_open_workbook_are_told_apart() {
        let full = SystemError::from(&io::Error::from(ErrorKind::StorageFull));
        let held = SystemError::from(&io::Error::from(ErrorKind::PermissionDenied));
        assert_eq!((full.reason(Lang::Vi).as_str(), full.may_be_open()), ("đĩa đã đầy", false));
        assert_eq!((held.reason(Lang::En).as_str(), held.may_be_open()), ("permission denied", true));
    }
}
