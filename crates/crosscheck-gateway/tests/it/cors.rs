//! Every answer says what the policy says, whoever made it, and nothing else.

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::PolicyHandle;
use http::Response;

use crate::peers::TestUpstream;
use crate::peers::full;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;

const ALLOWED: [&str; 4] = [
    "access-control-allow-credentials: true",
    "access-control-allow-origin: https://app.example",
    "access-control-expose-headers: x-total",
    "vary: Origin",
];

#[tokio::test]
async fn an_allowed_page_may_read() {
    let upstream = TestUpstream::saying(&[("x-total", "3")]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "GET /a?b HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"hello".as_slice()));
    assert_eq!(answer.cors(), ALLOWED);
    assert_eq!(answer.header("x-total").as_deref(), Some("3"));
    assert_eq!(upstream.seen()[0].uri.to_string(), "/a?b");
}

#[tokio::test]
async fn rules_by_path_and_patterns_reach_the_answer() {
    let upstream = TestUpstream::saying(&[("timing-allow-origin", "*")]);
    let policy = Policy::new(&Config {
        rules: vec![
            Rule { paths: vec!["/open".into()], origins: vec!["*".into()], ..Rule::default() },
            Rule {
                paths: vec!["/own".into()],
                origins: vec!["https://*.example.org:*".into()],
                expose_timing: true,
                resource_policy: Some(ResourcePolicy::SameSite),
                ..Rule::default()
            },
        ],
        ..Config::default()
    });
    let gateway = start(Gateway::new(
        PolicyHandle::new(policy.expect("a sound policy")),
        upstream.upstream(),
    ));
    for (path, origin, cors, timing, embedding) in [
        ("/open/x?/own", "null", &["access-control-allow-origin: *"][..], Some("*"), None),
        (
            "/own",
            "https://a.example.org:8443",
            &["access-control-allow-origin: https://a.example.org:8443", "vary: Origin"],
            Some("https://a.example.org:8443"),
            Some("same-site"),
        ),
        ("/own", "https://evil.example", &["vary: Origin"], None, Some("same-site")),
        ("/own%2f..%2fopen", "https://a.example.org", &[], Some("*"), None),
        ("/elsewhere", "https://a.example.org", &[], Some("*"), None),
    ] {
        let head = format!("GET {path} HTTP/1.1\nhost: api\norigin: {origin}");
        let answer = send(gateway, &head).await;
        assert_eq!(
            (answer.status, answer.cors()),
            (200, cors.iter().map(|s| (*s).into()).collect()),
            "{path}"
        );
        assert_eq!(answer.header("timing-allow-origin").as_deref(), timing, "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy").as_deref(), embedding, "{path}");
    }
}

#[tokio::test]
async fn another_page_gets_an_answer_that_its_browser_keeps_from_it() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    for origin in ["https://evil.example", "null", "https://app.example.evil.example", ""] {
        let answer = send(gateway, &format!("GET / HTTP/1.1\nhost: api\norigin: {origin}")).await;
        assert_eq!((answer.status, answer.cors()), (200, vec!["vary: Origin".into()]), "{origin}");
    }
}

#[tokio::test]
async fn without_an_origin_only_caches_are_told() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "GET / HTTP/1.1\nhost: api").await;
    assert_eq!(answer.cors(), ["vary: Origin"]);
}

#[tokio::test]
async fn a_preflight_never_reaches_the_upstream() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let head = "OPTIONS / HTTP/1.1\nhost: api\norigin: https://app.example\n\
                access-control-request-method: PUT\naccess-control-request-headers: x-token";
    let answer = send(gateway, head).await;
    assert_eq!((answer.status, answer.body.len()), (204, 0));
    assert_eq!(
        answer.cors(),
        [
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-token",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 600",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
    );
    let refused = send(gateway, &head.replace("PUT", "DELETE")).await;
    assert_eq!((refused.status, refused.body.len()), (204, 0));
    assert_eq!(
        refused.header("access-control-allow-methods").as_deref(),
        Some("PUT"),
        "not DELETE"
    );
    assert!(upstream.seen().is_empty());
}

