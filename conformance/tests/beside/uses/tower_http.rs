//! Uses of tower-http's `CorsLayer`.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::OriginalUri;
use axum::routing::any;
use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Danger;
use crosscheck_tower::OriginAnswers;
use crosscheck_tower::OriginQuestion;
use crosscheck_tower::OriginSource;
use crosscheck_tower::OriginSourceError;
use crosscheck_tower::PoliciesByHost;
use crosscheck_tower::Policy;
use crosscheck_tower::PolicyHandle;
use crosscheck_tower::Rule;
use crosscheck_tower::server::parse_origin_list;
use http::HeaderValue;
use http::Method;
use http::Request;
use http::header;
use tower::ServiceExt;
use tower_http::cors::AllowCredentials;
use tower_http::cors::AllowHeaders;
use tower_http::cors::AllowMethods;
use tower_http::cors::AllowOrigin;
use tower_http::cors::Any;
use tower_http::cors::CorsLayer as Theirs;

use crate::uses::asked::Wish;
use crate::uses::asked::reads;
use crate::uses::owned;

const APP: &str = "https://app.example";
const EVIL: &str = "https://evil.example";

/// Whether a script gets what it wants.
async fn may(app: &Router, wish: Wish) -> bool {
    for message in wish.messages() {
        let mut request = Request::builder().method(message.method).uri(message.path);
        for (name, value) in &message.lines {
            request = request.header(*name, *value);
        }
        let request = request.header("host", "api.example").body(Body::empty()).expect("a request");
        let answer = app.clone().oneshot(request).await.expect("an answer");
        let line = |name: &str| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        if !wish.goes_on(&message, answer.status().as_u16(), line) {
            return false;
        }
    }
    true
}

/// Whether both let a script do the same.
async fn both(theirs: &Router, ours: &Router, wishes: &[(Wish, bool)]) {
    for (wish, expected) in wishes {
        assert_eq!(may(theirs, *wish).await, *expected, "theirs: {wish:?}");
        assert_eq!(may(ours, *wish).await, *expected, "ours: {wish:?}");
    }
}

fn routes() -> Router {
    Router::new()
        .route("/orders", any(async || "orders"))
        .route("/fonts/a.woff2", any(async || "a font"))
}

fn layer(config: &Config) -> CorsLayer {
    CorsLayer::new(Policy::new(config).expect("a policy"))
}

