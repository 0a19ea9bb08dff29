//! What the gateway does with a request, phase by phase.
//!
//! | phase | reads | does | may end the request with |
//! |---|---|---|---|
//! | [`accept`] | a socket | bounds what a stranger may cost, makes requests of bytes | 400, 408 or 431 by hyper, without CORS: no browser gets there |
//! | [`match_backend`] | target, `Host` | finds the server behind, and its policy | 400 for a target or a host that is none, or a path that could be another server's; 404 if nobody serves it |
//! | [`decide`] | head, policy | asks `crosscheck` what to answer | a preflight: 204, or 403 to an origin that may not read |
//! | [`forward`] | head, body | streams it to the upstream, without what belongs to one hop | 502, 504; 508 for a request that comes back; 400, 408 for a body that breaks off or stops; 501 for a transfer coding; 431 for too many lines over HTTP/2 |
//! | [`edit_answer`] | answer, decision | takes the upstream's CORS headers away, writes ours | 502 where an upstream may not say otherwise and does |
//!
//! [`Gateway::handle`](crate::Gateway::handle) runs all but the first. Whoever ends the request, the
//! last phase runs: that is why every answer carries the headers.

pub mod accept;
pub mod decide;
pub mod edit_answer;
pub mod forward;
pub mod match_backend;
