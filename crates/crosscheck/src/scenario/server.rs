//! Servers that a scenario talks to.

use alloc::vec::Vec;

use super::record::WireRequest;
use super::script::Rule;
use crate::wire::HeaderList;
use crate::wire::isomorphic_encode;
use crate::wire::trim_http_tab_or_space;

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Header lines as received.
    pub headers: HeaderList,
    /// The body as received.
    pub body: Vec<u8>,
}

/// Something that answers requests: scripted rules, or a real server behind a socket.
pub trait Server {
    /// Answers one request; `None` if no connection came about.
    fn answer(&mut self, request: &WireRequest) -> Option<Answer>;
}

/// A server that answers by a scenario's rules, to the byte as the recorder's servers did.
#[derive(Clone, Copy, Debug)]
pub struct ScriptedServer<'s> {
    rules: &'s [Rule],
}

impl<'s> ScriptedServer<'s> {
    /// A server that answers by these rules.
    pub const fn new(rules: &'s [Rule]) -> Self {
        Self { rules }
    }
}

impl Server for ScriptedServer<'_> {
    fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
        let path = request.path.split(['?', '#']).next().unwrap_or_default();
        let rule = self.rules.iter().find(|rule| {
            rule.origin == request.origin
                && rule.path == path
                && (rule.method == "*" || rule.method == request.method)
        });
        let Some(rule) = rule else {
            let headers = [("Content-Length", "0")].into_iter().collect();
            return Some(Answer { status: 404, headers, body: Vec::new() });
        };
        let mut headers: HeaderList =
            rule.headers.iter().map(|(name, value)| (name.as_str(), received(value))).collect();
        let length = fixture_length(&rule.body).unwrap_or(rule.body.len());
        if !matches!(rule.status, 204 | 304) {
            headers.append("Content-Length", alloc::format!("{length}"));
        }
        let body = if request.method == "HEAD" || matches!(rule.status, 204 | 304) {
            Vec::new()
        } else {
            rule.body.clone().into_bytes()
        };
        Some(Answer { status: rule.status, headers, body })
    }
}

/// A value as HTTP delivers it: without the blanks around it.
fn received(value: &str) -> Vec<u8> {
    trim_http_tab_or_space(&isomorphic_encode(value)).to_vec()
}

/// The lengths of the files that `@name` bodies stand for.
fn fixture_length(body: &str) -> Option<usize> {
    Some(match body {
        "@png" => 70,
        "@css" => 12,
        "@script" => 23,
        "@events" => 10,
        "@font" => 624,
        _ => return None,
    })
}
