//! What one answer cannot show: the server is asked as an image asks, and as a stranger.

use insta::assert_snapshot;
use serde_json::Value;
use serde_json::json;

use super::command::Checked;
use super::command::run;
use super::servers::Received;
use super::servers::Server;
use super::servers::answer;

const PAGE: &str = "http://localhost:3000";

/// S3, MinIO and many libraries answer so: whoever names no origin hears nothing of CORS, and that the
/// answer varies neither.
fn as_a_store_does(request: &Received) -> String {
    let mut lines = vec!["Cache-Control: max-age=86400".to_owned()];
    lines.push("Content-Type: image/png".into());
    if let Some(origin) = request.header("origin") {
        lines.push(format!("Access-Control-Allow-Origin: {origin}"));
        lines.push("Vary: Origin, Access-Control-Request-Headers".into());
    }
    answer(200, &lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn check(arguments: &[&str]) -> Checked {
    run(&[&["--origin", PAGE], arguments].concat(), &[])
}

fn document(arguments: &[&str]) -> Value {
    let checked = check(&[arguments, &["--output", "json"]].concat());
    serde_json::from_str(&checked.stdout).expect("JSON")
}

fn findings(document: &Value) -> Vec<&str> {
    let findings = document["findings"].as_array().expect("findings").iter();
    findings.map(|finding| finding["name"].as_str().expect("a name")).collect()
}

#[test]
fn an_image_before_it_spoils_what_a_store_answers() {
    let server = Server::answering(as_a_store_does);
    let url = format!("{}/a.png", server.url);
    let checked = check(&[&url]);
    assert_eq!(checked.code, 0, "it works, as long as nothing is kept");
    let told: Vec<&str> =
        checked.stdout.lines().skip_while(|line| !line.starts_with("asked once")).collect();
    assert_snapshot!(told.join("\n"), @r"
    asked once more as an <img>, without `Origin`: status 200

    asked once more as a page of http://stranger.invalid, GET: status 200

    warning: vary-origin-missing
           the answer depends on who asks, and `Vary` does not name `Origin`
           seen     http://127.0.0.1:PORT/a.png, asked without `Origin`: no `Access-Control-Allow-Origin`, no `Vary`
           why      a cache may hand to one page what was meant for another, which is then refused
           fix      add `Vary: Origin` to every answer of this URL, also to those without CORS headers

    warning: refused-after-image
           the page may read the answer, but not after an `<img>` of the same URL
           in       chromium, webkit
           seen     1. `GET http://127.0.0.1:PORT/a.png` for an `<img>`, without `Origin`; 2. `GET http://127.0.0.1:PORT/a.png` with `Origin: http://localhost:3000`, answered by what was kept of 1: allow-origin-missing
           why      the image is asked for without `Origin`, and the browser gives the page what it kept of that answer
           fix      send `Vary: Origin` also where the request has no `Origin`; on the page, `<img crossorigin>`

    note: any-origin-reflected
           every origin is allowed by its own name
           seen     http://127.0.0.1:PORT/a.png, asked by `http://stranger.invalid`: `Access-Control-Allow-Origin: http://stranger.invalid`
           why      any page may read the answer, a page of a stranger too
           fix      list the origins that may read; if all may, say `*`, which needs no `Vary`

    allowed by chromium, firefox, webkit; 2 warnings; 1 note
    ");
    let origins: Vec<Option<String>> =
        server.received().iter().map(|r| r.header("origin").map(str::to_owned)).collect();
    let stranger = "http://stranger.invalid".to_owned();
    assert_eq!(origins, [Some(PAGE.into()), None, Some(stranger)]);
    assert_eq!(server.methods(), ["GET"; 3]);
}

#[test]
fn the_two_requests_are_the_witness() {
    let server = Server::answering(as_a_store_does);
    let document = document(&[&format!("{}/a.png", server.url)]);
    let browsers = document["browsers"].as_array().expect("browsers");
    let refused = |browser: &&Value| browser["after_image"] != Value::Null;
    let names: Vec<_> = browsers.iter().filter(refused).map(|b| b["browser"].as_str()).collect();
    // Firefox keeps what script asks of other sites apart.
    assert_eq!(names, [Some("chromium"), Some("webkit")]);
    let after = &browsers[0]["after_image"];
    assert_eq!(
        (&after["verdict"], &after["refusal"]["rule"]),
        (&json!("refused"), &json!("allow-origin-missing"))
    );
    let sent = |request: &Value| {
        let lines = request["headers"].as_array().expect("lines").iter();
        let value = |name: &str| {
            let line = lines.clone().find(|line| line[0] == name);
            line.and_then(|line| line[1].as_str()).map(str::to_owned)
        };
        (value("Sec-Fetch-Dest"), value("Origin"))
    };
    let requests = after["requests"].as_array().expect("two requests");
    let sent: Vec<_> = requests.iter().map(sent).collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(sent, [(text("image"), None), (text("empty"), text(PAGE))]);
    let finding = document["findings"].as_array().expect("findings").iter();
    let finding =
        finding.clone().find(|f| f["name"] == "refused-after-image").expect("it is found");
    assert_eq!(finding["browsers"], json!(["chromium", "webkit"]));
}

#[test]
fn who_lets_in_a_stranger_with_credentials_is_told() {
    let reflecting = |credentials: bool| {
        Server::answering(move |request| {
            let origin = request.header("origin").unwrap_or("none");
            let origin = format!("Access-Control-Allow-Origin: {origin}");
            let mut lines = vec![origin.as_str(), "Vary: Origin"];
            lines.extend(credentials.then_some("Access-Control-Allow-Credentials: true"));
            answer(200, &lines)
        })
    };
    let with = document(&[&reflecting(true).url, "--credentials"]);
    assert_eq!(findings(&with), ["any-origin-with-credentials"]);
    let without = document(&[&reflecting(false).url]);
    assert_eq!(findings(&without), ["any-origin-reflected"]);
    // `*` says itself that everybody may.
    let open = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    assert_eq!(findings(&document(&[&open.url])), [""; 0]);
}

/// Two origins are known, as flask-cors knows them: a stranger's answer does not say that it varies.
#[test]
fn an_answer_for_strangers_that_does_not_vary_is_told() {
    let server = Server::answering(|request| match request.header("origin") {
        Some(PAGE) => {
            answer(200, &["Access-Control-Allow-Origin: http://localhost:3000", "Vary: Origin"])
        }
        None => answer(200, &["Vary: Origin"]),
        Some(_) => answer(200, &[]),
    });
    let document = document(&[&server.url]);
    assert_eq!(findings(&document), ["vary-origin-missing"]);
    let evidence = document["findings"][0]["evidence"].as_str().expect("evidence");
    assert!(evidence.contains("asked by `http://stranger.invalid`"), "{evidence}");
}

/// What may change something is asked by the page alone; of a stranger there is a preflight at most.
#[test]
fn only_what_changes_nothing_is_asked_again() {
    let server = || {
        Server::answering(|_| {
            let names = ["Access-Control-Allow-Methods: DELETE", "Access-Control-Allow-Origin: *"];
            answer(200, &names)
        })
    };
    let (changed, posted, left) = (server(), server(), server());
    check(&[&changed.url, "-X", "DELETE"]);
    assert_eq!(changed.methods(), ["OPTIONS", "DELETE", "OPTIONS"]);
    check(&[&posted.url, "-d", "a=1"]);
    assert_eq!(posted.methods(), ["POST"]);
    check(&[&left.url, "--as-page-only"]);
    assert_eq!(left.methods(), ["GET"]);
}

#[test]
fn a_stranger_brings_no_cookies() {
    let server = Server::answering(as_a_store_does);
    check(&[&server.url, "--credentials", "--cookie", "id=1; SameSite=None; Secure"]);
    let cookies: Vec<bool> =
        server.received().iter().map(|request| request.header("cookie").is_some()).collect();
    assert_eq!(cookies.last(), Some(&false));
    assert!(cookies[0], "{cookies:?}");
}

/// Servers for development and isolation policies turn away what a browser says of a page of another site; a
/// program that says nothing of it passes.
#[test]
fn who_refuses_what_only_browsers_say_is_named() {
    let server = Server::answering(|request: &Received| match request.header("sec-fetch-site") {
        Some("cross-site") => answer(403, &["Content-Type: text/plain"]),
        _ => answer(200, &["Content-Type: application/json"]),
    });
    let told = document(&[&server.url]);
    assert_eq!(told["verdict"], "refused", "{told:#}");
    assert_eq!(findings(&told), ["refused-by-fetch-metadata"], "{told:#}");
    let evidence = told["findings"][0]["evidence"].as_str().expect("evidence");
    assert!(evidence.ends_with("status 403; without `Sec-Fetch-*` status 200"), "{evidence}");
    // Who forbids it to everybody is no such server, nor is anybody asked twice for what may change something.
    let closed = Server::answering(|_| answer(403, &[]));
    assert_eq!(findings(&document(&[&closed.url])), [""; 0]);
    let posted = Server::answering(|_| answer(403, &[]));
    check(&[&posted.url, "-d", "a=1"]);
    assert_eq!(posted.methods(), ["POST"]);
}

/// A start page for every path, an old list of methods, a cache: `check` names who answered.
#[test]
fn who_answered_in_the_servers_place_is_named() {
    let start_page =
        Server::answering(|_| answer(200, &["Content-Type: text/html; charset=utf-8"]));
    assert_eq!(findings(&document(&[&start_page.url, "-X", "PUT"])), ["page-for-preflight"]);
    let list = Server::answering(|_| {
        let allowed =
            ["Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: get, patch"];
        answer(200, &allowed)
    });
    assert_eq!(findings(&document(&[&list.url, "-X", "PATCH"])), ["listed-method-case"]);
    let cache = Server::answering(|_| answer(200, &["X-Cache: HIT", "Age: 12"]));
    assert_eq!(findings(&document(&[&cache.url])), ["cache-answers"]);
}

/// Whether a server lets an origin in.
type IsKnown = fn(&str) -> bool;

/// Lets in whoever the function says, by name.
fn letting_in(credentials: bool, is_known: IsKnown) -> Server {
    Server::answering(move |request: &Received| {
        let origin = request.header("origin").filter(|origin| is_known(origin));
        let origin = origin.map(|origin| format!("Access-Control-Allow-Origin: {origin}"));
        let mut lines = vec!["Vary: Origin", "Server: nginx"];
        lines.extend(origin.as_deref());
        lines.extend(credentials.then_some("Access-Control-Allow-Credentials: true"));
        answer(200, &lines)
    })
}

const SHOP: &str = "https://www.shop.example";

/// The shop's page is on this machine as well, and WebKit lets no page of TLS ask it without.
fn check_shop(server: &Server, arguments: &[&str]) -> Checked {
    let here = ["--browser", "chromium,firefox", "--resolve", "www.shop.example:443:127.0.0.1"];
    run(&[&[&server.url, "--origin", SHOP], &here[..], arguments].concat(), &[])
}

fn found_for_shop(server: &Server, arguments: &[&str]) -> (i32, Value) {
    let checked = check_shop(server, &[arguments, &["--output", "json"]].concat());
    (checked.code, serde_json::from_str(&checked.stdout).expect("JSON"))
}

/// What servers write where a list should be, and which origin each lets in beside the page.
#[test]
fn who_compares_a_part_of_the_name_lets_in_lookalikes() {
    let servers: [(IsKnown, &str, &str); 8] = [
        (|o| o.ends_with("shop.example"), "lookalike-with-credentials", "https://evilshop.example"),
        (
            |o| o.starts_with(SHOP),
            "lookalike-with-credentials",
            "https://www.shop.example.stranger.invalid",
        ),
        (
            // `^https://www.shop\.example$`, a bare dot
            |o| o == SHOP || o == "https://wwwxshop.example",
            "lookalike-with-credentials",
            "https://wwwxshop.example",
        ),
        (
            |o| o.ends_with("://www.shop.example"),
            "lookalike-with-credentials",
            "http://www.shop.example",
        ),
        (|o| o == SHOP || o == "null", "null-origin-with-credentials", "null"),
        (
            |o| o == SHOP || o.strip_prefix(SHOP).is_some_and(|port| port.starts_with(':')),
            "any-port-with-credentials",
            "https://www.shop.example:8443",
        ),
        (
            |o| o.starts_with("https://") && o.ends_with(".shop.example"),
            "subdomains-allowed",
            "https://evilwww.shop.example",
        ),
        (|o| o.starts_with("https://"), "any-origin-with-credentials", "https://stranger.invalid"),
    ];
    for (is_known, name, witness) in servers {
        let server = letting_in(true, is_known);
        let (code, document) = found_for_shop(&server, &["--credentials"]);
        assert_eq!(document["verdict"], "allowed", "{name}: the page may read");
        let told = document["findings"].as_array().expect("findings").iter();
        let told = told.clone().find(|finding| finding["name"] == name);
        let told = told.unwrap_or_else(|| panic!("{name}: {:#}", document["findings"]));
        let evidence = told["evidence"].as_str().expect("evidence");
        assert!(evidence.contains(&format!("`{witness}`")), "{name}: {evidence}");
        let is_error = told["severity"] == "error";
        assert_eq!(code, i32::from(is_error), "{name}");
        assert_eq!(is_error, name.ends_with("with-credentials") && !name.contains("port"));
        let (strict, _) = found_for_shop(&server, &["--credentials", "--deny-warnings"]);
        assert_eq!(strict, i32::from(told["severity"] != "note"), "{name}");
        if name == "lookalike-with-credentials" {
            let patch = told["patches"][0]["parts"].to_string();
            assert_eq!(told["patches"][0]["server"], "nginx", "{told:#}");
            assert!(patch.contains(SHOP), "{patch}");
        }
    }
}

#[test]
fn a_list_is_asked_by_eight_lookalikes_at_most_and_at_once() {
    let server = letting_in(true, |origin| origin == SHOP);
    let start = std::time::Instant::now();
    let (code, document) = found_for_shop(&server, &["--credentials"]);
    assert_eq!((code, &document["findings"]), (0, &json!([])), "{document:#}");
    assert_eq!(document["by_lookalikes"].as_array().map(Vec::len), Some(8));
    // The page, an image, a stranger, and the eight.
    assert_eq!(server.methods(), ["GET"; 11]);
    assert!(start.elapsed().as_secs() < 10);
    let cookies = server.received().iter().any(|request| request.header("cookie").is_some());
    assert!(!cookies);

    // Who is public, knows nobody, or is asked by the page alone has no list to be looked at.
    let (public, closed) = (letting_in(false, |_| true), letting_in(false, |_| false));
    check_shop(&public, &[]);
    assert_eq!(public.methods().len(), 3);
    check_shop(&closed, &[]);
    assert_eq!(closed.methods().len(), 3);
    let alone = letting_in(true, |origin| origin.ends_with("shop.example"));
    check_shop(&alone, &["--as-page-only"]);
    assert_eq!(alone.methods(), ["GET"]);
}

#[test]
fn without_credentials_a_lookalike_is_a_warning_and_the_patch_is_for_the_page_alone() {
    let server = letting_in(false, |origin| origin.ends_with("shop.example"));
    let checked = check_shop(&server, &[]);
    assert_eq!(checked.code, 0);
    let told: Vec<&str> =
        checked.stdout.lines().skip_while(|line| !line.starts_with("warning")).collect();
    assert_snapshot!(told.join("\n"), @r#"
    warning: lookalike-allowed
           an origin that others can have is allowed in the page's place
           seen     http://127.0.0.1:PORT/, asked by `https://evilshop.example`: `Access-Control-Allow-Origin: https://evilshop.example`; the same for `https://wwwxshop.example`, `http://www.shop.example`
           why      the server compares parts of the name, and not all of it (a start, an end, an expression with a bare dot), or takes http for https: its list holds more pages than it says
           fix      compare the whole origin with a list; an expression needs `^`, `$` and `\.`; if all may read, say `*`
           patch    for nginx, as `Server: nginx` tells; for another: --server NAME
           nginx, in http { }
             map $http_origin $cors_origin {
                 default "";
                 "https://www.shop.example" $http_origin;
             }
           nginx, in the location { }
             add_header Access-Control-Allow-Origin $cors_origin always;
             add_header Vary Origin always;
             proxy_hide_header Access-Control-Allow-Origin;
             proxy_hide_header Access-Control-Allow-Credentials;
           nginx, in the location that an error_page leads to, if there is one
             add_header Access-Control-Allow-Origin $cors_origin always;
             add_header Vary Origin always;
             note  an add_header in a location drops all those around it: put every one here
             note  before nginx 1.29, the final answer of an upstream that sends 103 (Early Hints) first passes by these lines: turn that off in the upstream
             note  add the origin to those that the server allows; it is compared letter by letter

    note: subdomains-allowed
           names of the page's site that need not exist are allowed
           seen     http://127.0.0.1:PORT/, asked by `https://evilwww.shop.example`: `Access-Control-Allow-Origin: https://evilwww.shop.example`; the same for `https://stranger.www.shop.example`
           why      each of them reads as the page does: one that is forgotten, or given away, is enough
           fix      list the names that are in use, or make sure that all of them are yours

    allowed by chromium, firefox; 1 warning; 1 note
    "#);
    assert_eq!(check_shop(&server, &["--deny-warnings"]).code, 1);
    let junit = check_shop(&server, &["--deny-warnings", "--output", "junit"]).stdout;
    assert!(junit.contains("<failure type=\"lookalike-allowed\""), "{junit}");
}
