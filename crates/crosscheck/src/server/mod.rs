//! The server's side: what to answer, decided from the head of a request.
//!
//! [`Config`] is what people write, [`Policy`] what was checked, [`Decision`] what to answer.
//! Owns which headers leave. Knows nothing of browsers: [`crate::agent`] reads what leaves here.
mod check;
mod config;
mod decide;
mod hash;
mod index;
mod number;
mod origin;
mod path;
mod policy;
#[cfg(feature = "prove")]
mod prove;
mod settled;

pub use check::parse_origin_list;
pub use config::Config;
pub use config::ConfigErrors;
pub use config::Danger;
pub use config::Finding;
pub use config::OriginEdit;
pub use config::ResourcePolicy;
pub use config::Rule;
pub use decide::AnswerHeaders;
pub use decide::ConfigChange;
pub use decide::Decision;
pub use decide::Edit;
pub use decide::EditPlan;
pub use decide::Edits;
pub use decide::Explanation;
pub use decide::Head;
pub use decide::Obstacle;
pub use decide::OwnScheme;
pub use decide::PageRequest;
#[cfg(feature = "prove")]
pub use decide::PathStatement;
pub use decide::RequestHead;
pub use decide::RequestHeader;
#[cfg(feature = "prove")]
pub use decide::RuleStatement;
pub use decide::may_be_origin_of;
pub use decide::opens_websocket;
pub use origin::OriginPattern;
pub use origin::Reach;
pub use policy::AnswerHeader;
pub use policy::AnswerValue;
pub use policy::Answered;
pub use policy::CORS_RESPONSE_HEADERS;
pub use policy::PathMap;
pub use policy::PathMapError;
pub use policy::Policy;
pub use policy::PolicyId;
pub use policy::Reason;
#[cfg(feature = "prove")]
pub use prove::Access;
#[cfg(feature = "prove")]
pub use prove::AccessChange;
#[cfg(feature = "prove")]
pub use prove::AccessError;
#[cfg(feature = "prove")]
pub use prove::AffectedOrigins;
#[cfg(feature = "prove")]
pub use prove::Assertion;
#[cfg(feature = "prove")]
pub use prove::Counterexample;
#[cfg(feature = "prove")]
pub use prove::EmbeddingChange;
#[cfg(feature = "prove")]
pub use prove::HandlerChange;
#[cfg(feature = "prove")]
pub use prove::PolicyDifference;
#[cfg(feature = "prove")]
pub use prove::Prover;
#[cfg(feature = "prove")]
pub use prove::TooManyOriginClasses;
#[cfg(feature = "prove")]
pub use prove::UnknownOrigins;
#[cfg(feature = "prove")]
pub use prove::Unproven;
