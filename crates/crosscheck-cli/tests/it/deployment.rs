//! A gateway whose policy changes while it runs, and one that is only on trial.

use std::fs;
use std::fs::File;
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
    assert_eq!(told.last(), Some(&nothing_changed(&second)), "the policy stays");
    assert!(gateway.shares_with(NEW));
}

#[test]
fn a_watched_policy_is_read_when_it_changes() {
    let cors = |origin: &str| format!("[cors]\norigins = [{origin:?}]\n");
    let mut gateway = Gateway::start_with(&cors(OLD), &["--watch"]);
    let first = gateway.line();
    gateway.write("policy.toml", &["https://new.example/"]);
    let told = gateway.lines_until(|line| line.ends_with(" in force"));
    assert_eq!(told.last(), Some(&nothing_changed(&first)));
    // As editors do it: another file in the place of the old one.
    fs::write(gateway.folder.path().join("new.toml"), cors(NEW)).expect("it is written");
    let [from, to] = ["new.toml", "policy.toml"].map(|name| gateway.folder.path().join(name));
    fs::rename(from, to).expect("it is moved");
    let second = gateway.line();
    assert!(second.starts_with("policy ") && second != first, "{second}");
    assert!(gateway.shares_with(NEW) && !gateway.shares_with(OLD));
}

#[test]
fn a_refused_request_is_told_with_what_would_allow_it() {
    let cors = format!("[cors]\norigins = [{OLD:?}]\n[development]\norigins = [\"loopback\"]\n");
    let mut gateway = Gateway::start_with(&cors, &["--development"]);
    gateway.line();
    assert!(gateway.shares_with("http://localhost:5173"), "a page under development");
    assert!(!gateway.shares_with(NEW));
    assert_eq!(
        gateway.line(),
        "refused: GET / from https://new.example: origin-not-allowed; to allow it, add \
         \"https://new.example\" to origins"
    );
    gateway.ends_when_asked();
    let mut quiet = Gateway::start_with(&cors, &[]);
    quiet.line();
    assert!(!quiet.shares_with(NEW) && !quiet.shares_with("http://localhost:5173"));
    quiet.ends_when_asked();
    assert_eq!(quiet.line(), "", "nothing is told unless one asks");
}

#[test]
fn a_broken_candidate_changes_nothing() {
    let mut gateway = Gateway::start(&[OLD], Some(&[NEW]));
    let policy = gateway.line();
    assert!(!gateway.shares_with(NEW));
    let trial = gateway.line();
    assert!(trial.contains("the candidate would allow"), "{trial}");

    gateway.write("policy.toml", &[NEW]);
    gateway.write("candidate.toml", &["https://new.example/"]);
    gateway.reload();
    let told = gateway.lines_until(|line| line.ends_with(" in force"));
    assert_eq!(told.last(), Some(&nothing_changed(&policy)));
    assert!(gateway.shares_with(OLD) && !gateway.shares_with(NEW));
    // The trial goes on, with its counts.
    gateway.signal("TERM");
    let counted = gateway.lines_until(|line| line.contains("would allow"));
    assert!(counted.last().is_some_and(|line| line.ends_with(": 2 in all")), "{counted:?}");
}

#[test]
fn a_pipe_in_place_of_a_policy_holds_up_nothing() {
    for replaced in ["policy.toml", "candidate.toml"] {
        let mut gateway = Gateway::start(&[OLD], Some(&[OLD]));
        let policy = gateway.line();
        let path = gateway.folder.path().join(replaced);
        fs::remove_file(&path).expect("it was there");
        let made = Command::new("mkfifo").arg(&path).status();
        assert!(made.expect("mkfifo runs").success());
        gateway.reload();
        let told = gateway.lines_until(|line| line.ends_with(" in force"));
        assert!(told[0].ends_with("cannot be read: it is no regular file"), "{told:?}");
        assert_eq!(told.last(), Some(&nothing_changed(&policy)));
        assert!(gateway.shares_with(OLD));
        gateway.ends_when_asked();
    }
}

#[test]
fn a_pipe_is_no_policy_to_start_with() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = Command::new("mkfifo").arg(folder.path().join("policy.toml")).status();
    assert!(made.expect("mkfifo runs").success());
    let mut command = serve(&folder, &["--policy", "policy.toml"]);
    let output = command.output().expect("the binary starts");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("it is no regular file"), "{told}");
}

