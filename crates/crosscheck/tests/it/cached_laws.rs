//! A cache changes nothing of who may read, as long as answers say what they were chosen by.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::ElementInit;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::server::Config;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::wire::Origin;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::laws::answer;
use crate::laws::configurations;

/// Origins of one site: what one of them was answered is kept where the next one looks.
const PAGES: [&str; 4] = [
    "https://app.example",
    "https://a.app.example:8443",
    "https://a.b.app.example",
    "https://pre-1.app.example",
];

/// Whether a policy's answers say what they were chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vary {
    Told,
    Lost,
}

/// What a page does.
#[derive(Clone, Copy, Debug)]
enum Asked {
    Image,
    Fetch { includes_credentials: bool },
}

impl Asked {
    fn of_page(self) -> PageRequest {
        let url = "https://api.example/a";
        match self {
            Self::Image => PageRequest::element(url, ElementInit::new(Api::Img)),
            Self::Fetch { includes_credentials } => {
                let credentials = includes_credentials.then_some(CredentialsMode::Include);
                PageRequest::fetch(url, FetchInit { credentials, ..FetchInit::default() })
            }
        }
    }
}

fn steps() -> impl Strategy<Value = Vec<(&'static str, Asked)>> {
    let asked = prop_oneof![
        Just(Asked::Image),
        any::<bool>().prop_map(|includes_credentials| Asked::Fetch { includes_credentials }),
    ];
    vec((select(PAGES.as_slice()), asked), 1..6)
}

fn browser(profile: &'static Profile) -> UserAgent {
    let mut browser = UserAgent::new(profile);
    browser.registrable_domain =
        |host| Some(if host.ends_with("app.example") { "app.example" } else { "api.example" });
    browser
}

/// Does a step. Out: whether the page may use it; whether the server was asked.
fn ask(
    browser: &mut UserAgent,
    policy: &Policy,
    vary: Vary,
    (page, asked): (&str, Asked),
) -> (bool, bool) {
    let page = Origin::parse(page).expect("an origin");
    let request = asked.of_page().set_up(browser, &page).expect("a request");
    let mut is_sent = false;
    let mut server = |message: &HttpRequest, _: &mut UserAgent| {
        is_sent = true;
        let lines: Vec<_> = message.headers.iter().collect();
        let mut answer = answer(&policy.decide(&Head::new(&message.method, "/a", &lines)), &page);
        answer.headers.append("Cache-Control", "max-age=60");
        if vary == Vary::Lost {
            answer.headers.delete("Vary");
        }
        Some(answer)
    };
    let outcome = fetch(request, &mut server, browser, 0);
    (outcome.result.is_ok(), is_sent)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whoever comes first, image or script, with cookies or without: a browser that keeps answers gives
    /// each page what it would give had it just been started.
    #[test]
    fn what_is_kept_is_given_to_whom_the_policy_gives_it(
        config in configurations(),
        steps in steps(),
        profile in select(Profile::ALL.to_vec()),
    ) {
        let Ok(policy) = Policy::new(&config) else { return Ok(()) };
        let mut keeping = browser(profile);
        for step in steps {
            let (got, _) = ask(&mut keeping, &policy, Vary::Told, step);
            let (fresh, _) = ask(&mut browser(profile), &policy, Vary::Told, step);
            prop_assert_eq!(got, fresh, "{:?} in {}", step, profile.name);
        }
    }

    /// The other way round: two pages that are allowed by name, and `Vary` is lost on the way. The
    /// second one is handed what was meant for the first, and refused.
    #[test]
    fn without_vary_the_second_page_is_refused(
        first in select(PAGES.as_slice()),
        second in select(PAGES.as_slice()),
        includes_credentials in any::<bool>(),
        profile in select(vec![&Profile::SPEC, &Profile::CHROMIUM, &Profile::WEBKIT]),
    ) {
        let origins = PAGES.map(str::to_owned).to_vec();
        let config = Config { origins, credentials: true, ..Config::default() };
        let policy = Policy::new(&config).expect("a policy");
        let asked = Asked::Fetch { includes_credentials };
        for (vary, is_read) in [(Vary::Told, true), (Vary::Lost, first == second)] {
            let mut keeping = browser(profile);
            let (got, _) = ask(&mut keeping, &policy, vary, (first, asked));
            prop_assert!(got);
            let (got, is_sent) = ask(&mut keeping, &policy, vary, (second, asked));
            prop_assert_eq!(got, is_read, "{:?} in {}", vary, profile.name);
            prop_assert_eq!(is_sent, first != second && vary == Vary::Told, "the cache answers");
        }
    }
}

/// Asks twice, and once more later, for what says this of itself. Out: the bytes that it took.
fn read_headers(profile: &'static Profile, lines: &[(&str, Vec<u8>)]) -> u64 {
    let cost = allocation_counter::measure(|| {
        let mut browser = browser(profile);
        for now_ms in [0, 1_000, u64::MAX] {
            let page = Origin::parse(PAGES[0]).expect("an origin");
            let request = Asked::Image.of_page().set_up(&browser, &page).expect("a request");
            let mut server = |_: &HttpRequest, _: &mut UserAgent| {
                let headers = lines.iter().map(|(name, value)| (*name, value.clone())).collect();
                Some(Response { status: 200, headers, body: Vec::new() })
            };
            let _ = fetch(request, &mut server, &mut browser, now_ms);
        }
    });
    cost.bytes_total
}

const READ: [&str; 8] =
    ["Cache-Control", "Vary", "Age", "Expires", "Date", "ETag", "Last-Modified", "Pragma"];

proptest! {
    #[test]
    fn no_answer_makes_the_cache_panic(
        lines in vec((select(READ.as_slice()), vec(any::<u8>(), 0..40)), 0..8),
        seconds in any::<u64>(),
        profile in select(Profile::ALL.to_vec()),
    ) {
        read_headers(profile, &lines);
        let numbers = format!("max-age={seconds}, stale-while-revalidate={seconds}").into_bytes();
        let lines = [("Cache-Control", numbers), ("Age", seconds.to_string().into_bytes())];
        read_headers(profile, &lines);
    }
}

#[test]
fn what_is_read_of_an_answer_costs_as_much_as_it_is_long() {
    for name in READ {
        for item in ["max-age=1,", "a\"\\,", ",", "x ", "Mon, 01 Jan "] {
            let cost = |count| {
                read_headers(&Profile::CHROMIUM, &[(name, item.repeat(count).into_bytes())])
            };
            let (once, twice) = (cost(10_000), cost(20_000));
            assert!(twice < once * 5 / 2, "{name} of {item:?}: {once}, then {twice} bytes");
        }
    }
}
