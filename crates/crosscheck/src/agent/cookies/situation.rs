//! Where a client stands towards a URL, as cookies are judged by it.

use alloc::string::String;

use url::Url;

use crate::agent::profile::Profile;
use crate::agent::profile::ThirdPartyCookies;
use crate::wire::is_loopback;

/// What keeps cookies of one top-level site apart from everybody's.
///
/// Spec: <https://datatracker.ietf.org/doc/html/draft-cutler-httpbis-partitioned-cookies#name-partition-key>
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PartitionKey {
    /// The site of the page in the address bar.
    pub site: String,
    /// Whether somebody between that page and the URL is of another site.
    pub has_cross_site_ancestor: bool,
    /// What keeps it apart from everything else of that site.
    pub nonce: Option<String>,
}

/// What a cookie is judged by, beside itself.
#[derive(Clone, Debug)]
pub(in crate::agent) struct Situation<'a> {
    /// Where the request goes, or the document whose script asks.
    pub(in crate::agent) url: &'a Url,
    /// Whether it counts as coming from the same site, so that `SameSite` lets all cookies go along.
    pub(in crate::agent) same_site_to_send: bool,
    /// The same for those that the answer sets.
    pub(in crate::agent) same_site_to_store: bool,
    /// Whether it is of another site than the page in the address bar, or stands in a frame of one.
    pub(in crate::agent) is_third_party: bool,
    /// Whether it is of the site of the page in the address bar, wherever that stands.
    pub(in crate::agent) is_pages_site: bool,
    /// Whether the user wants no cookies of third parties, and the browser heeds it.
    pub(in crate::agent) blocks_third_parties: bool,
    /// Where cookies belong that are kept apart.
    pub(in crate::agent) partition: PartitionKey,
    /// Whether script asks, by `document.cookie`.
    pub(in crate::agent) is_script: bool,
    pub(in crate::agent) profile: &'a Profile,
    /// See [`registrable_domain`](crate::agent::UserAgent::registrable_domain).
    pub(in crate::agent) registrable_domain: fn(&str) -> Option<&str>,
    pub(in crate::agent) now_ms: u64,
}

impl Situation<'_> {
    /// Whether not even cookies that are kept apart are spared by the user's choice.
    pub(in crate::agent) fn blocks_everything(&self) -> bool {
        self.is_third_party && self.blocks_third_parties && !self.profile.blocking_spares_partitions
    }

    /// Whether cookies go along that are not kept apart for the page's site.
    pub(in crate::agent) fn has_everybodys_cookies(&self) -> bool {
        self.partition.nonce.is_none()
            && (!self.is_third_party
                || (!self.blocks_third_parties
                    && self.profile.third_party_cookies != ThirdPartyCookies::Partitioned))
    }

    /// Whether what is set here may be `Secure`.
    pub(super) fn may_set_secure(&self) -> bool {
        let is_trusted = self.url.host_str().is_some_and(is_loopback)
            && self.profile.trusts_loopback_with_secure_cookies;
        self.is_secure() || is_trusted
    }

    pub(super) fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }
}
