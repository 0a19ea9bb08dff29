//! Origins: who is asking, as a browser spells it in `Origin`.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::sync::Arc;
use core::fmt;
use core::net::Ipv4Addr;

use url::Position;
use url::Url;

use super::loopback::is_loopback;

/// Who asks: scheme, host and port, or an opaque origin, which serialises to `null`.
///
/// A tuple origin is held as its serialisation: equal text is the same origin, and all that hold it
/// share it. Opaque origins are all equal here; a caller that must tell two apart knows which
/// documents they belong to.
///
/// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#concept-origin>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(Option<Arc<str>>);

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
            let scheme = if is_loopback(text) { "http" } else { "https" };
            let with_scheme = (!text.contains(':')).then(|| format!("{scheme}://{text}"));
            OriginError {
                reason: format!("not an origin ({e})"),
                suggestion: with_scheme
                    .and_then(|text| Url::parse(&text).ok())
                    .and_then(|url| tuple_of(&url).map(Cow::into_owned)),
            }
        })?;
        let Some(serialized) = tuple_of(&url) else {
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
            } else if text.strip_prefix(&*serialized).is_some_and(|r| r.starts_with('/')) {
                "an origin has no path, not even a trailing slash"
            } else if text.strip_prefix(&*serialized).is_some_and(|r| r.starts_with(':')) {
                "a browser leaves the default port out"
            } else {
                "no browser spells an origin so"
            };
            return Err(OriginError {
                reason: reason.to_string(),
                suggestion: Some(serialized.into_owned()),
            });
        }
        Ok(Self(Some(text.into())))
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
        Self(tuple_of(url).map(|tuple| Arc::from(&*tuple)))
    }

    /// Whether a page at this origin may reach a URL without CORS: see [`Self::is_same_origin`].
    ///
    /// # Example
    /// ```
    /// use crosscheck::wire::Origin;
    /// use url::Url;
    /// let app = Origin::parse("https://app.example").unwrap();
    /// assert!(app.is_of(&Url::parse("https://app.example:443/orders").unwrap()));
    /// assert!(!app.is_of(&Url::parse("https://api.app.example/orders").unwrap()));
    /// assert!(!Origin::OPAQUE.is_of(&Url::parse("data:,").unwrap()));
    /// ```
    pub fn is_of(&self, url: &Url) -> bool {
        self.0.as_deref().is_some_and(|own| tuple_of(url).is_some_and(|tuple| own == tuple))
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
        url.scheme() == "blob" && Url::parse(url.path()).is_ok_and(|maker| self.is_of(&maker))
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
        match rest.rfind(':') {
            Some(colon) if !rest[colon..].contains(']') => &rest[..colon],
            _ => rest,
        }
    }

    /// The scheme, and what follows `://`; both empty if opaque.
    fn parts(&self) -> (&str, &str) {
        let Some((scheme, rest)) = self.0.as_deref().and_then(|own| own.split_once(':')) else {
            return ("", "");
        };
        (scheme, rest.get(2..).unwrap_or_default())
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

/// The serialisation of a URL's origin.
pub(crate) fn serialize_origin_of(url: &Url) -> Cow<'_, str> {
    tuple_of(url).unwrap_or("null".into())
}

/// Whether two URLs have one origin; those that are opaque have.
pub(crate) fn have_one_origin(a: &Url, b: &Url) -> bool {
    tuple_of(a) == tuple_of(b)
}

/// The serialisation of a URL's origin, as it stands in it; `None` if that is opaque.
fn tuple_of(url: &Url) -> Option<Cow<'_, str>> {
    if url.host_str().is_none_or(str::is_empty) || url.scheme() == "file" {
        return None;
    }
    if !url[Position::BeforeUsername..Position::BeforeHost].is_empty() {
        let place = &url[Position::BeforeHost..Position::AfterPort];
        return Some([url.scheme(), "://", place].concat().into());
    }
    Some(url[..Position::AfterPort].into())
}

