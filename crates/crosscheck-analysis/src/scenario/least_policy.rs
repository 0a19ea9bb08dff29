//! The least policies under which a scenario's requests would be allowed, one for each server.
//!
//! Found by asking: every browser plays the scenario against servers that allow whatever they are
//! asked, and what was asked is what must be allowed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use crosscheck::agent::Cause;
use crosscheck::agent::Profile;
use crosscheck::agent::ResponseType;
use crosscheck::catalog::FindingKind;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Event;
use crosscheck::scenario::Player;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Server;
use crosscheck::scenario::WireRequest;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::wire::HeaderList;
use crosscheck::wire::is_cors_safelisted_method;
use serde::Serialize;

/// A policy file for one server.
#[derive(Debug, Serialize)]
pub(super) struct LeastPolicy {
    pub(super) server: String,
    pub(super) toml: String,
}

/// The least policies, by server; empty if nothing in the scenario needs one.
pub(super) fn least_policies(scenario: &Scenario) -> Vec<LeastPolicy> {
    configs(scenario)
        .into_iter()
        .map(|(server, config)| LeastPolicy { toml: toml(&server, &config), server })
        .collect()
}

/// What must be configured at each server, dangers accepted where there is no other way.
pub(super) fn configs(scenario: &Scenario) -> BTreeMap<String, Config> {
    let anonymous = asked(scenario, false);
    let asked_for = match anonymous.needs_credentials {
        true => asked(scenario, true).servers,
        false => anonymous.servers,
    };
    let configs = asked_for.into_iter().map(|(server, needs)| {
        let mut config = Config {
            origins: needs.origins.into_iter().collect(),
            credentials: anonymous.needs_credentials,
            methods: needs.methods.into_iter().collect(),
            request_headers: needs.header_names.into_iter().collect(),
            ..Config::default()
        };
        if let Err(errors) = Policy::new(&config) {
            for error in errors.iter() {
                config.danger.null_origin |= error.kind == FindingKind::NullOrigin;
                config.danger.insecure_origins |= error.kind == FindingKind::InsecureOrigin;
            }
        }
        (server, config)
    });
    configs.collect()
}

/// What pages ask of one server.
#[derive(Debug, Default)]
struct Needs {
    origins: BTreeSet<String>,
    methods: BTreeSet<String>,
    header_names: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Asked {
    servers: BTreeMap<String, Needs>,
    needs_credentials: bool,
}

fn asked(scenario: &Scenario, credentials: bool) -> Asked {
    let mut asked = Asked::default();
    for &profile in Profile::ALL {
        let mut player = Player::new(profile);
        let mut server = Generous { scripted: ScriptedServer::new(&scenario.server), credentials };
        let mut sent: Vec<WireRequest> = Vec::new();
        player.play_traced(scenario, &mut server, &mut |event| match event {
            Event::Step(_) => sent.clear(),
            Event::Request(message) => sent.push(WireRequest::of(message)),
            Event::End { outcome, .. } => match outcome.map(|outcome| &outcome.result) {
                Ok(Ok(response)) if response.response_type == ResponseType::Cors => {
                    for request in
                        sent.iter().filter(|request| request.origin != scenario.page.serialize())
                    {
                        asked.note(request);
                    }
                }
                Ok(Err(failure)) => {
                    let withheld = matches!(failure.cause, Cause::AllowCredentials { .. });
                    asked.needs_credentials |= withheld;
                }
                _ => {}
            },
            _ => {}
        });
    }
    asked
}

impl Asked {
    fn note(&mut self, request: &WireRequest) {
        let Some(origin) = request.headers.get("origin") else { return };
        let needs = self.servers.entry(request.origin.clone()).or_default();
        needs.origins.insert(origin.to_string());
        let method = request.headers.get("access-control-request-method");
        let method = method.filter(|method| !is_cors_safelisted_method(method));
        needs.methods.extend(method.map(ToString::to_string));
        if let Some(names) = request.headers.get("access-control-request-headers") {
            let names = names.split(',').map(|name| name.trim().to_ascii_lowercase());
            needs.header_names.extend(names.filter(|name| !name.is_empty()));
        }
    }
}

/// Servers that answer as scripted and allow whatever they are asked.
struct Generous<'s> {
    scripted: ScriptedServer<'s>,
    credentials: bool,
}

