//! The files of the page, in the binary.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;

/// Adds every file to a router, under its name.
pub(super) fn add_to<S: Clone + Send + Sync + 'static>(mut router: Router<S>) -> Router<S> {
    for (path, text) in FILES {
        router = router.route(path, get(async move || file(path, text)));
    }
    router
}

/// A file as an answer: its type is told by the end of its name.
pub(super) fn file(path: &str, text: &'static str) -> Response {
    let is_script = path.ends_with(".js");
    let content_type = match path {
        _ if is_script => "text/javascript; charset=utf-8",
        _ if path.ends_with(".css") => "text/css; charset=utf-8",
        _ => "text/html; charset=utf-8",
    };
    let mut response =
        ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-cache")], text)
            .into_response();
    if is_script {
        // The sandboxed frame has an origin of its own, and modules are loaded with CORS.
        let everybody = HeaderValue::from_static("*");
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, everybody);
    }
    response
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Each file's path, and its text.
        pub(super) const FILES: &[(&str, &str)] = &[
            ("/", include_str!("page/index.html")),
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
    "play.js",
    "record.js",
    "scenes.js",
    "compare.js",
    "clock.js",
    "policy.js",
    "stage.html",
    "stage.js",
    "perform.js",
}

/// The Chinese words for rules and findings.
pub(crate) const RULES_ZH: &str = include_str!("page/rules-zh.json");
