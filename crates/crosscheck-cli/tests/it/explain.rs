//! `crosscheck explain`, as a user meets it: what people have goes in, the rule and the fix come out.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::Value;
use serde_json::json;

/// Texts as real browsers wrote them (`crates/crosscheck/tests/data`), names in the place of loopback,
/// and the rule that each is about.
const CONSOLE: &str = include_str!("data/console.jsonl");

#[test]
fn what_real_browsers_wrote_is_explained() {
    for line in CONSOLE.lines() {
        let line: Value = serde_json::from_str(line).expect("each line is JSON");
        let (text, rule) = (line["text"].as_str().expect("a text"), &line["rule"]);
        let report = json_of(&["--server", "all"], text, 1);
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(1), "{text}");
        let finding = &report["findings"][0];
        assert_eq!(&finding["rule"], rule, "{text}");
        // There is always something to do, on the server or on the page.
        let has_fixes = finding["fixes"].as_array().is_some_and(|fixes| fixes.len() == 34);
        let has_advice = finding["page"] != json!([]) || !finding["server"].is_null();
        assert!(has_fixes || has_advice, "{text}");
    }
}

/// Commands, and what the browser's preflight asks for; nothing if there is none.
const CURL: [(&str, &str); 14] = [
    ("curl https://api.example/", ""),
    ("$ curl -s api.example -H 'Origin: https://app.example'", ""),
    ("curl -X PUT https://api.example/ -H 'Origin: https://app.example'", "PUT"),
    ("curl -XDELETE https://api.example/ -e https://app.example/page", "DELETE"),
    ("curl https://api.example/ -d a=b", ""),
    ("curl https://api.example/ --json '{}'", "POST content-type"),
    ("curl -u me:secret https://api.example/", "GET authorization"),
    ("curl -H 'X-B: 1' -H 'X-A: 2' https://api.example/", "GET x-a,x-b"),
    ("curl -G -d q=1 https://api.example/", ""),
    ("curl -I https://api.example/", ""),
    ("curl -T file https://api.example/", "PUT"),
    // Chromium's "copy as cURL (bash)" and "(cmd)": most headers are the browser's own.
    (COPIED_FOR_BASH, "PATCH content-type"),
    (COPIED_FOR_CMD, "GET x-token"),
    ("curl 'https://api.example/' -H 'sec-fetch-mode: navigate' -H 'pragma: no-cache'", ""),
];

const COPIED_FOR_BASH: &str = r#"curl 'https://api.example/a' \
  -X 'PATCH' \
  -H 'accept: */*' \
  -H 'cache-control: no-cache' \
  -H 'content-type: application/json' \
  -H 'origin: https://app.example' \
  -H 'priority: u=1, i' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0' \
  --data-raw $'{"a":"it\'s\u0021\n"}'"#;

const COPIED_FOR_CMD: &str = r#"curl ^"https://api.example/a?b=1^&c=2^" ^
  -H ^"accept: */*^" ^
  -H ^"sec-ch-ua: ^\^"Chromium^\^";v=^\^"156^\^"^" ^
  -H ^"x-token: 1^" ^
  -H ^"origin: https://app.example^""#;

#[test]
fn a_curl_command_is_told_as_a_browser_would_do_it() {
    for (command, asked) in CURL {
        let report = json_of(&[], command, 0);
        let preflight = &report["preflight"];
        let told = match preflight {
            Value::Null => String::new(),
            _ => {
                let lines = preflight["headers"].as_array().expect("lines");
                let value = |name: &str| {
                    let line = lines.iter().find(|line| line[0] == name);
                    line.and_then(|line| line[1].as_str()).unwrap_or_default()
                };
                let names = value("Access-Control-Request-Headers");
                format!("{} {names}", value("Access-Control-Request-Method")).trim().into()
            }
        };
        assert_eq!(told, asked, "{command}");
        let has_page = command.contains("app.example");
        let notes = report["notes"].to_string();
        assert_eq!(notes.contains("--origin"), !has_page, "{command}: {notes}");
    }
}

