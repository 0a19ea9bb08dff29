//! What the layer knows of a request beside its headers: whose origin it asks, and the whole path.

use std::convert::Infallible;

use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::OwnScheme;
use crosscheck_tower::Policy;
use crosscheck_tower::Rule;
use http::Request;
use http::Response;
use tower::ServiceBuilder;
use tower::ServiceExt;

use crate::stacks::APP;
use crate::stacks::policy;
use crate::stacks::request;
use crate::stacks::told;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

#[tokio::test]
async fn the_services_own_pages_are_none_of_cors() {
    let plain = CorsLayer::new(policy());
    let proxied = plain.clone().own_scheme_header("x-forwarded-proto".parse().expect("a name"));
    let (secure, insecure) = ("https://api.example", "http://api.example");
    let said = |scheme| ("x-forwarded-proto", scheme);
    for (layer, uri, lines, own) in [
        (plain.clone(), "/", vec![("host", "api.example"), ("origin", secure)], true),
        (plain.clone(), "/", vec![("host", "api.example"), ("origin", insecure)], false),
        (plain.clone(), "/", vec![("host", "other.example"), ("origin", secure)], false),
        (plain.clone(), "/", vec![("origin", secure)], false),
        // Over HTTP/2 the target names the host, whatever stands beside it.
        (plain.clone(), "https://api.example/", vec![("origin", secure)], true),
        (plain.clone(), "http://api.example/", vec![("origin", insecure)], false),
        (
            plain.clone(),
            "https://api.example/",
            vec![("host", "other.example"), ("origin", "https://other.example")],
            false,
        ),
        (
            plain.clone(),
            "/",
            vec![("host", "api.example"), ("host", "api.example"), ("origin", secure)],
            false,
        ),
        (
            plain.clone().own_scheme(OwnScheme::Http),
            "/",
            vec![("host", "api.example"), ("origin", insecure)],
            true,
        ),
        // A header counts where it was named, and as one line.
        (plain, "/", vec![("host", "api.example"), said("http"), ("origin", insecure)], false),
        (
            proxied.clone(),
            "/",
            vec![("host", "api.example"), said("http"), ("origin", insecure)],
            true,
        ),
        (
            proxied,
            "/",
            vec![("host", "api.example"), said("http"), said("https"), ("origin", insecure)],
            false,
        ),
    ] {
        let service = ServiceBuilder::new().layer(layer.guard_websockets().block_refused());
        let service = service.service_fn(|request: Request<String>| async move {
            Ok::<_, Infallible>(Response::new(request.method().to_string()))
        });
        for (method, status) in [("POST", 200), ("OPTIONS", 200)] {
            let preflight = [("access-control-request-method", "PUT")];
            let mut asked = request(method, &[&lines[..], &preflight].concat());
            *asked.uri_mut() = uri.parse().expect("a target");
            let answer = service.clone().oneshot(asked).await.expect("an answer");
            let status = if own { status } else { 403 };
            assert_eq!(answer.status(), status, "{method} {uri} {lines:?}");
            assert!(!own || answer.body() == method, "the service answers");
            assert_eq!(told(&answer, ALLOW_ORIGIN).1, "", "{lines:?}");
        }
    }
}

#[tokio::test]
async fn what_a_router_cut_off_a_path_counts_where_it_is_named() {
    #[derive(Clone)]
    struct Whole(http::Uri);

    let rule = Rule { paths: vec!["/api".into()], origins: vec![APP.into()], ..Rule::default() };
    let policy = Policy::new(&Config { rules: vec![rule], ..Config::default() });
    let layer = CorsLayer::new(policy.expect("a policy"));
    let whole = layer.clone().uri_of(|extensions| extensions.get().map(|Whole(uri)| uri));
    for (layer, extension, allowed) in
        [(layer, "/api/users", false), (whole.clone(), "/api/users", true), (whole, "/", false)]
    {
        let service = ServiceBuilder::new().layer(layer).service_fn(|_: Request<String>| async {
            Ok::<_, Infallible>(Response::new(String::new()))
        });
        let mut asked = request("GET", &[("origin", APP)]);
        *asked.uri_mut() = "/users".parse().expect("a target");
        asked.extensions_mut().insert(Whole(extension.parse().expect("a target")));
        let answer = service.oneshot(asked).await.expect("an answer");
        assert_eq!(!told(&answer, ALLOW_ORIGIN).1.is_empty(), allowed, "{extension}");
    }
}

/// axum cuts the prefix off before it calls what is nested.
#[tokio::test]
async fn what_axum_nests_is_known_by_its_whole_path() {
    use axum::Router;
    use axum::body::Body;
    use axum::extract::OriginalUri;
    use axum::routing::get;

    let rule = Rule::new().paths(["/api"]).origins([APP]);
    let policy = Policy::new(&Config::new().rule(rule)).expect("a policy");
    let cut = CorsLayer::new(policy);
    let whole = cut.clone().uri_of(|extensions| extensions.get().map(|OriginalUri(uri)| uri));
    for (layer, allowed) in [(cut, ""), (whole, APP)] {
        let users = Router::new().route("/users", get(|| async { "all of them" })).layer(layer);
        let app: Router = Router::new().nest("/api", users);
        let asked = Request::get("/api/users").header("origin", APP).body(Body::empty());
        let answer = app.oneshot(asked.expect("a request")).await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let told =
            answer.headers().get(ALLOW_ORIGIN).map_or("", |told| told.to_str().expect("text"));
        assert_eq!(told, allowed);
    }
}
