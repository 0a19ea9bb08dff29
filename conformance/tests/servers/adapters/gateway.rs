//! The table, put to the gateway, over loopback, before an upstream in this process.

use std::convert::Infallible;
use std::future::pending;
use std::net::SocketAddr;
use std::net::TcpListener;

use bytes::Bytes;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::PolicyHandle;
use crosscheck_gateway::Upstream;
use http::Response;
use http_body_util::Empty;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::adapters::case::Case;
use crate::adapters::case::SAID;
use crate::adapters::case::told;

pub(crate) fn ask(case: &Case) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let upstream = start_upstream().await;
        ask_one(case, upstream).await
    })
}

/// Answers everything with what the table's handler says.
async fn start_upstream() -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound socket has an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service_fn(|_| async {
                let mut answer = Response::new(Empty::<Bytes>::new());
                for (name, value) in SAID {
                    answer.headers_mut().append(name, value.parse().expect("a value"));
                }
                Ok::<_, Infallible>(answer)
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    address
}

async fn ask_one(case: &Case, upstream: SocketAddr) -> String {
    let upstream = Upstream::parse(&format!("http://{upstream}")).expect("an upstream");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("a bound socket has an address");
    let gateway = Gateway::new(PolicyHandle::new(case.policy()), upstream);
    tokio::spawn(gateway.serve(listener, pending()));

    let mut request =
        format!("{} {} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n", case.method, case.path);
    case.lines.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
    let mut stream = TcpStream::connect(address).await.expect("the gateway listens");
    stream.write_all(format!("{request}\r\n").as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers with text");
    let (head, _) = answer.split_once("\r\n\r\n").expect("a head");
    let (status, lines) = head.split_once("\r\n").expect("a status line");
    let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
    let lines = lines.split("\r\n").filter_map(|line| line.split_once(": "));
    told(status.expect("a status"), lines.map(|(name, value)| (name, value.as_bytes())))
}