#[test]
fn a_har_file_is_judged_request_by_request() {
    for (name, entries, expected, code) in hars() {
        let har = json!({ "log": { "version": "1.2", "entries": entries } }).to_string();
        let report = json_of(&[], &har, code);
        let mut told: Vec<String> = Vec::new();
        for finding in report["findings"].as_array().expect("findings") {
            let browsers = finding["browsers"].as_array().map_or(0, Vec::len);
            told.push(format!("{} {browsers}", finding["rule"].as_str().expect("a rule")));
        }
        let unjudged = report["unjudged"].as_array().into_iter().flatten();
        told.extend(
            unjudged.map(|one| format!("? {}", one["message"]["method"].as_str().expect("one"))),
        );
        assert_eq!(told, expected, "{name}");
    }
}

/// Files, what is told of each (rule and number of browsers, or what was not to be known), exit code.
fn hars() -> Vec<(&'static str, Vec<Value>, Vec<&'static str>, i32)> {
    const API: &str = "https://api.example/r";
    let page = ("origin", "https://app.example");
    let allow = ("access-control-allow-origin", "https://app.example");
    let entry =
        |method: &str, url: &str, sent: &[(&str, &str)], status: i64, got: &[(&str, &str)]| {
            let lines = |lines: &[(&str, &str)]| -> Vec<Value> {
                lines.iter().map(|(n, v)| json!({ "name": n, "value": v })).collect()
            };
            json!({
                "request": { "method": method, "url": url, "headers": lines(sent) },
                "response": { "status": status, "headers": lines(got) },
            })
        };
    let preflight = |status, got: &[(&str, &str)]| {
        let sent = [
            page,
            ("access-control-request-method", "PUT"),
            ("access-control-request-headers", "x-a"),
        ];
        entry("OPTIONS", API, &sent, status, got)
    };
    let put = |status, got: &[(&str, &str)]| entry("PUT", API, &[page, ("x-a", "1")], status, got);
    let cookie = ("cookie", "a=b");
    let xhr_without_origin = {
        let mut one = entry("GET", API, &[("referer", "https://app.example/page")], 200, &[]);
        one["_resourceType"] = json!("xhr");
        one
    };
    let failed = {
        let mut one = entry("GET", API, &[page], 0, &[]);
        one["_error"] = json!("net::ERR_CONNECTION_REFUSED");
        one
    };
    vec![
        (
            "a blocked answer stands there whole",
            vec![entry("GET", API, &[page], 200, &[])],
            vec!["allow-origin-missing 3"],
            1,
        ),
        (
            "one to everybody, which Chromium refused all the same: it was asked with credentials",
            vec![refused_by_chromium(entry(
                "GET",
                API,
                &[page],
                200,
                &[("access-control-allow-origin", "*")],
            ))],
            vec!["wildcard-with-credentials 3"],
            1,
        ),
        ("an allowed one", vec![entry("GET", API, &[page], 200, &[allow])], vec![], 0),
        ("the page by its referrer", vec![xhr_without_origin], vec!["allow-origin-missing 3"], 1),
        (
            "a star with cookies",
            vec![entry("GET", API, &[page, cookie], 200, &[("access-control-allow-origin", "*")])],
            vec!["wildcard-with-credentials 3"],
            1,
        ),
        (
            "a preflight as an entry of its own",
            vec![preflight(204, &[allow]), put(0, &[])],
            vec!["method-not-allowed 3"],
            1,
        ),
        (
            "a preflight without its request",
            vec![preflight(401, &[])],
            vec!["allow-origin-missing 2", "preflight-status 1"],
            1,
        ),
        (
            "a preflight that was left out, and its request blocked",
            vec![put(0, &[])],
            vec!["? OPTIONS"],
            2,
        ),
        (
            "a preflight that was left out, for it was granted",
            vec![put(200, &[])],
            vec!["allow-origin-missing 3"],
            1,
        ),
        (
            "a whole exchange",
            vec![
                preflight(
                    204,
                    &[
                        allow,
                        ("access-control-allow-methods", "PUT"),
                        ("access-control-allow-headers", "x-a"),
                    ],
                ),
                put(200, &[allow]),
            ],
            vec![],
            0,
        ),
        (
            "a redirect, followed by hand",
            vec![
                entry("GET", API, &[page], 302, &[allow, ("location", "https://c.example/")]),
                entry("GET", "https://c.example/", &[("origin", "null")], 200, &[allow]),
            ],
            vec!["allow-origin-mismatch 3"],
            1,
        ),
        (
            "a redirect that leads away from home",
            vec![
                entry(
                    "GET",
                    "https://app.example/go",
                    &[("sec-fetch-mode", "cors"), ("referer", "https://app.example/")],
                    302,
                    &[("location", API)],
                ),
                entry("GET", API, &[page], 200, &[]),
            ],
            vec!["allow-origin-missing 3"],
            1,
        ),
        ("no connection", vec![failed], vec!["network-failure 3"], 1),
        (
            "the own origin, and a navigation",
            vec![
                entry("GET", "https://app.example/", &[page], 200, &[]),
                entry("GET", API, &[("sec-fetch-mode", "navigate")], 200, &[]),
            ],
            vec![],
            0,
        ),
        (
            "headers of HTTP/2, and lines joined by line feeds",
            vec![entry(
                "GET",
                API,
                &[(":authority", "api.example"), page],
                200,
                &[("access-control-allow-origin", "*\nhttps://app.example")],
            )],
            vec!["allow-origin-multiple 3"],
            1,
        ),
    ]
}

