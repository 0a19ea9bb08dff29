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
    let is_blank = |byte| byte <= b' ';
    let is_quote = |byte| matches!(byte, b'"' | b'\'');
    let (mut written, mut rest) = (Vec::new(), value);
    while let Some((before, name, behind)) = cut_at_charset(rest) {
        let begins_a_word = matches!(before.last().or(written.last()), Some(0..=b' ' | b';'));
        written.extend_from_slice(before);
        written.extend_from_slice(name);
        rest = behind;
        let (blanks, behind) = split_while(behind, is_blank);
        let Some(behind) = behind.strip_prefix(b"=").filter(|_| begins_a_word) else { continue };
        let (opening, behind) = split_while(behind, |byte| is_blank(byte) || is_quote(byte));
        let goes_on = |byte| !is_blank(byte) && !is_quote(byte) && byte != b';';
        let (charset, behind) = split_while(behind, goes_on);
        // An empty one ends the search.
        if charset.is_empty() {
            break;
        }
        written.extend_from_slice(&[blanks, b"=", opening, UTF_8].concat());
        rest = behind;
    }
    written.extend_from_slice(rest);
    written
}

/// What stands before the word `charset`, the word as it is spelled, and what stands behind it.
fn cut_at_charset(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let is_it = |word: &[u8]| word.eq_ignore_ascii_case(CHARSET);
    let (before, rest) = text.split_at_checked(text.windows(CHARSET.len()).position(is_it)?)?;
    let (name, behind) = rest.split_at_checked(CHARSET.len())?;
    Some((before, name, behind))
}

/// The bytes that a text starts with and that fit, and the rest.
fn split_while(text: &[u8], fits: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| fits(**byte)).count())
}

/// Puts `UTF-8` in place of the charset of the first media type in a list, double quotes lost;
/// `None` if there is none or it says `utf-8`.
fn in_place_of_parameter(value: &[u8]) -> Option<Vec<u8>> {
    let (first, others) = value.split_at(unquoted(value, b',').next().unwrap_or(value.len()));
    // From behind the `=` on.
    let named = |semicolon: usize| {
        let parameter = first.get(semicolon + 1..)?;
        let (_, parameter) = split_while(parameter, |byte| matches!(byte, b' ' | b'\t'));
        let (name, text) = parameter.split_at_checked(CHARSET.len())?;
        text.strip_prefix(b"=").filter(|_| name.eq_ignore_ascii_case(CHARSET))
    };
    let text = unquoted(first, b';').filter_map(named).last()?;
    let (before, _) = first.split_at(first.len() - text.len());
    let (charset, behind) = text.split_at(unquoted(text, b';').next().unwrap_or(text.len()));
    if charset.eq_ignore_ascii_case(UTF_8) {
        return None;
    }
    let written = if let [b'\'', .., b'\''] = charset { b"'UTF-8'" } else { UTF_8 };
    Some([before, written, behind, others].concat())
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
const UTF_8: &[u8] = b"UTF-8";
