//! What a browser and servers really said to each other, and how it ended.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::fmt;
use core::net::SocketAddr;

use url::Url;

use super::after_image::AfterImage;
use super::exchange::Exchange;
use super::exchange::Message;
use super::observation::Observation;
use super::observation::audit;
use super::probes::Probes;
use crate::agent::Client;
use crate::agent::Failure;
use crate::agent::HttpRequest;
use crate::agent::Initiator;
use crate::agent::Outcome;
use crate::agent::RequestMode;
use crate::agent::Response;
use crate::agent::ResponseType;
use crate::agent::UserAgent;
use crate::agent::api::PageRequest;
use crate::agent::api::SetUpError;

/// One browser's fetch from live servers.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks servers, whole")]
pub struct Transcript {
    /// The browser, as it is afterwards.
    pub browser: UserAgent,
    /// The page that asked.
    pub client: Client,
    /// What it asked.
    pub asked: PageRequest,
    /// What it sent, in order, and what was answered.
    pub messages: Vec<Exchanged>,
    /// How it ended.
    pub end: End,
}

/// A message and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks servers, whole")]
pub struct Exchanged {
    /// What was sent.
    pub request: HttpRequest,
    /// `None` if none came: then it is the last message.
    pub answer: Option<Answered>,
}

/// An answer, and how it was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks servers, whole")]
pub struct Answered {
    /// The answer; of its body as much as whoever asked had room for.
    pub response: Response,
    /// Whether the body was longer.
    pub is_cut: bool,
    /// Over what it came.
    pub via: Via,
    /// Whether the server was asked for it.
    pub source: Source,
}

/// Over what an answer came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks servers, whole")]
pub struct Via {
    /// The server's address.
    pub address: SocketAddr,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: &'static str,
    /// Whether TLS was spoken.
    pub is_secret: bool,
}

/// Whose answer it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a report tells each case: a new one must not pass unseen"
)]
pub enum Source {
    /// The server was asked.
    Server,
    /// It had been asked the very same before.
    Same,
    /// It had been asked almost the same, and what changes something is not sent twice.
    Almost {
        /// The browser whose request it was.
        browser: &'static str,
        /// The names of the headers that differ.
        headers: Vec<String>,
    },
}

/// How a fetch from live servers ended.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a report tells each case: a new one must not pass unseen"
)]
pub enum End {
    /// The browser came to a verdict.
    Verdict(Box<Outcome>),
    /// The API throws, and nothing is sent.
    Thrown(SetUpError),
    /// A server did not answer: what the browser makes of that, and why.
    Unanswered(Box<Outcome>, Unanswered),
}

/// Why there is no answer.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a report tells each case: a new one must not pass unseen"
)]
pub enum Unanswered {
    /// None came.
    Failed(NoAnswer),
    /// The same change was sent for another browser, with another origin.
    NotSentAgain {
        /// The browser.
        browser: &'static str,
    },
    /// It may change something, and whoever asks only looks.
    MoreThanALook {
        /// The method.
        method: String,
    },
}

/// What kept an answer from coming.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks servers, whole")]
pub struct NoAnswer {
    /// A stable name, for machines: `time-out`.
    pub name: &'static str,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What a browser would come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "each has its exit code")]
pub enum Verdict {
    /// The page gets what it asked for.
    Allowed,
    /// The browser refuses.
    Refused,
    /// It cannot be told.
    Unknown,
}

impl Verdict {
    /// In one word, for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

impl Transcript {
    /// What the browser came to.
    pub fn verdict(&self) -> Verdict {
        match &self.end {
            End::Verdict(outcome) if outcome.result.is_ok() => Verdict::Allowed,
            End::Verdict(_) | End::Thrown(_) => Verdict::Refused,
            End::Unanswered(..) => Verdict::Unknown,
        }
    }

    /// What the browser refused, if that is its verdict.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.end {
            End::Verdict(outcome) => outcome.result.as_ref().err(),
            End::Thrown(_) | End::Unanswered(..) => None,
        }
    }

    /// How the fetch ended, if there was one.
    pub const fn outcome(&self) -> Option<&Outcome> {
        match &self.end {
            End::Verdict(outcome) | End::Unanswered(outcome, _) => Some(outcome),
            End::Thrown(_) => None,
        }
    }

    /// What becomes of the page's request if an `<img>` asked for the same URL before; `None` if that
    /// changes nothing, or nobody asked the server as an image does.
    pub fn after_image(&self, probes: &Probes) -> Option<AfterImage> {
        let messages: Vec<Message> = self.messages.iter().filter_map(message).collect();
        let probes = probes.filter_map(message);
        let url = &messages.first()?.request.url;
        AfterImage::of(&self.exchange(url, &messages, &probes))
    }

    fn exchange<'a>(
        &'a self,
        url: &'a Url,
        messages: &'a [Message],
        probes: &'a Probes<Message>,
    ) -> Exchange<'a> {
        let outcome = self.outcome();
        Exchange {
            browser: &self.browser,
            client: &self.client,
            url,
            includes_credentials: false,
            is_no_cors: outcome.is_some_and(is_no_cors),
            messages,
            refused_headers: outcome.map_or(&[][..], |outcome| &outcome.refused_headers),
            // What is refused by itself needs no image before.
            asked: outcome.is_some_and(|outcome| outcome.result.is_ok()).then_some(&self.asked),
            probes,
        }
    }

    /// Whether two browsers sent the same and were answered the same.
    pub fn is_same_exchange(&self, other: &Self) -> bool {
        let told = |exchanged: &Exchanged| {
            let answer = exchanged.answer.as_ref().map(|answered| {
                let source = match &answered.source {
                    Source::Server | Source::Same => None,
                    Source::Almost { headers, .. } => Some(headers.clone()),
                };
                (answered.response.clone(), source)
            });
            (exchanged.request.clone(), answer)
        };
        self.messages.iter().map(told).eq(other.messages.iter().map(told))
    }
}

/// What is to be said of several browsers' exchanges: each finding once, the worst first.
///
/// In: where the fetch started, whether script asked for credentials to go along to every origin, and
/// what the server says beside.
pub fn audit_all(
    url: &Url,
    includes_credentials: bool,
    transcripts: &[Transcript],
    probes: &Probes,
) -> Vec<Observation> {
    let probes = probes.filter_map(message);
    let mut findings: Vec<Observation> = Vec::new();
    for transcript in transcripts {
        let messages: Vec<Message> = transcript.messages.iter().filter_map(message).collect();
        let exchange =
            Exchange { includes_credentials, ..transcript.exchange(url, &messages, &probes) };
        for finding in audit(&exchange) {
            let is_same = |known: &&mut Observation| {
                known.check == finding.check && known.evidence == finding.evidence
            };
            match findings.iter_mut().find(is_same) {
                Some(known) => known.browsers.extend(finding.browsers),
                None => findings.push(finding),
            }
        }
    }
    findings.sort_by_key(|finding| Reverse(finding.check.severity()));
    findings
}

/// Whether script itself asked so; elements without `crossorigin` always do.
fn is_no_cors(outcome: &Outcome) -> bool {
    let is_opaque = match &outcome.result {
        Ok(response) => response.response_type == ResponseType::Opaque,
        Err(failure) => failure.mode == RequestMode::NoCors,
    };
    outcome.initiator == Initiator::Fetch && is_opaque
}

fn message(exchanged: &Exchanged) -> Option<Message> {
    let response = exchanged.answer.as_ref()?.response.clone();
    Some(Message { request: exchanged.request.clone(), response })
}
