//! An answer out of bytes, whoever reads them.

use bytes::BytesMut;
use http::HeaderMap;
use http::StatusCode;
use http::header;

use crate::hop::CONNECTION;
use crate::hop::CONTENT_LENGTH;
use crate::hop::Framing;
use crate::upstream::http1::answer_head::AnswerHead;
use crate::upstream::http1::answer_length::AnswerLength;
use crate::upstream::http1::body_part::BodyPart;
use crate::upstream::http1::chunks::Chunks;
use crate::upstream::http1::grammar::AnswerGrammar;
use crate::upstream::http1::grammar::MOST_INTERIM;

/// Reads one answer of HTTP/1.1: first its head, then its body. Does no IO, and leaves what follows.
///
/// # Example
/// ```
/// use bytes::BytesMut;
/// use crosscheck_gateway::AnswerReader;
///
/// let mut bytes = BytesMut::from("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
/// let mut reader = AnswerReader::new(false, 100);
/// let head = reader.read_head(&mut bytes)?.expect("a whole head");
/// assert_eq!(head.status, 200);
/// # Ok::<(), crosscheck_gateway::AnswerGrammar>(())
/// ```
#[derive(Clone, Debug)]
pub struct AnswerReader {
    answers_head: bool,
    lines: usize,
    interim: u8,
    may_go_on: bool,
    body: Body,
    may_follow: bool,
}

#[derive(Clone, Copy, Debug)]
enum Body {
    Exactly(u64),
    Chunked(Chunks),
    UntilClose,
}

impl AnswerReader {
    /// In: whether the answer is to `HEAD`, and so has no body; the most header lines that it may have.
    pub const fn new(answers_head: bool, lines: usize) -> Self {
        let body = Body::Exactly(0);
        Self { answers_head, lines, interim: 0, may_go_on: false, body, may_follow: false }
    }

    /// One whose answer has been read to its end, after which another request may follow.
    pub(super) const fn at_end(lines: usize) -> Self {
        Self { may_follow: true, ..Self::new(false, lines) }
    }

    /// Takes the head from what was read, and the interim answers before it; `None` while it is not whole.
    ///
    /// Fails if it is none, or if it is not certain where the body ends.
    pub fn read_head(&mut self, bytes: &mut BytesMut) -> Result<Option<AnswerHead>, AnswerGrammar> {
        loop {
            let Some(head) = AnswerHead::read(bytes, self.lines)? else { return Ok(None) };
            if head.status.is_informational() && head.status != StatusCode::SWITCHING_PROTOCOLS {
                self.interim += 1;
                self.may_go_on |= head.status == StatusCode::CONTINUE;
                if self.interim > MOST_INTERIM {
                    return Err(AnswerGrammar::Interim);
                }
                continue;
            }
            let framing = Framing::of(&head.headers);
            let length = AnswerLength::of(&head, framing, self.answers_head)
                .map_err(AnswerGrammar::Length)?;
            self.body = match length {
                AnswerLength::Exactly(length) => Body::Exactly(length),
                AnswerLength::Chunked => Body::Chunked(Chunks::Size),
                AnswerLength::UntilClose => Body::UntilClose,
            };
            let says_both = length == AnswerLength::Chunked && framing.has(CONTENT_LENGTH);
            let closes = head.is_http10 || framing.has(CONNECTION) && says_close(&head.headers);
            self.may_follow = !(closes || says_both || matches!(self.body, Body::UntilClose));
            return Ok(Some(head));
        }
    }

    /// Takes the next part of the body from what was read.
    pub fn read_body(&mut self, bytes: &mut BytesMut) -> Result<BodyPart, AnswerGrammar> {
        let length = match &mut self.body {
            Body::Exactly(0) => return Ok(BodyPart::End),
            Body::Chunked(chunks) => return chunks.next(bytes, self.lines),
            _ if bytes.is_empty() => return Ok(BodyPart::NeedsMore),
            Body::UntilClose => bytes.len(),
            Body::Exactly(left) => {
                let length = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                *left -= length as u64;
                length
            }
        };
        Ok(BodyPart::Data(bytes.split_to(length).freeze()))
    }

