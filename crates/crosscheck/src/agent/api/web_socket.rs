//! `WebSocket`: its handshake.

use alloc::sync::Arc;

use super::bare_request::bare_request;
use super::set_up_error::SetUpError;
use crate::agent::client::Client;
use crate::agent::request::CacheMode;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::RedirectMode;
use crate::agent::request::Referrer;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::user_agent::UserAgent;

/// Sets up the handshake of a `WebSocket`: it names who asks, carries credentials, and no answer of
/// the server is checked but its status.
///
/// Spec: <https://websockets.spec.whatwg.org/#concept-websocket-establish>
pub(super) fn set_up_web_socket(
    agent: &UserAgent,
    client: &Arc<Client>,
    url: &str,
) -> Result<Request, SetUpError> {
    // 1. The URL, with HTTP in place of its scheme.
    let mut url = client.parse_url(url).ok_or(SetUpError::InvalidUrl)?;
    let scheme = match url.scheme() {
        "ws" | "http" => "http",
        "wss" | "https" => "https",
        _ => return Err(SetUpError::InvalidUrl),
    };
    url.set_scheme(scheme).map_err(|()| SetUpError::InvalidUrl)?;
    // 2. A request of its own mode, past the cache, that follows no redirect.
    let mut request = bare_request(client, url, Initiator::WebSocket);
    request.mode = RequestMode::WebSocket;
    request.credentials = CredentialsMode::Include;
    request.cache = CacheMode::NoStore;
    request.redirect = match agent.profile.handshakes_follow_redirects {
        true => RedirectMode::Follow,
        false => RedirectMode::Error,
    };
    request.referrer = Referrer::NoReferrer;
    // 3. What it is upgraded to.
    request.headers.append_static("Upgrade", "websocket");
    // MISSING: 4 to 6. The connection and the key: the transport's.
    // 7. The version.
    request.headers.append_static("Sec-WebSocket-Version", "13");
    // MISSING: 8 to 10. Protocols and extensions.
    Ok(request)
}