#[test]
fn a_policy_without_end_is_refused() {
    let mut gateway = Gateway::start(&[OLD], None);
    let policy = gateway.line();
    let file = File::create(gateway.folder.path().join("policy.toml")).expect("it is made");
    // A hole, which takes no place on the disk.
    file.set_len(1 << 40).expect("it grows");
    gateway.reload();
    let told = gateway.lines_until(|line| line.ends_with(" in force"));
    assert!(told[0].ends_with("it is longer than 64 MiB"), "{told:?}");
    assert_eq!(told.last(), Some(&nothing_changed(&policy)));
    assert!(gateway.shares_with(OLD));
}

#[test]
fn who_does_not_read_what_is_told_holds_up_nothing() {
    let mut gateway = Gateway::start(&[OLD], None);
    gateway.line();
    gateway.write("policy.toml", &["https://new.example/"; 500]);
    gateway.reload_until_its_pipe_is_full();
    assert!(gateway.shares_with(OLD));
    gateway.ends_when_asked();
}

#[test]
fn half_of_a_policy_changes_nothing_where_the_whole_is_asked_for() {
    let whole = format!("[cors]\norigins = [{OLD:?}]\n\n[end]\n");
    let mut gateway = Gateway::start_with(&whole, &["--require-complete"]);
    let policy = gateway.line();
    let half = format!("[cors]\norigins = [{OLD:?}, {NEW:?}]\n");
    fs::write(gateway.folder.path().join("policy.toml"), half).expect("it is written");
    gateway.reload();
    let told = gateway.lines_until(|line| line.ends_with(" in force"));
    assert!(told[0].contains("error: incomplete: this file does not say"), "{told:?}");
    assert_eq!(told.last(), Some(&nothing_changed(&policy)));
    assert!(gateway.shares_with(OLD) && !gateway.shares_with(NEW));
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

/// Whom it trusts is no part of the policy, and counts from the start.
#[test]
fn a_change_of_the_gateway_itself_waits_for_the_next_start() {
    let cors = format!("[cors]\norigins = [{OLD:?}]\n");
    let mut gateway = Gateway::start_with(&cors, &[]);
    let policy = gateway.line();
    let trusting = format!("{cors}[gateway]\ntrust = [\"10.0.0.0/8\"]\n");
    fs::write(gateway.folder.path().join("policy.toml"), trusting).expect("it is written");
    gateway.reload();
    assert_eq!(gateway.line(), policy);
    assert_eq!(gateway.line(), "`[gateway]` has changed: start anew for that");
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
        write(&folder, "policy.toml", origins);
        if let Some(origins) = candidate {
            write(&folder, "candidate.toml", origins);
            return Self::start_in(folder, &["--candidate", "candidate.toml"]);
        }
        Self::start_in(folder, &[])
    }

    fn start_with(policy: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("policy.toml"), policy).expect("the policy is written");
        Self::start_in(folder, more)
    }

    fn start_in(folder: TempDir, more: &[&str]) -> Self {
        let mut command = serve(&folder, &[&["--policy", "policy.toml"], more].concat());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
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

    /// Ends it as an administrator does, and fails by the runner's limit if it goes on.
    fn ends_when_asked(&mut self) {
        self.signal("TERM");
        let status = self.process.wait().expect("it was started here");
        assert!(status.success(), "{status}");
    }

    /// Has it tell as much as fits, which nobody reads.
    fn reload_until_its_pipe_is_full(&self) {
        let told = || rustix::io::ioctl_fionread(self.told.get_ref()).expect("it is a pipe");
        while told() < 60_000 {
            self.reload();
        }
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

fn serve(folder: &TempDir, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--upstream", "http://127.0.0.1:1"]);
    command.args(more).current_dir(folder.path()).stdin(Stdio::null());
    command
}

/// What is said when the policy that was in force stays.
fn nothing_changed(in_force: &str) -> String {
    let policy = in_force.strip_suffix(" in force").expect("it names the policy");
    format!("nothing changed: {policy} stays in force")
}

fn write(folder: &TempDir, file: &str, origins: &[&str]) {
    let text = format!("[cors]\norigins = {origins:?}\n");
    fs::write(folder.path().join(file), text).expect("the policy is written");
}
