//! A plain answer on its way: its head with what is there of its body, and the rest as it comes.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;

use bytes::Bytes;
use http::Method;
use http::Response;
use http::StatusCode;
use hyper::body::Body;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;

use crate::AnswerBody;
use crate::plain::answer;
use crate::plain::early::Early;
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
    let length = body.size_hint().exact().unwrap_or_default();
    let has_none = asked == Method::HEAD
        || matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let mut left = if has_none { 0 } else { length };
    let mut begun = Bytes::new();
    if left > 0 {
        // Why a body fails is never the first that it says.
        let polled = poll_fn(|context| Poll::Ready(Pin::new(&mut body).poll_frame(context))).await;
        if let Poll::Ready(Some(Ok(frame))) = polled {
            begun = frame.into_data().unwrap_or_default();
            left = rest(left, &begun)?;
        }
    }
    let fill = |to: &mut Vec<u8>| {
        answer::write(&head, length, asked, is_last, to);
        to.extend_from_slice(&begun);
    };
    room::write(stream, fill).await?;
    stream.flush().await?;
    while left > 0 {
        let frame = poll_fn(|context| match Pin::new(&mut body).poll_frame(context) {
            Poll::Pending => early.poll_hang_up(stream, context).map(|()| None),
            frame => frame,
        });
        let Some(Ok(frame)) = frame.await else { return Err(broken()) };
        let data = frame.into_data().unwrap_or_default();
        left = rest(left, &data)?;
        stream.write_all(&data).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// What is left of a body. Fails if that is more than was said: it would be read as another answer.
fn rest(left: u64, data: &Bytes) -> io::Result<u64> {
    left.checked_sub(data.len() as u64).ok_or_else(broken)
}

fn broken() -> io::Error {
    io::ErrorKind::UnexpectedEof.into()
}
