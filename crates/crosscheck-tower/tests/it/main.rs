//! The layer in stacks as people build them: what it answers itself, what comes back through it.

mod axum_places;
mod errors;
mod grpc;
mod layer;
mod observed;
mod origin_source;
mod own_origin;
mod page;
mod stacks;
