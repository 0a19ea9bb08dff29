//! The lab's own origin: the page, and what the page asks.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::LazyLock;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::extract::Path;
use axum::extract::Query;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use crosscheck::agent::Profile;
use crosscheck::catalog;
use crosscheck::catalog::EntryKind;
use crosscheck::wire::Origin;
use crosscheck_analysis::InputError;
use crosscheck_analysis::docs;
use crosscheck_analysis::docs::Links;
use crosscheck_analysis::editor::Edited;
use crosscheck_analysis::editor::Reviewed;
use crosscheck_analysis::editor::review;
use crosscheck_analysis::import::Imported;
use crosscheck_analysis::import::import;
use crosscheck_analysis::scenario::Judgement;
use crosscheck_analysis::scenario::Patch;
use crosscheck_analysis::scenario::Wanted;
use crosscheck_analysis::scenario::example;
use crosscheck_analysis::scenario::judge;
use crosscheck_analysis::scenario::patch;
use crosscheck_analysis::scenario::servers;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;
use serde_json::value::RawValue;
use tokio::task::spawn_blocking;

use crate::endpoint_error::EndpointError;
use crate::entry::Entry;
use crate::files;
use crate::guard::guard;
use crate::guard::only_the_page;
use crate::live::Asked as RunAsked;
use crate::look::Asked as LiveAsked;
use crate::look::look;
use crate::predict::predict;
use crate::session::Session;

pub(crate) fn router(lab: Arc<Session>) -> Router {
    // What people type is small; a report of a scene holds every header twice; a HAR file holds what
    // a page loaded.
    let typed = DefaultBodyLimit::max(32 * 1024);
    let files = DefaultBodyLimit::max(IMPORT_LIMIT);
    let asked = Router::new()
        .route("/scenes.json", get(list_scenes))
        .route("/predict", get(predict_scene))
        .route("/begin", post(begin_scene))
        .route("/wire", get(wire))
        .route("/reports", get(list_reports).post(report).layer(DefaultBodyLimit::max(256 * 1024)))
        .route("/judge", post(judge_scenario).layer(typed))
        .route("/policy", post(review_policy).layer(typed))
        .route("/check", post(check_live).layer(typed))
        .route("/run", post(begin_run).layer(typed))
        .route("/shown/{kind}/{name}", get(show))
        .route("/shown.json", get(list_shown))
        .route("/servers.json", get(async || Json(servers())))
        .route("/fix", post(write_patch).layer(typed))
        .route("/import", post(import_text).layer(files))
        .route_layer(from_fn_with_state(Arc::clone(&lab), only_the_page));
    files::router(&lab.token, &lab.stage_origin)
        .route("/docs", get(async || Redirect::permanent("/docs/")))
        .route("/docs/", get(async || docs_page("index.html")))
        .route("/docs/{*path}", get(async |Path(path): Path<String>| docs_page(&path)))
        .merge(asked)
        .layer(from_fn_with_state(Arc::clone(&lab), guard))
        .with_state(lab)
}

async fn judge_scenario(body: Bytes) -> Result<Json<Judgement>, EndpointError> {
    Ok(at_leisure(move || judge(&body)).await?.map(Json)?)
}

async fn import_text(body: String) -> Result<Json<Imported>, EndpointError> {
    Ok(at_leisure(move || import(&body)).await?.map(Json)?)
}

/// A page of the documentation; all of them are made when the first is asked for.
fn docs_page(path: &str) -> Response {
    static DOCS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| docs::files(Links::Lab));
    let path = if path.ends_with('/') { &format!("{path}index.html") } else { path };
    match DOCS.get(path) {
        Some(text) => files::file(path, text.as_str()),
        None => (StatusCode::NOT_FOUND, "no such page; see /docs/\n").into_response(),
    }
}

/// Asks a live server, once at a time.
async fn check_live(State(lab): State<Arc<Session>>, Json(asked): Json<LiveAsked>) -> Response {
    let Ok(_alone) = lab.live_checks.try_acquire() else {
        return (StatusCode::TOO_MANY_REQUESTS, "a live check is under way\n").into_response();
    };
    match look(asked).await {
        Ok(imported) => Json(imported).into_response(),
        Err(error) => EndpointError(error).into_response(),
    }
}

