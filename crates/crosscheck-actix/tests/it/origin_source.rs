//! Origins from a database: who waits for it, who does not, and what its failures are.

use std::sync::Arc;
use std::sync::Mutex;

use actix_web::App;
use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use actix_web::test::call_service;
use actix_web::test::init_service;
use actix_web::web;
use crosscheck_actix::Config;
use crosscheck_actix::Cors;
use crosscheck_actix::OriginAnswers;
use crosscheck_actix::OriginQuestion;
use crosscheck_actix::OriginSource;
use crosscheck_actix::OriginSourceError;
use crosscheck_actix::Policy;
use crosscheck_actix::Reason;

/// Knows one page of one tenant, and writes down what it is asked.
#[derive(Clone, Default)]
struct Tenants(Arc<Mutex<Vec<String>>>);

impl OriginSource for Tenants {
    async fn knows(&self, asked: &OriginQuestion) -> Result<bool, OriginSourceError> {
        self.0.lock().expect("no test panics").push(asked.origin.clone());
        actix_web::rt::task::yield_now().await;
        match asked.origin.as_str() {
            "https://down.example" => Err("no connection".into()),
            origin => Ok(asked.host == "shop.api.example" && origin == "https://shop.example"),
        }
    }
}

#[actix_web::test]
async fn a_source_is_asked_where_no_list_helps_and_once() {
    let policy = Policy::new(&Config {
        origins: vec!["https://app.example".into()],
        origin_source: true,
        credentials: true,
        methods: vec!["PUT".into()],
        ..Config::default()
    });
    let (tenants, told) = (Tenants::default(), Arc::new(Mutex::new(Vec::new())));
    let observed = Arc::clone(&told);
    let cors = Cors::new(policy.expect("a policy")).observe(move |decision, _| {
        observed.lock().expect("no test panics").extend(decision.verdict());
    });
    let cors = cors.ask(OriginAnswers::new(tenants.clone()));
    let orders = web::get().to(|| async { HttpResponse::Ok().body("orders") });
    let app = init_service(App::new().wrap(cors).route("/orders", orders)).await;
    let asked = [
        ("shop.api.example", "https://app.example", Ok(()), 0), // it is listed
        ("shop.api.example", "https://shop.example", Ok(()), 1),
        ("Shop.api.example.:443", "https://shop.example", Ok(()), 1), // the same host
        ("blog.api.example", "https://shop.example", Err(Reason::OriginNotAllowed), 2),
        ("shop.api.example", "null", Err(Reason::OriginNotAllowed), 2),
        ("shop.api.example", "https://down.example", Err(Reason::OriginSourceFailed), 3),
    ];
    for (host, origin, verdict, questions) in asked {
        // It is down for both, so it is asked twice.
        let is_down = usize::from(verdict == Err(Reason::OriginSourceFailed));
        for (method, again) in [(Method::OPTIONS, 0), (Method::GET, is_down)] {
            let request = TestRequest::with_uri("/orders")
                .method(method.clone())
                .insert_header(("host", host))
                .insert_header(("origin", origin))
                .insert_header(("access-control-request-method", "PUT"));
            let answer = call_service(&app, request.to_request()).await;
            let status = match (method, verdict) {
                (Method::GET, _) => StatusCode::OK,
                (_, Ok(())) => StatusCode::NO_CONTENT,
                (_, Err(_)) => StatusCode::FORBIDDEN,
            };
            assert_eq!(answer.status(), status, "{origin}");
            let echoed = answer.headers().get("access-control-allow-origin");
            assert_eq!(echoed.is_some_and(|line| line == origin), verdict.is_ok(), "{origin}");
            assert!(answer.headers().contains_key("vary"));
            let told = std::mem::take(&mut *told.lock().expect("no test panics"));
            assert_eq!(told, [verdict], "{origin}");
            let count = tenants.0.lock().expect("no test panics").len();
            assert_eq!(count, questions + again, "{origin}");
        }
    }
}

/// A database that blocks, as SQLite does: it is asked on a thread that may.
struct Blocking(Arc<Mutex<Vec<String>>>);

impl OriginSource for Blocking {
    async fn knows(&self, asked: &OriginQuestion) -> Result<bool, OriginSourceError> {
        let (table, origin) = (Arc::clone(&self.0), asked.origin.clone());
        web::block(move || {
            let table = table.lock().map_err(|_| "the table is broken")?;
            Ok(table.contains(&origin))
        })
        .await?
    }
}

#[actix_web::test]
async fn a_database_that_blocks_is_asked_elsewhere_and_its_failure_refuses() {
    let table = Arc::new(Mutex::new(vec!["https://shop.example".to_owned()]));
    let policy = Policy::new(&Config::new().origin_source(true)).expect("a policy");
    let cors = Cors::new(policy).ask(OriginAnswers::new(Blocking(Arc::clone(&table))));
    let app = init_service(App::new().wrap(cors)).await;
    let may_read = async |origin: &str| {
        let request = TestRequest::get().uri("/").insert_header(("origin", origin));
        let answer = call_service(&app, request.to_request()).await;
        answer.headers().contains_key("access-control-allow-origin")
    };
    assert!(may_read("https://shop.example").await);
    assert!(!may_read("https://evil.example").await);
    let broken = std::thread::spawn(move || {
        let _held = table.lock();
        panic!("whoever holds the table is gone");
    });
    assert!(broken.join().is_err());
    assert!(!may_read("https://other.example").await, "no answer is no");
    assert!(may_read("https://shop.example").await, "what was answered is kept");
}
