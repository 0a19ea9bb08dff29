//! `XMLHttpRequest`, as people write it: `open`, `setRequestHeader`, `withCredentials`, `send`.

use super::literal::Literal;
use crate::curl::Command;
use crate::error::InputError;

/// The most headers that are looked for.
const MOST_HEADERS: usize = 64;

/// Reads the first request in a text; `None` if there is none.
pub(super) fn read(text: &str) -> Option<Result<Command, InputError>> {
    let mut opened = text.match_indices(".open(").map(|(at, call)| &text[at + call.len()..]);
    let ([method, url], rest) = opened.find_map(arguments::<2>)?;
    let (method, url) = (method.text()?, url.text()?);
    if !method.bytes().all(|byte| byte.is_ascii_alphabetic()) || !url.contains("://") {
        return None;
    }
    let mut headers = Vec::new();
    for (at, call) in rest.match_indices(".setRequestHeader(").take(MOST_HEADERS) {
        let Some(([name, value], _)) = arguments::<2>(&rest[at + call.len()..]) else { continue };
        let value = value.text().unwrap_or("x").to_owned();
        headers.extend(name.text().map(|name| (name.to_owned(), value)));
    }
    let is_credentialed = text.split(".withCredentials").skip(1).any(|after| {
        after.trim_start().strip_prefix('=').is_some_and(|v| v.trim_start().starts_with("true"))
    });
    let sent = rest.split_once(".send(").and_then(|(_, rest)| arguments::<1>(rest));
    let body = sent.map(|([body], _)| body).filter(|body| !body.is_nothing());
    let body = body.as_ref().map(|body| body.text().unwrap_or("x"));
    let command = Command::of_parts(url, Some(method), headers, body, is_credentialed);
    Some(command.map(|command| Command { is_of_script: true, ..command }))
}

/// The first arguments of a call, and what follows them.
fn arguments<const N: usize>(mut text: &str) -> Option<([Literal; N], &str)> {
    let mut found = Vec::new();
    while found.len() < N {
        let (value, rest) = Literal::read(text)?;
        found.push(value);
        let rest = rest.trim_start();
        text = rest.strip_prefix(',').unwrap_or(rest);
    }
    Some((found.try_into().ok()?, text))
}
