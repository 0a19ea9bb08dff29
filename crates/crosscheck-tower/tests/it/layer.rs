//! Who answers, and with which headers.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::task::Poll;

use bytes::Bytes;
use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use crosscheck_tower::PolicyHandle;
use futures_util::stream;
use http::Request;
use http::Response;
use http_body::Frame;
use http_body_util::BodyExt;
use http_body_util::StreamBody;
use http_body_util::combinators::UnsyncBoxBody;
use tower::Service;
use tower::ServiceBuilder;
use tower::ServiceExt;
use tower::service_fn;

use crate::stacks::APP;
use crate::stacks::EVIL;
use crate::stacks::policy;
use crate::stacks::preflight;
use crate::stacks::request;
use crate::stacks::told;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

#[tokio::test]
async fn preflights_end_here_and_everything_else_reaches_the_service() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let service = ServiceBuilder::new().layer(CorsLayer::new(policy())).service_fn(
        move |_: Request<String>| {
            counted.fetch_add(1, Ordering::Relaxed);
            async { Ok::<_, Infallible>(Response::new("hello".to_owned())) }
        },
    );
    for (request, status, allowed, reaches) in [
        (preflight(APP, "PUT"), 204, APP, 0),
        (preflight(APP, "DELETE"), 204, APP, 0),
        (preflight(EVIL, "PUT"), 403, "", 0),
        (request("GET", &[("origin", APP)]), 200, APP, 1),
        (request("GET", &[("origin", EVIL)]), 200, "", 1),
        (request("GET", &[]), 200, "", 1),
        // No preflight, so none of the layer's business.
        (request("OPTIONS", &[]), 200, "", 1),
        (request("OPTIONS", &[("origin", APP)]), 200, APP, 1),
        (request("OPTIONS", &[("access-control-request-method", "PUT")]), 200, "", 1),
    ] {
        let asked = format!("{} {:?}", request.method(), request.headers());
        let before = calls.load(Ordering::Relaxed);
        let answer = service.clone().oneshot(request).await.expect("an answer");
        assert_eq!(told(&answer, ALLOW_ORIGIN), (status, allowed.to_owned()), "{asked}");
        assert_eq!(calls.load(Ordering::Relaxed) - before, reaches, "{asked}");
        let body = if reaches == 1 { "hello" } else { "" };
        assert_eq!(answer.into_body(), body, "{asked}");
    }
}

#[tokio::test]
async fn two_layers_say_everything_once_and_the_outer_one_speaks() {
    let inner = Policy::new(&Config { origins: vec!["*".into()], ..Config::default() });
    let service = ServiceBuilder::new()
        .layer(CorsLayer::new(policy()))
        .layer(CorsLayer::new(policy()))
        .layer(CorsLayer::new(inner.expect("a policy")))
        .service_fn(|_: Request<String>| async {
            let answer = Response::builder().header("vary", "Accept").header(ALLOW_ORIGIN, "*");
            answer.body(String::new())
        });
    let answer = service.clone().oneshot(request("GET", &[("origin", APP)])).await;
    let answer = answer.expect("an answer");
    assert_eq!(told(&answer, ALLOW_ORIGIN).1, APP);
    assert_eq!(told(&answer, "vary").1, "Accept | Origin");
    let refused = service.oneshot(request("GET", &[("origin", EVIL)])).await;
    assert_eq!(told(&refused.expect("an answer"), ALLOW_ORIGIN).1, "");
}

#[tokio::test]
async fn a_body_streams_through_frame_by_frame() {
    type Body = UnsyncBoxBody<Bytes, Infallible>;
    let service = ServiceBuilder::new().layer(CorsLayer::new(policy())).service_fn(
        |_: Request<String>| async {
            // Never ends: who collected it would never answer.
            let frames = stream::unfold(0_u8, |number| async move {
                let frame = Frame::data(Bytes::from(vec![number]));
                Some((Ok::<_, Infallible>(frame), number.wrapping_add(1)))
            });
            Ok::<_, Infallible>(Response::new(Body::new(StreamBody::new(frames))))
        },
    );
    let answer = service.oneshot(request("GET", &[("origin", APP)])).await.expect("an answer");
    let mut body = answer.into_body();
    for number in 0..3 {
        let frame = body.frame().await.expect("another frame").expect("no error");
        assert_eq!(frame.into_data().expect("data"), [number].as_slice());
    }
}

#[tokio::test]
async fn a_policy_is_replaced_while_an_answer_is_under_way() {
    let handle = PolicyHandle::new(policy());
    let mut service = ServiceBuilder::new().layer(CorsLayer::new(handle.clone())).service(
        service_fn(|_: Request<String>| async {
            tokio::task::yield_now().await;
            Ok::<_, Infallible>(Response::new(String::new()))
        }),
    );
    let asked_before = service.call(request("GET", &[("origin", APP)]));
    let stricter = Config { origins: vec!["https://new.example".into()], ..Config::default() };
    handle.replace(Policy::new(&stricter).expect("a policy"));
    let answer = asked_before.await.expect("an answer");
    assert_eq!(told(&answer, ALLOW_ORIGIN).1, APP, "by the policy that it met first");
    let answer = service.call(request("GET", &[("origin", APP)])).await.expect("an answer");
    assert_eq!(told(&answer, ALLOW_ORIGIN).1, "");
}

#[tokio::test]
async fn a_handshake_is_refused_where_it_is_guarded() {
    let open = CorsLayer::new(policy());
    let handshake = |origin: &str| {
        let mut lines = vec![("sec-websocket-version", "13"), ("upgrade", "websocket")];
        lines.extend((!origin.is_empty()).then_some(("origin", origin)));
        request("GET", &lines)
    };
    for (layer, origin, status) in [
        (open.clone(), EVIL, 101),
        (open.clone().guard_websockets(), EVIL, 403),
        (open.clone().guard_websockets(), APP, 101),
        (open.clone().guard_websockets(), "", 101),
    ] {
        let service = ServiceBuilder::new().layer(layer).service_fn(|_: Request<String>| async {
            Response::builder().status(101).body("upgraded".to_owned())
        });
        let answer = service.oneshot(handshake(origin)).await.expect("an answer");
        assert_eq!(answer.status(), status, "{origin}");
        assert_eq!(answer.body().is_empty(), status == 403);
    }
    let plain = ServiceBuilder::new().layer(open.guard_websockets()).service_fn(
        |_: Request<String>| async { Ok::<_, Infallible>(Response::new(String::new())) },
    );
    let answer = plain.oneshot(request("GET", &[("origin", EVIL)])).await.expect("an answer");
    assert_eq!(answer.status(), 200, "only handshakes are guarded");
}

#[tokio::test]
async fn it_is_ready_when_the_service_is() {
    let limited =
        ServiceBuilder::new().layer(CorsLayer::new(policy())).concurrency_limit(1).service_fn(
            |_: Request<String>| async { Ok::<_, Infallible>(Response::new(String::new())) },
        );
    let (mut first, mut second) = (limited.clone(), limited);
    first.ready().await.expect("never fails");
    assert!(futures_util::poll!(second.ready()).is_pending(), "the one place is taken");
    // A preflight leaves the place to whoever comes next on this service.
    first.call(preflight(APP, "PUT")).await.expect("an answer");
    drop(first);
    assert!(matches!(futures_util::poll!(second.ready()), Poll::Ready(Ok(_))));
}
