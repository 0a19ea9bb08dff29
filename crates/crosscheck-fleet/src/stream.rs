//! One node that is connected: it asks, is sent what is new, and says what it took.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use prost::Message;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_stream::StreamExt;
use tonic::Status;
use tonic::Streaming;

use crate::delivery::Delivery;
use crate::delivery::Session;
use crate::event::Event;
use crate::fleet::Fleet;
use crate::fleet::MOST_IN_FLIGHT;
use crate::nodes::Identity;
use crate::nodes::Seen;

/// Serves a stream until either side ends it. Out: by `answers`, an error as the last of them.
pub(crate) async fn run<S: Session>(
    fleet: Arc<Fleet>,
    peer: SocketAddr,
    mut requests: Streaming<S::Request>,
    answers: mpsc::Sender<Result<S::Response, Status>>,
) {
    if let Err(status) = serve::<S>(&fleet, peer, &mut requests, &answers).await {
        let _ = answers.try_send(Err(status));
    }
}

async fn serve<S: Session>(
    fleet: &Arc<Fleet>,
    peer: SocketAddr,
    requests: &mut Streaming<S::Request>,
    answers: &mpsc::Sender<Result<S::Response, Status>>,
) -> Result<(), Status> {
    let first = timeout(FIRST, requests.next()).await;
    let first = first.map_err(|_| Status::deadline_exceeded("no request came for 10 s"))?;
    let Some(first) = first.transpose()? else { return Ok(()) };
    let node =
        S::node(&first).ok_or_else(|| Status::invalid_argument("who asks? `node` is empty"))?;
    let identity = Identity::of(node).map_err(Status::invalid_argument)?;
    let (group, is_canary) = (identity.group.clone(), fleet.share.has(&identity.id));
    let id = identity.id.clone();
    let seen =
        Seen { identity, is_canary, peer, since: Instant::now(), delivery: Delivery::default() };
    let place = fleet.nodes.join(seen);
    let place = place.ok_or_else(|| Status::resource_exhausted("too many nodes are connected"))?;
    let mut published = fleet.published.clone();
    let mut session = S::default();
    let mut in_flight: Option<OwnedSemaphorePermit> = None;
    session.hear(first);
    loop {
        let view = published.borrow_and_update().view(&group, is_canary);
        if let Some(answer) = session.next(&view) {
            // What the last answer took comes back first.
            drop(in_flight.take());
            let room = Arc::clone(&fleet.in_flight).acquire_many_owned(kib(&answer)).await;
            in_flight = room.ok();
            fleet.pushed.fetch_add(1, Ordering::Relaxed);
            let sent = timeout(UNREAD, answers.send(Ok(answer))).await;
            if !matches!(sent, Ok(Ok(()))) {
                return Ok(());
            }
        }
        place.update(session.delivery());
        tokio::select! {
            request = requests.next() => {
                let Some(request) = request.transpose()? else { return Ok(()) };
                session.hear(request);
                let delivery = session.delivery();
                if !delivery.is_pending()
                    && in_flight.take().is_some()
                    && let Some(refused) = &delivery.refused
                {
                    fleet.refused.fetch_add(1, Ordering::Relaxed);
                    let message = refused.message.clone();
                    (fleet.tell)(Event::NodeRefused { node: id.clone(), message });
                }
            }
            changed = published.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
            }
            () = tokio::time::sleep(UNREAD), if in_flight.is_some() => {
                return Err(Status::deadline_exceeded("nothing was said of what was sent"));
            }
        }
    }
}

fn kib(answer: &impl Message) -> u32 {
    let kib = answer.encoded_len().div_ceil(1024).clamp(1, MOST_IN_FLIGHT);
    u32::try_from(kib).unwrap_or(u32::MAX)
}

/// How long is waited for the first request.
const FIRST: Duration = Duration::from_secs(10);
/// How long for a node that reads nothing, or says nothing of what it was sent.
const UNREAD: Duration = Duration::from_secs(60);
