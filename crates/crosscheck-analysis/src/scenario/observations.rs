//! What is unwise in a scenario though it works, or cannot work whatever a server says: the core's audit
//! of every exchange that the browsers have.

use std::cmp::Reverse;

use crosscheck::agent::Client;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Outcome;
use crosscheck::agent::Profile;
use crosscheck::agent::RequestMode;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::CorsSettings;
use crosscheck::audit::Exchange;
use crosscheck::audit::Message;
use crosscheck::audit::Probes;
use crosscheck::audit::audit;
use crosscheck::catalog::Check;
use crosscheck::catalog::Severity;
use crosscheck::scenario::Event;
use crosscheck::scenario::Player;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use serde::Serialize;
use url::Url;

use crate::chinese::Told;

/// What one check saw in a scenario.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Observed {
    check: Check,
    severity: Severity,
    what: &'static str,
    why: &'static str,
    fix: &'static str,
    /// Where, and what was seen; each once, whichever browsers see it.
    evidence: Vec<Told>,
}

/// What every check sees of what the browsers send and are answered, the worst first.
pub(super) fn observations(scenario: &Scenario) -> Vec<Observed> {
    let mut found: Vec<Observed> = Vec::new();
    for &profile in Profile::ALL {
        let mut player = Player::new(profile);
        let mut steps = Vec::new();
        let mut server = ScriptedServer::new(&scenario.server);
        player.play_traced(scenario, &mut server, &mut |event| match event {
            Event::Step(step) => steps.push(Heard::of(step, &scenario.page)),
            event => {
                if let Some(step) = steps.last_mut() {
                    step.hear(event, &mut found);
                }
            }
        });
    }
    found.sort_by_key(|one| (Reverse(one.severity), one.check));
    found
}

/// What was sent and answered in one step.
struct Heard {
    step: Step,
    page: Client,
    sent: Option<HttpRequest>,
    messages: Vec<Message>,
}

impl Heard {
    fn of(step: &Step, page: &Origin) -> Self {
        Self { step: step.clone(), page: Client::from(page), sent: None, messages: Vec::new() }
    }

    fn hear(&mut self, event: Event<'_>, found: &mut Vec<Observed>) {
        match event {
            Event::Request(request) => self.sent = Some(request.clone()),
            Event::Answer(answer) => {
                let Some((request, answer)) = self.sent.take().zip(answer) else { return };
                let (status, headers) = (answer.status, answer.headers.clone());
                let response = Response { status, headers, ..Response::default() };
                self.messages.push(Message { request, response });
            }
            Event::End { outcome, browser, .. } => self.look(outcome.ok(), browser, found),
            _ => {}
        }
    }

    fn look(&self, outcome: Option<&Outcome>, browser: &UserAgent, found: &mut Vec<Observed>) {
        let Ok(url) = Url::parse(&self.step.url) else { return };
        let use_credentials =
            |value: &String| CorsSettings::of_attribute(value) == CorsSettings::UseCredentials;
        let includes_credentials = self.step.credentials == Some(CredentialsMode::Include)
            || self.step.crossorigin.as_ref().is_some_and(use_credentials);
        let exchange = Exchange {
            browser,
            client: outcome.map_or(&self.page, |outcome| &outcome.client),
            url: &url,
            includes_credentials,
            is_no_cors: self.step.mode == Some(RequestMode::NoCors),
            messages: &self.messages,
            refused_headers: outcome.map_or(&[][..], |outcome| &outcome.refused_headers),
            asked: None,
            probes: &Probes::default(),
        };
        for seen in audit(&exchange) {
            let check = seen.check;
            let at = found.iter().position(|one| one.check == check).unwrap_or_else(|| {
                found.push(Observed {
                    check,
                    severity: check.severity(),
                    what: check.what().english,
                    why: check.why().english,
                    fix: check.fix().english,
                    evidence: Vec::new(),
                });
                found.len() - 1
            });
            let told = Told::from(seen.evidence);
            if !found[at].evidence.contains(&told) {
                found[at].evidence.push(told);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::Check;
    use crosscheck::scenario::Scenario;

    use super::observations;

    #[test]
    fn each_observation_is_made_where_it_applies_and_nowhere_else() {
        for (page, step, answer, expected) in [
            ("https://a.example", r#""url":"https://b.example/""#, "", [].as_slice()),
            ("https://a.example", r#""url":"http://b.example/""#, "", &[Check::MixedContent]),
            (
                "https://a.example",
                r#""url":"https://b.example/","headers":[["Access-Control-Allow-Origin","*"]]"#,
                "",
                &[Check::ResponseHeaderOnRequest],
            ),
            (
                "https://a.example",
                r#""url":"https://b.example/","mode":"no-cors""#,
                "",
                &[Check::NoCorsMode],
            ),
            (
                "https://a.example",
                r#""url":"https://b.example/","method":"patch""#,
                "",
                &[Check::MethodCase],
            ),
            ("https://a.example", r#""url":"https://b.example/","method":"PATCH""#, "", &[]),
            (
                "https://a.example",
                r#""url":"https://b.example/""#,
                r#"["access-control-allow-origin","https://a.example"]"#,
                &[Check::VaryOriginMissing],
            ),
            (
                "https://a.example",
                r#""url":"https://b.example/""#,
                r#"["Access-Control-Allow-Origin","https://a.example"],["Vary","Accept, ORIGIN"]"#,
                &[],
            ),
            (
                "https://a.example",
                r#""url":"https://b.example/""#,
                r#"["Location","https://c.example/"]"#,
                &[Check::NullAfterRedirect],
            ),
            ("https://a.example", r#""url":"https://b.example/""#, r#"["Location","/b"]"#, &[]),
            (
                "https://b.example",
                r#""url":"https://b.example/""#,
                r#"["Location","https://c.example/"]"#,
                &[],
            ),
            (
                "https://a.example",
                r#""url":"https://b.example/""#,
                r#"["Access-Control-Allow-Origin","null"]"#,
                &[Check::VaryOriginMissing, Check::NullOriginAllowed],
            ),
            (
                "https://a.example",
                r#""url":"https://b.example/","headers":[["authorization","Bearer a"]]"#,
                r#"["Access-Control-Allow-Headers","*"],["Access-Control-Max-Age","601"]"#,
                &[Check::AuthorizationByWildcard, Check::MaxAgeAboveCaps],
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
            let checks: Vec<Check> =
                observations(&scenario).into_iter().map(|one| one.check).collect();
            assert_eq!(checks, expected, "{line}");
        }
    }
}
