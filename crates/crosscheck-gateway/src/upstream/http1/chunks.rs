//! A body in chunks.
//!
//! Spec: <https://httpwg.org/specs/rfc9112.html#chunked.encoding>

use bytes::BytesMut;

use crate::upstream::http1::answer_head::read_trailers;
use crate::upstream::http1::body_part::BodyPart;
use crate::upstream::http1::grammar::AnswerGrammar;

/// What comes next of a body in chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chunks {
    /// The line with a chunk's size.
    Size,
    /// So many bytes of a chunk.
    Data(u64),
    /// The end of its last line.
    LineEnd,
    /// Trailers, or the empty line in their place.
    Trailers,
    /// Nothing more.
    End,
}

impl Chunks {
    /// Takes the next part from what was read. In: the most trailers.
    pub(super) fn next(
        &mut self,
        bytes: &mut BytesMut,
        lines: usize,
    ) -> Result<BodyPart, AnswerGrammar> {
        loop {
            match *self {
                Self::Size => match size(bytes)? {
                    None => return Ok(BodyPart::NeedsMore),
                    Some(0) => *self = Self::Trailers,
                    Some(size) => *self = Self::Data(size),
                },
                Self::Data(left) => {
                    let length = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                    if length == 0 {
                        return Ok(BodyPart::NeedsMore);
                    }
                    let left = left - length as u64;
                    *self = if left == 0 { Self::LineEnd } else { Self::Data(left) };
                    return Ok(BodyPart::Data(bytes.split_to(length).freeze()));
                }
                Self::LineEnd => match bytes.get(..2) {
                    Some(b"\r\n") => {
                        let _ = bytes.split_to(2);
                        *self = Self::Size;
                    }
                    None if b"\r\n".starts_with(bytes) => return Ok(BodyPart::NeedsMore),
                    _ => return Err(AnswerGrammar::Chunk),
                },
                Self::Trailers => {
                    let Some(trailers) = read_trailers(bytes, lines)? else {
                        return Ok(BodyPart::NeedsMore);
                    };
                    *self = Self::End;
                    if !trailers.is_empty() {
                        return Ok(BodyPart::Trailers(trailers));
                    }
                }
                Self::End => return Ok(BodyPart::End),
            }
        }
    }
}

/// Has each chunk looked at of a body that is there as a whole, with neither trailers nor anything behind it; `None` if it
/// is not, or if one of its chunks is none.
pub(crate) fn look_at_whole(mut bytes: &[u8], mut look: impl FnMut(&[u8])) -> Option<()> {
    loop {
        let (line, size) = size_line(bytes).ok()??;
        let rest = bytes.get(line..)?;
        let size = usize::try_from(size).ok()?;
        if size == 0 {
            return (rest == b"\r\n").then_some(());
        }
        let (chunk, rest) = rest.split_at_checked(size)?;
        bytes = rest.strip_prefix(b"\r\n")?;
        look(chunk);
    }
}

/// Takes a line with a chunk's size; `None` while it is not whole.
fn size(bytes: &mut BytesMut) -> Result<Option<u64>, AnswerGrammar> {
    let Some((line, size)) = size_line(bytes)? else { return Ok(None) };
    let _ = bytes.split_to(line);
    Ok(Some(size))
}

/// How long the line with a chunk's size is, and what it says; `None` while it is not whole.
fn size_line(bytes: &[u8]) -> Result<Option<(usize, u64)>, AnswerGrammar> {
    let Some(end) = memchr::memchr(b'\n', &bytes[..bytes.len().min(MOST_LINE)]) else {
        return if bytes.len() < MOST_LINE { Ok(None) } else { Err(AnswerGrammar::Chunk) };
    };
    let Some(line) = bytes[..end].strip_suffix(b"\r") else {
        return Err(AnswerGrammar::BareLineFeed);
    };
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (digits, rest) = line.split_at(digits);
    // Old servers fill the line up with spaces. What is said of a chunk concerns this hop alone.
    let rest = rest.trim_ascii_start();
    let is_sound = matches!(rest.first(), None | Some(b';'))
        && rest.iter().all(|byte| *byte == b'\t' || !byte.is_ascii_control());
    let digits = str::from_utf8(digits).ok().filter(|digits| is_sound && digits.len() < 16);
    let size = digits.and_then(|digits| u64::from_str_radix(digits, 16).ok());
    size.map(|size| Some((end + 1, size))).ok_or(AnswerGrammar::Chunk)
}

/// The most bytes of the line before a chunk: else an upstream could say much, and send nothing.
const MOST_LINE: usize = 256;
