//! The classes of header names and values that the Fetch standard names: safelisted, forbidden, …

use super::limits::SAFELISTED_VALUE_LIMIT;
use super::list::get_decode_and_split;
use super::list::is_one_of;
use super::method::is_forbidden_method;
use super::mime::parse_mime_essence;
use super::range::parse_single_range;

/// Whether a byte in a value makes `Accept` or `Content-Type` unsafe to send unasked.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte>
///
/// # Example
/// ```
/// use crosscheck::wire::is_cors_unsafe_request_header_byte;
///
/// assert!(is_cors_unsafe_request_header_byte(b'{'));
/// assert!(!is_cors_unsafe_request_header_byte(b'/'));
/// ```
pub fn is_cors_unsafe_request_header_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f || b"\"():<>?@[\\]{}".contains(&byte)
}

/// Whether a byte may stand in a safelisted `Accept-Language` or `Content-Language`.
///
/// # Example
/// ```
/// use crosscheck::wire::is_language_byte;
///
/// assert!(b"de-CH, de;q=0.9".iter().copied().all(is_language_byte));
/// assert!(!is_language_byte(b'_'));
/// ```
pub fn is_language_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte)
}

/// Whether a header may cross origins without a preflight, judged by name and value together.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>
/// # Example
/// ```
/// use crosscheck::wire::is_cors_safelisted_request_header as safelisted;
/// assert!(safelisted("Content-Type", b"text/plain;charset=utf-8"));
/// assert!(!safelisted("Content-Type", b"application/json"));
/// ```
pub fn is_cors_safelisted_request_header(name: &str, value: &[u8]) -> bool {
    // 1. Not too long.
    if value.len() > SAFELISTED_VALUE_LIMIT {
        return false;
    }
    // 2. By its name.
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is("accept") {
        !value.iter().copied().any(is_cors_unsafe_request_header_byte)
    } else if is("accept-language") || is("content-language") {
        value.iter().copied().all(is_language_byte)
    } else if is("content-type") {
        !value.iter().copied().any(is_cors_unsafe_request_header_byte)
            && parse_mime_essence(value).is_some_and(|essence| {
                matches!(
                    essence.as_str(),
                    "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain"
                )
            })
    } else {
        is("range") && parse_single_range(value).is_some_and(|range| range.start.is_some())
    }
}

/// Whether a header may be set on a `no-cors` request.
///
/// Spec: <https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header>
///
/// # Example
/// ```
/// use crosscheck::wire::is_no_cors_safelisted_request_header;
///
/// assert!(is_no_cors_safelisted_request_header("Content-Type", b"text/plain"));
/// assert!(!is_no_cors_safelisted_request_header("Content-Type", b"application/json"));
/// assert!(!is_no_cors_safelisted_request_header("Range", b"bytes=0-"), "only by CORS");
/// ```
pub fn is_no_cors_safelisted_request_header(name: &str, value: &[u8]) -> bool {
    // 1 to 2. One of four names, with a value that is safelisted.
    is_one_of(name, &["accept", "accept-language", "content-language", "content-type"])
        && is_cors_safelisted_request_header(name, value)
}

/// Whether script may not set a request header, because the browser owns it.
///
/// Spec: <https://fetch.spec.whatwg.org/#forbidden-request-header>
///
/// # Example
/// ```
/// use crosscheck::wire::is_forbidden_request_header;
/// assert!(is_forbidden_request_header("cookie", b""), "no script sets it");
/// assert!(!is_forbidden_request_header("authorization", b""));
/// ```
pub fn is_forbidden_request_header(name: &str, value: &[u8]) -> bool {
    // 1 to 3. By its name; those that stand for a method also by the value.
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "x-http-method" | "x-http-method-override" | "x-method-override" => {
            get_decode_and_split(value).iter().any(|method| is_forbidden_method(method))
        }
        name => is_forbidden_request_header_name(name),
    }
}

/// Whether a name, in lower case, makes a request header forbidden whatever its value.
pub(crate) fn is_forbidden_request_header_name(name: &str) -> bool {
    matches!(
        name,
        "accept-charset"
            | "accept-encoding"
            | "access-control-request-headers"
            | "access-control-request-method"
            | "connection"
            | "content-length"
            | "cookie"
            | "cookie2"
            | "date"
            | "dnt"
            | "expect"
            | "host"
            | "keep-alive"
            | "origin"
            | "referer"
            | "set-cookie"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
            | "via"
    ) || name.starts_with("proxy-")
        || name.starts_with("sec-")
}

/// Whether script may never read a response header, whatever a server exposes.
///
/// Spec: <https://fetch.spec.whatwg.org/#forbidden-response-header-name>
///
/// # Example
/// ```
/// use crosscheck::wire::is_forbidden_response_header_name;
/// assert!(is_forbidden_response_header_name("set-cookie"), "no script reads it");
/// assert!(!is_forbidden_response_header_name("x-total"));
/// ```
pub fn is_forbidden_response_header_name(name: &str) -> bool {
    is_one_of(name, &["set-cookie", "set-cookie2"])
}

/// Whether script may read a response header across origins without the server exposing it.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>
///
/// # Example
/// ```
/// use crosscheck::wire::is_cors_safelisted_response_header_name;
/// assert!(is_cors_safelisted_response_header_name("content-type"));
/// assert!(!is_cors_safelisted_response_header_name("x-total"), "it must be exposed");
/// ```
pub fn is_cors_safelisted_response_header_name(name: &str) -> bool {
    let known = [
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ];
    is_one_of(name, &known)
}

/// Whether a header describes a body, and goes with it when a redirect drops the body.
///
/// Spec: <https://fetch.spec.whatwg.org/#request-body-header-name>
///
/// # Example
/// ```
/// use crosscheck::wire::is_request_body_header_name;
///
/// assert!(is_request_body_header_name("Content-Type"));
/// assert!(!is_request_body_header_name("Authorization"));
/// ```
pub fn is_request_body_header_name(name: &str) -> bool {
    let known = ["content-encoding", "content-language", "content-location", "content-type"];
    is_one_of(name, &known)
}

/// Whether a scheme, in lower case, is one of HTTP's.
#[cfg(feature = "agent")]
pub(crate) fn is_http_scheme(scheme: &str) -> bool {
    matches!(scheme, "http" | "https")
}
