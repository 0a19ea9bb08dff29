//! Many nodes that ask one server: `many_nodes ADDRESS COUNT`.
//!
//! It prints a line once all have their policy, and one for each policy that reached all of them since.
#![expect(clippy::print_stdout, reason = "it is read by who started it")]

#[path = "../tests/it/client.rs"]
mod client;
#[expect(dead_code, reason = "the server's, of which a node needs half")]
#[path = "../src/xds.rs"]
mod xds;

use std::error::Error;
use std::net::SocketAddr;
use std::time::Instant;

use tokio::sync::mpsc;

use crate::client::Client;
use crate::client::asking;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "many_nodes ADDRESS COUNT";
    let server: SocketAddr = arguments.next().ok_or(usage)?.parse()?;
    let count: usize = arguments.next().ok_or(usage)?.parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (send, mut taken) = mpsc::unbounded_channel::<String>();
        let started = Instant::now();
        for number in 0..count {
            let id = format!("node-{number}");
            let mut client = Client::connect(server, asking(&id, "", "")).await?;
            let send = send.clone();
            tokio::spawn(async move {
                while let Ok(Some(answer)) = client.answers.message().await {
                    let took = asking(&id, &answer.version_info, &answer.nonce);
                    if client.requests.send(took).await.is_err()
                        || send.send(answer.version_info).is_err()
                    {
                        break;
                    }
                }
            });
        }
        loop {
            let (mut first, mut begun) = (None, started);
            for _ in 0..count {
                let version = taken.recv().await.ok_or("the server is gone")?;
                if first.is_none() {
                    begun = Instant::now();
                    first = Some(version);
                }
            }
            let (since, version) = (begun.elapsed(), first.unwrap_or_default());
            println!("{count} nodes have {version}, {} ms after the first", since.as_millis());
        }
    })
}
