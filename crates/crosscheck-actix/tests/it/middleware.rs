//! Who answers, and with which headers.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use actix_web::App;
use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::test::call_service;
use actix_web::test::init_service;
use actix_web::web;
use actix_web::web::Bytes;
use crosscheck_actix::Config;
use crosscheck_actix::Cors;
use crosscheck_actix::Policy;
use crosscheck_actix::PolicyHandle;
use futures_util::stream;

use crate::apps::APP;
use crate::apps::EVIL;
use crate::apps::policy;
use crate::apps::preflight;
use crate::apps::request;
use crate::apps::told;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

#[actix_web::test]
async fn preflights_end_here_and_everything_else_reaches_the_app() {
    let seen = Rc::<RefCell<Vec<String>>>::default();
    let told_to = seen.clone();
    let cors = Cors::new(policy()).observe(move |decision, request| {
        let verdict = decision.verdict().map(|verdict| verdict.map_err(|reason| reason.name()));
        told_to.borrow_mut().push(format!("{} {verdict:?}", request.method()));
    });
    let hello = web::route().to(|| async { HttpResponse::Ok().body("hello") });
    let app = init_service(App::new().wrap(cors).route("/orders", hello)).await;
    for (request, status, allowed) in [
        (preflight(APP, "PUT"), 204, APP),
        (preflight(APP, "DELETE"), 204, APP),
        (preflight(EVIL, "PUT"), 403, ""),
        (request("GET", &[("origin", APP)]), 200, APP),
        (request("GET", &[("origin", EVIL)]), 200, ""),
        (request("GET", &[]), 200, ""),
        (request("OPTIONS", &[("origin", APP)]), 200, APP),
    ] {
        let asked = format!("{} {:?}", request.method(), request.head().headers());
        let answer = call_service(&app, request).await;
        assert_eq!(answer.status(), status, "{asked}");
        assert_eq!(told(answer.headers(), ALLOW_ORIGIN), allowed, "{asked}");
        let body = actix_web::test::read_body(answer).await;
        assert_eq!(body, if status == 200 { "hello" } else { "" }, "{asked}");
    }
    assert_eq!(
        *seen.borrow(),
        [
            "OPTIONS Some(Ok(()))",
            "OPTIONS Some(Err(\"method-not-allowed\"))",
            "OPTIONS Some(Err(\"origin-not-allowed\"))",
            "GET Some(Ok(()))",
            "GET Some(Err(\"origin-not-allowed\"))",
            "GET None",
            "OPTIONS Some(Ok(()))",
        ]
    );
}

#[actix_web::test]
async fn two_of_them_say_everything_once_and_the_outer_one_speaks() {
    let inner = Policy::new(&Config { origins: vec!["*".into()], ..Config::default() });
    let handler = web::to(|| async {
        HttpResponse::Ok()
            .insert_header(("vary", "Accept"))
            .insert_header((ALLOW_ORIGIN, "*"))
            .finish()
    });
    let app = App::new()
        .wrap(Cors::new(inner.expect("a policy")))
        .wrap(Cors::new(policy()))
        .wrap(Cors::new(policy()))
        .default_service(handler);
    let app = init_service(app).await;
    let answer = call_service(&app, request("GET", &[("origin", APP)])).await;
    assert_eq!(told(answer.headers(), ALLOW_ORIGIN), APP);
    assert_eq!(told(answer.headers(), "vary"), "Accept | Origin");
    let answer = call_service(&app, request("GET", &[("origin", EVIL)])).await;
    assert_eq!(told(answer.headers(), ALLOW_ORIGIN), "");
}

#[actix_web::test]
async fn a_body_streams_through_chunk_by_chunk() {
    let handler = web::to(|| async {
        // Never ends: who collected it would never answer.
        let numbers = stream::iter(0_u8..=255);
        let chunks = stream::StreamExt::map(numbers, |n| Ok::<_, actix_web::Error>(vec![n].into()));
        let forever = stream::StreamExt::chain(chunks, stream::pending::<Result<Bytes, _>>());
        HttpResponse::Ok().streaming(forever)
    });
    let app = App::new().wrap(Cors::new(policy())).default_service(handler);
    let app = init_service(app).await;
    let answer = call_service(&app, request("GET", &[("origin", APP)])).await;
    let mut body = pin!(answer.into_body());
    for number in 0..3 {
        let chunk = std::future::poll_fn(|context| body.as_mut().poll_next(context)).await;
        assert_eq!(chunk.expect("a chunk").expect("no error"), [number].as_slice());
    }
}

#[actix_web::test]
async fn a_policy_is_replaced_for_all_clones() {
    let handle = PolicyHandle::new(policy());
    let cors = Cors::new(handle.clone());
    let app = App::new().wrap(cors.clone()).default_service(web::to(HttpResponse::Ok));
    let app = init_service(app).await;
    let stricter = Config { origins: vec!["https://new.example".into()], ..Config::default() };
    handle.replace(Policy::new(&stricter).expect("a policy"));
    let answer = call_service(&app, request("GET", &[("origin", APP)])).await;
    assert_eq!(told(answer.headers(), ALLOW_ORIGIN), "");
}

#[actix_web::test]
async fn a_handshake_is_refused_where_it_is_guarded() {
    let open = Cors::new(policy());
    for (cors, origin, status) in [
        (open.clone(), EVIL, 101),
        (open.clone().guard_websockets(), EVIL, 403),
        (open.clone().guard_websockets(), APP, 101),
    ] {
        let upgrade = web::to(HttpResponse::SwitchingProtocols);
        let app = init_service(App::new().wrap(cors).default_service(upgrade)).await;
        let handshake = [("origin", origin), ("sec-websocket-version", "13")];
        assert_eq!(call_service(&app, request("GET", &handshake)).await.status(), status);
    }
}
