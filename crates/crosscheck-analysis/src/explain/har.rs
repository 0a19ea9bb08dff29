//! A HAR file: each request of a page to another origin, judged by every browser from the answers
//! that were written down.
//!
//! Files differ in what they keep. Chromium leaves preflights out or shows them as requests of their
//! own; a blocked answer may stand there whole, or with the status 0. What is not there is not made
//! up: it is said what would have to be asked.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::diagnosis::Refusal;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use crosscheck_export::Server;
use serde::Deserialize;
use url::Url;

use super::exchange::Answer;
use super::exchange::Ending;
use super::exchange::PageRequest;
use super::input::Overrides;
use super::report::Finding;
use super::report::Message;
use super::report::Report;
use super::report::Unjudged;
use super::report::Verdict;
use crate::browser_headers::asked_for;
use crate::browser_headers::is_the_browsers_own;
use crate::browser_headers::tells_credentials;
use crate::error::InputError;

/// Judges every cross-origin request in a HAR file.
pub(super) fn explain(text: &str, overrides: &Overrides) -> Result<Report, InputError> {
    let mut file = File::parse(text)?;
    let mut report = Report::new("har", Verdict::Allowed, Vec::new());
    for index in 0..file.entries.len() {
        if file.entries[index].is_hop {
            continue;
        }
        let Some(request) = file.page_request(index, overrides) else { continue };
        let request = file.as_refused(index, request);
        report.judged += 1;
        file.judge(index, &request, &mut report);
    }
    if report.judged == 0 {
        report.notes.push(format!(
            "none of the {} requests goes from a page to another origin by CORS",
            file.entries.len()
        ));
    }
    if !overrides.credentials && !file.entries.iter().any(|entry| entry.request.is_credentialed()) {
        report.notes.push(
            "the file holds no cookies, so requests were judged without credentials; \
             --credentials judges them with"
                .into(),
        );
    }
    report.verdict = match (report.findings.is_empty(), report.unjudged.is_empty()) {
        (false, _) => Verdict::Refused,
        (true, false) => Verdict::Unknown,
        (true, true) => Verdict::Allowed,
    };
    Ok(report)
}

/// A request of a page to another origin, and what a HAR file knows of its answers.
#[derive(Debug)]
pub struct RecordedExchange {
    /// What the page asks.
    pub request: PageRequest,
    /// The body that went along.
    pub body: Option<String>,
    /// Each message that a browser sends for it, and the answer, in order.
    pub answers: Vec<(HttpRequest, Response)>,
    /// Whether some browser refuses it, or none could be judged: most such were blocked.
    pub is_refused: bool,
    /// Whether the file knows every answer.
    pub is_known: bool,
}

/// Every request of a page to another origin in a HAR file.
pub fn recorded_exchanges(text: &str) -> Result<Vec<RecordedExchange>, InputError> {
    let mut file = File::parse(text)?;
    let nothing = Overrides::default();
    let mut exchanges = Vec::new();
    for index in 0..file.entries.len() {
        if file.entries[index].is_hop {
            continue;
        }
        let Some(request) = file.page_request(index, &nothing) else { continue };
        exchanges.push(file.exchange(index, request));
    }
    Ok(exchanges)
}

#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
    #[serde(default)]
    pages: Vec<Page>,
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
}

#[derive(Deserialize)]
struct Entry {
    request: Request,
    #[serde(default)]
    response: Reply,
    #[serde(default)]
    pageref: Option<String>,
    #[serde(default, rename = "_resourceType")]
    resource_type: Option<String>,
    #[serde(default, rename = "_error")]
    error: Option<String>,
    /// Whether a redirect of another entry led here.
    #[serde(skip)]
    is_hop: bool,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
    #[serde(default)]
    headers: Vec<Line>,
    #[serde(default)]
    cookies: Vec<serde::de::IgnoredAny>,
    #[serde(default, rename = "postData")]
    post_data: Option<PostData>,
}

#[derive(Deserialize)]
struct PostData {
    #[serde(default)]
    text: String,
}

#[derive(Default, Deserialize)]
struct Reply {
    #[serde(default)]
    status: i64,
    #[serde(default)]
    headers: Vec<Line>,
    #[serde(default, rename = "_error")]
    error: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    name: String,
    #[serde(default)]
    value: String,
}

/// Chromium's error for what it refused itself.
const REFUSED: &str = "net::ERR_FAILED";

impl Entry {
    /// The browser's error, wherever it stands.
    fn error(&self) -> Option<&str> {
        self.error.as_deref().or(self.response.error.as_deref())
    }

