//! Whatever an upstream answers, plain or not, is passed on as hyper would.

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::peers::policy;
use crate::peers::start;
use crate::plain::A_MOMENT;
use crate::plain::Doors;
use crate::plain::all_done;
use crate::plain::hold_equal;
use crate::raw::RawUpstream;
use crate::raw::Then;

/// Whatever an upstream answers, or does not.
#[tokio::test]
async fn an_answer_is_the_same_either_way() {
    let mut tasks = JoinSet::new();
    for answer in [
        "200 OK\r\ncontent-length: 5\r\n\r\nhello",
        "200 OK\r\nx: 1\r\ncontent-length: 0\r\ny: 2\r\n\r\n",
        "200 Fine\r\ncontent-length: 5\r\ncontent-length: 5\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5, 5\r\ndate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nhello",
        "200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nhello",
        "200 OK\r\ncontent-length: +5\r\n\r\nhello",
        "200 OK\r\ncontent-length: 05\r\n\r\nhello",
        "200 OK\r\ncontent-length: 9\r\n\r\nhello",
        "200 OK\r\ncontent-length: 3\r\n\r\nhello",
        "200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "200 OK\r\ntransfer-encoding: chunked\r\ntrailer: a\r\n\r\n5\r\nhello\r\n0\r\na: b\r\n\r\n",
        "200 OK\r\ntrailer: a, c\r\ntransfer-encoding: chunked\r\nx: 1\r\ntrailer: b\r\n\r\n5\r\nhello\r\n0\r\na: b\r\n\r\n",
        "204 No Content\r\ntrailer: a\r\n\r\n",
        "200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "200 OK\r\nConnection: keep-alive\r\nx: 1\r\nTransfer-Encoding: Chunked\r\nKeep-Alive: timeout=5\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "200 OK\r\ntransfer-encoding: chunked\r\nx: 1\r\nconnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "200 OK\r\ntransfer-encoding: gzip\r\n\r\nhello",
        "200 OK\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\ntrailer: a\r\ntrailer: b\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nconnection: close, x-b\r\nx-b: 1\r\nkeep-alive: timeout=1\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nset-cookie: a\r\nx: 1\r\nset-cookie: b\r\nvary: accept\r\nvary: *\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\naccess-control-allow-origin: *\r\naccess-control-max-age: 5\r\n\r\nhello",
        "200 OK\r\nServer: a\r\nDate: b\r\nContent-Type:text/plain \r\nContent-Length: 5\r\nConnection: keep-alive\r\nETag: \"a\"\r\nAccept-Ranges: bytes\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nkeep-alive: timeout=9\r\nx: 1\r\nconnection: keep-alive\r\n\r\nhello",
        "200 OK\r\nconnection: keep-alive\r\nx: 1\r\ncontent-length: 5\r\nkeep-alive: timeout=9\r\n\r\nhello",
        "200 OK\r\nkeep-alive: timeout=9\r\nconnection: keep-alive\r\ncontent-length: 5\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nconnection: keep-alive\r\nconnection: keep-alive\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nx: 1\r\ny: 2\r\nX: 3\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nvary: accept\r\nx: 1\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nvary: origin\r\nx: 1\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nVary: a, ORIGIN , b\r\nx: 1\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nvary: *\r\nx: 1\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nvary:\r\nx: 1\r\n\r\nhello",
        "200 OK\r\nconnection: keep-alive\r\nkeep-alive: timeout=9\r\ncontent-length: 5\r\nx: 1\r\nvary: accept\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\ntiming-allow-origin: *\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\nrefresh: 5\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\naccess-control-allow-credentials-and-more: 1\r\n\r\nhello",
        "200 OK\r\ncontent-length: 5\r\n\r\nhello and more",
        "201 Created\r\ncontent-length: 5\r\nlocation: /a\r\n\r\nhello",
        "204 No Content\r\n\r\n",
        "204 No Content\r\ncontent-length: 5\r\n\r\n",
        "205 Reset Content\r\ncontent-length: 0\r\n\r\n",
        "206 Partial Content\r\ncontent-length: 5\r\ncontent-range: bytes 0-4/9\r\n\r\nhello",
        "304 Not Modified\r\ncontent-length: 5\r\netag: \"a\"\r\n\r\n",
        "304 Not Modified\r\ntransfer-encoding: chunked\r\n\r\n",
        "404 Not Found\r\ncontent-length: 5\r\n\r\nhello",
        "503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 1\r\n\r\n",
        "599 Odd\r\ncontent-length: 5\r\n\r\nhello",
        "799 Odder\r\ncontent-length: 5\r\n\r\nhello",
        "99 Less\r\n\r\n",
        "101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        "103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        "200 OK\r\na: b\nc: d\r\ncontent-length: 5\r\n\r\nhello",
        "200 OK\r\na b: c\r\ncontent-length: 5\r\n\r\nhello",
        "",
    ] {
        for then in [Then::Close, Then::Keep] {
            let bytes =
                if answer.is_empty() { String::new() } else { format!("HTTP/1.1 {answer}") };
            tasks.spawn(async move {
                let upstream = RawUpstream::start(then, move |_| bytes.clone().into()).await;
                let gateway = Doors::open(Gateway::new(policy(), upstream.upstream()));
                for request in [
                    "GET / HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\n\r\n",
                    "HEAD / HTTP/1.1\r\nhost: api\r\norigin: https://evil.example\r\n\r\n",
                ] {
                    hold_equal(&upstream, &gateway, request.as_bytes()).await;
                }
            });
        }
    }
    all_done(tasks).await;
    for length in [1_000, 16_000, 16_384, 17_000, 65_536, 65_537, 300_000] {
        let answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{}", "a".repeat(length));
        let upstream = RawUpstream::start(Then::Keep, move |_| answer.clone().into()).await;
        let request = b"GET / HTTP/1.1\r\nhost: api\r\n\r\n";
        let doors = Doors::open(Gateway::new(policy(), upstream.upstream()));
        let got = hold_equal(&upstream, &doors, request).await;
        assert!(got.len() > length, "{length}");
    }
}

