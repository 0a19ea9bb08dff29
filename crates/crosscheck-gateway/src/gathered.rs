//! A stream whose writes are gathered: answers of one connection that are ready at nearly the same time go out together.
//!
//! Over HTTP/2 each answer would be a write of its own, and under TLS a record of its own. Before what was gathered goes
//! out, all that is ready has its turn, and the system is asked once, without waiting, for what is ready now.

use std::future::Future;
use std::io;
use std::io::IoSlice;
use std::pin::Pin;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use bytes::Buf;
use bytes::BytesMut;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::task::yield_now;

/// Gathers what is written until it is flushed.
#[derive(Debug)]
pub(crate) struct Gathered<S> {
    stream: S,
    gathered: BytesMut,
    /// Whether the others have had their turn.
    has_waited: bool,
}

impl<S: AsyncWrite + Unpin> Gathered<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, gathered: BytesMut::new(), has_waited: false }
    }

    /// Writes what was gathered.
    fn poll_empty(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.gathered.has_remaining() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(context, &self.gathered))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.gathered.advance(written);
        }
        // A connection that says nothing holds no memory.
        self.gathered = BytesMut::new();
        self.has_waited = false;
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Gathered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Gathered<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.gathered.len() >= MOST {
            ready!(self.poll_empty(context))?;
        }
        let mut taken = 0;
        for slice in slices {
            let room = MOST.saturating_sub(self.gathered.len());
            let part = &slice[..slice.len().min(room)];
            self.gathered.extend_from_slice(part);
            taken += part.len();
        }
        Poll::Ready(Ok(taken))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.gathered.has_remaining() {
            if !self.has_waited {
                self.has_waited = true;
                if pin!(yield_now()).poll(context).is_pending() {
                    return Poll::Pending;
                }
            }
            ready!(self.poll_empty(context))?;
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_empty(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// As much as a record of TLS holds.
const MOST: usize = 16 * 1024;
