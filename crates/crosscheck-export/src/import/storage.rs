//! Services of clouds whose rules stand in a file of their own, or among the resources of a deployment.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::draft::Draft;
use super::draft::DraftRule;
use super::filled_in::NOT_HERE;
use super::filled_in::is_filled_in;
use super::reader::Reader;
use super::regex::Regex;
use super::source::At;
use super::tree::Kind;
use super::tree::Node;
use crate::export::escape;

/// A service, and how its rules are found and read.
pub(crate) struct Service {
    /// How types of its resources begin in Terraform, CloudFormation and Azure's templates, and sources of Terraform's
    /// modules.
    pub(crate) types: &'static [&'static str],
    /// Keys of which each rule has one.
    pub(crate) keys: &'static [&'static str],
    pub(crate) read: fn(&Node, &mut Reader<'_>) -> DraftRule,
}

impl Service {
    /// The rules of its first resource. What the file says of others is named where it is something else.
    pub(crate) fn draft(&self, documents: &[Rc<Node>], reader: &mut Reader<'_>) -> Draft {
        let mut groups = Vec::new();
        for document in documents {
            let rules = self.rules(document);
            for (at, key, reason) in left_aside(document, &rules) {
                reader.count();
                reader.miss(at, &key, reason);
            }
            groups.extend(grouped(rules));
        }
        let mut groups = groups.into_iter();
        let Some(first) = groups.next() else { return Draft::default() };
        let mut room = MOST_NODES;
        for other in groups {
            let mut pairs = other.iter().zip(&first);
            let is_same = other.len() == first.len()
                && pairs.all(|(one, other)| one.says_the_same(other, &mut room));
            for rule in other.iter().take(usize::from(!is_same)) {
                reader.count();
                reader.miss(rule.at, "cors", OF_ANOTHER);
            }
        }
        let mut room = MOST_NODES;
        let rules = first.into_iter().map(|rule| {
            let known = known(rule, &mut room, reader);
            if room == 0 {
                reader.miss(rule.at, "cors", "it has too many values");
            }
            (self.read)(&known, reader)
        });
        Draft { rules: rules.collect() }
    }

    /// Its rules in a document, each with the place of the resource that it is of.
    fn rules<'n>(&self, document: &'n Node) -> BTreeMap<At, (At, &'n Node)> {
        let resources = resources(document);
        let is_own = |kind: &str| self.types.iter().any(|own| kind.starts_with(own));
        let mut rules = BTreeMap::new();
        for (_, resource) in resources.iter().filter(|(kind, _)| is_own(kind)) {
            self.below(resource, &mut rules);
        }
        if rules.is_empty() && !is_terraform(document) {
            self.below(document, &mut rules);
        }
        rules
    }

    fn below<'n>(&self, root: &'n Node, rules: &mut BTreeMap<At, (At, &'n Node)>) {
        // The node above, and the outermost one that says what its CORS is.
        root.walk(|node, key, (above, around): (At, Option<At>)| {
            let is_cors = key.is_some_and(|(key, _)| is_cors_key(key));
            let around = around.or_else(|| is_cors.then_some(above));
            if self.keys.iter().any(|key| node.get(key).is_some()) {
                rules.insert(node.at, (around.unwrap_or(root.at), node));
            }
            (node.at, around)
        });
    }
}

/// Rules of one resource each, in the order of the text.
fn grouped(rules: BTreeMap<At, (At, &Node)>) -> Vec<Vec<&Node>> {
    let mut groups: BTreeMap<At, Vec<&Node>> = BTreeMap::new();
    for (_, (resource, rule)) in rules {
        groups.entry(resource).or_default().push(rule);
    }
    groups.into_values().collect()
}

/// The resources of a deployment, each with its type.
fn resources(document: &Node) -> Vec<(&str, &Node)> {
    let mut found = Vec::new();
    for (key, _, value) in document.table() {
        match key.as_str() {
            "resource" => {
                for (kind, _, names) in each(value).flat_map(Node::table) {
                    let bodies = each(names).flat_map(Node::table);
                    found.extend(bodies.map(|(_, _, body)| (kind.as_str(), &**body)));
                }
            }
            "module" => {
                for (_, _, body) in each(value).flat_map(Node::table) {
                    let source = each(body).find_map(|body| body.get("source")?.text());
                    found.extend(source.map(|source| (source, &**body)));
                }
            }
            _ => {}
        }
    }
    document.walk(|node, _, ()| {
        let kind = node.get("Type").or(node.get("type")).and_then(Node::text);
        let kind = kind.filter(|kind| kind.contains("::") || kind.starts_with("Microsoft."));
        found.extend(kind.map(|kind| (kind, node)));
    });
    found
}

