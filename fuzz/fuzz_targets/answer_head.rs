//! Any answer's head on its way through the gateway: nothing of its hop is left, what speaks for the
//! whole message stays, it has one end, and no reference leads to the upstream or to a stranger.

#![no_main]

use arbitrary::Unstructured;
use crosscheck_fuzz::head::HOP_BY_HOP;
use crosscheck_fuzz::head::headers;
use crosscheck_gateway::Upstream;
use crosscheck_gateway::hop;
use crosscheck_gateway::location::lead_back;
use http::StatusCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let (Ok(mut headers), Ok(status)) = (headers(&mut u), u.int_in_range(100..=599)) else {
        return;
    };
    let status = StatusCode::from_u16(status).expect("three digits");
    let before = headers.clone();
    if hop::strip_answer(status, &mut headers).is_err() {
        return;
    }
    assert_ne!(status, StatusCode::SWITCHING_PROTOCOLS);
    for name in HOP_BY_HOP {
        assert!(!headers.contains_key(name), "{name}: {before:?}");
    }
    let lengths: Vec<_> = headers.get_all("content-length").into_iter().collect();
    assert!(lengths.len() <= 1, "{before:?}");
    for length in lengths {
        let is_number = length.to_str().is_ok_and(|text| text.parse::<u64>().is_ok());
        assert!(is_number && !length.as_bytes().starts_with(b"+"), "{before:?}");
        assert!(!before.contains_key("transfer-encoding"), "{before:?}");
    }
    for name in ["set-cookie", "vary", "location", "content-type", "access-control-allow-origin"] {
        let lines = |headers: &http::HeaderMap| headers.get_all(name).into_iter().count();
        assert_eq!(lines(&headers), lines(&before), "{name}: {before:?}");
    }

    let upstream = Upstream::parse("http://127.0.0.1:9000").expect("an upstream");
    let page = url::Url::parse("https://gateway.example/a/b").expect("a URL");
    let said = headers.get("location").cloned();
    lead_back(&mut headers, &upstream, "");
    let passed_on = headers.get("location").cloned();
    if let (Some(said), Some(passed_on)) = (&said, &passed_on)
        && said != passed_on
    {
        // What was rewritten stays at the gateway, and was at the upstream.
        let led = page.join(passed_on.to_str().expect("text")).expect("a reference");
        assert_eq!(led.origin(), page.origin(), "{said:?} -> {passed_on:?}");
        let meant = page.join(said.to_str().expect("text")).expect("a reference");
        assert_eq!(meant.host_str(), Some("127.0.0.1"), "{said:?} -> {passed_on:?}");
        assert_eq!(meant.port(), Some(9000), "{said:?} -> {passed_on:?}");
        assert_eq!(meant.query(), led.query(), "{said:?} -> {passed_on:?}");
    }
    let again = headers.clone();
    lead_back(&mut headers, &upstream, "");
    assert_eq!(headers, again);
});