#[tokio::test]
async fn public_data_for_everybody() {
    let theirs = routes().layer(Theirs::permissive());
    let ours = routes().layer(layer(&Config {
        origins: owned(&["*"]),
        methods: owned(&["*"]),
        request_headers: owned(&["*"]),
        expose_headers: owned(&["*"]),
        ..Config::default()
    }));
    let wishes = [
        (reads(EVIL, "/orders"), true),
        (reads(EVIL, "/orders").method("DELETE").header("x-token"), true),
        (reads(EVIL, "/orders").with_credentials(), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

#[tokio::test]
async fn whatever_is_asked_for_of_listed_pages() {
    let theirs = routes().layer(
        Theirs::new()
            .allow_origin([HeaderValue::from_static(APP)])
            .allow_methods(AllowMethods::mirror_request())
            .allow_headers(AllowHeaders::mirror_request()),
    );
    let ours = routes().layer(layer(&Config {
        origins: owned(&[APP]),
        methods: owned(&["*"]),
        request_headers: owned(&["*", "authorization"]),
        ..Config::default()
    }));
    let wishes = [
        (reads(APP, "/orders").method("PATCH").header("x-anything"), true),
        (reads(APP, "/orders").header("authorization"), true),
        (reads(EVIL, "/orders"), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

/// Lists that are typed in one are texts in the other: the types spell them.
#[tokio::test]
async fn front_ends_whose_users_sign_in() {
    let theirs = routes().layer(
        Theirs::new()
            .allow_origin([
                HeaderValue::from_static(APP),
                HeaderValue::from_static("https://admin.example"),
            ])
            .allow_methods([Method::GET, Method::PUT, Method::DELETE])
            .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
            .allow_credentials(true),
    );
    let ours = routes().layer(layer(&Config {
        origins: owned(&[APP, "https://admin.example"]),
        methods: [Method::GET, Method::PUT, Method::DELETE].iter().map(Method::to_string).collect(),
        request_headers: [header::CONTENT_TYPE, header::AUTHORIZATION]
            .iter()
            .map(http::HeaderName::to_string)
            .collect(),
        credentials: true,
        ..Config::default()
    }));
    let puts = |origin| reads(origin, "/orders").method("PUT").header("authorization");
    let wishes = [
        (puts(APP).with_credentials(), true),
        (puts("https://admin.example").with_credentials(), true),
        (puts(EVIL), false),
        (reads(APP, "/orders").method("PATCH"), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

/// A predicate on the end of the name; the pattern asks for the dot and for the scheme by itself.
#[tokio::test]
async fn every_subdomain_of_ours() {
    let theirs = routes().layer(Theirs::new().allow_origin(AllowOrigin::predicate(|origin, _| {
        origin.as_bytes().starts_with(b"https://") && origin.as_bytes().ends_with(b".app.example")
    })));
    let ours = routes()
        .layer(layer(&Config { origins: owned(&["https://**.app.example"]), ..Config::default() }));
    let wishes = [
        (reads("https://a.app.example", "/orders"), true),
        (reads("https://a.b.app.example", "/orders"), true),
        (reads("http://a.app.example", "/orders"), false),
        (reads("https://evilapp.example", "/orders"), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

#[tokio::test]
async fn any_port_of_the_developers_own_machine() {
    let theirs = routes().layer(Theirs::new().allow_origin(AllowOrigin::predicate(|origin, _| {
        origin.as_bytes().starts_with(b"http://localhost:")
    })));
    let ours = routes()
        .layer(layer(&Config { origins: owned(&["http://localhost:*"]), ..Config::default() }));
    let wishes = [
        (reads("http://localhost:5173", "/orders"), true),
        (reads("http://localhost:3000", "/orders"), true),
        (reads("http://localhost.evil.example:3000", "/orders"), false),
        (reads(EVIL, "/orders"), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

/// Firefox gives an extension another host at every installation.
#[tokio::test]
async fn a_browsers_extension() {
    let theirs = routes().layer(Theirs::new().allow_origin(AllowOrigin::predicate(|origin, _| {
        origin.as_bytes().starts_with(b"moz-extension://")
            || origin == "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
    })));
    let ours = routes().layer(layer(&Config {
        origins: owned(&[
            "moz-extension://*",
            "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        ]),
        danger: Danger { whole_schemes: true, ..Danger::default() },
        ..Config::default()
    }));
    let wishes = [
        (reads("moz-extension://0a1b2c3d-0000-4000-8000-000000000000", "/orders"), true),
        (reads("chrome-extension://abcdefghijklmnopabcdefghijklmnop", "/orders"), true),
        (reads("chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba", "/orders"), false),
        (reads(EVIL, "/orders"), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

/// A layer for each route there; here one policy that tells paths apart, or a layer for each route too.
#[tokio::test]
async fn fonts_for_all_and_an_api_for_one() {
    let route = |path: &str| Router::new().route(path, any(async || "it"));
    let theirs = Router::new()
        .merge(route("/fonts/a.woff2").layer(Theirs::new().allow_origin(Any)))
        .merge(route("/orders").layer(Theirs::new().allow_origin([HeaderValue::from_static(APP)])));
    let fonts = Config { origins: owned(&["*"]), ..Config::default() };
    let api = Config { origins: owned(&[APP]), ..Config::default() };
    let by_route = Router::new()
        .merge(route("/fonts/a.woff2").layer(layer(&fonts)))
        .merge(route("/orders").layer(layer(&api)));
    let rule = Rule { paths: owned(&["/fonts"]), origins: owned(&["*"]), ..Rule::default() };
    let by_path = routes().layer(layer(&Config { rules: vec![rule], ..api }));
    let wishes = [
        (reads(EVIL, "/fonts/a.woff2"), true),
        (reads(APP, "/orders"), true),
        (reads(EVIL, "/orders"), false),
    ];
    both(&theirs, &by_route, &wishes).await;
    both(&theirs, &by_path, &wishes).await;
}

/// `Access-Control-Allow-Private-Network` has no twin: no browser asks for it any more (Chromium asks the
/// user instead), and whoever must serve old ones puts it on preflights outside of the layer.
#[tokio::test]
async fn a_device_in_the_local_network() {
    let theirs = routes().layer(
        Theirs::new()
            .allow_origin([HeaderValue::from_static(APP)])
            .allow_private_network(true)
            .expose_headers([header::ETAG])
            .max_age(Duration::from_secs(3600)),
    );
    let ours = routes().layer(layer(&Config {
        origins: owned(&[APP]),
        expose_headers: owned(&["etag"]),
        max_age: Some(3600),
        ..Config::default()
    }));
    let wishes = [(reads(APP, "/orders"), true), (reads(EVIL, "/orders"), false)];
    both(&theirs, &ours, &wishes).await;
}

/// What an asynchronous predicate looks up for every request is looked up when it changes: the policy in
/// force is replaced while requests are served.
#[tokio::test]
async fn origins_that_change_while_it_runs() {
    let allows = |origins: &[&str]| {
        Policy::new(&Config { origins: owned(origins), ..Config::default() }).expect("a policy")
    };
    let handle = PolicyHandle::new(allows(&[APP]));
    let ours = routes().layer(CorsLayer::new(handle.clone()));
    assert!(!may(&ours, reads("https://new.example", "/orders")).await);
    handle.replace(allows(&[APP, "https://new.example"]));
    assert!(may(&ours, reads("https://new.example", "/orders")).await);
    assert!(may(&ours, reads(APP, "/orders")).await);
}

/// Another site's script, with the visitor's cookies: an intake of analytics. A danger, by name.
#[tokio::test]
async fn an_intake_that_every_site_reports_to() {
    let theirs = routes().layer(Theirs::very_permissive());
    let danger = Danger { everybody_with_credentials: true, ..Danger::default() };
    let config = Config::new()
        .origins(["*"])
        .credentials(true)
        .methods(["PUT"])
        .request_headers(["content-type"])
        .danger(danger);
    let ours = routes().layer(layer(&config));
    let wishes = [
        (reads(EVIL, "/orders").with_credentials(), true),
        (reads(APP, "/orders").method("PUT").header("content-type").with_credentials(), true),
    ];
    both(&theirs, &ours, &wishes).await;
}

#[tokio::test]
async fn a_list_in_the_environment() {
    let variable = "https://app.example, https://admin.example";
    let list = variable.split(", ").map(|origin| origin.parse().expect("a value"));
    let theirs = routes().layer(Theirs::new().allow_origin(AllowOrigin::list(list)));
    let origins = parse_origin_list(variable).expect("a list of origins");
    let ours = routes().layer(layer(&Config::new().origins(origins)));
    let wishes = [
        (reads(APP, "/orders"), true),
        (reads("https://admin.example", "/orders"), true),
        (reads(EVIL, "/orders"), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

/// axum cuts the prefix off before what is nested sees the path; rules are written with the whole of it.
#[tokio::test]
async fn a_router_within_a_router() {
    let nested = Router::new().route("/orders", any(async || "orders"));
    let theirs = Router::new().nest(
        "/api",
        nested.clone().layer(Theirs::new().allow_origin([HeaderValue::from_static(APP)])),
    );
    let rule = Rule { paths: owned(&["/api"]), origins: owned(&[APP]), ..Rule::default() };
    let cors = layer(&Config { rules: vec![rule], ..Config::default() })
        .uri_of(|extensions| extensions.get::<OriginalUri>().map(|original| &original.0));
    let ours = Router::new().nest("/api", nested.layer(cors));
    let wishes = [
        (reads(APP, "/api/orders"), true),
        (reads(APP, "/api/orders").method("PUT"), false),
        (reads(EVIL, "/api/orders"), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

/// A predicate that reads `Host`: here each host has a policy, added while others are served.
#[tokio::test]
async fn tenants_by_host() {
    let theirs =
        routes().layer(Theirs::new().allow_origin(AllowOrigin::predicate(|origin, parts| {
            let host = parts.headers.get("host").map(HeaderValue::as_bytes);
            host == Some(b"api.example") && origin == APP
        })));
    let tenants = PoliciesByHost::new(Policy::off());
    let ours = routes().layer(CorsLayer::with_selector(tenants.clone()));
    let policy = Policy::new(&Config::new().origins([APP])).expect("a policy");
    tenants.insert("api.example", policy).expect("a host");
    both(&theirs, &ours, &[(reads(APP, "/orders"), true), (reads(EVIL, "/orders"), false)]).await;
}

/// Credentials for the front end alone, data for a partner: the first rule that lists the origin answers.
#[tokio::test]
async fn credentials_for_one_of_two() {
    let partner = "https://partner.example";
    let theirs = routes().layer(
        Theirs::new()
            .allow_origin([HeaderValue::from_static(APP), HeaderValue::from_static(partner)])
            .allow_credentials(AllowCredentials::predicate(|origin, _| origin == APP)),
    );
    let config = Config::new()
        .rule(Rule::new().origins([APP]).credentials(true))
        .rule(Rule::new().origins([partner]));
    let ours = routes().layer(layer(&config));
    let wishes = [
        (reads(APP, "/orders").with_credentials(), true),
        (reads(partner, "/orders"), true),
        (reads(partner, "/orders").with_credentials(), false),
    ];
    both(&theirs, &ours, &wishes).await;
}

/// Tenants whose pages stand in a table: it is asked about origins that no list holds, and its answers
/// are kept.
#[tokio::test]
async fn origins_that_stand_in_a_database() {
    async fn stands_in_the_table(origin: &str) -> bool {
        tokio::task::yield_now().await;
        origin == "https://shop.example"
    }
    struct Table;
    impl OriginSource for Table {
        async fn knows(&self, asked: &OriginQuestion) -> Result<bool, OriginSourceError> {
            Ok(stands_in_the_table(&asked.origin).await)
        }
    }
    let theirs = routes().layer(Theirs::new().allow_origin(AllowOrigin::async_predicate(
        |origin: HeaderValue, _: &http::request::Parts| async move {
            stands_in_the_table(origin.to_str().unwrap_or_default()).await
        },
    )));
    let config = Config { origin_source: true, ..Config::default() };
    let ours = routes().layer(layer(&config).ask(OriginAnswers::new(Table)));
    let wishes = [
        (reads("https://shop.example", "/orders"), true),
        (reads("https://shop.example", "/orders"), true),
        (reads(EVIL, "/orders"), false),
    ];
    both(&theirs, &ours, &wishes).await;
}
