//! What script says to caches itself, what a request for a part of a file has of them, and what `Clear-Site-Data`
//! takes from them.

use crosscheck::agent::Client;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Global;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Outcome;
use crosscheck::agent::Profile;
use crosscheck::agent::Remark;
use crosscheck::agent::Response;
use crosscheck::agent::SiteData;
use crosscheck::agent::SiteDataCleared;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::diagnosis::console_texts;

const PAGE: &str = "https://app.example";
const URL: &str = "https://app.example/list";

/// A browser whose page asks a server for a list that may be kept for ten minutes.
struct Session {
    browser: UserAgent,
    client: Client,
    /// What reached the server: the path, and the headers that are about caches.
    asked: Vec<String>,
    answer: Vec<(&'static str, &'static str)>,
}

impl Session {
    fn new(profile: &'static Profile) -> Self {
        let client = Client::page(PAGE).expect("a page");
        let answer = vec![("Cache-Control", "max-age=600"), ("ETag", "\"1\"")];
        Self { browser: UserAgent::new(profile), client, asked: Vec::new(), answer }
    }

    fn fetch(&mut self, url: &str, init: FetchInit) -> Outcome {
        let request =
            PageRequest::fetch(url, init).set_up(&self.browser, &self.client).expect("a request");
        let (asked, answer) = (&mut self.asked, &self.answer);
        let mut server = |message: &HttpRequest, _: &mut UserAgent| {
            let told = ["Cache-Control", "Cookie", "If-None-Match", "Range"].map(|name| {
                let value = message.headers.get(name);
                value.map(|value| format!(" {name}: {}", String::from_utf8_lossy(&value)))
            });
            let told: String = told.into_iter().flatten().collect();
            asked.push(format!("{} {}{told}", message.method, message.url.path()));
            let range = message.headers.get("Range");
            let part = range.filter(|range| &**range == b"bytes=0-3").is_some();
            let mut headers: crosscheck::wire::HeaderList = answer.iter().copied().collect();
            if message.headers.contains("If-None-Match") {
                return Some(Response { status: 304, headers, ..Response::default() });
            }
            let (status, body) = if part { (206, "0123") } else { (200, "0123456789") };
            if part {
                headers.append("Content-Range", "bytes 0-3/10");
            }
            Some(Response { status, headers, body: body.into() })
        };
        fetch(request, &mut server, &mut self.browser, 1_795_824_000_000)
    }

    fn get(&mut self, name: &str, value: &str) -> Outcome {
        let headers = [(name, value)].into_iter().collect();
        self.fetch(URL, FetchInit { headers, ..FetchInit::default() })
    }

    fn plain(&mut self) -> Outcome {
        self.fetch(URL, FetchInit::default())
    }
}

#[test]
fn what_script_says_to_caches_counts_for_the_browsers_own() {
    for (profile, name, value, asked) in [
        (
            &Profile::SPEC,
            "Cache-Control",
            "no-cache",
            Some("Cache-Control: no-cache If-None-Match: \"1\""),
        ),
        (&Profile::CHROMIUM, "Cache-Control", "no-cache", Some("Cache-Control: no-cache")),
        (
            &Profile::FIREFOX,
            "Cache-Control",
            "no-cache",
            Some("Cache-Control: no-cache If-None-Match: \"1\""),
        ),
        (&Profile::FIREFOX, "Cache-Control", "no-store", Some("Cache-Control: no-store")),
        (&Profile::CHROMIUM, "Cache-Control", "no-store", None),
        (
            &Profile::CHROMIUM,
            "Cache-Control",
            "max-age=0",
            Some("Cache-Control: max-age=0 If-None-Match: \"1\""),
        ),
        (&Profile::CHROMIUM, "Cache-Control", "max-age=5", None),
    ] {
        let mut session = Session::new(profile);
        assert!(session.plain().result.is_ok());
        assert!(session.get(name, value).result.is_ok());
        let told = asked.map(|told| format!("GET /list {told}"));
        assert_eq!(session.asked.get(1), told.as_ref(), "{} {name}: {value}", profile.name());
    }
    // `Pragma` counts in Chromium and WebKit.
    for (profile, requests) in
        [(&Profile::CHROMIUM, 2), (&Profile::WEBKIT, 2), (&Profile::FIREFOX, 1)]
    {
        let mut session = Session::new(profile);
        assert!(session.plain().result.is_ok());
        assert!(session.get("Pragma", "no-cache").result.is_ok());
        assert_eq!(session.asked.len(), requests, "{}", profile.name());
    }
}

#[test]
fn by_no_store_of_script_nothing_is_kept() {
    for (profile, requests) in [
        (&Profile::SPEC, 2),
        (&Profile::CHROMIUM, 1),
        (&Profile::FIREFOX, 2),
        (&Profile::WEBKIT, 2),
    ] {
        let mut session = Session::new(profile);
        assert!(session.get("Cache-Control", "no-store").result.is_ok());
        assert!(session.plain().result.is_ok());
        assert_eq!(session.asked.len(), requests, "{}", profile.name());
    }
}

