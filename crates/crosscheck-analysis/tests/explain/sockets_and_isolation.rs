//! WebSockets, which CORS leaves alone; and pages that want memory to share, which two headers of their own
//! let them.

use super::check;
use super::first_rules;
use super::told;

#[test]
fn a_websocket_is_refused_by_its_server_and_not_by_cors() {
    check(&[
        (
            "socket.js:7 WebSocket connection to 'wss://ws.example.com/socket.io/?EIO=4' failed: Error during \
             WebSocket handshake: Unexpected response code: 403",
            "web-socket-refused",
            &[
                "wss://ws.example.com/socket.io/?EIO=4",
                "a list of its own, not that of CORS",
                "chromium",
            ],
            &["Access-Control-Allow-Origin", "add_header"],
        ),
        (
            "WebSocket connection to 'ws://localhost:8000/ws' failed: Error during WebSocket handshake: \
             Unexpected response code: 200",
            "web-socket-refused",
            &["passes no upgrade", "ws://localhost:8000/ws"],
            &[],
        ),
        (
            "WebSocket connection to 'wss://ws.example.com/graphql' failed: Error during WebSocket handshake: \
             Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received",
            "web-socket-refused",
            &["protocols"],
            &[],
        ),
        (
            "WebSocket connection to 'ws://localhost:8000/ws' failed: Error in connection establishment: \
             net::ERR_CONNECTION_REFUSED",
            "network-failure",
            &["nobody listens at ws://localhost:8000/ws"],
            &[],
        ),
        (
            "WebSocket connection to 'wss://ws.example.com/live' failed: WebSocket is closed before the \
             connection is established.",
            "request-aborted",
            &["wss://ws.example.com/live"],
            &[],
        ),
        (
            "WebSocket connection to 'wss://ws.example.com/live' failed: There was a bad response from the \
             server.",
            "web-socket-refused",
            &[],
            &[],
        ),
        ("Error: Unexpected server response: 401", "web-socket-refused", &["401: "], &[]),
    ]);
}

/// Chromium writes no reason any more: all that it can be, and how to tell.
#[test]
fn a_websocket_that_failed_without_a_reason_may_be_about_several_things() {
    let report = told("WebSocket connection to 'wss://ws.example.com/live' failed: ");
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "web-socket-refused");
    let others = serde_json::json!(["network-failure", "blocked-by-csp"]);
    assert_eq!(finding["or_rules"], others, "over TLS it is no mixed content");
    assert_eq!(finding["fixes"], serde_json::json!([]), "no patch for a guess");
    assert!(finding["tell_apart"].as_str().is_some_and(|step| step.contains("network panel")));

    let firefox =
        told("Firefox can’t establish a connection to the server at wss://ws.example.com/live.");
    assert_eq!(first_rules(&firefox), ["network-failure"]);
    let others = serde_json::json!(["web-socket-refused"]);
    assert_eq!(firefox["findings"][0]["or_rules"], others, "no rule of CORS");
}

#[test]
fn memory_to_share_needs_two_headers_of_the_page_itself() {
    let both =
        &["Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Embedder-Policy: require-corp"];
    for text in [
        "Uncaught ReferenceError: SharedArrayBuffer is not defined\n    at https://cdn.example.com/core.js:9:1",
        "ReferenceError: Can't find variable: SharedArrayBuffer",
        "DataCloneError: Failed to execute 'postMessage' on 'Worker': SharedArrayBuffer transfer requires \
         self.crossOriginIsolated.",
        "DataCloneError: The SharedArrayBuffer object cannot be serialized. The Cross-Origin-Opener-Policy and \
         Cross-Origin-Embedder-Policy HTTP headers can be used to enable this.",
        "The following features required to run Godot projects on the Web are missing:\nCross-Origin Isolation \
         - Check that the web server configuration sends the correct headers.",
    ] {
        check(&[(text, "not-cross-origin-isolated", both, &["cdn.example.com", "add_header"])]);
    }
}

#[test]
fn an_opener_policy_cuts_off_windows_and_counts_only_over_tls() {
    check(&[
        (
            "popup.js:3 Cross-Origin-Opener-Policy policy would block the window.closed call.",
            "opener-policy",
            &["same-origin-allow-popups"],
            &["Access-Control"],
        ),
        (
            "The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was \
             untrustworthy. It was defined either in the final response or a redirect. Please deliver the \
             response using the HTTPS protocol.",
            "opener-policy",
            &["over https"],
            &["same-origin-allow-popups"],
        ),
    ]);
}

#[test]
fn code_in_the_page_itself_has_no_url_to_allow() {
    for text in [
        "https://app.example.com/:12 Refused to execute inline script because it violates the following \
         Content Security Policy directive: \"script-src 'self'\". Either the 'unsafe-inline' keyword, a hash \
         ('sha256-abc='), or a nonce ('nonce-...') is required to enable inline execution.",
        "Executing inline script violates the following Content Security Policy directive 'script-src \
         'self''. Either the 'unsafe-inline' keyword, a hash, or a nonce is required.",
        "Content-Security-Policy: The page’s settings blocked an inline script (script-src-elem) from being \
         executed because it violates the following directive: “script-src 'self'”. Consider using a hash.",
        "Refused to apply a stylesheet because its hash, its nonce, or 'unsafe-inline' does not appear in the \
         style-src directive of the Content Security Policy.",
    ] {
        check(&[(text, "blocked-by-csp", &["`nonce`"], &["add https://app.example.com"])]);
    }
    check(&[
        (
            "Uncaught EvalError: Refused to evaluate a string as JavaScript because 'unsafe-eval' is not an \
             allowed source of script in the following Content Security Policy directive: \"script-src \
             'self'\".",
            "blocked-by-csp",
            &["do without `eval`"],
            &[],
        ),
        (
            "Content-Security-Policy: The page’s settings blocked a JavaScript eval (script-src) from being \
             executed because it violates the following directive: “script-src 'self'” (Missing 'unsafe-eval')",
            "blocked-by-csp",
            &["do without `eval`"],
            &[],
        ),
        (
            "WebAssembly.instantiate(): Refused to compile or instantiate WebAssembly module because \
             'unsafe-eval' is not an allowed source of script in the following Content Security Policy \
             directive: \"script-src 'self'\"",
            "blocked-by-csp",
            &["'wasm-unsafe-eval'"],
            &[],
        ),
    ]);
}
