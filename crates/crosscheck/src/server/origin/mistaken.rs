//! Notations of elsewhere that people write in the place of an origin: ranges of addresses, regular
//! expressions, several origins in one text.

use alloc::format;
use alloc::string::String;
use core::net::Ipv4Addr;

use super::parts::is_domain;
use crate::wire::cut;
use crate::wire::holds;
use crate::wire::one_of;
use crate::wire::replaced;
use crate::wire::split;

/// What a text was meant as that is no origin and no pattern: what to write today, and the pattern that
/// it may stand for.
pub(super) fn meant_as(text: &str) -> Option<(&'static str, Option<String>)> {
    if is_address_range(text) {
        return Some((RANGE, None));
    }
    if holds(text, "*.*") {
        let deep = replaced(&replaced(text, "*.*", "**"), "**.*", "**");
        return Some((LABELS, Some(deep)));
    }
    if let Some(domain) = domain_behind_a_dot(text) {
        return Some((LABELS, Some(domain)));
    }
    if let Some(word) = one_of(text, &WORDS) {
        return Some((WORD, Some(word.into())));
    }
    if is_placeholder(text) {
        return Some((PLACEHOLDER, None));
    }
    if is_expression(text) {
        return Some((EXPRESSION, Some(without_its_signs(text))));
    }
    let is_apart = |letter: char| letter == ',' || letter == ';' || letter.is_whitespace();
    let several = text.split(is_apart).filter(|part| holds(part, "://")).count() > 1;
    several.then_some((SEVERAL, None))
}

const RANGE: &str = "a range of addresses is written by its first one and how many bits are fixed, as \
                     `http://192.168.0.0/16:3000`, and is a danger: better list each address, or give \
                     the machines names below one domain and allow those, as `http://*.lab.example.com`";
const LABELS: &str = "one `*` stands for one label; for one label or more stands `**`";
const EXPRESSION: &str = "a regular expression is no pattern: a `*` stands for one label of a host";
const PLACEHOLDER: &str = "nothing is filled in for this name: write the origin itself, or fill it in before the file is \
                           read (`envsubst`)";
pub(super) const SCHEME: &str = "no scheme is spelled so";
const SEVERAL: &str = "several origins stand in one text: give each a text of its own";

/// Entries that are a word, and spelled in one way.
const WORDS: [&str; 2] = ["loopback", "null"];
const WORD: &str = "this word is written in lower case";

/// `.example.com` and `https://.example.com`, which stand for all names below a domain elsewhere.
fn domain_behind_a_dot(text: &str) -> Option<String> {
    let (scheme, place) = cut(text, "://").unwrap_or(("https", text));
    let domain = place.strip_prefix('.')?;
    let is_one = holds(domain, ".") && is_domain(before(domain, ":").as_bytes());
    is_one.then(|| format!("{scheme}://**.{domain}"))
}

/// `${APP_ORIGIN}`, `$APP_ORIGIN`, `{{ origin }}`, `%ORIGIN%`: what a shell or a template fills in.
fn is_placeholder(text: &str) -> bool {
    let is_framed = |sign| text.len() > 2 && text.starts_with(sign) && text.ends_with(sign);
    ["${", "{{", "$("].iter().any(|sign| holds(text, sign))
        || text.starts_with('$')
        || is_framed('%')
}

/// `htps://app.example` and `https//app.example` with the scheme that was meant: one of its letters alone is
/// no application's.
pub(super) fn misspelt_scheme(text: &str) -> Option<String> {
    let (scheme, rest) = cut(text, "//")?;
    let name = scheme.strip_suffix(':').unwrap_or(scheme);
    let is_alike = name.len() > 2
        && name.bytes().all(|letter| matches!(letter, b'h' | b't' | b'p' | b's'))
        && name.bytes().any(|letter| letter == b'p');
    let is_right = name != scheme && matches!(name, "http" | "https");
    let meant = if name.ends_with('s') || holds(name, "sp") { "https://" } else { "http://" };
    (is_alike && !is_right).then(|| format!("{meant}{rest}"))
}

/// `192.168.0.0/16`, `10.0.0.*`, `[fe80::]/10`, with a scheme and a port or without.
fn is_address_range(text: &str) -> bool {
    let rest = cut(text, "://").map_or(text, |(_, rest)| rest);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((host, bits)) = cut(rest, "/") {
        let bits = before(bits, ":");
        let bits = bits.strip_suffix(']').unwrap_or(bits);
        let is_host = host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
        return is_host && bits.len() <= 3 && is_digits(bits);
    }
    let host = before(rest, ":");
    let labels = || split(host, ".");
    labels().count() == 4
        && labels().all(|label| label == "*" || is_digits(label))
        && labels().any(|label| label == "*")
}

fn is_expression(text: &str) -> bool {
    text.starts_with('^') || text.ends_with('$') || SIGNS.iter().any(|sign| holds(text, sign))
}

/// An expression with `*` for what stands for anything, and without what anchors it.
fn without_its_signs(text: &str) -> String {
    // As a literal of JavaScript it stands between slashes, with flags behind.
    let text = text.strip_prefix('/').map_or(text, |text| {
        text.trim_end_matches(|letter: char| letter.is_ascii_lowercase()).trim_end_matches('/')
    });
    let text = text.trim_start_matches('^').trim_end_matches('$');
    let text =
        MEANT.iter().fold(String::from(text), |text, (sign, meant)| replaced(&text, sign, meant));
    match text.strip_prefix('.') {
        // Without a beginning it covers whatever stands before.
        Some(domain) => format!("https://**.{domain}"),
        None => text,
    }
}

/// The text before a sign, or all of it.
fn before<'t>(text: &'t str, sign: &str) -> &'t str {
    cut(text, sign).map_or(text, |(before, _)| before)
}

/// What no pattern has and expressions do.
const SIGNS: [&str; 6] = ["\\.", "://.*", "://.+", "(", "[^", "[a-z"];

/// What stands for what, one after the other.
const MEANT: [(&str, &str); 14] = [
    ("\\.", "."),
    ("\\/", "/"),
    ("https?://", "https://"),
    (".*", "*"),
    (".+", "*"),
    ("[^.]+", "*"),
    ("[^.]*", "*"),
    ("[a-z0-9-]+", "*"),
    ("[a-z0-9]+", "*"),
    ("[a-z]+", "*"),
    ("\\w+", "*"),
    ("(.*)", "*"),
    ("(.+)", "*"),
    ("(*)", "*"),
];
