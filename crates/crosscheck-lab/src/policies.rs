//! The policies that the gateway holds the scenes to, by the first segment of the path.

use std::collections::BTreeMap;
use std::sync::Arc;

use crosscheck::server::Config;
use crosscheck::server::ConfigErrors;
use crosscheck::server::Danger;
use crosscheck::server::Policy;
use crosscheck_gateway::PolicyHandle;
use crosscheck_gateway::PolicySnapshot;

/// A policy for each scene that has one; of the others nobody speaks for CORS.
#[derive(Debug)]
pub(crate) struct Policies(BTreeMap<&'static str, PolicyHandle>);

impl Policies {
    pub(crate) fn new(page_origin: &str) -> Result<Self, ConfigErrors> {
        let listed = Config { origins: vec![page_origin.into()], ..Config::default() };
        let everybody = Config { origins: vec!["*".into()], ..Config::default() };
        let with_credentials = Config { credentials: true, ..listed.clone() };
        let pingother = Config {
            methods: vec!["POST".into()],
            request_headers: vec!["x-pingother".into(), "content-type".into()],
            max_age: Some(86_400),
            ..listed.clone()
        };
        let policies = [
            ("simple", listed.clone()),
            ("preflighted", pingother.clone()),
            ("credentials", with_credentials.clone()),
            ("wildcard", everybody.clone()),
            ("redirect", everybody.clone()),
            ("moved", pingother),
            ("cookies", with_credentials.clone()),
            ("partitioned", with_credentials.clone()),
            ("null", listed.clone()),
            (
                "null-danger",
                Config {
                    origins: vec!["null".into()],
                    danger: Danger { null_origin: true, ..Danger::default() },
                    ..Config::default()
                },
            ),
            ("cache", Config { methods: vec!["PUT".into()], max_age: Some(600), ..listed.clone() }),
            ("expose", Config { expose_headers: vec!["x-request-id".into()], ..listed.clone() }),
            ("events", with_credentials.clone()),
            ("beacon", Config { request_headers: vec!["content-type".into()], ..with_credentials }),
            ("upload", listed),
            ("shared", everybody),
        ];
        let live =
            policies.map(|(name, config)| Ok((name, PolicyHandle::new(Policy::new(&config)?))));
        live.into_iter().collect::<Result<_, _>>().map(Self)
    }
}

impl crosscheck_gateway::Policies for Policies {
    fn select(&self, path: &str) -> Option<Arc<PolicySnapshot>> {
        self.0.get(path.split('/').nth(1)?).map(PolicyHandle::load)
    }
}
