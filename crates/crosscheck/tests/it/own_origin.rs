//! A server's own pages: they read its answers without CORS, and send `Origin` all the same.

use crosscheck::server::Config;
use crosscheck::server::Decision;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck::server::Rule;

use crate::policy::APP;
use crate::policy::one_origin;

const HOST: (&str, &str) = ("host", "api.example");
const OWN: (&str, &str) = ("origin", "https://api.example");

fn written(decision: &Decision<'_>) -> usize {
    let mut count = 0;
    decision.edits().each(|_| count += 1);
    count
}

#[test]
fn a_form_of_the_server_itself_is_no_matter_of_cors() {
    let policy = Policy::new(&one_origin()).expect("a policy");
    let form = [HOST, OWN];
    let decision = policy.decide(&Head::new("POST", "/orders", &form));
    let silent = policy.decide(&Head::new("POST", "/orders", &[HOST]));
    assert_eq!(decision, silent, "as if it had told no origin, `Vary` for other readers included");
    assert_eq!(written(&decision), 1);

    // No browser asks its own server for permission, so the handler knows what was meant.
    let options = [HOST, OWN, ("access-control-request-method", "PUT")];
    let decision = policy.decide(&Head::new("OPTIONS", "/orders", &options));
    assert_eq!((decision.verdict(), decision.status_at_once()), (None, None));
}

#[test]
fn whom_the_policy_lists_it_judges_even_at_home() {
    let policy = Policy::new(&one_origin()).expect("a policy");
    let home = [("host", "app.example"), ("origin", APP)];
    assert_eq!(policy.decide(&Head::new("GET", "/", &home)).verdict(), Some(Ok(())));
}

#[test]
fn it_is_at_home_on_every_path() {
    let rules =
        vec![Rule { paths: vec!["/api".into()], origins: vec![APP.into()], ..Rule::default() }];
    let policy = Policy::new(&Config { rules, ..Config::default() }).expect("a policy");
    for path in ["/api/x", "/elsewhere", "/%61pi"] {
        let verdict = |lines: &[_]| policy.decide(&Head::new("POST", path, lines)).verdict();
        assert_eq!(verdict(&[HOST, OWN]), None, "{path}");
        assert!(matches!(verdict(&[OWN]), Some(Err(_))), "{path}: which host is asked is not told");
    }
    let twice = [HOST, OWN, OWN];
    let verdict = policy.decide(&Head::new("POST", "/api", &twice)).verdict();
    assert_eq!(verdict, Some(Err(Reason::SeveralOrigins)), "no browser says it twice");
}

#[test]
fn the_explanation_says_so() {
    let policy = Policy::new(&one_origin()).expect("a policy");
    let explanation = policy.explain(&Head::new("POST", "/", &[HOST, OWN]));
    assert_eq!(explanation.verdict, None);
    let step =
        "origin `https://api.example`: the one that is asked, so the request is none of CORS";
    assert_eq!(explanation.steps.last().map(String::as_str), Some(step));
}
