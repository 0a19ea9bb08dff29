//! Where the body of an answer ends.

use http::StatusCode;

use crate::hop;
use crate::hop::AnswerHeadError;
use crate::hop::CONTENT_LENGTH;
use crate::hop::Framing;
use crate::hop::TRANSFER_ENCODING;
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
    /// In: a head, and which headers of that kind it has; whether it answers `HEAD`. Fails where two lengths differ, or one is none, whether there is
    /// a body or not; and on a coding that is not understood.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9112.html#message.body.length>
    pub(super) fn of(
        head: &AnswerHead,
        framing: Framing,
        answers_head: bool,
    ) -> Result<Self, AnswerHeadError> {
        let is_chunked = framing.has(TRANSFER_ENCODING)
            && hop::is_chunked(&head.headers).map_err(|()| AnswerHeadError::TransferCoding)?;
        if is_chunked && head.is_http10 {
            return Err(AnswerHeadError::TransferCoding);
        }
        // A length beside chunks counts for nothing, so it need not be one.
        let says_length = framing.has(CONTENT_LENGTH) && !is_chunked;
        let length = says_length.then(|| hop::content_length(&head.headers)).transpose()?;
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
