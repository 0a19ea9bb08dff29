//! The webhook: refuses a policy that is wrong before it is stored, and says who may do more by one that
//! is not.

mod certificate;
mod review;
mod serve;

pub(crate) use serve::Files;
pub(crate) use serve::run;
