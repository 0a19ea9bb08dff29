//! What a HAR file holds, and how it is looked up: what a page asked, and what is known of the answers.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use crosscheck_export::Server;
use url::Url;

use super::super::exchange::Answer;
use super::super::exchange::KnownRequest;
use super::super::overrides::Overrides;
use super::format::Entry;
use super::format::Har;
use super::format::Request;
use super::format::sent_to;
use crate::browser_headers::asked_for;
use crate::browser_headers::is_the_browsers_own;
use crate::error::InputError;

/// The entries of a HAR file, and where each stands.
pub(super) struct File {
    pub(super) entries: Vec<Entry>,
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
    pub(super) fn parse(text: &str) -> Result<Self, InputError> {
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
    pub(super) fn page_request(&self, index: usize, overrides: &Overrides) -> Option<KnownRequest> {
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
        Some(KnownRequest {
            origin,
            url: request.url.clone(),
            method: method.into(),
            headers: self.set_by_script(entry),
            body_length: request.post_data.as_ref().map(|_| 1),
            credentials: overrides.credentials || request.is_credentialed(),
        })
    }

    /// The origin of the page that asked.
    pub(super) fn page(&self, entry: &Entry) -> Option<Origin> {
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
    pub(super) fn is_by_cors(&self, entry: &Entry) -> bool {
        if let Some(mode) = entry.request.header("sec-fetch-mode") {
            return mode == "cors";
        }
        match entry.resource_type.as_deref() {
            Some("fetch" | "xhr" | "font" | "preflight" | "eventsource") => true,
            _ => entry.request.header("origin").is_some(),
        }
    }

    pub(super) fn has_request_of(&self, preflight: &Request) -> bool {
        let method = preflight.is_preflight_for().unwrap_or_default();
        self.written.contains(&(method.to_owned(), preflight.url.clone()))
    }

    pub(super) fn preflight_of(&self, url: &Url, method: &str) -> Option<&Entry> {
        let index = self.preflights.get(&(method.to_owned(), sent_to(url)))?;
        Some(&self.entries[*index])
    }

    /// The headers that script set: those that a preflight asks for, if there is one; else those that
    /// a browser does not set itself.
    pub(super) fn set_by_script(&self, entry: &Entry) -> HeaderList {
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

    /// Marks where redirects led: it was judged with what led there.
    pub(super) fn mark(&mut self, hops: &[usize]) {
        for hop in hops {
            self.entries[*hop].is_hop = true;
        }
    }

    /// What the file knows of the answer to a message.
    pub(super) fn answer(
        &self,
        index: usize,
        message: &HttpRequest,
        hops: &mut Vec<usize>,
    ) -> Answer {
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

    pub(super) fn server(&self, index: usize) -> Option<Server> {
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
