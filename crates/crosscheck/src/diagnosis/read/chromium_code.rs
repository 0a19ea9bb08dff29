//! Chromium's own names of what was refused, as the DevTools protocol has them: `corsError`, and what it
//! is about in `failedParameter`. Puppeteer, Playwright and logs of Electron write them down; the network panel
//! shows them behind `Cross-Origin Resource Sharing error`, and people type them with blanks.

use alloc::string::String;
use alloc::vec::Vec;
use core::slice;

use super::beginning::beginning;
use super::find::Found;
use crate::catalog::FetchRule;
use crate::diagnosis::texts::Part;
use crate::diagnosis::texts::Releases;

/// Adds each code to what was found in a text.
pub(super) fn with_codes<'t>(text: &'t str, mut all: Vec<Found<'t>>) -> Vec<Found<'t>> {
    let count = all.len();
    for (start, key) in KEYS.into_iter().flat_map(|key| text.match_indices(key)) {
        let behind = text.get(start + key.len()..).unwrap_or_default();
        let Some((name, rest)) = split_word(behind) else { continue };
        let Some(rule) = rule_called(name) else { continue };
        let end = text.len() - rest.len();
        let found = |part| Found {
            browser: Some("chromium"),
            part,
            releases: Releases::default(),
            start,
            end,
            caught: Vec::new(),
            is_of_request: true,
        };
        if name.trim_start_matches('k').starts_with("Preflight") {
            all.push(found(Part::OfPreflight));
        }
        let near = beginning(rest, MOST_SIGNS + PARAMETER.len()).find(PARAMETER);
        let parameter = near.and_then(|at| value_in(rest.get(at + PARAMETER.len()..)?));
        let hole = match *rule {
            FetchRule::MethodNotAllowed => "method",
            FetchRule::HeadersNotAllowed => "header",
            _ => "value",
        };
        let caught = parameter.map(|value| (hole, value)).into_iter().collect();
        all.push(Found { caught, ..found(Part::Reason(slice::from_ref(rule))) });
    }
    if all.iter().all(|found| matches!(found.part, Part::Vague(_) | Part::Noise)) {
        all.extend(typed(text));
    }
    if all.len() > count {
        all.sort_by_key(|found| found.start);
    }
    all
}

/// A name without a key, as it is or in the words that it is made of: `Preflight missing allow origin header`.
fn typed(text: &str) -> Option<Found<'_>> {
    // A name and nothing else is asked for as one.
    if !text.trim().contains(char::is_whitespace) {
        return None;
    }
    let lower = beginning(text, MOST_TYPED).to_ascii_lowercase();
    let rules = FetchRule::ALL.iter().filter_map(|rule| Some((rule, rule.chromium()?)));
    let (rule, start, words) = rules.into_iter().find_map(|(rule, name)| {
        let name = name.strip_prefix('k').unwrap_or(name);
        let words = in_words(name);
        let is_telling = words.bytes().filter(|byte| *byte == b' ').count() > 1;
        let joined = name.to_ascii_lowercase();
        let found = [words, joined].into_iter().find_map(|word| Some((lower.find(&word)?, word)));
        found.filter(|_| is_telling).map(|(start, word)| (rule, start, word))
    })?;
    let is_of_preflight = lower.get(..start)?.trim_end().ends_with("preflight");
    let stage = is_of_preflight.then_some(("stage", "preflight"));
    Some(Found {
        browser: Some("chromium"),
        part: Part::Reason(slice::from_ref(rule)),
        releases: Releases::default(),
        start,
        end: start + words.len(),
        caught: stage.into_iter().collect(),
        is_of_request: true,
    })
}

/// `MissingAllowOriginHeader` as `missing allow origin header`.
fn in_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

const KEYS: [&str; 2] = ["corsError", "Cross-Origin Resource Sharing error"];
const MOST_TYPED: usize = 4 * 1024;
const PARAMETER: &str = "failedParameter";

/// The most bytes between the code and what it is about.
const MOST_SIGNS: usize = 15;

/// The rule of a code, where it stands for ever.
fn rule_called(name: &str) -> Option<&'static FetchRule> {
    let rule = FetchRule::called(name)?;
    FetchRule::ALL.iter().find(|known| **known == rule)
}

/// A name after a few signs (`: '`, `":"`, `=`), and what follows it.
fn split_word(text: &str) -> Option<(&str, &str)> {
    let word = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let length = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
    let is_near = (1..8).contains(&(text.len() - word.len()));
    word.split_at_checked(length).filter(|(name, _)| is_near && !name.is_empty())
}

/// What stands between quotes after a colon, if anything does.
fn value_in(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(['"', '\'', '\\']).trim_start();
    let rest = rest.strip_prefix([':', '='])?.trim_start().trim_start_matches('\\');
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (value, _) = rest.strip_prefix(quote)?.split_once(quote)?;
    let value = value.trim_end_matches('\\');
    (!value.is_empty() && value.len() < 256).then_some(value)
}
