//! Files put in place whole or not at all.
//!
//! Every result is written beside its target under another name and synced; only when all of them are written
//! are they renamed. Where a later rename fails, the earlier ones are taken back. An interruption removes what is
//! not yet in place, and never falls between two renames ([`super::pending`]).

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir, TempPath};

use super::in_place::{place, settled, take_back, unheld};
use super::out::Noting;
pub use super::out::{Out, Unwritten};
use super::pending::{Left, settle, step};
pub use super::pending::{MadeFolders, abandon};

/// Why a result could not be put in place.
#[derive(Debug)]
pub enum WriteError {
    /// It is there already and may not be replaced.
    Exists(PathBuf),
    /// The target is a folder.
    IsFolder(PathBuf),
    /// The target is a device or a pipe: nothing can be put in its place, and a file there would break it.
    NotAFile(PathBuf),
    /// The file there may not be changed, as whoever set it so wanted.
    ReadOnly(PathBuf),
    /// Two results under one name.
    Twice(PathBuf),
    /// The system refused.
    System(PathBuf, io::Error),
    /// The system refused one of several, and would not take back these, which stand in their places.
    Partly(Vec<PathBuf>, Box<WriteError>),
}

/// A file on its way.
#[derive(Debug)]
pub(super) struct OnItsWay {
    /// Open until it is written.
    pub file: Option<File>,
    pub temporary: TempPath,
    /// Where it goes; a link is followed, so that it stays one.
    pub target: PathBuf,
    /// What that was called by whoever asked for it.
    pub named: PathBuf,
    pub replace: bool,
}

/// Results on their way; dropped without [`Staged::commit`], nothing of them is left.
#[derive(Debug, Default)]
pub struct Staged {
    files: Vec<OnItsWay>,
    folders: Vec<(TempDir, PathBuf)>,
    force: bool,
}

impl Staged {
    /// Begins a set of results; with `force` they may replace files that are there.
    pub fn new(force: bool) -> Self {
        Self { files: Vec::new(), folders: Vec::new(), force }
    }

    /// Makes a place for a result, before any work is done for it, so that a folder that cannot be
    /// written is told at once.
    ///
    /// # Errors
    /// It exists already, or the folder cannot be written.
    pub fn reserve(&mut self, target: &Path) -> Result<usize, WriteError> {
        self.reserve_and(target, self.force)
    }

