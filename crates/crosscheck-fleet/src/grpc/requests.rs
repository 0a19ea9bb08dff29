//! What comes in on a stream: bounded for each message, for all that are not whole yet, and in time.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Buf;
use bytes::Bytes;
use bytes::BytesMut;
use http_body_util::BodyExt;
use hyper::body::Body;
use prost::Message;
use tokio::time::Instant;
use tokio::time::timeout_at;

use super::HEAD;
use super::Status;

/// What all streams hold of messages that are not whole yet, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Intake(AtomicUsize);

/// The messages of one stream.
#[derive(Debug)]
pub(crate) struct Requests<M, B> {
    body: B,
    intake: Arc<Intake>,
    /// Counted there.
    unheard: BytesMut,
    /// When what has begun must be whole, or what has not must have begun.
    late: Option<Instant>,
    message: PhantomData<fn() -> M>,
}

impl<M: Message + Default, B: Body<Data = Bytes> + Unpin> Requests<M, B> {
    pub(crate) fn new(body: B, intake: Arc<Intake>) -> Self {
        let late = Some(Instant::now() + PATIENCE);
        Self { body, intake, unheard: BytesMut::new(), late, message: PhantomData }
    }

    /// The next message; `None` at the end. Nothing is lost where nobody waits for what comes of it.
    pub(crate) async fn next(&mut self) -> Result<Option<M>, Status> {
        loop {
            if let Some(message) = self.whole()? {
                return Ok(Some(message));
            }
            let frame = match self.late {
                None => self.body.frame().await,
                Some(late) => timeout_at(late, self.body.frame())
                    .await
                    .map_err(|_| Status::deadline_exceeded("no whole request came for 10 s"))?,
            };
            let Some(frame) = frame else {
                return match self.unheard.is_empty() {
                    true => Ok(None),
                    false => Err(Status::internal("the stream ended within a request")),
                };
            };
            let frame = frame.map_err(|_| Status::internal("the stream was broken off"))?;
            if let Ok(data) = frame.into_data() {
                self.hold(&data)?;
            }
        }
    }

    fn hold(&mut self, data: &[u8]) -> Result<(), Status> {
        if self.late.is_none() && !data.is_empty() {
            self.late = Some(Instant::now() + PATIENCE);
        }
        let held = self.intake.0.fetch_add(data.len(), Ordering::Relaxed) + data.len();
        self.unheard.extend_from_slice(data);
        match held <= MOST_UNHEARD {
            true => Ok(()),
            false => Err(Status::resource_exhausted("too many requests are not whole")),
        }
    }

    /// Takes a message, if it is there.
    fn whole(&mut self) -> Result<Option<M>, Status> {
        let Some((head, rest)) = self.unheard.split_first_chunk::<HEAD>() else { return Ok(None) };
        let [is_compressed, length @ ..] = *head;
        let length = u32::from_be_bytes(length) as usize;
        if is_compressed != 0 {
            return Err(Status::unimplemented("requests are not compressed here"));
        }
        if length > LONGEST_REQUEST {
            return Err(Status::out_of_range("a request has at most 4 MiB"));
        }
        let Some(message) = rest.get(..length) else { return Ok(None) };
        let message = M::decode(message)
            .map_err(|_| Status::internal("a request is no message of its kind"))?;
        let heard = HEAD + length;
        self.unheard.advance(heard);
        self.intake.0.fetch_sub(heard, Ordering::Relaxed);
        if self.unheard.is_empty() || length > SHORT {
            // Memory for a long one is not kept; what came of the next with it is less than a frame.
            self.unheard = BytesMut::from(&self.unheard[..]);
        }
        self.late = (!self.unheard.is_empty()).then(|| Instant::now() + PATIENCE);
        Ok(Some(message))
    }
}

impl<M, B> Drop for Requests<M, B> {
    fn drop(&mut self) {
        self.intake.0.fetch_sub(self.unheard.len(), Ordering::Relaxed);
    }
}

