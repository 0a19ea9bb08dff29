//! Serving on several threads, and stopping.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::num::NonZero;
use std::sync::mpsc;
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

/// Whoever gets through while it starts is served, once it runs; nobody is hung up on.
#[cfg(target_os = "linux")]
#[test]
fn who_connects_while_it_starts_is_kept() {
    for _ in 0..1_000 {
        // From 127.0.0.1, so that no attempt can meet itself.
        let any = Listeners::bind("127.0.0.2:0".parse().expect("an address"), TWO).expect("a port");
        let address = any.address().expect("an address");
        drop(any);
        let (tries, is_trying) = mpsc::channel();
        let client = thread::spawn(move || {
            loop {
                if let Ok(stream) = TcpStream::connect(address) {
                    break stream;
                }
                let _ = tries.send(());
            }
        });
        is_trying.recv().expect("nobody listens yet");
        let listeners = Listeners::bind(address, TWO).expect("a free port");
        let mut client = client.join().expect("no panic");
        client.set_nonblocking(true).expect("a socket");
        let said = client.read(&mut [0]);
        drop(listeners);
        let error = said.expect_err("it has not hung up, and nobody has answered");
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
    }
}
