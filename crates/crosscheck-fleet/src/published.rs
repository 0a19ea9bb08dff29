//! What is pushed: for each group the policy in force and the one on trial, as Envoy wants them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use bytes::Bytes;
use prost::Message;
use ring::digest::Context;
use ring::digest::SHA256;

use crate::xds;
use crate::xds::Any;
use crate::xds::DeltaDiscoveryResponse;
use crate::xds::DiscoveryResponse;
use crate::xds::DynamicModuleConfig;
use crate::xds::DynamicModuleFilter;
use crate::xds::StringValue;
use crate::xds::TypedExtensionConfig;

/// All groups, at one time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Published(pub(crate) BTreeMap<String, Group>);

/// What nodes of one group are pushed.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) enforced: Resource,
    pub(crate) candidate: Option<Resource>,
}

/// The two resources that an Envoy may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    /// The policy in force.
    Enforced,
    /// The one on trial, which only reports.
    Candidate,
}

/// A filter's configuration, written once for all to whom it goes, and what tells it from others.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) version: String,
    /// An answer with nothing but this in it, to who asks for all each time.
    pub(crate) in_all: Bytes,
    /// The same to who asks for what is new.
    pub(crate) in_delta: Bytes,
}

/// What one node is to have.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) enforced: Option<Resource>,
    pub(crate) candidate: Resource,
}

impl Published {
    /// The group whose policy nodes of a group get: its own, or that of all which have none.
    pub(crate) fn group(&self, name: &str) -> Option<(&str, &Group)> {
        let found = self.0.get_key_value(name).or_else(|| self.0.get_key_value(DEFAULT));
        found.map(|(name, group)| (name.as_str(), group))
    }

    /// What a node is to have. In: its group; whether it tries candidates.
    pub(crate) fn view(&self, group: &str, is_canary: bool) -> View {
        let group = self.group(group).map(|(_, group)| group);
        let candidate = group.and_then(|group| group.candidate.clone()).filter(|_| is_canary);
        View {
            enforced: group.map(|group| group.enforced.clone()),
            candidate: candidate.unwrap_or_else(|| OFF.clone()),
        }
    }
}

impl View {
    /// A resource by its name; a group without a policy has none in force, and its nodes keep what they have.
    pub(crate) fn get(&self, name: Name) -> Option<&Resource> {
        match name {
            Name::Enforced => self.enforced.as_ref(),
            Name::Candidate => Some(&self.candidate),
        }
    }
}

impl Name {
    pub(crate) fn read(name: &str) -> Option<Self> {
        [Self::Enforced, Self::Candidate].into_iter().find(|known| known.text() == name)
    }

    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Enforced => "crosscheck",
            Self::Candidate => "crosscheck-candidate",
        }
    }

    /// What stands before the names of its statistics.
    pub(crate) const fn namespace(self) -> &'static str {
        match self {
            Self::Enforced => "dynamicmodulescustom",
            Self::Candidate => "crosscheckcandidate",
        }
    }
}

impl Resource {
    /// In: what comes of it (`filter_name` of the module); the text of a policy file, or an object with two.
    pub(crate) fn new(name: Name, effect: &str, policy: &str) -> Self {
        let policy = any(xds::STRING, &StringValue { value: policy.to_owned() });
        let module = DynamicModuleConfig {
            name: MODULE.to_owned(),
            metrics_namespace: name.namespace().to_owned(),
        };
        let filter = DynamicModuleFilter {
            dynamic_module_config: Some(module),
            filter_name: effect.to_owned(),
            filter_config: Some(policy),
        };
        let config = TypedExtensionConfig {
            name: name.text().to_owned(),
            typed_config: Some(any(xds::FILTER, &filter)),
        };
        let any = any(xds::EXTENSION, &config);
        let version = version([&any.value[..]]);
        let named = xds::Resource {
            version: version.clone(),
            resource: Some(any.clone()),
            name: name.text().to_owned(),
        };
        let in_all = DiscoveryResponse { resources: vec![any], ..Default::default() };
        let in_delta = DeltaDiscoveryResponse { resources: vec![named], ..Default::default() };
        Self {
            version,
            in_all: in_all.encode_to_vec().into(),
            in_delta: in_delta.encode_to_vec().into(),
        }
    }
}

/// What tells contents from others: the first half of their SHA-256.
pub(crate) fn version<'a>(contents: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Context::new(&SHA256);
    contents.into_iter().for_each(|content| hash.update(content));
    let mut text = String::new();
    for byte in &hash.finish().as_ref()[..16] {
        // Writing into a text never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Whether a text could be one of ours. What nodes say that they have is kept only then: it is as long as they like.
pub(crate) fn is_version(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn any(type_url: &str, message: &impl Message) -> Any {
    Any { type_url: type_url.to_owned(), value: Bytes::from(message.encode_to_vec()) }
}

/// What who tries nothing has in a candidate's place.
static OFF: LazyLock<Resource> = LazyLock::new(|| Resource::new(Name::Candidate, "off", ""));

/// The group of nodes whose own has no policy.
pub(crate) const DEFAULT: &str = "default";
const MODULE: &str = "crosscheck_envoy";

#[cfg(test)]
mod tests {
    use super::Group;
    use super::Name;
    use super::Published;
    use super::Resource;

    fn published() -> Published {
        let group = |policy: &str, candidate: Option<&str>| Group {
            enforced: Resource::new(Name::Enforced, "enforce", policy),
            candidate: candidate.map(|it| Resource::new(Name::Candidate, "report-only", it)),
        };
        let groups = [("default", group("a", None)), ("pay", group("b", Some("c")))];
        Published(groups.map(|(name, group)| (name.to_owned(), group)).into())
    }

    #[test]
    fn a_version_is_what_the_content_is() {
        let of = |effect, policy| Resource::new(Name::Enforced, effect, policy).version;
        assert_eq!(of("enforce", "a"), of("enforce", "a"));
        assert_ne!(of("enforce", "a"), of("enforce", "b"));
        assert_ne!(of("enforce", "a"), of("report-only", "a"));
        assert_eq!(of("enforce", "a").len(), 32);
    }

    #[test]
    fn a_node_has_the_policy_of_its_group_or_of_all() {
        let published = published();
        let enforced = |group: &str| published.view(group, false).enforced.map(|it| it.version);
        assert_eq!(enforced("other"), enforced("default"));
        assert_ne!(enforced("pay"), enforced("default"));
        assert!(Published::default().view("pay", true).enforced.is_none());
    }

    #[test]
    fn only_who_tries_a_candidate_gets_it() {
        let published = published();
        let candidate = |group, is_canary| published.view(group, is_canary).candidate.version;
        let off = Resource::new(Name::Candidate, "off", "").version;
        assert_eq!(candidate("pay", false), off);
        assert_ne!(candidate("pay", true), off);
        assert_eq!(candidate("other", true), off, "its group has none");
    }
}
