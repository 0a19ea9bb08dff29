//! A browser's cookies: what is kept of those that servers and script set, and who is sent them.

use alloc::string::String;
use alloc::vec::Vec;

use super::cookie::Cookie;
use super::cookie::ReadCookie;
use super::cookie::SameSite;
use super::cookie::is_domain_match;
use super::issue::CookieIssue;
use super::situation::PartitionKey;
use super::situation::Situation;
use crate::agent::profile::ThirdPartyCookies;
use crate::wire::is_loopback;
use crate::wire::isomorphic_decode;

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
    pub fn is_empty(&self) -> bool {
        self.cookies.is_empty()
    }

    /// How many it holds, those among them whose time is over.
    pub fn len(&self) -> usize {
        self.cookies.len()
    }

    /// Every cookie, the oldest first; those among them whose time is over.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Profile, UserAgent};
    /// use url::Url;
    ///
    /// let mut browser = UserAgent::new(&Profile::CHROMIUM);
    /// let shop = Url::parse("https://shop.example/login").unwrap();
    /// browser.remember_visit(&shop, b"session=7; Path=/; HttpOnly", 0);
    /// let listed: Vec<_> = browser.cookies.iter().map(|cookie| (&*cookie.host, &*cookie.name)).collect();
    /// assert_eq!(listed, [("shop.example", "session")]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &Cookie> {
        self.cookies.iter()
    }

    /// Takes in cookies that were saved, each in place of its like.
    ///
    /// Out: those that no server could have set, and that are not taken therefore.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Cookie, Profile, UserAgent};
    ///
    /// // Yesterday's browser, saved.
    /// let mut browser = UserAgent::new(&Profile::CHROMIUM);
    /// browser.cookies.load([Cookie::new("shop.example", "session", "7")]);
    /// let saved: Vec<Cookie> = browser.cookies.iter().cloned().collect();
    ///
    /// // Today's.
    /// let mut browser = UserAgent::new(&Profile::CHROMIUM);
    /// assert!(browser.cookies.load(saved).is_empty(), "all are taken");
    /// assert_eq!(browser.cookies.len(), 1);
    /// // What would end the header line early is no cookie.
    /// let odd = Cookie::new("shop.example", "a", "b\r\nx: y");
    /// assert_eq!(browser.cookies.load([odd.clone()]), [odd]);
    /// ```
    pub fn load(&mut self, cookies: impl IntoIterator<Item = Cookie>) -> Vec<Cookie> {
        let mut refused = Vec::new();
        for cookie in cookies {
            match cookie.is_plain() {
                true => self.put(cookie),
                false => refused.push(cookie),
            }
        }
        refused
    }

    /// Forgets those for which `keep` does not hold.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Cookie, Profile, UserAgent};
    ///
    /// let mut browser = UserAgent::new(&Profile::FIREFOX);
    /// browser.cookies.load([Cookie::new("a.example", "x", "1"), Cookie::new("b.example", "x", "1")]);
    /// browser.cookies.retain(|cookie| cookie.host != "a.example");
    /// assert_eq!(browser.cookies.len(), 1);
    /// ```
    pub fn retain(&mut self, keep: impl FnMut(&Cookie) -> bool) {
        self.cookies.retain(keep);
    }

    /// Puts a cookie in the place of its like, or behind all others.
    fn put(&mut self, cookie: Cookie) {
        match self.cookies.iter_mut().find(|old| old.is_like(&cookie)) {
            Some(old) => *old = cookie,
            None => self.cookies.push(cookie),
        }
        let surplus = self.cookies.len().saturating_sub(Self::CAPACITY);
        self.cookies.drain(..surplus);
    }

    /// Stores what a `Set-Cookie` line says; a line that says nothing usable is ignored.
    ///
    /// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#storage-model>
    pub(in crate::agent) fn store(
        &mut self,
        line: &[u8],
        at: &Situation<'_>,
        issues: &mut Vec<CookieIssue>,
    ) {
        let profile = at.profile;
        if at.blocks_everything() {
            issues.push(CookieIssue::ThirdParty { line: isomorphic_decode(line) });
            return;
        }
        let Some(read) = Cookie::parse(line, at) else { return };
        let ReadCookie { mut cookie, domain, has_unknown_same_site } = read;
        if has_unknown_same_site {
            issues.push(CookieIssue::UnknownSameSite { name: cookie.name.clone() });
        }
        cookie.partition = partition_of(&cookie, at);
        if let Some(issue) = judge(&mut cookie, domain, at) {
            issues.push(issue);
            return;
        }
        if !may_be_stored(&cookie, at) {
            return;
        }
        let place = self.cookies.iter().position(|old| old.is_like(&cookie));
        // Script sees none of those that are for HTTP alone, and replaces none.
        let old = place.and_then(|place| self.cookies.get(place));
        let is_hidden = old.is_some_and(|old| old.http_only);
        if at.is_script && (cookie.http_only || is_hidden) {
            return;
        }
        let is_foreign = at.is_third_party && !cookie.partitioned;
        if is_foreign && profile.third_party_cookies == ThirdPartyCookies::Partitioned {
            issues.push(CookieIssue::Unpartitioned { name: cookie.name.clone() });
        }
        let lives = cookie.expires_ms.is_none_or(|time| time > at.now_ms);
        match place {
            // A newer cookie takes its like's place.
            _ if lives => self.put(cookie),
            Some(place) => drop(self.cookies.remove(place)),
            None => {}
        }
    }

    /// Whether any cookie is kept of the site of a URL, in whatever partition.
    pub(in crate::agent) fn knows_site(&self, at: &Situation<'_>) -> bool {
        let site = |host| (at.registrable_domain)(host).unwrap_or(host);
        let wanted = at.url.host_str().map(site);
        self.cookies.iter().any(|cookie| Some(site(&cookie.host)) == wanted)
    }

    /// The value of `Cookie` for a request, or what script reads; `None` if there is no cookie.
    ///
    /// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#retrieval-algorithm>
    pub(in crate::agent) fn header(
        &self,
        at: &Situation<'_>,
        issues: &mut Vec<CookieIssue>,
    ) -> Option<Vec<u8>> {
        let host = at.url.host_str()?;
        let mut fitting: Vec<&Cookie> = self
            .cookies
            .iter()
            .filter(|c| c.expires_ms.is_none_or(|time| time > at.now_ms))
            .filter(|c| c.host == host || (!c.host_only && is_domain_match(host, &c.host)))
            .filter(|c| is_path_match(at.url.path(), &c.path))
            .filter(|c| !c.secure || at.is_secure() || is_loopback(host))
            .filter(|c| !(c.http_only && at.is_script))
            .filter(|c| may_be_sent(c.partition.as_ref(), at))
            .collect();
        // Longer paths first; among equals the older.
        let comes_later = |c: &Cookie| match at.profile.sends_host_only_cookies_first {
            true if c.host_only => 1,
            true if c.host != host => 2,
            _ => 0,
        };
        fitting.sort_by_key(|c| (core::cmp::Reverse(c.path.len()), comes_later(c)));
        fitting.retain(|c| {
            let goes = at.same_site_to_send || c.same_site.crosses_sites(at.profile);
            if !goes && !at.is_third_party {
                issues.push(CookieIssue::OmittedAfterRedirect { name: c.name.clone() });
            }
            goes
        });
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
    let is_apart =
        at.partition.nonce.is_some() || cookie.partitioned || (parts_all && at.is_third_party);
    is_apart.then(|| at.partition.clone())
}

