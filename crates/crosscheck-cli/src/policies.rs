//! The files that a gateway's policies come from, and reading them while it runs.
//!
//! Owns where and how long they are read: on a thread of its own, one reading at a time, so that
//! whoever waits for it hears everything else. How a file is read is `policy_file`'s.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;

use anyhow::anyhow;
use crosscheck_service::PolicySnapshot;
use tokio::sync::oneshot;
use tokio::time::Instant;
use tokio::time::sleep_until;

use crate::failure::Hinted;
use crate::policy_file;
use crate::policy_file::Completeness;
use crate::policy_file::GatewayTable;

/// Where the policy and its candidate are, and what is asked of the files.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) policy: PathBuf,
    pub(crate) candidate: Option<PathBuf>,
    pub(crate) completeness: Completeness,
}

/// What the files say.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) deployed: PolicySnapshot,
    pub(crate) gateway: GatewayTable,
}

impl Files {
    /// Reads and proves what is there now, at a start, when nobody needs to be heard.
    pub(crate) fn first(self: &Arc<Self>) -> anyhow::Result<Loaded> {
        let (send, read) = mpsc::channel();
        let files = Arc::clone(self);
        thread::spawn(move || {
            let _ = send.send(files.read());
        });
        match read.recv_timeout(PATIENCE) {
            Ok(read) => read,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(took_too_long()),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(failed()),
        }
    }

    /// All of it, or nothing.
    fn read(&self) -> anyhow::Result<Loaded> {
        let read = |path: &Path| policy_file::require(path, self.completeness);
        let (policy, gateway) = read(&self.policy)?;
        let candidate = self.candidate.as_deref().map(read).transpose()?;
        let deployed = PolicySnapshot::new(policy, candidate.map(|(policy, _)| policy));
        Ok(Loaded { deployed, gateway })
    }

    /// Reads them once nobody writes into them any more.
    fn read_settled(&self) -> anyhow::Result<Loaded> {
        settled(|| self.stamp(), || thread::sleep(BETWEEN_LOOKS), || self.read())
    }

    /// What tells that somebody wrote into one of them.
    fn stamp(&self) -> Vec<Option<(u64, SystemTime)>> {
        let paths = [Some(&self.policy), self.candidate.as_ref()];
        let stamp = |path: &PathBuf| {
            let metadata = fs::metadata(path).ok()?;
            Some((metadata.len(), metadata.modified().ok()?))
        };
        paths.into_iter().flatten().map(stamp).collect()
    }
}

/// Reads when two looks in a row, and one after the reading, see the same.
fn settled<S: PartialEq, R>(
    look: impl Fn() -> S,
    wait: impl Fn(),
    read: impl Fn() -> anyhow::Result<R>,
) -> anyhow::Result<R> {
    let mut seen = look();
    for _ in 0..LOOKS {
        wait();
        let now = look();
        if now == seen {
            let read = read();
            if look() == seen {
                return read;
            }
        }
        seen = now;
    }
    let seconds = (BETWEEN_LOOKS * LOOKS).as_secs();
    let hint = "write it beside its place and rename it into it: `mv new.toml crosscheck.toml`";
    Err(Hinted::error(format!("the policy file has been changing for {seconds} s"), hint))
}

/// Readings on a thread, one at a time.
pub(crate) struct Readings {
    read: Arc<dyn Fn() -> anyhow::Result<Loaded> + Send + Sync>,
    under_way: Option<Reading>,
    /// Whether another was asked for while one is under way: it would have seen too little.
    is_asked_again: bool,
}

/// One that has not ended.
struct Reading {
    result: oneshot::Receiver<anyhow::Result<Loaded>>,
    given_up_at: Instant,
    /// Nobody waits for what it brings any more.
    is_given_up: bool,
}

impl Readings {
    pub(crate) fn of(files: Arc<Files>) -> Self {
        Self::by(move || files.read_settled())
    }

    fn by(read: impl Fn() -> anyhow::Result<Loaded> + Send + Sync + 'static) -> Self {
        Self { read: Arc::new(read), under_way: None, is_asked_again: false }
    }

    /// Begins to read, or will once the reading under way has ended.
    pub(crate) fn ask(&mut self) {
        self.is_asked_again = true;
        self.begin();
    }

    fn begin(&mut self) {
        if self.under_way.is_some() || !self.is_asked_again {
            return;
        }
        self.is_asked_again = false;
        let (send, result) = oneshot::channel();
        let read = Arc::clone(&self.read);
        // A thread that nobody waits for: the process ends without it.
        let spawned = thread::Builder::new().name("policies".into()).spawn(move || {
            let _ = send.send(read());
        });
        // If there is none, its end of the channel is gone, which is told as its failure.
        drop(spawned);
        let given_up_at = Instant::now() + PATIENCE;
        self.under_way = Some(Reading { result, given_up_at, is_given_up: false });
    }

