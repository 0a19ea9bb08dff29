//! What stands for which origin of a scenario, in whatever it says.

use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::wire::Origin;
use crosscheck::wire::registrable_domain;
use crosscheck_analysis::InputError;
use url::Url;

use super::places::Places;

/// What stands for which origin.
pub(super) struct Names {
    /// Each origin, and what stands for it.
    pub(super) pairs: Vec<(String, String)>,
}

impl Names {
    /// Gives a place to each origin that a scenario asks, answers from, or leads to.
    pub(super) fn of(scenario: &Scenario, places: &Places) -> Result<Self, InputError> {
        let mut pairs = Vec::new();
        let page = scenario.page.serialize();
        if !scenario.page.is_opaque() {
            pairs.push((page.to_owned(), places.page.clone()));
        }
        let site = |url: &str| {
            let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
            let host = host.unwrap_or_default();
            registrable_domain(&host).map(str::to_owned).unwrap_or(host)
        };
        let page_site = site(page);
        let (mut near, mut far) = (places.near.iter(), places.far.iter());
        let answers = scenario.server.iter().flat_map(|rule| {
            let is_location = |name: &str| name.eq_ignore_ascii_case("location");
            let lines = rule.headers.iter().filter(move |(name, _)| is_location(name));
            let led = lines.filter_map(|(_, value)| destination(rule, value)).map(String::from);
            [rule.origin.clone()].into_iter().chain(led)
        });
        let asked = scenario.steps.iter().map(|step| step.url.clone());
        for origin in asked.chain(answers).filter_map(|url| http_origin(&url)) {
            if origin == page {
                let hint = "let it ask another origin; its own needs no permission";
                return Err(InputError::at("server", "the page asks its own origin", hint));
            }
            if pairs.iter().any(|(known, _)| *known == origin) {
                continue;
            }
            let place = if site(&origin) == page_site { near.next() } else { far.next() };
            let Some(place) = place else {
                let hint = "use at most two of the page's site, and two of others";
                return Err(InputError::at(
                    "server",
                    "there are more origins than the lab has",
                    hint,
                ));
            };
            pairs.push((origin, place.clone()));
        }
        Ok(Self { pairs })
    }

    fn place(&self, origin: &str) -> Option<Url> {
        let (_, place) = self.pairs.iter().find(|(known, _)| known == origin)?;
        Url::parse(place).ok()
    }

    /// A URL that is asked. Other schemes than those of HTTP reach nobody.
    pub(super) fn url(&self, url: &str, run: &str) -> Result<String, InputError> {
        if let Some(moved) = self.absolute(url, run) {
            return Ok(moved);
        }
        match Url::parse(url) {
            Ok(url) if matches!(url.scheme(), "data" | "ftp") => Ok(url.into()),
            _ => {
                let error = format!("`{url}` is nothing that the lab's servers could be asked");
                Err(InputError::at("steps", error, "write a whole URL that begins with https://"))
            }
        }
    }

    /// An absolute URL of HTTP, moved.
    fn absolute(&self, url: &str, run: &str) -> Option<String> {
        let place = self.place(&http_origin(url)?)?;
        let mut moved = Url::parse(url).ok()?;
        moved.set_scheme(place.scheme()).ok()?;
        moved.set_host(place.host_str()).ok()?;
        moved.set_port(place.port()).ok()?;
        moved.set_path(&format!("/{run}{}", moved.path()));
        Some(moved.into())
    }

