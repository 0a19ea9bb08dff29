//! The five scenes: what the page does, and the policy that answers it.

use crosscheck::scenario::Body;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::server::Config;
use crosscheck::server::ConfigErrors;
use crosscheck::server::Policy;
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
    simple: Policy,
    preflighted: Policy,
    credentials: Policy,
    wildcard: Policy,
}

impl Policies {
    pub(super) fn new(page_origin: &str) -> Result<Self, ConfigErrors> {
        let listed = Config { origins: vec![page_origin.into()], ..Config::default() };
        Ok(Self {
            simple: Policy::new(&listed)?,
            preflighted: Policy::new(&Config {
                methods: vec!["POST".into()],
                request_headers: vec!["x-pingother".into(), "content-type".into()],
                max_age: Some(86_400),
                ..listed.clone()
            })?,
            credentials: Policy::new(&Config { credentials: true, ..listed })?,
            wildcard: Policy::new(&Config { origins: vec!["*".into()], ..Config::default() })?,
        })
    }
}

impl crosscheck_gateway::Policies for Policies {
    fn select(&self, path: &str) -> Option<&Policy> {
        match path.split('/').nth(1)? {
            "simple" => Some(&self.simple),
            "preflighted" => Some(&self.preflighted),
            "credentials" => Some(&self.credentials),
            "wildcard" => Some(&self.wildcard),
            _ => None,
        }
    }
}
