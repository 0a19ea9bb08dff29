//! What is not TOML: what somebody meant who wrote it so, in words that say what to write.

use std::ops::Range;

/// The format that a text is written in, where that is another than TOML: its first line tells.
pub(crate) fn other_format(text: &str) -> Option<&'static str> {
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let is_yaml = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        line.len() > name.len() && !name.is_empty() && name.chars().all(is_name)
    };
    match first {
        _ if first.starts_with('{') => Some("JSON"),
        _ if first == "---" || first.starts_with("- ") || is_yaml(first) => Some("YAML"),
        _ => None,
    }
}

/// Whether a line begins at a place with a key or the head of a table.
pub(crate) fn begins_a_key(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    let line = after.lines().next().unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.[".contains(c);
    let behind = line.trim_start_matches(is_name).trim_start();
    before.trim_end_matches([' ', '\t']).ends_with('\n')
        && line.starts_with(is_name)
        && behind.starts_with(['=', ']'])
}

/// What the parser says at a place, in words that say what to write; its own where nobody knows.
pub(crate) fn in_our_words(text: &str, span: &Range<usize>, error: String) -> String {
    let written = text.get(span.clone()).unwrap_or_default().trim();
    if error.contains("duplicate key") {
        return format!("`{written}` is there already, above; put all of it there");
    }
    if error.contains("invalid unquoted key") && written.starts_with(':') {
        return "a name and its value stand apart by `=`; write `=` in place of `:`".into();
    }
    // What begins as `nan` and `inf` do is a number to the parser; to who wrote it, it is a word.
    let is_word = written.len() > 1 && written.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_number = error.contains("invalid float") && is_word;
    if !error.contains("string values must be quoted") && !is_number {
        return error;
    }
    if items_of_yaml(text, span.start) > span.start {
        return "a list stands in brackets; write `[\"…\", \"…\"]`".into();
    }
    match written.trim_matches(is_curly) {
        straight if straight != written => {
            format!("these quotes are a word processor's; write `\"{straight}\"`")
        }
        "yes" | "on" | "Yes" | "On" => "TOML says `true` or `false`; write `true`".into(),
        "no" | "off" | "No" | "Off" => "TOML says `true` or `false`; write `false`".into(),
        "null" | "nil" | "none" | "None" => {
            "TOML has no `null`: leave the line out, or write `\"null\"` for the origin".into()
        }
        "" => error,
        _ => format!("text stands in quotes; write `\"{written}\"`"),
    }
}

/// Quotes as word processors set them.
const fn is_curly(letter: char) -> bool {
    matches!(
        letter,
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2018}' | '\u{2019}' | '\u{ab}' | '\u{bb}'
    )
}

/// Where that ends of which a mistake at a place says all: its line, and the items of YAML below it.
pub(crate) fn end_of_what_is_told(text: &str, at: usize) -> usize {
    let behind = text.get(at..).unwrap_or_default();
    let line = behind.lines().next().unwrap_or_default();
    (at + line.trim_end().len()).max(items_of_yaml(text, at))
}

/// Whether a line ends at a place, in two letters.
pub(crate) fn is_end_of_line(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|behind| behind.starts_with("\r\n"))
}

/// Where the items end that stand, each behind a dash, below the line of a place; the place itself if there
/// are none.
fn items_of_yaml(text: &str, at: usize) -> usize {
    let behind = text.get(at..).unwrap_or_default();
    let mut end = at;
    let mut place = at;
    for (number, line) in behind.split_inclusive('\n').enumerate() {
        place += line.len();
        match number {
            0 if line.trim().is_empty() => {}
            0 => return at,
            _ if line.trim_start().starts_with("- ") => end = place,
            _ => break,
        }
    }
    end
}
