//! Paths that a policy leaves to what is behind it, so that a service can move path by path.

use crosscheck::catalog::FindingKind as Kind;
use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use crosscheck::server::Unproven;

use crate::policy::APP;
use crate::policy::decided_on;
use crate::policy::one_origin;

const EVIL: &str = "https://evil.example";

fn left(paths: &[&str]) -> Rule {
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    Rule { paths, handler: true, ..Rule::default() }
}

/// One origin everywhere, but on `/old`, whose handler speaks for itself.
fn moving() -> Config {
    Config { rules: vec![left(&["/old"])], ..one_origin() }
}

fn assertion(paths: &[&str], may: &[&str], never: &[&str]) -> Assertion {
    Assertion::new().paths(paths).may(may).never(never)
}

#[test]
fn a_handler_that_is_left_alone_answers_preflights_itself() {
    let asks = ("access-control-request-method", "PUT");
    for headers in [
        &[][..],
        &[("origin", APP)],
        &[("origin", EVIL)],
        &[("origin", EVIL), asks],
        &[("origin", EVIL), ("origin", EVIL)],
        &[("origin", EVIL), ("sec-websocket-version", "13")],
    ] {
        for method in ["GET", "OPTIONS"] {
            let decided = decided_on(&moving(), method, "/old/users", headers);
            assert_eq!(decided, ("not CORS".into(), vec![]), "{method} {headers:?}");
        }
    }
    let (elsewhere, _) = decided_on(&moving(), "OPTIONS", "/new", &[("origin", EVIL), asks]);
    assert_eq!(elsewhere, "preflight: OriginNotAllowed 403");
}

#[test]
fn nothing_is_taken_from_its_answer() {
    /// Whatever is called is one too many.
    struct Untouched;

    impl AnswerHeaders for Untouched {
        fn strip(&mut self) {
            panic!("stripped");
        }
        fn set(&mut self, header: AnswerHeader, _: AnswerValue<'_>) {
            panic!("{header:?} set");
        }
        fn echo(&mut self, header: AnswerHeader) {
            panic!("{header:?} set");
        }
        fn remove(&mut self, header: AnswerHeader) {
            panic!("{header:?} taken away");
        }
        fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
            [].into_iter()
        }
        fn append_vary(&mut self, value: AnswerValue<'_>) {
            panic!("varies on {}", value.text);
        }
    }

    let policy = Policy::new(&moving()).expect("a policy");
    for headers in [&[][..], &[("origin", EVIL)]] {
        let decision = policy.decide(&Head::new("GET", "/old", headers));
        decision.edits().apply(&mut Untouched);
        policy.edits(decision.edits().plan()).apply(&mut Untouched);
    }
}

#[test]
fn the_longest_path_wins_here_too() {
    let new = Rule { paths: vec!["/old/new".into()], origins: vec![APP.into()], ..Rule::default() };
    let config = Config { rules: vec![left(&["/old"]), new], ..Config::default() };
    let decided = |path| decided_on(&config, "GET", path, &[("origin", EVIL)]).0;
    assert_eq!(decided("/old/users"), "not CORS");
    assert_eq!(decided("/old/new/users"), "actual: OriginNotAllowed");
    // Whoever may take one path for the other is not let in by it.
    assert_eq!(decided("/old/x/..%2fnew"), "actual: PathAmbiguous");
    let lists = Policy::new(&config).expect("a policy").preflights().count();
    assert_eq!(lists, 4, "the rule's, and nobody's: what is left has no answers made");
}

#[test]
fn it_has_its_paths_for_itself() {
    let beside = |rule: Rule| Config { rules: vec![rule], ..Config::default() };
    let rules = |one, other| Config { rules: vec![one, other], ..Config::default() };
    let app = |path: &str| Rule {
        paths: vec![path.into()],
        origins: vec![APP.into()],
        ..Rule::default()
    };
    for (config, place) in [
        (beside(Rule { origins: vec![APP.into()], ..left(&["/old"]) }), "rules[0].handler"),
        (beside(Rule { credentials: true, ..left(&["/old"]) }), "rules[0].handler"),
        (
            beside(Rule { resource_policy: Some(ResourcePolicy::SameSite), ..left(&["/old"]) }),
            "rules[0].handler",
        ),
        (rules(left(&["/old"]), app("/old")), "rules[1].paths[0]"),
        (rules(app("/old"), left(&["/new", "/old"])), "rules[1].paths[1]"),
        (rules(left(&["/old"]), left(&["/old"])), "rules[1].paths[0]"),
        (Config { rules: vec![left(&[])], ..one_origin() }, "origins"),
    ] {
        let errors = Policy::new(&config).expect_err(place);
        let found: Vec<_> = errors.iter().map(|e| (e.kind, e.path.as_str())).collect();
        assert_eq!(found, [(Kind::HandlerNotAlone, place)], "{errors}");
    }
    let all = Policy::new(&beside(left(&[]))).expect("a policy that stands aside");
    assert!(all.findings().is_empty() && all.is_left_to_handler("/anything"));
}

#[test]
fn nothing_is_proven_of_what_is_left_to_a_handler() {
    let policy = Policy::new(&moving()).expect("a policy");
    let unknown = Err(Unproven::LeftToHandler { path: "/old".into() });
    for (assertion, expected) in [
        (assertion(&["/old"], &[], &["read with credentials"]), unknown.clone()),
        (assertion(&["/old/users"], &["read"], &[]), {
            Err(Unproven::LeftToHandler { path: "/old/users".into() })
        }),
        (assertion(&[], &[], &["read with credentials"]), unknown),
        (assertion(&["/new"], &[], &["read with credentials"]), Ok(vec![])),
    ] {
        assert_eq!(policy.prove(&assertion), expected, "{assertion}");
    }
    // What is broken elsewhere is broken, whatever the handler says.
    let shown = policy.prove(&assertion(&[], &[], &["read"])).expect("a counterexample");
    assert_eq!((shown.len(), shown[0].path.as_str()), (1, "/"));
}

#[test]
fn to_leave_a_path_or_to_take_it_is_a_change_of_its_own() {
    let (before, now) = (Policy::new(&moving()), Policy::new(&one_origin()));
    let (before, now) = (before.expect("a policy"), now.expect("a policy"));
    let taken = before.diff(&now).expect("few kinds");
    assert!(taken.changes.is_empty() && !taken.is_empty() && !taken.widens());
    let told = taken.handlers.as_ref().map(ToString::to_string);
    let sentence = "what is on `/old` is not left to its handler any more; what that changes is \
                    not known";
    assert_eq!(told.as_deref(), Some(sentence));
    let left = now.diff(&before).expect("few kinds");
    assert!(left.widens(), "the handler may let in whom it likes");
    assert!(before.diff(&before).expect("few kinds").is_empty());
}

#[test]
fn the_explanation_names_the_rule() {
    let policy = Policy::new(&moving()).expect("a policy");
    let explanation = policy.explain(&Head::new("GET", "/old/users", &[("origin", EVIL)]));
    assert_eq!(explanation.verdict, None);
    assert_eq!(explanation.steps, ["path `/old/users`: `rules[0]` leaves it to its handler"]);
    let explanation = policy.explain(&Head::new("GET", "/new", &[("origin", EVIL)]));
    assert_eq!(explanation.verdict, Some(Err(Reason::OriginNotAllowed)));
}
