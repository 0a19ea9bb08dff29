//! The command line, as a user meets it: the real binary, its words and its exit codes.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use insta::assert_snapshot;

#[test]
fn every_mistake_in_a_policy_is_shown_where_it_stands() {
    let file = Policy::with(
        "[cors]\n\
         origins = [\n    \"https://app.example/\",\n    \"*\",\n]\n\
         credentials = true\n\
         methods = [\"TRACE\"]\n\
         max_age = 90000\n",
    );
    let output = crosscheck(&["policy", "check", &file.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    error: invalid-origin
     --> POLICY:3:5
      |
    3 |     "https://app.example/",
      |     ^^^^^^^^^^^^^^^^^^^^^^ an origin has no path, not even a trailing slash; write `https://app.example`
      |

    error: wildcard-with-credentials
     --> POLICY:4:5
      |
    4 |     "*",
      |     ^^^ browsers refuse `*` when the request carries credentials; list the origins that may use them
      |

    error: forbidden-method
     --> POLICY:7:12
      |
    7 | methods = ["TRACE"]
      |            ^^^^^^^ no script can send this method; take it out
      |

    error: max-age-out-of-bounds
     --> POLICY:8:11
      |
    8 | max_age = 90000
      |           ^^^^^ no browser remembers a preflight for more than a day (86400 seconds); write `86400`
      |
    "#);
    assert_eq!(text(&output.stderr, &file), "4 errors\n");
}

#[test]
fn a_clean_policy_is_said_to_be_clean() {
    let file = Policy::with("[cors]\norigins = [\"https://app.example\"]\n");
    let output = crosscheck(&["policy", "check", &file.path()]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout, &file), "POLICY: no findings\n");
}

#[test]
fn warnings_are_shown_and_denied_only_on_request() {
    let file = Policy::with(
        "[cors]\n\
         origins = [\"https://app.example.com\", \"https://*.example.com\", \"http://localhost:3000\"]\n\
         credentials = true\n\
         methods = [\"get\", \"patch\"]\n\
         danger = { null_origin = true, speed = 1 }\n",
    );
    let output = crosscheck(&["policy", "check", &file.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    warning: covered
     --> POLICY:2:12
      |
    2 | origins = ["https://app.example.com", "https://*.example.com", "http://localhost:3000"]
      |            ------------------------- a pattern of the same list covers this already; take it out
      |

    warning: loopback-with-credentials
     --> POLICY:2:64
      |
    2 | origins = ["https://app.example.com", "https://*.example.com", "http://localhost:3000"]
      |                                                                ----------------------- any program on the visitor's machine can serve this page; leave it out where real accounts are at stake
      |

    note: needless
     --> POLICY:4:12
      |
    4 | methods = ["get", "patch"]
      |            ----- note: pages need no permission for this method; take it out
      |

    warning: method-case
     --> POLICY:4:19
      |
    4 | methods = ["get", "patch"]
      |                   ------- methods are told apart by case, and this one is not put into upper case by browsers; write `PATCH`
      |

    warning: unused-danger
     --> POLICY:5:26
      |
    5 | danger = { null_origin = true, speed = 1 }
      |                          ---- nothing in the policy needs this; take it out
      |

    error: unknown-key
     --> POLICY:5:32
      |
    5 | danger = { null_origin = true, speed = 1 }
      |                                ^^^^^ there is no `speed`; write one of null_origin, insecure_origins, public_suffixes
      |
    "#);
    assert_eq!(text(&output.stderr, &file), "1 error, 4 warnings, 1 note\n");

    let file = Policy::with("[cors]\norigins = [\"http://app.example.com\"]\nmax_age = 86400\n");
    let output = crosscheck(&["policy", "check", &file.path()]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr, &file), "1 warning, 1 note\n");
    let output = crosscheck(&["policy", "check", "--deny-warnings", &file.path()]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn rules_are_read_and_their_mistakes_shown_in_place() {
    let file = Policy::with(
        "[[cors.rules]]\n\
         paths = [\"/public/\"]\n\
         origins = [\"*\"]\n\
         resource_policy = \"everybody\"\n\
         \n\
         [[cors.rules]]\n\
         origins = [\"https://**.example.com\"]\n\
         max_age = \"1\"\n\
         \n\
         [[cors.rules]]\n\
         origins = [\"https://app.example.com\"]\n\
         path = [\"/x\"]\n\
         \n\
         [[cors.rules]]\n\
         credentials = true\n",
    );
    let output = crosscheck(&["policy", "check", &file.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    error: invalid-path
     --> POLICY:2:10
      |
    2 | paths = ["/public/"]
      |          ^^^^^^^^^^ a path covers everything below it; leave the slash at its end out; write `/public`
      |

    error: wrong-type
     --> POLICY:4:19
      |
    4 | resource_policy = "everybody"
      |                   ^^^^^^^^^^^ write `"same-origin"`, `"same-site"` or `"cross-origin"`
      |

    error: wrong-type
     --> POLICY:8:11
      |
    8 | max_age = "1"
      |           ^^^ this is text; write whole seconds, such as `600`
      |

    error: unknown-key
      --> POLICY:12:1
       |
    12 | path = ["/x"]
       | ^^^^ there is no `path`; write `paths`
       |

    error: no-origins
      --> POLICY:14:1
       |
    14 | [[cors.rules]]
       | ^^^^^^^^^^^^^^ no origin is listed, so no page could read anything; write `https://app.example.com`
       |
    "#);
    assert_eq!(text(&output.stderr, &file), "5 errors\n");
}

#[test]
fn whom_a_gateway_trusts_is_checked() {
    let cors = "[cors]\norigins = [\"https://app.example.com\"]\n";
    let good = "[gateway]\ntrust = [\"10.0.0.0/8\", \"192.0.2.7\", \"2001:db8::/32\"]\nhost = \"client\"\n";
    let file = Policy::with(&format!("{cors}{good}"));
    assert_eq!(crosscheck(&["policy", "check", &file.path()]).status.code(), Some(0));

    let bad = "[gateway]\ntrust = [\"10.0.0.1/8\", \"0.0.0.0/0\", \"proxy.example\", 7]\nhost = \"mine\"\ntrusted = []\n";
    let file = Policy::with(&format!("{cors}{bad}"));
    let output = crosscheck(&["policy", "check", &file.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    error: invalid-gateway
     --> POLICY:4:10
      |
    4 | trust = ["10.0.0.1/8", "0.0.0.0/0", "proxy.example", 7]
      |          ^^^^^^^^^^^^ write `10.0.0.0/8`
      |

    error: invalid-gateway
     --> POLICY:4:24
      |
    4 | trust = ["10.0.0.1/8", "0.0.0.0/0", "proxy.example", 7]
      |                        ^^^^^^^^^^^ this is everybody, and anybody may then claim to be anybody; write the addresses of your own proxies
      |

    error: invalid-gateway
     --> POLICY:4:37
      |
    4 | trust = ["10.0.0.1/8", "0.0.0.0/0", "proxy.example", 7]
      |                                     ^^^^^^^^^^^^^^^ write an address or a network, such as `10.0.0.0/8`
      |

    error: wrong-type
     --> POLICY:4:54
      |
    4 | trust = ["10.0.0.1/8", "0.0.0.0/0", "proxy.example", 7]
      |                                                      ^ this is a number; write text, in quotes
      |

    error: invalid-gateway
     --> POLICY:5:8
      |
    5 | host = "mine"
      |        ^^^^^^ write `"upstream"` or `"client"`
      |

    error: unknown-key
     --> POLICY:6:1
      |
    6 | trusted = []
      | ^^^^^^^ there is no `trusted`; write `trust`
      |
    "#);
}

#[test]
fn a_refusal_is_explained_with_the_nearest_miss_and_the_change() {
    let file =
        Policy::with("[cors]\norigins = [\"https://app.example.com\"]\ncredentials = true\n");
    let explain = |origin: &str, more: &[&str]| {
        let path = file.path();
        let mut arguments = vec!["policy", "explain", &path, "--origin", origin];
        arguments.extend(more);
        crosscheck(&arguments)
    };
    let output = explain("http://app.example.com", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    request GET /: refused, origin-not-allowed
      path `/`: asks origins
      origin `http://app.example.com`: in none of them
    nearest: `https://app.example.com` in origins differs only in the scheme
    to allow it: add "http://app.example.com" to origins
    which is an error as it stands: anybody on the visitor's network can pretend to be a plain `http` page, and would read with the visitor's credentials
    "#);
    let output = explain("https://app.example.com", &["--method", "PUT"]);
    assert_eq!(output.status.code(), Some(1));
    let output = explain("https://app.example.com", &["--path", "/x"]);
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    request GET /x: allowed
      path `/x`: asks origins
      origin `https://app.example.com`: listed in origins
    "#);
}

#[test]
fn one_mistake_hides_no_other() {
    let file = Policy::with(
        "# ünïcode moves no place\n\
         orgins = 3\n\
         [cors]\n\
         origin = \"https://app.example\"\n\
         speed = 1\n\
         credentials = 1\n\
         methods = \"PUT\"\n\
         request_headers = [\"x y\", 4, \"cookie\"]\n\
         max_age = -1\n",
    );
    let output = serve(&file.path(), "http://127.0.0.1:9000", "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(text(&output.stderr, &file), @r#"
    error: unknown-key
     --> POLICY:2:1
      |
    2 | orgins = 3
      | ^^^^^^ there is no `orgins`; the tables are `[cors]`, `[[assert]]` and `[gateway]`
      |

    error: unknown-key
     --> POLICY:4:1
      |
    4 | origin = "https://app.example"
      | ^^^^^^ there is no `origin`; write `origins`
      |

    error: unknown-key
     --> POLICY:5:1
      |
    5 | speed = 1
      | ^^^^^ there is no `speed`; write one of origins, credentials, methods, request_headers, expose_headers, max_age, expose_timing, resource_policy, danger, rules
      |

    error: wrong-type
     --> POLICY:6:15
      |
    6 | credentials = 1
      |               ^ this is a number; write `true` or `false`
      |

    error: wrong-type
     --> POLICY:7:11
      |
    7 | methods = "PUT"
      |           ^^^^^ this is text; write `methods = ["PUT"]`
      |

    error: invalid-header-name
     --> POLICY:8:20
      |
    8 | request_headers = ["x y", 4, "cookie"]
      |                    ^^^^^ a header name is one word, such as `x-requested-with`
      |

    error: wrong-type
     --> POLICY:8:27
      |
    8 | request_headers = ["x y", 4, "cookie"]
      |                           ^ this is a number; write text, in quotes
      |

    error: forbidden-request-header
     --> POLICY:8:30
      |
    8 | request_headers = ["x y", 4, "cookie"]
      |                              ^^^^^^^^ no script can set this header, so no page would ask for it; take it out
      |

    error: max-age-out-of-bounds
     --> POLICY:9:11
      |
    9 | max_age = -1
      |           ^^ seconds are not negative; write `0` to let browsers remember nothing
      |
    "#);
}

#[test]
fn what_is_not_toml_is_shown() {
    let file = Policy::with("[cors]\norigins = [https://app.example]\ncredentials = yes\n");
    let output = serve(&file.path(), "http://127.0.0.1:9000", "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(text(&output.stderr, &file), @r"
    error: not-toml
     --> POLICY:2:12
      |
    2 | origins = [https://app.example]
      |            ^^^^^^^^^^^^^^^^^^^ string values must be quoted, expected literal string
      |

    error: not-toml
     --> POLICY:3:15
      |
    3 | credentials = yes
      |               ^^^ string values must be quoted, expected literal string
      |
    ");
}

#[test]
fn what_is_missing_is_said_where_it_belongs() {
    for (policy, said) in [
        ("", "missing-table"),
        ("origins = [\"https://app.example\"]\n", "misplaced-key"),
        ("cors = 1\n", "wrong-type"),
        ("[cors]\n", "no-origins"),
        ("[cors]\norigins = []\n", "no-origins"),
        ("[cors]\norigins = [1]\n", "wrong-type"),
        ("[cors]\norigins = [\"*\"]\nmax_age = 99999999999999999999\n", "max-age-out-of-bounds"),
        ("[cors]\norigins = [\"*\"]\nmax_age = 1.5\n", "wrong-type"),
    ] {
        let file = Policy::with(policy);
        let output = crosscheck(&["policy", "check", &file.path()]);
        let shown = text(&output.stdout, &file);
        assert!(shown.starts_with(&format!("error: {said}\n")), "{policy}: {shown}");
        assert_eq!(text(&output.stderr, &file), "1 error\n", "{policy}: {shown}");
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn a_missing_policy_file_is_named() {
    let output = serve("nowhere.toml", "http://127.0.0.1:9000", "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"
    error: the policy file `nowhere.toml` cannot be read: No such file or directory (os error 2)
    hint: name an existing TOML file with `--policy FILE`; `crosscheck policy schema` tells its form
    ");
}

#[test]
fn an_upstream_that_is_no_url_says_what_to_write() {
    let file = Policy::with("[cors]\norigins = [\"https://app.example\"]\n");
    let output = serve(&file.path(), "localhost:9000", "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(text(&output.stderr, &file), @r#"
    error: "localhost:9000" is not an upstream: the scheme is missing
    hint: write `http://localhost:9000`
    "#);
}

#[test]
fn a_port_in_use_says_what_to_do() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = taken.local_addr().expect("it listens").to_string();
    let file = Policy::with("[cors]\norigins = [\"https://app.example\"]\n");
    let output = serve(&file.path(), "http://127.0.0.1:9000", &address);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr, &file).replace(&address, "ADDRESS");
    assert_snapshot!(said, @r"
    error: cannot listen on ADDRESS: Address already in use (os error 98)
    hint: another program listens there; stop it, or choose another address with `--listen`, such as `--listen 127.0.0.1:0` for a free port
    ");
}

#[test]
fn an_address_without_a_port_or_the_reverse_says_what_to_write() {
    let output = serve("crosscheck.toml", "http://127.0.0.1:9000", "8181");
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"
    error: invalid value '8181' for '--listen <ADDRESS>': an address and a port are needed
    hint: write it like `127.0.0.1:8181`

    For more information, try '--help'.
    ");
}

#[cfg(unix)]
#[test]
fn asked_to_stop_twice_it_waits_for_nobody() {
    let upstream = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", upstream.local_addr().expect("it listens"));
    let file = Policy::with("[cors]\norigins = [\"https://app.example\"]\n");
    let arguments =
        ["serve", "--policy", &file.path(), "--upstream", &url, "--listen", "localhost:0"];
    let mut child = command(&arguments).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut said = String::new();
    let out = child.stdout.take().expect("its output is piped");
    BufReader::new(out).read_line(&mut said).expect("it says where it listens");
    let address = said.split_whitespace().find_map(|word| word.strip_prefix("http://"));
    let mut page = TcpStream::connect(address.expect("an address")).expect("it listens");
    page.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").expect("it reads");
    // The upstream takes the request and keeps silent, so the gateway is not done with it.
    let (mut asked, _) = upstream.accept().expect("it forwards");
    asked.read_exact(&mut [0]).expect("it forwards");
    let id = child.id().to_string();
    let stop = || Command::new("kill").arg(&id).status().expect("kill runs");
    stop();
    // It listens no more once the first was heard.
    while TcpStream::connect(address.expect("an address")).is_ok() {}
    let status = loop {
        stop();
        if let Some(status) = child.try_wait().expect("it is ours") {
            break status;
        }
    };
    assert_eq!(status.code(), Some(130));
}

#[test]
fn a_policy_without_an_upstream_is_a_usage_error() {
    let output = crosscheck(&["serve", "--policy", "crosscheck.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--upstream <URL>"));
}

#[test]
fn simulate_writes_a_record_a_line_and_names_lines_that_are_no_scenarios() {
    let scenario = r#"{"id":"a","page":"https://app.example","steps":[{"api":"fetch","url":"https://api.example/"},{"api":"teleport","url":"https://api.example/"}]}"#;
    let mut child = command(&["simulate", "--browser", "chromium"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut input = child.stdin.take().expect("its input is piped");
    writeln!(input, "{scenario}\nnonsense\n\n{scenario}").expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    let records = String::from_utf8_lossy(&output.stdout).into_owned();
    let record: Vec<&str> = records.lines().collect();
    assert_eq!(record.len(), 2);
    assert!(
        record[0]
            .contains(r#""steps":[{"kind":"error","name":"TypeError"},{"kind":"unsupported"}]"#)
    );
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"line 2, column 2: not a scenario: expected ident");
}

#[test]
fn simulate_answers_each_line_before_it_waits_for_the_next() {
    let mut child = command(&["simulate", "--browser", "spec"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut input = child.stdin.take().expect("its input is piped");
    let mut output = BufReader::new(child.stdout.take().expect("its output is piped"));
    for line in [EMPTY_SCENARIO.as_bytes(), b"\xff\n", EMPTY_SCENARIO.as_bytes()] {
        input.write_all(line).expect("it reads");
        if line[0] == b'{' {
            let mut record = String::new();
            output.read_line(&mut record).expect("it answers");
            assert!(record.starts_with(r#"{"id":"a""#), "{record}");
        }
    }
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, "line 2, column 1: not a scenario: expected value\n");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = command(&["simulate", "--browser", "spec"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("its input is piped");
    // It may end before it has read all.
    let _ = input.write_all(EMPTY_SCENARIO.repeat(1000).as_bytes());
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn each_difference_between_browsers_is_told_with_evidence() {
    let output = crosscheck(&["profiles", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let differences = report["differences"].as_array().expect("a list");
    let of = |name: &str| differences.iter().find(|row| row["name"] == name).expect("a row");
    assert_eq!(of("max_age_cap")["answers"]["firefox"], "86400");
    assert_eq!(of("max_age_cap")["answers"]["spec"], "no limit");
    assert_eq!(of("fonts_use_cors")["evidence"], serde_json::json!({ "webkit": "k00307" }));
}

const EMPTY_SCENARIO: &str = "{\"id\":\"a\",\"page\":\"https://app.example\",\"steps\":[]}\n";

struct Policy(tempfile::NamedTempFile);

impl Policy {
    fn with(text: &str) -> Self {
        let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
        std::fs::write(file.path(), text).expect("the policy is written");
        Self(file)
    }

    fn path(&self) -> String {
        self.0.path().display().to_string()
    }
}

fn serve(policy: &str, upstream: &str, listen: &str) -> Output {
    crosscheck(&["serve", "--policy", policy, "--upstream", upstream, "--listen", listen])
}

fn crosscheck(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().expect("the binary runs")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_crosscheck")));
    command.args(arguments).env("COLUMNS", "100").env_remove("CLICOLOR_FORCE");
    command
}

fn text(output: &[u8], policy: &Policy) -> String {
    String::from_utf8_lossy(output).replace(&policy.path(), "POLICY")
}
