//! Room for what is read, or written, in one go: one a thread, so that no connection holds any.

use std::cell::Cell;
use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use bytes::Bytes;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::io::ReadBuf;

thread_local! {
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Reads what has come, at most [`ROOM_BYTES`], and has it looked at. Nothing is read where the other side has ended.
pub(crate) fn poll_read<S: AsyncRead + Unpin, T>(
    stream: &mut S,
    context: &mut Context<'_>,
    look: impl FnOnce(&[u8]) -> T,
) -> Poll<io::Result<T>> {
    ROOM.with_borrow_mut(|room| {
        room.clear();
        room.reserve(ROOM_BYTES);
        let mut read = ReadBuf::uninit(&mut room.spare_capacity_mut()[..ROOM_BYTES]);
        ready!(Pin::new(stream).poll_read(context, &mut read))?;
        Poll::Ready(Ok(look(read.filled())))
    })
}

/// Writes what `fill` puts there, in one go where it is taken.
pub(crate) async fn write<S: AsyncWrite + Unpin>(
    stream: &mut S,
    fill: impl Fn(&mut Vec<u8>),
) -> io::Result<()> {
    let written = poll_fn(|context| Poll::Ready(write_at_once(stream, context, &fill)));
    let rest = written.await?;
    if rest.is_empty() { Ok(()) } else { stream.write_all(&rest).await }
}

/// Writes as much as is taken at once. Out: what is left.
fn write_at_once<S: AsyncWrite + Unpin>(
    stream: &mut S,
    context: &mut Context<'_>,
    fill: impl Fn(&mut Vec<u8>),
) -> io::Result<Bytes> {
    ROOM.with_borrow_mut(|room| {
        room.clear();
        fill(room);
        let written = match Pin::new(stream).poll_write(context, room) {
            Poll::Ready(written) => written?,
            Poll::Pending => 0,
        };
        let rest = Bytes::copy_from_slice(&room[written..]);
        if room.capacity() > MOST_KEPT {
            *room = Vec::new();
        }
        Ok(rest)
    })
}

/// Room for what is written later, empty; to be [given back](give_back) then.
pub(crate) fn take() -> Vec<u8> {
    let mut room = SPARE.take();
    room.clear();
    room
}

pub(crate) fn give_back(room: Vec<u8>) {
    if room.capacity() <= MOST_KEPT {
        SPARE.set(room);
    }
}

/// How much is read at once.
pub(crate) const ROOM_BYTES: usize = 16 * 1024;

/// What an unusually long head took is given back.
const MOST_KEPT: usize = 4 * ROOM_BYTES;
