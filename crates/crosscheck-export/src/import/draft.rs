//! A policy as it comes out of a configuration, before it is one.

use std::collections::BTreeSet;

use crosscheck::server::ResourcePolicy;

use super::source::At;

/// Rules, in the order in which they are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) rules: Vec<DraftRule>,
}

impl Draft {
    /// As if the witnesses were listed; `None` if there are none.
    pub(crate) fn with_witnesses(&self) -> Option<Self> {
        let mut draft = self.clone();
        for rule in &mut draft.rules {
            rule.origins.append(&mut rule.witnesses);
        }
        (draft != *self).then_some(draft)
    }
}

/// What some origins may do on some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DraftRule {
    pub(crate) paths: BTreeSet<String>,
    pub(crate) handler: bool,
    pub(crate) origins: Vec<String>,
    /// Origins that are let in there by what `origins` cannot say.
    pub(crate) witnesses: Vec<String>,
    pub(crate) credentials: bool,
    pub(crate) methods: Vec<String>,
    pub(crate) request_headers: Vec<String>,
    pub(crate) expose_headers: Vec<String>,
    pub(crate) max_age: Option<u32>,
    pub(crate) expose_timing: bool,
    pub(crate) resource_policy: Option<ResourcePolicy>,
    /// Where it stands.
    pub(crate) at: At,
}

/// What no list says.
pub(crate) const ANY_WITH_CREDENTIALS: &str = "every method or header may be used with credentials, and a policy lists them: the usual ones are \
     written; add those that your pages use";
