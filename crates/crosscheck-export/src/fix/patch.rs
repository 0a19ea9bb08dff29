//! A patch: its parts, where each goes, and what to mind.

use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::RequiredPreflight;

/// What to change on one server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// Texts to put in, in order.
    pub parts: Vec<Part>,
    /// What to mind, as lower-case fragments.
    pub notes: Vec<String>,
    /// What tests run such a patch by, all of it: `Rails on Puma`. `None` if it was written by the server's
    /// documentation alone.
    pub run_by: Option<&'static str>,
}

/// A text and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// Where: `in http { }`.
    pub place: &'static str,
    /// Lines, each with its end.
    pub text: String,
}

/// All that a preflight's answer is to allow: what needs no permission first, for many servers look
/// for it all the same.
pub(crate) fn methods(grant: &RequiredHeaders) -> Vec<&str> {
    let named = grant.preflight.iter().flat_map(RequiredPreflight::methods_in_capitals);
    ["GET", "HEAD", "POST"].into_iter().chain(named).collect()
}

/// The header names that a preflight's answer is to allow.
pub(crate) fn header_names(grant: &RequiredHeaders) -> &[String] {
    grant.preflight.as_ref().map_or(&[], |preflight| &preflight.header_names)
}

/// A line about how long a preflight's answer is to be remembered, if that is asked for.
pub(crate) fn max_age(grant: &RequiredHeaders, line: impl Fn(u32) -> String) -> (bool, String) {
    let seconds = grant.preflight.as_ref().and_then(|preflight| preflight.max_age);
    (seconds.is_some(), seconds.map(line).unwrap_or_default())
}

/// `"a", "b"`.
pub(crate) fn quoted<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<_> = items.iter().map(|item| format!("\"{}\"", item.as_ref())).collect();
    items.join(", ")
}

/// Lines of which each is there only if it is to be.
pub(crate) fn lines(lines: &[(bool, &str)]) -> String {
    let there = lines.iter().filter(|(there, _)| *there);
    there.map(|(_, line)| format!("{line}\n")).collect()
}

impl Fix {
    pub(crate) fn of(parts: &[(&'static str, String)], notes: &[&str]) -> Self {
        let parts = parts.iter().filter(|(_, text)| !text.is_empty());
        Self {
            parts: parts.map(|(place, text)| Part { place, text: text.clone() }).collect(),
            notes: notes.iter().map(|note| (*note).into()).collect(),
            run_by: None,
        }
    }
}
