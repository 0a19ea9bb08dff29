//! Where connections come from: one listener a thread, on an address or on a socket in the file system.

use std::io;
#[cfg(unix)]
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::num::NonZero;

use socket2::Domain;
use socket2::Protocol;
use socket2::Socket;
use socket2::Type;

#[cfg(unix)]
use crate::socket_file::SocketFile;
use crate::stream::Stream;

/// Listeners on one address, or on one socket in the file system: one per thread.
#[derive(Debug)]
pub struct Listeners {
    pub(crate) listeners: Vec<Unbound>,
    address: Option<SocketAddr>,
    /// Removed from the file system when nobody listens any more.
    #[cfg(unix)]
    _file: Option<SocketFile>,
}

impl Listeners {
    /// Binds `count` listeners. Port 0 takes any free port, the same for all.
    ///
    /// Fails with [`io::ErrorKind::AddrInUse`] if anybody else listens there, even if they would
    /// share the port.
    pub fn bind(address: SocketAddr, count: NonZero<usize>) -> io::Result<Self> {
        if address.port() != 0 {
            // Asks for the port alone and lets it go: two gateways that share a port by accident
            // would each get half of the connections, and nobody would be told. It does not listen:
            // who connected meanwhile would be hung up on.
            drop(bound(address, Sharing::Alone)?);
        }
        let first = listen(address)?;
        let address = first.local_addr()?;
        let mut listeners = vec![first];
        for _ in 1..count.get() {
            let next = if cfg!(unix) { listen(address)? } else { listeners[0].try_clone()? };
            listeners.push(next);
        }
        Ok(Self::of_all(listeners.into_iter().map(Unbound::Tcp).collect(), Some(address)))
    }

    /// `count` listeners on a socket in the file system, which is removed when they have served.
    ///
    /// In: its path; who may connect, as the permissions of a file (`0o660`).
    ///
    /// A socket that nobody listens on any more is replaced. Fails with [`io::ErrorKind::AddrInUse`] if somebody
    /// does, and with [`io::ErrorKind::AlreadyExists`] if anything else lies there.
    #[cfg(unix)]
    pub fn bind_file(
        path: impl Into<std::path::PathBuf>,
        permissions: u32,
        count: NonZero<usize>,
    ) -> io::Result<Self> {
        let (listener, file) = SocketFile::bind(path.into(), permissions)?;
        let mut listeners = Self::of_file(listener, count)?;
        listeners._file = Some(file);
        Ok(listeners)
    }

    /// `count` listeners on a socket that somebody else has bound: systemd, or whoever starts the program.
    pub fn of(listener: TcpListener, count: NonZero<usize>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let clones = copies(count, || listener.try_clone().map(Unbound::Tcp))?;
        Ok(Self::of_all(clones, Some(address)))
    }

    /// The same on a socket in the file system, which stays there.
    #[cfg(unix)]
    pub fn of_file(
        listener: std::os::unix::net::UnixListener,
        count: NonZero<usize>,
    ) -> io::Result<Self> {
        let clones = copies(count, || listener.try_clone().map(Unbound::Unix))?;
        Ok(Self::of_all(clones, None))
    }

    const fn of_all(listeners: Vec<Unbound>, address: Option<SocketAddr>) -> Self {
        Self {
            listeners,
            address,
            #[cfg(unix)]
            _file: None,
        }
    }

    /// Where they listen, the port that was taken included; `None` on a socket in the file system.
    pub const fn address(&self) -> Option<SocketAddr> {
        self.address
    }
}

fn copies(
    count: NonZero<usize>,
    copy: impl Fn() -> io::Result<Unbound>,
) -> io::Result<Vec<Unbound>> {
    (0..count.get()).map(|_| copy()).collect()
}

/// A listener that no runtime has yet.
#[derive(Debug)]
pub(crate) enum Unbound {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixListener),
}

impl Unbound {
    /// Hands it to the runtime that this is called in.
    pub(crate) fn bind_to_runtime(self) -> io::Result<Listener> {
        match self {
            Self::Tcp(listener) => {
                listener.set_nonblocking(true)?;
                tokio::net::TcpListener::from_std(listener).map(Listener::Tcp)
            }
            #[cfg(unix)]
            Self::Unix(listener) => {
                listener.set_nonblocking(true)?;
                tokio::net::UnixListener::from_std(listener).map(Listener::Unix)
            }
        }
    }
}

/// A listener at work.
#[derive(Debug)]
pub(crate) enum Listener {
    Tcp(tokio::net::TcpListener),
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
}

impl Listener {
    /// The next connection, and its other end.
    pub(crate) async fn accept(&self) -> io::Result<(Stream, SocketAddr)> {
        match self {
            Self::Tcp(listener) => {
                let (stream, client) = listener.accept().await?;
                Ok((Stream::Tcp(stream), client))
            }
            #[cfg(unix)]
            Self::Unix(listener) => {
                let (stream, _) = listener.accept().await?;
                Ok((Stream::Unix(stream), THIS_MACHINE))
            }
        }
    }
}

/// Who comes by a socket in the file system is on this machine, and has no address of its own.
#[cfg(unix)]
const THIS_MACHINE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// One listener that shares its address with its siblings.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = bound(address, Sharing::WithSiblings)?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Whether others may be bound to an address, too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sharing {
    Alone,
    WithSiblings,
}

/// A socket at an address, which does not listen yet.
fn bound(address: SocketAddr, sharing: Sharing) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    #[cfg(unix)]
    {
        // What a gateway left that has ended is in nobody's way.
        socket.set_reuse_address(true)?;
        socket.set_reuse_port(sharing == Sharing::WithSiblings)?;
    }
    socket.bind(&address.into())?;
    Ok(socket)
}

/// Connections that may wait to be accepted; the kernel caps it at its own limit.
const BACKLOG: i32 = 1024;
