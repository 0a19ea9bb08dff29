//! The command that stands above what it printed.

use crate::code::request;
use crate::curl::Command;
use crate::curl::is_curl;
use crate::curl::split;
use crate::curl::without_prompt;

/// The most lines that are looked at, and the most of a command.
const MOST_LINES: usize = 4_096;
pub(super) const MOST_OF_COMMAND: usize = 64;

/// What begins a line that is no part of a command.
const OUTPUT: [&str; 5] = ["HTTP/", "* ", "> ", "< ", "  % Total"];

/// The command of curl above an answer.
pub(super) fn command_in(text: &str) -> Option<Command> {
    Command::parse(curl_above(text)?.0).ok()
}

/// The command with which a text begins, of whatever tool, and what it printed.
pub(super) fn command_above(text: &str) -> Option<(Command, &str)> {
    if let Some((command, below)) = curl_above(text) {
        return Some((Command::parse(command).ok()?, below));
    }
    let (line, below) = text.trim_start().split_once('\n')?;
    // A request as it goes over the wire is no command: its own lines follow.
    let is_command = !line.contains(" HTTP/");
    Some((request(without_prompt(line).trim()).filter(|_| is_command)?.ok()?, below))
}

/// The command of curl that a sentence around an answer quotes.
pub(super) fn quoted_command(text: &str) -> Option<Command> {
    let mut lines = text.lines().take(MOST_LINES);
    lines.find_map(|line| {
        let (_, quoted) = line.split_once("`curl ")?;
        let (rest, _) = quoted.split_once('`')?;
        Command::parse(&format!("curl {rest}")).ok()
    })
}

/// The text of a command of curl, and what follows it.
fn curl_above(text: &str) -> Option<(&str, &str)> {
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').take(MOST_LINES);
    for line in lines.by_ref() {
        if OUTPUT.iter().any(|output| line.starts_with(output)) {
            return None;
        }
        if is_curl(line) {
            let mut end = start + line.len();
            // It ends where a line does, unless the line says that it goes on or a quote is open.
            for line in lines.take(MOST_OF_COMMAND) {
                let command = text.get(start..end)?.trim_end();
                if !command.ends_with(['\\', '^']) && split(command).is_some() {
                    break;
                }
                end += line.len();
            }
            return text.split_at_checked(end).map(|(text, below)| (&text[start..], below));
        }
        start += line.len();
    }
    None
}
