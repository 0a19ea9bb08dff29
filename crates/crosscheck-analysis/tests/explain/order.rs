//! Code in which CORS is registered where it is never asked, and what else is told by code and logs beside a refusal.

use super::first_rules;
use super::told;

const PREFLIGHT: &str = "Access to fetch at 'https://api.example.com/items' from origin 'https://app.example.com' has been \
                         blocked by CORS policy: Response to preflight request doesn't pass access control check: No \
                         'Access-Control-Allow-Origin' header is present on the requested resource.";

#[test]
fn a_line_that_comes_too_late_is_named() {
    for (code, words) in [
        (
            "app.get('/items', list);\napp.use(cors());",
            "line 2: it is registered after what answers in line 1",
        ),
        (
            "const app = new Hono()\napp.put('/items/:id', put)\napp.use('/*', cors({ origin: 'x' }))",
            "line 3: it is registered after what answers in line 2",
        ),
        (
            "r.GET(\"/items\", list)\nr.Use(cors.Default())",
            "line 2: it is registered after what answers in line 1",
        ),
        (
            "const app = await NestFactory.create(AppModule);\nawait app.listen(3000);\napp.enableCors();",
            "line 3: it is registered after what answers in line 2",
        ),
        (
            "app.UseRouting();\napp.UseAuthorization();\napp.UseCors(\"spa\");\napp.MapControllers();",
            "line 3: it is registered after what answers in line 2",
        ),
        (
            "let app = Router::new()\n    .layer(CorsLayer::permissive())\n    .route(\"/items\", get(list));",
            "line 2: a layer wraps the routes that are there already",
        ),
    ] {
        let report = told(&format!("{code}\n\n{PREFLIGHT}"));
        assert!(report["notes"].to_string().contains(words), "{code}\n{report:#}");
    }
    for code in [
        "app.use(cors());\napp.get('/items', list);",
        "app.UseRouting();\napp.UseCors(\"spa\");\napp.UseAuthorization();",
        "let app = Router::new()\n    .route(\"/items\", get(list))\n    .layer(CorsLayer::permissive());",
        "axios.get('/items')\napp.use(cors())",
    ] {
        let notes = told(&format!("{code}\n\n{PREFLIGHT}"))["notes"].to_string();
        assert!(
            !notes.contains("is registered after") && !notes.contains("a layer wraps"),
            "{code}: {notes}"
        );
    }
}

/// What script asks an answer for in vain stands there, and is not exposed.
#[test]
fn a_header_that_is_there_and_that_script_does_not_see_is_not_exposed() {
    let answer = "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example.com\nContent-Disposition: attachment\n\
                  X-Total: 4";
    for line in [
        "response.headers.get('x-total') is null",
        "const total = response.headers[\"x-total\"]; // undefined",
        "xhr.getResponseHeader(\"X-Total\") gives null",
    ] {
        let report = told(&format!("{line}\n\n{answer}"));
        assert_eq!(first_rules(&report), ["header-not-exposed"], "{line}\n{report:#}");
        assert!(report.to_string().contains("x-total"), "{report:#}");
        let exposed = told(&format!("{line}\n\n{answer}\nAccess-Control-Expose-Headers: X-Total"));
        assert!(first_rules(&exposed).is_empty(), "{exposed:#}");
    }
    let seen = told(&format!("response.headers.get('x-total') is 4\n\n{answer}"));
    assert!(first_rules(&seen).is_empty(), "{seen:#}");
}

