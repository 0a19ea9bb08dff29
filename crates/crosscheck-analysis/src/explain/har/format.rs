//! A HAR file as browsers write it: fields that the format requires may be missing.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Reading;
use crosscheck::diagnosis::read;
use crosscheck::wire::HeaderList;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;
use url::Url;

use super::super::exchange::Answer;
use super::cut::whole_entries;
use super::lenient::Excerpt;
use super::lenient::Line;
use super::lenient::lines;
use super::lenient::method;
use super::lenient::number;
use super::lenient::or_default;
use super::lenient::text;
use super::lenient::text_if_any;
use crate::browser_headers::tells_credentials;

#[derive(Deserialize)]
pub(super) struct Har {
    pub(super) log: Log,
    /// Whether the text ends in the middle, so that not all entries are there.
    #[serde(skip)]
    pub(super) is_cut: bool,
}

/// How deep in what a program saved a log is looked for.
const DEEPEST: usize = 4;

impl Har {
    /// Reads a file, also one that ends in the middle, a list of its entries, one of them, as panels copy it, or
    /// several one after another, as proxies and tests write them while they run.
    pub(super) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let error = match Self::of_whole(text) {
            Ok(har) => return Ok(har),
            Err(error) => error,
        };
        if error.is_syntax()
            && let Some(har) = Self::of_lines(text)
        {
            return Ok(har);
        }
        if error.is_eof()
            && let Some(whole) = whole_entries(text)
            && let Ok(har) = Self::of_whole(&whole)
            && !har.log.entries.is_empty()
        {
            return Ok(Self { is_cut: true, ..har });
        }
        Err(error)
    }

    fn of_whole(text: &str) -> Result<Self, serde_json::Error> {
        let error = match serde_json::from_str(text) {
            Ok(har) => return Ok(har),
            Err(error) if !error.is_data() => return Err(error),
            Err(error) => error,
        };
        let log = log_in(serde_json::from_str(text)?, DEEPEST);
        match log.and_then(|log| Log::deserialize(log).ok()) {
            Some(log) => Ok(Self { log, is_cut: false }),
            None => Err(error),
        }
    }

    /// The entries of all that stand one after another, whatever stands between them; `None` if there are none.
    fn of_lines(text: &str) -> Option<Self> {
        let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let mut entries = Vec::new();
        let mut is_cut = false;
        for value in values {
            let Ok(value) = value else {
                is_cut = true;
                break;
            };
            if let Some(log) = log_in(value, DEEPEST) {
                entries.extend(Log::deserialize(log).ok()?.entries);
            }
        }
        let log = Log { creator: Creator::default(), entries, pages: Vec::new() };
        (!log.entries.is_empty()).then_some(Self { log, is_cut })
    }
}

/// The log in what somebody put around it, or what was taken out of one: its entries, or one of them.
fn log_in(value: Value, deepest: usize) -> Option<Value> {
    // The lines of a server's log have a path.
    let is_entry = |value: &Value| {
        value["request"]["url"].as_str().is_some_and(|url| url.contains(':'))
            && value["response"].is_object()
    };
    let of = |entries: Vec<Value>| Some(json!({ "entries": entries }));
    match value {
        _ if deepest == 0 => None,
        Value::Object(object) if object.get("entries").is_some_and(Value::is_array) => {
            Some(Value::Object(object))
        }
        entry if is_entry(&entry) => of(vec![entry]),
        Value::Array(entries) if !entries.is_empty() && entries.iter().all(is_entry) => of(entries),
        Value::Object(object) => {
            object.into_iter().find_map(|(_, inner)| log_in(inner, deepest - 1))
        }
        _ => None,
    }
}

#[derive(Deserialize)]
pub(super) struct Log {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) creator: Creator,
    #[serde(deserialize_with = "or_default")]
    pub(super) entries: Vec<Entry>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) pages: Vec<Page>,
}

