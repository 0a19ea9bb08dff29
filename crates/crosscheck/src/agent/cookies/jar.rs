//! Cookies, as far as they decide what a cross-origin request carries.

use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::date::parse_cookie_date;
use crate::agent::address_space::is_loopback;
use crate::agent::profile::CookieBytes;
use crate::agent::profile::Profile;
use crate::wire::isomorphic_decode;
use crate::wire::trim_http_tab_or_space;

/// A browser's cookies, for one partition.
///
/// Bounded: at most [`CookieJar::CAPACITY`] cookies of at most 4,096 bytes, the oldest leave first.
///
/// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html>
#[derive(Clone, Debug, Default)]
pub struct CookieJar {
    cookies: Vec<Cookie>,
}

#[derive(Clone, Debug)]
struct Cookie {
    /// Here and below each code point stands for one byte.
    name: String,
    value: String,
    host: String,
    host_only: bool,
    path: String,
    secure: bool,
    same_site: SameSite,
    expires_ms: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SameSite {
    None,
    Lax,
    Strict,
    /// Nothing was said.
    Default,
}

impl Cookie {
    /// Whether a name that promises something about its cookie keeps the promise.
    fn keeps_its_prefix(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        if name.starts_with("__host-") {
            return self.secure && self.host_only && self.path == "/";
        }
        !name.starts_with("__secure-") || self.secure
    }
}

impl SameSite {
    /// Whether it goes where the page around is of another site.
    fn crosses_sites(self, profile: &Profile) -> bool {
        match self {
            Self::None => true,
            Self::Lax | Self::Strict => false,
            Self::Default => !profile.same_site_lax_by_default,
        }
    }
}

/// What a cookie is judged by, beside itself.
#[derive(Clone, Copy, Debug)]
pub(in crate::agent) struct Situation<'a> {
    /// Where the request goes.
    pub(in crate::agent) url: &'a Url,
    /// Whether it counts as coming from the same site.
    pub(in crate::agent) same_site: bool,
    pub(in crate::agent) profile: &'a Profile,
    /// See [`registrable_domain`](crate::agent::UserAgent::registrable_domain).
    pub(in crate::agent) registrable_domain: fn(&str) -> Option<&str>,
    pub(in crate::agent) now_ms: u64,
}

impl Situation<'_> {
    fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }
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
        let Some(cookie) = parse_set_cookie(line, at) else { return };
        let profile = at.profile;
        // A site that asks for all contexts must be secure.
        let insecure = cookie.same_site == SameSite::None && !cookie.secure;
        if insecure && profile.same_site_none_needs_secure {
            return;
        }
        let crosses = cookie.same_site.crosses_sites(profile) && profile.stores_third_party_cookies;
        if !at.same_site && !crosses {
            return;
        }
        if cookie.secure && !at.is_secure() && !profile.trusts_loopback_with_secure_cookies {
            return;
        }
        if profile.judges_cookie_prefixes && !cookie.keeps_its_prefix() {
            return;
        }
        self.cookies.retain(|old| {
            old.name != cookie.name || old.host != cookie.host || old.path != cookie.path
        });
        if cookie.expires_ms.is_none_or(|time| time > at.now_ms) {
            self.cookies.push(cookie);
        }
        let surplus = self.cookies.len().saturating_sub(Self::CAPACITY);
        self.cookies.drain(..surplus);
    }

    /// The value of `Cookie` for a request, `None` if no cookie goes along.
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
            .filter(|c| at.same_site || c.same_site.crosses_sites(at.profile))
            .collect();
        // Longer paths first; among equals the older.
        fitting.sort_by_key(|c| core::cmp::Reverse(c.path.len()));
        let pairs: Vec<String> = fitting
            .iter()
            .map(|c| match c.name.as_str() {
                "" => c.value.clone(),
                name => alloc::format!("{name}={}", c.value),
            })
            .collect();
        let text = pairs.join("; ");
        (!pairs.is_empty()).then(|| text.chars().map(|c| u32::from(c).to_le_bytes()[0]).collect())
    }
}

