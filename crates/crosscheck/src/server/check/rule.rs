//! One rule, checked.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::fields::Checker;
use crate::server::config::Written;
use crate::server::policy::CheckedRule;
use crate::server::policy::MethodSet;
use crate::server::policy::Values;
use crate::wire::joined;

impl CheckedRule {
    /// Checks a rule; what there is to say goes to the checker. If that is an error, what comes out
    /// is not to be used.
    pub(crate) fn new(
        prefix: &str,
        written: &Written<'_>,
        checker: &mut Checker<'_>,
        values: &mut Values,
    ) -> Self {
        let origins = match written.handler {
            true => checker.left_to_handler(written),
            false => checker.origins(written.origins, written.origin_source),
        };
        let source = checker.origin_source(written.origin_source, origins.any);
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
            source,
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
}

fn join(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| joined(names, ", "))
}
