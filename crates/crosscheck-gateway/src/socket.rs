//! Sockets that neither wait for ever nor break off what the other side still reads.

use std::future::Future;
use std::io;
use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::time::Sleep;

use crate::flow::Flow;
use crate::stall::Stall;
use crate::stall::Stalled;
use crate::stream::Stream;

/// A client's connection.
///
/// Fails to write when the client has read nothing for the limit. Closed while the client still sends,
/// it is read for a moment: closing a socket with unread bytes resets it, and the client would lose
/// the answer that tells why it need not send more.
#[derive(Debug)]
pub(crate) struct ClientSocket {
    stream: Stream,
    writes: Stall,
    flow: Flow,
    /// Runs once the gateway has said all.
    farewell: Option<Pin<Box<Sleep>>>,
}

impl ClientSocket {
    pub(crate) const fn new(stream: Stream, limit: Duration, flow: Flow) -> Self {
        Self { stream, writes: Stall::new(limit), flow, farewell: None }
    }

    fn wrote(
        &mut self,
        polled: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        self.flow.moved(polled.is_pending());
        self.writes.watch(polled, context).map(|written| written.unwrap_or_else(timed_out))
    }
}

impl AsyncRead for ClientSocket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.flow.begins();
        }
        polled
    }
}

impl AsyncWrite for ClientSocket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(polled, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.wrote(polled, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, flow, farewell, .. } = &mut *self;
        flow.ends();
        if farewell.is_none() {
            ready!(Pin::new(&mut *stream).poll_shutdown(context))?;
            if !flow.owes_body() && stream.is_quiet() {
                return Poll::Ready(Ok(()));
            }
        }
        let farewell = farewell.get_or_insert_with(|| Box::pin(tokio::time::sleep(FAREWELL)));
        let mut bytes = [MaybeUninit::uninit(); 4096];
        while farewell.as_mut().poll(context).is_pending() {
            let mut buffer = ReadBuf::uninit(&mut bytes);
            match ready!(Pin::new(&mut *stream).poll_read(context, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {}
                // It has closed its side, too.
                _ => break,
            }
        }
        Poll::Ready(Ok(()))
    }
}

/// A connection to the upstream.
///
/// Fails to write when the upstream has taken nothing for the limit. A write that fails because the
/// upstream has hung up is no failure yet: it may have answered before it did (`413`, say), and that
/// answer is still to be read. What is written afterwards is thrown away; reading tells how it ends.
#[derive(Debug)]
pub(crate) struct UpstreamSocket {
    stream: Arc<Stream>,
    writes: Stall,
    hung_up: bool,
}

impl UpstreamSocket {
    pub(crate) const fn new(stream: Arc<Stream>, limit: Duration) -> Self {
        Self { stream, writes: Stall::new(limit), hung_up: false }
    }

    /// Resolves when there may be something to read.
    pub(crate) fn poll_read_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.poll_read_ready(context)
    }

    fn write(
        &mut self,
        context: &mut Context<'_>,
        length: usize,
        write: impl Fn(&Stream) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        while !self.hung_up {
            let polled = self.stream.poll_write_ready(context);
            ready!(self.writes.watch(polled, context)).unwrap_or_else(timed_out)?;
            match write(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if is_hang_up(&error) => self.hung_up = true,
                written => return Poll::Ready(written),
            }
        }
        Poll::Ready(Ok(length))
    }
}

impl AsyncRead for UpstreamSocket {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(context))?;
            match self.stream.try_read_buf(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Ok(1..) if cfg!(target_os = "linux") && buffer.remaining() > 0 => {
                    // That was all. The next part is told anew.
                    self.stream.is_drained();
                    return Poll::Ready(Ok(()));
                }
                read => return Poll::Ready(read.map(drop)),
            }
        }
    }
}

impl AsyncWrite for UpstreamSocket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.write(context, bytes.len(), |stream| stream.try_write(bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let length = slices.iter().map(|slice| slice.len()).sum();
        self.write(context, length, |stream| stream.try_write_vectored(slices))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.shut_down();
        Poll::Ready(Ok(()))
    }
}

fn is_hang_up(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::NotConnected
    )
}

fn timed_out<T>(_: Stalled) -> io::Result<T> {
    Err(io::ErrorKind::TimedOut.into())
}

/// How long a client is read that was told all: it may still be sending.
const FAREWELL: Duration = Duration::from_secs(2);
