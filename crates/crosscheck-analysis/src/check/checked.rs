//! What was asked, and all that came of it.

use crosscheck::audit::Exchanged;
use crosscheck::audit::Observation;
use crosscheck::audit::Probes;
use crosscheck::audit::Transcript;
use crosscheck::audit::Verdict;
use crosscheck::catalog::Severity;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use crosscheck_export::Server;
use url::Url;

/// A step of a page that live servers answered, in one browser or several.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks servers, whole")]
pub struct Checked {
    /// The page's origin.
    pub page: Origin,
    /// What the step asked for.
    pub url: Url,
    /// The step.
    pub step: Step,
    /// One a browser, in the order of the profiles.
    pub transcripts: Vec<Transcript>,
    /// What the server says beside.
    pub probes: Probes<Exchanged>,
    /// What works today and breaks tomorrow: see [`crosscheck::audit::audit_all`].
    pub findings: Vec<Observation>,
}

impl Checked {
    /// The worst of all: one refusal counts more than what cannot be told.
    pub fn verdict(&self) -> Verdict {
        let verdicts: Vec<Verdict> = self.transcripts.iter().map(Transcript::verdict).collect();
        let is_blocked = self.findings.iter().any(|f| f.check.severity() == Severity::Error);
        match () {
            () if is_blocked || verdicts.contains(&Verdict::Refused) => Verdict::Refused,
            () if verdicts.contains(&Verdict::Unknown) => Verdict::Unknown,
            () => Verdict::Allowed,
        }
    }
}

/// The server that the last answer names, and the line that does.
pub(super) fn server_of(run: &Transcript) -> Option<(Server, String)> {
    let answered = run.messages.last()?.answer.as_ref()?;
    let headers = answered.response.headers.iter();
    let headers: Vec<_> =
        headers.map(|(name, value)| (name, String::from_utf8_lossy(value))).collect();
    let lines = headers.iter().map(|(name, value)| (*name, value.as_ref()));
    Server::told_by(lines).map(|(server, (name, value))| (server, format!("{name}: {value}")))
}