    /// What is known of the answer.
    fn answer(&self) -> Answer {
        match (self.response.response(), self.error()) {
            (Some(response), _) => Answer::Came(response),
            (None, None | Some(REFUSED)) => Answer::Unknown,
            (None, Some(_)) => Answer::None,
        }
    }
}

impl Request {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.headers.iter();
        lines.find(|line| line.name.eq_ignore_ascii_case(name)).map(|line| line.value.as_str())
    }

    fn is_credentialed(&self) -> bool {
        !self.cookies.is_empty() || self.headers.iter().any(|line| tells_credentials(&line.name))
    }

    fn is_preflight(&self) -> bool {
        self.is_preflight_for().is_some()
    }

    /// The method that a preflight asks for; `None` if it is none.
    fn is_preflight_for(&self) -> Option<&str> {
        let asked = self.header("access-control-request-method");
        asked.filter(|_| self.method == "OPTIONS")
    }

    fn is_of(&self, message: &HttpRequest) -> bool {
        self.method == message.method && self.sent_to() == Some(sent_to(&message.url))
    }

    fn sent_to(&self) -> Option<String> {
        Url::parse(&self.url).ok().map(|url| sent_to(&url))
    }
}

/// What of a URL is sent: all but the fragment.
fn sent_to(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

impl Reply {
    /// What the engine reads; `None` if nothing was written down.
    fn response(&self) -> Option<Response> {
        let status = u16::try_from(self.status).ok().filter(|status| *status > 0)?;
        let lines = self.headers.iter().filter(|line| !line.name.starts_with(':'));
        // A HAR joins several lines with line feeds.
        let headers: HeaderList = lines
            .flat_map(|line| line.value.split('\n').map(|value| (line.name.as_str(), value)))
            .map(|(name, value)| (name, value.trim().as_bytes()))
            .collect();
        Some(Response { status, headers, body: Vec::new() })
    }
}

struct File {
    entries: Vec<Entry>,
    /// The titles of pages, by their names.
    pages: BTreeMap<String, String>,
    /// Methods and URLs of requests that are no preflights, as they are written.
    written: BTreeSet<(String, String)>,
    /// Where requests stand, by method and URL.
    requests: BTreeMap<(String, String), Vec<usize>>,
    /// Where the first preflight stands that asks for a method, by that and the URL.
    preflights: BTreeMap<(String, String), usize>,
}

impl File {
    fn parse(text: &str) -> Result<Self, InputError> {
        let har: Har = serde_json::from_str(text).map_err(|error| {
            InputError::new(
                format!("it starts like JSON and is no HAR file: {error}"),
                "save the network panel's content as HAR, or paste the console's text",
            )
        })?;
        let (mut requests, mut preflights) = (BTreeMap::<_, Vec<usize>>::new(), BTreeMap::new());
        let mut written = BTreeSet::new();
        for (index, Entry { request, .. }) in har.log.entries.iter().enumerate() {
            let Some(url) = request.sent_to() else { continue };
            match request.is_preflight_for() {
                Some(method) => {
                    preflights.entry((method.to_owned(), url.clone())).or_insert(index);
                }
                None => drop(written.insert((request.method.clone(), request.url.clone()))),
            }
            requests.entry((request.method.clone(), url)).or_default().push(index);
        }
        // Of two pages with one name the first counts.
        let pages = har.log.pages.into_iter().rev().map(|page| (page.id, page.title)).collect();
        Ok(Self { entries: har.log.entries, pages, written, requests, preflights })
    }

    /// The request of a page that an entry is about; `None` if it is none to judge.
    fn page_request(&self, index: usize, overrides: &Overrides) -> Option<PageRequest> {
        let entry = &self.entries[index];
        let request = &entry.request;
        let url = Url::parse(&request.url).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let origin = overrides.origin.clone().or_else(|| self.page(entry))?;
        let method = match request.is_preflight() {
            // It is judged with its request, if that is there.
            true if self.has_request_of(request) => return None,
            true => request.header("access-control-request-method")?,
            false => &request.method,
        };
        // What stays at home needs no CORS, unless a redirect leads away.
        let stays_home = origin.is_same_origin(&Origin::of(&url))
            && !matches!(entry.response.status, 301 | 302 | 303 | 307 | 308);
        if stays_home || !self.is_by_cors(entry) {
            return None;
        }
        Some(PageRequest {
            origin,
            url: request.url.clone(),
            method: method.into(),
            headers: self.set_by_script(entry),
            body_length: request.post_data.as_ref().map(|_| 1),
            credentials: overrides.credentials || request.is_credentialed(),
        })
    }

    /// The origin of the page that asked.
    fn page(&self, entry: &Entry) -> Option<Origin> {
        let request = &entry.request;
        if let Some(origin) = request.header("origin") {
            return Some(Origin::parse(origin).unwrap_or(Origin::OPAQUE));
        }
        let title = entry.pageref.as_ref().and_then(|page| self.pages.get(page));
        [request.header("referer"), title.map(String::as_str)]
            .into_iter()
            .flatten()
            .find_map(|url| Some(Origin::of(&Url::parse(url).ok()?)))
            .filter(|origin| !origin.is_opaque())
    }

    /// Whether a request is one of CORS, as far as the file tells.
    fn is_by_cors(&self, entry: &Entry) -> bool {
        if let Some(mode) = entry.request.header("sec-fetch-mode") {
            return mode == "cors";
        }
        match entry.resource_type.as_deref() {
            Some("fetch" | "xhr" | "font" | "preflight" | "eventsource") => true,
            _ => entry.request.header("origin").is_some(),
        }
    }

    fn has_request_of(&self, preflight: &Request) -> bool {
        let method = preflight.is_preflight_for().unwrap_or_default();
        self.written.contains(&(method.to_owned(), preflight.url.clone()))
    }

    fn preflight_of(&self, url: &Url, method: &str) -> Option<&Entry> {
        let index = self.preflights.get(&(method.to_owned(), sent_to(url)))?;
        Some(&self.entries[*index])
    }

    /// The headers that script set: those that a preflight asks for, if there is one; else those that
    /// a browser does not set itself.
    fn set_by_script(&self, entry: &Entry) -> HeaderList {
        let request = &entry.request;
        let preflight = match request.is_preflight() {
            true => Some(entry),
            false => Url::parse(&request.url)
                .ok()
                .and_then(|url| self.preflight_of(&url, &request.method)),
        };
        let Some(preflight) = preflight else {
            let lines = request.headers.iter();
            let lines =
                lines.filter(|line| !is_the_browsers_own(&line.name, line.value.as_bytes(), true));
            return lines.map(|line| (line.name.as_str(), line.value.as_bytes())).collect();
        };
        let names = preflight.request.header("access-control-request-headers").unwrap_or_default();
        // Of two lines with one name the first counts.
        let lines = request.headers.iter().rev();
        let values: BTreeMap<String, &str> =
            lines.map(|line| (line.name.to_ascii_lowercase(), line.value.as_str())).collect();
        let asked = asked_for(names).into_iter();
        asked
            .map(|(name, other)| {
                let value = values.get(&name.to_ascii_lowercase());
                let value = value.map_or(other, |value| (*value).to_owned());
                (name, value)
            })
            .collect()
    }

    fn judge(&mut self, index: usize, request: &PageRequest, report: &mut Report) {
        let mut found: Vec<Finding> = Vec::new();
        let mut unknown: Option<HttpRequest> = None;
        let mut hops = Vec::new();
        for profile in BROWSERS {
            let ending = request.judge(profile, |message| self.answer(index, message, &mut hops));
            match ending {
                Ok(Ending::Read) => {}
                Ok(Ending::Refused(failure)) => {
                    let case = Refusal::of(&failure);
                    match found.iter_mut().find(|known| known.case.rule == case.rule) {
                        Some(known) => known.browsers.push(profile.name),
                        None => found.push(Finding {
                            wanted: Refusal::whole(&failure),
                            browsers: vec![profile.name],
                            server: self.server(index),
                            ..Finding::of(case)
                        }),
                    }
                }
                Ok(Ending::Unknown(message)) => unknown = Some(message),
                Err(error) => report.notes.push(format!("{}: {error}", request.url)),
            }
        }
        report.findings.append(&mut found);
        if let Some(message) = unknown {
            report.unjudged.push(Unjudged {
                message: Message::of(&message),
                error: self.entries[index].error().map(str::to_owned),
            });
        }
        self.mark(&hops);
    }

    fn exchange(&mut self, index: usize, request: PageRequest) -> RecordedExchange {
        let (mut answers, mut hops) = (Vec::new(), Vec::new());
        let (mut is_refused, mut is_known) = (false, true);
        for profile in BROWSERS {
            let ending = request.judge(profile, |message| {
                let answer = self.answer(index, message, &mut hops);
                if let Answer::Came(response) = &answer {
                    answers.push((message.clone(), response.clone()));
                }
                answer
            });
            is_refused |= !matches!(ending, Ok(Ending::Read));
            is_known &= !matches!(ending, Ok(Ending::Unknown(_)));
        }
        self.mark(&hops);
        let data = self.entries[index].request.post_data.take();
        RecordedExchange {
            request,
            body: data.map(|data| data.text),
            answers,
            is_refused,
            is_known,
        }
    }

    /// Marks where redirects led: it was judged with what led there.
    fn mark(&mut self, hops: &[usize]) {
        for hop in hops {
            self.entries[*hop].is_hop = true;
        }
    }

    /// The request with credentials, if they alone explain that Chromium refused an answer that came:
    /// a file leaves out whether a page asked for them when there was no cookie.
    fn as_refused(&self, index: usize, request: PageRequest) -> PageRequest {
        let entry = &self.entries[index];
        if entry.error() != Some(REFUSED) {
            return request;
        }
        let judge = |request: &PageRequest| {
            let mut hops = Vec::new();
            request.judge(&Profile::CHROMIUM, |m| self.answer(index, m, &mut hops))
        };
        let is_let_through = match judge(&request) {
            Ok(Ending::Read) => true,
            // Its preflight was granted, and still it was never sent.
            Ok(Ending::Unknown(message)) => entry.request.is_of(&message),
            _ => false,
        };
        let credentialed = PageRequest { credentials: true, ..request.clone() };
        match is_let_through && matches!(judge(&credentialed), Ok(Ending::Refused(_))) {
            true => credentialed,
            false => request,
        }
    }

    /// What the file knows of the answer to a message.
    fn answer(&self, index: usize, message: &HttpRequest, hops: &mut Vec<usize>) -> Answer {
        if message.is_preflight {
            let method = message.headers.get("Access-Control-Request-Method").unwrap_or_default();
            let method = String::from_utf8_lossy(&method).into_owned();
            if let Some(entry) = self.preflight_of(&message.url, &method) {
                return entry.answer();
            }
            // The request reached the server, so its preflight, or one before it, was granted.
            let entry = &self.entries[index];
            let was_sent = entry.response.response().is_some() && !entry.request.is_preflight();
            return match was_sent {
                true => Answer::Came(granted(message)),
                false => Answer::Unknown,
            };
        }
        let there = self.requests.get(&(message.method.clone(), sent_to(&message.url)));
        let there = there.map(Vec::as_slice).unwrap_or_default();
        let next = there.get(there.partition_point(|other| *other < index));
        let Some(next) = next.copied() else { return Answer::Unknown };
        if next != index {
            hops.push(next);
        }
        self.entries[next].answer()
    }

    fn server(&self, index: usize) -> Option<Server> {
        let lines = &self.entries[index].response.headers;
        lines.iter().find_map(|line| Server::told_by(&line.name, &line.value))
    }
}

/// The answer to a preflight that allows what it asks.
fn granted(message: &HttpRequest) -> Response {
    let asked = |name: &str| message.headers.get(name).unwrap_or_default();
    let headers: HeaderList = [
        ("Access-Control-Allow-Origin", asked("Origin")),
        ("Access-Control-Allow-Credentials", b"true".to_vec()),
        ("Access-Control-Allow-Methods", asked("Access-Control-Request-Method")),
        ("Access-Control-Allow-Headers", asked("Access-Control-Request-Headers")),
    ]
    .into_iter()
    .collect();
    Response { status: 204, headers, body: Vec::new() }
}

const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];

