//! Rules by the path that they speak for: which of them are asked, and in which order.
#![expect(clippy::indexing_slicing, reason = "rules and groups have the numbers of their places")]

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::fields::Checker;
#[cfg(feature = "prove")]
use super::unreachable::EarlierRules;
use crate::catalog::FindingKind;
use crate::catalog::Severity;
use crate::server::config::Written;
use crate::server::path::parse_rule_path;
use crate::server::path::spell_path;
use crate::server::policy::CheckedRule;
use crate::server::policy::Group;
use crate::server::policy::GroupNumber;
use crate::server::policy::OriginsAsked;
use crate::server::policy::PathTree;
use crate::server::policy::RuleNumber;

/// Groups rules by path, and makes the tree that finds a group; says which of them could never answer,
/// and which contradict each other.
pub(crate) fn group(
    written: &[(String, Written<'_>)],
    checked: &[CheckedRule],
    checker: &mut Checker<'_>,
) -> (PathTree, Vec<Group>) {
    let mut groups: Vec<Group> = Vec::new();
    let segments = written.iter().flat_map(|(_, rule)| rule.paths);
    let segments = segments.map(|path| path.bytes().filter(|byte| *byte == b'/').count() + 1);
    let mut tree = PathTree::with_room_for(segments.sum());
    #[cfg(feature = "prove")]
    let mut earlier = EarlierRules::among(checked);
    // The fields of the configuration itself are the first in the file and the last to be asked.
    let is_flat = |(prefix, _): &(String, Written<'_>)| prefix.is_empty();
    let order = (0..written.len()).filter(|n| !is_flat(&written[*n]));
    let order = order.chain((0..written.len()).filter(|n| is_flat(&written[*n])));
    for number in order {
        let (prefix, rule) = &written[number];
        checker.enter(prefix, rule.credentials);
        let root = ["/".to_string()];
        let paths = if rule.paths.is_empty() { root.as_slice() } else { rule.paths };
        for (index, path) in paths.iter().enumerate() {
            let place = match rule.paths.is_empty() {
                false => format!("paths[{index}]"),
                true => "origins".to_string(),
            };
            let segments = match parse_rule_path(path) {
                Ok(segments) => segments,
                Err((reason, suggestion)) => {
                    let kind = FindingKind::InvalidPath;
                    checker.say(Severity::Error, kind, &place, path, &reason, suggestion);
                    continue;
                }
            };
            let at = match tree.add(&segments, GroupNumber::new(groups.len())) {
                Ok(group) => group.at(),
                Err(there) => {
                    let reason = format!(
                        "another rule writes `{}`, which is the same but for its case, and a server \
                         may take both for one: write them alike",
                        spell_path(&there)
                    );
                    let kind = FindingKind::InvalidPath;
                    checker.say(Severity::Error, kind, &place, path, &reason, None);
                    continue;
                }
            };
            if at == groups.len() {
                groups.push(Group::default());
            }
            let group = &mut groups[at];
            if group.rules.last() == Some(&RuleNumber::new(number)) {
                let reason = "this is in the list already";
                checker.say(Severity::Warning, FindingKind::Duplicate, &place, path, reason, None);
                continue;
            }
            let is_first = group.rules.is_empty();
            if !is_first && (rule.handler || group.is_left) {
                let reason = format!(
                    "another rule speaks for `{path}`: a handler that is left alone \
                                      with it has it for itself"
                );
                let kind = FindingKind::HandlerNotAlone;
                checker.say(Severity::Error, kind, &place, path, &reason, None);
                continue;
            }
            group.is_left = rule.handler;
            #[cfg(feature = "prove")]
            if let Some(reason) = earlier.why_unreachable(number, &group.rules, written, path) {
                let kind = FindingKind::UnreachableRule;
                checker.say(Severity::Error, kind, &place, "", &reason, None);
            }
            match (group.resource_policy, rule.resource_policy) {
                (Some(there), Some(here)) if there != here => {
                    let kind = FindingKind::ConflictingResourcePolicy;
                    let reason = format!(
                        "another rule for `{path}` says `{}`, and browsers check it on requests \
                         that tell no origin",
                        there.name()
                    );
                    let (place, value) = ("resource_policy", here.name());
                    checker.say(Severity::Error, kind, place, value, &reason, None);
                }
                (there, here) => group.resource_policy = there.or(here),
            }
            if checked[number].source != OriginsAsked::Never {
                match group.asking {
                    None => group.asking = Some(group.rules.len()),
                    Some(place) => {
                        let there = &written[group.rules[place].at()].0;
                        let reason = format!(
                            "`{there}origin_source` asks about every origin on `{path}` already, so \
                             this rule never does; keep one of them"
                        );
                        let kind = FindingKind::UnreachableRule;
                        let place = "origin_source";
                        checker.say(Severity::Error, kind, place, "true", &reason, None);
                    }
                }
            }
            group.rules.push(RuleNumber::new(number));
            group.first = group.rules[0];
            group.for_anybody = group.rules.len() == 1 && checked[number].is_for_anybody();
            group.exposes_timing |= checked[number].expose_timing;
        }
    }
    (tree, groups)
}
