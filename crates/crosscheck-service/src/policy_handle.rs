//! The place of the policy in force.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crosscheck::server::ConfigErrors;
use crosscheck::server::OriginEdit;
use crosscheck::server::Policy;

use crate::PolicySnapshot;

/// The place of the policy in force. Clones are the same place.
///
/// Who asks for every request asks a [`PolicyReader`], which takes no lock unless the policy was
/// replaced since. A request is decided and answered by the policy that it met first.
#[derive(Clone, Debug)]
pub struct PolicyHandle(Arc<Place>);

#[derive(Debug)]
struct Place {
    /// How often the policy was replaced. Changes while the lock is held for writing.
    replaced: AtomicU64,
    /// Held for as long as it takes to count a reference, or to put another one there: nothing that
    /// could panic happens meanwhile.
    current: RwLock<Arc<PolicySnapshot>>,
    /// Held while somebody edits what is in force: edits come one after the other.
    editing: Mutex<()>,
}

impl Place {
    /// What is in force, and how often it was replaced before.
    fn load(&self) -> (Arc<PolicySnapshot>, u64) {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        (Arc::clone(&current), self.replaced.load(Ordering::Acquire))
    }
}

impl PolicyHandle {
    /// Puts a policy in force.
    pub fn new(snapshot: impl Into<PolicySnapshot>) -> Self {
        Self::of(snapshot.into())
    }

    /// Compiled once, not in each crate that has a policy.
    fn of(snapshot: PolicySnapshot) -> Self {
        let current = RwLock::new(Arc::new(snapshot));
        let (replaced, editing) = (AtomicU64::new(0), Mutex::new(()));
        Self(Arc::new(Place { replaced, current, editing }))
    }

    /// Replaces the policy in force, for every request that comes from now on. A shadow ends, and the
    /// new one begins at the same moment if there is one.
    ///
    /// In: a policy, or one with a candidate beside it. Out: what was in force until now.
    pub fn replace(&self, snapshot: impl Into<PolicySnapshot>) -> Arc<PolicySnapshot> {
        let snapshot = Arc::new(snapshot.into());
        let mut current = self.0.current.write().unwrap_or_else(PoisonError::into_inner);
        self.0.replaced.fetch_add(1, Ordering::Release);
        std::mem::replace(&mut *current, snapshot)
    }

    /// Judges a policy beside the one in force, from now on, with counts at zero: report-only.
    #[inline]
    pub fn begin_shadow(&self, candidate: Policy) {
        let policy = self.load().policy().clone();
        self.replace(PolicySnapshot::new(policy, Some(candidate)));
    }

    /// Adds and removes origins of one rule of the policy in force, for every request that comes from
    /// now on. A shadow goes on.
    ///
    /// Takes a moment however many origins there are, and once in about a thousand edits as long as it
    /// takes to list all of them anew; meanwhile requests are served. For the counts and the bounds see
    /// [`Policy::edit_origins`]. Out: what is in force now, whose policy's findings tell of the edit.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, OriginEdit, Policy};
    /// use crosscheck_service::PolicyHandle;
    ///
    /// let config = Config { origins: vec!["https://a.example".into()], ..Config::default() };
    /// let handle = PolicyHandle::new(Policy::new(&config)?);
    /// handle.edit_origins(&OriginEdit::new().add_origins(["https://b.example"]).remove_origins(["https://a.example"]))?;
    /// let in_force = handle.load();
    /// assert!(in_force.policy().allows_origin("/", b"https://b.example"));
    /// assert!(!in_force.policy().allows_origin("/", b"https://a.example"));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline]
    pub fn edit_origins(&self, edit: &OriginEdit) -> Result<Arc<PolicySnapshot>, ConfigErrors> {
        let _alone = self.0.editing.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let (before, replaced) = self.0.load();
            let edited = Arc::new(before.edited(before.policy().edit_origins(edit)?));
            let mut current = self.0.current.write().unwrap_or_else(PoisonError::into_inner);
            // Whoever has replaced it meanwhile may have said something else about this, too.
            if self.0.replaced.load(Ordering::Acquire) == replaced {
                self.0.replaced.fetch_add(1, Ordering::Release);
                *current = Arc::clone(&edited);
                return Ok(edited);
            }
        }
    }

    /// Adds origins to the list of the configuration itself: see [`edit_origins`](Self::edit_origins).
    pub fn add_origins(
        &self,
        origins: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Arc<PolicySnapshot>, ConfigErrors> {
        self.edit_origins(&OriginEdit::new().add_origins(origins))
    }

    /// Takes origins away from the list of the configuration itself: see
    /// [`edit_origins`](Self::edit_origins).
    pub fn remove_origins(
        &self,
        origins: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Arc<PolicySnapshot>, ConfigErrors> {
        self.edit_origins(&OriginEdit::new().remove_origins(origins))
    }

    /// What is in force now.
    pub fn load(&self) -> Arc<PolicySnapshot> {
        self.0.load().0
    }

    /// For who asks for every request.
    pub fn reader(&self) -> PolicyReader {
        let (snapshot, seen) = self.0.load();
        PolicyReader { place: Arc::clone(&self.0), seen, snapshot }
    }
}

/// Remembers what was in force, and looks with one atomic load whether it still is.
///
/// What was replaced stays in memory until the reader is asked again, or dropped.
#[derive(Clone, Debug)]
pub struct PolicyReader {
    place: Arc<Place>,
    /// How often the policy had been replaced when the snapshot was taken.
    seen: u64,
    snapshot: Arc<PolicySnapshot>,
}

impl PolicyReader {
    /// What is in force now.
    #[inline]
    pub fn load(&mut self) -> &Arc<PolicySnapshot> {
        if self.place.replaced.load(Ordering::Acquire) != self.seen {
            self.look_again();
        }
        &self.snapshot
    }

    #[cold]
    fn look_again(&mut self) {
        (self.snapshot, self.seen) = self.place.load();
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
    fn edits_of_many_are_all_made_and_what_is_replaced_meanwhile_is_edited() {
        const EACH: usize = 50;
        let handle = PolicyHandle::new(policy("https://old.example"));
        let added = |editor: usize, number: usize| format!("https://t{editor}-{number}.example");
        handle.begin_shadow(policy("https://other.example"));
        thread::scope(|scope| {
            for editor in 0..4 {
                let handle = &handle;
                scope.spawn(move || {
                    for number in 0..EACH {
                        let now = handle.add_origins([added(editor, number)]).expect("an edit");
                        let policy = now.policy();
                        assert!(policy.allows_origin("/", added(editor, number).as_bytes()));
                    }
                });
            }
        });
        assert!(handle.load().candidate().is_some(), "a shadow goes on");
        let all = (0..4).flat_map(|editor| (0..EACH).map(move |number| added(editor, number)));
        for origin in all.clone() {
            assert!(handle.load().policy().allows_origin("/", origin.as_bytes()), "{origin}");
        }
        handle.remove_origins(all).expect("an edit");
        assert_eq!(handle.load().policy().id(), policy("https://old.example").id());
        assert!(handle.add_origins(["https://slash.example/"]).is_err());
    }

    #[test]
    fn a_policy_keeps_its_id_wherever_it_is_loaded() {
        let (one, same) = (policy("https://a.example"), policy("https://a.example"));
        assert_eq!(one.id(), same.id());
        assert_ne!(one.id(), policy("https://b.example").id());
    }
}
