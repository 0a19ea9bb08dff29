//! XHR sends text as UTF-8 and says so, whatever charset script wrote.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::profile::XhrCharset;

/// A `Content-Type` as XHR sends it with a body of a certain kind.
///
/// Spec: <https://xhr.spec.whatwg.org/#the-send()-method>
pub(super) fn with_utf_8(
    value: Vec<u8>,
    is_text: bool,
    is_params: bool,
    rule: XhrCharset,
) -> Vec<u8> {
    match rule {
        XhrCharset::InPlace if is_text || is_params => in_place(&value, true),
        XhrCharset::OfTextAndInPlaceOfParams if is_params => in_place(&value, false),
        XhrCharset::OfTextAndParams if is_params => serialized(&value),
        _ if is_text => serialized(&value),
        _ => None,
    }
    .unwrap_or(value)
}

/// Cuts the charset out and puts `UTF-8` there; `None` if there is nothing to do.
fn in_place(value: &[u8], keeps_quotes: bool) -> Option<Vec<u8>> {
    const NAME: &[u8] = b"charset=";
    let start = value.windows(NAME.len()).position(|part| part.eq_ignore_ascii_case(NAME))?;
    let (before, charset) = value.split_at(start + NAME.len());
    let end = charset.iter().position(|byte| *byte == b';').unwrap_or(charset.len());
    let (charset, after) = charset.split_at(end);
    if !keeps_quotes && charset.eq_ignore_ascii_case(b"utf-8") {
        return None;
    }
    let quote: &[u8] = if charset.starts_with(b"\"") && keeps_quotes { b"\"" } else { b"" };
    Some([before, quote, b"UTF-8", quote, after].concat())
}

/// Writes the media type anew with another charset; `None` if it has none, or has UTF-8.
fn serialized(value: &[u8]) -> Option<Vec<u8>> {
    let text = core::str::from_utf8(value).ok()?;
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next()?.to_ascii_lowercase();
    let parameters: Vec<(String, &str)> = parts
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    let (_, charset) = parameters.iter().find(|(name, _)| name == "charset")?;
    if charset.trim_matches('"').eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let written = parameters.iter().map(|(name, value)| match name.as_str() {
        "charset" => ";charset=UTF-8".into(),
        _ => format!(";{name}={value}"),
    });
    Some((essence + &written.collect::<String>()).into_bytes())
}
