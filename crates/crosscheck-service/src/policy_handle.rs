//! The place of the policy in force.

use std::sync::Arc;

use arc_swap::ArcSwap;
use arc_swap::Cache;
use crosscheck::server::Policy;

use crate::PolicySnapshot;

/// The place of the policy in force. Clones are the same place.
///
/// Reading takes no lock and waits for nobody; replacing is one atomic store. A request is decided
/// and answered by the policy that it met first.
#[derive(Clone, Debug)]
pub struct PolicyHandle(Arc<ArcSwap<PolicySnapshot>>);

impl PolicyHandle {
    /// Puts a policy in force.
    pub fn new(snapshot: impl Into<PolicySnapshot>) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(snapshot.into())))
    }

    /// Replaces the policy in force, for every request that comes from now on. A shadow ends, and the
    /// new one begins with the same store if there is one.
    ///
    /// In: a policy, or one with a candidate beside it. Out: what was in force until now.
    pub fn replace(&self, snapshot: impl Into<PolicySnapshot>) -> Arc<PolicySnapshot> {
        self.0.swap(Arc::new(snapshot.into()))
    }

    /// Judges a policy beside the one in force, from now on, with counts at zero: report-only.
    pub fn begin_shadow(&self, candidate: Policy) {
        let policy = self.load().policy().clone();
        self.0.store(Arc::new(PolicySnapshot::new(policy, Some(candidate))));
    }

    /// What is in force now.
    pub fn load(&self) -> Arc<PolicySnapshot> {
        self.0.load_full()
    }

    /// For who asks for every request.
    pub fn reader(&self) -> PolicyReader {
        PolicyReader(Cache::new(Arc::clone(&self.0)))
    }
}

/// Remembers what was in force, and looks with one atomic load whether it still is.
///
/// What was replaced stays in memory until the reader is asked again, or dropped.
#[derive(Clone, Debug)]
pub struct PolicyReader(Cache<Arc<ArcSwap<PolicySnapshot>>, Arc<PolicySnapshot>>);

impl PolicyReader {
    /// What is in force now.
    #[inline]
    pub fn load(&mut self) -> &Arc<PolicySnapshot> {
        self.0.load()
    }
}

impl From<Policy> for PolicyHandle {
    fn from(policy: Policy) -> Self {
        Self::new(policy)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use crosscheck::server::Config;
    use crosscheck::server::Policy;

    use super::PolicyHandle;

    fn policy(origin: &str) -> Policy {
        Policy::new(&Config { origins: vec![origin.into()], ..Config::default() }).expect("valid")
    }

    #[test]
    fn readers_see_the_old_policy_or_the_new_one_and_nothing_else() {
        let (old, new) = (policy("https://old.example"), policy("https://new.example"));
        let handle = PolicyHandle::new(old.clone());
        thread::scope(|scope| {
            let readers: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let mut seen_new = false;
                        let mut reader = handle.reader();
                        for turn in 0..20_000 {
                            let id = match turn % 2 {
                                0 => handle.load().policy().id(),
                                _ => reader.load().policy().id(),
                            };
                            assert!(id == old.id() || id == new.id());
                            // Once it is there, it stays.
                            assert!(!seen_new || id == new.id());
                            seen_new |= id == new.id();
                        }
                    })
                })
                .collect();
            let before = handle.replace(new.clone());
            assert_eq!(before.policy().id(), old.id());
            readers.into_iter().for_each(|reader| reader.join().expect("no reader failed"));
        });
        assert_eq!(handle.load().policy().id(), new.id());
    }

    #[test]
    fn a_policy_keeps_its_id_wherever_it_is_loaded() {
        let (one, same) = (policy("https://a.example"), policy("https://a.example"));
        assert_eq!(one.id(), same.id());
        assert_ne!(one.id(), policy("https://b.example").id());
    }
}
