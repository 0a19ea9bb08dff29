//! Several rules in one policy: which of them answers, and what each path's answers say.

use crosscheck::catalog::FindingKind as Kind;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::policy::decided_on;

const APP: &str = "https://app.example.com";
const PARTNER: &str = "https://partner.example.org";

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn rule(paths: &[&str], origins: &[&str]) -> Rule {
    Rule { paths: list(paths), origins: list(origins), ..Rule::default() }
}

fn found(config: &Config) -> Vec<(Kind, String)> {
    let policy = Policy::new(config);
    let findings = match &policy {
        Ok(policy) => policy.findings(),
        Err(errors) => errors.findings(),
    };
    findings.iter().map(|f| (f.kind, f.path.clone())).collect()
}

/// Everybody reads `/public`, the app reads all but that with credentials, a partner a part of it.
fn shop() -> Config {
    Config {
        origins: list(&[APP]),
        credentials: true,
        methods: list(&["DELETE"]),
        rules: vec![
            Rule { expose_headers: list(&["x-total"]), ..rule(&["/public", "/fonts"], &["*"]) },
            Rule { methods: list(&["PUT"]), ..rule(&["/orders"], &[PARTNER]) },
            Rule { credentials: true, ..rule(&["/orders"], &["https://*.example.com"]) },
        ],
        ..Config::default()
    }
}

#[test]
fn the_longest_path_answers_alone_and_in_it_the_first_rule_that_lists_the_origin() {
    for (path, origin, kind, edits) in [
        ("/", APP, "actual: yes", &["+vary: Origin", "ACAO", "ACAC"][..]),
        ("/", PARTNER, "actual: OriginNotAllowed", &["+vary: Origin"]),
        ("/public/a", PARTNER, "actual: yes", &["*", "x-total"]),
        ("/fonts", APP, "actual: yes", &["*", "x-total"]),
        ("/publications", PARTNER, "actual: OriginNotAllowed", &["+vary: Origin"]),
        ("/orders/7", PARTNER, "actual: yes", &["+vary: Origin", "ACAO"]),
        ("/orders/7", APP, "actual: yes", &["+vary: Origin", "ACAO", "ACAC"]),
        ("/orders/7", "https://x.example.org", "actual: OriginNotAllowed", &["+vary: Origin"]),
        ("/orders%2f..%2fpublic", PARTNER, "actual: PathAmbiguous", &[]),
        ("/Orders", APP, "actual: PathAmbiguous", &[]),
    ] {
        let expected: Vec<String> = edits
            .iter()
            .map(|edit| match *edit {
                "ACAO" => format!("access-control-allow-origin: {origin}"),
                "ACAC" => "access-control-allow-credentials: true".into(),
                "*" => "access-control-allow-origin: *".into(),
                "x-total" => "access-control-expose-headers: x-total".into(),
                other => other.into(),
            })
            .collect();
        let decided = decided_on(&shop(), "GET", path, &[("origin", origin)]);
        assert_eq!(decided, (kind.to_owned(), expected), "{path} {origin}");
    }
}

#[test]
fn a_preflight_is_judged_by_the_same_rule() {
    for (path, origin, method, kind) in [
        ("/orders", PARTNER, "PUT", "preflight: yes 204"),
        ("/orders", APP, "PUT", "preflight: MethodNotAllowed 204"),
        ("/", APP, "DELETE", "preflight: yes 204"),
        ("/orders", APP, "DELETE", "preflight: MethodNotAllowed 204"),
        ("/public", PARTNER, "GET", "preflight: yes 204"),
        ("/orders/..;/public", PARTNER, "GET", "preflight: PathAmbiguous 403"),
    ] {
        let headers = [("origin", origin), ("access-control-request-method", method)];
        assert_eq!(decided_on(&shop(), "OPTIONS", path, &headers).0, kind, "{path} {origin}");
    }
}

#[test]
fn a_path_without_rules_allows_nothing_and_varies_with_nothing() {
    let config = Config { rules: vec![rule(&["/api"], &[APP])], ..Config::default() };
    let decided = decided_on(&config, "GET", "/", &[("origin", APP)]);
    assert_eq!(decided, ("actual: PathNotCovered".into(), vec![]));
    let headers = [("origin", APP), ("access-control-request-method", "GET")];
    let decided = decided_on(&config, "OPTIONS", "/other", &headers);
    assert_eq!(decided, ("preflight: PathNotCovered 403".into(), vec![]));
    assert_eq!(decided_on(&config, "GET", "/", &[]), ("not CORS".into(), vec![]));
    assert!(Policy::new(&config).unwrap().allows_origin("/api/x", APP.as_bytes()));
}

