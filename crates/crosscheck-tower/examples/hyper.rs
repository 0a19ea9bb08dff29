//! A server with hyper alone, behind a policy: errors of the service become answers that pages of the
//! allowed origins can read.
//!
//! ```console
//! $ cargo run -p crosscheck-tower --example hyper
//! listening on http://127.0.0.1:3000
//! ```

use std::error::Error;
use std::net::Ipv4Addr;

use bytes::Bytes;
use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use http::Request;
use http::Response;
use http::StatusCode;
use http_body::Body;
use http_body_util::BodyExt;
use http_body_util::Full;
use http_body_util::Limited;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower::BoxError;
use tower::Service;
use tower::ServiceBuilder;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "it tells where it listens")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 3000)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let service = TowerToHyperService::new(service(policy()?));
    loop {
        let (stream, _) = listener.accept().await?;
        let connection =
            http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone());
        tokio::spawn(connection);
    }
}

fn policy() -> Result<Policy, Box<dyn Error>> {
    let origins = vec!["https://app.example".into(), "loopback".into()];
    Ok(Policy::new(&Config { origins, ..Config::default() })?)
}

/// Echoes up to 16 bytes; fails on more.
fn service<B>(
    policy: Policy,
) -> impl Service<Request<B>, Response = Response<Full<Bytes>>, Error = BoxError, Future: Send> + Clone
where
    B: Body<Data: Send, Error: Into<BoxError>> + Send + 'static,
{
    let cors = CorsLayer::new(policy).answer_errors(|error: BoxError| {
        let mut answer = Response::new(Full::from(error.to_string()));
        *answer.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        answer
    });
    ServiceBuilder::new().layer(cors).service_fn(|request: Request<B>| async {
        let body = Limited::new(request.into_body(), 16).collect().await?;
        Ok::<_, BoxError>(Response::new(Full::from(body.to_bytes())))
    })
}

#[cfg(test)]
mod tests {
    use crosscheck_tower::testing::FetchRule;
    use crosscheck_tower::testing::Page;
    use crosscheck_tower::testing::Run;

    use super::policy;
    use super::service;

    #[tokio::test]
    async fn a_page_reads_echoes_and_errors() {
        let mut service = service(policy().expect("a sound policy"));
        for (page, text, status) in [
            ("https://app.example", "hello", 200),
            ("http://localhost:5173", "hello", 200),
            ("https://app.example", "more than sixteen bytes", 413),
        ] {
            let post = Page::on(page).fetch("https://api.example/").method("POST").body(text);
            assert_eq!(post.run(&mut service).await.assert_allowed().status, status, "{page}");
        }
        let told = Page::on("https://evil.example").fetch("https://api.example/");
        told.run(&mut service).await.assert_refused_because(FetchRule::AllowOriginMissing);
    }
}
