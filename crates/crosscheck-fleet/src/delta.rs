//! A stream on which each answer has what is new.
//!
//! Spec: <https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#incremental-xds>

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use prost::Message;

use crate::delivery::Delivery;
use crate::delivery::Session;
use crate::grpc::Answer;
use crate::published::Name;
use crate::published::View;
use crate::published::is_version;
use crate::xds;
use crate::xds::DeltaDiscoveryRequest;
use crate::xds::DeltaDiscoveryResponse;
use crate::xds::Node;

/// One stream.
#[derive(Debug, Default)]
pub(crate) struct Delta {
    names: BTreeSet<Name>,
    /// The versions that the node has, or refused: they are not sent again.
    known: BTreeMap<Name, String>,
    /// Those that it says it has from a stream before this one.
    initial: BTreeMap<Name, String>,
    delivery: Delivery,
}

impl Session for Delta {
    type Request = DeltaDiscoveryRequest;

    fn node(request: &DeltaDiscoveryRequest) -> Option<&Node> {
        request.node.as_ref()
    }

    fn hear(&mut self, request: DeltaDiscoveryRequest) {
        if request.type_url != xds::EXTENSION {
            return;
        }
        for name in request.resource_names_unsubscribe.iter().filter_map(|name| Name::read(name)) {
            self.names.remove(&name);
            self.known.remove(&name);
        }
        for name in request.resource_names_subscribe.iter().filter_map(|name| Name::read(name)) {
            self.names.insert(name);
            // Who asks again wants it again.
            self.known.remove(&name);
        }
        if !self.delivery.has_sent() {
            let initial = request.initial_resource_versions.into_iter();
            let initial = initial.filter(|(_, version)| is_version(version));
            let initial = initial.filter_map(|(name, version)| Some((Name::read(&name)?, version)));
            self.initial.extend(initial);
            self.known.extend(self.initial.clone());
        }
        self.delivery.hear(&request.response_nonce, request.error_detail.as_ref());
    }

    fn next(&mut self, view: &View) -> Option<Answer> {
        let asked = self.names.iter().filter_map(|name| Some((*name, view.get(*name)?)));
        let mut new = BTreeMap::new();
        for (name, resource) in asked {
            if self.known.get(&name) != Some(&resource.version) {
                new.insert(name, resource);
            } else if self.initial.get(&name) == Some(&resource.version) {
                self.delivery.accepted.insert(name, resource.version.clone());
            }
        }
        self.initial.clear();
        if new.is_empty() {
            return None;
        }
        let versions: BTreeMap<_, _> =
            new.iter().map(|(name, resource)| (*name, resource.version.clone())).collect();
        self.known.extend(versions.clone());
        let head =
            DeltaDiscoveryResponse { type_url: xds::EXTENSION.to_owned(), ..Default::default() };
        // Last, so that whoever knows it has all that stands before it.
        let nonce = self.delivery.send(versions);
        let end = DeltaDiscoveryResponse { nonce, ..Default::default() };
        let resources = new.into_values().map(|resource| resource.in_delta.clone());
        let parts = [head.encode_to_vec().into()].into_iter().chain(resources);
        Some(Answer::of(parts.chain([end.encode_to_vec().into()])))
    }

    fn delivery(&self) -> &Delivery {
        &self.delivery
    }
}

#[cfg(test)]
mod tests {
    use prost::Message;

    use super::Delta;
    use crate::delivery::Session;
    use crate::published::Name;
    use crate::published::Resource;
    use crate::published::View;
    use crate::xds;
    use crate::xds::DeltaDiscoveryRequest;
    use crate::xds::DeltaDiscoveryResponse;
    use crate::xds::RpcStatus;

    fn next(session: &mut Delta, view: &View) -> Option<DeltaDiscoveryResponse> {
        let answer = session.next(view)?;
        Some(DeltaDiscoveryResponse::decode(answer.bytes()).expect("a message"))
    }

    fn view(policy: &str) -> View {
        View {
            enforced: Some(Resource::new(Name::Enforced, "enforce", policy)),
            candidate: Resource::new(Name::Candidate, "off", ""),
        }
    }

    fn asking(names: &[&str]) -> DeltaDiscoveryRequest {
        DeltaDiscoveryRequest {
            type_url: xds::EXTENSION.into(),
            resource_names_subscribe: names.iter().map(|name| (*name).to_owned()).collect(),
            ..DeltaDiscoveryRequest::default()
        }
    }

    fn answering(nonce: &str, error: Option<&str>) -> DeltaDiscoveryRequest {
        let error_detail = error.map(|message| RpcStatus { message: message.into() });
        DeltaDiscoveryRequest { response_nonce: nonce.into(), error_detail, ..asking(&[]) }
    }

    #[test]
    fn only_what_is_new_is_sent() {
        let mut session = Delta::default();
        session.hear(asking(&["crosscheck", "crosscheck-candidate"]));
        let first = next(&mut session, &view("a")).expect("it is sent");
        assert_eq!(first.resources.len(), 2);
        session.hear(answering(&first.nonce, None));
        assert!(next(&mut session, &view("a")).is_none());
        let second = next(&mut session, &view("b")).expect("it is new");
        assert_eq!(second.resources.len(), 1);
        session.hear(answering(&second.nonce, Some("no")));
        assert!(next(&mut session, &view("b")).is_none(), "it would be refused again");
        assert_eq!(
            session.delivery().accepted[&Name::Enforced],
            view("a").enforced.unwrap().version
        );
        assert_eq!(session.delivery().refused.as_ref().unwrap().message, "no");
    }

    #[test]
    fn a_server_that_was_started_anew_sends_nothing() {
        let had = view("a").enforced.unwrap().version;
        let mut session = Delta::default();
        let versions = [("crosscheck".to_owned(), had.clone())].into();
        let request = DeltaDiscoveryRequest {
            initial_resource_versions: versions,
            ..asking(&["crosscheck"])
        };
        session.hear(request);
        assert!(next(&mut session, &view("a")).is_none());
        assert_eq!(session.delivery().accepted[&Name::Enforced], had);
        assert!(next(&mut session, &view("b")).is_some());
    }

    #[test]
    fn what_a_node_says_it_has_is_kept_only_if_it_could_be_ours() {
        let mut session = Delta::default();
        let versions = [("crosscheck".to_owned(), "x".repeat(1 << 20))].into();
        let request = DeltaDiscoveryRequest {
            initial_resource_versions: versions,
            ..asking(&["crosscheck"])
        };
        session.hear(request);
        assert!(session.known.is_empty() && session.initial.is_empty());
    }

    #[test]
    fn who_asks_again_gets_it_again_and_who_does_not_want_it_none() {
        let mut session = Delta::default();
        session.hear(asking(&["crosscheck"]));
        assert!(next(&mut session, &view("a")).is_some());
        session.hear(asking(&["crosscheck"]));
        assert!(next(&mut session, &view("a")).is_some());
        session.hear(DeltaDiscoveryRequest {
            resource_names_unsubscribe: vec!["crosscheck".into()],
            ..asking(&[])
        });
        assert!(next(&mut session, &view("b")).is_none());
    }
}
