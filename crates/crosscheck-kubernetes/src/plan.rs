//! What is to be written in a namespace, from all that is there: nothing, where all is as it should be.
//!
//! Pure, and the whole of what the controller means: it may be killed at any time, since nothing is
//! remembered but what stands in the cluster.

use std::collections::BTreeMap;

use crosscheck::catalog::Severity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use kube::ResourceExt;
use serde_json::Value;

use crate::conditions::Said;
use crate::conditions::accepted;
use crate::conditions::not_accepted;
use crate::conditions::programmed;
use crate::conditions::status;
use crate::judgement::Judgement;
use crate::namespace::Missing;
use crate::namespace::Namespace;
use crate::namespace::remarks;
use crate::resource::CorsPolicy;
use crate::resource::EXTENSION_POLICY;
use crate::resource::Extension;
use crate::resource::GROUP;
use crate::resource::PolicyStatus;
use crate::resource::TargetKind;
use crate::resource::TargetRef;

/// One thing to write.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Write {
    /// An `EnvoyExtensionPolicy`, applied.
    Apply { name: String, body: Value },
    /// One that is for no target any more.
    Delete { name: String, uid: Option<String> },
    /// A policy's status, and what it says that it did not say before.
    Status { policy: Box<CorsPolicy>, status: PolicyStatus, news: Vec<Said> },
}

/// What is to be written. In: what was found about each policy, by its name; the module's name in
/// `EnvoyProxy.spec.dynamicModules`; the time, for what changes.
pub(crate) fn plan(
    namespace: &Namespace,
    judgements: &BTreeMap<String, &Judgement>,
    module: &str,
    now: &Time,
) -> Vec<Write> {
    let mut writes = Vec::new();
    for policy in &namespace.policies {
        // It goes, and what it owns goes with it.
        if policy.metadata.deletion_timestamp.is_some() {
            continue;
        }
        let name = policy.name_any();
        let Some(judgement) = judgements.get(&name) else { continue };
        let there = namespace.extension(&name);
        let own = there.filter(|extension| is_owned(extension, policy));
        let is_taken = there.is_some() && own.is_none();
        let said: Vec<(TargetRef, Said)> = unique(&policy.spec.target_refs)
            .map(|target| {
                (target.clone(), say(namespace, policy, judgement, target, is_taken, own))
            })
            .collect();
        let held: Vec<TargetRef> = said
            .iter()
            .filter(|(_, said)| said.is_true)
            .map(|(target, _)| target.clone())
            .collect();
        let is_sound = judgement.text.is_some() && !is_taken;
        let wanted = judgement.text.as_ref().filter(|_| is_sound && !held.is_empty());
        let wanted = wanted.map(|text| policy.extension(module, &held, text));
        let is_written = match (&wanted, own) {
            (Some(wanted), Some(own)) => is_as_wanted(own, wanted),
            _ => false,
        };
        match (wanted, own) {
            (Some(body), _) if !is_written => {
                writes.push(Write::Apply { name: name.clone(), body });
            }
            // A policy that is wrong now leaves in force what it was; one without targets does not.
            (None, Some(own)) if judgement.text.is_some() => {
                writes.push(Write::Delete { name: name.clone(), uid: own.uid() });
            }
            _ => {}
        }
        let serving = own.filter(|_| is_written || judgement.text.is_none());
        let said = said.into_iter().map(|(target, said)| {
            let programmed = programmed(&said, serving);
            (target, [said, programmed])
        });
        if let Some((status, news)) = status(policy, said.collect(), now) {
            writes.push(Write::Status { policy: Box::new(policy.clone()), status, news });
        }
    }
    writes
}

/// Whether a policy is attached to a target, and why not.
fn say(
    namespace: &Namespace,
    policy: &CorsPolicy,
    judgement: &Judgement,
    target: &TargetRef,
    is_taken: bool,
    own: Option<&Extension>,
) -> Said {
    let errors = judgement.told(Severity::Error);
    if !errors.is_empty() {
        let mut text = errors.join("\n");
        if own.is_some() {
            text.push_str("\nwhat was accepted before stays in force");
        }
        return not_accepted("Invalid", text);
    }
    if is_taken {
        let name = policy.name_any();
        let text = format!(
            "there is an {EXTENSION_POLICY} `{name}` that is not this policy's; give this policy another name"
        );
        return not_accepted("Invalid", text);
    }
    let kind = target.kind.name();
    let found = match namespace.find(target) {
        Ok(found) => found,
        Err(Missing::Target) => {
            let text = format!("there is no {kind} `{}` in this namespace", target.name);
            return not_accepted("TargetNotFound", text);
        }
        Err(Missing::Section) => {
            let section = target.section_name.as_deref().unwrap_or_default();
            let text = format!("{kind} `{}` has no section `{section}`", target.name);
            return not_accepted("TargetNotFound", text);
        }
    };
    if let Some(holder) = namespace.holder(target)
        && holder.name_any() != policy.name_any()
    {
        let text = format!(
            "CorsPolicy `{}` is for this target and is older; one policy answers for a target",
            holder.name_any()
        );
        return not_accepted("Conflicted", text);
    }
    let mut remarks = match (target.kind, found) {
        (TargetKind::HttpRoute, Some(route)) => remarks(route),
        _ => Vec::new(),
    };
    remarks.splice(0..0, judgement.told(Severity::Warning));
    accepted(&remarks)
}

fn unique(targets: &[TargetRef]) -> impl Iterator<Item = &TargetRef> {
    targets.iter().enumerate().filter(|(n, target)| !targets[..*n].contains(target)).map(|(_, t)| t)
}

/// Whether an `EnvoyExtensionPolicy` is a policy's, and goes when it does.
fn is_owned(extension: &Extension, policy: &CorsPolicy) -> bool {
    let is_ours = |kind: &str, version: &str| {
        kind == "CorsPolicy" && version.split('/').next() == Some(GROUP)
    };
    extension.owner_references().iter().any(|owner| {
        is_ours(&owner.kind, &owner.api_version) && Some(&owner.uid) == policy.metadata.uid.as_ref()
    })
}

/// Whether what is there says all that is wanted; a server adds defaults, and others add fields.
fn is_as_wanted(there: &Extension, wanted: &Value) -> bool {
    let metadata = serde_json::to_value(&there.metadata).unwrap_or_default();
    says(&metadata, &wanted["metadata"]) && says(&there.data["spec"], &wanted["spec"])
}

fn says(there: &Value, wanted: &Value) -> bool {
    match (there, wanted) {
        (Value::Object(there), Value::Object(wanted)) => wanted
            .iter()
            .all(|(name, wanted)| there.get(name).is_some_and(|there| says(there, wanted))),
        (Value::Array(there), Value::Array(wanted)) => {
            there.len() == wanted.len() && there.iter().zip(wanted).all(|(a, b)| says(a, b))
        }
        (there, wanted) => there == wanted,
    }
}
