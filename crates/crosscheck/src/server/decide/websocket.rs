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
///
/// # Example
/// ```
/// use crosscheck::server::{Head, opens_websocket};
///
/// let headers = [("upgrade", "websocket"), ("sec-websocket-version", "13")];
/// assert!(opens_websocket(&Head::new("GET", "/live", &headers)));
/// assert!(!opens_websocket(&Head::new("GET", "/live", &[] as &[(&str, &str)])));
/// ```
pub fn opens_websocket(request: &impl RequestHead) -> bool {
    request.header_lines(RequestHeader::WebsocketVersion).next().is_some()
}

impl Policy {
    /// Whether a WebSocket may be opened: for pages that may read the path, and for who sends no
    /// `Origin`, which no page can leave out. Answer a refusal with 403, before the handshake.
    ///
    /// A page of the very origin that is asked may always, as
    /// [`RequestHead::is_own_origin`] knows it; behind a proxy that sends another `Host`, list it.
    ///
    /// Spec: <https://httpwg.org/specs/rfc6455.html#section-10.2>
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Head, Policy, Reason, opens_websocket};
    /// # let policy = Policy::new(&Config {
    /// #     origins: vec!["https://app.example".into()],
    /// #     ..Config::default()
    /// # })?;
    /// let handshake = |origin| [("origin", origin), ("sec-websocket-version", "13")];
    /// let (ours, theirs) = (handshake("https://app.example"), handshake("https://evil.example"));
    /// let head = Head::new("GET", "/live", &ours);
    /// assert!(opens_websocket(&head));
    /// assert_eq!(policy.guard_websocket(&head), Ok(()));
    /// let refused = policy.guard_websocket(&Head::new("GET", "/live", &theirs));
    /// assert_eq!(refused, Err(Reason::OriginNotAllowed));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn guard_websocket(&self, request: &impl RequestHead) -> Result<(), Reason> {
        self.decide(request).verdict().unwrap_or(Ok(()))
    }
}

impl Decision<'_> {
    /// Whether the request that was decided on opens a WebSocket which
    /// [`Policy::guard_websocket`] would refuse.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Head, Policy};
    /// # let policy = Policy::new(&Config {
    /// #     origins: vec!["https://app.example".into()],
    /// #     ..Config::default()
    /// # })?;
    /// let headers = [("origin", "https://evil.example"), ("sec-websocket-version", "13")];
    /// let head = Head::new("GET", "/live", &headers);
    /// assert!(policy.decide(&head).refuses_websocket(&head));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn refuses_websocket(&self, request: &impl RequestHead) -> bool {
        matches!(self.verdict(), Some(Err(_))) && opens_websocket(request)
    }
}
