//! The names of headers, as `http` has them: one table for both of its versions.

/// The tables of one version.
macro_rules! header_names {
    ($version:ident) => {
        use crosscheck::server::AnswerHeader;
        use crosscheck::server::RequestHeader;
        use $version::HeaderName;
        use $version::header;

        /// By the numbers of [`RequestHeader::ALL`].
        pub static REQUEST_NAMES: [HeaderName; RequestHeader::ALL.len()] = [
            header::ORIGIN,
            header::ACCESS_CONTROL_REQUEST_HEADERS,
            header::ACCESS_CONTROL_REQUEST_METHOD,
            header::SEC_WEBSOCKET_VERSION,
        ];

        /// By the numbers of [`AnswerHeader::ALL`].
        pub static ANSWER_NAMES: [HeaderName; AnswerHeader::ALL.len()] = [
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
            use super::*;

            #[test]
            fn names_stand_at_their_numbers() {
                for &header in AnswerHeader::ALL {
                    assert_eq!(ANSWER_NAMES[header as usize], header.name());
                }
                for &header in RequestHeader::ALL {
                    assert_eq!(REQUEST_NAMES[header as usize], header.name());
                }
            }
        }
    };
}

/// The names of version 1.
#[cfg(feature = "http")]
pub mod http1 {
    header_names!(http);
}

/// The names of version 0.2.
#[cfg(feature = "http02")]
pub mod http02 {
    header_names!(http02);
}
