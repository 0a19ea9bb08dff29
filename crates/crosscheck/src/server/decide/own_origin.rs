//! A page of the very origin that a request asks: such a request is none of CORS.
//!
//! Browsers send `Origin` with it all the same, on everything but `GET` and `HEAD` and on every
//! WebSocket, and never ask for permission. No list needs to name a server's own origin.

use crate::server::origin::OriginParts;
use crate::server::origin::default_port;
use crate::server::origin::port_number;
use crate::wire::is_loopback;

/// The scheme by which pages reach a server, as far as the server knows it.
///
/// A server behind a proxy mostly does not: the proxy ends TLS and asks on in plain HTTP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "HTTP has two schemes")]
pub enum OwnScheme {
    /// Nobody knows. Then `https` counts, and `http` on loopback alone: a page that came over plain
    /// `http` may have been put there by whoever sits on the wire, and would speak for the one that
    /// came over `https`.
    #[default]
    Unknown,
    /// Plain `http`: whoever sits on the wire reads and writes everything anyway.
    Http,
    /// `https`.
    Https,
}

impl OwnScheme {
    /// The scheme with that name, in any case; every other is unknown.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::OwnScheme;
    ///
    /// assert_eq!(OwnScheme::named(b"https"), OwnScheme::Https);
    /// assert_eq!(OwnScheme::named(b"https, http"), OwnScheme::Unknown);
    /// ```
    pub fn named(name: &[u8]) -> Self {
        if name.eq_ignore_ascii_case(b"https") {
            Self::Https
        } else if name.eq_ignore_ascii_case(b"http") {
            Self::Http
        } else {
            Self::Unknown
        }
    }

    /// Whether an `Origin` is that of a server which was asked for by this scheme and that host.
    ///
    /// In: the line as sent; `Host` or `:authority` as sent, a port allowed. Out: no, if either is
    /// spelled as no browser does.
    ///
    /// Who decides by `Host` believes it. A browser sends the one that its address has; that a
    /// stranger's name can lead to this server (DNS rebinding) is for whoever routes by `Host` to
    /// refuse. Over `https` it ends at the certificate.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::OwnScheme;
    ///
    /// let own = |origin: &str, host: &str| OwnScheme::Unknown.is_own_origin(origin.as_bytes(), host.as_bytes());
    /// assert!(own("https://app.example", "app.example"));
    /// assert!(own("https://app.example", "APP.example:443"));
    /// assert!(own("http://localhost:3000", "localhost:3000"));
    /// assert!(!own("http://app.example", "app.example"), "whoever is on the wire made that page");
    /// assert!(!own("https://app.example:8443", "app.example"));
    /// assert!(OwnScheme::Http.is_own_origin(b"http://app.example", b"app.example"));
    /// ```
    #[inline]
    pub fn is_own_origin(self, origin: &[u8], host: &[u8]) -> bool {
        may_be_origin_of(origin, host) && self.is_origin_of(origin, host)
    }

    #[cold]
    #[inline(never)]
    fn is_origin_of(self, origin: &[u8], host: &[u8]) -> bool {
        let Some(asking) = OriginParts::parse(origin) else { return false };
        let may_be = match (self, asking.scheme) {
            (Self::Unknown | Self::Https, b"https") | (Self::Http, b"http") => true,
            (Self::Unknown, b"http") => core::str::from_utf8(asking.host).is_ok_and(is_loopback),
            _ => false,
        };
        let Some((name, rest)) = host.split_at_checked(asking.host.len()) else { return false };
        let port = match rest {
            [] => default_port(asking.scheme),
            [b':', digits @ ..] => port_number(digits),
            _ => None,
        };
        may_be && port == Some(asking.port) && name.eq_ignore_ascii_case(asking.host)
    }
}

/// Whether an `Origin` may be that of a host, by whatever scheme: a look at their bytes, before anything is
/// parsed, which tells nearly every stranger. For who has to find out first what
/// [`OwnScheme::is_own_origin`] wants to know; never says no where that says yes.
///
/// # Example
/// ```
/// use crosscheck::server::may_be_origin_of;
///
/// assert!(may_be_origin_of(b"https://app.example", b"App.example:443"));
/// assert!(!may_be_origin_of(b"https://evil.example", b"app.example"));
/// assert!(!may_be_origin_of(b"null", b"app.example"));
/// ```
#[inline]
pub fn may_be_origin_of(origin: &[u8], host: &[u8]) -> bool {
    let asking = origin.strip_prefix(b"https://").or_else(|| origin.strip_prefix(b"http://"));
    // The same without case, as far as both go; browsers send an origin's host in lower case.
    let alike = |(one, other): (&u8, &u8)| *one == other.to_ascii_lowercase();
    asking.is_some_and(|asking| asking.iter().zip(host).all(alike))
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::OwnScheme;
    use super::may_be_origin_of;

    #[test]
    fn a_host_and_a_scheme_make_an_origin_as_browsers_spell_it() {
        use OwnScheme::Http;
        use OwnScheme::Https;
        use OwnScheme::Unknown;
        for (scheme, origin, host, own) in [
            (Unknown, "https://app.example", "app.example", true),
            (Unknown, "https://app.example", "app.example:443", true),
            (Unknown, "https://app.example:8443", "App.Example:8443", true),
            (Unknown, "https://app.example", "app.example:80", false),
            (Unknown, "https://app.example", "app.example:0443", false),
            (Unknown, "https://app.example", "app.example:", false),
            (Unknown, "https://app.example", "app.example.", false),
            (Unknown, "https://app.example", "app.exampl", false),
            (Unknown, "https://app.example", "me@app.example", false),
            (Unknown, "https://app.example", "app.example@evil.example", false),
            (Unknown, "https://app.example", "app.example, evil.example", false),
            (Unknown, "https://app.example", "", false),
            (Unknown, "https://[::1]:8443", "[::1]:8443", true),
            (Unknown, "https://App.example", "App.example", false),
            (Unknown, "https://app.example:443", "app.example:443", false),
            (Unknown, "null", "null", false),
            (Unknown, "file://", "", false),
            (Unknown, "capacitor://localhost", "localhost", false),
            // Plain http: on the visitor's own machine nobody is on the wire.
            (Unknown, "http://app.example", "app.example", false),
            (Unknown, "http://localhost", "localhost", true),
            (Unknown, "http://localhost:3000", "localhost:3000", true),
            (Unknown, "http://127.0.0.1:3000", "127.0.0.1:3000", true),
            (Unknown, "http://[::1]:3000", "[::1]:3000", true),
            (Unknown, "http://localhost:3000", "localhost:3001", false),
            // Who knows the scheme has one origin.
            (Http, "http://app.example", "app.example", true),
            (Http, "http://app.example", "app.example:80", true),
            (Http, "https://app.example", "app.example", false),
            (Https, "https://app.example", "app.example", true),
            (Https, "http://app.example", "app.example", false),
            (Https, "http://localhost", "localhost", false),
        ] {
            let (origin, host) = (origin.as_bytes(), host.as_bytes());
            let told = format!("{scheme:?} {origin:?} at {host:?}");
            assert_eq!(scheme.is_own_origin(origin, host), own, "{told}");
            assert!(!own || may_be_origin_of(origin, host), "{told}");
        }
    }
}
