//! What is said of whole policies: why one allows a request, what changes between two, what is proven, what
//! an export loses and what another server's configuration comes to.

pub mod difference;
pub mod explanation;
pub mod exported;
pub mod imported;
pub mod proof;
