//! Terraform's language, as the tree that its JSON is: `resource`, a type, a name, and what is in it.
//!
//! A key may be there more than once, as blocks are. What is a literal is read, through `locals` too; of all else it
//! is kept how it is written.

use std::collections::HashMap;
use std::rc::Rc;

use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::expr::FuncCall;
use hcl_edit::expr::ObjectKey;
use hcl_edit::expr::Traversal;
use hcl_edit::expr::TraversalOperator;
use hcl_edit::parser::parse_body;
use hcl_edit::structure::Block;
use hcl_edit::structure::Body;
use hcl_edit::structure::Structure;
use hcl_edit::template::Element;

use super::node::Kind;
use super::node::Node;
use crate::import::source::At;

/// Whether a line begins one of its blocks.
pub(super) fn is_terraform(text: &str) -> bool {
    text.lines().any(|line| {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match first {
            "resource" | "module" | "variable" | "provider" => second.starts_with('"'),
            "locals" | "terraform" => second == "{",
            _ => false,
        }
    })
}

/// The whole of a file. Fails at the place of what is not Terraform's.
pub(super) fn document(text: &str) -> Result<Rc<Node>, (At, String)> {
    let body = parse_body(text).map_err(|error| {
        (error.location().offset(), format!("this is not Terraform's: {}", error.message()))
    })?;
    let mut written = HashMap::new();
    for block in body.get_blocks("locals") {
        for attribute in block.body.attributes() {
            written.insert(attribute.key.as_str().to_owned(), Local::Written(&attribute.value));
        }
    }
    let mut reading = Reading { text, locals: written, open: 0, depth: 0, room: MOST_BYTES };
    let entries = reading.entries(&body);
    Ok(Rc::new(Node { at: 0, kind: Kind::Table(entries) }))
}

struct Reading<'t> {
    text: &'t str,
    locals: HashMap<String, Local<'t>>,
    /// How many values of `locals` are being read, each for the one before.
    open: usize,
    /// How many of them are in each other, of those that were asked for since the last was begun.
    depth: usize,
    /// How much more may be put together.
    room: usize,
}

/// A value of `locals`.
enum Local<'t> {
    Written(&'t Expression),
    /// It is being read: whatever asks for it again goes round in a circle.
    Open,
    /// What it is, and how many others are in it, each in the one before.
    Read(Rc<Node>, usize),
}

type Entry = (String, At, Rc<Node>);

impl<'t> Reading<'t> {
    fn entries(&mut self, body: &'t Body) -> Vec<Entry> {
        let mut entries = Vec::new();
        for structure in body.iter() {
            match structure {
                // It is as if it were not there.
                Structure::Attribute(attribute) if attribute.value.is_null() => {}
                Structure::Attribute(attribute) => {
                    let value = self.value(&attribute.value);
                    entries.push((attribute.key.to_string(), at(&attribute.key), value));
                }
                Structure::Block(block) => entries.push(self.block(block)),
            }
        }
        entries
    }

    fn block(&mut self, block: &'t Block) -> Entry {
        let place = at(block);
        let mut names: Vec<&str> = vec![block.ident.as_str()];
        names.extend(block.labels.iter().map(|label| label.as_str()));
        let mut kind = match names.as_slice() {
            ["dynamic", name] => {
                let kind = Kind::Computed(format!("dynamic \"{name}\""));
                names = vec![*name];
                kind
            }
            _ => Kind::Table(self.entries(&block.body)),
        };
        for name in names.iter().skip(1).rev() {
            let inner = Rc::new(Node { at: place, kind });
            kind = Kind::Table(vec![((*name).to_owned(), place, inner)]);
        }
        let name = names.first().copied().unwrap_or_default();
        (name.to_owned(), place, Rc::new(Node { at: place, kind }))
    }

    fn value(&mut self, value: &'t Expression) -> Rc<Node> {
        let kind = match value {
            Expression::Null(_) => Some(Kind::Text("null".into())),
            Expression::Bool(truth) => Some(Kind::Text(truth.to_string())),
            Expression::Number(number) => Some(Kind::Text(number.to_string())),
            Expression::String(text) => Some(Kind::Text(text.to_string())),
            Expression::Array(items) => {
                Some(Kind::List(items.iter().map(|item| self.value(item)).collect()))
            }
            Expression::Object(object) => {
                let entries = object.iter().map(|(key, value)| {
                    let (key, place) = match key {
                        ObjectKey::Ident(name) => (name.to_string(), at(name)),
                        ObjectKey::Expression(key) => {
                            (self.value(key).text().unwrap_or_default().to_owned(), at(key))
                        }
                    };
                    (key, place, self.value(value.expr()))
                });
                Some(Kind::Table(entries.collect()))
            }
            Expression::Parenthesis(inner) => return self.value(inner.inner()),
            Expression::StringTemplate(template) => self.template(template.iter()),
            Expression::HeredocTemplate(heredoc) => self.template(heredoc.template.iter()),
            Expression::FuncCall(call) => self.gathered(call),
            Expression::Traversal(traversal) => match self.local(traversal) {
                Some(node) => return node,
                None => None,
            },
            _ => None,
        };
        let written = || {
            let span = value.span().unwrap_or_default();
            Kind::Computed(self.text.get(span).unwrap_or_default().trim().to_owned())
        };
        Rc::new(Node { at: at(value), kind: kind.unwrap_or_else(written) })
    }

