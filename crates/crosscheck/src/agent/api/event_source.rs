//! `EventSource`.

use alloc::sync::Arc;

use super::bare_request::bare_request;
use super::bare_request::credentials_mode;
use super::set_up_error::SetUpError;
use crate::agent::client::Client;
use crate::agent::request::CacheMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::user_agent::UserAgent;

/// Sets up what `EventSource` sends.
///
/// Spec: <https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource>
pub(super) fn set_up_event_source(
    client: &Arc<Client>,
    agent: &UserAgent,
    url: &str,
    with_credentials: bool,
) -> Result<Request, SetUpError> {
    let url = client.parse_url(url).ok_or(SetUpError::InvalidUrl)?;
    let mut request = bare_request(client, url, Initiator::EventSource);
    request.credentials = credentials_mode(with_credentials);
    // A stream of what happens is nothing to keep.
    request.cache = CacheMode::NoStore;
    request.headers.append_static("Accept", "text/event-stream");
    // To a service worker that asks in its place this is a header like any other.
    if client.controller.is_some() && agent.profile.intercepted_event_sources_ask_first {
        request.headers.append_static("Cache-Control", "no-cache");
        request.unsafe_request = true;
    }
    Ok(request)
}
