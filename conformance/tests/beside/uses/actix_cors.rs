//! Uses of `actix_cors::Cors`.

use actix_cors::Cors as Theirs;
use actix_web::App;
use actix_web::http::header;
use actix_web::test::TestRequest;
use actix_web::test::call_service;
use actix_web::test::init_service;
use actix_web::web;
use crosscheck_actix::Config;
use crosscheck_actix::Cors;
use crosscheck_actix::Danger;
use crosscheck_actix::Policy;

use crate::uses::asked::Wish;
use crate::uses::asked::reads;
use crate::uses::owned;

const APP: &str = "https://app.example";
const EVIL: &str = "https://evil.example";

fn cors(config: &Config) -> Cors {
    Cors::new(Policy::new(config).expect("a policy"))
}

/// Whether a script gets what it wants of an app.
macro_rules! may {
    ($app:expr, $wish:expr) => {{
        let (app, wish): (_, Wish) = (&$app, $wish);
        let mut goes_on = true;
        for message in wish.messages() {
            let mut request = TestRequest::with_uri(message.path)
                .method(message.method.parse().expect("a method"))
                .insert_header((header::HOST, "api.example"));
            for line in &message.lines {
                request = request.append_header(*line);
            }
            let answer = call_service(app, request.to_request()).await;
            let line = |name: &str| {
                let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
                value.unwrap_or_default().to_owned()
            };
            goes_on = goes_on && wish.goes_on(&message, answer.status().as_u16(), line);
        }
        goes_on
    }};
}

/// Whether both let a script do the same.
macro_rules! both {
    ($theirs:expr, $ours:expr, $wishes:expr) => {
        let orders = || web::to(async || "orders");
        let theirs = init_service(App::new().wrap($theirs).route("/orders", orders())).await;
        let ours = init_service(App::new().wrap($ours).route("/orders", orders())).await;
        for (wish, expected) in $wishes {
            assert_eq!(may!(theirs, wish), expected, "theirs: {wish:?}");
            assert_eq!(may!(ours, wish), expected, "ours: {wish:?}");
        }
    };
}

#[actix_web::test]
async fn a_front_end_whose_users_sign_in() {
    let theirs = Theirs::default()
        .allowed_origin(APP)
        .allowed_methods(["GET", "PUT"])
        .allowed_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .supports_credentials()
        .max_age(3600);
    let ours = cors(&Config {
        origins: owned(&[APP]),
        methods: owned(&["PUT"]),
        request_headers: owned(&["content-type", "authorization"]),
        credentials: true,
        max_age: Some(3600),
        ..Config::default()
    });
    let puts = |origin| reads(origin, "/orders").method("PUT").header("authorization");
    both!(
        theirs,
        ours,
        [
            (puts(APP).with_credentials(), true),
            (puts(EVIL).with_credentials(), false),
            (reads(APP, "/orders").method("DELETE"), false),
        ]
    );
}

#[actix_web::test]
async fn every_subdomain_of_ours() {
    let theirs = Theirs::default()
        .allowed_origin_fn(|origin, _| origin.as_bytes().ends_with(b".app.example"));
    let ours = cors(&Config { origins: owned(&["https://**.app.example"]), ..Config::default() });
    both!(
        theirs,
        ours,
        [(reads("https://a.app.example", "/orders"), true), (reads(EVIL, "/orders"), false)]
    );
}

/// `*` for everybody: what is the same for all needs no `Vary`, so there is none to turn off.
#[actix_web::test]
async fn one_answer_for_everybody_and_every_cache() {
    let theirs = Theirs::default().allow_any_origin().send_wildcard().disable_vary_header();
    let ours = cors(&Config { origins: owned(&["*"]), ..Config::default() });
    both!(
        theirs,
        ours,
        [(reads(EVIL, "/orders"), true), (reads(EVIL, "/orders").with_credentials(), false)]
    );
    let ours = cors(&Config { origins: owned(&["*"]), ..Config::default() });
    let app = App::new().wrap(ours).route("/orders", web::to(async || "orders"));
    let request = TestRequest::with_uri("/orders").insert_header(("origin", EVIL)).to_request();
    let answer = call_service(&init_service(app).await, request).await;
    assert!(!answer.headers().contains_key("vary"));
}

/// A middleware for each scope; one policy that tells paths apart does the same, for the 404 beside them
/// too.
#[actix_web::test]
async fn an_administration_in_a_scope_of_its_own() {
    let admin = "https://admin.example";
    let page = || web::to(async || "a page");
    let theirs = App::new()
        .service(
            web::scope("/admin")
                .wrap(Theirs::default().allowed_origin(admin))
                .route("/users", page()),
        )
        .service(
            web::scope("/api").wrap(Theirs::default().allowed_origin(APP)).route("/orders", page()),
        );
    let of = |origin: &str| cors(&Config { origins: owned(&[origin]), ..Config::default() });
    let ours = App::new()
        .service(web::scope("/admin").wrap(of(admin)).route("/users", page()))
        .service(web::scope("/api").wrap(of(APP)).route("/orders", page()));
    let (theirs, ours) = (init_service(theirs).await, init_service(ours).await);
    for (wish, expected) in [
        (reads(admin, "/admin/users"), true),
        (reads(APP, "/admin/users"), false),
        (reads(APP, "/api/orders"), true),
        (reads(admin, "/api/orders"), false),
    ] {
        assert_eq!(may!(theirs, wish), expected, "theirs: {wish:?}");
        assert_eq!(may!(ours, wish), expected, "ours: {wish:?}");
    }
}

/// A sandboxed frame sends `null`, as every page does that hides where it comes from: a danger, by name.
#[actix_web::test]
async fn a_document_in_a_sandbox() {
    let theirs = Theirs::default().allowed_origin("null");
    let ours = cors(&Config {
        origins: owned(&["null"]),
        danger: Danger { null_origin: true, ..Danger::default() },
        ..Config::default()
    });
    both!(theirs, ours, [(reads("null", "/orders"), true), (reads(EVIL, "/orders"), false)]);
}

/// Theirs reflects every origin with credentials; what people mean by it is data that is anybody's.
#[actix_web::test]
async fn public_data_for_everybody() {
    both!(
        Theirs::permissive(),
        Cors::new(Policy::permissive()),
        [
            (reads(EVIL, "/orders"), true),
            (reads(EVIL, "/orders").method("DELETE").header("x-token"), true),
        ]
    );
}

/// What is refused does not reach the handler, and pages of the server itself are not refused: theirs
/// does so to them, unless they are listed.
#[actix_web::test]
async fn writes_that_strangers_pages_must_not_send() {
    let own = "https://api.example";
    let theirs = Theirs::default().allowed_origin(APP).allowed_origin(own);
    let theirs = theirs.allow_any_method().block_on_origin_mismatch(true);
    let ours = cors(&Config { origins: owned(&[APP]), ..Config::default() }).block_refused();
    let written = || web::to(async || "written");
    let theirs = init_service(App::new().wrap(theirs).route("/orders", written())).await;
    let ours = init_service(App::new().wrap(ours).route("/orders", written())).await;
    let form = |origin| {
        let request = TestRequest::post().uri("/orders").insert_header(("origin", origin));
        request.insert_header((header::HOST, "api.example")).to_request()
    };
    for (origin, status) in [(APP, [200, 200]), (own, [200, 200]), (EVIL, [400, 403])] {
        let theirs = call_service(&theirs, form(origin)).await.status().as_u16();
        let ours = call_service(&ours, form(origin)).await.status().as_u16();
        assert_eq!([theirs, ours], status, "{origin}");
    }
}
