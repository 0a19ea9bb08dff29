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

/// The header that a name of an answer is meant for, if it is nearly one and none: browsers pass it over.
pub(super) fn meant_by(name: &str) -> Option<CorsHeader> {
    let name = name.to_ascii_lowercase();
    let is_near = name.starts_with("acces");
    if !is_near || CorsHeader::ALL.iter().any(|header| header.name() == name) {
        return None;
    }
    let likeness = |header: &CorsHeader| strsim::jaro_winkler(&name, header.name());
    let answered = CorsHeader::ALL.iter().copied().filter(|header| is_answered(header.name()));
    answered
        .map(|header| (likeness(&header), header))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .filter(|(likeness, _)| *likeness > 0.95)
        .map(|(_, header)| header)
}

#[cfg(test)]
mod tests {
    use super::meant_by;

    #[test]
    fn a_misspelled_header_is_told_from_one_that_means_nothing() {
        let meant = |name| meant_by(name).map(|header| header.name());
        let origin = "access-control-allow-origin";
        assert_eq!(meant("Access-Control-Allow-Origins"), Some(origin));
        assert_eq!(meant("Access_Control_Allow_Origin"), Some(origin));
        assert_eq!(meant("Access-Control-Allow-Header"), Some("access-control-allow-headers"));
        assert_eq!(meant("Access-Control-Allow-Origin"), None);
        assert_eq!(meant("Access-Control-Something-Else"), None);
        assert_eq!(meant("X-Origin"), None);
    }
}
