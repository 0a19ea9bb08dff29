//! The rows, put to warp, whose routes are a service for tower: it needs no adapter of its own.

use crosscheck_tower::CorsLayer;
use http::Response;
use tower_layer::Layer;
use tower_service::Service;
use warp::Filter;
use warp::http::StatusCode;

use crate::App;
use crate::block_on;
use crate::case::Case;
use crate::case::SAID;
use crate::case::told;

pub(crate) fn ask(case: &Case, app: App) -> String {
    let fails = warp::path!("fails").map(|| StatusCode::INTERNAL_SERVER_ERROR);
    let layer = CorsLayer::new(case.policy());
    let layer = if app == App::BlocksRefused { layer.block_refused() } else { layer };
    match app {
        App::Everything | App::BlocksRefused => {
            let said = warp::any().map(|| {
                let answer = SAID
                    .into_iter()
                    .fold(Response::builder(), |answer, (name, value)| answer.header(name, value));
                answer.body("").expect("an answer")
            });
            asked(case, layer.layer(warp::service(said)))
        }
        App::FailsAlone => asked(case, layer.layer(warp::service(fails))),
    }
}

fn asked<S>(case: &Case, mut service: S) -> String
where
    S: Service<http::Request<String>, Response = warp::reply::Response>,
    S::Error: std::fmt::Debug,
{
    let mut request = http::Request::builder().method(case.method).uri(case.path);
    for (name, value) in &case.lines {
        request = request.header(*name, *value);
    }
    let request = request.body(String::new()).expect("a request");
    let answer = block_on(service.call(request)).expect("an answer");
    let lines = answer.headers().iter();
    told(answer.status().as_u16(), lines.map(|(name, value)| (name.as_str(), value.as_bytes())))
}
