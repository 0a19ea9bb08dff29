//! `crosscheck simulate` and `profiles`: a record for each scenario, a row for each difference.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::process::Child;
use std::process::Output;
use std::process::Stdio;

use boon::Compiler;
use boon::Schemas;
use insta::assert_snapshot;
use serde_json::Value;

use crate::program::command;
use crate::program::crosscheck;

/// `simulate`, waiting for scenarios.
fn started(browser: &str) -> Child {
    command(&["simulate", "--browser", browser])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts")
}

/// What comes of some scenarios.
fn simulate(browser: &str, scenarios: &str) -> Output {
    let mut child = started(browser);
    let mut input = child.stdin.take().expect("its input is piped");
    input.write_all(scenarios.as_bytes()).expect("it reads");
    drop(input);
    child.wait_with_output().expect("it ends")
}

#[test]
fn simulate_writes_a_record_a_line_and_names_lines_that_are_no_scenarios() {
    let scenario = r#"{"id":"a","page":"https://app.example","steps":[{"api":"fetch","url":"https://api.example/"}]}"#;
    let output = simulate("chromium", &format!("{scenario}\nnonsense\n\n{scenario}\n"));
    assert_eq!(output.status.code(), Some(2));
    let records = String::from_utf8_lossy(&output.stdout).into_owned();
    let record: Vec<&str> = records.lines().collect();
    assert_eq!(record.len(), 2);
    assert!(record[0].contains(r#""steps":[{"kind":"error","name":"TypeError"}]"#));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"line 2, column 2: not a scenario: expected ident");
}

/// What is misspelt is never played as something else: each mistake has its place, and the words that do.
#[test]
fn a_misspelt_scenario_is_an_error_that_names_the_place_and_the_words() {
    let fetch = |members: &str| {
        format!(
            r#"{{"id":"a","page":"https://app.example","steps":[{{"api":"fetch","url":"https://api.example/"{members}}}]}}"#
        )
    };
    for (scenario, place, words) in [
        (fetch(r#","credentials":"includ""#), "steps[0].credentials", "include"),
        (fetch(r#","mode":"cor""#), "steps[0].mode", "cors"),
        (fetch(r#","credential":"include""#), "steps[0].credential", "credentials"),
        (r#"{"id":"a","page":"not an origin","steps":[]}"#.into(), "page", "not an origin"),
    ] {
        let output = simulate("spec", &scenario);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{scenario}: {said}");
        assert!(output.stdout.is_empty(), "{scenario} is not played");
        assert!(said.contains(place) && said.contains(words), "{scenario}: {said}");
    }
}

#[test]
fn simulate_answers_each_line_before_it_waits_for_the_next() {
    let mut child = started("spec");
    let mut input = child.stdin.take().expect("its input is piped");
    let mut output = BufReader::new(child.stdout.take().expect("its output is piped"));
    for line in [EMPTY_SCENARIO.as_bytes(), b"\xff\n", EMPTY_SCENARIO.as_bytes()] {
        input.write_all(line).expect("it reads");
        if line[0] == b'{' {
            let mut record = String::new();
            output.read_line(&mut record).expect("it answers");
            assert!(record.starts_with(r#"{"id":"a""#), "{record}");
        }
    }
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, "line 2, column 1: not a scenario: expected value\n");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = started("spec");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("its input is piped");
    // It may end before it has read all.
    let _ = input.write_all(EMPTY_SCENARIO.repeat(1000).as_bytes());
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn each_difference_between_browsers_is_told_with_evidence() {
    let output = crosscheck(&["profiles", "--output", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let differences = report["differences"].as_array().expect("a list");
    let of = |name: &str| differences.iter().find(|row| row["name"] == name).expect("a row");
    assert_eq!(of("max_age_cap")["answers"]["firefox"], "86400");
    assert_eq!(of("max_age_cap")["answers"]["spec"], "no limit");
    assert_eq!(of("fonts_use_cors")["evidence"], serde_json::json!({ "webkit": "k00307" }));
}

const EMPTY_SCENARIO: &str = "{\"id\":\"a\",\"page\":\"https://app.example\",\"steps\":[]}\n";

/// The page that tells how a scenario is written shows one: it is one, and the step that follows the login may be read.
#[test]
fn the_scenario_that_the_documentation_shows_is_played_without_a_warning() {
    let page = include_str!("../../../../docs/scenarios.md");
    let (_, shown) = page.split_once("```json").expect("an example");
    let (shown, _) = shown.split_once("```").expect("its end");
    let line = shown.replace('\n', " ");
    for browser in ["chromium", "firefox", "webkit"] {
        let output = simulate(browser, &line);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let record: Value = serde_json::from_slice(&output.stdout).expect("a record");
        let seen = |step: usize| &record["steps"][step]["status"];
        let methods: Vec<_> = record["wire"].as_array().into_iter().flatten().collect();
        let methods: Vec<_> = methods.iter().map(|request| &request["method"]).collect();
        assert_eq!(methods, ["POST", "OPTIONS", "DELETE"]);
        // Only Chromium sends a cookie of another site without being asked to partition it.
        assert_eq!(seen(0), 200);
        assert!(seen(1) == 200 || browser != "chromium", "{record}");
    }
}

/// Whoever writes scenarios is helped by the editor, and what the editor passes is read.
#[test]
fn the_schema_takes_what_is_read_and_refuses_what_is_not() {
    let schema = command(&["simulate", "--schema"]).output().expect("it runs").stdout;
    let schema: Value = serde_json::from_slice(&schema).expect("JSON");
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.add_resource("scenario.json", schema).expect("a schema");
    let schema = compiler.compile("scenario.json", &mut schemas).expect("a schema");
    for (steps, is_one) in [
        (r#"[{"api":"fetch","url":"https://a.example/","in":"frame:https://b.example"}]"#, true),
        (r#"[{"api":"preload","url":"https://a.example/","as":"font"}]"#, true),
        (r#"[{"api":"fetch","url":"https://a.example/","credentials":"includ"}]"#, false),
        (r#"[{"api":"fetch","url":"https://a.example/","credential":"include"}]"#, false),
        (r#"[{"url":"https://a.example/"}]"#, false),
    ] {
        let scenario = format!(r#"{{"id":"a","page":"https://app.example","steps":{steps}}}"#);
        let value: Value = serde_json::from_str(&scenario).expect("JSON");
        assert_eq!(schemas.validate(&value, schema).is_ok(), is_one, "{scenario}");
        assert_eq!(simulate("spec", &scenario).status.success(), is_one, "{scenario}");
    }
}
