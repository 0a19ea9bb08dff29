//! What a client says while it is answered.

use std::task::Context;
use std::task::Poll;

use bytes::Bytes;
use tokio::io::AsyncRead;

use crate::room;

/// The beginning of it; no more is read until the answer has gone.
#[derive(Default)]
pub(super) struct Early(Bytes);

impl Early {
    /// Resolves when the client hangs up.
    pub(super) fn poll_hang_up<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        if !self.0.is_empty() {
            return Poll::Pending;
        }
        match room::poll_read(stream, context, Bytes::copy_from_slice) {
            Poll::Ready(Ok(bytes)) if !bytes.is_empty() => {
                self.0 = bytes;
                Poll::Pending
            }
            read => read.map(drop),
        }
    }

    pub(super) fn into_bytes(self) -> Bytes {
        self.0
    }
}
