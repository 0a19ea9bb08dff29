//! A Worker of Cloudflare with a policy in front: its requests and answers are those of `http` 1, so the
//! layer for tower takes them as they are.
//!
//! ```console
//! $ cargo build -p worker-example --target wasm32-unknown-unknown --release
//! ```
#![cfg(target_family = "wasm")]

use std::convert::Infallible;
use std::future::Ready;
use std::future::ready;
use std::sync::LazyLock;
use std::task::Context as Waker;
use std::task::Poll;

use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use http::Response;
use tower_layer::Layer;
use tower_service::Service;
use worker::Context;
use worker::Env;
use worker::HttpRequest;
use worker::event;

/// Made once for each isolate, not once for each request.
static CORS: LazyLock<CorsLayer> = LazyLock::new(|| {
    let config = Config {
        origins: vec!["https://app.example".into()],
        methods: vec!["PUT".into()],
        ..Config::default()
    };
    CorsLayer::new(Policy::new(&config).expect("`crosscheck policy check` has seen it"))
});

#[event(fetch)]
async fn fetch(request: HttpRequest, _: Env, _: Context) -> worker::Result<Response<String>> {
    match CORS.layer(Hello).call(request).await {
        Ok(answer) => Ok(answer),
        Err(never) => match never {},
    }
}

/// Whatever else is a service, a router of axum for example, stands here as well.
struct Hello;

impl Service<HttpRequest> for Hello {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Response<String>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Waker<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: HttpRequest) -> Self::Future {
        ready(Ok(Response::new("hello".to_owned())))
    }
}
