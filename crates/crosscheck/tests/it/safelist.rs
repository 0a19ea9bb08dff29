//! What may cross origins without being asked for: methods and headers, to the byte.
//!
//! Facts from web-platform-tests; each table names the file that it follows.

use crosscheck::wire::RangeHeader;
use crosscheck::wire::delta_seconds;
use crosscheck::wire::extract_token_list;
use crosscheck::wire::get_decode_and_split;
use crosscheck::wire::is_cors_safelisted_method;
use crosscheck::wire::is_cors_safelisted_request_header;
use crosscheck::wire::is_forbidden_method;
use crosscheck::wire::is_forbidden_request_header;
use crosscheck::wire::normalize_method;
use crosscheck::wire::parse_mime_essence;
use crosscheck::wire::parse_single_range;

/// cors/simple-requests.htm, fetch/api/request/forbidden-method.any.js
#[test]
fn three_methods_need_no_permission_and_three_can_never_be_used() {
    for (given, sent, safelisted) in [
        ("GET", "GET", true),
        ("head", "HEAD", true),
        ("PoSt", "POST", true),
        ("put", "PUT", false),
        ("patch", "patch", false),
        ("PATCH", "PATCH", false),
        ("chicken", "chicken", false),
    ] {
        assert_eq!(normalize_method(given), sent);
        assert_eq!(is_cors_safelisted_method(sent), safelisted, "{sent}");
    }
    for forbidden in ["CONNECT", "trace", "Track"] {
        assert!(is_forbidden_method(forbidden));
    }
}

/// cors/cors-safelisted-request-header.any.js
#[test]
fn a_content_type_is_safe_if_a_form_could_have_sent_it() {
    for (value, safe) in [
        ("text/plain", true),
        ("text/plain;charset=utf-8", true),
        ("TEXT/PLAIN ; x", true),
        ("multipart/form-data; boundary=x", true),
        ("application/x-www-form-urlencoded", true),
        ("text/plain;garbage", true),
        ("application/json", false),
        ("text /plain", false),
        ("text/plain,", false),
        ("te xt/plain", false),
        ("text/pl\u{e9}in", false),
        ("/plain", false),
        ("text/", false),
        ("text/plain, text/plain", false),
        ("text/plain; x=\"a@b\"", false),
        ("", false),
    ] {
        let found = is_cors_safelisted_request_header("Content-Type", value.as_bytes());
        assert_eq!(found, safe, "{value:?}");
    }
}

#[test]
fn a_range_has_one_end_at_least() {
    let range = |value: &'static str| parse_single_range(value.as_bytes());
    let ends = |start, end| Some(RangeHeader { start, end });
    assert_eq!(range("bytes=1-2"), ends(Some(&b"1"[..]), Some(&b"2"[..])));
    assert_eq!(range("bytes=1-"), ends(Some(&b"1"[..]), None));
    assert_eq!(range("bytes=-2"), ends(None, Some(&b"2"[..])));
    for value in ["bytes=-", "bytes=2-1", "bytes=002-1", "bytes=1", "bytes=1-2-", "1-2"] {
        assert_eq!(range(value), None, "{value}");
    }
}

/// What is no type at all has no essence, whatever the safelist makes of it.
#[test]
fn a_type_and_a_subtype_are_words() {
    let essence = |value: &str| {
        parse_mime_essence(value.as_bytes()).map(|essence| essence.as_str().to_owned())
    };
    assert_eq!(essence(" Text/HTML ; charset=utf-8").as_deref(), Some("text/html"));
    for value in ["text", "text/", "/html", "te xt/html", "text/ht ml", "text/html/x"] {
        assert_eq!(essence(value), None, "{value}");
    }
}

/// cors/cors-safelisted-request-header.any.js, fetch/api/cors/cors-preflight-not-cors-safelisted.any.js
#[test]
fn other_safelisted_headers_have_their_own_bytes() {
    for (name, value, safe) in [
        ("accept", "text/html;q=0.9, */*", true),
        ("accept", "\"", false),
        ("accept", "a:b", false),
        ("accept", "\u{1}", false),
        ("accept-language", "en-US,en;q=0.5", true),
        ("accept-language", "en_US", false),
        ("content-language", "mi, en", true),
        ("content-language", "@", false),
        ("range", "bytes=0-", true),
        ("range", "bytes=0-18446744073709551616", true),
        ("range", "bytes=-5", false),
        ("range", "bytes=5-1", false),
        ("range", "bytes=5-5", true),
        ("range", "bytes=-", false),
        ("range", "bytes=0-1,2-3", false),
        ("range", "Bytes=0-1", false),
        ("range", "bytes = 0-1", false),
        ("save-data", "on", false),
        ("x-anything", "1", false),
    ] {
        let found = is_cors_safelisted_request_header(name, value.as_bytes());
        assert_eq!(found, safe, "{name}: {value:?}");
    }
}

/// fetch/api/cors/cors-preflight-not-cors-safelisted.any.js
#[test]
fn a_long_value_needs_permission() {
    let of = |length: usize| "a".repeat(length).into_bytes();
    assert!(is_cors_safelisted_request_header("accept", &of(128)));
    assert!(!is_cors_safelisted_request_header("accept", &of(129)));
}

/// fetch/api/basic/request-forbidden-headers.any.js
#[test]
fn some_headers_belong_to_the_browser() {
    for (name, value, forbidden) in [
        ("Cookie", "a=b", true),
        ("Sec-Anything", "1", true),
        ("proxy-x", "1", true),
        ("X-HTTP-Method-Override", "GET, track", true),
        ("X-HTTP-Method-Override", "\",TRACE\",", false),
        ("User-Agent", "mine", false),
        ("Authorization", "Basic x", false),
    ] {
        assert_eq!(is_forbidden_request_header(name, value.as_bytes()), forbidden, "{name}");
    }
}

/// fetch/api/cors/cors-preflight-response-validation.any.js
#[test]
fn one_bad_item_voids_a_list_and_empty_items_do_not_count() {
    let list = |value: &'static str| extract_token_list([value.as_bytes()]);
    assert_eq!(list(" , PUT ,, GET\t,").unwrap(), ["PUT", "GET"]);
    assert_eq!(list("").unwrap(), Vec::<String>::new());
    assert_eq!(list("PUT GET").unwrap_err(), b"PUT GET");
    assert_eq!(list("PUT, \"GET\"").unwrap_err(), b"\"GET\"");
    assert_eq!(extract_token_list([b"a".as_slice(), b"b"]).unwrap(), ["a", "b"]);
}

/// fetch/api/headers/headers-structure.any.js
#[test]
fn commas_in_quotes_do_not_split() {
    assert_eq!(get_decode_and_split(b"a, \"b, c\",, d "), ["a", "\"b, c\"", "", "d"]);
    assert_eq!(get_decode_and_split(b"\"a\\\", b"), ["\"a\\\", b"]);
    assert_eq!(get_decode_and_split(b"a\\, b"), ["a\\", "b"]);
}

/// cors/preflight-cache.htm
#[test]
fn ages_are_digits_and_nothing_else() {
    for (value, seconds) in [
        ("600", Some(600)),
        ("0", Some(0)),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1.5", None),
        ("99999999999999999999", Some(u64::MAX)),
    ] {
        assert_eq!(delta_seconds(value.as_bytes()), seconds, "{value:?}");
    }
}
