//! Phase 5: the answer's headers say what was decided, and nothing else about CORS.
//!
//! Owns how edits are applied to a header map. Chooses nothing: each edit is done as it is.

use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::Decision;
use crosscheck::server::Edit;
use crosscheck::server::missing_vary_names;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header;

/// Takes every CORS header away that is there and applies the decision's edits.
///
/// In: the answer's headers; the decision; the request's `Origin` line, which an edit may echo.
pub(crate) fn edit_answer(
    headers: &mut HeaderMap,
    decision: &Decision<'_>,
    origin: Option<&HeaderValue>,
) {
    for name in CORS_RESPONSE_HEADERS {
        headers.remove(name);
    }
    for edit in decision.edits().iter() {
        match edit {
            Edit::Set(name, value) => {
                // A policy's values are tokens and lists of them. Were one not, leaving the header
                // out refuses, which is the safe side.
                let value = HeaderValue::from_str(value);
                debug_assert!(value.is_ok(), "a policy holds header values only");
                if let Ok(value) = value {
                    headers.insert(HeaderName::from_static(name), value);
                }
            }
            Edit::Echo(name) => {
                // Only a request that has an origin is decided so.
                debug_assert!(origin.is_some(), "an echo needs an origin");
                if let Some(origin) = origin {
                    headers.insert(HeaderName::from_static(name), origin.clone());
                }
            }
            Edit::Remove(name) => {
                headers.remove(name);
            }
            Edit::Vary(names) => add_to_vary(headers, names),
        }
    }
}

/// Adds the names that no `Vary` line has yet, as a line of their own.
fn add_to_vary(headers: &mut HeaderMap, names: &'static str) {
    if !headers.contains_key(header::VARY) {
        headers.insert(header::VARY, HeaderValue::from_static(names));
        return;
    }
    let lines: Vec<&HeaderValue> = headers.get_all(header::VARY).into_iter().collect();
    let missing: Vec<&str> = missing_vary_names(lines.as_slice(), names).collect();
    if missing.is_empty() {
        return;
    }
    if let Ok(line) = HeaderValue::from_str(&missing.join(", ")) {
        headers.append(header::VARY, line);
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::HeaderValue;

    use super::add_to_vary;

    #[test]
    fn vary_is_merged_by_name_over_all_lines() {
        for (there, wanted, expected) in [
            (&[][..], "Origin", &["Origin"][..]),
            (&["Accept"], "Origin", &["Accept", "Origin"]),
            (&["accept, ORIGIN"], "Origin", &["accept, ORIGIN"]),
            (&["Accept", "Origin"], "Origin", &["Accept", "Origin"]),
            (&["*"], "Origin", &["*"]),
            (&["B"], "A, B, C", &["B", "A, C"]),
        ] {
            let mut headers = HeaderMap::new();
            for line in there {
                headers.append("vary", HeaderValue::from_static(line));
            }
            add_to_vary(&mut headers, wanted);
            let lines: Vec<&HeaderValue> = headers.get_all("vary").into_iter().collect();
            assert_eq!(lines, expected, "{there:?} and {wanted:?}");
        }
    }
}
