//! HTTP/1.1 with an upstream: one request over a connection, one answer.
//!
//! Owns where an answer's head and body end, and that nothing of one exchange gets into the next. Strict where
//! HTTP leaves a choice: what could be read in two ways is refused. Everything is bounded: a head in lines and
//! bytes, interim answers in number, the line before a chunk in bytes.
//!
//! Spec: <https://httpwg.org/specs/rfc9112.html>

pub(crate) mod answer_head;
pub(crate) mod answer_length;
pub(crate) mod answer_reader;
pub(crate) mod body_part;
pub(crate) mod chunks;
pub(crate) mod connection;
pub(crate) mod grammar;
pub(crate) mod request_head;
pub(crate) mod sending;
