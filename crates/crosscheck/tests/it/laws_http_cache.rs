//! Laws of the HTTP cache: what it gives is what the server would have given, if the server says what its
//! answers depend on; and where it does not say so, there is a page that pays for it.

use std::borrow::Cow;

use allocation_counter::measure;
use crosscheck::agent::CacheMode;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::HttpCache;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::ResponseType;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::ElementInit;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::laws::answer;
use crate::laws::configurations;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Pages of one site share what is kept, and each gets what it would get if nothing were.
    #[test]
    fn what_is_kept_is_what_a_policy_would_answer(
        config in configurations(),
        visits in vec((select(SITE.as_slice()), select(PATHS.as_slice()), asking()), 2..8),
        profile in select(Profile::ALL.to_vec()),
    ) {
        let Ok(policy) = Policy::new(&config) else { return Ok(()) };
        let mut browser = browser(profile);
        for (page, path, asking) in visits {
            let kept = get(&policy, Vary::Said, &mut browser, page, path, asking);
            let anew = get(&policy, Vary::Said, &mut self::browser(profile), page, path, asking);
            prop_assert_eq!(&kept.0, &anew.0, "{} {} {:?} in {}", page, path, asking, profile.name());
            prop_assert!(kept.1 <= anew.1, "nothing is asked for its being kept");
        }
    }

    /// The other way round: a server that leaves out what its answer depends on, and a page that it lets in
    /// by name. An image asks first, then the page, and the page is refused.
    #[test]
    fn whoever_does_not_say_that_it_varies_refuses_its_own_page_after_an_image(
        config in configurations(),
        page in select(SITE.as_slice()),
        path in select(PATHS.as_slice()),
        // Firefox keeps what script asks of another site apart.
        profile in select(vec![&Profile::SPEC, &Profile::CHROMIUM, &Profile::WEBKIT]),
    ) {
        let Ok(policy) = Policy::new(&config) else { return Ok(()) };
        let said_to = |origin: Option<&str>| {
            let lines: Vec<_> = origin.map(|o| ("Origin", o.as_bytes())).into_iter().collect();
            let page = Origin::parse(page).expect("an origin");
            let said = answer(&policy.decide(&Head::new("GET", path, &lines)), &page);
            said.headers.get("Access-Control-Allow-Origin").map(Cow::into_owned)
        };
        let depends = said_to(Some(page)) != said_to(None);
        let is_read = |first: Option<Asking>, vary| {
            let mut browser = browser(profile);
            if let Some(first) = first {
                get(&policy, vary, &mut browser, page, path, first);
            }
            get(&policy, vary, &mut browser, page, path, Asking::Fetch).0.is_some()
        };
        let alone = is_read(None, Vary::LeftOut);
        let after = is_read(Some(Asking::Image), Vary::LeftOut);
        prop_assert_eq!(after, alone && !depends, "{} {} in {}", page, path, profile.name());
        prop_assert_eq!(is_read(Some(Asking::Image), Vary::Said), alone);
    }

    /// Two pages that a server lets in by name, without `Vary`: whoever comes second is refused, in every
    /// browser.
    #[test]
    fn whoever_does_not_say_that_it_varies_refuses_the_second_page(
        config in configurations(),
        pages in (select(SITE.as_slice()), select(SITE.as_slice())),
        path in select(PATHS.as_slice()),
        profile in select(Profile::ALL.to_vec()),
    ) {
        let Ok(policy) = Policy::new(&config) else { return Ok(()) };
        let (first, second) = pages;
        let read = |page, vary, browser: &mut UserAgent| {
            get(&policy, vary, browser, page, path, Asking::Fetch).0
        };
        let alone = |page| read(page, Vary::LeftOut, &mut browser(profile)).is_some();
        let both = alone(first) && alone(second);
        let is_open = said(&policy, first, path).as_deref() == Some(b"*");
        let mut shared = browser(profile);
        read(first, Vary::LeftOut, &mut shared);
        let is_read = read(second, Vary::LeftOut, &mut shared).is_some();
        if both {
            prop_assert_eq!(is_read, is_open || first == second, "{} {} in {}", first, second, profile.name());
        }
    }

    /// Whatever a server says of keeping, nothing panics, and what is kept is bounded.
    #[test]
    fn no_header_of_the_cache_panics(
        lines in vec((select(READ.as_slice()), value()), 0..12),
        again in vec((select(READ.as_slice()), value()), 0..6),
        times in (any::<u64>(), any::<u64>(), any::<u64>()),
        status in select(&[200_u16, 206, 301, 302, 304, 308, 404, 500][..]),
        mode in select(CacheMode::ALL),
        profile in select(Profile::ALL.to_vec()),
    ) {
        let mut browser = browser(profile);
        for (now, (status, lines)) in
            [times.0, times.1, times.2].into_iter().zip([(status, &lines), (304, &again), (200, &again)])
        {
            let mut server = |_: &HttpRequest, _: &mut UserAgent| {
                let headers: HeaderList = lines.iter().cloned().collect();
                Some(Response { status, headers, body: vec![b'x'; 64].into() })
            };
            let init = FetchInit { cache: Some(mode), ..FetchInit::default() };
            let asked = PageRequest::fetch("https://api.example/", init);
            let page = Origin::parse("https://app.example").expect("an origin");
            let Ok(request) = asked.set_up(&browser, &page) else { continue };
            fetch(request, &mut server, &mut browser, now);
        }
        let size: usize = browser.http_cache.entries().map(|kept| kept.body_length).sum();
        prop_assert!(size <= HttpCache::CAPACITY);
    }
}

