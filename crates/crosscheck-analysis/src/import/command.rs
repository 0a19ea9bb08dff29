//! A `curl` command, as the request of a page, and a server that says nothing yet.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::api;
use crosscheck::scenario::Body;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use url::Url;

use crate::curl::BodyKind;
use crate::curl::Command;
use crate::error::InputError;

/// Reads a command as the request of a page, and how its server would answer if it said nothing.
///
/// Fails where the command cannot be read.
pub(super) fn scenario(command: Command) -> Result<Scenario, InputError> {
    let has_type = command.has_header("Content-Type");
    let usual = if command.body.is_some() { "POST" } else { "GET" };
    let origin = command.url.origin().ascii_serialization();
    let route = |method: &str, status| Route {
        method: method.into(),
        ..Route::new(&origin, command.url.path(), status)
    };
    let server = vec![route("OPTIONS", 204), route("*", 200)];
    let body = command.body.map(|body| {
        let kind = match body.kind {
            BodyKind::Form => api::BodyKind::Form,
            BodyKind::Parameters if !has_type => api::BodyKind::Params,
            BodyKind::Bytes if !has_type => api::BodyKind::Blob,
            BodyKind::Parameters | BodyKind::Bytes => api::BodyKind::Text,
        };
        Body { kind, value: body.text, mime_type: None }
    });
    let step = Step {
        method: Some(command.method).filter(|method| method != "GET" || usual != "GET"),
        headers: command.headers.into_iter().map(|(n, value)| (n.into(), value)).collect(),
        credentials: command.is_credentialed.then_some(CredentialsMode::Include),
        body,
        url: command.url.into(),
        ..Step::default()
    };
    let page = command.page.as_deref().unwrap_or(DEFAULT_PAGE);
    let page = Origin::parse(page).map_err(|error| {
        InputError::at("page", error.to_string(), "the command names a page that is none")
            .in_chinese(format!("页面的源无效：{error}"), "命令里写的页面不是一个有效的源")
    })?;
    Ok(Scenario { id: "curl".into(), page, steps: vec![step], server, ..Scenario::default() })
}

/// A plain GET of a URL, and a server of which nothing is known.
pub(super) fn plain(url: &Url) -> Scenario {
    Scenario {
        id: "url".into(),
        page: Origin::parse(DEFAULT_PAGE).expect("a constant that is an origin"),
        steps: vec![Step { url: url.to_string(), ..Step::default() }],
        ..Scenario::default()
    }
}

/// Where a command that names no page is taken to come from.
const DEFAULT_PAGE: &str = "https://app.example";

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::scenario;
    use crate::curl::Command;

    #[test]
    fn what_a_browser_copies_is_the_request_of_its_page() {
        let chromium = r#"curl 'https://api.example/orders?id=1' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'content-type: application/json' \
  -b 'session=1' \
  -H 'origin: https://app.example' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0' \
  -H 'x-token: abc' \
  --data-raw $'{"it\'s":"\u00e9"}'"#;
        let put = json(chromium);
        assert_snapshot!(put, @r#"
        {"id":"curl","kind":"","page":"https://app.example","steps":[{"api":"fetch","url":"https://api.example/orders?id=1","method":"PUT","headers":[["content-type","application/json"],["x-token","abc"]],"credentials":"include","body":{"kind":"text","value":"{\"it's\":\"é\"}"}}],"server":[{"origin":"https://api.example","path":"/orders","method":"OPTIONS","status":204,"headers":[],"body":""},
        {"origin":"https://api.example","path":"/orders","method":"*","status":200,"headers":[],"body":""}]}
        "#);
        // The same, as Chromium copies it on Windows.
        let cmd = "curl ^\"https://api.example/orders?id=1^\" ^\r\n  -X ^\"PUT^\" ^\r\n  \
            -H ^\"content-type: application/json^\" ^\r\n  -b ^\"session=1^\" ^\r\n  \
            -H ^\"origin: https://app.example^\" ^\r\n  -H ^\"sec-fetch-mode: cors^\" ^\r\n  \
            -H ^\"x-token: abc^\" ^\r\n  --data-raw ^\"^{^\\^\"it's^\\^\":^\\^\"é^\\^\"^}^\"";
        assert_eq!(json(cmd), put);
        let firefox = "curl 'https://api.example/' -X POST -H 'Referer: http://localhost:3000/a/b' \
             -H 'Authorization;' --data-raw 'a=1'";
        assert_snapshot!(json(firefox), @r#"
        {"id":"curl","kind":"","page":"http://localhost:3000","steps":[{"api":"fetch","url":"https://api.example/","method":"POST","headers":[["Authorization",""]],"body":{"kind":"params","value":"a=1"}}],"server":[{"origin":"https://api.example","path":"/","method":"OPTIONS","status":204,"headers":[],"body":""},
        {"origin":"https://api.example","path":"/","method":"*","status":200,"headers":[],"body":""}]}
        "#);
    }

    #[test]
    fn a_page_says_only_what_differs_from_a_plain_get() {
        for (text, expected) in [
            ("curl api.example", r#"[{"api":"fetch","url":"http://api.example/"}]"#),
            (
                "curl --json {} api.example",
                r#"[{"api":"fetch","url":"http://api.example/","method":"POST","headers":[["Content-Type","application/json"],["Accept","application/json"]],"body":{"kind":"text","value":"{}"}}]"#,
            ),
            (
                "curl -F a=b api.example",
                r#"[{"api":"fetch","url":"http://api.example/","method":"POST","body":{"kind":"form","value":"a=b"}}]"#,
            ),
        ] {
            let scenario = scenario(Command::parse(text).expect("a command")).expect("a command");
            assert_eq!(serde_json::to_string(&scenario.steps).expect("JSON"), expected, "{text}");
        }
    }

    fn json(text: &str) -> String {
        let scenario = scenario(Command::parse(text).expect("a command")).expect("a command");
        serde_json::to_string(&scenario).expect("JSON").replace("},", "},\n")
    }
}
