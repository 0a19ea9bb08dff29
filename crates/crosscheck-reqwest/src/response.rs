//! What script has of an answer.

use std::fmt;

use crosscheck::agent::FilteredResponse;
use crosscheck::agent::ResponseType;
use reqwest::Url;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;

use crate::error::Error;

/// What script has of an answer: as much as the server shares with the page.
pub struct Response {
    seen: FilteredResponse,
    headers: HeaderMap,
    /// The answer, if its body is unread and script may read it.
    unread: Option<reqwest::Response>,
    /// Whether a body that was read ahead has been handed out.
    is_read: bool,
    console: Vec<String>,
}

impl Response {
    pub(crate) fn new(
        seen: FilteredResponse,
        unread: Option<reqwest::Response>,
        console: Vec<String>,
    ) -> Self {
        let line = |(name, value): (&str, &[u8])| {
            Some((HeaderName::try_from(name).ok()?, HeaderValue::from_bytes(value).ok()?))
        };
        let mut headers = HeaderMap::new();
        for (name, value) in seen.headers.iter().filter_map(line) {
            headers.append(name, value);
        }
        let unread = unread.filter(|_| seen.body.is_elsewhere());
        Self { seen, headers, unread, is_read: false, console }
    }

    /// The status; 0 if it is hidden from script.
    pub fn status(&self) -> u16 {
        self.seen.status
    }

    /// Whether the status is one of success: `response.ok`.
    pub fn ok(&self) -> bool {
        (200..=299).contains(&self.seen.status)
    }

    /// How much of the answer script may see.
    pub fn response_type(&self) -> ResponseType {
        self.seen.response_type
    }

    /// Where the answer came from in the end; `None` if that is hidden.
    pub fn url(&self) -> Option<&Url> {
        self.seen.url.as_ref()
    }

    /// Whether script is told that a redirect was followed.
    pub fn redirected(&self) -> bool {
        self.seen.redirected
    }

    /// The headers that script may read.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the browser wrote to its console, though script has an answer.
    pub fn console(&self) -> &[String] {
        &self.console
    }

    /// The whole body. Fails: if it breaks off.
    pub async fn bytes(mut self) -> Result<Vec<u8>, Error> {
        match self.unread.take() {
            Some(unread) => Ok(unread.bytes().await.map_err(Error::NoAnswer)?.into()),
            None if self.is_read => Ok(Vec::new()),
            None => Ok(self.seen.body.to_vec()),
        }
    }

    /// The whole body as text: what is no UTF-8 is replaced. Fails: if it breaks off.
    pub async fn text(self) -> Result<String, Error> {
        let bytes = self.bytes().await?;
        Ok(String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// The next piece of the body as it comes; `None` at its end. Fails: if it breaks off.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Error> {
        if let Some(unread) = &mut self.unread {
            let chunk = unread.chunk().await.map_err(Error::NoAnswer)?;
            return Ok(chunk.map(Vec::from));
        }
        let rest = (!self.is_read && !self.seen.body.is_empty()).then(|| self.seen.body.to_vec());
        self.is_read = true;
        Ok(rest)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("type", &self.response_type())
            .field("status", &self.status())
            .field("url", &self.url().map(Url::as_str))
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
