//! What the holes of a text caught, put where it belongs.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;

use url::Url;

use crate::agent::Stage;
use crate::diagnosis::Refusal;
use crate::diagnosis::texts::template::Caught;
use crate::wire::Origin;

/// Puts what was caught where it belongs.
pub(super) fn fill(refusal: &mut Refusal, caught: &Caught<'_>) {
    for (name, text) in caught {
        let text = match *name {
            "value" => (*text).to_string(),
            _ => unquoted(text).to_string(),
        };
        match *name {
            "url" if refusal.url.is_none() && text.contains(':') => refusal.url = Some(text),
            "from" => refusal.redirected_from = Some(text),
            "location" => refusal.location = Some(text),
            "origin" => refusal.origin = Some(with_scheme(text)),
            "sent" => {
                refusal.is_origin_as_sent = true;
                refusal.origin = Some(with_scheme(text));
            }
            "page" => refusal.origin = Some(origin_of(&text)),
            "method" => refusal.method = Some(text),
            "header" => refusal.header_names = [text].into(),
            "space" => refusal.address_space = Some(text),
            "status" => refusal.status = text.parse().ok(),
            "value" => refusal.value = Some(text),
            "stage" => refusal.stage = Some(Stage::Preflight),
            "code" => refusal.value = Some(format!("net::ERR_{text}")),
            _ => {}
        }
    }
}

/// What stands between quotes, if the text does.
fn unquoted(text: &str) -> &str {
    let is_quote = |letter: char| matches!(letter, '‘' | '’' | '“' | '”' | '\'' | '"');
    text.strip_prefix(is_quote).and_then(|text| text.strip_suffix(is_quote)).unwrap_or(text)
}

/// An origin as browsers write it, where somebody left out the scheme of this machine's.
fn with_scheme(origin: String) -> String {
    let host = origin.split(':').next().unwrap_or_default();
    let is_local = ["localhost", "127.0.0.1"].contains(&host) && !origin.contains('/');
    if is_local { format!("http://{origin}") } else { origin }
}

pub(super) fn origin_of(page: &str) -> String {
    Url::parse(page).map_or_else(|_| "null".into(), |url| Origin::of(&url).to_string())
}
