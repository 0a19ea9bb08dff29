//! One rule, checked: what its origins may do, with header values made once.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::values::Values;
use crate::server::check::Checker;
use crate::server::config::Config;
use crate::server::config::ResourcePolicy;
use crate::server::config::Rule;
use crate::server::origin::OriginSet;

/// A rule as written: the fields that a [`Config`] and its [`Rule`]s share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'c> {
    pub(crate) paths: &'c [String],
    origins: &'c [String],
    pub(crate) credentials: bool,
    methods: &'c [String],
    request_headers: &'c [String],
    expose_headers: &'c [String],
    max_age: Option<u32>,
    expose_timing: bool,
    pub(crate) resource_policy: Option<ResourcePolicy>,
}

macro_rules! written {
    ($record:expr, $paths:expr) => {
        Self {
            paths: $paths,
            origins: &$record.origins,
            credentials: $record.credentials,
            methods: &$record.methods,
            request_headers: &$record.request_headers,
            expose_headers: &$record.expose_headers,
            max_age: $record.max_age,
            expose_timing: $record.expose_timing,
            resource_policy: $record.resource_policy,
        }
    };
}

impl<'c> Written<'c> {
    /// What the fields of the configuration itself say, for every path.
    pub(crate) fn flat(config: &'c Config) -> Self {
        written!(config, &[])
    }

    pub(crate) fn rule(rule: &'c Rule) -> Self {
        written!(rule, &rule.paths)
    }

    /// Whether nothing at all is written.
    pub(crate) fn is_empty(&self) -> bool {
        self.origins.is_empty()
            && !self.credentials
            && self.methods.is_empty()
            && self.request_headers.is_empty()
            && self.expose_headers.is_empty()
            && self.max_age.is_none()
            && !self.expose_timing
            && self.resource_policy.is_none()
    }
}

/// A rule that was checked. Values of headers are given by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckedRule {
    /// What stands in front of its fields' names: empty, or `rules[2].`.
    pub(crate) prefix: String,
    pub(crate) origins: OriginSet,
    pub(crate) credentials: bool,
    pub(crate) methods: MethodSet,
    pub(crate) request_headers: RequestHeaderSet,
    /// Lower case, sorted; `*` for all.
    pub(crate) exposed: Vec<String>,
    pub(crate) max_age_seconds: Option<u32>,
    pub(crate) allow_methods: Option<usize>,
    pub(crate) allow_headers: Option<usize>,
    pub(crate) expose_headers: Option<usize>,
    pub(crate) max_age: Option<usize>,
    pub(crate) expose_timing: bool,
}

/// Which methods a preflight may ask for, beside those that need no permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MethodSet {
    Any,
    Listed(Vec<String>),
}

/// Which request headers a preflight may ask for: lower case, sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestHeaderSet {
    /// Every header but `authorization`, which must be listed.
    pub(crate) any: bool,
    pub(crate) listed: Vec<String>,
    /// All that are listed, as a browser asks for them.
    pub(crate) all: String,
    /// The length of the longest that is listed.
    pub(crate) longest: usize,
}

impl CheckedRule {
    /// Checks a rule; what there is to say goes to the checker. If that is an error, what comes out
    /// is not to be used.
    pub(crate) fn new(
        prefix: &str,
        written: &Written<'_>,
        checker: &mut Checker<'_>,
        values: &mut Values,
    ) -> Self {
        let origins = checker.origins(written.origins);
        let methods = checker.methods(written.methods);
        let request_headers = checker.request_headers(written.request_headers);
        let exposed = checker.exposed_headers(written.expose_headers);
        let max_age = checker.max_age(written.max_age);
        let allow_methods = match &methods {
            MethodSet::Any => Some("*".to_string()),
            MethodSet::Listed(methods) => join(methods),
        };
        let mut allowed_headers = Vec::new();
        if request_headers.any {
            allowed_headers.push("*".to_string());
        }
        allowed_headers.extend(request_headers.listed.iter().cloned());
        Self {
            prefix: prefix.into(),
            origins,
            credentials: written.credentials,
            methods,
            request_headers,
            allow_methods: allow_methods.map(|value| values.add(value)),
            allow_headers: join(&allowed_headers).map(|value| values.add(value)),
            expose_headers: join(&exposed).map(|value| values.add(value)),
            exposed,
            max_age_seconds: written.max_age,
            max_age: max_age.map(|value| values.add(value)),
            expose_timing: written.expose_timing,
        }
    }

    /// Whether both let the same origins do the same, so that no answer tells them apart.
    pub(crate) fn means_the_same(&self, other: &Self) -> bool {
        self.origins == other.origins
            && self.credentials == other.credentials
            && self.methods == other.methods
            && self.request_headers == other.request_headers
            && self.exposed == other.exposed
            && self.max_age_seconds == other.max_age_seconds
            && self.expose_timing == other.expose_timing
    }
}

fn join(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}