/// Why a cookie is not stored, in the order in which it is looked at.
fn judge(cookie: &mut Cookie, domain: String, at: &Situation<'_>) -> Option<CookieIssue> {
    let profile = at.profile;
    if !cookie.widen(domain, at) {
        return Some(CookieIssue::InvalidDomain { name: cookie.name.clone() });
    }
    let name = || cookie.name.clone();
    // What asks for all contexts, or for partitions of its own, must be secure.
    let is_for_all = cookie.same_site == SameSite::None;
    if is_for_all && profile.same_site_none_needs_secure && !cookie.secure {
        return Some(CookieIssue::SameSiteNoneInsecure { name: name() });
    }
    if profile.judges_cookie_prefixes && !cookie.keeps_its_prefix(at) {
        return Some(CookieIssue::InvalidPrefix { name: name() });
    }
    if cookie.secure && !at.may_set_secure() {
        return Some(CookieIssue::InsecureConnection { name: name() });
    }
    // Whoever is apart from everybody anyway need not be secure for that.
    if cookie.partitioned && at.partition.nonce.is_none() && !cookie.secure {
        return Some(CookieIssue::PartitionedInsecure { name: name() });
    }
    if !at.same_site_to_store && !cookie.same_site.crosses_sites(profile) {
        return Some(CookieIssue::CrossSite { name: name() });
    }
    None
}

/// Whether a site that is not the page's may store a cookie.
fn may_be_stored(cookie: &Cookie, at: &Situation<'_>) -> bool {
    if !at.is_third_party {
        return true;
    }
    if at.blocks_third_parties {
        return cookie.partition.is_some();
    }
    at.profile.third_party_cookies != ThirdPartyCookies::OnlySent
}

/// Whether a cookie that is kept in a partition, or is everybody's, goes along.
fn may_be_sent(partition: Option<&PartitionKey>, at: &Situation<'_>) -> bool {
    if at.blocks_everything() {
        return false;
    }
    match partition {
        Some(partition) => *partition == at.partition,
        None => at.has_everybodys_cookies(),
    }
}

fn is_path_match(path: &str, cookie_path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}
