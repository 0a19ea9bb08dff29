//! The gateway's policy while it runs: read anew on request, with a successor on trial beside it.

use std::collections::BTreeSet;
use std::future::Future;
use std::path::PathBuf;
use std::time::Duration;

use anstream::eprintln;
use crosscheck_gateway::Live;
use crosscheck_service::Difference;
#[cfg(unix)]
use tokio::signal::unix;
#[cfg(unix)]
use tokio::signal::unix::Signal;
#[cfg(unix)]
use tokio::signal::unix::SignalKind;
use tokio::time::MissedTickBehavior;
use tokio::time::interval;

use crate::failure;
use crate::policy_file;
#[cfg(unix)]
use crate::serve::heard;

/// A policy in force, and the files that it and its successor come from.
#[derive(Debug)]
pub(crate) struct Deployment {
    policy: PathBuf,
    candidate: Option<PathBuf>,
    live: Live,
    /// Which differences were told.
    told: BTreeSet<(&'static str, &'static str)>,
}

impl Deployment {
    /// Reads the files. Fails if one of them holds no policy.
    pub(crate) fn new(policy: PathBuf, candidate: Option<PathBuf>) -> anyhow::Result<Self> {
        let live = Live::new(policy_file::require(&policy)?);
        let deployment = Self { policy, candidate, live, told: BTreeSet::new() };
        deployment.start_trial()?;
        Ok(deployment)
    }

    /// The place of the policy in force.
    pub(crate) fn live(&self) -> Live {
        self.live.clone()
    }

    /// Tends it until the gateway is asked to stop: reads the files anew when asked to by SIGHUP,
    /// tells each kind of difference when it first shows, and all counts at the end.
    pub(crate) async fn tend(mut self, stop: impl Future<Output = ()>, mut reload: ReloadSignal) {
        self.tell_policy();
        let mut stop = std::pin::pin!(stop);
        let mut ticks = interval(TOLD_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = &mut stop => break,
                () = reload.asked() => self.reload(),
                _ = ticks.tick() => self.tell_news(),
            }
        }
        for difference in self.live.load().differences() {
            eprintln!("trial: {}", in_all(&difference));
        }
    }

    /// A file with a mistake changes nothing: the policy in force stays.
    fn reload(&mut self) {
        let read = policy_file::require(&self.policy);
        let deployed = read.and_then(|policy| {
            self.live.deploy(policy);
            self.told.clear();
            self.start_trial()
        });
        if let Err(error) = deployed {
            failure::print(&error);
        }
        self.tell_policy();
    }

    fn tell_policy(&self) {
        eprintln!("policy {} in force", self.live.load().policy().id());
    }

    fn start_trial(&self) -> anyhow::Result<()> {
        if let Some(candidate) = &self.candidate {
            self.live.put_on_trial(policy_file::require(candidate)?);
        }
        Ok(())
    }

    fn tell_news(&mut self) {
        for difference in self.live.load().differences() {
            if self.told.insert((name(difference.live), name(difference.candidate))) {
                let sample = &difference.sample;
                eprintln!(
                    "trial: {}: {:?} {:?} from {:?}",
                    verdicts(&difference),
                    sample.method,
                    sample.path,
                    sample.origin
                );
            }
        }
    }
}

fn in_all(difference: &Difference) -> String {
    format!("{}: {} in all", verdicts(difference), difference.count)
}

/// `now allowed, the candidate would refuse (origin-not-allowed)`
fn verdicts(difference: &Difference) -> String {
    match (difference.live, difference.candidate) {
        (Ok(()), Ok(())) => "allowed by both, with other headers".into(),
        (Ok(()), Err(_)) => {
            format!("now allowed, the candidate would refuse ({})", name(difference.candidate))
        }
        (Err(_), Ok(())) => {
            format!("now refused ({}), the candidate would allow", name(difference.live))
        }
        (Err(_), Err(_)) => format!(
            "refused by both, now as {}, then as {}",
            name(difference.live),
            name(difference.candidate)
        ),
    }
}

fn name(verdict: Result<(), crosscheck::server::Reason>) -> &'static str {
    verdict.map_or_else(crosscheck::server::Reason::name, |()| "allowed")
}

/// SIGHUP, where there is such a thing; heard from the moment this is made.
pub(crate) struct ReloadSignal {
    #[cfg(unix)]
    signal: Option<Signal>,
}

impl ReloadSignal {
    /// Must be called within a runtime.
    pub(crate) fn listen() -> Self {
        Self {
            #[cfg(unix)]
            signal: unix::signal(SignalKind::hangup()).ok(),
        }
    }

    async fn asked(&mut self) {
        #[cfg(unix)]
        heard(self.signal.as_mut()).await;
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    }
}

const TOLD_EVERY: Duration = Duration::from_secs(1);
