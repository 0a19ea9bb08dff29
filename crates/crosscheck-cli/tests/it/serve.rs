//! `crosscheck serve`: what it needs, and how it ends.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Command;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::program::Policy;
use crate::program::command;
use crate::program::crosscheck;
use crate::program::serve;
use crate::program::text;

#[test]
fn a_missing_policy_file_is_named() {
    let output = serve("nowhere.toml", "http://127.0.0.1:9000", "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"
    error: the policy file `nowhere.toml` cannot be read: No such file or directory (os error 2)
    hint: name an existing TOML file; `crosscheck policy schema` tells its form
    ");
}

#[test]
fn an_upstream_that_is_no_url_says_what_to_write() {
    let file = Policy::with("[cors]\norigins = [\"https://app.example\"]\n");
    let output = serve(&file.path(), "localhost:9000", "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(text(&output.stderr, &file), @r#"
    error: "localhost:9000" is not an upstream: the scheme is missing
    hint: write `http://localhost:9000`
    "#);
}

#[test]
fn a_port_in_use_says_what_to_do() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = taken.local_addr().expect("it listens").to_string();
    let file = Policy::with("[cors]\norigins = [\"https://app.example\"]\n");
    let output = serve(&file.path(), "http://127.0.0.1:9000", &address);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr, &file).replace(&address, "ADDRESS");
    assert_snapshot!(said, @r"
    error: cannot listen on ADDRESS: Address already in use (os error 98)
    hint: another program listens there; stop it, or choose another address with `--listen`, such as `--listen 127.0.0.1:0` for a free port
    ");
}

#[test]
fn an_address_without_a_port_or_the_reverse_says_what_to_write() {
    let output = serve("crosscheck.toml", "http://127.0.0.1:9000", "8181");
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"
    error: invalid value '8181' for '--listen <ADDRESS>': an address and a port are needed
    hint: write it like `127.0.0.1:8181`

    For more information, try '--help'.
    ");
}

#[cfg(unix)]
#[test]
fn asked_to_stop_twice_it_waits_for_nobody() {
    let upstream = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", upstream.local_addr().expect("it listens"));
    let file = Policy::with("[cors]\norigins = [\"https://app.example\"]\n");
    let arguments =
        ["serve", "--policy", &file.path(), "--upstream", &url, "--listen", "localhost:0"];
    let mut child = command(&arguments).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut said = String::new();
    let out = child.stdout.take().expect("its output is piped");
    BufReader::new(out).read_line(&mut said).expect("it says where it listens");
    let address = said.split_whitespace().find_map(|word| word.strip_prefix("http://"));
    let mut page = TcpStream::connect(address.expect("an address")).expect("it listens");
    page.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").expect("it reads");
    // The upstream takes the request and keeps silent, so the gateway is not done with it.
    let (mut asked, _) = upstream.accept().expect("it forwards");
    asked.read_exact(&mut [0]).expect("it forwards");
    let id = child.id().to_string();
    let stop = || Command::new("kill").arg(&id).status().expect("kill runs");
    stop();
    // It listens no more once the first was heard.
    while TcpStream::connect(address.expect("an address")).is_ok() {}
    let status = loop {
        stop();
        if let Some(status) = child.try_wait().expect("it is ours") {
            break status;
        }
    };
    assert_eq!(status.code(), Some(130));
}

#[test]
fn a_policy_without_an_upstream_is_a_usage_error() {
    let output = crosscheck(&["serve", "--policy", "crosscheck.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--upstream <URL>"));
}

/// The lab's page is on the port that is asked for, or says why it cannot be.
#[test]
fn the_labs_port_can_be_chosen() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = taken.local_addr().expect("it listens").port().to_string();
    let output = command(&["lab", "--port", &port]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).replace(&port, "PORT");
    assert_snapshot!(said, @r"
    error: the page cannot be on port PORT: Address already in use (os error 98)
    hint: choose another with `--port`, or 0 for any
    ");
    drop(taken);
    let mut lab =
        command(&["lab", "--port", &port]).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    let out = lab.stdout.take().expect("its output is piped");
    BufReader::new(out).read_line(&mut line).expect("it prints where it is");
    lab.kill().expect("it runs");
    let _ = lab.wait();
    assert!(line.contains(&format!("http://localhost:{port}/")), "{line}");
}
