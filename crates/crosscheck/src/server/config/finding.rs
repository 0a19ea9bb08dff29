//! What is to be said about a configuration: all of it at once, each with its place and a remedy.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Everything that is wrong with a [`Config`](crate::server::Config), in the order of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub(crate) Vec<Finding>);

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
#[expect(
    clippy::exhaustive_structs,
    reason = "whoever checks more than a policy says it in the same form"
)]
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
#[expect(
    clippy::exhaustive_enums,
    reason = "it goes on, it goes on and is odd, it does not go on: there is no fourth"
)]
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

/// What people are told about a kind of finding, wherever it turns up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "whoever checks more than a policy says it in the same form"
)]
pub struct Help {
    /// What it is.
    pub what: &'static str,
    /// What it leads to.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

macro_rules! kinds {
    ($(#[doc = $what:literal] $variant:ident = $name:literal {
        why: $why:literal,
        fix: $fix:literal,
    })+) => {
        /// The kinds of findings, each with a stable kebab-case name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum FindingKind {
            $(#[doc = $what] $variant,)+
        }

        impl FindingKind {
            /// Every kind, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable name: `wildcard-with-credentials`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// What it is, why it matters and how to fix it: sentences.
            pub const fn help(self) -> Help {
                match self {
                    $(Self::$variant => Help { what: $what.trim_ascii(), why: $why, fix: $fix },)+
                }
            }
        }
    };
}

