//! WebSockets: the same rules, held where browsers hold none.
//!
//! A browser asks no server before it opens a WebSocket, sends the cookies along and withholds no
//! message: any page could talk in the user's name. All it gives is an honest `Origin`.

use super::decision::Decision;
use super::head::RequestHead;
use super::head::RequestHeader;
use crate::server::policy::Policy;
use crate::server::policy::Reason;

/// Whether a request opens a WebSocket, over HTTP/1.1 or HTTP/2.
///
/// Spec: <https://websockets.spec.whatwg.org/#concept-websocket-establish>
pub fn opens_websocket(request: &impl RequestHead) -> bool {
    request.header_lines(RequestHeader::WebsocketVersion).next().is_some()
}

impl Policy {
    /// Whether a WebSocket may be opened: for pages that may read the path, and for who sends no
    /// `Origin`, which no page can leave out. Answer a refusal with 403, before the handshake.
    ///
    /// A page of the server itself counts like any other: list its origin too.
    ///
    /// Spec: <https://httpwg.org/specs/rfc6455.html#section-10.2>
    pub fn guard_websocket(&self, request: &impl RequestHead) -> Result<(), Reason> {
        self.decide(request).verdict().unwrap_or(Ok(()))
    }
}

impl Decision<'_> {
    /// Whether the request that was decided on opens a WebSocket which
    /// [`Policy::guard_websocket`] would refuse.
    pub fn refuses_websocket(&self, request: &impl RequestHead) -> bool {
        matches!(self.verdict(), Some(Err(_))) && opens_websocket(request)
    }
}
