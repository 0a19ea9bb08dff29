//! One kept answer, and for which requests it was given.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::freshness::Freshness;
use super::freshness::freshness;
use crate::agent::profile::ConditionalStatuses;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::response::Response;
use crate::wire::HeaderList;
use crate::wire::get_decode_and_split;

/// Who asked for an answer, and where it is kept for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::agent) struct Asker {
    pub(in crate::agent) initiator: Initiator,
    pub(in crate::agent) mode: RequestMode,
    /// Whether it said who the user is by `Authorization`.
    pub(in crate::agent) authorized: bool,
    /// Whether in memory only, rather than for good.
    pub(in crate::agent) in_memory: bool,
    /// What of its headers goes on to where a kept redirect leads whoever asks next.
    pub(in crate::agent) carried: HeaderList,
}

impl Asker {
    pub(in crate::agent) fn of(request: &Request, in_memory: bool) -> Self {
        let Request { initiator, mode, .. } = *request;
        let authorized = request.headers.contains("Authorization");
        Self { initiator, mode, authorized, in_memory, carried: HeaderList::new() }
    }
}

/// An answer as it is kept, with what `Vary` says it was chosen by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::agent) struct StoredResponse {
    pub(in crate::agent) response: Response,
    pub(in crate::agent) asker: Asker,
    /// The request's headers that `Vary` names, in lower case.
    pub(super) varied: Vec<Varied>,
    pub(in crate::agent) received_ms: u64,
}

/// A header of a request in lower case, and its value, if it had one.
pub(super) type Varied = (String, Option<Vec<u8>>);

/// How a kept answer stands to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum State {
    /// It may be used as it is.
    Fresh,
    /// It may be used, if the server is asked meanwhile whether it still holds.
    StaleWhileRevalidate,
    /// It may be used if the server says that it still holds.
    Stale,
    /// It was chosen by other headers than these.
    Varies,
}

impl StoredResponse {
    pub(in crate::agent) fn new(
        response: Response,
        sent: &HeaderList,
        asker: Asker,
        received_ms: u64,
    ) -> Self {
        Self { varied: varied(&response.headers, sent), response, asker, received_ms }
    }

    /// Spec: <https://httpwg.org/specs/rfc9111.html#constructing.responses.from.caches>
    pub(in crate::agent) fn state(&self, sent: &HeaderList, now_ms: u64, p: &Profile) -> State {
        let as_before =
            |(name, value): &Varied| name != "*" && sent.get(name).as_deref() == value.as_deref();
        if !self.varied.iter().all(as_before) {
            return State::Varies;
        }
        let asks_first =
            p.authorization_validates && !self.asker.authorized && sent.contains("Authorization");
        match freshness(&self.response, self.received_ms, now_ms, p) {
            _ if asks_first => State::Stale,
            Freshness::Fresh => State::Fresh,
            Freshness::StaleWhileRevalidate => State::StaleWhileRevalidate,
            Freshness::Stale => State::Stale,
        }
    }

    /// The header that asks whether it holds for other headers, too: a date tells nothing of them.
    pub(in crate::agent) fn conditions_of_another(&self, profile: &Profile) -> HeaderList {
        self.asked_by([("ETag", "If-None-Match")], profile)
    }

    /// The headers that ask whether it still holds; none if there is nothing to ask by.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9111.html#validation.sent>
    pub(in crate::agent) fn conditions(&self, profile: &Profile) -> HeaderList {
        self.asked_by([("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")], profile)
    }

    /// The headers that ask by these validators, where answers of its status are asked about.
    fn asked_by<const N: usize>(
        &self,
        validators: [(&'static str, &'static str); N],
        profile: &Profile,
    ) -> HeaderList {
        let status = self.response.status;
        let is_asked_about = match profile.conditional_statuses {
            ConditionalStatuses::All => true,
            ConditionalStatuses::NoErrorsNorRedirects => status == 304 || status < 300,
            ConditionalStatuses::WithContent => matches!(status, 200 | 206),
        };
        let of = |(validator, condition): (&str, _)| {
            self.response.headers.get(validator).map(|value| (condition, value.into_owned()))
        };
        validators.into_iter().filter(|_| is_asked_about).filter_map(of).collect()
    }

