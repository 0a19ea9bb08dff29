//! A policy for each host: tenants of one service.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use crate::HostError;
use crate::PolicyHandle;
use crate::PolicySelector;
use crate::PolicySnapshot;
use crate::RequestHost;
use crate::host::comparable_host;

/// A policy for each host, and one for all others. Clones are the same map.
///
/// Each is added, replaced, edited and removed by itself, while requests to it and to others are
/// served. Hosts are compared as HTTP does: without case, without a dot at the end, without the ports
/// that `http` and `https` have by themselves; another port is another host. Whoever sends the
/// request chooses what it says, so a policy found here protects no more than what is served for
/// that host: route by the same `Host`, or let a proxy set it.
///
/// # Example
/// ```
/// use crosscheck::server::{Config, ConfigErrors, Policy};
/// use crosscheck_service::PoliciesByHost;
///
/// let lets = |origin: &str| Policy::new(&Config { origins: vec![origin.into()], ..Config::default() });
/// let policies = PoliciesByHost::new(Policy::new(&Config::default())?);
/// policies.insert("shop.api.example", lets("https://shop.example")?)?;
/// policies.insert("blog.api.example", lets("https://blog.example")?)?;
///
/// let allows = |host, origin: &str| {
///     policies.load(Some(host)).policy().allows_origin("/", origin.as_bytes())
/// };
/// assert!(allows("Shop.api.example:443", "https://shop.example"));
/// assert!(!allows("blog.api.example", "https://shop.example"));
/// assert!(!allows("other.api.example", "https://shop.example"), "nobody is let in there");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PoliciesByHost(Arc<Map>);

#[derive(Debug)]
struct Map {
    /// By hosts as `comparable_host` spells them.
    by_host: RwLock<HashMap<Box<str>, PolicyHandle>>,
    other: PolicyHandle,
}

impl PoliciesByHost {
    /// No host yet. In: the policy of every host that is not named.
    pub fn new(other: impl Into<PolicyHandle>) -> Self {
        Self(Arc::new(Map { by_host: RwLock::default(), other: other.into() }))
    }

    /// Gives a host its policy, from the next request on. Out: the one that it had.
    ///
    /// In: the host as requests name it, `app.example.com` or `app.example.com:8443`. Fails on what is
    /// no host.
    pub fn insert(
        &self,
        host: &str,
        policy: impl Into<PolicyHandle>,
    ) -> Result<Option<PolicyHandle>, HostError> {
        let host = comparable_host(host).ok_or_else(|| HostError(host.into()))?;
        let policy = policy.into();
        let mut by_host = self.0.by_host.write().unwrap_or_else(PoisonError::into_inner);
        Ok(by_host.insert(host.into(), policy))
    }

    /// Takes a host's policy away: from the next request on it has that of all others.
    pub fn remove(&self, host: &str) -> Option<PolicyHandle> {
        let mut by_host = self.0.by_host.write().unwrap_or_else(PoisonError::into_inner);
        by_host.remove(&*comparable_host(host)?)
    }

    /// A host's policy, to replace or to edit it.
    pub fn handle(&self, host: &str) -> Option<PolicyHandle> {
        let by_host = self.0.by_host.read().unwrap_or_else(PoisonError::into_inner);
        by_host.get(&*comparable_host(host)?).cloned()
    }

    /// The policy of all hosts that are not named.
    pub fn other(&self) -> &PolicyHandle {
        &self.0.other
    }

