//! Which preflight was sent for which request.
//!
//! A file holds both as entries of their own. They belong together by URL, method, page and the headers
//! that are asked for, and by order: Chromium writes a preflight behind its request, others before it. A
//! preflight that a browser remembered stands there once, and serves the requests after it.

use std::collections::BTreeMap;

use super::format::Log;
use super::format::Request;

/// For each request the preflight that was sent for it, by their places in the file.
pub(super) struct Pairs {
    preflights: BTreeMap<usize, usize>,
    paired: Vec<bool>,
}

/// The entries of one URL, method and page.
#[derive(Default)]
struct Group {
    preflights: Vec<usize>,
    requests: Vec<usize>,
}

impl Pairs {
    pub(super) fn of(log: &Log) -> Self {
        let mut groups = BTreeMap::<(String, String, String), Group>::new();
        // A request that does not tell its page may be any page's.
        let mut anonymous = Vec::new();
        for (index, entry) in log.entries.iter().enumerate() {
            let request = &entry.request;
            let Some(url) = request.sent_to() else { continue };
            let page = request.header("origin").map(str::to_owned);
            match (request.is_preflight_for(), page) {
                (Some(method), page) => {
                    let key = (url, method.to_owned(), page.unwrap_or_default());
                    groups.entry(key).or_default().preflights.push(index);
                }
                (None, Some(page)) => {
                    let key = (url, request.method.clone(), page);
                    groups.entry(key).or_default().requests.push(index);
                }
                (None, None) => anonymous.push((url, request.method.clone(), index)),
            }
        }
        for (url, method, index) in anonymous {
            let from = (url.clone(), method.clone(), String::new());
            let mut same =
                groups.range_mut(from..).take_while(|((u, m, _), _)| *u == url && *m == method);
            if let Some((_, group)) = same.next() {
                let at = group.requests.partition_point(|other| *other < index);
                group.requests.insert(at, index);
            }
        }
        let mut pairs =
            Self { preflights: BTreeMap::new(), paired: vec![false; log.entries.len()] };
        for group in groups.into_values().filter(|group| !group.preflights.is_empty()) {
            pairs.pair(log, &group);
        }
        pairs
    }

    /// The preflight that was sent for a request, or remembered from an earlier one.
    pub(super) fn preflight_for(&self, request: usize) -> Option<usize> {
        self.preflights.get(&request).copied()
    }

    /// Whether a preflight's request is there.
    pub(super) fn is_paired(&self, preflight: usize) -> bool {
        self.paired[preflight]
    }

    /// Gives each preflight the nearest request that it fits and that has none, on the side where this
    /// file has requests; then each request without one the last that was answered before it.
    fn pair(&mut self, log: &Log, group: &Group) {
        let is_behind = stands_behind(log, group);
        let fits = |preflight: usize, request: usize| {
            is_asked_for(&log.entries[preflight].request, &log.entries[request].request)
        };
        let mut left: Vec<usize> = Vec::new();
        match is_behind {
            // The nearest before it: those that are open, the last on top.
            true => {
                let mut open: Vec<usize> = Vec::new();
                let mut requests = group.requests.iter().copied().peekable();
                for preflight in group.preflights.iter().copied() {
                    while let Some(request) = requests.next_if(|request| *request < preflight) {
                        open.push(request);
                    }
                    let top = open.len().saturating_sub(MOST_OPEN);
                    let found = open[top..].iter().rposition(|request| fits(preflight, *request));
                    match found {
                        Some(at) => self.join(preflight, open.remove(top + at)),
                        None => left.push(preflight),
                    }
                }
            }
            // The nearest after it.
            false => {
                let mut open: Vec<usize> = Vec::new();
                let mut preflights = group.preflights.iter().copied().peekable();
                for request in group.requests.iter().copied() {
                    while let Some(preflight) = preflights.next_if(|preflight| *preflight < request)
                    {
                        open.push(preflight);
                    }
                    let top = open.len().saturating_sub(MOST_OPEN);
                    if let Some(at) =
                        open[top..].iter().position(|preflight| fits(*preflight, request))
                    {
                        self.join(open.remove(top + at), request);
                    }
                }
                left.extend(open);
                left.extend(preflights);
            }
        }
        // Whoever found none on that side takes one on the other.
        for preflight in left {
            let at = group.requests.partition_point(|request| *request < preflight);
            let around = group.requests[at.saturating_sub(MOST_OPEN)..].iter().take(2 * MOST_OPEN);
            let free = around.filter(|request| !self.preflights.contains_key(request));
            let nearest = free
                .filter(|request| fits(preflight, **request))
                .min_by_key(|request| request.abs_diff(preflight));
            if let Some(request) = nearest {
                self.join(preflight, *request);
            }
        }
        self.remember(group, fits);
    }

    fn join(&mut self, preflight: usize, request: usize) {
        self.preflights.insert(request, preflight);
        self.paired[preflight] = true;
    }

    /// Lets a request without a preflight of its own have that of the request before it.
    fn remember(&mut self, group: &Group, fits: impl Fn(usize, usize) -> bool) {
        let mut last = None;
        for request in &group.requests {
            match self.preflights.get(request) {
                Some(preflight) => last = Some(*preflight),
                None => {
                    if let Some(preflight) = last.filter(|preflight| fits(*preflight, *request)) {
                        self.preflights.insert(*request, preflight);
                    }
                }
            }
        }
    }
}

/// How far a preflight's request is looked for among those that wait.
const MOST_OPEN: usize = 32;

/// Whether preflights stand behind their requests in this file.
fn stands_behind(log: &Log, group: &Group) -> bool {
    match &*log.creator.name {
        "WebInspector" => true,
        "Firefox" => false,
        _ => group.requests.first() < group.preflights.first() && !group.requests.is_empty(),
    }
}

/// Whether a request has every header that a preflight asks for; of one whose headers were not written
/// down nobody knows.
fn is_asked_for(preflight: &Request, request: &Request) -> bool {
    let names = preflight.header("access-control-request-headers").unwrap_or_default();
    let mut names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let is_provisional =
        request.header("sec-fetch-mode").is_none() && request.header("host").is_none();
    is_provisional || names.all(|name| request.header(name).is_some())
}
