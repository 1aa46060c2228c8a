//! The last step of writing: results get their names, one after the other, and are taken back where one cannot.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::atomic::{OnItsWay, WriteError, around};
use super::pending::{Pending, settle};

/// A result in its place, until all others are.
pub(super) struct InPlace {
    target: PathBuf,
    named: PathBuf,
    before: Before,
}

/// What stood in a place before.
enum Before {
    Nothing,
    /// It is kept under this name.
    Kept(PathBuf),
    /// It could not be kept.
    Gone,
}

/// Puts results in place one by one; those that are are noted.
pub(super) fn place(
    files: Vec<OnItsWay>,
    folders: Vec<(TempDir, PathBuf)>,
    done: &mut Vec<InPlace>,
    pending: &mut Pending,
) -> Result<(), WriteError> {
    let alone = files.len() + folders.len() == 1;
    let mut files = files.into_iter();
    let mut refused = Ok(());
    for OnItsWay { file, temporary, target, named, replace } in files.by_ref() {
        drop(file);
        let path = temporary.to_path_buf();
        let before = match fs::symlink_metadata(&target) {
            Ok(_) if replace && !alone => kept(&path, &target),
            Ok(_) => Before::Gone,
            Err(_) => Before::Nothing,
        };
        let outcome = if replace { temporary.persist(&target) } else { temporary.persist_noclobber(&target) };
        settle(pending, &path);
        match outcome {
            Ok(()) => done.push(InPlace { target, named, before }),
            Err(e) => {
                if let Before::Kept(before) = before {
                    let _ = fs::remove_file(before);
                }
                refused = Err(match e.error.kind() {
                    io::ErrorKind::AlreadyExists => WriteError::Exists(named),
                    _ => WriteError::System(named, e.error),
                });
                break;
            }
        }
    }
    // Those that are not put in place any more go with what holds them.
    files.for_each(|left| settle(pending, &left.temporary));
    for (folder, target) in folders {
        settle(pending, folder.path());
        if refused.is_err() {
            continue;
        }
        let made = folder.keep();
        match put_folder(&made, &target) {
            Ok(before) => done.push(InPlace { named: target.clone(), target, before }),
            Err(e) => {
                let _ = fs::remove_dir_all(&made);
                refused = Err(WriteError::System(target, e));
            }
        }
    }
    refused
}

/// Keeps what stands at a target under a name of ours, as a second name of the same file: there is no moment at
/// which nothing stands there. Not every file system can do that; then it cannot be taken back.
fn kept(temporary: &Path, target: &Path) -> Before {
    // What is held is not replaced either, and its second name could not be taken away again.
    if unheld(target).is_err() {
        return Before::Gone;
    }
    let mut old = temporary.as_os_str().to_owned();
    old.push(".old");
    let old = PathBuf::from(old);
    fs::hard_link(target, &old).map_or(Before::Gone, |()| Before::Kept(old))
}

/// Refuses a file that no other can be put in place of because a program holds it, as Excel does while it is open.
#[cfg(windows)]
pub(super) fn unheld(target: &Path) -> io::Result<()> {
    use std::os::windows::fs::OpenOptionsExt as _;
    /// The right to remove a file, which replacing it takes too.
    const DELETE: u32 = 0x0001_0000;
    File::options().access_mode(DELETE).open(target).map(drop)
}

/// Elsewhere nothing holds a name.
#[cfg(not(windows))]
pub(super) fn unheld(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Puts a folder in place of one that may be there; gives where that is now.
fn put_folder(made: &Path, target: &Path) -> io::Result<Before> {
    if !target.exists() {
        return fs::rename(made, target).map(|()| Before::Nothing);
    }
    let mut old = made.as_os_str().to_owned();
    old.push(".old");
    let old = PathBuf::from(old);
    fs::rename(target, &old)?;
    if let Err(e) = fs::rename(made, target) {
        fs::rename(&old, target)?;
        return Err(e);
    }
    Ok(Before::Kept(old))
}

/// Takes back a result, and puts back what stood there; gives its name where that cannot be done.
pub(super) fn take_back(InPlace { target, named, before }: InPlace) -> Option<PathBuf> {
    let remove = |path: &Path| if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    let undone = match before {
        Before::Kept(before) if before.is_dir() => remove(&target).and_then(|()| fs::rename(before, &target)),
        Before::Kept(before) => fs::rename(before, &target),
        Before::Nothing => remove(&target),
        // Better the new one than none.
        Before::Gone => return Some(named),
    };
    undone.err().map(|_| named)
}

/// Ends it when all are in place: what stood there before goes, and the renames are made to last through a power
/// cut. On Unix the names in a folder are written when that is synced; a file system that cannot do it is no
/// reason to fail.
pub(super) fn settled(done: &[InPlace]) {
    for one in done {
        if let Before::Kept(before) = &one.before {
            let _ = fs::remove_file(before).or_else(|_| fs::remove_dir_all(before));
        }
    }
    if cfg!(unix) {
        let folders: BTreeSet<&Path> = done.iter().map(|d| around(&d.target)).collect();
        for folder in folders {
            let _ = File::open(folder).and_then(|f| f.sync_all());
        }
    }
}
