//! The rows, put to warp, whose routes are a service for tower: it needs no adapter of its own.

use std::convert::Infallible;

use crosscheck_tower::CorsLayer;
use http::Response;
use tower_layer::Layer;
use tower_service::Service;
use warp::Filter;
use warp::http::StatusCode;

use crate::App;
use crate::block_on;
use crate::by_host;
use crate::case::Case;
use crate::case::SAID;
use crate::case::told;
use crate::source;

pub(crate) fn ask(case: &Case, app: App) -> String {
    let cors = || CorsLayer::new(case.policy());
    match app {
        App::FailsAlone => {
            let fails = warp::path!("fails").map(|| StatusCode::INTERNAL_SERVER_ERROR);
            asked(case, cors().layer(warp::service(fails)))
        }
        App::Everything => asked(case, cors().layer(warp::service(said()))),
        App::BlocksRefused => asked(case, cors().block_refused().layer(warp::service(said()))),
        App::Asks => asked(case, cors().ask(source()).layer(warp::service(said()))),
        App::ByHost => {
            asked(case, CorsLayer::with_selector(by_host(case)).layer(warp::service(said())))
        }
    }
}

fn said() -> impl Filter<Extract = (Response<&'static str>,), Error = Infallible> + Clone {
    warp::any().map(|| {
        let answer = SAID
            .into_iter()
            .fold(Response::builder(), |answer, (name, value)| answer.header(name, value));
        answer.body("").expect("an answer")
    })
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
