//! Which site somebody is of.

use url::Url;

use super::origin::Origin;

/// Who takes part in a request, as far as a site is told by it: an origin, or that of a URL. Both
/// texts are empty of what is opaque.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Party<'a> {
    pub(crate) scheme: &'a str,
    pub(crate) host: &'a str,
}

impl Party<'_> {
    /// Whether two are of one site: a scheme, and a registrable domain, or a host that has none.
    pub(crate) fn is_same_site(
        self,
        other: Party<'_>,
        registrable_domain: fn(&str) -> Option<&str>,
    ) -> bool {
        self.scheme == other.scheme && self.is_schemelessly_same_site(other, registrable_domain)
    }

    /// The same but for the scheme.
    pub(crate) fn is_schemelessly_same_site(
        self,
        other: Party<'_>,
        registrable_domain: fn(&str) -> Option<&str>,
    ) -> bool {
        let (a, b) = (self.host, other.host);
        let site = |host| registrable_domain(host).unwrap_or(host);
        !a.is_empty() && !b.is_empty() && (a == b || site(a) == site(b))
    }
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
