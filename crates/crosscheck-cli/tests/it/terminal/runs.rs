//! Runs of the binary, and what may come out of them.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use tempfile::TempDir;

/// Runs of the binary whose output is held against what may reach a terminal.
pub(super) struct Runs {
    pub(super) folder: Folder,
    /// How many outputs told of something hostile, by number.
    pub(super) shown: usize,
}

impl Runs {
    pub(super) fn new() -> Self {
        Self { folder: Folder::new(), shown: 0 }
    }

    /// With colours and without.
    pub(super) fn run(&mut self, arguments: &[&str], input: &str) {
        for colours in ["0", "1"] {
            let mut command = self.folder.command(arguments);
            command.env("CLICOLOR_FORCE", colours).env_remove("NO_COLOR");
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut process = command.spawn().expect("the binary starts");
            let mut stdin = process.stdin.take().expect("it is piped");
            // Who does not read it does not need it.
            let _ = stdin.write_all(input.as_bytes());
            drop(stdin);
            let output = process.wait_with_output().expect("it ends");
            self.hold(&output, &format!("{arguments:?} {input:?}"));
        }
    }

    pub(super) fn hold(&mut self, output: &Output, what: &str) {
        self.hold_text(&[&output.stdout[..], &output.stderr].concat(), what);
    }

    pub(super) fn hold_text(&mut self, text: &[u8], what: &str) {
        let text = String::from_utf8(text.to_vec()).expect("it is UTF-8");
        assert!(!text.contains("\u{1b}[95;41"), "a stranger's colour after {what}: {text:?}");
        let plain = without_colours(&text);
        let obeyed = plain.chars().find(|c| *c != '\n' && is_obeyed(*c));
        assert_eq!(obeyed, None, "after {what}: {plain:?}");
        let is_forged = plain.lines().any(|line| line.trim_start().starts_with("FORGED"));
        assert!(!is_forged, "a line of a stranger's after {what}: {plain}");
        let numbers = ["\\u{202e}", "\\u202e", "\\u{9b}", "\\u009b", "\\u{1b}", "\\u001b"];
        self.shown += usize::from(numbers.iter().any(|number| plain.contains(number)));
    }
}

/// The text without colours: `ESC [ numbers m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').strip_prefix('m') {
            Some(rest) => plain.push_str(rest),
            None => plain.push_str(&format!("\u{1b}[{part}")),
        }
    }
    plain
}

/// Controls, marks of direction, letters without width, separators, tags.
fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A folder of the test's own, in which the binary runs.
pub(super) struct Folder(TempDir);

impl Folder {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(super) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.path().join(name)).expect("a file is there")
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("a file is written");
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_crosscheck")));
        command.args(arguments).current_dir(self.0.path());
        command
    }
}
