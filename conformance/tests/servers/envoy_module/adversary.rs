//! What strangers send to Envoy with our module in it, and what its other filters do around it.

use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy::filter;
use conformance::peer;
use serde_json::json;

use crate::envoy_module::APP;
use crate::envoy_module::OTHER;
use crate::envoy_module::POLICY;
use crate::envoy_module::SAID;
use crate::envoy_module::forms;
use crate::envoy_module::upstream::Upstream;
use crate::envoy_module::upstream::answer;

/// All that Envoy says to these bytes, until it hangs up, in small letters.
fn said_to(envoy: &Envoy, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(envoy.address()).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
    stream.write_all(bytes).expect("they are sent");
    let mut said = Vec::new();
    // Who hangs up early has said what there is to say.
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).to_ascii_lowercase()
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

const MAY_READ: &str = "access-control-allow-origin";

#[test]
fn no_spelling_of_an_origin_makes_a_reader() {
    let said =
        [("Access-Control-Allow-Origin", "*"), ("ACCESS-CONTROL-ALLOW-ORIGIN", APP), SAID[0]];
    let upstream = Upstream::start(200, &said);
    for filter in forms("enforce", POLICY) {
        let setup = Setup { filter, ..Setup::default() };
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        no_spelling_makes_a_reader(&envoy);
    }
}

fn no_spelling_makes_a_reader(envoy: &Envoy) {
    let app = APP.as_bytes();
    let line = |value: &[u8]| [b"Origin: ", value, b"\r\n"].concat();
    let many = line(app).repeat(60);
    for lines in [
        line(&[app, b"\xff"].concat()),
        line(b"\x80\xfe"),
        line(&[app, b"\xc2\xa0"].concat()),
        line(&[app, b"/"].concat()),
        line(&[app, b",", app].concat()),
        line(b""),
        line(&b"https://".repeat(2000)),
        many,
        [line(b"null"), line(app)].concat(),
    ] {
        let request = [b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n", &lines[..], b"\r\n"];
        let said = said_to(envoy, &request.concat());
        let sent = String::from_utf8_lossy(&lines);
        assert!(said.starts_with("http/1.1 "), "{sent}: {said}");
        assert_eq!(count(&said, MAY_READ), 0, "{sent}: {said}");
    }
    // Of what the upstream said three times, once is left: the policy's.
    let request =
        format!("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\norigin: {APP}\r\n\r\n");
    let said = said_to(envoy, request.as_bytes());
    assert_eq!(count(&said, &format!("{MAY_READ}: {APP}\r\n")), 1, "{said}");
    assert_eq!(count(&said, MAY_READ), 1, "{said}");
    let log = envoy.log();
    assert!(!log.contains("a mistake of the module") && !log.contains("panicked"), "{log}");
}

/// The body of a preflight, which no browser sends, is no request of its own.
#[test]
fn a_preflight_with_a_body_is_one_request() {
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let seen = Arc::clone(&asked);
    let upstream = Upstream::start_with(move |head| {
        seen.lock().expect("no panic").push(head.lines().next().unwrap_or_default().to_owned());
        answer(200, &[])
    });
    let body = "GET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n";
    let preflight = format!(
        "OPTIONS / HTTP/1.1\r\nhost: a\r\norigin: {APP}\r\naccess-control-request-method: PUT\r\n"
    );
    let next = "GET /next HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let chunked =
        format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let rests = [format!("content-length: {}\r\n\r\n{body}", body.len()), chunked];
    for filter in forms("enforce", POLICY) {
        let setup = Setup { filter, ..Setup::default() };
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        for rest in &rests {
            let said = said_to(&envoy, format!("{preflight}{rest}{next}").as_bytes());
            assert!(said.starts_with("http/1.1 204 "), "{said}");
            assert!(count(&said, "http/1.1 ") <= 2, "{said}");
        }
    }
    let asked = asked.lock().expect("no panic").clone();
    assert!(asked.iter().all(|line| line == "GET /next HTTP/1.1"), "{asked:?}");
}

#[test]
fn http_1_0_and_http_2_are_answered_alike() {
    let upstream = Upstream::start(200, &SAID);
    for filter in forms("enforce", POLICY) {
        let setup = Setup {
            filter,
            connection_manager: json!({ "http_protocol_options": {
                "accept_http_10": true, "default_host_for_http_10": "a",
            } }),
            ..Setup::default()
        };
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        are_answered_alike(&envoy);
    }
}

fn are_answered_alike(envoy: &Envoy) {
    for (origin, may_read) in [(APP, 1), (OTHER, 0)] {
        let said = said_to(envoy, format!("GET / HTTP/1.0\r\norigin: {origin}\r\n\r\n").as_bytes());
        assert_eq!(count(&said, MAY_READ), may_read, "{said}");
        assert_eq!(count(&said, "vary: origin\r\n"), 1, "{said}");
    }
    let Some(curl) = peer::require_or_skip("curl") else { return };
    let method = "access-control-request-method: PUT";
    for (lines, status, may_read) in [
        (vec![format!("origin: {APP}")], "http/2 200", 1),
        (vec![format!("origin: {OTHER}")], "http/2 200", 0),
        (vec![format!("origin: {APP}"), method.into()], "http/2 204", 1),
        (vec![format!("origin: {OTHER}"), method.into()], "http/2 403", 0),
        (vec![format!("origin: {APP}"), format!("origin: {APP}")], "http/2 200", 0),
    ] {
        let mut ask = Command::new(&curl);
        ask.args(["--silent", "--http2-prior-knowledge", "--dump-header", "-", "--max-time", "20"]);
        if lines.contains(&method.to_owned()) {
            ask.args(["--request", "OPTIONS"]);
        }
        ask.args(lines.iter().flat_map(|line| ["--header", line]));
        let output = ask.arg(format!("http://{}/", envoy.address())).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout).to_ascii_lowercase();
        assert!(said.starts_with(status), "{lines:?}: {said}");
        assert_eq!(count(&said, MAY_READ), may_read, "{lines:?}: {said}");
    }
}

