//! Texts of consoles in words that no browser writes: translated by the page around them, typed off a picture, or
//! without their end.

use serde_json::Value;

use super::PAGE_ALLOWED;
use super::check;
use super::first_rules;
use super::told;

/// A case: what was pasted, its first rule, the URL and the page.
type Case<'t> = (&'t str, &'t str, Option<&'t str>, Option<&'t str>);

const API: Option<&str> = Some("https://api.example.com/v1");
const PAGE: Option<&str> = Some("https://app.example.com");

fn check_all(cases: &[Case<'_>]) {
    for (text, rule, url, page) in cases {
        let report = told(text);
        assert_eq!(first_rules(&report), [*rule], "{text}\n{report:#}");
        let evidence = &report["findings"][0]["evidence"];
        assert_eq!(evidence["url"].as_str(), *url, "{text}\n{report:#}");
        assert_eq!(evidence["origin"].as_str(), *page, "{text}\n{report:#}");
    }
}

/// Names of headers and URLs stay, and a page's origin has no path, wherever it stands.
#[test]
fn a_line_that_was_translated_is_read_by_what_survives() {
    check_all(&[
        (
            "从源“https://app.example.com”访问“https://api.example.com/v1”处的 XMLHttpRequest 已被 CORS 策略阻止：请求的\
             资源上不存在“Access-Control-Allow-Origin”标头。",
            "allow-origin-missing",
            API,
            PAGE,
        ),
        (
            "O acesso a fetch em 'https://api.example.com/v1' da origem 'https://app.example.com' foi bloqueado pela \
             política de CORS: o valor do cabeçalho 'Access-Control-Allow-Origin' na resposta não deve ser o curinga \
             '*' quando o modo de credenciais da solicitação for 'include'.",
            "wildcard-with-credentials",
            API,
            PAGE,
        ),
        (
            "Доступ к fetch по адресу 'https://api.example.com/v1' из источника 'https://app.example.com' заблокирован \
             политикой CORS: заголовок 'Access-Control-Allow-Origin' содержит несколько значений '*, \
             https://app.example.com', но разрешено только одно.",
            "allow-origin-multiple",
            API,
            PAGE,
        ),
        (
            "Der Zugriff auf fetch unter 'https://api.example.com/v1' vom Ursprung 'https://app.example.com' wurde von \
             der CORS-Richtlinie blockiert: Das Anforderungsheaderfeld x-token ist laut \
             Access-Control-Allow-Headers in der Preflight-Antwort nicht zulässig.",
            "headers-not-allowed",
            API,
            PAGE,
        ),
        (
            "オリジン 'https://app.example.com' から 'https://api.example.com/v1' の fetch へのアクセスが CORS \
             ポリシーによってブロックされました: プリフライト応答の Access-Control-Allow-Methods でメソッド PATCH は許可されていません。",
            "method-not-allowed",
            API,
            PAGE,
        ),
        (
            "[错误] Access to fetch at 'https://api.example.com/v1' from origin 'https://app.example.com' has been \
             blocked by CORS policy: 对预检请求的响应未通过访问控制检查：它没有 HTTP 正常状态。",
            "preflight-status",
            API,
            PAGE,
        ),
    ]);
    let report = told(
        "El acceso a fetch en 'https://api.example.com/v1' desde el origen 'https://app.example.com' ha sido bloqueado \
         por la política CORS: el encabezado 'Access-Control-Allow-Origin' tiene un valor 'https://old.example.com' que \
         no es igual al origen proporcionado.",
    );
    assert_eq!(first_rules(&report), ["allow-origin-mismatch"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["value"], "https://old.example.com");
}

#[test]
fn a_line_that_was_typed_off_a_picture_is_read() {
    check_all(&[
        (
            "access to fetch at https://api.example.com/v1 from origin https://app.example.com has been blocked by \
             cors policy: no access-control-allow-origin header is present on the requested resource",
            "allow-origin-missing",
            API,
            PAGE,
        ),
        (
            "Acces to XMLHttpRequest at 'https://api.example.com/v1' from orgin 'https://app.example.com' has been \
             blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested ressource.",
            "allow-origin-missing",
            API,
            PAGE,
        ),
        (
            "Access to fetch at 'https://api.example.com/v1' from origin 'https://app.example.com' has been blocked by \
             CORS policy: Response to preflight request does not pass access control check: It does not have HTTP OK \
             status.",
            "preflight-status",
            API,
            PAGE,
        ),
        (
            "Access to Image at '' from origin '' has been blocked by CORS policy：No Access-Control-Allow-Origin",
            "allow-origin-missing",
            None,
            None,
        ),
    ]);
}

/// Without its end a line tells who asked whom, and any rule of CORS may be behind it.
#[test]
fn a_line_without_its_reason_is_a_guess_with_its_url() {
    for end in ["", ":", ": "] {
        let report = told(&format!(
            "Access to fetch at 'https://api.example.com/v1' from origin 'https://app.example.com' has been blocked by \
             CORS policy{end}"
        ));
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
        let finding = &report["findings"][0];
        assert_eq!(finding["evidence"]["url"].as_str(), API, "{report:#}");
        assert_eq!(finding["evidence"]["origin"].as_str(), PAGE, "{report:#}");
        assert!(finding["tell_apart"].is_string(), "{report:#}");
        assert_eq!(finding["fixes"], Value::Array(Vec::new()), "no patch for a guess: {report:#}");
    }
}

/// A log shows the newest line first, and of WebKit's pairs what was blocked before the reason.
#[test]
fn pairs_of_webkit_are_one_finding_in_either_order() {
    let blocked = |path: &str| {
        format!(
            "[Error] Fetch API cannot load https://api.example.com/{path} due to access control checks."
        )
    };
    let reason = |status: &str| {
        format!(
            "[Error] Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: \
             {status}"
        )
    };
    let one = told(&format!("{}\n{}", blocked("a"), reason("403")));
    let two = told(&[blocked("b"), reason("500"), blocked("a"), reason("403")].join("\n"));
    assert_eq!(first_rules(&one), ["allow-origin-missing"], "{one:#}");
    assert_eq!(first_rules(&two), ["allow-origin-missing"; 2], "{two:#}");
    for (finding, path, status) in [
        (&one["findings"][0], "a", 403),
        (&two["findings"][0], "b", 500),
        (&two["findings"][1], "a", 403),
    ] {
        let evidence = &finding["evidence"];
        assert_eq!(evidence["url"], format!("https://api.example.com/{path}"), "{evidence:#}");
        assert_eq!(evidence["status"], status, "{evidence:#}");
    }
}

/// What is before each line is no part of it, nor what mail, terminals and Markdown did to the letters.
#[test]
fn what_carried_a_line_is_no_part_of_it() {
    let has = &["https://api.example.com/v1", PAGE_ALLOWED];
    let lacks = &["](", "web-1", "\\u001b", "=3D"];
    let case = |text| (text, "allow-origin-missing", &has[..], &lacks[..]);
    check(&[
        case(
            "\u{1b}[31m[browser]\u{1b}[0m Access to fetch at \u{1b}[36m'https://api.example.com/v1'\u{1b}[39m from \
             origin \u{1b}[36m'https://app.example.com'\u{1b}[39m has been blocked by CORS policy: No \
             'Access-Control-Allow-Origin' header is present on the requested resource.",
        ),
        case(
            "web-1  | Access to fetch at 'https://api.example.com/v1' from origin\nweb-1  | \
             'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header \
             is\nweb-1  | present on the requested resource.",
        ),
        case(
            "> Access to fetch at 'https://api.example.com/v1=\n> ?x=3D1' from origin 'https://app.example.com' has \
             been blo=\n> cked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested \
             resource.",
        ),
        case(
            "Access to fetch at '[https://api.example.com/v1](https://api.example.com/v1)' from origin \
             '<https://app.example.com>' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is \
             present on the requested resource.",
        ),
        case(
            "{\"level\":\"error\",\"msg\":\"Access to fetch at \\u0027https://api.example.com/v1\\u0027 from origin \
             \\u0027https://app.example.com\\u0027 has been blocked by CORS policy: No \
             \\u0027Access-Control-Allow-Origin\\u0027 header is present on the requested resource.\"}\n\
             {\"level\":\"error\",\"msg\":\"TypeError: Failed to fetch\"}",
        ),
        case(
            "12:00 ERROR \"Access to fetch at \\u0027https://api.example.com/v1\\u0027 from origin \
             \\u0027https://app.example.com\\u0027 has been blocked by CORS policy: No \
             \\u0027Access-Control-Allow-Origin\\u0027 header is present on the requested resource.\"",
        ),
    ]);
}

/// What a tool was answered beside it tells why; who asked is told by the console.
#[test]
fn an_exchange_beside_a_console_tells_of_the_same_refusal() {
    let console = "Access to fetch at 'https://api.example.com/v1' from origin 'https://app.example.com' has been \
                   blocked by CORS policy: Response to preflight request doesn't pass access control check: It does \
                   not have HTTP ok status.";
    let tool = "> OPTIONS /v1 HTTP/1.1\n> Host: api.example.com\n> User-Agent: curl/8.4.0\n>\n< HTTP/1.1 401 \
                Unauthorized\n< Access-Control-Allow-Origin: *\n<\nUnauthorized\n";
    let report = told(&format!("{console}\n\nand with curl:\n```\n{tool}```"));
    assert_eq!(first_rules(&report), ["preflight-status"], "{report:#}");
    let evidence = &report["findings"][0]["evidence"];
    assert_eq!(evidence["origin"].as_str(), PAGE, "{report:#}");
    assert_eq!(evidence["status"], 401, "{report:#}");
    assert!(report.to_string().contains("a preflight carries no credentials"), "{report:#}");
}
