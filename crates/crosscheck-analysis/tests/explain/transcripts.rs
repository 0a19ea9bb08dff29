//! Exchanges as tools print them: redirects, proxies, two requests after one another.

use super::first_rules;
use super::told;

/// `curl -L` follows as a browser does, but says `Origin` everywhere; a browser says `null` after it crossed.
#[test]
fn redirects_that_curl_followed_are_played_from_the_first_request() {
    let hop = |host: &str, answer: &str| {
        format!(
            "* Connected to {host} (192.0.2.1) port 443\n* ALPN: server accepted h2\n> GET /x HTTP/2\n> Host: {host}\n\
             > user-agent: curl/8.5.0\n> accept: */*\n> origin: https://shop.example\n>\n{answer}\n<\n"
        )
    };
    let allowed = "< access-control-allow-origin: https://shop.example";
    let redirect = format!("< HTTP/2 302\n< location: https://cdn.example.net/x\n{allowed}");
    let text = [
        hop("api.example.com", &redirect),
        hop("cdn.example.net", &format!("< HTTP/2 200\n{allowed}")),
    ]
    .concat();
    let report = told(&text);
    assert_eq!(first_rules(&report), ["allow-origin-mismatch"], "{report:#}");
    let evidence = &report["findings"][0]["evidence"];
    assert_eq!(evidence["redirected_from"], "https://api.example.com/x", "{report:#}");
    assert!(report.to_string().contains("Origin: null"), "{report:#}");
}

/// A proxy's answer and an interim one are not the server's.
#[test]
fn what_a_proxy_answers_is_not_what_the_server_answers() {
    let text = "* Establish HTTP proxy tunnel to api.example.com:443\n> CONNECT api.example.com:443 HTTP/1.1\n\
                > Host: api.example.com:443\n>\n< HTTP/1.1 200 Connection established\n< Via: 1.1 proxy\n\
                < Access-Control-Allow-Origin: *\n<\n* ALPN: server accepted http/1.1\n> POST /x HTTP/1.1\n\
                > Host: api.example.com\n> Origin: https://shop.example\n> Expect: 100-continue\n>\n\
                < HTTP/1.1 100 Continue\n<\n< HTTP/1.1 200 OK\n< Content-Type: text/plain\n<\n";
    let report = told(text);
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["url"], "https://api.example.com/x");
}

/// Asked by hand as a browser asks: first may I, then the request.
#[test]
fn a_preflight_and_its_request_are_judged_together() {
    let head = |method: &str, more: &str| {
        format!(
            "> {method} /x HTTP/2\n> Host: api.example.com\n> Origin: https://shop.example\n{more}>\n"
        )
    };
    let asks = "> Access-Control-Request-Method: DELETE\n";
    let lines = "< HTTP/2 200\n< access-control-allow-origin: https://shop.example\n";
    let text = [
        head("OPTIONS", asks),
        format!("{lines}< access-control-allow-methods: GET\n<\n"),
        head("DELETE", ""),
        format!("{lines}<\n"),
    ]
    .concat();
    let report = told(&text);
    assert_eq!(first_rules(&report), ["method-not-allowed"], "{report:#}");
    assert!(!report["notes"].to_string().contains("taken for granted"), "{report:#}");
}

/// Without a line about the connection nothing tells whether it was TLS; a page of https asks nobody without.
#[test]
fn heads_of_other_tools_are_read() {
    let twice = "> POST /x HTTP/1.1\n> Host: api.example.com\n> Origin: https://shop.example\n>\n< HTTP/1.1 200 OK\n\
                 < Access-Control-Allow-Origin: https://shop.example\n< Access-Control-Allow-Origin: *\n<\n";
    let httpie = "GET /x HTTP/1.1\nHost: api.example.com\nOrigin: https://shop.example\nUser-Agent: HTTPie/3.2.1\n\n\n\
                  HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://other.example\n\n{\"a\": 1}\n";
    // Firefox' panel shows the answer first.
    let firefox = "HTTP/2 200 \naccess-control-allow-origin: https://other.example\nX-Firefox-Spdy: h2\n\n\
                   GET /x HTTP/2\nHost: api.example.com\nOrigin: https://shop.example\nUser-Agent: Mozilla/5.0\n";
    let powershell = "StatusCode        : 200\nRawContent        : HTTP/1.1 200 OK\n                    \
                      Access-Control-Allow-Origin: https://a.example, https://b.example\n                    \
                      Content-Type: application/json\n";
    for (text, rule, page) in [
        (twice, "allow-origin-multiple", "https://shop.example"),
        (httpie, "allow-origin-mismatch", "https://shop.example"),
        (firefox, "allow-origin-mismatch", "https://shop.example"),
        (powershell, "allow-origin-list", "https://app.example.com"),
        (
            "access-control-allow-origin:https://shop.example/\ncontent-type:text/plain",
            "allow-origin-mismatch",
            "https://app.example.com",
        ),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), [rule], "{text}\n{report:#}");
        assert_eq!(report["findings"][0]["evidence"]["origin"], page, "{text}\n{report:#}");
    }
}

