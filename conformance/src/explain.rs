//! What the real `crosscheck explain` makes of an input.

use std::io::Write;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

use crate::binary;

/// A report, and how the binary ended.
#[derive(Debug)]
pub struct Explained {
    /// Its JSON.
    pub report: Value,
    /// The exit code.
    pub code: Option<i32>,
}

/// Runs `crosscheck explain` with these arguments; an input that is not empty must be read.
pub fn explain(arguments: &[&str], input: &str) -> Explained {
    let mut child = Command::new(binary::crosscheck())
        .args(["explain", "--output", "json"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("its input is piped");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}\n{arguments:?} {input}", String::from_utf8_lossy(&output.stderr))
    });
    Explained { report, code: output.status.code() }
}

impl Explained {
    /// The first patch's parts, as text.
    pub fn patch(&self) -> Vec<String> {
        let parts = self.report["findings"][0]["fixes"][0]["parts"].as_array();
        let parts = parts.unwrap_or_else(|| panic!("a patch in {:#}", self.report)).iter();
        parts.map(|part| part[1].as_str().expect("a text").to_owned()).collect()
    }
}