#[test]
fn a_rule_that_could_never_answer_is_an_error() {
    let rules = |rules: Vec<Rule>| Config { rules, ..Config::default() };
    let ends = |n| [format!("https://start{n}-*.a.example"), format!("https://*-end{n}.a.example")];
    let many: Vec<String> = (0..1500).flat_map(ends).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for (config, expected) in [
        (
            rules(vec![rule(&[], &["*"]), rule(&[], &[APP])]),
            vec![(Kind::UnreachableRule, "rules[1].origins")],
        ),
        (
            rules(vec![rule(&["/a"], &["*"]), rule(&["/b", "/a"], &[APP])]),
            vec![(Kind::UnreachableRule, "rules[1].paths[1]")],
        ),
        (
            rules(vec![
                rule(&["/a"], &["https://**.example.com"]),
                rule(&["/a"], &[APP, "https://x-*.a.example.com"]),
            ]),
            vec![(Kind::UnreachableRule, "rules[1].paths[0]")],
        ),
        (
            Config { origins: list(&[APP]), ..rules(vec![rule(&["/"], &["*"])]) },
            vec![(Kind::UnreachableRule, "origins")],
        ),
        // What no earlier rule covers alone, several may cover together.
        (
            rules(vec![rule(&[], &[APP]), rule(&[], &[PARTNER]), rule(&[], &[PARTNER, APP])]),
            vec![(Kind::UnreachableRule, "rules[2].origins")],
        ),
        (
            rules(vec![
                rule(&[], &["https://app.example.com:1-8000"]),
                rule(&[], &["https://app.example.com:8001-65535"]),
                rule(&[], &["https://app.example.com:*"]),
            ]),
            vec![(Kind::UnreachableRule, "rules[2].origins")],
        ),
        (
            rules(vec![
                rule(&[], &["https://app.example.com:1-8000"]),
                rule(&[], &["https://app.example.com:8002-65535"]),
                rule(&[], &["https://app.example.com:*"]),
            ]),
            vec![],
        ),
        (
            rules(vec![
                rule(&[], &["https://*.example.com"]),
                rule(&[], &["https://**.a.example.com"]),
                rule(&[], &["https://*.example.com", "https://*.a.example.com"]),
            ]),
            vec![(Kind::UnreachableRule, "rules[2].origins")],
        ),
        (
            rules(vec![
                rule(&[], &["https://*.example.com"]),
                rule(&[], &["https://**.a.example.com"]),
                rule(&[], &["https://**.example.com"]),
            ]),
            vec![],
        ),
        (rules(vec![rule(&[], &[APP]), rule(&[], &["*"])]), vec![]),
        (rules(vec![rule(&["/a"], &["*"]), rule(&["/a/b"], &[APP])]), vec![]),
        (
            rules(vec![rule(&[], &[APP, PARTNER]), rule(&[], &[APP, "https://c.example.com"])]),
            vec![],
        ),
        (rules(vec![rule(&["/a", "/a"], &[APP])]), vec![(Kind::Duplicate, "rules[0].paths[1]")]),
        (
            rules(vec![rule(&["a", "/b/", "/c/*"], &[APP])]),
            vec![
                (Kind::InvalidPath, "rules[0].paths[0]"),
                (Kind::InvalidPath, "rules[0].paths[1]"),
                (Kind::InvalidPath, "rules[0].paths[2]"),
            ],
        ),
        (
            rules(vec![rule(&[], &["*"]), rule(&[], &["*"])]),
            vec![(Kind::UnreachableRule, "rules[1].origins")],
        ),
        // What is no list of origins is not said to be covered as well.
        (
            rules(vec![rule(&["/a"], &[APP]), rule(&["/a"], &["nonsense/"])]),
            vec![(Kind::InvalidOrigin, "rules[1].origins[0]")],
        ),
        // Even where wildcards overlap in too many ways to look at each.
        (
            rules(vec![rule(&["/a"], &many), rule(&["/a"], &many[1..])]),
            vec![(Kind::UnreachableRule, "rules[1].paths[0]")],
        ),
        // A server that ignores case serves both from one place.
        (
            rules(vec![rule(&["/API"], &[APP]), rule(&["/b", "/api/x"], &[PARTNER])]),
            vec![(Kind::InvalidPath, "rules[1].paths[1]")],
        ),
        (rules(vec![rule(&["/b/API"], &[APP]), rule(&["/c/api"], &[PARTNER])]), vec![]),
        (rules(vec![rule(&["/a"], &[])]), vec![(Kind::NoOrigins, "rules[0].origins")]),
        (
            Config { credentials: true, ..rules(vec![rule(&["/a"], &[APP])]) },
            vec![(Kind::NoOrigins, "origins")],
        ),
    ] {
        let expected: Vec<_> =
            expected.into_iter().map(|(kind, path)| (kind, path.to_owned())).collect();
        assert_eq!(found(&config), expected, "{config:?}");
    }
}

