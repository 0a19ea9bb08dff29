//! The patches for axum and actix-web, compiled into real servers: without them every engine refuses
//! the page, with them every engine lets it read.

use std::net::SocketAddr;
use std::net::TcpListener;
use std::thread;

use actix_cors::Cors;
use actix_web::App;
use actix_web::HttpResponse;
use actix_web::HttpServer;
use actix_web::web;
use axum::Router;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::routing::get;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Profile;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::play;
use crosscheck::wire::Origin;
use crosscheck_export::Server;
use crosscheck_export::fix;
use tower_http::cors::CorsLayer;

use crate::live::Live;

const PAGE: &str = "https://app.example";

/// What stands in the files is what is told: compiled below, compared here.
#[test]
fn the_patches_that_are_compiled_are_those_that_are_told() {
    for (server, compiled) in [
        (Server::Axum, include_str!("patches/axum.rs")),
        (Server::Actix, include_str!("patches/actix.rs")),
    ] {
        is_told(server, compiled);
    }
}

fn is_told(server: Server, compiled: &str) {
    let mut case = Refusal::new(FetchRule::named("method-not-allowed").expect("a rule"));
    case.origin = Some(PAGE.into());
    case.method = Some("DELETE".into());
    case.header_names = vec!["X-Token".into(), "Content-Type".into()];
    case.credentials = Some(true);
    let asked = fix(&case, server).expect("headers help").parts[0].text.clone();
    let mut case = Refusal::new(FetchRule::named("header-not-exposed").expect("a rule"));
    case.header_names = vec!["x-total".into()];
    let exposed = fix(&case, server).expect("headers help").parts[0].text.clone();
    let compiled: Vec<&str> = compiled.lines().map(str::trim).collect();
    for line in asked.lines() {
        assert!(compiled.contains(&line.trim()), "{server:?}: {line}");
    }
    let line = exposed.lines().find(|line| line.contains("expose_headers")).expect("a line");
    assert!(compiled.contains(&line.trim()), "{line}");
}

#[test]
#[expect(clippy::let_and_return, reason = "the patch stands as people put it in")]
fn axums_patch_lets_the_page_read() {
    let app = || {
        let answer = || async { ([("x-total", "5")], "ok") };
        Router::new().route("/orders", get(answer).delete(answer))
    };
    let patched = |app: Router| -> Router { include!("patches/axum.rs") };
    lets_the_page_read(serve(app()), serve(patched(app())));
}

#[test]
fn actixs_patch_lets_the_page_read() {
    let answer = || async { HttpResponse::Ok().insert_header(("x-total", "5")).body("ok") };
    let (before, after) = (listener(), listener());
    let addresses = [&before, &after].map(|one| one.local_addr().expect("it listens"));
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let before = HttpServer::new(move || {
                App::new()
                    .route("/orders", web::get().to(answer))
                    .route("/orders", web::delete().to(answer))
            })
            .workers(1)
            .disable_signals()
            .listen(before)
            .expect("it listens")
            .run();
            let after = HttpServer::new(move || {
                let app = include!("patches/actix.rs");
                app.route("/orders", web::get().to(answer))
                    .route("/orders", web::delete().to(answer))
            })
            .workers(1)
            .disable_signals()
            .listen(after)
            .expect("it listens")
            .run();
            let (before, after) = tokio::join!(before, after);
            before.and(after).expect("they serve");
        });
    });
    let [before, after] = addresses;
    lets_the_page_read(before, after);
}

/// Each engine, over real HTTP.
fn lets_the_page_read(before: SocketAddr, after: SocketAddr) {
    for (method, headers, credentials) in [
        ("GET", vec![], false),
        ("GET", vec![], true),
        ("DELETE", vec![], false),
        ("DELETE", vec![("x-token".into(), "1".to_owned())], true),
    ] {
        for profile in [&Profile::SPEC, &Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
            let seen = |address: SocketAddr, page: &str| {
                let step = Step {
                    url: "https://api.example/orders".into(),
                    method: Some(method.into()),
                    headers: headers.clone(),
                    credentials: credentials.then_some(CredentialsMode::Include),
                    ..Step::default()
                };
                let scenario = Scenario {
                    page: Origin::parse(page).expect("an origin"),
                    steps: vec![step],
                    ..Scenario::default()
                };
                let at = format!("http://{address}");
                play(&scenario, profile, &mut Live { at: &at }).steps.remove(0)
            };
            let shown = format!("{method} {headers:?} {credentials} {}", profile.name());
            assert!(matches!(seen(before, PAGE), StepRecord::Error { .. }), "{shown}");
            let other = seen(after, "https://other.example");
            assert!(matches!(other, StepRecord::Error { .. }), "{shown}");
            let StepRecord::Response { status: 200, headers, .. } = seen(after, PAGE) else {
                panic!("{shown}");
            };
            assert!(headers.contains(&("x-total".into(), "5".into())), "{shown}: {headers:?}");
        }
    }
}

fn listener() -> TcpListener {
    TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback")
}

/// Serves an app on a free port until the test's process ends.
fn serve(app: Router) -> SocketAddr {
    let listener = listener();
    listener.set_nonblocking(true).expect("it can");
    let address = listener.local_addr().expect("it listens");
    thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
            axum::serve(listener, app).await.expect("it serves");
        });
    });
    address
}
