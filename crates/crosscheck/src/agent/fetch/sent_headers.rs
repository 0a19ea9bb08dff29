//! What a browser makes of a request's headers on their way to the wire.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::agent::check::safelist::without_signs;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::parse_single_range;
use crate::wire::trim_http_tab_or_space;

/// What a browser adds where script set nothing.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-fetch>
pub(in crate::agent) fn add_defaults(
    headers: &mut HeaderList,
    initiator: Initiator,
    agent: &UserAgent,
) {
    let profile = agent.profile;
    // 12. What it takes, by what asked.
    let is_silent = initiator == Initiator::WebSocket && !profile.handshakes_accept;
    if !headers.contains("Accept") && !is_silent {
        let accepted = match initiator {
            initiator if initiator.is_image() => profile.accept_of_images,
            Initiator::Font => profile.accept_of_fonts,
            Initiator::Style | Initiator::AtImport | Initiator::CssModule => "text/css,*/*;q=0.1",
            Initiator::JsonModule => profile.accept_of_json,
            Initiator::Video => profile.accept_of_videos,
            Initiator::Audio => profile.accept_of_audio,
            Initiator::Iframe | Initiator::Form => profile.accept_of_documents,
            _ => "*/*",
        };
        headers.append_static("Accept", accepted);
    }
    // 14. In which language.
    if let Some(language) = agent.accept_language.filter(|_| !headers.contains("Accept-Language")) {
        headers.append_static("Accept-Language", language);
    }
}

/// Tells who is asked for a document that the browser would rather have it over TLS.
///
/// Spec: <https://w3c.github.io/webappsec-upgrade-insecure-requests/#preference>
pub(in crate::agent) fn append_upgrade_insecure_requests(
    headers: &mut HeaderList,
    request: &Request,
    profile: &Profile,
) {
    let is_told = profile.tells_secure_hosts_too || request.initial_url().scheme() != "https";
    if request.mode == RequestMode::Navigate && is_told {
        headers.append_static("Upgrade-Insecure-Requests", "1");
    }
}

/// Drops what script gave a header before it gave it an empty value, and the empty value itself if
/// another followed.
pub(in crate::agent) fn erase_before_empty_values(headers: &mut HeaderList) {
    let lines = headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.is_empty()));
    // For each name, where its last empty value is, and whether another followed.
    let mut erased: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    for (index, (name, is_empty)) in lines.enumerate() {
        if is_empty {
            erased.insert(name, (index, false));
        } else if let Some((_, followed)) = erased.get_mut(&name) {
            *followed = true;
        }
    }
    if erased.is_empty() {
        return;
    }
    let mut index = 0;
    headers.retain(|name, _| {
        index += 1;
        match erased.get(&name.to_ascii_lowercase()) {
            Some((last_empty, true)) => index - 1 > *last_empty,
            Some((last_empty, false)) => index - 1 == *last_empty,
            None => true,
        }
    });
}

/// Of several lines of a header of which there can be one keeps the last; of a `Content-Type`
/// that goes with a body to the first URL, the first.
pub(in crate::agent) fn keep_singletons_once(headers: &mut HeaderList, starts_with_body: bool) {
    for name in SINGLETONS {
        let kept = {
            let mut lines = headers.lines(name);
            let first = starts_with_body && name == "Content-Type";
            if first { lines.next() } else { lines.last() }.map(<[u8]>::to_vec)
        };
        if let Some(kept) = kept {
            headers.set(name, kept);
        }
    }
}

/// Headers of which there can be one, and that script may set.
const SINGLETONS: [&str; 8] = [
    "Authorization",
    "Content-Disposition",
    "Content-Type",
    "From",
    "If-Modified-Since",
    "If-Unmodified-Since",
    "Max-Forwards",
    "User-Agent",
];

/// The bytes that a browser puts on the wire for a value that script set.
pub(in crate::agent) fn value_as_sent(
    is_plain_get: bool,
    name: &str,
    value: &[u8],
    profile: &Profile,
) -> Vec<u8> {
    if profile.rewrites_range && is_plain_get && name.eq_ignore_ascii_case("range") {
        return shortest_range(value).unwrap_or_else(|| value.to_vec());
    }
    let value = trim_http_tab_or_space(value);
    if profile.sends_values_as_utf8 {
        return value.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes();
    }
    value.to_vec()
}

/// A single byte range without blanks and leading zeros; `None` if it is not one.
fn shortest_range(value: &[u8]) -> Option<Vec<u8>> {
    let mut compact = without_signs(value);
    compact.retain(|byte| !matches!(byte, b' ' | b'\t'));
    compact.make_ascii_lowercase();
    let range = parse_single_range(&compact)?;
    let number = |digits: Option<&[u8]>| match digits {
        None => Some(String::new()),
        Some(digits) => {
            core::str::from_utf8(digits).ok()?.parse::<i64>().ok().map(|number| number.to_string())
        }
    };
    Some(format!("bytes={}-{}", number(range.start)?, number(range.end)?).into_bytes())
}
