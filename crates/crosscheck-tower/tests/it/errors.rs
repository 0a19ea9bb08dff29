//! What goes wrong inside still becomes an answer that a page can read.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use bytes::Bytes;
use crosscheck_tower::CorsLayer;
use http::Request;
use http::Response;
use http::StatusCode;
use http_body_util::Full;
use tower::BoxError;
use tower::ServiceBuilder;
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

use crate::stacks::APP;
use crate::stacks::policy;
use crate::stacks::request;
use crate::stacks::told;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

#[tokio::test(start_paused = true)]
async fn an_error_becomes_an_answer_with_headers_if_one_is_made_of_it() {
    let layer = CorsLayer::new(policy());
    let answered = layer.clone().answer_errors(|error: BoxError| {
        let mut answer = Response::new(error.to_string());
        *answer.status_mut() = StatusCode::GATEWAY_TIMEOUT;
        answer
    });
    let hangs = |_: Request<String>| pending::<Result<Response<String>, BoxError>>();
    let timeout = Duration::from_secs(5);

    let service = ServiceBuilder::new().layer(answered).timeout(timeout).service_fn(hangs);
    let answer = service.oneshot(request("GET", &[("origin", APP)])).await.expect("an answer");
    assert_eq!(told(&answer, ALLOW_ORIGIN), (504, APP.to_owned()));
    assert_eq!(answer.into_body(), "request timed out");

    let service = ServiceBuilder::new().layer(layer).timeout(timeout).service_fn(hangs);
    let passed_on = service.oneshot(request("GET", &[("origin", APP)])).await;
    assert!(passed_on.expect_err("no answer").is::<tower::timeout::error::Elapsed>());
}

#[tokio::test]
async fn a_panic_that_is_caught_inside_is_an_answer_with_headers() {
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(policy()))
        .layer(CatchPanicLayer::custom(|_| {
            let mut answer = Response::new(Full::<Bytes>::default());
            *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            answer
        }))
        .service_fn(|request: Request<String>| async move {
            assert_eq!(request.uri(), "/nowhere", "nobody asks for that");
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
        });
    let answer = service.oneshot(request("GET", &[("origin", APP)])).await.expect("an answer");
    assert_eq!(told(&answer, ALLOW_ORIGIN), (500, APP.to_owned()));
}
