//! `crd` and `check`: what comes out, what is said, and how they end.

use std::fs;
use std::io::Write;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;

fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck-kubernetes"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().expect("it starts");
    let mut stdin = process.stdin.take().expect("it is piped");
    stdin.write_all(input.as_bytes()).expect("it is read");
    drop(stdin);
    process.wait_with_output().expect("it ends")
}

/// The exit code, the JSON of `check`, and what is said beside it.
fn check(input: &str) -> (Option<i32>, Value, String) {
    let output = run(&["check", "--output", "json", "-"], input);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or_default(), told)
}

fn policy(name: &str, spec: &str) -> String {
    format!(
        "---\napiVersion: crosscheck.internal/v1alpha1\nkind: CorsPolicy\nmetadata:\n  name: {name}\nspec:\n  \
         targetRefs:\n  - {{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop }}\n{spec}"
    )
}

#[test]
fn the_example_is_sound() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/kubernetes/example.yaml");
    let output = run(&["check", example], "");
    let (told, written) =
        (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{told}");
    assert!(!told.contains("warning") && !told.contains("error"), "{told}");
    assert_eq!(written.matches("kind: EnvoyExtensionPolicy").count(), 2, "{written}");
}

#[test]
fn the_definition_is_the_one_that_is_handed_out() {
    let there = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/kubernetes/crd.yaml");
    let there = fs::read_to_string(there).expect("it is there");
    let output = run(&["crd"], "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), there, "run `cargo xtask gen`");
    // What the API server wants of a structural schema.
    for word in ["$ref", "anyOf", "format: uint32"] {
        assert!(!there.contains(word), "{word}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_field() {
    let (code, told, _) = check(&policy("app", "  origins: ['https://app.example/']\n"));
    assert_eq!(code, Some(1));
    let text = told["findings"][0]["text"].as_str().expect("a text");
    assert!(text.starts_with("app: spec.origins[0] = \"https://app.example/\""), "{text}");
    assert_eq!(told["writes"].as_array().map(Vec::len), Some(0), "{told}");
}

/// As in a folder of many, where one is misspelled.
#[test]
fn fields_that_are_none_are_said_with_their_policies_and_others_are_looked_at_still() {
    let text = [
        policy("a", "  origin: []\n  maxAge: -1\n"),
        policy("b", "  origins: ['https://app.example/']\n"),
        policy("c", "  origins: ['https://app.example']\n").replace("shop", "other"),
    ];
    let (code, told, _) = check(&text.concat());
    assert_eq!(code, Some(1), "{told}");
    let findings = told["findings"].as_array().expect("a list");
    let texts: Vec<&str> = findings.iter().filter_map(|it| it["text"].as_str()).collect();
    let starts = [
        "a: spec.maxAge: invalid value",
        "a: spec.origin: unknown field `origin`",
        "b: spec.origins[0] = ",
    ];
    assert_eq!(texts.len(), starts.len(), "{told}");
    assert!(texts.iter().zip(starts).all(|(text, start)| text.starts_with(start)), "{told}");
    assert_eq!(told["writes"].as_array().map(Vec::len), Some(1), "the sound one: {told}");
    let folder = tempfile::tempdir().expect("a folder");
    let before = folder.path().join("before.yaml");
    fs::write(&before, &text[0]).expect("it is written");
    let output = run(&["check", "--before", &before.display().to_string(), "-"], &text[2]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be told: a: spec.maxAge"));
}

#[test]
fn what_a_route_does_to_preflights_is_said() {
    let route = "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: shop}\nspec:\n  \
                 rules:\n  - matches: [{method: POST}]\n";
    let text = format!("{}{route}", policy("app", "  origins: ['https://app.example']\n"));
    let (code, told, _) = check(&text);
    assert_eq!(code, Some(0));
    assert_eq!(told["findings"][0]["severity"], "warning");
    let text = told["findings"][0]["text"].as_str().expect("a text");
    assert!(text.contains("spec.rules[0] of HTTPRoute `shop` matches no OPTIONS"), "{text}");
    assert_eq!(told["writes"].as_array().map(Vec::len), Some(1), "{told}");
}

#[test]
fn two_policies_for_one_target_are_told() {
    let origins = "  origins: ['https://app.example']\n";
    let (code, told, _) = check(&format!("{}{}", policy("b", origins), policy("a", origins)));
    assert_eq!(code, Some(1));
    let text = told["findings"][0]["text"].as_str().expect("a text");
    assert!(text.starts_with("b: CorsPolicy `a` is for this target"), "{text}");
}

/// The API server would refuse them by the definition.
#[test]
fn a_policy_is_attached_to_something() {
    let policy = policy("app", "  origins: ['https://app.example']\n");
    let (head, tail) = policy.split_once("  targetRefs:\n").expect("targets");
    let (target, rest) = tail.split_once('\n').expect("a line");
    for (targets, code) in [(0, 1), (1, 0), (16, 0), (17, 1)] {
        let all: String =
            (0..targets).map(|n| target.replace("shop", &format!("shop-{n}")) + "\n").collect();
        let list = if targets == 0 { " []\n".into() } else { format!("\n{all}") };
        let (ended, told, _) = check(&format!("{head}  targetRefs:{list}{rest}"));
        assert_eq!(ended, Some(code), "{targets}: {told}");
        assert_eq!(told.to_string().contains("spec.targetRefs: "), code == 1, "{told}");
    }
}

#[test]
fn who_may_do_more_than_before_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it is written");
        path.display().to_string()
    };
    let narrow = file("narrow.yaml", &policy("app", "  origins: ['https://*.example.com']\n"));
    let wide = file("wide.yaml", &policy("app", "  origins: ['https://**.example.com']\n"));
    let other = file("other.yaml", &policy("other", "  origins: ['https://*.example.com']\n"));
    let told = |before: &str, now: &str| {
        let output = run(&["check", "--before", before, now], "");
        assert!(output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let wider = told(&narrow, &wide);
    assert!(
        wider.starts_with("warning: app: some of `https://**.example.com` may now read"),
        "{wider}"
    );
    assert!(wider.contains("e.g. `https://x.x.example.com` on `/`"), "{wider}");
    assert_eq!(told(&wide, &narrow), "");
    assert_eq!(told(&other, &wide), "", "it is new");
}

#[test]
fn without_a_cluster_the_controller_says_what_it_needs() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck-kubernetes"));
    command.arg("controller").env("KUBECONFIG", "/nowhere/config");
    let output = command.env_remove("KUBERNETES_SERVICE_HOST").output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("name a file that kubectl can use in KUBECONFIG"), "{told}");
    assert_eq!(told.matches("in-cluster").count(), 1, "{told}");
}

#[test]
fn what_cannot_be_told_ends_with_2() {
    for (input, part) in [
        ("kind: [", "error: -: "),
        ("kind: Gateway\n", "no CorsPolicy of crosscheck.internal/v1alpha1"),
        (
            &policy("app", "").replace("v1alpha1", "v1"),
            "is `crosscheck.internal/v1`, which no cluster has; write `crosscheck.internal/v1alpha1`",
        ),
    ] {
        let (code, _, told) = check(input);
        assert_eq!(code, Some(2), "{input}: {told}");
        assert!(told.contains(part), "{part}: {told}");
    }
    let output = run(&["check", "/nowhere/app.yaml"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read /nowhere/app.yaml"));
}

#[test]
fn each_command_says_how_it_is_used() {
    for command in ["crd", "controller", "webhook", "check"] {
        let output = run(&[command, "--help"], "");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains(&format!("crosscheck-kubernetes {command}")), "{text}");
        assert!(text.contains("Example"), "{text}");
    }
}
