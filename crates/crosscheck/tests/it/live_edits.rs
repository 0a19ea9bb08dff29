//! Edits of a policy in force: origins come and go one by one, and what is answered is what the same
//! configuration would answer if it were read anew.

use crosscheck::catalog::FindingKind;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Edit;
use crosscheck::server::Head;
use crosscheck::server::OriginEdit;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Three rules: everywhere, and for two paths that mean the same as long as their origins are the same.
fn tenants() -> Config {
    let below = |path: &str| Rule {
        paths: list(&[path]),
        origins: list(&["https://app.example", "https://*.app.example"]),
        methods: list(&["PUT"]),
        ..Rule::default()
    };
    Config {
        origins: list(&["https://app.example"]),
        credentials: true,
        rules: vec![below("/a"), below("/a/b")],
        ..Config::default()
    }
}

/// What is answered to a page: the verdict, and every line.
fn answer(policy: &Policy, path: &str, origin: &str, method: &str) -> (String, Vec<String>) {
    let headers = [("origin", origin), ("access-control-request-method", "PUT")];
    let decision = policy.decide(&Head::new(method, path, &headers));
    let mut lines = Vec::new();
    decision.edits().each(|edit| {
        lines.push(match edit {
            Edit::Set(header, value) => format!("{}: {}", header.name(), value.text),
            Edit::Echo(header) => format!("{}: {origin}", header.name()),
            Edit::Remove(header) => format!("no {}", header.name()),
            Edit::Vary(names) => format!("vary: {}", names.text),
        });
    });
    (format!("{:?}", decision.verdict()), lines)
}

/// A step of an administrator: which rule, which entries to add, which to take away.
type Step = (Option<usize>, Vec<String>, Vec<String>);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let tenant = (0..150_u32).prop_map(|number| format!("https://t{number}.example"));
    let pattern = select(
        &[
            "https://app.example",
            "https://*.app.example",
            "https://**.tenant.example:8443",
            "loopback",
        ][..],
    );
    let entry = prop_oneof![4 => tenant, 1 => pattern.prop_map(Into::into)];
    let entries = vec(entry, 0..40);
    vec((proptest::option::of(0..2_usize), entries.clone(), entries), 1..8)
}

/// The same step in the file: what is there stays, what is taken away is gone wherever it stands.
fn write_down(config: &mut Config, (rule, add, remove): &Step) {
    let origins = match rule {
        Some(number) => &mut config.rules[*number].origins,
        None => &mut config.origins,
    };
    origins.extend(add.iter().filter(|origin| !remove.contains(origin)).cloned());
    origins.retain(|origin| !remove.contains(origin));
    origins.sort();
    origins.dedup();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn edits_one_by_one_make_the_policy_that_is_made_at_once(steps in steps()) {
        let danger = Danger { insecure_origins: true, ..Danger::default() };
        let mut config = Config { danger, ..tenants() };
        let mut policy = Policy::new(&config).expect("a policy");
        for step in &steps {
            let (rule, add, remove) = step.clone();
            let mut edit = OriginEdit::new().add_origins(add).remove_origins(remove);
            edit.rule = rule;
            policy = policy.edit_origins(&edit).expect("an edit");
            write_down(&mut config, step);
            let anew = Policy::new(&config).expect("a policy");
            prop_assert_eq!(policy.id(), anew.id());
            let known = (0..150).step_by(7).map(|number| format!("https://t{number}.example"));
            let others = list(&[
                "https://app.example",
                "https://x.app.example",
                "https://x.y.tenant.example:8443",
                "http://localhost:3000",
                "https://evil.example",
                "null",
            ]);
            for origin in known.chain(others) {
                // Two readings of a path are told apart only while their rules differ.
                for path in ["/", "/a", "/a/b/c", "/a%2Fb", "/A"] {
                    for method in ["GET", "OPTIONS"] {
                        let edited = answer(&policy, path, &origin, method);
                        prop_assert_eq!(&edited, &answer(&anew, path, &origin, method));
                    }
                    let origin = origin.as_bytes();
                    let allowed = policy.allows_origin(path, origin);
                    prop_assert_eq!(allowed, anew.allows_origin(path, origin));
                }
            }
        }
        prop_assert!(policy.diff(&Policy::new(&config).expect("a policy")).expect("few kinds").is_empty());
    }
}

