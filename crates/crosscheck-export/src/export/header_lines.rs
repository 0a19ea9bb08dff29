//! A policy for hosts of files, which say the same headers to everybody: of an object of CORS one origin is left.

use super::cors_object::Ability;
use super::cors_object::AnyHeader;
use super::cors_object::CorsObject;
use super::cors_object::OnPath;
use super::cors_object::Paths;
use super::cors_object::Spelled;
use super::exported::Effect;
use super::exported::Loss;
use super::exported::LossKind;

/// What every such host can say.
pub(crate) const ONE_ORIGIN: Ability = Ability {
    pattern: |_| Spelled::Not,
    exact: |_| true,
    most_origins: 1,
    looks_through: false,
    method: |_| true,
    any_header: AnyHeader::Sent,
    credentials: true,
    everybodys_credentials: false,
    echoes: false,
    rules: false,
    paths: Paths::Prefixes,
    no_age: true,
    always: &[],
};

impl CorsObject {
    /// Its headers, each with its value. In: how its origin is said.
    pub(crate) fn header_lines(&self, origin: &str) -> Vec<(&'static str, String)> {
        let mut lines = vec![("Access-Control-Allow-Origin", origin.to_owned())];
        if self.credentials {
            lines.push(("Access-Control-Allow-Credentials", "true".to_owned()));
        }
        for (name, items) in [
            ("Access-Control-Allow-Methods", &self.methods),
            ("Access-Control-Allow-Headers", &self.request_headers),
            ("Access-Control-Expose-Headers", &self.expose_headers),
        ] {
            if !items.is_empty() {
                lines.push((name, items.join(", ")));
            }
        }
        let age = self.max_age.map(|seconds| ("Access-Control-Max-Age", seconds.to_string()));
        lines.extend(age);
        lines
    }

    /// Its headers where it lets one origin in, or everybody.
    pub(crate) fn own_header_lines(&self) -> Vec<(&'static str, String)> {
        self.origins.first().map(|origin| self.header_lines(origin)).unwrap_or_default()
    }
}

/// What a host comes to that adds to what it says on a path what it says above.
pub(crate) fn said_below(paths: &[OnPath<'_>]) -> Vec<Loss> {
    let is_above = |above: &OnPath<'_>, path: &str| {
        let rest = path.strip_prefix(above.path().trim_end_matches('/'));
        above.object.is_some() && rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let silent = paths
        .iter()
        .filter(|on| on.object.is_none() && paths.iter().any(|above| is_above(above, on.path())));
    let losses = silent.map(|on| {
        let text = "what is said above is said here, too: it takes no header away";
        Loss::new(LossKind::Paths, Effect::Wider, text).at(on.path().to_owned())
    });
    losses.collect()
}
