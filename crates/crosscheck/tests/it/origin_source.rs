//! Origins that are judged while the server runs: a policy says for whom, whoever serves it knows whom.

use crosscheck::catalog::FindingKind;
use crosscheck::server::AffectedOrigins;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Edit;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck::server::Rule;
use crosscheck::server::Unproven;

const TENANT: &str = "https://shop.tenant.example";

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// An API whose own page is listed, and whose tenants are in a database.
fn tenants() -> Config {
    Config {
        origins: list(&["https://app.example", "https://*.app.example"]),
        origin_source: true,
        credentials: true,
        methods: list(&["PUT"]),
        ..Config::default()
    }
}

/// The verdict on a request, and which origins were asked about.
fn decided(
    policy: &Policy,
    head: &Head<'_>,
    knows: Option<bool>,
) -> (Result<(), Reason>, Vec<String>) {
    let mut asked = Vec::new();
    let decision = policy.decide_with(head, |origin| {
        asked.push(origin.to_owned());
        knows
    });
    (decision.verdict().expect("it has an origin"), asked)
}

#[test]
fn only_whom_no_list_holds_is_asked_about() {
    let policy = Policy::new(&tenants()).expect("a policy");
    let refused = Err(Reason::OriginNotAllowed);
    for (origin, is_asked) in [
        ("https://app.example", false),
        ("https://x.app.example", false),
        (TENANT, true),
        ("https://shop.tenant.example:8443", true),
        ("http://localhost:3000", true),
        ("moz-extension://0f6e7a10-9d3c-4f9e-8a83-0a8d1f0a7c55", true),
        // With credentials, whoever is on the way could speak for it.
        ("http://shop.tenant.example", false),
        // No browser sends these, so nobody is to be asked about them.
        ("https://Shop.tenant.example", false),
        ("https://shop.tenant.example/", false),
        ("https://shop.tenant.example:443", false),
        ("https://shop.tenant.example, https://app.example", false),
        ("https://a/b?c.tenant.example", false),
        ("null", false),
        ("file://", false),
        ("", false),
    ] {
        let headers = [("origin", origin)];
        let head = Head::new("GET", "/", &headers);
        let is_listed = origin.ends_with("app.example") && !origin.contains(',');
        for (knows, verdict) in
            [(Some(true), Ok(())), (Some(false), refused), (None, Err(Reason::OriginSourceFailed))]
        {
            let (found, asked) = decided(&policy, &head, knows);
            assert_eq!(asked, if is_asked { vec![origin] } else { vec![] });
            let expected = match (is_asked, is_listed) {
                (true, _) => verdict,
                (false, true) => Ok(()),
                (false, false) => refused,
            };
            assert_eq!(found, expected, "{origin:?}, and the source says {knows:?}");
        }
        let nobody = policy.decide(&head).verdict().expect("it has an origin");
        assert_eq!(nobody.is_ok(), is_listed, "without a source nobody is known");
    }
    let several = [("origin", TENANT), ("origin", TENANT)];
    let (verdict, asked) = decided(&policy, &Head::new("GET", "/", &several), Some(true));
    assert_eq!((verdict, asked.len()), (Err(Reason::SeveralOrigins), 0));
}

#[test]
fn who_is_known_gets_what_the_rule_says_and_a_cache_is_told() {
    let policy = Policy::new(&tenants()).expect("a policy");
    let lines = |method: &str, knows: bool| {
        let headers = [("origin", TENANT), ("access-control-request-method", "PUT")];
        let decision = policy.decide_with(&Head::new(method, "/", &headers), |_| Some(knows));
        let mut lines = Vec::new();
        decision.edits().each(|edit| {
            lines.push(match edit {
                Edit::Set(header, value) => format!("{}: {}", header.name(), value.text),
                Edit::Echo(header) => format!("{}: {TENANT}", header.name()),
                Edit::Remove(header) => format!("no {}", header.name()),
                Edit::Vary(names) => format!("vary: {}", names.text),
            });
        });
        (decision.status_at_once(), lines)
    };
    let (_, known) = lines("GET", true);
    let origin = format!("access-control-allow-origin: {TENANT}");
    let credentials = "access-control-allow-credentials: true";
    assert_eq!(known, ["vary: Origin", &origin, credentials]);
    assert_eq!(lines("GET", false), (None, list(&["vary: Origin"])));
    let (status, preflight) = lines("OPTIONS", true);
    assert_eq!(status, Some(204));
    assert!(preflight.contains(&"access-control-allow-methods: PUT".to_owned()));
    assert_eq!(lines("OPTIONS", false).0, Some(403));
}

