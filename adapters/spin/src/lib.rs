//! A component of Spin with a policy in front: the SDK reads and writes the types of `http` 1, so the
//! layer for tower takes them as they are.
//!
//! ```console
//! $ cargo build -p spin-example --target wasm32-wasip1 --release
//! ```
#![cfg(target_family = "wasm")]

use std::convert::Infallible;
use std::future::Ready;
use std::future::ready;
use std::sync::LazyLock;
use std::task::Context;
use std::task::Poll;

use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use http::Request;
use http::Response;
use spin_sdk::http_component;
use tower_layer::Layer;
use tower_service::Service;

/// Spin starts a component anew for each request, and this with it: keep it short.
static CORS: LazyLock<CorsLayer> = LazyLock::new(|| {
    let config = Config {
        origins: vec!["https://app.example".into()],
        methods: vec!["PUT".into()],
        ..Config::default()
    };
    CorsLayer::new(Policy::new(&config).expect("`crosscheck policy check` has seen it"))
});

#[http_component]
async fn answer(request: Request<Vec<u8>>) -> Result<Response<String>, Infallible> {
    CORS.layer(Hello).call(request).await
}

/// Whatever else is a service stands here as well.
struct Hello;

impl Service<Request<Vec<u8>>> for Hello {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Response<String>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Vec<u8>>) -> Self::Future {
        ready(Ok(Response::new("hello".to_owned())))
    }
}
