//! Both halves of a connection to the upstream, secret or not.

use std::io;
use std::io::IoSlice;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::io::ReadHalf;
use tokio::io::WriteHalf;
use tokio_rustls::client::TlsStream;

use crate::socket::UpstreamSocket;
use crate::stream::Stream;

/// What an upstream says.
#[derive(Debug)]
pub(crate) enum UpstreamReader {
    Plain(UpstreamSocket),
    Tls(ReadHalf<TlsStream<UpstreamSocket>>),
}

/// What it is told.
#[derive(Debug)]
pub(crate) enum UpstreamWriter {
    Plain(UpstreamSocket),
    Tls(WriteHalf<TlsStream<UpstreamSocket>>),
}

impl UpstreamReader {
    /// Resolves when there may be something to read.
    pub(crate) fn poll_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Plain(socket) => socket.poll_read_ready(context),
            // What is deciphered already is to be read, too.
            Self::Tls(_) => Poll::Ready(Ok(())),
        }
    }
}

/// A plain connection.
pub(crate) fn plain(
    socket: UpstreamSocket,
    stream: &Arc<Stream>,
) -> (UpstreamReader, UpstreamWriter) {
    let reader = UpstreamSocket::new(Arc::clone(stream), Duration::MAX);
    (UpstreamReader::Plain(reader), UpstreamWriter::Plain(socket))
}

/// A secret one.
pub(crate) fn secret(stream: TlsStream<UpstreamSocket>) -> (UpstreamReader, UpstreamWriter) {
    let (reader, writer) = tokio::io::split(stream);
    (UpstreamReader::Tls(reader), UpstreamWriter::Tls(writer))
}

macro_rules! both {
    ($half:ident, $stream:expr, $inner:ident => $call:expr) => {
        match $stream.get_mut() {
            $half::Plain(inner) => {
                let $inner = Pin::new(inner);
                $call
            }
            $half::Tls(inner) => {
                let $inner = Pin::new(inner);
                $call
            }
        }
    };
}

impl AsyncRead for UpstreamReader {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        both!(UpstreamReader, self, inner => inner.poll_read(context, buffer))
    }
}

impl AsyncWrite for UpstreamWriter {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        both!(UpstreamWriter, self, inner => inner.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        both!(UpstreamWriter, self, inner => inner.poll_write_vectored(context, slices))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        both!(UpstreamWriter, self, inner => inner.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        both!(UpstreamWriter, self, inner => inner.poll_shutdown(context))
    }
}