#[test]
fn who_answers_in_its_place_is_named() {
    let told = |rules: Vec<Rule>| {
        Policy::new(&Config { rules, ..Config::default() }).expect_err("unreachable").to_string()
    };
    assert_eq!(
        told(vec![rule(&["/a"], &["*"]), rule(&["/a"], &[APP])]),
        "rules[1].paths[0]: `rules[0]` answers every origin of this rule on `/a`, so this rule \
         never does; put the narrower one first"
    );
    assert_eq!(
        told(vec![rule(&[], &[APP]), rule(&[], &[PARTNER]), rule(&[], &[APP, PARTNER])]),
        "rules[2].origins: `rules[0]` and `rules[1]` together answer every origin of this rule on \
         `/`, so this rule never does; put the narrower one first"
    );
}

#[test]
fn a_path_read_in_two_ways_is_answered_where_both_mean_the_same() {
    let config = |inner: &str| Config {
        rules: vec![rule(&["/api"], &[APP]), rule(&["/api/v1"], &[inner])],
        ..Config::default()
    };
    let told = |inner, path| decided_on(&config(inner), "GET", path, &[("origin", APP)]).0;
    assert_eq!(told(APP, "/api/V1"), "actual: yes");
    assert_eq!(told(PARTNER, "/api/V1"), "actual: PathAmbiguous");
    // A browser never sends these, and nobody knows where they lead.
    assert_eq!(told(APP, "/api/v1/..;/x"), "actual: PathAmbiguous");
}

#[test]
fn timing_and_embedding_follow_the_rules_where_they_are_asked_for() {
    let timing = Rule { expose_timing: true, ..rule(&["/timed"], &[APP]) };
    let config = Config {
        rules: vec![
            timing,
            Rule {
                expose_timing: true,
                resource_policy: Some(ResourcePolicy::CrossOrigin),
                ..rule(&["/fonts"], &["*"])
            },
        ],
        ..Config::default()
    };
    let edits =
        |path, origin: &[(&'static str, &'static str)]| decided_on(&config, "GET", path, origin).1;
    assert_eq!(
        edits("/timed", &[("origin", APP)]),
        [
            "+vary: Origin",
            "access-control-allow-origin: https://app.example.com",
            "timing-allow-origin: https://app.example.com",
        ]
    );
    assert_eq!(edits("/timed", &[("origin", PARTNER)]), ["+vary: Origin", "-timing-allow-origin"]);
    let fonts = [
        "access-control-allow-origin: *",
        "timing-allow-origin: *",
        "cross-origin-resource-policy: cross-origin",
    ];
    assert_eq!(edits("/fonts", &[("origin", APP)]), fonts);
    assert_eq!(edits("/fonts", &[]), fonts);

    let mut conflict = config.clone();
    conflict.rules.insert(
        0,
        Rule { resource_policy: Some(ResourcePolicy::SameSite), ..rule(&["/fonts"], &[APP]) },
    );
    let alike =
        Rule { resource_policy: Some(ResourcePolicy::CrossOrigin), ..rule(&["/fonts"], &[APP]) };
    let rules =
        vec![rule(&["/"], &["*"]), alike.clone(), Rule { origins: list(&[PARTNER]), ..alike }];
    assert!(Policy::new(&Config { rules, ..Config::default() }).is_ok(), "both say the same");
    let expected = [(Kind::ConflictingResourcePolicy, "rules[2].resource_policy".to_owned())];
    assert_eq!(found(&conflict), expected);
}

