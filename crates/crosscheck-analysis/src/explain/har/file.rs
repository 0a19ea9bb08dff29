//! What a HAR file holds, and how it is looked up: what a page asked, and what is known of the answers.

use std::collections::BTreeMap;

use crosscheck::agent::HttpRequest;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use crosscheck_export::Server;
use url::Url;

use super::super::exchange::Answer;
use super::super::exchange::KnownRequest;
use super::super::exchange::granted;
use super::super::overrides::Overrides;
use super::format::Entry;
use super::format::Har;
use super::format::sent_to;
use super::pairs::Pairs;
use crate::browser_headers::asked_for;
use crate::browser_headers::is_the_browsers_own;
use crate::error::InputError;

/// The entries of a HAR file, and where each stands.
pub(super) struct File {
    pub(super) entries: Vec<Entry>,
    /// Whether the file ends in the middle.
    pub(super) is_cut: bool,
    /// The titles of pages, by their names.
    pages: BTreeMap<String, String>,
    /// Where requests stand, by method and URL.
    requests: BTreeMap<(String, String), Vec<usize>>,
    /// Which preflight was sent for which request.
    pairs: Pairs,
}

impl File {
    pub(super) fn parse(text: &str) -> Result<Self, InputError> {
        let mut har = Har::parse(text).map_err(|error| match error.is_eof() {
            true => InputError::new(
                format!("it starts like JSON and is cut off before it tells of a request: {error}"),
                "save or copy it again, whole; without contents it is shorter",
            )
            .in_chinese(
                format!("看起来是 JSON，但还没说到任何请求就断了：{error}"),
                "请重新完整地保存或复制；不带内容会短一些",
            ),
            false => InputError::new(
                format!("it starts like JSON and is no HAR file: {error}"),
                "save the network panel's content as HAR, or paste the console's text",
            )
            .in_chinese(
                format!("看起来是 JSON，但不是 HAR 文件：{error}"),
                "请在网络面板中另存为 HAR，或直接粘贴控制台里的文字",
            ),
        })?;
        // What comes before an answer is none, and some writers give it an entry of its own.
        har.log.entries.retain(|entry| !matches!(entry.response.status, 100 | 102..=199));
        let mut requests = BTreeMap::<_, Vec<usize>>::new();
        for (index, Entry { request, .. }) in har.log.entries.iter().enumerate() {
            let Some(url) = request.sent_to() else { continue };
            requests.entry((request.method.clone(), url)).or_default().push(index);
        }
        let pairs = Pairs::of(&har.log);
        // Of two pages with one name the first counts.
        let pages = har.log.pages.into_iter().rev().map(|page| (page.id, page.title)).collect();
        Ok(Self { entries: har.log.entries, is_cut: har.is_cut, pages, requests, pairs })
    }

