//! What one node was sent, what it took, and what it refused: the same for both ways to ask.

use std::collections::BTreeMap;

use crate::published::Name;
use crate::xds::Node;
use crate::xds::RpcStatus;

/// One stream's state, whichever way it asks.
pub(crate) trait Session: Default + Send + 'static {
    type Request: prost::Message + Default + Send + 'static;
    type Response: prost::Message + Default + Send + 'static;

    /// Who asks, in the first request of a stream.
    fn node(request: &Self::Request) -> Option<&Node>;

    /// Hears a request: what is asked for, and whether what was sent was taken.
    fn hear(&mut self, request: Self::Request);

    /// What is to be sent now; `None` if the node has, or refused, all that it asked for.
    fn next(&mut self, view: &crate::published::View) -> Option<Self::Response>;

    fn delivery(&self) -> &Delivery;
}

/// What went out, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// How many answers went out; the last one's number is its nonce.
    sent: u64,
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
        self.sent += 1;
        self.pending = Some(versions);
        self.sent.to_string()
    }

    pub(crate) const fn has_sent(&self) -> bool {
        self.sent > 0
    }

    /// Hears what came of the answer with that nonce; of an older one nothing is heard.
    pub(crate) fn hear(&mut self, nonce: &str, error: Option<&RpcStatus>) {
        if nonce.is_empty() || nonce != self.sent.to_string() {
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

    /// Whether an answer is still to be spoken of.
    pub(crate) const fn is_pending(&self) -> bool {
        self.pending.is_some()
    }
}

/// How much of what a node says of a refusal is kept, in letters.
const LONGEST_MESSAGE: usize = 1024;
