//! Serving on every core: one runtime, one listener and one pool of connections per thread.
//!
//! The kernel shares connections out among listeners on the same address (`SO_REUSEPORT`), so that
//! threads have nothing to lock and no request changes its core.

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::thread;

use tokio::runtime;
use tokio::sync::watch;

use crate::Gateway;
use crate::coalescing;
use crate::listeners::Listeners;
use crate::listeners::Unbound;
use crate::phase::accept::accept;

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
        self.serve_listener(Unbound::Tcp(listener), shutdown).await
    }

    async fn serve_listener(
        self,
        listener: Unbound,
        shutdown: impl Future<Output = ()>,
    ) -> io::Result<()> {
        accept(self, listener.bind_to_runtime()?, shutdown).await
    }
}

/// Serves until `shutdown` resolves, on one thread per listener; returns when all have finished.
///
/// Must not be called from within an asynchronous runtime: it blocks. Fails if a thread or runtime
/// cannot be made, or a listener cannot be used; then the others are stopped first.
pub fn run(
    gateway: Gateway,
    mut listeners: Listeners,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let workers = Workers::start(&gateway, &mut listeners);
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
    fn start(gateway: &Gateway, listeners: &mut Listeners) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut workers = Self { stop, threads: Vec::new(), started: Ok(()) };
        for (index, listener) in listeners.listeners.drain(..).enumerate() {
            let gateway = gateway.clone().with_own_connections();
            let (stop_all, mut stopped) = (workers.stop.clone(), stopped.clone());
            let thread = thread::Builder::new().name(format!("gateway-{index}")).spawn(move || {
                let served = new_runtime().and_then(|runtime| {
                    runtime.block_on(gateway.serve_listener(listener, async move {
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
    runtime::Builder::new_current_thread()
        .enable_all()
        .on_thread_park(coalescing::before_wait)
        .build()
}
