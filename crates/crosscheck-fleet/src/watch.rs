//! The folder, looked at on a thread of its own when the system says that something is new there, and a few
//! times a second where it says nothing: over a network, or once the folder is another.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use notify::EventKind;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher;
use tokio::sync::watch;

use crate::counts::Counts;
use crate::event::Event;
use crate::event::Tell;
use crate::failure::FleetError;
use crate::folder::Folder;
use crate::look::Look;
use crate::problem_status::ProblemStatus;
use crate::published::Published;

type Watched = (watch::Receiver<Arc<Published>>, watch::Receiver<Vec<ProblemStatus>>);

/// Looks once, and from then on whenever something changes, as long as anybody holds what comes out. Keeps, too, what
/// came of trials.
///
/// Files are read once nobody writes into them: two looks in a row see the same.
pub(crate) fn watch(
    mut folder: Folder,
    counts: Arc<Counts>,
    tell: Tell,
) -> Result<Watched, FleetError> {
    let news = News::of(folder.files().folder());
    let mut seen = folder.files().stamp();
    let first = folder.look();
    counts.forget(&first.published);
    let first_wrong = wrong(&first);
    let (published, to_push) = watch::channel(Arc::new(first.published.clone()));
    let (problems, now_wrong) = watch::channel(first_wrong.clone());
    say(first, &[], &tell);
    let look = move || {
        let mut told = first_wrong;
        let mut before = seen.clone();
        // A tenth of the time at most goes into looking, however much lies in the folder.
        let mut rest = Duration::ZERO;
        let mut keeping = Keeping::default();
        while !published.is_closed() {
            keeping.keep(&folder, &counts, &tell);
            match before == seen {
                true => {
                    thread::sleep(rest);
                    news.wait();
                }
                false => thread::sleep(rest.max(SETTLED)),
            }
            let begun = Instant::now();
            let now = folder.files().stamp();
            rest = 9 * begun.elapsed();
            if now == seen || now != before {
                before = now;
                continue;
            }
            let look = folder.look();
            if folder.files().stamp() == now {
                seen = now;
            }
            counts.forget(&look.published);
            let is_wrong = wrong(&look);
            published.send_replace(Arc::new(look.published.clone()));
            problems.send_replace(is_wrong.clone());
            say(look, &told, &tell);
            told = is_wrong;
        }
    };
    thread::Builder::new().name("policies".into()).spawn(look)?;
    Ok((to_push, now_wrong))
}

fn wrong(look: &Look) -> Vec<ProblemStatus> {
    look.problems.iter().map(ProblemStatus::of).collect()
}

/// Tells what is new; a problem that stays is told once.
fn say(look: Look, told: &[ProblemStatus], tell: &Tell) {
    look.changes.into_iter().for_each(|change| tell(Event::Changed(change)));
    look.trials.into_iter().for_each(|trial| tell(Event::OnTrial(trial)));
    if look.problems.is_empty() && !told.is_empty() {
        tell(Event::InOrder);
    }
    for problem in look.problems {
        if !told.contains(&ProblemStatus::of(&problem)) {
            tell(Event::Problem(problem));
        }
    }
}

/// When what came of trials was kept last, and whether it could be.
#[derive(Default)]
struct Keeping {
    last: Option<Instant>,
    has_failed: bool,
}

impl Keeping {
    /// Keeps what is new, now and then.
    fn keep(&mut self, folder: &Folder, counts: &Counts, tell: &Tell) {
        if self.last.is_some_and(|last| last.elapsed() < BETWEEN_KEEPINGS) {
            return;
        }
        let Some(outcomes) = counts.news() else { return };
        self.last = Some(Instant::now());
        let kept = folder.kept().put_outcomes(&outcomes);
        let had_failed = std::mem::replace(&mut self.has_failed, kept.is_err());
        if let Err(error) = kept
            && !had_failed
        {
            tell(Event::Trouble(format!("what nodes counted cannot be kept: {error}")));
        }
    }
}

/// What the system tells of a folder. That there is something to look at, no more: the files say what.
struct News {
    told: mpsc::Receiver<()>,
    /// It tells for as long as this is there; where the system watches nothing, there is none.
    _watcher: Option<RecommendedWatcher>,
}

impl News {
    fn of(folder: &Path) -> Self {
        // One that waits to be heard says all.
        let (tell, told) = mpsc::sync_channel(1);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // To read is no news: we do so ourselves.
            if !event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
                let _ = tell.try_send(());
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
            Ok(watcher)
        });
        Self { told, _watcher: watcher.ok() }
    }

    /// Waits until something is new, and not for long.
    fn wait(&self) {
        if self.told.recv_timeout(BETWEEN_GLANCES) == Err(RecvTimeoutError::Disconnected) {
            thread::sleep(BETWEEN_GLANCES);
        }
    }
}

/// How long nobody may have written into a file that is read.
const SETTLED: Duration = Duration::from_millis(20);
const BETWEEN_GLANCES: Duration = Duration::from_millis(250);
const BETWEEN_KEEPINGS: Duration = Duration::from_secs(5);