#[test]
fn without_credentials_plain_http_is_asked_about_and_with_them_by_a_danger() {
    let headers = [("origin", "http://shop.tenant.example")];
    let asked = |credentials, insecure_origins| {
        let danger = Danger { insecure_origins, ..Danger::default() };
        let policy = Policy::new(&Config { credentials, danger, ..tenants() }).expect("a policy");
        !decided(&policy, &Head::new("GET", "/", &headers), Some(true)).1.is_empty()
    };
    assert!(asked(false, false));
    assert!(!asked(true, false));
    assert!(asked(true, true));
}

#[test]
fn a_path_asks_once_and_its_lists_come_first() {
    let rule = |origins: &[&str], origin_source| Rule {
        paths: list(&["/tenants"]),
        origins: list(origins),
        origin_source,
        ..Rule::default()
    };
    let config = |rules| Config { rules, ..Config::default() };
    let policy = Policy::new(&config(vec![rule(&[], true), rule(&["https://app.example"], false)]));
    let policy = policy.expect("a rule that asks needs no list");
    let headers = [("origin", "https://app.example")];
    let (verdict, asked) = decided(&policy, &Head::new("GET", "/tenants/7", &headers), Some(false));
    assert_eq!((verdict, asked.len()), (Ok(()), 0), "a later rule lists it");
    let kinds: Vec<_> = policy.findings().iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [], "an empty list is meant so");

    let errors = Policy::new(&config(vec![rule(&[], true), rule(&[], true)])).unwrap_err();
    let told: Vec<_> = errors.iter().map(|error| (error.kind, error.path.as_str())).collect();
    assert_eq!(told, [(FindingKind::UnreachableRule, "rules[1].origin_source")]);

    let star = Config { origins: list(&["*"]), origin_source: true, ..Config::default() };
    let findings = Policy::new(&star).expect("a policy").findings().to_vec();
    assert_eq!(findings[0].kind, FindingKind::WildcardNotAlone);
}

#[test]
fn nothing_is_proven_of_origins_that_are_unknown() {
    let policy = Policy::new(&tenants()).expect("a policy");
    let prove = |outside: &[&str], origins: &[&str], may: &[&str], never: &[&str]| {
        policy.prove(&Assertion::new().outside(outside).origins(origins).may(may).never(never))
    };
    // Nobody may do what the rule does not allow, whomever the source knows.
    assert_eq!(prove(&[], &[], &[], &["send DELETE"]), Ok(vec![]));
    assert_eq!(prove(&[], &["https://app.example"], &["send PUT"], &[]), Ok(vec![]));
    assert_eq!(prove(&[], &["null", "http://a.example"], &[], &["read"]), Ok(vec![]));
    // Whether a stranger may read, only the source says.
    let unknown = prove(&["https://**.app.example", "https://app.example"], &[], &[], &["read"]);
    let Err(Unproven::UnknownOrigins(unknown)) = unknown else { panic!("{unknown:?}") };
    assert_eq!((unknown.source.as_str(), unknown.path.as_str()), ("origin_source", "/"));
    let told = prove(&[], &[TENANT], &["read"], &[]).unwrap_err().to_string();
    assert_eq!(
        told,
        "may[0] is not to be proven: origin_source asks about origins such as \
         `https://shop.tenant.example` on `/` while the server runs"
    );
    // What is broken anyway is shown.
    let shown = prove(&[], &["https://app.example", TENANT], &[], &["read"]).expect("broken");
    assert_eq!(shown[0].origin, "https://app.example");
}

#[test]
fn a_difference_takes_everybody_who_is_asked_about_for_known() {
    let before = Config { origin_source: false, ..tenants() };
    let [before, now] = [before, tenants()].map(|config| Policy::new(&config).expect("a policy"));
    assert_ne!(before.id(), now.id());
    let difference = before.diff(&now).expect("few kinds");
    assert!(difference.widens());
    assert_eq!(difference.changes[0].origins, [AffectedOrigins::KnownToSource]);
    assert!(
        difference.changes[0]
            .to_string()
            .starts_with("every other origin that the source knows may now read")
    );
    assert!(now.diff(&now.clone()).expect("few kinds").is_empty());
}

#[test]
fn an_explanation_says_who_would_have_to_know() {
    let policy = Policy::new(&tenants()).expect("a policy");
    let headers = [("origin", TENANT)];
    let explanation = policy.explain(&Head::new("GET", "/", &headers));
    let told = "origin_source: whoever serves this may know the origin; here nobody is known";
    assert_eq!(explanation.steps.last().map(String::as_str), Some(told));
}