    /// A text with values in it, if all of them are here.
    fn template<'e>(&mut self, elements: impl Iterator<Item = &'t Element> + 'e) -> Option<Kind> {
        let mut text = String::new();
        for element in elements {
            let part = match element {
                Element::Literal(part) => part.to_string(),
                Element::Interpolation(value) => self.value(&value.expr).text()?.to_owned(),
                Element::Directive(_) => return None,
            };
            self.room = self.room.checked_sub(part.len())?;
            text.push_str(&part);
        }
        Some(Kind::Text(text))
    }

    /// What a function makes of lists that only puts them together.
    fn gathered(&mut self, call: &'t FuncCall) -> Option<Kind> {
        let gathers = ["concat", "distinct", "tolist", "toset"];
        if !gathers.contains(&call.name.name.as_str()) || call.name.is_namespaced() {
            return None;
        }
        let mut items = Vec::new();
        for argument in call.args.iter() {
            let value = self.value(argument);
            match &value.kind {
                Kind::List(list) => {
                    self.room = self.room.checked_sub(list.len())?;
                    items.extend(list.iter().cloned());
                }
                Kind::Computed(_) => items.push(value),
                _ => return None,
            }
        }
        Some(Kind::List(items))
    }

    /// What `local.name` stands for, and keys behind it.
    fn local(&mut self, traversal: &'t Traversal) -> Option<Rc<Node>> {
        if traversal.expr.as_variable()?.as_str() != "local" {
            return None;
        }
        let (first, rest) = traversal.operators.split_first()?;
        let mut node = self.named(name_of(first.value())?)?;
        for operator in rest {
            let name = name_of(operator.value())?;
            let found = node.table().iter().find(|(key, ..)| key == name);
            let (.., inner) = found?;
            node = inner.clone();
        }
        // Its place says more by its own text.
        (!matches!(node.kind, Kind::Computed(_))).then_some(node)
    }

    fn named(&mut self, name: &str) -> Option<Rc<Node>> {
        let local = self.locals.get_mut(name)?;
        let (node, depth) = match std::mem::replace(local, Local::Open) {
            Local::Open => return None,
            Local::Read(node, depth) => (node, depth),
            Local::Written(value) => {
                if self.open == DEEPEST {
                    *local = Local::Written(value);
                    return None;
                }
                let before = std::mem::take(&mut self.depth);
                self.open += 1;
                let node = self.value(value);
                self.open -= 1;
                let depth = std::mem::replace(&mut self.depth, before) + 1;
                (node, depth)
            }
        };
        self.locals.insert(name.to_owned(), Local::Read(node.clone(), depth));
        self.depth = self.depth.max(depth);
        (depth <= DEEPEST).then_some(node)
    }
}

fn name_of(operator: &TraversalOperator) -> Option<&str> {
    match operator {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        TraversalOperator::Index(key) => key.as_str(),
        _ => None,
    }
}

fn at(part: &impl Span) -> At {
    part.span().map(|span| span.start).unwrap_or_default()
}

/// How deep values of `locals` may be in each other.
const DEEPEST: usize = 20;
/// How many bytes and items are put together.
const MOST_BYTES: usize = 4 << 20;

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::Kind;
    use super::document;
    use super::is_terraform;

    /// Values that are in each other, as deep or as wide as they may be written, or in a circle.
    #[test]
    fn values_that_grow_are_bounded() {
        let shapes: [fn(usize) -> String; 4] = [
            |next| format!("[local.v{next}, local.v{next}]"),
            |next| format!("\"${{local.v{next}}}${{local.v{next}}}\""),
            |next| format!("concat(local.v{next}, local.v{next}, [\"a\"])"),
            |next| format!("local.v{}", next % 2_000),
        ];
        for shape in shapes {
            for is_backwards in [false, true] {
                let mut lines: Vec<String> =
                    (0..5_000).map(|n| format!("  v{n} = {}\n", shape(n + 1))).collect();
                if is_backwards {
                    lines.reverse();
                }
                let text = format!("locals {{\n{}}}\nresource \"a\" \"b\" {{}}\n", lines.concat());
                assert!(is_terraform(&text));
                let read = document(&text).expect("it is Terraform's");
                let mut seen = 0;
                read.walk(|_, _, ()| seen += 1);
                assert!(seen > 5_000);
            }
        }
    }

    #[test]
    fn what_is_no_literal_is_kept_as_it_is_written() {
        for written in [
            "var.a",
            "local.none",
            "local.a.b",
            "var.a ? 1 : 2",
            "[for a in var.a : a]",
            "\"a${var.a}\"",
            "split(\",\", \"a\")",
            "var.a[0]",
            "data.a.b.*.c",
        ] {
            let mut text = String::from("locals {\n  a = \"x\"\n}\nresource \"r\" \"n\" {\n");
            let _ = writeln!(text, "  key = {written}\n}}");
            let read = document(&text).expect(written);
            let value = read.at_path(&["resource", "r", "n", "key"]).expect(written);
            assert_eq!(value.kind, Kind::Computed(written.into()));
            assert_eq!(text.get(value.at..value.at + written.len()), Some(written));
        }
    }
}
