//! What a browser may tell about a cookie that was not stored or did not go along.

use alloc::string::String;

use url::Url;

/// Something about one cookie that its author should know. What of it a console tells, each browser
/// decides: [`cookie_texts`](crate::diagnosis::cookie_texts).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CookieIssue {
    /// Not stored: `Domain` is not the host's to name.
    InvalidDomain {
        /// The cookie's name.
        name: String,
    },
    /// Not stored: `Secure`, but it came without TLS.
    InsecureConnection {
        /// The cookie's name.
        name: String,
    },
    /// Not stored: its name promises what it is not.
    InvalidPrefix {
        /// The cookie's name.
        name: String,
    },
    /// Not stored: `SameSite=None` without `Secure`.
    SameSiteNoneInsecure {
        /// The cookie's name.
        name: String,
    },
    /// Not stored: `Partitioned` without `Secure`.
    PartitionedInsecure {
        /// The cookie's name.
        name: String,
    },
    /// Not stored: `SameSite` keeps it from the page around.
    CrossSite {
        /// The cookie's name.
        name: String,
    },
    /// Stored; `SameSite` says nothing that is known.
    UnknownSameSite {
        /// The cookie's name.
        name: String,
    },
    /// Stored, apart for this page's site, though it does not ask for that by `Partitioned`.
    Unpartitioned {
        /// The cookie's name.
        name: String,
    },
    /// Not sent: `SameSite`, and another site on the way of a redirect.
    OmittedAfterRedirect {
        /// The cookie's name.
        name: String,
    },
    /// Not stored, or none sent: the user wants no cookies of third parties.
    ThirdParty {
        /// What was to be stored, as the server wrote it; empty where cookies were to be sent.
        line: String,
    },
    /// The same, of a site that has cookies elsewhere, or wanted to store one.
    StorageBlocked {
        /// Who wanted them.
        url: Url,
    },
}
