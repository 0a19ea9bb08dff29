//! What `crosscheck explain` says to do is done to real servers, and then the page reads.
//!
//! A real Chromium and a real Firefox are refused by six real servers in front of one application;
//! what Chromium wrote to its console is all that `explain` is given; each patch is put into the real
//! server's configuration; the same requests are made again, by every engine over real HTTP, by the
//! real Chromium and by the real Firefox.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::thread;

use conformance::browser::Browser;
use conformance::explain::Explained;
use conformance::explain::explain;
use conformance::front::Front;
use conformance::front::Kind;
use conformance::site::Site;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Profile;
use crosscheck::diagnosis::console_texts;
use crosscheck::scenario::Event;
use crosscheck::scenario::Player;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::wire::Origin;
use serde_json::Value;
use serde_json::json;

use crate::live::Live;
use crate::live::varies;

/// What a page does, and what the application wrongly answers.
struct Case {
    rule: &'static str,
    path: &'static str,
    method: &'static str,
    headers: &'static [(&'static str, &'static str)],
    credentials: bool,
    /// A response header that script wants to read.
    reads: Option<&'static str>,
}

const CASES: [Case; 9] = [
    Case { rule: "allow-origin-missing", path: "/silent", ..PLAIN },
    // The application fails, and its error says nothing about CORS either.
    Case { rule: "allow-origin-missing", path: "/fails", ..PLAIN },
    // The application is not there: the answer is the server's own.
    Case { rule: "allow-origin-missing", path: "/breaks", ..PLAIN },
    // nginx's own answer once more, from another location.
    Case { rule: "allow-origin-missing", path: "/error-page/breaks", ..PLAIN },
    Case { rule: "wildcard-with-credentials", path: "/star", credentials: true, ..PLAIN },
    Case { rule: "preflight-status", path: "/no-options", method: "PUT", ..PLAIN },
    Case { rule: "method-not-allowed", path: "/few-methods", method: "DELETE", ..PLAIN },
    Case {
        rule: "headers-not-allowed",
        path: "/few-headers",
        headers: &[("x-token", "1")],
        ..PLAIN
    },
    Case { rule: "header-not-exposed", path: "/hides", reads: Some("x-total"), ..PLAIN },
];

const PLAIN: Case =
    Case { rule: "", path: "", method: "GET", headers: &[], credentials: false, reads: None };

/// What an application shares with everybody, and the server in front of it with one page.
const SHARED: Case = Case { path: "/star", ..PLAIN };

#[test]
fn what_explain_says_lets_the_page_read() {
    if !Browser::Chromium.is_there_or_skip() {
        return;
    }
    let page = Site::with_script(SCRIPT);
    let upstream = application(page.origin().to_owned());
    let mut table = String::from(
        "server     rule                       path               before   engines  chromium  firefox\n",
    );
    let mut fronts = Vec::new();
    for kind in Kind::ALL {
        let Some(front) = Front::start_or_skip(kind, upstream, &[]) else { continue };
        fronts.push((kind, front));
    }
    // Before: refused, and the console says why.
    let asks: Vec<Value> = fronts
        .iter()
        .flat_map(|(kind, front)| cases(*kind).map(|case| case.ask(front.address())))
        .collect();
    let (refused, console) = run_in(Browser::Chromium, &page, &asks);
    assert!(refused.iter().all(|seen| seen == "refused"), "{refused:?}\n{console}");
    let has_firefox = Browser::Firefox.is_there_or_skip();
    if has_firefox {
        let refused = run_in(Browser::Firefox, &page, &asks).0;
        assert!(refused.iter().all(|seen| seen == "refused"), "{refused:?}");
    }
    // Patched, one server a case.
    let (mut patched, mut asks) = (Vec::new(), Vec::new());
    for (kind, front) in &fronts {
        for case in cases(*kind) {
            let url = format!("{}{}", front.address(), case.path);
            let patch = match case.reads {
                // The console does not say where, nor who.
                Some(name) => patch_for_name(case.rule, name, page.origin(), *kind),
                None => patch_for_text(&line_about(&console, &url), case.rule, *kind),
            };
            let front = Front::start_or_skip(*kind, upstream, &patch).expect("it is installed");
            asks.push(case.ask(front.address()));
            patched.push((*kind, case, front));
        }
    }
    let (read, console) = run_in(Browser::Chromium, &page, &asks);
    let firefox = has_firefox.then(|| run_in(Browser::Firefox, &page, &asks).0);
    for (index, (kind, case, front)) in patched.iter().enumerate() {
        let engines = case.play(page.origin(), front.address());
        let seen = &read[index];
        let by_firefox = firefox.as_ref().map_or("not there", |read| &read[index]);
        let _ = writeln!(
            table,
            "{:<10} {:<26} {:<18} refused  {engines:<8} {seen:<9} {by_firefox}",
            kind.name(),
            case.rule,
            case.path,
        );
        assert_eq!((engines.as_str(), seen.as_str()), ("read", "read"), "{table}\n{console}");
        assert!(firefox.is_none() || by_firefox == "read", "{table}");
        // And nobody else, not even what the application itself would share with everybody.
        for other in ["https://other.example", "http://localhost", "null"] {
            for case in [case, &SHARED] {
                assert_ne!(case.play(other, front.address()), "read", "{other}: {table}");
            }
        }
        // And no cache hands one page's answer to another.
        let url = format!("{}{}", front.address(), case.path);
        assert!(varies(&url, None), "{url}: {table}");
    }
    eprintln!("{table}");
    assert!(patched.len() >= 52 || fronts.len() < 6, "cases: {}", patched.len());
}