    fn reserve_and(&mut self, named: &Path, replace: bool) -> Result<usize, WriteError> {
        let system = |e| WriteError::System(named.to_owned(), e);
        let there = look(named, replace)?;
        let target = there.as_ref().map_or_else(|| named.to_owned(), |(real, _)| real.clone());
        let folder = around(&target);
        // The same place under two names, such as through a link.
        let target = match (fs::canonicalize(folder), target.file_name()) {
            (Ok(whole), Some(name)) => whole.join(name),
            _ => target,
        };
        if self.files.iter().any(|f| f.target == target) {
            return Err(WriteError::Twice(named.to_owned()));
        }
        let mut builder = Builder::new();
        builder.prefix(".phubieu-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // What a file made the ordinary way gets, less the user's mask.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let (file, temporary) = step(|pending| {
            let made = builder.tempfile_in(around(&target))?;
            pending.push(Left::File(made.path().to_owned()));
            Ok(made.into_parts())
        })
        .map_err(system)?;
        if let Some((_, permissions)) = there {
            // What only some may read stays so.
            file.set_permissions(permissions).map_err(system)?;
        }
        self.files.push(OnItsWay { file: Some(file), temporary, target, named: named.to_owned(), replace });
        Ok(self.files.len() - 1)
    }

    /// Writes a result beside its target and closes it: of a thousand files a system does not keep all open.
    ///
    /// # Errors
    /// It exists already, or the system refused.
    pub fn put(&mut self, target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let at = self.reserve(target)?;
        self.write(at, bytes)
    }

    /// The same for what is never put in place of a file that is there, whatever was asked for.
    ///
    /// # Errors
    /// It exists already, or the system refused.
    pub fn put_new(&mut self, target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let at = self.reserve_and(target, false)?;
        self.write(at, bytes)
    }

    /// Takes up the results of another set, so that all are put in place together.
    pub fn take_up(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
        self.folders.append(&mut other.folders);
    }

    /// Makes a place for a folder of results. One that is there is replaced only with `force`, and only where it
    /// holds nothing or has the mark of such a folder: a file of that name.
    ///
    /// # Errors
    /// It exists already, or the folder it lies in cannot be written.
    pub fn reserve_folder(&mut self, target: &Path, mark: &str) -> Result<usize, WriteError> {
        let system = |e| WriteError::System(target.to_owned(), e);
        match fs::metadata(target) {
            Ok(found) => {
                let empty = || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
                if found.is_dir() && !empty() && self.force && !target.join(mark).is_file() {
                    return Err(WriteError::IsFolder(target.to_owned()));
                }
                if !found.is_dir() || (!empty() && !self.force) {
                    return Err(WriteError::Exists(target.to_owned()));
                }
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(system(e)),
        }
        let folder = step(|pending| {
            let made = Builder::new().prefix(".phubieu-").suffix(".tmp").tempdir_in(around(target))?;
            pending.push(Left::Folder(made.path().to_owned()));
            Ok(made)
        })
        .map_err(system)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).map_err(system)?;
        }
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
        // An interruption removes the folder with all that is in it, so nothing may come into it meanwhile.
        let made = step(|_| {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            let mut file = File::create(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        });
        made.map_err(|e| WriteError::System(target.clone(), e))
    }

    /// Writes a result into its reserved place.
    ///
    /// # Errors
    /// The system refused, such as for want of space.
    pub fn write(&mut self, at: usize, bytes: &[u8]) -> Result<(), WriteError> {
        let Some(one) = self.files.get_mut(at) else { return Ok(()) };
        let Some(mut file) = one.file.take() else { return Ok(()) };
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        written.map_err(|e| WriteError::System(one.named.clone(), e))
    }

    /// Writes a result into its reserved place while it is made, so that a large one is never held whole.
    ///
    /// # Errors
    /// It could not be made, or the system refused.
    pub fn write_with<E>(
        &mut self,
        at: usize,
        make: impl FnOnce(&mut dyn Out) -> Result<(), E>,
    ) -> Result<(), Unwritten<E>> {
        let Some(one) = self.files.get_mut(at) else { return Ok(()) };
        let Some(file) = one.file.take() else { return Ok(()) };
        let named = one.named.clone();
        let system = |e| Unwritten::System(WriteError::System(named, e));
        let mut out = BufWriter::with_capacity(1 << 16, Noting { file, refused: None });
        let made = make(&mut out);
        let flushed = out.flush();
        let (Noting { file, refused }, _) = out.into_parts();
        match (refused, made, flushed) {
            (Some(refused), ..) => Err(system(refused)),
            (None, Err(e), _) => Err(Unwritten::Made(e)),
            (None, Ok(()), flushed) => flushed.and_then(|()| file.sync_all()).map_err(system),
        }
    }

    /// Puts every result in place: all, or none.
    ///
    /// # Errors
    /// The system refused, such as for a workbook that is open in Excel.
    pub fn commit(mut self) -> Result<(), WriteError> {
        let (files, folders) = (std::mem::take(&mut self.files), std::mem::take(&mut self.folders));
        step(|pending| {
            let mut done = Vec::new();
            match place(files, folders, &mut done, pending) {
                Ok(()) => {
                    settled(&done);
                    Ok(())
                }
                Err(error) => {
                    let stand: Vec<PathBuf> = done.into_iter().rev().filter_map(take_back).collect();
                    Err(if stand.is_empty() { error } else { WriteError::Partly(stand, Box::new(error)) })
                }
            }
        })
    }
}

/// Looks at what stands at a target: where it really is, and who may do what with it.
fn look(named: &Path, replace: bool) -> Result<Option<(PathBuf, fs::Permissions)>, WriteError> {
    let system = |e| WriteError::System(named.to_owned(), e);
    match fs::symlink_metadata(named) {
        Ok(_) => {}
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        // A name that is too long, a folder that is a file: told now, not after the work.
        Err(e) => return Err(system(e)),
    }
    let real = fs::canonicalize(named).map_err(system)?;
    let found = fs::metadata(&real).map_err(system)?;
    if found.is_dir() {
        return Err(WriteError::IsFolder(named.to_owned()));
    }
    if !found.is_file() {
        return Err(WriteError::NotAFile(named.to_owned()));
    }
    if !replace {
        return Err(WriteError::Exists(named.to_owned()));
    }
    if found.permissions().readonly() {
        return Err(WriteError::ReadOnly(named.to_owned()));
    }
    unheld(&real).map_err(system)?;
    Ok(Some((real, found.permissions())))
}

