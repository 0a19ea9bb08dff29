//! The files of the page, in the binary.

use std::borrow::Cow;

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use crosscheck::catalog::Check;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::FindingKind;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

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
    "address.js",
    "remember.js",
    "share.js",
    "time.js",
    "presets.js",
    "samples.js",
    "paste-box.js",
    "marks.js",
    "told-scenes.js",
    "workshop.js",
    "request-form.js",
    "answer-form.js",
    "verdicts.js",
    "apply-fix.js",
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
    let files = FILES.iter().map(|(path, text)| (*path, Cow::Borrowed(*text)));
    files.chain([("/rules-zh.js", Cow::Owned(rules_in_chinese()))])
}

/// The catalogue's Chinese words for rules, findings and checks, as a module.
fn rules_in_chinese() -> String {
    let rule =
        |rule: &FetchRule| (rule.name().into(), json!([rule.what().chinese, rule.why().chinese]));
    let finding = |kind: &FindingKind| (kind.name().into(), json!(kind.what().chinese));
    let rules: Map<String, Value> = FetchRule::ALL.iter().map(rule).collect();
    let findings: Map<String, Value> = FindingKind::ALL.iter().map(finding).collect();
    let check =
        |check: &Check| (check.name().into(), json!([check.what().chinese, check.why().chinese]));
    let checks: Map<String, Value> = Check::ALL.iter().map(check).collect();
    let tables = [("rules", rules), ("findings", findings), ("checks", checks)];
    tables.map(|(name, table)| format!("export const {name} = {};\n", json!(table))).concat()
}
