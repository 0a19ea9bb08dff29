//! An upstream whose answers are none, or more than one: the client gets one answer, and it is its own.
//!
//! Spec: <https://httpwg.org/specs/rfc9112.html#message.robustness>

use std::time::Duration;

use crate::peers::ask_kept;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::raw::ask;
use crate::raw::ask_closing;

const GOOD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ngood";

/// Answers `/bad` in these bytes, and anything else well.
async fn upstream(bad: Vec<u8>) -> RawUpstream {
    RawUpstream::start(Then::Keep, move |request| {
        let is_bad = request.windows(5).any(|part| part == b" /bad");
        if is_bad { bad.clone() } else { GOOD.to_vec() }
    })
    .await
}

fn request(method: &str, path: &str) -> Vec<u8> {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\nconnection: close\r\n\r\n"
    )
    .into()
}

#[tokio::test]
async fn what_is_no_answer_is_a_502_that_says_why() {
    const LINE: &str = "one of its header lines is none";
    const STATUS: &str = "it does not begin with a status of HTTP/1.1";
    const FEED: &str = "without a carriage return";
    let ok = "HTTP/1.1 200 OK\r\n";
    let end = "content-length: 5\r\n\r\nhello";
    let interim = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17);
    for (answer, why) in [
        (format!("HTTP/1.1 200 OK\n{end}"), FEED),
        (format!("{ok}a: b\n{end}"), FEED),
        (format!("{ok}content-length: 5\r\n\nhello"), FEED),
        (format!("\r\n{ok}{end}"), STATUS),
        (format!("{ok}a: b\r\n c\r\n{end}"), LINE),
        (format!("{ok} a: b\r\n{end}"), LINE),
        (format!("{ok}content-length : 5\r\n{end}"), LINE),
        (format!("{ok}: b\r\n{end}"), LINE),
        (format!("{ok}a\r\n{end}"), LINE),
        (format!("{ok}a: b\0\r\n{end}"), LINE),
        (format!("{ok}a: b\rc\r\n{end}"), LINE),
        (format!("{ok}\u{e9}: b\r\n{end}"), LINE),
        (format!("HTTP/2.0 200 OK\r\n{end}"), STATUS),
        (format!("HTTP/1.1 20 OK\r\n{end}"), STATUS),
        (format!("HTTP/1.1 2000 OK\r\n{end}"), STATUS),
        (format!("HTTP/1.1 099 OK\r\n{end}"), STATUS),
        (format!("ICY 200 OK\r\n{end}"), STATUS),
        ("SSH-2.0-OpenSSH_9.2\r\n".into(), STATUS),
        // An alert of TLS, without an end of a line.
        ("\u{15}\u{3}\u{1}\0\u{2}\u{2}".into(), STATUS),
        (format!("{interim}{ok}{end}"), "after 16 interim answers"),
        (
            format!("{ok}a: {}\r\n{end}", "b".repeat(20_000)),
            "too many header lines, or too long ones",
        ),
        (format!("{ok}content-length: 5, 6\r\n\r\nhello"), "more than one length"),
        (format!("{ok}content-length: 4\r\n{end}"), "more than one length"),
        (format!("{ok}content-length: 99999999999999999999\r\n\r\nhello"), "more than one length"),
        (format!("{ok}transfer-encoding: gzip\r\n{end}"), "a transfer coding besides"),
        (
            "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n".into(),
            "a transfer coding besides",
        ),
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n".into(), "switches to another protocol unasked"),
    ] {
        let upstream = upstream(answer.clone().into_bytes()).await;
        let gateway = upstream.gateway();
        let (bad, is_whole) = ask(gateway, &request("GET", "/bad")).await;
        let text = String::from_utf8_lossy(&bad.body).into_owned();
        assert_eq!((bad.status, is_whole), (502, true), "{answer:?}: {text}");
        assert!(text.contains(why), "{answer:?}: {text}");
        assert!(text.contains("hint: "), "{text}");
        assert!(bad.header("access-control-allow-origin").is_some(), "{answer:?}");
        // What is left of it is nobody's answer.
        let (good, _) = ask(gateway, &request("GET", "/good")).await;
        assert_eq!((good.status, good.body.as_slice()), (200, b"good".as_slice()), "{answer:?}");
        assert_eq!(upstream.asked().len(), 4, "asked once each: {answer:?}");
    }
}

