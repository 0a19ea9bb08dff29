//! `EventSource`.

use url::Url;

use super::bare_request::bare_request;
use super::bare_request::credentials_mode;
use super::set_up_error::SetUpError;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::wire::Origin;

/// Sets up what `EventSource` sends.
///
/// Spec: <https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource>
pub(super) fn set_up_event_source(
    page: &Origin,
    url: &str,
    with_credentials: bool,
) -> Result<Request, SetUpError> {
    let url = Url::parse(url).map_err(|_| SetUpError::InvalidUrl)?;
    let mut request = bare_request(page, url, Initiator::EventSource);
    request.credentials = credentials_mode(with_credentials);
    request.headers.append("Accept", "text/event-stream");
    Ok(request)
}
