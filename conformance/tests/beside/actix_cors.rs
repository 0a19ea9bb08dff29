//! actix-cors' `Cors` and ours, asked the same.

use actix_web::App;
use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::error::ErrorInternalServerError;
use actix_web::test::TestRequest;
use actix_web::test::init_service;
use actix_web::test::try_call_service;
use actix_web::web;
use crosscheck_actix::Config;
use crosscheck_actix::Policy;

use crate::matrix::Answer;
use crate::matrix::CALLED;
use crate::matrix::Difference;
use crate::matrix::Reason;
use crate::matrix::Right;
use crate::matrix::check;
use crate::matrix::compare;
use crate::requests::APP;
use crate::requests::ASKED;
use crate::requests::ORIGIN;
use crate::requests::OTHER;

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

/// An app behind a middleware, asked once.
macro_rules! ask {
    ($cors:expr, $asked:expr) => {{
        let said = |name: &'static str, value: &'static str| {
            web::to(move || async move {
                HttpResponse::Ok()
                    .append_header((CALLED, "1"))
                    .append_header((name, value))
                    .finish()
            })
        };
        let app = App::new()
            .route("/", said("x-plain", "1"))
            .route("/varies", said("vary", "Accept-Encoding"))
            .route("/says-cors", said("access-control-allow-origin", "https://handler.example"))
            .route("/fails", web::to(fails))
            .wrap($cors);
        let app = init_service(app).await;
        let mut request =
            TestRequest::with_uri($asked.path).method($asked.method.parse().expect("a method"));
        for line in $asked.lines {
            request = request.append_header(*line);
        }
        match try_call_service(&app, request.to_request()).await {
            Ok(answer) => heard(&answer.into_parts().1),
            Err(error) => heard(&HttpResponse::from_error(error)),
        }
    }};
}

async fn fails() -> actix_web::Result<HttpResponse> {
    Err(ErrorInternalServerError("it fails"))
}

fn heard<B: MessageBody>(answer: &HttpResponse<B>) -> Answer {
    let lines = answer.headers().iter();
    let lines = lines.map(|(name, value)| (name.as_str(), value.as_bytes()));
    Answer::new(answer.status().as_u16(), lines)
}

#[actix_web::test]
async fn where_actix_cors_answers_otherwise_there_is_a_reason() {
    let listed = || {
        actix_cors::Cors::default()
            .allowed_origin(APP)
            .allowed_methods(["GET", "POST", "PUT"])
            .allowed_headers(["x-token", "content-type"])
            .expose_headers(["x-total"])
            .max_age(600)
    };
    let ours = Config {
        origins: owned(&[APP]),
        methods: owned(&["PUT"]),
        request_headers: owned(&["x-token", "content-type"]),
        expose_headers: owned(&["x-total"]),
        max_age: Some(600),
        ..Config::default()
    };
    let credentials = Config { credentials: true, ..ours.clone() };
    let two = Config { origins: owned(&[APP, OTHER]), ..ours };
    let everybody = Config {
        origins: owned(&["*"]),
        methods: owned(&["*"]),
        request_headers: owned(&["*"]),
        expose_headers: owned(&["*"]),
        ..Config::default()
    };
    let cors =
        |config: &Config| crosscheck_actix::Cors::new(Policy::new(config).expect("a policy"));
    let mut differences = Vec::new();
    for asked in ASKED {
        let theirs = ask!(listed().supports_credentials(), asked);
        let ours = ask!(cors(&credentials), asked);
        differences.extend(compare("one origin, credentials", asked, &theirs, &ours));

        let theirs = ask!(listed().allowed_origin(OTHER).block_on_origin_mismatch(true), asked);
        let ours = ask!(cors(&two), asked);
        differences.extend(compare("two origins, the rest blocked", asked, &theirs, &ours));

        let any = || {
            actix_cors::Cors::default()
                .allow_any_origin()
                .allow_any_method()
                .allow_any_header()
                .expose_any_header()
                .send_wildcard()
        };
        let theirs = ask!(any(), asked);
        let ours = ask!(cors(&everybody), asked);
        differences.extend(compare("everybody", asked, &theirs, &ours));
    }
    check("beside-actix-cors.md", INTRODUCTION, &differences, REASONS);
}

const INTRODUCTION: &str = "# actix-cors' `Cors` beside crosscheck's

Made by `conformance/tests/beside`, which asks both the same and fails on a difference that has no reason here;
`CROSSCHECK_WRITE=1` writes it. Three policies said to both (one origin with credentials, two origins with
`block_on_origin_mismatch`, everybody with `send_wildcard`), asked by every request of `requests.rs`. Lists are compared without
order, case and doubles, as browsers read them.
";

