//! What is written about cookies: by Firefox alone; others tell it elsewhere than in the console.

use alloc::string::String;
use alloc::vec::Vec;

use super::texts::beyond_cors::firefox as words;
use super::texts::filled;
use crate::agent::CookieIssue;
use crate::agent::Profile;
use crate::agent::profile::ConsoleStyle;

/// What a browser writes to its console about cookies.
///
/// # Example
/// ```
/// use crosscheck::agent::{CookieIssue, Profile};
/// use crosscheck::diagnosis::cookie_texts;
///
/// let issues = [CookieIssue::InvalidDomain { name: "session".into() }];
/// let told = cookie_texts(&issues, &Profile::FIREFOX);
/// assert_eq!(told, ["Cookie “session” has been rejected for invalid domain."]);
/// assert!(cookie_texts(&issues, &Profile::CHROMIUM).is_empty(), "it tells elsewhere");
/// ```
pub fn cookie_texts(issues: &[CookieIssue], profile: &Profile) -> Vec<String> {
    match profile.console {
        ConsoleStyle::Firefox => issues.iter().map(firefox).collect(),
        ConsoleStyle::None | ConsoleStyle::Chromium | ConsoleStyle::Webkit => Vec::new(),
    }
}

pub(super) fn firefox(issue: &CookieIssue) -> String {
    let rejected =
        |value: &String, why: &str| filled!(words::COOKIE_REJECTED, value = value, why = why);
    match issue {
        CookieIssue::InvalidDomain { name } => rejected(name, "for invalid domain."),
        CookieIssue::InsecureConnection { name } => {
            rejected(name, "because a non-HTTPS cookie can’t be set as “secure”.")
        }
        CookieIssue::InvalidPrefix { name } => rejected(name, "for invalid prefix."),
        CookieIssue::SameSiteNoneInsecure { name } => {
            filled!(words::COOKIE_INSECURE, value = name)
        }
        CookieIssue::PartitionedInsecure { name } => rejected(
            name,
            "because it has the “Partitioned” attribute but is missing the “secure” attribute.",
        ),
        CookieIssue::CrossSite { name } => rejected(
            name,
            "because it is in a cross-site context and its “SameSite” is “Lax” or “Strict”.",
        ),
        CookieIssue::UnknownSameSite { name } => filled!(words::UNKNOWN_SAME_SITE, value = name),
        CookieIssue::Unpartitioned { name } => {
            filled!(words::COOKIE_UNPARTITIONED, value = name)
        }
        CookieIssue::OmittedAfterRedirect { name } => {
            filled!(words::COOKIE_OMITTED, value = name)
        }
        CookieIssue::ThirdParty { line } => rejected(line, "as third-party."),
        CookieIssue::StorageBlocked { url } => filled!(words::STORAGE_BLOCKED, url = url),
    }
}
