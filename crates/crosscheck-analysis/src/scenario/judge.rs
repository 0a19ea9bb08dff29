//! "Will it CORS?": a scenario in, every browser's verdict out.

use crosscheck::agent::Profile;
use crosscheck::scenario::HeaderLine;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Warning;
use serde::Serialize;

use super::least_policy::LeastPolicy;
use super::least_policy::least_policies;
use super::observations::Observed;
use super::observations::observations;
use super::read::read_scenario;
use super::trace::Trace;
use super::trace::trace;
use crate::curl;
use crate::error::InputError;

/// What the page shows of a scenario.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Judgement {
    /// The standard first, then each browser.
    browsers: Vec<Trace>,
    /// What is unwise, though it may work.
    observations: Vec<Observed>,
    /// What of the scenario will not do what it seems to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warning>,
    policies: Vec<LeastPolicy>,
    /// The messages that the standard's browser sends, as commands for a shell.
    curl: Vec<String>,
}

/// Judges a scenario, bytes of JSON as they came.
pub fn judge(body: &[u8]) -> Result<Judgement, InputError> {
    let scenario = read_scenario(body)?;
    check(&scenario)?;
    let told = |profile| trace(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
    let browsers: Vec<Trace> = Profile::ALL.iter().copied().map(told).collect();
    let sent = browsers[0].steps.iter().zip(&scenario.steps);
    let curl = sent.flat_map(|(told, step)| {
        let body = step.body.as_ref().map(|body| body.value.as_str());
        told.messages.iter().map(move |message| {
            let body = body.filter(|body| !body.is_empty() && !message.preflight);
            curl::write(&message.method, &message.url, &message.headers, body)
        })
    });
    let curl = curl.collect();
    Ok(Judgement {
        observations: observations(&scenario),
        warnings: scenario.warnings(),
        policies: least_policies(&scenario),
        curl,
        browsers,
    })
}

/// Refuses what is too much for a page.
pub fn check(scenario: &Scenario) -> Result<(), InputError> {
    let lines = |headers: &[HeaderLine]| headers.len() > MAX_LINES;
    let too_much = match scenario {
        s if s.steps.is_empty() => ("steps", "there is no request".to_owned()),
        s if s.steps.len() > MAX_STEPS => ("steps", format!("more than {MAX_STEPS} requests")),
        s if s.server.len() > MAX_RULES => ("server", format!("more than {MAX_RULES} answers")),
        s if s.steps.iter().any(|step| lines(&step.headers)) => {
            ("steps", format!("more than {MAX_LINES} headers in one request"))
        }
        s if s.server.iter().any(|rule| lines(&rule.headers)) => {
            ("server", format!("more than {MAX_LINES} headers in one answer"))
        }
        _ => return Ok(()),
    };
    let (field, error) = too_much;
    let hint = "this page plays small scenarios; `crosscheck simulate` has no bounds";
    Err(InputError::at(field, error, hint))
}

const MAX_STEPS: usize = 4;
const MAX_RULES: usize = 64;
const MAX_LINES: usize = 64;

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use serde_json::Value;
    use serde_json::json;

    use super::judge;

    #[test]
    fn each_browser_has_a_verdict_its_own_words_and_a_remedy() {
        let judgement = judged(&json!({
            "id": "lab", "page": "https://app.example",
            "steps": [{"api": "fetch", "url": "https://api.example/orders", "method": "patch"}],
            "server": [{"origin": "https://api.example", "path": "/orders", "method": "*",
                "status": 200, "headers": [
                    ["Access-Control-Allow-Origin", "*"],
                    ["Access-Control-Allow-Methods", "PATCH"],
                ]}],
        }));
        let browsers = judgement["browsers"].as_array().expect("browsers");
        let text = browsers.iter().map(|told| {
            let step = &told["steps"][0];
            let fix = &step["refused"]["missing"]["headers"];
            let (browser, verdict, rule) = (&told["browser"], &step["verdict"], &step["refused"]);
            format!("{browser} {verdict} {}\n  {}\n  {fix}\n", rule["rule"], step["console"])
        });
        assert_snapshot!(text.collect::<String>(), @r#"
        "spec" "refused" "method-not-allowed"
          []
          [["Access-Control-Allow-Methods","patch"]]
        "chromium" "refused" "method-not-allowed"
          ["Access to fetch at 'https://api.example/orders' from origin 'https://app.example' has been blocked by CORS policy: Method patch is not allowed by Access-Control-Allow-Methods in preflight response."]
          [["Access-Control-Allow-Methods","patch"]]
        "firefox" "refused" "method-not-allowed"
          ["Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/orders. (Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).","Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/orders. (Reason: CORS request did not succeed). Status code: (null)."]
          [["Access-Control-Allow-Methods","patch"]]
        "webkit" "refused" "method-not-allowed"
          ["SECURITY ERROR Method patch is not allowed by Access-Control-Allow-Methods.","JS ERROR Fetch API cannot load https://api.example/orders due to access control checks."]
          [["Access-Control-Allow-Methods","patch"]]
        "#);
        assert_eq!(judgement["observations"][0]["check"], "method-case");
        assert_snapshot!(judgement["policies"][0]["toml"].as_str().expect("a policy"), @r#"
        # for https://api.example
        [cors]
        origins = ["https://app.example"]
        methods = ["patch"]
        "#);
        assert_snapshot!(judgement["curl"][0].as_str().expect("a command"), @r#"
        curl -q --globoff --path-as-is -i -X OPTIONS https://api.example/orders \
          -H 'Accept: */*' \
          -H 'Access-Control-Request-Method: patch' \
          -H 'Referer: https://app.example/' \
          -H 'Origin: https://app.example' \
          -H 'Sec-Fetch-Dest: empty' \
          -H 'Sec-Fetch-Mode: cors' \
          -H 'Sec-Fetch-Site: cross-site'
        "#);
    }

    #[test]
    fn what_was_remembered_is_told_with_the_seconds_that_are_left() {
        let step = json!({"api": "fetch", "url": "https://api.example/", "method": "PUT",
            "wait_ms": 300_000});
        let judgement = judged(&json!({
            "id": "lab", "page": "https://app.example", "steps": [step, step, step, step],
            "server": [{"origin": "https://api.example", "path": "/", "method": "*",
                "status": 204, "headers": [
                    ["Access-Control-Allow-Origin", "*"],
                    ["Access-Control-Allow-Methods", "PUT"],
                    ["Access-Control-Max-Age", "86400"],
                ]}],
        }));
        let browsers = judgement["browsers"].as_array().expect("browsers");
        let text = browsers.iter().map(|told| {
            let steps = told["steps"].as_array().expect("steps").iter().map(|step| {
                let left = &step["cached"][0]["seconds_left"];
                format!(" {}:{left}", step["messages"].as_array().expect("messages").len())
            });
            format!("{}{}\n", told["browser"], steps.collect::<String>())
        });
        assert_snapshot!(text.collect::<String>(), @r#"
        "spec" 2:86400 1:86100 1:85800 1:85500
        "chromium" 2:7200 1:6900 1:6600 1:6300
        "firefox" 2:86400 1:86100 1:85800 1:85500
        "webkit" 2:600 1:300 2:600 1:300
        "#);
    }

    #[test]
    fn what_cannot_be_judged_is_told_with_its_field_and_a_hint() {
        let step = json!({"api": "fetch", "url": "https://api.example/"});
        let misspelt = json!({"api": "fetch", "url": "a", "credentials": "includ", "mod": "cors"});
        let line = json!(["a", "b"]);
        let many = |value: &Value, count| vec![value.clone(); count];
        let with_lines = |count| json!({"api": "fetch", "url": "a", "headers": many(&line, count)});
        let bodies = [
            json!([]),
            json!({"id": "a", "page": "App.example/", "steps": [step]}),
            json!({"id": "a", "page": "*", "steps": [step]}),
            json!({"id": "a", "page": "null", "steps": [misspelt]}),
            json!({"id": "a", "page": "null", "steps": []}),
            json!({"id": "a", "page": "null", "steps": many(&step, 5)}),
            json!({"id": "a", "page": "null", "steps": [with_lines(65)]}),
        ];
        let text = bodies.iter().map(|body| {
            let objection = judge(body.to_string().as_bytes()).expect_err("it is refused");
            format!("{}: {}; {}\n", objection.field, objection.message, objection.hint)
        });
        assert_snapshot!(text.collect::<String>(), @r#"
        : not a scenario: it is a list, not an object with a page and its steps; write one as for `crosscheck simulate`
        page: not a scenario: page: not an origin (its scheme is missing); write `https://app.example`; write one as for `crosscheck simulate`
        page: not a scenario: page: no browser sends a `*` in an origin; write `https://app.example`; write one as for `crosscheck simulate`
        steps: not a scenario: steps[0].credentials: `includ` is none of its words, did you mean `include`? (one of `omit`, `same-origin`, `include`); steps[0].mod: there is no such member, did you mean `mode`? (one of `api`, `url`, `in`, `method`, `headers`, `mode`, `credentials`, `redirect`, `cache`, `referrerPolicy`, `keepalive`, `targetAddressSpace`, `integrity`, `activateAfter`, `body`, `crossorigin`, `module`, `as`, `enctype`, `allow`, `set`, `upload_listener`, `wait_ms`); write one as for `crosscheck simulate`
        steps: there is no request; this page plays small scenarios; `crosscheck simulate` has no bounds
        steps: more than 4 requests; this page plays small scenarios; `crosscheck simulate` has no bounds
        steps: more than 64 headers in one request; this page plays small scenarios; `crosscheck simulate` has no bounds
        "#);
    }

    #[test]
    fn hostile_scenarios_are_judged_like_any_other() {
        let endless = json!({"origin": "https://api.example", "path": "/", "method": "*",
            "status": 302, "headers": [["Location", "/"], ["Access-Control-Allow-Origin", "*"]]});
        let long = "x".repeat(7_000);
        for (step, rules) in [
            (json!({"api": "fetch", "url": "https://api.example/"}), json!([endless])),
            (json!({"api": "websocket", "url": "\u{0}"}), json!([])),
            (json!({"api": "fetch", "url": "https://api.example/", "method": long}), json!([])),
            (json!({"api": "fetch", "url": "https://[", "headers": [["\n", "\r"]]}), json!([])),
            (json!({"api": "fetch", "url": "a", "wait_ms": u64::MAX}), json!([])),
        ] {
            let scenario =
                json!({"id": "a", "page": "null", "steps": many_of(&step), "server": rules});
            let judgement = judged(&scenario);
            assert_eq!(judgement["browsers"].as_array().map(Vec::len), Some(4));
            assert!(judgement.to_string().len() < 1 << 20, "the answer is bounded");
        }
    }

    fn many_of(step: &Value) -> Vec<Value> {
        vec![step.clone(); 4]
    }

    fn judged(scenario: &Value) -> Value {
        let judgement = judge(scenario.to_string().as_bytes()).expect("it can be judged");
        serde_json::to_value(judgement).expect("JSON")
    }
}
