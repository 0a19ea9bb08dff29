//! A whole policy as the configuration of a server.

mod answer_sheet;
pub(crate) mod code;
mod common_losses;
mod exported;
mod origin_regex;
mod path_pattern;
mod preflight_regex;

pub(crate) use answer_sheet::AnswerSheet;
pub(crate) use answer_sheet::HeaderValue;
pub(crate) use answer_sheet::key;
pub(crate) use answer_sheet::keys_by_value;
pub(crate) use common_losses::common_losses;
pub use exported::ConfigFile;
pub use exported::Effect;
pub use exported::Export;
pub use exported::Loss;
pub use exported::LossKind;
pub(crate) use origin_regex::origin_regex;
pub(crate) use path_pattern::escape;
pub(crate) use path_pattern::is_everywhere;
pub(crate) use path_pattern::path_patterns;
pub(crate) use preflight_regex::header_list_regex;
pub(crate) use preflight_regex::methods_regex;

use crosscheck::server::Policy;

use crate::Server;
use crate::targets::apache;
use crate::targets::caddy;
use crate::targets::cloudflare;
use crate::targets::django;
use crate::targets::express;
use crate::targets::fastify;
use crate::targets::flask;
use crate::targets::go;
use crate::targets::haproxy;
use crate::targets::hono;
use crate::targets::nest_js;
use crate::targets::nginx;
use crate::targets::rails;
use crate::targets::starlette;

/// A policy as the configuration of a server; `None` for one that no whole policy can be written for yet.
///
/// # Example
/// ```
/// use crosscheck::server::{Config, Policy};
/// use crosscheck_export::{Server, export};
///
/// let policy = Policy::new(&Config::new().origins(["https://app.example"]))?;
/// let export = export(&policy, Server::Nginx).expect("it can be written for");
/// assert!(export.files[0].text.contains("\"https://app.example\" \"0.0\";"));
/// assert_eq!(export.files[1].name, "crosscheck-cors.conf");
/// # Ok::<(), crosscheck::server::ConfigErrors>(())
/// ```
pub fn export(policy: &Policy, server: Server) -> Option<Export> {
    let (_, write) = WRITERS.iter().find(|(known, _)| *known == server)?;
    Some(write(policy))
}

/// The servers that a whole policy can be written for.
pub fn exported_servers() -> impl Iterator<Item = Server> {
    WRITERS.iter().map(|(server, _)| *server)
}

type Write = fn(&Policy) -> Export;

const WRITERS: &[(Server, Write)] = &[
    (Server::Nginx, nginx::export),
    (Server::Apache, apache::export),
    (Server::Caddy, caddy::export),
    (Server::Haproxy, haproxy::export),
    (Server::Express, express::export),
    (Server::NestJs, nest_js::export),
    (Server::Fastify, fastify::export),
    (Server::Hono, hono::export),
    (Server::Cloudflare, cloudflare::export),
    (Server::FastApi, starlette::export),
    (Server::Starlette, starlette::export),
    (Server::Flask, flask::export),
    (Server::Django, django::export),
    (Server::Rails, rails::export),
    (Server::Go, go::export),
];
