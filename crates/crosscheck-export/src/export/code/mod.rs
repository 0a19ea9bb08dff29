//! A whole policy as code: the policy as data, and a few lines that read it.
//!
//! Every language gets the same data and the same steps. Libraries of CORS are not used: none of them says
//! what a policy decides about methods, about who is refused, and about `Vary`.

mod policy_data;

use crosscheck::server::PathStatement;
use crosscheck::server::Policy;

use super::common_losses;
use super::exported::ConfigFile;
use super::exported::Effect;
use super::exported::Export;
use super::exported::Loss;
use super::exported::LossKind;

/// A file of code for one framework.
pub(crate) struct Code<'c> {
    /// Who it is for, by the names for the command line and for people.
    pub(crate) server: (&'c str, &'c str),
    pub(crate) file: &'c str,
    pub(crate) place: &'static str,
    /// What begins a line of comment.
    pub(crate) comment: &'c str,
    /// Its parts in order; `POLICY_DATA` stands where the data goes.
    pub(crate) parts: &'c [&'c str],
    /// What is lost on it beside what is lost everywhere, where the policy names several paths.
    pub(crate) lost_with_paths: Option<(LossKind, Effect, &'c str)>,
}

/// The path is asked of a URL, which has resolved it.
pub(crate) const PATHS_OF_URLS: Option<(LossKind, Effect, &str)> = Some((
    LossKind::ResolvedPath,
    Effect::NotByBrowsers,
    "a path with `..` is read as what it leads to, as browsers do before they ask",
));

/// The path is asked of a server for Python, and not every one has it.
pub(crate) const PATHS_OF_WSGI: Option<(LossKind, Effect, &str)> = Some((
    LossKind::MendedPath,
    Effect::Wider,
    "a server that does not tell the path as it was sent (REQUEST_URI or RAW_URI, as gunicorn, uWSGI and \
     mod_wsgi do) hands on `/api%2Fx` as `/api/x`: both get the same headers, as both are the same to the application",
));

/// The steps in JavaScript, behind the data.
pub(crate) const DECIDE_IN_JAVASCRIPT: &str = include_str!("decide.js");

/// The steps in Python, behind the data.
pub(crate) const DECIDE_IN_PYTHON: &str = include_str!("decide.py");

/// How it is said on an answer of Node.js, in JavaScript.
pub(crate) const SAY_IN_NODE: &str = include_str!("node.js");

/// How a `Request` is answered, in JavaScript.
pub(crate) const ANSWER_BY_FETCH: &str = include_str!("fetch.js");

/// What path a server of WSGI was asked for, in Python.
pub(crate) const TARGET_BY_WSGI: &str = include_str!("wsgi.py");

impl Code<'_> {
    pub(crate) fn export(&self, policy: &Policy) -> Export {
        let statements: Vec<PathStatement<'_>> = policy.statements().collect();
        let (name, title) = self.server;
        let text = format!(
            "{} Written by `crosscheck export {name}`.\n{}",
            self.comment,
            self.parts.join("\n").replace("POLICY_DATA", &policy_data::in_json(&statements))
        );
        let mut losses = common_losses(&statements, title);
        let lost = self.lost_with_paths.filter(|_| statements.len() > 1);
        losses.extend(lost.map(|(kind, effect, text)| Loss::new(kind, effect, text)));
        Export { files: vec![ConfigFile::new(self.file, self.place, text)], losses }
    }
}
