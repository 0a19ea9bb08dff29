//! What people write in a cluster, what is said back, and what is written for Envoy Gateway.
//!
//! Owns the shapes. What a policy's fields may be is the library's to say.

mod extension;
mod policy;
mod status;
mod target;

pub(crate) use extension::EXTENSION_POLICY;
pub(crate) use extension::Extension;
pub(crate) use extension::extension_resource;
pub(crate) use extension::told_by_envoy_gateway;
pub(crate) use policy::API_VERSION;
pub(crate) use policy::CorsPolicy;
pub(crate) use policy::CorsPolicySpec;
pub(crate) use policy::GATEWAY_API;
pub(crate) use policy::GROUP;
pub(crate) use status::AncestorRef;
pub(crate) use status::AncestorStatus;
pub(crate) use status::PolicyStatus;
pub(crate) use target::TargetKind;
pub(crate) use target::TargetRef;
