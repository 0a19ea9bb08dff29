//! An error passes on, and its answer carries the headers.

use actix_web::App;
use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::dev::Service;
use actix_web::dev::ServiceRequest;
use actix_web::error::ErrorPayloadTooLarge;
use actix_web::error::ErrorUnauthorized;
use actix_web::middleware::from_fn;
use actix_web::test::init_service;
use actix_web::web;
use crosscheck_actix::Cors;
use crosscheck_actix::CorsError;

use crate::apps::APP;
use crate::apps::policy;
use crate::apps::preflight;
use crate::apps::request;
use crate::apps::told;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

#[actix_web::test]
async fn an_error_of_a_middleware_inside_is_an_answer_with_headers() {
    // As authentication does it: the error never becomes an answer on the way out.
    let nobody = from_fn(|request, next: actix_web::middleware::Next<_>| async move {
        let known = ServiceRequest::headers(&request).contains_key("authorization");
        if known { next.call(request).await } else { Err(ErrorUnauthorized("who are you?")) }
    });
    let app = App::new()
        .wrap(nobody)
        .wrap(Cors::new(policy()))
        .default_service(web::to(HttpResponse::Ok));
    let app = init_service(app).await;

    let error: Error = app.call(request("GET", &[("origin", APP)])).await.expect_err("nobody");
    assert_eq!(error.to_string(), "who are you?");
    let kept = error.as_error::<CorsError>().expect("it passed through the middleware");
    assert_eq!(kept.cause().to_string(), "who are you?");
    // As often as anybody asks for the answer.
    for _ in 0..2 {
        let answer = error.error_response();
        assert_eq!(answer.status(), 401);
        assert_eq!(told(answer.headers(), ALLOW_ORIGIN), APP);
        assert_eq!(told(answer.headers(), "vary"), "Origin");
    }

    // A preflight has no cookies and no authorization, and needs none.
    let answer = app.call(preflight(APP, "PUT")).await.expect("an answer");
    assert_eq!(answer.status(), 204);
}

#[actix_web::test]
async fn an_error_of_a_handler_is_too() {
    let handler = web::to(|| async { Err::<HttpResponse, _>(ErrorPayloadTooLarge("too much")) });
    let app = App::new().wrap(Cors::new(policy())).default_service(handler);
    let app = init_service(app).await;
    let answer = app.call(request("POST", &[("origin", APP)])).await.expect("an answer");
    assert_eq!(answer.status(), 413);
    assert_eq!(told(answer.headers(), ALLOW_ORIGIN), APP);
    assert!(answer.response().error().is_some(), "the error is kept beside its answer");
}
