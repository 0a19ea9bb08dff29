//! A gateway whose policy changes while it runs, and one that is only on trial.

#![cfg(unix)]

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::process::Child;
use std::process::ChildStderr;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

const OLD: &str = "https://old.example";
const NEW: &str = "https://new.example";

#[test]
fn a_policy_is_read_anew_and_a_broken_file_changes_nothing() {
    let mut gateway = Gateway::start(&[OLD], None);
    let first = gateway.line();
    assert!(first.starts_with("policy ") && first.ends_with(" in force"), "{first}");
    assert!(gateway.shares_with(OLD) && !gateway.shares_with(NEW));

    gateway.write("policy.toml", &[NEW]);
    gateway.reload();
    let second = gateway.line();
    assert_ne!(first, second, "each policy has a name of its own");
    assert!(!gateway.shares_with(OLD) && gateway.shares_with(NEW));

    gateway.write("policy.toml", &["https://new.example/"]);
    gateway.reload();
    let told = gateway.lines_until(|line| line.ends_with(" in force"));
    assert!(told.iter().any(|line| line.contains("invalid-origin")), "{told:?}");
    assert_eq!(told.last(), Some(&second), "the policy stays");
    assert!(gateway.shares_with(NEW));
}

#[test]
fn a_candidate_is_judged_and_changes_nothing() {
    let mut gateway = Gateway::start(&[OLD], Some(&[NEW]));
    gateway.line();
    for _ in 0..3 {
        assert!(gateway.shares_with(OLD));
    }
    assert!(!gateway.shares_with(NEW));
    let told = [gateway.line(), gateway.line()];
    assert_eq!(
        told,
        [
            "trial: now allowed, the candidate would refuse (origin-not-allowed): \"GET\" \"/\" \
             from \"https://old.example\"",
            "trial: now refused (origin-not-allowed), the candidate would allow: \"GET\" \"/\" \
             from \"https://new.example\"",
        ]
    );
    gateway.signal("TERM");
    let counted = gateway.lines_until(|line| line.contains("would allow"));
    assert_eq!(
        counted,
        [
            "trial: now allowed, the candidate would refuse (origin-not-allowed): 3 in all",
            "trial: now refused (origin-not-allowed), the candidate would allow: 1 in all",
        ]
    );
}

/// `crosscheck serve` before an upstream that is not there: its own answers carry the headers too.
struct Gateway {
    folder: TempDir,
    process: Child,
    told: BufReader<ChildStderr>,
    address: String,
}

impl Gateway {
    fn start(origins: &[&str], candidate: Option<&[&str]>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
        command.args(["serve", "--policy", "policy.toml", "--listen", "127.0.0.1:0"]);
        command.args(["--upstream", "http://127.0.0.1:1"]);
        write(&folder, "policy.toml", origins);
        if let Some(origins) = candidate {
            write(&folder, "candidate.toml", origins);
            command.args(["--candidate", "candidate.toml"]);
        }
        command.current_dir(folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("the binary starts");
        let mut line = String::new();
        let out = process.stdout.take().expect("its output is piped");
        BufReader::new(out).read_line(&mut line).expect("it prints where it listens");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
        let address = address.expect("an address").to_owned();
        let told = BufReader::new(process.stderr.take().expect("its talk is piped"));
        Self { folder, process, told, address }
    }

    fn write(&self, file: &str, origins: &[&str]) {
        write(&self.folder, file, origins);
    }

    /// Whether an answer names the origin.
    fn shares_with(&self, origin: &str) -> bool {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request =
            format!("GET / HTTP/1.1\r\nhost: api\r\norigin: {origin}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 502"), "{answer}");
        answer.contains(&format!("access-control-allow-origin: {origin}\r\n"))
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.told.read_line(&mut line).expect("text");
        line.trim_end().to_owned()
    }

    fn lines_until(&mut self, last: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.line();
            let is_last = last(&line);
            lines.push(line);
            if is_last {
                return lines;
            }
            assert!(lines.len() < 100, "{lines:?}");
        }
    }

    fn reload(&self) {
        self.signal("HUP");
    }

    fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.expect("kill runs").success());
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn write(folder: &TempDir, file: &str, origins: &[&str]) {
    let text = format!("[cors]\norigins = {origins:?}\n");
    fs::write(folder.path().join(file), text).expect("the policy is written");
}
