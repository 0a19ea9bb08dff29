//! The README in each language: its commands are run and must print what it shows.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::thread;

#[test]
fn every_command_of_the_readme_does_what_it_shows() {
    run_commands_of("README.md");
}

#[test]
fn every_command_of_the_chinese_readme_does_what_it_shows() {
    run_commands_of("README.zh-CN.md");
}

#[test]
fn both_show_the_same_blocks() {
    assert_eq!(blocks_of("README.md"), blocks_of("README.zh-CN.md"));
}

/// A fenced block: its language and its lines.
type Block = (String, Vec<String>);

fn run_commands_of(readme: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut policies = ["crosscheck.toml", "good.toml", "strict.toml"].into_iter();
    let server = server_without_cors();
    for (language, lines) in blocks_of(readme) {
        let text = lines.join("\n") + "\n";
        match language.as_str() {
            // What may be added to a policy: with it, the policy is as sound.
            "toml" if !text.starts_with("[cors]") => {
                let policy = fs::read_to_string(folder.path().join("good.toml")).expect("text");
                fs::write(folder.path().join("more.toml"), policy + &text).expect("it is written");
                let shown = ["more.toml: no findings".to_owned()];
                run_one("crosscheck policy check more.toml", &shown, folder.path(), &server);
            }
            "toml" => {
                let name = policies.next().expect("the README shows three policies");
                fs::write(folder.path().join(name), text).expect("the policy is written");
            }
            "text" => {
                fs::write(folder.path().join("console.txt"), text).expect("it is written");
            }
            "json" => {
                fs::write(folder.path().join("scenario.jsonl"), text).expect("it is written");
            }
            "console" => {
                for (command, shown) in commands_in(&lines) {
                    run_one(&command, &shown, folder.path(), &server);
                }
            }
            other => panic!("{readme}: a block of `{other}` that no test runs"),
        }
    }
}

fn run_one(command: &str, shown: &[String], folder: &Path, server: &str) {
    if command == "cargo xtask test" {
        return; // It runs this test.
    }
    let command = command.replace("cargo run --release --", "crosscheck");
    let binary = Path::new(env!("CARGO_BIN_EXE_crosscheck")).parent().expect("a folder");
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.current_dir(folder).env("PATH", path).stdin(Stdio::null());
    if !command.contains(" serve") && !command.ends_with(" lab") {
        let command = command.replace(SERVER, server);
        let output =
            shell.args(["-c", &format!("{command} 2>&1")]).output().expect("the shell runs");
        let printed = String::from_utf8_lossy(&output.stdout).replace(server, SERVER);
        assert_eq!(printed.lines().collect::<Vec<_>>(), shown, "$ {command}");
        return;
    }
    // A server is read for as many lines as are shown, and ended. Ports may differ.
    let command = command.replace("--listen 127.0.0.1:8080", "--listen 127.0.0.1:0");
    let mut child = shell
        .args(["-c", &format!("exec {command}")])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the shell runs");
    let out = child.stdout.take().expect("its output is piped");
    let printed: Vec<String> =
        BufReader::new(out).lines().take(shown.len()).map(|line| line.expect("text")).collect();
    child.kill().expect("it is still serving");
    child.wait().expect("it ends");
    let without_ports = |lines: &[String]| -> Vec<String> {
        let cut = |line: &String| line.chars().filter(|c| !c.is_ascii_digit()).collect();
        lines.iter().map(cut).collect()
    };
    assert_eq!(without_ports(&printed), without_ports(shown), "$ {command}");
}

/// Where the README's API is.
const SERVER: &str = "127.0.0.1:9000";

/// A server that says nothing of CORS, on a free port, for as long as the test runs.
fn server_without_cors() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = BufReader::new(stream.try_clone().expect("a second handle")).lines();
            while head.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\
                          Content-Length: 2\r\n\r\n[]";
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

fn commands_in(lines: &[String]) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), Vec::new())),
            (None, Some((_, shown))) => shown.push(line.clone()),
            (None, None) => panic!("output before any command: {line}"),
        }
    }
    commands
}

fn blocks_of(readme: &str) -> Vec<Block> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join(readme)).expect(readme);
    let mut blocks: Vec<Block> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) if !inside => {
                blocks.push((language.to_owned(), Vec::new()));
                inside = true;
            }
            Some(_) => inside = false,
            None if inside => blocks.last_mut().expect("a block").1.push(line.to_owned()),
            None => {}
        }
    }
    blocks
}