#[cfg(test)]
mod tests {
    use crosscheck::catalog::FetchRule;
    use serde_json::Value;
    use serde_json::json;

    use super::explain;
    use crate::explain::input::Overrides;

    /// Each request's preflight and answer are looked up: to look through all of them for each, in
    /// each browser, would take hours.
    #[test]
    fn ten_thousand_preflights_and_their_requests_are_judged() {
        let line = |name: &str, value: &str| json!({ "name": name, "value": value });
        let origin = line("Origin", "https://app.example");
        let granted = line("Access-Control-Allow-Origin", "https://app.example");
        let other = line("X-Other", "1");
        let entry = |method: &str, url: String, headers: [&Value; 2], answer: [&Value; 2]| {
            json!({
                "request": { "method": method, "url": url, "headers": headers },
                "response": { "status": 204, "headers": answer },
            })
        };
        let pairs = (0..10_000).flat_map(|n| {
            let url = format!("https://api.example/{n}");
            let asks = line("Access-Control-Request-Method", "PUT");
            let method = line("Access-Control-Allow-Methods", if n == 7 { "PATCH" } else { "PUT" });
            [
                entry("OPTIONS", url.clone(), [&origin, &asks], [&granted, &method]),
                entry("PUT", url, [&origin, &other], [&granted, &other]),
            ]
        });
        let har = json!({ "log": { "entries": pairs.collect::<Vec<_>>() } });
        let report = explain(&har.to_string(), &Overrides::default()).expect("a HAR file");
        assert_eq!((report.judged, report.unjudged.len()), (10_000, 0));
        assert!(
            report.findings.iter().any(|finding| finding.case.rule == FetchRule::MethodNotAllowed)
        );
    }
}
