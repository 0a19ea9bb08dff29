//! A program and the policy that it was taken for, asked the same: the last word on an import.

use std::collections::BTreeSet;

use crosscheck::server::Policy;

use super::access::Access;
use super::access::Words;
use super::steps::Program;

impl Program {
    /// What pages may read by one and not by the other: an origin and a path, and what differs. In: the paths where
    /// that was said before.
    pub(crate) fn otherwise(
        &self,
        policy: &Policy,
        said: &BTreeSet<String>,
    ) -> Option<(String, String)> {
        let classes = policy.origin_classes().unwrap_or_default();
        let step = classes.len().div_ceil(MOST_ORIGINS).max(1);
        let mut origins: BTreeSet<String> = BTreeSet::new();
        for origin in classes.iter().step_by(step) {
            let (scheme, host) = origin.split_once("://").unwrap_or(("https", origin));
            let other = if scheme == "https" { "http" } else { "https" };
            origins.extend([
                origin.clone(),
                format!("{origin}.evil.example"),
                format!("{scheme}://evil{host}"),
                format!("{scheme}://evil.{host}"),
                format!("{other}://{host}"),
                format!("{scheme}://{}", host.replacen('.', "x", 1)),
            ]);
        }
        let mut paths: BTreeSet<String> = BTreeSet::from(["/".into(), "/elsewhere".into()]);
        for statement in policy.statements().take(MOST_PATHS) {
            let path = statement.path().trim_end_matches('/');
            paths.extend([path.to_owned(), format!("{path}/7"), format!("/elsewhere{path}")]);
        }
        for path in paths.iter().filter(|path| !path.is_empty()) {
            if policy.is_left_to_handler(path) || said.contains(path) {
                continue;
            }
            for origin in &origins {
                if self.is_spent() {
                    return None;
                }
                let access = Access::of(self, path, origin, &Words::default());
                let allows = policy.allows_origin(path, origin.as_bytes());
                if access.read != allows && !access.left {
                    let who = if allows { "the policy only" } else { "the server only" };
                    let reason = format!("`{origin}` may read on `{path}`, says {who}");
                    return Some((path.clone(), reason));
                }
            }
        }
        None
    }
}

const MOST_ORIGINS: usize = 40;
const MOST_PATHS: usize = 40;
