//! Text of strangers on the way to a terminal: whatever comes in through arguments, files, standard
//! input, servers and the environment, nothing goes out but visible letters, ends of our own lines and
//! our own colours.

mod runs;
mod unread;

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::process::Stdio;
use std::thread;

use serde_json::Value;
use serde_json::json;

use self::runs::Runs;

/// A colour, a title, C1, `DEL`, directions, no width, separators, and an end of a line of their own.
/// No command of ours uses this colour.
const HOSTILE: &str = "h\u{1b}[95;41m\u{1b}]0;t\u{7}\u{8}\u{9b}2J\u{7f}\u{85}\u{202e}\u{2066}\u{200e}\
                       \u{200f}\u{200b}\u{2028}\u{feff}\u{e0041}\r\nFORGED";

/// The same without what HTTP forbids in a header's value.
const IN_A_HEADER: &str = "h\u{9b}2J\u{85}\u{202e}\u{2066}\u{200e}\u{200f}\u{200b}\u{2028}\u{feff}";

#[test]
fn arguments_are_shown_and_not_obeyed() {
    let mut run = Runs::new();
    run.folder.write("p.toml", POLICY);
    let h = HOSTILE;
    let named = format!("--{h}");
    let valued = format!("--output={h}");
    let url = format!("https://api.example/{h}");
    for arguments in [
        &[h][..],
        &[&named],
        &["policy", h],
        &["policy", "check", h],
        &["policy", "check", &named, "p.toml"],
        &["policy", "check", &valued, "p.toml"],
        &["policy", "check", "p.toml", h],
        &["policy", "diff", h, "p.toml"],
        &["policy", "diff", "p.toml", "p.toml", "--deny", h],
        &["policy", "prove", "p.toml", "--outside", h, "--never", "read"],
        &["policy", "prove", "p.toml", "--origin", "https://a.example", "--may", h],
        &["policy", "prove", "p.toml", "--path", h, "--never", "read"],
        &["policy", "explain", "p.toml", "--origin", h],
        &["policy", "explain", "p.toml", "--origin", "https://a.example", "--path", h],
        &["policy", "explain", "p.toml", "--origin", "https://a.example", "--method", h],
        &["policy", "explain", "p.toml", "--origin", "https://a.example", "--header", h],
        &["policy", "explain", "p.toml", "--origin", h, "--output", "json"],
        &["serve", "--policy", h, "--upstream", "http://127.0.0.1:1"],
        &["serve", "--policy", "p.toml", "--upstream", h],
        &["serve", "--policy", "p.toml", "--upstream", "http://127.0.0.1:1", "--listen", h],
        &["serve", "--policy", "p.toml", "--candidate", h, "--upstream", "http://127.0.0.1:1"],
        &["check", h, "--origin", "https://a.example"],
        &["check", &url, "--origin", h],
        &["check", &url, "--from", h],
        &["check", &url, "--origin", "https://a.example", "--api", h],
        &["check", &url, "--origin", "https://a.example", "--resolve", h],
        &["check", &url, "--origin", "https://a.example", "--server", h],
        &["check", &url, "--origin", "https://a.example", "--max-time", h],
        &["check", &url, "--origin", "https://a.example", "--cookie", h],
        &["check", &url, "--origin", "https://a.example", "-H", h],
        &["check", &url, "--origin", "https://a.example", "-H", &format!("{h}: 1")],
        &["check", &url, "--origin", "https://a.example", "-H", &format!("x: {h}")],
        &["check", &url, "--origin", "https://a.example", "-X", h],
        &["check", &url, "--origin", "https://a.example", "-d", &format!("@{h}")],
        &["explain", h],
        &["explain", &format!("{h}.har")],
        &["explain", "wildcard-with-credentials", "--server", h],
        &["explain", "wildcard-with-credentials", "--origin", h],
        &["explain", "method-not-allowed", "--method", h],
        &["explain", "header-not-exposed", "--header", h, "--server", "all"],
        &["explain", &format!("curl https://api.example/{h} -X '{h}' -H '{h}: {h}'")],
        &["explain", &format!("curl '{h}'")],
        &["explain", &format!("curl --{h} https://api.example/")],
        &["profiles", "--output", h],
        &["simulate", "--browser", h],
        &["docs", h],
    ] {
        run.run(arguments, "");
    }
    // The folder is made, and named.
    run.run(&["docs", "--out", h], "");
    run.folder.write("file", "");
    run.run(&["docs", "--out", &format!("file/{h}")], "");
    assert!(run.shown > 60, "{}", run.shown);
}