#[derive(Default, Deserialize)]
pub(super) struct Creator {
    #[serde(default, deserialize_with = "text")]
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Page {
    #[serde(default, deserialize_with = "text")]
    pub(super) id: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) title: String,
}

#[derive(Deserialize)]
pub(super) struct Entry {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) request: Request,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) response: Reply,
    #[serde(default, deserialize_with = "text_if_any")]
    pub(super) pageref: Option<String>,
    #[serde(default, rename = "_resourceType", deserialize_with = "text_if_any")]
    pub(super) resource_type: Option<String>,
    #[serde(default, rename = "_error", deserialize_with = "text_if_any")]
    pub(super) error: Option<String>,
    /// Playwright's name for the same.
    #[serde(default, rename = "_failureText", deserialize_with = "text_if_any")]
    pub(super) failure: Option<String>,
    /// Chromium's note that the answer came from a cache: `memory`, `disk`.
    #[serde(default, rename = "_fromCache")]
    pub(super) from_cache: Option<Value>,
    /// Whether a redirect of another entry led here.
    #[serde(skip)]
    pub(super) is_hop: bool,
}

#[derive(Default, Deserialize)]
pub(super) struct Request {
    #[serde(default, deserialize_with = "method")]
    pub(super) method: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) url: String,
    #[serde(default, deserialize_with = "lines")]
    pub(super) headers: Vec<Line>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) cookies: Vec<serde::de::IgnoredAny>,
    #[serde(default, rename = "postData", deserialize_with = "or_default")]
    pub(super) post_data: Option<PostData>,
}

#[derive(Deserialize)]
pub(super) struct PostData {
    #[serde(default, deserialize_with = "text")]
    pub(super) text: String,
}

#[derive(Default, Deserialize)]
pub(super) struct Reply {
    #[serde(default, deserialize_with = "number")]
    pub(super) status: i64,
    #[serde(default, deserialize_with = "lines")]
    pub(super) headers: Vec<Line>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) content: Content,
    #[serde(default, rename = "_error", deserialize_with = "text_if_any")]
    pub(super) error: Option<String>,
    /// Playwright's name for the same.
    #[serde(default, rename = "_failureText", deserialize_with = "text_if_any")]
    pub(super) failure: Option<String>,
    /// Chromium's note that the page's service worker answered.
    #[serde(default, rename = "_fetchedViaServiceWorker", deserialize_with = "or_default")]
    pub(super) is_by_service_worker: bool,
}

/// The body of an answer, as far as it is kept here.
#[derive(Default, Deserialize)]
pub(super) struct Content {
    #[serde(default)]
    text: Excerpt,
    #[serde(default, deserialize_with = "text")]
    encoding: String,
}

/// Chromium's error for what it refused itself.
pub(super) const REFUSED: &str = "net::ERR_FAILED";

impl Entry {
    /// The browser's error, wherever it stands.
    pub(super) fn error(&self) -> Option<&str> {
        let Reply { error, failure, .. } = &self.response;
        [&self.error, &self.failure, error, failure].into_iter().find_map(Option::as_deref)
    }

    /// What the browser's own error says, if that is more than that something failed.
    pub(super) fn told(&self) -> Option<Reading> {
        read(self.error()?).into_iter().next().filter(|reading| !reading.is_vague)
    }

    /// Whether the browser's own error is one of CORS, or of what else keeps answers of other origins from a page.
    pub(super) fn is_told_of_cors(&self) -> bool {
        // What a page, a user or an extension stops may have been asked for in any way.
        const OF_ANYTHING: [FetchRule; 4] = [
            FetchRule::NetworkFailure,
            FetchRule::BlockedByClient,
            FetchRule::RequestAborted,
            FetchRule::ContentSecurityPolicy,
        ];
        self.told().is_some_and(|told| !OF_ANYTHING.contains(&told.refusal.rule))
    }

    /// Whether the browser's own error tells what stopped the request, and that was not the network.
    pub(super) fn is_told(&self) -> bool {
        self.told().is_some_and(|told| told.refusal.rule != FetchRule::NetworkFailure)
    }

