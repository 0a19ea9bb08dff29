//! Whole policies on the command line: what differs, what is proven, what scanners are told.

mod for_programs;

use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use insta::assert_snapshot;

const COMPANY: &str = "\
[cors]
origins = [\"https://**.corp.example\"]
credentials = true
methods = [\"PUT\"]

[[cors.rules]]
paths = [\"/partners\"]
origins = [\"https://*.partner.example\"]

[[assert]]
name = \"only our own pages read with credentials\"
outside = [\"https://**.corp.example\"]
never = [\"read with credentials\"]
";

#[test]
fn what_a_file_asserts_is_proven() {
    let folder = Folder::with(&[("crosscheck.toml", COMPANY)]);
    let output = folder.run(&["policy", "prove", "crosscheck.toml"]);
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(stdout(&output), @"holds: only our own pages read with credentials: all outside `https://**.corp.example` never read with credentials");
    let output = folder.run(&["policy", "check", "crosscheck.toml"]);
    assert_eq!(stdout(&output), "crosscheck.toml: no findings\n");
}

#[test]
fn a_sentence_on_the_command_line_is_proven_too() {
    let folder = Folder::with(&[("crosscheck.toml", COMPANY)]);
    let prove =
        |more: &[&str]| folder.run(&[&["policy", "prove", "crosscheck.toml"], more].concat());
    let output = prove(&["--outside", "https://**.corp.example", "--never", "read"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(stdout(&output), @r"
    holds: only our own pages read with credentials: all outside `https://**.corp.example` never read with credentials
    broken: all outside `https://**.corp.example` never read
      `https://x.partner.example` may read on `/partners`: `https://*.partner.example` in rules[0].origins answers it
    ");
    let output =
        prove(&["--origin", "https://app.corp.example", "--path", "/x", "--may", "send PUT"]);
    assert_eq!(output.status.code(), Some(0));
    let output = prove(&["--origin", "https://app.corp.example", "--may", "write"]);
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r#"
    error: `https://app.corp.example` may write: may[0] = "write": this is nothing that a page may do; write `read`, `read with credentials`, `send PUT`, `send any method`, `set x-token`, `set any header`, `read header x-total`, `read any header` or `measure time`
    hint: `crosscheck policy prove --help` shows how sentences are written
    "#);
}

#[test]
fn a_file_that_asserts_nothing_proves_nothing() {
    let folder = Folder::with(&[("a.toml", "[cors]\norigins = [\"*\"]\n")]);
    let output = folder.run(&["policy", "prove", "a.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"
    error: `a.toml` asserts nothing, so nothing is proven
    hint: write `[[assert]]` tables into it, or `--never read`; `--help` shows how
    ");
}

/// What is asserted and does not hold, and what is no assertion.
const BROKEN: &str = "\
[cors]
origins = [\"https://**.corp.example\", \"https://app.partner.example\"]
credentials = true

[[assert]]
name = \"only our own pages read with credentials\"
outside = [\"https://**.corp.example\"]
never = [\"read\", \"send PUT\", \"read with credentials\"]
";

#[test]
fn a_broken_assertion_is_an_error_at_its_place() {
    let folder = Folder::with(&[("crosscheck.toml", BROKEN)]);
    let output = folder.run(&["policy", "lint", "crosscheck.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(stdout(&output), @r#"
    error: broken-assertion
     --> crosscheck.toml:8:10
      |
    8 | never = ["read", "send PUT", "read with credentials"]
      |          ^^^^^^ "only our own pages read with credentials" does not hold: `https://app.partner.example` may read on `/`: `https://app.partner.example` in origins answers it
      |

    error: broken-assertion
     --> crosscheck.toml:8:30
      |
    8 | never = ["read", "send PUT", "read with credentials"]
      |                              ^^^^^^^^^^^^^^^^^^^^^^^ "only our own pages read with credentials" does not hold: `https://app.partner.example` may read with credentials on `/`: `https://app.partner.example` in origins answers it
      |
    "#);
    let serve = ["serve", "--policy", "crosscheck.toml", "--upstream", "http://127.0.0.1:9"];
    let served = folder.run(&serve);
    assert_eq!(served.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&served.stderr), stdout(&output));
    // What is not about serving still works with it.
    let output = folder.run(&["policy", "diff", "crosscheck.toml", "crosscheck.toml"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), "crosscheck.toml and crosscheck.toml mean the same\n");
}

#[test]
fn what_is_no_assertion_is_said_with_everything_else() {
    let folder = Folder::with(&[(
        "crosscheck.toml",
        "[cors]\n\
         origins = [\"https://app.example/\"]\n\
         \n\
         [[assert]]\n\
         outside = [\"https://*\"]\n\
         nevr = [\"read\"]\n\
         \n\
         [[assert]]\n\
         name = 1\n\
         never = \"read\"\n\
         \n\
         [[assert]]\n\
         outside = [\"https://*\"]\n\
         never = [\"wirte\", \"send POST\"]\n\
         \n\
         [[assert]]\n\
         name = \"nothing\"\n",
    )]);
    let output = folder.run(&["policy", "check", "crosscheck.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(stdout(&output), @r#"
    error: invalid-origin
     --> crosscheck.toml:2:12
      |
    2 | origins = ["https://app.example/"]
      |            ^^^^^^^^^^^^^^^^^^^^^^ an origin has no path, not even a trailing slash; write `https://app.example`
      |

    error: unknown-key
     --> crosscheck.toml:6:1
      |
    6 | nevr = ["read"]
      | ^^^^ there is no `nevr`; write `never`
      |

    error: wrong-type
     --> crosscheck.toml:9:8
      |
    9 | name = 1
      |        ^ this is a number; write text, in quotes
      |

    error: wrong-type
      --> crosscheck.toml:10:9
       |
    10 | never = "read"
       |         ^^^^^^ this is text; write `never = ["read"]`
       |

    error: invalid-assertion
      --> crosscheck.toml:13:12
       |
    13 | outside = ["https://*"]
       |            ^^^^^^^^^^^ a wildcard needs a domain behind it, such as `https://*.example.com`; to let everybody in, write `*` alone
       |

    error: invalid-assertion
      --> crosscheck.toml:14:10
       |
    14 | never = ["wirte", "send POST"]
       |          ^^^^^^^ this is nothing that a page may do; write `read`, `read with credentials`, `send PUT`, `send any method`, `set x-token`, `set any header`, `read header x-total`, `read any header` or `measure time`
       |

    error: invalid-assertion
      --> crosscheck.toml:14:19
       |
    14 | never = ["wirte", "send POST"]
       |                   ^^^^^^^^^^^ whoever may read may do this, so no policy forbids it alone; write `read`
       |

    error: invalid-assertion
      --> crosscheck.toml:16:1
       |
    16 | [[assert]]
       | ^^^^^^^^^^ it says nothing; write what pages `may` do, or `never` do: `never = ["read with credentials"]`
       |
    "#);
}

#[test]
fn the_difference_between_two_policies_is_told_by_meaning() {
    let new = COMPANY.replace("methods = [\"PUT\"]", "max_age = 600").replace(
        "https://*.partner.example\"]",
        "https://*.partner.example\"]\ncredentials = true",
    );
    let folder = Folder::with(&[("old.toml", COMPANY), ("new.toml", &new)]);
    let output = folder.run(&["policy", "diff", "old.toml", "new.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(stdout(&output), @r"
    + `https://*.partner.example` may now read with credentials on `/partners`; e.g. `https://x.partner.example` on `/partners`
    - `https://**.corp.example` may no longer send PUT, and may have preflights remembered for 600 seconds instead of as long as browsers do by themselves on `/`; e.g. `https://x.corp.example` on `/`
    ");
    let output = folder.run(&["policy", "diff", "--output", "json", "old.toml", "new.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(stdout(&output), @r#"
    {
      "changes": [
        {
          "gains": [
            "read with credentials"
          ],
          "loses": [],
          "max_age": null,
          "message": "`https://*.partner.example` may now read with credentials on `/partners`; e.g. `https://x.partner.example` on `/partners`",
          "origins": [
            {
              "entry": "https://*.partner.example",
              "whole": true
            }
          ],
          "paths": [
            "/partners"
          ],
          "witness": {
            "origin": "https://x.partner.example",
            "path": "/partners"
          }
        },
        {
          "gains": [],
          "loses": [
            "send PUT"
          ],
          "max_age": {
            "new": 600,
            "old": null
          },
          "message": "`https://**.corp.example` may no longer send PUT, and may have preflights remembered for 600 seconds instead of as long as browsers do by themselves on `/`; e.g. `https://x.corp.example` on `/`",
          "origins": [
            {
              "entry": "https://**.corp.example",
              "whole": true
            }
          ],
          "paths": [
            "/"
          ],
          "witness": {
            "origin": "https://x.corp.example",
            "path": "/"
          }
        }
      ],
      "handlers": null,
      "resource_policy": [],
      "same": false,
      "version": 1,
      "widens": true
    }
    "#);
}

#[test]
fn a_policy_may_be_narrowed_where_only_widening_is_denied() {
    let (wide, narrow) = (
        "[cors]\norigins = [\"https://*.a.example\"]\n",
        "[cors]\norigins = [\"https://b.a.example\"]\n",
    );
    let reordered =
        "# The same, said otherwise.\n[[cors.rules]]\norigins = [\"https://b.a.example\"]\n";
    let folder =
        Folder::with(&[("wide", wide), ("narrow", narrow), ("same", reordered), ("bad", "")]);
    for (old, new, any, widening) in [
        ("wide", "narrow", 1, 0),
        ("narrow", "wide", 1, 1),
        ("narrow", "same", 0, 0),
        ("narrow", "bad", 2, 2),
    ] {
        let output = folder.run(&["policy", "diff", old, new]);
        assert_eq!(output.status.code(), Some(any), "{old} {new}");
        let output = folder.run(&["policy", "diff", "--deny", "widening", old, new]);
        assert_eq!(output.status.code(), Some(widening), "{old} {new}");
    }
}

/// Files in a folder in which the binary is run.
pub(super) struct Folder(tempfile::TempDir);

impl Folder {
    pub(super) fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("it is written");
        }
        Self(folder)
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(Path::new(env!("CARGO_BIN_EXE_crosscheck")))
            .args(arguments)
            .current_dir(self.0.path())
            .env("COLUMNS", "100")
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null())
            .output()
            .expect("the binary runs")
    }
}

pub(super) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
