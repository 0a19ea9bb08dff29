//! How a stream ends.

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;

/// A code of gRPC's, and why. The text is sent as it stands, so it is ASCII without `%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    code: &'static str,
    message: &'static str,
}

impl Status {
    pub(crate) const OK: Self = Self { code: "0", message: "" };

    pub(crate) const fn invalid_argument(message: &'static str) -> Self {
        Self { code: "3", message }
    }

    pub(crate) const fn deadline_exceeded(message: &'static str) -> Self {
        Self { code: "4", message }
    }

    pub(crate) const fn resource_exhausted(message: &'static str) -> Self {
        Self { code: "8", message }
    }

    pub(crate) const fn out_of_range(message: &'static str) -> Self {
        Self { code: "11", message }
    }

    pub(crate) const fn unimplemented(message: &'static str) -> Self {
        Self { code: "12", message }
    }

    pub(crate) const fn internal(message: &'static str) -> Self {
        Self { code: "13", message }
    }

    pub(crate) fn trailers(self) -> HeaderMap {
        let mut trailers = HeaderMap::new();
        for (name, value) in [("grpc-status", self.code), ("grpc-message", self.message)] {
            if !value.is_empty() {
                trailers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
        }
        trailers
    }
}
