//! What to answer: from a request's head to edits of an answer's headers, and why.

mod decision;
mod edits;
mod explain;
mod preflight;
mod vary;
mod websocket;

pub use decision::Decision;
pub use decision::Reason;
pub use decision::RequestHead;
pub use decision::RequestHeader;
pub use edits::AnswerHeader;
pub use edits::AnswerHeaders;
pub use edits::CORS_RESPONSE_HEADERS;
pub use edits::Edit;
pub(crate) use edits::EditLists;
pub use edits::Edits;
pub use edits::Plan;
pub use explain::Change;
pub use explain::Explanation;
pub use websocket::opens_websocket;