/// Bodies in chunks: what is one, what is none, and what an attacker makes of them.
#[tokio::test]
async fn chunks_are_the_same_either_way() {
    let data = |length: usize| format!("{length:x}\r\n{}\r\n", "a".repeat(length));
    let mut tasks = JoinSet::new();
    for chunks in [
        "0\r\n\r\n".to_owned(),
        "5\r\nhello\r\n0\r\n\r\n".into(),
        "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n".into(),
        "000A\r\nhello\r\nyou\r\n000\r\n\r\n".into(),
        "5;a=\"b\"\r\nhello\r\n0;c\r\n\r\n".into(),
        "5 \t\r\nhello\r\n0  \r\n\r\n".into(),
        format!("{}{}0\r\n\r\n", data(15), data(16)),
        format!("{}0\r\n\r\n", data(0xabc)),
        format!("{}0\r\n\r\n", data(15_000)),
        format!("{}0\r\na: b\r\n\r\n", data(4_096).repeat(2)),
        format!("{}0\r\n\r\n", "1\r\na\r\n".repeat(1_000)),
        format!("5;{}\r\nhello\r\n0\r\n\r\n", "a".repeat(200)),
        format!("5;{}\r\nhello\r\n0\r\n\r\n", "a".repeat(300)),
        format!("5\r\nhello\r\n0;{}\r\n\r\n", "a".repeat(300)),
        "5\r\nhello\r\n0\r\na: b\r\n\r\n".into(),
        "5\r\nhello\r\n0\r\na b\r\n\r\n".into(),
        "5\r\nhello\r\n0\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil".into(),
        "5\r\nhello\r\n0\r\n\r\n\r\n".into(),
        "5\r\nhello\r\n0\r\n".into(),
        "5\r\nhello\r\n".into(),
        "5\r\nhell".into(),
        "5\r\nhello".into(),
        "5".into(),
        "".into(),
        "+5\r\nhello\r\n0\r\n\r\n".into(),
        "-5\r\nhello\r\n0\r\n\r\n".into(),
        "0x5\r\nhello\r\n0\r\n\r\n".into(),
        " 5\r\nhello\r\n0\r\n\r\n".into(),
        "5 5\r\nhello\r\n0\r\n\r\n".into(),
        "g\r\nhello\r\n0\r\n\r\n".into(),
        "\r\nhello\r\n0\r\n\r\n".into(),
        ";a\r\nhello\r\n0\r\n\r\n".into(),
        "5;a\rb\r\nhello\r\n0\r\n\r\n".into(),
        "5;a\0\r\nhello\r\n0\r\n\r\n".into(),
        "5\nhello\r\n0\r\n\r\n".into(),
        "5\rhello\r\n0\r\n\r\n".into(),
        "5\r\nhello\n0\r\n\r\n".into(),
        "5\r\nhello\r0\r\n\r\n".into(),
        "5\r\nhello0\r\n\r\n".into(),
        "5\r\nhello!\r\n0\r\n\r\n".into(),
        "4\r\nhello\r\n0\r\n\r\n".into(),
        "5\r\nhello\r\n0\n\r\n".into(),
        "5\r\nhello\r\n0\r\n\n".into(),
        "000000000000005\r\nhello\r\n0\r\n\r\n".into(),
        "0000000000000005\r\nhello\r\n0\r\n\r\n".into(),
        "00000000000000005\r\nhello\r\n0\r\n\r\n".into(),
        "10000000000000005\r\nhello\r\n0\r\n\r\n".into(),
        "ffffffffffffffff\r\nhello\r\n0\r\n\r\n".into(),
        "fffffffffffffff\r\nhello\r\n0\r\n\r\n".into(),
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}");
        for then in [Then::Close, Then::Keep] {
            let bytes = answer.clone();
            tasks.spawn(async move {
                let upstream = RawUpstream::start(then, move |_| bytes.clone().into()).await;
                let gateway = Doors::open(Gateway::new(policy(), upstream.upstream()));
                let request = "GET / HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\n\r\n";
                hold_equal(&upstream, &gateway, request.as_bytes()).await;
            });
        }
    }
    all_done(tasks).await;
}

