//! The listener on an address of its own, and what each path answers.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::Method;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use tokio::sync::oneshot;

use super::metrics::metrics;
use super::page::page;
use super::state::State;

/// A listener that shows nothing yet.
#[derive(Debug)]
pub struct Admin {
    listener: TcpListener,
    address: SocketAddr,
}

/// What is shown until this is dropped.
#[derive(Debug)]
pub(crate) struct Shown(#[expect(dead_code, reason = "its end is heard")] oneshot::Sender<()>);

impl Admin {
    pub(crate) fn bind(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Self { address: listener.local_addr()?, listener })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Shows a gateway, on a thread of its own.
    pub(crate) fn show(self, state: Arc<State>) -> io::Result<Shown> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (end, ended) = oneshot::channel();
        let serve = move || {
            runtime.block_on(async move {
                let Ok(listener) = tokio::net::TcpListener::from_std(self.listener) else { return };
                tokio::select! {
                    () = accept(listener, state) => {}
                    _ = ended => {}
                }
            });
        };
        thread::Builder::new().name("admin".into()).spawn(serve)?;
        Ok(Shown(end))
    }
}

async fn accept(listener: tokio::net::TcpListener, state: Arc<State>) {
    let places = Arc::new(tokio::sync::Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let state = Arc::clone(&state);
                async move { Ok::<_, Infallible>(answer(&request, &state).await) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(16 * 1024)
                .serve_connection(TokioIo::new(stream), service);
            // Who is slower than that is no monitor.
            let _ = tokio::time::timeout(LONGEST, connection).await;
            drop(place);
        });
    }
}

async fn answer(request: &Request<Incoming>, state: &State) -> Response<Full<Bytes>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return text(StatusCode::METHOD_NOT_ALLOWED, "there is nothing to change here\n".into());
    }
    match request.uri().path() {
        "/healthz" => text(StatusCode::OK, "ok\n".into()),
        "/readyz" => ready(state).await,
        "/metrics" => {
            let mut answer = text(StatusCode::OK, metrics(state));
            let kind = http::HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
            answer.headers_mut().insert(header::CONTENT_TYPE, kind);
            answer
        }
        "/" if is_asked_by_address(request.headers()) => {
            let mut answer = text(StatusCode::OK, page(state, &state.unreachable().await));
            let headers = answer.headers_mut();
            for (name, value) in PAGE_HEADERS {
                headers.insert(name, http::HeaderValue::from_static(value));
            }
            answer
        }
        "/" => text(
            StatusCode::MISDIRECTED_REQUEST,
            "the page is shown at an address or at `localhost`, not at a name\n".into(),
        ),
        _ => text(StatusCode::NOT_FOUND, "there are /, /healthz, /readyz and /metrics\n".into()),
    }
}

async fn ready(state: &State) -> Response<Full<Bytes>> {
    if state.is_draining() {
        return text(StatusCode::SERVICE_UNAVAILABLE, "draining\n".into());
    }
    let unreachable = state.unreachable().await;
    match unreachable.is_empty() {
        true => text(StatusCode::OK, "ready\n".into()),
        false => {
            let told = format!("cannot be reached: {}\n", unreachable.join(", "));
            text(StatusCode::SERVICE_UNAVAILABLE, told)
        }
    }
}

/// Whether `Host` is an address, or `localhost`: a name could be a stranger's that leads here.
fn is_asked_by_address(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((six, _)) => six,
        None => host.split(':').next().unwrap_or_default(),
    };
    name.parse::<IpAddr>().is_ok() || name.eq_ignore_ascii_case("localhost")
}

fn text(status: StatusCode, text: String) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(Bytes::from(text)));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    let kind = http::HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    headers.insert(
        http::HeaderName::from_static("cross-origin-resource-policy"),
        http::HeaderValue::from_static("same-origin"),
    );
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, http::HeaderValue::from_static("nosniff"));
    answer
}

const PAGE_HEADERS: [(http::HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
];

const MOST_CONNECTIONS: usize = 64;
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(60);
