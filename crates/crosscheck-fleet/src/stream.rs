//! One node that is connected: it asks, is sent what is new, and says what it took.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use bytes::Bytes;
use hyper::body::Body;
use tokio::sync::mpsc;
use tokio::time::sleep_until;
use tokio::time::timeout;

use crate::delivery::Delivery;
use crate::delivery::Session;
use crate::fleet::Fleet;
use crate::grpc::Answer;
use crate::grpc::Requests;
use crate::grpc::Status;
use crate::nodes::Identity;
use crate::nodes::Seen;

/// Why a stream is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Either side ended it.
    Over,
    /// The node reads nothing, or says nothing of what it was sent.
    Unread,
}

/// Serves a stream until either side ends it. Out: by `answers`, an error as the last of them.
pub(crate) async fn run<S: Session>(
    fleet: Arc<Fleet>,
    peer: SocketAddr,
    mut requests: Requests<S::Request, impl Body<Data = Bytes> + Unpin>,
    answers: mpsc::Sender<Result<Answer, Status>>,
) -> Ended {
    match serve::<S>(&fleet, peer, &mut requests, &answers).await {
        Ok(ended) => ended,
        Err(status) => {
            let _ = answers.try_send(Err(status));
            Ended::Over
        }
    }
}

async fn serve<S: Session>(
    fleet: &Arc<Fleet>,
    peer: SocketAddr,
    requests: &mut Requests<S::Request, impl Body<Data = Bytes> + Unpin>,
    answers: &mpsc::Sender<Result<Answer, Status>>,
) -> Result<Ended, Status> {
    let Some(first) = requests.next().await? else { return Ok(Ended::Over) };
    let node = S::node(&first).ok_or(Status::invalid_argument("who asks? `node` is empty"))?;
    let identity = Identity::of(node).map_err(Status::invalid_argument)?;
    let (group, is_canary) = (identity.group.clone(), fleet.share.has(&identity.id));
    let id = identity.id.clone();
    let seen =
        Seen { identity, is_canary, peer, since: Instant::now(), delivery: Delivery::default() };
    let place = fleet.nodes.join(seen);
    let place = place.ok_or(Status::resource_exhausted("too many nodes are connected"))?;
    let mut published = fleet.published.clone();
    let mut session = S::default();
    // When it must have spoken of what it was sent.
    let mut late = tokio::time::Instant::now();
    session.hear(first);
    loop {
        let view = published.borrow_and_update().view(&group, is_canary);
        if let Some(answer) = session.next(&view) {
            fleet.pushed.fetch_add(1, Ordering::Relaxed);
            match timeout(UNREAD, answers.send(Ok(answer))).await {
                Ok(Ok(())) => late = tokio::time::Instant::now() + UNREAD,
                Ok(Err(_)) => return Ok(Ended::Over),
                Err(_) => return Ok(Ended::Unread),
            }
        }
        place.update(session.delivery());
        let is_pending = session.delivery().is_pending();
        tokio::select! {
            request = requests.next() => {
                let Some(request) = request? else {
                    // What it has not read would stay until the connection ends.
                    return Ok(if is_pending { Ended::Unread } else { Ended::Over });
                };
                session.hear(request);
                let delivery = session.delivery();
                if is_pending
                    && !delivery.is_pending()
                    && let Some(refused) = &delivery.refused
                    && let Some(event) = fleet.refusals.count(Instant::now(), &id, &refused.message)
                {
                    (fleet.tell)(event);
                }
            }
            changed = published.changed() => {
                if changed.is_err() {
                    return Ok(Ended::Over);
                }
            }
            () = sleep_until(late), if is_pending => return Ok(Ended::Unread),
        }
    }
}

