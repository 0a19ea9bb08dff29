//! Chromium's own names of what was refused, as the DevTools protocol has them: `corsError`, and what it
//! is about in `failedParameter`. Puppeteer, Playwright and logs of Electron write them down.

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
    for (start, key) in text.match_indices(KEY) {
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
    if all.len() > count {
        all.sort_by_key(|found| found.start);
    }
    all
}

const KEY: &str = "corsError";
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
