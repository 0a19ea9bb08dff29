//! Connections that are told to end: what is under way is finished, nothing new begins.

use std::future::Future;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use hyper::body::Body;
use hyper::body::Incoming;
use hyper::rt::Read;
use hyper::rt::Write;
use hyper::server::conn::http1::UpgradeableConnection;
use hyper::server::conn::http2;
use hyper::service::HttpService;
use tokio::sync::watch;

use crate::patience::Patience;
use crate::patience::WaitedFor;
use crate::streams::Streams;

/// Tells all connections to end, and waits until they have.
#[derive(Debug)]
pub(crate) struct Drain(watch::Sender<()>);

/// Hears when to end. A connection is under way for as long as it has one.
#[derive(Debug)]
pub(crate) struct Ending(watch::Receiver<()>);

impl Drain {
    pub(crate) fn new() -> Self {
        Self(watch::channel(()).0)
    }

    pub(crate) fn ending(&self) -> Ending {
        Ending(self.0.subscribe())
    }

    /// In: the longest that is waited.
    pub(crate) async fn finish(self, limit: Duration) {
        self.0.send_replace(());
        let _ = tokio::time::timeout(limit, self.0.closed()).await;
    }
}

impl Ending {
    /// Serves a connection until it ends, by itself or because all are told to; gives it back when nobody uses it.
    ///
    /// That it is time to end is looked at whenever the connection does something, and when `patience` looks: to wait
    /// for it would cost each message more than all else that is done for the connection.
    pub(crate) async fn serve_while_used<C: Ends + Unpin>(
        &self,
        mut connection: C,
        mut patience: Patience,
    ) -> Option<C> {
        let ended = poll_fn(|context| {
            if Pin::new(&mut connection).poll(context).is_ready() {
                // One that broke off has nobody left to tell.
                return Poll::Ready(Ended::ByItself);
            }
            let waited_for = Pin::new(&mut patience).poll(context);
            if self.is_time() {
                return Poll::Ready(Ended::InTime);
            }
            waited_for.map(Ended::Unused)
        });
        match ended.await {
            Ended::ByItself | Ended::Unused(WaitedFor::EndOfHead) => None,
            Ended::Unused(WaitedFor::NextRequest) => Some(connection),
            Ended::InTime => {
                Pin::new(&mut connection).end();
                let _ = connection.await;
                None
            }
        }
    }

    /// Whether it is time to end.
    pub(crate) fn is_time(&self) -> bool {
        self.0.has_changed().unwrap_or(true)
    }

    /// Resolves when it is time to end.
    pub(crate) async fn told(&mut self) {
        let _ = self.0.changed().await;
    }

    /// Serves a connection until it ends, by itself, because all are told to, or because it is `overdue`.
    pub(crate) async fn serve<C: Ends>(
        mut self,
        mut connection: Pin<&mut C>,
        overdue: impl Future<Output = ()>,
    ) {
        let is_overdue = tokio::select! {
            biased;
            // A connection that broke off has nobody left to tell.
            _ = connection.as_mut() => return,
            _ = self.0.changed() => false,
            () = overdue => true,
        };
        connection.as_mut().end();
        if is_overdue {
            let _ = tokio::time::timeout(GOOD_BYE, connection).await;
        } else {
            let _ = connection.await;
        }
    }
}

/// Why a connection is no longer served.
enum Ended {
    ByItself,
    InTime,
    Unused(WaitedFor),
}

/// A connection that can be told to take nothing more.
pub(crate) trait Ends: Future {
    fn end(self: Pin<&mut Self>);
}

impl<I, S> Ends for UpgradeableConnection<I, S>
where
    S: HttpService<Incoming>,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    S::ResBody: 'static,
    <S::ResBody as Body>::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    I: Read + Write + Send + Unpin + 'static,
{
    fn end(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

impl<I, S> Ends for http2::Connection<I, S, Streams>
where
    S: HttpService<Incoming>,
    S::Future: Send + 'static,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    S::ResBody: Send + 'static,
    <S::ResBody as Body>::Data: Send,
    <S::ResBody as Body>::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    I: Read + Write + Unpin,
{
    fn end(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

/// For whoever has nothing under way to say good-bye in turn.
const GOOD_BYE: Duration = Duration::from_secs(1);
