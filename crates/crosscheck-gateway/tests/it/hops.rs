//! What belongs to one hop stays on it; what the upstream must know of the other hop it is told.

use crosscheck_gateway::Backend;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::HostHeader;
use crosscheck_gateway::IpNet;

use crate::peers::TestUpstream;
use crate::peers::full;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::raw::ask;
use crate::raw::exchange;

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
    let seen = &upstream.asked_last().headers;
    let mut names: Vec<&str> = seen.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["cdn-loop", "host", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-kept"]
    );
}

/// What the upstream is told, one line each; `None` if it is told nothing.
async fn told(gateway: Gateway, upstream: &TestUpstream, lines: &str) -> [Option<String>; 4] {
    let head = format!("GET / HTTP/1.1\nhost: api.example\n{lines}");
    assert_eq!(send(start(gateway), &head).await.status, 200);
    let seen = upstream.asked_last().headers;
    ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded"].map(|name| {
        let mut lines = seen.get_all(name).into_iter();
        let line = lines.next().map(|line| line.to_str().expect("ASCII").to_string());
        assert_eq!(lines.next(), None, "{name}");
        line
    })
}

const CLAIMS: &str = "x-forwarded-for: 192.0.2.1\nx-forwarded-for: 192.0.2.2\n\
                      x-forwarded-host: first.example\nx-forwarded-proto: https\n\
                      x-forwarded-port: 443\nx-real-ip: 192.0.2.3\nforwarded: for=192.0.2.4;proto=https";

#[tokio::test]
async fn what_a_stranger_says_of_itself_is_replaced() {
    let upstream = TestUpstream::saying(&[]);
    let strangers: [IpNet; 2] = ["10.0.0.0/8", "::/0"].map(|net| net.parse().expect("a network"));
    for lines in ["x: y", CLAIMS] {
        let gateway = Gateway::new(policy(), upstream.upstream()).trust(strangers);
        assert_eq!(
            told(gateway, &upstream, lines).await,
            [Some("127.0.0.1".into()), Some("api.example".into()), Some("http".into()), None]
        );
        let seen = upstream.asked_last().headers;
        assert!(!seen.contains_key("x-forwarded-port") && !seen.contains_key("x-real-ip"));
    }
}

/// CGI and WSGI make one variable of `X-Forwarded-For` and `X_Forwarded_For`.
#[tokio::test]
async fn a_claim_in_another_spelling_reaches_nobody() {
    let upstream = TestUpstream::saying(&[]);
    let names = ["x_forwarded_for", "X-Forwarded_Host", "x_forwarded.proto", "x_real_ip"];
    let lines = names.map(|name| format!("{name}: 192.0.2.6")).join("\n");
    for trusted in [vec![], vec!["127.0.0.1/32".parse().expect("a network")]] {
        let gateway = start(Gateway::new(policy(), upstream.upstream()).trust(trusted));
        send(gateway, &format!("GET / HTTP/1.1\nhost: api\nmy_own: 1\n{lines}")).await;
        let seen = upstream.asked_last().headers;
        assert!(!seen.values().any(|value| value == "192.0.2.6"), "{seen:?}");
        assert!(seen.contains_key("my_own"));
    }
    // Claims that only some proxies make, and some servers believe.
    let names = ["client-ip", "true-client-ip", "cf-connecting-ip", "x-scheme", "proxy"];
    let lines = names.map(|name| format!("{name}: 192.0.2.6")).join("\n");
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    send(gateway, &format!("GET / HTTP/1.1\nhost: api\n{lines}")).await;
    let seen = upstream.asked_last().headers;
    assert!(!seen.values().any(|value| value == "192.0.2.6"), "{seen:?}");
}

#[tokio::test]
async fn what_a_trusted_proxy_says_is_kept_as_one_value() {
    let upstream = TestUpstream::saying(&[]);
    for (lines, expected) in [
        (
            CLAIMS,
            [
                "192.0.2.1, 192.0.2.2, 127.0.0.1",
                "first.example",
                "https",
                "for=192.0.2.4;proto=https",
            ],
        ),
        ("x-forwarded-proto: https", ["127.0.0.1", "api.example", "https", ""]),
        // Of a list the last: what the proxy itself saw, not what somebody told it.
        (
            "x-forwarded-proto: gopher, https\nx-forwarded-host: a.example\nx-forwarded-host: b.example",
            ["127.0.0.1", "b.example", "https", ""],
        ),
        (
            "x-forwarded-proto: \nx-forwarded-host: a.example,",
            ["127.0.0.1", "api.example", "http", ""],
        ),
    ] {
        let trusted: [IpNet; 1] = ["127.0.0.0/8".parse().expect("a network")];
        let gateway = Gateway::new(policy(), upstream.upstream()).trust(trusted);
        let told = told(gateway, &upstream, lines).await.map(Option::unwrap_or_default);
        assert_eq!(told, expected, "{lines}");
    }
}

