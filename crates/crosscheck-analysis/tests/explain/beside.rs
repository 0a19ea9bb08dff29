//! What stands beside a text: the status of the answer, other browsers' words of the same refusal, echoes of it, and
//! what is no matter of the page at all.

use super::check;
use super::first_rules;
use super::told;

const MISSING: &str = "Access to fetch at 'https://api.example.com/v1' from origin 'https://app.example.com' has been \
                       blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested \
                       resource.";

/// Chromium tells the status in another line, before or after; up to 62 in the same.
#[test]
fn the_status_of_an_answer_is_told_beside_its_refusal() {
    let network = "POST https://api.example.com/v1 net::ERR_FAILED 500 (Internal Server Error)";
    let old = "Failed to load https://api.example.com/v1: No 'Access-Control-Allow-Origin' header is present on the \
               requested resource. Origin 'https://app.example.com' is therefore not allowed access. The response \
               had HTTP status code 500.";
    let advice = &["add the CORS headers to errors too"][..];
    let (after, before) = (format!("{MISSING}\n{network}"), format!("{network}\n{MISSING}"));
    check(&[
        (&after, "allow-origin-missing", advice, &[]),
        (&before, "allow-origin-missing", advice, &[]),
        (old, "allow-origin-missing", advice, &[]),
        (MISSING, "allow-origin-missing", &[], advice),
    ]);
}

/// A vague text has the URL that stands alone beside it, and none that is a place in script.
#[test]
fn the_one_url_that_is_told_is_what_failed() {
    for (text, url) in [
        (
            "ClientException: Failed to fetch, uri=https://api.example.com/v1",
            Some("https://api.example.com/v1"),
        ),
        (
            "Sending negotiation request: https://api.example.com/hub/negotiate.\nError: XMLHttpRequest error.",
            Some("https://api.example.com/hub/negotiate"),
        ),
        (
            "Exception caught by image resource service\nThe following ProgressEvent$ object was thrown resolving an \
             image codec:\n  [object ProgressEvent]\nImage provider: \
             NetworkImage(\"https://img.example.com/a.png\", scale: 1)",
            Some("https://img.example.com/a.png"),
        ),
        (
            "TypeError: Failed to fetch\n    at load (https://app.example.com/assets/index.js?v=1:7:1)",
            None,
        ),
        ("TypeError: Failed to fetch\nhttps://a.example.com/x\nhttps://b.example.com/y", None),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
        assert_eq!(report["findings"][0]["evidence"]["url"].as_str(), url, "{report:#}");
    }
}

#[test]
fn several_browsers_words_of_one_refusal_are_one_finding() {
    let firefox = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
                   https://api.example.com/v1. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status \
                   code: 404.";
    let webkit = "[Error] Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: \
                  404\n[Error] Fetch API cannot load https://api.example.com/v1 due to access control checks.";
    let report = told(&format!("{MISSING}\n{firefox}\n{webkit}"));
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    let finding = &report["findings"][0];
    assert_eq!(
        finding["browsers"],
        serde_json::json!(["chromium", "firefox", "webkit"]),
        "{report:#}"
    );
    assert_eq!(finding["evidence"]["status"], 404, "{report:#}");
    let other = told(&format!("{MISSING}\n{}", firefox.replace("/v1", "/v2")));
    assert_eq!(first_rules(&other).len(), 2, "another URL is another refusal: {other:#}");
}

#[test]
fn echoes_and_tools_are_no_findings() {
    let worker = "The FetchEvent for \"https://api.example.com/v1\" resulted in a network error response: the promise \
                  was rejected.";
    let tool = "DevTools failed to load source map: Could not load content for https://cdn.example.com/x.js.map: HTTP \
                error: status code 404, net::ERR_HTTP_RESPONSE_CODE_FAILURE";
    for text in [format!("{MISSING}\n{worker}"), format!("{tool}\n{MISSING}")] {
        let report = told(&text);
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
        assert_eq!(report["findings"][0]["evidence"]["url"], "https://api.example.com/v1");
    }
    let firefox = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
                   https://cdn.example.com/a.css. (Reason: CORS request did not succeed).\nFailed to load \
                   ‘https://cdn.example.com/a.css’. A ServiceWorker passed an opaque Response to \
                   FetchEvent.respondWith() while handling a ‘cors’ FetchEvent. Opaque Response objects are only \
                   valid when the RequestMode is ‘no-cors’.";
    assert_eq!(first_rules(&told(firefox)), ["service-worker-response"]);
    let policy = "Refused to connect to 'https://api.example.com/v1' because it violates the following Content \
                  Security Policy directive: \"connect-src 'self'\".\n\nRefused to connect to \
                  'https://api.example.com/v1' because it violates the document's Content Security Policy.";
    assert_eq!(first_rules(&told(policy)), ["blocked-by-csp"]);
}

