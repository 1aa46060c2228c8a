//! Reading a doubtful file in a process of its own, which may take so much memory and time and no more.
//!
//! What the guard finds odd but not certainly broken may make the library ask for memory without end,
//! which no `catch_unwind` holds back. The child is this very program under a command of its own: it takes
//! the bytes on standard input and gives what it read on standard output ([`super::wire`]). What comes from
//! it is not trusted. On Unix its memory is limited by the system; elsewhere only its time is.

use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::finding::intake::Problem;

use super::limits::Limits;
use super::{Outcome, damaged, read_here, sniff, wire};

/// The command under which the program is its own reader.
pub const COMMAND: &str = "read-doubtful";

/// What Rust says on standard error when the system refuses it memory.
const NO_MEMORY: &str = "memory allocation of";

static READER: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that reads doubtful files; once, before anything is read. Where none is named, such
/// files are refused.
pub fn set_reader(program: PathBuf) {
    let _ = READER.set(program);
}

/// Reads a doubtful file in a child; the guard's doubt is said where that fails.
pub(super) fn read(bytes: &[u8], doubt: &str, limits: &Limits) -> Outcome {
    let Some(program) = READER.get() else { return Err(damaged(doubt)) };
    let (output, said) = match run(program, bytes, limits) {
        Ok(ran) => ran,
        Err(Failed::Late) => return Err(Box::new(Problem::TooSlow { seconds: limits.seconds })),
        Err(Failed::NotStarted(error)) => return Err(damaged(format!("{doubt}; {error}"))),
    };
    wire::unpack(&output).unwrap_or_else(|| {
        Err(if said.contains(NO_MEMORY) {
            Box::new(Problem::TooMuchMemory { most: limits.memory })
        } else {
            damaged(format!("{doubt}; the reader of doubtful files ended without an answer"))
        })
    })
}

/// How many KiB of addresses the program's allocator takes at once: by itself a gigabyte, all of which would count as
/// memory where that has a limit.
const ALLOCATOR_TAKES: &str = "MIMALLOC_ARENA_RESERVE";

enum Failed {
    NotStarted(io::Error),
    Late,
}

/// Runs the child to its end, or to the end of its time; gives what it wrote to its two outputs.
fn run(program: &PathBuf, bytes: &[u8], limits: &Limits) -> Result<(Vec<u8>, String), Failed> {
    let mut command = Command::new(program);
    command.arg(COMMAND).args(limits.typed().iter().flat_map(|limit| ["--limit", limit.as_str()]));
    command.env(ALLOCATOR_TAKES, "32768");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(Failed::NotStarted)?;
    let (mut stdin, mut stdout, mut stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (answer, answered) = mpsc::channel();
    let most = limits.memory;
    let ended = thread::scope(|scope| {
        scope.spawn(move || {
            // A child that went away does not read on; its silence is what tells.
            let _ = stdin.take().map(|mut to| to.write_all(bytes));
        });
        scope.spawn(move || {
            let mut output = Vec::new();
            let _ = stdout.take().map(|from| from.take(most).read_to_end(&mut output));
            let mut said = Vec::new();
            let _ = stderr.take().map(|from| from.take(4096).read_to_end(&mut said));
            let _ = answer.send((output, String::from_utf8_lossy(&said).into_owned()));
        });
        let ended = answered.recv_timeout(Duration::from_secs(limits.seconds));
        // It has nothing more to say, or no more time; a child that is gone already is no error.
        let _ = child.kill();
        let _ = child.wait();
        ended
    });
    ended.map_err(|_| Failed::Late)
}

/// The child's work: reads a file from standard input and gives what it holds as bytes.
///
/// # Errors
/// Standard input cannot be read, or the limits cannot be set.
pub fn serve(limits: &Limits) -> io::Result<Vec<u8>> {
    confine(limits)?;
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let outcome = sniff::kind(&bytes).and_then(|kind| read_here(kind, "", &bytes, None, limits));
    wire::pack(outcome).ok_or_else(|| io::Error::other("what was read cannot be sent"))
}

/// Takes away from this process the memory and the time beyond its limits.
#[cfg(unix)]
fn confine(limits: &Limits) -> io::Result<()> {
    use rlimit::Resource;
    let set = |resource: Resource, most: u64| {
        let (_, hard) = resource.get()?;
        resource.set(most.min(hard), most.min(hard))
    };
    // A process that the system stops leaves no picture of its memory behind.
    set(Resource::CORE, 0)?;
    // A little more than its parent waits, who then says why.
    set(Resource::CPU, limits.seconds.saturating_add(1))?;
    // Not every Unix knows the limit of address space.
    if Resource::AS.is_supported() { set(Resource::AS, limits.memory) } else { Ok(()) }
}

#[cfg(not(unix))]
fn confine(_: &Limits) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_reader_a_doubtful_file_is_refused_with_the_doubt() {
        let outcome = read(b"PK", "the doubt", &Limits::default()).map(|_| ()).map_err(|problem| *problem);
        assert_eq!(outcome, Err(Problem::Damaged { detail: "the doubt".to_owned() }));
    }
}
