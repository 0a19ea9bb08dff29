//! Why a policy says no.

use core::fmt;

/// Why a page may not read an answer or send a request.
///
/// The browser blames the same: where the origin may read, an answer to a preflight has the lists of
/// what may be sent, whatever was asked for, and the browser names what is not in them. To any other
/// origin nothing is told, and the browser misses `Access-Control-Allow-Origin`, or, as WebKit does on a
/// preflight, blames the status first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// More than one `Origin` line, which no browser sends.
    SeveralOrigins,
    /// No rule covers the path.
    PathNotCovered,
    /// The path can be read in two ways, and they lead to different rules: `/%61pi` is `/api` to a
    /// server that decodes, and another name to one that looks up what was sent.
    PathAmbiguous,
    /// The origin is not in the rules for the path.
    OriginNotAllowed,
    /// The origin is not in the rules for the path, and the source of origins gave no answer.
    OriginSourceFailed,
    /// The method asked for is not in the rule.
    MethodNotAllowed,
    /// A header asked for is not in the rule, or the list of them is not one.
    HeaderNotAllowed,
}

impl Reason {
    /// Every reason, in the order in which they are asked.
    pub const ALL: &'static [Self] = &[
        Self::SeveralOrigins,
        Self::PathNotCovered,
        Self::PathAmbiguous,
        Self::OriginNotAllowed,
        Self::OriginSourceFailed,
        Self::MethodNotAllowed,
        Self::HeaderNotAllowed,
    ];

    /// The stable name: `origin-not-allowed`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SeveralOrigins => "several-origins",
            Self::PathNotCovered => "path-not-covered",
            Self::PathAmbiguous => "path-ambiguous",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::OriginSourceFailed => "origin-source-failed",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::HeaderNotAllowed => "header-not-allowed",
        }
    }

    /// Whether the origin may read: what is refused is what it asked for.
    pub(crate) const fn is_of_what_was_asked_for(self) -> bool {
        matches!(self, Self::MethodNotAllowed | Self::HeaderNotAllowed)
    }
}

/// Its [name](Reason::name).
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
