//! Phase 1: sockets become requests, within bounds.
//!
//! Owns the listener's loop, TLS with clients and hyper's limits. A connection that breaks the grammar of HTTP ends
//! here, with hyper's own answer. Knows nothing of what is done with a request.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::server::graceful::Watcher;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

use crate::Client;
use crate::Gateway;
use crate::Limits;
use crate::socket::ClientSocket;

/// Serves connections until `shutdown` resolves; then finishes what is under way, within bounds.
pub(crate) async fn accept(
    gateway: Gateway,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let drain = gateway.limits().drain;
    let connections = GracefulShutdown::new();
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
        front.serve(stream, client, connections.watcher());
    }
    drop(listener);
    let _ = tokio::time::timeout(drain, connections.shutdown()).await;
    Ok(())
}

/// What a socket is served with.
struct Front {
    http1: http1::Builder,
    gateway: Gateway,
}

impl Front {
    fn serve(self: &Arc<Self>, stream: TcpStream, client: SocketAddr, watcher: Watcher) {
        // Without this an answer's last segment would wait for an acknowledgement. A socket that cannot
        // do it still serves.
        let _ = stream.set_nodelay(true);
        let client = self.gateway.client(client);
        let limits = self.gateway.limits();
        let socket = ClientSocket::new(stream, limits.progress, client.flow().clone());
        let Some(tls) = self.gateway.tls() else {
            return self.speak_http1(client, socket, watcher);
        };
        let handshake = tokio::time::timeout(limits.head, tls.acceptor().accept(socket));
        let front = Arc::clone(self);
        tokio::spawn(async move {
            // Whoever shakes no hands is told so by TLS itself.
            if let Ok(Ok(stream)) = handshake.await {
                front.speak_http1(client.over_tls(), stream, watcher);
            }
        });
    }

    fn speak_http1<S>(&self, client: Client, stream: S, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let shared = Arc::new((client, self.gateway.clone()));
        let service = service_fn(move |request| {
            let shared = Arc::clone(&shared);
            async move {
                let (client, gateway) = &*shared;
                Ok::<_, Infallible>(gateway.handle(request, client).await)
            }
        });
        let connection = self.http1.serve_connection(TokioIo::new(stream), service);
        let connection = watcher.watch(connection);
        tokio::spawn(async move {
            // A connection that broke off has nobody left to tell.
            let _ = connection.await;
        });
    }
}

fn http1_server(limits: &Limits) -> http1::Builder {
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.head_bytes)
        .max_header_size(limits.head_bytes);
    if let Some(lines) = limits.header_lines_for_hyper() {
        server.max_headers(lines);
    }
    server
}

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
