//! `crosscheck policy`.

use insta::assert_snapshot;

use crate::support::crosscheck;
use crate::support::with_policy;

const CHECK: [&str; 3] = ["policy", "check", "crosscheck.toml"];

#[test]
fn several_mistakes_are_named_at_once() {
    let policy = r#"# ünïcode moves no place
[cors]
origins = ["https://App.example/", "null", "http://fine.example", 4, "*"]
credentials = true
methods = "PUT"
request_headers = ["x y",
  "cookie"]
max_age = 99999999999
"#;
    assert_snapshot!(with_policy(&CHECK, Some(policy)), @r#"
    --- stdout
    error: "https://App.example/" in `origins`: no browser spells an origin so
     --> crosscheck.toml:3:12
      |
    3 | origins = ["https://App.example/", "null", "http://fine.example", 4, "*"]
      |            ^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: write "https://app.example"

    error: "null" in `origins`: any sandboxed frame of any site sends `null`; allowing it allows all
     --> crosscheck.toml:3:36
      |
    3 | origins = ["https://App.example/", "null", "http://fine.example", 4, "*"]
      |                                    ^^^^^^
      |
      = hint: take it out, and give the page an origin of its own

    error: `origins[3]` is text, not a number
     --> crosscheck.toml:3:67
      |
    3 | origins = ["https://App.example/", "null", "http://fine.example", 4, "*"]
      |                                                                   ^
      |
      = hint: put it in quotes

    error: "*" in `origins`: browsers refuse `*` when the request carries credentials; list the origins that may use them
     --> crosscheck.toml:3:70
      |
    3 | origins = ["https://App.example/", "null", "http://fine.example", 4, "*"]
      |                                                                      ^^^
      |
      = hint: list what pages need instead, or write `credentials = false`

    error: `methods` is a list of texts, not text
     --> crosscheck.toml:5:11
      |
    5 | methods = "PUT"
      |           ^^^^^
      |
      = hint: write `methods = ["PUT"]`

    error: "x y" in `request_headers`: a header name is one word, such as `x-requested-with`
     --> crosscheck.toml:6:20
      |
    6 | request_headers = ["x y",
      |                    ^^^^^
      |
      = hint: write one name, without blanks, commas or colons

    error: "cookie" in `request_headers`: no script can set this header, so no page would ask for it
     --> crosscheck.toml:7:3
      |
    7 |   "cookie"]
      |   ^^^^^^^^
      |
      = hint: take it out

    error: `max_age`: no browser remembers a preflight for more than a day (86400 seconds)
     --> crosscheck.toml:8:11
      |
    8 | max_age = 99999999999
      |           ^^^^^^^^^^^
      |
      = hint: write `max_age = 86400`

    crosscheck.toml: 8 mistakes
    --- exit 1
    "#);
}

#[test]
fn an_unknown_key_names_the_known_ones() {
    let policy = "[cors]\norigin = [\"https://app.example\"]\nspeed = 1\n[tls]\n";
    assert_snapshot!(with_policy(&CHECK, Some(policy)), @r#"
    --- stdout
    error: unknown key `origin` in `[cors]`
     --> crosscheck.toml:2:1
      |
    2 | origin = ["https://app.example"]
      | ^^^^^^
      |
      = hint: did you mean `origins`? known keys: credentials, expose_headers, max_age, methods, origins, request_headers

    error: unknown key `speed` in `[cors]`
     --> crosscheck.toml:3:1
      |
    3 | speed = 1
      | ^^^^^
      |
      = hint: known keys: credentials, expose_headers, max_age, methods, origins, request_headers

    error: unknown key `tls`
     --> crosscheck.toml:4:2
      |
    4 | [tls]
      |  ^^^
      |
      = hint: the only table is `[cors]`

    crosscheck.toml: 3 mistakes
    --- exit 1
    "#);
}

#[test]
fn what_is_not_toml_says_how_toml_is_written() {
    let policy = "[cors]\norigins = [https://app.example]\ncredentials = yes\n";
    assert_snapshot!(with_policy(&CHECK, Some(policy)), @r"
    --- stdout
    error: string values must be quoted, expected literal string
     --> crosscheck.toml:2:12
      |
    2 | origins = [https://app.example]
      |            ^^^^^^^^^^^^^^^^^^^
      |
      = hint: TOML is `key = value` lines: text in quotes, lists in brackets

    error: string values must be quoted, expected literal string
     --> crosscheck.toml:3:15
      |
    3 | credentials = yes
      |               ^^^
      |
      = hint: TOML is `key = value` lines: text in quotes, lists in brackets

    crosscheck.toml: 2 mistakes
    --- exit 1
    ");
}

#[test]
fn fields_outside_of_the_table_are_sent_into_it() {
    assert_snapshot!(with_policy(&CHECK, Some("origins = [\"https://app.example\"]\n")), @r#"
    --- stdout
    error: `origins` is outside of the table it belongs to
     --> crosscheck.toml:1:1
      |
    1 | origins = ["https://app.example"]
      | ^^^^^^^
      |
      = hint: write `[cors]` on a line above it

    crosscheck.toml: 1 mistake
    --- exit 1
    "#);
}

#[test]
fn an_empty_file_is_told_how_to_begin() {
    assert_snapshot!(with_policy(&CHECK, Some("")), @r#"
    --- stdout
    error: the table `[cors]` is missing
     --> crosscheck.toml:1:1
      |
    1 |
      | ^
      |
      = hint: a file to start with is
              [cors]
              origins = ["https://app.example.com"]

    crosscheck.toml: 1 mistake
    --- exit 1
    "#);
}

#[test]
fn a_policy_for_nobody_is_a_mistake() {
    assert_snapshot!(with_policy(&CHECK, Some("[cors]\ncredentials = true\n")), @r#"
    --- stdout
    error: `origins`: no origin is listed, so no page could read anything
     --> crosscheck.toml:1:2
      |
    1 | [cors]
      |  ^^^^
      |
      = hint: write `origins = ["https://app.example.com"]`

    crosscheck.toml: 1 mistake
    --- exit 1
    "#);
}

#[test]
fn numbers_have_bounds() {
    for (written, exit) in
        [("0", 0), ("86400", 0), ("86401", 1), ("-1", 1), ("1.5", 1), ("0x10", 0)]
    {
        let policy = format!("[cors]\norigins = [\"*\"]\nmax_age = {written}\n");
        let said = with_policy(&CHECK, Some(&policy));
        assert!(said.ends_with(&format!("--- exit {exit}")), "{written}: {said}");
    }
}

#[test]
fn a_missing_file_could_not_be_judged() {
    assert_snapshot!(with_policy(&CHECK, None), @r#"
    --- stderr
    error: cannot read the policy file "crosscheck.toml": there is no such file
    hint: a file to start with is
    [cors]
    origins = ["https://app.example.com"]
    --- exit 2
    "#);
}

#[test]
fn a_sound_file_is_clean() {
    let policy = "[cors]\norigins = [\"https://app.example\"]\ncredentials = true\nmax_age = 600\n";
    assert_snapshot!(with_policy(&CHECK, Some(policy)), @r"
    --- stdout
    crosscheck.toml: nothing is wrong with it
    --- exit 0
    ");
}

#[test]
fn the_schema_is_json_and_names_every_field() {
    let output = crosscheck(".".as_ref()).args(["policy", "schema"]).output().expect("it runs");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let fields = schema["$defs"]["Config"]["properties"].as_object().expect("an object");
    assert_eq!(fields.len(), 6);
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema["$defs"]["Config"]["additionalProperties"], false);
}
