//! What kind of thing a text is, and what was told beside it.

use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::guess;
use crosscheck::diagnosis::read;
use url::Url;

use super::curl;
use super::har;
use super::overrides::Overrides;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;
use super::topic;
use super::transcript;
use crate::code::request;
use crate::curl::Command;
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
    if let Some(report) = transcript::explain(text, overrides) {
        return report;
    }
    if is_curl(text) {
        return curl::explain(Command::parse(text)?, true, overrides);
    }
    let readings = read(text);
    let is_told = readings.iter().any(|reading| !reading.is_vague);
    if let Some(command) = request(text).filter(|_| !is_told) {
        let is_of_a_tool = text.to_ascii_lowercase().contains("invoke-");
        return curl::explain(command?, is_of_a_tool, overrides);
    }
    if !readings.is_empty() {
        let mut findings: Vec<Finding> = Vec::new();
        for reading in readings {
            let mut finding = Finding::of(reading.refusal);
            finding.browsers = reading.browser.into_iter().collect();
            finding.or_rules = reading.rules[1..].to_vec();
            finding.is_vague = reading.is_vague;
            match findings.iter_mut().find(|known| known.is_of_one_patch_with(&finding)) {
                Some(known) => known.add_names_of(&finding),
                None => findings.push(finding),
            }
        }
        findings.iter_mut().for_each(|finding| overrides.complete(finding));
        return Ok(Report::new("console", Verdict::Refused, findings));
    }
    if let Some(report) = of_url(text) {
        return Ok(report);
    }
    if let Some(report) = topic::explain(text, overrides) {
        return Ok(report);
    }
    Err(not_understood(text))
}

/// A URL and nothing else.
pub(crate) fn lone_url(text: &str) -> Option<Url> {
    if text.len() > 2048 || text.contains(char::is_whitespace) {
        return None;
    }
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    // MDN's pages are names.
    FetchRule::called(text).is_none().then_some(url)
}

/// What a URL answers can be asked.
fn of_url(text: &str) -> Option<Report> {
    let url = lone_url(text)?;
    let mut report = Report::new("url", Verdict::Explained, Vec::new());
    report.notes.push(format!(
        "a URL does not tell what its server says: ask it as a browser does, with `crosscheck check {url} \
         --origin https://app.example.com` (and --method, --header, --credentials as the page asks)"
    ));
    Some(report)
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
    } else {
        "paste the whole line of the console, or `crosscheck explain --list` for names".into()
    };
    InputError::new(message, hint)
}
