//! Texts of which people quote a part, or that stood otherwise in older browsers.

use crate::check;
use crate::first_rules;
use crate::rules;
use crate::told;

#[test]
fn the_url_may_stand_before_the_part_that_is_quoted() {
    check(&[
        (
            "XMLHttpRequest accessing \"http://127.0.0.1:12345/x\" from origin \"http://app.example.com\" has been \
             blocked by CORS policy: the client is not a security context, the resource is in the more-private \
             address space `local`",
            "local-network-insecure",
            &["http://127.0.0.1:12345/x"],
            &[],
        ),
        (
            "OPTIONS http://api.example.com/x Origin http://app.example.com is not allowed by \
             Access-Control-Allow-Origin. angular.js:7962",
            "allow-origin-missing",
            &["http://api.example.com/x"],
            &[],
        ),
    ]);
}

#[test]
fn a_line_that_two_browsers_wrote_once_names_neither() {
    let old = "XMLHttpRequest cannot load http://api.example.com/x. Origin http://app.example.com is not allowed by \
               Access-Control-Allow-Origin.";
    assert_eq!(told(old)["findings"][0]["browsers"], serde_json::json!([]));
    let safari = format!(
        "{old}\nFailed to load resource: Origin http://app.example.com is not allowed by \
                          Access-Control-Allow-Origin."
    );
    let report = told(&safari);
    assert_eq!(first_rules(&report), ["allow-origin-missing"]);
    assert_eq!(report["findings"][0]["browsers"], serde_json::json!(["webkit"]));
}

#[test]
fn firefoxs_reason_alone_is_its_reason() {
    for (text, rule) in [
        ("CORS request did not succeed", "network-failure"),
        ("CORS header 'Access-Control-Allow-Origin' missing", "allow-origin-missing"),
        ("(CORS preflight response did not succeed). Status code: 403", "preflight-status"),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), [rule], "{text}");
        assert_eq!(report["findings"][0]["browsers"][0], "firefox", "{text}");
    }
    // Chromium's advice has words of it.
    let chromium = "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been \
                    blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested \
                    resource. If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch \
                    the resource with CORS disabled.";
    assert_eq!(rules(&told(chromium)), ["allow-origin-missing"]);
}

#[test]
fn a_translation_that_no_pack_has_any_more_is_kept_beside_another_line() {
    let text = "Requisição cross-origin bloqueada: A política de mesma origem (Same Origin Policy) impede a leitura \
                do recurso remoto em https://api.example.com/x. (Motivo: o cabeçalho CORS \
                'Access-Control-Allow-Origin' não está presente).\nCross-Origin Request Blocked: The Same Origin \
                Policy disallows reading the remote resource at https://api.example.com/y. (Reason: CORS request did \
                not succeed).";
    assert_eq!(first_rules(&told(text)), ["allow-origin-missing", "network-failure"]);
}

#[test]
fn what_react_native_says_beside_a_browsers_line_is_no_finding_of_its_own() {
    let beside = "LOG  Access to fetch at 'https://api.example.com/' from origin 'http://localhost:19006' has been \
                  blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested \
                  resource.\nERROR  [AxiosError: Network Error]";
    assert_eq!(first_rules(&told(beside)), ["allow-origin-missing"]);
    assert_eq!(first_rules(&told("ERROR  [AxiosError: Network Error]")), ["network-failure"]);
}

#[test]
fn a_code_of_the_network_closes_what_firefox_leaves_open() {
    let text = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
                https://api.example.com/x. (Reason: CORS request did not succeed). Status code: (null).\nGET \
                https://api.example.com/x NS_ERROR_NET_ERROR SEC_ERROR_UNKNOWN_ISSUER";
    assert_eq!(rules(&told(text)), ["network-failure"]);
}

#[test]
fn a_record_of_an_error_is_no_list_of_requests() {
    let record = r#"{"exception": {"values": [{"type": "TypeError", "value": "Failed to fetch"}]},
        "breadcrumbs": [{"category": "fetch", "data": {"method": "GET", "url": "https://api.example.com/x"}}],
        "request": {"url": "https://app.example.com/"}}"#;
    let report = told(record);
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["url"], "https://api.example.com/x");
    assert!(!report.to_string().contains("tool"), "{report:#}");
}

#[test]
fn a_page_of_this_machine_that_was_typed_without_its_scheme_has_one() {
    let report = told(
        "Access to fetch at 'http://localhost:8000/api' from origin 'localhost:3000' has been blocked by CORS policy: \
         The 'Access-Control-Allow-Origin' header has a value 'localhost:3000' that is not equal to the supplied \
         origin.",
    );
    assert_eq!(report["findings"][0]["evidence"]["origin"], "http://localhost:3000");
    assert!(!report.to_string().contains("`Origin: null`"), "{report:#}");
    assert_eq!(told("localhost:3000")["kind"], "url");
}