/// What is tried with a server.
fn cases(kind: Kind) -> impl Iterator<Item = &'static Case> {
    CASES.iter().filter(move |case| !case.path.ends_with("/breaks") || kind.speaks_for_itself())
}

impl Case {
    /// The request as the page's script takes it.
    fn ask(&self, address: &str) -> Value {
        let headers: BTreeMap<_, _> = self.headers.iter().copied().collect();
        json!({
            "url": format!("{address}{}", self.path),
            "method": self.method,
            "headers": headers,
            "credentials": self.credentials,
            "reads": self.reads,
        })
    }

    /// What every engine makes of it, over real HTTP: `read` if all do.
    fn play(&self, page: &str, address: &str) -> String {
        for profile in [&Profile::SPEC, &Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
            let step = Step {
                url: format!("{address}{}", self.path),
                method: Some(self.method.into()),
                headers: self.headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
                credentials: self.credentials.then_some(CredentialsMode::Include),
                ..Step::default()
            };
            let scenario = Scenario {
                page: Origin::parse(page).expect("an origin"),
                steps: vec![step],
                ..Scenario::default()
            };
            let mut told = Vec::new();
            let record = Player::new(profile).play_traced(
                &scenario,
                &mut Live { at: address },
                &mut |event| {
                    if let Event::End { outcome: Ok(outcome), .. } = event {
                        told = console_texts(outcome, profile);
                    }
                },
            );
            let StepRecord::Response { headers, .. } = &record.steps[0] else {
                return format!("{}: {told:?}", profile.name());
            };
            if let Some(name) = self.reads
                && !headers.iter().any(|(known, _)| known == name)
            {
                return format!("{}: {name} is hidden", profile.name());
            }
        }
        "read".into()
    }
}

/// The application: right only in what each case does not need.
fn application(page: String) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
    let address = listener.local_addr().expect("it listens");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let page = page.clone();
            thread::spawn(move || serve(stream, &page));
        }
    });
    address
}

fn serve(mut stream: TcpStream, page: &str) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let mut words = request.split(' ');
    let is_options = words.next() == Some("OPTIONS");
    let path = words.next().unwrap_or_default();
    let allowed = format!("Access-Control-Allow-Origin: {page}\r\n");
    let (status, headers) = match (path, is_options) {
        ("/breaks" | "/error-page/breaks", _) => return,
        ("/fails", _) => ("500 Internal Server Error", String::new()),
        ("/star", _) => ("200 OK", "Access-Control-Allow-Origin: *\r\n".into()),
        ("/no-options", true) => ("405 Method Not Allowed", allowed),
        ("/few-methods", true) => {
            ("204 No Content", allowed + "Access-Control-Allow-Methods: GET\r\n")
        }
        ("/few-headers", true) => {
            ("204 No Content", allowed + "Access-Control-Allow-Headers: x-other\r\n")
        }
        ("/silent", _) => ("200 OK", String::new()),
        _ => ("200 OK", allowed),
    };
    let body = if status.starts_with("204") { "" } else { "Content-Length: 2\r\n" };
    let answer = format!(
        "HTTP/1.1 {status}\r\n{headers}X-Total: 5\r\nVary: Accept\r\n{body}Connection: close\r\n\r\n"
    );
    let _ = stream.write_all(answer.as_bytes());
    if !body.is_empty() {
        let _ = stream.write_all(b"ok");
    }
}

const SCRIPT: &str = "
const asks = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const seen = [];
for (const { url, method, headers, credentials, reads } of asks) {
    try {
        const answer = await fetch(url, {
            method, headers, credentials: credentials ? 'include' : 'same-origin',
        });
        await answer.text();
        seen.push(reads && !answer.headers.has(reads) ? 'refused' : 'read');
    } catch {
        seen.push('refused');
    }
}
report(seen.join(' '));
";

/// What the page saw of each request, and what the browser wrote to its console, if it does.
fn run_in(browser: Browser, page: &Site, asks: &[Value]) -> (Vec<String>, String) {
    let log = tempfile::NamedTempFile::new().expect("a temporary file");
    let file = log.reopen().expect("it is there");
    let open = browser.open_with_log(&page.url_to_ask(asks), file).expect("the browser starts");
    let report = page.report().expect("the page reports");
    drop(open);
    let seen = report.split("%20").map(str::to_owned).collect();
    (seen, std::fs::read_to_string(log.path()).expect("the log is text"))
}

/// The line of a console that speaks of a URL.
fn line_about(console: &str, url: &str) -> String {
    let quoted = format!("'{url}'");
    let line = console.lines().find(|line| line.contains(&quoted) && line.contains("CORS"));
    line.unwrap_or_else(|| panic!("the console says nothing about {url}: {console}")).to_owned()
}

fn patch_for_text(line: &str, rule: &str, kind: Kind) -> Vec<String> {
    let explained = explain(&["--server", kind.name()], line);
    assert_eq!(explained.report["findings"][0]["rule"], rule, "{line}");
    parts(&explained, 1)
}

fn patch_for_name(rule: &str, name: &str, origin: &str, kind: Kind) -> Vec<String> {
    let arguments = [rule, "--header", name, "--origin", origin, "--server", kind.name()];
    parts(&explain(&arguments, ""), 0)
}

/// The patch's parts, if the binary ended with this code.
fn parts(explained: &Explained, code: i32) -> Vec<String> {
    assert_eq!(explained.code, Some(code), "{explained:?}");
    explained.patch()
}