/// What a line says about where its cookie belongs; `None` if it says nothing usable.
fn parse_set_cookie(line: &[u8], at: &Situation<'_>) -> Option<Cookie> {
    if line.len() > LINE_LIMIT {
        return None;
    }
    let line = as_read(line, at.profile)?;
    let mut parts = line.split(';');
    let pair = parts.next()?;
    let keeps_nameless = at.profile.keeps_nameless_cookies;
    let alone = if keeps_nameless { ("", pair) } else { (pair, "") };
    let (name, value) = pair.split_once('=').unwrap_or(alone);
    let (name, value) = (trimmed(name), trimmed(value));
    if name.is_empty() && (value.is_empty() || !keeps_nameless) {
        return None;
    }
    let host = at.url.host_str()?;
    let mut cookie = Cookie {
        name,
        value,
        host: host.into(),
        host_only: true,
        path: default_path(at.url.path()),
        secure: false,
        same_site: SameSite::Default,
        expires_ms: None,
    };
    // Of an attribute that is given twice the last counts.
    let (mut domain, mut max_age_ms, mut date_ms) = (String::new(), None, None);
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = trimmed(value);
        match trimmed(key).to_ascii_lowercase().as_str() {
            "domain" => domain = value.trim_start_matches('.').to_ascii_lowercase(),
            "path" if value.starts_with('/') => cookie.path = value,
            "path" => cookie.path = default_path(at.url.path()),
            "secure" => cookie.secure = true,
            "samesite" => {
                cookie.same_site = match value.to_ascii_lowercase().as_str() {
                    "none" => SameSite::None,
                    "lax" => SameSite::Lax,
                    "strict" => SameSite::Strict,
                    _ => SameSite::Default,
                }
            }
            "max-age" => {
                if let Ok(seconds) = value.parse::<i64>() {
                    let seconds = u64::try_from(seconds).unwrap_or(0);
                    max_age_ms = Some(at.now_ms.saturating_add(seconds.saturating_mul(1000)));
                }
            }
            "expires" => date_ms = parse_cookie_date(&value).or(date_ms),
            _ => {}
        }
    }
    cookie.expires_ms = max_age_ms.or(date_ms);
    if !domain.is_empty() {
        cookie.host_only = judge_domain(host, &domain, at)?;
        cookie.host = domain;
    }
    Some(cookie)
}

/// Whether a cookie with `Domain` stays with its host; `None` if the host may not set it.
fn judge_domain(host: &str, domain: &str, at: &Situation<'_>) -> Option<bool> {
    if is_ip(host) {
        return (host == domain).then_some(true);
    }
    // What everybody can have a host below shares no cookies, but may keep its own.
    if (at.registrable_domain)(domain).is_none() {
        return (host == domain && at.profile.public_suffixes_may_name_themselves).then_some(true);
    }
    is_domain_match(host, domain).then_some(false)
}

/// A line as text whose code points are its bytes; `None` if a browser refuses such bytes.
fn as_read(line: &[u8], profile: &Profile) -> Option<String> {
    let has_controls = line.iter().any(|byte| byte.is_ascii_control() && *byte != b'\t');
    match profile.cookie_bytes {
        CookieBytes::UpToControls => {
            let is_odd = |byte: &u8| *byte < b' ' || !byte.is_ascii();
            Some(isomorphic_decode(line.split(is_odd).next().unwrap_or_default()))
        }
        _ if has_controls => None,
        CookieBytes::NoControls => Some(isomorphic_decode(line)),
        CookieBytes::NoControlsNorTabs => (!line.contains(&b'\t')).then(|| isomorphic_decode(line)),
        CookieBytes::NoControlsAndUtf8 => {
            let start = line.iter().position(|byte| *byte == b'=').unwrap_or(line.len());
            let value = String::from_utf8_lossy(&line[start..]);
            Some(isomorphic_decode(&line[..start]) + &isomorphic_decode(value.as_bytes()))
        }
    }
}

fn trimmed(text: &str) -> String {
    let bytes = trim_http_tab_or_space(text.as_bytes());
    String::from_utf8_lossy(bytes).into_owned()
}

fn default_path(path: &str) -> String {
    match path.rfind('/') {
        Some(0) | None => "/".into(),
        Some(last) => path[..last].into(),
    }
}

fn is_path_match(path: &str, cookie_path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}

fn is_domain_match(host: &str, domain: &str) -> bool {
    host == domain
        || (!is_ip(host) && host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')))
}

fn is_ip(host: &str) -> bool {
    host.starts_with('[') || host.parse::<core::net::Ipv4Addr>().is_ok()
}

const LINE_LIMIT: usize = 4096;