/// `Connection` speaks of one hop: what concerns more than that it cannot take away.
#[tokio::test]
async fn connection_takes_away_nothing_that_the_gateway_or_a_proxy_says() {
    let named = [
        "close, x-forwarded-for",
        "close, X-Forwarded-Host, x-forwarded-proto",
        "host",
        "x-forwarded-for, origin, cookie, authorization, content-type, content-length",
        "cdn-loop",
    ];
    let upstream = TestUpstream::start(|_, length| {
        let mut answer = http::Response::new(full("hello"));
        answer.headers_mut().insert("x-length", length.into());
        answer
    });
    for trusted in [vec![], vec!["127.0.0.1/32".parse().expect("a network")]] {
        let gateway = start(Gateway::new(policy(), upstream.upstream()).trust(trusted.clone()));
        for named in named {
            let head = format!(
                "POST / HTTP/1.1\r\nhost: api.example\r\nconnection: {named}\r\nconnection: close\r\n\
                 origin: https://app.example\r\ncookie: a=b\r\nauthorization: c\r\n\
                 content-type: text/plain\r\ncontent-length: 5\r\n\r\nhello"
            );
            let (answer, _) = ask(gateway, head.as_bytes()).await;
            assert_eq!(answer.status, 200, "{named}");
            assert_eq!(answer.header("x-length").as_deref(), Some("5"), "{named}");
            let seen = upstream.asked_last().headers;
            for name in [
                "x-forwarded-for",
                "x-forwarded-host",
                "x-forwarded-proto",
                "host",
                "origin",
                "cookie",
                "authorization",
                "content-type",
                "cdn-loop",
            ] {
                assert!(seen.contains_key(name), "{named}: {name}");
            }
        }
        // What nobody knows is the client's own, unless a proxy stands before it.
        send(gateway, "GET / HTTP/1.1\nhost: api\nconnection: x-user\nx-user: a").await;
        let seen = upstream.asked_last().headers;
        assert_eq!(seen.contains_key("x-user"), !trusted.is_empty());
    }
}

