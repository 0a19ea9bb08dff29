//! The messages of xDS that are spoken here, less the fields that nobody reads.
//!
//! Numbers are those of Envoy's API, version 3, as of 1.40: `envoy/service/discovery/v3/discovery.proto`,
//! `envoy/config/core/v3/{base,extension}.proto`, `envoy/extensions/dynamic_modules/v3/dynamic_modules.proto`,
//! `envoy/extensions/filters/http/dynamic_modules/v3/dynamic_modules.proto`,
//! `envoy/service/metrics/v3/metrics_service.proto`, and `io/prometheus/client/metrics.proto`. Fields never
//! change their numbers; what is not here is skipped when it is read.

use std::collections::BTreeMap;

use bytes::Bytes;
use prost::Message;

/// Who asks.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Node {
    #[prost(string, tag = "1")]
    pub(crate) id: String,
    #[prost(string, tag = "2")]
    pub(crate) cluster: String,
    #[prost(message, optional, tag = "3")]
    pub(crate) metadata: Option<Struct>,
    #[prost(message, optional, tag = "8")]
    pub(crate) user_agent_build_version: Option<BuildVersion>,
}

/// `google.protobuf.Struct`, of which only texts are read.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Struct {
    #[prost(btree_map = "string, message", tag = "1")]
    pub(crate) fields: BTreeMap<String, Value>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Value {
    #[prost(string, optional, tag = "3")]
    pub(crate) string_value: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct BuildVersion {
    #[prost(message, optional, tag = "1")]
    pub(crate) version: Option<SemanticVersion>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct SemanticVersion {
    #[prost(uint32, tag = "1")]
    pub(crate) major_number: u32,
    #[prost(uint32, tag = "2")]
    pub(crate) minor_number: u32,
    #[prost(uint32, tag = "3")]
    pub(crate) patch: u32,
}

/// Why something was refused: `google.rpc.Status`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct RpcStatus {
    #[prost(string, tag = "2")]
    pub(crate) message: String,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct DiscoveryRequest {
    #[prost(string, tag = "1")]
    pub(crate) version_info: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) node: Option<Node>,
    #[prost(string, repeated, tag = "3")]
    pub(crate) resource_names: Vec<String>,
    #[prost(string, tag = "4")]
    pub(crate) type_url: String,
    #[prost(string, tag = "5")]
    pub(crate) response_nonce: String,
    #[prost(message, optional, tag = "6")]
    pub(crate) error_detail: Option<RpcStatus>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct DiscoveryResponse {
    #[prost(string, tag = "1")]
    pub(crate) version_info: String,
    #[prost(message, repeated, tag = "2")]
    pub(crate) resources: Vec<Any>,
    #[prost(string, tag = "4")]
    pub(crate) type_url: String,
    #[prost(string, tag = "5")]
    pub(crate) nonce: String,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct DeltaDiscoveryRequest {
    #[prost(message, optional, tag = "1")]
    pub(crate) node: Option<Node>,
    #[prost(string, tag = "2")]
    pub(crate) type_url: String,
    #[prost(string, repeated, tag = "3")]
    pub(crate) resource_names_subscribe: Vec<String>,
    #[prost(string, repeated, tag = "4")]
    pub(crate) resource_names_unsubscribe: Vec<String>,
    #[prost(btree_map = "string, string", tag = "5")]
    pub(crate) initial_resource_versions: BTreeMap<String, String>,
    #[prost(string, tag = "6")]
    pub(crate) response_nonce: String,
    #[prost(message, optional, tag = "7")]
    pub(crate) error_detail: Option<RpcStatus>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct DeltaDiscoveryResponse {
    #[prost(message, repeated, tag = "2")]
    pub(crate) resources: Vec<Resource>,
    #[prost(string, tag = "4")]
    pub(crate) type_url: String,
    #[prost(string, tag = "5")]
    pub(crate) nonce: String,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Resource {
    #[prost(string, tag = "1")]
    pub(crate) version: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) resource: Option<Any>,
    #[prost(string, tag = "3")]
    pub(crate) name: String,
}

/// `google.protobuf.Any`, whose bytes are shared by all to whom they go.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Any {
    #[prost(string, tag = "1")]
    pub(crate) type_url: String,
    #[prost(bytes = "bytes", tag = "2")]
    pub(crate) value: Bytes,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct TypedExtensionConfig {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) typed_config: Option<Any>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct DynamicModuleFilter {
    #[prost(message, optional, tag = "1")]
    pub(crate) dynamic_module_config: Option<DynamicModuleConfig>,
    #[prost(string, tag = "2")]
    pub(crate) filter_name: String,
    #[prost(message, optional, tag = "3")]
    pub(crate) filter_config: Option<Any>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct DynamicModuleConfig {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(string, tag = "5")]
    pub(crate) metrics_namespace: String,
}

/// `google.protobuf.StringValue`.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct StringValue {
    #[prost(string, tag = "1")]
    pub(crate) value: String,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct StreamMetricsMessage {
    #[prost(message, optional, tag = "1")]
    pub(crate) identifier: Option<Identifier>,
    #[prost(message, repeated, tag = "2")]
    pub(crate) envoy_metrics: Vec<MetricFamily>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Identifier {
    #[prost(message, optional, tag = "1")]
    pub(crate) node: Option<Node>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct MetricFamily {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(message, repeated, tag = "4")]
    pub(crate) metric: Vec<Metric>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Metric {
    #[prost(message, optional, tag = "3")]
    pub(crate) counter: Option<Counter>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Counter {
    #[prost(double, tag = "1")]
    pub(crate) value: f64,
}

/// The type of what is pushed.
pub(crate) const EXTENSION: &str = "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig";
/// The type of what is in it.
pub(crate) const FILTER: &str =
    "type.googleapis.com/envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilter";
/// The type of what is in that.
pub(crate) const STRING: &str = "type.googleapis.com/google.protobuf.StringValue";

/// The methods that Envoys call for all each time: for everything on one stream, or for filters alone.
pub(crate) const STREAM: [&str; 2] = [
    "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources",
    "/envoy.service.extension.v3.ExtensionConfigDiscoveryService/StreamExtensionConfigs",
];
/// Those for what is new.
pub(crate) const DELTA: [&str; 2] = [
    "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources",
    "/envoy.service.extension.v3.ExtensionConfigDiscoveryService/DeltaExtensionConfigs",
];
/// That for what they count.
pub(crate) const METRICS: &str = "/envoy.service.metrics.v3.MetricsService/StreamMetrics";
