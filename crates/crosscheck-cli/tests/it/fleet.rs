//! `crosscheck fleet`: what is told of a folder, and of a server that runs.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::net::TcpListener;
use std::process::Child;
use std::process::Output;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::command;
use crate::program::crosscheck;

const ONE: &str = "[cors]\norigins = [\"https://one.example\"]\n";
const TWO: &str = "[cors]\norigins = [\"https://one.example\", \"https://two.example\"]\n";

struct Policies(TempDir);

impl Policies {
    fn with(text: &str) -> Self {
        let policies = Self(tempfile::tempdir().expect("a folder"));
        policies.put("default.toml", text);
        policies
    }

    fn put(&self, file: &str, text: &str) {
        fs::write(self.0.path().join(file), text).expect("it is written");
    }

    fn path(&self) -> String {
        self.0.path().display().to_string()
    }

    fn check(&self, more: &[&str]) -> Output {
        crosscheck(&[&["fleet", "serve", &self.path(), "--check"], more].concat())
    }

    fn said(&self, bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).replace(&self.path(), "FOLDER")
    }

    fn serve(&self) -> Serving {
        let any = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
        let mut command = command(&[&["fleet", "serve", &self.path()], &any[..]].concat());
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let out = child.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(out).lines().map(|line| line.expect("it prints text"));
        let admin = lines.find_map(|line| Some(line.strip_prefix(ADMIN)?.to_owned()));
        Serving { child, admin: admin.expect("it says where it is asked") }
    }
}

const ADMIN: &str = "for whoever runs it: ";

struct Serving {
    child: Child,
    admin: String,
}

impl Serving {
    fn status(&self, output: &str) -> Output {
        crosscheck(&["fleet", "status", "--url", &self.admin, "--output", output])
    }

