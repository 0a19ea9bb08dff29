//! Phase 5, edit answer: the upstream's CORS headers out, the decided ones in.

use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::Edit;
use crosscheck::server::Edits;
use crosscheck::server::missing_vary_names;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header::VARY;

/// Removes every header by which an upstream speaks CORS itself: two voices are an error.
pub(crate) fn strip_cors(headers: &mut HeaderMap) {
    for name in CORS_RESPONSE_HEADERS {
        headers.remove(name);
    }
}

/// Applies a decision's edits, and chooses nothing.
pub(crate) fn apply(edits: &Edits<'_>, headers: &mut HeaderMap) {
    for edit in edits.iter() {
        match edit {
            Edit::Set(name, value) => {
                // Both were checked when the policy was made.
                if let Ok(value) = HeaderValue::from_str(value) {
                    headers.insert(HeaderName::from_static(name), value);
                }
            }
            Edit::Vary(names) => merge_vary(headers, names),
        }
    }
}

fn merge_vary(headers: &mut HeaderMap, names: &'static str) {
    let lines: Vec<&[u8]> = headers.get_all(VARY).iter().map(HeaderValue::as_bytes).collect();
    let missing: Vec<&str> = missing_vary_names(lines, names).collect();
    if missing.len() == names.split(", ").count() {
        headers.append(VARY, HeaderValue::from_static(names));
    } else if let Ok(value) = HeaderValue::from_str(&missing.join(", "))
        && !missing.is_empty()
    {
        headers.append(VARY, value);
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::header::VARY;

    use super::merge_vary;

    #[test]
    fn vary_keeps_what_is_there_and_adds_what_is_missing() {
        for (there, added) in [
            (&[][..], Some("Origin, Accept")),
            (&["accept-encoding"], Some("Origin, Accept")),
            (&["Accept-Encoding", "ORIGIN"], Some("Accept")),
            (&["accept , origin"], None),
            (&["*"], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in there {
                headers.append(VARY, line.parse().unwrap());
            }
            merge_vary(&mut headers, "Origin, Accept");
            let lines: Vec<_> = headers.get_all(VARY).iter().map(|v| v.to_str().unwrap()).collect();
            let expected: Vec<_> = there.iter().copied().chain(added).collect();
            assert_eq!(lines, expected);
        }
    }
}
