//! What comes out beside the verdict: warnings, JSON, the drawing.

use std::fs;

use insta::assert_snapshot;

use super::command::check;
use super::command::check_json;
use super::servers::Server;
use super::servers::answer;

#[test]
fn what_breaks_tomorrow_is_told_today() {
    let server = Server::answering(|request| match request.target.as_str() {
        "/items" => answer(
            200,
            &[
                "Access-Control-Allow-Origin: http://localhost:3000",
                "Access-Control-Allow-Headers: *",
                "Access-Control-Allow-Credentials: true",
                "Access-Control-Max-Age: 86400",
            ],
        ),
        _ => answer(404, &[]),
    });
    let url = format!("{}/items", server.url);
    let checked = check(&[&url, "-H", "Authorization: 1", "--error-page"]);
    assert_eq!(checked.code, 0);
    let told = checked.stdout.find("\nasked for").expect("the error page is told");
    assert_snapshot!(checked.stdout[told..].trim_start(), @r"
    asked for what is not there, http://127.0.0.1:PORT/crosscheck-asks-for-what-is-not-there: status 404

    warning: vary-origin-missing
           the answer depends on who asks, and `Vary` does not name `Origin`
           seen     http://127.0.0.1:PORT/items: no `Vary`
           why      a cache may hand to one page what was meant for another, which is then refused
           fix      add `Vary: Origin` to every answer of this URL, also to those without CORS headers

    warning: authorization-by-wildcard
           `Authorization` is allowed by `*` alone
           seen     http://127.0.0.1:PORT/items: `Access-Control-Allow-Headers: *`
           why      the standard does not let `*` cover it, and browsers have announced to follow
           fix      list it by name: `Access-Control-Allow-Headers: authorization, …`

    warning: errors-without-cors
           the server's error page has no Access-Control-Allow-Origin
           seen     http://127.0.0.1:PORT/crosscheck-asks-for-what-is-not-there: status 404
           why      when something fails, script sees a CORS error in place of the status and the reason
           fix      add the CORS headers to every answer, errors included (nginx: `add_header … always`)

    note: max-age-above-caps
           `Access-Control-Max-Age` is more than browsers keep
           seen     http://127.0.0.1:PORT/items: `Access-Control-Max-Age: 86400`; chromium keeps it for 7200, webkit keeps it for 600
           why      the preflight comes again earlier than the number says
           fix      count on the smallest, or write what is meant to hold everywhere

    note: credentials-unused
           credentials are allowed, and none were sent
           seen     http://127.0.0.1:PORT/items: `Access-Control-Allow-Credentials: true`
           why      what needs no credentials should not be readable with them by every allowed origin
           fix      leave Access-Control-Allow-Credentials out, unless other requests need it

    allowed by chromium, firefox, webkit; 3 warnings; 2 notes
    ");
    assert_eq!(server.methods(), ["OPTIONS", "GET", "GET"]);
}

#[test]
fn machines_get_one_document() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let (code, document) = check_json(&[&server.url, "--browser", "webkit"]);
    assert_eq!(code, 0);
    assert_snapshot!(serde_json::to_string_pretty(&document).expect("JSON"), @r#"
    {
      "browsers": [
        {
          "after_image": null,
          "browser": "webkit",
          "console": [],
          "error": null,
          "messages": [
            {
              "answer": {
                "address": "127.0.0.1:PORT",
                "body_is_cut": false,
                "body_length": 2,
                "differs_in": null,
                "headers": [
                  [
                    "Access-Control-Allow-Origin",
                    "*"
                  ],
                  [
                    "Content-Length",
                    "2"
                  ]
                ],
                "protocol": "HTTP/1.1",
                "source": "server",
                "status": 200,
                "tls": false
              },
              "body_length": 0,
              "headers": [
                [
                  "Accept",
                  "*/*"
                ],
                [
                  "Accept-Language",
                  "en-US,en;q=0.9"
                ],
                [
                  "Referer",
                  "http://localhost:3000/"
                ],
                [
                  "Origin",
                  "http://localhost:3000"
                ],
                [
                  "Sec-Fetch-Dest",
                  "empty"
                ],
                [
                  "Sec-Fetch-Mode",
                  "cors"
                ],
                [
                  "Sec-Fetch-Site",
                  "cross-site"
                ]
              ],
              "is_credentialed": false,
              "is_preflight": false,
              "method": "GET",
              "url": "http://127.0.0.1:PORT/"
            }
          ],
          "refusal": null,
          "seen": {
            "body": "",
            "headers": [
              [
                "content-length",
                "2"
              ]
            ],
            "kind": "response",
            "redirected": false,
            "status": 200,
            "type": "cors",
            "url": "http://127.0.0.1:PORT/"
          },
          "verdict": "allowed"
        }
      ],
      "by_image": null,
      "by_lookalikes": [],
      "by_program": null,
      "by_stranger": null,
      "error_page": null,
      "findings": [],
      "page": "http://localhost:3000",
      "step": {
        "api": "fetch",
        "url": "http://127.0.0.1:PORT/"
      },
      "verdict": "allowed",
      "version": 2
    }
    "#);
}

#[test]
fn the_drawing_is_whole_and_holds_no_foreign_markup() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a.svg");
    let server = Server::answering(|_| {
        answer(200, &["Access-Control-Allow-Origin: </text><script>alert(1)</script>&\"'"])
    });
    let path = file.to_str().expect("a path of text");
    assert_eq!(check(&[&server.url, "--svg", path, "-X", "PUT"]).code, 1);
    let drawing = fs::read_to_string(&file).expect("it is written");
    assert!(drawing.starts_with("<svg "), "{drawing}");
    assert!(drawing.contains("prefers-color-scheme:dark"));
    assert!(drawing.contains("&lt;/text&gt;&lt;script&gt;alert(1)"), "{drawing}");
    assert!(!drawing.contains("<script"), "{drawing}");
    for told in
        ["1. OPTIONS /", "200 over HTTP/1.1", "✗ firefox", "http://localhost:3000 in chromium"]
    {
        assert!(drawing.contains(told), "{told}: {drawing}");
    }
}

#[test]
fn a_drawing_that_cannot_be_written_is_told() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let checked = check(&[&server.url, "--svg", "/nowhere/a.svg"]);
    assert_eq!(checked.code, 2);
    assert!(checked.stderr.contains("cannot write /nowhere/a.svg"), "{}", checked.stderr);
}

#[test]
fn one_refusal_tells_all_that_both_answers_must_say() {
    let server = Server::answering(|_| answer(204, &[]));
    let checked = check(&[&server.url, "--request", "PUT", "--header", "Authorization: Bearer t"]);
    assert_eq!(checked.code, 1);
    let needed = checked.stdout.split("       needed   ").skip(1).collect::<String>();
    let needed: Vec<&str> = needed.lines().map(str::trim).take(8).collect();
    assert_eq!(
        needed,
        [
            "the answer to OPTIONS must have status 204 and say",
            "Access-Control-Allow-Origin: http://localhost:3000",
            "Vary: Origin",
            "Access-Control-Allow-Methods: PUT",
            "Access-Control-Allow-Headers: authorization",
            "the answer must say",
            "Access-Control-Allow-Origin: http://localhost:3000",
            "Vary: Origin",
        ]
    );
}

#[test]
fn a_header_that_is_nearly_one_is_named() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Orgin: *"]));
    let checked = check(&[&server.url]);
    assert_eq!(checked.code, 1);
    let told = "`Access-Control-Allow-Orgin` is no header that browsers know: write \
                `access-control-allow-origin`";
    assert!(checked.stdout.contains(told), "{}", checked.stdout);
}
