//! The small API that the gateway stands in front of. It knows nothing of CORS.

use axum::Router;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::header::COOKIE;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::routing::post;

pub(super) fn router() -> Router {
    Router::new()
        .route("/simple/{run}", get(|| json(r#"{"weather":"fair","read":true}"#)))
        .route("/preflighted/{run}", post(|_: String| json(r#"{"stored":"person"}"#)))
        .route("/credentials/{run}/sign-in", get(sign_in))
        .route("/credentials/{run}/account", get(account))
        .route("/wildcard/{run}", get(|| json(r#"{"public":true}"#)))
        .route("/silent/{run}", get(|| json(r#"{"secret":42}"#)))
}

async fn json(text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], text)
}

async fn sign_in(Path(run): Path<String>) -> impl IntoResponse {
    let path: String = run.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let cookie = format!("session=signed-in; Path=/credentials/{path}; HttpOnly; SameSite=Lax");
    ([(SET_COOKIE, cookie)], json(r#"{"signed_in":true}"#).await)
}

async fn account(headers: HeaderMap) -> impl IntoResponse {
    let signed_in = headers.get_all(COOKIE).iter().any(|line| {
        line.to_str().is_ok_and(|line| line.split("; ").any(|pair| pair == "session=signed-in"))
    });
    json(if signed_in { r#"{"owner":"you"}"# } else { r#"{"owner":null}"# }).await
}
