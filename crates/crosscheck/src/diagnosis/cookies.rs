//! What is written about cookies: by Firefox alone; others tell it elsewhere than in the console.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::agent::CookieIssue;
use crate::agent::Profile;
use crate::agent::profile::ConsoleStyle;

/// What a browser writes to its console about cookies.
pub fn cookie_texts(issues: &[CookieIssue], profile: &Profile) -> Vec<String> {
    match profile.console {
        ConsoleStyle::Firefox => issues.iter().map(firefox).collect(),
        ConsoleStyle::None | ConsoleStyle::Chromium | ConsoleStyle::Webkit => Vec::new(),
    }
}

pub(super) fn firefox(issue: &CookieIssue) -> String {
    match issue {
        CookieIssue::InvalidDomain { name } => {
            format!("Cookie “{name}” has been rejected for invalid domain.")
        }
        CookieIssue::InsecureConnection { name } => format!(
            "Cookie “{name}” has been rejected because a non-HTTPS cookie can’t be set as “secure”."
        ),
        CookieIssue::InvalidPrefix { name } => {
            format!("Cookie “{name}” has been rejected for invalid prefix.")
        }
        CookieIssue::SameSiteNoneInsecure { name } => format!(
            "Cookie “{name}” rejected because it has the “SameSite=None” attribute but is missing \
             the “secure” attribute."
        ),
        CookieIssue::PartitionedInsecure { name } => format!(
            "Cookie “{name}” has been rejected because it has the “Partitioned” attribute but is \
             missing the “secure” attribute."
        ),
        CookieIssue::CrossSite { name } => format!(
            "Cookie “{name}” has been rejected because it is in a cross-site context and its \
             “SameSite” is “Lax” or “Strict”."
        ),
        CookieIssue::UnknownSameSite { name } => format!(
            "Invalid “SameSite“ value for cookie “{name}”. The supported values are: “Lax“, \
             “Strict“, “None“."
        ),
        CookieIssue::Unpartitioned { name } => format!(
            "Cookie “{name}” will soon be rejected because it is foreign and does not have the \
             “Partitioned“ attribute."
        ),
        CookieIssue::OmittedAfterRedirect { name } => format!(
            "Cookie “{name}” with the “SameSite” attribute value “Lax” or “Strict” was omitted \
             because of a cross-site redirect."
        ),
        CookieIssue::ThirdParty { line } => {
            format!("Cookie “{line}” has been rejected as third-party.")
        }
        CookieIssue::StorageBlocked { url } => format!(
            "Request to access cookie or storage on “{url}” was blocked because we are blocking \
             all third-party storage access requests and Enhanced Tracking Protection is enabled."
        ),
    }
}
