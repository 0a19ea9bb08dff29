//! Resources as YAML.

use kube::CustomResourceExt;
use serde::Serialize;

use crate::resource::CorsPolicy;

/// The definition of `CorsPolicy`, with where it came from on its first line.
pub(crate) fn custom_resource_definition() -> anyhow::Result<String> {
    let definition = serde_json::to_value(CorsPolicy::crd())?;
    Ok(format!("# Made by `crosscheck-kubernetes crd`.\n{}", yaml(&definition)?))
}

/// A resource as YAML.
pub(crate) fn yaml(resource: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_saphyr::to_string(resource)?)
}
