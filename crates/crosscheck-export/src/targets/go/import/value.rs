//! What stands behind a field: lists in one text or in braces, and how long a preflight's answer holds.

use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::NO_LITERAL;
use crate::import::Reader;
use crate::import::items;

/// The texts of a list, each with its place: in braces, in one text with commas, or joined to one. Says what is no
/// literal.
pub(super) fn texts(value: &Literal, reader: &mut Reader<'_>) -> Vec<(usize, String)> {
    match &value.kind {
        // Braces with nothing in them.
        LiteralKind::Table(fields) if fields.is_empty() => return Vec::new(),
        LiteralKind::Text(text) => {
            return items(text).into_iter().map(|item| (value.at, item)).collect();
        }
        LiteralKind::Call(name, arguments) if name == "strings.Join" => {
            return match arguments.as_slice() {
                [(_, list), (_, mark)] if mark.text().is_some_and(|mark| mark.trim() == ",") => {
                    texts(list, reader)
                }
                _ => {
                    reader.miss(value.at, name, NO_LITERAL);
                    Vec::new()
                }
            };
        }
        _ => {}
    }
    let mut found = Vec::new();
    for item in value.items() {
        match &item.kind {
            LiteralKind::Text(text) => found.push((item.at, text.trim().to_owned())),
            LiteralKind::Other(name) if constant(name).is_some() => {
                found.push((item.at, constant(name).unwrap_or_default()));
            }
            _ => reader.miss(item.at, &item.shown(), NO_LITERAL),
        }
    }
    found
}

/// The same without their places.
pub(super) fn names(value: &Literal, reader: &mut Reader<'_>) -> Vec<String> {
    texts(value, reader).into_iter().map(|(_, text)| text).collect()
}

/// Methods and headers by the names that packages have for them: `http.MethodPut`, `echo.HeaderContentType`.
fn constant(name: &str) -> Option<String> {
    let (package, name) = name.rsplit_once('.')?;
    if let Some(method) = name.strip_prefix("Method") {
        return Some(method.to_ascii_uppercase());
    }
    // `echo.PUT` of older versions.
    if package == "echo" && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(name.to_owned());
    }
    let header = name.strip_prefix("Header")?;
    HEADERS
        .iter()
        .find(|known| known.replace('-', "").eq_ignore_ascii_case(header))
        .map(|known| (*known).to_owned())
}

/// Headers whose constants say how they are spelled but for the dashes.
const HEADERS: [&str; 16] = [
    "accept",
    "accept-language",
    "authorization",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-range",
    "content-type",
    "etag",
    "location",
    "origin",
    "x-csrf-token",
    "x-request-id",
    "x-requested-with",
];

/// Seconds where a number is one of seconds: 0 says nothing, less than that is never.
pub(super) fn seconds(value: &Literal, reader: &mut Reader<'_>) -> Option<u32> {
    match &value.kind {
        LiteralKind::Number(0) => None,
        LiteralKind::Number(number) => Some(u32::try_from((*number).max(0)).unwrap_or(u32::MAX)),
        LiteralKind::Other(text) if text.strip_prefix('-').is_some_and(is_number) => Some(0),
        _ => {
            reader.miss(value.at, &value.shown(), NO_LITERAL);
            None
        }
    }
}

/// Seconds of a `time.Duration`, whose numbers alone are nanoseconds: `12 * time.Hour`.
pub(super) fn duration(value: &Literal, reader: &mut Reader<'_>) -> Option<u32> {
    let mut nanoseconds = Some(1_u64);
    for factor in value.shown().split('*') {
        let factor = match factor.trim() {
            "time.Hour" => Some(3_600_000_000_000),
            "time.Minute" => Some(60_000_000_000),
            "time.Second" => Some(1_000_000_000),
            "time.Millisecond" => Some(1_000_000),
            number => number.replace('_', "").parse::<u64>().ok(),
        };
        nanoseconds = nanoseconds.zip(factor).and_then(|(one, other)| one.checked_mul(other));
    }
    match nanoseconds {
        None => {
            reader.miss(value.at, &value.shown(), NO_LITERAL);
            None
        }
        Some(0) => None,
        Some(nanoseconds) => Some(u32::try_from(nanoseconds / 1_000_000_000).unwrap_or(u32::MAX)),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
