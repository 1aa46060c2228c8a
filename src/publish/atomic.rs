//! Files put in place whole or not at all.
//!
//! Every result is written beside its target under another name; only when all of them are written
//! are they renamed. An interruption removes what is not yet in place.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tempfile::{Builder, NamedTempFile, TempDir, TempPath};

/// Files that an interruption must remove.
static PENDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes every file that is written but not in place; for whoever handles an interruption.
pub fn abandon() {
    // Not waiting: the thread that holds the lock may be the one interrupted.
    if let Ok(pending) = PENDING.try_lock() {
        for path in pending.iter() {
            let _ = fs::remove_file(path).or_else(|_| fs::remove_dir_all(path));
        }
    }
}

fn pending(change: impl FnOnce(&mut Vec<PathBuf>)) {
    if let Ok(mut pending) = PENDING.lock() {
        change(&mut pending);
    }
}

/// Why a result could not be put in place.
#[derive(Debug)]
pub enum WriteError {
    /// It is there already and may not be replaced.
    Exists(PathBuf),
    /// The target is a folder.
    IsFolder(PathBuf),
    /// The system refused.
    System(PathBuf, io::Error),
}

/// Results on their way; dropped without [`Staged::commit`], nothing of them is left.
#[derive(Debug, Default)]
pub struct Staged {
    files: Vec<(NamedTempFile, PathBuf)>,
    written: Vec<(TempPath, PathBuf)>,
    folders: Vec<(TempDir, PathBuf)>,
    force: bool,
}

impl Staged {
    /// Begins a set of results; with `force` they may replace files that are there.
    pub fn new(force: bool) -> Self {
        Self { files: Vec::new(), written: Vec::new(), folders: Vec::new(), force }
    }

    /// Makes a place for a result, before any work is done for it, so that a folder that cannot be
    /// written is told at once.
    ///
    /// # Errors
    /// It exists already, or the folder cannot be written.
    pub fn reserve(&mut self, target: &Path) -> Result<usize, WriteError> {
        let system = |e| WriteError::System(target.to_owned(), e);
        match fs::metadata(target) {
            Ok(m) if m.is_dir() => return Err(WriteError::IsFolder(target.to_owned())),
            Ok(_) if !self.force => return Err(WriteError::Exists(target.to_owned())),
            _ => {}
        }
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = Builder::new();
        builder.prefix(".phubieu-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // What a file made the ordinary way gets, less the user's mask.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder).map_err(system)?;
        pending(|list| list.push(file.path().to_owned()));
        self.files.push((file, target.to_owned()));
        Ok(self.files.len() - 1)
    }

    /// Writes a result beside its target and closes it: of a thousand files a system does not keep all open.
    ///
    /// # Errors
    /// It exists already, or the system refused.
    pub fn put(&mut self, target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let at = self.reserve(target)?;
        self.write(at, bytes)?;
        if let Some((file, target)) = self.files.pop() {
            self.written.push((file.into_temp_path(), target));
        }
        Ok(())
    }

    /// Makes a place for a folder of results. One that is there is replaced only with `force`, and only where it
    /// holds nothing or has the mark of such a folder: a file of that name.
    ///
    /// # Errors
    /// It exists already, or the folder it lies in cannot be written.
    pub fn reserve_folder(&mut self, target: &Path, mark: &str) -> Result<usize, WriteError> {
        let system = |e| WriteError::System(target.to_owned(), e);
        if let Ok(found) = fs::metadata(target) {
            let empty = || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
            if found.is_dir() && !empty() && self.force && !target.join(mark).is_file() {
                return Err(WriteError::IsFolder(target.to_owned()));
            }
            if !found.is_dir() || (!empty() && !self.force) {
                return Err(WriteError::Exists(target.to_owned()));
            }
        }
        let beside = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = Builder::new().prefix(".phubieu-").suffix(".tmp").tempdir_in(beside).map_err(system)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).map_err(system)?;
        }
        pending(|list| list.push(folder.path().to_owned()));
        self.folders.push((folder, target.to_owned()));
        Ok(self.folders.len() - 1)
    }

    /// Writes a file into a reserved folder, at a path inside it.
    ///
    /// # Errors
    /// The system refused.
    pub fn write_into(&mut self, folder: usize, inside: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let Some((folder, target)) = self.folders.get(folder) else { return Ok(()) };
        let path = folder.path().join(inside);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        made.map_err(|e| WriteError::System(target.clone(), e))
    }

    /// Writes a result into its reserved place.
    ///
    /// # Errors
    /// The system refused, such as for want of space.
    pub fn write(&mut self, at: usize, bytes: &[u8]) -> Result<(), WriteError> {
        let Some((file, target)) = self.files.get_mut(at) else { return Ok(()) };
        let system = |e| WriteError::System(target.clone(), e);
        file.write_all(bytes).map_err(system)?;
        file.as_file().sync_all().map_err(system)
    }

    /// Puts every result in place.
    ///
    /// # Errors
    /// The system refused, such as for a workbook that is open in Excel.
    pub fn commit(mut self) -> Result<(), WriteError> {
        for (file, target) in std::mem::take(&mut self.files) {
            let temporary = file.path().to_owned();
            let outcome =
                if self.force { file.persist(&target).map(drop) } else { file.persist_noclobber(&target).map(drop) };
            pending(|list| list.retain(|p| *p != temporary));
            outcome.map_err(|e| match e.error.kind() {
                io::ErrorKind::AlreadyExists => WriteError::Exists(target.clone()),
                _ => WriteError::System(target.clone(), e.error),
            })?;
        }
        for (path, target) in std::mem::take(&mut self.written) {
            let temporary = path.to_path_buf();
            let outcome = if self.force { path.persist(&target) } else { path.persist_noclobber(&target) };
            pending(|list| list.retain(|p| *p != temporary));
            outcome.map_err(|e| match e.error.kind() {
                io::ErrorKind::AlreadyExists => WriteError::Exists(target.clone()),
                _ => WriteError::System(target.clone(), e.error),
            })?;
        }
        for (folder, target) in std::mem::take(&mut self.folders) {
            let made = folder.keep();
            pending(|list| list.retain(|p| *p != made));
            put_folder(&made, &target).map_err(|e| WriteError::System(target.clone(), e))?;
        }
        Ok(())
    }
}

