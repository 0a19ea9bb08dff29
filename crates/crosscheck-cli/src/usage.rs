//! What is said of arguments that were not understood.

use std::env::args_os;
use std::process::ExitCode;

use clap::Error;
use clap::builder::StyledStr;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;
use crosscheck_analysis::say;
use crosscheck_analysis::text::BOLD;
use crosscheck_analysis::text::CYAN;
use crosscheck_analysis::text::RED;
use crosscheck_analysis::text::RESET;
use crosscheck_analysis::text::Text;
use crosscheck_config::visible::visible;

use crate::terminal;

/// Says what `clap` says, and how to exit. Help is all our own; in all else arguments are quoted.
pub(crate) fn tell(mut error: Error) -> ExitCode {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            | ErrorKind::DisplayVersion
    );
    if is_help {
        let _ = error.print();
    } else {
        let quoted: Vec<(ContextKind, ContextValue)> =
            error.context().filter_map(|(k, value)| Some((k, on_one_line(k, value)?))).collect();
        for (kind, value) in quoted {
            error.insert(kind, value);
        }
        if is_other_programs(&error) {
            // It is no value of anything.
            error.remove(ContextKind::Suggested);
        }
        let hint = hint(&error);
        let mut text = Text::default();
        for line in error.render().to_string().trim_end().lines() {
            match line.strip_prefix("error: ") {
                Some(message) => say!(text, "{BOLD}{RED}error{RESET}: {message}"),
                None => say!(text, "{line}"),
            }
        }
        if let Some(hint) = hint {
            say!(text, "{BOLD}{CYAN}hint{RESET}: {hint}");
        }
        terminal::tell(&text);
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// What to write for an argument that is missing, where its name alone does not tell, for one that other programs have,
/// and for groups that stand alone.
fn hint(error: &Error) -> Option<&'static str> {
    if is_other_programs(error) {
        return Some("for programs write `--output json`");
    }
    if error.kind() == ErrorKind::UnknownArgument && args_os().any(|it| it == "--allow-widening") {
        return Some("groups stand behind `=`, as `--allow-widening=pay,shop`");
    }
    let missing = match error.get(ContextKind::InvalidArg)? {
        ContextValue::Strings(names) if error.kind() == ErrorKind::MissingRequiredArgument => names,
        _ => return None,
    };
    let origin = missing.iter().any(|name| name.starts_with("--origin "));
    origin.then_some("add the page's origin, as `--origin http://localhost:5173`")
}

/// Whether somebody asks for JSON as other programs are asked for it.
fn is_other_programs(error: &Error) -> bool {
    let asked = error.get(ContextKind::InvalidArg);
    error.kind() == ErrorKind::UnknownArgument
        && matches!(asked, Some(ContextValue::String(name)) if name == "--json")
}

/// What quotes an argument, with ends of lines shown; nothing for what quotes none.
fn on_one_line(kind: ContextKind, value: &ContextValue) -> Option<ContextValue> {
    match value {
        ContextValue::String(text) => Some(ContextValue::String(visible(text))),
        ContextValue::Strings(texts) => {
            Some(ContextValue::Strings(texts.iter().map(|text| visible(text)).collect()))
        }
        // What to write instead: the argument again, and how.
        ContextValue::StyledStrs(texts) if kind == ContextKind::Suggested => {
            let plain = texts.iter().map(|text| StyledStr::from(visible(&text.to_string())));
            Some(ContextValue::StyledStrs(plain.collect()))
        }
        _ => None,
    }
}