/// The commonest slip: the right origin with a slash behind it.
#[test]
fn an_origin_that_is_written_otherwise_is_told_as_browsers_write_it() {
    let block = told("access-control-allow-origin: https://app.example.com/\nserver: nginx");
    let all = block.to_string();
    assert!(all.contains("write it as browsers do, `https://app.example.com`"), "{block:#}");
    let console = "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been \
                   blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value \
                   'https://app.example.com/' that is not equal to the supplied origin.";
    assert!(told(console).to_string().contains("no final slash"));
    let other =
        console.replace("value 'https://app.example.com/'", "value 'https://b.example.com'");
    assert!(told(&other).to_string().contains("add the origin to those that the server allows"));
}

/// A server of https is known by its port where curl tells no more.
#[test]
fn port_443_is_https() {
    let text = "* Connected to api.example.com (192.0.2.1) port 443\n> OPTIONS /x HTTP/1.1\n> Host: \
                api.example.com\n> Origin: https://app.example.com\n> Access-Control-Request-Method: PUT\n>\n\
                < HTTP/1.1 405 Method Not Allowed\n< Allow: GET, POST\n<\n";
    let report = told(text);
    assert!(first_rules(&report).contains(&"preflight-status"), "{report:#}");
    assert!(!report.to_string().contains("mixed-content"), "{report:#}");
}

/// Nobody said that the page came over TLS: it is not refused for that alone.
#[test]
fn a_page_that_is_not_told_is_of_the_scheme_of_what_it_asks() {
    let text = "curl -i http://api.example.com/x\nHTTP/1.1 200 OK\nContent-Type: text/plain\n";
    let report = told(text);
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["origin"], "http://app.example.com");
}

#[test]
fn a_header_that_is_misspelled_is_no_header() {
    let report = told("HTTP/1.1 200 OK\nAccess-Control-Allow-Origins: https://app.example.com\n");
    let notes = report["notes"].to_string();
    assert!(notes.contains("write `access-control-allow-origin`"), "{notes}");
}

/// The third version of HTTP is never without TLS, and the later ones are shown without a request line.
#[test]
fn later_versions_of_http_are_read_as_tools_show_them() {
    let third = "* using HTTP/3\n* [HTTP/3] [0] OPENED stream for https://api.example.com/x\n> GET /x HTTP/3\n> Host: \
                 api.example.com\n> origin: https://app.example.com\n>\n< HTTP/3 200\n< \
                 access-control-allow-origin: https://app.example.com\n< vary: Origin\n<\n";
    let report = told(third);
    assert_eq!(report["verdict"], "allowed", "{report:#}");
    let panel = ":method: GET\n:scheme: https\n:authority: api.example.com\n:path: /items\norigin: \
                 https://app.example.com\naccept: */*\n\n:status: 200\ncontent-type: application/json\nserver: \
                 openresty\n";
    let report = told(panel);
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert!(report.to_string().contains("https://api.example.com/items"), "{report:#}");
}

