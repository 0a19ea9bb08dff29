//! A HAR file as browsers write it: fields that the format requires may be missing.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::wire::HeaderList;
use serde::Deserialize;
use url::Url;

use super::super::exchange::Answer;
use crate::browser_headers::tells_credentials;

#[derive(Deserialize)]
pub(super) struct Har {
    pub(super) log: Log,
}

#[derive(Deserialize)]
pub(super) struct Log {
    pub(super) entries: Vec<Entry>,
    #[serde(default)]
    pub(super) pages: Vec<Page>,
}

#[derive(Deserialize)]
pub(super) struct Page {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) title: String,
}

#[derive(Deserialize)]
pub(super) struct Entry {
    pub(super) request: Request,
    #[serde(default)]
    pub(super) response: Reply,
    #[serde(default)]
    pub(super) pageref: Option<String>,
    #[serde(default, rename = "_resourceType")]
    pub(super) resource_type: Option<String>,
    #[serde(default, rename = "_error")]
    pub(super) error: Option<String>,
    /// Whether a redirect of another entry led here.
    #[serde(skip)]
    pub(super) is_hop: bool,
}

#[derive(Deserialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) url: String,
    #[serde(default)]
    pub(super) headers: Vec<Line>,
    #[serde(default)]
    pub(super) cookies: Vec<serde::de::IgnoredAny>,
    #[serde(default, rename = "postData")]
    pub(super) post_data: Option<PostData>,
}

#[derive(Deserialize)]
pub(super) struct PostData {
    #[serde(default)]
    pub(super) text: String,
}

#[derive(Default, Deserialize)]
pub(super) struct Reply {
    #[serde(default)]
    pub(super) status: i64,
    #[serde(default)]
    pub(super) headers: Vec<Line>,
    #[serde(default, rename = "_error")]
    pub(super) error: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Line {
    pub(super) name: String,
    #[serde(default)]
    pub(super) value: String,
}

/// Chromium's error for what it refused itself.
pub(super) const REFUSED: &str = "net::ERR_FAILED";

impl Entry {
    /// The browser's error, wherever it stands.
    pub(super) fn error(&self) -> Option<&str> {
        self.error.as_deref().or(self.response.error.as_deref())
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
    /// What the engine reads; `None` if nothing was written down.
    pub(super) fn response(&self) -> Option<Response> {
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
