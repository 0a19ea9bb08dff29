//! Envoy's metrics service: what the module counts in each node.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use tokio_stream::StreamExt;
use tonic::Response;
use tonic::Status;
use tonic::Streaming;

use crate::fleet::Fleet;
use crate::nodes::Identity;
use crate::xds::StreamMetricsMessage;
use crate::xds::StreamMetricsResponse;

/// Hears one node until it ends, or says nothing for long.
pub(crate) async fn receive(
    fleet: Arc<Fleet>,
    mut messages: Streaming<StreamMetricsMessage>,
) -> Result<Response<StreamMetricsResponse>, Status> {
    let mut reporter = None;
    loop {
        let message = timeout(SILENCE, messages.next()).await;
        let message = message.map_err(|_| Status::deadline_exceeded("no metrics came"))?;
        let Some(message) = message.transpose()? else { break };
        if reporter.is_none() {
            let identifier = message.identifier.as_ref();
            let node = identifier.and_then(|identifier| identifier.node.as_ref());
            let node =
                node.ok_or_else(|| Status::invalid_argument("who reports? `node` is empty"))?;
            let identity = Identity::of(node).map_err(Status::invalid_argument)?;
            let is_canary = fleet.share.has(&identity.id);
            reporter = Some((fleet.counts.join(identity.group), is_canary));
        }
        if let Some((reporter, is_canary)) = &reporter {
            let published = fleet.published.borrow().clone();
            let group = reporter.group();
            let group = published.group(&group).filter(|_| *is_canary);
            let trial = group.and_then(|(_, group)| group.candidate.as_ref());
            reporter.report(&message.envoy_metrics, trial.map(|it| it.version.as_str()));
        }
    }
    Ok(Response::new(StreamMetricsResponse {}))
}

/// Envoy sends every five seconds, unless it is told otherwise.
const SILENCE: Duration = Duration::from_secs(600);