    /// How many hosts are named.
    pub fn len(&self) -> usize {
        self.0.by_host.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is in force now for a host, spelled as a request has it; `None` is no host that is named.
    pub fn load(&self, host: Option<&str>) -> Arc<PolicySnapshot> {
        if let Some(host) = host.and_then(comparable_host) {
            let by_host = self.0.by_host.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(policy) = by_host.get(&*host) {
                return policy.load();
            }
        }
        self.0.other.load()
    }
}

impl<H: RequestHost + ?Sized> PolicySelector<H> for PoliciesByHost {
    fn select(&mut self, head: &H) -> Arc<PolicySnapshot> {
        self.load(head.host())
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use crosscheck::server::Config;
    use crosscheck::server::Policy;

    use super::PoliciesByHost;
    use crate::PolicyHandle;

    fn lets(origin: &str) -> Policy {
        Policy::new(&Config { origins: vec![origin.into()], ..Config::default() }).expect("valid")
    }

    fn allows(policies: &PoliciesByHost, host: &str, origin: &str) -> bool {
        policies.load(Some(host)).policy().allows_origin("/", origin.as_bytes())
    }

    #[test]
    fn a_host_is_known_by_each_of_its_spellings_and_by_no_other() {
        let policies = PoliciesByHost::new(lets("https://default.example"));
        policies.insert("Shop.example:443", lets("https://page.example")).expect("a host");
        policies.insert("shop.example:8443", lets("https://staging.example")).expect("a host");
        for host in ["shop.example", "SHOP.example.", "shop.example:80", "shop.example.:443"] {
            assert!(allows(&policies, host, "https://page.example"), "{host}");
            assert!(!allows(&policies, host, "https://default.example"), "{host}");
        }
        assert!(allows(&policies, "shop.example.:8443", "https://staging.example"));
        for host in ["a.shop.example", "shop.example:8080", "shop.example@evil.example", "", ":"] {
            assert!(allows(&policies, host, "https://default.example"), "{host}");
        }
        assert!(policies.load(None).policy().allows_origin("/", b"https://default.example"));
    }

    #[test]
    fn a_hundred_thousand_hosts_are_told_apart() {
        const TENANTS: usize = 100_000;
        let policies = PoliciesByHost::new(lets("https://default.example"));
        let plans = ["https://free.example", "https://paid.example"].map(|page| {
            let plan = PolicyHandle::new(lets(page));
            (plan.load().policy().id(), plan)
        });
        for tenant in 0..TENANTS {
            let plan = plans[tenant % 2].1.clone();
            policies.insert(&format!("t{tenant}.example"), plan).expect("a host");
        }
        assert_eq!(policies.len(), TENANTS);
        for tenant in 0..TENANTS {
            let there = policies.load(Some(&format!("T{tenant}.example:443")));
            assert_eq!(there.policy().id(), plans[tenant % 2].0, "{tenant}");
        }
        assert!(allows(&policies, "t100000.example", "https://default.example"));
        // What has one policy by one handle is changed at once.
        plans[1].1.replace(lets("https://new.example"));
        assert!(allows(&policies, "t99999.example", "https://new.example"));
    }

    #[test]
    fn what_is_no_host_is_said_and_how_to_write_one() {
        let policies = PoliciesByHost::new(lets("https://default.example"));
        let told = policies.insert("https://shop.example", lets("*")).expect_err("an origin");
        assert_eq!(
            told.to_string(),
            "\"https://shop.example\" is no host; write it as requests name it: `app.example.com`, \
             or `app.example.com:8443`"
        );
        assert!(policies.is_empty());
    }

    #[test]
    fn one_tenant_changes_while_the_others_are_served() {
        const TENANTS: usize = 2_000;
        let host = |n: usize| format!("t{n}.example");
        let page = |n: usize| format!("https://page{n}.example");
        let policies = PoliciesByHost::new(Policy::new(&Config::default()).expect("nobody"));
        for tenant in 0..TENANTS {
            policies.insert(&host(tenant), lets(&page(tenant))).expect("a host");
        }
        thread::scope(|scope| {
            let serving = scope.spawn(|| {
                for turn in 0..20 {
                    for tenant in (1..TENANTS).step_by(7) {
                        assert!(allows(&policies, &host(tenant), &page(tenant)), "turn {turn}");
                        assert!(!allows(&policies, &host(tenant), &page(tenant + 1)));
                    }
                }
            });
            for turn in 0..200 {
                policies.insert(&host(0), lets(&page(turn))).expect("a host");
                assert!(allows(&policies, &host(0), &page(turn)));
            }
            let before = policies.remove(&host(0)).expect("it had one");
            assert!(before.load().policy().allows_origin("/", page(199).as_bytes()));
            assert!(!allows(&policies, &host(0), &page(199)), "nobody is let in any more");
            serving.join().expect("the others were served");
        });
        let handle = policies.handle("T1.example.").expect("it has one");
        handle.replace(lets("https://new.example"));
        assert!(allows(&policies, "t1.example", "https://new.example"));
        assert_eq!(policies.len(), TENANTS - 1);
    }
}
