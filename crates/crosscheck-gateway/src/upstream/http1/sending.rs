//! A request's body on its way out, by a task of its own: it goes on while the client reads nothing of the
//! answer.

use std::future::Future;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use bytes::Buf;
use bytes::Bytes;
use http::HeaderMap;
use hyper::body::Body;
use tokio::io::AsyncWriteExt;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::request_body::Upload;
use crate::request_body::UploadError;
use crate::tls::UpstreamWriter;
use crate::upstream::http1::request_head::RequestLength;

/// A body that is to be sent.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) body: Upload,
    pub(crate) length: RequestLength,
    /// Whether the upstream is asked first if it wants it (`Expect: 100-continue`).
    pub(crate) waits: bool,
}

/// Why a body was not sent whole.
#[derive(Debug)]
pub(crate) enum SendError {
    /// The client's doing.
    Upload(UploadError),
    /// The upstream's.
    Failed(io::Error),
}

/// A body that is sent; no more of it once this is dropped.
#[derive(Debug)]
pub(super) struct Sending {
    told: oneshot::Receiver<Sent>,
    task: AbortHandle,
}

/// How it ended: with the writing half of the connection, over which another request may follow.
type Sent = Result<UpstreamWriter, SendError>;

impl Sending {
    /// Whether all was sent, or why not; `None` if its task ended with the runtime.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Sent>> {
        Pin::new(&mut self.told).poll(context).map(Result::ok)
    }

    /// The writing half, if all was sent.
    pub(super) fn writer(&mut self) -> Option<UpstreamWriter> {
        self.told.try_recv().ok()?.ok()
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Sends a body.
pub(super) fn send_body(mut writer: UpstreamWriter, outgoing: Outgoing) -> Sending {
    let Outgoing { mut body, length, .. } = outgoing;
    let (tell, told) = oneshot::channel();
    let task = tokio::spawn(async move {
        let sent = send_all(&mut writer, &mut body, length).await;
        // Nobody waits any more if the answer has been read to its end.
        let _ = tell.send(sent.map(|()| writer));
    });
    Sending { told, task: task.abort_handle() }
}

async fn send_all(
    writer: &mut UpstreamWriter,
    body: &mut Upload,
    length: RequestLength,
) -> Result<(), SendError> {
    let mut left = match length {
        RequestLength::Exactly(length) => Some(length),
        RequestLength::Chunked => None,
    };
    loop {
        let frame = match poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
            None => break,
            Some(Ok(frame)) => frame,
            Some(Err(error)) => return Err(SendError::Upload(error)),
        };
        match frame.into_data() {
            Ok(data) if data.is_empty() => {}
            Ok(data) => {
                match &mut left {
                    None => write(writer, chunk(data)).await?,
                    Some(left) => {
                        // Never more than was said: what follows would be another request.
                        let next = left.checked_sub(data.len() as u64);
                        *left = next.ok_or_else(lied)?;
                        write(writer, data).await?;
                    }
                }
                // The client may say nothing more; it need not be asked.
                if left == Some(0) {
                    break;
                }
            }
            Err(frame) => {
                let trailers = frame.into_trailers().unwrap_or_default();
                if left.is_none() {
                    return write(writer, last_chunk(&trailers)).await;
                }
            }
        }
    }
    match left {
        None => write(writer, last_chunk(&HeaderMap::new())).await,
        Some(0) => Ok(()),
        Some(_) => Err(lied()),
    }
}

async fn write(writer: &mut UpstreamWriter, mut bytes: impl Buf) -> Result<(), SendError> {
    writer.write_all_buf(&mut bytes).await.map_err(SendError::Failed)
}

fn chunk(data: Bytes) -> impl Buf {
    let size = Bytes::from(format!("{:x}\r\n", data.len()));
    size.chain(data).chain(&b"\r\n"[..])
}

fn last_chunk(trailers: &HeaderMap) -> Bytes {
    let mut bytes = b"0\r\n".to_vec();
    for (name, value) in trailers {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.into()
}

/// hyper holds a client to the length that it says.
fn lied() -> SendError {
    SendError::Failed(io::Error::other("a body of another length than was said"))
}
