//! What a body is made of.

use bytes::Bytes;
use http::HeaderMap;

/// A part of an answer's body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a body has no other parts")]
pub enum BodyPart {
    /// Some bytes of it.
    Data(Bytes),
    /// What came after it; nothing comes later.
    Trailers(HeaderMap),
    /// It is whole.
    End,
    /// What was read is not enough.
    NeedsMore,
}