impl Server for Generous<'_> {
    fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
        let asked = |name: &str| request.headers.get(name).map(|value| value.as_bytes());
        let mut answer = match asked("access-control-request-method") {
            Some(method) if request.method == "OPTIONS" => {
                let mut headers = HeaderList::default();
                headers.set("Access-Control-Allow-Methods", method);
                if let Some(names) = asked("access-control-request-headers") {
                    headers.set("Access-Control-Allow-Headers", names);
                }
                Answer { status: 204, headers, body: Vec::new() }
            }
            _ => self.scripted.answer(request)?,
        };
        answer.headers.delete("Access-Control-Allow-Origin");
        answer.headers.delete("Access-Control-Allow-Credentials");
        answer.headers.delete("Cross-Origin-Resource-Policy");
        if let Some(origin) = asked("origin") {
            answer.headers.set("Access-Control-Allow-Origin", origin);
        }
        if self.credentials {
            answer.headers.set("Access-Control-Allow-Credentials", "true");
        }
        Some(answer)
    }
}

/// A configuration as a policy file, without what is as it would be anyway.
fn toml(server: &str, config: &Config) -> String {
    let mut text = format!("# for {server}\n[cors]\n");
    // A list of texts in JSON is one in TOML.
    let list = |values: &[String]| serde_json::to_string(values).unwrap_or_default();
    let lists = [
        ("origins", &config.origins),
        ("methods", &config.methods),
        ("request_headers", &config.request_headers),
    ];
    for (name, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
        let _ = writeln!(text, "{name} = {}", list(values).replace("\",\"", "\", \""));
    }
    if config.credentials {
        text.push_str("credentials = true\n");
    }
    let dangers = [
        ("null_origin", config.danger.null_origin, "anybody can make a page send `null`"),
        ("insecure_origins", config.danger.insecure_origins, "plain http can be forged"),
    ];
    if dangers.iter().any(|(_, accepted, _)| *accepted) {
        text.push_str("\n[cors.danger]\n");
    }
    for (name, _, why) in dangers.iter().filter(|(_, accepted, _)| *accepted) {
        let _ = writeln!(text, "{name} = true  # {why}");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crosscheck::agent::Profile;
    use crosscheck::catalog::Severity;
    use crosscheck::scenario::Answer;
    use crosscheck::scenario::Scenario;
    use crosscheck::scenario::ScriptedServer;
    use crosscheck::scenario::Server;
    use crosscheck::scenario::StepRecord;
    use crosscheck::scenario::WireRequest;
    use crosscheck::scenario::play;
    use crosscheck::server::AnswerHeader;
    use crosscheck::server::Decision;
    use crosscheck::server::Edit;
    use crosscheck::server::Head;
    use crosscheck::server::Policy;
    use crosscheck_config::ReadOptions;
    use crosscheck_config::read;

    use super::configs;
    use super::least_policies;

    /// Servers behind policies: preflights are answered by them, other answers edited.
    struct Guarded<'s> {
        scripted: ScriptedServer<'s>,
        policies: BTreeMap<String, Policy>,
    }

    impl Server for Guarded<'_> {
        fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
            let mut answer = self.scripted.answer(request)?;
            let Some(policy) = self.policies.get(&request.origin) else { return Some(answer) };
            let names =
                ["origin", "access-control-request-method", "access-control-request-headers"];
            let headers = names.into_iter().filter_map(|n| Some((n, &**request.headers.get(n)?)));
            let headers: Vec<(&str, &str)> = headers.collect();
            let head = Head::new(&request.method, &request.path, &headers);
            let decision = policy.decide(&head);
            if let Decision::Preflight { status, .. } = decision {
                answer = Answer { status, ..Answer::default() };
            }
            for &header in AnswerHeader::ALL {
                answer.headers.delete(header.name());
            }
            decision.edits().each(|edit| match edit {
                Edit::Set(header, value) => {
                    answer.headers.set(header.name(), value.text.as_bytes());
                }
                Edit::Echo(header) => {
                    answer.headers.set(header.name(), request.headers["origin"].as_bytes());
                }
                Edit::Remove(_) | Edit::Vary(_) => {}
            });
            Some(answer)
        }
    }

    #[test]
    fn under_the_least_policies_every_browser_reads_and_with_any_less_one_does_not() {
        for line in SCENARIOS {
            let scenario: Scenario = serde_json::from_str(line).expect("a scenario");
            let configs = configs(&scenario);
            let reads = |configs: &BTreeMap<String, crosscheck::server::Config>| {
                let policies = configs.iter().map(|(server, config)| {
                    (server.clone(), Policy::new(config).expect("a policy that can be followed"))
                });
                let policies: BTreeMap<String, Policy> = policies.collect();
                Profile::ALL.iter().copied().all(|profile| {
                    let scripted = ScriptedServer::new(&scenario.server);
                    let mut server = Guarded { scripted, policies: policies.clone() };
                    let record = play(&scenario, profile, &mut server);
                    record.steps.iter().all(|step| matches!(step, StepRecord::Response { .. }))
                })
            };
            assert!(reads(&configs), "{line}");
            for (server, config) in &configs {
                for place in 0..config.methods.len() + config.request_headers.len() {
                    let mut less = configs.clone();
                    let config = less.get_mut(server).expect("it is there");
                    match place.checked_sub(config.methods.len()) {
                        None => config.methods.remove(place),
                        Some(place) => config.request_headers.remove(place),
                    };
                    assert!(!reads(&less), "{line}: not the least");
                }
                let mut less = configs.clone();
                let config = less.get_mut(server).expect("it is there");
                if std::mem::take(&mut config.credentials) {
                    assert!(!reads(&less), "{line}: credentials are not needed");
                }
            }
        }
    }

    #[test]
    fn they_are_policy_files_as_they_stand() {
        for line in SCENARIOS {
            let scenario: Scenario = serde_json::from_str(line).expect("a scenario");
            for policy in least_policies(&scenario) {
                let reading = read("least.toml", &policy.toml, ReadOptions::default());
                let report = &reading.report;
                let errors = report.count(Severity::Error);
                assert_eq!(errors, 0, "{}\n{}", policy.toml, report.text());
                assert_eq!(reading.config, configs(&scenario)[&policy.server]);
            }
        }
    }

    #[test]
    fn what_needs_no_permission_needs_no_policy() {
        for step in [
            r#"{"api":"img","url":"https://api.example/a.png"}"#,
            r#"{"api":"fetch","url":"https://app.example/own"}"#,
            r#"{"api":"fetch","url":"https://api.example/","mode":"no-cors"}"#,
        ] {
            let line = format!(r#"{{"id":"a","page":"https://app.example","steps":[{step}]}}"#);
            let scenario: Scenario = serde_json::from_str(&line).expect("a scenario");
            assert!(least_policies(&scenario).is_empty(), "{step}");
        }
    }

    const SCENARIOS: [&str; 6] = [
        r#"{"id":"simple","page":"https://app.example","steps":[{"api":"fetch","url":"https://api.example/"}]}"#,
        r#"{"id":"put","page":"https://app.example","steps":[{"api":"fetch","url":"https://api.example/orders","method":"PUT","headers":[["X-Token","a"],["Content-Type","application/json"]],"credentials":"include","body":{"kind":"text","value":"{}"}}]}"#,
        r#"{"id":"null","page":"null","steps":[{"api":"xhr","url":"https://api.example/","method":"DELETE"}]}"#,
        r#"{"id":"plain","page":"http://app.example","steps":[{"api":"fetch","url":"https://api.example/","credentials":"include"}]}"#,
        r#"{"id":"watched","page":"https://app.example","steps":[{"api":"xhr","url":"https://api.example/","method":"POST","upload_listener":true,"body":{"kind":"text","value":"a"}}]}"#,
        r#"{"id":"moved","page":"https://app.example","steps":[{"api":"fetch","url":"https://api.example/old","headers":[["X-Token","a"]]}],"server":[{"origin":"https://api.example","path":"/old","method":"*","status":307,"headers":[["Location","https://other.example/new"]]}]}"#,
    ];
}
