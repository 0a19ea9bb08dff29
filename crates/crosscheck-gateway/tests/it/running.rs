//! Serving on several threads, and stopping.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::num::NonZero;
use std::thread;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Listeners;
use crosscheck_gateway::Upstream;
use crosscheck_gateway::run;
use tokio::sync::oneshot;

use crate::peers::policy;

const TWO: NonZero<usize> = NonZero::new(2).expect("two is not zero");

#[test]
fn all_threads_answer_and_all_stop() {
    let listeners =
        Listeners::bind("127.0.0.1:0".parse().expect("an address"), TWO).expect("a port");
    let address = listeners.address().expect("an address");
    let upstream = Upstream::parse("http://127.0.0.1:1").expect("an upstream");
    let (stop, stopped) = oneshot::channel::<()>();
    let server = thread::spawn(move || {
        run(Gateway::new(policy(), upstream), listeners, async {
            let _ = stopped.await;
        })
    });
    for _ in 0..16 {
        let mut stream = TcpStream::connect(address).expect("somebody listens");
        let head = b"OPTIONS / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
                     origin: https://app.example\r\naccess-control-request-method: PUT\r\n\r\n";
        stream.write_all(head).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    }
    stop.send(()).expect("it still runs");
    server.join().expect("no panic").expect("no error");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_port_is_not_shared_with_strangers() {
    let address = "127.0.0.1:0".parse().expect("an address");
    let first = Listeners::bind(address, TWO).expect("a free port");
    let error =
        Listeners::bind(first.address().expect("an address"), TWO).expect_err("the port is taken");
    assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
}
