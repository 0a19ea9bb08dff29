//! Checks of who answered, where it was not the application that was asked: a page for people, a cache, what
//! stands in front.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::exchange::ALLOW_ORIGIN;
use super::exchange::Exchange;
use super::exchange::Message;
use crate::catalog::Check;

/// What an answer alone tells of who gave it, each with what tells.
///
/// Out: checks of the catalogue and their evidence, as [`audit`](super::audit()) gives them.
///
/// # Example
/// ```
/// use crosscheck::agent::{Body, HttpRequest, Response};
/// use crosscheck::audit::{Message, who_answered};
/// use crosscheck::catalog::Check;
///
/// let request = HttpRequest {
///     method: "GET".into(),
///     url: "https://cdn.example/a".parse().unwrap(),
///     headers: [("Origin", "https://app.example")].into_iter().collect(),
///     body: Body::default(),
///     is_streamed: false,
///     is_preflight: false,
///     is_credentialed: false,
/// };
/// let response = Response {
///     status: 200,
///     headers: [("X-Cache", "HIT"), ("Age", "7")].into_iter().collect(),
///     ..Response::default()
/// };
/// let told = who_answered(&Message { request, response });
/// assert_eq!(told[0].0, Check::CacheAnswers);
/// assert_eq!(told[0].1, "https://cdn.example/a: `X-Cache: HIT`, no `Vary`");
/// ```
pub fn who_answered(message: &Message) -> Vec<(Check, String)> {
    let tells = [
        (Check::PageForPreflight, a_page as fn(&Message) -> Option<String>),
        (Check::ListedMethodCase, another_case),
        (Check::CacheAnswers, a_cache),
        (Check::ChallengeAnswers, a_challenge),
        (Check::GatewayAnswers, a_gateway),
    ];
    tells.into_iter().filter_map(|(check, tells)| Some((check, tells(message)?))).collect()
}

pub(super) fn page_for_preflight(exchange: &Exchange<'_>) -> Vec<String> {
    exchange.messages.iter().filter_map(a_page).collect()
}

pub(super) fn listed_method_case(exchange: &Exchange<'_>) -> Vec<String> {
    exchange.messages.iter().filter_map(another_case).collect()
}

pub(super) fn cache_answers(exchange: &Exchange<'_>) -> Vec<String> {
    exchange.messages.iter().filter_map(a_cache).collect()
}

pub(super) fn challenge_answers(exchange: &Exchange<'_>) -> Vec<String> {
    exchange.messages.iter().filter_map(a_challenge).collect()
}

pub(super) fn gateway_answers(exchange: &Exchange<'_>) -> Vec<String> {
    exchange.messages.iter().filter_map(a_gateway).collect()
}

/// A type that no API has, on an answer that no API gave: an empty one is of any type.
fn a_page(message: &Message) -> Option<String> {
    let kind = message.says("Content-Type")?;
    let is_page = kind.split(';').next().unwrap_or_default().trim();
    let is_page = is_page.eq_ignore_ascii_case("text/html")
        || is_page.eq_ignore_ascii_case("application/xhtml+xml");
    let is_empty = message.says("Content-Length").as_deref() == Some("0");
    let is_unanswered = message.request.is_preflight
        && !message.response.headers.contains(ALLOW_ORIGIN)
        && !message.response.is_redirect();
    let (url, status) = (&message.request.url, message.response.status);
    (is_page && is_unanswered && !is_empty)
        .then(|| format!("{url}: status {status}, `Content-Type: {kind}`"))
}

/// The list has the method that was asked for, and only in other letters.
fn another_case(message: &Message) -> Option<String> {
    let asked = message.sent("Access-Control-Request-Method")?;
    let said = message.says(ALLOW_METHODS)?;
    let listed = || said.split(',').map(str::trim);
    let is_page_at_fault = asked != asked.to_ascii_uppercase();
    let is_else = !listed().any(|method| method == asked || method == "*")
        && listed().any(|method| method.eq_ignore_ascii_case(&asked));
    // These need nobody's permission.
    let is_needed = !matches!(&*asked, "GET" | "HEAD" | "POST");
    (message.request.is_preflight && is_else && is_needed && !is_page_at_fault)
        .then(|| format!("{}: `{ALLOW_METHODS}: {said}`", message.request.url))
}

/// A header by which a cache says that it had the answer, on one that is not for everybody.
fn a_cache(message: &Message) -> Option<String> {
    let is_for_all = message.says(ALLOW_ORIGIN).as_deref() == Some("*");
    let varies = message.lists("Vary", "Origin") || message.lists("Vary", "*");
    if is_for_all || varies || message.request.is_preflight {
        return None;
    }
    let (name, value) = CACHES.iter().find_map(|(name, is_hit)| {
        let value = message.says(name)?;
        is_hit(&value).then_some((*name, value))
    })?;
    let vary = match message.says("Vary") {
        Some(value) => format!("`Vary: {value}`"),
        None => "no `Vary`".into(),
    };
    Some(format!("{}: `{name}: {value}`, {vary}", message.request.url))
}

/// A check of whoever asks, which only a person before a page of its own can pass.
fn a_challenge(message: &Message) -> Option<String> {
    let value = message.says("cf-mitigated")?;
    let is_one = value.trim().eq_ignore_ascii_case("challenge");
    is_one.then(|| format!("{}: `cf-mitigated: {value}`", message.request.url))
}

/// An error of Amazon's own, which names its kind; what is behind it does not.
fn a_gateway(message: &Message) -> Option<String> {
    let kind = message.says("x-amzn-errortype")?;
    let is_refusal =
        message.response.status >= 400 && !message.response.headers.contains(ALLOW_ORIGIN);
    is_refusal.then(|| {
        let (url, status) = (&message.request.url, message.response.status);
        format!("{url}: status {status}, `x-amzn-errortype: {kind}`")
    })
}

const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";

/// Whether a value says that the cache had it.
type IsHit = fn(&str) -> bool;

/// Where caches say that they had an answer, and how: CloudFront, Fastly and many, Cloudflare, Vercel, Netlify
/// and RFC 9211, nginx as its manual shows it, Varnish by the number of whoever asked first; all by an age.
const CACHES: [(&str, IsHit); 8] = [
    ("X-Cache", says_hit),
    ("CF-Cache-Status", says_hit),
    ("X-Vercel-Cache", says_hit),
    ("Cache-Status", says_hit),
    ("X-Cache-Status", says_hit),
    ("X-Proxy-Cache", says_hit),
    ("X-Varnish", |value| value.split_whitespace().count() == 2),
    ("Age", |value| value.trim().parse::<u64>().is_ok_and(|age| age > 0)),
];

/// `HIT`, `TCP_HIT`, `RefreshHit from cloudfront`, `MISS, HIT`, `"Netlify Edge"; hit`.
fn says_hit(value: &str) -> bool {
    let mut words = value.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| {
        let end = word.len().saturating_sub(3);
        word.get(end..).is_some_and(|end| end.eq_ignore_ascii_case("hit"))
    })
}

#[cfg(test)]
mod tests {
    use super::says_hit;

    #[test]
    fn a_cache_that_had_it_is_told_from_one_that_asked() {
        let had = ["HIT", "TCP_HIT", "Hit from cloudfront", "RefreshHit from cloudfront"];
        assert!(had.into_iter().chain(["MISS, HIT", "\"Netlify Edge\"; hit"]).all(says_hit));
        let asked = ["MISS", "Miss from cloudfront", "DYNAMIC", "BYPASS", "", "hi"];
        assert!(!asked.into_iter().any(says_hit));
    }
}
