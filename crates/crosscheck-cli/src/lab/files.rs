//! The files of the page, in the binary.

use axum::Router;
use axum::http::header;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;

/// The files of the page, each under its name; the page itself holds the token of its session and
/// where the stage is.
pub(super) fn router<S: Clone + Send + Sync + 'static>(token: &str, stage: &str) -> Router<S> {
    let index = include_str!("page/index.html").replace("{token}", token).replace("{stage}", stage);
    let mut router = Router::new().route(
        "/",
        get(async move || ([(header::CACHE_CONTROL, "no-store")], Html(index)).into_response()),
    );
    for (path, text) in FILES {
        router = router.route(path, get(async move || file(path, *text)));
    }
    router
}

/// A file as an answer: its type is told by the end of its name.
pub(super) fn file(path: &str, text: impl IntoResponse) -> Response {
    let content_type = match path {
        _ if path.ends_with(".js") => "text/javascript; charset=utf-8",
        _ if path.ends_with(".css") => "text/css; charset=utf-8",
        _ => "text/html; charset=utf-8",
    };
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-cache")], text)
        .into_response()
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Each file's path, and its text; the page itself is apart.
        pub(super) const FILES: &[(&str, &str)] = &[
            $((concat!("/", $name), include_str!(concat!("page/", $name)))),+,
            // The pages of `docs` have these words too.
            (
                "/rules-zh.js",
                concat!("export const { rules, findings } = ", include_str!("page/rules-zh.json"), ";"),
            ),
        ];
    };
}

files! {
    "style.css",
    "start.js",
    "main.js",
    "dom.js",
    "words.js",
    "words-en.js",
    "words-zh.js",
    "ask.js",
    "share.js",
    "time.js",
    "presets.js",
    "workshop.js",
    "request-form.js",
    "answer-form.js",
    "verdicts.js",
    "diagram.js",
    "exchange.js",
    "server-fix.js",
    "live.js",
    "consent.js",
    "seen.js",
    "play.js",
    "record.js",
    "scenes.js",
    "compare.js",
    "clock.js",
    "policy.js",
}

/// The Chinese words for rules and findings.
pub(crate) const RULES_ZH: &str = include_str!("page/rules-zh.json");
