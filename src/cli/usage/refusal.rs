//! Why arguments cannot be taken.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::values::Refused;
use crate::finding::Lang;
use crate::intake::limits::NotALimit;

/// The words for it, with how the command is typed.
pub(super) fn words(error: &clap::Error, lang: Lang) -> String {
    let said = |kind| error.get(kind).map(texts).unwrap_or_default();
    let one = |kind| said(kind).join(", ");
    let (argument, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    let choices = match one(ContextKind::ValidValue) {
        none if none.is_empty() => String::new(),
        choices => lang.of(format!("; chọn một trong: {choices}"), format!("; choose one of: {choices}")),
    };
    let sentence = match error.kind() {
        ErrorKind::MissingRequiredArgument => lang
            .of(format!("Thiếu tham số bắt buộc: {argument}."), format!("What must be given is missing: {argument}.")),
        ErrorKind::UnknownArgument => lang.of(
            format!("Không có tùy chọn hoặc tham số «{argument}» ở đây."),
            format!("There is no option or argument «{argument}» here."),
        ),
        ErrorKind::InvalidSubcommand => {
            let command = one(ContextKind::InvalidSubcommand);
            lang.of(format!("Không có lệnh «{command}»."), format!("There is no command «{command}»."))
        }
        ErrorKind::MissingSubcommand => {
            let valid = one(ContextKind::ValidSubcommand);
            lang.of(
                format!("Thiếu tên lệnh; chọn một trong: {valid}."),
                format!("A command is missing; one of: {valid}."),
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => lang.of(
            format!("Tùy chọn «{argument}» thiếu giá trị{choices}."),
            format!("The option «{argument}» lacks a value{choices}."),
        ),
        ErrorKind::InvalidValue => lang.of(
            format!("Giá trị «{value}» của «{argument}» không dùng được{choices}."),
            format!("The value «{value}» of «{argument}» cannot be used{choices}."),
        ),
        ErrorKind::ValueValidation => {
            let why = why(error, lang);
            lang.of(format!("«{value}» của «{argument}»: {why}."), format!("«{value}» of «{argument}»: {why}."))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            lang.of(
                format!("Số giá trị của «{argument}» không đúng."),
                format!("«{argument}» has too many values or too few."),
            )
        }
        ErrorKind::ArgumentConflict => {
            let mut others = said(ContextKind::PriorArg);
            others.retain(|other| *other != argument);
            let others = others.iter().map(|other| format!("«{other}»")).collect::<Vec<_>>().join(", ");
            let argument = match argument.is_empty() {
                true => one(ContextKind::InvalidSubcommand),
                false => argument,
            };
            match others.is_empty() {
                true => lang
                    .of(format!("«{argument}» chỉ được ghi một lần."), format!("«{argument}» can be given only once.")),
                false => lang.of(
                    format!("«{argument}» không dùng cùng với {others}."),
                    format!("«{argument}» cannot be used with {others}."),
                ),
            }
        }
        ErrorKind::InvalidUtf8 => {
            lang.of("Có tham số không phải là chữ Unicode.".to_owned(), "An argument is no Unicode text.".to_owned())
        }
        _ => lang.of("Không hiểu các tham số.".to_owned(), "The arguments cannot be understood.".to_owned()),
    };
    let near: Vec<String> = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .flat_map(said)
        .map(|near| format!("«{near}»"))
        .collect();
    let near = match near.is_empty() {
        true => String::new(),
        false => lang.of(format!(" Có phải {}?", near.join(", ")), format!(" Did you mean {}?", near.join(", "))),
    };
    let more = lang.of("Xem hướng dẫn: thêm --help.", "For help add --help.");
    format!("{sentence}{near}\n{more}")
}

/// Why a value is refused.
fn why(error: &clap::Error, lang: Lang) -> String {
    let Some(source) = error.source() else {
        return lang.of("không dùng được", "cannot be used").to_owned();
    };
    match (source.downcast_ref::<Refused>(), source.downcast_ref::<NotALimit>()) {
        (Some(refused), _) => refused.words(lang).to_owned(),
        (_, Some(limit)) => limit.words(lang),
        _ => source.to_string(),
    }
}

fn texts(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        ContextValue::StyledStr(text) => vec![text.to_string()],
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect(),
        ContextValue::Number(n) => vec![n.to_string()],
        ContextValue::Bool(said) => vec![said.to_string()],
        _ => Vec::new(),
    }
}
