//! `crosscheck policy check`: every mistake shown where it stands.

use insta::assert_snapshot;

use crate::program::Policy;
use crate::program::crosscheck;
use crate::program::serve;
use crate::program::text;

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

    warning: forbidden-method
     --> POLICY:7:12
      |
    7 | methods = ["TRACE"]
      |            ------- no script can send this method, so to list it does nothing; take it out
      |

    warning: max-age-out-of-bounds
     --> POLICY:8:11
      |
    8 | max_age = 90000
      |           ----- no browser remembers a preflight for more than a day (86400 seconds); write `86400`
      |
    "#);
    assert_eq!(text(&output.stderr, &file), "2 errors, 2 warnings\n");
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
      |                                ^^^^^ there is no `speed`; write one of null_origin, insecure_origins, public_suffixes, whole_schemes, file_origin, address_ranges, everybody_with_credentials
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

/// axum's `nest("/api", ...)` leaves the paths whole to whoever asks for them: a rule for `/users` meets none.
#[test]
fn what_no_request_below_a_mount_asks_is_warned_of() {
    let file = Policy::with(
        "[[cors.rules]]\npaths = [\"/users\"]\norigins = [\"https://app.example.com\"]\n",
    );
    let checked = |mount: &str| crosscheck(&["policy", "check", "--mount", mount, &file.path()]);
    let output = checked("/api");
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    warning: unreachable-rule
     --> POLICY:2:10
      |
    2 | paths = ["/users"]
      |          -------- no request below `/api` has this path; write `/api/users`
      |
    "#);
    assert_eq!(text(&checked("/users").stdout, &file), "POLICY: no findings\n");
    let output = checked("api");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr, &file).contains("--mount"));
}

#[test]
fn a_gateway_has_no_source_to_ask_and_says_so() {
    let file = Policy::with(
        "[cors]\norigins = [\"https://app.example.com\"]\norigin_source = true\n\
         [[upstream]]\nurl = \"http://127.0.0.1:9000\"\n",
    );
    let output = crosscheck(&["serve", "--check", &file.path()]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stderr, &file);
    assert!(said.contains("POLICY:3:17"), "{said}");
    assert!(said.contains("only origins that are listed are let in"), "{said}");
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

    warning: no-origins
      --> POLICY:14:1
       |
    14 | [[cors.rules]]
       | -------------- no origin is listed, so no page may read anything; write `https://app.example.com`
       |
    "#);
    assert_eq!(text(&output.stderr, &file), "4 errors, 1 warning\n");
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
      | ^^^^^^ there is no `orgins`; the tables are `[cors]`, `[development]`, `[[assert]]`, `[gateway]` and `[[upstream]]`
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
      | ^^^^^ there is no `speed`; write one of origins, origin_source, credentials, methods, request_headers, expose_headers, max_age, expose_timing, resource_policy, danger, rules
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
      |                    ^^^^^ several names stand in one text: give each a text of its own
      |

    error: wrong-type
     --> POLICY:8:27
      |
    8 | request_headers = ["x y", 4, "cookie"]
      |                           ^ this is a number; write text, in quotes
      |

    warning: forbidden-request-header
     --> POLICY:8:30
      |
    8 | request_headers = ["x y", 4, "cookie"]
      |                              -------- no script can set this header, so no page asks for it; take it out
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
    assert_snapshot!(text(&output.stderr, &file), @r#"
    error: not-toml
     --> POLICY:2:12
      |
    2 | origins = [https://app.example]
      |            ^^^^^^^^^^^^^^^^^^^ text stands in quotes; write `"https://app.example"`
      |

    error: not-toml
     --> POLICY:3:15
      |
    3 | credentials = yes
      |               ^^^ TOML says `true` or `false`; write `true`
      |
    "#);
}

#[test]
fn what_is_missing_is_said_where_it_belongs() {
    for (policy, said) in [
        ("", "error: missing-table"),
        ("origins = [\"https://app.example\"]\n", "error: misplaced-key"),
        ("cors = 1\n", "error: wrong-type"),
        ("[cors]\n", "warning: no-origins"),
        ("[cors]\norigins = []\n", "warning: no-origins"),
        ("[cors]\norigins = [1]\n", "error: wrong-type"),
        (
            "[cors]\norigins = [\"*\"]\nmax_age = 99999999999999999999\n",
            "warning: max-age-out-of-bounds",
        ),
        ("[cors]\norigins = [\"*\"]\nmax_age = -1\n", "error: max-age-out-of-bounds"),
        ("[cors]\norigins = [\"*\"]\nmax_age = 1.5\n", "error: wrong-type"),
    ] {
        let file = Policy::with(policy);
        let output = crosscheck(&["policy", "check", &file.path()]);
        let shown = text(&output.stdout, &file);
        let (severity, _) = said.split_once(':').expect("a severity");
        assert!(shown.starts_with(said), "{policy}: {shown}");
        assert!(shown.contains("write "), "{policy}: {shown}");
        let count = format!("1 {severity}\n");
        assert_eq!(text(&output.stderr, &file), count, "{policy}: {shown}");
        assert_eq!(output.status.code(), Some(i32::from(severity == "error")));
    }
}

#[test]
fn a_folder_is_called_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = crosscheck(&["policy", "check", &folder.path().display().to_string()]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.ends_with("\nhint: that is a folder; name a TOML file in it\n"), "{told}");
}
