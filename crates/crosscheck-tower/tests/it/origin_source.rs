//! Origins from a database: who waits for it, who does not, and what its failures are.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::Mutex;

use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::OriginAnswers;
use crosscheck_tower::OriginQuestion;
use crosscheck_tower::OriginSource;
use crosscheck_tower::OriginSourceError;
use crosscheck_tower::Policy;
use crosscheck_tower::PolicyHandle;
use crosscheck_tower::Reason;
use http::Request;
use http::Response;
use http::StatusCode;
use tower::ServiceBuilder;
use tower::ServiceExt;

/// Knows one page of one tenant, and writes down what it is asked.
#[derive(Clone, Default)]
struct Tenants(Arc<Mutex<Vec<(String, String)>>>);

impl OriginSource for Tenants {
    async fn knows(&self, asked: &OriginQuestion) -> Result<bool, OriginSourceError> {
        self.0.lock().expect("no test panics").push((asked.host.clone(), asked.origin.clone()));
        tokio::task::yield_now().await;
        match asked.origin.as_str() {
            "https://down.example" => Err("no connection".into()),
            origin => Ok(asked.host == "shop.api.example" && origin == "https://shop.example"),
        }
    }
}

fn policy() -> Policy {
    let config = Config {
        origins: vec!["https://app.example".into()],
        origin_source: true,
        credentials: true,
        methods: vec!["PUT".into()],
        ..Config::default()
    };
    Policy::new(&config).expect("a policy")
}

fn ask(method: &str, host: &str, origin: &str) -> Request<String> {
    Request::builder()
        .method(method)
        .uri("/orders")
        .header("host", host)
        .header("origin", origin)
        .header("access-control-request-method", "PUT")
        .body(String::new())
        .expect("a request")
}

#[tokio::test]
async fn a_source_is_asked_where_no_list_helps_and_once() {
    let (tenants, told) = (Tenants::default(), Arc::new(Mutex::new(Vec::new())));
    let observed = Arc::clone(&told);
    let layer = CorsLayer::new(policy()).observe(move |decision, _| {
        observed.lock().expect("no test panics").extend(decision.verdict());
    });
    let service = ServiceBuilder::new()
        .layer(layer.ask(OriginAnswers::new(tenants.clone())))
        .service_fn(|request: Request<String>| async move {
            assert_ne!(request.method(), "OPTIONS", "preflights do not come this far");
            Ok::<_, Infallible>(Response::new("orders".to_owned()))
        });
    let asked = [
        ("shop.api.example", "https://app.example", Ok(()), 0), // it is listed
        ("shop.api.example", "https://shop.example", Ok(()), 1),
        ("Shop.api.example.:443", "https://shop.example", Ok(()), 1), // the same host
        ("blog.api.example", "https://shop.example", Err(Reason::OriginNotAllowed), 2),
        ("shop.api.example", "https://Shop.example", Err(Reason::OriginNotAllowed), 2),
        ("shop.api.example", "null", Err(Reason::OriginNotAllowed), 2),
        ("shop.api.example", "https://down.example", Err(Reason::OriginSourceFailed), 3),
    ];
    for (host, origin, verdict, questions) in asked {
        // It is down for both, so it is asked twice.
        let is_down = usize::from(verdict == Err(Reason::OriginSourceFailed));
        for (method, again) in [("OPTIONS", 0), ("GET", is_down)] {
            let answer =
                service.clone().oneshot(ask(method, host, origin)).await.expect("an answer");
            let status = match (method, verdict) {
                ("GET", _) => StatusCode::OK,
                (_, Ok(())) => StatusCode::NO_CONTENT,
                (_, Err(_)) => StatusCode::FORBIDDEN,
            };
            assert_eq!(answer.status(), status, "{method} {origin}");
            let echoed = answer.headers().get("access-control-allow-origin");
            assert_eq!(echoed.is_some_and(|line| line == origin), verdict.is_ok());
            assert_eq!(echoed.is_some(), verdict.is_ok(), "{method} {origin}");
            let vary = answer.headers().get("vary").expect("who asks is part of the answer");
            assert!(vary.to_str().expect("text").contains("Origin"));
            let told = std::mem::take(&mut *told.lock().expect("no test panics"));
            assert_eq!(told, [verdict], "{method} {origin}");
            let count = tenants.0.lock().expect("no test panics").len();
            assert_eq!(count, questions + again, "{method} {origin}");
        }
    }
    let same_origin = Request::get("/").body(String::new()).expect("a request");
    let answer = service.oneshot(same_origin).await.expect("an answer");
    assert_eq!(answer.headers()["vary"], "Origin");
}

#[tokio::test]
async fn without_a_source_nobody_is_known_and_without_a_rule_nobody_is_asked() {
    let inner = |_: Request<String>| async { Ok::<_, Infallible>(Response::new(String::new())) };
    let alone = ServiceBuilder::new().layer(CorsLayer::new(policy())).service_fn(inner);
    let request = || ask("GET", "shop.api.example", "https://shop.example");
    let answer = alone.oneshot(request()).await.expect("an answer");
    assert_eq!(answer.headers().get("access-control-allow-origin"), None);

    let tenants = Tenants::default();
    let never = Policy::new(&Config::default()).expect("nobody may read");
    let handle = PolicyHandle::new(never);
    let layer = CorsLayer::new(handle.clone()).ask(OriginAnswers::new(tenants.clone()));
    let service = ServiceBuilder::new().layer(layer).service_fn(inner);
    let answer = service.clone().oneshot(request()).await.expect("an answer");
    assert_eq!(answer.headers().get("access-control-allow-origin"), None);
    assert!(tenants.0.lock().expect("no test panics").is_empty());
    // The policy that is in force when a request comes says whether to ask.
    handle.replace(policy());
    let answer = service.oneshot(request()).await.expect("an answer");
    assert_eq!(answer.headers()["access-control-allow-origin"], "https://shop.example");
}
