//! How the program is used: its help, and what it says of arguments that it cannot take (`refusal`), in the
//! language asked for. The parser words both in English of its own; [`english`] has what [`super::args`]
//! says in Vietnamese.

mod english;
mod refusal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::Str;
use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _};

use crate::finding::Lang;

use super::args::Args;
use super::{Status, ui};

/// The arguments as they were typed.
///
/// # Errors
/// They cannot be taken, or they ask for the help: what there is to say is said.
pub fn parsed() -> Result<Args, ExitCode> {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let lang = language(&typed);
    let mut command = command(lang);
    let matches = command.try_get_matches_from_mut(typed);
    matches.and_then(|matches| Args::from_arg_matches(&matches)).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has enough is no error.
            let _ = error.print();
            Status::Done.into()
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            Status::Failed.into()
        }
        _ => {
            ui::refused(lang, &refusal::words(&error, lang));
            Status::Failed.into()
        }
    })
}

/// The language asked for, known before anything is parsed.
fn language(typed: &[OsString]) -> Lang {
    let texts: Vec<&str> = typed.iter().filter_map(|t| t.to_str()).collect();
    let apart = texts.windows(2).any(|w| matches!(w, ["--lang", "en"]));
    if apart || texts.contains(&"--lang=en") { Lang::En } else { Lang::Vi }
}

/// The program's arguments, worded in a language.
pub fn command(lang: Lang) -> Command {
    let mut command = Args::command();
    // What the parser adds of its own is there to be worded too.
    command.build();
    worded(command, "", lang)
}

/// Words a command and those below it; `path` is where it stands, empty for the program.
fn worded(command: Command, path: &str, lang: Lang) -> Command {
    let mut command = command
        .subcommand_help_heading(lang.of("Lệnh", "Commands"))
        .subcommand_value_name(lang.of("LỆNH", "COMMAND"))
        .mut_args(|arg| worded_arg(arg, path, lang));
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(name, |below| worded(below, &path, lang));
    }
    let vi = if path.ends_with("help") { HELP_COMMAND.0 } else { "" };
    if let Some(about) = lang.of(Some(vi).filter(|v| !v.is_empty()), english::about(path)) {
        command = command.about(about).long_about(None);
    }
    let heading = lang.of("Cách dùng:", "Usage:");
    let usage = usage(&mut command, heading.chars().count(), lang);
    command.help_template(format!("{{about-with-newline}}\n{heading} {usage}\n\n{{all-args}}"))
}

/// What the command that shows the help says of itself.
const HELP_COMMAND: (&str, &str) =
    ("In hướng dẫn của chương trình hoặc của một lệnh", "Print the help of the program or of a command");

/// The lines that show how a command is typed, below each other behind a heading so many letters long.
fn usage(command: &mut Command, heading: usize, lang: Lang) -> String {
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage:").unwrap_or(&usage).replace("[OPTIONS]", lang.of("[TÙY CHỌN]", "[OPTIONS]"));
    let lines: Vec<&str> = usage.lines().map(str::trim).collect();
    lines.join(&format!("\n{}", " ".repeat(heading + 1)))
}

fn worded_arg(arg: Arg, path: &str, lang: Lang) -> Arg {
    let heading = match arg.is_positional() {
        true => lang.of("Tham số", "Arguments"),
        false => lang.of("Tùy chọn", "Options"),
    };
    let (own, vi) = (arg.get_id().as_str().to_owned(), arg.get_help().map(ToString::to_string));
    let help = match own.as_str() {
        "help" => Some(lang.of("In hướng dẫn", "Print the help").to_owned()),
        "version" => Some(lang.of("In số phiên bản", "Print the version").to_owned()),
        _ => lang.of(vi, english::help(path, &own).map(str::to_owned)),
    };
    // The parser's own words for `--help` are in English.
    let own_details = arg.get_long_help().filter(|_| own != "help").map(ToString::to_string);
    let details = lang.of(own_details, english::details(&own).map(str::to_owned));
    let choices = choices(&arg, lang);
    let with_choices = |text: String| format!("{text}{choices}");
    let english = |name: &Str| english::value(name).map_or_else(|| name.clone(), Str::from);
    let names: Vec<Str> = arg.get_value_names().unwrap_or_default().to_vec();
    let names = lang.of(names.clone(), names.iter().map(english).collect());
    let mut arg = arg.help_heading(heading).hide_possible_values(true).hide_default_value(true);
    if let Some(help) = help {
        arg = arg.help(with_choices(help));
    }
    // Without details the long help says what the short one does.
    arg = match details {
        Some(details) => arg.long_help(details),
        None => arg.long_help(None),
    };
    if names.is_empty() { arg } else { arg.value_names(names) }
}

/// What may be chosen, and what is where nothing is.
fn choices(arg: &Arg, lang: Lang) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let possible = arg.get_possible_values();
    let possible: Vec<&str> = possible.iter().map(clap::builder::PossibleValue::get_name).collect();
    let default: Vec<&str> = arg.get_default_values().iter().filter_map(|v| v.to_str()).collect();
    let mut said = Vec::new();
    if !possible.is_empty() {
        said.push(possible.join(", "));
    }
    if !default.is_empty() {
        said.push(format!("{} {}", lang.of("mặc định:", "default:"), default.join(", ")));
    }
    if said.is_empty() { String::new() } else { format!(" [{}]", said.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command with its path.
    fn all(command: &Command, path: &str) -> Vec<(String, Command)> {
        let mut found = vec![(path.to_owned(), command.clone())];
        for below in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            let path =
                if path.is_empty() { below.get_name().to_owned() } else { format!("{path} {}", below.get_name()) };
            found.extend(all(below, &path));
        }
        found
    }

    #[test]
    fn every_command_and_argument_is_worded_in_both_languages() {
        let (vietnamese, english) = (command(Lang::Vi), command(Lang::En));
        for ((path, vi), (_, en)) in all(&vietnamese, "").into_iter().zip(all(&english, "")) {
            let marked = |text: &str| !text.replace("«-»", "").replace(['»', '«'], "").is_ascii();
            let about = |c: &Command| c.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about(&en).is_empty() && !marked(&about(&en)), "{path}: {}", about(&en));
            assert!(marked(&about(&vi)), "{path}: {}", about(&vi));
            for (vi, en) in vi.get_arguments().zip(en.get_arguments()) {
                let help = |a: &Arg| a.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!help(en).is_empty() && !marked(&help(en)), "{path} {}: {}", en.get_id(), help(en));
                assert!(path.starts_with("help") || marked(&help(vi)), "{path} {}: {}", vi.get_id(), help(vi));
            }
        }
    }

    #[test]
    fn the_help_says_nothing_in_the_other_language() {
        for (path, one) in all(&command(Lang::Vi), "") {
            let help = one.clone().render_long_help().to_string();
            for word in ["Usage", "OPTIONS", "Options:", "Commands:", "Print", "possible", "default", "alias"] {
                assert!(!help.contains(word), "{path}: {help}");
            }
        }
    }
}
