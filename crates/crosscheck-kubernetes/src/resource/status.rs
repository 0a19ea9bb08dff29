//! What is said back about a policy, in the shape of the Gateway API's policies (GEP-713).

use k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::resource::target::TargetRef;

/// What became of the policy, for each of its targets.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PolicyStatus {
    /// One for each target.
    #[serde(default)]
    #[schemars(length(max = 16))]
    pub(crate) ancestors: Vec<AncestorStatus>,
}

/// What became of the policy at one target.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AncestorStatus {
    /// The target.
    pub(crate) ancestor_ref: AncestorRef,
    /// Who says this.
    pub(crate) controller_name: String,
    /// `Accepted`: whether the policy is sound and attached. `Programmed`: whether Envoy Gateway took it.
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub(crate) conditions: Vec<Condition>,
}

/// A target, with its namespace.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AncestorRef {
    /// See `targetRefs`.
    #[serde(flatten)]
    pub(crate) target: TargetRef,
    /// The policy's own.
    pub(crate) namespace: String,
}
