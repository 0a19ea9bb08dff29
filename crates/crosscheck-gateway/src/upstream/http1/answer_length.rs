//! Where the body of an answer ends.

use http::StatusCode;

use crate::hop;
use crate::hop::AnswerHeadError;
use crate::upstream::http1::answer_head::AnswerHead;

/// What says where a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerLength {
    /// That many bytes.
    Exactly(u64),
    /// The last chunk.
    Chunked,
    /// The end of the connection.
    UntilClose,
}

impl AnswerLength {
    /// In: a head; whether it answers `HEAD`. Fails where two lengths differ, or one is none, whether there is
    /// a body or not; and on a coding that is not understood.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9112.html#message.body.length>
    pub(super) fn of(head: &AnswerHead, answers_head: bool) -> Result<Self, AnswerHeadError> {
        let is_chunked =
            hop::is_chunked(&head.headers).map_err(|()| AnswerHeadError::TransferCoding)?;
        if is_chunked && head.is_http10 {
            return Err(AnswerHeadError::TransferCoding);
        }
        // A length beside chunks counts for nothing, so it need not be one.
        let length = if is_chunked { None } else { hop::content_length(&head.headers)? };
        let has_none = answers_head
            || matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        Ok(match length {
            _ if has_none => Self::Exactly(0),
            Some(length) => Self::Exactly(length),
            None if is_chunked => Self::Chunked,
            None => Self::UntilClose,
        })
    }
}
