//! The program `phubieu`; all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    phubieu::cli::main()
}
