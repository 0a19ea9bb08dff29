//! Conditions of a policy's status: `Accepted` is ours to say, `Programmed` Envoy Gateway's.

use crosscheck_config::visible::visible_lines;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use kube::ResourceExt;
use serde_json::Value;

use crate::resource::API_VERSION;
use crate::resource::AncestorRef;
use crate::resource::AncestorStatus;
use crate::resource::CorsPolicy;
use crate::resource::Extension;
use crate::resource::GROUP;
use crate::resource::PolicyStatus;
use crate::resource::TargetRef;
use crate::resource::told_by_envoy_gateway;

/// What is to be said in a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) kind: &'static str,
    pub(crate) is_true: bool,
    /// Whether that is not known yet.
    pub(crate) is_open: bool,
    pub(crate) reason: &'static str,
    pub(crate) text: String,
}

/// The policy is sound and attached. In: what it warns of.
pub(crate) fn accepted(warnings: &[String]) -> Said {
    let lines = warnings.iter().map(|warning| format!("\nwarning: {warning}"));
    let text = format!("the policy is sound and attached{}", lines.collect::<String>());
    Said { kind: "Accepted", is_true: true, is_open: false, reason: "Accepted", text }
}

/// It is not.
pub(crate) fn not_accepted(reason: &'static str, text: String) -> Said {
    Said { kind: "Accepted", is_true: false, is_open: false, reason, text }
}

/// Whether Envoy Gateway took it. In: what serves the policy now, if it is as it should be.
pub(crate) fn programmed(accepted: &Said, serving: Option<&Extension>) -> Said {
    let said = |is_true, is_open, reason, text: String| Said {
        kind: "Programmed",
        is_true,
        is_open,
        reason,
        text,
    };
    if !accepted.is_true && serving.is_none() {
        return said(false, false, "NotAccepted", "nothing is written for Envoy Gateway".into());
    }
    match serving.and_then(told_by_envoy_gateway) {
        None => said(false, true, "Pending", "Envoy Gateway has not answered yet".into()),
        Some(refused) if refused.is_empty() && accepted.is_true => {
            said(true, false, "Programmed", "Envoy Gateway accepted it".into())
        }
        Some(refused) if refused.is_empty() => {
            said(false, false, "Invalid", "Envoy Gateway has what was accepted before".into())
        }
        Some(refused) => {
            said(false, false, "Invalid", format!("Envoy Gateway says {}", refused.join("; ")))
        }
    }
}

/// The status that says this, and what of it is new; `None` if it is said already.
pub(crate) fn status(
    policy: &CorsPolicy,
    said: Vec<(TargetRef, [Said; 2])>,
    now: &Time,
) -> Option<(PolicyStatus, Vec<Said>)> {
    let before = policy.status.clone().unwrap_or_default();
    let is_ours = |ancestor: &AncestorStatus| ancestor.controller_name == controller_name();
    let mut ancestors: Vec<AncestorStatus> =
        before.ancestors.iter().filter(|ancestor| !is_ours(ancestor)).cloned().collect();
    let mut news = Vec::new();
    for (target, said) in said {
        let namespace = policy.namespace().unwrap_or_default();
        let ancestor_ref = AncestorRef { target, namespace };
        let old = before.ancestors.iter().filter(|ancestor| is_ours(ancestor));
        let old = old.clone().find(|ancestor| ancestor.ancestor_ref == ancestor_ref);
        let conditions = said.map(|said| {
            let new = condition(&said, policy.metadata.generation, now);
            let old = old.and_then(|old| old.conditions.iter().find(|old| old.type_ == new.type_));
            match old {
                Some(old) if old.status == new.status => {
                    if (&old.reason, &old.message) != (&new.reason, &new.message) {
                        news.push(said);
                    }
                    Condition { last_transition_time: old.last_transition_time.clone(), ..new }
                }
                _ => {
                    news.push(said);
                    new
                }
            }
        });
        let conditions = conditions.into();
        ancestors.push(AncestorStatus {
            ancestor_ref,
            controller_name: controller_name(),
            conditions,
        });
    }
    let status = PolicyStatus { ancestors };
    (status != before).then_some((status, news))
}

fn condition(said: &Said, generation: Option<i64>, now: &Time) -> Condition {
    let status = match (said.is_true, said.is_open) {
        (true, _) => "True",
        (false, true) => "Unknown",
        (false, false) => "False",
    };
    let text = visible_lines(&said.text);
    // As much as the Kubernetes API lets a condition say.
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= 32_000).last();
    let message = if text.len() > 32_000 { &text[..end.unwrap_or(0)] } else { &text };
    Condition {
        type_: said.kind.into(),
        status: status.into(),
        reason: said.reason.into(),
        message: message.into(),
        observed_generation: generation,
        last_transition_time: now.clone(),
    }
}

/// Who says it.
pub(crate) fn controller_name() -> String {
    format!("{GROUP}/controller")
}

/// The body that is applied as a policy's status.
pub(crate) fn status_body(policy: &CorsPolicy, status: &PolicyStatus) -> Value {
    serde_json::json!({
        "apiVersion": API_VERSION,
        "kind": "CorsPolicy",
        "metadata": { "name": policy.name_any(), "namespace": policy.namespace() },
        "status": status,
    })
}
