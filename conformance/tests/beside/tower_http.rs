//! tower-http's `CorsLayer` and ours, asked the same.

use std::convert::Infallible;

use crosscheck_tower::Config;
use crosscheck_tower::Policy;
use http::HeaderName;
use http::HeaderValue;
use http::Method;
use http::Request;
use http::Response;
use tower::Layer;
use tower::Service;
use tower::ServiceExt;
use tower::service_fn;
use tower_http::cors::AllowOrigin;
use tower_http::cors::Any;
use tower_http::cors::CorsLayer;

use crate::matrix::Answer;
use crate::matrix::CALLED;
use crate::matrix::Difference;
use crate::matrix::Reason;
use crate::matrix::Right;
use crate::matrix::check;
use crate::matrix::compare;
use crate::requests::APP;
use crate::requests::ASKED;
use crate::requests::Asked;
use crate::requests::ORIGIN;
use crate::requests::OTHER;

/// The same said to both.
struct Twins {
    name: &'static str,
    theirs: CorsLayer,
    ours: Config,
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

fn twins() -> [Twins; 4] {
    let origin = |text| HeaderValue::from_static(text);
    let (token, total) = (HeaderName::from_static("x-token"), HeaderName::from_static("x-total"));
    let listed = Config {
        methods: owned(&["PUT"]),
        request_headers: owned(&["x-token", "content-type"]),
        expose_headers: owned(&["x-total"]),
        max_age: Some(600),
        ..Config::default()
    };
    let list = || {
        CorsLayer::new()
            .allow_methods([Method::GET, Method::POST, Method::PUT])
            .allow_headers([token.clone(), http::header::CONTENT_TYPE])
            .expose_headers([total.clone()])
            .max_age(std::time::Duration::from_secs(600))
    };
    [
        Twins {
            name: "one origin, credentials",
            theirs: list().allow_origin(origin(APP)).allow_credentials(true),
            ours: Config { origins: owned(&[APP]), credentials: true, ..listed.clone() },
        },
        Twins {
            name: "two origins",
            theirs: list().allow_origin([origin(APP), origin(OTHER)]),
            ours: Config { origins: owned(&[APP, OTHER]), ..listed.clone() },
        },
        Twins {
            name: "a predicate",
            theirs: list().allow_origin(AllowOrigin::predicate(|origin, _| {
                origin.as_bytes().ends_with(b"app.example")
            })),
            ours: Config { origins: owned(&[APP, "https://**.app.example"]), ..listed },
        },
        Twins {
            name: "everybody",
            theirs: CorsLayer::new()
                .allow_origin(Any)
                .allow_methods(Any)
                .allow_headers(Any)
                .expose_headers(Any),
            ours: Config {
                origins: owned(&["*"]),
                methods: owned(&["*"]),
                request_headers: owned(&["*"]),
                expose_headers: owned(&["*"]),
                ..Config::default()
            },
        },
    ]
}

async fn handler(request: Request<()>) -> Result<Response<()>, Infallible> {
    let answer = Response::builder().header(CALLED, "1");
    let answer = match request.uri().path() {
        "/" => answer,
        "/varies" => answer.header("vary", "Accept-Encoding"),
        "/says-cors" => answer.header("access-control-allow-origin", "https://handler.example"),
        "/fails" => answer.status(500),
        _ => answer.status(404),
    };
    Ok(answer.body(()).expect("an answer"))
}

async fn ask<S>(service: S, asked: &Asked) -> Answer
where
    S: Service<Request<()>, Response = Response<()>, Error = Infallible>,
{
    let mut request = Request::builder().method(asked.method).uri(asked.path);
    for (name, value) in asked.lines {
        request = request.header(*name, *value);
    }
    let request = request.body(()).expect("a request");
    let answer = service.oneshot(request).await.expect("an answer");
    let lines = answer.headers().iter();
    let lines = lines.map(|(name, value)| (name.as_str(), value.as_bytes()));
    Answer::new(answer.status().as_u16(), lines)
}

#[tokio::test]
async fn where_tower_http_answers_otherwise_there_is_a_reason() {
    let mut differences = Vec::new();
    for Twins { name, theirs, ours } in twins() {
        let ours = crosscheck_tower::CorsLayer::new(Policy::new(&ours).expect("a policy"));
        for asked in ASKED {
            let theirs = ask(theirs.layer(service_fn(handler)), asked).await;
            let ours = ask(ours.layer(service_fn(handler)), asked).await;
            differences.extend(compare(name, asked, &theirs, &ours));
        }
    }
    check("beside-tower-http.md", INTRODUCTION, &differences, REASONS);
}

const INTRODUCTION: &str = "# tower-http's `CorsLayer` beside crosscheck's

Made by `conformance/tests/beside`, which asks both the same and fails on a difference that has no reason here;
`CROSSCHECK_WRITE=1` writes it. Four policies said to both (one origin with credentials, two origins, a predicate, everybody),
asked by every request of `requests.rs`. Lists are compared without order, case and doubles, as browsers read them.
";

/// Whether the policy lets this origin's pages read, when asked as the Fetch standard does.
fn is_listed(difference: &Difference) -> bool {
    let mut origins = difference.asked.lines.iter().filter(|line| line.0 == ORIGIN);
    matches!(
        (difference.policy, origins.next(), origins.next()),
        ("everybody", ..)
            | (_, Some((_, APP)), None)
            | ("two origins", Some((_, OTHER)), None)
            | ("a predicate", Some((_, "https://a.app.example")), None)
    )
}

const REASONS: &[Reason] = &[
    Reason {
        difference: "an OPTIONS that asks for no method reaches the handler",
        right: Right::Ours,
        why: "A CORS-preflight request has `Access-Control-Request-Method`. Without it the request is the \
              page's own, or that of a client that asks what a resource can do: the layer of tower-http \
              answers it with 200 and nothing in it, and the handler never hears of it.",
        covers: |it| it.asked.method == "OPTIONS" && !it.asked.is_preflight(),
    },
    Reason {
        difference: "a preflight of a page that may not read is refused with 403, and told nothing",
        right: Right::Ours,
        why: "The browser refuses either. A 403 shows in logs and counters, and the lists are told to \
              nobody who may not use them.",
        covers: |it| it.asked.is_preflight() && !is_listed(it),
    },
    Reason {
        difference: "a preflight's answer has status 204",
        right: Right::Both,
        why: "Any status from 200 to 299 will do for the Fetch standard; 204 says that there is no content.",
        covers: |it| it.asked.is_preflight() && it.aspect == "status" && it.ours == "204",
    },
    Reason {
        difference: "a preflight that is refused has no age",
        right: Right::Both,
        why: "Browsers remember only what was permitted.",
        covers: |it| it.aspect == "access-control-max-age" && it.ours == "—",
    },
    Reason {
        difference: "`Vary` of a preflight names all that its answer depends on",
        right: Right::Ours,
        why: "Our answer does depend on all three; caches that keep answers to OPTIONS exist.",
        covers: |it| it.asked.is_preflight() && it.aspect == "vary",
    },
    Reason {
        difference: "`GET`, `HEAD` and `POST` are not listed",
        right: Right::Both,
        why: "They need no permission: a list with or without them is the same to browsers.",
        covers: |it| it.aspect == "access-control-allow-methods",
    },
    Reason {
        difference: "where `authorization` is asked and not listed, no `Access-Control-Allow-Headers: *` is sent",
        right: Right::Ours,
        why: "By the Fetch standard `*` does not cover `authorization`, and all three browsers let it pass all \
              the same for now: whoever wants it lists it.",
        covers: |it| it.policy == "everybody" && it.aspect == "access-control-allow-headers",
    },
    Reason {
        difference: "`Access-Control-Allow-Origin` is the one origin, whoever asks",
        right: Right::Both,
        why: "With one origin, tower-http sends a constant, which needs no `Vary`; ours is sent to that \
              origin alone and varies, which tells strangers nothing and shows at once who was refused.",
        covers: |it| {
            it.policy == "one origin, credentials"
                && ["access-control-allow-origin", "vary"].contains(&&*it.aspect)
        },
    },
    Reason {
        difference: "with two lines of `Origin`, nobody may read",
        right: Right::Ours,
        why: "No browser sends two; tower-http takes the first. What two readers take differently is refused.",
        covers: |it| {
            it.asked.name == "with two lines of Origin"
                && it.aspect == "access-control-allow-origin"
        },
    },
    Reason {
        difference: "what a handler says of CORS by itself is taken away",
        right: Right::Ours,
        why: "tower-http leaves it to pages that the layer refuses, so that a forgotten header opens what \
              the policy closes. One place speaks.",
        covers: |it| it.asked.path == "/says-cors" && it.aspect == "access-control-allow-origin",
    },
    Reason {
        difference: "a predicate lets in what only looks like the host",
        right: Right::Ours,
        why: "`ends_with(\"app.example\")` is true of `https://evilapp.example` and of `http://app.example`, \
              whose pages anybody on the network can write. A pattern is compared label by label.",
        covers: |it| {
            it.policy == "a predicate"
                && it.aspect == "access-control-allow-origin"
                && !is_listed(it)
        },
    },
    Reason {
        difference: "credentials and exposed headers are told to who may read alone",
        right: Right::Both,
        why: "Without `Access-Control-Allow-Origin` browsers read neither; less is sent.",
        covers: |it| {
            let names = ["access-control-allow-credentials", "access-control-expose-headers"];
            names.contains(&&*it.aspect) && !is_listed(it)
        },
    },
];
