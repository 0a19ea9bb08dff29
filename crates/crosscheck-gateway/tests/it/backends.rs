//! Several servers behind one gateway: by host and by the longest path, each with its policy.

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_gateway::Backend;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::PolicyHandle;
use crosscheck_gateway::UpstreamCors;
use crosscheck_service::PoliciesByHost;
use http::Response;

use crate::peers::TestUpstream;
use crate::peers::full;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;

fn lets(origin: &str) -> PolicyHandle {
    let config = Config { origins: vec![origin.into()], ..Config::default() };
    PolicyHandle::new(Policy::new(&config).expect("a policy"))
}

/// One that says its name.
fn named(name: &'static str) -> TestUpstream {
    TestUpstream::start(move |_, _| Response::new(full(name)))
}

#[tokio::test]
async fn a_host_comes_before_any_host_and_then_the_longest_path_wins() {
    let (shop, billing, admin) = (named("shop"), named("billing"), named("admin"));
    let page = "https://app.example";
    let gateway = start(
        Gateway::of([
            Backend::new(lets(page), shop.upstream()),
            Backend::new(lets("https://pay.example"), billing.upstream()).under("/billing"),
            Backend::new(lets("https://admin.example"), admin.upstream()).hosts(["admin.example"]),
        ])
        .expect("each has a place of its own")
        .otherwise(lets(page)),
    );
    for (host, path, by, may_read) in [
        ("api.example", "/", "shop", true),
        ("api.example", "/billings", "shop", true),
        ("api.example", "/billing/invoices", "billing", false),
        ("Admin.example.:443", "/billing", "admin", false),
        ("admin.example:8443", "/x", "shop", true),
    ] {
        let answer =
            send(gateway, &format!("GET {path} HTTP/1.1\nhost: {host}\norigin: {page}")).await;
        assert_eq!(String::from_utf8_lossy(&answer.body), by, "{host}{path}");
        let said = answer.header("access-control-allow-origin");
        assert_eq!(said.is_some(), may_read, "{host}{path}: the policy is {by}'s own");
    }
}

/// `/open/..%2fbilling` is below `/open` for who routes and `/billing` for some servers: with another policy.
#[tokio::test]
async fn a_path_that_could_be_anothers_reaches_nobody() {
    let (open, billing) = (named("open"), named("billing"));
    let gateway = start(
        Gateway::of([
            Backend::new(Policy::permissive(), open.upstream()).under("/open"),
            Backend::new(policy(), billing.upstream()).under("/billing"),
        ])
        .expect("two paths")
        .otherwise(lets("https://app.example")),
    );
    for path in
        ["/open/..%2fbilling", "/open/%2e%2e/billing", "/x/../billing", "//billing", "/BILLING"]
    {
        let asked = format!("GET {path} HTTP/1.1\nhost: a\norigin: https://app.example");
        let answer = send(gateway, &asked).await;
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(
            answer.header("access-control-allow-origin").as_deref(),
            Some("https://app.example")
        );
    }
    let answer =
        send(gateway, "GET /elsewhere HTTP/1.1\nhost: a\norigin: https://app.example").await;
    assert_eq!(answer.status, 404);
    assert_eq!(
        answer.header("access-control-allow-origin").as_deref(),
        Some("https://app.example")
    );
    assert!(open.seen().is_empty() && billing.seen().is_empty());
    let answer = send(gateway, "GET /open/a%20b//%2fbilling HTTP/1.1\nhost: a").await;
    assert_eq!(answer.status, 200, "what stays in one server's paths is that server's to read");
}

/// A server that knows nothing of the path it is served under.
#[tokio::test]
async fn a_path_that_is_taken_off_comes_back_in_redirects() {
    let upstream = TestUpstream::start(|asked, _| {
        let mut answer = Response::new(full("hello"));
        *answer.status_mut() = http::StatusCode::FOUND;
        let location = format!("/login?from={}", asked.uri);
        answer.headers_mut().insert("location", location.parse().expect("a value"));
        answer
    });
    let backend = Backend::new(policy(), upstream.upstream()).under("/v1").strip_path();
    let gateway = start(Gateway::of([backend]).expect("one backend"));
    for (asked, led) in [("/v1/users?page=2", "/users?page=2"), ("/v1", "/"), ("/v1?x", "/?x")] {
        let answer = send(gateway, &format!("GET {asked} HTTP/1.1\nhost: a")).await;
        let location = format!("/v1/login?from={led}");
        assert_eq!(answer.header("location"), Some(location), "{asked}");
    }
}

#[tokio::test]
async fn what_an_upstream_exposes_is_added_on_demand() {
    let upstream = TestUpstream::saying(&[
        ("access-control-allow-origin", "*"),
        ("access-control-expose-headers", "X-Request-Id, x-total, *, b\"d"),
        ("access-control-expose-headers", "etag"),
    ]);
    let backend = Backend::new(policy(), upstream.upstream());
    let merged = backend.clone().upstream_cors(UpstreamCors::ExposeMerged);
    for (backend, origin, exposed) in [
        (backend, "https://app.example", Some("x-total")),
        (merged.clone(), "https://app.example", Some("x-total, x-request-id, etag")),
        (merged, "https://evil.example", None),
    ] {
        let gateway = start(Gateway::of([backend]).expect("one backend"));
        let answer = send(gateway, &format!("GET / HTTP/1.1\nhost: a\norigin: {origin}")).await;
        assert_eq!(answer.header("access-control-expose-headers").as_deref(), exposed, "{origin}");
    }
}

