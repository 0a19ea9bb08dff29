//! What browsers write of what is not CORS, though people take it for that: policies, types, workers,
//! what script reads from elements, and what the user's side stops.

pub(in crate::diagnosis) mod chromium;
pub(in crate::diagnosis) mod firefox;
pub(in crate::diagnosis) mod shared;
pub(in crate::diagnosis) mod webkit;