#[test]
fn chromiums_lines_of_before_its_common_words_are_read() {
    check(&[
        (
            "XMLHttpRequest cannot load http://api.example.com/x. Invalid HTTP status code 405",
            "preflight-status",
            &["http://api.example.com/x", "405"],
            &[],
        ),
        (
            "XMLHttpRequest cannot load http://api.example.com/x. Cannot use wildcard in Access-Control-Allow-Origin \
             when credentials flag is true. Origin http://app.example.com is not allowed by \
             Access-Control-Allow-Origin.",
            "wildcard-with-credentials",
            &["\"Access-Control-Allow-Origin\",\"http://app.example.com\""],
            &[],
        ),
        (
            "Script from origin 'http://cdn.example.com' has been blocked from loading by Cross-Origin Resource Sharing \
             policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin \
             'http://app.example.com' is therefore not allowed access.",
            "allow-origin-missing",
            &["http://cdn.example.com", "\"until\":"],
            &[],
        ),
    ]);
}

#[test]
fn what_asked_has_its_own_advice() {
    let refused = |what: &str| {
        told(&format!(
            "Access to {what} at 'https://login.example.com/' (redirected from 'https://app.example.com/x') from origin \
             'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is \
             present on the requested resource."
        ))
        .to_string()
    };
    assert!(refused("manifest").contains("use-credentials"));
    assert!(refused("font").contains("on the font files"));
    assert!(!refused("fetch").contains("on the font files"));
}

#[test]
fn mixed_content_in_an_older_translation_is_still_seen() {
    for text in [
        "Bloqueada la carga de contenido activo mixto \"http://api.example.com/x\"",
        "Заблокирована загрузка смешанного содержимого «http://api.example.com/x»",
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["mixed-content"], "{text}");
        assert_eq!(report["findings"][0]["evidence"]["url"], "http://api.example.com/x", "{text}");
    }
}

/// Pages of errors show a code without what consoles write before it.
#[test]
fn a_code_alone_tells_that_no_answer_came() {
    for code in [
        "ERR_CONNECTION_RESET",
        "ERR_EMPTY_RESPONSE",
        "ERR_INTERNET_DISCONNECTED",
        "ERR_NETWORK_ACCESS_DENIED",
        "ERR_NETWORK_CHANGED",
        "ERR_ADDRESS_UNREACHABLE",
        "ERR_PROXY_CONNECTION_FAILED",
    ] {
        let report = told(&format!("This site can’t be reached\n{code}"));
        assert_eq!(rules(&report), ["network-failure"], "{code}\n{report:#}");
    }
    assert_eq!(rules(&told("ERR_TOO_MANY_REDIRECTS")), ["too-many-redirects"]);
    // That of a library tells no more than that it failed.
    assert!(rules(&told("AxiosError: Network Error (ERR_NETWORK)")).len() > 2);
}

/// Who quotes the end of a line loses its URL, not its reason.
#[test]
fn the_end_of_a_line_in_the_users_language_still_has_its_reason() {
    for (text, rule) in [
        (
            "a.woff2?v=4.3.0 的远程资源。（原因：CORS 头缺少 'Access-Control-Allow-Origin'）。",
            "allow-origin-missing",
        ),
        (
            "にあるリモートリソースの読み込みは拒否されます (理由: CORS ヘッダー ‘Access-Control-Allow-Origin’ が足りない)。",
            "allow-origin-missing",
        ),
        (
            "externe Ressource. (Grund: CORS-Kopfzeile 'Access-Control-Allow-Origin' fehlt). Statuscode: 200.",
            "allow-origin-missing",
        ),
        (
            "la ressource distante. Raison : échec de la requête CORS. Code d’état : (null).",
            "network-failure",
        ),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), [rule], "{text}\n{report:#}");
        assert_eq!(report["findings"][0]["browsers"][0], "firefox", "{text}\n{report:#}");
    }
}

#[test]
fn frames_are_told_as_older_browsers_told_of_them() {
    for (text, rule) in [
        (
            "Unsafe JavaScript attempt to access frame with URL http://a.example.com/ from frame with URL \
             http://b.example.com/x. Domains, protocols and ports must match.",
            "frame-access",
        ),
        (
            "Unsafe JavaScript attempt to initiate navigation for frame with origin 'https://app.example.com' from frame \
             with URL 'https://ads.example.com/'. The frame is sandboxed.",
            "frame-access",
        ),
        (
            "Refused to display document because display forbidden by X-Frame-Options.",
            "frame-refused",
        ),
    ] {
        assert_eq!(first_rules(&told(text)), [rule], "{text}");
    }
}
