//! The files that a policy and its candidate come from.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use crosscheck::catalog::Severity;
use crosscheck::server::Policy;

use super::failure::FileError;
use super::patience::BETWEEN_LOOKS;
use super::patience::LOOKS;
use super::patience::PATIENCE;
use super::source::Source;
use super::source::read_source;
use super::stamp::Stamp;
use crate::gateway::GatewaySettings;
use crate::read_options::ReadOptions;
use crate::reading::Reading;
use crate::report::Diagnostic;
use crate::report::Report;
use crate::upstream::UpstreamSettings;

/// Where the policy and its candidate are, and what is asked of the files.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks, whole")]
pub struct PolicyFiles {
    /// The policy in force.
    pub policy: PathBuf,
    /// One that is on trial beside it.
    pub candidate: Option<PathBuf>,
    /// How each is read.
    pub options: ReadOptions,
    /// What whoever serves has to say of the first file besides: whether it can serve by it.
    pub check: fn(&Reading) -> Vec<Diagnostic>,
}

/// What the files say.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The policy in force.
    pub policy: Policy,
    /// The one that is on trial beside it.
    pub candidate: Option<Policy>,
    /// What the first file says of the gateway.
    pub gateway: GatewaySettings,
    /// The servers behind the gateway, as the first file says.
    pub upstreams: Vec<UpstreamSettings>,
    /// What is said of the files that hold no error: only warnings and notes.
    pub warnings: Vec<Report>,
}

impl PolicyFiles {
    /// Reads and proves what is there now, at a start, when nobody needs to be heard.
    ///
    /// Fails if one of them holds no policy of which all that it asserts holds, or if reading takes
    /// longer than a minute.
    pub fn first(self: &Arc<Self>) -> Result<Loaded, FileError> {
        let (send, read) = mpsc::channel();
        let files = Arc::clone(self);
        thread::spawn(move || {
            let _ = send.send(files.read());
        });
        match read.recv_timeout(PATIENCE) {
            Ok(read) => read,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(FileError::TookTooLong),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(FileError::Failed),
        }
    }

    /// All of it, or nothing.
    fn read(&self) -> Result<Loaded, FileError> {
        let mut warnings = Vec::new();
        let mut read = |path: &Path| {
            let source = read_source(path, Source::RegularFile)?;
            let mut reading = crate::read(&path.display().to_string(), &source, self.options);
            reading.report.diagnostics.extend((self.check)(&reading));
            let Reading { policy: Some(policy), gateway, upstreams, report, .. } = reading else {
                return Err(FileError::Wrong(Box::new(reading.report)));
            };
            if report.count(Severity::Error) > 0 {
                return Err(FileError::Wrong(Box::new(report)));
            }
            if report.count(Severity::Warning) > 0 {
                warnings.push(report);
            }
            Ok((policy, gateway, upstreams))
        };
        let (policy, gateway, upstreams) = read(&self.policy)?;
        let candidate = self.candidate.as_deref().map(read).transpose()?.map(|(policy, ..)| policy);
        Ok(Loaded { policy, candidate, gateway, upstreams, warnings })
    }

    /// Reads them once nobody writes into them any more.
    pub(super) fn read_settled(&self) -> Result<Loaded, FileError> {
        settled(|| self.stamp(), || thread::sleep(BETWEEN_LOOKS), || self.read())
    }

    /// What tells that somebody wrote into one of them.
    pub(super) fn stamp(&self) -> Vec<Option<Stamp>> {
        let paths = [Some(&self.policy), self.candidate.as_ref()];
        paths.into_iter().flatten().map(|path| Stamp::of(path).ok()).collect()
    }
}

/// Reads when two looks in a row, and one after the reading, see the same.
fn settled<S: PartialEq, R>(
    look: impl Fn() -> S,
    wait: impl Fn(),
    read: impl Fn() -> Result<R, FileError>,
) -> Result<R, FileError> {
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
    Err(FileError::Changing)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::FileError;
    use super::LOOKS;
    use super::settled;

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
        let read = || -> Result<(), FileError> { Err(FileError::Failed) };
        let error = settled(look, wait, read).expect_err("it never settles");
        assert_eq!(error.to_string(), "the policy file has been changing for 5 s");
        assert_eq!(waits.get(), LOOKS);
    }
}