#[test]
fn a_list_has_no_order_and_an_id_none_either() {
    let of = |origins: &[&str], methods: &[&str]| {
        let (origins, methods) = (list(origins), list(methods));
        Policy::new(&Config { origins, methods, ..Config::default() }).expect("a policy").id()
    };
    let (a, b, sub) = ("https://a.example", "https://b.example", "https://*.c.example");
    assert_eq!(of(&[a, b, sub], &["PUT"]), of(&[sub, b, a], &["PUT"]));
    assert_eq!(of(&[a, b, a], &["PUT"]), of(&[a, b], &["PUT"]), "listed twice is listed");
    assert_ne!(of(&[a, b], &["PUT"]), of(&[a], &["PUT"]));
    assert_ne!(of(&[a], &["PUT"]), of(&[a], &["DELETE"]));
    assert_ne!(of(&[a], &[]), of(&[sub], &[]));
    assert_ne!(of(&["https://*.c.example"], &[]), of(&["https://**.c.example"], &[]));
    assert_ne!(of(&["https://c.example:*"], &[]), of(&["https://c.example:1-2"], &[]));
    assert_ne!(of(&["*"], &[]), of(&[], &[]));
}

#[test]
fn an_edit_is_checked_as_a_configuration_is() {
    let policy = Policy::new(&tenants()).expect("a policy");
    let told = |edit: OriginEdit| {
        let errors = policy.edit_origins(&edit).expect_err("it is wrong");
        errors.iter().map(|error| (error.kind, error.path.clone())).collect::<Vec<_>>()
    };
    let add = |rule: Option<usize>, origins: &[&str]| {
        let edit = OriginEdit::new().add_origins(origins);
        rule.map_or(edit.clone(), |number| edit.rule(number))
    };
    assert_eq!(
        told(add(None, &["https://b.example", "https://c.example/", "*.d.example", "null"])),
        [
            (FindingKind::InvalidOrigin, "add[1]".into()),
            (FindingKind::InvalidPattern, "add[2]".into()),
            (FindingKind::NullOrigin, "add[3]".into()),
        ]
    );
    // With credentials, whoever is on the way could speak for it; without, it is worth a word.
    let plain = ["http://b.example"];
    assert_eq!(told(add(None, &plain)), [(FindingKind::InsecureOrigin, "add[0]".into())]);
    let edited = policy.edit_origins(&add(Some(0), &plain)).expect("an edit");
    let kinds: Vec<_> = edited.findings().iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [FindingKind::InsecureOrigin]);

    let remove = OriginEdit::new().remove_origins(["https://C.example"]);
    assert_eq!(told(remove), [(FindingKind::InvalidOrigin, "remove[0]".into())]);
    assert_eq!(told(add(Some(2), &["https://b.example"])).len(), 1, "there is no third rule");
    let star = told(add(Some(1), &["*"]));
    assert_eq!(star, [(FindingKind::WildcardNotAlone, "rules[1].origins".into())]);
}

#[test]
fn what_is_taken_away_is_refused_even_if_nobody_is_left() {
    let policy = Policy::new(&tenants()).expect("a policy");
    let app = list(&["https://app.example", "https://never-there.example"]);
    let edit = OriginEdit::new().remove_origins(app);
    let edited = policy.edit_origins(&edit).expect("an edit");
    assert!(policy.allows_origin("/", b"https://app.example"), "what it was made of is as it was");
    assert!(!edited.allows_origin("/", b"https://app.example"));
    assert!(
        edited.allows_origin("/a", b"https://app.example"),
        "of the other rules none is edited"
    );
}