/// Makes the lab's servers ready to answer as a scenario says.
async fn begin_run(State(lab): State<Arc<Session>>, Json(asked): Json<RunAsked>) -> Response {
    match at_leisure(move || lab.runs.begin(&asked)).await {
        Ok(Ok(begun)) => Json(begun).into_response(),
        Ok(Err(error)) => EndpointError(error).into_response(),
        Err(error) => error.into_response(),
    }
}

/// What shows a name of the documentation.
async fn show(Path((kind, name)): Path<(String, String)>) -> Response {
    let kind = EntryKind::in_folder(&kind);
    let entry = catalog::Entry::named(&name).find(|entry| Some(entry.kind()) == kind);
    match entry.and_then(example) {
        Some(shown) => Json(shown).into_response(),
        None => (StatusCode::NOT_FOUND, "nothing has this name; see /docs/\n").into_response(),
    }
}

/// Every name that a scenario shows live, and the scenario.
async fn list_shown() -> Json<Vec<Value>> {
    let live = catalog::Entry::all().filter_map(|entry| {
        let shown = example(entry).filter(|shown| shown.is_live())?;
        let name = format!("{}/{}", entry.kind().folder(), entry.name());
        Some(json!({ "name": name, "scenario": shown.scenario? }))
    });
    Json(live.collect())
}

async fn write_patch(Json(wanted): Json<Wanted>) -> Result<Json<Patch>, EndpointError> {
    Ok(at_leisure(move || patch(&wanted)).await?.map(Json)?)
}

async fn review_policy(Json(edited): Json<Edited>) -> Result<Json<Reviewed>, EndpointError> {
    at_leisure(move || review(edited)).await.map(Json)
}

/// Beside the thread that serves: a large scenario takes milliseconds.
async fn at_leisure<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, EndpointError> {
    spawn_blocking(work).await.map_err(|error| {
        EndpointError(InputError::new(
            format!("the engine failed: {error}"),
            "this is a mistake of crosscheck; please report it with what you wrote",
        ))
    })
}

async fn list_scenes(State(lab): State<Arc<Session>>, headers: HeaderMap) -> Json<Value> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Json(json!({
        "stage": lab.stage_origin,
        "api": lab.api_origin,
        "other": lab.other_origin,
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
    /// Whether the visitor's browser keeps cookies of other sites: a setting of theirs.
    #[serde(default = "yes")]
    third_party_cookies: bool,
}

fn yes() -> bool {
    true
}

async fn predict_scene(State(lab): State<Arc<Session>>, Query(asked): Query<Asked>) -> Response {
    let scene = lab.scenes.iter().find(|scene| scene.id == asked.scene);
    let (Some(scene), Some(profile)) = (scene, Profile::named(&asked.browser)) else {
        return (StatusCode::NOT_FOUND, "no such scene, or no such browser\n").into_response();
    };
    let run = lab.log.begin();
    let stage = Origin::parse(&lab.stage_origin).expect("where the lab's scenes play is an origin");
    let scenario = scene.scenario(&stage, &run);
    match predict(scenario, profile, asked.third_party_cookies).await {
        Ok(record) => {
            Json(json!({ "run": run, "record": record, "wire": lab.log.of(&run) })).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}\n")).into_response(),
    }
}

/// Begins a run of a scene. Out: its name.
async fn begin_scene(State(lab): State<Arc<Session>>) -> Json<Value> {
    Json(json!({ "run": lab.log.begin() }))
}

#[derive(Debug, Deserialize)]
struct Run {
    run: String,
}

async fn wire(State(lab): State<Arc<Session>>, Query(Run { run }): Query<Run>) -> Json<Vec<Entry>> {
    Json(lab.runs.wire(&run).unwrap_or_else(|| lab.log.of(&run)))
}

async fn report(State(lab): State<Arc<Session>>, Json(report): Json<Box<RawValue>>) -> StatusCode {
    lab.reports.add(report);
    StatusCode::NO_CONTENT
}

async fn list_reports(State(lab): State<Arc<Session>>) -> Json<Vec<Box<RawValue>>> {
    Json(lab.reports.all())
}

/// Bytes of a file that is read.
pub(crate) const IMPORT_LIMIT: usize = 32 * 1024 * 1024;

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
