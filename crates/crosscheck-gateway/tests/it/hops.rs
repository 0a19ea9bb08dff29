//! What belongs to one hop stays on it; what the upstream must know of the other hop it is told.

use crosscheck_gateway::Gateway;

use crate::peers::TestUpstream;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;

#[tokio::test]
async fn headers_of_one_hop_are_not_passed_on() {
    let upstream = TestUpstream::saying(&[
        ("connection", "x-private"),
        ("x-private", "1"),
        ("keep-alive", "timeout=5"),
        ("x-kept", "1"),
    ]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let head = "GET / HTTP/1.1\nhost: api\nconnection: X-Secret , upgrade\nx-secret: 1\n\
                upgrade: websocket\nte: trailers\nkeep-alive: 1\nproxy-connection: keep-alive\n\
                proxy-authorization: x\nx-kept: 1";
    let answer = send(gateway, head).await;
    assert_eq!(answer.status, 200);
    for name in ["x-private", "keep-alive"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    assert_eq!(answer.header("x-kept").as_deref(), Some("1"));
    let seen = &upstream.seen()[0].headers;
    let mut names: Vec<&str> = seen.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["cdn-loop", "host", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-kept"]
    );
}

#[tokio::test]
async fn the_upstream_is_told_who_asked() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    send(gateway, "GET / HTTP/1.1\nhost: api.example").await;
    let earlier = "x-forwarded-for: 192.0.2.1\nx-forwarded-for: 192.0.2.2\n\
                   x-forwarded-host: first.example\nx-forwarded-proto: https";
    send(gateway, &format!("GET / HTTP/1.1\nhost: api.example\n{earlier}")).await;
    let seen = upstream.seen();
    let lines = |index: usize| {
        ["host", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"].map(|name| {
            let lines: Vec<_> = seen[index].headers.get_all(name).into_iter().collect();
            assert_eq!(lines.len(), 1, "{name}");
            lines[0].to_str().expect("ASCII").to_string()
        })
    };
    let host = upstream.address.to_string();
    assert_eq!(lines(0), [host.as_str(), "127.0.0.1", "api.example", "http"]);
    assert_eq!(
        lines(1),
        [
            host.as_str(),
            "192.0.2.1, 192.0.2.2, 127.0.0.1",
            "first.example, api.example",
            "https, http"
        ]
    );
}

#[tokio::test]
async fn an_absolute_target_counts_by_its_path() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "GET http://elsewhere.example/a?b HTTP/1.1\nhost: api").await;
    assert_eq!(answer.status, 200);
    assert_eq!(upstream.seen()[0].uri.to_string(), "/a?b");
}
