//! `crosscheck serve`.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Child;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::crosscheck;
use crate::support::show;
use crate::support::with_policy;

const SOUND: &str = "[cors]\norigins = [\"https://app.example\"]\n";

fn serve(arguments: &[&str]) -> String {
    let arguments = [&["serve", "--policy", "crosscheck.toml"], arguments].concat();
    with_policy(&arguments, Some(SOUND))
}

#[test]
fn an_upstream_that_is_no_url() {
    assert_snapshot!(serve(&["--upstream", "127.0.0.1:9000"]), @r#"
    --- stderr
    error: "127.0.0.1:9000" is not an upstream: the scheme is missing
    hint: write `http://127.0.0.1:9000`
    --- exit 2
    "#);
    assert_snapshot!(serve(&["--upstream", "my api"]), @r#"
    --- stderr
    error: "my api" is not an upstream: not a URL
    hint: write it like `http://127.0.0.1:9000`
    --- exit 2
    "#);
    assert_snapshot!(serve(&["--upstream", "https://127.0.0.1:9000"]), @r#"
    --- stderr
    error: "https://127.0.0.1:9000" is not an upstream: the gateway does not speak TLS to its upstream yet
    hint: use its plain-text port: `http://127.0.0.1:9000`, on this machine or network
    --- exit 2
    "#);
    assert_snapshot!(serve(&["--upstream", "http://127.0.0.1:9000/v1"]), @r#"
    --- stderr
    error: "http://127.0.0.1:9000/v1" is not an upstream: requests keep their own path, so an upstream has none
    hint: write `http://127.0.0.1:9000`
    --- exit 2
    "#);
}

#[test]
fn a_policy_without_an_upstream_and_the_reverse() {
    assert_snapshot!(serve(&[]), @r"
    --- stderr
    error: the following required arguments were not provided:
      --upstream <URL>

    Usage: crosscheck serve --policy <FILE> --upstream <URL>

    For more information, try '--help'.
    --- exit 2
    ");
    let said = with_policy(&["serve", "--upstream", "http://127.0.0.1:9000"], None);
    assert_snapshot!(said, @r"
    --- stderr
    error: the following required arguments were not provided:
      --policy <FILE>

    Usage: crosscheck serve --upstream <URL> --policy <FILE>

    For more information, try '--help'.
    --- exit 2
    ");
    assert_snapshot!(with_policy(&["serve", "--listen", "127.0.0.1:0"], None), @r"
    --- stderr
    error: the following required arguments were not provided:
      --upstream <URL>
      --policy <FILE>

    Usage: crosscheck serve --upstream <URL> --policy <FILE> --listen <ADDRESS>

    For more information, try '--help'.
    --- exit 2
    ");
}

#[test]
fn an_address_that_is_none() {
    assert_snapshot!(serve(&["--upstream", "http://127.0.0.1:9000", "--listen", "8181"]), @r"
    --- stderr
    error: invalid value '8181' for '--listen <ADDRESS>': an address and a port are needed

    hint: write it like `127.0.0.1:8181`

    For more information, try '--help'.
    --- exit 2
    ");
}

#[test]
fn a_port_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let said = serve(&["--upstream", "http://127.0.0.1:9000", "--listen", &address]);
    assert_snapshot!(said.replace(&address, "ADDRESS"), @r"
    --- stderr
    error: cannot listen on ADDRESS: the port is in use
    hint: stop the program that listens there, or choose another port: `--listen 127.0.0.1:0` takes any free one
    --- exit 2
    ");
}

#[test]
fn the_gateway_in_front_of_itself() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port");
    let address = free.to_string();
    let said = serve(&["--upstream", &format!("http://{address}"), "--listen", &address]);
    assert_snapshot!(said.replace(&address, "ADDRESS"), @r"
    --- stderr
    error: the upstream http://ADDRESS is the gateway itself
    hint: let one of `--upstream` and `--listen` have another port
    --- exit 2
    ");
}

#[test]
fn a_wrong_policy_is_not_served() {
    let arguments = ["serve", "--policy", "crosscheck.toml", "--upstream", "http://127.0.0.1:9000"];
    let policy = "[cors]\norigins = [\"https://app.example/\"]\n";
    assert_snapshot!(with_policy(&arguments, Some(policy)), @r#"
    --- stderr
    error: "https://app.example/" in `origins`: an origin has no path, not even a trailing slash
     --> crosscheck.toml:2:12
      |
    2 | origins = ["https://app.example/"]
      |            ^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: write "https://app.example"

    crosscheck.toml: 1 mistake
    --- exit 2
    "#);
    assert_snapshot!(with_policy(&arguments, None), @r#"
    --- stderr
    error: cannot read the policy file "crosscheck.toml": there is no such file
    hint: a file to start with is
    [cors]
    origins = ["https://app.example.com"]
    --- exit 2
    "#);
}

#[test]
fn it_says_where_it_listens_and_answers_there() {
    let directory = tempfile::tempdir().expect("a directory");
    std::fs::write(directory.path().join("crosscheck.toml"), SOUND).expect("a file");
    let child = crosscheck(directory.path())
        .args(["serve", "--policy", "crosscheck.toml", "--upstream", "http://127.0.0.1:1"])
        .args(["--listen", "localhost:0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut child = Ending(child);
    let mut lines = BufReader::new(child.0.stdout.take().expect("a pipe")).lines();
    let mut line = || lines.next().expect("a line").expect("text");
    let first = line();
    let address = first.strip_prefix("listening on http://").expect("an address");
    assert_eq!(line(), "upstream http://127.0.0.1:1");
    assert_eq!(line(), "policy crosscheck.toml");
    let mut stream = TcpStream::connect(address).expect("it listens");
    let head = "OPTIONS / HTTP/1.1\r\nhost: a\r\norigin: https://app.example\r\n\
                access-control-request-method: POST\r\nconnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert!(answer.contains("access-control-allow-origin: https://app.example"), "{answer}");
}

/// A process that ends with the test, whatever became of the test.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn every_command_has_examples() {
    for arguments in
        [&["serve"][..], &["simulate"], &["policy"], &["policy", "check"], &["policy", "schema"]]
    {
        let output =
            crosscheck(".".as_ref()).args(arguments).arg("--help").output().expect("it runs");
        let said = show(&output);
        assert!(said.contains("Example") && said.ends_with("--- exit 0"), "{said}");
    }
}
