//! The gateway in front of a server that is not ours: nginx, serving files.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

use conformance::apache::Apache;
use conformance::binary;
use conformance::binary::Serving;
use conformance::browser::Browser;
use conformance::nginx::Nginx;
use conformance::process::PATIENCE;
use conformance::process::dead_address;
use conformance::process::eventually;
use conformance::site::Site;
use ureq::http::HeaderMap;
use ureq::http::Request;
use ureq::http::Response;

const ORIGIN: &str = "https://app.example";

#[test]
fn every_answer_carries_the_policy_and_nothing_of_the_upstream() {
    let Some(nginx) = Nginx::start_or_skip() else { return };
    nginx.put("hello.txt", "hello").expect("a file");
    let gateway = gateway_before(nginx.address(), ORIGIN);

    for (path, status) in [("/hello.txt", 200), ("/missing.txt", 404)] {
        let answer = ask(&gateway, "GET", path, &[("Origin", ORIGIN)]);
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(lines(&answer, "access-control-allow-origin"), [ORIGIN]);
        assert_eq!(lines(&answer, "vary"), ["Accept-Encoding", "Origin"]);
    }

    let refused = ask(&gateway, "GET", "/hello.txt", &[("Origin", "https://evil.example")]);
    assert_eq!(refused.status().as_u16(), 200, "a browser enforces, a server serves");
    assert!(lines(&refused, "access-control-allow-origin").is_empty());
    assert_eq!(lines(&refused, "vary"), ["Accept-Encoding", "Origin"]);
}

#[test]
fn a_preflight_is_answered_without_reaching_the_upstream() {
    let Some(nginx) = Nginx::start_or_skip() else { return };
    let gateway = gateway_before(nginx.address(), ORIGIN);
    let preflight = |origin, method| {
        let headers = [("Origin", origin), ("Access-Control-Request-Method", method)];
        ask(&gateway, "OPTIONS", "/hello.txt", &headers)
    };

    let allowed = preflight(ORIGIN, "PUT");
    assert_eq!(allowed.status().as_u16(), 204);
    assert_eq!(lines(&allowed, "access-control-allow-methods"), ["PUT"]);
    let refused = preflight(ORIGIN, "DELETE");
    assert_eq!(refused.status().as_u16(), 204);
    assert_eq!(lines(&refused, "access-control-allow-methods"), ["PUT"], "the browser compares");
    assert_eq!(preflight("https://evil.example", "PUT").status().as_u16(), 403);
    assert!(!nginx.access_log().contains("OPTIONS"), "nginx saw: {}", nginx.access_log());

    // An OPTIONS that is no preflight belongs to the upstream.
    ask(&gateway, "OPTIONS", "/hello.txt", &[]);
    let logged = || nginx.access_log().contains("OPTIONS").then_some(());
    assert!(eventually(PATIENCE, logged).is_some(), "nginx saw it");
}

#[test]
fn a_dead_upstream_is_an_answer_that_a_page_can_read() {
    let (_held, address) = dead_address().expect("an address");
    let upstream = format!("http://{address}");
    let gateway = gateway_before(&upstream, ORIGIN);
    let answer = ask(&gateway, "GET", "/", &[("Origin", ORIGIN)]);
    assert_eq!(answer.status().as_u16(), 502);
    assert_eq!(lines(&answer, "access-control-allow-origin"), [ORIGIN]);
}

#[test]
fn a_large_file_streams_through_at_constant_memory() {
    let Some(nginx) = Nginx::start_or_skip() else { return };
    const SIZE: u64 = 200 * 1024 * 1024;
    nginx.put_sparse("large.bin", SIZE).expect("a sparse file");
    let gateway = gateway_before(nginx.address(), ORIGIN);
    let answer = ask(&gateway, "GET", "/large.bin", &[("Origin", ORIGIN)]);
    let mut body = answer.into_body().into_reader().take(SIZE + 1);
    assert_eq!(io::copy(&mut body, &mut io::sink()).expect("the whole file arrives"), SIZE);
    let peak = gateway.process.peak_memory_kib().expect("the gateway is still running");
    assert!(peak < 64 * 1024, "the gateway held {peak} KiB");
}

#[test]
fn a_page_of_an_allowed_origin_reads_and_another_does_not() {
    if !Browser::Chromium.is_there_or_skip() {
        return;
    }
    let Some(nginx) = Nginx::start_or_skip() else { return };
    nginx.put("hello.txt", "hello").expect("a file");

    // The script learns the gateway's port from the page's address, since the policy must name
    // the page's origin before the gateway starts.
    let script = "const gateway = `http://localhost:${location.hash.slice(1)}`;\n\
                  try { report('read: ' + await (await fetch(gateway + '/hello.txt')).text()); }\n\
                  catch (error) { report('refused: ' + error.name); }";
    let allowed = Site::with_script(script);
    let other = Site::with_script(script);
    let gateway = gateway_before(nginx.address(), allowed.origin());
    let port = gateway.addresses[0].rsplit(':').next().expect("an address has a port");
    for (site, expected) in [(&allowed, "read%3A%20hello"), (&other, "refused%3A%20TypeError")] {
        let url = format!("{}/#{port}", site.origin());
        let _page = Browser::Chromium.open(&url).expect("the browser starts");
        assert_eq!(site.report().as_deref(), Some(expected), "{}", site.origin());
    }
}

