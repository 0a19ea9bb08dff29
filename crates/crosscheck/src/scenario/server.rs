//! Servers that a scenario talks to.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::record::WireRequest;
use super::route::Route;
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
        let length = fixture_length(&route.body).unwrap_or(route.body.len());
        if !matches!(route.status, 204 | 304) {
            headers.append("Content-Length", length.to_string());
        }
        let status = match range.map(|range| &**range) {
            Some("bytes=0-") if route.status == 200 => {
                let whole = alloc::format!("bytes 0-{}/{length}", length.saturating_sub(1));
                headers.append("Content-Range", whole);
                206
            }
            _ => route.status,
        };
        let body = if request.method == "HEAD" || matches!(route.status, 204 | 304) {
            Vec::new()
        } else {
            route.body.clone().into_bytes()
        };
        Some(Answer { status, headers, body })
    }
}

/// A value as HTTP delivers it: without the blanks around it.
fn received(value: &str) -> Vec<u8> {
    let bytes = isomorphic_encode(value);
    let trimmed = trim_http_tab_or_space(&bytes);
    if trimmed.len() == bytes.len() { bytes } else { trimmed.to_vec() }
}

/// The lengths of the files that `@name` bodies stand for.
fn fixture_length(body: &str) -> Option<usize> {
    Some(match body {
        "@png" => 70,
        "@css" => 12,
        "@script" => 23,
        "@events" => 10,
        "@font" => 624,
        "@webm" => 724,
        "@wav" => 844,
        "@vtt" => 35,
        "@svg" => 95,
        "@json" => 7,
        "@module" => 16,
        "@html" => 66,
        _ => return None,
    })
}

/// Whether a body is what `integrity` says. Of a file that a body stands for the digest is known; of
/// other bodies nobody knows it, and they are what they are.
pub(super) fn is_intact(body: &[u8], integrity: Option<&str>) -> bool {
    let digest = match body {
        b"@css" => "sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64=",
        b"@script" => "sha256-GNbi0BgY3h4/sCUBZBhzGESKMABeIE/P511+gy1d3fc=",
        _ => return true,
    };
    let Some(integrity) = integrity else { return true };
    let mut items = integrity.split_ascii_whitespace().filter(|item| item.starts_with("sha256-"));
    let mut named = items.by_ref().peekable();
    named.peek().is_none() || named.any(|item| item == digest)
}