    /// The connection has ended. Fails if the body is not whole.
    pub const fn read_end(&mut self) -> Result<(), AnswerGrammar> {
        if matches!(self.body, Body::UntilClose) {
            self.body = Body::Exactly(0);
        }
        if self.is_whole() { Ok(()) } else { Err(AnswerGrammar::CutShort) }
    }

    /// Whether nothing is left to read of the answer.
    pub const fn is_whole(&self) -> bool {
        matches!(self.body, Body::Exactly(0) | Body::Chunked(Chunks::End))
    }

    /// Whether another request may go over the connection, once the answer is whole.
    pub const fn may_follow(&self) -> bool {
        self.may_follow
    }

    /// How many bytes of the body are to come, if that was said.
    pub const fn left(&self) -> Option<u64> {
        match self.body {
            Body::Exactly(left) => Some(left),
            _ => None,
        }
    }

    /// Whether the request's body is asked for.
    pub(super) const fn may_go_on(&self) -> bool {
        self.may_go_on
    }

    /// Whether anything was said before the answer.
    pub(super) const fn has_interim(&self) -> bool {
        self.interim > 0
    }
}

/// Whether the upstream closes the connection.
fn says_close(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::CONNECTION).into_iter();
    let mut said = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    said.any(|option| option.trim_ascii().eq_ignore_ascii_case(b"close"))
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;

    use super::AnswerReader;
    use super::BodyPart;

    /// What was read of an answer that comes in pieces of so many bytes: status, body, trailers, and what is
    /// left over; or what is wrong with it.
    fn read(answer: &[u8], piece: usize) -> Result<(u16, Vec<u8>, usize, Vec<u8>), String> {
        let (mut reader, mut bytes) = (AnswerReader::new(false, 10), BytesMut::new());
        let (mut status, mut body, mut trailers) = (None, Vec::new(), 0);
        let mut pieces = answer.chunks(piece);
        loop {
            let enough = match status {
                None => {
                    let head = reader.read_head(&mut bytes).map_err(|error| error.to_string())?;
                    status = head.map(|head| head.status.as_u16());
                    status.is_some()
                }
                Some(_) => match reader.read_body(&mut bytes).map_err(|error| error.to_string())? {
                    BodyPart::Data(data) => {
                        body.extend_from_slice(&data);
                        true
                    }
                    BodyPart::Trailers(lines) => {
                        trailers += lines.len();
                        true
                    }
                    BodyPart::NeedsMore => false,
                    BodyPart::End => break,
                },
            };
            if enough {
                continue;
            }
            match pieces.next() {
                Some(piece) => bytes.extend_from_slice(piece),
                None if status.is_none() => return Err("no head".into()),
                None => reader.read_end().map_err(|error| error.to_string())?,
            }
        }
        bytes.extend(pieces.flatten());
        Ok((status.unwrap_or_default(), body, trailers, bytes.to_vec()))
    }

    #[test]
    fn an_answer_is_the_same_in_whatever_pieces_it_comes() {
        for answer in [
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 200 OK",
            "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n02 ;a=b\r\nlo\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\na: b\r\nc: d\r\n\r\nmore",
            "HTTP/1.1 200 OK\r\n\r\nhello",
            "HTTP/1.1 204 No Content\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello!",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\na: b\nc: d\r\n\r\n",
            "SSH-2.0-OpenSSH_9.2",
        ] {
            let whole = read(answer.as_bytes(), usize::MAX);
            for piece in [1, 2, 3, 7] {
                assert_eq!(read(answer.as_bytes(), piece), whole, "{answer:?} by {piece}");
            }
        }
    }

    #[test]
    fn what_follows_an_answer_is_left_alone() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1";
        let read = read(answer, usize::MAX).expect("an answer");
        assert_eq!(read, (200, b"hello".to_vec(), 0, b"HTTP/1.1".to_vec()));
    }
}
