//! Cookies, as far as they decide what a cross-origin request carries.

use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::origin::RedirectTaint;
use super::origin::redirect_taint;
use super::profile::Profile;
use super::request::Request;
use super::user_agent::UserAgent;
use crate::wire::Origin;
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

impl CookieJar {
    /// The most cookies held at once.
    pub const CAPACITY: usize = 3000;

    /// Whether it holds no cookie at all.
    pub const fn is_empty(&self) -> bool {
        self.cookies.is_empty()
    }

    /// Stores what the host of a URL set on a visit of its own, as its `Set-Cookie` line said; a
    /// line that says nothing usable is ignored.
    pub fn remember_visit(&mut self, url: &Url, line: &[u8], profile: &Profile, now_ms: u64) {
        self.store(url, line, true, profile, now_ms);
    }

    /// Stores what a `Set-Cookie` line says; a line that says nothing usable is ignored.
    pub(super) fn store(
        &mut self,
        url: &Url,
        line: &[u8],
        same_site: bool,
        profile: &Profile,
        now_ms: u64,
    ) {
        let Some(cookie) = parse_set_cookie(url, line, profile, now_ms) else { return };
        // A site that asks for all contexts must be secure.
        let insecure = cookie.same_site == SameSite::None && !cookie.secure;
        if insecure && profile.same_site_none_needs_secure {
            return;
        }
        let crosses = cookie.same_site.crosses_sites(profile) && profile.stores_third_party_cookies;
        if !same_site && !crosses {
            return;
        }
        if cookie.secure && url.scheme() != "https" && !profile.trusts_loopback_with_secure_cookies
        {
            return;
        }
        self.cookies.retain(|old| {
            old.name != cookie.name || old.host != cookie.host || old.path != cookie.path
        });
        if cookie.expires_ms.is_none_or(|at| at > now_ms) {
            self.cookies.push(cookie);
        }
        let surplus = self.cookies.len().saturating_sub(Self::CAPACITY);
        self.cookies.drain(..surplus);
    }

    /// The value of `Cookie` for a request, `None` if no cookie goes along.
    pub(super) fn header(
        &self,
        url: &Url,
        same_site: bool,
        profile: &Profile,
        now_ms: u64,
    ) -> Option<String> {
        let host = url.host_str()?;
        let mut fitting: Vec<&Cookie> = self
            .cookies
            .iter()
            .filter(|c| c.expires_ms.is_none_or(|at| at > now_ms))
            .filter(|c| c.host == host || (!c.host_only && is_domain_match(host, &c.host)))
            .filter(|c| is_path_match(url.path(), &c.path))
            .filter(|c| !c.secure || url.scheme() == "https" || is_loopback(host))
            .filter(|c| same_site || c.same_site.crosses_sites(profile))
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
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// Whether a request counts as coming from the site that it goes to, redirects considered.
pub(super) fn is_same_site_request(request: &Request, agent: &UserAgent) -> bool {
    agent.is_same_site(&agent.top_level, &Origin::of(request.current_url()))
        && agent.is_same_site(&agent.top_level, &request.origin)
        && redirect_taint(request, agent) != RedirectTaint::CrossSite
}

fn parse_set_cookie(url: &Url, line: &[u8], profile: &Profile, now_ms: u64) -> Option<Cookie> {
    if line.len() > LINE_LIMIT {
        return None;
    }
    let line: String = line.iter().map(|b| char::from(*b)).collect();
    let mut parts = line.split(';');
    let pair = parts.next()?;
    let alone = if profile.keeps_nameless_cookies { ("", pair) } else { (pair, "") };
    let (name, value) = pair.split_once('=').unwrap_or(alone);
    let (name, value) = (trimmed(name), trimmed(value));
    if name.is_empty() && (value.is_empty() || !profile.keeps_nameless_cookies) {
        return None;
    }
    let host = url.host_str()?;
    let mut cookie = Cookie {
        name,
        value,
        host: host.into(),
        host_only: true,
        path: default_path(url.path()),
        secure: false,
        same_site: SameSite::Default,
        expires_ms: None,
    };
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = trimmed(value);
        match trimmed(key).to_ascii_lowercase().as_str() {
            "domain" => {
                let domain = value.trim_start_matches('.').to_ascii_lowercase();
                if !domain.is_empty() {
                    if !is_domain_match(host, &domain) {
                        return None;
                    }
                    cookie.host_only = domain == host && is_ip(host);
                    cookie.host = domain;
                }
            }
            "path" if value.starts_with('/') => cookie.path = value,
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
                    cookie.expires_ms = Some(now_ms.saturating_add(seconds.saturating_mul(1000)));
                }
            }
            _ => {}
        }
    }
    Some(cookie)
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

pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}

const LINE_LIMIT: usize = 4096;
