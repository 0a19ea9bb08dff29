//! A stream on which each answer has all that was asked for.
//!
//! Spec: <https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol>

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use prost::Message;

use crate::delivery::Delivery;
use crate::delivery::Session;
use crate::grpc::Answer;
use crate::published::Name;
use crate::published::View;
use crate::published::is_version;
use crate::published::version;
use crate::xds;
use crate::xds::DiscoveryRequest;
use crate::xds::DiscoveryResponse;
use crate::xds::Node;

/// One stream.
#[derive(Debug, Default)]
pub(crate) struct StateOfTheWorld {
    names: BTreeSet<Name>,
    /// The version of all together that the node has, or refused: it is not sent again.
    known: String,
    delivery: Delivery,
}

impl Session for StateOfTheWorld {
    type Request = DiscoveryRequest;

    fn node(request: &DiscoveryRequest) -> Option<&Node> {
        request.node.as_ref()
    }

    fn hear(&mut self, request: DiscoveryRequest) {
        if request.type_url != xds::EXTENSION {
            return;
        }
        self.names = request.resource_names.iter().filter_map(|name| Name::read(name)).collect();
        if !self.delivery.has_sent() {
            // From a stream before this one, perhaps to a server before this one.
            self.known = Some(request.version_info).filter(|it| is_version(it)).unwrap_or_default();
        }
        self.delivery.hear(&request.response_nonce, request.error_detail.as_ref());
    }

    fn next(&mut self, view: &View) -> Option<Answer> {
        let asked = self.names.iter().filter_map(|name| Some((*name, view.get(*name)?)));
        let asked: BTreeMap<_, _> = asked.collect();
        if asked.is_empty() {
            return None;
        }
        let versions: BTreeMap<_, _> =
            asked.iter().map(|(name, resource)| (*name, resource.version.clone())).collect();
        let all = version(versions.values().map(String::as_bytes));
        if all == self.known {
            if !self.delivery.has_sent() {
                self.delivery.accepted = versions;
            }
            return None;
        }
        self.known.clone_from(&all);
        let head = DiscoveryResponse {
            version_info: all,
            type_url: xds::EXTENSION.to_owned(),
            ..Default::default()
        };
        // Last, so that whoever knows it has all that stands before it.
        let end = DiscoveryResponse { nonce: self.delivery.send(versions), ..Default::default() };
        let resources = asked.into_values().map(|resource| resource.in_all.clone());
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

    use super::StateOfTheWorld;
    use crate::delivery::Session;
    use crate::published::Name;
    use crate::published::Resource;
    use crate::published::View;
    use crate::xds;
    use crate::xds::DiscoveryRequest;
    use crate::xds::DiscoveryResponse;
    use crate::xds::RpcStatus;

    fn next(session: &mut StateOfTheWorld, view: &View) -> Option<DiscoveryResponse> {
        let answer = session.next(view)?;
        Some(DiscoveryResponse::decode(answer.bytes()).expect("a message"))
    }

    fn view(policy: &str) -> View {
        View {
            enforced: Some(Resource::new(Name::Enforced, "enforce", policy)),
            candidate: Resource::new(Name::Candidate, "off", ""),
        }
    }

    fn request(names: &[&str], version: &str, nonce: &str) -> DiscoveryRequest {
        DiscoveryRequest {
            version_info: version.into(),
            resource_names: names.iter().map(|name| (*name).to_owned()).collect(),
            type_url: xds::EXTENSION.into(),
            response_nonce: nonce.into(),
            ..DiscoveryRequest::default()
        }
    }

    #[test]
    fn what_was_taken_or_refused_is_not_sent_again() {
        let mut session = StateOfTheWorld::default();
        session.hear(request(&["crosscheck"], "", ""));
        let first = next(&mut session, &view("a")).expect("it is sent");
        assert!(next(&mut session, &view("a")).is_none(), "once");
        session.hear(request(&["crosscheck"], &first.version_info, &first.nonce));
        assert_eq!(
            session.delivery().accepted[&Name::Enforced],
            view("a").enforced.unwrap().version
        );
        assert!(next(&mut session, &view("a")).is_none());

        let second = next(&mut session, &view("b")).expect("it is new");
        let refusal = DiscoveryRequest {
            error_detail: Some(RpcStatus { message: "no".into() }),
            ..request(&["crosscheck"], &first.version_info, &second.nonce)
        };
        session.hear(refusal);
        assert_eq!(session.delivery().refused.as_ref().unwrap().message, "no");
        assert_eq!(
            session.delivery().accepted[&Name::Enforced],
            view("a").enforced.unwrap().version
        );
        assert!(next(&mut session, &view("b")).is_none(), "it would be refused again");
        let third = next(&mut session, &view("a")).expect("the way back");
        session.hear(request(&["crosscheck"], &third.version_info, &third.nonce));
        assert!(session.delivery().refused.is_none());
    }

    #[test]
    fn a_policy_lies_in_one_place_whoever_is_sent_it() {
        let view = view("a");
        let [one, other] = [(); 2].map(|()| {
            let mut session = StateOfTheWorld::default();
            session.hear(request(&["crosscheck"], "", ""));
            session.next(&view).expect("it is sent")
        });
        assert_eq!(one.places()[1], other.places()[1]);
        assert_ne!(one.bytes(), other.bytes(), "nonces are");
    }

    #[test]
    fn a_server_that_was_started_anew_sends_nothing() {
        let mut before = StateOfTheWorld::default();
        before.hear(request(&["crosscheck", "crosscheck-candidate"], "", ""));
        let had = next(&mut before, &view("a")).expect("it is sent").version_info;
        let mut after = StateOfTheWorld::default();
        after.hear(request(&["crosscheck-candidate", "crosscheck"], &had, ""));
        assert!(next(&mut after, &view("a")).is_none());
        assert_eq!(after.delivery().accepted.len(), 2, "it is known to have it");
        assert!(next(&mut after, &view("b")).is_some());
    }

    #[test]
    fn what_is_asked_for_later_is_sent_then() {
        let mut session = StateOfTheWorld::default();
        session.hear(request(&["crosscheck", "whatever"], "", ""));
        let first = next(&mut session, &view("a")).expect("it is sent");
        assert_eq!(first.resources.len(), 1);
        session.hear(request(
            &["crosscheck", "crosscheck-candidate"],
            &first.version_info,
            &first.nonce,
        ));
        assert_eq!(next(&mut session, &view("a")).expect("two").resources.len(), 2);
    }

    #[test]
    fn another_type_and_an_old_nonce_are_not_heard() {
        let mut session = StateOfTheWorld::default();
        let other = DiscoveryRequest { type_url: "x".into(), ..request(&["crosscheck"], "", "") };
        session.hear(other);
        assert!(next(&mut session, &view("a")).is_none());
        session.hear(request(&["crosscheck"], "", ""));
        let first = next(&mut session, &view("a")).expect("it is sent");
        next(&mut session, &view("b")).expect("it is sent");
        session.hear(request(&["crosscheck"], "", &first.nonce));
        assert!(session.delivery().accepted.is_empty(), "it is not the last one that was taken");
    }

    #[test]
    fn what_a_node_says_it_has_is_kept_only_if_it_could_be_ours() {
        for version in ["x".repeat(1 << 20), "g".repeat(32)] {
            let mut session = StateOfTheWorld::default();
            session.hear(request(&["crosscheck"], &version, ""));
            assert_eq!(session.known, "");
        }
    }
}
