//! What whoever runs it looks at: `/healthz`, `/metrics` for Prometheus, `/status` as JSON, `/` as text.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use crosscheck_config::visible::visible_json;
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
use tokio::sync::Semaphore;

use crate::exposition::exposition;
use crate::fleet::Fleet;
use crate::status::Status;

pub(crate) async fn accept(listener: tokio::net::TcpListener, fleet: Arc<Fleet>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let fleet = Arc::clone(&fleet);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let answer = answer(&request, &fleet);
                async move { Ok::<_, Infallible>(answer) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(16 << 10)
                .serve_connection(TokioIo::new(stream), service);
            let _ = tokio::time::timeout(LONGEST, connection).await;
            drop(place);
        });
    }
}

fn answer(request: &Request<Incoming>, fleet: &Fleet) -> Response<Full<Bytes>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return text(
            StatusCode::METHOD_NOT_ALLOWED,
            TEXT,
            "there is nothing to change here\n".into(),
        );
    }
    let is_by_address = is_asked_by_address(request.headers());
    match request.uri().path() {
        "/healthz" => text(StatusCode::OK, TEXT, "ok\n".into()),
        "/metrics" => {
            text(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", exposition(fleet))
        }
        "/status" | "/" if !is_by_address => {
            let told = "it is shown at an address or at `localhost`, not at a name\n";
            text(StatusCode::MISDIRECTED_REQUEST, TEXT, told.into())
        }
        "/status" => {
            let json = serde_json::to_string(&Status::of(fleet)).unwrap_or_default();
            text(StatusCode::OK, "application/json", visible_json(&json).into_owned())
        }
        "/" => text(StatusCode::OK, TEXT, Status::of(fleet).to_string()),
        _ => text(
            StatusCode::NOT_FOUND,
            TEXT,
            "there are /, /status, /metrics and /healthz\n".into(),
        ),
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

fn text(status: StatusCode, kind: &'static str, text: String) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(Bytes::from(text)));
    *answer.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (http::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        answer.headers_mut().insert(name, http::HeaderValue::from_static(value));
    }
    answer
}

const TEXT: &str = "text/plain; charset=utf-8";
const MOST_CONNECTIONS: usize = 64;
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(60);
