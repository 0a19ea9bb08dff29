//! What to answer: from a request's head to edits of an answer's headers, and why.

mod decision;
mod edits;
mod explain;
mod head;
mod may;
mod own_origin;
mod preflight;
#[cfg(feature = "prove")]
mod statement;
mod vary;
mod websocket;

pub use decision::Decision;
pub use edits::AnswerHeaders;
pub use edits::Edit;
pub use edits::EditPlan;
pub use edits::Edits;
pub use explain::ConfigChange;
pub use explain::Explanation;
pub use head::Head;
pub use head::RequestHead;
pub use head::RequestHeader;
pub use may::Obstacle;
pub use may::PageRequest;
pub use own_origin::OwnScheme;
pub use own_origin::may_be_origin_of;
#[cfg(feature = "prove")]
pub use statement::PathStatement;
#[cfg(feature = "prove")]
pub use statement::RuleStatement;
pub use websocket::opens_websocket;
