//! Starlette and FastAPI.

mod import;

pub(crate) use import::import;