#[tokio::test]
async fn an_answers_connection_takes_away_nothing_of_the_message() {
    let upstream = TestUpstream::saying(&[
        ("connection", "vary, set-cookie, location, cache-control, x-own"),
        ("vary", "accept"),
        ("set-cookie", "a=b"),
        ("cache-control", "no-store"),
        ("x-own", "1"),
    ]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "GET / HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!(answer.header("vary").as_deref(), Some("accept | Origin"));
    assert_eq!(answer.header("set-cookie").as_deref(), Some("a=b"));
    assert_eq!(answer.header("cache-control").as_deref(), Some("no-store"));
    assert_eq!(answer.header("x-own"), None);
}

/// Nobody's word but the head's counts for CORS, routing and framing.
#[tokio::test]
async fn trailers_say_nothing_that_only_a_head_may() {
    let names = "x-checksum, server-timing, access-control-allow-origin, vary, set-cookie, \
                 content-length, transfer-encoding, connection, host, x-forwarded-for, origin, \
                 x_forwarded_for, true-client-ip, x-rewrite-url, x-original-url, forwarded, \
                 authorization, timing-allow-origin, cross-origin-resource-policy, te";
    let trailers: String = names.split(", ").map(|name| format!("{name}: 1\r\n")).collect();
    let message = format!(
        "trailer: {names}\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n{trailers}\r\n"
    );
    let answer = format!("HTTP/1.1 200 OK\r\n{message}");
    let upstream = RawUpstream::start(Then::Close, move |_| answer.clone().into_bytes()).await;
    let request =
        format!("POST / HTTP/1.1\r\nhost: api\r\nte: trailers\r\nconnection: close\r\n{message}");
    let received = exchange(upstream.gateway(), request.as_bytes()).await;
    let received = String::from_utf8_lossy(&received).into_owned();
    for (side, bytes) in [("client", received), ("upstream", upstream.asked().concat())] {
        let (_, trailers) = bytes.split_once("\r\n0\r\n").expect("a last chunk");
        let mut lines: Vec<&str> =
            trailers.split_terminator("\r\n").filter(|l| !l.is_empty()).collect();
        lines.sort_unstable();
        assert_eq!(lines, ["server-timing: 1", "x-checksum: 1"], "{side}: {bytes:?}");
    }
}

#[tokio::test]
async fn a_request_says_one_host() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    for (line, lines, status) in [
        ("GET / HTTP/1.1", "host: api.example", 200),
        ("GET / HTTP/1.1", "host: api.example:8080", 200),
        ("GET / HTTP/1.1", "host: 192.0.2.1:80", 200),
        ("GET / HTTP/1.1", "host: [2001:db8::1]:80", 200),
        ("GET / HTTP/1.0", "x: y", 200),
        ("GET http://api.example/ HTTP/1.1", "host: other.example", 200),
        ("GET / HTTP/1.1", "x: y", 400),
        ("GET / HTTP/1.1", "host: ", 400),
        ("GET / HTTP/1.1", "host: a.example\nhost: a.example", 400),
        ("GET / HTTP/1.1", "host: a.example\nhost: b.example", 400),
        ("GET / HTTP/1.0", "host: a.example\nhost: b.example", 400),
        ("GET / HTTP/1.1", "host: a b/c@d", 400),
        ("GET / HTTP/1.1", "host: a.example/path", 400),
        ("GET / HTTP/1.1", "host: me@a.example", 400),
        ("GET / HTTP/1.1", "host: a.example, b.example", 400),
        ("GET / HTTP/1.1", "host: [a,b]", 400),
        ("GET / HTTP/1.1", "host: [::1,x]:80", 400),
        ("GET / HTTP/1.1", "host: []", 400),
        ("GET / HTTP/1.1", "host: [::1]x", 400),
        ("GET / HTTP/1.1", "host: .", 400),
        ("GET / HTTP/1.1", "host: a.example:000080", 400),
        ("GET / HTTP/1.1", "host: a.example,b.example", 400),
        ("GET http://a.example,b.example/ HTTP/1.1", "host: a.example", 400),
        ("GET / HTTP/1.1", "host: a.example:port", 400),
        ("GET / HTTP/1.1", "host: a.example:99999", 400),
        ("GET / HTTP/1.1", "host: a.example#", 400),
        ("GET / HTTP/1.1", "host: a.example?", 400),
        ("GET / HTTP/1.1", "host: a\\b", 400),
        ("GET / HTTP/1.1", "host: \u{e9}.example", 400),
        ("GET http://me@api.example/ HTTP/1.1", "host: api.example", 400),
        ("GET ftp://api.example/ HTTP/1.1", "host: api.example", 400),
        ("GET http://api.example/ HTTP/1.1", "x: y", 400),
    ] {
        let before = upstream.seen().len();
        let head = format!("{line}\n{lines}\norigin: https://app.example");
        let answer = send(gateway, &head).await;
        assert_eq!(answer.status, status, "{head}");
        assert_eq!(upstream.seen().len() - before, 2 * usize::from(status == 200), "{head}");
        assert!(answer.header("access-control-allow-origin").is_some(), "{head}");
    }
    let seen = &upstream.seen();
    let mut hosts: Vec<_> =
        seen.iter().filter_map(|head| head.headers.get("x-forwarded-host")).collect();
    hosts.dedup();
    assert_eq!(
        hosts,
        ["api.example", "api.example:8080", "192.0.2.1:80", "[2001:db8::1]:80", "api.example"]
    );
}

/// The upstream makes absolute redirects of the `Host` that it is sent.
#[tokio::test]
async fn a_redirect_leads_back_to_the_gateway() {
    let upstream = TestUpstream::start(|request, _| {
        let host = request.headers["host"].to_str().expect("ASCII");
        let mut answer = http::Response::new(full(""));
        *answer.status_mut() = http::StatusCode::MOVED_PERMANENTLY;
        let location = format!("http://{host}/docs/").parse().expect("a value");
        answer.headers_mut().insert("location", location);
        answer
    });
    let head = "GET /docs HTTP/1.1\nhost: gateway.example";
    let own = start(Gateway::new(policy(), upstream.upstream()));
    assert_eq!(send(own, head).await.header("location").as_deref(), Some("/docs/"));
    let kept = Backend::new(policy(), upstream.upstream()).send_host(HostHeader::Client);
    let kept = Gateway::of([kept]).expect("one backend");
    let answer = send(start(kept), head).await;
    assert_eq!(answer.header("location").as_deref(), Some("http://gateway.example/docs/"));
}

#[tokio::test]
async fn an_absolute_target_counts_by_its_path() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "GET http://elsewhere.example/a?b HTTP/1.1\nhost: api").await;
    assert_eq!(answer.status, 200);
    assert_eq!(upstream.asked_last().uri.to_string(), "/a?b");
}
