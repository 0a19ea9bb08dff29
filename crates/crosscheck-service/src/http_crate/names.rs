//! The names of headers, as `http` 1 has them.

use crosscheck::server::AnswerHeader;
use crosscheck::server::RequestHeader;
use http::HeaderName;
use http::header;

/// Whether a header is one by which servers speak CORS. Compared one by one: names that the crate knows are
/// numbers.
#[inline]
pub(crate) fn is_of_cors(name: &HeaderName) -> bool {
    *name == header::ACCESS_CONTROL_ALLOW_CREDENTIALS
        || *name == header::ACCESS_CONTROL_ALLOW_HEADERS
        || *name == header::ACCESS_CONTROL_ALLOW_METHODS
        || *name == header::ACCESS_CONTROL_ALLOW_ORIGIN
        || *name == header::ACCESS_CONTROL_EXPOSE_HEADERS
        || *name == header::ACCESS_CONTROL_MAX_AGE
}

/// By the numbers of [`RequestHeader::ALL`].
pub(crate) static REQUEST_NAMES: [HeaderName; RequestHeader::ALL.len()] = [
    header::ORIGIN,
    header::ACCESS_CONTROL_REQUEST_HEADERS,
    header::ACCESS_CONTROL_REQUEST_METHOD,
    header::SEC_WEBSOCKET_VERSION,
];

/// By the numbers of [`AnswerHeader::ALL`].
pub(crate) static ANSWER_NAMES: [HeaderName; AnswerHeader::ALL.len()] = [
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
    HeaderName::from_static("cross-origin-resource-policy"),
    HeaderName::from_static("timing-allow-origin"),
];

#[cfg(test)]
mod tests {
    use crosscheck::server::AnswerHeader;
    use crosscheck::server::RequestHeader;

    use super::ANSWER_NAMES;
    use super::REQUEST_NAMES;
    use super::is_of_cors;

    #[test]
    fn names_stand_at_their_numbers() {
        for &header in AnswerHeader::ALL {
            let name = &ANSWER_NAMES[header as usize];
            assert_eq!(name, header.name());
            assert_eq!(is_of_cors(name), header.is_of_cors(), "{name}");
        }
        for &header in RequestHeader::ALL {
            assert_eq!(REQUEST_NAMES[header as usize], header.name());
        }
    }
}
