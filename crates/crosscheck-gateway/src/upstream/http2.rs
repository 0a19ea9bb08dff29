//! HTTP/2 with an upstream: all requests of a thread over one connection.
//!
//! hyper and h2 speak it. Owns when a connection is opened, and how a request of HTTP/1.1 is put.

use std::io;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use http::HeaderValue;
use http::Request;
use http::Response;
use http::Uri;
use http::header;
use http::request::Parts;
use hyper::body::Incoming;
use hyper::client::conn::http2::Builder;
use hyper::client::conn::http2::SendRequest;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::Limits;
use crate::request_body::Taken;
use crate::request_body::Upload;
use crate::stall::Stall;
use crate::stall::Stalled;
use crate::upstream::http1::connection::ExchangeError;

/// The connection of one thread, once there is one.
#[derive(Debug, Default)]
pub(crate) struct Shared(Mutex<Option<SendRequest<Upload>>>);

impl Shared {
    /// Who takes requests, unless the connection has ended.
    pub(crate) fn sender(&self) -> Option<SendRequest<Upload>> {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shared.take_if(|sender| sender.is_closed());
        shared.clone()
    }

    /// Begins HTTP/2 over a connection, which all requests share from now on.
    pub(crate) async fn begin<S>(
        &self,
        stream: S,
        limits: &Limits,
    ) -> io::Result<SendRequest<Upload>>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut client = Builder::new(TokioExecutor::new());
        client
            .timer(TokioTimer::new())
            // A connection that broke off without a word is noticed while somebody waits.
            .keep_alive_interval(SILENCE)
            .keep_alive_timeout(SILENCE)
            .max_header_list_size(MOST_HEAD_BYTES)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_send_buf_size(limits.head_bytes);
        let (sender, connection) =
            client.handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        tokio::spawn(async move {
            // Whoever sent a request over it is told how it broke off.
            let _ = connection.await;
        });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender.clone());
        Ok(sender)
    }
}

/// Puts a head of HTTP/1.1 as HTTP/2 has it: the host in the target, nothing of one hop.
///
/// In: the head, with a `Host`; whether the connection is secret; whether the client takes trailers, of which
/// gRPC wants to know.
pub(crate) fn translate(head: &mut Parts, is_secure: bool, takes_trailers: bool) {
    let host = head.headers.remove(header::HOST);
    let authority = host.as_ref().and_then(|host| host.to_str().ok()).unwrap_or_default();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let uri = Uri::builder().scheme(if is_secure { "https" } else { "http" }).authority(authority);
    if let Ok(uri) = uri.path_and_query(target).build() {
        head.uri = uri;
    }
    head.headers.remove(header::TRANSFER_ENCODING);
    head.headers.remove(header::EXPECT);
    if takes_trailers {
        head.headers.insert(header::TE, HeaderValue::from_static("trailers"));
    }
}

/// Sends a request and waits for the head of its answer; anew for each part of its body that was taken.
pub(crate) async fn send(
    mut sender: SendRequest<Upload>,
    request: Request<Upload>,
    taken: Option<&Taken>,
    limits: &Limits,
) -> Result<Response<Incoming>, ExchangeError> {
    let mut silence = Stall::new(limits.answer);
    let mut answering = std::pin::pin!(async move { sender.send_request(request).await });
    let mut seen = 0;
    std::future::poll_fn(|context| {
        let polled = answering.as_mut().poll(context);
        let now = taken.map_or(0, Taken::parts);
        if now != seen {
            seen = now;
            silence.restart();
        }
        silence.watch(polled, context)
    })
    .await
    .map_err(|Stalled| ExchangeError::TimedOut)?
    .map_err(|error| match taken {
        Some(taken) => taken.blame(error).map_or_else(of, ExchangeError::Upload),
        None => of(error),
    })
}

/// What was not taken at all may be sent again.
pub(crate) fn of(error: hyper::Error) -> ExchangeError {
    let is_untouched = error.is_canceled() || error.is_closed();
    let error = io::Error::other(error);
    if is_untouched { ExchangeError::Closed(error) } else { ExchangeError::Failed(error) }
}

/// How long a connection with requests under way may be silent before it is asked for a sign of life, and how
/// long until that must come.
const SILENCE: Duration = Duration::from_secs(20);

/// The most bytes of an answer's head, as over HTTP/1.1.
const MOST_HEAD_BYTES: u32 = 16 * 1024;

/// The most of an answer that is held while its client takes none.
const STREAM_WINDOW: u32 = 64 * 1024;

/// The same of all answers of a connection.
const CONNECTION_WINDOW: u32 = 4 * 1024 * 1024;
