//! A gateway with its listeners open: served, tended, stopped.

use std::future::Future;
use std::io;
use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZero;
#[cfg(unix)]
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crosscheck_config::ListenAddress;
use crosscheck_config::files::Changes;
use crosscheck_config::files::Readings;
use crosscheck_gateway::Listeners;
use crosscheck_gateway::Observer;
use listenfd::ListenFd;
use tokio::sync::Notify;
use tokio::time::MissedTickBehavior;
use tokio::time::interval;

use crate::access_log::AccessLog;
use crate::admin::Admin;
use crate::admin::State;
use crate::event::Tell;
use crate::failure::ServeError;
use crate::observers::Observers;
use crate::plan::Plan;
use crate::policies::Policies;
use crate::refused_log::RefusedLog;
use crate::tally::Tally;
use crate::tenants::Tenants;
use crate::tenants_watch::TenantsWatch;

/// A gateway whose listeners are open.
#[derive(Debug)]
pub struct Running {
    plan: Plan,
    listeners: Listeners,
    address: ListenAddress,
    admin: Option<Admin>,
}

impl Running {
    /// Opens the listeners of a plan: those that the program was handed (systemd's socket activation), else its
    /// own.
    pub fn start(plan: Plan) -> Result<Self, ServeError> {
        let (listeners, address) = match handed_over(plan.workers)? {
            Some(handed) => handed,
            None => listen(&plan).map_err(|error| {
                let address = plan.listen.clone();
                ServeError::Listen { address, error }
            })?,
        };
        let admin = plan.admin.map(|address| {
            Admin::bind(address)
                .map_err(|error| ServeError::Listen { address: address.into(), error })
        });
        Ok(Self { listeners, address, admin: admin.transpose()?, plan })
    }

    /// Where it listens.
    pub const fn address(&self) -> &ListenAddress {
        &self.address
    }

    /// Where whoever runs it looks.
    pub fn admin_address(&self) -> Option<SocketAddr> {
        self.admin.as_ref().map(Admin::address)
    }

    /// Whether clients are spoken to over TLS.
    pub const fn is_secure(&self) -> bool {
        self.plan.is_secure()
    }

    /// The servers behind it, in their order.
    pub fn upstreams(&self) -> Vec<String> {
        self.plan.upstreams()
    }

    /// Serves until `stop` resolves, which is awaited within a runtime; then finishes what is under way.
    ///
    /// In: who is told; where the access log goes, if the file wants one; whether refused requests are told;
    /// whether files that change are read again, as they are whenever `reload` is notified.
    ///
    /// Must not be called from within an asynchronous runtime: it blocks.
    pub fn serve(
        self,
        tell: Tell,
        log: impl Write + Send + 'static,
        watching: Watching,
        stop: impl Future<Output = ()>,
        reload: &Notify,
    ) -> Result<(), ServeError> {
        let Self { plan, listeners, admin, .. } = self;
        let upstreams: Arc<[String]> = plan.upstreams().into();
        let tally = Arc::new(Tally::default());
        let mut observers = Observers::default();
        let mut left_out = Arc::default();
        if let Some(format) = plan.access_log {
            let log = AccessLog::start(log, format, upstreams);
            left_out = log.left_out();
            observers.0.push(Arc::new(log));
        }
        if watching.tells_refused {
            observers.0.push(Arc::new(RefusedLog::new(Arc::clone(&tell))));
        }
        if admin.is_some() {
            observers.0.push(Arc::clone(&tally) as Arc<dyn Observer>);
        }
        let in_force = plan.in_force();
        let Plan { policies, tenants, gateway, certificates, .. } = plan;
        let renewed = certificates.map(|it| it.look_after(Arc::clone(&tell))).transpose()?;
        let behind: Vec<_> = gateway.upstreams().cloned().collect();
        let state = State::new(tally, policies.common.clone(), behind, left_out);
        let shown = admin.map(|admin| admin.show(Arc::clone(&state))).transpose()?;
        let gateway = match observers.0.is_empty() {
            true => gateway,
            false => gateway.observe(observers),
        };
        let served = crosscheck_gateway::run(gateway, listeners, async {
            tell(in_force);
            tend(policies, tenants, &tell, watching.files, stop, reload).await;
            state.drain();
        });
        drop((shown, renewed));
        Ok(served?)
    }
}

/// Opens what a plan says.
fn listen(plan: &Plan) -> io::Result<(Listeners, ListenAddress)> {
    match &plan.listen {
        ListenAddress::Address(address) => {
            let listeners = Listeners::bind(*address, plan.workers)?;
            // Port 0 is none.
            let address = listeners.address().unwrap_or(*address);
            Ok((listeners, address.into()))
        }
        #[cfg(unix)]
        ListenAddress::File(path) => {
            let listeners = Listeners::bind_file(path, plan.socket_permissions, plan.workers)?;
            Ok((listeners, plan.listen.clone()))
        }
        #[cfg(not(unix))]
        ListenAddress::File(_) => {
            let text = "this system has no sockets in its file system that clients connect to";
            Err(io::Error::new(io::ErrorKind::Unsupported, text))
        }
    }
}

/// Listeners on the socket that the program was handed, of whichever kind that is.
fn handed_over(workers: NonZero<usize>) -> io::Result<Option<(Listeners, ListenAddress)>> {
    let mut handed = ListenFd::from_env();
    #[cfg(unix)]
    if let Ok(Some(listener)) = handed.take_unix_listener(0) {
        let address = listener.local_addr()?;
        let path = address.as_pathname().unwrap_or(Path::new("")).to_owned();
        return Ok(Some((Listeners::of_file(listener, workers)?, ListenAddress::File(path))));
    }
    let Some(listener) = handed.take_tcp_listener(0)? else { return Ok(None) };
    let address = listener.local_addr()?.into();
    Ok(Some((Listeners::of(listener, workers)?, address)))
}

/// What is watched while a gateway runs.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks, whole")]
pub struct Watching {
    /// Files, so that what changes is read again.
    pub files: bool,
    /// Refused requests, each of which is told.
    pub tells_refused: bool,
}

/// Has the files read anew when asked to, tells each kind of difference when it first shows, and all counts
/// at the end. It waits for no file and for nobody who reads what it tells.
async fn tend(
    mut policies: Policies,
    tenants: Option<Tenants>,
    tell: &Tell,
    is_watching: bool,
    stop: impl Future<Output = ()>,
    reload: &Notify,
) {
    let mut changes = is_watching.then(|| Changes::of(Arc::clone(&policies.files)));
    let mut readings = Readings::of(Arc::clone(&policies.files));
    let look = tenants.and_then(|it| TenantsWatch::start(it, Arc::clone(tell), is_watching).ok());
    let mut stop = std::pin::pin!(stop);
    let mut ticks = interval(TOLD_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = &mut stop => break,
            () = reload.notified() => {
                readings.ask();
                look.as_ref().map(TenantsWatch::ask);
            }
            () = changed(&mut changes) => readings.ask(),
            read = readings.next() => policies.replace(read, tell),
            _ = ticks.tick() => policies.tell_news(tell),
        }
    }
    policies.tell_all(tell);
}

/// Ready when a file has changed; never if nobody looks.
async fn changed(changes: &mut Option<Changes>) {
    match changes {
        Some(changes) => changes.next().await,
        None => std::future::pending().await,
    }
}

const TOLD_EVERY: Duration = Duration::from_secs(1);
