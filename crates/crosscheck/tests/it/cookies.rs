//! Which cookies are kept, and to whom they go: they are what makes a cross-origin answer worth stealing.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Next;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::start;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;

const PAGE: &str = "https://app.example";
const API: &str = "https://api.app.example/a/b";

/// One public suffix is enough here.
fn registrable_domain(host: &str) -> Option<&str> {
    let (_, suffix) = host.rsplit_once('.')?;
    let start = host[..host.len() - suffix.len() - 1].rfind('.').map_or(0, |dot| dot + 1);
    (suffix == "example").then(|| &host[start..])
}

/// A browser on a page, and the minute it is.
struct Session {
    agent: UserAgent,
    page: Origin,
    now_ms: u64,
}

impl Session {
    fn new(profile: &'static Profile, page: &str) -> Self {
        let page = Origin::parse(page).expect("an origin");
        let mut agent = UserAgent::new(profile);
        agent.registrable_domain = registrable_domain;
        // The 1st of January 2026.
        Self { agent, page, now_ms: 1_767_225_600_000 }
    }

    /// Fetches a URL, whose answer sets cookies; the value of `Cookie` that went along.
    fn fetch(&mut self, url: &str, set: &[&str], credentials: CredentialsMode) -> Option<String> {
        let init = FetchInit { credentials: Some(credentials), ..FetchInit::default() };
        let request =
            PageRequest::fetch(url, init).set_up(&self.agent, &self.page).expect("a request");
        let Next::Send(sent, wait) = start(request, &mut self.agent, self.now_ms) else {
            panic!("{url} was not asked")
        };
        let headers: HeaderList = set.iter().map(|line| ("Set-Cookie", *line)).collect();
        let response = Response { status: 200, headers, ..Response::default() };
        let Next::Done(_) = wait.resume(Some(response), &mut self.agent, self.now_ms) else {
            panic!("{url} led elsewhere")
        };
        sent.headers
            .get("Cookie")
            .map(|value| String::from_utf8(value.into_owned()).expect("ASCII"))
    }

    fn ask(&mut self, url: &str) -> Option<String> {
        self.fetch(url, &[], CredentialsMode::Include)
    }
}

/// What a second URL is sent after a first one set a cookie, on a page of the standard's browser.
fn sent(page: &str, setter: &str, line: &str, reader: &str) -> Option<String> {
    let mut session = Session::new(&Profile::SPEC, page);
    session.fetch(setter, &[line], CredentialsMode::Include);
    session.ask(reader)
}

#[test]
fn a_cookie_goes_to_its_host_and_path() {
    for (line, reader, goes) in [
        ("c=1", "https://api.app.example/a/x", true),
        ("c=1", "https://api.app.example/", false),
        ("c=1", "https://api.app.example:8443/a/", true),
        ("c=1; Path=/", "https://api.app.example/", true),
        ("c=1; Path=/a/b", "https://api.app.example/a/bc", false),
        ("c=1; Path=/a/b", "https://api.app.example/a/b/c", true),
        ("c=1; Path=nonsense", "https://api.app.example/a/x", true),
        // Without `Domain` it is the host's alone.
        ("c=1; Path=/", "https://app.example/", false),
        ("c=1; Path=/; Domain=app.example", "https://app.example/", true),
        ("c=1; Path=/; Domain=.APP.example", "https://b.app.example/", true),
        ("c=1; Path=/; Domain=app.example", "https://other.example/", false),
        ("c=1; Path=/; Domain=pp.example", "https://app.example/", false),
        ("c=1; Path=/; Domain=other.example", "https://other.example/", false),
        // Everybody can have a host below a public suffix.
        ("c=1; Path=/; Domain=example", "https://app.example/", false),
        ("c=1; Path=/; Domain=example", "https://api.app.example/", false),
        ("c=1; Path=/; HttpOnly", "https://api.app.example/", true),
        ("c=1; Path=/; Secure", "https://api.app.example/", true),
    ] {
        assert_eq!(sent(PAGE, API, line, reader).is_some(), goes, "{line} to {reader}");
    }
}

