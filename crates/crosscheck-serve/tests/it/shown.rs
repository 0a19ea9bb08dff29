//! What whoever runs a gateway sees of it: its health, its counts, its access log.

use std::thread;
use std::time::Duration;
use std::time::Instant;

use crate::peers::Running;
use crate::peers::ask;
use crate::peers::get;
use crate::peers::server;

fn shown(upstream: &str) -> Running {
    let text = format!(
        "[cors]\norigins = [\"https://app.example\"]\nmethods = [\"PUT\"]\n\
         [gateway]\nadmin = \"127.0.0.1:0\"\naccess_log = \"json\"\n\
         [[upstream]]\nurl = \"http://{upstream}\"\n"
    );
    Running::start(&text, &[])
}

#[test]
fn what_went_by_is_counted_by_verdict_and_reason() {
    let running = shown(&server("api").to_string());
    let admin = running.admin.expect("it has one");
    for (head, times) in [
        ("GET / HTTP/1.1\nhost: a\norigin: https://app.example", 3),
        ("GET /a?token=secret HTTP/1.1\nhost: a\norigin: https://<b>evil.example", 2),
        (
            "OPTIONS / HTTP/1.1\nhost: a\norigin: https://app.example\naccess-control-request-method: PATCH",
            1,
        ),
        ("GET / HTTP/1.1\nhost: a", 1),
    ] {
        for _ in 0..times {
            ask(running.address, head);
        }
    }
    let (status, metrics) = get(admin, "/metrics");
    assert_eq!(status, 200);
    for line in [
        "crosscheck_decisions_total{request=\"actual\",verdict=\"none\"} 1",
        "crosscheck_decisions_total{request=\"actual\",verdict=\"allowed\"} 3",
        "crosscheck_decisions_total{request=\"actual\",verdict=\"refused\",reason=\"origin-not-allowed\"} 2",
        "crosscheck_decisions_total{request=\"preflight\",verdict=\"refused\",reason=\"method-not-allowed\"} 1",
        "crosscheck_answers_total{status=\"200\"} 6",
        "crosscheck_answer_seconds_bucket{le=\"+Inf\"} 7",
        "crosscheck_answer_seconds_count 7",
        "crosscheck_draining 0",
    ] {
        assert!(metrics.lines().any(|said| said == line), "{line} is missing:\n{metrics}");
    }
    // Every line is a comment or a name, labels, a number.
    let body = metrics.split("\r\n\r\n").nth(1).expect("a body");
    for line in body.lines().filter(|line| !line.starts_with("# ")) {
        let (name, value) = line.rsplit_once(' ').expect("a value");
        assert!(name.starts_with("crosscheck_") && value.parse::<f64>().is_ok(), "{line}");
    }
    assert!(!metrics.contains("evil"), "no stranger's text is a label");

    let (status, page) = get(admin, "/");
    assert_eq!(status, 200);
    assert!(page.contains("https://&lt;b&gt;evil.example") && !page.contains("<b>evil"), "{page}");
    assert!(page.contains("methods: add &quot;PATCH&quot;"), "{page}");
    assert!(!page.contains("secret"));
}

/// A page of a stranger whose name leads here, by DNS, is of the same origin as what it asks.
#[test]
fn the_page_is_shown_at_an_address_only() {
    let running = shown(&server("api").to_string());
    let admin = running.admin.expect("it has one");
    for (host, status) in [
        ("127.0.0.1:9090", 200),
        ("[::1]:9090", 200),
        ("localhost", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
    ] {
        let (found, answer) = ask(admin, &format!("GET / HTTP/1.1\nhost: {host}"));
        assert_eq!(found, status, "{host}");
        assert!(!answer.to_ascii_lowercase().contains("access-control-"), "{answer}");
    }
    assert_eq!(ask(admin, "POST /metrics HTTP/1.1\nhost: localhost\ncontent-length: 0").0, 405);
    assert_eq!(get(admin, "/elsewhere").0, 404);
}

#[test]
fn it_is_ready_while_its_upstreams_are_there_and_until_it_drains() {
    let api = server("api");
    let mut running = shown(&api.to_string());
    let admin = running.admin.expect("it has one");
    assert_eq!(get(admin, "/healthz").0, 200);
    assert_eq!(get(admin, "/readyz").0, 200);
    // What is under way is finished; meanwhile nobody new is to come.
    let address = running.address;
    let slow = thread::spawn(move || get(address, "/slow"));
    thread::sleep(Duration::from_millis(200));
    running.stop();
    let start = Instant::now();
    while get(admin, "/readyz").0 != 503 {
        assert!(start.elapsed() < Duration::from_millis(450), "it drains for 0.5 s");
    }
    assert_eq!(get(admin, "/healthz").0, 200);
    assert_eq!(slow.join().expect("no panic").0, 200);

    let gone = shown("127.0.0.1:1");
    let (status, said) = get(gone.admin.expect("it has one"), "/readyz");
    assert_eq!(status, 503);
    assert!(said.contains("cannot be reached: http://127.0.0.1:1"), "{said}");
}

#[test]
fn a_line_of_the_log_says_what_was_decided_and_no_secret() {
    let running = shown(&server("api").to_string());
    ask(running.address, "GET /a\u{1b}[31m?token=secret HTTP/1.1\nhost: a");
    ask(
        running.address,
        "GET /orders?token=secret HTTP/1.1\nhost: a\ncookie: id=secret\nauthorization: secret\n\
         origin: https://evil.example/\u{202e}\"",
    );
    let log = running.log.once_it_says("/orders");
    assert!(
        !log.contains("secret") && !log.contains('\u{1b}') && !log.contains('\u{202e}'),
        "{log}"
    );
    let line = log.lines().find(|line| line.contains("/orders")).expect("a line");
    let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
    for (name, value) in [
        ("method", "GET"),
        ("path", "/orders"),
        ("host", "a"),
        ("client", "127.0.0.1"),
        ("cors", "refused"),
        ("reason", "origin-not-allowed"),
        ("answered_by", "upstream"),
    ] {
        assert_eq!(record[name], value, "{line}");
    }
    assert_eq!(record["status"], 200);
    assert!(
        record["upstream"].as_str().is_some_and(|url| url.starts_with("http://127.")),
        "{line}"
    );
    assert!(record["took_ms"].is_number() && record["time"].as_str().is_some(), "{line}");
}
