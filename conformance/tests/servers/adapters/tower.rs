//! The table, put to the layer for tower.

use std::convert::Infallible;

use crosscheck_tower::CorsLayer;
use http::Request;
use http::Response;
use tower::ServiceBuilder;
use tower::ServiceExt;

use crate::adapters::case::Case;
use crate::adapters::case::SAID;
use crate::adapters::case::told;

pub(crate) fn ask(case: &Case) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(ask_one(case))
}

async fn ask_one(case: &Case) -> String {
    let service = ServiceBuilder::new().layer(CorsLayer::new(case.policy())).service_fn(
        |_: Request<()>| async {
            let mut answer = Response::new(());
            for (name, value) in SAID {
                answer.headers_mut().append(name, value.parse().expect("a value"));
            }
            Ok::<_, Infallible>(answer)
        },
    );
    let mut request = Request::builder().method(case.method).uri(case.path);
    for (name, value) in &case.lines {
        request = request.header(*name, *value);
    }
    let answer = service.oneshot(request.body(()).expect("a request")).await.expect("an answer");
    let lines = answer.headers().iter();
    told(answer.status().as_u16(), lines.map(|(name, value)| (name.as_str(), value.as_bytes())))
}
