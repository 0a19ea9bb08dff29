//! Files that change while a server runs, seen without being told.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

use super::policy_files::PolicyFiles;

/// Looks at files a few times a second, on a thread of its own.
///
/// Size and time of change are asked for, as any file system knows them, one over a network or in a
/// container too; and whatever an editor does, write in place or put another file there, is seen.
#[derive(Debug)]
pub struct Changes(mpsc::Receiver<()>);

impl Changes {
    /// Begins to look: what changes from now on is seen.
    pub fn of(files: Arc<PolicyFiles>) -> Self {
        let (send, changes) = mpsc::channel(1);
        // A thread that nobody waits for: the process ends without it.
        let mut seen = files.stamp();
        let spawned = thread::Builder::new().name("changes".into()).spawn(move || {
            while !send.is_closed() {
                thread::sleep(BETWEEN_GLANCES);
                let now = files.stamp();
                if now != seen {
                    seen = now;
                    // One that waits to be heard says all.
                    let _ = send.try_send(());
                }
            }
        });
        // If there is none, its end of the channel is gone, and nothing is ever seen.
        drop(spawned);
        Self(changes)
    }

    /// Ready when a file has changed since the last time.
    pub async fn next(&mut self) {
        if self.0.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}

const BETWEEN_GLANCES: Duration = Duration::from_millis(300);