/// Parts of an answer, each sent when the one before has come out of the gateway as it should: it, and what is said of it
/// there. The last one ends it, or breaks it off.
async fn play_parts(parts: Vec<(String, String)>, by_hyper: bool) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let gateway = start(Gateway::new(policy(), Upstream::parse(&address).expect("an upstream")));
    let mut client = TcpStream::connect(gateway).await.expect("the gateway listens");
    client.set_nodelay(true).expect("a socket");
    client.write_all(b"GE").await.expect("it reads");
    if by_hyper {
        tokio::time::sleep(A_MOMENT).await;
    }
    client.write_all(b"T / HTTP/1.1\r\nhost: api\r\n\r\n").await.expect("it reads");
    let (mut asked, _) = listener.accept().await.expect("a request");
    assert!(asked.read(&mut [0; 4096]).await.expect("a request") > 0);
    asked.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await.expect("it");
    let (mut got, mut part) = (String::new(), [0; 4096]);
    while !got.ends_with("\r\n\r\n") {
        let read = client.read(&mut part).await.expect("a head");
        got.push_str(str::from_utf8(&part[..read]).expect("text"));
    }
    for (sent, expected) in &parts {
        asked.write_all(sent.as_bytes()).await.expect("the gateway reads");
        let mut got = String::new();
        while got.len() < expected.len() || expected.is_empty() {
            let read = client.read(&mut part).await.unwrap_or(0);
            if read == 0 {
                break;
            }
            got.push_str(str::from_utf8(&part[..read]).expect("text"));
        }
        assert_eq!(got, *expected, "{sent:?} of {parts:?}, by hyper: {by_hyper}");
    }
}

/// Chunks in several pieces go out as they come, and no later; one that is none breaks the answer off, without an end.
#[tokio::test]
async fn chunks_go_out_as_they_come() {
    let (long, zeros) = ("a".repeat(300), "0".repeat(16));
    let mut tasks = JoinSet::new();
    for by_hyper in [false, true] {
        for parts in [
            vec![("5\r\nhello\r\n", "5\r\nhello\r\n"), ("0\r\n\r\n", "0\r\n\r\n")],
            vec![("5\r\nhe", "2\r\nhe\r\n"), ("llo\r\n1;a\r\n!", "3\r\nllo\r\n1\r\n!\r\n")],
            vec![("1\r\na\r\n", "1\r\na\r\n"), ("0\r\na: b\r\n\r\n", "0\r\n\r\n")],
        ] {
            let parts: Vec<_> = parts.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
            tasks.spawn(play_parts(parts, by_hyper));
        }
        for none in [
            "+5\r\n",
            "-5\r\n",
            "0x5\r\n",
            " 5\r\n",
            "g\r\n",
            "\r\n",
            ";\r\n",
            "5\n",
            "5\rh\n",
            "5;\0\r\n",
            &format!("5;{long}\r\n"),
            &format!("{zeros}5\r\n"),
            "ffffffffffffffff\r\n",
            "0\r\na b\r\n\r\n",
            "0\r\n\n",
        ] {
            let first = ("1\r\na\r\n".into(), "1\r\na\r\n".into());
            tasks.spawn(play_parts(vec![first, (none.into(), String::new())], by_hyper));
        }
    }
    all_done(tasks).await;
}
