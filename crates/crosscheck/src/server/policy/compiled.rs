//! A policy that was checked: its rules and header values are made once.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::edit_lists::EditLists;
use super::group::Group;
use super::group::GroupNumber;
use super::path_tree::PathTree;
use super::rule::CheckedRule;
use super::rule::RuleNumber;
use super::values::AnswerValue;
use super::values::ValueNumber;
use super::values::Values;
use crate::server::config::Danger;
use crate::server::config::Finding;
#[cfg(feature = "prove")]
use crate::server::config::ResourcePolicy;
use crate::server::hash::mix;

/// A checked CORS policy. Whoever holds one holds something that browsers can follow.
///
/// # Example
/// ```
/// use crosscheck::catalog::FindingKind;
/// use crosscheck::server::{Config, Policy};
/// let config = Config {
///     origins: vec!["https://app.example/".into()],
///     methods: vec!["P UT".into()],
///     ..Config::default()
/// };
/// let errors = Policy::new(&config).unwrap_err();
/// let kinds: Vec<_> = errors.iter().map(|e| e.kind).collect();
/// assert_eq!(kinds, [FindingKind::InvalidOrigin, FindingKind::InvalidMethod]);
/// ```
/// There is no other way to one: it cannot be made of parts, nor changed once it is checked.
/// ```compile_fail,E0451
/// use crosscheck::server::Policy;
/// let policy = Policy { rules: Vec::new(), ..todo!() };
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Policy {
    pub(crate) rules: Vec<CheckedRule>,
    pub(crate) groups: Vec<Group>,
    pub(crate) paths: PathTree,
    pub(crate) lists: EditLists,
    pub(crate) values: Values,
    pub(crate) id: PolicyId,
    /// What the id is made of, beside the origins of each rule.
    pub(crate) id_of_others: u64,
    pub(crate) danger: Danger,
    pub(crate) findings: Vec<Finding>,
}

impl Clone for Policy {
    /// Compiled once, here: what is derived is compiled again in each crate that clones.
    fn clone(&self) -> Self {
        Self {
            rules: self.rules.clone(),
            groups: self.groups.clone(),
            paths: self.paths.clone(),
            lists: self.lists.clone(),
            values: self.values.clone(),
            findings: self.findings.clone(),
            ..*self
        }
    }
}

/// Tells policies apart: the same for the same configuration, wherever it is loaded.
///
/// It is no secret and no signature: whoever wants two policies with one id can make them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyId(u64);

impl PolicyId {
    /// In: a number for all but the origins; the rules, whose origins have no order.
    pub(crate) fn of(others: u64, rules: &[CheckedRule]) -> Self {
        Self(rules.iter().fold(others, |id, rule| mix(id, rule.origins.sum())))
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Policy {
    /// What tells this policy from others: on each decision's
    /// [`EditPlan`](crate::server::EditPlan), in logs.
    ///
    /// # Example
    /// ```
    /// # use crosscheck::server::{Config, Policy};
    /// let of = |origin: &str| Policy::new(&Config { origins: vec![origin.into()], ..Config::default() });
    /// assert_eq!(of("https://a.example")?.id(), of("https://a.example")?.id());
    /// assert_ne!(of("https://a.example")?.id(), of("https://b.example")?.id());
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub const fn id(&self) -> PolicyId {
        self.id
    }

    /// The values of all headers that this policy writes, for an adapter to keep in its own form:
    /// [`AnswerValue::index`] counts them from 0. Borrowed ones are the same for every policy.
    pub fn values(&self) -> impl Iterator<Item = &Cow<'static, str>> {
        self.values.iter()
    }

    #[inline]
    pub(crate) fn value(&self, number: ValueNumber) -> AnswerValue<'_> {
        self.values.at(number)
    }

