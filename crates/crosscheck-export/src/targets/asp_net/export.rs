//! A whole policy for ASP.NET Core as middleware. It was written by its documentation, and never run.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("aspnet", "ASP.NET Core"),
        file: "CrosscheckCors.cs",
        place: "put it into the project, and app.UseCrosscheckCors() before everything else that is used",
        comment: "//",
        parts: &[include_str!("Middleware.cs")],
        lost_with_paths: None,
    }
    .export(policy)
}
