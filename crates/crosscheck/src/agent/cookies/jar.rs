//! A browser's cookies: what is kept of those that servers and script set, and who is sent them.

use alloc::string::String;
use alloc::vec::Vec;

use super::cookie::Cookie;
use super::cookie::SameSite;
use super::cookie::is_domain_match;
use super::situation::PartitionKey;
use super::situation::Situation;
use crate::agent::local_network::address_space::is_loopback;
use crate::agent::profile::ThirdPartyCookies;

/// A browser's cookies: everybody's, and those kept apart for one top-level site.
///
/// Bounded: at most [`CookieJar::CAPACITY`] cookies of at most 4,096 bytes, the oldest leave first.
///
/// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html>
#[derive(Clone, Debug, Default)]
pub struct CookieJar {
    cookies: Vec<Cookie>,
}

impl CookieJar {
    /// The most cookies held at once.
    pub const CAPACITY: usize = 3000;

    /// Whether it holds no cookie at all.
    pub const fn is_empty(&self) -> bool {
        self.cookies.is_empty()
    }

    /// Stores what a `Set-Cookie` line says; a line that says nothing usable is ignored.
    ///
    /// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#storage-model>
    pub(in crate::agent) fn store(&mut self, line: &[u8], at: &Situation<'_>) {
        let Some(mut cookie) = Cookie::parse(line, at) else { return };
        let profile = at.profile;
        // What asks for all contexts, or for partitions of its own, must be secure. Whoever is apart
        // from everybody anyway need not.
        let needs_secure =
            cookie.same_site == SameSite::None && profile.same_site_none_needs_secure;
        let is_partitioned = cookie.partitioned && at.partition.nonce.is_none();
        if (needs_secure || is_partitioned) && !cookie.secure {
            return;
        }
        cookie.partition = partition_of(&cookie, at);
        if !may_be_stored(cookie.partition.is_some(), at) {
            return;
        }
        if !at.same_site && !cookie.same_site.crosses_sites(profile) {
            return;
        }
        let is_trusted = at.url.host_str().is_some_and(is_loopback)
            && profile.trusts_loopback_with_secure_cookies;
        if cookie.secure && !at.is_secure() && !is_trusted {
            return;
        }
        if profile.judges_cookie_prefixes && !cookie.keeps_its_prefix(at) {
            return;
        }
        let place = self.cookies.iter().position(|old| old.is_like(&cookie));
        // Script sees none of those that are for HTTP alone, and replaces none.
        let is_hidden = place.is_some_and(|place| self.cookies[place].http_only);
        if at.is_script && (cookie.http_only || is_hidden) {
            return;
        }
        let lives = cookie.expires_ms.is_none_or(|time| time > at.now_ms);
        match place {
            // A newer cookie takes its like's place.
            Some(place) if lives => self.cookies[place] = cookie,
            Some(place) => drop(self.cookies.remove(place)),
            None if lives => self.cookies.push(cookie),
            None => {}
        }
        let surplus = self.cookies.len().saturating_sub(Self::CAPACITY);
        self.cookies.drain(..surplus);
    }

    /// The value of `Cookie` for a request, or what script reads; `None` if there is no cookie.
    ///
    /// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#retrieval-algorithm>
    pub(in crate::agent) fn header(&self, at: &Situation<'_>) -> Option<Vec<u8>> {
        let host = at.url.host_str()?;
        let mut fitting: Vec<&Cookie> = self
            .cookies
            .iter()
            .filter(|c| c.expires_ms.is_none_or(|time| time > at.now_ms))
            .filter(|c| c.host == host || (!c.host_only && is_domain_match(host, &c.host)))
            .filter(|c| is_path_match(at.url.path(), &c.path))
            .filter(|c| !c.secure || at.is_secure() || is_loopback(host))
            .filter(|c| !(c.http_only && at.is_script))
            .filter(|c| at.same_site || c.same_site.crosses_sites(at.profile))
            .filter(|c| may_be_sent(c.partition.as_ref(), at))
            .collect();
        // Longer paths first; among equals the older.
        fitting.sort_by_key(|c| core::cmp::Reverse(c.path.len()));
        let pairs: Vec<String> = fitting.iter().map(|c| c.pair()).collect();
        let text = pairs.join("; ");
        (!pairs.is_empty()).then(|| text.chars().map(|c| u32::from(c).to_le_bytes()[0]).collect())
    }
}

/// The partition that a cookie is kept in; `None` if it is everybody's.
///
/// Spec: <https://datatracker.ietf.org/doc/html/draft-cutler-httpbis-partitioned-cookies>
fn partition_of(cookie: &Cookie, at: &Situation<'_>) -> Option<PartitionKey> {
    let parts_all = at.profile.third_party_cookies == ThirdPartyCookies::Partitioned;
    let is_apart = at.partition.nonce.is_some()
        || cookie.partitioned
        || (parts_all && at.is_third_party);
    is_apart.then(|| at.partition.clone())
}

/// Whether a site that is not the page's may store a cookie.
fn may_be_stored(in_partition: bool, at: &Situation<'_>) -> bool {
    if !at.is_third_party {
        return true;
    }
    if at.blocks_third_parties {
        return in_partition && at.profile.blocking_spares_partitions;
    }
    at.profile.third_party_cookies != ThirdPartyCookies::OnlySent
}

/// Whether a cookie that is kept in a partition, or is everybody's, goes along.
fn may_be_sent(partition: Option<&PartitionKey>, at: &Situation<'_>) -> bool {
    let is_blocked = at.blocks_third_parties && at.is_third_party;
    match partition {
        Some(partition) => {
            *partition == at.partition && (!is_blocked || at.profile.blocking_spares_partitions)
        }
        None if at.partition.nonce.is_some() || is_blocked => false,
        None => {
            !at.is_third_party
                || at.profile.third_party_cookies != ThirdPartyCookies::Partitioned
        }
    }
}

fn is_path_match(path: &str, cookie_path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}
