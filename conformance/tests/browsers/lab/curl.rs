//! The curl commands that the lab writes, run by a real shell and a real curl: what arrives is the message
//! that is shown, to the byte, whatever a stranger put into it.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::thread;

use conformance::peer;
use serde_json::Value;
use serde_json::json;

use crate::lab::served::Served;

/// A message as it arrived, or as the page shows it: its first line, its header lines, its body.
#[derive(Debug, PartialEq, Eq)]
struct Message {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[test]
fn what_curl_sends_is_what_is_shown() -> anyhow::Result<()> {
    if peer::require_or_skip("curl").is_none() || peer::require_or_skip("bash").is_none() {
        return Ok(());
    }
    let lab = Served::start();
    let (origin, arrived) = server();
    // What curl would read by itself, and files that a word could name.
    let home = tempfile::tempdir()?;
    fs::write(home.path().join(".curlrc"), format!("url = \"{origin}/curlrc\"\nuser = a:b\n"))?;
    fs::write(home.path().join("secret"), "X-Secret: of a file\n")?;
    let mut count = 0;
    for step in steps(&origin) {
        let scenario = json!({"id": "a", "page": origin, "steps": [step]});
        let judged = lab.ask("/judge", &scenario)?;
        let commands = judged["curl"].as_array().expect("commands");
        let messages = judged["browsers"][0]["steps"][0]["messages"].as_array().expect("messages");
        assert_eq!(commands.len(), messages.len(), "{step}");
        for (command, message) in commands.iter().zip(messages) {
            let command = command.as_str().expect("text");
            let ended = Command::new("bash")
                .args(["--norc", "-c", command])
                .current_dir(home.path())
                .env("HOME", home.path())
                .env_remove("http_proxy")
                .stdin(Stdio::null())
                .output()?;
            let told = String::from_utf8_lossy(&ended.stderr);
            assert!(ended.status.success(), "{command}: {told}");
            let found: Vec<Message> = arrived.try_iter().collect();
            assert_eq!(found, [shown(&origin, message, &step)], "{command}");
            count += 1;
        }
    }
    assert!(count > 90, "{count}");
    Ok(())
}

/// Requests of a page with everything in them that means something to a shell, to curl, or to a terminal.
fn steps(origin: &str) -> Vec<Value> {
    let url = |path: &str| format!("{origin}{path}");
    let get = |path: &&str| json!({"api": "fetch", "url": url(path)});
    let paths = [
        "/?x=[1-3]",
        "/[a-c]",
        "/?x={a,b}",
        "/{a,b}",
        "/a/%2e%2e/b",
        "/a/./b/../c",
        "/?../..",
        "/..;/x",
        "/$(id)",
        "/`id`",
        "/'\"\\",
        "/a b",
        "/!x",
        "/;id",
        "/&a|b>c<d",
        "/*?~#f",
        "/~root",
        "/-X",
        "/@secret",
        "/é漢",
        "/%0d%0aX-A:%20b",
        "/#f",
        "/?a=%00",
        "/?'$(id)'",
        "/%7B1..3%7D",
        "//evil.example/",
        "/:80",
        "/?\\",
    ];
    let values = [
        "@secret",
        "@/etc/passwd",
        "<secret",
        "a;b",
        "",
        ";",
        "$(id)",
        "`id`",
        "it's",
        "\"q\"",
        "\\",
        "!x !!",
        "a\tb",
        "*",
        "-X",
        "a: b",
        "%{url}",
        "#",
        "{a,b}",
        "[1-3]",
        "'; id; '",
        "\\x41",
        "$'x'",
    ];
    let bodies = [
        "@secret",
        "<secret",
        "@",
        "a\nb\r\nc",
        "\r\n",
        "\u{3}\u{15}\u{1b}[A\u{16}\u{4}",
        "it's",
        "\\n",
        "%41",
        "a=1&b=2",
        "-d",
        "{\"a\":[1,2]}",
        "é漢\u{202e}",
        "!!",
        "\t",
        "$(id)`id`",
        "'\"\\",
        "\u{7f}'!\\",
    ];
    let methods =
        ["PUT", "patch", "-d", "-o", "!!", "`id`", "$HOME", "a'b", "*", "~", "%41", "#", "HEAD"];
    let with = |more: Value| {
        let mut step = json!({"api": "fetch", "url": url("/a"), "method": "POST"});
        step.as_object_mut()
            .expect("an object")
            .extend(more.as_object().cloned().into_iter().flatten());
        step
    };
    let text = |value: &str| json!({"body": {"kind": "text", "value": value}});
    let untyped = |value: &str| json!({"body": {"kind": "blob", "value": value}});
    let mut all: Vec<Value> = paths.iter().map(get).collect();
    all.extend(values.map(|value| with(json!({"headers": [["X-A", value], ["X-B", "1"]]}))));
    all.extend(bodies.iter().map(|body| with(text(body))));
    all.extend(bodies.iter().map(|body| with(untyped(body))));
    all.extend(methods.map(|method| with(json!({"method": method}))));
    all.push(with(text(&"x".repeat(3000))));
    // Names that are none, and lines that would be two, are no page's.
    for [name, value] in [["@secret", "a"], ["X A", "a"], ["X-A", "a\r\nX-B: b"], ["", "a"]] {
        all.push(with(json!({"headers": [[name, value]]})));
    }
    // A preflight, whose own words are the browser's.
    let headers = json!([["X-[1-3]", "a"]]);
    all.push(json!({"api": "fetch", "method": "{a,b}", "headers": headers,
        "url": url("/?x=[1-3]").replace("127.0.0.1", "localhost")}));
    all
}

/// The message that the page shows, as it must arrive.
fn shown(origin: &str, message: &Value, step: &Value) -> Message {
    let url = message["url"].as_str().expect("a URL").replace("localhost", "127.0.0.1");
    let target = url.strip_prefix(origin).expect("it asks this server");
    let target = target.split('#').next().unwrap_or_default();
    let lines: Vec<(String, String)> =
        serde_json::from_value(message["headers"].clone()).expect("header lines");
    let is_sent = message["preflight"] == json!(false);
    let body = step["body"]["value"].as_str().filter(|_| is_sent).unwrap_or_default();
    let method = message["method"].as_str().expect("a method");
    Message {
        line: format!("{method} {target} HTTP/1.1"),
        headers: compared(lines.into_iter()),
        body: body.into(),
    }
}

/// Header lines but for those that curl has of its own, sorted.
fn compared(lines: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let lower = lines.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    let own = ["host", "user-agent", "content-length", "accept"];
    let mut lines: Vec<_> = lower.filter(|(name, _)| !own.contains(&name.as_str())).collect();
    lines.sort();
    lines
}

/// A server that writes down what arrives, to the byte.
fn server() -> (String, Receiver<Message>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
    let origin = format!("http://{}", listener.local_addr().expect("it listens"));
    let (sender, arrived) = mpsc::channel();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // It is written down before curl is told that it arrived.
            if sender.send(read(&stream)).is_err() {
                return;
            }
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        }
    });
    (origin, arrived)
}

fn read(stream: &TcpStream) -> Message {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).expect("a line");
        let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let line = lines.remove(0);
    let headers: Vec<(String, String)> = lines
        .iter()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let mut body = vec![0; length.map_or(0, |(_, value)| value.trim().parse().expect("a length"))];
    reader.read_exact(&mut body).expect("the body");
    Message { line, headers: compared(headers.into_iter()), body }
}
