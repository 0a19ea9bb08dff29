//! The configuration and the code that people paste beside what their console said.

use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use serde_json::Value;

/// What is told where nobody named a server.
fn told(text: &str) -> Value {
    let mut report = explain(text, &Overrides::default()).unwrap_or_else(|e| panic!("{e:?}"));
    report.write_fixes(None);
    serde_json::to_value(&report).expect("it is JSON")
}

fn missing(url: &str, why: &str) -> String {
    format!(
        "Access to fetch at '{url}' from origin 'https://app.example.com' has been blocked by CORS policy: {why}No \
         'Access-Control-Allow-Origin' header is present on the requested resource.\n\n"
    )
}

const ON_A_PREFLIGHT: &str = "Response to preflight request doesn't pass access control check: ";
const API: &str = "https://api.example.com/items";

/// A text, the server that the patch is for, and what a note says.
fn check(cases: &[(String, &str, &str)]) {
    for (text, server, note) in cases {
        let report = told(text);
        assert_eq!(report["findings"][0]["fixes"][0]["server"], *server, "{text}\n{report:#}");
        assert!(report["notes"].to_string().contains(note), "`{note}` of {text}\n{report:#}");
    }
}

#[test]
fn the_patch_is_for_the_server_whose_configuration_is_there_and_its_fault_is_named() {
    let preflight = missing(API, ON_A_PREFLIGHT);
    check(&[
        (
            format!(
                "{preflight}Bucket CORS:\n\n[\n  {{\n    \"AllowedHeaders\": [\"*\"],\n    \"AllowedMethods\": [\"PUT\"],\n    \
                 \"AllowedOrigins\": [\"https://app.example.com/\"]\n  }}\n]\n"
            ),
            "s3",
            "line 9, `https://app.example.com/`: it has no effect",
        ),
        (
            format!(
                "{preflight}settings.py\n\nMIDDLEWARE = [\n    'corsheaders.middleware.CorsMiddleware',\n]\n\
                 CORS_ALLOWED_ORIGINS = [\n    'app.example.com',\n]\n"
            ),
            "django",
            "its scheme is missing",
        ),
        (
            format!(
                "My nginx config:\n\n    location / {{\n        add_header Access-Control-Allow-Origin \
                 https://app.example.com;\n        proxy_pass http://127.0.0.1:8000;\n    }}\n\nand the call\n\n    \
                 axios.post('{API}', {{ name }})\n\n{preflight}What am I missing?"
            ),
            "nginx",
            "a configuration of nginx",
        ),
        (
            format!(
                "{preflight}vercel.json\n{{\n  \"headers\": [\n    {{\n      \"source\": \"/api/(.*)\",\n      \"headers\": \
                 [{{ \"key\": \"Access-Control-Allow-Origin\", \"value\": \"https://a.example\" }}]\n    }}\n  ]\n}}\n"
            ),
            "vercel",
            "a configuration of Vercel",
        ),
    ]);
}

#[test]
fn whether_the_configuration_lets_the_request_through_is_told() {
    let plain = missing(API, "");
    check(&[
        (
            format!("{plain}const cors = require('cors');\napp.use(cors());\n"),
            "express",
            "something else answers",
        ),
        (
            format!(
                "{plain}.htaccess\n\nHeader set Access-Control-Allow-Origin \"https://a.example.com\"\n"
            ),
            "apache",
            "does not let this request through",
        ),
    ]);
}

/// Code that says nothing of CORS still tells for what the patch has to be.
#[test]
fn the_patch_is_for_what_the_code_is_written_for() {
    let status = "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has been blocked \
                  by CORS policy: Response to preflight request doesn't pass access control check: It does not have \
                  HTTP ok status.\n\n";
    check(&[
        (
            format!(
                "{status}@EnableWebSecurity\npublic class SecurityConfig {{\n  @Bean\n  SecurityFilterChain c() {{}}\n}}"
            ),
            "spring",
            "",
        ),
        (
            format!("{status}<?php\nif ($_SERVER['REQUEST_METHOD'] !== 'POST') {{ exit; }}\n"),
            "php",
            "",
        ),
    ]);
}

/// Headers and the words of who answered are no configuration.
#[test]
fn an_answer_alone_is_no_configuration() {
    for text in [
        "HTTP/1.1 200 OK\nServer: nginx\nAccess-Control-Allow-Origin: https://a.example.com\n"
            .to_owned(),
        missing(API, ""),
    ] {
        assert!(!told(&text).to_string().contains("stands a configuration"), "{text}");
    }
    let spring = told("HTTP/1.1 403\nVary: Origin\n\nInvalid CORS request");
    assert_eq!(spring["findings"][0]["fixes"][0]["server"], "spring", "{spring:#}");
}

/// Socket.IO answers before the framework that it stands in.
#[test]
fn the_path_of_socket_io_has_a_policy_of_its_own() {
    let text = missing("http://localhost:4000/socket.io/?EIO=4&transport=polling", "");
    let report = told(&format!("{text}const app = express();\napp.use(cors());\n"));
    assert!(report["notes"].to_string().contains("does not reach it"), "{report:#}");
    assert!(report["findings"][0]["fixes"].as_array().is_none_or(Vec::is_empty), "{report:#}");
}

/// The answer that stands below what the console says of a preflight is the preflight's.
#[test]
fn an_answer_below_a_preflights_text_is_the_preflights() {
    let text = missing(API, ON_A_PREFLIGHT);
    let report = told(&format!(
        "{text}Network tab for OPTIONS:\n\nHTTP/2 403\ncontent-type: application/json\n"
    ));
    assert_eq!(report["findings"][0]["evidence"]["stage"], "preflight", "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["status"], 403, "{report:#}");
}
