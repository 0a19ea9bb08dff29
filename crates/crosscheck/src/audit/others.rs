//! Checks of what servers say to others than the page.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::after_image::AfterImage;
use super::exchange::ALLOW_CREDENTIALS;
use super::exchange::ALLOW_ORIGIN;
use super::exchange::Exchange;
use super::exchange::Message;
use super::lookalikes::Kin;
use crate::diagnosis::broken_rule;
use crate::wire::Origin;

/// Where the page is let in and another is not, and what the other gets does not say that it varies.
pub(super) fn varies_unsaid(exchange: &Exchange<'_>) -> Vec<String> {
    let probes = exchange.probes;
    let image = probes.by_image.as_ref().map(|message| (message, "asked without `Origin`".into()));
    let stranger = probes.by_stranger.as_ref().map(|message| {
        let origin = message.sent("Origin").unwrap_or_default();
        (message, format!("asked by `{origin}`"))
    });
    let unsaid = [image, stranger].into_iter().flatten().filter(|(other, _)| {
        let own = exchange.answers().find(|own| own.request.url == other.request.url);
        let is_let_in = own.is_some_and(|own| {
            own.response.status == other.response.status
                && own.response.headers.contains(ALLOW_ORIGIN)
        });
        is_let_in
            && !other.request.is_preflight
            && !other.response.headers.contains(ALLOW_ORIGIN)
            && !other.lists("Vary", "Origin")
            && !other.lists("Vary", "*")
    });
    let told = unsaid.map(|(other, asked): (&Message, String)| {
        let vary = match other.says("Vary") {
            Some(value) => format!("`Vary: {value}`"),
            None => "no `Vary`".into(),
        };
        format!("{}, {asked}: no `{ALLOW_ORIGIN}`, {vary}", other.request.url)
    });
    told.collect()
}

pub(super) fn any_origin_with_credentials(exchange: &Exchange<'_>) -> Vec<String> {
    reflected(exchange)
        .filter(|message| lets_credentials(message))
        .map(|message| format!("{}, and `{ALLOW_CREDENTIALS}: true`", echo(message)))
        .into_iter()
        .collect()
}

pub(super) fn any_origin_reflected(exchange: &Exchange<'_>) -> Vec<String> {
    reflected(exchange).filter(|message| !lets_credentials(message)).map(echo).into_iter().collect()
}

/// Where a program is answered that says no more of itself than the page does, but for what only browsers say.
pub(super) fn refused_by_fetch_metadata(exchange: &Exchange<'_>) -> Vec<String> {
    let told = exchange.probes.by_program.as_ref().and_then(|program| {
        let is_same = |own: &&Message| {
            own.request.url == program.request.url && own.request.method == program.request.method
        };
        let own = exchange.messages.iter().find(is_same)?;
        let (refused, answered) = (own.response.status, program.response.status);
        (refused == 403 && answered < 400).then(|| {
            format!(
                "{}: status {refused}; without `Sec-Fetch-*` status {answered}",
                own.request.url
            )
        })
    });
    told.into_iter().collect()
}

/// Where a browser gives the page what it kept for an `<img>`, and refuses it.
pub(super) fn refused_after_image(exchange: &Exchange<'_>) -> Vec<String> {
    let told = AfterImage::of(exchange).map(|after| {
        let AfterImage { image, request, failure } = after;
        let origin = request.headers.get("Origin").unwrap_or_default();
        format!(
            "1. `{} {}` for an `<img>`, without `Origin`; 2. `{} {}` with `Origin: {}`, answered by \
             what was kept of 1: {}",
            image.method,
            image.url,
            request.method,
            request.url,
            crate::wire::isomorphic_decode(&origin),
            broken_rule(&failure).name(),
        )
    });
    told.into_iter().collect()
}

pub(super) fn lookalike_with_credentials(exchange: &Exchange<'_>) -> Vec<String> {
    let_in(exchange, Kin::Stranger, lets_credentials)
}

pub(super) fn lookalike_allowed(exchange: &Exchange<'_>) -> Vec<String> {
    let_in(exchange, Kin::Stranger, |message| !lets_credentials(message))
}

pub(super) fn null_origin_with_credentials(exchange: &Exchange<'_>) -> Vec<String> {
    allowing_null(exchange, lets_credentials)
}

pub(super) fn null_origin_allowed(exchange: &Exchange<'_>) -> Vec<String> {
    allowing_null(exchange, |message| !lets_credentials(message))
}

pub(super) fn any_port_with_credentials(exchange: &Exchange<'_>) -> Vec<String> {
    let_in(exchange, Kin::Port, lets_credentials)
}

pub(super) fn subdomains_allowed(exchange: &Exchange<'_>) -> Vec<String> {
    let_in(exchange, Kin::Site, |_| true)
}

/// Which of the origins near the page's are let in by their own names: one piece of evidence for all of them.
fn let_in(exchange: &Exchange<'_>, kin: Kin, is_meant: fn(&Message) -> bool) -> Vec<String> {
    let registrable_domain = exchange.browser.registrable_domain;
    let page = &exchange.client.origin;
    let is_kin = |message: &&Message| {
        let other = message.sent("Origin").and_then(|origin| Origin::parse(&origin).ok());
        other.is_some_and(|other| Kin::of(page, &other, registrable_domain) == kin)
    };
    let lookalikes = exchange.probes.by_lookalikes.iter().filter(is_kin);
    let mut let_in = lookalikes.filter(|message| is_named(message) && is_meant(message));
    let Some(first) = let_in.next() else { return Vec::new() };
    let others: Vec<String> = let_in.filter_map(|message| message.sent("Origin")).collect();
    let also = match others.is_empty() {
        true => String::new(),
        false => format!("; the same for `{}`", others.join("`, `")),
    };
    let credentials = match lets_credentials(first) {
        true => format!(", and `{ALLOW_CREDENTIALS}: true`"),
        false => String::new(),
    };
    [format!("{}{credentials}{also}", echo(first))].into()
}

/// Where the answer allows `null`: to the page, or to one that is `null`.
fn allowing_null(exchange: &Exchange<'_>, is_meant: fn(&Message) -> bool) -> Vec<String> {
    let allows = |m: &&Message| m.says(ALLOW_ORIGIN).as_deref() == Some("null");
    let own = exchange.messages.iter().filter(allows).filter(|message| is_meant(message));
    let own = own.map(|message| format!("{}: `{ALLOW_ORIGIN}: null`", message.request.url));
    own.chain(let_in(exchange, Kin::Null, is_meant)).collect()
}

/// Whether whoever asked is let in by their own name.
fn is_named(message: &Message) -> bool {
    message.says(ALLOW_ORIGIN).is_some_and(|said| message.sent("Origin") == Some(said))
}

/// What was said to a stranger, if it lets them in by their own name.
fn reflected<'a>(exchange: &Exchange<'a>) -> Option<&'a Message> {
    let message = exchange.probes.by_stranger.as_ref()?;
    is_named(message).then_some(message)
}

fn lets_credentials(message: &Message) -> bool {
    message.says(ALLOW_CREDENTIALS).as_deref() == Some("true")
}

fn echo(message: &Message) -> String {
    let origin = message.sent("Origin").unwrap_or_default();
    format!("{}, asked by `{origin}`: `{ALLOW_ORIGIN}: {origin}`", message.request.url)
}