/// Puts a folder in place of one that may be there; what was there goes when the new one stands.
fn put_folder(made: &Path, target: &Path) -> io::Result<()> {
    if !target.exists() {
        return fs::rename(made, target);
    }
    let mut old = made.as_os_str().to_owned();
    old.push(".old");
    let old = PathBuf::from(old);
    fs::rename(target, &old)?;
    if let Err(e) = fs::rename(made, target) {
        fs::rename(&old, target)?;
        return Err(e);
    }
    fs::remove_dir_all(&old)
}

impl Drop for Staged {
    fn drop(&mut self) {
        for (folder, _) in &self.folders {
            pending(|list| list.retain(|p| p != folder.path()));
        }
        for (file, _) in &self.files {
            pending(|list| list.retain(|p| p != file.path()));
        }
        for (path, _) in &self.written {
            pending(|list| list.retain(|p| p.as_path() != &**path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn results_appear_together_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let mut staged = Staged::new(false);
        let a = staged.reserve(&dir.path().join("a.xlsx")).unwrap();
        staged.write(a, b"A").unwrap();
        drop(staged);
        assert!(names(dir.path()).is_empty(), "nothing is left of what was not committed");
        let mut staged = Staged::new(false);
        for name in ["a.xlsx", "b.csv"] {
            let at = staged.reserve(&dir.path().join(name)).unwrap();
            staged.write(at, name.as_bytes()).unwrap();
        }
        staged.commit().unwrap();
        assert_eq!(names(dir.path()), ["a.xlsx", "b.csv"]);
    }

    #[test]
    fn a_folder_appears_whole_and_replaces_only_one_of_its_kind() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("facts");
        for (n, text) in ["one", "two"].into_iter().enumerate() {
            let mut staged = Staged::new(n > 0);
            let at = staged.reserve_folder(&target, "MARK").unwrap();
            staged.write_into(at, "MARK", b"").unwrap();
            staged.write_into(at, "a/b.txt", text.as_bytes()).unwrap();
            staged.commit().unwrap();
            assert_eq!(fs::read_to_string(target.join("a/b.txt")).unwrap(), text);
            assert_eq!(names(dir.path()), ["facts"]);
        }
        assert!(matches!(Staged::new(false).reserve_folder(&target, "MARK"), Err(WriteError::Exists(_))));
        // Somebody's own folder is never replaced.
        fs::remove_file(target.join("MARK")).unwrap();
        assert!(matches!(Staged::new(true).reserve_folder(&target, "MARK"), Err(WriteError::IsFolder(_))));
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_with_force() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("a.xlsx");
        fs::write(&target, "old").unwrap();
        assert!(matches!(Staged::new(false).reserve(&target), Err(WriteError::Exists(_))));
        let mut staged = Staged::new(true);
        let at = staged.reserve(&target).unwrap();
        staged.write(at, b"new").unwrap();
        staged.commit().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert!(matches!(Staged::new(true).reserve(dir.path()), Err(WriteError::IsFolder(_))));
        assert!(matches!(Staged::new(true).reserve(&dir.path().join("no/folder/a.xlsx")), Err(WriteError::System(..))));
    }
}
