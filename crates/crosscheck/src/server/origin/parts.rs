//! An origin as it was presented: a gate that lets through only what a browser can send.

use crate::wire::ByteSet;

/// The parts of an `Origin` that a pattern looks at: borrowed, and known to be well formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OriginParts<'a> {
    pub(crate) scheme: &'a [u8],
    /// Lower case, brackets of an IPv6 address included.
    pub(crate) host: &'a [u8],
    /// The port, the scheme's own if none was sent; 0 if the scheme has none either.
    pub(crate) port: u16,
}

impl<'a> OriginParts<'a> {
    /// Reads `scheme://host[:port]`, without copying.
    ///
    /// Accepts only what a browser serialises: lower case, a host of letters, digits, `-` and `_`
    /// in labels of 1 to 63 bytes (253 in all) or a bracketed address, a port of 1 to 65535 without
    /// leading zeros that is not the scheme's own. Whatever else a pattern's `*` might have covered
    /// ends here: `https://a/b?c.example.com` is no origin.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>
    #[inline(never)]
    pub(crate) fn parse(origin: &'a [u8]) -> Option<Self> {
        Self::split(origin).filter(|parts| is_host(parts.host))
    }

    /// The same, of which the host is not looked at: it may be any bytes, as many as a host has at most.
    #[inline]
    pub(super) fn split(origin: &'a [u8]) -> Option<Self> {
        let (scheme, own, rest) = split_scheme(origin)?;
        let (host, port) = match rest.last()? {
            b'0'..=b'9' => split_port(rest, own)?,
            _ => (rest, own.unwrap_or(0)),
        };
        (host.len() <= LONGEST_HOST).then_some(Self { scheme, host, port })
    }
}

/// The port that a scheme's URLs have when they name none.
///
/// Spec: <https://url.spec.whatwg.org/#default-port>
pub(crate) fn default_port(scheme: &[u8]) -> Option<u16> {
    match scheme {
        b"https" => Some(443),
        b"http" => Some(80),
        _ => None,
    }
}

/// Reads a port as a URL writes it: 1 to 65535, no leading zero.
pub(crate) fn port_number(digits: &[u8]) -> Option<u16> {
    if digits.len() > 5 || *digits.first()? == b'0' {
        return None;
    }
    digits.iter().try_fold(0_u16, |port, digit| {
        let value = digit.is_ascii_digit().then(|| u16::from(digit - b'0'))?;
        port.checked_mul(10)?.checked_add(value)
    })
}

/// The host in front of a port, if there is one, and the port. In: what ends with a digit.
fn split_port(rest: &[u8], own: Option<u16>) -> Option<(&[u8], u16)> {
    let longest = b":65535".len();
    let near = rest.len().saturating_sub(longest);
    match rest.get(near..)?.iter().rposition(|byte| *byte == b':') {
        None => Some((rest, own.unwrap_or(0))),
        Some(colon) => {
            let (host, port) = rest.split_at_checked(near + colon)?;
            let port = port_number(port.strip_prefix(b":")?).filter(|port| Some(*port) != own)?;
            Some((host, port))
        }
    }
}

/// Whether bytes are a host as browsers spell it in an origin: a name, or an IPv6 address in brackets.
#[inline(never)]
pub(super) fn is_host(host: &[u8]) -> bool {
    match host {
        [b'[', inside @ .., b']'] => {
            (2..=39).contains(&inside.len())
                && inside.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b':'))
        }
        _ => is_domain(host),
    }
}

/// Whether bytes are a host name as DNS and browsers allow it.
pub(crate) fn is_domain(host: &[u8]) -> bool {
    let mut rest = host;
    while let Some((_, behind)) = split_label(rest) {
        rest = behind;
    }
    let last = rest.iter().all(|byte| IN_LABEL.holds(*byte));
    last && (1..=LONGEST_LABEL).contains(&rest.len()) && host.len() <= LONGEST_HOST
}

