//! `crosscheck serve FILE` and `crosscheck proxy`: the program around a whole gateway.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::program::Policy;
use crate::program::command;
use crate::program::crosscheck;
use crate::program::text;

/// The program while it runs, and where it listens.
struct Started(Child, Vec<String>);

impl Started {
    /// In: the command; how many lines it prints before it serves.
    fn of(mut command: Command, lines: usize) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let out = BufReader::new(process.stdout.take().expect("its output is piped"));
        let said = out.lines().take(lines).map(|line| line.expect("text")).collect();
        Self(process, said)
    }

    /// The address in a line that it printed.
    fn address(&self, line: usize) -> String {
        let rest = self.1[line].split("http://").nth(1).expect("an address");
        rest.split(['/', ' ']).next().expect("an address").to_owned()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn ask(address: &str, head: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let head = head.replace('\n', "\r\n");
    write!(stream, "{head}\r\nconnection: close\r\n\r\n").expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

const FILE: &str = "\
[gateway]
listen = \"127.0.0.1:0\"
admin = \"127.0.0.1:0\"
access_log = \"text\"

[[upstream]]
url = \"http://127.0.0.1:1\"

[cors]
origins = [\"https://app.example\"]
";

#[test]
fn one_file_is_all_that_it_needs() {
    let file = Policy::with(FILE);
    let served = Started::of(command(&["serve", &file.path()]), 2);
    let answer = ask(&served.address(0), "GET / HTTP/1.1\nhost: a\norigin: https://app.example");
    assert!(answer.starts_with("HTTP/1.1 502"), "{answer}");
    assert!(answer.contains("access-control-allow-origin: https://app.example"), "{answer}");
    let metrics = ask(&served.address(1), "GET /metrics HTTP/1.1\nhost: localhost");
    assert!(metrics.contains("crosscheck_failures_total 1\n"), "{metrics}");
    let ready = ask(&served.address(1), "GET /readyz HTTP/1.1\nhost: localhost");
    assert!(ready.starts_with("HTTP/1.1 503"), "{ready}");
}

#[test]
fn a_file_is_checked_whole_before_it_is_served() {
    let file = Policy::with(FILE);
    let output = crosscheck(&["serve", "--check", &file.path()]);
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(text(&output.stdout, &file), @"POLICY: it can be served: http://127.0.0.1:1");
    let file = Policy::with(&FILE.replace("http://127.0.0.1:1", "127.0.0.1:1"));
    let checked = crosscheck(&["serve", "--check", &file.path()]);
    assert_eq!(checked.status.code(), Some(2));
    assert_snapshot!(text(&checked.stderr, &file), @r#"
    error: invalid-gateway
     --> POLICY:7:7
      |
    7 | url = "127.0.0.1:1"
      |       ^^^^^^^^^^^^^ "127.0.0.1:1" is not an upstream: the scheme is missing; write `http://127.0.0.1:1`
      |
    "#);
    assert_eq!(crosscheck(&["serve", &file.path()]).stderr, checked.stderr, "nor is it served");
    let file = Policy::with("[cors]\norigins = [\"https://app.example\"]\n");
    let output = crosscheck(&["serve", &file.path()]);
    assert_snapshot!(text(&output.stderr, &file), @r#"
    error: the gateway has nothing to stand in front of
    hint: write `[[upstream]]` and below it `url = "http://127.0.0.1:9000"` into the file, or name one with `--upstream`
    "#);
}

/// systemd binds the socket, and hands it over as the file with number 3.
#[test]
fn it_takes_the_socket_that_it_is_handed() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    rustix::io::fcntl_setfd(&listener, rustix::io::FdFlags::empty()).expect("it is handed down");
    let file = Policy::with(FILE);
    let mut shell = Command::new("sh");
    let run = format!(
        "exec 3<&{} && LISTEN_PID=$$ LISTEN_FDS=1 exec {} serve {}",
        listener.as_raw_fd(),
        env!("CARGO_BIN_EXE_crosscheck"),
        file.path()
    );
    shell.args(["-c", &run]);
    let served = Started::of(shell, 2);
    assert_eq!(served.address(0), address);
    drop(listener);
    let answer = ask(&address, "GET / HTTP/1.1\nhost: a\norigin: https://app.example");
    assert!(answer.contains("access-control-allow-origin: https://app.example"), "{answer}");
}

#[test]
fn a_developers_page_reaches_an_api_that_has_no_cors() {
    let api = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let to = format!("http://{}", api.local_addr().expect("an address"));
    let page = "http://localhost:5173";
    let proxy = Started::of(command(&["proxy", "--to", &to, "--for", page, "--port", "0"]), 2);
    let address = proxy.address(0);
    let preflight = format!(
        "OPTIONS /items HTTP/1.1\nhost: {address}\norigin: {page}\naccess-control-request-method: DELETE\n\
         access-control-request-headers: authorization,x-token"
    );
    assert!(ask(&address, &preflight).starts_with("HTTP/1.1 204"));
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = api.accept().expect("it is asked");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("a head");
            head.push(byte[0]);
        }
        let answer = "HTTP/1.1 200 OK\r\nset-cookie: a=b\r\ncontent-length: 2\r\n\r\nok";
        stream.write_all(answer.as_bytes()).expect("it reads");
        String::from_utf8(head).expect("text")
    });
    let answer = ask(
        &address,
        &format!("GET /items HTTP/1.1\nhost: {address}\norigin: {page}\ncookie: other=secret"),
    );
    assert!(answer.ends_with("ok") && !answer.contains("set-cookie"), "{answer}");
    assert!(answer.contains("access-control-allow-origin: "), "{answer}");
    let asked = asked.join().expect("no panic");
    assert!(asked.starts_with("GET /items ") && !asked.contains("secret"), "{asked}");
    // A name of a stranger that leads here, and a page of a stranger.
    let rebound = ask(&address, "GET /items HTTP/1.1\nhost: evil.example");
    assert!(rebound.starts_with("HTTP/1.1 404"), "{rebound}");
    let stranger = preflight.replace(page, "https://evil.example");
    assert!(ask(&address, &stranger).starts_with("HTTP/1.1 403"));
    // Nor does what such a page sends without a preflight change anything: nobody listens there any more.
    let form = format!("POST /items HTTP/1.1\nhost: {address}\norigin: https://evil.example");
    assert!(ask(&address, &form).starts_with("HTTP/1.1 403"), "502 would have asked");
}

/// Another gateway with a certificate of its own is the API, over TLS.
#[test]
fn a_target_over_tls_is_believed_as_the_system_believes() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    fs::write(file("chain.pem"), made.cert.pem()).expect("it is written");
    fs::write(file("key.pem"), made.signing_key.serialize_pem()).expect("it is written");
    let certificate = "[[gateway.certificates]]\nchain = \"chain.pem\"\nkey = \"key.pem\"\n";
    fs::write(file("api.toml"), FILE.replace("[cors]", "path = \"/v1\"\n[cors]") + certificate)
        .expect("it is written");
    // It serves nothing but `/v1`, and says so.
    let api = Started::of(command(&["serve", &file("api.toml").display().to_string()]), 2);
    let address = api.1[0].split("https://").nth(1).and_then(|rest| rest.split(' ').next());
    let port = address.and_then(|address| address.rsplit(':').next()).expect("a port").to_owned();
    let to = format!("https://localhost:{port}");
    let page = "http://localhost:5173";
    for (roots, status) in [("chain.pem", "HTTP/1.1 404"), ("key.pem", "HTTP/1.1 502")] {
        let mut proxy = command(&["proxy", "--to", &to, "--for", page, "--port", "0"]);
        proxy.env("SSL_CERT_FILE", file(roots)).env_remove("SSL_CERT_DIR");
        let proxy = Started::of(proxy, 2);
        let address = proxy.address(0);
        let answer = ask(&address, &format!("GET / HTTP/1.1\nhost: {address}\norigin: {page}"));
        assert!(answer.starts_with(status), "{roots}: {answer}");
    }
}

#[test]
fn what_is_no_target_and_no_page_says_what_to_write() {
    for (to, page, said) in [
        ("api.example.com", "http://localhost:5173", "write `http://api.example.com`"),
        ("http://127.0.0.1:9000/v1", "http://localhost:5173", "write `http://127.0.0.1:9000`"),
        ("http://127.0.0.1:9000", "*", "write it as the address bar has it"),
        ("http://127.0.0.1:9000", "localhost:5173", "write `http://localhost:5173`"),
        (
            "http://127.0.0.1:9000",
            "http://localhost:3000/",
            "hint: write `http://localhost:3000`\n",
        ),
        (
            "http://127.0.0.1:9000/v1",
            "http://localhost:5173",
            "error: --to \"http://127.0.0.1:9000/v1\"",
        ),
    ] {
        let output = crosscheck(&["proxy", "--to", to, "--for", page, "--port", "0"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(said), "{to} {page}: {told}");
    }
}

#[test]
fn a_port_that_is_taken_is_changed_by_the_proxys_own_option() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let (to, page) = ("http://127.0.0.1:9000", "http://localhost:5173");
    let output = crosscheck(&["proxy", "--to", to, "--for", page, "--port", &port]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("with `--port`") && !told.contains("--listen"), "{told}");
}
