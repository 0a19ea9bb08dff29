//! Serving on every core: one runtime, one listener and one pool of connections per thread.
//!
//! The kernel shares connections out among listeners on the same address (`SO_REUSEPORT`), so that
//! threads have nothing to lock and no request changes its core.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::num::NonZero;
use std::thread;

use socket2::Domain;
use socket2::Protocol;
use socket2::Socket;
use socket2::Type;
use tokio::runtime;
use tokio::sync::watch;

use crate::Gateway;
use crate::phase::accept::accept;

/// Listeners on one address, one per thread.
#[derive(Debug)]
pub struct Listeners {
    listeners: Vec<TcpListener>,
    address: SocketAddr,
}

impl Listeners {
    /// Binds `count` listeners. Port 0 takes any free port, the same for all.
    ///
    /// Fails with [`io::ErrorKind::AddrInUse`] if anybody else listens there, even if they would
    /// share the port.
    pub fn bind(address: SocketAddr, count: NonZero<usize>) -> io::Result<Self> {
        if address.port() != 0 {
            // Asks for the port alone and lets it go: two gateways that share a port by accident
            // would each get half of the connections, and nobody would be told.
            drop(TcpListener::bind(address)?);
        }
        let first = listen(address)?;
        let address = first.local_addr()?;
        let mut listeners = vec![first];
        for _ in 1..count.get() {
            let next = if cfg!(unix) { listen(address)? } else { listeners[0].try_clone()? };
            listeners.push(next);
        }
        Ok(Self { listeners, address })
    }

    /// `count` listeners on a socket that somebody else has bound: systemd, or whoever starts the program.
    pub fn of(listener: TcpListener, count: NonZero<usize>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let mut listeners = vec![listener];
        for _ in 1..count.get() {
            listeners.push(listeners[0].try_clone()?);
        }
        Ok(Self { listeners, address })
    }

    /// Where they listen, the port that was taken included.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Gateway {
    /// Serves one listener in the runtime it is awaited in, until `shutdown` resolves; then stops
    /// accepting, finishes what is under way (within [`Limits::drain`](crate::Limits::drain)) and returns.
    ///
    /// Fails only if the listener cannot be handed to the runtime. Use [`run`](run()) to
    /// serve on every core.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()>,
    ) -> io::Result<()> {
        listener.set_nonblocking(true)?;
        accept(self, tokio::net::TcpListener::from_std(listener)?, shutdown).await
    }
}

/// Serves until `shutdown` resolves, on one thread per listener; returns when all have finished.
///
/// Must not be called from within an asynchronous runtime: it blocks. Fails if a thread or runtime
/// cannot be made, or a listener cannot be used; then the others are stopped first.
pub fn run(
    gateway: Gateway,
    listeners: Listeners,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let workers = Workers::start(&gateway, listeners);
    let waited = new_runtime().map(|runtime| {
        let mut stopped = workers.stop.subscribe();
        runtime.block_on(async move {
            tokio::select! {
                () = shutdown => {}
                _ = stopped.wait_for(|stop| *stop) => {}
            }
        });
    });
    workers.finish().and(waited)
}

/// The threads that serve.
///
/// Nothing of them is generic, so that they are compiled here, as this crate is, and not in the program
/// that calls [`run`](run()).
struct Workers {
    stop: watch::Sender<bool>,
    threads: Vec<thread::JoinHandle<io::Result<()>>>,
    started: io::Result<()>,
}

impl Workers {
    fn start(gateway: &Gateway, listeners: Listeners) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut workers = Self { stop, threads: Vec::new(), started: Ok(()) };
        for (index, listener) in listeners.listeners.into_iter().enumerate() {
            let gateway = gateway.clone().with_own_connections();
            let (stop_all, mut stopped) = (workers.stop.clone(), stopped.clone());
            let thread = thread::Builder::new().name(format!("gateway-{index}")).spawn(move || {
                let served = new_runtime().and_then(|runtime| {
                    runtime.block_on(gateway.serve(listener, async move {
                        let _ = stopped.wait_for(|stop| *stop).await;
                    }))
                });
                if served.is_err() {
                    stop_all.send_replace(true);
                }
                served
            });
            match thread {
                Ok(thread) => workers.threads.push(thread),
                Err(error) => {
                    workers.started = Err(error);
                    workers.stop.send_replace(true);
                }
            }
        }
        workers
    }

    /// Stops them, and waits until all have finished; fails if one of them has, or was not started.
    fn finish(self) -> io::Result<()> {
        self.stop.send_replace(true);
        self.threads.into_iter().fold(self.started, |result, thread| {
            let served =
                thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread panicked")));
            result.and(served)
        })
    }
}

fn new_runtime() -> io::Result<runtime::Runtime> {
    runtime::Builder::new_current_thread().enable_all().build()
}

/// One listener that shares its address with its siblings.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    #[cfg(unix)]
    {
        socket.set_reuse_address(true)?;
        socket.set_reuse_port(true)?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Connections that may wait to be accepted; the kernel caps it at its own limit.
const BACKLOG: i32 = 1024;
