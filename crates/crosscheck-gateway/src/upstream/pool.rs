//! Connections to the upstream, kept and used again: the last one given back is the first one taken.
//!
//! A server closes an idle connection when it likes, perhaps just when the next request is on its
//! way. So a connection is kept for less time than servers keep theirs, or than this one said
//! (`Keep-Alive: timeout`), and [`forward`](crate::phase::forward) asks again on a fresh one where
//! asking twice does no harm.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::Weak;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use hyper::body::Frame;
use hyper::client::conn::http2::SendRequest;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::Limits;
use crate::Upstream;
use crate::request_body::Upload;
use crate::socket::UpstreamSocket;
use crate::stream::Stream;
use crate::tls::UpstreamReader;
use crate::tls::UpstreamWriter;
use crate::upstream::http1::connection::Connection;
use crate::upstream::http1::connection::ExchangeError;
use crate::upstream::http2::Shared;

/// Idle connections to one upstream.
#[derive(Debug)]
pub(crate) struct Pool {
    upstream: Arc<Upstream>,
    idle: Mutex<Resting>,
    /// Connections that carry an exchange.
    lent: AtomicUsize,
    /// How many wait for their turn.
    in_line: AtomicUsize,
    /// Another exchange has ended.
    ended: Notify,
    shared: Shared,
    limits: Limits,
}

/// While it lives, a connection of the pool carries an exchange.
#[derive(Debug)]
pub(crate) struct Lent(Arc<Pool>);

/// Connections that nobody uses, the oldest first.
#[derive(Debug, Default)]
struct Resting {
    connections: VecDeque<Idle>,
    /// Whether somebody will close them in time.
    is_watched: bool,
}

#[derive(Debug)]
struct Idle {
    connection: Box<Connection>,
    until: Instant,
}

/// Why no connection came about.
#[derive(Debug)]
pub(crate) enum ConnectError {
    TimedOut,
    Failed(io::Error),
}

impl Pool {
    pub(crate) fn new(upstream: Arc<Upstream>, limits: &Limits) -> Self {
        Self {
            upstream,
            idle: Mutex::default(),
            lent: AtomicUsize::new(0),
            in_line: AtomicUsize::new(0),
            ended: Notify::new(),
            shared: Shared::default(),
            limits: *limits,
        }
    }

    /// One to the same upstream, with nothing idle yet.
    pub(crate) fn another(&self, limits: &Limits) -> Self {
        Self::new(Arc::clone(&self.upstream), limits)
    }

    pub(crate) fn upstream(&self) -> &Upstream {
        &self.upstream
    }

    /// A connection that was used before, if one is idle.
    ///
    /// `only_quiet` looks at its socket once more, for requests that must not be sent twice.
    pub(crate) fn take(&self, only_quiet: bool) -> Option<Box<Connection>> {
        let now = Instant::now();
        loop {
            let Idle { mut connection, until } = self.lock().connections.pop_back()?;
            let is_open = until > now && connection.is_ready();
            if is_open && (!only_quiet || connection.is_quiet()) {
                return Some(connection);
            }
        }
    }

    /// A connection for who got none that lasted: the upstream takes as many as it takes.
    ///
    /// Waits until another exchange ends, one at a time: then takes its connection, or a fresh one in its place, as it
    /// does where none is under way. `None` if that takes longer than connecting may.
    pub(crate) async fn in_turn(self: &Arc<Self>) -> Option<(Box<Connection>, Lent)> {
        let _in_line = InLine::new(&self.in_line);
        let waiting = async {
            loop {
                let ended = self.ended.notified();
                // A server without room closes those that are idle: that it may have is looked at here.
                if let Some(connection) = self.take(true) {
                    return Some((connection, self.lend()));
                }
                if !self.is_busy() {
                    // Whoever comes after it waits for this one.
                    let lent = self.lend();
                    return Some((self.connect().await.ok()?, lent));
                }
                ended.await;
            }
        };
        tokio::time::timeout(self.limits.connect, waiting).await.ok().flatten()
    }

    /// Whether somebody waits for his turn, who comes before whoever asks now.
    pub(crate) fn has_line(&self) -> bool {
        self.in_line.load(Ordering::Relaxed) > 0
    }