fn refused_by_chromium(mut entry: Value) -> Value {
    entry["response"]["_error"] = json!("net::ERR_FAILED");
    entry
}

#[test]
fn a_har_tells_which_server_to_mend() {
    let har = json!({ "log": { "entries": [{
        "request": { "method": "GET", "url": "https://api.example/r",
                     "headers": [{ "name": "Origin", "value": "https://app.example" }] },
        "response": { "status": 200, "headers": [{ "name": "Server", "value": "nginx/1.22.1" }] },
    }] } });
    let report = json_of(&[], &har.to_string(), 1);
    assert_eq!(report["findings"][0]["fixes"][0]["server"], "nginx");
}

#[test]
fn a_person_reads_the_rule_the_reason_and_the_fix() {
    let output = explain(
        &["--server", "caddy"],
        "app.js:7 Access to fetch at 'https://api.example/orders' from origin 'https://app.example' \
         has been blocked by CORS policy: Request header field x-token is not allowed by \
         Access-Control-Allow-Headers in preflight response.",
    );
    assert_eq!(output.0, Some(1));
    assert_snapshot!(output.1);
}

#[test]
fn the_patch_for_our_own_gateway_is_a_clean_policy() {
    let arguments = ["method-not-allowed", "--method", "DELETE", "--header", "x-token"];
    let page = ["--origin", "https://app.example", "--credentials", "--server", "crosscheck"];
    let report = json_of(&[&arguments[..], &page[..]].concat(), "", 0);
    let policy = report["findings"][0]["fixes"][0]["parts"][0][1].as_str().expect("a text");
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    std::fs::write(file.path(), policy).expect("the policy is written");
    let output = Command::new(Path::new(env!("CARGO_BIN_EXE_crosscheck")))
        .args(["policy", "check"])
        .arg(file.path())
        .output()
        .expect("the binary runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("no findings"), "{policy}");
}

#[test]
fn a_page_that_sends_what_only_servers_say_is_told_so() {
    let (code, text, _) = explain(
        &["--server", "nginx"],
        "Access to fetch at 'https://api.example/' from origin 'https://app.example' has been blocked \
         by CORS policy: Request header field access-control-allow-origin is not allowed by \
         Access-Control-Allow-Headers in preflight response.",
    );
    assert_eq!(code, Some(1));
    assert!(
        text.contains("take `access-control-allow-origin` out of the request's headers"),
        "{text}"
    );
    assert!(!text.contains("add_header"), "{text}");
}

#[test]
fn a_console_of_an_attacker_does_not_command_the_terminal() {
    let (_, text, _) = explain(
        &["--server", "all"],
        "Method \u{1b}[31mPUT is not allowed by Access-Control-Allow-Methods in preflight response.",
    );
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn every_name_that_is_listed_is_explained() {
    let (code, list, _) = explain(&["--list"], "");
    assert_eq!(code, Some(0));
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 70, "{}", names.len());
    for name in names {
        let (code, text, talk) = explain(&[name], "");
        assert_eq!(code, Some(0), "{name}: {talk}");
        assert!(text.starts_with(name), "{name}: {text}");
    }
    for (name, start) in [
        ("Access-Control-Allow-Headers:", "access-control-allow-headers (header)"),
        ("kPreflightMissingAllowOriginHeader", "allow-origin-missing (rule)"),
        ("CORSDidNotSucceed", "network-failure (rule)"),
    ] {
        let (_, text, _) = explain(&[name], "");
        assert!(text.starts_with(start), "{name}: {text}");
    }
}

#[test]
fn the_page_of_a_header_is_about_that_header() {
    let (_, list, _) = explain(&["--list"], "");
    let names = list.lines().filter_map(|line| line.split_whitespace().next());
    let mut headers = 0;
    for name in names {
        let report = json_of(&[name], "", 0);
        let meanings = report["meanings"].as_array().expect("a list");
        if meanings.iter().all(|meaning| meaning["of"] != "header") {
            continue;
        }
        headers += 1;
        let (_, text, _) = explain(&[name], "");
        let page = text.split_once('\n').expect("more than its name").1.to_ascii_lowercase();
        assert!(page.contains(name), "{name}: {page}");
        // What a server must say is that header, or for a header of a request what answers it.
        let said = match name {
            "origin" => "access-control-allow-origin",
            "cookie" => "access-control-allow-credentials",
            "access-control-request-method" => "access-control-allow-methods",
            "access-control-request-headers" => "access-control-allow-headers",
            name => name,
        };
        for finding in report["findings"].as_array().expect("a list") {
            let needed = &finding["needed"];
            let lines: Vec<_> = ["answer", "preflight"]
                .iter()
                .flat_map(|of| needed[of].as_array().expect("a list"))
                .map(|line| line[0].as_str().expect("a name").to_ascii_lowercase())
                .collect();
            assert!(lines.is_empty() || lines.iter().any(|line| line == said), "{name}: {lines:?}");
        }
    }
    assert_eq!(headers, 14);
}

#[test]
fn what_is_not_understood_is_said_with_the_nearest_guess() {
    for (text, hint) in [
        ("wildcard-with-credential", "did you mean `wildcard-with-credentials`?"),
        (
            "CORS-Kopfzeile 'Access-Control-Allow-Methods' fehlt",
            "may be about `method-not-allowed`",
        ),
        ("good morning", "paste the whole line"),
        ("{\"log\": 1}", "save the network panel's content as HAR"),
        ("curl 'https://api.example/", "copy the whole command"),
        ("curl -H", "copy the whole command"),
        ("curl", "names no URL"),
        ("curl -X TRACE https://api.example/", "no page can make this request"),
    ] {
        let (code, out, talk) = explain(&[], text);
        assert_eq!(code, Some(2), "{text}: {out}");
        assert!(talk.contains(hint), "{text}: {talk}");
    }
}

fn json_of(arguments: &[&str], input: &str, code: i32) -> Value {
    let (exit, out, talk) = explain(&[arguments, &["--output", "json"]].concat(), input);
    assert_eq!(exit, Some(code), "{input}: {out}{talk}");
    let report: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(report["version"], 2);
    report
}

/// Exit code, data, talk.
fn explain(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut child = Command::new(Path::new(env!("CARGO_BIN_EXE_crosscheck")))
        .arg("explain")
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // With a name it ends before it reads.
    let _ = child.stdin.take().expect("its input is piped").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}