#[test]
fn same_site_counts_the_scheme_and_the_registrable_domain() {
    for (page, line, goes) in [
        ("https://app.example", "c=1", true),
        ("https://app.example", "c=1; SameSite=Strict", true),
        ("https://other.example", "c=1", false),
        ("https://other.example", "c=1; SameSite=Lax", false),
        ("https://other.example", "c=1; SameSite=Strict", false),
        ("https://other.example", "c=1; SameSite=None", false),
        ("https://other.example", "c=1; SameSite=None; Secure", true),
        ("http://app.example", "c=1", false),
    ] {
        assert_eq!(sent(page, API, line, API).is_some(), goes, "{line} on {page}");
    }
    // Firefox does not take silence for `Lax`; WebKit lets no other site store anything.
    for (profile, line, goes) in [
        (&Profile::CHROMIUM, "c=1", false),
        (&Profile::FIREFOX, "c=1", true),
        (&Profile::WEBKIT, "c=1; SameSite=None; Secure", false),
    ] {
        let mut session = Session::new(profile, "https://other.example");
        session.fetch(API, &[line], CredentialsMode::Include);
        assert_eq!(session.ask(API).is_some(), goes, "{}: {line}", profile.name());
    }
}

#[test]
fn a_cookie_ends_when_it_says() {
    for (line, at_once, after_a_minute) in [
        ("c=1", true, true),
        ("c=1; Max-Age=60", true, false),
        ("c=1; Max-Age=61", true, true),
        ("c=1; Max-Age=0", false, false),
        ("c=1; Max-Age=-1", false, false),
        ("c=1; Max-Age=soon", true, true),
        ("c=1; Expires=Thu, 01 Jan 2026 00:01:00 GMT", true, false),
        ("c=1; Expires=Thursday, 01-Jan-26 00:01:01 GMT", true, true),
        ("c=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", false, false),
        ("c=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", true, false),
    ] {
        let mut session = Session::new(&Profile::SPEC, PAGE);
        session.fetch(API, &[line], CredentialsMode::Include);
        assert_eq!(session.ask(API).is_some(), at_once, "{line}");
        session.now_ms += 60_000;
        assert_eq!(session.ask(API).is_some(), after_a_minute, "{line}, a minute later");
    }
}

#[test]
fn a_later_cookie_replaces_its_like_and_longer_paths_go_first() {
    let mut session = Session::new(&Profile::SPEC, PAGE);
    let lines =
        ["a=1; Path=/", "b=2; Path=/a", "a=3; Path=/", "c=4; Path=/", "c=; Path=/; Max-Age=0"];
    session.fetch(API, &lines, CredentialsMode::Include);
    assert_eq!(session.ask(API).as_deref(), Some("b=2; a=3"));
}

#[test]
fn a_prefix_is_a_promise() {
    for (line, kept) in [
        ("__Secure-c=1; Path=/; Secure", true),
        ("__Secure-c=1; Path=/", false),
        ("__Host-c=1; Path=/; Secure", true),
        ("__HOST-c=1; Path=/", false),
        ("__Host-c=1; Path=/a; Secure", false),
        ("__Host-c=1; Path=/; Secure; Domain=app.example", false),
    ] {
        assert_eq!(sent(PAGE, API, line, API).is_some(), kept, "{line}");
    }
}

#[test]
fn a_cookie_of_the_host_alone_is_another_than_one_of_its_domain() {
    for (profile, sent) in [
        (&Profile::CHROMIUM, "c=1; c=2"),
        (&Profile::FIREFOX, "c=1; c=2"),
        (&Profile::WEBKIT, "c=2; c=1"),
    ] {
        let mut session = Session::new(profile, "https://api.app.example");
        let lines = ["c=1; Path=/; Secure", "c=2; Path=/; Secure; Domain=api.app.example"];
        session.fetch(API, &lines, CredentialsMode::Include);
        assert_eq!(session.ask(API).as_deref(), Some(sent), "{}", profile.name());
    }
}

#[test]
fn cookies_come_and_go_with_credentials_only() {
    let mut session = Session::new(&Profile::SPEC, PAGE);
    session.fetch(API, &["c=1"], CredentialsMode::Omit);
    session.fetch(API, &["c=1"], CredentialsMode::SameOrigin);
    assert_eq!(session.ask(API), None);
    // The answer set it though the page could not read the answer.
    session.fetch(API, &["c=1"], CredentialsMode::Include);
    assert_eq!(session.ask(API).as_deref(), Some("c=1"));
    assert_eq!(session.fetch(API, &[], CredentialsMode::SameOrigin), None);
}

#[test]
fn a_server_cannot_fill_the_jar_without_end() {
    let mut session = Session::new(&Profile::SPEC, PAGE);
    let lines: Vec<String> = (0..4000).map(|n| format!("c{n}=1")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    session.fetch(API, &lines, CredentialsMode::Include);
    let kept = session.ask(API).expect("cookies").split("; ").count();
    assert_eq!(kept, crosscheck::agent::CookieJar::CAPACITY);
    let mut session = Session::new(&Profile::SPEC, PAGE);
    session.fetch(API, &[&format!("c={}", "x".repeat(5000))], CredentialsMode::Include);
    assert_eq!(session.ask(API), None);
}
