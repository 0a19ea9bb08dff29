//! The small API that the gateway stands in front of. It knows nothing of CORS.

use axum::Router;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::http::header::CACHE_CONTROL;
use axum::http::header::CONTENT_TYPE;
use axum::http::header::COOKIE;
use axum::http::header::LOCATION;
use axum::http::header::ORIGIN;
use axum::http::header::SET_COOKIE;
use axum::http::header::VARY;
use axum::response::AppendHeaders;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::any;
use axum::routing::get;
use axum::routing::post;
use axum::routing::put;
use crosscheck::scenario::small_file;

/// Everything that scenes ask for. `other` is the second origin under which it can be reached.
pub(crate) fn router(other: &str) -> Router {
    let other = other.to_owned();
    Router::new()
        .route("/simple/{run}", get(|| json(r#"{"weather":"fair","read":true}"#)))
        .route("/preflighted/{run}", post(|_: String| json(r#"{"stored":"person"}"#)))
        .route("/credentials/{run}/sign-in", get(sign_in))
        .route("/credentials/{run}/account", get(account))
        .route("/wildcard/{run}", get(|| json(r#"{"public":true}"#)))
        .route("/silent/{run}", get(|| json(r#"{"secret":42}"#)))
        .route(
            "/redirect/{run}",
            get(async move |Path(run): Path<String>| {
                redirect(StatusCode::FOUND, format!("{other}/redirect/{}/there", plain(&run)))
            }),
        )
        .route("/redirect/{run}/there", get(|| json(r#"{"moved":true}"#)))
        .route(
            "/redirected-preflight/{run}",
            any(async |Path(run): Path<String>| {
                let to = format!("/redirected-preflight/{}/", plain(&run));
                redirect(StatusCode::PERMANENT_REDIRECT, to)
            }),
        )
        .route(
            "/moved/{run}",
            post(async |Path(run): Path<String>, _: String| {
                redirect(StatusCode::TEMPORARY_REDIRECT, format!("/moved/{}/there", plain(&run)))
            }),
        )
        .route("/moved/{run}/there", post(|_: String| json(r#"{"stored":"there"}"#)))
        .route("/cookies/{run}/set", get(set_cookies))
        .route("/cookies/{run}/seen", get(seen_cookies))
        .route("/partitioned/{run}/set", get(set_partitioned))
        .route("/partitioned/{run}/seen", get(seen_cookies))
        .route("/null/{run}", get(|| json(r#"{"for":"a listed origin"}"#)))
        .route("/null-danger/{run}", get(|| json(r#"{"for":"anybody"}"#)))
        .route("/cache/{run}", put(|_: String| json(r#"{"saved":true}"#)))
        .route("/http-cache/{run}/pixel.png", get(async |headers: HeaderMap| kept(&headers, false)))
        .route(
            "/http-cache-vary/{run}/pixel.png",
            get(async |headers: HeaderMap| kept(&headers, true)),
        )
        .route("/expose/{run}", get(expose))
        .route("/events/{run}", get(|| file("text/event-stream", b"data: hello\n\n")))
        .route("/beacon/{run}", post(async |_: String| StatusCode::NO_CONTENT))
        .route("/upload/{run}", post(|_: String| json(r#"{"received":true}"#)))
        .route("/shared/{run}/{file}", get(shared_file))
        .route("/kept/{run}/{file}", get(shared_file))
}

async fn json(text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], text)
}

async fn file(content_type: &'static str, bytes: &'static [u8]) -> impl IntoResponse {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-store")], bytes)
}

fn redirect(status: StatusCode, to: String) -> impl IntoResponse {
    (status, [(LOCATION, to), (CACHE_CONTROL, "no-store".to_owned())])
}

/// The bytes of a small file.
fn bytes(name: &str) -> &'static [u8] {
    small_file(name).unwrap_or_default()
}

async fn shared_file(Path((_, name)): Path<(String, String)>) -> Response {
    match name.as_str() {
        "pixel.png" => file("image/png", bytes("@png")).await.into_response(),
        "letter.ttf" => file("font/ttf", bytes("@font")).await.into_response(),
        "script.js" => {
            file("text/javascript", b"throw new Error('boom: a secret')").await.into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn sign_in(Path(run): Path<String>) -> impl IntoResponse {
    let path = plain(&run);
    let cookie = format!("{SIGNED_IN}; Path=/credentials/{path}; HttpOnly; SameSite=Lax");
    ([(SET_COOKIE, cookie)], json(r#"{"signed_in":true}"#).await)
}

async fn account(headers: HeaderMap) -> impl IntoResponse {
    let signed_in = cookies(&headers).any(|pair| pair == SIGNED_IN);
    json(if signed_in { r#"{"owner":"you"}"# } else { r#"{"owner":null}"# }).await
}

/// One cookie for each thing that `SameSite` can say.
async fn set_cookies(Path(run): Path<String>) -> impl IntoResponse {
    let path = plain(&run);
    let cookie = |name, says| (SET_COOKIE, format!("{name}=1; Path=/cookies/{path}{says}"));
    let cookies = AppendHeaders([
        cookie("strict", "; SameSite=Strict"),
        cookie("lax", "; SameSite=Lax"),
        cookie("none", "; SameSite=None; Secure"),
        cookie("unsaid", ""),
    ]);
    (cookies, json(r#"{"set":["strict","lax","none","unsaid"]}"#).await)
}

/// One cookie that is kept apart for each top-level site, and one that is not.
async fn set_partitioned(Path(run): Path<String>) -> impl IntoResponse {
    let path = plain(&run);
    let cookie = |name, says| {
        let text = format!("{name}=1; Path=/partitioned/{path}; SameSite=None; Secure{says}");
        (SET_COOKIE, text)
    };
    let cookies = AppendHeaders([cookie("none", ""), cookie("partitioned", "; Partitioned")]);
    (cookies, json(r#"{"set":["none","partitioned"]}"#).await)
}

/// A picture that browsers may keep. It is shared with whoever asks by CORS, and only `varies` says so.
fn kept(headers: &HeaderMap, varies: bool) -> Response {
    let head = [(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, "max-age=600")];
    let mut response = (head, bytes("@png")).into_response();
    if let Some(origin) = headers.get(ORIGIN) {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    if varies {
        response.headers_mut().insert(VARY, HeaderValue::from_static("Origin"));
    }
    response
}

async fn seen_cookies(headers: HeaderMap) -> impl IntoResponse {
    // Other applications of this machine have cookies, too, which are not for this page.
    let own = cookies(&headers).filter_map(|pair| pair.strip_suffix("=1"));
    let mut names: Vec<&str> = own.filter(|name| SET.contains(name)).collect();
    names.sort_unstable();
    let body = serde_json::json!({ "seen": names }).to_string();
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], body)
}

async fn expose() -> impl IntoResponse {
    let headers = [("x-request-id", "42"), ("x-internal", "not for scripts")];
    (headers, json(r#"{"look":"at the headers"}"#).await)
}

/// Names and values, as `name=value`.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split("; "))
}

const SIGNED_IN: &str = "session=signed-in";
const SET: [&str; 5] = ["strict", "lax", "none", "unsaid", "partitioned"];

/// A run's name, without what would mean something in a header.
fn plain(run: &str) -> String {
    run.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}
