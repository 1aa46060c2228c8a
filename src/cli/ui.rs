//! The one place that prints. Everything for people goes to standard error, results asked for on
//! standard output go there.

use std::io::{IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use crate::calendar;
use crate::finding::{Finding, Lang, Severity, Tally};
use crate::pipeline::Failure;
use crate::progress::Progress;
use crate::publish::atomic::WriteError;
use crate::publish::excerpt::{self, Excerpt};
use crate::publish::terminal::{self, Terminal};
use crate::run::Run;
use crate::system_error::SystemError;

use super::args::{ColorArg, Shared};
use super::progress::{self, Shown};
use super::usage;

/// Speaks to the person at the terminal.
pub struct Ui {
    lang: Lang,
    quiet: bool,
    /// The width of the terminal, if it is one.
    width: Option<usize>,
    err: AutoStream<std::io::Stderr>,
    /// A result could not be printed.
    cut_off: bool,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();

/// Around the cells of no more findings the sheet is drawn: nobody looks at more, and each file is read
/// once more for it.
const MOST_DRAWN: usize = 200;

impl Ui {
    /// A voice in the language and colours asked for.
    pub fn new(shared: &Shared) -> Self {
        let choice = match shared.color {
            ColorArg::Auto => ColorChoice::Auto,
            ColorArg::Always => ColorChoice::Always,
            ColorArg::Never => ColorChoice::Never,
        };
        let width = terminal_size::terminal_size_of(std::io::stderr()).map(|(width, _)| usize::from(width.0));
        let err = AutoStream::new(std::io::stderr(), choice);
        Self { lang: shared.lang.into(), quiet: shared.quiet, width, err, cut_off: false }
    }

    /// The language spoken.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Shows how far some work has come, until what this gives is dropped; nothing else may be said meanwhile.
    pub fn watch(&self, progress: &Progress) -> Shown {
        Shown::new(progress, self.lang, self.quiet)
    }

    /// Tells whether something that was asked for could not be printed.
    pub fn is_cut_off(&self) -> bool {
        self.cut_off
    }

    /// Says a line, unless quiet. Nobody listening is no error.
    pub fn say(&mut self, line: impl AsRef<str>) {
        if !self.quiet {
            let _ = writeln!(self.err, "{}", line.as_ref());
        }
    }

    /// Waits until what was said is read: the window that Windows opens for a program on which something was dropped
    /// closes with it. In the window of a command prompt, which says that it is one, nobody has to wait.
    pub fn keep_window(&mut self) {
        let alone = cfg!(windows) && std::env::var_os("PROMPT").is_none();
        if alone && !self.quiet && std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
            self.say(self.lang.of("Nhấn Enter để đóng.", "Press Enter to close."));
            let _ = std::io::stdin().read_line(&mut String::new());
        }
    }

    /// Says why the work could not be done.
    pub fn fail(&mut self, sentence: impl AsRef<str>) {
        let lead = self.lang.of("Không làm được", "Cannot do it");
        let _ = writeln!(self.err, "{ERROR}{lead}:{ERROR:#} {}", sentence.as_ref());
    }

    /// Prints the usage.
    pub fn help(&mut self) {
        let help = usage::command(self.lang).render_help();
        let _ = writeln!(self.err, "{}", help.ansi());
    }

    /// Writes a result to standard output. A reader that went away is no error.
    pub fn result(&mut self, bytes: &[u8]) {
        if let Err(error) = self.try_result(bytes) {
            self.cut_off = true;
            self.write_error(&WriteError::System("-".into(), error));
        }
    }

    /// Prints what was asked for to standard output.
    ///
    /// # Errors
    /// It cannot be written; a reader that has enough and closes it is none.
    pub fn try_result(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Says what the run is about and where that came from.
    pub fn settings(&mut self, run: &Run) {
        let lang = self.lang;
        let forms: Vec<&str> = run.forms.value.iter().map(|f| f.name.as_str()).collect();
        let origin = run.forms.origin.name(lang);
        self.say(format!("{}: {} ({origin})", lang.of("Biểu mẫu", "Form"), forms.join(", ")));
        match &run.place {
            Some(place) => {
                let name = run.register.full_name(place.value);
                let communes = run.register.communes(place.value).len();
                let count = lang.of(format!("{communes} đơn vị cấp xã"), format!("{communes} communes"));
                self.say(format!("{}: {name}; {count} ({})", lang.of("Địa bàn", "Place"), place.origin.name(lang)));
            }
            None => self.say(lang.of("Địa bàn: không xác định được", "Place: not known")),
        }
        match run.periods.widest() {
            Some(period) => self.say(format!(
                "{}: {} ({})",
                lang.of("Kỳ báo cáo", "Period"),
                run.periods.spoken(lang),
                period.origin.name(lang)
            )),
            None => self.say(lang.of("Kỳ báo cáo: không xác định được", "Period: not known")),
        }
        self.say(format!(
            "{}: {} ({})",
            lang.of("Danh mục đơn vị", "Register"),
            run.era.value.name(lang),
            run.era.origin.name(lang)
        ));
        let weights: Vec<&str> = run.register.weight_names().collect();
        if !weights.is_empty() {
            self.say(format!("{}: {}", lang.of("Quyền số", "Weights"), weights.join(", ")));
        }
        if let Some(due) = &run.due {
            let day = calendar::written(due.value);
            self.say(format!("{}: {day} ({})", lang.of("Hạn nộp", "Due"), due.origin.name(lang)));
        }
        self.say("");
    }

    /// Prints the findings of a run, the gravest first; those below the least severity are only counted,
    /// and that is said. The sheet is drawn around the cells of the first ones that somebody has to look at.
    pub fn findings_of(&mut self, run: &Run, least: Severity, drawn: bool) {
        if self.quiet {
            return;
        }
        let ordered = terminal::order(&run.findings, least);
        let to_look_at = ordered.iter().take_while(|f| f.severity() != Severity::Note).count();
        let first = if drawn { to_look_at.min(MOST_DRAWN) } else { 0 };
        let excerpts = excerpt::of(run, ordered.get(..first).unwrap_or_default());
        self.tell(&ordered, excerpts);
    }

    /// Prints findings that no run made, the gravest first.
    pub fn findings(&mut self, findings: &[Finding], least: Severity) {
        self.tell(&terminal::order(findings, least), Vec::new());
    }

    fn tell(&mut self, ordered: &[&Finding], excerpts: Vec<Option<Excerpt>>) {
        let terminal = Terminal { lang: self.lang, width: self.width };
        terminal.tell(ordered, excerpts, &mut |text| self.say(text));
    }

    /// Says how many findings there are of each kind.
    pub fn tally(&mut self, findings: &[Finding]) {
        let text = Tally::of(findings).words(self.lang);
        self.say(lang_lead(self.lang, &text));
    }

    /// Says a good end.
    pub fn good(&mut self, sentence: &str) {
        self.say(format!("{GOOD}{sentence}{GOOD:#}"));
    }

    /// Says a bad end.
    pub fn bad(&mut self, sentence: &str) {
        self.say(format!("{ERROR}{sentence}{ERROR:#}"));
    }

    /// Says why the run failed, after what it found until then.
    pub fn failure(&mut self, failure: &Failure) {
        self.findings(failure.findings(), Severity::Note);
        let sentence = failure.say(self.lang);
        self.fail(sentence);
    }

    /// Says why a result could not be written.
    pub fn write_error(&mut self, error: &WriteError) {
        let lang = self.lang;
        let sentence = match error {
            WriteError::Exists(path) => {
                let path = path.display();
                lang.of(
                    format!("Tệp «{path}» đã có. Đặt tên khác, hoặc thêm --force để ghi đè."),
                    format!("«{path}» exists. Choose another name, or add --force to replace it."),
                )
            }
            WriteError::IsFolder(path) => {
                let path = path.display();
                lang.of(
                    format!("«{path}» là thư mục, không ghi được tệp kết quả."),
                    format!("«{path}» is a folder; a result cannot be written there."),
                )
            }
            WriteError::NotAFile(path) => {
                let path = path.display();
                lang.of(
                    format!("«{path}» là thiết bị hoặc ống dẫn, không phải tệp: không ghi được. Đầu ra chuẩn là «-»."),
                    format!("«{path}» is a device or a pipe and no file. Standard output is «-»."),
                )
            }
            WriteError::ReadOnly(path) => {
                let path = path.display();
                lang.of(
                    format!("Tệp «{path}» được đặt là chỉ đọc: không ghi đè, kể cả với --force. Đặt tên khác."),
                    format!(
                        "«{path}» is set read-only: it is not replaced, not even with --force. Choose another name."
                    ),
                )
            }
            WriteError::Twice(path) => {
                let path = path.display();
                lang.of(
                    format!("Hai kết quả cùng ghi vào «{path}»."),
                    format!("Two results would be written to «{path}»."),
                )
            }
            WriteError::Partly(stand, why) => {
                self.write_error(why);
                let stand = stand.iter().map(|p| format!("«{}»", p.display())).collect::<Vec<_>>().join(", ");
                lang.of(
                    format!("Các kết quả khác đã ghi xong: {stand}. Chạy lại để có đủ."),
                    format!("These results are written: {stand}. Run again to have them all."),
                )
            }
            WriteError::System(path, e) => {
                let (path, e) = (path.display(), SystemError::from(e));
                let why = e.reason(lang);
                let hint = if e.may_be_open() {
                    lang.of(" Nếu tệp đang mở trong Excel, hãy đóng lại.", " If it is open in Excel, close it.")
                } else {
                    ""
                };
                lang.of(
                    format!("Không ghi được «{path}»: {why}.{hint}"),
                    format!("«{path}» cannot be written: {why}.{hint}"),
                )
            }
        };
        self.fail(sentence);
    }
}

fn lang_lead(lang: Lang, text: &str) -> String {
    lang.of(format!("Kết quả kiểm tra: {text}"), format!("Findings: {text}"))
}

/// Says that the program was told to stop; nothing is left of what was not done.
pub fn interrupted(lang: Lang, quiet: bool) {
    progress::wipe();
    if !quiet {
        let _ = writeln!(std::io::stderr(), "{}", lang.of("Đã dừng theo yêu cầu.", "Stopped as asked."));
    }
}

/// Says why the arguments cannot be taken, before there is a voice.
pub fn refused(lang: Lang, sentence: &str) {
    let lead = lang.of("Không làm được", "Cannot do it");
    let _ = writeln!(anstream::stderr(), "{ERROR}{lead}:{ERROR:#} {sentence}");
}
