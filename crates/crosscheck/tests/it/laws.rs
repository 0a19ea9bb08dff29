//! Laws that hold for every input.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Outcome;
use crosscheck::agent::Profile;
use crosscheck::agent::RequestMode;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::broken_rule;
use crosscheck::scenario::HeaderLine;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::play;
use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Decision;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck::server::Rule;
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

use crate::naive::naive_allows;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

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
        path in select(&["/", "/a", "/a/b?c", "/ab", "/c/"][..]),
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
        let (outcome, asked, _) = fetched(&Profile::SPEC, &policy, page, path, init);
        let read = outcome.result.is_ok();
        let rule = rule_for(&config, page, path);
        prop_assert_eq!(policy.allows_origin(path, page.as_bytes()), rule.is_some());
        let allowed = rule.is_some_and(|rule| {
            // With credentials, a rule that does not allow them withholds; so does a star.
            let credentials_fit = !included || rule.credentials;
            let permitted = |name: &str| {
                name == "Accept"
                    || rule.request_headers.iter().any(|allowed| {
                        allowed.eq_ignore_ascii_case(name)
                            || (allowed == "*" && name != "Authorization")
                    })
            };
            let method_permitted = ["GET", "POST"].contains(&method)
                || rule.methods.iter().any(|allowed| allowed == method || allowed == "*");
            credentials_fit && method_permitted && names.iter().all(|name| permitted(name))
        });
        prop_assert_eq!(read, allowed);
        prop_assert_eq!(asked, !["GET", "POST"].contains(&method) || names.iter().any(|n| *n != "Accept"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// What a policy refuses, every browser refuses for the same reason: so what stands in a server's
    /// log and what stands in the page's console speak of one thing. But that an origin may not read is
    /// told to nobody; WebKit looks at the status of a preflight before it looks for the header.
    #[test]
    fn the_browser_blames_what_the_policy_blames(
        config in configurations(),
        page in select(ORIGINS.as_slice()),
        path in select(&["/", "/a", "/a/b?c", "/ab", "/c/"][..]),
        method in select(&["GET", "POST", "PUT", "DELETE", "patch"][..]),
        names in vec(select(&["X-A", "x-b", "Authorization", "Accept"][..]), 0..3),
        profile in select(Profile::ALL),
    ) {
        let Ok(policy) = Policy::new(&config) else { return Ok(()) };
        let init = FetchInit {
            method: Some(method.into()),
            headers: names.iter().map(|name| (*name, "1")).collect(),
            ..FetchInit::default()
        };
        let (outcome, asked, verdict) = fetched(profile, &policy, page, path, init);
        let blamed = outcome.result.as_ref().err().map(broken_rule);
        prop_assert_eq!(blamed, verdict.err().map(|reason| match reason {
            Reason::MethodNotAllowed => FetchRule::MethodNotAllowed,
            Reason::HeaderNotAllowed => FetchRule::HeadersNotAllowed,
            _ if asked && profile.preflight_status_first() => FetchRule::PreflightStatus,
            _ => FetchRule::AllowOriginMissing,
        }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Filtering is idempotent: a server that sends only what script could read of its first answer,
    /// and the same permission to read it, is read the same.
    #[test]
    fn what_was_filtered_once_is_not_filtered_further(
        headers in vec((select(ANSWERED.as_slice()), select(EXPOSING.as_slice())), 0..8),
        mode in select(RequestMode::ALL),
        credentials in select(CredentialsMode::ALL),
        api in select(&[Api::Fetch, Api::Xhr][..]),
        at_home in any::<bool>(),
        profile in select(Profile::ALL.to_vec()),
    ) {
        let page = "https://app.example";
        let origin = if at_home { page } else { "https://api.example" };
        let mut headers: Vec<HeaderLine> =
            headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        headers.push(("Access-Control-Allow-Origin".into(), page.into()));
        headers.push(("Access-Control-Allow-Credentials".into(), "true".into()));
        let read = |headers: &[HeaderLine]| {
            let route = Route {
                headers: headers.to_vec(),
                body: "x".into(),
                ..Route::new(origin, "/r", 200)
            };
            let step = Step {
                api,
                url: format!("{origin}/r"),
                mode: Some(mode),
                credentials: Some(credentials),
                ..Step::default()
            };
            let scenario = Scenario { page: Origin::parse(page).expect("an origin"), steps: [step].into(), ..Scenario::default() };
            play(&scenario, profile, &mut ScriptedServer::new(&[route])).steps.remove(0)
        };
        let once = read(&headers);
        let StepRecord::Response { headers: seen, .. } = &once else { return Ok(()) };
        let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
        headers.retain(|(name, _)| {
            let name = name.to_ascii_lowercase();
            names.contains(&name.as_str()) || name.starts_with("access-control-")
        });
        prop_assert_eq!(&once, &read(&headers));
        let hidden = |name: &&&str| ["set-cookie", "set-cookie2"].contains(name);
        prop_assert_eq!(names.iter().find(hidden), None);
    }
}

const ANSWERED: [&str; 9] = [
    "X-A",
    "x-a",
    "X-B",
    "Content-Type",
    "Cache-Control",
    "Set-Cookie",
    "set-cookie2",
    "Access-Control-Expose-Headers",
    "access-control-expose-headers",
];

const EXPOSING: [&str; 8] = ["x-a", "*", "X-A, x-b", "*, @", "set-cookie, x-b", "", "@", "*, x-a"];

const ORIGINS: [&str; 6] = [
    "https://app.example",
    "https://other.example",
    "http://app.example",
    "https://a.app.example:8443",
    "https://a.b.app.example",
    "https://pre-1.app.example",
];

const ENTRIES: [&str; 9] = [
    "https://app.example",
    "https://other.example",
    "https://*.app.example:*",
    "https://**.app.example",
    "https://pre-*.app.example",
    "https://a.app.example:8000-9000",
    "http://app.example",
    "*",
    "*",
];

pub(crate) fn configurations() -> impl Strategy<Value = Config> {
    let owned = |list: Vec<&str>| list.into_iter().map(Into::into).collect();
    let paths = vec(select(&["/", "/a", "/a/b", "/c"][..]), 0..3);
    let origins = vec(select(ENTRIES.as_slice()), 1..3);
    let methods = vec(select(&["PUT", "DELETE", "*"][..]), 0..3);
    let headers = vec(select(&["x-a", "X-B", "authorization", "*"][..]), 0..3);
    let age = option::of(0_u32..90_000);
    let rule = (paths, origins, any::<bool>(), methods, headers, age).prop_map(
        move |(paths, origins, credentials, methods, request_headers, max_age)| Rule {
            paths: owned(paths),
            origins: listed(owned(origins), false),
            credentials,
            methods: listed(owned(methods), credentials),
            request_headers: listed(owned(request_headers), credentials),
            max_age,
            ..Rule::default()
        },
    );
    (rule.clone(), vec(rule, 0..4)).prop_map(|(flat, rules)| {
        let mut config = Config {
            origins: flat.origins,
            credentials: flat.credentials,
            methods: flat.methods,
            request_headers: flat.request_headers,
            max_age: flat.max_age,
            danger: Danger {
                insecure_origins: true,
                everybody_with_credentials: true,
                ..Danger::default()
            },
            rules,
            ..Config::default()
        };
        // Rules that could never answer are refused; those that are left still meet each other.
        while Policy::new(&config).is_err() && config.rules.pop().is_some() {}
        config
    })
}

/// Sorted, each once; with credentials no star.
fn listed(mut list: Vec<String>, credentials: bool) -> Vec<String> {
    list.retain(|text| !credentials || text != "*");
    list.sort();
    list.dedup();
    list
}

/// The rule that answers, from the documentation alone.
fn rule_for(config: &Config, page: &str, path: &str) -> Option<Rule> {
    let path = path.split('?').next().expect("a path");
    let flat = Rule {
        origins: config.origins.clone(),
        credentials: config.credentials,
        methods: config.methods.clone(),
        request_headers: config.request_headers.clone(),
        ..Rule::default()
    };
    let length = |rule: &Rule| -> Option<usize> {
        let everywhere = rule.paths.is_empty().then_some(0);
        let covers = |rule: &str| path == rule || path.starts_with(&format!("{rule}/"));
        let paths = rule.paths.iter().map(|path| path.trim_end_matches('/'));
        paths.filter(|rule| covers(rule)).map(str::len).max().or(everywhere)
    };
    let flat = (!flat.origins.is_empty()).then_some(flat);
    let rules: Vec<Rule> = config.rules.iter().cloned().chain(flat).collect();
    let longest = rules.iter().filter_map(length).max()?;
    rules
        .into_iter()
        .filter(|rule| length(rule) == Some(longest))
        .find(|rule| naive_allows(&rule.origins, page))
}

/// What came of it for the page, whether a preflight was made, and what the policy said last.
fn fetched(
    profile: &'static Profile,
    policy: &Policy,
    page: &str,
    path: &str,
    init: FetchInit,
) -> (Outcome, bool, Result<(), Reason>) {
    let page = Origin::parse(page).expect("an origin");
    let mut browser = UserAgent::new(profile);
    let url = format!("https://api.example{path}");
    let request = PageRequest::fetch(&url, init).set_up(&browser, &page).expect("a request");
    let (mut asked, mut verdict) = (false, Ok(()));
    let mut server = |message: &HttpRequest, _: &mut UserAgent| {
        asked |= message.is_preflight;
        let lines: Vec<_> = message.headers.iter().collect();
        let head = Head::new(&message.method, path, &lines);
        let decision = policy.decide(&head);
        verdict = decision.verdict().unwrap_or(Ok(()));
        Some(answer(&decision, &page))
    };
    let outcome = fetch(request, &mut server, &mut browser, 0);
    (outcome, asked, verdict)
}

pub(crate) fn answer(decision: &Decision<'_>, page: &Origin) -> Response {
    let status = match decision {
        Decision::Preflight { status, .. } => *status,
        _ => 200,
    };
    let mut headers = Answer { headers: HeaderList::default(), origin: page.serialize() };
    decision.edits().apply(&mut headers);
    Response { status, headers: headers.headers, ..Response::default() }
}

/// An answer's headers, of the simplest kind.
pub(crate) struct Answer<'a> {
    pub(crate) headers: HeaderList,
    pub(crate) origin: &'a str,
}

impl AnswerHeaders for Answer<'_> {
    fn strip(&mut self) {
        CORS_RESPONSE_HEADERS.iter().for_each(|name| self.headers.delete(name));
    }

    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.headers.set(header.name(), value.text);
    }

    fn echo(&mut self, header: AnswerHeader) {
        self.headers.set(header.name(), self.origin);
    }

    fn remove(&mut self, header: AnswerHeader) {
        self.headers.delete(header.name());
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.headers.lines("vary")
    }

    fn append_vary(&mut self, value: AnswerValue<'_>) {
        self.headers.append("vary", value.text);
    }
}
