//! Who answered, where it was not the application that was asked: what the answer's headers and words tell.

use super::first_rules;
use super::told;

fn notes(text: &str) -> String {
    told(text)["notes"].to_string()
}

#[test]
fn a_page_of_html_for_a_preflight_is_named() {
    let preflight = |answer: &str| {
        format!(
            "> OPTIONS /v1/me HTTP/1.1\n> Host: api.example.com\n> Origin: http://app.example.com\n> \
             Access-Control-Request-Method: PUT\n>\n{answer}"
        )
    };
    let page = "< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=utf-8\n< Server: Vercel\n<\n<!DOCTYPE html>";
    let told = notes(&preflight(page));
    assert!(told.contains("tells that the preflight is answered as a page of HTML"), "{told}");
    // PHP gives the type to whatever names no other.
    let empty =
        "< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=UTF-8\n< Content-Length: 0\n<\n";
    assert!(!notes(&preflight(empty)).contains("a page of HTML"));
    let shared =
        page.replace("< Server: Vercel", "< Access-Control-Allow-Origin: http://app.example.com");
    assert!(!notes(&preflight(&shared)).contains("a page of HTML"));
}

#[test]
fn a_cache_that_does_not_vary_is_named() {
    let answer =
        "HTTP/2 200\ncontent-type: image/png\ncf-cache-status: HIT\nage: 120\nserver: cloudflare\n";
    let told = notes(answer);
    assert!(
        told.contains("`CF-Cache-Status: HIT`, no `Vary` tells that a cache answers"),
        "{told}"
    );
    for quiet in [
        answer.replace("HIT", "DYNAMIC").replace("age: 120\n", ""),
        answer.replace("age: 120", "vary: accept-encoding, Origin"),
        answer.replace("age: 120", "access-control-allow-origin: *"),
    ] {
        assert!(!notes(&quiet).contains("a cache answers"), "{quiet}");
    }
}

#[test]
fn a_method_in_other_letters_is_named() {
    let exchange = |listed: &str| {
        format!(
            "OPTIONS /x HTTP/1.1\nHost: api.example.com\nOrigin: http://app.example.com\n\
             Access-Control-Request-Method: PATCH\n\nHTTP/1.1 204 No Content\n\
             Access-Control-Allow-Origin: http://app.example.com\nAccess-Control-Allow-Methods: {listed}\n"
        )
    };
    assert!(notes(&exchange("get, patch")).contains("write the method in the list in capitals"));
    assert!(!notes(&exchange("GET, PUT")).contains("in capitals"));
    assert!(!notes(&exchange("PATCH, patch")).contains("in capitals"));
}

#[test]
fn a_gateway_and_a_guard_that_answer_themselves_are_named() {
    for (text, has) in [
        (
            "HTTP/2 403\nx-amzn-errortype: MissingAuthenticationTokenException\n\n\
             {\"message\":\"Missing Authentication Token\"}",
            &["DEFAULT_4XX", "with no OPTIONS it says so to each preflight"][..],
        ),
        ("HTTP/2 403\ncontent-type: text/html\ncf-mitigated: challenge\n", &["robots"]),
        (
            "HTTP/2 403\nserver: envoy\ncontent-length: 19\n\nRBAC: access denied",
            &["authorization policy"],
        ),
        (
            "HTTP/1.1 404 Not Found\nServer: kong/3.4.0\n\n{\"message\":\"no Route matched with those values\"}",
            &["has to list OPTIONS"],
        ),
        (
            "HTTP/1.1 403 Forbidden\ncontent-type: text/plain\n\nBlocked by fetch metadata policy (Sec-Fetch-Site)",
            &["before it comes to CORS"],
        ),
    ] {
        let told = notes(text);
        for has in has {
            assert!(told.contains(has), "`{has}` of {text}\n{told}");
        }
    }
    let asked = "> GET /x HTTP/1.1\n> Host: api.example.com\n> Sec-Fetch-Site: cross-site\n> Origin: \
                 http://app.example.com\n>\n< HTTP/1.1 403 Forbidden\n< Server: nginx\n<\n";
    assert!(!notes(asked).contains("speaks of"), "a browser's own header is no word of the server");
}

/// The body alone tells who answered, and no rule that was broken.
#[test]
fn the_body_of_a_gateway_is_no_refusal_of_a_browser() {
    for (body, has) in [
        ("{\"message\":\"Missing Authentication Token\"}", "does not have"),
        ("{\"message\": \"Forbidden\"}", "others say it, too"),
        ("{\"message\": \"Internal server error\"}", "the function's log"),
        ("{\"Message\":\"User is not authorized to access this resource\"}", "authorizer"),
    ] {
        let report = told(body);
        assert_eq!(report["kind"], "answer", "{report:#}");
        assert_eq!(first_rules(&report), [""; 0], "{report:#}");
        assert!(report["notes"].to_string().contains(has), "{report:#}");
    }
}

#[test]
fn a_framework_without_a_route_for_options_says_so() {
    for said in [
        "ActionController::RoutingError (No route matches [OPTIONS] \"/api/items\"):",
        "The OPTIONS method is not supported for route api/items. Supported methods: GET, HEAD, POST.",
        "{\"detail\":\"Method \\\"OPTIONS\\\" not allowed.\"}",
        "<pre>Cannot OPTIONS /api/items</pre>",
        "{\"message\":\"Route OPTIONS:/api/items not found\",\"error\":\"Not Found\",\"statusCode\":404}",
        "HttpRequestMethodNotSupportedException: Request method 'OPTIONS' is not supported",
    ] {
        let report = told(said);
        assert_eq!(first_rules(&report), ["preflight-status"], "{said}\n{report:#}");
    }
}