/// The words up to where the status came later, and what older versions said without a reason.
#[test]
fn firefox_of_old_is_read_in_the_users_language() {
    for (text, rule) in [
        (
            "Blocage d'une requête multi-origines (Cross-Origin Request) : la politique « Same Origin » ne permet pas \
             de consulter la ressource distante située sur https://api.example.com/v1. Raison : échec de la requête \
             CORS.1 <inconnu>",
            "network-failure",
        ),
        (
            "已阻止跨源请求：同源策略禁止读取位于 https://api.example.com/v1 的远程资源。（原因：CORS 头缺少 \
             'Access-Control-Allow-Origin'）。",
            "allow-origin-missing",
        ),
        (
            "Requisição cross-origin bloqueada: A política de mesma origem (Same Origin Policy) impede a leitura do \
             recurso remoto em https://api.example.com/v1. (Motivo: a pré-conexão CORS falhou).",
            "preflight-status",
        ),
        (
            "Запрос из постороннего источника заблокирован: Политика одного источника запрещает чтение удаленного \
             ресурса на https://api.example.com/v1. Это может быть исправлено путем перемещения ресурса в тот же \
             домен или включением CORS.",
            "allow-origin-missing",
        ),
        (
            "Cross-source (cross-origin) request blocked: The same-source rule prohibits reading the external resource \
             at https://api.example.com/v1. (Reason: CORS preflight response failed). Status code: 401.",
            "preflight-status",
        ),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), [rule], "{text}\n{report:#}");
        assert_eq!(
            report["findings"][0]["evidence"]["url"], "https://api.example.com/v1",
            "{report:#}"
        );
    }
}

/// As a panel copies them, and as Markdown and tables show them.
#[test]
fn headers_are_read_in_two_lines_each_and_in_tables() {
    for block in [
        "access-control-allow-origin:\nhttps://app.example.com/\ncontent-type:\napplication/json",
        "Access-Control-Allow-Origin\nhttps://app.example.com/\nContent-Type\napplication/json",
        "| Header | Value |\n| --- | --- |\n| Access-Control-Allow-Origin | https://app.example.com/ |",
        "access-control-allow-origin\thttps://app.example.com/\ncontent-type\tapplication/json",
    ] {
        assert_eq!(first_rules(&told(block)), ["allow-origin-mismatch"], "{block}");
    }
    let pane = "**General**\nRequest URL: https://api.example.com/v1\nRequest Method: GET\nStatus Code: 200 \
                OK\n\n**Response Headers**\nserver: nginx\n\n**Request Headers**\norigin: https://app.example.com";
    let report = told(pane);
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["origin"], "https://app.example.com");
}

/// What a shell wrote before a command, and what people wrote around it.
#[test]
fn a_command_above_an_answer_is_found() {
    let answer = "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://other.example.com\n";
    for command in [
        "user@host:~$ curl -i -H 'Origin: https://app.example.com' https://api.example.com/v1\n",
        "PS C:\\Users\\me> curl.exe -i -H \"Origin: https://app.example.com\" https://api.example.com/v1\n",
        "I ran\n\n    curl -i https://api.example.com/v1 \\\n      -H 'Origin: https://app.example.com'\n\nand got\n\n",
    ] {
        let report = told(&format!("{command}{answer}"));
        assert_eq!(first_rules(&report), ["allow-origin-mismatch"], "{command}\n{report:#}");
        let evidence = &report["findings"][0]["evidence"];
        assert_eq!(evidence["url"], "https://api.example.com/v1", "{report:#}");
        assert_eq!(evidence["origin"], "https://app.example.com", "{report:#}");
    }
}

#[test]
fn a_url_without_its_scheme_is_told_with_it() {
    check(&[(
        "Access to XMLHttpRequest at 'localhost:50032/api' from origin 'http://localhost:9527' has been blocked by CORS \
         policy: Cross origin requests are only supported for protocol schemes: http, data, chrome, chrome-extension, \
         chrome-untrusted, https",
        "scheme-not-http",
        &["http://localhost:50032/api"],
        &["http.server"],
    )]);
}
