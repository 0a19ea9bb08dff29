//! What a browser remembers of preflights: for whom, for how long, and never more than it was told.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Next;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::agent::start;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use proptest::prelude::*;
use proptest::sample::select;

const PAGE: &str = "https://app.example";
const API: &str = "https://api.example/r";

/// What a page asks for.
#[derive(Clone, Debug)]
struct Asking {
    method: &'static str,
    names: Vec<&'static str>,
    credentialed: bool,
}

impl Asking {
    fn put() -> Self {
        Self { method: "PUT", names: Vec::new(), credentialed: false }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Came {
    asked_first: bool,
    read: bool,
}

const ASKED: Came = Came { asked_first: true, read: true };
const SPARED: Came = Came { asked_first: false, read: true };

/// A browser, a server that always answers the same, and the time.
struct Session {
    agent: UserAgent,
    permission: Vec<(&'static str, String)>,
    now_ms: u64,
}

impl Session {
    /// A server that lets the page in, with credentials, and allows the rest as told.
    fn new(profile: &'static Profile, permission: &[(&'static str, &str)]) -> Self {
        let agent = UserAgent::new(profile);
        let mut headers = vec![
            ("Access-Control-Allow-Origin", PAGE.to_owned()),
            ("Access-Control-Allow-Credentials", "true".to_owned()),
        ];
        headers.extend(permission.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Self { agent, permission: headers, now_ms: 1_000_000 }
    }

    fn fetch(&mut self, asking: &Asking) -> Came {
        let permission = self.permission.clone();
        self.fetch_from(asking, &permission)
    }

    /// The same from a server that answers otherwise this time.
    fn fetch_from(&mut self, asking: &Asking, answer: &[(&'static str, String)]) -> Came {
        let init = FetchInit {
            method: Some(asking.method.into()),
            headers: asking.names.iter().map(|name| (*name, "1")).collect(),
            credentials: asking.credentialed.then_some(CredentialsMode::Include),
            ..FetchInit::default()
        };
        let page = Origin::parse(PAGE).expect("an origin");
        let request = PageRequest::fetch(API, init).set_up(&self.agent, &page).expect("a request");
        let mut asked_first = false;
        let mut server = |message: &HttpRequest, _: &mut UserAgent| {
            asked_first |= message.is_preflight;
            let headers: HeaderList =
                answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Some(Response { status: 200, headers, ..Response::default() })
        };
        let outcome = fetch(request, &mut server, &mut self.agent, self.now_ms);
        Came { asked_first, read: outcome.result.is_ok() }
    }
}

#[test]
fn a_browser_forgets_to_the_millisecond() {
    let cap = |profile: &Profile| profile.max_age_cap().min(1_000_000);
    for (max_age, seconds) in [
        // What says nothing, or nothing that can be read, counts five seconds, but to Firefox.
        (None, [5, 5, 5, 5]),
        (Some("abc"), [5, 5, 0, 5]),
        (Some("5.0"), [5, 5, 0, 5]),
        (Some("-1"), [5, 0, 0, 0]),
        (Some("+60"), [5, 60, 0, 60]),
        (Some("0"), [0, 0, 0, 0]),
        (Some("60"), [60, 60, 60, 60]),
        (Some("060"), [60, 60, 60, 60]),
        (Some("1000000"), [0, 1, 2, 3].map(|at| cap(Profile::ALL[at]))),
    ] {
        for (profile, seconds) in Profile::ALL.iter().copied().zip(seconds) {
            let shown = format!("{}: {max_age:?}", profile.name());
            let mut allowed = vec![("Access-Control-Allow-Methods", "PUT")];
            allowed.extend(max_age.map(|age| ("Access-Control-Max-Age", age)));
            let mut session = Session::new(profile, &allowed);
            assert_eq!(session.fetch(&Asking::put()), ASKED, "{shown}");
            if seconds > 0 {
                session.now_ms += seconds * 1000 - 1;
                assert_eq!(session.fetch(&Asking::put()), SPARED, "{shown}, until then");
                session.now_ms += 1;
            }
            assert_eq!(session.fetch(&Asking::put()), ASKED, "{shown}, from then on");
        }
    }
}

#[test]
fn a_refused_answer_makes_the_standard_and_firefox_forget() {
    for (profile, forgets) in [
        (&Profile::SPEC, true),
        (&Profile::CHROMIUM, false),
        (&Profile::FIREFOX, true),
        (&Profile::WEBKIT, false),
    ] {
        let allowed = [("Access-Control-Allow-Methods", "PUT"), ("Access-Control-Max-Age", "60")];
        let mut session = Session::new(profile, &allowed);
        assert_eq!(session.fetch(&Asking::put()), ASKED);
        let refused = session.fetch_from(&Asking::put(), &[]);
        assert_eq!(refused, Came { asked_first: false, read: false }, "{}", profile.name());
        let after = session.fetch(&Asking::put());
        assert_eq!(after.asked_first, forgets, "{}", profile.name());
    }
}

#[test]
fn another_url_or_another_page_is_asked_anew() {
    let allowed = [("Access-Control-Allow-Methods", "PUT"), ("Access-Control-Max-Age", "60")];
    for &profile in Profile::ALL {
        let mut session = Session::new(profile, &allowed);
        session.fetch(&Asking::put());
        let pages = [(PAGE, "https://api.example/r?q"), ("https://b.example", API), ("null", API)];
        for (page, url) in pages {
            let page = Origin::parse(page).unwrap_or(Origin::OPAQUE);
            let init = FetchInit { method: Some("PUT".into()), ..FetchInit::default() };
            let request =
                PageRequest::fetch(url, init).set_up(&session.agent, &page).expect("a request");
            let now_ms = session.now_ms;
            let Next::Send(sent, _) = start(request, &mut session.agent, now_ms) else {
                panic!("nothing is sent")
            };
            assert!(sent.is_preflight, "{}: {url} from {page:?}", profile.name());
        }
    }
}

/// The standard's known hole: to a star that is remembered it does not matter that a request carries
/// credentials, to one in a fresh answer it does. So one preflight that allowed little lets through
/// what a second one would not. No browser has it: Firefox remembers no star, the others look at the
/// credentials again.
#[test]
fn the_standard_lets_a_remembered_star_through_with_credentials() {
    let allowed = [
        ("Access-Control-Allow-Methods", "*"),
        ("Access-Control-Allow-Headers", "x-a"),
        ("Access-Control-Max-Age", "60"),
    ];
    let get = Asking { method: "GET", names: vec!["X-A"], credentialed: true };
    let put = Asking { method: "PUT", ..get.clone() };
    for &profile in Profile::ALL {
        let fresh = Session::new(profile, &allowed).fetch(&put);
        assert_eq!(fresh, Came { asked_first: true, read: false }, "{}", profile.name());
        let mut session = Session::new(profile, &allowed);
        assert_eq!(session.fetch(&get), ASKED, "{}", profile.name());
        let remembered = session.fetch(&put);
        let hole = profile.name() == "spec";
        assert_eq!(remembered == SPARED, hole, "{}: {remembered:?}", profile.name());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Whatever was asked before and however long ago: what goes out unasked, a fresh preflight would
    /// have allowed, but for the hole above.
    #[test]
    fn a_remembered_preflight_allows_nothing_that_a_fresh_one_would_refuse(
        before in proptest::collection::vec((asking(), 0_u64..90_000), 0..4),
        asking in asking(),
        methods in select(vec!["", "*", "PUT", "PUT, DELETE", "put", "GET, @"]),
        names in select(vec!["", "*", "x-a", "X-A, x-b", "*, authorization", "x-a, *"]),
        age in select(vec!["", "0", "1", "60", "-1", "abc", "99999999999999999999"]),
        profile in select(Profile::ALL.to_vec()),
    ) {
        let lines = [
            ("Access-Control-Allow-Methods", methods),
            ("Access-Control-Allow-Headers", names),
            ("Access-Control-Max-Age", age),
        ];
        let permission: Vec<_> = lines.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let fresh = Session::new(profile, &permission).fetch(&asking);
        let mut session = Session::new(profile, &permission);
        for (asking, wait_ms) in &before {
            session.fetch(asking);
            session.now_ms += wait_ms;
        }
        let came = session.fetch(&asking);
        let star = methods == "*" || names.contains('*');
        let hole = profile.name() == "spec" && asking.credentialed && star;
        prop_assert!(came.read == fresh.read || hole, "{came:?} but {fresh:?}");
        prop_assert!(fresh.asked_first || !came.asked_first);
    }

    /// Nothing is remembered for longer than the browser's cap, whatever a server says.
    #[test]
    fn time_alone_makes_a_browser_forget(
        before in proptest::collection::vec(asking(), 0..4),
        asking in asking(),
        age in "[0-9]{1,12}",
        profile in select(Profile::ALL.to_vec()),
    ) {
        let permission = [
            ("Access-Control-Allow-Methods", "PUT, DELETE"),
            ("Access-Control-Allow-Headers", "x-a, x-b, authorization"),
            ("Access-Control-Max-Age", age.as_str()),
        ];
        let fresh = Session::new(profile, &permission).fetch(&asking);
        let mut session = Session::new(profile, &permission);
        for asking in &before {
            session.fetch(asking);
        }
        let seconds: u64 = age.parse().expect("digits");
        session.now_ms += seconds.min(profile.max_age_cap()) * 1000;
        prop_assert_eq!(session.fetch(&asking), fresh);
    }
}

/// A request that may need a preflight.
fn asking() -> impl Strategy<Value = Asking> {
    let names = proptest::collection::vec(select(vec!["X-A", "X-B", "Authorization"]), 0..3);
    (select(vec!["GET", "HEAD", "PUT", "DELETE", "POST"]), names, any::<bool>())
        .prop_map(|(method, names, credentialed)| Asking { method, names, credentialed })
}