#[test]
fn the_programs_own_name_is_not_obeyed() {
    let mut run = Runs::new();
    for arguments in [&["--help"][..], &["check"], &["serve", "--help"], &["--version"], &[]] {
        for colours in ["0", "1"] {
            let mut command = run.folder.command(arguments);
            command.arg0(HOSTILE).env("CLICOLOR_FORCE", colours).stdin(Stdio::null());
            let output = command.output().expect("it starts");
            run.hold(&output, &format!("{arguments:?}"));
        }
    }
}

#[test]
fn policies_are_shown_and_not_obeyed() {
    let mut run = Runs::new();
    let quoted = in_toml(HOSTILE);
    let raw: String = HOSTILE.chars().filter(|c| !c.is_ascii_control()).collect();
    let policies = [
        // All that is quoted, as TOML and as it is, in every place.
        format!("[cors]\norigins = [{quoted}]\n"),
        format!("[cors]\norigins = [\"https://{raw}.example\"] # {raw}\n"),
        format!("[cors]\norigins = [\"*\"]\nmethods = [{quoted}]\n"),
        format!("[cors]\norigins = [\"*\"]\nrequest_headers = [{quoted}]\n"),
        format!("[cors]\norigins = [\"*\"]\nexpose_headers = [{quoted}]\n"),
        format!("[cors]\norigins = [\"*\"]\n{quoted} = 1\n"),
        format!("[cors]\norigins = {quoted}\nmax_age = {quoted}\nresource_policy = {quoted}\n"),
        format!("[cors]\norigins = [\"*\"]\ndanger = {{ {quoted} = true }}\n"),
        format!("[{quoted}]\norigins = [\"*\"]\n"),
        format!(
            "[cors]\norigins = [\"*\"]\n[[cors.rules]]\npaths = [{quoted}]\norigins = [\"*\"]\n"
        ),
        format!(
            "{POLICY}[[assert]]\nname = {quoted}\norigins = [\"https://b.example\"]\n\
             never = [\"read\"]\nmay = [\"read with credentials\"]\n"
        ),
        format!("{POLICY}[[assert]]\nname = {quoted}\noutside = [{quoted}]\nnever = [\"read\"]\n"),
        format!("{POLICY}[[assert]]\nname = {quoted}\norigins = [\"*\"]\nnever = [{quoted}]\n"),
        format!("{POLICY}[[assert]]\n{quoted} = 1\npaths = [{quoted}]\nnever = [\"read\"]\n"),
        // What is not TOML is shown, too.
        format!("[cors]\norigins = [{HOSTILE}\n"),
        format!("{HOSTILE}\n"),
        format!("[cors]\r\norigins = [\"https://b.example/\"] # {HOSTILE}\r\n"),
    ];
    for name in ["p.toml", HOSTILE] {
        for policy in &policies {
            run.folder.write(name, policy);
            run.folder.write("old.toml", POLICY);
            for format in ["text", "json", "sarif"] {
                run.run(&["policy", "check", name, "--output", format], "");
            }
            run.run(&["policy", "check", name, "--require-complete"], "");
            run.run(&["policy", "diff", "old.toml", name], "");
            run.run(&["policy", "diff", name, name, "--output", "json"], "");
            run.run(&["policy", "prove", name], "");
            run.run(&["policy", "prove", name, "--never", "read", "--output", "json"], "");
            run.run(&["policy", "explain", name, "--origin", "https://b.example"], "");
            run.run(&["serve", "--policy", name, "--upstream", "http://h:1", "--listen", "h"], "");
        }
    }
    assert!(run.shown > 400, "{}", run.shown);
}

