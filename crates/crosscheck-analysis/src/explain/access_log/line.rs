//! What was asked, in one line of a log.

use std::borrow::Cow;

use crosscheck::wire::Origin;
use url::Url;

/// One request, as a log tells it.
pub(super) struct Asked<'t> {
    pub(super) method: Cow<'t, str>,
    pub(super) target: Cow<'t, str>,
    pub(super) status: u16,
    /// The page that asked, where the log keeps `Origin` or `Referer`.
    pub(super) page: Option<String>,
}

impl<'t> Asked<'t> {
    /// What a log says, if it can be a request and its answer. In: the page's URL or origin, if that is kept.
    pub(super) fn new(
        method: impl Into<Cow<'t, str>>,
        target: impl Into<Cow<'t, str>>,
        status: &str,
        page: Option<&str>,
    ) -> Option<Self> {
        let (method, target) = (method.into(), target.into());
        let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
        let status = status.parse().ok().filter(|status| (100..600).contains(status))?;
        let page = page.and_then(|page| Url::parse(page).ok());
        let page = page.map(|url| Origin::of(&url)).filter(|origin| !origin.is_opaque());
        let page = page.map(|origin| origin.to_string());
        (is_method && !target.is_empty()).then_some(Self { method, target, status, page })
    }
}

/// Reads a line in any of the forms that stand for themselves.
pub(super) fn read(line: &str) -> Option<Asked<'_>> {
    let readers = [of_quotes, of_gin, of_iis, of_words, of_pairs];
    readers.into_iter().find_map(|read| read(line))
}

/// A request between quotes: of nginx and Apache, Python's and Node's servers with the status behind; of HAProxy
/// and Amazon's balancer with the status before.
fn of_quotes(line: &str) -> Option<Asked<'_>> {
    let mut pieces = line.split('"');
    let before = pieces.next()?;
    let request = pieces.next()?;
    let behind = pieces.next().unwrap_or_default();
    let mut words = request.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if !version.starts_with("HTTP/") || words.next().is_some() {
        return None;
    }
    let behind = behind.split_whitespace().next();
    let is_status = |word: &&str| word.len() == 3 && word.parse::<u16>().is_ok();
    match behind.filter(is_status) {
        Some(status) => Asked::new(method, target, status, pieces.next()),
        None => Asked::new(method, target, status_before(before)?, None),
    }
}

/// The status in what stands before a request: in HAProxy's line behind its times, in that of Amazon's balancer
/// the ninth word.
fn status_before(before: &str) -> Option<&str> {
    let is_times = |word: &str| {
        let times = word.split('/');
        times.clone().count() >= 4
            && times.clone().all(|time| time.trim_start_matches(['+', '-']).parse::<u64>().is_ok())
    };
    let mut words = before.split_whitespace();
    let is_balancer = ["http", "https", "h2", "grpcs", "ws", "wss"]
        .iter()
        .any(|kind| before.split_whitespace().next() == Some(kind));
    match is_balancer {
        true => words.nth(8),
        false => words.find(|word| is_times(word)).and_then(|_| words.next()),
    }
}

/// `[GIN] 2026/11/20 - 10:00:00 | 404 | 1.2µs | 127.0.0.1 | OPTIONS  "/api/items"`.
fn of_gin(line: &str) -> Option<Asked<'_>> {
    let mut cells = line.trim_start().strip_prefix("[GIN]")?.split('|').skip(1);
    let status = cells.next()?.trim();
    let (method, target) = cells.nth(2)?.trim().split_once(' ')?;
    Asked::new(method, target.trim().trim_matches('"'), status, None)
}

/// `2026-11-20 10:00:00 10.0.0.4 OPTIONS /api/items - 443 - 10.0.0.9 Mozilla/5.0+(…) https://app.example.com/ 405 0 1 3`,
/// as IIS writes it unless it is told otherwise.
fn of_iis(line: &str) -> Option<Asked<'_>> {
    let words: Vec<&str> = line.split_whitespace().take(17).collect();
    let [date, time, _, method, target, .., status, _, _, _] = words[..] else { return None };
    let is_dated = date.len() == 10 && date.contains('-') && time.contains(':');
    let page =
        words.iter().find(|word| word.starts_with("http://") || word.starts_with("https://"));
    (is_dated && target.starts_with('/') && words.len() >= 13)
        .then(|| Asked::new(method, target, status, page.copied()))?
}

/// `OPTIONS /api/items 404 3.214 ms - 151`, as morgan and Next.js write it while somebody works.
fn of_words(line: &str) -> Option<Asked<'_>> {
    let mut words = line.split_whitespace();
    let (method, target, status) = (words.next()?, words.next()?, words.next()?);
    let rest: Vec<&str> = words.take(3).collect();
    let is_timed = match rest[..] {
        ["in", time, ..] => time.ends_with("ms") || time.ends_with('s'),
        [time, "ms", ..] => time == "-" || time.parse::<f64>().is_ok(),
        _ => false,
    };
    (is_timed && target.starts_with('/')).then(|| Asked::new(method, target, status, None))?
}

/// `method=OPTIONS path=/api/items status=404`, whatever else stands there: of Heroku, lograge, Go's and Rust's logs.
fn of_pairs(line: &str) -> Option<Asked<'_>> {
    let pairs = line.split([' ', '\t', '{', '}', ',']).filter_map(|word| word.split_once('='));
    let (mut method, mut target, mut status, mut page) = (None, None, None, None);
    for (name, value) in pairs {
        let slot = match name.rsplit('.').next().unwrap_or(name) {
            "method" | "request_method" | "verb" => &mut method,
            "path" | "uri" | "url" | "target" | "request_uri" => &mut target,
            "status" | "status_code" | "code" => &mut status,
            "origin" | "http_origin" | "referer" => &mut page,
            _ => continue,
        };
        slot.get_or_insert(value.trim_matches('"'));
    }
    Asked::new(method?, target?, status?, page)
}