    /// Whether pages of an origin, given as the bytes of `Origin`, may read answers of a path.
    ///
    /// # Example
    /// ```
    /// # use crosscheck::server::{Config, Policy};
    /// # let policy = Policy::new(&Config {
    /// #     origins: vec!["https://app.example".into()],
    /// #     methods: vec!["PUT".into()],
    /// #     ..Config::default()
    /// # })?;
    /// assert!(policy.allows_origin("/", b"https://app.example"));
    /// assert!(!policy.allows_origin("/", b"https://app.example.evil.example"));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn allows_origin(&self, path: &str, origin: &[u8]) -> bool {
        self.rule_on(path, origin).is_some()
    }

    /// Warnings and notes: the policy works, and these are worth a look.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy};
    /// let origins = vec!["https://app.example".into(), "https://app.example".into()];
    /// let policy = Policy::new(&Config { origins, ..Config::default() })?;
    /// assert_eq!(policy.findings()[0].path, "origins[1]", "it is in the list already");
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The numbers of the rules that are asked on a path, in order.
    #[cfg(feature = "prove")]
    pub(crate) fn rules_on(&self, path: &str) -> &[RuleNumber] {
        self.group_on(path).map_or(&[], |group| &group.rules)
    }

    /// The number of the rule that answers an origin on a path.
    pub(crate) fn rule_on(&self, path: &str, origin: &[u8]) -> Option<RuleNumber> {
        let group = self.group_on(path)?;
        group.rules.get(self.rule_place_for(group, origin)?).copied()
    }

    /// Whether a path is left to its handler: the policy says nothing there, and takes nothing away.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Decision, Head, Policy, Rule};
    /// let old = Rule { paths: vec!["/old".into()], handler: true, ..Rule::default() };
    /// let policy = Policy::new(&Config {
    ///     origins: vec!["https://app.example".into()],
    ///     rules: vec![old],
    ///     ..Config::default()
    /// })?;
    /// assert!(policy.is_left_to_handler("/old/users") && !policy.is_left_to_handler("/users"));
    ///
    /// let headers = [("origin", "https://evil.example"), ("access-control-request-method", "PUT")];
    /// let decision = policy.decide(&Head::new("OPTIONS", "/old/users", &headers));
    /// assert!(matches!(decision, Decision::NotCors { .. }), "the handler answers it");
    /// assert!(decision.edits().leave_all());
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn is_left_to_handler(&self, path: &str) -> bool {
        self.group_on(path).is_some_and(|group| group.is_left)
    }

    #[cfg(feature = "prove")]
    pub(crate) fn resource_policy_on(&self, path: &str) -> Option<ResourcePolicy> {
        self.group_on(path)?.resource_policy
    }

    fn group_on(&self, path: &str) -> Option<&Group> {
        self.paths.find(|| path).ok().map(|group| self.group(group))
    }

    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "each number is of a group of this policy")]
    pub(crate) fn group(&self, number: GroupNumber) -> &Group {
        &self.groups[number.at()]
    }

    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "each number is of a rule of this policy")]
    pub(crate) fn rule(&self, number: RuleNumber) -> &CheckedRule {
        &self.rules[number.at()]
    }

    /// The first of a path's rules that lists an origin.
    pub(crate) fn rule_for(&self, group: &Group, origin: &[u8]) -> Option<&CheckedRule> {
        self.rule_place_for(group, origin).map(|place| self.rule_at(group, place))
    }

    /// The same, as its place in the group.
    #[inline(always)]
    pub(crate) fn rule_place_for(&self, group: &Group, origin: &[u8]) -> Option<usize> {
        // Mostly a path has one rule, and its origins are listed.
        let first = &self.rule(group.first).origins;
        if first.lists(origin) || first.holds_unlisted(origin) {
            Some(0)
        } else if group.rules.len() == 1 {
            None
        } else {
            self.rule_place_further(group, origin)
        }
    }

    /// The same, without the first.
    #[inline(never)]
    fn rule_place_further(&self, group: &Group, origin: &[u8]) -> Option<usize> {
        (1..group.rules.len()).find(|place| self.rule_at(group, *place).origins.contains(origin))
    }

    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "each place is one of the group's")]
    pub(crate) fn rule_at(&self, group: &Group, place: usize) -> &CheckedRule {
        self.rule(group.rules[place])
    }
}
