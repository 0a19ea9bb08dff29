//! A connection to the upstream, through the network or through a file.

use std::io;
use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::net::Shutdown;
use std::task::Context;
use std::task::Poll;

use bytes::BufMut;
use socket2::SockRef;
use tokio::io::Interest;
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;

/// What goes over it is read and written in the same way.
#[derive(Debug)]
pub(crate) enum UpstreamStream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

macro_rules! either {
    ($stream:expr, $inner:ident => $call:expr) => {
        match $stream {
            UpstreamStream::Tcp($inner) => $call,
            #[cfg(unix)]
            UpstreamStream::Unix($inner) => $call,
        }
    };
}

impl UpstreamStream {
    pub(crate) fn poll_read_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => stream.poll_read_ready(context))
    }

    pub(crate) fn poll_write_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => stream.poll_write_ready(context))
    }

    pub(crate) fn try_read_buf(&self, buffer: &mut impl BufMut) -> io::Result<usize> {
        either!(self, stream => stream.try_read_buf(buffer))
    }

    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        either!(self, stream => stream.try_write(bytes))
    }

    pub(crate) fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        either!(self, stream => stream.try_write_vectored(slices))
    }

    /// Nothing is left to read, so that nobody need try in vain until there is more.
    pub(crate) fn is_drained(&self) {
        let drained = || Err::<(), _>(io::ErrorKind::WouldBlock.into());
        let _ = either!(self, stream => stream.try_io(Interest::READABLE, drained));
    }

    /// Whether there may be something to read, as far as the runtime was told.
    pub(crate) fn says_something(&self) -> bool {
        either!(self, stream => stream.try_io(Interest::READABLE, || Ok(())).is_ok())
    }

    /// Whether the other side has neither closed its connection nor said something that is not read yet.
    pub(crate) fn is_quiet(&self) -> bool {
        let peeked = either!(self, stream => {
            SockRef::from(stream).peek(&mut [MaybeUninit::uninit()])
        });
        peeked.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Says that nothing more is written. One that the upstream has closed already is closed.
    pub(crate) fn shut_down(&self) {
        let _ = either!(self, stream => SockRef::from(stream).shutdown(Shutdown::Write));
    }
}
