//! What a browser notes on the way of a fetch, besides how it ends.

use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use url::Url;

use crate::agent::cookies::issue::CookieIssue;
use crate::agent::policy::referrer::ReferrerPolicy;

/// Something that a browser notes while it fetches, in the order in which it comes up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remark {
    /// A secure page asked for an insecure URL, and was not refused.
    MixedContent {
        /// The insecure URL.
        url: Url,
        /// Whether a redirect led there.
        is_redirect: bool,
        /// What became of it.
        verdict: MixedContent,
    },
    /// A cookie was not stored, or did not go along, or will not soon.
    Cookie(CookieIssue),
    /// A page would tell another site more of its URL than browsers let it.
    ReferrerPolicyIgnored {
        /// Whom it would tell.
        url: Url,
        /// What it wished, in place of which the default counts.
        policy: ReferrerPolicy,
    },
    /// An answer bade the browser forget what it keeps of a site: `Clear-Site-Data`.
    ClearSiteData {
        /// Whose answer.
        url: Url,
        /// What came of it.
        what: SiteDataCleared,
    },
    /// A page reached for what is closer to the user than itself.
    LocalNetwork {
        /// Where it reached.
        url: Url,
        /// The address, if it is known.
        address: Option<IpAddr>,
        /// What came of it.
        prompt: Prompt,
    },
}

/// What became of an insecure URL in a secure page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MixedContent {
    /// It was sent over TLS.
    Upgraded,
    /// The same, since the page asked for it: `upgrade-insecure-requests`.
    UpgradedByPolicy,
    /// Other hosts' would have been sent over TLS; this one's host is an address.
    KeptForAddress,
    /// The same; this one's host is in the local network by its name.
    KeptForLocalNetwork,
    /// It was sent as it is, since its host is in the local network by its name.
    Allowed,
}

/// What came of an answer with `Clear-Site-Data`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteDataCleared {
    /// Nothing: anybody on the way could have said so.
    Insecure,
    /// Nothing: its request went out without credentials, and there that counts.
    WithoutCredentials,
    /// One thing that it names is none.
    Unknown(String),
    /// These are gone; none if it names none.
    Cleared(Vec<SiteData>),
}

/// What is kept of a site.
///
/// Spec: <https://w3c.github.io/webappsec-clear-site-data/#header>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteData {
    /// Its cookies.
    Cookies,
    /// What its script keeps.
    Storage,
    /// The HTTP cache.
    Cache,
    /// The client hints that it asks for.
    ClientHints,
}

impl SiteData {
    pub(super) const ALL: [Self; 4] =
        [Self::Cookies, Self::Storage, Self::Cache, Self::ClientHints];

    /// As the header names it, quotes and all.
    ///
    /// # Example
    /// ```
    /// assert_eq!(crosscheck::agent::SiteData::Cookies.quoted(), "\"cookies\"");
    /// ```
    pub const fn quoted(self) -> &'static str {
        match self {
            Self::Cookies => "\"cookies\"",
            Self::Storage => "\"storage\"",
            Self::Cache => "\"cache\"",
            Self::ClientHints => "\"clientHints\"",
        }
    }
}

/// Whether the user let a page reach closer to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prompt {
    /// They are to be asked.
    Required,
    /// They are being asked, or need not be.
    None,
    /// They said yes before.
    Allowed,
    /// They said no before, or must not be asked.
    Denied,
}
