//! The loop: what changed is looked at as a whole, and written where it is not as it should be.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::future::pending;
use std::time::Duration;

use crosscheck_config::visible::visible;
use futures_util::StreamExt;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use k8s_openapi::jiff::Timestamp;
use kube::Client;
use kube::ResourceExt;
use tokio::time::Instant;
use tokio::time::sleep_until;

use crate::controller::cluster::Change;
use crate::controller::cluster::Changes;
use crate::controller::cluster::Cluster;
use crate::controller::reach::Reach;
use crate::controller::scope::Scope;
use crate::controller::writing::Writing;
use crate::judgement::Judgement;
use crate::namespace::Namespace;
use crate::plan::plan;
use crate::talk::tell;

/// Runs until somebody ends it, or nothing can be told of any more.
pub(crate) async fn run(
    client: Client,
    mut reach: Reach,
    scope: &Scope,
    module: &str,
) -> anyhow::Result<()> {
    let (mut cluster, mut changes) = Cluster::watch(&client, scope);
    let mut writing = Writing::new(client);
    let mut judged = Judged::default();
    let mut due: BTreeMap<String, Instant> = BTreeMap::new();
    let mut is_whole = false;
    let mut failing: BTreeMap<&str, String> = BTreeMap::new();
    loop {
        let at = due.values().min().copied().filter(|_| is_whole);
        let Some(seen) = next(&mut changes, &mut reach, at).await else {
            anyhow::bail!("the cluster tells nothing any more");
        };
        let soon = Instant::now() + TOGETHER;
        match seen {
            Seen::Change(Change::Namespace(name)) => {
                due.entry(name).and_modify(|at| *at = soon.min(*at)).or_insert(soon);
            }
            Seen::Change(Change::Whole(kind)) => {
                failing.remove(kind);
                let is_first = !is_whole;
                is_whole = cluster.is_whole(Some(kind));
                if is_whole {
                    due.extend(cluster.namespaces().into_iter().map(|name| (name, soon)));
                }
                if is_whole && is_first {
                    tell("watching");
                }
            }
            // It is told once, and where nobody answers, not of each kind.
            Seen::Change(Change::Failure(kind, error)) => {
                if !reach.is_away() && failing.get(kind) != Some(&error) {
                    tell(&format!("error: cannot watch {kind}: {}", visible(&error)));
                    failing.insert(kind, error);
                }
            }
            Seen::Reach => reach.tell(),
            Seen::Due => {
                let now = Instant::now();
                let names: BTreeSet<String> = due
                    .iter()
                    .filter(|(_, at)| **at <= now)
                    .map(|(name, _)| name.clone())
                    .collect();
                for name in names {
                    due.remove(&name);
                    let settled = settle(&cluster, &mut judged, &mut writing, &name, module).await;
                    let Err(error) = settled else { continue };
                    let again = Instant::now() + AGAIN;
                    let (shown, error) = (visible(&name), visible(&format!("{error:#}")));
                    due.insert(name, again);
                    if reach.is_away() {
                        // Nor is any other answered now.
                        due.values_mut().for_each(|at| *at = again.max(*at));
                        break;
                    }
                    tell(&format!("error: in {shown}: {error}; trying again"));
                }
            }
        }
    }
}

/// What comes next: a change, whether there are answers, or a time.
enum Seen {
    Change(Change),
    Reach,
    Due,
}

async fn next(changes: &mut Changes, reach: &mut Reach, at: Option<Instant>) -> Option<Seen> {
    let due = async {
        match at {
            Some(at) => sleep_until(at).await,
            None => pending().await,
        }
    };
    tokio::select! {
        // Before failures that it explains.
        biased;
        () = reach.changed() => Some(Seen::Reach),
        change = changes.next() => change.map(Seen::Change),
        () = due => Some(Seen::Due),
    }
}

/// Writes what is missing in one namespace.
async fn settle(
    cluster: &Cluster,
    judged: &mut Judged,
    writing: &mut Writing,
    name: &str,
    module: &str,
) -> anyhow::Result<()> {
    let (namespace, unreadable) = cluster.namespace(name);
    for (policy, error) in &unreadable {
        writing.tell_unreadable(policy, error);
    }
    judged.look(name, &namespace);
    let judgements = judged.of(name);
    let now = Time(Timestamp::now());
    let mut ended = Ok(());
    for write in plan(&namespace, &judgements, module, &now) {
        // What cannot be written of one policy is not in the way of the others.
        ended = ended.and(writing.write(name, write).await);
    }
    Ok(ended?)
}

/// What was found about each policy, so that it is looked at once for each of its generations.
#[derive(Default)]
struct Judged(BTreeMap<(String, String), (Version, Judgement)>);

/// A policy's id and generation.
type Version = (Option<String>, Option<i64>);

impl Judged {
    fn look(&mut self, name: &str, namespace: &Namespace) {
        let there: BTreeSet<String> =
            namespace.policies.iter().map(ResourceExt::name_any).collect();
        self.0.retain(|(place, policy), _| place != name || there.contains(policy));
        for policy in &namespace.policies {
            let key = (name.to_owned(), policy.name_any());
            let version = (policy.uid(), policy.metadata.generation);
            if self.0.get(&key).is_none_or(|(of, _)| *of != version) {
                let judgement =
                    Judgement::of(&policy.spec, &format!("{name}/{}", policy.name_any()));
                self.0.insert(key, (version, judgement));
            }
        }
    }

    fn of(&self, name: &str) -> BTreeMap<String, &Judgement> {
        let here = self.0.iter().filter(|((place, _), _)| place == name);
        here.map(|((_, policy), (_, judgement))| (policy.clone(), judgement)).collect()
    }
}

/// What changes within this time is looked at together.
const TOGETHER: Duration = Duration::from_millis(50);
/// When what could not be written is tried again.
const AGAIN: Duration = Duration::from_secs(5);
