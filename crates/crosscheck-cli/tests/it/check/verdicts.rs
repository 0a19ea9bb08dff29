//! What browsers make of servers: allowed, refused, and where they part.

use insta::assert_snapshot;

use super::command::check;
use super::command::check_json;
use super::command::run;
use super::servers::Server;
use super::servers::answer;

#[test]
fn an_answer_that_is_shared_is_allowed() {
    let server = Server::answering(|_| {
        let origin = "Access-Control-Allow-Origin: http://localhost:3000";
        answer(200, &[origin, "Vary: Origin", "Content-Type: text/plain", "X-A: 1"])
    });
    let checked = check(&[&server.url]);
    assert_eq!((checked.code, checked.stderr.as_str()), (0, ""));
    assert_snapshot!(checked.stdout, @r"
    1  fetch http://127.0.0.1:PORT/
    1.1  → GET http://127.0.0.1:PORT/
           Accept: */*
           Accept-Language: en-US,en;q=0.9
           Referer: http://localhost:3000/
           Origin: http://localhost:3000
           Sec-Fetch-Dest: empty
           Sec-Fetch-Mode: cors
           Sec-Fetch-Site: cross-site
         ← 200
           Access-Control-Allow-Origin: http://localhost:3000
           Vary: Origin
           Content-Type: text/plain
           and 2 more headers
       chromium, firefox, webkit
         ✓ script reads status 200, the body, and content-length, content-type

    allowed by chromium, firefox, webkit
    ");
    assert_eq!(server.methods(), ["GET"], "three browsers ask the same, once");
}

#[test]
fn an_error_without_cors_is_refused_in_each_browsers_words() {
    let server = Server::answering(|_| answer(500, &[]));
    let checked = check(&[&server.url, "--credentials"]);
    assert_eq!(checked.code, 1);
    assert_snapshot!(checked.stdout, @r"
    1  fetch http://127.0.0.1:PORT/, credentials include
    1.1  → GET http://127.0.0.1:PORT/
           Accept: */*
           Accept-Language: en-US,en;q=0.9
           Referer: http://localhost:3000/
           Origin: http://localhost:3000
           Sec-Fetch-Dest: empty
           Sec-Fetch-Mode: cors
           Sec-Fetch-Site: cross-site
         ← 500
           and one more header
       chromium, firefox, webkit
         ✗ the answer has no Access-Control-Allow-Origin
           rule     allow-origin-missing
                    https://fetch.spec.whatwg.org/#concept-cors-check
           why      what a server does not share, only its own pages may read
           fix      Access-Control-Allow-Origin: http://localhost:3000
           fix      Access-Control-Allow-Credentials: true
           fix      Vary: Origin
           page     script sees TypeError, and no reason
           server   the application failed (500): its log says why, and that is to be mended first; and add the CORS headers to errors too: script cannot even see that the status is 500
           client   if the server is not yours: call it from a server of your own, and let the page ask that one, for only browsers enforce CORS
           console  chromium: Access to fetch at 'http://127.0.0.1:PORT/' from origin 'http://localhost:3000' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.
           console  firefox: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://127.0.0.1:PORT/. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 500.
           console  webkit: Origin http://localhost:3000 is not allowed by Access-Control-Allow-Origin. Status code: 500
           console  webkit: Fetch API cannot load http://127.0.0.1:PORT/ due to access control checks.
           patch    as configuration: --server NAME (nginx, apache, caddy, express, fastapi, … or all)

    refused by chromium, firefox, webkit
    ");
}

#[test]
fn a_preflight_that_lacks_a_method_is_refused_before_the_request() {
    let server = Server::answering(|_| answer(204, &["Access-Control-Allow-Origin: *"]));
    let (code, document) =
        check_json(&[&server.url, "-X", "patch", "-H", "X-A: 1", "--browser", "chromium"]);
    assert_eq!(code, 1);
    assert_eq!(server.methods(), ["OPTIONS"]);
    let refusal = &document["browsers"][0]["refusal"];
    assert_snapshot!(serde_json::to_string_pretty(refusal).expect("JSON"), @r#"
    {
      "browsers": [
        "chromium"
      ],
      "causes": [],
      "chromium": "kMethodDisallowedByPreflightResponse",
      "console": [
        "Access to fetch at 'http://127.0.0.1:PORT/' from origin 'http://localhost:3000' has been blocked by CORS policy: Method patch is not allowed by Access-Control-Allow-Methods in preflight response."
      ],
      "evidence": {
        "header_names": [],
        "location": null,
        "method": "patch",
        "origin": "http://localhost:3000",
        "redirected_from": null,
        "sent_origin": null,
        "stage": "preflight",
        "status": 204,
        "url": "http://127.0.0.1:PORT/",
        "value": null
      },
      "fixes": [],
      "mdn": "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors/CORSMethodNotFound",
      "missing": {
        "headers": [
          [
            "Access-Control-Allow-Methods",
            "patch"
          ]
        ],
        "method": "OPTIONS",
        "status": null,
        "url": "http://127.0.0.1:PORT/"
      },
      "needed": {
        "answer": [
          [
            "Access-Control-Allow-Origin",
            "http://localhost:3000"
          ],
          [
            "Vary",
            "Origin"
          ]
        ],
        "preflight": [
          [
            "Access-Control-Allow-Origin",
            "http://localhost:3000"
          ],
          [
            "Vary",
            "Origin"
          ],
          [
            "Access-Control-Allow-Methods",
            "patch"
          ],
          [
            "Access-Control-Allow-Headers",
            "x-a"
          ]
        ]
      },
      "or_rules": [],
      "page": [
        "write the method in capitals, `PATCH`: methods are told apart by case, and browsers put only the oldest into upper case",
        "if the server is not yours: call it from a server of your own, and let the page ask that one, for only browsers enforce CORS"
      ],
      "rule": "method-not-allowed",
      "schema": 1,
      "seen": "the method is patch",
      "server": null,
      "server_software": null,
      "spec": "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
      "tell_apart": null,
      "what": "Access-Control-Allow-Methods does not name the method",
      "why": "a form can send GET, HEAD and POST; what can do more, a server must expect"
    }
    "#);
}

#[test]
fn the_patch_is_for_the_server_that_answers_or_that_is_asked_for() {
    let server = Server::answering(|_| answer(200, &["Server: nginx/1.22.1"]));
    let arguments = [&server.url, "-X", "DELETE", "-H", "X-A: 1", "--credentials"];
    let checked = check(&arguments);
    let patch = checked.stdout.lines().skip_while(|line| !line.contains(" patch "));
    let patch: Vec<&str> = patch.take_while(|line| !line.is_empty()).collect();
    assert_snapshot!(patch.join("\n"), @r#"
    patch    for nginx, as `Server: nginx/1.22.1` tells; for another: --server NAME
    nginx, in http { }
      map $http_origin $cors_origin {
          default "";
          "http://localhost:3000" $http_origin;
      }
      map $cors_origin $cors_credentials {
          default "true";
          "" "";
      }
      map "$request_method|$cors_origin|$http_access_control_request_method" $cors_preflight {
          default 0;
          "~^OPTIONS\|[^|]+\|.+$" 1;
      }
    nginx, in the location { }
      add_header Access-Control-Allow-Origin $cors_origin always;
      add_header Access-Control-Allow-Credentials $cors_credentials always;
      add_header Vary Origin always;
      if ($cors_preflight) {
          add_header Access-Control-Allow-Origin $cors_origin always;
          add_header Access-Control-Allow-Credentials $cors_credentials always;
          add_header Vary Origin always;
          add_header Access-Control-Allow-Methods "GET, HEAD, POST, DELETE" always;
          add_header Access-Control-Allow-Headers "x-a" always;
          add_header Access-Control-Max-Age 600 always;
          return 204;
      }
      proxy_hide_header Access-Control-Allow-Origin;
      proxy_hide_header Access-Control-Allow-Credentials;
    nginx, in the location that an error_page leads to, if there is one
      add_header Access-Control-Allow-Origin $cors_origin always;
      add_header Access-Control-Allow-Credentials $cors_credentials always;
      add_header Vary Origin always;
      note  an add_header in a location drops all those around it: put every one here
      note  before nginx 1.29, the final answer of an upstream that sends 103 (Early Hints) first passes by these lines: turn that off in the upstream
      note  keep the methods and headers that are allowed already
      note  answer OPTIONS with the CORS headers too
    "#);
    let (_, document) = check_json(&[&arguments[..], &["--server", "all"]].concat());
    for browser in document["browsers"].as_array().expect("browsers") {
        let refusal = &browser["refusal"];
        assert_eq!(refusal["server_software"], "nginx");
        let fixes = refusal["fixes"].as_array().expect("fixes");
        assert!(fixes.len() > 15, "{fixes:?}");
        // All that the page asks for, though it was the origin that was refused.
        let caddy = fixes.iter().find(|fix| fix["server"] == "caddy").expect("Caddy is known");
        for needed in ["http://localhost:3000", "DELETE", "x-a", "Credentials"] {
            assert!(caddy["parts"].to_string().contains(needed), "{needed}: {caddy}");
        }
    }
    let wrong = check(&[&server.url, "--server", "lighttpd"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("it is none of nginx, apache"), "{}", wrong.stderr);
}

#[test]
fn browsers_may_part() {
    let server = Server::answering(|_| {
        answer(200, &["Access-Control-Allow-Origin: *", "Access-Control-Allow-Headers: *"])
    });
    let arguments = [&server.url, "-H", "Authorization: 1", "--browser", "spec,chromium"];
    let checked = check(&arguments);
    assert_eq!(checked.code, 1);
    let last = checked.stdout.lines().last();
    assert_eq!(last, Some("allowed by chromium; refused by spec; 1 warning"));
    assert!(checked.stdout.contains("as asked by spec:"), "{}", checked.stdout);
}

#[test]
fn redirects_are_followed_hop_by_hop_and_asked_again() {
    let there = Server::answering(|_| {
        answer(200, &["Access-Control-Allow-Origin: null", "Access-Control-Allow-Headers: x-a"])
    });
    let location = format!("Location: {}/there", there.url.replace("127.0.0.1", "localhost"));
    let here = Server::answering(move |_| {
        let origin = "Access-Control-Allow-Origin: http://localhost:3000";
        let names = "Access-Control-Allow-Headers: x-a";
        answer(307, &[origin, names, &location])
    });
    // A redirect is no answer to a preflight, and a good one to a request.
    let arguments = [&here.url, "--browser", "firefox,webkit"];
    assert_eq!(check(&[&arguments[..], &["-H", "X-A: 1"]].concat()).code, 1);
    assert_eq!(here.methods(), ["OPTIONS"]);
    let (code, document) = check_json(&arguments);
    assert_eq!(code, 0, "{document}");
    let requests = there.received();
    // Each asks for itself: WebKit tells less of the request after a redirect (`Sec-Fetch-Site`).
    let sites: Vec<_> = requests.iter().map(|request| request.header("sec-fetch-site")).collect();
    assert_eq!(sites, [Some("cross-site"), None]);
    let is_hidden = requests.iter().all(|request| request.header("origin") == Some("null"));
    assert!(is_hidden, "the redirect hides who asked");
    let names: Vec<_> = document["findings"].as_array().expect("findings").iter().collect();
    assert!(names.iter().any(|finding| finding["name"] == "null-origin-allowed"));
}

#[test]
fn who_is_null_after_a_redirect_is_not_told_to_allow_null() {
    let there =
        Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: http://localhost:3000"]));
    let location = format!("Location: {}/", there.url.replace("127.0.0.1", "localhost"));
    let here = Server::answering(move |_| {
        answer(302, &["Access-Control-Allow-Origin: http://localhost:3000", &location])
    });
    let (code, document) = check_json(&[&here.url]);
    assert_eq!(code, 1);
    let refusal = &document["browsers"][0]["refusal"];
    assert_eq!(refusal["rule"], "allow-origin-mismatch");
    assert_eq!(refusal["needed"], serde_json::json!({ "answer": [], "preflight": [] }));
    let page = refusal["page"][0].as_str().expect("advice");
    assert!(page.starts_with("ask http://localhost:"), "{page}");
}

#[test]
fn what_may_change_something_is_sent_once() {
    let server = Server::answering(|_| {
        let origin = "Access-Control-Allow-Origin: http://localhost:3000";
        answer(200, &[origin, "Access-Control-Allow-Credentials: true", "Vary: Origin"])
    });
    // Chromium keeps such a cookie at home, Firefox keeps it for the site that it was set on; WebKit sends it.
    let arguments = [&server.url, "-d", "a=1", "--credentials", "--cookie", "id=1"];
    let (code, document) = check_json(&arguments);
    assert_eq!(code, 0);
    assert_eq!(server.methods(), ["POST"]);
    let answers: Vec<_> = document["browsers"]
        .as_array()
        .expect("browsers")
        .iter()
        .map(|browser| &browser["messages"][0]["answer"])
        .map(|answer| (answer["source"].as_str().unwrap_or(""), answer["differs_in"].to_string()))
        .collect();
    assert_eq!(answers[0], ("server", "null".into()));
    assert_eq!(answers[1], ("same", "null".into()));
    assert_eq!(answers[2], ("almost", "[\"cookie\"]".into()));

    assert_eq!(check(&[&arguments[..], &["--fresh"]].concat()).code, 0);
    assert_eq!(server.methods().len(), 4);
    let cookies: Vec<bool> =
        server.received().iter().map(|request| request.header("cookie").is_some()).collect();
    assert_eq!(cookies, [false, false, false, true]);
}

#[test]
fn a_cookie_for_all_sites_goes_along() {
    let server = Server::answering(|_| answer(200, &[]));
    let cookie = "id=1; SameSite=None; Secure";
    check(&[&server.url, "--credentials", "--browser", "chromium", "-b", cookie, "-b", "b=2"]);
    assert_eq!(server.received()[0].header("cookie"), Some("id=1"));
}

/// Without `SameSite=None` it is for pages of its own site: the server sees nobody, and CORS is well.
#[test]
fn a_cookie_that_stays_at_home_is_told() {
    let server =
        Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: https://app.example"]));
    let asked =
        [&*server.url, "--credentials", "--browser", "chromium", "-b", "id=1; SameSite=Lax"];
    let checked = check(&asked);
    assert!(checked.stdout.contains("`id` is held, and is not sent"), "{}", checked.stdout);
    assert_eq!(server.received()[0].header("cookie"), None);
}

#[test]
fn what_the_api_itself_refuses_is_not_sent() {
    let server = Server::answering(|_| answer(200, &[]));
    let checked = check(&[&server.url, "-X", "GET", "-d", "a=1"]);
    assert_eq!(checked.code, 1);
    assert!(checked.stdout.contains("GET and HEAD have no body"), "{}", checked.stdout);
    assert!(server.methods().is_empty());
}

#[test]
fn a_page_on_the_web_needs_leave_to_reach_this_machine() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let arguments = [&server.url, "--browser", "chromium", "--as-page-only"];
    let secure = [&["--origin", "https://app.example"], &arguments[..]].concat();
    assert_eq!(run(&secure, &[]).code, 0);
    let denied = run(&[&secure[..], &["--deny-local-network"]].concat(), &[]);
    assert_eq!(denied.code, 1);
    assert!(denied.stdout.contains("Permission was denied"), "{}", denied.stdout);
    let insecure = run(&[&["--origin", "http://app.example"], &arguments[..]].concat(), &[]);
    assert_eq!(insecure.code, 1);
    assert!(insecure.stdout.contains("not a secure context"), "{}", insecure.stdout);
    assert_eq!(server.methods().len(), 1);
}

/// Chromium and Firefox take this machine for as good as TLS; WebKit does not.
#[test]
fn webkit_lets_no_secure_page_ask_this_machine_without_tls() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let page = ["--origin", "https://app.example", "--as-page-only"];
    let checked = run(&[&[&*server.url], &page[..]].concat(), &[]);
    assert_eq!(checked.code, 1, "{}", checked.stdout);
    let verdict = "allowed by chromium, firefox; refused by webkit";
    assert!(checked.stdout.contains(verdict), "{}", checked.stdout);
    assert!(checked.stdout.contains("mixed-content"), "{}", checked.stdout);
    assert_eq!(server.methods(), ["GET"]);
}

#[test]
fn what_browsers_block_beforehand_is_no_success() {
    // Nobody has this address: the system refuses it, and nothing leaves this machine.
    let resolve = "device.test:80:255.255.255.255";
    let arguments =
        ["http://device.test/", "--resolve", resolve, "--browser", "spec", "--as-page-only"];
    let checked = run(&[&["--origin", "https://app.example"], &arguments[..]].concat(), &[]);
    assert_eq!(checked.code, 1, "{}", checked.stdout);
    assert!(checked.stdout.contains("error: mixed-content"), "{}", checked.stdout);
    // A page that came without TLS itself may ask.
    let insecure = run(&[&["--origin", "http://app.example"], &arguments[..]].concat(), &[]);
    assert_eq!(insecure.code, 2, "{}", insecure.stdout);
    assert!(!insecure.stdout.contains("mixed-content"), "{}", insecure.stdout);
}

/// It goes by the URL's name, not by where that leads: the same server, by two names.
#[test]
fn a_secure_page_asks_nothing_insecure_of_a_name_that_only_leads_home() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let port = server.url.trim_end_matches('/').rsplit(':').next().expect("a port");
    let resolve = format!("api.test:{port}:127.0.0.1");
    let page = ["--origin", "https://localhost:18901"];
    let url = format!("http://api.test:{port}/x");
    let named = run(&[&[&*url, "--resolve", &resolve], &page[..]].concat(), &[]);
    assert_eq!(named.code, 1, "{}", named.stdout);
    for browser in ["chromium", "firefox", "webkit"] {
        assert!(named.stdout.contains(browser), "{}", named.stdout);
    }
    assert!(named.stdout.contains("mixed-content"), "{}", named.stdout);
    let url = format!("http://localhost:{port}/x");
    let home = run(&[&[&*url, "--browser", "chromium"], &page[..]].concat(), &[]);
    assert_eq!(home.code, 0, "{}", home.stdout);
}

#[test]
fn elements_ask_as_elements_do() {
    for (api, content_type) in [
        ("xhr", None),
        ("img", None),
        ("font", None),
        ("script", None),
        // A module must be JavaScript, and events events, by their types.
        ("module", Some("Content-Type: text/javascript")),
        ("style", None),
        ("shape", None),
        ("eventsource", Some("Content-Type: text/event-stream")),
    ] {
        let server = Server::answering(move |_| {
            let lines =
                ["Access-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy: same-origin"];
            answer(200, &lines.into_iter().chain(content_type).collect::<Vec<_>>())
        });
        let (code, document) = check_json(&[&server.url, "--api", api, "--browser", "spec"]);
        assert_eq!(code, 0, "{api}: {document}");
    }
    let missing = Server::answering(|_| answer(404, &["Access-Control-Allow-Origin: *"]));
    let checked = check(&[&missing.url, "--api", "script", "--browser", "spec"]);
    assert_eq!(checked.code, 0, "CORS has nothing against it");
    assert!(
        checked.stdout.contains("does not take what came with status 404"),
        "{}",
        checked.stdout
    );
    let at_home =
        Server::answering(|_| answer(200, &["Cross-Origin-Resource-Policy: same-origin"]));
    let unread = check(&[&at_home.url, "--api", "img", "--mode", "no-cors", "--browser", "spec"]);
    assert_eq!(unread.code, 1);
    assert!(unread.stdout.contains("resource-policy"), "{}", unread.stdout);
}