#[tokio::test]
async fn what_follows_an_answer_is_not_the_next_ones() {
    let evil = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil";
    for (method, first, body) in [
        ("GET", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", "hello"),
        (
            "GET",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "hello",
        ),
        // Both lengths: an upstream that says so may mean either.
        (
            "GET",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "hello",
        ),
        ("GET", "HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello", ""),
        ("GET", "HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\nhello", ""),
        ("HEAD", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", ""),
    ] {
        let upstream = upstream([first, evil].concat().into_bytes()).await;
        let gateway = upstream.gateway();
        for _ in 0..3 {
            let (bad, is_whole) = ask(gateway, &request(method, "/bad")).await;
            assert!(is_whole, "{first:?}");
            assert_eq!(String::from_utf8_lossy(&bad.body), body, "{first:?}");
            let (good, _) = ask(gateway, &request("GET", "/good")).await;
            assert_eq!(String::from_utf8_lossy(&good.body), "good", "{first:?}");
        }
    }
}

/// It comes while nobody has asked, and the connection is not used again.
#[tokio::test]
async fn an_answer_that_nobody_asked_for_is_nobodys() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                while crate::raw::read_request(&mut stream).await.is_some() {
                    let _ = stream.write_all(GOOD).await;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    let evil = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil";
                    let _ = stream.write_all(evil).await;
                }
            });
        }
    });
    let upstream = crosscheck_gateway::Upstream::parse(&format!("http://{address}"));
    let upstream = upstream.expect("an upstream");
    let gateway =
        crate::peers::start(crosscheck_gateway::Gateway::new(crate::peers::policy(), upstream));
    let kept = b"GET / HTTP/1.1\r\nhost: api\r\n\r\n";
    for _ in 0..5 {
        let (good, _) = ask_closing(gateway, &request("GET", "/")).await;
        assert_eq!(String::from_utf8_lossy(&good.body), "good");
        tokio::time::sleep(Duration::from_millis(60)).await;
        let good = ask_kept(gateway, kept).await;
        assert_eq!(String::from_utf8_lossy(&good.body), "good");
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// The head has gone out by then, so the client learns of it by an answer that is not whole.
#[tokio::test]
async fn chunks_that_are_none_break_the_answer_off() {
    let long = format!("5;{}\r\nhello\r\n0\r\n\r\n", "a".repeat(300));
    let many = format!("0\r\n{}\r\n", "a: b\r\n".repeat(101));
    for (chunks, body) in [
        ("5\r\nhello\r\n0\r\n\r\n", Some("hello")),
        ("5 \r\nhello\r\n0\r\n\r\n", Some("hello")),
        ("0005;a=\"b\"\r\nhello\r\n000\r\n\r\n", Some("hello")),
        ("5\r\nhello\r\n0\r\na: b\r\n\r\n", Some("hello")),
        ("+5\r\nhello\r\n0\r\n\r\n", None),
        ("-5\r\nhello\r\n0\r\n\r\n", None),
        ("0x5\r\nhello\r\n0\r\n\r\n", None),
        (" 5\r\nhello\r\n0\r\n\r\n", None),
        ("5 5\r\nhello\r\n0\r\n\r\n", None),
        ("\r\nhello\r\n0\r\n\r\n", None),
        (";a\r\nhello\r\n0\r\n\r\n", None),
        ("5;a\rb\r\nhello\r\n0\r\n\r\n", None),
        ("5\nhello\r\n0\r\n\r\n", None),
        ("5\r\nhello\n0\r\n\r\n", None),
        ("5\r\nhello!\r\n0\r\n\r\n", None),
        ("fffffffffffffffff\r\nhello\r\n0\r\n\r\n", None),
        ("5\r\nhello\r\n0\r\na b\r\n\r\n", None),
        ("5\r\nhello\r\n0\r\na: b\r\n c\r\n\r\n", None),
        ("5\r\nhello\r\n0\r\na: b\n\r\n", None),
        (&long, None),
        (&many, None),
    ] {
        let bad = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}");
        let gateway = upstream(bad.into_bytes()).await.gateway();
        let (answer, is_whole) = ask(gateway, &request("GET", "/bad")).await;
        assert_eq!((answer.status, is_whole), (200, body.is_some()), "{chunks:?}");
        let got = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(body.is_none_or(|body| got == body), "{chunks:?}: {got:?}");
        let (good, _) = ask(gateway, &request("GET", "/good")).await;
        assert_eq!(String::from_utf8_lossy(&good.body), "good", "{chunks:?}");
    }
}
