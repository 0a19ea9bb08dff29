//! Running the binary in a directory of its own.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

/// The binary, in that directory, without colours.
pub(crate) fn crosscheck(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    command.current_dir(directory).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command
}

/// Runs the binary with these arguments and this file `crosscheck.toml`, shows all it said.
pub(crate) fn with_policy(arguments: &[&str], policy: Option<&str>) -> String {
    let directory = tempfile::tempdir().expect("a directory");
    if let Some(policy) = policy {
        std::fs::write(directory.path().join("crosscheck.toml"), policy).expect("a file");
    }
    show(&crosscheck(directory.path()).args(arguments).output().expect("the binary runs"))
}

/// Runs the binary with that standard input.
pub(crate) fn with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = crosscheck(Path::new("."))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the binary ends");
    writer.join().expect("no panic").expect("the binary reads all");
    output
}

/// What was said, and how it ended.
pub(crate) fn show(output: &Output) -> String {
    let mut shown = String::new();
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes);
        if !text.is_empty() {
            let _ = writeln!(shown, "--- {name}\n{}", text.trim_end());
        }
    }
    let _ = write!(shown, "--- exit {}", output.status.code().expect("no signal"));
    shown
}
