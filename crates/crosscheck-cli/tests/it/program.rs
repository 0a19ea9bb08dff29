//! The program, and a policy file for it.

use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

pub(crate) struct Policy(tempfile::NamedTempFile);

impl Policy {
    pub(crate) fn with(text: &str) -> Self {
        let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
        std::fs::write(file.path(), text).expect("the policy is written");
        Self(file)
    }

    pub(crate) fn path(&self) -> String {
        self.0.path().display().to_string()
    }
}

pub(crate) fn serve(policy: &str, upstream: &str, listen: &str) -> Output {
    crosscheck(&["serve", "--policy", policy, "--upstream", upstream, "--listen", listen])
}

pub(crate) fn crosscheck(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().expect("the binary runs")
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_crosscheck")));
    command.args(arguments).env("COLUMNS", "100").env_remove("CLICOLOR_FORCE");
    command
}

pub(crate) fn text(output: &[u8], policy: &Policy) -> String {
    String::from_utf8_lossy(output).replace(&policy.path(), "POLICY")
}
