//! Whoever watches is told of each decision, once.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::Mutex;

use crosscheck_tower::CorsLayer;
use crosscheck_tower::Decision;
use http::Request;
use http::Response;
use tower::ServiceBuilder;
use tower::ServiceExt;

use crate::stacks::APP;
use crate::stacks::EVIL;
use crate::stacks::policy;
use crate::stacks::preflight;
use crate::stacks::request;

#[tokio::test]
async fn each_decision_is_told_with_its_policy() {
    let told = Arc::<Mutex<Vec<String>>>::default();
    let (log, id) = (told.clone(), policy().id());
    let layer = CorsLayer::new(policy()).observe(move |decision, head| {
        assert_eq!(decision.edits().plan().policy(), id);
        let class = match decision {
            Decision::NotCors { .. } => "not cors",
            Decision::Actual { .. } => "actual",
            Decision::Preflight { .. } => "preflight",
        };
        let reason = match decision.verdict() {
            Some(Err(reason)) => reason.name(),
            _ => "ok",
        };
        let line = format!("{class} {} {reason} {:?}", head.method, head.origin());
        log.lock().expect("no panic").push(line);
    });
    let service = ServiceBuilder::new().layer(layer).service_fn(|_: Request<String>| async {
        Ok::<_, Infallible>(Response::new(String::new()))
    });
    for request in [
        request("GET", &[]),
        request("GET", &[("origin", APP)]),
        request("POST", &[("origin", EVIL)]),
        preflight(APP, "DELETE"),
    ] {
        service.clone().oneshot(request).await.expect("an answer");
    }
    assert_eq!(
        *told.lock().expect("no panic"),
        [
            "not cors GET ok None",
            "actual GET ok Some(\"https://app.example\")",
            "actual POST origin-not-allowed Some(\"https://evil.example\")",
            "preflight OPTIONS method-not-allowed Some(\"https://app.example\")",
        ]
    );
}