    /// The browser's name for what asked: `fetch`, `xhr`, `font`.
    pub(super) fn resource_type(&self) -> Option<String> {
        self.resource_type.as_deref().map(str::to_ascii_lowercase)
    }

    /// Whether the page's service worker gave an answer that the page took: CORS does not look at its headers.
    pub(super) fn is_read_from_service_worker(&self) -> bool {
        self.response.is_by_service_worker && self.response.status > 0 && self.error().is_none()
    }

    /// Whether the browser had the answer already.
    pub(super) fn is_cached(&self) -> bool {
        match &self.from_cache {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(_) => true,
        }
    }

    /// Whether it is the handshake of a WebSocket.
    pub(super) fn is_web_socket(&self) -> bool {
        let upgrade = self.request.header("upgrade");
        self.resource_type().as_deref() == Some("websocket")
            || upgrade.is_some_and(|protocol| protocol.eq_ignore_ascii_case("websocket"))
    }

    /// What is known of the answer.
    pub(super) fn answer(&self) -> Answer {
        match (self.response.response(), self.error()) {
            (Some(response), _) => Answer::Came(response),
            // What stopped it is told by a code or a sentence that is known, or nobody knows.
            (None, Some(_)) if self.told().is_some() => Answer::None,
            (None, _) => Answer::Unknown,
        }
    }
}

impl Request {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.headers.iter();
        lines.find(|line| line.name.eq_ignore_ascii_case(name)).map(|line| line.value.as_str())
    }

    pub(super) fn is_credentialed(&self) -> bool {
        !self.cookies.is_empty() || self.headers.iter().any(|line| tells_credentials(&line.name))
    }

    pub(super) fn is_preflight(&self) -> bool {
        self.is_preflight_for().is_some()
    }

    /// The method that a preflight asks for; `None` if it is none.
    pub(super) fn is_preflight_for(&self) -> Option<&str> {
        let asked = self.header("access-control-request-method");
        asked.filter(|_| self.method == "OPTIONS")
    }

    pub(super) fn is_of(&self, message: &HttpRequest) -> bool {
        self.method == message.method && self.sent_to() == Some(sent_to(&message.url))
    }

    pub(super) fn sent_to(&self) -> Option<String> {
        Url::parse(&self.url).ok().map(|url| sent_to(&url))
    }
}

/// What of a URL is sent: all but the fragment.
pub(super) fn sent_to(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

impl Reply {
    /// The words of an error's body, as far as they are kept.
    pub(super) fn words(&self) -> Option<String> {
        let Content { text: Excerpt(text), encoding } = &self.content;
        let is_short = self.status >= 400 && !text.is_empty();
        is_short.then(|| match encoding.as_str() {
            "base64" => {
                let whole = text.len() / 4 * 4;
                let bytes = BASE64_STANDARD.decode(text.get(..whole).unwrap_or_default());
                String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
            }
            _ => text.clone(),
        })
    }

    /// Whether no answer is there, or one of a type that no element of a page takes.
    pub(super) fn is_scripts_or_none(&self) -> bool {
        let mut lines = self.headers.iter();
        let kind = lines.find(|line| line.name.eq_ignore_ascii_case("content-type"));
        match kind {
            Some(kind) => kind.value.to_ascii_lowercase().contains("json"),
            None => self.status <= 0,
        }
    }

    /// What the engine reads; `None` if nothing was written down.
    pub(super) fn response(&self) -> Option<Response> {
        let status = u16::try_from(self.status).ok().filter(|status| *status > 0)?;
        let lines = self.headers.iter().filter(|line| !line.name.starts_with(':'));
        // A HAR joins several lines with line feeds.
        let headers: HeaderList = lines
            .flat_map(|line| line.value.split('\n').map(|value| (line.name.as_str(), value)))
            .map(|(name, value)| (name, value.trim().as_bytes()))
            .collect();
        Some(Response { status, headers, ..Response::default() })
    }
}
