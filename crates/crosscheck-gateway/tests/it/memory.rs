//! What a gateway holds in memory: every byte that it took and has not given back, and nobody else's.
//!
//! The gateway has a thread of its own, whose allocations are counted; its clients and its upstream have another.

use std::future::Future;
use std::future::pending;
use std::net::SocketAddr;
use std::thread;

use allocation_counter::AllocationInfo;
use allocation_counter::measure;
use crosscheck_gateway::Gateway;
use tokio::runtime::Builder;
use tokio::runtime::Handle;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// Two threads: this one for the gateway, one for everybody else.
pub(crate) struct Scales {
    gateway: Runtime,
    others: Handle,
}

impl Scales {
    pub(crate) fn new() -> Self {
        let others = runtime();
        let handle = others.handle().clone();
        thread::spawn(move || others.block_on(pending::<()>()));
        Self { gateway: runtime(), others: handle }
    }

    /// Starts a gateway on this thread. It serves while something is [weighed](Self::weigh).
    pub(crate) fn start(&self, gateway: Gateway) -> SocketAddr {
        let _here = self.gateway.enter();
        crate::peers::start(gateway)
    }

    /// Does something on the other thread.
    pub(crate) fn elsewhere<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        // In a box that the other thread frees when it is done.
        self.others.spawn(Box::pin(work))
    }

    /// Serves until that is done. Out: what it gave, and what this thread took and gave back meanwhile.
    pub(crate) fn weigh<T>(&self, work: impl Future<Output = T>) -> (T, AllocationInfo) {
        let mut done = None;
        let weight = measure(|| done = Some(self.gateway.block_on(work)));
        (done.expect("it is done"), weight)
    }

    /// The same of what is done [elsewhere](Self::elsewhere).
    pub(crate) fn weigh_elsewhere<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> (T, AllocationInfo) {
        let (done, weight) = self.weigh(self.elsewhere(work));
        (done.expect("no assertion failed"), weight)
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}
