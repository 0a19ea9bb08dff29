//! Which headers of `http` 1 are of CORS.

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

#[cfg(test)]
mod tests {
    use crosscheck::server::AnswerHeader;

    use super::is_of_cors;
    use crate::header_names::http1::ANSWER_NAMES;

    #[test]
    fn a_header_of_cors_is_known_by_its_name() {
        for &header in AnswerHeader::ALL {
            assert_eq!(is_of_cors(&ANSWER_NAMES[header as usize]), header.is_of_cors());
        }
    }
}
