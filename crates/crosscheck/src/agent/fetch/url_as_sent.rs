//! How a URL is spelled on its way to the server.

use alloc::string::String;

use url::Url;

use crate::agent::profile::Profile;

/// A URL as it is sent, and as script reads it of the answer.
///
/// Some browsers' libraries decode what need not be encoded in a path and a query, and write the rest in upper
/// case: `/%7Eme/a%2fb` is `/~me/a%2Fb`. What is kept, and who is asked, goes by the URL as it was.
pub(in crate::agent) fn as_sent(url: &Url, profile: &Profile) -> Url {
    let mut sent = url.clone();
    if profile.spells_escapes_anew && url.as_str().contains('%') {
        sent.set_path(&spelled_anew(url.path()));
        sent.set_query(url.query().map(spelled_anew).as_deref());
    }
    sent
}

fn spelled_anew(text: &str) -> String {
    let mut rest = text.split('%');
    let mut spelled = String::from(rest.next().unwrap_or_default());
    for part in rest {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|d| d.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (digits, byte) {
            (Some(_), Some(byte)) if is_unreserved(byte) => spelled.push(char::from(byte)),
            (Some(digits), _) => spelled.extend(["%", &digits.to_ascii_uppercase()]),
            (None, _) => spelled.push('%'),
        }
        spelled.push_str(part.strip_prefix(digits.unwrap_or_default()).unwrap_or(part));
    }
    spelled
}

/// Spec: <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_need_not_be_encoded_is_not_and_the_rest_is_in_upper_case() {
        for (given, sent) in [
            ("https://api.example/%61pi/a%2fb?x=%7e%2f", "https://api.example/api/a%2Fb?x=~%2F"),
            ("https://api.example/%e4%41", "https://api.example/%E4A"),
            ("https://api.example/100%/%zz%6", "https://api.example/100%/%zz%6"),
            ("https://api.example/a", "https://api.example/a"),
        ] {
            let url = Url::parse(given).expect("a URL");
            assert_eq!(as_sent(&url, &Profile::WEBKIT).as_str(), sent);
            assert_eq!(as_sent(&url, &Profile::CHROMIUM), url);
        }
    }
}
