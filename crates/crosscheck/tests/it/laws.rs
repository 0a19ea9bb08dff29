//! Laws that hold for every input.

use crosscheck::agent::FetchInit;
use crosscheck::agent::Next;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::set_up_fetch;
use crosscheck::agent::start;
use crosscheck::server::Config;
use crosscheck::server::Decision;
use crosscheck::server::Edit;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use crosscheck::wire::extract_token_list;
use crosscheck::wire::get_decode_and_split;
use crosscheck::wire::is_cors_safelisted_request_header;
use crosscheck::wire::parse_mime_essence;
use crosscheck::wire::parse_single_range;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

proptest! {
    #[test]
    fn what_is_printed_parses_to_the_same(text in "[a-z]{1,6}://[a-z0-9.]{1,12}(:[0-9]{1,5})?") {
        if let Ok(origin) = Origin::parse(&text) {
            prop_assert_eq!(origin.serialize(), &text);
            prop_assert_eq!(Origin::parse(origin.serialize()).unwrap(), origin);
        }
    }

    #[test]
    fn no_parser_panics(bytes in vec(any::<u8>(), 0..300), text in ".{0,60}") {
        let _ = extract_token_list([bytes.as_slice()]);
        let _ = get_decode_and_split(&bytes);
        let _ = parse_mime_essence(&bytes);
        let _ = parse_single_range(&bytes);
        let _ = Origin::parse(&text);
        for name in ["accept", "accept-language", "content-type", "range"] {
            let _ = is_cors_safelisted_request_header(name, &bytes);
        }
    }

    /// Server and browser meet here and nowhere else: for any policy and any request, the page
    /// reads exactly if the policy says that it may.
    #[test]
    fn what_a_policy_allows_the_page_reads_and_nothing_else(
        config in configurations(),
        page in select(ORIGINS.as_slice()),
        method in select(&["GET", "POST", "PUT", "DELETE", "patch"][..]),
        names in vec(select(&["X-A", "x-b", "Authorization", "Accept"][..]), 0..3),
        included in any::<bool>(),
    ) {
        let Ok(policy) = Policy::new(&config) else { return Ok(()) };
        let init = FetchInit {
            method: Some(method.into()),
            headers: names.iter().map(|name| (*name, "1")).collect(),
            credentials: included.then_some(crosscheck::agent::CredentialsMode::Include),
            ..FetchInit::default()
        };
        let (read, asked) = fetched(&policy, page, init);
        let shared = policy.allows_origin("/", page.as_bytes());
        // With credentials, a policy that does not allow them withholds; so does a star.
        let credentials_fit = !included || config.credentials;
        let permitted = |name: &str| {
            name == "Accept"
                || config.request_headers.iter().any(|allowed| {
                    allowed.eq_ignore_ascii_case(name)
                        || (allowed == "*" && name != "Authorization")
                })
        };
        let method_permitted = ["GET", "POST"].contains(&method)
            || config.methods.iter().any(|allowed| allowed == method || allowed == "*");
        let headers_permitted = names.iter().all(|name| permitted(name));
        let allowed = shared && credentials_fit && method_permitted && headers_permitted;
        prop_assert_eq!(read, allowed);
        prop_assert_eq!(asked, !["GET", "POST"].contains(&method) || names.iter().any(|n| *n != "Accept"));
    }
}

const ORIGINS: [&str; 3] = ["https://app.example", "https://other.example", "http://app.example"];

fn configurations() -> impl Strategy<Value = Config> {
    let origins = vec(select(&["https://app.example", "https://other.example", "*"][..]), 1..3);
    let methods = vec(select(&["PUT", "DELETE", "*"][..]), 0..3);
    let headers = vec(select(&["x-a", "X-B", "authorization", "*"][..]), 0..3);
    (origins, any::<bool>(), methods, headers, option::of(0_u32..90_000)).prop_map(
        |(origins, credentials, methods, request_headers, max_age)| {
            let owned = |list: Vec<&str>| list.into_iter().map(Into::into).collect();
            Config {
                origins: owned(origins),
                credentials,
                methods: owned(methods),
                request_headers: owned(request_headers),
                max_age,
                ..Config::default()
            }
        },
    )
}

/// Whether the page could read, and whether a preflight was made.
fn fetched(policy: &Policy, page: &str, init: FetchInit) -> (bool, bool) {
    let page = Origin::parse(page).expect("an origin");
    let mut browser = UserAgent::new(&Profile::SPEC);
    let request = set_up_fetch(&browser, &page, "https://api.example/", init).expect("a request");
    let mut next = start(request, &mut browser, 0);
    let mut asked = false;
    loop {
        match next {
            Next::Done(outcome) => return (outcome.result.is_ok(), asked),
            Next::Send(message, wait) => {
                asked |= message.is_preflight;
                let head = Head(&message.method, &message.headers);
                let response = answer(&policy.decide(&head), &page);
                next = wait.resume(Some(response), &mut browser, 0);
            }
        }
    }
}

struct Head<'a>(&'a str, &'a HeaderList);

impl RequestHead for Head<'_> {
    fn method(&self) -> &str {
        self.0
    }

    fn path(&self) -> &str {
        "/"
    }

    fn header_lines<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a [u8]> {
        self.1.lines(name)
    }
}

fn answer(decision: &Decision<'_>, page: &Origin) -> Response {
    let status = match decision {
        Decision::Preflight { status, .. } => *status,
        _ => 200,
    };
    let headers = decision.edits().iter().filter_map(|edit| match edit {
        Edit::Set(name, value) => Some((name, value)),
        Edit::Echo(name) => Some((name, page.serialize())),
        Edit::Vary(names) => Some(("vary", names)),
        Edit::Remove(_) => None,
    });
    Response { status, headers: headers.collect(), body: Vec::new() }
}
