//! Origins: who is asking, as a browser spells it in `Origin`.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use core::fmt;

use url::Url;

use super::loopback::is_loopback;

/// Who asks: scheme, host and port, or an opaque origin, which serialises to `null`.
///
/// A tuple origin is held as its serialisation: equal text is the same origin. Opaque origins are
/// all equal here; a caller that must tell two apart knows which documents they belong to.
///
/// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#concept-origin>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(Option<String>);

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
        if text.contains('*') {
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
        let url = Url::parse(text).map_err(|e| {
            let with_scheme = (!text.contains(':')).then(|| format!("https://{text}"));
            OriginError {
                reason: format!("not an origin ({e})"),
                suggestion: with_scheme
                    .and_then(|text| Url::parse(&text).ok())
                    .and_then(|url| Self::of(&url).0),
            }
        })?;
        let origin = Self::of(&url);
        let Some(serialized) = &origin.0 else {
            let reason = match url.scheme() {
                "file" => {
                    "every file on the device has this origin: browsers send `null` for it, and \
                           only applications such as Electron's, Cordova's or a WebView `file://`"
                        .into()
                }
                scheme => format!("`{scheme}:` documents have an opaque origin, sent as `null`"),
            };
            return Err(OriginError { reason, suggestion: None });
        };
        if serialized != text {
            let reason = if !url.username().is_empty() || url.password().is_some() {
                "an origin has no user name or password"
            } else if text.strip_prefix(serialized.as_str()).is_some_and(|r| r.starts_with('/')) {
                "an origin has no path, not even a trailing slash"
            } else if text.strip_prefix(serialized.as_str()).is_some_and(|r| r.starts_with(':')) {
                "a browser leaves the default port out"
            } else {
                "no browser spells an origin so"
            };
            return Err(OriginError {
                reason: reason.to_string(),
                suggestion: Some(serialized.clone()),
            });
        }
        Ok(origin)
    }

    /// The origin of a URL.
    ///
    /// Schemes that the URL standard does not know, such as an app's own, get the tuple that
    /// browsers give to a registered scheme; `data:`, `file:` and other hostless ones are opaque.
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::Origin;
    /// use url::Url;
    ///
    /// let of = |text| Origin::of(&Url::parse(text).unwrap()).to_string();
    /// assert_eq!(of("https://App.example:443/a?b"), "https://app.example");
    /// assert_eq!(of("file:///tmp/a.html"), "null");
    /// ```
    pub fn of(url: &Url) -> Self {
        match url.host_str() {
            Some(host) if !host.is_empty() && url.scheme() != "file" => {
                let port = url.port().map(|p| format!(":{p}")).unwrap_or_default();
                Self(Some(format!("{}://{host}{port}", url.scheme())))
            }
            _ => Self::OPAQUE,
        }
    }

    /// Whether a `blob:` URL names something that a page of this origin made.
    ///
    /// Spec: <https://url.spec.whatwg.org/#concept-url-origin>
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::Origin;
    /// use url::Url;
    ///
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let blob = |text| Url::parse(text).unwrap();
    /// assert!(page.owns_blob(&blob("blob:https://app.example/550e8400")));
    /// assert!(!page.owns_blob(&blob("blob:https://other.example/550e8400")));
    /// ```
    pub fn owns_blob(&self, url: &Url) -> bool {
        let maker = || Url::parse(url.path()).map(|maker| Self::of(&maker));
        url.scheme() == "blob" && maker().is_ok_and(|maker| self.is_same_origin(&maker))
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
        self.0.as_deref().and_then(|o| o.split_once("://")).map_or("", |(scheme, _)| scheme)
    }

    /// The host, brackets of an IPv6 address included; empty if opaque.
    pub fn host(&self) -> &str {
        let rest = self.0.as_deref().and_then(|o| o.split_once("://")).map_or("", |(_, rest)| rest);
        match rest.rfind(':') {
            Some(colon) if !rest[colon..].contains(']') => &rest[..colon],
            _ => rest,
        }
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
    let (host, port) = text.split_once(':')?;
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let scheme = if is_loopback(host) { "http" } else { "https" };
    let url = Url::parse(&format!("{scheme}://{text}")).ok().filter(|_| is_port)?;
    Origin::of(&url).0
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.serialize())
    }
}

/// Why text is not an origin that a browser could send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginError {
    reason: String,
    suggestion: Option<String>,
}

impl OriginError {
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
