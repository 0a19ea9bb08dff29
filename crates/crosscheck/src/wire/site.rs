//! Which hosts are one site: the list of public suffixes.

use core::net::Ipv4Addr;

use url::Url;

use super::origin::Origin;

/// Who takes part in a request, as far as a site is told by it: an origin, or that of a URL. Both
/// texts are empty of what is opaque.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Party<'a> {
    pub(crate) scheme: &'a str,
    pub(crate) host: &'a str,
}

impl<'a> From<&'a Origin> for Party<'a> {
    fn from(origin: &'a Origin) -> Self {
        Self { scheme: origin.scheme(), host: origin.host() }
    }
}

impl<'a> From<&'a Url> for Party<'a> {
    fn from(url: &'a Url) -> Self {
        match (url.scheme(), url.host_str()) {
            ("file", _) | (_, None | Some("")) => Self { scheme: "", host: "" },
            (scheme, Some(host)) => Self { scheme, host },
        }
    }
}

/// The registrable domain of a host; `None` for an address, a public suffix or a single label.
///
/// # Example
/// ```
/// use crosscheck::wire::registrable_domain;
///
/// assert_eq!(registrable_domain("api.example.co.uk"), Some("example.co.uk"));
/// // Anybody can have a page there, so each is its own site.
/// assert_eq!(registrable_domain("me.github.io"), Some("me.github.io"));
/// assert_eq!(registrable_domain("github.io"), None);
/// ```
#[inline(never)]
pub fn registrable_domain(host: &str) -> Option<&str> {
    if host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok() {
        return None;
    }
    psl::domain_str(host)
}

/// The public suffix of a host, from the same list.
///
/// The list is code, which the compiler copies into each module that asks it (0.7 MB): only this one does.
#[inline(never)]
pub(crate) fn public_suffix(host: &str) -> Option<psl::Suffix<'_>> {
    psl::suffix(host.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::registrable_domain;

    #[test]
    fn a_site_is_one_label_below_a_public_suffix() {
        assert_eq!(registrable_domain("api.example.co.uk"), Some("example.co.uk"));
        // Anybody can have a page there, so each is its own site.
        assert_eq!(registrable_domain("me.github.io"), Some("me.github.io"));
        for host in ["github.io", "localhost", "127.0.0.1", "[::1]"] {
            assert_eq!(registrable_domain(host), None, "{host}");
        }
    }
}
