//! WebSockets: a request that asks for another protocol, and what becomes of its connection.
//!
//! Only `websocket` is let through. Whatever else a connection could become (`h2c`, above all) would be a
//! tunnel past everything that a gateway is for.
//!
//! Spec: <https://httpwg.org/specs/rfc9110.html#field.upgrade>, <https://httpwg.org/specs/rfc6455.html#section-4>

use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;
use std::time::Duration;

use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::StatusCode;
use http::header;
use http::request::Parts;
use hyper::ext::Protocol;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::io::copy_bidirectional;

use crate::hop::AnswerHeadError;
use crate::upstream::http1::connection::Connection;
use crate::watched::Watched;

/// The client's half of a WebSocket that is asked for.
#[derive(Debug)]
pub(crate) struct WebSocket {
    client: OnUpgrade,
    /// Whether it is one stream of a connection of HTTP/2, where nothing is upgraded.
    is_stream: bool,
}

impl WebSocket {
    /// Takes it from a request that asks for one, without a body. hyper leaves it there for whoever says
    /// `Upgrade`.
    pub(crate) fn asked(request: &mut Parts) -> Option<Self> {
        let client = request.extensions.remove::<OnUpgrade>()?;
        if request.extensions.remove::<Protocol>().is_some_and(|it| it.as_str() == "websocket") {
            return Some(Self::asked_over_http2(request, client));
        }
        let asks = request.method == Method::GET
            && says_websocket(&request.headers)
            && request.headers.contains_key(header::SEC_WEBSOCKET_KEY)
            && request.headers.contains_key(header::SEC_WEBSOCKET_VERSION)
            && !request.headers.contains_key(header::CONTENT_LENGTH)
            && !request.headers.contains_key(header::TRANSFER_ENCODING);
        asks.then_some(Self { client, is_stream: false })
    }

    /// A stream that is to become one (`CONNECT`, with `:protocol`) is from here on what HTTP/1.1 asks with `GET`.
    ///
    /// Spec: <https://httpwg.org/specs/rfc8441.html>
    fn asked_over_http2(request: &mut Parts, client: OnUpgrade) -> Self {
        request.method = Method::GET;
        request.headers.insert(header::SEC_WEBSOCKET_KEY, key());
        Self { client, is_stream: true }
    }

    /// The status that tells the client so, and the headers about its hop.
    ///
    /// In: those of the upstream's answer, without what belongs to that hop.
    pub(crate) fn agree(is_stream: bool, headers: &mut HeaderMap) -> StatusCode {
        if is_stream {
            headers.remove(header::SEC_WEBSOCKET_ACCEPT);
            return StatusCode::OK;
        }
        Self::ask(headers);
        StatusCode::SWITCHING_PROTOCOLS
    }

    /// Whether it is one stream of many.
    pub(crate) const fn is_stream(&self) -> bool {
        self.is_stream
    }

    /// Asks the next hop for the same. In: the headers, without those of the last hop.
    pub(crate) fn ask(headers: &mut HeaderMap) {
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    }

    /// Joins both connections once both sides have heard of it, until both have said all, one breaks off,
    /// or neither says anything for an hour.
    ///
    /// In: the headers of an answer of `101`, and the connection that it came over. Fails if it is about
    /// another protocol.
    pub(crate) fn join(
        self,
        answer: &HeaderMap,
        connection: Connection,
    ) -> Result<(), AnswerHeadError> {
        let upstream = connection.into_stream().filter(|_| says_websocket(answer));
        let mut upstream = upstream.ok_or(AnswerHeadError::Switching)?;
        tokio::spawn(async move {
            let Ok(client) = self.client.await else { return };
            let mut client = Watched::new(TokioIo::new(client));
            let quiet = client.quiet(SILENCE);
            tokio::select! {
                biased;
                _ = copy_bidirectional(&mut client, &mut upstream) => {}
                () = quiet => {}
            }
            let _ = tokio::join!(client.shutdown(), upstream.shutdown());
        });
        Ok(())
    }
}

/// Sixteen bytes in base64 that no page can foresee: of the hexadecimal digits that stand for themselves there.
fn key() -> HeaderValue {
    let random = || RandomState::new().build_hasher().finish();
    let digits = format!("{:016x}{:016x}", random(), random());
    HeaderValue::try_from(format!("{}A==", &digits[..21]))
        .unwrap_or(HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ=="))
}

/// Whether a head is about a WebSocket, and nothing but that.
fn says_websocket(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::UPGRADE).into_iter();
    let (Some(line), None) = (lines.next(), lines.next()) else { return false };
    let mut named = headers
        .get_all(header::CONNECTION)
        .into_iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    line.as_bytes().eq_ignore_ascii_case(b"websocket")
        && named.any(|name| name.trim_ascii().eq_ignore_ascii_case(b"upgrade"))
}

/// How long a WebSocket may be silent: those that matter send a ping before.
const SILENCE: Duration = Duration::from_secs(3600);
