//! Origins: who is asking, as a browser spells it in `Origin`.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use core::net::Ipv4Addr;

use super::cut::cut_last;
use super::cut::holds;
use super::loopback::is_loopback;
use super::origin_spelling::NoOrigin;
use super::origin_spelling::Spelling;
use super::origin_spelling::is_plain_origin;
use super::origin_spelling::spell;
#[cfg(not(feature = "agent"))]
use super::origin_spelling::spelled as meant;
#[cfg(feature = "agent")]
use super::tuple_origin::spelled_by_url as meant;

/// Who asks: scheme, host and port, or an opaque origin, which serialises to `null`.
///
/// A tuple origin is held as its serialisation: equal text is the same origin, and all that hold it
/// share it. Opaque origins are all equal here; a caller that must tell two apart knows which
/// documents they belong to.
///
/// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#concept-origin>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(pub(super) Option<Arc<str>>);

impl Origin {
    /// An origin equal to no tuple origin: a sandboxed frame, a `data:` document.
    pub const OPAQUE: Self = Self(None);

    /// Parses an origin exactly as a browser would send it; `null` is opaque.
    ///
    /// Fails on everything that no browser sends: a path or trailing slash, a default port,
    /// capitals, userinfo, Unicode. The error knows the spelling that would work, if there is one.
    /// # Example
    /// ```
    /// use crosscheck::wire::Origin;
    /// assert!(Origin::parse("https://app.example").is_ok());
    /// let error = Origin::parse("https://App.example:443/").unwrap_err();
    /// assert_eq!(error.suggestion(), Some("https://app.example"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        if text == "null" {
            return Ok(Self::OPAQUE);
        }
        if is_plain_origin(text) {
            return Ok(Self(Some(text.into())));
        }
        if holds(text, "*") {
            return Err(OriginError {
                reason: "no browser sends a `*` in an origin".into(),
                suggestion: None,
            });
        }
        if let Some(with_scheme) = scheme_forgotten(text) {
            return Err(OriginError {
                reason: "not an origin (its scheme is missing)".into(),
                suggestion: Some(with_scheme),
            });
        }
        let spelling = spell(text).map_err(|problem| no_origin(text, problem))?;
        let Spelling { serialized, has_user } = spelling;
        if serialized == text {
            return Ok(Self(Some(serialized.into())));
        }
        let rest = text.strip_prefix(serialized.as_str()).unwrap_or_default();
        let reason = match rest.bytes().next() {
            _ if has_user => "an origin has no user name or password",
            Some(b'/') => "an origin has no path, not even a trailing slash",
            Some(b':') => "a browser leaves the default port out",
            _ => "no browser spells an origin so",
        };
        Err(OriginError { reason: reason.into(), suggestion: suggested(&serialized) })
    }

    /// Whether this is an opaque origin.
    pub fn is_opaque(&self) -> bool {
        self.0.is_none()
    }

    /// The text that `Origin` carries: `scheme://host[:port]`, or `null`.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>
    pub fn serialize(&self) -> &str {
        self.0.as_deref().unwrap_or("null")
    }

    /// The scheme; empty if opaque.
    pub fn scheme(&self) -> &str {
        self.parts().0
    }

    /// The host, brackets of an IPv6 address included; empty if opaque.
    pub fn host(&self) -> &str {
        let rest = self.parts().1;
        // A port's digits come last; in an address of IPv6 a bracket does.
        let without_port = rest.trim_end_matches(|letter: char| letter.is_ascii_digit());
        without_port.strip_suffix(':').unwrap_or(rest)
    }

    /// The scheme, and what follows `://`; both empty if opaque.
    fn parts(&self) -> (&str, &str) {
        let own = self.0.as_deref().unwrap_or_default();
        let colon = own.bytes().position(|byte| byte == b':').unwrap_or(own.len());
        let (scheme, rest) = own.split_at(colon);
        (scheme, rest.get("://".len()..).unwrap_or_default())
    }

    /// Whether a page at this origin may reach a URL without CORS: same scheme, host and port.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#same-origin>
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::Origin;
    ///
    /// let of = |text| Origin::parse(text).unwrap();
    /// assert!(of("https://app.example").is_same_origin(&of("https://app.example")));
    /// assert!(!of("https://app.example").is_same_origin(&of("http://app.example")));
    /// assert!(!Origin::OPAQUE.is_same_origin(&Origin::OPAQUE), "nobody knows whether they are one");
    /// ```
    pub fn is_same_origin(&self, other: &Self) -> bool {
        !self.is_opaque() && self == other
    }
}

/// What `localhost:3000` or `app.example:8443` was meant to be: `localhost` is no scheme.
fn scheme_forgotten(text: &str) -> Option<String> {
    // Of an address of IPv6 the last colon is the port's.
    let (host, port) = cut_last(text, ":").filter(|(host, _)| !holds(host, "//"))?;
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    is_port.then(|| suggested(&with_likely_scheme(text, host))).flatten()
}

/// Text that begins with a host, with the scheme that pages there have, most likely. An address has no certificate,
/// as a rule.
pub(crate) fn with_likely_scheme(text: &str, host: &str) -> String {
    let is_address = host.parse::<Ipv4Addr>().is_ok();
    let scheme = if is_address || is_loopback(host) { "http" } else { "https" };
    format!("{scheme}://{text}")
}

/// What a browser would make of text, if that can be written: not `https://%2A`, which comes to a star, nor
/// a name in `xn--` that stands for none.
fn suggested(text: &str) -> Option<String> {
    meant(text).filter(|origin| !holds(origin, "*"))
}

fn no_origin(text: &str, problem: NoOrigin<'_>) -> OriginError {
    match problem {
        NoOrigin::Opaque("file") => OriginError {
            reason: "every file on the device has this origin: browsers send `null` for it, and \
                     only applications such as Electron's, Cordova's or a WebView `file://`"
                .into(),
            suggestion: None,
        },
        NoOrigin::Opaque(scheme) => OriginError {
            reason: format!("`{scheme}:` documents have an opaque origin, sent as `null`").into(),
            suggestion: None,
        },
        NoOrigin::Unreadable(why) => {
            let with_scheme =
                (!holds(text, ":")).then(|| suggested(&with_likely_scheme(text, text)));
            let suggestion = with_scheme.unwrap_or_else(|| suggested(text));
            OriginError { reason: format!("not an origin ({why})").into(), suggestion }
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.serialize())
    }
}

/// Why text is not an origin that a browser could send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginError {
    reason: Cow<'static, str>,
    suggestion: Option<String>,
}

impl OriginError {
    /// What is wrong, and the spelling that would work.
    pub(crate) fn into_parts(self) -> (Cow<'static, str>, Option<String>) {
        (self.reason, self.suggestion)
    }

    /// The spelling that a browser would send, if the text can be read as an origin at all.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl core::error::Error for OriginError {}
