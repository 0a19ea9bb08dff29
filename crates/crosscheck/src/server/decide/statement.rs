//! What a policy says, path by path and rule by rule: for who says it in another server's language.

use alloc::string::String;

use super::edits::Edits;
use crate::server::origin::OriginPattern;
use crate::server::policy::Answered;
use crate::server::policy::CheckedRule;
use crate::server::policy::EditLists;
use crate::server::policy::Group;
use crate::server::policy::MethodSet;
use crate::server::policy::OriginsAsked;
use crate::server::policy::Policy;

/// What a policy says on a path, and on everything below it that no longer one covers.
#[derive(Clone, Debug)]
pub struct PathStatement<'p> {
    policy: &'p Policy,
    path: String,
    group: &'p Group,
}

/// What a rule lets its origins do.
#[derive(Clone, Copy, Debug)]
pub struct RuleStatement<'p> {
    rule: &'p CheckedRule,
}

impl Policy {
    /// What the policy says on each path that it names, each behind the one above it.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy, Rule};
    /// let rule = Rule {
    ///     paths: vec!["/public".into()],
    ///     origins: vec!["*".into()],
    ///     ..Rule::default()
    /// };
    /// let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
    /// let policy = Policy::new(&Config { rules: vec![rule], ..config })?;
    /// let said: Vec<_> = policy
    ///     .statements()
    ///     .map(|said| (said.path().to_owned(), said.is_for_anybody()))
    ///     .collect();
    /// assert_eq!(said, [("/".into(), false), ("/public".into(), true)]);
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn statements(&self) -> impl Iterator<Item = PathStatement<'_>> {
        self.paths.own_groups().map(|(path, group)| PathStatement {
            policy: self,
            path,
            group: self.group(group),
        })
    }
}

impl<'p> PathStatement<'p> {
    /// The path, as requests spell it: `/`, `/api`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether the path is left to its handler: nothing is answered, added or taken away.
    pub const fn is_left(&self) -> bool {
        self.group.is_left
    }

    /// Whether every answer but a preflight's says the same to everybody, asked with an `Origin` or without.
    pub const fn is_for_anybody(&self) -> bool {
        self.group.for_anybody
    }

    /// Rules in the order in which they are asked; the first that lists an origin answers it.
    pub fn rules(&self) -> impl Iterator<Item = RuleStatement<'p>> + use<'p> {
        let rules = if self.is_left() { &[] } else { self.group.rules.as_slice() };
        rules.iter().map(|number| RuleStatement { rule: self.policy.rule(*number) })
    }

    /// The headers of an answer that a rule gives, by its place among [`rules`](Self::rules); of one that
    /// none gives, since none lists the origin or there is no `Origin`.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Answered, Config, Edit, Policy};
    /// let policy = Policy::new(&Config::new().origins(["https://app.example"]))?;
    /// let said = policy.statements().next().expect("one path");
    /// let lines = |rule| {
    ///     let mut lines = Vec::new();
    ///     said.edits(rule, Answered::Actual).each(|edit| lines.push(match edit {
    ///         Edit::Set(header, value) => format!("{}: {}", header.name(), value.text),
    ///         Edit::Echo(header) => format!("{}: the origin", header.name()),
    ///         Edit::Remove(header) => format!("no {}", header.name()),
    ///         Edit::Vary(names) => format!("vary: {}", names.text),
    ///     }));
    ///     lines
    /// };
    /// assert_eq!(lines(Some(0)), ["vary: Origin", "access-control-allow-origin: the origin"]);
    /// assert_eq!(lines(None), ["vary: Origin"]);
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn edits(&self, rule: Option<usize>, answered: Answered) -> Edits<'p> {
        Edits::new(self.policy, EditLists::number(self.group, rule, answered))
    }
}

impl<'p> RuleStatement<'p> {
    /// What stands in front of its fields' names: empty, or `rules[2].`.
    pub fn prefix(&self) -> &'p str {
        &self.rule.prefix
    }

    /// Whether every origin is let in.
    pub const fn lists_everybody(&self) -> bool {
        self.rule.origins.any
    }

    /// Whether an origin is let in, given as the value of `Origin`.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy};
    /// let policy = Policy::new(&Config::new().origins(["https://*.example.com"]))?;
    /// let said = policy.statements().next().expect("one path");
    /// let rule = said.rules().next().expect("one rule");
    /// assert!(rule.lists("https://app.example.com") && !rule.lists("https://example.com"));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn lists(&self, origin: &str) -> bool {
        self.rule.origins.any || self.rule.origins.contains(origin.as_bytes())
    }

    /// Whether origins that are not listed are asked about while a server runs.
    pub fn asks_a_source(&self) -> bool {
        self.rule.source != OriginsAsked::Never
    }

    /// The origins that are listed by themselves, `null` and `file://` included.
    pub fn exact_origins(&self) -> impl Iterator<Item = &'p str> + use<'p> {
        // Each was text when it was listed.
        self.rule.origins.exact().map(|origin| core::str::from_utf8(origin).unwrap_or_default())
    }

    /// The patterns.
    pub fn origin_patterns(&self) -> &'p [OriginPattern] {
        self.rule.origins.patterns()
    }

    /// Methods that a preflight may ask for, beside those that need no permission; `None` for all.
    pub fn methods(&self) -> Option<&'p [String]> {
        match &self.rule.methods {
            MethodSet::Any => None,
            MethodSet::Listed(methods) => Some(methods),
        }
    }

    /// Whether a preflight may ask for every request header but `authorization`, which must be listed.
    pub const fn permits_any_request_header(&self) -> bool {
        self.rule.request_headers.any
    }

    /// Request headers that a preflight may ask for: in lower case, sorted.
    pub fn request_headers(&self) -> &'p [String] {
        &self.rule.request_headers.listed
    }
}