    /// Whether conditions of script's own ask about this answer: none names a validator that is not its own.
    pub(in crate::agent) fn is_asked_about(&self, conditions: &HeaderList) -> bool {
        let mut asked = false;
        let mut names_no_other = |condition: &str, validator: &str| match conditions.get(condition)
        {
            Some(value) => {
                asked = true;
                !value.is_empty()
                    && self.response.headers.get(validator).is_none_or(|own| own == value)
            }
            None => true,
        };
        let is_named = names_no_other("If-None-Match", "ETag")
            && names_no_other("If-Modified-Since", "Last-Modified");
        self.response.status == 200 && is_named && asked && !asks_past_the_cache(conditions)
    }

    /// Whether it is what `If-Match` names; nobody looks at the date of `If-Unmodified-Since`.
    pub(in crate::agent) fn is_named_by(&self, conditions: &HeaderList) -> bool {
        let etag = self.response.headers.get("ETag");
        conditions.get("If-Match").is_none_or(|named| etag == Some(named))
    }

    /// Takes over what a `304` says; what it is silent about stays.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9111.html#freshening.responses>
    pub(in crate::agent) fn freshen(&mut self, by: &Response, sent: &HeaderList, now_ms: u64) {
        freshen_headers(&mut self.response.headers, &by.headers);
        let response = core::mem::take(&mut self.response);
        *self = Self::new(response, sent, self.asker.clone(), now_ms);
    }
}

/// Whether script asks for an answer under a condition, which takes the browser's cache out of play.
pub(in crate::agent) fn is_conditional(headers: &HeaderList) -> bool {
    let names =
        ["If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since"];
    names.into_iter().any(|name| headers.contains(name))
}

/// Takes over what the headers of a `304` say of kept ones.
///
/// Spec: <https://httpwg.org/specs/rfc9111.html#update>
pub(in crate::agent) fn freshen_headers(kept: &mut HeaderList, by: &HeaderList) {
    let updates = |name: &str| !NEVER_UPDATED.iter().any(|n| name.eq_ignore_ascii_case(n));
    for (name, _) in by.iter().filter(|(name, _)| updates(name)) {
        kept.delete(name);
    }
    for (name, value) in by.iter().filter(|(name, _)| updates(name)) {
        kept.append(name.to_owned(), value);
    }
}

/// Whether a condition of script's own is one that a cache has no answer to: it is about what the server has.
pub(in crate::agent) fn asks_past_the_cache(conditions: &HeaderList) -> bool {
    ["If-Match", "If-Range", "If-Unmodified-Since"].iter().any(|name| conditions.contains(name))
}

/// The request's headers that `Vary` names.
pub(super) fn varied(headers: &HeaderList, sent: &HeaderList) -> Vec<Varied> {
    let names = varying_names(headers);
    names.map(|name| (sent.get(&name).map(Cow::into_owned), name)).map(|(v, n)| (n, v)).collect()
}

/// The names that `Vary` gives, in lower case; too many are as good as `*`.
fn varying_names(headers: &HeaderList) -> impl Iterator<Item = String> {
    let value = headers.get("Vary").unwrap_or_default();
    let mut names = get_decode_and_split(&value);
    names.retain(|name| !name.is_empty());
    if names.len() > NAMES {
        names = Vec::from(["*".into()]);
    }
    names.into_iter().map(|name| name.to_ascii_lowercase())
}

/// What belongs to one message alone.
const NEVER_UPDATED: [&str; 6] = [
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Range",
    "Keep-Alive",
    "Transfer-Encoding",
];

/// The most names of `Vary` that are looked at.
const NAMES: usize = 64;
