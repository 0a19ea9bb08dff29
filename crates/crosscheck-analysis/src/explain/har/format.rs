//! A HAR file as browsers write it: fields that the format requires may be missing.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::read;
use crosscheck::wire::HeaderList;
use serde::Deserialize;
use serde::Deserializer;
use url::Url;

use super::super::exchange::Answer;
use crate::browser_headers::tells_credentials;

#[derive(Deserialize)]
pub(super) struct Har {
    pub(super) log: Log,
}

impl Har {
    /// Reads a file, a list of its entries, or one of them, as panels copy it.
    pub(super) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct LogAlone {
            entries: Vec<Entry>,
            #[serde(default, deserialize_with = "or_default")]
            pages: Vec<Page>,
            #[serde(default, deserialize_with = "or_default")]
            creator: Creator,
        }
        let log = |entries| Log { creator: Creator::default(), entries, pages: Vec::new() };
        if text.trim_start().starts_with('[') {
            return Ok(Self { log: log(serde_json::from_str(text)?) });
        }
        let error = match serde_json::from_str(text) {
            Ok(har) => return Ok(har),
            Err(error) => error,
        };
        if let Ok(LogAlone { entries, pages, creator }) = serde_json::from_str(text) {
            return Ok(Self { log: Log { creator, entries, pages } });
        }
        serde_json::from_str(text).map(|entry| Self { log: log(vec![entry]) }).map_err(|_| error)
    }
}

#[derive(Deserialize)]
pub(super) struct Log {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) creator: Creator,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) entries: Vec<Entry>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) pages: Vec<Page>,
}

#[derive(Default, Deserialize)]
pub(super) struct Creator {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Page {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) title: String,
}

#[derive(Deserialize)]
pub(super) struct Entry {
    pub(super) request: Request,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) response: Reply,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) pageref: Option<String>,
    #[serde(default, rename = "_resourceType")]
    pub(super) resource_type: Option<String>,
    #[serde(default, rename = "_error")]
    pub(super) error: Option<String>,
    /// Chromium's note that the answer came from a cache: `memory`, `disk`.
    #[serde(default, rename = "_fromCache")]
    pub(super) from_cache: Option<serde_json::Value>,
    /// Whether a redirect of another entry led here.
    #[serde(skip)]
    pub(super) is_hop: bool,
}

#[derive(Deserialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) url: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) headers: Vec<Line>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) cookies: Vec<serde::de::IgnoredAny>,
    #[serde(default, rename = "postData", deserialize_with = "or_default")]
    pub(super) post_data: Option<PostData>,
}

#[derive(Deserialize)]
pub(super) struct PostData {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) text: String,
}

#[derive(Default, Deserialize)]
pub(super) struct Reply {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) headers: Vec<Line>,
    #[serde(default, rename = "_error")]
    pub(super) error: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Line {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) value: String,
}

/// What is there, or nothing for `null`: some writers give it for every field that they have no value
/// for.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Chromium's error for what it refused itself.
pub(super) const REFUSED: &str = "net::ERR_FAILED";

impl Entry {
    /// The browser's error, wherever it stands.
    pub(super) fn error(&self) -> Option<&str> {
        self.error.as_deref().or(self.response.error.as_deref())
    }

    /// Whether the browser's own error is one of CORS: it says so of nothing that was asked for otherwise.
    pub(super) fn is_told_of_cors(&self) -> bool {
        let told = self.error().and_then(|error| read(error).into_iter().next());
        told.is_some_and(|told| !told.is_vague && told.refusal.rule != FetchRule::NetworkFailure)
    }

    /// Whether the browser had the answer already.
    pub(super) fn is_cached(&self) -> bool {
        match &self.from_cache {
            None | Some(serde_json::Value::Null | serde_json::Value::Bool(false)) => false,
            Some(_) => true,
        }
    }

    /// Whether it is the handshake of a WebSocket.
    pub(super) fn is_web_socket(&self) -> bool {
        let upgrade = self.request.header("upgrade");
        self.resource_type.as_deref() == Some("websocket")
            || upgrade.is_some_and(|protocol| protocol.eq_ignore_ascii_case("websocket"))
    }

    /// What is known of the answer.
    pub(super) fn answer(&self) -> Answer {
        match (self.response.response(), self.error()) {
            (Some(response), _) => Answer::Came(response),
            (None, None | Some(REFUSED)) => Answer::Unknown,
            (None, Some(_)) => Answer::None,
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
