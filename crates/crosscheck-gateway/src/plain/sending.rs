//! An answer on its way: its head with what is there of its body, and the rest as it comes.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;

use bytes::Buf;
use bytes::Bytes;
use http::Method;
use http::Response;
use hyper::body::Body;
use hyper::body::Frame;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;

use crate::AnswerBody;
use crate::AnswerError;
use crate::plain::answer;
use crate::plain::early::Early;
use crate::plain::raw_lines::write_chunk;
use crate::plain::raw_lines::write_chunk_size;
use crate::room;

/// Sends an answer. In: the method that was asked with; whether it is the last one of the connection.
///
/// Fails if its body breaks off, or the client does.
pub(super) async fn send<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    answer: Response<AnswerBody>,
    asked: &Method,
    is_last: bool,
    early: &mut Early,
) -> io::Result<()> {
    let (head, mut body) = answer.into_parts();
    let length = body.size_hint().exact();
    let mut rest = match (answer::may_have_body(head.status, asked), length) {
        (false, _) => Rest::Bytes(0),
        (true, None) => Rest::Chunks,
        (true, Some(length)) => Rest::Bytes(length),
    };
    let (mut text, mut waited_for) = (room::take(), None);
    answer::write(&head, length, asked, is_last, &mut text);
    loop {
        // All that is there goes out at once, a large part of it from where it was read.
        let mut large = Bytes::new();
        while !rest.is_end() && large.is_empty() && text.len() < GATHERED {
            let next = poll_fn(|context| match waited_for.take() {
                Some(frame) => Poll::Ready(Poll::Ready(frame)),
                None => Poll::Ready(Pin::new(&mut body).poll_frame(context)),
            });
            let Poll::Ready(frame) = next.await else { break };
            large = rest.take(frame, &mut text)?;
        }
        if large.is_empty() {
            stream.write_all(&text).await?;
        } else {
            let end = rest.end_of_part(body.is_end_stream());
            stream.write_all_buf(&mut text.chain(large).chain(end)).await?;
        }
        room::give_back(text);
        stream.flush().await?;
        if rest.is_end() {
            return Ok(());
        }
        let next = poll_fn(|context| match Pin::new(&mut body).poll_frame(context) {
            Poll::Pending => early.poll_hang_up(stream, context).map(|()| None),
            frame => frame.map(Some),
        });
        waited_for = Some(next.await.ok_or_else(broken)?);
        text = room::take();
    }
}

/// What is left of a body.
enum Rest {
    /// So many bytes.
    Bytes(u64),
    /// Chunks, up to the last one.
    Chunks,
}

impl Rest {
    const fn is_end(&self) -> bool {
        matches!(self, Self::Bytes(0))
    }

    /// Takes what came of a body, and writes what is small of it. Out: the rest of that. Fails where the body does, and if
    /// it is longer than was said: it would be read as another answer.
    fn take(
        &mut self,
        frame: Option<Result<Frame<Bytes>, AnswerError>>,
        to: &mut Vec<u8>,
    ) -> io::Result<Bytes> {
        let data = match frame {
            // Trailers are for who says that he takes them, which no plain request does.
            Some(frame) => frame.map_err(|_| broken())?.into_data().unwrap_or_default(),
            None if matches!(self, Self::Chunks) => {
                to.extend_from_slice(LAST_CHUNK);
                *self = Self::Bytes(0);
                return Ok(Bytes::new());
            }
            None => return Err(broken()),
        };
        if data.is_empty() {
            return Ok(data);
        }
        let is_large = data.len() >= LARGE;
        match self {
            Self::Bytes(left) => {
                *left = left.checked_sub(data.len() as u64).ok_or_else(broken)?;
                if !is_large {
                    to.extend_from_slice(&data);
                }
            }
            Self::Chunks if is_large => write_chunk_size(data.len(), to),
            Self::Chunks => write_chunk(&data, to),
        }
        Ok(if is_large { data } else { Bytes::new() })
    }

    /// What is to be written behind a part that was not. In: whether it is the last one.
    const fn end_of_part(&mut self, is_last: bool) -> &'static [u8] {
        match self {
            Self::Bytes(_) => b"",
            Self::Chunks if is_last => {
                *self = Self::Bytes(0);
                b"\r\n0\r\n\r\n"
            }
            Self::Chunks => b"\r\n",
        }
    }
}

fn broken() -> io::Error {
    io::ErrorKind::UnexpectedEof.into()
}

const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// A part of that many bytes is not copied once more.
const LARGE: usize = 4 * 1024;

/// How much is gathered before it is written.
const GATHERED: usize = 16 * 1024;
