//! Where Envoys connect: HTTP/2, over TLS or not, each call led to what answers it.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use http::Request;
use http::Response;
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::sync::Notify;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::admin;
use crate::counts::Counts;
use crate::delivery::Session;
use crate::delta::Delta;
use crate::event::Event;
use crate::event::Tell;
use crate::failure::FleetError;
use crate::fleet::Fleet;
use crate::folder::Folder;
use crate::grpc::Answer;
use crate::grpc::Answers;
use crate::grpc::Intake;
use crate::grpc::Requests;
use crate::grpc::Status;
use crate::metrics;
use crate::nodes::Nodes;
use crate::refusals::Refusals;
use crate::share::Share;
use crate::state_of_the_world::StateOfTheWorld;
use crate::stream;
use crate::stream::Ended;
use crate::tls::TlsFiles;
use crate::watch::watch;
use crate::xds;

/// What is served, and where.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever serves, whole")]
pub struct Plan {
    /// The policies.
    pub folder: Folder,
    /// Where Envoys connect.
    pub listen: SocketAddr,
    /// Where whoever runs it looks.
    pub admin: SocketAddr,
    /// How Envoys are spoken to; `None` is in the clear.
    pub tls: Option<TlsFiles>,
    /// Which nodes try candidates.
    pub canary: Share,
    /// How many nodes may be connected.
    pub most_nodes: usize,
}

/// A fleet that is about to be served.
pub struct Server {
    plan: Plan,
    tls: Option<TlsAcceptor>,
    listener: TcpListener,
    admin: TcpListener,
}

impl Server {
    /// Opens what is needed. Fails where there is no listening, or a certificate is none.
    pub fn start(plan: Plan) -> Result<Self, FleetError> {
        let bind = |address: SocketAddr| {
            let listener = TcpListener::bind(address);
            listener.map_err(|error| FleetError::Listen { address, error })
        };
        let (listener, admin) = (bind(plan.listen)?, bind(plan.admin)?);
        let tls = plan.tls.as_ref().map(TlsFiles::acceptor).transpose()?;
        Ok(Self { plan, tls, listener, admin })
    }

    /// Where Envoys connect.
    ///
    /// Fails if the system does not know.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Where whoever runs it looks.
    ///
    /// Fails if the system does not know.
    pub fn admin_address(&self) -> io::Result<SocketAddr> {
        self.admin.local_addr()
    }

    /// Serves until `stopped` is ready, and looks after the folder meanwhile.
    ///
    /// Fails if the system gives no thread or runtime.
    pub fn serve(self, tell: Tell, stopped: impl Future<Output = ()>) -> Result<(), FleetError> {
        let Self { plan, tls, listener, admin } = self;
        let counts = Arc::new(Counts::new(plan.most_nodes, plan.folder.kept().outcomes()));
        let (published, problems) = watch(plan.folder, Arc::clone(&counts), Arc::clone(&tell))?;
        let fleet = Arc::new(Fleet {
            published,
            problems,
            nodes: Arc::new(Nodes::new(plan.most_nodes)),
            counts,
            share: plan.canary,
            tell,
            intake: Arc::new(Intake::default()),
            pushed: AtomicU64::new(0),
            refusals: Refusals::default(),
            started: Instant::now(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async move {
            let listen = |listener: TcpListener| {
                listener.set_nonblocking(true)?;
                tokio::net::TcpListener::from_std(listener)
            };
            let (listener, admin) = (listen(listener)?, listen(admin)?);
            tokio::select! {
                () = accept(listener, tls, Arc::clone(&fleet), plan.most_nodes) => {}
                () = admin::accept(admin, fleet) => {}
                () = stopped => {}
            }
            Ok(())
        })
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("plan", &self.plan).finish_non_exhaustive()
    }
}

async fn accept(
    listener: tokio::net::TcpListener,
    tls: Option<TlsAcceptor>,
    fleet: Arc<Fleet>,
    most_nodes: usize,
) {
    // One for the policies and one for the metrics.
    let places = Arc::new(Semaphore::new(most_nodes.saturating_mul(2).min(Semaphore::MAX_PERMITS)));
    let mut told: Option<Instant> = None;
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                if told.is_none_or(|at| at.elapsed() > Duration::from_secs(60)) {
                    (fleet.tell)(Event::Trouble(format!("no connection can be accepted: {error}")));
                    told = Some(Instant::now());
                }
                tokio::time::sleep(Duration::from_millis(500)).await;
                continue;
            }
        };
        let (fleet, tls) = (Arc::clone(&fleet), tls.clone());
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            match tls {
                None => connection(stream, peer, fleet).await,
                Some(tls) => {
                    if let Ok(Ok(stream)) = timeout(PATIENCE, tls.accept(stream)).await {
                        // What a handshake needs is larger than what follows.
                        Box::pin(connection(stream, peer, fleet)).await;
                    }
                }
            }
            drop(place);
        });
    }
}

/// Serves a connection until it ends, has had no stream for a while, or one of them is given up: what is not read
/// is held for as long as the connection.
async fn connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    fleet: Arc<Fleet>,
) {
    let streams = Arc::new(Streams::default());
    let counted = Arc::clone(&streams);
    let service = service_fn(move |request| {
        let answer = answer(Arc::clone(&fleet), peer, request, Open::new(&counted));
        async move { Ok::<_, Infallible>(answer) }
    });
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(MOST_STREAMS)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .max_header_list_size(16 << 10)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(20))
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    loop {
        let served = tokio::select! {
            served = timeout(PATIENCE, connection.as_mut()) => served,
            () = streams.is_given_up.notified() => return,
        };
        match served {
            Ok(_) => return,
            Err(_) if streams.open.load(Ordering::Relaxed) == 0 => return,
            Err(_) => {}
        }
    }
}

/// The streams of a connection.
#[derive(Default)]
struct Streams {
    open: AtomicUsize,
    is_given_up: Notify,
}

/// A stream that is open, until this is dropped.
struct Open(Arc<Streams>);

impl Open {
    fn new(streams: &Arc<Streams>) -> Self {
        streams.open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(streams))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn answer(
    fleet: Arc<Fleet>,
    peer: SocketAddr,
    request: Request<Incoming>,
    open: Open,
) -> Response<Answers> {
    match request.uri().path() {
        path if xds::STREAM.contains(&path) => {
            resources::<StateOfTheWorld>(fleet, peer, request, open)
        }
        path if xds::DELTA.contains(&path) => resources::<Delta>(fleet, peer, request, open),
        xds::METRICS => {
            let messages = Requests::new(request.into_body(), Arc::clone(&fleet.intake));
            let (answers, answer) = Answers::open();
            tokio::spawn(async move {
                // What says nothing is an empty message.
                let ended = metrics::receive(fleet, messages).await.map(|()| Answer::of([]));
                let _ = answers.send(ended).await;
                drop(open);
            });
            answer
        }
        _ => Answers::only(Status::unimplemented("policies are asked for by ADS")),
    }
}

fn resources<S: Session>(
    fleet: Arc<Fleet>,
    peer: SocketAddr,
    request: Request<Incoming>,
    open: Open,
) -> Response<Answers> {
    let requests = Requests::new(request.into_body(), Arc::clone(&fleet.intake));
    let (answers, answer) = Answers::open();
    tokio::spawn(async move {
        if stream::run::<S>(fleet, peer, requests, answers).await == Ended::Unread {
            open.0.is_given_up.notify_one();
        }
    });
    answer
}

const PATIENCE: Duration = Duration::from_secs(10);
const MOST_STREAMS: u32 = 8;
const WINDOW: u32 = 1 << 20;