#[test]
fn what_is_explained_is_not_obeyed() {
    let mut run = Runs::new();
    let h = HOSTILE;
    for text in [
        h.to_owned(),
        format!(
            "Access to fetch at 'https://api.example/{h}' from origin 'https://{h}' has been blocked \
             by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested \
             resource."
        ),
        format!(
            "Access to fetch at 'https://api.example/' from origin 'https://a.example' has been \
             blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value '{h}' that \
             is not equal to the supplied origin."
        ),
        format!(
            "Access to fetch at 'https://api.example/' from origin 'https://a.example' has been \
             blocked by CORS policy: Method {h} is not allowed by Access-Control-Allow-Methods in \
             preflight response."
        ),
        format!(
            "Access to fetch at 'https://api.example/' from origin 'https://a.example' has been \
             blocked by CORS policy: Request header field {h} is not allowed by \
             Access-Control-Allow-Headers in preflight response."
        ),
        format!(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
             resource at https://api.example/{h}. (Reason: CORS header \u{2018}Access-Control-Allow-\
             Origin\u{2019} does not match \u{2018}{h}\u{2019})."
        ),
        format!(
            "Origin https://{h} is not allowed by Access-Control-Allow-Origin. Status code: 200"
        ),
        format!("Request header field {h} is not allowed by Access-Control-Allow-Headers."),
        format!("curl 'https://api.example/{h}' -X '{h}' -H '{h}: {h}' -H 'Origin: {h}' -b '{h}'"),
        format!("curl https://api.example/ -H 'Origin: https://a.example' -H 'x: {h}' --{h}"),
        format!("curl 'https://{h}/' -H $'x: {h}"),
        format!("{{ {h}"),
    ] {
        for more in [&[][..], &["--server", "all"], &["--output", "json"]] {
            run.run(&[&["explain", "-"], more].concat(), &text);
        }
    }
    for har in hars() {
        for more in [&[][..], &["--server", "all"], &["--output", "json"]] {
            run.run(&[&["explain", "-"], more].concat(), &har.to_string());
        }
    }
    assert!(run.shown > 40, "{}", run.shown);
}

/// HAR files with something hostile in one field each.
fn hars() -> Vec<Value> {
    let h = HOSTILE;
    let entry = json!({
        "_error": "", "startedDateTime": "2026-01-01T00:00:00Z",
        "request": { "method": "PUT", "url": "https://api.example/a", "headers": [
            { "name": "Origin", "value": "https://a.example" }, { "name": "x-a", "value": "1" },
        ] },
        "response": { "status": 200, "statusText": "OK", "redirectURL": "", "headers": [
            { "name": "Server", "value": "nginx" }, { "name": "Vary", "value": "Origin" },
        ] },
    });
    let fields = [
        "/_error",
        "/startedDateTime",
        "/request/method",
        "/request/url",
        "/request/headers/0/name",
        "/request/headers/0/value",
        "/request/headers/1/name",
        "/request/headers/1/value",
        "/response/status",
        "/response/statusText",
        "/response/redirectURL",
        "/response/headers/0/name",
        "/response/headers/0/value",
    ];
    let with = |status: u16, field: &str, value: &str| {
        let mut entry = entry.clone();
        entry["response"]["status"] = json!(status);
        *entry.pointer_mut(field).expect("a field") = json!(value);
        json!({ "log": { "entries": [entry] } })
    };
    let mut hars: Vec<Value> = fields.iter().map(|field| with(200, field, h)).collect();
    hars.extend(fields.iter().map(|field| with(0, field, h)));
    hars.push(with(200, "/request/url", &format!("https://api.example/{h}")));
    hars.push(with(302, "/response/headers/0/value", &format!("https://api.example/{h}")));
    hars
}

