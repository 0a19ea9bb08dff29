//! A rule as it is written, be it in the list of rules or the configuration itself.

use alloc::string::String;
use core::hash::Hash;
use core::hash::Hasher;

use super::record::Config;
use super::record::ResourcePolicy;
use super::record::Rule;

/// A rule as written: the fields that a [`Config`] and its [`Rule`]s share. Hashed without its origins,
/// which have no order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'c> {
    pub(crate) paths: &'c [String],
    pub(crate) handler: bool,
    pub(crate) origins: &'c [String],
    pub(crate) origin_source: bool,
    pub(crate) credentials: bool,
    pub(crate) methods: &'c [String],
    pub(crate) request_headers: &'c [String],
    pub(crate) expose_headers: &'c [String],
    pub(crate) max_age: Option<u32>,
    pub(crate) expose_timing: bool,
    pub(crate) resource_policy: Option<ResourcePolicy>,
}

macro_rules! written {
    ($record:expr, $paths:expr, $handler:expr) => {
        Self {
            paths: $paths,
            handler: $handler,
            origins: &$record.origins,
            origin_source: $record.origin_source,
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

impl Hash for Written<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            paths,
            handler,
            origins: _,
            origin_source,
            credentials,
            methods,
            request_headers,
            expose_headers,
            max_age,
            expose_timing,
            resource_policy,
        } = self;
        (paths, handler, origin_source, credentials, methods, request_headers).hash(state);
        (expose_headers, max_age, expose_timing, resource_policy).hash(state);
    }
}

impl<'c> Written<'c> {
    /// What the fields of the configuration itself say, for every path.
    pub(crate) fn flat(config: &'c Config) -> Self {
        written!(config, &[], false)
    }

    pub(crate) fn rule(rule: &'c Rule) -> Self {
        written!(rule, &rule.paths, rule.handler)
    }

    /// Whether nothing is written of what pages may do.
    pub(crate) fn is_empty(&self) -> bool {
        self.origins.is_empty()
            && !self.origin_source
            && !self.credentials
            && self.methods.is_empty()
            && self.request_headers.is_empty()
            && self.expose_headers.is_empty()
            && self.max_age.is_none()
            && !self.expose_timing
            && self.resource_policy.is_none()
    }
}
