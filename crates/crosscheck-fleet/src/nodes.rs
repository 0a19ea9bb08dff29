//! The nodes that are connected, and what each has.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Instant;

use crate::delivery::Delivery;
use crate::published::DEFAULT;
use crate::xds::Node;

/// All of them, bounded.
#[derive(Debug)]
pub(crate) struct Nodes {
    most: usize,
    seen: Mutex<(u64, BTreeMap<u64, Seen>)>,
}

/// Who a node says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) id: String,
    pub(crate) group: String,
    pub(crate) envoy: String,
}

/// A node as its stream has it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) identity: Identity,
    pub(crate) is_canary: bool,
    pub(crate) peer: SocketAddr,
    pub(crate) since: Instant,
    pub(crate) delivery: Delivery,
}

/// A node's place among them, as long as its stream lasts.
#[derive(Debug)]
pub(crate) struct Place {
    nodes: Arc<Nodes>,
    number: u64,
}

impl Identity {
    /// Its group is what its metadata says by `crosscheck_group`, or its cluster.
    ///
    /// Fails without an id, or with names that are longer than anybody's.
    pub(crate) fn of(node: &Node) -> Result<Self, &'static str> {
        let fields = node.metadata.as_ref().map(|metadata| &metadata.fields);
        let named = fields.and_then(|fields| fields.get(GROUP)?.string_value.as_deref());
        let cluster = Some(node.cluster.as_str()).filter(|cluster| !cluster.is_empty());
        let group = named.or(cluster).unwrap_or(DEFAULT);
        if node.id.is_empty() {
            return Err("a node needs an id: start Envoy with `--service-node`, or give `node.id`");
        }
        if node.id.len() > LONGEST || group.len() > LONGEST {
            return Err("the node's id and its group have at most 256 bytes");
        }
        let version = node.user_agent_build_version.as_ref().and_then(|it| it.version.as_ref());
        let envoy =
            version.map(|it| format!("{}.{}.{}", it.major_number, it.minor_number, it.patch));
        Ok(Self { id: node.id.clone(), group: group.to_owned(), envoy: envoy.unwrap_or_default() })
    }
}

impl Nodes {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, seen: Mutex::default() }
    }

    /// A place for a node; `None` if there are too many.
    pub(crate) fn join(self: &Arc<Self>, seen: Seen) -> Option<Place> {
        let mut all = self.lock();
        if all.1.len() >= self.most {
            return None;
        }
        all.0 += 1;
        let number = all.0;
        all.1.insert(number, seen);
        Some(Place { nodes: Arc::clone(self), number })
    }

    /// All that are connected, in the order in which they came.
    pub(crate) fn all(&self) -> Vec<Seen> {
        self.lock().1.values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Seen>)> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    pub(crate) fn update(&self, delivery: &Delivery) {
        if let Some(seen) = self.nodes.lock().1.get_mut(&self.number) {
            seen.delivery.clone_from(delivery);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.nodes.lock().1.remove(&self.number);
    }
}

const GROUP: &str = "crosscheck_group";
const LONGEST: usize = 256;

#[cfg(test)]
mod tests {
    use super::Identity;
    use crate::xds::Node;
    use crate::xds::Struct;
    use crate::xds::Value;

    #[test]
    fn a_group_is_what_the_metadata_says_or_the_cluster() {
        let node = |cluster: &str, group: Option<&str>| Node {
            id: "one".into(),
            cluster: cluster.into(),
            metadata: group.map(|group| Struct {
                fields: [(
                    "crosscheck_group".to_owned(),
                    Value { string_value: Some(group.into()) },
                )]
                .into(),
            }),
            ..Node::default()
        };
        let group = |node: &Node| Identity::of(node).expect("a node").group;
        assert_eq!(group(&node("pay", Some("shop"))), "shop");
        assert_eq!(group(&node("pay", None)), "pay");
        assert_eq!(group(&node("", None)), "default");
        assert!(Identity::of(&Node::default()).is_err(), "without an id");
        assert!(Identity::of(&node(&"x".repeat(257), None)).is_err());
    }
}
