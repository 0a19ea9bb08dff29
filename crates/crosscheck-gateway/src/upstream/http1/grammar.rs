//! What an answer must be, and where a section of it ends.

use crate::hop::AnswerHeadError;

/// What is wrong with an upstream's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerGrammar {
    /// It begins with something else: another protocol, or what nobody asked for.
    #[error("it does not begin with a status of HTTP/1.1")]
    StatusLine,
    /// A line ends with a line feed alone.
    #[error("one of its lines ends without a carriage return")]
    BareLineFeed,
    /// A line is no header: a space before the colon, a line that goes on in the next, a control character.
    #[error("one of its header lines is none")]
    HeaderLine,
    /// More header lines, or more bytes of them, than it may have.
    #[error("its head is too large")]
    TooLarge,
    /// Where it ends could be read in two ways.
    #[error(transparent)]
    Length(AnswerHeadError),
    /// Many interim answers, and no other.
    #[error("it does not come after {MOST_INTERIM} interim answers")]
    Interim,
    /// Its body comes in chunks that are none.
    #[error("one of its chunks is none")]
    Chunk,
    /// It ends before its body is whole.
    #[error("it ends too early")]
    CutShort,
}

/// Interim answers (`103`, say) before the answer.
pub(super) const MOST_INTERIM: u8 = 16;

/// The most bytes of a head, or of trailers.
pub(super) const MOST_BYTES: usize = 16 * 1024;

/// How long a head is, or trailers are, with the empty line at the end; `None` while that has not come.
pub(crate) fn section(bytes: &[u8]) -> Result<Option<usize>, AnswerGrammar> {
    let mut line = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        if end > MOST_BYTES {
            break;
        }
        if end == line || bytes[end - 1] != b'\r' {
            return Err(AnswerGrammar::BareLineFeed);
        }
        if end == line + 1 {
            return Ok(Some(end + 1));
        }
        line = end + 1;
    }
    if bytes.len() > MOST_BYTES { Err(AnswerGrammar::TooLarge) } else { Ok(None) }
}
