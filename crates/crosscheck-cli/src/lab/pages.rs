//! The lab's own origin: the page, and what the page asks.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::Query;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use crosscheck::agent::Profile;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::foretell::foretell;
use super::log::Entry;
use super::log::Log;
use super::scenes::Scene;
use super::scenes::scenes;

/// What the lab's page talks to.
#[derive(Debug)]
pub(super) struct Lab {
    page_origin: String,
    api_origin: String,
    scenes: Vec<Scene>,
    log: Arc<Log>,
    reports: Mutex<VecDeque<Value>>,
    foretellings: AtomicU64,
}

impl Lab {
    pub(super) fn new(page_origin: &str, api_origin: &str, log: Arc<Log>) -> Arc<Self> {
        Arc::new(Self {
            page_origin: page_origin.into(),
            api_origin: api_origin.into(),
            scenes: scenes(api_origin),
            log,
            reports: Mutex::default(),
            foretellings: AtomicU64::new(0),
        })
    }
}

pub(super) fn router(lab: Arc<Lab>) -> Router {
    let mut router = Router::new()
        .route("/scenes.json", get(list_scenes))
        .route("/foretell", get(foretell_scene))
        .route("/wire", get(wire))
        .route("/reports", get(list_reports).post(report));
    for (path, content_type, text) in FILES {
        router = router.route(path, get(move || file(content_type, text)));
    }
    router
        .layer(DefaultBodyLimit::max(256 * 1024))
        .layer(from_fn_with_state(Arc::clone(&lab), guard))
        .with_state(lab)
}

const FILES: [(&str, &str, &str); 6] = [
    ("/", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("/style.css", "text/css; charset=utf-8", include_str!("page/style.css")),
    ("/main.js", "text/javascript; charset=utf-8", include_str!("page/main.js")),
    ("/run.js", "text/javascript; charset=utf-8", include_str!("page/run.js")),
    ("/diagram.js", "text/javascript; charset=utf-8", include_str!("page/diagram.js")),
    ("/words.js", "text/javascript; charset=utf-8", include_str!("page/words.js")),
];

async fn file(content_type: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-cache")], text)
}

/// Answers only those who ask for this very host, and lets the page talk to its API only.
async fn guard(State(lab): State<Arc<Lab>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let ours = lab.page_origin.strip_prefix("http://").unwrap_or_default();
    let numeric = ours.replace("localhost", "127.0.0.1");
    if host != Some(ours) && host != Some(&numeric) {
        let text = "this is the lab of crosscheck; open the address that it printed\n";
        return (StatusCode::MISDIRECTED_REQUEST, text).into_response();
    }
    let mut response = next.run(request).await;
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self' {}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        lab.api_origin
    );
    if let Ok(policy) = policy.parse() {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    let no_sniffing = header::HeaderValue::from_static("nosniff");
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, no_sniffing);
    response
}

async fn list_scenes(State(lab): State<Arc<Lab>>, headers: HeaderMap) -> Json<Value> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Json(json!({
        "page": lab.page_origin,
        "api": lab.api_origin,
        "browser": browser_of(agent.unwrap_or_default()),
        "scenes": lab.scenes,
    }))
}

/// The engine behind a `User-Agent`: which profile speaks for this visitor.
fn browser_of(user_agent: &str) -> &'static str {
    if user_agent.contains("Firefox/") {
        "firefox"
    } else if user_agent.contains("Chrome/") || user_agent.contains("Chromium/") {
        "chromium"
    } else if user_agent.contains("AppleWebKit/") {
        "webkit"
    } else {
        "spec"
    }
}

#[derive(Debug, Deserialize)]
struct Asked {
    scene: String,
    browser: String,
}

async fn foretell_scene(State(lab): State<Arc<Lab>>, Query(asked): Query<Asked>) -> Response {
    let scene = lab.scenes.iter().find(|scene| scene.id == asked.scene);
    let (Some(scene), Some(profile)) = (scene, Profile::named(&asked.browser)) else {
        return (StatusCode::NOT_FOUND, "no such scene, or no such browser\n").into_response();
    };
    let run = format!("foretold-{}", lab.foretellings.fetch_add(1, Ordering::Relaxed));
    match foretell(scene.scenario(&lab.page_origin, &run), profile).await {
        Ok(record) => {
            Json(json!({ "run": run, "record": record, "wire": lab.log.of(&run) })).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}\n")).into_response(),
    }
}

#[derive(Debug, Deserialize)]
struct Run {
    run: String,
}

async fn wire(State(lab): State<Arc<Lab>>, Query(Run { run }): Query<Run>) -> Json<Vec<Entry>> {
    Json(lab.log.of(&run))
}

async fn report(State(lab): State<Arc<Lab>>, Json(report): Json<Value>) -> StatusCode {
    let mut reports = lab.reports.lock().unwrap_or_else(PoisonError::into_inner);
    reports.push_back(report);
    if reports.len() > MAX_REPORTS {
        reports.pop_front();
    }
    StatusCode::NO_CONTENT
}

async fn list_reports(State(lab): State<Arc<Lab>>) -> Json<Vec<Value>> {
    let reports = lab.reports.lock().unwrap_or_else(PoisonError::into_inner);
    Json(reports.iter().cloned().collect())
}

const MAX_REPORTS: usize = 64;

#[cfg(test)]
mod tests {
    use super::browser_of;

    #[test]
    fn engines_are_told_by_their_user_agents() {
        for (user_agent, engine) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "firefox"),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 HeadlessChrome/156.0.0.0 Safari/537.36",
                "chromium",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/26.0 Safari/605.1.15",
                "webkit",
            ),
            ("curl/8.0", "spec"),
        ] {
            assert_eq!(browser_of(user_agent), engine);
        }
    }
}
