//! What is passed on line by line is what a map of headers makes of it: tried for every order of a few lines.

use bytes::BytesMut;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate::HttpHead;
use crosscheck_service::http_crate::edit_answer;
use http::HeaderValue;
use http::Method;
use http::Response;

use crate::AnswerReader;
use crate::Client;
use crate::HostHeader;
use crate::Limits;
use crate::hop;
use crate::loop_mark::LoopMark;
use crate::plain::answer;
use crate::plain::raw_answer::pass_on;
use crate::plain::raw_request::Added;
use crate::plain::request;
use crate::upstream::http1::request_head::write_head;

const ORIGIN: &str = "https://app.example";

fn snapshot() -> PolicySnapshot {
    let policy = Policy::new(&Config {
        origins: vec![ORIGIN.into()],
        credentials: true,
        expose_headers: vec!["x-total".into()],
        ..Config::default()
    });
    policy.expect("a policy").into()
}

/// Every sequence of up to three of these lines.
fn sequences(lines: &[&str]) -> impl Iterator<Item = String> {
    let count = lines.len() + 1;
    (0..count.pow(3)).map(move |number| {
        let places = [number % count, number / count % count, number / count / count];
        places
            .into_iter()
            .filter_map(|place| lines.get(place))
            .map(|line| format!("{line}\r\n"))
            .collect()
    })
}

/// Without the time, where the gateway said it.
fn timeless(bytes: &[u8], says_date: bool) -> String {
    let text = String::from_utf8_lossy(bytes).into_owned();
    match text.split_once("\r\ndate: ") {
        Some((head, rest)) if !says_date => {
            format!("{head}\r\n{}", rest.split_once("\r\n").map_or("", |(_, rest)| rest))
        }
        _ => text,
    }
}

#[test]
fn answers_are_what_a_map_makes_of_them() {
    let snapshot = snapshot();
    let mut passed = 0;
    for origin in [ORIGIN, "https://evil.example"] {
        let request = http::Request::get("/").header("origin", origin).body(()).expect("a request");
        let head = HttpHead::of(&request);
        let decision = snapshot.decide(&head);
        for lines in sequences(&[
            "Content-Length: 5",
            "content-length:5 ",
            "Connection: keep-alive",
            "connection: close",
            "Keep-Alive: timeout=9",
            "Date: then",
            "Vary: Accept",
            "vary: a, origin",
            "X-One: 1",
            "x-one:  2",
            "set-cookie: a=b",
            "Transfer-Encoding: Chunked",
            "access-control-allow-origin: *",
            "location: /a",
        ]) {
            let says_date = lines.contains("Date");
            for (is_last, is_chunked) in [(false, false), (true, false), (false, true)] {
                let body =
                    if is_chunked { "0003;a=b\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n" } else { "hello" };
                let whole = format!("HTTP/1.1 200 Fine\r\ncontent-type: a\r\n{lines}\r\n{body}");
                let mut raw = Vec::new();
                let edits = (decision.edits(), origin.as_bytes());
                if pass_on(whole.as_bytes(), 100, edits, is_last, &mut raw).is_none() {
                    assert!(raw.is_empty(), "{whole:?}");
                    continue;
                }
                passed += 1;
                let (mut bytes, mut reader) =
                    (BytesMut::from(&*whole), AnswerReader::new(false, 100));
                let read = reader.read_head(&mut bytes).expect("an answer").expect("its head");
                assert_eq!(reader.left(), (!is_chunked).then_some(5), "{whole:?}");
                let mut answer = Response::new(());
                *answer.headers_mut() = read.headers;
                hop::strip_answer(read.status, answer.headers_mut()).expect("an answer");
                let plan = decision.edits().plan();
                edit_answer(answer.headers_mut(), head.origin(), &snapshot, plan);
                let mut by_map = Vec::new();
                let (parts, ()) = answer.into_parts();
                answer::write(&parts, Some(5), &Method::GET, is_last, &mut by_map);
                let mut by_map = timeless(&by_map, says_date);
                if is_chunked {
                    by_map = by_map.replace("content-length: 5", "transfer-encoding: chunked");
                }
                by_map.push_str(if is_chunked {
                    "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
                } else {
                    "hello"
                });
                assert_eq!(timeless(&raw, says_date), by_map, "{whole:?}");
            }
        }
    }
    assert!(passed > 1_000, "{passed}");
}

#[test]
fn requests_are_what_a_map_makes_of_them() {
    let client = Client::new(([127, 0, 0, 1], 1).into(), &[]);
    let (mark, upstream) = (LoopMark::new(), HeaderValue::from_static("inner:80"));
    let mut passed = 0;
    for lines in sequences(&[
        "Host: api.example",
        "host:  api.example:80 ",
        "Connection: keep-alive",
        "connection: Keep-Alive, x-one",
        "Origin: https://app.example",
        "Cookie: a=b",
        "X-One: 1",
        "x-one: 2",
        "Cookie: c=d",
        "X_Forwarded_For: 192.0.2.1",
        "forwarded: for=192.0.2.1",
        "CDN-Loop: other",
        "Access-Control-Request-Method: PUT",
        "TE: trailers",
    ]) {
        let whole = format!("DELETE /a?b=%20 HTTP/1.1\r\naccept: */*\r\n{lines}\r\n");
        let limits = Limits::default();
        let raw = request::parse(whole.as_bytes(), &limits, |request| {
            let request = request.raw(false)?;
            let (mark, forwarded_for) = (mark.as_bytes(), client.forwarded_for());
            let mut to = Vec::new();
            request.write(&Added { host: upstream.as_bytes(), mark, forwarded_for }, &mut to);
            Some(to)
        });
        let Some(raw) = raw else { continue };
        passed += 1;
        let mut head = request::read(whole.as_bytes(), &limits).expect("a plain request");
        let host = hop::host(&head).expect("a host");
        hop::strip_request(&mut head.headers, true).expect("no body");
        mark.write(&mut head.headers).expect("it has not been here");
        HostHeader::Upstream.write(&mut head.headers, &upstream, host.as_ref());
        client.write_forwarded(&mut head.headers, host);
        let mut by_map = Vec::new();
        write_head(&head, &mut by_map);
        assert_eq!(String::from_utf8_lossy(&raw), String::from_utf8_lossy(&by_map), "{whole:?}");
    }
    assert!(passed > 100, "{passed}");
}
