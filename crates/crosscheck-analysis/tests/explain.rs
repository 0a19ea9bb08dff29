//! What people bring, and what is made of it: texts as browsers wrote them, with names in the place of
//! hosts. Each tells a story that the console leaves out.

use crosscheck::agent::Profile;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::read;
use crosscheck::scenario::Event;
use crosscheck::scenario::Player;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use crosscheck_analysis::fixes::Servers;
use serde_json::Value;
use serde_json::json;

fn told(text: &str) -> Value {
    let mut report =
        explain(text, &Overrides::default()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    report.write_fixes(Servers::parse("all").ok().as_ref());
    serde_json::to_value(&report).expect("it is JSON")
}

/// Rules of all findings, and of those that one may be about.
fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().into_iter().flatten();
    findings
        .flat_map(|finding| {
            let others = finding["or_rules"].as_array().into_iter().flatten();
            [&finding["rule"]].into_iter().chain(others)
        })
        .filter_map(Value::as_str)
        .collect()
}

fn first_rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().into_iter().flatten();
    findings.filter_map(|finding| finding["rule"].as_str()).collect()
}

/// A text, its rule, words that the advice must have, and words that it must not have.
type Case<'t> = (&'t str, &'t str, &'t [&'t str], &'t [&'t str]);

fn check(cases: &[Case<'_>]) {
    for (text, rule, has, lacks) in cases {
        let report = told(text);
        assert_eq!(first_rules(&report), [*rule], "{text}\n{report:#}");
        let all = report.to_string();
        for word in *has {
            assert!(all.contains(word), "`{word}` of {text}\n{report:#}");
        }
        for word in *lacks {
            assert!(!all.contains(word), "no `{word}` of {text}\n{report:#}");
        }
    }
}

const PAGE_ALLOWED: &str = "\"Access-Control-Allow-Origin\",\"https://app.example.com\"";

/// After a redirect from one origin to another the request says `Origin: null`: no header with the page's
/// origin lets it through, so none is advised.
#[test]
fn a_redirect_across_origins_is_mended_where_it_is_made() {
    check(&[
        (
            include_str!("data/redirect-across-origins.chromium.txt"),
            "allow-origin-missing",
            &["the session is over", "401"],
            &[PAGE_ALLOWED, "add_header"],
        ),
        (
            "Access to fetch at 'https://cdn.example.net/k' (redirected from 'https://api.example.com/k') \
             from origin 'https://app.example.com' has been blocked by CORS policy: No \
             'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["Origin: null", "\"sent_origin\":\"null\"", "ask https://cdn.example.net/k at once"],
            &[PAGE_ALLOWED, "add_header", "session is over"],
        ),
        // The value is the page's own origin, and still it is not equal to what was sent.
        (
            "Access to XMLHttpRequest at 'https://cdn.example.net/k' (redirected from \
             'https://api.example.com/k') from origin 'https://app.example.com' has been blocked by CORS \
             policy: The 'Access-Control-Allow-Origin' header has a value 'https://app.example.com' that is \
             not equal to the supplied origin.",
            "allow-origin-mismatch",
            &["Origin: null", "do not redirect"],
            &[PAGE_ALLOWED, "letter by letter"],
        ),
        (
            "Access to fetch at 'https://cdn.example.net/k' from origin 'https://app.example.com' has been \
             blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value \
             'https://app.example.com' that is not equal to the supplied origin.",
            "allow-origin-mismatch",
            &["Origin: null"],
            &[PAGE_ALLOWED],
        ),
        (
            include_str!("data/redirect-to-null.webkit.txt"),
            "allow-origin-missing",
            &["two causes", "a redirect from one origin to another", "sandboxed frame"],
            &["add_header"],
        ),
        // Old Chromium names both ends of the hop.
        (
            "Redirect from 'https://api.example.com/k' to 'https://cdn.example.net/k' has been blocked by \
             CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. \
             Origin 'https://app.example.com' is therefore not allowed access.",
            "allow-origin-missing",
            &["https://cdn.example.net/k is asked with `Origin: null`"],
            &[],
        ),
        (
            "XMLHttpRequest cannot load https://cdn.example.net/k. No 'Access-Control-Allow-Origin' header is \
             present on the requested resource. Origin 'null' is therefore not allowed access.",
            "allow-origin-missing",
            &["two causes"],
            &["add_header"],
        ),
        // Firefox does not tell the page.
        (
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
             https://cdn.example.net/k. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match \
             ‘https://app.example.com’).",
            "allow-origin-mismatch",
            &["Origin: null"],
            &[],
        ),
        // Within one origin nothing is lost.
        (
            "Access to fetch at 'https://api.example.com/b' (redirected from 'https://api.example.com/a') from \
             origin 'https://app.example.com' has been blocked by CORS policy: No \
             'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &[PAGE_ALLOWED],
            &["Origin: null"],
        ),
        (
            "Access to fetch at 'https://api.example.com/b' from origin 'null' has been blocked by CORS \
             policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["no origin to name"],
            &["two causes", "add_header"],
        ),
    ]);
}

/// Nobody can, or should, let script read a page to sign in at.
#[test]
fn an_api_that_redirects_to_a_sign_in_page_tells_that_the_session_is_over() {
    check(&[
        (
            include_str!("data/redirect-to-sign-in.chromium.txt"),
            "allow-origin-missing",
            &["the session is over", "401", "location.assign"],
            &[PAGE_ALLOWED, "add_header"],
        ),
        (
            "Access to XMLHttpRequest at 'https://login.microsoftonline.com/common/oauth2/authorize?x=1' \
             (redirected from 'https://app.example.com/api/me') from origin 'https://app.example.com' has \
             been blocked by CORS policy: Response to preflight request doesn't pass access control check: \
             No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["401"],
            &[],
        ),
        (
            "Access to fetch at 'https://api.example.com/users/sign_in' (redirected from \
             'https://api.example.com/me') from origin 'https://app.example.com' has been blocked by CORS \
             policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["the session is over"],
            &[PAGE_ALLOWED],
        ),
        // To be redirected from where people sign in is another matter.
        (
            "Access to fetch at 'https://api.example.com/login/' (redirected from \
             'https://api.example.com/login') from origin 'https://app.example.com' has been blocked by CORS \
             policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &[PAGE_ALLOWED],
            &["session is over"],
        ),
        (
            "Access to fetch at 'https://cdn.example.net/b' (redirected from 'https://app.example.com/a') from \
             origin 'https://app.example.com' has been blocked by CORS policy: No \
             'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["began at the page's own origin", PAGE_ALLOWED],
            &[],
        ),
    ]);
}

#[test]
fn a_page_that_is_a_file_is_told_what_its_application_sends() {
    check(&[(
        include_str!("data/page-is-a-file.chromium.txt"),
        "allow-origin-missing",
        &["Origin: file://", "\"Access-Control-Allow-Origin\",\"file://\"", "app://"],
        &["left out"],
    )]);
}

/// One list holds the names of all of them; two patches would undo each other.
#[test]
fn two_headers_of_one_list_are_one_finding_with_one_patch() {
    let report = told(include_str!("data/two-headers-not-exposed.chromium.txt"));
    assert_eq!(first_rules(&report), ["header-not-exposed"]);
    let express = report["findings"][0]["fixes"].as_array().expect("patches");
    let express =
        express.iter().find(|fix| fix["server"] == "express").expect("Express").to_string();
    assert!(express.contains("grpc-status") && express.contains("grpc-message"), "{express}");
}

#[test]
fn what_is_not_cors_is_named_with_a_fix_of_its_own() {
    check(&[
        (
            include_str!("data/policy-of-the-page.chromium.txt"),
            "blocked-by-csp",
            &["http://127.0.0.1:18902 to `connect-src`"],
            &["same-origin", "add_header"],
        ),
        (
            "Connecting to 'https://api.example.com/x' violates the following Content Security Policy \
             directive: \"default-src 'self'\". Note that 'connect-src' was not explicitly set, so \
             'default-src' is used as a fallback. The action has been blocked.\nFetch API cannot load \
             https://api.example.com/x. Refused to connect because it violates the document's Content \
             Security Policy.",
            "blocked-by-csp",
            &["https://api.example.com to `connect-src`", "chromium"],
            &[],
        ),
        (
            "Refused to connect to 'wss://api.example.com/s' because it violates the following Content \
             Security Policy directive: \"connect-src 'self'\".",
            "blocked-by-csp",
            &["connect-src"],
            &[],
        ),
        (
            "Content-Security-Policy: The page’s settings blocked the loading of a resource (connect-src) at \
             https://api.example.com/x because it violates the following directive: “connect-src 'self'”",
            "blocked-by-csp",
            &["https://api.example.com to `connect-src`", "firefox"],
            &[],
        ),
        (
            "Content Security Policy: The page’s settings blocked the loading of a resource at \
             https://api.example.com/x (“connect-src”).",
            "blocked-by-csp",
            &["https://api.example.com to `connect-src`"],
            &[],
        ),
        (
            "[Error] Refused to connect to https://api.example.com/x because it does not appear in the \
             connect-src directive of the Content Security Policy.\n[Error] Fetch API cannot load \
             https://api.example.com/x due to access control checks.",
            "blocked-by-csp",
            &["https://api.example.com to `connect-src`", "webkit"],
            &[],
        ),
        (
            "Refused to load the script 'https://cdn.example.com/a.js' because it violates the following \
             Content Security Policy directive: \"script-src 'self'\".",
            "blocked-by-csp",
            &["`script-src`"],
            &[],
        ),
        (
            "Loading the font 'https://cdn.example.com/a.woff2' violates the following Content Security \
             Policy directive: \"font-src 'self'\". The action has been blocked.",
            "blocked-by-csp",
            &["`font-src`"],
            &[],
        ),
        (include_str!("data/mixed-content.chromium.txt"), "mixed-content", &["over https"], &[]),
        (
            "[blocked] The page at https://app.example.com/ was not allowed to run insecure content from \
             http://api.example.com/x.",
            "mixed-content",
            &["over https"],
            &[],
        ),
        (
            "SecurityError: Failed to construct 'WebSocket': An insecure WebSocket connection may not be \
             initiated from a page loaded over HTTPS.",
            "mixed-content",
            &[],
            &[],
        ),
        (
            "Cross-Origin Read Blocking (CORB) blocked cross-origin response https://api.example.com/x.json \
             with MIME type application/json. See https://www.chromestatus.com/feature/5629709824032768 for \
             more details.",
            "opaque-response-blocked",
            &["ask for it with `fetch` by CORS"],
            &["add_header"],
        ),
        (
            "GET https://api.example.com/x.json net::ERR_BLOCKED_BY_ORB",
            "opaque-response-blocked",
            &["https://api.example.com/x.json"],
            &[],
        ),
        (
            "The resource at “https://api.example.com/x” was blocked by OpaqueResponseBlocking. Reason: \
             “after sniff: status code is not in allowed range”.",
            "opaque-response-blocked",
            &[],
            &["add_header"],
        ),
        (
            "GET https://cdn.example.com/a.png net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin 200 (OK)",
            "resource-policy",
            &["Cross-Origin-Resource-Policy"],
            &[],
        ),
        (
            "GET https://cdn.example.com/a.png \
             net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep 200 (OK)",
            "resource-policy",
            &["Cross-Origin-Embedder-Policy: require-corp", "credentialless"],
            &[],
        ),
        (
            "net::ERR_BLOCKED_BY_RESPONSE.CoepFrameResourceNeedsCoepHeader",
            "embedder-policy",
            &["Cross-Origin-Embedder-Policy: require-corp"],
            &["Access-Control-Allow-Origin\""],
        ),
        (
            "Refused to execute script from 'https://cdn.example.com/a.js' because its MIME type \
             ('text/plain') is not executable, and strict MIME type checking is enabled.",
            "no-sniff",
            &["text/javascript"],
            &["add_header"],
        ),
        (
            "Failed to load module script: Expected a JavaScript-or-Wasm module script but the server \
             responded with a MIME type of \"text/html\". Strict MIME type checking is enforced for module \
             scripts per HTML spec.",
            "wrong-type",
            &["index.html"],
            &["add_header"],
        ),
        (
            "Loading module from “https://cdn.example.com/a.js” was blocked because of a disallowed MIME type \
             (“text/html”).",
            "wrong-type",
            &["index.html"],
            &[],
        ),
        ("TypeError: 'text/html' is not a valid JavaScript MIME type.", "wrong-type", &[], &[]),
        (
            include_str!("data/worker-of-another-origin.chromium.txt"),
            "worker-origin",
            &["importScripts", "own origin"],
            &["add_header"],
        ),
        (
            include_str!("data/worker-of-another-origin.firefox.txt"),
            "worker-origin",
            &["importScripts", "disallowed-by-mode"],
            &["add_header"],
        ),
        (
            "<script> tag: “https://cdn.example.com/a.js” is not eligible for integrity checks since it’s neither \
             CORS-enabled nor same-origin.",
            "integrity-needs-cors",
            &["crossorigin"],
            &[],
        ),
        (
            "Failed to find a valid digest in the 'integrity' attribute for resource \
             'https://cdn.example.com/a.js' with computed SHA-384 integrity 'abc'. The resource has been \
             blocked.",
            "integrity-mismatch",
            &["make the digest anew"],
            &["add_header"],
        ),
        (
            "[Error] Cannot load script https://cdn.example.com/a.js. Failed integrity metadata check. Content \
             length: 23, Expected content length: 23, Expected metadata: sha256-x",
            "integrity-needs-cors",
            &["integrity-mismatch", "tell_apart"],
            &[],
        ),
        (
            "Uncaught SecurityError: Failed to read the 'cssRules' property from 'CSSStyleSheet': Cannot access \
             rules",
            "style-sheet-unreadable",
            &["crossorigin"],
            &[],
        ),
        (
            "SecurityError: CSSStyleSheet.cssRules getter: Not allowed to access cross-origin stylesheet",
            "style-sheet-unreadable",
            &[],
            &[],
        ),
        (
            include_str!("data/texture.chromium.txt"),
            "canvas-tainted",
            &["crossOrigin", "Access-Control-Allow-Origin"],
            &[],
        ),
        (
            "SecurityError: Failed to execute 'texSubImage2D' on 'WebGL2RenderingContext': The video element \
             contains cross-origin data, and may not be loaded.",
            "canvas-tainted",
            &["crossOrigin"],
            &[],
        ),
        (
            "SecurityError: Failed to execute 'texImage2D' on 'WebGLRenderingContext': The cross-origin image at \
             https://cdn.example.com/a.png may not be loaded.",
            "canvas-tainted",
            &["https://cdn.example.com/a.png"],
            &[],
        ),
        (
            "WebGL warning: texImage: Cross-origin elements require CORS.",
            "canvas-tainted",
            &["firefox"],
            &[],
        ),
        (
            include_str!("data/audio-source-is-silent.chromium.txt"),
            "media-without-cors",
            &["crossorigin", "before `src`", "Access-Control-Allow-Origin"],
            &[],
        ),
        (
            "The HTMLMediaElement passed to createMediaElementSource has a cross-origin resource, the node will \
             output silence.",
            "media-without-cors",
            &["firefox"],
            &[],
        ),
        (
            "SecurityError: Failed to execute 'captureStream' on 'HTMLMediaElement': Cannot capture from element \
             with cross-origin data",
            "media-without-cors",
            &[],
            &[],
        ),
        (
            "A preload for 'https://cdn.example.com/a.woff2' is found, but is not used because the request \
             credentials mode does not match. Consider taking a look at crossorigin attribute.",
            "preload-unused",
            &["fonts always"],
            &["add_header"],
        ),
        (
            "The FetchEvent for \"https://api.example.com/x\" resulted in a network error response: an \"opaque\" \
             response was used for a request whose type is not no-cors",
            "service-worker-response",
            &["mode: \\\"cors\\\""],
            &["add_header"],
        ),
        (
            "The FetchEvent for \"https://app.example.com/\" resulted in a network error response: a redirected \
             response was used for a request whose redirect mode is not \"follow\".",
            "service-worker-response",
            &["new Response(response.body"],
            &[],
        ),
        (
            "Failed to load ‘https://app.example.com/’. A ServiceWorker passed a redirected Response to \
             FetchEvent.respondWith() while RedirectMode is not ‘follow’.",
            "service-worker-response",
            &["new Response(response.body"],
            &[],
        ),
        (
            "Cookie “session” has been rejected because it is in a cross-site context and its “SameSite” is \
             “Lax” or “Strict”.",
            "cookie-left-out",
            &["SameSite=None; Secure"],
            &["add_header"],
        ),
        (
            include_str!("data/local-network-in-a-frame.chromium.txt"),
            "local-network-denied",
            &["allow=\\\"local-network-access\\\"", "loopback-network"],
            &["add_header"],
        ),
        (
            "GET https://ads.example.com/track.js net::ERR_BLOCKED_BY_CLIENT",
            "blocked-by-client",
            &["private window"],
            &["add_header"],
        ),
        (
            "GET http://localhost:3000/x net::ERR_CONNECTION_REFUSED\nUncaught (in promise) TypeError: Failed to \
             fetch",
            "network-failure",
            &["nobody listens at http://localhost:3000/x"],
            &["add_header"],
        ),
        (
            "GET https://localhost:3000/x net::ERR_CERT_AUTHORITY_INVALID",
            "network-failure",
            &["certificate"],
            &[],
        ),
        (
            "Uncaught DOMException: Blocked a frame with origin \"https://app.example.com\" from accessing a \
             cross-origin frame.",
            "frame-access",
            &["postMessage"],
            &["add_header"],
        ),
        (
            "Refused to display 'https://example.net/' in a frame because it set 'X-Frame-Options' to \
             'sameorigin'.",
            "frame-refused",
            &["frame-ancestors"],
            &["add_header"],
        ),
    ]);
}

/// What script is told of a failure is next to nothing: every cause is named, likeliest first, with what
/// tells it from the others; no patch is made for a guess.
#[test]
fn a_text_of_several_causes_names_them_all_and_how_to_tell() {
    for (text, expected) in [
        (
            "TypeError: Failed to fetch",
            &[
                "allow-origin-missing",
                "network-failure",
                "mixed-content",
                "blocked-by-csp",
                "blocked-by-client",
            ][..],
        ),
        ("TypeError: Load failed", &["allow-origin-missing", "network-failure", "blocked-by-csp"]),
        (
            "TypeError: NetworkError when attempting to fetch resource.",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "AxiosError: Network Error\n    at XMLHttpRequest.handleError",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "GET https://api.example.com/x net::ERR_FAILED",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "GET https://api.example.com/x net::ERR_FAILED 200 (OK)",
            &["allow-origin-missing", "allow-origin-mismatch"],
        ),
        (
            "SecurityError: The operation is insecure.",
            &["canvas-tainted", "worker-origin", "mixed-content"],
        ),
        (
            "[Error] Cross-origin script load denied by Cross-Origin Resource Sharing policy.",
            &["allow-origin-missing"],
        ),
        (
            "Http failure response for https://api.example.com/x: 0 Unknown Error",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "ClientException: XMLHttpRequest error., uri=https://api.example.com/x",
            &["allow-origin-missing"],
        ),
        (include_str!("data/font.firefox.txt"), &["allow-origin-missing", "allow-origin-mismatch"]),
        (
            "TypeError: Failed to fetch dynamically imported module: https://cdn.example.com/a.js",
            &["network-failure", "wrong-type", "allow-origin-missing"],
        ),
        (
            "CypressError: The following error originated from your application code, not from Cypress.\n\n  > Failed to fetch",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "Error: page.evaluate: TypeError: Failed to fetch\n    at app.spec.ts:3:1",
            &["allow-origin-missing"],
        ),
    ] {
        let report = told(text);
        let all = rules(&report);
        assert_eq!(first_rules(&report).len(), 1, "{text}: {report:#}");
        assert_eq!(all[0], expected[0], "{text}");
        for rule in expected {
            assert!(all.contains(rule), "{rule} of {text}: {all:?}");
        }
        let finding = &report["findings"][0];
        assert!(finding["tell_apart"].is_string(), "{text}");
        let causes = finding["causes"].as_array().expect("causes");
        assert_eq!(causes.len(), all.len());
        assert!(causes.iter().all(|cause| cause["sign"] != ""), "{text}");
        if !text.contains("script load denied") {
            assert_eq!(finding["fixes"], json!([]), "no patch for a guess: {text}");
        }
    }
}

/// Script's own words beside the console's tell nothing more.
#[test]
fn what_script_is_told_beside_the_reason_is_no_second_finding() {
    let report = told(
        "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has been blocked by \
         CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n\
         GET https://api.example.com/x net::ERR_FAILED 200 (OK)\nUncaught (in promise) TypeError: Failed to fetch",
    );
    assert_eq!(rules(&report), ["allow-origin-missing"]);
}

/// Firefox speaks the user's language; what is right is the rule of the English text of the same key.
#[test]
fn firefox_is_understood_in_german_and_chinese() {
    for (file, expected) in [
        (
            include_str!("data/console.firefox-de.txt"),
            [
                "allow-origin-missing",
                "allow-origin-missing",
                "network-failure",
                "wildcard-with-credentials",
            ],
        ),
        (
            include_str!("data/console.firefox-zh-cn.txt"),
            [
                "allow-origin-missing",
                "allow-origin-missing",
                "network-failure",
                "wildcard-with-credentials",
            ],
        ),
    ] {
        for (line, rule) in file.lines().zip(expected) {
            let report = told(line);
            assert_eq!(first_rules(&report), [rule], "{line}");
            assert!(
                report["findings"][0]["evidence"]["url"]
                    .as_str()
                    .is_some_and(|u| u.starts_with("http://localhost:18902/"))
            );
        }
    }
    let files = [
        include_str!("data/every-text.firefox-de.txt"),
        include_str!("data/every-text.firefox-zh-cn.txt"),
    ];
    for line in files.into_iter().flat_map(str::lines) {
        let (key, text) = line.split_once('\t').expect("a key and a text");
        // A URL of http is not what is not http: a redirect led there.
        if key == "CORSRequestNotHttp" {
            assert_eq!(first_rules(&told(text)), ["location-scheme"], "{line}");
            continue;
        }
        let rule = match key {
            // The value is no origin.
            "CORSAllowOriginNotMatchingOrigin" => "allow-origin-invalid",
            key => FetchRule::called(key).map_or("authorization-by-wildcard", FetchRule::name),
        };
        assert_eq!(first_rules(&told(text)), [rule], "{line}");
    }
}

#[test]
fn a_language_that_nobody_knows_is_never_guessed_to_lack_a_header() {
    for (text, rule) in [
        (
            "Bloketita: https://api.example.com/x. (Kialo: CORS io 'Access-Control-Allow-Methods').",
            "method-not-allowed",
        ),
        (
            "Bloketita: https://api.example.com/x. (Kialo: CORS 'Access-Control-Allow-Origin' ne egalas 'https://b.example').",
            "allow-origin-mismatch",
        ),
        ("Bloketita: https://api.example.com/x. (Kialo: CORS malsukcesis).", "network-failure"),
    ] {
        let [reading] = &read(text)[..] else { panic!("{text}") };
        assert_eq!(reading.refusal.rule.name(), rule, "{text}");
        assert!(!reading.rules.contains(&FetchRule::AllowOriginMissing), "{text}");
    }
    let one_or_other =
        "Bloketita: https://api.example.com/x. (Kialo: CORS 'Access-Control-Allow-Origin').";
    let [reading] = &read(one_or_other)[..] else { panic!() };
    assert!(reading.is_vague && reading.rules.contains(&FetchRule::AllowOriginMultiple));
}

#[test]
fn a_har_file_is_read_entry_by_entry() {
    let judged = |text: &str| {
        let report = told(text);
        let rules: Vec<String> = first_rules(&report).into_iter().map(str::to_owned).collect();
        (report["verdict"].clone(), rules, report)
    };
    // Both pages were let in, each by a preflight of its own.
    let (verdict, rules, report) = judged(include_str!("data/two-pages-one-endpoint.har"));
    assert_eq!((verdict, rules), (json!("allowed"), vec![]), "{report:#}");
    // The first try was let through; of the second the preflight was turned away.
    let (_, rules, report) = judged(include_str!("data/second-preflight-refused.har"));
    assert_eq!(rules, ["allow-origin-missing", "preflight-status"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["status"], 429);
    assert_eq!(report["findings"][0]["evidence"]["stage"], "preflight");
    let (_, rules, _) = judged(include_str!("data/null-in-optional-fields.har"));
    assert_eq!(rules, ["allow-origin-missing"]);
    let (verdict, rules, _) = judged(include_str!("data/failed-in-playwright.har"));
    assert_eq!((verdict, rules), (json!("unknown"), vec![]));
}

/// A HAR file of these entries: method, page, more of the entry.
fn har(creator: &str, entries: &[Value]) -> String {
    json!({ "log": { "creator": { "name": creator }, "pages": null, "entries": entries } })
        .to_string()
}

fn entry(
    method: &str,
    page: &str,
    asked: Option<&str>,
    status: i64,
    allowed: Option<&str>,
) -> Value {
    let mut sent = vec![
        json!({ "name": "origin", "value": page }),
        json!({ "name": "sec-fetch-mode", "value": "cors" }),
    ];
    if let Some(asked) = asked {
        sent.push(json!({ "name": "access-control-request-method", "value": asked }));
    }
    let mut got = Vec::new();
    if let Some(allowed) = allowed {
        got.push(json!({ "name": "access-control-allow-origin", "value": allowed }));
        got.push(json!({ "name": "access-control-allow-methods", "value": "PUT" }));
    }
    json!({
        "request": { "method": method, "url": "https://api.example.com/x", "headers": sent, "postData": null },
        "response": { "status": status, "headers": got, "_error": null },
        "pageref": null,
    })
}

/// Chromium writes a preflight behind its request, Firefox before it; a retry has its own.
#[test]
fn a_preflight_belongs_to_the_request_that_it_was_sent_for() {
    let app = "https://app.example.com";
    let refused = entry("OPTIONS", app, Some("PUT"), 204, None);
    let granted = entry("OPTIONS", app, Some("PUT"), 204, Some(app));
    let blocked = entry("PUT", app, None, 0, None);
    let read = entry("PUT", app, None, 200, Some(app));
    for (creator, entries) in [
        ("Firefox", vec![refused.clone(), blocked.clone(), granted.clone(), read.clone()]),
        ("WebInspector", vec![blocked.clone(), refused.clone(), read.clone(), granted.clone()]),
        ("", vec![read.clone(), granted.clone(), blocked.clone(), refused.clone()]),
        ("", vec![granted.clone(), read.clone(), refused.clone(), blocked.clone()]),
        // A remembered preflight serves the second request.
        (
            "Firefox",
            vec![granted.clone(), read.clone(), read.clone(), refused.clone(), blocked.clone()],
        ),
    ] {
        let report = told(&har(creator, &entries));
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{creator} {report:#}");
    }
}

/// A cache keeps what an `<img>` was answered, without CORS; `fetch` is then given that.
#[test]
fn a_cached_answer_is_told_as_one() {
    let mut kept = entry("GET", "https://app.example.com", None, 200, None);
    kept["_fromCache"] = json!("disk");
    let report = told(&har("WebInspector", &[kept]));
    assert_eq!(first_rules(&report), ["allow-origin-missing"]);
    assert!(report.to_string().contains("browser's cache"), "{report:#}");
}

#[test]
fn a_scenario_says_the_same_as_the_console_of_it() {
    let file = include_str!("data/redirect-across-origins.chromium.txt");
    let [reading] = &read(file)[..] else { panic!() };
    assert!(reading.refusal.is_tainted);
    for (file, tainted) in [
        (include_str!("data/redirect-across-origins.scenario.jsonl"), Some(true)),
        (
            include_str!("data/redirect-across-origins-that-allows-the-page.scenario.jsonl"),
            Some(true),
        ),
        (include_str!("data/authorization-after-redirects.scenario.jsonl"), None),
    ] {
        for line in file.lines() {
            let scenario: Scenario = serde_json::from_str(line).expect("a scenario");
            let mut server = ScriptedServer::new(&scenario.server);
            let mut ends = Vec::new();
            Player::new(&Profile::CHROMIUM).play_traced(&scenario, &mut server, &mut |event| {
                if let Event::End { outcome: Ok(outcome), .. } = event {
                    ends.push(outcome.result.clone().map_err(|failure| Refusal::of(&failure)));
                }
            });
            let tainted_by =
                ends.iter().map(|end| end.as_ref().err().map(|refusal| refusal.is_tainted));
            assert_eq!(tainted_by.collect::<Vec<_>>(), [tainted], "{line}");
        }
    }
}

#[test]
fn requests_are_read_however_they_are_written() {
    let chromium = r#"fetch("https://api.example.com/x", {
  "headers": { "accept": "*/*", "content-type": "application/json", "sec-fetch-mode": "cors", "x-token": "1" },
  "referrer": "https://app.example.com/",
  "body": "{\"a\":1}",
  "method": "PUT",
  "mode": "cors",
  "credentials": "include"
});"#;
    let firefox = r#"await fetch("https://api.example.com/x", {
    "credentials": "include",
    "headers": { "User-Agent": "Mozilla/5.0", "Accept": "*/*", "Content-Type": "application/json", "X-Token": "1" },
    "referrer": "https://app.example.com/", "body": "{}", "method": "PUT", "mode": "cors"
});"#;
    let node = r#"fetch("https://api.example.com/x", {
  "headers": { "accept": "*/*", "content-type": "application/json", "x-token": "1", "cookie": "a=b",
    "Referer": "https://app.example.com/", "user-agent": "Mozilla/5.0" },
  "body": null, "method": "PUT" });"#;
    let by_hand = "const r = await fetch(`https://api.example.com/x`, {\n  method: 'PUT',\n  headers: {'Content-Type': \
                   'application/json', 'X-Token': token, Referer: 'https://app.example.com/'},\n  credentials: \
                   'include',\n  body: JSON.stringify({ a: [1, 2] }),\n})";
    let powershell = "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n\
                      $session.Cookies.Add((New-Object System.Net.Cookie(\"a\", \"b\", \"/\", \"api.example.com\")))\n\
                      Invoke-WebRequest -UseBasicParsing -Uri \"https://api.example.com/x\" `\n-Method \"PUT\" `\n\
                      -WebSession $session `\n-Headers @{\n\"origin\"=\"https://app.example.com\"\n  \
                      \"x-token\"=\"1\"\n} `\n-ContentType \"application/json\" `\n-Body \"{`\"a`\":1}\"";
    let axios = "axios.put('https://api.example.com/x', { a: 1 }, { withCredentials: true, headers: { 'x-token': \
                 '1', Referer: 'https://app.example.com/' } })";
    for text in [chromium, firefox, node, by_hand, powershell, axios] {
        let report = told(text);
        assert_eq!(report["verdict"], "explained", "{text}");
        let preflight = report["preflight"].to_string();
        assert!(
            preflight.contains("content-type,x-token") && preflight.contains("PUT"),
            "{text}: {preflight}"
        );
        assert!(preflight.contains("https://app.example.com"), "{text}: {preflight}");
        let needed = report["findings"][0]["needed"].to_string();
        assert!(needed.contains("Access-Control-Allow-Credentials"), "{text}: {needed}");
    }
}

