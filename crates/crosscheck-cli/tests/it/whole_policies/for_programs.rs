//! What scanners and other programs are told: SARIF and JSON.

use insta::assert_snapshot;
use serde_json::Value;
use serde_sarif::sarif::ResultLevel;
use serde_sarif::sarif::Sarif;

use super::BROKEN;
use super::Folder;

#[test]
fn scanners_are_told_in_sarif() {
    let policy = "# \u{fc}n\u{ef}code moves no column\n\
                  [cors]\n\
                  origins = [\"http://\u{e9}.example\", \"http://app.example.com\", \"https://app.example.com\"]\n\
                  methods = [\"GET\"]\n\
                  speed = 1\n";
    let folder = Folder::with(&[("my policy.toml", policy)]);
    let output = folder.run(&["policy", "check", "--output", "sarif", "my policy.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.is_empty());
    let log: Sarif = serde_json::from_slice(&output.stdout).expect("a log as its schema has it");
    let [run] = log.runs.as_slice() else { panic!("one run") };
    let rules = run.tool.driver.rules.as_ref().expect("rules");
    let shown: Vec<String> = run
        .results
        .iter()
        .flatten()
        .map(|result| {
            let id = result.rule_id.as_deref().expect("a rule");
            let index = usize::try_from(result.rule_index.expect("its place")).expect("a place");
            assert_eq!(rules[index].id, id);
            assert!(rules[index].help.is_some() && rules[index].full_description.is_some());
            let place = &result.locations.as_ref().expect("a place")[0];
            let place = place.physical_location.as_ref().expect("a file");
            let file = place.artifact_location.as_ref().and_then(|file| file.uri.as_deref());
            assert_eq!(file, Some("my%20policy.toml"));
            let region = place.region.as_ref().expect("a region");
            let level: &ResultLevel = result.level.as_ref().expect("a level");
            format!(
                "{level:?} {id} {}:{}-{}:{}",
                region.start_line.expect("a line"),
                region.start_column.expect("a column"),
                region.end_line.expect("a line"),
                region.end_column.expect("a column"),
            )
        })
        .collect();
    assert_snapshot!(shown.join("\n"), @r"
    Error invalid-origin 3:12-3:30
    Warning insecure-origin 3:32-3:56
    Note needless 4:12-4:17
    Error unknown-key 5:1-5:6
    ");
}

#[test]
fn programs_are_told_in_json() {
    let folder = Folder::with(&[("crosscheck.toml", BROKEN)]);
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_slice(&folder.run(arguments).stdout).expect("it is JSON")
    };
    let report = json(&["policy", "check", "--output", "json", "crosscheck.toml"]);
    assert_snapshot!(format!("{:#}", report["files"][0]["findings"][0]), @r#"
    {
      "column": 10,
      "end_column": 16,
      "end_line": 8,
      "line": 8,
      "message": "\"only our own pages read with credentials\" does not hold: `https://app.partner.example` may read on `/`: `https://app.partner.example` in origins answers it",
      "name": "broken-assertion",
      "severity": "error"
    }
    "#);
    let report = json(&["policy", "prove", "--output", "json", "crosscheck.toml"]);
    assert_snapshot!(format!("{report:#}"), @r#"
    {
      "assertions": [
        {
          "counterexamples": [
            {
              "access": "read",
              "answered_by": {
                "entry": "https://app.partner.example",
                "list": "origins"
              },
              "message": "`https://app.partner.example` may read on `/`: `https://app.partner.example` in origins answers it",
              "origin": "https://app.partner.example",
              "path": "/",
              "place": "never[0]"
            },
            {
              "access": "read with credentials",
              "answered_by": {
                "entry": "https://app.partner.example",
                "list": "origins"
              },
              "message": "`https://app.partner.example` may read with credentials on `/`: `https://app.partner.example` in origins answers it",
              "origin": "https://app.partner.example",
              "path": "/",
              "place": "never[2]"
            }
          ],
          "holds": false,
          "name": "only our own pages read with credentials",
          "sentence": "all outside `https://**.corp.example` never read, send PUT, read with credentials"
        }
      ],
      "holds": false,
      "version": 1
    }
    "#);
    let report = json(&[
        "policy",
        "explain",
        "--output",
        "json",
        "crosscheck.toml",
        "--origin",
        "http://app.partner.example",
        "--method",
        "PUT",
    ]);
    assert_snapshot!(format!("{report:#}"), @r#"
    {
      "allowed": false,
      "requests": [
        {
          "allowed": false,
          "change": {
            "breaks": [],
            "errors": [
              "anybody on the visitor's network can pretend to be a plain `http` page, and would read with the visitor's credentials"
            ],
            "list": "origins",
            "value": "http://app.partner.example"
          },
          "kind": "preflight",
          "method": "OPTIONS",
          "nearest": "`https://app.partner.example` in origins differs only in the scheme",
          "path": "/",
          "reason": "origin-not-allowed",
          "steps": [
            "path `/`: asks origins",
            "origin `http://app.partner.example`: in none of them"
          ]
        }
      ],
      "version": 1
    }
    "#);
}
