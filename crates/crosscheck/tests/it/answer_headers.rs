//! The headers of answers: which there are, and how they meet what an answer said before.

use crosscheck::server::AnswerHeader;
use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::Config;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use crosscheck::wire::HeaderList;

use crate::laws::Answer;
use crate::policy::APP;
use crate::policy::decided;
use crate::policy::one_origin;

#[test]
fn a_plan_is_of_use_to_its_own_policy_only() {
    let edits = |policy: &Policy, plan| {
        let mut edits = 0;
        policy.edits(plan).each(|_| edits += 1);
        edits
    };
    let policy = Policy::new(&one_origin()).expect("a policy");
    let other = Policy::new(&Config { credentials: true, ..one_origin() }).expect("a policy");
    let plan = policy.decide(&Head::new("GET", "/", &[("origin", APP)])).edits().plan();
    assert_eq!(plan.policy(), policy.id());
    assert!(policy.id().to_string().len() == 16 && policy.id().to_string() != "0".repeat(16));
    assert_eq!(edits(&policy, plan), 2);
    assert_eq!(edits(&other, plan), 0, "a policy that came in between shares nothing by mistake");
}

#[test]
fn six_headers_are_of_cors_and_two_speak_beside_it() {
    for &header in AnswerHeader::ALL {
        assert_eq!(header.is_of_cors(), AnswerHeader::OF_CORS.contains(&header), "{header:?}");
        assert_eq!(
            header.is_of_cors(),
            CORS_RESPONSE_HEADERS.contains(&header.name()),
            "{header:?}"
        );
    }
    let names: Vec<&str> = AnswerHeader::OF_CORS.iter().map(|header| header.name()).collect();
    assert_eq!(names, CORS_RESPONSE_HEADERS);
}

#[test]
fn what_is_there_stays_in_vary_and_what_is_missing_is_added() {
    const ALL: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    let policy = Policy::new(&one_origin()).expect("a policy");
    let asks = ("access-control-request-method", "GET");
    for (method, there, expected) in [
        ("GET", &[][..], &["Origin"][..]),
        ("GET", &["Accept"], &["Accept", "Origin"]),
        ("GET", &["accept, ORIGIN"], &["accept, ORIGIN"]),
        ("GET", &["Accept", "Origin"], &["Accept", "Origin"]),
        ("GET", &["*"], &["*"]),
        ("OPTIONS", &[], &[ALL]),
        (
            "OPTIONS",
            &["access-control-request-method"],
            &["access-control-request-method", "Origin", "Access-Control-Request-Headers"],
        ),
    ] {
        let mut answer = Answer { headers: HeaderList::new(), origin: APP };
        for line in there {
            answer.headers.append("vary", *line);
        }
        policy.decide(&Head::new(method, "/", &[("origin", APP), asks])).edits().apply(&mut answer);
        let lines: Vec<_> = answer.headers.lines("vary").map(String::from_utf8_lossy).collect();
        assert_eq!(lines, expected, "{method}: {there:?}");
    }
}

#[test]
fn timing_is_shown_to_who_was_given_it_and_taken_from_the_rest() {
    let rule = |origin: &str, expose_timing| Rule {
        origins: vec![origin.into()],
        expose_timing,
        ..Rule::default()
    };
    let rules = vec![rule(APP, true), rule("https://other.example", false)];
    let config = Config { rules, ..Config::default() };
    for (origin, expected) in [
        (APP, "timing-allow-origin: https://app.example"),
        ("https://other.example", "-timing-allow-origin"),
        ("https://evil.example", "-timing-allow-origin"),
    ] {
        let (_, edits) = decided(&config, "GET", &[("origin", origin)]);
        assert_eq!(edits.last().map(String::as_str), Some(expected), "{origin}");
    }
}