    /// Whether an exchange is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.lent.load(Ordering::Relaxed) > 0
    }

    /// Notes that a connection carries an exchange.
    pub(crate) fn lend(self: &Arc<Self>) -> Lent {
        self.lent.fetch_add(1, Ordering::Relaxed);
        Lent(Arc::clone(self))
    }

    /// Opens one.
    pub(crate) async fn connect(&self) -> Result<Box<Connection>, ConnectError> {
        let connecting = tokio::time::timeout(self.limits.connect, self.open());
        let (stream, halves) =
            connecting.await.map_err(|_| ConnectError::TimedOut)?.map_err(ConnectError::Failed)?;
        Ok(Connection::new(halves, stream, &self.limits))
    }

    /// Who takes requests over HTTP/2: of the connection that there is, or of a fresh one.
    pub(crate) async fn share(&self, afresh: bool) -> Result<SendRequest<Upload>, ConnectError> {
        if let Some(sender) = self.shared.sender().filter(|_| !afresh) {
            return Ok(sender);
        }
        let beginning = async {
            let (_, (reader, writer)) = self.open().await?;
            self.shared.begin(tokio::io::join(reader, writer), &self.limits).await
        };
        let begun = tokio::time::timeout(self.limits.connect, beginning).await;
        begun.map_err(|_| ConnectError::TimedOut)?.map_err(ConnectError::Failed)
    }

    pub(crate) const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A socket, and what is read and written over it.
    async fn open(&self) -> io::Result<(Arc<Stream>, (UpstreamReader, UpstreamWriter))> {
        let stream = Arc::new(self.upstream.connect().await?);
        let socket = UpstreamSocket::new(Arc::clone(&stream), self.limits.progress);
        let halves = self.upstream.secure(socket, &stream).await?;
        Ok((stream, halves))
    }

    fn give_back(self: &Arc<Self>, mut connection: Box<Connection>, keep: Duration) {
        connection.rest();
        let mut idle = self.lock();
        if idle.connections.len() >= MOST_IDLE {
            idle.connections.pop_front();
        }
        idle.connections.push_back(Idle { connection, until: Instant::now() + keep });
        if !idle.is_watched {
            idle.is_watched = true;
            tokio::spawn(close_in_time(Arc::downgrade(self)));
        }
    }

    /// Closes those that are due. Out: when the next one is; `None` if there is none, and then nobody
    /// watches any more.
    fn close_idle(&self) -> Option<Instant> {
        let now = Instant::now();
        let mut idle = self.lock();
        idle.connections.retain(|idle| idle.until > now);
        let next = idle.connections.iter().map(|idle| idle.until).min();
        idle.is_watched = next.is_some();
        next
    }

    fn lock(&self) -> MutexGuard<'_, Resting> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// While it lives, somebody waits for his turn.
struct InLine<'a>(&'a AtomicUsize);

impl<'a> InLine<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.lent.fetch_sub(1, Ordering::Relaxed);
        self.0.ended.notify_one();
    }
}

/// A connection that carries an answer; given back when the answer has been read to its end, else
/// closed.
#[derive(Debug)]
pub(crate) struct Lease {
    lent: Lent,
    connection: Box<Connection>,
    keep: Duration,
}

impl Lease {
    /// In: the answer's headers as they came, which may say how long the connection is kept.
    pub(crate) fn new(lent: Lent, connection: Box<Connection>, answer: &HeaderMap) -> Self {
        let said = answer.get(KEEP_ALIVE).map(HeaderValue::as_bytes);
        Self::kept_for(lent, connection, keep_alive(said))
    }

    /// In: how long the connection is kept.
    pub(crate) const fn kept_for(lent: Lent, connection: Box<Connection>, keep: Duration) -> Self {
        Self { lent, connection, keep }
    }

    /// The connection, which nobody else uses again.
    pub(crate) fn into_connection(self) -> Connection {
        *self.connection
    }

    /// The next part of the answer's body.
    pub(crate) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ExchangeError>>> {
        self.connection.poll_frame(context)
    }

    /// The whole body, if it has been read already.
    pub(crate) fn take_body(&mut self) -> Option<Bytes> {
        self.connection.take_body()
    }

    /// How many bytes of the answer's body are to come, if that was said.
    pub(crate) const fn left(&self) -> Option<u64> {
        self.connection.left()
    }

    /// Whether the answer is whole.
    pub(crate) const fn is_whole(&self) -> bool {
        self.connection.is_whole()
    }

    pub(crate) fn give_back(mut self) {
        if self.connection.may_follow() {
            self.lent.0.give_back(self.connection, self.keep);
        } else if self.connection.is_sending() {
            tokio::spawn(async move {
                if self.connection.sent().await {
                    self.lent.0.give_back(self.connection, self.keep);
                }
            });
        }
    }
}

/// Closes connections when they have been idle for long enough; ends when none is left.
///
/// One task a pool, and none for each request: it wakes when the first would be due.
async fn close_in_time(pool: Weak<Pool>) {
    loop {
        let Some(next) = pool.upgrade().and_then(|pool| pool.close_idle()) else { return };
        tokio::time::sleep_until(next).await;
    }
}

/// How long an idle connection is kept: a second less than the upstream says it does. In: its `Keep-Alive`, if there is one.
pub(crate) fn keep_alive(said: Option<&[u8]>) -> Duration {
    let Some(said) = said else { return KEPT };
    let timeout = str::from_utf8(said).unwrap_or_default().split(',').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_timeout = name.trim().eq_ignore_ascii_case("timeout");
        is_timeout.then(|| value.trim().trim_matches('"').parse::<u32>().ok())?
    });
    timeout.map_or(KEPT, |seconds| {
        Duration::from_secs(seconds.into()).saturating_sub(Duration::from_secs(1)).min(KEPT_AT_MOST)
    })
}

const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");

/// How long an idle connection is kept if the upstream does not say: less than gunicorn's 2 s, the
/// least of what is common.
const KEPT: Duration = Duration::from_millis(1500);

/// Nor longer than that.
const KEPT_AT_MOST: Duration = Duration::from_secs(60);

/// Idle connections of one thread; the oldest make room.
const MOST_IDLE: usize = 1024;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::keep_alive;

    #[test]
    fn what_the_upstream_says_of_its_patience_is_learned() {
        for (said, kept) in [
            (None, 1500),
            (Some("timeout=5"), 4000),
            (Some("timeout=5, max=100"), 4000),
            (Some("max=100,Timeout = \"20\""), 19_000),
            (Some("timeout=1"), 0),
            (Some("timeout=0"), 0),
            (Some("timeout=100000"), 60_000),
            (Some("timeout=-1"), 1500),
            (Some("timeout"), 1500),
            (Some("\u{e9}"), 1500),
        ] {
            assert_eq!(
                keep_alive(said.map(str::as_bytes)),
                Duration::from_millis(kept),
                "{said:?}"
            );
        }
    }
}
