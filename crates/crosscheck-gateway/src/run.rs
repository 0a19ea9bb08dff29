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
    let (stop, stopped) = watch::channel(false);
    let mut workers = Vec::new();
    let mut result = Ok(());
    for (index, listener) in listeners.listeners.into_iter().enumerate() {
        let gateway = gateway.clone().with_own_connections();
        let (stop_all, mut stopped) = (stop.clone(), stopped.clone());
        let worker = thread::Builder::new().name(format!("gateway-{index}")).spawn(move || {
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
        match worker {
            Ok(worker) => workers.push(worker),
            Err(error) => {
                result = Err(error);
                stop.send_replace(true);
            }
        }
    }
    let waited = new_runtime().map(|runtime| {
        let mut stopped = stopped;
        runtime.block_on(async move {
            tokio::select! {
                () = shutdown => {}
                _ = stopped.wait_for(|stop| *stop) => {}
            }
        });
    });
    stop.send_replace(true);
    for worker in workers {
        let served = worker.join().unwrap_or_else(|_| Err(io::Error::other("a thread panicked")));
        result = result.and(served);
    }
    result.and(waited)
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
