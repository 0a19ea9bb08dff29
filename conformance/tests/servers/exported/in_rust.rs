//! Policies as code in Rust: the policy file itself under axum and actix-web, and the layers of tower-http.
//!
//! What is exported is compiled here, and a policy has an address of its own.

use std::net::SocketAddr;
use std::net::TcpListener;
use std::thread;

use actix_web::App;
use actix_web::HttpResponse;
use actix_web::HttpServer;
use actix_web::web;
use axum::Router;
use axum::http::HeaderName;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::response::AppendHeaders;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::any;
use conformance::envoy::policy_file;
use crosscheck::server::Policy;
use crosscheck_config::ReadOptions;
use crosscheck_config::read;
use crosscheck_export::Export;
use crosscheck_export::Server;
use crosscheck_export::export;

use crate::exported::Count;
use crate::exported::ask::APPLICATION;
use crate::exported::ask::APPLICATION_WITHOUT_CORS;
use crate::exported::ask::Subject;
use crate::exported::layers;
use crate::exported::policies::policies;

#[path = "../../../../crates/crosscheck-export/src/targets/actix/middleware.rs"]
mod actix_middleware;
#[path = "../../../../crates/crosscheck-export/src/targets/axum/layer.rs"]
mod axum_layer;

/// How much is asked, one in so many.
const ONE_IN: usize = 7;

#[test]
fn axum_answers_as_the_policy_does() {
    let compiled = include_str!("../../../../crates/crosscheck-export/src/targets/axum/layer.rs");
    let of = |file: &String| application(&APPLICATION).layer(axum_layer::cors(file));
    let addresses = serve(files().iter().map(of).collect());
    let count = count(Server::Axum, &addresses, &APPLICATION, |export, _| {
        assert!(export.files[0].text.ends_with(compiled), "what is compiled is what is written");
    });
    assert_eq!(count.differ, 0);
}

#[test]
fn actix_answers_as_the_policy_does() {
    let compiled =
        include_str!("../../../../crates/crosscheck-export/src/targets/actix/middleware.rs");
    let servers: Vec<(TcpListener, String)> =
        files().into_iter().map(|file| (listener(), file)).collect();
    let address =
        |(listener, _): &(TcpListener, String)| listener.local_addr().expect("it listens");
    let addresses: Vec<SocketAddr> = servers.iter().map(address).collect();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            for (listener, file) in servers {
                let app = move || {
                    let app = App::new().wrap(actix_middleware::cors(&file));
                    app.default_service(web::to(actix_application))
                };
                let server = HttpServer::new(app).workers(1).disable_signals();
                actix_web::rt::spawn(server.listen(listener).expect("it listens").run());
            }
            std::future::pending::<()>().await;
        });
    });
    let count = count(Server::Actix, &addresses, &APPLICATION, |export, _| {
        assert!(export.files[0].text.ends_with(compiled), "what is compiled is what is written");
    });
    assert_eq!(count.differ, 0);
}

/// Each layer on the router of its path, as it asks for.
#[test]
fn tower_http_answers_as_the_policy_does_or_as_was_said() {
    let of = |layers: Vec<layers::OnPath>| {
        let mut app = Router::new();
        let mut rest = application(&APPLICATION_WITHOUT_CORS);
        for (path, layer) in layers {
            if path == "/" {
                rest = rest.layer(layer.expect("it is not left to its handlers"));
                continue;
            }
            let handler = any(|uri: Uri| answer(uri, &APPLICATION_WITHOUT_CORS));
            let below = ["", "/", "/{*rest}"].iter().fold(Router::new(), |router, end| {
                router.route(&format!("{path}{end}"), handler.clone())
            });
            app = app.merge(match layer {
                Some(layer) => below.layer(layer),
                None => below,
            });
        }
        app.fallback_service(rest)
    };
    let addresses = serve(layers::all().into_iter().map(of).collect());
    count(Server::TowerHttp, &addresses, &APPLICATION_WITHOUT_CORS, layers::is_compiled);
}

/// The text of each policy's file.
fn files() -> Vec<String> {
    policies().iter().map(|(_, config)| policy_file(config)).collect()
}

fn application(says: &'static [(&'static str, &'static str)]) -> Router {
    Router::new().fallback(move |uri: Uri| answer(uri, says))
}

async fn answer(uri: Uri, says: &'static [(&'static str, &'static str)]) -> Response {
    let said: Vec<_> =
        says.iter().map(|(name, value)| (HeaderName::from_static(name), *value)).collect();
    match uri.path().contains("breaks") {
        true => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        false => (AppendHeaders(said), "ok").into_response(),
    }
}

async fn actix_application(request: actix_web::HttpRequest) -> HttpResponse {
    if request.path().contains("breaks") {
        return HttpResponse::InternalServerError().finish();
    }
    let mut answer = HttpResponse::Ok();
    APPLICATION.iter().for_each(|line| {
        answer.append_header(*line);
    });
    answer.body("ok")
}

/// Serves each at an address of its own, until the test's process ends.
fn serve(apps: Vec<Router>) -> Vec<SocketAddr> {
    let servers: Vec<(TcpListener, Router)> =
        apps.into_iter().map(|app| (listener(), app)).collect();
    let address =
        |(listener, _): &(TcpListener, Router)| listener.local_addr().expect("it listens");
    let addresses = servers.iter().map(address).collect();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            for (listener, app) in servers {
                let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
                tokio::spawn(async { axum::serve(listener, app).await.expect("it serves") });
            }
            std::future::pending::<()>().await;
        });
    });
    addresses
}

fn listener() -> TcpListener {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("it does not block");
    listener
}

/// In: who the policies are written for; where each of them is served; what the application says by itself;
/// what holds an export, and its number, to what was compiled.
fn count(
    server: Server,
    addresses: &[SocketAddr],
    application: &'static [(&'static str, &'static str)],
    is_compiled: impl Fn(&Export, usize),
) -> Count {
    let mut count = Count::default();
    let policies = policies();
    assert_eq!(policies.len(), addresses.len());
    for (number, (name, config)) in policies.into_iter().enumerate() {
        let reading = read("crosscheck.toml", &policy_file(&config), ReadOptions::default());
        let policy: Policy = reading.policy.expect(name);
        let export = export(&policy, server).expect("it can be written for");
        is_compiled(&export, number);
        let address = format!("http://{}", addresses[number]);
        let subject = Subject { address, host: None, status_of_failures: 500, application };
        count.add(name, &policy, &export, &subject, ONE_IN);
    }
    count.tell(server);
    count
}
