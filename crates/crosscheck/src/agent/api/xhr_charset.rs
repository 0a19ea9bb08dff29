//! XHR sends text as UTF-8 and says so, whatever charset script wrote.

use alloc::string::ToString;
use alloc::vec::Vec;

use data_url::mime::Mime;

use crate::agent::profile::XhrCharset;

/// A `Content-Type` as XHR sends it with a body of a certain kind.
///
/// Spec: <https://xhr.spec.whatwg.org/#the-send()-method>
pub(in crate::agent) fn with_utf_8(
    value: Vec<u8>,
    is_text: bool,
    is_params: bool,
    rule: XhrCharset,
) -> Vec<u8> {
    // 4.5. By what the body is, and by browser.
    match rule {
        XhrCharset::InPlace if is_text || is_params => Some(wherever_named(&value)),
        XhrCharset::OfTextAndInPlaceOfParams if is_params => in_place_of_parameter(&value),
        XhrCharset::OfTextAndParams if is_text || is_params => {
            serialized(&value).filter(|_| !names_an_empty_charset(&value))
        }
        _ if is_text => serialized(&value),
        _ => None,
    }
    .unwrap_or(value)
}

/// Puts `UTF-8` in place of whatever follows the word `charset` and a `=`, quotes kept, wherever the
/// word begins after a blank or a `;`.
fn wherever_named(value: &[u8]) -> Vec<u8> {
    let is_quote = |byte: u8| matches!(byte, b'"' | b'\'');
    let skip = |from: usize, skipped: &dyn Fn(u8) -> bool| {
        value[from..].iter().position(|byte| !skipped(*byte)).map_or(value.len(), |n| from + n)
    };
    let mut written = Vec::new();
    let mut kept_from = 0;
    let mut at = 0;
    while let Some(found) =
        value[at..].windows(CHARSET.len()).position(|w| w.eq_ignore_ascii_case(CHARSET))
    {
        let start = at + found;
        at = start + CHARSET.len();
        let begins_a_word = start > 0 && matches!(value[start - 1], 0..=b' ' | b';');
        let equals = skip(at, &|byte| byte <= b' ');
        if !begins_a_word || value.get(equals) != Some(&b'=') {
            continue;
        }
        let from = skip(equals + 1, &|byte| byte <= b' ' || is_quote(byte));
        at = skip(from, &|byte| byte > b' ' && !is_quote(byte) && byte != b';');
        // An empty one ends the search.
        if at == from {
            break;
        }
        written.extend_from_slice(&value[kept_from..from]);
        written.extend_from_slice(b"UTF-8");
        kept_from = at;
    }
    written.extend_from_slice(&value[kept_from..]);
    written
}

/// Puts `UTF-8` in place of the charset of the first media type in a list, double quotes lost;
/// `None` if there is none or it says `utf-8`.
fn in_place_of_parameter(value: &[u8]) -> Option<Vec<u8>> {
    let end = unquoted(value, b',').next().unwrap_or(value.len());
    let is_named = |at: &usize| {
        value[*at..end].get(..CHARSET.len()).is_some_and(|name| name.eq_ignore_ascii_case(CHARSET))
            && value.get(at + CHARSET.len()) == Some(&b'=')
    };
    let after_blanks = |at: usize| {
        let blanks = value[at + 1..end].iter().take_while(|b| matches!(b, b' ' | b'\t'));
        at + 1 + blanks.count()
    };
    let parameters = unquoted(&value[..end], b';').map(after_blanks);
    let mut start = parameters.filter(is_named).last()? + CHARSET.len() + 1;
    let mut end = unquoted(&value[start..end], b';').next().map_or(end, |length| start + length);
    if value[start..end].eq_ignore_ascii_case(b"utf-8") {
        return None;
    }
    if let [b'\'', .., b'\''] = value[start..end] {
        (start, end) = (start + 1, end - 1);
    }
    Some([&value[..start], b"UTF-8", &value[end..]].concat())
}

/// Where a byte stands outside of double quotes.
fn unquoted(value: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    value.iter().enumerate().filter_map(move |(at, byte)| {
        is_quoted ^= *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && is_quoted && !is_escaped;
        (*byte == wanted && !is_quoted).then_some(at)
    })
}

/// Writes the MIME type anew with another charset; `None` if it has none, or has UTF-8.
fn serialized(value: &[u8]) -> Option<Vec<u8>> {
    let mut mime = core::str::from_utf8(value).ok()?.parse::<Mime>().ok()?;
    let (_, charset) = mime.parameters.iter_mut().find(|(name, _)| name == "charset")?;
    if charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    *charset = "UTF-8".into();
    Some(mime.to_string().into_bytes())
}

fn names_an_empty_charset(value: &[u8]) -> bool {
    let mime = core::str::from_utf8(value).ok().and_then(|text| text.parse::<Mime>().ok());
    mime.is_some_and(|mime| mime.get_parameter("charset") == Some(""))
}

const CHARSET: &[u8] = b"charset";
