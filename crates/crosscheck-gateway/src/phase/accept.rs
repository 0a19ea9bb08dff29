//! Phase 1: sockets become requests, within bounds.
//!
//! Owns the listener's loop, TLS with clients, which version of HTTP is spoken, and hyper's limits. A
//! connection that breaks the grammar of HTTP ends here, with hyper's own answer. Knows nothing of what is
//! done with a request.

use std::convert::Infallible;
use std::future::Future;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::server::conn::http1;
use hyper::server::conn::http1::UpgradeableConnection;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;

use crate::Client;
use crate::Gateway;
use crate::Limits;
use crate::drain::Drain;
use crate::drain::Ending;
use crate::gathered::Gathered;
use crate::held::Held;
use crate::listeners::Listener;
use crate::patience::Patience;
use crate::plain::serving::Then;
use crate::plain::serving::serve as serve_plain;
use crate::proxy_protocol;
use crate::rewound::Rewound;
use crate::room;
use crate::socket::ClientSocket;
use crate::stream::Stream;
use crate::streams::Noted;
use crate::streams::Streams;

/// Serves connections until `shutdown` resolves; then finishes what is under way, within bounds.
pub(crate) async fn accept(
    gateway: Gateway,
    listener: Listener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let limit = gateway.limits().drain;
    let drain = Drain::new();
    let front = Arc::new(Front { http1: http1_server(gateway.limits()), gateway });
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, client) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    pause_after(&error).await;
                    continue;
                }
            },
            () = &mut shutdown => break,
        };
        if front.gateway.is_balancer(client) {
            tokio::spawn(Arc::clone(&front).hear_balancer(stream, client, drain.ending()));
        } else {
            front.serve(stream, client, drain.ending());
        }
    }
    drop(listener);
    drain.finish(limit).await;
    Ok(())
}

/// What a socket is served with.
struct Front {
    http1: http1::Builder,
    gateway: Gateway,
}

impl Front {
    fn serve(self: &Arc<Self>, stream: Stream, client: SocketAddr, ending: Ending) {
        // Without this an answer's last segment would wait for an acknowledgement.
        stream.do_not_wait();
        let client = self.gateway.client(client);
        let front = Arc::clone(self);
        if self.gateway.tls().is_some() {
            tokio::spawn(front.shake_hands(stream, client, ending));
        } else if self.gateway.speaks_http2_in_the_clear() {
            tokio::spawn(front.look_at_preface(stream, client, ending));
        } else {
            let socket = self.socket(stream, &client);
            tokio::spawn(front.speak_http1(client, socket, ending));
        }
    }

    /// Serves who is connected to a balancer, once that has said who it is.
    async fn hear_balancer(
        self: Arc<Self>,
        mut stream: Stream,
        balancer: SocketAddr,
        ending: Ending,
    ) {
        let said = proxy_protocol::read(&mut stream, balancer);
        let said = tokio::time::timeout(self.gateway.limits().head, said).await;
        // One that says nothing of the kind is set up for somebody else.
        if let Ok(Ok(client)) = said {
            self.serve(stream, client, ending);
        }
    }

    fn socket(&self, stream: Stream, client: &Client) -> ClientSocket {
        ClientSocket::new(stream, self.gateway.limits().progress, client.flow().clone())
    }

    /// TLS first; in it both sides agree on a version of HTTP.
    async fn shake_hands(self: Arc<Self>, stream: Stream, client: Client, ending: Ending) {
        let Some(tls) = self.gateway.tls() else { return };
        let handshake = tls.acceptor().accept(self.socket(stream, &client));
        let handshake = tokio::time::timeout(self.gateway.limits().head, handshake);
        // Whoever shakes no hands is told so by TLS itself.
        let Ok(Ok(stream)) = handshake.await else { return };
        // It is larger than all else that an unused connection holds, and moves with it.
        let (client, stream) = (client.over_tls(), Box::new(stream));
        // Each in a task as large as it needs to be, without what a handshake took.
        match stream.get_ref().1.alpn_protocol() {
            Some(b"h2") => tokio::spawn(self.speak_http2(client, stream, ending)),
            _ => tokio::spawn(self.speak_http1(client, stream, ending)),
        };
    }

    /// A client that knows that the gateway speaks HTTP/2 begins with a text that is no request.
    async fn look_at_preface(self: Arc<Self>, stream: Stream, client: Client, ending: Ending) {
        let look = tokio::time::timeout(self.gateway.limits().head, begins_http2(&stream));
        let Ok(Ok(is_http2)) = look.await else { return };
        let socket = self.socket(stream, &client);
        match is_http2 {
            true => tokio::spawn(self.speak_http2(client, socket, ending)),
            false => tokio::spawn(self.speak_http1(client, socket, ending)),
        };
    }

