//! The part of MIME type parsing that the safelist asks for: type and subtype.

use alloc::string::String;

use super::header::normalize_header_value;
use super::list::is_token;

/// A MIME type without its parameters, in lower case: `text/plain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MimeEssence(String);

impl MimeEssence {
    /// `type/subtype`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Parses a MIME type and keeps its essence; `None` if it is not one. Parameters never fail.
///
/// Spec: <https://mimesniff.spec.whatwg.org/#parse-a-mime-type>
///
/// # Example
/// ```
/// use crosscheck::wire::parse_mime_essence;
/// let essence = parse_mime_essence(b"Text/HTML; charset=utf-8").expect("a type");
/// assert_eq!(essence.as_str(), "text/html");
/// assert!(parse_mime_essence(b"text").is_none());
/// ```
pub fn parse_mime_essence(value: &[u8]) -> Option<MimeEssence> {
    let value = normalize_header_value(value);
    let slash = value.iter().position(|b| *b == b'/')?;
    let (kind, rest) = (&value[..slash], &value[slash + 1..]);
    let end = rest.iter().position(|b| *b == b';').unwrap_or(rest.len());
    let blank = |b: &u8| matches!(b, b'\t' | b'\n' | b'\r' | b' ');
    let end = rest[..end].iter().rposition(|b| !blank(b)).map_or(0, |i| i + 1);
    let subtype = &rest[..end];
    if !is_token(kind) || !is_token(subtype) {
        return None;
    }
    let text = kind.iter().chain(b"/").chain(subtype);
    Some(MimeEssence(text.map(|b| char::from(b.to_ascii_lowercase())).collect()))
}
