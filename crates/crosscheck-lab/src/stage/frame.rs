//! A frame of its own origin, in which the visitor's browser plays scenes.
//!
//! What plays may hold scripts of anybody, so the stage has nothing: its origin serves three files
//! and asks the scenes' servers only. The lab's page is another origin, whose API refuses this one.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;

use crate::files::file;
use crate::guard::another_host;
use crate::guard::say;
use crate::stage::PERFORM;

/// The files of a stage.
///
/// In: its own origin, that of the page, which alone may frame it, and every server's of the scenes.
pub(crate) fn router<'s>(
    stage: &str,
    page: &str,
    servers: impl IntoIterator<Item = &'s str>,
) -> Router {
    let servers = servers.into_iter().collect::<Vec<_>>().join(" ");
    let html = include_str!("stage.html").replace("{page}", page);
    let stage = Arc::new(Stage { origin: stage.into(), policy: policy(stage, page, &servers) });
    let mut router =
        Router::new().route("/stage.html", get(async move || file("/stage.html", html)));
    for (path, text) in SCRIPTS {
        router = router.route(path, get(async move || file(path, text)));
    }
    router.fallback(async || StatusCode::NOT_FOUND).layer(from_fn_with_state(stage, guard))
}

#[derive(Debug)]
struct Stage {
    origin: String,
    policy: String,
}

async fn guard(State(stage): State<Arc<Stage>>, request: Request, next: Next) -> Response {
    if let Some(refusal) = another_host(&stage.origin, &request) {
        return refusal;
    }
    let mut response = next.run(request).await.into_response();
    let headers = response.headers_mut();
    say(headers, header::CONTENT_SECURITY_POLICY, &stage.policy);
    say(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // What every page has that says nothing; WebKit would take that of the page which frames it, and
    // beacons would say `Origin: null`.
    say(headers, header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    // A sandboxed stage has the origin `null`, and modules are loaded with CORS.
    say(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    response
}

/// Scripts run, and that is all they may do: no window, no form, no frame, no worker, no server but
/// the scenes'. Fetching from `ftp:` and `data:` reaches nobody; how browsers refuse it is their own
/// affair.
fn policy(stage: &str, page: &str, servers: &str) -> String {
    format!(
        "sandbox allow-scripts allow-same-origin; default-src 'none'; script-src {stage} {servers}; \
         style-src {servers}; img-src {servers}; font-src {servers}; \
         connect-src {servers} ftp: data:; worker-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors {page}"
    )
}

const SCRIPTS: [(&str, &str); 2] =
    [("/stage.js", include_str!("stage.js")), ("/perform.js", PERFORM)];