/// Stock Apache sends whoever asks for a folder without its slash to an absolute URL of its own: a
/// page that follows it must not leave the gateway.
#[test]
fn a_page_follows_apaches_redirect_through_the_gateway() {
    let Some(apache) = Apache::start_or_skip() else { return };
    apache.put("docs/index.html", "hello").expect("a file");
    let script = "const gateway = `http://localhost:${location.hash.slice(1)}`;\n\
                  try { report('read: ' + await (await fetch(gateway + '/docs')).text()); }\n\
                  catch (error) { report('refused: ' + error.name); }";
    let site = Site::with_script(script);
    let gateway = gateway_before(apache.address(), site.origin());
    let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).build().into();
    let answer = agent.get(format!("{}/docs", gateway.addresses[0])).call().expect("an answer");
    assert_eq!(
        (answer.status().as_u16(), lines(&answer, "location")),
        (301, vec!["/docs/".into()])
    );
    let port = gateway.addresses[0].rsplit(':').next().expect("an address has a port");
    for browser in [Browser::Chromium, Browser::Firefox, Browser::Webkit] {
        if !browser.is_there_or_skip() {
            continue;
        }
        let url = format!("{}/#{port}", site.origin());
        let _page = browser.open(&url).expect("the browser starts");
        assert_eq!(site.report().as_deref(), Some("read%3A%20hello"), "{browser:?}");
    }
}

/// An application that fails between the head of its answer and its body: a connection that closes
/// without a byte would be taken for one that closed too early, and the POST sent again.
#[test]
fn no_browser_sends_again_what_broke_off() {
    let script = "const gateway = `http://localhost:${location.hash.slice(1)}`;\n\
                  for (let n = 0; n < 6; n++) {\n\
                  await fetch(gateway + '/warm').catch(() => {});\n\
                  await fetch(gateway + '/' + n, { method: 'POST', body: 'x' }).catch(() => {});\n\
                  }\n\
                  report('asked');";
    for browser in [Browser::Chromium, Browser::Firefox, Browser::Webkit] {
        if !browser.is_there_or_skip() {
            continue;
        }
        let (upstream, posts) = an_application_that_fails();
        let site = Site::with_script(script);
        let gateway = gateway_before(&upstream, site.origin());
        let port = gateway.addresses[0].rsplit(':').next().expect("an address has a port");
        let _page = browser.open(&format!("{}/#{port}", site.origin())).expect("it starts");
        assert_eq!(site.report().as_deref(), Some("asked"), "{browser:?}");
        let posts = posts.lock().expect("no panic").clone();
        assert_eq!(posts, ["/0", "/1", "/2", "/3", "/4", "/5"], "{browser:?}");
    }
}

/// Answers GET; to POST it says the head alone, and closes. Out: where it is, and the paths of POSTs.
fn an_application_that_fails() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let posts = Arc::<Mutex<Vec<String>>>::default();
    let seen = posts.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let seen = seen.clone();
            thread::spawn(move || {
                let mut stream = BufReader::new(stream);
                loop {
                    let mut head = String::new();
                    while !head.ends_with("\r\n\r\n") {
                        if stream.read_line(&mut head).unwrap_or(0) == 0 {
                            return;
                        }
                    }
                    let is_post = head.starts_with("POST");
                    if is_post {
                        let _ = stream.read_exact(&mut [0]);
                        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                        seen.lock().expect("no panic").push(path);
                    }
                    let answer = if is_post {
                        "content-length: 9\r\n\r\n"
                    } else {
                        "content-length: 0\r\n\r\n"
                    };
                    let _ = stream
                        .get_mut()
                        .write_all(format!("HTTP/1.1 200 OK\r\n{answer}").as_bytes());
                    if is_post {
                        return;
                    }
                }
            });
        }
    });
    (format!("http://{address}"), posts)
}

fn gateway_before(upstream: &str, origin: &str) -> Serving {
    let policy = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    let text = format!("[cors]\norigins = [\"{origin}\"]\nmethods = [\"PUT\"]\n");
    std::fs::write(policy.path(), text).expect("the policy is written");
    let path = policy.path().to_str().expect("a temporary path is text");
    let arguments = ["--policy", path, "--upstream", upstream, "--listen", "127.0.0.1:0"];
    binary::serve(&arguments, 1)
}

fn ask(
    gateway: &Serving,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Response<ureq::Body> {
    let mut request =
        Request::builder().method(method).uri(format!("{}{path}", gateway.addresses[0]));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    agent.run(request.body(()).expect("a request")).expect("the gateway answers")
}

fn lines<B>(answer: &Response<B>, name: &str) -> Vec<String> {
    let headers: &HeaderMap = answer.headers();
    headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?").to_owned()).collect()
}
