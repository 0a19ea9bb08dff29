//! The middleware in apps as people build them: what it answers itself, what comes back through it.

mod apps;
mod errors;
mod middleware;
mod origin_source;
mod own_origin;
