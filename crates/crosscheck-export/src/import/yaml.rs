//! YAML, and JSON as part of it, as a tree that knows where everything stands.

use std::collections::HashMap;
use std::rc::Rc;

use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::Span;

use super::source::At;

/// A value, and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) at: At,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text(String),
    List(Vec<Rc<Node>>),
    /// Keys in their order.
    Table(Vec<(String, At, Rc<Node>)>),
}

impl Default for Node {
    fn default() -> Self {
        Self { at: 0, kind: Kind::Table(Vec::new()) }
    }
}

impl Node {
    /// What stands behind a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, node)| node)
    }

    /// Where a key stands, and what is behind it.
    pub(crate) fn entry(&self, key: &str) -> Option<(At, &Self)> {
        let found = self.table().iter().find(|(name, ..)| name == key)?;
        Some((found.1, &found.2))
    }

    /// What stands behind keys in each other.
    pub(crate) fn at_path(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    pub(crate) fn table(&self) -> &[(String, At, Rc<Self>)] {
        match &self.kind {
            Kind::Table(table) => table,
            _ => &[],
        }
    }

    pub(crate) fn list(&self) -> &[Rc<Self>] {
        match &self.kind {
            Kind::List(list) => list,
            _ => &[],
        }
    }

    /// The texts of a list.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.list().iter().filter_map(|item| item.text()).map(str::to_owned).collect()
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it says yes.
    pub(crate) fn is_true(&self) -> bool {
        self.text().is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// All nodes below it and itself that hold a key, bounded.
    pub(crate) fn holders<'n>(&'n self, key: &str, found: &mut Vec<&'n Self>) {
        self.walk(|node, _, ()| {
            if node.get(key).is_some() {
                found.push(node);
            }
        });
    }

    /// Visits it and all nodes below it, each with the key that it stands behind, if it does, and what was made of
    /// the node above; bounded.
    pub(crate) fn walk<'n, T: Clone + Default>(
        &'n self,
        mut visit: impl FnMut(&'n Self, Option<(&'n str, At)>, T) -> T,
    ) {
        let mut open = vec![(self, None, T::default())];
        let mut left = MOST_NODES;
        while let Some((node, key, above)) = open.pop() {
            left -= 1;
            if left == 0 {
                return;
            }
            let here = visit(node, key, above);
            let list = node.list().iter().rev().map(|node| (&**node, None, here.clone()));
            open.extend(list);
            let table = node.table().iter().rev();
            open.extend(
                table.map(|(key, at, node)| (&**node, Some((key.as_str(), *at)), here.clone())),
            );
        }
    }
}

/// Reads every document of a text. Fails at the place of what is not YAML.
pub(crate) fn documents(text: &str) -> Result<Vec<Rc<Node>>, (At, String)> {
    let mut tree = Tree { places: Places::new(text), ..Tree::default() };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = tree.places.at(error.marker().index());
            (at, "this is not YAML".to_owned())
        })?;
        tree.take(event, span)?;
    }
    Ok(tree.documents.into_iter().flat_map(resources).collect())
}

/// What a list of Kubernetes holds, as `kubectl get` writes several; another document by itself.
fn resources(document: Rc<Node>) -> Vec<Rc<Node>> {
    let kind = document.get("kind").and_then(Node::text).unwrap_or_default();
    match document.get("items").filter(|_| kind.ends_with("List")) {
        Some(items) => items.list().to_vec(),
        None => vec![document],
    }
}

#[derive(Default)]
struct Tree {
    documents: Vec<Rc<Node>>,
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    places: Places,
    nodes: usize,
}

/// A list or a table that is not whole yet.
struct Open {
    at: At,
    anchor: usize,
    is_table: bool,
    /// A key, if a value is to come.
    key: Option<(String, At)>,
    list: Vec<Rc<Node>>,
    table: Vec<(String, At, Rc<Node>)>,
}

impl Tree {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), (At, String)> {
        let at = self.places.at(span.start.index());
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err((at, "it has too many values".into()));
        }
        match event {
            Event::Scalar(text, _, anchor, _) => {
                let node = Rc::new(Node { at, kind: Kind::Text(text.into_owned()) });
                self.done(node, anchor);
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    return Err((at, "this refers to nothing".into()));
                };
                self.done(node, 0);
            }
            Event::SequenceStart(anchor, _) => self.begin(at, anchor, false)?,
            Event::MappingStart(anchor, _) => self.begin(at, anchor, true)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open { at, anchor, is_table, list, table, .. }) = self.open.pop() {
                    let kind = if is_table { Kind::Table(table) } else { Kind::List(list) };
                    self.done(Rc::new(Node { at, kind }), anchor);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, at: At, anchor: usize, is_table: bool) -> Result<(), (At, String)> {
        if self.open.len() >= DEEPEST {
            return Err((at, "it is nested too deeply".into()));
        }
        let (list, table) = Default::default();
        self.open.push(Open { at, anchor, is_table, key: None, list, table });
        Ok(())
    }

    fn done(&mut self, node: Rc<Node>, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return;
        };
        if !open.is_table {
            open.list.push(node);
            return;
        }
        match open.key.take() {
            None => open.key = Some((node.text().unwrap_or_default().to_owned(), node.at)),
            // `<<: *others`
            Some((key, _)) if key == "<<" => {
                for (key, at, value) in node.table() {
                    if !open.table.iter().any(|(known, ..)| known == key) {
                        open.table.push((key.clone(), *at, value.clone()));
                    }
                }
            }
            Some((key, at)) => {
                open.table.retain(|(known, ..)| *known != key || known.len() > 200);
                open.table.push((key, at, node));
            }
        }
    }
}

/// Where letters stand, in bytes: the parser counts letters.
#[derive(Default)]
struct Places {
    /// The byte of every letter, if there are others than ASCII.
    letters: Option<Vec<usize>>,
    length: usize,
}

impl Places {
    fn new(text: &str) -> Self {
        let letters = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
        Self { letters, length: text.len() }
    }

    fn at(&self, letter: usize) -> At {
        match &self.letters {
            None => letter.min(self.length),
            Some(letters) => letters.get(letter).copied().unwrap_or(self.length),
        }
    }
}

const DEEPEST: usize = 80;
const MOST_NODES: usize = 200_000;
