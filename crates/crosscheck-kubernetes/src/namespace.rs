//! What is there in one namespace, as it came from a cluster or from files.

use std::cmp::Ordering;

use kube::ResourceExt;
use kube::core::DynamicObject;
use serde_json::Value;

use crate::resource::CorsPolicy;
use crate::resource::Extension;
use crate::resource::TargetKind;
use crate::resource::TargetRef;

/// What is there in one namespace.
#[derive(Debug, Default)]
pub(crate) struct Namespace {
    /// Policies, the oldest first: the order in which they get what they want.
    pub(crate) policies: Vec<CorsPolicy>,
    /// What policies are attached to.
    pub(crate) gateways: Vec<DynamicObject>,
    /// See there.
    pub(crate) routes: Vec<DynamicObject>,
    /// What is written for Envoy Gateway, by us or by others.
    pub(crate) extensions: Vec<Extension>,
    /// Whether that is all that is there.
    pub(crate) completeness: Completeness,
}

/// Whether what is not seen is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// A cluster told everything.
    #[default]
    Whole,
    /// Some files did: what they do not hold may be in the cluster.
    Partial,
}

/// Why a policy cannot be attached to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Target,
    Section,
}

impl Namespace {
    /// Puts the oldest first; of the same age, by name.
    pub(crate) fn sort(&mut self) {
        self.policies.sort_by(by_age);
    }

    /// The target, if it was seen; what is missing, if it is known to be.
    pub(crate) fn find(&self, target: &TargetRef) -> Result<Option<&DynamicObject>, Missing> {
        let (objects, sections) = match target.kind {
            TargetKind::Gateway => (&self.gateways, "/spec/listeners"),
            TargetKind::HttpRoute => (&self.routes, "/spec/rules"),
        };
        let Some(found) = objects.iter().find(|object| object.name_any() == target.name) else {
            return match self.completeness {
                Completeness::Whole => Err(Missing::Target),
                Completeness::Partial => Ok(None),
            };
        };
        let Some(section) = &target.section_name else { return Ok(Some(found)) };
        let sections = found.data.pointer(sections).and_then(Value::as_array);
        let mut names = sections.into_iter().flatten().filter_map(|each| each["name"].as_str());
        if names.any(|name| name == section) { Ok(Some(found)) } else { Err(Missing::Section) }
    }

    /// The oldest policy that names a target.
    pub(crate) fn holder(&self, target: &TargetRef) -> Option<&CorsPolicy> {
        self.policies.iter().find(|policy| policy.spec.target_refs.contains(target))
    }

    /// What is written for Envoy Gateway under a name.
    pub(crate) fn extension(&self, name: &str) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.name_any() == name)
    }
}

fn by_age(a: &CorsPolicy, b: &CorsPolicy) -> Ordering {
    let key = |policy: &CorsPolicy| (policy.creation_timestamp(), policy.name_any());
    key(a).cmp(&key(b))
}

/// What about an HTTPRoute keeps a policy from being asked, in words.
pub(crate) fn remarks(route: &DynamicObject) -> Vec<String> {
    let mut remarks = Vec::new();
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let rules = route.data.pointer("/spec/rules").and_then(Value::as_array);
    for (number, rule) in rules.into_iter().flatten().enumerate() {
        let filters = list(rule, "filters");
        if let Some(place) = filters.iter().position(|filter| filter["type"] == "CORS") {
            remarks.push(format!(
                "HTTPRoute `{}` has a CORS filter of its own (spec.rules[{number}].filters[{place}]): Envoy's \
                 filter answers preflights before this policy is asked; remove it",
                route.name_any()
            ));
        }
        let matches = list(rule, "matches");
        let takes_preflights =
            |each: &Value| matches!(each["method"].as_str(), None | Some("OPTIONS"));
        if !matches.is_empty() && !matches.iter().any(takes_preflights) {
            remarks.push(format!(
                "spec.rules[{number}] of HTTPRoute `{}` matches no OPTIONS: unless another rule does, \
                 preflights for it get a 404 that this policy is not asked about",
                route.name_any()
            ));
        }
    }
    remarks
}
