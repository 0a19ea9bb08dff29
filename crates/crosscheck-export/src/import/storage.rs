//! What the readers of storage's rules have in common.

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
        draft.rules.extend(rules.into_iter().map(|rule| read(rule, reader)));
    }
    draft
}

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