/// How some server reads a path; each trait is on or off.
#[derive(Clone, Copy, Debug)]
struct Reading {
    /// How many times; not at all, if it looks up what was sent.
    decodes: u8,
    decodes_before_cutting: bool,
    cuts_at_backslashes: bool,
    drops_empty_segments: bool,
    drops_parameters: bool,
    resolves_dots: bool,
    ignores_case: bool,
    drops_dots_and_blanks: bool,
}

impl Reading {
    fn all() -> impl Iterator<Item = Self> {
        (0..=3).flat_map(|decodes| (0..128_u8).map(move |bits| Self::new(decodes, bits)))
    }

    fn new(decodes: u8, bits: u8) -> Self {
        let bit = |n: u8| bits & (1 << n) != 0;
        Self {
            decodes,
            decodes_before_cutting: bit(0),
            cuts_at_backslashes: bit(1),
            drops_empty_segments: bit(2),
            drops_parameters: bit(3),
            resolves_dots: bit(4),
            ignores_case: bit(5),
            drops_dots_and_blanks: bit(6),
        }
    }

    /// The segments that this server would look up.
    fn segments(self, path: &str) -> Vec<String> {
        let decode = |text: &str| (0..self.decodes).fold(text.to_owned(), |text, _| decoded(&text));
        let path = if self.decodes_before_cutting { decode(path) } else { path.to_owned() };
        let path = if self.cuts_at_backslashes { path.replace('\\', "/") } else { path };
        let mut segments: Vec<String> = Vec::new();
        for segment in path.strip_prefix('/').unwrap_or(&path).split('/') {
            let segment =
                if self.decodes_before_cutting { segment.to_owned() } else { decode(segment) };
            let segment = match segment.split_once(';') {
                Some((name, _)) if self.drops_parameters => name.to_owned(),
                _ => segment,
            };
            let segment = match segment.as_str() {
                "." | ".." => segment,
                _ if !self.drops_dots_and_blanks => segment,
                name if name.trim() == ".." => "..".into(),
                name => name.trim_start().trim_end_matches(['.', ' ']).to_owned(),
            };
            match segment.as_str() {
                "" if self.drops_empty_segments => {}
                "." if self.resolves_dots => {}
                ".." if self.resolves_dots => drop(segments.pop()),
                _ if self.ignores_case => segments.push(segment.to_lowercase()),
                _ => segments.push(segment),
            }
        }
        segments
    }
}

fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let escape = rest.strip_prefix('%').and_then(|r| r.get(..2));
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(char::from(byte));
                rest = &rest[3..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

const PATHS: [&str; 5] = ["/", "/a", "/a/b", "/c", "/c/a/b"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// However a server behind us reads a path, it serves what our rule was made for.
    #[test]
    fn no_trick_reaches_a_resource_by_another_ones_rule(
        parts in vec(select(&[
            "a", "b", "c", "x", "A", "/", "/", "/", "..", ".", "%2f", "%2F", "%252f", "\\", "%5c", "%2e", "%252e",
            "%2e%2e", "..;", ";", ";a", "%3b", "%61", "%2561", "%252561", "%", "%25", "//", "%2", "%20", " ", "a.", "b%20",
        ][..]), 0..10),
    ) {
        let path = format!("/{}", parts.concat());
        // Each path has an origin of its own, which tells which rule answered.
        let rules = PATHS.iter().enumerate();
        let config = Config {
            rules: rules.map(|(n, path)| rule(&[path], &[&format!("https://o{n}.example.com")])).collect(),
            ..Config::default()
        };
        let policy = Policy::new(&config).expect("a policy");
        let answers: Vec<usize> = (0..PATHS.len())
            .filter(|n| policy.allows_origin(&path, format!("https://o{n}.example.com").as_bytes()))
            .collect();
        prop_assert!(answers.len() <= 1);
        let Some(&answered) = answers.first() else { return Ok(()) };
        for reading in Reading::all() {
            let segments = reading.segments(&path);
            let covers = |rule: &str| {
                let rule: Vec<&str> = rule.split('/').filter(|name| !name.is_empty()).collect();
                rule.len() <= segments.len() && rule.iter().zip(&segments).all(|(r, s)| r == s)
            };
            let longest = (0..PATHS.len()).filter(|n| covers(PATHS[*n])).max_by_key(|n| PATHS[*n].len());
            prop_assert_eq!(longest, Some(answered), "{} as {:?}", path, reading);
        }
    }
}