/// Whether text is an origin of HTTP, spelled as its own serialisation, by its letters alone: an address,
/// or names of lower case that nobody takes for one or for Unicode, and no port that is left out.
pub(crate) fn is_plain_origin(text: &str) -> bool {
    let (place, default_port) = match text.strip_prefix("http") {
        Some(rest) => match (rest.strip_prefix("://"), rest.strip_prefix("s://")) {
            (Some(place), _) => (place, 80),
            (None, Some(place)) => (place, 443),
            (None, None) => return false,
        },
        None => return false,
    };
    let (host, port) = match place.bytes().position(|byte| byte == b':') {
        None => (place, None),
        Some(colon) => (&place[..colon], Some(&place[colon + 1..])),
    };
    let is_port = |port: &str| {
        !port.starts_with('0')
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port != default_port)
    };
    port.is_none_or(is_port) && (is_plain_name(host) || host.parse::<Ipv4Addr>().is_ok())
}

/// Whether a host is a name whose labels begin with a letter, and none of which stands for Unicode: these
/// have two hyphens.
fn is_plain_name(host: &str) -> bool {
    let mut before = b'.';
    for byte in host.bytes() {
        let fits = match byte {
            b'a'..=b'z' => true,
            b'0'..=b'9' | b'.' => before != b'.',
            b'-' => !matches!(before, b'.' | b'-'),
            _ => false,
        };
        if !fits {
            return false;
        }
        before = byte;
    }
    before != b'.'
}

/// What `localhost:3000` or `app.example:8443` was meant to be: `localhost` is no scheme.
fn scheme_forgotten(text: &str) -> Option<String> {
    // Of an address of IPv6 the last colon is the port's.
    let (host, port) = text.rsplit_once(':').filter(|(host, _)| !host.contains("//"))?;
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let scheme = if is_loopback(host) { "http" } else { "https" };
    let url = Url::parse(&format!("{scheme}://{text}")).ok().filter(|_| is_port)?;
    tuple_of(&url).map(Cow::into_owned)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is taken for an origin by its letters alone is read no otherwise than by the URL standard.
    #[test]
    fn what_is_plain_is_spelled_as_a_url_spells_it() {
        let hosts = [
            "localhost",
            "app.example",
            "a-.b--c",
            "xn--nxa",
            "a.xn--",
            "a..b",
            "a.",
            ".a",
            "",
            "127.0.0.1",
            "127.1",
            "127.0.0.01",
            "a.1",
            "a.0x7f",
            "0x7f",
            "A.example",
            "\u{e9}.example",
            "a_b",
            "[::1]",
            "a@b",
            "a b",
            "a%62",
            "a/b",
            "a?b",
            "a*b",
            "1password.example",
            "*.example",
        ];
        let ports =
            ["", ":", ":80", ":443", ":8080", ":08080", ":0", ":65535", ":65536", ":+80", ":8a"];
        let (mut plain, mut all) = (0, 0);
        for scheme in ["http", "https", "HTTP", "ws", "app", "file", "data"] {
            for host in hosts {
                for port in ports {
                    let text = format!("{scheme}://{host}{port}");
                    let by_url = Url::parse(&text).map(|url| Origin::of(&url));
                    let is_its_own = by_url.is_ok_and(|origin| origin.serialize() == text);
                    assert!(is_its_own || !is_plain_origin(&text), "{text}");
                    (plain, all) = (plain + usize::from(is_plain_origin(&text)), all + 1);
                }
            }
        }
        assert!(plain >= 24 && plain < all / 20, "{plain} of {all}");
    }

    #[test]
    fn the_origin_of_a_url_is_a_part_of_it_unless_it_names_a_user() {
        for (url, origin) in [
            ("https://app.example/a:b", "https://app.example"),
            ("https://app.example:443", "https://app.example"),
            ("http://me:secret@app.example:8080/", "http://app.example:8080"),
            ("http://[::1]:5173/?a", "http://[::1]:5173"),
            ("app://window#top", "app://window"),
            ("file:///home", "null"),
            ("file://host/home", "null"),
            ("app:///home", "null"),
            ("data:,a", "null"),
        ] {
            let url = Url::parse(url).expect("a URL");
            let of_url = Origin::of(&url);
            assert_eq!(of_url.serialize(), origin, "{url}");
            assert_eq!(of_url.is_of(&url), origin != "null", "{url}");
            assert!(have_one_origin(&url, &url));
        }
    }
}
