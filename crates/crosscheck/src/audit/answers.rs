//! Checks of what servers say.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::exchange::ALLOW_CREDENTIALS;
use super::exchange::ALLOW_ORIGIN;
use super::exchange::Exchange;
use super::exchange::Message;
use super::others::varies_unsaid;
use crate::agent::Profile;
use crate::wire::Origin;
use crate::wire::delta_seconds;
use crate::wire::extract_token_list;

const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";
const EXPOSE_HEADERS: &str = "Access-Control-Expose-Headers";
const MAX_AGE: &str = "Access-Control-Max-Age";

pub(super) fn vary_origin_missing(exchange: &Exchange<'_>) -> Vec<String> {
    let names_one = |message: &&Message| {
        let value = message.says(ALLOW_ORIGIN);
        value.is_some_and(|value| value != "*" && !value.contains(','))
    };
    let varies = |m: &Message| m.lists("Vary", "Origin") || m.lists("Vary", "*");
    let found = exchange.answers().filter(names_one).filter(|message| !varies(message));
    let named = found.map(|message| match message.says("Vary") {
        Some(value) => format!("{}: `Vary: {value}`", message.request.url),
        None => format!("{}: no `Vary`", message.request.url),
    });
    named.chain(varies_unsaid(exchange)).collect()
}

pub(super) fn authorization_by_wildcard(exchange: &Exchange<'_>) -> Vec<String> {
    let asks = |message: &&Message| {
        let names = message.sent("Access-Control-Request-Headers").unwrap_or_default();
        names.split(',').any(|name| name == "authorization")
    };
    let by_star = |message: &&Message| {
        message.lists(ALLOW_HEADERS, "*") && !message.lists(ALLOW_HEADERS, "authorization")
    };
    at(exchange.preflights().filter(asks).filter(by_star), ALLOW_HEADERS)
}

pub(super) fn wildcard_is_literal(exchange: &Exchange<'_>) -> Vec<String> {
    if !exchange.includes_credentials {
        return Vec::new();
    }
    let lists = [ALLOW_METHODS, ALLOW_HEADERS, EXPOSE_HEADERS];
    let in_list = |name: &'static str| {
        let listed = exchange.messages.iter().filter(move |message| message.lists(name, "*"));
        at(listed, name)
    };
    lists.into_iter().flat_map(in_list).collect()
}

pub(super) fn wildcard_and_credentials(exchange: &Exchange<'_>) -> Vec<String> {
    let both = |message: &&Message| {
        message.says(ALLOW_ORIGIN).as_deref() == Some("*")
            && message.says(ALLOW_CREDENTIALS).as_deref() == Some("true")
    };
    at(exchange.messages.iter().filter(both), ALLOW_CREDENTIALS)
}

pub(super) fn null_after_redirect(exchange: &Exchange<'_>) -> Vec<String> {
    let page = &exchange.client.origin;
    let messages = exchange.messages.iter().filter(|message| message.response.is_redirect());
    let leads_away = messages.filter_map(|message| {
        let from = &message.request.url;
        let to = from.join(&message.says("Location")?).ok()?;
        let (here, there) = (Origin::of(from), Origin::of(&to));
        let is_elsewhere = !page.is_same_origin(&here) && !here.is_same_origin(&there);
        is_elsewhere.then(|| format!("{from}: `Location: {to}`"))
    });
    leads_away.collect()
}

pub(super) fn preflight_redirected(exchange: &Exchange<'_>) -> Vec<String> {
    let redirects = exchange.preflights().filter(|message| message.response.is_redirect());
    redirects
        .map(|message| {
            let (url, status) = (&message.request.url, message.response.status);
            let location = message.says("Location").unwrap_or_default();
            format!("{url}: status {status}, `Location: {location}`")
        })
        .collect()
}

/// Only where answers that are no errors are shared.
pub(super) fn errors_without_cors(exchange: &Exchange<'_>) -> Vec<String> {
    let is_error = |message: &&Message| message.response.status >= 400;
    let shares = |message: &Message| message.response.headers.contains(ALLOW_ORIGIN);
    let shares_success = exchange.messages.iter().any(|m| !is_error(&m) && shares(m));
    let errors = exchange.probes.error_page.iter().chain(exchange.answers()).filter(is_error);
    errors
        .filter(|message| shares_success && !shares(message))
        .map(|message| format!("{}: status {}", message.request.url, message.response.status))
        .collect()
}

pub(super) fn max_age_unreadable(exchange: &Exchange<'_>) -> Vec<String> {
    at(exchange.preflights().filter(|message| is_max_age_unreadable(message)), MAX_AGE)
}

fn is_max_age_unreadable(message: &Message) -> bool {
    message.response.headers.contains(MAX_AGE) && max_age(message).is_none()
}

fn max_age(message: &Message) -> Option<u64> {
    delta_seconds(&message.response.headers.get(MAX_AGE)?)
}

pub(super) fn max_age_above_caps(exchange: &Exchange<'_>) -> Vec<String> {
    exchange
        .preflights()
        .filter_map(|message| {
            let age = max_age(message)?;
            let keeps = Profile::ALL.iter().copied().filter(|profile| profile.max_age_cap < age);
            let keeps: Vec<_> =
                keeps.map(|p| format!("{} keeps it for {}", p.name, p.max_age_cap)).collect();
            let url = &message.request.url;
            (!keeps.is_empty()).then(|| format!("{url}: `{MAX_AGE}: {age}`; {}", keeps.join(", ")))
        })
        .collect()
}

pub(super) fn credentials_unused(exchange: &Exchange<'_>) -> Vec<String> {
    let allows = |m: &&Message| m.says(ALLOW_CREDENTIALS).as_deref() == Some("true");
    match exchange.includes_credentials {
        true => Vec::new(),
        false => at(exchange.answers().filter(allows), ALLOW_CREDENTIALS),
    }
}

pub(super) fn safelisted_header_listed(exchange: &Exchange<'_>) -> Vec<String> {
    exchange
        .preflights()
        .filter_map(|message| {
            let names = extract_token_list(message.response.headers.lines(ALLOW_HEADERS)).ok()?;
            let asked = message.sent("Access-Control-Request-Headers").unwrap_or_default();
            let is_needless = |name: &String| {
                let name = name.to_ascii_lowercase();
                SAFE.contains(&name.as_str()) && !asked.split(',').any(|asked| asked == name)
            };
            let needless: Vec<String> = names.into_iter().filter(is_needless).collect();
            let url = &message.request.url;
            (!needless.is_empty()).then(|| format!("{url}: {}", needless.join(", ")))
        })
        .collect()
}

/// Safelisted with any value that has a meaning.
const SAFE: [&str; 3] = ["accept", "accept-language", "content-language"];

/// One piece of evidence a message: where it was asked and what a header of the answer says.
fn at<'m>(messages: impl Iterator<Item = &'m Message>, header: &str) -> Vec<String> {
    let told = messages.map(|message| {
        let value = message.says(header).unwrap_or_default();
        format!("{}: `{header}: {value}`", message.request.url)
    });
    told.collect()
}
