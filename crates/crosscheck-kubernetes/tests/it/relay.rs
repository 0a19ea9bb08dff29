//! The way to a server, which may be cut: whoever connects then is hung up on, and counted.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use tokio::io::copy_bidirectional;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::watch;

pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    is_cut: watch::Sender<bool>,
    refused: Arc<AtomicUsize>,
}

impl Relay {
    pub(crate) async fn start(to: SocketAddr, is_cut: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (is_cut, seen) = watch::channel(is_cut);
        let refused = Arc::<AtomicUsize>::default();
        let count = refused.clone();
        tokio::spawn(async move {
            while let Ok((mut from, _)) = listener.accept().await {
                let mut seen = seen.clone();
                if *seen.borrow_and_update() {
                    count.fetch_add(1, Ordering::Relaxed);
                    continue;
                }
                tokio::spawn(async move {
                    let mut to = TcpStream::connect(to).await.expect("it listens");
                    tokio::select! {
                        _ = copy_bidirectional(&mut from, &mut to) => {}
                        _ = seen.wait_for(|is_cut| *is_cut) => {}
                    }
                });
            }
        });
        Self { address, is_cut, refused }
    }

    pub(crate) fn cut(&self) {
        self.is_cut.send_replace(true);
    }

    pub(crate) fn mend(&self) {
        self.is_cut.send_replace(false);
    }

    /// How many were hung up on so far.
    pub(crate) fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }
}
