//! A refusal has one shape, whoever tells of it, and the shape is written down.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use boon::Compiler;
use boon::Schemas;
use serde_json::Value;
use serde_json::json;

use super::command::check_json;
use super::servers::Server;
use super::servers::answer;

/// A page asks with a method that the server's preflight does not allow.
fn scenario() -> Value {
    json!({
        "id": "a", "page": "https://app.example",
        "steps": [{"api": "fetch", "url": "https://api.example/orders", "method": "DELETE"}],
        "server": [{"origin": "https://api.example", "path": "/orders", "method": "*",
            "status": 204, "headers": [["Access-Control-Allow-Origin", "*"]]}],
    })
}

fn output(arguments: &[&str], input: &str) -> Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_crosscheck"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let _ = child.stdin.take().expect("its input is piped").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Every command and the lab, asked about the same kind of refusal.
fn refusals() -> Vec<(&'static str, Value)> {
    let console = "Access to fetch at 'https://api.example/orders' from origin \
                   'https://app.example' has been blocked by CORS policy: Method DELETE is not \
                   allowed by Access-Control-Allow-Methods in preflight response.";
    let explained = output(&["explain", "--output", "json", "--server", "nginx"], console);
    let named = output(&["explain", "vary", "--output", "json"], "");
    let simulate = ["simulate", "--browser", "webkit", "--explain", "--output", "json"];
    let simulated = output(&simulate, &scenario().to_string());
    let server = Server::answering(|_| answer(204, &["Access-Control-Allow-Origin: *"]));
    let (_, checked) = check_json(&[&server.url, "-X", "DELETE", "--server", "all"]);
    let judged = crosscheck_analysis::scenario::judge(scenario().to_string().as_bytes());
    let judged = serde_json::to_value(judged.expect("a scenario")).expect("JSON");
    vec![
        ("explain, of a console", explained["findings"][0].clone()),
        ("explain, of a name", named["findings"][0].clone()),
        ("simulate", simulated["steps"][0]["refused"].clone()),
        ("check", checked["browsers"][0]["refusal"].clone()),
        ("the lab", judged["browsers"][0]["steps"][0]["refused"].clone()),
    ]
}

#[test]
fn every_refusal_that_is_told_as_json_is_of_one_schema() {
    let schema = output(&["explain", "--schema"], "");
    let mut compiler = Compiler::new();
    compiler.add_resource("refusal.json", schema).expect("a schema");
    let mut schemas = Schemas::new();
    let index = compiler.compile("refusal.json", &mut schemas).expect("a schema");
    for (from, refusal) in refusals() {
        assert!(refusal.is_object(), "{from}: {refusal}");
        if let Err(error) = schemas.validate(&refusal, index) {
            panic!("{from}: {error:#}\n{refusal:#}");
        }
        let rule = if from.ends_with("name") { Value::Null } else { json!("method-not-allowed") };
        assert_eq!((&refusal["schema"], &refusal["rule"]), (&json!(1), &rule), "{from}");
    }
    let mut misspelt = refusals().swap_remove(0).1;
    misspelt["rule"] = json!("method-not-alowed");
    assert!(schemas.validate(&misspelt, index).is_err(), "a rule that is none");
}

/// `crosscheck explain --schema > docs/refusal.schema.json` writes it anew.
#[test]
fn the_schema_that_is_kept_is_the_one_that_is_printed() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/refusal.schema.json");
    let kept = fs::read_to_string(kept).expect("docs/refusal.schema.json");
    let kept: Value = serde_json::from_str(&kept).expect("JSON");
    assert_eq!(kept, output(&["explain", "--schema"], ""));
}
