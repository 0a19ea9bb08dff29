//! One cookie: what a `Set-Cookie` line says, or a text that script gives to `document.cookie`; and what is
//! kept of it.

use alloc::string::String;

use super::situation::PartitionKey;
use super::situation::Situation;
use crate::agent::profile::CookieBytes;
use crate::agent::profile::Profile;
use crate::wire::isomorphic_decode;
use crate::wire::parse_cookie_date;
use crate::wire::trim_http_tab_or_space;
use crate::wire::words::words;

/// A cookie as a browser keeps it: a plain record, to be listed, written down and [loaded] again.
///
/// In names, values and paths each code point stands for one byte.
///
/// [loaded]: super::jar::CookieJar::load
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Cookie {
    /// Its name; may be empty.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The host that set it, or the domain of all hosts that are sent it.
    pub host: String,
    /// Whether only that host is sent it.
    pub host_only: bool,
    /// The path below which it is sent.
    pub path: String,
    /// Whether it goes over TLS only.
    pub secure: bool,
    /// Whether script does not see it.
    pub http_only: bool,
    /// Whether it goes where the page in the address bar is of another site.
    pub same_site: SameSite,
    /// Whether it asks to be kept apart for each top-level site.
    pub partitioned: bool,
    /// The partition that it is kept in, if it is not everybody's.
    pub partition: Option<PartitionKey>,
    /// Until when it counts, in milliseconds of the clock that every other time is of; without, it ends
    /// with the session.
    pub expires_ms: Option<u64>,
}

/// A cookie that was read, and what of its line is judged before it is kept.
pub(super) struct ReadCookie {
    pub(super) cookie: Cookie,
    /// What `Domain` says.
    pub(super) domain: String,
    /// Whether `SameSite` was given a word that says nothing.
    pub(super) has_unknown_same_site: bool,
}

words! {
    /// What a cookie says of requests that other sites make.
    ///
    /// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-samesite-attribute-2>
    #[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
    pub enum SameSite {
        /// It goes along.
        None = "none",
        /// It stays at home, but for documents.
        Lax = "lax",
        /// It stays at home.
        Strict = "strict",
        /// Nothing was said: each browser has its own default.
        Default = "default",
    }
}

impl SameSite {
    /// Whether it goes where the page around is of another site.
    pub(super) fn crosses_sites(self, profile: &Profile) -> bool {
        match self {
            Self::None => true,
            Self::Lax | Self::Strict => false,
            Self::Default => !profile.same_site_lax_by_default,
        }
    }
}