#[test]
fn scenarios_are_played_and_not_obeyed() {
    let mut run = Runs::new();
    let h = HOSTILE;
    let scenario = json!({
        "id": "a", "page": "https://a.example",
        "steps": [{ "api": "fetch", "url": "https://api.example/", "method": "PUT",
                    "headers": [["x-a", "1"]], "mode": "cors", "credentials": "include",
                    "redirect": "follow", "body": { "kind": "text", "value": "b" } }],
        "server": [
            { "origin": "https://api.example", "path": "/", "method": "OPTIONS", "status": 204,
              "headers": [["access-control-allow-origin", "https://a.example"],
                          ["access-control-allow-credentials", "true"],
                          ["access-control-allow-methods", "*"]] },
            { "origin": "https://api.example", "path": "/", "method": "*", "status": 200,
              "headers": [["access-control-allow-origin", "https://a.example"]], "body": "c" },
        ],
    });
    let mut lines = vec![h.to_owned(), format!("{{\"id\":\"{h}\"}}"), format!("{{\"{h}\":1}}")];
    for field in [
        "/id",
        "/page",
        "/steps/0/api",
        "/steps/0/url",
        "/steps/0/method",
        "/steps/0/headers/0/0",
        "/steps/0/headers/0/1",
        "/steps/0/mode",
        "/steps/0/credentials",
        "/steps/0/redirect",
        "/steps/0/body/kind",
        "/steps/0/body/value",
        "/server/0/headers/0/0",
        "/server/0/headers/0/1",
        "/server/0/headers/1/1",
        "/server/0/headers/2/1",
        "/server/0/status",
        "/server/0/method",
        "/server/1/headers/0/0",
        "/server/1/headers/0/1",
        "/server/1/body",
    ] {
        let mut changed = scenario.clone();
        *changed.pointer_mut(field).expect("a field") = json!(h);
        lines.push(changed.to_string());
        *changed.pointer_mut(field).expect("a field") = json!(IN_A_HEADER);
        lines.push(changed.to_string());
    }
    for browser in ["spec", "chromium", "firefox", "webkit"] {
        for line in &lines {
            run.run(&["simulate", "--browser", browser], line);
            run.run(&["simulate", "--browser", browser, "--explain"], line);
        }
    }
    assert!(run.shown > 150, "{}", run.shown);
}

#[test]
fn servers_are_told_of_and_not_obeyed() {
    let mut run = Runs::new();
    let h = IN_A_HEADER;
    let allow = "Access-Control-Allow-Origin: https://a.example\r\n";
    for head in [
        format!("200 {HOSTILE}\r\n{allow}"),
        format!("200 {h}\r\n{allow}"),
        format!("200 OK\r\nAccess-Control-Allow-Origin: {h}\r\n"),
        format!("200 OK\r\nAccess-Control-Allow-Origin: {HOSTILE}\r\n"),
        format!("200 OK\r\n{allow}Access-Control-Allow-Methods: {h}\r\n"),
        format!("200 OK\r\n{allow}Access-Control-Allow-Headers: {h}\r\n"),
        format!("200 OK\r\n{allow}Access-Control-Expose-Headers: {h}\r\nVary: {h}\r\n"),
        format!("200 OK\r\n{allow}Access-Control-Max-Age: {h}\r\nServer: nginx/{h}\r\n"),
        format!("200 OK\r\n{allow}Server: {h}\r\nSet-Cookie: a={h}; Domain={h}\r\n"),
        format!("200 OK\r\n{allow}Content-Type: {h}\r\nCross-Origin-Resource-Policy: {h}\r\n"),
        format!("302 OK\r\n{allow}Location: /{h}\r\n"),
        format!("302 OK\r\n{allow}Location: http://{h}/\r\n"),
        format!("302 OK\r\nLocation: {HOSTILE}\r\n"),
        format!("200 OK\r\n{h}: {h}\r\n{allow}"),
        format!("200 OK\r\nX-\u{1b}[95;41m: 1\r\n{allow}"),
        HOSTILE.to_owned(),
    ] {
        let url = server(format!("HTTP/1.1 {head}Content-Length: 0\r\n\r\n").into_bytes());
        let check = ["check", &url, "--origin", "https://a.example", "--max-time", "20"];
        run.run(&[&check[..], &["--verbose", "--error-page", "--server", "all"]].concat(), "");
        run.run(&[&check[..], &["-X", "PUT", "-H", "X-A: 1", "--credentials"]].concat(), "");
        run.run(&[&check[..], &["--output", "json", "--svg", "a.svg"]].concat(), "");
        let drawn = run.folder.read("a.svg");
        run.hold_text(&drawn, "the drawing");
    }
    assert!(run.shown > 20, "{}", run.shown);
}