/// The first label of a host, if others follow it, and those.
#[inline]
pub(super) fn split_label(host: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = host.iter().position(|byte| !IN_LABEL.holds(*byte))?;
    let (label, rest) = host.split_at_checked(end)?;
    match rest {
        [b'.', rest @ ..] if (1..=LONGEST_LABEL).contains(&end) => Some((label, rest)),
        _ => None,
    }
}

const LONGEST_HOST: usize = 253;
const LONGEST_LABEL: usize = 63;

/// The scheme, its own port, and what comes after `://`.
#[inline]
fn split_scheme(origin: &[u8]) -> Option<(&[u8], Option<u16>, &[u8])> {
    // Nearly all are these two, and they need no second look.
    if let Some(rest) = origin.strip_prefix(b"https://") {
        return Some((b"https", Some(443), rest));
    }
    if let Some(rest) = origin.strip_prefix(b"http://") {
        return Some((b"http", Some(80), rest));
    }
    let colon = origin.iter().position(|byte| *byte == b':')?;
    let (scheme, rest) = origin.split_at_checked(colon)?;
    let rest = rest.strip_prefix(b"://")?;
    let is_scheme = scheme.first().is_some_and(u8::is_ascii_lowercase)
        && scheme.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.'));
    is_scheme.then_some((scheme, None, rest))
}

/// Which bytes a label of a host name is made of.
static IN_LABEL: ByteSet = ByteSet::of(b"abcdefghijklmnopqrstuvwxyz0123456789-_");

#[cfg(test)]
mod tests {
    use super::OriginParts;

    #[test]
    fn what_browsers_send_passes() {
        for (origin, host, port) in [
            ("https://app.example", "app.example", 443),
            ("http://app.example:443", "app.example", 443),
            ("https://a_b.x-y.example:8443", "a_b.x-y.example", 8443),
            ("http://127.0.0.1:1", "127.0.0.1", 1),
            ("http://[::1]:65535", "[::1]", 65535),
            ("capacitor://localhost", "localhost", 0),
            (
                "moz-extension://0f6e7a10-9d3c-4f9e-8a83-0a8d1f0a7c55",
                "0f6e7a10-9d3c-4f9e-8a83-0a8d1f0a7c55",
                0,
            ),
        ] {
            let parts = OriginParts::parse(origin.as_bytes()).expect(origin);
            assert_eq!((parts.host, parts.port), (host.as_bytes(), port), "{origin}");
        }
    }

    #[test]
    fn what_no_browser_sends_does_not() {
        let long_label = alloc::format!("https://{}.example", "a".repeat(64));
        let long_host = alloc::format!("https://{}example", "a.".repeat(128));
        for origin in [
            "",
            "null",
            "https",
            "https:",
            "https:/",
            "https://",
            "https:app.example",
            "://a.example",
            "https://App.example",
            "HTTPS://app.example",
            "1ttps://app.example",
            "ht tp://a.example",
            "https://app.example/",
            "https://a/b?c.example",
            "https://a#.example",
            "https://me@app.example",
            "https://app.example:",
            "https://app.example:443",
            "http://app.example:80",
            "https://app.example:0",
            "https://app.example:08",
            "https://app.example:65536",
            "https://app.example:80000000000000000000",
            "https://app.example:8443:1",
            "https://app.example:+1",
            "https://a..example",
            "https://.example",
            "https://example.",
            "https://a b.example",
            "https://a%2e.example",
            "https://b\u{fc}cher.example",
            "https://a,b.example",
            "https://[::1",
            "https://[::1]x",
            "https://[::1%25eth0]",
            "https://[]",
            "https://a.example, https://b.example",
            " https://a.example",
            "https://a.example\0",
            "https://*.example",
            &long_label,
            &long_host,
        ] {
            assert_eq!(OriginParts::parse(origin.as_bytes()), None, "{origin:?}");
        }
    }
}
