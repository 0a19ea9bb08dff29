//! The server's side: what to answer, decided from the head of a request.
//!
//! [`Config`] is what people write, [`Policy`] what was checked, [`Decision`] what to answer.
//! Owns which headers leave. Knows nothing of browsers: [`crate::agent`] reads what leaves here.

mod access;
mod alike;
mod answering;
mod assertion;
mod atoms;
mod check;
mod config;
mod decision;
mod difference;
mod edits;
mod entries;
mod everything;
mod explain;
mod finding;
mod grouping;
mod index;
mod labels;
mod origins;
mod paths;
mod pattern;
#[cfg(test)]
mod plainly;
mod policy;
mod preflight;
mod presented;
mod prover;
mod readings;
mod rule;
mod rule_path;
mod segment;
mod values;
mod vary;
mod websocket;

pub use access::Access;
pub use access::AccessError;
pub use assertion::Assertion;
pub use assertion::Counterexample;
pub use assertion::Unproven;
pub use config::Config;
pub use config::Danger;
pub use config::ResourcePolicy;
pub use config::Rule;
pub use decision::Decision;
pub use decision::Reason;
pub use decision::RequestHead;
pub use decision::RequestHeader;
pub use difference::AccessChange;
pub use difference::Difference;
pub use difference::EmbeddingChange;
pub use difference::Who;
pub use edits::AnswerHeader;
pub use edits::AnswerHeaders;
pub use edits::Edit;
pub use edits::Edits;
pub use edits::Plan;
pub use explain::Change;
pub use explain::Explanation;
pub use finding::ConfigErrors;
pub use finding::Finding;
pub use labels::TooManyKinds;
pub use policy::Policy;
pub use policy::PolicyId;
pub use prover::Prover;
pub use values::Value;
pub use websocket::opens_websocket;

/// The headers by which a server speaks CORS: what a gateway strips from an upstream's answer.
pub const CORS_RESPONSE_HEADERS: [&str; 6] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
];