#[test]
fn a_log_beside_a_librarys_word_tells_the_preflight() {
    let log = "[2026-10-02T09:14:11Z INFO  actix_web::middleware::logger] 127.0.0.1 \"OPTIONS /api/login HTTP/1.1\" 400 41 \
               \"https://app.example.com/\" \"Mozilla/5.0\" 0.000213\nOrigin is not allowed to make this request";
    let report = told(log);
    let evidence = &report["findings"][0]["evidence"];
    assert_eq!(evidence["origin"], "https://app.example.com", "{report:#}");
    assert_eq!(evidence["status"], 400, "{report:#}");
    assert!(evidence["url"].is_null(), "the page's URL is not what was asked: {report:#}");
    let iis = "2026-10-02 08:11:20 10.0.0.4 OPTIONS /api/values - 443 - 10.0.0.9 Mozilla/5.0+(Windows+NT+10.0) \
               https://app.example.com/ 405 0 1 3";
    let report = told(iis);
    assert_eq!(first_rules(&report), ["preflight-status"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["status"], 405, "{report:#}");
}

/// A console tells the preflight's status in a line of its own.
#[test]
fn the_status_of_a_preflight_is_told_beside_its_refusal() {
    for line in [
        "OPTIONS https://api.example.com/items 504 (Gateway Time-out)",
        "OPTIONS https://api.example.com/items 504",
    ] {
        let report = told(&format!("{line}\n{PREFLIGHT}"));
        assert_eq!(report["findings"][0]["evidence"]["status"], 504, "{report:#}");
    }
    let slow =
        told(&format!("OPTIONS https://api.example.com/items 504 (Gateway Time-out)\n{PREFLIGHT}"));
    assert!(slow["notes"].to_string().contains("what is behind it is down"), "{slow:#}");
}

/// Several lines become one with commas; blanks are of one that says too much.
#[test]
fn origins_with_blanks_between_are_one_value() {
    let line = |value: &str| {
        told(&format!(
            "Access to fetch at 'https://api.example.com/x' from origin 'https://a.example.com' has been blocked by CORS policy: \
             The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed."
        ))
    };
    assert_eq!(
        first_rules(&line("https://a.example.com https://b.example.com")),
        ["allow-origin-list"]
    );
    assert_eq!(first_rules(&line("*, https://b.example.com")), ["allow-origin-multiple"]);
}

#[test]
fn what_a_device_and_a_proxy_change_is_told() {
    let refused =
        "Cordova on my phone:\nPOST http://localhost:8080/todo net::ERR_CONNECTION_REFUSED";
    assert!(told(refused)["notes"].to_string().contains("`10.0.2.2`"));
    let mixed = "Mixed Content: The page at 'https://app.example.com/items' was loaded over HTTPS, but requested an insecure \
                 resource 'http://api.example.com/items/'. This request has been blocked; the content must be served over \
                 HTTPS.\nINFO:     10.0.0.5:0 - \"GET /items HTTP/1.1\" 307 Temporary Redirect";
    assert!(told(mixed)["notes"].to_string().contains("`--proxy-headers"));
}

/// A place in code is no status.
#[test]
fn a_line_of_code_is_no_status() {
    let log = "[info] OPTIONS /api/session\n** (Phoenix.Router.NoRouteError) no route found for OPTIONS /api/session (AppWeb)\n \
               lib/phoenix/router.ex:406: AppWeb.Router.call/2";
    let report = told(log);
    assert_eq!(first_rules(&report), ["preflight-status"], "{report:#}");
    assert!(report["findings"][0]["evidence"]["status"].is_null(), "{report:#}");
}

#[test]
fn the_url_that_axios_prints_in_two_parts_is_put_together() {
    for text in [
        "AxiosError {message: 'Network Error', code: 'ERR_NETWORK'}\nconfig: {baseURL: \"https://api.example.com/v1\", url: \
         \"/orders\", method: \"post\"}",
        "AxiosError: Network Error\n\"config\": {\"baseURL\": \"https://api.example.com/v1/\", \"method\": \"post\", \"url\": \"orders\"}",
    ] {
        let report = told(text);
        let evidence = &report["findings"][0]["evidence"];
        assert_eq!(evidence["url"], "https://api.example.com/v1/orders", "{report:#}");
        assert_eq!(evidence["method"], "POST", "{report:#}");
    }
}

/// As a table's columns are copied.
#[test]
fn a_pane_with_columns_is_read() {
    let pane = "Request URL\thttps://api.example.com/profile\nRequest Method\tGET\nStatus Code\t200 OK\n\nResponse Headers\n\
                Access-Control-Allow-Credentials\ttrue\nAccess-Control-Allow-Origin\t*\n\nRequest Headers\n\
                Origin\thttps://app.example.com\nCookie\tsid=1";
    assert_eq!(first_rules(&told(pane)), ["wildcard-with-credentials"]);
}
