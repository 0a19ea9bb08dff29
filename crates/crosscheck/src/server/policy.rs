//! What was checked: a policy whose header values are made once.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::check::Checker;
use super::config::Config;
use super::finding::ConfigErrors;
use super::finding::Finding;
use super::finding::Severity;
use super::origins::OriginSet;

/// A checked CORS policy. Whoever holds one holds something that browsers can follow.
///
/// # Example
/// ```
/// use crosscheck::server::{Config, FindingKind, Policy};
/// let config = Config {
///     origins: vec!["https://app.example/".into()],
///     methods: vec!["TRACE".into()],
///     ..Config::default()
/// };
/// let errors = Policy::new(&config).unwrap_err();
/// let kinds: Vec<_> = errors.iter().map(|e| e.kind).collect();
/// assert_eq!(kinds, [FindingKind::InvalidOrigin, FindingKind::ForbiddenMethod]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(super) origins: OriginSet,
    pub(super) credentials: bool,
    pub(super) methods: MethodSet,
    pub(super) request_headers: RequestHeaderSet,
    pub(super) allow_methods: Option<String>,
    pub(super) allow_headers: Option<String>,
    pub(super) expose_headers: Option<String>,
    pub(super) max_age: Option<String>,
    findings: Vec<Finding>,
}

/// Which methods a preflight may ask for, beside those that need no permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MethodSet {
    Any,
    Listed(Vec<String>),
}

/// Which request headers a preflight may ask for: lower case, sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestHeaderSet {
    /// Every header but `authorization`, which must be listed.
    pub(super) any: bool,
    pub(super) listed: Vec<String>,
}

impl Policy {
    /// Checks a configuration. Fails with everything that is wrong with it, never with the first.
    ///
    /// What is allowed but worth a word is in [`findings`](Self::findings).
    pub fn new(config: &Config) -> Result<Self, ConfigErrors> {
        let mut checker = Checker::new(String::new(), config);
        let origins = checker.origins(&config.origins);
        let methods = checker.methods(&config.methods);
        let request_headers = checker.request_headers(&config.request_headers);
        let exposed = checker.exposed_headers(&config.expose_headers);
        let max_age = checker.max_age(config.max_age);
        checker.unused_dangers();
        let findings = checker.findings;
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(ConfigErrors(findings));
        }
        let allow_methods = match &methods {
            MethodSet::Any => Some("*".to_string()),
            MethodSet::Listed(methods) => join(methods),
        };
        let mut allowed_headers = Vec::new();
        if request_headers.any {
            allowed_headers.push("*".to_string());
        }
        allowed_headers.extend(request_headers.listed.iter().cloned());
        Ok(Self {
            origins,
            credentials: config.credentials,
            methods,
            request_headers,
            allow_methods,
            allow_headers: join(&allowed_headers),
            expose_headers: join(&exposed),
            max_age,
            findings,
        })
    }

    /// Whether pages of an origin, given as the bytes of `Origin`, may read answers.
    pub fn allows_origin(&self, origin: &[u8]) -> bool {
        self.origins.contains(origin)
    }

    /// Warnings and notes: the policy works, and these are worth a look.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl TryFrom<Config> for Policy {
    type Error = ConfigErrors;

    fn try_from(config: Config) -> Result<Self, ConfigErrors> {
        Self::new(&config)
    }
}

fn join(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}
