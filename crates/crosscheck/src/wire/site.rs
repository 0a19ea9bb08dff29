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
