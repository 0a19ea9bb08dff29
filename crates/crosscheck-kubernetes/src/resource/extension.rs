//! What Envoy Gateway reads: an `EnvoyExtensionPolicy` with our module and the policy's text.

use kube::core::ApiResource;
use kube::core::DynamicObject;
use kube::core::GroupVersionKind;
use serde_json::Value;
use serde_json::json;

use crate::resource::policy::API_VERSION;
use crate::resource::policy::CorsPolicy;
use crate::resource::policy::Mode;
use crate::resource::target::TargetRef;

/// The kind's name.
pub(crate) const EXTENSION_POLICY: &str = "EnvoyExtensionPolicy";
const EXTENSION_GROUP: &str = "gateway.envoyproxy.io";

/// One of them, as it came from the cluster.
pub(crate) type Extension = DynamicObject;

/// What the cluster calls it.
pub(crate) fn extension_resource() -> ApiResource {
    let kind = GroupVersionKind::gvk(EXTENSION_GROUP, "v1alpha1", EXTENSION_POLICY);
    ApiResource::from_gvk_with_plural(&kind, "envoyextensionpolicies")
}

impl CorsPolicy {
    /// What is written for Envoy Gateway. In: the module's name in `EnvoyProxy.spec.dynamicModules`; the
    /// targets that are this policy's; the text of a policy file.
    ///
    /// `config` is JSON, and Envoy Gateway hands it on as it is written, quotes and all; the module reads
    /// both. With an owner, what is written goes when its policy does.
    pub(crate) fn extension(&self, module: &str, targets: &[TargetRef], text: &str) -> Value {
        let filter = match self.spec.mode {
            Mode::Enforce => "enforce",
            Mode::ReportOnly => "report-only",
        };
        let name = self.metadata.name.as_deref().unwrap_or_default();
        let mut metadata = json!({
            "name": name,
            "labels": { "app.kubernetes.io/managed-by": "crosscheck-kubernetes" },
        });
        if let Some(namespace) = &self.metadata.namespace {
            metadata["namespace"] = json!(namespace);
        }
        if let Some(uid) = &self.metadata.uid {
            metadata["ownerReferences"] = json!([{
                "apiVersion": API_VERSION,
                "kind": "CorsPolicy",
                "name": name,
                "uid": uid,
                "controller": true,
                "blockOwnerDeletion": true,
            }]);
        }
        json!({
            "apiVersion": format!("{EXTENSION_GROUP}/v1alpha1"),
            "kind": EXTENSION_POLICY,
            "metadata": metadata,
            "spec": {
                "targetRefs": targets,
                "dynamicModule": [{ "name": module, "filterName": filter, "config": text }],
            },
        })
    }
}

/// What an `EnvoyExtensionPolicy` became in Envoy Gateway: for each of its ancestors, the reason and text
/// of a condition that is not true, if there is one. `None` until it says something of what is there now.
pub(crate) fn told_by_envoy_gateway(extension: &Extension) -> Option<Vec<String>> {
    let generation = extension.metadata.generation;
    let ancestors = extension.data.pointer("/status/ancestors").and_then(Value::as_array)?;
    let conditions = ancestors.iter().flat_map(|ancestor| ancestor["conditions"].as_array());
    let of_now = conditions.flatten().filter(|condition| {
        condition["type"] == "Accepted"
            && generation.is_none_or(|now| condition["observedGeneration"] == json!(now))
    });
    let mut refused = Vec::new();
    let mut is_anything_said = false;
    for condition in of_now {
        is_anything_said = true;
        if condition["status"] != "True" {
            let part = |name: &str| condition[name].as_str().unwrap_or_default().to_owned();
            refused.push(format!("{}: {}", part("reason"), part("message")));
        }
    }
    is_anything_said.then_some(refused)
}
