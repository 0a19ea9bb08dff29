//! Servers that never end: everything is bounded, in bytes, lines and time.

use std::io::Write;

use super::command::check;
use super::command::check_json;
use super::servers::Server;
use super::servers::answer;

const HEAD: &[u8] = b"HTTP/1.1 200 X\r\nAccess-Control-Allow-Origin: *\r\n";

#[test]
fn a_head_that_does_not_end_is_given_up() {
    let value = |stream: &mut std::net::TcpStream| {
        let _ = stream.write_all(b"X-A: ");
        while stream.write_all(&[b'a'; 4096]).is_ok() {}
    };
    let lines = |stream: &mut std::net::TcpStream| while stream.write_all(b"X-A: a\r\n").is_ok() {};
    for write in [value as fn(&mut _), lines] {
        let server = Server::writing(move |_, stream| {
            let _ = stream.write_all(HEAD);
            write(stream);
        });
        let (code, document) = check_json(&[&server.url]);
        assert_eq!(code, 2);
        let error = &document["browsers"][0]["error"];
        assert_eq!(error["name"], "head-too-large", "{error}");
    }
}

#[test]
fn a_body_that_does_not_end_is_cut() {
    let server = Server::writing(|_, stream| {
        let _ = stream.write_all(HEAD).and_then(|()| stream.write_all(b"\r\n"));
        while stream.write_all(&[b'a'; 4096]).is_ok() {}
    });
    let (code, document) = check_json(&[&server.url]);
    assert_eq!(code, 0, "a browser judges by the head");
    let answer = &document["browsers"][0]["messages"][0]["answer"];
    assert_eq!(answer["body_length"], 1 << 20);
    assert_eq!(answer["body_is_cut"], true);
}

#[test]
fn a_stream_of_events_is_not_waited_for() {
    let kept = std::sync::Mutex::new(Vec::new());
    let server = Server::writing(move |_, stream| {
        let type_line = b"Content-Type: text/event-stream; charset=utf-8\r\n\r\ndata: a\n\n";
        let _ = stream.write_all(HEAD).and_then(|()| stream.write_all(type_line));
        kept.lock().expect("nobody panicked").push(stream.try_clone());
    });
    let (code, document) = check_json(&[&server.url, "--api", "eventsource"]);
    assert_eq!(code, 0);
    assert_eq!(document["browsers"][0]["seen"]["access"], "readable");
}

#[test]
fn who_says_nothing_is_given_up_in_time() {
    let server = Server::silent();
    let checked = check(&[&server.url, "--max-time", "0.2", "--browser", "webkit"]);
    assert_eq!(checked.code, 2);
    assert!(checked.stdout.contains("no answer within 0.2 s"), "{}", checked.stdout);
    assert!(checked.stdout.contains("wait longer with `--max-time`"), "{}", checked.stdout);
    let url = server.url.replace("http:", "https:");
    let (code, document) = check_json(&[&url, "--connect-timeout", "0.2"]);
    assert_eq!(code, 2);
    assert_eq!(document["browsers"][0]["error"]["name"], "connect-time-out");
}

#[test]
fn a_body_that_never_comes_is_no_reason_to_doubt_the_head() {
    let kept = std::sync::Mutex::new(Vec::new());
    let server = Server::writing(move |_, stream| {
        let _ =
            stream.write_all(HEAD).and_then(|()| stream.write_all(b"Content-Length: 9\r\n\r\n"));
        kept.lock().expect("nobody panicked").push(stream.try_clone());
    });
    let (code, document) = check_json(&[&server.url, "--max-time", "3", "--browser", "spec"]);
    assert_eq!(code, 0);
    assert_eq!(document["browsers"][0]["messages"][0]["answer"]["body_is_cut"], true);
}

/// Bytes that come one by one without an end hold up neither the verdict nor what is asked beside it.
#[test]
fn a_body_that_drips_holds_up_nothing() {
    let server = Server::writing(|_, stream| {
        let _ = stream.write_all(HEAD).and_then(|()| stream.write_all(b"\r\n"));
        while stream.write_all(b"a").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    });
    let arguments = [&server.url, "--origin", "http://localhost:3000", "--output", "json"];
    let start = std::time::Instant::now();
    let checked = super::command::run(&arguments, &[]);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    assert_eq!(checked.code, 0);
    let told: serde_json::Value = serde_json::from_str(&checked.stdout).expect("JSON");
    assert_eq!(told["by_stranger"]["answer"]["status"], 200, "{told:#}");
}

#[test]
fn a_circle_of_redirects_ends_where_browsers_end_it() {
    let allow = "Access-Control-Allow-Origin: *";
    let onwards = Server::answering(move |request| {
        let number: u32 = request.target.trim_start_matches('/').parse().unwrap_or(0);
        answer(302, &[allow, &format!("Location: /{}", number + 1)])
    });
    let (code, document) = check_json(&[&onwards.url]);
    assert_eq!(code, 1);
    assert_eq!(document["browsers"][0]["refusal"]["rule"], "too-many-redirects");
    assert_eq!(onwards.methods().len(), 21);

    // Nobody is asked the same twice, not even what may change something.
    let same = Server::answering(move |_| answer(307, &[allow, "Location: /"]));
    let (code, _) = check_json(&[&same.url, "-X", "POST"]);
    assert_eq!(code, 1);
    assert_eq!(same.methods(), ["POST"]);
}

#[test]
fn what_would_command_a_terminal_is_shown_instead() {
    let server = Server::answering(|_| {
        answer(200, &["Access-Control-Allow-Origin: \u{9b}2J", "Vary: a\tb", "X-\u{7f}: 1"])
    });
    let checked = check(&[&server.url, "--verbose"]);
    assert_eq!(checked.code, 1);
    let is_command = |c: char| c.is_control() && c != '\n';
    assert!(!checked.stdout.contains(is_command), "{:?}", checked.stdout);
}
