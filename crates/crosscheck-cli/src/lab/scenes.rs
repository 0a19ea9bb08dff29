//! The five scenes: what the page does, and the policy that answers it.

use std::sync::Arc;

use crosscheck::scenario::Body;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::server::Config;
use crosscheck::server::ConfigErrors;
use crosscheck::server::Policy;
use crosscheck_gateway::Deployed;
use crosscheck_gateway::Live;
use serde::Serialize;

/// One scene: the first segment of its path, and what the page does there.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Scene {
    pub(super) id: &'static str,
    /// Steps whose URLs hold `{run}` in place of a run's name.
    pub(super) steps: Vec<Step>,
}

impl Scene {
    /// The scene as a scenario for one run.
    pub(super) fn scenario(&self, page_origin: &str, run: &str) -> Scenario {
        let steps = self
            .steps
            .iter()
            .cloned()
            .map(|step| Step { url: step.url.replace("{run}", run), ..step });
        Scenario {
            id: run.into(),
            kind: self.id.into(),
            page: page_origin.into(),
            steps: steps.collect(),
            server: Vec::new(),
        }
    }
}

/// The scenes, in the order in which the web explains CORS.
pub(super) fn scenes(api_origin: &str) -> Vec<Scene> {
    let fetch = |path: &str| Step {
        api: "fetch".into(),
        url: format!("{api_origin}{path}"),
        ..Step::default()
    };
    let with_credentials = |path: &str| Step { credentials: Some("include".into()), ..fetch(path) };
    vec![
        Scene { id: "simple", steps: vec![fetch("/simple/{run}")] },
        Scene {
            id: "preflighted",
            steps: vec![Step {
                method: Some("POST".into()),
                headers: vec![
                    ("X-PINGOTHER".into(), "pingpong".into()),
                    ("Content-Type".into(), "application/xml".into()),
                ],
                body: Some(Body {
                    kind: "text".into(),
                    value: "<person><name>Arun</name></person>".into(),
                    mime_type: None,
                }),
                ..fetch("/preflighted/{run}")
            }],
        },
        Scene {
            id: "credentials",
            steps: vec![
                with_credentials("/credentials/{run}/sign-in"),
                with_credentials("/credentials/{run}/account"),
            ],
        },
        Scene { id: "wildcard", steps: vec![with_credentials("/wildcard/{run}")] },
        Scene { id: "silent", steps: vec![fetch("/silent/{run}")] },
    ]
}

/// A policy for each scene but the silent one.
#[derive(Debug)]
pub(super) struct Policies {
    simple: Live,
    preflighted: Live,
    credentials: Live,
    wildcard: Live,
}

fn live(config: &Config) -> Result<Live, ConfigErrors> {
    Policy::new(config).map(Live::new)
}

impl Policies {
    pub(super) fn new(page_origin: &str) -> Result<Self, ConfigErrors> {
        let listed = Config { origins: vec![page_origin.into()], ..Config::default() };
        Ok(Self {
            simple: live(&listed)?,
            preflighted: live(&Config {
                methods: vec!["POST".into()],
                request_headers: vec!["x-pingother".into(), "content-type".into()],
                max_age: Some(86_400),
                ..listed.clone()
            })?,
            credentials: live(&Config { credentials: true, ..listed })?,
            wildcard: live(&Config { origins: vec!["*".into()], ..Config::default() })?,
        })
    }
}

impl crosscheck_gateway::Policies for Policies {
    fn select(&self, path: &str) -> Option<Arc<Deployed>> {
        match path.split('/').nth(1)? {
            "simple" => Some(self.simple.load()),
            "preflighted" => Some(self.preflighted.load()),
            "credentials" => Some(self.credentials.load()),
            "wildcard" => Some(self.wildcard.load()),
            _ => None,
        }
    }
}