/// Before an upstream's own CORS is turned off: does anybody depend on it?
#[tokio::test]
async fn an_upstream_that_grants_something_else_is_refused_on_demand() {
    let grants = |origin: &'static str| {
        TestUpstream::start(move |_, _| {
            let mut answer = Response::new(full("hello"));
            if !origin.is_empty() {
                let headers = answer.headers_mut();
                headers.insert("access-control-allow-origin", origin.parse().expect("a value"));
                headers
                    .insert("access-control-allow-credentials", "true".parse().expect("a value"));
            }
            answer
        })
    };
    let page = "https://app.example";
    for (granted, asks, status) in [
        (page, page, 200),
        ("", page, 200),
        ("*", page, 502),
        ("https://evil.example", "https://evil.example", 502),
        (page, "https://evil.example", 502),
    ] {
        let upstream = grants(granted);
        let backend = Backend::new(policy(), upstream.upstream());
        let backend = backend.upstream_cors(UpstreamCors::ConflictRefused);
        let gateway = start(Gateway::of([backend]).expect("one backend"));
        let answer = send(gateway, &format!("GET / HTTP/1.1\nhost: a\norigin: {asks}")).await;
        assert_eq!(answer.status, status, "{granted} to {asks}");
        let said = answer.header("access-control-allow-origin");
        assert_eq!(
            said.as_deref(),
            (asks == page).then_some(page),
            "a 502 says what the policy says, too"
        );
    }
}

/// Over a connection that is closed, which is hyper's, and over one that is kept; a policy that is changed is in force at once.
#[tokio::test]
async fn each_host_has_its_policy() {
    let upstream = named("api");
    let tenants = PoliciesByHost::new(lets("https://other.example"));
    tenants.insert("a.example", lets("https://page.example")).expect("a host");
    tenants.insert("b.example:8443", lets("https://page.example")).expect("a host");
    let backend = Backend::by_host(tenants.clone(), upstream.upstream());
    let gateway = start(Gateway::of([backend]).expect("one backend"));
    let may_read = async |host: &str, origin: &str| {
        let answer =
            send(gateway, &format!("GET / HTTP/1.1\nhost: {host}\norigin: {origin}")).await;
        answer.header("access-control-allow-origin").as_deref() == Some(origin)
    };
    for (host, page) in [
        ("a.example", true),
        ("A.Example:443", true),
        ("b.example:8443", true),
        ("b.example", false),
        ("stranger.example", false),
    ] {
        assert_eq!(may_read(host, "https://page.example").await, page, "{host}");
        assert_eq!(may_read(host, "https://other.example").await, !page, "{host}");
    }
    tenants.insert("a.example", lets("https://new.example")).expect("a host");
    assert!(may_read("a.example", "https://new.example").await);
    assert!(!may_read("a.example", "https://page.example").await);
}

#[test]
fn two_for_the_same_are_said() {
    let upstream =
        || crosscheck_gateway::Upstream::parse("http://127.0.0.1:1").expect("an upstream");
    let backend = || Backend::new(policy(), upstream());
    for (backends, said) in [
        (vec![backend(), backend()], "\"/\" is no path to serve under: it is there twice"),
        (
            vec![backend().hosts(["a.example"]), backend().hosts(["A.example:443"])],
            "\"/\" is no path to serve under: it is there twice",
        ),
        (
            vec![backend().under("api")],
            "\"api\" is no path to serve under: a path starts with a slash; write `/api`",
        ),
        (
            vec![backend().hosts(["https://a.example"])],
            "\"https://a.example\" is no host; write it as requests name it: `app.example.com`, or \
             `app.example.com:8443`",
        ),
    ] {
        let error = Gateway::of(backends).expect_err(said);
        assert_eq!(error.to_string(), said);
    }
}

/// All ports of `localhost` share their cookies: what another program there has set is none of this server's.
#[tokio::test]
async fn a_stranger_is_told_nothing_and_leaves_nothing() {
    let upstream = TestUpstream::saying(&[("set-cookie", "a=b"), ("x-own", "1")]);
    let backend = Backend::new(policy(), upstream.upstream()).anonymous();
    let gateway = start(Gateway::of([backend]).expect("one backend"));
    let asked = "GET / HTTP/1.1\nhost: localhost\ncookie: session=secret\nx-forwarded-for: 10.0.0.1\n\
                 authorization: Bearer meant\norigin: https://app.example";
    let answer = send(gateway, asked).await;
    assert_eq!((answer.header("set-cookie"), answer.header("x-own").as_deref()), (None, Some("1")));
    let seen = &upstream.seen()[0].headers;
    for name in ["cookie", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"] {
        assert!(!seen.contains_key(name), "{name}");
    }
    assert_eq!(seen["authorization"], "Bearer meant");
}
