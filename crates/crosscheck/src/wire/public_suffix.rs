//! The list of public suffixes: under which domains strangers have names.

use core::net::Ipv4Addr;

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
    // What ends in a dot is another name, and of another site than the one without.
    let name = host.strip_suffix('.').unwrap_or(host);
    let domain = psl::domain_str(name)?;
    host.get(name.len() - domain.len()..)
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
        // Servers answer by both names; browsers keep them apart.
        assert_eq!(registrable_domain("api.example.co.uk."), Some("example.co.uk."));
        for host in ["github.io", "localhost", "127.0.0.1", "[::1]", "github.io."] {
            assert_eq!(registrable_domain(host), None, "{host}");
        }
    }
}
