//! A server of policies, asked over the wire.

mod client;
mod served;
#[expect(dead_code, reason = "the server's, of which a node needs half")]
#[path = "../../src/xds.rs"]
mod xds;
