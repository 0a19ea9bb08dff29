//! Texts with holes: filled by who writes, and found in what people paste.
//!
//! A paste changes quotes, breaks and quotes lines and adds places and times; so any blank matches a run of
//! blanks, and any quote every other. What a hole catches is left as it is.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;
use core::fmt::Write;

/// What a template caught: hole names and what stood in them.
pub(in crate::diagnosis) type Caught<'t> = Vec<(&'static str, &'t str)>;

/// The most bytes that a hole catches: one named `what`, which may hold anything as `value` does, is
/// the kind of thing that asked.
const HOLE_LIMIT: usize = 2 * 1024;
const WHAT_LIMIT: usize = 32;

/// Writes a template with its holes filled by name.
pub(in crate::diagnosis) fn fill(
    template: &'static str,
    holes: &[(&str, &dyn Display)],
    text: &mut String,
) {
    let (literal, mut rest) = next_literal(template);
    text.push_str(literal);
    while let Some((name, after)) = next_hole(rest) {
        let value = holes.iter().find(|(known, _)| *known == name);
        debug_assert!(value.is_some(), "nothing for {name} of {template}");
        if let Some((_, value)) = value {
            // A string takes whatever is written.
            let _ = write!(text, "{value}");
        }
        let (literal, after) = next_literal(after);
        text.push_str(literal);
        rest = after;
    }
}

/// Finds a template at a place in a text; gives where it ends, and what its holes caught.
///
/// In: literal text with `{name}` holes; it starts with a literal. A hole named `value`, `skip` or `what`
/// catches anything up to what follows it, at the template's end up to the line's; `status` digits; any
/// other a run without blanks.
pub(in crate::diagnosis) fn match_at<'t>(
    template: &'static str,
    text: &'t str,
    at: usize,
) -> Option<(usize, Caught<'t>)> {
    let mut caught = Vec::new();
    let (literal, mut rest) = next_literal(template);
    let mut at = literal_end(literal, text, at)?;
    while let Some((name, after)) = next_hole(rest) {
        let (literal, after) = next_literal(after);
        let (hole_end, end) = match name {
            "what" => catch_anything(literal, text, at, WHAT_LIMIT)?,
            "value" | "skip" => catch_anything(literal, text, at, HOLE_LIMIT)?,
            "status" => catch_digits(literal, text, at)?,
            _ => catch_a_run(literal, text, at)?,
        };
        caught.push((name, text.get(at..hole_end)?));
        (at, rest) = (end, after);
    }
    Some((at, caught))
}

/// Whether a text could match a template at a place, by the first letter alone.
pub(in crate::diagnosis) fn can_start(template: &'static str, letter: char) -> bool {
    template.starts_with(letter)
}

fn next_literal(template: &'static str) -> (&'static str, &'static str) {
    template.split_at(template.find('{').unwrap_or(template.len()))
}

fn next_hole(template: &'static str) -> Option<(&'static str, &'static str)> {
    template.strip_prefix('{')?.split_once('}')
}

/// Where a literal that starts at a place ends.
fn literal_end(literal: &str, text: &str, at: usize) -> Option<usize> {
    let mut rest = text.get(at..)?;
    for letter in literal.chars() {
        if letter == ' ' {
            let trimmed = after_blanks(rest);
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
            continue;
        }
        let mut letters = rest.chars();
        let found = letters.next()?;
        if found != letter && !(is_quote(found) && is_quote(letter)) {
            return None;
        }
        rest = letters.as_str();
    }
    Some(text.len() - rest.len())
}

/// What follows a run of blanks; where a line breaks in it, the marks with which the next is quoted belong
/// to it.
fn after_blanks(text: &str) -> &str {
    let trimmed = text.trim_start();
    let mut blanks = text.chars().take_while(|letter| letter.is_whitespace());
    match blanks.any(|blank| blank == '\n') {
        true => {
            trimmed.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '|' | '│'))
        }
        false => trimmed,
    }
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '\'' | '"' | '`' | '‘' | '’' | '“' | '”' | '´' | '′')
}

/// The shortest run of anything before a literal; without one, the line.
fn catch_anything(literal: &str, text: &str, at: usize, limit: usize) -> Option<(usize, usize)> {
    let (before, rest) = text.split_at_checked(at)?;
    if literal.is_empty() {
        let line = rest.split('\n').next().unwrap_or_default();
        let line = line.split(" | ").next().unwrap_or_default();
        // Safari's place: `(app.js, line 12)`.
        let line = match line.rsplit_once(" (") {
            Some((before, place)) if place.contains(", line ") => before,
            _ => line,
        };
        let end = at + line.trim_end().len();
        return Some((end, end));
    }
    // What began with one kind of quote ends with it, whatever other quotes are in it.
    let opening = before.chars().next_back().filter(|c| is_quote(*c));
    let opening = opening.filter(|_| literal.starts_with(is_quote));
    rest.char_indices()
        .take_while(|(index, _)| *index <= limit)
        .filter(|(_, letter)| opening.is_none_or(|opening| closes(opening, *letter)))
        .find_map(|(index, _)| Some((at + index, literal_end(literal, text, at + index)?)))
}

/// Whether a quote ends what another began; some of Firefox's texts end with the one they begin with.
fn closes(opening: char, letter: char) -> bool {
    match opening {
        '‘' => matches!(letter, '’' | '‘'),
        '“' => matches!(letter, '”' | '“'),
        other => letter == other,
    }
}

fn catch_digits(literal: &str, text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let end = at + length.min(HOLE_LIMIT);
    (length > 0).then_some((end, literal_end(literal, text, end)?))
}

/// The longest run without blanks that the literal follows, if only within it.
fn catch_a_run(literal: &str, text: &str, at: usize) -> Option<(usize, usize)> {
    let run = text.get(at..)?.split(char::is_whitespace).next()?;
    if run.is_empty() || run.len() > HOLE_LIMIT {
        return None;
    }
    let places = run.char_indices().map(|(index, _)| index).chain([run.len()]);
    let mut places: Vec<usize> = places.skip(1).collect();
    if literal.is_empty() {
        places = [run.trim_end_matches(['.', ',', ')', '"', '\'']).len()].into();
    }
    let mut places = places.into_iter().rev();
    places.find_map(|index| Some((at + index, literal_end(literal, text, at + index)?)))
}
