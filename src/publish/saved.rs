//! A workbook as bytes, which are the same on every system.

use std::io::Cursor;

use rust_xlsxwriter::Workbook;
use zip::{System, ZipArchive};

use super::PublishError;

/// Where the entry of a part says on which system it was made: behind its signature and a version.
const MADE_ON: usize = 5;

/// Saves a workbook. Of each part the library notes the system that it ran on, Windows or another: the same inputs
/// are to give the same bytes on both.
///
/// # Errors
/// What a workbook cannot hold.
pub(crate) fn saved(workbook: &mut Workbook) -> Result<Vec<u8>, PublishError> {
    let mut bytes = workbook.save_to_buffer()?;
    even(&mut bytes);
    Ok(bytes)
}

/// Says of every part that it was made where most are; the package is just made, and opens.
fn even(bytes: &mut [u8]) {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(&*bytes)) else { return };
    let entries: Vec<u64> = (0..archive.len())
        .filter_map(|i| archive.by_index_raw(i).ok().map(|part| part.central_header_start()))
        .collect();
    for entry in entries {
        let made_on = usize::try_from(entry).ok().and_then(|start| bytes.get_mut(start + MADE_ON));
        if let Some(made_on) = made_on {
            *made_on = System::Unix as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn what_was_made_on_windows_is_as_if_made_elsewhere() {
        let made = |system| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            for name in ["a.xml", "b/c.xml"] {
                zip.start_file(name, SimpleFileOptions::default().system(system)).unwrap();
                zip.write_all(name.as_bytes()).unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        let (mut windows, unix) = (made(System::Dos), made(System::Unix));
        assert_ne!(windows, unix);
        even(&mut windows);
        assert_eq!(windows, unix);
    }
}
