//! Envoy's metrics service: what the module counts in each node.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Body;
use tokio::time::timeout;

use crate::counts::Trial;
use crate::fleet::Fleet;
use crate::grpc::Requests;
use crate::grpc::Status;
use crate::nodes::Identity;
use crate::xds::StreamMetricsMessage;

/// Hears one node until it ends, or says nothing for long.
pub(crate) async fn receive(
    fleet: Arc<Fleet>,
    mut messages: Requests<StreamMetricsMessage, impl Body<Data = Bytes> + Unpin>,
) -> Result<(), Status> {
    let mut reporter = None;
    loop {
        let message = timeout(SILENCE, messages.next()).await;
        let message = message.map_err(|_| Status::deadline_exceeded("no metrics came"))??;
        let Some(message) = message else { return Ok(()) };
        if reporter.is_none() {
            let identifier = message.identifier.as_ref();
            let node = identifier.and_then(|identifier| identifier.node.as_ref());
            let node = node.ok_or(Status::invalid_argument("who reports? `node` is empty"))?;
            let identity = Identity::of(node).map_err(Status::invalid_argument)?;
            let is_canary = fleet.share.has(&identity.id);
            let place = fleet.counts.join(identity.group);
            let place = place.ok_or(Status::resource_exhausted("too many nodes report"))?;
            reporter = Some((place, is_canary));
        }
        if let Some((reporter, is_canary)) = &reporter {
            let published = fleet.published.borrow().clone();
            let group = reporter.group();
            let group = published.group(&group).filter(|_| *is_canary);
            let trial = group.and_then(|(name, group)| Some((name, Trial::of(group)?)));
            reporter.report(&message.envoy_metrics, trial);
        }
    }
}

/// Envoy sends every five seconds, unless it is told otherwise.
const SILENCE: Duration = Duration::from_secs(600);
