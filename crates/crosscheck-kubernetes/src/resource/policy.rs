//! `CorsPolicy`: a policy's own fields as Kubernetes spells them, and what it is attached to.

use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use kube::CustomResource;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_path_to_error::Path;
use serde_path_to_error::Segment;

use crate::resource::status::PolicyStatus;
use crate::resource::target::TargetRef;

/// The group of our resources. `.internal` belongs to nobody and never will, so that the name of this
/// one claims no name of anybody's.
pub(crate) const GROUP: &str = "crosscheck.internal";
/// What a policy's `apiVersion` is.
pub(crate) const API_VERSION: &str = "crosscheck.internal/v1alpha1";
/// The group of what a policy is attached to.
pub(crate) const GATEWAY_API: &str = "gateway.networking.k8s.io";

/// Which pages of other origins may read what is behind a Gateway or an HTTPRoute. Everything but
/// `targetRefs` has a default that opens nothing more than it must.
#[derive(Clone, Debug, Default, PartialEq, CustomResource, Deserialize, Serialize, JsonSchema)]
#[kube(
    group = "crosscheck.internal",
    version = "v1alpha1",
    kind = "CorsPolicy",
    plural = "corspolicies",
    shortname = "cors",
    namespaced,
    status = "PolicyStatus",
    derive = "Default",
    derive = "PartialEq",
    doc = "A CORS policy, attached to Gateways and HTTPRoutes of its namespace.",
    printcolumn = r#"{"name":"Accepted","type":"string","jsonPath":".status.ancestors[*].conditions[?(@.type==\"Accepted\")].status"}"#,
    printcolumn = r#"{"name":"Programmed","type":"string","jsonPath":".status.ancestors[*].conditions[?(@.type==\"Programmed\")].status"}"#,
    printcolumn = r#"{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}"#
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CorsPolicySpec {
    /// What the policy is for: Gateways and HTTPRoutes of the same namespace. That of an HTTPRoute takes
    /// the place of its Gateway's, whole.
    #[schemars(length(min = 1, max = 16))]
    pub(crate) target_refs: Vec<TargetRef>,
    /// What comes of decisions.
    #[serde(default)]
    pub(crate) mode: Mode,
    /// Origins whose pages may read answers, each spelled as a browser sends it:
    /// `https://app.example.com`, without a path, a trailing slash or a default port. Patterns:
    /// `https://*.example.com` covers exactly one label, `https://**.example.com` one or more; `:*` any
    /// port, `:8000-8999` a range. `"*"` lets every page read. An empty list lets none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) origins: Vec<String>,
    /// Whether pages may read answers to requests that carry cookies, HTTP authentication or a client
    /// certificate. Needs listed origins, methods and headers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) credentials: bool,
    /// Methods that pages may use beside `GET`, `HEAD` and `POST`; `"*"` for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) methods: Vec<String>,
    /// Request headers that pages may set beside those that need no permission; `"*"` for all but
    /// `"authorization"`, which is listed beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) request_headers: Vec<String>,
    /// Response headers that pages may read beside those that are always readable; `"*"` for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) expose_headers: Vec<String>,
    /// Seconds for which a browser may remember a preflight's answer; absent leaves it to the browser.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(with = "Option<i32>", range(min = 0))]
    pub(crate) max_age: Option<u32>,
    /// Whether pages that may read may also see how long requests took (`Timing-Allow-Origin`).
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) expose_timing: bool,
    /// Which pages may embed answers without asking (`Cross-Origin-Resource-Policy`).
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) resource_policy: Option<Embedding>,
    /// Risks that are taken on purpose. Each turns one kind of error into a note.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) danger: Dangers,
    /// Rules for parts of the paths, or for some of the origins. Of all rules whose paths cover a
    /// request, those with the longest one are asked, in order; the first that lists the request's origin
    /// answers, alone. The fields above, if they list origins, are one more rule, the last, for every path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) rules: Vec<PathRule>,
    /// What must hold of the policy, whatever else changes in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) assert: Vec<Statement>,
}

/// What comes of decisions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub(crate) enum Mode {
    /// Preflights are answered, answers get the policy's headers.
    #[default]
    Enforce,
    /// Decisions are counted and noted; no request and no answer is changed.
    ReportOnly,
}

/// Who may embed answers without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Embedding {
    SameOrigin,
    SameSite,
    CrossOrigin,
}

/// What some origins may do on some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct PathRule {
    /// Paths, each with everything below it: `/api` covers `/api` and `/api/users`, not `/apis`. Without
    /// any, the rule is for every path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) paths: Vec<String>,
    /// Whether these paths are left to what is behind the policy, which answers by itself.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) handler: bool,
    /// As in the policy itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) origins: Vec<String>,
    /// As in the policy itself.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) credentials: bool,
    /// As in the policy itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) methods: Vec<String>,
    /// As in the policy itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) request_headers: Vec<String>,
    /// As in the policy itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) expose_headers: Vec<String>,
    /// As in the policy itself.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(with = "Option<i32>", range(min = 0))]
    pub(crate) max_age: Option<u32>,
    /// As in the policy itself.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) expose_timing: bool,
    /// As in the policy itself. Rules for one path say the same.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) resource_policy: Option<Embedding>,
}