    pub(super) fn route(
        &self,
        route: &Route,
        run: &str,
        left_out: &mut Vec<String>,
    ) -> Result<Route, InputError> {
        let place = http_origin(&route.origin).and_then(|origin| self.place(&origin));
        let place = place.expect("each origin of HTTP has a place");
        if !(200..600).contains(&route.status) {
            let error = format!("a browser takes no answer with status {}", route.status);
            return Err(InputError::at("server", error, "write one from 200 to 599"));
        }
        let mut headers = Vec::new();
        for (name, value) in &route.headers {
            let lower = name.to_ascii_lowercase();
            if !SENT.contains(&&*lower) && !SENT_PREFIXES.iter().any(|p| lower.starts_with(p)) {
                left_out.push(lower);
                continue;
            }
            let is_plain = |c: char| c == '\t' || (' '..='\u{ff}').contains(&c) && c != '\u{7f}';
            if !name.bytes().all(is_token) || !value.chars().all(is_plain) {
                let error = format!(
                    "HTTP cannot carry `{}: {}`",
                    name.escape_debug(),
                    value.escape_debug()
                );
                return Err(InputError::at("server", error, "leave out control characters"));
            }
            let value = match lower.as_str() {
                "location" => self.location(route, value, run),
                "set-cookie" => cookie(value, run),
                _ => self.text(value),
            };
            headers.push((name.clone(), value));
        }
        Ok(Route {
            origin: Origin::of(&place).serialize().to_owned(),
            path: format!("/{run}{}", route.path),
            headers,
            ..route.clone()
        })
    }

    /// Where a redirect of a route leads, with the same words where they are a path.
    fn location(&self, route: &Route, value: &str, run: &str) -> String {
        let is_path = value.starts_with('/') && !value[1..].trim_start().starts_with(['/', '\\']);
        let to = destination(route, value).filter(|to| http_origin(to.as_str()).is_some());
        match to {
            Some(_) if is_path => format!("/{run}{value}"),
            Some(to) if Url::parse(value).is_ok() || value.starts_with(['/', '\\']) => {
                self.absolute(to.as_str(), run).expect("each destination has a place")
            }
            _ => value.to_owned(),
        }
    }

    /// Puts places where whole origins stand.
    fn text(&self, value: &str) -> String {
        let mut text = value.to_owned();
        for (origin, place) in &self.pairs {
            let parts: Vec<&str> = text.split(origin.as_str()).collect();
            let mut moved = parts[0].to_owned();
            for part in &parts[1..] {
                let is_whole = part.is_empty() || part.starts_with(['/', ',', ';', ' ', '"']);
                moved.push_str(if is_whole { place } else { origin });
                moved.push_str(part);
            }
            text = moved;
        }
        text
    }
}

/// The origin of a URL, if it is one of HTTP.
pub(super) fn http_origin(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let is_http = matches!(url.scheme(), "http" | "https");
    is_http.then(|| Origin::of(&url).serialize().to_owned())
}

/// Where a route's `Location` leads: a browser reads it against the URL that it asked, so `//b.example`
/// and `\\\\b.example` lead to another server as well.
fn destination(route: &Route, value: &str) -> Option<Url> {
    Url::parse(&route.origin).ok()?.join(&route.path).ok()?.join(value).ok()
}

/// A cookie that is sent to this run alone: other servers of this machine share its host.
fn cookie(line: &str, run: &str) -> String {
    let attribute = |part: &str| part.split('=').next().unwrap_or_default().trim().to_lowercase();
    let mut path = "/".to_owned();
    let mut kept = Vec::new();
    for (at, part) in line.split(';').enumerate() {
        match attribute(part).as_str() {
            "path" if at > 0 => {
                path = part.split_once('=').map(|(_, v)| v.trim().to_owned()).unwrap_or(path);
            }
            "domain" if at > 0 => {}
            _ => kept.push(part.trim()),
        }
    }
    let path = if path.starts_with('/') { path.as_str() } else { "/" };
    format!("{}; Path=/{run}{}", kept.join("; "), path.trim_end_matches('/'))
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Response headers that mean nothing beyond the answer itself. All others are left out: some would
/// be remembered for every server of this machine.
const SENT: [&str; 16] = [
    "age",
    "cache-control",
    "content-disposition",
    "content-language",
    "content-type",
    "cross-origin-resource-policy",
    "date",
    "etag",
    "expires",
    "last-modified",
    "location",
    "pragma",
    "set-cookie",
    "timing-allow-origin",
    "vary",
    "link",
];
const SENT_PREFIXES: [&str; 2] = ["access-control-", "x-"];
