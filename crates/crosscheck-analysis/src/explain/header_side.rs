//! Which side of an exchange has a header.

use crosscheck::catalog::CorsHeader;

/// Whether only requests have a header.
pub(super) fn is_only_asked(name: &str) -> bool {
    name.starts_with("sec-")
        || name.starts_with("access-control-request-")
        || matches!(
            name,
            "origin"
                | "referer"
                | "cookie"
                | "authorization"
                | "user-agent"
                | "host"
                | "accept"
                | "accept-language"
                | "accept-encoding"
                | "priority"
        )
}

/// Whether answers have a header, as a rule.
pub(super) fn is_answered(name: &str) -> bool {
    CorsHeader::ALL.iter().any(|header| header.name() == name && !is_only_asked(name))
        || matches!(
            name,
            "content-type"
                | "content-length"
                | "date"
                | "server"
                | "cache-control"
                | "etag"
                | "set-cookie"
                | "location"
                | "x-powered-by"
                | "last-modified"
                | "x-content-type-options"
        )
}
