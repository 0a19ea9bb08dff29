//! What kind of thing a text is, and what was told beside it.

use crosscheck::diagnosis::guess;
use crosscheck::diagnosis::read;

use super::curl;
use super::har;
use super::overrides::Overrides;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;
use super::topic;
use crate::curl::is_curl;
use crate::error::InputError;

/// Finds out what kind of thing a text is, and explains it.
///
/// Fails, with a hint, where it is nothing that can be explained.
pub fn explain(input: &str, overrides: &Overrides) -> Result<Report, InputError> {
    let text = input.trim();
    if text.starts_with('{') {
        return har::explain(text, overrides);
    }
    if is_curl(text) {
        return curl::explain(text, overrides);
    }
    let readings = read(text);
    if !readings.is_empty() {
        let findings = readings.into_iter().map(|reading| {
            let mut finding = Finding::of(reading.refusal);
            finding.browsers = reading.browser.into_iter().collect();
            finding.or_rules = reading.rules[1..].to_vec();
            overrides.complete(&mut finding);
            finding
        });
        return Ok(Report::new("console", Verdict::Refused, findings.collect()));
    }
    if let Some(report) = topic::explain(text, overrides) {
        return Ok(report);
    }
    Err(not_understood(text))
}

fn not_understood(text: &str) -> InputError {
    let shown: String = text.chars().take(60).collect();
    let message = format!("`{shown}` is no text that a browser is known to write about CORS");
    let hint = if let Some(rule) = guess(text) {
        format!(
            "it may be about `{}`: {}; see `crosscheck explain {0}`",
            rule.name(),
            rule.what().english
        )
    } else if let Some(name) = topic::nearest(text) {
        format!("did you mean `{name}`? `crosscheck explain --list` lists every name")
    } else if ["Failed to fetch", "Load failed", "NetworkError", "ERR_FAILED", "Network Error"]
        .iter()
        .any(|told_to_script| text.contains(told_to_script))
    {
        "that is all that script is told; the console has the reason on another line".into()
    } else {
        "paste the whole line of the console, or `crosscheck explain --list` for names".into()
    };
    InputError::new(message, hint)
}