#[tokio::test]
async fn an_options_that_is_no_preflight_reaches_the_upstream() {
    let upstream = TestUpstream::saying(&[("allow", "GET, OPTIONS")]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    for lines in ["origin: https://app.example", "access-control-request-method: PUT", "x: y"] {
        let answer = send(gateway, &format!("OPTIONS / HTTP/1.1\nhost: api\n{lines}")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("allow").as_deref(), Some("GET, OPTIONS"));
    }
    assert_eq!(upstream.seen().len(), 2 * 3);
}

#[tokio::test]
async fn two_origins_are_nobodys() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let origins = "host: api\norigin: https://app.example\norigin: https://app.example";
    let answer = send(gateway, &format!("GET / HTTP/1.1\n{origins}")).await;
    assert_eq!((answer.status, answer.cors()), (200, vec!["vary: Origin".into()]));
    let preflight = format!("OPTIONS / HTTP/1.1\n{origins}\naccess-control-request-method: PUT");
    let answer = send(gateway, &preflight).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (403, None));
}

#[tokio::test]
async fn the_upstreams_own_cors_headers_are_taken_away() {
    let upstream = TestUpstream::saying(&[
        ("access-control-allow-origin", "*"),
        ("access-control-allow-origin", "https://evil.example"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-headers", "*"),
        ("access-control-expose-headers", "*"),
        ("access-control-max-age", "86400"),
    ]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "GET / HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!(answer.cors(), ALLOWED);
    let answer = send(gateway, "GET / HTTP/1.1\nhost: api\norigin: https://evil.example").await;
    assert_eq!(answer.cors(), ["vary: Origin"]);
    let answer = send(gateway, "GET / HTTP/1.1\nhost: api").await;
    assert_eq!(answer.cors(), ["vary: Origin"]);
}

#[tokio::test]
async fn the_upstreams_vary_is_kept() {
    let upstream = TestUpstream::saying(&[("vary", "accept-encoding"), ("vary", "cookie")]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "GET / HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!(answer.header("vary").as_deref(), Some("accept-encoding | cookie | Origin"));
}

#[tokio::test]
async fn an_error_of_the_upstream_is_as_readable_as_anything() {
    let upstream = TestUpstream::start(|_, _| {
        let mut answer = Response::new(full("no such thing"));
        *answer.status_mut() = http::StatusCode::NOT_FOUND;
        answer
    });
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "GET /x HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.cors(), ALLOWED);
}

/// A service that moves path by path: what is not moved yet speaks for itself.
#[tokio::test]
async fn where_no_policy_applies_nothing_is_touched() {
    let upstream = TestUpstream::saying(&[("access-control-allow-origin", "*")]);
    let config = Config {
        origins: vec!["https://app.example".into()],
        methods: vec!["PUT".into()],
        rules: vec![Rule { paths: vec!["/other".into()], handler: true, ..Rule::default() }],
        ..Config::default()
    };
    let moved = PolicyHandle::new(Policy::new(&config).expect("a policy"));
    let gateway = start(Gateway::new(moved, upstream.upstream()));
    let head = "origin: https://app.example\nhost: api\naccess-control-request-method: PUT";
    let answer = send(gateway, &format!("OPTIONS /other HTTP/1.1\n{head}")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.cors(), ["access-control-allow-origin: *"]);
    let answer = send(gateway, &format!("OPTIONS /api/x?y HTTP/1.1\n{head}")).await;
    assert_eq!(answer.status, 204);
}

/// The gateway's own pages: those of the host that was asked, which a trusted proxy may know better.
#[tokio::test]
async fn a_page_of_the_gateway_itself_asks_without_cors() {
    let upstream = TestUpstream::saying(&[]);
    let open = Gateway::new(policy(), upstream.upstream());
    let trusting = open.clone().trust(vec!["127.0.0.0/8".parse().expect("a network")]);
    for (gateway, asked, is_own) in [
        (open.clone(), "host: api.example\norigin: https://api.example", true),
        (open.clone(), "host: api.example\norigin: http://api.example", false),
        (open.clone(), "host: api.example\norigin: https://evil.example", false),
        // A stranger's word on where it was sent is none.
        (open, "host: inner\nx-forwarded-host: api.example\norigin: https://api.example", false),
        (
            trusting.clone(),
            "host: inner\nx-forwarded-host: api.example\norigin: https://api.example",
            true,
        ),
        (
            trusting.clone(),
            "host: api.example\nx-forwarded-proto: http\norigin: http://api.example",
            true,
        ),
        (
            trusting,
            "host: api.example\nx-forwarded-proto: http\norigin: https://api.example",
            false,
        ),
    ] {
        // To be seen by who answers an `OPTIONS` that asks for a method.
        let asked = format!("OPTIONS / HTTP/1.1\n{asked}\naccess-control-request-method: PUT");
        let answer = send(start(gateway), &asked).await;
        assert_eq!(answer.status, if is_own { 200 } else { 403 }, "{asked}");
    }
}
