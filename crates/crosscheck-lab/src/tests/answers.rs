//! What is answered, and how much is taken.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

use axum::http::StatusCode;
use crosscheck::catalog::Check;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::FindingKind;
use insta::assert_snapshot;
use serde_json::Value;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::sync::oneshot;
use tower::ServiceExt;

use super::ask;
use super::get;
use super::lab;
use super::post;
use super::signed;
use crate::endpoints::IMPORT_LIMIT;
use crate::endpoints::router;
use crate::files;

#[test]
fn what_is_too_long_is_refused_before_it_is_read() {
    for (path, limit) in [("/judge", 32 * 1024), ("/policy", 32 * 1024), ("/import", IMPORT_LIMIT)]
    {
        let (answered, _) = ask(post(path, vec![b' '; limit + 1]));
        assert_eq!(answered.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[test]
fn each_endpoint_answers_in_json_or_says_what_is_wrong() {
    let command = "curl https://api.example/a";
    let (answered, body) = ask(post("/import", command.into()));
    assert_eq!(answered.status, StatusCode::OK);
    let imported: Value = serde_json::from_slice(&body).expect("what was read");
    let scenario = imported["choices"][0]["scenario"].to_string();
    let (answered, body) = ask(post("/judge", scenario.into()));
    assert_eq!(answered.status, StatusCode::OK);
    let judgement: Value = serde_json::from_slice(&body).expect("a judgement");
    assert_eq!(judgement["browsers"][3]["steps"][0]["refused"]["rule"], "allow-origin-missing");
    let (answered, body) =
        ask(post("/policy", json!({"toml": "[cors]\norigins = []\n"}).to_string().into()));
    assert_eq!(answered.status, StatusCode::OK);
    let reviewed: Value = serde_json::from_slice(&body).expect("a review");
    assert_eq!(reviewed["findings"][0]["name"], "no-origins");
    let (answered, body) = ask(post("/import", "hello".into()));
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(String::from_utf8_lossy(&body), @r#"
    {"chinese":["没有认出这段内容：它不是控制台里的跨域报错，也不是命令、代码、响应头、URL、HAR 文件或场景","请粘贴控制台里的整行报错；或在网络面板中选择“以 cURL 格式复制”，或保存为 HAR 文件再放进来"],"error":"this is no console text about CORS, no command or call, no headers, no URL, no HAR file and no scenario","field":"","hint":"paste the console's whole line; or in the network panel choose \"Copy as cURL\", or save a HAR file, and bring that"}
    "#);
    for body in ["", "[", "{\"toml\":1}", "null"] {
        let (answered, _) = ask(post("/policy", body.into()));
        assert!(answered.status.is_client_error(), "{body}: {}", answered.status);
    }
}

/// The page names rules, findings and checks by their stable names; the Chinese texts are the catalogue's.
#[test]
fn every_rule_finding_and_check_has_words() {
    let (answered, body) = ask(get("/rules-zh.js"));
    assert_eq!(answered.status, StatusCode::OK);
    let chinese = String::from_utf8(body.to_vec()).expect("text");
    for name in FetchRule::ALL.iter().map(|rule| rule.name()) {
        assert!(chinese.contains(&format!("\"{name}\":[\"")), "{name}");
    }
    for name in FindingKind::ALL.iter().map(|kind| kind.name()) {
        assert!(chinese.contains(&format!("\"{name}\":\"")), "{name}");
    }
    for name in Check::ALL.iter().map(|check| check.name()) {
        assert!(chinese.contains(&format!("\"{name}\":[\"")), "{name}");
    }
}

/// A server on this machine: it may be sent anything, but no cookie, and what it says in the body
/// stays there, however long it is.
#[test]
fn a_live_check_brings_heads_of_answers_and_no_body() {
    let (origin, heard) = chatty_server();
    let step = json!({"api": "fetch", "url": format!("{origin}/first"), "method": "PUT",
        "credentials": "include"});
    let body = json!({"page": "https://app.example", "step": step}).to_string();
    let (answered, body) = ask(post("/check", body.into()));
    let text = String::from_utf8_lossy(&body).into_owned();
    assert_eq!(answered.status, StatusCode::OK, "{text}");
    assert!(!text.contains("secret") && text.len() < 8_000, "{} bytes", text.len());
    let imported: Value = serde_json::from_slice(&body).expect("what was read");
    let rules = imported["choices"][0]["scenario"]["server"].as_array().expect("answers");
    let told =
        rules.iter().map(|rule| format!("{} {} {}", rule["method"], rule["path"], rule["status"]));
    let told: Vec<String> = told.collect();
    for wanted in [r#""OPTIONS" "/first" 200"#, r#""PUT" "/first" 307"#, r#""PUT" "/second" 200"#] {
        assert!(told.iter().any(|told| told == wanted), "{wanted}: {told:?}");
    }
    let heard = heard.lock().expect("nobody panicked").join("\n").to_ascii_lowercase();
    assert!(heard.contains("put /second") && !heard.contains("cookie"), "{heard}");
}

/// While the first is held up by its server, a second is turned away; afterwards another may come.
#[tokio::test]
async fn one_live_check_is_made_at_a_time() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("it listens"));
    let (tell_heard, heard) = oneshot::channel();
    let (release, released) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let mut first = Some((tell_heard, released));
        while let Ok((mut stream, _)) = listener.accept().await {
            if let Some((tell_heard, released)) = first.take() {
                tell_heard.send(()).expect("the test waits");
                released.await.expect("the test goes on");
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
        }
    });
    let body = json!({"page": "https://app.example", "step": {"api": "fetch", "url": url}});
    let lab = lab();
    let pages = router(Arc::clone(&lab));
    let check = || {
        let answer = pages.clone().oneshot(signed(&lab, post("/check", body.to_string().into())));
        async { answer.await.expect("it never fails").status() }
    };
    let first = tokio::spawn(check());
    heard.await.expect("the first is under way");
    assert_eq!(check().await, StatusCode::TOO_MANY_REQUESTS);
    release.send(()).expect("the server waits");
    assert_eq!(first.await.expect("no panic"), StatusCode::OK);
    assert_eq!(check().await, StatusCode::OK);
}

/// Lets everything through, sets a cookie, redirects once, and then talks for megabytes. Out: its
/// origin, and the heads that it heard.
fn chatty_server() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
    let origin = format!("http://{}", listener.local_addr().expect("it listens"));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let heads = Arc::clone(&heard);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let head = head.join("\n");
            let share = "Access-Control-Allow-Origin: https://app.example\r\n\
                Access-Control-Allow-Credentials: true\r\nAccess-Control-Allow-Methods: PUT\r\n\
                Set-Cookie: id=1\r\nConnection: close\r\n";
            let is_moved = head.starts_with("PUT /first");
            let status = if is_moved { "307 Moved\r\nLocation: /second" } else { "200 OK" };
            heads.lock().expect("nobody panicked").push(head);
            let _ = write!(stream, "HTTP/1.1 {status}\r\n{share}\r\n");
            let _ = stream.write_all("secret".repeat(400_000).as_bytes());
        }
    });
    (origin, heard)
}

#[test]
fn the_documentation_is_served_beside_the_lab() {
    for (path, status, part) in [
        ("/docs/", StatusCode::OK, "allow-origin-missing"),
        (
            "/docs/rule/allow-origin-missing.html",
            StatusCode::OK,
            "/?live=rule/allow-origin-missing",
        ),
        ("/docs/zh/", StatusCode::OK, "lang=\"zh-CN\""),
        ("/docs/search.js", StatusCode::OK, "narrow"),
        ("/docs/rule/no-such.html", StatusCode::NOT_FOUND, "/docs/"),
        ("/docs", StatusCode::PERMANENT_REDIRECT, ""),
    ] {
        let (answered, body) = ask(get(path));
        assert_eq!(answered.status, status, "{path}");
        assert!(String::from_utf8_lossy(&body).contains(part), "{path}");
    }
    let (answered, _) = ask(get("/docs/"));
    assert!(answered.content_security_policy().starts_with("default-src 'none'"));
}

#[test]
fn all_files_together_are_light() {
    let bytes: usize = files::all().map(|(_, text)| text.len()).sum();
    assert!(bytes < 200_000, "{bytes} bytes");
}
