//! Which URLs nobody on the way can listen to.

use url::Url;

use crate::wire::is_loopback;

/// Whether nobody on the way to a URL can listen, or change what comes back.
///
/// Spec: <https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy>
pub(in crate::agent) fn is_potentially_trustworthy(url: &Url) -> bool {
    url.scheme() != "http" || url.host_str().is_some_and(is_loopback)
}