#[test]
fn chromium_says_nothing_to_caches_of_a_workers_condition() {
    let mut session = Session::new(&Profile::CHROMIUM);
    assert!(session.get("If-None-Match", "\"0\"").result.is_ok());
    session.client = session.client.worker(Global::DedicatedWorker);
    assert!(session.get("If-None-Match", "\"0\"").result.is_ok());
    assert_eq!(
        session.asked,
        [
            "GET /list Cache-Control: max-age=0 If-None-Match: \"0\"",
            "GET /list If-None-Match: \"0\""
        ]
    );
}

#[test]
fn chromium_gives_parts_of_what_it_keeps() {
    let mut session = Session::new(&Profile::CHROMIUM);
    assert!(session.plain().result.is_ok());
    let part = session.get("Range", "bytes=2-4").result.expect("a part");
    assert_eq!((part.status, &*part.body), (206, &b"234"[..]));
    let end = session.get("Range", "bytes=8-99").result.expect("the end");
    assert_eq!(&*end.body, b"89");
    assert_eq!(session.asked, ["GET /list"]);
    // Of what may have changed it asks about the part alone.
    session.browser.http_cache.clear();
    session.answer = vec![("Cache-Control", "no-cache"), ("ETag", "\"1\"")];
    assert!(session.plain().result.is_ok());
    let part = session.get("Range", "bytes=2-4").result.expect("a part");
    assert_eq!((part.status, &*part.body), (206, &b"234"[..]));
    assert_eq!(session.asked[2], "GET /list If-None-Match: \"1\" Range: bytes=2-4");
    // Others ask for it.
    let mut session = Session::new(&Profile::FIREFOX);
    assert!(session.plain().result.is_ok());
    assert!(session.get("Range", "bytes=2-4").result.is_ok());
    assert_eq!(session.asked, ["GET /list", "GET /list Range: bytes=2-4"]);
}

#[test]
fn chromium_keeps_a_part_that_can_be_told_to_be_of_the_same_file() {
    let mut session = Session::new(&Profile::CHROMIUM);
    for range in ["bytes=0-3", "bytes=0-3", "bytes=1-2"] {
        assert!(session.get("Range", range).result.is_ok());
    }
    assert_eq!(session.asked, ["GET /list Range: bytes=0-3"]);
    let mut session = Session::new(&Profile::CHROMIUM);
    session.answer = vec![("Cache-Control", "max-age=600"), ("ETag", "W/\"1\"")];
    for _ in 0..2 {
        assert!(session.get("Range", "bytes=0-3").result.is_ok());
    }
    assert_eq!(session.asked.len(), 2);
}

#[test]
fn clear_site_data_takes_cookies_and_what_is_kept() {
    let cleared = |profile: &'static Profile, credentials| {
        let mut session = Session::new(profile);
        session.answer.push(("Set-Cookie", "a=1; Path=/; Secure"));
        assert!(session.plain().result.is_ok());
        session.answer = vec![("Clear-Site-Data", "\"cookies\", \"cache\"")];
        let init = FetchInit { credentials: Some(credentials), ..FetchInit::default() };
        let outcome = session.fetch("https://app.example/logout", init);
        session.answer.clear();
        assert!(session.plain().result.is_ok());
        (outcome, session.asked.split_off(2))
    };
    for profile in [&Profile::SPEC, &Profile::CHROMIUM, &Profile::FIREFOX] {
        let (outcome, asked) = cleared(profile, CredentialsMode::SameOrigin);
        assert_eq!(asked, ["GET /list"], "{}: without a cookie", profile.name());
        let [Remark::ClearSiteData { what: SiteDataCleared::Cleared(what), .. }] =
            &*outcome.remarks
        else {
            panic!("{:?}", outcome.remarks)
        };
        assert_eq!(what[..], [SiteData::Cookies, SiteData::Cache]);
    }
    // WebKit forgets cookies alone, and Chromium nothing where credentials stay behind.
    let (_, asked) = cleared(&Profile::WEBKIT, CredentialsMode::SameOrigin);
    assert!(asked.is_empty());
    let (outcome, asked) = cleared(&Profile::CHROMIUM, CredentialsMode::Omit);
    assert!(asked.is_empty());
    assert_eq!(
        console_texts(&outcome, &Profile::CHROMIUM),
        [
            "Clear-Site-Data header on 'https://app.example/logout': The request's credentials mode prohibits modifying \
          cookies and other local data."
        ]
    );
    let (outcome, _) = cleared(&Profile::CHROMIUM, CredentialsMode::Include);
    assert!(!outcome.result.expect("an answer").headers.contains("Clear-Site-Data"));
}
