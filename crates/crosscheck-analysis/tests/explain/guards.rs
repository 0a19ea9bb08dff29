//! Lists that servers and caches keep which are none of CORS: of hosts, of pages that may change something,
//! of what is kept. Their words sound like CORS, and none of its headers helps.

use super::check;
use super::first_rules;
use super::told;

const NO_HEADER: &[&str] = &["\"Access-Control-Allow-Origin\",\""];

#[test]
fn a_server_that_does_not_know_its_own_name_has_a_list_of_hosts() {
    check(&[
        (
            "⚠ Cross origin request detected from 192.168.1.5 to /_next/* resource. In a future major version of \
             Next.js, you will need to explicitly configure \"allowedDevOrigins\" in next.config to allow this.",
            "host-not-listed",
            &["add `192.168.1.5`", "`allowedDevOrigins` in next.config"],
            NO_HEADER,
        ),
        (
            "Blocked request. This host (\"app.local\") is not allowed.\nTo allow this host, add \"app.local\" to \
             `server.allowedHosts` in vite.config.js.",
            "host-not-listed",
            &["add `app.local`", "`server.allowedHosts` in Vite's"],
            NO_HEADER,
        ),
        (
            "Invalid Host/Origin header\n[webpack-dev-server] Disconnected!",
            "host-not-listed",
            &["`devServer.allowedHosts` in webpack's"],
            NO_HEADER,
        ),
        // A pane of Django's own page is none of a network panel.
        (
            "DisallowedHost at /api/\nInvalid HTTP_HOST header: '10.0.0.3:8000'. You may need to add '10.0.0.3' \
             to ALLOWED_HOSTS.\nRequest Method: GET\nRequest URL: http://10.0.0.3:8000/api/",
            "host-not-listed",
            &["add `10.0.0.3:8000`", "`ALLOWED_HOSTS` in Django's"],
            NO_HEADER,
        ),
        (
            "Blocked hosts: api.local\nTo allow requests to these hosts, add the following to your environment \
             configuration:\n    config.hosts << \"api.local\"",
            "host-not-listed",
            &["add `api.local`", "`config.hosts` in Rails"],
            NO_HEADER,
        ),
    ]);
}

/// A guard against forged requests says 403 to pages that CORS lets in: it is asked after CORS, by another list.
#[test]
fn a_guard_against_forged_requests_has_a_list_of_pages_and_wants_a_token() {
    check(&[
        (
            "Forbidden (403)\nCSRF verification failed. Request aborted.\nReason given for failure:\n    Origin \
             checking failed - https://app.example.com does not match any trusted origins.",
            "forgery-guard",
            &["if `https://app.example.com` is yours", "`CSRF_TRUSTED_ORIGINS` in Django's"],
            NO_HEADER,
        ),
        (
            "Forbidden (CSRF cookie not set.): /api/orders/",
            "forgery-guard",
            &["SameSite=None"],
            NO_HEADER,
        ),
        (
            "HTTP Origin header (https://app.example.com) didn't match request.base_url (http://app.example.com)",
            "forgery-guard",
            &["`X-Forwarded-Proto`"],
            NO_HEADER,
        ),
        ("CSRF token mismatch.", "forgery-guard", &["X-CSRF-Token"], NO_HEADER),
        (
            "Cross-site POST form submissions are forbidden",
            "forgery-guard",
            &["`csrf.trustedOrigins` in SvelteKit"],
            NO_HEADER,
        ),
        (
            "`x-forwarded-host` header with value `localhost:3000` does not match `origin` header with value \
             `app.example.com` from a forwarded Server Actions request. Aborting the action.\n ⨯ Error: Invalid \
             Server Actions request.",
            "forgery-guard",
            &["if `app.example.com` is yours", "serverActions.allowedOrigins"],
            NO_HEADER,
        ),
    ]);
}

#[test]
fn a_cache_keeps_all_of_a_list_or_none() {
    check(&[
        (
            "Uncaught (in promise) TypeError: Failed to execute 'addAll' on 'Cache': Request failed",
            "cache-refused",
            &["all or none", "404"],
            NO_HEADER,
        ),
        (
            "TypeError: Cache got basic response with bad status 404 while trying to add request \
             https://app.example.com/offline.html",
            "cache-refused",
            &["https://app.example.com/offline.html"],
            NO_HEADER,
        ),
        ("TypeError: Response is not OK", "cache-refused", &[], NO_HEADER),
    ]);
}

/// Unity's player asks by `fetch`: what it cannot load may be refused by CORS, or lack a header of its own.
#[test]
fn a_file_of_unity_that_does_not_load_has_its_own_header_to_send() {
    check(&[(
        "Unable to parse Build/Game.framework.js.gz! This can happen if build compression was enabled but web \
         server hosting the content was misconfigured to not serve the file with HTTP Response Header \
         \"Content-Encoding: gzip\" present. Check browser Console and Devtools Network tab to debug.",
        "wrong-type",
        &["send `Content-Encoding: gzip`"],
        NO_HEADER,
    )]);
    let report = told("UnityWebRequest error: Unknown Error\nUnityEngine.Debug:LogError(Object)");
    assert!(super::rules(&report).contains(&"allow-origin-missing"), "{report:#}");
    assert!(report["findings"][0]["tell_apart"].is_string(), "{report:#}");
}

/// Only browsers hold to CORS: what fails elsewhere failed by something else.
#[test]
fn a_program_that_is_no_browser_knows_nothing_of_cors() {
    for text in [
        "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries \
         exceeded with url: /x (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] \
         Connection refused'))",
        "requests.exceptions.SSLError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded \
         with url: / (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate \
         verify failed: unable to get local issuer certificate')))",
        "TypeError: fetch failed\n  cause: Error: connect ECONNREFUSED 127.0.0.1:9000",
        "TypeError: Network request failed\n    at anonymous (node_modules/react-native/node_modules/whatwg-fetch/fetch.js)",
        "2026/01/01 10:00:00 [error] 12#12: *1 connect() failed (111: Connection refused) while connecting to \
         upstream, client: 192.0.2.1, upstream: \"http://127.0.0.1:3000/x\"",
        "App Transport Security has blocked a cleartext HTTP connection to api.example.com since it is insecure.",
        "curl: (7) Failed to connect to api.example.com port 443: Connection refused",
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["network-failure"], "{text}\n{report:#}");
        assert!(report["notes"].to_string().contains("no browser"), "{text}\n{report:#}");
    }
    let by_chromium = told("GET https://api.example.com/x net::ERR_CONNECTION_REFUSED");
    assert!(by_chromium["notes"].is_null(), "{by_chromium:#}");
}

#[test]
fn what_graphql_and_wordpress_take_for_forged_is_a_guards() {
    let apollo = "{\"errors\":[{\"message\":\"This operation has been blocked as a potential Cross-Site Request \
                  Forgery (CSRF). Please either specify a 'content-type' header\"}]}";
    let wordpress = "{\"code\":\"rest_cookie_invalid_nonce\",\"message\":\"Cookie check failed\",\"data\":\
                     {\"status\":403}}";
    check(&[(apollo, "forgery-guard", &[], &[]), (wordpress, "forgery-guard", &[], &[])]);
}
