//! One rule, checked: what its origins may do, with header values made once.

use alloc::string::String;
use alloc::vec::Vec;

use super::values::ValueNumber;
use crate::server::number::number;
use crate::server::origin::OriginParts;
use crate::server::origin::OriginSet;
use crate::wire::is_loopback;

number! {
    /// The number of a rule, in the order in which they are written.
    RuleNumber
}

/// A rule that was checked. Values of headers are given by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckedRule {
    /// What stands in front of its fields' names: empty, or `rules[2].`.
    pub(crate) prefix: String,
    pub(crate) origins: OriginSet,
    pub(crate) source: OriginsAsked,
    pub(crate) credentials: bool,
    pub(crate) methods: MethodSet,
    pub(crate) request_headers: RequestHeaderSet,
    /// Lower case, sorted; `*` for all.
    pub(crate) exposed: Vec<String>,
    pub(crate) max_age_seconds: Option<u32>,
    pub(crate) allow_methods: Option<ValueNumber>,
    pub(crate) allow_headers: Option<ValueNumber>,
    pub(crate) expose_headers: Option<ValueNumber>,
    pub(crate) max_age: Option<ValueNumber>,
    pub(crate) expose_timing: bool,
}

/// Which origins that are in no list a rule asks about while the server runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OriginsAsked {
    Never,
    /// All but those of plain `http`, this machine's own aside.
    Secure,
    All,
}

/// Which methods a preflight may ask for, beside those that need no permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MethodSet {
    Any,
    Listed(Vec<String>),
}

/// Which request headers a preflight may ask for: lower case, sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestHeaderSet {
    /// Every header but `authorization`, which must be listed.
    pub(crate) any: bool,
    pub(crate) listed: Vec<String>,
    /// All that are listed, as a browser asks for them.
    pub(crate) all: String,
    /// The length of the longest that is listed.
    pub(crate) longest: usize,
}

impl CheckedRule {
    /// An origin that the rule's list does not hold, if it is to be asked about: as a browser spells it.
    pub(crate) fn asks_about<'o>(&self, origin: &'o [u8]) -> Option<&'o str> {
        if self.source == OriginsAsked::Never {
            return None;
        }
        let OriginParts { scheme, host, .. } = OriginParts::parse(origin)?;
        let is_insecure =
            || scheme == b"http" && !core::str::from_utf8(host).is_ok_and(is_loopback);
        if self.source == OriginsAsked::Secure && is_insecure() {
            return None;
        }
        core::str::from_utf8(origin).ok()
    }

    /// Whether everybody gets the same headers: with credentials each origin is told its own name.
    pub(crate) const fn is_for_anybody(&self) -> bool {
        self.origins.any && !self.credentials
    }

    /// Whether both let the same origins do the same, so that no answer tells them apart.
    pub(crate) fn means_the_same(&self, other: &Self) -> bool {
        self.origins == other.origins
            && self.source == other.source
            && self.credentials == other.credentials
            && self.methods == other.methods
            && self.request_headers == other.request_headers
            && self.exposed == other.exposed
            && self.max_age_seconds == other.max_age_seconds
            && self.expose_timing == other.expose_timing
    }
}
