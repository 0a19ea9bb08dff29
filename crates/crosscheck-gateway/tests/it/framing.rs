//! Where a message ends: both sides of the gateway must mean the same byte.
//!
//! Spec: <https://httpwg.org/specs/rfc9112.html#message.body.length>

use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::raw::ask;
use crate::raw::exchange;

const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: api\r\nconnection: close\r\n\r\n";
const HEAD: &[u8] = b"HEAD / HTTP/1.1\r\nhost: api\r\nconnection: close\r\n\r\n";

/// What an upstream says and what the client must get: status, body, `Content-Length`.
///
/// A status of 0 is an answer that must not look whole.
#[tokio::test]
async fn an_answer_ends_where_the_upstream_means_it() {
    let whole = "HTTP/1.1 200 OK\r\n";
    for (lines, body, status, received, length) in [
        ("content-length: 5", "hello", 200, "hello", Some("5")),
        ("transfer-encoding: chunked", "5\r\nhello\r\n0\r\n\r\n", 200, "hello", None),
        // A length beside chunks counts for nothing, on either side of them.
        (
            "content-length: 4\r\ntransfer-encoding: chunked",
            "5\r\nhello\r\n0\r\n\r\n",
            200,
            "hello",
            None,
        ),
        (
            "transfer-encoding: Chunked\r\ncontent-length: 4",
            "5\r\nhello\r\n0\r\n\r\n",
            200,
            "hello",
            None,
        ),
        // One length, said more than once.
        ("content-length: 5\r\ncontent-length: 5", "hello", 200, "hello", Some("5")),
        // Lengths that differ, or are none.
        ("content-length: 4\r\ncontent-length: 5", "hello", 502, "", None),
        ("content-length: 4, 5", "hello", 502, "", None),
        ("content-length: +5", "hello", 502, "", None),
        ("content-length: -5", "hello", 502, "", None),
        ("content-length: 0x5", "hello", 502, "", None),
        ("content-length: ", "hello", 502, "", None),
        // Codings that the client would not learn of.
        ("transfer-encoding: gzip, chunked", "5\r\nhello\r\n0\r\n\r\n", 502, "", None),
        ("transfer-encoding: gzip", "hello", 502, "", None),
        ("transfer-encoding: identity", "hello", 502, "", None),
        (
            "transfer-encoding: chunked\r\ntransfer-encoding: chunked",
            "5\r\nhello\r\n0\r\n\r\n",
            502,
            "",
            None,
        ),
        // Neither: it ends where the connection does.
        ("x: y", "hello", 200, "hello", None),
        // Cut short, and be it before the first byte: without the head a browser would take the
        // connection for one that closed too early, and send its request again.
        ("content-length: 9", "", 0, "", Some("9")),
        ("transfer-encoding: chunked", "", 0, "", None),
        ("transfer-encoding: chunked", "zz\r\n", 0, "", None),
        ("content-length: 9", "hello", 0, "hello", Some("9")),
        ("transfer-encoding: chunked", "5\r\nhello\r\n", 0, "hello", None),
        ("transfer-encoding: chunked", "5\r\nhe", 0, "he", None),
        ("transfer-encoding: chunked", "5\r\nhello\r\nzz\r\n", 0, "hello", None),
    ] {
        let answer = format!("{whole}{lines}\r\n\r\n{body}").into_bytes();
        let upstream = RawUpstream::start(Then::Close, move |_| answer.clone()).await;
        let (answer, is_whole) = ask(upstream.gateway(), GET).await;
        let case = format!("{lines:?} {body:?}: {answer:?}");
        assert_eq!(is_whole, status != 0, "{case}");
        if status == 502 {
            assert_eq!(answer.status, 502, "{case}");
            continue;
        }
        assert_eq!(answer.status, 200, "{case}");
        assert_eq!(String::from_utf8_lossy(&answer.body), received, "{case}");
        assert_eq!(answer.header("content-length").as_deref(), length, "{case}");
    }
}

#[tokio::test]
async fn an_answer_without_a_body_may_say_a_length_once() {
    for (request, status, lines, passed_on) in [
        (HEAD, "200 OK", "content-length: 5", Some("5")),
        (HEAD, "200 OK", "content-length: 5\r\ncontent-length: 5", Some("5")),
        (HEAD, "200 OK", "content-length: 5, 5", Some("5")),
        (HEAD, "200 OK", "content-length: 5, 6", None),
        (HEAD, "200 OK", "content-length: 99999999999999999999999", None),
        (HEAD, "200 OK", "transfer-encoding: chunked\r\ncontent-length: 5", None),
        (GET, "304 Not Modified", "content-length: 5, 5", None),
        (GET, "204 No Content", "content-length: 5", None),
    ] {
        let answer = format!("HTTP/1.1 {status}\r\n{lines}\r\n\r\n").into_bytes();
        let upstream = RawUpstream::start(Then::Close, move |_| answer.clone()).await;
        let (answer, is_whole) = ask(upstream.gateway(), request).await;
        let is_refused = lines.contains("5, 6") || lines.contains("999");
        assert_eq!(answer.status == 502, is_refused, "{status} {lines}: {answer:?}");
        if !is_refused {
            assert!(is_whole, "{status} {lines}: {answer:?}");
            assert_eq!(answer.header("content-length").as_deref(), passed_on, "{status} {lines}");
            assert_eq!(answer.header("transfer-encoding"), None, "{status} {lines}");
        }
    }
}