    fn json(&self) -> (Option<i32>, Value) {
        let output = self.status("json");
        let status = serde_json::from_slice(&output.stdout);
        (output.status.code(), status.unwrap_or_else(|error| panic!("{error}: {output:?}")))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_would_be_pushed_is_told_and_nothing_changes() {
    let policies = Policies::with(ONE);
    for _ in 0..2 {
        let output = policies.check(&[]);
        assert_eq!(output.status.code(), Some(0));
        let said = policies.said(&output.stdout);
        assert!(said.starts_with("default: a first policy, version "), "{said}");
    }
    assert_eq!(fs::read_dir(policies.0.path()).expect("a folder").count(), 1, "nothing is kept");
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let policies = Policies::with("[cors]\norigins = [\"https://one.example/\"]\n");
    let output = policies.check(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(policies.said(&output.stderr), @r#"
    error: invalid-origin
     --> FOLDER/default.toml:2:12
      |
    2 | origins = ["https://one.example/"]
      |            ^^^^^^^^^^^^^^^^^^^^^^ an origin has no path, not even a trailing slash; write `https://one.example`
      |
    "#);
}

#[test]
fn who_would_gain_is_told_with_a_request_unless_that_is_allowed() {
    let policies = Policies::with(ONE);
    drop(policies.serve());
    policies.put("default.toml", TWO);
    let output = policies.check(&[]);
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(1), &b""[..]));
    assert_snapshot!(policies.said(&output.stderr), @r"
    error: default.toml: somebody may do more than by the policy that runs
    hint: look at who may do more; if it is meant, start the server with `--allow-widening=default`
    + `https://two.example` may now read on `/`; e.g. `https://two.example` on `/`
    ");
    let output = policies.check(&["--allow-widening"]);
    assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
    let said = policies.said(&output.stdout);
    assert!(
        said.starts_with("default: version ") && said.contains("https://two.example"),
        "{said}"
    );
}

#[test]
fn widening_is_allowed_for_one_group_and_no_other() {
    let policies = Policies::with(ONE);
    policies.put("pay.toml", ONE);
    drop(policies.serve());
    policies.put("default.toml", TWO);
    policies.put("pay.toml", TWO);
    let output = policies.check(&["--allow-widening=pay"]);
    assert_eq!(output.status.code(), Some(1), "the other is still wrong");
    let said = policies.said(&output.stdout);
    assert!(said.starts_with("pay: version ") && !said.contains("default: "), "{said}");
    let said = policies.said(&output.stderr);
    assert!(said.starts_with("error: default.toml: somebody may do more"), "{said}");
    assert!(!said.contains("pay.toml"), "{said}");
    for all in [&["--allow-widening"][..], &["--allow-widening=pay,default"]] {
        assert_eq!(policies.check(all).status.code(), Some(0), "{all:?}");
    }
    // As where a variable is empty: it is not all.
    for none in ["--allow-widening=", "--allow-widening=pay.toml", "--allow-widening=pay,"] {
        let output = policies.check(&[none]);
        assert_eq!(output.status.code(), Some(2), "{none}: {output:?}");
        assert!(policies.said(&output.stderr).contains("no group is called that"), "{output:?}");
    }
    let output = policies.check(&["--allow-widening", "pay"]);
    assert_eq!(output.status.code(), Some(2));
    let said = policies.said(&output.stderr);
    assert!(
        said.contains("hint: groups stand behind `=`, as `--allow-widening=pay,shop`"),
        "{said}"
    );
}

/// Before anybody tries it: who would gain, and what it takes.
#[test]
fn what_is_on_trial_is_told_with_what_it_would_change() {
    for (candidate, more) in [
        (
            TWO,
            "+ `https://two.example` may now read on `/`; e.g. `https://two.example` on `/`\nto put it into force takes `--allow-widening=default`\n",
        ),
        ("[cors]\n", "- "),
        (ONE, "it means the same as what is in force\n"),
    ] {
        let policies = Policies::with(ONE);
        drop(policies.serve());
        policies.put("default.candidate.toml", candidate);
        let output = policies.check(&[]);
        assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
        let said = policies.said(&output.stdout);
        let rest = said.strip_prefix("default: on trial is version ").expect(&said);
        let (_, rest) = rest.split_once('\n').expect("a line");
        assert!(rest.starts_with(more), "{said}");
        assert_eq!(rest.contains("--allow-widening"), candidate == TWO, "{said}");
    }
}

#[test]
fn a_file_that_is_no_groups_and_a_candidate_alone_say_what_to_do() {
    let policies = Policies::with(ONE);
    policies.put("a b.toml", ONE);
    policies.put("pay.candidate.toml", ONE);
    let output = policies.check(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(policies.said(&output.stderr), @r"
    error: a b.toml: no group is called that
    hint: call it `GROUP.toml`: letters, digits, `-` and `_`, 64 at most; `GROUP.candidate.toml` is on trial
    error: pay.candidate.toml: its group has no policy in force
    hint: put the policy in force beside it, without `.candidate`
    ");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let output = crosscheck(&["fleet", "serve", "nowhere", "--check"]);
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"
    error: the folder `nowhere` cannot be read: No such file or directory (os error 2)
    hint: make it, with a `NAME.toml` for each group, or `default.toml` for all
    ");
}

#[test]
fn where_it_cannot_listen_it_says_what_to_do() {
    let policies = Policies::with(ONE);
    let output = crosscheck(&["fleet", "serve", &policies.path(), "--listen", "0.0.0.0:0"]);
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(policies.said(&output.stderr), @r"
    error: 0.0.0.0:0 can be reached from elsewhere, and without TLS anybody there could read along
    hint: give `--certificate`, `--key` and `--client-authorities`, or, where something else encrypts, `--in-the-clear`
    ");
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = taken.local_addr().expect("it listens").to_string();
    let output = crosscheck(&["fleet", "serve", &policies.path(), "--listen", &address]);
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(policies.said(&output.stderr).replace(&address, "ADDRESS"), @r"
    error: cannot listen on ADDRESS: Address already in use (os error 98)
    hint: choose another address with `--listen` or `--admin`
    ");
}

#[test]
fn a_running_server_says_what_is_in_force_and_what_is_wrong() {
    let policies = Policies::with(ONE);
    let serving = policies.serve();
    let (code, status) = serving.json();
    assert_eq!((code, &status["problems"]), (Some(0), &serde_json::json!([])), "{status:#}");
    let version = &status["groups"]["default"]["version"];
    assert_eq!(version.as_str().map(str::len), Some(32), "{status:#}");
    assert_eq!(status["nodes"], serde_json::json!([]));
    let output = serving.status("text");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("group default: 0 of 0 nodes run "), "{said}");

    policies.put("default.toml", TWO);
    let (code, told) = loop {
        let (code, status) = serving.json();
        if status["problems"].to_string().contains("may do more") {
            break (code, status);
        }
    };
    assert_eq!(code, Some(1));
    assert_eq!(&told["groups"]["default"]["version"], version, "what was in force stays");
    let output = serving.status("text");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    let hint = "\n  hint: look at who may do more; if it is meant, start the server with `--allow-widening=default`\n";
    assert!(
        said.contains("problem: default.toml: somebody may do more") && said.contains(hint),
        "{said}"
    );
}

#[test]
fn where_nobody_serves_it_says_so() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = taken.local_addr().expect("it listens").to_string();
    drop(taken);
    for (url, told) in [(format!("http://{address}"), "refused"), ("nowhere".into(), "http://")] {
        let output = crosscheck(&["fleet", "status", "--url", &url]);
        assert_eq!(output.status.code(), Some(2), "{url}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.starts_with("error: ") && said.contains("hint: "), "{said}");
        assert!(said.contains(told), "{said}");
    }
}
