//! Every parser of `wire`, on any bytes: no panic, and what is written reads back the same.

#![no_main]

use crosscheck::wire;
use crosscheck::wire::Origin;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(tokens) = wire::extract_token_list([bytes]) {
        assert!(tokens.iter().all(|token| wire::is_token(token.as_bytes())));
    }
    let _ = wire::get_decode_and_split(bytes);
    let normalized = wire::normalize_header_value(bytes);
    assert_eq!(wire::normalize_header_value(normalized), normalized);
    assert!(wire::delta_seconds(bytes).is_none() || bytes.iter().any(u8::is_ascii_digit));
    if let Some(essence) = wire::parse_mime_essence(bytes) {
        let again = wire::parse_mime_essence(essence.as_str().as_bytes());
        assert_eq!(again, Some(essence));
    }
    let _ = wire::parse_single_range(bytes);
    for name in ["accept", "accept-language", "content-language", "content-type", "range", "x-a"] {
        let _ = wire::is_cors_safelisted_request_header(name, bytes);
        let _ = wire::is_no_cors_safelisted_request_header(name, bytes);
        let _ = wire::is_forbidden_request_header(name, bytes);
    }
    if let Ok(text) = core::str::from_utf8(bytes) {
        let _ = wire::is_forbidden_method(text);
        let _ = wire::normalize_method(text);
        if let Ok(origin) = Origin::parse(text) {
            assert_eq!(Origin::parse(origin.serialize()).as_ref(), Ok(&origin));
        }
    }
});
