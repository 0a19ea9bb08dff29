//! Servers that a scenario talks to.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::record::WireRequest;
use super::route::Route;
use super::small_file::small_file;
use crate::wire::HeaderList;
use crate::wire::isomorphic_encode;
use crate::wire::trim_http_tab_or_space;

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Header lines as received.
    pub headers: HeaderList,
    /// The body as received.
    pub body: Vec<u8>,
}

/// Something that answers requests: scripted routes, or a real server behind a socket.
pub trait Server {
    /// Answers one request; `None` if no connection came about.
    fn answer(&mut self, request: &WireRequest) -> Option<Answer>;
}

/// A server that answers by a scenario's routes, to the byte as the recorder's servers did.
///
/// It counts how often a route has answered, so that one with `times` steps aside.
///
/// # Example
/// ```
/// use crosscheck::scenario::{Route, ScriptedServer, Server, WireRequest};
///
/// let routes = [
///     Route { times: Some(1), ..Route::new("https://api.example", "/", 503) },
///     Route::new("https://api.example", "/", 200),
/// ];
/// let request = WireRequest {
///     origin: "https://api.example".into(),
///     method: "GET".into(),
///     path: "/?page=2".into(),
///     ..WireRequest::default()
/// };
/// let mut server = ScriptedServer::new(&routes);
/// assert_eq!(server.answer(&request).unwrap().status, 503);
/// assert_eq!(server.answer(&request).unwrap().status, 200);
/// ```
#[derive(Clone, Debug)]
pub struct ScriptedServer<'s> {
    routes: Cow<'s, [Route]>,
    /// How often each has answered.
    answered: Vec<u32>,
}

impl<'s> ScriptedServer<'s> {
    /// A server that answers by these routes.
    pub fn new(routes: &'s [Route]) -> Self {
        Self { answered: vec![0; routes.len()], routes: Cow::Borrowed(routes) }
    }
}

/// A server that keeps its routes.
impl From<Vec<Route>> for ScriptedServer<'static> {
    fn from(routes: Vec<Route>) -> Self {
        Self { answered: vec![0; routes.len()], routes: Cow::Owned(routes) }
    }
}

impl Server for ScriptedServer<'_> {
    fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
        let path = request.path.split(['?', '#']).next().unwrap_or_default();
        let route = self.routes.iter().zip(&mut self.answered).find(|(route, answered)| {
            route.fits(request, path) && route.times.is_none_or(|times| **answered < times)
        });
        let Some((route, answered)) = route else {
            let headers = [("Content-Length", "0")].into_iter().collect();
            return Some(Answer { status: 404, headers, body: Vec::new() });
        };
        *answered = answered.saturating_add(1);
        let range = request.headers.get("range").filter(|_| route.ranges);
        let mut headers = HeaderList::with_capacity(route.headers.len() + 2);
        for (name, value) in &route.headers {
            headers.append(name.clone(), received(value));
        }
        let whole = small_file(&route.body).unwrap_or(route.body.as_bytes());
        let part = range.filter(|_| route.status == 200).and_then(|range| asked_part(range));
        let (status, sent) = match part {
            Some((first, last)) => {
                let last = last.min(whole.len().saturating_sub(1));
                let range = alloc::format!("bytes {first}-{last}/{}", whole.len());
                headers.append("Content-Range", range);
                (206, whole.get(first..=last).unwrap_or_default())
            }
            None => (route.status, whole),
        };
        let has_content = !matches!(status, 101 | 204 | 304);
        if has_content {
            headers.append("Content-Length", sent.len().to_string());
        }
        let is_sent = has_content && request.method != "HEAD";
        let body = if is_sent { sent.to_vec() } else { Vec::new() };
        Some(Answer { status, headers, body })
    }
}

/// The first and the last byte that a `Range` asks for: one range that counts from the start.
fn asked_part(range: &str) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let number =
        |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?;
    let last = if last.is_empty() { Some(usize::MAX) } else { number(last) };
    Some((number(first)?, last?))
}

/// A value as HTTP delivers it: without the blanks around it.
fn received(value: &str) -> Vec<u8> {
    let bytes = isomorphic_encode(value);
    let trimmed = trim_http_tab_or_space(&bytes);
    if trimmed.len() == bytes.len() { bytes } else { trimmed.to_vec() }
}
