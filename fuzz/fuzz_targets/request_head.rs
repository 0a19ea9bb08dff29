//! Any request's head on its way through the gateway: nothing of its hop is left, what speaks for the
//! whole message stays, there is one end, and one word on who asked.

#![no_main]

use std::net::SocketAddr;

use arbitrary::Unstructured;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_fuzz::head::HOP_BY_HOP;
use crosscheck_fuzz::head::VALUES;
use crosscheck_fuzz::head::headers;
use crosscheck_fuzz::text;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::PolicyHandle;
use crosscheck_gateway::Upstream;
use crosscheck_gateway::hop;
use http::Request;
use http::Version;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let (Ok(headers), Ok(target)) = (headers(&mut u), text(&mut u, VALUES)) else { return };
    let (Ok(is_trusted), Ok(is_old)) = (u.arbitrary::<bool>(), u.arbitrary::<bool>()) else {
        return;
    };
    let version = if is_old { Version::HTTP_10 } else { Version::HTTP_11 };
    let Ok(request) = Request::builder().version(version).uri(target).body(()) else { return };
    let (mut request, ()) = request.into_parts();
    request.headers = headers;

    let Ok(host) = hop::host(&request) else { return };
    if let Some(host) = &host {
        let text = host.to_str().expect("a host is ASCII");
        assert!(!text.is_empty() && !text.contains(['@', '/', ' ', ',', '?', '#']), "{text:?}");
    } else {
        assert!(is_old);
    }
    let before = request.headers.clone();
    let mut headers = request.headers;
    if hop::strip_request(&mut headers, !is_trusted).is_err() {
        return;
    }
    let client = client(is_trusted);
    client.write_forwarded(&mut headers, host.clone());

    let is_chunked = before.contains_key("transfer-encoding");
    for name in HOP_BY_HOP {
        let is_left = name == "transfer-encoding" && is_chunked;
        assert_eq!(headers.contains_key(name), is_left, "{name}: {before:?}");
    }
    assert!(!(is_chunked && headers.contains_key("content-length")), "{before:?}");
    for name in ["authorization", "content-type", "cookie", "host", "origin", "cdn-loop", "trailer"]
    {
        let lines = |headers: &http::HeaderMap| headers.get_all(name).into_iter().count();
        assert_eq!(lines(&headers), lines(&before), "{name}: {before:?}");
    }
    for name in ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"] {
        let lines = headers.get_all(name).into_iter().count();
        let may_miss = name == "x-forwarded-host" && host.is_none();
        assert!(lines == 1 || may_miss && lines == 0, "{name}: {headers:?}");
    }
    let list = headers["x-forwarded-for"].as_bytes();
    assert!(list.ends_with(b"127.0.0.1"), "{headers:?}");
    for name in ["x-forwarded-host", "x-forwarded-proto"] {
        assert!(
            headers.get(name).is_none_or(|value| !value.as_bytes().contains(&b',')),
            "{headers:?}"
        );
    }
    if !is_trusted {
        assert_eq!(list, b"127.0.0.1");
        assert_eq!(headers["x-forwarded-proto"], "http");
        assert_eq!(headers.get("x-forwarded-host"), host.as_ref());
        for name in ["forwarded", "x-real-ip", "x_forwarded_for", "true-client-ip"] {
            assert!(!headers.contains_key(name), "{name}");
        }
    }
});

fn client(is_trusted: bool) -> crosscheck_gateway::Client {
    let policy = Config { origins: vec!["https://app.example".into()], ..Config::default() };
    let policy = Policy::new(&policy).expect("a sound policy");
    let upstream = Upstream::parse("http://127.0.0.1:9000").expect("an upstream");
    let trusted = is_trusted.then(|| "127.0.0.0/8".parse().expect("a network"));
    let gateway = Gateway::new(PolicyHandle::new(policy), upstream);
    let gateway = gateway.trust(trusted.into_iter().collect::<Vec<_>>());
    gateway.client(SocketAddr::from(([127, 0, 0, 1], 40_000)))
}
