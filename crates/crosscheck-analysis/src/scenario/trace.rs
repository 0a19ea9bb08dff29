//! What one browser would do with a scenario, in the shape that the page draws.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Failure;
use crosscheck::agent::Outcome;
use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::CorsSettings;
use crosscheck::agent::api::SetUpError;
use crosscheck::agent::element::Access;
use crosscheck::diagnosis::Advice;
use crosscheck::diagnosis::Refusal;
use crosscheck::scenario::Event;
use crosscheck::scenario::Player;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Server;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use serde::Serialize;

use crate::chinese::advice_said_in_chinese;
use crate::refusal::RefusalDocument;
use crate::story::lines;

/// One browser's doing, step by step.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Trace {
    /// The browser.
    pub browser: &'static str,
    /// What it did in each.
    pub steps: Vec<TraceStep>,
}

/// One step: what was sent and answered, and how it ended.
#[derive(Debug, Default, Serialize)]
#[non_exhaustive]
pub struct TraceStep {
    /// How it ended for the page.
    pub verdict: Verdict,
    /// What was sent, in order.
    pub messages: Vec<Message>,
    /// What script saw.
    pub seen: Option<StepRecord>,
    /// What the browser wrote to its console.
    pub console: Vec<String>,
    /// The rule that was broken, and what would mend it.
    pub refused: Option<RefusalDocument>,
    /// What would mend it in simplified Chinese: on the server, and on the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub advice_in_chinese: Vec<String>,
    /// All that a server must let through, for a patch.
    #[serde(skip)]
    pub wanted: Option<Refusal>,
    /// Why the API refused before there was a fetch.
    pub not_sent: Option<String>,
    /// The same in simplified Chinese.
    pub not_sent_in_chinese: Option<&'static str>,
    /// What the browser remembers of preflights from here on.
    pub cached: Vec<Cached>,
    /// Milliseconds since the page began.
    pub now_ms: u64,
    #[serde(skip)]
    includes_credentials: bool,
}

/// How a step ended for the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// The page may read it, or use it in full.
    Allowed,
    /// It went through, and the page may not look at it.
    Opaque,
    /// It was withheld, or never sent.
    Refused,
    /// CORS let it through, and it is of no use: an image that is none, an error page as a script.
    Unusable,
    /// The engine cannot tell.
    #[default]
    Unknown,
}

/// A request, and its answer if one came.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Message {
    pub method: String,
    pub url: String,
    pub preflight: bool,
    pub headers: Vec<(String, String)>,
    pub answer: Option<Reply>,
}

/// An answer's head.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
}

/// A remembered preflight.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Cached {
    pub url: String,
    pub credentials: bool,
    pub methods: Vec<String>,
    pub headers: Vec<String>,
    pub seconds_left: u64,
}

/// Plays a scenario as one browser would.
pub fn trace(scenario: &Scenario, profile: &'static Profile, server: &mut dyn Server) -> Trace {
    let mut player = Player::new(profile);
    let mut steps: Vec<TraceStep> = Vec::new();
    player.play_traced(scenario, server, &mut |event| match event {
        Event::Step(step) => steps.push(TraceStep::of(step)),
        event => {
            if let Some(step) = steps.last_mut() {
                step.hear(event);
            }
        }
    });
    Trace { browser: profile.name(), steps }
}

impl TraceStep {
    /// Nothing is told of it yet.
    pub fn of(step: &Step) -> Self {
        let use_credentials =
            |value: &String| CorsSettings::of_attribute(value) == CorsSettings::UseCredentials;
        let includes_credentials = step.credentials == Some(CredentialsMode::Include)
            || step.crossorigin.as_ref().is_some_and(use_credentials);
        Self { includes_credentials, ..Self::default() }
    }

    /// Adds what happens next.
    pub fn hear(&mut self, event: Event<'_>) {
        match event {
            Event::Request(message) => self.messages.push(Message {
                method: message.method.clone(),
                url: message.url.to_string(),
                preflight: message.is_preflight,
                headers: lines(&message.headers),
                answer: None,
            }),
            Event::Answer(answer) => {
                let reply = answer
                    .map(|answer| Reply { status: answer.status, headers: lines(&answer.headers) });
                if let Some(message) = self.messages.last_mut() {
                    message.answer = reply;
                }
            }
            Event::End { outcome, seen, console, browser, now_ms } => {
                self.end(outcome, seen);
                self.console = console.to_vec();
                if let Some(refused) = &mut self.refused {
                    refused.view.browsers = vec![browser.profile.name()];
                    refused.view.console.clone_from(&self.console);
                }
                self.cached = cached(browser, now_ms);
                self.now_ms = now_ms;
            }
            _ => {}
        }
    }

    fn end(&mut self, outcome: Result<&Outcome, SetUpError>, seen: &StepRecord) {
        self.verdict = match outcome.map(|outcome| &outcome.result) {
            Ok(Ok(_)) => verdict(seen),
            Ok(Err(failure)) => {
                self.wanted = Some(self.wanted(failure));
                let Advice { server, page } = advice_said_in_chinese(&Refusal::of(failure));
                self.advice_in_chinese = server.into_iter().chain(page).collect();
                self.refused = Some(RefusalDocument::of(failure, None, None));
                Verdict::Refused
            }
            Err(SetUpError::NotPlayed) => Verdict::Unknown,
            Err(error) => {
                self.not_sent = Some(error.to_string());
                self.not_sent_in_chinese = Some(error.in_chinese());
                Verdict::Refused
            }
        };
        self.seen = Some(seen.clone());
    }
}

impl TraceStep {
    /// The refusal, with everything that its request asked for beside what was refused.
    fn wanted(&self, failure: &Failure) -> Refusal {
        let mut case = Refusal::of(failure);
        let header = |message: &Message, wanted: &str| {
            let mut lines = message.headers.iter();
            lines
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value.clone())
        };
        if let Some(asked) = self.messages.iter().rev().find(|message| message.preflight) {
            case.method = header(asked, "access-control-request-method");
            let names = header(asked, "access-control-request-headers").unwrap_or_default();
            let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
            case.header_names = names.map(str::to_owned).collect();
        } else if let Some(sent) = self.messages.last() {
            case.method = Some(sent.method.clone());
        }
        case.credentials = Some(self.includes_credentials || case.credentials == Some(true));
        case
    }
}

fn verdict(seen: &StepRecord) -> Verdict {
    match seen {
        StepRecord::Response { response_type, .. } if response_type.starts_with("opaque") => {
            Verdict::Opaque
        }
        StepRecord::Loaded { access: Access::Tainted | Access::Muted } => Verdict::Opaque,
        StepRecord::Response { .. } | StepRecord::Loaded { .. } | StepRecord::Unobserved => {
            Verdict::Allowed
        }
        StepRecord::Error { .. } => Verdict::Unusable,
        _ => Verdict::Unknown,
    }
}

fn cached(browser: &UserAgent, now_ms: u64) -> Vec<Cached> {
    let entries = browser.preflight_cache.entries(now_ms).take(MAX_CACHED);
    entries
        .map(|entry| Cached {
            url: entry.url.to_string(),
            credentials: entry.credentials,
            methods: entry.methods.iter().cloned().collect(),
            headers: entry.header_names.iter().cloned().collect(),
            seconds_left: (entry.expires_ms - now_ms).div_ceil(1000),
        })
        .collect()
}

/// Entries shown; a scenario can make more than anybody reads.
const MAX_CACHED: usize = 64;
