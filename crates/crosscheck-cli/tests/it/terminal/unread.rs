//! Readers that go away: what nobody reads is no failure, and changes no result.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::process::Stdio;
use std::thread;

use socket2::Domain;
use socket2::Socket;
use socket2::Type;

use super::runs::Folder;

/// How much is read before the reader goes away.
#[derive(Clone, Copy, Debug)]
enum Reader {
    /// All.
    Patient,
    /// The first byte.
    Brief,
    /// None: it is gone before anything is written.
    Gone,
}

#[test]
fn a_reader_that_goes_away_changes_no_result() {
    let folder = Folder::new();
    folder.write("clean.toml", CLEAN);
    folder.write("wrong.toml", "[cors]\norigins = [\"*\"]\ncredentials = true\n");
    folder
        .write("wide.toml", "[cors]\norigins = [\"https://app.example\", \"https://b.example\"]\n");
    let scenarios = SCENARIO.repeat(2000);
    let with_a_bad_one = format!("x\n{scenarios}");
    let console = "Access to fetch at 'https://api.example/' from origin 'https://app.example' has \
                   been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on \
                   the requested resource.";
    let page = ["--origin", "https://app.example"];
    let other = ["--origin", "https://other.example"];
    // It has a port, so that nobody else takes it, and does not listen.
    let dead = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    dead.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a free port");
    let address = dead.local_addr().expect("it is bound").as_socket();
    let url = format!("http://{}/", address.expect("an address of IP"));
    let check = ["check", &url, "--origin", "https://app.example"];
    let prove = ["policy", "prove", "clean.toml", "--outside", "https://app.example"];
    let never = ["--never", "read"];
    let runs: Vec<(Vec<&str>, &str, i32)> = vec![
        (vec!["--help"], "", 0),
        (vec!["--version"], "", 0),
        (vec!["policy", "prove", "--help"], "", 0),
        (vec!["policy", "check", "clean.toml"], "", 0),
        (vec!["policy", "check", "wrong.toml"], "", 1),
        (vec!["policy", "check", "clean.toml", "--output", "json"], "", 0),
        (vec!["policy", "check", "wrong.toml", "--output", "json"], "", 1),
        (vec!["policy", "check", "wrong.toml", "--output", "sarif"], "", 1),
        (vec!["policy", "diff", "clean.toml", "clean.toml"], "", 0),
        (vec!["policy", "diff", "clean.toml", "wide.toml"], "", 1),
        (vec!["policy", "diff", "clean.toml", "wide.toml", "--output", "json"], "", 1),
        ([&prove[..], &never].concat(), "", 0),
        ([&prove[..], &never, &["--output", "json"]].concat(), "", 0),
        ([&["policy", "explain", "clean.toml"][..], &page].concat(), "", 0),
        ([&["policy", "explain", "clean.toml"][..], &other].concat(), "", 1),
        ([&["policy", "explain", "clean.toml", "--output", "json"][..], &other].concat(), "", 1),
        (vec!["policy", "schema"], "", 0),
        (vec!["explain", "--list"], "", 0),
        (vec!["explain", "method-not-allowed", "--server", "all"], "", 0),
        (vec!["explain", "method-not-allowed", "--output", "json"], "", 0),
        (vec!["explain"], console, 1),
        (vec!["explain", "--output", "json"], console, 1),
        (vec!["docs", "--list"], "", 0),
        (vec!["docs", "--out", "site"], "", 0),
        (vec!["profiles"], "", 0),
        (vec!["profiles", "--output", "markdown"], "", 0),
        (vec!["profiles", "--output", "json"], "", 0),
        (vec!["simulate", "--browser", "spec"], &scenarios, 0),
        (vec!["simulate", "--browser", "spec"], &with_a_bad_one, 2),
        (vec!["simulate", "--browser", "spec", "--explain"], &scenarios, 0),
        (check.to_vec(), "", 1),
        ([&check[..], &["--output", "json"]].concat(), "", 1),
    ];
    for (arguments, input, code) in &runs {
        let (all, talk) = run(&folder, arguments, input, Reader::Patient, *code);
        assert!(!all.is_empty(), "{arguments:?}");
        for reader in [Reader::Brief, Reader::Gone] {
            let (_, told) = run(&folder, arguments, input, reader, *code);
            assert_eq!(told, talk, "{reader:?} of {arguments:?}");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_written_is_a_failure() {
    let folder = Folder::new();
    for arguments in [&["policy", "schema"][..], &["explain", "--list"], &["profiles"]] {
        let full = std::fs::File::create("/dev/full").expect("a device that is always full");
        let output = folder.command(arguments).stdout(full).output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stderr.starts_with(b"error: "), "{arguments:?}");
    }
}

#[test]
fn who_reads_no_more_is_played_no_more() {
    let folder = Folder::new();
    for more in [&[][..], &["--explain"]] {
        let arguments = [&["simulate", "--browser", "spec"], more].concat();
        let (out, writer) = io::pipe().expect("a pipe");
        drop(out);
        let mut command = folder.command(&arguments);
        let mut process = command.stdin(Stdio::piped()).stdout(writer).spawn().expect("it starts");
        let mut stdin = process.stdin.take().expect("it is piped");
        // The scenarios never end: only the command can.
        while stdin.write_all(SCENARIO.as_bytes()).is_ok() {}
        assert_eq!(process.wait().expect("it ends").code(), Some(0), "{arguments:?}");
    }
}

/// What was read of its output, and what it told.
fn run(
    folder: &Folder,
    arguments: &[&str],
    input: &str,
    reader: Reader,
    code: i32,
) -> (Vec<u8>, String) {
    let (out, writer) = io::pipe().expect("a pipe");
    let mut out = Some(out).filter(|_| !matches!(reader, Reader::Gone));
    let mut command = folder.command(arguments);
    command.stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(writer);
    let mut process = command.spawn().expect("the binary starts");
    // What is left of the pipe's other end is the process's own.
    drop(command);
    let mut stdin = process.stdin.take().expect("it is piped");
    let mut read = Vec::new();
    thread::scope(|scope| {
        // Who writes for nobody reads no more.
        scope.spawn(move || stdin.write_all(input.as_bytes()));
        if let Some(mut out) = out.take() {
            let most = if let Reader::Brief = reader { 1 } else { u64::MAX };
            out.by_ref().take(most).read_to_end(&mut read).expect("it is read");
        }
    });
    let output = process.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(code), "{reader:?} of {arguments:?}: {output:?}");
    (read, String::from_utf8(output.stderr).expect("it is UTF-8"))
}

const CLEAN: &str = "[cors]\norigins = [\"https://app.example\"]\n";

const SCENARIO: &str = "{\"id\":\"a\",\"page\":\"https://app.example\",\"steps\":[]}\n";
