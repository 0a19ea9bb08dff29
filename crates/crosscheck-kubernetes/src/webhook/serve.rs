//! The server: TLS, HTTP/1.1, one path to ask and one to be looked at; bounded in bytes, time and number.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use crosscheck_config::visible::visible;
use crosscheck_config::visible::visible_start;
use http::Method;
use http::Request;
use http::Response;
use http::StatusCode;
use http_body_util::BodyExt;
use http_body_util::Full;
use http_body_util::Limited;
use hyper::body::Bytes;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::time::interval;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::talk::tell;
use crate::webhook::certificate::Certificate;
use crate::webhook::review::review;

/// Where the certificate and its key are.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// Serves until somebody ends it.
pub(crate) async fn run(listen: SocketAddr, files: Files) -> anyhow::Result<()> {
    let mut certificate = Certificate::read(files.certificate, files.key)?;
    let listener =
        TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    tell(&format!("serving https://{}", listener.local_addr()?));
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let turns = Arc::new(Turns {
        bodies: Arc::new(Semaphore::new(MOST_BODIES)),
        reviews: Arc::new(Semaphore::new(MOST_REVIEWS)),
    });
    let mut again = interval(READ_AGAIN);
    loop {
        let place = places.clone().acquire_owned();
        tokio::select! {
            // Where all places are taken, whoever comes waits in the system's queue.
            accepted = async { (place.await, listener.accept().await) } => match accepted {
                (Ok(place), Ok((stream, _))) => {
                    let acceptor = TlsAcceptor::from(certificate.config());
                    tokio::spawn(connection(stream, acceptor, Arc::clone(&turns), place));
                }
                (_, Err(error)) => {
                    tell(&format!("error: cannot accept: {error}"));
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                (Err(_), _) => anyhow::bail!("nobody closes the places"),
            },
            _ = again.tick() => match certificate.read_again() {
                Ok(true) => tell("took the new certificate"),
                Ok(false) => {}
                Err(error) => tell(&format!("error: {}; the old certificate stays", visible(&format!("{error:#}")))),
            },
        }
    }
}

/// What costs memory is done by some at a time, and the others wait.
struct Turns {
    bodies: Arc<Semaphore>,
    reviews: Arc<Semaphore>,
}

async fn turn(of: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    timeout(PATIENCE, Arc::clone(of).acquire_owned()).await.ok()?.ok()
}

async fn connection(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    turns: Arc<Turns>,
    _place: OwnedSemaphorePermit,
) {
    // What goes wrong here is the client's to tell.
    let Ok(Ok(stream)) = timeout(PATIENCE, acceptor.accept(stream)).await else { return };
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(IDLE);
    let service = service_fn(|request| answer(request, Arc::clone(&turns)));
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    request: Request<Incoming>,
    turns: Arc<Turns>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (status, text) = match (request.method(), request.uri().path()) {
        (&Method::GET, "/healthz") => (StatusCode::OK, "ok\n".to_owned()),
        (&Method::POST, "/validate") => validate(request, &turns).await,
        (_, "/healthz" | "/validate") => (StatusCode::METHOD_NOT_ALLOWED, String::new()),
        _ => (StatusCode::NOT_FOUND, "ask /validate\n".to_owned()),
    };
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    if status == StatusCode::OK {
        let json = http::HeaderValue::from_static("application/json");
        response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    }
    Ok(response)
}

async fn validate(request: Request<Incoming>, turns: &Turns) -> (StatusCode, String) {
    let busy = || (StatusCode::SERVICE_UNAVAILABLE, "too much is being reviewed\n".to_owned());
    let Some(_held) = turn(&turns.bodies).await else { return busy() };
    let body = Limited::new(request.into_body(), MOST_BYTES).collect();
    let body = match timeout(PATIENCE, body).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(_)) => return (StatusCode::PAYLOAD_TOO_LARGE, "the body is too long\n".into()),
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, String::new()),
    };
    let Some(turn) = turn(&turns.reviews).await else { return busy() };
    // Origins by the ten thousand take a while, and others wait meanwhile.
    let reviewed = tokio::task::spawn_blocking(move || {
        // It is reviewed to its end, whoever waits for it.
        let _turn = turn;
        let answer = review(&body)?;
        serde_json::to_string(&answer).map_err(|error| error.to_string())
    });
    match reviewed.await {
        Ok(Ok(text)) => (StatusCode::OK, text),
        Ok(Err(error)) => (StatusCode::BAD_REQUEST, format!("{}\n", visible_start(&error, 1000))),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
    }
}

/// A review holds an object and the one before it, and etcd takes no object beyond 1.5 MiB.
const MOST_BYTES: usize = 8 << 20;
/// Those that say nothing cost little, and must not be all.
const MOST_CONNECTIONS: usize = 512;
const MOST_BODIES: usize = 64;
/// What is read takes many times its bytes.
const MOST_REVIEWS: usize = 4;
const PATIENCE: Duration = Duration::from_secs(10);
/// API servers keep their connections; a new one costs a handshake.
const IDLE: Duration = Duration::from_secs(120);
const READ_AGAIN: Duration = Duration::from_secs(1);
