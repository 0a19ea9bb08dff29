//! Lists of headers: lines keep their order, names know no case, values are bytes.

use crosscheck::wire::HeaderList;
use crosscheck::wire::is_cors_safelisted_response_header_name;
use crosscheck::wire::is_forbidden_response_header_name;
use crosscheck::wire::is_header_value;
use crosscheck::wire::is_no_cors_safelisted_request_header;
use crosscheck::wire::is_request_body_header_name;

fn list() -> HeaderList {
    [("A", "1"), ("b", "2"), ("a", "3"), ("C", "4"), ("B", "5")].into_iter().collect()
}

fn lines(list: &HeaderList) -> Vec<(&str, &str)> {
    list.iter().map(|(n, v)| (n, core::str::from_utf8(v).expect("text"))).collect()
}

#[test]
fn a_line_is_set_where_the_first_of_its_name_stood() {
    let mut headers = list();
    headers.set("a", "new");
    assert_eq!(lines(&headers), [("A", "new"), ("b", "2"), ("C", "4"), ("B", "5")]);
    headers.set("B", "new");
    assert_eq!(lines(&headers), [("A", "new"), ("b", "new"), ("C", "4")]);
    headers.set("d", "new");
    assert_eq!(lines(&headers), [("A", "new"), ("b", "new"), ("C", "4"), ("d", "new")]);
}

#[test]
fn what_is_asked_of_a_name_is_asked_of_all_its_lines() {
    let mut headers = list();
    assert_eq!(headers.get("a").as_deref(), Some(&b"1, 3"[..]));
    assert_eq!(headers.lines("B").collect::<Vec<_>>(), [b"2", b"5"]);
    assert_eq!(headers.get("d"), None);
    assert!(headers.contains("c") && !headers.contains("d") && !headers.is_empty());
    headers.delete("A");
    assert_eq!(lines(&headers), [("b", "2"), ("C", "4"), ("B", "5")]);
    headers.retain(|name, value| name == "B" || value == b"4");
    assert_eq!(lines(&headers), [("C", "4"), ("B", "5")]);
    assert!(HeaderList::new().is_empty() && !HeaderList::new().contains("a"));
}

#[test]
fn a_script_reads_them_sorted_and_combined() {
    let list = list();
    let combined = list.sort_and_combine();
    let expected = [("a", "1, 3"), ("b", "2, 5"), ("c", "4")];
    assert_eq!(combined, expected.map(|(name, value)| (name.into(), value.as_bytes().into())));
    let mut joined = list.clone();
    joined.join_lines();
    assert_eq!(lines(&joined), [("A", "1, 3"), ("b", "2, 5"), ("C", "4")]);
}

#[test]
fn a_value_is_one_line_without_blanks_at_its_ends() {
    for (value, is_one) in [
        ("", true),
        ("a b", true),
        ("caf\u{e9}", true),
        ("a\0", false),
        ("a\r", false),
        ("a\nb", false),
        (" a", false),
        ("\ta", false),
        ("a ", false),
        ("a\t", false),
    ] {
        assert_eq!(is_header_value(value.as_bytes()), is_one, "{value:?}");
    }
}

/// fetch/api/headers/header-setcookie.any.js, fetch/api/cors/cors-expose-star.sub.any.js
#[test]
fn seven_response_headers_are_readable_by_themselves_and_two_never() {
    for (name, readable, forbidden) in [
        ("Cache-Control", true, false),
        ("content-language", true, false),
        ("content-length", true, false),
        ("content-type", true, false),
        ("expires", true, false),
        ("last-modified", true, false),
        ("Pragma", true, false),
        ("date", false, false),
        ("Set-Cookie", false, true),
        ("set-cookie2", false, true),
    ] {
        assert_eq!(is_cors_safelisted_response_header_name(name), readable, "{name}");
        assert_eq!(is_forbidden_response_header_name(name), forbidden, "{name}");
    }
}

/// fetch/api/request/request-headers.any.js
#[test]
fn without_cors_four_request_headers_may_be_set_if_they_are_safe() {
    for (name, value, may) in [
        ("Accept", "*/*", true),
        ("accept-language", "de", true),
        ("content-language", "de", true),
        ("Content-Type", "text/plain", true),
        ("content-type", "application/json", false),
        ("accept", "\"", false),
        ("range", "bytes=0-", false),
        ("x-a", "1", false),
    ] {
        assert_eq!(is_no_cors_safelisted_request_header(name, value.as_bytes()), may, "{name}");
    }
}

/// fetch/api/redirect/redirect-method.any.js
#[test]
fn four_headers_describe_a_body_and_go_with_it() {
    for (name, goes) in [
        ("Content-Encoding", true),
        ("content-language", true),
        ("content-location", true),
        ("content-type", true),
        ("content-length", false),
        ("accept", false),
    ] {
        assert_eq!(is_request_body_header_name(name), goes, "{name}");
    }
}