/// Risks that a policy takes on purpose; without them, what would take one is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Dangers {
    /// Allow `null` to be listed, which every sandboxed frame of anybody sends.
    pub(crate) null_origin: bool,
    /// Allow plain `http` origins together with credentials.
    pub(crate) insecure_origins: bool,
    /// Allow wildcards right over a public suffix: `https://*.co.uk`.
    pub(crate) public_suffixes: bool,
    /// Allow a scheme as a whole: `moz-extension://*`.
    pub(crate) whole_schemes: bool,
    /// Allow `file://`, the origin of every file on a device.
    pub(crate) file_origin: bool,
    /// Allow ranges of addresses: `http://192.168.0.0/16:*`.
    pub(crate) address_ranges: bool,
    /// Allow `"*"` together with credentials: every page of anybody reads as the visitor.
    pub(crate) everybody_with_credentials: bool,
}

/// A sentence about a policy: pages of these origins, on these paths, may or never do this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Statement {
    /// What it is for, shown when it does not hold.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) name: String,
    /// The origins it speaks of: origins and patterns, as in the policy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) origins: Vec<String>,
    /// The origins it does not speak of: it is about every other one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) outside: Vec<String>,
    /// Paths, each with everything below it; without any, every path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) paths: Vec<String>,
    /// What each of the origins may do on each of the paths: `read`, `read with credentials`, `send PUT`,
    /// `set x-token`, `read header x-total`, `measure time`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) may: Vec<String>,
    /// What none of the origins may do on any of the paths.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) never: Vec<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl CorsPolicy {
    /// Reads one. Fails with what is wrong in it, each with its field: `spec.maxAge: invalid value: …`.
    pub(crate) fn read(mut resource: Value) -> Result<Self, Vec<String>> {
        let (mut mistakes, mut taken_out) = (Vec::new(), Vec::new());
        loop {
            let error = match serde_path_to_error::deserialize::<_, Self>(&resource) {
                Ok(policy) if mistakes.is_empty() => return Ok(policy),
                Ok(_) => return Err(mistakes),
                Err(error) => error,
            };
            let told = error.inner().to_string();
            if let Some(missing) = told.strip_prefix("missing field `") {
                // What is missing because it was taken out was told before.
                if !taken_out.iter().any(|field: &String| missing.starts_with(field)) {
                    mistakes.push(error.to_string());
                }
                return Err(mistakes);
            }
            mistakes.push(error.to_string());
            // The rest is read as if what is wrong were not there.
            match take_out(&mut resource, error.path()) {
                Some(field) if mistakes.len() < MOST_MISTAKES => taken_out.push(field),
                _ => return Err(mistakes),
            }
        }
    }
}

/// Takes away the last field of a path. Out: its name.
fn take_out(resource: &mut Value, path: &Path) -> Option<String> {
    let steps: Vec<&Segment> = path.iter().collect();
    let last = steps.iter().rposition(|step| matches!(step, Segment::Map { .. }))?;
    let mut place = resource;
    for step in steps.get(..last)? {
        place = match step {
            Segment::Map { key } => place.get_mut(key)?,
            Segment::Seq { index } => place.get_mut(*index)?,
            _ => return None,
        };
    }
    let Some(Segment::Map { key }) = steps.get(last) else { return None };
    place.as_object_mut()?.remove(key)?;
    Some(key.clone())
}

/// So many are told at once.
const MOST_MISTAKES: usize = 20;

impl CorsPolicySpec {
    /// The policy's record, unchecked.
    pub(crate) fn config(&self) -> Config {
        let Dangers {
            null_origin,
            insecure_origins,
            public_suffixes,
            whole_schemes,
            file_origin,
            address_ranges,
            everybody_with_credentials,
        } = self.danger;
        Config {
            origins: self.origins.clone(),
            // Nobody is asked in Envoy, so nobody can say that somebody is to be.
            origin_source: false,
            credentials: self.credentials,
            methods: self.methods.clone(),
            request_headers: self.request_headers.clone(),
            expose_headers: self.expose_headers.clone(),
            max_age: self.max_age,
            expose_timing: self.expose_timing,
            resource_policy: self.resource_policy.map(Into::into),
            danger: Danger {
                null_origin,
                insecure_origins,
                public_suffixes,
                whole_schemes,
                file_origin,
                address_ranges,
                everybody_with_credentials,
            },
            rules: self.rules.iter().map(PathRule::rule).collect(),
        }
    }
}

impl PathRule {
    fn rule(&self) -> Rule {
        let Self {
            paths,
            handler,
            origins,
            credentials,
            methods,
            request_headers,
            expose_headers,
            max_age,
            expose_timing,
            resource_policy,
        } = self.clone();
        Rule {
            paths,
            handler,
            origins,
            origin_source: false,
            credentials,
            methods,
            request_headers,
            expose_headers,
            max_age,
            expose_timing,
            resource_policy: resource_policy.map(Into::into),
        }
    }
}

impl From<Embedding> for ResourcePolicy {
    fn from(embedding: Embedding) -> Self {
        match embedding {
            Embedding::SameOrigin => Self::SameOrigin,
            Embedding::SameSite => Self::SameSite,
            Embedding::CrossOrigin => Self::CrossOrigin,
        }
    }
}

impl Statement {
    /// What is to be proven.
    pub(crate) fn assertion(&self) -> Assertion {
        let Self { name, origins, outside, paths, may, never } = self;
        Assertion::new()
            .name(name)
            .origins(origins)
            .outside(outside)
            .paths(paths)
            .may(may)
            .never(never)
    }
}
