//! The CORS of Azure App Service, for web apps and functions, as the platform answers it before the application.

mod fix;
mod import;

pub(crate) use fix::write;
pub(crate) use import::import;
