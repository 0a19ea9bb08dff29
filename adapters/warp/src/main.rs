//! Routes of warp with a policy in front. They are a service for tower, so the layer for tower is all
//! they need; hyper serves both, as `warp::serve` would the routes alone.
//!
//! A wrapper among warp's filters could not do it: what no route takes is a rejection, which becomes an
//! answer outside of all filters, where nobody puts headers on it.

use std::error::Error;

use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower_layer::Layer;
use warp::Filter;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    let layer = CorsLayer::new(policy()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(layer.layer(warp::service(routes())));
        tokio::spawn(async move {
            let connection = Builder::new(TokioExecutor::new());
            // A connection that broke is its client's business.
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

fn policy() -> Result<Policy, Box<dyn Error>> {
    let config = Config {
        origins: vec!["https://app.example".into()],
        methods: vec!["PUT".into()],
        ..Config::default()
    };
    Ok(Policy::new(&config)?)
}

fn routes() -> impl Filter<Extract = (&'static str,), Error = warp::Rejection> + Clone {
    warp::path!("hello").and(warp::get()).map(|| "hello")
}

#[cfg(test)]
mod tests {
    use tower_layer::Layer;
    use tower_service::Service;

    use super::CorsLayer;
    use super::policy;
    use super::routes;

    /// The 404 is a rejection, and read all the same.
    #[tokio::test]
    async fn a_page_reads_what_routes_answer_and_what_they_reject() {
        let mut service =
            CorsLayer::new(policy().expect("a policy")).layer(warp::service(routes()));
        for (method, path, asks, status) in [
            ("GET", "/hello", None, 200),
            ("GET", "/nowhere", None, 404),
            ("OPTIONS", "/hello", Some("PUT"), 204),
        ] {
            let mut request = http::Request::builder().method(method).uri(path);
            request = request.header("origin", "https://app.example");
            if let Some(asked) = asks {
                request = request.header("access-control-request-method", asked);
            }
            let request = request.body(String::new()).expect("a request");
            let answer = service.call(request).await.expect("an answer");
            assert_eq!(answer.status(), status, "{method} {path}");
            assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example");
        }
    }
}
