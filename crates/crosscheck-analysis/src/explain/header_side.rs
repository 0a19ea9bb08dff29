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
pub(crate) fn meant_by(name: &str) -> Option<CorsHeader> {
    let name = name.to_ascii_lowercase();
    // Of short names each is near to another.
    if !(SHORTEST..64).contains(&name.len()) || CorsHeader::ALL.iter().any(|h| h.name() == name) {
        return None;
    }
    let plain = name.replace('_', "-");
    let answered = CorsHeader::ALL.iter().copied().filter(|header| is_answered(header.name()));
    answered
        .filter(|header| header.name().len().abs_diff(plain.len()) <= MOST_SLIPS)
        .map(|header| (strsim::osa_distance(&plain, header.name()), header))
        .filter(|(slips, _)| *slips <= MOST_SLIPS)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, header)| header)
}

/// How many letters may be missing, too many, others or changed about.
const MOST_SLIPS: usize = 2;
const SHORTEST: usize = 16;

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
        assert_eq!(meant("Acess-Control-Allow-Orgin"), Some(origin));
        assert_eq!(meant("Acces-Controll-Allow-Methods"), Some("access-control-allow-methods"));
        assert_eq!(meant("Access-Control-Allow-Origin"), None);
        assert_eq!(meant("Access-Control-Request-Method"), None);
        assert_eq!(meant("X-Content-Type-Options"), None);
        assert_eq!(meant("Access-Control-Something-Else"), None);
        assert_eq!(meant("X-Origin"), None);
    }
}
