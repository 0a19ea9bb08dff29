//! Values in Bicep, the language of Azure's deployments, which are written much as JSON's.

use std::rc::Rc;

use super::code::Code;
use super::code::Comments;
use super::literals::Literal;
use super::literals::LiteralKind;
use super::source::At;
use super::tree::Kind;
use super::tree::Node;
use super::tree::documents;

/// The documents of a text, or the values of a key in Bicep. Fails as the documents do.
pub(crate) fn documents_or_bicep(key: &str, text: &str) -> Result<Vec<Rc<Node>>, (At, String)> {
    documents(text).or_else(|error| match values(key, text) {
        found if found.is_empty() => Err(error),
        found => Ok(found),
    })
}

/// What stands behind a key wherever it does.
fn values(key: &str, text: &str) -> Vec<Rc<Node>> {
    let code = Code::new(text, Comments::Slashes).with_lines_as_items();
    let mut found = Vec::new();
    for at in code.after(key) {
        let colon = code.between(at, at + 20).find(':');
        let Some(value) = colon.map(|colon| code.value(at + colon + 1)) else { continue };
        let node = node_of(&code.resolved(&value));
        let keyed = Kind::Table(vec![(key.to_owned(), at - key.len(), node)]);
        found.push(Rc::new(Node { at: at - key.len(), kind: keyed }));
    }
    found
}

fn node_of(value: &Literal) -> Rc<Node> {
    let kind = match &value.kind {
        LiteralKind::Text(text) => Kind::Text(text.clone()),
        LiteralKind::Number(number) => Kind::Text(number.to_string()),
        LiteralKind::Truth(truth) => Kind::Text(truth.to_string()),
        LiteralKind::List(items) => Kind::List(items.iter().map(node_of).collect()),
        LiteralKind::Table(table) => {
            let entry = |(key, value): &(String, Literal)| (key.clone(), value.at, node_of(value));
            Kind::Table(table.iter().map(entry).collect())
        }
        _ => Kind::Computed(value.shown()),
    };
    Rc::new(Node { at: value.at, kind })
}
