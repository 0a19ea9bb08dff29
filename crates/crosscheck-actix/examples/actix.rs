//! A JSON API with actix-web, behind a policy: authentication inside of it, a body that streams.
//!
//! ```console
//! $ cargo run -p crosscheck-actix --example actix -- https://app.example
//! listening on http://127.0.0.1:3000
//! ```
//!
//! Pages of the origins that are given may read and write; all others are refused by their browsers.

use std::env;
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Mutex;

use actix_web::App;
use actix_web::HttpResponse;
use actix_web::HttpServer;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::error::ErrorUnauthorized;
use actix_web::middleware::Next;
use actix_web::middleware::from_fn;
use actix_web::web;
use actix_web::web::Bytes;
use actix_web::web::Data;
use actix_web::web::Json;
use actix_web::web::ServiceConfig;
use crosscheck_actix::Config;
use crosscheck_actix::Cors;
use crosscheck_actix::Policy;
use crosscheck_actix::PolicyHandle;
use futures_util::stream;
use serde_json::Value;
use serde_json::json;

#[actix_web::main]
#[expect(clippy::print_stdout, reason = "it tells where it listens")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1).peekable();
    // With `--port 0` the system chooses.
    let port = match arguments.next_if(|argument| argument == "--port") {
        Some(_) => arguments.next().ok_or("--port needs a number")?.parse()?,
        None => 3000,
    };
    // Made once: the workers share it, and whoever keeps it can replace the policy for all.
    let handle = PolicyHandle::new(policy(arguments.collect())?);
    let notes = Data::<Notes>::default();
    let server = HttpServer::new(move || {
        // What is wrapped last is the outermost, so a preflight, which carries no
        // `authorization`, is answered before anybody asks for it, and a 401 can be read.
        App::new()
            .configure(|app| api(app, notes.clone()))
            .wrap(from_fn(authenticate))
            .wrap(cors(handle.clone()))
    });
    let server = server.workers(1).bind((Ipv4Addr::LOCALHOST, port))?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    server.run().await?;
    Ok(())
}

/// What pages of these origins may do. Everything that is wrong with it is told at once.
fn policy(origins: Vec<String>) -> Result<Policy, Box<dyn Error>> {
    let config = Config {
        origins,
        methods: vec!["PUT".into()],
        request_headers: vec!["authorization".into(), "content-type".into()],
        expose_headers: vec!["x-total".into()],
        max_age: Some(600),
        ..Config::default()
    };
    Ok(Policy::new(&config)?)
}

/// The policy, telling of what it refuses.
fn cors(handle: PolicyHandle) -> Cors<impl crosscheck_actix::Observe + Clone> {
    Cors::new(handle).observe(|decision, request| {
        if let Some(Err(reason)) = decision.verdict() {
            eprintln!("{} {}: {}", request.method(), request.path(), reason.name());
        }
    })
}

fn api(app: &mut ServiceConfig, notes: Data<Notes>) {
    let of_notes = web::resource("/notes");
    let of_notes = of_notes.route(web::get().to(read_notes)).route(web::put().to(write_note));
    app.app_data(notes).service(of_notes).route("/export", web::get().to(export));
}

type Notes = Mutex<Vec<Value>>;

async fn read_notes(notes: Data<Notes>) -> HttpResponse {
    let notes = notes.lock().expect("no handler panics").clone();
    let total = ("x-total", notes.len().to_string());
    HttpResponse::Ok().insert_header(total).json(json!({ "notes": notes }))
}

async fn write_note(notes: Data<Notes>, note: Json<Value>) -> HttpResponse {
    notes.lock().expect("no handler panics").push(note.into_inner());
    HttpResponse::Created().finish()
}

/// Streams: no answer is ever collected, by the middleware neither.
async fn export() -> HttpResponse {
    let lines =
        (0..1000).map(|number| Ok::<_, actix_web::Error>(Bytes::from(format!("{number}\n"))));
    HttpResponse::Ok().streaming(stream::iter(lines))
}

async fn authenticate<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    match request.headers().get("authorization") {
        Some(token) if token == "Bearer secret" => next.call(request).await,
        _ => Err(ErrorUnauthorized("sign in first")),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::App;
    use actix_web::middleware::from_fn;
    use actix_web::test::init_service;
    use actix_web::web::Data;
    use crosscheck_actix::testing::Fetch;
    use crosscheck_actix::testing::FetchReport;
    use crosscheck_actix::testing::FetchRule;
    use crosscheck_actix::testing::Page;
    use crosscheck_actix::testing::Run;

    use super::api;
    use super::authenticate;
    use super::cors;
    use super::policy;

    async fn ask(page: &str, call: impl FnOnce(Page) -> Fetch) -> FetchReport {
        let policy = policy(vec!["https://app.example".into()]).expect("a sound policy");
        let app = App::new()
            .configure(|app| api(app, Data::default()))
            .wrap(from_fn(authenticate))
            .wrap(cors(policy.into()));
        call(Page::on(page)).run(&init_service(app).await).await
    }

    fn signed_in(page: &Page, path: &str) -> Fetch {
        page.fetch(&format!("https://api.example{path}")).header("authorization", "Bearer secret")
    }

    #[actix_web::test]
    async fn a_page_of_the_app_reads_and_writes() {
        let told = ask("https://app.example", |page| signed_in(&page, "/notes")).await;
        let read = told.assert_allowed();
        assert_eq!((read.status, read.headers.get("x-total")), (200, Some(b"0".into())));
        let told = ask("https://app.example", |page| {
            let put = signed_in(&page, "/notes").method("PUT");
            put.header("content-type", "application/json").body(r#"{"text":"hello"}"#)
        });
        assert_eq!(told.await.assert_allowed().status, 201);
        let told = ask("https://app.example", |page| signed_in(&page, "/export")).await;
        assert_eq!(told.assert_allowed().body.len(), 3890);
    }

    #[actix_web::test]
    async fn what_goes_wrong_can_be_read() {
        let unknown = ask("https://app.example", |page| page.fetch("https://api.example/notes"));
        assert_eq!(unknown.await.assert_allowed().status, 401);
        let nowhere = ask("https://app.example", |page| signed_in(&page, "/nowhere"));
        assert_eq!(nowhere.await.assert_allowed().status, 404);
    }

    #[actix_web::test]
    async fn a_page_of_anybody_else_does_neither() {
        let told = ask("https://evil.example", |page| signed_in(&page, "/notes")).await;
        told.assert_refused_because(FetchRule::AllowOriginMissing);
        let told = ask("https://app.example", |page| signed_in(&page, "/notes").method("DELETE"));
        told.await.assert_refused_because(FetchRule::PreflightStatus);
    }
}
