//! Plain requests of one connection, one after the other.

use std::future::Future;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;

use bytes::Bytes;
use http::request::Parts;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;

use crate::Client;
use crate::Gateway;
use crate::coalescing;
use crate::drain::Ending;
use crate::patience::Patience;
use crate::patience::WaitedFor;
use crate::phase::forward::SentBefore;
use crate::plain::early::Early;
use crate::plain::fast_path;
use crate::plain::fast_path::Begun;
use crate::plain::fast_path::Came;
use crate::plain::request;
use crate::plain::sending::send;
use crate::rewound::Rewound;
use crate::room;

/// How it goes on with a connection.
pub(crate) enum Then {
    /// It has ended.
    Close,
    /// Nobody uses it.
    Wait,
    /// The bytes that come next are not for this.
    Hyper,
}

/// Serves requests for as long as they are plain.
pub(crate) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    gateway: &Gateway,
    client: &Client,
    stream: &mut Rewound<S>,
    ending: &Ending,
) -> Then {
    let flow = client.flow();
    let mut patience = Patience::of(flow, gateway.limits());
    let mut asked = Vec::new();
    loop {
        let next = poll_fn(|context| poll_next(stream, ending, &mut patience, &mut asked, context));
        match next.await {
            Next::Bytes => {}
            Next::Nothing => return Then::Wait,
            Next::End => {
                let _ = stream.shutdown().await;
                return Then::Close;
            }
        }
        coalescing::request_begins();
        let (mut early, mut written) = (Early::default(), room::take());
        let mut used = None;
        let mut came = match fast_path::begin(gateway, client, &asked, ending, &mut written) {
            Begun::InFull => {
                room::give_back(written);
                Came::Nothing { was_sent: false }
            }
            Begun::Answered { is_last } => {
                used = Some(flow.use_it());
                Came::Whole { answer: written, is_last }
            }
            Begun::Forwarded(forwarded) => {
                used = Some(flow.use_it());
                let sent = (asked.as_slice(), written);
                fast_path::exchange(forwarded, (stream, client, ending), sent, &mut early).await
            }
        };
        if let Came::Nothing { was_sent } = came {
            let Some(mut head) = request::read(&asked, gateway.limits()) else {
                stream.put_back(Bytes::copy_from_slice(&asked));
                return Then::Hyper;
            };
            used.get_or_insert_with(|| flow.use_it());
            if was_sent {
                head.extensions.insert(SentBefore);
            }
            came = answer_in_full(gateway, client, head, stream, &mut early).await;
        }
        let is_last = match came {
            // One that has hung up has nobody left to answer.
            Came::HungUp | Came::Nothing { .. } => return Then::Close,
            Came::Whole { answer, is_last } => {
                let sent = write_whole(stream, &answer).await;
                room::give_back(answer);
                if sent.is_err() {
                    return Then::Close;
                }
                is_last
            }
            Came::Answer(answer) => {
                let Some(method) = request::method(&asked) else { return Then::Close };
                let is_last = ending.is_time();
                if send(stream, answer, &method, is_last, &mut early).await.is_err() {
                    return Then::Close;
                }
                is_last
            }
        };
        drop(used);
        if is_last {
            let _ = stream.shutdown().await;
            return Then::Close;
        }
        stream.put_back(early.into_bytes());
        if stream.has_unread() {
            flow.begins();
        }
    }
}

/// Every phase but the first, until the client hangs up.
async fn answer_in_full<S: AsyncRead + Unpin>(
    gateway: &Gateway,
    client: &Client,
    head: Parts,
    stream: &mut S,
    early: &mut Early,
) -> Came {
    let mut answering = pin!(gateway.answer(head, None, client));
    poll_fn(|context| match answering.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Came::Answer(answer)),
        Poll::Pending => early.poll_hang_up(stream, context).map(|()| Came::HungUp),
    })
    .await
}

async fn write_whole<S: AsyncWrite + Unpin>(stream: &mut S, answer: &[u8]) -> io::Result<()> {
    stream.write_all(answer).await?;
    stream.flush().await
}

/// What comes next over a connection.
enum Next {
    /// Something, or the beginning of it.
    Bytes,
    /// Nothing for a while.
    Nothing,
    /// Nothing any more.
    End,
}

/// Reads what comes next. In: where to put it.
fn poll_next<S: AsyncRead + Unpin>(
    stream: &mut Rewound<S>,
    ending: &Ending,
    patience: &mut Patience,
    asked: &mut Vec<u8>,
    context: &mut Context<'_>,
) -> Poll<Next> {
    asked.clear();
    let read = room::poll_read(stream, context, |bytes| asked.extend_from_slice(bytes));
    if let Poll::Ready(read) = read {
        let has_ended = read.is_err() || asked.is_empty();
        return Poll::Ready(if has_ended { Next::End } else { Next::Bytes });
    }
    let waited_for = Pin::new(patience).poll(context);
    if ending.is_time() {
        return Poll::Ready(Next::End);
    }
    waited_for.map(|waited_for| match waited_for {
        WaitedFor::NextRequest => Next::Nothing,
        WaitedFor::EndOfHead => Next::End,
    })
}
