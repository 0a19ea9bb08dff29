//! YAML, and JSON as part of it.

use std::collections::HashMap;
use std::rc::Rc;

use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::Span;
use saphyr_parser::Tag;

use super::node::Kind;
use super::node::MOST_NODES;
use super::node::Node;
use crate::import::source::At;

/// Reads every document of a text. Fails at the place of what is not YAML.
pub(super) fn documents(text: &str) -> Result<Vec<Rc<Node>>, (At, String)> {
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
    /// What it is worked out by, where something else stands for it once it is deployed: `!If`.
    tag: Option<String>,
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
            Event::Scalar(text, _, anchor, tag) => {
                let kind = match deployed(tag.as_deref()) {
                    // A text with holes is none only if there are some.
                    Some(tag) if tag != "!Sub" || text.contains("${") => {
                        Kind::Computed(format!("{tag} {text}"))
                    }
                    _ => Kind::Text(text.into_owned()),
                };
                self.done(Rc::new(Node { at, kind }), anchor);
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    return Err((at, "this refers to nothing".into()));
                };
                self.done(node, 0);
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(at, anchor, false, deployed(tag.as_deref()))?;
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(at, anchor, true, deployed(tag.as_deref()))?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open { at, anchor, is_table, tag, list, table, .. }) = self.open.pop() {
                    let tag = tag.or_else(|| long_form(&table));
                    let kind = match (tag, is_table) {
                        (Some(tag), _) => Kind::Computed(tag),
                        (None, true) => Kind::Table(table),
                        (None, false) => Kind::List(list),
                    };
                    self.done(Rc::new(Node { at, kind }), anchor);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(
        &mut self,
        at: At,
        anchor: usize,
        is_table: bool,
        tag: Option<String>,
    ) -> Result<(), (At, String)> {
        if self.open.len() >= DEEPEST {
            return Err((at, "it is nested too deeply".into()));
        }
        let (list, table) = Default::default();
        self.open.push(Open { at, anchor, is_table, tag, key: None, list, table });
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

/// What a template of CloudFormation works out when it is deployed: `!Ref`.
fn deployed(tag: Option<&Tag>) -> Option<String> {
    let tag = tag.filter(|tag| tag.handle == "!" && !tag.suffix.is_empty())?;
    Some(format!("!{}", tag.suffix))
}

/// The same in JSON: `{ "Ref": "Origin" }`.
fn long_form(table: &[(String, At, Rc<Node>)]) -> Option<String> {
    let [(key, _, value)] = table else { return None };
    let is_function = key == "Ref" || key.starts_with("Fn::");
    is_function.then(|| format!("{key} {}", value.text().unwrap_or_default()).trim_end().to_owned())
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
