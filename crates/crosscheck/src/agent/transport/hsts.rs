//! Strict Transport Security: hosts that are reached over TLS only, as they said themselves.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;

use url::Host;
use url::Url;

use crate::wire::HeaderList;
use crate::wire::is_loopback;
use crate::wire::trim_http_tab_or_space;

/// The hosts that a browser reaches over TLS only.
///
/// Spec: <https://www.rfc-editor.org/rfc/rfc6797>
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HstsList {
    hosts: BTreeMap<String, Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    expires_ms: u64,
    include_subdomains: bool,
}

impl HstsList {
    /// Takes in what an answer says of its host: only one that came over TLS, from a name, counts.
    ///
    /// Spec: <https://www.rfc-editor.org/rfc/rfc6797#section-8.1>
    pub(in crate::agent) fn learn(&mut self, url: &Url, headers: &HeaderList, now_ms: u64) {
        let Some(host) = name(url).filter(|_| url.scheme() == "https") else { return };
        // Of several lines the first counts.
        let Some(policy) = headers.lines("Strict-Transport-Security").next().and_then(read_policy)
        else {
            return;
        };
        if policy.max_age_seconds == 0 {
            self.hosts.remove(host);
            return;
        }
        let expires_ms = now_ms.saturating_add(policy.max_age_seconds.saturating_mul(1000));
        let entry = Entry { expires_ms, include_subdomains: policy.include_subdomains };
        self.hosts.insert(host.to_owned(), entry);
    }

    /// Whether a URL's host is reached over TLS only.
    ///
    /// Spec: <https://www.rfc-editor.org/rfc/rfc6797#section-8.2>
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
    /// use crosscheck::wire::Origin;
    /// use url::Url;
    ///
    /// let mut browser = UserAgent::new(&Profile::CHROMIUM);
    /// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
    ///     let headers = [("Strict-Transport-Security", "max-age=60")].into_iter().collect();
    ///     Some(Response { status: 200, headers, ..Response::default() })
    /// };
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://app.example/", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// fetch(request, &mut server, &mut browser, 0);
    ///
    /// let url = Url::parse("http://app.example/").unwrap();
    /// assert!(browser.hsts.covers(&url, 59_999));
    /// assert!(!browser.hsts.covers(&url, 60_000), "its time is over");
    /// ```
    pub fn covers(&self, url: &Url, now_ms: u64) -> bool {
        let Some(host) = name(url) else { return false };
        let holds = |name: &str, is_super_domain: bool| {
            self.hosts.get(name).is_some_and(|entry| {
                entry.expires_ms > now_ms && (!is_super_domain || entry.include_subdomains)
            })
        };
        let above = |name: &str| name.split_once('.').map(|(_, rest)| rest.to_owned());
        holds(host, false)
            || core::iter::successors(above(host), |name| above(name))
                .any(|name| holds(&name, true))
    }
}

struct Policy {
    max_age_seconds: u64,
    include_subdomains: bool,
}

/// Reads a policy; `None` if it says no age, or anything that it must not.
///
/// Spec: <https://www.rfc-editor.org/rfc/rfc6797#section-6.1>
fn read_policy(line: &[u8]) -> Option<Policy> {
    let (mut max_age_seconds, mut include_subdomains) = (None, None);
    for directive in line.split(|byte| *byte == b';') {
        let mut parts = directive.splitn(2, |byte| *byte == b'=').map(trim_http_tab_or_space);
        let (name, value) = (parts.next().unwrap_or_default(), parts.next());
        // Each stands there once.
        let is_said_before = if name.eq_ignore_ascii_case(b"max-age") {
            let digits = core::str::from_utf8(value?).ok()?.trim_matches('"');
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            max_age_seconds.replace(digits.parse().unwrap_or(u64::MAX)).is_some()
        } else if name.eq_ignore_ascii_case(b"includeSubDomains") {
            value.is_some() || include_subdomains.replace(()).is_some()
        } else {
            false
        };
        if is_said_before {
            return None;
        }
    }
    let include_subdomains = include_subdomains.is_some();
    Some(Policy { max_age_seconds: max_age_seconds?, include_subdomains })
}

/// A host that has a name, and is not this machine.
fn name(url: &Url) -> Option<&str> {
    match url.host()? {
        Host::Domain(name) if !is_loopback(name) => Some(name),
        _ => None,
    }
}