    /// What the next reading brings, or that it brought nothing in time. Never ready if nothing is
    /// asked for; may be dropped and called again.
    pub(crate) async fn next(&mut self) -> anyhow::Result<Loaded> {
        loop {
            let Some(reading) = &mut self.under_way else { return std::future::pending().await };
            tokio::select! {
                result = &mut reading.result => {
                    let is_given_up = reading.is_given_up;
                    self.under_way = None;
                    self.begin();
                    if !is_given_up {
                        return result.unwrap_or_else(|_| Err(failed()));
                    }
                }
                () = sleep_until(reading.given_up_at), if !reading.is_given_up => {
                    reading.is_given_up = true;
                    return Err(took_too_long());
                }
            }
        }
    }
}

fn took_too_long() -> anyhow::Error {
    let seconds = PATIENCE.as_secs();
    Hinted::error(
        format!("reading and proving the policy takes longer than {seconds} s"),
        "`crosscheck policy check FILE` shows how long it takes, and what there is to prove",
    )
}

/// The thread panicked, or there was none.
fn failed() -> anyhow::Error {
    anyhow!("the policy could not be read: the thread that reads it failed")
}

/// How long is waited between two looks at a file, and how often at most.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
const LOOKS: u32 = 50;

/// How long a reading may take, the wait for whoever writes included.
const PATIENCE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::Mutex;
    use std::sync::mpsc;

    use anyhow::bail;
    use crosscheck::server::Config;
    use crosscheck::server::Policy;

    use super::LOOKS;
    use super::Loaded;
    use super::Readings;
    use super::settled;
    use crate::policy_file::GatewayTable;

    fn loaded() -> anyhow::Result<Loaded> {
        let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
        Ok(Loaded { deployed: Policy::new(&config)?.into(), gateway: GatewayTable::default() })
    }

    /// A reading that waits to be let go, and says when it begins.
    fn held_up() -> (Readings, mpsc::Receiver<()>, mpsc::Sender<()>) {
        let (began, begins) = mpsc::channel();
        let (go, let_go) = mpsc::channel();
        let let_go = Mutex::new(let_go);
        let readings = Readings::by(move || {
            let _ = began.send(());
            let _ = let_go.lock().expect("nobody panicked").recv();
            loaded()
        });
        (readings, begins, go)
    }

    #[tokio::test]
    async fn what_is_asked_for_while_one_reads_is_remembered_once() {
        let (mut readings, begins, go) = held_up();
        readings.ask();
        begins.recv().expect("it begins");
        (0..5).for_each(|_| readings.ask());
        go.send(()).expect("it waits");
        readings.next().await.expect("it is read");
        begins.recv().expect("the files may have changed since: they are read again");
        go.send(()).expect("it waits");
        readings.next().await.expect("it is read");
        drop(go);
        assert!(readings.under_way.is_none() && !readings.is_asked_again);
        assert!(begins.try_recv().is_err(), "once");
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_too_long_is_given_up_and_told_and_not_begun_twice() {
        let (mut readings, begins, go) = held_up();
        readings.ask();
        begins.recv().expect("it begins");
        let error = readings.next().await.expect_err("nobody lets it go");
        assert_eq!(error.to_string(), "reading and proving the policy takes longer than 60 s");
        (0..5).for_each(|_| readings.ask());
        assert!(begins.try_recv().is_err(), "one thread at a time, however often one asks");
        tokio::time::resume();
        // Let go, it brings what nobody waits for; then the second reads, and it counts.
        go.send(()).expect("it waits");
        go.send(()).expect("the next will");
        readings.next().await.expect("the second one's");
        assert_eq!(begins.try_iter().count(), 1);
    }

    #[tokio::test]
    async fn a_reading_that_panics_is_a_failure() {
        let mut readings = Readings::by(|| panic!("as a test of what is not to be"));
        readings.ask();
        assert!(readings.next().await.is_err());
        readings.ask();
        assert!(readings.next().await.is_err(), "and the next is tried");
    }

    #[test]
    fn nothing_is_read_while_somebody_writes() {
        // What each look sees; and how often it was read before it settled.
        for (sizes, read) in [
            (&[7, 7, 7][..], 1),
            (&[1, 2, 3, 7, 7, 7], 1),
            (&[7, 7, 8, 8, 8], 2),
            (&[0, 7, 7, 7], 1),
        ] {
            let (at, reads) = (Cell::new(0), Cell::new(0));
            let look = || {
                let seen = sizes[at.get().min(sizes.len() - 1)];
                at.set(at.get() + 1);
                seen
            };
            let settled = settled(
                look,
                || {},
                || {
                    reads.set(reads.get() + 1);
                    Ok(())
                },
            );
            settled.expect("it settles");
            assert_eq!(reads.get(), read, "{sizes:?}");
        }
    }

    #[test]
    fn who_never_stops_writing_is_waited_for_a_while() {
        let (looks, waits) = (Cell::new(0), Cell::new(0));
        let look = || {
            looks.set(looks.get() + 1);
            looks.get()
        };
        let wait = || waits.set(waits.get() + 1);
        let read = || -> anyhow::Result<()> { bail!("it is not read") };
        let error = settled(look, wait, read).expect_err("it never settles");
        assert_eq!(error.to_string(), "the policy file has been changing for 5 s");
        assert_eq!(waits.get(), LOOKS);
    }
}
