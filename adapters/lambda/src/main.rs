//! A function of AWS Lambda behind an API gateway, with a policy in front: `lambda_http` runs any
//! service for tower, and the layer is one.
//!
//! Leave the API gateway's own CORS settings empty: where they are set it answers preflights itself, and
//! puts its headers in the place of these.

use std::error::Error;

use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use lambda_http::Body;
use lambda_http::Request;
use lambda_http::Response;
use lambda_http::service_fn;
use lambda_http::tower::Service;
use tower_layer::Layer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::run(service()?).await
}

fn service() -> Result<
    impl Service<Request, Response = Response<Body>, Error = lambda_http::Error, Future: Send>,
    Box<dyn Error + Send + Sync>,
> {
    let policy = Policy::new(&Config {
        origins: vec!["https://app.example".into()],
        methods: vec!["PUT".into()],
        credentials: true,
        ..Config::default()
    })?;
    Ok(CorsLayer::new(policy).layer(service_fn(hello)))
}

async fn hello(_: Request) -> Result<Response<Body>, lambda_http::Error> {
    Ok(Response::new("hello".into()))
}
