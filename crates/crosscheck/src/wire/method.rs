//! Methods: normalising, forbidden ones, and those that need no permission.

use super::list::is_one_of;
use super::list::one_of;

/// Whether a method may cross origins without a preflight: `GET`, `HEAD` and `POST`, to the byte.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-safelisted-method>
///
/// # Example
/// ```
/// use crosscheck::wire::is_cors_safelisted_method;
/// assert!(is_cors_safelisted_method("POST"));
/// assert!(!is_cors_safelisted_method("PUT") && !is_cors_safelisted_method("post"));
/// ```
pub fn is_cors_safelisted_method(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// Whether a script may not use a method at all: `CONNECT`, `TRACE`, `TRACK`, in any case.
///
/// Spec: <https://fetch.spec.whatwg.org/#forbidden-method>
///
/// # Example
/// ```
/// use crosscheck::wire::is_forbidden_method;
/// assert!(is_forbidden_method("trace"));
/// assert!(!is_forbidden_method("DELETE"));
/// ```
pub fn is_forbidden_method(method: &str) -> bool {
    is_one_of(method, &["CONNECT", "TRACE", "TRACK"])
}

/// Upper-cases the six methods that every browser upper-cases, and leaves all others alone.
///
/// `patch` stays `patch`, which a server that allows `PATCH` does not recognise: a trap of the web.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-method-normalize>
/// # Example
/// ```
/// use crosscheck::wire::normalize_method;
/// assert_eq!(normalize_method("delete"), "DELETE");
/// assert_eq!(normalize_method("patch"), "patch");
/// ```
pub fn normalize_method(method: &str) -> &str {
    one_of(method, &["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"]).unwrap_or(method)
}
