//! The same bytes at the gateway, at nginx and at HAProxy: where they agree, that is what servers do;
//! where they do not, the table shows who takes what. `docs/same-bytes.md` is what came of it;
//! `CROSSCHECK_WRITE=1` writes it.

mod cases;
mod upstream;

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use conformance::binary;
use conformance::front::Front;
use conformance::front::Kind;

use crate::same_bytes::cases::CASES;
use crate::same_bytes::cases::Case;
use crate::same_bytes::upstream::Upstream;

#[test]
fn the_gateway_and_its_peers_are_asked_the_same() {
    let upstream = Upstream::start();
    let address = upstream.address();
    let policy = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    fs::write(policy.path(), "[cors]\norigins = [\"https://app.example\"]\n")
        .expect("it is written");
    let path = policy.path().to_str().expect("a temporary path is text");
    let to = format!("http://{address}");
    let gateway =
        binary::serve(&["--policy", path, "--upstream", &to, "--listen", "127.0.0.1:0"], 1);
    let Some(nginx) = Front::start_or_skip(Kind::Nginx, address, &[]) else { return };
    let Some(haproxy) = Front::start_or_skip(Kind::Haproxy, address, &[]) else { return };

    let mut text = String::from(INTRODUCTION);
    for group in [cases::Side::Request, cases::Side::Answer] {
        let _ = write!(
            text,
            "\n## {}\n\n| what is sent | gateway | nginx | HAProxy |\n| --- | --- | --- | --- |\n",
            group.title()
        );
        for case in CASES.iter().filter(|case| case.side == group) {
            let [ours, nginx, haproxy] =
                [&gateway.addresses[0], nginx.address(), haproxy.address()]
                    .map(|front| outcome(case, front, &upstream));
            assert_eq!(ours, case.expected, "{}", case.name);
            let _ = writeln!(text, "| {} | {ours} | {nginx} | {haproxy} |", case.name);
        }
    }

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/same-bytes.md");
    if env::var_os("CROSSCHECK_WRITE").is_some() {
        fs::write(&file, &text).expect("it is written");
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        there == text,
        "docs/same-bytes.md is not what came of it; CROSSCHECK_WRITE=1 writes:\n{text}"
    );
}

/// What a client got, and what the upstream was asked.
fn outcome(case: &Case, front: &str, upstream: &Upstream) -> String {
    upstream.answer_with(case.answer);
    let address = front.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time limit");
    // One that refuses may hang up before it has read everything.
    let _ = stream.write_all(case.request.as_bytes());
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let asked = upstream.asked();
    let answer = String::from_utf8_lossy(&bytes).into_owned();
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        return "hangs up".into();
    };
    let status = head.split(' ').nth(1).unwrap_or_default();
    let is_refused = !status.starts_with('2');
    let mut words = vec![status.to_string()];
    if !is_refused {
        words.extend(case.shows(head, body, &asked));
    }
    if asked.is_empty() && !is_refused {
        words.push("the upstream is not asked".into());
    } else if asked.len() > 1 {
        words.push(format!("asked {} times", asked.len()));
    }
    words.join(", ")
}

const INTRODUCTION: &str = "# The same bytes at the gateway, nginx and HAProxy

Made by `conformance/tests/servers/same_bytes` with nginx 1.22 and HAProxy 2.6, each as a plain proxy: what a client that sends the
request gets, and what reaches the other side. Where HTTP leaves no choice, [RFC 9112](https://httpwg.org/specs/rfc9112.html)
says who is right.
";
