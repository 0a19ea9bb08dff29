//! `fetchLater()`.

use alloc::sync::Arc;

use super::fetch::FetchInit;
use super::fetch::set_up_fetch;
use super::set_up_error::SetUpError;
use crate::agent::client::Client;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::transport::trustworthy::is_potentially_trustworthy;
use crate::agent::user_agent::UserAgent;

/// Sets up what `fetchLater()` sends, when its time has come: what `fetch()` would send.
///
/// Spec: <https://fetch.spec.whatwg.org/#dom-window-fetchlater>
pub(super) fn set_up_fetch_later(
    agent: &UserAgent,
    client: &Arc<Client>,
    url: &str,
    init: &FetchInit,
) -> Result<Request, SetUpError> {
    // Not every browser has it, and none on a page that is not secure.
    if !agent.profile.has_fetch_later || !client.is_secure_context() {
        return Err(SetUpError::NotInThisBrowser);
    }
    // 1. A request as `fetch()` makes it.
    let mut request = set_up_fetch(agent, client, url, init)?;
    // MISSING: 6 to 7. When, and from which document: the host's.
    // 8 to 9. Only over TLS, or to this machine.
    if !is_potentially_trustworthy(request.current_url()) {
        return Err(SetUpError::InvalidUrl);
    }
    // 10. A body that is a stream cannot wait.
    if request.body.as_ref().is_some_and(|body| body.is_stream) {
        return Err(SetUpError::StreamNeedsCors);
    }
    // MISSING: 13. How much may wait: the host's.
    // MISSING: 15. The wait itself: the host's.
    request.initiator = Initiator::FetchLater;
    Ok(request)
}
