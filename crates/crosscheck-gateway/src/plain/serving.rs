//! Plain requests of one connection, one after the other.

use std::future::Future;
use std::future::poll_fn;
use std::pin::Pin;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;

use crate::Client;
use crate::Gateway;
use crate::drain::Ending;
use crate::held::Held;
use crate::patience::Patience;
use crate::patience::WaitedFor;
use crate::plain::answer;
use crate::plain::early::Early;
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
    /// The bytes that come next are not for this; the answer to them, if it is there already.
    Hyper(Option<Box<Response<Held>>>),
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
    loop {
        let next = poll_fn(|context| poll_next(gateway, stream, ending, &mut patience, context));
        let (head, bytes) = match next.await {
            Ok(request) => request,
            Err(Next::Other(bytes)) => {
                stream.put_back(bytes);
                return Then::Hyper(None);
            }
            Err(Next::Nothing) => return Then::Wait,
            Err(Next::End) => {
                let _ = stream.shutdown().await;
                return Then::Close;
            }
        };
        let used = flow.use_it();
        let (asked, mut early) = (head.method.clone(), Early::default());
        let answer = {
            let mut answering = pin!(gateway.answer(head, None, client));
            poll_fn(|context| match answering.as_mut().poll(context) {
                Poll::Ready(answer) => Poll::Ready(Some(answer)),
                Poll::Pending => early.poll_hang_up(stream, context).map(|()| None),
            })
            .await
        };
        // One that has hung up has nobody left to answer.
        let Some(answer) = answer else { return Then::Close };
        if !answer::is_plain(&answer) {
            stream.put_back(early.into_bytes());
            stream.put_back(bytes);
            return Then::Hyper(Some(Box::new(answer.map(|body| Held::new(body, used)))));
        }
        let is_last = ending.is_time();
        if send(stream, answer, &asked, is_last, &mut early).await.is_err() {
            return Then::Close;
        }
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

/// What comes next over a connection, if it is no plain request.
enum Next {
    /// Something, or the beginning of it.
    Other(Bytes),
    /// Nothing for a while.
    Nothing,
    /// Nothing any more.
    End,
}

fn poll_next<S: AsyncRead + Unpin>(
    gateway: &Gateway,
    stream: &mut Rewound<S>,
    ending: &Ending,
    patience: &mut Patience,
    context: &mut Context<'_>,
) -> Poll<Result<(Parts, Bytes), Next>> {
    let read = room::poll_read(stream, context, |bytes| match bytes {
        [] => Err(Next::End),
        bytes => request::read(bytes, gateway.limits())
            .ok_or_else(|| Next::Other(Bytes::copy_from_slice(bytes))),
    });
    if let Poll::Ready(next) = read {
        return Poll::Ready(next.unwrap_or(Err(Next::End)));
    }
    let waited_for = Pin::new(patience).poll(context);
    if ending.is_time() {
        return Poll::Ready(Err(Next::End));
    }
    waited_for.map(|waited_for| match waited_for {
        WaitedFor::NextRequest => Err(Next::Nothing),
        WaitedFor::EndOfHead => Err(Next::End),
    })
}
