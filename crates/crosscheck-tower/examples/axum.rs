//! A JSON API with axum, behind a policy: authentication inside of it, a body that streams.
//!
//! ```console
//! $ cargo run -p crosscheck-tower --example axum -- https://app.example
//! listening on http://127.0.0.1:3000
//! ```
//!
//! Pages of the origins that are given may read and write; all others are refused by their browsers.

use std::env;
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::Mutex;

use axum::Json;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use futures_util::stream;
use serde_json::Value;
use serde_json::json;
use tokio::net::TcpListener;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "it tells where it listens")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1).peekable();
    // With `--port 0` the system chooses.
    let port = match arguments.next_if(|argument| argument == "--port") {
        Some(_) => arguments.next().ok_or("--port needs a number")?.parse()?,
        None => 3000,
    };
    let app = app(policy(arguments.collect())?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
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

/// The API. The layer that is added last is the outermost, so a preflight, which carries no
/// `authorization`, is answered before anybody asks for it, and a 401 can be read by the page.
fn app(policy: Policy) -> Router {
    let cors = CorsLayer::new(policy).observe(|decision, head| {
        if let Some(Err(reason)) = decision.verdict() {
            eprintln!("{} {}: {}", head.method, head.uri.path(), reason.name());
        }
    });
    Router::new()
        .route("/notes", get(read_notes).put(write_note))
        .route("/export", get(export))
        .layer(from_fn(authenticate))
        .layer(cors)
        .with_state(Arc::default())
}

type Notes = Arc<Mutex<Vec<Value>>>;

async fn read_notes(State(notes): State<Notes>) -> ([(&'static str, String); 1], Json<Value>) {
    let notes = notes.lock().expect("no handler panics").clone();
    ([("x-total", notes.len().to_string())], Json(json!({ "notes": notes })))
}

async fn write_note(State(notes): State<Notes>, Json(note): Json<Value>) -> StatusCode {
    notes.lock().expect("no handler panics").push(note);
    StatusCode::CREATED
}

/// Streams: no answer is ever collected, by the layer neither.
async fn export() -> Body {
    let lines = (0..1000).map(|number| Ok::<_, std::io::Error>(Bytes::from(format!("{number}\n"))));
    Body::from_stream(stream::iter(lines))
}

async fn authenticate(request: Request, next: Next) -> Result<Response, StatusCode> {
    match request.headers().get("authorization") {
        Some(token) if token == "Bearer secret" => Ok(next.run(request).await),
        _ => Err(StatusCode::UNAUTHORIZED),
    }
}

#[cfg(test)]
mod tests {
    use crosscheck_tower::testing::Fetch;
    use crosscheck_tower::testing::FetchReport;
    use crosscheck_tower::testing::FetchRule;
    use crosscheck_tower::testing::Page;
    use crosscheck_tower::testing::Run;

    use super::app;
    use super::policy;

    async fn ask(page: &str, call: impl FnOnce(Page) -> Fetch) -> FetchReport {
        let mut app = app(policy(vec!["https://app.example".into()]).expect("a sound policy"));
        call(Page::on(page)).run(&mut app).await
    }

    fn signed_in(page: &Page, path: &str) -> Fetch {
        page.fetch(&format!("https://api.example{path}")).header("authorization", "Bearer secret")
    }

    #[tokio::test]
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

    #[tokio::test]
    async fn what_goes_wrong_can_be_read() {
        let unknown = ask("https://app.example", |page| page.fetch("https://api.example/notes"));
        assert_eq!(unknown.await.assert_allowed().status, 401);
        let nowhere = ask("https://app.example", |page| signed_in(&page, "/nowhere"));
        assert_eq!(nowhere.await.assert_allowed().status, 404);
    }

    #[tokio::test]
    async fn a_page_of_anybody_else_does_neither() {
        let told = ask("https://evil.example", |page| signed_in(&page, "/notes")).await;
        told.assert_refused_because(FetchRule::AllowOriginMissing);
        let told = ask("https://app.example", |page| signed_in(&page, "/notes").method("DELETE"));
        told.await.assert_refused_because(FetchRule::PreflightStatus);
    }
}