/// GET and HEAD rarely have one, so libraries tend to lose it.
#[tokio::test]
async fn a_body_arrives_whatever_the_method() {
    for method in ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "QUERY"] {
        for (framing, body) in [
            ("content-length: 5", "hello"),
            ("transfer-encoding: chunked", "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"),
            ("transfer-encoding: chunked", "0\r\n\r\n"),
        ] {
            let upstream =
                RawUpstream::saying(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
            let request = format!(
                "{method} / HTTP/1.1\r\nhost: api\r\nconnection: close\r\n{framing}\r\n\r\n{body}"
            );
            let (answer, _) = ask(upstream.gateway(), request.as_bytes()).await;
            assert_eq!(answer.status, 200, "{request}");
            let body = body.replace("2\r\nhe\r\n3\r\nllo\r\n", "5\r\nhello\r\n");
            let all_asked = upstream.asked();
            assert_eq!(all_asked.len(), 2, "{request:?}");
            for asked in all_asked {
                let (head, sent) = asked.split_once("\r\n\r\n").expect("a head");
                assert!(head.contains(framing), "{request:?}: {asked:?}");
                let sent = sent.replace("2\r\nhe\r\n3\r\nllo\r\n", "5\r\nhello\r\n");
                assert_eq!(sent, body, "{request:?}: {asked:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_request_whose_end_is_in_doubt_reaches_nobody() {
    let upstream = RawUpstream::saying(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let gateway = upstream.gateway();
    for (lines, body, status) in [
        ("transfer-encoding: gzip, chunked", "5\r\nhello\r\n0\r\n\r\n", 501),
        ("transfer-encoding: chunked, chunked", "5\r\nhello\r\n0\r\n\r\n", 501),
        ("transfer-encoding: gzip\r\ntransfer-encoding: chunked", "5\r\nhello\r\n0\r\n\r\n", 501),
        ("transfer-encoding: gzip", "hello", 400),
        ("transfer-encoding: chunked, gzip", "5\r\nhello\r\n0\r\n\r\n", 400),
        ("transfer-encoding: xchunked", "5\r\nhello\r\n0\r\n\r\n", 400),
        ("content-length: 4\r\ncontent-length: 5", "hello", 400),
        ("content-length: 5, 5", "hello", 400),
        ("content-length: +5", "hello", 400),
        ("content-length : 5", "hello", 400),
    ] {
        let request =
            format!("POST / HTTP/1.1\r\nhost: api\r\nconnection: close\r\n{lines}\r\n\r\n{body}");
        let (answer, _) = ask(gateway, request.as_bytes()).await;
        assert_eq!(answer.status, status, "{request:?}");
    }
    assert_eq!(upstream.asked(), Vec::<String>::new());
}

/// It is the client's fault, and the client is told so.
#[tokio::test]
async fn a_body_that_breaks_off_is_the_clients_fault() {
    for (framing, body) in [
        ("transfer-encoding: chunked", "5\r\nhello\r\nzz\r\n"),
        ("transfer-encoding: chunked", "5\r\nhello!\r\n0\r\n\r\n"),
        ("transfer-encoding: chunked", "ffffffffffffffffff\r\n"),
    ] {
        // It answers only what is whole.
        let upstream = RawUpstream::saying(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        let request = format!(
            "POST / HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\n{framing}\r\n\r\n{body}"
        );
        let (answer, is_whole) = ask(upstream.gateway(), request.as_bytes()).await;
        assert_eq!((answer.status, is_whole), (400, true), "{request:?}");
        assert!(answer.header("access-control-allow-origin").is_some(), "{request:?}");
        assert_eq!(upstream.asked(), Vec::<String>::new(), "{request:?}");
    }
}

#[tokio::test]
async fn a_protocol_that_nobody_asked_for_is_a_502() {
    let upstream = RawUpstream::saying(
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    )
    .await;
    let answer = exchange(
        upstream.gateway(),
        b"GET / HTTP/1.1\r\nhost: api\r\nupgrade: websocket\r\nconnection: upgrade, close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with(b"HTTP/1.1 502"), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test]
async fn too_large_a_head_says_so() {
    for (lines, bytes) in [(101, 1), (2, 20_000)] {
        let lines = format!("x: {}\r\n", "y".repeat(bytes)).repeat(lines);
        let answer = format!("HTTP/1.1 200 OK\r\n{lines}\r\n").into_bytes();
        let upstream = RawUpstream::start(Then::Close, move |_| answer.clone()).await;
        let (answer, _) = ask(upstream.gateway(), GET).await;
        assert_eq!(answer.status, 502);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(text.contains("too many header lines, or too long ones"), "{text}");
    }
}

#[tokio::test]
async fn an_interim_answer_is_not_the_answer() {
    let upstream = RawUpstream::saying(
        b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
    )
    .await;
    let (answer, is_whole) = ask(upstream.gateway(), GET).await;
    assert_eq!((answer.status, is_whole), (200, true));
    assert_eq!(answer.body, b"hello");
}
