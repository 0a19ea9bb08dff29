//! Reading policy files while a server runs: on a thread of its own, one reading at a time, so that
//! whoever waits for it hears everything else.

use std::fmt;
use std::sync::Arc;
use std::thread;

use tokio::sync::oneshot;
use tokio::time::Instant;
use tokio::time::sleep_until;

use super::failure::FileError;
use super::patience::PATIENCE;
use super::policy_files::Loaded;
use super::policy_files::PolicyFiles;

/// Readings on a thread, one at a time.
pub struct Readings {
    read: Arc<dyn Fn() -> Result<Loaded, FileError> + Send + Sync>,
    under_way: Option<Reading>,
    /// Whether another was asked for while one is under way: it would have seen too little.
    is_asked_again: bool,
}

/// One that has not ended.
struct Reading {
    result: oneshot::Receiver<Result<Loaded, FileError>>,
    given_up_at: Instant,
    /// Nobody waits for what it brings any more.
    is_given_up: bool,
}

impl fmt::Debug for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readings")
            .field("is_under_way", &self.under_way.is_some())
            .finish_non_exhaustive()
    }
}

impl Readings {
    /// Of these files; none is read until one asks.
    pub fn of(files: Arc<PolicyFiles>) -> Self {
        Self::by(move || files.read_settled())
    }

    fn by(read: impl Fn() -> Result<Loaded, FileError> + Send + Sync + 'static) -> Self {
        Self { read: Arc::new(read), under_way: None, is_asked_again: false }
    }

    /// Begins to read, or will once the reading under way has ended.
    pub fn ask(&mut self) {
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
    pub async fn next(&mut self) -> Result<Loaded, FileError> {
        loop {
            let Some(reading) = &mut self.under_way else { return std::future::pending().await };
            tokio::select! {
                result = &mut reading.result => {
                    let is_given_up = reading.is_given_up;
                    self.under_way = None;
                    self.begin();
                    if !is_given_up {
                        return result.unwrap_or(Err(FileError::Failed));
                    }
                }
                () = sleep_until(reading.given_up_at), if !reading.is_given_up => {
                    reading.is_given_up = true;
                    return Err(FileError::TookTooLong);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc;

    use crosscheck::server::Config;
    use crosscheck::server::Policy;

    use super::Loaded;
    use super::Readings;
    use crate::files::FileError;
    use crate::gateway::GatewaySettings;

    fn loaded() -> Result<Loaded, FileError> {
        let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
        let policy = Policy::new(&config).expect("a policy");
        let gateway = GatewaySettings::default();
        Ok(Loaded { policy, candidate: None, gateway, upstreams: Vec::new(), warnings: Vec::new() })
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
}