fn is_listed(difference: &Difference) -> bool {
    let mut origins = difference.asked.lines.iter().filter(|line| line.0 == ORIGIN);
    matches!(
        (difference.policy, origins.next(), origins.next()),
        ("everybody", ..)
            | (_, Some((_, APP)), None)
            | ("two origins, the rest blocked", Some((_, OTHER)), None)
    )
}

const REASONS: &[Reason] = &[
    Reason {
        difference: "a preflight for what is no method is refused, not handed to the handler",
        right: Right::Both,
        why: "No browser sends it; `Access-Control-Request-Method` makes an OPTIONS a preflight, whatever is in it.",
        covers: |it| it.asked.name == "preflight for no method",
    },
    Reason {
        difference: "an OPTIONS without `Origin` reaches the handler",
        right: Right::Ours,
        why: "A preflight has an `Origin`; without it this is a request like any, which actix-cors answers with 400.",
        covers: |it| it.asked.name == "OPTIONS without Origin",
    },
    Reason {
        difference: "`Access-Control-Allow-Origin: *` is on answers to requests without `Origin`, too",
        right: Right::Ours,
        why: "What everybody may read is the same for everybody: a copy that a cache kept of such an answer \
              serves pages as well.",
        covers: |it| {
            it.policy == "everybody"
                && it.aspect == "access-control-allow-origin"
                && it.asked.line(ORIGIN).is_none()
        },
    },
    Reason {
        difference: "a preflight of a page that may not read is refused with 403, not 400",
        right: Right::Ours,
        why: "The browser refuses either. The request is as it should be; what it asks for is forbidden.",
        covers: |it| it.asked.is_preflight() && !is_listed(it),
    },
    Reason {
        difference: "a preflight that asks for what is not listed is answered with the lists, not with 400",
        right: Right::Ours,
        why: "Of a 400 every browser says that the preflight \"does not have HTTP ok status\", of the lists that \
              the method or the header is not allowed: what the developer has to know. The page is refused \
              by both.",
        covers: |it| it.asked.is_preflight() && it.their_status == 400,
    },
    Reason {
        difference: "a preflight's answer has status 204",
        right: Right::Both,
        why: "Any status from 200 to 299 will do for the Fetch standard; 204 says that there is no content.",
        covers: |it| it.asked.is_preflight() && it.aspect == "status" && it.ours == "204",
    },
    Reason {
        difference: "`Vary` names what the answer depends on, and no more",
        right: Right::Ours,
        why: "actix-cors names the headers of preflights on every answer, also where the same is said to \
              everybody, so that caches keep copies that are all alike.",
        covers: |it| it.aspect == "vary",
    },
    Reason {
        difference: "`GET`, `HEAD` and `POST` are not listed",
        right: Right::Both,
        why: "They need no permission: a list with or without them is the same to browsers.",
        covers: |it| it.policy != "everybody" && it.aspect == "access-control-allow-methods",
    },
    Reason {
        difference: "any method is `*`, not a list of nine",
        right: Right::Ours,
        why: "The list has CONNECT and TRACE, which no page can send, and lacks whatever else a page may: \
              `PROPFIND`, `QUERY`.",
        covers: |it| it.aspect == "access-control-allow-methods",
    },
    Reason {
        difference: "any header is `*`, not what was asked for",
        right: Right::Both,
        why: "Without credentials `*` covers every header but `authorization`, and is the same for all, so that \
              one answer serves every preflight. `authorization` is listed beside it by whoever wants it.",
        covers: |it| it.policy == "everybody" && it.aspect == "access-control-allow-headers",
    },
    Reason {
        difference: "any response header is `*`, not the names of those that are there",
        right: Right::Both,
        why: "Without credentials `*` covers all of them.",
        covers: |it| it.policy == "everybody" && it.aspect == "access-control-expose-headers",
    },
    Reason {
        difference: "a page that may not read reaches the handler",
        right: Right::Both,
        why: "`block_on_origin_mismatch` answers 400 before it; here that is `block_refused`, off by default.",
        covers: |it| it.policy == "two origins, the rest blocked" && it.their_status == 400,
    },
    Reason {
        difference: "with two lines of `Origin`, nobody may read",
        right: Right::Ours,
        why: "No browser sends two; actix-cors takes the first. What two readers take differently is refused.",
        covers: |it| {
            it.asked.name == "with two lines of Origin"
                && it.aspect == "access-control-allow-origin"
        },
    },
    Reason {
        difference: "what a handler says of CORS by itself is taken away",
        right: Right::Ours,
        why: "actix-cors leaves it to pages that it refuses, so that a forgotten header opens what the policy \
              closes. One place speaks.",
        covers: |it| it.asked.path == "/says-cors" && it.aspect == "access-control-allow-origin",
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
