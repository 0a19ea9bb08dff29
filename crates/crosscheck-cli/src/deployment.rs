//! The gateway's policy while it runs: read anew on request, with a successor on trial beside it.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crosscheck_analysis::text;
use crosscheck_config::GatewaySettings;
use crosscheck_config::files::Changes;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Loaded;
use crosscheck_config::files::PolicyFiles;
use crosscheck_config::files::Readings;
use crosscheck_gateway::PolicyHandle;
use crosscheck_gateway::PolicySnapshot;
use crosscheck_service::ShadowDifference;
use tokio::time::MissedTickBehavior;
use tokio::time::interval;

use crate::failure;
use crate::policy_file::as_talk;
use crate::signals::ReloadSignal;
use crate::talk::Talk;
use crate::terminal;

/// A policy in force, and the files that it and its successor come from.
#[derive(Debug)]
pub(crate) struct Deployment {
    files: Arc<PolicyFiles>,
    live: PolicyHandle,
    /// As it was when the gateway started, which is when it counts.
    gateway: GatewaySettings,
    /// Which differences were told.
    told: BTreeSet<(&'static str, &'static str)>,
}

impl Deployment {
    /// Reads the files. Fails if one of them holds no policy.
    pub(crate) fn new(files: PolicyFiles) -> anyhow::Result<Self> {
        let files = Arc::new(files);
        let Loaded { policy, candidate, gateway, warnings, .. } = files.first()?;
        warnings.iter().for_each(|report| terminal::tell(&as_talk(report)));
        let live = PolicyHandle::new(PolicySnapshot::new(policy, candidate));
        Ok(Self { files, live, gateway, told: BTreeSet::new() })
    }

    /// The place of the policy in force.
    pub(crate) fn live(&self) -> PolicyHandle {
        self.live.clone()
    }

    /// How the gateway is to forward.
    pub(crate) const fn gateway(&self) -> &GatewaySettings {
        &self.gateway
    }

    /// Tends it until the gateway is asked to stop: has the files read anew when asked to,
    /// tells each kind of difference when it first shows, and all counts at the end.
    ///
    /// It waits for no file and no reader of what it tells: signals are heard here.
    ///
    /// In: who says it; what asks for an end and for a reading; whether changes of files ask for one.
    pub(crate) async fn tend(
        mut self,
        talk: Talk,
        stop: impl Future<Output = ()>,
        mut reload: ReloadSignal,
        is_watching: bool,
    ) {
        let mut changes = is_watching.then(|| Changes::of(Arc::clone(&self.files)));
        let mut readings = Readings::of(Arc::clone(&self.files));
        talk.say(text!("{} in force", self.policy()));
        let mut stop = std::pin::pin!(stop);
        let mut ticks = interval(TOLD_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = &mut stop => break,
                () = reload.asked() => readings.ask(),
                () = changed(&mut changes) => readings.ask(),
                read = readings.next() => self.replace(read, &talk),
                _ = ticks.tick() => self.tell_news(&talk),
            }
        }
        for difference in self.live.load().differences() {
            talk.say(text!("trial: {}", in_all(&difference)));
        }
        talk.end().await;
    }

    /// A file with a mistake changes nothing: the policy in force stays, and so does its trial.
    fn replace(&mut self, read: Result<Loaded, FileError>, talk: &Talk) {
        match read {
            Ok(Loaded { policy, candidate, gateway, warnings, .. }) => {
                warnings.iter().for_each(|report| talk.say(as_talk(report)));
                self.live.replace(PolicySnapshot::new(policy, candidate));
                self.told.clear();
                talk.say(text!("{} in force", self.policy()));
                if gateway != self.gateway {
                    talk.say(text!("`[gateway]` has changed: start anew for that"));
                }
            }
            Err(error) => {
                talk.say(failure::text(&error.into()));
                talk.say(text!("nothing changed: {} stays in force", self.policy()));
            }
        }
    }

    /// `policy 0123456789abcdef`
    fn policy(&self) -> String {
        format!("policy {}", self.live.load().policy().id())
    }

    fn tell_news(&mut self, talk: &Talk) {
        for difference in self.live.load().differences() {
            if self.told.insert((name(difference.in_force), name(difference.candidate))) {
                let sample = &difference.sample;
                talk.say(text!(
                    "trial: {}: {:?} {:?} from {:?}",
                    verdicts(&difference),
                    sample.method,
                    sample.path,
                    sample.origin
                ));
            }
        }
    }
}

/// Ready when a file has changed; never if nobody looks.
async fn changed(changes: &mut Option<Changes>) {
    match changes {
        Some(changes) => changes.next().await,
        None => std::future::pending().await,
    }
}

fn in_all(difference: &ShadowDifference) -> String {
    format!("{}: {} in all", verdicts(difference), difference.count)
}

/// `now allowed, the candidate would refuse (origin-not-allowed)`
fn verdicts(difference: &ShadowDifference) -> String {
    match (difference.in_force, difference.candidate) {
        (Ok(()), Ok(())) => "allowed by both, with other headers".into(),
        (Ok(()), Err(_)) => {
            format!("now allowed, the candidate would refuse ({})", name(difference.candidate))
        }
        (Err(_), Ok(())) => {
            format!("now refused ({}), the candidate would allow", name(difference.in_force))
        }
        (Err(_), Err(_)) => format!(
            "refused by both, now as {}, then as {}",
            name(difference.in_force),
            name(difference.candidate)
        ),
    }
}

fn name(verdict: Result<(), crosscheck::server::Reason>) -> &'static str {
    verdict.map_or_else(crosscheck::server::Reason::name, |()| "allowed")
}

const TOLD_EVERY: Duration = Duration::from_secs(1);
