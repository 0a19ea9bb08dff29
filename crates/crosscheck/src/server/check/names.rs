//! Lists of names: methods, request headers, response headers; which of their entries mean something.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::catalog::FindingKind;
use crate::catalog::Severity;
use crate::server::hash::hash_at_rest;
use crate::server::index::Index;
use crate::server::number::number;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_cors_safelisted_response_header_name;
use crate::wire::is_forbidden_method;
use crate::wire::is_forbidden_request_header_name;
use crate::wire::is_forbidden_response_header_name;
use crate::wire::is_token;
use crate::wire::lower;
use crate::wire::normalize_method;

/// A field of a rule that lists names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameField {
    Methods,
    RequestHeaders,
    ExposeHeaders,
}

/// What there is to say about an entry, and why.
type Remark = (Severity, FindingKind, &'static str);

impl NameField {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Methods => "methods",
            Self::RequestHeaders => "request_headers",
            Self::ExposeHeaders => "expose_headers",
        }
    }

    /// An entry as it is compared.
    pub(super) fn normalized(self, text: &str) -> String {
        match self {
            Self::Methods => normalize_method(text).to_string(),
            Self::RequestHeaders | Self::ExposeHeaders => lower(text),
        }
    }

    /// Why an entry does nothing, if it does not. In: as it is written, and as it is compared.
    pub(super) fn judge(self, text: &str, name: &str) -> Option<Remark> {
        if !is_token(text.as_bytes()) {
            return Some(self.no_token(text));
        }
        match self {
            Self::Methods => judge_method(text, name),
            Self::RequestHeaders => is_forbidden_request_header_name(name).then_some((
                Severity::Warning,
                FindingKind::ForbiddenRequestHeader,
                "no script can set this header, so no page asks for it",
            )),
            Self::ExposeHeaders => judge_exposed(name),
        }
    }

    fn no_token(self, text: &str) -> Remark {
        let (kind, reason) = match self {
            Self::Methods => (FindingKind::InvalidMethod, "a method is one word, such as `PUT`"),
            Self::RequestHeaders => (
                FindingKind::InvalidHeaderName,
                "a header name is one word, such as `x-requested-with`",
            ),
            Self::ExposeHeaders => (
                FindingKind::InvalidHeaderName,
                "a header name is one word, such as `x-request-id`",
            ),
        };
        let reason = if is_several(text) { SEVERAL } else { reason };
        (Severity::Error, kind, reason)
    }
}

/// Whether text is a list by itself, as headers and environments hold it.
fn is_several(text: &str) -> bool {
    let is_apart = |letter: char| matches!(letter, ',' | ';' | ' ');
    let mut names = text.split(is_apart).filter(|name| !name.is_empty());
    names.clone().count() > 1 && names.all(|name| is_token(name.as_bytes()))
}

const SEVERAL: &str = "several names stand in one text: give each a text of its own";

/// A name with what stands around it in a line of headers: a blank, a colon.
pub(super) fn name_within(text: &str) -> Option<String> {
    let name = text.trim().trim_end_matches(':');
    (name != text && is_token(name.as_bytes())).then(|| name.to_string())
}

fn judge_method(text: &str, method: &str) -> Option<Remark> {
    if is_forbidden_method(text) {
        let reason = "no script can send this method, so to list it does nothing";
        Some((Severity::Warning, FindingKind::ForbiddenMethod, reason))
    } else {
        let reason = "pages need no permission for this method";
        let is_needless = is_cors_safelisted_method(method);
        is_needless.then_some((Severity::Note, FindingKind::Needless, reason))
    }
}

fn judge_exposed(name: &str) -> Option<Remark> {
    if is_forbidden_response_header_name(name) {
        let reason = "no script can read this header, exposed or not";
        Some((Severity::Warning, FindingKind::ForbiddenResponseHeader, reason))
    } else if OF_REQUESTS_AND_PREFLIGHTS.contains(&name) {
        let reason = "this header is on requests or on answers to preflights, which no script can \
                      read";
        Some((Severity::Warning, FindingKind::ForbiddenResponseHeader, reason))
    } else {
        let reason = "pages read this header without permission";
        let is_needless = is_cors_safelisted_response_header_name(name);
        is_needless.then_some((Severity::Note, FindingKind::Needless, reason))
    }
}

/// Headers of the CORS protocol that no script could read on an answer to its own request.
const OF_REQUESTS_AND_PREFLIGHTS: [&str; 6] = [
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-max-age",
    "access-control-request-headers",
    "access-control-request-method",
    "origin",
];

number! {
    /// The number of a name.
    NameNumber
}

/// Names, each once, in the order in which they are written.
#[derive(Debug)]
pub(super) struct Names {
    /// Where the last star stands, if there is one.
    pub(super) star: Option<usize>,
    pub(super) listed: Vec<String>,
    index: Index<NameNumber>,
}

impl Names {
    pub(super) fn with_room_for(names: usize) -> Self {
        Self { star: None, listed: Vec::new(), index: Index::with_room_for(names) }
    }

    /// Adds a name; `false` if it is there already.
    pub(super) fn add(&mut self, name: String) -> bool {
        let hash = hash_at_rest(name.as_bytes());
        let mut candidates = self.index.candidates(hash);
        let is_there = candidates.any(|number| self.listed.get(number.at()) == Some(&name));
        if !is_there {
            self.index.insert(hash, NameNumber::new(self.listed.len()));
            self.listed.push(name);
        }
        !is_there
    }
}
