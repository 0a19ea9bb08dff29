//! Chromium's own names of what was refused, as the DevTools protocol has them: `corsError`, and what it
//! is about in `failedParameter`. Puppeteer, Playwright and logs of Electron write them down.

use alloc::vec::Vec;
use core::slice;

use super::find::Found;
use crate::catalog::FetchRule;
use crate::diagnosis::texts::Part;
use crate::diagnosis::texts::Releases;

/// Adds each code to what was found in a text.
pub(super) fn with_codes<'t>(text: &'t str, mut all: Vec<Found<'t>>) -> Vec<Found<'t>> {
    let count = all.len();
    for (start, key) in text.match_indices(KEY) {
        let from = start + key.len();
        let Some((end, name)) = word_after(text, from) else { continue };
        let Some(rule) = FetchRule::called(name) else { continue };
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
        let rest = &text[end..];
        let near = rest.find(PARAMETER).filter(|at| *at < 16).map(|at| end + at + PARAMETER.len());
        let parameter = near.and_then(|at| value_after(text, at));
        let hole = match rule {
            FetchRule::MethodNotAllowed => "method",
            FetchRule::HeadersNotAllowed => "header",
            _ => "value",
        };
        let caught = parameter.map(|value| (hole, value)).into_iter().collect();
        all.push(Found { caught, ..found(Part::Reason(slice::from_ref(of_table(rule)))) });
    }
    if all.len() > count {
        all.sort_by_key(|found| found.start);
    }
    all
}

const KEY: &str = "corsError";
const PARAMETER: &str = "failedParameter";

/// The rule where it stands for ever.
fn of_table(rule: FetchRule) -> &'static FetchRule {
    FetchRule::ALL.iter().find(|known| **known == rule).unwrap_or(&FetchRule::ALL[0])
}

/// A name after a few signs (`: '`, `":"`, `=`), and where it ends.
fn word_after(text: &str, from: usize) -> Option<(usize, &str)> {
    let rest = &text[from..];
    let start = rest.find(|c: char| c.is_ascii_alphanumeric()).filter(|at| (1..8).contains(at))?;
    let length = rest[start..].find(|c: char| !c.is_ascii_alphanumeric());
    let end = length.map_or(rest.len(), |length| start + length);
    Some((from + end, &rest[start..end]))
}

/// What stands between quotes after a colon, if anything does.
fn value_after(text: &str, from: usize) -> Option<&str> {
    let rest = text[from..].trim_start_matches(['"', '\'', '\\']).trim_start();
    let rest = rest.strip_prefix([':', '='])?.trim_start().trim_start_matches('\\');
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inside = &rest[1..];
    let value = inside[..inside.find(quote)?].trim_end_matches('\\');
    (!value.is_empty() && value.len() < 256).then_some(value)
}
