//! A whole policy as the configuration of a server.

mod answer_sheet;
mod common_losses;
mod exported;
mod header_list;
mod origin_regex;
mod path_pattern;

pub(crate) use answer_sheet::AnswerSheet;
pub(crate) use answer_sheet::HeaderValue;
pub(crate) use answer_sheet::key;
pub(crate) use common_losses::common_losses;
pub use exported::ConfigFile;
pub use exported::Effect;
pub use exported::Export;
pub use exported::Loss;
pub use exported::LossKind;
pub(crate) use header_list::header_list_regex;
pub(crate) use origin_regex::origin_regex;
pub(crate) use path_pattern::escape;
pub(crate) use path_pattern::is_everywhere;
pub(crate) use path_pattern::path_patterns;

use crosscheck::server::Policy;

use crate::Server;
use crate::targets::haproxy;
use crate::targets::nginx;

/// A policy as the configuration of a server; `None` for one that cannot be written for yet.
pub fn export(policy: &Policy, server: Server) -> Option<Export> {
    match server {
        Server::Haproxy => Some(haproxy::export(policy)),
        Server::Nginx => Some(nginx::export(policy)),
        _ => None,
    }
}
