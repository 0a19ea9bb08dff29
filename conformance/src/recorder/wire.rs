//! What is written down of a request.

use std::collections::BTreeSet;

use crosscheck::scenario::HeaderTexts;
use crosscheck::scenario::WireRequest;

/// The origin that a request was sent to.
pub(super) fn origin(scheme: &str, headers: &HeaderTexts) -> String {
    let host = headers.get("host").map(|host| host.to_ascii_lowercase()).unwrap_or_default();
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    format!("{scheme}://{}", host.strip_suffix(default_port).unwrap_or(&host))
}

/// A request without the headers that every browser sends of itself, and that say nothing.
pub(super) fn kept(request: &WireRequest, set_by_script: &BTreeSet<String>) -> WireRequest {
    let is_kept = |name: &str, value: &str| {
        let is_by_script = set_by_script.contains(name);
        match name {
            // What a connection does between requests.
            "connection" => !["keep-alive", "close"].contains(&value.to_ascii_lowercase().as_str()),
            "accept" | "accept-language" => is_by_script,
            _ => {
                KEPT.contains(&name)
                    || name.starts_with("x-")
                    || name.starts_with("sec-fetch-")
                    || is_by_script
            }
        }
    };
    let headers = request.headers.iter().filter(|(name, value)| is_kept(name, value));
    let headers = headers.map(|(name, value)| (name.clone(), value.clone())).collect();
    WireRequest { headers, ..request.clone() }
}

const KEPT: [&str; 19] = [
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "authorization",
    "cache-control",
    "content-language",
    "content-type",
    "cookie",
    "dnt",
    "if-modified-since",
    "if-none-match",
    "origin",
    "pragma",
    "range",
    "referer",
    "save-data",
    "service-worker",
    "upgrade",
    "upgrade-insecure-requests",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_that_goes_without_saying_is_no_part_of_an_origin() {
        for (scheme, host, expected) in [
            ("http", "API.test:80", "http://api.test"),
            ("https", "api.test:443", "https://api.test"),
            ("https", "api.test:80", "https://api.test:80"),
            ("http", "[fd00::5]", "http://[fd00::5]"),
        ] {
            let headers = [("host".into(), host.into())].into();
            assert_eq!(origin(scheme, &headers), expected);
        }
    }

    #[test]
    fn what_says_nothing_is_left_out_unless_script_set_it() {
        let headers = ["accept", "accept-language", "connection", "user-agent", "x-a", "cookie"];
        let headers = headers.map(|name| (name.into(), "keep-alive".into())).into();
        let request = WireRequest { headers, ..WireRequest::default() };
        let kept = kept(&request, &["accept".to_owned()].into());
        assert_eq!(kept.headers.into_keys().collect::<Vec<_>>(), ["accept", "cookie", "x-a"]);
    }
}
