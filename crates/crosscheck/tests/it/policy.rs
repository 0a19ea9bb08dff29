//! Which headers leave, for which configuration and which request: one matrix.

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::Config;
use crosscheck::server::Decision;
use crosscheck::server::Edit;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Reason;

pub(crate) const APP: &str = "https://app.example";

pub(crate) fn one_origin() -> Config {
    Config { origins: vec![APP.into()], ..Config::default() }
}

pub(crate) fn decided(
    config: &Config,
    method: &str,
    headers: &[(&'static str, &str)],
) -> (String, Vec<String>) {
    decided_on(config, method, "/", headers)
}

pub(crate) fn decided_on(
    config: &Config,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
) -> (String, Vec<String>) {
    let policy = Policy::new(config).expect("a policy");
    let decision = policy.decide(&Head::new(method, path, headers));
    let verdict = |verdict: &Result<(), Reason>| match verdict {
        Ok(()) => "yes".to_owned(),
        Err(reason) => format!("{reason:?}"),
    };
    let kind = match &decision {
        Decision::NotCors { .. } => "not CORS".to_owned(),
        Decision::Actual { verdict: v, .. } => format!("actual: {}", verdict(v)),
        Decision::Preflight { verdict: v, status, .. } => {
            format!("preflight: {} {status}", verdict(v))
        }
    };
    let mut edits = Vec::new();
    decision.edits().each(|edit| {
        edits.push(match edit {
            Edit::Set(header, value) => format!("{}: {}", header.name(), value.text),
            Edit::Echo(header) => {
                let origin = headers.iter().find(|(name, _)| *name == "origin");
                format!("{}: {}", header.name(), origin.expect("an origin to echo").1)
            }
            Edit::Remove(header) => format!("-{}", header.name()),
            Edit::Vary(names) => format!("+vary: {}", names.text),
        });
    });
    (kind, edits)
}

pub(crate) const VARY3: &str =
    "+vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
#[test]
fn the_listed_origin_is_named_and_others_get_nothing_but_vary() {
    let config = one_origin();
    let (kind, edits) = decided(&config, "GET", &[("origin", APP)]);
    assert_eq!(kind, "actual: yes");
    assert_eq!(edits, ["+vary: Origin", "access-control-allow-origin: https://app.example"]);

    for stranger in
        ["https://evil.example", "http://app.example", "https://app.example.evil.org", "null"]
    {
        let (kind, edits) = decided(&config, "GET", &[("origin", stranger)]);
        assert_eq!(kind, "actual: OriginNotAllowed");
        assert_eq!(edits, ["+vary: Origin"]);
    }

    // A cache must not hand this answer to the app's page later.
    assert_eq!(decided(&config, "GET", &[]), ("not CORS".into(), vec!["+vary: Origin".into()]));
}

#[test]
fn everybody_is_answered_alike_without_vary() {
    let config = Config { origins: vec!["*".into()], ..Config::default() };
    // Two origins are nobody's, but a cache keeps what they are told for everybody.
    let several = [("origin", APP), ("origin", "null")];
    for headers in [&[][..], &[("origin", APP)], &[("origin", "null")], &several] {
        assert_eq!(decided(&config, "GET", headers).1, ["access-control-allow-origin: *"]);
    }
}

#[test]
fn reasons_have_names_for_logs() {
    let names: Vec<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    let expected = [
        "several-origins",
        "path-not-covered",
        "path-ambiguous",
        "origin-not-allowed",
        "origin-source-failed",
        "method-not-allowed",
        "header-not-allowed",
    ];
    assert_eq!(names, expected);
}

#[test]
fn two_origin_lines_are_nobody() {
    let (kind, _) = decided(&one_origin(), "GET", &[("origin", APP), ("origin", APP)]);
    assert_eq!(kind, "actual: SeveralOrigins");
    let joined = format!("{APP}, {APP}");
    assert_eq!(decided(&one_origin(), "GET", &[("origin", &joined)]).0, "actual: OriginNotAllowed");
}

#[test]
fn what_browsers_could_not_follow_cannot_be_built() {
    use FindingKind as Kind;
    let origins = |list: &[&str]| Config {
        origins: list.iter().map(|text| (*text).to_owned()).collect(),
        ..Config::default()
    };
    let with = |change: fn(&mut Config)| {
        let mut config = one_origin();
        change(&mut config);
        config
    };
    let list = |names: &[&str]| -> Vec<String> { names.iter().map(|n| (*n).to_owned()).collect() };
    for (config, path, kind) in [
        (origins(&["null"]), "origins[0]", Kind::NullOrigin),
        (origins(&[APP, "https://app.example/"]), "origins[1]", Kind::InvalidOrigin),
        (
            Config { credentials: true, ..origins(&["*"]) },
            "origins[0]",
            Kind::WildcardWithCredentials,
        ),
        (with(|c| c.methods = vec!["P@T".into()]), "methods[0]", Kind::InvalidMethod),
        (
            Config { expose_headers: list(&["*"]), credentials: true, ..one_origin() },
            "expose_headers[0]",
            Kind::WildcardWithCredentials,
        ),
    ] {
        let errors = Policy::new(&config).expect_err(path);
        let found: Vec<_> = errors.iter().map(|error| (error.path.as_str(), error.kind)).collect();
        assert_eq!(found, [(path, kind)]);
    }
}

/// What does no harm is said and does not stop a server: lists that were copied from elsewhere name
/// `TRACE`, `cookie` and `set-cookie`, and an empty variable of the environment is an empty list.
#[test]
fn what_does_no_harm_is_a_warning_and_left_out() {
    let list = |names: &[&str]| -> Vec<String> { names.iter().map(|n| (*n).to_owned()).collect() };
    let preflight = |config: &Config| {
        let headers = [("origin", APP), ("access-control-request-method", "GET")];
        decided(config, "OPTIONS", &headers).1[2..].to_vec()
    };
    let allow = |name: &str, value: &str| vec![format!("access-control-{name}: {value}")];
    for (config, path, kind, told) in [
        (
            Config { methods: list(&["TRACE", "PUT"]), ..one_origin() },
            "methods[0]",
            FindingKind::ForbiddenMethod,
            allow("allow-methods", "PUT"),
        ),
        (
            Config { methods: list(&["PUT", "*"]), ..one_origin() },
            "methods[1]",
            FindingKind::WildcardNotAlone,
            allow("allow-methods", "*"),
        ),
        (
            Config { request_headers: list(&["x-a", "Cookie"]), ..one_origin() },
            "request_headers[1]",
            FindingKind::ForbiddenRequestHeader,
            allow("allow-headers", "x-a"),
        ),
        // A page that sends it by mistake needs it listed.
        (
            Config { request_headers: list(&["access-control-allow-origin"]), ..one_origin() },
            "request_headers[0]",
            FindingKind::ForbiddenRequestHeader,
            allow("allow-headers", "access-control-allow-origin"),
        ),
        (
            Config { request_headers: list(&["*", "authorization", "x-a"]), ..one_origin() },
            "request_headers[0]",
            FindingKind::WildcardNotAlone,
            allow("allow-headers", "*, authorization"),
        ),
        (
            Config { expose_headers: list(&["Set-Cookie"]), ..one_origin() },
            "expose_headers[0]",
            FindingKind::ForbiddenResponseHeader,
            vec![],
        ),
        (
            Config { max_age: Some(86_401), ..one_origin() },
            "max_age",
            FindingKind::MaxAgeOutOfBounds,
            allow("max-age", "86401"),
        ),
    ] {
        let policy = Policy::new(&config).expect("a policy");
        let warnings = policy.findings().iter().filter(|one| one.severity == Severity::Warning);
        let warnings: Vec<_> = warnings.map(|one| (one.path.as_str(), one.kind)).collect();
        assert_eq!(warnings, [(path, kind)]);
        assert_eq!(preflight(&config), told, "{path}");
    }
    // Everybody, whoever is listed beside.
    let everybody = Config { origins: list(&["*", APP]), ..Config::default() };
    let answer = decided(&everybody, "GET", &[("origin", "https://evil.example")]).1;
    assert_eq!(answer, ["access-control-allow-origin: *"]);
    // Nobody.
    let nobody = decided(&Config::default(), "GET", &[("origin", APP)]);
    assert_eq!(nobody, ("actual: OriginNotAllowed".into(), vec!["+vary: Origin".into()]));
}