impl Cookie {
    /// A cookie of one host and all its paths, until the session ends.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Cookie, SameSite};
    ///
    /// let mut session = Cookie::new("app.example", "session", "7");
    /// session.http_only = true;
    /// assert!(session.host_only && session.same_site == SameSite::Default);
    /// ```
    pub fn new(host: &str, name: &str, value: &str) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            host: host.into(),
            host_only: true,
            path: "/".into(),
            secure: false,
            http_only: false,
            same_site: SameSite::Default,
            partitioned: false,
            partition: None,
            expires_ms: None,
        }
    }

    /// What a line says about where its cookie belongs; `None` if it says nothing usable.
    ///
    /// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#set-cookie>
    pub(super) fn parse(line: &[u8], at: &Situation<'_>) -> Option<ReadCookie> {
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
        let (mut domain, mut has_unknown_same_site) = (String::new(), false);
        let mut cookie = Self {
            name,
            value,
            host: host.into(),
            host_only: true,
            path: default_path(at.url.path()),
            secure: false,
            http_only: false,
            same_site: SameSite::Default,
            partitioned: false,
            partition: None,
            expires_ms: None,
        };
        // Of an attribute that is given twice the last counts.
        let (mut max_age_ms, mut date_ms) = (None, None);
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value = trimmed(value);
            match trimmed(key).to_ascii_lowercase().as_str() {
                "domain" => domain = value.trim_start_matches('.').to_ascii_lowercase(),
                "path" if value.starts_with('/') => cookie.path = value,
                "path" => cookie.path = default_path(at.url.path()),
                "secure" => cookie.secure = true,
                "httponly" => cookie.http_only = true,
                "partitioned" => cookie.partitioned = at.profile.knows_partitioned_cookies,
                "samesite" => {
                    let known = SameSite::named(&value.to_ascii_lowercase());
                    cookie.same_site = known.unwrap_or(SameSite::Default);
                    has_unknown_same_site = cookie.same_site == SameSite::Default;
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
        Some(ReadCookie { cookie, domain, has_unknown_same_site })
    }

    /// Whether a server could have set it so: a name and value that end nothing early.
    pub(super) fn is_plain(&self) -> bool {
        let is_byte = |c: char| u32::from(c) < 0x100 && (c == '\t' || !c.is_ascii_control());
        let is_plain = |text: &str| text.chars().all(|c| is_byte(c) && c != ';');
        let length = self.name.len() + self.value.len() + self.path.len();
        length <= LINE_LIMIT
            && is_plain(&self.name)
            && !self.name.contains('=')
            && is_plain(&self.value)
            && is_plain(&self.path)
            && self.path.starts_with('/')
            && !self.host.is_empty()
            && !(self.name.is_empty() && self.value.is_empty())
    }

    /// Makes it a cookie of all hosts of its `Domain`, if it names one; `false` if it may not.
    pub(super) fn widen(&mut self, domain: String, at: &Situation<'_>) -> bool {
        if domain.is_empty() {
            return true;
        }
        let Some(host_only) = judge_domain(&self.host, &domain, at) else { return false };
        self.host_only = host_only;
        self.host = domain;
        true
    }

    /// Whether a name that promises something about its cookie keeps the promise.
    ///
    /// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#ua-name-prefixes>
    pub(super) fn keeps_its_prefix(&self, at: &Situation<'_>) -> bool {
        let is_secure = self.secure && at.may_set_secure();
        let is_the_hosts = is_secure && self.host_only && self.path == "/";
        let is_of_http = is_secure && self.http_only && !at.is_script;
        let judges_http = at.profile.judges_http_cookie_prefixes;
        match prefix(&self.name) {
            Some("__http-") if !judges_http => true,
            Some("__host-http-") if !judges_http => is_the_hosts,
            Some("__host-http-") => is_the_hosts && is_of_http,
            Some("__host-") => is_the_hosts,
            Some("__http-") => is_of_http,
            Some(_) => is_secure,
            None => true,
        }
    }

    /// Whether it is the same cookie, which a newer one replaces.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.name == other.name
            && self.host == other.host
            && self.host_only == other.host_only
            && self.path == other.path
            && self.partition == other.partition
    }

    /// `name=value`, or the value alone.
    pub(super) fn pair(&self) -> String {
        match self.name.as_str() {
            "" => self.value.clone(),
            name => alloc::format!("{name}={}", self.value),
        }
    }
}

/// The prefix by which a name promises something, if it has one.
fn prefix(name: &str) -> Option<&'static str> {
    const PREFIXES: [&str; 4] = ["__host-http-", "__host-", "__http-", "__secure-"];
    PREFIXES.into_iter().find(|prefix| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    })
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
            let (name, value) = line.split_at(start);
            let value = String::from_utf8_lossy(value);
            Some(isomorphic_decode(name) + &isomorphic_decode(value.as_bytes()))
        }
    }
}

fn trimmed(text: &str) -> String {
    let bytes = trim_http_tab_or_space(text.as_bytes());
    String::from_utf8_lossy(bytes).into_owned()
}

fn default_path(path: &str) -> String {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/".into(),
        Some((above, _)) => above.into(),
    }
}

pub(super) fn is_domain_match(host: &str, domain: &str) -> bool {
    host == domain
        || (!is_ip(host) && host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')))
}

fn is_ip(host: &str) -> bool {
    host.starts_with('[') || host.parse::<core::net::Ipv4Addr>().is_ok()
}

const LINE_LIMIT: usize = 4096;
