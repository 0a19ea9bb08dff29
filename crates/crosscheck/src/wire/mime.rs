//! The part of MIME type parsing that the safelist asks for: type and subtype.

use alloc::format;
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
    let (kind, rest) = cut_at(value, b'/');
    let (mut subtype, _) = cut_at(rest?, b';');
    while let [kept @ .., b'\t' | b'\n' | b'\r' | b' '] = subtype {
        subtype = kept;
    }
    if !is_token(kind) || !is_token(subtype) {
        return None;
    }
    // Tokens are ASCII.
    let text = |token| core::str::from_utf8(token).unwrap_or_default();
    let essence = format!("{}/{}", text(kind), text(subtype));
    Some(MimeEssence(essence.to_ascii_lowercase()))
}

/// What stands before the first of a byte, or all; and what stands behind it.
fn cut_at(value: &[u8], byte: u8) -> (&[u8], Option<&[u8]>) {
    let end = value.iter().position(|there| *there == byte).unwrap_or(value.len());
    let (before, behind) = value.split_at(end);
    (before, behind.get(1..))
}

/// Whether what is of a type, as its essence says, is a script.
///
/// Spec: <https://mimesniff.spec.whatwg.org/#javascript-mime-type>
#[cfg(feature = "agent")]
pub(crate) fn is_javascript(essence: &str) -> bool {
    let (kind, name) = essence.split_once('/').unwrap_or_default();
    let names = ["ecmascript", "javascript", "x-ecmascript", "x-javascript"];
    match kind {
        "application" => names.contains(&name),
        "text" => names.contains(&name) || name == "jscript" || is_versioned_javascript(name),
        _ => false,
    }
}

/// Whether what is of this type can be no script, whatever it holds.
///
/// Spec: <https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?>
#[cfg(feature = "agent")]
pub(crate) fn is_never_script(essence: &str) -> bool {
    // 2. What says nothing of its type may be a script.
    // 4. What is shown or played, or a table.
    let kind = essence.split('/').next().unwrap_or_default();
    matches!(kind, "audio" | "image" | "video") || essence == "text/csv"
}

#[cfg(feature = "agent")]
fn is_versioned_javascript(name: &str) -> bool {
    let versions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"];
    name == "livescript" || name.strip_prefix("javascript").is_some_and(|v| versions.contains(&v))
}

/// The charset that a `Content-Type` names, if that is not UTF-8.
#[cfg(feature = "agent")]
pub(crate) fn other_charset(value: &[u8]) -> Option<String> {
    let mime: data_url::mime::Mime = core::str::from_utf8(value).ok()?.parse().ok()?;
    let charset = mime.get_parameter("charset")?;
    (!charset.eq_ignore_ascii_case("utf-8")).then(|| charset.into())
}
