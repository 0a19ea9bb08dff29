//! `crosscheck simulate`.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::crosscheck;
use crate::support::show;
use crate::support::with_input;

const SIMULATE: [&str; 3] = ["simulate", "--browser", "spec"];
const SCENARIO: &str = r#"{"id": "a", "page": "http://localhost:18801", "steps": []}"#;

#[test]
fn malformed_lines_are_named_and_the_others_played() {
    let input = format!("{SCENARIO}\n\nnonsense\n{SCENARIO}\n{{\"id\": 1}}\n");
    let output =
        with_input(&SIMULATE, &[input.as_bytes(), b"\xff\n", SCENARIO.as_bytes()].concat());
    assert_snapshot!(show(&output), @r#"
    --- stdout
    {"id":"a","steps":[],"wire":[],"console":[]}
    {"id":"a","steps":[],"wire":[],"console":[]}
    {"id":"a","steps":[],"wire":[],"console":[]}
    --- stderr
    error: line 3, column 2: expected ident
    error: line 5, column 8: invalid type: integer `1`, expected a string
    error: line 6, column 1: expected value
    hint: each line holds one scenario as a JSON object; the others were played
    --- exit 2
    "#);
}

#[test]
fn nothing_in_is_nothing_out() {
    assert_snapshot!(show(&with_input(&SIMULATE, b"")), @"--- exit 0");
}

#[test]
fn a_browser_that_is_none() {
    let output = crosscheck(Path::new("."))
        .args(["simulate", "--browser", "opera"])
        .output()
        .expect("it runs");
    assert_snapshot!(show(&output), @r"
    --- stderr
    error: invalid value 'opera' for '--browser <NAME>'
      [possible values: spec, chromium, firefox, webkit]

    For more information, try '--help'.
    --- exit 2
    ");
}

#[test]
fn one_line_is_answered_before_the_next_is_asked() {
    let mut child = crosscheck(Path::new("."))
        .args(SIMULATE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    for _ in 0..2 {
        writeln!(input, "{SCENARIO}").expect("it reads");
        let mut line = String::new();
        output.read_line(&mut line).expect("it answers");
        assert!(line.starts_with(r#"{"id":"a""#), "{line}");
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = crosscheck(Path::new("."))
        .args(SIMULATE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("a pipe");
    // It may go before it has read all.
    let _ = input.write_all(format!("{SCENARIO}\n").repeat(1000).as_bytes());
    drop(input);
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("text");
    assert_eq!((said.as_str(), child.wait().expect("it ends").code()), ("", Some(0)));
}
