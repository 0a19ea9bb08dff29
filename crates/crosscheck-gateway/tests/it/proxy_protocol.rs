//! Balancers that pass bytes on: the client is who they say, and from nobody else.

use std::net::SocketAddr;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::IpNet;
use crosscheck_gateway::Limits;
use crosscheck_gateway::ServerTls;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::peers::TestUpstream;
use crate::peers::parse;
use crate::peers::policy;
use crate::peers::start;
use crate::raw::exchange;
use crate::raw::read_to_end;
use crate::tls::Authority;

const GET: &str = "GET / HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\n\r\n";
const SAID: &str = "PROXY TCP4 192.0.2.1 198.51.100.1 5000 443\r\n";

fn behind(network: &str, gateway: Gateway) -> SocketAddr {
    let network: IpNet = network.parse().expect("a network");
    start(gateway.expect_proxy_protocol([network]))
}

#[tokio::test]
async fn the_client_is_who_the_balancer_says() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = behind("127.0.0.0/8", Gateway::new(policy(), upstream.upstream()));
    let six = [[0x20, 1, 0xd, 0xb8].as_slice(), &[0; 11], &[1], &[0; 20]].concat();
    let binary = [b"\r\n\r\n\0\r\nQUIT\n\x21\x21\0\x24".as_slice(), &six].concat();
    for (said, client) in [
        (SAID.as_bytes(), "192.0.2.1"),
        (&binary, "2001:db8::1"),
        // It asks for itself.
        (b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", "127.0.0.1"),
        (b"PROXY UNKNOWN\r\n", "127.0.0.1"),
    ] {
        let bytes = exchange(gateway, &[said, GET.as_bytes()].concat()).await;
        assert_eq!(parse(&bytes).status, 200);
        let seen = upstream.seen();
        assert_eq!(seen.last().expect("asked").headers["x-forwarded-for"], client);
    }
}

/// A byte at a time, and TLS after it.
#[tokio::test]
async fn it_comes_in_pieces_and_before_tls() {
    let authority = Authority::new();
    let upstream = TestUpstream::saying(&[]);
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let gateway = Gateway::new(policy(), upstream.upstream()).secure(tls);
    let mut stream = TcpStream::connect(behind("127.0.0.1/32", gateway)).await.expect("it listens");
    stream.set_nodelay(true).expect("a socket");
    for byte in SAID.bytes() {
        stream.write_all(&[byte]).await.expect("the gateway reads");
        tokio::task::yield_now().await;
    }
    let stream = authority.connect_over(stream, "api.example", &["http/1.1"]).await;
    let mut stream = stream.expect("TLS");
    stream.write_all(GET.as_bytes()).await.expect("the gateway reads");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert_eq!(parse(&answer).status, 200);
    assert_eq!(upstream.seen()[0].headers["x-forwarded-for"], "192.0.2.1");
}

/// Else anybody could be anybody.
#[tokio::test]
async fn a_stranger_cannot_say_it_and_a_balancer_must() {
    let upstream = TestUpstream::saying(&[]);
    let limits = Limits::default().head(std::time::Duration::from_millis(200));
    let gateway = Gateway::new(policy(), upstream.upstream()).limit(limits);
    let stranger = behind("192.0.2.0/24", gateway.clone());
    let bytes = exchange(stranger, format!("{SAID}{GET}").as_bytes()).await;
    assert_eq!(parse(&bytes).status, 400);
    let balancer = behind("127.0.0.0/8", gateway);
    for said in ["", "PROXY TCP4 192.0.2.1\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 5000 "] {
        let mut stream = TcpStream::connect(balancer).await.expect("the gateway listens");
        let request = if said.is_empty() { GET } else { said };
        stream.write_all(request.as_bytes()).await.expect("the gateway reads");
        assert_eq!(read_to_end(&mut stream).await, b"", "{said}");
    }
    assert!(upstream.seen().is_empty());
}
