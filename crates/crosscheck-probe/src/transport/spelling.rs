//! Header names as the server spelled them, and their order: HTTP libraries forget both, and Firefox
//! does not.

use std::io;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use crosscheck::wire::HeaderList;
use http::HeaderMap;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;

use super::limits::HEAD_LIMIT;
use super::limits::LINE_LIMIT;

/// A connection that remembers the first bytes that it received.
pub(super) struct Recording<S> {
    stream: S,
    record: Record,
}

/// What was received first.
#[derive(Clone, Default)]
pub(super) struct Record(Arc<Mutex<Vec<u8>>>);

impl<S> Recording<S> {
    pub(super) fn of(stream: S) -> (Self, Record) {
        let record = Record::default();
        (Self { stream, record: record.clone() }, record)
    }
}

impl Record {
    /// The lines of an answer as the server wrote them; as the library tells them, should the two
    /// not be of the same.
    pub(super) fn headers(&self, told: &HeaderMap) -> HeaderList {
        let bytes = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let lines = told.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        spelled(&bytes, told).unwrap_or_else(|| lines.collect())
    }
}

fn spelled(bytes: &[u8], told: &HeaderMap) -> Option<HeaderList> {
    let names = names_of_the_final_answer(bytes)?;
    let mut list = HeaderList::new();
    let is_whole = names.len() == told.len();
    for name in names {
        let nth = list.lines(&name).count();
        let value = told.get_all(name.as_str()).iter().nth(nth)?;
        list.append(name, value.as_bytes());
    }
    is_whole.then_some(list)
}

/// Names in order; what comes before the final answer, status 100 to 199, is skipped.
fn names_of_the_final_answer(mut bytes: &[u8]) -> Option<Vec<String>> {
    let mut config = httparse::ParserConfig::default();
    // As lenient as the library is told to be.
    config
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_spaces_after_header_name_in_responses(true)
        .ignore_invalid_headers_in_responses(true);
    loop {
        let mut lines = vec![httparse::EMPTY_HEADER; LINE_LIMIT];
        let mut response = httparse::Response::new(&mut lines);
        let end = match config.parse_response(&mut response, bytes) {
            Ok(httparse::Status::Complete(end)) => end,
            Ok(httparse::Status::Partial) | Err(_) => return None,
        };
        match response.code {
            Some(100..=199) => bytes = &bytes[end..],
            _ => return Some(response.headers.iter().map(|h| h.name.to_owned()).collect()),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Recording<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let mut record = self.record.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = &buffer.filled()[before..];
        let room = HEAD_LIMIT.saturating_sub(record.len());
        record.extend_from_slice(&new[..new.len().min(room)]);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Recording<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::names_of_the_final_answer;

    #[test]
    fn names_keep_capitals_and_order() {
        let answer = b"HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n\
            HTTP/1.1 200 OK\r\nVARY: a\r\nAge : 1\r\n folded\r\n(bad: 1\r\nvary: b\r\n\r\nbody";
        let names = names_of_the_final_answer(answer).expect("a whole head");
        assert_eq!(names, ["VARY", "Age", "vary"]);
        assert_eq!(names_of_the_final_answer(b"HTTP/1.1 200 OK\r\nVary"), None);
    }
}
