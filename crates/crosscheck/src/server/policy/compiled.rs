//! What was checked: a policy whose rules and header values are made once.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::path_tree::PathTree;
use super::rule::CheckedRule;
use super::rule::Written;
use super::values::Value;
use super::values::Values;
use crate::catalog::Severity;
use crate::server::check::Checker;
use crate::server::check::group;
use crate::server::config::Config;
use crate::server::config::ConfigErrors;
use crate::server::config::Finding;
use crate::server::config::ResourcePolicy;
use crate::server::decide::EditLists;
use crate::server::origin::fingerprint;
use crate::server::prove::TooManyKinds;
use crate::server::prove::witnesses;

/// A checked CORS policy. Whoever holds one holds something that browsers can follow.
///
/// # Example
/// ```
/// use crosscheck::catalog::FindingKind;
/// use crosscheck::server::{Config, Policy};
/// let config = Config {
///     origins: vec!["https://app.example/".into()],
///     methods: vec!["TRACE".into()],
///     ..Config::default()
/// };
/// let errors = Policy::new(&config).unwrap_err();
/// let kinds: Vec<_> = errors.iter().map(|e| e.kind).collect();
/// assert_eq!(kinds, [FindingKind::InvalidOrigin, FindingKind::ForbiddenMethod]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(crate) rules: Vec<CheckedRule>,
    pub(crate) groups: Vec<Group>,
    pub(crate) paths: PathTree,
    pub(crate) lists: EditLists,
    values: Values,
    id: PolicyId,
    findings: Vec<Finding>,
}

/// Tells policies apart: the same for the same configuration, wherever it is loaded.
///
/// It is no secret and no signature: whoever wants two policies with one id can make them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyId(u64);

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The rules of one path, in the order in which they are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    /// Their numbers.
    pub(crate) rules: Vec<u32>,
    /// The first of them: every request asks it.
    pub(crate) first: u32,
    /// The first of its lists of edits.
    pub(crate) first_list: u32,
    /// Whether everybody gets the same headers, so that nothing is read.
    pub(crate) for_anybody: bool,
    pub(crate) exposes_timing: bool,
    pub(crate) resource_policy: Option<ResourcePolicy>,
}

impl Group {
    /// The place of the rule that answers everybody, if there is one.
    pub(crate) fn for_everybody(&self) -> Option<usize> {
        self.for_anybody.then_some(0)
    }

    /// Whether both answer every request alike, whatever their rules are called.
    fn means_the_same(&self, other: &Self, rules: &[CheckedRule]) -> bool {
        let rule = |number: &u32| &rules[*number as usize];
        self.resource_policy == other.resource_policy
            && self.rules.len() == other.rules.len()
            && self
                .rules
                .iter()
                .zip(&other.rules)
                .all(|(own, others)| own == others || rule(own).means_the_same(rule(others)))
    }
}

impl Policy {
    /// Checks a configuration. Fails with everything that is wrong with it, never with the first.
    ///
    /// What is allowed but worth a word is in [`findings`](Self::findings).
    pub fn new(config: &Config) -> Result<Self, ConfigErrors> {
        let mut written: Vec<(String, Written<'_>)> = Vec::new();
        let flat = Written::flat(config);
        if config.rules.is_empty() || !flat.is_empty() {
            written.push((String::new(), flat));
        }
        let rules = config.rules.iter().enumerate();
        written.extend(rules.map(|(n, rule)| (format!("rules[{n}]."), Written::rule(rule))));

        let mut checker = Checker::new(&config.danger);
        let (mut checked, mut values) = (Vec::new(), Values::new());
        for (prefix, written) in &written {
            checker.enter(prefix, written.credentials);
            checked.push(CheckedRule::new(prefix, written, &mut checker, &mut values));
        }
        let groups = group(&written, &checked, &mut checker);
        checker.enter("", false);
        checker.unused_dangers();
        let findings = checker.findings;
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(ConfigErrors(findings));
        }
        let (paths, mut groups): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
        let lists = EditLists::new(&checked, &mut groups);
        let paths: Vec<_> = paths.into_iter().zip(0..).collect();
        let paths = PathTree::new(&paths, |one, other| {
            groups[one as usize].means_the_same(&groups[other as usize], &checked)
        });
        let id = PolicyId(fingerprint(config));
        Ok(Self { rules: checked, groups, paths, lists, values, id, findings })
    }

    /// What tells this policy from others: on each decision's [`Plan`](crate::server::Plan), in logs.
    pub const fn id(&self) -> PolicyId {
        self.id
    }

    /// The values of all headers that this policy writes, for an adapter to keep in its own form:
    /// [`Value::index`] counts them from 0. Borrowed ones are the same for every policy.
    pub fn values(&self) -> impl Iterator<Item = &Cow<'static, str>> {
        self.values.iter()
    }

    #[inline]
    pub(crate) fn value(&self, index: usize) -> Value<'_> {
        self.values.at(index)
    }

    /// Whether pages of an origin, given as the bytes of `Origin`, may read answers of a path.
    pub fn allows_origin(&self, path: &str, origin: &[u8]) -> bool {
        self.rule_on(path, origin).is_some()
    }

    /// Warnings and notes: the policy works, and these are worth a look.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// One origin for each kind that the policy's entries tell apart, as a browser sends it: one that
    /// none covers, each listed origin, and some that patterns cover. What holds for these on a path
    /// holds for every origin.
    ///
    /// Fails if there are too many.
    pub fn kinds_of_origins(&self) -> Result<Vec<String>, TooManyKinds> {
        witnesses(self.rules.iter().map(|rule| &rule.origins))
    }

    /// The numbers of the rules that are asked on a path, in order.
    pub(crate) fn rules_on(&self, path: &str) -> &[u32] {
        self.group_on(path).map_or(&[], |group| &group.rules)
    }

    /// The number of the rule that answers an origin on a path.
    pub(crate) fn rule_on(&self, path: &str, origin: &[u8]) -> Option<u32> {
        let group = self.group_on(path)?;
        self.rule_place_for(group, origin).map(|place| group.rules[place])
    }

    pub(crate) fn resource_policy_on(&self, path: &str) -> Option<ResourcePolicy> {
        self.group_on(path)?.resource_policy
    }

    fn group_on(&self, path: &str) -> Option<&Group> {
        self.paths.find(|| path).ok().map(|group| &self.groups[group as usize])
    }

    /// The first of a path's rules that lists an origin.
    pub(crate) fn rule_for(&self, group: &Group, origin: &[u8]) -> Option<&CheckedRule> {
        self.rule_place_for(group, origin).map(|place| self.rule_at(group, place))
    }

    /// The same, as its place in the group.
    #[inline(always)]
    pub(crate) fn rule_place_for(&self, group: &Group, origin: &[u8]) -> Option<usize> {
        // Mostly a path has one rule, and its origins are listed.
        let first = &self.rules[group.first as usize].origins;
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
    pub(crate) fn rule_at(&self, group: &Group, place: usize) -> &CheckedRule {
        &self.rules[group.rules[place] as usize]
    }
}

impl TryFrom<Config> for Policy {
    type Error = ConfigErrors;

    fn try_from(config: Config) -> Result<Self, ConfigErrors> {
        Self::new(&config)
    }
}
