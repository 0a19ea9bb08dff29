//! Where Envoys connect: HTTP/2, over TLS or not, each call led to what answers it.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::future::Ready;
use std::future::ready;
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
use tokio::sync::Semaphore;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tonic::Streaming;
use tonic::body::Body;
use tonic::server::ClientStreamingService;
use tonic::server::Grpc;
use tonic::server::StreamingService;
use tonic_prost::ProstCodec;

use crate::admin;
use crate::counts::Counts;
use crate::delivery::Session;
use crate::delta::Delta;
use crate::event::Event;
use crate::event::Tell;
use crate::failure::FleetError;
use crate::fleet::Fleet;
use crate::fleet::MOST_IN_FLIGHT;
use crate::folder::Folder;
use crate::metrics;
use crate::nodes::Nodes;
use crate::share::Share;
use crate::state_of_the_world::StateOfTheWorld;
use crate::stream;
use crate::tls::TlsFiles;
use crate::watch::watch;
use crate::xds;
use crate::xds::StreamMetricsMessage;
use crate::xds::StreamMetricsResponse;

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
        let (published, problems) = watch(plan.folder, Arc::clone(&tell))?;
        let fleet = Arc::new(Fleet {
            published,
            problems,
            nodes: Arc::new(Nodes::new(plan.most_nodes)),
            counts: Arc::new(Counts::default()),
            share: plan.canary,
            tell,
            in_flight: Arc::new(Semaphore::new(MOST_IN_FLIGHT)),
            pushed: AtomicU64::new(0),
            refused: AtomicU64::new(0),
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
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                (fleet.tell)(Event::Trouble(format!("no connection can be accepted: {error}")));
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

/// Serves a connection until it ends, or has had no stream for a while.
async fn connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    fleet: Arc<Fleet>,
) {
    let streams = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&streams);
    let service = service_fn(move |request| {
        let (fleet, open) = (Arc::clone(&fleet), Open::new(&counted));
        async move { Ok::<_, Infallible>(answer(fleet, peer, request, open).await) }
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
        match timeout(PATIENCE, connection.as_mut()).await {
            Ok(_) => return,
            Err(_) if streams.load(Ordering::Relaxed) == 0 => return,
            Err(_) => {}
        }
    }
}

/// A stream that is open, until this is dropped.
struct Open(Arc<AtomicUsize>);

impl Open {
    fn new(streams: &Arc<AtomicUsize>) -> Self {
        streams.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(streams))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn answer(
    fleet: Arc<Fleet>,
    peer: SocketAddr,
    request: Request<Incoming>,
    open: Open,
) -> Response<Body> {
    match request.uri().path() {
        xds::STREAM => resources::<StateOfTheWorld>(fleet, peer, request, open).await,
        xds::DELTA => resources::<Delta>(fleet, peer, request, open).await,
        xds::METRICS => {
            let mut grpc =
                Grpc::new(ProstCodec::<StreamMetricsResponse, StreamMetricsMessage>::default())
                    .max_decoding_message_size(LONGEST_REQUEST);
            let answered = grpc.client_streaming(Metrics(fleet), request).await;
            drop(open);
            answered
        }
        _ => Status::unimplemented("policies are asked for by ADS").into_http(),
    }
}

async fn resources<S: Session>(
    fleet: Arc<Fleet>,
    peer: SocketAddr,
    request: Request<Incoming>,
    open: Open,
) -> Response<Body> {
    let codec = ProstCodec::<S::Response, S::Request>::default();
    let mut grpc = Grpc::new(codec).max_decoding_message_size(LONGEST_REQUEST);
    grpc.streaming(
        Resources::<S> { fleet, peer, open: Some(open), session: std::marker::PhantomData },
        request,
    )
    .await
}

struct Resources<S> {
    fleet: Arc<Fleet>,
    peer: SocketAddr,
    open: Option<Open>,
    session: std::marker::PhantomData<S>,
}

impl<S: Session> StreamingService<S::Request> for Resources<S> {
    type Response = S::Response;
    type ResponseStream = ReceiverStream<Result<S::Response, Status>>;
    type Future = Ready<Result<tonic::Response<Self::ResponseStream>, Status>>;

    fn call(&mut self, request: tonic::Request<Streaming<S::Request>>) -> Self::Future {
        // One waits to be read, and the next until then.
        let (answers, stream) = mpsc::channel(1);
        let (fleet, peer, open) = (Arc::clone(&self.fleet), self.peer, self.open.take());
        tokio::spawn(async move {
            stream::run::<S>(fleet, peer, request.into_inner(), answers).await;
            drop(open);
        });
        ready(Ok(tonic::Response::new(ReceiverStream::new(stream))))
    }
}

struct Metrics(Arc<Fleet>);

impl ClientStreamingService<StreamMetricsMessage> for Metrics {
    type Response = StreamMetricsResponse;
    type Future = std::pin::Pin<
        Box<dyn Future<Output = Result<tonic::Response<StreamMetricsResponse>, Status>> + Send>,
    >;

    fn call(&mut self, request: tonic::Request<Streaming<StreamMetricsMessage>>) -> Self::Future {
        Box::pin(metrics::receive(Arc::clone(&self.0), request.into_inner()))
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
const MOST_STREAMS: u32 = 8;
const WINDOW: u32 = 1 << 20;
/// Envoy tells all its extensions with its first request: 100 KB.
const LONGEST_REQUEST: usize = 4 << 20;
