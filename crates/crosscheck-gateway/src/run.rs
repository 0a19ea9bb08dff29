//! One runtime a core, all on one address.

use std::io;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::thread;

use socket2::Domain;
use socket2::Protocol;
use socket2::Socket;
use socket2::Type;

use crate::accept::serve;
use crate::gateway::Gateway;

/// Binds an address so that several runtimes may share it. Port 0 takes a free one.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    // Somebody else's listener is a mistake to report, though sharing the port would work.
    drop(TcpListener::bind(address)?);
    bind_shared(address)
}

/// Serves until the process is asked to stop (Ctrl-C or SIGTERM), with a current-thread runtime
/// per core: no request crosses a thread, no lock is taken on its way.
pub fn run(gateway: Gateway, listener: TcpListener) -> io::Result<()> {
    let address = listener.local_addr()?;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut listeners = vec![listener];
    for _ in 1..cores {
        listeners.push(bind_shared(address)?);
    }
    let workers: Vec<_> = listeners
        .into_iter()
        .map(|listener| {
            let gateway = gateway.clone();
            thread::spawn(move || -> io::Result<()> {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                runtime.block_on(async move {
                    serve(gateway.with_own_pool(), listener, stop_signal()).await
                })
            })
        })
        .collect();
    for worker in workers {
        worker.join().map_err(|_| io::Error::other("a worker of the gateway panicked"))??;
    }
    Ok(())
}

fn bind_shared(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    socket.bind(&address.into())?;
    socket.listen(1024)?;
    Ok(socket.into())
}

async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _ = tokio::signal::ctrl_c().await;
            return;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}
