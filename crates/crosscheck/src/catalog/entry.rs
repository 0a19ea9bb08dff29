//! Anything that has a name, for whoever tells of all of them alike.

use super::check::Check;
use super::fetch_rule::FetchRule;
use super::finding_kind::FindingKind;
use super::header::CorsHeader;
use super::wording::Wording;

/// One entry of the catalogue.
///
/// # Example
/// ```
/// use crosscheck::catalog::{Entry, EntryKind};
///
/// // One name may stand for two things: refused by a browser, and found in a policy.
/// let kinds: Vec<EntryKind> = Entry::named("wildcard-with-credentials").map(Entry::kind).collect();
/// assert_eq!(kinds, [EntryKind::Rule, EntryKind::Finding]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Entry {
    /// A rule that a request can break.
    Rule(FetchRule),
    /// A finding about a policy.
    Finding(FindingKind),
    /// A header.
    Header(CorsHeader),
    /// A finding about a server.
    Check(Check),
}

/// What kind of thing an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryKind {
    /// What a request can break.
    Rule,
    /// What is said of a policy.
    Finding,
    /// A header of HTTP.
    Header,
    /// What is said of an exchange.
    Check,
}

impl Entry {
    /// Everything that has a name, sorted by kind.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::{Entry, EntryKind};
    ///
    /// assert!(Entry::all().all(|entry| !entry.what().english.is_empty()));
    /// assert_eq!(Entry::all().next().unwrap().kind(), EntryKind::Rule);
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        let rules = FetchRule::ALL.iter().copied().map(Self::Rule);
        let findings = FindingKind::ALL.iter().copied().map(Self::Finding);
        let headers = CorsHeader::ALL.iter().copied().map(Self::Header);
        let checks = Check::ALL.iter().copied().map(Self::Check);
        rules.chain(findings).chain(headers).chain(checks)
    }

    /// Everything of that name: no more than one of each kind.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::{Entry, FetchRule};
    ///
    /// let found: Vec<_> = Entry::named("allow-origin-missing").collect();
    /// assert_eq!(found, [Entry::Rule(FetchRule::AllowOriginMissing)]);
    /// assert_eq!(Entry::named("allow-origin-missin").count(), 0);
    /// ```
    pub fn named(name: &str) -> impl Iterator<Item = Self> {
        Self::all().filter(move |entry| entry.name() == name)
    }

    /// What kind of thing it is.
    pub const fn kind(self) -> EntryKind {
        match self {
            Self::Rule(_) => EntryKind::Rule,
            Self::Finding(_) => EntryKind::Finding,
            Self::Header(_) => EntryKind::Header,
            Self::Check(_) => EntryKind::Check,
        }
    }

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.name(),
            Self::Finding(kind) => kind.name(),
            Self::Header(header) => header.name(),
            Self::Check(check) => check.name(),
        }
    }

    /// What it is.
    pub const fn what(self) -> Wording {
        match self {
            Self::Rule(rule) => rule.what(),
            Self::Finding(kind) => kind.what(),
            Self::Header(header) => header.what(),
            Self::Check(check) => check.what(),
        }
    }

    /// Why it matters; nothing of a header.
    pub const fn why(self) -> Option<Wording> {
        match self {
            Self::Rule(rule) => Some(rule.why()),
            Self::Finding(kind) => Some(kind.why()),
            Self::Header(_) => None,
            Self::Check(check) => Some(check.why()),
        }
    }

    /// What to do about it; nothing of a rule, where it depends on what was seen: see
    /// [`advice`](crate::diagnosis::advice).
    pub const fn fix(self) -> Option<Wording> {
        match self {
            Self::Rule(_) => None,
            Self::Finding(kind) => Some(kind.fix()),
            Self::Header(header) => Some(header.fix()),
            Self::Check(check) => Some(check.fix()),
        }
    }

    /// The rule that it is, or for a header whose fix says it.
    pub const fn rule(self) -> Option<FetchRule> {
        match self {
            Self::Rule(rule) => Some(rule),
            Self::Header(header) => FetchRule::mended_by(header),
            Self::Finding(_) | Self::Check(_) => None,
        }
    }

    /// The header that it is, or is about.
    pub const fn header(self) -> Option<CorsHeader> {
        match self {
            Self::Rule(rule) => rule.header(),
            Self::Header(header) => Some(header),
            Self::Check(check) => check.header(),
            Self::Finding(_) => None,
        }
    }
}

impl EntryKind {
    /// Every kind, in the order of [`Entry::all`].
    pub const ALL: &'static [Self] = &[Self::Rule, Self::Finding, Self::Header, Self::Check];

    /// In words: `finding about a policy`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Finding => "finding about a policy",
            Self::Header => "header",
            Self::Check => "finding about a server",
        }
    }

    /// In one word, as pages are filed: `finding`.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Finding => "finding",
            Self::Header => "header",
            Self::Check => "check",
        }
    }

    /// The kind whose pages are filed there.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::EntryKind;
    ///
    /// assert_eq!(EntryKind::in_folder("header"), Some(EntryKind::Header));
    /// assert_eq!(EntryKind::in_folder("headers"), None);
    /// ```
    pub fn in_folder(folder: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.folder() == folder)
    }
}