/// Twice the text costs twice as much, not four times.
#[test]
fn reading_what_is_kept_is_linear() {
    for (name, item) in [
        ("Cache-Control", "max-age=60, "),
        ("Cache-Control", "x=\"a\", "),
        ("Vary", "x-a, "),
        ("Pragma", "no, "),
        ("Expires", "1 "),
        ("Age", "1, "),
    ] {
        let cost = |count: usize| {
            let mut browser = browser(&Profile::CHROMIUM);
            let value = item.repeat(count);
            let cost = measure(|| {
                for _ in 0..2 {
                    let mut server = |_: &HttpRequest, _: &mut UserAgent| {
                        let lines = [("Access-Control-Allow-Origin", "*"), (name, &value)];
                        Some(Response {
                            status: 200,
                            headers: lines.into_iter().collect(),
                            ..Response::default()
                        })
                    };
                    let asked = PageRequest::fetch("https://api.example/", FetchInit::default());
                    let page = Origin::parse("https://app.example").expect("an origin");
                    let request = asked.set_up(&browser, &page).expect("a request");
                    fetch(request, &mut server, &mut browser, 0);
                }
            });
            (cost.count_total, cost.bytes_total)
        };
        let (one, two) = (cost(2_000), cost(4_000));
        assert!(two.0 <= 2 * one.0 + 100, "{name}: {one:?} {two:?}");
        assert!(two.1 <= 5 * one.1 / 2 + 10_000, "{name}: {one:?} {two:?}");
    }
}

/// How a page asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    Fetch,
    WithCredentials,
    Image,
}

/// What a server tells caches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vary {
    Said,
    LeftOut,
}

/// What script sees of an answer; and whether it may see how long it took.
type Read = (ResponseType, u16, HeaderList, Vec<u8>, bool);

fn asking() -> impl Strategy<Value = Asking> {
    select(&[Asking::Fetch, Asking::WithCredentials, Asking::Image][..])
}

/// What the page reads of an answer that is kept for ten minutes; and how many messages it took.
fn get(
    policy: &Policy,
    vary: Vary,
    browser: &mut UserAgent,
    page: &str,
    path: &str,
    asking: Asking,
) -> (Option<Read>, usize) {
    let page = Origin::parse(page).expect("an origin");
    let url = format!("https://api.app.example{path}");
    let credentials = (asking == Asking::WithCredentials).then_some(CredentialsMode::Include);
    let asked = match asking {
        Asking::Image => PageRequest::element(&url, ElementInit::new(Api::Img)),
        _ => PageRequest::fetch(&url, FetchInit { credentials, ..FetchInit::default() }),
    };
    let request = asked.set_up(browser, &page).expect("a request");
    let mut sent = 0;
    let mut server = |message: &HttpRequest, _: &mut UserAgent| {
        sent += 1;
        let lines: Vec<_> = message.headers.iter().collect();
        let mut said = answer(&policy.decide(&Head::new(&message.method, path, &lines)), &page);
        said.headers.append("Cache-Control", "max-age=600");
        if vary == Vary::LeftOut {
            said.headers.delete("Vary");
        }
        Some(said)
    };
    let read = fetch(request, &mut server, browser, 0).result.ok();
    let read = read.map(|read| {
        (read.response_type, read.status, read.headers, read.body.to_vec(), read.timing_allowed)
    });
    (read, sent)
}

/// What a server says to a page of who may read.
fn said(policy: &Policy, page: &str, path: &str) -> Option<Vec<u8>> {
    let lines = [("Origin", page.as_bytes())];
    let page = Origin::parse(page).expect("an origin");
    let said = answer(&policy.decide(&Head::new("GET", path, &lines)), &page);
    said.headers.get("Access-Control-Allow-Origin").map(Cow::into_owned)
}

/// A browser to which everything below `app.example` is one site.
fn browser(profile: &'static Profile) -> UserAgent {
    let mut browser = UserAgent::new(profile);
    browser.registrable_domain = |host| host.ends_with("app.example").then_some("app.example");
    browser
}

/// Anything, and what is almost right.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let word = select(&WORDS[..]).prop_map(|word| word.as_bytes().to_vec());
    let words = vec(select(&WORDS[..]), 0..6).prop_map(|words| words.join(", ").into_bytes());
    prop_oneof![word, words, vec(any::<u8>(), 0..40)]
}

const SITE: [&str; 4] = [
    "https://app.example",
    "https://a.app.example:8443",
    "https://a.b.app.example",
    "https://pre-1.app.example",
];

const PATHS: [&str; 5] = ["/", "/a", "/a/b", "/ab", "/c/"];

/// The headers that the cache reads.
const READ: [&str; 9] = [
    "Cache-Control",
    "Pragma",
    "Vary",
    "Age",
    "Date",
    "Expires",
    "Last-Modified",
    "ETag",
    "Location",
];

const WORDS: [&str; 16] = [
    "max-age=18446744073709551615",
    "max-age=99999999999999999999999",
    "max-age=-1",
    "max-age=\"6",
    "stale-while-revalidate=18446744073709551615",
    "no-cache=\"",
    "no-store",
    "immutable",
    "must-revalidate",
    "Origin",
    "*",
    "\"",
    "W/\"a\"",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Fri, 99 Foo 99999999 99:99:99",
];
