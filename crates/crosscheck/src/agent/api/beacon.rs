//! `navigator.sendBeacon`.

use alloc::sync::Arc;

use super::bare_request::bare_request;
use super::body::BodyInit;
use super::set_up_error::SetUpError;
use crate::agent::check::safelist::is_safelisted;
use crate::agent::client::Client;
use crate::agent::request::CacheMode;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::user_agent::UserAgent;

/// Sets up what `navigator.sendBeacon` sends: always with credentials, by CORS only if its body's
/// type needs it.
///
/// Spec: <https://w3c.github.io/beacon/#sendbeacon-method>
pub(super) fn set_up_beacon(
    agent: &UserAgent,
    client: &Arc<Client>,
    url: &str,
    body: Option<&BodyInit>,
) -> Result<Request, SetUpError> {
    let url = client.parse_url(url).ok_or(SetUpError::InvalidUrl)?;
    let mut request = bare_request(client, url, Initiator::Beacon);
    request.method = "POST".into();
    request.mode = RequestMode::NoCors;
    request.credentials = CredentialsMode::Include;
    if agent.profile.beacons_revalidate {
        request.cache = CacheMode::NoCache;
    }
    if let Some((body, content_type)) = body.map(BodyInit::extract) {
        request.body = Some(body);
        if let Some(content_type) = content_type {
            if !is_safelisted("Content-Type", content_type.as_bytes(), agent.profile) {
                request.mode = RequestMode::Cors;
                request.unsafe_request = true;
            }
            request.headers.append("Content-Type", content_type);
        }
    }
    Ok(request)
}
