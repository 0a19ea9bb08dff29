//! The policy file itself under axum and actix-web: the exported code, compiled here.

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
use crosscheck::server::Policy;
use crosscheck_config::ReadOptions;
use crosscheck_config::read;
use crosscheck_export::Server;
use crosscheck_export::export;

use crate::exported::Count;
use crate::exported::ask::APPLICATION;
use crate::exported::ask::Subject;

#[path = "../../../../crates/crosscheck-export/src/targets/actix/middleware.rs"]
mod actix_middleware;
#[path = "../../../../crates/crosscheck-export/src/targets/axum/layer.rs"]
mod axum_layer;

const FILE: &str = r#"
[cors]
origins = ["https://*.example.com", "https://app.example"]
methods = ["PUT"]
request_headers = ["x-token"]
credentials = true

[[cors.rules]]
paths = ["/public"]
origins = ["*"]
expose_headers = ["x-total"]
"#;

#[test]
fn axum_answers_as_the_policy_does() {
    let handler = |uri: Uri| async move {
        let said = APPLICATION.map(|(name, value)| (HeaderName::from_static(name), value));
        match uri.path().contains("breaks") {
            true => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            false => (AppendHeaders(said), "ok").into_response(),
        }
    };
    let app = Router::new().fallback(handler).layer(axum_layer::cors(FILE));
    let (listener, address) = listener();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
            axum::serve(listener, app).await.expect("it serves");
        });
    });
    answers_as_the_policy_does(Server::Axum, address);
}

#[test]
fn actix_answers_as_the_policy_does() {
    let (listener, address) = listener();
    let serve = || {
        let handler = |request: actix_web::HttpRequest| async move {
            if request.path().contains("breaks") {
                return HttpResponse::InternalServerError().finish();
            }
            let mut answer = HttpResponse::Ok();
            APPLICATION.iter().for_each(|line| {
                answer.append_header(*line);
            });
            answer.body("ok")
        };
        App::new().wrap(actix_middleware::cors(FILE)).default_service(web::to(handler))
    };
    thread::spawn(move || {
        let server = HttpServer::new(serve).workers(1).listen(listener).expect("it listens");
        actix_web::rt::System::new().block_on(server.run()).expect("it serves");
    });
    answers_as_the_policy_does(Server::Actix, address);
}

fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("it does not block");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

fn answers_as_the_policy_does(server: Server, address: SocketAddr) {
    let reading = read("crosscheck.toml", FILE, ReadOptions::default());
    let policy: Policy = reading.policy.expect("a policy");
    let export = export(&policy, server).expect("it can be written for");
    let compiled = match server {
        Server::Axum => {
            include_str!("../../../../crates/crosscheck-export/src/targets/axum/layer.rs")
        }
        _ => include_str!("../../../../crates/crosscheck-export/src/targets/actix/middleware.rs"),
    };
    assert!(export.files[0].text.ends_with(compiled), "what is compiled is what is written");
    let address = format!("http://{address}");
    let subject = Subject { address, host: None, status_of_failures: 500 };
    let mut count = Count::default();
    count.add("a file", &policy, &export, &subject, 1);
    assert_eq!(count.differ, 0);
    count.tell(server);
}
