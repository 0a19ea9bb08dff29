//! Whether two records of one scenario tell the same: a browser's and the engine's.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::record::Record;
use super::record::StepRecord;
use super::record::WireRequest;
use super::script::Scenario;

/// The first thing in which two records differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Disagreement {
    /// `step 1`, `request 2` or `console`, counted from one.
    pub place: String,
    /// What the first record tells; empty if nothing.
    pub first: String,
    /// What the second record tells.
    pub second: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} but {}", self.place, self.first, self.second)
    }
}

/// Compares what script saw and what reached the servers, as far as CORS decides it.
///
/// Of an error only that it is one; of a request its method, URL, and the headers that script or CORS
/// set; of an opaque response everything but the body, which script cannot see.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::agent::api::Api;
/// use crosscheck::scenario::{Record, Scenario, ScriptedServer, Step, compare, play};
///
/// let steps = vec![Step::new(Api::Fetch, "https://api.example/")];
/// let scenario = Scenario { steps, ..Scenario::default() };
/// let mut server = ScriptedServer::new(&scenario.server);
/// let record = play(&scenario, &Profile::CHROMIUM, &mut server);
/// assert_eq!(compare(&scenario, &record, &record), None);
///
/// let differs = compare(&scenario, &record, &Record::default()).unwrap();
/// assert_eq!(differs.place, "step 1");
/// ```
pub fn compare(scenario: &Scenario, first: &Record, second: &Record) -> Option<Disagreement> {
    let steps = |record: &Record| record.steps.iter().map(seen).map(|s| format!("{s:?}")).collect();
    let requests = |record: &Record| {
        let names = set_by_script(scenario);
        record.wire.iter().map(|r| format!("{:?}", decisive(r, &names))).collect()
    };
    first_difference("step", steps(first), steps(second))
        .or_else(|| first_difference("request", requests(first), requests(second)))
}

/// Whether the first text about CORS in one console is among another's; `None` if there is none.
///
/// # Example
/// ```
/// use crosscheck::scenario::{Record, console_agrees};
///
/// let console = vec!["… blocked by CORS policy …".to_string()];
/// let seen = Record { console, ..Record::default() };
/// assert_eq!(console_agrees(&seen, &seen), Some(true));
/// assert_eq!(console_agrees(&seen, &Record::default()), Some(false));
/// assert_eq!(console_agrees(&Record::default(), &seen), None, "there is nothing to agree with");
/// ```
pub fn console_agrees(seen: &Record, told: &Record) -> Option<bool> {
    let is_about_cors = |text: &&String| {
        let words = ["CORS", "Cross-Origin", "Access-Control", "access control"];
        words.iter().any(|word| text.contains(word))
    };
    let text = seen.console.iter().find(is_about_cors)?;
    Some(told.console.contains(text))
}

fn first_difference(what: &str, a: Vec<String>, b: Vec<String>) -> Option<Disagreement> {
    let length = a.len().max(b.len());
    let at = |texts: &[String], index: usize| texts.get(index).cloned().unwrap_or_default();
    (0..length).map(|i| (i, at(&a, i), at(&b, i))).find(|(_, a, b)| a != b).map(
        |(index, first, second)| Disagreement {
            place: format!("{what} {}", index + 1),
            first,
            second,
        },
    )
}

fn seen(step: &StepRecord) -> StepRecord {
    let mut step = step.clone();
    match &mut step {
        StepRecord::Error { name } => name.clear(),
        StepRecord::Response { response_type, body, .. } if response_type == "opaque" => {
            body.clear();
        }
        _ => {}
    }
    step
}

type Decisive<'r> = (&'r str, &'r str, &'r str, BTreeMap<&'r str, &'r str>);

fn decisive<'r>(request: &'r WireRequest, set_by_script: &BTreeSet<String>) -> Decisive<'r> {
    let is_decisive = |name: &str| {
        DECIDED_BY_CORS.contains(&name)
            || (!SET_BY_THE_TRANSPORT.contains(&name)
                && !name.starts_with("sec-")
                && !name.starts_with("proxy-")
                && (name.starts_with("x-") || set_by_script.contains(name)))
    };
    let headers = request.headers.iter().filter(|(name, _)| is_decisive(name));
    let headers = headers.map(|(name, value)| (&**name, &**value)).collect();
    (&request.origin, &request.method, &request.path, headers)
}

fn set_by_script(scenario: &Scenario) -> BTreeSet<String> {
    let headers = scenario.steps.iter().flat_map(|step| &step.headers);
    headers.map(|(name, _)| name.to_ascii_lowercase()).collect()
}

const DECIDED_BY_CORS: [&str; 9] = [
    "access-control-request-headers",
    "access-control-request-method",
    "authorization",
    "content-type",
    "cookie",
    "if-modified-since",
    "if-none-match",
    "origin",
    "range",
];

const SET_BY_THE_TRANSPORT: [&str; 23] = [
    "accept-charset",
    "accept-encoding",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "pragma",
    "priority",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "via",
];
