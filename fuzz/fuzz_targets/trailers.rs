//! Any trailers: what is left of them says nothing that only a head may, and the rest is untouched.

#![no_main]

use arbitrary::Unstructured;
use crosscheck_fuzz::head::HOP_BY_HOP;
use crosscheck_fuzz::head::headers;
use crosscheck_gateway::hop;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut trailers) = headers(&mut Unstructured::new(bytes)) else { return };
    let before = trailers.clone();
    hop::strip_trailers(&mut trailers);
    for name in trailers.keys().map(http::HeaderName::as_str) {
        assert!(!HOP_BY_HOP.contains(&name), "{name}");
        assert!(
            !name.starts_with("access-control-") && !name.starts_with("x-forwarded-"),
            "{name}"
        );
        let of_the_head = [
            "content-length",
            "host",
            "vary",
            "set-cookie",
            "cookie",
            "authorization",
            "origin",
            "trailer",
            "location",
            "cdn-loop",
            "forwarded",
            "x_forwarded_for",
            "true-client-ip",
            "content-type",
        ];
        assert!(!of_the_head.contains(&name), "{name}");
        let lines = |headers: &http::HeaderMap| -> Vec<_> {
            headers.get_all(name).iter().cloned().collect()
        };
        assert_eq!(lines(&trailers), lines(&before), "{name}");
    }
    for name in ["x-own", "server-timing"] {
        assert_eq!(trailers.contains_key(name), before.contains_key(name), "{name}");
    }
});
