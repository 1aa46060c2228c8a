//! What an interruption must remove: files and folders that are made and not yet results.
//!
//! Whatever makes, renames or removes one of them does so while it holds the list, and an interruption takes the
//! list and never gives it back: it falls before such a step or after it, never into the middle.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

/// Something that an interruption removes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// A file of ours.
    File(PathBuf),
    /// A folder of ours, with all that is in it.
    Folder(PathBuf),
    /// A folder that was made for results: it goes only if nothing is in it.
    Made(PathBuf),
}

/// What there is to remove.
pub(super) type Pending = Vec<Left>;

static PENDING: Mutex<Pending> = Mutex::new(Vec::new());

/// So often an interruption asks for the list, at [`PAUSE`] each: in all it stays under the second within which
/// the program must be gone. Whoever holds the list renames files, which takes milliseconds.
const ATTEMPTS: u32 = 80;
const PAUSE: Duration = Duration::from_millis(10);

/// Runs a step that no interruption may fall into.
pub(super) fn step<T>(act: impl FnOnce(&mut Pending) -> T) -> T {
    act(&mut PENDING.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Takes something off the list.
pub(super) fn settle(list: &mut Pending, path: &Path) {
    list.retain(|left| match left {
        Left::File(p) | Left::Folder(p) | Left::Made(p) => p != path,
    });
}

/// Removes all that is made and no result yet, and lets nobody make more: for whoever is about to end the program.
pub fn abandon() {
    let Some(mut pending) = taken() else { return };
    // What was made last lies inside what was made first.
    for left in pending.drain(..).rev() {
        let _ = match left {
            Left::File(path) => fs::remove_file(path),
            Left::Folder(path) => fs::remove_dir_all(path),
            Left::Made(path) => fs::remove_dir(path),
        };
    }
    // Held until the program is gone.
    std::mem::forget(pending);
}

fn taken() -> Option<MutexGuard<'static, Pending>> {
    for _ in 0..ATTEMPTS {
        match PENDING.try_lock() {
            Ok(pending) => return Some(pending),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
    None
}

/// Folders that were made for results; those in which nothing lies go when this is dropped.
#[derive(Debug, Default)]
pub struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes a folder, with those around it.
    ///
    /// # Errors
    /// The system refused.
    pub fn make(folder: &Path) -> io::Result<Self> {
        step(|pending| {
            let new = folder.ancestors().filter(|p| !p.as_os_str().is_empty()).take_while(|p| !p.exists());
            let mut new: Vec<PathBuf> = new.map(Path::to_owned).collect();
            // The outermost first.
            new.reverse();
            let made = fs::create_dir_all(folder);
            pending.extend(new.iter().cloned().map(Left::Made));
            // Of those made in vain nothing is left.
            let new = Self(new);
            match made {
                Ok(()) => Ok(new),
                Err(e) => {
                    new.remove(pending);
                    std::mem::forget(new);
                    Err(e)
                }
            }
        })
    }

    fn remove(&self, pending: &mut Pending) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
            settle(pending, folder);
        }
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        if !self.0.is_empty() {
            step(|pending| self.remove(pending));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_were_made_for_nothing_go_again_and_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b/c");
        drop(MadeFolders::make(&deep).unwrap());
        assert!(!dir.path().join("a").exists());
        let made = MadeFolders::make(&deep).unwrap();
        fs::write(dir.path().join("a/b/result"), "x").unwrap();
        drop(made);
        assert!(dir.path().join("a/b/result").exists() && !deep.exists());
        fs::create_dir(dir.path().join("own")).unwrap();
        drop(MadeFolders::make(&dir.path().join("own")).unwrap());
        assert!(dir.path().join("own").exists(), "an empty folder that was there stays");
        assert!(MadeFolders::make(&dir.path().join("a/b/result/under")).is_err());
    }
}