fn is_terraform(document: &Node) -> bool {
    ["resource", "module"].iter().any(|key| document.get(key).is_some())
}

/// The items of a list, or the node itself.
fn each(node: &Node) -> impl Iterator<Item = &Node> {
    let own = (!matches!(node.kind, Kind::List(_))).then_some(node);
    own.into_iter().chain(node.list().iter().map(|item| &**item))
}

/// A rule without what is filled in later, which is named.
fn known(node: &Node, room: &mut usize, reader: &mut Reader<'_>) -> Node {
    *room = room.saturating_sub(1);
    let mut is_known = |node: &Node| {
        let written = match &node.kind {
            Kind::Computed(text) => Some(text),
            Kind::Text(text) if is_filled_in(text) => Some(text),
            _ => None,
        };
        if let Some(text) = written {
            reader.miss(node.at, text, NOT_HERE);
        }
        written.is_none()
    };
    let kind = match &node.kind {
        Kind::List(items) if *room > 0 => {
            let items: Vec<&Rc<Node>> = items.iter().filter(|item| is_known(item)).collect();
            let items = items.into_iter().map(|item| Rc::new(known(item, room, reader)));
            Kind::List(items.collect())
        }
        Kind::Table(table) if *room > 0 => {
            let (left, lost): (Vec<_>, Vec<_>) =
                table.iter().partition(|(_, _, value)| is_known(value));
            lost.iter().for_each(|_| reader.count());
            let left = left
                .into_iter()
                .map(|(key, at, value)| (key.clone(), *at, Rc::new(known(value, room, reader))));
            Kind::Table(left.collect())
        }
        Kind::Text(text) => Kind::Text(text.clone()),
        _ => Kind::List(Vec::new()),
    };
    Node { at: node.at, kind }
}

/// Where a document says more of CORS than stands in rules, and why that is not read.
fn left_aside(
    document: &Node,
    rules: &BTreeMap<At, (At, &Node)>,
) -> Vec<(At, String, &'static str)> {
    let rules: BTreeSet<At> = rules.keys().copied().collect();
    // Places, keys, what stands there, and whether rules do.
    let mut found: Vec<(At, String, Option<&'static str>, bool)> = Vec::new();
    document.walk(|node, key, around: Option<usize>| {
        let around = around.or_else(|| {
            let (key, at) = key.filter(|(key, _)| is_cors_key(key))?;
            found.push((at, key.to_owned(), None, false));
            Some(found.len() - 1)
        });
        if let Some((_, shown, says, is_read)) = around.and_then(|number| found.get_mut(number)) {
            let is_nothing = |text: &str| ["", "~", "null", "false"].contains(&text);
            let why = match &node.kind {
                Kind::Computed(text) => {
                    if says.is_none() {
                        shown.clone_from(text);
                    }
                    Some(NOT_HERE)
                }
                Kind::Text(text) if !is_nothing(text) => Some(OF_ANOTHER_KIND),
                _ => None,
            };
            *says = says.or(why);
            *is_read |= !node.table().is_empty() && rules.contains(&node.at);
        }
        around
    });
    let left = found.into_iter().filter(|(.., is_read)| !is_read);
    left.filter_map(|(at, shown, says, _)| Some((at, shown, says?))).collect()
}

/// Whether services of clouds, and what deploys to them, say below a key what is allowed.
fn is_cors_key(key: &str) -> bool {
    CORS_KEYS.contains(&folded(key).as_str())
}

/// A key as some write it: `AllowedOrigins`, `allowed_origins`.
pub(crate) fn folded(key: &str) -> String {
    let letters = key.chars().filter(|letter| !matches!(letter, '_' | '-'));
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

const CORS_KEYS: [&str; 6] =
    ["cors", "corsrules", "corsrule", "corsconfiguration", "corsconfig", "xamazonapigatewaycors"];
const OF_ANOTHER: &str =
    "a policy is for one resource, and this is another's: import it from a file of its own";
const OF_ANOTHER_KIND: &str =
    "this is another service's, or said in another way: it is not read here";
/// How many values are looked at.
const MOST_NODES: usize = 100_000;

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
