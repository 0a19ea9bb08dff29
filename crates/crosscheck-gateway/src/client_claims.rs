//! Headers in which a client says who it is, or what it asked for before a proxy changed that.
//!
//! Anybody can send them; what they say counts only from a proxy that is trusted.

use http::HeaderName;

/// Whether a header is one of them, however it is spelled: CGI and WSGI make one variable of
/// `X-Forwarded-For` and `X_Forwarded_For`.
#[inline]
pub(crate) fn is_claim(name: &HeaderName) -> bool {
    is_claim_of(name.as_str().as_bytes())
}

/// The same of a name in lower case, or of its first letters: none that is known alone has more than 24.
#[inline]
pub(crate) fn is_claim_of(name: &[u8]) -> bool {
    may_be_claim(name) && str::from_utf8(name).is_ok_and(is_claim_in_full)
}

/// Whether it begins as one of them, which few headers do.
#[inline]
fn may_be_claim(name: &[u8]) -> bool {
    matches!(name, [b'c' | b'f' | b'p' | b't' | b'w' | b'x', ..])
}

fn is_claim_in_full(name: &str) -> bool {
    if is_plain(name) { is_known(name) } else { is_known(&plainly(name)) }
}

/// Whether a header is one of them under a spelling that no proxy writes.
pub(crate) fn is_disguised_claim(name: &HeaderName) -> bool {
    may_be_claim(name.as_str().as_bytes())
        && !is_plain(name.as_str())
        && is_known(&plainly(name.as_str()))
}

fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn plainly(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

fn is_known(name: &str) -> bool {
    BY_PREFIX.iter().any(|prefix| name.starts_with(prefix)) || NAMES.binary_search(&name).is_ok()
}

/// Each with all that it begins.
const BY_PREFIX: [&str; 2] = ["x-forwarded-", "x-original-"];

/// Sorted.
const NAMES: [&str; 28] = [
    "cf-connecting-ip",
    "client-ip",
    "fastly-client-ip",
    "forwarded",
    "forwarded-for",
    "front-end-https",
    // CGI makes `HTTP_PROXY` of it, which programs take for their own setting.
    "proxy",
    "true-client-ip",
    "wl-proxy-client-ip",
    "x-appengine-user-ip",
    "x-arr-ssl",
    "x-azure-clientip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-envoy-external-address",
    "x-forward-for",
    "x-forwarded",
    "x-host",
    "x-originating-ip",
    "x-proxyuser-ip",
    "x-real-ip",
    "x-real-port",
    "x-remote-addr",
    "x-remote-ip",
    "x-rewrite-url",
    "x-scheme",
    "x-ssl",
    "x-url-scheme",
];

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::BY_PREFIX;
    use super::NAMES;
    use super::is_claim;
    use super::may_be_claim;

    #[test]
    fn a_claim_is_known_however_it_is_spelled() {
        assert!(NAMES.is_sorted());
        for name in NAMES.iter().chain(&BY_PREFIX) {
            assert!(may_be_claim(name.as_bytes()) && name.len() <= 24, "{name}");
        }
        for name in ["X-Forwarded-For", "x_forwarded_for", "x.real.ip", "X-Forwarded_Host", "proxy"]
        {
            assert!(is_claim(&HeaderName::from_bytes(name.as_bytes()).expect("a name")), "{name}");
        }
        for name in ["x-forwardedfor", "proxy-connection", "x-request-id", "host", "my_header"] {
            assert!(!is_claim(&HeaderName::from_bytes(name.as_bytes()).expect("a name")), "{name}");
        }
    }
}
