//! Files that change while a server runs, seen without being told.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

use super::policy_files::PolicyFiles;

/// Looks at files a few times a second, on a thread of its own.
///
/// [What any file system knows](super::Stamp) of them is asked for, one over a network or in a container too;
/// and whatever an editor does, write in place or put another file there, is seen.
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;
    use std::time::SystemTime;

    use super::Changes;
    use crate::files::PolicyFiles;
    use crate::read_options::ReadOptions;

    #[tokio::test]
    async fn another_policy_that_is_as_long_and_as_old_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let (policy, beside) = (folder.path().join("policy.toml"), folder.path().join("beside"));
        let put = |origin: &str| {
            fs::write(&beside, format!("[cors]\norigins = [{origin:?}]\n")).expect("it is written");
            let file = fs::File::options().write(true).open(&beside).expect("it is there");
            file.set_modified(SystemTime::UNIX_EPOCH).expect("it is dated");
            fs::rename(&beside, &policy).expect("it takes its place");
        };
        put("https://one.example");
        let options = ReadOptions::default();
        let check = |_: &_| Vec::new();
        let files = PolicyFiles { policy: policy.clone(), candidate: None, options, check };
        let mut changes = Changes::of(Arc::new(files));
        for origin in ["https://two.example", "https://one.example"] {
            put(origin);
            changes.next().await;
        }
    }
}
