//! What was asked, and all that came of it.

use crosscheck::audit::Exchanged;
use crosscheck::audit::Observation;
use crosscheck::audit::Probes;
use crosscheck::audit::Transcript;
use crosscheck::audit::Verdict;
use crosscheck::catalog::Check;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::Severity;
use crosscheck::diagnosis::Refusal;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use crosscheck::wire::isomorphic_decode;
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
        // The engine asks whatever surrounds the page, so that there is an answer to look at.
        let is_blocked = self.findings.iter().any(|f| f.check == Check::MixedContent);
        match () {
            () if is_blocked || verdicts.contains(&Verdict::Refused) => Verdict::Refused,
            () if verdicts.contains(&Verdict::Unknown) => Verdict::Unknown,
            () => Verdict::Allowed,
        }
    }

    /// Whether something is so bad, or worse, that was found.
    pub fn has_found(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.check.severity() >= severity)
    }

    /// What a server would have to say so that the page may read, and nobody in its place.
    pub(super) fn for_this_page_alone(&self) -> Option<Refusal> {
        let messages = &self.transcripts.first()?.messages;
        let mut needed = Refusal::new(FetchRule::AllowOriginMismatch);
        needed.url = Some(self.url.to_string());
        needed.origin = Some(self.page.serialize().into());
        needed.credentials = Some(messages.iter().any(lets_credentials));
        if let Some(preflight) = messages.iter().find(|message| message.request.is_preflight) {
            let sent = |name: &str| {
                let value = preflight.request.headers.get(name)?;
                Some(isomorphic_decode(&value))
            };
            needed.method = sent("Access-Control-Request-Method");
            let names = sent("Access-Control-Request-Headers").unwrap_or_default();
            let names = names.split(',').filter(|name| !name.is_empty());
            needed.header_names = names.map(str::to_owned).collect();
        }
        Some(needed)
    }
}

/// Whether an answer allows credentials.
fn lets_credentials(message: &Exchanged) -> bool {
    let answer = message.answer.as_ref();
    let said = answer.and_then(|a| a.response.headers.get("Access-Control-Allow-Credentials"));
    said.is_some_and(|said| *said == *b"true")
}

/// Whether a check is about who is let in: then the whole list is to be put right.
pub(super) const fn is_about_the_list(check: Check) -> bool {
    matches!(
        check,
        Check::AnyOriginWithCredentials
            | Check::LookalikeWithCredentials
            | Check::LookalikeAllowed
            | Check::NullOriginWithCredentials
            | Check::NullOriginAllowed
            | Check::AnyPortWithCredentials
    )
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