/// Of an answer whoever looks for a header keeps its lines alone.
#[test]
fn header_lines_below_a_command_are_its_answer() {
    for (text, rules) in [
        (
            "$ curl -sI -H 'Origin: https://app.example.com' https://api.example.com/x | grep -i '^access'\n\
             access-control-allow-origin: https://www.example.com\n",
            &["allow-origin-mismatch"][..],
        ),
        (
            "$ curl -s -D - -o /dev/null https://api.example.com/x \\\n  -H 'Origin: https://app.example.com' | grep -i \
             access\naccess-control-allow-origin: *\n",
            &[],
        ),
        (
            "PS C:\\> (Invoke-WebRequest -Uri https://api.example.com/x -Headers @{ Origin = 'https://app.example.com' \
             }).Headers\n\nKey                          Value\n---                          -----\n\
             Access-Control-Allow-Origin  {http://localhost:4200}\nDate                         {Mon}\n",
            &["allow-origin-mismatch"],
        ),
    ] {
        let report = told(text);
        assert_eq!(
            (&report["kind"], first_rules(&report)),
            (&"transcript".into(), rules.to_vec()),
            "{text}"
        );
        assert!(
            rules.is_empty() || report.to_string().contains("https://api.example.com/x"),
            "{report:#}"
        );
    }
    // A request as it goes over the wire has lines of its own.
    let request = "PUT https://api.example.com/x HTTP/1.1\nOrigin: https://app.example.com\nContent-Type: image/png\n";
    assert_eq!(told(request)["kind"], "curl");
}

#[test]
fn a_command_with_a_cookie_asks_with_credentials() {
    for cookie in ["-H 'Cookie: sid=1'", "-b sid=1"] {
        let text = format!(
            "curl -i https://api.example.com/me -H 'Origin: https://app.example.com' {cookie}\nHTTP/1.1 200 OK\n\
             Access-Control-Allow-Origin: https://app.example.com\n"
        );
        assert_eq!(first_rules(&told(&text)), ["allow-credentials"], "{text}");
    }
}

/// Whoever tries a preflight by hand names no header, and a method that would need none.
#[test]
fn a_preflight_is_judged_whatever_it_asks_for() {
    for method in ["POST", "GET", "PUT"] {
        let command = format!(
            "curl -i -X OPTIONS https://api.example.com/login -H 'Origin: https://app.example.com' -H \
             'Access-Control-Request-Method: {method}'\n"
        );
        let report = told(&format!("{command}HTTP/2 405\nallow: POST\n"));
        assert_eq!(
            first_rules(&report),
            ["allow-origin-missing", "preflight-status"],
            "{report:#}"
        );
        let granted = "HTTP/2 204\naccess-control-allow-origin: https://app.example.com\naccess-control-allow-methods: PUT\n";
        assert!(first_rules(&told(&format!("{command}{granted}"))).is_empty(), "{command}");
    }
}

/// What a command printed is no line of a browser's that was wrapped.
#[test]
fn an_answer_below_a_command_is_read_line_by_line() {
    let text = "$ curl -sD - -o /dev/null -X OPTIONS -H \"Origin: https://app.example.com\" -H \
                \"Access-Control-Request-Method: PUT\" https://api.example.com/v1/me\nHTTP/1.1 200 OK\n\
                Access-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Origin: \
                https://app.example.com\nAccess-Control-Allow-Methods: GET, PUT\n";
    let report = told(text);
    assert_eq!(first_rules(&report), ["allow-origin-multiple"], "{report:#}");
}

#[test]
fn words_around_an_answer_tell_that_it_is_a_preflights() {
    let answer =
        "HTTP/1.1 401 Unauthorized\nServer: kong/3.6.1\n\n{\"message\":\"No API key found\"}\n\n";
    let of_preflight = format!(
        "{answer}that is the answer to OPTIONS /orders with Origin: https://page.example.com"
    );
    let report = told(&of_preflight);
    let evidence = &report["findings"][0]["evidence"];
    assert_eq!(evidence["stage"], "preflight", "{report:#}");
    assert_eq!(evidence["origin"], "https://page.example.com", "{report:#}");
    let of_request = format!("{answer}OPTIONS is not even sent");
    let report = told(&of_request);
    assert_ne!(report["findings"][0]["evidence"]["stage"], "preflight", "{report:#}");
}

#[test]
fn a_page_that_is_named_behind_a_command_is_no_url_that_was_asked() {
    let text = "$ curl -i https://api.example.com/ping\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: \
                https://www.example.com\n\n{}\nbut from https://example.com the browser says: The \
                'Access-Control-Allow-Origin' header has a value 'https://www.example.com' that is not equal to the \
                supplied origin.";
    let report = told(text);
    assert_eq!(first_rules(&report), ["allow-origin-mismatch"], "{report:#}");
    let evidence = &report["findings"][0]["evidence"];
    assert_eq!(evidence["url"], "https://api.example.com/ping", "{report:#}");
    assert_eq!(evidence["origin"], "https://example.com", "{report:#}");
}
