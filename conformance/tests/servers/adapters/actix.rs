//! The table, put to the middleware for actix.

use actix_web::App;
use actix_web::HttpResponse;
use actix_web::test::TestRequest;
use actix_web::test::call_service;
use actix_web::test::init_service;
use actix_web::web;
use crosscheck_actix::Cors;

use crate::adapters::case::Case;
use crate::adapters::case::SAID;
use crate::adapters::case::told;

pub(crate) fn ask(case: &Case) -> String {
    let system = actix_web::rt::System::new();
    system.block_on(ask_one(case))
}

async fn ask_one(case: &Case) -> String {
    let handler = || async {
        let mut answer = HttpResponse::Ok();
        SAID.iter().for_each(|line| {
            answer.append_header(*line);
        });
        answer.finish()
    };
    let app = App::new().wrap(Cors::new(case.policy())).default_service(web::to(handler));
    let app = init_service(app).await;
    let mut request =
        TestRequest::with_uri(case.path).method(case.method.parse().expect("a method"));
    for line in &case.lines {
        request = request.append_header(*line);
    }
    let answer = call_service(&app, request.to_request()).await;
    let lines = answer.headers().iter();
    told(answer.status().as_u16(), lines.map(|(name, value)| (name.as_str(), value.as_bytes())))
}