    /// The request of a page that an entry is about; `None` if it is none to judge.
    pub(super) fn page_request(&self, index: usize, overrides: &Overrides) -> Option<KnownRequest> {
        let entry = &self.entries[index];
        let request = &entry.request;
        let url = Url::parse(&request.url).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        // Of what was never sent a file may hold no headers: its preflight tells whose it is.
        let preflight = self.pairs.preflight_for(index);
        let of_preflight = || self.page(&self.entries[preflight?]);
        let page = overrides.origin.clone().or_else(|| self.page(entry));
        let origin = page.or_else(of_preflight)?;
        let method = match request.is_preflight() {
            // It is judged with its request, if that is there.
            true if self.pairs.is_paired(index) => return None,
            true => request.header("access-control-request-method")?,
            false => &request.method,
        };
        // What stays at home needs no CORS, unless a redirect leads away.
        let stays_home = origin.is_same_origin(&Origin::of(&url))
            && !matches!(entry.response.status, 301 | 302 | 303 | 307 | 308);
        // Whoever names a page means that it asks what a tool asked.
        let is_meant = overrides.origin.is_some() && is_untold(entry) && entry.response.status > 0;
        let is_asked =
            self.is_by_cors(entry) || is_meant || preflight.is_some() || self.leads_to_cors(index);
        if stays_home || !is_asked || entry.is_read_from_service_worker() {
            return None;
        }
        Some(KnownRequest {
            origin,
            url: request.url.clone(),
            method: method.into(),
            headers: self.set_by_script(index),
            body_length: request.post_data.as_ref().map(|_| 1),
            credentials: overrides.credentials || request.is_credentialed(),
            is_preflighted: request.is_preflight() || preflight.is_some(),
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
        // A WebSocket's handshake says `Origin`, and asks for no permission.
        if entry.is_web_socket() {
            return false;
        }
        if entry.is_told_of_cors() {
            return true;
        }
        if let Some(mode) = entry.request.header("sec-fetch-mode") {
            return mode.eq_ignore_ascii_case("cors");
        }
        match entry.resource_type().as_deref() {
            Some("fetch" | "xhr" | "font" | "preflight" | "eventsource") => true,
            _ => entry.request.header("origin").is_some() || entry.is_told(),
        }
    }

    /// Whether a redirect led from a request to one of CORS: it was asked for so itself, though at home nothing says so.
    fn leads_to_cors(&self, index: usize) -> bool {
        let Entry { request, response, .. } = &self.entries[index];
        if !matches!(response.status, 301 | 302 | 303 | 307 | 308)
            || request.header("sec-fetch-mode").is_some()
        {
            return false;
        }
        let mut lines = response.headers.iter();
        let location = lines.find(|line| line.name.eq_ignore_ascii_case("location"));
        let led = location.and_then(|line| Url::parse(&request.url).ok()?.join(&line.value).ok());
        let Some(led) = led else { return false };
        let there = self.requests.get(&(request.method.clone(), sent_to(&led)));
        let there = there.map(Vec::as_slice).unwrap_or_default();
        let next = there.get(there.partition_point(|other| *other < index));
        next.is_some_and(|next| self.is_by_cors(&self.entries[*next]))
    }

    /// What refused a WebSocket's handshake, where something answered it; `None` if it is none, or was let in.
    pub(super) fn refused_handshake(&self, index: usize) -> Option<Refusal> {
        let entry = &self.entries[index];
        let status = u16::try_from(entry.response.status).ok();
        let status = status.filter(|status| entry.is_web_socket() && *status >= 300)?;
        let mut refusal = Refusal::new(FetchRule::WebSocketRefused);
        refusal.url = Some(entry.request.url.clone());
        refusal.origin = self.page(entry).map(|page| page.to_string());
        refusal.status = Some(status);
        Some(refusal)
    }

    /// Whether the page's service worker passed the request on, and its own one, which stands in the file as well, tells what
    /// became of it.
    pub(super) fn is_told_by_its_worker(&self, index: usize) -> bool {
        let Entry { request, response, .. } = &self.entries[index];
        if !response.is_by_service_worker {
            return false;
        }
        let Some(url) = request.sent_to() else { return false };
        let same = self.requests.get(&(request.method.clone(), url));
        let mut same = same.map(Vec::as_slice).unwrap_or_default().iter();
        same.any(|other| !self.entries[*other].response.is_by_service_worker)
    }

    /// Whether it is a font that was asked for.
    pub(super) fn is_of_font(&self, index: usize) -> bool {
        let entry = &self.entries[index];
        entry.resource_type().as_deref() == Some("font")
            || entry.request.header("sec-fetch-dest") == Some("font")
    }

    /// The URLs of requests to other origins of which the file tells neither how they were asked for nor, for a
    /// page to see, what came: no answer, or one that only script has a use for.
    pub(super) fn unclear(&self, overrides: &Overrides) -> Vec<&str> {
        let is_unclear = |entry: &&Entry| {
            let request = &entry.request;
            let Ok(url) = Url::parse(&request.url) else { return false };
            let page = overrides.origin.clone().or_else(|| self.page(entry));
            matches!(url.scheme(), "http" | "https")
                && page.is_some_and(|page| !page.is_same_origin(&Origin::of(&url)))
                && is_untold(entry)
        };
        self.entries.iter().filter(is_unclear).map(|entry| &*entry.request.url).collect()
    }

    /// The headers that script set: those that a preflight asks for, if there is one; else those that
    /// a browser does not set itself.
    pub(super) fn set_by_script(&self, index: usize) -> HeaderList {
        let request = &self.entries[index].request;
        let preflight = match request.is_preflight() {
            true => Some(index),
            false => self.pairs.preflight_for(index),
        };
        let preflight = preflight.map(|index| &self.entries[index]);
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
            if let Some(preflight) = self.preflight(index, message) {
                return self.entries[preflight].answer();
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
        self.revalidated(next).unwrap_or_else(|| self.entries[next].answer())
    }

    /// What an answer 304 stands for: the one that it says is still good, if the file has it.
    fn revalidated(&self, index: usize) -> Option<Answer> {
        let entry = &self.entries[index];
        let news = entry.response.response().filter(|response| response.status == 304)?;
        let is_told = news.headers.get("Access-Control-Allow-Origin").is_some();
        if is_told || entry.error().is_some() {
            return None;
        }
        let key = (entry.request.method.clone(), entry.request.sent_to()?);
        let there = self.requests.get(&key).map(Vec::as_slice).unwrap_or_default();
        let before = there[..there.partition_point(|other| *other < index)].iter().rev();
        let mut kept = before.take(16).filter_map(|other| self.entries[*other].response.response());
        let kept = kept.find(|response| response.status == 200);
        Some(kept.map_or(Answer::Unknown, Answer::Came))
    }

    /// The preflight of an entry's request.
    pub(super) fn preflight_of(&self, index: usize) -> Option<usize> {
        self.pairs.preflight_for(index)
    }

    /// The preflight that was sent before an entry's request, or before the one that a redirect led to.
    fn preflight(&self, index: usize, message: &HttpRequest) -> Option<usize> {
        let method = message.headers.get("Access-Control-Request-Method").unwrap_or_default();
        let method = String::from_utf8_lossy(&method).into_owned();
        if self.entries[index].request.is_preflight() {
            let is_its_own = self.entries[index].request.sent_to() == Some(sent_to(&message.url));
            return is_its_own.then_some(index);
        }
        let there = self.requests.get(&(method, sent_to(&message.url)));
        let there = there.map(Vec::as_slice).unwrap_or_default();
        let next = there.get(there.partition_point(|other| *other < index))?;
        self.pairs.preflight_for(*next)
    }

    /// How many requests tell no page, so that nobody can say which of them go to another origin.
    pub(super) fn of_no_page(&self) -> usize {
        self.of_the_web().filter(|entry| self.page(entry).is_none()).count()
    }

    /// Whether no request tells a page, or how it was asked for: none of them is a browser's.
    pub(super) fn is_of_tools(&self) -> bool {
        let mut entries = self.of_the_web();
        entries.all(|entry| {
            self.page(entry).is_none() && entry.request.header("sec-fetch-mode").is_none()
        })
    }

    fn of_the_web(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| {
            entry.request.url.starts_with("http") && entry.request.method != "CONNECT"
        })
    }

    pub(super) fn server(&self, index: usize) -> Option<Server> {
        let lines = &self.entries[index].response.headers;
        let lines = lines.iter().map(|line| (line.name.as_ref(), line.value.as_ref()));
        Some(Server::told_by(lines)?.0)
    }
}

/// Whether a file tells neither how a request was asked for nor, for a page to see, what came.
fn is_untold(entry: &Entry) -> bool {
    let request = &entry.request;
    request.header("origin").is_none()
        && request.header("sec-fetch-mode").is_none()
        && entry.resource_type.is_none()
        && !entry.is_web_socket()
        && entry.response.is_scripts_or_none()
}