/// The folder that something lies in.
pub(super) fn around(target: &Path) -> &Path {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Drop for Staged {
    fn drop(&mut self) {
        if self.files.is_empty() && self.folders.is_empty() {
            return;
        }
        let (files, folders) = (std::mem::take(&mut self.files), std::mem::take(&mut self.folders));
        step(|pending| {
            files.iter().for_each(|f| settle(pending, &f.temporary));
            folders.iter().for_each(|(f, _)| settle(pending, f.path()));
            drop((files, folders));
        });
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
    fn what_the_system_refuses_while_a_result_is_made_is_told_as_that() {
        let dir = tempfile::tempdir().unwrap();
        let mut staged = Staged::new(false);
        let at = staged.reserve(&dir.path().join("a.txt")).unwrap();
        staged.write_with(at, |out| out.write_all(b"one").map_err(|e| e.to_string())).unwrap();
        let at = staged.reserve(&dir.path().join("b.txt")).unwrap();
        let unmade = staged.write_with(at, |_| Err::<(), _>("unmade"));
        assert!(matches!(unmade, Err(Unwritten::Made("unmade"))));
        if cfg!(target_os = "linux") {
            let full = staged.reserve(&dir.path().join("c.txt")).unwrap();
            let device = File::options().write(true).open("/dev/full").unwrap();
            staged.files.get_mut(full).unwrap().file = Some(device);
            let refused =
                staged.write_with(full, |out| out.write_all(&[0; 1 << 20]).map_err(|_| "in the words of another"));
            assert!(matches!(refused, Err(Unwritten::System(WriteError::System(path, _))) if path.ends_with("c.txt")));
        }
        drop(staged);
        assert!(names(dir.path()).is_empty());
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

    #[test]
    fn what_cannot_be_put_in_place_is_told_before_the_work() {
        let dir = tempfile::tempdir().unwrap();
        let long = dir.path().join(format!("{}.xlsx", "a".repeat(300)));
        assert!(matches!(Staged::new(false).reserve(&long), Err(WriteError::System(..))));
        let locked = dir.path().join("locked.xlsx");
        fs::write(&locked, "old").unwrap();
        let mut permissions = fs::metadata(&locked).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&locked, permissions).unwrap();
        assert!(matches!(Staged::new(true).reserve(&locked), Err(WriteError::ReadOnly(_))));
        let mut staged = Staged::new(true);
        staged.reserve(&dir.path().join("a.csv")).unwrap();
        assert!(matches!(staged.reserve(&dir.path().join("./a.csv")), Err(WriteError::Twice(_))));
        drop(staged);
        assert_eq!(names(dir.path()), ["locked.xlsx"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_a_device_stays_one_and_what_was_private_stays_private() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("elsewhere")).unwrap();
        let (real, link) = (dir.path().join("elsewhere/real.csv"), dir.path().join("link.csv"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&real, &link).unwrap();
        assert!(matches!(Staged::new(false).reserve(&link), Err(WriteError::Exists(_))));
        let mut staged = Staged::new(true);
        staged.put(&link, b"new").unwrap();
        staged.commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
        let nowhere = dir.path().join("nowhere.csv");
        symlink(dir.path().join("gone.csv"), &nowhere).unwrap();
        assert!(matches!(Staged::new(true).reserve(&nowhere), Err(WriteError::System(..))));
        let full = dir.path().join("full.csv");
        symlink("/dev/full", &full).unwrap();
        assert!(matches!(Staged::new(true).reserve(&full), Err(WriteError::NotAFile(_))));
        assert_eq!(names(&dir.path().join("elsewhere")), ["real.csv"]);
    }

    #[cfg(windows)]
    #[test]
    fn what_a_program_holds_is_told_before_the_work_and_no_second_name_of_it_is_left() {
        use std::os::windows::fs::OpenOptionsExt as _;

        use crate::system_error::SystemError;
        let dir = tempfile::tempdir().unwrap();
        let (free, held) = (dir.path().join("free.csv"), dir.path().join("held.xlsx"));
        let mut staged = Staged::new(true);
        for target in [&free, &held] {
            fs::write(target, "old").unwrap();
            staged.put(target, b"new").unwrap();
        }
        // As Excel does: others may read.
        let open = File::options().read(true).write(true).share_mode(1).open(&held).unwrap();
        let told = Staged::new(true).reserve(&held);
        assert!(matches!(told, Err(WriteError::System(_, e)) if SystemError::from(&e).may_be_open()));
        assert!(matches!(staged.commit(), Err(WriteError::System(..))));
        drop(open);
        assert_eq!((fs::read(&free).unwrap(), fs::read(&held).unwrap()), (b"old".to_vec(), b"old".to_vec()));
        assert_eq!(names(dir.path()), ["free.csv", "held.xlsx"]);
    }

    #[test]
    fn where_a_later_result_cannot_be_put_in_place_the_earlier_ones_are_taken_back() {
        for force in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let there = dir.path().join("there.csv");
            fs::create_dir(dir.path().join("sub")).unwrap();
            if force {
                fs::write(&there, "old").unwrap();
            }
            let mut staged = Staged::new(force);
            for target in ["there.csv", "new.csv", "sub/last.csv"] {
                staged.put(&dir.path().join(target), b"new").unwrap();
            }
            // The folder of the last one is gone by the time.
            fs::rename(dir.path().join("sub"), dir.path().join("moved")).unwrap();
            assert!(matches!(staged.commit(), Err(WriteError::System(..))));
            fs::remove_dir_all(dir.path().join("moved")).unwrap();
            if force {
                assert_eq!(fs::read(&there).unwrap(), b"old");
                fs::remove_file(&there).unwrap();
            }
            assert!(names(dir.path()).is_empty(), "{:?}", names(dir.path()));
        }
    }
}
