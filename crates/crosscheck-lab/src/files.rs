//! The files of the page, in the binary.

use std::borrow::Cow;

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use crosscheck_analysis::docs::RULES_ZH;

/// The files of the page, each under its name; the page itself holds the token of its session and
/// where the stage is.
pub(crate) fn router<S: Clone + Send + Sync + 'static>(token: &str, stage: &str) -> Router<S> {
    let index = include_str!("page/index.html").replace("{token}", token).replace("{stage}", stage);
    let mut router = Router::new().route(
        "/",
        get(async move || ([(header::CACHE_CONTROL, "no-store")], Html(index)).into_response()),
    );
    for (path, text) in all() {
        let text = Bytes::from(text.into_owned());
        router = router.route(path, get(async move || file(path, text)));
    }
    router
}

/// A file as an answer: its type is told by the end of its name.
pub(crate) fn file(path: &str, text: impl IntoResponse) -> Response {
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
        const FILES: &[(&str, &str)] = &[
            $((concat!("/", $name), include_str!(concat!("page/", $name)))),+,
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

/// Each file's path, and its text; the page itself is apart.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
    // The pages of the documentation have these words too.
    let words = format!("export const {{ rules, findings }} = {RULES_ZH};");
    let files = FILES.iter().map(|(path, text)| (*path, Cow::Borrowed(*text)));
    files.chain([("/rules-zh.js", Cow::Owned(words))])
}