#[test]
fn transcripts_and_header_blocks_are_judged() {
    let verbose = "* Connected to api.example.com (192.0.2.1) port 443\n* SSL connection using TLSv1.3\n> OPTIONS /x \
                   HTTP/1.1\n> Host: api.example.com\n> User-Agent: curl/8.5.0\n> Accept: */*\n> Origin: \
                   https://app.example.com\n> Access-Control-Request-Method: PUT\n>\n< HTTP/1.1 403 Forbidden\n< Server: \
                   nginx/1.22.1\n< Content-Length: 0\n<\n* Connection #0 left intact";
    let report = told(verbose);
    assert_eq!(first_rules(&report), ["allow-origin-missing", "preflight-status"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["url"], "https://api.example.com/x");
    assert_eq!(report["findings"][0]["server_software"], "nginx");

    let with_body = "$ curl -i https://api.example.com/x -H 'Origin: https://app.example.com'\nHTTP/2 200\ncontent-type: \
                     application/json\naccess-control-allow-origin: https://other.example.com\n\n{\"a\": 1}";
    assert_eq!(first_rules(&told(with_body)), ["allow-origin-mismatch"]);

    let unasked = told("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
    assert_eq!(first_rules(&unasked), ["allow-origin-missing"]);
    let open = told("HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n");
    assert_eq!(open["verdict"], "allowed");

    // With credentials, which the second line promises, the first is worth nothing.
    let block = "access-control-allow-origin: *\naccess-control-allow-credentials: true\ncontent-type: text/plain";
    assert_eq!(first_rules(&told(block)), ["wildcard-with-credentials"]);
    let listed = "Access-Control-Allow-Origin: https://a.example, https://b.example\nVary: Origin";
    assert_eq!(first_rules(&told(listed)), ["allow-origin-list"]);

    let panel = "Request URL:\nhttps://api.example.com/x\nRequest Method:\nGET\nStatus Code:\n200 OK\nReferrer \
                 Policy:\nstrict-origin-when-cross-origin\naccess-control-allow-origin:\n*\ncontent-type:\n\
                 application/json\norigin:\nhttps://app.example.com\ncookie:\na=b\n";
    assert_eq!(first_rules(&told(panel)), ["wildcard-with-credentials"]);
}

#[test]
fn a_url_alone_offers_to_ask_it() {
    let report = told("https://api.example.com/orders");
    assert_eq!(report["verdict"], "explained");
    assert!(
        report["notes"][0]
            .as_str()
            .is_some_and(|note| note.contains("crosscheck check https://api.example.com/orders"))
    );
}

#[test]
fn failures_of_test_runners_are_read() {
    check(&[
        (
            "Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/\nCall log:\n  - navigating to \
             \"http://localhost:3000/\", waiting until \"load\"",
            "network-failure",
            &["nobody listens at http://localhost:3000/"],
            &[],
        ),
        ("Error: page.goto: NS_ERROR_CONNECTION_REFUSED", "network-failure", &[], &[]),
        (
            "CypressError: `cy.visit()` failed because you are attempting to visit a URL that is of a different \
             origin.",
            "frame-access",
            &["cy.origin()"],
            &[],
        ),
    ]);
}
