//! What the readers of storage's rules have in common.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::draft::Draft;
use super::draft::DraftRule;
use super::reader::Reader;
use super::regex::Regex;
use super::source::At;
use super::yaml::Node;
use crate::export::escape;

/// The rules of a bucket or an API, wherever they stand: what holds one of these keys is one.
pub(crate) fn rules_with(
    documents: &[Rc<Node>],
    keys: &[&str],
    read: fn(&Node, &mut Reader<'_>) -> DraftRule,
    reader: &mut Reader<'_>,
) -> Draft {
    let mut draft = Draft::default();
    for document in documents {
        let mut rules = Vec::new();
        keys.iter().for_each(|key| document.holders(key, &mut rules));
        rules.sort_by_key(|rule| rule.at);
        for (at, key) in left_aside(document, &rules) {
            reader.count();
            let reason = "this is another service's, or said in another way: it is not read here";
            reader.miss(at, &key, reason);
        }
        draft.rules.extend(rules.into_iter().map(|rule| read(rule, reader)));
    }
    draft
}

/// Where a document says more of CORS than stands in rules.
fn left_aside(document: &Node, rules: &[&Node]) -> Vec<(At, String)> {
    let rules: BTreeSet<At> = rules.iter().map(|rule| rule.at).collect();
    // Places, keys, and whether something stands there, and rules.
    let mut found: Vec<(At, &str, bool, bool)> = Vec::new();
    document.walk(|node, key, around: Option<usize>| {
        let is_cors =
            |(key, _): &(&str, At)| CORS_KEYS.contains(&key.to_ascii_lowercase().as_str());
        let around = around.or_else(|| {
            let (key, at) = key.filter(is_cors)?;
            found.push((at, key, false, false));
            Some(found.len() - 1)
        });
        if let Some((_, _, says, is_read)) = around.and_then(|number| found.get_mut(number)) {
            let is_nothing = |text: &str| ["", "~", "null", "false"].contains(&text);
            *says |= node.text().is_some_and(|text| !is_nothing(text));
            *is_read |= !node.table().is_empty() && rules.contains(&node.at);
        }
        around
    });
    let left = found.into_iter().filter(|(_, _, says, is_read)| *says && !is_read);
    left.map(|(at, key, ..)| (at, key.to_owned())).collect()
}

/// Keys below which services of clouds, and what deploys to them, say what is allowed.
const CORS_KEYS: [&str; 4] = ["cors", "corsrules", "corsrule", "corsconfiguration"];

impl DraftRule {
    /// Takes an origin in which a `*` stands for any text.
    pub(crate) fn origin_with_any_text(
        &mut self,
        text: &str,
        at: At,
        ignores_case: bool,
        reader: &mut Reader<'_>,
    ) {
        match any_text(text, ignores_case) {
            Some(regex) => self.origins_of(regex, at, text, reader),
            None => self.origins.push(text.to_owned()),
        }
    }
}

/// An origin with a `*` in it as an expression; `None` if there is none, or if it is everybody.
pub(crate) fn any_text(text: &str, ignores_case: bool) -> Option<Result<Regex, String>> {
    let (before, behind) = text.split_once('*').filter(|parts| *parts != ("", ""))?;
    Some(Regex::new(&format!("^{}.*{}$", escape(before), escape(behind)), ignores_case))
}

impl Reader<'_> {
    /// The names of a list without a wildcard in them; says which are none.
    pub(crate) fn whole_names(&mut self, mut names: Vec<String>, at: At) -> Vec<String> {
        for name in names.extract_if(.., |name| name.contains('*') && name.len() > 1) {
            self.miss(at, &name, "a name with a wildcard in it; a policy lists whole names");
        }
        names
    }
}