#[test]
fn the_environment_is_not_obeyed() {
    let mut run = Runs::new();
    let url = server(b"no TLS".to_vec()).replace("http:", "https:");
    for name in ["SSL_CERT_FILE", "SSL_CERT_DIR", "TERM", "COLUMNS", "LANG", "NO_COLOR"] {
        for colours in ["0", "1"] {
            let arguments = ["check", &url, "--origin", "https://a.example", "--browser", "spec"];
            let mut command = run.folder.command(&arguments);
            command.env(name, HOSTILE).env("CLICOLOR_FORCE", colours).stdin(Stdio::null());
            let output = command.output().expect("it starts");
            run.hold(&output, name);
        }
    }
}

#[test]
fn clients_of_the_gateway_are_told_of_and_not_obeyed() {
    let mut run = Runs::new();
    run.folder.write("p.toml", POLICY);
    run.folder.write("c.toml", "[cors]\norigins = [\"https://b.example\"]\n");
    let mut command = run.folder.command(&[
        "serve",
        "--policy",
        "p.toml",
        "--candidate",
        "c.toml",
        "--upstream",
        "http://127.0.0.1:1",
        "--listen",
        "127.0.0.1:0",
    ]);
    command.env("CLICOLOR_FORCE", "1");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().expect("it starts");
    let mut line = String::new();
    let out = process.stdout.take().expect("it is piped");
    BufReader::new(out).read_line(&mut line).expect("text");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
    let mut told = BufReader::new(process.stderr.take().expect("it is piped"));
    let mut text = String::new();
    told.read_line(&mut text).expect("text");
    // A candidate would let it read: what it asked for is told.
    let mut client = TcpStream::connect(address.expect("an address")).expect("it listens");
    let origin = format!("https://b.example\r\nX-A: {IN_A_HEADER}");
    let asked = format!("GET /{IN_A_HEADER} HTTP/1.1\r\nHost: a\r\nOrigin: {origin}\r\n\r\n");
    client.write_all(asked.as_bytes()).expect("it reads");
    let _ = client.read(&mut [0; 1024]);
    let mut plain = TcpStream::connect(address.expect("an address")).expect("it listens");
    plain
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\nOrigin: https://b.example\r\n\r\n")
        .expect("it reads");
    while !text.contains("the candidate would allow") {
        assert!(told.read_line(&mut text).expect("text") > 0, "{text}");
    }
    // And what a policy says that is read anew.
    run.folder.write("p.toml", &format!("[cors]\norigins = [{}]\n", in_toml(HOSTILE)));
    let id = process.id().to_string();
    let sent = Command::new("kill").args(["-s", "HUP", &id]).status().expect("kill runs");
    assert!(sent.success());
    while !text.contains("nothing changed") {
        assert!(told.read_line(&mut text).expect("text") > 0, "{text}");
    }
    process.kill().expect("it runs");
    process.wait().expect("it ends");
    run.hold_text(text.as_bytes(), "the gateway's talk");
    assert_eq!(run.shown, 1);
}

/// Lets one page read, and another not.
const POLICY: &str = "[cors]\norigins = [\"https://a.example\"]\n";

/// A text in quotes, its letters as numbers where TOML wants it so.
fn in_toml(text: &str) -> String {
    let letter = |c: char| match c.is_control() {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}

/// A server that answers everything with the same bytes.
fn server(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
    let address = listener.local_addr().expect("it listens");
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            lines.find(String::is_empty);
            let _ = stream.write_all(&answer);
        }
    });
    format!("http://{address}/")
}
