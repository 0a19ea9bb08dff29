//! Where in axum the layer stands.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::put;
use crosscheck_tower::CorsLayer;
use tower::ServiceExt;

use crate::stacks::APP;
use crate::stacks::policy;

/// To a method router's `route_layer` no preflight comes, since `OPTIONS` is a method that the route does not have;
/// nor to a layer that was put on before the route was there.
#[tokio::test]
async fn of_the_places_that_axum_has_some_hear_of_preflights_and_one_of_what_is_lost() {
    let cors = || CorsLayer::new(policy());
    let routed = || Router::new().route("/orders", put(async || "kept"));
    for (place, router, preflight, lost) in [
        ("Router::layer", routed().layer(cors()), 204, true),
        ("Router::route_layer", routed().route_layer(cors()), 204, false),
        (
            "MethodRouter::layer",
            Router::new().route("/orders", put(async || "kept").layer(cors())),
            204,
            false,
        ),
        (
            "MethodRouter::route_layer",
            Router::new().route("/orders", put(async || "kept").route_layer(cors())),
            405,
            false,
        ),
        ("before the route", Router::new().layer(cors()).merge(routed()), 405, false),
    ] {
        let ask = |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path);
            let request = request.header("origin", APP);
            let request = request.header("access-control-request-method", "PUT");
            router.clone().oneshot(request.body(Body::empty()).expect("a request"))
        };
        let answer = ask("OPTIONS", "/orders").await.expect("an answer");
        assert_eq!(answer.status(), preflight, "{place}");
        let answer = ask("GET", "/nowhere").await.expect("an answer");
        let may_read = answer.headers().contains_key("access-control-allow-origin");
        assert_eq!((answer.status().as_u16(), may_read), (404, lost), "{place}");
    }
}
