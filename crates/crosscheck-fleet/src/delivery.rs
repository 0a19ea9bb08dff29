//! What one node was sent, what it took, and what it refused: the same for both ways to ask.

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::hash::RandomState;

use crate::grpc::Answer;
use crate::published::Name;
use crate::published::View;
use crate::xds::Node;
use crate::xds::RpcStatus;

/// One stream's state, whichever way it asks.
pub(crate) trait Session: Default + Send + 'static {
    type Request: prost::Message + Default + Send + 'static;

    /// Who asks, in the first request of a stream.
    fn node(request: &Self::Request) -> Option<&Node>;

    /// Hears a request: what is asked for, and whether what was sent was taken.
    fn hear(&mut self, request: Self::Request);

    /// What is to be sent now; `None` if the node has, or refused, all that it asked for.
    fn next(&mut self, view: &View) -> Option<Answer>;

    fn delivery(&self) -> &Delivery;
}

/// What went out, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// The last answer's nonce, which nobody guesses: who says it has read all before it. Empty before the first.
    nonce: String,
    /// What the last answer brought, until the node has spoken of it.
    pending: Option<BTreeMap<Name, String>>,
    /// The versions that the node runs, as far as it said so.
    pub(crate) accepted: BTreeMap<Name, String>,
    /// What it refused last, and why, unless it took something since.
    pub(crate) refused: Option<Refused>,
}

/// What a node would not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) versions: Vec<String>,
    pub(crate) message: String,
}

impl Delivery {
    /// Out: the nonce of what is sent now.
    pub(crate) fn send(&mut self, versions: BTreeMap<Name, String>) -> String {
        self.nonce = format!("{:016x}", RandomState::new().hash_one(&self.nonce));
        self.pending = Some(versions);
        self.nonce.clone()
    }

    pub(crate) const fn has_sent(&self) -> bool {
        !self.nonce.is_empty()
    }

    /// Hears what came of the answer with that nonce; of an older one nothing is heard.
    pub(crate) fn hear(&mut self, nonce: &str, error: Option<&RpcStatus>) {
        if nonce.is_empty() || nonce != self.nonce {
            return;
        }
        let Some(versions) = self.pending.take() else { return };
        match error {
            None => {
                self.accepted.extend(versions);
                self.refused = None;
            }
            Some(error) => {
                let message = error.message.chars().take(LONGEST_MESSAGE).collect();
                self.refused =
                    Some(Refused { versions: versions.into_values().collect(), message });
            }
        }
    }

    /// What came of another stream of the same node.
    pub(crate) fn join(&mut self, other: Self) {
        self.accepted.extend(other.accepted);
        self.refused = self.refused.take().or(other.refused);
    }

    /// Whether an answer is still to be spoken of.
    pub(crate) const fn is_pending(&self) -> bool {
        self.pending.is_some()
    }
}

/// How much of what a node says of a refusal is kept, in letters.
const LONGEST_MESSAGE: usize = 512;