    async fn speak_http1<S>(self: Arc<Self>, client: Client, stream: S, mut ending: Ending)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (client, mut stream) = (Arc::new(client), Rewound::new(stream));
        loop {
            // Unused, it is a socket, and nothing more: what it takes to serve it is as large again.
            let plain = serve_plain(&self.gateway, &client, &mut stream, &ending);
            match Box::pin(plain).await {
                Then::Close => return,
                Then::Wait => {}
                Then::Hyper => {
                    let served = Arc::clone(&self).speak_by_hyper(&client, stream, &ending);
                    let Some(unused) = Box::pin(served).await else { return };
                    stream = unused;
                    if stream.has_unread() {
                        // A request that began to come along with the one before.
                        client.flow().begins();
                        continue;
                    }
                }
            }
            let first = tokio::select! {
                first = first_bytes(&mut stream, self.gateway.limits().head) => first,
                () = ending.told() => None,
            };
            let Some(first) = first else {
                let _ = stream.shutdown().await;
                return;
            };
            stream.put_back(first);
        }
    }

    /// Serves whatever comes. Gives the stream back when nobody uses it.
    async fn speak_by_hyper<S>(
        self: Arc<Self>,
        client: &Arc<Client>,
        stream: Rewound<S>,
        ending: &Ending,
    ) -> Option<Rewound<S>>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let patience = Patience::of(client.flow(), self.gateway.limits());
        let (client, front) = (Arc::clone(client), Arc::clone(&self));
        let service = service_fn(move |request| {
            let (client, front) = (Arc::clone(&client), Arc::clone(&front));
            async move {
                let used = client.flow().use_it();
                let answer = front.gateway.handle(request, &client).await;
                Ok::<_, Infallible>(answer.map(|body| Held::new(body, used)))
            }
        });
        let connection = self.http1.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let unused = ending.serve_while_used(connection, patience).await;
        let parts = unused.and_then(UpgradeableConnection::into_parts)?;
        Some(parts.io.into_inner().unread(parts.read_buf))
    }

    async fn speak_http2<S>(self: Arc<Self>, client: Client, stream: S, ending: Ending)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let limits = self.gateway.limits();
        let streams = Streams::new(limits.progress);
        let shared = Arc::new((client.on_one_of_many_streams(), self.gateway.clone()));
        let begun = streams.clone();
        let service = service_fn(move |request| {
            let (shared, progress) = (Arc::clone(&shared), begun.begin());
            async move {
                let (client, gateway) = &*shared;
                let answer = gateway.handle(request, client).await;
                Ok::<_, Infallible>(answer.map(|body| Noted::new(body, progress)))
            }
        });
        let server = http2_server(limits, streams.clone());
        let stream = TokioIo::new(Gathered::new(stream));
        let connection = pin!(server.serve_connection(stream, service));
        ending.serve(connection, streams.unused(limits.head)).await;
    }
}

/// What a client says next; nothing if it hangs up, or says nothing for too long.
async fn first_bytes(stream: &mut (impl AsyncRead + Unpin), limit: Duration) -> Option<Bytes> {
    let read = poll_fn(|context| room::poll_read(stream, context, Bytes::copy_from_slice));
    let first = tokio::time::timeout(limit, read).await.ok()?.ok()?;
    (!first.is_empty()).then_some(first)
}

/// Whether the first that a client says is the preface of HTTP/2. Takes nothing of it away.
///
/// Spec: <https://httpwg.org/specs/rfc9113.html#preface>
async fn begins_http2(stream: &Stream) -> io::Result<bool> {
    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let mut first = [0; PREFACE.len()];
    loop {
        let length = stream.peek(&mut first).await?;
        if length == PREFACE.len() || length == 0 || !PREFACE.starts_with(&first[..length]) {
            return Ok(first[..length] == *PREFACE);
        }
        // There is something to read already, so nobody tells when there is more.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn http1_server(limits: &Limits) -> http1::Builder {
    let mut server = http1::Builder::new();
    // Without a timer of hyper's: it would make one for each request. How long a head takes is seen by `Patience`.
    server.max_buf_size(limits.head_bytes).max_header_size(limits.head_bytes);
    if let Some(lines) = limits.header_lines_for_hyper() {
        server.max_headers(lines);
    }
    server
}

/// What hyper and h2 do not bound by themselves, or more generously than a gateway on the open net can
/// afford. Floods of resets, settings, pings and continuations are bounded by h2.
fn http2_server(limits: &Limits, streams: Streams) -> http2::Builder<Streams> {
    let mut server = http2::Builder::new(streams);
    server
        .timer(TokioTimer::new())
        .max_concurrent_streams(MOST_STREAMS)
        .enable_connect_protocol()
        .max_local_error_reset_streams(MOST_ERRORS)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX))
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(limits.head_bytes);
    server
}

/// Requests of one connection at once; browsers are used to 100.
const MOST_STREAMS: u32 = 100;

/// Streams of one connection that broke the rules, until it is closed.
const MOST_ERRORS: usize = 64;

/// The most of a request's body that is held while the upstream takes none.
const STREAM_WINDOW: u32 = 256 * 1024;

/// The same of all requests of a connection.
const CONNECTION_WINDOW: u32 = 1024 * 1024;

/// A client that went away is nothing to wait for; running out of descriptors is: ends of
/// connections give them back, and trying at once again would only burn the processor.
async fn pause_after(error: &io::Error) {
    let gone = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    );
    if !gone {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