/// Envoy tells all its extensions with its first request: 100 KB.
const LONGEST_REQUEST: usize = 4 << 20;
const SHORT: usize = 16 << 10;
/// The first requests of 2,500 Envoys that come at once.
const MOST_UNHEARD: usize = 256 << 20;
const PATIENCE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::Ordering;

    use bytes::Bytes;
    use http_body_util::StreamBody;
    use hyper::body::Frame;
    use prost::Message;
    use tokio::sync::mpsc;
    use tokio_stream::StreamExt;
    use tokio_stream::wrappers::UnboundedReceiverStream;

    use super::Intake;
    use super::LONGEST_REQUEST;
    use super::MOST_UNHEARD;
    use super::Requests;
    use crate::grpc::Status;
    use crate::xds::StringValue;

    type Sender = mpsc::UnboundedSender<Bytes>;

    fn stream(
        intake: &Arc<Intake>,
    ) -> (Sender, Requests<StringValue, impl hyper::body::Body<Data = Bytes> + Unpin>) {
        let (send, coming) = mpsc::unbounded_channel();
        let frames =
            UnboundedReceiverStream::new(coming).map(|data| Ok::<_, Infallible>(Frame::data(data)));
        (send, Requests::new(StreamBody::new(frames), Arc::clone(intake)))
    }

    fn framed(text: &str) -> Vec<u8> {
        let message = StringValue { value: text.into() }.encode_to_vec();
        let length = u32::try_from(message.len()).expect("it is short");
        [&[0][..], &length.to_be_bytes(), &message].concat()
    }

    #[tokio::test]
    async fn messages_are_heard_however_they_are_cut() {
        let texts = ["", "a", &"b".repeat(100_000), "c"];
        let all: Vec<u8> = texts.iter().flat_map(|text| framed(text)).collect();
        for size in [1, 7, 16 << 10, all.len()] {
            let intake = Arc::new(Intake::default());
            let (send, mut requests) = stream(&intake);
            for part in all.chunks(size) {
                send.send(Bytes::copy_from_slice(part)).expect("it is heard");
            }
            for text in texts {
                let heard = requests.next().await.expect("no error").expect("one");
                assert!(heard.value == text, "{size}");
            }
            assert_eq!(intake.0.load(Ordering::Relaxed), 0, "{size}");
            assert!(requests.unheard.capacity() < 20_000, "{}", requests.unheard.capacity());
            drop(send);
            assert_eq!(requests.next().await, Ok(None));
        }
    }

    #[tokio::test]
    async fn what_is_no_message_ends_the_stream() {
        let announced = u32::try_from(LONGEST_REQUEST + 1).expect("it is short").to_be_bytes();
        for (sent, status) in [
            (vec![1, 0, 0, 0, 0], Status::unimplemented("requests are not compressed here")),
            ([&[0][..], &announced].concat(), Status::out_of_range("a request has at most 4 MiB")),
            (vec![0, 0, 0, 0, 1, 0xff], Status::internal("a request is no message of its kind")),
            (vec![0, 0, 0, 0, 1], Status::internal("the stream ended within a request")),
        ] {
            let intake = Arc::new(Intake::default());
            let (send, mut requests) = stream(&intake);
            send.send(sent.into()).expect("it is heard");
            drop(send);
            assert_eq!(requests.next().await, Err(status));
            drop(requests);
            assert_eq!(intake.0.load(Ordering::Relaxed), 0);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_begin_or_end_a_message_is_not_waited_for() {
        for sent in [&[][..], &[0, 0], &[framed("a"), vec![0]].concat()] {
            let intake = Arc::new(Intake::default());
            let (send, mut requests) = stream(&intake);
            send.send(Bytes::copy_from_slice(sent)).expect("it is heard");
            let late = Status::deadline_exceeded("no whole request came for 10 s");
            loop {
                match requests.next().await {
                    Ok(Some(_)) => {}
                    ended => break assert_eq!(ended, Err(late)),
                }
            }
        }
        // Who has said something, and nothing of the next, may be silent.
        let intake = Arc::default();
        let (send, mut requests) = stream(&intake);
        send.send(framed("a").into()).expect("it is heard");
        requests.next().await.expect("no error").expect("one");
        let silent = tokio::time::timeout(std::time::Duration::from_secs(3600), requests.next());
        assert!(silent.await.is_err(), "it waits on");
    }

    #[tokio::test]
    async fn what_is_not_whole_is_bounded_for_all() {
        let intake = Arc::new(Intake::default());
        let begun = [&[0, 0, 0x3f, 0xff, 0xff][..], &vec![0; (4 << 20) - 10]].concat();
        let mut streams: Vec<_> = (0..65).map(|_| stream(&intake)).collect();
        let mut refused = 0;
        for (send, requests) in &mut streams {
            send.send(Bytes::copy_from_slice(&begun)).expect("it is heard");
            let heard = tokio::time::timeout(std::time::Duration::from_millis(1), requests.next());
            refused += usize::from(heard.await.is_ok_and(|heard| heard.is_err()));
            assert!(intake.0.load(Ordering::Relaxed) <= MOST_UNHEARD + begun.len());
        }
        assert_eq!(refused, 1);
    }
}