/// How long for a node that reads nothing, or says nothing of what it was sent.
const UNREAD: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::net::SocketAddr;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;
    use std::time::Duration;
    use std::time::Instant;

    use bytes::Bytes;
    use http_body_util::StreamBody;
    use hyper::body::Frame;
    use prost::Message;
    use tokio::sync::mpsc;
    use tokio::sync::watch;
    use tokio::task::JoinHandle;
    use tokio_stream::StreamExt;
    use tokio_stream::wrappers::UnboundedReceiverStream;

    use super::Ended;
    use super::run;
    use crate::counts::Counts;
    use crate::counts::Outcomes;
    use crate::fleet::Fleet;
    use crate::grpc::Answer;
    use crate::grpc::Requests;
    use crate::grpc::Status;
    use crate::nodes::Nodes;
    use crate::published::Group;
    use crate::published::Name;
    use crate::published::Published;
    use crate::published::Resource;
    use crate::refusals::Refusals;
    use crate::share::Share;
    use crate::state_of_the_world::StateOfTheWorld;
    use crate::xds;
    use crate::xds::DiscoveryRequest;
    use crate::xds::DiscoveryResponse;
    use crate::xds::Node;

    type Answers = mpsc::Receiver<Result<Answer, Status>>;

    fn published(policy: &str) -> Arc<Published> {
        let enforced = Resource::new(Name::Enforced, "enforce", policy);
        Arc::new(Published([("default".to_owned(), Group { enforced, candidate: None })].into()))
    }

    fn fleet() -> (watch::Sender<Arc<Published>>, Arc<Fleet>) {
        let (push, published) = watch::channel(published("a"));
        let fleet = Fleet {
            published,
            problems: watch::channel(Vec::new()).1,
            nodes: Arc::new(Nodes::new(10)),
            counts: Arc::new(Counts::new(10, Outcomes::new())),
            share: Share::default(),
            tell: Arc::new(|_| {}),
            intake: Arc::default(),
            pushed: AtomicU64::new(0),
            refusals: Refusals::default(),
            started: Instant::now(),
        };
        (push, Arc::new(fleet))
    }

    /// A node that is connected: where it says something, what it is told, and how it ends.
    struct Connected {
        requests: mpsc::UnboundedSender<Bytes>,
        answers: Answers,
        ended: JoinHandle<Ended>,
    }

    impl Connected {
        fn new(fleet: &Arc<Fleet>) -> Self {
            let (requests, coming) = mpsc::unbounded_channel();
            let frames = UnboundedReceiverStream::new(coming)
                .map(|data| Ok::<_, Infallible>(Frame::data(data)));
            let heard = Requests::new(StreamBody::new(frames), Arc::clone(&fleet.intake));
            let (send, answers) = mpsc::channel(1);
            let peer = SocketAddr::from(([127, 0, 0, 1], 1));
            let ended = tokio::spawn(run::<StateOfTheWorld>(Arc::clone(fleet), peer, heard, send));
            let connected = Self { requests, answers, ended };
            connected.ask("");
            connected
        }

        fn ask(&self, nonce: &str) {
            let request = DiscoveryRequest {
                node: Some(Node { id: "a".into(), ..Node::default() }),
                resource_names: vec!["crosscheck".into()],
                type_url: xds::EXTENSION.into(),
                response_nonce: nonce.into(),
                ..DiscoveryRequest::default()
            };
            let message = request.encode_to_vec();
            let length = u32::try_from(message.len()).expect("it is short");
            let framed = [&[0][..], &length.to_be_bytes(), &message].concat();
            self.requests.send(framed.into()).expect("it is heard");
        }

        async fn told(&mut self) -> DiscoveryResponse {
            let answer = self.answers.recv().await.expect("an answer").expect("no error");
            DiscoveryResponse::decode(answer.bytes()).expect("a message")
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_speaks_of_nothing_is_given_up_however_much_it_asks() {
        let (_push, fleet) = fleet();
        let mut node = Connected::new(&fleet);
        node.told().await;
        let begun = tokio::time::Instant::now();
        while !node.ended.is_finished() {
            node.ask("0000000000000000");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert_eq!(node.ended.await.expect("it ends"), Ended::Unread);
        assert_eq!(begun.elapsed().as_secs(), 61);
        assert!(fleet.nodes.all().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_nothing_is_given_up_whatever_is_pushed() {
        let (push, fleet) = fleet();
        let node = Connected::new(&fleet);
        for number in 0..200 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            push.send_replace(published(&number.to_string()));
        }
        assert!(node.ended.is_finished());
        assert_eq!(node.ended.await.expect("it ends"), Ended::Unread);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_what_it_is_pushed_stays_for_days() {
        let (push, fleet) = fleet();
        let mut node = Connected::new(&fleet);
        for number in 0..4 {
            let nonce = node.told().await.nonce;
            node.ask(&nonce);
            tokio::time::sleep(Duration::from_secs(24 * 3600)).await;
            push.send_replace(published(&number.to_string()));
        }
        assert!(!node.ended.is_finished());
        let nonce = node.told().await.nonce;
        node.ask(&nonce);
        drop(node.requests);
        assert_eq!(node.ended.await.expect("it ends"), Ended::Over);
    }
}
