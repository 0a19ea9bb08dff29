//! What a policy is attached to, by its name.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// What a policy is attached to.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TargetRef {
    /// The API's group.
    pub(crate) group: TargetGroup,
    /// What kind of resource it is.
    pub(crate) kind: TargetKind,
    /// Its name.
    #[schemars(length(min = 1, max = 253))]
    pub(crate) name: String,
    /// A listener of the Gateway, or a rule of the HTTPRoute, by its name; absent means all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253))]
    pub(crate) section_name: Option<String>,
}

/// The group of the Gateway API.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub(crate) enum TargetGroup {
    #[default]
    #[serde(rename = "gateway.networking.k8s.io")]
    GatewayApi,
}

/// Kinds of resources that a policy is attached to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub(crate) enum TargetKind {
    #[default]
    Gateway,
    #[serde(rename = "HTTPRoute")]
    HttpRoute,
}

impl TargetKind {
    /// As Kubernetes spells it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Gateway => "Gateway",
            Self::HttpRoute => "HTTPRoute",
        }
    }
}
