//! The command line: curl's words, and what is said about mistakes.

use super::command::check;
use super::command::run;
use super::servers::Server;
use super::servers::answer;

#[test]
fn mistakes_are_told_with_what_would_work() {
    let table = [
        (&["http://a.test", "--origin", "https://App.example/"][..], "write `https://app.example`"),
        (
            &["http://a.test", "--from", "app"],
            "write it in full, like `https://app.example.com/page`",
        ),
        (&["a test", "--origin", "https://b.test"], "write it in full, like `https://a test`"),
        (&["wss://a.test", "--origin", "https://b.test"], "no header of CORS concerns a WebSocket"),
        (&["ftp://a.test", "--origin", "https://b.test"], "CORS works over http and https"),
        (&["http://a.test", "--origin", "null", "-H", "X-A"], "write it like `-H 'X-Token: 1'`"),
        (
            &["http://a.test", "--origin", "null", "-b", "id=1; Domain=b.test"],
            "like `id=1; SameSite=None; Secure`",
        ),
        (
            &["http://a.test", "--origin", "null", "-b", "id=1; other=2"],
            "`--cookie 'a=1' --cookie 'b=2'`",
        ),
        (
            &["http://a.test", "--origin", "null", "--api", "img", "-X", "PUT"],
            "leave it out, or take `--api fetch`",
        ),
        (&["http://a.test", "--origin", "null", "-d", "@/nowhere"], "names a file"),
        (
            &["http://a.test", "--origin", "null", "--resolve", "a.test:1"],
            "`api.example.com:443:127",
        ),
        (&["http://a.test", "--origin", "null", "--max-time", "0"], "more than 0"),
    ];
    for (arguments, hint) in table {
        let checked = run(arguments, &[]);
        assert_eq!(checked.code, 2, "{arguments:?}");
        assert!(checked.stderr.contains(hint), "{arguments:?}: {}", checked.stderr);
        assert_eq!(checked.stdout, "", "{arguments:?}");
    }
}

#[test]
fn a_url_without_its_scheme_is_one_of_this_machine_or_has_tls() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let here = server.url.as_str().strip_prefix("http://").expect("it is plain");
    for url in [here.to_owned(), here.replace("127.0.0.1", "localhost")] {
        let checked = run(&[&url, "--origin", "http://localhost:1"], &[]);
        assert_eq!(checked.code, 0, "{url}: {}{}", checked.stdout, checked.stderr);
    }
    assert!(!server.received().is_empty(), "without TLS");
    let page = ["--origin", "https://app.example", "--resolve", "api.test:443:127.0.0.1"];
    let timed = ["--max-time", "5"];
    let elsewhere = run(&[&["api.test/x"][..], &page, &timed].concat(), &[]);
    assert!(elsewhere.stdout.contains("https://api.test/x"), "{}", elsewhere.stdout);
}

#[test]
fn a_body_is_sent_as_curl_sends_it() {
    let server = Server::answering(|_| {
        answer(
            200,
            &["Access-Control-Allow-Origin: *", "Access-Control-Allow-Headers: content-type"],
        )
    });
    let url = server.url.as_str();
    assert_eq!(check(&[url, "-d", "a=1", "-d", "b=2"]).code, 0);
    assert_eq!(check(&[url, "--json", "{}"]).code, 0);
    // Of a beacon without TLS from a page with it, browsers name the origin or not: one is asked.
    let beacon = [url, "--api", "beacon", "-d", "a=1", "--browser", "chromium"];
    assert_eq!(check(&beacon).code, 0);
    let received = server.received();
    let told: Vec<_> = received
        .iter()
        .map(|r| (r.method.as_str(), r.header("content-type"), r.header("accept"), r.body.as_str()))
        .collect();
    let (form, json) = ("application/x-www-form-urlencoded", "application/json");
    assert_eq!(
        told,
        [
            ("POST", Some(form), Some("*/*"), "a=1&b=2"),
            ("OPTIONS", None, Some("*/*"), ""),
            ("POST", Some(json), Some(json), "{}"),
            ("POST", Some(form), Some("*/*"), "a=1"),
        ]
    );
}

#[test]
fn what_the_engine_says_is_sent_and_what_http_needs() {
    let server = Server::answering(|_| answer(200, &[]));
    check(&[&server.url, "--browser", "spec", "-H", "X-Empty;"]);
    let received = server.received();
    let lines: Vec<String> = received[0].headers.iter().map(|(n, v)| format!("{n}: {v}")).collect();
    let host = server.url.trim_start_matches("http://");
    assert_eq!(
        lines,
        [
            "Accept: */*",
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: x-empty",
            "Accept-Language: en-US,en;q=0.9",
            "Referer: http://localhost:3000/",
            "Origin: http://localhost:3000",
            "Sec-Fetch-Dest: empty",
            "Sec-Fetch-Mode: cors",
            "Sec-Fetch-Site: cross-site",
            concat!("User-Agent: crosscheck/", env!("CARGO_PKG_VERSION")),
            &format!("Host: {host}"),
        ]
    );
}

/// Some servers turn away what is no browser: each asks by its own name, and the standard's by ours.
#[test]
fn a_browser_asks_by_its_own_name() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let told = |browser: &str| {
        check(&[&server.url, "--browser", browser]);
        let received = server.received();
        received.last().and_then(|one| one.header("user-agent")).expect("a name").to_owned()
    };
    assert!(told("chromium").contains("Chrome/156"));
    assert!(told("firefox").ends_with("Firefox/153.0"));
    assert!(told("webkit").contains("Version/26.0 Safari/"));
    assert!(told("spec").starts_with("crosscheck/"));
}