kinds! {
    /// No origin is listed, so nobody could read anything.
    NoOrigins = "no-origins" {
        why: "A rule without origins refuses every page; whoever wrote it meant somebody.",
        fix: "List the origins whose pages may read, such as `https://app.example.com`, or take \
            the rule out.",
    }
    /// Text that no browser sends as an origin.
    InvalidOrigin = "invalid-origin" {
        why: "Origins are compared byte by byte, so an entry with a path, a slash at its end, a \
            default port, capitals or Unicode never matches.",
        fix: "Write it as a browser's `Origin` header has it: scheme, host in lower case, port \
            if it is not the scheme's own.",
    }
    /// A pattern of origins that is none.
    InvalidPattern = "invalid-pattern" {
        why: "A wildcard in the wrong place matches nothing, or far more than was meant, as `h*` \
            and `https://example.com*` do elsewhere.",
        fix: "Put `*` or `**` into the first label, with a domain behind it: \
            `https://*.example.com`, `https://preview-*.example.com`.",
    }
    /// `null`, which any sandboxed page of anybody sends.
    NullOrigin = "null-origin" {
        why: "Whoever can make a sandboxed frame or a `data:` document can send it, so listing \
            it lets every site in.",
        fix: "Serve the page from an origin of its own. If it must be, say so: `danger = { \
            null_origin = true }`.",
    }
    /// Plain `http`, which anybody on the way can pretend to be.
    InsecureOrigin = "insecure-origin" {
        why: "Whoever shares the visitor's network can answer for a plain `http` page and then \
            read as that page.",
        fix: "Use `https`. With credentials it is an error, unless taken as a danger: `danger = \
            { insecure_origins = true }`.",
    }
    /// A wildcard over a suffix under which anybody can have a name.
    PublicSuffix = "public-suffix" {
        why: "Anybody can register a name there and becomes one of the origins that may read.",
        fix: "Name your own part of it: `https://*.example.co.uk`. If it must be, say so: \
            `danger = { public_suffixes = true }`.",
    }
    /// A wildcard in a label, on a suffix that is shared with strangers.
    SharedSuffix = "shared-suffix" {
        why: "Other customers of the same host choose their own names, and one may fit.",
        fix: "Keep a part in the label that only your project can have, such as \
            `https://*--your-project.netlify.app`.",
    }
    /// This machine's own pages, with credentials.
    LoopbackWithCredentials = "loopback-with-credentials" {
        why: "Any program on the visitor's machine can serve such a page, and would read with \
            the visitor's account.",
        fix: "Keep it to a policy for development.",
    }
    /// Every port of a host, with credentials.
    AnyPortWithCredentials = "any-port-with-credentials" {
        why: "Whatever else listens on that host may read with the visitor's account.",
        fix: "Name the ports: `https://app.example.com:8443`, or a range.",
    }
    /// A value that is there twice.
    Duplicate = "duplicate" {
        why: "One of the two will be changed some day, and the other forgotten.",
        fix: "Take one out.",
    }
    /// An origin, or a pattern, that another pattern of the rule covers already.
    Covered = "covered" {
        why: "Taking it out later would change nothing, though it looks as if it did.",
        fix: "Take it out, or make the pattern narrower.",
    }
    /// `*` beside other values, which it would swallow.
    WildcardNotAlone = "wildcard-not-alone" {
        why: "The list looks narrower than it is.",
        fix: "Keep `*` alone, or the others.",
    }
    /// `*` together with credentials, which browsers read as a literal star.
    WildcardWithCredentials = "wildcard-with-credentials" {
        why: "Browsers refuse the answer, or look for something that is called `*`; echoing \
            whoever asks instead would open every account to every site.",
        fix: "List what is meant, or leave credentials out.",
    }
    /// `*` for request headers, which does not cover `authorization`.
    WildcardWithoutAuthorization = "wildcard-without-authorization" {
        why: "The standard keeps `authorization` out of the star, so a request that sets it is \
            refused.",
        fix: "Write `[\"*\", \"authorization\"]` if pages send it.",
    }
    /// Text that is not a method.
    InvalidMethod = "invalid-method" {
        why: "No request can have it.",
        fix: "Write one word, such as `PUT`.",
    }
    /// A method that no script can use.
    ForbiddenMethod = "forbidden-method" {
        why: "Browsers never send `CONNECT`, `TRACE` or `TRACK` for a page, so allowing it does \
            nothing.",
        fix: "Take it out.",
    }
    /// A method in lower case that is a different one in upper case.
    MethodCase = "method-case" {
        why: "Methods are told apart by case, and browsers put only `DELETE`, `GET`, `HEAD`, \
            `OPTIONS`, `POST` and `PUT` into upper case: `patch` stays `patch`.",
        fix: "Write it in upper case, in the policy and in the page.",
    }
    /// A method or response header that needs no permission.
    Needless = "needless" {
        why: "Pages may use it as soon as they may read, listed or not.",
        fix: "Take it out.",
    }
    /// Text that is not a header name.
    InvalidHeaderName = "invalid-header-name" {
        why: "No request and no answer can have it.",
        fix: "Write one word, such as `x-requested-with`.",
    }
    /// A request header that no script can set, or a response header named as a request header.
    ForbiddenRequestHeader = "forbidden-request-header" {
        why: "Browsers set it themselves or not at all, so no page asks for it.",
        fix: "Take it out; a response header belongs to `expose_headers`.",
    }
    /// A response header that no script can read, or a request header named as a response header.
    ForbiddenResponseHeader = "forbidden-response-header" {
        why: "Browsers never show it to scripts, so exposing it does nothing.",
        fix: "Take it out; a request header belongs to `request_headers`.",
    }
    /// Seconds out of 0 to 86400.
    MaxAgeOutOfBounds = "max-age-out-of-bounds" {
        why: "No browser remembers a preflight for more than a day, and none for less than no \
            time.",
        fix: "Write whole seconds from 0 to 86400.",
    }
    /// Seconds that some browsers cut short.
    MaxAgeCut = "max-age-cut" {
        why: "Chromium remembers a preflight for 7200 seconds at most, WebKit for 600.",
        fix: "Nothing, if that is fine; no number makes them remember longer.",
    }
    /// Text that is not the path of a rule.
    InvalidPath = "invalid-path" {
        why: "No request leads to it, or servers could read it in more than one way.",
        fix: "Write it from the first slash, decoded, without a slash at its end: `/api` covers \
            what is below it, too. Write what rules have in common in one case.",
    }
    /// A rule all of whose origins are answered by rules that are asked before it.
    UnreachableRule = "unreachable-rule" {
        why: "The first rule of a path that lists the origin answers, alone; this one is never \
            asked, so what it says never happens.",
        fix: "Put the narrower rule first, or take it out.",
    }
    /// Rules for one path that tell browsers different things about embedding.
    ConflictingResourcePolicy = "conflicting-resource-policy" {
        why: "Browsers check `Cross-Origin-Resource-Policy` on requests that tell no origin, so \
            a path has one value.",
        fix: "Say the same in each rule for the path, or in one only.",
    }
    /// A danger that was accepted, though nothing in the policy needs it.
    UnusedDanger = "unused-danger" {
        why: "It waits for somebody to make the mistake that it would have stopped.",
        fix: "Take it out.",
    }
    /// An assertion that says nothing, or nothing that a policy decides on.
    InvalidAssertion = "invalid-assertion" {
        why: "What cannot be decided would be taken for proven.",
        fix: "Write which pages (`origins` or `outside`) `may` or `never` do what: `never = \
            [\"read with credentials\"]`.",
    }
    /// An assertion that does not hold.
    BrokenAssertion = "broken-assertion" {
        why: "The policy lets a page do what it should not, or keeps one from what it should do; \
            the request that is named shows it.",
        fix: "Change the rule that answers that request, or the assertion, if it is what was \
            wrong.",
    }
    /// An assertion that nobody can look at, for there is too much to look at.
    UndecidedAssertion = "undecided-assertion" {
        why: "Hundreds of wildcards within the labels of one domain overlap in more ways than can be \
            looked at one by one, so a proof would take too long.",
        fix: "Use fewer wildcards there, such as one for the whole label.",
    }
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

    #[test]
    fn help_is_made_of_whole_sentences() {
        for kind in FindingKind::ALL {
            let help = kind.help();
            for text in [help.what, help.why, help.fix] {
                assert!(text.ends_with('.') && text.trim() == text, "{kind:?}: {text:?}");
                assert!(!text.contains("  ") && text.starts_with(|c: char| !c.is_lowercase()));
            }
        }
    }
}
