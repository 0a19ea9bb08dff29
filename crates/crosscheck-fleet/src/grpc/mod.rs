//! gRPC over HTTP/2, as much as a server of streams needs: messages of five bytes and what they announce.
//!
//! Libraries keep, for as long as a stream lasts, a buffer as long as the longest message that came by it and one as
//! long as the longest that went. Here nothing is kept of a message that was heard, and what goes out is shared by
//! all to whom it goes.
//!
//! Spec: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>

mod answers;
mod requests;
mod status;

pub(crate) use answers::Answer;
pub(crate) use answers::Answers;
pub(crate) use requests::Intake;
pub(crate) use requests::Requests;
pub(crate) use status::Status;

/// How long what stands before each message is: whether it is compressed, and its length.
const HEAD: usize = 5;
