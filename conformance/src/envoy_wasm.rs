//! Our filter as a plugin of proxy-wasm, for a real Envoy: the same core as the module, in Envoy's V8.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::binary;
use crate::envoy::text;

/// The filter, as a list of filters has it; `None` where it is not built, and need not be.
///
/// In: what comes of the policy, which is the plugin's `root_id`; the policy.
pub fn filter_or_skip(name: &str, policy: &str) -> Option<Value> {
    let plugin = binary::envoy_wasm_or_skip()?;
    Some(json!({ "name": "crosscheck", "typed_config": typed_filter(&plugin, name, policy) }))
}

/// Its configuration. In: the plugin's file; then see [`filter_or_skip`].
pub fn typed_filter(plugin: &Path, name: &str, policy: &str) -> Value {
    json!({ "@type": TYPE, "config": {
        "name": "crosscheck",
        "root_id": name,
        "failure_policy": "FAIL_RELOAD",
        "vm_config": {
            "runtime": "envoy.wasm.runtime.v8",
            "code": { "local": { "filename": plugin } },
        },
        "configuration": text(policy),
    } })
}

/// What its configuration is.
pub const TYPE: &str = "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm";
