//! Where a result is written while it is made.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

use super::atomic::WriteError;

/// Where a result goes while it is made.
pub trait Out: Write + Seek {}

impl<T: Write + Seek> Out for T {}

/// Why a result could not be written where it goes.
#[derive(Debug)]
pub enum Unwritten<E> {
    /// It could not be made.
    Made(E),
    /// The system refused.
    System(WriteError),
}

/// A file that remembers what the system refused: whoever writes through others hears of it in their words.
pub(super) struct Noting {
    pub file: File,
    pub refused: Option<io::Error>,
}

impl Noting {
    fn note<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|e| {
            let told = e.raw_os_error().map_or_else(|| e.kind().into(), io::Error::from_raw_os_error);
            self.refused.get_or_insert(e);
            told
        })
    }
}

impl Write for Noting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.file.write(bytes);
        self.note(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.file.flush();
        self.note(done)
    }
}

impl Seek for Noting {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let done = self.file.seek(to);
        self.note(done)
    }
}