/// An upgrade goes through; an internal redirect, and a filter before that refuses, are spoken for.
#[test]
fn what_others_do_around_it_is_spoken_for() {
    let upstream = Upstream::start_with(|head| match head.split(' ').nth(1).unwrap_or_default() {
        "/socket" => {
            "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                      sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
                .to_owned()
        }
        "/moved" => answer(302, &[("location", "http://a/final"), SAID[0]]),
        "/final" => answer(200, &[SAID[0], ("x-final", "1")]),
        _ => answer(200, &SAID),
    });
    let router = json!({
        "name": "envoy.filters.http.router",
        "typed_config": { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
    });
    let rbac = json!({
        "name": "envoy.filters.http.rbac",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
            "rules": { "action": "DENY", "policies": { "all": {
                "permissions": [{ "url_path": { "path": { "exact": "/forbidden" } } }],
                "principals": [{ "any": true }],
            } } },
        },
    });
    let moved = json!({
        "match": { "path": "/moved" },
        "route": { "cluster": "application", "internal_redirect_policy": {} },
    });
    let setup = Setup {
        routes: vec![moved],
        connection_manager: json!({
            "http_filters": [rbac, filter("enforce", POLICY), router],
            "upgrade_configs": [{ "upgrade_type": "websocket" }],
        }),
        ..Setup::default()
    };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    for (path, status, is_final) in [("/moved", 200, "1"), ("/forbidden", 403, "")] {
        for (origin, reader) in [(APP, APP), (OTHER, "")] {
            let said = envoy.ask("GET", path, &[("origin", origin)]);
            assert_eq!(said.status, status, "{path}: {said:?}");
            assert_eq!(said.value("x-final"), is_final, "{path}: {said:?}");
            assert_eq!(said.value(MAY_READ), reader, "{path}: {said:?}");
            assert_eq!(said.value("vary"), "Origin", "{path}: {said:?}");
        }
    }
    let upgrade = format!(
        "GET /socket HTTP/1.1\r\nhost: a\r\norigin: {APP}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    let said = said_to(&envoy, upgrade.as_bytes());
    assert!(said.starts_with("http/1.1 101 "), "{said}");
}
