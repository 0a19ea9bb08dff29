//! A policy for hosts of files, which say the same headers to everybody: of an object of CORS one origin is left.

use std::collections::BTreeSet;

use crosscheck::server::Policy;

use super::cors_object::Ability;
use super::cors_object::AnyHeader;
use super::cors_object::OnPath;
use super::cors_object::Paths;
use super::cors_object::Spelled;
use super::exported::Effect;
use super::exported::Loss;
use super::exported::LossKind;

/// A host of files.
#[derive(Debug)]
pub(crate) struct FileHost {
    /// What it does otherwise than a policy, whatever that says.
    pub(crate) always: &'static [(LossKind, Effect, &'static str)],
    /// Whether it can name a path: where a name is a pattern there is often no way to write the name itself.
    pub(crate) names: fn(&str) -> bool,
    /// The most paths that it has room for.
    pub(crate) most_paths: usize,
    /// Whether it can take a header away that is said above.
    pub(crate) takes_away: bool,
}

impl FileHost {
    /// The paths of a policy that it can write, each with its object, and what gets lost.
    pub(crate) fn by_path<'p>(&self, policy: &'p Policy) -> (Vec<OnPath<'p>>, Vec<Loss>) {
        let ability = Ability { always: self.always, ..ONE_ORIGIN };
        let (mut paths, mut losses) = ability.by_path(policy);
        let speak = paths.iter().filter(|on| on.object.is_some());
        let speak: BTreeSet<String> = speak.map(|on| on.path().to_owned()).collect();
        let mut room = self.most_paths;
        paths.retain(|on| {
            let is_named = (self.names)(on.path());
            let is_written = is_named && room > 0;
            room -= usize::from(is_written);
            let is_said = !is_written || (on.object.is_none() && !self.takes_away);
            if is_said && above(on.path()).any(|path| speak.contains(path)) {
                let text = match (is_written, is_named) {
                    (true, _) => "what is said above is said here, too: it takes no header away",
                    (_, false) => {
                        "what is said above is said here: it takes the path for a pattern"
                    }
                    _ => "what is said above is said here: it has no room for more paths",
                };
                let loss = Loss::new(LossKind::Paths, Effect::Wider, text);
                losses.push(loss.at(on.path().to_owned()));
            }
            if !is_written && on.object.is_some() {
                let text = "nothing is written for the path, and whom it lets in is refused";
                let loss = Loss::new(LossKind::Paths, Effect::Narrower, text);
                losses.push(loss.at(on.path().to_owned()));
            }
            is_written
        });
        let text =
            "every answer says all of it, to whomever asks: a browser heeds what is for its page";
        losses.push(Loss::new(LossKind::OtherHeaders, Effect::NotByBrowsers, text));
        (paths, losses)
    }
}

/// The paths that a path is below.
pub(crate) fn above(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(end, _)| end.max(1));
    ends.filter_map(|end| path.get(..end)).filter(move |above| *above != path)
}

/// Of hosts whose own answers to preflights are not known.
pub(crate) const UNTRIED: (LossKind, Effect, &str) = (
    LossKind::UncheckedPreflight,
    Effect::Narrower,
    "how it answers a preflight for a file is not documented, and was not tried",
);

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
