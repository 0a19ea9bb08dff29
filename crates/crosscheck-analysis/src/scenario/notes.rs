//! What works and should not be relied on, or cannot work whatever a server says: by key, since the
//! page has the words.

use crosscheck::agent::RequestMode;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use url::Url;

/// Every key that a judgement of a scenario can have.
pub const KEYS: [&str; 9] = [
    "mixed-content",
    "response-header-on-request",
    "no-cors",
    "method-case",
    "vary-missing",
    "null-shared",
    "null-after-redirect",
    "authorization-and-star",
    "max-age-cut",
];

/// The keys that apply to a scenario, in the order of [`KEYS`].
pub(super) fn notes(scenario: &Scenario) -> Vec<&'static str> {
    let step = |is: fn(&Step) -> bool| scenario.steps.iter().any(is);
    let answers = || {
        let rules = scenario.server.iter();
        rules.flat_map(|rule| {
            let headers = rule.headers.iter();
            headers.map(move |(name, value)| (rule, name.to_ascii_lowercase(), value.trim()))
        })
    };
    let applies = |key| match key {
        "mixed-content" => {
            scenario.page.scheme() == "https"
                && step(|step| step.url.starts_with("http://") && !is_loopback(&step.url))
        }
        "response-header-on-request" => step(|step| {
            let mut names = step.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
            names.any(|name| name.starts_with("access-control-"))
        }),
        "no-cors" => step(|step| step.mode == Some(RequestMode::NoCors)),
        "method-case" => step(|step| {
            let upper = step.method.as_deref().map(str::to_ascii_uppercase);
            upper.as_deref() == Some("PATCH") && step.method != upper
        }),
        "vary-missing" => answers().any(|(rule, name, value)| {
            let mut lines = rule.headers.iter();
            name == "access-control-allow-origin"
                && value != "*"
                && value != "null"
                && !lines.any(|(name, value)| {
                    let value = value.to_ascii_lowercase();
                    let mut names = value.split(',').map(str::trim);
                    name.eq_ignore_ascii_case("vary") && names.any(|n| n == "origin" || n == "*")
                })
        }),
        "null-shared" => answers()
            .any(|(_, name, value)| name == "access-control-allow-origin" && value == "null"),
        "null-after-redirect" => answers().any(|(rule, name, value)| {
            name == "location"
                && (300..400).contains(&rule.status)
                && rule.origin != scenario.page.serialize()
                && Url::parse(value).is_ok_and(|to| Origin::of(&to).serialize() != rule.origin)
        }),
        "authorization-and-star" => {
            let asks = step(|step| {
                step.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"))
            });
            asks && answers().any(|(_, name, value)| {
                let mut names = value.split(',').map(str::trim);
                name == "access-control-allow-headers"
                    && value.contains('*')
                    && !names.any(|name| name.eq_ignore_ascii_case("authorization"))
            })
        }
        _ => answers().any(|(_, name, value)| {
            let seconds = value.parse::<u64>();
            name == "access-control-max-age" && seconds.is_ok_and(|s| s > SHORTEST_MAX_AGE)
        }),
    };
    KEYS.into_iter().filter(|key| applies(key)).collect()
}

/// Whether a URL is on this machine, which counts as secure.
fn is_loopback(url: &str) -> bool {
    let end = url.find("://").map_or(0, |at| at + 3);
    let authority = url[end..].split(['/', '?', '#']).next().unwrap_or_default();
    let origin = Origin::parse(&format!("http://{authority}"));
    origin.is_ok_and(|origin| matches!(origin.host(), "localhost" | "127.0.0.1" | "[::1]"))
}

/// The least of the browsers' caps: WebKit's, in seconds.
const SHORTEST_MAX_AGE: u64 = 600;

#[cfg(test)]
mod tests {
    use crosscheck::scenario::Scenario;

    use super::notes;

    #[test]
    fn each_note_is_made_where_it_applies_and_nowhere_else() {
        for (page, step, answer, expected) in [
            ("https://a.example", r#""url":"https://b.example/""#, "", [].as_slice()),
            ("https://a.example", r#""url":"http://b.example/""#, "", &["mixed-content"]),
            ("https://a.example", r#""url":"http://localhost:3000/""#, "", &[]),
            ("http://a.example", r#""url":"http://b.example/""#, "", &[]),
            (
                "https://a.example",
                r#""url":"https://b.example/","headers":[["Access-Control-Allow-Origin","*"]]"#,
                "",
                &["response-header-on-request"],
            ),
            ("null", r#""url":"https://b.example/","mode":"no-cors""#, "", &["no-cors"]),
            ("null", r#""url":"https://b.example/","method":"patch""#, "", &["method-case"]),
            ("null", r#""url":"https://b.example/","method":"PATCH""#, "", &[]),
            (
                "null",
                r#""url":"https://b.example/""#,
                r#"["access-control-allow-origin","https://a.example"]"#,
                &["vary-missing"],
            ),
            (
                "null",
                r#""url":"https://b.example/""#,
                r#"["Access-Control-Allow-Origin","https://a.example"],["Vary","Accept, ORIGIN"]"#,
                &[],
            ),
            (
                "https://a.example",
                r#""url":"https://b.example/""#,
                r#"["Location","https://c.example/"]"#,
                &["null-after-redirect"],
            ),
            ("https://a.example", r#""url":"https://b.example/""#, r#"["Location","/b"]"#, &[]),
            (
                "https://b.example",
                r#""url":"https://b.example/""#,
                r#"["Location","https://c.example/"]"#,
                &[],
            ),
            (
                "null",
                r#""url":"https://b.example/""#,
                r#"["Access-Control-Allow-Origin","null"]"#,
                &["null-shared"],
            ),
            (
                "null",
                r#""url":"https://b.example/","headers":[["authorization","Bearer a"]]"#,
                r#"["Access-Control-Allow-Headers","*"],["Access-Control-Max-Age","601"]"#,
                &["authorization-and-star", "max-age-cut"],
            ),
        ] {
            let status = if answer.contains("Location") { 302 } else { 200 };
            let rule = format!(
                r#"{{"origin":"https://b.example","path":"/","method":"*","status":{status},"headers":[{answer}]}}"#
            );
            let line = format!(
                r#"{{"id":"a","page":{page:?},"steps":[{{"api":"fetch",{step}}}],"server":[{rule}]}}"#
            );
            let scenario: Scenario = serde_json::from_str(&line).expect("a scenario");
            assert_eq!(notes(&scenario), expected, "{line}");
        }
    }
}
