//! Tenants, looked at on a thread of its own: when asked to, and, if they are watched, when the system says that a file
//! was written, and by itself now and then, for systems that say nothing: over a network, behind a link.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use notify::EventKind;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher;
use notify::event::AccessKind;
use notify::event::AccessMode;
use notify::event::ModifyKind;

use crate::event::Event;
use crate::event::Tell;
use crate::failure::ServeError;
use crate::tenants::Looked;
use crate::tenants::Tenants;
use crate::tenants::host_of;

/// Looks for as long as it is there.
#[derive(Debug)]
pub(crate) struct TenantsWatch {
    to_look: ToLook,
    /// It tells for as long as this is there; where the system watches nothing, there is none.
    _watcher: Option<RecommendedWatcher>,
}

impl TenantsWatch {
    pub(crate) fn start(tenants: Tenants, tell: Tell, is_watching: bool) -> io::Result<Self> {
        // One that waits to be heard says all.
        let (wake, woken) = mpsc::sync_channel(1);
        let to_look = ToLook { places: Arc::default(), wake };
        let watcher = is_watching.then(|| watcher(tenants.path(), to_look.clone()).ok()).flatten();
        let places = Arc::clone(&to_look.places);
        let look = move || look(tenants, &tell, is_watching, &places, &woken);
        thread::Builder::new().name("tenants".into()).spawn(look)?;
        Ok(Self { to_look, _watcher: watcher })
    }

    /// Has all of them looked at.
    pub(crate) fn ask(&self) {
        self.to_look.add(&Places::Everywhere);
    }
}

/// What is to be looked at.
#[derive(Clone, Debug)]
struct ToLook {
    places: Arc<Mutex<Places>>,
    wake: SyncSender<()>,
}

#[derive(Clone, Debug)]
enum Places {
    At(HashSet<String>),
    Everywhere,
}

impl Default for Places {
    fn default() -> Self {
        Self::At(HashSet::new())
    }
}

impl ToLook {
    fn add(&self, more: &Places) {
        let mut places = lock(&self.places);
        match (&mut *places, more) {
            (Places::At(hosts), Places::At(more)) if hosts.len() + more.len() <= MOST_NAMED => {
                hosts.extend(more.iter().cloned());
            }
            _ => *places = Places::Everywhere,
        }
        drop(places);
        let _ = self.wake.try_send(());
    }
}

/// Has the system tell which files are written.
fn watcher(path: &Path, to_look: ToLook) -> notify::Result<RecommendedWatcher> {
    let one_file = path.is_file().then(|| path.file_name().map(OsStr::to_owned)).flatten();
    let folder = match one_file {
        Some(_) => path.parent().unwrap_or(path),
        None => path,
    };
    // Of `tenants.toml` that is the empty path.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.to_owned();
    let told = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return to_look.add(&Places::Everywhere) };
        if event.need_rescan() {
            return to_look.add(&Places::Everywhere);
        }
        if !is_whole(event.kind) {
            return;
        }
        let names = event.paths.iter().filter_map(|path| path.file_name());
        let more = match &one_file {
            Some(own) if names.clone().any(|name| name == own) => Places::Everywhere,
            Some(_) => return,
            None => Places::At(names.filter_map(host_of).map(str::to_owned).collect()),
        };
        if !matches!(&more, Places::At(hosts) if hosts.is_empty()) {
            to_look.add(&more);
        }
    };
    let mut watcher = notify::recommended_watcher(told)?;
    watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// Whether a file is as somebody wanted it. Linux tells when who wrote into it has closed it.
fn is_whole(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Remove(_) => true,
        EventKind::Access(_) => false,
        _ => !cfg!(target_os = "linux"),
    }
}

/// Looks where it is to, until nobody can ask any more.
fn look(
    mut tenants: Tenants,
    tell: &Tell,
    is_watching: bool,
    places: &Mutex<Places>,
    woken: &mpsc::Receiver<()>,
) {
    let mut next = Instant::now() + LOOKED_EVERY;
    loop {
        let woken = match is_watching {
            true => woken.recv_timeout(next.saturating_duration_since(Instant::now())),
            false => woken.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let told = match woken {
            Ok(()) => Some(std::mem::take(&mut *lock(places))),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let start = Instant::now();
        match told {
            Some(Places::At(hosts)) => {
                say(tenants.look_at(hosts), tell);
                continue;
            }
            Some(Places::Everywhere) => say(tenants.look_anew(), tell),
            None => say(tenants.look(), tell),
        }
        next = Instant::now() + LOOKED_EVERY.max(start.elapsed() * 9);
    }
}

fn lock(places: &Mutex<Places>) -> MutexGuard<'_, Places> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

fn say(looked: Result<Looked, ServeError>, tell: &Tell) {
    match looked {
        Ok(looked) => {
            for wrong in looked.wrong.into_iter().take(MOST_TOLD) {
                tell(Event::Wrong(wrong));
            }
            if looked.read + looked.gone > 0 {
                tell(Event::Tenants(looked.read, looked.gone));
            }
        }
        Err(ServeError::File(error)) => tell(Event::Wrong(error)),
        Err(error) => tell(Event::Trouble(error.to_string())),
    }
}

/// How often all is looked at, or ten times as seldom as a look takes: a system may tell nothing.
const LOOKED_EVERY: Duration = Duration::from_millis(300);
/// How many files that are wrong are told of at once.
const MOST_TOLD: usize = 20;
/// How many hosts are looked at one by one.
const MOST_NAMED: usize = 1_000;
