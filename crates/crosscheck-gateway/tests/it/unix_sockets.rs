//! Sockets in the file system, on either side of the gateway: what only this machine can reach.

use std::io::Read;
use std::io::Write;
use std::num::NonZero;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::thread;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::IpNet;
use crosscheck_gateway::Listeners;
use crosscheck_gateway::Upstream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::UnixListener;
use tokio::sync::oneshot;

use crate::peers::TestUpstream;
use crate::peers::parse;
use crate::peers::policy;
use crate::peers::start;
use crate::raw::ask;
use crate::raw::ask_closing;

/// A name of its own for each process.
fn socket() -> PathBuf {
    std::env::temp_dir().join(format!("crosscheck-{}.sock", std::process::id()))
}

fn upstream(path: &std::path::Path) -> Upstream {
    let upstream = Upstream::parse(&format!("unix:{}", path.display())).expect("an upstream");
    assert_eq!(upstream.to_string(), format!("unix:{}", path.display()));
    upstream
}

/// Answers each request on each connection, and says in the answer which of the connection it was.
async fn serve(listener: UnixListener) {
    while let Ok((mut stream, _)) = listener.accept().await {
        tokio::spawn(async move {
            let (mut request, mut part, mut index) = (String::new(), [0; 1024], 0);
            while let Ok(length @ 1..) = stream.read(&mut part).await {
                request.push_str(std::str::from_utf8(&part[..length]).expect("text"));
                let is_whole = request.ends_with("hello") || request.starts_with("GET");
                if !is_whole || !request.contains("\r\n\r\n") {
                    continue;
                }
                assert!(request.contains("\r\nhost: localhost\r\n"), "{request}");
                assert!(request.contains("\r\nx-forwarded-host: api\r\n"), "{request}");
                let answer =
                    format!("HTTP/1.1 200 OK\r\ncontent-length: 1\r\nx-total: 1\r\n\r\n{index}");
                stream.write_all(answer.as_bytes()).await.expect("the gateway reads");
                (request, index) = (String::new(), index + 1);
            }
        });
    }
}

#[tokio::test]
async fn requests_go_over_a_socket_in_a_file_that_is_kept() {
    let path = socket();
    let _ = std::fs::remove_file(&path);
    let gateway = start(Gateway::new(policy(), upstream(&path)));
    let get =
        b"GET / HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\nconnection: close\r\n\r\n";
    // Nobody listens yet.
    let (answer, _) = ask(gateway, get).await;
    assert_eq!(answer.status, 502);
    assert!(answer.header("access-control-allow-origin").is_some());

    tokio::spawn(serve(UnixListener::bind(&path).expect("a free name")));
    let post =
        b"POST / HTTP/1.1\r\nhost: api\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";
    for (index, request) in [get.as_slice(), post, get, post].into_iter().enumerate() {
        let (answer, is_whole) = ask_closing(gateway, request).await;
        assert_eq!((answer.status, is_whole), (200, true));
        assert_eq!(String::from_utf8_lossy(&answer.body), index.to_string(), "one connection");
    }
    let _ = std::fs::remove_file(&path);
}

/// Clients that come by a socket in the file system: what they are answered, and who they count as.
#[tokio::test]
async fn clients_come_by_a_file_that_is_gone_when_nobody_serves_it() {
    let upstream = TestUpstream::saying(&[]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("gateway.sock");
    let this_machine: IpNet = "127.0.0.1/32".parse().expect("a network");
    for (gateway, said, client) in [
        (Gateway::new(policy(), upstream.upstream()), "", "127.0.0.1"),
        // The first bytes are looked at, and left where they are.
        (Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear(), "", "127.0.0.1"),
        (
            Gateway::new(policy(), upstream.upstream()).expect_proxy_protocol([this_machine]),
            "PROXY TCP4 203.0.113.7 192.0.2.1 5000 443\r\n",
            "203.0.113.7",
        ),
    ] {
        let two = NonZero::new(2).expect("two is not zero");
        let listeners = Listeners::bind_file(&path, 0o600, two).expect("a free name");
        assert_eq!(listeners.address(), None);
        let (stop, stopped) = oneshot::channel::<()>();
        let server = thread::spawn(move || {
            crosscheck_gateway::run(gateway, listeners, async {
                let _ = stopped.await;
            })
        });
        let at = path.clone();
        let answers = tokio::task::spawn_blocking(move || {
            let ask = |_| {
                let mut stream = UnixStream::connect(&at).expect("somebody listens");
                let head = "GET / HTTP/1.1\r\nhost: api.example\r\norigin: https://app.example\r\n\
                            connection: close\r\n\r\n";
                // In two parts, so that the first is not all that is looked at.
                stream.write_all(said.as_bytes()).expect("it reads");
                stream.write_all(&head.as_bytes()[..2]).expect("it reads");
                stream.write_all(&head.as_bytes()[2..]).expect("it reads");
                let mut answer = Vec::new();
                stream.read_to_end(&mut answer).expect("it answers");
                parse(&answer)
            };
            (0..8).map(ask).collect::<Vec<_>>()
        });
        for answer in answers.await.expect("no panic") {
            assert_eq!((answer.status, answer.body.as_slice()), (200, &b"hello"[..]));
            let allowed = answer.header("access-control-allow-origin");
            assert_eq!(allowed.as_deref(), Some("https://app.example"));
        }
        let seen = upstream.seen();
        let told = seen.last().and_then(|head| head.headers.get("x-forwarded-for"));
        assert_eq!(told.map(http::HeaderValue::as_bytes), Some(client.as_bytes()));
        stop.send(()).expect("it still runs");
        server.join().expect("no panic").expect("no error");
        assert!(!path.exists(), "nobody serves it any more");
    }
}
