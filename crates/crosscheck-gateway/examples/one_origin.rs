//! A gateway on one thread in front of one API: `cargo run --example one_origin -- LISTEN UPSTREAM`.

use std::net::TcpListener;

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::PolicyHandle;
use crosscheck_gateway::Upstream;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let listen = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".into());
    let upstream = arguments.next().unwrap_or_else(|| "http://127.0.0.1:9000".into());
    let policy = Policy::new(&Config {
        origins: vec!["https://app.example".into()],
        credentials: true,
        methods: vec!["PUT".into()],
        request_headers: vec!["content-type".into(), "authorization".into()],
        max_age: Some(600),
        ..Config::default()
    })?;
    let gateway = Gateway::new(PolicyHandle::new(policy), Upstream::parse(&upstream)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(gateway.serve(TcpListener::bind(listen)?, std::future::pending()))?)
}
