//! The plain case of HTTP/1.1 with a client: a request without a body, and whatever answer it gets.
//!
//! Nearly all of a gateway's requests are of that kind, and here no connection holds buffers for them. Whatever else
//! comes, hyper reads and writes: it gets the bytes of the request again. The same phases decide in both cases, and what the
//! client gets is the same to the byte.
//!
//! The plainest of them, which are most, are passed on line by line ([`fast_path`]).

mod answer;
mod date;
mod early;
mod fast_path;
#[cfg(test)]
mod laws;
mod policy_lines;
mod raw_answer;
mod raw_lines;
mod raw_request;
mod request;
mod sending;
pub(crate) mod serving;
mod watching;
