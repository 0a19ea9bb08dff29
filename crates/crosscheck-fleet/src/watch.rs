//! The folder, looked at a few times a second on a thread of its own.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::watch;

use crate::event::Event;
use crate::event::Tell;
use crate::failure::FleetError;
use crate::folder::Folder;
use crate::folder::Look;
use crate::published::Published;

type Watched = (watch::Receiver<Arc<Published>>, watch::Receiver<Vec<String>>);

/// Looks once, and from then on whenever something changes, as long as anybody holds what comes out.
///
/// Files are read once nobody writes into them: two looks in a row see the same.
pub(crate) fn watch(mut folder: Folder, tell: Tell) -> Result<Watched, FleetError> {
    let mut seen = folder.stamp();
    let first = folder.look();
    let lines = lines(&first);
    let (published, to_push) = watch::channel(Arc::new(first.published.clone()));
    let (problems, wrong) = watch::channel(lines.clone());
    say(first, &[], &tell);
    let look = move || {
        let mut told = lines;
        let mut before = seen.clone();
        while !published.is_closed() {
            thread::sleep(BETWEEN_GLANCES);
            let now = folder.stamp();
            if now == seen || now != before {
                before = now;
                continue;
            }
            let look = folder.look();
            if folder.stamp() == now {
                seen = now;
            }
            let now_wrong = self::lines(&look);
            published.send_replace(Arc::new(look.published.clone()));
            problems.send_replace(now_wrong.clone());
            say(look, &told, &tell);
            told = now_wrong;
        }
    };
    thread::Builder::new().name("policies".into()).spawn(look)?;
    Ok((to_push, wrong))
}

fn lines(look: &Look) -> Vec<String> {
    look.problems.iter().map(ToString::to_string).collect()
}

/// Tells what is new; a problem that stays is told once.
fn say(look: Look, told: &[String], tell: &Tell) {
    look.changes.into_iter().for_each(|change| tell(Event::Changed(change)));
    for problem in look.problems {
        if !told.contains(&problem.to_string()) {
            tell(Event::Problem(problem));
        }
    }
}

const BETWEEN_GLANCES: Duration = Duration::from_millis(50);
