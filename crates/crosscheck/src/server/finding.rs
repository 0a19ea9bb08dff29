//! What is to be said about a configuration: all of it at once, each with its place and a remedy.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Everything that is wrong with a [`Config`](super::Config), in the order of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub(super) Vec<Finding>);

impl ConfigErrors {
    /// Each error, in the order of the configuration's fields.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// Each error, and the warnings and notes found on the way.
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl core::error::Error for ConfigErrors {}

/// One thing to say: where, what was written, why it matters, what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub kind: FindingKind,
    /// Field, and place in its list: `origins[2]`, `max_age`, `rules[1].methods[0]`.
    pub path: String,
    /// The value as written; empty where something is missing.
    pub value: String,
    /// Why a browser would not follow it, or who could make use of it, as a lower-case fragment.
    pub reason: String,
    /// The spelling that would work, if one can be guessed.
    pub suggestion: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if !self.value.is_empty() {
            write!(f, " = {:?}", self.value)?;
        }
        write!(f, ": {}", self.reason)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; write {suggestion:?}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Finding {}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know; nothing is wrong.
    Note,
    /// It works, and is probably not what was meant, or is open to more than it seems.
    Warning,
    /// There is no policy as long as this stands.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// The kinds of findings, each with a stable kebab-case name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum FindingKind {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl FindingKind {
            /// Every kind, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// What it is, as a sentence.
            pub fn what(self) -> &'static str {
                let what = match self {
                    $(Self::$variant => concat!($($doc),+),)+
                };
                what.trim()
            }

            /// The stable name: `wildcard-with-credentials`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// No origin is listed, so nobody could read anything.
    NoOrigins = "no-origins",
    /// Text that no browser sends as an origin.
    InvalidOrigin = "invalid-origin",
    /// A pattern of origins that is none.
    InvalidPattern = "invalid-pattern",
    /// `null`, which any sandboxed page of anybody sends.
    NullOrigin = "null-origin",
    /// Plain `http`, which anybody on the way can pretend to be.
    InsecureOrigin = "insecure-origin",
    /// A wildcard over a suffix under which anybody can have a name.
    PublicSuffix = "public-suffix",
    /// A wildcard in a label, on a suffix that is shared with strangers.
    SharedSuffix = "shared-suffix",
    /// This machine's own pages, with credentials.
    LoopbackWithCredentials = "loopback-with-credentials",
    /// Every port of a host, with credentials.
    AnyPortWithCredentials = "any-port-with-credentials",
    /// A value that is there twice.
    Duplicate = "duplicate",
    /// An origin, or a pattern, that another pattern of the rule covers already.
    Covered = "covered",
    /// `*` beside other values, which it would swallow.
    WildcardNotAlone = "wildcard-not-alone",
    /// `*` together with credentials, which browsers read as a literal star.
    WildcardWithCredentials = "wildcard-with-credentials",
    /// `*` for request headers, which does not cover `authorization`.
    WildcardWithoutAuthorization = "wildcard-without-authorization",
    /// Text that is not a method.
    InvalidMethod = "invalid-method",
    /// A method that no script can use.
    ForbiddenMethod = "forbidden-method",
    /// A method in lower case that is a different one in upper case.
    MethodCase = "method-case",
    /// A method or response header that needs no permission.
    Needless = "needless",
    /// Text that is not a header name.
    InvalidHeaderName = "invalid-header-name",
    /// A request header that no script can set, or a response header named as a request header.
    ForbiddenRequestHeader = "forbidden-request-header",
    /// A response header that no script can read, or a request header named as a response header.
    ForbiddenResponseHeader = "forbidden-response-header",
    /// Seconds out of 0 to 86400.
    MaxAgeOutOfBounds = "max-age-out-of-bounds",
    /// Seconds that some browsers cut short.
    MaxAgeCut = "max-age-cut",
    /// Text that is not the path of a rule.
    InvalidPath = "invalid-path",
    /// A rule all of whose origins are answered by one that is asked before it.
    UnreachableRule = "unreachable-rule",
    /// Rules for one path that tell browsers different things about embedding.
    ConflictingResourcePolicy = "conflicting-resource-policy",
    /// A danger that was accepted, though nothing in the policy needs it.
    UnusedDanger = "unused-danger",
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::FindingKind;

    #[test]
    fn names_are_kebab_case_and_each_is_used_once() {
        let names: BTreeSet<_> = FindingKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), FindingKind::ALL.len());
        assert!(names.iter().all(|n| n.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    }
}
