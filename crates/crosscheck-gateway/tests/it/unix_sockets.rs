//! An upstream that listens on a socket in the file system: what only this machine can reach.

use std::path::PathBuf;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::UnixListener;

use crate::peers::policy;
use crate::peers::start;
use crate::raw::ask;

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
        let (answer, is_whole) = ask(gateway, request).await;
        assert_eq!((answer.status, is_whole), (200, true));
        assert_eq!(String::from_utf8_lossy(&answer.body), index.to_string(), "one connection");
    }
    let _ = std::fs::remove_file(&path);
}
