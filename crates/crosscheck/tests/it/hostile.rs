//! Whatever servers and pages say: nothing panics, everything ends, and cost stays with the input.
//!
//! `PROPTEST_CASES=1000000 cargo nextest run -p crosscheck --all-features hostile` runs for as long as
//! you like.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Profile;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Body;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Server;
use crosscheck::scenario::Step;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::play;
use crosscheck::wire::Origin;
use proptest::prelude::*;
use proptest::sample::select;

const PAGE: &str = "https://app.example";
const API: &str = "https://api.example/r";

proptest! {
    #[test]
    fn whatever_a_server_answers_a_fetch_ends(
        steps in proptest::collection::vec(step(), 1..4),
        answers in proptest::collection::vec(answer(), 1..12),
        profile in select(Profile::ALL.to_vec()),
        is_opaque: bool,
    ) {
        let page = if is_opaque { "null" } else { PAGE };
        let scenario =
            Scenario { page: Origin::parse(page).expect("an origin"), steps: steps.clone(), ..Scenario::default() };
        let record = play(&scenario, profile, &mut Loop { answers, next: 0 });
        prop_assert_eq!(record.steps.len(), steps.len());
        // Twenty redirects, each with a preflight, and what they lead to.
        prop_assert!(record.wire.len() <= steps.len() * 42);
    }
}

/// A server that answers by a list, over and over.
#[derive(Debug)]
struct Loop {
    answers: Vec<Answer>,
    next: usize,
}

impl Server for Loop {
    fn answer(&mut self, _: &WireRequest) -> Option<Answer> {
        self.next += 1;
        Some(self.answers[self.next % self.answers.len()].clone())
    }
}

fn step() -> impl Strategy<Value = Step> {
    let apis = Api::ALL;
    let urls = [API, "https://app.example/r", "http://api.example/#f", "data:,x", "nonsense", ""];
    let methods = [None, Some("PUT"), Some("POST"), Some("get"), Some("TRACE"), Some("")];
    let modes = [None, Some(RequestMode::NoCors), Some(RequestMode::SameOrigin)];
    let credentials = [None, Some(CredentialsMode::Include), Some(CredentialsMode::Omit)];
    let kinds = [None, Some(BodyKind::Text), Some(BodyKind::Stream), Some(BodyKind::Form)];
    let options = (select(methods.to_vec()), select(modes.to_vec()), select(credentials.to_vec()));
    let headers = proptest::collection::vec((name(), "\\PC{0,9}|[\\x00-\\xff]{0,5}"), 0..4);
    (select(apis.to_vec()), select(urls.to_vec()), options, headers, select(kinds.to_vec()))
        .prop_map(|(api, url, (method, mode, credentials), headers, kind)| Step {
            api,
            url: url.into(),
            method: method.map(Into::into),
            mode,
            credentials,
            headers: headers.into_iter().map(|(name, value)| (name.into(), value)).collect(),
            body: kind.map(|kind| Body::new(kind, "")),
            ..Step::default()
        })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["X-A", "Range", "Accept", "Content-Type", "Cookie", "", "é", "Authorization"])
            .prop_map(str::to_owned),
        "\\PC{0,6}",
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    let names = [
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers",
        "Access-Control-Max-Age",
        "Access-Control-Expose-Headers",
        "Location",
        "Set-Cookie",
        "Cross-Origin-Resource-Policy",
        "Timing-Allow-Origin",
    ];
    let values = [
        PAGE,
        "*",
        "null",
        "true",
        "PUT, x-a",
        "/next",
        "https://other.example/",
        "http://[",
        "a=b",
        "data:,x",
        "http://u:p@api.example/",
        "a=b; Max-Age=9; SameSite=None; Secure",
    ];
    let value = prop_oneof![
        select(values.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..12),
    ];
    let headers = proptest::collection::vec((select(names.to_vec()), value), 0..8);
    (select(vec![200, 204, 301, 302, 303, 307, 308, 304, 404, 0, 999]), headers).prop_map(
        |(status, headers)| Answer {
            status,
            headers: headers.into_iter().collect(),
            body: b"@png"[..].into(),
        },
    )
}
