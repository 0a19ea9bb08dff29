//! What people take for CORS, and what is not.

use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;

use super::check;
use super::first_rules;
use super::told;

#[test]
fn what_is_not_cors_is_named_with_a_fix_of_its_own() {
    check(&[
        (
            include_str!("../data/policy-of-the-page.chromium.txt"),
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
        (include_str!("../data/mixed-content.chromium.txt"), "mixed-content", &["over https"], &[]),
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
            include_str!("../data/worker-of-another-origin.chromium.txt"),
            "worker-origin",
            &["importScripts", "own origin"],
            &["add_header"],
        ),
        (
            include_str!("../data/worker-of-another-origin.firefox.txt"),
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
            include_str!("../data/texture.chromium.txt"),
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
            include_str!("../data/audio-source-is-silent.chromium.txt"),
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
            include_str!("../data/local-network-in-a-frame.chromium.txt"),
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
        // Firefox ends this quote with the one that it began with.
        (
            "The loading of “https://example.net/” in a frame is denied by “X-Frame-Options“ directive set to \
             “DENY“.",
            "frame-refused",
            &["frame-ancestors"],
            &["add_header"],
        ),
        (
            "Uncaught NetworkError: Refused to connect because it violates the document's Content Security Policy.",
            "blocked-by-csp",
            &["connect-src"],
            &["add_header"],
        ),
        (
            "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but attempted to connect to \
             the insecure WebSocket endpoint 'ws://api.example.com/s'. This request has been blocked; this endpoint \
             must be available over WSS.",
            "mixed-content",
            &["wss:"],
            &["add_header"],
        ),
        (
            "TypeError: 'text/html' is not a valid JavaScript MIME type.",
            "wrong-type",
            &["index.html"],
            &["add_header"],
        ),
        (
            "Firefox can’t establish a connection to the server at https://api.example.com/events.",
            "network-failure",
            &["https://api.example.com/events"],
            &["add_header"],
        ),
        ("ERR_BLOCKED_BY_CLIENT", "blocked-by-client", &["private window"], &["add_header"]),
        (
            "Access to fetch at 'http://10.0.0.1/x' from origin 'https://app.example.com' has been blocked by CORS \
             policy: Request had no target IP address space, yet the resource is in address space `local`.",
            "local-network-mismatch",
            &["targetAddressSpace"],
            &["add_header"],
        ),
    ]);
}

/// What Firefox tells of them in the user's language: names of headers, directives and types stay.
#[test]
fn what_is_not_cors_is_known_in_other_languages() {
    check(&[
        (
            "Content-Security-Policy: Die Einstellungen der Seite haben das Laden einer Ressource (font-src) auf \
             https://cdn.example.com/a.woff2 blockiert, da sie gegen folgende Direktive verstößt: \"default-src 'self'\"",
            "blocked-by-csp",
            &["https://cdn.example.com to `font-src`", "firefox"],
            &["add_header"],
        ),
        (
            "Blocage du chargement du contenu mixte actif (mixed active content) « http://api.example.com/x »",
            "mixed-content",
            &["http://api.example.com/x"],
            &["add_header"],
        ),
        (
            "已拦截加载自“https://cdn.example.com/a.js”的模块，它使用了不允许的 MIME 类型（“text/html”）。",
            "wrong-type",
            &["index.html"],
            &["add_header"],
        ),
        (
            "フレーム内の “https://b.example/” の読み込みが “X-Frame-Options” ディレクティブの設定値 “DENY” により拒否されました。",
            "frame-refused",
            &["frame-ancestors"],
            &["add_header"],
        ),
    ]);
    // A line of a configuration is none of them.
    let line = "add_header Content-Security-Policy \"connect-src 'self' https://api.example.com\";";
    assert!(explain(line, &Overrides::default()).is_err());
}

/// The Issues panel and the network panels name the rule, and no request.
#[test]
fn words_of_panels_are_read() {
    for (text, rule) in [
        (
            "Ensure CORS requesting origin matches resource's allowed origin",
            "allow-origin-mismatch",
        ),
        ("Ensure preflight responses are valid", "preflight-status"),
        ("Ensure CORS request uses allowed method", "method-not-allowed"),
        (
            "Specify a Cross-Origin Embedder Policy to prevent this frame from being blocked",
            "embedder-policy",
        ),
        ("(blocked:NotSameOrigin)", "resource-policy"),
        ("CORS Missing Allow Header", "headers-not-allowed"),
        ("CORS Preflight Did Not Succeed", "preflight-status"),
    ] {
        assert_eq!(first_rules(&told(text)), [rule], "{text}");
    }
}

/// What has no host is allowed by its scheme: blobs and `data:`.
#[test]
fn a_policy_names_the_scheme_of_what_has_no_host() {
    check(&[
        (
            "Refused to create a worker from 'blob:https://app.example.com/1-2' because it violates the following \
             Content Security Policy directive: \"script-src 'self'\".",
            "blocked-by-csp",
            &["add `blob:` to `script-src`"],
            &[],
        ),
        (
            "Refused to load the image 'data:image/png;base64,AAAA' because it violates the following Content \
             Security Policy directive: \"img-src 'self'\".",
            "blocked-by-csp",
            &["add `data:` to `img-src`"],
            &[],
        ),
        (
            "Failed to construct 'WebSocket': An insecure WebSocket connection may not be initiated from a page \
             loaded over HTTPS.",
            "mixed-content",
            &["`wss:`"],
            &[],
        ),
    ]);
}
