//! The policies in force, and the files that they come from.

use std::collections::BTreeSet;
use std::sync::Arc;

use crosscheck::server::Reason;
use crosscheck_config::GatewaySettings;
use crosscheck_config::UpstreamSettings;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Loaded;
use crosscheck_config::files::PolicyFiles;
use crosscheck_service::PolicyHandle;
use crosscheck_service::PolicySnapshot;

use crate::event::Event;
use crate::event::Tell;

/// The policies in force: the common one, and those of single upstreams.
#[derive(Debug)]
pub(crate) struct Policies {
    pub(crate) files: Arc<PolicyFiles>,
    pub(crate) common: PolicyHandle,
    /// By the number of the upstream; `None` has the common one.
    pub(crate) own: Vec<Option<PolicyHandle>>,
    /// As they were when the gateway started, which is when they count.
    pub(crate) gateway: GatewaySettings,
    pub(crate) upstreams: Vec<UpstreamSettings>,
    /// Which differences of the candidate were told.
    told: BTreeSet<(&'static str, &'static str)>,
}

impl Policies {
    pub(crate) fn new(files: Arc<PolicyFiles>, loaded: Loaded) -> Self {
        let Loaded { policy, candidate, gateway, upstreams, .. } = loaded;
        let own = upstreams.iter().map(|upstream| upstream.policy.clone().map(PolicyHandle::new));
        Self {
            files,
            common: PolicyHandle::new(PolicySnapshot::new(policy, candidate)),
            own: own.collect(),
            gateway,
            upstreams,
            told: BTreeSet::new(),
        }
    }

    pub(crate) fn in_force(&self) -> Event {
        Event::InForce(self.common.load().policy().id())
    }

    /// A file with a mistake changes nothing: the policies in force stay, and so does the trial.
    pub(crate) fn replace(&mut self, read: Result<Loaded, FileError>, tell: &Tell) {
        let loaded = match read {
            Ok(loaded) => loaded,
            Err(error) => {
                tell(Event::Wrong(error));
                tell(Event::NothingChanged(self.common.load().policy().id()));
                return;
            }
        };
        let Loaded { policy, candidate, gateway, upstreams, warnings, .. } = loaded;
        for report in warnings {
            tell(Event::Warning(report));
        }
        self.common.replace(PolicySnapshot::new(policy, candidate));
        let is_same = upstreams.len() == self.upstreams.len()
            && upstreams.iter().zip(&self.upstreams).all(|(new, old)| new.is_served_as(old));
        if is_same {
            let policies = upstreams.into_iter().map(|upstream| upstream.policy);
            for (own, policy) in self.own.iter().zip(policies) {
                if let (Some(own), Some(policy)) = (own, policy) {
                    own.replace(policy);
                }
            }
        }
        self.told.clear();
        tell(self.in_force());
        if gateway != self.gateway {
            tell(Event::StartAnew("[gateway]"));
        }
        if !is_same {
            tell(Event::StartAnew("[[upstream]]"));
        }
    }

    /// Tells each kind of difference between the policy in force and its candidate when it first shows.
    pub(crate) fn tell_news(&mut self, tell: &Tell) {
        for difference in self.common.load().differences() {
            if self.told.insert((name(difference.in_force), name(difference.candidate))) {
                tell(Event::TrialDiffers(difference));
            }
        }
    }

    pub(crate) fn tell_all(&self, tell: &Tell) {
        for difference in self.common.load().differences() {
            tell(Event::TrialInAll(difference));
        }
    }
}

fn name(verdict: Result<(), Reason>) -> &'static str {
    verdict.map_or_else(Reason::name, |()| "allowed")
}
