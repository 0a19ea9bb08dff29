//! The gateway over TLS, asked by other people's tools, in front of other people's applications.

mod absolute_urls;
mod handshakes;
mod http2_tools;

use std::path::Path;
use std::process::Command;
use std::process::Output;

use conformance::gateway::Gateway;

/// What `curl` says of one URL of `shop.example`, which is where the gateway is.
fn curl(gateway: &Gateway, path: &str, arguments: &[&str]) -> String {
    let port = gateway.port();
    let mut command = Command::new("curl");
    command.args(["--silent", "--show-error", "--max-time", "60", "--cacert", "root.pem"]);
    command.args(["--resolve", &format!("shop.example:{port}:127.0.0.1")]).args(arguments);
    command.arg(format!("https://shop.example:{port}{path}"));
    let output = run(&mut command, gateway.folder());
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

fn run(command: &mut Command, folder: &Path) -> Output {
    command.current_dir(folder).stdin(std::process::Stdio::null()).output().expect("it starts")
}
