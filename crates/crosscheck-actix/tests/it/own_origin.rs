//! What the middleware knows of a request beside its headers: whose origin it asks, and the whole path.

use actix_web::App;
use actix_web::HttpResponse;
use actix_web::test::TestRequest;
use actix_web::test::call_service;
use actix_web::test::init_service;
use actix_web::web;
use crosscheck_actix::Config;
use crosscheck_actix::Cors;
use crosscheck_actix::OwnScheme;
use crosscheck_actix::Policy;
use crosscheck_actix::Rule;

use crate::apps::APP;
use crate::apps::policy;
use crate::apps::request;
use crate::apps::told;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

#[actix_web::test]
async fn the_apps_own_pages_are_none_of_cors() {
    let plain = Cors::new(policy());
    let proxied = plain.clone().own_scheme_header("x-forwarded-proto".parse().expect("a name"));
    let (secure, insecure) = ("https://api.example", "http://api.example");
    let http = ("x-forwarded-proto", "http");
    for (cors, lines, own) in [
        (plain.clone(), vec![("host", "api.example"), ("origin", secure)], true),
        (plain.clone(), vec![("host", "api.example"), ("origin", insecure)], false),
        (plain.clone(), vec![("host", "api.example"), http, ("origin", insecure)], false),
        (proxied, vec![("host", "api.example"), http, ("origin", insecure)], true),
        (
            plain.clone().own_scheme(OwnScheme::Http),
            vec![("host", "api.example"), ("origin", insecure)],
            true,
        ),
        (plain.clone(), vec![("host", "other.example"), ("origin", secure)], false),
        (plain, vec![("origin", secure)], false),
    ] {
        let app = App::new().wrap(cors.guard_websockets().block_refused());
        let app = init_service(app.default_service(web::to(HttpResponse::Ok))).await;
        for method in ["POST", "OPTIONS"] {
            let preflight = [("access-control-request-method", "PUT")];
            let asked = request(method, &[&lines[..], &preflight].concat());
            let answer = call_service(&app, asked).await;
            assert_eq!(answer.status(), if own { 200 } else { 403 }, "{method} {lines:?}");
            assert_eq!(told(answer.headers(), ALLOW_ORIGIN), "", "{lines:?}");
        }
    }
}

/// Scopes and resources are matched by a part of the path, but the request keeps the whole.
#[actix_web::test]
async fn a_scope_cuts_nothing_off_the_path() {
    let rule = Rule { paths: vec!["/api".into()], origins: vec![APP.into()], ..Rule::default() };
    let config = Config { rules: vec![rule], ..Config::default() };
    let cors = Cors::new(Policy::new(&config).expect("a policy"));
    let inner = web::scope("/v1").wrap(cors).route("/users", web::get().to(HttpResponse::Ok));
    let app = init_service(App::new().service(web::scope("/api").service(inner))).await;
    let asked = TestRequest::get().uri("/api/v1/users").insert_header(("origin", APP));
    let answer = call_service(&app, asked.to_request()).await;
    assert_eq!(told(answer.headers(), ALLOW_ORIGIN), APP);
}
