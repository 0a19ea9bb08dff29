//! What is said of whole policies: what changes between two, what is proven, what another server's
//! configuration comes to.

pub mod difference;
pub mod imported;
pub mod proof;
