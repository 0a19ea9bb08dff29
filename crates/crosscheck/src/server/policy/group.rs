//! The rules of one path.

use alloc::vec::Vec;

use super::list_number::ListNumber;
use super::rule::CheckedRule;
use super::rule::RuleNumber;
use crate::server::config::ResourcePolicy;
use crate::server::number::number;

number! {
    /// The number of a group.
    GroupNumber
}

/// The rules of one path, in the order in which they are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    /// Their numbers.
    pub(crate) rules: Vec<RuleNumber>,
    /// The first of them: every request asks it.
    pub(crate) first: RuleNumber,
    /// Whether the path is left to its handler: then no rule lists anybody.
    pub(crate) is_left: bool,
    /// The first of its lists of edits.
    pub(crate) first_list: ListNumber,
    /// The place of the rule that asks about origins which none of them lists.
    pub(crate) asking: Option<usize>,
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
        let are_alike = |(one, other): (&RuleNumber, &RuleNumber)| {
            let rules = rules.get(one.at()).zip(rules.get(other.at()));
            one == other || rules.is_some_and(|(one, other)| one.means_the_same(other))
        };
        self.is_left == other.is_left
            && self.resource_policy == other.resource_policy
            && self.rules.len() == other.rules.len()
            && self.rules.iter().zip(&other.rules).all(are_alike)
    }

    /// The same of two of some groups, by their numbers.
    pub(crate) fn mean_the_same(
        groups: &[Self],
        one: GroupNumber,
        other: GroupNumber,
        rules: &[CheckedRule],
    ) -> bool {
        let groups = groups.get(one.at()).zip(groups.get(other.at()));
        groups.is_some_and(|(one, other)| one.means_the_same(other, rules))
    }
}
