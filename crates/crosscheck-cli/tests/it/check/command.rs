//! The binary, and what it printed with the servers' ports left out.

use std::process::Command;
use std::process::Output;

use serde_json::Value;

/// What `crosscheck check` printed.
pub(crate) struct Checked {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `crosscheck check` for a page of `http://localhost:3000`, which alone asks: as near as
/// the servers of these tests, and as insecure.
pub(crate) fn check(arguments: &[&str]) -> Checked {
    run(&[&["--as-page-only", "--origin", "http://localhost:3000"], arguments].concat(), &[])
}

/// Runs `crosscheck check` with its machine's output.
pub(crate) fn check_json(arguments: &[&str]) -> (i32, Value) {
    let checked = check(&[arguments, &["--output", "json"]].concat());
    let document = serde_json::from_str(&checked.stdout);
    (checked.code, document.unwrap_or_else(|error| panic!("{error}: {}", checked.stderr)))
}

/// Runs `crosscheck check` with nothing added but variables of the environment.
pub(crate) fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Checked {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_crosscheck"))
        .arg("check")
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .expect("the binary runs");
    let text = |bytes: Vec<u8>| without_ports(&String::from_utf8(bytes).expect("it prints text"));
    Checked {
        code: output.status.code().expect("it ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

fn without_ports(text: &str) -> String {
    let mut parts = text.split("127.0.0.1:");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str("127.0.0.1:PORT");
        shown.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    shown
}
